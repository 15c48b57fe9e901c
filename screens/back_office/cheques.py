"""Cheques: those taken in, to be paid in at the bank and watched until they clear, and those the hotel has issued."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.bank_accounts import receive_cheque_book
from models.back_office.cheque_views import (
    ChequeRow,
    account_options,
    cheque_paper,
    cheques,
    register_paper,
    totals,
)
from models.back_office.cheques import (
    DEPOSITED,
    IN,
    ISSUED,
    ON_HAND,
    OUT,
    STATES,
    cheque_bounced,
    cheque_cleared,
    give_cheque_back,
    pay_in,
    replace_cheque_in,
)
from models.back_office.cheques_out import (
    cancel_cheque,
    gaps,
    next_number,
    replace_cheque_out,
    spoil_cheque,
    stop_cheque,
)
from models.house.banks import bank_options
from models.house.lists import Listing
from models.house.refusals import Answer
from screens.front_office.city_settlement import account_field
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog, MessageDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

ON = FieldSpec("date", Message("Date"), "date", required=True, past=True)
WHY = FieldSpec("reason", Message("Reason"), required=True, width=36, max_length=80)
NUMBER = FieldSpec("number", Message("Cheque number"), required=True, max_length=20)
WRITTEN_ON = FieldSpec("written", Message("Date on the cheque"), "date", required=True, past=True)
Write = Callable[[dict[str, Any]], tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]


def why_not(*states: str) -> Callable[[Any], Message | None]:
    """A cheque is chosen, in one of ``states``."""

    def ask(screen: ChequesScreen) -> Message | None:
        row = screen.selected
        if row is None:
            return Message("Nothing here.")
        if states and row.state not in states:
            return Message("This cheque is {state}.", {"state": STATES[row.state]})
        return None

    return ask


CLEARED = Action("cleared", Message("Cleared"), ("c",), right="journal", why_not=why_not(DEPOSITED, ISSUED))
BOUNCED = Action(
    "bounced", Message("Bounced"), ("b",), right="journal", why_not=why_not(DEPOSITED, ISSUED, "cleared")
)
ENTRY = Action("entry", Message("Its entry"), ("e",), shown=False, why_not=why_not())
ALL = Action("all", Message("All, or open"), ("t",), shown=False)
PRINT = Action("print", Message("Print"), ("i",), shown=False)


class ChequesScreen(DeskScreen):
    """One register; Enter opens the entry the cheque stands on."""

    DIRECTION: ClassVar[str]
    PARTY: ClassVar[Message]

    def __init__(self) -> None:
        super().__init__()
        self.every = False
        self.marked: set[int] = set()

    def aside(self) -> str:
        waits, books = totals(self.DIRECTION)
        return _("waiting {waits} · books {books}", waits=amount(waits), books=amount(books))

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[ChequeRow](Message("On cheque"), 9, lambda r: day(r.date)),
            Column[ChequeRow](Message("Cheque"), 16, lambda r: f"{'*' if r.cheque_id in self.marked else ''}{r.bank} {r.number}"),
            Column[ChequeRow](self.PARTY, None, lambda r: r.party),
            Column[ChequeRow](Message("State"), 11, self._state),
            Column[ChequeRow](Message("Since"), 9, lambda r: day(r.since)),
            Column[ChequeRow](Message("Amount"), 13, lambda r: amount(r.amount), "right"),
        )  # fmt: skip
        yield WindowedList(
            self.listing(), columns, search=self.listing, empty=Message("No cheque."), id="cheques"
        )

    def _state(self, row: ChequeRow) -> str:
        waits = row.state in (ON_HAND, ISSUED) and row.post_dated(self.services.today())
        return _("post-dated") if waits else STATES[row.state].say()

    def listing(self, text: str = "") -> Listing[ChequeRow]:
        return cheques(self.DIRECTION, text, closed_too=self.every)

    @property
    def list(self) -> WindowedList[ChequeRow]:
        return self.query_one("#cheques", WindowedList)

    @property
    def selected(self) -> ChequeRow | None:
        return self.list.selected

    @property
    def row(self) -> ChequeRow:
        assert self.selected is not None
        return self.selected

    def reload(self) -> None:
        self.list.renew(self.listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform(ENTRY)

    def do_all(self) -> None:
        self.every = not self.every
        self.reread()

    def do_entry(self) -> None:
        from models.back_office.cheque_views import entry_of

        entry_id = entry_of(self.row.cheque_id)
        if entry_id is None:
            self.say(Message("No entry stands behind it."), "warning")
        else:
            self.app.push_screen(open_screen("entry", entry_id))

    def do_print(self) -> None:
        self.services.show_paper(register_paper(self.services.property(), self.DIRECTION, current_language()))

    async def fill_in(
        self,
        title: Message,
        specs: Sequence[FieldSpec],
        write: Write,
        values: Mapping[str, object] | None = None,
    ) -> None:
        """A small form whose values become an operation."""

        async def submit(given: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            operation, arguments, named = write(given)
            await self.services.write(operation, *arguments, **named, token=token, answers=answers)
            return True

        today: dict[str, object] = {"date": self.services.today()} if ON in specs else {}
        banks = account_options(current_language())
        if banks and any(spec.name == "bank_account" for spec in specs):
            today["bank_account"] = banks[0][0]
        known = {**today, **(values or {})}
        if await self.app.push_screen_wait(FormDialog(title, specs, submit, values=known)):
            self.marked.clear()
            self.reread()

    async def do_cleared(self) -> None:
        number = self.row.cheque_id
        await self.fill_in(
            Message("The bank has paid it"), (ON,), lambda v: (cheque_cleared, (number, v["date"]), {})
        )


class ChequesInScreen(ChequesScreen):
    DIRECTION, PARTY = IN, Message("Payer")
    ACTIONS = (
        Action("mark", Message("Mark"), ("m",), right="journal", why_not=why_not(ON_HAND)),
        Action("pay_in", Message("Pay in"), ("p",), right="journal", why_not=why_not(ON_HAND)),
        CLEARED,
        BOUNCED,
        Action(
            "replace",
            Message("Replace cheque"),
            ("r",),
            right="journal",
            why_not=why_not(ON_HAND),
            shown=False,
        ),
        Action(
            "give_back",
            Message("Give the cheque back"),
            ("v",),
            right="journal",
            why_not=why_not(ON_HAND),
            shown=False,
        ),
        Action("out", Message("Cheques out"), ("o",)),
        Action("statements", Message("Bank statements"), ("s",)),
        Action("cards", Message("Cards and QR"), ("k",)),
        Action("accounts", Message("Bank accounts"), ("a",), shown=False),
        ALL,
        ENTRY,
        PRINT,
    )

    def heading(self) -> str:
        return _("Cheques in")

    def do_out(self) -> None:
        self.app.push_screen(open_screen("cheques out"))

    def do_cards(self) -> None:
        self.app.push_screen(open_screen("card payouts"))

    def do_statements(self) -> None:
        self.app.push_screen(open_screen("bank statements"))

    def do_accounts(self) -> None:
        self.app.push_screen(open_screen("bank accounts"))

    def do_mark(self) -> None:
        self.marked ^= {self.row.cheque_id}
        self.list.refresh()

    async def do_pay_in(self) -> None:
        chosen = sorted(self.marked) or [self.row.cheque_id]
        specs = (
            FieldSpec("bank_account", Message("Bank account"), "pick", required=True, width=36,
                      options=account_options(current_language())),
            ON,
        )  # fmt: skip
        title = Message("Cheques to pay in: {n}", {"n": len(chosen)})
        await self.fill_in(title, specs, lambda v: (pay_in, (chosen, v["bank_account"], v["date"]), {}))

    async def do_bounced(self) -> None:
        row = self.row
        fee = FieldSpec("fee", Message("Bank's fee"), "amount", default=Decimal("0.00"))
        await self.fill_in(
            Message("Cheque came back unpaid"), (ON, WHY, *self._owed_by(), fee),
            lambda v: (
                cheque_bounced, (row.cheque_id, v["date"], v["reason"]),
                {"city_account_id": v.get("account"), "fee": v["fee"] or Decimal("0.00")},
            ),
        )  # fmt: skip

    def _owed_by(self) -> tuple[FieldSpec, ...]:
        """Asked for where no receipt on account says it."""
        return () if self.row.of_receipt else (account_field(),)

    async def do_give_back(self) -> None:
        number = self.row.cheque_id
        await self.fill_in(
            Message("Give the cheque back"), (ON, WHY, *self._owed_by()),
            lambda v: (give_cheque_back, (number, v["date"], v["reason"]), {"city_account_id": v.get("account")}),
        )  # fmt: skip

    async def do_replace(self) -> None:
        number = self.row.cheque_id
        specs = (
            FieldSpec("bank", Message("Bank"), "pick", required=True, options=bank_options(current_language()), width=36),
            FieldSpec("branch", Message("Branch of the bank"), max_length=40), NUMBER, WRITTEN_ON,
        )  # fmt: skip
        await self.fill_in(
            Message("Another cheque for it"), specs,
            lambda v: (replace_cheque_in, (number,), {
                "bank": v["bank"], "bank_branch": v["branch"] or "", "number": v["number"], "date": v["written"],
            }),
        )  # fmt: skip


class ChequesOutScreen(ChequesScreen):
    DIRECTION, PARTY = OUT, Message("Paid to")
    ACTIONS = (
        CLEARED,
        BOUNCED,
        Action("leaf", Message("Print cheque"), ("p",), why_not=why_not(ISSUED)),
        Action("replace", Message("Replace cheque"), ("r",), right="journal", why_not=why_not(ISSUED, "bounced", "stopped", "cancelled")),
        Action("stop", Message("Stop"), ("s",), right="journal", why_not=why_not(ISSUED)),
        Action("cancel", Message("Cancel"), ("x",), right="journal", danger=True, why_not=why_not(ISSUED, "bounced", "stopped")),
        Action("spoil", Message("Spoiled leaf"), ("l",), right="journal", shown=False),
        Action("book", Message("Cheque book"), ("n", "insert"), right="journal"),
        Action("gaps", Message("Missing numbers"), ("u",), shown=False),
        ALL,
        ENTRY,
        PRINT,
    )  # fmt: skip

    def heading(self) -> str:
        return _("Cheques out")

    def do_leaf(self) -> None:
        paper = cheque_paper(self.services.property(), self.row.cheque_id, current_language())
        self.services.show_paper(paper)

    async def do_bounced(self) -> None:
        number = self.row.cheque_id
        title = Message("Cheque came back unpaid")
        await self.fill_in(title, (ON, WHY), lambda v: (cheque_bounced, (number, v["date"], v["reason"]), {}))

    async def do_stop(self) -> None:
        number = self.row.cheque_id
        await self.fill_in(
            Message("Stop the cheque"), (WHY,), lambda v: (stop_cheque, (number, v["reason"]), {})
        )

    async def do_cancel(self) -> None:
        number = self.row.cheque_id
        await self.fill_in(
            Message("Cancel the cheque"), (WHY,), lambda v: (cancel_cheque, (number, v["reason"]), {})
        )

    async def do_replace(self) -> None:
        from models.back_office.cheque_views import bank_account_of

        number, proposed = self.row.cheque_id, next_number(bank_account_of(self.row.cheque_id))
        await self.fill_in(
            Message("Another cheque for it"), (NUMBER, WRITTEN_ON),
            lambda v: (replace_cheque_out, (number, v["number"], v["written"]), {}), {"number": proposed},
        )  # fmt: skip

    def _bank_field(self) -> FieldSpec:
        return FieldSpec(
            "bank_account", Message("Bank account"), "pick", required=True, width=36,
            options=account_options(current_language()),
        )  # fmt: skip

    async def do_spoil(self) -> None:
        await self.fill_in(
            Message("Spoiled leaf"), (self._bank_field(), NUMBER, WHY),
            lambda v: (spoil_cheque, (v["bank_account"], v["number"], v["reason"]), {}),
        )  # fmt: skip

    async def do_book(self) -> None:
        specs = (
            self._bank_field(), FieldSpec("first", Message("First number"), required=True, max_length=20),
            FieldSpec("last", Message("Last number"), required=True, max_length=20),
        )  # fmt: skip
        await self.fill_in(
            Message("Cheque book"), specs, lambda v: (receive_cheque_book, (v["bank_account"], v["first"], v["last"]), {})
        )  # fmt: skip

    async def do_gaps(self) -> None:
        missing = ", ".join(
            gap.first if gap.first == gap.last else f"{gap.first}–{gap.last}" for gap in gaps()
        )
        text = (
            Message("Passed over: {numbers}", {"numbers": missing})
            if missing
            else Message("No number was passed over.")
        )
        await self.app.push_screen_wait(MessageDialog(text))
