"""Policies and their copies in bookings, deposit requests, VAT declared on deposits, credit notes, ended bookings."""

from typing import Any

from models.house.schema import guard, run, sealed

_PENALTIES = "'none', 'percent', 'nights', 'stay', 'fixed'"
# What credit notes that stand (whose refund was not taken back) have taken from an invoice already.
_CREDITED = """coalesce((SELECT sum({what}) FROM credit_note_line c JOIN receipt n ON n.id = c.note_id
    WHERE c.invoice_id = NEW.invoice_id
    AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.corrects_id = n.posting_id)), 0)"""
_INVOICE = (
    """coalesce((SELECT {what} FROM receipt r WHERE r.id = NEW.invoice_id AND r.kind = 'tax invoice'), 0)"""
)


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both=f"""
CREATE TABLE policy (
  id {{id}}, code TEXT NOT NULL UNIQUE CHECK (code <> ''), name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  deposit_rule TEXT NOT NULL CHECK (deposit_rule IN ('none', 'percent', 'nights', 'fixed')),
  deposit {{money}} NOT NULL CHECK (deposit >= 0),
  due_rule TEXT NOT NULL CHECK (due_rule IN ('after booking', 'before arrival')),
  due_days INTEGER NOT NULL CHECK (due_days >= 0), steps TEXT NOT NULL,
  no_show_rule TEXT NOT NULL CHECK (no_show_rule IN ({_PENALTIES})), no_show {{money}} NOT NULL CHECK (no_show >= 0),
  text_th TEXT NOT NULL, text_en TEXT NOT NULL, active {{bool}} NOT NULL
) {{table_end}}
--
CREATE TABLE rate_policy (
  id {{id}}, policy_id INTEGER NOT NULL REFERENCES policy(id), rate_code_id INTEGER REFERENCES rate_code(id),
  first_night {{date}}, last_night {{date}}, priority INTEGER NOT NULL CHECK (priority > 0),
  CHECK (first_night <= last_night)
) {{table_end}}
--
CREATE INDEX rate_policy_rate ON rate_policy (rate_code_id, priority)
--
CREATE TABLE booking_policy (
  id {{id}}, stay_id INTEGER NOT NULL UNIQUE REFERENCES stay(id), policy_id INTEGER NOT NULL REFERENCES policy(id),
  code TEXT NOT NULL, booked_on {{date}} NOT NULL,
  deposit_rule TEXT NOT NULL CHECK (deposit_rule IN ('none', 'percent', 'nights', 'fixed')),
  deposit {{money}} NOT NULL CHECK (deposit >= 0),
  due_rule TEXT NOT NULL CHECK (due_rule IN ('after booking', 'before arrival')),
  due_days INTEGER NOT NULL CHECK (due_days >= 0), steps TEXT NOT NULL,
  no_show_rule TEXT NOT NULL CHECK (no_show_rule IN ({_PENALTIES})), no_show {{money}} NOT NULL CHECK (no_show >= 0),
  text_th TEXT NOT NULL, text_en TEXT NOT NULL
) {{table_end}}
--
CREATE TABLE deposit_request (
  id {{id}}, reservation_id INTEGER NOT NULL UNIQUE REFERENCES reservation(id),
  asked {{money}} NOT NULL CHECK (asked >= 0), due_on {{date}} NOT NULL, by_hand {{bool}} NOT NULL
) {{table_end}}
--
CREATE INDEX deposit_request_due ON deposit_request (due_on, id)
--
CREATE TABLE booking_end (
  id {{id}}, stay_id INTEGER NOT NULL REFERENCES stay(id), kind TEXT NOT NULL CHECK (kind IN ('cancelled', 'no-show')),
  date {{date}} NOT NULL, number TEXT NOT NULL, reason TEXT NOT NULL, room_id INTEGER REFERENCES room(id),
  by_policy {{money}} NOT NULL CHECK (by_policy >= 0), fee {{money}} NOT NULL CHECK (fee >= 0),
  collected {{money}} NOT NULL CHECK (collected BETWEEN 0 AND fee)
) {{table_end}}
--
CREATE INDEX booking_end_stay ON booking_end (stay_id, id)
--
CREATE TABLE credit_note_line (
  id {{id}}, note_id INTEGER NOT NULL REFERENCES receipt(id), invoice_id INTEGER NOT NULL REFERENCES receipt(id),
  net {{money}} NOT NULL CHECK (net >= 0), vat {{money}} NOT NULL CHECK (vat >= 0), UNIQUE (note_id, invoice_id)
) {{table_end}}
--
CREATE INDEX credit_note_line_invoice ON credit_note_line (invoice_id)
--
ALTER TABLE receipt ADD COLUMN kind TEXT NOT NULL DEFAULT 'receipt'
  CHECK (kind IN ('receipt', 'tax invoice', 'credit note'))
--
ALTER TABLE receipt ADD COLUMN net {{money}} NOT NULL DEFAULT 0
--
ALTER TABLE receipt ADD COLUMN vat {{money}} NOT NULL DEFAULT 0
--
ALTER TABLE reservation ADD COLUMN deposit_vat_id INTEGER REFERENCES subaccount(id)
--
ALTER TABLE reservation ADD COLUMN security_id INTEGER REFERENCES subaccount(id)
--
ALTER TABLE folio_window ADD COLUMN deposit_vat_id INTEGER REFERENCES subaccount(id)
--
CREATE UNIQUE INDEX reservation_deposit_vat ON reservation (deposit_vat_id)
--
CREATE UNIQUE INDEX reservation_security ON reservation (security_id)
--
CREATE UNIQUE INDEX folio_window_deposit_vat ON folio_window (deposit_vat_id)
--
ALTER TABLE subaccount_balance ADD COLUMN floor {{money}}
  CONSTRAINT subaccount_balance_floor CHECK (floor IS NULL OR balance >= floor)
""",
        sqlite="""
CREATE TRIGGER entry_above_floors BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM subaccount_balance b WHERE b.floor IS NOT NULL AND b.balance + (
  SELECT coalesce(sum(amount), 0) FROM line WHERE entry_id = NEW.id AND subaccount_id = b.id) < b.floor
  AND b.id IN (SELECT subaccount_id FROM line WHERE entry_id = NEW.id))
BEGIN SELECT RAISE(ABORT, 'MORE_THAN_IS_LEFT'); END
--
CREATE TRIGGER booking_policy_once BEFORE INSERT ON booking_policy
WHEN EXISTS (SELECT 1 FROM booking_policy WHERE stay_id = NEW.stay_id)
BEGIN SELECT RAISE(ABORT, 'POLICY_KEPT'); END
--
CREATE TRIGGER credit_note_line_once BEFORE INSERT ON credit_note_line
WHEN EXISTS (SELECT 1 FROM credit_note_line WHERE note_id = NEW.note_id AND invoice_id = NEW.invoice_id)
BEGIN SELECT RAISE(ABORT, 'NUMBER_KEPT'); END
""",
    )
    sealed(db, "booking_policy", "POLICY_KEPT")
    sealed(db, "booking_end", "LOG_SEALED")
    sealed(db, "credit_note_line", "NUMBER_KEPT")
    guard(
        db,
        "receipt",
        "receipt_figures_kept",
        "NEW.kind <> OLD.kind OR NEW.net <> OLD.net OR NEW.vat <> OLD.vat",
        "NUMBER_KEPT",
    )
    gross, vat = _INVOICE.format(what="r.net + r.vat"), _INVOICE.format(what="r.vat")
    guard(
        db,
        "credit_note_line",
        "credit_within_invoice",
        f"NEW.net + NEW.vat + {_CREDITED.format(what='c.net + c.vat')} > {gross}"
        f" OR NEW.vat + {_CREDITED.format(what='c.vat')} > {vat}"
        # at the invoice's rate, but for what rounding leaves: one baht
        f" OR abs(NEW.vat * {gross} - (NEW.net + NEW.vat) * {vat}) > 100 * {gross}",
        "CREDIT_ABOVE_INVOICE",
        on="INSERT",
    )
    _furnish(db)


