"""Input VAT (ภาษีซื้อ), invoice by invoice: what may be claimed, in which month, what may not, what is not due yet.

Claimed in the month of the invoice or within six months after it (Revenue Code s.82/3); what s.82/5 excludes stays in
the cost. VAT of a service that is invoiced but not paid is *undue* and becomes claimable as it is paid.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, BooleanField, DateField, ForeignKeyField, ModelSelect, TextField, fn

from locales import Message
from locales.dates import format_date
from locales.thai_text import to_latin_digits
from models.back_office.posting_accounts import account_for
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked, words
from models.house.property import setting
from models.house.refusals import Refused
from models.ledger.balances import money
from models.ledger.entries import GENERAL, Entry, Line, NewLine, write_entry

ZERO = Decimal("0.00")
CLAIMABLE, NOT_CLAIMABLE, UNDUE = "claimable", "not claimable", "undue"
TREATMENTS = {
    CLAIMABLE: Message("Claimable"),
    NOT_CLAIMABLE: Message("Not claimable"),
    UNDUE: Message("Not yet due"),
}
INVOICE, CREDIT_NOTE, FROM_ABROAD = "invoice", "credit note", "PP36"


class InputVat(Base):
    """A supplier's tax invoice, baht: ``base`` and ``vat`` (of a credit note below zero) as ``entry`` booked them.

    ``number`` and ``date`` are the supplier's. ``claim_month`` is the first day of the month it is claimed in. ``of``:
    the undue invoice a payment makes a part of due. ``cancelled_by`` reversed it.
    """

    entry = ForeignKeyField(Entry, null=True, backref="+")
    of = ForeignKeyField("self", null=True, backref="due_parts")
    supplier_name = TextField()
    tax_id = TextField()
    branch = TextField()
    number = TextField()
    date = DateField()
    base = MoneyField()
    vat = MoneyField()
    treatment = TextField()
    claim_month = DateField(null=True)
    kind = TextField(default=INVOICE)
    cancelled_by = ForeignKeyField(Entry, null=True, backref="+")

    class Meta:
        table_name = "input_vat"

    @property
    def late(self) -> bool:
        """Claimed in a later month than the invoice's."""
        return self.claim_month is not None and self.claim_month > self.date.replace(day=1)

    @classmethod
    def undue_until(cls, date: datetime.date) -> list[InputVat]:
        """Invoices dated until ``date`` whose VAT is not all due yet."""
        undue = (cls.treatment == UNDUE) & (cls.date <= date) & cls.cancelled_by.is_null()
        return [row for row in cls.select().where(undue).order_by(cls.date, cls.id) if undue_left(row)]


def month_after(date: datetime.date, months: int) -> datetime.date:
    """The first day of the month ``months`` after that of ``date``."""
    years, month = divmod(date.month - 1 + months, 12)
    return datetime.date(date.year + years, month + 1, 1)


def last_claim_month(date: datetime.date) -> datetime.date:
    """The last month an invoice of ``date`` may be claimed in: six after its own (a setting)."""
    return month_after(date, int(setting("vat_claim_months")))


def _check_month(date: datetime.date, month: datetime.date) -> None:
    """Refused: CLAIM_EARLY, CLAIM_LATE."""
    if month < date.replace(day=1):
        raise Refused(
            "CLAIM_EARLY", "The invoice is of {month}.", field="claim_month", month=format_date(date, "month")
        )
    last = last_claim_month(date)
    if month > last:
        raise Refused(
            "CLAIM_LATE", "It could be claimed until {month}; now it belongs into the cost.", field="claim_month",
            month=format_date(last, "month"),
        )  # fmt: skip


