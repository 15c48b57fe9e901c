"""Paying vendors: prepared by one, approved by another, one payment voucher (ใบสำคัญจ่าย, PV) a vendor.

A prepared payment moves nothing; approved it clears its bills, or stands open as paid ahead. It is cancelled by reversal.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, TextField, fn

from models.back_office.bank_accounts import bank_account_on, cheque_number
from models.back_office.cheques_out import cheque_out_taken_back, free_number, register_cheque_out
from models.back_office.input_vat import InputVat, cancel_input_vat, make_due, undue_left
from models.back_office.posting_accounts import account_for, money_account
from models.back_office.vendor_bills import (
    BILL,
    PREPAYMENT,
    UNDUE,
    ZERO,
    VendorBill,
)
from models.back_office.vendor_withholding import certify_payment, check_withholding, proposed_tax
from models.back_office.vendors import Vendor, open_vendor, payables_account
from models.back_office.withholding_certificates import cancel_certificates, certificate_number
from models.house.acts import Act, ChangeLog, check_two_persons, operation
from models.house.database import Base, MoneyField
from models.house.inputs import above_zero, checked, said, words
from models.house.property import document_number, setting
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.accounts import Account
from models.ledger.balances import money
from models.ledger.entries import Entry, NewLine, mirror, write_entry

TRANSFER, CHEQUE, CASH = "transfer", "cheque", "cash"
WAYS = (TRANSFER, CHEQUE, CASH)
PAYMENTS = "payments"
LONGEST_PAYEE = 80
KIND, REVERSAL = "vendor payment", "vendor payment reversal"
PREPARED, PAID, DROPPED, CANCELLED = "prepared", "paid", "dropped", "cancelled"


class VendorPayment(Base):
    """``amount`` in baht is what it clears; what leaves the ``account`` is that less the tax ``withheld``.

    It has its number and its entry once approved. ``dropped``: why a prepared one will not be paid. ``cheque_date``:
    what stands on its cheque, the day it is approved where none does; ``ac_payee``: the cheque is crossed.
    """

    vendor = ForeignKeyField(Vendor, backref="payments")
    account = ForeignKeyField(Account, backref="+")
    way = TextField()
    cheque = TextField(default="")
    cheque_date = DateField(null=True)
    ac_payee = BooleanField(default=False)
    memo = TextField(default="")
    amount = MoneyField()
    withheld = MoneyField(default=ZERO)
    prepared_by = ForeignKeyField(Staff, backref="+")
    prepared_on = DateField()
    approved_by = ForeignKeyField(Staff, null=True, backref="+")
    paid_on = DateField(null=True)
    number = TextField(null=True, unique=True)
    entry = ForeignKeyField(Entry, null=True, unique=True, backref="+")
    dropped = TextField(default="")
    reversal = ForeignKeyField(Entry, null=True, backref="+")

    class Meta:
        table_name = "vendor_payment"

    @property
    def state(self) -> str:
        if self.reversal_id:
            return CANCELLED
        return PAID if self.entry_id else DROPPED if self.dropped else PREPARED

    @property
    def net(self) -> Decimal:
        return self.amount - self.withheld


class VendorPaymentPart(Base):
    """What a payment clears of one bill, baht; without a bill it is paid ahead."""

    payment = ForeignKeyField(VendorPayment, backref="parts")
    bill = ForeignKeyField(VendorBill, null=True, backref="payments")
    amount = MoneyField()
    withheld = MoneyField(default=ZERO)

    class Meta:
        table_name = "vendor_payment_part"


class VendorOffset(Base):
    """What was paid ahead and later cleared a bill, baht; the vendor's balance does not move."""

    prepayment = ForeignKeyField(VendorBill, backref="+")
    bill = ForeignKeyField(VendorBill, backref="+")
    date = DateField()
    amount = MoneyField()

    class Meta:
        table_name = "vendor_offset"


@dataclass(frozen=True)
class ByCheque:
    """The cheque a payment is made by: ``number`` of its leaf; ``date`` on it, None for the day the payment is approved;
    ``ac_payee``: crossed, so that the bank pays it into the payee's account only."""

    number: str
    date: datetime.date | None = None
    ac_payee: bool = True


@dataclass(frozen=True)
class Part:
    """What is to be cleared of a bill (None: all that is open) and the tax withheld from it, baht."""

    bill_id: int
    amount: Decimal | None = None
    withheld: Decimal = ZERO


