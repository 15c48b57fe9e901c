"""What the desk sees: room rack, lists of stays, house status. Read afresh each time; nothing is kept."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import JOIN, ModelSelect, fn

from models.front_office.blocks import Block
from models.front_office.companies import companies_with
from models.front_office.folios import FolioWindow
from models.front_office.guests import Guest, guests_with, missing_identity, search_words
from models.front_office.lamps import Lit, lamps_of
from models.front_office.readiness import Readiness, not_ready, readiness_of
from models.front_office.reservations import IN_HOUSE, RESERVED, Reservation, Stay, StayPerson
from models.front_office.rooms import OUT_OF_ORDER, Room, RoomClosure, RoomType, pseudo_types, ready_statuses
from models.house.lists import Listing
from models.house.property import Property
from models.ledger.accounts import SubaccountBalance
from models.ledger.balances import money

ZERO = Decimal("0.00")
GUESTS = Stay.room_type.not_in(pseudo_types())
"""Stays of people; not the posting masters."""
_HOUSEKEEPING_LETTER = {"clean": "C", "dirty": "D", "inspected": "I", "pickup": "P"}


@dataclass(frozen=True)
class RackRow:
    """One room now. ``code`` combines front office and housekeeping: VC, VD, VI, VP, OC, OD …, OOO, OOS."""

    room_id: int
    number: str
    room_type: str
    floor: str
    code: str
    stay_id: int | None = None  # who is in it
    guest_th: str = ""
    guest_en: str = ""
    departure: datetime.date | None = None
    due_out: bool = False
    balance: Decimal = ZERO
    arrival_id: int | None = None  # who is to come into it today
    arrival_th: str = ""
    arrival_en: str = ""
    arrival_nights: int = 0
    eta: str = ""
    closure_id: int | None = None
    closure_reason: str = ""
    closure_until: datetime.date | None = None
    vip: bool = False
    persons: int = 0
    lamps: str = ""
    made: bool = False  # clean or inspected, as the house asks of a room that is given to a guest

    @property
    def key(self) -> tuple[str]:
        return (self.number,)

    @property
    def vacant(self) -> bool:
        return self.stay_id is None

    @property
    def closed(self) -> bool:
        return self.closure_id is not None

    @property
    def ready(self) -> bool:
        return self.vacant and not self.closed and self.made


def room_rack(date: datetime.date) -> list[RackRow]:
    """Every room as it stands on the business date ``date``, by number."""
    inside: dict[int, Stay] = {}
    for stay in sorted(_stays(Stay.state == IN_HOUSE), key=lambda s: (s.share_of_id is not None, s.id)):
        inside.setdefault(stay.room_id, stay)
    coming = {
        s.room_id: s
        for s in _stays((Stay.state == RESERVED) & (Stay.arrival <= date) & Stay.room.is_null(False))
    }
    balances = balances_of([s.id for s in inside.values()])
    lit = lamps_of([s.id for s in (*inside.values(), *coming.values())], date)
    letters = {
        stay_id: "".join(dict.fromkeys(lamp.letter for lamp in lamps)) for stay_id, lamps in lit.items()
    }
    closures = {
        c.room_id: c
        for c in RoomClosure.select().where(
            (RoomClosure.first_night <= date) & (RoomClosure.last_night >= date)
        )
    }
    rooms = Room.select(Room, RoomType).join(RoomType).where(~RoomType.pseudo).order_by(Room.number)
    ready = ready_statuses()
    return [
        _rack_row(
            room,
            date,
            inside.get(room.id),
            coming.get(room.id),
            closures.get(room.id),
            balances,
            letters,
            ready,
        )
        for room in rooms
    ]


def _stays(where: object) -> list[Stay]:
    return list(Stay.select(Stay, Guest).join(Guest).where(where))


def _rack_row(
    room: Room,
    date: datetime.date,
    stay: Stay | None,
    coming: Stay | None,
    closure: RoomClosure | None,
    balances: dict[int, Decimal],
    letters: dict[int, str],
    ready: tuple[str, ...],
) -> RackRow:
    letter = _HOUSEKEEPING_LETTER[room.housekeeping]
    concerns = stay or coming
    code = closure.kind if closure and stay is None else f"{'V' if stay is None else 'O'}{letter}"
    return RackRow(
        room.id, room.number, room.room_type.code, room.floor, code,
        stay_id=stay.id if stay else None,
        guest_th=stay.guest.name("th") if stay else "",
        guest_en=stay.guest.name("en") if stay else "",
        departure=stay.departure if stay else None,
        due_out=bool(stay and stay.departure <= date),
        balance=balances.get(stay.id, ZERO) if stay else ZERO,
        arrival_id=coming.id if coming else None,
        arrival_th=coming.guest.name("th") if coming else "",
        arrival_en=coming.guest.name("en") if coming else "",
        arrival_nights=coming.nights if coming else 0,
        eta=coming.eta if coming else "",
        closure_id=closure.id if closure else None,
        closure_reason=closure.reason if closure else "",
        closure_until=closure.last_night if closure else None,
        vip=bool(concerns and concerns.guest.vip),
        persons=stay.adults + stay.children if stay else 0,
        lamps=letters.get(concerns.id, "") if concerns else "",
        made=room.housekeeping in ready,
    )  # fmt: skip


def balances_of(stay_ids: list[int]) -> dict[int, Decimal]:
    """What is owed on all windows of each stay, baht."""
    rows = (
        FolioWindow.select(FolioWindow.stay, fn.SUM(SubaccountBalance.balance))
        .join(SubaccountBalance, on=(SubaccountBalance.id == FolioWindow.subaccount))
        .where(FolioWindow.stay << stay_ids)
        .group_by(FolioWindow.stay)
        .tuples()
    )
    return {stay_id: money(balance) for stay_id, balance in rows}


def room_codes(date: datetime.date) -> dict[str, str]:
    """Room number → its state today (VC, OD, …); where somebody is still to leave it is not vacant."""
    return {row.number: row.code for row in room_rack(date)}


def ready_codes() -> tuple[str, ...]:
    """The states of a vacant room in which a guest may have it: VC and VI, or VI alone."""
    return tuple("V" + _HOUSEKEEPING_LETTER[status] for status in ready_statuses())


@dataclass(frozen=True)
class HouseStatus:
    """Arrivals and departures still to come today, rooms in house, vacant, out of order."""

    arrivals: int
    departures: int
    in_house: int
    vacant: int
    out_of_order: int


def house_status(date: datetime.date) -> HouseStatus:
    counts = dict(
        Stay.select(Stay.state, fn.COUNT(Stay.id))
        .where(GUESTS & ((Stay.state == IN_HOUSE) | ((Stay.state == RESERVED) & (Stay.arrival <= date))))
        .group_by(Stay.state)
        .tuples()
    )
    departures = Stay.select().where(GUESTS & (Stay.state == IN_HOUSE) & (Stay.departure <= date)).count()
    occupied = Stay.select(fn.COUNT(fn.DISTINCT(Stay.room))).where(GUESTS & (Stay.state == IN_HOUSE)).scalar()
    closed = (
        RoomClosure.select()
        .where(
            (RoomClosure.kind == OUT_OF_ORDER)
            & (RoomClosure.first_night <= date)
            & (RoomClosure.last_night >= date)
        )
        .count()
    )
    rooms = Room.select().join(RoomType).where(~RoomType.pseudo).count()
    return HouseStatus(
        counts.get(RESERVED, 0), departures, counts.get(IN_HOUSE, 0), rooms - occupied - closed, closed
    )


@dataclass(frozen=True)
class StayRow:
    """A stay in a list. ``group``: the code of its block."""

    stay_id: int
    reservation_id: int
    confirmation: str
    guest_th: str
    guest_en: str
    nationality: str
    room: str
    room_type: str
    arrival: datetime.date
    departure: datetime.date
    state: str
    persons: int
    balance: Decimal
    eta: str
    etd: str
    vip: bool
    group: str
    identity_missing: bool
    readiness: Readiness
    lamps: str
    key: tuple[object, ...]

    @property
    def nights(self) -> int:
        return (self.departure - self.arrival).days

    @property
    def flags(self) -> str:
        """V: VIP, then the lamps."""
        return ("V" if self.vip else "") + self.lamps

    def late(self, at: datetime.datetime, hotel: Property) -> bool:
        """Whether the guest should have left by the moment ``at``: by the time agreed, else the house's."""
        if self.state != IN_HOUSE or self.departure > hotel.business_date:
            return False
        here = at.astimezone(hotel.timezone)
        return (here.date(), here.strftime("%H:%M")) > (self.departure, self.etd or hotel.check_out_time)