def _furnish(db: Any) -> None:
    """A hotel that is open already gets the account and the codes; a new one has them from its template."""
    run(
        db,
        both="""
INSERT INTO account (code, name_th, name_en, kind, subledger)
SELECT CASE WHEN EXISTS (SELECT 1 FROM account WHERE code = '21330') THEN '21339' ELSE '21330' END,
  'ภาษีขายของเงินมัดจำที่แจ้งแล้ว', 'Output VAT declared on deposits', 'liability', 'deposit vat'
WHERE EXISTS (SELECT 1 FROM property) AND NOT EXISTS (SELECT 1 FROM account WHERE subledger = 'deposit vat')
--
INSERT INTO transaction_code (code, name_th, name_en, kind, "group", account_id, by_hand, active)
SELECT 'NOSHO', 'ค่าธรรมเนียม No-show', 'No-show fee', kind, "group", account_id, by_hand, {yes}
FROM transaction_code WHERE code = 'FORF' AND NOT EXISTS (SELECT 1 FROM transaction_code WHERE code = 'NOSHO')
--
INSERT INTO transaction_code (code, name_th, name_en, kind, "group", account_id, by_hand, active)
SELECT 'SECUR', 'เงินประกัน', 'Security deposit', kind, "group", account_id, by_hand, {yes}
FROM transaction_code WHERE code = 'DEP' AND NOT EXISTS (SELECT 1 FROM transaction_code WHERE code = 'SECUR')
--
INSERT INTO generate (parent_id, position, child_id, basis, basis_points, adds_to, valid_from, valid_until, authority)
SELECT n.id, g.position, g.child_id, g.basis, g.basis_points, g.adds_to, g.valid_from, g.valid_until, g.authority
FROM generate g JOIN transaction_code f ON f.id = g.parent_id AND f.code = 'FORF'
JOIN transaction_code n ON n.code = 'NOSHO'
WHERE NOT EXISTS (SELECT 1 FROM generate o WHERE o.parent_id = n.id)
""",
    )
