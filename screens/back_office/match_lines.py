"""Lines of a statement and lines of the books that are the same money, ticked by hand: one and several, either way."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from textual.app import ComposeResult

from locales import Message, _
from locales.thai_text import fold
from models.back_office.reconciliation import match
from models.back_office.reconciliation_views import OpenLine, open_lines
from models.house.lists import MemoryListing
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList

ZERO = Decimal("0.00")


def _why_not(screen: MatchScreen) -> Message | None:
    if not all(any(row.of_bank == side for row in screen.ticked) for side in (True, False)):
        return Message("Tick lines of the bank and lines of the books.")
    if screen.difference:
        return Message("They differ by {difference}.", {"difference": screen.difference})
    return None


class MatchScreen(DeskScreen):
    """Space and Enter tick; what the ticked lines differ by stands above, and what comes to zero may be matched."""

    ACTIONS = (
        Action("mark", Message("Tick"), ("space",)),
        Action("match", Message("Match"), ("f9", "m"), right="journal", why_not=_why_not),
        Action("none", Message("None"), ("x",)),
    )

    def __init__(self, statement_id: int, ticked: Iterable[int] = ()) -> None:
        super().__init__()
        self.statement_id = statement_id
        self._rows = open_lines(statement_id)
        self._ticks = {row.key for row in self._rows if row.of_bank and row.line_id in set(ticked)}

    def heading(self) -> str:
        return _("Match by hand")

    @property
    def ticked(self) -> list[OpenLine]:
        return [row for row in self._rows if row.key in self._ticks]

    def _sum(self, of_bank: bool) -> Decimal:
        return sum((row.amount for row in self.ticked if row.of_bank == of_bank), ZERO)

    @property
    def difference(self) -> Decimal:
        return self._sum(True) - self._sum(False)

    def aside(self) -> str:
        return _(
            "bank {bank} · books {books} · differs {difference}", bank=amount(self._sum(True)),
            books=amount(self._sum(False)), difference=amount(self.difference),
        )  # fmt: skip

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[OpenLine](Message("✓"), 1, lambda r: "✓" if r.key in self._ticks else ""),
            Column[OpenLine](Message("Date"), 9, lambda r: day(r.date)),
            Column[OpenLine](Message("Text"), None, lambda r: r.text),
            Column[OpenLine](Message("Bank"), 15, lambda r: amount(r.amount) if r.of_bank else "", "right"),
            Column[OpenLine](Message("Books"), 15, lambda r: "" if r.of_bank else amount(r.amount), "right"),
        )
        yield WindowedList(
            self._listing(), columns, search=self._listing, empty=Message("Nothing is open."), id="open"
        )

    def _listing(self, text: str = "") -> MemoryListing[OpenLine]:
        words = fold(text).split()
        return MemoryListing(
            [
                row
                for row in self._rows
                if all(word in fold(f"{row.text} {amount(row.amount)}") for word in words)
            ]
        )

    @property
    def _list(self) -> WindowedList[OpenLine]:
        return self.query_one("#open", WindowedList)

    def reload(self) -> None:
        self._rows = open_lines(self.statement_id)
        self._list.renew(self._listing())

    def on_mount(self) -> None:
        first = self.ticked
        if first:
            self._list.select(first[0].key)

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.do_mark()

    def do_mark(self) -> None:
        row = self._list.selected
        if row is not None:
            self._ticks ^= {row.key}
            self.reread()

    def do_none(self) -> None:
        self._ticks = set()
        self.reread()

    async def do_match(self) -> None:
        at_bank = [row.line_id for row in self.ticked if row.of_bank]
        in_books = [row.line_id for row in self.ticked if not row.of_bank]
        if await self.submit(match, at_bank, in_books):
            self._ticks = set()
            self.reread()
