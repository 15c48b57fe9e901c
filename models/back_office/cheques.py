"""The register of cheques: those taken in and what became of each, those issued and whether the bank has paid them.

A cheque taken in waits on the account of cheques on hand. The day it is paid in at a bank, one slip for many cheques, its
amount moves to the bank account: until the bank shows it there it is a deposit in transit. One that bounces leaves the
bank account again: the items its receipt on account paid are open again, or an account of the city ledger owes it.
A cheque issued waits on the account of cheques issued until the bank pays it; a bounced, stopped or cancelled one goes on
waiting there, since the payee is still owed, until another cheque replaces it or its payment is taken back.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField, fn

from locales import Message
from models.back_office.bank_accounts import BankAccount, cheque_number, open_bank_account
from models.back_office.posting_accounts import account_for
from models.back_office.receipts_on_account import AccountReceipt, cheque_unpaid
from models.back_office.receivables import CityAccount, OpenItem, city_ledger
from models.house.acts import Act, operation
from models.house.banks import CODES, short_name
from models.house.database import Base, MoneyField
from models.house.inputs import above_zero, checked, said, words
from models.house.property import document_number
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.balances import money
from models.ledger.entries import GENERAL, RECEIPTS, Entry, NewLine, write_entry

ZERO = Decimal("0.00")
IN, OUT = "in", "out"
ON_HAND, DEPOSITED, CLEARED, BOUNCED = "on hand", "deposited", "cleared", "bounced"
ISSUED, STOPPED, CANCELLED, SPOILED = "issued", "stopped", "cancelled", "spoiled"
REPLACED, RETURNED, TAKEN_BACK = "replaced", "returned", "taken back"
STATES = {
    ON_HAND: Message("on hand"),
    DEPOSITED: Message("paid in"),
    CLEARED: Message("cleared"),
    BOUNCED: Message("bounced"),
    ISSUED: Message("issued"),
    STOPPED: Message("stopped"),
    CANCELLED: Message("cheque cancelled"),
    SPOILED: Message("spoiled"),
    REPLACED: Message("replaced"),
    RETURNED: Message("given back"),
    TAKEN_BACK: Message("taken back"),
}
UNPAID_OUT = (ISSUED, BOUNCED, STOPPED, CANCELLED)
"""Cheques issued whose amount still waits on the account of cheques issued."""


class DepositSlip(Base):
    """One paying-in slip (ใบนำฝาก) for cheques paid in together."""

    number = TextField(unique=True)
    bank_account = ForeignKeyField(BankAccount, backref="+")
    date = DateField()
    amount = MoneyField()
    entry = ForeignKeyField(Entry, backref="+")

    class Meta:
        table_name = "deposit_slip"


class Cheque(Base):
    """A cheque, sealed but for its ``state`` and what came of it. ``date`` stands on it; ``since``: the day of its state;
    ``party``: who pays or is paid; ``held_on``: the account its amount waits on; ``entry``: the receipt or payment it
    belongs to; ``ended_entry``: the entry of its clearing, bouncing or return. ``receipt_id``: the receipt on account."""

    direction = TextField()
    bank_account = ForeignKeyField(BankAccount, null=True, backref="+")
    bank = TextField()
    branch = TextField(default="")
    number = TextField()
    date = DateField()
    party = TextField()
    amount = MoneyField()
    state = TextField()
    since = DateField()
    taken_on = DateField()
    held_on = ForeignKeyField(Account, backref="+")
    entry = ForeignKeyField(Entry, null=True, backref="+")
    ended_entry = ForeignKeyField(Entry, null=True, backref="+")
    slip = ForeignKeyField(DepositSlip, null=True, backref="cheques")
    replaces = ForeignKeyField("self", null=True, backref="+")
    city_account = ForeignKeyField(CityAccount, null=True, backref="+")
    receipt_id = IntegerField(null=True)
    ac_payee = BooleanField(default=False)  # crossed: the bank pays it into the payee's account only
    note = TextField(default="")

    class Meta:
        table_name = "cheque_register"

    @property
    def spoken(self) -> str:
        return f"{short_name(self.bank)} {self.number}"


def register_cheque_in(
    act: Act,
    *,
    entry_id: int,
    bank: str,
    bank_branch: str,
    number: str,
    date: datetime.date,
    payer: str,
    amount: Decimal,
    city_account_id: int | None = None,
    receipt_id: int | None = None,
    held_on_id: int | None = None,
) -> int:
    """A cheque taken in, ``amount`` baht, which the entry debited to cheques on hand (or ``held_on_id``); its id. One
    dated later than today is post-dated.

    Refused: NO_BANK, CHEQUE_NUMBER, CHEQUE_TWICE, NOT_POSITIVE.
    """
    if bank not in CODES:
        raise Refused("NO_BANK", "Of which bank is the cheque?", field="bank")
    number = cheque_number(number)
    same = (Cheque.bank == bank) & (Cheque.number == number) & (Cheque.state << (ON_HAND, DEPOSITED, CLEARED))
    if Cheque.get_or_none((Cheque.direction == IN) & same):
        raise Refused("CHEQUE_TWICE", "This cheque has been taken already.", field="number")
    row = act.create(
        Cheque, direction=IN, bank=bank, branch=words(bank_branch, "branch", 40), number=number, date=date,
        party=words(payer, "payer", 80), amount=above_zero(amount), state=ON_HAND, since=act.business_date,
        taken_on=act.business_date, held_on=held_on_id or account_for("cheques_on_hand").id, entry=entry_id,
        city_account=city_account_id, receipt_id=receipt_id,
    )  # fmt: skip
    return int(row.id)


def cheque_taken_back(act: Act, entry_id: int) -> None:
    """The payment by cheques was taken back on the day. Refused: CHEQUE_AWAY (one is no longer on hand)."""
    of_payment = (Cheque.direction == IN) & (Cheque.entry == entry_id) & (Cheque.state != REPLACED)
    for row in Cheque.select().where(of_payment).order_by(Cheque.id):
        must_be_in(row, ON_HAND)
        act.update(row, state=TAKEN_BACK, since=act.business_date)


def must_be_in(row: Cheque, *allowed: str) -> None:
    """Refused: CHEQUE_AWAY."""
    if row.state not in allowed:
        raise Refused(
            "CHEQUE_AWAY", "Cheque {cheque} is {state}.", field="cheque", cheque=row.spoken, state=STATES[row.state]
        )  # fmt: skip


def cheque_in_state(cheque_id: int, direction: str, *allowed: str) -> Cheque:
    row: Cheque = Cheque.get((Cheque.id == cheque_id) & (Cheque.direction == direction))
    must_be_in(row, *allowed)
    return row


def _not_ahead(act: Act, date: datetime.date) -> None:
    if date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")


# Cheques in


@operation("journal")
def pay_in(act: Act, cheque_ids: Sequence[int], bank_account_id: int, date: datetime.date) -> int:
    """Pay cheques on hand in at a bank with one slip; the slip's id. Their amounts move to the bank account.

    Refused: NO_CHEQUES, CHEQUE_AWAY, CHEQUE_POST_DATED (its own date is still to come), CHEQUE_NOT_YET_TAKEN (it came
    after that date), FUTURE_DATE, NO_BANK_ACCOUNT, BANK_ACCOUNT_CLOSED, PERIOD_CLOSED.
    """
    _not_ahead(act, date)
    bank = open_bank_account(bank_account_id)
    rows = [cheque_in_state(cheque_id, IN, ON_HAND) for cheque_id in sorted(set(cheque_ids))]
    if not rows:
        raise Refused("NO_CHEQUES", "Which cheques are paid in?", field="cheques")
    for row in rows:
        if row.date > date:
            raise Refused(
                "CHEQUE_POST_DATED", "Cheque {cheque} may be paid in from {date} on.", field="date",
                cheque=row.spoken, date=row.date,
            )  # fmt: skip
        if row.taken_on > date:
            raise Refused(
                "CHEQUE_NOT_YET_TAKEN", "Cheque {cheque} was taken on {date}.", field="date", cheque=row.spoken,
                date=row.taken_on,
            )  # fmt: skip
    total = sum((row.amount for row in rows), ZERO)
    number = document_number("DS", date)
    entry_id = write_entry(
        act,
        [
            NewLine(bank.account_id, total, memo=number),
            *(NewLine(row.held_on_id, -row.amount, memo=row.spoken) for row in rows),
        ],
        kind="cheques paid in", memo=f"{number} {short_name(bank.bank)} {bank.number}", journal=RECEIPTS, date=date,
        voucher=number,
    )  # fmt: skip
    slip = act.create(
        DepositSlip, number=number, bank_account=bank.id, date=date, amount=total, entry=entry_id
    )
    for row in rows:
        act.update(row, state=DEPOSITED, since=date, slip=slip.id, bank_account=bank.id)
    return int(slip.id)


@operation("journal")
def cheque_cleared(act: Act, cheque_id: int, date: datetime.date) -> None:
    """The bank has paid it: one paid in has no further entry, one issued leaves the bank account on ``date``.

    Refused: CHEQUE_AWAY, FUTURE_DATE, CHEQUE_POST_DATED, CLEARED_TOO_EARLY (before it was paid in), PERIOD_CLOSED.
    """
    _not_ahead(act, date)
    row: Cheque = Cheque.get_by_id(cheque_id)
    if row.direction == IN:
        must_be_in(row, DEPOSITED)
        if date < row.since:
            raise Refused(
                "CLEARED_TOO_EARLY", "The cheque was paid in on {date}.", field="date", date=row.since
            )  # fmt: skip
        act.update(row, state=CLEARED, since=date)
        return
    must_be_in(row, ISSUED)
    if date < row.date:
        raise Refused(
            "CHEQUE_POST_DATED", "Cheque {cheque} may be paid in from {date} on.", field="date", cheque=row.spoken,
            date=row.date,
        )  # fmt: skip
    number = document_number("JV", date)
    entry_id = write_entry(
        act,
        [
            NewLine(row.held_on_id, row.amount, memo=row.party),
            NewLine(row.bank_account.account_id, -row.amount, memo=row.number),
        ],
        kind="cheque cleared", memo=f"{row.spoken} {row.party}", journal=GENERAL, date=date, voucher=number,
    )  # fmt: skip
    act.update(row, state=CLEARED, since=date, ended_entry=entry_id)


@operation("journal")
def cheque_bounced(
    act: Act,
    cheque_id: int,
    date: datetime.date,
    reason: str,
    *,
    city_account_id: int | None = None,
    fee: Decimal = ZERO,
) -> None:
    """The bank gave it back unpaid on ``date``. One taken in leaves the bank account on the business date, which the city
    ledger moves on: the items its receipt on account paid are open again; without one ``city_account_id`` owes its amount
    from today. ``fee`` baht is what the bank took for it. One issued: see the top.

    Refused: CHEQUE_AWAY, NO_REASON, FUTURE_DATE, CLEARED_TOO_EARLY, NO_DEBTOR, DEBTOR_CLOSED, CREDIT_GONE (what its
    receipt left as credit was used elsewhere).
    """
    _not_ahead(act, date)
    reason = said(reason)
    row: Cheque = Cheque.get_by_id(cheque_id)
    if row.direction == OUT:
        must_be_in(row, ISSUED)
        act.update(row, state=BOUNCED, since=date, note=reason)
        return
    must_be_in(row, DEPOSITED, CLEARED)
    if date < row.slip.date:
        raise Refused(
            "CLEARED_TOO_EARLY", "The cheque was paid in on {date}.", field="date", date=row.slip.date
        )  # fmt: skip
    fee = checked(fee, "fee")
    bank_id = row.bank_account.account_id
    lines = [NewLine(bank_id, -row.amount, memo=row.spoken)]
    if fee > 0:
        lines += [NewLine(account_for("bank_fees").id, fee), NewLine(bank_id, -fee, memo=row.spoken)]
    _owe_again(act, row, date, reason, lines, BOUNCED, city_account_id)


@operation("journal")
def give_cheque_back(
    act: Act, cheque_id: int, date: datetime.date, reason: str, *, city_account_id: int | None = None
) -> None:
    """A cheque on hand goes back to who gave it; what it paid is owed again, as when it bounces.

    Refused: CHEQUE_AWAY, NO_REASON, FUTURE_DATE, CHEQUE_NOT_YET_TAKEN, NO_DEBTOR, DEBTOR_CLOSED, CREDIT_GONE.
    """
    _not_ahead(act, date)
    reason = said(reason)
    row = cheque_in_state(cheque_id, IN, ON_HAND)
    if date < row.taken_on:
        raise Refused(
            "CHEQUE_NOT_YET_TAKEN", "Cheque {cheque} was taken on {date}.", field="date", cheque=row.spoken,
            date=row.taken_on,
        )  # fmt: skip
    lines = [NewLine(row.held_on_id, -row.amount, memo=row.spoken)]
    _owe_again(act, row, date, reason, lines, RETURNED, city_account_id)


def _owe_again(
    act: Act,
    row: Cheque,
    date: datetime.date,
    reason: str,
    lines: Sequence[NewLine],
    state: str,
    city_account_id: int | None,
) -> None:
    """What the cheque paid is open again; where it paid on a folio, the debtor has an item that is due at once. So it is
    too where another cheque of its receipt came back before: then the receipt pays nothing any more.

    Refused: NO_DEBTOR, DEBTOR_CLOSED, CREDIT_GONE.
    """
    receipt = AccountReceipt.get_or_none(AccountReceipt.id == row.receipt_id)
    if receipt is not None and receipt.cancelled_on is None:
        entry_id = cheque_unpaid(act, receipt.id, row.amount, lines, date, f"{row.spoken}: {reason}")
        act.update(row, state=state, since=date, ended_entry=entry_id, note=reason)
        return
    debtor_id = city_account_id or row.city_account_id
    debtor: CityAccount | None = CityAccount.get_or_none(CityAccount.id == debtor_id)
    if debtor is None:
        raise Refused("NO_DEBTOR", "Who owes the amount of the cheque?", field="account")
    if debtor.closed:
        raise Refused("DEBTOR_CLOSED", "{account} is closed.", field="account", account=debtor.spoken)
    today = act.business_date
    entry_id = write_entry(
        act, [NewLine(city_ledger().id, row.amount, debtor.subaccount_id, memo=row.spoken), *lines],
        kind=f"cheque {state}", memo=f"{row.spoken} {row.party}: {reason}", journal=GENERAL,
        voucher=document_number("JV", today),
    )  # fmt: skip
    act.create(
        OpenItem, account=debtor, entry=entry_id, date=today, due=today, document=row.spoken, description=row.party,
        amount=row.amount, unpaid=row.amount,
    )  # fmt: skip
    act.update(row, state=state, since=date, ended_entry=entry_id, city_account=debtor.id, note=reason)


@operation("journal")
def replace_cheque_in(
    act: Act, cheque_id: int, *, bank: str, bank_branch: str, number: str, date: datetime.date
) -> int:
    """Another cheque of the same amount comes in for one on hand, which goes back; the new one's id.

    Refused: CHEQUE_AWAY, and as ``register_cheque_in``.
    """
    old = cheque_in_state(cheque_id, IN, ON_HAND)
    act.update(old, state=REPLACED, since=act.business_date)
    new_id = register_cheque_in(
        act, entry_id=old.entry_id, bank=bank, bank_branch=bank_branch, number=number, date=date, payer=old.party,
        amount=old.amount, city_account_id=old.city_account_id, receipt_id=old.receipt_id, held_on_id=old.held_on_id,
    )  # fmt: skip
    act.update(Cheque.get_by_id(new_id), replaces=old.id)
    return new_id


# What the registers add up to


def waiting(direction: str, held_on_id: int) -> Decimal:
    """Baht of the cheques that wait on an account by the register, to be held against its balance in the books."""
    states = (ON_HAND,) if direction == IN else UNPAID_OUT
    total = (
        Cheque.select(fn.SUM(Cheque.amount))
        .where((Cheque.direction == direction) & (Cheque.state << states) & (Cheque.held_on == held_on_id))
        .where(Cheque.ended_entry.is_null())
        .scalar()
    )
    return money(total)
