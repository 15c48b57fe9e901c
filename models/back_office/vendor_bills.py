"""Bills of vendors (ใบแจ้งหนี้ผู้ขาย) and their credit notes: entered once, open until paid, put right by reversal.

What is left unpaid of a vendor's bills, less what was paid ahead, is what the vendor's part of trade payables says.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from locales.money import round_half_up
from locales.thai_text import to_latin_digits
from models.back_office.input_vat import cancel_input_vat, record_input_vat
from models.back_office.posting_accounts import account_for, check_no_register
from models.back_office.vendors import Vendor, open_vendor, payables_account
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import above_zero, checked, said, words
from models.house.refusals import Refused
from models.ledger.accounts import Account, account
from models.ledger.entries import Entry, NewLine, mirror, write_entry
from models.ledger.periods import Period

ZERO = Decimal("0.00")
SATANG = Decimal("0.01")
VAT_PERCENT = Decimal(7)
BILL, CREDIT_NOTE, PREPAYMENT = "bill", "credit note", "prepayment"
CLAIMABLE, NOT_CLAIMABLE, UNDUE, NO_VAT = "claimable", "not claimable", "undue", "none"
TREATMENTS = (CLAIMABLE, NOT_CLAIMABLE, UNDUE, NO_VAT)
PURCHASES = "purchases"
REVERSAL = "bill reversal"


class VendorBill(Base):
    """One open item of a vendor, baht: a bill above zero, a credit note or what was paid ahead below.

    ``date`` stands on the vendor's paper, ``posted`` is the date of its entry. ``unpaid`` is kept by the database between
    zero and the amount. ``dispute``: why it is not paid for now. ``reversal``: the entry that undid it.
    """

    vendor = ForeignKeyField(Vendor, backref="bills")
    kind = TextField()
    number = TextField()
    date = DateField()
    due = DateField()
    posted = DateField()
    memo = TextField(default="")
    amount = MoneyField()
    unpaid = MoneyField()
    dispute = TextField(default="")
    entry = ForeignKeyField(Entry, unique=True, backref="+")
    of_bill = ForeignKeyField("self", null=True, backref="+")
    reversal = ForeignKeyField(Entry, null=True, backref="+")

    class Meta:
        table_name = "vendor_bill"

    def days_late(self, date: datetime.date) -> int:
        return max((date - self.due).days, 0) if self.unpaid > 0 else 0


class VendorBillLine(Base):
    """``net`` and ``vat`` in baht, both above zero on a credit note as well."""

    bill = ForeignKeyField(VendorBill, backref="lines")
    position = IntegerField()
    account = ForeignKeyField(Account, backref="+")
    net = MoneyField()
    vat = MoneyField()
    treatment = TextField()
    memo = TextField(default="")

    class Meta:
        table_name = "vendor_bill_line"


@dataclass(frozen=True)
class BillLine:
    """A line as it is typed: account code, baht before VAT, VAT (None: reckoned at 7 %) and how the VAT is treated."""

    account: str
    net: Decimal
    treatment: str = CLAIMABLE
    vat: Decimal | None = None
    memo: str = ""


@dataclass(frozen=True)
class _Checked:
    account: Account
    net: Decimal
    vat: Decimal
    treatment: str
    memo: str


def vat_of(net: Decimal, treatment: str) -> Decimal:
    return ZERO if treatment == NO_VAT else round_half_up(net * VAT_PERCENT / 100)


def posting_date(act: Act, date: datetime.date) -> datetime.date:
    """When a paper of ``date`` goes into the books: in its own month where that is open, else today, with a NOTE."""
    today = act.business_date
    if (date.year, date.month) == (today.year, today.month):
        return today
    if Period.select().where((Period.starts <= date) & (Period.ends >= date) & ~Period.locked).exists():
        return date
    act.note(
        "POSTED_LATER", "The month of {date} is closed: it is posted on {posted}.", date=date, posted=today
    )
    return today


@operation("payables")
def enter_bill(
    act: Act,
    vendor_id: int,
    number: str,
    date: datetime.date,
    lines: Sequence[BillLine],
    *,
    due: datetime.date | None = None,
    posted: datetime.date | None = None,
    memo: str = "",
) -> int:
    """A vendor's bill; its id. ``due`` by the vendor's terms, ``posted`` by ``posting_date`` where they are not said.

    Dr the lines' accounts and input VAT (due, undue; what is not claimable is part of the cost), Cr the vendor.
    Refused: NO_VENDOR, VENDOR_CLOSED, NO_NUMBER, FUTURE_DATE, DUE_BEFORE, BILL_TWICE (also for another vendor of the
    same tax number, s.82/5), NO_LINES, NO_ACCOUNT, CONTROL_ACCOUNT, TREATMENT, NO_VENDOR_TAX_ID, NOT_POSITIVE,
    NO_POSTING_ACCOUNT, and what ``write_entry`` refuses. ASK: VAT_OFF (more than a satang from 7 %, right payables).
    """
    vendor = open_vendor(vendor_id)
    number = _number(vendor, number)
    _not_ahead(act, date)
    if due is not None and due < date:
        raise Refused("DUE_BEFORE", "It is not due before its own date.", field="due")
    due = due or date + datetime.timedelta(days=vendor.terms)
    return _enter(act, vendor, BILL, number, date, due, lines, posted, memo)


@operation("payables")
def enter_supplier_credit_note(
    act: Act,
    bill_id: int,
    number: str,
    date: datetime.date,
    lines: Sequence[BillLine],
    *,
    memo: str = "",
) -> int:
    """A vendor's credit note (ใบลดหนี้) against a bill, in the month it was received (s.86/10); its id.

    Refused: NOT_A_BILL, MORE_THAN_OPEN (above what is open of the bill), BILL_IN_PAYMENT, and as ``enter_bill``.
    """
    bill = _bill(bill_id)
    _not_ahead(act, date)
    free = bill.unpaid - prepared_for(bill.id)
    total = sum((above_zero(line.net, "net") + checked(_typed_vat(line), "vat") for line in lines), ZERO)
    if total > free:
        raise Refused(
            "MORE_THAN_OPEN", "Of {bill} only {open} is open.", field="net", bill=bill.number, open=free
        )
    number = _number(bill.vendor, number)
    return _enter(act, bill.vendor, CREDIT_NOTE, number, date, date, lines, act.business_date, memo, bill)


def _not_ahead(act: Act, date: datetime.date) -> None:
    if date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")


def _enter(
    act: Act,
    vendor: Vendor,
    kind: str,
    number: str,
    date: datetime.date,
    due: datetime.date,
    lines: Sequence[BillLine],
    posted: datetime.date | None,
    memo: str,
    of_bill: VendorBill | None = None,
) -> int:
    good = _checked_lines(act, vendor, lines)
    memo = words(memo, "memo") or next((line.memo for line in good if line.memo), "")
    total = sum((line.net + line.vat for line in good), ZERO)
    side = 1 if kind == BILL else -1
    posted = posted or posting_date(act, date)
    entry_id = write_entry(
        act,
        [*_entry_lines(good, side), NewLine(payables_account().id, -side * total, vendor.subaccount_id, memo=number)],
        kind=kind if kind == BILL else "vendor credit note",
        memo=" ".join(filter(None, [vendor.number, vendor.name("th"), number, memo])),
        journal=PURCHASES,
        date=posted,
    )  # fmt: skip
    row = act.create(
        VendorBill, vendor=vendor.id, kind=kind, number=number, date=date, due=due, posted=posted, memo=memo,
        amount=side * total, unpaid=total if kind == BILL else ZERO, dispute="", entry=entry_id,
        of_bill=of_bill.id if of_bill else None,
    )  # fmt: skip
    for position, line in enumerate(good, 1):
        act.create(
            VendorBillLine, bill=row.id, position=position, account=line.account.id, net=line.net, vat=line.vat,
            treatment=line.treatment, memo=line.memo,
        )  # fmt: skip
    _record_vat(act, row, good, side)
    if of_bill is not None:
        act.update(of_bill, unpaid=of_bill.unpaid - total)
    return int(row.id)


def _record_vat(act: Act, bill: VendorBill, lines: Sequence[_Checked], side: int) -> None:
    """The paper in the report of input VAT, what is due and what is not apart."""
    for treatment in (CLAIMABLE, UNDUE):
        its = [line for line in lines if line.treatment == treatment and line.vat]
        if its:
            record_input_vat(
                act, entry_id=bill.entry_id, supplier_name=bill.vendor.name("th"), tax_id=bill.vendor.tax_id,
                branch=bill.vendor.branch, number=bill.number, date=bill.date, treatment=treatment,
                base=side * sum((line.net for line in its), ZERO), vat=side * sum((line.vat for line in its), ZERO),
                kind="invoice" if side > 0 else "credit note",
            )  # fmt: skip


def _number(vendor: Vendor, number: str) -> str:
    number = to_latin_digits(words(number, "number", 40)).upper()
    if not number:
        raise Refused("NO_NUMBER", "Which number stands on the paper?", field="number")
    same_seller = Vendor.id == vendor.id
    if vendor.tax_id:
        same_seller |= Vendor.tax_id == vendor.tax_id
    known = (
        VendorBill.select(VendorBill, Vendor)
        .join(Vendor)
        .where(same_seller & (VendorBill.number == number) & VendorBill.reversal.is_null())
        .where(VendorBill.kind != PREPAYMENT)
        .first()
    )
    if known is not None:
        raise Refused(
            "BILL_TWICE", "{number} of {vendor} was entered already, dated {date}.", field="number", number=number,
            vendor=known.vendor.spoken, date=known.date,
        )  # fmt: skip
    return number


def _typed_vat(line: BillLine) -> Decimal:
    return vat_of(line.net, line.treatment) if line.vat is None else line.vat


def _checked_lines(act: Act, vendor: Vendor, lines: Sequence[BillLine]) -> list[_Checked]:
    if not lines:
        raise Refused("NO_LINES", "A bill has at least one line.", field="account")
    good = []
    for line in lines:
        target = account(line.account)
        if target.subledger is not None:
            raise Refused(
                "CONTROL_ACCOUNT", "Account {code} moves only through the front office.", field="account",
                code=target.code,
            )  # fmt: skip
        check_no_register(target)
        if line.treatment not in TREATMENTS:
            raise Refused("TREATMENT", "How is the VAT treated?", field="treatment")
        net, vat = above_zero(line.net, "net"), checked(_typed_vat(line), "vat")
        if vat < 0 or (line.treatment == NO_VAT and vat):
            raise Refused("TREATMENT", "Without VAT there is no amount of VAT.", field="vat")
        if line.treatment in (CLAIMABLE, UNDUE) and not vendor.tax_id:
            raise Refused(
                "NO_VENDOR_TAX_ID", "{vendor} has no tax number: its VAT cannot be claimed.", field="treatment",
                vendor=vendor.spoken,
            )  # fmt: skip
        wanted = vat_of(net, line.treatment)
        if abs(vat - wanted) > SATANG:
            act.ask(
                "VAT_OFF", "VAT of {vat}; 7 % of {net} is {wanted}.", right="payables", field="vat", vat=vat, net=net,
                wanted=wanted,
            )  # fmt: skip
        good.append(_Checked(target, net, vat, line.treatment, words(line.memo, "memo")))
    return good


def _entry_lines(lines: Sequence[_Checked], side: int) -> list[NewLine]:
    """The costs, then the VAT of the whole paper, due and undue."""
    rows, taxes = [], {CLAIMABLE: ZERO, UNDUE: ZERO}
    for line in lines:
        cost = line.net
        if line.treatment in taxes:
            taxes[line.treatment] += line.vat
        else:
            cost += line.vat
        rows.append(NewLine(line.account.id, side * cost, memo=line.memo))
    purposes = {CLAIMABLE: "input_vat", UNDUE: "undue_input_vat"}
    rows += [
        NewLine(account_for(purposes[treatment]).id, side * vat) for treatment, vat in taxes.items() if vat
    ]
    return rows


def _bill(bill_id: int) -> VendorBill:
    """Refused: NOT_A_BILL, BILL_REVERSED."""
    bill = VendorBill.get_by_id(bill_id)
    if bill.kind != BILL:
        raise Refused("NOT_A_BILL", "{number} is no bill.", number=bill.number or bill.kind)
    if bill.reversal_id:
        raise Refused("BILL_REVERSED", "{number} was reversed.", number=bill.number)
    return bill


def prepared_for(bill_id: int) -> Decimal:
    """What payments that are not approved yet would take of a bill, baht."""
    from models.back_office.vendor_payments import prepared_amount

    return prepared_amount(bill_id)


@operation("payables")
def reverse_bill(act: Act, bill_id: int, reason: str) -> int:
    """Undo a bill or a credit note that was entered wrongly, on the business date; the entry's id. Its number is free again.

    Refused: NO_REASON, BILL_REVERSED, NOT_A_BILL (a prepayment is cancelled as a payment), BILL_PAID (something was paid
    or credited on it), BILL_IN_PAYMENT (a payment is prepared for it).
    """
    bill = VendorBill.get_by_id(bill_id)
    reason = said(reason)
    if bill.kind == PREPAYMENT:
        raise Refused("NOT_A_BILL", "{number} is no bill.", number=bill.number or bill.kind)
    if bill.reversal_id:
        raise Refused("BILL_REVERSED", "{number} was reversed.", number=bill.number)
    if bill.kind == BILL and bill.unpaid != bill.amount:
        raise Refused("BILL_PAID", "Something was paid or credited on {number}.", number=bill.number)
    if bill.kind == BILL and prepared_for(bill.id):
        raise Refused(
            "BILL_IN_PAYMENT", "A payment of {number} is prepared; drop it first.", number=bill.number
        )
    act.because(reason)
    entry_id = write_entry(
        act, mirror(bill.entry_id), kind=REVERSAL, memo=f"{bill.number} {reason}", journal=PURCHASES,
        reverses_id=bill.entry_id,
    )  # fmt: skip
    cancel_input_vat(act, bill.entry_id, entry_id)
    if bill.of_bill_id:
        act.update(bill.of_bill, unpaid=bill.of_bill.unpaid - bill.amount)
    act.update(bill, unpaid=ZERO, reversal=entry_id)
    return entry_id


@operation("payables")
def dispute_bill(act: Act, bill_id: int, reason: str) -> None:
    """The bill is left out of what is due until it is released. Refused: NO_REASON, NOT_A_BILL, BILL_REVERSED."""
    act.update(_bill(bill_id), dispute=said(reason))


@operation("payables")
def release_bill(act: Act, bill_id: int) -> None:
    act.update(_bill(bill_id), dispute="")
