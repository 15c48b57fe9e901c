"""What happens in the demo hotel, decided before it happens: every stay with its room, its dates and its fate.

A pure plan on a grid of rooms and nights, so that what is lived afterwards is never refused and today looks as
it should: so many guests in house, so many due in and out. Nothing here touches the database.
"""

from __future__ import annotations

import datetime
import random
from collections import Counter

from models.front_office.demo.by_the_month import plan_the_month
from models.front_office.demo.house import room_numbers
from models.front_office.demo.people import THAI, People, Person
from models.front_office.demo.planned import (
    CANCELS,
    COME_THIS_MORNING,
    DAYS_AHEAD,
    DUE_IN,
    DUE_OUT,
    GONE_THIS_MORNING,
    NO_SHOW,
    SLEPT_LAST_NIGHT,
    STAYS,
    Plan,
    PlannedClosure,
    PlannedStay,
    nights_of,
    plus,
)
from models.front_office.demo.selling import ADVANCE_DAYS, ROOM_TYPES
from models.front_office.demo.stories import add_stories
from models.front_office.demo.tables import Row, rows

NIGHTS = ((1, 2, 3, 4, 5, 6, 7, 10, 14), (13, 25, 24, 15, 9, 5, 5, 2.5, 1.5))
LEADS = ((0, 1, 2, 3, 5, 8, 12, 18, 26, 40, 55), (10, 8, 8, 8, 10, 10, 10, 9, 8, 6, 4))
TYPES = (("SUP", "DLX", "FAM", "SUI"), (52, 32, 9, 7))
ETAS = ("", "", "", "", "12:00", "14:00", "15:30", "17:00", "18:45", "20:00", "22:30")
MOVE_REASONS = ("แอร์ไม่เย็น", "ห้องข้าง ๆ เสียงดัง", "แขกขอห้องริมน้ำ", "ฝักบัวน้ำไม่แรง", "ขอย้ายไปชั้นเดียวกับเพื่อน")
# room, kind, first and last night as days from today, reason
CLOSURES = (
    ("309", "OOO", -2, 7, "แอร์เสีย รออะไหล่"),
    ("512", "OOO", -1, 3, "น้ำรั่วจากฝ้าเพดานห้องน้ำ"),
    ("216", "OOS", -3, 2, "เปลี่ยนผ้าม่าน"),
    ("407", "OOO", -30, -24, "ทาสีผนังใหม่"),
)

AGES: tuple[tuple[tuple[int, ...], ...], ...] = (
    ((),) * 4,
    ((4,), (8,), (10,), (2,)),
    ((4, 9), (7, 10), (1, 5), (6, 11)),
)

Night = tuple[str, datetime.date]  # room number or type code


def make_plan(today: datetime.date, days: int, rng: random.Random) -> Plan:
    """Everything from ``days`` days before ``today`` to ``DAYS_AHEAD`` days after it."""
    planner = Planner(today, plus(today, -days), rng)
    planner.close_rooms()
    plan_the_month(planner)
    for night in range(days):
        planner.fill(plus(planner.start, night), planner.history_target(night, days))
        planner.add_day_use(plus(planner.start, night))
    planner.settle_departures_of_today()
    planner.bend_history()
    planner.fill(today, SLEPT_LAST_NIGHT - GONE_THIS_MORNING - DUE_OUT + DUE_IN + COME_THIS_MORNING)
    planner.prepare_today()
    for ahead in range(1, DAYS_AHEAD):
        planner.fill(plus(today, ahead), planner.future_target(ahead), at_least=1)
    planner.add_bookings_that_fail()
    planner.add_tentative()
    add_stories(planner)
    return Plan(today, planner.start, planner.stays, planner.closures)


