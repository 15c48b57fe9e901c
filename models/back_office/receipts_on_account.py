"""Receipts on account: a debtor pays, over many items, in part, less tax withheld and less an agent's commission.

One entry: debit where the money went, tax withheld by payers, commission and the VAT on it; credit the account's part of
the city ledger. What pays no item stays on the account as credit, an item below zero, until it is used.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from locales.money import round_half_up
from models.back_office.input_vat import CLAIMABLE, cancel_input_vat, record_input_vat
from models.back_office.posting_accounts import account_for
from models.back_office.receivables import CityAccount, OpenItem, city_ledger
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import above_zero, checked, said, words
from models.house.property import document_number
from models.house.refusals import Refused
from models.ledger.balances import money
from models.ledger.entries import RECEIPTS, Entry, NewLine, mirror, write_entry
from models.ledger.proof import Fault

ZERO = Decimal("0.00")
RECEIVED, TAKEN_BACK, UNPAID = "receipt on account", "receipt taken back", "cheque of a receipt unpaid"
SERIES = "RC"


class AccountReceipt(Base):
    """A receipt (ใบเสร็จรับเงิน) on account, baht: ``received`` in money, ``withheld`` by the payer, ``commission`` kept
    by an agent with its VAT; ``total`` is what the account owes less. Its figures never change; one taken back keeps its
    number, and ``reversal`` is the entry that undid it. ``paper``: as first printed."""

    number = TextField(unique=True)
    account = ForeignKeyField(CityAccount, backref="receipts")
    entry = ForeignKeyField(Entry, unique=True, backref="+")
    date = DateField()
    received = MoneyField()
    withheld = MoneyField(default=ZERO)
    commission = MoneyField(default=ZERO)
    commission_vat = MoneyField(default=ZERO)
    total = MoneyField()
    note = TextField(default="")
    commission_invoice = TextField(default="")
    commission_date = DateField(null=True)
    language = TextField(default="th")
    paper = TextField(default="")
    prints = IntegerField(default=0)
    cancelled_on = DateField(null=True)
    cancelled_because = TextField(default="")
    reversal = ForeignKeyField(Entry, null=True, unique=True, backref="+")

    class Meta:
        table_name = "account_receipt"

    @property
    def key(self) -> tuple[int]:
        return (int(self.id),)


class AccountReceiptLeg(Base):
    """How it was paid, leg by leg; ``drawer``: into a cashier's drawer. Sealed."""

    receipt = ForeignKeyField(AccountReceipt, backref="legs")
    position = IntegerField()
    method = TextField()
    name_th = TextField()
    name_en = TextField()
    amount = MoneyField()
    reference = TextField(default="")
    drawer = BooleanField(default=False)

    class Meta:
        table_name = "account_receipt_leg"


class ItemPayment(Base):
    """What lessened an item, ``amount`` baht: a ``receipt`` (``withheld`` of it by the payer, where that is known item by
    item), a ``credit`` of the same account, or an ``entry`` that wrote it off. It counts until ``taken_back_on``."""

    item = ForeignKeyField(OpenItem, backref="payments")
    receipt = ForeignKeyField(AccountReceipt, null=True, backref="payments")
    credit = ForeignKeyField(OpenItem, null=True, backref="uses")
    entry = ForeignKeyField(Entry, null=True, backref="+")
    date = DateField()
    amount = MoneyField()
    withheld = MoneyField(default=ZERO)
    taken_back_on = DateField(null=True)

    class Meta:
        table_name = "item_payment"


class PayerCertificate(Base):
    """The certificate (50 ทวิ) of ``tax`` baht withheld by a payer. Without a ``number`` it has not come yet; (tax number
    of the payer, number) once."""

    receipt = ForeignKeyField(AccountReceipt, unique=True, backref="certificates")
    account = ForeignKeyField(CityAccount)
    tax = MoneyField()
    payer_tax_id = TextField(default="")
    number = TextField(default="")
    date = DateField(null=True)
    received_on = DateField(null=True)

    class Meta:
        table_name = "payer_certificate"

    @property
    def key(self) -> tuple[int]:
        return (int(self.id),)


