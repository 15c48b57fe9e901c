"""Telephone calls: those that reached no folio and what becomes of them, all others, and the tariff."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from locales.dates import format_date
from models.front_office.call_charges import (
    all_tariffs,
    drop_tariff,
    keep_tariff,
    post_call_to,
    set_line_aside,
    try_calls_again,
    type_call,
    write_off_call,
)
from models.front_office.call_charges.tables import REASONS
from models.front_office.call_charges.views import (
    OPEN,
    CallRow,
    LineRow,
    calls,
    find_calls,
    open_phone_calls,
    unclear_lines,
)
from models.front_office.wake_up import moment_of, wall_time
from models.house.lists import Pages
from models.house.refusals import Answer, Refused
from screens.front_office.set_up_list import Call, Entry, SetUpList, Specs
from screens.front_office.wake_ups import search_stays
from screens.front_office.words import amount, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

REASON = FieldSpec("reason", Message("Reason"), required=True, width=40, max_length=200)


def _at(moment: datetime.datetime) -> str:
    return f"{format_date(moment.date(), 'day_month')} {moment:%H:%M}"


def _why_not_open(screen: CallsScreen) -> Message | None:
    row = screen.selected
    return None if row is not None and row.open else Message("Choose a call that is not posted.")


class CallsScreen(DeskScreen):
    """Opens with the calls nobody was charged for; v shows all. Enter opens the folio of a posted one."""

    ACTIONS = (
        Action("new", Message("Type a call"), ("n", "insert"), right="switchboard"),
        Action("post", Message("Charge a guest"), ("c",), right="post", why_not=_why_not_open),
        Action("write_off", Message("Write off"), ("x",), right="post", why_not=_why_not_open),
        Action("again", Message("Try again"), ("a",), right="switchboard"),
        Action("every", Message("All, open"), ("v",), right="see_desk"),
        Action("lines", Message("Exchange lines"), ("l",), right="see_desk"),
        Action("tariff", Message("Tariff"), ("t",), right="see_desk"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._every = False

    def heading(self) -> str:
        return _("Telephone calls") if self._every else _("Calls that reached no folio")

    def aside(self) -> str:
        return _("{n} open", n=open_phone_calls().count())

    def _listing(self) -> Pages[CallRow]:
        return calls() if self._every else open_phone_calls()

    def _search(self, text: str) -> Pages[CallRow]:
        return find_calls(text, None if self._every else OPEN)

    def compose_body(self) -> ComposeResult:
        columns: list[Column[CallRow]] = [
            Column(Message("Began"), 13, lambda r: _at(r.at)),
            Column(Message("Ext."), 6, lambda r: r.extension),
            Column(Message("Dialled"), 15, lambda r: r.number),
            Column(Message("Length"), 7, lambda r: r.length, "right"),
            Column(Message("Price"), 9, _price, "right"),
            Column(Message("Result"), None, _outcome),
        ]
        yield WindowedList(
            self._listing(),
            columns,
            search=self._search,
            empty=Message("Every call is dealt with."),
            id="calls",
        )

    @property
    def _list(self) -> WindowedList[CallRow]:
        return self.query_one("#calls", WindowedList)

    @property
    def selected(self) -> CallRow | None:
        return self._list.selected

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: CallRow = event.row
        if row.open:
            self.perform_by_id("post")
        elif row.stay_id is not None:
            self.app.push_screen(open_screen("folio", row.stay_id))

    def do_every(self) -> None:
        self._every = not self._every
        self._list.show(self._listing())
        self.reread()

    def do_lines(self) -> None:
        self.app.push_screen(open_screen("call lines"))

    def do_tariff(self) -> None:
        self.app.push_screen(open_screen("call tariff"))

    async def do_new(self) -> None:
        """For an exchange that prints its calls on paper only."""
        hotel = self.services.property()
        specs = (
            FieldSpec("extension", Message("Room or extension"), required=True, max_length=20, width=8),
            FieldSpec("number", Message("Number dialled"), required=True, max_length=40, width=20),
            FieldSpec("date", Message("Date"), "date", required=True),
            FieldSpec("time", Message("Began at"), required=True, max_length=8, width=8, help=Message("6:30, 6.30 or 0630")),
            FieldSpec("duration", Message("Length"), required=True, max_length=8, width=8, help=Message("Minutes, or minutes and seconds as 4:30")),
            FieldSpec("cost", Message("Cost"), "amount", help=Message("As the exchange says; empty: by the tariff.")),
        )  # fmt: skip
        written: dict[str, Any] = {}

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            began = moment_of(hotel, values["date"], wall_time(values["time"]))
            call = (
                values["extension"],
                values["number"],
                began,
                _seconds(values["duration"]),
                values["cost"],
            )
            written.update(await self.services.write(type_call, *call, token=token, answers=answers))
            return True

        first = {"date": hotel.calendar_date(self.services.now())}
        if await self.app.push_screen_wait(
            FormDialog(Message("A telephone call"), specs, write, values=first)
        ):
            self.reread()
            why = REASONS.get(str(written["why"])) or str(written["why"])
            posted = not written["why"]
            self.say(Message("The call is noted.") if posted else Message("Not posted: {why}", {"why": why}))

    async def do_post(self) -> None:
        """To a guest a person names: found by room or name."""
        row = self.selected
        assert row is not None
        specs = (
            FieldSpec("stay", Message("Room, guest"), "lookup", required=True, search=search_stays, width=40, help=Message("Room number or name; ↓ chooses.")),
            FieldSpec("price", Message("Price"), "amount", help=Message("Empty: by the exchange or the tariff.")),
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                post_call_to, row.call_id, values["stay"], values["price"], token=token, answers=answers
            )

        title = Message("Charge {number}, {length}", {"number": row.number, "length": row.length})
        if await self.app.push_screen_wait(FormDialog(title, specs, write)):
            self.reread()

    async def do_write_off(self) -> None:
        row = self.selected
        assert row is not None
        await _reasoned(self, Message("Write the call off"), write_off_call, row.call_id)

    async def do_again(self) -> None:
        counts = await self.submit(try_calls_again)
        if counts is not None:
            self.say(Message("{posted} posted, {free} free, {unposted} not posted.", counts))


async def _reasoned(screen: DeskScreen, title: Message, operation: Callable[..., Any], row_id: int) -> None:
    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        await screen.services.write(operation, row_id, values["reason"], token=token, answers=answers)
        return True

    if await screen.app.push_screen_wait(FormDialog(title, (REASON,), write)):
        screen.reread()


def _price(row: CallRow) -> str:
    price = row.price if row.price is not None else row.cost
    return amount(price) if price is not None else ""


def _outcome(row: CallRow) -> str:
    return " · ".join(filter(None, [row.outcome.say(), guest_name(row), row.reason]))


def _seconds(text: str) -> int:
    """``4`` minutes, ``4:30``. Refused: CALL_LENGTH."""
    minutes, _colon, seconds = text.strip().replace(".", ":").partition(":")
    if (
        not minutes.isdecimal()
        or not (seconds or "0").isdecimal()
        or int(seconds or 0) > 59
        or len(minutes) > 5
    ):
        raise Refused("CALL_LENGTH", "This is no length of a call.", field="duration")
    return int(minutes) * 60 + int(seconds or 0)


class CallLinesScreen(DeskScreen):
    """Lines of the exchange that told of no call one could read. x sets one aside, with the reason why."""

    ACTIONS = (Action("aside", Message("Set aside"), ("x", "delete"), right="switchboard"),)

    def heading(self) -> str:
        return _("Lines of the exchange that could not be read")

    def compose_body(self) -> ComposeResult:
        columns: list[Column[LineRow]] = [
            Column(Message("Came"), 13, lambda r: _at(r.at)),
            Column(Message("Why"), 26, lambda r: r.outcome),
            Column(Message("Line"), None, lambda r: r.text),
        ]
        yield WindowedList(unclear_lines(), columns, empty=Message("Every line is read."), id="lines")

    async def do_aside(self) -> None:
        row = self.query_one("#lines", WindowedList).selected
        if row is not None:
            await _reasoned(self, Message("Set the line aside"), set_line_aside, row.line_id)


class CallTariffScreen(SetUpList):
    TITLE_LINE = Message("Tariff of telephone calls")
    ONE = Message("Calls to numbers beginning with")
    COLUMNS = (
        Column[Entry](Message("Prefix"), 10, lambda e: e.row.prefix or _("others")),
        Column[Entry](Message("Name"), None, lambda e: e.row.name),
        Column[Entry](Message("Seconds"), 8, lambda e: str(e.row.block_seconds), "right"),
        Column[Entry](
            Message("Price"), 10, lambda e: _("free") if e.row.free else amount(e.row.per_block), "right"
        ),
        Column[Entry](Message("At least"), 10, lambda e: amount(e.row.minimum), "right"),
    )

    def rows(self) -> list[Any]:
        return list(all_tariffs())

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (
            FieldSpec("prefix", Message("Prefix"), max_length=20, width=20, help=Message("Empty: every other number.")),
            FieldSpec("name", Message("Name"), max_length=60, width=30),
            FieldSpec("block_seconds", Message("Seconds a block"), "number", required=True, minimum=1, maximum=3600),
            FieldSpec("per_block", Message("Price a block"), "amount", required=True),
            FieldSpec("minimum", Message("At least"), "amount", required=True),
            FieldSpec("free", Message("Free of charge"), "check", default=False),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"block_seconds": 60, "minimum": 0}
        names = ("prefix", "name", "block_seconds", "per_block", "minimum", "free")
        return {name: getattr(row, name) for name in names}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        names = ("prefix", "name", "block_seconds", "per_block", "minimum", "free")
        return keep_tariff, (row.id if row else None, *(values[name] for name in names))

    def removing(self, row: Any) -> Call:
        return drop_tariff, (row.id,)
