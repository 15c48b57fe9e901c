"""One entry of the books: its lines, who wrote it, and the way to the folio posting it came from."""

from __future__ import annotations

from textual.app import ComposeResult

from locales import Message, current_language
from locales.dates import format_date, format_stamp
from models.front_office.receipts import papers_of_entry
from models.front_office.ways import Way, by_nature, log_of_entry, ways_of, written_on
from models.house.lists import MemoryListing
from models.ledger.balances import VoucherLine, voucher_lines
from models.ledger.drafts import REVERSIBLE, reversal_of
from models.ledger.entries import Entry
from models.ledger.vouchers import voucher_paper
from screens.back_office.vouchers import reverse_dialog
from screens.back_office.words import credit_of, debit_of
from screens.front_office.to_entry import go
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def open_folio(screen: DeskScreen, entry_id: int) -> None:
    """Go to what an entry is first asked for by: its line on the folio, its bill, its shift; or say there is none."""
    ways = ways_of(entry_id)
    if ways:
        go(screen, ways[0])
    else:
        say_no_way(screen, entry_id)


def say_no_way(screen: DeskScreen, entry_id: int) -> None:
    nature = by_nature(Entry.get_by_id(entry_id))
    screen.say(
        nature or Message("This entry was written in the books; no folio stands behind it."), "warning"
    )


class EntryScreen(DeskScreen):
    ACTIONS = (
        Action("folio", Message("Folio"), ("b",), right="see_desk"),
        Action("paper", Message("Its paper"), ("d",), right="see_desk", why_not=lambda s: s.why_not_paper()),
        Action("ways", Message("All papers"), ("w",)),
        Action("reverse", Message("Reverse"), ("v",), right="journal", why_not=lambda s: s.why_not_reverse()),
        Action("person", Message("By whom"), ("p",), right="see_desk", shown=False),
        Action("log", Message("Changes"), ("c",), right="see_desk"),
        Action("print", Message("Print"), ("i",)),
    )

    def __init__(self, entry_id: int) -> None:
        super().__init__()
        self.entry: Entry = Entry.get_by_id(entry_id)

    def heading(self) -> str:
        number = self.entry.voucher or f"K-{self.entry.id:05d}"
        return f"{number} · {format_date(self.entry.date)} · {self.entry.memo}"

    def aside(self) -> str:
        stamp = format_stamp(self.entry.at, self.services.property().zone)
        return f"{self.entry.staff.login} {self.entry.terminal} {stamp}"

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing([_Row(line) for line in voucher_lines(self.entry.id)]),
            [
                Column(Message("Account"), 7, lambda r: r.line.code),
                Column(Message("Name"), None, _name),
                Column(Message("Debit"), 14, lambda r: debit_of(r.line.amount), "right"),
                Column(Message("Credit"), 14, lambda r: credit_of(r.line.amount), "right"),
            ],
        )

    def why_not_reverse(self) -> Message | None:
        if self.entry.kind not in REVERSIBLE:
            return Message("Only a voucher by hand is reversed here; a document where it is kept.")
        return Message("The entry has been reversed already.") if reversal_of(self.entry.id) else None

    def why_not_paper(self) -> Message | None:
        return None if papers_of_entry(self.entry.id) else Message("No receipt or tax invoice stands on it.")

    def do_paper(self) -> None:
        """The list of documents at the paper of this entry that stands."""
        self.app.push_screen(open_screen("documents", papers_of_entry(self.entry.id)[0]))

    async def do_ways(self) -> None:
        """A list to choose from, however short: it says what all of it is."""
        ways = ways_of(self.entry.id)
        if not ways:
            say_no_way(self, self.entry.id)
            return
        options: list[tuple[object, str]] = [(way, way.label) for way in ways]
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("All it stands on"), options))
        if isinstance(chosen, Way):
            go(self, chosen)

    async def do_reverse(self) -> None:
        """Then one stands at the entry that reverses it."""
        if await self.app.push_screen_wait(reverse_dialog(self, self.entry.id)):
            reversal = reversal_of(self.entry.id)
            assert reversal is not None
            self.app.push_screen(open_screen("entry", reversal.id))

    def do_person(self) -> None:
        """What the one who wrote it did that day."""
        self.app.push_screen(open_screen("log", staff_day=(self.entry.staff_id, written_on(self.entry))))

    def do_log(self) -> None:
        lines = log_of_entry(self.entry)
        if lines is None:
            self.say(Message("Nothing else was changed with it."), "warning")
        else:
            self.app.push_screen(open_screen("log", lines=lines))

    def do_folio(self) -> None:
        open_folio(self, self.entry.id)

    def do_print(self) -> None:
        self.services.show_paper(voucher_paper(self.services.property(), self.entry, current_language()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        line: VoucherLine = event.row.line
        self.app.push_screen(open_screen("account", line.account_id, line.line_id))


class _Row:
    def __init__(self, line: VoucherLine) -> None:
        self.line = line
        self.key = (line.line_id,)


def _name(row: _Row) -> str:
    line = row.line
    name = line.name_th if current_language() == "th" else line.name_en
    return " · ".join(filter(None, [name, line.subaccount, line.memo]))
