"""The audit trail: the change log by person, days, subject and words, in the words of the desk, however long it is."""

from __future__ import annotations

import datetime
import json
import logging
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from locales import in_language
from models.front_office.change_history import Change, Wanted, changes, fields_of_change
from models.front_office.change_places import jump_of
from models.front_office.change_words import FIELDS, HIDDEN, SUBJECTS
from models.front_office.exchange import BUY, Customer, exchange
from models.front_office.guests import add_preference, remove_preference, update_guest
from models.front_office.reservations import Stay, StayPerson, change_details
from models.front_office.stays import add_person, remove_person
from models.house.acts import ChangeLog
from models.house.database import database, insert_rows, is_postgres
from models.house.roles import give_right
from models.house.settings import set_setting
from models.house.staff import RIGHTS, Role, Staff
from tests.hotel import Hotel
from tests.test_cashier_shifts import begin
from tests.test_exchange_desk import licensed

ZONE = "Asia/Bangkok"


def said(change: Change, language: str = "en") -> dict[str, tuple[str, str]]:
    with in_language(language):
        return {field.name: (field.before, field.after) for field in fields_of_change(change, ZONE)}


def lines(hotel: Hotel, number: int = 3000) -> None:
    """A long log: two people, five hundred days, three tables."""
    often, seldom = (Staff.get(Staff.login == login).id for login in ("pavinee", "malee"))
    with database.atomic():
        insert_rows(
            ChangeLog,
            [
                {
                    "at": hotel.clock(), "business_date": hotel.day + datetime.timedelta(days=i * 500 // number),
                    "staff": often if i % 50 else seldom, "terminal": "desk", "operation": "update_guest",
                    "subject": ("rate_price", "guest", "posting")[i % 50 and 1 + i % 2], "subject_id": str(i), "before": None,
                    "after": '{"note": "x"}', "reason": "", "approved_by": None,
                }
                for i in range(number)
            ],
        )  # fmt: skip


def test_it_is_asked_by_person_days_subject_and_words(small_hotel: Hotel) -> None:
    guest = small_hotel.guest("Kim")
    update_guest(small_hotel.desk(), guest, note="quiet room please")
    set_setting(small_hotel.desk(), "no_show_hour", "20:00")
    today = small_hotel.day
    tomorrow = today + datetime.timedelta(days=1)
    everything = changes().first(500)
    me = Staff.get(Staff.login == "pavinee").id

    assert [c.subject for c in changes(Wanted(group="setting")).first(9)][:1] == ["setting"]
    assert {c.who for c in changes(Wanted(staff_id=me)).first(500)} == {"pavinee"}
    assert changes(Wanted(since=today, until=today)).first(500) == [c for c in everything if c.date == today]
    assert (
        changes(Wanted(since=tomorrow)).first(9)
        == changes(Wanted(until=datetime.date(2020, 1, 1))).first(9)
        == []
    )
    (found,) = changes(Wanted(words="quiet PLEASE")).first(9)
    assert said(found) == {"Note": ("–", "quiet room please")}
    assert Wanted(words="quiet").first_day == today - datetime.timedelta(days=31)
    assert Wanted(words="quiet", guest_id=guest).first_day is None


def test_the_trail_of_a_guest_holds_what_was_taken_away_since(small_hotel: Hotel) -> None:
    guest, other = small_hotel.guest("Kim"), small_hotel.guest("Lee")
    preference = add_preference(small_hotel.desk(), guest, "room", "201")
    remove_preference(small_hotel.desk(), preference)
    subjects = [c.subject for c in changes(Wanted(guest_id=guest)).first(9)]
    assert subjects == ["guest_preference", "guest_preference", "guest"]
    assert [c.subject for c in changes(Wanted(guest_id=other)).first(9)] == ["guest"]


def test_the_trail_of_a_stay_holds_a_person_taken_off_it(small_hotel: Hotel) -> None:
    stay, friend = small_hotel.booked(adults=2), small_hotel.guest("Friend")
    add_person(small_hotel.desk(), stay, friend)
    person = StayPerson.get((StayPerson.stay == stay) & (StayPerson.guest == friend)).id
    remove_person(small_hotel.desk(), stay, friend)
    found = [c for c in changes(Wanted(stay_id=stay)).first(50) if c.subject_id == str(person)]
    assert len(found) == 2
    assert changes(Wanted(stay_id=stay)).count(3) == 3
    assert changes(Wanted(stay_id=stay, group="guest")).first(9)[-1].subject == "guest"


def test_a_page_of_several_subjects_goes_on_where_the_last_one_ended(small_hotel: Hotel) -> None:
    lines(small_hotel, 90)
    listing = changes(Wanted(group="money")), changes(Wanted(group="rate")), changes(Wanted(group="guest"))
    for pages in listing:
        whole = pages.first(500)
        middle = whole[len(whole) // 2]
        place = whole.index(middle)
        assert pages.after(middle.key, 7) == whole[place + 1 : place + 8]
        assert pages.at(middle.key, 7) == whole[place : place + 7]
        assert pages.before(middle.key, 7) == whole[max(0, place - 7) : place]
        assert pages.last(5) == whole[-5:]
        assert pages.around(middle.key, 9)[len(pages.before(middle.key, 4))] == middle
        assert pages.count() == len(whole)


def test_values_are_said_in_the_words_of_the_desk(small_hotel: Hotel) -> None:
    stay = small_hotel.booked(room="201")
    change_details(small_hotel.desk(), stay, note="late", no_post=True)
    latest = changes(Wanted(stay_id=stay)).first(1)[0]
    assert said(latest) == {"No post": ("no", "yes"), "Note": ("–", "late")}
    made = next(c for c in changes(Wanted(stay_id=stay)).first(50) if c.subject == "stay" and not c.before)
    assert said(made, "th")["วันเข้าพัก"][1].startswith("23 พ.ย.")
    assert said(made)["Room type"][1] == Stay.get_by_id(stay).room_type.code
    role = Role.get(Role.code != Staff.get(Staff.login == "pavinee").role.code)
    give_right(small_hotel.desk(), role.id, "adjust", Decimal(500))
    assert said(changes().first(1)[0]) == {RIGHTS["adjust"].say("en"): ("20,000.00", "500.00")}


def test_no_whole_number_of_a_document_is_shown_found_or_left_in_a_paper(small_hotel: Hotel) -> None:
    small_hotel.guest("Moreau", document_number="72AB21035")
    licensed(small_hotel)
    begin(small_hotel, amount=10_000)
    who = Customer(name="Moreau", nationality="FRA", document_number="72AB21035")
    exchange(small_hotel.desk("malee"), BUY, "USD", Decimal(100), who)
    shown = "".join(c.before + c.after for c in changes().first(300))
    assert "72AB21035" not in shown
    assert "1035" in shown
    assert changes(Wanted(words="72AB")).first(9) == []
    (slip,) = changes(Wanted(words="moreau", group="money")).first(9)
    assert said(slip)["Document number"] == ("–", "•••••1035")
    assert "Paper" not in said(slip)


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({}, ""),
        ({"staff_id": 1}, "change_log_staff"),
        ({"group": "rate"}, "change_log_of"),
        ({"guest_id": 1}, "change_log_subject"),
        ({"since": datetime.date(2020, 1, 1), "until": datetime.date(2030, 1, 1)}, ""),
    ],
)
def test_a_page_walks_one_index_however_long_the_log(
    hotel: Hotel, caplog: pytest.LogCaptureFixture, wanted: dict[str, Any], index: str
) -> None:
    hotel.guest("Kim")
    lines(hotel)
    if is_postgres():
        database.execute_sql("ANALYZE change_log")
        database.execute_sql("SET enable_seqscan = off")
    if "staff_id" in wanted:
        wanted = {"staff_id": Staff.get(Staff.login == "malee").id}
    with caplog.at_level(logging.DEBUG, "peewee"):
        page = changes(Wanted(**wanted)).first(20)
        changes(Wanted(**wanted)).after(page[-1].key, 20)
    asked = [record.msg for record in caplog.records if "ORDER BY" in record.msg[0]]
    if index == "change_log_of":  # the other tables of the group are all but empty
        asked = [(sql, parameters) for sql, parameters in asked if "rate_price" in parameters]
    assert asked
    for sql, parameters in asked:
        plan = plan_of(sql, parameters)
        assert index in plan, plan
        assert "t1" not in re.findall(r"SCAN (\w+)(?! USING|\w)", plan) or not index, plan
        if index != "change_log_subject":  # few lines, of several rows: sorted
            assert not re.search("TEMP B-TREE|Sort", plan), plan


