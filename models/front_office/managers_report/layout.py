"""Which lines the report has and in what order; until the house orders its own, the standard ones."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import IntegerField, TextField

from locales import Message
from models.front_office.budgets import budget_lines, group_name
from models.front_office.codes import TransactionCode
from models.front_office.segments import Segment
from models.front_office.statistics_views import LINES
from models.front_office.three_ledgers import LEDGER_NAMES
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import words
from models.house.refusals import Refused
from models.ledger.accounts import Account

STATISTIC, REVENUE, CODE, PAYMENT, LEDGER, SEGMENT, ACCOUNTS = (
    "statistic", "revenue", "code", "payment", "ledger", "segment", "accounts",
)  # fmt: skip
KINDS = {
    STATISTIC: Message("House statistic"),
    REVENUE: Message("Revenue by group"),
    CODE: Message("Revenue of a code"),
    PAYMENT: Message("Payments"),
    LEDGER: Message("Closing balance"),
    SEGMENT: Message("Room-nights of a market"),
    ACCOUNTS: Message("Accounts from – to"),
}
ALL = "*"
"""The code of a line of payments that sums them all."""
MOST_LINES = 60
_STATISTICS = {line.name: line.label for line in LINES}


class ReportLine(Base):
    """``code``: a statistic's name, a group, a transaction code, a ledger, a market, accounts as "41000-41999". Labels
    of the house's own, or "" for the usual name."""

    position = IntegerField()
    kind = TextField()
    code = TextField()
    label_th = TextField(default="")
    label_en = TextField(default="")

    class Meta:
        table_name = "report_line"


@dataclass(frozen=True)
class Choice:
    """A line the report can have, with its usual name; ``line_id`` is 0 until the house orders lines of its own."""

    kind: str
    code: str
    name_th: str
    name_en: str
    line_id: int = 0

    @property
    def key(self) -> tuple[int, str, str]:
        return (self.line_id, self.kind, self.code)

    def name(self, language: str) -> str:
        return self.name_th if language == "th" else self.name_en


_STANDARD = (
    *((STATISTIC, name) for name in ("occupancy", "adr", "revpar", "trevpar", "rooms_sold", "base", "out_of_order")),
    *((STATISTIC, name) for name in ("complimentary", "house_use", "guests", "arrivals", "walk_ins", "no_shows")),
    (STATISTIC, "room_revenue"),
    *((REVENUE, group) for group in ("food", "minibar", "laundry", "telephone", "other", "cancellation", "package")),
    (STATISTIC, "revenue"),
    (PAYMENT, ALL),
    *((LEDGER, ledger) for ledger in ("deposit", "guest", "city")),
)  # fmt: skip


def choices(kind: str) -> list[Choice]:
    """What lines of ``kind`` there are to choose from; of accounts none, they are typed."""
    if kind == STATISTIC:
        named = [(name, label.say("th"), label.say("en")) for name, label in _STATISTICS.items()]
    elif kind == REVENUE:
        named = [(g, group_name(g).say("th"), group_name(g).say("en")) for g in budget_lines()[1:]]
    elif kind == LEDGER:
        named = [(code, name.say("th"), name.say("en")) for code, name in LEDGER_NAMES.items()]
    elif kind == SEGMENT:
        rows = Segment.select().where(Segment.kind == "market").order_by(Segment.id)
        named = [(s.code, s.name_th, s.name_en) for s in rows]
    elif kind in (CODE, PAYMENT):
        wanted = "revenue" if kind == CODE else "payment"
        codes = TransactionCode.select().where(TransactionCode.kind == wanted).order_by(TransactionCode.id)
        named = [(c.code, c.name_th, c.name_en) for c in codes]
        if kind == PAYMENT:
            named.insert(0, (ALL, _PAID.say("th"), _PAID.say("en")))
    else:
        named = []
    return [Choice(kind, *row) for row in named]


_PAID = Message("Payments received")


def _known() -> dict[tuple[str, str], Choice]:
    return {(choice.kind, choice.code): choice for kind in KINDS for choice in choices(kind)}


def standard_layout() -> list[Choice]:
    """Groups of revenue that the house has no code of are left out."""
    known = _known()
    return [known[line] for line in _STANDARD if line in known]


