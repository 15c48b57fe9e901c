"""Settling a window on the city ledger: which account, how much, now or at check-out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from locales import Message, current_language
from models.back_office.receivables import CityAccount, accounts_named
from models.front_office.city_ledger import name_account, proposed_account, settle
from models.front_office.folios import FolioWindow, window_balance
from models.house.refusals import Answer, Refused
from screens.front_office.words import amount
from screens.kit.choice_fields import Choice
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec


def account_label(account: CityAccount) -> str:
    return f"{account.number} {account.name(current_language())}"


def search_accounts(text: str) -> list[tuple[int, str]]:
    """For a lookup field: accounts of the city ledger by number or any part of the name."""
    return [(row.id, account_label(row)) for row in accounts_named(text)]


def account_field(required: bool = True) -> FieldSpec:
    return FieldSpec(
        "account", Message("City-ledger account"), "lookup", required=required, search=search_accounts, width=40,
        help=Message("Number or name of a company, an agent, a card company."),
    )  # fmt: skip


async def settle_window(screen: DeskScreen, window: FolioWindow) -> bool:
    """The account of the booking's company is proposed, the whole balance too. Whether something was written."""
    due = max(window_balance(window.id), Decimal(0))
    specs = (
        account_field(),
        FieldSpec("amount", Message("Amount"), "amount", minimum=Decimal("0.01")),
        FieldSpec("later", Message("Only at check-out"), "check", help=Message("The whole balance of the window, by itself, when the guest leaves.")),
        FieldSpec("reference", Message("Reference"), max_length=60, help=Message("Voucher, purchase order …")),
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        if values["later"]:
            await screen.services.write(
                name_account, window.id, values["account"], token=token, answers=answers
            )
            return True
        if values["amount"] is None:
            raise Refused("NO_AMOUNT", "Type the amount.", field="amount")
        return await screen.services.write(
            settle, window.id, values["account"], values["amount"], values["reference"] or "", token=token,
            answers=answers,
        )  # fmt: skip

    found = proposed_account(window.stay, window)
    first: dict[str, object] = {"amount": due} if due else {"later": True}
    if found is not None:
        first["account"] = Choice(found.id, account_label(found))
    title = Message("To the city ledger: window {n}, due {due}", {"n": window.number, "due": amount(due)})
    done = await screen.app.push_screen_wait(FormDialog(title, specs, write, values=first))
    return done is not None
