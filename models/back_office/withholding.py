"""Tax withheld from what the hotel pays (ภาษีเงินได้หัก ณ ที่จ่าย): kinds of income, rates, the reckoning.

Order ท.ป. 4/2528 as amended, Revenue Code s.3 tredecim and s.50. The base is the price before VAT; goods, hotel and
restaurant services have no withholding and so no kind of income here.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from locales import Message
from locales.money import round_half_up
from models.house.refusals import Refused

ZERO = Decimal("0.00")
PERSON, COMPANY = "person", "company"
FROM_EACH, ALWAYS, ONCE = 1, 2, 3
CONDITIONS = {
    FROM_EACH: Message("Withheld"),
    ALWAYS: Message("Borne by the payer always"),
    ONCE: Message("Borne by the payer once"),
}
THRESHOLD = Decimal(1000)  # baht of the whole contract, ท.ป. 4/2528 clause 15
PND2, PND3, PND53 = "PND2", "PND3", "PND53"
FORMS = {PND2: "ภ.ง.ด.2", PND3: "ภ.ง.ด.3", PND53: "ภ.ง.ด.53"}
# Paid through a bank's e-Withholding service: Revenue Department news 14/2569.
ELECTRONIC = Decimal(1)
ELECTRONIC_SINCE, ELECTRONIC_UNTIL = datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)
_LONG_AGO = datetime.date(1985, 9, 26)


@dataclass(frozen=True)
class Rate:
    """Percent of the income from the day ``since``; None where the payee has no fixed rate."""

    since: datetime.date
    person: Decimal | None
    company: Decimal | None


@dataclass(frozen=True)
class IncomeType:
    """``row``: of the certificate 50 ทวิ. ``person_form``: the return its payments to persons are declared in."""

    code: str
    name: Message
    section: str
    row: str
    rates: tuple[Rate, ...]
    person_form: str = PND3


def _kind(
    code: str, name: Message, section: str, row: str, person: str, company: str, person_form: str = PND3
) -> IncomeType:
    rate = Rate(_LONG_AGO, Decimal(person) if person else None, Decimal(company) if company else None)
    return IncomeType(code, name, section, row, (rate,), person_form)


INCOME_TYPES: Mapping[str, IncomeType] = {
    kind.code: kind
    for kind in (
        _kind("service", Message("Service, hire of work"), "40(7)(8)", "5", "3", "3"),
        _kind("professional", Message("Professional fee"), "40(6)", "5", "3", "3"),
        _kind("rent", Message("Rent"), "40(5)", "5", "5", "5"),
        _kind("advertising", Message("Advertising fee"), "40(8)", "5", "2", "2"),
        _kind("transport", Message("Transport"), "40(8)", "5", "1", "1"),
        _kind("insurance", Message("Non-life insurance premium"), "40(8)", "5", "", "1"),
        _kind("prize", Message("Prize, promotion"), "40(8)", "5", "5", "3"),
        _kind("performer", Message("Public performer"), "40(8)", "5", "5", ""),
        _kind("royalty", Message("Royalty"), "40(3)", "3", "", "3"),
        _kind("interest", Message("Interest"), "40(4)(ก)", "4(ก)", "15", "1", PND2),
        _kind("dividend", Message("Dividend"), "40(4)(ข)", "4(ข)", "10", "10", PND2),
    )
}


@dataclass(frozen=True)
class Withheld:
    """Baht: the ``income`` the certificate names, the ``tax`` on it, and what is ``paid`` to the payee before VAT."""

    income: Decimal
    tax: Decimal
    paid: Decimal


def income_type(code: str) -> IncomeType:
    """Refused: NO_INCOME_TYPE."""
    if code not in INCOME_TYPES:
        raise Refused("NO_INCOME_TYPE", "Say what kind of income tax is withheld from.", field="income_type")
    return INCOME_TYPES[code]


def form_of(code: str, kind: str) -> str:
    """The return a payment to a ``person`` or a ``company`` is declared in."""
    return PND53 if kind == COMPANY else income_type(code).person_form


def statutory(code: str, kind: str, date: datetime.date) -> Decimal | None:
    """Percent by the order, None where there is no fixed rate. Refused: NO_INCOME_TYPE."""
    valid = [rate for rate in income_type(code).rates if rate.since <= date]
    return (valid[-1].person if kind == PERSON else valid[-1].company) if valid else None


def rate_of(
    code: str, kind: str, date: datetime.date, *, contract: Decimal | None = None, electronic: bool = False
) -> Decimal:
    """Percent withheld on ``date``; none under 1,000 baht of the whole ``contract``. ``electronic``: through a bank's
    e-Withholding, 1 % at most from 1 Jan 2026 to 31 Dec 2027.

    Refused: NO_INCOME_TYPE, NO_RATE (no fixed rate for such a payee).
    """
    percent = statutory(code, kind, date)
    if percent is None:
        name = income_type(code).name
        raise Refused("NO_RATE", "{income} has no fixed rate for this payee.", field="withheld", income=name)
    if contract is not None and contract < THRESHOLD:
        return Decimal(0)
    if electronic and ELECTRONIC_SINCE <= date <= ELECTRONIC_UNTIL:
        return min(percent, ELECTRONIC)
    return percent


def withheld(base: Decimal, rate: Decimal, condition: int = FROM_EACH) -> Withheld:
    """``base`` in baht before VAT is what was agreed: the income (condition 1), or what the payee is to get (2, 3).

    ``rate`` in percent; each amount to the satang, half up. Always borne: income = base / (1 − rate). Borne once: the
    tax on the base is added to it once, and the tax reckoned on both.
    """
    share = rate / 100
    if condition == ALWAYS:
        income = round_half_up(base / (1 - share))
        return Withheld(income, income - base, base)
    if condition == ONCE:
        income = base + round_half_up(base * share)
        return Withheld(income, round_half_up(income * share), base)
    if condition != FROM_EACH:
        raise Refused("CONDITION", "Withheld, borne always or borne once?", field="condition")
    tax = round_half_up(base * share)
    return Withheld(base, tax, base - tax)
