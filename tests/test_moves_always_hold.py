"""Whatever is charged, routed, moved, split and taken back, in whatever order: nothing is lost and nothing left behind."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from peewee import fn

from models.front_office.folios import (
    FolioWindow,
    Posting,
    correct,
    folio_lines,
    origin_of,
    parts_by_posting,
    post_charge,
    save_window,
    split,
    standing_legs,
    stay_balance,
    transfer,
    window_balance,
)
from models.front_office.payments import take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.reservations import Stay
from models.front_office.routing import OTHER_STAY, RoutingRule, end_rule, refresh, save_rule
from models.front_office.stays import check_in
from models.house.database import close_database, open_database
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.accounts import Account, SubaccountBalance
from models.ledger.balances import account_balance, money
from models.ledger.entries import Line
from tests.hotel import Hotel
from tests.packages import breakfast, package
from tests.test_deposit_vat_properties import FAR

BAHT = Decimal
MOVED = ("charge", "correction", "transfer", "allowance")
baht = st.sampled_from(["0.99", "0.03", "107", "333.33", "1070", "2500.05"]).map(Decimal)
which = st.integers(min_value=0, max_value=11)
charges = st.sampled_from(["FOOD", "MINI", "MISC"])


class Moves(RuleBasedStateMachine):
    """Two rooms with two windows each; a deposit lies on one, a package with allowances on the other."""

    template: Path
    folder: Path
    done: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        file = self.folder / "hotel.db"
        for old in self.folder.iterdir():
            old.unlink()
        shutil.copy(self.template, file)
        open_database(str(file))
        self.hotel = Hotel(day=Property.the().business_date)
        self.stays = [row.id for row in Stay.select().order_by(Stay.id)]
        self.audits = 0

    def teardown(self) -> None:
        self.windows_are_their_lines()
        self.parts_add_up_to_their_line()
        assert list(faults()) == []
        close_database()

    def attempt(self, deed: Callable[..., object], *args: object, **more: object) -> None:
        try:
            deed(self.hotel.desk(), *args, **more)
        except Refused:
            return
        self.done[deed.__name__] += 1

    def window(self, n: int) -> int:
        rows = list(FolioWindow.select().order_by(FolioWindow.id))
        return int(rows[n % len(rows)].id)

    def lines(self, n: int) -> list[int]:
        """One of the latest, more often than not one that can move."""
        there = [
            line for w in FolioWindow.select() for line in folio_lines(w.id) if n % 4 == 0 or line.movable
        ]
        latest = sorted(line.posting_id for line in there)[-8:]
        return [latest[n % len(latest)]] if latest else [0]

    @rule(n=which, code=charges, amount=baht)
    def something_is_charged(self, n: int, code: str, amount: Decimal) -> None:
        self.attempt(post_charge, self.window(n), code, amount)

    @rule(n=which, to=which)
    def a_line_moves(self, n: int, to: int) -> None:
        self.attempt(transfer, self.lines(n), self.window(to))

    @rule(n=which, to=which, percent=st.sampled_from([1, 33, 50, 99]))
    def a_line_is_split(self, n: int, to: int, percent: int) -> None:
        self.attempt(split, self.lines(n)[0], self.window(to), percent=Decimal(percent))

    @rule(n=which, to=which, amount=baht)
    def some_of_a_line_moves(self, n: int, to: int, amount: Decimal) -> None:
        self.attempt(split, self.lines(n)[0], self.window(to), amount=amount)

    @rule(
        n=which,
        to=which,
        code=charges,
        amount=baht,
        percent=st.sampled_from([33, 50, 100]),
        wrong=st.booleans(),
    )
    def a_charge_is_shared(
        self, n: int, to: int, code: str, amount: Decimal, percent: int, wrong: bool
    ) -> None:
        desk = self.hotel.desk()
        try:
            charge = post_charge(desk, self.window(n), code, amount)
        except Refused:
            return
        piece = standing_legs(Posting.get_by_id(charge))[-1].id
        if percent < 100:
            self.attempt(split, piece, self.window(to), percent=Decimal(percent))
        else:
            self.attempt(transfer, [piece], self.window(to))
        if wrong:
            self.attempt(correct, charge, "wrong")

    @rule(n=which)
    def a_charge_was_wrong(self, n: int) -> None:
        self.attempt(correct, self.lines(n)[0], "wrong")

    @rule(n=which, code=charges, limit=st.none() | baht, tax=st.sampled_from([None, 3]))
    def charges_are_routed(self, n: int, code: str, limit: Decimal | None, tax: int | None) -> None:
        other = {"target": OTHER_STAY, "to_room": ("202", "201")[n % 2]} if n % 3 else {"number": 2}
        self.attempt(
            save_rule, "stay", self.stays[n % 2], codes=code, limit_amount=limit, tax_number=tax, **other
        )  # fmt: skip

    @rule(n=which)
    def a_rule_ends(self, n: int) -> None:
        rules = list(RoutingRule.select())
        if rules:
            self.attempt(end_rule, rules[n % len(rules)].id)

    @rule(n=which)
    def rules_are_applied_anew(self, n: int) -> None:
        self.attempt(refresh, self.stays[n % 2])

    @rule(n=which, amount=baht)
    def somebody_pays(self, n: int, amount: Decimal) -> None:
        self.attempt(take_payment, self.window(n), "CASH", amount)

    @rule()
    def the_day_closes(self) -> None:
        if self.audits < 2:
            self.hotel.audit()
            self.audits += 1
            self.done["audit"] += 1

    # What must hold

    def windows_are_their_lines(self) -> None:
        for window in FolioWindow.select():
            assert sum((line.amount for line in folio_lines(window.id)), BAHT(0)) == window_balance(window.id)

    @invariant()
    def moving_makes_nothing_and_loses_nothing(self) -> None:
        moved = money(Posting.select(fn.SUM(Posting.amount)).where(Posting.kind == "transfer").scalar())
        assert moved == 0
        whole = money(Posting.select(fn.SUM(Posting.amount)).where(Posting.window.is_null(False)).scalar())
        assert whole == sum(stay_balance(stay) for stay in self.stays)

    def parts_add_up_to_their_line(self) -> None:
        postings = list(Posting.select().where(Posting.kind << MOVED))
        parts = parts_by_posting([p.id for p in postings])
        for posting in postings:
            assert sum((part.amount for part in parts[posting.id]), BAHT(0)) == posting.amount
            assert origin_of(posting).kind != "transfer"

    @invariant()
    def vat_is_due_once(self) -> None:
        for row in SubaccountBalance.select().where(SubaccountBalance.floor.is_null(False)):
            assert row.balance >= 0
        charged = -money(Line.select(fn.SUM(Line.amount)).where(Line.item == "VAT").scalar())
        ahead = account_balance(Account.get(Account.subledger == "deposit vat").id, FAR)
        assert -account_balance(Account.get(Account.code == "21300").id, FAR) == charged + ahead


def _set_the_scene(file: Path) -> None:
    open_database(str(file))
    hotel = Hotel()
    package(hotel, "ABF", breakfast(allowance=True, code="FOOD"), wrapper=True, rate="BAR")
    booked = hotel.booked(5)
    take_deposit(hotel.desk(), Stay.get_by_id(booked).reservation_id, "CASH", BAHT("3000.50"))
    check_in(hotel.desk(), booked, "201")
    for stay in (booked, hotel.in_house("202", nights=5)):
        save_window(hotel.desk(), stay, 2, payee="Siam Tour")
    hotel.audit()
    close_database()


def test_nothing_is_lost_whatever_moves(sqlite_template: Path, tmp_path: Path) -> None:
    Moves.template, Moves.folder = tmp_path / "scene.db", tmp_path / "machine"
    shutil.copy(sqlite_template, Moves.template)
    _set_the_scene(Moves.template)
    Moves.folder.mkdir()
    Moves.done = Counter()
    few = settings(
        max_examples=4,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Moves, settings=few)
    assert len(Moves.done) >= 9, Moves.done
