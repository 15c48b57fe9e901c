"""Billing notes, reminders, promises to pay and calls of the debtors; on which day an account takes its billing notes."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE city_account ADD COLUMN billing_day INTEGER CHECK (billing_day BETWEEN 1 AND 31)
--
ALTER TABLE city_account ADD COLUMN billing_weekday INTEGER CHECK (billing_weekday BETWEEN 1 AND 7)
--
ALTER TABLE open_item ADD COLUMN dispute TEXT NOT NULL DEFAULT ''
--
CREATE TABLE billing_note (
  id {id}, number TEXT NOT NULL UNIQUE, account_id INTEGER NOT NULL REFERENCES city_account(id), date {date} NOT NULL,
  total {money} NOT NULL CHECK (total > 0), state TEXT NOT NULL
    CHECK (state IN ('written', 'presented', 'collected', 'refused', 'cancelled')),
  pay_on {date}, presented_on {date}, receiver TEXT NOT NULL, ended_on {date}, outcome TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id),
  CHECK ((ended_on IS NULL) = (state IN ('written', 'presented')))
) {table_end}
--
CREATE INDEX billing_note_account ON billing_note (account_id, id)
--
CREATE INDEX billing_note_state ON billing_note (state, id)
--
CREATE TABLE billing_note_item (
  id {id}, note_id INTEGER NOT NULL REFERENCES billing_note(id), item_id INTEGER NOT NULL REFERENCES open_item(id),
  paid_before {money} NOT NULL, billed {money} NOT NULL CHECK (billed > 0), standing {bool} NOT NULL,
  UNIQUE (note_id, item_id)
) {table_end}
--
CREATE UNIQUE INDEX billing_note_item_once ON billing_note_item (item_id) WHERE standing = {yes}
--
CREATE TABLE reminder_level (
  id {id}, level INTEGER NOT NULL UNIQUE CHECK (level BETWEEN 1 AND 9), days INTEGER NOT NULL CHECK (days >= 1),
  text_th TEXT NOT NULL, text_en TEXT NOT NULL, hold {bool} NOT NULL
) {table_end}
--
INSERT INTO reminder_level (level, days, text_th, text_en, hold)
VALUES (1, 7, '', '', {no}), (2, 21, '', '', {no}), (3, 45, '', '', {yes})
--
CREATE TABLE reminder (
  id {id}, number TEXT NOT NULL UNIQUE, account_id INTEGER NOT NULL REFERENCES city_account(id), level INTEGER NOT NULL,
  date {date} NOT NULL, language TEXT NOT NULL, total {money} NOT NULL CHECK (total > 0), paper TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX reminder_account ON reminder (account_id, id)
--
CREATE TABLE reminder_item (
  id {id}, reminder_id INTEGER NOT NULL REFERENCES reminder(id), item_id INTEGER NOT NULL REFERENCES open_item(id),
  level INTEGER NOT NULL, unpaid {money} NOT NULL CHECK (unpaid > 0), UNIQUE (item_id, level)
) {table_end}
--
CREATE INDEX reminder_item_reminder ON reminder_item (reminder_id)
--
CREATE TABLE payment_promise (
  id {id}, account_id INTEGER NOT NULL REFERENCES city_account(id), made_on {date} NOT NULL, pay_on {date} NOT NULL,
  amount {money} NOT NULL CHECK (amount > 0), who TEXT NOT NULL, withdrawn TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id), CHECK (pay_on >= made_on)
) {table_end}
--
CREATE INDEX payment_promise_account ON payment_promise (account_id, id)
--
CREATE TABLE promised_item (
  id {id}, promise_id INTEGER NOT NULL REFERENCES payment_promise(id), item_id INTEGER NOT NULL REFERENCES open_item(id),
  unpaid {money} NOT NULL CHECK (unpaid > 0), UNIQUE (promise_id, item_id)
) {table_end}
--
CREATE TABLE collection_call (
  id {id}, account_id INTEGER NOT NULL REFERENCES city_account(id), at TEXT NOT NULL, date {date} NOT NULL,
  who TEXT NOT NULL, text TEXT NOT NULL, next_on {date}, next_step TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX collection_call_account ON collection_call (account_id, id)
""",
    )
    _guard_notes(db)
    sealed(db, "reminder", "REMINDER_KEPT")
    sealed(db, "reminder_item", "REMINDER_KEPT")
    sealed(db, "collection_call", "CALL_KEPT")
    sealed(db, "promised_item", "PROMISE_KEPT")
    said = ("id", "account_id", "made_on", "pay_on", "amount", "who")
    guard(
        db, "payment_promise", "payment_promise_kept", " OR ".join(f"NEW.{name} <> OLD.{name}" for name in said),
        "PROMISE_KEPT",
    )  # fmt: skip
    guard(db, "payment_promise", "payment_promise_stays", "OLD.id > 0", "PROMISE_KEPT", on="DELETE")
    no_truncate(db, "billing_note", "billing_note_item", "payment_promise")


def _guard_notes(db: Any) -> None:
    """A number once given is kept with what it asked for; what has ended stays ended, and lets its items go."""
    kept = ("id", "number", "account_id", "date", "total", "staff_id")
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in kept)
    guard(db, "billing_note", "billing_note_kept", f"OLD.ended_on IS NOT NULL OR {changed}", "NOTE_KEPT")
    guard(db, "billing_note", "billing_note_stays", "OLD.id > 0", "NOTE_KEPT", on="DELETE")
    there = "EXISTS (SELECT 1 FROM billing_note WHERE id = NEW.id OR number = NEW.number)"
    guard(db, "billing_note", "billing_note_once", there, "NOTE_KEPT", on="INSERT")
    item = "billing_note_item"
    same = ("id", "note_id", "item_id", "paid_before", "billed")
    moved = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in same)
    guard(db, item, "billing_note_item_kept", f"NEW.standing > OLD.standing OR {moved}", "NOTE_KEPT")
    guard(db, item, "billing_note_item_stays", "OLD.id > 0", "NOTE_KEPT", on="DELETE")
    billed = "id = NEW.id OR (item_id = NEW.item_id AND standing = TRUE AND NEW.standing = TRUE)"
    taken = f"EXISTS (SELECT 1 FROM billing_note_item WHERE {billed})"
    guard(db, item, "billing_note_item_free", taken, "ITEM_BILLED", on="INSERT")
    other = (
        "(SELECT account_id FROM billing_note WHERE id = NEW.note_id)"
        " <> (SELECT account_id FROM open_item WHERE id = NEW.item_id)"
    )
    guard(db, item, "billing_note_item_own", other, "NOTE_KEPT", on="INSERT")
