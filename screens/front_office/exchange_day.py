"""The exchange desk's day: every exchange, the position of each currency, report and file, notes handed in at the bank."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from locales.dates import format_stamp
from models.front_office.exchange import BUY, take_back_exchange
from models.front_office.exchange.bank import bank_accounts, notes_to_bank
from models.front_office.exchange.position import notes_in_safe, positions
from models.front_office.exchange.report import (
    WAYS,
    ExchangeRow,
    average_text,
    daily_csv,
    daily_paper,
    exchanges_of,
)
from models.front_office.exchange.slips import rate_text
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.exchange import show_slip
from screens.front_office.one_day import DATES, DAY_AFTER, DAY_BEFORE, OneDay
from screens.front_office.stay_changes import REASON
from screens.front_office.to_entry import TO_ENTRY, HasEntries
from screens.front_office.words import amount, day, name_of
from screens.kit.actions import Action
from screens.kit.detail import Detail
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

POSITIONS_SHOWN = 5


class ExchangesScreen(HasEntries, OneDay):
    """Enter shows the slip; below, what the house has of each currency."""

    PAST_ONLY = True
    ACTIONS = (
        Action("new", Message("New exchange"), ("n", "insert"), right="pay"),
        Action("take_back", Message("Take back"), ("c",), right="correct", why_not=lambda s: s.why_not_take_back()),
        Action("report", Message("Report"), ("r",)),
        Action("csv", Message("CSV file"), ("v",), shown=False),
        Action("bank", Message("To the bank"), ("b",), right="journal", why_not=lambda s: s.why_not_bank()),
        Action("board", Message("Rate board"), ("o",)),
        TO_ENTRY, DAY_BEFORE, DAY_AFTER, DATES,
    )  # fmt: skip

    def heading(self) -> str:
        return _("Exchanges of {date}", date=day(self.date))

    def aside(self) -> str:
        standing = [row for row in exchanges_of(self.date) if not row.void]
        paid = sum((row.baht for row in standing if row.way == BUY), Decimal(0))
        return (
            _("{n} exchanges · {amount} paid out", n=len(standing), amount=amount(paid)) if standing else ""
        )

    def compose_body(self) -> ComposeResult:
        zone = self.services.property().zone
        columns: list[Column[ExchangeRow]] = [
            Column(Message("Time"), 5, lambda r: format_stamp(r.at, zone)[-5:]),
            Column(Message("Number"), 12, lambda r: r.number),
            Column(Message("What"), 7, lambda r: _("void") if r.void else WAYS[r.way].say()),
            Column(Message("Banknotes"), 13, lambda r: f"{r.code} {amount(r.amount)}", "right"),
            Column(Message("Per unit"), 8, lambda r: rate_text(r.rate), "right"),
            Column(Message("Baht"), 10, lambda r: amount(r.baht), "right"),
            Column(Message("Customer"), None, lambda r: " ".join(filter(None, [r.room, r.name]))),
        ]
        yield WindowedList(
            self._listing(),
            columns,
            search=self._listing,
            empty=Message("Nothing was exchanged."),
            id="exchanges",
        )
        yield Detail(self._positions, POSITIONS_SHOWN, id="positions")

    def _listing(self, text: str = "") -> MemoryListing[ExchangeRow]:
        wanted = text.casefold()
        found = exchanges_of(self.date)
        return MemoryListing(
            [r for r in found if wanted in f"{r.number} {r.name} {r.room} {r.code}".casefold()]
        )

    def _positions(self) -> list[str]:
        """``USD 100 + 300 − 50 + 20 − 0 = 370 · 33.10 · 12,247.00``: as many as fit."""
        lines = positions(self.date)
        if not lines:
            return [_("There are no foreign notes in the house.")]
        said = [_("opening + bought − sold + paid by guests − bank = closing · average · baht")]
        for line in lines[: POSITIONS_SHOWN - 1]:
            paid = line.paid + line.difference
            said.append(
                f"{line.code} {line.opening:,.0f} + {line.bought:,.0f} − {line.sold:,.0f} + {paid:,.0f} −"
                f" {line.handed_in:,.0f} = {line.closing:,.0f} · {average_text(line)} · {amount(line.closing_baht)}"
            )
        return said

    @property
    def _list(self) -> WindowedList[ExchangeRow]:
        return self.query_one("#exchanges", WindowedList)

    def reload(self) -> None:
        self._list.renew(self._listing())
        self.query_one("#positions", Detail).look()

    def paper(self) -> tuple[str, int] | None:
        row = self._list.selected
        return ("exchange", row.exchange_id) if row else None

    # Why not now

    def why_not_take_back(self) -> Message | None:
        row = self._list.selected
        if row is None:
            return Message("Nothing was exchanged.")
        if row.void:
            return Message("This exchange has been taken back already.")
        return (
            None
            if self.date == self.services.today()
            else Message("Only an exchange of today is taken back.")
        )

    def why_not_bank(self) -> Message | None:
        return None if self._in_safe() else Message("There are no foreign notes in the safe.")

    @staticmethod
    def _in_safe() -> list[tuple[str, str]]:
        return [(code, f"{code} {amount(notes)}") for code, notes in notes_in_safe()]

    # Doing

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        show_slip(self, event.row.exchange_id)

    def do_new(self) -> None:
        self.app.push_screen(open_screen("exchange"))

    def do_report(self) -> None:
        staff = self.services.staff
        language = staff.language if staff is not None else "th"
        self.services.show_paper(daily_paper(self.services.property(), self.date, language))

    def do_csv(self) -> None:
        text = daily_csv(self.services.property(), self.date)
        file = self.services.save_text(f"exchange-{self.date}.csv", text)
        self.say(Message("Written to {file}", {"file": file}))

    def do_board(self) -> None:
        self.app.push_screen(open_screen("rate board"))

    async def do_take_back(self) -> None:
        row = self._list.selected
        assert row is not None

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                take_back_exchange, row.exchange_id, values["reason"], token=token, answers=answers
            )
            return True

        title = Message(
            "Take back {number}: {notes}", {"number": row.number, "notes": f"{row.code} {amount(row.amount)}"}
        )
        if await self.app.push_screen_wait(FormDialog(title, (REASON,), write)):
            self.reread()
            self.say(Message("Both currencies go back over the counter."))

    async def do_bank(self) -> None:
        """Notes of the safe that the bank bought."""
        held = self._in_safe()
        accounts = [(a.code, f"{a.code} {name_of(a)}") for a in bank_accounts()]
        specs = (
            FieldSpec("currency", Message("Notes in the safe"), "pick", required=True, options=held, default=held[0][0]),
            FieldSpec("notes", Message("Amount in notes"), "amount", required=True),
            FieldSpec("rate", Message("Rate of the bank"), required=True, max_length=12, width=12, help=Message("Baht for one unit: 33.10, 0.2215")),
            FieldSpec("account", Message("Account"), "pick", required=True, options=accounts, default=accounts[0][0] if accounts else None, width=38),
            FieldSpec("reference", Message("Bank slip"), required=True, max_length=40, width=24),
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                notes_to_bank, values["currency"], values["notes"], values["rate"], values["account"],
                values["reference"], token=token, answers=answers,
            )  # fmt: skip

        if await self.app.push_screen_wait(FormDialog(Message("Notes handed in at the bank"), specs, write)):
            self.reread()
            self.say(Message("The notes have left the house."))
