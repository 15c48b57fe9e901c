"""Rooms of a day sold at another price than their rate's: the rate variance and the discounts, with who and why."""

from __future__ import annotations

import datetime
from decimal import Decimal

from locales import Message, _
from locales.money import format_money
from models.front_office.day_reports.frame import JSON, Frame, baht, figures, named, report_on
from models.front_office.exceptions import DISCOUNT, VARIANCE, price_exceptions
from models.house.papers import Paper, Row, Table

ZERO = Decimal("0.00")
TITLE = Message("Rate variance and discounts")


def gather(date: datetime.date) -> JSON:
    """Baht a night: the rate's price (None: it has none), the agreed one, and by how much they differ."""
    found: JSON = {VARIANCE: [], DISCOUNT: []}
    for line in price_exceptions(date):
        apart = line.difference
        found[line.kind].append(
            {
                "room": line.room,
                "guest": [line.guest_th, line.guest_en],
                "rate": line.what_en,
                "price": None if line.against is None else str(line.against),
                "agreed": str(line.amount),
                "apart": None if apart is None else str(apart),
                "reason": [line.reason_th, line.reason_en],
                "by": " / ".join(filter(None, [line.user, line.approved_by])),
            }
        )
    return found


def paper(frame: Frame, content: JSON, language: str) -> Paper:
    lists = ((VARIANCE, _("Rate variance")), (DISCOUNT, _("Discounts")))
    tables = [_table(content[kind], title, language) for kind, title in lists]
    return report_on(frame, "prices", TITLE, language, *tables)


def _table(lines: list[JSON], title: str, language: str) -> Table:
    rows = []
    for line in lines:
        amounts = [_known(line[name]) for name in ("price", "agreed", "apart")]
        rows.append(Row((line["room"], f"{named(line['guest'], language)} · {line['rate']}", *amounts)))
        why = " · ".join(filter(None, [named(line["reason"], language), line["by"]]))
        if why:
            rows.append(Row(("", why, "", "", ""), "child"))
    total = sum((Decimal(line["apart"]) for line in lines if line["apart"] is not None), ZERO)
    rows.append(Row((str(len(lines)), _("Total"), "", "", format_money(total)), "total"))
    headings = (_("Room"), _("Guest and rate"), _("Rate's price"), _("Agreed"), _("Difference"))
    return figures(title, headings, rows, (6, 0, 13, 13, 13))


def _known(amount: str | None) -> str:
    return "–" if amount is None else baht(amount)