BY_ROOM = "room"
BY_ARRIVAL = "arrival"
BY_NAME = "name"


class _Stays(Listing[StayRow]):
    """Rooms and lamps are asked for all stays of a page at once."""

    def _read(self, query: ModelSelect, limit: int, *, backwards: bool) -> list[StayRow]:
        page = Listing(query, self._order, lambda stay: stay)._read(query, limit, backwards=backwards)
        date = Property.the().business_date
        rooms = readiness_of(page, date)
        lit = lamps_of([stay.id for stay in page], date)
        return [self._shape((stay, rooms[stay.id], lit.get(stay.id, []))) for stay in page]


def stays(where: object | None = None, order: str = BY_ARRIVAL) -> Listing[StayRow]:
    """Stays with guest, room and balance. A stay without a room sorts before those with one."""
    balance = (
        FolioWindow.select(fn.SUM(SubaccountBalance.balance))
        .join(SubaccountBalance, on=(SubaccountBalance.id == FolioWindow.subaccount))
        .where(FolioWindow.stay == Stay.id)
    )
    room_number = fn.COALESCE(Room.number, "")
    query = (
        Stay.select(
            Stay,
            Guest,
            Reservation,
            Block,
            Room,
            RoomType,
            balance.alias("balance"),
            room_number.alias("room_number"),
        )
        .join(Guest)
        .switch(Stay)
        .join(Reservation)
        .join(Block, JOIN.LEFT_OUTER)
        .switch(Stay)
        .join(RoomType)
        .switch(Stay)
        .join(Room, JOIN.LEFT_OUTER, on=(Stay.room == Room.id))
    )
    if where is not None:
        query = query.where(where)
    orders = {
        BY_ROOM: [(room_number, False), (Stay.id, False)],
        BY_ARRIVAL: [(Stay.arrival, False), (Stay.id, False)],
        BY_NAME: [(Guest.sort_name, False), (Stay.id, False)],
    }

    def shape(read: tuple[Stay, Readiness, list[Lit]]) -> StayRow:
        stay, readiness, lit = read
        keys: dict[str, tuple[object, ...]] = {
            BY_ROOM: (stay.room_number, stay.id),
            BY_ARRIVAL: (stay.arrival, stay.id),
            BY_NAME: (stay.guest.sort_name, stay.id),
        }
        booked = stay.reservation
        return StayRow(
            stay.id, booked.id, booked.confirmation, stay.guest.name("th"), stay.guest.name("en"), stay.guest.nationality,
            stay.room.number if stay.room_id else "", stay.room_type.code, stay.arrival, stay.departure, stay.state,
            stay.adults + stay.children, money(stay.balance), stay.eta, stay.etd, bool(stay.guest.vip),
            booked.block.code if booked.block_id else "", bool(missing_identity(stay.guest)), readiness,
            "".join(lamp.letter for lamp in lit), keys[order],
        )  # fmt: skip

    return _Stays(query, orders[order], shape)


