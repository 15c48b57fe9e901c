"""Which column of a file is which field with us, and which of its words is which of our codes.

A mapping is proposed from the headings, changed by a person, kept by kind and source, and proposed again.
"""

from __future__ import annotations

import datetime
import json
import tomllib
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from locales.thai_text import fold
from models.front_office.imports.fields import ImportField, NotReadable, bare, plain, read
from models.front_office.imports.tables import ImportMapping
from models.front_office.rates import RateCode
from models.front_office.rooms import RoomType
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.refusals import Refused
from models.house.tables import TableFile, text_of

MOST_VALUES = 500
"""Different words of a column that are offered for mapping."""


@dataclass(frozen=True)
class Mapping:
    """``columns``: our field → heading of the file. ``values``: our field → their word → our value.
    ``always``: our field → the value of every row that says nothing else."""

    columns: AnyMapping[str, str] = field(default_factory=dict)
    values: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)
    always: AnyMapping[str, str] = field(default_factory=dict)

    def with_column(self, name: str, column: str | None) -> Mapping:
        columns = {n: c for n, c in self.columns.items() if n != name}
        return Mapping({**columns, **({name: column} if column else {})}, self.values, self.always)

    def with_value(self, name: str, theirs: str, ours: str) -> Mapping:
        of_field = {t: o for t, o in self.values.get(name, {}).items() if t != theirs}
        if ours:
            of_field[theirs] = ours
        return Mapping(self.columns, {**self.values, name: of_field}, self.always)

    def with_always(self, name: str, value: str) -> Mapping:
        always = {n: v for n, v in self.always.items() if n != name}
        return Mapping(self.columns, self.values, {**always, **({name: value} if value else {})})

    def known(self, name: str) -> dict[str, str]:
        return {fold(theirs): ours for theirs, ours in self.values.get(name, {}).items()}


def propose(fields: Sequence[ImportField], table: TableFile, kept: Mapping | None = None) -> Mapping:
    """The kept mapping as far as its columns are in the file; else by headings, each column once."""
    columns = {n: c for n, c in (kept.columns if kept else {}).items() if c in table.columns}
    always = dict(kept.always) if kept else {}
    decided = set(kept.columns) | set(always) if kept else set()
    free = [column for column in table.columns if column not in columns.values()]
    headings = {of.name: of.headings() for of in fields if of.name not in decided}
    for of in fields:
        # Our own name first: a file made for us is read as it says.
        for column in sorted(free, key=lambda c, name=of.name: bare(c) != bare(name)):  # type: ignore[misc]
            if bare(column) in headings.get(of.name, ()):
                columns[of.name] = column
                free.remove(column)
                break
    values = {name: dict(of_field) for name, of_field in (kept.values if kept else {}).items()}
    mapping = Mapping(columns, values, always)
    for of in fields:
        if of.kind == "code" and of.name in columns:
            values[of.name] = {**_codes(of, table, mapping), **values.get(of.name, {})}
    return mapping


def _codes(of: ImportField, table: TableFile, mapping: Mapping) -> dict[str, str]:
    """Their words for room types and rates that are a name of one of ours."""
    ours: dict[str, str] = {}
    named: Sequence[RoomType] | Sequence[RateCode] = ()
    if of.name in ("room_type", "type"):
        named = list(RoomType.select().where(~RoomType.pseudo))
    elif of.name == "rate_code":
        named = list(RateCode.select().where(RateCode.active))
    codes = {row.code for row in named}
    for row in named:
        ours[fold(row.name_th)] = ours[fold(row.name_en)] = row.code
    return {
        theirs: ours[fold(theirs)]
        for theirs in values_of(table, mapping, of.name)
        if theirs.upper() not in codes and fold(theirs) in ours
    }


def values_of(table: TableFile, mapping: Mapping, name: str) -> list[str]:
    """The different words in the column of a field, in the order of the file."""
    column = mapping.columns.get(name)
    if column is None:
        return []
    found: dict[str, None] = {}
    for row in table.rows:
        text = text_of(row.cells[column]).strip()
        if text:
            found.setdefault(text)
        if len(found) >= MOST_VALUES:
            break
    return list(found)


@dataclass(frozen=True)
class ValueRow:
    """A word of the file, what it is with us, and whether that is something we know."""

    theirs: str
    ours: str
    known: bool

    @property
    def key(self) -> tuple[str]:
        return (self.theirs,)


