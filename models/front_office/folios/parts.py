"""What folio lines are made of: base, service charge, tax. A charge's parts are lines of its entry; those of a moved or
split line stand with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN

from models.front_office.codes import TransactionCode
from models.front_office.folios.tables import Posting, PostingPart
from models.ledger.entries import Line


@dataclass(frozen=True)
class ChildLine:
    code: str
    name_th: str
    name_en: str
    amount: Decimal  # baht, as it moves what the guest owes


def children_of(entry_ids: Sequence[int]) -> dict[int, list[ChildLine]]:
    """The lines of charges that are not the control account's: base, service charge, tax."""
    rows = (
        Line.select(Line.entry, Line.item, Line.amount, TransactionCode.name_th, TransactionCode.name_en)
        .join(TransactionCode, JOIN.LEFT_OUTER, on=(TransactionCode.code == Line.item))
        .where((Line.entry << list(entry_ids)) & Line.subaccount.is_null() & (Line.item != ""))
        .order_by(Line.entry, Line.position)
        .tuples()
    )
    found: dict[int, list[ChildLine]] = {}
    for entry_id, item, amount, name_th, name_en in rows:
        found.setdefault(entry_id, []).append(ChildLine(item, name_th or item, name_en or item, -amount))
    return found


def parts_by_posting(posting_ids: Sequence[int]) -> dict[int, tuple[ChildLine, ...]]:
    """Base and children of each line, baht, with the sign in which they move what the payer owes."""
    ids = list(posting_ids)
    kept: dict[int, list[ChildLine]] = {}
    rows = (
        PostingPart.select(PostingPart.posting, PostingPart.amount, TransactionCode)
        .join(TransactionCode)
        .where(PostingPart.posting << ids)
        .order_by(PostingPart.posting, PostingPart.position)
    )
    for row in rows:
        kept.setdefault(row.posting_id, []).append(
            ChildLine(row.code.code, row.code.name_th, row.code.name_en, row.amount)
        )
    entries = {
        row.id: row.entry_id
        for row in Posting.select(Posting.id, Posting.entry).where(Posting.id << ids)
        if row.id not in kept
    }
    written = children_of(sorted(set(entries.values())))
    return {
        posting_id: tuple(kept[posting_id])
        if posting_id in kept
        else tuple(written.get(entries[posting_id], ()))
        for posting_id in ids
        if posting_id in kept or posting_id in entries
    }
