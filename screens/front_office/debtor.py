"""One account of the city ledger: its open items, and what is done to have them paid.

``m`` marks items: a billing note and a promise are about those marked, or about all where none is. Enter opens the folio.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.bad_debts import GROUNDS, BadDebt, bad_debts_of, owe_again
from models.back_office.billing_notes import BillingNote, set_billing_day, write_note
from models.back_office.cheque_views import account_options
from models.back_office.collections import dispute_item, promise_payment, record_call, settle_dispute
from models.back_office.credit_moves import (
    ChequeOut,
    move_credit,
    refund_credit,
    refunds_of,
    take_refund_back,
)
from models.back_office.receipts_on_account import use_credit
from models.back_office.receivables import (
    CityAccount,
    OpenItem,
    accounts_named,
    hold_account,
    items_of,
    release_account,
)
from models.front_office.city_ledger import stay_of_item
from models.front_office.debtors.bad_debts import write_off_debt
from models.front_office.debtors.mail import last_cycle, mail_statement
from models.front_office.debtors.papers import billing_note_papers, language_of, statement, statement_paper
from models.front_office.debtors.reminders import kept_paper, reminders_due, write_reminder
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from models.ledger.vouchers import voucher_paper
from screens.front_office.stay_changes import REASON
from screens.front_office.to_entry import TO_ENTRY, HasEntries
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.choice_fields import Option
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.paper_screen import PaperScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

LANGUAGES: Sequence[Option] = (
    ("th", Message("Thai")),
    ("en", Message("English")),
    ("both", Message("Both")),
)
WEEKDAYS: Sequence[Option] = (
    (1, Message("Monday")), (2, Message("Tuesday")), (3, Message("Wednesday")), (4, Message("Thursday")),
    (5, Message("Friday")), (6, Message("Saturday")), (7, Message("Sunday")),
)  # fmt: skip
LANGUAGE = FieldSpec("language", Message("Language"), "pick", required=True, options=LANGUAGES)
PAY_ON = FieldSpec("pay_on", Message("Payment on"), "date")
WHO = FieldSpec("who", Message("With whom"), max_length=80)
CALL = (
    WHO,
    FieldSpec("text", Message("What was said"), required=True, max_length=300, width=44),
    FieldSpec("next_on", Message("Next call"), "date"),
    FieldSpec("next_step", Message("Next step"), max_length=200, width=44),
)


def _search_accounts(text: str) -> list[tuple[int, str]]:
    return [(int(row.id), str(row.spoken)) for row in accounts_named(text)]


TEXTS = ("who", "next_step", "reference", "ground")  # an empty field of words is no word


class DebtorWork(DeskScreen):
    """Small forms whose fields are the keywords of an operation."""

    async def dialog(
        self,
        title: Message,
        specs: Sequence[FieldSpec],
        operation: Any,
        *args: Any,
        first: Mapping[str, object] | None = None,
        **more: object,
    ) -> Any:
        """What the operation gave back, True where that is nothing, None when the form was left."""
        done: list[Any] = []

        async def write(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> object:
            values = {
                name: "" if value is None and name in TEXTS else value for name, value in values.items()
            }
            done.append(
                await self.services.write(operation, *args, token=token, answers=answers, **values, **more)
            )
            return True

        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=first or {})) is None:
            return None
        self.reread()
        return True if done[-1] is None else done[-1]


@dataclass(frozen=True)
class Item:
    row: OpenItem

    @property
    def key(self) -> tuple[int]:
        return (int(self.row.id),)


class DebtorScreen(HasEntries, DebtorWork):
    """The open items, oldest first; ``v`` shows those paid or taken back too."""

    ACTIONS = (
        Action("receive", Message("Receive payment"), ("y",), right="credit"),
        Action("note", Message("Billing note"), ("n",), right="credit"),
        Action("statement", Message("Statement"), ("s",), right="credit"),
        Action("mail", Message("Mail statement"), ("e",), right="credit", shown=False),
        Action("reminder", Message("Remind"), ("r",), right="credit", why_not=lambda s: s.why_not_late()),
        Action("promise", Message("Promise"), ("p",), right="credit"),
        Action("call", Message("Call"), ("c",), right="credit"),
        Action("history", Message("History"), ("l",), right="credit"),
        Action("use_credit", Message("Use credit"), ("u",), right="credit", shown=False, why_not=lambda s: s.why_not_credit()),
        Action("hold", Message("Hold / release"), ("h",), right="credit", shown=False),
        Action("mark", Message("Mark"), ("m",), shown=False, why_not=lambda s: s.why_not_any()),
        Action("dispute", Message("Disputed / settled"), ("d",), right="credit", shown=False, why_not=lambda s: s.why_not_any()),
        Action("billing_day", Message("Billing day"), ("b",), right="credit", shown=False),
        Action("refund", Message("Give credit back"), ("g",), right="credit", shown=False, why_not=lambda s: s.why_not_a_credit()),
        Action("move_credit", Message("Move credit"), ("t",), right="credit", shown=False, why_not=lambda s: s.why_not_a_credit()),
        Action("take_refund_back", Message("Refund came back"), ("x",), right="credit", shown=False, why_not=lambda s: s.why_not_refund()),
        Action("write_off", Message("Write off"), ("w",), right="credit", shown=False, why_not=lambda s: s.why_not_credit()),
        Action("owe_again", Message("Written off, comes in"), ("o",), right="credit", shown=False, why_not=lambda s: s.why_not_lost()),
        Action("payout", Message("Payout file"), ("f",), right="credit", shown=False),
        Action("every", Message("Open / all"), ("v",)),
        TO_ENTRY,
    )  # fmt: skip

    def __init__(self, account_id: int) -> None:
        super().__init__()
        self.account: CityAccount = CityAccount.get_by_id(account_id)
        self.every = False
        self.marked: set[int] = set()

    def heading(self) -> str:
        hold = " · " + _("on hold: {reason}", reason=self.account.hold) if self.account.hold else ""
        return f"{self.account.number} {self.account.name(current_language())}{hold}"

    def aside(self) -> str:
        return _("balance {balance}", balance=amount(self.account.balance))

    def compose_body(self) -> ComposeResult:
        today = self.services.today()
        columns = (
            Column[Item](Message("Date"), 9, lambda r: day(r.row.date)),
            Column[Item](Message("Due"), 9, lambda r: day(r.row.due)),
            Column[Item](Message("Late"), 6, lambda r: _("{n} d", n=late) if (late := r.row.days_late(today)) else "", "right"),
            Column[Item](Message("Number"), 14, lambda r: f"{'*' if r.row.id in self.marked else ' '}{r.row.document}"),
            Column[Item](Message("For"), None, _for),
            Column[Item](Message("Amount"), 12, lambda r: amount(r.row.amount), "right", min_screen_width=90),
            Column[Item](Message("Unpaid"), 12, lambda r: amount(r.row.unpaid), "right"),
        )  # fmt: skip
        yield WindowedList(self._listing(), columns, empty=Message("Nothing is open."), id="items")

    def _listing(self) -> MemoryListing[Item]:
        return MemoryListing([Item(row) for row in items_of(self.account.id, paid_too=self.every)])

    def reload(self) -> None:
        self.account = CityAccount.get_by_id(self.account.id)
        self.query_one("#items", WindowedList).renew(self._listing())

    @property
    def _selected(self) -> OpenItem | None:
        row = self.query_one("#items", WindowedList).selected
        return row.row if row is not None else None

    def paper(self) -> tuple[str, int] | None:
        return ("open item", self._selected.id) if self._selected else None

    def why_not_any(self) -> Message | None:
        return None if self._selected else Message("Nothing here.")

    def why_not_late(self) -> Message | None:
        due = reminders_due(self.services.today(), self.account.id)
        return None if due else Message("There is nothing to remind this account of today.")

    def why_not_credit(self) -> Message | None:
        item = self._selected
        return None if item and item.unpaid > 0 else Message("Stand on an item that is still owed.")

    def why_not_a_credit(self) -> Message | None:
        item = self._selected
        return None if item and item.unpaid < 0 else Message("Stand on a credit of the account.")

    def why_not_refund(self) -> Message | None:
        return None if refunds_of(self.account.id) else Message("No credit was given back.")

    def why_not_lost(self) -> Message | None:
        return None if self._lost() else Message("Nothing of this account is written off.")

    def _lost(self) -> list[BadDebt]:
        return [debt for debt in bad_debts_of(self.account.id) if debt.lost]

    async def do_payout(self) -> None:
        from screens.front_office.payouts import take_payout_file

        await take_payout_file(self, int(self.account.id))

    async def do_refund(self) -> None:
        credit = self._selected
        assert credit is not None
        banks = account_options(current_language())
        specs = (
            FieldSpec("amount", Message("Amount"), "amount", required=True),
            FieldSpec(
                "bank_account_id", Message("Bank account"), "pick", required=True, options=banks, width=36
            ),
            FieldSpec("payee", Message("Paid to"), required=True, max_length=80, width=36),
            REASON,
            FieldSpec("number", Message("Cheque number"), max_length=20, help=Message("Empty: by transfer.")),
            FieldSpec("date", Message("Date of the cheque"), "date"),
        )
        first = {
            "amount": -credit.unpaid,
            "payee": self.account.name(current_language()),
            "date": self.services.today(),
        }
        if banks:
            first["bank_account_id"] = banks[0][0]

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            number, date = values.pop("number"), values.pop("date")
            cheque = ChequeOut(str(number), date or self.services.today()) if number else None
            return await self.services.write(
                refund_credit, credit.id, cheque=cheque, token=token, answers=answers, **values
            )

        title = Message("Give back the credit of {item}", {"item": credit.document})
        done = await self.app.push_screen_wait(FormDialog(title, specs, write, values=first))
        if done is not None:
            self.reread()
            entry = refunds_of(self.account.id)[0].entry
            paper = voucher_paper(self.services.property(), entry, current_language())
            self.app.push_screen(PaperScreen(paper))

    async def do_move_credit(self) -> None:
        credit = self._selected
        assert credit is not None
        specs = (
            FieldSpec(
                "account_id",
                Message("To account"),
                "lookup",
                required=True,
                search=_search_accounts,
                width=40,
            ),
            FieldSpec("amount", Message("Amount"), "amount", required=True),
            REASON,
        )
        title = Message("Move the credit of {item}", {"item": credit.document})
        await self.dialog(title, specs, move_credit, credit.id, first={"amount": -credit.unpaid})

    async def do_take_refund_back(self) -> None:
        uses: Sequence[Option] = [
            (use.id, f"{use.number} {day(use.date)} {amount(use.amount)} {use.payee}") for use in refunds_of(self.account.id)
        ]  # fmt: skip
        specs = (
            FieldSpec("use_id", Message("Refund"), "pick", required=True, options=uses, width=44),
            REASON,
        )
        await self.dialog(
            Message("It did not reach its payee"), specs, take_refund_back, first={"use_id": uses[0][0]}
        )

    async def do_write_off(self) -> None:
        item = self._selected
        assert item is not None
        grounds: Sequence[Option] = [
            ("", Message("none")),
            *((code, one.name) for code, one in GROUNDS.items()),
        ]
        specs = (
            FieldSpec("amount", Message("Amount"), "amount", required=True),
            REASON,
            FieldSpec(
                "ground", Message("Bad by law"), "pick", options=grounds, width=40,
                help=Message("With a ground of the law its VAT is deducted."),
            ),
        )  # fmt: skip
        title = Message("Write off of {item}", {"item": item.document or item.description})
        await self.dialog(title, specs, write_off_debt, item.id, first={"amount": item.unpaid, "ground": ""})

    async def do_owe_again(self) -> None:
        lost = self._lost()
        debts: Sequence[Option] = [
            (debt.id, f"{debt.number} {debt.item.document} {amount(debt.lost)}") for debt in lost
        ]
        specs = (
            FieldSpec("bad_debt_id", Message("Written off"), "pick", required=True, options=debts, width=44),
            FieldSpec("amount", Message("Amount"), "amount", required=True),
            REASON,
        )
        first = {"bad_debt_id": lost[0].id, "amount": lost[0].lost}
        title = Message("It comes in after all")
        if await self.dialog(title, specs, owe_again, first=first) is not None:
            self.say(Message("It is owed again; receive its payment with y."))

    def do_receive(self) -> None:
        self.app.push_screen(open_screen("receive", self.account.id))

    async def do_use_credit(self) -> None:
        item = self._selected
        assert item is not None
        await self.submit(use_credit, item.id)

    def _marked(self) -> list[int] | None:
        return sorted(self.marked) or None

    def do_every(self) -> None:
        self.every = not self.every
        self.reread()

    def do_mark(self) -> None:
        item = self._selected
        assert item is not None
        self.marked ^= {int(item.id)}
        self.reread()

    async def do_note(self) -> None:
        title = (
            Message("Billing note of {n} marked items", {"n": len(self.marked)})
            if self.marked
            else Message("Billing note of all that is open")
        )
        note = await self.dialog(title, (PAY_ON,), write_note, self.account.id, self._marked())
        if note is not None:
            self.marked.clear()
            row = BillingNote.get_by_id(note)
            papers = billing_note_papers(self.services.property(), row, language_of(self.account))
            self.app.push_screen(PaperScreen(papers[0], more=papers[1:]))

    async def do_statement(self) -> None:
        today = self.services.today()
        specs = (
            FieldSpec("since", Message("From"), "date", required=True, past=True),
            FieldSpec("until", Message("Until"), "date", required=True, past=True, after="since"),
            LANGUAGE,
        )
        first = {"since": today.replace(day=1), "until": today, "language": language_of(self.account)}
        said = await self.app.push_screen_wait(
            FormDialog(Message("Statement of account"), specs, values=first)
        )
        if said is not None:
            told = statement(self.account.id, said["since"], said["until"])  # type: ignore[arg-type]
            paper = statement_paper(self.services.property(), told, str(said["language"]))
            self.app.push_screen(PaperScreen(paper))

    async def do_mail(self) -> None:
        since, until = last_cycle(self.services.today())
        specs = (
            FieldSpec("since", Message("From"), "date", required=True, past=True),
            FieldSpec("until", Message("Until"), "date", required=True, past=True, after="since"),
            FieldSpec("language", Message("Language"), "pick", required=True, options=LANGUAGES[:2]),
            FieldSpec("address", Message("E-mail"), required=True, max_length=254, width=44),
        )
        first = {
            "since": since, "until": until, "language": language_of(self.account), "address": self.account.email,
        }  # fmt: skip
        title = Message("Mail the statement of account")
        if await self.dialog(title, specs, mail_statement, self.account.id, first=first) is not None:
            self.say(Message("It waits in the letters until it is sent."))

    async def do_reminder(self) -> None:
        due = reminders_due(self.services.today(), self.account.id)
        written = [await self.submit(write_reminder, self.account.id, row.level) for row in due]
        papers = [kept_paper(reminder) for reminder in written if reminder is not None]
        if papers:
            self.app.push_screen(PaperScreen(papers[0], more=papers[1:]))

    async def do_promise(self) -> None:
        specs = (
            FieldSpec("amount", Message("Amount"), "amount", required=True),
            FieldSpec("pay_on", Message("Payment on"), "date", required=True),
            FieldSpec("who", Message("Who promised"), required=True, max_length=80),
        )
        open_ones = [item for item in items_of(self.account.id) if not self.marked or item.id in self.marked]
        first = {"amount": sum(item.unpaid for item in open_ones if item.unpaid > 0)}
        done = await self.dialog(
            Message("Promise to pay"),
            specs,
            promise_payment,
            self.account.id,
            first=first,
            item_ids=self._marked(),
        )
        if done is not None:
            self.marked.clear()
            self.say(Message("The promise is kept in mind."))

    async def do_call(self) -> None:
        if await self.dialog(Message("Call"), CALL, record_call, self.account.id) is not None:
            self.say(Message("Written down."))

    def do_history(self) -> None:
        self.app.push_screen(open_screen("debtor history", self.account.id))

    async def do_hold(self) -> None:
        if self.account.hold:
            await self.submit(release_account, self.account.id)
        else:
            title = Message("Put {name} on hold", {"name": self.account.name(current_language())})
            await self.dialog(title, (REASON,), hold_account, self.account.id)

    async def do_dispute(self) -> None:
        item = self._selected
        assert item is not None
        if item.dispute:
            await self.submit(settle_dispute, item.id)
        else:
            title = Message("{number} is disputed", {"number": item.document or item.description})
            await self.dialog(title, (REASON,), dispute_item, item.id)

    async def do_billing_day(self) -> None:
        specs = (
            FieldSpec("day", Message("Day of the month"), "number", minimum=1, maximum=31, help=Message("31: the last day of the month")),
            FieldSpec("weekday", Message("Or each week on"), "pick", options=WEEKDAYS),
        )  # fmt: skip
        first = {"day": self.account.billing_day, "weekday": self.account.billing_weekday}
        await self.dialog(Message("Billing day"), specs, set_billing_day, self.account.id, first=first)

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        item: OpenItem = event.row.row
        of = stay_of_item(item)
        if of is None:
            self.say(Message("It was brought forward from the old program; there is no folio of it here."))
            return
        stay_id, number = of
        self.app.push_screen(open_screen("folio", stay_id, "", item.posting_id, number))


def _for(item: Item) -> str:
    disputed = _("disputed: {reason}", reason=item.row.dispute) if item.row.dispute else ""
    return disputed or str(item.row.description)
