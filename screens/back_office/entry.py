"""One entry of the books: its lines, who wrote it, and the way to the folio posting it came from."""

from __future__ import annotations

from textual.app import ComposeResult

from locales import Message, current_language
from locales.dates import format_date, format_stamp
from models.back_office.payables import vendor_of_entry
from models.back_office.receivables import account_of_entry
from models.front_office.folios import posting_of_entry
from models.front_office.receipts import papers_of_entry
from models.front_office.reservations import stay_of_reservation
from models.front_office.till.views import shift_of_entry
from models.house.lists import MemoryListing
from models.ledger.balances import VoucherLine, voucher_lines
from models.ledger.entries import Entry
from models.ledger.vouchers import voucher_paper
from screens.back_office.words import credit_of, debit_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def open_folio(screen: DeskScreen, entry_id: int) -> None:
    """Go to the posting of an entry on its folio, without one to the debtor or shift it moved, or say there is none."""
    posting = posting_of_entry(entry_id)
    if posting is not None and posting.window_id:
        screen.app.push_screen(open_screen("folio", posting.window.stay_id, "", posting.id))
    elif posting is not None and posting.reservation_id:
        screen.app.push_screen(open_screen("stay", stay_of_reservation(posting.reservation_id).id))
    elif debtor_id := account_of_entry(entry_id):
        screen.app.push_screen(open_screen("debtor", debtor_id))
    elif vendor_id := vendor_of_entry(entry_id):
        screen.app.push_screen(open_screen("vendor", vendor_id))
    elif shift_id := shift_of_entry(entry_id):
        screen.app.push_screen(open_screen("cashier", shift_id))
    else:
        screen.say(Message("This entry was written in the books; no folio stands behind it."), "warning")


class EntryScreen(DeskScreen):
    ACTIONS = (
        Action("folio", Message("Folio"), ("b",), right="see_desk"),
        Action("paper", Message("Its paper"), ("d",), right="see_desk", why_not=lambda s: s.why_not_paper()),
        Action("reversed", Message("Reversed entry"), ("v",), why_not=lambda s: s.why_not_reversed()),
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

    def why_not_reversed(self) -> Message | None:
        return None if self.entry.reverses_id else Message("This entry reverses none.")

    def why_not_paper(self) -> Message | None:
        return None if papers_of_entry(self.entry.id) else Message("No receipt or tax invoice stands on it.")

    def do_paper(self) -> None:
        """The list of documents at the paper of this entry that stands."""
        self.app.push_screen(open_screen("documents", papers_of_entry(self.entry.id)[0]))

    def do_reversed(self) -> None:
        self.app.push_screen(open_screen("entry", self.entry.reverses_id))

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
