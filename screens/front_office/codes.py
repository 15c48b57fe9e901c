"""Transaction codes, the dated versions of what they generate, and the provincial hotel fee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from locales import Message, _
from models.front_office.codes import Generate, TransactionCode, transaction_code, versions_of
from models.front_office.codes.provincial_fee import BASES as FEE_BASES
from models.front_office.codes.provincial_fee import fee_rates, set_provincial_fee
from models.front_office.codes.rates import FUNCTIONS, LEDGERS, running_out
from models.front_office.codes.setup import (
    BASES,
    KINDS,
    METHODS,
    SUBTOTALS,
    CodeTerms,
    GenerateTerms,
    all_codes,
    save_code,
    save_generate,
    withdraw_generate,
)
from models.ledger.accounts import chart
from screens.front_office.set_up_list import CHANGE, NEW, REMOVE, Call, SetUpList, Specs
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column
from screens.navigation import open_screen

ZERO = Decimal(0)


def _account(row: TransactionCode) -> str:
    """Marked where another one takes over with the next date; the form shows it."""
    return f"{row.account.code}→" if row.next_account_id else str(row.account.code)


class CodesScreen(SetUpList):
    ACTIONS = (
        NEW,
        CHANGE,
        Action("rates", Message("Tax rates"), ("t",), right="see_desk", why_not=lambda s: s.why_not()),
        Action("fee", Message("Provincial fee"), ("p",), right="see_desk"),
    )
    TITLE_LINE = Message("Transaction codes")
    ONE = Message("Transaction code")
    COLUMNS = (
        Column(Message("Code"), 6, lambda e: e.row.code),
        Column(Message("Name"), None, lambda e: name_of(e.row)),
        Column(Message("Kind"), 12, lambda e: KINDS[e.row.kind].say()),
        Column(Message("Code group"), 13, lambda e: "/".join(filter(None, [e.row.group, e.row.subgroup]))),
        Column(Message("Account"), 8, lambda e: _account(e.row)),
        Column(Message("By"), 8, lambda e: _("hand") if e.row.by_hand else _("program")),
        Column(Message("State"), 7, lambda e: "" if e.row.active else _("closed")),
    )

    def on_mount(self) -> None:
        for rate in running_out(self.services.today()):
            self.say(rate.message, "warning")

    def rows(self) -> Sequence[Any]:
        return all_codes()

    def why_not(self) -> Message | None:
        return None if self.selected else Message("Nothing here.")

    def do_rates(self) -> None:
        self.app.push_screen(open_screen("generates", self.selected.code))

    def do_fee(self) -> None:
        self.app.push_screen(open_screen("provincial fee"))

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        accounts = [(a.code, f"{a.code} {name_of(a)}") for a in chart() if a.closed_on is None]
        return (
            FieldSpec("code", Message("Code"), required=True, width=12, max_length=10),
            FieldSpec("name_en", Message("Name in English"), width=34, max_length=60),
            FieldSpec("name_th", Message("Name in Thai"), width=34, max_length=60),
            FieldSpec("kind", Message("Kind"), "pick", required=True, options=list(KINDS.items()), default="revenue", width=24),
            FieldSpec("account", Message("Account"), "pick", required=True, options=accounts, width=34, help=Message("Another account counts from tomorrow on.")),
            FieldSpec("group", Message("Code group"), width=20, max_length=20, help=Message("room, food, minibar, laundry …")),
            FieldSpec("subgroup", Message("Subgroup"), width=20, max_length=20),
            FieldSpec("statistics", Message("Counted as"), width=20, max_length=20, help=Message("In statistics; empty: as its group.")),
            FieldSpec("lowest", Message("Lowest amount"), "amount", minimum=ZERO, help=Message("Outside the limits a reason is asked for.")),
            FieldSpec("highest", Message("Highest amount"), "amount", minimum=ZERO),
            *(FieldSpec(ledger, word, "check", default=ledger == "guest", help=Message("May be posted to this ledger.")) for ledger, word in LEDGERS.items()),
            FieldSpec("by_hand", Message("Posted by hand"), "check", default=True),
            FieldSpec("paid_out", Message("Paid-out"), "check"),
            FieldSpec("active", Message("In use"), "check", default=True),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {}
        names = ("code", "name_en", "name_th", "kind", "group", "subgroup", "statistics", "lowest", "highest",
                 "by_hand", "paid_out", "active")  # fmt: skip
        account = row.next_account or row.account
        ledgers = {ledger: ledger in row.ledgers.split(",") for ledger in LEDGERS}
        return {**{name: getattr(row, name) for name in names}, **ledgers, "account": account.code}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        plain = {name: value for name, value in values.items() if name not in LEDGERS}
        for name in ("name_en", "name_th", "group", "subgroup", "statistics"):
            plain[name] = plain[name] or ""
        ledgers = tuple(ledger for ledger in LEDGERS if values[ledger])
        return save_code, (row.id if row else None, CodeTerms(**plain, ledgers=ledgers))


def _rate(generate: Generate) -> str:
    if generate.method == "flat":
        return amount(generate.flat)
    percent = f"{Decimal(generate.basis_points) / 100:g} % {generate.basis}"
    return f"{percent} *" if generate.method == "function" else percent


class GeneratesScreen(SetUpList):
    """Enter makes the next version of the marked one; what is in force is never changed."""

    ACTIONS = (NEW, CHANGE, REMOVE)
    TITLE_LINE = Message("Added charges and taxes")
    ONE = Message("New rate from a date on")
    COLUMNS = (
        Column(Message("Order"), 6, lambda e: str(e.row.position), "right"),
        Column(Message("Code"), 5, lambda e: e.row.child.code),
        Column(Message("How much"), 12, lambda e: _rate(e.row), "right"),
        Column(Message("Into"), 5, lambda e: e.row.adds_to or "–"),
        Column(Message("From"), 12, lambda e: _day(e.row.valid_from)),
        Column(Message("Until"), 12, lambda e: _day(e.row.valid_until) or "–"),
        Column(Message("By what law"), None, lambda e: e.row.authority),
    )

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = transaction_code(code)

    def heading(self) -> str:
        return f"{self.TITLE_LINE.say()} · {self.code.code} {name_of(self.code)}"

    def rows(self) -> Sequence[Any]:
        return versions_of(self.code)

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        taxes = [(c.code, f"{c.code} {name_of(c)}") for c in all_codes() if c.kind == "tax" and c.active]
        return (
            FieldSpec("child", Message("Code"), "pick", required=True, options=taxes, width=30),
            FieldSpec("valid_from", Message("From"), "date", required=True, help=Message("The version before it ends the day before.")),
            FieldSpec("until", Message("Until"), "date", after="valid_from", help=Message("Empty: without an end.")),
            FieldSpec("method", Message("Reckoned as"), "pick", required=True, options=list(METHODS.items()), default="percent", width=20),
            FieldSpec("percent", Message("Percent"), "amount", minimum=ZERO),
            FieldSpec("flat", Message("Flat amount"), "amount", minimum=ZERO, help=Message("Baht on each posting.")),
            FieldSpec("function", Message("Function"), "pick", options=[(n, f.name) for n, f in FUNCTIONS.items()], width=34),
            FieldSpec("basis", Message("Reckoned on"), "pick", required=True, options=list(BASES.items()), default="B", width=20, help=Message("S1 to S3: base with what was added into it before.")),
            FieldSpec("adds_to", Message("Added into"), "pick", options=[(s, s) for s in SUBTOTALS], width=10),
            FieldSpec("position", Message("Order"), "number", required=True, minimum=1, maximum=99, default=1),
            FieldSpec("authority", Message("By what law"), width=34, max_length=120),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {}
        names = ("method", "basis", "position", "authority")
        return {
            **{name: getattr(row, name) for name in names}, "child": row.child.code, "adds_to": row.adds_to or None,
            "percent": Decimal(row.basis_points) / 100, "flat": row.flat or None, "function": row.function or None,
        }  # fmt: skip

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:  # noqa: ARG002
        plain = {**values, "percent": values["percent"] or ZERO, "flat": values["flat"] or ZERO}
        for name in ("function", "adds_to", "authority"):
            plain[name] = plain[name] or ""
        return save_generate, (self.code.code, GenerateTerms(**plain))

    def removing(self, row: Any) -> Call:
        return withdraw_generate, (row.id,)


def _day(date: Any) -> str:
    from locales.dates import format_date

    return format_date(date) if date else ""


class ProvincialFeeScreen(SetUpList):
    ACTIONS = (
        NEW,
        Action("month", Message("Monthly list"), ("m",), right="see_desk"),
    )
    TITLE_LINE = Message("Provincial hotel fee")
    ONE = Message("Provincial hotel fee from a date on")
    COLUMNS = (
        Column(Message("From"), 12, lambda e: _day(e.row.valid_from)),
        Column(Message("Until"), 12, lambda e: _day(e.row.until) or "–"),
        Column(Message("Percent"), 10, lambda e: f"{e.row.percent:g} %", "right"),
        Column(Message("Reckoned on"), 16, lambda e: FEE_BASES[e.row.base].say()),
        Column(Message("VAT on it"), 9, lambda e: _("yes") if e.row.in_vat else _("no")),
        Column(Message("By what law"), None, lambda e: e.row.authority),
    )

    def rows(self) -> Sequence[Any]:
        return fee_rates()

    def do_month(self) -> None:
        self.app.push_screen(open_screen("provincial fee list"))

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        specs: tuple[FieldSpec | Section, ...] = (
            FieldSpec("percent", Message("Percent"), "amount", required=True, minimum=ZERO, help=Message("At most 3; 0 ends the fee.")),
            FieldSpec("valid_from", Message("From"), "date", required=True),
            FieldSpec("base", Message("Reckoned on"), "pick", required=True, options=list(FEE_BASES.items()), default="before", width=26),
            FieldSpec("in_vat", Message("VAT on it"), "check"),
            FieldSpec("authority", Message("Ordinance"), width=34, max_length=120, help=Message("Of the province that asks for the fee.")),
        )  # fmt: skip
        return specs

    def values(self, row: Any) -> Mapping[str, object]:  # noqa: ARG002
        return {}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:  # noqa: ARG002
        what = (values["percent"], values["valid_from"], values["base"], bool(values["in_vat"]))
        return set_provincial_fee, (*what, values["authority"] or "")
