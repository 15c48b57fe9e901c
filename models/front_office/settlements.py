"""What acquirers pay out of cards and QR: gross of many payments, less their fee and the VAT on it.

Money taken by card or QR waits on a clearing account. A payout settles the lines of it that it is made of, each once:
Dr bank, fee and input VAT, Cr clearing. What is not paid out stays listed with its age. Lines that undo each other (a
payment and its correction) are set off, and no money moves.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, BooleanField, DateField, ForeignKeyField, ModelSelect, TextField, fn

from locales.money import round_half_up
from models.back_office.bank_accounts import BankAccount, open_bank_account
from models.back_office.bank_statements import MatchedLine
from models.back_office.input_vat import (
    CLAIMABLE,
    UNDUE,
    InputVat,
    cancel_input_vat,
    due_lines,
    last_claim_month,
    make_due,
    record_input_vat,
)
from models.back_office.posting_accounts import account_for, posting_accounts
from models.back_office.receivables import HEAD_OFFICE
from models.front_office.codes import TransactionCode
from models.front_office.deposit_vat import vat_rate
from models.front_office.payment_methods import CARD, PROMPTPAY, PaymentMethod
from models.house.acts import Act, operation
from models.house.banks import name_of_bank, short_name
from models.house.database import Base, MoneyField, insert_rows
from models.house.inputs import checked, said, words
from models.house.lists import Listing
from models.house.property import document_number
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.balances import account_balance
from models.ledger.entries import GENERAL, RECEIPTS, Entry, Line, NewLine, mirror, write_entry

ZERO = Decimal("0.00")
SERIES = "ST"
SETTLED, TAKEN_BACK = "card payout", "card payout taken back"


class Settlement(Base):
    """A payout of an acquirer, baht: ``gross`` of its lines, dated ``first`` to ``last`` (inclusive), less ``fee`` and
    ``vat`` on it is ``net``, in the bank on ``date``. ``batch``: the acquirer's own name for it; ``invoice``: its tax
    invoice for the fee. Without an ``entry`` its lines were set off against each other. Sealed but for the invoice that
    comes and its taking back."""

    number = TextField(unique=True)
    bank_account = ForeignKeyField(BankAccount, null=True, backref="+")
    batch = TextField(default="")
    date = DateField()
    first = DateField()
    last = DateField()
    gross = MoneyField()
    fee = MoneyField(default=ZERO)
    vat = MoneyField(default=ZERO)
    net = MoneyField()
    invoice = TextField(default="")
    invoice_date = DateField(null=True)
    entry = ForeignKeyField(Entry, null=True, unique=True, backref="+")
    cancelled_on = DateField(null=True)
    cancelled_because = TextField(default="")
    reversal = ForeignKeyField(Entry, null=True, unique=True, backref="+")

    @property
    def key(self) -> tuple[int]:
        return (int(self.id),)

    @property
    def awaits_invoice(self) -> bool:
        return bool(self.vat) and not self.invoice and self.cancelled_on is None


class SettledLine(Base):
    """A line of a clearing account that the settlement of ``number`` settles, while ``standing``."""

    number = TextField()
    line = ForeignKeyField(Line, backref="+")
    standing = BooleanField(default=True)

    class Meta:
        table_name = "settled_line"


# What waits


def clearing_accounts() -> list[Account]:
    """Where money of cards and QR waits until it is paid out, by code: the posting accounts and those of the methods."""
    named = posting_accounts()
    ids = {named[purpose].id for purpose in ("card_clearing", "qr_clearing") if purpose in named}
    of_methods = TransactionCode.select(TransactionCode.account).join(PaymentMethod)
    ids |= {row.account_id for row in of_methods.where(PaymentMethod.way << (CARD, PROMPTPAY))}
    ids -= {account_id for (account_id,) in BankAccount.select(BankAccount.account).tuples()}
    return list(Account.select().where(Account.id << ids).order_by(Account.code))


@dataclass(frozen=True)
class WaitingLine:
    """Money that was not paid out yet, baht; below zero what was taken back."""

    line_id: int
    account: str
    date: datetime.date
    what: str
    amount: Decimal

    @property
    def key(self) -> tuple[object, ...]:
        return (self.date, self.line_id)

    def days(self, today: datetime.date) -> int:
        return (today - self.date).days


def _open_lines(account_id: int | None = None) -> ModelSelect:
    accounts = [account.id for account in clearing_accounts()] if account_id is None else [account_id]
    own = (Entry.kind == SETTLED) | (Entry.kind == TAKEN_BACK)
    return (
        Line.select(Line, Entry, Account)
        .join(Entry)
        .switch(Line)
        .join(Account)
        .switch(Line)
        .join(SettledLine, JOIN.LEFT_OUTER, on=((SettledLine.line == Line.id) & SettledLine.standing))
        .where((Line.account << accounts) & SettledLine.id.is_null() & ~own)
    )


def waiting_lines() -> Listing[WaitingLine]:
    """What waits to be paid out, the oldest first."""

    def shape(line: Line) -> WaitingLine:
        what = " · ".join(filter(None, [line.item, line.entry.memo, line.memo]))
        return WaitingLine(line.id, line.account.code, line.date, what, line.amount)

    return Listing(_open_lines(), [(Line.date, False), (Line.id, False)], shape)


def lines_until(date: datetime.date, account_id: int | None = None) -> dict[int, Decimal]:
    """The lines that wait, dated until ``date`` (inclusive), with their baht; of one clearing account or of all."""
    rows = _open_lines(account_id).where(Line.date <= date).order_by(Line.date, Line.id)
    return {int(line.id): line.amount for line in rows}


def waiting_total() -> Decimal:
    """Baht: what the books hold on the clearing accounts, which is what their open lines add up to."""
    return sum((account_balance(account.id) for account in clearing_accounts()), ZERO)


# Paying out


@dataclass(frozen=True)
class Fee:
    """What an acquirer keeps, baht: its fee and the VAT on it; ``invoice`` and its date where its tax invoice has come."""

    amount: Decimal = ZERO
    vat: Decimal = ZERO
    invoice: str = ""
    invoice_date: datetime.date | None = None


def vat_on(fee: Decimal, date: datetime.date) -> Decimal:
    """VAT on a fee, baht, at the rate of the date."""
    rate = vat_rate(date)
    return round_half_up(fee * rate.numerator / rate.denominator)


@operation("journal")
def settle(
    act: Act,
    bank_account_id: int,
    line_ids: Sequence[int],
    gross: Decimal,
    date: datetime.date,
    fee: Fee = Fee(),
    batch: str = "",
) -> int:
    """An acquirer paid ``gross`` baht less its fee into a bank account on ``date``, for the lines named; the payout's id.

    VAT is claimed with the tax invoice in the month the law allows; until it comes it is not due.
    Refused: NOTHING_CHOSEN, NOT_CLEARING, LINE_SETTLED (+DB), FUTURE_DATE, LINE_LATER, GROSS_DIFFERS (+DB), NOT_POSITIVE,
    NOTHING_PAID_OUT, NO_TAX_ID, NO_INVOICE_DATE, BILL_TWICE, CLAIM_EARLY, CLAIM_LATE, NO_BANK_ACCOUNT,
    BANK_ACCOUNT_CLOSED, NO_POSTING_ACCOUNT, INCOME_AUDIT_ONLY, PERIOD_CLOSED.
    """
    bank = open_bank_account(bank_account_id)
    if date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")
    lines = _chosen(line_ids, date)
    total = sum((line.amount for line in lines), ZERO)
    if checked(gross, "gross") != total:
        raise Refused(
            "GROSS_DIFFERS", "The lines chosen add up to {total}: {difference} differs.", field="gross", total=total,
            difference=gross - total,
        )  # fmt: skip
    for name, value in (("fee", fee.amount), ("vat", fee.vat)):
        if checked(value, name) < 0:
            raise Refused("NOT_POSITIVE", "An amount is not below zero.", field=name)
    net = gross - fee.amount - fee.vat
    if not net or not gross:
        raise Refused("NOTHING_PAID_OUT", "Nothing is left to be paid out.", field="fee")
    invoice = _invoice(bank, fee)
    number, batch = document_number(SERIES, date), words(batch, "batch", 40)
    memo = " ".join(filter(None, [number, short_name(bank.bank), batch]))
    vat_account = account_for("input_vat" if invoice else "undue_input_vat").id
    debits = ((bank.account_id, net), (account_for("bank_fees").id, fee.amount), (vat_account, fee.vat))
    entry_id = write_entry(
        act,
        [
            *(NewLine(account_id, amount, memo=batch or number) for account_id, amount in debits if amount),
            *(NewLine(account_id, -amount) for account_id, amount in _by_account(lines).items() if amount),
        ],
        kind=SETTLED, memo=memo, journal=RECEIPTS, date=date, voucher=number,
    )  # fmt: skip
    if fee.vat:
        record_input_vat(
            act, entry_id=entry_id, supplier_name=name_of_bank(bank.bank, "th"), tax_id=bank.tax_id, branch=HEAD_OFFICE,
            number=invoice, date=fee.invoice_date or date, base=fee.amount, vat=fee.vat,
            treatment=CLAIMABLE if invoice else UNDUE,
        )  # fmt: skip
    return _keep(
        act, number, lines, date, bank_account=bank.id, batch=batch, gross=gross, fee=fee.amount, vat=fee.vat, net=net,
        invoice=invoice, invoice_date=fee.invoice_date if invoice else None, entry=entry_id,
    )  # fmt: skip


@operation("journal")
def set_off(act: Act, line_ids: Sequence[int]) -> int:
    """Lines that undo each other on their account wait no longer; no money moves; the id of what they were laid by under.

    Refused: NOTHING_CHOSEN, NOT_CLEARING, LINE_SETTLED (+DB), NOT_ZERO (+DB).
    """
    lines = _chosen(line_ids, act.business_date)
    rest = next((amount for amount in _by_account(lines).values() if amount), ZERO)
    if rest:
        raise Refused("NOT_ZERO", "These lines do not undo each other: {rest} is left.", rest=rest)
    number = document_number(SERIES, act.business_date)
    return _keep(act, number, lines, act.business_date, gross=ZERO, net=ZERO)


def _chosen(line_ids: Sequence[int], date: datetime.date) -> list[Line]:
    """Refused: NOTHING_CHOSEN, NOT_CLEARING, LINE_SETTLED, LINE_LATER."""
    ids = sorted(set(line_ids))
    lines = list(Line.select(Line, Entry).join(Entry).where(Line.id << ids).order_by(Line.id))
    if not ids:
        raise Refused("NOTHING_CHOSEN", "Choose at least one line.")
    clearing = {account.id for account in clearing_accounts()}
    if len(lines) < len(ids) or any(
        line.account_id not in clearing or line.entry.kind in (SETTLED, TAKEN_BACK) for line in lines
    ):
        raise Refused("NOT_CLEARING", "One of these lines is no money that waits to be paid out.")
    if SettledLine.select().where((SettledLine.line << ids) & SettledLine.standing).exists():
        raise Refused("LINE_SETTLED", "One of these lines was paid out already.")
    last = max(line.date for line in lines)
    if last > date:
        raise Refused("LINE_LATER", "One of the lines is of {date}.", field="date", date=last)
    return lines


def _by_account(lines: Sequence[Line]) -> dict[int, Decimal]:
    sums: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        sums[line.account_id] += line.amount
    return dict(sums)


def _invoice(bank: BankAccount, fee: Fee) -> str:
    """The number of the fee's tax invoice. Refused: NO_TAX_ID, NO_INVOICE_DATE."""
    if fee.vat and not bank.tax_id:
        raise Refused(
            "NO_TAX_ID", "The bank's tax number is needed to claim the VAT on its fee.", field="vat",
            jump="bank accounts",
        )  # fmt: skip
    invoice = words(fee.invoice, "invoice", 40)
    if invoice and fee.invoice_date is None:
        raise Refused("NO_INVOICE_DATE", "The date of the tax invoice is needed.", field="invoice_date")
    return invoice if fee.vat else ""


