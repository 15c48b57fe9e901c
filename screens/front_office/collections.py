"""Collections: what there is to do about debtors today, what was done, the billing notes and what came of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.billing_notes import (
    STATES,
    BillingNote,
    NoteRow,
    cancel_note,
    move_appointment,
    note_refused,
    notes,
    present_note,
)
from models.back_office.collections import (
    PROMISE_STATES,
    TASKS,
    Task,
    calls,
    follow_ups,
    promises,
    withdraw_promise,
)
from models.back_office.receivables import CityAccount
from models.front_office.debtors.papers import billing_note_papers, language_of
from models.front_office.debtors.reminders import kept_paper, reminders_of
from models.house.lists import MemoryListing, Pages
from screens.front_office.debtor import LANGUAGES, DebtorWork
from screens.front_office.stay_changes import REASON
from screens.front_office.to_entry import TO_ENTRY, HasEntries
from screens.front_office.words import amount, day, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.paper_screen import PaperScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def show_note(screen: DeskScreen, note_id: int, language: str = "") -> None:
    note = BillingNote.get_by_id(note_id)
    papers = billing_note_papers(screen.services.property(), note, language or language_of(note.account))
    screen.app.push_screen(PaperScreen(papers[0], more=papers[1:]))


class CollectionsScreen(DeskScreen):
    """The list of the day. Enter opens the billing note, or the account."""

    ACTIONS = (
        Action("notes", Message("Billing notes"), ("n",)),
        Action("reminders", Message("Reminders"), ("r",)),
        Action("mail", Message("Mail"), ("m",), right="credit"),
        Action("ageing", Message("Ageing"), ("a",), right="see_ledger"),
    )

    def heading(self) -> str:
        return _("Collections")

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[Task](Message("To do"), 19, lambda r: TASKS[r.kind].say()),
            Column[Task](Message("Since"), 9, lambda r: day(r.since)),
            Column[Task](Message("Number"), 7, lambda r: r.number),
            Column[Task](Message("Name"), None, name_of),
            Column[Task](Message("For"), 15, lambda r: r.text),
            Column[Task](Message("Amount"), 12, lambda r: amount(r.amount), "right"),
        )
        yield WindowedList(
            self._listing(), columns, empty=Message("Nothing to do about debtors today."), id="tasks"
        )

    def _listing(self) -> MemoryListing[Task]:
        return MemoryListing(follow_ups(self.services.today()))

    def reload(self) -> None:
        self.query_one("#tasks", WindowedList).renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        task: Task = event.row
        if task.note_id is not None:
            self.app.push_screen(open_screen("billing notes", task.text))
        else:
            self.app.push_screen(open_screen("debtor", task.account_id))

    def do_notes(self) -> None:
        self.app.push_screen(open_screen("billing notes"))

    def do_reminders(self) -> None:
        self.app.push_screen(open_screen("reminders"))

    def do_mail(self) -> None:
        self.app.push_screen(open_screen("debtor mail"))

    def do_ageing(self) -> None:
        self.app.push_screen(open_screen("ageing"))


class BillingNotesScreen(HasEntries, DebtorWork):
    """The billing notes, the latest first. Enter shows the paper and its copy."""

    ACTIONS = (
        Action("present", Message("Presented"), ("p",), right="credit", why_not=lambda s: s.why_not()),
        Action("collect", Message("Collected"), ("c",), right="credit", why_not=lambda s: s.why_not()),
        Action("move", Message("Other day"), ("m",), right="credit", why_not=lambda s: s.why_not()),
        Action("turn_down", Message("Refused"), ("r",), right="credit", why_not=lambda s: s.why_not()),
        Action("give_up", Message("Cancel"), ("x", "delete"), right="credit", shown=False, why_not=lambda s: s.why_not()),
        Action("in_language", Message("Paper in …"), ("t",), why_not=lambda s: s.why_not_any()),
        Action("account", Message("Account"), ("k",), why_not=lambda s: s.why_not_any(), shown=False),
        TO_ENTRY,
    )  # fmt: skip

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def heading(self) -> str:
        return _("Billing notes") + (f" · {self._text}" if self._text else "")

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[NoteRow](Message("Number"), 13, lambda r: r.number),
            Column[NoteRow](Message("Date"), 9, lambda r: day(r.date)),
            Column[NoteRow](Message("Name"), None, name_of),
            Column[NoteRow](Message("Total"), 12, lambda r: amount(r.total), "right"),
            Column[NoteRow](Message("State"), 15, lambda r: STATES[r.state].say()),
            Column[NoteRow](Message("Payment on"), 12, lambda r: day(r.pay_on)),
            Column[NoteRow](Message("Outcome"), 24, lambda r: r.outcome or r.receiver, min_screen_width=100),
        )
        yield WindowedList(self._found(self._text), columns, search=self._found, id="notes")

    def _found(self, text: str = "") -> Pages[NoteRow]:
        return notes(text or self._text)

    @property
    def _selected(self) -> NoteRow | None:
        return self.query_one("#notes", WindowedList).selected

    def paper(self) -> tuple[str, int] | None:
        return ("billing note", self._selected.note_id) if self._selected else None

    @property
    def _note(self) -> NoteRow:
        row = self._selected
        assert row is not None
        return row

    def why_not_any(self) -> Message | None:
        return None if self._selected else Message("Nothing here.")

    def why_not(self) -> Message | None:
        row = self._selected
        if row is None:
            return Message("Nothing here.")
        if row.state in ("written", "presented"):
            return None
        return Message(
            "Billing note {number} is {state}.", {"number": row.number, "state": STATES[row.state]}
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        show_note(self, event.row.note_id)

    async def do_in_language(self) -> None:
        language = await self.app.push_screen_wait(ChooseDialog(Message("Language"), LANGUAGES))
        if language is not None:
            show_note(self, self._note.note_id, str(language))

    def do_account(self) -> None:
        self.app.push_screen(open_screen("debtor", self._note.account_id))

    def _title(self, what: Message) -> Message:
        return Message("Billing note {number}: {what}", {"number": self._note.number, "what": what})

    async def do_present(self) -> None:
        specs = (
            FieldSpec("receiver", Message("Note taken by"), required=True, max_length=80),
            FieldSpec("date", Message("Date"), "date", required=True, past=True),
            FieldSpec("pay_on", Message("Payment on"), "date"),
        )
        first = {"date": self.services.today(), "pay_on": self._note.pay_on}
        await self.dialog(
            self._title(Message("presented")), specs, present_note, self._note.note_id, first=first
        )

    def do_collect(self) -> None:
        """The receipt of the account, the note's items ticked; the note ends as it is written."""
        self.app.push_screen(open_screen("receive", self._note.account_id, self._note.note_id))

    async def do_move(self) -> None:
        specs = (FieldSpec("pay_on", Message("Payment on"), "date", required=True), REASON)
        await self.dialog(
            self._title(Message("Other day")), specs, move_appointment, self._note.note_id,
            first={"pay_on": self._note.pay_on},
        )  # fmt: skip

    async def do_turn_down(self) -> None:
        await self.dialog(self._title(Message("refused")), (REASON,), note_refused, self._note.note_id)

    async def do_give_up(self) -> None:
        await self.dialog(self._title(Message("Cancel")), (REASON,), cancel_note, self._note.note_id)