@dataclass(frozen=True)
class MoneyIn:
    """``amount`` baht into the account ``account_id`` of the chart; ``method`` and names as the receipt says them."""

    account_id: int
    amount: Decimal
    method: str = ""
    name_th: str = ""
    name_en: str = ""
    reference: str = ""
    drawer: bool = False


@dataclass(frozen=True)
class Applied:
    """``amount`` baht of a receipt pays an item; tax withheld and commission are in it. ``withheld``: the tax withheld from
    this item, where the payer withholds from some and not from others."""

    item_id: int
    amount: Decimal
    withheld: Decimal = ZERO


@dataclass(frozen=True)
class Kept:
    """What of a payment never reached the hotel, baht: tax ``withheld``, an agent's ``commission`` and its ``vat``.

    ``certificate`` and ``certificate_date`` where the payer's certificate came along; ``invoice`` and ``invoice_date``: the
    agent's tax invoice. VAT without an invoice is not claimable yet.
    """

    withheld: Decimal = ZERO
    certificate: str = ""
    certificate_date: datetime.date | None = None
    commission: Decimal = ZERO
    commission_vat: Decimal = ZERO
    invoice: str = ""
    invoice_date: datetime.date | None = None

    @property
    def total(self) -> Decimal:
        return self.withheld + self.commission + self.commission_vat


def share_out(account_id: int, total: Decimal) -> list[Applied]:
    """``total`` baht over the open items of an account, the oldest first; what is left over is in no item."""
    rest, shares = total, []
    for item in unpaid_items(account_id):
        share = min(rest, money(item.unpaid))
        if share <= 0:
            break
        shares.append(Applied(int(item.id), share))
        rest -= share
    return shares


def proposed_withholding(amount: Decimal, percent: Decimal, vat_percent: Decimal) -> Decimal:
    """Tax withheld, baht, on ``amount`` with VAT in it: VAT is no part of what it is reckoned on."""
    return round_half_up(amount * 100 / (100 + vat_percent) * percent / 100)


def unpaid_items(account_id: int) -> list[OpenItem]:
    """What is owed, by date."""
    open_ = (OpenItem.account == account_id) & (OpenItem.unpaid > 0)
    return list(OpenItem.select().where(open_).order_by(OpenItem.date, OpenItem.id))


def credits_of(account_id: int) -> list[OpenItem]:
    """Unapplied credit of an account: items below zero, by date."""
    open_ = (OpenItem.account == account_id) & (OpenItem.unpaid < 0)
    return list(OpenItem.select().where(open_).order_by(OpenItem.date, OpenItem.id))


@operation("credit")
def take_receipt(
    act: Act,
    account_id: int,
    legs: Sequence[MoneyIn],
    applied: Sequence[Applied],
    kept: Kept = Kept(),
    note: str = "",
) -> int:
    """A debtor pays by ``legs``; with what was ``kept`` it pays the items ``applied``, the rest is credit; the receipt's id.

    Refused: DEBTOR_CLOSED, NOT_POSITIVE, OTHER_ACCOUNT (an item of another debtor), NOTHING_OPEN, MORE_THAN_IS_LEFT (of
    an item), MORE_THAN_RECEIVED, ITEM_TWICE, WITHHELD (of an item as much as is paid of it), WITHHELD_DIFFERS (the items'
    taxes are not the receipt's), NO_CERTIFICATE_DATE, CERTIFICATE_TWICE, NO_INVOICE_DATE, NO_POSTING_ACCOUNT, BILL_TWICE
    and CLAIM_LATE (the agent's invoice).
    """
    account = open_account_of(account_id)
    _check_kept(act, account, kept)
    _check_tax_of_items(applied, kept)
    received = sum((above_zero(leg.amount) for leg in legs), ZERO)
    total = above_zero(received + kept.total)
    items = _checked_items(account, applied)
    rest = total - sum((one.amount for one in applied), ZERO)
    if rest < 0:
        raise Refused(
            "MORE_THAN_RECEIVED", "{over} more is applied than was received.", field="amount", over=-rest
        )
    number = document_number(SERIES, act.business_date)
    entry_id = write_entry(
        act,
        [
            *(NewLine(leg.account_id, leg.amount, item=leg.method, memo=leg.reference) for leg in legs),
            *_kept_lines(kept),
            NewLine(city_ledger().id, -total, account.subaccount_id),
        ],
        kind=RECEIVED,
        memo=f"{number} {account.number} {account.name('en')}",
        journal=RECEIPTS,
    )
    _record_vat(act, account, entry_id, kept)
    receipt = act.create(
        AccountReceipt, number=number, account=account.id, entry=entry_id, date=act.business_date, received=received,
        withheld=kept.withheld, commission=kept.commission, commission_vat=kept.commission_vat, total=total,
        note=words(note, "note"), commission_invoice=words(kept.invoice, "invoice"), commission_date=kept.invoice_date,
    )  # fmt: skip
    for position, leg in enumerate(legs, 1):
        AccountReceiptLeg.create(
            receipt=receipt, position=position, method=leg.method, name_th=leg.name_th, name_en=leg.name_en,
            amount=leg.amount, reference=leg.reference, drawer=leg.drawer,
        )  # fmt: skip
    for item, one in zip(items, applied, strict=True):
        act.create(
            ItemPayment, item=item.id, receipt=receipt.id, date=act.business_date, amount=one.amount, withheld=one.withheld
        )  # fmt: skip
        act.update(item, unpaid=item.unpaid - one.amount)
    if rest:
        enter_credit(act, account, rest, entry_id, number)
    if kept.withheld:
        certificate = act.create(
            PayerCertificate, receipt=receipt.id, account=account.id, tax=kept.withheld,
            payer_tax_id=_payer(account),
        )  # fmt: skip
        if kept.certificate.strip():
            _fill(act, certificate, kept.certificate, kept.certificate_date)
    return int(receipt.id)


