"""Guests by the month: rent night by night, meters read and billed once, contracts, leaving."""

from __future__ import annotations

import calendar
import datetime
import importlib
from dataclasses import replace
from decimal import Decimal

import peewee
import pytest

from models.front_office.codes import TransactionCode
from models.front_office.folios import Posting, correct
from models.front_office.monthly import (
    ELECTRICITY,
    WATER,
    BilledReading,
    Meter,
    MeterCharge,
    MeterReading,
    agree_contract,
    bill_departure,
    bill_month,
    correct_reading,
    first_of,
    keep_meter,
    last_reading,
    meter_round,
    monthly_bills,
    read_meter,
    replace_meter,
)
from models.front_office.monthly.papers import monthly_bill_paper
from models.front_office.night_audit import DayStatistics
from models.front_office.rates import set_price
from models.front_office.rates.prices import night_of_month
from models.front_office.rates.rate_codes import RateTerms, save_rate_code
from models.front_office.reservations import Night, Stay, change_dates, stay_nights
from models.front_office.rooms import RoomType
from models.front_office.stays import check_out, move_room
from models.house.database import database
from models.house.property import Property
from tests.hotel import FIRST_DAY, Hotel
from tests.refusing import asked, refused

NOVEMBER = FIRST_DAY.replace(day=1)
RENT = Decimal("8000.00")


def with_monthly_rate(hotel: Hotel) -> None:
    rate = save_rate_code(
        hotel.desk(), RateTerms("MONTH", "รายเดือน", "By the month", inclusive=True, monthly=True)
    )
    zero = Decimal("0.00")
    for kind in RoomType.select():
        set_price(
            hotel.desk(), rate, kind.id, datetime.date(2026, 1, 1), datetime.date(2027, 12, 31), "1234567", RENT, RENT,
            zero, zero,
        )  # fmt: skip


def monthly_guest(hotel: Hotel, room: str = "201", nights: int = 60) -> int:
    with_monthly_rate(hotel)
    return hotel.in_house(room, nights=nights, rate_code="MONTH")


def meters(hotel: Hotel, room: str = "201") -> tuple[int, int]:
    """Water at 18.00, at least 100.00 a month; electricity at 7.50."""
    water = keep_meter(hotel.desk(), room, WATER, Decimal("18.00"), Decimal("100.00"), "W-1", 4)
    power = keep_meter(hotel.desk(), room, ELECTRICITY, Decimal("7.50"), number="E-1")
    return water, power


def read(hotel: Hotel, meter: int, value: int) -> int:
    return read_meter(hotel.desk("noi"), meter, value)


# Rent


@pytest.mark.parametrize("rent", ["8000.00", "0.01", "12345.67", "9999.99"])
@pytest.mark.parametrize(
    "month", [datetime.date(2026, 11, 1), datetime.date(2027, 2, 1), datetime.date(2028, 2, 1)]
)
def test_the_nights_of_a_month_add_up_to_its_rent(rent: str, month: datetime.date) -> None:
    days = calendar.monthrange(month.year, month.month)[1]
    shares = [night_of_month(Decimal(rent), month.replace(day=n)) for n in range(1, days + 1)]
    assert sum(shares) == Decimal(rent)
    assert max(shares) - min(shares) <= Decimal("0.01")


def test_rent_is_posted_night_by_night_and_the_guest_counts_as_sold(hotel: Hotel) -> None:
    stay = monthly_guest(hotel)
    nights = stay_nights(stay)
    december = [n.amount for n in nights if n.date.month == 12]
    assert (len(december), sum(december)) == (31, RENT)
    hotel.in_house("301")
    hotel.audit()
    posting = Posting.select().join(Night).where(Night.stay == stay).get()
    assert (posting.code.code, posting.amount) == ("RENT", nights[0].amount)
    assert posting.net + Decimal("17.45") == posting.amount  # VAT 7/107 and no service charge
    day = DayStatistics.get()
    assert (day.sold, day.complimentary) == (2, 0)
    assert day.room_revenue == posting.net + Decimal("2200.00")


def test_a_contract_prices_the_nights_to_come_and_those_of_an_extension(hotel: Hotel) -> None:
    stay = monthly_guest(hotel, nights=39)  # to the end of the year
    desk = hotel.desk("nok")
    with asked("PRICE_CHANGED", "discount", amount="633.34", second_person=True):
        agree_contract(desk, stay, rent=Decimal("7500.00"))
    agreed = hotel.answering(PRICE_CHANGED="a year")
    agree_contract(
        agreed, stay, rent=Decimal("7500.00"), term_until=datetime.date(2027, 11, 22), note="quiet room"
    )
    assert sum(n.amount for n in stay_nights(stay) if n.date.month == 12) == Decimal("7500.00")
    change_dates(agreed, stay, hotel.day, datetime.date(2027, 2, 1))
    assert sum(n.amount for n in stay_nights(stay) if n.date.month == 1) == Decimal("7500.00")
    change_dates(agreed, stay, hotel.day, datetime.date(2027, 1, 1))
    assert Stay.get_by_id(stay).departure == datetime.date(2027, 1, 1)


