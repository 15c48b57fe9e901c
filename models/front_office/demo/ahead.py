"""The last days before today at the demo's reservations desk: groups, waitlist, turn-aways, letters, wishes of regulars."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.blocks.pickup import pick_up
from models.front_office.companies import company_of
from models.front_office.correspondence import (
    CONFIRMATION,
    LETTER,
    NewLetter,
    count_letter_print,
    record_phone,
    write_letter,
)
from models.front_office.demo.people import THAI, People, Person
from models.front_office.demo.planned import SHARING, STAYS, TOGETHER, PlannedStay, full_saturday, plus
from models.front_office.demo.selling import restrict_new_year
from models.front_office.deposit_requests import request_deposit
from models.front_office.desk_flows import NEW_GUEST, book_with_guest
from models.front_office.guests.records import add_preference
from models.front_office.payments import take_deposit
from models.front_office.reservations import (
    REQUESTED,
    WAITLISTED,
    Booking,
    Reservation,
    Stay,
    assign_room,
    share_room,
    travel_together,
)
from models.front_office.turn_aways import turn_away

if TYPE_CHECKING:
    from models.front_office.demo.days import Life

GROUP_DAYS, GROUP_CUTOFF = 10, 5
GROUP_ROOMS = (("SUP", 12), ("DLX", 4))
PICKED_UP = ("SUP", "SUP", "DLX", "SUP", "SUP", "DLX", "SUP", "SUP")
# days ahead (0: New Year's Eve), nights, rooms, type, reason, who, phone, note
TURNED_AWAY = (
    (2, 1, 1, "SUI", "price", "คุณอรทัย", "081-000-4471", "ขอราคาต่ำกว่า 3,500"),
    (5, 2, 12, "SUP", "policy", "Mekong Trails", "+84 24 0000 118", "no deposit before arrival"),
    (9, 2, 2, "FAM", "sold out", "คุณชลธิชา", "089-000-2215", "รับแฟมิลี่เท่านั้น"),
    (3, 1, 1, "", "other", "คุณสุริยา", "", "ขอนำสุนัขเข้าพัก"),
    (12, 1, 1, "FAM", "type", "Mr. O'Connor", "+353 85 000 0042", "wants two bedrooms"),
    (0, 1, 3, "DLX", "restriction", "คุณพงศธร", "062-000-9034", "พักคืนเดียวช่วงปีใหม่"),
)
WISHES = (
    (("floor", "ชั้นสูง ห่างลิฟต์", "High floor, away from the lift"), ("pillow", "หมอนแข็ง", "Firm pillow")),
    (("bed", "เตียงใหญ่", "One large bed"), ("food", "ไม่ทานเนื้อวัว", "No beef")),
    (("view", "ห้องวิวแม่น้ำ", "River view"),),
    (("room", "ห้องเงียบ", "A quiet room"), ("service", "หนังสือพิมพ์ทุกเช้า", "Newspaper every morning")),
    (("smoking", "ห้องปลอดบุหรี่", "Non-smoking"), ("food", "กาแฟดำ", "Black coffee")),
)


class Ahead:
    """What comes to the desk of a ``Life`` besides its plan; with dice of its own."""

    def __init__(self, life: Life, rng: random.Random) -> None:
        self.life = life
        self.today = life.plan.today
        self.people = People(rng, self.today)
        self.ploy, self.wan = life.desks["ploy"], life.desks["wan"]
        self.group = 0
        self.days = self._by_day()

    def on(self, day: datetime.date) -> Iterator[tuple[int, Callable[[], object]]]:
        """Minute of the day and what is done then."""
        yield from self.days.get(day, [])

    def _by_day(self) -> dict[datetime.date, list[tuple[int, Callable[[], object]]]]:
        def ago(days: int) -> list[tuple[int, Callable[[], object]]]:
            return found.setdefault(plus(self.today, -days), [])

        found: dict[datetime.date, list[tuple[int, Callable[[], object]]]] = {}
        ago(4).append((11 * 60, self._definite_group))
        for number, kind in enumerate(PICKED_UP):
            ago(3 - number // 3).append((11 * 60 + 10 * number, lambda kind=kind: self._pick_up(kind)))  # type: ignore[misc]
        ago(2).append((14 * 60, self._tentative_group))
        month = max(self.life.plan.start, self.today.replace(day=1))
        span = max((self.today - month).days, 1)
        for number, call in enumerate(TURNED_AWAY):
            day = min(plus(month, number * span // len(TURNED_AWAY)), self.today)
            minute = 7 * 60 + 5 if day == self.today else 15 * 60 + number
            found.setdefault(day, []).append((minute, lambda call=call: self._turn_away(*call)))  # type: ignore[misc]
        ago(2).append((17 * 60, self._waitlist))
        ago(1).append((17 * 60, self._requests))
        ago(1).append((21 * 60 + 30, self._last_evening))
        return found

    # Groups

    def _definite_group(self) -> None:
        first = plus(self.today, GROUP_DAYS)
        new = NewBlock(
            "Metro สัมมนาประจำปี", first, plus(first, 1), "GROUP", GROUP_ROOMS, code="METRO", status="definite",
            company_id=company_of("METRO").id, cutoff_on=plus(self.today, GROUP_CUTOFF), market="GROUP",
            source="E-MAIL", contact="คุณศิริพร ฝ่ายบุคคล", phone="02-000-7711", email="hr@metro.example.com",
            note="ห้องประชุมเจ้าพระยา 2 วัน · อาหารเย็นริมน้ำคืนแรก",
        )  # fmt: skip
        self.group = create_block(self.ploy, new)

    def _pick_up(self, kind: str) -> None:
        first = plus(self.today, GROUP_DAYS)
        person = self.people.person(THAI)
        booking = Booking(NEW_GUEST, first, plus(first, 2), kind, "", adults=2 if kind == "DLX" else 1,
                          guarantee="guaranteed")  # fmt: skip
        pick_up(self.ploy, self.group, booking, self._on_the_phone(person))

    def _tentative_group(self) -> None:
        next_month = plus(self.today.replace(day=28), 4).replace(day=1)
        first = plus(next_month, 13)
        new = NewBlock(
            "Siam River Heritage", first, plus(first, 2), "AGENT", (("SUP", 15), ("DLX", 5)),
            code="RIVER", status="tentative", company_id=company_of("SIAMRIVER").id,
            cutoff_on=plus(first, -7), market="AGENT", source="AGENT", contact="คุณนภา ฝ่ายจอง", phone="02-000-8800",
            email="booking@siamriver.example.com", note="รอยืนยันเที่ยวบินจากปารีส",
        )  # fmt: skip
        create_block(self.wan, new)

    # Who could not be given a room

    def _turn_away(self, ahead: int, nights: int, rooms: int, kind: str, reason: str, name: str, phone: str,
                   note: str) -> None:  # fmt: skip
        arrival = plus(self.life.today(), ahead) if ahead else self._new_years_eve()
        turn_away(self.wan, arrival, plus(arrival, nights), reason, room_type=kind, rooms=rooms,
                  persons=rooms * 2, name=name, phone=phone, note=note)  # fmt: skip

    def _waitlist(self) -> None:
        saturday = full_saturday(self.today)
        for priority, country in ((5, THAI), (3, "KOR"), (1, THAI)):
            note = "วันเกิดคุณแม่ ขอห้องแฟมิลี่" if priority == 1 else ""
            self._book(country, Booking(NEW_GUEST, saturday, plus(saturday, 1), "FAM", "BAR", adults=2, state=WAITLISTED,
                                        waitlist_priority=priority, market="LEISURE", source="PHONE", note=note))  # fmt: skip

    def _requests(self) -> None:
        for ahead, kind, source in ((25, "SUI", "LINE"), (33, "DLX", "E-MAIL")):
            arrival = plus(self.today, ahead)
            self._book("FRA" if kind == "DLX" else THAI, Booking(NEW_GUEST, arrival, plus(arrival, 2), kind, "BAR", adults=2,
                                                                 state=REQUESTED, market="LEISURE", source=source))  # fmt: skip

    def _book(self, country: str, booking: Booking) -> None:
        book_with_guest(self.wan, booking, self._on_the_phone(self.people.person(country)))

    def _on_the_phone(self, person: Person) -> dict[str, object]:
        return {name: person.values[name] for name in NAMED if name in person.values}

    # The evening before today

    def _last_evening(self) -> None:
        restrict_new_year(self.life.desks["pavinee"], self._new_years_eve())
        self._two_bookings()
        self._letters()
        self._deposits()
        self._wishes()

    def _new_years_eve(self) -> datetime.date:
        """The next one."""
        eve = datetime.date(self.today.year, 12, 31)
        return eve if self.today < eve else eve.replace(year=eve.year + 1)

    def _of_story(self, story: str) -> list[PlannedStay]:
        return [s for s in self.life.stays if s.story == story]

    def _two_bookings(self) -> None:
        friends, families = self._of_story(SHARING), self._of_story(TOGETHER)
        if len(friends) == 2:
            first, second = (self.life.stays[s] for s in friends)
            assign_room(self.life.desks["kanya"], first, friends[0].room)
            share_room(self.life.desks["kanya"], second, first)
        if len(families) == 2:
            first, second = (self._reservation(s) for s in families)
            confirmation = Reservation.get_by_id(second).confirmation
            travel_together(self.ploy, first, confirmation)

    def _reservation(self, stay: PlannedStay) -> int:
        return int(Stay.get_by_id(self.life.stays[stay]).reservation_id)

    def _letters(self) -> None:
        coming = [s for s in self.life.stays if s.arrival == plus(self.today, 1) and s.fate == STAYS]
        foreign = [s for s in coming if s.persons[0].country != THAI]
        thai = [s for s in coming if s.persons[0].country == THAI]
        if foreign:
            who = foreign[0].persons[0].values
            new = NewLetter(CONFIRMATION, LETTER, f"{who['title']} {who['given']} {who['family']}",
                            str(who["address"]), "en")  # fmt: skip
            count_letter_print(self.ploy, write_letter(self.ploy, self._reservation(foreign[0]), new))
        if thai:
            who = thai[0].persons[0].values
            record_phone(self.ploy, self._reservation(thai[0]), CONFIRMATION, f"คุณ{who['given_th']}", str(who["phone"]),
                         "ยืนยันเข้าพักพรุ่งนี้ ถึงประมาณบ่ายสาม ขอห้องปลอดบุหรี่", "guest")  # fmt: skip

    def _deposits(self) -> None:
        """Asked for by hand, where the policy asks for nothing: one of them has come in part."""
        ahead = [s for s in self.life.stays if s.arrival > plus(self.today, 7) and s.rate == "BAR" and not s.deposit
                 and s.market == "LEISURE" and s.fate == STAYS]  # fmt: skip
        for number, stay in enumerate(ahead[:2]):
            reservation = self._reservation(stay)
            request_deposit(self.ploy, reservation, Decimal(3000), plus(self.today, 2 + 3 * number))
            if number == 0:
                take_deposit(self.ploy, reservation, "TRAN", Decimal(1000), reference="19:42")

    def _wishes(self) -> None:
        """Of those who came most often, and are known."""
        came = Counter(s.persons[0] for s in self.life.stays if s.fate == STAYS and s.arrival <= self.today)
        regulars = [person for person, _times in came.most_common(len(WISHES))]
        for person, wishes in zip(regulars, WISHES, strict=False):
            for kind, thai, english in wishes:
                guest = self.life.guests[person]
                add_preference(
                    self.life.desks["kanya"], guest, kind, thai if person.country == THAI else english
                )


NAMED = (
    "title",
    "given_th",
    "family_th",
    "given",
    "family",
    "sex",
    "nationality",
    "language",
    "phone",
    "email",
)
