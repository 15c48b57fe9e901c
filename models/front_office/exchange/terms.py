"""On what terms the house exchanges: whether it may sell, its commission, and how much at a time and in a day."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from locales.money import round_half_up
from locales.thai_text import to_latin_digits
from models.front_office.currencies import (
    NOTES,
    Currency,
    check_notes_taken,
    currency,
    in_baht,
    rate_in_force,
)
from models.front_office.exchange.tables import BUY, SELL
from models.house.acts import Act, operation
from models.house.inputs import above_zero, checked, words
from models.house.property import setting
from models.house.refusals import Refused
from models.house.settings import set_setting

MOST_PERCENT = 20


@dataclass(frozen=True)
class Terms:
    """``percent`` and ``flat`` (baht) make the commission; limits in baht, 0 for none. ``sell_per_day`` is that of the
    law's practice for one who buys foreign notes, and nobody goes over it."""

    holder: str
    licence: str
    sells: bool
    percent: Decimal
    flat: Decimal
    per_transaction: Decimal
    per_day: Decimal
    sell_per_day: Decimal


def terms() -> Terms:
    """As the house has set them up."""
    return Terms(
        setting("exchange_holder"), setting("exchange_licence"), setting("exchange_sell") == "yes",
        Decimal(setting("exchange_commission_percent")), Decimal(setting("exchange_commission_flat")),
        Decimal(setting("exchange_limit_transaction")), Decimal(setting("exchange_limit_day")),
        Decimal(setting("exchange_limit_sell_day")),
    )  # fmt: skip


@dataclass(frozen=True)
class Quote:
    """What an exchange comes to: notes, rate, their worth, commission, and the baht that change hands."""

    way: str
    code: str
    amount: Decimal
    rate: Decimal
    worth: Decimal
    commission: Decimal

    @property
    def baht(self) -> Decimal:
        return self.worth - self.commission if self.way == BUY else self.worth + self.commission


def quote(way: str, code: str, amount: Decimal, at: datetime.datetime) -> Quote:
    """What ``amount`` in notes is worth at a moment, half up to the satang.

    Refused: EXCHANGE_OFF (no licence), SELL_OFF, NO_CURRENCY, NO_RATE, NOT_POSITIVE, NOT_NOTES (coins),
    COMMISSION_EATS_ALL.
    """
    check_notes_taken()
    now = terms()
    if way == SELL and not now.sells:
        raise Refused(
            "SELL_OFF", "This house only buys foreign notes: it is not set up to sell them.", field="way",
            jump="rates of exchange",
        )  # fmt: skip
    of = currency(code)
    rate = note_rate(way, of, at)
    amount = above_zero(amount, "notes")
    if amount != amount.to_integral_value():
        raise Refused("NOT_NOTES", "Only notes are exchanged, no coins.", field="notes")
    worth = in_baht(amount, rate)
    found = Quote(way, of.code, amount, rate, worth, round_half_up(worth * now.percent / 100 + now.flat))
    if found.baht <= 0:
        raise Refused(
            "COMMISSION_EATS_ALL", "So little is not exchanged: the commission is {commission}.", field="notes",
            commission=found.commission,
        )  # fmt: skip
    return found


def note_rate(way: str, of: Currency, at: datetime.datetime) -> Decimal:
    """Baht for one unit in notes. Refused: NO_RATE."""
    found = rate_in_force(of.id, NOTES, at)
    rate = found and (found.buy if way == BUY else found.sell)
    if rate is None:
        raise Refused(
            "NO_RATE",
            "There is no rate for {code} yet.",
            field="currency",
            jump="rates of exchange",
            code=of.code,
        )
    return Decimal(rate)


@operation("set_up")
def keep_terms(
    act: Act,
    *,
    holder: str = "",
    sells: bool = False,
    percent: str = "0",
    flat: Decimal = Decimal(0),
    per_transaction: Decimal = Decimal(0),
    per_day: Decimal = Decimal(0),
) -> None:
    """Set the terms; ``percent`` as typed, the rest baht. Refused: NO_LICENCE (to sell), PERCENT, AMOUNT, NEGATIVE."""
    holder = words(holder, "holder", 80)
    if sells and not setting("exchange_licence"):
        raise Refused(
            "NO_LICENCE", "Without the number of the licence no foreign notes are taken.", field="sells"
        )
    typed = to_latin_digits(percent.strip()) or "0"
    if not re.fullmatch(r"\d{1,2}(\.\d{1,3})?", typed, re.ASCII) or Decimal(typed) > MOST_PERCENT:
        raise Refused("PERCENT", "A percentage from 0 to {most}.", field="percent", most=MOST_PERCENT)
    amounts = {"flat": flat, "per_transaction": per_transaction, "per_day": per_day}
    for name, value in amounts.items():
        if checked(value, name) < 0:
            raise Refused("NEGATIVE", "Not below zero.", field=name)
    for setting_name, said in (
        ("exchange_holder", holder),
        ("exchange_sell", "yes" if sells else "no"),
        ("exchange_commission_percent", typed),
        ("exchange_commission_flat", str(flat)),
        ("exchange_limit_transaction", str(per_transaction)),
        ("exchange_limit_day", str(per_day)),
    ):
        set_setting(act, setting_name, said)