def plan_of(sql: str, parameters: Sequence[object]) -> str:
    explain = "EXPLAIN" if is_postgres() else "EXPLAIN QUERY PLAN"
    return "\n".join(str(row[-1]) for row in database.execute_sql(f"{explain} {sql}", parameters).fetchall())


def test_what_changes_in_a_busy_hotel_is_said_in_the_words_of_the_desk(demo_file: Path) -> None:
    """Of what is changed at the desk day by day nothing is said in the words of the tables."""
    with closing(sqlite3.connect(demo_file)) as db:
        tables = {table for (table,) in db.execute("SELECT DISTINCT subject FROM change_log")}
        rows = db.execute(
            "SELECT before, after FROM change_log WHERE subject IN ('stay', 'guest', 'reservation', 'folio_window')"
        )
        fields = {name for row in rows for side in row if side for name in json.loads(side)}
    assert fields - set(FIELDS) - set(HIDDEN) == set()
    assert tables - set(SUBJECTS) == set()


def test_each_kind_of_change_leads_to_what_was_changed(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house("201")
    guest = Stay.get_by_id(stay).guest_id
    window = small_hotel.window(stay)
    assert jump_of("stay", str(stay)) == jump_of("night", f"stay {stay}") == f"stay {stay}"
    assert jump_of("guest", str(guest)) == f"guest {guest}"
    assert jump_of("folio_window", str(window)) == f"folio stay {stay}/1"
    assert jump_of("setting", "1") == "settings"
    assert jump_of("rate_price", "1") == "rates"
    assert jump_of("transaction_code", "1") == "codes"
    assert jump_of("role", "1") == "roles"
    assert jump_of("company", "999") == jump_of("note", "X") == ""
