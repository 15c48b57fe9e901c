"""A shift at the switchboard by keys, in both languages, and what stands on a screen that a caller must not hear."""

from __future__ import annotations

import pytest

from models.front_office.reservations import Stay
from models.front_office.stays import add_person
from models.front_office.switchboard.calls import CallTransfer, calls_of
from models.front_office.switchboard.locator import GuestPlace
from models.front_office.switchboard.messages import GuestMessage, take_message
from models.front_office.switchboard.phone_book import PhoneEntry, add_phone, phone_book
from models.house.departments import Department
from models.house.property import setting
from models.house.staff import rights_of
from screens.navigation import SCREENS, home
from tests.desk import Desk, at_the_desk
from tests.hotel import Hotel
from tests.switchboard import hires, not_disturbed, told_to_nobody

PASSWORD = "rimnam-2569"


@pytest.fixture
def house(small_hotel: Hotel) -> Hotel:
    """Somchai and Anna in 201, Greta of whom nobody is told in 202, Jan not to be disturbed in 301; an operator."""
    hotel = small_hotel
    somchai = hotel.guest("Jaidee", given="Somchai", given_th="สมชาย", family_th="ใจดี", languages="th en")
    both = hotel.in_house("201", guest=somchai, adults=2)
    add_person(hotel.desk(), both, hotel.guest("Müller"))
    told_to_nobody(hotel.in_house("202", guest=hotel.guest("Garbo", given="Greta")))
    not_disturbed(hotel.in_house("301", guest=hotel.guest("Kowalski", given="Jan")))
    hires(hotel, "ploy", "operator")
    return hotel


def outcomes() -> list[str]:
    return [call.outcome for call in CallTransfer.select().order_by(CallTransfer.id)]


@pytest.mark.parametrize(
    ("language", "typed", "name", "written", "message"),
    [
        ("en", "som", "JAIDEE Somchai", "The call is written down.", "The message is taken"),
        ("th", "สมช", "สมชาย ใจดี", "บันทึกการโทรแล้ว", "รับข้อความแล้ว"),
    ],
)
async def test_a_caller_is_put_through_and_the_next_one_leaves_a_message(
    house: Hotel, language: str, typed: str, name: str, written: str, message: str
) -> None:
    async with at_the_desk(house, "ploy", language) as desk:  # the operator's screen is the first she sees
        await desk.type(typed)
        await desk.sees(name, "201", not_="GARBO")
        await desk.press("enter", "f9")
        await desk.sees(written)
        assert outcomes() == ["answered"]
        await desk.type("mül")  # the next letters look for the next
        await desk.sees("MÜLLER Anna", not_=name)
        await desk.press("f9")
        await desk.sees("201: MÜLLER")
        await desk.type("Embassy")
        await desk.press("enter", "right", "f9")
        await desk.sees("F4", "MÜLLER Anna")
        await desk.press("f4")
        await desk.type("Embassy")
        await desk.press("enter", "enter")
        await desk.type("Passport is ready")
        await desk.press("f9")
        await desk.sees(message)
    kept = GuestMessage.get()
    assert (kept.guest.family, kept.caller, kept.words) == ("Müller", "Embassy", "Passport is ready")
    assert outcomes() == ["answered", "no answer", "message"]


async def test_the_operator_is_told_what_to_say_of_a_guest_nobody_is_told_of(house: Hotel) -> None:
    async with at_the_desk(house, "ploy") as desk:
        await desk.type("gar")
        await desk.sees("GARBO Greta", "Nobody is told", "There is no guest of that name", "ไม่พบแขกชื่อนี้")
        line = next(line for line in desk.text.split("\n") if "GARBO" in line)
        assert "202" not in line
        await desk.press("enter")
        await desk.sees("1 Take a message", "3 The guest agrees")
        await desk.press("2")
        await desk.sees("Written down: not put through.")
        await desk.press("f9")
        await desk.sees("3 The guest agrees")
        await desk.press("3")
        await desk.sees("Extension 202: GARBO Greta")
        await desk.press("f9")
        await desk.sees("wants nobody to be told", "Reason")
        await desk.type("she asked for this call")
        await desk.press("f9")
        await desk.sees("The call is written down.")
    assert outcomes() == ["refused", "answered"]


