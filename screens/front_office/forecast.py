"""The forecast: each date to come with its bar, what came in since, and how last year stood."""

from __future__ import annotations

import datetime
from decimal import Decimal

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import SHORT_WEEKDAYS
from models.front_office.forecast.outlook import (
    Outlook,
    Share,
    by_market,
    by_room_type,
    forecast,
    last_books,
    total,
)
from models.front_office.forecast.papers import forecast_paper, share_name, signed
from models.front_office.house_status_paper import figure_or_dash
from models.house.lists import MemoryListing
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.charts import axis, bar, columns
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

ZERO = Decimal(0)
WEEK, MONTH, QUARTER = 7, 30, 90  # days
_BAR, _SHARE_BAR = 7, 12  # cells
_CHART, _CHART_WIDTH = 4, 70  # lines, cells; right of its scale
_SCALE = ("100 %│", "     │", " 50 %│", "     │")
_TICKS = 14  # cells from one date under the chart to the next


def _weekday(row: Outlook) -> str:
    assert row.date is not None  # of the rows of dates
    return f"{SHORT_WEEKDAYS[current_language()][row.date.weekday()]} {day(row.date)}"


def _some(count: int) -> str:
    """A date on which nothing happens stays blank, so that those on which something does are seen."""
    return str(count) if count else ""


