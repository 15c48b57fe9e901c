"""Luggage tickets: written, carried, stored, collected piece by piece."""

from __future__ import annotations

from typing import Any

from locales import Message, _, current_language
from models.front_office.bell_desk.luggage import NewTicket, carried, collect, put_elsewhere, write_ticket
from models.front_office.bell_desk.papers import collection_paper, luggage_paper
from models.front_office.bell_desk.tables import DIRECTIONS, STORE
from models.front_office.bell_desk.views import LuggageRow, luggage, pieces_stored, tags_in_store
from models.house.lists import Pages
from screens.front_office.desk_list import (
    EVERY,
    NOTE,
    PORTER,
    DeskList,
    nothing_selected,
    whose_choice,
    whose_field,
    whose_of,
)
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column, WindowedList

SLIP_WIDTH = 42
UNTIL = FieldSpec("until", Message("Keep until"), "date", help=Message("The day by which it should be gone."))
PLACE = FieldSpec("place", Message("Place"), max_length=40, help=Message("Shelf, room, lobby."))
MAY_COLLECT = FieldSpec("may_collect", Message("Who may collect"), max_length=120)


def _why_not_stored(screen: LuggageScreen) -> Message | None:
    row = screen.selected
    return None if row and row.there else Message("None of this luggage is in the store.")


def _why_not_waiting(screen: LuggageScreen) -> Message | None:
    row = screen.selected
    return None if row and row.done_at is None else Message("This has been done already.")


class LuggageScreen(DeskList):
    """Enter hands out of the store, or says that it was carried."""

    TITLE_LINE = Message("Luggage")
    EMPTY = Message("No luggage is in the store or waits to be carried.")
    ACTIONS = (
        Action("new", Message("New ticket"), ("n", "insert"), right="bell_desk"),
        Action("collect", Message("Collect"), ("c",), right="bell_desk", why_not=_why_not_stored),
        Action("carried", Message("Carried"), ("d",), right="bell_desk", why_not=_why_not_waiting),
        Action("place", Message("Place"), ("e",), right="bell_desk", shown=False, why_not=_why_not_stored),
        Action("print", Message("Print"), ("p",), right="see_desk", why_not=nothing_selected),
        Action("slip", Message("Slip"), ("s",), right="see_desk", why_not=nothing_selected),
        Action("overdue", Message("Too long"), ("o",), right="see_desk"),
        EVERY,
    )

    def __init__(self, stay_id: int | None = None, text: str = "") -> None:
        super().__init__(stay_id, text)
        self.overdue = False

    def narrowed(self) -> str:
        return _("stored too long") if self.overdue else super().narrowed()

    def aside(self) -> str:
        return _("{n} pieces in the store", n=pieces_stored())

    def listing(self, text: str) -> Pages[LuggageRow]:
        until = self.services.today() if self.overdue else None
        return luggage(text=text, stay_id=self.stay_id, every=self.every, overdue_on=until)

    def columns(self) -> list[Column[LuggageRow]]:
        today = self.services.today()
        return [
            Column(Message("Ticket"), 11, lambda r: r.number),
            Column(Message("Luggage"), 9, _where),
            Column(Message("Room"), 5, lambda r: r.whose.room),
            Column(Message("Guest"), None, lambda r: r.whose.name(current_language())),
            Column(Message("Pcs"), 5, lambda r: f"{r.there}/{r.pieces}" if r.direction == STORE else str(r.pieces), "right"),
            Column(Message("Place"), 9, lambda r: r.place),
            Column(Message("Keep until"), 10, lambda r: day(r.until) + (" !" if r.long_stored(today) else "")),
            Column(Message("By"), 7, lambda r: r.handled_by),
        ]  # fmt: skip

    def do_overdue(self) -> None:
        self.overdue = not self.overdue
        self.reread()

    async def do_new(self) -> None:
        specs = (
            whose_field(groups=True, required=True),
            FieldSpec("pieces", Message("Pieces"), "number", required=True, minimum=1, maximum=500, default=1),
            FieldSpec("tags", Message("Tags"), max_length=200, help=Message("101-104, or 101 103; empty: the next numbers.")),
            PLACE,
            FieldSpec("direction", Message("Luggage"), "pick", required=True, options=tuple(DIRECTIONS.items()), default=STORE),
            UNTIL, MAY_COLLECT, PORTER,
            FieldSpec("done", Message("Done already"), "check", default=True),
            NOTE,
        )  # fmt: skip

        def write(values: dict[str, Any]) -> Any:
            whose = whose_of(values.pop("whose"))
            return write_ticket, (NewTicket(**values, **whose),), {}

        ticket = await self.dialog(Message("Luggage ticket"), specs, write, **whose_choice(self.stay_id))
        if ticket is not None:
            self.services.show_paper(luggage_paper(self.hotel, ticket, current_language()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: LuggageRow = event.row
        self.perform_by_id("collect" if row.there else "carried")

    async def do_collect(self) -> None:
        row: LuggageRow = self.selected
        tags = " ".join(tags_in_store(row.ticket_id))
        specs: tuple[FieldSpec | Section, ...] = (
            FieldSpec("number", Message("Ticket number"), max_length=20, help=Message("As on the guest's ticket; empty: it is not shown.")),
            FieldSpec("collected_by", Message("Collected by"), max_length=80, help=Message("Needed without the ticket; signs the paper.")),
            FieldSpec("tags", Message("Tags"), width=44, max_length=300, help=Message("Empty: all of them. Here: {tags}", {"tags": tags})),
            PORTER,
        )  # fmt: skip
        done = await self.dialog(
            Message("Collect {number} · {who}", {"number": row.number, "who": row.whose.name(current_language())}),
            specs, lambda v: (collect, (row.ticket_id,), v),
        )  # fmt: skip
        if done is not None:
            self.services.show_paper(collection_paper(self.hotel, done, current_language()))

    async def do_carried(self) -> None:
        row: LuggageRow = self.selected
        if await self.submit(carried, row.ticket_id):
            self.say(Message("{number} is carried.", {"number": row.number}))

    async def do_place(self) -> None:
        row: LuggageRow = self.selected
        await self.dialog(
            Message("Place of {number}", {"number": row.number}), (PLACE, UNTIL, MAY_COLLECT, NOTE),
            lambda v: (put_elsewhere, (row.ticket_id,), v), place=row.place, until=row.until,
            may_collect=row.may_collect, note=row.note,
        )  # fmt: skip

    def do_print(self) -> None:
        self.services.show_paper(luggage_paper(self.hotel, self.selected.ticket_id, current_language()))

    def do_slip(self) -> None:
        """For the slip printer: 42 columns in a file of their own."""
        row: LuggageRow = self.selected
        paper = luggage_paper(self.hotel, row.ticket_id, current_language())
        try:
            path = self.services.save_text(
                f"{row.number}.txt", self.services.paper_text(paper, SLIP_WIDTH) + "\n"
            )
        except OSError as error:
            self.say(Message("The slip could not be saved: {why}", {"why": error.strerror or error}), "error")
            return
        self.say(Message("Saved as {path}", {"path": path}))


def _where(row: LuggageRow) -> str:
    if row.direction == STORE:
        return _("in store") if row.there else _("collected")
    return (_("up") if row.direction == "up" else _("down")) + (" ✓" if row.done_at else "")
