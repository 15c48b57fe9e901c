"""How many foreign notes the house has, by currency: in drawers and in the safe, and what moved them in a day.

Notes come in by exchange and by guests who pay with them. A drop moves them from a drawer to the safe, not out of the
house. What the books have them at (11120) is what they were taken at.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from locales.money import round_half_up
from models.front_office.codes import TransactionCode, transaction_code
from models.front_office.currencies import Currency
from models.front_office.exchange.tables import BUY, SELL, Exchange, ExchangeBack
from models.front_office.till import CashierShift, TillMovement
from models.ledger.balances import money

KIND, TO_BANK = "exchange", "to bank"
NOTES_CODE = "FORX"
_DROP, _DIFFERENCE = "drop", "over/short"
ZERO = Decimal("0.00")
FAR = datetime.date(9999, 1, 1)


def notes_code() -> TransactionCode:
    return transaction_code(NOTES_CODE)


def in_house(code: str) -> tuple[Decimal, Decimal]:
    """Notes of a currency the house has, wherever they lie, and what the books have them at, baht."""
    return _sum((TillMovement.currency == code) & (TillMovement.kind != _DROP))


def in_safe(code: str) -> Decimal:
    """What no open shift has in its drawer."""
    open_ones = CashierShift.select(CashierShift.id).where(CashierShift.closed_at.is_null())
    in_drawers, _baht = _sum((TillMovement.currency == code) & (TillMovement.shift << open_ones))
    return in_house(code)[0] - in_drawers


def notes_in_safe() -> list[tuple[str, Decimal]]:
    """Every currency of which the safe holds notes."""
    open_ones = CashierShift.select(CashierShift.id).where(CashierShift.closed_at.is_null())
    has = _by_currency(TillMovement.kind != _DROP)
    in_drawers = _by_currency(TillMovement.shift << open_ones)
    left = [(code, held - in_drawers.get(code, (ZERO, ZERO))[0]) for code, (held, _baht) in has.items()]
    return sorted((code, notes) for code, notes in left if notes > 0)


def in_drawer(shift: CashierShift | None, code: str) -> Decimal:
    """What one may sell out of: one's shift, or in a house without shifts what there is."""
    if shift is None:
        return in_safe(code)
    return _sum((TillMovement.currency == code) & (TillMovement.shift == shift))[0]


def cost_of(code: str, amount: Decimal) -> Decimal:
    """What the books have ``amount`` of the notes in the house at, baht; the last of them take what is left."""
    has, baht = in_house(code)
    return baht if amount == has else round_half_up(amount * baht / has)


def _sum(where: object) -> tuple[Decimal, Decimal]:
    amount, baht = (
        TillMovement.select(fn.SUM(TillMovement.amount), fn.SUM(TillMovement.baht))
        .where((TillMovement.method == notes_code()) & where)
        .tuples()
        .get()
    )
    return money(amount), money(baht)


@dataclass(frozen=True)
class Position:
    """One currency in a day, in its notes: opening + bought − sold + paid + difference − handed in = closing.

    ``bought_baht`` and ``sold_baht`` are at the rates they were exchanged at; ``closing_baht`` what the books have the
    closing position at. ``paid``: by guests for their bills, less what was given back of it.
    """

    code: str
    name_th: str
    name_en: str
    opening: Decimal
    bought: Decimal
    bought_baht: Decimal
    sold: Decimal
    sold_baht: Decimal
    paid: Decimal
    difference: Decimal
    handed_in: Decimal
    closing: Decimal
    closing_baht: Decimal

    @property
    def average(self) -> Decimal | None:
        """Baht for one unit of what is there."""
        return self.closing_baht / self.closing if self.closing else None

    @property
    def moved(self) -> bool:
        return any(
            (self.opening, self.bought, self.sold, self.paid, self.difference, self.handed_in, self.closing)
        )


def positions(date: datetime.date) -> list[Position]:
    """Every currency that was there or moved on ``date``."""
    before = _by_currency((TillMovement.date < date) & (TillMovement.kind != _DROP))
    rows = (
        TillMovement.select(
            TillMovement.currency,
            TillMovement.kind,
            fn.SUM(TillMovement.amount),
            fn.SUM(TillMovement.baht),
        )
        .where(
            (TillMovement.method == notes_code()) & (TillMovement.date == date) & (TillMovement.kind != _DROP)
        )
        .group_by(TillMovement.currency, TillMovement.kind)
        .tuples()
    )
    moved: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    worth: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for code, kind, amount, baht in rows:
        place = kind if kind in (KIND, TO_BANK, _DIFFERENCE) else "paid"
        moved[code][place] += money(amount)
        worth[code] += money(baht)
    exchanged = _exchanged(date)
    found = []
    for of in Currency.select().order_by(Currency.id):
        opening, opening_baht = before.get(of.code, (ZERO, ZERO))
        kinds = moved[of.code]
        bought, bought_baht = exchanged.get((of.id, BUY), (ZERO, ZERO))
        sold, sold_baht = exchanged.get((of.id, SELL), (ZERO, ZERO))
        line = Position(
            of.code, of.name_th, of.name_en, opening, bought, bought_baht, sold, sold_baht, kinds["paid"],
            kinds[_DIFFERENCE], -kinds[TO_BANK], opening + sum(kinds.values(), ZERO), opening_baht + worth[of.code],
        )  # fmt: skip
        if line.moved:
            found.append(line)
    return found


def _by_currency(where: object) -> dict[str, tuple[Decimal, Decimal]]:
    """Notes and what the books have them at, baht."""
    rows = (
        TillMovement.select(TillMovement.currency, fn.SUM(TillMovement.amount), fn.SUM(TillMovement.baht))
        .where((TillMovement.method == notes_code()) & where)
        .group_by(TillMovement.currency)
        .tuples()
    )
    return {code: (money(amount), money(baht)) for code, amount, baht in rows}


def _exchanged(date: datetime.date) -> dict[tuple[int, str], tuple[Decimal, Decimal]]:
    """What stands of the day's exchanges, by currency and way: notes and their worth."""
    rows = (
        Exchange.select(Exchange.currency, Exchange.way, fn.SUM(Exchange.amount), fn.SUM(Exchange.worth))
        .where((Exchange.date == date) & Exchange.id.not_in(ExchangeBack.select(ExchangeBack.exchange)))
        .group_by(Exchange.currency, Exchange.way)
        .tuples()
    )
    return {(of, way): (money(amount), money(worth)) for of, way, amount, worth in rows}
