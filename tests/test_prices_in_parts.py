"""A price and its parts: service charge, VAT and whatever else a house adds, to the satang."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.front_office.codes import Parts, Rule, from_gross, from_net

VECTORS = Path(__file__).parent / "data" / "vat_breakdown.csv"
ROWS = list(csv.DictReader(VECTORS.open(encoding="utf-8")))


def thai_rules(service: Fraction, vat: Fraction, levy: Fraction = Fraction(0)) -> list[Rule]:
    """Service charge on the base, VAT on both, and the provincial levy (PAO fee) on the base, outside VAT."""
    rules = [Rule("SVC", "B", service, "S1"), Rule("VAT", "S1", vat, ""), Rule("PAO", "B", levy, "")]
    return [rule for rule in rules if rule.rate]


THAI = thai_rules(Fraction(10, 100), Fraction(7, 100))


def _percent(text: str) -> Fraction:
    return Fraction(Decimal(text)) / 100


def _vectors(mode: str) -> list[Any]:
    return [pytest.param(row, id=row["name"]) for row in ROWS if row["mode"] == mode]


def _check(parts: Parts, row: dict[str, str]) -> None:
    children = dict(parts.children)
    assert parts.net == Decimal(row["room_or_item_net"])
    assert children.get("SVC", 0) == Decimal(row["service_charge"])
    assert children.get("VAT", 0) == Decimal(row["vat"])
    assert children.get("PAO", 0) == Decimal(row["pao_fee"])
    assert parts.net + children.get("SVC", 0) == Decimal(row["vat_base"])
    assert parts.gross == Decimal(row["gross"])


def _rules(row: dict[str, str]) -> list[Rule]:
    return thai_rules(_percent(row["sc_rate"]), _percent(row["vat_rate"]), _percent(row["pao_rate"]))


@pytest.mark.parametrize("row", _vectors("exclusive"))
def test_a_price_before_tax_gets_its_parts(row: dict[str, str]) -> None:
    _check(from_net(Decimal(row["input_amount"]), _rules(row)), row)


@pytest.mark.parametrize("row", _vectors("inclusive"))
def test_a_price_with_everything_in_it_is_taken_apart(row: dict[str, str]) -> None:
    _check(from_gross(Decimal(row["input_amount"]), _rules(row)), row)


def test_the_rates_compound() -> None:
    parts = from_net(Decimal("3400.00"), THAI)
    assert parts.children == (("SVC", Decimal("340.00")), ("VAT", Decimal("261.80")))
    assert parts.gross == Decimal("4001.80")


def test_an_odd_satang_falls_on_the_base() -> None:
    parts = from_gross(Decimal("3200.00"), THAI)
    assert (parts.net, *[amount for _child, amount in parts.children]) == (
        Decimal("2718.77"),
        Decimal("271.88"),
        Decimal("209.35"),
    )


def test_parts_that_do_not_add_up_cannot_exist() -> None:
    with pytest.raises(AssertionError):
        Parts(Decimal("100.00"), (("VAT", Decimal("7.00")),), Decimal("107.01"))


def test_a_house_without_service_charge_and_tax_has_prices_of_one_part() -> None:
    for parts in (from_net(Decimal("99.99"), []), from_gross(Decimal("99.99"), [])):
        assert parts == Parts(Decimal("99.99"), (), Decimal("99.99"))


satang = st.integers(min_value=1, max_value=10**11).map(lambda n: Decimal(n).scaleb(-2))
percent = st.integers(min_value=0, max_value=3000).map(lambda n: Fraction(n, 10_000))
basis = st.sampled_from(["B", "S1", "S2", "S3"])
adds_to = st.sampled_from(["", "S1", "S2", "S3"])
any_rules = st.lists(st.builds(Rule, st.sampled_from("ABCDE"), basis, percent, adds_to), max_size=5)


@given(satang, any_rules)
def test_whatever_a_house_generates_the_parts_add_up(amount: Decimal, rules: list[Rule]) -> None:
    for parts in (from_net(amount, rules), from_gross(amount, rules)):
        assert parts.net + sum(a for _c, a in parts.children) == parts.gross
        assert [child for child, _amount in parts.children] == [rule.child for rule in rules]
        assert all(a.as_tuple().exponent == -2 for _c, a in parts.children)
    assert from_net(amount, rules).net == amount
    assert from_gross(amount, rules).gross == amount


@given(satang)
def test_a_net_price_and_its_total_have_the_same_children(net: Decimal) -> None:
    there = from_net(net, THAI)
    back = from_gross(there.gross, THAI)
    assert (back.net, back.children) == (net, there.children)


@pytest.mark.parametrize("start", range(1, 200_001, 50_000))
def test_every_net_price_to_two_thousand_baht_and_its_total_have_the_same_children(start: int) -> None:
    for rules in (THAI, thai_rules(Fraction(0), Fraction(7, 100))):
        for n in range(start, start + 50_000, 7 if len(rules) == 1 else 3):
            there = from_net(Decimal(n).scaleb(-2), rules)
            assert from_gross(there.gross, rules).children == there.children


levy = st.sampled_from(["0.5", "1", "1.5", "2", "2.5", "3"]).map(lambda n: Fraction(n) / 100)
flat = st.sampled_from(["0.01", "0.50", "20.00", "99.99"]).map(Decimal)


@given(satang, levy, st.booleans(), st.booleans(), st.one_of(st.none(), flat), st.booleans())
def test_with_a_provincial_fee_and_a_flat_amount_too(
    net: Decimal, rate: Fraction, after_service: bool, in_vat: bool, amount: Decimal | None, taxed: bool
) -> None:
    """The fee before or after service charge, in the VAT base or not; the flat amount with VAT on it or without."""
    fee = Rule("PAO", "S1" if after_service else "B", rate, "S1" if in_vat else "")
    service, vat = THAI
    rules = [service, fee, vat] if in_vat else [service, vat, fee]
    if amount is not None:
        rules.insert(
            rules.index(vat) if taxed else 3, Rule("FLAT", "B", Fraction(0), "S1" if taxed else "", amount)
        )
    there = from_net(net, rules)
    back = from_gross(there.gross, rules)
    assert (back.net, back.children) == (net, there.children)


@pytest.mark.parametrize("rate", ["1", "2", "3"])
def test_every_room_price_to_two_hundred_baht_and_its_total_bear_the_same_fee(rate: str) -> None:
    rules = thai_rules(Fraction(10, 100), Fraction(7, 100), Fraction(rate) / 100)
    for n in range(1, 20_001, 3):
        there = from_net(Decimal(n).scaleb(-2), rules)
        assert from_gross(there.gross, rules).children == there.children


def test_some_totals_belong_to_no_net_price() -> None:
    around = from_gross(Decimal("1450.00"), THAI).net
    totals = [from_net(around + Decimal(n).scaleb(-2), THAI).gross for n in range(-3, 4)]
    assert Decimal("1450.00") not in totals
