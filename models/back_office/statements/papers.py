"""The financial statements as papers; what is below zero stands in parentheses."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from locales import _, in_language
from locales.dates import format_date
from locales.money import format_money
from models.back_office.statements.departments import departmental_statement
from models.back_office.statements.monthly import monthly_summary
from models.back_office.statements.sums import Line, year_before, year_named, year_start
from models.back_office.statements.yearly import balance_sheet, changes_in_equity, income_statement
from models.house.papers import Column, Paper, Party, Row, RowStyle, Sheet, Table
from models.house.property import Property


def in_parentheses(amount: Decimal | None) -> str:
    """1,200.00, (1,200.00) for less than nothing, a dash for nothing, blank where there is no figure."""
    if amount is None:
        return ""
    if amount < 0:
        return f"({format_money(-amount)})"
    return format_money(amount) if amount else "-"


def position_paper(hotel: Property, until: datetime.date, language: str) -> Paper:
    """Refused: STATEMENT_UNBALANCED."""
    with in_language(language):
        columns = _years(until, year_before(until))
        table = Table(columns, tuple(_row(line) for line in balance_sheet(until)))
        return _paper(
            hotel, "balance-sheet", _("Statement of financial position"), format_date(until), language, table
        )


def income_paper(hotel: Property, until: datetime.date, language: str) -> Paper:
    with in_language(language):
        since = year_start(until)
        table = Table(
            _years(year_named(until), year_named(year_before(until))),
            tuple(_row(x) for x in income_statement(since, until)),
        )
        return _paper(hotel, "income-statement", _("Profit and loss"), _span(since, until), language, table)


def equity_paper(hotel: Property, until: datetime.date, language: str) -> Paper:
    """Refused: STATEMENT_UNBALANCED."""
    with in_language(language):
        rows = [
            Row(
                (
                    f"{row.name} {format_date(row.date, 'short')}" if row.total_line else row.name,
                    *map(in_parentheses, (row.capital, row.appropriated, row.retained, row.total)),
                ),
                "subtotal" if row.total_line else "normal",
            )
            for row in changes_in_equity(until)
        ]
        heads = (_("Capital"), _("Appropriated"), _("Unappropriated"), _("Total"))
        table = Table((Column(""), *_figures(heads)), tuple(rows))
        return _paper(
            hotel, "changes-in-equity", _("Changes in equity"), format_date(until), language, table, "a4 landscape"
        )  # fmt: skip


def departments_paper(hotel: Property, since: datetime.date, until: datetime.date, language: str) -> Paper:
    with in_language(language):
        rows = [
            Row(
                (r.name, *map(in_parentheses, (r.revenue, r.cost, r.payroll, r.other, r.profit))),
                "subtotal" if r.total else "normal",
            )
            for r in departmental_statement(since, until)
        ]
        heads = (_("Revenue"), _("Cost of sales"), _("Payroll"), _("Other expenses"), _("Profit"))
        table = Table((Column(_("Department")), *_figures(heads)), tuple(rows))
        title = _("Profit and loss by department")
        return _paper(hotel, "departments", title, _span(since, until), language, table, "a4 landscape")


def monthly_paper(hotel: Property, until: datetime.date, language: str) -> Paper:
    with in_language(language):
        rows = [
            Row((r.code, r.name, *map(in_parentheses, r.figures)), "subtotal" if r.total else "normal")
            for r in monthly_summary(until)
        ]
        heads = (
            _("This month"),
            _("Last month"),
            _("Month last year"),
            _("Month's budget"),
            _("Year to date"),
        )
        table = Table((Column(_("Account"), width=7), Column(_("Name")), *_figures(heads)), tuple(rows))
        title = _("Monthly income and expense")
        return _paper(
            hotel, "monthly", title, _span(until.replace(day=1), until), language, table, "a4 landscape"
        )


def _row(line: Line) -> Row:
    styles: dict[str, RowStyle] = {"heading": "heading", "subtotal": "subtotal", "total": "total"}
    return Row(
        (line.name, in_parentheses(line.this), in_parentheses(line.last)), styles.get(line.style, "normal")
    )


def _years(this: datetime.date, last: datetime.date) -> tuple[Column, ...]:
    return Column(""), *_figures((format_date(this, "year"), format_date(last, "year")), 18)


def _figures(heads: Iterable[str], width: int = 15) -> Sequence[Column]:
    return tuple(Column(head, "right", width) for head in heads)


def _span(since: datetime.date, until: datetime.date) -> str:
    return f"{format_date(since)} – {format_date(until)}"


def _paper(
    hotel: Property, kind: str, title: str, date: str, language: str, table: Table, sheet: Sheet = "a4"
) -> Paper:
    return Paper(
        kind=kind, title=title, number="", date_text=date, language=language, seller=Party(hotel.name(language)),
        tables=(table,), notes=(_("In baht."),), signatures=(_("Prepared by"), _("Approved by")), sheet=sheet,
    )  # fmt: skip