@pytest.mark.parametrize("language", ["en", "th"])
async def test_who_lacks_the_switchboard_reads_nothing_of_that_guest(house: Hotel, language: str) -> None:
    """The porter who picks up the telephone at night sees of a hidden guest what he sees of nobody."""
    hires(house, "boon", "porter")
    async with at_the_desk(house, "boon", language, first="Boon" if language == "en" else "boon") as desk:
        await desk.open("operator")
        await desk.sees("201", "KOWALSKI")

        async def shown(typed: str) -> str:
            await desk.press("ctrl+u")
            await desk.type(typed)
            await desk.pilot.pause()
            return "\n".join(desk.text.split("\n")[1:]).replace(typed, "…")

        await desk.type("x")
        assert await shown("garbo") == await shown("nobod")
        assert await shown("202") == await shown("204")
        await desk.press("ctrl+u")
        await desk.sees("KOWALSKI", not_="GARBO")
        assert " 202 " not in desk.text
        await desk.press("f9")
        await desk.sees("You do not have the right for this" if language == "en" else "ไม่มีสิทธิ์")
    assert outcomes() == []


async def test_a_guest_who_does_not_wish_to_be_disturbed_gets_a_message_instead(house: Hotel) -> None:
    async with at_the_desk(house, "ploy") as desk:
        await desk.type("kow")
        await desk.sees("KOWALSKI Jan", "May I take a message?")
        await desk.press("enter")
        await desk.sees("3 Ring all the same")
        await desk.press("1")
        await desk.sees("Message for KOWALSKI Jan")
        await desk.press("f9")
        await desk.sees("This is needed")
        await desk.type("Mother")
        await desk.press("enter", "enter", "enter", "right", "f9")
        await desk.sees("The message is taken")
        await desk.press("f9")
        await desk.sees("Ring all the same")
        await desk.press("3")
        await desk.sees("Extension 301")
        await desk.press("f9")
        await desk.sees("does not wish to be disturbed", "Reason")
        await desk.type("an accident at home")
        await desk.press("f9")
        await desk.sees("The call is written down.")
    assert outcomes() == ["message", "answered"]
    assert GuestMessage.get().wish == "call"


async def test_a_place_is_noted_and_runs_out_by_the_clock(house: Hotel) -> None:
    async with at_the_desk(house, "ploy") as desk:
        await desk.type("som")
        await desk.press("down", "w")
        await desk.sees("Where is JAIDEE Somchai?")
        await desk.type("at the pool")
        await desk.press("enter")
        await desk.type("noon")
        await desk.press("f9")
        await desk.sees("A time is written as 15:00.", "at the pool")
        await desk.press("ctrl+u")
        await desk.type("15")
        await desk.press("f9")
        await desk.sees("Until 15:00: at the pool")
        await desk.press("down", "k")
        await desk.sees("JAIDEE", not_="at the pool")
        await desk.press("down", "k")
        await desk.sees("Nothing is noted of where the guest is.")
        await desk.press("e")
        await desk.type("4201")
        await desk.press("f9")
        await desk.sees("4201")
    assert GuestPlace.select().count() == 1