def open_account_of(account_id: int) -> CityAccount:
    """Refused: DEBTOR_CLOSED."""
    account: CityAccount = CityAccount.get_by_id(account_id)
    if account.closed:
        raise Refused("DEBTOR_CLOSED", "{account} is closed.", field="account", account=account.spoken)
    return account


def enter_credit(act: Act, account: CityAccount, amount: Decimal, entry_id: int, document: str) -> int:
    """``amount`` baht that an account has paid ahead, by an entry; the item's id."""
    row = act.create(
        OpenItem, account=account.id, entry=entry_id, date=act.business_date, due=act.business_date,
        document=document, description="", amount=-amount, unpaid=-amount,
    )  # fmt: skip
    return int(row.id)


def _check_kept(act: Act, account: CityAccount, kept: Kept) -> None:
    for name in ("withheld", "commission", "commission_vat"):
        if checked(getattr(kept, name), name) < 0:
            raise Refused("NOT_POSITIVE", "An amount is not below zero.", field=name)
    if kept.certificate.strip():
        _check_certificate(act, account, kept.certificate, kept.certificate_date)
    if kept.invoice.strip() and kept.invoice_date is None:
        raise Refused(
            "NO_INVOICE_DATE", "The date of the agent's tax invoice is needed.", field="invoice_date"
        )


def _check_tax_of_items(applied: Sequence[Applied], kept: Kept) -> None:
    for one in applied:
        if not 0 <= checked(one.withheld, "withheld") < one.amount and one.withheld:
            raise Refused("WITHHELD", "The tax withheld is less than what is paid.", field="withheld")
    by_item = tax_of_items(applied)
    if by_item and by_item != kept.withheld:
        raise Refused(
            "WITHHELD_DIFFERS", "From the items {by_item} is withheld, from the whole {whole}.", field="withheld",
            by_item=by_item, whole=kept.withheld,
        )  # fmt: skip


def tax_of_items(applied: Sequence[Applied]) -> Decimal:
    """Baht withheld from the items one by one."""
    return sum((one.withheld for one in applied), ZERO)


def _checked_items(account: CityAccount, applied: Sequence[Applied]) -> list[OpenItem]:
    found: list[OpenItem] = []
    for one in applied:
        item = OpenItem.get_by_id(one.item_id)
        if item.account_id != account.id:
            raise Refused("OTHER_ACCOUNT", "{item} is an item of another account.", item=item.document)
        if item.id in {other.id for other in found}:
            raise Refused("ITEM_TWICE", "{item} is named twice.", item=item.document)
        check_left(item, one.amount)
        found.append(item)
    return found


