"""Statements of the banks as lists, and the reconciliation as a paper (งบกระทบยอดเงินฝากธนาคาร)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from locales import _, in_language
from locales.dates import format_date
from locales.money import format_money
from models.back_office.bank_statements import BankLine, BankStatement
from models.back_office.reconciliation import figures, lines_to_match, lines_under_way, proposals
from models.house.banks import short_name
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property
from models.ledger.entries import Line

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class StatementRow:
    """A statement; ``closing`` in baht, ``open_lines``: how many of its lines are matched with nothing."""

    statement_id: int
    bank: str
    first: datetime.date
    last: datetime.date
    closing: Decimal
    open_lines: int
    closed_on: datetime.date | None
    key: tuple[object, ...]


@dataclass(frozen=True)
class BankLineRow:
    """A line of a statement; ``said``: what it probably is, while it is ``matched`` with nothing."""

    bank_line_id: int
    date: datetime.date
    amount: Decimal
    text: str
    matched: bool
    said: str
    key: tuple[object, ...]


@dataclass(frozen=True)
class OpenLine:
    """A line that no match has used, of the bank or of the books."""

    of_bank: bool
    line_id: int
    date: datetime.date
    amount: Decimal
    text: str

    @property
    def key(self) -> tuple[datetime.date, bool, int]:
        return (self.date, not self.of_bank, self.line_id)


def open_lines(statement_id: int) -> list[OpenLine]:
    """Both sides by date, of a day the bank's first."""
    at_bank, in_books = lines_to_match(statement_id)
    rows = [
        OpenLine(True, row.id, row.date, row.amount, f"{row.text} {row.reference}".strip()) for row in at_bank
    ]
    rows += [OpenLine(False, row.id, row.date, row.amount, _said(row)) for row in in_books]
    return sorted(rows, key=lambda row: row.key)


def _said(line: Line) -> str:
    return " ".join(filter(None, [line.entry.voucher, line.entry.memo or line.memo]))


def statements() -> list[StatementRow]:
    """The latest first."""
    query = BankStatement.select().order_by(BankStatement.last.desc(), BankStatement.id.desc())
    return [
        StatementRow(
            row.id, f"{short_name(row.bank_account.bank)} {row.bank_account.number}", row.first, row.last, row.closing,
            row.lines.where(BankLine.match.is_null()).count(), row.closed_on, (row.id,),
        )
        for row in query
    ]  # fmt: skip


def statement_lines(statement_id: int) -> list[BankLineRow]:
    """As the bank has them, with what each open one probably is."""
    statement = BankStatement.get_by_id(statement_id)
    likely = proposals(statement_id) if statement.closed_on is None else {}
    return [
        BankLineRow(
            row.id, row.date, row.amount, f"{row.text} {row.reference}".strip(), row.match_id is not None,
            likely[row.id].said if row.id in likely else "", (row.position,),
        )
        for row in statement.lines.order_by(BankLine.position)
    ]  # fmt: skip


def reconciliation_paper(hotel: Property, statement_id: int, language: str) -> Paper:
    """From the balance of the books to that of the bank, with each line that is under way."""
    with in_language(language):
        statement = BankStatement.get_by_id(statement_id)
        bank, found = statement.bank_account, figures(statement_id)
        under_way = lines_under_way(statement_id)
        rows = [Row(("", _("Balance in the books"), format_money(found.books)), "total")]
        for title, side in ((_("less deposits in transit"), 1), (_("add payments outstanding"), -1)):
            some = [each for each in under_way if each.amount * side > 0]
            rows.append(Row(("", title, format_money(-sum((each.amount for each in some), ZERO)))))
            rows += [
                Row((format_date(each.date, "short"), f"  {each.memo}", format_money(each.amount)))
                for each in some
            ]
        if found.later:
            rows.append(Row(("", _("entered in the books later"), format_money(found.later))))
        if found.difference:
            rows.append(Row(("", _("Difference"), format_money(found.difference))))
        rows.append(Row(("", _("Balance at the bank"), format_money(found.closing)), "total"))
        return Paper(
            kind="bank reconciliation", title=_("Bank reconciliation"), number="", date_text=format_date(statement.last),
            language=language, seller=Party(hotel.name(language)),
            fields=(
                Field(_("Bank account"), f"{short_name(bank.bank)} {bank.number} {bank.name(language)}".strip()),
                Field(_("Account"), f"{bank.account.code} {bank.account.name(language)}"),
            ),
            tables=(
                Table(
                    (Column(_("Date"), width=9), Column(_("Explanation")), Column(_("Amount"), "right", 16)), tuple(rows)
                ),
            ),
            signatures=(_("Prepared by"), _("Checked by"), _("Approved by")),
        )  # fmt: skip
