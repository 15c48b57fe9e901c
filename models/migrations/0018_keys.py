"""Keys of a stay, cards and their encoder, metal keys; monthly rent, contracts, meters, readings, what was billed."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed

# What a hotel that is open already needs beside what it has: code, Thai, English, group, by hand.
_CODES = (
    ("RENT", "ค่าเช่าห้องรายเดือน", "Monthly rent", "room", "{no}"),
    ("WATR", "ค่าน้ำประปา", "Water", "other", "{yes}"),
    ("ELEC", "ค่าไฟฟ้า", "Electricity", "other", "{yes}"),
)
_ARTICLES = (
    ("KEYCARD", "คีย์การ์ดหาย", "Lost key card", 20000),
    ("KEYLOST", "กุญแจห้องหาย", "Lost room key", 50000),
)


def up(migrator: object, db: Any) -> None:
    _keys(db)
    _monthly(db)
    _for_open_hotels(db)


def _keys(db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE house_key (
  id {id}, room_id INTEGER NOT NULL REFERENCES room(id), tag TEXT NOT NULL UNIQUE CHECK (tag <> ''),
  note TEXT NOT NULL, active {bool} NOT NULL
) {table_end}
--
CREATE INDEX house_key_room ON house_key (room_id)
--
CREATE TABLE stay_key (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), number INTEGER NOT NULL CHECK (number > 0),
  kind TEXT NOT NULL CHECK (kind IN ('card', 'metal')), room_id INTEGER NOT NULL REFERENCES room(id),
  house_key_id INTEGER REFERENCES house_key(id), card TEXT NOT NULL, one_shot {bool} NOT NULL, until_date {date},
  state TEXT NOT NULL CHECK (state IN ('out', 'returned', 'lost', 'cancelled')),
  given_at TEXT NOT NULL, ended_at TEXT, UNIQUE (stay_id, number),
  CHECK ((kind = 'metal') = (house_key_id IS NOT NULL)), CHECK ((state = 'out') = (ended_at IS NULL))
) {table_end}
--
CREATE UNIQUE INDEX stay_key_metal_out ON stay_key (house_key_id) WHERE state = 'out'
--
CREATE INDEX stay_key_state ON stay_key (state, stay_id)
--
CREATE TABLE card_job (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), key_id INTEGER REFERENCES stay_key(id),
  action TEXT NOT NULL CHECK (action IN ('new', 'duplicate', 'one-shot', 'recode', 'cancel')),
  room_id INTEGER NOT NULL REFERENCES room(id), copies INTEGER NOT NULL CHECK (copies > 0),
  valid_from TEXT NOT NULL, valid_until TEXT NOT NULL, until_date {date} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('due', 'pending', 'done', 'failed', 'uncertain')), words TEXT NOT NULL,
  by_hand {bool} NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id), terminal TEXT NOT NULL, at TEXT NOT NULL,
  CHECK ((action IN ('recode', 'cancel')) = (key_id IS NOT NULL))
) {table_end}
--
CREATE INDEX card_job_state ON card_job (state, stay_id)
--
CREATE INDEX card_job_stay ON card_job (stay_id)
""",
    )
    guard(db, "stay_key", "stay_key_kept", "OLD.id = OLD.id", "KEY_KEPT", on="DELETE")
    guard(
        db,
        "stay_key",
        "stay_key_same",
        "NEW.stay_id <> OLD.stay_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind"
        " OR NEW.given_at <> OLD.given_at OR (OLD.state <> 'out' AND NEW.state = 'out')",
        "KEY_KEPT",
    )
    guard(db, "card_job", "card_job_kept", "OLD.id = OLD.id", "KEY_KEPT", on="DELETE")
    guard(db, "card_job", "card_job_ended", "OLD.state IN ('done', 'failed')", "KEY_KEPT")
    no_truncate(db, "stay_key", "card_job")


