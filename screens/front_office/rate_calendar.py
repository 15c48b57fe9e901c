"""The rate calendar: one code, types down, dates across. A span is marked and gets its price or restriction."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import SHORT_WEEKDAYS, format_date
from models.front_office.rates.calendar import RateCalendar, rate_calendar, season_on
from models.front_office.rates.rate_codes import RateCode, all_rate_codes
from models.front_office.rates.restrictions import rules_on, set_span_restriction
from models.front_office.rates.seasons import set_span_price
from models.front_office.rates.spans import Span
from models.front_office.rooms import RoomType
from models.house.refusals import Answer
from screens.front_office.rate_forms import (
    ALL,
    RULES,
    WEEKDAYS,
    amounts_from,
    amounts_values,
    chosen,
    dates,
    derivation,
    price_fields,
    rate_choices,
    rules_from,
    short_amount,
    span_from,
    type_choices,
)
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.cell_grid import CellGrid, GridPage, GridRow
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec

LEGEND = Message("A no arrival  D no departure  S no sale  m M nights  t T through  e E ahead")


def _why_not_price(screen: RateCalendarScreen) -> Message | None:
    if screen.rate is None:
        return Message("There is no rate code yet.")
    if screen.rate.base_id is not None:
        return Message(
            "{rate} follows {base}: change the price there.",
            {"rate": screen.rate.code, "base": screen.rate.base.code},
        )
    return None


class RateCalendarScreen(DeskScreen):
    ACTIONS = (
        Action("code", Message("Rate"), ("c",)),
        Action("mark", Message("Mark dates"), ("space",)),
        Action("price", Message("Price"), ("p",), right="set_up", why_not=_why_not_price),
        Action("restrict", Message("Restriction"), ("r",), right="set_up"),
        Action("date", Message("Go to date"), ("t",)),
    )

    def __init__(self, rate_id: int | None = None) -> None:
        super().__init__()
        rates = [rate for rate in all_rate_codes() if rate.active and not rate.free]
        first = next((rate for rate in rates if rate.code == "BAR"), rates[0] if rates else None)
        self.rate: RateCode | None = next((rate for rate in rates if rate.id == rate_id), first)
        self._shown: RateCalendar | None = None
        self._first = 0

    def heading(self) -> str:
        if self.rate is None:
            return _("Rate calendar")
        follows = derivation(self.rate)
        title = _("Rate calendar · {code} {name}", code=self.rate.code, name=name_of(self.rate))
        return f"{title} = {follows}" if follows else title

    def aside(self) -> str:
        first, last = (self._date(column) for column in self.grid.marked)
        return dates(Span(first, last))

    def compose_body(self) -> ComposeResult:
        yield CellGrid(
            self._page, label_width=10, cell_width=8, head_lines=3, row_lines=2,
            empty=Message("No room type yet."), id="calendar",
        )  # fmt: skip
        yield Detail(self._detail, 3)

    @property
    def grid(self) -> CellGrid:
        return self.query_one("#calendar", CellGrid)

    def on_mount(self) -> None:
        self.set_focus(self.grid)

    def reload(self) -> None:
        if self.rate is not None:  # another desk may have changed it
            self.rate = next((r for r in all_rate_codes() if r.id == self.rate.id), None)
        self.grid.reload()

    # The grid

    def _date(self, column: int) -> datetime.date:
        return self.services.today() + datetime.timedelta(days=column)

    def _page(self, first: int, count: int) -> GridPage:
        if self.rate is None:
            return GridPage((), ())
        self._first = first
        shown = self._shown = rate_calendar(self.rate, self._date(first), self._date(first + count - 1))
        names = SHORT_WEEKDAYS[current_language()]
        heads = (
            tuple(f"{names[d.date.weekday()]} {d.date.day}" for d in shown.days),
            tuple(f"{d.percent} %" for d in shown.days),
            tuple(d.suggested for d in shown.days),
        )
        rows = [
            GridRow(
                (kind.code, f" {name_of(kind)}"),
                tuple(("–" if c.price is None else short_amount(c.price), c.restrictions) for c in cells),
            )
            for kind, cells in zip(shown.types, shown.cells, strict=True)
        ]
        return GridPage(heads, tuple(rows))

    def on_cell_grid_moved(self, event: CellGrid.Moved) -> None:
        event.stop()
        self.query_one(Detail).look()
        self._draw_frame()

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        event.stop()
        self.perform(next(action for action in self.ACTIONS if action.id == "price"))

    def _type(self) -> RoomType | None:
        return self._shown.types[self.grid.row] if self._shown and self._shown.types else None

    def _detail(self) -> Sequence[str]:
        kind, date = self._type(), self._date(self.grid.column)
        if kind is None or self.rate is None or self._shown is None:
            return ()
        cell = self._shown.cells[self.grid.row][self.grid.column - self._first]
        head = _(
            "{type} {date} · {left} left · occupancy {n} %", type=kind.code, date=format_date(date, "weekday"),
            left=cell.left, n=cell.percent,
        )  # fmt: skip
        found = season_on(self.rate, kind, date)
        if found is None:
            return head, _("No price for this night."), LEGEND.say()
        prices = found[1].amounts
        words = _(
            "one {single} · two {double} · extra {extra} · child {child}", single=amount(prices.single),
            double=amount(prices.double), extra=amount(prices.extra_adult), child=amount(prices.child),
        )  # fmt: skip
        if self.rate.base_id is not None:
            words = f"{self.rate.base.code}: {words}"
        return f"{head} · {cell.season}" if cell.season else head, words, LEGEND.say()

    # What one does

    async def do_code(self) -> None:
        priced = [
            (rate.id, f"{rate.code} {name_of(rate)}")
            for rate in all_rate_codes()
            if rate.active and not rate.free
        ]
        rate = await self.app.push_screen_wait(
            ChooseDialog(Message("Which rate?"), priced, self.rate.id if self.rate else None)
        )
        if rate is not None:
            self.rate = next((r for r in all_rate_codes() if r.id == rate), None)
            self.reread()

    async def do_date(self) -> None:
        spec = FieldSpec("date", Message("Date"), "date", required=True)
        values = await self.app.push_screen_wait(FormDialog(Message("Go to date"), (spec,)))
        if values:
            self.grid.go((values["date"] - self.services.today()).days)  # type: ignore[operator]

    def do_mark(self) -> None:
        """Begin a span at the cursor, or drop the one there is."""
        self.grid.mark()

    def _span(self, values: Mapping[str, Any]) -> Span:
        first, last = (self._date(column) for column in self.grid.marked)
        return span_from({**values, "first_night": first, "last_night": last})

    async def do_price(self) -> None:
        rate, kind = self.rate, self._type()
        assert rate
        if kind is None:
            return
        first, last = (self._date(column) for column in self.grid.marked)
        found = season_on(rate, kind, first)
        known = {**amounts_values(found[1].amounts), "season": found[1].name} if found else {}

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                set_span_price, rate.id, kind.id, self._span(values), amounts_from(values),
                values["season"] or "", token=token, answers=answers,
            )  # fmt: skip

        title = Message(
            "{rate} {type}, {dates}: price a night",
            {"rate": rate.code, "type": kind.code, "dates": dates(Span(first, last))},
        )
        await self._written(title, (*price_fields(), WEEKDAYS), known, write)

    async def do_restrict(self) -> None:
        kind = self._type()
        first, last = (self._date(column) for column in self.grid.marked)
        where = (
            FieldSpec("rate", Message("Rate"), "pick", options=rate_choices(with_all=True), width=30),
            FieldSpec(
                "room_type", Message("Room type"), "pick", options=type_choices(with_all=True), width=30
            ),
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                set_span_restriction, self._span(values), rules_from(values), chosen(values["rate"]),
                chosen(values["room_type"]), token=token, answers=answers,
            )  # fmt: skip
            return True

        title = Message("Restrict {dates}; all empty lifts it", {"dates": dates(Span(first, last))})
        rate_id, type_id = self.rate.id if self.rate else None, kind.id if kind else None
        standing = vars(rules_on(first, rate_id, type_id))
        known = {"rate": rate_id or ALL, "room_type": type_id or ALL}
        known |= {name: value for name, value in standing.items() if value is not None}
        await self._written(title, (*where, *RULES, WEEKDAYS), known, write)

    async def _written(
        self, title: Message, specs: Sequence[FieldSpec], known: Mapping[str, object], write: Any
    ) -> None:
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=known)):
            self.grid.unmark()
            self.reread()