def record_input_vat(
    act: Act,
    *,
    entry_id: int,
    supplier_name: str,
    tax_id: str,
    branch: str,
    number: str,
    date: datetime.date,
    base: Decimal,
    vat: Decimal,
    treatment: str,
    kind: str = INVOICE,
    claim_month: datetime.date | None = None,
) -> int:
    """Keep an invoice whose VAT ``entry_id`` booked; its id. ``claim_month``: by default that of the entry, where the
    law still allows it; of the return of a month that is closed, the next open one.

    Refused: BILL_TWICE (tax number and invoice number; also by the database), CLAIM_EARLY, CLAIM_LATE.
    """
    if number and is_recorded(tax_id, number, treatment, entry_id):
        raise Refused(
            "BILL_TWICE", "Invoice {number} of {tax_id} is in the books already.", field="number", number=number, tax_id=tax_id
        )  # fmt: skip
    month = None
    if treatment == CLAIMABLE:
        booked = Entry.get_by_id(entry_id).date
        month = claim_month or max(first_open_month(), booked.replace(day=1), date.replace(day=1))
        _check_month(date, month)
    row = act.create(
        InputVat, entry=entry_id, supplier_name=supplier_name, tax_id=tax_id, branch=branch, number=number, date=date,
        base=base, vat=vat, treatment=treatment, claim_month=month, kind=kind,
    )  # fmt: skip
    return int(row.id)


def is_recorded(tax_id: str, number: str, treatment: str, entry_id: int | None = None) -> bool:
    """One paper may have lines that are due and lines that are not, of one entry."""
    elsewhere = (InputVat.treatment == treatment) | (InputVat.entry != (entry_id or 0))
    same = (InputVat.tax_id == tax_id) & (fn.UPPER(InputVat.number) == number.upper()) & elsewhere
    return InputVat.get_or_none(same & InputVat.of.is_null() & InputVat.cancelled_by.is_null()) is not None


def first_open_month() -> datetime.date:
    """The first month whose return is not closed, as far as returns are kept here; the year 1 before the first."""
    last = VatReturn.select(fn.MAX(VatReturn.month)).scalar()
    return month_after(last, 1) if last else datetime.date(1, 1, 1)


@operation("journal")
def claim(act: Act, input_vat_id: int, month: datetime.date) -> None:
    """Claim an invoice in another month (any day of it). Refused: NOT_DUE_YET, VAT_MONTH_CLOSED, CLAIM_EARLY, CLAIM_LATE."""
    row = InputVat.get_by_id(input_vat_id)
    if row.treatment != CLAIMABLE:
        raise Refused("NOT_DUE_YET", "Its VAT is {treatment}.", treatment=TREATMENTS[row.treatment])
    first, opens = month.replace(day=1), first_open_month()
    for touched in (first, row.claim_month):
        if touched is not None and touched < opens:
            raise Refused(
                "VAT_MONTH_CLOSED", "The return of {month} is closed.", field="claim_month", month=format_date(touched, "month")
            )  # fmt: skip
    _check_month(row.date, first)
    act.update(row, claim_month=first)


def undue_left(row: InputVat) -> Decimal:
    """Baht of an undue invoice's VAT that no payment has made due."""
    due = InputVat.select(fn.SUM(InputVat.vat)).where((InputVat.of == row) & InputVat.cancelled_by.is_null())
    return Decimal(row.vat) - money(due.scalar())


def make_due(
    act: Act,
    input_vat_id: int,
    date: datetime.date,
    vat: Decimal | None = None,
    entry_id: int | None = None,
    number: str = "",
) -> int:
    """VAT of an undue invoice becomes claimable as it is paid on ``date``: ``vat`` baht of it, by default all that is left;
    the id of the part. ``entry_id``: the payment's own entry already moves it; else one is written. ``number``: of the
    invoice, dated ``date``, that was waited for.

    Refused: NOT_UNDUE, MORE_THAN_IS_LEFT.
    """
    row = InputVat.get_by_id(input_vat_id)
    if row.treatment != UNDUE:
        raise Refused("NOT_UNDUE", "Its VAT is {treatment}.", treatment=TREATMENTS[row.treatment])
    left = undue_left(row)
    vat = left if vat is None else vat
    if not (0 < vat <= left or vat == left < 0):  # of a credit note the whole, below zero
        raise Refused("MORE_THAN_IS_LEFT", "{left} of its VAT is not yet due.", left=left)
    if entry_id is None:
        entry_id = write_entry(
            act, due_lines(vat), kind="vat due", memo=f"{row.supplier_name} {row.number}", journal=GENERAL, date=date
        )  # fmt: skip
    base = (
        Decimal(row.base) if vat == row.vat else (Decimal(row.base) * vat / row.vat).quantize(Decimal("0.01"))
    )
    booked: datetime.date = Entry.get_by_id(entry_id).date
    part = act.create(
        InputVat, entry=entry_id, of=row, supplier_name=row.supplier_name, tax_id=row.tax_id, branch=row.branch,
        number=number or row.number, date=date, base=base, vat=vat, treatment=CLAIMABLE,
        claim_month=max(first_open_month(), booked.replace(day=1), date.replace(day=1)), kind=row.kind,
    )  # fmt: skip
    return int(part.id)


