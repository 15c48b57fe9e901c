"""Water and electricity meters: the round that reads them room by room, and the list of what hangs where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.monthly import (
    KINDS,
    MeterRow,
    correct_reading,
    keep_meter,
    meter_round,
    read_meter,
    replace_meter,
)
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.set_up_list import CHANGE, NEW, Call, Entry, SetUpList, Specs
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.choice_fields import Option
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

EVERY = ""


class MeterRoundScreen(DeskScreen):
    """Enter opens the marked meter; each value and Enter goes on to the next room, Esc ends the round."""

    ACTIONS = (
        Action("kind", Message("Water, electricity"), ("k",)),
        Action(
            "correct", Message("Correct"), ("c",), right="housekeeping", why_not=lambda s: s.why_not_read()
        ),
        Action("replace", Message("Replace"), ("r",), right="set_up", why_not=lambda s: s.why_not()),
        Action("meters", Message("Meters"), ("m",), shown=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self._kind = EVERY

    def heading(self) -> str:
        kind = KINDS[self._kind].say() if self._kind else _("water and electricity")
        return _("Meter readings · {kind}", kind=kind)

    def aside(self) -> str:
        rows, today = meter_round(self._kind), self.services.today()
        read = sum(1 for row in rows if row.last_date == today)
        return _("{n} of {all} read today", n=read, all=len(rows))

    def compose_body(self) -> ComposeResult:
        columns = [
            Column[MeterRow](Message("Room"), 6, lambda r: r.room),
            Column[MeterRow](Message("Kind"), 11, lambda r: KINDS[r.kind].say()),
            Column[MeterRow](Message("Meter"), 14, lambda r: r.number),
            Column[MeterRow](Message("Last reading"), 12, lambda r: "" if r.last_value is None else str(r.last_value), "right"),
            Column[MeterRow](Message("On"), 9, lambda r: day(r.last_date)),
            Column[MeterRow](Message("Units"), None, lambda r: str(r.last_units) if r.last_units else "", "right"),
        ]  # fmt: skip
        yield WindowedList(
            self._listing(),
            columns,
            search=self._listing,
            empty=Message("No meter yet. m lists them."),
            id="round",
        )

    def _listing(self, text: str = "") -> MemoryListing[MeterRow]:
        return MemoryListing(meter_round(self._kind, text))

    @property
    def _list(self) -> WindowedList[MeterRow]:
        return self.query_one("#round", WindowedList)

    def reload(self) -> None:
        self._list.renew(self._listing())

    def why_not(self) -> Message | None:
        return None if self._list.selected else Message("Nothing here.")

    def why_not_read(self) -> Message | None:
        row = self._list.selected
        return None if row and row.last_value is not None else Message("This meter has not been read yet.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.start(self._read_from(event.row))

    async def _read_from(self, first: MeterRow) -> None:
        """The marked meter and those after it, until somebody has had enough."""
        rows = meter_round(self._kind, self._list.searched)
        for row in rows[next(n for n, r in enumerate(rows) if r.meter_id == first.meter_id) :]:
            self._list.select(row.key)
            if not await self._ask(row, read_meter, Message("Reading")):
                return
        self.say(Message("The round is done."))

    async def _ask(self, row: MeterRow, operation: Any, label: Message) -> bool:
        last = Message("not read yet")
        if row.last_value is not None:
            last = Message("last {value} on {date}", {"value": row.last_value, "date": row.last_date})
        title = Message(
            "{room} · {kind} {number} · {last}",
            {"room": row.room, "kind": KINDS[row.kind], "number": row.number, "last": last},
        )
        value = FieldSpec("value", label, "number", required=True, minimum=0, width=12)

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(operation, row.meter_id, values["value"], token=token, answers=answers)
            return True

        if await self.app.push_screen_wait(FormDialog(title, (value,), write)) is None:
            return False
        self.reread()
        return True

    async def do_correct(self) -> None:
        row = self._list.selected
        assert row is not None
        await self._ask(row, correct_reading, Message("It shows"))

    async def do_kind(self) -> None:
        kinds: list[Option] = [(EVERY, Message("Water and electricity")), *KINDS.items()]
        kind = await self.app.push_screen_wait(ChooseDialog(Message("Meter"), kinds, self._kind))
        if kind is not None:
            self._kind = str(kind)
            self.reread()

    async def do_replace(self) -> None:
        row = self._list.selected
        assert row is not None
        specs = (
            FieldSpec("last", Message("The old one shows"), "number", required=True, minimum=0, width=12),
            FieldSpec("number", Message("Number of the new"), max_length=20, width=20),
            FieldSpec("first", Message("The new one shows"), "number", required=True, minimum=0, width=12),
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            told = (values["last"], values["number"] or "", values["first"])
            return await self.services.write(replace_meter, row.meter_id, *told, token=token, answers=answers)

        title = Message("Another meter, room {room}", {"room": row.room})
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values={"first": 0})):
            self.reread()

    def do_meters(self) -> None:
        self.app.push_screen(open_screen("meters"))


class MetersScreen(SetUpList):
    """The meters of the house and what a unit costs."""

    ACTIONS = (NEW, CHANGE)
    TITLE_LINE = Message("Meters")
    ONE = Message("Meter")
    COLUMNS = (
        Column[Entry](Message("Room"), 6, lambda e: e.row.room),
        Column[Entry](Message("Kind"), 11, lambda e: KINDS[e.row.kind].say()),
        Column[Entry](Message("Number"), 14, lambda e: e.row.number),
        Column[Entry](Message("Digits"), 6, lambda e: str(e.row.digits), "right"),
        Column[Entry](Message("A unit"), 9, lambda e: amount(e.row.rate), "right"),
        Column[Entry](Message("At least"), 9, lambda e: amount(e.row.minimum), "right"),
        Column[Entry](Message("In use"), None, lambda e: _("yes") if e.row.active else _("no")),
    )

    def rows(self) -> Sequence[Any]:
        return meter_round(in_use=False)

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (
            FieldSpec("room", Message("Room"), required=True, width=8, max_length=10),
            FieldSpec("kind", Message("Kind"), "pick", required=True, options=tuple(KINDS.items()), width=14),
            FieldSpec("number", Message("Number"), width=20, max_length=20),
            FieldSpec("digits", Message("Digits"), "number", required=True, minimum=3, maximum=9, width=4, help=Message("Of its counter; after 99999 it begins anew.")),
            FieldSpec("rate", Message("A unit"), "amount", required=True, minimum=0, help=Message("Baht, with tax in it.")),
            FieldSpec("minimum", Message("At least"), "amount", minimum=0, help=Message("Baht a month, with tax in it.")),
            FieldSpec("active", Message("In use"), "check"),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"active": True, "digits": 5}
        names = ("room", "kind", "number", "digits", "rate", "minimum", "active")
        return {name: getattr(row, name) for name in names}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        minimum = values["minimum"] or Decimal("0.00")
        told = (
            values["room"],
            values["kind"],
            values["rate"],
            minimum,
            values["number"] or "",
            values["digits"],
        )
        return keep_meter, (*told, bool(values["active"]), row.id if row is not None else None)
