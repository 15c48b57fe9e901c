"""What people typed: amounts that are money, words that are words. Imports and scripts come this way too."""

from __future__ import annotations

from decimal import Decimal

from locales.money import LARGEST
from locales.thai_text import NotCleanText, clean
from models.house.refusals import Refused

SATANG = Decimal("0.01")
LONGEST_TEXT = 300


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


def words(text: str, field: str, longest: int = LONGEST_TEXT) -> str:
    """Text freed of stray blanks. Refused: NOT_CLEAN (control characters), TOO_MUCH_TEXT."""
    try:
        tidy = clean(text)
    except NotCleanText as error:
        raise Refused.because("NOT_CLEAN", error.message, field=field) from error
    if len(tidy) > longest:
        raise Refused("TOO_MUCH_TEXT", "At most {n} characters.", field=field, n=longest)
    return tidy


def said(reason: str, field: str = "reason") -> str:
    """A reason that must be given. Refused: NO_REASON, and as ``words``."""
    if not reason.strip():
        raise Refused("NO_REASON", "Say why.", field=field)
    return words(reason, field)
