"""Tax withheld, reckoned as the worked examples of the law say."""

from __future__ import annotations

import csv
import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from models.back_office.withholding import (
    ALWAYS,
    COMPANY,
    FORMS,
    FROM_EACH,
    ONCE,
    PERSON,
    form_of,
    rate_of,
    withheld,
)
from models.house.refusals import Refused

D = Decimal
DAY = datetime.date(2026, 11, 25)
EXAMPLES = list(csv.DictReader((Path(__file__).parent / "data" / "wht.csv").open(encoding="utf-8")))
KINDS = {
    "laundry": "service", "cleaning": "service", "advertising": "advertising", "professional": "professional",
    "guest": "rent", "below": "service", "e-Withholding": "service", "payer": "service",
}  # fmt: skip


@pytest.mark.parametrize("row", EXAMPLES, ids=[row["name"] for row in EXAMPLES])
def test_every_worked_example_is_reckoned_to_the_satang(row: dict[str, str]) -> None:
    name, gross, vat = row["name"], D(row["gross_before_vat"]), D(row["vat"] or 0)
    code = KINDS[name.replace(":", " ").split()[0]]
    kind = PERSON if "individual" in name else COMPANY
    rate = rate_of(code, kind, DAY, contract=gross, electronic=name.startswith("e-Withholding"))
    assert rate == D(row["wht_rate"])
    condition = int(row["condition"][0])
    agreed = gross if condition == FROM_EACH else D(name.split("net ")[1].split()[0].replace(",", "")) if (
        condition == ALWAYS
    ) else D(name.split("once: ")[1].split()[0].replace(",", ""))  # fmt: skip
    found = withheld(agreed, rate, condition)
    assert (found.income, found.tax) == (gross, D(row["wht"]))
    paid = found.paid + vat if condition == FROM_EACH else found.paid
    assert paid == D(row["cash_paid_or_received"].split(" + ")[0])
    if row["form"].startswith("ภ.ง.ด.") and " or " not in row["form"]:
        assert FORMS[form_of(code, kind)] == row["form"]


def test_half_a_satang_is_rounded_up() -> None:
    assert withheld(D("33.50"), D(3)).tax == D("1.01")
    assert withheld(D("33.49"), D(3)).tax == D("1.00")
    assert withheld(D("100.00"), D(3), ALWAYS).income == D("103.09")
    assert withheld(D("0.17"), D(3), ONCE).income == D("0.18")


def test_the_bank_service_has_its_rate_for_two_years_only_and_never_a_higher_one() -> None:
    def rate(code: str, date: datetime.date) -> Decimal:
        return rate_of(code, COMPANY, date, electronic=True)

    assert rate("rent", datetime.date(2025, 12, 31)) == 5
    assert rate("rent", datetime.date(2026, 1, 1)) == rate("rent", datetime.date(2027, 12, 31)) == 1
    assert rate("rent", datetime.date(2028, 1, 1)) == 5
    assert rate("transport", DAY) == 1


def test_a_payee_without_a_fixed_rate_an_unknown_income_and_condition_are_refused() -> None:
    for code, kind, why in (("insurance", PERSON, "NO_RATE"), ("goods", COMPANY, "NO_INCOME_TYPE")):
        with pytest.raises(Refused) as found:
            rate_of(code, kind, DAY)
        assert found.value.code == why
    with pytest.raises(Refused) as found:
        withheld(D(1), D(3), 9)
    assert found.value.code == "CONDITION"
    assert rate_of("service", COMPANY, DAY, contract=D("999.99")) == 0
    assert rate_of("service", COMPANY, DAY, contract=D(1000)) == 3
    assert form_of("interest", PERSON) == "PND2"