def test_a_contract_is_for_guests_by_the_month(small_hotel: Hotel) -> None:
    hotel = small_hotel
    daily = hotel.in_house("202")
    with refused("NOT_MONTHLY"):
        agree_contract(hotel.desk(), daily)
    stay = monthly_guest(hotel)
    with refused("NEGATIVE_PRICE"):
        agree_contract(hotel.desk(), stay, rent=Decimal(-1))
    with refused("NOTICE"):
        agree_contract(hotel.desk(), stay, notice_days=400)


# Meters


def test_meters_hang_in_rooms_one_of_a_kind(hotel: Hotel) -> None:
    water, _power = meters(hotel)
    with refused("METER_EXISTS"):
        keep_meter(hotel.desk(), "201", WATER, Decimal(18))
    with refused("METER_KIND"):
        keep_meter(hotel.desk(), "201", "gas", Decimal(18))
    with refused("METER_DIGITS"):
        keep_meter(hotel.desk(), "202", WATER, Decimal(18), digits=2)
    with refused("NEGATIVE_PRICE"):
        keep_meter(hotel.desk(), "202", WATER, Decimal(-18))
    with refused("NO_ROOM"):
        keep_meter(hotel.desk(), "999", WATER, Decimal(18))
    with refused("NO_RIGHT"):
        keep_meter(hotel.desk("nok"), "202", WATER, Decimal(18))
    with pytest.raises(peewee.IntegrityError), database.atomic():
        Meter.create(room=Meter.get_by_id(water).room, kind=WATER, rate=Decimal(1), minimum=Decimal(0))
    keep_meter(hotel.desk(), "201", WATER, Decimal("19.00"), number="W-1", digits=4, meter_id=water)
    assert [(r.room, r.kind, r.rate) for r in meter_round()] == [
        ("201", ELECTRICITY, Decimal("7.50")), ("201", WATER, Decimal("19.00")),
    ]  # fmt: skip


def test_a_counter_that_went_back_is_asked_about(hotel: Hotel) -> None:
    water, _power = meters(hotel)
    read(hotel, water, 9990)
    with asked("METER_ROLLED", "housekeeping") as refusal:
        read(hotel, water, 12)
    assert refusal.said.field == "value"
    read_meter(hotel.answering("noi", METER_ROLLED="past 9999"), water, 12)
    row = last_reading(water)
    assert row
    assert (row.units, row.rolled) == (22, True)
    for value in (10_000, -1):
        with refused("METER_VALUE"):
            read(hotel, water, value)
    with refused("READING_DATE"):
        read_meter(hotel.desk("noi"), water, 20, hotel.after(1))
    with refused("READING_DATE"):
        read_meter(hotel.desk("noi"), water, 20, hotel.after(-1))


def test_a_slip_is_corrected_by_a_new_reading_and_both_are_kept(hotel: Hotel) -> None:
    water, power = meters(hotel)
    with refused("NO_READING"):
        correct_reading(hotel.desk("noi"), water, 1)
    read(hotel, water, 100)
    heard: list[str] = []
    read(hotel, water, 105)
    read_meter(replace(hotel.desk("noi"), heard=lambda n: heard.append(n.code)), water, 1500)
    assert heard == ["METER_HIGH"]
    correct_reading(hotel.desk("noi"), water, 150)
    row = last_reading(water)
    assert row
    assert (row.value, row.units) == (150, 45)
    assert MeterReading.select().count() == 4
    assert power
    for statement in ("UPDATE meter_reading SET value = 1", "DELETE FROM meter_reading"):
        with pytest.raises(peewee.DatabaseError, match="READING_SEALED"), database.atomic():
            database.execute_sql(statement)


def test_a_new_meter_goes_on_where_it_stands(small_hotel: Hotel) -> None:
    hotel = small_hotel
    water, _power = meters(hotel)
    read(hotel, water, 100)
    new = replace_meter(hotel.desk(), water, 130, "W-2", 7)
    assert [(r.meter_id, r.last_value) for r in meter_round(WATER)] == [(new, 7)]
    with refused("METER_GONE"):
        read(hotel, water, 140)
    with refused("METER_GONE"):
        replace_meter(hotel.desk(), water, 140)


# The month


