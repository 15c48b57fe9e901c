"""What an auditor asks of the books, held by the database: a paper is what its entry says, a reversal undoes the whole of
what it names, months keep their bounds, what was reconciled or filed stays, two persons are two, accounts keep their code.
"""

from typing import Any

from models.house.schema import guard

PERSONS = "(SELECT coalesce(max(value), '1') FROM setting WHERE name = 'voucher_persons')"
TODAY = "(SELECT business_date FROM property)"
BACK = "NEW.journal <> 'front'"


def up(migrator: object, db: Any) -> None:
    _months(db)
    _entries(db)
    _vouchers(db)
    _vendors(db)
    _taxes(db)
    _money(db)
    guard(db, "account", "account_keeps_its_code", "NEW.code <> OLD.code", "ENTRY_SEALED")


def _months(db: Any) -> None:
    moved = "NEW.id <> OLD.id OR NEW.starts <> OLD.starts OR NEW.ends <> OLD.ends"
    guard(db, "period", "period_keeps_its_days", moved, "PERIOD_KEPT")
    guard(db, "period", "period_stays", "OLD.id > 0", "PERIOD_KEPT", on="DELETE")
    over = "EXISTS (SELECT 1 FROM period WHERE starts <= NEW.ends AND ends >= NEW.starts)"
    guard(db, "period", "period_over_another", over, "PERIOD_KEPT", on="INSERT")
    before = "NEW.locked = {no} AND EXISTS (SELECT 1 FROM period WHERE starts > NEW.ends AND locked = {yes})"
    guard(db, "period", "period_open_before_a_locked_one", before, "LATER_LOCKED", on="INSERT")


def _entries(db: Any) -> None:
    ahead = f"{BACK} AND NEW.date > {TODAY} AND EXISTS (SELECT 1 FROM period WHERE NEW.date BETWEEN starts AND ends)"
    guard(db, "entry", "entry_not_ahead", ahead, "FUTURE_DATE", on="INSERT")
    again = (
        f"{BACK} AND EXISTS (SELECT 1 FROM entry WHERE reverses_id = NEW.reverses_id AND journal <> 'front')"
    )
    guard(db, "entry", "entry_undone_once", again, "ALREADY_REVERSED", on="INSERT")
    in_part = (
        f"{BACK} AND NEW.reverses_id IS NOT NULL AND EXISTS (SELECT 1 FROM line"
        " WHERE entry_id IN (NEW.id, NEW.reverses_id) GROUP BY account_id, coalesce(subaccount_id, 0)"
        " HAVING sum(amount) <> 0)"
    )
    guard(db, "entry", "entry_undone_whole", in_part, "REVERSED_IN_PART", on="INSERT")
    no_closing = (
        "NEW.kind = 'year end' AND NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry c"
        " WHERE c.id = NEW.reverses_id AND c.kind = 'year end' AND c.reverses_id IS NULL AND c.date = NEW.date)"
    )
    guard(db, "entry", "entry_reopens_a_year", no_closing, "YEAR_CLOSED", on="INSERT")
    # What the desk moves today may stand on a statement that already runs until today.
    reconciled = (
        f"{BACK} AND NEW.date < {TODAY} AND EXISTS (SELECT 1 FROM line l JOIN bank_account b ON b.account_id = l.account_id"
        " JOIN bank_statement s ON s.bank_account_id = b.id"
        " WHERE l.entry_id = NEW.id AND s.closed_on IS NOT NULL AND s.last >= NEW.date)"
    )
    guard(db, "entry", "entry_into_reconciled_bank", reconciled, "BANK_RECONCILED", on="INSERT")


def _vouchers(db: Any) -> None:
    differs = (
        "NEW.entry_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = NEW.entry_id AND e.date = NEW.date"
        " AND e.kind = NEW.kind) OR EXISTS (SELECT account_id FROM"
        " (SELECT account_id, amount FROM voucher_line WHERE voucher_id = NEW.id"
        " UNION ALL SELECT account_id, -amount FROM line WHERE entry_id = NEW.entry_id) both_sides"
        " GROUP BY account_id HAVING sum(amount) <> 0))"
    )
    guard(db, "voucher", "voucher_is_its_entry", differs, "PAPER_DIFFERS")
    guard(db, "voucher", "voucher_begins_as_draft", "NEW.entry_id IS NOT NULL", "PAPER_DIFFERS", on="INSERT")


