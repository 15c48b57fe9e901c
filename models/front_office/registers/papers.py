"""The guest register ร.ร.4 on paper and as a file: 12 columns, Buddhist years, 24 hours; and the week's cover letter.

The headings are those of the form and stay Thai in both languages: it goes to a Thai registrar.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence

from locales import _, current_language, in_language
from locales.countries import country_name
from locales.dates import format_date
from models.front_office.papers import seller
from models.front_office.registers.days import lines_of, monday_of
from models.front_office.registers.tables import (
    CHANGE,
    DEPARTURE,
    NO_CHANGE,
    STRUCK,
    RegisterDay,
    RegisterLine,
    RegisterSending,
)
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property
from models.house.tables import harmless

HEADINGS = (
    "เลขลำดับ",
    "วันเวลาที่เข้ามาพัก",
    "ห้องพักเลขที่",
    "ชื่อตัวและชื่อสกุล",
    "สัญชาติ",
    "เลขประจำตัวประชาชน หรือใบสำคัญประจำตัวคนต่างด้าว หรือหนังสือเดินทางเลขที่ ออกให้โดย",
    "ที่อยู่ปัจจุบัน อยู่ที่ตำบล อำเภอ จังหวัด หรือประเทศใด",
    "อาชีพ",
    "มาจากตำบล อำเภอ จังหวัด หรือประเทศใด",
    "จะไปที่ตำบล อำเภอ จังหวัด หรือประเทศใด",
    "วันเวลาที่ออกไป",
    "หมายเหตุ",
)
_WIDTHS = (11, 18, 16, 20, 11, 20, 20, 8, 14, 14, 18, 30)  # three lines of 80 cells
_SHARES = (9.5, 9.5, 6.0, 12.0, 7.0, 14.0, 17.0, 9.0, 12.0, 12.0, 9.0, 11.0)
TITLE = "ทะเบียนผู้พัก (ร.ร.๔)"
NO_CHANGE_WORDS = "ไม่มีการเปลี่ยนแปลง"
DITTO = '"'  # as in the line before, which column 12 says
NOTHING = "–"
_DOCUMENTS = {
    "thai id": "เลขประจำตัวประชาชน",
    "alien book": "ใบสำคัญประจำตัวคนต่างด้าว",
    "passport": "หนังสือเดินทาง",
    "diplomatic": "หนังสือเดินทางทูต",
    "other": "เอกสารอื่น",
}
_CHANGED = {
    "room": "ย้ายห้อง", "name": "ชื่อ", "nationality": "สัญชาติ", "document_kind": "เอกสาร", "document_number": "เลขที่เอกสาร",
    "issued_by": "ผู้ออกเอกสาร", "address": "ที่อยู่", "occupation": "อาชีพ", "came_from": "มาจาก", "going_to": "จะไปที่",
}  # fmt: skip


def cells_of(hotel: Property, line: RegisterLine) -> tuple[str, ...]:
    """The 12 columns of a line, as they go to the registrar."""
    came, left = _when(hotel, line.arrived_at), _when(hotel, line.left_at)
    if line.kind == NO_CHANGE:
        same = (DITTO,) * 6
    else:
        same = (
            country_name(line.nationality, "th") if line.nationality else "",
            _document(line),
            line.address,
            line.occupation,
            line.came_from,
            line.going_to,
        )
    columns = (line.said_number, came, line.room, line.name, *same, left or NOTHING, _remark(line))
    return tuple(column or NOTHING for column in columns)


def _document(line: RegisterLine) -> str:
    kind = _DOCUMENTS.get(line.document_kind, "")
    by = country_name(line.issued_by, "th") if line.issued_by else ""
    issued = f"ออกให้โดย {by}" if by else ""
    return " ".join(filter(None, [kind, line.document_number, issued])) if line.document_number else ""


def _remark(line: RegisterLine) -> str:
    if line.kind == NO_CHANGE:
        return NO_CHANGE_WORDS
    if line.kind == STRUCK:
        return "ยกเลิก (ลงรายการผิด)"
    changed = ", ".join(_CHANGED[name] for name in line.changed.split())
    if line.kind == CHANGE:
        return f"เปลี่ยนแปลง: {changed}"
    if line.kind == DEPARTURE:
        return "ออกจากโรงแรม" + (f", เปลี่ยนแปลง: {changed}" if changed else "")
    return ""


def _when(hotel: Property, moment: datetime.datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(hotel.timezone)
    return f"{format_date(local.date(), 'numeric', 'th', 'be')} {local:%H:%M}"


def register_paper(hotel: Property, date: datetime.date, language: str) -> Paper:
    """The register of a date, landscape A4; marked as a draft until the day is closed."""
    with in_language(language):
        lines = lines_of(date)
        closed = RegisterDay.get_or_none(RegisterDay.date == date) is not None
        guests = sum(line.kind != STRUCK for line in lines)
        return Paper(
            kind="rr4",
            title=TITLE,
            number=_dated(date),
            date_text=format_date(date, "long", "th", "be"),
            language=language,
            seller=seller(hotel, "th"),
            copy_mark="" if closed else _("Not closed yet"),
            tables=(_table(hotel, lines),),
            totals=(Field(_("Entries"), str(guests), strong=True),),
            notes=() if lines else (_("No guest stayed on this date."),),
            signatures=("ผู้จัดการโรงแรม",),
            sheet="a4 landscape",
        )


def _dated(date: datetime.date) -> str:
    """``2569-11-23``: sorts, and is the name of the file."""
    return f"{date.year + 543}-{date:%m-%d}"


def _table(hotel: Property, lines: Sequence[RegisterLine]) -> Table:
    columns = tuple(
        Column(f"{n}. {heading}", width=width, share=share)
        for n, (heading, width, share) in enumerate(zip(HEADINGS, _WIDTHS, _SHARES, strict=True), 1)
    )
    return Table(columns, tuple(Row(cells_of(hotel, line)) for line in lines))


def register_csv(hotel: Property, dates: Sequence[datetime.date]) -> str:
    """The lines of some days with their date in front, for whoever wants them as a file. No cell is read as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["วันที่", *HEADINGS])
    for date in dates:
        day = format_date(date, "numeric", "th", "be")
        for line in lines_of(date):
            writer.writerow([harmless(cell) for cell in (day, *cells_of(hotel, line))])
    return "\ufeff" + out.getvalue()  # else Excel reads Thai as something else


