"""A day-book over any span: its lines, each leading to its entry; on paper and as a spreadsheet from there."""

from __future__ import annotations

import datetime

from textual.app import ComposeResult

from locales import Message, current_language
from locales.dates import format_date
from models.house.lists import Listing
from models.ledger.day_books import BOOKS, DayBookLine, day_book, day_book_paper
from models.ledger.entries import SALES
from screens.back_office.words import credit_of, day, debit_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class DayBookScreen(DeskScreen):
    """Space goes to the next book; d asks for the book and the days."""

    ACTIONS = (
        Action("next", Message("Next book"), ("space",)),
        Action("days", Message("Book and days"), ("d",)),
        Action("print", Message("Print"), ("i",)),
    )

    def __init__(self, book: str = SALES) -> None:
        super().__init__()
        self._book = book
        self._days: tuple[datetime.date, datetime.date] | None = None

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        today = self.services.today()
        return self._days or (today.replace(day=1), today)

    def heading(self) -> str:
        since, until = self.days
        return f"{BOOKS[self._book].say()} · {format_date(since)} – {format_date(until)}"

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._listing(),
            [
                Column(Message("Date"), 9, lambda r: day(r.date)),
                Column(Message("Number"), 12, lambda r: r.number),
                Column(Message("Description"), None, lambda r: r.text),
                Column(Message("Account"), 7, lambda r: r.code),
                Column(Message("Debit"), 12, lambda r: debit_of(r.amount), "right"),
                Column(Message("Credit"), 12, lambda r: credit_of(r.amount), "right"),
                Column(Message("Reference"), 10, lambda r: r.reference, min_screen_width=100),
            ],
            empty=Message("No entries."),
            id="lines",
        )

    def _listing(self) -> Listing[DayBookLine]:
        return day_book(self._book, *self.days)

    def _show(self) -> None:
        self.query_one("#lines", WindowedList).show(self._listing())
        self.reread()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("entry", event.row.entry_id))

    def do_next(self) -> None:
        books = list(BOOKS)
        self._book = books[(books.index(self._book) + 1) % len(books)]
        self._show()

    async def do_days(self) -> None:
        since, until = self.days
        specs = (
            FieldSpec("book", Message("Which journal"), "pick", required=True, options=list(BOOKS.items())),
            FieldSpec("since", Message("Since"), "date", required=True, past=True),
            FieldSpec("until", Message("Until"), "date", required=True, past=True),
        )
        dialog = FormDialog(
            Message("Journals"), specs, values={"book": self._book, "since": since, "until": until}
        )
        values = await self.app.push_screen_wait(dialog)
        if values:
            self._book = str(values["book"])
            first, last = values["since"], values["until"]
            assert isinstance(first, datetime.date)
            assert isinstance(last, datetime.date)
            self._days = (min(first, last), max(first, last))
            self._show()

    def do_print(self) -> None:
        paper = day_book_paper(self.services.property(), self._book, *self.days, current_language())
        self.services.show_paper(paper)
