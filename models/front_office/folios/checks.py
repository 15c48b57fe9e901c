"""Proof that moved lines lose nothing: what leaves arrives, in the books as on the folios, with all its children."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from peewee import JOIN, fn

from locales import Message
from models.front_office.folios.tables import FolioWindow, Posting, PostingPart
from models.ledger.balances import money
from models.ledger.entries import Entry, Line
from models.ledger.proof import Fault


def moving_faults() -> Iterator[Fault]:
    """A leg's parts are its amount; the legs of a line add up to nothing; each window moves by its legs."""
    moved = Posting.kind == "transfer"
    parts = (
        Posting.select(Posting.id, Posting.entry)
        .join(PostingPart, JOIN.LEFT_OUTER)
        .where(moved)
        .group_by(Posting.id, Posting.entry, Posting.amount)
        .having(fn.COALESCE(fn.SUM(PostingPart.amount), 0) != Posting.amount)
    )
    for row in parts:
        words = Message("Moved line {n}: its parts do not add up", {"n": row.id})
        yield Fault("MOVED_PARTS", words, row.entry_id)
    legs = (
        Posting.select(Posting.moved_from)
        .where(moved)
        .group_by(Posting.moved_from)
        .having((fn.SUM(Posting.amount) != 0) | (fn.SUM(Posting.net) != 0))
    )
    for row in legs:
        words = Message("Line {n} did not move whole", {"n": row.moved_from_id})
        yield Fault("MOVED_WHOLE", words)
    shown = _sums(
        Posting.select(Posting.entry, FolioWindow.subaccount, fn.SUM(Posting.amount))
        .join(FolioWindow)
        .where(moved)
        .group_by(Posting.entry, FolioWindow.subaccount)
    )
    windows = FolioWindow.select(FolioWindow.subaccount)
    booked = _sums(
        Line.select(Line.entry, Line.subaccount, fn.SUM(Line.amount))
        .join(Entry)
        .where((Entry.kind == "transfer") & (Line.subaccount << windows))
        .group_by(Line.entry, Line.subaccount)
    )
    for entry_id, _subaccount in sorted({*shown.items()} ^ {*booked.items()}, key=repr):
        words = Message("Entry {n} moves other amounts than its postings", {"n": entry_id[0]})
        yield Fault("MOVED_BOOKS", words, entry_id[0])


def _sums(query: Any) -> dict[tuple[int, int], Decimal]:
    return {(entry, part): money(total) for entry, part, total in query.tuples()}
