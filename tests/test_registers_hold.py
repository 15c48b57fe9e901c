"""What was written in the register of the law is not spoilt by what happens to the guest or the profile later."""

from __future__ import annotations

import datetime

import pytest

from models.front_office.change_history import changes
from models.front_office.guests import Guest, merge_guests, update_guest
from models.front_office.identity import TravelDocument
from models.front_office.privacy import erase_documents, erase_guest
from models.front_office.registers import RegisterLine
from models.front_office.registers.days import close_register, complete_registration, lines_of
from models.front_office.registers.particulars import age_on
from models.front_office.registers.tm30 import mark_exported, to_report
from models.front_office.registers.tm30_workbook import tm30_files
from models.front_office.stays import add_person, reinstate, remove_person
from screens.front_office.person_fields import person_of
from tests.hotel import FIRST_DAY, Hotel
from tests.refusing import refused
from tests.test_privacy import later


def left(hotel: Hotel, guest: int, room: str = "201") -> int:
    """A guest who came on the first day and has left; nobody has closed the register yet."""
    stay = hotel.in_house(room, nights=1, guest=guest)
    hotel.audit()
    hotel.leaves(stay)
    return stay


def test_a_guest_who_comes_again_with_another_passport_leaves_the_lines_of_the_former_stay(
    hotel: Hotel,
) -> None:
    guest = hotel.registered_guest("Müller", document_number="OLD11111")
    stay = left(hotel, guest)
    hotel.audit()
    update_guest(hotel.desk("nok"), guest, document_number="NEW22222", address="Paris, France")
    hotel.in_house("202", nights=1, guest=guest)
    assert {line.document_number for line in RegisterLine.select().where(RegisterLine.stay == stay)} == {
        "OLD11111"
    }
    (now,) = lines_of(hotel.day)
    assert (now.document_number, now.address) == ("NEW22222", "Paris, France")


def test_what_a_guest_who_has_left_did_not_tell_is_filled_in_and_a_slip_corrected(small_hotel: Hotel) -> None:
    hotel = small_hotel
    guest = hotel.guest("Müller", occupation="Cook")
    stay = left(hotel, guest)
    update_guest(hotel.desk("nok"), guest, address="Berlin, Germany")
    assert {line.missing for line in RegisterLine.select()} == {""}
    complete_registration(hotel.desk("nok"), stay, guest, {}, {"family": "Möller"})
    assert {line.name for line in RegisterLine.select()} == {"MÖLLER Anna"}


def test_completing_one_person_leaves_the_lines_of_another(small_hotel: Hotel) -> None:
    hotel = small_hotel
    first, second = hotel.registered_guest("First"), hotel.guest("Second", address="Rome")
    stay = hotel.in_house("201", nights=1, guest=first)
    add_person(hotel.desk("nok"), stay, second)
    hotel.audit()
    hotel.leaves(stay)
    update_guest(hotel.desk("nok"), first, address="Elsewhere")
    complete_registration(hotel.desk("nok"), stay, second, {}, {"occupation": "Cook"})
    of_first = RegisterLine.select().where(RegisterLine.guest == first)
    assert "Elsewhere" not in {line.address for line in of_first}


@pytest.mark.parametrize("erase", [erase_guest, erase_documents])
def test_nobody_is_erased_before_the_register_is_closed(small_hotel: Hotel, erase: object) -> None:
    hotel = small_hotel
    guest = hotel.registered_guest("Müller")
    left(hotel, guest)
    hotel.audit()
    later(hotel, 100)
    with refused("REGISTER_OPEN") as refusal:
        erase(hotel.desk(), guest, "asked for")  # type: ignore[operator]
    assert refusal.said.message.values["date"] == FIRST_DAY
    for date in (FIRST_DAY, hotel.after(-1)):
        close_register(hotel.desk("nok"), date)
    erase(hotel.desk(), guest, "asked for")  # type: ignore[operator]
    assert {line.name for line in RegisterLine.select()} == {"MÜLLER Anna"}


def test_who_was_taken_off_and_comes_back_the_same_day_has_not_left(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3, guest=hotel.registered_guest("Müller"))
    friend = hotel.registered_guest("Lang")
    add_person(hotel.desk("nok"), stay, friend)
    hotel.audit()
    remove_person(hotel.desk("nok"), stay, friend)
    add_person(hotel.desk("nok"), stay, friend)
    (line,) = [line for line in lines_of(hotel.day) if line.guest_id == friend]
    assert (line.kind, line.left_at) == ("no change", None)
    hotel.audit()
    hotel.audit()
    assert [line.kind for line in lines_of(hotel.after(-1))] == ["no change", "no change"]