@dataclass(frozen=True)
class Done:
    """Something that was done about an account; ``look`` opens it."""

    date: datetime.date
    kind: Message
    text: str
    amount: Decimal | None
    state: str
    look: Callable[[], None] | None
    promise_id: int | None
    key: tuple[object, ...]


class DebtorHistoryScreen(DebtorWork):
    """Calls, promises, reminders and billing notes of an account, the latest first. Enter shows the paper."""

    ACTIONS = (
        Action("withdraw", Message("Withdraw promise"), ("x", "delete"), right="credit", why_not=lambda s: s.why_not()),
    )  # fmt: skip

    def __init__(self, account_id: int) -> None:
        super().__init__()
        self.account: CityAccount = CityAccount.get_by_id(account_id)

    def heading(self) -> str:
        return f"{self.account.number} {self.account.name(current_language())}"

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[Done](Message("Date"), 9, lambda r: day(r.date)),
            Column[Done](Message("What"), 14, lambda r: r.kind.say()),
            Column[Done](Message("Text"), None, lambda r: r.text),
            Column[Done](Message("Amount"), 12, lambda r: amount(r.amount) if r.amount is not None else "", "right"),
            Column[Done](Message("State"), 16, lambda r: r.state),
        )  # fmt: skip
        yield WindowedList(self._listing(), columns, empty=Message("Nothing was done yet."), id="done")

    def _listing(self) -> MemoryListing[Done]:
        rows = [*self._calls(), *self._promises(), *self._reminders(), *self._notes()]
        return MemoryListing(sorted(rows, key=lambda row: row.key, reverse=True))

    def _calls(self) -> list[Done]:
        return [
            Done(c.date, Message("Call"), f"{c.who}: {c.text}".strip(": "), None,
                 _("again {day}", day=day(c.next_on)) if c.next_on else "", None, None, (c.date, "call", c.id))
            for c in calls(self.account.id)
        ]  # fmt: skip

    def _promises(self) -> list[Done]:
        today = self.services.today()
        return [
            Done(p.made_on, Message("Promise to pay"), _("{who}, by {day}", who=p.who, day=day(p.pay_on)), p.amount,
                 PROMISE_STATES[p.state(today)].say(), None, None if p.withdrawn else p.id, (p.made_on, "promise", p.id))
            for p in promises(self.account.id)
        ]  # fmt: skip

    def _reminders(self) -> list[Done]:
        def look(reminder_id: int) -> Callable[[], None]:
            return lambda: self._show(reminder_id)

        return [
            Done(r.date, Message("Reminder"), _("{number}, level {level}", number=r.number, level=r.level), r.total, "",
                 look(r.id), None, (r.date, "reminder", r.id))
            for r in reminders_of(self.account.id)
        ]  # fmt: skip

    def _show(self, reminder_id: int) -> None:
        self.app.push_screen(PaperScreen(kept_paper(reminder_id)))

    def _notes(self) -> list[Done]:
        def look(note_id: int) -> Callable[[], None]:
            return lambda: show_note(self, note_id)

        return [
            Done(n.date, Message("Billing note"), " · ".join(filter(None, (n.number, n.receiver, n.outcome))), n.total,
                 STATES[n.state].say(), look(n.note_id), None, (n.date, "note", n.note_id))
            for n in notes(account_id=self.account.id).first(200)
        ]  # fmt: skip

    def reload(self) -> None:
        self.query_one("#done", WindowedList).renew(self._listing())

    def why_not(self) -> Message | None:
        row = self.query_one("#done", WindowedList).selected
        return None if row is not None and row.promise_id is not None else Message("This is no promise.")

    async def do_withdraw(self) -> None:
        row = self.query_one("#done", WindowedList).selected
        assert row is not None
        await self.dialog(Message("Withdraw promise"), (REASON,), withdraw_promise, row.promise_id)

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if event.row.look is not None:
            event.row.look()
