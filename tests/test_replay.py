"""Real bookings of a resort lived day by day: the books end where the file says, however often one is cut off."""

from __future__ import annotations

import csv
import datetime
import gzip
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from peewee import fn

from benchmarks.closed_days import months_of_books, months_of_file, printed, wrong_days
from benchmarks.replay import state_digest
from locales.messages import catalogue
from models.front_office.codes import TransactionCode
from models.front_office.day_reports import REPORTS
from models.front_office.folios import Posting
from models.front_office.guests import Guest
from models.front_office.night_audit import ClosedDay, DayStatistics
from models.front_office.proof import faults
from models.front_office.replay import FileSums, Summary, file_sums, replay
from models.front_office.replay.opening import at
from models.front_office.reservations import Night, Stay, StayPerson
from models.front_office.rooms import RoomType
from models.house.acts import Desk
from models.house.database import close_database, database, open_database
from models.house.property import Property
from models.house.refusals import Refused
from models.house.settings import set_setting
from models.house.staff import Staff
from models.ledger.accounts import Account
from models.ledger.balances import trial_balance
from models.ledger.entries import Entry
from tests.hotel import Hotel
from tests.test_journal_export import Balances, by_beancount, by_hledger, ours

DATA = Path(__file__).parent / "data" / "resort_300.csv"
ROOT = Path(__file__).parent.parent
FIRST_DAY = datetime.date(2015, 7, 1)
FIFTH_DAY = datetime.date(2015, 7, 5)
Row = dict[str, str]


def real_rows() -> list[Row]:
    with DATA.open(newline="") as text:
        return list(csv.DictReader(text))


def written(file: Path, rows: list[Row]) -> Path:
    with file.open("w", newline="") as text:
        writer = csv.DictWriter(text, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def booking(**changes: object) -> Row:
    """A party of two for two nights at 100.00, arriving on 1 July 2015, with what is said otherwise."""
    usual: dict[str, object] = {
        "lead_time": 10, "stays_in_weekend_nights": 0, "stays_in_week_nights": 2, "adults": 2, "children": 0,
        "babies": 0, "meal": "BB", "country": "GBR", "market_segment": "Online TA", "adr": "100",
        "reserved_room_type": "A", "assigned_room_type": "A", "deposit_type": "No Deposit",
        "reservation_status": "Check-Out", "reservation_status_date": "7/3/2015",
    }  # fmt: skip
    return {**real_rows()[0], **{key: str(value) for key, value in (usual | changes).items()}}


@pytest.fixture
def empty_hotel(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "new.db"
    open_database(str(file), create=True)
    yield file
    close_database()


@pytest.fixture(scope="module")
def fifth_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], bytes]]:
    """The reports of the fifth day, printed the morning after, and the hotel open."""
    open_database(str(tmp_path_factory.mktemp("replay") / "resort.db"), create=True)
    replay(DATA, until=FIFTH_DAY)
    yield printed(FIFTH_DAY)
    close_database()


@pytest.fixture(scope="module")
def lived(fifth_day: dict[tuple[str, str], bytes]) -> Summary:
    """The 300 rows lived to the end, and their hotel open."""
    return replay(DATA)


