"""The day's wake-up calls: taking them from guests and groups, how each went, and the sheet for tomorrow."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.thai_text import fold
from models.front_office import desk_views
from models.front_office.blocks.views import blocks_to_come
from models.front_office.reservations import IN_HOUSE, RESERVED, Stay
from models.front_office.wake_up import (
    CALLED_BACK,
    COMPLETED,
    NO_ANSWER,
    PENDING,
    SEEN,
    SENT_SOMEBODY,
    Wish,
    answer_call,
    call_off,
    next_date,
    order_for_booking,
    order_for_group,
    order_wake_up,
    rooms_in,
    wall_time,
)
from models.front_office.wake_up.tables import RESULTS
from models.front_office.wake_up.views import WakeUpRow, calls_of_stay, calls_on, wake_up_sheet
from models.house.lists import MemoryListing
from models.house.refusals import Answer, Refused
from screens.front_office.words import day, guest_name
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice, Option
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

ONE_DAY = datetime.timedelta(days=1)
WHEN = (
    FieldSpec(
        "time", Message("Time"), required=True, width=8, max_length=8, help=Message("6:30, 6.30 or 0630")
    ),
    FieldSpec("date", Message("Date"), "date", help=Message("Empty: the next time the clock shows it.")),
    FieldSpec("daily", Message("Every day"), "check", default=False, help=Message("Until the guest leaves.")),
    FieldSpec("asked_by", Message("Asked by"), max_length=60, width=30),
    FieldSpec("note", Message("Note"), max_length=120, width=40),
)


def search_stays(text: str) -> list[Option]:
    """Guests in house, and those who are to come today and have a room."""
    coming = (Stay.state == RESERVED) & Stay.room.is_null(False)
    where = desk_views.GUESTS & ((Stay.state == IN_HOUSE) | coming)
    rows = desk_views.find_stays(text, where, desk_views.BY_ROOM).first(12)
    return [(row.stay_id, f"{row.room} {guest_name(row)}") for row in rows]


def _why_not_waits(screen: WakeUpsScreen) -> Message | None:
    row = screen.selected
    return None if row is not None and row.waits else Message("Choose a call that is still to be made.")


def _why_not_rang(screen: WakeUpsScreen) -> Message | None:
    row = screen.selected
    rang = row is not None and row.waits and (row.state != PENDING or row.tries)
    return None if rang else Message("Choose a call that is due.")


class WakeUpsScreen(DeskScreen):
    """With a stay: its calls of every day. Enter opens the booking."""

    ACTIONS = (
        Action("new", Message("New call"), ("n", "insert"), right="switchboard"),
        Action("group", Message("Group, booking"), ("b",), right="switchboard"),
        Action("answer", Message("How it went"), ("a",), why_not=_why_not_rang),
        Action("off", Message("Call off"), ("x", "delete"), right="switchboard", why_not=_why_not_waits),
        Action("earlier", Message("Day before"), ("[",), shown=False, right="see_desk"),
        Action("later", Message("Day after"), ("]",), right="see_desk"),
        Action("sheet", Message("Print the list"), ("p",), right="see_desk"),
    )

    def __init__(self, stay_id: int | None = None, room_time: tuple[int, str] | None = None) -> None:
        super().__init__()
        self.stay_id = stay_id
        self._first = room_time
        self.date = datetime.date.min

    def heading(self) -> str:
        if self.stay_id is not None:
            stay = Stay.get_by_id(self.stay_id)
            return _("Wake-up calls of {guest}", guest=stay.guest.name(current_language()))
        return _("Wake-up calls, {date}", date=self.date)

    def aside(self) -> str:
        waiting = sum(row.waits for row in self._rows)
        return n_("{n} call to come", "{n} calls to come", waiting)

    def compose_body(self) -> ComposeResult:
        self.date = self.services.property().calendar_date(self.services.now())
        columns: list[Column[WakeUpRow]] = [
            Column(Message("Date"), 7, lambda r: day(r.date)),
            Column(Message("Time"), 5, lambda r: r.time),
            Column(Message("Room"), 5, lambda r: r.room),
            Column(Message("Guest"), 20, guest_name),
            Column(
                Message("Result"),
                18,
                lambda r: r.outcome.say(),
                style=lambda r: "bold" if r.waits and r.state != PENDING else "",
            ),
            Column(Message("Note"), None, _note),
            Column(
                Message("By"),
                10,
                lambda r: r.by_th if current_language() == "th" else r.by_en,
                min_screen_width=100,
            ),
        ]
        self._rows = self._read()
        yield WindowedList(
            MemoryListing(self._rows), columns, search=self._search, empty=Message("Nobody is to be woken."),
            id="calls",
        )  # fmt: skip

    def on_mount(self) -> None:
        if self._first is not None:
            stay_id, time = self._first
            self.start(self._order({"stay": _choice(stay_id), "time": time}))

    def _read(self) -> list[WakeUpRow]:
        return calls_of_stay(self.stay_id) if self.stay_id is not None else calls_on(self.date)

    def _search(self, text: str) -> MemoryListing[WakeUpRow]:
        words = fold(text).split()
        found = [
            row
            for row in self._rows
            if all(
                w in fold(f"{row.time} {row.room} {row.guest_th} {row.guest_en} {row.note}") for w in words
            )
        ]
        return MemoryListing(found)

    @property
    def _list(self) -> WindowedList[WakeUpRow]:
        return self.query_one("#calls", WindowedList)

    @property
    def selected(self) -> WakeUpRow | None:
        return self._list.selected

    def reload(self) -> None:
        self._rows = self._read()
        self._list.renew(MemoryListing(self._rows))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("stay", event.row.stay_id))

    # Doing

    async def do_new(self) -> None:
        await self._order({"stay": _choice(self.stay_id)} if self.stay_id is not None else {})

    async def _order(self, first: Mapping[str, object]) -> None:
        room = FieldSpec(
            "stay", Message("Room, guest"), "lookup", required=True, search=search_stays, width=40,
            help=Message("Room number or name; ↓ chooses."),
        )  # fmt: skip

        wishes: list[Wish] = []

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            wishes.append(self._wish(values))
            return await self.services.write(
                order_wake_up, values["stay"], wishes[-1], token=token, answers=answers
            )

        dialog = FormDialog(Message("Wake-up call"), (room, *WHEN), write, values=first)
        if await self.app.push_screen_wait(dialog):
            self.date = wishes[-1].date  # the clerk reads back what stands in the list
            self.reread()
            self.say(Message("The wake-up call is noted."))

    def _wish(self, values: Mapping[str, Any]) -> Wish:
        """Without a day it is the next time the clock shows it; on a later day's list, that day."""
        now = self.services.now()
        hotel = self.services.property()
        time = wall_time(values["time"])
        date = values["date"]
        if date is None:
            shown = self.date if self.date > hotel.calendar_date(now) else None
            date = shown or next_date(hotel, time, now)
        return Wish(date, time, values["daily"], values["asked_by"], values["note"])

    async def do_group(self) -> None:
        """One time for every room of a group, or of one booking by its number."""
        groups = blocks_to_come(self.services.today()).first(200)
        specs = (
            FieldSpec(
                "group", Message("Group"), "pick", options=[(row.block_id, f"{row.code} {row.name}") for row in groups],
                width=36,
            ),
            FieldSpec("booking", Message("or booking"), max_length=12, help=Message("The number of the booking.")),
            FieldSpec("except_rooms", Message("Without rooms"), max_length=200, width=40, placeholder="305, 306"),
            *WHEN,
        )  # fmt: skip
        counts: dict[str, int] = {}

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            wish = self._wish(values)
            if values["group"] is not None:
                work: tuple[Any, ...] = (
                    order_for_group,
                    values["group"],
                    wish,
                    rooms_in(values["except_rooms"]),
                )
            else:
                work = (order_for_booking, _booking(values["booking"]), wish)
            counts.update(await self.services.write(*work, token=token, answers=answers))
            return True

        dialog = FormDialog(Message("Wake-up calls of a group or booking"), specs, write)
        if await self.app.push_screen_wait(dialog):
            self.reread()
            self.say(Message("{rooms} rooms, {calls} calls; {left_out} left out.", dict(counts)))

    async def do_answer(self) -> None:
        row = self.selected
        assert row is not None
        results = (
            COMPLETED,
            NO_ANSWER,
            CALLED_BACK,
            SENT_SOMEBODY,
            *((SEEN,) if row.state == "missed" else ()),
        )
        options: list[Option] = [(result, RESULTS[result]) for result in results]
        chosen = await self.app.push_screen_wait(ChooseDialog(self._of(row), options))
        if chosen is not None:
            await self.submit(answer_call, row.call_id, chosen)

    async def do_off(self) -> None:
        row = self.selected
        assert row is not None
        options: list[Option] = [(False, Message("This call"))]
        if row.daily:
            options.append((True, Message("This one and every day after")))
        all_later = await self.app.push_screen_wait(ChooseDialog(self._of(row), options))
        if all_later is not None:
            await self.submit(call_off, row.call_id, bool(all_later))

    @staticmethod
    def _of(row: WakeUpRow) -> Message:
        values: dict[str, object] = {"time": row.time, "room": row.room, "guest": guest_name(row)}
        return Message("{time} room {room} {guest}", values)

    def do_earlier(self) -> None:
        self._turn(-ONE_DAY)

    def do_later(self) -> None:
        self._turn(ONE_DAY)

    def _turn(self, by: datetime.timedelta) -> None:
        if self.stay_id is None:
            self.date += by
            self.reread()

    def do_sheet(self) -> None:
        """Of tomorrow; of the day shown where that is a later one."""
        hotel = self.services.property()
        tomorrow = hotel.calendar_date(self.services.now()) + ONE_DAY
        self.services.show_paper(wake_up_sheet(hotel, max(self.date, tomorrow), current_language()))


def _note(row: WakeUpRow) -> str:
    return " ".join(filter(None, [_("daily") if row.daily else "", row.note]))


def _choice(stay_id: int) -> Choice:
    stay = Stay.get_by_id(stay_id)
    room = stay.room.number if stay.room_id else ""
    return Choice(stay.id, f"{room} {stay.guest.name(current_language())}")


def _booking(number: str) -> int:
    from models.front_office.reservations import find_stay

    stay = find_stay(number.strip()) if number.strip() else None
    if stay is None:
        raise Refused("NO_STAY", "There is no booking {number}.", field="booking", number=number)
    return int(stay.reservation_id)
