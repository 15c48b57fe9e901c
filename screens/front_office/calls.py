"""Calls that were put through: the day's list, and how many came for whom."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.dates import format_date
from models.front_office.switchboard.calls import (
    ANSWERED,
    OUTCOMES,
    CallCount,
    CallRow,
    call_number,
    call_statistic,
    calls_of,
)
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.one_day import DAY_AFTER, DAY_BEFORE, OneDay
from screens.front_office.words import name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

CALLER = FieldSpec(
    "caller", Message("Caller"), width=40, max_length=80, help=Message("Name or number of the caller.")
)
NOTE = FieldSpec("note", Message("Note"), width=40, max_length=200)
_DAY = datetime.timedelta(days=1)


def outcome_fields(outcomes: Sequence[str]) -> tuple[FieldSpec, ...]:
    """Outcome first: most calls are answered, and F9 says so at once."""
    options = [(outcome, OUTCOMES[outcome]) for outcome in outcomes]
    outcome = FieldSpec(
        "outcome", Message("Outcome"), "pick", required=True, options=options, default=ANSWERED
    )
    return (CALLER, outcome, NOTE)


class CallsScreen(OneDay):
    PAST_ONLY = True
    ACTIONS = (
        Action("new", Message("Call outside"), ("n", "insert"), right="switchboard"),
        Action("phone_book", Message("Phone book"), ("p",), right="see_desk"),
        Action("statistic", Message("For whom"), ("s",), right="switchboard"),
        DAY_BEFORE,
        DAY_AFTER,
    )

    def heading(self) -> str:
        return _("Calls, {day}", day=format_date(self.date, "weekday"))

    def aside(self) -> str:
        return n_("{n} call", "{n} calls", calls_of(self.date).count())

    def compose_body(self) -> ComposeResult:
        columns: list[Column[CallRow]] = [
            Column(Message("Time"), 5, self._time),
            Column(Message("Caller"), 18, lambda r: r.caller),
            Column(Message("Called"), None, _to),
            Column(Message("Room, number"), 12, lambda r: r.where),
            Column(Message("Outcome"), 15, lambda r: OUTCOMES[r.outcome].say()),
            Column(Message("By"), 8, lambda r: r.by),
            Column(Message("Note"), 30, lambda r: r.note, min_screen_width=110),
        ]
        yield WindowedList(
            calls_of(self.date), columns, empty=Message("No call was written down on this day."), id="calls"
        )

    def reload(self) -> None:
        self.query_one("#calls", WindowedList).renew(calls_of(self.date))

    def _time(self, row: CallRow) -> str:
        return f"{row.at.astimezone(self.services.property().timezone):%H:%M}"

    async def do_new(self) -> None:
        """To a number that stands in no book; for all others the telephone book has the key."""

        async def write(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> object:
            said = {name: "" if value is None else value for name, value in values.items()}
            return await self.services.write(call_number, token=token, answers=answers, **said)

        number = FieldSpec("number", Message("Phone number"), required=True, width=24, max_length=40)
        specs = (number, *outcome_fields(tuple(OUTCOMES)))
        if await self.app.push_screen_wait(FormDialog(Message("A call outside"), specs, write)):
            self.reread()

    def do_phone_book(self) -> None:
        self.app.push_screen(open_screen("phone book"))

    def do_statistic(self) -> None:
        self.app.push_screen(open_screen("call statistic"))


def _to(row: CallRow) -> str:
    return row.to_th if current_language() == "th" else row.to_en


class CallStatisticScreen(DeskScreen):
    """This month so far, unless other dates are asked for."""

    ACTIONS = (Action("dates", Message("Other dates"), ("t",)),)

    def __init__(self) -> None:
        super().__init__()
        self._span: tuple[datetime.date, datetime.date] | None = None

    @property
    def span(self) -> tuple[datetime.date, datetime.date]:
        today = self.services.today()
        return self._span or (today.replace(day=1), today)

    def heading(self) -> str:
        since, until = self.span
        return _("Calls by department, {since} – {until}", since=since, until=until)

    def aside(self) -> str:
        return n_("{n} call", "{n} calls", sum(row.calls for row in call_statistic(*self.span)))

    def compose_body(self) -> ComposeResult:
        columns: list[Column[CallCount]] = [
            Column(Message("Called"), None, name_of),
            Column(Message("Calls"), 6, lambda r: str(r.calls), "right"),
            *(_counted(outcome) for outcome in OUTCOMES),
        ]
        yield WindowedList(
            MemoryListing(call_statistic(*self.span)),
            columns,
            empty=Message("No call was written down."),
            id="counts",
        )

    def reload(self) -> None:
        self.query_one("#counts", WindowedList).renew(MemoryListing(call_statistic(*self.span)))

    async def do_dates(self) -> None:
        specs = (
            FieldSpec("since", Message("From"), "date", required=True),
            FieldSpec("until", Message("To"), "date", required=True),
        )
        since, until = self.span
        dialog = FormDialog(Message("Calls of these days"), specs, values={"since": since, "until": until})
        values = await self.app.push_screen_wait(dialog)
        if values is not None:
            self._span = (values["since"], values["until"])  # type: ignore[assignment]
            self.reread()


# Short, for one line over five columns of figures.
_HEADINGS = {
    "answered": Message("Answered"),
    "no answer": Message("No answer"),
    "busy": Message("Busy"),
    "refused": Message("Held back"),
    "message": Message("Message"),
}


def _counted(outcome: str) -> Column[CallCount]:
    return Column(_HEADINGS[outcome], 10, lambda r: str(r.outcomes.get(outcome) or ""), "right")
