"""When the next returns are due, and the holidays they are moved by."""

from __future__ import annotations

import datetime
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from locales.dates import format_date
from models.back_office.holiday_files import CALENDARS, LISTS, HolidayFile, read_holidays
from models.back_office.tax_calendar import (
    FORMS,
    drop_holiday,
    dues_between,
    holidays,
    keep_holiday,
    take_holidays,
)
from models.house.lists import MemoryListing
from screens.back_office.file_taking import take
from screens.back_office.words import day
from screens.front_office.set_up_list import NEW, REMOVE, Call, SetUpList, Specs
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

AHEAD = datetime.timedelta(days=92)


class TaxCalendarScreen(DeskScreen):
    ACTIONS = (Action("holidays", Message("Holidays"), ("h",)),)

    def heading(self) -> str:
        return _("Due dates of returns")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self._read()),
            [
                Column(Message("Return"), None, lambda r: FORMS[r.form].name.say()),
                Column(Message("Tax month"), 15, lambda r: format_date(r.month, "month")),
                Column(Message("On paper"), 12, lambda r: day(r.paper)),
                Column(Message("By e-filing"), 12, lambda r: day(r.online) if r.online else "–"),
            ],
            id="dues",
        )

    def _read(self) -> list[Any]:
        today = self.services.today()
        return list(dues_between(today, today + AHEAD))

    def reload(self) -> None:
        self.query_one("#dues", WindowedList).renew(MemoryListing(self._read()))

    def do_holidays(self) -> None:
        self.app.push_screen(open_screen("holidays"))


FROM_FILE = Action("file", Message("From a file"), ("f",), right="set_up")


class HolidaysScreen(SetUpList):
    TITLE_LINE = Message("Holidays")
    ONE = Message("Holiday")
    ACTIONS = (NEW, REMOVE, FROM_FILE)
    COLUMNS = (
        Column(Message("Date"), 14, lambda e: format_date(e.row.date, "weekday")),
        Column(Message("Name"), None, lambda e: e.row.name),
    )

    def rows(self) -> list[Any]:
        year = self.services.today().year
        return [*holidays(year), *holidays(year + 1)]

    async def do_file(self) -> None:
        """A dry run first: what is wrong with each line, or how many days would come."""
        today, suffixes = self.services.today(), (*LISTS, *CALENDARS)
        lack = Message(
            "Put the holidays as CSV, XLSX or ICS into {folder}", {"folder": self.services.import_folder()}
        )
        path = await take(
            self, suffixes, lack, lambda file: read_holidays(file, today), lambda file: file.faults,
            HolidayFile.question,
        )  # fmt: skip
        if path is not None and (taken := await self.submit(take_holidays, read_holidays(path, today).days)):
            self.say(Message("{n} holidays taken in.", {"n": taken}))

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (
            FieldSpec("date", Message("Date"), "date", required=True),
            FieldSpec("name", Message("Name"), required=True, max_length=60),
        )

    def values(self, row: Any) -> dict[str, object]:  # noqa: ARG002
        return {}

    def saving(self, row: Any, values: Any) -> Call:  # noqa: ARG002
        return keep_holiday, (values["date"], values["name"])

    def removing(self, row: Any) -> Call:
        return drop_holiday, (row.id,)
