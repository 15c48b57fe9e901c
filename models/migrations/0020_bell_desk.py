"""Departments; the bell desk: luggage, jobs, errands, parcels, cars; alerts, traces, log book and tickets."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed

DEPARTMENTS = (
    ("FO", "ส่วนหน้า", "Front office"), ("HK", "แม่บ้าน", "Housekeeping"), ("ENG", "ช่าง", "Maintenance"),
    ("FB", "อาหารและเครื่องดื่ม", "Food and beverage"), ("ACC", "บัญชี", "Accounting"),
    ("SALES", "ฝ่ายขาย", "Sales"), ("SEC", "รักษาความปลอดภัย", "Security"),
    ("BELL", "พนักงานยกกระเป๋า", "Porter"), ("OP", "พนักงานรับโทรศัพท์", "Operator"),
    ("MGT", "ผู้บริหาร", "Management"),
)  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE department (
  id {id}, code TEXT NOT NULL UNIQUE, name_th TEXT NOT NULL, name_en TEXT NOT NULL, extension TEXT NOT NULL,
  active {bool} NOT NULL
) {table_end}
""",
    )
    for code, name_th, name_en in DEPARTMENTS:
        run(
            db,
            both="INSERT INTO department (code, name_th, name_en, extension, active)"
            f" VALUES ('{code}', '{name_th}', '{name_en}', '', {{yes}})",
        )
    run(
        db,
        both="""
CREATE TABLE luggage_ticket (
  id {id}, number TEXT NOT NULL UNIQUE, direction TEXT NOT NULL CHECK (direction IN ('up', 'down', 'store')),
  stay_id INTEGER REFERENCES stay(id), block_id INTEGER REFERENCES block(id), person TEXT NOT NULL,
  room_id INTEGER REFERENCES room(id), place TEXT NOT NULL, until {date}, may_collect TEXT NOT NULL,
  handled_by TEXT NOT NULL, note TEXT NOT NULL, asked_at TEXT NOT NULL, done_at TEXT,
  staff_id INTEGER NOT NULL REFERENCES staff(id), CHECK (stay_id IS NOT NULL OR block_id IS NOT NULL OR person <> ''),
  CHECK (direction <> 'store' OR place <> '')
) {table_end}
--
CREATE INDEX luggage_ticket_stay ON luggage_ticket (stay_id)
--
CREATE INDEX luggage_ticket_block ON luggage_ticket (block_id)
--
CREATE TABLE luggage_collection (
  id {id}, ticket_id INTEGER NOT NULL REFERENCES luggage_ticket(id), collected_by TEXT NOT NULL CHECK (collected_by <> ''),
  proof TEXT NOT NULL CHECK (proof IN ('ticket', 'signature')), handled_by TEXT NOT NULL, at TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX luggage_collection_ticket ON luggage_collection (ticket_id)
--
CREATE TABLE luggage_piece (
  id {id}, ticket_id INTEGER NOT NULL REFERENCES luggage_ticket(id), tag TEXT NOT NULL CHECK (tag <> ''),
  stored {bool} NOT NULL, collection_id INTEGER REFERENCES luggage_collection(id), UNIQUE (ticket_id, tag)
) {table_end}
--
CREATE UNIQUE INDEX luggage_piece_in_store ON luggage_piece (tag) WHERE stored = {yes} AND collection_id IS NULL
--
CREATE TABLE bell_mark (
  id {id}, date {date} NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('up', 'move', 'down')),
  stay_id INTEGER NOT NULL REFERENCES stay(id), change_id INTEGER NOT NULL,
  pieces INTEGER NOT NULL CHECK (pieces BETWEEN 0 AND 999), porter TEXT NOT NULL, done_at TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id), UNIQUE (date, kind, stay_id, change_id)
) {table_end}
--
CREATE INDEX bell_mark_stay ON bell_mark (stay_id)
--
CREATE TABLE group_luggage (
  id {id}, block_id INTEGER NOT NULL UNIQUE REFERENCES block(id),
  counted_in INTEGER NOT NULL CHECK (counted_in BETWEEN 0 AND 9999),
  loaded INTEGER NOT NULL CHECK (loaded BETWEEN 0 AND 9999), closed_at TEXT, closed_by_id INTEGER REFERENCES staff(id),
  reason TEXT NOT NULL, CHECK (closed_at IS NULL OR counted_in = loaded OR reason <> '')
) {table_end}
--
CREATE TABLE errand (
  id {id}, what TEXT NOT NULL, stay_id INTEGER REFERENCES stay(id), department_id INTEGER REFERENCES department(id),
  person TEXT NOT NULL, asked_at TEXT NOT NULL, done_at TEXT, done_by TEXT NOT NULL,
  cost {money} NOT NULL CHECK (cost >= 0), posting_id INTEGER UNIQUE REFERENCES posting(id), note TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX errand_stay ON errand (stay_id)
--
CREATE TABLE parcel (
  id {id}, number TEXT NOT NULL UNIQUE, arrived_from TEXT NOT NULL, carrier TEXT NOT NULL, what TEXT NOT NULL,
  stay_id INTEGER REFERENCES stay(id), department_id INTEGER REFERENCES department(id), person TEXT NOT NULL,
  place TEXT NOT NULL, arrived_at TEXT NOT NULL, handed_to TEXT NOT NULL, handed_at TEXT, handed_by TEXT NOT NULL,
  note TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id),
  CHECK (stay_id IS NOT NULL OR department_id IS NOT NULL OR person <> ''), CHECK (handed_at IS NULL OR handed_to <> '')
) {table_end}
--
CREATE INDEX parcel_stay ON parcel (stay_id)
--
CREATE INDEX parcel_waiting ON parcel (handed_at, id)
--
CREATE TABLE car (
  id {id}, stay_id INTEGER REFERENCES stay(id), person TEXT NOT NULL, plate TEXT NOT NULL CHECK (plate <> ''),
  plate_key TEXT NOT NULL {bytes}, make TEXT NOT NULL, colour TEXT NOT NULL, key_tag TEXT NOT NULL, place TEXT NOT NULL,
  parked {bool} NOT NULL, note TEXT NOT NULL, came_at TEXT NOT NULL, left_at TEXT,
  staff_id INTEGER NOT NULL REFERENCES staff(id), CHECK (stay_id IS NOT NULL OR person <> '')
) {table_end}
--
CREATE INDEX car_stay ON car (stay_id)
--
CREATE UNIQUE INDEX car_key_held ON car (key_tag) WHERE key_tag <> '' AND left_at IS NULL
--
CREATE UNIQUE INDEX car_here ON car (plate_key) WHERE left_at IS NULL
--
CREATE TABLE car_move (
  id {id}, car_id INTEGER NOT NULL REFERENCES car(id), direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  place TEXT NOT NULL, porter TEXT NOT NULL, at TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX car_move_car ON car_move (car_id, id)
--
CREATE TABLE alert (
  id {id}, guest_id INTEGER REFERENCES guest(id), stay_id INTEGER REFERENCES stay(id),
  company_id INTEGER REFERENCES company(id), block_id INTEGER REFERENCES block(id), text TEXT NOT NULL CHECK (text <> ''),
  moments TEXT NOT NULL CHECK (moments <> ''), until {date}, must_acknowledge {bool} NOT NULL, ended_at TEXT,
  made_at TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id),
  CHECK ((CASE WHEN guest_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN stay_id IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN company_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN block_id IS NULL THEN 0 ELSE 1 END) = 1)
) {table_end}
--
CREATE INDEX alert_guest ON alert (guest_id)
--
CREATE INDEX alert_stay ON alert (stay_id)
--
CREATE INDEX alert_company ON alert (company_id)
--
CREATE INDEX alert_block ON alert (block_id)
--
CREATE TABLE alert_seen (
  id {id}, alert_id INTEGER NOT NULL REFERENCES alert(id), stay_id INTEGER REFERENCES stay(id), moment TEXT NOT NULL,
  at TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX alert_seen_alert ON alert_seen (alert_id, stay_id)
--
CREATE TABLE trace (
  id {id}, department_id INTEGER NOT NULL REFERENCES department(id), stay_id INTEGER REFERENCES stay(id),
  guest_id INTEGER REFERENCES guest(id), room_id INTEGER REFERENCES room(id), due_on {date} NOT NULL,
  due_time TEXT NOT NULL, text TEXT NOT NULL CHECK (text <> ''), made_at TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id), resolved_at TEXT, resolved_by_id INTEGER REFERENCES staff(id),
  done TEXT NOT NULL, CHECK (resolved_at IS NULL OR (resolved_by_id IS NOT NULL AND done <> ''))
) {table_end}
--
CREATE INDEX trace_stay ON trace (stay_id)
--
CREATE INDEX trace_open ON trace (resolved_at, due_on, id)
--
CREATE TABLE log_entry (
  id {id}, at TEXT NOT NULL, business_date {date} NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id),
  text TEXT NOT NULL CHECK (text <> ''), important {bool} NOT NULL, corrects_id INTEGER REFERENCES log_entry(id)
) {table_end}
--
CREATE TABLE log_read (
  id {id}, entry_id INTEGER NOT NULL REFERENCES log_entry(id), staff_id INTEGER NOT NULL REFERENCES staff(id),
  at TEXT NOT NULL, UNIQUE (staff_id, entry_id)
) {table_end}
--
CREATE INDEX log_read_entry ON log_read (entry_id)
--
CREATE TABLE service_ticket (
  id {id}, number TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind IN ('request', 'complaint')),
  text TEXT NOT NULL CHECK (text <> ''), status TEXT NOT NULL CHECK (status IN ('open', 'in work', 'done', 'closed')),
  department_id INTEGER NOT NULL REFERENCES department(id), owner_id INTEGER REFERENCES staff(id),
  stay_id INTEGER REFERENCES stay(id), room_id INTEGER REFERENCES room(id), opened_at TEXT NOT NULL,
  opened_by_id INTEGER NOT NULL REFERENCES staff(id), promised_at TEXT, done_at TEXT, closed_at TEXT,
  solution TEXT NOT NULL, compensation_id INTEGER UNIQUE REFERENCES posting(id),
  CHECK (status <> 'closed' OR (closed_at IS NOT NULL AND solution <> ''))
) {table_end}
--
CREATE INDEX service_ticket_stay ON service_ticket (stay_id)
--
CREATE INDEX service_ticket_status ON service_ticket (status, id)
""",
    )
    for table, code in (
        ("luggage_collection", "LUGGAGE_COLLECTED"),
        ("car_move", "ENTRY_SEALED"),
        ("alert_seen", "ENTRY_SEALED"),
        ("log_entry", "LOG_BOOK_SEALED"),
        ("log_read", "LOG_BOOK_SEALED"),
    ):
        sealed(db, table, code)
    # What is over stays as it was; numbers and what hangs on them stay for ever.
    _kept(
        db, "luggage_piece", "LUGGAGE_COLLECTED", "OLD.collection_id IS NOT NULL", ("ticket_id", "tag", "stored"),
        "ticket_id = NEW.ticket_id AND tag = NEW.tag",
        "tag = NEW.tag AND stored = {yes} AND NEW.stored = {yes} AND collection_id IS NULL AND NEW.collection_id IS NULL",
    )  # fmt: skip
    guard(
        db,
        "luggage_piece",
        "luggage_piece_of_its_ticket",
        "NEW.collection_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM luggage_collection c"
        " WHERE c.id = NEW.collection_id AND c.ticket_id = NEW.ticket_id)",
        "LUGGAGE_COLLECTED",
    )
    _kept(db, "luggage_ticket", "NUMBER_KEPT", "", ("number", "direction"), "number = NEW.number")
    _kept(
        db,
        "group_luggage",
        "GROUP_CLOSED",
        "OLD.closed_at IS NOT NULL",
        ("block_id",),
        "block_id = NEW.block_id",
    )
    _kept(db, "parcel", "PARCEL_HANDED", "OLD.handed_at IS NOT NULL", ("number",), "number = NEW.number")
    resolved = (
        "OLD.resolved_at IS NOT NULL AND (NEW.resolved_at IS NULL OR NEW.resolved_at <> OLD.resolved_at"
        " OR NEW.text <> OLD.text OR NEW.done <> OLD.done OR NEW.department_id <> OLD.department_id"
        " OR NEW.due_on <> OLD.due_on OR NEW.resolved_by_id <> OLD.resolved_by_id)"
    )  # another profile of the guest may take it over
    _kept(db, "trace", "TRACE_RESOLVED", resolved, ())
    closed = (
        "OLD.status = 'closed' AND (NEW.status <> OLD.status OR NEW.text <> OLD.text OR NEW.solution <> OLD.solution"
        " OR NEW.closed_at <> OLD.closed_at OR NEW.opened_at <> OLD.opened_at"
        " OR (OLD.compensation_id IS NOT NULL AND coalesce(NEW.compensation_id, 0) <> OLD.compensation_id))"
        " OR EXISTS (SELECT 1 FROM service_ticket t WHERE t.compensation_id = NEW.compensation_id AND t.id <> OLD.id)"
    )
    _kept(
        db, "service_ticket", "TICKET_CLOSED", closed, ("number", "opened_at"), "number = NEW.number",
        "compensation_id = NEW.compensation_id",
    )  # fmt: skip


def _kept(db: Any, table: str, code: str, over: str, fixed: tuple[str, ...], *twins: str) -> None:
    """Rows are never deleted or replaced; ``fixed`` columns never change, and none does where ``over`` holds.

    ``twins``: what makes another row one that a replacing INSERT would take away.
    """
    changes = [f"NEW.{column} <> OLD.{column}" for column in ("id", *fixed)]
    guard(db, table, f"{table}_stays", " OR ".join([*filter(None, [over]), *changes]), code)
    guard(db, table, f"{table}_kept", "OLD.id > 0", code, on="DELETE")
    same = " OR ".join(f"({twin})" for twin in ("id = NEW.id", *twins))
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
    guard(db, table, f"{table}_no_replace", there, code, on="INSERT")
    no_truncate(db, table)
