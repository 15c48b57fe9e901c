"""Lines that move between folio windows, and the rules by which charges are routed there."""

from typing import Any

from models.house.schema import guard, run, sealed

# A leg that leaves a window moves the balance against the line it moves.
_LEAVES = "(NEW.amount > 0) <> (p.amount > 0)"
_GONE = (
    "EXISTS (SELECT 1 FROM posting o JOIN posting p ON p.id = o.moved_from_id WHERE o.moved_from_id = {line}"
    " AND (o.amount > 0) <> (p.amount > 0))"
)


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE posting ADD COLUMN origin_id INTEGER REFERENCES posting(id) DEFERRABLE INITIALLY DEFERRED
--
CREATE INDEX posting_origin ON posting (origin_id)
--
CREATE TABLE routing_rule (
  id {id}, stay_id INTEGER REFERENCES stay(id), company_id INTEGER REFERENCES company(id),
  rate_code_id INTEGER REFERENCES rate_code(id), block_id INTEGER REFERENCES block(id),
  template_id INTEGER, priority INTEGER NOT NULL CHECK (priority > 0), codes TEXT NOT NULL,
  target TEXT NOT NULL CHECK (target IN ('window', 'stay', 'master')),
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 8), to_stay_id INTEGER REFERENCES stay(id),
  first_date {date}, last_date {date}, weekdays TEXT NOT NULL DEFAULT '1234567',
  limit_amount {money} CHECK (limit_amount > 0), limit_percent INTEGER CHECK (limit_percent BETWEEN 1 AND 99),
  limit_per TEXT NOT NULL CHECK (limit_per IN ('day', 'stay')),
  tax_number INTEGER CHECK (tax_number BETWEEN 1 AND 8), active {bool} NOT NULL,
  CHECK ((CASE WHEN stay_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN company_id IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN rate_code_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN block_id IS NULL THEN 0 ELSE 1 END) = 1),
  CHECK ((target = 'stay') = (to_stay_id IS NOT NULL)), CHECK (to_stay_id IS NULL OR stay_id IS NOT NULL),
  CHECK (to_stay_id <> stay_id), CHECK (limit_amount IS NULL OR limit_percent IS NULL)
) {table_end}
--
CREATE INDEX routing_rule_stay ON routing_rule (stay_id, priority)
--
CREATE INDEX routing_rule_company ON routing_rule (company_id)
--
CREATE INDEX routing_rule_rate_code ON routing_rule (rate_code_id)
--
CREATE INDEX routing_rule_block ON routing_rule (block_id)
--
CREATE TABLE routed_line (
  id {id}, rule_id INTEGER NOT NULL REFERENCES routing_rule(id), posting_id INTEGER NOT NULL REFERENCES posting(id),
  amount {money} NOT NULL, date {date} NOT NULL
) {table_end}
--
CREATE INDEX routed_line_rule ON routed_line (rule_id, date)
--
CREATE INDEX routed_line_posting ON routed_line (posting_id)
""",
    )
    sealed(db, "routed_line", "ENTRY_SEALED")
    guard(db, "routing_rule", "routing_rule_kept", "OLD.id > 0", "ROUTING_KEPT", on="DELETE")
    moving = "NEW.moved_from_id IS NOT NULL AND "
    guard(
        db, "posting", "posting_moves_once", moving + _GONE.format(line="NEW.moved_from_id"), "MOVED", on="INSERT"
    )  # fmt: skip
    guard(
        db,
        "posting",
        "posting_adjusted_where_it_lies",
        "NEW.adjusts_id IS NOT NULL AND " + _GONE.format(line="NEW.adjusts_id"),
        "MOVED",
        on="INSERT",
    )
    guard(
        db,
        "posting",
        "posting_moves_while_it_stands",
        moving + "EXISTS (SELECT 1 FROM posting c JOIN posting p ON p.id = NEW.moved_from_id"
        " WHERE c.corrects_id IN (p.id, p.origin_id))",
        "ALREADY_CORRECTED",
        on="INSERT",
    )
    # The leg that leaves is written last and closes the move: whole, from its own window, and all of it has arrived.
    guard(
        db,
        "posting",
        "posting_moves_whole",
        moving + "NOT " + _GONE.format(line="NEW.moved_from_id") + " AND "
        f"EXISTS (SELECT 1 FROM posting p WHERE p.id = NEW.moved_from_id AND {_LEAVES}"
        " AND (NEW.amount <> -p.amount OR NEW.window_id <> p.window_id"
        " OR p.amount <> (SELECT coalesce(sum(l.amount), 0) FROM posting l WHERE l.moved_from_id = p.id)))",
        "PARTS_LEFT",
        on="INSERT",
    )
    # 0023 holds this for the line itself; a charge that moved stands on the paper by its leg.
    guard(
        db,
        "posting",
        "posting_legs_not_invoiced",
        "NEW.kind <> 'credit' AND EXISTS (SELECT 1 FROM posting leg JOIN receipt_line l ON l.posting_id = leg.id"
        " JOIN receipt r ON r.id = l.receipt_id WHERE leg.origin_id = NEW.corrects_id AND r.kind = 'tax invoice'"
        " AND r.cancelled_on IS NULL)",
        "INVOICED",
        on="INSERT",
    )
