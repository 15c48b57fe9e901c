"""The ground of folios, cashier and papers of money: shifts, what moves a drawer, lines of invoices, parts of moved lines."""

from typing import Any

from models.house.schema import guard, run, sealed

_POSTING = "posting_id INTEGER NOT NULL UNIQUE REFERENCES posting(id)"
_KINDS = "CHECK (kind IN ('receipt', 'tax invoice', 'credit note'))"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE drawer (
  id {id}, number INTEGER NOT NULL UNIQUE CHECK (number > 0), name TEXT NOT NULL, shared {bool} NOT NULL,
  active {bool} NOT NULL
) {table_end}
--
CREATE TABLE cashier_shift (
  id {id}, drawer_id INTEGER NOT NULL REFERENCES drawer(id), staff_id INTEGER NOT NULL REFERENCES staff(id),
  date {date} NOT NULL, terminal TEXT NOT NULL, opened_at TEXT NOT NULL,
  opening {money} NOT NULL CHECK (opening >= 0), closed_at TEXT, closed_by_id INTEGER REFERENCES staff(id),
  forced {bool} NOT NULL, report TEXT NOT NULL
) {table_end}
--
CREATE INDEX cashier_shift_staff ON cashier_shift (staff_id, closed_at)
--
CREATE INDEX cashier_shift_date ON cashier_shift (date, id)
--
CREATE TABLE till_movement (
  id {id}, shift_id INTEGER REFERENCES cashier_shift(id),
  entry_id INTEGER REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED,
  posting_id INTEGER REFERENCES posting(id), kind TEXT NOT NULL CHECK (kind <> ''),
  method_id INTEGER NOT NULL REFERENCES transaction_code(id), currency TEXT NOT NULL CHECK (currency <> ''),
  amount {money} NOT NULL, baht {money} NOT NULL, reference TEXT NOT NULL, date {date} NOT NULL, at TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX till_movement_shift ON till_movement (shift_id, method_id)
--
CREATE INDEX till_movement_posting ON till_movement (posting_id)
--
CREATE INDEX till_movement_date ON till_movement (date, id)
--
ALTER TABLE posting ADD COLUMN shift_id INTEGER REFERENCES cashier_shift(id)
--
ALTER TABLE posting ADD COLUMN moved_from_id INTEGER REFERENCES posting(id) DEFERRABLE INITIALLY DEFERRED
--
ALTER TABLE posting ADD COLUMN adjusts_id INTEGER REFERENCES posting(id) DEFERRABLE INITIALLY DEFERRED
--
ALTER TABLE posting ADD COLUMN reason_code TEXT NOT NULL DEFAULT ''
--
CREATE INDEX posting_moved_from ON posting (moved_from_id)
--
CREATE INDEX posting_adjusts ON posting (adjusts_id)
--
CREATE INDEX posting_shift ON posting (shift_id)
--
CREATE TABLE posting_part (
  id {id}, posting_id INTEGER NOT NULL REFERENCES posting(id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, code_id INTEGER NOT NULL REFERENCES transaction_code(id), amount {money} NOT NULL,
  UNIQUE (posting_id, position)
) {table_end}
--
ALTER TABLE receipt ADD COLUMN window_id INTEGER REFERENCES folio_window(id)
--
ALTER TABLE receipt ADD COLUMN date {date}
--
ALTER TABLE receipt ADD COLUMN form TEXT NOT NULL DEFAULT ''
--
ALTER TABLE receipt ADD COLUMN buyer_name TEXT NOT NULL DEFAULT ''
--
ALTER TABLE receipt ADD COLUMN buyer_address TEXT NOT NULL DEFAULT ''
--
ALTER TABLE receipt ADD COLUMN buyer_tax_id TEXT NOT NULL DEFAULT ''
--
ALTER TABLE receipt ADD COLUMN buyer_branch TEXT NOT NULL DEFAULT ''
--
ALTER TABLE receipt ADD COLUMN exempt {money} NOT NULL DEFAULT 0
--
ALTER TABLE receipt ADD COLUMN reason TEXT NOT NULL DEFAULT ''
--
ALTER TABLE receipt ADD COLUMN replaces_id INTEGER REFERENCES receipt(id) DEFERRABLE INITIALLY DEFERRED
--
ALTER TABLE receipt ADD COLUMN cancelled_on {date}
--
ALTER TABLE receipt ADD COLUMN cancelled_because TEXT NOT NULL DEFAULT ''
--
UPDATE receipt SET date = (SELECT date FROM posting WHERE id = receipt.posting_id)
--
CREATE INDEX receipt_window ON receipt (window_id, id)
--
CREATE INDEX receipt_date ON receipt (date, id)
--
CREATE TABLE receipt_line (
  id {id}, receipt_id INTEGER NOT NULL REFERENCES receipt(id), position INTEGER NOT NULL,
  posting_id INTEGER NOT NULL REFERENCES posting(id), net {money} NOT NULL, vat {money} NOT NULL,
  exempt {money} NOT NULL, UNIQUE (receipt_id, posting_id), UNIQUE (receipt_id, position)
) {table_end}
--
CREATE INDEX receipt_line_posting ON receipt_line (posting_id)
--
ALTER TABLE folio_window ADD COLUMN method TEXT NOT NULL DEFAULT ''
--
ALTER TABLE folio_window ADD COLUMN language TEXT NOT NULL DEFAULT ''
--
ALTER TABLE folio_window ADD COLUMN style TEXT NOT NULL DEFAULT 'lines' CHECK (style IN ('lines', 'summary'))
--
INSERT INTO drawer (number, name, shared, active) SELECT 1, 'Front desk', {no}, {yes} FROM property
""",
        # As in 0004: a constraint is taken away the way SQLite's manual gives.
        sqlite=f"""
PRAGMA writable_schema = ON
--
UPDATE sqlite_master SET sql = replace(replace(sql, '{_POSTING}', '{_POSTING.replace("NOT NULL ", "")}'),
  '{_quoted(_KINDS)}', 'CHECK (kind <> '''')')
WHERE type = 'table' AND name = 'receipt'
--
PRAGMA writable_schema = RESET
""",
        postgres="""
ALTER TABLE receipt ALTER COLUMN posting_id DROP NOT NULL
--
ALTER TABLE receipt DROP CONSTRAINT receipt_kind_check
--
ALTER TABLE receipt ADD CONSTRAINT receipt_kind_check CHECK (kind <> '')
""",
    )
    sealed(db, "till_movement", "ENTRY_SEALED")
    sealed(db, "posting_part", "ENTRY_SEALED")
    sealed(db, "receipt_line", "NUMBER_KEPT")
    # A closed shift takes nothing more and is never opened again: what comes late goes into the next one.
    closed = "EXISTS (SELECT 1 FROM cashier_shift WHERE id = NEW.shift_id AND closed_at IS NOT NULL)"
    guard(db, "till_movement", "till_movement_shift_open", closed, "SHIFT_CLOSED", on="INSERT")
    guard(db, "posting", "posting_shift_open", closed, "SHIFT_CLOSED", on="INSERT")
    guard(
        db,
        "cashier_shift",
        "cashier_shift_closed_once",
        "OLD.closed_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.drawer_id <> OLD.drawer_id"
        " OR NEW.staff_id <> OLD.staff_id OR NEW.date <> OLD.date OR NEW.opening <> OLD.opening"
        " OR NEW.opened_at <> OLD.opened_at",
        "SHIFT_CLOSED",
    )
    guard(db, "cashier_shift", "cashier_shift_kept", "OLD.id > 0", "SHIFT_CLOSED", on="DELETE")
    # One line stands on one tax paper only, until that is cancelled.
    guard(
        db,
        "receipt_line",
        "receipt_line_once",
        "EXISTS (SELECT 1 FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id"
        " JOIN receipt n ON n.id = NEW.receipt_id WHERE l.posting_id = NEW.posting_id AND r.cancelled_on IS NULL"
        " AND r.id <> n.id AND r.kind = n.kind)",
        "INVOICED",
        on="INSERT",
    )
    # What stands on a numbered tax invoice is answered by a credit note alone.
    guard(
        db,
        "posting",
        "posting_not_invoiced",
        "NEW.kind <> 'credit' AND EXISTS (SELECT 1 FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id"
        " WHERE l.posting_id IN (NEW.corrects_id, NEW.moved_from_id, NEW.adjusts_id)"
        " AND r.kind = 'tax invoice' AND r.cancelled_on IS NULL)",
        "INVOICED",
        on="INSERT",
    )
    _furnish(db)


_ACCOUNTS = (
    ("11105", "asset", "เงินสดในตู้นิรภัยรอนำฝาก", "Cash in the safe, to be banked"),
    ("11120", "asset", "เงินตราต่างประเทศ", "Foreign notes on hand"),
    ("11320", "asset", "เช็ครับรอนำฝาก", "Cheques on hand"),
    ("11330", "asset", "พัก QR พร้อมเพย์รอเงินเข้า", "PromptPay clearing"),
    ("11340", "asset", "วอเชอร์รอเรียกเก็บ", "Vouchers to be collected"),
    ("21340", "liability", "รายได้ค่าห้องรับล่วงหน้า", "Rooms billed in advance"),
    ("42120", "revenue", "กำไรขาดทุนจากอัตราแลกเปลี่ยน", "Exchange differences"),
    ("42190", "revenue", "ผลต่างจากการปัดเศษ", "Rounding"),
    ("52420", "expense", "เงินสดขาดเกิน", "Cash over and short"),
)
# code, Thai, English, kind, account, by hand
_CODES = (
    ("QR", "พร้อมเพย์ QR", "PromptPay QR", "payment", "11330", True),
    ("CHEQ", "เช็ค", "Cheque", "payment", "11320", True),
    ("VOUC", "วอเชอร์", "Voucher", "payment", "11340", True),
    ("FORX", "เงินตราต่างประเทศ", "Foreign notes", "payment", "11120", False),
    ("CITY", "โอนเข้าลูกหนี้", "City ledger", "payment", "11410", False),
    ("PAIDO", "จ่ายเงินแทนแขก", "Paid-out", "non-revenue", "11110", True),
    ("ROUND", "ปัดเศษ", "Rounding", "non-revenue", "42190", False),
)


def _furnish(db: Any) -> None:
    """A hotel that is open already gets accounts and codes; a new one has them from its template."""
    accounts = [
        f"INSERT INTO account (code, name_th, name_en, kind) SELECT '{code}', '{thai}', '{english}', '{kind}'"
        f" FROM property WHERE NOT EXISTS (SELECT 1 FROM account WHERE code = '{code}')"
        for code, kind, thai, english in _ACCOUNTS
    ]
    codes = [
        'INSERT INTO transaction_code (code, name_th, name_en, kind, "group", account_id, by_hand, active)'
        f" SELECT '{code}', '{thai}', '{english}', '{kind}', '', id, {'{yes}' if hand else '{no}'}, {{yes}} FROM account"
        f" WHERE code = '{account}' AND NOT EXISTS (SELECT 1 FROM transaction_code WHERE code = '{code}')"
        for code, thai, english, kind, account, hand in _CODES
    ]
    run(db, both="\n--\n".join([*accounts, *codes]))
