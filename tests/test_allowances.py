"""Allowances: what a package lets the guest consume, what is left of it, what goes beyond it."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.front_office.folios import Posting, correct, post_article, post_charge
from models.front_office.night_audit import DayStatistics
from models.front_office.opening import set_setting
from models.front_office.packages.allowances import (
    charges_of_today,
    left_of,
    open_allowances,
    settle_allowances,
    take_back_use,
    use_allowance,
    worth_of,
)
from models.front_office.packages.nights import remove_package, set_quantity, stay_elements
from models.front_office.packages.tables import StayPackage
from models.front_office.proof import faults
from models.front_office.reservations import change_dates
from models.front_office.stays import charge_day_use
from models.house.acts import Act
from models.house.database import close_database, open_database, transaction
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from tests.hotel import Hotel
from tests.packages import breakfast, element, package, posted
from tests.refusing import asked, refused
from tests.test_journal_export import by_beancount, ours

DINNER = {"code": "FOOD", "amount": Decimal(840), "in_rate": False, "allowance": True}


@pytest.fixture
def with_breakfast(hotel: Hotel) -> tuple[Hotel, int]:
    """The morning after the first of two nights for two, breakfast 420 each as an allowance for today."""
    package(hotel, "ABF", breakfast(allowance=True), rate="BAR")
    stay = hotel.in_house("301", nights=2, adults=2, prices=(Decimal(2900), Decimal(2900)))
    hotel.audit()
    return hotel, stay


def _books(hotel: Hotel, code: str) -> Decimal:
    return -account_balance(account(code).id, hotel.day)


def _left(stay: int) -> list[Decimal | None]:
    return [e.left for e in stay_elements(stay)]


FOOD, PROFIT, LOSS, VAT, SERVICE = "41110", "41170", "41195", "21300", "21600"


def test_the_example_of_the_module_comes_out_to_the_satang(with_breakfast: tuple[Hotel, int]) -> None:
    hotel, stay = with_breakfast
    owed, service, vat = hotel.balance(stay), _books(hotel, SERVICE), _books(hotel, VAT)
    assert owed == Decimal("3413.30")
    post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", Decimal(600))
    assert posted(stay)[2:] == [
        ("charge", "FOOD", Decimal("600.00"), Decimal("706.20")),
        ("allowance", "FOOD", Decimal("-600.00"), Decimal("-706.20")),
    ]
    assert hotel.balance(stay) == owed
    assert (_books(hotel, SERVICE), _books(hotel, VAT)) == (service, vat)
    assert _left(stay)[0] == Decimal("282.48")
    hotel.audit()
    assert (_books(hotel, FOOD), _books(hotel, PROFIT)) == (Decimal("1440.00"), Decimal("240.00"))
    day = DayStatistics.get(DayStatistics.date == hotel.after(-1))
    assert (day.room_revenue, day.other_revenue) == (Decimal("2060.00"), Decimal("840.00"))
    assert list(faults()) == []


def test_what_nobody_consumed_becomes_package_profit_on_its_last_day_though_the_guest_is_gone(
    hotel: Hotel,
) -> None:
    package(hotel, "ABF", breakfast(allowance=True), rate="BAR")
    stay = hotel.in_house("201", nights=1)
    hotel.audit()
    hotel.leaves(stay)
    assert _books(hotel, PROFIT) == 0
    hotel.audit()
    assert (_books(hotel, FOOD), _books(hotel, PROFIT)) == (Decimal("0.00"), Decimal("420.00"))
    hotel.audit()
    assert _books(hotel, PROFIT) == Decimal("420.00")
    assert list(faults()) == []


def test_the_guest_pays_what_goes_beyond(with_breakfast: tuple[Hotel, int]) -> None:
    hotel, stay = with_breakfast
    owed = hotel.balance(stay)
    post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", Decimal(1000))
    assert hotel.balance(stay) - owed == Decimal("188.32")
    post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", Decimal(100))
    assert hotel.balance(stay) - owed == Decimal("306.02")
    hotel.audit()
    assert (_books(hotel, PROFIT), _books(hotel, FOOD)) == (Decimal("0.00"), Decimal("1940.00"))
    assert list(faults()) == []


def test_where_the_hotel_bears_it_somebody_is_asked_and_it_is_package_loss(
    with_breakfast: tuple[Hotel, int],
) -> None:
    hotel, stay = with_breakfast
    set_setting(hotel.desk(), "package_overuse", "loss")
    owed, vat = hotel.balance(stay), _books(hotel, VAT)
    with asked("ALLOWANCE_BEYOND", "discount", amount="188.32"):
        post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", Decimal(1000))
    with asked("ALLOWANCE_BEYOND", "discount", amount="2542.32", second_person=True):
        post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", Decimal(3000))
    yes = hotel.answering("nok", ALLOWANCE_BEYOND="birthday")
    charge = post_charge(yes, hotel.window(stay), "FOOD", Decimal(1000))
    assert (hotel.balance(stay), _books(hotel, VAT)) == (owed, vat)
    assert (_books(hotel, LOSS), _books(hotel, FOOD)) == (Decimal("-160.00"), Decimal("1000.00"))
    assert list(faults()) == []
    correct(hotel.desk(), charge, "wrong room")
    assert (hotel.balance(stay), _books(hotel, LOSS), _left(stay)[0]) == (owed, 0, Decimal("988.68"))
    hotel.audit()
    assert _books(hotel, PROFIT) == Decimal("840.00")
    assert list(faults()) == []


def test_a_charge_of_the_same_group_uses_it_and_another_does_not(with_breakfast: tuple[Hotel, int]) -> None:
    hotel, stay = with_breakfast
    owed = hotel.balance(stay)
    post_charge(hotel.desk(), hotel.window(stay), "LAUN", Decimal(100))
    assert hotel.balance(stay) - owed == Decimal("117.70")
    post_article(hotel.desk(), hotel.window(stay), "PADTHAI", 2)
    assert hotel.balance(stay) - owed == Decimal("117.70")
    assert _left(stay)[0] == Decimal("564.96")


def test_a_charge_taken_back_gives_its_allowance_back(with_breakfast: tuple[Hotel, int]) -> None:
    hotel, stay = with_breakfast
    owed = hotel.balance(stay)
    charge = post_charge(hotel.desk(), hotel.window(stay), "FOOD", Decimal(600))
    credit = Posting.get(Posting.kind == "allowance").id
    with refused("NOT_CORRECTABLE"):
        correct(hotel.desk(), credit, "by hand")
    correct(hotel.desk(), charge, "wrong room")
    assert (hotel.balance(stay), _left(stay)[0]) == (owed, Decimal("988.68"))
    with refused("ALREADY_CORRECTED"):
        correct(hotel.desk(), charge, "again")
    assert list(faults()) == []


def test_the_guest_may_pay_after_all(with_breakfast: tuple[Hotel, int]) -> None:
    hotel, stay = with_breakfast
    owed = hotel.balance(stay)
    charge = post_charge(hotel.desk(), hotel.window(stay), "FOOD", Decimal(600))
    with refused("NO_REASON"):
        take_back_use(hotel.desk(), charge, " ")
    take_back_use(hotel.desk("nok"), charge, "his friend ate it")
    assert hotel.balance(stay) - owed == Decimal("706.20")
    with refused("NO_CHARGE"):
        take_back_use(hotel.desk(), charge, "twice")
    (only,) = charges_of_today(stay, hotel.day)
    assert (only.posting_id, only.amount, only.paid) == (charge, Decimal("706.20"), 0)
    hotel.audit()
    with refused("CLOSED_DATE"):
        take_back_use(hotel.desk(), charge, "too late")
    assert list(faults()) == []


def test_another_program_reads_the_books_of_packages_and_comes_to_the_same(
    with_breakfast: tuple[Hotel, int], tmp_path: Path
) -> None:
    hotel, stay = with_breakfast
    set_setting(hotel.desk(), "package_overuse", "loss")
    yes = hotel.answering("nok", ALLOWANCE_BEYOND="birthday")
    correct(hotel.desk(), post_charge(yes, hotel.window(stay), "FOOD", Decimal(1000)), "wrong room")
    post_charge(hotel.desk(), hotel.window(stay), "FOOD", Decimal("100.01"))
    hotel.audit()
    assert by_beancount(tmp_path) == ours()


# Outside its dates, beyond it


def test_on_another_day_it_is_used_only_by_asking(hotel: Hotel) -> None:
    package(hotel, "ABF", breakfast(allowance=True), rate="BAR")
    stay = hotel.in_house("201", nights=2, adults=2)
    tonight = stay_elements(stay)[0].night_element_id
    charge = post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", Decimal(600))
    assert hotel.balance(stay) == Decimal("706.20")
    with asked("ALLOWANCE_DATES", "discount", amount="706.20", second_person=True):
        use_allowance(hotel.desk("nok"), charge, tonight)
    use_allowance(hotel.answering("somsak", ALLOWANCE_DATES="leaves at five"), charge, tonight)
    assert (hotel.balance(stay), _left(stay)[0]) == (0, Decimal("282.48"))
    with refused("ALLOWANCE_USED_UP"):
        use_allowance(hotel.desk(), charge, tonight)
    hotel.audit()
    assert [(k, c, n) for k, c, n, _a in posted(stay)[2:]] == [
        ("charge", "ROOM", Decimal("860.00")),
        ("charge", "FOOD", Decimal("840.00")),
    ]
    hotel.audit()
    assert (_books(hotel, FOOD), _books(hotel, PROFIT)) == (Decimal("1440.00"), Decimal("240.00"))
    assert list(faults()) == []


def test_beyond_it_the_house_pays_only_by_asking(with_breakfast: tuple[Hotel, int]) -> None:
    hotel, stay = with_breakfast
    charge = post_charge(hotel.desk(), hotel.window(stay), "FOOD", Decimal(1000))
    today = stay_elements(stay)[0].night_element_id
    with refused("ALLOWANCE_USED_UP"):
        use_allowance(hotel.desk(), charge, today)
    with asked("ALLOWANCE_BEYOND", "discount", amount="188.32"):
        use_allowance(hotel.desk("nok"), charge, today, beyond=True)
    use_allowance(hotel.answering("nok", ALLOWANCE_BEYOND="complaint"), charge, today, beyond=True)
    assert _books(hotel, LOSS) == Decimal("-160.00")
    hotel.audit()
    assert list(faults()) == []


def test_an_allowance_pays_only_for_its_own_guest_and_its_own_kind_of_thing(
    with_breakfast: tuple[Hotel, int],
) -> None:
    hotel, stay = with_breakfast
    other = hotel.in_house("202", rate_code="NET")
    today = stay_elements(stay)[0].night_element_id
    food = post_charge(hotel.desk(), hotel.window(other), "FOOD", Decimal(100))
    laundry = post_charge(hotel.desk(), hotel.window(stay), "LAUN", Decimal(100))
    with refused("OTHER_STAY"):
        use_allowance(hotel.desk(), food, today)
    with refused("ALLOWANCE_OTHER"):
        use_allowance(hotel.desk(), laundry, today)
    room = Posting.get(Posting.night.is_null(False)).id
    with refused("NO_CHARGE"):
        use_allowance(hotel.desk(), room, today)
    correct(hotel.desk(), laundry, "wrong")
    with refused("NO_CHARGE"):
        use_allowance(hotel.desk(), laundry, today)
    hotel.audit()
    with refused("CLOSED_DATE"):
        use_allowance(hotel.desk(), food, today)


def test_what_is_used_before_its_night_holds_the_night(hotel: Hotel) -> None:
    package(hotel, "HB", element(**DINNER), rate="BAR")
    stay = hotel.in_house("201", nights=2)
    charge = post_charge(hotel.desk(), hotel.window(stay), "FOOD", Decimal(500))
    assert hotel.balance(stay) == 0
    (tonight, _tomorrow) = stay_elements(stay)
    with refused("ALLOWANCE_USED"):
        set_quantity(hotel.desk(), tonight.night_element_id, 0)
    with refused("ALLOWANCE_USED"):
        remove_package(hotel.desk(), StayPackage.get().id)
    with refused("ALLOWANCE_USED"):
        charge_day_use(hotel.desk(), stay)
    take_back_use(hotel.desk(), charge, "leaves tonight")
    charge_day_use(hotel.desk(), stay)
    assert [code for _k, code, _n, _a in posted(stay)] == ["FOOD", "FOOD", "FOOD", "ROOM", "FOOD"]
    hotel.leaves(stay)
    hotel.audit()
    assert _books(hotel, PROFIT) == Decimal("840.00")
    assert list(faults()) == []


def test_a_floating_allowance_is_charged_once_and_lasts_until_the_guest_leaves(hotel: Hotel) -> None:
    package(
        hotel,
        "SPA",
        element("flat", "floating", code="SPA", amount=Decimal(1000), allowance=True),
        rate="BAR",
    )
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    post_charge(hotel.desk(), hotel.window(stay), "SPA", Decimal(300))
    hotel.audit()
    post_charge(hotel.desk(), hotel.window(stay), "MISC", Decimal("99.99"))  # of the same group, VAT only
    hotel.audit()
    (allowance,) = open_allowances(stay, hotel.day)
    assert left_of(allowance) == Decimal("1177.00") - Decimal("353.10") - Decimal("106.99")
    hotel.leaves(stay)
    hotel.audit()
    assert open_allowances(stay) == []
    assert list(faults()) == []
    spa_and_more = _books(hotel, "41150") + _books(hotel, "42100") + _books(hotel, PROFIT)
    # Service charge stays with what was billed for the massage; the satang differ by nothing.
    assert spa_and_more == Decimal("1000.00") + Decimal("99.99") - Decimal("90.90")


def test_a_day_use_takes_its_parts_and_its_allowance_back_with_it(hotel: Hotel) -> None:
    package(hotel, "LUNCH", element(**DINNER), rate="BAR")
    stay = hotel.in_house("201", nights=0)
    room, lunch = Posting.select().order_by(Posting.id)
    with refused("NOT_CORRECTABLE"):
        correct(hotel.desk(), lunch.id, "only the lunch")
    charge = post_charge(hotel.desk(), hotel.window(stay), "FOOD", Decimal(100))
    with refused("ALLOWANCE_USED"):
        correct(hotel.desk(), room.id, "stays over night")
    correct(hotel.desk(), charge, "did not eat")
    correct(hotel.desk(), room.id, "stays over night")
    assert hotel.balance(stay) == 0
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(1))
    hotel.audit()
    assert [(c, n) for k, c, n, _a in posted(stay) if k == "charge"][-2:] == [
        ("ROOM", Decimal("1500.00")),
        ("FOOD", Decimal("840.00")),
    ]
    assert _books(hotel, PROFIT) == Decimal("840.00")
    assert list(faults()) == []


def test_an_allowance_is_settled_once(with_breakfast: tuple[Hotel, int]) -> None:
    hotel, _stay = with_breakfast
    with transaction():
        act = Act(hotel.desk(), "audit")
        assert settle_allowances(act, hotel.day) == 1
        assert settle_allowances(act, hotel.day) == 0
    assert _books(hotel, PROFIT) == Decimal("840.00")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(uses=st.lists(st.integers(1, 30_000), max_size=6), worth=st.integers(1, 60_000))
def test_however_it_is_used_the_guest_pays_what_goes_beyond_and_the_books_agree(
    sqlite_template: Path, tmp_path: Path, uses: list[int], worth: int
) -> None:
    """Whatever satang the charges come to, service charge and VAT stand once and the rest is food or profit."""
    shutil.copy(sqlite_template, tmp_path / "hotel.db")
    open_database(str(tmp_path / "hotel.db"))
    hotel = Hotel()
    package(hotel, "HB", element(**{**DINNER, "amount": Decimal(worth).scaleb(-2)}), rate="BAR")
    stay = hotel.in_house("201", nights=1)
    (allowance,) = open_allowances(stay)
    paid = max(Decimal(sum(uses)).scaleb(-2) - worth_of(allowance), Decimal(0))
    for satang in uses:
        post_charge(hotel.desk(), hotel.window(stay), "FOOD", Decimal(satang).scaleb(-2), inclusive=True)
    assert hotel.balance(stay) == paid
    hotel.audit()
    room = Decimal("1765.50")
    assert hotel.balance(stay) == paid + worth_of(allowance) + room
    revenue = sum((_books(hotel, code) for code in ("41100", FOOD, PROFIT, SERVICE, VAT)), Decimal(0))
    assert revenue == hotel.balance(stay)
    assert list(faults()) == []
    close_database()
