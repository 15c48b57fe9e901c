"""Rates: categories, derived and negotiated codes, age bands, restrictions, levels of the best available rate."""

from typing import Any

from models.house.schema import run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE rate_category (
  id {id}, code TEXT NOT NULL UNIQUE, name_th TEXT NOT NULL, name_en TEXT NOT NULL
) {table_end}
--
ALTER TABLE rate_code ADD COLUMN category_id INTEGER REFERENCES rate_category(id)
--
ALTER TABLE rate_code ADD COLUMN market TEXT NOT NULL DEFAULT ''
--
ALTER TABLE rate_code ADD COLUMN source TEXT NOT NULL DEFAULT ''
--
ALTER TABLE rate_code ADD COLUMN base_id INTEGER REFERENCES rate_code(id) DEFERRABLE INITIALLY DEFERRED
--
ALTER TABLE rate_code ADD COLUMN percent INTEGER NOT NULL DEFAULT 0 CHECK (percent > -10000)
--
ALTER TABLE rate_code ADD COLUMN difference {money} NOT NULL DEFAULT 0
--
ALTER TABLE rate_code ADD COLUMN round_to {money} NOT NULL DEFAULT 0 CHECK (round_to >= 0)
--
ALTER TABLE rate_code ADD COLUMN negotiated {bool} NOT NULL DEFAULT {no}
--
ALTER TABLE rate_code ADD COLUMN stay_nights INTEGER NOT NULL DEFAULT 0 CHECK (stay_nights >= 0)
--
ALTER TABLE rate_code ADD COLUMN pay_nights INTEGER NOT NULL DEFAULT 0 CHECK (pay_nights >= 0)
--
ALTER TABLE rate_code ADD COLUMN sell_from {date}
--
ALTER TABLE rate_code ADD COLUMN sell_until {date}
--
ALTER TABLE rate_code ADD COLUMN min_advance INTEGER CHECK (min_advance >= 0)
--
ALTER TABLE rate_code ADD COLUMN max_advance INTEGER CHECK (max_advance >= 0)
--
ALTER TABLE rate_price ADD COLUMN season TEXT NOT NULL DEFAULT ''
--
ALTER TABLE rate_price ADD COLUMN priority INTEGER NOT NULL DEFAULT 0
--
ALTER TABLE rate_price ADD COLUMN triple {money} CHECK (triple >= 0)
--
CREATE TABLE age_band (
  id {id}, code TEXT NOT NULL UNIQUE, name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  from_age INTEGER NOT NULL CHECK (from_age >= 0), to_age INTEGER NOT NULL, CHECK (from_age <= to_age)
) {table_end}
--
CREATE TABLE rate_child_price (
  id {id}, rate_price_id INTEGER NOT NULL REFERENCES rate_price(id), age_band_id INTEGER NOT NULL REFERENCES age_band(id),
  amount {money} NOT NULL CHECK (amount >= 0), UNIQUE (rate_price_id, age_band_id)
) {table_end}
--
CREATE TABLE negotiated_rate (
  id {id}, rate_code_id INTEGER NOT NULL REFERENCES rate_code(id), company_id INTEGER NOT NULL REFERENCES company(id),
  valid_from {date} NOT NULL, valid_until {date} NOT NULL, CHECK (valid_from <= valid_until)
) {table_end}
--
CREATE INDEX negotiated_rate_company ON negotiated_rate (company_id, rate_code_id)
--
CREATE INDEX negotiated_rate_code ON negotiated_rate (rate_code_id)
--
CREATE TABLE restriction (
  id {id}, rate_code_id INTEGER REFERENCES rate_code(id), room_type_id INTEGER REFERENCES room_type(id),
  first_night {date} NOT NULL, last_night {date} NOT NULL, weekdays TEXT NOT NULL,
  closed_to_arrival {bool} NOT NULL, closed_to_departure {bool} NOT NULL, stop_sell {bool} NOT NULL,
  min_stay INTEGER CHECK (min_stay > 0), max_stay INTEGER CHECK (max_stay > 0),
  min_stay_through INTEGER CHECK (min_stay_through > 0), max_stay_through INTEGER CHECK (max_stay_through > 0),
  min_advance INTEGER CHECK (min_advance >= 0), max_advance INTEGER CHECK (max_advance >= 0),
  CHECK (first_night <= last_night)
) {table_end}
--
CREATE INDEX restriction_dates ON restriction (last_night, first_night)
--
CREATE TABLE bar_level (
  id {id}, from_percent INTEGER NOT NULL UNIQUE CHECK (from_percent BETWEEN 0 AND 200),
  rate_code_id INTEGER NOT NULL REFERENCES rate_code(id)
) {table_end}
--
INSERT INTO role_right (role_id, "right", "limit")
SELECT id, 'restriction', NULL FROM role WHERE code IN ('manager', 'front office manager')
""",
    )
