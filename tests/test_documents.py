"""Papers a hotel hands out: as 80-column text, as PDF, as files."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import locales
from app.documents import as_pdf, as_text, save_pdf
from app.documents.text import wrap
from locales.thai_text import cell_width, clusters
from models.house.papers import Column, Field, Paper, Party, Row, Table

needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not on this machine")
needs_thai = pytest.mark.skipif(
    not list((Path(locales.__file__).parent / "th").rglob("reception.mo")),
    reason="the Thai catalogue is not compiled here",
)

RIM_NAM = Party(
    "โรงแรมริมน้ำ เชียงใหม่",
    ("99/9 ถนนเจริญราษฎร์ ตำบลวัดเกต อำเภอเมืองเชียงใหม่", "จังหวัดเชียงใหม่ 50000"),
    "0 5055 49012 34 1",
    "สำนักงานใหญ่",
)
CHARGES = (
    Column("ที่", "right", 3),
    Column("รายการ"),
    Column("จำนวน", "right", 6),
    Column("ราคา", "right", 10),
    Column("จำนวนเงิน", "right", 12),
)
RECEIPT = Paper(
    kind="receipt",
    title="ใบเสร็จรับเงิน/ใบกำกับภาษี",
    number="RC2569-00012",
    date_text="25 พฤศจิกายน 2569",
    language="en",
    seller=RIM_NAM,
    party=Party("MÜLLER Anna", ("Lindenstraße 12, Berlin",), role="Received from"),
    fields=(Field("ห้อง", "305"), Field("Stay", "23–25 Nov 2026"), Field("Paid by", "cash")),
    tables=(
        Table(
            CHARGES,
            (
                Row(("1", "ค่าห้องพักดีลักซ์รวมอาหารเช้าสำหรับสองท่านตั้งแต่วันที่ 23 ถึง 25", "2", "1,800.00", "3,600.00")),
                Row(("", "รวมค่าบริการ 10 %", "", "", "327.27"), "child"),
                Row(("2", "มินิบาร์: น้ำแร่ น้ำส้ม กำยาน", "3", "120.00", "360.00")),
            ),
        ),
    ),
    totals=(Field("VAT 7 %", "259.07"), Field("รวมทั้งสิ้น", "3,960.00", strong=True)),
    words="สามพันเก้าร้อยหกสิบบาทถ้วน",
    notes=("Thank you for staying with us.",),
    signatures=("ผู้รับเงิน", "ผู้มีอำนาจลงนาม"),
    copy_mark="ต้นฉบับ",
)


def trial_balance(accounts: int, credit_only: bool = False) -> Paper:
    sides = [
        Column(f"{group}\n{side}", "right", 13) for group in ("B/F", "Moved", "Left") for side in ("Dr", "Cr")
    ]
    amounts = (
        ("", "", "", "", "", "12,345,678.90") if credit_only else ("12,345,678.90", "", "", "", "9.00", "")
    )
    rows = tuple(Row((str(11100 + n), f"บัญชีที่ {n}", *amounts)) for n in range(accounts))
    columns = (Column("Code", width=6), Column("ชื่อบัญชี"), *sides)
    return Paper("trial-balance", "Trial Balance", "", "", "en", RIM_NAM, tables=(Table(columns, rows),))


def printed(pdf: bytes, tmp_path: Path, layout: str = "-layout") -> list[str]:
    """The text of each sheet."""
    (tmp_path / "paper.pdf").write_bytes(pdf)
    out = subprocess.run(
        ["pdftotext", layout, "-enc", "UTF-8", "paper.pdf", "-"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    return out.stdout.decode().removesuffix("\f").split("\f")


# Thai with stacked marks, wide and joined signs, and everything a printer could take for a command.
anything = st.text(
    st.one_of(
        st.sampled_from("กน้ำที่ปู่ ฎุเแํ๊์ำ้ 12,.ab*#$_\\@<>[]\"'`~/="),
        st.characters(exclude_categories=()),
        st.sampled_from("\x00\x07\t\n\r\f\x1b\x7f\x85\x9b\u200b\u200d\u202e\u2028\ufe0f\u0301漢한🇹🇭👩"),
    ),
    max_size=120,
)
anything_short = st.one_of(anything, st.text(max_size=8))


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    columns = draw(
        st.lists(
            st.builds(Column, anything_short, st.sampled_from(("left", "right")), st.integers(0, 90)),
            min_size=1,
            max_size=9,
        )
    )
    cells = st.tuples(*[anything_short] * len(columns))
    style = st.sampled_from(("normal", "child", "heading", "subtotal", "total"))
    rows = draw(st.lists(st.builds(Row, cells, style), max_size=5))
    several = st.lists(anything_short, max_size=4).map(tuple)
    fields = st.lists(st.builds(Field, anything_short, anything_short, st.booleans()), max_size=5).map(tuple)
    party = st.builds(Party, anything_short, several, anything_short, anything_short, anything_short)
    return Paper(
        kind="receipt",
        title=draw(anything_short),
        number=draw(anything_short),
        date_text=draw(anything_short),
        language="en",
        seller=draw(party),
        party=draw(st.none() | party),
        fields=draw(fields),
        tables=(Table(tuple(columns), tuple(rows), draw(anything_short)),),
        totals=draw(fields),
        words=draw(anything_short),
        notes=draw(several),
        signatures=draw(several),
        copy_mark=draw(anything_short),
        void_mark=draw(anything_short),
    )


@settings(max_examples=150, deadline=None)
@given(papers(), st.sampled_from((32, 42, 80, 132)), st.sampled_from((None, 12, 60)))
def test_no_line_is_wider_than_the_printer_and_no_sheet_longer(
    paper: Paper, width: int, page_lines: int | None
) -> None:
    text = as_text(paper, width, page_lines)
    for sheet in text.split("\f"):
        assert page_lines is None or sheet.count("\n") <= page_lines
        for line in sheet.split("\n"):
            assert cell_width(line) <= width


@settings(max_examples=150, deadline=None)
@given(papers())
def test_nothing_a_guest_is_named_can_command_the_printer(paper: Paper) -> None:
    left = {c for c in as_text(paper) if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert left <= {"\n"}


@settings(max_examples=25, deadline=None)
@given(papers())
def test_any_paper_whatsoever_becomes_a_pdf(paper: Paper) -> None:
    assert as_pdf(paper).startswith(b"%PDF")


@settings(deadline=None)
@given(anything, st.integers(1, 40))
def test_a_broken_line_begins_with_a_whole_syllable(text: str, width: int) -> None:
    typed = {cluster for word in wrap(text, 10**6) for cluster in clusters(word)}
    for line in wrap(text, width):
        assert cell_width(line) <= width
        assert set(clusters(line)) <= typed | {"?"}


def test_long_words_are_broken_at_spaces_first() -> None:
    assert wrap("two nights with breakfast", 11) == ["two nights", "with", "breakfast"]


def test_a_thai_word_is_broken_between_syllables_not_before_their_vowels() -> None:
    assert wrap("น้ำปู่ย่า", 4) == ["น้ำปู่", "ย่า"]
    assert wrap("มินิบาร์แม่", 6) == ["มินิบาร์", "แม่"]


def cells_before_end(line: str, amount: str) -> int:
    return cell_width(line[: line.index(amount) + len(amount)])


def test_amounts_stand_under_each_other_whatever_thai_stands_before_them() -> None:
    lines = as_text(RECEIPT).split("\n")
    heading = next(line for line in lines if "จำนวนเงิน" in line)
    room = next(line for line in lines if "3,600.00" in line)
    minibar = next(line for line in lines if "360.00" in line)
    total = next(line for line in lines if "3,960.00" in line)
    service = next(line for line in lines if "327.27" in line)
    assert {cell_width(line) for line in (heading, room, minibar, total, service)} == {80}
    assert cells_before_end(room, "1,800.00") == cells_before_end(minibar, "120.00")
    assert cells_before_end(room, "1,800.00") == cells_before_end(heading, "ราคา")


def test_a_receipt_says_who_paid_what_in_figures_and_words() -> None:
    text = as_text(RECEIPT)
    for expected in (
        "No. RC2569-00012",
        "Date 25 พฤศจิกายน 2569",
        "Tax ID 0 5055 49012 34 1  สำนักงานใหญ่",
        "Received from: MÜLLER Anna",
        "(สามพันเก้าร้อยหกสิบบาทถ้วน)",
        "ต้นฉบับ",
        "ผู้รับเงิน",
    ):
        assert expected in text


@needs_thai
def test_the_frame_speaks_the_papers_language() -> None:
    text = as_text(replace(RECEIPT, language="th"))
    assert "เลขที่ RC2569-00012" in text
    assert "Tax ID" not in text


@pytest.mark.parametrize("width", [42, 80, 132])
def test_an_amount_is_never_broken_however_narrow_the_paper(width: int) -> None:
    assert as_text(trial_balance(4), width).count("12,345,678.90") == 4


def test_a_credit_in_a_stacked_row_is_not_read_as_a_debit() -> None:
    def lines_of_first_account(paper: Paper) -> list[str]:
        lines = as_text(paper).split("\n")
        start = next(i for i, line in enumerate(lines) if line.startswith("11100"))
        return lines[start : start + 3]

    debit = lines_of_first_account(trial_balance(1))
    credit = lines_of_first_account(trial_balance(1, credit_only=True))
    assert debit[1].endswith("9.00")
    assert debit[2] == ""
    assert credit[1] == ""
    assert credit[2].endswith("12,345,678.90")


def test_a_long_report_repeats_its_heading_on_numbered_sheets() -> None:
    sheets = as_text(trial_balance(60), page_lines=66).split("\f")
    assert sheets.pop() == ""
    assert len(sheets) > 1
    for n, sheet in enumerate(sheets, 1):
        assert f"Sheet {n} of {len(sheets)}" in sheet.split("\n")[0]
        assert "ชื่อบัญชี" in sheet
    assert "Sheet" not in as_text(RECEIPT, page_lines=66)


def test_a_void_paper_says_so_on_every_sheet() -> None:
    void = replace(trial_balance(60), void_mark="VOID")
    for sheet in as_text(void, page_lines=66).split("\f")[:-1]:
        assert "*** VOID ***" in sheet


def test_a_sheet_too_small_for_any_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        as_text(RECEIPT, 20)
    with pytest.raises(ValueError, match="too small"):
        as_text(RECEIPT, 80, page_lines=5)


def test_a_row_with_a_cell_too_few_is_no_row() -> None:
    with pytest.raises(ValueError, match="4 cells for 5 columns"):
        Table(CHARGES, (Row(("1", "Room", "2", "1,800.00")),))


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_the_same_receipt_is_the_same_file_to_the_byte(size: str) -> None:
    pdf = as_pdf(RECEIPT, size)  # type: ignore[arg-type]
    assert pdf.startswith(b"%PDF")
    assert as_pdf(replace(RECEIPT), size) == pdf  # type: ignore[arg-type]
    assert b"CreationDate" not in pdf


@needs_pdftotext
def test_the_pdf_says_what_the_receipt_says(tmp_path: Path) -> None:
    (sheet,) = printed(as_pdf(RECEIPT), tmp_path)
    for expected in (
        "RC2569-00012",
        "MÜLLER Anna",
        "3,600.00",
        "3,960.00",
        "Tax ID 0 5055 49012 34 1",
        "No.",
    ):
        assert expected in sheet
    assert "Sheet" not in sheet


@needs_pdftotext
@pytest.mark.parametrize(
    "name",
    ['#import "x": *', "$x$", "*bold*", "_it_ // c", "= Head", "#panic()", "\\u{41} @ref <a>", "- -- ..."],
)
def test_a_guest_is_printed_as_typed(name: str, tmp_path: Path) -> None:
    paper = replace(RECEIPT, party=Party(name), notes=(name,), signatures=(name,))
    (sheet,) = printed(as_pdf(paper), tmp_path)
    assert sheet.count(name) == 3
    assert name in as_text(paper)


@needs_pdftotext
def test_a_trial_balance_in_pdf_repeats_its_heading_and_numbers_its_sheets(tmp_path: Path) -> None:
    sheets = printed(as_pdf(trial_balance(110)), tmp_path)
    assert len(sheets) == 3
    for n, sheet in enumerate(sheets, 1):
        assert "Code" in sheet
        assert f"Sheet {n} of 3" in sheet


@needs_pdftotext
def test_a_void_pdf_says_so_on_every_sheet(tmp_path: Path) -> None:
    void = as_pdf(replace(trial_balance(110), void_mark="VOID"))
    assert ["VOID" in sheet for sheet in printed(void, tmp_path, "-raw")] == [True, True, True]


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="pdffonts is not on this machine")
def test_only_the_type_that_comes_with_the_program_is_used(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(as_pdf(RECEIPT))
    out = subprocess.run(["pdffonts", "paper.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True)
    fonts = [line.split()[0] for line in out.stdout.splitlines()[2:]]
    assert fonts
    assert all("Sarabun" in font for font in fonts)


def test_a_paper_saved_twice_is_one_file(tmp_path: Path) -> None:
    first = save_pdf(RECEIPT, tmp_path / "papers")
    assert first.name == "receipt-RC2569-00012.pdf"
    assert save_pdf(RECEIPT, tmp_path / "papers") == first
    assert list((tmp_path / "papers").iterdir()) == [first]


def test_a_void_never_overwrites_the_receipt_it_voids(tmp_path: Path) -> None:
    receipt = save_pdf(RECEIPT, tmp_path)
    before = receipt.read_bytes()
    void = save_pdf(replace(RECEIPT, void_mark="VOID"), tmp_path)
    assert void.name == "receipt-RC2569-00012-2.pdf"
    assert receipt.read_bytes() == before
    assert void.read_bytes() != before


@pytest.mark.parametrize(
    "number", ["../../etc/passwd", "RC/2569\\1", ".hidden", "ก\x00ข", "", "9" * 300, "a:b*c?"]
)
def test_no_number_leads_out_of_the_folder(number: str, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    saved = save_pdf(replace(RECEIPT, number=number), folder)
    assert saved.parent == folder
    assert saved.name.startswith("receipt")
    assert saved.name.isascii()
    assert [path.name for path in tmp_path.iterdir()] == ["papers"]


def test_opening_the_desk_loads_no_typesetter() -> None:
    script = "import sys, app.documents as d; print('typst' in sys.modules, hasattr(d, 'as_pdf'), 'typst' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "True", "False"]
