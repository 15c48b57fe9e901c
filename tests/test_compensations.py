"""What a ticket was made good by: linked, shown whole, unlinked with a reason; the database holds the rest."""

from __future__ import annotations

import datetime
from decimal import Decimal

import peewee
import pytest

from models.front_office.adjustments import adjust
from models.front_office.folios import Posting, correct, folio_lines, post_charge
from models.front_office.payments import refund, take_payment
from models.front_office.service_tickets import (
    ServiceTicket,
    compensations_of,
    link_compensation,
    open_ticket,
    overdue_tickets,
    set_ticket_status,
    tickets,
    unlink_compensation,
)
from models.house.acts import ChangeLog
from models.house.database import database
from tests.hotel import Hotel
from tests.packages import breakfast, package
from tests.refusing import refused

BAHT = Decimal


def _lowered(hotel: Hotel, stay: int, ticket: int | None = None, off: str = "50") -> int:
    """An adjustment of today of a charge of yesterday."""
    window = hotel.window(stay)
    charge = Posting.get((Posting.window == window) & (Posting.kind == "charge")).id
    return adjust(hotel.desk("nok"), charge, "FAULT", amount=BAHT(off), ticket_id=ticket)


def test_a_link_to_the_wrong_posting_is_undone_with_a_reason_on_a_closed_ticket_too(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    desk = hotel.desk("nok")
    post_charge(desk, hotel.window(stay), "FOOD", BAHT(1000))
    hotel.audit()
    wrong = open_ticket(desk, "complaint", "HK", "cold water", stay_id=stay)
    right = open_ticket(desk, "complaint", "ENG", "noise", stay_id=stay)
    with refused("NOT_COMPENSATED"):
        unlink_compensation(desk, wrong, "another ticket's")
    line = _lowered(hotel, stay, wrong)
    set_ticket_status(desk, wrong, "closed", "heater changed")
    with refused("NO_REASON"):
        unlink_compensation(desk, wrong, " ")
    other = _lowered(hotel, stay, off="20")
    for spoiler in (f"UPDATE service_ticket SET compensation_id = {other} WHERE id = {wrong}",
                    f"UPDATE service_ticket SET compensation_id = {line} WHERE id = {right}",
                    f"UPDATE service_ticket SET kind = 'request' WHERE id = {wrong}"):  # fmt: skip
        with pytest.raises(peewee.DatabaseError), database.atomic():
            database.execute_sql(spoiler)
    unlink_compensation(desk, wrong, "another ticket's")
    log = ChangeLog.select().order_by(ChangeLog.id.desc()).first()
    assert (log.subject_id, log.before, log.after, log.reason) == (
        str(wrong), f'{{"compensation": {line}}}', '{"compensation": null}', "another ticket's",
    )  # fmt: skip
    assert [p.id for p in compensations_of(stay)] == [other, line]
    link_compensation(desk, right, line)
    row = tickets(text="noise").first(2)[0]
    assert (row.compensated, row.posting_number) == (BAHT("-50.00"), Posting.get_by_id(line).number)
    assert ServiceTicket.get_by_id(wrong).status == "closed"


def test_the_folio_names_the_ticket_an_adjustment_made_good(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    ticket = open_ticket(hotel.desk("nok"), "complaint", "HK", "cold water", stay_id=stay)
    line = _lowered(hotel, stay, ticket)
    named = {row.posting_id: row.ticket for row in folio_lines(hotel.window(stay)) if row.ticket}
    assert named == {line: "S2569-00001"}


def test_a_package_lowered_for_a_complaint_counts_with_all_its_parts(hotel: Hotel) -> None:
    package(hotel, "BB", breakfast(), wrapper=True, rate="BAR")
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    first, second = (open_ticket(hotel.desk("nok"), "complaint", "HK", word, stay_id=stay) for word in "ab")
    _lowered(hotel, stay, first, "100")
    taken_off = Posting.select().where(Posting.kind == "adjustment")
    assert taken_off.count() > 1
    hotel.audit()
    _lowered(hotel, stay, second, "40")
    assert [row.compensated for row in tickets().first(2)] == [BAHT("-100.00"), BAHT("-40.00")]


def test_a_refund_taken_back_compensates_nobody(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("malee")
    stay = hotel.in_house("201", nights=3)
    take_payment(desk, hotel.window(stay), "CASH", BAHT(500))
    paid_back = refund(desk, hotel.window(stay), "CASH", BAHT(100), "for the noise")
    ticket = open_ticket(hotel.desk("nok"), "complaint", "HK", "noise", stay_id=stay)
    link_compensation(hotel.desk("nok"), ticket, paid_back)
    assert tickets().first(1)[0].compensated == BAHT("100.00")
    correct(desk, paid_back, "not paid out")
    assert tickets().first(1)[0].compensated == 0
    unlink_compensation(hotel.desk("nok"), ticket, "not paid out")
    with refused("NO_COMPENSATION"):
        link_compensation(hotel.desk("nok"), ticket, paid_back)


def test_what_was_promised_and_not_done_is_overdue(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("nok")
    late = open_ticket(desk, "request", "HK", "Iron", promised_time="11:00")
    open_ticket(desk, "request", "HK", "Cot", promised_time="15:00")
    open_ticket(desk, "request", "HK", "Pillow")
    noon = hotel.clock() + datetime.timedelta(hours=2)
    assert overdue_tickets(hotel.clock()) == 0
    assert overdue_tickets(noon) == 1
    assert [row.ticket_id for row in tickets(overdue_at=noon).first(9)] == [late]
    set_ticket_status(desk, late, "done", "brought")
    assert overdue_tickets(noon) == 0