def check_left(item: OpenItem, amount: Decimal) -> None:
    """Refused: NOTHING_OPEN, NOT_POSITIVE, MORE_THAN_IS_LEFT."""
    if item.unpaid <= 0:
        raise Refused("NOTHING_OPEN", "Nothing is open of {item}.", field="amount", item=item.document)
    if above_zero(amount) > item.unpaid:
        raise Refused(
            "MORE_THAN_IS_LEFT", "Only {left} of {item} is open.", field="amount", left=item.unpaid,
            item=item.document,
        )  # fmt: skip


def _kept_lines(kept: Kept) -> list[NewLine]:
    vat = "input_vat" if kept.invoice.strip() else "undue_input_vat"
    amounts = (
        ("withheld_by_payers", kept.withheld),
        ("commission", kept.commission),
        (vat, kept.commission_vat),
    )
    return [NewLine(account_for(purpose).id, amount) for purpose, amount in amounts if amount]


def _record_vat(act: Act, agent: CityAccount, entry_id: int, kept: Kept) -> None:
    """The agent's tax invoice goes into the input VAT. Refused: BILL_TWICE, CLAIM_LATE."""
    if kept.commission_vat and kept.invoice.strip() and kept.invoice_date is not None:
        record_input_vat(
            act, entry_id=entry_id, supplier_name=agent.name("th"), tax_id=agent.tax_id, branch=agent.branch,
            number=words(kept.invoice, "invoice"), date=kept.invoice_date, base=kept.commission,
            vat=kept.commission_vat, treatment=CLAIMABLE,
        )  # fmt: skip


# Taking back


@operation("credit")
def reopen_receipt(
    act: Act, receipt_id: int, date: datetime.date, reason: str, *, from_drawer: bool = False
) -> int:
    """A receipt is taken back on ``date``: its items are owed again; the reversing entry's id.

    Credit it left is no more, and what that paid is owed again. The entry is dated the business date and undoes every
    leg. A cheque that came back unpaid: ``cheque_unpaid``.
    Refused: NO_REASON, CANCELLED_ALREADY, DATE_AHEAD, DEBTOR_CLOSED, CREDIT_GONE (its credit was moved or given back),
    CASH_RECEIPT (cash goes back from a drawer: the cashier takes it back).
    """
    reason = said(reason)
    receipt = _standing_receipt(act, receipt_id, date)
    if not from_drawer and any(leg.drawer for leg in receipt.legs):
        raise Refused(
            "CASH_RECEIPT", "{number} went into a drawer; its cashier takes it back.", number=receipt.number
        )
    _items_open_again(act, receipt)
    entry_id = write_entry(
        act, mirror(receipt.entry_id), kind=TAKEN_BACK, memo=f"{receipt.number} {reason}", journal=RECEIPTS,
        reverses_id=receipt.entry_id,
    )  # fmt: skip
    _undone(act, receipt, entry_id, date, reason)
    return entry_id


def cheque_unpaid(
    act: Act, receipt_id: int, amount: Decimal, lines: Sequence[NewLine], date: datetime.date, reason: str
) -> int:
    """A receipt's cheque over ``amount`` baht came to nothing on ``date``: its items are owed again; the entry's id.

    ``lines`` take the cheque's money from where it lies. Tax withheld and commission were of a payment that was none, and
    go with it; what came by other ways stays on the account as credit. The entry is dated the business date.
    Refused: CANCELLED_ALREADY, DATE_AHEAD, DEBTOR_CLOSED, CREDIT_GONE.
    """
    receipt = _standing_receipt(act, receipt_id, date)
    _items_open_again(act, receipt)
    stays = receipt.received - amount
    # What was kept stands between the ways to pay and the debtor's line.
    kept = mirror(receipt.entry_id)[receipt.legs.count() : -1]
    owed_again = NewLine(city_ledger().id, receipt.total - stays, receipt.account.subaccount_id)
    undone = [owed_again, *kept, *lines]
    whole = _by_account(undone) == _by_account(mirror(receipt.entry_id))
    entry_id = write_entry(
        act, undone, kind=UNPAID, memo=f"{receipt.number} {reason}", journal=RECEIPTS,
        reverses_id=receipt.entry_id if whole else None,
    )  # fmt: skip
    if stays:
        enter_credit(act, receipt.account, stays, entry_id, receipt.number)
    _undone(act, receipt, entry_id, date, reason)
    return entry_id


