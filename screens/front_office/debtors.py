"""The city ledger: who owes the hotel, how much, since when. Enter opens an account."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.receivables import (
    CityAccount,
    DebtorRow,
    change_account,
    close_account,
    debtors,
    hold_account,
    open_account,
    release_account,
    reopen_account,
)
from models.front_office.city_ledger import open_company_account
from models.front_office.companies import companies_named
from models.house.lists import Pages
from models.house.refusals import Answer
from screens.front_office.stay_changes import REASON
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

CREDIT = (
    FieldSpec("unlimited", Message("Without limit"), "check"),
    FieldSpec("credit_limit", Message("Credit limit"), "amount", minimum=Decimal(0), help=Message("Empty or 0: no credit is given.")),
    FieldSpec("terms", Message("Due after days"), "number", minimum=0, maximum=365, default=30, required=True),
)  # fmt: skip
PARTICULARS = (
    Section(Message("For papers")),
    FieldSpec("name_th", Message("Name in Thai"), max_length=120, width=44),
    FieldSpec("name_en", Message("Name in English"), max_length=120, width=44),
    FieldSpec("address", Message("Address"), max_length=200, width=44),
    FieldSpec("tax_id", Message("Tax number"), max_length=20, width=20),
    FieldSpec("branch", Message("Branch"), max_length=5, width=8, help=Message("00000 is the head office.")),
    FieldSpec("contact", Message("Contact person"), max_length=80),
    FieldSpec("email", Message("E-mail"), max_length=254, width=44),
    FieldSpec("note", Message("Note"), max_length=200, width=44),
)


def _search_companies(text: str) -> list[tuple[int, str]]:
    return [(row.id, f"{row.code} {row.name(current_language())}") for row in companies_named(text)]


def _limit(values: Mapping[str, Any]) -> Decimal | None:
    return None if values["unlimited"] else values["credit_limit"] or Decimal(0)


def _limit_cell(row: DebtorRow) -> str:
    if row.credit_limit is None:
        return _("no limit")
    return amount(row.credit_limit) if row.credit_limit else _("none")


def _state(row: DebtorRow) -> str:
    return _("closed") if row.closed else _("on hold") if row.hold else ""


class DebtorsScreen(DeskScreen):
    ACTIONS = (
        Action("new", Message("New account"), ("n", "insert"), right="credit"),
        Action("edit", Message("Edit"), ("e",), right="credit", why_not=lambda s: s.why_not_any()),
        Action("hold", Message("Hold / release"), ("h",), right="credit", why_not=lambda s: s.why_not_any()),
        Action("collections", Message("Collections"), ("c",), right="credit"),
        Action("ageing", Message("Ageing"), ("a",), right="see_ledger"),
        Action("shut", Message("Close / open again"), ("x",), right="credit", shown=False, why_not=lambda s: s.why_not_any()),
    )  # fmt: skip

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def heading(self) -> str:
        return _("City ledger") + (f" · {self._text}" if self._text else "")

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[DebtorRow](Message("Number"), 8, lambda r: r.number),
            Column[DebtorRow](Message("Name"), None, name_of),
            Column[DebtorRow](Message("Balance"), 13, lambda r: amount(r.balance), "right"),
            Column[DebtorRow](Message("Overdue"), 12, lambda r: amount(r.overdue) if r.overdue else "", "right"),
            Column[DebtorRow](Message("Limit"), 12, _limit_cell, "right"),
            Column[DebtorRow](Message("State"), 8, _state),
        )  # fmt: skip
        yield WindowedList(self._found(self._text), columns, search=self._found, id="debtors")

    def _found(self, text: str = "") -> Pages[DebtorRow]:
        return debtors(self.services.today(), text)

    @property
    def _selected(self) -> DebtorRow | None:
        return self.query_one("#debtors", WindowedList).selected

    def why_not_any(self) -> Message | None:
        return None if self._selected else Message("Nothing here.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("debtor", event.row.account_id))

    def do_collections(self) -> None:
        self.app.push_screen(open_screen("collections"))

    def do_ageing(self) -> None:
        self.app.push_screen(open_screen("ageing"))

    async def do_new(self) -> None:
        specs = (
            FieldSpec("company", Message("Company"), "lookup", search=_search_companies, width=40, help=Message("Empty: an account by itself; its name is typed below.")),
            FieldSpec("number", Message("Number"), max_length=16, width=16, help=Message("Empty: the next free number.")),
            *CREDIT, *PARTICULARS,
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            if values["company"] is not None:
                return await self.services.write(
                    open_company_account, values["company"], _limit(values), values["terms"], values["number"] or "",
                    token=token, answers=answers,
                )  # fmt: skip
            own = {spec.name: values[spec.name] or "" for spec in PARTICULARS if isinstance(spec, FieldSpec)}
            return await self.services.write(
                open_account, number=values["number"] or "", credit_limit=_limit(values), terms=values["terms"],
                token=token, answers=answers, **own,
            )  # fmt: skip

        if await self.app.push_screen_wait(FormDialog(Message("New account"), specs, write)):
            self.reread()

    async def do_edit(self) -> None:
        row = self._selected
        assert row is not None
        account = CityAccount.get_by_id(row.account_id)
        of_company = account.company_id is not None  # whose particulars are those of the company
        specs = CREDIT if of_company else (*CREDIT, *PARTICULARS)

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            own = (
                {}
                if of_company
                else {s.name: values[s.name] or "" for s in PARTICULARS if isinstance(s, FieldSpec)}
            )
            await self.services.write(
                change_account, account.id, credit_limit=_limit(values), terms=values["terms"], token=token,
                answers=answers, **own,
            )  # fmt: skip
            return True

        known = {
            spec.name: getattr(account, spec.name) for spec in PARTICULARS if isinstance(spec, FieldSpec)
        }
        known = {} if of_company else known
        known |= {"unlimited": account.credit_limit is None, "terms": account.terms}
        if account.credit_limit is not None:
            known["credit_limit"] = account.credit_limit
        title = Message("Account {account}", {"account": account.spoken})
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=known)):
            self.reread()

    async def do_hold(self) -> None:
        row = self._selected
        assert row is not None
        if row.hold:
            await self.submit(release_account, row.account_id)
            return

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                hold_account, row.account_id, values["reason"], token=token, answers=answers
            )
            return True

        title = Message("Put {name} on hold", {"name": name_of(row)})
        if await self.app.push_screen_wait(FormDialog(title, (REASON,), write)):
            self.reread()

    async def do_shut(self) -> None:
        row = self._selected
        assert row is not None
        if row.closed:
            await self.submit(reopen_account, row.account_id)
        elif await self.app.push_screen_wait(
            ConfirmDialog(Message("Close the account of {name}?", {"name": name_of(row)}))
        ):
            await self.submit(close_account, row.account_id)
