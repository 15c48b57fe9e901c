"""Who makes which room today: the run, changes by hand, the sheets; the attendants; what each task weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from models.front_office.housekeeping.sheets import attendant_sheet, remarks, reservation_words
from models.front_office.housekeeping.tables import TASKS, RoomCredit
from models.front_office.housekeeping.work import (
    MOST_CREDITS,
    AttendantRow,
    Work,
    assign_work,
    attendants,
    credit_rows,
    give_work,
    remove_credits,
    save_attendant,
    set_credits,
    set_duty,
    work_of,
)
from models.front_office.rooms import room_types
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.set_up_list import CHANGE, NEW, REMOVE, Call, Entry, SetUpList, Specs
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

NOBODY = 0


class RoomAssignmentScreen(DeskScreen):
    """Rooms by attendant; those that nobody has come first."""

    ACTIONS = (
        Action("run", Message("Share out"), ("r",), right="housekeeping"),
        Action("give", Message("Give to"), ("a",), right="housekeeping", why_not=lambda s: s.why_not_any()),
        Action("sheet", Message("Room sheet"), ("s", "f9"), right="see_desk", why_not=lambda s: s.why_not_given()),
        Action("people", Message("Attendants"), ("t",), right="see_desk"),
        Action("board", Message("Housekeeping"), ("b",), right="see_desk", shown=False),
    )  # fmt: skip

    def heading(self) -> str:
        return _("Room assignment")

    def aside(self) -> str:
        open_rooms = sum(work.attendant_id is None for work in self._rows)
        on_duty = sum(a.on_duty for a in attendants(self.services.today()))
        return _(
            "{rooms} · on duty {n} · not given {open}", rooms=n_("{n} room", "{n} rooms", len(self._rows)),
            n=on_duty, open=open_rooms,
        )  # fmt: skip

    def compose_body(self) -> ComposeResult:
        self._rows = self._read()
        columns: list[Column[Work]] = [
            Column(Message("Attendant"), 12, lambda w: (w.attendant or "–") + ("*" if w.by_hand else "")),
            Column(Message("Room"), 5, lambda w: w.number),
            Column(Message("State"), 5, lambda w: w.row.code),
            Column(Message("Reservation"), 18, lambda w: reservation_words(w.row)),
            Column(Message("Task"), 18, lambda w: TASKS[w.task].say()),
            Column(Message("Cr."), 3, lambda w: str(w.credits), "right"),
            Column(Message("Remarks"), None, _remarks),
        ]
        yield WindowedList(
            MemoryListing(self._rows), columns, search=self._search, empty=Message("No room is to be made."),
            id="work",
        )  # fmt: skip

    def _read(self) -> list[Work]:
        return work_of(self.services.today(), self.services.now())

    def _search(self, text: str) -> MemoryListing[Work]:
        word = text.strip().casefold()
        return MemoryListing(
            [w for w in self._read() if w.number.startswith(word) or word in w.attendant.casefold()]
        )

    @property
    def _list(self) -> WindowedList[Work]:
        return self.query_one("#work", WindowedList)

    def reload(self) -> None:
        self._rows = self._read()
        self._list.renew(MemoryListing(self._rows))

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("No room is to be made.")

    def why_not_given(self) -> Message | None:
        row = self._list.selected
        return None if row and row.attendant_id else Message("Nobody has this room.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform_by_id("give")

    async def do_run(self) -> None:
        done = await self.submit(assign_work)
        if done is not None:
            rooms = n_("{n} room", "{n} rooms", done["rooms"])
            people = n_("{n} attendant", "{n} attendants", done["attendants"])
            self.say(Message("{rooms} shared among {people}.", {"rooms": rooms, "people": people}))

    async def do_give(self) -> None:
        row = self._list.selected
        assert row
        options: list[tuple[int, object]] = [
            (a.id, f"{a.name} · {n_('{n} credit', '{n} credits', a.credits)}")
            for a in attendants(self.services.today())
            if a.on_duty
        ]
        title = Message("Who makes room {room}?", {"room": row.number})
        chosen = await self.app.push_screen_wait(
            ChooseDialog(title, [*options, (NOBODY, Message("Nobody"))], row.attendant_id)
        )
        if chosen is not None:
            await self.submit(give_work, [row.room_id], chosen or None)

    def do_sheet(self) -> None:
        row = self._list.selected
        assert row
        assert row.attendant_id
        show_sheet(self, row.attendant_id)

    def do_people(self) -> None:
        self.app.push_screen(open_screen("attendants"))

    def do_board(self) -> None:
        self.app.push_screen(open_screen("housekeeping"))


def show_sheet(screen: DeskScreen, attendant_id: int) -> None:
    services = screen.services
    services.show_paper(
        attendant_sheet(
            services.property(), services.today(), services.now(), attendant_id, current_language()
        )
    )


def _remarks(work: Work) -> str:
    return " · ".join(filter(None, [_("done") if work.done else "", remarks(work.row)]))


class AttendantsScreen(DeskScreen):
    """Space: on duty today or not. Enter: the sheet of the day."""

    ACTIONS = (
        Action("duty", Message("On duty"), ("space", "d"), right="housekeeping", why_not=lambda s: s.why_not_any()),
        Action("new", Message("New"), ("n", "insert"), right="housekeeping"),
        Action("edit", Message("Edit"), ("e",), right="housekeeping", why_not=lambda s: s.why_not_any()),
        Action("sheet", Message("Room sheet"), ("s", "f9"), right="see_desk", why_not=lambda s: s.why_not_any()),
        Action("work", Message("Room assignment"), ("a",), right="see_desk"),
        Action("credits", Message("Credits"), ("c",), right="see_desk"),
    )  # fmt: skip

    def heading(self) -> str:
        return _("Attendants")

    def aside(self) -> str:
        return _("on duty {n}", n=sum(row.on_duty for row in attendants(self.services.today())))

    def compose_body(self) -> ComposeResult:
        columns: list[Column[AttendantRow]] = [
            Column(Message("Name"), None, lambda r: r.name),
            Column(Message("Signs in as"), 12, lambda r: r.login),
            Column(Message("Floors"), 10, lambda r: r.floors),
            Column(Message("Today"), 12, _today),
            Column(Message("No. of rooms"), 12, lambda r: str(r.rooms or ""), "right"),
            Column(Message("Credits"), 8, lambda r: str(r.credits or ""), "right"),
        ]
        yield WindowedList(
            self._listing(), columns, search=self._listing, empty=Message("No attendant is written down yet."),
            id="attendants",
        )  # fmt: skip

    def _listing(self, text: str = "") -> MemoryListing[AttendantRow]:
        word = text.strip().casefold()
        return MemoryListing([a for a in attendants(self.services.today()) if word in a.name.casefold()])

    @property
    def _list(self) -> WindowedList[AttendantRow]:
        return self.query_one("#attendants", WindowedList)

    def reload(self) -> None:
        self._list.renew(self._listing())

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("No attendant is written down yet.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        show_sheet(self, event.row.id)

    async def do_duty(self) -> None:
        row = self._list.selected
        assert row
        await self.submit(set_duty, row.id, not row.on_duty)

    async def do_new(self) -> None:
        await self._edit(None)

    async def do_edit(self) -> None:
        await self._edit(self._list.selected)

    async def _edit(self, row: AttendantRow | None) -> None:
        specs = (
            FieldSpec("name", Message("Name"), required=True, max_length=40),
            FieldSpec("floors", Message("Floors"), width=16, max_length=40, help=Message("Those she takes first: 2,3. May stay empty.")),
            FieldSpec("login", Message("Signs in as"), width=16, max_length=60, help=Message("Where she sets states herself. May stay empty.")),
            FieldSpec("active", Message("Works here"), "check", default=True),
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            number = row.id if row else None
            return await self.services.write(save_attendant, number, token=token, answers=answers, **values)

        first: dict[str, Any] = (
            {"name": row.name, "floors": row.floors, "login": row.login, "active": row.active} if row else {}
        )
        if await self.app.push_screen_wait(FormDialog(Message("Attendant"), specs, write, values=first)):
            self.reread()

    def do_sheet(self) -> None:
        assert self._list.selected
        show_sheet(self, self._list.selected.id)

    def do_work(self) -> None:
        self.app.push_screen(open_screen("room assignment"))

    def do_credits(self) -> None:
        self.app.push_screen(open_screen("credits"))


def _today(row: AttendantRow) -> str:
    if not row.active:
        return _("has left")
    return _("on duty") if row.on_duty else ""


def _type_of(entry: Entry) -> str:
    return str(entry.row.room_type.code) if entry.row.room_type_id else _("all others")


class CreditsScreen(SetUpList):
    """What a task weighs by type of room; where nothing is said the usual weights count."""

    ACTIONS = (NEW, CHANGE, REMOVE)
    TITLE_LINE = Message("Credits of the tasks")
    ONE: ClassVar[Message] = Message("Credits")
    COLUMNS: ClassVar[tuple[Column[Entry], ...]] = (
        Column(Message("Task"), 24, lambda e: TASKS[e.row.task].say()),
        Column(Message("Type"), None, _type_of),
        Column(Message("Credits"), 8, lambda e: str(e.row.credits), "right"),
    )

    def rows(self) -> Sequence[RoomCredit]:
        return credit_rows()

    def specs(self, row: RoomCredit | None) -> Specs:
        credit = FieldSpec(
            "credits", Message("Credits"), "number", required=True, minimum=0, maximum=MOST_CREDITS
        )
        if row is not None:
            return (credit,)
        types = [("", Message("all others")), *((kind.code, kind.code) for kind in room_types())]
        return (
            FieldSpec("task", Message("Task"), "pick", required=True, options=tuple(TASKS.items())),
            FieldSpec("room_type", Message("Type"), "pick", options=types, default=""),
            credit,
        )

    def values(self, row: RoomCredit | None) -> Mapping[str, object]:
        return {"credits": row.credits} if row is not None else {}

    def saving(self, row: RoomCredit | None, values: Mapping[str, Any]) -> Call:
        if row is not None:
            return set_credits, (row.room_type_id, row.task, values["credits"])
        kind = next((kind.id for kind in room_types() if kind.code == values["room_type"]), None)
        return set_credits, (kind, values["task"], values["credits"])

    def removing(self, row: RoomCredit) -> Call:
        return remove_credits, (row.id,)
