"""Two profiles of one person: the pairs that are likely, and two side by side before they become one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from models.front_office.guests import (
    DOCUMENT_KINDS,
    SEXES,
    TWINS,
    Guest,
    Twins,
    guest_in_force,
    likely_twins,
    merge_guests,
    merged_values,
)
from models.front_office.guests.history import history_of
from models.front_office.identity.masking import masked
from models.house.lists import MemoryListing
from screens.front_office.guest_form import PROFILE
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def _name(pair: Twins, which: str) -> str:
    return str(getattr(pair, which))


class DuplicatesScreen(DeskScreen):
    def heading(self) -> str:
        return _("Likely duplicates")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(likely_twins()),
            [
                Column(Message("Guest"), None, lambda r: _name(r, "first")),
                Column(Message("Other profile"), None, lambda r: _name(r, "second")),
                Column(Message("Because"), 20, lambda r: TWINS[r.why].say()),
                Column(Message("In common"), 16, lambda r: r.mark),
            ],
            empty=Message("No two profiles look like one person."),
            id="pairs",
        )

    def reload(self) -> None:
        self.query_one("#pairs", WindowedList).renew(MemoryListing(likely_twins()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("merge", event.row.first_id, event.row.second_id))


@dataclass(frozen=True)
class Side:
    """One field in both profiles, and as it would stand after the merge."""

    name: str
    label: Message
    keep: str
    drop: str
    after: str

    @property
    def key(self) -> tuple[str]:
        return (self.name,)


class MergeScreen(DeskScreen):
    ACTIONS = (
        Action("merge", Message("Merge"), ("m",), right="book", danger=True),
        Action("swap", Message("Keep the other"), ("x",)),
    )

    def __init__(self, keep_id: int, drop_id: int) -> None:
        super().__init__()
        self.keep, self.drop = guest_in_force(keep_id), guest_in_force(drop_id)

    def heading(self) -> str:
        return _(
            "Keep {guest} ({number}), give up {other} ({other_number})",
            guest=self.keep.name(current_language()), number=self.keep.id,
            other=self.drop.name(current_language()), other_number=self.drop.id,
        )  # fmt: skip

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(list(self._sides())),
            [
                Column(Message("Field"), 18, lambda r: r.label.say()),
                Column(Message("Kept"), 19, lambda r: r.keep),
                Column(Message("Given up"), 19, lambda r: r.drop),
                Column(Message("After the merge"), None, lambda r: r.after),
            ],
            id="sides",
        )

    def reload(self) -> None:
        self.query_one("#sides", WindowedList).renew(MemoryListing(list(self._sides())))

    def _sides(self) -> Iterator[Side]:
        values = merged_values(self.keep, self.drop)
        for spec in PROFILE:
            if not isinstance(spec, FieldSpec):
                continue
            keep, drop = _said(self.keep, spec.name), _said(self.drop, spec.name)
            after = Guest(**{**self.keep.__data__, **values})
            if keep or drop:
                yield Side(spec.name, spec.label, keep, drop, _said(after, spec.name))
        ours, theirs = history_of(self.keep.id), history_of(self.drop.id)
        yield Side(
            "stays", Message("Stays"), str(ours.stays), str(theirs.stays), str(ours.stays + theirs.stays)
        )
        spend = (ours.spend, theirs.spend, ours.spend + theirs.spend)
        yield Side("spend", Message("Spent, net"), *map(amount, spend))

    def do_swap(self) -> None:
        self.keep, self.drop = self.drop, self.keep
        self.reload()
        self._draw_frame()

    async def do_merge(self) -> None:
        if await self.submit(merge_guests, self.keep.id, self.drop.id):
            card: Any = open_screen("guest card", self.keep.id)
            self.app.switch_screen(card)


def _said(guest: Guest, name: str) -> str:
    """A field as a person reads it."""
    value = guest.__data__[name]
    if name == "company":
        return guest.works_for(current_language())
    if name == "document_number":
        return masked(str(value))
    if name in ("birth_date", "document_expiry"):
        return format_date(value) if value else ""
    words = {"document_kind": DOCUMENT_KINDS, "sex": SEXES}.get(name, {})
    return words[value].say() if value in words else str(value or "")
