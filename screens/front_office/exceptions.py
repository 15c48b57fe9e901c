"""What is out of the ordinary on a day: prices off their rate, discounts, voids, rooms given away, high balances."""

from __future__ import annotations

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.thai_text import fold
from models.front_office.exceptions import KINDS, ExceptionLine, exceptions_of, exceptions_paper
from models.house.lists import MemoryListing
from screens.front_office.one_day import DATES, DAY_AFTER, DAY_BEFORE, OneDay
from screens.front_office.words import amount, day, guest_name
from screens.kit.actions import Action
from screens.kit.detail import Detail
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def _why_not_selected(screen: ExceptionsScreen) -> Message | None:
    return None if screen.selected else Message("Nothing here.")


class ExceptionsScreen(OneDay):
    """Enter opens the stay, or the folio at the line; below the list stands why, by whom, approved by whom."""

    PAST_ONLY = True
    ACTIONS = (
        Action("folio", Message("Folio"), ("o",), why_not=_why_not_selected),
        Action("print", Message("Print"), ("i",)),
        DATES,
        DAY_BEFORE,
        DAY_AFTER,
    )

    def heading(self) -> str:
        return _("Exceptions of {date}", date=day(self.date))

    def aside(self) -> str:
        if self.date != self.services.today():
            return _("High balances are known of today only.")
        return n_("{n} line", "{n} lines", len(self._lines))

    def compose_body(self) -> ComposeResult:
        self._lines = exceptions_of(self.date)
        columns: list[Column[ExceptionLine]] = [
            Column(Message("Kind"), 13, lambda r: KINDS[r.kind].say()),
            Column(Message("Room"), 4, lambda r: r.room),
            Column(Message("Guest"), 16, guest_name),
            Column(Message("Description"), None, lambda r: r.what(current_language())),
            Column(Message("Against"), 10, lambda r: "" if r.against is None else amount(r.against), "right"),
            Column(Message("Amount"), 10, lambda r: amount(r.amount), "right"),
        ]
        yield WindowedList(
            self._listing(), columns, search=self._listing, empty=Message("Nothing out of the ordinary."), id="rows"
        )  # fmt: skip
        yield Detail(self._why, 2, id="why")

    def _listing(self, text: str = "") -> MemoryListing[ExceptionLine]:
        words = fold(text).split()
        return MemoryListing(
            [line for line in self._lines if all(word in fold(_all_words(line)) for word in words)]
        )

    @property
    def selected(self) -> ExceptionLine | None:
        return self.query_one("#rows", WindowedList).selected

    def _why(self) -> list[str]:
        line = self.selected if self.query("#rows") else None
        if line is None:
            return []
        off = line.difference
        by = (
            _("Difference {amount}", amount=amount(off)) if off is not None else "",
            _("By {user}", user=line.user) if line.user else "",
            _("Approved by {user}", user=line.approved_by) if line.approved_by else "",
        )
        return [line.reason(current_language()), " · ".join(filter(None, by))]

    def reload(self) -> None:
        self._lines = exceptions_of(self.date)
        self.query_one("#rows", WindowedList).renew(self._listing())
        self.query_one("#why", Detail).look()

    def on_windowed_list_highlighted(self) -> None:
        self.query_one("#why", Detail).look()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        line: ExceptionLine = event.row
        if line.posting_id is None:
            self.app.push_screen(open_screen("stay", line.stay_id))
        else:
            self.do_folio()

    def do_folio(self) -> None:
        line = self.selected
        assert line is not None
        where = () if line.posting_id is None else ("", line.posting_id)
        self.app.push_screen(open_screen("folio", line.stay_id, *where))

    def do_print(self) -> None:
        hotel, language = self.services.property(), current_language()
        self.services.show_paper(exceptions_paper(hotel, self.date, language, self._lines))


def _all_words(line: ExceptionLine) -> str:
    return " ".join((KINDS[line.kind].say(), line.room, line.guest_th, line.guest_en, line.what_th, line.what_en,
                     line.reason_th, line.reason_en, line.user, line.approved_by))  # fmt: skip
