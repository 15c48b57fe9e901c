"""Accounts, entries sealed by the database itself, balances kept in the same transaction."""

from typing import Any

from models.house.schema import guard, no_truncate, run, sealed


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE account (
  id {id}, code TEXT NOT NULL UNIQUE, name_th TEXT NOT NULL, name_en TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('asset', 'liability', 'equity', 'revenue', 'expense')),
  parent_id INTEGER REFERENCES account(id), subledger TEXT, closed_on {date}
) {table_end}
--
CREATE TABLE subaccount (
  id {id}, account_id INTEGER NOT NULL REFERENCES account(id), label TEXT NOT NULL, closed {bool} NOT NULL
) {table_end}
--
CREATE TABLE subaccount_balance (
  id INTEGER PRIMARY KEY REFERENCES subaccount(id), balance {money} NOT NULL, ceiling {money},
  CONSTRAINT subaccount_balance_ceiling CHECK (ceiling IS NULL OR balance <= ceiling)
) {table_end}
--
CREATE TABLE period (
  id {id}, starts {date} NOT NULL UNIQUE, ends {date} NOT NULL UNIQUE, locked {bool} NOT NULL,
  CHECK (starts <= ends)
) {table_end}
--
CREATE TABLE entry (
  id INTEGER PRIMARY KEY CHECK (id > 0), date {date} NOT NULL, journal TEXT NOT NULL, kind TEXT NOT NULL,
  memo TEXT NOT NULL, voucher TEXT UNIQUE, token TEXT UNIQUE, reverses_id INTEGER REFERENCES entry(id),
  staff_id INTEGER NOT NULL REFERENCES staff(id), terminal TEXT NOT NULL, at TEXT NOT NULL,
  previous_hash TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
) {table_end}
--
CREATE INDEX entry_date ON entry (date, id)
--
CREATE TABLE line (
  id {id}, entry_id INTEGER NOT NULL REFERENCES entry(id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL, date {date} NOT NULL, account_id INTEGER NOT NULL REFERENCES account(id),
  subaccount_id INTEGER REFERENCES subaccount(id),
  amount {money} NOT NULL CHECK (amount <> 0 AND amount BETWEEN -1000000000000000 AND 1000000000000000),
  item TEXT NOT NULL, memo TEXT NOT NULL,
  UNIQUE (entry_id, position)
) {table_end}
--
CREATE INDEX line_account ON line (account_id, date, id)
--
CREATE INDEX line_subaccount ON line (subaccount_id, id)
--
CREATE TABLE account_day (
  account_id INTEGER NOT NULL REFERENCES account(id), date {date} NOT NULL,
  debit {money} NOT NULL, credit {money} NOT NULL, PRIMARY KEY (account_id, date)
) {table_end}
--
CREATE INDEX account_day_date ON account_day (date)
--
CREATE TABLE account_month (
  account_id INTEGER NOT NULL REFERENCES account(id), month {date} NOT NULL,
  debit {money} NOT NULL, credit {money} NOT NULL, PRIMARY KEY (account_id, month)
) {table_end}
""",
    )
    sealed(db, "entry", "ENTRY_SEALED")
    sealed(db, "line", "ENTRY_SEALED")
    no_truncate(db, "account", "subaccount", "subaccount_balance", "period", "account_day", "account_month")
    guard(
        db,
        "account",
        "account_keeps_its_kind",
        "NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR coalesce(NEW.subledger, '') <> coalesce(OLD.subledger, '')",
        "ENTRY_SEALED",
    )
    run(db, sqlite=SQLITE, postgres=POSTGRES)


# What must hold of an entry when its header comes. {bad} is one (condition, code) a check.
CHECKS = [
    (
        "NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM entry)"
        " OR NEW.previous_hash <> coalesce((SELECT hash FROM entry WHERE id = NEW.id - 1), '')",
        "ENTRY_OUT_OF_CHAIN",
    ),
    ("(SELECT count(*) FROM line WHERE entry_id = NEW.id) < 2", "ENTRY_TOO_SHORT"),
    (
        "(SELECT sum(amount) FROM line WHERE entry_id = NEW.id) <> 0"
        " OR EXISTS (SELECT 1 FROM line WHERE entry_id = NEW.id AND date <> NEW.date)",
        "ENTRY_UNBALANCED",
    ),
    (
        "NOT EXISTS (SELECT 1 FROM period WHERE NEW.date BETWEEN starts AND ends AND locked = {no})",
        "PERIOD_CLOSED",
    ),
    (
        "EXISTS (SELECT 1 FROM line l JOIN account a ON a.id = l.account_id"
        " WHERE l.entry_id = NEW.id AND a.closed_on <= NEW.date)",
        "ACCOUNT_CLOSED",
    ),
    (
        "EXISTS (SELECT 1 FROM line l JOIN account a ON a.id = l.account_id"
        " LEFT JOIN subaccount s ON s.id = l.subaccount_id WHERE l.entry_id = NEW.id"
        " AND ((a.subledger IS NULL) <> (s.id IS NULL) OR s.account_id <> a.id))",
        "WRONG_SUBACCOUNT",
    ),
    (
        "EXISTS (SELECT 1 FROM line l JOIN subaccount s ON s.id = l.subaccount_id"
        " WHERE l.entry_id = NEW.id AND s.closed = {yes})",
        "SUBACCOUNT_CLOSED",
    ),
    (
        "NEW.journal <> 'front' AND EXISTS (SELECT 1 FROM line WHERE entry_id = NEW.id"
        " AND subaccount_id IS NOT NULL)",
        "CONTROL_ACCOUNT",
    ),
    (
        "NEW.journal = 'front' AND NEW.date <> (SELECT business_date FROM property)",
        "NOT_THE_BUSINESS_DATE",
    ),
]

MOVE_BALANCES = """
  INSERT INTO account_day (account_id, date, debit, credit)
    SELECT account_id, NEW.date, sum(CASE WHEN amount > 0 THEN amount ELSE 0 END),
      sum(CASE WHEN amount < 0 THEN -amount ELSE 0 END)
    FROM line WHERE entry_id = NEW.id GROUP BY account_id
    ON CONFLICT (account_id, date) DO UPDATE
    SET debit = account_day.debit + excluded.debit, credit = account_day.credit + excluded.credit;
  INSERT INTO account_month (account_id, month, debit, credit)
    SELECT account_id, {month}, sum(CASE WHEN amount > 0 THEN amount ELSE 0 END),
      sum(CASE WHEN amount < 0 THEN -amount ELSE 0 END)
    FROM line WHERE entry_id = NEW.id GROUP BY account_id
    ON CONFLICT (account_id, month) DO UPDATE
    SET debit = account_month.debit + excluded.debit, credit = account_month.credit + excluded.credit;
  UPDATE subaccount_balance
    SET balance = balance + (SELECT sum(amount) FROM line WHERE entry_id = NEW.id AND subaccount_id = subaccount_balance.id)
    WHERE id IN (SELECT subaccount_id FROM line WHERE entry_id = NEW.id);
"""

SQLITE = (
    "CREATE TRIGGER entry_seal BEFORE INSERT ON entry BEGIN\n"
    + "".join(f"  SELECT RAISE(ABORT, '{code}') WHERE {when};\n" for when, code in CHECKS)
    + """END
--
CREATE TRIGGER entry_date_is_a_date BEFORE INSERT ON entry WHEN NEW.date IS NOT date(NEW.date)
BEGIN SELECT RAISE(ABORT, 'PERIOD_CLOSED'); END
--
CREATE TRIGGER entry_within_ceilings BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM subaccount_balance b WHERE b.ceiling IS NOT NULL AND b.balance + (
  SELECT coalesce(sum(amount), 0) FROM line WHERE entry_id = NEW.id AND subaccount_id = b.id) > b.ceiling
  AND b.id IN (SELECT subaccount_id FROM line WHERE entry_id = NEW.id))
