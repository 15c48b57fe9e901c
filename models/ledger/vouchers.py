"""The journal voucher as a paper (ใบสำคัญทั่วไป): lines, equal sums, signatures; and the trial balance (งบทดลอง)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from locales import _, in_language
from locales.dates import format_date
from locales.money import format_money
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property
from models.ledger.balances import TrialBalanceRow, voucher_lines
from models.ledger.entries import Entry


def _side(amount: Decimal, debit: bool) -> str:
    shown = amount if debit else -amount
    return format_money(shown) if shown > 0 else ""


def voucher_paper(hotel: Property, entry: Entry, language: str) -> Paper:
    with in_language(language):
        lines = voucher_lines(entry.id)
        rows = tuple(
            Row(
                (
                    line.code,
                    " · ".join(
                        filter(None, [line.name_th if language == "th" else line.name_en, line.subaccount])
                    ),
                    _side(line.amount, True),
                    _side(line.amount, False),
                )
            )
            for line in lines
        )
        total = format_money(sum((x.amount for x in lines if x.amount > 0), Decimal("0.00")))
        return Paper(
            kind="voucher", title=_("Journal voucher"), number=entry.voucher or f"{entry.id:05d}",
            date_text=format_date(entry.date), language=language, seller=Party(hotel.name(language)),
            fields=(Field(_("Explanation"), entry.memo),),
            tables=(
                Table(
                    (
                        Column(_("Account"), width=7), Column(_("Name")), Column(_("Debit"), "right", 14),
                        Column(_("Credit"), "right", 14),
                    ),
                    (*rows, Row(("", _("Total"), total, total), "total")),
                ),
            ),
            signatures=(_("Prepared by"), _("Checked by"), _("Approved by")),
        )  # fmt: skip


def trial_balance_paper(
    hotel: Property,
    rows: Sequence[TrialBalanceRow],
    since: datetime.date,
    until: datetime.date,
    language: str,
) -> Paper:
    """Eight columns: code, name, then debit and credit of brought forward, movement and balance."""
    with in_language(language):
        body = [
            Row(
                (
                    row.code,
                    "  " * row.level + (row.name_th if language == "th" else row.name_en),
                    _side(row.opening, True),
                    _side(row.opening, False),
                    _plain(row.debit),
                    _plain(row.credit),
                    _side(row.closing, True),
                    _side(row.closing, False),
                ),
                "subtotal" if row.heading else "normal",
            )
            for row in rows
        ]
        rows = [row for row in rows if not row.heading]
        sums = [
            sum((max(r.opening, Decimal(0)) for r in rows), Decimal(0)),
            sum((max(-r.opening, Decimal(0)) for r in rows), Decimal(0)),
            sum((r.debit for r in rows), Decimal(0)),
            sum((r.credit for r in rows), Decimal(0)),
            sum((max(r.closing, Decimal(0)) for r in rows), Decimal(0)),
            sum((max(-r.closing, Decimal(0)) for r in rows), Decimal(0)),
        ]
        figures = (
            _("Forward Dr"),
            _("Forward Cr"),
            _("Debit"),
            _("Credit"),
            _("Balance Dr"),
            _("Balance Cr"),
        )
        return Paper(
            kind="trial-balance", title=_("Trial balance"), number="", date_text=format_date(until), language=language,
            seller=Party(hotel.name(language)),
            fields=(Field(_("Period"), f"{format_date(since)} – {format_date(until)}"),),
            tables=(
                Table(
                    (Column(_("Account"), width=7), Column(_("Name")), *(Column(f, "right", 12) for f in figures)),
                    (*body, Row(("", _("Total"), *(_plain(s) for s in sums)), "total")),
                ),
            ),
        )  # fmt: skip


def _plain(amount: Decimal) -> str:
    return format_money(amount) if amount else ""