def prepared_amount(bill_id: int) -> Decimal:
    """What payments that are not approved yet would take of a bill, baht."""
    total = (
        VendorPaymentPart.select(fn.SUM(VendorPaymentPart.amount))
        .join(VendorPayment)
        .where((VendorPaymentPart.bill == bill_id) & VendorPayment.entry.is_null())
        .where(VendorPayment.dropped == "")
        .scalar()
    )
    return money(total)


@operation("payables")
def prepare_payment(
    act: Act,
    vendor_id: int,
    account_code: str,
    parts: Sequence[Part],
    *,
    way: str = TRANSFER,
    cheque: ByCheque | None = None,
    memo: str = "",
) -> int:
    """A payment of bills of one vendor, to be approved; its id.

    Refused: NO_VENDOR, VENDOR_CLOSED, NOTHING_CHOSEN, NOT_A_BILL (also one of another vendor, or reversed), BILL_DISPUTED,
    MORE_THAN_OPEN, WITHHELD, NO_INCOME_TYPE, PAYEE_TAX_ID, NOT_POSITIVE, and as ``prepare_prepayment``.
    """
    vendor = open_vendor(vendor_id)
    if not parts:
        raise Refused("NOTHING_CHOSEN", "Choose at least one bill.")
    chosen = [(part.bill_id, *_checked_part(vendor, part)) for part in parts]
    if len({bill_id for bill_id, _amount, _withheld in chosen}) < len(chosen):
        raise Refused("NOT_A_BILL", "A bill is paid once in a payment.")
    return _prepare(act, vendor, account_code, way, cheque, memo, chosen)


@operation("payables")
def prepare_prepayment(
    act: Act,
    vendor_id: int,
    account_code: str,
    amount: Decimal,
    *,
    way: str = TRANSFER,
    cheque: ByCheque | None = None,
    memo: str = "",
) -> int:
    """Money paid ahead to a vendor, to be approved; the payment's id.

    Refused: NO_VENDOR, VENDOR_CLOSED, NOT_POSITIVE, NO_ACCOUNT, PAY_FROM (no asset a payment comes from), NO_WAY,
    NO_CHEQUE_NUMBER, NO_BANK_ACCOUNT, BANK_ACCOUNT_CLOSED, CHEQUE_NUMBER, CHEQUE_USED, CHEQUE_NOT_IN_BOOK, NO_MEMO.
    """
    vendor = open_vendor(vendor_id)
    if not memo.strip():
        raise Refused("NO_MEMO", "Say what the voucher is for.", field="memo")
    return _prepare(act, vendor, account_code, way, cheque, memo, [(None, above_zero(amount), ZERO)])


def _checked_part(vendor: Vendor, part: Part) -> tuple[Decimal, Decimal]:
    bill = VendorBill.get_by_id(part.bill_id)
    if bill.kind != BILL or bill.vendor_id != vendor.id or bill.reversal_id:
        raise Refused("NOT_A_BILL", "{number} is no bill.", number=bill.number or bill.kind)
    if bill.dispute:
        raise Refused(
            "BILL_DISPUTED", "{number} is disputed: {reason}", number=bill.number, reason=bill.dispute
        )
    free = bill.unpaid - prepared_amount(bill.id)
    amount = above_zero(free if part.amount is None else part.amount)
    if amount > free:
        raise Refused(
            "MORE_THAN_OPEN", "Of {bill} only {open} is open.", field="amount", bill=bill.number, open=free
        )
    withheld = checked(part.withheld, "withheld")
    if not 0 <= withheld < amount:
        raise Refused("WITHHELD", "The tax withheld is less than what is paid.", field="withheld")
    if withheld:
        check_withholding(vendor)
    return amount, withheld


def _prepare(
    act: Act,
    vendor: Vendor,
    account_code: str,
    way: str,
    cheque: ByCheque | None,
    memo: str,
    parts: Sequence[tuple[int | None, Decimal, Decimal]],
) -> int:
    source = money_account(account_code)
    if way not in WAYS:
        raise Refused("NO_WAY", "Transfer, cheque or cash?", field="way")
    if (way == CHEQUE) != (cheque is not None and bool(cheque.number.strip())):
        raise Refused("NO_CHEQUE_NUMBER", "A cheque has its number, nothing else has one.", field="cheque")
    leaf = _leaf(source, cheque.number) if way == CHEQUE and cheque is not None else ""
    row = act.create(
        VendorPayment, vendor=vendor.id, account=source.id, way=way, cheque=leaf, memo=words(memo, "memo"),
        cheque_date=cheque.date if leaf and cheque else None, ac_payee=bool(leaf and cheque and cheque.ac_payee),
        amount=checked(sum((amount for _bill, amount, _tax in parts), ZERO)),
        withheld=sum((tax for _bill, _amount, tax in parts), ZERO),
        prepared_by=act.staff.id, prepared_on=act.business_date, dropped="",
    )  # fmt: skip
    for bill_id, amount, withheld in parts:
        act.create(VendorPaymentPart, payment=row.id, bill=bill_id, amount=amount, withheld=withheld)
    return int(row.id)


