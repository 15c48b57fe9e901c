"""Who saw a document's number, consent to advertising, legal holds, requests of persons, and erasing for good."""

from typing import Any

from models.house.schema import guard, run, sealed

_PERSONAL = (
    "guest", "guest_document", "guest_preference", "guest_merge", "stay_person", "guest_message", "guest_place",
    "call_transfer", "alert", "wake_up_call",
)  # fmt: skip
_OF_ERASED = "EXISTS (SELECT 1 FROM guest WHERE id = NEW.guest_id AND erased_on IS NOT NULL)"
_ERASED = '{"erased": true}'
_NOTHING_MOVED = '{"documents": [], "filled": {}, "persons": [], "rows": {}}'
_WHO_AND_WHEN = (
    "id",
    "at",
    "business_date",
    "staff_id",
    "terminal",
    "operation",
    "subject",
    "subject_id",
    "reason",
)
_PLAIN_FIELDS = (
    "given_th", "given", "middle", "title", "sex", "birth_precision", "languages", "document_kind",
    "document_number", "document_country", "phone", "email", "address", "occupation", "company", "vip", "note",
)  # fmt: skip


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE guest ADD COLUMN erased_on {date}
--
CREATE TABLE identity_access (
  id {id}, at TEXT NOT NULL, business_date {date} NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id),
  terminal TEXT NOT NULL, guest_id INTEGER NOT NULL REFERENCES guest(id), place TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('check-in', 'correct', 'authority', 'guest', 'report'))
) {table_end}
--
CREATE INDEX identity_access_guest ON identity_access (guest_id, id)
--
CREATE TABLE consent (
  id {id}, guest_id INTEGER NOT NULL REFERENCES guest(id), given_on {date} NOT NULL, how TEXT NOT NULL,
  given_to_id INTEGER NOT NULL REFERENCES staff(id), withdrawn_on {date}, withdrawn_how TEXT NOT NULL DEFAULT '',
  CHECK (withdrawn_on IS NULL OR withdrawn_on >= given_on)
) {table_end}
--
CREATE INDEX consent_guest ON consent (guest_id)
--
CREATE TABLE legal_hold (
  id {id}, guest_id INTEGER NOT NULL REFERENCES guest(id), reason TEXT NOT NULL CHECK (reason <> ''),
  placed_on {date} NOT NULL, placed_by_id INTEGER NOT NULL REFERENCES staff(id), until {date}, lifted_on {date},
  lifted_by_id INTEGER REFERENCES staff(id)
) {table_end}
--
CREATE INDEX legal_hold_guest ON legal_hold (guest_id)
--
CREATE TABLE data_request (
  id {id}, guest_id INTEGER NOT NULL REFERENCES guest(id), kind TEXT NOT NULL
  CHECK (kind IN ('access', 'correct', 'erase')), words TEXT NOT NULL, received_on {date} NOT NULL,
  due_on {date} NOT NULL, taken_by_id INTEGER NOT NULL REFERENCES staff(id), answered_on {date},
  outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'done', 'partly', 'refused')),
  answer TEXT NOT NULL DEFAULT '', answered_by_id INTEGER REFERENCES staff(id),
  CHECK ((answered_on IS NULL) = (outcome = ''))
) {table_end}
--
CREATE INDEX data_request_guest ON data_request (guest_id)
--
CREATE TABLE erasure (
  id {id}, guest_id INTEGER NOT NULL REFERENCES guest(id), what TEXT NOT NULL CHECK (what IN ('document', 'profile')),
  at TEXT NOT NULL, business_date {date} NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id),
  reason TEXT NOT NULL CHECK (reason <> '')
) {table_end}
--
CREATE INDEX erasure_guest ON erasure (guest_id)
--
CREATE TABLE erased_line (
  id {id}, erasure_id INTEGER NOT NULL REFERENCES erasure(id), log_id INTEGER NOT NULL REFERENCES change_log(id)
) {table_end}
--
CREATE INDEX erased_line_log ON erased_line (log_id)
""",
    )
    sealed(db, "identity_access", "ACCESS_SEALED")
    sealed(db, "erasure", "ERASURE_SEALED")
    sealed(db, "erased_line", "ERASURE_SEALED")
    guard(db, "data_request", "data_request_answered", "OLD.answered_on IS NOT NULL", "REQUEST_ANSWERED")
    guard(db, "data_request", "data_request_stays", "OLD.id > 0", "REQUEST_ANSWERED", on="DELETE")
    back = " OR ".join(f"NEW.{name} <> ''" for name in _PLAIN_FIELDS)
    guard(
        db,
        "guest",
        "guest_stays_erased",
        f"OLD.erased_on IS NOT NULL AND (NEW.erased_on IS NULL OR NEW.birth_date IS NOT NULL"
        f" OR NEW.family <> OLD.family OR NEW.family_th <> OLD.family_th OR {back})".replace(
            "NEW.given_th <> '' OR NEW.given <> ''", "NEW.given_th <> OLD.given_th OR NEW.given <> OLD.given"
        ),
        "GUEST_ERASED",
    )
    # Another desk may still have the guest in its form.
    for table in ("stay", "stay_person", "guest_document", "guest_preference"):
        guard(db, table, f"{table}_not_of_erased", _OF_ERASED, "GUEST_ERASED", on="INSERT")
        moved = f"NEW.guest_id <> OLD.guest_id AND {_OF_ERASED}"
        guard(db, table, f"{table}_not_to_erased", moved, "GUEST_ERASED")
    _open_the_log_for_erasures(db)
    _open_merges_for_erasures(db)


def _open_the_log_for_erasures(db: Any) -> None:
    """The log stays sealed. Only the values of a person's fields may go, in lines that a sealed erasure names; who
    did what when stays, and nothing else can be written in their place."""
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _WHO_AND_WHEN)
    gone = " AND ".join(
        f"((OLD.{name} IS NULL AND NEW.{name} IS NULL) OR (OLD.{name} IS NOT NULL AND NEW.{name} = '{_ERASED}'))"
        for name in ("before", "after")
    )
    personal = ", ".join(f"'{subject}'" for subject in _PERSONAL)
    erasing = (
        f"{same} AND COALESCE(NEW.approved_by_id, 0) = COALESCE(OLD.approved_by_id, 0) AND {gone}"
        f" AND OLD.subject IN ({personal}) AND EXISTS (SELECT 1 FROM erased_line WHERE log_id = OLD.id)"
    )
    run(
        db,
        sqlite=f"""
