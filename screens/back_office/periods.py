"""The months of the books: open, softly locked, locked; what is left to do in each; the end of a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from locales.dates import format_date
from models.back_office.year_end import close_year, closing_of, fiscal_year, reopen_year
from models.front_office.month_end import left_of_month, lock_month, named
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from models.ledger.period_checks import Left
from models.ledger.periods import (
    Period,
    periods,
    soft_lock_period,
    soft_open_period,
    unlock_period,
)
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

OPEN, SOFT, LOCKED = Message("Open"), Message("Softly locked"), Message("Locked")


@dataclass(frozen=True)
class Row:
    period: Period
    left: tuple[Left, ...]
    year_closed: bool

    @property
    def key(self) -> tuple[str]:
        return (str(self.period.starts),)

    @property
    def state(self) -> Message:
        return LOCKED if self.period.locked else SOFT if self.period.soft else OPEN


def _why_not_locked(screen: PeriodsScreen) -> Message | None:
    return None if screen.period.locked else Message("The period is open.")


def _why_not_open(screen: PeriodsScreen) -> Message | None:
    return Message("The month is locked already.") if screen.period.locked else None


class PeriodsScreen(DeskScreen):
    """Enter goes to what is left to do in a month."""

    ACTIONS = (
        Action("soft", Message("Soft lock / open"), ("s",), right="period", why_not=_why_not_open),
        Action("lock", Message("Lock"), ("l",), right="period", why_not=_why_not_open),
        Action("unlock", Message("Unlock"), ("u",), right="period", why_not=_why_not_locked),
        Action("year", Message("Close the year"), ("y",), right="period"),
        Action("reopen", Message("Open the year again"), ("o",), right="period", shown=False),
    )

    def heading(self) -> str:
        return _("Months of the books")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._rows(),
            [
                Column(Message("Month"), 12, lambda r: format_date(r.period.starts, "month")),
                Column(Message("State"), 18, lambda r: r.state.say()),
                Column(Message("Year"), 12, lambda r: _("closed") if r.year_closed else ""),
                Column(
                    Message("Left to do"), None, lambda r: ", ".join(f"{x.what.say()} {x.n}" for x in r.left)
                ),
            ],
            id="periods",
        )

    @staticmethod
    def _rows() -> MemoryListing[Row]:
        found, closed = [], {}
        for period in periods():
            last = fiscal_year(period.ends).last
            if last not in closed:
                closed[last] = closing_of(last) is not None
            left = () if period.locked else tuple(left_of_month(period))
            found.append(Row(period, left, closed[last]))
        return MemoryListing(found)

    def reload(self) -> None:
        self.query_one("#periods", WindowedList).renew(self._rows())

    @property
    def period(self) -> Period:
        return self.query_one("#periods", WindowedList).selected.period  # type: ignore[no-any-return,union-attr]

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        left: tuple[Left, ...] = event.row.left
        if not left:
            self.say(Message("Nothing is left to do in this month."))
        elif len(left) == 1:
            self.run_line(left[0].jump.say())
        else:
            self.start(self._which(left))

    async def _which(self, left: tuple[Left, ...]) -> None:
        options = [(one.jump, named([one]).say()) for one in left]
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("Left to do"), options))
        if isinstance(chosen, Message):
            self.run_line(chosen.say())

    async def do_soft(self) -> None:
        soft = self.period.soft
        if await self.submit(soft_open_period if soft else soft_lock_period, self.period.id):
            left = left_of_month(self.period)
            if soft:
                self.say(Message("The month is open."))
            elif left:
                self.say(
                    Message("The month is softly locked. Still to do: {what}", {"what": named(left)}),
                    "warning",
                )
            else:
                self.say(Message("The month is softly locked."))

    async def do_lock(self) -> None:
        """With something left to do the question is who allows it."""
        month = format_date(self.period.starts, "month")
        question = Message("Lock {month}? Nothing more can be posted into it.", {"month": month})
        sure = bool(left_of_month(self.period)) or await self.app.push_screen_wait(
            ConfirmDialog(question, danger=True)
        )
        if sure and await self.submit(lock_month, self.period.id):
            self.say(Message("The month is locked."))

    async def do_unlock(self) -> None:
        if await self.submit(unlock_period, self.period.id):
            self.say(Message("The month is open."))

    async def do_year(self) -> None:
        last = format_date(fiscal_year(self.period.ends).last)
        question = Message("Close the year that ends on {date}?", {"date": last})
        if await self.app.push_screen_wait(ConfirmDialog(question, danger=True)) and await self.submit(
            close_year, self.period.ends
        ):
            self.say(Message("The year is closed."))

    async def do_reopen(self) -> None:
        ends = self.period.ends
        specs = (FieldSpec("reason", Message("Why"), required=True, width=44, max_length=200),)

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(reopen_year, ends, values["reason"], token=token, answers=answers)
            return True

        if await self.app.push_screen_wait(FormDialog(Message("Open the year again"), specs, write)):
            self.say(Message("The year is open."))
            self.reread()
