"""Bank statements and their reconciliation: take a file in, accept what each line is, enter fees, close."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.bank_files import read_bank_file
from models.back_office.bank_statements import import_statement, proposed_columns, read_lines
from models.back_office.cheque_views import account_options
from models.back_office.posting_accounts import account_for
from models.back_office.reconciliation import (
    accept,
    accept_all,
    close_statement,
    enter_line,
    figures,
    unmatch,
)
from models.back_office.reconciliation_views import (
    BankLineRow,
    StatementRow,
    reconciliation_paper,
    statement_lines,
    statements,
)
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from models.house.tables import TableFile, read_table
from models.ledger.accounts import chart
from screens.front_office.to_entry import TO_ENTRY, HasEntries
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

NONE = ""
FIELDS = {
    "date": Message("Date"),
    "text": Message("Text"),
    "reference": Message("Reference"),
    "into": Message("Money in"),
    "out": Message("Money out"),
    "amount": Message("Amount with its sign"),
    "balance": Message("Balance"),
}


class StatementsScreen(DeskScreen):
    """The statements taken in, the latest first; Enter opens one."""

    ACTIONS = (Action("new", Message("Take a file in"), ("n", "insert"), right="journal"),)

    def heading(self) -> str:
        return _("Bank statements")

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[StatementRow](Message("Bank account"), None, lambda r: r.bank),
            Column[StatementRow](Message("From"), 10, lambda r: day(r.first)),
            Column[StatementRow](Message("To"), 10, lambda r: day(r.last)),
            Column[StatementRow](Message("Balance"), 15, lambda r: amount(r.closing), "right"),
            Column[StatementRow](Message("Unmatched"), 9, lambda r: str(r.open_lines or ""), "right"),
            Column[StatementRow](Message("Closed"), 10, lambda r: day(r.closed_on)),
        )
        yield WindowedList(
            MemoryListing(statements()), columns, id="statements", empty=Message("No statement has been taken in.")
        )  # fmt: skip

    def reload(self) -> None:
        self.query_one("#statements", WindowedList).renew(MemoryListing(statements()))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.app.push_screen(open_screen("bank statement", event.row.statement_id))

    async def do_new(self) -> None:
        files = [(path, path.name) for path in self.services.import_files()]
        if not files:
            folder = self.services.import_folder()
            self.say(Message("Put files into {folder}", {"folder": folder}), "warning")
            return
        path = await self.app.push_screen_wait(ChooseDialog(Message("Which file?"), files))
        if not isinstance(path, Path):
            return
        table, banks = TableFile((), ()), account_options(current_language())
        of_bank = False

        async def read(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            nonlocal table, of_bank
            bank_account_id = int(str(values["bank_account"]))
            file = read_bank_file(path, bank_account_id)
            of_bank = file is not None
            if file is None:
                table = await asyncio.to_thread(read_table, path)
            else:
                lines, closing = file.lines, file.closing
                await self.services.write(
                    import_statement, bank_account_id, path.name, lines, {}, closing, file.kind, token=token,
                    answers=answers,
                )  # fmt: skip
            return bank_account_id

        specs = (
            FieldSpec("bank_account", Message("Bank account"), "pick", required=True, options=banks, width=36),
        )  # fmt: skip
        known: dict[str, object] = {"bank_account": banks[0][0]} if banks else {}
        form = FormDialog(Message("Read {file}", {"file": path.name}), specs, read, values=known)
        chosen = await self.app.push_screen_wait(form)
        if chosen and (of_bank or await self._columns(path.name, int(str(chosen["bank_account"])), table)):
            self.reread()

    async def _columns(self, name: str, bank_account_id: int, table: TableFile) -> bool:
        """Which column is what, as it was the last time; then the lines come in."""
        options = [(NONE, _("none")), *((column, column) for column in table.columns)]
        specs = (
            *(FieldSpec(field, label, "pick", options=options, width=30) for field, label in FIELDS.items()),
            FieldSpec(
                "closing", Message("Balance at its end"), "amount", help=Message("Where no column has it.")
            ),
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            columns = {field: values[field] for field in FIELDS if values[field]}
            lines = read_lines(table, columns, self.services.today())
            arguments = (bank_account_id, name, lines, columns, values["closing"])
            await self.services.write(import_statement, *arguments, token=token, answers=answers)
            return True

        known = {**dict.fromkeys(FIELDS, NONE), **proposed_columns(bank_account_id, table.columns)}
        title = Message("Which column is what?")
        taken = await self.app.push_screen_wait(FormDialog(title, specs, write, values=known))
        return taken is not None


def _open_line(screen: StatementScreen) -> Message | None:
    row = screen.selected
    return Message("This line is matched already.") if row is None or row.matched else None


def _likely_line(screen: StatementScreen) -> Message | None:
    row = screen.selected
    return (
        None if row and row.said and not row.matched else Message("Nothing in the books is like this line.")
    )


def _matched_line(screen: StatementScreen) -> Message | None:
    row = screen.selected
    return None if row and row.matched else Message("This line is matched with nothing.")


def _still_open(screen: StatementScreen) -> Message | None:
    open_ones = any(not row.matched for row in statement_lines(screen.statement_id))
    return None if open_ones else Message("Every line of the statement is matched.")


ACCEPT = Action("accept", Message("Accept"), ("y",), right="journal", why_not=_likely_line)


class StatementScreen(HasEntries):
    """One statement; Enter accepts what a line probably is."""

    ACTIONS = (
        ACCEPT,
        Action("accept_all", Message("Accept all"), ("t",), right="journal"),
        Action("by_hand", Message("By hand"), ("m",), right="journal", why_not=_still_open),
        Action("enter", Message("Fee"), ("e",), right="journal", why_not=_open_line),
        Action("interest", Message("Interest"), ("r",), right="journal", why_not=_open_line, shown=False),
        Action("unmatch", Message("Take apart"), ("x",), right="journal", why_not=_matched_line),
        Action("shut", Message("Close statement"), ("c",), right="journal"),
        Action("print", Message("Print"), ("i",)),
        TO_ENTRY,
    )

    def __init__(self, statement_id: int) -> None:
        super().__init__()
        self.statement_id = statement_id

    def heading(self) -> str:
        return _("Bank reconciliation")

    def aside(self) -> str:
        found = figures(self.statement_id)
        return _(
            "bank {bank} · open {n} · differs {difference}", bank=amount(found.closing), n=found.unmatched,
            difference=amount(found.difference),
        )  # fmt: skip

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[BankLineRow](Message("M"), 1, lambda r: "✓" if r.matched else ""),
            Column[BankLineRow](Message("Date"), 10, lambda r: day(r.date)),
            Column[BankLineRow](Message("Bank says"), None, lambda r: r.text),
            Column[BankLineRow](Message("Probably"), 28, lambda r: "" if r.matched else r.said),
            Column[BankLineRow](Message("Amount"), 14, lambda r: amount(r.amount), "right"),
        )
        yield WindowedList(MemoryListing(statement_lines(self.statement_id)), columns, id="lines")

    @property
    def selected(self) -> BankLineRow | None:
        row: BankLineRow | None = self.query_one("#lines", WindowedList).selected
        return row

    def paper(self) -> tuple[str, int] | None:
        return ("bank line", self.selected.bank_line_id) if self.selected else None

    def reload(self) -> None:
        self.query_one("#lines", WindowedList).renew(MemoryListing(statement_lines(self.statement_id)))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform(ACCEPT)

    async def do_accept(self) -> None:
        assert self.selected is not None
        await self.submit(accept, self.selected.bank_line_id)

    async def do_accept_all(self) -> None:
        await self.submit(accept_all, self.statement_id)

    def do_by_hand(self) -> None:
        row = self.selected
        first = (row.bank_line_id,) if row is not None and not row.matched else ()
        self.app.push_screen(open_screen("match lines", self.statement_id, first))

    async def do_unmatch(self) -> None:
        assert self.selected is not None
        await self.submit(unmatch, self.selected.bank_line_id)

    async def do_enter(self) -> None:
        await self._enter("bank_fees")

    async def do_interest(self) -> None:
        await self._enter("interest_income")

    async def _enter(self, purpose: str) -> None:
        row = self.selected
        assert row is not None
        language = current_language()
        codes = [(a.code, f"{a.code} {a.name(language)}") for a in chart() if a.subledger is None]
        specs = (
            FieldSpec("account", Message("Account"), "pick", required=True, options=codes, width=40),
            FieldSpec("memo", Message("Explanation"), required=True, width=40, max_length=80),
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            arguments = (row.bank_line_id, values["account"], values["memo"])
            return await self.services.write(enter_line, *arguments, token=token, answers=answers)

        known = {"account": account_for(purpose).code, "memo": row.text}
        title = Message("Enter what the bank has")
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=known)):
            self.reread()

    async def do_shut(self) -> None:
        question = Message("Close this statement? It is sealed then.")
        if await self.app.push_screen_wait(ConfirmDialog(question)):
            await self.submit(close_statement, self.statement_id)

    def do_print(self) -> None:
        paper = reconciliation_paper(self.services.property(), self.statement_id, current_language())
        self.services.show_paper(paper)
