"""Papers of debtors that go by e-mail: the statements of a cycle and the reminders just written, with what became of them."""

from __future__ import annotations

import datetime

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from models.front_office.correspondence import STATUSES
from models.front_office.debtors.mail import (
    ToMail,
    kind_words,
    last_cycle,
    mail_all,
    mail_one,
    papers_to_mail,
)
from models.house.lists import MemoryListing
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class DebtorMailScreen(DeskScreen):
    """F9 mails all that waits and has an address, ``m`` the one with the mark; what failed stays listed with its reason.
    Enter opens the account."""

    ACTIONS = (
        Action("all", Message("Mail all"), ("f9",), right="credit", why_not=lambda s: s.why_not_all()),
        Action("one", Message("Mail this one"), ("m",), right="credit", why_not=lambda s: s.why_not_one()),
        Action("until", Message("Other month"), ("u",)),
        Action("letters", Message("Letters"), ("l",)),
    )

    def __init__(self) -> None:
        super().__init__()
        self.until: datetime.date | None = None

    def heading(self) -> str:
        return _("Papers to mail · statements until {day}", day=format_date(self._until()))

    def aside(self) -> str:
        rows = self._rows()
        without = sum(not row.account.email for row in rows)
        return _("to mail {n} · no address {without}", n=sum(row.waits for row in rows), without=without)

    def _until(self) -> datetime.date:
        return self.until or last_cycle(self.services.today())[1]

    def _rows(self) -> list[ToMail]:
        return papers_to_mail(self._until(), self.services.now(), self.services.today())

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[ToMail](Message("Paper"), 16, lambda r: kind_words(r.kind)),
            Column[ToMail](Message("Account"), 8, lambda r: r.account.number),
            Column[ToMail](Message("Name"), None, lambda r: r.account.name(current_language())),
            Column[ToMail](Message("Total"), 13, lambda r: amount(r.total), "right"),
            Column[ToMail](Message("State"), 11, _state, style=lambda r: "bold" if r.why else ""),
        )
        yield WindowedList(
            MemoryListing(self._rows()), columns, empty=Message("There is no paper to mail."), id="papers"
        )

    def reload(self) -> None:
        self.query_one("#papers", WindowedList).renew(MemoryListing(self._rows()))

    @property
    def _selected(self) -> ToMail | None:
        return self.query_one("#papers", WindowedList).selected

    def on_windowed_list_highlighted(self, event: WindowedList.Highlighted) -> None:
        """Why a paper did not go stands in the message line, else its address."""
        if event.row.why:
            self.say(event.row.why, "warning")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("debtor", event.row.account.id))

    def why_not_all(self) -> Message | None:
        return None if any(row.waits for row in self._rows()) else Message("There is no paper to mail.")

    def why_not_one(self) -> Message | None:
        return None if self._selected else Message("There is no paper to mail.")

    async def do_all(self) -> None:
        n = sum(row.waits for row in self._rows())
        if await self.app.push_screen_wait(ConfirmDialog(Message("Mail {n} papers now?", {"n": n}))):
            await self.submit(mail_all, self._until())

    async def do_one(self) -> None:
        row = self._selected
        assert row is not None
        await self.submit(mail_one, row.kind, row.account.id, self._until(), row.reminder_id)

    async def do_until(self) -> None:
        spec = FieldSpec("until", Message("Statements until"), "date", required=True, past=True)
        values = await self.app.push_screen_wait(
            FormDialog(Message("Statement of account"), (spec,), values={"until": self._until()})
        )
        if values is not None:
            self.until = values["until"]  # type: ignore[assignment]
            self.reread()

    def do_letters(self) -> None:
        self.app.push_screen(open_screen("letter queue"))


def _state(row: ToMail) -> str:
    if row.status:
        return STATUSES[row.status].say()
    return "" if row.account.email else _("no address")
