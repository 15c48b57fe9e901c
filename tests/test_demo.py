"""The demo hotel: what a person sees who opens the program for the first time."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stdnum.th import pin

from models.front_office.codes import Article, TransactionCode
from models.front_office.demo import (
    DEMO_LOGIN,
    DEMO_PASSWORD,
    HISTORY_DAYS,
    build_demo,
)
from models.front_office.folios import Posting, stay_balance, window_of
from models.front_office.guests import Guest, find_guests, missing_identity
from models.front_office.night_audit import ClosedDay, DayStatistics, findings, run_audit
from models.front_office.opening import ROLES
from models.front_office.payments import keep_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.rates import price, rate_code
from models.front_office.registers.days import weeks
from models.front_office.registers.tm30 import to_report
from models.front_office.reservations import (
    CANCELLED,
    IN_HOUSE,
    NO_SHOW,
    RESERVED,
    Stay,
    deposit_of,
    mark_no_show,
    room_type,
)
from models.front_office.rooms import Room, RoomClosure, RoomType
from models.front_office.stays import check_out, persons_of
from models.house.acts import Desk
from models.house.database import CannotOpen, close_database, open_database
from models.house.property import Property, setting
from models.house.refusals import Refused
from models.house.staff import Role, Staff, sign_in
from models.ledger.balances import trial_balance
from models.ledger.entries import Entry
from tests.test_journal_export import Balances, by_beancount, by_hledger, ours

TODAY = datetime.date(2026, 11, 23)
EIGHT_IN_THE_MORNING = datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC)
LAST_DAY_OF_A_MONTH = datetime.date(2026, 8, 31)
NEW_YEAR_AFTER_THE_DECREE_ON_VAT = datetime.date(2028, 1, 2)


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole demo, built once: about half a minute."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    build_demo(str(file), TODAY)
    return file


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the demo, open."""
    file = tmp_path / "demo.db"
    shutil.copy(demo_file, file)
    open_database(str(file))
    yield file
    close_database()


def desk(login: str = DEMO_LOGIN) -> Desk:
    return Desk(Staff.get(Staff.login == login), "test", lambda: EIGHT_IN_THE_MORNING)


def stays(state: str, **dates: datetime.date) -> list[Stay]:
    query = Stay.select().where(Stay.state == state)
    for name, date in dates.items():
        query = query.where(getattr(Stay, name) == date)
    return list(query)


def last_seal() -> tuple[int, str]:
    last = Entry.select().order_by(Entry.id.desc()).first()
    return last.id, last.hash


def test_the_manager_signs_in_with_the_password_the_sign_in_screen_shows(demo: Path) -> None:
    staff = sign_in("pavinee", setting("demo_password"), EIGHT_IN_THE_MORNING)
    assert (staff.login, staff.role.code, setting("demo_password")) == (DEMO_LOGIN, "manager", DEMO_PASSWORD)


def test_there_is_somebody_of_every_duty_with_a_thai_name(demo: Path) -> None:
    assert {role.code for role in Role.select().join(Staff)} == set(ROLES)
    assert all(any("ก" <= c <= "๛" for c in staff.name_th) for staff in Staff.select())


def test_84_rooms_stand_on_five_floors_in_four_types(demo: Path) -> None:
    rooms = list(Room.select())
    assert len(rooms) == 84
    assert len({room.floor for room in rooms}) == 5
    assert Counter(room.room_type.code for room in rooms) == {"SUP": 40, "DLX": 28, "FAM": 8, "SUI": 8}
    assert RoomType.select().count() == 4


def test_rates_know_seasons_and_weekends(demo: Path) -> None:
    bar, superior = rate_code("BAR"), room_type("SUP")

    def night(month: int, day: int) -> int:
        return int(price(bar, superior, datetime.date(2026, month, day), 2))

    low, low_friday, high, peak = night(9, 2), night(9, 4), night(11, 25), night(12, 30)
    assert low < low_friday
    assert low < high < peak
    assert price(rate_code("COMP"), superior, TODAY, 2) == 0


