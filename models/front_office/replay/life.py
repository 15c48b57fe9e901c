"""Living the days of a file: what a desk would do, by the operations a desk has, one after the other.

Every operation carries a one-time token made of the row's number and the act, and a moment made of the business
date. What was done before the power went is answered by its first answer, so a run that was cut off anywhere
and started again writes the very same books. What is asked of the hotel before an act (a balance, a deposit held)
is therefore only what that very act brings to zero.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal
from pathlib import Path
from typing import Any

from models.front_office.folios import post_article, window_balance
from models.front_office.guests import create_guest, update_guest
from models.front_office.night_audit import run_audit
from models.front_office.payments import keep_deposit, refund_deposit, take_deposit, take_payment
from models.front_office.replay.bookings_file import BookingRow, read_bookings
from models.front_office.replay.opening import at, open_replay_hotel, rate_for
from models.front_office.replay.people import made_up_person
from models.front_office.replay.plan import Plan, make_plan
from models.front_office.replay.summary import Summary, summarise
from models.front_office.reservations import Booking, Stay, book, cancel, deposit_of, mark_no_show
from models.front_office.rooms import Housekeeping, Room, set_housekeeping
from models.front_office.stays import add_person, check_in, check_out
from models.house.acts import Desk, Submission
from models.house.property import Property
from models.house.refusals import Answer
from models.house.staff import Staff

Progress = Callable[[int, int, datetime.date], None]

DEPARTURES, BOOKINGS, DAY_USES, ARRIVALS, NO_SHOWS, AUDIT = 11, 12, 13, 15, 22, 23  # hours of the day
# The file holds four bookings cancelled for each six kept, so a type is oversold as the resort oversold it.
ANSWERS = {
    "NO_AVAILABILITY": Answer("Oversold: cancellations are expected"),
    "COMPLIMENTARY": Answer("Free of charge in the file"),
    "OPTIONAL_CHECKS": Answer("The file tells no more"),
}
PAID_BY = {"Online TA": "CARD", "Offline TA/TO": "TRAN", "Groups": "TRAN", "Corporate": "TRAN"}
KEPT, GIVEN_BACK = "Non Refund", "Refundable"
TEN = Decimal(10)


def quietly(_done: int, _total: int, _day: datetime.date) -> None:
    """Progress nobody watches."""


def replay(file: str | Path, progress: Progress = quietly, until: datetime.date | None = None) -> Summary:
    """Live every day of ``file`` in the open, empty database, or go on where a run of it was cut off.

    Stops when everybody has left, or once ``until`` has been audited. ``progress(done, total, business_date)``
    is called after every row touched. Refused: NO_FILE, BAD_FILE, NOT_A_REPLAY, ANOTHER_FILE.
    """
    bookings = read_bookings(file)
    plan = make_plan(bookings)
    life = _Life(plan, open_replay_hotel(plan, bookings.fingerprint), progress)
    last_day = plan.last_day if until is None else min(until, plan.last_day)
    while (today := Property.the().business_date) <= last_day:
        life.live(today)
    return summarise(bookings)


class _Life:
    """The days of one plan, at the desk of one person."""

    def __init__(self, plan: Plan, staff: Staff, progress: Progress) -> None:
        self._plan = plan
        self._staff = staff
        self._progress = progress
        self._rooms = {room.number: int(room.id) for room in Room.select(Room.id, Room.number)}
        self._stays: dict[int, int] = {}  # row number → stay, of those to come or in house
        self._windows: dict[int, int] = {}
        self._today = plan.first_day
        self._done = 0

    def live(self, today: datetime.date) -> None:
        self._today = today
        self._done = self._plan.steps_before(today)
        day = self._plan.day(today)
        for rows, live_row in (
            (day.departures, self._depart),
            (day.entered, self._enter),
            (day.cancelled, self._cancel),
            (day.day_uses, self._use_by_day),
            (day.arrivals, self._arrive),
            (day.no_shows, self._mark_no_show),
        ):
            for row in rows:
                live_row(row)
                self._step()
        run_audit(self._desk(f"{today}:audit", AUDIT), today)
        self._step()

    def _step(self) -> None:
        self._done += 1
        self._progress(self._done, self._plan.steps, self._today)

    def _desk(self, act: str, hour: int) -> Desk:
        moment = at(self._today, hour)
        return Desk(self._staff, "replay", lambda: moment, token=f"replay:{act}", answers=ANSWERS)

    def _answered(self, act: str) -> Any:
        """The first answer to an act of an earlier run."""
        return json.loads(Submission.get(Submission.token == f"replay:{act}").answer)

    def _stay(self, row: BookingRow) -> int:
        known = self._stays.get(row.number)
        return known if known is not None else int(self._answered(f"{row.number}:book"))

    def _window(self, row: BookingRow) -> int:
        known = self._windows.get(row.number)
        return known if known is not None else int(self._answered(f"{row.number}:check-in"))

    def _forget(self, row: BookingRow) -> None:
        self._stays.pop(row.number, None)
        self._windows.pop(row.number, None)

    # A stay, from the booking to the door

    def _enter(self, row: BookingRow) -> None:
        person = made_up_person(row.number, row.country)
        guest = create_guest(
            self._desk(f"{row.number}:guest", BOOKINGS),
            given=person.given,
            family=person.family,
            nationality=person.nationality,
        )
        booking = Booking(
            guest,
            row.arrival,
            row.departure,
            row.reserved_type,
            rate_for(row.segment, row.price),
            adults=row.adults,
            children=row.children,
            guarantee="guaranteed" if row.deposit in (KEPT, GIVEN_BACK) else "non-guaranteed",
            market=row.segment,
            source=row.channel,
            booker=row.booker,
            note=row.meal,
            prices=(row.price,) * max(row.nights, 1),
        )
        stay = self._stays[row.number] = book(self._desk(f"{row.number}:book", BOOKINGS), booking)
        if row.deposit in (KEPT, GIVEN_BACK) and row.price and row.nights:
            take_deposit(
                self._desk(f"{row.number}:deposit", BOOKINGS),
                Stay.get_by_id(stay).reservation_id,
                self._method(row),
                row.price * row.nights,
            )

    def _cancel(self, row: BookingRow) -> None:
        stay = self._stay(row)
        self._settle_deposit(row, stay, BOOKINGS)
        cancel(self._desk(f"{row.number}:cancel", BOOKINGS), stay, "Cancelled by the booker")
        self._forget(row)

    def _mark_no_show(self, row: BookingRow) -> None:
        stay = self._stay(row)
        self._settle_deposit(row, stay, NO_SHOWS)
        mark_no_show(self._desk(f"{row.number}:no-show", NO_SHOWS), stay)
        self._forget(row)

    def _settle_deposit(self, row: BookingRow, stay: int, hour: int) -> None:
        """A deposit that the file calls non-refundable is kept, the other kind given back."""
        if row.deposit not in (KEPT, GIVEN_BACK):
            return
        reservation = Stay.get_by_id(stay).reservation
        held = deposit_of(reservation)
        if not held:
            return
        desk = self._desk(f"{row.number}:deposit-settled", hour)
        if row.deposit == KEPT:
            keep_deposit(desk, reservation.id, held, "Not refundable")
        else:
            refund_deposit(desk, reservation.id, self._method(row), held, "Refundable")

    def _arrive(self, row: BookingRow, hour: int = ARRIVALS) -> None:
        stay = self._stay(row)
        self._register(row, stay, hour)
        number = self._plan.room_of[row.number]
        # Never asked first whether it is clean: a second run may meet the room as the same guest left it.
        set_housekeeping(
            self._desk(f"{row.number}:inspected", hour), self._rooms[number], Housekeeping.INSPECTED
        )
        self._windows[row.number] = check_in(self._desk(f"{row.number}:check-in", hour), stay, number)

    def _register(self, row: BookingRow, stay: int, hour: int) -> None:
        """Everybody shows a passport; who comes along gets a profile now."""
        person = made_up_person(row.number, row.country)
        update_guest(
            self._desk(f"{row.number}:identity", hour),
            Stay.get_by_id(stay).guest_id,
            document_kind="passport",
            document_number=person.document_number,
            document_country=person.nationality,
        )
        for position in range(2, row.adults + 1):
            other = made_up_person(row.number, row.country, position)
            guest = create_guest(
                self._desk(f"{row.number}:guest:{position}", hour),
                given=other.given,
                family=other.family,
                nationality=other.nationality,
                document_kind="passport",
                document_number=other.document_number,
                document_country=other.nationality,
            )
            add_person(self._desk(f"{row.number}:person:{position}", hour), stay, guest)

    def _use_by_day(self, row: BookingRow) -> None:
        self._arrive(row, DAY_USES)
        self._depart(row, DAY_USES)

    def _depart(self, row: BookingRow, hour: int = DEPARTURES) -> None:
        window = self._window(row)
        for article, quantity in _consumed(row):
            post_article(self._desk(f"{row.number}:{article}", hour), window, article, quantity)
        balance = window_balance(window)
        if balance > 0:
            method = self._method(row)
            tendered = (balance / TEN).to_integral_value(ROUND_CEILING) * TEN if method == "CASH" else None
            take_payment(
                self._desk(f"{row.number}:payment", hour), window, method, balance, tendered=tendered
            )
        check_out(self._desk(f"{row.number}:check-out", hour), self._stay(row))
        self._forget(row)

    @staticmethod
    def _method(row: BookingRow) -> str:
        return PAID_BY.get(row.segment, ("CASH", "CARD")[row.number % 2])


def _consumed(row: BookingRow) -> list[tuple[str, int]]:
    """Article and quantity of what the party had besides the room: board by the file, the rest made up.

    Half board is dinner, full board dinner and lunch, for each adult and night.
    """
    meals = row.adults * row.nights
    had = [
        ("DINNER", meals if row.meal in ("HB", "FB") else 0),
        ("LUNCH", meals if row.meal == "FB" else 0),
        ("WATER", row.number % 3),
        ("BEER", row.adults if row.number % 4 == 0 else 0),
        ("SHIRT", row.number % 5 if row.nights > 3 else 0),
    ]
    return [(article, quantity) for article, quantity in had if quantity]
