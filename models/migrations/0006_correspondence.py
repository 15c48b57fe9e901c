"""Letters to guests and companies, each sending kept, and the hotel's own words in them."""

from typing import Any

from models.house.schema import guard, no_truncate, run

_WHAT_WAS_SAID = (
    "id", "reservation_id", "position", "kind", "method", "recipient", "address", "language", "subject", "body",
    "paper", "written_at", "written_by_id",
)  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE letter (
  id {id}, reservation_id INTEGER NOT NULL REFERENCES reservation(id), position INTEGER NOT NULL CHECK (position > 0),
  kind TEXT NOT NULL CHECK (kind IN ('confirmation', 'amended', 'deposit request', 'pre-arrival', 'cancellation',
    'regret')),
  method TEXT NOT NULL CHECK (method IN ('letter', 'e-mail', 'fax', 'phone', 'text')),
  recipient TEXT NOT NULL CHECK (recipient <> ''), address TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('th', 'en')),
  subject TEXT NOT NULL, body TEXT NOT NULL, paper TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('recorded', 'queued', 'sending', 'uncertain', 'sent', 'failed', 'cancelled')),
  written_at TEXT NOT NULL, written_by_id INTEGER NOT NULL REFERENCES staff(id),
  repeats_id INTEGER REFERENCES letter(id), replaces_id INTEGER REFERENCES letter(id),
  message_id TEXT UNIQUE, attempts INTEGER NOT NULL CHECK (attempts >= 0), last_error TEXT NOT NULL,
  next_attempt_at TEXT, claimed_at TEXT, sent_at TEXT,
  UNIQUE (reservation_id, position),
  CHECK (status <> 'queued' OR (message_id IS NOT NULL AND next_attempt_at IS NOT NULL)),
  CHECK (status <> 'sending' OR claimed_at IS NOT NULL),
  CHECK (status <> 'sent' OR sent_at IS NOT NULL)
) {table_end}
--
CREATE INDEX letter_repeats ON letter (repeats_id, id)
--
CREATE INDEX letter_status_next ON letter (status, next_attempt_at, id)
--
CREATE TABLE letter_text (
  id {id}, kind TEXT NOT NULL, language TEXT NOT NULL CHECK (language IN ('th', 'en')), opening TEXT NOT NULL,
  closing TEXT NOT NULL, UNIQUE (kind, language)
) {table_end}
""",
        sqlite="""
CREATE TRIGGER letter_no_replace BEFORE INSERT ON letter
WHEN EXISTS (SELECT 1 FROM letter WHERE id = NEW.id OR message_id = NEW.message_id
  OR (reservation_id = NEW.reservation_id AND position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'LETTER_KEPT'); END
""",
    )
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _WHAT_WAS_SAID)
    later = " OR ".join(
        f"COALESCE(NEW.{name}, {none}) <> COALESCE(OLD.{name}, {none})"
        for name, none in (("message_id", "''"), ("repeats_id", "0"), ("replaces_id", "0"))
    )
    guard(db, "letter", "letter_kept", f"{changed} OR {later}", "LETTER_KEPT")
    # What has ended stays ended: a letter that went out is never sent by the same record again.
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
    no_truncate(db, "letter")
