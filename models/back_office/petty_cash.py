"""Petty cash (เงินสดย่อย): a fund of a fixed float in somebody's keeping; slips paid from it, topped up by what was spent.

Money of a fund = its float less what was spent since the last top-up, never below zero (the database holds it).
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from peewee import DateField, ForeignKeyField, TextField, fn

from models.back_office.posting_accounts import account_for, money_account
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField, StampField
from models.house.inputs import above_zero, checked, words
from models.house.lists import Listing
from models.house.property import document_number
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.accounts import MONEY, Account, account
from models.ledger.balances import money
from models.ledger.drafts import persons
from models.ledger.entries import PAYMENTS, Entry, NewLine, write_entry

PETTY_CASH = "petty cash"
"""The kind of its entries."""
SLIP, TOP_UP, COUNT = "slip", "top up", "count"


class PettyFund(Base):
    """``amount``: the float in baht; ``account``: the fund's own."""

    name = TextField(unique=True)
    account = ForeignKeyField(Account, backref="+", unique=True)
    amount = MoneyField()
    custodian = ForeignKeyField(Staff, backref="+")

    class Meta:
        table_name = "petty_fund"


class PettyMove(Base):
    """``amount`` in baht: into the fund plus, out of it minus. ``account``: what it was spent on, or came from."""

    fund = ForeignKeyField(PettyFund, backref="moves")
    kind = TextField()
    number = TextField(unique=True)
    date = DateField()
    what = TextField()
    account = ForeignKeyField(Account, backref="+")
    amount = MoneyField()
    counted = MoneyField(null=True)
    entry = ForeignKeyField(Entry, null=True, backref="+")
    staff = ForeignKeyField(Staff, backref="+")
    at = StampField()

    class Meta:
        table_name = "petty_move"

    @property
    def key(self) -> tuple[int]:
        return (int(self.id),)


def funds() -> list[PettyFund]:
    return list(PettyFund.select().order_by(PettyFund.id))


def in_fund(fund_id: int) -> Decimal:
    """Baht that should lie in it."""
    return money(PettyMove.select(fn.SUM(PettyMove.amount)).where(PettyMove.fund == fund_id).scalar())


def moves(fund_id: int) -> Listing[PettyMove]:
    """The latest first."""
    query = PettyMove.select(PettyMove, Account).join(Account).where(PettyMove.fund == fund_id)
    return Listing(query, [(PettyMove.id, True)], lambda row: row)


def _plain_account(code: str) -> Account:
    found = account(code)
    if found.subledger is not None:
        raise Refused(
            "CONTROL_ACCOUNT", "Account {code} moves only through the front office.", field="account", code=code
        )  # fmt: skip
    return found


@operation("approve_payment")
def open_fund(act: Act, name: str, account_code: str, amount: Decimal, custodian_id: int) -> int:
    """A fund with its float, still empty: the first top-up fills it. Its id.

    Refused: NO_NAME, FUND_EXISTS (the name, or the account has one), NO_ACCOUNT, CONTROL_ACCOUNT, NOT_POSITIVE.
    """
    name = words(name, "name", 60)
    if not name:
        raise Refused("NO_NAME", "Give it a name.", field="name")
    own = _plain_account(account_code)
    if PettyFund.get_or_none((PettyFund.name == name) | (PettyFund.account == own)):
        raise Refused("FUND_EXISTS", "There is a fund of this name or on this account.", field="name")
    if not own.caption:
        act.update(own, caption=MONEY)
    row = act.create(PettyFund, name=name, account=own.id, amount=above_zero(amount), custodian=custodian_id)
    return int(row.id)


@operation("journal")
def pay_slip(
    act: Act, fund_id: int, date: datetime.date, what: str, account_code: str, amount: Decimal
) -> int:
    """Pay ``amount`` baht for something; the movement's id. VAT on it is cost.

    Refused: NO_MEMO, NOT_POSITIVE, FUTURE_DATE, FUND_EMPTY (+DB), NO_ACCOUNT, CONTROL_ACCOUNT, and what ``write_entry``
    refuses.
    """
    what, amount = words(what, "what", 200), above_zero(amount)
    if not what:
        raise Refused("NO_MEMO", "Say what it was paid for.", field="what")
    if date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")
    left = in_fund(fund_id)
    if amount > left:
        raise Refused("FUND_EMPTY", "Only {left} is in the fund.", field="amount", left=left)
    return _move(act, fund_id, SLIP, date, what, _plain_account(account_code), -amount)


@operation("journal")
def top_up(act: Act, fund_id: int, account_code: str) -> int:
    """Fill the fund to its float again from an account; the movement's id. It is numbered as a PV.

    ASK: VOUCHER_APPROVAL, of another person where the house wants two. Refused: FUND_FULL, NO_ACCOUNT, PAY_FROM.
    """
    fund = PettyFund.get_by_id(fund_id)
    missing = fund.amount - in_fund(fund_id)
    if missing <= 0:
        raise Refused("FUND_FULL", "The fund is full.")
    source = money_account(account_code)
    if persons() > 1 or not act.rights.allow("approve_payment", missing):
        act.ask(
            "VOUCHER_APPROVAL", "The voucher of {amount} is approved by someone who may.", right="approve_payment",
            amount=missing, two_persons=persons() > 1,
        )  # fmt: skip
    return _move(act, fund_id, TOP_UP, act.business_date, fund.name, source, missing)


@operation("journal")
def count_fund(act: Act, fund_id: int, counted: Decimal, note: str) -> int:
    """Money counted in the fund; what differs goes to over and short. The movement's id.

    Refused: AMOUNT, NO_REASON (of a difference), NO_POSTING_ACCOUNT.
    """
    counted = checked(counted, "counted")
    if counted < 0:
        raise Refused("AMOUNT", "This is no amount of money.", field="counted")
    difference, note = counted - in_fund(fund_id), words(note, "note", 200)
    if difference and not note:
        raise Refused("NO_REASON", "Say why.", field="note")
    return _move(
        act, fund_id, COUNT, act.business_date, note, account_for("over_short"), difference, counted=counted
    )


def _move(
    act: Act,
    fund_id: int,
    kind: str,
    date: datetime.date,
    what: str,
    other: Account,
    amount: Decimal,
    counted: Decimal | None = None,
) -> int:
    fund = PettyFund.get_by_id(fund_id)
    number = document_number("PV" if kind == TOP_UP else "PC", date)
    entry_id = None
    if amount:
        lines = [NewLine(fund.account_id, amount), NewLine(other.id, -amount)]
        entry_id = write_entry(
            act,
            lines,
            kind=PETTY_CASH,
            memo=f"{fund.name} · {what}",
            journal=PAYMENTS,
            date=date,
            voucher=number,
        )
    row = act.create(
        PettyMove, fund=fund_id, kind=kind, number=number, date=date, what=what, account=other.id, amount=amount,
        counted=counted, entry=entry_id, staff=act.staff.id, at=act.now,
    )  # fmt: skip
    return int(row.id)
