"""Rooms, rates, guests, bookings, nights, folios, receipts and the record of each closed day."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE room_type (
  id {id}, code TEXT NOT NULL UNIQUE, name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  most_persons INTEGER NOT NULL CHECK (most_persons > 0)
) {table_end}
--
CREATE TABLE room (
  id {id}, number TEXT NOT NULL UNIQUE, floor TEXT NOT NULL,
  room_type_id INTEGER NOT NULL REFERENCES room_type(id),
  housekeeping TEXT NOT NULL CHECK (housekeeping IN ('clean', 'dirty', 'pickup', 'inspected')), note TEXT NOT NULL
) {table_end}
--
CREATE TABLE room_closure (
  id {id}, room_id INTEGER NOT NULL REFERENCES room(id), kind TEXT NOT NULL CHECK (kind IN ('OOO', 'OOS')),
  first_night {date} NOT NULL, last_night {date} NOT NULL, reason TEXT NOT NULL CHECK (reason <> ''),
  return_status TEXT NOT NULL, CHECK (first_night <= last_night)
) {table_end}
--
CREATE INDEX room_closure_dates ON room_closure (last_night, first_night)
--
CREATE TABLE transaction_code (
  id {id}, code TEXT NOT NULL UNIQUE, name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('revenue', 'non-revenue', 'tax', 'payment')), "group" TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account(id), by_hand {bool} NOT NULL, active {bool} NOT NULL,
  lowest {money}, highest {money}
) {table_end}
--
CREATE TABLE generate (
  id {id}, parent_id INTEGER NOT NULL REFERENCES transaction_code(id), position INTEGER NOT NULL,
  child_id INTEGER NOT NULL REFERENCES transaction_code(id), basis TEXT NOT NULL CHECK (basis IN ('B', 'S1', 'S2', 'S3')),
  basis_points INTEGER NOT NULL CHECK (basis_points >= 0), adds_to TEXT NOT NULL CHECK (adds_to IN ('', 'S1', 'S2', 'S3')),
  valid_from {date} NOT NULL, valid_until {date}, authority TEXT NOT NULL
) {table_end}
--
CREATE TABLE article (
  id {id}, code TEXT NOT NULL UNIQUE, transaction_code_id INTEGER NOT NULL REFERENCES transaction_code(id),
  name_th TEXT NOT NULL, name_en TEXT NOT NULL, price {money} NOT NULL CHECK (price >= 0), inclusive {bool} NOT NULL,
  active {bool} NOT NULL
) {table_end}
--
CREATE TABLE rate_code (
  id {id}, code TEXT NOT NULL UNIQUE, name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  transaction_code_id INTEGER NOT NULL REFERENCES transaction_code(id), inclusive {bool} NOT NULL,
  complimentary {bool} NOT NULL, house_use {bool} NOT NULL, active {bool} NOT NULL
) {table_end}
--
CREATE TABLE rate_price (
  id {id}, rate_code_id INTEGER NOT NULL REFERENCES rate_code(id),
  room_type_id INTEGER NOT NULL REFERENCES room_type(id), first_night {date} NOT NULL, last_night {date} NOT NULL,
  weekdays TEXT NOT NULL, single {money} NOT NULL CHECK (single >= 0), double {money} NOT NULL CHECK (double >= 0),
  extra_adult {money} NOT NULL CHECK (extra_adult >= 0), child {money} NOT NULL CHECK (child >= 0),
  CHECK (first_night <= last_night)
) {table_end}
--
CREATE INDEX rate_price_lookup ON rate_price (rate_code_id, room_type_id, first_night)
--
CREATE TABLE guest (
  id {id}, given_th TEXT NOT NULL, family_th TEXT NOT NULL, given TEXT NOT NULL, family TEXT NOT NULL,
  title TEXT NOT NULL, sex TEXT NOT NULL, birth_date {date}, nationality TEXT NOT NULL, language TEXT NOT NULL,
  document_kind TEXT NOT NULL, document_number TEXT NOT NULL, document_country TEXT NOT NULL, document_expiry {date},
  phone TEXT NOT NULL, email TEXT NOT NULL, address TEXT NOT NULL, occupation TEXT NOT NULL, company TEXT NOT NULL,
  vip TEXT NOT NULL, do_not_rent TEXT NOT NULL, note TEXT NOT NULL, sort_name TEXT NOT NULL {bytes}
) {table_end}
--
CREATE INDEX guest_sort ON guest (sort_name, id)
--
CREATE TABLE guest_key (
  id {id}, key TEXT NOT NULL {bytes}, guest_id INTEGER NOT NULL REFERENCES guest(id)
) {table_end}
--
CREATE INDEX guest_key_key ON guest_key (key, guest_id)
--
CREATE INDEX guest_key_guest ON guest_key (guest_id)
--
CREATE TABLE reservation (
  id {id}, confirmation TEXT NOT NULL UNIQUE, booker TEXT NOT NULL,
  guarantee TEXT NOT NULL CHECK (guarantee IN ('guaranteed', 'non-guaranteed', 'tentative')),
  market TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL, made_on {date} NOT NULL,
  deposit_id INTEGER UNIQUE REFERENCES subaccount(id)
) {table_end}
--
CREATE TABLE stay (
  id {id}, reservation_id INTEGER NOT NULL REFERENCES reservation(id), guest_id INTEGER NOT NULL REFERENCES guest(id),
  state TEXT NOT NULL CHECK (state IN ('reserved', 'in house', 'checked out', 'no-show', 'cancelled')),
  arrival {date} NOT NULL, departure {date} NOT NULL, room_type_id INTEGER NOT NULL REFERENCES room_type(id),
  room_id INTEGER REFERENCES room(id), share_slot INTEGER NOT NULL, rate_code_id INTEGER NOT NULL REFERENCES rate_code(id),
  adults INTEGER NOT NULL CHECK (adults > 0), children INTEGER NOT NULL CHECK (children >= 0),
  walk_in {bool} NOT NULL, no_post {bool} NOT NULL, eta TEXT NOT NULL, note TEXT NOT NULL,
  checked_in_at TEXT, checked_out_at TEXT, cancellation TEXT UNIQUE, reason TEXT NOT NULL,
  CHECK (departure >= arrival), CHECK (state <> 'in house' OR room_id IS NOT NULL)
) {table_end}
--
CREATE INDEX stay_state_arrival ON stay (state, arrival, id)
--
CREATE INDEX stay_state_departure ON stay (state, departure, id)
--
CREATE INDEX stay_arrival ON stay (arrival, id)
--
CREATE INDEX stay_guest ON stay (guest_id)
--
CREATE INDEX stay_reservation ON stay (reservation_id)
--
CREATE INDEX stay_room_state ON stay (room_id, state)
--
CREATE TABLE stay_person (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), guest_id INTEGER NOT NULL REFERENCES guest(id),
  position INTEGER NOT NULL, UNIQUE (stay_id, guest_id), UNIQUE (stay_id, position)
) {table_end}
--
CREATE INDEX stay_person_guest ON stay_person (guest_id)
--
CREATE TABLE night (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), date {date} NOT NULL, day_use {bool} NOT NULL,
  booked_type_id INTEGER NOT NULL REFERENCES room_type(id), room_type_id INTEGER NOT NULL REFERENCES room_type(id),
  room_id INTEGER REFERENCES room(id), share_slot INTEGER NOT NULL, rate_code_id INTEGER NOT NULL REFERENCES rate_code(id),
  amount {money} NOT NULL CHECK (amount >= 0), inclusive {bool} NOT NULL, currency TEXT NOT NULL,
  adults INTEGER NOT NULL, children INTEGER NOT NULL, fixed_rate {bool} NOT NULL, posted {bool} NOT NULL,
  UNIQUE (stay_id, date, day_use)
) {table_end}
--
CREATE UNIQUE INDEX night_room_date ON night (room_id, date, day_use, share_slot)
--
CREATE INDEX night_date ON night (date, stay_id)
--
CREATE TABLE folio_window (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 8),
  payee TEXT NOT NULL, address TEXT NOT NULL, tax_id TEXT NOT NULL, branch TEXT NOT NULL,
  subaccount_id INTEGER NOT NULL UNIQUE REFERENCES subaccount(id), UNIQUE (stay_id, number)
) {table_end}
--
CREATE TABLE posting (
  id {id}, entry_id INTEGER NOT NULL REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED,
  window_id INTEGER REFERENCES folio_window(id), reservation_id INTEGER REFERENCES reservation(id),
  kind TEXT NOT NULL CHECK (kind IN ('charge', 'correction', 'payment', 'refund', 'deposit', 'deposit moved',
    'deposit refund', 'forfeiture')),
  code_id INTEGER NOT NULL REFERENCES transaction_code(id), article_id INTEGER REFERENCES article(id),
  quantity INTEGER NOT NULL, description TEXT NOT NULL, typed {money} NOT NULL, inclusive {bool} NOT NULL,
  net {money} NOT NULL, amount {money} NOT NULL, date {date} NOT NULL, revenue_date {date} NOT NULL,
  corrects_id INTEGER REFERENCES posting(id), night_id INTEGER UNIQUE REFERENCES night(id), source TEXT,
  reference TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id), at TEXT NOT NULL,
  CHECK ((window_id IS NULL) <> (reservation_id IS NULL)), CHECK (kind <> 'charge' OR (net >= 0 AND quantity > 0))
) {table_end}
--
CREATE UNIQUE INDEX posting_corrects_once ON posting (corrects_id)
--
CREATE UNIQUE INDEX posting_source ON posting (source)
--
CREATE INDEX posting_window ON posting (window_id, id)
--
CREATE INDEX posting_reservation ON posting (reservation_id, id)
--
CREATE INDEX posting_entry ON posting (entry_id)
--
CREATE INDEX posting_date ON posting (date, kind, code_id)
--
CREATE TABLE receipt (
  id {id}, number TEXT NOT NULL UNIQUE, posting_id INTEGER NOT NULL UNIQUE REFERENCES posting(id),
  language TEXT NOT NULL, tendered {money}, paper TEXT NOT NULL, prints INTEGER NOT NULL
) {table_end}
--
CREATE TABLE closed_day (
  id {id}, date {date} NOT NULL UNIQUE, staff_id INTEGER NOT NULL REFERENCES staff(id), started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL, checks TEXT NOT NULL, counts TEXT NOT NULL, trial_balance TEXT NOT NULL,
  last_entry_id INTEGER NOT NULL, last_hash TEXT NOT NULL
) {table_end}
--
CREATE TABLE closed_ledger (
  id {id}, date {date} NOT NULL, ledger TEXT NOT NULL, opening {money} NOT NULL, debits {money} NOT NULL,
  credits {money} NOT NULL, closing {money} NOT NULL, UNIQUE (date, ledger),
  CHECK (opening + debits - credits = closing)
) {table_end}
--
CREATE TABLE day_statistics (
  id {id}, date {date} NOT NULL UNIQUE, rooms INTEGER NOT NULL, out_of_order INTEGER NOT NULL, sold INTEGER NOT NULL,
  complimentary INTEGER NOT NULL, house_use INTEGER NOT NULL, day_use INTEGER NOT NULL, guests INTEGER NOT NULL,
  arrivals INTEGER NOT NULL, departures INTEGER NOT NULL, no_shows INTEGER NOT NULL, cancellations INTEGER NOT NULL,
  walk_ins INTEGER NOT NULL, room_revenue {money} NOT NULL, other_revenue {money} NOT NULL, base TEXT NOT NULL
) {table_end}
--
CREATE TABLE audit_failure (
  id {id}, at TEXT NOT NULL, date {date} NOT NULL, step TEXT NOT NULL, record TEXT NOT NULL, message TEXT NOT NULL
) {table_end}
""",
    )
    for table, code in (
        ("posting", "ENTRY_SEALED"),
        ("closed_day", "DAY_CLOSED"),
        ("closed_ledger", "DAY_CLOSED"),
        ("day_statistics", "DAY_CLOSED"),
    ):
        sealed(db, table, code)
    no_truncate(db, "receipt", "night", "stay", "folio_window", "reservation")
    posted = "OLD.posted = {yes}"
    words = (
        {"{yes}": "1", "{no}": "0"}
        if type(db).__name__.startswith("Sqlite")
        else {"{yes}": "TRUE", "{no}": "FALSE"}
    )
    for word, meaning in words.items():
        posted = posted.replace(word, meaning)
    guard(db, "night", "night_posted_stays", posted, "NIGHT_POSTED", on="UPDATE")
    guard(db, "night", "night_posted_kept", posted, "NIGHT_POSTED", on="DELETE")
    guard(
        db,
        "receipt",
        "receipt_kept",
        "NEW.number <> OLD.number OR NEW.paper <> OLD.paper OR NEW.posting_id <> OLD.posting_id"
        " OR NEW.id <> OLD.id OR NEW.prints < OLD.prints",
        "NUMBER_KEPT",
    )
    guard(db, "receipt", "receipt_stays", "OLD.id > 0", "NUMBER_KEPT", on="DELETE")
    guard(
        db,
        "property",
        "business_date_by_audit",
        "NEW.business_date <> OLD.business_date AND NOT EXISTS"
        " (SELECT 1 FROM closed_day WHERE date = OLD.business_date)",
        "ONE_DAY_ONLY",
    )
    run(
        db,
        sqlite="""
CREATE TRIGGER night_no_replace BEFORE INSERT ON night
WHEN EXISTS (SELECT 1 FROM night WHERE id = NEW.id AND posted = 1)
  OR EXISTS (SELECT 1 FROM night WHERE stay_id = NEW.stay_id AND date = NEW.date AND day_use = NEW.day_use AND posted = 1)
BEGIN SELECT RAISE(ABORT, 'NIGHT_POSTED'); END
--
CREATE TRIGGER night_one_let BEFORE INSERT ON night
WHEN EXISTS (SELECT 1 FROM night WHERE room_id = NEW.room_id AND date = NEW.date AND day_use = NEW.day_use
  AND share_slot = NEW.share_slot)
BEGIN SELECT RAISE(ABORT, 'ROOM_NIGHT_TAKEN'); END
--
CREATE TRIGGER night_one_let_moved BEFORE UPDATE ON night
WHEN EXISTS (SELECT 1 FROM night WHERE room_id = NEW.room_id AND date = NEW.date AND day_use = NEW.day_use
  AND share_slot = NEW.share_slot AND id <> NEW.id)
  OR EXISTS (SELECT 1 FROM night WHERE stay_id = NEW.stay_id AND date = NEW.date AND day_use = NEW.day_use
  AND id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'ROOM_NIGHT_TAKEN'); END
--
CREATE TRIGGER receipt_no_replace BEFORE INSERT ON receipt
WHEN EXISTS (SELECT 1 FROM receipt WHERE id = NEW.id OR number = NEW.number OR posting_id = NEW.posting_id)
BEGIN SELECT RAISE(ABORT, 'NUMBER_KEPT'); END
--
CREATE TRIGGER closed_day_once BEFORE INSERT ON closed_day WHEN EXISTS (SELECT 1 FROM closed_day WHERE date = NEW.date)
BEGIN SELECT RAISE(ABORT, 'DAY_CLOSED'); END
--
CREATE TRIGGER posting_corrected_once BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM posting WHERE corrects_id = NEW.corrects_id)
BEGIN SELECT RAISE(ABORT, 'ALREADY_CORRECTED'); END
--
CREATE TRIGGER posting_once BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM posting WHERE source = NEW.source OR night_id = NEW.night_id)
BEGIN SELECT RAISE(ABORT, 'ALREADY_POSTED'); END
""",
    )