def lived(hotel: Hotel) -> tuple[int, int, int]:
    """A monthly guest since the first day, both meters read then and two days on."""
    stay = monthly_guest(hotel)
    water, power = meters(hotel)
    read(hotel, water, 100)
    read(hotel, power, 5000)
    hotel.audit()
    hotel.audit()
    read(hotel, water, 103)
    read(hotel, power, 5040)
    return stay, water, power


def test_a_month_is_looked_at_and_then_posted_once(hotel: Hotel) -> None:
    stay, _water, _power = lived(hotel)
    (bill,) = monthly_bills(hotel.day)
    assert (bill.nights, bill.rent) == (2, Decimal("533.34"))
    assert {u.kind: (u.units, u.amount, u.billed) for u in bill.usage} == {
        WATER: (3, Decimal("100.00"), False),  # the least of a month
        ELECTRICITY: (40, Decimal("300.00"), False),
    }
    assert bill_month(hotel.desk("nok"), hotel.day) == 2
    assert hotel.balance(stay) == Decimal("933.34")
    posted = Posting.select().join(TransactionCode).where(TransactionCode.code == "ELEC").get()
    assert (posted.amount, posted.net, posted.description) == (
        Decimal("300.00"), Decimal("280.37"), "11/2026 5000–5040",
    )  # fmt: skip
    assert bill_month(hotel.desk("nok"), hotel.day) == 0
    (bill,) = monthly_bills(hotel.day)
    assert all(use.billed for use in bill.usage)
    assert bill.total == Decimal("933.34")


def test_the_database_bills_a_month_and_a_reading_once(hotel: Hotel) -> None:
    stay, water, _power = lived(hotel)
    bill_month(hotel.desk("nok"), hotel.day)
    charge = MeterCharge.get(MeterCharge.kind == WATER)
    other = Posting.select().where(Posting.id.not_in(MeterCharge.select(MeterCharge.posting))).first()
    with pytest.raises(peewee.IntegrityError), database.atomic():
        MeterCharge.create(stay=stay, month=charge.month, kind=WATER, posting=other, units=1)
    with pytest.raises(peewee.IntegrityError), database.atomic():
        BilledReading.create(charge=charge, reading=BilledReading.get().reading)
    with refused("READING_BILLED"):
        correct_reading(hotel.desk("noi"), water, 102)
    billed = BilledReading.get().reading_id
    for statement in (
        "DELETE FROM billed_reading",
        "DELETE FROM meter_charge",
        "UPDATE meter_charge SET units = 0",
        "UPDATE billed_reading SET charge_id = charge_id",
    ):
        with pytest.raises(peewee.DatabaseError, match="METER_BILLED"), database.atomic():
            database.execute_sql(statement)
    row = MeterReading.get_by_id(billed)
    with pytest.raises(peewee.DatabaseError, match="READING_BILLED"), database.atomic():
        MeterReading.create(
            meter=row.meter, date=row.date, value=1, units=1, corrects=row, staff=row.staff, at=row.at
        )


def test_a_charge_taken_back_on_the_folio_is_billed_again(hotel: Hotel) -> None:
    stay, water, _power = lived(hotel)
    bill_month(hotel.desk("nok"), hotel.day)
    charge = MeterCharge.get(MeterCharge.kind == WATER)
    correct(hotel.desk("nok"), charge.posting_id, "misread")
    (bill,) = monthly_bills(hotel.day)
    assert {u.kind: u.billed for u in bill.usage} == {WATER: False, ELECTRICITY: True}
    assert bill_month(hotel.desk("nok"), hotel.day) == 1
    assert hotel.balance(stay) == Decimal("933.34")
    assert water


def test_a_month_that_has_not_begun_and_a_meter_not_read_are_not_billed(small_hotel: Hotel) -> None:
    hotel = small_hotel
    monthly_guest(hotel)
    meters(hotel)
    with refused("MONTH_AHEAD"):
        bill_month(hotel.desk("nok"), datetime.date(2026, 12, 1))
    (bill,) = monthly_bills(hotel.day)
    assert [use.amount for use in bill.usage] == [None, None]
    assert bill_month(hotel.desk("nok"), hotel.day) == 0
    with refused("NO_RIGHT"):
        bill_month(hotel.desk("noi"), hotel.day)


