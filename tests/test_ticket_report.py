"""The tickets of a span by department and kind, on paper, and the steps of one ticket."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

from models.front_office.adjustments import adjust
from models.front_office.folios import Posting
from models.front_office.service_tickets import (
    change_ticket,
    open_ticket,
    set_ticket_status,
    unlink_compensation,
)
from models.front_office.ticket_report import (
    lasting,
    ticket_figures,
    ticket_lines,
    ticket_report_paper,
    ticket_steps,
)
from models.house.acts import Desk
from models.house.property import Property
from tests.hotel import Hotel

BAHT = Decimal


def _later(hotel: Hotel, hours: int, login: str = "nok") -> Desk:
    moment = hotel.clock() + datetime.timedelta(hours=hours)
    return dataclasses.replace(hotel.desk(login), clock=lambda: moment)


def _lived(hotel: Hotel) -> int:
    """One complaint of yesterday, closed after four hours and late; today two requests and a complaint made good."""
    stay = hotel.in_house("201", nights=3)
    desk = hotel.desk("nok")
    old = open_ticket(desk, "complaint", "ENG", "leaking tap", promised_time="11:00")
    set_ticket_status(_later(hotel, 4), old, "closed", "washer changed")
    hotel.audit()
    desk = hotel.desk("nok")
    for hours in (1, 2):
        ticket = open_ticket(desk, "request", "HK", "iron", promised_time="15:00")
        set_ticket_status(_later(hotel, hours), ticket, "closed", "brought")
    open_ticket(desk, "request", "HK", "cot", promised_time="10:30")
    cold = open_ticket(desk, "complaint", "ENG", "cold water", stay_id=stay)
    charge = Posting.get((Posting.window == hotel.window(stay)) & (Posting.kind == "charge")).id
    adjust(desk, charge, "FAULT", amount=BAHT(50), ticket_id=cold)
    return cold


def test_a_span_says_how_many_how_long_how_late_and_what_they_cost(hotel: Hotel) -> None:
    _lived(hotel)
    house, now = Property.the(), hotel.clock() + datetime.timedelta(hours=3)
    lines = ticket_lines(house, hotel.day, hotel.day, now)
    figures = [
        (f.department, f.kind, f.opened, f.closed, f.late, lasting(f.average), f.compensated)
        for f in ticket_figures(lines)
    ]
    assert figures == [
        ("ENG", "complaint", 1, 0, 0, "–", BAHT("-50.00")),
        ("HK", "request", 3, 2, 1, "1:30", BAHT("0.00")),
        ("", "request", 3, 2, 1, "1:30", BAHT("0.00")),
        ("", "complaint", 1, 0, 0, "–", BAHT("-50.00")),
    ]
    both = ticket_figures(ticket_lines(house, hotel.after(-1), hotel.day, now))
    (eng,) = [f for f in both if f.department == "ENG"]
    assert (eng.opened, eng.closed, eng.late, lasting(eng.average)) == (2, 1, 1, "4:00")
    assert ticket_lines(house, hotel.after(1), hotel.after(9), now) == []


def test_the_report_on_paper_names_the_posting_of_each_compensation(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _lived(hotel)
    line = Posting.get(Posting.kind == "adjustment")
    for language, title, whole in (("en", "Service tickets", "Whole house"), ("th", "ใบแจ้งงาน", "ทั้งโรงแรม")):
        paper = ticket_report_paper(Property.the(), hotel.day, hotel.day, hotel.clock(), language)
        figures, cost = paper.tables
        assert (paper.title, figures.rows[-1].cells[0]) == (title, whole)
        assert cost.rows[0].cells[2:] == ("201", "cold water", line.number, "-50.00")
    assert (
        ticket_report_paper(Property.the(), hotel.after(1), hotel.after(1), hotel.clock(), "en").tables == ()
    )


def test_every_hand_a_ticket_went_through_is_known(small_hotel: Hotel) -> None:
    hotel = small_hotel
    cold = _lived(hotel)
    desk, line = hotel.desk("nok"), Posting.get(Posting.kind == "adjustment")
    set_ticket_status(hotel.desk("lek"), cold, "in work")
    change_ticket(desk, cold, "HK", "cold water", "somsak", hotel.day, "12")
    unlink_compensation(desk, cold, "another ticket's")
    steps = [(s.by, s.field.say(), s.before, s.after) for s in ticket_steps(Property.the(), cold)]
    assert steps == [
        ("nok", "Status", "", "Open"),
        ("nok", "Department", "", "ENG"),
        ("nok", "Made good by", "", line.number),
        ("lek", "Status", "Open", "In work"),
        ("lek", "Owner", "", "lek"),
        ("nok", "Owner", "lek", "somsak"),
        ("nok", "Department", "ENG", "HK"),
        ("nok", "Promised", "", "24 Nov 12:00"),
        ("nok", "Made good by", line.number, ""),
    ]
    assert ticket_steps(Property.the(), cold)[-1].reason == "another ticket's"
