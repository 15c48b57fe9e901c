"""Attendants and their work, what housekeeping saw, turn-down, queue rooms, lost and found; closed rooms stay unlet."""

from typing import Any

from models.house.schema import guard, run

_LET = "n.room_id = NEW.room_id AND n.date BETWEEN NEW.first_night AND NEW.last_night AND s.state IN ('reserved', 'in house')"
# What the closure covered before is no news: a night may have been assigned to a room out of service since.
_NEWLY = " AND NOT (n.room_id = OLD.room_id AND n.date BETWEEN OLD.first_night AND OLD.last_night AND NEW.kind = OLD.kind)"
_CLOSED = (
    "NEW.room_id IS NOT NULL AND EXISTS (SELECT 1 FROM room_closure c WHERE c.room_id = NEW.room_id AND c.kind = 'OOO'"
    " AND NEW.date BETWEEN c.first_night AND c.last_night)"
)
_OVERLAPS = (
    "EXISTS (SELECT 1 FROM room_closure c WHERE c.room_id = NEW.room_id AND c.id <> NEW.id"
    " AND c.first_night <= NEW.last_night AND c.last_night >= NEW.first_night)"
)


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE attendant (
  id {id}, name TEXT NOT NULL UNIQUE CHECK (name <> ''), staff_id INTEGER REFERENCES staff(id), floors TEXT NOT NULL,
  active {bool} NOT NULL
) {table_end}
--
CREATE TABLE attendant_duty (
  id {id}, date {date} NOT NULL, attendant_id INTEGER NOT NULL REFERENCES attendant(id), UNIQUE (date, attendant_id)
) {table_end}
--
CREATE TABLE room_credit (
  id {id}, room_type_id INTEGER REFERENCES room_type(id),
  task TEXT NOT NULL CHECK (task IN ('departure', 'stay-over', 'touch', 'turn-down')),
  credits INTEGER NOT NULL CHECK (credits BETWEEN 0 AND 99)
) {table_end}
--
CREATE UNIQUE INDEX room_credit_type ON room_credit (room_type_id, task)
--
CREATE UNIQUE INDEX room_credit_any ON room_credit (task) WHERE room_type_id IS NULL
--
CREATE TABLE room_work (
  id {id}, date {date} NOT NULL, room_id INTEGER NOT NULL REFERENCES room(id),
  task TEXT NOT NULL CHECK (task IN ('departure', 'stay-over', 'touch', 'turn-down')),
  attendant_id INTEGER NOT NULL REFERENCES attendant(id), credits INTEGER NOT NULL CHECK (credits >= 0),
  by_hand {bool} NOT NULL, UNIQUE (date, room_id)
) {table_end}
--
CREATE INDEX room_work_attendant ON room_work (attendant_id, date)
--
CREATE TABLE turn_down (
  id {id}, date {date} NOT NULL, room_id INTEGER NOT NULL REFERENCES room(id),
  state TEXT NOT NULL CHECK (state IN ('done', 'declined')), staff_id INTEGER NOT NULL REFERENCES staff(id),
  at TEXT NOT NULL, UNIQUE (date, room_id)
) {table_end}
--
CREATE TABLE room_seen (
  id {id}, date {date} NOT NULL, room_id INTEGER NOT NULL REFERENCES room(id), occupied {bool} NOT NULL,
  persons INTEGER CHECK (persons > 0), stay_id INTEGER REFERENCES stay(id),
  staff_id INTEGER NOT NULL REFERENCES staff(id), at TEXT NOT NULL, accepted_by_id INTEGER REFERENCES staff(id),
  accepted_at TEXT, accepted_reason TEXT NOT NULL, UNIQUE (date, room_id), CHECK (occupied OR persons IS NULL),
  CHECK ((accepted_by_id IS NULL) = (accepted_reason = '') AND (accepted_by_id IS NULL) = (accepted_at IS NULL))
) {table_end}
--
CREATE TABLE queue_room (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), date {date} NOT NULL,
  priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 9), entered_at TEXT NOT NULL, left_at TEXT,
  left_how TEXT NOT NULL CHECK (left_how IN ('', 'check-in', 'by hand', 'audit')),
  CHECK ((left_at IS NULL) = (left_how = ''))
) {table_end}
--
CREATE UNIQUE INDEX queue_room_once ON queue_room (stay_id) WHERE left_at IS NULL
--
CREATE INDEX queue_room_date ON queue_room (date, id)
--
CREATE INDEX queue_room_stay ON queue_room (stay_id)
--
CREATE TABLE lost_item (
  id {id}, number TEXT NOT NULL UNIQUE, what TEXT NOT NULL CHECK (what <> ''), found_on {date} NOT NULL,
  at TEXT NOT NULL, room_id INTEGER REFERENCES room(id), place TEXT NOT NULL, found_by TEXT NOT NULL,
  kept_at TEXT NOT NULL,
  value_class TEXT NOT NULL CHECK (value_class IN ('ordinary', 'valuable', 'document', 'perishable')),
  stay_id INTEGER REFERENCES stay(id), keep_until {date} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('found', 'claimed', 'returned', 'sent', 'disposed')), claimant TEXT NOT NULL,
  contact TEXT NOT NULL, document_end TEXT NOT NULL, how TEXT NOT NULL, ended_on {date},
  ended_by_id INTEGER REFERENCES staff(id), staff_id INTEGER NOT NULL REFERENCES staff(id), note TEXT NOT NULL,
  CHECK (room_id IS NOT NULL OR place <> ''), CHECK (keep_until >= found_on),
  CHECK ((state IN ('returned', 'sent', 'disposed')) = (ended_on IS NOT NULL)),
  CHECK (state NOT IN ('claimed', 'returned', 'sent') OR claimant <> '')
) {table_end}
--
CREATE INDEX lost_item_state ON lost_item (state, found_on, id)
--
CREATE INDEX room_closure_room ON room_closure (room_id, last_night)
""",
        sqlite="""