def _long(date: datetime.date) -> str:
    """In the Buddhist era in both languages; who reads English is told so."""
    text = format_date(date, "long", era="be")
    return text if current_language() == "th" else f"{text} B.E."


def cover_letter(hotel: Property, first: datetime.date, language: str) -> Paper:
    """To the registrar (นายทะเบียน) with the copies of the week that begins on Monday ``first`` (Hotel Act s.36)."""
    first = monday_of(first)
    days = [first + datetime.timedelta(days=n) for n in range(7)]
    with in_language(language):
        rows = []
        total = 0
        for day in days:
            lines = sum(line.kind != STRUCK for line in lines_of(day))
            total += lines
            closed = RegisterDay.get_or_none(RegisterDay.date == day) is not None
            state = _("complete") if closed else _("Not closed yet")
            rows.append(Row((format_date(day, "weekday", era="be"), str(lines), state)))
        sent = (
            RegisterSending.select()
            .where(RegisterSending.first_date == first)
            .order_by(RegisterSending.id.desc())
            .first()
        )
        span = {
            "first": _long(first),
            "last": _long(days[-1]),
        }
        return Paper(
            kind="rr4-week",
            title=_("Copies of the guest register (R.R.4)"),
            number=_dated(first),
            date_text=_long(sent.sent_on if sent else hotel.business_date),
            language=language,
            seller=seller(hotel, language),
            party=Party(_("The Hotel Registrar"), role=_("To")),
            opening=(
                _(
                    "Under section 36 of the Hotel Act B.E. 2547 we send the copies of our guest register (R.R.4) from {first} to {last}, as listed below.",
                    **span,
                ),
            ),
            tables=(
                Table(
                    (Column(_("Date")), Column(_("Entries"), "right", 8), Column(_("State"), width=16)), tuple(rows)
                ),
            ),
            totals=(Field(_("Total"), str(total), strong=True),),
            closing=(_("Yours faithfully,"),),
            signatures=("ผู้จัดการโรงแรม" if language == "th" else _("Manager of the hotel"),),
        )  # fmt: skip