def due_lines(vat: Decimal) -> list[NewLine]:
    """The pair that makes undue VAT claimable."""
    return [NewLine(account_for("input_vat").id, vat), NewLine(account_for("undue_input_vat").id, -vat)]


def cancel_input_vat(act: Act, entry_id: int, by_entry_id: int) -> None:
    """``by_entry_id`` reversed what ``entry_id`` booked. In a later month, or once the return is closed, the reversal is a
    line of its own, below zero."""
    date = Entry.get_by_id(by_entry_id).date
    month = max(first_open_month(), date.replace(day=1))
    standing = (InputVat.entry == entry_id) & InputVat.cancelled_by.is_null()
    for row in InputVat.select().where(standing).order_by(InputVat.id):
        if row.claim_month is not None and row.claim_month < month:
            act.create(
                InputVat, entry=by_entry_id, of=row.of_id or row.id, supplier_name=row.supplier_name, tax_id=row.tax_id,
                branch=row.branch, number=row.number, date=date, base=-row.base, vat=-row.vat, treatment=row.treatment,
                claim_month=month, kind=CREDIT_NOTE,
            )  # fmt: skip
        else:
            act.update(row, cancelled_by=by_entry_id)


_ROOT = InputVat.alias()
_ENTRY, _UNDONE = Entry.alias(), Entry.alias()


def in_the_accounts(query: ModelSelect, until: datetime.date) -> ModelSelect:
    """Those whose VAT their own entry put on the accounts of input VAT, or took off, until ``until``, inclusive: not the
    parts a payment makes due, which pass from one account to the other."""
    return (
        _standing(query, until)
        .join(_ROOT, JOIN.LEFT_OUTER, on=(_ROOT.id == InputVat.of))
        .where(
            (InputVat.treatment != NOT_CLAIMABLE) & (_ROOT.id.is_null() | (_ROOT.treatment == CLAIMABLE))
        )
    )  # fmt: skip


def claimable_by(query: ModelSelect, until: datetime.date) -> ModelSelect:
    """Those on the account of VAT that may be claimed until ``until``, inclusive: the parts payments made due too."""
    return _standing(query, until).where(InputVat.treatment == CLAIMABLE)


def _standing(query: ModelSelect, until: datetime.date) -> ModelSelect:
    return (
        query.join(_ENTRY, on=(_ENTRY.id == InputVat.entry))
        .switch(InputVat)
        .join(_UNDONE, JOIN.LEFT_OUTER, on=(_UNDONE.id == InputVat.cancelled_by))
        .switch(InputVat)
        .where((_ENTRY.date <= until) & (_UNDONE.id.is_null() | (_UNDONE.date > until)))
    )


class VatReturn(Base):
    """The return (ภ.พ.30) of a ``month`` (its first day) as it was closed, baht. ``carried_forward``: excess for the next
    month. Sealed."""

    month = DateField(unique=True)
    entry = ForeignKeyField(Entry, null=True, backref="+")
    sales = MoneyField()
    zero_rated = MoneyField()
    exempt = MoneyField()
    output_vat = MoneyField()
    purchases = MoneyField()
    input_vat = MoneyField()
    brought_forward = MoneyField()
    surcharge = MoneyField()
    penalty = MoneyField()
    carried_forward = MoneyField()
    refund = BooleanField()
    closed_on = DateField()

    class Meta:
        table_name = "vat_return"


def claimed_in(month: datetime.date) -> list[InputVat]:
    """The lines of the input VAT report (รายงานภาษีซื้อ) of a month, by date and number."""
    lines = (
        InputVat.select()
        .where((InputVat.claim_month == month) & InputVat.cancelled_by.is_null())
        .order_by(InputVat.date, InputVat.number, InputVat.id)
    )
    return list(lines)


