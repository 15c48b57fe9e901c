"""Packages: their elements, what a stay has of them, what each night carries, and what was used of an allowance."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed

_POSTED_NIGHT = "EXISTS (SELECT 1 FROM night WHERE id = ROW.night_id AND posted = {yes})"


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE package (
  id {id}, code TEXT NOT NULL UNIQUE, name_th TEXT NOT NULL, name_en TEXT NOT NULL, wrapper {bool} NOT NULL,
  print_th TEXT NOT NULL, print_en TEXT NOT NULL, active {bool} NOT NULL
) {table_end}
--
CREATE TABLE rate_package (
  id {id}, rate_code_id INTEGER NOT NULL REFERENCES rate_code(id), package_id INTEGER NOT NULL REFERENCES package(id),
  UNIQUE (rate_code_id, package_id)
) {table_end}
--
CREATE TABLE stay_package (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), package_id INTEGER NOT NULL REFERENCES package(id),
  rate_code_id INTEGER REFERENCES rate_code(id), since {date} NOT NULL, removed {bool} NOT NULL
) {table_end}
--
CREATE INDEX stay_package_stay ON stay_package (stay_id, id)
--
CREATE TABLE package_element (
  id {id}, package_id INTEGER NOT NULL REFERENCES package(id), stay_package_id INTEGER REFERENCES stay_package(id),
  code_id INTEGER NOT NULL REFERENCES transaction_code(id), amount {money} NOT NULL CHECK (amount > 0),
  inclusive {bool} NOT NULL, in_rate {bool} NOT NULL,
  rule TEXT NOT NULL CHECK (rule IN ('flat', 'person', 'adult', 'child', 'room')),
  rhythm TEXT NOT NULL CHECK (rhythm IN ('every', 'arrival', 'last', 'not arrival', 'not last', 'inner', 'every x',
    'weekdays', 'nights', 'dates', 'floating')),
  schedule TEXT NOT NULL, allowance {bool} NOT NULL, next_day {bool} NOT NULL
) {table_end}
--
CREATE INDEX package_element_package ON package_element (package_id, id)
--
CREATE INDEX package_element_stay ON package_element (stay_package_id, id)
--
CREATE TABLE night_element (
  id {id}, night_id INTEGER NOT NULL REFERENCES night(id) ON DELETE CASCADE,
  element_id INTEGER NOT NULL REFERENCES package_element(id),
  code_id INTEGER NOT NULL REFERENCES transaction_code(id), quantity INTEGER NOT NULL CHECK (quantity >= 0),
  amount {money} NOT NULL CHECK (amount > 0), inclusive {bool} NOT NULL, in_rate {bool} NOT NULL,
  allowance {bool} NOT NULL, valid_from {date} NOT NULL, valid_until {date}, by_hand {bool} NOT NULL,
  posting_id INTEGER UNIQUE REFERENCES posting(id) DEFERRABLE INITIALLY DEFERRED, settled_on {date},
  UNIQUE (night_id, element_id)
) {table_end}
--
CREATE INDEX night_element_open ON night_element (allowance, settled_on, valid_until)
--
CREATE INDEX night_element_element ON night_element (element_id)
--
CREATE TABLE allowance_use (
  id {id}, night_element_id INTEGER NOT NULL,
  charge_id INTEGER NOT NULL REFERENCES posting(id), credit_id INTEGER NOT NULL UNIQUE REFERENCES posting(id),
  amount {money} NOT NULL CHECK (amount > 0), loss {bool} NOT NULL
) {table_end}
--
CREATE INDEX allowance_use_element ON allowance_use (night_element_id)
--
CREATE INDEX allowance_use_charge ON allowance_use (charge_id)
--
ALTER TABLE posting ADD COLUMN package_id INTEGER REFERENCES package(id)
--
ALTER TABLE posting ADD COLUMN wrapped_in_id INTEGER REFERENCES posting(id) DEFERRABLE INITIALLY DEFERRED
--
ALTER TABLE stay ADD COLUMN packages_rate_id INTEGER REFERENCES rate_code(id)
--
UPDATE stay SET packages_rate_id = rate_code_id
--
INSERT INTO account (code, name_th, name_en, kind)
SELECT '41170', 'กำไรจากแพ็กเกจ', 'Package profit', 'revenue' FROM property
WHERE NOT EXISTS (SELECT 1 FROM account WHERE code = '41170')
--
INSERT INTO account (code, name_th, name_en, kind)
SELECT '41195', 'ขาดทุนจากแพ็กเกจ', 'Package loss', 'revenue' FROM property
WHERE NOT EXISTS (SELECT 1 FROM account WHERE code = '41195')
--
INSERT INTO transaction_code (code, name_th, name_en, kind, "group", account_id, by_hand, active)
SELECT 'PKGP', 'กำไรจากแพ็กเกจ', 'Package profit', 'revenue', 'package', id, {no}, {yes} FROM account
WHERE code = '41170' AND NOT EXISTS (SELECT 1 FROM transaction_code WHERE code = 'PKGP')
--
INSERT INTO transaction_code (code, name_th, name_en, kind, "group", account_id, by_hand, active)
SELECT 'PKGL', 'ขาดทุนจากแพ็กเกจ', 'Package loss', 'revenue', 'package', id, {no}, {yes} FROM account
WHERE code = '41195' AND NOT EXISTS (SELECT 1 FROM transaction_code WHERE code = 'PKGL')
""",
    )
    sealed(db, "allowance_use", "ENTRY_SEALED")
    no_truncate(db, "night_element")
    old, new = _POSTED_NIGHT.replace("ROW", "OLD"), _POSTED_NIGHT.replace("ROW", "NEW")
    kept = " OR ".join(
        f"NEW.{column} <> OLD.{column}"
        for column in (
            "id", "night_id", "element_id", "code_id", "quantity", "amount", "inclusive", "in_rate", "allowance",
            "valid_from", "by_hand",
        )
    )  # fmt: skip
    # Of a posted night's element only one thing is still to come: the day its allowance is settled.
    guard(
        db,
        "night_element",
        "night_element_posted_stays",
        f"{old} AND (OLD.settled_on IS NOT NULL OR NEW.settled_on IS NULL OR {kept}"
        " OR coalesce(NEW.posting_id, 0) <> coalesce(OLD.posting_id, 0)"
        " OR coalesce(NEW.valid_until, NEW.valid_from) <> coalesce(OLD.valid_until, OLD.valid_from))",
        "NIGHT_POSTED",
    )
    guard(db, "night_element", "night_element_posted_kept", old, "NIGHT_POSTED", on="DELETE")
    # A use that was taken back still says where it was; one that stands holds its element.
    used = (
        "EXISTS (SELECT 1 FROM allowance_use u WHERE u.night_element_id = OLD.id"
        " AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.corrects_id = u.credit_id))"
    )
    guard(db, "night_element", "night_element_used_kept", used, "ALLOWANCE_USED", on="DELETE")
    guard(db, "night_element", "night_element_not_after", new, "NIGHT_POSTED", on="INSERT")
    run(
        db,
        sqlite="""
CREATE TRIGGER night_element_no_replace BEFORE INSERT ON night_element
WHEN EXISTS (SELECT 1 FROM night_element e JOIN night n ON n.id = e.night_id WHERE e.id = NEW.id AND n.posted = 1)
BEGIN SELECT RAISE(ABORT, 'NIGHT_POSTED'); END
""",
    )
