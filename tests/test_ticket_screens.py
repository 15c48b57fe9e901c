"""Tickets that wait too long, what made them good, and their report: by keys, in Thai and English."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from locales import _, n_
from models.front_office.adjustments import adjust
from models.front_office.folios import Posting
from models.front_office.service_tickets import (
    ServiceTicket,
    change_ticket,
    open_ticket,
    set_ticket_status,
)
from models.front_office.traces import add_trace, resolve_trace
from tests.desk import at_the_desk
from tests.hotel import Hotel

BAHT = Decimal


def _lived(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    desk = hotel.desk("nok")
    early = dataclasses.replace(desk, clock=lambda: hotel.clock() - datetime.timedelta(hours=2))
    open_ticket(early, "request", "HK", "Baby cot", room="205", promised_time="09:00")
    done = open_ticket(early, "request", "HK", "Iron")
    set_ticket_status(desk, done, "closed", "brought")
    cold = open_ticket(desk, "complaint", "ENG", "Cold water", stay_id=stay, promised_time="15:00")
    set_ticket_status(hotel.desk("lek"), cold, "in work")
    change_ticket(desk, cold, "ENG", "Cold water", "somsak", hotel.day, "15:00")
    charge = Posting.get((Posting.window == hotel.window(stay)) & (Posting.kind == "charge")).id
    adjust(desk, charge, "FAULT", amount=BAHT(50), ticket_id=cold)


@pytest.mark.parametrize("language", ["en", "th"])
async def test_overdue_tickets_compensations_and_the_report_at_the_desk(
    small_hotel: Hotel, language: str
) -> None:
    hotel = small_hotel
    _lived(hotel)
    posting = Posting.get(Posting.kind == "adjustment").number
    async with at_the_desk(hotel, "nok", language) as desk:
        await desk.command("folio 201")
        await desk.sees("S2569-00003")
        await desk.open("tickets")
        await desk.sees("Baby cot", "Cold water", "09:00!", n_("{n} overdue", "{n} overdue", 1))
        await desk.press("end")
        await desk.sees(f"-50.00 ({posting})")
        await desk.press("enter")
        await desk.sees(f"{_('Owner')}: lek → somsak", f"{_('Made good by')}: {posting}")
        await desk.press("enter", "o")
        await desk.sees("Baby cot", not_="Cold water")
        await desk.press("o", "end", "b")
        await desk.sees(_("{number} did not make this ticket good", number=posting))
        await desk.press("f9")
        await desk.sees(_("This is needed."))
        await desk.type("it was the lamp")
        await desk.press("f9")
        await desk.sees("Cold water", not_=f"({posting})")
        await desk.press("b")
        await desk.sees(_("Made good by"), posting)
        await desk.press("enter")
        await desk.sees(f"-50.00 ({posting})")
        await desk.press("p")
        await desk.sees(_("Whole house"), "-50.00", "2:00")
        await desk.press("i")
        await desk.sees(_("Preview"))
        await desk.press("end")
        await desk.sees(posting, "Cold water")
        await desk.press("escape", "t")
        await desk.sees(_("Tickets of these days"))
        await desk.press("f9")
        await desk.sees(_("Whole house"))
    assert ServiceTicket.get(ServiceTicket.text == "Cold water").compensation.number == posting


@pytest.mark.parametrize(("language", "by"), [("en", "resolved by lek"), ("th", "เสร็จโดย lek")])
async def test_a_resolved_trace_says_by_whom_and_when(small_hotel: Hotel, language: str, by: str) -> None:
    hotel = small_hotel
    trace = add_trace(hotel.desk("nok"), "HK", "Baby cot", hotel.day)
    async with at_the_desk(hotel, "nok", language) as desk:
        await desk.open("traces")
        await desk.sees("Baby cot", "nok 10:00", not_=by)
        resolve_trace(hotel.desk("lek"), trace, "brought")
        await desk.press("v")
        await desk.sees("brought", f"{by} 10:00")