def _by_account(lines: Sequence[NewLine]) -> dict[tuple[int, int | None], Decimal]:
    sums: dict[tuple[int, int | None], Decimal] = {}
    for line in lines:
        key = (line.account_id, line.subaccount_id)
        sums[key] = sums.get(key, ZERO) + line.amount
    return sums


def _standing_receipt(act: Act, receipt_id: int, date: datetime.date) -> AccountReceipt:
    """Refused: CANCELLED_ALREADY, DATE_AHEAD, DEBTOR_CLOSED."""
    receipt: AccountReceipt = AccountReceipt.get_by_id(receipt_id)
    if receipt.cancelled_on is not None:
        raise Refused("CANCELLED_ALREADY", "{number} was taken back already.", number=receipt.number)
    if date > act.business_date:
        raise Refused("DATE_AHEAD", "The date lies after the business date.", field="date")
    open_account_of(receipt.account_id)
    return receipt


def _items_open_again(act: Act, receipt: AccountReceipt) -> None:
    """Refused: CREDIT_GONE."""
    credit = OpenItem.get_or_none(OpenItem.entry == receipt.entry_id)
    if credit is not None:
        _credit_was_none(act, credit, receipt)
    for payment in _standing(ItemPayment.receipt == receipt.id):
        _owed_again(act, payment)


def _undone(act: Act, receipt: AccountReceipt, entry_id: int, date: datetime.date, reason: str) -> None:
    cancel_input_vat(act, receipt.entry_id, entry_id)
    act.update(receipt, cancelled_on=date, cancelled_because=reason, reversal=entry_id)
    for certificate in receipt.certificates:  # whose number may come again with the next receipt
        act.update(certificate, number="", date=None, received_on=None)
    act.because(reason)


def _credit_was_none(act: Act, credit: OpenItem, receipt: AccountReceipt) -> None:
    used = _standing(ItemPayment.credit == credit.id)
    if credit.amount - credit.unpaid != -sum((one.amount for one in used), ZERO):
        raise Refused("CREDIT_GONE", "The credit of {number} was used elsewhere.", number=receipt.number)
    for payment in used:
        _owed_again(act, payment)
    act.update(credit, unpaid=ZERO)


def _standing(where: object) -> list[ItemPayment]:
    return list(
        ItemPayment.select().where(where & ItemPayment.taken_back_on.is_null()).order_by(ItemPayment.id)
    )


def _owed_again(act: Act, payment: ItemPayment) -> None:
    item = OpenItem.get_by_id(payment.item_id)
    act.update(item, unpaid=item.unpaid + payment.amount)
    act.update(payment, taken_back_on=act.business_date)


# Credit not applied yet


@operation("credit")
def apply_credit(act: Act, credit_id: int, item_id: int, amount: Decimal | None = None) -> int:
    """``amount`` baht of an account's credit (all that fits) pays one of its items; no money moves; the payment's id.

    Refused: NO_CREDIT_LEFT, OTHER_ACCOUNT, DEBTOR_CLOSED, NOTHING_OPEN, NOT_POSITIVE, MORE_THAN_IS_LEFT.
    """
    credit, item = OpenItem.get_by_id(credit_id), OpenItem.get_by_id(item_id)
    if credit.unpaid >= 0:
        raise Refused("NO_CREDIT_LEFT", "No credit is left of {item}.", item=credit.document)
    if credit.account_id != item.account_id:
        raise Refused("OTHER_ACCOUNT", "{item} is an item of another account.", item=item.document)
    open_account_of(item.account_id)
    amount = amount if amount is not None else min(-credit.unpaid, max(item.unpaid, ZERO))
    check_left(item, amount)
    if amount > -credit.unpaid:
        raise Refused(
            "MORE_THAN_IS_LEFT", "Only {left} of {item} is open.", field="amount", left=-credit.unpaid,
            item=credit.document,
        )  # fmt: skip
    row = act.create(ItemPayment, item=item.id, credit=credit.id, date=act.business_date, amount=amount)
    act.update(item, unpaid=item.unpaid - amount)
    act.update(credit, unpaid=credit.unpaid + amount)
    return int(row.id)


