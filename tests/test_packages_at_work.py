"""Whatever a desk does in a hotel that sells everything with breakfast and dinner: all that must hold still holds."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from models.front_office.folios import post_charge
from models.front_office.packages.allowances import (
    AllowanceUse,
    charges_of_today,
    open_allowances,
    take_back_use,
    use_allowance,
)
from models.front_office.packages.checks import package_faults
from models.front_office.packages.nights import add_package, remove_package, set_quantity, stay_packages
from models.front_office.packages.tables import NightElement
from models.front_office.reservations import IN_HOUSE, RESERVED, Night
from models.house.acts import Desk
from tests.packages import breakfast, element, package
from tests.test_properties import DeskAtWork

number = st.integers(0, 11)


class DeskWithPackages(DeskAtWork):
    def _yesterday(self) -> None:
        dinner = element("adult", "not last", code="FOOD", amount=Decimal(350), allowance=True)
        massage = element("flat", "floating", code="SPA", amount=Decimal(900), allowance=True)
        package(self.hotel, "ABF", breakfast(allowance=True), dinner, wrapper=True, rate="BAR")
        package(self.hotel, "SPA", massage, breakfast(code="LAUN", rule="room", amount=Decimal("33.33")))
        super()._yesterday()

    def desk(self, answers: bool = True) -> Desk:
        asks = ("NO_AVAILABILITY", "PRICE_CHANGED", "ROOM_NOT_READY", "ALLOWANCE_DATES", "ALLOWANCE_BEYOND")
        return self.hotel.answering(**dict.fromkeys(asks, "so it is")) if answers else self.hotel.desk()

    @rule(n=number, amount=st.integers(1, 300_000))
    def eat(self, n: int, amount: int) -> None:
        if window := self.window(n):
            self.attempt(post_charge, window, "FOOD", Decimal(amount).scaleb(-2))

    @rule(n=number)
    def take_a_package(self, n: int) -> None:
        self.attempt(add_package, self.stay(n, RESERVED, IN_HOUSE).id, "SPA")

    @rule(n=number)
    def lose_a_package(self, n: int) -> None:
        rows = stay_packages(self.stay(n, RESERVED, IN_HOUSE).id)
        if rows:
            self.attempt(remove_package, rows[n % len(rows)].id)

    @rule(n=number, quantity=st.integers(0, 3))
    def set_a_quantity(self, n: int, quantity: int) -> None:
        rows = list(NightElement.select().order_by(NightElement.id.desc()).limit(12))
        if rows:
            self.attempt(set_quantity, rows[n % len(rows)].id, quantity)

    @rule(n=number, m=number, beyond=st.booleans())
    def use_one(self, n: int, m: int, beyond: bool) -> None:
        stay = self.stay(n, IN_HOUSE).id
        charges, allowances = charges_of_today(stay, self.hotel.day), open_allowances(stay)
        if charges and allowances:
            charge, allowance = charges[m % len(charges)], allowances[m % len(allowances)]
            self.attempt(use_allowance, charge.posting_id, allowance.id, beyond=beyond)

    @rule(n=number)
    def pay_after_all(self, n: int) -> None:
        uses = list(AllowanceUse.select().order_by(AllowanceUse.id.desc()).limit(8))
        if uses:
            self.attempt(take_back_use, uses[n % len(uses)].charge_id, "after all")

    @invariant()
    def no_night_carries_more_than_its_price(self) -> None:
        for night in Night.select():
            parts = NightElement.select().where((NightElement.night == night) & NightElement.in_rate)
            assert sum((part.total for part in parts), Decimal(0)) <= night.amount
        assert list(package_faults()) == []


def test_whatever_a_desk_does_with_packages_the_house_agrees_with_itself(
    sqlite_template: Path, tmp_path: Path
) -> None:
    DeskWithPackages.template, DeskWithPackages.folder = sqlite_template, tmp_path / "machine"
    DeskWithPackages.folder.mkdir()
    DeskWithPackages.done = Counter()
    quiet = settings(
        max_examples=5,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(DeskWithPackages, settings=quiet)
    ours = {"add_package", "remove_package", "set_quantity", "use_allowance", "take_back_use"}
    assert len(ours & set(DeskWithPackages.done)) >= 3, "what was never done proves nothing"
