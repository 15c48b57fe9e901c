"""Amounts that come from people: finite, whole satang, not beyond what a paper can show."""

from __future__ import annotations

from decimal import Decimal

from locales.money import LARGEST
from models.house.refusals import Refused

SATANG = Decimal("0.01")


def checked(amount: Decimal, field: str = "amount") -> Decimal:
    """``amount`` baht with two places. Refused (``AMOUNT``) for parts of a satang, NaN, infinity, too large."""
    if not (isinstance(amount, Decimal) and amount.is_finite() and abs(amount) <= LARGEST):
        raise Refused("AMOUNT", "This is no amount of money.", field=field)
    whole = amount.quantize(SATANG)
    if whole != amount:
        raise Refused("AMOUNT", "An amount has at most two decimals.", field=field)
    return whole


def above_zero(amount: Decimal, field: str = "amount") -> Decimal:
    """As ``checked``; refused (``NOT_POSITIVE``) at zero and below."""
    if checked(amount, field) <= 0:
        raise Refused("NOT_POSITIVE", "The amount is above zero.", field=field)
    return checked(amount, field)
