"""The switchboard: messages, calls put through, where guests are to be found, the telephone book."""

from typing import Any

from models.house.schema import guard, run

# The numbers of the country that save lives; a hotel adds its own hospital, taxi and embassies.
EMERGENCY = (
    ("ตำรวจ", "Police", "191"),
    ("ตำรวจท่องเที่ยว", "Tourist police", "1155"),
    ("รถพยาบาลฉุกเฉิน", "Ambulance", "1669"),
    ("ดับเพลิง", "Fire brigade", "199"),
)


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE phone_entry (
  id {id}, kind TEXT NOT NULL CHECK (kind IN ('staff', 'outside')), name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  number TEXT NOT NULL CHECK (number <> ''), second_number TEXT NOT NULL,
  department_id INTEGER REFERENCES department(id), emergency {bool} NOT NULL, note TEXT NOT NULL,
  active {bool} NOT NULL, CHECK (name_th <> '' AND name_en <> '')
) {table_end}
--
CREATE TABLE call_transfer (
  id {id}, at TEXT NOT NULL, date {date} NOT NULL, caller TEXT NOT NULL, stay_id INTEGER REFERENCES stay(id),
  guest_id INTEGER REFERENCES guest(id), department_id INTEGER REFERENCES department(id),
  entry_id INTEGER REFERENCES phone_entry(id), number TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('answered', 'no answer', 'busy', 'refused', 'message')),
  note TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id),
  CHECK (stay_id IS NOT NULL OR department_id IS NOT NULL OR entry_id IS NOT NULL OR number <> '')
) {table_end}
--
CREATE INDEX call_transfer_date ON call_transfer (date, id)
--
CREATE INDEX call_transfer_stay ON call_transfer (stay_id)
--
CREATE INDEX call_transfer_guest ON call_transfer (guest_id)
--
CREATE TABLE guest_message (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), guest_id INTEGER NOT NULL REFERENCES guest(id),
  date {date} NOT NULL, taken_at TEXT NOT NULL, taken_by_id INTEGER NOT NULL REFERENCES staff(id),
  caller TEXT NOT NULL CHECK (caller <> ''), phone TEXT NOT NULL, words TEXT NOT NULL,
  wish TEXT NOT NULL CHECK (wish IN ('', 'call', 'again')), urgent {bool} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'printed', 'delivered', 'read back', 'withdrawn')),
  printed_at TEXT, ended_at TEXT, ended_by_id INTEGER REFERENCES staff(id), ended_note TEXT NOT NULL,
  CHECK (words <> '' OR wish <> ''),
  CHECK ((state IN ('delivered', 'read back', 'withdrawn')) = (ended_at IS NOT NULL)),
  CHECK ((ended_at IS NULL) = (ended_by_id IS NULL)), CHECK (state <> 'printed' OR printed_at IS NOT NULL)
) {table_end}
--
CREATE INDEX guest_message_stay ON guest_message (stay_id, id)
--
CREATE INDEX guest_message_guest ON guest_message (guest_id)
--
CREATE INDEX guest_message_open ON guest_message (stay_id) WHERE ended_at IS NULL
--
CREATE INDEX guest_message_date ON guest_message (date, id)
--
CREATE TABLE guest_place (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), guest_id INTEGER NOT NULL REFERENCES guest(id),
  place TEXT NOT NULL CHECK (place <> ''), since TEXT NOT NULL, until TEXT NOT NULL,
  taken_by_id INTEGER NOT NULL REFERENCES staff(id), CHECK (since <= until)
) {table_end}
--
CREATE INDEX guest_place_stay ON guest_place (stay_id, until)
--
CREATE INDEX guest_place_guest ON guest_place (guest_id)
""",
    )
    # What was said to whom is never worded anew; the profile may change when two become one.
    guard(
        db,
        "guest_message",
        "guest_message_words",
        "NEW.id <> OLD.id OR NEW.stay_id <> OLD.stay_id OR NEW.caller <> OLD.caller OR NEW.phone <> OLD.phone"
        " OR NEW.words <> OLD.words OR NEW.wish <> OLD.wish OR NEW.taken_at <> OLD.taken_at"
        " OR NEW.taken_by_id <> OLD.taken_by_id",
        "MESSAGE_KEPT",
    )
    guard(
        db,
        "guest_message",
        "guest_message_ended",
        "OLD.ended_at IS NOT NULL AND (NEW.state <> OLD.state OR NEW.ended_at IS NULL"
        " OR NEW.ended_at <> OLD.ended_at OR NEW.ended_by_id <> OLD.ended_by_id OR NEW.ended_note <> OLD.ended_note)",
        "MESSAGE_ENDED",
    )
    guard(
        db,
        "call_transfer",
        "call_transfer_kept",
        "NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.date <> OLD.date OR NEW.caller <> OLD.caller"
        " OR NEW.outcome <> OLD.outcome OR NEW.staff_id <> OLD.staff_id OR NEW.number <> OLD.number"
        " OR COALESCE(NEW.stay_id, 0) <> COALESCE(OLD.stay_id, 0)"
        " OR COALESCE(NEW.department_id, 0) <> COALESCE(OLD.department_id, 0)"
        " OR COALESCE(NEW.entry_id, 0) <> COALESCE(OLD.entry_id, 0)",
        "CALL_KEPT",
    )
    for name_th, name_en, number in EMERGENCY:
        run(
            db,
            both="INSERT INTO phone_entry (kind, name_th, name_en, number, second_number, emergency, note, active)"
            f" VALUES ('outside', '{name_th}', '{name_en}', '{number}', '', {{yes}}, '', {{yes}})",
        )
