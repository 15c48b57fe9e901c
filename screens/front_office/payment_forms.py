"""What each way to pay asks at the counter: a form for one leg, and the leg that was typed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from locales import Message, current_language
from models.back_office.receivables import accounts_named
from models.front_office.companies import companies_named
from models.front_office.currencies import NOTES, notes_taken, rates_now
from models.front_office.payment_legs import Leg, cash_leg, notes_leg, notes_needed, voucher_leg
from models.front_office.payment_methods import (
    CARD,
    CASH,
    CHEQUE,
    CITY,
    FOREIGN,
    PROMPTPAY,
    VOUCHER,
    Method,
    methods_in_use,
)
from models.house.banks import bank_options
from screens.front_office.words import amount
from screens.kit.choice_fields import Typed
from screens.kit.form_rows import FieldSpec

CENT = Decimal("0.01")


def amount_field(label: Message | None = None) -> FieldSpec:
    return FieldSpec("amount", label or Message("Amount"), "amount", required=True, minimum=CENT)


def offered(city: bool, now: datetime.datetime) -> list[Method]:
    """Methods that can be used now: no notes without licence and rate, no city ledger where nobody has an account."""
    notes = notes_taken() and any(rate.buy for rate in rates_now(now) if rate.active)
    debtors = city and bool(accounts_named("", 1))
    return [
        method
        for method in methods_in_use()
        if (method.way != FOREIGN or notes) and (method.way != CITY or debtors)
    ]


def keyed(methods: Sequence[Method]) -> dict[str, Method]:
    """Each method by its key; one without a letter gets the next figure."""
    figures = iter("123456789")
    return {method.key or next(figures, ""): method for method in methods}


def _companies(text: str) -> list[tuple[object, str]]:
    return [(company.id, company.name(current_language())) for company in companies_named(text)]


def _accounts(text: str) -> list[tuple[object, str]]:
    return [(found.id, str(found.spoken)) for found in accounts_named(text)]


def _currencies(due: Decimal, now: datetime.datetime) -> list[tuple[str, str]]:
    """``USD 33.1: 118 = 3,905.80``: what covers the bill."""
    options = []
    for rate in rates_now(now, (NOTES,)):
        if rate.active and rate.buy is not None:
            text = f"{rate.code} {rate.buy.normalize():f}"
            if due > 0:
                needed = notes_needed(due, rate.buy)
                text = f"{text}: {needed} = {amount(needed * rate.buy)}"
            options.append((rate.code, text))
    return options


def specs_of(method: Method, due: Decimal, now: datetime.datetime) -> tuple[FieldSpec, ...]:
    """The fields of one leg; the last Enter of a form takes the money."""
    slip = FieldSpec("reference", Message("Slip number"), required=method.needs_reference, max_length=40)
    if method.way == CASH:
        help = Message("More than is due: the rest is change.") if due > 0 else None
        return (
            FieldSpec("amount", Message("Cash received"), "amount", required=True, minimum=CENT, help=help),
        )
    if method.way == CARD:
        return (
            amount_field(),
            FieldSpec("last_four", Message("Last four figures"), max_length=24, width=6),
            FieldSpec("reference", Message("Approval code"), required=method.needs_reference, max_length=40, width=16),
        )  # fmt: skip
    if method.way == PROMPTPAY:
        return (slip, amount_field())
    if method.way == CHEQUE:
        return (
            amount_field(),
            FieldSpec("bank", Message("Bank"), "pick", required=True, options=bank_options(current_language()), width=36),
            FieldSpec("branch", Message("Branch of the bank"), max_length=40),
            FieldSpec("number", Message("Cheque number"), required=True, max_length=20, width=14),
            FieldSpec("cheque_date", Message("Date on the cheque"), "date", required=True),
            FieldSpec("payer", Message("Drawn by"), max_length=80, width=36),
        )  # fmt: skip
    if method.way == VOUCHER:
        return (
            FieldSpec("issuer", Message("Voucher issued by"), "lookup", required=True, search=_companies, allow_new=True, width=36),
            FieldSpec("number", Message("Voucher number"), required=True, max_length=40, width=24),
            FieldSpec("value", Message("Worth"), "amount", required=True, minimum=CENT, help=Message("What is above the amount due is not paid out.")),
        )  # fmt: skip
    if method.way == FOREIGN:
        options = _currencies(due, now)
        return (
            FieldSpec("currency", Message("Currency and rate"), "pick", required=True, options=options, default=options[0][0] if options else None, width=34),
            FieldSpec("notes", Message("Notes received"), "amount", required=True, minimum=CENT, help=Message("Change is given in baht.")),
        )  # fmt: skip
    if method.way == CITY:
        return (
            FieldSpec("account_id", Message("City-ledger account"), "lookup", required=True, search=_accounts, width=36),
            amount_field(),
            FieldSpec("reference", Message("Reference"), max_length=40),
        )  # fmt: skip
    return (amount_field(), slip)


def first_values(method: Method, due: Decimal, payer: str, today: datetime.date) -> dict[str, object]:
    values: dict[str, object] = {"amount": due} if due > 0 else {}
    if method.way == CHEQUE:
        values |= {"payer": payer, "cheque_date": today}
    if method.way == VOUCHER:
        values = {"value": due} if due > 0 else {}
    return {} if method.way == FOREIGN else values


def leg_of(method: Method, values: Mapping[str, Any], due: Decimal, now: datetime.datetime) -> Leg:
    """What was typed, as a leg of ``due`` baht."""
    if method.way == CASH:
        return cash_leg(method.code, values["amount"], due)
    if method.way == VOUCHER:
        issuer = values["issuer"]
        name, company = (issuer.text, None) if isinstance(issuer, Typed) else ("", int(issuer))
        return voucher_leg(method.code, values["number"], name, company, values["value"], due)
    if method.way == FOREIGN:
        return notes_leg(method.code, values["currency"], values["notes"], due, now)
    told = {name: value for name, value in values.items() if value is not None}
    return Leg(method.code, **told)
