"""What was on the books when each day was closed: sealed, so that pickup and pace count from what truly stood there."""

from typing import Any

from models.house.schema import guard, run, sealed

KEY = ("taken_on", "date", "room_type_id", "market")


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
CREATE TABLE books_taken (
  id {id}, taken_on {date} NOT NULL UNIQUE, last_date {date} NOT NULL, CHECK (last_date >= taken_on)
) {table_end}
""",
    )
    rows = f"""
CREATE TABLE on_the_books (
  taken_on {{date}} NOT NULL, date {{date}} NOT NULL, room_type_id INTEGER NOT NULL REFERENCES room_type(id),
  market TEXT NOT NULL, rooms INTEGER NOT NULL CHECK (rooms >= 0), guests INTEGER NOT NULL CHECK (guests >= 0),
  revenue {{money}} NOT NULL, CHECK (date > taken_on), PRIMARY KEY ({", ".join(KEY)})
) """
    # A year ahead each day: the largest table of the house, so its rows stand in the order of their key and have no other.
    run(db, sqlite=rows + "STRICT, WITHOUT ROWID", postgres=rows)
    taken = "EXISTS (SELECT 1 FROM books_taken t WHERE t.taken_on = NEW.taken_on)"
    guard(db, "on_the_books", "on_the_books_once", taken, "BOOKS_TAKEN", on="INSERT")
    guard(db, "books_taken", "books_taken_once", taken, "BOOKS_TAKEN", on="INSERT")
    sealed(db, "on_the_books", "BOOKS_TAKEN", KEY)
    sealed(db, "books_taken", "BOOKS_TAKEN")