def test_price_lists_hold_laundry_minibar_and_food_in_both_languages(demo: Path) -> None:
    count = Counter(a.transaction_code.code for a in Article.select())
    assert all(count[code] >= 12 for code in ("LAUN", "MINI", "FOOD"))
    assert all(a.name_th and a.name_en and a.name_th != a.name_en for a in Article.select())


def test_today_is_a_busy_day(demo: Path) -> None:
    assert Property.the().business_date == TODAY
    assert 45 <= len(stays(IN_HOUSE)) <= 55
    arrivals = stays(RESERVED, arrival=TODAY)
    assert len(arrivals) == 12
    assert len(stays(IN_HOUSE, departure=TODAY)) == 9
    assert 5 <= sum(1 for s in arrivals if s.room_id) < 12
    assert sum(1 for s in arrivals if s.guest.vip) >= 2
    assert any(deposit_of(s.reservation) for s in arrivals)
    assert any(missing_identity(s.guest) for s in arrivals)


def test_bookings_reach_into_the_next_two_months(demo: Path) -> None:
    ahead = {s.arrival for s in stays(RESERVED)}
    assert len(ahead) > 50
    assert max(ahead) > TODAY + datetime.timedelta(days=55)
    assert stays(CANCELLED)
    assert {"guaranteed", "non-guaranteed", "tentative"} == {s.reservation.guarantee for s in stays(RESERVED)}


def test_rooms_are_in_every_state_of_a_morning(demo: Path) -> None:
    occupied = {s.room_id for s in stays(IN_HOUSE)}
    empty = Counter(r.housekeeping for r in Room.select() if r.id not in occupied)
    slept_in = Counter(r.housekeeping for r in Room.select() if r.id in occupied)
    assert all(empty[status] for status in ("clean", "dirty", "pickup", "inspected"))
    assert slept_in["dirty"] > 40
    closed = [c for c in RoomClosure.select() if c.first_night <= TODAY <= c.last_night]
    assert Counter(c.kind for c in closed) == {"OOO": 2, "OOS": 1}
    assert all(c.reason for c in closed)


def test_everybody_in_house_is_known_and_thai_guests_have_both_spellings(demo: Path) -> None:
    inside = [guest for stay in stays(IN_HOUSE) for guest in persons_of(stay.id)]
    assert not [g.name("en") for g in inside if missing_identity(g)]
    assert len({g.nationality for g in inside}) >= 8
    thai = [g for g in Guest.select() if g.nationality == "THA"]
    assert len(thai) > 50
    assert all(g.given_th and g.family_th and g.given and g.family for g in thai)
    assert all(pin.is_valid(g.document_number) for g in thai if g.document_number)
    someone = thai[0]
    for text in (f"{someone.given_th} {someone.family_th}", f"{someone.family} {someone.given}"):
        assert someone.id in {row.guest_id for row in find_guests(text).first(200)}


def test_one_guest_is_never_let_in_again(demo: Path) -> None:
    (unwelcome,) = Guest.select().where(Guest.do_not_rent != "")
    assert not Stay.select().where((Stay.guest == unwelcome) & (Stay.state << (RESERVED, IN_HOUSE))).exists()


def test_the_law_waits_for_the_work_of_this_morning_only(demo: Path) -> None:
    waiting = [one for one in to_report(TODAY) if one.accepted_at is None]
    assert waiting
    assert {one.date for one in waiting} <= {TODAY, TODAY - datetime.timedelta(days=1)}
    assert all(week.sent_on for week in weeks(TODAY)[2:])


def test_folios_and_books_have_something_of_everything(demo: Path) -> None:
    kinds = {p.kind for p in Posting.select(Posting.kind).distinct()}
    assert {"charge", "correction", "payment", "deposit", "deposit moved"} <= kinds
    used = {p.code.code for p in Posting.select(Posting.code).distinct()}
    assert {"ROOM", "FOOD", "MINI", "LAUN", "CASH", "CARD", "TRAN", "DEP"} <= used
    assert {c.code for c in TransactionCode.select().where(TransactionCode.kind == "payment")} <= used
    assert Entry.select().where(Entry.journal == "general").count() >= 4
    assert Posting.select().where((Posting.date == TODAY) & (Posting.kind == "payment")).exists()
    rows = trial_balance(TODAY)
    assert sum(row.closing for row in rows) == 0
    assert len(rows) > 15


