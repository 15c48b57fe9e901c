"""The chart gets headings, departments and captions of the financial statements; budgets stand on accounts."""

from typing import Any

from models.house.schema import guard, run

HEADINGS = (
    ("1", "", "asset", "สินทรัพย์", "Assets"),
    ("11000", "1", "asset", "สินทรัพย์หมุนเวียน", "Current assets"),
    ("12000", "1", "asset", "สินทรัพย์ไม่หมุนเวียน", "Non-current assets"),
    ("2", "", "liability", "หนี้สิน", "Liabilities"),
    ("21000", "2", "liability", "หนี้สินหมุนเวียน", "Current liabilities"),
    ("22000", "2", "liability", "หนี้สินไม่หมุนเวียน", "Non-current liabilities"),
    ("3", "", "equity", "ส่วนของผู้ถือหุ้น", "Shareholders'' equity"),
    ("4", "", "revenue", "รายได้", "Revenue"),
    ("41000", "4", "revenue", "รายได้จากการขายและบริการ", "Revenue from sales and services"),
    ("42000", "4", "revenue", "รายได้อื่น ๆ", "Other revenue"),
    ("5", "", "expense", "ต้นทุนและค่าใช้จ่าย", "Cost and expenses"),
    ("51000", "5", "expense", "ต้นทุนขายและบริการ", "Cost of sales and services"),
    ("52000", "5", "expense", "ค่าใช้จ่ายขายและบริหาร", "Selling and administrative expenses"),
)
# The nearest heading first: an account goes under the first range it lies in.
PARENTS = (
    ("11000", "11001", "11999"), ("12000", "12001", "12999"), ("21000", "21001", "21999"),
    ("22000", "22001", "22999"), ("3", "30000", "39999"), ("41000", "41001", "41999"),
    ("42000", "42001", "42999"), ("51000", "51001", "51999"), ("52000", "52001", "52999"),
    ("5", "53000", "59999"),
)  # fmt: skip
CAPTIONS = (
    ("11100", "11299", "cash"), ("11300", "11499", "receivables"), ("11500", "11599", "inventories"),
    ("11600", "11999", "other_current_assets"), ("12000", "12999", "property"), ("21100", "21199", "payables"),
    ("21200", "21999", "other_current_liabilities"), ("31000", "31999", "capital"), ("32000", "39999", "retained"),
    ("41000", "41999", "sales"), ("42000", "42999", "other_income"), ("51000", "51999", "cost"),
    ("52100", "52199", "payroll"), ("52400", "52409", "selling"), ("52500", "52599", "selling"),
    ("52200", "52399", "administration"), ("52410", "52499", "administration"), ("52600", "52999", "administration"),
    ("53000", "53999", "finance"), ("54000", "54999", "income_tax"),
)  # fmt: skip
DEPARTMENTS = (
    ("FO", "'41100', '41180'"), ("FB", "'41110', '41140', '51100', '51110'"), ("HK", "'41130', '51120'"),
)  # fmt: skip
USUAL = "EXISTS (SELECT 1 FROM account WHERE code = '21300')"  # a hotel on the usual chart


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE account ADD COLUMN heading {bool} NOT NULL DEFAULT {no}
--
ALTER TABLE account ADD COLUMN department_id INTEGER REFERENCES department(id)
--
ALTER TABLE account ADD COLUMN caption TEXT NOT NULL DEFAULT ''
--
CREATE INDEX entry_year_end ON entry (date) WHERE kind = 'year end'
--
CREATE TABLE account_budget (
  id {id}, account_id INTEGER NOT NULL REFERENCES account(id), month {date} NOT NULL, amount {money} NOT NULL,
  UNIQUE (account_id, month)
) {table_end}
""",
    )
    _headings(db)
    guard(
        db,
        "line",
        "line_not_on_a_heading",
        "EXISTS (SELECT 1 FROM account WHERE id = NEW.account_id AND heading = {yes})",
        "HEADING_ACCOUNT",
        on="INSERT",
    )
    guard(
        db,
        "account",
        "account_with_lines_is_no_heading",
        "NEW.heading = {yes} AND EXISTS (SELECT 1 FROM line WHERE account_id = NEW.id)",
        "HEADING_ACCOUNT",
    )


def _headings(db: Any) -> None:
    for code, _parent, kind, name_th, name_en in HEADINGS:
        run(
            db,
            both=f"""
INSERT INTO account (code, name_th, name_en, kind, heading)
SELECT '{code}', '{name_th}', '{name_en}', '{kind}', {{yes}}
WHERE {USUAL} AND NOT EXISTS (SELECT 1 FROM account WHERE code = '{code}')
""",
        )
    for code, parent, *_names in HEADINGS:
        if parent:
            _put(db, parent, f"code = '{code}' AND heading = {{yes}}")
    for parent, first, last in PARENTS:
        _put(db, parent, f"code BETWEEN '{first}' AND '{last}' AND length(code) = 5")
    for first, last, caption in CAPTIONS:
        run(
            db,
            both=f"""
UPDATE account SET caption = '{caption}'
WHERE code BETWEEN '{first}' AND '{last}' AND length(code) = 5 AND heading = {{no}} AND {USUAL}
""",
        )
    for department, codes in DEPARTMENTS:
        run(
            db,
            both=f"""
UPDATE account SET department_id = (SELECT id FROM department WHERE code = '{department}')
WHERE code IN ({codes}) AND {USUAL}
""",
        )


def _put(db: Any, parent: str, which: str) -> None:
    heading = f"(SELECT id FROM account WHERE code = '{parent}' AND heading = {{yes}})"
    run(db, both=f"UPDATE account SET parent_id = {heading} WHERE parent_id IS NULL AND {which} AND {USUAL}")