def due_in(date: datetime.date) -> Any:
    """For a query over ``Stay``: arrivals still to come on the business date."""
    return GUESTS & (Stay.state == RESERVED) & (Stay.arrival <= date)


def arrived(date: datetime.date) -> Any:
    return GUESTS & (Stay.state == IN_HOUSE) & (Stay.arrival == date)


def in_groups() -> Any:
    return Stay.reservation << Reservation.select(Reservation.id).where(Reservation.block.is_null(False))


@dataclass(frozen=True)
class ArrivalCounts:
    """Arrivals of a day, in rooms."""

    to_come: int
    not_ready: int
    without_room: int
    arrived: int


def arrival_counts(date: datetime.date) -> ArrivalCounts:
    coming = due_in(date)
    wheres = (coming, coming & not_ready(date), coming & Stay.room.is_null(), arrived(date))
    return ArrivalCounts(*(Stay.select().where(where).count() for where in wheres))


def persons_in_house() -> tuple[int, int]:
    """Rooms with somebody in them, and persons."""
    rooms, persons = (
        Stay.select(fn.COUNT(fn.DISTINCT(Stay.room)), fn.COALESCE(fn.SUM(Stay.adults + Stay.children), 0))
        .where(GUESTS & (Stay.state == IN_HOUSE))
        .tuples()
        .get()
    )
    return rooms, persons