def test_nothing_is_wrong_in_the_demo_and_its_day_can_be_closed(demo: Path) -> None:
    assert list(faults()) == []
    with pytest.raises(Refused) as blocked:
        run_audit(desk(), TODAY)
    assert blocked.value.code == "AUDIT_BLOCKED"
    for stay in stays(RESERVED, arrival=TODAY):
        held = deposit_of(stay.reservation)
        if held:
            keep_deposit(desk(), stay.reservation_id, held, "did not come")
        mark_no_show(desk(), stay.id)
    for stay in stays(IN_HOUSE, departure=TODAY):
        due = stay_balance(stay.id)
        if due > 0:
            take_payment(desk(), window_of(stay.id).id, "CARD", due)
        check_out(desk(), stay.id)
    assert findings(TODAY) == []
    run_audit(desk(), TODAY)
    assert Property.the().business_date == TODAY + datetime.timedelta(days=1)
    assert list(faults()) == []


def test_a_build_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "hotels" / "demo.db"

    def pull_the_plug(done: int, _all: int, _day: datetime.date) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_demo(str(file), TODAY, pull_the_plug, days=5)
    assert [f.name for f in file.parent.iterdir() if not f.name.endswith(".lock")] == []


def test_a_hotel_that_stands_is_not_built_over(demo_file: Path) -> None:
    before = demo_file.read_bytes()
    with pytest.raises(CannotOpen) as refused:
        build_demo(str(demo_file), TODAY, days=5)
    assert refused.value.code == "HOTEL_EXISTS"
    assert demo_file.read_bytes() == before


def test_two_months_lie_behind_it(demo: Path) -> None:
    assert ClosedDay.select().count() == HISTORY_DAYS
    settled = list(DayStatistics.select().order_by(DayStatistics.date))[5:]
    assert all(28 <= day.sold <= 60 for day in settled)
    assert sum(day.walk_ins for day in settled)
    assert sum(day.no_shows for day in settled)
    assert sum(day.complimentary for day in settled)
    assert stays(NO_SHOW)
    kinds = {p.kind for p in Posting.select(Posting.kind).distinct()}
    assert {"deposit refund", "forfeiture", "refund"} <= kinds
    vouchers = Entry.select(Entry.date).where(Entry.journal == "general")
    assert {date.month for (date,) in vouchers.tuples()} >= {9, 10, 11}


def test_it_opens_on_the_last_day_of_a_month_and_says_how_far_it_is(tmp_path: Path) -> None:
    said = []
    file = str(tmp_path / "demo.db")
    today = LAST_DAY_OF_A_MONTH + datetime.timedelta(days=5)
    build_demo(file, today, lambda done, total, day: said.append((done, total, day)), days=5)
    assert said[0] == (0, 6, LAST_DAY_OF_A_MONTH)
    assert [done for done, _total, _day in said] == list(range(7))
    open_database(file)
    assert Property.the().business_date == today
    assert list(faults()) == []
    close_database()


def test_the_same_day_gives_the_same_hotel_on_every_database(tmp_path: Path, postgres_server: str) -> None:
    from tests.conftest import admin

    today = NEW_YEAR_AFTER_THE_DECREE_ON_VAT
    admin(postgres_server, "CREATE DATABASE demo")
    seals = []
    for url in (str(tmp_path / "demo.db"), postgres_server.format(name="demo")):
        build_demo(url, today, days=5)
        open_database(url)
        assert (len(stays(RESERVED, arrival=today)), len(stays(IN_HOUSE, departure=today))) == (12, 9)
        assert list(faults()) == []
        seals.append((last_seal(), [(g.name("th"), g.phone) for g in Guest.select().order_by(Guest.id)]))
        close_database()
    assert seals[0] == seals[1]
    admin(postgres_server, "DROP DATABASE demo WITH (FORCE)")


@pytest.mark.parametrize("read", [by_hledger, by_beancount])
def test_other_programs_read_the_demo_s_books_and_agree(
    demo: Path, tmp_path: Path, read: Callable[[Path], Balances]
) -> None:
    assert len(ours()) > 20
    assert read(tmp_path) == ours()
