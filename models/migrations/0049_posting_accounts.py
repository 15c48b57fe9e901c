"""The accounts the back office posts to, named by purpose; a hotel on the usual chart has them all named at once."""

from typing import Any

from models.house.schema import run

NEW = (
    ("21120", "liability", "เช็คจ่ายรอตัดบัญชี", "Cheques issued, not yet paid"),
    ("21325", "liability", "ภาษีมูลค่าเพิ่มค้างนำส่ง (ภ.พ.36)", "VAT payable on services from abroad (PP36)"),
    ("21700", "liability", "ค่าใช้จ่ายค้างจ่าย", "Accrued expenses"),
    ("52430", "expense", "หนี้สูญและหนี้สงสัยจะสูญ", "Bad and doubtful debts"),
)
USUAL = {
    "petty_cash": "11100", "bank": "11210", "card_clearing": "11310", "qr_clearing": "11330",
    "cheques_on_hand": "11320", "cheques_issued": "21120", "input_vat": "11600", "undue_input_vat": "11610",
    "vat_not_claimable": "52800", "output_vat": "21300", "undue_output_vat": "21310", "vat_payable": "21320",
    "pp36_payable": "21325", "revenue_department": "11630", "withheld_by_payers": "11620",
    "withholding_payable": "21400", "trade_payables": "21100", "accrued_expenses": "21700", "commission": "52400",
    "bank_fees": "52410", "bad_debts": "52430", "interest_income": "42110", "rounding": "42190",
    "retained_earnings": "32000", "opening_balances": "39000",
}  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE posting_account (
  id {id}, purpose TEXT NOT NULL UNIQUE, account_id INTEGER NOT NULL REFERENCES account(id)
) {table_end}
""",
    )
    for code, kind, name_th, name_en in NEW:
        run(
            db,
            both=f"""
INSERT INTO account (code, name_th, name_en, kind)
SELECT '{code}', '{name_th}', '{name_en}', '{kind}'
WHERE EXISTS (SELECT 1 FROM account WHERE code = '21300') AND NOT EXISTS (SELECT 1 FROM account WHERE code = '{code}')
""",
        )
    for purpose, code in USUAL.items():
        run(
            db,
            both=f"""
INSERT INTO posting_account (purpose, account_id) SELECT '{purpose}', id FROM account WHERE code = '{code}'
""",
        )
