"""The database itself keeps the guest register: what nobody can do even with the file or the server in hand."""

from __future__ import annotations

import peewee
import pytest

from models.front_office.registers import RegisterDay, RegisterLine
from models.front_office.registers.days import close_register, send_week
from models.front_office.registers.tm30 import mark_accepted, mark_exported
from models.house.database import database
from tests.hotel import FIRST_DAY, Hotel
from tests.refusing import everything

COPY = """INSERT INTO register_line (date, series, number, stay_id, guest_id, kind, arrived_at, room, name, nationality,
 document_kind, document_number, issued_by, address, occupation, came_from, going_to, changed, missing, written_at)
 SELECT '{date}', series, {number}, stay_id, guest_id, kind, arrived_at, room, name, nationality, document_kind,
 document_number, issued_by, address, occupation, came_from, going_to, changed, missing, written_at
 FROM register_line WHERE id = (SELECT min(id) FROM register_line)"""


def refuses(statement: str, saying: str) -> None:
    before = everything()
    with pytest.raises(peewee.DatabaseError, match=saying), database.atomic():
        database.execute_sql(statement)
    assert everything() == before, statement


def test_a_closed_day_is_as_it_was_written(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=9, guest=hotel.registered_guest())
    hotel.audit()
    database.execute_sql("UPDATE register_line SET name = name")  # an open day may be corrected
    close_register(hotel.desk("nok"), FIRST_DAY)
    for column in (
        "name",
        "room",
        "document_number",
        "address",
        "occupation",
        "came_from",
        "kind",
        "missing",
    ):
        value = "'departure'" if column == "kind" else "'other'"
        refuses(f"UPDATE register_line SET {column} = {value}", "REGISTER_CLOSED")
    for column in ("left_at", "arrived_at"):
        refuses(f"UPDATE register_line SET {column} = '2026-11-24T01:00:00+00:00'", "REGISTER_CLOSED")
    refuses("DELETE FROM register_line", "NUMBER_KEPT")
    refuses("DELETE FROM register_day", "REGISTER_CLOSED")
    refuses("UPDATE register_day SET lines = 0", "REGISTER_CLOSED")
    refuses(COPY.format(date=FIRST_DAY, number=99), "REGISTER_CLOSED")
    refuses("UPDATE register_line SET number = 7", "REGISTER_CLOSED|NUMBER_KEPT")
    refuses(f"UPDATE register_line SET date = '{hotel.day}'", "REGISTER_CLOSED|NUMBER_KEPT")
    again = "(date, lines, closed_at, staff_id) SELECT date, 0, closed_at, staff_id FROM register_day"
    refuses(f"INSERT INTO register_day {again}", "REGISTER_CLOSED|UNIQUE|unique")
    if isinstance(database.obj, peewee.SqliteDatabase):
        refuses(f"INSERT OR REPLACE INTO register_day {again}", "REGISTER_CLOSED")
        refuses(
            "INSERT OR REPLACE INTO register_line SELECT * FROM register_line", "NUMBER_KEPT|REGISTER_CLOSED"
        )
    else:
        refuses("TRUNCATE register_line CASCADE", "SEALED|CLOSED|foreign key")
    assert RegisterLine.select().where(RegisterLine.stay == stay).count() == 1


def test_numbers_stay_even_in_an_open_day(hotel: Hotel) -> None:
    hotel.in_house("201", guest=hotel.registered_guest())
    refuses("UPDATE register_line SET number = 7", "NUMBER_KEPT")
    refuses("UPDATE register_line SET series = '2570'", "NUMBER_KEPT")
    refuses("DELETE FROM register_line", "NUMBER_KEPT")
    refuses(COPY.format(date=FIRST_DAY, number=1), "NUMBER_KEPT|unique")


def test_a_day_with_a_line_that_lacks_something_cannot_be_closed_past_the_program(hotel: Hotel) -> None:
    hotel.in_house("201", guest=hotel.guest())
    refuses(
        "INSERT INTO register_day (date, lines, closed_at, staff_id)"
        f" VALUES ('{FIRST_DAY}', 1, '2026-11-24T01:00:00+00:00', 1)",
        "REGISTER_INCOMPLETE",
    )
    assert RegisterDay.select().count() == 0


def test_what_was_sent_and_what_immigration_accepted_stays(hotel: Hotel) -> None:
    guest = hotel.registered_guest()
    stay = hotel.in_house("201", nights=9, guest=guest)
    mark_exported(hotel.desk("nok"), "tm30-2026-11-23-1.xlsx", [(stay, guest)])
    refuses("DELETE FROM tm30_report", "TM30_KEPT")
    mark_accepted(hotel.desk("nok"), [(stay, guest)], "TM-1")
    for change in ("reference = 'TM-2'", "accepted_at = NULL", "file = 'other.xlsx'"):
        refuses(f"UPDATE tm30_report SET {change}", "TM30_KEPT")
    for _night in range(7):
        hotel.audit()
    send_week(hotel.desk("nok"), FIRST_DAY, hotel.day, "post")
    refuses("UPDATE register_sending SET method = 'by hand'", "REGISTER_SENT")
    refuses("DELETE FROM register_sending", "REGISTER_SENT")
