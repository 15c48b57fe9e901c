"""The room rack: every room's state, and what one does with a room by one key."""

from __future__ import annotations

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.thai_text import fold
from models.front_office.desk_views import RackRow, room_rack
from models.front_office.log_book import unread_entries
from models.front_office.rooms import Room, end_closure, set_housekeeping
from models.house.lists import MemoryListing
from screens.front_office.closing import close_dialog
from screens.front_office.words import ROOM_CODES, amount, day, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList


class RackScreen(DeskScreen):
    ACTIONS = (
        Action(
            "check_in", Message("Check in"), ("+",), right="check_in", why_not=lambda s: s.why_not_check_in()
        ),
        Action(
            "check_out",
            Message("Check out"),
            ("-",),
            right="check_in",
            why_not=lambda s: s.why_not_in_house(),
        ),
        Action("reserve", Message("Book"), ("*",), right="book"),
        Action(
            "folio", Message("Folio"), ("/", "b"), right="see_desk", why_not=lambda s: s.why_not_in_house()
        ),
        Action("find", Message("Find"), ("f", "s"), right="see_desk"),
        Action("move", Message("Move"), ("m",), right="check_in", why_not=lambda s: s.why_not_in_house()),
        Action("clean", Message("Clean"), ("c",), right="housekeeping", shown=False),
        Action("dirty", Message("Dirty"), ("d",), right="housekeeping", shown=False),
        Action("inspected", Message("Inspected"), ("i",), right="housekeeping", shown=False),
        Action("log_book", Message("Log book"), ("l",), right="see_desk", shown=False),
        Action("close_room", Message("Out of order"), ("o",), right="housekeeping", shown=False),
    )

    def __init__(self, room: str = "") -> None:
        super().__init__()
        self._room = room

    def heading(self) -> str:
        return _("Rooms")

    def aside(self) -> str:
        rows = self._rows
        sold = sum(1 for row in rows if row.stay_id is not None)
        ready = sum(1 for row in rows if row.ready)
        percent = f"{100 * sold / len(rows):.1f} %" if rows else "–"
        status = _("{n} ready · occupied {percent}", n=ready, percent=percent)
        staff = self.services.staff
        unread = unread_entries(staff.id, self.services.today()) if staff else 0
        return _("{n} unread (l) · {status}", n=unread, status=status) if unread else status

    def compose_body(self) -> ComposeResult:
        self._rows = room_rack(self.services.today())
        yield WindowedList(
            MemoryListing(self._rows),
            [
                Column(Message("Room"), 5, lambda r: r.number),
                Column(Message("Type"), 4, lambda r: r.room_type),
                Column(Message("State"), 5, lambda r: r.code, style=_style),
                Column(Message("Guest"), None, self._guest_cell),
                Column(Message("Until"), 9, _until),
                Column(Message("Balance"), 12, lambda r: amount(r.balance) if r.stay_id else "", "right"),
                Column(Message("Flags"), 6, _flags),
                Column(
                    Message("State in words"), 20, lambda r: ROOM_CODES[r.code].say(), min_screen_width=110
                ),
            ],
            search=self._search,
            search_keys=(),  # on the rack / is the folio; f finds
            id="rack",
        )

    @property
    def _list(self) -> WindowedList[RackRow]:
        return self.query_one("#rack", WindowedList)

    def on_mount(self) -> None:
        self._list.focus()
        if self._room:
            self._list.select((self._room,))

    def reload(self) -> None:
        self._rows = room_rack(self.services.today())
        self._list.renew(MemoryListing(self._rows))

    def do_log_book(self) -> None:
        self._open("log book")

    def _search(self, text: str) -> MemoryListing[RackRow]:
        """By room, type, state or name: ``305``, ``dlx vc``, ``สมชาย``."""
        words = fold(text).split()
        rows = []
        for row in self._rows:
            hay = fold(f"{row.guest_th} {row.guest_en} {row.arrival_th} {row.arrival_en}")
            marks = {row.room_type.lower(), row.code.lower()}
            if all(w in marks or row.number.startswith(w) or w in hay for w in words):
                rows.append(row)
        return MemoryListing(rows)

    def _guest_cell(self, row: RackRow) -> str:
        if row.stay_id is not None:
            return guest_name(row) + (f" ×{row.persons}" if row.persons > 1 else "")
        if row.closed:
            return row.closure_reason
        if row.arrival_id is not None:
            return _("due in: {guest}", guest=arriving_name(row)) + (f" {row.eta}" if row.eta else "")
        return ""

    # What one can do with the selected room

    @property
    def selected(self) -> RackRow | None:
        return self._list.selected

    def why_not_in_house(self) -> Message | None:
        row = self.selected
        if row is None or row.stay_id is None:
            return Message("Nobody is in room {room}.", {"room": row.number if row else ""})
        return None

    def why_not_check_in(self) -> Message | None:
        row = self.selected
        if row is not None and row.stay_id is not None:
            return Message("Room {room} is occupied by {guest}.", {"room": row.number, "guest": row.guest_en})
        return None

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: RackRow = event.row
        if row.stay_id is not None:
            self._open("folio", row.stay_id)
        elif row.arrival_id is not None:
            self._open("stay", row.arrival_id)
        else:
            self._open("booking", row.number)

    def _open(self, name: str, *args: object) -> None:
        from screens.navigation import open_screen

        self.app.push_screen(open_screen(name, *args))

    def do_check_in(self) -> None:
        row = self.selected
        if row is None:
            return
        if row.arrival_id is not None:
            self._open("check-in", row.arrival_id)
        else:
            self._open("walk-in", row.number)

    def do_check_out(self) -> None:
        assert self.selected is not None
        self._open("folio", self.selected.stay_id, "check_out")

    def do_reserve(self) -> None:
        self._open("booking", self.selected.number if self.selected else "")

    def do_folio(self) -> None:
        assert self.selected is not None
        self._open("folio", self.selected.stay_id)

    def do_move(self) -> None:
        """The guest of this room into another one."""
        assert self.selected is not None
        self._open("stay", self.selected.stay_id, "room")

    def do_find(self) -> None:
        self._list.open_search()

    async def _set(self, status: str) -> None:
        if self.selected is not None:
            await self.submit(set_housekeeping, self.selected.room_id, status)

    async def do_clean(self) -> None:
        await self._set("clean")

    async def do_dirty(self) -> None:
        await self._set("dirty")

    async def do_inspected(self) -> None:
        await self._set("inspected")

    async def do_close_room(self) -> None:
        """Out of order with dates and reason; on a closed room: give it back."""
        row = self.selected
        if row is None:
            return
        if row.closure_id is not None:
            await self.submit(end_closure, row.closure_id)
            return
        await close_dialog(self, Room.get_by_id(row.room_id), self.services.today())


def arriving_name(row: RackRow) -> str:
    return row.arrival_th if current_language() == "th" else row.arrival_en


def _style(row: RackRow) -> str:
    if row.closed:
        return "bold red"
    if row.due_out:
        return "bold"
    return "green" if row.ready else ""


def _until(row: RackRow) -> str:
    if row.stay_id is not None:
        return _("due out") if row.due_out else f"→{day(row.departure)}"
    if row.closed:
        return f"→{day(row.closure_until)}"
    if row.arrival_id is not None:
        return n_("{n} night", "{n} nights", row.arrival_nights)
    return ""


def _flags(row: RackRow) -> str:
    """V: VIP. A: somebody else is to come into the room today. Then the lamps of the stay."""
    again = row.arrival_id is not None and row.stay_id is not None
    return ("V" if row.vip else "") + ("A" if again else "") + row.lamps
