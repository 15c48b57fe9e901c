"""Vouchers from draft to entry by one, two or three persons; templates and standing ones; an entry is reversed once."""

from typing import Any

from models.house.schema import guard, no_truncate, run

TABLES = """
CREATE TABLE voucher_form (
  id {id}, name TEXT NOT NULL UNIQUE, series TEXT NOT NULL CHECK (series IN ('RV', 'PV', 'JV')),
  memo TEXT NOT NULL, partner TEXT NOT NULL, first_month {date}, last_month {date}, closed {bool} NOT NULL,
  CHECK (last_month IS NULL OR (first_month IS NOT NULL AND last_month >= first_month))
) {table_end}
--
CREATE TABLE voucher_form_line (
  id {id}, form_id INTEGER NOT NULL REFERENCES voucher_form(id), position INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account(id), amount {money} NOT NULL, UNIQUE (form_id, position)
) {table_end}
--
CREATE TABLE voucher (
  id {id}, series TEXT NOT NULL CHECK (series IN ('RV', 'PV', 'JV')), kind TEXT NOT NULL, date {date} NOT NULL,
  memo TEXT NOT NULL, partner TEXT NOT NULL, method TEXT NOT NULL, reference TEXT NOT NULL, file TEXT NOT NULL,
  no_receipt TEXT NOT NULL, reverse_on {date}, form_id INTEGER REFERENCES voucher_form(id), month {date},
  prepared_by_id INTEGER NOT NULL REFERENCES staff(id), prepared_at TEXT NOT NULL,
  checked_by_id INTEGER REFERENCES staff(id), approved_by_id INTEGER REFERENCES staff(id),
  entry_id INTEGER UNIQUE REFERENCES entry(id), dropped TEXT NOT NULL,
  CHECK ((entry_id IS NULL) = (approved_by_id IS NULL)), CHECK (reverse_on IS NULL OR reverse_on > date),
  CHECK (entry_id IS NULL OR dropped = '')
) {table_end}
--
CREATE UNIQUE INDEX voucher_month_once ON voucher (form_id, month) WHERE month IS NOT NULL AND dropped = ''
--
CREATE TABLE voucher_line (
  id {id}, voucher_id INTEGER NOT NULL REFERENCES voucher(id), position INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account(id), amount {money} NOT NULL CHECK (amount <> 0),
  UNIQUE (voucher_id, position)
) {table_end}
--
INSERT INTO role_right (role_id, "right", "limit") SELECT id, 'approve_payment', NULL FROM role r
WHERE code IN ('manager', 'accountant')
"""


def up(migrator: object, db: Any) -> None:
    run(db, both=TABLES)
    no_truncate(db, "voucher", "voucher_line", "voucher_form", "voucher_form_line")
    guard(db, "voucher", "voucher_kept", "OLD.entry_id IS NOT NULL OR OLD.dropped <> ''", "VOUCHER_KEPT")
    guard(db, "voucher", "voucher_stays", "OLD.id > 0", "VOUCHER_KEPT", on="DELETE")
    posted = "EXISTS (SELECT 1 FROM voucher v WHERE v.id = {row}.voucher_id AND v.entry_id IS NOT NULL)"
    for on, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        when = posted.replace("{row}", row)
        guard(db, "voucher_line", f"voucher_line_kept_{on.lower()}", when, "VOUCHER_KEPT", on=on)
    persons = "(SELECT coalesce(max(value), '1') FROM setting WHERE name = 'voucher_persons')"
    same = (
        "NEW.entry_id IS NOT NULL AND ("
        f"({persons} IN ('2', '3') AND NEW.approved_by_id = NEW.prepared_by_id) OR ({persons} = '3' AND"
        " (NEW.checked_by_id IS NULL OR NEW.checked_by_id IN (NEW.prepared_by_id, NEW.approved_by_id))))"
    )
    guard(db, "voucher", "voucher_by_persons", same, "SAME_PERSON")
    guard(db, "voucher", "voucher_by_persons_at_once", same, "SAME_PERSON", on="INSERT")
    twice = "NEW.kind = 'reversing' AND EXISTS (SELECT 1 FROM entry WHERE kind = 'reversing' AND reverses_id = NEW.reverses_id)"
    guard(db, "entry", "entry_reversed_once", twice, "ALREADY_REVERSED", on="INSERT")