def _vendors(db: Any) -> None:
    on_part = (
        "(SELECT coalesce(sum(l.amount), 0) FROM line l JOIN vendor v ON v.subaccount_id = l.subaccount_id"
        " WHERE v.id = NEW.vendor_id AND l.entry_id = NEW.entry_id)"
    )
    guard(
        db,
        "vendor_bill",
        "vendor_bill_is_its_entry",
        f"NEW.amount <> -{on_part}",
        "PAPER_DIFFERS",
        on="INSERT",
    )
    beyond = (
        "NEW.net + NEW.vat + (SELECT coalesce(sum(net + vat), 0) FROM vendor_bill_line WHERE bill_id = NEW.bill_id)"
        " > (SELECT abs(amount) FROM vendor_bill WHERE id = NEW.bill_id)"
    )
    guard(db, "vendor_bill_line", "vendor_bill_line_within", beyond, "BILL_KEPT", on="INSERT")
    approved = "NEW.entry_id IS NOT NULL AND OLD.entry_id IS NULL"
    one = f"{approved} AND {PERSONS} IN ('2', '3') AND NEW.approved_by_id = NEW.prepared_by_id"
    guard(db, "vendor_payment", "vendor_payment_by_persons", one, "SAME_PERSON")
    certified = (
        "(SELECT coalesce(sum(c.tax), 0) FROM withholding_certificate c JOIN vendor v ON v.tax_id = c.tax_id"
        " AND v.branch = c.branch WHERE v.id = NEW.vendor_id AND c.entry_id = NEW.entry_id)"
    )
    differs = f"{approved} AND (NEW.amount <> {on_part} OR NEW.withheld <> {certified})"
    guard(db, "vendor_payment", "vendor_payment_is_its_entry", differs, "PAPER_DIFFERS")
    guard(
        db, "vendor_payment", "vendor_payment_begins_prepared", "NEW.entry_id IS NOT NULL", "PAPER_DIFFERS", on="INSERT"
    )  # fmt: skip
    words = ("way", "cheque", "memo", "prepared_by_id", "prepared_on", "dropped")
    reworded = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in words)
    guard(
        db, "vendor_payment", "vendor_payment_words", f"(OLD.entry_id IS NOT NULL OR OLD.dropped <> '') AND ({reworded})",
        "BILL_KEPT",
    )  # fmt: skip
    paid = "EXISTS (SELECT 1 FROM vendor_payment p WHERE p.id = NEW.payment_id AND (p.entry_id IS NOT NULL OR p.dropped <> ''))"
    guard(db, "vendor_payment_part", "vendor_payment_part_of_draft", paid, "BILL_KEPT", on="INSERT")
    for table, column, code in (
        ("vendor_bill", "reversal_id", "BILL_KEPT"),
        ("vendor_payment", "reversal_id", "BILL_KEPT"),
        ("account_receipt", "reversal_id", "NUMBER_KEPT"),
        ("withholding_certificate", "cancelled_by_id", "CERTIFICATE_SEALED"),
        ("input_vat", "cancelled_by_id", "INPUT_VAT_KEPT"),
    ):
        stray = (
            f"NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = NEW.{column}"
            " AND e.reverses_id = NEW.entry_id)"
        )
        if (
            table == "account_receipt"
        ):  # a cheque that came back undoes its receipt from where the money lay by then
            stray += (
                f" AND NOT EXISTS (SELECT 1 FROM entry e JOIN line l ON l.entry_id = e.id JOIN city_account a ON"
                f" a.subaccount_id = l.subaccount_id WHERE e.id = NEW.{column} AND e.kind = 'cheque of a receipt unpaid'"
                " AND a.id = NEW.account_id AND l.amount > 0)"
            )
        guard(db, table, f"{table}_undone_by_reversal", stray, code)


def _taxes(db: Any) -> None:
    to_pay_over = (
        "(SELECT coalesce(sum(l.amount), 0) FROM line l WHERE l.entry_id = NEW.entry_id AND l.account_id IN"
        " (SELECT account_id FROM posting_account WHERE purpose = 'withholding_payable'))"
    )
    certified = (
        "(SELECT coalesce(sum(c.tax), 0) FROM withholding_certificate c WHERE c.entry_id = NEW.entry_id)"
    )
    guard(
        db, "withholding_certificate", "withholding_certificate_is_its_entry", f"NEW.tax + {certified} > -{to_pay_over}",
        "PAPER_DIFFERS", on="INSERT",
    )  # fmt: skip
    guard(
        db, "withholding_payment", "withholding_payment_is_its_entry", f"NEW.amount <> {to_pay_over}", "PAPER_DIFFERS",
        on="INSERT",
    )  # fmt: skip
    filed = "EXISTS (SELECT 1 FROM vat_return r WHERE r.month = {row}.claim_month)"
    moved = f"{filed.replace('{row}', 'NEW')} AND NEW.claim_month IS DISTINCT FROM OLD.claim_month"
    guard(db, "input_vat", "input_vat_filed", filed.replace("{row}", "OLD"), "INPUT_VAT_KEPT")
    guard(db, "input_vat", "input_vat_into_filed", moved, "VAT_MONTH_CLOSED")
    fixed = ("id", "entry_id", "of_id", "supplier_name", "tax_id", "branch", "kind")
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in fixed)
    guard(db, "input_vat", "input_vat_words", changed, "INPUT_VAT_KEPT")


def _money(db: Any) -> None:
    for table, owner, key in (
        ("account_receipt", "city_account", "NEW.account_id"),
        ("deposit_slip", "bank_account", "NEW.bank_account_id"),
        ("petty_move", "petty_fund", "NEW.fund_id"),
    ):
        column, figure, side = (
            ("subaccount_id", "total", "-") if table == "account_receipt" else ("account_id", "amount", "")
        )
        on_part = (
            f"(SELECT coalesce(sum(l.amount), 0) FROM line l JOIN {owner} o ON o.{column} = l.{column}"
            f" WHERE o.id = {key} AND l.entry_id = NEW.entry_id)"
        )
        differs = f"NEW.entry_id IS NOT NULL AND NEW.{figure} <> {side}{on_part}"
        guard(db, table, f"{table}_is_its_entry", differs, "PAPER_DIFFERS", on="INSERT")
    held = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} t WHERE t.bank_account_id = OLD.id)"
        for table in ("bank_statement", "cheque_register", "deposit_slip")
    )
    guard(
        db, "bank_account", "bank_account_stays_on_its_account", f"NEW.account_id <> OLD.account_id AND ({held})",
        "BANK_ACCOUNT_USED",
    )  # fmt: skip
    guard(db, "bank_account", "bank_account_kept", "OLD.id > 0", "BANK_ACCOUNT_USED", on="DELETE")
    guard(
        db,
        "petty_fund",
        "petty_fund_stays",
        "NEW.id <> OLD.id OR NEW.account_id <> OLD.account_id",
        "FUND_KEPT",
    )
    guard(db, "petty_fund", "petty_fund_kept", "OLD.id > 0", "FUND_KEPT", on="DELETE")
