"""The workbook ตม.30 exactly as the template of Immigration: four sheets, its headings byte for byte, all cells text.

``Template-InformAccom-ImportExcel.xlsx``: only the first sheet is imported, with at most 1,000 rows. It has no column
for the day of arrival, the portal asks for it, so each day of arrival has files of its own. Years are A.D.
"""

from __future__ import annotations

import datetime
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.front_office.guests import Guest
from models.front_office.identity import tm30_code, tm30_nationalities
from models.front_office.registers.tm30 import Foreigner, to_report
from models.house.property import setting
from models.house.refusals import Refused

MOST_ROWS = 1_000
DATA, EXAMPLE, NATIONALITIES, GENDERS = (
    "แบบแจ้งที่พัก Inform Accom",
    "ตัวอย่างข้อมูล Ex",
    "สัญชาติ Nationality",
    "เพศ Gender ",  # with the blank at its end
)
HEADINGS = (
    "ชื่อ\nFirst Name *",
    "ชื่อกลาง\nMiddle Name",
    "นามสกุล\nLast Name",
    "เพศ\nGender *",
    "เลขหนังสือเดินทาง\nPassport No. *",
    "สัญชาติ\nNationality *",
    "วัน เดือน ปี เกิด\nBirth Date\nDD/MM/YYYY(ค.ศ. / A.D.) \nเช่น 17/06/1985 หรือ 10/00/1985 หรือ 00/00/1985",
    "วันที่แจ้งออกจากที่พัก\nCheck-out Date\nDD/MM/YYYY(ค.ศ. / A.D.) \nเช่น 14/06/2023",
    "เบอร์โทรศัพท์\nPhone No.",
)
EXAMPLES = (
    ("ALEX", "", "JEAN", "M", "L39939000", "AFG", "00/00/1985", "14/06/2023", ""),
    ("ANNA", "", "LEE", "F", "L39828919", "USA", "30/10/1975", "14/06/2023", ""),
    ("SIJI", "", "LIU", "F", "G59422550", "CHN", "30/10/1975", "14/06/2023", ""),
    ("MEI", "", "ZHANG", "F", "G36963328", "CHN", "02/00/1975", "14/06/2023", ""),
    ("LINLIN", "", "PAN", "M", "G39636381", "CHN", "21/07/1975", "14/06/2023", ""),
)
# By row of the second sheet, as the template has them.
REMARKS = {
    9: "****รูปแบบข้อมูลวันที่ (ช่อง G และ H) กรุณากรอกเป็น วัน/เดือน/ปี ค.ศ. เช่น 14/06/2023 คือ วันที่ 14 มิถุนายน พ.ศ.2566",
    10: "****column ที่ต้องมีข้อมูลได้แก่ ชื่อ, เพศ,  เลขหนังสือเดินทาง , สัญชาติ",
    11: "** ข้อมูลที่ต้องการนำเข้าต้องอยู่ที่ sheet แรกสุดเท่านั้น",
    12: "** การแสดงเอกสาร หรือ ข้อความอันเป็นเท็จเพื่อให้ได้มาซึ่งสิทธิ เป็นความผิดตามประมวลกฎหมายอาญา",
    13: "** มีข้อมูลได้ไม่เกิน  1,000 รายการ ต่อ 1 ไฟล์",
    15: "****Date data format (Column G and H), please fill in as DD/MM/YYYY(A.D.), for example, 14/06/2023 is 14 June 2023.",
    16: "****Columns that must contain information are: First Name, Gender, Passport No., Nationality.",
    17: "** The data that needs to be imported must be on the first sheet only.",
    18: "** Creating or providing false documents or information is a crime",
    19: "** There are no more than 1,000 items per file.",
}
_NATIONALITY_HEADINGS = ("icao", "สัญชาติ(ไทย)", "สัญชาติ(อังกฤษ)")
_GENDER_ROWS = (("GENDER CODE\nรหัสเพศ", "SEX\nเพศ"), ("M", "ชาย"), ("F", "หญิง"))
_WIDTHS = (18, 14, 16, 19, 16, 14, 32, 35, 14)
TEXT = "@"


@dataclass(frozen=True)
class Tm30File:
    """A workbook ready to be saved: its name, its bytes, and whom it reports as (stay, guest)."""

    name: str
    content: bytes
    persons: tuple[tuple[int, int], ...]


