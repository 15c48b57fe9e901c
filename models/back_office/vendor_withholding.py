"""Tax withheld as a vendor is paid: how much of a bill, and the certificate that goes with the payment."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from peewee import fn

from locales.money import round_half_up
from models.back_office.vendor_bills import ZERO, VendorBill, VendorBillLine
from models.back_office.vendors import Vendor
from models.back_office.withholding import income_type, rate_of, statutory, withheld
from models.back_office.withholding_certificates import Payee, check_payee, issue_certificate
from models.house.acts import Act
from models.ledger.balances import money


def base_of(bill: VendorBill, amount: Decimal) -> Decimal:
    """What ``amount`` baht of a bill is before VAT; half up."""
    net = money(VendorBillLine.select(fn.SUM(VendorBillLine.net)).where(VendorBillLine.bill == bill).scalar())
    return round_half_up(net * amount / bill.amount)


def proposed_tax(bill: VendorBill, amount: Decimal, date: datetime.date) -> Decimal:
    """Baht to withhold when ``amount`` of a bill is paid; nothing for goods, and where the law has no fixed rate. The
    1,000 baht are those of the whole bill."""
    vendor = bill.vendor
    if not vendor.income_type or statutory(vendor.income_type, vendor.kind, date) is None:
        return ZERO
    rate = rate_of(vendor.income_type, vendor.kind, date, contract=base_of(bill, bill.amount))
    return withheld(base_of(bill, amount), rate).tax


def payee_of(vendor: Vendor) -> Payee:
    return Payee(vendor.name("th"), vendor.address, vendor.tax_id, vendor.branch, vendor.kind)


def check_withholding(vendor: Vendor) -> None:
    """Refused: NO_INCOME_TYPE, PAYEE_TAX_ID."""
    income_type(vendor.income_type)
    check_payee(payee_of(vendor))


def certify_payment(
    act: Act, vendor: Vendor, parts: Sequence[tuple[VendorBill, Decimal]], tax: Decimal, entry_id: int, number: str
) -> None:
    """One certificate for a payment: the income before VAT of the ``parts`` tax was withheld from."""
    income = sum((base_of(bill, amount) for bill, amount in parts), ZERO)
    issue_certificate(
        act, entry_id=entry_id, payee=payee_of(vendor), income_type=vendor.income_type, date=act.business_date,
        income=income, tax=tax, number=number,
    )  # fmt: skip
