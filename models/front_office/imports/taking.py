"""Taking a list in: every fault of every line, then all of it or nothing; the same list twice changes nothing.

Each row has a name at its source: the number the old program gave it, else a fingerprint of what it says. What
became of it, and its values as they were taken, are kept in ``import_row``. A row that comes again unchanged is
passed by. One that comes changed changes here what still stands as it was taken; what was changed here by hand
stays, and is said (a conflict). A row without a number of its own cannot be seen to have changed: it is a new one.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import peewee

from locales import Message
from locales.thai_text import fold
from models.front_office.imports.fields import ImportField, NotReadable, Value, plain, read
from models.front_office.imports.mapping import Mapping as ColumnMapping
from models.front_office.imports.mapping import check_mapping, choices_of, source_name
from models.front_office.imports.tables import ImportRow
from models.house.acts import Act, Desk, operation
from models.house.database import refused_by_database
from models.house.refusals import Answer, Refused, Severity
from models.house.tables import TableFile, TableRow

Progress = Callable[[int, int], None]
Values = dict[str, Value]


@dataclass(frozen=True)
class Fault:
    """What is wrong with, or worth saying of, a line. ``field`` is its label; ``ask``: the code of an ASK that
    somebody may answer."""

    line: int
    message: Message
    field: Message | str | None = None
    refused: Refused | None = None

    @property
    def ask(self) -> str:
        return self.refused.code if self.refused and self.refused.severity is Severity.ASK else ""

    def __str__(self) -> str:
        said = f"{self.field}: {self.message}" if self.field else str(self.message)
        return f"{said} ({self.ask})" if self.ask else said


@dataclass(frozen=True)
class Leaving:
    """A booking that came from a feed and is in it no more."""

    stay_id: int
    guest: object
    arrival: datetime.date
    departure: datetime.date


@dataclass(frozen=True)
class Outcome:
    """What a list did, or in a dry run would do. With ``faults`` nothing was written."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    cancelled: int = 0
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    left_out: tuple[str, ...] = ()  # columns nobody asked for
    leaving: tuple[Leaving, ...] = ()  # proposed to be cancelled
    written: bool = False

    @property
    def asks(self) -> tuple[Refused, ...]:
        """One refusal for each ASK, where nothing but ASKs stands in the way."""
        if not self.faults or not all(fault.ask for fault in self.faults):
            return ()
        return tuple({f.ask: f.refused for f in self.faults if f.refused}.values())


@dataclass(frozen=True)
class Item:
    """One row as it is taken. ``external_id`` "" where the source gave none."""

    line: int
    external_id: str
    values: Values


@dataclass(frozen=True)
class Known:
    """A row that came in before."""

    row_id: int
    subject_id: int
    fingerprint: str
    taken: Mapping[str, str]


@dataclass
class Run:
    """An import under way."""

    act: Act
    kind: Kind
    source: str
    line: int = 0
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    known: dict[str, Known] = field(default_factory=dict)
    memory: dict[str, object] = field(default_factory=dict)
    leaving: list[Leaving] = field(default_factory=list)

    def remark(self, message: Message, name: str = "") -> None:
        self.notes.append(Fault(self.line, message, self.kind.label_of(name)))

    def fault(self, message: Message, name: str = "") -> None:
        self.faults.append(Fault(self.line, message, self.kind.label_of(name)))


@dataclass(frozen=True)
class Kind:
    """A kind of list.

    ``make`` writes a new row and gives the id of what it became, None where it passes it over; ``renew``
    changes that and says whether it did; both refuse as the operations they call. ``key`` names a row that has
    no number of its own; ``needs``: of each group at least one field must be had. ``check`` refuses what can be
    told from the row alone; it is asked of a row that has a fault already, so that all are told at once.
    """

    name: str
    label: Message
    fields: tuple[ImportField, ...]
    right: str
    make: Callable[[Run, Values], int | None]
    renew: Callable[[Run, int, Mapping[str, str], Values], bool]
    needs: tuple[tuple[str, ...], ...]
    key: Callable[[Values], str] = lambda values: ""  # noqa: ARG005
    check: Callable[[Values], object] = lambda values: None  # noqa: ARG005

    def label_of(self, name: str) -> Message | None:
        return next((of.label for of in self.fields if of.name == name), None)