def test_a_check_out_undone_brings_nobody_back_who_had_left_before(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=1, guest=hotel.registered_guest("Müller"))
    friend = hotel.registered_guest("Lang")
    add_person(hotel.desk("nok"), stay, friend)
    hotel.audit()
    remove_person(hotel.desk("nok"), stay, friend)
    hotel.leaves(stay)
    reinstate(hotel.desk("nok"), stay)
    kinds = {line.name: (line.kind, line.left_at is None) for line in lines_of(hotel.day)}
    assert kinds == {"LANG Anna": ("departure", False), "MÜLLER Anna": ("no change", True)}


def test_an_unknown_day_of_birth_makes_nobody_older(small_hotel: Hotel) -> None:
    date = datetime.date(2026, 11, 23)
    born = Guest(birth_date=datetime.date(2008, 1, 1), birth_precision="year")
    assert age_on(born, date) == 17
    assert age_on(Guest(birth_date=datetime.date(2008, 11, 1), birth_precision="month"), date) == 17
    assert age_on(Guest(birth_date=datetime.date(2008, 11, 1)), date) == 18


def test_who_comes_back_within_a_stay_is_reported_to_immigration_once(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=6, guest=hotel.registered_guest("Müller"))
    friend = hotel.registered_guest("Lang")
    add_person(hotel.desk("nok"), stay, friend)
    hotel.audit()
    remove_person(hotel.desk("nok"), stay, friend)
    hotel.audit()
    add_person(hotel.desk("nok"), stay, friend)
    assert [one.name for one in to_report(hotel.day)].count("LANG Anna") == 1
    files = tm30_files(hotel.day)
    assert [len(file.persons) for file in files] == [2]
    mark_exported(hotel.desk("nok"), files[0].name, files[0].persons)


@pytest.mark.parametrize("wrong", [{"family": "ใจดี"}, {"middle": "สม"}, {"given": "สมชาย A"}])
def test_no_name_in_other_letters_goes_to_immigration(small_hotel: Hotel, wrong: dict[str, str]) -> None:
    guest = small_hotel.registered_guest("Quinn")
    small_hotel.in_house("201", guest=guest)
    update_guest(small_hotel.desk("nok"), guest, **wrong)
    with refused("TM30_NAME"):
        tm30_files(small_hotel.day)


def test_names_with_accents_and_apostrophes_go_to_immigration(small_hotel: Hotel) -> None:
    guest = small_hotel.registered_guest("O'Neill-Núñez", given="Zoë")
    small_hotel.in_house("201", guest=guest)
    assert len(tm30_files(small_hotel.day)) == 1


def test_a_merge_shows_no_whole_number_in_the_log(small_hotel: Hotel) -> None:
    hotel = small_hotel
    kept, dropped = hotel.guest("One", document_number=""), hotel.guest("Two", document_number="ZX998877")
    merge_guests(hotel.desk(), kept, dropped)
    shown = "".join(f"{change.before}{change.after}" for change in changes().first(200))
    assert "998877" not in shown.replace("••••8877", "")


def test_a_birth_date_typed_over_a_scanned_year_is_known_to_the_day() -> None:
    document = TravelDocument(
        "TD3", "passport", "UTO", "ERIKSSON", "ANNA MARIA", "L898902C3", "UTO", datetime.date(1985, 1, 1), "year", "F",
        None, "", (),
    )  # fmt: skip
    values = {"mrz": document, "document_number": "L898902C3", "birth_date": datetime.date(1985, 1, 1)}
    assert person_of(0, values).values["birth_precision"] == "year"
    told = person_of(0, values | {"birth_date": datetime.date(1985, 6, 17)})
    assert "birth_precision" not in told.values


def test_who_comes_back_into_another_room_stands_there_in_the_register(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=1, guest=hotel.registered_guest("Müller"))
    hotel.audit()
    hotel.leaves(stay)
    reinstate(hotel.desk(), stay, "203")
    hotel.leaves(stay)
    (line,) = lines_of(hotel.day)
    assert (line.room, line.kind, line.changed) == ("203", "departure", "room")
