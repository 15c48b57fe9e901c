"""Letters go to debtors too: statements of account and reminders by e-mail, in the queue of all letters."""

from typing import Any

from models.house.schema import guard, run

_GUARDS = ("letter_kept", "letter_ended", "letter_steps", "letter_stays")
_KINDS = "'confirmation', 'amended', 'deposit request', 'pre-arrival', 'cancellation', 'regret', 'statement', 'reminder'"
_COLUMNS = (
    "id, reservation_id, position, kind, method, recipient, address, language, subject, body, paper, status, written_at,"
    " written_by_id, repeats_id, replaces_id, message_id, attempts, last_error, next_attempt_at, claimed_at, sent_at"
)
_SQLITE = f"""
CREATE TABLE letter_new (
  id {{id}}, reservation_id INTEGER REFERENCES reservation(id), account_id INTEGER REFERENCES city_account(id),
  document TEXT NOT NULL DEFAULT '', position INTEGER NOT NULL CHECK (position > 0),
  kind TEXT NOT NULL CHECK (kind IN ({_KINDS})),
  method TEXT NOT NULL CHECK (method IN ('letter', 'e-mail', 'fax', 'phone', 'text')),
  recipient TEXT NOT NULL CHECK (recipient <> ''), address TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('th', 'en')),
  subject TEXT NOT NULL, body TEXT NOT NULL, paper TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('recorded', 'queued', 'sending', 'uncertain', 'sent', 'failed', 'cancelled')),
  written_at TEXT NOT NULL, written_by_id INTEGER NOT NULL REFERENCES staff(id),
  repeats_id INTEGER REFERENCES letter_new(id), replaces_id INTEGER REFERENCES letter_new(id),
  message_id TEXT UNIQUE, attempts INTEGER NOT NULL CHECK (attempts >= 0), last_error TEXT NOT NULL,
  next_attempt_at TEXT, claimed_at TEXT, sent_at TEXT,
  UNIQUE (reservation_id, position), UNIQUE (account_id, position),
  CHECK ((reservation_id IS NULL) <> (account_id IS NULL)),
  CHECK (status <> 'queued' OR (message_id IS NOT NULL AND next_attempt_at IS NOT NULL)),
  CHECK (status <> 'sending' OR claimed_at IS NOT NULL),
  CHECK (status <> 'sent' OR sent_at IS NOT NULL)
) {{table_end}}
--
INSERT INTO letter_new ({_COLUMNS}) SELECT {_COLUMNS} FROM letter ORDER BY id
--
DROP TABLE letter
--
ALTER TABLE letter_new RENAME TO letter
--
CREATE INDEX letter_repeats ON letter (repeats_id, id)
--
CREATE INDEX letter_status_next ON letter (status, next_attempt_at, id)
--
CREATE TRIGGER letter_no_replace BEFORE INSERT ON letter
WHEN EXISTS (SELECT 1 FROM letter WHERE id = NEW.id OR message_id = NEW.message_id
  OR (reservation_id = NEW.reservation_id AND position = NEW.position)
  OR (account_id = NEW.account_id AND position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'LETTER_KEPT'); END
"""
_POSTGRES = f"""
ALTER TABLE letter ALTER COLUMN reservation_id DROP NOT NULL
--
ALTER TABLE letter ADD COLUMN account_id INTEGER REFERENCES city_account(id)
--
ALTER TABLE letter ADD COLUMN document TEXT NOT NULL DEFAULT ''
--
ALTER TABLE letter DROP CONSTRAINT letter_kind_check
--
ALTER TABLE letter ADD CHECK (kind IN ({_KINDS}))
--
ALTER TABLE letter ADD UNIQUE (account_id, position)
--
ALTER TABLE letter ADD CHECK ((reservation_id IS NULL) <> (account_id IS NULL))
--
"""


def up(migrator: object, db: Any) -> None:
    drops = [f"DROP TRIGGER {name} ON letter\n--\nDROP FUNCTION {name}()" for name in _GUARDS]
    run(db, sqlite=_SQLITE, postgres=_POSTGRES + "\n--\n".join(drops))
    run(
        db,
        both="""
CREATE INDEX letter_document ON letter (account_id, document, id)
--
ALTER TABLE city_account ADD COLUMN email TEXT NOT NULL DEFAULT ''
--
UPDATE city_account SET email = coalesce((SELECT c.email FROM company c WHERE c.id = city_account.company_id), '')
""",
    )
    said = (
        "id", "reservation_id", "account_id", "document", "position", "kind", "method", "recipient", "address",
        "language", "subject", "body", "paper", "written_at", "written_by_id", "message_id", "repeats_id", "replaces_id",
    )  # fmt: skip
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in said)
    guard(db, "letter", "letter_kept", changed, "LETTER_KEPT")
    guard(
        db,
        "letter",
        "letter_ended",
        "OLD.status IN ('sent', 'failed', 'cancelled') AND (NEW.status <> OLD.status OR NEW.attempts <> OLD.attempts"
        " OR NEW.last_error <> OLD.last_error OR COALESCE(NEW.sent_at, '') <> COALESCE(OLD.sent_at, ''))",
        "LETTER_ENDED",
    )
    guard(
        db,
        "letter",
        "letter_steps",
        "NEW.status <> OLD.status AND ((NEW.status = 'sending' AND OLD.status <> 'queued')"
        " OR NEW.status = 'recorded' OR (NEW.status = 'queued' AND OLD.status = 'recorded'))"
        " OR NEW.attempts < OLD.attempts",
        "LETTER_KEPT",
    )
    guard(db, "letter", "letter_stays", "OLD.id > 0", "LETTER_KEPT", on="DELETE")
