"""Bank accounts of the hotel, cheque books, and the register of cheques in and out; cheques taken at the desk come in."""

from typing import Any

from models.house.schema import guard, no_truncate, run

STATES_IN = "'on hand', 'deposited', 'cleared', 'bounced', 'replaced', 'returned', 'taken back'"
STATES_OUT = "'issued', 'cleared', 'bounced', 'stopped', 'cancelled', 'replaced', 'spoiled'"


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both=f"""
CREATE TABLE bank_account (
  id {{id}}, account_id INTEGER NOT NULL UNIQUE REFERENCES account(id), bank TEXT NOT NULL, branch TEXT NOT NULL,
  number TEXT NOT NULL CHECK (number <> ''), name_th TEXT NOT NULL, name_en TEXT NOT NULL, mapping TEXT NOT NULL,
  closed {{bool}} NOT NULL, UNIQUE (bank, number)
) {{table_end}}
--
CREATE TABLE cheque_book (
  id {{id}}, bank_account_id INTEGER NOT NULL REFERENCES bank_account(id), first INTEGER NOT NULL CHECK (first > 0),
  last INTEGER NOT NULL CHECK (last >= first), width INTEGER NOT NULL, received_on {{date}} NOT NULL
) {{table_end}}
--
CREATE TABLE deposit_slip (
  id {{id}}, number TEXT NOT NULL UNIQUE, bank_account_id INTEGER NOT NULL REFERENCES bank_account(id),
  date {{date}} NOT NULL, amount {{money}} NOT NULL CHECK (amount > 0), entry_id INTEGER NOT NULL REFERENCES entry(id)
) {{table_end}}
--
CREATE TABLE cheque_register (
  id {{id}}, direction TEXT NOT NULL, bank_account_id INTEGER REFERENCES bank_account(id), bank TEXT NOT NULL,
  branch TEXT NOT NULL, number TEXT NOT NULL CHECK (number <> ''), date {{date}} NOT NULL, party TEXT NOT NULL,
  amount {{money}} NOT NULL, state TEXT NOT NULL, since {{date}} NOT NULL, taken_on {{date}} NOT NULL,
  held_on_id INTEGER NOT NULL REFERENCES account(id), entry_id INTEGER REFERENCES entry(id),
  ended_entry_id INTEGER REFERENCES entry(id), slip_id INTEGER REFERENCES deposit_slip(id),
  replaces_id INTEGER REFERENCES cheque_register(id), city_account_id INTEGER REFERENCES city_account(id),
  receipt_id INTEGER, note TEXT NOT NULL,
  CHECK ((direction = 'in' AND state IN ({STATES_IN}))
    OR (direction = 'out' AND state IN ({STATES_OUT}) AND bank_account_id IS NOT NULL)),
  CHECK (amount > 0 OR (amount = 0 AND state = 'spoiled'))
) {{table_end}}
--
CREATE UNIQUE INDEX cheque_out_number ON cheque_register (bank_account_id, number) WHERE direction = 'out'
--
CREATE UNIQUE INDEX cheque_in_number ON cheque_register (bank, number)
WHERE direction = 'in' AND state IN ('on hand', 'deposited', 'cleared')
--
CREATE INDEX cheque_register_state ON cheque_register (direction, state, date)
--
CREATE INDEX cheque_register_entry ON cheque_register (entry_id)
--
INSERT INTO cheque_register (direction, bank, branch, number, date, party, amount, state, since, taken_on, held_on_id,
  entry_id, note)
SELECT 'in', q.bank, q.branch, q.number, q.date, q.payer, q.amount, 'on hand', p.date, p.date, c.account_id, p.entry_id, ''
FROM cheque q JOIN posting p ON p.id = q.posting_id JOIN transaction_code c ON c.id = p.code_id
WHERE NOT EXISTS (SELECT 1 FROM posting t WHERE t.corrects_id = p.id)
""",
    )
    # What stands on a cheque does not change, and one that came to its end stays there.
    kept = (
        "id",
        "direction",
        "bank",
        "branch",
        "number",
        "date",
        "party",
        "amount",
        "taken_on",
        "entry_id",
        "held_on_id",
    )
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in kept)
    ended = (
        "NEW.state <> OLD.state AND (OLD.state IN ('replaced', 'returned', 'taken back', 'spoiled')"
        " OR (OLD.direction = 'in' AND OLD.state = 'bounced')"
        " OR (OLD.direction = 'in' AND NEW.state IN ('cleared', 'bounced') AND OLD.state NOT IN ('deposited', 'cleared'))"
        " OR (OLD.direction = 'out' AND NEW.state = 'cleared' AND OLD.state <> 'issued'))"
    )
    guard(db, "cheque_register", "cheque_register_kept", f"{changed} OR ({ended})", "CHEQUE_KEPT")
    guard(db, "cheque_register", "cheque_register_stays", "OLD.id > 0", "CHEQUE_KEPT", on="DELETE")
    early = (
        "NEW.direction = 'in' AND NEW.state = 'deposited'"
        " AND NEW.date > (SELECT s.date FROM deposit_slip s WHERE s.id = NEW.slip_id)"
    )
    guard(db, "cheque_register", "cheque_not_before_its_date", early, "CHEQUE_POST_DATED")
    slip = ("id", "number", "bank_account_id", "date", "amount", "entry_id")
    guard(
        db, "deposit_slip", "deposit_slip_kept", " OR ".join(f"NEW.{n} <> OLD.{n}" for n in slip), "CHEQUE_KEPT"
    )  # fmt: skip
    guard(db, "deposit_slip", "deposit_slip_stays", "OLD.id > 0", "CHEQUE_KEPT", on="DELETE")
    no_truncate(db, "cheque_register", "deposit_slip")
