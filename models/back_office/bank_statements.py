"""A bank's statement as a file: which column is what, kept by bank account, and its lines taken in once."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from locales.dates import NotADate
from locales.money import NotAnAmount
from models.back_office.bank_accounts import BankAccount, open_bank_account
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import words
from models.house.refusals import Refused
from models.house.tables import Cell, TableFile, amount_of, columns_like, date_of, text_of
from models.ledger.entries import Line

ZERO = Decimal("0.00")
TABLE, OFX, MT940 = "table", "OFX", "MT940"
MOST_LINES = 5_000
HEADINGS: dict[str, tuple[str, ...]] = {
    "date": ("วันที่", "date"),
    "into": ("ฝาก", "เงินเข้า", "deposit", "credit"),
    "out": ("ถอน", "เงินออก", "withdrawal", "debit"),
    "amount": ("จำนวนเงิน", "amount"),
    "balance": ("คงเหลือ", "balance"),
    "reference": ("เลขที่เช็ค", "อ้างอิง", "cheque", "reference"),
    "text": ("รายการ", "คำอธิบาย", "description", "detail"),
}
"""Our field → what its heading begins with or holds."""


class BankStatement(Base):
    """From ``first`` to ``last`` inclusive, baht. Closed: what the books said and what was still under way. ``kind``: as
    what it came, a table (CSV, XLSX), OFX or MT940."""

    bank_account = ForeignKeyField(BankAccount, backref="+")
    name = TextField()
    kind = TextField(default=TABLE)
    digest = TextField()
    first = DateField()
    last = DateField()
    opening = MoneyField()
    closing = MoneyField()
    closed_on = DateField(null=True)
    books = MoneyField(null=True)
    in_transit = MoneyField(null=True)
    outstanding = MoneyField(null=True)

    class Meta:
        table_name = "bank_statement"


class BankMatch(Base):
    """Lines of a statement and lines of the books that are the same money; their sums are equal."""

    bank_account = ForeignKeyField(BankAccount, backref="+")
    made_on = DateField()

    class Meta:
        table_name = "bank_match"


class BankLine(Base):
    """``amount`` in baht, plus into the account. ``line_key`` knows the line again in another file."""

    statement = ForeignKeyField(BankStatement, backref="lines")
    bank_account = ForeignKeyField(BankAccount, backref="+")
    position = IntegerField()
    date = DateField()
    amount = MoneyField()
    text = TextField()
    reference = TextField()
    line_key = TextField()
    match = ForeignKeyField(BankMatch, null=True, backref="bank_lines")

    class Meta:
        table_name = "bank_line"


class MatchedLine(Base):
    """A line of the books that a match has used."""

    match = ForeignKeyField(BankMatch, backref="lines")
    line = ForeignKeyField(Line, unique=True, backref="+")

    class Meta:
        table_name = "matched_line"


@dataclass(frozen=True)
class Read:
    """One line of a file; ``balance`` after it where the file says so; ``bank_id``: what the bank calls it, in OFX."""

    date: datetime.date
    amount: Decimal
    text: str
    reference: str
    balance: Decimal | None
    bank_id: str = ""


def proposed_columns(bank_account_id: int, columns: Sequence[str]) -> dict[str, str]:
    """Our field → heading: as it was kept for the account where the file has it, else by what the headings say."""
    kept = BankAccount.get_by_id(bank_account_id).mapping
    return columns_like(HEADINGS, kept, columns, instead={"amount": {"into", "out"}})


def read_lines(table: TableFile, columns: Mapping[str, str], today: datetime.date) -> list[Read]:
    """The lines of a file, oldest first.

    Refused: STATEMENT_COLUMNS (no date, or nothing that says the amount), STATEMENT_LINE (a line that cannot be read).
    """
    if "date" not in columns or not columns.keys() & {"into", "out", "amount"}:
        raise Refused(
            "STATEMENT_COLUMNS", "Which column is the date, which the money in and out?", field="columns"
        )  # fmt: skip
    for fault in table.faults:
        raise Refused("STATEMENT_LINE", "Line {n}: {why}", n=fault.line, why=fault.message)
    lines = []
    for row in table.rows:
        if not text_of(row.cells[columns["date"]]).strip():
            continue  # a line of totals, or words carried over to a second line
        try:
            line = _line({name: row.cells[column] for name, column in columns.items()}, today)
        except (NotADate, NotAnAmount) as error:
            raise Refused("STATEMENT_LINE", "Line {n}: {why}", n=row.line, why=error.message) from error
        if line.amount:
            lines.append(line)
    return lines if not lines or lines[0].date <= lines[-1].date else lines[::-1]


def _line(cells: Mapping[str, Cell], today: datetime.date) -> Read:
    def money(name: str) -> Decimal:
        cell = cells.get(name, "")
        return amount_of(cell) if text_of(cell).strip(" -") else ZERO

    date = date_of(cells["date"], today)
    balance = money("balance") if text_of(cells.get("balance", "")).strip() else None
    amount = money("amount") if "amount" in cells else abs(money("into")) - abs(money("out"))
    return Read(date, amount, text_of(cells.get("text", "")), text_of(cells.get("reference", "")), balance)


@operation("journal")
def import_statement(
    act: Act,
    bank_account_id: int,
    name: str,
    lines: Sequence[Read],
    columns: Mapping[str, str],
    closing: Decimal | None = None,
    kind: str = TABLE,
) -> int:
    """Take a statement in; its id. Lines that came in with another file are left out and said. ``closing`` baht: the
    balance at its end, where no line has it. ``columns``: of a table, kept for the next one.

    Refused: NO_BANK_ACCOUNT, BANK_ACCOUNT_CLOSED, STATEMENT_EMPTY, STATEMENT_TOO_LONG, STATEMENT_TWICE, NO_CLOSING_BALANCE, FUTURE_DATE.
    NOTE: LINES_SKIPPED.
    """
    bank = open_bank_account(bank_account_id)
    if not lines:
        raise Refused("STATEMENT_EMPTY", "There is no line with money in this file.", field="file")
    if len(lines) > MOST_LINES:
        raise Refused(
            "STATEMENT_TOO_LONG", "At most {n} lines in one statement; take it in month by month.", field="file", n=MOST_LINES
        )  # fmt: skip
    if lines[-1].date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="file")
    if lines[-1].balance is not None:
        closing = lines[-1].balance
    if closing is None:
        raise Refused(
            "NO_CLOSING_BALANCE", "What is the balance at the end of the statement?", field="closing"
        )
    keyed = _keyed(lines)
    known = _known(bank, kind, keyed)
    new = {key: line for key, line in keyed.items() if key not in known}
    digest = hashlib.sha256("".join(keyed).encode()).hexdigest()
    same = (BankStatement.bank_account == bank) & (BankStatement.digest == digest)
    if not new or BankStatement.get_or_none(same):
        raise Refused("STATEMENT_TWICE", "All lines of this file came in before.", field="file")
    if known:
        act.note("LINES_SKIPPED", "{n} lines came in before and were left out.", n=len(known))
    fresh = list(new.values())
    statement = act.create(
        BankStatement, bank_account=bank.id, name=words(name, "file", 80), kind=kind, digest=digest, first=fresh[0].date,
        last=lines[-1].date, opening=closing - sum((line.amount for line in fresh), ZERO), closing=closing,
    )  # fmt: skip
    for position, (key, line) in enumerate(new.items(), 1):
        BankLine.create(
            statement=statement.id, bank_account=bank.id, position=position, date=line.date, amount=line.amount,
            text=words(line.text, "text", 200), reference=words(line.reference, "reference", 80), line_key=key,
        )  # fmt: skip
    act.changed(statement, {}, {"lines": len(new)})
    if columns:
        act.update(bank, mapping=json.dumps(dict(columns), ensure_ascii=False, sort_keys=True))
    return int(statement.id)


def _known(bank: BankAccount, kind: str, keyed: Mapping[str, Read]) -> set[str]:
    """The lines that came in before. A file of another kind calls the same line by another name: there it is known by its
    day and amount, each line once."""
    rows = list(
        BankLine.select(BankLine.line_key, BankLine.date, BankLine.amount, BankStatement.kind)
        .join(BankStatement)
        .where((BankLine.bank_account == bank) & (BankLine.date >= min(line.date for line in keyed.values())))
        .tuples()
    )
    keys = {key for key, *_rest in rows}
    elsewhere = Counter((date, amount) for _key, date, amount, came_as in rows if came_as != kind)
    known = set()
    for key, line in keyed.items():
        same = (line.date, line.amount)
        if key in keys:
            known.add(key)
        elif elsewhere[same]:
            elsewhere[same] -= 1
            known.add(key)
    return known


def _keyed(lines: Sequence[Read]) -> dict[str, Read]:
    """By what tells a line from another: the bank's own name of it, else date, amount, words, balance, and how many like
    it stand before it."""
    seen: Counter[str] = Counter()
    keyed = {}
    for line in lines:
        if line.bank_id:
            named = f"{line.bank_id}|{line.date}|{line.amount:.2f}"
            keyed[hashlib.sha256(named.encode()).hexdigest()] = line
            continue
        plain = f"{line.date}|{line.amount:.2f}|{line.text}|{line.reference}|{line.balance}"
        seen[plain] += 1
        keyed[hashlib.sha256(f"{plain}|{seen[plain]}".encode()).hexdigest()] = line
    return keyed
