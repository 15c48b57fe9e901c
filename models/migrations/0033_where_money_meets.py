"""Guards where the subjects of money meet: a deposit whose charges were credited is deducted once all the same; what was
lowered is not taken back a second time."""

from typing import Any

from models.house.schema import guard, run

_STANDS = "EXISTS (SELECT 1 FROM receipt r WHERE r.id = d.receipt_id AND r.cancelled_on IS NULL)"
_TAKEN = f"""coalesce((SELECT sum({{d}}) FROM deposit_deduction d
    WHERE d.invoice_id = NEW.invoice_id AND {_STANDS}), 0)"""
# What a note takes from a deposit through the invoice that deducted it was deducted already.
_CREDITED = """coalesce((SELECT sum({c}) FROM credit_note_line c JOIN receipt n ON n.id = c.note_id
    WHERE c.invoice_id = NEW.invoice_id AND n.cancelled_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.corrects_id = n.posting_id)
    AND NOT EXISTS (SELECT 1 FROM credit_note_line o JOIN deposit_deduction d ON d.receipt_id = o.invoice_id
      WHERE o.note_id = c.note_id AND d.invoice_id = c.invoice_id)), 0)"""
_INVOICE = "coalesce((SELECT {r} FROM receipt r WHERE r.id = NEW.invoice_id AND r.kind = 'tax invoice'), 0)"


def _more_than_left(mine: str, of: str) -> str:
    taken, credited = _TAKEN.format(d=of.format(t="d")), _CREDITED.format(c=of.format(t="c"))
    return f"{mine} + {taken} + {credited} > {_INVOICE.format(r=of.format(t='r'))}"


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="",
        sqlite="DROP TRIGGER deduction_within_deposit",
        postgres="""
DROP TRIGGER deduction_within_deposit ON deposit_deduction
--
DROP FUNCTION deduction_within_deposit()
""",
    )
    guard(
        db,
        "deposit_deduction",
        "deduction_within_deposit",
        f"{_more_than_left('NEW.net + NEW.vat', '{t}.net + {t}.vat')} OR {_more_than_left('NEW.vat', '{t}.vat')}",
        "DEDUCTED_ABOVE_DEPOSIT",
        on="INSERT",
    )
    guard(
        db,
        "posting",
        "posting_corrects_unlowered",
        "NEW.corrects_id IS NOT NULL AND EXISTS (SELECT 1 FROM posting a WHERE a.adjusts_id = NEW.corrects_id)",
        "MORE_THAN_IS_LEFT",
        on="INSERT",
    )
