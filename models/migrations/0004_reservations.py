"""Companies, blocks, overbooking limits, turn-aways; waitlist, shares, flights and channels on bookings."""

from typing import Any

from models.house.schema import guard, run

_STATES = "'reserved', 'in house', 'checked out', 'no-show', 'cancelled'"
_MORE_STATES = "'requested', 'waitlisted', 'reserved', 'in house', 'pending check-out', 'checked out', 'no-show', 'cancelled'"
_KINDS = """kind IN ('charge', 'correction', 'payment', 'refund', 'deposit', 'deposit moved',
    'deposit refund', 'forfeiture')"""


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE company (
  id {id}, code TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind IN ('company', 'agent')),
  name_th TEXT NOT NULL, name_en TEXT NOT NULL, tax_id TEXT NOT NULL, branch TEXT NOT NULL, address TEXT NOT NULL,
  phone TEXT NOT NULL, email TEXT NOT NULL, fax TEXT NOT NULL, contact TEXT NOT NULL, language TEXT NOT NULL,
  commission INTEGER NOT NULL CHECK (commission BETWEEN 0 AND 10000), note TEXT NOT NULL, active {bool} NOT NULL,
  sort_name TEXT NOT NULL {bytes}
) {table_end}
--
CREATE INDEX company_sort ON company (sort_name, id)
--
CREATE TABLE block (
  id {id}, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('inquiry', 'tentative', 'definite', 'actual', 'cancelled', 'lost')),
  company_id INTEGER REFERENCES company(id), first_night {date} NOT NULL, last_night {date} NOT NULL,
  elastic {bool} NOT NULL, cutoff_on {date}, rate_code_id INTEGER NOT NULL REFERENCES rate_code(id),
  market TEXT NOT NULL, source TEXT NOT NULL, contact TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL,
  note TEXT NOT NULL, made_on {date} NOT NULL, reason TEXT NOT NULL,
  master_id INTEGER UNIQUE REFERENCES stay(id) DEFERRABLE INITIALLY DEFERRED, CHECK (first_night <= last_night)
) {table_end}
--
CREATE TABLE block_cell (
  id {id}, block_id INTEGER NOT NULL REFERENCES block(id), date {date} NOT NULL,
  room_type_id INTEGER NOT NULL REFERENCES room_type(id), contracted INTEGER NOT NULL CHECK (contracted >= 0),
  blocked INTEGER NOT NULL CHECK (blocked >= 0), cutoff_on {date}, released {bool} NOT NULL, shoulder {bool} NOT NULL,
  UNIQUE (block_id, date, room_type_id)
) {table_end}
--
CREATE INDEX block_cell_date ON block_cell (date, block_id)
--
CREATE TABLE overbooking_limit (
  id {id}, room_type_id INTEGER REFERENCES room_type(id), first_night {date} NOT NULL, last_night {date} NOT NULL,
  rooms INTEGER NOT NULL CHECK (rooms >= 0), CHECK (first_night <= last_night)
) {table_end}
--
CREATE INDEX overbooking_limit_dates ON overbooking_limit (last_night, first_night)
--
CREATE TABLE turn_away (
  id {id}, at TEXT NOT NULL, date {date} NOT NULL, arrival {date} NOT NULL, departure {date} NOT NULL,
  room_type_id INTEGER REFERENCES room_type(id), rooms INTEGER NOT NULL CHECK (rooms > 0), persons INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''), name TEXT NOT NULL, phone TEXT NOT NULL, note TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX turn_away_date ON turn_away (date, id)