def _keep(act: Act, number: str, lines: Sequence[Line], date: datetime.date, **values: object) -> int:
    insert_rows(SettledLine, [{"number": number, "line": line.id, "standing": True} for line in lines])
    days = [line.date for line in lines]
    row = act.create(
        Settlement, number=number, date=date, first=min(days), last=max(days), cancelled_because="",
        **{"batch": "", "fee": ZERO, "vat": ZERO, "invoice": "", **values},
    )  # fmt: skip
    return int(row.id)


@operation("journal")
def enter_fee_invoice(act: Act, settlement_ids: Sequence[int], number: str, date: datetime.date) -> int:
    """The acquirer's tax invoice for the fees of payouts has come: their VAT is claimed; the id of the entry.

    The entry is dated the business date. Refused: NOTHING_CHOSEN, NOT_AWAITED (one waits for no invoice, or they are of two
    banks), NO_INVOICE, DATE_AHEAD, BILL_TWICE, CLAIM_LATE.
    """
    rows = list(Settlement.select().where(Settlement.id << list(settlement_ids)).order_by(Settlement.id))
    number = words(number, "number", 40)
    if not rows:
        raise Refused("NOTHING_CHOSEN", "Choose at least one line.")
    banks = {row.bank_account for row in rows}
    if len(banks) > 1 or not all(row.awaits_invoice for row in rows):
        raise Refused("NOT_AWAITED", "This payout waits for no tax invoice.")
    if not number:
        raise Refused("NO_INVOICE", "The number of the tax invoice.", field="number")
    if date > act.business_date:
        raise Refused("DATE_AHEAD", "The date lies after the business date.", field="date")
    tax_id = banks.pop().tax_id
    same = (InputVat.tax_id == tax_id) & (InputVat.number == number) & InputVat.cancelled_by.is_null()
    if InputVat.get_or_none(same):
        raise Refused(
            "BILL_TWICE", "Invoice {number} of {tax_id} is in the books already.", field="number", number=number, tax_id=tax_id
        )  # fmt: skip
    if act.business_date.replace(day=1) > last_claim_month(date):
        raise Refused("CLAIM_LATE", "The invoice is too old to be claimed.", field="date")
    vat = sum((row.vat for row in rows), ZERO)
    entry_id = write_entry(
        act, due_lines(vat), kind="vat due", memo=f"{number} {rows[0].number}", journal=GENERAL
    )
    for row in rows:
        undue = InputVat.get((InputVat.entry == row.entry_id) & (InputVat.treatment == UNDUE))
        make_due(act, undue.id, date, entry_id=entry_id, number=number)
        act.update(row, invoice=number, invoice_date=date)
    return entry_id