def tm30_files(
    today: datetime.date, date: datetime.date | None = None, again: bool = False
) -> list[Tm30File]:
    """The workbooks of foreigners not exported yet who arrived on ``date`` (None: every day), days of the wall.

    ``again``: also those who are in a file already and not accepted. Refused: NOTHING_TO_REPORT, and for the first guest who
    cannot be reported as he stands: TM30_SEX, TM30_NAME, TM30_PASSPORT, TM30_NATIONALITY.
    """
    waiting = [
        one
        for one in to_report(today)
        if one.accepted_at is None and (again or one.exported_at is None) and date in (None, one.date)
    ]
    if not waiting:
        raise Refused("NOTHING_TO_REPORT", "There is nobody to report.")
    groups: dict[str, list[Foreigner]] = {}
    for one in waiting:
        arrived = "all" if setting("tm30_file") == "all" else f"{one.date:%Y-%m-%d}"
        groups.setdefault(arrived, []).append(one)
    taken = {one.file for one in to_report(today) if one.file}
    files = []
    for arrived, people in groups.items():
        for start in range(0, len(people), MOST_ROWS):
            part = people[start : start + MOST_ROWS]
            name = _free_name(arrived, taken)
            taken.add(name)
            rows = [tm30_row(one) for one in part]
            persons = tuple((one.stay_id, one.guest_id) for one in part)
            files.append(Tm30File(name, tm30_workbook(rows), persons))
    return files


def _free_name(arrived: str, taken: set[str]) -> str:
    """Never the name of a file that went out before: ``tm30-2026-11-23-2.xlsx``."""
    n = 1
    while (name := f"tm30-{arrived}-{n}.xlsx") in taken:
        n += 1
    return name


def tm30_row(foreigner: Foreigner) -> tuple[str, ...]:
    """The nine cells of one guest. Refused as ``tm30_files``."""
    guest = Guest.get_by_id(foreigner.guest_id)
    who = {"jump": f"guest {guest.id}", "guest": guest.spoken}
    # A passport with one name has it as family name; the portal wants a first name.
    first, last = (guest.given, guest.family) if guest.given else (guest.family, "")
    if not first or not all(map(_is_latin, f"{first}{guest.middle}{last}")):
        raise Refused("TM30_NAME", "{guest}: TM.30 needs the name in Latin letters.", field="given", **who)
    if guest.sex not in ("M", "F"):
        raise Refused(
            "TM30_SEX",
            "{guest}: TM.30 knows male and female only; ask the guest and write it down.",
            field="sex",
            **who,
        )
    if not guest.document_number:
        raise Refused(
            "TM30_PASSPORT", "{guest}: the passport number is missing.", field="document_number", **who
        )
    try:
        nationality = tm30_code(guest.nationality)
    except Refused as refused:
        raise Refused(
            "TM30_NATIONALITY", "{guest}: TM.30 has no nationality {code}; choose that of the passport.",
            field="nationality", code=guest.nationality, **who,
        ) from refused  # fmt: skip
    return (
        first.upper(), guest.middle.upper(), last.upper(), guest.sex, guest.document_number.upper(), nationality,
        birth_text(guest.birth_date, guest.birth_precision), f"{foreigner.departure:%d/%m/%Y}", guest.phone,
    )  # fmt: skip


def _is_latin(letter: str) -> bool:
    return not letter.isalpha() or unicodedata.name(letter, "").startswith("LATIN")


def birth_text(born: datetime.date | None, precision: str) -> str:
    """``17/06/1985``, ``00/06/1985`` or ``00/00/1985``; nothing where not even the year is known."""
    if born is None:
        return ""
    day = "00" if precision else f"{born.day:02}"
    month = "00" if precision == "year" else f"{born.month:02}"
    return f"{day}/{month}/{born.year:04}"


def tm30_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """The file with these rows on its first sheet. Every cell is text: no spreadsheet reads one as a formula."""
    import openpyxl

    if len(rows) > MOST_ROWS:
        raise ValueError(f"{len(rows)} rows, a file takes {MOST_ROWS}")
    book = openpyxl.Workbook()
    book.remove(book.active)
    data = _sheet(book, DATA, dict(enumerate((HEADINGS, *rows), 1)))
    example = _sheet(book, EXAMPLE, dict(enumerate((HEADINGS, *EXAMPLES), 1)))
    for sheet in (data, example):
        for letter, width in zip("ABCDEFGHI", _WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width
    for n, words in REMARKS.items():
        _write(example, n, 1, words)
    codes = [(code, *names) for code, names in tm30_nationalities().items()]
    _sheet(book, NATIONALITIES, {n: ("", *row) for n, row in enumerate((_NATIONALITY_HEADINGS, *codes), 1)})
    _sheet(book, GENDERS, {n: ("", *row) for n, row in enumerate(_GENDER_ROWS, 1)})
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Any, title: str, rows: dict[int, Sequence[str]]) -> Any:
    sheet = book.create_sheet(title)
    for n, row in rows.items():
        for column, value in enumerate(row, 1):
            if value:
                _write(sheet, n, column, value)
    return sheet


def _write(sheet: Any, row: int, column: int, value: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = value
    cell.data_type = "s"  # else a value that begins with = would be a formula
    cell.number_format = TEXT
