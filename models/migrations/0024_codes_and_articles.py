"""Codes with their ledgers and accounts from a date on, generates of every kind, outlets, prices and stock of articles."""

from typing import Any

from models.house.schema import guard, run, sealed

# Code, Thai, English of the lists of articles every house begins with.
OUTLETS = (
    ("MINI", "มินิบาร์", "Minibar"), ("LAUN", "ซักรีด", "Laundry"), ("BAR", "บาร์และห้องอาหาร", "Bar and restaurant"),
)  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE transaction_code ADD COLUMN subgroup TEXT NOT NULL DEFAULT ''
--
ALTER TABLE transaction_code ADD COLUMN ledgers TEXT NOT NULL DEFAULT 'deposit,guest,city'
--
ALTER TABLE transaction_code ADD COLUMN statistics TEXT NOT NULL DEFAULT ''
--
ALTER TABLE transaction_code ADD COLUMN paid_out {bool} NOT NULL DEFAULT {no}
--
ALTER TABLE transaction_code ADD COLUMN next_account_id INTEGER REFERENCES account(id)
--
ALTER TABLE transaction_code ADD COLUMN next_account_from {date}
--
UPDATE transaction_code SET paid_out = {yes} WHERE code = 'PAIDO'
--
ALTER TABLE generate ADD COLUMN method TEXT NOT NULL DEFAULT 'percent' CHECK (method IN ('percent', 'flat', 'function'))
--
ALTER TABLE generate ADD COLUMN flat {money} NOT NULL DEFAULT 0 CHECK (flat >= 0)
--
ALTER TABLE generate ADD COLUMN function TEXT NOT NULL DEFAULT ''
--
ALTER TABLE generate ADD COLUMN cut {bool} NOT NULL DEFAULT {no}
--
ALTER TABLE generate ADD COLUMN uncut_until {date}
--
UPDATE generate SET basis = 'B' WHERE basis = 'S1' AND NOT EXISTS
  (SELECT 1 FROM generate g WHERE g.parent_id = generate.parent_id AND g.adds_to = 'S1')
--
CREATE TABLE outlet (
  id {id}, code TEXT NOT NULL UNIQUE CHECK (code <> ''), name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  active {bool} NOT NULL
) {table_end}
--
ALTER TABLE article ADD COLUMN outlet_id INTEGER REFERENCES outlet(id)
--
ALTER TABLE article ADD COLUMN short_key TEXT NOT NULL DEFAULT ''
--
ALTER TABLE article ADD COLUMN counted {bool} NOT NULL DEFAULT {no}
--
CREATE UNIQUE INDEX article_short_key ON article (outlet_id, short_key) WHERE short_key <> ''
--
CREATE TABLE article_price (
  id {id}, article_id INTEGER NOT NULL REFERENCES article(id), valid_from {date} NOT NULL,
  price {money} NOT NULL CHECK (price > 0), UNIQUE (article_id, valid_from)
) {table_end}
--
CREATE TABLE article_stock (
  id {id}, article_id INTEGER NOT NULL REFERENCES article(id),
  kind TEXT NOT NULL CHECK (kind IN ('received', 'posted', 'corrected', 'counted')), quantity INTEGER NOT NULL,
  posting_id INTEGER UNIQUE REFERENCES posting(id), note TEXT NOT NULL, date {date} NOT NULL, at TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff(id), CHECK ((kind IN ('posted', 'corrected')) = (posting_id IS NOT NULL))
) {table_end}
--
CREATE INDEX article_stock_article ON article_stock (article_id, id)
--
INSERT INTO transaction_code (code, name_th, name_en, kind, "group", account_id, by_hand, active)
SELECT 'PAO', 'ค่าธรรมเนียม อบจ.', 'Provincial hotel fee', 'tax', '', id, {no}, {yes} FROM account
WHERE code = '21500' AND EXISTS (SELECT 1 FROM property)
  AND NOT EXISTS (SELECT 1 FROM transaction_code WHERE code = 'PAO')
""",
    )
    for code, name_th, name_en in OUTLETS:
        run(
            db,
            both="INSERT INTO outlet (code, name_th, name_en, active)"
            f" VALUES ('{code}', '{name_th}', '{name_en}', {{yes}})",
        )
    run(
        db,
        both="""
UPDATE article SET outlet_id = (SELECT o.id FROM outlet o JOIN transaction_code c ON c.id = article.transaction_code_id
  WHERE o.code = CASE c.code WHEN 'FOOD' THEN 'BAR' ELSE c.code END)
""",
    )
    sealed(db, "article_stock", "STOCK_SEALED")
    # An account in the map changes for the dates to come only, never for what is posted already.
    guard(
        db,
        "transaction_code",
        "transaction_code_account_from_a_date",
        "NEW.account_id <> OLD.account_id AND (OLD.next_account_id IS NULL OR NEW.account_id <> OLD.next_account_id"
        " OR OLD.next_account_from > (SELECT business_date FROM property))",
        "ACCOUNT_BACKDATED",
    )
    guard(
        db,
        "transaction_code",
        "transaction_code_next_account",
        "NEW.next_account_from IS NOT NULL AND NEW.next_account_id IS NOT NULL"
        " AND (OLD.next_account_from IS NULL OR NEW.next_account_from <> OLD.next_account_from"
        " OR NEW.next_account_id <> OLD.next_account_id)"
        " AND NEW.next_account_from <= (SELECT business_date FROM property)",
        "ACCOUNT_BACKDATED",
    )
    # A rate that has begun stays what it was; it may only be given an end.
    guard(
        db,
        "generate",
        "generate_in_force",
        "OLD.valid_from <= (SELECT business_date FROM property) AND (NEW.basis_points <> OLD.basis_points"
        " OR NEW.flat <> OLD.flat OR NEW.basis <> OLD.basis OR NEW.adds_to <> OLD.adds_to OR NEW.method <> OLD.method"
        " OR NEW.function <> OLD.function OR NEW.child_id <> OLD.child_id OR NEW.parent_id <> OLD.parent_id"
        " OR NEW.valid_from <> OLD.valid_from OR NEW.position <> OLD.position)",
        "RATE_IN_FORCE",
    )