class ForecastScreen(DeskScreen):
    ACTIONS = (
        Action("week", Message("7 days"), ("7",)),
        Action("month", Message("30 days"), ("3",)),
        Action("quarter", Message("90 days"), ("9",)),
        Action("since", Message("Pickup since"), ("p",)),
        Action("by_type", Message("By room type"), ("t",)),
        Action("by_market", Message("By market"), ("m",)),
        Action("paper", Message("Print"), ("i", "f9")),
    )

    def __init__(self) -> None:
        super().__init__()
        self._days = WEEK
        self._since: datetime.date | None = None
        self._rows: list[Outlook] = []

    @property
    def since(self) -> datetime.date | None:
        """The close that pickup counts from: the last one, unless another was asked for."""
        return self._since or last_books()

    def heading(self) -> str:
        return _("Forecast of {n} days", n=self._days)

    def aside(self) -> str:
        since = self.since
        return _("Pickup since {date}", date=day(since)) if since else ""

    def _read(self) -> list[Outlook]:
        self._rows = forecast(self.services.today(), self._days, self.since)
        return self._rows

    def compose_body(self) -> ComposeResult:
        shown: list[Column[Outlook]] = [
            Column(Message("Date"), 11, _weekday),
            Column(Message("Sold"), 4, lambda r: str(r.rooms), "right"),
            Column(Message("OCC %"), 6, lambda r: figure_or_dash(r.occupancy), "right"),
            Column(Message("Chart"), _BAR, lambda r: bar(r.rooms, r.base, _BAR)),
            Column(Message("Arr"), 3, lambda r: _some(r.arrivals), "right"),
            Column(Message("Dep"), 3, lambda r: _some(r.departures), "right"),
            Column(Message("Blk"), 3, lambda r: _some(r.held), "right"),
            Column(Message("ADR"), 9, lambda r: figure_or_dash(r.adr), "right"),
            Column(Message("Revenue"), None, lambda r: amount(r.revenue) if r.revenue else "–", "right"),
            Column(Message("P/U"), 6, lambda r: signed(r.pickup), "right"),
            Column(Message("Pace"), 5, lambda r: signed(r.pace), "right"),
        ]
        yield WindowedList(MemoryListing(self._read()), shown, id="forecast")
        yield Detail(self._sums, self._lines, id="sums")

    @property
    def _lines(self) -> int:
        return 2 if self._days == WEEK else 2 + _CHART + 1

    def _sums(self) -> list[str]:
        whole = total(self._rows)
        sums = _("{rooms} room-nights · OCC {occ} · ADR {adr} · revenue {revenue}", rooms=whole.rooms,
                 occ=figure_or_dash(whole.occupancy, " %"), adr=figure_or_dash(whole.adr), revenue=amount(whole.revenue))  # fmt: skip
        return [sums, self._compared(whole), *([] if self._days == WEEK else self._chart())]

    def _compared(self, whole: Outlook) -> str:
        """What came in, or why that cannot be told; last year only where there is one."""
        if self.since is None:
            return _("Pickup is counted from the first night audit on.")
        if whole.pickup is None:
            return _("Pickup –: no bookings were kept at the close of {date}.", date=day(self.since))
        pickup = _("Pickup {pickup}", pickup=signed(whole.pickup))
        if whole.pace is None:
            return pickup
        return " · ".join([pickup, _("against last year {pace}", pace=signed(whole.pace))])

    def _chart(self) -> list[str]:
        """Occupancy of every date, two cells each, or of a long span two dates a cell; the week has its bars."""
        dates = -(-self._days // _CHART_WIDTH)
        cells = max(1, _CHART_WIDTH // self._days)
        groups = [self._rows[n : n + dates] for n in range(0, len(self._rows), dates)]
        values = [sum((r.occupancy or ZERO for r in group), ZERO) / len(group) for group in groups]
        bars = columns([value for value in values for _cell in range(cells)], 100, _CHART)
        marked = [day(group[0].date) for group in groups[:: _TICKS // cells]]
        return [
            *(scale + line for scale, line in zip(_SCALE, bars, strict=True)),
            f"  0 %{axis(marked, _TICKS)}",
        ]

    def reload(self) -> None:
        self.query_one("#forecast", WindowedList).renew(MemoryListing(self._read()))
        sums = self.query_one("#sums", Detail)
        sums.styles.height = self._lines
        sums.look()

    def _show(self, days: int) -> None:
        self._days = days
        self.reread()

    def do_week(self) -> None:
        self._show(WEEK)

    def do_month(self) -> None:
        self._show(MONTH)

    def do_quarter(self) -> None:
        self._show(QUARTER)

    async def do_since(self) -> None:
        spec = FieldSpec("date", Message("Since the close of"), "date", required=True, past=True)
        dialog = FormDialog(Message("Pickup since"), (spec,), values={"date": self.since})
        values = await self.app.push_screen_wait(dialog)
        if values is not None:
            self._since = values["date"]  # type: ignore[assignment]
            self.reread()

    def do_by_type(self) -> None:
        self.app.push_screen(open_screen("forecast shares", "type", self._days, self.since))

    def do_by_market(self) -> None:
        self.app.push_screen(open_screen("forecast shares", "market", self._days, self.since))

    def do_paper(self) -> None:
        hotel, now = self.services.property(), self.services.now()
        self.services.show_paper(forecast_paper(hotel, now, self._days, self.since, current_language()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("availability date", event.row.date, ""))


class ForecastSharesScreen(DeskScreen):
    """What each room type or market has of the span."""

    def __init__(self, of: str = "type", days: int = WEEK, since: datetime.date | None = None) -> None:
        super().__init__()
        self._of, self._days, self._since = of, days, since

    def heading(self) -> str:
        by = _("By room type") if self._of == "type" else _("By market")
        return f"{_('Forecast of {n} days', n=self._days)} · {by}"

    def _read(self) -> list[Share]:
        read = by_room_type if self._of == "type" else by_market
        return read(self.services.today(), self._days, self._since)

    def compose_body(self) -> ComposeResult:
        rows = self._read()

        def share(row: Share) -> str:
            return bar(row.rooms, max(r.rooms for r in rows), _SHARE_BAR)

        shown: list[Column[Share]] = [
            Column(Message("Code"), 8, lambda r: r.code),
            Column(Message("Name"), None, _name),
            Column(Message("Nights"), 7, lambda r: str(r.rooms), "right"),
            Column(Message("Chart"), _SHARE_BAR, share),
            Column(Message("Revenue"), 14, lambda r: amount(r.revenue), "right"),
            Column(Message("ADR"), 10, lambda r: figure_or_dash(r.adr), "right"),
            Column(Message("P/U"), 6, lambda r: signed(r.pickup), "right"),
        ]
        yield WindowedList(MemoryListing(rows), shown, id="shares")

    def reload(self) -> None:
        self.query_one("#shares", WindowedList).renew(MemoryListing(self._read()))


def _name(row: Share) -> str:
    return share_name(row, current_language())
