"""Wake-up calls, each once; calls from the rooms' telephones, each charged once; the code they are charged by."""

from typing import Any

from models.house.schema import guard, no_truncate, run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE wake_up_call (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), date {date} NOT NULL, time TEXT NOT NULL,
  due_at TEXT NOT NULL, ring_at TEXT NOT NULL, daily {bool} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'ringing', 'completed', 'no answer', 'missed', 'cancelled')),
  tries INTEGER NOT NULL CHECK (tries >= 0), asked_by TEXT NOT NULL, note TEXT NOT NULL,
  entered_by_id INTEGER NOT NULL REFERENCES staff(id), entered_at TEXT NOT NULL,
  rung_at TEXT, answering_id INTEGER REFERENCES staff(id), answering_at TEXT,
  result TEXT NOT NULL, result_by_id INTEGER REFERENCES staff(id), result_at TEXT,
  CHECK (state <> 'ringing' OR rung_at IS NOT NULL),
  CHECK ((answering_id IS NULL) = (answering_at IS NULL)),
  CHECK ((result = '') = (result_at IS NULL))
) {table_end}
--
CREATE UNIQUE INDEX wake_up_once ON wake_up_call (stay_id, due_at) WHERE state <> 'cancelled'
--
CREATE INDEX wake_up_open ON wake_up_call (state, ring_at)
--
CREATE INDEX wake_up_date ON wake_up_call (date, due_at, id)
--
CREATE TABLE wake_up_mark (id INTEGER PRIMARY KEY CHECK (id = 1), seen_until TEXT NOT NULL) {table_end}
--
CREATE TABLE phone_call (
  id {id}, call_key TEXT NOT NULL UNIQUE, extension TEXT NOT NULL, number TEXT NOT NULL, started_at TEXT NOT NULL,
  seconds INTEGER NOT NULL CHECK (seconds >= 0), trunk TEXT NOT NULL, cost {money} CHECK (cost >= 0),
  price {money} CHECK (price >= 0),
  state TEXT NOT NULL CHECK (state IN ('to post', 'posted', 'unposted', 'free', 'written off')),
  why TEXT NOT NULL, stay_id INTEGER REFERENCES stay(id), posting_id INTEGER UNIQUE REFERENCES posting(id),
  entered_by_id INTEGER NOT NULL REFERENCES staff(id), entered_at TEXT NOT NULL, reason TEXT NOT NULL,
  CHECK ((state = 'posted') = (posting_id IS NOT NULL)),
  CHECK (state <> 'written off' OR reason <> '')
) {table_end}
--
CREATE INDEX phone_call_state ON phone_call (state, id)
--
CREATE INDEX phone_call_started ON phone_call (started_at, id)
--
CREATE TABLE call_line (
  id {id}, feed TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('new', 'read', 'repeated', 'ignored', 'unread', 'cut', 'set aside')),
  fault TEXT NOT NULL, call_id INTEGER REFERENCES phone_call(id)
) {table_end}
--
CREATE INDEX call_line_state ON call_line (state, id)
--
CREATE TABLE call_tariff (
  id {id}, prefix TEXT NOT NULL UNIQUE, name TEXT NOT NULL, block_seconds INTEGER NOT NULL CHECK (block_seconds > 0),
  per_block {money} NOT NULL CHECK (per_block >= 0), minimum {money} NOT NULL CHECK (minimum >= 0), free {bool} NOT NULL
) {table_end}
--
CREATE TABLE call_feed (
  id {id}, name TEXT NOT NULL UNIQUE, connected {bool} NOT NULL, since TEXT NOT NULL, fault TEXT NOT NULL
) {table_end}
""",
    )
    # What was said of a guest who was or was not woken stays said: somebody may have missed a flight.
    guard(
        db,
        "wake_up_call",
        "wake_up_kept",
        "NEW.stay_id <> OLD.stay_id OR NEW.due_at <> OLD.due_at OR NEW.entered_by_id <> OLD.entered_by_id"
        " OR NEW.entered_at <> OLD.entered_at OR NEW.tries < OLD.tries"
        " OR (OLD.state IN ('completed', 'no answer') AND (NEW.state <> OLD.state OR NEW.result <> OLD.result))",
        "WAKE_UP_KEPT",
    )
    guard(db, "wake_up_call", "wake_up_stays", "OLD.id > 0", "WAKE_UP_KEPT", on="DELETE")
    guard(
        db,
        "phone_call",
        "phone_call_kept",
        "NEW.call_key <> OLD.call_key OR NEW.extension <> OLD.extension OR NEW.number <> OLD.number"
        " OR NEW.started_at <> OLD.started_at OR NEW.seconds <> OLD.seconds"
        " OR (OLD.state = 'posted' AND (NEW.state <> OLD.state OR NEW.posting_id <> OLD.posting_id"
        " OR NEW.price <> OLD.price OR NEW.stay_id <> OLD.stay_id))",
        "PHONE_CALL_KEPT",
    )
    guard(db, "phone_call", "phone_call_stays", "OLD.id > 0", "PHONE_CALL_KEPT", on="DELETE")
    guard(
        db,
        "call_line",
        "call_line_kept",
        "NEW.text <> OLD.text OR NEW.at <> OLD.at OR NEW.feed <> OLD.feed",
        "PHONE_CALL_KEPT",
    )
    guard(db, "call_line", "call_line_stays", "OLD.id > 0", "PHONE_CALL_KEPT", on="DELETE")
    no_truncate(db, "wake_up_call", "phone_call", "call_line")
    run(
        db,
        sqlite="""
CREATE TRIGGER wake_up_no_replace BEFORE INSERT ON wake_up_call WHEN EXISTS (SELECT 1 FROM wake_up_call
  WHERE id = NEW.id OR (stay_id = NEW.stay_id AND due_at = NEW.due_at AND state <> 'cancelled' AND NEW.state <> 'cancelled'))
BEGIN SELECT RAISE(ABORT, 'WAKE_UP_TWICE'); END
--
CREATE TRIGGER phone_call_no_replace BEFORE INSERT ON phone_call WHEN EXISTS (SELECT 1 FROM phone_call
  WHERE id = NEW.id OR call_key = NEW.call_key OR posting_id = NEW.posting_id)
BEGIN SELECT RAISE(ABORT, 'CALL_TWICE'); END
""",
        # A hotel that is open already: telephone is taxed as its laundry is. A new one gets it when it opens.
        both="""
INSERT INTO transaction_code (code, name_th, name_en, kind, "group", account_id, by_hand, active)
SELECT 'TEL', 'ค่าโทรศัพท์', 'Telephone', 'revenue', 'telephone', c.account_id, {yes}, {yes} FROM transaction_code c
WHERE c.code = 'MISC' AND NOT EXISTS (SELECT 1 FROM transaction_code t WHERE t.code = 'TEL')
--
INSERT INTO generate (parent_id, position, child_id, basis, basis_points, adds_to, valid_from, valid_until, authority)
SELECT t.id, g.position, g.child_id, g.basis, g.basis_points, g.adds_to, g.valid_from, g.valid_until, g.authority
FROM generate g JOIN transaction_code l ON l.id = g.parent_id AND l.code = 'LAUN'
JOIN transaction_code t ON t.code = 'TEL'
WHERE NOT EXISTS (SELECT 1 FROM generate x WHERE x.parent_id = t.id)
""",
    )
