"""The whole ledger as a table: one row a line of an entry, for the auditor's own programs.

Columns (``COLUMNS``): entry, date (ISO), journal, kind, voucher, reverses (entry), staff (sign-in name), written_at (ISO with
offset), position, account, account_th, account_en, part (of a control account), debit, credit (baht, two decimals, one
of the two empty), item (transaction code), line_memo, memo, seal. Sealed entries in the order of the books.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

from peewee import fn

from models.house.database import StampField
from models.house.staff import Staff
from models.house.tables import harmless
from models.ledger.accounts import Account
from models.ledger.entries import Entry, Line

if TYPE_CHECKING:
    from _csv import Writer

    from models.ledger.journal_export import Write

CHUNK = 1_000  # entries held in memory at once
COLUMNS = (
    "entry", "date", "journal", "kind", "voucher", "reverses", "staff", "written_at", "position", "account",
    "account_th", "account_en", "part", "debit", "credit", "item", "line_memo", "memo", "seal",
)  # fmt: skip


class _Out:
    def __init__(self, write: Write) -> None:
        self.write = write


def export_csv(write: Write) -> int:
    """Write every sealed entry as comma-separated rows under ``COLUMNS``, UTF-8 with its mark for Excel; how many
    entries. What is sealed while the export runs is not in it."""
    write("\ufeff")
    out = csv.writer(_Out(write), lineterminator="\r\n")
    out.writerow(COLUMNS)
    last = int(Entry.select(fn.MAX(Entry.id)).scalar() or 0)
    for first in range(1, last + 1, CHUNK):
        _write_lines(out, first, min(first + CHUNK - 1, last))
    return last


def _write_lines(out: Writer, first: int, last: int) -> None:
    rows = (
        Line.select(
            Entry.id, Entry.date, Entry.journal, Entry.kind, Entry.voucher, Entry.reverses, Staff.login, Entry.at,
            Line.position, Account.code, Account.name_th, Account.name_en, Line.subaccount, Line.amount, Line.item,
            Line.memo, Entry.memo, Entry.hash,
        )
        .join(Entry).join(Staff).switch(Line).join(Account)
        .where(Line.entry.between(first, last)).order_by(Line.entry, Line.position)
        .tuples()
    )  # fmt: skip
    for (
        number, date, journal, kind, voucher, reverses, staff, at, position, code, name_th, name_en, part, amount,
        item, line_memo, memo, seal,
    ) in rows:  # fmt: skip
        debit, credit = (amount, "") if amount > 0 else ("", -amount)
        out.writerow([
            number, date, journal, kind, harmless(voucher), reverses or "", harmless(staff), StampField().db_value(at),
            position, code, harmless(name_th), harmless(name_en), part or "", _two(debit), _two(credit), harmless(item),
            harmless(line_memo), harmless(memo), seal,
        ])  # fmt: skip


def _two(amount: Decimal | str) -> str:
    return f"{amount:.2f}" if isinstance(amount, Decimal) else amount