BEGIN SELECT RAISE(ABORT, 'MORE_THAN_IS_LEFT'); END
--
CREATE TRIGGER subaccount_no_replace BEFORE INSERT ON subaccount
WHEN EXISTS (SELECT 1 FROM subaccount WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'ENTRY_SEALED'); END
--
CREATE TRIGGER entry_no_replace_by_key BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry WHERE token = NEW.token OR voucher = NEW.voucher OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'ENTRY_SEALED'); END
--
CREATE TRIGGER entry_move_balances AFTER INSERT ON entry BEGIN
"""
    + MOVE_BALANCES.replace("{month}", "date(NEW.date, 'start of month')")
    + """END
--
CREATE TRIGGER line_into_sealed BEFORE INSERT ON line
WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry_id)
  OR EXISTS (SELECT 1 FROM line WHERE entry_id = NEW.entry_id AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'ENTRY_SEALED'); END
--
CREATE TRIGGER subaccount_opens AFTER INSERT ON subaccount BEGIN
  INSERT INTO subaccount_balance (id, balance) VALUES (NEW.id, 0);
END
--
CREATE TRIGGER subaccount_closes BEFORE UPDATE ON subaccount
WHEN NEW.id <> OLD.id OR NEW.account_id <> OLD.account_id
  OR (NEW.closed = 1 AND (SELECT balance FROM subaccount_balance WHERE id = NEW.id) <> 0)
BEGIN SELECT RAISE(ABORT, 'SUBACCOUNT_NOT_ZERO'); END
"""
)

POSTGRES = (
    "CREATE FUNCTION entry_seal() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n"
    + "".join(
        f"  IF {when} THEN RAISE EXCEPTION '{code}' USING ERRCODE = 'integrity_constraint_violation'; END IF;\n"
        for when, code in CHECKS
    )
    + """  RETURN NEW;
END $$
--
CREATE TRIGGER entry_seal BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_seal()
--
CREATE FUNCTION entry_move_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
"""
    + MOVE_BALANCES.replace("{month}", "date_trunc('month', NEW.date)::date")
    + """  PERFORM pg_notify('hotel_changed', '');
  RETURN NULL;
END $$
--
CREATE TRIGGER entry_move_balances AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_move_balances()
--
CREATE FUNCTION line_into_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry_id) THEN
    RAISE EXCEPTION 'ENTRY_SEALED' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--
CREATE TRIGGER line_into_sealed BEFORE INSERT ON line FOR EACH ROW EXECUTE FUNCTION line_into_sealed()
--
CREATE FUNCTION subaccount_opens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO subaccount_balance (id, balance) VALUES (NEW.id, 0); RETURN NULL; END $$
--
CREATE TRIGGER subaccount_opens AFTER INSERT ON subaccount FOR EACH ROW EXECUTE FUNCTION subaccount_opens()
--
CREATE FUNCTION subaccount_closes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.account_id <> OLD.account_id
    OR (NEW.closed AND (SELECT balance FROM subaccount_balance WHERE id = NEW.id) <> 0) THEN
    RAISE EXCEPTION 'SUBACCOUNT_NOT_ZERO' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
--
CREATE TRIGGER subaccount_closes BEFORE UPDATE ON subaccount FOR EACH ROW EXECUTE FUNCTION subaccount_closes()
--
CREATE FUNCTION change_logged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('hotel_changed', ''); RETURN NULL; END $$
--
CREATE TRIGGER change_logged AFTER INSERT ON change_log FOR EACH STATEMENT EXECUTE FUNCTION change_logged()
"""
)
