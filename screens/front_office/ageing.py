"""How old the city ledger is, statements for all who owe, and the reminders of today with their levels."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from locales.money import round_half_up
from models.back_office.ageing import Aged, ageing, totals
from models.front_office.debtors.papers import (
    ageing_paper,
    language_of,
    statement_paper,
    statements,
)
from models.front_office.debtors.reminders import (
    ReminderDue,
    ReminderLevel,
    kept_paper,
    levels,
    reminders_due,
    set_level,
    write_reminder,
    write_reminders,
)
from models.house.lists import MemoryListing
from screens.front_office.set_up_list import CHANGE, Call, Entry, SetUpList, Specs
from screens.front_office.words import amount, day, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.paper_screen import PaperScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def _part(place: int) -> Any:
    """In whole baht: six columns abreast leave no room for satang; the paper has them."""
    return lambda row: f"{round_half_up(row.parts[place] / 100) * 100:,.0f}" if row.parts[place] else ""


class AgeingScreen(DeskScreen):
    """What each account owes at the end of a date, by days late. Enter opens the account."""

    ACTIONS = (
        Action("date", Message("Date"), ("d",)),
        Action("paper", Message("Paper"), ("p",)),
        Action("statements", Message("Statements of all"), ("s",), right="credit"),
    )

    def __init__(self, date: datetime.date | None = None) -> None:
        super().__init__()
        self._date = date

    @property
    def date(self) -> datetime.date:
        return self._date or self.services.today()

    def heading(self) -> str:
        return _("Ageing of receivables") + f" · {format_date(self.date)}"

    def aside(self) -> str:
        return _("balance {balance}", balance=amount(totals(ageing(self.date)).balance))

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[Aged](Message("Name"), None, lambda r: f"{r.number} {name_of(r)}"),
            Column[Aged](Message("Current"), 9, _part(0), "right"),
            Column[Aged](Message("1–30 d"), 9, _part(1), "right"),
            Column[Aged](Message("31–60 d"), 9, _part(2), "right"),
            Column[Aged](Message("61–90 d"), 9, _part(3), "right"),
            Column[Aged](Message("over 90 d"), 9, _part(4), "right"),
            Column[Aged](
                Message("Unapplied"), 11, lambda r: amount(r.unapplied) if r.unapplied else "", "right", min_screen_width=100,
            ),
            Column[Aged](Message("Balance"), 12, lambda r: amount(r.balance), "right"),
        )  # fmt: skip
        yield WindowedList(self._listing(), columns, empty=Message("Nobody owes anything."), id="aged")

    def _listing(self) -> MemoryListing[Aged]:
        return MemoryListing(ageing(self.date))

    def reload(self) -> None:
        self.query_one("#aged", WindowedList).renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("debtor", event.row.account_id))

    async def do_date(self) -> None:
        specs = (FieldSpec("date", Message("Date"), "date", required=True, past=True),)
        said = await self.app.push_screen_wait(
            FormDialog(Message("Ageing of receivables"), specs, values={"date": self.date})
        )
        if said is not None:
            self._date = said["date"]  # type: ignore[assignment]
            self.reread()

    def do_paper(self) -> None:
        paper = ageing_paper(self.services.property(), self.date, ageing(self.date), current_language())
        self.app.push_screen(PaperScreen(paper))

    async def do_statements(self) -> None:
        """Each in the language of its account."""
        specs = (FieldSpec("since", Message("From"), "date", required=True, past=True),)
        said = await self.app.push_screen_wait(
            FormDialog(Message("Statements of all"), specs, values={"since": self.date.replace(day=1)})
        )
        if said is None:
            return
        told = statements(said["since"], self.date)  # type: ignore[arg-type]
        hotel = self.services.property()
        papers = [statement_paper(hotel, each, language_of(each.account)) for each in told]
        if papers:
            self.app.push_screen(PaperScreen(papers[0], more=papers[1:]))
        else:
            self.say(Message("Nobody owes anything."))


class RemindersScreen(DeskScreen):
    """Who gets which letter today. F9 writes all of them, ``r`` the one with the mark; Enter opens the account."""

    ACTIONS = (
        Action("all", Message("Write all"), ("f9",), right="credit", why_not=lambda s: s.why_not()),
        Action("one", Message("Write this one"), ("r",), right="credit", why_not=lambda s: s.why_not()),
        Action("levels", Message("Levels"), ("l",)),
    )

    def heading(self) -> str:
        return _("Reminders of today")

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[ReminderDue](Message("Level"), 5, lambda r: str(r.level), "right"),
            Column[ReminderDue](Message("Number"), 8, lambda r: r.account.number),
            Column[ReminderDue](Message("Name"), None, lambda r: r.account.name(current_language())),
            Column[ReminderDue](Message("Items"), 7, lambda r: str(len(r.items)), "right"),
            Column[ReminderDue](Message("Oldest due"), 12, lambda r: day(r.items[0].due)),
            Column[ReminderDue](Message("Total"), 13, lambda r: amount(r.total), "right"),
            Column[ReminderDue](Message("Credit"), 11, lambda r: _("stop?") if r.hold else ""),
        )
        yield WindowedList(
            self._listing(), columns, empty=Message("Nobody is to be reminded today."), id="due"
        )

    def _listing(self) -> MemoryListing[ReminderDue]:
        return MemoryListing(reminders_due(self.services.today()))

    def reload(self) -> None:
        self.query_one("#due", WindowedList).renew(self._listing())

    def why_not(self) -> Message | None:
        if self.query_one("#due", WindowedList).selected is None:
            return Message("Nobody is to be reminded today.")
        return None

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("debtor", event.row.account.id))

    async def do_all(self) -> None:
        n = len(reminders_due(self.services.today()))
        if await self.app.push_screen_wait(ConfirmDialog(Message("Write {n} reminders now?", {"n": n}))):
            self._look(await self.submit(write_reminders) or [])

    async def do_one(self) -> None:
        row = self.query_one("#due", WindowedList).selected
        assert row is not None
        written = await self.submit(write_reminder, row.account.id, row.level)
        self._look([written] if written is not None else [])

    def _look(self, written: Sequence[int]) -> None:
        papers = [kept_paper(reminder) for reminder in written]
        if papers:
            self.app.push_screen(PaperScreen(papers[0], more=papers[1:]))

    def do_levels(self) -> None:
        self.app.push_screen(open_screen("reminder levels"))


class ReminderLevelsScreen(SetUpList):
    """From how many days late each letter goes out, and what it says."""

    ACTIONS = (CHANGE,)
    TITLE_LINE = Message("Levels of reminders")
    ONE = Message("Level of reminders")
    COLUMNS = (
        Column[Entry](Message("Level"), 6, lambda e: str(e.row.level), "right"),
        Column[Entry](Message("Days late"), 15, lambda e: str(e.row.days), "right"),
        Column[Entry](Message("Credit"), 11, lambda e: _("stop?") if e.row.hold else ""),
        Column[Entry](
            Message("Text"),
            None,
            lambda e: _text_of(e.row) or _("the house's own words"),
        ),
    )

    def rows(self) -> Sequence[Any]:
        return levels()

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        own = Message("Empty: the house's own words.")
        return (
            FieldSpec("days", Message("Days late"), "number", required=True, minimum=1),
            FieldSpec("text_th", Message("Text in Thai"), max_length=1000, width=44, help=own),
            FieldSpec("text_en", Message("Text in English"), max_length=1000, width=44, help=own),
            FieldSpec("hold", Message("Propose to stop credit"), "check"),
        )

    def values(self, row: Any) -> Mapping[str, object]:
        return {"days": row.days, "text_th": row.text_th, "text_en": row.text_en, "hold": row.hold}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        return set_level, (
            row.level, values["days"], values["text_th"] or "", values["text_en"] or "", values["hold"],
        )  # fmt: skip


def _text_of(row: ReminderLevel) -> str:
    return str(row.text_th if current_language() == "th" else row.text_en)
