"""Forty desks want the last five rooms of a type: five get one, the others are told, every time."""

from __future__ import annotations

import datetime
import multiprocessing
from multiprocessing.connection import Connection

import pytest

from models.front_office.inventory import availability
from models.front_office.reservations import Booking, book
from models.house.database import close_database, open_database
from models.house.refusals import Refused, Severity
from tests.hotel import Hotel

DESKS, ROOMS_LEFT, ROUNDS = 40, 5, 30


def _desk(url: str, guest_id: int, orders: Connection) -> None:
    """One desk in a process of its own: on each order it books one room of the type for that night."""
    open_database(url)
    desk = Hotel().desk("nok")
    while (night := orders.recv()) is not None:
        try:
            booking = Booking(guest_id, night, night + datetime.timedelta(1), "SUP", "BAR")
            orders.send(("booked", book(desk, booking)))
        except Refused as refusal:
            orders.send((refusal.code, refusal.severity == Severity.ASK and refusal.message.say("en")))
    close_database()


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_forty_desks_race_for_the_last_five_rooms(database: str, request: pytest.FixtureRequest) -> None:
    url: str = request.getfixturevalue(f"{database}_url")
    open_database(url)
    hotel = Hotel()
    guest = hotel.guest()
    nights = [hotel.after(n) for n in range(1, ROUNDS + 1)]
    total = availability(nights[0], nights[0])[nights[0], "SUP"].maximum
    for night in nights:
        for _taken in range(total - ROOMS_LEFT):
            hotel.booked(guest=guest, arrival=night, departure=night + datetime.timedelta(1))
    close_database()  # no connection is carried over a fork
    forks = multiprocessing.get_context("fork")
    lines = []
    for _desk_number in range(DESKS):
        mine, theirs = forks.Pipe()
        forks.Process(target=_desk, args=(url, guest, theirs), daemon=True).start()
        lines.append(mine)
    try:
        for night in nights:
            for line in lines:
                line.send(night)
            said = [line.recv() for line in lines]
            booked = [answer for code, answer in said if code == "booked"]
            told = [answer for code, answer in said if code == "NO_AVAILABILITY"]
            assert (len(booked), len(set(booked)), len(told)) == (
                ROOMS_LEFT,
                ROOMS_LEFT,
                DESKS - ROOMS_LEFT,
            ), said
            assert all("SUP" in str(answer) and f"{night:%d/%m}" in str(answer) for answer in told)
    finally:
        for line in lines:
            line.send(None)
    open_database(url)
    assert {availability(n, n)[n, "SUP"].maximum for n in nights} == {0}
    close_database()
