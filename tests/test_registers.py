"""The guest register ร.ร.4: a line at check-in, one for each later day, closed and sent to the registrar."""

from __future__ import annotations

import csv
import datetime
import io
import json

import pytest

from app.documents import as_pdf, as_text
from models.front_office.desk_flows import register_person
from models.front_office.guests import Guest, merge_guests, update_guest
from models.front_office.night_audit import findings
from models.front_office.opening import set_setting
from models.front_office.registers import RegisterDay, RegisterLine
from models.front_office.registers.card import cards_of_arrivals, cards_of_stay
from models.front_office.registers.days import (
    close_register,
    complete_registration,
    lines_of,
    send_week,
    weeks,
    weeks_unsent,
)
from models.front_office.registers.papers import (
    HEADINGS,
    cells_of,
    cover_letter,
    register_csv,
    register_paper,
)
from models.front_office.registers.work import tasks
from models.front_office.reservations import Stay, StayPerson
from models.front_office.room_changes import swap_rooms
from models.front_office.stays import (
    add_person,
    check_in,
    check_out,
    move_room,
    reinstate,
    remove_person,
    undo_check_in,
)
from models.house.acts import ChangeLog
from models.house.property import Property
from tests.hotel import FIRST_DAY, Hotel
from tests.refusing import refused

ONE_DAY = datetime.timedelta(days=1)


def register(date: datetime.date) -> list[tuple[str, str, str, str]]:
    """Number, room, who and which kind of line, as they stand on a date."""
    return [(line.said_number, line.room, line.name, line.kind) for line in lines_of(date)]


def thai(hotel: Hotel, **more: object) -> int:
    return hotel.registered_guest(
        "Jaidee", given="Somchai", given_th="สมชาย", family_th="ใจดี", nationality="THA", document_kind="thai id",
        document_number="1101700230708", address="99/1 ต.บางพลี อ.บางพลี จ.สมุทรปราการ", occupation="ค้าขาย", **more,
    )  # fmt: skip


def test_a_week_with_stay_overs_a_move_a_departure_and_a_new_person(hotel: Hotel) -> None:
    monday = hotel.day
    staying = hotel.in_house("201", nights=6, guest=thai(hotel))
    moving = hotel.in_house("202", nights=4, guest=hotel.registered_guest("Garcia", given="Sofia"))
    hotel.audit()
    assert register(monday) == [
        ("2569-00001", "201", "สมชาย ใจดี", "arrival"),
        ("2569-00002", "202", "GARCIA Sofia", "arrival"),
    ]
    move_room(hotel.desk("nok"), moving, "203", "noise from the street")
    hotel.audit()
    assert register(monday + ONE_DAY) == [
        ("2569-00003", "201", "สมชาย ใจดี", "no change"),
        ("2569-00004", "203", "GARCIA Sofia", "change"),
    ]
    son = hotel.registered_guest("Garcia", given="Luis", birth_date=datetime.date(2016, 5, 1), occupation="")
    add_person(hotel.desk("nok"), moving, son)
    hotel.audit()
    assert register(monday + 2 * ONE_DAY) == [
        ("2569-00005", "203", "GARCIA Luis", "arrival"),
        ("2569-00006", "201", "สมชาย ใจดี", "no change"),
        ("2569-00007", "203", "GARCIA Sofia", "no change"),
    ]
    assert lines_of(monday + 2 * ONE_DAY)[0].occupation == "เด็ก (Child)"
    hotel.audit()
    hotel.leaves(moving)
    assert {(n, kind) for n, _r, _w, kind in register(hotel.day)} == {
        ("2569-00011", "departure"),
        ("2569-00012", "departure"),
    }
    assert all(line.left_at for line in lines_of(hotel.day))
    hotel.audit()
    assert register(monday + 4 * ONE_DAY)[-1] == ("2569-00013", "201", "สมชาย ใจดี", "no change")
    hotel.audit()
    hotel.leaves(staying)
    hotel.audit()
    assert [line.kind for line in lines_of(monday + 6 * ONE_DAY)] == ["departure"]
    numbers = [line.number for line in RegisterLine.select().order_by(RegisterLine.number)]
    assert numbers == list(range(1, len(numbers) + 1))
    send_week(hotel.desk("nok"), monday, hotel.day, "by hand", "รับที่ 12/2569")
    assert RegisterDay.select().count() == 7


