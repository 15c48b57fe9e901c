"""A list of one day: the day before, the day after, any date."""

from __future__ import annotations

import datetime

from locales import Message
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec

_DAY = datetime.timedelta(days=1)
DAY_BEFORE = Action("day_before", Message("Day before"), ("[",), shown=False)
DAY_AFTER = Action("day_after", Message("Day after"), ("]",))
DATES = Action("dates", Message("Date"), ("t",))


class OneDay(DeskScreen):
    """Today, unless another ``date`` is given or gone to."""

    PAST_ONLY = False

    def __init__(self, date: datetime.date | None = None) -> None:
        super().__init__()
        self._date = date

    @property
    def date(self) -> datetime.date:
        return self._date or self.services.today()

    def go(self, date: datetime.date) -> None:
        self._date = min(date, self.services.today()) if self.PAST_ONLY else date
        self.reread()

    def do_day_before(self) -> None:
        self.go(self.date - _DAY)

    def do_day_after(self) -> None:
        self.go(self.date + _DAY)

    async def do_dates(self) -> None:
        spec = FieldSpec("date", Message("Date"), "date", required=True, past=self.PAST_ONLY)
        dialog = FormDialog(Message("Go to a date"), (spec,), values={"date": self.date})
        values = await self.app.push_screen_wait(dialog)
        if values is not None:
            self.go(values["date"])  # type: ignore[arg-type]
