"""Switching on a Monday: lists of the old program come in whole, with the right people, prices and numbers."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.front_office.codes import Article
from models.front_office.companies import Company
from models.front_office.guests import Guest, add_document, find_guests, update_guest
from models.front_office.imports import KINDS, Mapping, kept_mapping, mapping_from_file, propose
from models.front_office.imports.bookings import shared_out
from models.front_office.imports.mapping import keep_mapping
from models.front_office.imports.tables import ImportRow
from models.front_office.rates import RateCode, RatePrice
from models.front_office.reservations import (
    Reservation,
    Stay,
    cancel,
    change_dates,
    stay_nights,
)
from models.front_office.rooms import Room, RoomType
from models.front_office.stays import check_in
from models.house.acts import ChangeLog
from models.house.database import close_database, open_database
from models.house.refusals import Refused
from models.house.tables import read_table
from tests.hotel import FIRST_DAY, Hotel
from tests.importing import BOOKINGS, Importer, figures
from tests.refusing import everything, refused

PEOPLE = (
    "Profile ID,Last Name,First Name,Nationality,Passport No,Mobile,DOB,Language\n"
    "P1,Müller,Anna,German,C01X00T47,+49 30 901820,31/01/1980,EN\n"
    "P2,ใจดี,สมชาย,ไทย,1101700230708,081-234-5678,12/05/2525,TH\n"
)


@pytest.fixture
def old(hotel: Hotel, tmp_path: Path) -> Importer:
    return Importer(hotel, tmp_path)


@pytest.fixture
def old_small(small_hotel: Hotel, tmp_path: Path) -> Importer:
    return Importer(small_hotel, tmp_path)


def guest(family: str) -> Guest:
    return Guest.get((Guest.family == family) | (Guest.family_th == family))


# Profiles


def test_profiles_come_in_with_their_fields_where_they_belong(old: Importer) -> None:
    outcome = old.takes("profiles", PEOPLE)
    assert (figures(outcome), outcome.written) == ((2, 0, 0, 0), True)
    anna, somchai = guest("Müller"), guest("ใจดี")
    assert (anna.given, anna.nationality, anna.document_kind, anna.birth_date, anna.language) == ("Anna", "DEU", "passport", datetime.date(1980, 1, 31), "en")  # fmt: skip
    assert (somchai.given_th, somchai.family, somchai.document_kind, somchai.birth_date) == ("สมชาย", "", "thai id", datetime.date(1982, 5, 12))  # fmt: skip
    assert [row.guest_id for row in find_guests("0812345678").first(5)] == [somchai.id]


def test_the_same_file_twice_changes_nothing(old: Importer) -> None:
    old.takes("profiles", PEOPLE)
    before = everything()
    assert figures(old.takes("profiles", PEOPLE)) == (0, 0, 2, 0)
    assert everything() == before


def test_a_dry_run_writes_nothing_and_counts_what_it_would(old: Importer) -> None:
    before = everything()
    outcome = old.takes("profiles", PEOPLE, dry_run=True)
    assert (figures(outcome), outcome.written) == ((2, 0, 0, 0), False)
    assert everything() == before


def test_every_profile_is_in_the_change_log_with_its_line(old: Importer) -> None:
    old.takes("profiles", PEOPLE)
    log = ChangeLog.select().where(ChangeLog.subject == "guest").order_by(ChangeLog.id)
    assert [(row.operation, row.reason) for row in log] == [
        ("import_profiles", "opera, line 2"),
        ("import_profiles", "opera, line 3"),
    ]
    assert "Müller" in log[0].after


def test_a_person_is_found_again_by_document_phone_or_name(old: Importer) -> None:
    hotel = old.hotel
    by_document = hotel.guest("Meier", given="Hans", document_number="C01X00T47", phone="")
    by_phone = hotel.guest("Ono", given="Yoko", document_number="", phone="+66 81 234 5678")
    by_name = hotel.guest("Solo", given="Han", document_number="", nationality="")
    outcome = old.takes(
        "profiles",
        "id,last name,first name,passport no,phone,email\n"
        "1,Meyer,Hans,c01x00t47,030 1,hans@example.org\n"
        "2,Ono,Yoko,,0812345678,\n"
        "3,Solo,Han,,,han@example.org\n",
    )
    assert Guest.select().count() == 3
    assert len(outcome.notes) == 3
    subjects = {row.external_id: row.subject_id for row in ImportRow.select()}
    assert subjects == {"1": by_document, "2": by_phone, "3": by_name}
    kept = Guest.get_by_id(by_document)
    assert (kept.family, kept.email) == ("Meier", "hans@example.org"), "only what was empty is filled"


def test_two_of_one_name_are_two_people_where_something_speaks_against(old: Importer) -> None:
    old.hotel.guest("Jaidee", given="Somchai", phone="081 111 1111", document_number="")
    old.takes(
        "profiles",
        "id,last name,first name,phone\n1,Jaidee,Somchai,082 222 2222\n2,Brown,Tom,\n3,Brown,Tom,\n",
    )
    assert Guest.select().where(Guest.family == "Jaidee").count() == 2
    assert Guest.select().where(Guest.family == "Brown").count() == 2, "two numbers there are two people"


@pytest.mark.parametrize(
    ("written", "title", "family", "given", "thai"),
    [
        ("Mr. John Smith", "Mr.", "Smith", "John", ""),
        ("MÜLLER, Anna", "", "MÜLLER", "Anna", ""),
        ("MULLER, ANNA MS", "MS", "MULLER", "ANNA", ""),
        ("TANAKA Yuki", "", "TANAKA", "Yuki", ""),
        ("Jean Claude Dupont", "", "Dupont", "Jean Claude", ""),
        ("นายสมชาย ใจดี", "นาย", "", "", "สมชาย ใจดี"),
        ("คุณ สมศรี มีสุข", "คุณ", "", "", "สมศรี มีสุข"),
        ("Madonna", "", "Madonna", "", ""),
    ],
)
def test_a_full_name_is_taken_apart(
    old_small: Importer, written: str, title: str, family: str, given: str, thai: str
) -> None:
    old_small.takes("profiles", f'guest name;phone\n"{written}";0811\n')
    person = Guest.get()
    assert (person.title, person.family, person.given) == (title, family, given)
    assert f"{person.given_th} {person.family_th}".strip() == thai


def test_a_changed_row_changes_what_nobody_touched_here_and_names_the_conflict(old: Importer) -> None:
    old.takes("profiles", PEOPLE)
    anna = guest("Müller")
    update_guest(old.hotel.desk(), anna.id, phone="+49 89 5555")
    outcome = old.takes(
        "profiles", PEOPLE.replace("+49 30 901820", "+49 40 777").replace("C01X00T47", "C99Z99T99")
    )
    assert figures(outcome) == (0, 1, 1, 0)
    anna = Guest.get_by_id(anna.id)
    assert (anna.phone, anna.document_number) == ("+49 89 5555", "C99Z99T99")
    (conflict,) = outcome.notes
    assert (conflict.line, str(conflict)) == (2, "Phone: Changed here to +49 89 5555; +49 40 777 of the file is not taken.")  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("P1,,,German,X1,,,", "A guest needs a name."),
        ("P1,Meier,Hans,Atlantis,X1,,,", "Nationality: There is no country Atlantis."),
        ("P1,Meier,Hans,German,X1,,31/02/1980,", "Birth date: February has only 29 days."),
        ("P1,Meier,Hans,German,X1,,31/01/80,", "Birth date: Write the year of 31/01/80 in four figures."),
        ("P1,Meier,Hans,German,X1,,31/01/2030,", "Birth date: The birth date lies in the future."),
        ("P1,Meier,Hans,German,X1,,,Klingon", "Language: There is no Klingon here."),
    ],
)
def test_each_fault_of_a_profile_is_told_at_its_field(old_small: Importer, row: str, said: str) -> None:
    heading = PEOPLE.split("\n")[0]
    (fault,) = old_small.faults("profiles", f"{heading}\nP0,Good,One,THA,,,,\n{row}\n")
    assert (fault[0], said in fault[1]) == (3, True), fault


def test_a_wrong_thai_id_is_a_fault(old: Importer) -> None:
    text = "name;id type;id no\nSomchai Jaidee;บัตรประชาชน;1101700230709\n"
    assert "check digit" in old.faults("profiles", text)[0][1]


def test_all_faults_are_listed_at_once_and_nothing_of_the_file_is_taken(old: Importer) -> None:
    heading = PEOPLE.split("\n")[0]
    text = (
        f"{heading}\nP1,,,XX,,,1.1.1,\nP2,Good,One,THA,,,,\nP2,Good,Two,THA,,,,\nP3,A,B\nP4,Bell\x07,,,,,,\n"
    )
    assert [line for line, _said in old.faults("profiles", text)] == [2, 2, 4, 5, 6]


def test_an_id_that_stands_twice_is_a_fault(old: Importer) -> None:
    ((line, said),) = old.faults("profiles", "id,last name\n7,Meier\n7,Müller\n")
    assert (line, said) == (3, "Number there: 7 stands in the file twice.")


def test_a_file_without_a_name_column_says_so(old: Importer) -> None:
    ((line, said),) = old.faults("profiles", "phone,city\n0811,Bangkok\n")
    assert (line, said) == (1, "Full name: No column is given for it.")


def test_rows_without_numbers_are_known_again_by_what_they_say(old: Importer) -> None:
    text = "last name;first name;phone\nMeier;Hans;1\nOno;Yoko;2\n"
    old.takes("profiles", text)
    before = everything()
    assert figures(old.takes("profiles", text)) == (0, 0, 2, 0)
    assert everything() == before


def test_only_who_sets_the_hotel_up_takes_profiles_in(old: Importer) -> None:
    old.login = "nok"
    with refused("NO_RIGHT"):
        old.take("profiles", PEOPLE)


# Companies


COMPANIES = (
    "Code,Company,ชื่อบริษัท,Type,Tax ID,สาขา,Commission\n"
    "SIAM,Siam Tours,สยามทัวร์,Travel Agent,0105561000003,สำนักงานใหญ่,12.5\n"
    ",Rim Khong Trading,,Corporate,,,\n"
)


def test_companies_come_in_with_codes_of_their_own(old: Importer) -> None:
    old.takes("companies", COMPANIES)
    siam, rim = Company.select().order_by(Company.code.desc())
    assert (siam.code, siam.kind, siam.branch, siam.commission, siam.name_th) == ("SIAM", "agent", "00000", 1250, "สยามทัวร์")  # fmt: skip
    assert (rim.code, rim.kind) == ("C0002", "company")
    before = everything()
    old.takes("companies", COMPANIES)
    assert everything() == before
    old.takes("companies", COMPANIES.replace("12.5", "10"))
    assert Company.get(Company.code == "SIAM").commission == 1000


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,,,,,,", "A company needs a name"),
        ("A,Acme,,Wizard,,,", "There is no Wizard here"),
        ("A,Acme,,,0105561000004,,", "check digit"),
        ("A,Acme,,,,12x,", "five digits"),
        ("A,Acme,,,,,120", "between 0 and 100"),
    ],
)
def test_each_fault_of_a_company_is_told(old_small: Importer, row: str, said: str) -> None:
    (fault,) = old_small.faults("companies", f"{COMPANIES.split(chr(10))[0]}\n{row}\n")
    assert said in fault[1]


# Rates, rooms, articles


RATES = (
    'Rate Code,Room Type,From,To,1 Adult,2 Adults,Extra Bed\nHIGH,SUP,1/12/2569,31/01/2570,"2,400",2600,700\n'
)


def test_seasons_come_in_and_a_new_price_of_the_same_season_replaces_it(old: Importer) -> None:
    old.takes("rates", RATES)
    season = RatePrice.get(RatePrice.rate_code == RateCode.get(RateCode.code == "HIGH"))
    assert (season.first_night, season.last_night) == (datetime.date(2026, 12, 1), datetime.date(2027, 1, 31))
    assert (season.single, season.double, season.extra_adult, season.child) == (2400, 2600, 700, 0)
    before = everything()
    old.takes("rates", RATES)
    assert everything() == before
    assert figures(old.takes("rates", RATES.replace("2600", "2800"))) == (0, 1, 0, 0)
    assert RatePrice.get_by_id(season.id).double == 2800


@pytest.mark.parametrize(
    ("old_text", "new_text", "said"),
    [
        ("SUP", "XXX", "There is no room type XXX"),
        ('"2,400"', "free", "For one: free is not an amount"),
        ('"2,400"', "-5", "cannot be below zero"),
        ("31/01/2570", "31/11/2569", "November has only 30 days"),
        ("31/01/2570", "30/11/2569", "The last night lies before the first"),
        ("HIGH", "BAR", "There is a price from"),
    ],
)
def test_each_fault_of_a_season_is_told(old_small: Importer, old_text: str, new_text: str, said: str) -> None:
    ((line, told),) = old_small.faults("rates", RATES.replace(old_text, new_text))
    assert (line, said in told) == (2, True), told


def test_rooms_and_articles_come_in_once(old: Importer) -> None:
    rooms = "room,type,type_th,type_en,persons,floor\n401,FAM,แฟมิลี่,Family,4,4\n402,FAM,,,,4\n"
    articles = "code,charge,name_th,name_en,price,inclusive\nCOLA,MINI,โคล่า,Cola,40,yes\n"
    for _time in range(2):
        old.takes("rooms", rooms)
        old.takes("articles", articles)
    assert Room.select().where(Room.floor == "4").count() == 2
    assert RoomType.get(RoomType.code == "FAM").most_persons == 4
    assert Article.get(Article.code == "COLA").inclusive
    assert "Room 401 exists already" in Importer(old.hotel, old.folder, "other").faults("rooms", rooms)[0][1]
    assert "There is no transaction code WINE" in old.faults("articles", articles.replace("MINI", "WINE").replace("COLA", "COLB"))[0][1]  # fmt: skip


# Bookings


def stay_of(number: str) -> Stay:
    return Stay.get(Stay.reservation == Reservation.get(Reservation.external_id == number))


def test_bookings_come_in_under_their_number_with_the_price_agreed(old: Importer) -> None:
    old.takes("profiles", PEOPLE)
    old.takes(
        "bookings",
        "Conf No,Profile ID,Arrival,Departure,Room Type,Rate Code,Total Price,Adults,Res Type,Note\n"
        "900,P1,1/12/2569,4/12/2569,Superior,BAR,5000,2,GTD,quiet room\n",
    )
    stay = stay_of("900")
    assert (stay.guest.family, stay.arrival, stay.nights, stay.adults) == ("Müller", datetime.date(2026, 12, 1), 3, 2)  # fmt: skip
    assert [night.amount for night in stay_nights(stay.id)] == [Decimal("1666.68"), Decimal("1666.66"), Decimal("1666.66")]  # fmt: skip
    made = stay.reservation
    assert (made.external_source, made.guarantee, made.note, made.confirmation) == ("opera", "guaranteed", "quiet room", "000001")  # fmt: skip
    assert all(night.fixed_rate for night in stay_nights(stay.id))


def test_a_booking_without_price_takes_the_rates(old: Importer) -> None:
    old.books("1,Anna Müller,2026-12-30,2027-01-02,SUP,BAR")
    assert [n.amount for n in stay_nights(stay_of("1").id)] == [Decimal(1500)] * 3


def test_the_price_of_each_night_is_taken_as_it_stands(old: Importer) -> None:
    old.takes(
        "bookings", f"{BOOKINGS},Nightly Prices\n1,Anna Müller,2026-12-01,2026-12-04,SUP,BAR,1700;1700;2300\n"
    )
    assert [n.amount for n in stay_nights(stay_of("1").id)] == [1700, 1700, 2300]


def test_bookings_of_one_guest_find_one_profile(old: Importer) -> None:
    known = old.hotel.guest("Müller", given="Anna", document_number="")
    old.books(
        "1,Anna Müller,2026-12-01,2026-12-02,SUP,BAR",
        '2,"MÜLLER, Anna",2026-12-05,2026-12-06,SUP,BAR'.replace('"MÜLLER, Anna"', '"MÜLLER, Anna"'),
    )
    assert {stay.guest_id for stay in Stay.select()} == {known}


def test_the_same_bookings_twice_change_nothing(old: Importer) -> None:
    lines = ["1,Anna Müller,2026-12-01,2026-12-03,SUP,BAR", "2,สมชาย ใจดี,2026-12-01,2026-12-05,DLX,NET"]
    old.books(*lines)
    before = everything()
    assert figures(old.books(*lines)) == (0, 0, 2, 0)
    assert everything() == before


def test_two_equal_lines_without_numbers_are_two_rooms_and_stay_two(old: Importer) -> None:
    line = "Anna Müller,2026-12-01,2026-12-03,SUP,BAR"
    text = "\n".join([BOOKINGS.removeprefix("Conf No,"), line, line])
    old.takes("bookings", text)
    assert figures(old.takes("bookings", text)) == (0, 0, 2, 0)
    assert Stay.select().count() == 2


ROW = "1,Anna Müller,2026-12-01,2026-12-03,SUP,BAR"


@pytest.mark.parametrize(
    ("old_text", "new_text", "said"),
    [
        ("SUP", "ZZZ", "Room type: There is no room type ZZZ."),
        ("SUP", "", "Room type: It is empty."),
        ("BAR", "XXX", "Rate code: There is no rate code XXX."),
        ("2026-12-03", "2026-11-30", "Departure: The departure lies before the arrival."),
        ("2026-12-03", "2028-12-03", "Departure: A stay has at most 400 nights."),
        ("2026-12-01", "2026-11-01", "Arrival: The arrival lies before the business date 23 Nov 2026."),
        ("2026-12-01", "soon", "Arrival: soon is no date."),
        ("2026-12-01", "", "Arrival: It is empty."),
        ("Anna Müller", "", "Full name: A guest needs a name."),
        ("2026-12-03", "2028-01-05", "has no price for SUP"),
    ],
)
def test_each_fault_of_a_booking_is_told_at_its_field(
    old_small: Importer, old_text: str, new_text: str, said: str
) -> None:
    good = "9,Good One,2026-12-01,2026-12-03,SUP,BAR"
    row = ROW.replace(old_text, new_text)
    if "no price" in said:
        row = row.replace("2026-12-01", "2027-12-30")
    ((line, told),) = old_small.faults("bookings", "\n".join([BOOKINGS, good, row]))
    assert (line, said in told) == (3, True), told


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("Price per night", "cheap", "Price a night: cheap is not an amount"),
        ("Price per night", "-5", "cannot be below zero"),
        ("Nightly Prices", "1;2;3", "One price a night: 2 are needed."),
        ("Nights", "5", "Nights: The dates have 2 nights."),
        ("Adults", "0", "Adults: At least one adult."),
        ("Adults", "two", "Adults: two is no whole number."),
        ("Adults", "9", "Adults: A SUP room holds 2 persons and one extra bed."),
        ("Company", "Nobody Ltd", "Company: There is no company Nobody Ltd."),
        ("Guarantee", "maybe", "Guarantee: There is no maybe here."),
        ("Status", "odd", "State: There is no odd here."),
        ("Room No", "999", "Room: There is no room 999."),
        ("Rooms", "0", "Number of rooms: One to 100 rooms"),
    ],
)
def test_each_fault_of_a_further_column_is_told(
    old_small: Importer, column: str, value: str, said: str
) -> None:
    ((line, told),) = old_small.faults("bookings", f"{BOOKINGS},{column}\n{ROW},{value}\n")
    assert (line, said in told) == (2, True), told


def test_bookings_over_the_limit_are_faults_until_somebody_with_the_right_says_why(old: Importer) -> None:
    lines = [f"{n},Guest {n},2026-12-01,2026-12-02,SUP,BAR" for n in range(1, 9)]
    text = "\n".join([BOOKINGS, *lines])
    assert [(line, "sold out" in said and "NO_AVAILABILITY" in said) for line, said in old.faults("bookings", text)] == [(8, True), (9, True)]  # fmt: skip
    outcome = old.take("bookings", text)
    assert [refusal.code for refusal in outcome.asks] == ["NO_AVAILABILITY"]
    old.login = "nok"  # who may not overbook cannot answer
    assert len(old.faults("bookings", text, NO_AVAILABILITY="sold long ago")) == 2
    old.login = "pavinee"
    assert figures(old.takes("bookings", text, NO_AVAILABILITY="sold long ago")) == (8, 0, 0, 0)
    reasons = {row.reason for row in ChangeLog.select().where(ChangeLog.subject == "reservation")}
    assert "opera, line 8; NO_AVAILABILITY: sold long ago" in reasons
    assert "opera, line 2" in reasons, "who needed no answer carries none"


def test_a_moved_and_dearer_booking_moves_and_keeps_its_number(old: Importer) -> None:
    header = f"{BOOKINGS},Price per night,ETA"
    old.takes("bookings", f"{header}\n{ROW},1600,\n")
    stay = stay_of("1")
    moved = ROW.replace("2026-12-03", "2026-12-04").replace("SUP", "DLX")
    assert figures(old.takes("bookings", f"{header}\n{moved},1650,18:30\n")) == (0, 1, 0, 0)
    after = stay_of("1")
    assert (after.id, after.nights, after.room_type.code, after.eta) == (stay.id, 3, "DLX", "18:30")
    assert [n.amount for n in stay_nights(after.id)] == [1650] * 3
    before = everything()
    assert figures(old.takes("bookings", f"{header}\n{moved},1650,18:30\n")) == (0, 0, 1, 0)
    assert everything() == before


def test_a_booking_changed_here_by_hand_is_not_changed_by_the_file(old: Importer) -> None:
    old.books(ROW)
    stay = stay_of("1")
    change_dates(old.hotel.desk(), stay.id, stay.arrival, datetime.date(2026, 12, 5))
    outcome = old.books(ROW.replace("2026-12-03", "2026-12-04"))
    assert (figures(outcome), stay_of("1").departure) == ((0, 0, 1, 0), datetime.date(2026, 12, 5))
    assert "changed here by hand" in str(outcome.notes[0])


def test_bookings_in_house_cancelled_or_gone_are_never_touched(old: Importer) -> None:
    today = FIRST_DAY.isoformat()
    lines = [f"{n},Anna Person{n},{today},2026-11-25,SUP,BAR" for n in (1, 2, 3)]
    hotel = old.hotel
    for n in (1, 2, 3):
        hotel.guest(f"Person{n}")
    old.books(*lines)
    check_in(hotel.desk(), stay_of("1").id, "201")
    cancel(hotel.desk(), stay_of("2").id, "called")
    check_in(hotel.desk(), stay_of("3").id, "202")
    hotel.audit()
    hotel.leaves(stay_of("3").id, early=True)
    before = {n: stay_of(n).__data__ for n in "123"}
    outcome = old.books(*[line.replace("2026-11-25", "2026-11-26") for line in lines])
    assert {n: stay_of(n).__data__ for n in "123"} == before
    assert (outcome.changed, len(outcome.notes)) == (0, 3)


def test_what_is_cancelled_there_is_passed_over_or_cancelled_here(old: Importer) -> None:
    header = f"{BOOKINGS},Status"
    old.takes("bookings", f"{header}\n{ROW},Confirmed\n2{ROW[1:]},Cancelled\n")
    assert Stay.select().count() == 1
    outcome = old.takes("bookings", f"{header}\n{ROW},Canceled\n")
    assert (outcome.cancelled, stay_of("1").state, stay_of("1").reason) == (
        1,
        "cancelled",
        "Cancelled: opera",
    )


def test_several_rooms_under_one_number_come_in_as_one_booking(old: Importer) -> None:
    old.takes("bookings", f"{BOOKINGS},Rooms,Total\n{ROW},2,6800\n")
    made = Reservation.get(Reservation.external_id == "1")
    stays = list(Stay.select().where(Stay.reservation == made))
    assert [[n.amount for n in stay_nights(stay.id)] for stay in stays] == [[1700, 1700], [1700, 1700]]


def test_a_company_books_under_its_name_and_its_old_number(old: Importer) -> None:
    old.takes("companies", "Account No,Name\nA77,Siam Tours\n")
    old.takes("bookings", f"{BOOKINGS},Company,Travel Agent\n{ROW},A77,\n2{ROW[1:]},,siam tours\n")
    made = list(Reservation.select().order_by(Reservation.external_id))
    company = Company.get()
    assert [(r.company_id, r.agent_id) for r in made] == [(company.id, None), (None, company.id)]


def test_a_clerk_takes_bookings_in_as_far_as_his_discount_goes(old: Importer) -> None:
    old.login = "nok"
    assert figures(old.takes("bookings", f"{BOOKINGS},Price per night\n{ROW},1400\n")) == (1, 0, 0, 0)
    ((_line, told),) = old.faults("bookings", f"{BOOKINGS},Price per night\n2{ROW[1:]},900\n")
    assert "PRICE_CHANGED" in told


def test_a_guest_who_is_not_wanted_is_a_fault_that_may_be_answered(old: Importer) -> None:
    update_guest(old.hotel.desk(), old.hotel.guest("Müller", document_number=""), do_not_rent="broke the bed")
    ((_line, told),) = old.faults("bookings", f"{BOOKINGS}\n{ROW}\n")
    assert "broke the bed" in told
    old.books(ROW, DO_NOT_RENT="paid for it")


def test_the_29th_of_february_2571_is_a_night(old: Importer) -> None:
    old.takes("rates", RATES.replace("1/12/2569", "1/1/2571").replace("31/01/2570", "31/12/2571"))
    old.books("1,Anna Müller,28/02/2571,1/3/2571,SUP,HIGH")
    assert [n.date.day for n in stay_nights(stay_of("1").id)] == [28, 29]


@pytest.mark.parametrize(("total", "nights"), [("100.00", 3), ("0.01", 2), ("0.00", 4), ("4999.99", 7)])
def test_a_total_shared_over_nights_adds_to_it_to_the_satang(total: str, nights: int) -> None:
    assert sum(shared_out(Decimal(total), nights)) == Decimal(total)


def test_a_total_that_does_not_divide_among_rooms_is_a_fault(old: Importer) -> None:
    assert "does not divide by 3" in old.faults("bookings", f"{BOOKINGS},Rooms,Total\n{ROW},3,100\n")[0][1]


# Mappings


def test_headings_of_other_programs_find_their_fields(old_small: Importer) -> None:
    table = read_table(old_small.file(
        "Confirmation Number;Guest Last Name;Guest First Name;Check-In Date;Check-out date;Room Type;Rate Plan;"
        "Grand Total;No. of Rooms;Colour\n1;A;B;1/12/2026;2/12/2026;SUP;BAR;100;1;red\n"
    ))  # fmt: skip
    mapping = propose(KINDS["bookings"].fields, table)
    assert mapping.columns == {
        "external_id": "Confirmation Number", "family": "Guest Last Name", "given": "Guest First Name",
        "arrival": "Check-In Date", "departure": "Check-out date", "room_type": "Room Type",
        "rate_code": "Rate Plan", "total": "Grand Total", "rooms": "No. of Rooms",
    }  # fmt: skip


def test_thai_headings_find_their_fields(old_small: Importer) -> None:
    table = read_table(old_small.file(
        "เลขที่การจอง,ชื่อ-นามสกุล,วันเข้าพัก,วันออก,ประเภทห้อง,รหัสราคา,ราคาต่อคืน,ผู้ใหญ่,หมายเหตุ\n"
        "1,สมชาย ใจดี,1/12/2569,3/12/2569,ดีลักซ์,BAR,2200,2,ชั้นสูง\n", encoding="cp874",
    ))  # fmt: skip
    mapping = propose(KINDS["bookings"].fields, table)
    assert mapping.columns["name"] == "ชื่อ-นามสกุล"
    assert mapping.values["room_type"] == {"ดีลักซ์": "DLX"}
    old_small.takes("bookings", (old_small.folder / "list.csv").read_bytes().decode("cp874"))
    assert stay_of("1").room_type.code == "DLX"


def test_a_mapping_is_kept_and_proposed_again_with_values_and_what_is_always_so(old: Importer) -> None:
    text = "Nr,Wer,Von,Bis,Zimmer\n1,Anna Müller,1.12.2026,3.12.2026,EZ\n"
    mapping = Mapping(
        {"external_id": "Nr", "name": "Wer", "arrival": "Von", "departure": "Bis", "room_type": "Zimmer"},
        {"room_type": {"EZ": "SUP"}},
        {"rate_code": "BAR", "guarantee": "guaranteed"},
    )
    keep_mapping(old.hotel.desk(), "bookings", "OPERA", mapping)
    assert kept_mapping("bookings", "opera") == mapping
    old.takes("bookings", text)
    assert (stay_of("1").room_type.code, stay_of("1").reservation.guarantee) == ("SUP", "guaranteed")


def test_a_mapping_stands_in_a_file_of_its_own(old_small: Importer) -> None:
    file = old_small.file(
        'source = "Fidelio"\n[columns]\nname = "Wer"\n[values.sex]\n"Herr" = "M"\n[always]\nlanguage = "en"\n',
        "map.toml",
    )
    assert mapping_from_file(file) == (
        "Fidelio",
        Mapping({"name": "Wer"}, {"sex": {"Herr": "M"}}, {"language": "en"}),
    )
    for wrong in ("columns = 3\n", "[colums]\na = 1\n", "= nothing", '[values]\nsex = "M"\n'):
        with refused("MAPPING_FILE"):
            mapping_from_file(old_small.file(wrong, "map.toml"))


def test_a_mapping_that_names_what_is_not_there_is_refused(old: Importer) -> None:
    with refused("MAPPING_FIELD"):
        old.take("profiles", PEOPLE, mapping=Mapping({"surname": "Last Name"}))
    with refused("MAPPING_COLUMN"):
        old.take("profiles", PEOPLE, mapping=Mapping({"family": "Nachname"}))
    old.source = " "
    with refused("NO_SOURCE"):
        old.take("profiles", PEOPLE)


# All or nothing, whatever happens


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.integers(1, 6), st.sampled_from(["Anna Müller", "สมชาย ใจดี", "TANAKA Yuki"]),
            st.integers(0, 20), st.integers(0, 4), st.sampled_from(["SUP", "DLX"]), st.integers(500, 3000),
        ),
        min_size=1, max_size=6, unique_by=lambda row: row[0],
    )
)  # fmt: skip
def test_importing_twice_is_importing_once(old_small: Importer, rows: list[tuple[object, ...]]) -> None:
    text = f"{BOOKINGS},Price per night\n" + "".join(
        f"{number},{name},{FIRST_DAY + datetime.timedelta(days=start)},"
        f"{FIRST_DAY + datetime.timedelta(days=start + nights)},{kind},BAR,{price}\n"  # type: ignore[operator]
        for number, name, start, nights, kind, price in rows
    )
    first = old_small.take("bookings", text, NO_AVAILABILITY="sold before")
    once = everything()
    again = old_small.take("bookings", text, NO_AVAILABILITY="sold before")
    assert everything() == once
    assert first.faults == again.faults
    if first.written:
        assert figures(again) == (0, 0, len(rows), 0)


KILLED = """
import os, signal, sys
from pathlib import Path
from models.front_office.imports import KINDS, import_table, propose
from models.house.database import open_database
from models.house.tables import read_table
from tests.hotel import Hotel
open_database(sys.argv[1])
table = read_table(Path(sys.argv[2]))
kind = KINDS["profiles"]
def die(done, total):
    if done >= 300:
        os.kill(os.getpid(), signal.SIGKILL)
