"""Whatever a desk does, in whatever order, refused or not: books, folios, ledgers and rooms agree."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
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

from models.front_office.desk_flows import register_walk_in
from models.front_office.folios import (
    FolioWindow,
    Posting,
    correct,
    post_article,
    post_charge,
    window_balance,
)
from models.front_office.inventory import HOUSE, availability
from models.front_office.night_audit import run_audit
from models.front_office.payments import (
    keep_deposit,
    refund,
    refund_deposit,
    take_deposit,
    take_payment,
)
from models.front_office.proof import faults
from models.front_office.reservations import (
    CHECKED_OUT,
    IN_HOUSE,
    RESERVED,
    Booking,
    Night,
    Reservation,
    Stay,
    assign_room,
    book,
    cancel,
    change_dates,
    deposit_of,
    mark_no_show,
    nights_between,
)
from models.front_office.rooms import Room, RoomClosure, RoomType, close_room, end_closure, set_housekeeping
from models.front_office.stays import check_in, check_out, move_room, reinstate, undo_check_in
from models.house.acts import Desk
from models.house.database import close_database, open_database
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.balances import account_balance, trial_balance
from tests.hotel import Hotel
from tests.refusing import everything

FAR = datetime.date(2030, 1, 1)
LIVE = (RESERVED, IN_HOUSE)
ROOMS = [f"{floor}0{n}" for floor in (2, 3) for n in (1, 2, 3)]
which = st.integers(min_value=0, max_value=59)
rooms = st.sampled_from(ROOMS)
nights = st.integers(min_value=0, max_value=3)
methods = st.sampled_from(["CASH", "CARD"])
money = st.integers(min_value=1, max_value=500_000).map(lambda n: Decimal(n).scaleb(-2))
words = st.sampled_from(["", "a reason"])


class DeskAtWork(RuleBasedStateMachine):
    """One hotel, one manager who answers every ASK in half of the cases, and everything a desk can do."""

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
        self.guests = [self.hotel.guest() for _ in range(3)]
        self._yesterday()

    def _yesterday(self) -> None:
        """Somebody lives here already, somebody leaves today, two are expected, one of them has paid ahead."""
        hotel = self.hotel
        hotel.in_house("201", nights=3)
        hotel.in_house("301", nights=1)
        expected = [hotel.booked(2, arrival=hotel.after(1), departure=hotel.after(n)) for n in (2, 3)]
        take_deposit(self.desk(), Stay.get_by_id(expected[0]).reservation_id, "TRAN", Decimal(800))
        hotel.audit()

    def teardown(self) -> None:
        assert list(faults()) == []
        close_database()

    # Acting

    def desk(self, answers: bool = True) -> Desk:
        asks = ("NO_AVAILABILITY", "PRICE_CHANGED", "ROOM_NOT_READY")
        return self.hotel.answering(**dict.fromkeys(asks, "so it is")) if answers else self.hotel.desk()

    def attempt(
        self, deed: Callable[..., object], *args: object, answers: bool = True, **more: object
    ) -> None:
        """Done, or refused and then nothing is written."""
        before = everything()
        try:
            deed(self.desk(answers), *args, **more)
        except Refused:
            assert everything() == before
        else:
            self.done[deed.__name__] += 1

    def stay(self, n: int, *likely: str) -> Stay:
        """One of the latest stays; mostly of the states named, for what the others refuse is soon seen."""
        stays = list(Stay.select().order_by(Stay.id.desc()).limit(10))
        fitting = [s for s in stays if s.state in likely] if n % 4 else []
        return (fitting or stays)[n % len(fitting or stays)]

    def window(self, n: int) -> int | None:
        found = FolioWindow.get_or_none(FolioWindow.stay == self.stay(n, IN_HOUSE))
        return found and found.id

    @property
    def someone_booked(self) -> bool:
        return bool(Stay.select().exists())

    # Booking

    @rule(
        n=which,
        start=st.integers(min_value=0, max_value=3),
        length=nights,
        kind=st.sampled_from(["SUP", "DLX"]),
        rate=st.sampled_from(["BAR", "NET", "COMP"]),
        room=st.sampled_from(["", "", *ROOMS]),
        guarantee=st.sampled_from(["guaranteed", "non-guaranteed", "tentative"]),
        adults=st.integers(min_value=1, max_value=3),
        answers=st.booleans(),
    )
    def book(
        self,
        n: int,
        start: int,
        length: int,
        kind: str,
        rate: str,
        room: str,
        guarantee: str,
        adults: int,
        answers: bool,
    ) -> None:
        hotel = self.hotel
        booking = Booking(
            self.guests[n % 3],
            hotel.after(start),
            hotel.after(start + length),
            kind,
            rate,
            adults=adults,
            room=room,
            guarantee=guarantee,
        )
        self.attempt(book, booking, answers=answers)

    @rule(room=rooms, length=nights, adults=st.integers(min_value=1, max_value=2))
    def walk_in(self, room: str, length: int, adults: int) -> None:
        kind = "SUP" if room.startswith("2") else "DLX"
        booking = Booking(
            self.guests[0], self.hotel.day, self.hotel.after(length), kind, "BAR", adults=adults, room=room
        )
        self.attempt(register_walk_in, booking, {}, Decimal(500))

    @precondition(lambda self: self.someone_booked)
    @rule(n=which, room=st.sampled_from(["", *ROOMS]))
    def assign(self, n: int, room: str) -> None:
        self.attempt(assign_room, self.stay(n, RESERVED).id, room)

    @precondition(lambda self: self.someone_booked)
    @rule(n=which, start=st.integers(min_value=0, max_value=2), length=nights)
    def change(self, n: int, start: int, length: int) -> None:
        stay = self.stay(n, RESERVED, IN_HOUSE)
        arrival = self.hotel.after(start)
        if stay.state == IN_HOUSE:
            arrival, length = stay.arrival, max(length, 1)
        departure = arrival + datetime.timedelta(days=length)
        self.attempt(change_dates, stay.id, arrival, departure)

    @precondition(lambda self: self.someone_booked)
    @rule(n=which, reason=words)
    def cancel(self, n: int, reason: str) -> None:
        self.attempt(cancel, self.stay(n, RESERVED).id, reason)

    @precondition(lambda self: self.someone_booked)
    @rule(n=which)
    def no_show(self, n: int) -> None:
        self.attempt(mark_no_show, self.stay(n, RESERVED).id)

    # Arrival and departure

    @precondition(lambda self: self.someone_booked)
    @rule(n=which, room=st.sampled_from(["", *ROOMS]), answers=st.booleans())
    def check_in(self, n: int, room: str, answers: bool) -> None:
        self.attempt(check_in, self.stay(n, RESERVED).id, room, answers=answers)

    @precondition(lambda self: self.someone_booked)
    @rule(n=which)
    def undo_check_in(self, n: int) -> None:
        self.attempt(undo_check_in, self.stay(n, IN_HOUSE).id)

    @precondition(lambda self: self.someone_booked)
    @rule(n=which, room=rooms)
    def move(self, n: int, room: str) -> None:
        self.attempt(move_room, self.stay(n, IN_HOUSE).id, room, "noise")

    @precondition(lambda self: self.someone_booked)
    @rule(n=which, settle=st.booleans())
    def check_out(self, n: int, settle: bool) -> None:
        stay = self.stay(n, IN_HOUSE)
        if settle and stay.state == IN_HOUSE:
            self._settle(stay)
        self.attempt(check_out, stay.id, early=True)

    def _settle(self, stay: Stay) -> None:
        window = self.hotel.window(stay.id)
        balance = window_balance(window)
        if balance > 0:
            take_payment(self.desk(), window, "CARD", balance)
        elif balance < 0:
            refund(self.desk(), window, "CASH", -balance, "credit")

    @precondition(lambda self: self.someone_booked)
    @rule(n=which)
    def reinstate(self, n: int) -> None:
        self.attempt(reinstate, self.stay(n, CHECKED_OUT).id)

    # Postings and money

    @precondition(lambda self: self.someone_booked)
    @rule(
        n=which,
        amount=money,
        code=st.sampled_from(["MINI", "MISC", "ROOM", "VAT"]),
        inclusive=st.booleans(),
        times=st.integers(min_value=0, max_value=3),
    )
    def post(self, n: int, amount: Decimal, code: str, inclusive: bool, times: int) -> None:
        window = self.window(n)
        if window:
            self.attempt(post_charge, window, code, amount, quantity=times, inclusive=inclusive)

    @precondition(lambda self: self.someone_booked)
    @rule(n=which, article=st.sampled_from(["CHANG", "WATER", "SHIRT"]))
    def sell(self, n: int, article: str) -> None:
        window = self.window(n)
        if window:
            self.attempt(post_article, window, article)

    @precondition(lambda self: Posting.select().exists())
    @rule(n=which, reason=words)
    def correct(self, n: int, reason: str) -> None:
        postings = list(Posting.select().order_by(Posting.id.desc()).limit(8))
        self.attempt(correct, postings[n % len(postings)].id, reason)

    @precondition(lambda self: self.someone_booked)
    @rule(n=which, amount=money, method=methods)
    def pay(self, n: int, amount: Decimal, method: str) -> None:
        window = self.window(n)
        if window:
            self.attempt(take_payment, window, method, amount)

    @precondition(lambda self: self.someone_booked)
    @rule(n=which, amount=money, method=methods)
    def refund(self, n: int, amount: Decimal, method: str) -> None:
        window = self.window(n)
        if window:
            self.attempt(refund, window, method, amount, "too much")

    @precondition(lambda self: self.someone_booked)
    @rule(n=which, amount=money, method=methods)
    def deposit(self, n: int, amount: Decimal, method: str) -> None:
        reservation = self.stay(n, RESERVED).reservation_id
        self.attempt(take_deposit, reservation, method, amount)

    @precondition(lambda self: self.someone_booked)
    @rule(n=which, amount=money, keep=st.booleans(), all_of_it=st.booleans())
    def give_back_or_keep_the_deposit(self, n: int, amount: Decimal, keep: bool, all_of_it: bool) -> None:
        reservation = Reservation.get_by_id(self.stay(n, RESERVED).reservation_id)
        amount = deposit_of(reservation) if all_of_it else amount
        if keep:
            self.attempt(keep_deposit, reservation.id, amount, "late")
        else:
            self.attempt(refund_deposit, reservation.id, "CASH", amount, "ill")

    # Rooms

    @rule(room=rooms, length=nights, kind=st.sampled_from(["OOO", "OOS"]))
    def close_a_room(self, room: str, length: int, kind: str) -> None:
        number = Room.get(Room.number == room).id
        until = self.hotel.after(length)
        self.attempt(close_room, number, kind, self.hotel.day, until, "paint", "dirty")

    @precondition(lambda self: RoomClosure.select().exists())
    @rule()
    def open_a_room(self) -> None:
        closure = RoomClosure.select().order_by(RoomClosure.id.desc()).first()
        if closure.last_night >= self.hotel.day:
            self.attempt(end_closure, closure.id)

    @rule(room=rooms)
    def clean(self, room: str) -> None:
        number = Room.get(Room.number == room).id
        self.attempt(set_housekeeping, number, "clean")

    # Night

    @rule(clear=st.booleans())
    def audit(self, clear: bool) -> None:
        if clear:
            self._clear_the_way()
        day = self.hotel.day
        self.attempt(run_audit, day)
        self.hotel.day = Property.the().business_date
        assert list(faults()) == []

    def _clear_the_way(self) -> None:
        """What an auditor does: no-shows are marked, who should have gone goes or stays on."""
        day = self.hotel.day
        for stay in Stay.select().where((Stay.state == RESERVED) & (Stay.arrival <= day)):
            held = deposit_of(stay.reservation)
            if held:
                keep_deposit(self.desk(), stay.reservation_id, held, "no-show")
            mark_no_show(self.desk(), stay.id)
        for stay in Stay.select().where((Stay.state == IN_HOUSE) & (Stay.departure <= day)):
            self._settle(stay)
            check_out(self.desk(), stay.id)

    # What always holds

    @invariant()
    def the_books_balance(self) -> None:
        rows = trial_balance(self.hotel.day)
        assert sum((row.closing for row in rows), Decimal(0)) == 0
        assert sum((row.debit - row.credit for row in rows), Decimal(0)) == 0

    @invariant()
    def folios_and_deposits_are_their_control_accounts(self) -> None:
        folios = sum((window_balance(w.id) for w in FolioWindow.select()), Decimal(0))
        assert folios == account_balance(Account.get(Account.subledger == "guest").id, FAR)
        deposits = [deposit_of(r) for r in Reservation.select()]
        assert -sum(deposits, Decimal(0)) == account_balance(
            Account.get(Account.subledger == "deposit").id, FAR
        )
        assert min(deposits, default=Decimal(0)) >= 0

    @invariant()
    def availability_is_what_counting_by_hand_gives(self) -> None:
        kinds = Counter(room.room_type_id for room in Room.select())
        closures = [c for c in RoomClosure.select(RoomClosure, Room).join(Room) if c.kind == "OOO"]
        stays = {s.id: s for s in Stay.select(Stay, Reservation).join(Reservation)}
        nights = [n for n in Night.select() if not n.day_use]
        codes = {t.code: t.id for t in RoomType.select()}
        for (date, code), row in availability(self.hotel.day, self.hotel.after(5)).items():
            if code == HOUSE:
                continue
            left, tentative = kinds[codes[code]], 0
            left -= sum(
                c.first_night <= date <= c.last_night and c.room.room_type_id == codes[code] for c in closures
            )
            for night in nights:
                stay = stays[night.stay_id]
                if (night.date, night.room_type_id) != (date, codes[code]) or stay.state not in LIVE:
                    continue
                if stay.state == RESERVED and stay.reservation.guarantee == "tentative":
                    tentative += 1
                else:
                    left -= 1
            assert (row.available, row.minimum) == (left, left - tentative), (date, code)

    @invariant()
    def no_room_is_let_twice(self) -> None:
        let = Counter(
            (n.room_id, n.date, n.day_use, n.share_slot) for n in Night.select() if n.room_id is not None
        )
        assert max(let.values(), default=0) <= 1
        inside = Counter(s.room_id for s in Stay.select().where(Stay.state == IN_HOUSE))
        assert max(inside.values(), default=0) <= 1

    @invariant()
    def every_stay_has_its_nights_and_no_others(self) -> None:
        rows: dict[int, list[tuple[datetime.date, bool]]] = {}
        for night in Night.select().order_by(Night.date):
            rows.setdefault(night.stay_id, []).append((night.date, night.day_use))
        for stay in Stay.select().where(Stay.state.in_(LIVE)):
            days = [(date, False) for date in nights_between(stay.arrival, stay.departure)]
            assert rows[stay.id] == (days or [(stay.arrival, True)])


def test_whatever_a_desk_does_the_house_agrees_with_itself(sqlite_template: Path, tmp_path: Path) -> None:
    DeskAtWork.template, DeskAtWork.folder = sqlite_template, tmp_path / "machine"
    DeskAtWork.folder.mkdir()
    DeskAtWork.done = Counter()
    quiet = settings(
        max_examples=8,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(DeskAtWork, settings=quiet)
    assert len(DeskAtWork.done) > 15, "a desk that is refused everything proves nothing"
