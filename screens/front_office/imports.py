"""Taking lists in: the files that lie ready, how their columns are read, what a line says with us, and the check.

Files come from the import folder only. Nothing is written before the check shows no fault and F9 says so.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from locales.dates import format_stamp
from models.front_office.imports import (
    KINDS,
    ImportField,
    Kind,
    Mapping,
    ValueRow,
    choices_of,
    import_table,
    keep_mapping,
    kept_mapping,
    propose,
    sample_of,
    sources,
    value_rows,
)
from models.front_office.imports.mapping import source_name
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from models.house.tables import TableFile, read_table
from screens.front_office.import_check import CheckScreen
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

CALENDAR = ".ics"
FIRST_SOURCE = "old program"


@dataclass(frozen=True)
class FileRow:
    path: Path
    size: int
    at: datetime.datetime

    @property
    def key(self) -> tuple[str]:
        return (self.path.name,)


class ImportScreen(DeskScreen):
    """The files of the import folder; Enter takes one in."""

    ACTIONS = (Action("where", Message("Where is the folder"), ("w",), right="book"),)

    def heading(self) -> str:
        return _("Take lists in")

    def compose_body(self) -> ComposeResult:
        columns: list[Column[FileRow]] = [
            Column(Message("File"), None, lambda row: row.path.name),
            Column(Message("Size"), 9, lambda row: f"{max(row.size // 1000, 1):,} kB", "right"),
            Column(Message("Changed"), 17, self._changed),
        ]
        yield WindowedList(
            self._files(), columns, id="files",
            empty=Message("No CSV, XLSX or ICS file lies in the import folder. W says where it is."),
        )  # fmt: skip

    def _files(self) -> MemoryListing[FileRow]:
        rows = []
        for path in self.services.import_files():
            stat = path.stat()
            at = datetime.datetime.fromtimestamp(stat.st_mtime, datetime.UTC)
            rows.append(FileRow(path, stat.st_size, at))
        return MemoryListing(rows)

    def _changed(self, row: FileRow) -> str:
        return format_stamp(row.at, self.services.property().zone)

    def reload(self) -> None:
        self.query_one("#files", WindowedList).renew(self._files())

    def do_where(self) -> None:
        folder = self.services.import_folder()
        folder.mkdir(parents=True, exist_ok=True)
        self.say(Message("Put files into {folder}", {"folder": folder}))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.start(self._take(event.row.path))

    async def _take(self, path: Path) -> None:
        if path.suffix.lower() == CALENDAR:
            from screens.front_office.channels import check_calendar

            await check_calendar(self, path)
            return
        kinds = [(k.name, k.label) for k in KINDS.values() if self.services.rights.allow(k.right)]
        name = await self.app.push_screen_wait(ChooseDialog(Message("What does the file hold?"), kinds))
        if name is None:
            return
        kind, table = KINDS[str(name)], TableFile((), ())
        known = sources(kind.name)

        async def read(values: dict[str, Any], _token: str, _answers: AnyMapping[str, Answer]) -> object:
            nonlocal table
            source_name(values["source"])
            table = await asyncio.to_thread(read_table, path, values["sheet"] or None)
            return True

        specs = [
            FieldSpec(
                "source", Message("Comes from"), required=True, max_length=40, default=known[0] if known else FIRST_SOURCE,
                help=Message("The program or channel the file is from; its columns are kept under this name."),
            ),
            FieldSpec("sheet", Message("Sheet"), max_length=60, help=Message("Of an XLSX; the first when empty.")),
        ]  # fmt: skip
        said = await self.app.push_screen_wait(
            FormDialog(Message("Read {file}", {"file": path.name}), specs, read)
        )
        if said:
            self.app.push_screen(MappingScreen(kind, path, table, source_name(str(said["source"]))))


@dataclass(frozen=True)
class FieldRow:
    of: ImportField
    column: str
    sample: str
    needed: bool

    @property
    def key(self) -> tuple[str]:
        return (self.of.name,)


def _why_no_values(screen: MappingScreen) -> Message | None:
    row = screen.selected
    return None if row and row.column else Message("No column is given for it.")


class MappingScreen(DeskScreen):
    """Each of our fields with the column it is read from."""

    ACTIONS = (
        Action("check", Message("Check the file"), ("f9", "c"), right="book"),
        Action("column", Message("Column"), ("e",), right="book"),
        Action("values", Message("Words"), ("v",), right="book", why_not=_why_no_values),
        Action("always", Message("Always"), ("a",), right="book"),
    )

    def __init__(self, kind: Kind, path: Path, table: TableFile, source: str) -> None:
        super().__init__()
        self.kind, self.path, self.table, self.source = kind, path, table, source
        self.mapping = propose(kind.fields, table, kept_mapping(kind.name, source))

    def heading(self) -> str:
        return f"{self.kind.label} · {self.path.name} · {self.source}"

    def aside(self) -> str:
        return _("{n} lines", n=len(self.table.rows) + len(self.table.faults))

    def compose_body(self) -> ComposeResult:
        columns: list[Column[FieldRow]] = [
            Column(Message("With us"), 25, lambda r: f"{r.of.label}{' *' if r.needed else ''}"),
            Column(Message("Column of the file"), 24, _column_of),
            Column(Message("First value"), None, lambda r: r.sample),
        ]
        yield WindowedList(self._fields(), columns, id="fields")

    def _fields(self) -> MemoryListing[FieldRow]:
        needed = {name for group in self.kind.needs for name in group if not self._had(group)}
        return MemoryListing(
            [
                FieldRow(
                    of, self.mapping.columns.get(of.name, ""), sample_of(self.table, self.mapping, of.name),
                    of.name in needed,
                )
                for of in self.kind.fields
            ]
        )  # fmt: skip

    def _had(self, group: tuple[str, ...]) -> bool:
        return any(name in self.mapping.columns or name in self.mapping.always for name in group)

    @property
    def selected(self) -> FieldRow | None:
        return self.query_one("#fields", WindowedList).selected

    def reload(self) -> None:
        self.query_one("#fields", WindowedList).renew(self._fields())

    def change(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.reread()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform_by_id("column")

    async def do_column(self) -> None:
        row = self.selected
        assert row is not None
        options = [("", Message("– not taken")), *((column, column) for column in self.table.columns)]
        title = Message("{field} is read from", {"field": row.of.label})
        chosen = await self.app.push_screen_wait(ChooseDialog(title, options, row.column))
        if chosen is not None:
            self.change(self.mapping.with_column(row.of.name, str(chosen) or None))

    async def do_always(self) -> None:
        row = self.selected
        assert row is not None
        specs = [
            FieldSpec(
                "value", row.of.label, max_length=60, default=self.mapping.always.get(row.of.name, ""),
                help=Message("For every line that says nothing else. Empty takes it away."),
            )
        ]  # fmt: skip
        said = await self.app.push_screen_wait(FormDialog(Message("Always"), specs))
        if said is not None:
            self.change(self.mapping.with_always(row.of.name, str(said["value"] or "").strip()))

    def do_values(self) -> None:
        row = self.selected
        assert row is not None
        self.app.push_screen(ValuesScreen(self, row.of))

    def do_check(self) -> None:
        title = Message("Check of {file}", {"file": self.path.name})
        self.app.push_screen(
            CheckScreen(
                title, import_table, (self.kind, self.table, self.mapping, self.source),
                afterwards=(keep_mapping, (self.kind.name, self.source, self.mapping)),
            )
        )  # fmt: skip


def _column_of(row: FieldRow) -> str:
    return row.column or (_("(always)") if row.sample else "–")


class ValuesScreen(DeskScreen):
    """The different words of one column and what each is with us."""

    ACTIONS = (Action("change", Message("Edit"), ("e",), right="book"),)

    def __init__(self, of: MappingScreen, field: ImportField) -> None:
        super().__init__()
        self.owner, self.field = of, field

    def heading(self) -> str:
        return f"{self.field.label} · {self.owner.mapping.columns.get(self.field.name, '')}"

    def compose_body(self) -> ComposeResult:
        columns: list[Column[ValueRow]] = [
            Column(Message("In the file"), 34, lambda r: r.theirs),
            Column(Message("With us"), None, lambda r: r.ours),
            Column(Message("Known"), 9, lambda r: _("yes") if r.known else _("no")),
        ]
        yield WindowedList(self._values(), columns, id="values")

    def _values(self) -> MemoryListing[ValueRow]:
        return MemoryListing(
            value_rows(self.field, self.owner.table, self.owner.mapping, self.services.today())
        )

    def reload(self) -> None:
        self.query_one("#values", WindowedList).renew(self._values())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform_by_id("change")

    async def do_change(self) -> None:
        row = self.query_one("#values", WindowedList).selected
        if row is None:
            return
        choices = choices_of(self.field)
        title = Message("{word} is with us", {"word": row.theirs})
        if choices:
            said = await self.app.push_screen_wait(ChooseDialog(title, [(c, c) for c in choices], row.ours))
        else:
            specs = [FieldSpec("ours", self.field.label, max_length=60, default=row.ours)]
            filled = await self.app.push_screen_wait(FormDialog(title, specs))
            said = filled and filled["ours"]
        if said is not None:
            self.owner.mapping = self.owner.mapping.with_value(self.field.name, row.theirs, str(said))
            self.reread()
