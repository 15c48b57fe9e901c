"""Keys and monthly guests at the desk, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.front_office.keys import CardJob, StayKey, keep_house_key, order_cards
from models.front_office.monthly import MeterCharge, MeterReading
from models.front_office.reservations import CHECKED_OUT
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.test_encoder import WRITES, Encoder
from tests.test_monthly_guests import meters, monthly_guest


@pytest.fixture
def encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Encoder:
    made = Encoder(tmp_path)
    monkeypatch.setenv("RECEPTION_ENCODER", made.does(WRITES))
    return made


def states(stay: int) -> list[str]:
    return [key.state for key in StayKey.select().where(StayKey.stay == stay).order_by(StayKey.number)]


@pytest.mark.parametrize("language", ["en", "th"])
async def test_two_cards_are_one_key_away_after_a_check_in(
    small_hotel: Hotel, encoder: Encoder, language: str
) -> None:
    hotel = small_hotel
    stay = hotel.booked(2, adults=2, room="203")
    written = {"en": "the card is written", "th": "เขียนบัตรแล้ว"}[language]
    async with at_the_desk(hotel, "nok", language) as desk:
        await desk.open("check-in", stay)
        await desk.press("f9")
        await desk.sees({"en": "Key cards, room 203", "th": "คีย์การ์ด ห้อง 203"}[language])
        await desk.press("enter")
        await desk.sees(written)
    assert states(stay) == ["out", "out"]
    assert [key.card for key in StayKey.select()] == ["0400", "0401"]
    assert len(encoder.asked) == 1


async def test_an_encoder_without_a_card_says_so_and_one_that_babbles_is_settled_at_the_door(
    small_hotel: Hotel, encoder: Encoder
) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=2)
    encoder.does('print(json.dumps({"ok": False, "message": "ใส่บัตรก่อน"}))')
    async with at_the_desk(hotel, "nok", "th") as desk:
        await desk.open("folio", stay)
        await desk.press("k")
        await desk.sees("คีย์การ์ด ห้อง 201")
        await desk.press("enter")
        await desk.sees("เครื่องไม่ได้เขียนบัตร: ใส่บัตรก่อน")
        assert states(stay) == []
        encoder.does('print("beep")')
        await desk.press("k")
        await desk.sees("คีย์การ์ด ห้อง 201")
        await desk.press("enter")
        await desk.sees("ลองที่ประตูก่อน", "อ่านคำตอบของโปรแกรมไม่ได้: beep")
        await desk.command("กุญแจ 201")
        await desk.sees("บัตรชุดใหม่ 1 ใบ", "ไม่แน่ชัด")
        await desk.press("enter")
        await desk.sees("ผลเป็นอย่างไร")
        await desk.press("1")
        await desk.sees("คีย์การ์ดใบที่ 1", "อยู่กับแขก")
    assert states(stay) == ["out"]


async def test_by_hand_keys_are_given_moved_lost_and_asked_for_at_check_out(small_hotel: Hotel) -> None:
    hotel = small_hotel
    keep_house_key(hotel.desk(), "201", "201-A")
    stay = hotel.in_house("201", nights=1, adults=2)
    async with at_the_desk(hotel, "nok") as desk:
        await desk.open("folio", stay)
        await desk.press("k")
        await desk.sees("Key cards, room 201")
        await desk.press("enter")
        await desk.sees("Encode it at the lock's own machine.")
        await desk.press("k")
        await desk.sees("Key card 2")
        await desk.press("m")
        await desk.sees("Key 201-A")
        await desk.press("home", "x")
        await desk.sees("Lost, charge 200.00")
        await desk.press("1")
        await desk.sees("lost")
        assert states(stay) == ["lost", "out", "out"]
        await desk.command("keys out")
        await desk.sees("Keys that are out", "201-A", "Key card 2", not_="Key card 1")
    hotel.audit()
    hotel.pay_all(stay)
    async with at_the_desk(hotel, "nok") as desk:
        await desk.open("folio", stay)
        await desk.press("o")
        await desk.sees("Keys with the guest: 1 cards 201-A")
        await desk.press("1")
        await desk.sees("Checked out.")
    assert states(stay) == ["lost", "returned", "returned"]
    assert hotel.state(stay) == CHECKED_OUT


async def test_a_card_kept_at_an_early_departure_is_cancelled_by_the_encoder(
    small_hotel: Hotel, encoder: Encoder
) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3)
    order_cards(hotel.desk("nok"), stay, 1, by_hand=True)
    hotel.audit()
    hotel.pay_all(stay)
    async with at_the_desk(hotel, "nok") as desk:
        await desk.open("folio", stay)
        await desk.press("o")
        await desk.sees("Keys with the guest")
        await desk.press("4")
        await desk.sees("Leave today and drop the nights")
        await desk.press("y")
        await desk.sees("Not given back: 1 × key card.")
        await desk.type("forgot it")
        await desk.press("f9")
        await desk.sees("the card is written")
    assert encoder.asked[-1]["action"] == "cancel"
    assert (states(stay), CardJob.select().order_by(CardJob.id.desc()).get().state) == (["cancelled"], "done")


@pytest.mark.parametrize("language", ["en", "th"])
async def test_meters_are_read_room_by_room_and_the_month_is_posted(
    small_hotel: Hotel, language: str
) -> None:
    hotel = small_hotel
    stay = monthly_guest(hotel)
    meters(hotel)
    reading, done = {"en": ("Reading", "The round is done."), "th": ("เลขมิเตอร์", "จดครบรอบแล้ว")}[language]
    async with at_the_desk(hotel, "nok", language) as desk:
        await desk.open("meter readings")
        await desk.press("enter")
        for value in ("5000", "100"):
            await desk.sees(reading)
            await desk.type(value)
            await desk.press("enter")
        await desk.sees(done)
    hotel.audit()
    async with at_the_desk(hotel, "nok", language) as desk:
        await desk.command({"en": "meter readings", "th": "จดมิเตอร์"}[language])
        await desk.sees("5000")
        await desk.press("enter")
        await desk.sees("5000", reading)
        await desk.type("5040")
        await desk.press("enter")
        await desk.sees({"en": "last 100", "th": "ครั้งก่อน 100"}[language])
        await desk.type("90")
        await desk.press("enter")
        await desk.sees({"en": "Has the counter begun", "th": "เริ่มนับใหม่หรือไม่"}[language])
        await desk.press("escape")
        await desk.press("ctrl+u")
        await desk.type("110")
        await desk.press("enter")
        await desk.sees(done)
        await desk.command({"en": "monthly guests", "th": "รายเดือน"}[language])
        await desk.sees("180.00 ", "300.00 ", "266.67")
        await desk.press("p")
        await desk.press("y")
        await desk.sees("180.00✓", "300.00✓", "746.67")
        await desk.press("i")
        await desk.sees("5000 → 5040", "100 → 110")
    assert (MeterReading.select().count(), MeterCharge.select().where(MeterCharge.stay == stay).count()) == (
        4,
        2,
    )