@operation("journal")
def take_settlement_back(act: Act, settlement_id: int, reason: str) -> None:
    """A payout was entered wrongly: its lines wait again; the entry is reversed on the business date.

    Refused: NO_REASON, CANCELLED_ALREADY (+DB), MATCHED_AT_BANK (the bank's statement shows it), FEE_INVOICED (its VAT
    was claimed by an invoice that came later).
    """
    reason = said(reason)
    row: Settlement = Settlement.get_by_id(settlement_id)
    if row.cancelled_on is not None:
        raise Refused("CANCELLED_ALREADY", "{number} was taken back already.", number=row.number)
    act.because(reason)
    reversal_id = _reverse(act, row, reason) if row.entry_id else None
    act.update(row, cancelled_on=act.business_date, cancelled_because=reason, reversal=reversal_id)
    SettledLine.update(standing=False).where(SettledLine.number == row.number).execute()


def _reverse(act: Act, row: Settlement, reason: str) -> int:
    """Refused: MATCHED_AT_BANK, FEE_INVOICED."""
    if MatchedLine.select().join(Line).where(Line.entry == row.entry_id).exists():
        raise Refused(
            "MATCHED_AT_BANK", "The bank's statement shows {number}; take that match apart first.", jump="bank statements",
            number=row.number,
        )  # fmt: skip
    undue = InputVat.get_or_none((InputVat.entry == row.entry_id) & (InputVat.treatment == UNDUE))
    if undue is not None and undue.due_parts.where(InputVat.cancelled_by.is_null()).exists():
        raise Refused(
            "FEE_INVOICED", "The VAT on its fee was claimed by invoice {invoice}.", invoice=row.invoice
        )
    entry_id = write_entry(
        act, mirror(row.entry_id), kind=TAKEN_BACK, memo=f"{row.number} {reason}", journal=RECEIPTS,
        reverses_id=row.entry_id,
    )  # fmt: skip
    cancel_input_vat(act, row.entry_id, entry_id)
    return entry_id


# Reading


def settlements() -> Listing[Settlement]:
    """The payouts, the latest first, with their bank accounts."""
    query = Settlement.select(Settlement, BankAccount).join(BankAccount, JOIN.LEFT_OUTER)
    return Listing(query, [(Settlement.id, True)], lambda row: row)


def awaited_invoices() -> list[Settlement]:
    """The payouts whose tax invoice for the fee has not come, the oldest first."""
    awaited = (Settlement.vat > 0) & (Settlement.invoice == "") & Settlement.cancelled_on.is_null()
    return list(Settlement.select().where(awaited).order_by(Settlement.id))


def usual_bank() -> int | None:
    """The bank account of the latest payout, or that of the house's bank; its id."""
    last = Settlement.select(fn.MAX(Settlement.id)).where(Settlement.entry.is_null(False)).scalar()
    if last:
        return int(Settlement.get_by_id(last).bank_account_id)
    bank = posting_accounts().get("bank")
    found = BankAccount.get_or_none((BankAccount.account == bank) & ~BankAccount.closed) if bank else None
    return int(found.id) if found is not None else None
