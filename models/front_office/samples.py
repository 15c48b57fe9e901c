"""The auditor's samples: drawn by stated rules (``models/ledger/drawing.py``), kept, drawn again, worked off.

Drawing only reads. A sample that is kept says of what, how and by which seed it was drawn, how many items there were,
their total and a digest of all of them; drawn again it is the same as long as its population is. Only what the auditor
finds is written on its items afterwards.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from locales import Message, _, in_language
from locales.dates import format_date
from locales.money import format_money
from models.front_office.sample_populations import ENTRY, LINE, POPULATIONS, population
from models.front_office.ways import SOURCES, Place
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField, StampField, insert_rows
from models.house.inputs import words
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property, document_number
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.drawing import EVERY, LONGEST_SEED, METHODS, RANDOM, Taken, digest_of, drawn, total_of

SEEN, EXCEPTION = "seen", "exception"
MARKS = {"": Message("To be seen"), SEEN: Message("Seen"), EXCEPTION: Message("Exception")}
MOST_KEPT = 2_000
CSV_COLUMNS = ("sample", "place", "item", "date", "amount", "hits", "what", "mark", "note", "by")


@dataclass(frozen=True)
class Plan:
    """What is drawn and how: both days inclusive, ``accounts`` by code, ``figure`` as ``drawing.drawn`` takes it."""

    population: str
    since: datetime.date
    until: datetime.date
    method: str
    figure: Decimal
    seed: str
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A sample as drawn; ``count``, ``total`` (baht, signs left off) and ``digest`` of the whole population."""

    plan: Plan
    taken: tuple[Taken, ...]
    count: int
    total: Decimal
    digest: str


class AuditSample(Base):
    """A sample that was kept: its plan, and what the population was. ``drawn``: how many items it has. Sealed."""

    number = TextField(unique=True)
    date = DateField()
    staff = ForeignKeyField(Staff, backref="+")
    at = StampField()
    population = TextField()
    accounts = TextField(default="")  # codes with a blank between them
    since = DateField()
    until = DateField()
    method = TextField()
    figure = MoneyField()
    seed = TextField()
    count = IntegerField()
    total = MoneyField()
    digest = TextField()
    drawn = IntegerField()

    class Meta:
        table_name = "audit_sample"

    @property
    def key(self) -> tuple[int]:
        return (-int(self.id),)

    @property
    def plan(self) -> Plan:
        return Plan(
            self.population, self.since, self.until, self.method, self.figure, self.seed, tuple(self.accounts.split())
        )  # fmt: skip


class SampleItem(Base):
    """An item to look at. Only ``mark`` and ``note`` with who made them change; the database holds it."""

    sample = ForeignKeyField(AuditSample, backref="items")
    position = IntegerField()
    item = TextField()
    date = DateField()
    amount = MoneyField()
    said = TextField()
    source = TextField()
    row_id = IntegerField()
    hits = IntegerField()
    mark = TextField(default="")
    note = TextField(default="")
    marked_by = ForeignKeyField(Staff, null=True, backref="+")
    marked_at = StampField(null=True)

    class Meta:
        table_name = "audit_sample_item"

    @property
    def key(self) -> tuple[int]:
        return (int(self.position),)

    @property
    def place(self) -> Place | None:
        """Where it is seen; None where it can be no longer."""
        if self.source in (ENTRY, LINE):
            return Place(self.item, "entry", (self.row_id,))
        source = next(each for each in SOURCES if each.kind == self.source)
        row = source.table.get_or_none(source.table.id == self.row_id)
        return source.place(row) if row else None


def draw(plan: Plan) -> Drawn:
    """Read the population and draw. Refused: NO_SEED, NOTHING_TO_DRAW, and as ``population`` and ``drawn`` refuse."""
    seed = words(plan.seed, "seed", LONGEST_SEED)
    if not seed:
        raise Refused("NO_SEED", "Type a seed; any words or figures.", field="seed")
    items = population(plan.population, plan.since, plan.until, plan.accounts)
    if not items:
        raise Refused("NOTHING_TO_DRAW", "There is nothing of this kind in these days.", field="since")
    taken = drawn(items, plan.method, seed, plan.figure)
    return Drawn(plan, tuple(taken), len(items), total_of(items), digest_of(items))


@operation("see_ledger")
def keep_sample(act: Act, plan: Plan) -> int:
    """Draw and keep the list to work off; the sample's id. Refused as ``draw``, and SAMPLE_TOO_LARGE, SAMPLE_EMPTY."""
    found = draw(plan)
    if not found.taken:
        raise Refused("SAMPLE_EMPTY", "Nothing was drawn: take a smaller figure.", field="figure")
    if len(found.taken) > MOST_KEPT:
        raise Refused("SAMPLE_TOO_LARGE", "More than {n} items were drawn.", field="figure", n=MOST_KEPT)
    row = act.create(
        AuditSample, number=document_number("AS", act.business_date), date=act.business_date, staff=act.staff.id, at=act.now,
        population=plan.population, accounts=" ".join(plan.accounts), since=plan.since, until=plan.until,
        method=plan.method, figure=plan.figure, seed=words(plan.seed, "seed", LONGEST_SEED), count=found.count,
        total=found.total, digest=found.digest, drawn=len(found.taken),
    )  # fmt: skip
    insert_rows(
        SampleItem,
        [
            {
                "sample": row.id, "position": n, "item": t.item.key, "date": t.item.date, "amount": t.item.amount,
                "said": t.item.said[:200], "source": t.item.source, "row_id": t.item.row_id, "hits": t.hits, "mark": "",
                "note": "",
            }
            for n, t in enumerate(found.taken, 1)
        ],
    )  # fmt: skip
    return int(row.id)