@operation("journal")
def name_invoice(
    act: Act,
    entry_id: int,
    *,
    supplier_name: str,
    tax_id: str,
    branch: str,
    number: str,
    date: datetime.date,
    base: Decimal,
    vat: Decimal,
) -> int:
    """The supplier's tax invoice behind a voucher by hand that moved input VAT, claimable or undue as the voucher has it;
    its id. Of a voucher that took VAT off, a credit note below zero. Refused: NO_VAT_LINE (the voucher has no VAT of that
    amount left), NO_NAME, TAX_ID, BRANCH, FUTURE_DATE, AMOUNT, BILL_TWICE, CLAIM_LATE."""
    supplier_name = words(supplier_name, "supplier_name")
    number = to_latin_digits(words(number, "number", 40)).upper()
    branch = to_latin_digits(words(branch, "branch", 5) or "0").zfill(5)
    base, vat = checked(base, "base"), checked(vat, "vat")
    for name, value in (("supplier_name", supplier_name), ("number", number)):
        if not value:
            raise Refused("NO_NAME", "A tax invoice has a supplier and a number.", field=name)
    from stdnum.th import tin

    if not tin.is_valid(tax_id):
        raise Refused("TAX_ID", "The check digit of this tax number is wrong.", field="tax_id")
    tax_id = tin.compact(tax_id)
    if not re.fullmatch(r"[0-9]{5}", branch):
        raise Refused("BRANCH", "A branch has five digits; 00000 is the head office.", field="branch")
    if date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")
    if base * vat <= 0:
        raise Refused("AMOUNT", "This is no amount of money.", field="base")
    for purpose, treatment in (("input_vat", CLAIMABLE), ("undue_input_vat", UNDUE)):
        left = _unnamed(entry_id, purpose, treatment)
        if 0 < vat <= left or left <= vat < 0:
            return record_input_vat(
                act, entry_id=entry_id, supplier_name=supplier_name, tax_id=tax_id, branch=branch,
                number=number, date=date, base=base, vat=vat, treatment=treatment,
            )  # fmt: skip
    raise Refused(
        "NO_VAT_LINE", "The voucher has no input VAT of {amount} without an invoice.", field="vat", amount=vat
    )


def _unnamed(entry_id: int, purpose: str, treatment: str) -> Decimal:
    moved = Line.select(fn.SUM(Line.amount)).where(
        (Line.entry == entry_id) & (Line.account == account_for(purpose))
    )
    named = InputVat.select(fn.SUM(InputVat.vat)).where(
        (InputVat.entry == entry_id) & (InputVat.treatment == treatment) & InputVat.of.is_null()
    )
    return money(moved.scalar()) - money(named.scalar())


@dataclass(frozen=True)
class Unnamed:
    """A voucher whose input VAT has no invoice, ``vat`` baht of it."""

    entry_id: int
    date: datetime.date
    memo: str
    vat: Decimal

    @property
    def key(self) -> tuple[int]:
        return (self.entry_id,)


def without_invoice(until: datetime.date) -> list[Unnamed]:
    """Entries that moved the accounts of input VAT and name no invoice for all of it, up to ``until`` (inclusive)."""
    accounts = [account_for(purpose).id for purpose in ("input_vat", "undue_input_vat")]
    moved = (
        Line.select(Line.entry, Entry.date, Entry.memo, fn.SUM(Line.amount))
        .join(Entry)
        .where((Line.account << accounts) & (Line.date <= until) & (Entry.kind != "vat closing"))
        .group_by(Line.entry, Entry.date, Entry.memo)
        .order_by(Line.entry)
    )
    own = in_the_accounts(InputVat.select(InputVat.entry, fn.SUM(InputVat.vat)), until).group_by(
        InputVat.entry
    )
    named = {entry_id: money(vat) for entry_id, vat in own.tuples()}
    reversed_ = InputVat.select(InputVat.entry, InputVat.cancelled_by).where(
        InputVat.cancelled_by.is_null(False)
    )
    undone = {entry_id for pair in reversed_.tuples() for entry_id in pair}
    return [
        Unnamed(entry_id, date, memo, money(vat) - named.get(entry_id, ZERO))
        for entry_id, date, memo, vat in moved.tuples()
        if money(vat) != named.get(entry_id, ZERO) and entry_id not in undone
    ]
