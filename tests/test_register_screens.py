"""The registers at the desk: completed, closed, sent to the registrar and to Immigration, by keys."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from models.front_office.registers import RegisterDay, RegisterLine, RegisterSending, Tm30Report
from models.front_office.registers.days import lines_of
from tests.desk import at_the_desk
from tests.hotel import FIRST_DAY, Hotel


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("RECEPTION_PAPERS", str(tmp_path / "papers"))
    return tmp_path / "papers"


@pytest.mark.parametrize("language", ["en", "th"])
async def test_from_the_work_list_a_guest_is_completed_and_his_card_printed(
    small_hotel: Hotel, papers: Path, language: str
) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=2, guest=hotel.guest("Müller"))
    incomplete = {"en": "missing: Address, Occupation", "th": "ขาด: ที่อยู่, อาชีพ"}[language]
    async with at_the_desk(hotel, login="nok", language=language) as desk:
        await desk.press("g", "r")
        await desk.sees(incomplete, "MÜLLER Anna", "24 h" if language == "en" else "24 ชม")
        await desk.press("c")
        await desk.sees("201: " if language == "en" else "ห้อง 201")  # refused, and why
        await desk.press("enter")
        await desk.sees("Complete the register" if language == "en" else "เติมทะเบียนของ")
        await desk.type("Berlin")
        await desk.press("enter")
        await desk.type("Cook")
        await desk.press("enter")
        await desk.type("Krabi")
        await desk.press("f9")
        await desk.sees("MÜLLER Anna", not_=incomplete)
        (line,) = lines_of(hotel.day)
        assert (line.missing, line.address, line.occupation) == ("", "Berlin", "Cook")
        assert (line.came_from, line.going_to) == ("Krabi", "Berlin")
        await desk.open("stay", stay)
        await desk.press("f4")
        await desk.sees("บัตรทะเบียนผู้พัก", "2569-00001")
        await desk.press("f9")
        await desk.sees("rr3-2569-00001.pdf")
        assert (papers / "rr3-2569-00001.pdf").read_bytes().startswith(b"%PDF")


async def test_a_day_is_closed_and_the_week_marked_sent(small_hotel: Hotel, papers: Path) -> None:
    hotel = small_hotel
    hotel.in_house("201", nights=9, guest=hotel.registered_guest("Müller"))
    for _night in range(7):
        hotel.audit()
    async with at_the_desk(hotel, login="nok") as desk:
        await desk.command("rr4")
        await desk.sees("Guest register (R.R.4) of Mon 30 Nov 2026", "1 to come at the audit")
        for _day in range(7):
            await desk.press("[")
        await desk.sees("Mon 23 Nov 2026", "2569-00001", "1 line")
        await desk.press("enter")
        await desk.sees("4. ชื่อตัวและชื่อสกุล", "MÜLLER Anna", "•••••0001", not_="C00000001")
        await desk.press("escape", "v")
        await desk.sees("rr4-2026-11-23.csv")
        await desk.press("k")
        await desk.sees("Yes")
        await desk.press("y")
        await desk.sees("The register of 23 Nov 2026 is closed.")
        assert RegisterDay.get().date == FIRST_DAY
        await desk.press("k")
        await desk.sees("This day is closed.")
        await desk.press("w")
        await desk.sees("23 Nov – 29 Nov", "1/7", "not sent yet")
        await desk.press("down", "p")
        await desk.sees("Copies of the guest register", "and 7 more")
        await desk.press("f9")
        await desk.sees("8 PDF files saved")
        assert len(list(papers.glob("rr4*.pdf"))) == 8
        await desk.press("escape", "e")
        await desk.sees("sent to the registrar")
        await desk.press("f9")
        await desk.sees("sent 30 Nov by nok: Handed in", "7/7")
    assert RegisterSending.get().first_date == FIRST_DAY
    assert RegisterDay.select().count() == 7


async def test_foreigners_are_exported_and_accepted(small_hotel: Hotel, papers: Path) -> None:
    hotel = small_hotel
    unknown = hotel.registered_guest("Quinn", sex="X")
    for room, guest in (("201", hotel.registered_guest("Müller")), ("202", unknown)):
        hotel.in_house(room, nights=3, guest=guest)
    async with at_the_desk(hotel, login="nok") as desk:
        await desk.command("tm30")
        await desk.sees("2 to report", "MÜLLER Anna", "QUINN Anna", "24 h")
        await desk.press("e")
        await desk.sees("QUINN Anna: TM.30 knows male and female only")
        assert Tm30Report.select().count() == 0
        from models.front_office.guests import update_guest

        update_guest(hotel.desk("nok"), unknown, sex="M")
        await desk.press("e")
        await desk.sees("2 guests are in", "0 to report, 2 not accepted")
        (file,) = papers.glob("*.xlsx")
        assert openpyxl.load_workbook(file).worksheets[0].max_row == 3
        await desk.press("e")
        await desk.sees("There is nobody to report.")
        await desk.press("a")
        await desk.sees("Immigration has accepted", "Whole file")
        await desk.type("TM-42")
        await desk.press("f9")
        await desk.sees("Every foreign guest is reported.")
        await desk.press("v")
        await desk.sees("accepted TM-42", "QUINN Anna")
    assert [(r.reference, r.file) for r in Tm30Report.select()] == [("TM-42", "tm30-2026-11-23-1.xlsx")] * 2


async def test_the_audits_finding_leads_to_the_work_list(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("201", nights=3)
    hotel.audit()
    hotel.booked(2, guest=hotel.guest("Novak"))
    async with at_the_desk(hotel, login="chai") as desk:
        await desk.open("audit")
        await desk.press("end")
        await desk.sees("Register incomplete for 1 in house")
        await desk.press("enter")
        await desk.sees("Registers of the law")
        await desk.press("p")
        await desk.sees("Pre-arrival card", "NOVAK")
    assert RegisterLine.select().count() == 1
