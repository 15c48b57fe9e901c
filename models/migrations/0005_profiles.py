"""Guests with documents, wishes, languages and an employer; merged profiles; companies found by any word."""

from typing import Any

from models.house.schema import guard, run

_MERGED = "EXISTS (SELECT 1 FROM guest WHERE id = NEW.guest_id AND merged_into_id IS NOT NULL)"


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE guest ADD COLUMN languages TEXT NOT NULL DEFAULT ''
--
ALTER TABLE guest ADD COLUMN employer_id INTEGER REFERENCES company(id)
--
ALTER TABLE guest ADD COLUMN merged_into_id INTEGER REFERENCES guest(id) DEFERRABLE INITIALLY DEFERRED CHECK (merged_into_id <> id)
--
ALTER TABLE guest ADD COLUMN key_version INTEGER NOT NULL DEFAULT 0
--
CREATE INDEX guest_employer ON guest (employer_id)
--
CREATE INDEX guest_merged_into ON guest (merged_into_id) WHERE merged_into_id IS NOT NULL
--
CREATE INDEX guest_key_version ON guest (key_version)
--
CREATE INDEX guest_key_of_guest ON guest_key (guest_id, key)
--
DROP INDEX guest_key_guest
--
CREATE TABLE guest_document (
  id {id}, guest_id INTEGER NOT NULL REFERENCES guest(id), kind TEXT NOT NULL, number TEXT NOT NULL CHECK (number <> ''),
  country TEXT NOT NULL, expiry {date}, added_on {date} NOT NULL
) {table_end}
--
CREATE INDEX guest_document_guest ON guest_document (guest_id)
--
CREATE TABLE guest_preference (
  id {id}, guest_id INTEGER NOT NULL REFERENCES guest(id), kind TEXT NOT NULL, words TEXT NOT NULL CHECK (words <> '')
) {table_end}
--
CREATE INDEX guest_preference_guest ON guest_preference (guest_id)
--
CREATE TABLE guest_merge (
  id {id}, kept_id INTEGER NOT NULL REFERENCES guest(id), dropped_id INTEGER NOT NULL REFERENCES guest(id),
  date {date} NOT NULL, at TEXT NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id), dropped TEXT NOT NULL,
  moved TEXT NOT NULL, undone_at TEXT, undone_by_id INTEGER REFERENCES staff(id), CHECK (kept_id <> dropped_id)
) {table_end}
--
CREATE INDEX guest_merge_kept ON guest_merge (kept_id)
--
CREATE INDEX guest_merge_dropped ON guest_merge (dropped_id)
--
CREATE TABLE company_key (
  id {id}, key TEXT NOT NULL {bytes}, company_id INTEGER NOT NULL REFERENCES company(id)
) {table_end}
--
CREATE INDEX company_key_key ON company_key (key, company_id)
--
CREATE INDEX company_key_company ON company_key (company_id)
--
CREATE INDEX reservation_company ON reservation (company_id)
--
CREATE INDEX reservation_agent ON reservation (agent_id)
""",
    )
    # Another desk may still have the dropped profile in its form.
    for table in ("stay", "stay_person", "guest_document", "guest_preference"):
        for on in ("INSERT", "UPDATE"):
            guard(db, table, f"{table}_not_of_merged_{on.lower()}", _MERGED, "GUEST_MERGED", on=on)
    guard(
        db,
        "guest_merge",
        "guest_merge_stays",
        "NEW.id <> OLD.id OR NEW.kept_id <> OLD.kept_id OR NEW.dropped_id <> OLD.dropped_id OR NEW.date <> OLD.date"
        " OR NEW.dropped <> OLD.dropped OR NEW.moved <> OLD.moved OR OLD.undone_at IS NOT NULL",
        "MERGE_KEPT",
    )
    guard(db, "guest_merge", "guest_merge_kept", "OLD.id > 0", "MERGE_KEPT", on="DELETE")
