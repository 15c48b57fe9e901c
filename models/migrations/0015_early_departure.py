"""What a policy asks of a guest who leaves early, and the code it is posted to."""

from typing import Any

from models.house.schema import run

_FEES = "'none', 'percent', 'nights', 'fixed'"


def up(migrator: object, db: Any) -> None:
    for table in ("policy", "booking_policy"):
        run(
            db,
            both=f"""
ALTER TABLE {table} ADD COLUMN early_rule TEXT NOT NULL DEFAULT 'none' CHECK (early_rule IN ({_FEES}))
--
ALTER TABLE {table} ADD COLUMN early {{money}} NOT NULL DEFAULT 0 CHECK (early >= 0)
""",
        )
    # A hotel that is open already gets the code; a new one has it from its template.
    run(
        db,
        both="""
INSERT INTO transaction_code (code, name_th, name_en, kind, "group", account_id, by_hand, active)
SELECT 'EARLY', 'ค่าธรรมเนียมออกก่อนกำหนด', 'Early departure fee', kind, "group", account_id, by_hand, {yes}
FROM transaction_code WHERE code = 'NOSHO' AND NOT EXISTS (SELECT 1 FROM transaction_code WHERE code = 'EARLY')
--
INSERT INTO generate (parent_id, position, child_id, basis, basis_points, adds_to, valid_from, valid_until, authority)
SELECT n.id, g.position, g.child_id, g.basis, g.basis_points, g.adds_to, g.valid_from, g.valid_until, g.authority
FROM generate g JOIN transaction_code f ON f.id = g.parent_id AND f.code = 'NOSHO'
JOIN transaction_code n ON n.code = 'EARLY'
WHERE NOT EXISTS (SELECT 1 FROM generate o WHERE o.parent_id = n.id)
""",
    )
