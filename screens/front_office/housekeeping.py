"""The housekeeping board: every room on its three axes; one key sets the state of the room or of all that are marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.thai_text import fold
from models.front_office.housekeeping.board import FILTERS, BoardRow, board
from models.front_office.housekeeping.morning_round import write_round
from models.front_office.housekeeping.service import (
    DECLINED,
    DONE,
    TURNED_DOWN,
    set_room_note,
    set_service_wish,
    set_status_of,
    set_turn_down,
)
from models.front_office.housekeeping.sheets import reservation_words, turn_down_list
from models.front_office.housekeeping.work import attendants, give_work
from models.front_office.lamps import WISHES
from models.front_office.rooms import Housekeeping, Room, end_closure
from models.house.lists import MemoryListing
from models.house.refusals import Answer, Refused
from screens.front_office.closing import close_dialog
from screens.front_office.words import ROOM_CODES
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

NOBODY = 0
MINUTE_SECONDS = 60.0
WISH_CODES = {"": "", "dnd": "DND", "mur": "MUR", "declined": "–"}
TURN_DOWN_CHOICES = (
    (DONE, TURNED_DOWN[DONE]),
    (DECLINED, TURNED_DOWN[DECLINED]),
    ("", Message("not done yet")),
)
WISH_CHOICES = (("", Message("No wish")), *WISHES.items())


def _set(status: Housekeeping, key: str, label: Message) -> Action:
    return Action(str(status), label, (key,), right="housekeeping", why_not=lambda s: s.why_not_any())


class HousekeepingScreen(DeskScreen):
    ACTIONS = (
        Action("round", Message("Morning round"), ("e",), right="housekeeping"),
        _set(Housekeeping.CLEAN, "c", Message("Clean")),
        _set(Housekeeping.DIRTY, "d", Message("Dirty")),
        _set(Housekeeping.INSPECTED, "i", Message("Inspected")),
        _set(Housekeeping.PICKUP, "p", Message("Pickup")),
        Action("mark", Message("Mark"), ("space",), why_not=lambda s: s.why_not_any()),
        Action("filter", Message("Filter"), ("f",)),
        Action("wish", Message("Service wish"), ("w",), right="housekeeping", why_not=lambda s: s.why_not_inside()),
        Action("give", Message("Attendant"), ("a",), right="housekeeping", why_not=lambda s: s.why_not_any()),
        Action("turn_down", Message("Turn-down"), ("t",), right="housekeeping", shown=False, why_not=lambda s: s.why_not_any()),
        Action("note", Message("Note"), ("n",), right="housekeeping", shown=False, why_not=lambda s: s.why_not_any()),
        Action("close_room", Message("Out of order"), ("o",), right="housekeeping", shown=False, why_not=lambda s: s.why_not_any()),
        Action("discrepancies", Message("Discrepancies"), ("r",), right="see_desk", shown=False),
        Action("work", Message("Room assignment"), ("s",), right="see_desk", shown=False),
        Action("turn_down_list", Message("Turn-down list"), ("u",), right="see_desk", shown=False),
    )  # fmt: skip

    def __init__(self, line: str = "") -> None:
        super().__init__()
        self._line = line  # of the command line, to be written at once
        self._filter = "all"
        self._marked: set[int] = set()

    def heading(self) -> str:
        parts = [_("Housekeeping")]
        if self._filter != "all":
            parts.append(self._filter_name())
        if self._marked:
            parts.append(_("{n} marked", n=len(self._marked)))
        return " · ".join(parts)

    def aside(self) -> str:
        count = {
            name: sum(FILTERS[name][1](row) for row in self._all) for name in ("dirty", "inspect", "queue")
        }
        parts = [
            _("dirty {n}", n=count["dirty"]),
            _("to inspect {n}", n=count["inspect"]),
            _("waiting {n}", n=count["queue"]) if count["queue"] else "",
        ]
        return " · ".join(filter(None, parts))

    def compose_body(self) -> ComposeResult:
        self._read()
        columns: list[Column[BoardRow]] = [
            Column(Message("Room"), 6, lambda r: r.number + ("*" if r.room_id in self._marked else "")),
            Column(Message("Type"), 4, lambda r: r.room_type, min_screen_width=100),
            Column(Message("State"), 5, lambda r: r.code, style=_style),
            Column(Message("Reservation"), 18, reservation_words),
            Column(Message("Pax"), 3, lambda r: str(r.persons or ""), "right"),
            Column(Message("ETA"), 5, lambda r: r.eta),
            Column(Message("Wish"), 4, lambda r: WISH_CODES[r.wish]),
            Column(Message("Queue"), 6, _queue),
            Column(Message("By"), 8, lambda r: r.attendant),
            Column(Message("Cr."), 3, lambda r: str(r.credits or ""), "right"),
            Column(Message("Remarks"), None, _remarks),
            Column(Message("State in words"), 20, lambda r: ROOM_CODES[r.code].say(), min_screen_width=110),
        ]
        yield WindowedList(
            self._listing(), columns, search=self._listing, empty=Message("No such room."), id="board"
        )

    def on_mount(self) -> None:
        self._list.focus()
        self.set_interval(MINUTE_SECONDS, self.reread)  # the minutes of those who wait
        if self._line:
            self.start(self._write_line())

    async def _write_line(self) -> None:
        """``hk 301c 302d`` from the command line; what cannot be read opens the form with the line in it."""
        line, self._line = self._line, ""
        written = await self.submit(write_round, line)
        if written is None:
            self._to_round(line)
        else:
            self.say(said_of(written))

    # Reading

    def _read(self) -> None:
        self._all = board(self.services.today(), self.services.now())

    def _filter_name(self) -> str:
        kind, _colon, value = self._filter.partition(":")
        if kind == "floor":
            return _("Floor {floor}", floor=value)
        return value if kind == "by" else FILTERS[self._filter][0].say()

    def _passes(self, row: BoardRow) -> bool:
        kind, _colon, value = self._filter.partition(":")
        if kind == "floor":
            return row.floor == value
        return row.attendant == value if kind == "by" else FILTERS[self._filter][1](row)

    def _listing(self, text: str = "") -> MemoryListing[BoardRow]:
        """By room, type, state or attendant: ``30``, ``dlx``, ``vd``."""
        words = fold(text).split()

        def holds(row: BoardRow) -> bool:
            marks = {row.room_type.lower(), row.code.lower()}
            return all(w in marks or row.number.startswith(w) or w in fold(row.attendant) for w in words)

        return MemoryListing([row for row in self._all if self._passes(row) and holds(row)])

    @property
    def _list(self) -> WindowedList[BoardRow]:
        return self.query_one("#board", WindowedList)

    @property
    def selected(self) -> BoardRow | None:
        return self._list.selected

    def reload(self) -> None:
        self._read()
        self._list.renew(self._listing())

    def why_not_any(self) -> Message | None:
        return None if self.selected else Message("No such room.")

    def why_not_inside(self) -> Message | None:
        row = self.selected
        if row is None or not row.occupied:
            return Message("Nobody is in room {room}.", {"room": row.number if row else ""})
        return None

    # What one does

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: BoardRow = event.row
        if row.stay_id is not None:
            self.app.push_screen(open_screen("stay", row.stay_id))
        else:
            self.perform_by_id("note")

    def _rooms(self) -> list[BoardRow]:
        """Those that are marked, else the selected one."""
        if self._marked:
            return [row for row in self._all if row.room_id in self._marked]
        return [self.selected] if self.selected else []

    def do_mark(self) -> None:
        assert self.selected
        self._marked ^= {self.selected.room_id}
        self.reread()

    async def _write_status(self, status: Housekeeping) -> None:
        rows = self._rooms()
        if await self.submit(set_status_of, [row.room_id for row in rows], str(status)) is not None:
            self._marked.clear()
            self.reread()
            if len(rows) > 1:
                self.say(n_("{n} room is written.", "{n} rooms are written.", len(rows)))
            elif rows[0].housekeeping == status:
                said = {"room": rows[0].number, "state": rows[0].status}
                self.say(Message("Room {room}: {state} as before.", said))

    async def do_clean(self) -> None:
        await self._write_status(Housekeeping.CLEAN)

    async def do_dirty(self) -> None:
        await self._write_status(Housekeeping.DIRTY)

    async def do_inspected(self) -> None:
        await self._write_status(Housekeeping.INSPECTED)

    async def do_pickup(self) -> None:
        await self._write_status(Housekeeping.PICKUP)

    def do_round(self) -> None:
        self._to_round()

    def _to_round(self, line: str = "") -> None:
        self.app.push_screen(open_screen("morning round", line), self._round_written)

    def _round_written(self, written: dict[str, int] | None) -> None:
        if written:
            self.say(said_of(written))

    async def do_filter(self) -> None:
        floors = sorted({row.floor for row in self._all}, key=lambda f: (len(f), f))
        names = sorted({row.attendant for row in self._all if row.attendant})
        options: list[tuple[str, object]] = [(name, word) for name, (word, _holds) in FILTERS.items()]
        options += [(f"floor:{floor}", Message("Floor {floor}", {"floor": floor})) for floor in floors]
        options += [(f"by:{name}", name) for name in names]
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("Which rooms?"), options, self._filter))
        if chosen is not None:
            self._filter = str(chosen)
            self._marked.clear()
            self.reread()

    async def do_wish(self) -> None:
        row = self.selected
        assert row
        assert row.stay_id
        title = Message("Service wish of room {room}", {"room": row.number})
        chosen = await self.app.push_screen_wait(ChooseDialog(title, WISH_CHOICES, row.wish))
        if chosen is not None:
            await self.submit(set_service_wish, row.stay_id, chosen)

    async def do_turn_down(self) -> None:
        row = self.selected
        assert row
        title = Message("Turn-down of room {room}", {"room": row.number})
        chosen = await self.app.push_screen_wait(ChooseDialog(title, TURN_DOWN_CHOICES, row.turn_down))
        if chosen is not None:
            await self.submit(set_turn_down, row.room_id, chosen)

    async def do_give(self) -> None:
        """The marked rooms, or the selected one, to an attendant on duty."""
        rows = self._rooms()
        options: list[tuple[int, object]] = [
            (a.id, f"{a.name} · {n_('{n} room', '{n} rooms', a.rooms)}")
            for a in attendants(self.services.today())
            if a.on_duty
        ]
        if not options:
            raise Refused("NO_ATTENDANT", "No attendant is on duty today.", jump="attendants")
        title = Message("Who makes it?")
        chosen = await self.app.push_screen_wait(
            ChooseDialog(title, [*options, (NOBODY, Message("Nobody"))], rows[0].attendant_id)
        )
        if chosen is not None and await self.submit(give_work, [r.room_id for r in rows], chosen or None):
            self._marked.clear()
            self.reread()

    async def do_note(self) -> None:
        row = self.selected
        assert row
        spec = FieldSpec("note", Message("Note"), width=44, max_length=120)

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                set_room_note, row.room_id, values["note"], token=token, answers=answers
            )
            return True

        title = Message("Note on room {room}", {"room": row.number})
        if await self.app.push_screen_wait(FormDialog(title, (spec,), write, values={"note": row.note})):
            self.reread()

    async def do_close_room(self) -> None:
        """Out of order with dates, reason and return status; on a closed room: give it back."""
        row = self.selected
        assert row
        if row.closure_id is None:
            await close_dialog(self, Room.get_by_id(row.room_id), self.services.today())
            return
        question = Message("Give room {room} back?", {"room": row.number})
        if await self.app.push_screen_wait(ConfirmDialog(question)):
            await self.submit(end_closure, row.closure_id)

    def do_discrepancies(self) -> None:
        self.app.push_screen(open_screen("discrepancies"))

    def do_work(self) -> None:
        self.app.push_screen(open_screen("room assignment"))

    def do_turn_down_list(self) -> None:
        services = self.services
        paper = turn_down_list(services.property(), services.today(), services.now(), current_language())
        services.show_paper(paper)


def said_of(written: Mapping[str, int]) -> str:
    """``5 rooms are written: 3 states, 2 seen``."""
    parts = [
        _("states {n}", n=written["status"]) if written["status"] else "",
        _("seen {n}", n=written["seen"]) if written["seen"] else "",
        _("wishes {n}", n=written["wish"]) if written["wish"] else "",
    ]
    rooms = n_("{n} room is written.", "{n} rooms are written.", written["rooms"])
    return f"{rooms} {' · '.join(filter(None, parts))}"


def _queue(row: BoardRow) -> str:
    return f"{row.place} {row.minutes}′" if row.place else ""


def _remarks(row: BoardRow) -> str:
    if row.closure:
        return row.closure_reason
    down = _("turned down") if row.turn_down == DONE else ""
    return " · ".join(filter(None, ["VIP" if row.vip else "", down, row.note]))


def _style(row: BoardRow) -> str:
    if row.closure:
        return "bold red"
    if row.place:
        return "bold"
    return "green" if row.ready else ""
