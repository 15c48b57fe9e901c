"""The guest register ร.ร.4: a day of it in 12 columns, one line of it in full, and its weeks for the registrar."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.dates import format_date
from models.front_office.identity.masking import masked
from models.front_office.registers.days import (
    Week,
    close_register,
    lines_of,
    monday_of,
    send_week,
    weeks,
)
from models.front_office.registers.lines import is_closed, lines_to_come
from models.front_office.registers.papers import (
    HEADINGS,
    cells_of,
    cover_letter,
    register_csv,
    register_paper,
)
from models.front_office.registers.particulars import FieldWords
from models.front_office.registers.tables import KINDS, METHODS, RegisterLine
from models.house.lists import MemoryListing
from models.house.property import Property
from models.house.refusals import Answer
from screens.front_office.one_day import DATES, DAY_AFTER, DAY_BEFORE, OneDay
from screens.front_office.registers import complete
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class LineRow:
    """A line with its 12 columns as they go on paper."""

    line: RegisterLine
    cells: tuple[str, ...]

    @property
    def key(self) -> tuple[int]:
        return (int(self.line.id),)

    @property
    def state(self) -> str:
        if self.line.missing:
            return _("missing: {fields}", fields=FieldWords(tuple(self.line.missing.split())))
        return KINDS[self.line.kind].say()


def rows_of(hotel: Property, date: datetime.date) -> list[LineRow]:
    return [LineRow(line, cells_of(hotel, line)) for line in lines_of(date)]


class RegisterScreen(OneDay):
    """Enter shows all 12 columns, or asks for what is missing."""

    PAST_ONLY = True

    ACTIONS = (
        DAY_BEFORE,
        replace(DAY_AFTER, shown=False),
        DATES,
        Action("complete", Message("Complete"), ("e",), right="check_in", why_not=lambda s: s.why_not_complete()),
        Action("close", Message("Close the day's register"), ("k",), right="check_in", danger=True, why_not=lambda s: s.why_not_close()),
        Action("paper", Message("Print"), ("p", "f9")),
        Action("csv", Message("CSV file"), ("v",)),
        Action("weeks", Message("Weeks"), ("w",)),
    )  # fmt: skip

    def heading(self) -> str:
        return _("Guest register (R.R.4) of {date}", date=format_date(self.date, "weekday"))

    def aside(self) -> str:
        if is_closed(self.date):
            return _("closed")
        written = n_("{n} line", "{n} lines", len(self._rows))
        to_come = lines_to_come(self.date) if self.date == self.services.today() else 0
        return _("{written}, {n} to come at the audit", written=written, n=to_come) if to_come else written

    def compose_body(self) -> ComposeResult:
        self._rows = rows_of(self.services.property(), self.date)
        columns: list[Column[LineRow]] = [
            Column(Message("No."), 10, lambda r: r.cells[0]),
            Column(Message("Room"), 5, lambda r: r.cells[2]),
            Column(Message("Guest"), None, lambda r: r.cells[3]),
            Column(Message("Nat."), 4, lambda r: r.line.nationality),
            Column(Message("Arrived"), 11, lambda r: f"{r.cells[1][:5]} {r.cells[1][-5:]}"),
            Column(Message("Departed"), 11, lambda r: f"{r.cells[10][:5]} {r.cells[10][-5:]}".strip(" –")),
            Column(Message("State"), 18, lambda r: r.state),
        ]
        yield WindowedList(
            MemoryListing(self._rows),
            columns,
            search=self._search,
            empty=Message("No guest stayed on this date."),
            id="lines",
        )

    def _search(self, text: str) -> MemoryListing[LineRow]:
        word = text.casefold()
        return MemoryListing([row for row in self._rows if word in " ".join(row.cells).casefold()])

    @property
    def _list(self) -> WindowedList[LineRow]:
        return self.query_one("#lines", WindowedList)

    def reload(self) -> None:
        self._rows = rows_of(self.services.property(), self.date)
        self._list.renew(MemoryListing(self._rows))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("register line", event.row.line.id))

    def why_not_complete(self) -> Message | None:
        row = self._list.selected
        if row is None:
            return Message("Nothing here.")
        return None if row.line.missing else Message("Nothing is missing here.")

    def why_not_close(self) -> Message | None:
        if is_closed(self.date):
            return Message("This day is closed.")
        if self.date >= self.services.today():
            return Message("The register of {date} is still being written.", {"date": self.date})
        return None

    async def do_complete(self) -> None:
        row = self._list.selected
        if row and await complete(self, row.line.stay_id, row.line.guest_id):
            self.reread()

    async def do_close(self) -> None:
        if await self.submit(close_register, self.date) is not None:
            self.say(Message("The register of {date} is closed.", {"date": self.date}))

    def do_paper(self) -> None:
        self.services.show_paper(register_paper(self.services.property(), self.date, current_language()))

    def do_csv(self) -> None:
        text = register_csv(self.services.property(), [self.date])
        self.say(
            Message("Written to {file}", {"file": self.services.save_text(f"rr4-{self.date}.csv", text)})
        )

    def do_weeks(self) -> None:
        self.app.push_screen(open_screen("register weeks"))


@dataclass(frozen=True)
class Cell:
    number: int
    heading: str
    value: str

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


class RegisterLineScreen(DeskScreen):
    """All 12 columns of a line."""

    ACTIONS = (Action("stay", Message("Booking"), ("s",), right="see_desk"),)

    def __init__(self, line_id: int) -> None:
        super().__init__()
        self.line: RegisterLine = RegisterLine.get_by_id(line_id)

    def heading(self) -> str:
        return f"{self.line.said_number} · {self.line.name}"

    def aside(self) -> str:
        return format_date(self.line.date, "weekday")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._cells(),
            [
                Column(Message("Column"), 34, lambda c: f"{c.number:>2}. {c.heading}"),
                Column(Message("Details"), None, lambda c: c.value),
            ],
            id="cells",
        )

    def _cells(self) -> MemoryListing[Cell]:
        whole, shown = self.line.document_number, masked(self.line.document_number)
        # The whole number stands on the paper; here it is not needed.
        cells = [
            cell.replace(whole, shown) if whole else cell
            for cell in cells_of(self.services.property(), self.line)
        ]
        pairs = zip(HEADINGS, cells, strict=True)
        return MemoryListing([Cell(n, heading, value) for n, (heading, value) in enumerate(pairs, 1)])

    def reload(self) -> None:
        self.line = RegisterLine.get_by_id(self.line.id)
        self.query_one("#cells", WindowedList).renew(self._cells())

    def do_stay(self) -> None:
        self.app.push_screen(open_screen("stay", self.line.stay_id))


class RegisterWeeksScreen(DeskScreen):
    """Enter opens the first day of the week that is open."""

    ACTIONS = (
        Action("send", Message("Mark sent"), ("e",), right="check_in", why_not=lambda s: s.why_not_send()),
        Action("papers", Message("Print"), ("p", "f9"), why_not=lambda s: s.why_not_any()),
        Action("csv", Message("CSV file"), ("v",), why_not=lambda s: s.why_not_any()),
    )

    def heading(self) -> str:
        return _("Weeks of the guest register")

    def aside(self) -> str:
        waiting = sum(week.over and week.sent_on is None for week in self._rows)
        return _("{n} not sent", n=waiting) if waiting else ""

    def compose_body(self) -> ComposeResult:
        self._rows = weeks(self.services.today())
        columns: list[Column[Week]] = [
            Column(Message("Week"), 17, lambda w: f"{day(w.first)} – {day(w.last)}"),
            Column(Message("Entries"), 7, lambda w: str(w.lines), "right"),
            Column(Message("Days closed"), 11, lambda w: f"{w.closed}/7", "right"),
            Column(Message("Missing"), 7, lambda w: str(w.missing or ""), "right"),
            Column(Message("To the registrar"), None, self._state),
        ]
        yield WindowedList(
            MemoryListing(self._rows), columns, empty=Message("The register is still empty."), id="weeks"
        )

    def _state(self, week: Week) -> str:
        if week.sent_on:
            how = " ".join(filter(None, [METHODS[week.method].say(), week.reference]))
            return _("sent {date} by {who}: {how}", date=day(week.sent_on), who=week.sent_by, how=how)
        if not week.over:
            return _("being written")
        over = week.days_over(self.services.today())
        return _("not sent, {n} days late", n=over) if over else _("not sent yet")

    @property
    def _list(self) -> WindowedList[Week]:
        return self.query_one("#weeks", WindowedList)

    def reload(self) -> None:
        self._rows = weeks(self.services.today())
        self._list.renew(MemoryListing(self._rows))

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("The register is still empty.")

    def why_not_send(self) -> Message | None:
        week = self._list.selected
        if week is None:
            return self.why_not_any()
        return None if week.over else Message("The week until {date} is not over.", {"date": week.last})

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        week: Week = event.row
        days = [
            week.first + n * ONE_DAY for n in range(7) if week.first + n * ONE_DAY <= self.services.today()
        ]
        open_days = [date for date in days if not is_closed(date)]
        self.app.push_screen(open_screen("register", (open_days or days)[0]))

    async def do_send(self) -> None:
        week = self._list.selected
        assert week is not None
        specs = (
            FieldSpec("sent_on", Message("Sent on"), "date", required=True, past=True),
            FieldSpec("method", Message("How"), "pick", required=True, options=tuple(METHODS.items()), default="by hand"),
            FieldSpec("reference", Message("Reference"), max_length=80, width=40),
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                send_week, week.first, values["sent_on"], values["method"], values["reference"] or "",
                token=token, answers=answers,
            )  # fmt: skip

        today = self.services.property().calendar_date(self.services.now())
        title = Message("Week until {date}: sent to the registrar", {"date": week.last})
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values={"sent_on": today})):
            self.reread()

    def do_papers(self) -> None:
        """The cover letter and the seven days."""
        week = self._list.selected
        assert week is not None
        hotel, language = self.services.property(), current_language()
        days = [week.first + n * ONE_DAY for n in range(7)]
        self.services.show_papers(
            [
                cover_letter(hotel, week.first, language),
                *(register_paper(hotel, date, language) for date in days),
            ]
        )

    def do_csv(self) -> None:
        week = self._list.selected
        assert week is not None
        text = register_csv(self.services.property(), [week.first + n * ONE_DAY for n in range(7)])
        file = self.services.save_text(f"rr4-week-{monday_of(week.first)}.csv", text)
        self.say(Message("Written to {file}", {"file": file}))
