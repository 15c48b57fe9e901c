"""The three ledgers of a day, and why: from a figure to what moved it, to each line, to its entry and folio."""

from __future__ import annotations

import datetime
from decimal import Decimal

from textual.app import ComposeResult

from locales import Message, _
from locales.dates import format_date
from models.front_office.folios.tables import KINDS
from models.front_office.three_ledgers import (
    LEDGER_NAMES,
    LedgerDay,
    LedgerLine,
    Movement,
    ledger_days,
    lines_behind,
    movements,
    ties,
)
from models.house.lists import MemoryListing
from screens.back_office.words import credit_of, debit_of
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

HOTEL = Message("Hotel, all three")
WIDE = 100  # cells; at fewer the names need the place, and the entry says who wrote it


def _figure(value: Decimal) -> str:
    return amount(value) if value else ""


def _kind(row: Movement) -> str:
    return str(KINDS[row.kind]) if row.kind in KINDS else row.kind


class ThreeLedgersScreen(DeskScreen):
    """Opening, debits, credits and closing of a date; ← → go a day back and forth."""

    ACTIONS = (
        Action("day_before", Message("Day before"), ("left", "[")),
        Action("day_after", Message("Day after"), ("right", "]"), why_not=lambda s: s.why_not_after()),
        Action("trial", Message("Trial balance"), ("b",)),
        Action("stored", Message("As closed"), ("t",)),
        Action("check", Message("Balance check"), ("k",)),
    )

    def __init__(self, date: datetime.date | None = None) -> None:
        super().__init__()
        self._date = date

    @property
    def date(self) -> datetime.date:
        return self._date or self.services.today()

    def heading(self) -> str:
        return _("Three ledgers {date}", date=format_date(self.date))

    def aside(self) -> str:
        open_ = [tie for tie in ties(self.date) if tie.difference]
        if not open_:
            return _("all balances agree")
        tie = open_[0]
        says = _("{what} differs by {amount}", what=str(tie.what), amount=amount(tie.difference))
        return f"{says} {tie.entries}" if tie.suspects else says

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(ledger_days(self.date)),
            [
                Column(Message("Ledger"), None, lambda r: str(LEDGER_NAMES.get(r.ledger, HOTEL))),
                Column(Message("Forward"), 15, lambda r: amount(r.opening), "right"),
                Column(Message("Debit"), 14, lambda r: _figure(r.debits), "right"),
                Column(Message("Credit"), 14, lambda r: _figure(r.credits), "right"),
                Column(Message("Balance"), 15, lambda r: amount(r.closing), "right"),
            ],
            id="ledgers",
        )

    def reload(self) -> None:
        self.query_one("#ledgers", WindowedList).renew(MemoryListing(ledger_days(self.date)))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: LedgerDay = event.row
        if row.ledger in LEDGER_NAMES:
            self.app.push_screen(open_screen("ledger movements", row.ledger, self.date))
        else:
            self.do_trial()

    def why_not_after(self) -> Message | None:
        if self.date < self.services.today():
            return None
        return Message("This is the business date.")

    def _step(self, days: int) -> None:
        self._date = self.date + datetime.timedelta(days=days)
        self.reread()

    def do_day_before(self) -> None:
        self._step(-1)

    def do_day_after(self) -> None:
        self._step(1)

    def do_trial(self) -> None:
        self.app.push_screen(open_screen("trial balance", self.date))

    def do_check(self) -> None:
        self.app.push_screen(open_screen("balance check"))

    def do_stored(self) -> None:
        """The trial balance of the date as the audit stored it; of the business date that of the last closed one."""
        self.app.push_screen(open_screen("closed trial balance", self.date))


class LedgerMovementsScreen(DeskScreen):
    """What moved one ledger on one date, by kind."""

    def __init__(self, ledger: str, date: datetime.date) -> None:
        super().__init__()
        self._ledger, self._date = ledger, date

    def heading(self) -> str:
        return f"{LEDGER_NAMES[self._ledger]} · {format_date(self._date)}"

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(movements(self._ledger, self._date)),
            [
                Column(Message("Kind"), None, _kind),
                Column(Message("Entries"), 8, lambda r: str(r.entries), "right"),
                Column(Message("Debit"), 15, lambda r: _figure(r.debits), "right"),
                Column(Message("Credit"), 15, lambda r: _figure(r.credits), "right"),
            ],
            empty=Message("Nothing moved this ledger on this date."),
            id="movements",
        )

    def reload(self) -> None:
        self.query_one("#movements", WindowedList).renew(MemoryListing(movements(self._ledger, self._date)))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: Movement = event.row
        self.app.push_screen(open_screen("ledger lines", self._ledger, self._date, row.kind))


class LedgerLinesScreen(DeskScreen):
    """The lines of one kind; Enter opens the entry, and from there the folio."""

    def __init__(self, ledger: str, date: datetime.date, kind: str) -> None:
        super().__init__()
        self._of = (ledger, date, kind)

    def heading(self) -> str:
        ledger, date, kind = self._of
        return " · ".join((str(LEDGER_NAMES[ledger]), str(KINDS.get(kind, kind)), format_date(date)))

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            lines_behind(*self._of),
            [
                Column(Message("Entry"), 8, lambda r: f"K-{r.entry_id:05d}"),
                Column(Message("What for"), None, lambda r: r.memo),
                Column(Message("Part"), 22, lambda r: r.part),
                Column(Message("Debit"), 12, lambda r: debit_of(r.amount), "right"),
                Column(Message("Credit"), 12, lambda r: credit_of(r.amount), "right"),
                Column(Message("By"), 8, lambda r: r.login, min_screen_width=WIDE),
            ],
            id="lines",
        )

    def reload(self) -> None:
        self.query_one("#lines", WindowedList).renew(lines_behind(*self._of))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: LedgerLine = event.row
        self.app.push_screen(open_screen("entry", row.entry_id))
