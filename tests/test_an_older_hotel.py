"""A hotel that was made by an earlier Reception opens with everything in it, and sells what the new one sells."""

from __future__ import annotations

import shutil
from pathlib import Path

import peewee
import pytest

from models.front_office.reservations import Stay
from models.front_office.segments import segments
from models.house import database as house
from models.house.database import MIGRATIONS, close_database, database, open_database
from tests.conftest import admin

FIRST = ("0001_house.py", "0002_ledger.py", "0003_front_office.py")
ROWS = """
INSERT INTO room_type (id, code, name_th, name_en, most_persons) VALUES (1, 'SUP', 'ซู', 'Superior', 2)
--
INSERT INTO room (id, number, floor, room_type_id, housekeeping, note) VALUES (1, '201', '2', 1, 'clean', '')
--
INSERT INTO account (id, code, name_th, name_en, kind) VALUES (1, '41100', 'ห้อง', 'Rooms', 'revenue')
--
INSERT INTO transaction_code (id, code, name_th, name_en, kind, "group", account_id, by_hand, active)
VALUES (1, 'ROOM', 'ห้อง', 'Room', 'revenue', 'room', 1, {no}, {yes})
--
INSERT INTO rate_code (id, code, name_th, name_en, transaction_code_id, inclusive, complimentary, house_use, active)
VALUES (1, 'BAR', 'ราคา', 'BAR', 1, {no}, {no}, {no}, {yes})
--
INSERT INTO rate_price (rate_code_id, room_type_id, first_night, last_night, weekdays, single, double, extra_adult, child)
VALUES (1, 1, '2026-01-01', '2027-12-31', '1234567', 150000, 170000, 0, 0)
--
INSERT INTO guest (id, given_th, family_th, given, family, title, sex, nationality, language, document_kind,
  document_number, document_country, phone, email, address, occupation, company, vip, do_not_rent, note, sort_name)
VALUES (1, '', '', 'Anna', 'Meier', '', '', 'DEU', '', '', '', '', '', '', '', '', '', '', '', '', 'meier anna')
--
INSERT INTO reservation (id, confirmation, booker, guarantee, market, source, note, made_on)
VALUES (1, '000001', '', 'guaranteed', '', '', '', '2026-11-20')
--
INSERT INTO stay (id, reservation_id, guest_id, state, arrival, departure, room_type_id, room_id, share_slot,
  rate_code_id, adults, children, walk_in, no_post, eta, note, reason)
VALUES (1, 1, 1, 'reserved', '2026-12-01', '2026-12-03', 1, 1, 0, 1, 1, 0, {no}, {no}, '', '', '')
--
INSERT INTO night (stay_id, date, day_use, booked_type_id, room_type_id, room_id, share_slot, rate_code_id, amount,
  inclusive, currency, adults, children, fixed_rate, posted)
VALUES (1, '2026-12-01', {no}, 1, 1, 1, 0, 1, 150000, {no}, 'THB', 1, 0, {no}, {no})
"""


@pytest.fixture(params=["sqlite", "postgres"])
def old_hotel(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A hotel with the tables of the first Reception and one booking in it."""
    early = tmp_path / "early"
    early.mkdir()
    for name in FIRST:
        shutil.copy(MIGRATIONS / name, early / name)
    if request.param == "sqlite":
        url, yes, no = str(tmp_path / "old.db"), "1", "0"
    else:
        server = request.getfixturevalue("postgres_server")
        admin(server, "DROP DATABASE IF EXISTS old_hotel WITH (FORCE)")
        admin(server, "CREATE DATABASE old_hotel")
        url, yes, no = server.format(name="old_hotel"), "TRUE", "FALSE"
    monkeypatch.setattr(house, "MIGRATIONS", early)
    open_database(url, create=True)
    for statement in ROWS.replace("{yes}", yes).replace("{no}", no).split("\n--\n"):
        database.execute_sql(statement)
    close_database()
    monkeypatch.undo()
    return url


def test_its_bookings_stand_and_its_tables_hold_what_is_new(old_hotel: str) -> None:
    open_database(old_hotel)
    stay = Stay.get_by_id(1)
    assert (stay.state, stay.guest.family, stay.room.number) == ("reserved", "Meier", "201")
    assert [s.code for s in segments("market")][:2] == ["LEISURE", "BUSINESS"]
    Stay.update(state="waitlisted", room=None).where(Stay.id == 1).execute()
    with pytest.raises(peewee.IntegrityError):
        Stay.update(state="somewhere").where(Stay.id == 1).execute()
    if isinstance(database.obj, peewee.SqliteDatabase):
        assert database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute_sql("PRAGMA foreign_key_check").fetchall() == []
    close_database()


def test_it_opens_a_second_time_as_it_is(old_hotel: str) -> None:
    open_database(old_hotel)
    close_database()
    open_database(old_hotel)
    assert Stay.select().count() == 1
    close_database()
