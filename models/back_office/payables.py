"""What the house owes its vendors: the open items, their ageing by due date, and the proof that they are the books."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, fn

from locales import Message
from models.back_office.posting_accounts import PostingAccount
from models.back_office.vendor_bills import ZERO, VendorBill
from models.back_office.vendors import Vendor
from models.ledger.accounts import SubaccountBalance
from models.ledger.balances import account_balance, money
from models.ledger.proof import Fault

AGES = (0, 30, 60, 90)
"""Days past due at which a column of the ageing ends; the last takes the rest."""


@dataclass(frozen=True)
class AgeRow:
    """What one vendor is owed, baht: not yet due, 1–30, 31–60, 61–90, over 90 days late; ``ahead`` was paid in advance."""

    vendor: Vendor
    columns: tuple[Decimal, ...]
    ahead: Decimal

    @property
    def total(self) -> Decimal:
        return sum(self.columns, ZERO) - self.ahead

    @property
    def key(self) -> tuple[object, ...]:
        return (self.vendor.sort_name, self.vendor.id)


def payables_ageing(date: datetime.date) -> list[AgeRow]:
    """Vendors with something open, as they stand now, aged on ``date``."""
    rows = (
        VendorBill.select(VendorBill, Vendor)
        .join(Vendor)
        .where(VendorBill.unpaid != 0)
        .order_by(Vendor.sort_name, Vendor.id)
    )
    found: dict[int, tuple[Vendor, list[Decimal], list[Decimal]]] = {}
    for bill in rows:
        _vendor, columns, ahead = found.setdefault(
            bill.vendor_id, (bill.vendor, [ZERO] * (len(AGES) + 1), [ZERO])
        )
        if bill.unpaid < 0:
            ahead[0] -= bill.unpaid
        else:
            columns[sum(bill.days_late(date) > age for age in AGES)] += bill.unpaid
    return [AgeRow(vendor, tuple(columns), ahead[0]) for vendor, columns, ahead in found.values()]


def bills_of(vendor_id: int, *, paid_too: bool = False) -> list[VendorBill]:
    """The items of a vendor by due date; those paid or reversed too where asked for."""
    where = VendorBill.vendor == vendor_id
    if not paid_too:
        where &= VendorBill.unpaid != 0
    return list(VendorBill.select().where(where).order_by(VendorBill.due, VendorBill.id))


def payables_faults() -> Iterator[Fault]:
    """What is open of a vendor's items is its part of the books; the parts are trade payables."""
    rows = (
        Vendor.select(Vendor.number, SubaccountBalance.balance, fn.SUM(VendorBill.unpaid))
        .join(SubaccountBalance, on=(SubaccountBalance.id == Vendor.subaccount))
        .join(VendorBill, JOIN.LEFT_OUTER, on=(VendorBill.vendor == Vendor.id))
        .group_by(Vendor.id, Vendor.number, SubaccountBalance.balance)
        .tuples()
    )
    total = ZERO
    for number, balance, unpaid in rows:
        owed = -money(balance)
        total += owed
        if owed != money(unpaid):
            names: dict[str, object] = {"vendor": number, "items": money(unpaid), "balance": owed}
            yield Fault(
                "VENDOR_ITEMS",
                Message("{vendor}: its bills are {items}, its balance {balance}", names),
                jump=f"vendor {number}",
            )
    named = PostingAccount.get_or_none(PostingAccount.purpose == "trade_payables")
    if named is None or named.account.subledger != "vendor":
        return
    control = -account_balance(named.account_id)
    if total != control:
        values: dict[str, object] = {"vendors": total, "control": control}
        yield Fault(
            "VENDORS", Message("Trade payables: the vendors are {vendors}, the books say {control}", values)
        )
