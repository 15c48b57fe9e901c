"""The demo hotel lived day by day: the plan carried out through the same operations as the screens use."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from locales import LANGUAGES
from models.front_office.cancellations import cancel_with_penalty, no_show_with_fee
from models.front_office.companies import Company
from models.front_office.demo.ahead import Ahead
from models.front_office.demo.attending import Attending
from models.front_office.demo.books import vouchers
from models.front_office.demo.by_the_month import ByTheMonth
from models.front_office.demo.cashiers import Cashiers
from models.front_office.demo.counter import Counter
from models.front_office.demo.desk import Clock, rooms_made
from models.front_office.demo.office import Office
from models.front_office.demo.people import Person
from models.front_office.demo.planned import (
    CANCELS,
    NO_SHOW,
    STAYS,
    Plan,
    PlannedClosure,
    PlannedStay,
    by_day,
    plus,
)
from models.front_office.demo.registers import Registers
from models.front_office.demo.tables import pick, rows
from models.front_office.demo.upkeep import Upkeep
from models.front_office.deposit_requests import request_of
from models.front_office.desk_flows import (
    NEW_GUEST,
    book_with_guest,
    register_and_check_in,
    register_person,
    register_walk_in,
)
from models.front_office.folios import correct, post_article, post_charge, window_balance, window_of
from models.front_office.guests import update_guest
from models.front_office.night_audit import run_audit
from models.front_office.payments import refund, take_deposit, take_payment
from models.front_office.policies import gross_nights
from models.front_office.rates import ages_of, price, rate_code
from models.front_office.reservations import (
    Booking,
    Stay,
    assign_room,
    change_dates,
    deposit_of,
    nights_between,
    room_type,
)
from models.front_office.rooms import Room, RoomClosure, close_room, end_closure
from models.front_office.stays import check_out, move_room
from models.house.acts import Desk
from models.house.refusals import Answer
from models.house.staff import Staff

Progress = Callable[[int, int, datetime.date], None]  # days done, days in all, the day being lived

ON_THE_PHONE = ("document_kind", "document_number", "document_country", "document_expiry", "birth_date",
                "occupation", "address")  # fmt: skip
BREAKFAST = "ABF"
TERMINALS = {
    "manager": "MGR-1", "front office manager": "FO-3", "reception": "FO-1", "reservations": "RSV-1",
    "cashier": "FC-1", "night auditor": "FO-2", "accountant": "ACC-1", "accounting clerk": "ACC-2",
    "housekeeping": "HK-1", "porter": "BELL-1", "operator": "OP-1",
}  # fmt: skip
CANCELLED_BECAUSE = (
    "เปลี่ยนแผนการเดินทาง",
    "เที่ยวบินถูกยกเลิก",
    "Found another hotel",
    "ป่วย เดินทางไม่ได้",
    "Duplicate booking",
)


class Life:
    """One hotel living through its plan."""

    def __init__(self, plan: Plan, clock: Clock, rng: random.Random) -> None:
        self.plan = plan
        self.clock = clock
        self.rng = rng
        self.desks = {
            staff.login: Desk(staff, TERMINALS.get(staff.role.code, "FO-1"), clock)
            for staff in Staff.select()
        }
        self.articles = [row for row in rows("articles") if row["weight"] != "0"]
        self.accounts = {company.code: company for company in Company.select()}
        self.employers = {
            company.name(language): company.id for company in self.accounts.values() for language in LANGUAGES
        }
        self.guests: dict[Person, int] = {}
        self.partly_known: set[Person] = set()
        self.stays: dict[PlannedStay, int] = {}
        self.windows: dict[PlannedStay, int] = {}
        self.dirty: set[str] = set()
        self.day = plan.start
        self.events: list[tuple[int, int, Callable[[], object]]] = []
        self.booked = by_day(plan.stays, lambda s: None if s.walk_in else s.made_on)
        self.coming = by_day(plan.stays, lambda s: s.arrival if s.fate == STAYS else None)
        self.leaving = by_day(plan.stays, lambda s: s.departure if s.fate == STAYS else None)
        self.cancelled = by_day(plan.stays, lambda s: s.cancelled_on)
        self.missed = by_day(plan.stays, lambda s: s.arrival if s.fate == NO_SHOW else None)
        self.extended = by_day(plan.stays, lambda s: s.booked_until if s.booked_until < s.departure else None)
        self.moved = by_day(plan.stays, lambda s: s.moves_on)
        self.ahead = Ahead(self, random.Random(rng.randrange(10**6)))
        self.registers, self.upkeep = Registers(self), Upkeep(self)
        self.cashiers = Cashiers(self)
        self.counter = Counter(self, self.cashiers.first_day)
        self.sides = (
            self.cashiers, self.ahead, self.counter, self.registers, self.upkeep, Attending(self), ByTheMonth(self),
            Office(self),
        )  # fmt: skip

    def live(self, progress: Progress) -> None:
        """Every day up to ``plan.today``, whose morning it is at the end."""
        days = (self.plan.today - self.plan.start).days
        for done in range(days):
            day = plus(self.plan.start, done)
            progress(done, days + 1, day)
            self._day(day)
        progress(days, days + 1, self.plan.today)
        self._morning_of_today()
        progress(days + 1, days + 1, self.plan.today)

    # One day

    def at(self, minute: int, act: Callable[..., object], *args: object) -> None:
        self.events.append((minute, len(self.events), lambda: act(*args)))

    def today(self) -> datetime.date:
        """The day being lived."""
        return self.day

    def between(self, first_hour: float, last_hour: float) -> int:
        return self.rng.randrange(int(first_hour * 60), int(last_hour * 60))

    def run_events(self, day: datetime.date) -> None:
        for minute, _number, act in sorted(self.events, key=lambda event: event[:2]):
            self.clock.set(day, minute)
            act()
        self.events.clear()

    def _day(self, day: datetime.date) -> None:
        self.day = day
        for stay in self.extended.get(day, []):
            self.at(self.between(8, 9), self.extend, stay)
        for stay in self.leaving.get(day, []):
            self.at(self.between(17, 18) if stay.is_day_use else self.between(7, 12), self.leave, stay, day)
        for stay in self.windows:
            if stay.rate == "BB":
                self.at(6 * 60 + 30, self.breakfast, stay)
        for stay in self.booked.get(day, []):
            self.at(self.between(9, 13 if stay.arrival == day else 19), self.book, stay)
        self._close_rooms(day)
        self.at(13 * 60 + 30, self.clean, day)
        for stay in self.moved.get(day, []):
            self.at(self.between(15, 16), self.move, stay)
        arrived = {}
        for stay in self.coming.get(day, []):
            arrived[stay] = self.between(9, 10) if stay.is_day_use else self.between(14, 21)
            self.at(arrived[stay], self.arrive, stay)
        self._evening(day, arrived)
        for stay in self.cancelled.get(day, []):
            self.at(self.between(19.2, 20.5), self.cancel, stay)
        for stay in self.missed.get(day, []):
            self.at(23 * 60 + 40, self.miss, stay)
        if day == plus(self.plan.today, -1):
            self.at(21 * 60 + 45, self.assign_tomorrow)
        self._besides(day)
        for login, make in vouchers(day, self.plan.start):
            self.at(16 * 60 + 10, make, self.desks[login])
        skipping = {"OPTIONAL_CHECKS": Answer("แจ้งกะเช้าให้ติดตาม")}
        self.at(26 * 60, run_audit, replace(self.desks["chai"], answers=skipping), day)
        self.run_events(day)

    def _besides(self, day: datetime.date) -> None:
        for side in self.sides:
            for minute, act in side.on(day):
                self.at(minute, act)

    def _evening(self, day: datetime.date, arrived: dict[PlannedStay, int]) -> None:
        recent = (self.plan.today - day).days <= 4
        inside = [s for s in self.stays if s in self.windows and s.departure > day]
        for stay in [*inside, *(s for s in arrived if not s.is_day_use)]:
            if self.rng.random() < (0.7 if recent else 0.2):
                first = max(arrived.get(stay, 0) + 20, 16 * 60)
                for _item in range(self.rng.choice((1, 1, 2))):
                    self.at(self.rng.randrange(first, 23 * 60), self.charge, stay)
            if self.rng.random() < 0.03:
                self.at(self.between(22, 23), self.part_payment, stay)

    # Bookings

    def book(self, stay: PlannedStay) -> None:
        seller = self.desks[self.rng.choice(("ploy", "ploy", "wan", "nok"))]
        booking = self._booking(stay)
        if stay.price_cut:
            approver = self.desks["somsak"].staff.id
            answers = {"PRICE_CHANGED": Answer("ลูกค้าประจำ ขอส่วนลด", approver)}
            seller = replace(self.desks["nok"], answers=answers)
            booking = replace(booking, prices=self._cut_prices(stay))
        if stay.market in ("COMP", "HOUSE"):
            answer = Answer("คุณสมศักดิ์อนุมัติ", self.desks["somsak"].staff.id)
            seller = replace(seller, answers={"COMPLIMENTARY": answer})
        main = stay.persons[0]
        on_the_phone = stay.arrival >= self.plan.today and self.rng.random() < 0.6
        self.stays[stay] = book_with_guest(seller, booking, self.profile(main, brief=on_the_phone))
        self._remember(stay)
        if stay.deposit and not stay.unpaid:
            self._take_deposit(stay)

    def _booking(self, stay: PlannedStay) -> Booking:
        account = self.accounts.get(stay.account)
        return Booking(
            self.guests.get(stay.persons[0], NEW_GUEST),
            stay.arrival,
            stay.booked_until,
            stay.room_type,
            stay.rate,
            stay.adults,
            stay.children,
            room=stay.room if stay.walk_in else "",
            guarantee=stay.guarantee,
            market=stay.market,
            source=stay.source,
            booker=stay.booker,
            eta=stay.eta,
            note=stay.note,
            child_ages=stay.child_ages,
            company_id=account.id if account and account.kind == "company" else None,
            agent_id=account.id if account and account.kind == "agent" else None,
            flight_in=stay.flight,
            pick_up=bool(stay.flight),
        )

    def profile(self, person: Person, *, brief: bool = False) -> dict[str, object]:
        """What a form adds to what the house knows of a person; ``brief`` as one gives it on the phone."""
        if person in self.guests and person not in self.partly_known:
            return {}
        if brief:
            if person in self.guests:
                return {}
            self.partly_known.add(person)
            return {k: v for k, v in self._employed(person).items() if k not in ON_THE_PHONE}
        self.partly_known.discard(person)
        return self._employed(person)

    def _employed(self, person: Person) -> dict[str, object]:
        """Who works for a company the house knows belongs to its profile."""
        employer = self.employers.get(str(person.values["company"]))
        return {**person.values, "company": "", "employer": employer} if employer else person.values

    def _remember(self, stay: PlannedStay) -> None:
        if stay.persons[0] not in self.guests:
            self.guests[stay.persons[0]] = Stay.get_by_id(self.stays[stay]).guest_id

    def _cut_prices(self, stay: PlannedStay) -> tuple[Decimal, ...]:
        rate, kind = rate_code(stay.rate), room_type(stay.room_type)
        nights = nights_between(stay.arrival, stay.booked_until)
        ages = ages_of(stay.child_ages)
        return tuple(price(rate, kind, n, stay.adults, stay.children, ages) - stay.price_cut for n in nights)

    def _take_deposit(self, stay: PlannedStay) -> None:
        """What the policy asks; else the first night, or for those who prepay all of them, with service and tax."""
        reservation = Stay.get_by_id(self.stays[stay]).reservation_id
        request = request_of(reservation)
        nights = gross_nights(self.stays[stay], self.day)
        amount = request.asked if request else sum(nights if stay.prepaid else nights[:1], Decimal(0))
        reference = self._reference(stay.deposit)
        take_deposit(self.desks["ploy"], reservation, stay.deposit, amount, reference=reference)

    def cancel(self, stay: PlannedStay) -> None:
        assert stay.fate == CANCELS
        reason = self.rng.choice(CANCELLED_BECAUSE)
        held = deposit_of(Stay.get_by_id(self.stays[stay]).reservation)
        desk = self.desks["somsak" if held else "ploy"]
        cancel_with_penalty(desk, self.stays[stay], reason, "TRAN" if held else None)

    def miss(self, stay: PlannedStay) -> None:
        no_show_with_fee(self.desks["chai"], self.stays[stay])

    def assign_tomorrow(self) -> None:
        for stay in self.coming.get(self.plan.today, []):
            if stay.assigned or stay.early_bird:
                assign_room(self.desks["kanya"], self.stays[stay], stay.room)

    # In house

    def arrive(self, stay: PlannedStay) -> None:
        desk = self.desks[self.rng.choice(("kanya", "mario", "lek"))]
        main, *others = stay.persons
        if stay.walk_in:
            advance = Decimal(1000) if stay.is_day_use else Decimal(2000)
            self.stays[stay] = register_walk_in(desk, self._booking(stay), self.profile(main), advance)
            self.windows[stay] = window_of(self.stays[stay]).id
            self._remember(stay)
        for person in others:
            known = self.guests.get(person, NEW_GUEST)
            values = self.registers.known(stay, self.profile(person))
            self.guests[person] = register_person(desk, self.stays[stay], known, values)
        if not stay.walk_in:
            identity, journey = self.profile(main), self.registers.journey(stay)
            self.windows[stay] = register_and_check_in(desk, self.stays[stay], stay.room, identity, journey)
        self.upkeep.came(stay, desk)
        self.counter.came(stay, desk)

    def extend(self, stay: PlannedStay) -> None:
        change_dates(self.desks["nok"], self.stays[stay], stay.arrival, stay.departure)

    def move(self, stay: PlannedStay) -> None:
        move_room(self.desks["lek"], self.stays[stay], stay.moves_to, stay.move_reason)
        self.dirty.add(stay.room)
        stay.room = stay.moves_to
        self.upkeep.moved(stay, self.desks["lek"])

    def charge(self, stay: PlannedStay) -> None:
        """Something from a price list; once in a while on the wrong folio first."""
        article = pick(self.rng, self.articles)
        by = {"FOOD": ("malee", "oat"), "SPA": ("malee",)}.get(
            article["transaction_code"], ("kanya", "mario")
        )
        desk = self.desks[self.rng.choice(by)]
        quantity = self.rng.choice((1, 1, 1, 2, 2, 3)) if int(article["price"]) < 300 else 1
        if self.rng.random() < 0.03:
            wrong = post_article(desk, self.windows[stay], article["code"], quantity + 1)
            correct(desk, wrong, self.rng.choice(("ลงจำนวนผิด", "ลงผิดรายการ", "Wrong quantity")))
        post_article(desk, self.windows[stay], article["code"], quantity)

    def breakfast(self, stay: PlannedStay) -> None:
        """Their rate has it in it: the allowance pays."""
        post_article(self.desks["malee"], self.windows[stay], BREAKFAST, stay.adults + stay.children)

    def part_payment(self, stay: PlannedStay) -> None:
        amount = Decimal(self.rng.choice((1000, 1500, 2000)))
        take_payment(self.desks["malee"], self.windows[stay], stay.pays_by, amount,
                     reference=self._reference(stay.pays_by))  # fmt: skip

    # Leaving

    def leave(self, stay: PlannedStay, day: datetime.date) -> None:
        desk = self.desks[self.rng.choice(("nok", "lek"))]
        window = self.windows[stay]
        if not stay.is_day_use and self.rng.random() < 0.1:
            self.charge(stay)
        if self.rng.random() < 0.01:
            post_charge(
                desk, window, "MISC", Decimal(300), inclusive=True, description="ค่าคีย์การ์ดหาย · Key card lost"
            )
        self._settle(desk, stay, window_balance(window))
        self.counter.leaves(stay, desk)
        self.upkeep.goes(stay, desk)
        check_out(desk, self.stays[stay], early=stay.booked_until > day)
        del self.windows[stay]
        self.dirty.add(stay.room)
        if stay.banned:
            why = "ทำลายทรัพย์สินในห้องและไม่ยอมชำระค่าเสียหาย"
            update_guest(self.desks["somsak"], self.guests[stay.persons[0]], do_not_rent=why)

    def _settle(self, desk: Desk, stay: PlannedStay, due: Decimal) -> None:
        window = self.windows[stay]
        if due < 0:
            self.cashiers.has(desk.staff.login, -due)
            refund(desk, window, "CASH", -due, "คืนเงินส่วนเกิน")
            return
        if due > 3000 and self.rng.random() < 0.05:
            part = (due / 2).quantize(Decimal(1))
            take_payment(desk, window, "CARD", part, reference=self._reference("CARD"))
            due -= part
        if due > 0 and not self.counter.pays(desk, stay, window, due):
            note = 1000 if due > 200 else 100
            handed = _up_to(due, note) if self.rng.random() < 0.8 else due
            cash = stay.pays_by == "CASH"
            take_payment(desk, window, stay.pays_by, due, tendered=handed if cash else None,
                         reference=self._reference(stay.pays_by))  # fmt: skip

    def _reference(self, method: str) -> str:
        if method == "CARD":
            brand = self.rng.choice(("VISA", "VISA", "MC", "JCB"))
            return f"{brand} ••{self.rng.randrange(10_000):04d} / {self.rng.randrange(10**6):06d}"
        return f"{self.rng.randrange(8, 23):02d}:{self.rng.randrange(60):02d}" if method == "TRAN" else ""

    # Rooms

    def _close_rooms(self, day: datetime.date) -> None:
        for closure in self.plan.closures:
            if closure.first_night == day:
                self.at(14 * 60, self._close, closure)
            if closure.ended_on == day:
                self.at(13 * 60, self._end, closure)

    def _close(self, closure: PlannedClosure) -> None:
        room = Room.get(Room.number == closure.room)
        last = closure.last_night
        close_room(
            self.desks["daeng"], room.id, closure.kind, closure.first_night, last, closure.reason, "dirty"
        )

    def _end(self, closure: PlannedClosure) -> None:
        row = RoomClosure.select().join(Room).where(Room.number == closure.room).get()
        end_closure(self.desks["daeng"], row.id)
        self.dirty.add(closure.room)

    def clean(self, day: datetime.date) -> None:
        """Rooms that were left are made; on the last day before today a few nobody needs tonight are not."""
        keep: set[str] = set()
        if day == plus(self.plan.today, -1):
            first = [s for s in self.coming.get(self.plan.today, []) if s.early_bird]
            needed = {s.room for s in [*self.coming.get(day, []), *first]}
            needed |= {s.moves_to for s in self.moved.get(day, [])}
            keep = set(sorted(self.dirty - needed)[:3])
        ready = sorted(self.dirty - keep)
        if ready:
            rooms_made(self.desks["noi"], dict.fromkeys(ready, "clean"))
        self.dirty = keep

    # Today

    def _morning_of_today(self) -> None:
        """Before eight: the first have left, one has come, housekeeping has begun."""
        self.day = today = self.plan.today
        self._besides(today)
        for stay in self.leaving.get(today, []):
            if stay.early_bird:
                self.at(self.between(6, 7), self.leave, stay, today)
        for stay in self.coming.get(today, []):
            if stay.early_bird:
                self.at(7 * 60 + 15, self.arrive, stay)
        self.at(7 * 60 + 40, self._first_rooms_made)
        self.run_events(today)

    def _first_rooms_made(self) -> None:
        occupied = {s.room for s in self.windows}
        closed = {c.room for c in self.plan.closures if c.first_night <= self.plan.today <= c.last_night}
        empty = [r.number for r in Room.select().order_by(Room.number) if r.number not in occupied | closed]
        due = {s.room for s in self.coming.get(self.plan.today, []) if s.assigned}
        statuses = {number: "inspected" for number in empty if number not in self.dirty and
                    (number in due or self.rng.random() < 0.5)}  # fmt: skip
        statuses.update(dict.fromkeys(sorted(self.dirty - occupied - closed)[:2], "pickup"))
        statuses.update(dict.fromkeys(sorted(occupied)[:2], "clean"))
        rooms_made(self.desks["noi"], statuses)


def _up_to(due: Decimal, note: int) -> Decimal:
    """The notes a guest hands over."""
    return (due / note).to_integral_value(ROUND_CEILING) * note