def _leaf(source: Account, number: str) -> str:
    """The number of a cheque that neither was used nor stands in a payment to be approved.

    Refused: NO_BANK_ACCOUNT (none stands on the account), BANK_ACCOUNT_CLOSED, CHEQUE_NUMBER, CHEQUE_USED,
    CHEQUE_NOT_IN_BOOK.
    """
    number = cheque_number(number, "cheque")
    waits = (
        (VendorPayment.account == source) & (VendorPayment.cheque == number) & (VendorPayment.dropped == "")
    )
    if VendorPayment.get_or_none(waits & VendorPayment.entry.is_null()):
        raise Refused("CHEQUE_USED", "Cheque {number} has been used already.", field="cheque", number=number)
    return free_number(bank_account_on(source.id), number, "cheque")


def _prepared(payment_id: int) -> VendorPayment:
    """Refused: PAYMENT_KEPT."""
    row: VendorPayment = VendorPayment.get_by_id(payment_id)
    if row.state != PREPARED:
        raise Refused("PAYMENT_KEPT", "This payment is not to be approved any more.")
    return row


@operation("payables")
def drop_payment(act: Act, payment_id: int, reason: str) -> None:
    """A prepared payment is not made. Refused: NO_REASON, PAYMENT_KEPT."""
    act.update(_prepared(payment_id), dropped=said(reason))


@operation(None)
def approve_payment(act: Act, payment_id: int) -> int:
    """Pay: the payment gets its number and its entry on the business date; the entry's id.

    Dr the vendor, Cr the bank (by cheque: cheques issued, and the cheque is in their register) and the tax withheld.
    Input VAT of a bill that is paid in full falls due; tax withheld gets its certificate. Where the house wants two persons for a voucher the approver is not the preparer.
    NOTE: PAYEE_ACCOUNT (the vendor's bank account was changed since it was last paid). ASK: PAYMENT_APPROVAL (right
    approve_payment, amount: what is cleared). Refused: PAYMENT_KEPT, SAME_PERSON,
    BILL_DISPUTED, NO_INCOME_TYPE, PAYEE_TAX_ID, MORE_THAN_IS_LEFT, what ``register_cheque_out`` and ``write_entry`` refuse.
    """
    row = _prepared(payment_id)
    two = int(setting("voucher_persons")) > 1
    approver = act.staff.id
    if not act.rights.allow("approve_payment", row.amount):
        act.ask(
            "PAYMENT_APPROVAL", "A payment of {amount} is approved by someone who may.", right="approve_payment",
            amount=row.amount,
        )  # fmt: skip
        approver = act.approver_id or approver
    if two:
        check_two_persons(row.prepared_by_id, approver)
    parts = list(row.parts.order_by(VendorPaymentPart.id))
    for part in parts:
        if part.bill_id and part.bill.dispute:
            raise Refused(
                "BILL_DISPUTED", "{number} is disputed: {reason}", number=part.bill.number, reason=part.bill.dispute
            )  # fmt: skip
    if row.withheld:
        check_withholding(row.vendor)
    if row.way == TRANSFER:
        _tell_changed_account(act, row.vendor)
    number = document_number("PV", act.business_date)
    certificate = certificate_number(act.business_date) if row.withheld else ""
    told = (row.vendor.number, row.vendor.name("th"), row.memo, certificate and f"50 ทวิ {certificate}")
    entry_id = write_entry(
        act, _entry_lines(row, parts), kind=KIND, journal=PAYMENTS, voucher=number, memo=" ".join(filter(None, told))
    )  # fmt: skip
    if row.way == CHEQUE:
        register_cheque_out(
            act, entry_id=entry_id, bank_account_id=bank_account_on(row.account_id).id, number=row.cheque,
            date=row.cheque_date or act.business_date, payee=row.vendor.name("th")[:LONGEST_PAYEE], amount=row.net,
            ac_payee=row.ac_payee,
        )  # fmt: skip
    if certificate:
        taxed = [(part.bill, part.amount) for part in parts if part.withheld]
        certify_payment(act, row.vendor, taxed, row.withheld, entry_id, certificate)
    for part in parts:
        if part.bill_id:
            for paper in _undue_papers(part):
                make_due(act, paper.id, act.business_date, entry_id=entry_id)
            act.update(part.bill, unpaid=part.bill.unpaid - part.amount)
        else:
            _open_prepayment(act, row, part, number, entry_id)
    act.update(row, approved_by=approver, paid_on=act.business_date, number=number, entry=entry_id)
    return entry_id


