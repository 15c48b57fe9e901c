"""Words the front-office screens share: states of rooms and stays, names in the language of the desk."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Protocol

from locales import Message, current_language
from locales.dates import format_date
from locales.money import format_money

ROOM_CODES = {
    "VC": Message("Vacant clean"),
    "VD": Message("Vacant dirty"),
    "VI": Message("Vacant inspected"),
    "VP": Message("Vacant, pickup"),
    "OC": Message("Occupied clean"),
    "OD": Message("Occupied dirty"),
    "OI": Message("Occupied inspected"),
    "OP": Message("Occupied, pickup"),
    "OOO": Message("Out of order"),
    "OOS": Message("Out of service"),
}


class Named(Protocol):
    @property
    def guest_th(self) -> str: ...
    @property
    def guest_en(self) -> str: ...


def guest_name(row: Named) -> str:
    return row.guest_th if current_language() == "th" else row.guest_en


def day(date: datetime.date | None) -> str:
    return format_date(date, "day_month") if date else ""


def amount(value: Decimal) -> str:
    return format_money(value)


def name_of(row: Any) -> str:
    """The name of a type, code or account in the language of the desk."""
    return str(row.name_th if current_language() == "th" else row.name_en)
