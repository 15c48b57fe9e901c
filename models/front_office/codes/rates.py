"""What is in force on a date: which code may be posted, what it generates, when the tax table runs out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from locales import Message
from models.front_office.codes.parts import Parts, Rule, from_gross, from_net
from models.front_office.codes.tables import Generate, TransactionCode
from models.house.property import Property
from models.house.refusals import Refused

WARNING_DAYS = 60  # before a rate without a successor ends
FEE_CEILING = Fraction(3, 100)
LEDGERS = {"deposit": Message("Deposits"), "guest": Message("Guest ledger"), "city": Message("City ledger")}


def transaction_code(code: str) -> TransactionCode:
    found = TransactionCode.get_or_none(TransactionCode.code == code.strip().upper())
    if found is None:
        raise Refused("NO_CODE", "There is no transaction code {code}.", field="code", code=code)
    return found


def code_by_hand(code: str) -> TransactionCode:
    """The code, which a hand may post. Refused: NO_CODE, TAX_ALONE, NOT_BY_HAND, ACCOUNT_CLOSED."""
    found = transaction_code(code)
    if found.kind == "tax":
        raise Refused(
            "TAX_ALONE",
            "{code} is posted with what it is added to, never alone.",
            field="code",
            code=found.code,
        )
    if not found.by_hand:
        raise Refused(
            "NOT_BY_HAND", "{code} is posted by the program, not by hand.", field="code", code=found.code
        )
    if found.account.closed_on is not None and found.account.closed_on <= Property.the().business_date:
        raise Refused(
            "ACCOUNT_CLOSED",
            "Account {account} is closed.",
            field="code",
            jump="codes",
            account=found.account.code,
        )
    return found


def check_ledger(code: TransactionCode, ledger: str) -> None:
    """Refused (``WRONG_LEDGER``): a code that the house does not let into this ledger."""
    if ledger not in code.ledgers.split(","):
        raise Refused(
            "WRONG_LEDGER", "{code} is not posted to this ledger: {ledger}.", field="code", jump="codes",
            code=code.code, ledger=LEDGERS[ledger],
        )  # fmt: skip


def versions_of(code: TransactionCode) -> list[Generate]:
    """Every generate the code has or had, in order."""
    return list(
        Generate.select(Generate, TransactionCode)
        .join(TransactionCode, on=(Generate.child == TransactionCode.id))
        .where(Generate.parent == code)
        .order_by(Generate.position, Generate.child, Generate.valid_from)
    )


def rules_on(
    code: TransactionCode, date: datetime.date, versions: Sequence[Generate] | None = None
) -> list[Rule]:
    """The generates of a code in force on ``date``; ``versions`` where they were read. Those of nothing are left out.

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
            jump=f"generates {code.code.casefold()}",
            child=", ".join(sorted(missing)),
            code=code.code,
            date=date,
        )
    rules: list[Rule] = []
    for generate in in_force:
        rule = rule_of(generate, rules)
        if rule.rate or rule.flat:
            rules.append(rule)
    return rules


def rule_of(generate: Generate, before: Sequence[Rule]) -> Rule:
    """A version as it is reckoned with, ``before`` being the rules it comes after."""
    if generate.method == "function":
        return FUNCTIONS[generate.function].rule(generate, before)
    if generate.method == "flat":
        return Rule(generate.child.code, "B", Fraction(0), generate.adds_to, generate.flat)
    rate = Fraction(generate.basis_points, 10_000)
    return Rule(generate.child.code, generate.basis, rate, generate.adds_to)


def outside_vat(rules: Sequence[Rule], vat: str = "VAT") -> tuple[str, ...]:
    """The children that no VAT is reckoned on: what comes after it or is added to nothing it stands on."""
    at = next((n for n, rule in enumerate(rules) if rule.child == vat), None)
    if at is None:
        return ()
    basis = rules[at].basis
    return tuple(r.child for n, r in enumerate(rules) if n != at and (n > at or r.adds_to != basis))


def _provincial_fee(generate: Generate, before: Sequence[Rule]) -> Rule:
    """The rate of the ordinance on the room charge or, with ``basis`` S1, on the charge with service charge; never
    above 3 % of the room charge alone (Ministerial Regulation No. 4 B.E. 2541, PAO Act s.65)."""
    rate, basis = Fraction(generate.basis_points, 10_000), generate.basis
    times = {"B": Fraction(1), "S1": Fraction(1), "S2": Fraction(1), "S3": Fraction(1)}
    for rule in before:
        if rule.adds_to:
            times[rule.adds_to] += rule.rate * times[rule.basis]
    if rate * times[basis] > FEE_CEILING:
        rate, basis = FEE_CEILING, "B"
    return Rule(generate.child.code, basis, rate, generate.adds_to)


@dataclass(frozen=True)
class Function:
    name: Message
    rule: Callable[[Generate, Sequence[Rule]], Rule]


FUNCTIONS = {"provincial fee": Function(Message("Provincial hotel fee, at most 3 %"), _provincial_fee)}
"""What a generate may name instead of a plain percentage or amount."""


def parts_of(code: TransactionCode, amount: Decimal, *, inclusive: bool, date: datetime.date) -> Parts:
    """The parts of ``amount`` baht typed net or inclusive, at the rates of ``date``."""
    rules = rules_on(code, date)
    return from_gross(amount, rules) if inclusive else from_net(amount, rules)


@dataclass(frozen=True)
class RunsOut:
    """A child whose last rate ends; ``codes`` is how many codes have it."""

    child: str
    until: datetime.date
    codes: int

    @property
    def message(self) -> Message:
        values: dict[str, object] = {"child": self.child, "until": self.until, "n": self.codes}
        return Message("The rate of {child} ends on {until} ({n} codes): enter the next one", values)


def running_out(date: datetime.date) -> list[RunsOut]:
    """Rates of codes in use that have no successor and end within 60 days of ``date``, or have ended."""
    last: dict[tuple[int, str], datetime.date | None] = {}
    child = TransactionCode.alias()
    rows = (
        Generate.select(Generate.parent, Generate.valid_until, child.code)
        .join(TransactionCode, on=(Generate.parent == TransactionCode.id))
        .switch(Generate)
        .join(child, on=(Generate.child == child.id))
        .where(TransactionCode.active)
        .order_by(Generate.valid_from)
        .tuples()
    )
    for parent, until, code in rows:
        last[parent, code] = until
    ends: dict[tuple[str, datetime.date], int] = {}
    for (_parent, code), until in last.items():
        if until is not None and until <= date + datetime.timedelta(days=WARNING_DAYS):
            ends[code, until] = ends.get((code, until), 0) + 1
    return [RunsOut(code, until, n) for (code, until), n in sorted(ends.items(), key=lambda e: e[0][1])]