def _tell_changed_account(act: Act, vendor: Vendor) -> None:
    """By the order of the log: a day has more than one payment."""

    def last(subject: str, subject_id: int, operation: str, telling: str = "") -> ChangeLog | None:
        lines = ChangeLog.select().where(
            (ChangeLog.subject == subject)
            & (ChangeLog.subject_id == str(subject_id))
            & ChangeLog.after.contains(telling)
        )
        found = lines.where(ChangeLog.operation == operation).order_by(ChangeLog.id.desc())
        return found.first()

    changed = last("vendor", vendor.id, "change_vendor", '"bank_account"')
    if changed is None:
        return
    before = VendorPayment.select().where(
        (VendorPayment.vendor == vendor) & VendorPayment.entry.is_null(False)
    )
    newest = before.order_by(VendorPayment.entry.desc()).first()
    paid = last("vendor_payment", newest.id, "approve_payment") if newest else None
    if paid is None or paid.id < changed.id:
        act.note(
            "PAYEE_ACCOUNT", "The bank account of {vendor} was changed on {date} by {who}.", vendor=vendor.spoken,
            date=changed.business_date, who=changed.staff.login,
        )  # fmt: skip


def _entry_lines(row: VendorPayment, parts: Sequence[VendorPaymentPart]) -> list[NewLine]:
    control = payables_account().id
    lines = [
        NewLine(control, part.amount, row.vendor.subaccount_id, memo=part.bill.number if part.bill_id else "")
        for part in parts
    ]
    source = account_for("cheques_issued").id if row.way == CHEQUE else row.account_id
    lines.append(NewLine(source, -row.net, memo=row.cheque))
    if row.withheld:
        lines.append(NewLine(account_for("withholding_payable").id, -row.withheld))
    due = sum((_undue_vat(part) for part in parts), ZERO)
    if due:
        lines += [
            NewLine(account_for("input_vat").id, due),
            NewLine(account_for("undue_input_vat").id, -due),
        ]
    return lines


def _undue_vat(part: VendorPaymentPart) -> Decimal:
    """The VAT of services becomes due when they are paid for; here with the payment that clears the bill."""
    if not part.bill_id:
        return ZERO
    return sum((undue_left(paper) for paper in _undue_papers(part)), ZERO)


def _undue_papers(part: VendorPaymentPart) -> list[InputVat]:
    """The bill a payment clears and its credit notes, as far as their VAT is not due."""
    if part.bill.unpaid != part.amount:
        return []
    entries = VendorBill.select(VendorBill.entry).where(
        ((VendorBill.id == part.bill_id) | (VendorBill.of_bill == part.bill_id))
        & VendorBill.reversal.is_null()
    )
    undue = InputVat.select().where((InputVat.entry << entries) & (InputVat.treatment == UNDUE))
    return [paper for paper in undue.order_by(InputVat.id) if undue_left(paper)]


def _open_prepayment(
    act: Act, row: VendorPayment, part: VendorPaymentPart, number: str, entry_id: int
) -> None:
    day = act.business_date
    act.create(
        VendorBill, vendor=row.vendor_id, kind=PREPAYMENT, number=number, date=day, due=day, posted=day, memo=row.memo,
        amount=-part.amount, unpaid=-part.amount, dispute="", entry=entry_id,
    )  # fmt: skip