--
ALTER TABLE room_type ADD COLUMN pseudo {bool} NOT NULL DEFAULT {no}
--
ALTER TABLE reservation ADD COLUMN company_id INTEGER REFERENCES company(id)
--
ALTER TABLE reservation ADD COLUMN agent_id INTEGER REFERENCES company(id)
--
ALTER TABLE reservation ADD COLUMN block_id INTEGER REFERENCES block(id)
--
ALTER TABLE reservation ADD COLUMN option_until {date}
--
ALTER TABLE reservation ADD COLUMN party_id INTEGER
--
ALTER TABLE reservation ADD COLUMN external_source TEXT NOT NULL DEFAULT ''
--
ALTER TABLE reservation ADD COLUMN external_id TEXT
--
CREATE UNIQUE INDEX reservation_external ON reservation (external_source, external_id)
--
CREATE INDEX reservation_party ON reservation (party_id)
--
CREATE INDEX reservation_block ON reservation (block_id)
--
ALTER TABLE stay ADD COLUMN waitlist_priority INTEGER
--
ALTER TABLE stay ADD COLUMN share_of_id INTEGER REFERENCES stay(id) DEFERRABLE INITIALLY DEFERRED
--
ALTER TABLE stay ADD COLUMN share_price TEXT NOT NULL DEFAULT ''
--
ALTER TABLE stay ADD COLUMN child_ages TEXT NOT NULL DEFAULT ''
--
ALTER TABLE stay ADD COLUMN etd TEXT NOT NULL DEFAULT ''
--
ALTER TABLE stay ADD COLUMN flight_in TEXT NOT NULL DEFAULT ''
--
ALTER TABLE stay ADD COLUMN flight_out TEXT NOT NULL DEFAULT ''
--
ALTER TABLE stay ADD COLUMN pick_up {bool} NOT NULL DEFAULT {no}
--
ALTER TABLE stay ADD COLUMN drop_off {bool} NOT NULL DEFAULT {no}
--
ALTER TABLE stay ADD COLUMN do_not_move {bool} NOT NULL DEFAULT {no}
--
CREATE INDEX stay_share ON stay (share_of_id)
--
ALTER TABLE night ADD COLUMN block_cell_id INTEGER REFERENCES block_cell(id)
--
ALTER TABLE night ADD COLUMN child_ages TEXT NOT NULL DEFAULT ''
--
ALTER TABLE night ADD COLUMN market TEXT NOT NULL DEFAULT ''
--
ALTER TABLE night ADD COLUMN source TEXT NOT NULL DEFAULT ''
--
CREATE INDEX night_block_cell ON night (block_cell_id)
""",
        # A CHECK cannot be altered in SQLite; this is the way its manual gives for one.
        sqlite=f"""
PRAGMA writable_schema = ON
--
UPDATE sqlite_master SET sql = replace(sql, '({_quoted(_STATES)})', '({_quoted(_MORE_STATES)})')
WHERE type = 'table' AND name = 'stay'
--
UPDATE sqlite_master SET sql = replace(sql, '{_quoted(_KINDS)}', 'kind <> ''''')
WHERE type = 'table' AND name = 'posting'
--
PRAGMA writable_schema = RESET
""",
        postgres=f"""
ALTER TABLE stay DROP CONSTRAINT stay_state_check
--
ALTER TABLE stay ADD CONSTRAINT stay_state_check CHECK (state IN ({_MORE_STATES}))
--
ALTER TABLE posting DROP CONSTRAINT posting_kind_check
--
ALTER TABLE posting ADD CONSTRAINT posting_kind_check CHECK (kind <> '')
""",
    )
    guard(
        db,
        "block_cell",
        "block_cell_picked_up",
        "NEW.blocked < OLD.blocked AND NEW.blocked < (SELECT count(*) FROM night n JOIN stay s ON s.id = n.stay_id"
        " WHERE n.block_cell_id = OLD.id AND n.share_slot = 0 AND s.state NOT IN ('cancelled', 'no-show'))",
        "BELOW_PICKED_UP",
    )
    guard(
        db,
        "block_cell",
        "block_cell_kept",
        "EXISTS (SELECT 1 FROM night n JOIN stay s ON s.id = n.stay_id"
        " WHERE n.block_cell_id = OLD.id AND s.state NOT IN ('cancelled', 'no-show'))",
        "BELOW_PICKED_UP",
        on="DELETE",
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")
