"""Every entry leads to a paper, or is one by nature, and the paper leads back."""

from __future__ import annotations

from models.front_office.ways import HOLDERS, SOURCES, by_nature, entries_of, ways_of
from models.ledger.entries import Entry
from screens.navigation import SCREENS

OF_A_KIND = 2
"""Entries of a kind that are walked there and back one by one; that the others have a way is asked for all at once."""


def leaves_a_trail() -> int:
    """How many entries there are, none of them without a way."""
    papers = [source for source in SOURCES if source.table is not Entry]
    known: set[int] = set()
    for source in (*papers, *HOLDERS):
        for link in source.links:
            known |= link.all()
    walked: dict[tuple[str, str], int] = {}
    entries = list(Entry.select())
    for entry in entries:
        assert entry.id in known or by_nature(entry), f"{entry.kind} {entry.id} {entry.memo} leads nowhere"
        kind = (entry.kind, entry.journal)
        walked[kind] = walked.get(kind, 0) + 1
        if walked[kind] <= OF_A_KIND:
            _there_and_back(entry)
    return len(entries)


def _there_and_back(entry: Entry) -> None:
    ways = ways_of(entry.id)
    assert ways or by_nature(entry), f"{entry.kind} {entry.id} {entry.memo} leads nowhere"
    for way in ways:
        assert way.place.screen in SCREENS
        assert way.place.said, f"{way.kind} of {entry.kind} {entry.id} has no name"
        assert entry.id in entries_of(way.kind, way.row_id), f"{way.kind} does not lead back to {entry.id}"
