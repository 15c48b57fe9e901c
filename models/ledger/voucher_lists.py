"""The vouchers as a list: what waits for somebody first asked for, what is posted, what was dropped."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, fn

from models.house.lists import Listing
from models.house.staff import Staff
from models.ledger.balances import money
from models.ledger.drafts import Voucher, VoucherLine
from models.ledger.entries import Entry

PREPARED, CHECKED, POSTED, DROPPED = "prepared", "checked", "posted", "dropped"


@dataclass(frozen=True)
class VoucherRow:
    """``number`` is empty until it is posted; ``amount``: the debits in baht."""

    voucher_id: int
    entry_id: int | None
    state: str
    series: str
    number: str
    date: datetime.date
    text: str
    amount: Decimal
    prepared_by: str
    no_receipt: str

    @property
    def key(self) -> tuple[int]:
        return (self.voucher_id,)


def vouchers(text: str = "", waiting: bool = False) -> Listing[VoucherRow]:
    """The newest first; ``text`` in the partner, the memo, the reference or the number."""
    total = VoucherLine.select(fn.SUM(VoucherLine.amount)).where(
        (VoucherLine.voucher == Voucher.id) & (VoucherLine.amount > 0)
    )
    query = (
        Voucher.select(Voucher, Entry, Staff, total.alias("total"))
        .join(Entry, JOIN.LEFT_OUTER, on=(Voucher.entry == Entry.id))
        .switch(Voucher)
        .join(Staff, on=(Voucher.prepared_by == Staff.id))
    )
    if waiting:
        query = query.where(Voucher.entry.is_null() & (Voucher.dropped == ""))
    if text.strip():
        wanted = f"%{text.strip()}%"
        fields = (Voucher.partner, Voucher.memo, Voucher.reference, Entry.voucher)
        found = fields[0] ** wanted
        for field in fields[1:]:
            found = found | (field**wanted)
        query = query.where(found)
    return Listing(query, [(Voucher.id, True)], _row)


def _row(row: Voucher) -> VoucherRow:
    state = DROPPED if row.dropped else POSTED if row.entry_id else CHECKED if row.checked_by_id else PREPARED
    return VoucherRow(
        row.id, row.entry_id, state, row.series, row.entry.voucher if row.entry_id else "", row.date,
        " · ".join(filter(None, [row.partner, row.memo, row.reference, row.dropped])), money(row.total),
        row.prepared_by.login, row.no_receipt,
    )  # fmt: skip


def waiting() -> int:
    """How many drafts are neither posted nor dropped."""
    return int(Voucher.select().where(Voucher.entry.is_null() & (Voucher.dropped == "")).count())