def layout() -> list[Choice]:
    """The lines in their order: the house's own, or where it has none the standard ones."""
    rows = list(ReportLine.select().order_by(ReportLine.position))
    if not rows:
        return standard_layout()
    known = _known()
    found = []
    for row in rows:
        usual = known.get((row.kind, row.code)) or Choice(row.kind, row.code, row.code, row.code)
        found.append(
            Choice(
                row.kind, row.code, row.label_th or usual.name_th, row.label_en or usual.name_en, int(row.id)
            )
        )
    return found


def _own_lines(act: Act) -> list[ReportLine]:
    """The rows of the layout, which from the first change on are the house's own."""
    if not ReportLine.select().exists():
        for position, choice in enumerate(standard_layout(), 1):
            act.create(ReportLine, position=position, kind=choice.kind, code=choice.code)
    return list(ReportLine.select().order_by(ReportLine.position))


@operation("set_up")
def add_line(act: Act, kind: str, code: str, label_th: str = "", label_en: str = "") -> int:
    """A line at the end; its id. Refused: REPORT_LINE (no such line to choose, accounts not as 41000-41999),
    REPORT_LINE_TWICE, REPORT_LINES (more than ``MOST_LINES``), NO_ACCOUNT, NOT_CLEAN, TOO_MUCH_TEXT."""
    code = words(code, "code", 60)
    if kind == ACCOUNTS:
        code = _checked_accounts(code)
    elif all(choice.code != code for choice in choices(kind)):
        raise Refused("REPORT_LINE", "The report has no such line: {code}.", field="code", code=code)
    rows = _own_lines(act)
    if any((row.kind, row.code) == (kind, code) for row in rows):
        raise Refused("REPORT_LINE_TWICE", "This line is in the report already.", field="code")
    if len(rows) >= MOST_LINES:
        raise Refused("REPORT_LINES", "A report has at most {n} lines.", field="code", n=MOST_LINES)
    labels = {"label_th": words(label_th, "label_th", 60), "label_en": words(label_en, "label_en", 60)}
    return int(act.create(ReportLine, position=len(rows) + 1, kind=kind, code=code, **labels).id)


def _checked_accounts(code: str) -> str:
    first, _dash, last = (part.strip() for part in code.partition("-"))
    last = last or first
    if not first or first > last:
        raise Refused("REPORT_LINE", "The report has no such line: {code}.", field="code", code=code)
    if not Account.select().where(Account.code.between(first, last)).exists():
        raise Refused("NO_ACCOUNT", "There is no account {code}.", field="code", code=code)
    return f"{first}-{last}"


@operation("set_up")
def keep_labels(act: Act, place: int, label_th: str, label_en: str) -> None:
    """What line ``place`` (from 1) is called in Thai and English; "": as usual. Refused: NO_REPORT_LINE, TOO_MUCH_TEXT."""
    row = _line(act, place)
    act.update(row, label_th=words(label_th, "label_th", 60), label_en=words(label_en, "label_en", 60))


@operation("set_up")
def move_line(act: Act, place: int, up: bool) -> None:
    """One place up or down; at either end it stays. Refused: NO_REPORT_LINE."""
    row = _line(act, place)
    other = ReportLine.get_or_none(ReportLine.position == row.position + (-1 if up else 1))
    if other is not None:
        there = other.position
        act.update(other, position=row.position)
        act.update(row, position=there)


@operation("set_up")
def remove_line(act: Act, place: int) -> None:
    """Without the last line the report is the standard one again. Refused: NO_REPORT_LINE."""
    row = _line(act, place)
    before = {name: getattr(row, name) for name in ("position", "kind", "code", "label_th", "label_en")}
    act.changed(row, before, {})
    row.delete_instance()
    for later in (
        ReportLine.select().where(ReportLine.position > before["position"]).order_by(ReportLine.position)
    ):
        act.update(later, position=later.position - 1)


def _line(act: Act, place: int) -> ReportLine:
    rows = _own_lines(act)
    if not 1 <= place <= len(rows):
        raise Refused("NO_REPORT_LINE", "The report has no line {n}.", n=place)
    return rows[place - 1]
