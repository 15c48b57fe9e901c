"""The exchange desk: foreign notes bought and sold over the counter, taken back the same day, sold on to the bank."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed

_KEPT = (
    "id", "number", "way", "currency_id", "amount", "rate", "worth", "commission", "baht", "cost", "name", "nationality",
    "document_number", "room", "entry_id", "date", "at", "staff_id", "language", "paper",
)  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE exchange (
  id {id}, number TEXT NOT NULL UNIQUE, way TEXT NOT NULL CHECK (way IN ('buy', 'sell')),
  currency_id INTEGER NOT NULL REFERENCES currency(id), amount {money} NOT NULL CHECK (amount > 0),
  rate {money} NOT NULL CHECK (rate > 0), worth {money} NOT NULL CHECK (worth > 0),
  commission {money} NOT NULL CHECK (commission >= 0), baht {money} NOT NULL CHECK (baht > 0), cost {money} NOT NULL,
  stay_id INTEGER REFERENCES stay(id), name TEXT NOT NULL CHECK (name <> ''),
  nationality TEXT NOT NULL CHECK (nationality <> ''), document_number TEXT NOT NULL CHECK (document_number <> ''),
  room TEXT NOT NULL, shift_id INTEGER REFERENCES cashier_shift(id),
  entry_id INTEGER NOT NULL UNIQUE REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED, date {date} NOT NULL,
  at TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id), language TEXT NOT NULL, paper TEXT NOT NULL,
  prints INTEGER NOT NULL CHECK (prints >= 0),
  CHECK (baht = CASE way WHEN 'buy' THEN worth - commission ELSE worth + commission END)
) {table_end}
--
CREATE INDEX exchange_date ON exchange (date, id)
--
CREATE INDEX exchange_document ON exchange (document_number, date)
--
CREATE TABLE exchange_back (
  id {id}, exchange_id INTEGER NOT NULL UNIQUE REFERENCES exchange(id),
  entry_id INTEGER NOT NULL UNIQUE REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED, date {date} NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''), at TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE TABLE notes_to_bank (
  id {id}, currency_id INTEGER NOT NULL REFERENCES currency(id), amount {money} NOT NULL CHECK (amount > 0),
  rate {money} NOT NULL CHECK (rate > 0), baht {money} NOT NULL CHECK (baht > 0), cost {money} NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account(id), reference TEXT NOT NULL CHECK (reference <> ''),
  entry_id INTEGER NOT NULL UNIQUE REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED, date {date} NOT NULL,
  at TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX notes_to_bank_date ON notes_to_bank (date, id)
--
CREATE INDEX till_movement_method ON till_movement (method_id, date)
""",
        sqlite="""
CREATE TRIGGER exchange_no_replace BEFORE INSERT ON exchange
WHEN EXISTS (SELECT 1 FROM exchange WHERE id = NEW.id OR number = NEW.number OR entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'NUMBER_KEPT'); END
--
CREATE TRIGGER exchange_back_once BEFORE INSERT ON exchange_back
WHEN EXISTS (SELECT 1 FROM exchange_back WHERE exchange_id = NEW.exchange_id OR entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'ALREADY_CORRECTED'); END
--
CREATE TRIGGER notes_to_bank_once BEFORE INSERT ON notes_to_bank
WHEN EXISTS (SELECT 1 FROM notes_to_bank WHERE entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'ENTRY_SEALED'); END
""",
    )
    # The record of an exchange stands for at least five years: only how often its slip was printed is counted up.
    changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _KEPT)
    nullable = " OR ".join(
        f"COALESCE(NEW.{column}, 0) <> COALESCE(OLD.{column}, 0)" for column in ("stay_id", "shift_id")
    )
    guard(
        db, "exchange", "exchange_kept", f"{changed} OR {nullable} OR NEW.prints < OLD.prints", "NUMBER_KEPT"
    )
    guard(db, "exchange", "exchange_stays", "OLD.id > 0", "NUMBER_KEPT", on="DELETE")
    no_truncate(db, "exchange")
    sealed(db, "exchange_back", "ENTRY_SEALED")
    sealed(db, "notes_to_bank", "ENTRY_SEALED")
    guard(
        db,
        "exchange_back",
        "exchange_back_same_day",
        "EXISTS (SELECT 1 FROM exchange x WHERE x.id = NEW.exchange_id AND x.date <> NEW.date)",
        "NOT_THE_BUSINESS_DATE",
        on="INSERT",
    )