def together_with(stay_id: int, date: datetime.date) -> Listing[StayRow]:
    """The arrivals of the day that belong to the stay: its group, else its booking and the bookings with it."""
    booked = Stay.get_by_id(stay_id).reservation
    if booked.block_id:
        same = Reservation.block == booked.block_id
    elif booked.party_id:
        same = Reservation.party_id == booked.party_id
    else:
        same = Reservation.id == booked.id
    of_them = Stay.reservation << Reservation.select(Reservation.id).where(same)
    return stays(of_them & (due_in(date) | arrived(date)), BY_NAME)


def arrivals(date: datetime.date) -> Listing[StayRow]:
    return stays(due_in(date), BY_NAME)


def in_house() -> Listing[StayRow]:
    return stays(GUESTS & (Stay.state == IN_HOUSE), BY_ROOM)


def departures(date: datetime.date) -> Listing[StayRow]:
    return stays(GUESTS & (Stay.state == IN_HOUSE) & (Stay.departure <= date), BY_ROOM)


def find_stays(text: str, where: object | None = None, order: str = BY_ARRIVAL) -> Listing[StayRow]:
    """Stays by room number, confirmation number, company, agent, group, or any person on them, within ``where``."""
    found = matching(text)
    if found is not None:
        where = found if where is None else where & found
    return stays(where, order)


def matching(text: str) -> Any:
    """What finds the stays of ``text``, for a query over ``Stay``; None where nothing was typed."""
    found = None
    for word in search_words(text):
        on_stay = StayPerson.select(StayPerson.stay).where(StayPerson.guest << guests_with(word))
        companies = companies_with(word)
        blocks = Block.select(Block.id).where(Block.code == word.upper())
        numbered = Reservation.select(Reservation.id).where(
            Reservation.confirmation.endswith(word)
            | (Reservation.company << companies)
            | (Reservation.agent << companies)
            | (Reservation.block << blocks)
        )
        rooms = Room.select(Room.id).where(Room.number == word.upper())
        match = (Stay.id << on_stay) | (Stay.reservation << numbered) | (Stay.room << rooms)
        found = match if found is None else found & match
    return found


def stay_in_room(number: str) -> Stay | None:
    """Who is in the room now."""
    return Stay.select(Stay).join(Room).where((Room.number == number) & (Stay.state == IN_HOUSE)).first()


def arrival_for_room(number: str, date: datetime.date) -> Stay | None:
    """Who is to come into the room today."""
    return (
        Stay.select(Stay)
        .join(Room)
        .where((Room.number == number) & (Stay.state == RESERVED) & (Stay.arrival <= date))
        .order_by(Stay.arrival)
        .first()
    )