@operation("payables")
def cancel_payment(act: Act, payment_id: int, reason: str) -> int:
    """Take an approved payment back by a reversal on the business date; its bills are open again and its cheque is void.
    The entry's id.

    Refused: NO_REASON, NOT_PAID, PREPAYMENT_USED (something paid ahead has cleared a bill), CHEQUE_AWAY (the bank has paid
    its cheque). ASK: PAYMENT_CANCELLED
    (right approve_payment, amount: what was cleared).
    """
    row = VendorPayment.get_by_id(payment_id)
    if row.state != PAID:
        raise Refused("NOT_PAID", "This payment does not stand in the books.")
    reason = said(reason)
    if not act.rights.allow("approve_payment", row.amount):
        act.ask(
            "PAYMENT_CANCELLED", "A payment of {amount} is cancelled by someone who may approve it.",
            right="approve_payment", amount=row.amount,
        )  # fmt: skip
    act.because(reason)
    ahead = VendorBill.get_or_none((VendorBill.entry == row.entry_id) & (VendorBill.kind == PREPAYMENT))
    if ahead is not None and ahead.unpaid != ahead.amount:
        raise Refused("PREPAYMENT_USED", "What was paid ahead has cleared a bill already.")
    entry_id = write_entry(
        act, mirror(row.entry_id), kind=REVERSAL, memo=f"{row.number} {reason}", journal=PAYMENTS,
        reverses_id=row.entry_id,
    )  # fmt: skip
    for part in row.parts.order_by(VendorPaymentPart.id):
        if part.bill_id:
            act.update(part.bill, unpaid=part.bill.unpaid + part.amount)
    if ahead is not None:
        act.update(ahead, unpaid=ZERO, reversal=entry_id)
    cancel_input_vat(act, row.entry_id, entry_id)
    cancel_certificates(act, row.entry_id, entry_id)
    cheque_out_taken_back(act, row.entry_id, entry_id, reason)
    act.update(row, reversal=entry_id)
    return entry_id


@operation("payables")
def apply_prepayment(act: Act, prepayment_id: int, bill_id: int, amount: Decimal | None = None) -> int:
    """Clear a bill with what was paid ahead (``amount`` None: as much as goes); the books do not move. The offset's id.

    Refused: NOT_A_BILL (not both of one vendor, or reversed), MORE_THAN_OPEN, NOT_POSITIVE.
    """
    ahead, bill = VendorBill.get_by_id(prepayment_id), VendorBill.get_by_id(bill_id)
    right_kinds = ahead.kind == PREPAYMENT and bill.kind == BILL and ahead.vendor_id == bill.vendor_id
    if not right_kinds or ahead.reversal_id or bill.reversal_id:
        raise Refused("NOT_A_BILL", "{number} is no bill.", number=bill.number or bill.kind)
    free = min(-ahead.unpaid, bill.unpaid - prepared_amount(bill.id))
    amount = above_zero(free if amount is None else amount)
    if amount > free:
        raise Refused(
            "MORE_THAN_OPEN", "Of {bill} only {open} is open.", field="amount", bill=bill.number, open=free
        )
    row = act.create(VendorOffset, prepayment=ahead.id, bill=bill.id, date=act.business_date, amount=amount)
    act.update(ahead, unpaid=ahead.unpaid + amount)
    act.update(bill, unpaid=bill.unpaid - amount)
    return int(row.id)


@dataclass(frozen=True)
class DueBill:
    """A bill proposed for payment, baht; ``free`` is what no prepared payment takes yet."""

    bill: VendorBill
    free: Decimal

    @property
    def key(self) -> tuple[object, ...]:
        return (self.bill.vendor.sort_name, self.bill.vendor_id, self.bill.due, self.bill.id)


def bills_due(until: datetime.date) -> list[DueBill]:
    """The bills due until a date, inclusive, by vendor and due date; disputed ones and those in a payment are left out."""
    rows = (
        VendorBill.select(VendorBill, Vendor)
        .join(Vendor)
        .where((VendorBill.kind == BILL) & (VendorBill.unpaid > 0) & (VendorBill.due <= until))
        .where(VendorBill.dispute == "")
        .order_by(Vendor.sort_name, Vendor.id, VendorBill.due, VendorBill.id)
    )
    due = [DueBill(row, row.unpaid - prepared_amount(row.id)) for row in rows]
    return [one for one in due if one.free > 0]


@operation("payables")
def prepare_run(act: Act, bill_ids: Sequence[int], account_code: str) -> list[int]:
    """One transfer a vendor of the bills chosen from the run, less the tax by law; the payments' ids. Refused as ``prepare_payment``."""
    by_vendor: dict[int, list[Part]] = {}
    for bill_id in bill_ids:
        bill = VendorBill.get_by_id(bill_id)
        tax = proposed_tax(bill, bill.unpaid - prepared_amount(bill_id), act.business_date)
        by_vendor.setdefault(bill.vendor_id, []).append(Part(bill_id, withheld=tax))
    if not by_vendor:
        raise Refused("NOTHING_CHOSEN", "Choose at least one bill.")
    return [prepare_payment(act, vendor_id, account_code, parts) for vendor_id, parts in by_vendor.items()]


def payments(limit: int = 500) -> list[VendorPayment]:
    """The newest first."""
    rows = VendorPayment.select(VendorPayment, Vendor).join(Vendor).order_by(VendorPayment.id.desc())
    return list(rows.limit(limit))
