"""The tape chart: bookings moved, lengthened, shortened, assigned and swapped by keys, each refusal in words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from textual.app import ComposeResult

from locales import Message, _, n_
from models.front_office.desk_views import find_stays
from models.front_office.reservations import IN_HOUSE, RESERVED, STATES, Stay, assign_room, change_dates
from models.front_office.room_changes import change_length, shift_stay, swap_rooms
from models.front_office.rooms import Room, end_closure, room_types
from models.front_office.tape_chart import Bar, Unassigned, chart_rooms, floors, unassigned
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.closing import close_dialog
from screens.front_office.tape_grid import TapeGrid
from screens.front_office.words import day, guest_name, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.frame import TitleLine
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen, screen_class

WITHOUT_ROOM_LINES = 4
REASON = FieldSpec("reason", Message("Reason"), required=True, width=40, max_length=200)
_DAY = datetime.timedelta(days=1)


def _why_no_bar(screen: TapeChartScreen) -> Message | None:
    return None if screen.grid.bar else Message("No stay is marked here.")


def _why_not_open(screen: TapeChartScreen) -> Message | None:
    bar = screen.grid.bar
    if bar is not None and bar.state not in (RESERVED, IN_HOUSE):
        return Message("This stay is {state}.", {"state": STATES[bar.state]})
    return _why_no_bar(screen)


class TapeChartScreen(DeskScreen):
    ACTIONS = (
        Action("move", Message("Move"), ("m",), right="book", why_not=_why_not_open),
        Action("extend", Message("Night more"), ("+",), right="book", why_not=_why_not_open),
        Action("shorten", Message("Night less"), ("-",), right="book", why_not=_why_not_open),
        Action("departure", Message("Departure"), ("e",), right="book", why_not=_why_not_open),
        Action("assign", Message("Assign"), ("a",), right="book", why_not=lambda s: s.why_not_assign()),
        Action("unassign", Message("Take room away"), ("u",), right="book", shown=False, why_not=_why_not_open),
        Action("swap", Message("Swap"), ("s",), right="book", why_not=_why_not_open),
        Action("booking", Message("Book"), ("b", "f7"), run="do_book_here", right="book", commands=(Message("book"),)),
        Action("close", Message("Close room"), ("c",), right="housekeeping", shown=False),
        Action("dates", Message("Date"), ("t",)),
        Action("filter", Message("Filter"), ("f",)),
        Action("find_guest", Message("Find a guest"), ("/",), shown=False),
        Action("other_part", Message("Without a room"), ("tab",), why_not=lambda s: s.why_not_other()),
    )  # fmt: skip

    def __init__(self, room: str = "", date: datetime.date | None = None) -> None:
        super().__init__()
        self._room, self._date = room, date
        self._type = self._floor = ""

    # What is shown

    def heading(self) -> str:
        floor = _("floor {floor}", floor=self._floor) if self._floor else ""
        return " · ".join(filter(None, [_("Tape chart"), self._type, floor]))

    def aside(self) -> str:
        """Who or what is under the cursor: names are cut short on the chart."""
        grid = self.grid
        if grid.carried is not None and grid.room is not None:
            return _("{guest} → {room}, {date}", guest=guest_name(grid.carried.bar), room=grid.room.number, date=day(grid.carried.first))  # fmt: skip
        if grid.marked is not None:
            return _("swap {guest} with: s", guest=guest_name(grid.marked))
        if grid.bar is not None:
            bar = grid.bar
            others = "".join(f" & {english}" for _id, _thai, english in bar.sharers)
            return f"{guest_name(bar)}{others} {day(bar.arrival)}–{day(bar.departure)}"
        if grid.closure is not None:
            closure = grid.closure
            return f"{closure.kind} {closure.reason} →{day(closure.last)}"
        return day(grid.date)

    def compose_body(self) -> ComposeResult:
        yield TapeGrid(chart_rooms(), self.services.today(), id="chart")
        columns: list[Column[Unassigned]] = [
            Column(Message("Type"), 5, lambda r: r.room_type),
            Column(Message("Without a room"), None, guest_name),
            Column(Message("Arrival"), 9, lambda r: day(r.arrival)),
            Column(Message("Departure"), 9, lambda r: day(r.departure)),
            Column(Message("Nts"), 3, lambda r: str(r.nights), "right"),
            Column(Message("Pax"), 3, lambda r: str(r.persons), "right"),
            Column(Message("Booking"), 7, lambda r: r.confirmation),
        ]
        yield WindowedList(MemoryListing[Unassigned]([]), columns, id="unassigned")

    @property
    def grid(self) -> TapeGrid:
        return self.query_one("#chart", TapeGrid)

    @property
    def waiting(self) -> WindowedList[Unassigned]:
        return self.query_one("#unassigned", WindowedList)

    def on_mount(self) -> None:
        self.grid.focus()
        if self._room or self._date:
            self.call_after_refresh(self.grid.go, self._date or self.services.today(), self._room)

    def reload(self) -> None:
        self.grid.show(chart_rooms(self._type, self._floor), self.services.today())
        self._list_waiting()

    def _list_waiting(self) -> None:
        grid = self.grid
        rows = unassigned(grid.first, grid.last, self._type)
        self.waiting.renew(MemoryListing(rows))
        self.waiting.display = bool(rows)
        height = 1 + min(len(rows), WITHOUT_ROOM_LINES)
        if self.waiting.size.height != height:
            self.waiting.styles.height = height
        if not rows and self.focused is self.waiting:
            grid.focus()

    def on_tape_grid_moved(self, event: TapeGrid.Moved) -> None:
        event.stop()
        if event.turned:
            self._list_waiting()
        self.query_one(TitleLine).tell(self.heading(), self.aside())

    # Going somewhere

    def do_other_part(self) -> None:
        (self.grid if self.focused is self.waiting else self.waiting).focus()

    def why_not_other(self) -> Message | None:
        return None if self.waiting.display else Message("Every booking in sight has a room.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("stay", event.row.stay_id))

    def on_tape_grid_opened(self, event: TapeGrid.Opened) -> None:
        event.stop()
        bar = self.grid.bar
        if bar is None:
            self.do_book_here()
        elif bar.sharers:
            self.start(self._choose_sharer(bar))
        else:
            self.app.push_screen(open_screen("stay", bar.stay_id))

    async def _choose_sharer(self, bar: Bar) -> None:
        stays = [(bar.stay_id, guest_name(bar)), *((number, thai or english) for number, thai, english in bar.sharers)]  # fmt: skip
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("Who of them?"), stays))
        if chosen is not None:
            self.app.push_screen(open_screen("stay", chosen))

    async def do_dates(self) -> None:
        spec = FieldSpec("date", Message("Date"), "date", required=True)
        dialog = FormDialog(Message("Go to a date"), (spec,), values={"date": self.services.today()})
        values = await self.app.push_screen_wait(dialog)
        if values is not None:
            self.grid.go(values["date"])  # type: ignore[arg-type]

    async def do_filter(self) -> None:
        """One type, one floor, both, or all rooms again."""
        options: list[tuple[tuple[str, str], str]] = [(("", ""), _("All rooms"))]
        options += [(("type", kind.code), f"{kind.code} {name_of(kind)}") for kind in room_types()]
        options += [(("floor", floor), _("floor {floor}", floor=floor)) for floor in floors()]
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("Which rooms?"), options))
        if not isinstance(chosen, tuple):
            return
        what, value = chosen
        if not what:
            self._type = self._floor = ""
        elif what == "type":
            self._type = value
        else:
            self._floor = value
        self.reread()

    async def do_find_guest(self) -> None:
        here = Stay.state.in_((RESERVED, IN_HOUSE))

        def search(text: str) -> list[tuple[int, str]]:
            rows = find_stays(text, here).first(12)
            return [(row.stay_id, f"{guest_name(row)} {row.room or '–'} {day(row.arrival)}") for row in rows]

        spec = FieldSpec(
            "stay", Message("Guest"), "lookup", search=search, required=True, letters=2, width=44
        )
        values = await self.app.push_screen_wait(FormDialog(Message("Find a guest"), (spec,)))
        if values is not None:
            self._go_to(Stay.get_by_id(values["stay"]))

    def _go_to(self, stay: Stay) -> None:
        if stay.room_id is None:
            self.grid.go(stay.arrival)
            row = next((r for r in unassigned(self.grid.first, self.grid.last) if r.stay_id == stay.id), None)
            if row is not None and self.waiting.select(row.key):
                self.waiting.focus()
            return
        date = max(stay.arrival, self.services.today()) if stay.state == IN_HOUSE else stay.arrival
        if not self.grid.go(date if date < stay.departure else stay.arrival, stay.room.number):
            self._type = self._floor = ""
            self.reread()
            self.grid.go(stay.arrival, stay.room.number)
        self.grid.focus()

    def do_book_here(self) -> None:
        room = self.grid.room
        date = max(self.grid.date, self.services.today())
        booking = screen_class("booking")
        self.app.push_screen(booking(room.number if room else "", date, date + _DAY))  # type: ignore[call-arg, arg-type]

    # Moving

    def do_move(self) -> None:
        self.grid.pick_up()
        self.say(Message("Arrows carry the bar. Enter drops it, Esc puts it back."))

    def on_tape_grid_dropped(self, event: TapeGrid.Dropped) -> None:
        event.stop()
        self.start(self._drop(event))

    async def _drop(self, event: TapeGrid.Dropped) -> None:
        carried, room = event.carried, event.room
        bar, days = carried.bar, carried.days * _DAY
        reason: str | None = ""
        if bar.state == IN_HOUSE and room.room_id != bar.room_id:
            reason = await self._reason(Message("Move to room {room}", {"room": room.number}))
            if reason is None:
                return
        if room.room_id == bar.room_id and not carried.days:
            self.grid.put_back()
        elif await self.submit(shift_stay, bar.stay_id, bar.arrival + days, bar.departure + days, room.number, reason):  # fmt: skip
            self.grid.carried = None
            self.reread()
            self.say(Message("{guest} has room {room}.", {"guest": guest_name(bar), "room": room.number}))

    async def _reason(self, title: Message) -> str | None:
        values = await self.app.push_screen_wait(FormDialog(title, (REASON,)))
        return str(values["reason"]) if values is not None else None

    async def do_extend(self) -> None:
        await self._change_length(1)

    async def do_shorten(self) -> None:
        await self._change_length(-1)

    async def _change_length(self, nights: int) -> None:
        bar = self.grid.bar
        assert bar is not None
        if await self.submit(change_length, bar.stay_id, nights):
            stay = Stay.get_by_id(bar.stay_id)
            self.say(Message("{guest} leaves on {date}: {nights}.", {"guest": guest_name(bar), "date": stay.departure, "nights": n_("{n} night", "{n} nights", stay.nights)}))  # fmt: skip

    async def do_departure(self) -> None:
        bar = self.grid.bar
        assert bar is not None
        spec = FieldSpec("departure", Message("Departure"), "date", required=True)

        async def write(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(change_dates, bar.stay_id, bar.arrival, values["departure"], token=token, answers=answers)  # fmt: skip
            return True

        dialog = FormDialog(Message("Change the departure"), (spec,), write, values={"departure": bar.departure})  # fmt: skip
        if await self.app.push_screen_wait(dialog):
            self.reread()

    # Rooms

    def why_not_assign(self) -> Message | None:
        return None if self.waiting.display and self.grid.room else Message("Every booking in sight has a room.")  # fmt: skip

    async def do_assign(self) -> None:
        row, room = self.waiting.selected, self.grid.room
        if row is not None and room is not None and await self.submit(assign_room, row.stay_id, room.number):
            self.say(Message("{guest} has room {room}.", {"guest": guest_name(row), "room": room.number}))

    async def do_unassign(self) -> None:
        bar = self.grid.bar
        assert bar is not None
        if await self.submit(shift_stay, bar.stay_id, bar.arrival, bar.departure, ""):
            self.say(Message("{guest} has no room now.", {"guest": guest_name(bar)}))

    async def do_swap(self) -> None:
        """Once on the first, once on the second."""
        grid, bar = self.grid, self.grid.bar
        first = grid.marked
        assert bar is not None
        if first is None:
            grid.mark()
            self.query_one(TitleLine).tell(self.heading(), self.aside())
            self.say(Message("Go to the other stay and press s again. Esc gives up."))
            return
        if first.stay_id == bar.stay_id:
            grid.put_back()
            return
        reason: str | None = ""
        if IN_HOUSE in (first.state, bar.state):
            reason = await self._reason(Message("Swap rooms"))
        if reason is not None and await self.submit(swap_rooms, first.stay_id, bar.stay_id, reason):
            grid.marked = None
            self.reread()
            self.say(Message("{one} and {other} have changed rooms.", {"one": guest_name(first), "other": guest_name(bar)}))  # fmt: skip

    async def do_close(self) -> None:
        """Out of order or service from the marked date; on a closed room: give it back."""
        room, closure = self.grid.room, self.grid.closure
        if room is None:
            return
        if closure is not None:
            question = Message("Give room {room} back?", {"room": room.number})
            if await self.app.push_screen_wait(ConfirmDialog(question)):
                await self.submit(end_closure, closure.closure_id)
            return
        first = max(self.grid.date, self.services.today())
        await close_dialog(self, Room.get_by_id(room.room_id), first)
