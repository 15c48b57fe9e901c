"""A porter's and a receptionist's work at bell desk, traces, log book and tickets, by keys, in Thai and English."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from models.front_office.alerts import AlertSeen, add_alert, alerts_for
from models.front_office.bell_desk.bell_list import count_group, pieces_of_group
from models.front_office.bell_desk.errands import take_parcel
from models.front_office.bell_desk.luggage import NewTicket, write_ticket
from models.front_office.bell_desk.tables import (
    BellMark,
    Car,
    Errand,
    GroupLuggage,
    LuggageCollection,
    LuggageTicket,
    Parcel,
)
from models.front_office.bell_desk.views import tags_in_store
from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.folios import correct, post_charge
from models.front_office.log_book import LogEntry, LogRead, unread_entries, write_log_entry
from models.front_office.service_tickets import ServiceTicket
from models.front_office.traces import Trace
from models.house.staff import Role, Staff
from tests.desk import at_the_desk
from tests.hotel import Hotel


def _porter() -> None:
    Staff.create(
        login="dam", name_th="ดำ", name_en="Dam", role=Role.get(Role.code == "porter").id,
        password_hash=Staff.get(Staff.login == "nok").password_hash,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "title", "stored"), [("en", "Bell desk", "pieces in the store"), ("th", "เบลล์", "ฝากอยู่")]
)
async def test_a_porter_does_his_round(small_hotel: Hotel, language: str, title: str, stored: str) -> None:
    _porter()
    stay = small_hotel.in_house("201")
    async with at_the_desk(small_hotel, "dam", language) as desk:
        await desk.press("g", "x")
        await desk.sees(title, "GUEST1")
        await desk.press("d")
        await desk.sees("✓", "dam")
        await desk.press("enter")  # how many pieces, and who
        await desk.type("3")
        await desk.press("f9")
        await desk.sees("  3 dam")
        await desk.press("l")
        await desk.sees(stored)
        await desk.press("n")
        await desk.type("201")
        await desk.sees("201 GUEST1")
        await desk.press("enter")
        await desk.type("2")
        await desk.press("enter")
        await desk.type("101-102")
        await desk.press("enter")
        await desk.type("A4")
        await desk.press("f9")
        await desk.sees("L2569-00001", "101", "102")  # the ticket with its stubs
        await desk.press("escape")
        await desk.sees("2/2", "A4")
        await desk.press("c")
        await desk.type("1")
        await desk.press("enter", "enter")
        await desk.type("101")
        await desk.press("f9")
        await desk.sees("GUEST1")
        await desk.press("escape")
        await desk.sees("1/2")
    assert (BellMark.get().pieces, BellMark.get().porter) == (3, "dam")
    ticket = LuggageTicket.get()
    assert (ticket.stay_id, ticket.place, tags_in_store(ticket.id)) == (stay, "A4", ["102"])
    assert LuggageCollection.get().proof == "ticket"


async def test_a_parcel_an_errand_and_a_car_come_and_go(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house("201")
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.command("parcels")
        await desk.press("n")
        await desk.type("Box")
        await desk.press("enter")
        await desk.type("201")
        await desk.sees("201 GUEST1")
        await desk.press("enter", "f9")
        await desk.sees("P2569-00001")
        await desk.press("enter")
        await desk.sees("Hand over P2569-00001")
        await desk.press("f9")
        await desk.sees("Parcel receipt", "Received by")
        await desk.press("escape", "escape")
        await desk.command("alerts of 999")
        await desk.sees("There is no booking 999.")
        await desk.command("errands")
        await desk.press("n")
        await desk.type("Medicine")
        await desk.press("enter")
        await desk.type("201")
        await desk.sees("201 GUEST1")
        await desk.press("enter", "f9")
        await desk.sees("Medicine")
        await desk.press("enter", "enter")
        await desk.type("214")
        await desk.press("f9")
        await desk.sees("214.00")
        await desk.press("b")
        await desk.sees("214.00 is on the folio")
        await desk.press("escape")
        await desk.command(f"cars of {stay}")
        await desk.press("n")
        await desk.type("AB 1234")
        await desk.press("f9")
        await desk.sees("AB 1234")
        await desk.press("f")
        await desk.sees(" out ")
        await desk.press("/")
        await desk.type("123")
        await desk.sees("AB 1234")
    assert Parcel.get().handed_to == "GUEST1 Anna"
    assert Errand.get().posting_id is not None
    assert small_hotel.balance(stay) == Decimal("214.00")
    assert (Car.get().stay_id, Car.get().parked) == (stay, False)


async def test_a_bus_with_a_difference_leaves_only_with_a_reason(small_hotel: Hotel) -> None:
    block = create_block(
        small_hotel.desk(),
        NewBlock("Tour", small_hotel.day, small_hotel.after(1), "BAR", (("SUP", 2),), status="definite"),
    )
    count_group(small_hotel.desk("nok"), block, 5, 0)
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.command("bus luggage")
        await desk.sees("Tour", "differs")
        await desk.press("enter")
        await desk.sees("Counted in")
        await desk.press("tab")
        await desk.type("4")
        await desk.press("f9")
        await desk.sees("differs", "4")
        await desk.press("z")
        await desk.sees("5 in, 0 to rooms", "Reason")
        await desk.type("one bag by taxi")
        await desk.press("f9")
        await desk.sees("The luggage of Tour is closed.")
    assert pieces_of_group(block).closed_at is not None
    assert "taxi" in GroupLuggage.get().reason


@pytest.mark.parametrize(
    ("language", "read"), [("en", "Read and understood?"), ("th", "อ่านและรับทราบแล้วใช่ไหม")]
)
async def test_an_alert_is_said_at_check_in_and_acknowledged_once(
    small_hotel: Hotel, language: str, read: str
) -> None:
    stay = small_hotel.booked(room="201")
    async with at_the_desk(small_hotel, "nok", language) as desk:
        await desk.open("stay", stay)
        await desk.press("!")
        await desk.press("n", "enter")
        await desk.type("Low door")
        await desk.press("f9")
        await desk.sees("Low door")
    add_alert(small_hotel.desk(), "stay", stay, "Passport again", ["check-in"], must_acknowledge=True)
    async with at_the_desk(small_hotel, "nok", language) as desk:
        await desk.open("check-in", stay)
        await desk.sees("Passport again", read)
        await desk.press("enter")
        await desk.sees("Low door", not_=read)
        await desk.press("escape")
        await desk.open("check-in", stay)
        await desk.sees("Passport again", not_=read)
    assert [row.text for row in alerts_for("check-in", small_hotel.day, stay_id=stay)] == [
        "Passport again",
        "Low door",
    ]
    assert AlertSeen.select().count() == 1


async def test_check_out_says_the_alert_and_what_the_bell_desk_still_holds(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house("201", nights=1)
    small_hotel.audit()
    small_hotel.pay_all(stay)
    desk_of = small_hotel.desk("nok")
    write_ticket(desk_of, NewTicket("store", 2, stay_id=stay, place="A4"))
    take_parcel(desk_of, "Box", stay)
    add_alert(desk_of, "stay", stay, "Ask for the umbrella", ["check-out"], must_acknowledge=True)
    add_alert(desk_of, "stay", stay, "Bill to the office", ["billing"])
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("folio", stay)
        await desk.sees("Bill to the office")
        await desk.press("o")
        await desk.sees("Ask for the umbrella", "Read and understood?")
        await desk.press("enter")
        await desk.sees("luggage (2 pieces in the store, A4)")
    assert small_hotel.state(stay) == "checked out"


@pytest.mark.parametrize(
    ("language", "title", "made_good"), [("en", "Traces", "Made good by"), ("th", "การแจ้งเตือน", "ชดเชยด้วย")]
)
async def test_a_shift_writes_resolves_and_hands_on(
    small_hotel: Hotel, language: str, title: str, made_good: str
) -> None:
    hotel, stay = small_hotel, small_hotel.in_house("201")
    charge = post_charge(hotel.desk(), hotel.window(stay), "FOOD", Decimal(100))
    correct(hotel.desk(), charge, "for the drips")
    write_log_entry(hotel.desk("lek"), "The lift stops.", important=True)
    async with at_the_desk(hotel, "nok", language) as desk:
        await desk.sees("1", "(l)")
        await desk.press("l")
        await desk.sees("The lift stops.", "●")
        await desk.press("enter", "enter")
        await desk.sees("The lift stops.", not_="▸●")
        await desk.press("n")
        await desk.type("Pool closed.")
        await desk.press("f9")
        await desk.sees("Pool closed.")
        await desk.press("escape", "g", "n")
        await desk.sees(title)
        await desk.press("n", "tab")
        await desk.type("Baby cot")
        await desk.press("enter", "enter")
        await desk.type("0930")
        await desk.press("f9")
        await desk.sees("Baby cot", "09:30")
        await desk.press("enter")
        await desk.type("brought")
        await desk.press("f9")
        await desk.sees(title, not_="Baby cot")
        await desk.press("t", "n", "tab", "tab")
        await desk.type("Drips")
        await desk.press("enter")
        await desk.type("201")
        await desk.sees("201 GUEST1")
        await desk.press("enter", "f9")
        await desk.sees("S2569-00001", "Drips")
        await desk.press("b")
        await desk.sees(made_good, "-117.70")
        await desk.press("enter")
        await desk.sees("S2569-00001")
        await desk.press("r")
        await desk.press("end", "enter")
        await desk.type("cleaned")
        await desk.press("f9")
        await desk.sees(not_="Drips")
    assert unread_entries(Staff.get(Staff.login == "nok").id, hotel.day) == 0
    assert (LogEntry.select().count(), LogRead.select().count()) == (2, 1)
    trace = Trace.get()
    assert (trace.department.code, trace.due_time, trace.done) == ("FO", "09:30", "brought")
    ticket = ServiceTicket.get()
    assert (ticket.status, ticket.solution, ticket.compensation_id is not None) == ("closed", "cleaned", True)


async def test_papers_are_previewed_and_a_slip_is_saved(
    small_hotel: Hotel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECEPTION_PAPERS", str(tmp_path))
    stay = small_hotel.in_house("201")
    write_ticket(small_hotel.desk("nok"), NewTicket("store", 2, stay_id=stay, place="A4", tags="101-102"))
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.command("luggage of L2569-00001")
        await desk.sees("2/2")
        await desk.press("s")
        await desk.sees("Saved as")
        await desk.press("escape", "g", "n")
        await desk.press("p")
        await desk.sees("Traces", "Rim Nam Hotel")
    lines = (tmp_path / "L2569-00001.txt").read_text().splitlines()
    assert max(map(len, lines)) <= 42
    assert any("102" in line for line in lines)