def test_the_columns_are_those_of_the_form_in_thai_years(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1, guest=thai(hotel))
    hotel.audit()
    hotel.leaves(stay)
    arrived, left = lines_of(FIRST_DAY)[0], lines_of(hotel.day)[0]
    home = "99/1 ต.บางพลี อ.บางพลี จ.สมุทรปราการ"
    assert cells_of(Property.the(), arrived) == (
        "2569-00001", "23/11/2569 10:00", "201", "สมชาย ใจดี", "ไทย", "เลขประจำตัวประชาชน 1101700230708 ออกให้โดย ไทย",
        home, "ค้าขาย", home, home, "–", "–",
    )  # fmt: skip
    assert cells_of(Property.the(), left)[10:] == ("24/11/2569 10:00", "ออกจากโรงแรม")
    assert len(HEADINGS) == 12


def test_numbers_begin_again_each_day_where_the_hotel_says_so(small_hotel: Hotel) -> None:
    set_setting(small_hotel.desk(), "register_number", "day")
    small_hotel.in_house("201", guest=thai(small_hotel))
    small_hotel.audit()
    assert [line.said_number for line in RegisterLine.select().order_by(RegisterLine.id)] == ["25691123-001"]
    small_hotel.in_house("202", guest=small_hotel.registered_guest())
    assert lines_of(small_hotel.day)[0].said_number == "25691124-001"


def test_a_check_in_undone_strikes_its_line_and_its_number_is_kept(hotel: Hotel) -> None:
    stay = hotel.in_house("201", guest=hotel.registered_guest("Müller"))
    undo_check_in(hotel.desk("nok"), stay)
    check_in(hotel.desk("nok"), stay, "202")
    assert register(hotel.day) == [
        ("2569-00001", "201", "MÜLLER Anna", "struck"),
        ("2569-00002", "202", "MÜLLER Anna", "arrival"),
    ]


def test_a_person_taken_off_today_is_struck_and_later_has_left(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3, guest=hotel.registered_guest("Müller"))
    first, second = hotel.registered_guest("Wrong"), hotel.registered_guest("Lang")
    add_person(hotel.desk("nok"), stay, first)
    add_person(hotel.desk("nok"), stay, second)
    remove_person(hotel.desk("nok"), stay, first)
    hotel.audit()
    remove_person(hotel.desk("nok"), stay, second)
    hotel.audit()
    kinds = {line.name: line.kind for line in lines_of(FIRST_DAY)}
    assert kinds == {"MÜLLER Anna": "arrival", "WRONG Anna": "struck", "LANG Anna": "arrival"}
    assert {line.name: line.kind for line in lines_of(FIRST_DAY + ONE_DAY)} == {
        "LANG Anna": "departure",
        "MÜLLER Anna": "no change",
    }
    hotel.audit()
    assert [line.name for line in lines_of(FIRST_DAY + 2 * ONE_DAY)] == ["MÜLLER Anna"]


