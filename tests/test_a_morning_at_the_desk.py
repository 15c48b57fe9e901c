"""A morning at the desk through a real terminal at 80×24: twenty arrivals, and everything that comes between them.

The keys of each task are counted as a receptionist counts them, a scanned passport as one, and printed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from locales.messages import Message
from models.front_office.bell_desk.tables import LuggageTicket
from models.front_office.bell_desk.views import tags_in_store
from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.guests import Guest
from models.front_office.identity.mrz_layouts import check_digit
from models.front_office.keys import StayKey, order_cards
from models.front_office.night_audit import findings
from models.front_office.opening import add_rooms
from models.front_office.proof import faults
from models.front_office.registers.days import lines_of
from models.front_office.registers.tables import ARRIVAL
from models.front_office.registers.tm30 import to_report
from models.front_office.reservations import Stay
from models.front_office.rooms import Room, set_housekeeping
from models.front_office.switchboard.messages import GuestMessage
from models.front_office.wake_up import WakeUpCall
from models.house.database import close_database, open_database
from tests.hotel import FIRST_DAY, PASSWORD, Hotel
from tests.terminal import Terminal

CARD = {"occupation": "Engineer", "address": "Hauptstr. 7, Berlin", "phone": "030 1234", "sex": "F"}
BORN = datetime.date(1980, 1, 2)
FIRST_NIGHT = Decimal("2589.40")
IN_HOUSE = {"301": "Adler", "302": "Beier", "303": "Conrad", "304": "Dorn", "305": "Ebel", "206": "Fink"}
ARRIVALS = (
    "Gruber",
    "Haas",
    "Iversen",
    "Jansen",
    "Keller",
    "Linde",
    "Maier",
    "Nagel",
    "Otto",
    "Peters",
    "Quast",
)
GROUP = ("Rossi", "Sala", "Toscani", "Urbani")
PROGRAM = (
    "import datetime, pathlib, app.services as s; "
    "s.wall_clock = lambda: datetime.datetime.fromisoformat(pathlib.Path({file!r}).read_text()); "
    "from app.cli import main; main()"
)


class Wall:
    """The clock on the wall of the desk, in Bangkok; it stands until it is turned."""

    def __init__(self, folder: Path, day: datetime.date) -> None:
        self.file, self.day = folder / "clock", day
        self.shows("09:00")

    def shows(self, time: str) -> None:
        moment = datetime.datetime.combine(self.day, datetime.time.fromisoformat(time), datetime.UTC)
        self.file.write_text((moment - datetime.timedelta(hours=7)).isoformat())

    @property
    def program(self) -> list[str]:
        return ["-c", PROGRAM.format(file=str(self.file))]


class Receptionist:
    """Somebody at a desk, whose keys are counted."""

    def __init__(self, desk: Terminal, language: str) -> None:
        self.desk, self.language = desk, language
        self.keys = 0
        self.told: dict[str, int] = {}

    def say(self, text: str, **values: object) -> str:
        return Message(text, dict(values)).say(self.language)

    def sees(self, *texts: str, gone: str = "") -> Receptionist:
        """What the screen says, given in English: a sentence of the catalogue, or a name or number as it is."""
        self.desk.wait(*map(self.say, texts), gone=self.say(gone) if gone else "")
        return self

    def at_the_rack(self, gone: str = "") -> Receptionist:
        return self.sees("Rooms", gone=gone)

    def press(self, *keys: str) -> Receptionist:
        self.keys += len(keys)
        self.desk.press(*keys)
        return self

    def type(self, text: str) -> Receptionist:
        self.keys += len(text)
        self.desk.type(text)
        return self

    def scan(self, lines: tuple[str, str]) -> Receptionist:
        """A scanner types both lines in one burst, each with its Enter."""
        self.keys += 1
        self.desk.type("".join(f"{line}\r" for line in lines))
        return self

    def command(self, line: str) -> Receptionist:
        return self.press(":").type(line).press("enter")

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        self.keys = 0
        yield
        self.told[name] = self.keys
        print(f"{name}: {self.keys} keys")  # noqa: T201 - the keys a task takes are told


def passport(
    country: str, family: str, given: str, number: str, born: str = "800102", sex: str = "F"
) -> tuple[str, str]:
    """The two lines at the foot of a passport that is valid until 2030."""

    def checked(text: str) -> str:
        return text + check_digit(text)

    holder, valid = checked(born) + sex, checked("300101")
    second = checked(number.ljust(9, "<")) + country + holder + valid + "<" * 14 + "0"
    covered = second[0:10] + second[13:20] + second[21:43]
    return f"P<{country}{family}<<{given}".ljust(44, "<"), second + check_digit(covered)


WALK_INS = (
    passport("FRA", "VALLET", "LUC", "12AB34567", sex="M"),
    passport("JPN", "WATANABE", "YUKI", "TR1234567"),
    passport("AUS", "XAVIER", "RUTH", "PA0940443"),
    passport("CHN", "YANG", "LI", "EB1234567"),
    passport("GBR", "ZIMMER", "ANN", "123456789"),
)


def family_of(scanned: tuple[str, str]) -> str:
    return scanned[0][5:].split("<")[0]


def the_evening_before(url: str) -> Hotel:
    """Six guests in house since yesterday, fifteen to come today, some rooms not made yet."""
    open_database(url)
    hotel = Hotel()
    add_rooms(hotel.desk(), "SUP", [(f"2{n:02}", "2") for n in range(7, 25)])
    for room, family in IN_HOUSE.items():
        guest = hotel.registered_guest(family, birth_date=BORN, **CARD)
        hotel.in_house(room, nights=3, guest=guest)
    order_cards(hotel.desk("nok"), Stay.get(Stay.room == room_of("304")).id, 1, by_hand=True)
    hotel.audit()
    for number in ("207", "208", "209"):
        set_housekeeping(hotel.desk("noi"), room_of(number), "dirty")
    block = create_block(
        hotel.desk("somsak"),
        NewBlock("Lago Tour", hotel.day, hotel.after(2), "BAR", (("SUP", 4),), status="definite"),
    )
    for family in (*ARRIVALS, *GROUP):
        guest = hotel.registered_guest(
            family, nationality="ITA" if family in GROUP else "DEU", birth_date=BORN, **CARD
        )
        more: dict[str, object] = {"block_id": block} if family in GROUP else {}
        hotel.booked(guest=guest, **more)
    close_database()
    return hotel


def room_of(number: str) -> int:
    return int(Room.get(Room.number == number).id)


# The tasks of the morning, each from wherever the desk stands to where the next may begin


def rounds_are_typed(by: Receptionist) -> None:
    with by.task("housekeeping round of eight rooms"):
        by.press("g", "h").sees("Morning round", "VD").press("e").sees("Will be written")
        by.type("207-209c 206c 301-304c").sees("304 ")
        by.press("enter").sees("Housekeeping", gone="Will be written")
    by.press("esc").at_the_rack()


def check_ins(by: Receptionist, families: Sequence[str] = ARRIVALS) -> None:
    """All who are prepared and come alone, from the list of arrivals."""
    for number, family in enumerate(families):
        name = f"{family.upper()} Anna"
        with by.task(f"check-in of a prepared arrival ({family})"):
            if number == 0:
                by.press("g", "a").sees("Room is", name)
            by.press("enter").sees("Valid until", family).press("f9").sees("Before tax", name)
            by.press("esc").sees("Room is", gone=name)


def group_goes_up(by: Receptionist) -> None:
    by.sees("ROSSI Anna")
    with by.task("check-in of a group of four"):
        by.press("k").sees("Lago Tour").press("f9")
        by.sees(by.say("{n} checked in, {left} still to come.", n=4, left=0))
    by.press("esc").sees("Room is", gone="Lago Tour").press("esc").at_the_rack(gone="Room is")


def walk_in(by: Receptionist, scanned: tuple[str, str], *, card: bool) -> None:
    family = family_of(scanned)
    with by.task(f"walk-in with a passport{', the whole card' if card else ''} ({family})"):
        by.press("g", "w").sees("Agreed price").scan(scanned)
        by.type("+2").press("enter").type("1")
        if card:
            by.press("pgdn").type("Lyon").press("up", "up").type("0612").press("up", "enter").type("Cook")
        by.press("f9").sees("Before tax", family, gone="Agreed price")
    by.press("esc").at_the_rack(gone="Before tax")


def moves(by: Receptionist, room: str, other: str) -> None:
    name = f"{IN_HOUSE[room].upper()} Anna"
    with by.task(f"room move {room} to {other}"):
        by.command(room).press("m").sees("Move to another room").type(other).sees(f"{other} ").press("enter")
        by.type("noise").press("f9").sees(
            by.say("{guest} · room {room} · {state}", guest=name, room=other, state=Message("In house"))
        )
    by.press("esc").at_the_rack(gone="Details")


def leaves_early(by: Receptionist, room: str) -> None:
    with by.task("early departure, paid in cash"):
        by.command(room).press("-").sees("[y]").press("y").sees("[c]").press("c").sees("Cash received")
        by.press("enter").sees("Preview")
        by.press("esc").sees("Checked out.", gone="Preview")
    by.press("esc").at_the_rack(gone="Before tax")


def loses_a_key(by: Receptionist, room: str) -> None:
    with by.task("lost key, and another card"):
        by.command(f"keys {room}").sees("Given").press("x").sees("200.00").press("1")
        by.sees(by.say("Lost: {fee} is on the folio. k gives another card.", fee="200.00"))
        by.press("k").sees(by.say("Key cards, room {room}", room=room)).press("enter").sees(
            "Written down. Encode it at the lock's own machine."
        )
    by.press("esc").at_the_rack(gone="Given")


def message_is_taken(by: Receptionist) -> None:
    with by.task("message taken"):
        by.press("g", "o").sees("Ext.").type("ebe").sees("EBEL Anna", gone="FINK").press("f4").sees("Urgent")
        by.type("Embassy").press("enter", "enter").type("Passport is ready").press("f9")
        by.sees("The message is taken; its lamp is lit.")
    by.press("esc").sees("FINK").press("esc").at_the_rack(gone="Ext.")


def message_is_delivered(by: Receptionist) -> None:
    with by.task("message delivered"):
        by.command("messages 305").sees("Embassy").press("d").sees("Empty: by myself.").press("enter").sees(
            "delivered"
        )
    by.press("esc").at_the_rack(gone="Embassy")


def wake_up_call(by: Receptionist, wall: Wall) -> None:
    with by.task("wake-up call ordered"):
        by.command("wake-up 305 9:30").sees("┌", "305 EBEL").press("f9").sees("The wake-up call is noted.")
    by.press("esc").at_the_rack(gone="Result")
    wall.shows("09:30")
    with by.task("wake-up call answered"):
        by.sees("09:30  305")
        by.desk.settle(1.0)  # an answer given before one can have read the question is none
        by.press("c").at_the_rack(gone="09:30  305")


def luggage(by: Receptionist, room: str) -> None:
    with by.task("luggage stored"):
        by.command("luggage").sees("Keep until").press("n").sees("Who may collect").type(room)
        by.press("enter").sees(f"[{room} FINK Anna").type("2").press("enter", "enter").type("A4").press(
            "f9"
        ).sees("L2569-00001")
    by.press("esc").sees("2/2")
    with by.task("luggage collected"):
        by.press("c").sees("Collected by").type("1").press("f9").sees("Preview")
    by.press("esc").sees("Keep until", gone="2/2").press("esc").at_the_rack(gone="Keep until")


def the_auditor_looks(by: Receptionist) -> None:
    """The next person sits down; nothing stands in the way of closing the day."""
    by.press("f8").desk.sign_in("chai", PASSWORD)
    by.at_the_rack().press("g", "e").sees("Every check is passed.")


def a_whole_morning(by: Receptionist, wall: Wall) -> None:
    rounds_are_typed(by)
    check_ins(by)
    group_goes_up(by)
    for number, scanned in enumerate(WALK_INS):
        walk_in(by, scanned, card=number == 0)
    moves(by, "301", "306")
    moves(by, "302", "224")
    leaves_early(by, "303")
    loses_a_key(by, "304")
    message_is_taken(by)
    message_is_delivered(by)
    luggage(by, "206")
    wake_up_call(by, wall)
    the_auditor_looks(by)


@contextmanager
def desk_of(url: str, wall: Wall, language: str) -> Iterator[Receptionist]:
    environ = {"RECEPTION_PAPERS": str(wall.file.parent / "papers")}
    with Terminal("--database", url, environ=environ, python=wall.program) as desk:
        desk.sign_in("nok", PASSWORD).wait("201", "218")
        by = Receptionist(desk, language)
        if language == "en":
            by.press("f2")
        yield by.at_the_rack()


def test_a_morning_at_the_desk(sqlite_url: str, tmp_path: Path) -> None:
    hotel = the_evening_before(sqlite_url)
    wall = Wall(tmp_path, hotel.day)
    with desk_of(sqlite_url, wall, "th") as by:
        a_whole_morning(by, wall)
    assert all(keys < 10 for task, keys in by.told.items() if task.startswith("check-in"))
    assert all(keys < 40 for keys in by.told.values())
    open_database(sqlite_url)
    came = Stay.select().where((Stay.arrival == hotel.day) & (Stay.state == "in house"))
    assert (came.count(), came.where(Stay.walk_in).count()) == (20, 5)
    assert [s.room.number for s in Stay.select().where(Stay.id <= 6).order_by(Stay.id)] == [
        "306", "224", "303", "304", "305", "206",
    ]  # fmt: skip
    assert hotel.state(3) == "checked out"
    assert hotel.balance(4) == FIRST_NIGHT + Decimal("200.00")
    assert [key.state for key in StayKey.select().order_by(StayKey.id)] == ["lost", "out"]
    assert (GuestMessage.get().state, GuestMessage.get().words) == ("delivered", "Passport is ready")
    assert (WakeUpCall.get().state, WakeUpCall.get().result) == ("completed", "completed")
    assert tags_in_store(LuggageTicket.get().id) == []
    dirty = {room.number for room in Room.select().where(Room.housekeeping == "dirty")}
    assert dirty == {"301", "302", "303", "305"}  # three were left, one was not in the round
    cook = Guest.get(Guest.family == "VALLET")
    assert (cook.occupation, cook.address, cook.phone, cook.sex) == ("Cook", "Lyon", "0612", "M")
    the_books_and_registers_are_right(hotel)
    close_database()


def the_books_and_registers_are_right(hotel: Hotel) -> None:
    assert list(faults()) == []
    assert findings(hotel.day) == []
    came = {*(name.upper() for name in ARRIVALS + GROUP), *map(family_of, WALK_INS)}
    lines = lines_of(hotel.day)
    assert {line.name.split()[0].upper() for line in lines if line.kind == ARRIVAL} == came
    assert len(lines) == 21  # and she who left
    assert {one.name.split()[0] for one in to_report(hotel.day, since=hotel.day)} == came
    hotel.audit()
    assert list(faults()) == []
    assert len(lines_of(FIRST_DAY + datetime.timedelta(days=1))) == 26  # and the five who stay on


def test_the_same_desk_in_english(sqlite_url: str, tmp_path: Path) -> None:
    """A short run: what the long one does in Thai reads and works in English too."""
    hotel = the_evening_before(sqlite_url)
    wall = Wall(tmp_path, hotel.day)
    with desk_of(sqlite_url, wall, "en") as by:
        check_ins(by, ARRIVALS[:1])
        by.press("esc").at_the_rack(gone="Room is")
        walk_in(by, WALK_INS[0], card=True)
        moves(by, "301", "306")
        loses_a_key(by, "304")
        luggage(by, "206")
    open_database(sqlite_url)
    assert Stay.select().where(Stay.state == "in house").count() == 8
    assert list(faults()) == []
    close_database()
