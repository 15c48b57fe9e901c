"""Whatever happens to bookings, in whatever order: no night is sold twice, and every night is worth what was agreed.

The model beside the hotel keeps the price of each room on each night by hand and never reads a night row.
"""

from __future__ import annotations

import datetime
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from models.front_office.inventory import HOUSE, availability
from models.front_office.reservations import (
    IN_HOUSE,
    RESERVED,
    Booking,
    Night,
    Stay,
    assign_room,
    book,
    cancel,
    change_dates,
    change_price,
    change_terms,
    confirm_booking,
    end_share,
    nights_between,
    share_price,
    share_room,
    split_off,
)
from models.front_office.stays import check_in, move_room
from models.house.acts import ChangeLog, Desk
from models.house.database import close_database, open_database
from models.house.refusals import Refused
from tests.hotel import Hotel

ROOMS = ["201", "202", "203", "301"]
PRICE = {"SUP": (Decimal(1500), Decimal(1700)), "DLX": (Decimal(2200), Decimal(2500))}  # one adult, two
ACTIVE = (RESERVED, IN_HOUSE)
which = st.integers(min_value=0, max_value=30)
lengths = st.integers(min_value=1, max_value=4)
offsets = st.sampled_from([0, 0, 0, 1, 2])
kinds = st.sampled_from(["SUP", "SUP", "DLX"])
amounts = st.integers(min_value=0, max_value=300_000).map(lambda n: Decimal(n).scaleb(-2))
yes = st.booleans()


