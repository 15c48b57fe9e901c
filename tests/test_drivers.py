"""Who is fetched and who is brought away: the driver's list on the screen and on paper, in Thai and English."""

from __future__ import annotations

from app.documents import as_text
from models.front_office.reservations import cancel, change_details
from models.front_office.transfers import DROP_OFF, PICK_UP, driver_paper, transfers
from models.house.property import Property
from tests.desk import at_the_desk
from tests.hotel import Hotel


def _drives(hotel: Hotel) -> tuple[int, int, int]:
    """Two to fetch today, one of them early, and one to bring away."""
    thai = hotel.guest("Jaidee", given="Somchai", given_th="สมชาย", family_th="ใจดี", phone="0812345678")
    late, early = hotel.booked(2, room="202", guest=thai), hotel.booked(1, adults=2)
    leaving = hotel.in_house("201", nights=1)
    change_details(hotel.desk(), late, pick_up=True, eta="18:30", flight_in="TG 105", note="wheelchair")
    change_details(hotel.desk(), early, pick_up=True, eta="9.15", flight_in="FD3437")
    change_details(hotel.desk(), leaving, drop_off=True, etd="0600", flight_out="TG 910")
    return late, early, leaving


def test_drives_stand_by_time_however_the_time_was_typed(hotel: Hotel) -> None:
    late, early, leaving = _drives(hotel)
    assert [(d.stay_id, d.kind, d.time) for d in transfers(hotel.day)] == [
        (early, PICK_UP, "9.15"),
        (late, PICK_UP, "18:30"),
    ]
    assert [(d.stay_id, d.kind) for d in transfers(hotel.after(1))] == [(leaving, DROP_OFF)]
    change_details(hotel.desk(), early, eta="")
    assert [d.stay_id for d in transfers(hotel.day)] == [late, early]
    cancel(hotel.desk(), late, "changed plans")
    assert [d.stay_id for d in transfers(hotel.day)] == [early]


def test_the_driver_reads_names_flights_and_notes_in_the_language_asked_for(small_hotel: Hotel) -> None:
    _drives(small_hotel)
    thai = as_text(driver_paper(Property.the(), small_hotel.day, "th"))
    english = as_text(driver_paper(Property.the(), small_hotel.day, "en"))
    assert "สมชาย ใจดี" in thai
    assert "2569" in thai
    assert "JAIDEE Somchai" in english
    for paper in (thai, english):
        assert "TG 105" in paper
        assert "wheelchair" in paper
        assert paper.index("9.15") < paper.index("18:30")
    assert "Nobody is to be driven" in as_text(driver_paper(Property.the(), small_hotel.after(5), "en"))


async def test_a_pick_up_is_arranged_and_printed_by_keys(small_hotel: Hotel) -> None:
    stay = small_hotel.booked(2, guest=small_hotel.guest("Müller"))
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.command("driver list")
        await desk.sees("Driver list", "Nobody is to be driven")
        await desk.press("a")
        await desk.sees("Who is to be driven?")
        await desk.type("mull")
        await desk.sees("MÜLLER Anna –")
        await desk.press("down", "enter")
        await desk.sees("Drives of MÜLLER Anna")
        await desk.type("y")
        await desk.press("tab")
        await desk.type("1830")
        await desk.press("tab")
        await desk.type("TG 105")
        await desk.press("f9")
        await desk.sees("1830", "TG 105", "1 drive", not_="Drives of")
        await desk.press("p")
        await desk.sees("Preview", "Pick-up", "MÜLLER Anna")
        await desk.press("escape", "]")
        await desk.sees("Tue 24 Nov 2026", "0 drives")
    assert [d.stay_id for d in transfers(small_hotel.day)] == [stay]