@operation("see_ledger")
def mark_item(act: Act, item_id: int, mark: str, note: str = "") -> None:
    """What was found: seen, an exception with its note, or neither yet. Refused: MARK, NO_NOTE (an exception)."""
    note = words(note, "note")
    if mark not in MARKS:
        raise Refused("MARK", "There is no such mark.", field="mark")
    if mark == EXCEPTION and not note:
        raise Refused("NO_NOTE", "Say what is wrong with it.", field="note")
    row = SampleItem.get_by_id(item_id)
    act.update(row, mark=mark, note=note, marked_by=act.staff.id, marked_at=act.now)


def samples() -> list[AuditSample]:
    """The latest first."""
    return list(AuditSample.select().order_by(AuditSample.id.desc()))


def items_of(sample_id: int) -> list[SampleItem]:
    return list(SampleItem.select().where(SampleItem.sample == sample_id).order_by(SampleItem.position))


def left_of(sample_id: int) -> int:
    """How many items are not marked yet."""
    query = SampleItem.select().where((SampleItem.sample == sample_id) & (SampleItem.mark == ""))
    return int(query.count())


def drawn_again(sample_id: int) -> Message:
    """Draw a kept sample once more and say whether it is the same."""
    row: AuditSample = AuditSample.get_by_id(sample_id)
    again = draw(row.plan)
    kept = [(i.item, i.amount, i.hits) for i in items_of(sample_id)]
    if again.digest == row.digest and [(t.item.key, t.item.amount, t.hits) for t in again.taken] == kept:
        return Message("Drawn again: the same {n} items of {count}.", {"n": row.drawn, "count": row.count})
    return Message(
        "The population is another one now: {count} items of {total}, then {before} of {was}.",
        {"count": again.count, "total": again.total, "before": row.count, "was": row.total},
    )


def way_said(method: str, figure: Decimal) -> str:
    """At random, 25 items; by amount, one each 5,000.00 baht."""
    said = f"{int(figure):,}" if method in (RANDOM, EVERY) else format_money(figure)
    return METHODS[method].say().replace("…", said)


def sample_csv(sample_id: int) -> str:
    """The list as comma-separated rows under ``CSV_COLUMNS``, dates ISO, baht with two decimals, with a mark for Excel."""
    row: AuditSample = AuditSample.get_by_id(sample_id)
    text = io.StringIO()
    text.write("\ufeff")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(CSV_COLUMNS)
    for i in items_of(sample_id):
        by = i.marked_by.login if i.marked_by_id else ""
        out.writerow(
            [
                row.number,
                *_cells(i.position, i.item, i.date, i.amount, i.hits, i.said),
                i.mark,
                _plain(i.note),
                by,
            ]
        )
    return text.getvalue()


def drawn_csv(found: Drawn, write: Callable[[str], object]) -> int:
    """A sample that is not kept, under the same columns without those of keeping; how many items."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(CSV_COLUMNS[1:7])
    for n, (item, hits) in enumerate(((t.item, t.hits) for t in found.taken), 1):
        out.writerow(_cells(n, item.key, item.date, item.amount, hits, item.said))
    write("\ufeff" + text.getvalue())
    return len(found.taken)


def _cells(
    position: int, item: str, date: datetime.date, amount: Decimal, hits: int, said: str
) -> tuple[object, ...]:
    return position, _plain(item), date, f"{amount:.2f}", hits, _plain(said)


def _plain(text: str) -> str:
    """What a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{text}" if text and text[0] in "=+-@\t\r" else text


def sample_paper(hotel: Property, sample_id: int, language: str) -> Paper:
    """The list with all that is needed to draw it again."""
    row: AuditSample = AuditSample.get_by_id(sample_id)
    with in_language(language):
        body = [
            Row((
                str(item.position), format_date(item.date, "short"), item.item,
                " · ".join(filter(None, [item.note, item.said])), format_money(item.amount), MARKS[item.mark].say(),
            ))
            for item in items_of(sample_id)
        ]  # fmt: skip
        columns = (
            Column("", "right", 4), Column(_("Date"), width=10), Column(_("Item"), width=14), Column(_("What")),
            Column(_("Amount"), "right", 14), Column(_("State"), width=10),
        )  # fmt: skip
        fields = (
            (_("Population"), " ".join([POPULATIONS[row.population].name.say(), row.accounts])),
            (_("Period"), f"{format_date(row.since)} – {format_date(row.until)}"),
            (_("In the population"), f"{row.count:,} · {format_money(row.total)}"),
            (_("Way to draw"), way_said(row.method, row.figure)),
            (_("Seed"), row.seed), (_("Sampled by"), row.staff.name(language)), ("SHA-256", row.digest),
        )  # fmt: skip
        return Paper(
            kind="audit-sample", title=_("Audit sample"), number=row.number, date_text=format_date(row.date),
            language=language, seller=Party(hotel.name(language)),
            fields=tuple(Field(label, value.strip()) for label, value in fields), tables=(Table(columns, tuple(body)),),
            notes=(_("Drawn by SHA-256 of the seed and each item's key; the rules stand in docs/audit.md."),),
            signatures=(_("Checked by"),), sheet="a4 landscape",
        )  # fmt: skip