class BookingDesk(RuleBasedStateMachine):
    template: Path
    folder: Path
    done: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        file = self.folder / "hotel.db"
        for old in self.folder.iterdir():
            old.unlink()
        shutil.copy(self.template, file)
        open_database(str(file))
        self.hotel = Hotel()
        self.guest = self.hotel.guest()
        # By hand: share group → night → price of the room; stay → its group, and its own prices.
        self.own: dict[int, dict[datetime.date, Decimal]] = {}
        self.kind: dict[int, str] = {}
        self.group: dict[int, int] = {}
        self.mode: dict[int, str] = {}
        self.pool: dict[int, dict[datetime.date, Decimal]] = defaultdict(dict)

    def teardown(self) -> None:
        close_database()

    def desk(self, answers: bool) -> Desk:
        asks = ("NO_AVAILABILITY", "PRICE_CHANGED", "ROOM_NOT_READY")
        return self.hotel.answering(**dict.fromkeys(asks, "so it is")) if answers else self.hotel.desk()

    def attempt(
        self, deed: Callable[..., object], *args: object, answers: bool = True, **more: object
    ) -> object:
        try:
            answer = deed(self.desk(answers), *args, **more)
        except Refused:
            return None
        self.done[deed.__name__] += 1
        return True if answer is None else answer

    def stay(self, n: int) -> Stay:
        stays = list(Stay.select().where(Stay.state << ACTIVE).order_by(Stay.id.desc()).limit(4))
        return stays[n % len(stays)]

    @property
    def someone(self) -> bool:
        return Stay.select().where(Stay.state << ACTIVE).exists()

    def price(self, stay: int) -> Decimal:
        adults = Stay.get_by_id(stay).adults
        return PRICE[self.kind[stay]][adults > 1]

    def members(self, stay: int) -> list[int]:
        group = self.group[stay]
        return [s for s, g in self.group.items() if g == group]

    def shared(self, stay: int) -> bool:
        return len(self.members(stay)) > 1 and self.mode[self.group[stay]] != "full"

    # Booking

    @rule(
        start=offsets, nights=lengths, kind=kinds, adults=st.sampled_from([1, 1, 1, 2]), answers=yes, wait=yes
    )
    def book_a_room(self, start: int, nights: int, kind: str, adults: int, answers: bool, wait: bool) -> None:
        arrival = self.hotel.after(start)
        booking = Booking(
            self.guest, arrival, arrival + datetime.timedelta(nights), kind, "BAR", adults=adults,
            state="waitlisted" if wait and start else RESERVED,
        )  # fmt: skip
        stay = self.attempt(book, booking, answers=answers)
        if stay and booking.state != RESERVED and not self.attempt(confirm_booking, stay, answers=answers):
            return
        if isinstance(stay, int):
            self.kind[stay] = kind
            self.group[stay] = stay
            self.mode[stay] = "full"
            self.own[stay] = dict.fromkeys(
                nights_between(arrival, booking.departure), PRICE[kind][adults > 1]
            )

    @precondition(lambda self: self.someone)
    @rule(n=which, nights=lengths, answers=yes)
    def change_the_departure(self, n: int, nights: int, answers: bool) -> None:
        stay = self.stay(n)
        departure = stay.arrival + datetime.timedelta(nights)
        if self.attempt(change_dates, stay.id, stay.arrival, departure, answers=answers):
            self._nights_are_now(stay.id, nights_between(stay.arrival, departure))

    @precondition(lambda self: self.someone)
    @rule(n=which, start=offsets, answers=yes)
    def move_to_other_dates(self, n: int, start: int, answers: bool) -> None:
        stay = self.stay(n)
        arrival = self.hotel.after(start)
        departure = arrival + (stay.departure - stay.arrival)
        if self.attempt(change_dates, stay.id, arrival, departure, answers=answers):
            self._nights_are_now(stay.id, nights_between(arrival, departure))

    def _nights_are_now(self, stay: int, dates: list[datetime.date]) -> None:
        old = self.own[stay]
        self.own[stay] = {date: old.get(date, self.price(stay)) for date in dates}
        if not self.shared(stay):
            return
        pool = self.pool[self.group[stay]]
        present = {date for s in self.members(stay) for date in self.own[s]}
        for date in dates:
            if date not in pool:  # nobody else was there: the room costs what the newcomer pays
                pool[date] = self.price(stay)
        for date in [d for d in pool if d not in present]:
            del pool[date]

    @precondition(lambda self: self.someone)
    @rule(n=which, amount=amounts, answers=yes)
    def agree_another_price(self, n: int, amount: Decimal, answers: bool) -> None:
        stay = self.stay(n)
        date = max(self.own[stay.id])
        if self.attempt(change_price, stay.id, [date], amount, answers=answers):
            self._worth(stay.id, date, amount)

    def _worth(self, stay: int, date: datetime.date, amount: Decimal) -> None:
        if self.shared(stay):
            self.pool[self.group[stay]][date] = amount
        else:
            self.own[stay][date] = amount

    @precondition(lambda self: self.someone)
    @rule(n=which, kind=kinds, answers=yes)
    def upgrade(self, n: int, kind: str, answers: bool) -> None:
        stay = self.stay(n)
        if self.attempt(change_terms, stay.id, room_type=kind, answers=answers):
            self.kind[stay.id] = kind
            for date in list(self.own[stay.id]):
                self._worth(stay.id, date, self.price(stay.id))

    # Rooms

    @precondition(lambda self: self.someone)
    @rule(n=which, room=st.sampled_from(ROOMS), answers=yes)
    def assign(self, n: int, room: str, answers: bool) -> None:
        self.attempt(assign_room, self.stay(n).id, room, answers=answers)

    @precondition(lambda self: self.someone)
    @rule(n=which, room=st.sampled_from(ROOMS))
    def arrive(self, n: int, room: str) -> None:
        self.attempt(check_in, self.stay(n).id, room)

    @precondition(lambda self: self.someone)
    @rule(n=which, room=st.sampled_from(ROOMS))
    def go_to_another_room(self, n: int, room: str) -> None:
        self.attempt(move_room, self.stay(n).id, room, "noise")

    # Together and apart

    @rule(start=offsets, nights=lengths, more=lengths, mode=st.sampled_from(["split", "entire", "full"]))
    def two_friends_book_one_room(self, start: int, nights: int, more: int, mode: str) -> None:
        for length in (nights, more):
            self.book_a_room(start, length, "SUP", 1, True, False)
        self.share(0, 1, mode)

    @precondition(lambda self: self.someone)
    @rule(n=which, m=which, mode=st.sampled_from(["split", "entire", "full"]))
    def share(self, n: int, m: int, mode: str) -> None:
        joining, other = self.stay(n).id, self.stay(m).id
        if joining == other or not self.attempt(share_room, joining, other, mode):
            return
        group, before = self.group[other], self.shared(other)
        pool = self.pool[group] if before else self._price_of_first(group)
        for date, amount in self.own[joining].items():
            pool.setdefault(date, amount)
        if mode == "full" and before:
            for member in self.members(other):
                self.own[member] = dict.fromkeys(self.own[member], self.price(member))
        self.group[joining], self.pool[group], self.mode[group] = group, pool, mode

    def _price_of_first(self, group: int) -> dict[datetime.date, Decimal]:
        pool: dict[datetime.date, Decimal] = {}
        for member in sorted((s for s, g in self.group.items() if g == group), key=lambda s: (s != group, s)):
            for date, amount in self.own[member].items():
                pool.setdefault(date, amount)
        return pool

    @precondition(lambda self: self.someone)
    @rule(n=which, mode=st.sampled_from(["split", "entire", "full"]))
    def pay_another_way(self, n: int, mode: str) -> None:
        stay = self.stay(n).id
        group, before = self.group[stay], self.shared(stay)
        if not self.attempt(share_price, stay, mode):
            return
        if mode == "full":
            for member in self.members(stay):
                self.own[member] = dict.fromkeys(self.own[member], self.price(member))
        elif not before:
            self.pool[group] = self._price_of_first(group)
        self.mode[group] = mode

    @precondition(lambda self: self.someone)
    @rule(n=which, answers=yes)
    def stop_sharing(self, n: int, answers: bool) -> None:
        stay = self.stay(n).id
        shared = self.shared(stay)
        others = [s for s in self.members(stay) if s != stay]
        if self.attempt(end_share, stay, answers=answers):
            theirs = {date for s in others for date in self.own[s]}
            if shared:
                pool = self.pool[self.group[stay]]
                for date in self.own[stay]:
                    if date in theirs:
                        self.own[stay][date] = self.price(stay)
                    else:
                        self.own[stay][date] = pool.pop(date)
            self._leaves(stay, others)

    def _leaves(self, stay: int, others: list[int]) -> None:
        if self.group[stay] == stay and others:  # the group goes by another name
            for other in others:
                self.group[other] = min(others)
            self.pool[min(others)] = self.pool.pop(stay, {})
            self.mode[min(others)] = self.mode[stay]
        self.group[stay] = stay
        self.mode[stay] = "full"
        for left in {self.group[o] for o in others}:
            if len([s for s, g in self.group.items() if g == left]) == 1 and self.mode[left] != "full":
                (alone,) = [s for s, g in self.group.items() if g == left]
                self.own[alone] = dict(self.pool[left])
                self.mode[left] = "full"

    @precondition(lambda self: self.someone)
    @rule(n=which)
    def call_it_off(self, n: int) -> None:
        stay = self.stay(n).id
        others = [s for s in self.members(stay) if s != stay]
        if self.attempt(cancel, stay, "ill"):
            theirs = {date for s in others for date in self.own[s]}
            if self.shared(stay):
                pool = self.pool[self.group[stay]]
                for date in [d for d in pool if d not in theirs]:
                    del pool[date]
            self._leaves(stay, others)
            del self.own[stay], self.group[stay]

    @precondition(lambda self: self.someone)
    @rule(n=which)
    def give_it_a_booking_of_its_own(self, n: int) -> None:
        self.attempt(split_off, self.stay(n).id)

    # What always holds

    @invariant()
    def every_booking_is_worth_what_was_agreed(self) -> None:
        rows: dict[int, dict[datetime.date, Decimal]] = {s: {} for s in self.own}
        for night in Night.select(Night, Stay).join(Stay).where(Stay.state << ACTIVE):
            rows[night.stay_id][night.date] = night.amount
        for stay, own in self.own.items():
            assert set(rows[stay]) == set(own), stay
            if not self.shared(stay):
                assert rows[stay] == own, stay
        for group in {g for s, g in self.group.items() if self.shared(s)}:
            sums: dict[datetime.date, Decimal] = defaultdict(Decimal)
            for member in [s for s, g in self.group.items() if g == group]:
                for date, amount in rows[member].items():
                    sums[date] += amount
            assert sums == self.pool[group], group

    @invariant()
    def nothing_is_sold_above_its_limit_without_a_reason(self) -> None:
        asked = ChangeLog.select().where(ChangeLog.reason.contains("NO_AVAILABILITY")).exists()
        rooms: Counter[tuple[datetime.date, int]] = Counter()
        slept = Night.select(Night, Stay).join(Stay).where((Stay.state << ACTIVE) & (Night.share_slot == 0))
        for night in slept:
            rooms[night.date, night.room_type_id] += 1
        table = availability(self.hotel.day, self.hotel.after(8))
        for (date, code), row in table.items():
            if code != HOUSE:
                kind = {"SUP": 1, "DLX": 2}[code]
                assert row.deducted == rooms[date, kind], (date, code)
            assert asked or row.deducted <= row.sell_limit, (date, code)

    @invariant()
    def a_room_counts_once_however_many_share_it(self) -> None:
        groups: dict[tuple[int, datetime.date], list[int]] = defaultdict(list)
        for night in Night.select(Night, Stay).join(Stay).where((Stay.state << ACTIVE) & ~Night.day_use):
            groups[self.group[night.stay_id], night.date].append(night.share_slot)
        for place, slots in groups.items():
            assert sorted(slots) == list(range(len(slots))), place


def test_whatever_happens_to_bookings_each_night_is_sold_once_at_the_price_agreed(
    sqlite_template: Path, tmp_path: Path
) -> None:
    BookingDesk.template, BookingDesk.folder = sqlite_template, tmp_path / "machine"
    BookingDesk.folder.mkdir()
    BookingDesk.done = Counter()
    quiet = settings(
        max_examples=12,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(BookingDesk, settings=quiet)
    assert len(BookingDesk.done) >= 12, BookingDesk.done