def test_who_moves_pays_for_both_rooms_and_who_comes_after_for_neither(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, water, power = lived(hotel)
    move_room(hotel.desk(), stay, "202", "noise")
    other = keep_meter(hotel.desk(), "202", ELECTRICITY, Decimal("10.00"))
    read(hotel, other, 70)
    hotel.audit()
    read(hotel, other, 75)
    read(hotel, power, 5100)  # somebody used the empty room
    (bill,) = monthly_bills(hotel.day)
    (use,) = [u for u in bill.usage if u.kind == ELECTRICITY]
    assert (use.units, use.amount) == (45, Decimal("350.00"))
    assert water


def test_a_monthly_guest_leaves_with_the_meters_read_and_billed(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, water, power = lived(hotel)
    bill_month(hotel.desk("nok"), hotel.day)
    hotel.audit()
    hotel.pay_all(stay)
    with asked("METERS_OPEN", "check_in"):
        check_out(hotel.desk("nok"), stay, early=True)
    with refused("NOTHING_TO_BILL"):
        bill_departure(hotel.desk("nok"), stay)
    read(hotel, water, 104)
    read(hotel, power, 5050)
    with asked("METERS_OPEN", "check_in"):
        check_out(hotel.desk("nok"), stay, early=True)
    assert bill_departure(hotel.desk("nok"), stay) == 2
    assert hotel.balance(stay) == Decimal("93.00")  # 18.00 and 75.00; the least of the month was paid before
    hotel.pay_all(stay)
    check_out(hotel.desk("nok"), stay, early=True)
    daily = hotel.in_house("202")
    with refused("NOT_MONTHLY"):
        bill_departure(hotel.desk("nok"), daily)


def test_a_guest_billed_for_leaving_who_stays_on_is_billed_for_leaving_again(hotel: Hotel) -> None:
    stay, water, power = lived(hotel)
    assert bill_departure(hotel.desk("nok"), stay) == 2
    hotel.audit()
    read(hotel, water, 104)
    read(hotel, power, 5050)
    assert bill_departure(hotel.desk("nok"), stay) == 2
    assert MeterCharge.select().where(MeterCharge.final).count() == 4
    (bill,) = monthly_bills(hotel.day)
    assert bill.total - bill.rent == Decimal("493.00")  # 100.00 and 300.00, then 18.00 and 75.00


def test_readings_of_a_month_taken_back_may_be_billed_in_the_next(hotel: Hotel) -> None:
    stay, water, _power = lived(hotel)
    while hotel.day.month == 11:
        hotel.audit()
    bill_month(hotel.desk("nok"), NOVEMBER)
    charge = MeterCharge.get(MeterCharge.kind == WATER)
    correct(hotel.desk("nok"), charge.posting_id, "misread")
    read(hotel, water, 110)
    assert bill_departure(hotel.desk("nok"), stay) == 1
    assert [c.units for c in MeterCharge.select().where(MeterCharge.kind == WATER)] == [10]


def test_a_counter_with_fewer_digits_than_it_has_shown_is_refused(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _water, power = meters(hotel)
    read(hotel, power, 54321)
    with refused("METER_DIGITS"):
        keep_meter(hotel.desk(), "201", ELECTRICITY, Decimal("7.50"), number="E-1", digits=4, meter_id=power)


def test_the_bill_says_what_each_meter_showed(small_hotel: Hotel) -> None:
    from app.documents import as_text

    hotel = small_hotel
    lived(hotel)
    bill_month(hotel.desk("nok"), hotel.day)
    (bill,) = monthly_bills(first_of(hotel.day))
    text = as_text(monthly_bill_paper(Property.the(), bill, "en"), 80)
    for words in ("Nov 2026", "100 → 103", "5000 → 5040", "7.50", "300.00", "933.34"):
        assert words in text
    assert as_text(monthly_bill_paper(Property.the(), bill, "th"), 80)


def test_a_hotel_that_was_open_before_gets_the_codes_taxed_as_other_income(hotel: Hotel) -> None:
    migration = importlib.import_module("models.migrations.0018_keys")
    own = "SELECT id FROM transaction_code WHERE code IN ('RENT', 'WATR', 'ELEC')"

    def state() -> list[object]:
        return [
            *database.execute_sql(
                "SELECT code, name_th, kind, account_id, by_hand FROM transaction_code ORDER BY code"
            ),
            *database.execute_sql(
                "SELECT p.code, g.position, c.code, basis_points, valid_until FROM generate g"
                " JOIN transaction_code p ON p.id = parent_id JOIN transaction_code c ON c.id = child_id"
                " ORDER BY p.code, g.position"
            ),
            *database.execute_sql("SELECT code, price, inclusive FROM article ORDER BY code"),
        ]

    before = state()
    migration._for_open_hotels(database.obj)
    assert state() == before
    database.execute_sql(f"DELETE FROM generate WHERE parent_id IN ({own})")
    database.execute_sql("DELETE FROM transaction_code WHERE code IN ('RENT', 'WATR', 'ELEC')")
    database.execute_sql("DELETE FROM article WHERE code IN ('KEYCARD', 'KEYLOST')")
    migration._for_open_hotels(database.obj)
    assert state() == before
