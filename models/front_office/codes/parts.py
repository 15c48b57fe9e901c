"""A price and its parts: base, service charge, tax and whatever else a house adds, to the satang."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from locales.money import round_half_up
from models.house.refusals import Refused

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Rule:
    """A generate without its table: ``rate`` as a fraction of its basis, or ``flat`` baht a posting."""

    child: str
    basis: str
    rate: Fraction
    adds_to: str
    flat: Decimal | None = None


@dataclass(frozen=True)
class Parts:
    """A price in its parts, baht. It refuses to exist unless net + children = gross."""

    net: Decimal
    children: tuple[tuple[str, Decimal], ...]
    gross: Decimal

    def __post_init__(self) -> None:
        assert self.net + sum(amount for _child, amount in self.children) == self.gross, self


def from_net(net: Decimal, rules: Sequence[Rule]) -> Parts:
    """Parts of a price before service charge and tax ("++")."""
    subtotal = {"B": net, "S1": net, "S2": net, "S3": net}
    children = []
    for rule in rules:
        amount = rule.flat if rule.flat is not None else _share(subtotal[rule.basis], rule.rate)
        children.append((rule.child, amount))
        if rule.adds_to:
            subtotal[rule.adds_to] += amount
    return Parts(net, tuple(children), net + sum((a for _c, a in children), ZERO))


def from_gross(gross: Decimal, rules: Sequence[Rule]) -> Parts:
    """Parts of a price with everything in it, from outside in, so that an odd satang falls on the base.

    Order and rounding: hotel rules, section 1 (VAT = total × 7/107 first, then service charge × 10/110). Each child is
    so many times the base and so many baht beside it (``times`` and ``beside``, of which only flat amounts make any).
    Refused (``LESS_THAN_PARTS``): a total below the flat amounts in it.
    """
    times = {"B": Fraction(1), "S1": Fraction(1), "S2": Fraction(1), "S3": Fraction(1)}
    beside = dict.fromkeys(times, Fraction(0))
    shares: list[tuple[Fraction, Fraction]] = []
    for rule in rules:
        flat = rule.flat is not None
        share = Fraction(0) if flat else rule.rate * times[rule.basis]
        more = Fraction(rule.flat or 0) if flat else rule.rate * beside[rule.basis]
        shares.append((share, more))
        if rule.adds_to:
            times[rule.adds_to] += share
            beside[rule.adds_to] += more
    rest, whole = gross, 1 + sum((share for share, _more in shares), Fraction(0))
    others = sum((more for _share, more in shares), Fraction(0))
    children = []
    for rule, (share, more) in reversed(list(zip(rules, shares, strict=True))):
        exact = (Fraction(rest) - others) * share / whole + more
        amount = round_half_up(Decimal(exact.numerator) / exact.denominator)
        children.append((rule.child, amount))
        rest -= amount
        whole -= share
        others -= more
    if rest < 0 < gross:
        raise Refused(
            "LESS_THAN_PARTS", "{amount} is less than what is added to it.", field="amount", amount=gross
        )
    return Parts(rest, tuple(reversed(children)), gross)


def _share(of: Decimal, rate: Fraction) -> Decimal:
    return round_half_up(Decimal(rate.numerator) * of / rate.denominator)