DROP TRIGGER change_log_no_update
--
CREATE TRIGGER change_log_no_update BEFORE UPDATE ON change_log WHEN COALESCE(NOT ({erasing}), 1)
BEGIN SELECT RAISE(ABORT, 'LOG_SEALED'); END
""",
        postgres=f"""
DROP TRIGGER change_log_no_change ON change_log
--
DROP TRIGGER change_log_no_truncate ON change_log
--
DROP FUNCTION change_log_sealed()
--
CREATE FUNCTION change_log_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF {erasing} THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'LOG_SEALED' USING ERRCODE = 'integrity_constraint_violation';
END $$
--
CREATE TRIGGER change_log_no_change BEFORE UPDATE OR DELETE ON change_log FOR EACH ROW EXECUTE FUNCTION change_log_sealed()
--
CREATE TRIGGER change_log_no_truncate BEFORE TRUNCATE ON change_log FOR EACH STATEMENT EXECUTE FUNCTION change_log_sealed()
""",
    )


def _open_merges_for_erasures(db: Any) -> None:
    """A merge keeps the profile given up as it was, until the person is erased."""
    erased = (
        "NEW.dropped = '{}' AND NEW.moved = '" + _NOTHING_MOVED + "' AND EXISTS (SELECT 1 FROM erasure"
        " WHERE what = 'profile' AND guest_id IN (OLD.kept_id, OLD.dropped_id))"
    )
    run(
        db,
        sqlite="DROP TRIGGER guest_merge_stays",
        postgres="DROP TRIGGER guest_merge_stays ON guest_merge\n--\nDROP FUNCTION guest_merge_stays()",
    )
    guard(
        db,
        "guest_merge",
        "guest_merge_stays",
        "NEW.id <> OLD.id OR NEW.kept_id <> OLD.kept_id OR NEW.dropped_id <> OLD.dropped_id OR NEW.date <> OLD.date"
        f" OR ((NEW.dropped <> OLD.dropped OR NEW.moved <> OLD.moved OR OLD.undone_at IS NOT NULL) AND NOT ({erased}))",
        "MERGE_KEPT",
    )
