"""The same form twice, two desks at once, desks that die in the middle: one write, one winner, no gap."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from multiprocessing.connection import Connection, wait
from typing import Any

import pytest

from models.front_office.folios import Posting, post_charge
from models.front_office.payments import take_payment
from models.front_office.proof import faults
from models.front_office.receipts import Receipt
from models.front_office.reservations import Booking, Stay, assign_room, book, cancel
from models.front_office.stays import check_in
from models.house.acts import ChangeLog, Submission
from models.house.database import close_database, database, open_database
from models.house.property import NumberSeries
from models.house.refusals import Refused, Severity
from models.ledger.entries import Entry
from tests.hotel import Hotel
from tests.refusing import everything, refused

Outcome = object


def at_once(*acts: Callable[[], object]) -> list[Outcome]:
    """What each act returns or is refused with, all started in the same moment, each on a thread of its own."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> Outcome:
        gate.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            database.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def _refusals(outcomes: Sequence[Outcome]) -> list[Refused]:
    return [o for o in outcomes if isinstance(o, Refused)]


# The same form twice


def test_a_form_sent_twice_writes_once_and_answers_the_same(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    desk = hotel.desk("nok", token="form-1")
    first = take_payment(desk, window, "CASH", Decimal(100))
    before = everything()
    assert take_payment(desk, window, "CASH", Decimal(100)) == first
    assert everything() == before
    assert take_payment(replace(desk, token="form-2"), window, "CASH", Decimal(100)) != first
    assert hotel.balance(Stay.get().id) == -200


def test_a_form_answered_with_nothing_or_with_words_is_answered_so_again(hotel: Hotel) -> None:
    stay, other = hotel.booked(), hotel.booked()
    for _ in range(2):
        assert cancel(hotel.desk("nok", token="bye"), stay, "ill") == "X000001"
        assign_room(hotel.desk("nok", token="room"), other, "201")  # refused on a stay that has checked in
    check_in(hotel.desk("nok"), other)
    assign_room(hotel.desk("nok", token="room"), other, "201")


def test_a_refused_form_may_be_sent_again(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    desk = hotel.desk("nok", token="form-1")
    with refused("NOT_POSITIVE"):
        take_payment(desk, window, "CASH", Decimal(0))
    take_payment(desk, window, "CASH", Decimal(100))
    assert [s.token for s in Submission.select()] == ["form-1"]


def test_a_form_that_writes_several_entries_is_one_form(hotel: Hotel) -> None:
    from models.front_office.desk_flows import book_with_guest

    booking = Booking(hotel.guest(), hotel.day, hotel.after(1), "SUP", "BAR")
    desk = hotel.desk("nok", token="form-1")
    first = book_with_guest(desk, booking, {}, Decimal(500))
    assert book_with_guest(desk, booking, {}, Decimal(500)) == first
    assert (Stay.select().count(), Receipt.select().count(), Entry.select().count()) == (1, 1, 1)


def test_a_key_held_down_on_two_terminals_posts_once(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    desk = hotel.desk("nok", token="held")
    entries, logs = Entry.select().count(), ChangeLog.select().count()
    outcomes = at_once(*[lambda: post_charge(desk, window, "MINI", Decimal(120))] * 4)
    assert outcomes == [Posting.get().id] * 4
    assert Posting.select().count() == 1
    assert Entry.select().count() == entries + 1
    assert ChangeLog.select().count() == logs + 1


# Two desks


def test_two_desks_sell_the_last_room_once(hotel: Hotel) -> None:
    for _ in range(5):
        hotel.booked(nights=1)
    wanted = [Booking(hotel.guest(), hotel.day, hotel.after(1), "SUP", "BAR") for _ in range(2)]
    desks = hotel.desk("nok"), hotel.desk("lek")
    outcomes = at_once(lambda: book(desks[0], wanted[0]), lambda: book(desks[1], wanted[1]))
    (loser,) = _refusals(outcomes)
    assert (loser.code, loser.severity) == ("NO_AVAILABILITY", Severity.ASK)
    assert Stay.select().count() == 6
    assert (
        NumberSeries.get(NumberSeries.series == "confirmation").next_number == 7
    )  # the loser took no number


def test_two_desks_want_one_room_and_the_second_is_told_who_has_it(hotel: Hotel) -> None:
    names = ["Somchai", "Müller"]
    stays = [hotel.booked(guest=hotel.guest(name)) for name in names]
    desks = hotel.desk("nok"), hotel.desk("lek")
    outcomes = at_once(
        lambda: check_in(desks[0], stays[0], "201"), lambda: check_in(desks[1], stays[1], "201")
    )
    (loser,) = _refusals(outcomes)
    lost = outcomes.index(loser)
    assert loser.code == "ROOM_NIGHT_TAKEN"
    assert f"{names[1 - lost].upper()} Anna" in loser.message.say("en")
    assert loser.jump == f"stay {stays[1 - lost]}"
    assert [hotel.state(stays[lost]), hotel.state(stays[1 - lost])] == ["reserved", "in house"]


def test_two_desks_do_not_pay_out_one_credit_twice(hotel: Hotel) -> None:
    from models.front_office.payments import refund

    stay = hotel.in_house("201")
    window = hotel.window(stay)
    take_payment(hotel.desk("nok"), window, "CASH", Decimal(100))
    desk = hotel.desk("nok")
    outcomes = at_once(*[lambda: refund(desk, window, "CASH", Decimal(100), "change of plans")] * 3)
    assert [r.code for r in _refusals(outcomes)] == ["MORE_THAN_IS_LEFT"] * 2
    assert hotel.balance(stay) == 0


def test_two_auditors_close_one_day_once(hotel: Hotel) -> None:
    from models.front_office.night_audit import ClosedDay, run_audit

    hotel.in_house("201")
    day = hotel.day
    desk = hotel.desk("chai")
    outcomes = at_once(*[lambda: run_audit(desk, day)] * 2)
    assert [r.code for r in _refusals(outcomes)] == ["NOT_THE_BUSINESS_DATE"]
    assert ClosedDay.select().count() == 1
    assert Posting.select().where(Posting.night.is_null(False)).count() == 1


# Numbers without a gap

PROCESSES = 8
EACH = 6


def _issue(url: str, window: int, pipe: Connection) -> None:
    """Another desk, in a process of its own: takes payments and says the number of each receipt it was given."""
    try:
        open_database(url)
        hotel = Hotel()
        desk = hotel.desk("nok")
        for _ in range(EACH):
            receipt = take_payment(desk, window, "CASH", Decimal(10))
            pipe.send(Receipt.get_by_id(receipt).number)
    finally:
        pipe.close()
        os._exit(0)


def test_receipt_numbers_have_no_gap_though_desks_die(hotel_url: str) -> None:
    open_database(hotel_url)
    stay = Hotel().in_house("201")
    window = Hotel().window(stay)
    close_database()
    fork: Any = multiprocessing.get_context("fork")
    desks = {}
    for _ in range(PROCESSES):
        ours, theirs = fork.Pipe(duplex=False)
        process = fork.Process(target=_issue, args=(hotel_url, window, theirs))
        process.start()
        theirs.close()
        desks[ours] = process
    doomed = set(list(desks)[::2])
    promised = _listen(desks, doomed)
    for process in desks.values():
        process.join(timeout=60)
    assert sum(p.exitcode == -signal.SIGKILL for p in desks.values()) == len(doomed)
    open_database(hotel_url)
    numbers = [r.number for r in Receipt.select().order_by(Receipt.id)]
    assert numbers == [f"R2569-{n:05d}" for n in range(1, len(numbers) + 1)]
    assert set(promised) <= set(numbers)  # no receipt in a guest's hand that the house does not know
    assert len(promised) == len(set(promised)) >= EACH * (PROCESSES - len(doomed))
    assert list(faults()) == []
    close_database()


def _listen(desks: dict[Connection, Any], doomed: set[Connection]) -> list[str]:
    """Every number heard; a doomed desk is killed on its second, while it is at work on the next."""
    promised: list[str] = []
    heard = dict.fromkeys(desks, 0)
    open_pipes = set(desks)
    while open_pipes:
        for pipe in wait(list(open_pipes), timeout=60) or pytest.fail("the desks are stuck"):
            assert isinstance(pipe, Connection)
            try:
                promised.append(pipe.recv())
            except (EOFError, OSError):
                open_pipes.discard(pipe)
                continue
            heard[pipe] += 1
            if pipe in doomed and heard[pipe] == 2:
                with contextlib.suppress(ProcessLookupError):  # it may have finished in this very moment
                    os.kill(desks[pipe].pid, signal.SIGKILL)
    return promised
