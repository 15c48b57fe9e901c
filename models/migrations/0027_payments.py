"""Payments by every method: how methods behave, cheques, vouchers, card slips, foreign notes at their rate, refunds of legs."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed

_NOT_TAKEN_BACK = "NOT EXISTS (SELECT 1 FROM posting c WHERE c.corrects_id = {}.posting_id)"
# code, way, key, whether a reference is asked for
_METHODS = (
    ("CASH", "cash", "c", False),
    ("CARD", "card", "k", False),
    ("TRAN", "transfer", "t", False),
    ("QR", "promptpay", "q", True),
    ("CHEQ", "cheque", "h", False),
    ("VOUC", "voucher", "v", False),
    ("FORX", "foreign", "x", False),
    ("CITY", "city", "l", False),
)
_CURRENCIES = (
    ("USD", "ดอลลาร์สหรัฐ", "US dollar"),
    ("EUR", "ยูโร", "Euro"),
    ("GBP", "ปอนด์สเตอร์ลิง", "Pound sterling"),
    ("JPY", "เยน", "Japanese yen"),
    ("CNY", "หยวน", "Chinese yuan"),
    ("SGD", "ดอลลาร์สิงคโปร์", "Singapore dollar"),
    ("AUD", "ดอลลาร์ออสเตรเลีย", "Australian dollar"),
)


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE payment_method (
  id {id}, code_id INTEGER NOT NULL UNIQUE REFERENCES transaction_code(id), way TEXT NOT NULL CHECK (way IN ('cash',
  'card', 'transfer', 'promptpay', 'cheque', 'voucher', 'foreign', 'city', 'other')), key TEXT NOT NULL,
  needs_reference {bool} NOT NULL, credit_limit {money} CHECK (credit_limit >= 0)
) {table_end}
--
CREATE TABLE card_slip (
  id {id}, posting_id INTEGER NOT NULL UNIQUE REFERENCES posting(id), approval TEXT NOT NULL,
  last_four TEXT NOT NULL CHECK (length(last_four) IN (0, 4))
) {table_end}
--
CREATE TABLE cheque (
  id {id}, posting_id INTEGER NOT NULL UNIQUE REFERENCES posting(id), bank TEXT NOT NULL CHECK (bank <> ''),
  branch TEXT NOT NULL, number TEXT NOT NULL CHECK (number <> ''), date {date} NOT NULL, payer TEXT NOT NULL,
  amount {money} NOT NULL CHECK (amount > 0), state TEXT NOT NULL
) {table_end}
--
CREATE INDEX cheque_number ON cheque (number, bank)
--
CREATE INDEX cheque_state ON cheque (state, date)
--
CREATE TABLE voucher_taken (
  id {id}, posting_id INTEGER NOT NULL UNIQUE REFERENCES posting(id), company_id INTEGER REFERENCES company(id),
  issuer TEXT NOT NULL CHECK (issuer <> ''), issuer_key TEXT NOT NULL, number TEXT NOT NULL CHECK (number <> ''),
  value {money} NOT NULL CHECK (value > 0), amount {money} NOT NULL CHECK (amount > 0 AND amount <= value)
) {table_end}
--
CREATE INDEX voucher_taken_number ON voucher_taken (number, issuer_key)
--
CREATE TABLE currency (
  id {id}, code TEXT NOT NULL UNIQUE CHECK (length(code) = 3), name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  active {bool} NOT NULL
) {table_end}
--
CREATE TABLE currency_rate (
  id {id}, currency_id INTEGER NOT NULL REFERENCES currency(id), kind TEXT NOT NULL CHECK (kind IN ('notes', 'cheque',
  'settlement', 'posting')), buy {money} NOT NULL CHECK (buy > 0), sell {money} CHECK (sell > 0),
  valid_from TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id)
) {table_end}
--
CREATE INDEX currency_rate_in_force ON currency_rate (currency_id, kind, valid_from)
--
CREATE TABLE foreign_tender (
  id {id}, posting_id INTEGER NOT NULL UNIQUE REFERENCES posting(id),
  currency_id INTEGER NOT NULL REFERENCES currency(id), amount {money} NOT NULL CHECK (amount <> 0),
  rate {money} NOT NULL CHECK (rate > 0), worth {money} NOT NULL, change {money} NOT NULL
) {table_end}
--
CREATE TABLE refund_leg (
  id {id}, posting_id INTEGER NOT NULL UNIQUE REFERENCES posting(id), of_id INTEGER NOT NULL REFERENCES posting(id),
  amount {money} NOT NULL CHECK (amount > 0)
) {table_end}
--
CREATE INDEX refund_leg_of ON refund_leg (of_id)
--
CREATE TABLE stay_credit (
  id {id}, stay_id INTEGER NOT NULL UNIQUE REFERENCES stay(id), amount {money} NOT NULL CHECK (amount >= 0)
) {table_end}
""",
    )
    for table in ("card_slip", "voucher_taken", "currency_rate", "foreign_tender", "refund_leg"):
        sealed(db, table, "ENTRY_SEALED")
    # A cheque goes its way through the bank; what stands on it does not change.
    guard(
        db,
        "cheque",
        "cheque_as_it_was",
        " OR ".join(
            f"NEW.{column} <> OLD.{column}"
            for column in ("id", "posting_id", "bank", "branch", "number", "date", "payer", "amount")
        ),
        "ENTRY_SEALED",
    )
    guard(db, "cheque", "cheque_kept", "OLD.id > 0", "ENTRY_SEALED", on="DELETE")
    no_truncate(db, "cheque")
    guard(
        db,
        "cheque",
        "cheque_once",
        "EXISTS (SELECT 1 FROM cheque q WHERE q.number = NEW.number AND q.bank = NEW.bank"
        f" AND {_NOT_TAKEN_BACK.format('q')})",
        "CHEQUE_TWICE",
        on="INSERT",
    )
    guard(
        db,
        "voucher_taken",
        "voucher_once",
        "EXISTS (SELECT 1 FROM voucher_taken v WHERE v.number = NEW.number AND v.issuer_key = NEW.issuer_key"
        f" AND {_NOT_TAKEN_BACK.format('v')})",
        "VOUCHER_TWICE",
        on="INSERT",
    )
    # Never more goes back to a leg than is left of it, and what has gone back is not taken back again.
    guard(
        db,
        "refund_leg",
        "refund_leg_left",
        "NEW.amount <> COALESCE((SELECT p.amount FROM posting p WHERE p.id = NEW.posting_id), 0) OR NEW.amount >"
        " COALESCE((SELECT -p.amount FROM posting p WHERE p.id = NEW.of_id"
        " AND NOT EXISTS (SELECT 1 FROM posting c WHERE c.corrects_id = p.id)), 0)"
        " - COALESCE((SELECT SUM(r.amount) FROM refund_leg r WHERE r.of_id = NEW.of_id"
        f" AND {_NOT_TAKEN_BACK.format('r')}), 0)",
        "MORE_THAN_IS_LEFT",
        on="INSERT",
    )
    guard(
        db,
        "posting",
        "posting_not_refunded",
        "NEW.corrects_id IS NOT NULL AND EXISTS (SELECT 1 FROM refund_leg r WHERE r.of_id = NEW.corrects_id"
        f" AND {_NOT_TAKEN_BACK.format('r')})",
        "REFUNDED",
        on="INSERT",
    )
    _furnish(db)


def _furnish(db: Any) -> None:
    """A hotel that is open already gets the behaviour of its methods, and currencies without a rate."""
    methods = [
        "INSERT INTO payment_method (code_id, way, key, needs_reference)"
        f" SELECT id, '{way}', '{key}', {'{yes}' if reference else '{no}'} FROM transaction_code WHERE code = '{code}'"
        for code, way, key, reference in _METHODS
    ]
    currencies = [
        "INSERT INTO currency (code, name_th, name_en, active)"
        f" SELECT '{code}', '{thai}', '{english}', {{yes}} FROM property"
        for code, thai, english in _CURRENCIES
    ]
    run(db, both="\n--\n".join([*methods, *currencies]))
