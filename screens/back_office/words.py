"""How the books are written on the screen: two sides, never a sign."""

from __future__ import annotations

import datetime
from decimal import Decimal

from locales.dates import format_date
from locales.money import format_money


def debit_of(amount: Decimal) -> str:
    return format_money(amount) if amount > 0 else ""


def credit_of(amount: Decimal) -> str:
    return format_money(-amount) if amount < 0 else ""


def day(date: datetime.date) -> str:
    return format_date(date, "short")