@pytest.mark.parametrize(
    ("language", "waiting", "printed", "left"),
    [("en", "waiting", "printed", "There is no message"), ("th", "รอส่ง", "พิมพ์แล้ว", "ไม่มีข้อความ")],
)
async def test_messages_are_printed_handed_over_and_read_out(
    house: Hotel,
    language: str,
    waiting: str,
    printed: str,
    left: str,
    tmp_path: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RECEPTION_PAPERS", str(tmp_path))
    stay = Stay.get(Stay.state == "in house").id
    take_message(house.desk("nok"), stay, "Bank", "Call us about the transfer", phone="02 123", urgent=True)
    take_message(house.desk("nok"), stay, "Khun Lek", wish="again")
    async with at_the_desk(house, "nok", language) as desk:
        await desk.command("messages 201")
        await desk.sees("Bank", "Khun Lek", waiting)
        await desk.press("down", "enter")
        await desk.sees("Call us about the transfer", "F9")
        await desk.press("f9")
        await desk.sees(".pdf")
        await desk.press("escape")
        await desk.sees(printed)
        await desk.press("d")
        await desk.type("the porter")
        await desk.press("f9")
        await desk.sees("the porter")
        await desk.press("up", "r")
        await desk.pilot.pause(0.2)
        await desk.press("escape")
        await desk.command("undelivered")
        await desk.sees(left)
    assert [m.state for m in GuestMessage.select().order_by(GuestMessage.id)] == ["delivered", "read back"]


async def test_the_rack_and_the_booking_lead_to_the_messages(house: Hotel) -> None:
    stay = Stay.get(Stay.state == "in house").id
    take_message(house.desk("nok"), stay, "Bank", "Call us")
    async with at_the_desk(house, "nok") as desk:
        await desk.sees("JAIDEE Somchai", "M")
        await desk.open("stay", stay)
        await desk.sees("M Messages", "1 not handed over")
        await desk.press("enter")
        await desk.sees("Messages · JAIDEE Somchai", "Bank")
        await desk.press("n")
        await desk.sees("Message for JAIDEE Somchai")
        await desk.type("Mother")
        await desk.press("enter", "enter")
        await desk.type("Happy birthday")
        await desk.press("f9")
        await desk.sees("Mother: Happy birthday", "2 messages")
        await desk.press("w")
        await desk.type("she will come herself")
        await desk.press("f9")
        await desk.sees("withdrawn")
        await desk.command("messages 205")
        await desk.sees("Nobody is in room 205.")


@pytest.mark.parametrize(("language", "department"), [("en", "Food and beverage"), ("th", "อาหารและเครื่องดื่ม")])
async def test_the_telephone_book_is_kept_and_called_from(
    house: Hotel, language: str, department: str
) -> None:
    add_phone(house.desk("nok"), "outside", "แท็กซี่สมศักดิ์", "Taxi Somsak", "081 555 1234")
    async with at_the_desk(house, "ploy", language) as desk:
        await desk.open("phone book")
        await desk.sees("1669", "1155")
        await desk.type("taxi")
        await desk.sees("081 555 1234", not_="1669")
        await desk.press("enter", "f9")
        await desk.pilot.pause(0.2)
        await desk.type("bev" if language == "en" else "เครื่อง")
        await desk.sees(department, not_="081 555")
        await desk.press("down", "e")
        await desk.type("300")
        await desk.press("f9")
        await desk.sees(department, "300")
        await desk.press("down", "n")
        await desk.press("enter", "enter")
        await desk.type("Embassy")
        await desk.press("f9")  # what is missing gets the cursor
        await desk.type("02 305 9000")
        await desk.press("f9")
        await desk.sees(department)
        await desk.type("embassy")
        await desk.sees("02 305 9000", not_=department)
        await desk.press("down", "o")
        await desk.type("9 for a line")
        await desk.press("f9")
        await desk.sees("9 for a line", not_="[9 for")
        await desk.press("down", "x", "y")
        await desk.sees("9 for a line", not_="02 305 9000")
    assert outcomes() == ["answered"]
    assert setting("dialling_note") == "9 for a line"
    assert Department.get(Department.code == "FB").extension == "300"
    assert not PhoneEntry.get(PhoneEntry.name_en == "Embassy").active


async def test_a_list_of_numbers_is_taken_in_whole_or_not_at_all(
    house: Hotel, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path)) / "lists"
    folder.mkdir()
    monkeypatch.setenv("RECEPTION_IMPORTS", str(folder))
    good = "ชื่อ,name,เบอร์โทร,แผนก,ฉุกเฉิน\nโรงพยาบาล,Hospital,02 711 8181,,yes\nพ่อครัว,Chef,305,Food and beverage,no\n"
    (folder / "phones.csv").write_text(good, "utf-8")
    async with at_the_desk(house, "ploy") as desk:
        await desk.open("phone book")
        await desk.press("down", "i")
        await desk.sees("phones.csv")
        await desk.press("1")
        await desk.sees("Taken in: 2 new", "Hospital", "305")
        (folder / "phones.csv").write_text(good + "Spa,Spa,399,Wellness,no\nBus,Bus,no number,,no\n", "utf-8")
        await desk.press("down", "i", "1")
        await desk.sees("Line 4", "There is no department Wellness", "Nothing was taken in")
        (folder / "phones.csv").write_text(good.replace("305", "306"), "utf-8")
    assert [row.number for row in phone_book("chef").first(9)] == ["305"]