def _monthly(db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE rate_code ADD COLUMN monthly {bool} NOT NULL DEFAULT {no}
--
CREATE TABLE monthly_contract (
  id {id}, stay_id INTEGER NOT NULL UNIQUE REFERENCES stay(id), rent {money} CHECK (rent >= 0), term_until {date},
  notice_days INTEGER NOT NULL CHECK (notice_days >= 0), note TEXT NOT NULL
) {table_end}
--
CREATE TABLE meter (
  id {id}, room_id INTEGER NOT NULL REFERENCES room(id), kind TEXT NOT NULL CHECK (kind IN ('water', 'electricity')),
  number TEXT NOT NULL, digits INTEGER NOT NULL CHECK (digits BETWEEN 3 AND 9),
  rate {money} NOT NULL CHECK (rate >= 0), minimum {money} NOT NULL CHECK (minimum >= 0), active {bool} NOT NULL
) {table_end}
--
CREATE UNIQUE INDEX meter_in_use ON meter (room_id, kind) WHERE active
--
CREATE TABLE meter_reading (
  id {id}, meter_id INTEGER NOT NULL REFERENCES meter(id), date {date} NOT NULL,
  value INTEGER NOT NULL CHECK (value >= 0), units INTEGER NOT NULL CHECK (units >= 0), rolled {bool} NOT NULL,
  corrects_id INTEGER UNIQUE REFERENCES meter_reading(id), staff_id INTEGER NOT NULL REFERENCES staff(id),
  at TEXT NOT NULL
) {table_end}
--
CREATE INDEX meter_reading_meter ON meter_reading (meter_id, date)
--
CREATE TABLE meter_charge (
  id {id}, stay_id INTEGER NOT NULL REFERENCES stay(id), month {date} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('water', 'electricity')), final {bool} NOT NULL,
  posting_id INTEGER NOT NULL UNIQUE REFERENCES posting(id), units INTEGER NOT NULL CHECK (units >= 0)
) {table_end}
--
CREATE UNIQUE INDEX meter_charge_month ON meter_charge (stay_id, month, kind) WHERE NOT final
--
CREATE INDEX meter_charge_stay ON meter_charge (stay_id, month, kind)
--
CREATE TABLE billed_reading (
  id {id}, charge_id INTEGER NOT NULL REFERENCES meter_charge(id),
  reading_id INTEGER NOT NULL UNIQUE REFERENCES meter_reading(id)
) {table_end}
--
CREATE INDEX billed_reading_charge ON billed_reading (charge_id)
""",
    )
    sealed(db, "meter_reading", "READING_SEALED")
    billed = "NEW.corrects_id IN (SELECT reading_id FROM billed_reading)"
    guard(db, "meter_reading", "meter_reading_billed", billed, "READING_BILLED", on="INSERT")
    guard(db, "meter_charge", "meter_charge_kept", "OLD.id = OLD.id", "METER_BILLED")
    standing = "NOT EXISTS (SELECT 1 FROM posting WHERE corrects_id = OLD.posting_id)"
    guard(db, "meter_charge", "meter_charge_stands", standing, "METER_BILLED", on="DELETE")
    guard(db, "billed_reading", "billed_reading_kept", "OLD.id = OLD.id", "METER_BILLED")
    standing = (
        "NOT EXISTS (SELECT 1 FROM posting JOIN meter_charge ON posting.corrects_id = meter_charge.posting_id"
        " WHERE meter_charge.id = OLD.charge_id)"
    )
    guard(db, "billed_reading", "billed_reading_stands", standing, "METER_BILLED", on="DELETE")
    no_truncate(db, "meter_charge", "billed_reading")


def _for_open_hotels(db: Any) -> None:
    """They are taxed as other income is (MISC): VAT, no service charge. A hotel not opened yet has no MISC."""
    for code, name_th, name_en, group, by_hand in _CODES:
        account = "41100" if code == "RENT" else "42100"
        run(
            db,
            both=f"""INSERT INTO transaction_code
 (code, name_th, name_en, kind, "group", account_id, by_hand, active)
SELECT '{code}', '{name_th}', '{name_en}', 'revenue', '{group}', account.id, {by_hand}, {{yes}} FROM account
WHERE account.code = '{account}' AND EXISTS (SELECT 1 FROM transaction_code WHERE code = 'MISC')
 AND NOT EXISTS (SELECT 1 FROM transaction_code WHERE code = '{code}')
--
INSERT INTO generate
 (parent_id, position, child_id, basis, basis_points, adds_to, valid_from, valid_until, authority)
SELECT own.id, position, child_id, basis, basis_points, adds_to, valid_from, valid_until, authority
FROM generate JOIN transaction_code misc ON misc.id = parent_id AND misc.code = 'MISC'
JOIN transaction_code own ON own.code = '{code}'
WHERE NOT EXISTS (SELECT 1 FROM generate had WHERE had.parent_id = own.id)""",
        )
    for code, name_th, name_en, satang in _ARTICLES:
        run(
            db,
            both=f"""INSERT INTO article (code, transaction_code_id, name_th, name_en, price, inclusive, active)
SELECT '{code}', id, '{name_th}', '{name_en}', {satang}, {{yes}}, {{yes}} FROM transaction_code
WHERE code = 'MISC' AND NOT EXISTS (SELECT 1 FROM article WHERE article.code = '{code}')""",
        )
