"""The rooming list of a group: its guests out of a file, two in a room where the list says so.

All or nothing, with every fault named by its line; the same file twice brings nobody twice.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from locales import LANGUAGES, Message
from locales.countries import find_countries, valid_country
from locales.dates import NotADate
from locales.money import NotAnAmount
from locales.thai_text import fold
from models.front_office.blocks.pickup import check_block_has, pick_up
from models.front_office.blocks.tables import Block, BlockCell
from models.front_office.guests import Guest, create_guest
from models.front_office.reservations import Booking, Reservation, nights_between
from models.front_office.rooms import RoomType
from models.front_office.stays import add_person
from models.house.acts import Act, operation
from models.house.property import Property
from models.house.refusals import Refused, Severity
from models.house.tables import LineFault, TableFile, TableRow, date_of, text_of, whole_number_of

# Field → what its column is called, as headings are compared: lower case, single blanks.
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("name", "guest", "guest name", "full name", "name - surname", "ชื่อ-นามสกุล", "ชื่อ - นามสกุล",
             "ชื่อ นามสกุล", "ชื่อผู้เข้าพัก", "ชื่อแขก", "รายชื่อ"),
    "family": ("family", "family name", "surname", "last name", "นามสกุล", "สกุล"),
    "given": ("given", "given name", "given names", "first name", "forename", "ชื่อ", "ชื่อตัว"),
    "room": ("room", "room no", "room no.", "room number", "no. of room", "ห้อง", "ห้องที่", "เลขห้อง", "หมายเลขห้อง"),
    "sharing": ("sharing", "sharing with", "share with", "shares with", "พักกับ", "พักร่วมกับ", "พักห้องเดียวกับ"),
    "room_type": ("type", "room type", "ประเภท", "ประเภทห้อง", "ประเภทห้องพัก", "แบบห้อง"),
    "arrival": ("arrival", "arrival date", "check in", "check-in", "in", "วันเข้าพัก", "วันเข้า", "เช็คอิน", "วันที่เข้าพัก"),
    "departure": ("departure", "departure date", "check out", "check-out", "out", "วันออก", "เช็คเอาท์", "เช็คเอ้าท์",
                  "วันที่ออก"),
    "adults": ("adults", "pax", "persons", "ผู้ใหญ่", "จำนวนคน", "จำนวนผู้เข้าพัก"),
    "nationality": ("nationality", "nat", "nat.", "country", "สัญชาติ"),
    "passport": ("passport", "passport no", "passport no.", "passport number", "หนังสือเดินทาง", "เลขหนังสือเดินทาง",
                 "เลขที่หนังสือเดินทาง", "พาสปอร์ต", "เลขพาสปอร์ต"),
    "note": ("note", "notes", "remark", "remarks", "หมายเหตุ"),
}  # fmt: skip
TITLES = re.compile(
    r"^(mr|mrs|ms|miss|mstr|dr)\.?\s+|^(นาย|นางสาว|นาง|น\.ส\.|คุณ|ด\.ช\.|ด\.ญ\.)\s*", re.IGNORECASE
)


@dataclass(frozen=True)
class ListedGuest:
    """A line of the list; what it leaves out is "" or None."""

    line: int
    name: dict[str, str]  # as a profile has it: family and given, or family_th and given_th
    room: str = ""
    sharing: str = ""
    room_type: str = ""
    arrival: datetime.date | None = None
    departure: datetime.date | None = None
    adults: int | None = None
    nationality: str = ""
    passport: str = ""
    note: str = ""

    @property
    def said(self) -> str:
        return " ".join(
            filter(None, (self.name.get(part, "") for part in ("given_th", "family_th", "family", "given")))
        )

    @property
    def words(self) -> tuple[str, ...]:
        return _words(self.said)


@dataclass(frozen=True)
class ListedRoom:
    """A room of the list. ``stay_id``: it came in before."""

    guests: tuple[ListedGuest, ...]
    room_type: str
    arrival: datetime.date
    departure: datetime.date
    adults: int
    note: str
    external_id: str
    stay_id: int | None = None

    @property
    def line(self) -> int:
        return self.guests[0].line


@dataclass(frozen=True)
class RoomingList:
    """What a file says; with faults, the rooms are those that could be read."""

    rooms: tuple[ListedRoom, ...]
    faults: tuple[LineFault, ...]

    @property
    def persons(self) -> int:
        return sum(len(room.guests) for room in self.rooms)


def check_rooming_list(block_id: int, table: TableFile) -> list[LineFault]:
    """Every fault of the file by its line; an empty list may be imported."""
    return list(read_rooming_list(block_id, table).faults)


@operation("book")
def import_rooming_list(act: Act, block_id: int, table: TableFile) -> dict[str, int]:
    """Pick up every room of the list that is not there yet: how many ``rooms``, and how many were there ``already``.

    Refused: ROOMING_LIST_FAULTS (nothing comes in; each line's fault is named); ASK: as ``pick_up``.
    """
    read = read_rooming_list(block_id, table)
    faults = list(read.faults)
    new = [room for room in read.rooms if room.stay_id is None]
    if not faults:
        for room in new:
            try:
                _take_room(act, block_id, room)
            except Refused as refused:
                if refused.severity is Severity.ASK:
                    raise
                faults.append(LineFault(room.line, refused.message))
    if faults:
        listed = [f"{fault.line}: {fault.message.say()}" for fault in faults[:6]]
        raise Refused(
            "ROOMING_LIST_FAULTS",
            "{n} faults in the rooming list, nothing was imported. {faults}",
            field="file",
            n=len(faults),
            faults=" · ".join(listed) + (" …" if len(faults) > len(listed) else ""),
        )
    return {"rooms": len(new), "already": len(read.rooms) - len(new)}


def _take_room(act: Act, block_id: int, room: ListedRoom) -> int:
    first, *others = (_profile(act, guest) for guest in room.guests)
    booking = Booking(
        first, room.arrival, room.departure, room.room_type, "", adults=room.adults, guarantee="guaranteed",
        note=room.note, external_source=_source(Block.get_by_id(block_id)), external_id=room.external_id,
    )  # fmt: skip
    stay_id = pick_up(act, block_id, booking)
    for other in others:
        add_person(act, stay_id, other)
    return stay_id


def _source(block: Block) -> str:
    return f"rooming list {block.code}"


def _profile(act: Act, guest: ListedGuest) -> int:
    """The profile with this passport and name, or a new one."""
    if guest.passport:
        for known in Guest.select().where(Guest.document_number == guest.passport):
            if guest.words == _words(known.name("th" if "given_th" in guest.name else "en")):
                return int(known.id)
    document = {"document_kind": "passport", "document_number": guest.passport} if guest.passport else {}
    return create_guest(act, **guest.name, **document, nationality=guest.nationality)


# Reading


def read_rooming_list(block_id: int, table: TableFile) -> RoomingList:
    """The rooms of the list as they would come in, and all its faults."""
    block, today = Block.get_by_id(block_id), Property.the().business_date
    faults = list(table.faults)
    columns = _columns(table.columns)
    if "name" not in columns and "family" not in columns and "given" not in columns:
        return RoomingList(
            (), (LineFault(1, Message("The list has no column with the names of the guests.")),)
        )
    guests = []
    for row in table.rows:
        read = _Line(row, columns, today)
        guests.append(read.guest())
        faults += read.faults
    rooms = []
    seen: Counter[str] = Counter()
    for together in _together(guests, faults):
        room = _room(block, today, together, faults)
        if room is not None:
            name = " + ".join(" ".join(filter(None, (fold(g.said), g.passport))) for g in room.guests)
            seen[name] += 1  # "TBA" stands there as often as there are rooms for it
            rooms.append(replace(room, external_id=f"{name} #{seen[name]}"))
    known = dict(
        Reservation.select(Reservation.external_id, Reservation.id)
        .where(Reservation.external_source == _source(block))
        .tuples()
    )
    rooms = [replace(room, stay_id=known.get(room.external_id)) for room in rooms]
    return RoomingList(tuple(rooms), tuple(sorted(faults, key=lambda fault: fault.line)))


def _columns(headings: Iterable[str]) -> dict[str, str]:
    """Field → heading."""
    found: dict[str, str] = {}
    for heading in headings:
        said = fold(heading)
        for field, names in HEADINGS.items():
            if field not in found and said in {fold(name) for name in names}:
                found[field] = heading
    # ชื่อ beside นามสกุล is the given name; alone it holds both.
    if "given" in found and "family" not in found and "name" not in found:
        found["name"] = found.pop("given")
    return found


class _Line:
    """One line on its way to a guest; takes its faults down."""

    def __init__(self, row: TableRow, columns: dict[str, str], today: datetime.date) -> None:
        self.row, self.columns, self.today = row, columns, today
        self.faults: list[LineFault] = []

    def text(self, field: str) -> str:
        return text_of(self.row.cells.get(self.columns.get(field, ""), "")).strip()

    def fault(self, field: str, message: Message) -> None:
        self.faults.append(LineFault(self.row.line, message, self.columns.get(field, "")))

    def guest(self) -> ListedGuest:
        name = self.name()
        if not any(letter.isalpha() for part in name.values() for letter in part):
            self.fault("name", Message("A guest needs a name."))
        return ListedGuest(
            self.row.line, name, self.text("room"), self.text("sharing"), self.text("room_type").upper(),
            self.date("arrival"), self.date("departure"), self.adults(), self.nationality(), self.text("passport").upper(),
            self.text("note"),
        )  # fmt: skip

    def name(self) -> dict[str, str]:
        if "name" in self.columns:
            family, given = _parts(TITLES.sub("", self.text("name")))
        else:
            family, given = self.text("family"), TITLES.sub("", self.text("given"))
        thai = any("ก" <= letter <= "๛" for letter in family + given)
        return {"family_th": family, "given_th": given} if thai else {"family": family, "given": given}

    def date(self, field: str) -> datetime.date | None:
        cell = self.row.cells.get(self.columns.get(field, ""), "")
        if cell == "":
            return None
        try:
            return date_of(cell, self.today)
        except NotADate as error:
            self.fault(field, error.message)
            return None

    def adults(self) -> int | None:
        cell = self.row.cells.get(self.columns.get("adults", ""), "")
        try:
            number = whole_number_of(cell) if cell != "" else None
        except NotAnAmount as error:
            self.fault("adults", error.message)
            return None
        if number is not None and number < 1:
            self.fault("adults", Message("At least one adult."))
        return number

    def nationality(self) -> str:
        said = self.text("nationality")
        if not said or valid_country(said.upper()):
            return said.upper()
        found = {code for language in LANGUAGES for code, _name in find_countries(said, language)}
        if len(found) != 1:
            self.fault("nationality", Message("There is no country {code}.", {"code": said}))
            return ""
        return found.pop()


def _parts(name: str) -> tuple[str, str]:
    """Family and given name out of one cell: ``MÜLLER Anna``, ``Müller, Anna``, ``Anna MÜLLER``; Thai given first."""
    if "," in name:
        family, given = name.split(",", 1)
        return family.strip(), given.strip()
    words = name.split()
    if any("ก" <= letter <= "๛" for letter in name):
        return " ".join(words[1:]), " ".join(words[:1])
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(capitals), " ".join(word for word in words if word not in capitals)
    return " ".join(words[:1]), " ".join(words[1:])


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(fold(TITLES.sub("", name).replace(",", " ")).split()))


def _together(guests: Sequence[ListedGuest], faults: list[LineFault]) -> list[list[ListedGuest]]:
    """The guests by the rooms of the list: those with one room number, and those who share with one another."""
    room_of: dict[int, list[ListedGuest]] = {}
    by_number: dict[str, list[ListedGuest]] = {}
    by_name: dict[tuple[str, ...], ListedGuest] = {guest.words: guest for guest in reversed(guests)}
    for guest in guests:
        room = by_number.setdefault(guest.room, []) if guest.room else []
        room.append(guest)
        room_of[guest.line] = room
    for guest in guests:
        if not guest.sharing:
            continue
        other = by_name.get(_words(guest.sharing))
        if other is None or other.line == guest.line:
            message = Message(
                "{guest}, with whom this one shares, is not on the list.", {"guest": guest.sharing}
            )
            faults.append(LineFault(guest.line, message))
        elif room_of[guest.line] is not room_of[other.line]:
            first, second = sorted((room_of[other.line], room_of[guest.line]), key=lambda room: room[0].line)
            first += second
            for moved in second:
                room_of[moved.line] = first
    rooms: list[list[ListedGuest]] = []
    for guest in guests:
        if not any(room is room_of[guest.line] for room in rooms):
            rooms.append(room_of[guest.line])
    return rooms


def _room(
    block: Block, today: datetime.date, guests: Sequence[ListedGuest], faults: list[LineFault]
) -> ListedRoom | None:
    before = len(faults)
    line = guests[0].line
    for field, word in (
        ("room_type", Message("type")), ("arrival", Message("arrival")), ("departure", Message("departure")),
    ):  # fmt: skip
        said = [guest for guest in guests if getattr(guest, field)]
        for guest in said[1:]:
            if getattr(guest, field) != getattr(said[0], field):
                text = Message(
                    "The {what} is not that of line {line}, with whom the room is shared.",
                    {"what": word, "line": said[0].line},
                )
                faults.append(LineFault(guest.line, text))
    arrival = next((g.arrival for g in guests if g.arrival), block.first_night)
    departure = next((g.departure for g in guests if g.departure), block.departure)
    adults = max([len(guests), *(g.adults for g in guests if g.adults)])
    kind = _kind(block, next((g.room_type for g in guests if g.room_type), ""))
    if kind is None:
        named = any(guest.room_type for guest in guests)
        text = (
            Message("The block has no rooms of this type.")
            if named
            else Message("The line says no room type, and the block has not just one.")
        )
        faults.append(LineFault(line, text))
    elif adults > kind.most_persons + 1:
        text = Message("A {room_type} room holds {most} persons and one extra bed.", {"room_type": kind.code, "most": kind.most_persons})  # fmt: skip
        faults.append(LineFault(line, text))
    if arrival < today:
        faults.append(
            LineFault(line, Message("The arrival lies before the business date {date}.", {"date": today}))
        )
    elif departure <= arrival:
        faults.append(LineFault(line, Message("The departure is not after the arrival.")))
    elif kind is not None:
        try:
            check_block_has(block, kind, nights_between(arrival, departure))
        except Refused as refused:
            faults.append(LineFault(line, refused.message))
    if len(faults) > before or kind is None:
        return None
    note = " · ".join(dict.fromkeys(guest.note for guest in guests if guest.note))
    return ListedRoom(tuple(guests), kind.code, arrival, departure, adults, note, "")


def _kind(block: Block, code: str) -> RoomType | None:
    """The type of that code or name; without one, the only type the block has."""
    kinds = list(RoomType.select().where(RoomType.id << BlockCell.select(BlockCell.room_type).where(BlockCell.block == block)))  # fmt: skip
    if not code:
        return kinds[0] if len(kinds) == 1 else None
    said = fold(code)
    return next((k for k in kinds if said in (fold(k.code), fold(k.name_en), fold(k.name_th))), None)
