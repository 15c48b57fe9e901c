"""How a test takes a list in: written as a file, read, mapped by its headings, imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.front_office.imports import KINDS, Mapping, Outcome, import_table, kept_mapping, propose
from models.house.tables import read_table
from tests.hotel import Hotel
from tests.refusing import everything

BOOKINGS = "Conf No,Guest Name,Arrival,Departure,Room Type,Rate Code"


@dataclass
class Importer:
    """Files from one source at one desk."""

    hotel: Hotel
    folder: Path
    source: str = "opera"
    login: str = "pavinee"

    def file(self, text: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
        file = self.folder / name
        file.write_bytes(text.encode(encoding))
        return file

    def take(
        self, kind: str, text: str, *, mapping: Mapping | None = None, dry_run: bool = False, **answers: str
    ) -> Outcome:
        table = read_table(self.file(text))
        of = KINDS[kind]
        mapping = mapping or propose(of.fields, table, kept_mapping(kind, self.source))
        desk = self.hotel.answering(self.login, **answers)
        return import_table(desk, of, table, mapping, self.source, dry_run=dry_run)

    def takes(self, kind: str, text: str, **more: object) -> Outcome:
        """As ``take``; there must be no fault."""
        outcome = self.take(kind, text, **more)  # type: ignore[arg-type]
        assert [str(fault) for fault in outcome.faults] == []
        return outcome

    def faults(self, kind: str, text: str, **more: object) -> list[tuple[int, str]]:
        """Lines at fault with their sentences; nothing may have been written."""
        before = everything()
        outcome = self.take(kind, text, **more)  # type: ignore[arg-type]
        assert everything() == before
        assert not outcome.written
        for fault in outcome.faults:
            assert fault.message.say("th")
        return [(fault.line, str(fault)) for fault in outcome.faults]

    def books(self, *lines: str, **more: object) -> Outcome:
        return self.takes("bookings", "\n".join([BOOKINGS, *lines]), **more)


def figures(outcome: Outcome) -> tuple[int, int, int, int]:
    """New, changed, as before, cancelled."""
    return outcome.new, outcome.changed, outcome.unchanged, outcome.cancelled