def test_a_check_out_undone_takes_the_time_of_leaving_back(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house("201", nights=1, guest=small_hotel.registered_guest())
    small_hotel.audit()
    small_hotel.leaves(stay)
    reinstate(small_hotel.desk("nok"), stay)
    (line,) = lines_of(small_hotel.day)
    assert (line.kind, line.left_at) == ("no change", None)


def test_guests_who_swap_rooms_today_have_the_new_ones_in_the_register(small_hotel: Hotel) -> None:
    one = small_hotel.in_house("201", guest=small_hotel.registered_guest("One"))
    other = small_hotel.in_house("202", guest=small_hotel.registered_guest("Other"))
    swap_rooms(small_hotel.desk(), one, other, "both asked")
    assert {line.name: line.room for line in lines_of(small_hotel.day)} == {
        "ONE Anna": "202",
        "OTHER Anna": "201",
    }


def test_a_correction_before_the_day_is_closed_is_made_in_its_lines_and_logged(hotel: Hotel) -> None:
    guest = hotel.guest("Muller", occupation="Engineer")
    hotel.in_house("201", nights=3, guest=guest)
    hotel.audit()
    (line,) = lines_of(FIRST_DAY)
    assert line.missing == "address"
    update_guest(hotel.desk("nok"), guest, address="Berlin, Germany", family="Müller")
    (line,) = lines_of(FIRST_DAY)
    assert (line.missing, line.address, line.going_to, line.name) == (
        "", "Berlin, Germany", "Berlin, Germany", "MÜLLER Anna",
    )  # fmt: skip
    log = ChangeLog.select().where(
        (ChangeLog.subject == "register_line") & (ChangeLog.subject_id == str(line.id))
    )
    before = [json.loads(row.before) for row in log]
    assert {
        "address": "",
        "going_to": "",
        "came_from": "",
        "name": "MULLER Anna",
        "missing": "address",
    } in before


def test_where_a_person_added_in_house_comes_from_stands_in_the_line_at_once(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", guest=hotel.registered_guest())
    lang = hotel.registered_guest("Lang")
    register_person(hotel.desk("nok"), stay, lang, {}, {"from_home": False, "came_from": "Krabi"})
    assert [line.came_from for line in lines_of(hotel.day)][1:] == ["Krabi"]


def test_after_the_day_is_closed_the_next_line_is_written_in_full(hotel: Hotel) -> None:
    guest = hotel.registered_guest("Muller")
    hotel.in_house("201", nights=4, guest=guest)
    hotel.audit()
    close_register(hotel.desk("nok"), FIRST_DAY)
    update_guest(hotel.desk("nok"), guest, family="Müller")
    assert lines_of(FIRST_DAY)[0].name == "MULLER Anna"
    hotel.audit()
    (line,) = lines_of(FIRST_DAY + ONE_DAY)
    assert (line.kind, line.changed) == ("change", "name")
    hotel.audit()
    (line,) = lines_of(FIRST_DAY + 2 * ONE_DAY)
    assert line.kind == "no change"


def test_a_profile_merged_into_another_keeps_its_closed_lines(hotel: Hotel) -> None:
    guest = hotel.registered_guest("Muller")
    hotel.in_house("201", nights=3, guest=guest)
    hotel.audit()
    close_register(hotel.desk("nok"), FIRST_DAY)
    merge_guests(hotel.desk(), hotel.registered_guest("Müller"), guest)
    hotel.audit()
    assert [line.kind for line in RegisterLine.select().order_by(RegisterLine.id)] == ["arrival", "change"]


def test_what_is_missing_keeps_the_day_open_and_is_named(hotel: Hotel) -> None:
    guest = hotel.guest("Müller", address="Berlin")
    stay = hotel.in_house("201", nights=2, guest=guest)
    with refused("REGISTER_NOT_OVER"):
        close_register(hotel.desk("nok"), hotel.day)
    hotel.audit()
    with refused("REGISTER_INCOMPLETE") as refusal:
        close_register(hotel.desk("nok"), FIRST_DAY)
    assert "MÜLLER Anna, room 201: Occupation missing" in refusal.said.message.say("en")
    with refused("NO_PLACE"):
        complete_registration(hotel.desk("nok"), stay, guest, {"from_home": False}, {})
    complete_registration(
        hotel.desk("nok"), stay, guest, {"from_home": False, "came_from": "Krabi"}, {"occupation": "Cook"}
    )
    assert close_register(hotel.desk("nok"), FIRST_DAY) == 1
    assert lines_of(FIRST_DAY)[0].came_from == "Krabi"
    with refused("REGISTER_CLOSED"):
        close_register(hotel.desk("nok"), FIRST_DAY)


def test_a_week_is_sent_once_it_is_over_and_complete(small_hotel: Hotel) -> None:
    hotel = small_hotel
    guest = hotel.registered_guest()
    hotel.in_house("201", nights=14, guest=guest)
    for _night in range(6):
        hotel.audit()
    with refused("WEEK_NOT_OVER"):
        send_week(hotel.desk("nok"), FIRST_DAY, hotel.day, "post")
    assert weeks_unsent(hotel.day) == []
    hotel.audit()
    with refused("NO_CHOICE"):
        send_week(hotel.desk("nok"), FIRST_DAY, hotel.day, "pigeon")
    with refused("SENT_WHEN"):
        send_week(hotel.desk("nok"), FIRST_DAY, hotel.after(1), "post")
    with refused("SENT_WHEN"):
        send_week(hotel.desk("nok"), FIRST_DAY, hotel.after(-1), "post")
    (week,) = weeks_unsent(hotel.day)
    assert (week.lines, week.closed, week.days_over(hotel.day), week.days_over(hotel.after(9))) == (
        7,
        0,
        0,
        3,
    )
    send_week(hotel.desk("nok"), FIRST_DAY, hotel.day, "post", "EMS 123")
    now, sent = weeks(hotel.day)
    assert (sent.sent_on, sent.method, sent.reference, sent.sent_by) == (hotel.day, "post", "EMS 123", "nok")
    assert (now.over, weeks_unsent(hotel.day)) == (False, [])


def test_the_work_list_counts_24_hours_from_check_in(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("201", nights=3, guest=thai(hotel, phone="081"))
    hotel.in_house("202", nights=3, guest=hotel.guest("Müller", address="Berlin"))
    found = tasks(hotel.day)
    assert [(t.room, t.kind, t.what.say("en")) for t in found] == [
        ("202", "complete", "missing: Occupation"),
        ("202", "report", "report to Immigration (TM.30)"),
    ]
    assert found[0].minutes_left(hotel.clock()) == 24 * 60
    assert found[0].minutes_left(hotel.clock() + datetime.timedelta(hours=25, minutes=30)) == -90


def test_the_audit_finds_guests_whose_day_is_over_and_blocks_where_the_hotel_says_so(
    small_hotel: Hotel,
) -> None:
    small_hotel.in_house("201", nights=3)
    assert findings(small_hotel.day) == []  # there is time until tomorrow
    small_hotel.audit()
    assert [(f.code, f.jump, f.blocks) for f in findings(small_hotel.day)] == [("A1", "registers", False)]
    set_setting(small_hotel.desk(), "register_incomplete", "STOP")
    with refused("AUDIT_BLOCKED"):
        small_hotel.audit()


# The card


def test_the_card_has_its_15_fields_on_one_sheet_in_both_languages(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=2, guest=thai(hotel, phone="081-234-5678"), adults=2)
    foreigner = hotel.registered_guest("Müller")
    add_person(hotel.desk("nok"), stay, foreigner)
    for language in ("th", "en"):
        cards = cards_of_stay(Property.the(), stay, language)
        assert len(cards) == 2
        text = as_text(cards[0])
        for n in range(1, 16):
            assert f"\n{n}. " in text or f" {n}. " in text, n
        assert "|1| |1|0|1|7| |0|0|2|3|0| |7|0| |8|" in text
        assert "Alien Registration Book No." in text
        assert "โทร.\n" in text or "โทร. 081" in text
        assert "081-234-5678" in text
        assert "Guests in the room: 2" in text
        assert "23/11/2569" in text
        assert as_pdf(cards[1]).count(b"/Type /Page\n") in (0, 1)
        assert "C00000002" in as_text(cards[1])
        assert "____" not in as_text(cards[1]).split("Guests in the room")[0]
    assert "[x] จากที่อยู่ปัจจุบันข้างต้น" in text
    (card,) = cards_of_stay(Property.the(), stay, "th", foreigner)
    assert card.number == "2569-00002"
    assert card.kind == "rr3"


def test_a_card_with_something_missing_is_refused_and_before_arrival_has_lines_to_write_on(
    small_hotel: Hotel,
) -> None:
    hotel = small_hotel
    coming = hotel.booked(guest=hotel.guest("Novak"), room="203")
    (draft,) = cards_of_arrivals(Property.the(), hotel.day, "th")
    text = as_text(draft)
    assert "Pre-arrival card" in text
    assert "____" in text.split("Guests in the room")[0]
    check_in(hotel.desk("nok"), coming, "203")
    with refused("REGISTER_INCOMPLETE") as refusal:
        cards_of_stay(Property.the(), coming, "th")
    assert "Address, Occupation" in refusal.said.message.say("en")
    gone = hotel.booked(guest=hotel.guest("Gone"))
    from models.front_office.reservations import cancel

    cancel(hotel.desk("nok"), gone, "plans changed")
    with refused("NOT_OPEN"):
        cards_of_stay(Property.the(), gone, "th")


def test_a_minor_alone_is_countersigned(small_hotel: Hotel) -> None:
    hotel = small_hotel
    young = hotel.registered_guest("Young", birth_date=datetime.date(2010, 1, 1), occupation="Student")
    stay = hotel.booked(guest=young, room="201")
    # However a minor's check-in is allowed, the register asks who countersigned.
    check_in(hotel.answering("nok", MINOR_ALONE="parents phoned"), stay, "201")
    person = StayPerson.get(StayPerson.stay == stay)
    if person.countersigned_by_id is None:
        with refused("REGISTER_INCOMPLETE"):
            cards_of_stay(Property.the(), stay, "th")
        complete_registration(hotel.desk("nok"), stay, young, {}, {}, countersign=True)
    (card,) = cards_of_stay(Property.the(), stay, "th")
    assert len(card.signatures) == 2
    parent = hotel.booked(
        guest=hotel.registered_guest("Old", birth_date=datetime.date(1980, 1, 1)), room="202"
    )
    add_person(hotel.desk("nok"), parent, hotel.registered_guest("Kid", birth_date=datetime.date(2015, 1, 1)))
    check_in(hotel.desk("nok"), parent, "202")
    assert [len(card.signatures) for card in cards_of_stay(Property.the(), parent, "th")] == [1, 1]


# Papers and files


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_day_and_the_week_go_on_paper(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=1, guest=thai(hotel))
    hotel.audit()
    hotel.leaves(stay)
    paper = register_paper(Property.the(), FIRST_DAY, language)
    assert (paper.sheet, len(paper.tables[0].columns), paper.number) == ("a4 landscape", 12, "2569-11-23")
    assert "1101700230708" in as_text(paper)
    assert as_pdf(paper).startswith(b"%PDF")
    assert paper.copy_mark
    close_register(hotel.desk("nok"), FIRST_DAY)
    assert not register_paper(Property.the(), FIRST_DAY, language).copy_mark
    letter = as_text(cover_letter(Property.the(), FIRST_DAY + ONE_DAY, language))
    assert "2569" in letter
    assert "2547" in letter


def test_the_file_has_the_columns_and_no_formula(small_hotel: Hotel) -> None:
    guest = small_hotel.registered_guest("Smith", address="=1+1", occupation="@home")
    small_hotel.in_house("201", guest=guest)
    text = register_csv(Property.the(), [FIRST_DAY])
    assert text.startswith("\ufeff")
    heading, line = csv.reader(io.StringIO(text[1:]))
    assert (len(heading), heading[1:]) == (13, list(HEADINGS))
    assert line[7:9] == ["'=1+1", "'@home"]
    assert line[0] == "23/11/2569"


def test_the_stay_keeps_going_when_its_guest_left_the_register_open(small_hotel: Hotel) -> None:
    """A day use arrives and leaves on one line."""
    hotel = small_hotel
    stay = hotel.booked(nights=0, guest=hotel.registered_guest())
    check_in(hotel.desk("nok"), stay, "201")
    hotel.pay_all(stay)
    check_out(hotel.desk("nok"), stay)
    (line,) = lines_of(hotel.day)
    assert (line.kind, line.left_at is not None) == ("arrival", True)
    assert Stay.get_by_id(stay).state == "checked out"
    assert Guest.get_by_id(line.guest_id).occupation == "Engineer"