def value_rows(of: ImportField, table: TableFile, mapping: Mapping, today: datetime.date) -> list[ValueRow]:
    """The words of a field's column with what they are read as."""
    known, choices = mapping.known(of.name), choices_of(of)
    rows = []
    for theirs in values_of(table, mapping, of.name):
        try:
            ours = plain(read(theirs, of, today, known))
            rows.append(ValueRow(theirs, ours, not choices or ours in choices))
        except NotReadable:
            rows.append(ValueRow(theirs, "", False))
    return rows


def choices_of(of: ImportField) -> list[str]:
    """What a field may hold with us; empty where anything may stand."""
    if of.name in ("room_type", "type"):
        return [kind.code for kind in RoomType.select().where(~RoomType.pseudo).order_by(RoomType.code)]
    if of.name == "rate_code":
        return [rate.code for rate in RateCode.select().where(RateCode.active).order_by(RateCode.code)]
    return list(of.words)


def sample_of(table: TableFile, mapping: Mapping, name: str) -> str:
    """The first value in the column of a field, to be recognised by."""
    column = mapping.columns.get(name)
    if column is None:
        return mapping.always.get(name, "")
    texts = (text_of(row.cells[column]).strip() for row in table.rows[:200])
    return next((text for text in texts if text), "")


def kept_mapping(kind: str, source: str) -> Mapping | None:
    row = ImportMapping.get_or_none((ImportMapping.kind == kind) & (ImportMapping.source == source))
    return Mapping(**json.loads(row.mapping)) if row else None


def sources(kind: str) -> list[str]:
    """The names under which mappings of this kind are kept."""
    rows = ImportMapping.select().where(ImportMapping.kind == kind).order_by(ImportMapping.source)
    return [row.source for row in rows]


@operation("book")
def keep_mapping(act: Act, kind: str, source: str, mapping: Mapping) -> None:
    """Keep it for the next file of this kind from this source. Refused: NO_SOURCE."""
    text = json.dumps(
        {"columns": dict(mapping.columns), "values": {n: dict(v) for n, v in mapping.values.items() if v},
         "always": dict(mapping.always)},
        ensure_ascii=False, sort_keys=True,
    )  # fmt: skip
    name = source_name(source)
    row = ImportMapping.get_or_none((ImportMapping.kind == kind) & (ImportMapping.source == name))
    if row:
        act.update(row, mapping=text)
    else:
        act.create(ImportMapping, kind=kind, source=name, mapping=text)


def source_name(typed: str) -> str:
    """The name of where rows come from, as it is kept. Refused: NO_SOURCE."""
    name = words(typed, "source", 40).casefold()
    if not name:
        raise Refused("NO_SOURCE", "Name the program or channel the file comes from.", field="source")
    return name


def mapping_from_file(path: Path) -> tuple[str, Mapping]:
    """A mapping in TOML: ``source``, ``[columns]``, ``[values.<field>]``, ``[always]``. Refused: MAPPING_FILE."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        source = str(content.pop("source", ""))
        parts = {name: content.pop(name, {}) for name in ("columns", "values", "always")}
        tables = [*parts.values(), *parts["values"].values()]
        if content or not all(isinstance(part, dict) for part in tables):
            raise ValueError(", ".join(content) or "tables")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, AttributeError) as error:
        raise Refused(
            "MAPPING_FILE", "{file} is no mapping: {why}", field="map", file=path.name, why=error
        ) from error
    return source, Mapping(
        {n: str(c) for n, c in parts["columns"].items()},
        {n: {str(t): str(o) for t, o in v.items()} for n, v in parts["values"].items()},
        {n: str(v) for n, v in parts["always"].items()},
    )


def check_mapping(fields: Sequence[ImportField], table: TableFile, mapping: Mapping) -> None:
    """Refused: MAPPING_FIELD (none of ours), MAPPING_COLUMN (not in the file)."""
    names = {of.name for of in fields}
    for name in (*mapping.columns, *mapping.values, *mapping.always):
        if name not in names:
            raise Refused(
                "MAPPING_FIELD", "There is no field {name}; there are: {names}.", field="map", name=name,
                names=", ".join(sorted(names)),
            )  # fmt: skip
    for column in mapping.columns.values():
        if column not in table.columns:
            raise Refused(
                "MAPPING_COLUMN", "There is no column {column} in the file; there are: {columns}.", field="map",
                column=column, columns=", ".join(table.columns),
            )  # fmt: skip
