"""Set-up of money: ways to pay with their keys and accounts, where PromptPay goes, rates of exchange and the licence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from locales import Message, _, current_language
from locales.dates import format_date
from models.front_office.currencies import (
    NOTES,
    RATE_KINDS,
    Rate,
    keep_currency,
    keep_licence,
    rates_now,
    set_rate,
)
from models.front_office.payment_methods import WAYS, Method, all_methods, keep_method, settlement_accounts
from models.front_office.promptpay import ORDERS, keep_promptpay
from models.house.property import setting
from models.house.refusals import Answer
from screens.front_office.exchange_terms import terms_dialog
from screens.front_office.set_up_list import CHANGE, NEW, Call, Entry, SetUpList, Specs
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column
from screens.navigation import open_screen


def _yes(value: object) -> str:
    return _("yes") if value else _("no")


class PaymentMethodsScreen(SetUpList):
    ACTIONS = (NEW, CHANGE, Action("promptpay", Message("PromptPay"), ("p",), right="set_up"))
    TITLE_LINE = Message("Payment methods")
    ONE = Message("Payment method")
    COLUMNS = (
        Column[Entry](Message("Press"), 6, lambda e: e.row.key),
        Column[Entry](Message("Code"), 6, lambda e: e.row.code),
        Column[Entry](Message("Name"), None, lambda e: name_of(e.row)),
        Column[Entry](Message("Way"), 18, lambda e: WAYS[e.row.way].say()),
        Column[Entry](Message("Account"), 7, lambda e: e.row.account),
        Column[Entry](Message("Limit"), 10, lambda e: "" if e.row.credit_limit is None else amount(e.row.credit_limit), "right"),
        Column[Entry](Message("In use"), 7, lambda e: _yes(e.row.active)),
    )  # fmt: skip

    def rows(self) -> Sequence[Method]:
        return all_methods()

    def specs(self, row: Any) -> Specs:
        accounts = [(a.code, f"{a.code} {name_of(a)}") for a in settlement_accounts()]
        if row is not None and row.account not in [code for code, _name in accounts]:
            accounts.append((row.account, row.account))
        return (
            FieldSpec("code", Message("Code"), required=True, max_length=8, width=10),
            FieldSpec("name_th", Message("Name (Thai)"), max_length=60),
            FieldSpec("name_en", Message("Name"), max_length=60),
            FieldSpec("way", Message("Way"), "pick", required=True, options=tuple(WAYS.items()), default="card"),
            FieldSpec("account", Message("Account"), "pick", required=True, options=accounts, width=38, help=Message("Where the money waits until the bank has it.")),
            FieldSpec("key", Message("Key letter"), max_length=1, width=3, help=Message("One letter; it chooses the method when paying.")),
            FieldSpec("needs_reference", Message("Slip number needed"), "check"),
            FieldSpec("credit_limit", Message("Limit of credit"), "amount", help=Message("What such a guest may owe; empty: any sum.")),
            FieldSpec("active", Message("In use"), "check", default=True),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        names = (
            "code",
            "name_th",
            "name_en",
            "way",
            "account",
            "key",
            "needs_reference",
            "credit_limit",
            "active",
        )
        return {name: getattr(row, name) for name in names} if row is not None else {}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:  # noqa: ARG002
        def keep(desk: Any) -> int:
            return keep_method(
                desk, values["code"], values["name_th"] or "", values["name_en"] or "", values["way"], values["account"],
                key=values["key"] or "", needs_reference=bool(values["needs_reference"]),
                credit_limit=values["credit_limit"], active=bool(values["active"]),
            )  # fmt: skip

        return keep, ()

    async def do_promptpay(self) -> None:
        """Where money paid by code goes."""
        names = ("promptpay_id", "promptpay_biller", "promptpay_order")
        specs = (
            FieldSpec("promptpay_id", Message("PromptPay number"), max_length=20, width=20, help=Message("A mobile number, a tax number or an e-wallet.")),
            FieldSpec("promptpay_biller", Message("Biller number"), max_length=20, width=20, help=Message("15 figures from the bank; with it references come back.")),
            FieldSpec("promptpay_order", Message("Order of the tags"), "pick", required=True, options=[(o, o) for o in ORDERS], help=Message("Leave it unless a bank's app does not read the code.")),
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            told = {name: values[name] or "" for name in names}
            await self.services.write(keep_promptpay, **told, token=token, answers=answers)
            return True

        first = {name: setting(name) for name in names}
        if await self.app.push_screen_wait(FormDialog(Message("PromptPay"), specs, write, values=first)):
            self.say(
                Message("Codes are shown from now on.")
                if any(map(setting, names[:2]))
                else Message("No codes are shown.")
            )


def _decimals(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


def _rate(value: Decimal | None) -> str:
    """As on a rate board: two decimals, and more where the rate has more."""
    return (
        "" if value is None else f"{max(value.normalize(), value.quantize(Decimal('0.01')), key=_decimals):f}"
    )


class RatesOfExchangeScreen(SetUpList):
    ACTIONS = (
        CHANGE,
        Action("currency", Message("Currency"), ("n",), right="set_up"),
        Action("licence", Message("Licence"), ("l",), right="set_up"),
        Action("terms", Message("Exchange terms"), ("x",), right="set_up"),
        Action("board", Message("Rate board"), ("o",)),
    )
    TITLE_LINE = Message("Rates of exchange")
    ONE = Message("New rate")
    COLUMNS = (
        Column[Entry](Message("Currency"), 8, lambda e: e.row.code),
        Column[Entry](Message("Name"), None, lambda e: e.row.name(current_language())),
        Column[Entry](Message("Kind"), 10, lambda e: RATE_KINDS[e.row.kind].say()),
        Column[Entry](Message("We buy at"), 10, lambda e: _rate(e.row.buy), "right"),
        Column[Entry](Message("We sell at"), 10, lambda e: _rate(e.row.sell), "right"),
        Column[Entry](Message("Since"), 7, lambda e: format_date(e.row.since.date(), "day_month") if e.row.since else ""),
        Column[Entry](Message("In use"), 7, lambda e: _yes(e.row.active)),
    )  # fmt: skip

    def aside(self) -> str:
        licence = setting("exchange_licence")
        if setting("foreign_notes") != "yes":
            return _("Foreign notes are not taken")
        return _("Licence {number}", number=licence)

    def rows(self) -> Sequence[Rate]:
        return rates_now(self.services.now(), tuple(RATE_KINDS))

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (
            FieldSpec("buy", Message("We buy at"), required=True, max_length=12, width=12, help=Message("Baht for one unit: 33.10, 0.2215")),
            FieldSpec("sell", Message("We sell at"), max_length=12, width=12, help=Message("Only where the licence lets the house sell.")),
            FieldSpec("kind", Message("Kind"), "pick", required=True, options=tuple(RATE_KINDS.items()), default=NOTES),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        return {"buy": _rate(row.buy), "sell": _rate(row.sell), "kind": row.kind}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        return set_rate, (row.code, values["buy"], values["sell"] or "", values["kind"])

    async def do_currency(self) -> None:
        """A currency more, or one that is taken no longer."""
        specs = (
            FieldSpec("code", Message("Code"), required=True, max_length=3, width=5, help=Message("Three letters: USD")),
            FieldSpec("name_th", Message("Name (Thai)"), max_length=40),
            FieldSpec("name_en", Message("Name"), max_length=40),
            FieldSpec("active", Message("In use"), "check", default=True),
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                keep_currency, values["code"], values["name_th"] or "", values["name_en"] or "", bool(values["active"]),
                token=token, answers=answers,
            )  # fmt: skip
            return True

        if await self.app.push_screen_wait(FormDialog(Message("Currency"), specs, write)):
            self.reread()

    async def do_licence(self) -> None:
        specs = (
            FieldSpec("taken", Message("Foreign notes taken"), "check"),
            FieldSpec("licence", Message("Licence number"), max_length=40, width=24, help=Message("Of the Bank of Thailand, as a money changer.")),
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                keep_licence, bool(values["taken"]), values["licence"] or "", token=token, answers=answers
            )
            return True

        first = {"taken": setting("foreign_notes") == "yes", "licence": setting("exchange_licence")}
        if await self.app.push_screen_wait(
            FormDialog(Message("Exchange licence"), specs, write, values=first)
        ):
            self.reread()

    async def do_terms(self) -> None:
        if await self.app.push_screen_wait(terms_dialog(self.services)):
            self.reread()

    def do_board(self) -> None:
        self.app.push_screen(open_screen("rate board"))
