"""Additional returns of VAT (ภ.พ.30 ยื่นเพิ่มเติม): what a month that is closed owes beyond what was filed."""

from typing import Any

from models.house.schema import run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE vat_addition (
  id {id}, month {date} NOT NULL REFERENCES vat_return(month), number INTEGER NOT NULL CHECK (number > 0),
  entry_id INTEGER REFERENCES entry(id), sales {money} NOT NULL, zero_rated {money} NOT NULL,
  exempt {money} NOT NULL, output_vat {money} NOT NULL, purchases {money} NOT NULL, input_vat {money} NOT NULL,
  surcharge {money} NOT NULL CHECK (surcharge >= 0), penalty {money} NOT NULL CHECK (penalty >= 0),
  closed_on {date} NOT NULL, UNIQUE (month, number)
) {table_end}
""",
    )
    sealed(db, "vat_addition", "VAT_RETURN_SEALED")