class _RolledBack(Exception):
    """Takes the transaction back: a dry run, or faults."""


def import_table(
    desk: Desk,
    kind: Kind,
    table: TableFile,
    mapping: ColumnMapping,
    source: str,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Take a list in. With any fault nothing is written and the outcome says them all.

    ``desk.answers`` may answer ASKs for all lines (NO_AVAILABILITY, …). Refused: NO_RIGHT, NO_SOURCE,
    MAPPING_FIELD, MAPPING_COLUMN.
    """
    check_mapping(kind.fields, table, mapping)
    missing = [group for group in kind.needs if not any(n in mapping.columns or n in mapping.always for n in group)]  # fmt: skip
    left_out = tuple(c for c in table.columns if c not in mapping.columns.values())

    def work(run: Run) -> None:
        for group in missing:
            run.line = 1
            run.fault(Message("No column is given for it."), group[0])
        run.faults += [Fault(f.line, f.message, f.column or None) for f in table.faults]
        items = [] if missing else list(_items(run, table, mapping))
        take_items(run, items, progress)

    return replace(carry_out(desk, kind, source, work, dry_run=dry_run), left_out=left_out)


def carry_out(
    desk: Desk, kind: Kind, source: str, work: Callable[[Run], None], *, dry_run: bool = False
) -> Outcome:
    """Do ``work`` in one transaction; with a fault, or in a dry run, take everything back."""
    name = source_name(source)
    # What was sold elsewhere was agreed there: its price, what is free of charge, against which restriction.
    agreed = Answer(f"agreed before, in {name}")
    answers = {**dict.fromkeys(("PRICE_CHANGED", "COMPLIMENTARY", "RESTRICTED"), agreed), **desk.answers}
    runs: list[Run] = []

    def take_in(act: Act) -> dict[str, int]:
        run = Run(act, kind, name)
        runs.append(run)
        run.known = _known(kind.name, name)
        work(run)
        if run.faults or dry_run:
            raise _RolledBack
        return dict(run.counts)

    take_in.__name__ = f"import_{kind.name}"
    try:
        write = operation(kind.right)(take_in)
        counts = Counter(write(replace(desk, answers=answers, heard=None)))
        written = True
    except _RolledBack:
        counts, written = runs[0].counts, False
    run = runs[0] if runs else None
    return Outcome(
        counts["new"], counts["changed"], counts["unchanged"], counts["cancelled"],
        tuple(sorted(run.faults, key=lambda f: f.line)) if run else (),
        tuple(sorted(run.notes, key=lambda f: f.line)) if run else (),
        leaving=tuple(run.leaving) if run else (), written=written,
    )  # fmt: skip


def _known(kind: str, source: str) -> dict[str, Known]:
    rows = (
        ImportRow.select(
            ImportRow.external_id, ImportRow.id, ImportRow.subject_id, ImportRow.fingerprint, ImportRow.taken
        )
        .where((ImportRow.kind == kind) & (ImportRow.source == source))
        .tuples()
    )
    return {key: Known(row, subject, print_, json.loads(taken)) for key, row, subject, print_, taken in rows}


# Reading


def _items(run: Run, table: TableFile, mapping: ColumnMapping) -> Iterator[Item]:
    known = {of.name: mapping.known(of.name) for of in run.kind.fields}
    for row in table.rows:
        values, faults = _values(run, row, mapping, known)
        if faults:
            run.faults += faults
        else:
            yield Item(row.line, plain(values.pop("external_id", None)), values)


def _values(
    run: Run, row: TableRow, mapping: ColumnMapping, known: Mapping[str, Mapping[str, str]]
) -> tuple[Values, list[Fault]]:
    values: Values = {}
    faults: list[Fault] = []
    for of in run.kind.fields:
        column = mapping.columns.get(of.name)
        try:
            value = read(row.cells[column], of, run.act.business_date, known[of.name]) if column else None
            if value is None and of.name in mapping.always:
                value = read(mapping.always[of.name], of, run.act.business_date, known[of.name])
            if value is not None:
                values[of.name] = value
            if of.kind == "code" and value is not None:
                _check_code(run, of, str(value))
        except NotReadable as error:
            values.pop(of.name, None)
            faults.append(Fault(row.line, error.message, of.label))
    if faults:
        faults += _further(run.kind, row.line, values, faults)
    return values, faults


def _check_code(run: Run, of: ImportField, code: str) -> None:
    """Told while reading, so that a line with two wrong codes tells both."""
    if of.name not in ("room_type", "rate_code"):
        return
    known = run.memory.setdefault(f"codes of {of.name}", frozenset(choices_of(of)))
    assert isinstance(known, frozenset)
    if code in known:
        return
    if of.name == "room_type":
        raise NotReadable(Message("There is no room type {code}.", {"code": code}))
    raise NotReadable(Message("There is no rate code {code}.", {"code": code}))


def _further(kind: Kind, line: int, values: Values, faults: list[Fault]) -> list[Fault]:
    try:
        kind.check(values)
    except Refused as refused:
        label = kind.label_of(refused.field or "")
        # What is empty because it could not be read has been told.
        return [] if any(f.field is label for f in faults) else [Fault(line, refused.message, label)]
    return []


def fingerprint(values: Values) -> str:
    said = {name: plain(value) for name, value in values.items() if value is not None}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


# Taking


def take_items(run: Run, items: Iterable[Item], progress: Progress | None = None) -> None:
    """Each row in a savepoint of its own, so that a line at fault leaves nothing for the lines after it."""
    todo = list(items)
    seen: Counter[str] = Counter()
    for done, item in enumerate(todo, start=1):
        run.line = item.line
        print_ = fingerprint(item.values)
        key = item.external_id or run.kind.key(item.values)
        if key and fold(key) in seen:
            run.fault(Message("{id} stands in the file twice.", {"id": key}), "external_id")
            continue
        seen[fold(key) or print_] += 1
        # Two lines that say the same without a number are two: two rooms for one guest.
        key = key or (print_ if seen[print_] == 1 else f"{print_}:{seen[print_]}")
        _take_one(run, item, key, print_)
        if progress and (done % 100 == 0 or done == len(todo)):
            progress(done, len(todo))


def _take_one(run: Run, item: Item, key: str, print_: str) -> None:
    known = run.known.get(key)
    if known is not None and known.fingerprint == print_:
        run.counts["unchanged"] += 1
        return
    run.act.reason, run.act.approver_id = f"{run.source}, line {item.line}", None
    try:
        with run.act.attempt():
            _make_or_renew(run, item, key, print_, known)
            run.act.catch_up()
            run.act.write_log()
    except Refused as refused:
        _refuse(run, refused)
    except peewee.IntegrityError as error:
        said = refused_by_database(error)
        if not isinstance(said, Refused):
            raise
        _refuse(run, said)


def _refuse(run: Run, refused: Refused) -> None:
    label = run.kind.label_of(refused.field or "")
    run.faults.append(Fault(run.line, refused.message, label, refused))


def _make_or_renew(run: Run, item: Item, key: str, print_: str, known: Known | None) -> None:
    taken = json.dumps(
        {n: plain(v) for n, v in item.values.items() if v is not None}, ensure_ascii=False, sort_keys=True
    )
    if known is not None:
        changed = run.kind.renew(run, known.subject_id, known.taken, item.values)
        run.counts["changed" if changed else "unchanged"] += 1
        ImportRow.update(fingerprint=print_, taken=taken, taken_on=run.act.business_date).where(
            ImportRow.id == known.row_id
        ).execute()
        return
    run.memory["external_id"] = item.external_id
    subject = run.kind.make(run, item.values)
    if subject is None:
        return
    run.counts["new"] += 1
    ImportRow.insert(
        kind=run.kind.name, source=run.source, external_id=key, subject_id=subject, fingerprint=print_,
        taken=taken, taken_on=run.act.business_date,
    ).execute()  # fmt: skip


def merged(
    run: Run,
    current: Mapping[str, Value],
    taken: Mapping[str, str],
    values: Values,
) -> Values:
    """What to change: fields that say something new and stand here as they were taken. The others are conflicts."""
    change: Values = {}
    for name, now in current.items():
        theirs, ours, before = plain(values.get(name)), plain(now), taken.get(name, "")
        if theirs in (before, ours):
            continue
        if ours == before:
            change[name] = values.get(name)
        else:
            run.remark(Message("Changed here to {ours}; {theirs} of the file is not taken.", {"ours": ours, "theirs": theirs or "–"}), name)  # fmt: skip
    return change
