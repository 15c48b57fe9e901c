"""What the bell desk and the log book keep stays kept: the database itself holds it, on both databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import peewee
import pytest

from models.front_office.alerts import acknowledge_alerts, add_alert
from models.front_office.bell_desk.bell_list import close_group, count_group
from models.front_office.bell_desk.errands import hand_parcel, take_car, take_parcel
from models.front_office.bell_desk.luggage import NewTicket, collect, write_ticket
from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.log_book import mark_read, write_log_entry
from models.front_office.service_tickets import open_ticket, set_ticket_status
from models.front_office.traces import add_trace, resolve_trace
from models.house.database import close_database, database, open_database
from tests.hotel import Hotel
from tests.refusing import everything

CODES = (
    "LUGGAGE_COLLECTED", "NUMBER_KEPT", "GROUP_CLOSED", "PARCEL_HANDED", "TRACE_RESOLVED", "TICKET_CLOSED",
    "LOG_BOOK_SEALED", "ENTRY_SEALED", "CHECK", "check constraint", "UNIQUE", "unique constraint",
)  # fmt: skip
# What nobody may do; every one of these fails on both databases and leaves every row as it was.
SPOILERS = (
    "UPDATE luggage_piece SET collection_id = NULL WHERE tag = '1'",
    "UPDATE luggage_piece SET collection_id = 2 WHERE tag = '1'",
    "UPDATE luggage_piece SET collection_id = 1 WHERE tag = '8'",
    "UPDATE luggage_piece SET tag = '99'",
    "DELETE FROM luggage_piece WHERE tag = '2'",
    "INSERT INTO luggage_piece (ticket_id, tag, stored) SELECT 2, '2', stored FROM luggage_piece WHERE tag = '2'",
    "UPDATE luggage_collection SET collected_by = 'nobody'",
    "DELETE FROM luggage_collection",
    "UPDATE luggage_ticket SET number = 'L1'",
    "DELETE FROM luggage_ticket",
    "UPDATE luggage_ticket SET stay_id = NULL, block_id = NULL, person = ''",
    "UPDATE group_luggage SET loaded = 9",
    "DELETE FROM group_luggage",
    "UPDATE parcel SET handed_to = 'me' WHERE handed_at IS NOT NULL",
    "DELETE FROM parcel",
    "UPDATE car SET key_tag = 'K1'",
    "UPDATE car_move SET porter = 'me'",
    "DELETE FROM car_move",
    "UPDATE trace SET done = 'nothing'",
    "UPDATE trace SET resolved_at = NULL",
    "DELETE FROM trace",
    "UPDATE log_entry SET text = 'all was well'",
    "DELETE FROM log_entry",
    "DELETE FROM log_read",
    "UPDATE service_ticket SET status = 'open'",
    "UPDATE service_ticket SET solution = 'none'",
    "DELETE FROM service_ticket",
    "DELETE FROM alert_seen",
)
BARE = (
    "INSERT OR REPLACE INTO luggage_piece (id, ticket_id, tag, stored) SELECT id, ticket_id, tag, stored"
    " FROM luggage_piece WHERE tag = '1'",
    "INSERT OR REPLACE INTO luggage_piece (ticket_id, tag, stored) SELECT ticket_id, tag, stored FROM luggage_piece"
    " WHERE tag = '1'",
    "INSERT OR REPLACE INTO luggage_piece (ticket_id, tag, stored) SELECT 2, tag, stored FROM luggage_piece"
    " WHERE tag = '2'",
    "UPDATE OR REPLACE luggage_piece SET id = 1 WHERE id = 2",
    "INSERT OR REPLACE INTO log_entry SELECT id, at, business_date, staff_id, 'all was well', important, corrects_id"
    " FROM log_entry",
    "INSERT OR REPLACE INTO parcel SELECT NULL, number, arrived_from, carrier, what, stay_id, department_id, person,"
    " place, arrived_at, '', NULL, '', note, staff_id FROM parcel",
    "INSERT OR REPLACE INTO service_ticket SELECT id, number, kind, 'none', status, department_id, owner_id, stay_id,"
    " room_id, opened_at, opened_by_id, promised_at, done_at, closed_at, solution, compensation_id FROM service_ticket",
    "INSERT OR REPLACE INTO group_luggage SELECT NULL, block_id, 0, 0, NULL, NULL, '' FROM group_luggage",
    "INSERT OR REPLACE INTO trace SELECT * FROM trace",
)


def _lived(hotel: Hotel) -> None:
    desk = hotel.desk("nok")
    ticket = write_ticket(desk, NewTicket("store", 2, person="Mr Kim", tags="1-2", place="A"))
    other = write_ticket(desk, NewTicket("store", 2, person="Mr Park", tags="8-9", place="A"))
    collect(desk, ticket, "Mr Kim", tags="1")
    collect(desk, other, "Mr Park", tags="9")
    block = create_block(
        hotel.desk(), NewBlock("Tour", hotel.day, hotel.after(1), "BAR", (("SUP", 2),), status="definite")
    )
    count_group(desk, block, 5, 5)
    close_group(desk, block)
    hand_parcel(desk, take_parcel(desk, "Box", person="Mr Kim"), "Mr Kim")
    for plate in ("1", "2"):
        take_car(desk, plate, person="Mr Kim", key_tag=f"T{plate}")
    resolve_trace(desk, add_trace(desk, "HK", "Cot", hotel.day), "brought")
    write_log_entry(desk, "The lift stops.")
    mark_read(hotel.desk("lek"))
    set_ticket_status(desk, open_ticket(desk, "request", "HK", "Iron"), "closed", "brought")
    stay = hotel.booked()
    acknowledge_alerts(desk, [add_alert(desk, "stay", stay, "Door", ["check-in"])], "check-in", stay)


def test_nobody_reaches_past_the_program(hotel: Hotel) -> None:
    _lived(hotel)
    before = everything()
    for statement in SPOILERS:
        with pytest.raises(peewee.DatabaseError) as caught, database.atomic():
            database.execute_sql(statement)
        assert any(code in str(caught.value) for code in CODES), (statement, caught.value)
        assert everything() == before, statement


def test_nor_does_a_bare_sqlite(small_hotel: Hotel, sqlite_url: str) -> None:
    """Without foreign keys and recursive triggers, the triggers alone hold it."""
    _lived(small_hotel)
    close_database()
    with closing(sqlite3.connect(sqlite_url)) as bare:
        for statement in (*SPOILERS, *BARE):
            with pytest.raises(sqlite3.IntegrityError):
                bare.execute(statement)
            bare.rollback()
    open_database(sqlite_url)