CREATE TRIGGER lost_item_no_replace BEFORE INSERT ON lost_item
WHEN EXISTS (SELECT 1 FROM lost_item WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'LOST_ENDED'); END
""",
    )
    inside = (
        "NEW.first_night <= (SELECT business_date FROM property) AND EXISTS"
        " (SELECT 1 FROM stay WHERE room_id = NEW.room_id AND state = 'in house')"
    )
    night = "SELECT 1 FROM night n JOIN stay s ON s.id = n.stay_id WHERE"
    guard(
        db,
        "room_closure",
        "closure_of_free_room",
        f"EXISTS ({night} {_LET}) OR ({inside})",
        "ROOM_TAKEN",
        on="INSERT",
    )
    guard(db, "room_closure", "closure_stays_on_free_room", f"EXISTS ({night} {_LET}{_NEWLY})", "ROOM_TAKEN")
    guard(db, "room_closure", "closure_one_at_a_time", _OVERLAPS, "ROOM_CLOSED_ALREADY", on="INSERT")
    guard(db, "room_closure", "closure_one_at_a_time_moved", _OVERLAPS, "ROOM_CLOSED_ALREADY")
    guard(db, "night", "night_in_open_room", _CLOSED, "ROOM_CLOSED", on="INSERT")
    moved = "(COALESCE(NEW.room_id, 0) <> COALESCE(OLD.room_id, 0) OR NEW.date <> OLD.date)"
    guard(db, "night", "night_moved_to_open_room", f"{moved} AND {_CLOSED}", "ROOM_CLOSED")
    ended = "OLD.state IN ('returned', 'sent', 'disposed')"
    guard(db, "lost_item", "lost_item_ended", f"{ended} OR NEW.number <> OLD.number", "LOST_ENDED")
    guard(db, "lost_item", "lost_item_kept", "OLD.id > 0", "LOST_ENDED", on="DELETE")