class TestThreeHundredBookings:
    def test_the_books_have_the_nights_the_revenue_and_the_statuses_of_the_file(self, lived: Summary) -> None:
        assert FileSums(lived.room_nights_sold, lived.rooms_revenue, lived.bookings_by_status) == file_sums(
            DATA
        )
        assert lived.bookings_by_status == {"Check-Out": 241, "Canceled": 58, "No-Show": 1}
        assert (lived.trial_balance_difference, lived.refused_rows) == (Decimal("0.00"), ())

    def test_nothing_is_wrong_in_the_hotel(self, lived: Summary) -> None:
        assert list(faults()) == []

    def test_every_day_until_the_last_departure_is_audited(self, lived: Summary) -> None:
        last = max(stay.departure for stay in Stay.select().where(Stay.state == "checked out"))
        assert lived.business_date == last + datetime.timedelta(days=1)
        assert ClosedDay.select().count() == (lived.business_date - FIRST_DAY).days

    def test_every_closed_day_ties_has_its_reports_and_opens_as_the_day_before_it_closed(
        self, lived: Summary
    ) -> None:
        assert list(wrong_days()) == []

    def test_occupancy_adr_and_revpar_of_each_month_are_those_of_the_file(self, lived: Summary) -> None:
        last_closed = lived.business_date - datetime.timedelta(days=1)
        of_file = months_of_file(DATA, last_closed)
        assert months_of_books(last_closed) == of_file
        assert sum(month.room_nights for month in of_file) == 1182

    def test_a_report_of_an_early_day_is_the_same_to_the_byte_whatever_came_after(
        self,
        lived: Summary,
        fifth_day: dict[tuple[str, str], bytes],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        assert len(fifth_day) == 2 * len(REPORTS)
        with database.atomic() as renamed:
            Property.update(name_th="อื่น", name_en="Another", address_en="Elsewhere", zone="UTC").execute()
            for table in (TransactionCode, Account, RoomType):
                table.update(name_th="อื่น", name_en="Other").execute()
            set_setting(Desk(Staff.get(), "replay", lambda: at(FIRST_DAY, 6)), "occupancy_base", "sellable")
            for word in ("Total", "Balance", "Closed by", "Manager's flash", "Room revenue"):
                monkeypatch.setitem(catalogue("th")._catalog, word, "คำใหม่")  # type: ignore[attr-defined]
            again = printed(FIFTH_DAY)
            renamed.rollback()
        assert again == fifth_day

    def test_a_guest_booked_in_one_type_and_given_another_sleeps_in_the_other(self, lived: Summary) -> None:
        moved = sum(
            max(int(row["stays_in_weekend_nights"]) + int(row["stays_in_week_nights"]), 1)
            for row in real_rows()
            if row["reservation_status"] == "Check-Out"
            and row["reserved_room_type"] != row["assigned_room_type"]
        )
        assert moved > 100
        assert Night.select().where(Night.room_type != Night.booked_type).count() == moved

    def test_the_month_has_the_statistics_of_its_days(self, lived: Summary) -> None:
        (july,) = lived.months
        rooms = DayStatistics.select(fn.SUM(DayStatistics.rooms)).scalar()
        assert july.month == FIRST_DAY
        assert july.room_nights == lived.room_nights_sold
        assert abs(july.adr * july.room_nights - lived.rooms_revenue) < july.room_nights
        assert abs(july.revpar * rooms - lived.rooms_revenue) < rooms
        assert july.occupancy == round(Decimal(july.room_nights) * 100 / rooms, 2)

    def test_the_summary_for_scripts_has_what_was_promised(self, lived: Summary) -> None:
        said = json.loads(lived.as_json())
        promised = {
            "room_nights_sold": 1182,
            "rooms_revenue": "128034.78",
            "bookings_by_status": {"Check-Out": 241, "Canceled": 58, "No-Show": 1},
            "business_date": lived.business_date.isoformat(),
            "trial_balance_difference": "0.00",
            "refused_rows": [],
        }
        assert {key: said[key] for key in promised} == promised

    @pytest.mark.parametrize("read", [by_hledger, by_beancount])
    def test_another_program_reads_the_same_balances_out_of_the_journal(
        self, lived: Summary, tmp_path: Path, read: Callable[[Path, datetime.date], Balances]
    ) -> None:
        assert len(ours()) >= 9
        first, last = Entry.select(fn.MIN(Entry.date), fn.MAX(Entry.date)).tuples().get()
        for date in (first, first + (last - first) // 2, last):
            assert read(tmp_path, date) == ours(date)

    def test_a_finished_replay_started_again_writes_nothing(self, lived: Summary) -> None:
        before = state_digest()
        assert replay(DATA) == lived
        assert state_digest() == before


KILLED = """
import os, signal, sys
from models.front_office.replay import replay
from models.house.database import database, open_database
from models.ledger.entries import Entry

open_database(sys.argv[2], create=True)
left = int(sys.argv[3])

def count(_statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

database.connection().set_trace_callback(count)
replay(sys.argv[1])
"""


def test_killed_while_it_opens_and_twice_in_its_days_the_hotel_ends_in_the_very_same_state(
    tmp_path: Path,
) -> None:
    file = written(tmp_path / "rows.csv", real_rows()[:25])
    open_database(str(tmp_path / "undisturbed.db"), create=True)
    undisturbed, digest = replay(file), state_digest()
    killed = tmp_path / "killed.db"
    for statements in (150, 1_500, 2_000):
        child = subprocess.run(
            [sys.executable, "-c", KILLED, str(file), str(killed), str(statements)], cwd=ROOT, check=False
        )
        assert child.returncode == -signal.SIGKILL
    open_database(str(killed), create=True)
    assert replay(file) == undisturbed
    assert state_digest() == digest
    assert list(faults()) == []
    close_database()


def test_a_replay_stopped_at_a_date_goes_on_from_the_next_day(empty_hotel: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "rows.csv", real_rows()[:8])
    paused = replay(file, until=datetime.date(2015, 7, 2))
    assert paused.business_date == datetime.date(2015, 7, 3)
    done = []
    ended = replay(file, lambda step, total, day: done.append((step, total, day)))
    assert FileSums(ended.room_nights_sold, ended.rooms_revenue, ended.bookings_by_status) == file_sums(file)
    assert done[0][2] == datetime.date(2015, 7, 3)
    assert [step for step, _total, _day in done] == list(range(done[0][0], done[0][1] + 1))


def test_sqlite_and_postgresql_end_with_the_same_books(
    empty_hotel: Path, tmp_path: Path, postgres_server: str
) -> None:
    import psycopg

    file = written(tmp_path / "rows.csv", real_rows()[:12])
    on_sqlite = replay(file)
    with psycopg.connect(postgres_server.format(name="postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE replayed")
        open_database(postgres_server.format(name="replayed"), create=True)
        on_postgres = replay(file)
        close_database()
        connection.execute("DROP DATABASE replayed WITH (FORCE)")
    assert on_postgres == on_sqlite
    assert on_sqlite.room_nights_sold == file_sums(file).room_nights


def test_over_the_new_year_balances_run_on_and_odd_rows_count_in_their_months_as_in_the_file(
    empty_hotel: Path, tmp_path: Path
) -> None:
    last = {"arrival_date_month": "December", "arrival_date_day_of_month": 30, "lead_time": 3}
    rows = [
        booking(**last, stays_in_week_nights=4, adr="80.55"),
        booking(**last, stays_in_week_nights=3, adr=0),
        booking(**last, stays_in_week_nights=2, adr="33.33", assigned_room_type="B"),
        booking(**last, stays_in_week_nights=0, adr=0),
        booking(**last, adr="-6.38"),
        booking(**last, deposit_type="Non Refund", reservation_status="No-Show"),
        booking(**last, reservation_status="Canceled", reservation_status_date="12/30/2015"),
    ]
    file = written(tmp_path / "rows.csv", rows)
    last_closed = replay(file).business_date - datetime.timedelta(days=1)
    assert list(wrong_days()) == []
    december, january = months_of_books(last_closed)
    assert [december, january] == months_of_file(file, last_closed)
    assert (december.room_nights, december.revenue, december.adr) == (6, Decimal("227.76"), Decimal("37.96"))
    assert (january.room_nights, january.revenue, january.adr) == (3, Decimal("161.10"), Decimal("53.70"))
    (revenue,) = (row for row in trial_balance(last_closed) if row.code == "41100")
    assert (revenue.opening, revenue.closing) == (Decimal("-227.76"), Decimal("-388.86"))


class TestOddRows:
    def test_a_price_below_zero_is_refused_and_listed_and_the_others_are_lived(
        self, empty_hotel: Path, tmp_path: Path
    ) -> None:
        rows = [booking(), booking(adr="-6.38"), booking(adr="80.55")]
        file = written(tmp_path / "rows.csv", rows)
        summary = replay(file)
        assert [row.number for row in summary.refused_rows] == [2]
        assert json.loads(summary.as_json())["refused_rows"] == [2]
        assert summary.refused_rows[0].reason.say("en") == "The price -6.38 is below zero."
        assert (summary.room_nights_sold, summary.rooms_revenue) == (4, Decimal("361.10"))
        assert FileSums(4, Decimal("361.10"), {"Check-Out": 2}) == file_sums(file)
        assert Stay.select().count() == 2

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("adr", "free"), ("adr", "NaN"), ("adr", "1.005"), ("adults", "two"), ("adults", "-1"),
            ("arrival_date_day_of_month", "32"), ("arrival_date_month", "Juli"), ("lead_time", "99999999"),
            ("reservation_status", "Waiting"), ("reservation_status_date", "2015"),
            ("stays_in_week_nights", "500"), ("assigned_room_type", "; DROP"),
        ],
    )  # fmt: skip
    def test_a_row_that_cannot_be_read_is_refused_with_its_reason(
        self, empty_hotel: Path, tmp_path: Path, column: str, value: str
    ) -> None:
        file = written(tmp_path / "rows.csv", [booking(**{column: value}), booking(stays_in_week_nights=1)])
        summary = replay(file, until=FIRST_DAY)
        assert [row.number for row in summary.refused_rows] == [1]
        assert summary.refused_rows[0].reason.say("en")
        assert Stay.select().count() == 1

    def test_a_price_of_zero_is_a_complimentary_night_sold_without_money(
        self, empty_hotel: Path, tmp_path: Path
    ) -> None:
        file = written(tmp_path / "rows.csv", [booking(adr=0)])
        summary = replay(file)
        assert (summary.room_nights_sold, summary.rooms_revenue) == (2, Decimal("0.00"))
        assert DayStatistics.select(fn.SUM(DayStatistics.complimentary)).scalar() == 2

    def test_a_row_without_nights_is_day_use_and_sells_no_night(
        self, empty_hotel: Path, tmp_path: Path
    ) -> None:
        rows = [booking(stays_in_week_nights=0, adr=0), booking(), booking(stays_in_week_nights=0, adr=0)]
        summary = replay(written(tmp_path / "rows.csv", rows))
        assert (summary.day_use_rows, summary.room_nights_sold) == (2, 2)
        assert DayStatistics.select(fn.SUM(DayStatistics.day_use)).scalar() == 2
        assert summary.bookings_by_status == {"Check-Out": 3}

    def test_a_row_without_adults_is_registered_under_one_that_is_made_up(
        self, empty_hotel: Path, tmp_path: Path
    ) -> None:
        summary = replay(written(tmp_path / "rows.csv", [booking(adults=0, children=2)]))
        stay = Stay.get()
        assert summary.rows_without_adults == 1
        assert (stay.adults, stay.children, stay.guest.nationality) == (1, 2, "GBR")

    def test_every_adult_of_a_party_is_registered_with_a_passport(
        self, empty_hotel: Path, tmp_path: Path
    ) -> None:
        replay(written(tmp_path / "rows.csv", [booking(adults=3), booking(reservation_status="No-Show")]))
        came = [person.guest for person in StayPerson.select().where(StayPerson.stay == 1)]
        assert [guest.document_kind for guest in came] == ["passport"] * 3
        assert len({guest.document_number for guest in came}) == 3
        assert Guest.select().where(Guest.document_number == "").count() == 1

    def test_a_booking_is_entered_on_its_day_and_cancelled_on_its_day(
        self, empty_hotel: Path, tmp_path: Path
    ) -> None:
        gone = {"reservation_status": "Canceled", "arrival_date_day_of_month": 20, "lead_time": 9}
        rows = [booking(), booking(**gone, reservation_status_date="7/14/2015")]
        file = written(tmp_path / "rows.csv", rows)
        replay(file, until=datetime.date(2015, 7, 10))
        assert Stay.select().count() == 1
        assert replay(file, until=datetime.date(2015, 7, 13)).bookings_by_status == {
            "Check-Out": 1,
            "reserved": 1,
        }
        ended = replay(file)
        assert ended.bookings_by_status == {"Check-Out": 1, "Canceled": 1}
        assert ended.business_date == datetime.date(2015, 7, 15)

    def test_a_deposit_that_is_not_refundable_is_kept_and_another_given_back(
        self, empty_hotel: Path, tmp_path: Path
    ) -> None:
        cancelled = {"reservation_status": "Canceled", "reservation_status_date": "6/20/2015"}
        rows = [
            booking(),
            booking(deposit_type="Non Refund", **cancelled),
            booking(deposit_type="Refundable", **cancelled),
            booking(deposit_type="Non Refund", reservation_status="No-Show"),
            booking(deposit_type="Non Refund"),
        ]
        summary = replay(written(tmp_path / "rows.csv", rows))
        kinds = Posting.select(Posting.kind, fn.COUNT(Posting.id)).where(Posting.kind != "charge")
        count = dict(kinds.group_by(Posting.kind).tuples())
        assert (count["deposit"], count["forfeiture"], count["deposit refund"]) == (4, 2, 1)
        assert summary.rooms_revenue == Decimal("400.00")
        assert list(faults()) == []

    def test_a_type_booked_beyond_its_rooms_is_oversold_with_a_reason(
        self, empty_hotel: Path, tmp_path: Path
    ) -> None:
        cancelled = booking(reservation_status="Canceled", reservation_status_date="7/1/2015")
        summary = replay(written(tmp_path / "rows.csv", [booking(), cancelled, cancelled]))
        assert summary.oversold == 2


class TestWhichHotelAndWhichFile:
    def test_a_packed_copy_is_the_same_file(self, empty_hotel: Path, tmp_path: Path) -> None:
        file = written(tmp_path / "rows.csv", [booking()])
        packed = tmp_path / "rows.csv.gz"
        packed.write_bytes(gzip.compress(file.read_bytes()))
        replay(file, until=FIRST_DAY)
        assert replay(packed).room_nights_sold == 2

    def test_the_hotel_of_one_file_lives_no_other(self, empty_hotel: Path, tmp_path: Path) -> None:
        replay(written(tmp_path / "rows.csv", [booking()]), until=FIRST_DAY)
        with pytest.raises(Refused, match="ANOTHER_FILE"):
            replay(written(tmp_path / "others.csv", [booking(), booking()]))

    def test_a_real_hotel_is_not_touched(self, hotel: Hotel) -> None:
        before = database.execute_sql("SELECT count(*) FROM change_log").fetchone()
        with pytest.raises(Refused, match="NOT_A_REPLAY"):
            replay(DATA)
        assert database.execute_sql("SELECT count(*) FROM change_log").fetchone() == before

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (None, "NO_FILE"),
            (b"", "BAD_FILE"),
            (b"adr,adults\n1,2\n", "BAD_FILE"),
            (b"\x1f\x8bno zip", "BAD_FILE"),
            (b"\xff\xfe\x00", "BAD_FILE"),
        ],
    )
    def test_a_file_that_is_no_list_of_bookings_is_refused_and_no_hotel_opened(
        self, empty_hotel: Path, tmp_path: Path, content: bytes | None, code: str
    ) -> None:
        file = tmp_path / "rows.csv"
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(Refused, match=code):
            replay(file)
        assert database.execute_sql("SELECT count(*) FROM property").fetchone() == (0,)