import_table(Hotel().desk(), kind, table, propose(kind.fields, table), "opera", progress=die)
"""


def test_an_import_killed_in_the_middle_leaves_nothing_and_can_be_done_again(
    hotel_url: str, tmp_path: Path
) -> None:
    open_database(hotel_url)
    before = everything()
    close_database()
    file = tmp_path / "people.csv"
    file.write_text(
        "id,last name,first name\n" + "".join(f"{n},Family{n},Given\n" for n in range(600)), "utf-8"
    )
    root = Path(__file__).parent.parent
    died = subprocess.run(
        [sys.executable, "-c", KILLED, hotel_url, str(file)], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL
    open_database(hotel_url)
    assert everything() == before
    old = Importer(Hotel(), tmp_path)
    assert old.takes("profiles", file.read_text("utf-8")).new == 600
    close_database()


def test_the_database_takes_one_row_of_a_source_once(old: Importer) -> None:
    old.takes("profiles", PEOPLE)
    row = ImportRow.select().first().__data__
    with pytest.raises(Exception, match=r"(?i)unique"):
        ImportRow.insert(**{k: v for k, v in row.items() if k != "id"}).execute()


def test_what_cannot_be_read_at_all_is_refused(old_small: Importer) -> None:
    with pytest.raises(Refused) as caught:
        old_small.take("profiles", "")
    assert caught.value.code == "TABLE_EMPTY"


def test_a_line_with_several_faults_tells_them_all(old_small: Importer) -> None:
    row = "1,Anna Müller,2026-12-05,2026-12-03,ZZZ,YYY"
    told = [said for _line, said in old_small.faults("bookings", f"{BOOKINGS},Adults\n{row},many\n")]
    assert told == [
        "Room type: There is no room type ZZZ.", "Rate code: There is no rate code YYY.",
        "Adults: many is no whole number.", "Departure: The departure lies before the arrival.",
    ]  # fmt: skip


def test_a_booking_finds_the_profile_its_guest_was_merged_into(old: Importer) -> None:
    from models.front_office.guests import merge_guests

    old.takes("profiles", PEOPLE)
    kept = old.hotel.guest("Mueller", given="Anna", nationality="DEU", document_number="")
    merge_guests(old.hotel.desk(), kept, guest("Müller").id)
    old.takes(
        "bookings",
        "Conf No,Profile ID,Arrival,Departure,Room Type,Rate Code\n1,P1,1/12/2569,2/12/2569,SUP,BAR\n",
    )
    assert stay_of("1").guest_id == kept
    old.takes("profiles", PEOPLE.replace("+49 30 901820", "+49 40 777"))
    assert Guest.get_by_id(kept).phone == "+49 40 777"


def test_a_person_is_found_by_a_passport_that_is_not_in_force(old: Importer) -> None:
    hotel = old.hotel
    known = hotel.guest("Meier", given="Hans", document_number="NEW456")
    add_document(hotel.desk(), known, "passport", "OLD123")
    old.takes("profiles", "id,last name,first name,passport no\n1,Meyer,H.,OLD123\n")
    assert ImportRow.get().subject_id == known