class Planner:
    def __init__(self, today: datetime.date, start: datetime.date, rng: random.Random) -> None:
        self.today = today
        self.start = start
        self.rng = rng
        self.people = People(rng, today)
        self.companies = rows("companies")
        self.rooms = {number: kind for number, _floor, kind in room_numbers()}
        self.count = Counter(self.rooms.values())
        self.holds = {code: persons for code, _th, _en, persons, _s, _d in ROOM_TYPES}
        self.taken: dict[Night, PlannedStay | None] = {}
        self.slept: Counter[datetime.date] = Counter()
        self.sold: Counter[Night] = (
            Counter()
        )  # by type; whatever was ever booked counts, so no booking is refused
        self.stays: list[PlannedStay] = []
        self.closures: list[PlannedClosure] = []
        self.regulars: list[tuple[datetime.date, tuple[Person, ...]]] = []

    # The grid

    def close_rooms(self) -> None:
        for room, kind, first, last, reason in CLOSURES:
            first_night, last_night = plus(self.today, first), plus(self.today, last)
            if first_night <= self.start:
                continue
            ended = plus(last_night, -2) if last < 0 else None
            self.closures.append(PlannedClosure(room, kind, first_night, last_night, reason, ended))
            for night in nights_of(first_night, plus(last_night, 1)):
                self.taken[room, night] = None
                self.sold[self.rooms[room], night] += 1

    def free_room(self, kind: str, arrival: datetime.date, departure: datetime.date) -> str:
        free = [
            number
            for number, own in self.rooms.items()
            if own == kind and not any((number, n) in self.taken for n in nights_of(arrival, departure))
        ]
        return self.rng.choice(free) if free else ""

    def for_sale(self, kind: str, arrival: datetime.date, departure: datetime.date) -> bool:
        return all(self.sold[kind, n] < self.count[kind] for n in nights_of(arrival, departure))

    def take(self, stay: PlannedStay, kinds: tuple[str, ...], until: datetime.date) -> None:
        for night in nights_of(stay.arrival, until):
            for kind in kinds:
                self.sold[kind, night] += 1
            if stay.fate == STAYS and night < stay.departure:
                self.taken[stay.room, night] = stay
                self.slept[night] += 1

    # How full

    def history_target(self, night: int, days: int) -> int:
        """Rooms sold: a slow season with full weekends that grows towards today."""
        left = days - 1 - night
        if left == 0:
            return SLEPT_LAST_NIGHT
        weekend = 7 if plus(self.start, night).isoweekday() in (5, 6) else 0
        grown = 33 + weekend + self.rng.randrange(-3, 4) + max(0, 10 - left)
        return min(grown, 14 + 9 * night)

    def future_target(self, ahead: int) -> int:
        weekend = 5 if plus(self.today, ahead).isoweekday() in (5, 6) else 0
        return max(3, 44 - 5 * ahead if ahead < 8 else 10 - ahead // 8) + weekend

    def fill(self, night: datetime.date, target: int, at_least: int = 0) -> None:
        """Parties that come on ``night`` until ``target`` rooms are taken; at least so many parties."""
        tries = 0
        come = 0
        while (self.slept[night] < target or come < at_least) and tries < 200:
            tries += 1
            come += self.add_party(night, max(target - self.slept[night], 1))

    # Parties

    def add_party(self, arrival: datetime.date, most: int) -> int:
        """One booking, or several rooms for an agent; how many rooms."""
        market = self.rng.choices(
            ("LEISURE", "OTA", "BUSINESS", "AGENT", "GOVERNMENT", "COMP", "HOUSE"),
            (32, 27, 16, 18, 4, 1.2, 0.4),
        )[0]
        nights = self.rng.choices(*NIGHTS)[0]
        if market in ("GOVERNMENT", "HOUSE", "COMP"):
            nights = min(nights, 2)
        rooms = min(most, self.rng.choice((1, 1, 2, 4))) if market == "AGENT" else 1
        kind = "SUP" if rooms > 2 else self.rng.choices(*TYPES)[0]
        company = self._company(market)
        country = self._country(market, company)
        added = 0
        for _room in range(rooms):
            added += self.add_stay(arrival, plus(arrival, nights), kind, market, company, country) is not None
        return added

    def _company(self, market: str) -> Row | None:
        kind = {"BUSINESS": "company", "AGENT": "agent", "GOVERNMENT": "government"}.get(market)
        return self.rng.choice([c for c in self.companies if c["kind"] == kind]) if kind else None

    def _country(self, market: str, company: Row | None) -> str:
        if market in ("GOVERNMENT", "HOUSE"):
            return THAI
        if company is not None and company["name_th"] == company["name"]:
            return "DEU"
        return self.people.some_country() if market != "AGENT" else self.rng.choice(("CHN", "FRA", "JPN"))

    def add_stay(
        self,
        arrival: datetime.date,
        departure: datetime.date,
        kind: str,
        market: str,
        company: Row | None,
        country: str,
        fate: str = STAYS,
    ) -> PlannedStay | None:
        """None where there is no room."""
        upgraded = kind == "SUP" and fate == STAYS and self.rng.random() < 0.04
        kinds = ("SUP", "DLX") if upgraded else (kind,)
        if not all(self.for_sale(k, arrival, departure) for k in kinds):
            return None
        room = self.free_room(kinds[-1], arrival, departure) if fate == STAYS else ""
        if fate == STAYS and not room:
            return None
        persons, children = self._persons(kind, market, company, country, arrival)
        lead = self.rng.choices(*LEADS)[0]
        if arrival >= self.today:
            lead = max(lead, (arrival - self.today).days + 1)
        walk_in = lead == 0 and market == "LEISURE" and fate == STAYS
        stay = PlannedStay(
            persons,
            children,
            arrival,
            departure,
            departure,
            max(self.start, plus(arrival, -lead)),
            kind,
            room,
            self._rate(market, walk_in, company),
            market,
            "WALK-IN" if walk_in else self._source(market),
            booker=company["contact"] if company else "",
            account=company["code"] if company else "",
            child_ages=",".join(map(str, AGES[children][len(self.stays) % 4])),
            fate=fate,
            pays_by=self.rng.choices(("CASH", "CARD", "TRAN"), (40, 42, 18))[0],
            walk_in=walk_in,
            eta="" if walk_in else self.rng.choice(ETAS),
        )
        self._guarantee(stay, lead)
        self._sell(stay)
        self.take(stay, kinds, departure)
        self.stays.append(stay)
        if fate == STAYS and market in ("LEISURE", "BUSINESS") and self.rng.random() < 0.4:
            self.regulars.append((departure, persons))
        return stay

    def _persons(
        self, kind: str, market: str, company: Row | None, country: str, arrival: datetime.date
    ) -> tuple[tuple[Person, ...], int]:
        if market == "LEISURE" and self.rng.random() < 0.3:
            again = [r for r in self.regulars if r[0] < arrival and len(r[1]) <= self.holds[kind]]
            if again:
                self.regulars.remove(old := self.rng.choice(again))
                return old[1], 0
        alone = market in ("BUSINESS", "HOUSE", "GOVERNMENT") and self.rng.random() < 0.8
        adults = 1 if alone or self.rng.random() < 0.2 else 2
        if kind == "FAM" and not alone:
            adults = self.rng.choice((2, 2, 3))
        children = self.rng.choice((1, 2)) if kind == "FAM" and adults == 2 else 0
        employer = company if company is not None and company["kind"] != "agent" else None
        name = employer["name_th" if country == THAI else "name"] if employer else ""
        vip = market == "COMP" or (kind == "SUI" and self.rng.random() < 0.3)
        return self.people.party(country, adults, name, vip), children

    def _rate(self, market: str, walk_in: bool, company: Row | None) -> str:
        if walk_in:
            return self.rng.choice(("BAR", "BAR", "RACK"))
        if market == "BUSINESS":
            return (company["rate"] if company else "") or "BAR"
        return {
            "LEISURE": "BAR", "OTA": "NET", "GOVERNMENT": "GOV", "AGENT": "AGENT", "COMP": "COMP", "HOUSE": "HOUSE",
        }[market]  # fmt: skip

    def _source(self, market: str) -> str:
        if market in ("OTA", "AGENT"):
            return market
        return self.rng.choice(("PHONE", "PHONE", "LINE", "WEB", "E-MAIL"))

    def _guarantee(self, stay: PlannedStay, lead: int) -> None:
        """Agents pay before arrival, some guests the first night; OTAs and companies vouch."""
        if stay.market in ("OTA", "BUSINESS", "GOVERNMENT", "COMP", "HOUSE"):
            stay.guarantee = "guaranteed"
        if lead < 2 or stay.market in ("COMP", "HOUSE"):
            return
        stay.prepaid = stay.market == "AGENT" and self.rng.random() < 0.5
        if stay.prepaid or (stay.market == "LEISURE" and self.rng.random() < 0.22):
            stay.deposit = "TRAN" if stay.prepaid else self.rng.choice(("TRAN", "TRAN", "CARD"))
            stay.guarantee = "guaranteed"
        elif stay.market == "LEISURE" and stay.persons[0].country == THAI and self.rng.random() < 0.08:
            stay.price_cut = self.rng.choice((100, 150, 300))

    def _sell(self, stay: PlannedStay) -> None:
        """Who books early pays all of it for less; of the others every fourth takes breakfast with the room."""
        if stay.rate != "BAR" or stay.market != "LEISURE" or stay.walk_in or stay.price_cut:
            return
        if (stay.arrival - stay.made_on).days >= ADVANCE_DAYS:
            stay.rate, stay.prepaid, stay.guarantee = "ADV", True, "guaranteed"
            stay.deposit = stay.deposit or ("CARD" if len(self.stays) % 3 else "TRAN")
        elif len(self.stays) % 4 == 0:
            stay.rate = "BB"

    # Turns of events

    def settle_departures_of_today(self) -> None:
        """Exactly ``DUE_OUT`` parties and those already gone leave today; the others stay on or leave later."""
        wanted = DUE_OUT + GONE_THIS_MORNING
        inside = [
            s for s in self.stays if s.arrival < self.today <= s.departure and not (s.is_day_use or s.monthly)
        ]
        self.rng.shuffle(inside)
        leaving = [s for s in inside if s.departure == self.today]
        for stay in leaving[wanted:]:
            self._leave_on(stay, plus(self.today, 1))
        others = (s for s in inside if s.departure > self.today and s not in leaving)
        for _missing in range(wanted - len(leaving)):
            self._leave_on(next(others), self.today)
        gone = [s for s in inside if s.departure == self.today][:GONE_THIS_MORNING]
        for stay in gone:
            stay.early_bird = True

    def _leave_on(self, stay: PlannedStay, day: datetime.date) -> None:
        for night in nights_of(day, stay.departure):
            self.taken.pop((stay.room, night), None)
            self.slept[night] -= 1
        for night in nights_of(stay.departure, day):
            self.taken[stay.room, night] = stay
            self.slept[night] += 1
            self.sold[stay.room_type, night] += 1
        stay.departure = stay.booked_until = day

    def bend_history(self) -> None:
        """Some extend, some leave early, some move; one is never let in again."""
        past = [s for s in self.stays if s.departure < self.today and not s.is_day_use and not s.walk_in]
        self.rng.shuffle(past)
        long_stays = [s for s in past if (s.departure - s.arrival).days >= 3 and s.market != "AGENT"]
        for stay in long_stays[0::9]:
            stay.booked_until = plus(stay.departure, -1)
        for stay in long_stays[1::9]:
            if self.for_sale(stay.room_type, stay.departure, plus(stay.departure, 1)):
                stay.booked_until = plus(stay.departure, 1)
                self.sold[stay.room_type, stay.departure] += 1
        for stay in long_stays[2::20]:
            self._move(stay)
        inside = [
            s
            for s in self.stays
            if s.arrival <= plus(self.today, -2) and s.departure > self.today and not s.monthly
        ]
        for stay in [s for s in inside if (s.departure - s.arrival).days >= 3][:2]:
            self._move(stay)
        middle = plus(self.start, (self.today - self.start).days // 2)
        returning = {id(persons) for _day, persons in self.regulars}
        for stay in sorted(past, key=lambda s: s.departure):
            often = sum(1 for s in self.stays if s.persons[0] is stay.persons[0])
            if stay.departure >= middle and often == 1 and id(stay.persons) not in returning:
                stay.banned = True
                break

    def _move(self, stay: PlannedStay) -> None:
        """From one middle night on in another room of the type, if one is free. The old room keeps its nights."""
        day = plus(stay.arrival, 1)
        kind = self.rooms[stay.room]
        room = self.free_room(kind, day, stay.departure)
        if room and stay.moves_on is None:
            stay.moves_on, stay.moves_to, stay.move_reason = day, room, self.rng.choice(MOVE_REASONS)
            for night in nights_of(day, stay.departure):
                self.taken[room, night] = stay

    def add_day_use(self, day: datetime.date) -> None:
        """Now and then a party for the day, in a room nobody has the night before or after."""
        if self.rng.random() > 0.06:
            return
        room = self.free_room("SUP", plus(day, -1), plus(day, 1))
        if room:
            stay = self.add_stay(day, day, "SUP", "LEISURE", None, THAI)
            if stay is not None:
                stay.room, stay.walk_in, stay.rate, stay.made_on = room, True, "BAR", day
                stay.deposit, stay.guarantee, stay.price_cut, stay.source = "", "non-guaranteed", 0, "WALK-IN"
                self.taken[room, day] = stay

    def prepare_today(self) -> None:
        """Of those due today most have their rooms, two are VIP, some have paid a deposit, one is here already."""
        arrivals = [s for s in self.stays if s.arrival == self.today]
        for number, stay in enumerate(arrivals):
            stay.assigned = number < 8
            stay.eta = stay.eta or self.rng.choice(ETAS[4:])
            if number in (2, 5, 9) and not stay.deposit and stay.market not in ("COMP", "HOUSE"):
                stay.deposit, stay.guarantee = "TRAN", "guaranteed"
        others = Counter(s.persons[0] for s in self.stays)
        new_guests = [s for s in arrivals if others[s.persons[0]] == 1]
        for stay in new_guests[1:4:2]:
            stay.persons[0].values["vip"] = "VIP"
            stay.note = "กระเช้าผลไม้ในห้องก่อนเข้าพัก / fruit basket in the room"
        last_night = plus(self.today, -1)
        ready = [s for s in arrivals if (s.room, last_night) not in self.taken and s not in new_guests[1:4:2]]
        ready[0].early_bird = True

    def add_bookings_that_fail(self) -> None:
        """Cancellations and no-shows: past ones, and cancellations of bookings yet to come."""
        span = range(1, (self.today - self.start).days + 20)
        for offset in span:
            arrival = plus(self.start, offset)
            for fate, chance in ((CANCELS, 0.75), (NO_SHOW, 0.25)):
                if self.rng.random() > chance or (fate == NO_SHOW and arrival >= self.today):
                    continue
                market = self.rng.choice(("LEISURE", "LEISURE", "OTA"))
                departure = plus(arrival, self.rng.choice((1, 2, 2, 3)))
                kind = self.rng.choice(("SUP", "SUP", "DLX"))
                country = self.people.some_country()
                stay = self.add_stay(arrival, departure, kind, market, None, country, fate)
                if stay is not None and fate == CANCELS:
                    last = min(arrival, plus(self.today, -1))
                    stay.made_on = min(stay.made_on, last)
                    stay.cancelled_on = plus(stay.made_on, self.rng.randrange((last - stay.made_on).days + 1))

    def add_tentative(self) -> None:
        """An office that has not said yes: three rooms, tentative."""
        arrival = plus(self.today, 17)
        office = self._company("GOVERNMENT")
        for _room in range(3):
            stay = self.add_stay(arrival, plus(arrival, 2), "SUP", "GOVERNMENT", office, THAI)
            if stay is not None:
                stay.guarantee, stay.note = "tentative", "ตรวจราชการ รอหนังสือยืนยัน"
                stay.made_on = max(self.start, plus(self.today, -6))
