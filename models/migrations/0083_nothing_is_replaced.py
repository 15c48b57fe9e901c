"""A row of the back office is never replaced by another of its key, which in a file goes past what guards its deletion;
cheque books and matches with the bank stay; petty cash moves by its slips alone; a reversal is not dated before what it
undoes.
"""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed

# Each table with the word of its refusal and its keys beside the id. {n} is the row that comes.
KEYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "account": ("ENTRY_SEALED", ("code = {n}.code",)),
    "period": ("PERIOD_KEPT", ("starts = {n}.starts", "ends = {n}.ends")),
    "voucher": (
        "VOUCHER_KEPT",
        ("entry_id = {n}.entry_id", "form_id = {n}.form_id AND month = {n}.month AND dropped = '' AND {n}.dropped = ''"),
    ),
    "voucher_line": ("VOUCHER_KEPT", ("voucher_id = {n}.voucher_id AND position = {n}.position",)),
    "vendor": ("BILL_KEPT", ("number = {n}.number", "subaccount_id = {n}.subaccount_id")),
    "vendor_bill": ("BILL_KEPT", ("entry_id = {n}.entry_id",)),
    "vendor_bill_line": ("BILL_KEPT", ("bill_id = {n}.bill_id AND position = {n}.position",)),
    "vendor_payment": ("BILL_KEPT", ("number = {n}.number", "entry_id = {n}.entry_id")),
    "vendor_payment_part": ("BILL_KEPT", ("payment_id = {n}.payment_id AND bill_id = {n}.bill_id",)),
    "vendor_offset": ("BILL_KEPT", ()),
    "withholding_certificate": ("CERTIFICATE_SEALED", ("number = {n}.number",)),
    "withholding_payment": ("CERTIFICATE_SEALED", ("entry_id = {n}.entry_id",)),
    "input_vat": ("INPUT_VAT_KEPT", ()),
    "vat_return": ("VAT_RETURN_SEALED", ("month = {n}.month",)),
    "vat_addition": ("VAT_RETURN_SEALED", ("month = {n}.month AND number = {n}.number",)),
    "account_receipt": (
        "NUMBER_KEPT", ("number = {n}.number", "entry_id = {n}.entry_id", "reversal_id = {n}.reversal_id"),
    ),
    "account_receipt_leg": ("NUMBER_KEPT", ("receipt_id = {n}.receipt_id AND position = {n}.position",)),
    "item_payment": ("ITEM_KEPT", ()),
    "payer_certificate": ("NUMBER_KEPT", ("receipt_id = {n}.receipt_id",)),
    "deposit_slip": ("CHEQUE_KEPT", ("number = {n}.number",)),
    "cheque_register": (
        "CHEQUE_KEPT",
        (
            "direction = 'out' AND {n}.direction = 'out' AND bank_account_id = {n}.bank_account_id AND number = {n}.number",
        ),
    ),
    "bank_account": ("BANK_ACCOUNT_USED", ("account_id = {n}.account_id", "bank = {n}.bank AND number = {n}.number")),
    "bank_statement": (
        "STATEMENT_SEALED", ("bank_account_id = {n}.bank_account_id AND digest = {n}.digest",),
    ),
    "bank_line": ("STATEMENT_SEALED", ("bank_account_id = {n}.bank_account_id AND line_key = {n}.line_key",)),
    "matched_line": ("STATEMENT_SEALED", ("line_id = {n}.line_id",)),
    "petty_fund": ("FUND_KEPT", ("name = {n}.name", "account_id = {n}.account_id")),
    "petty_move": ("ENTRY_SEALED", ("number = {n}.number", "entry_id = {n}.entry_id")),
}  # fmt: skip
DOUBLED = (
    "tax_id = NEW.tax_id AND number = NEW.number AND treatment = NEW.treatment AND of_id IS NULL AND NEW.of_id IS NULL"
    " AND cancelled_by_id IS NULL AND NEW.cancelled_by_id IS NULL AND number <> ''"
)


def up(migrator: object, db: Any) -> None:
    for table, (code, keys) in KEYS.items():
        new = " OR ".join(key.format(n="NEW") for key in keys)
        same = " OR ".join(filter(None, ["id = NEW.id", new]))
        run(
            db,
            sqlite=f"""
CREATE TRIGGER {table}_never_replaced BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{code}'); END
--
CREATE TRIGGER {table}_never_overrun BEFORE UPDATE ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE id <> OLD.id AND ({same}))
BEGIN SELECT RAISE(ABORT, '{code}'); END
""",
        )
    for table, code, same in (
        ("vendor_bill", "BILL_TWICE", "vendor_id = NEW.vendor_id AND number = NEW.number AND kind <> 'prepayment'"
         " AND NEW.kind <> 'prepayment' AND reversal_id IS NULL AND NEW.reversal_id IS NULL"),
        ("input_vat", "BILL_TWICE", DOUBLED),
    ):  # fmt: skip
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
        run(
            db,
            sqlite=f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} WHEN {there} BEGIN SELECT RAISE(ABORT, '{code}'); END",
        )
    sealed(db, "cheque_book", "CHEQUE_KEPT")
    sealed(db, "bank_match", "STATEMENT_SEALED")
    no_truncate(db, "vendor_bill_line", "vendor_offset", "bank_account", "posting_account")
    by_hand = (
        "NEW.journal <> 'front' AND NEW.kind NOT IN ('petty cash', 'opening') AND EXISTS (SELECT 1 FROM line l"
        " JOIN petty_fund f ON f.account_id = l.account_id WHERE l.entry_id = NEW.id)"
    )
    guard(db, "entry", "entry_past_petty_cash", by_hand, "FUND_MOVES", on="INSERT")
    early = (
        "NEW.journal <> 'front' AND NEW.reverses_id IS NOT NULL"
        " AND NEW.date < (SELECT e.date FROM entry e WHERE e.id = NEW.reverses_id)"
    )
    guard(db, "entry", "entry_undone_later", early, "REVERSED_BEFORE", on="INSERT")
