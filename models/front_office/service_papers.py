"""The list of open traces, for the wall of a department."""

from __future__ import annotations

from locales import _, in_language
from locales.dates import format_date
from models.front_office.papers import seller
from models.front_office.traces import TraceRow, traces
from models.house.departments import department as find_department
from models.house.papers import Column, Paper, Row, Table
from models.house.property import Property

MOST_ROWS = 500


def traces_paper(hotel: Property, department: str, language: str) -> Paper:
    """Open traces of a department, or of all, the earliest due first, with room to write what was done."""
    rows = traces(department=department).first(MOST_ROWS)
    with in_language(language):
        columns = (
            Column(_("Due"), width=15), Column(_("For"), width=6), Column(_("Room"), width=5), Column(_("What")),
            Column(_("Done"), width=14),
        )  # fmt: skip
        table = Table(columns, tuple(Row(_cells(row, language)) for row in rows))
        name = find_department(department).name(language) if department else ""
        return Paper(
            kind="traces", title=_("Traces"), number=name, date_text=format_date(hotel.business_date),
            language=language, seller=seller(hotel, language), tables=(table,) if rows else (),
        )  # fmt: skip


def _cells(row: TraceRow, language: str) -> tuple[str, ...]:
    guest = row.guest_th if language == "th" else row.guest_en
    due = f"{format_date(row.due_on, 'day_month')} {row.due_time}".strip()
    return (due, row.department, row.room, " · ".join(filter(None, [row.text, guest])), "")