async def test_calls_of_the_day_and_their_statistic(house: Hotel) -> None:
    async with at_the_desk(house, "nok") as desk:
        await desk.command("calls")
        await desk.sees("No call was written down on this day.")
        await desk.press("n")
        await desk.type("abc")
        await desk.press("f9")
        await desk.sees("This is no telephone number.", "abc")
        await desk.press("ctrl+u")
        await desk.type("02 123 4567")
        await desk.press("enter")
        await desk.type("305")
        await desk.press("f9")
        await desk.sees("02 123 4567", "answered", "1 call")
        await desk.press("[")
        await desk.sees("Sun 22 Nov 2026", "0 calls")
        await desk.press("]")
        await desk.sees("02 123 4567")
        await desk.press("s")
        await desk.sees("Outside the house", "1 Nov 2026")
        await desk.press("t")
        await desk.sees("Calls of these days")
        await desk.type("1/10")
        await desk.press("enter")
        await desk.type("31/10")
        await desk.press("f9")
        await desk.sees("No call was written down.")
    assert calls_of(house.day).count() == 1


async def test_everybody_lands_on_the_screen_of_their_duty(house: Hotel) -> None:
    """Sign-in by name and password; who checks guests in comes to the rack."""

    def of(login: str) -> str:
        return home(rights_of(house.desk(login).staff))

    hires(house, "boon", "porter")
    assert of("ploy") == "operator"
    assert [of(login) for login in ("pavinee", "somsak", "nok", "chai", "malee", "anong")] == ["rooms"] * 6
    assert of("boon") == ("bell desk" if "bell desk" in SCREENS else "rooms")
    assert of("noi") == ("housekeeping" if "housekeeping" in SCREENS else "rooms")


async def test_the_operator_signs_in_at_the_door_and_the_rack_is_two_keys_away(house: Hotel) -> None:
    from app.console import Console

    console = Console(clock=house.clock)
    async with console.run_test(size=(80, 24)) as pilot:
        desk = Desk(console, pilot)
        await desk.type("ploy")
        await desk.press("enter")
        await desk.type(PASSWORD)
        await desk.press("enter")
        await desk.sees("รับโทรศัพท์", "GARBO")
        await desk.type("mül")
        await desk.sees("MÜLLER", not_="GARBO")
        await desk.press("escape")
        await desk.press("g", "p")
        await desk.sees("302", "DLX")
        await desk.press("escape")
        await desk.sees("รับโทรศัพท์", "MÜLLER")


async def test_reception_reaches_the_operator_screen_with_two_keys_and_three_letters(house: Hotel) -> None:
    async with at_the_desk(house, "nok") as desk:
        await desk.press("g", "o", "m", "u", "l")
        await desk.sees("Operator", "MÜLLER Anna", "In house until 25 Nov", not_="GARBO")
        await desk.press("down", "u")
        await desk.sees("Wake-up calls of JAIDEE Somchai")  # whose stay it is