@operation("credit")
def use_credit(act: Act, item_id: int) -> None:
    """An item is paid from the credit of its account, the oldest first, as far as it goes. Refused: NO_CREDIT_LEFT,
    NOTHING_OPEN, DEBTOR_CLOSED."""
    item = OpenItem.get_by_id(item_id)
    found = credits_of(item.account_id)
    if not found:
        raise Refused("NO_CREDIT_LEFT", "The account has no credit left.")
    for credit in found:
        apply_credit(act, int(credit.id), item_id)
        if not OpenItem.get_by_id(item_id).unpaid:
            break


# Certificates of tax withheld


@operation("credit")
def enter_certificate(act: Act, certificate_id: int, number: str, date: datetime.date) -> None:
    """The certificate of a payer has come. Refused: NO_CERTIFICATE, NO_CERTIFICATE_DATE, CERTIFICATE_TWICE, DATE_AHEAD."""
    row = PayerCertificate.get_by_id(certificate_id)
    if not number.strip():
        raise Refused("NO_CERTIFICATE", "The number of the certificate.", field="number")
    _check_certificate(act, row.account, number, date, but=row.id)
    _fill(act, row, number, date)


def _payer(account: CityAccount) -> str:
    return str(account.tax_id or account.number)


def _check_certificate(
    act: Act, account: CityAccount, number: str, date: datetime.date | None, but: int = 0
) -> None:
    if date is None:
        raise Refused(
            "NO_CERTIFICATE_DATE", "The date of the certificate is needed.", field="certificate_date"
        )
    if date > act.business_date:
        raise Refused("DATE_AHEAD", "The date lies after the business date.", field="certificate_date")
    same = (
        (PayerCertificate.payer_tax_id == _payer(account))
        & (PayerCertificate.number == words(number, "certificate"))
        & (PayerCertificate.id != but)
    )
    if PayerCertificate.get_or_none(same):
        raise Refused(
            "CERTIFICATE_TWICE", "Certificate {number} of this payer is here already.", field="certificate",
            number=number.strip(),
        )  # fmt: skip


def _fill(act: Act, row: PayerCertificate, number: str, date: datetime.date | None) -> None:
    act.update(row, number=words(number, "certificate"), date=date, received_on=act.business_date)


def certificates_to_chase() -> list[PayerCertificate]:
    """Those that have not come, of receipts that stand, the oldest first."""
    missing = (PayerCertificate.number == "") & AccountReceipt.cancelled_on.is_null()
    return list(
        PayerCertificate.select(PayerCertificate, AccountReceipt, CityAccount)
        .join(AccountReceipt)
        .switch(PayerCertificate)
        .join(CityAccount)
        .where(missing)
        .order_by(PayerCertificate.id)
    )


def receipts_of(account_id: int | None = None) -> list[AccountReceipt]:
    """Receipts on account, the latest first; of one account where one is named."""
    query = AccountReceipt.select(AccountReceipt, CityAccount).join(CityAccount)
    if account_id is not None:
        query = query.where(AccountReceipt.account == account_id)
    return list(query.order_by(AccountReceipt.id.desc()).limit(500))


def receipt_faults() -> Iterator[Fault]:
    """What a receipt that stands paid of items, and the credit it left, is all of it; one taken back pays nothing."""
    for receipt in AccountReceipt.select().order_by(AccountReceipt.id):
        stands = receipt.cancelled_on is None
        paid = sum((one.amount for one in _standing(ItemPayment.receipt == receipt.id)), ZERO)
        credit = OpenItem.get_or_none(OpenItem.entry == receipt.entry_id)
        left = -credit.amount if credit is not None and stands else ZERO
        if paid + left != (receipt.total if stands else ZERO):
            values: dict[str, object] = {
                "number": receipt.number,
                "paid": paid + left,
                "total": receipt.total,
            }
            yield Fault(
                "ACCOUNT_RECEIPT",
                Message("Receipt {number} over {total} pays {paid} of its account", values),
                receipt.entry_id,
            )
