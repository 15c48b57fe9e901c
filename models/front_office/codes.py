"""Transaction codes, what they generate, and articles.

A generate adds a child line to a charge: a percentage of the base **B** or of a running subtotal **S1..S3**
(B plus every child added to it). Thai set-up: service charge 10 % of B, added to S1; VAT 7 % of S1.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales.money import round_half_up
from models.house.database import Base, MoneyField
from models.house.refusals import Refused
from models.ledger.accounts import Account


class TransactionCode(Base):
    """``kind``: revenue, non-revenue, tax or payment. ``lowest`` and ``highest`` in baht, per posting."""

    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    kind = TextField()
    group = TextField(default="")
    account = ForeignKeyField(Account)
    by_hand = BooleanField(default=True)
    active = BooleanField(default=True)
    lowest = MoneyField(null=True)
    highest = MoneyField(null=True)

    class Meta:
        table_name = "transaction_code"

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class Generate(Base):
    """One rule of a code, ``valid_from`` to ``valid_until`` inclusive; percent in hundredths (700 is 7 %)."""

    parent = ForeignKeyField(TransactionCode, backref="generates")
    position = IntegerField()
    child = ForeignKeyField(TransactionCode, backref="generated_by")
    basis = TextField(default="B")
    basis_points = IntegerField()
    adds_to = TextField(default="")
    valid_from = DateField()
    valid_until = DateField(null=True)
    authority = TextField(default="")


class Article(Base):
    """What is sold by the piece; ``price`` in baht a piece."""

    code = TextField(unique=True)
    transaction_code = ForeignKeyField(TransactionCode)
    name_th = TextField()
    name_en = TextField()
    price = MoneyField()
    inclusive = BooleanField(default=False)
    active = BooleanField(default=True)

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


@dataclass(frozen=True)
class Rule:
    """A generate without its table: ``rate`` as a fraction of its basis."""

    child: str
    basis: str
    rate: Fraction
    adds_to: str


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
        amount = round_half_up(Decimal(rule.rate.numerator) * subtotal[rule.basis] / rule.rate.denominator)
        children.append((rule.child, amount))
        if rule.adds_to:
            subtotal[rule.adds_to] += amount
    return Parts(net, tuple(children), net + sum((a for _c, a in children), Decimal("0.00")))


def from_gross(gross: Decimal, rules: Sequence[Rule]) -> Parts:
    """Parts of a price with everything in it, from outside in, so that an odd satang falls on the base.

    Order and rounding: hotel rules, section 1 (VAT = total × 7/107 first, then service charge × 10/110).
    """
    factor = {"B": Fraction(1), "S1": Fraction(1), "S2": Fraction(1), "S3": Fraction(1)}
    factors = []
    for rule in rules:
        share = rule.rate * factor[rule.basis]
        factors.append(share)
        if rule.adds_to:
            factor[rule.adds_to] += share
    rest, whole = gross, 1 + sum(factors, Fraction(0))
    children = []
    for rule, share in reversed(list(zip(rules, factors, strict=True))):
        of_rest = share / whole
        amount = round_half_up(rest * of_rest.numerator / of_rest.denominator)
        children.append((rule.child, amount))
        rest -= amount
        whole -= share
    return Parts(rest, tuple(reversed(children)), gross)


def transaction_code(code: str) -> TransactionCode:
    found = TransactionCode.get_or_none(TransactionCode.code == code.strip().upper())
    if found is None:
        raise Refused("NO_CODE", "There is no transaction code {code}.", field="code", code=code)
    return found


def versions_of(code: TransactionCode) -> list[Generate]:
    """Every generate the code has or had, in order."""
    return list(
        Generate.select(Generate, TransactionCode)
        .join(TransactionCode, on=(Generate.child == TransactionCode.id))
        .where(Generate.parent == code)
        .order_by(Generate.position)
    )


def rules_on(
    code: TransactionCode, date: datetime.date, versions: Sequence[Generate] | None = None
) -> list[Rule]:
    """The generates of a code in force on ``date``; ``versions`` where they were read.

    Refused (``NO_TAX_RATE``) when a child the code has had before has no version for the date: the tax table
    ran out, and silently carrying on would post without tax.
    """
    if versions is None:
        versions = versions_of(code)
    in_force = [
        g for g in versions if g.valid_from <= date and (g.valid_until is None or date <= g.valid_until)
    ]
    missing = {g.child.code for g in versions if g.valid_from <= date} - {g.child.code for g in in_force}
    if missing:
        raise Refused(
            "NO_TAX_RATE",
            "{child} of {code} has no rate for {date}. Enter the new rate first.",
            child=", ".join(sorted(missing)),
            code=code.code,
            date=date,
        )
    return [Rule(g.child.code, g.basis, Fraction(g.basis_points, 10_000), g.adds_to) for g in in_force]


def parts_of(code: TransactionCode, amount: Decimal, *, inclusive: bool, date: datetime.date) -> Parts:
    """The parts of ``amount`` baht typed net or inclusive, at the rates of ``date``."""
    rules = rules_on(code, date)
    return from_gross(amount, rules) if inclusive else from_net(amount, rules)


def chargeable() -> tuple[list[TransactionCode], list[Article]]:
    """What a hand may post: revenue codes, and articles."""
    codes = TransactionCode.select().where(
        (TransactionCode.kind == "revenue") & TransactionCode.by_hand & TransactionCode.active
    )
    return list(codes), list(Article.select().where(Article.active))


def code_of_article(article_code: str) -> str:
    return str(Article.get(Article.code == article_code).transaction_code.code)
