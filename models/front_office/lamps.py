"""The lamps of a stay: what hangs on it and must not be overlooked, one letter each.

A message that waits, a key that is out, luggage in the store. The rack shows the letters, the booking says them in
words and leads to each. Nothing is kept here: every subject is asked what it knows of the stays in view.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass

from locales import Message
from models.front_office.alerts import alerts_lit
from models.front_office.bell_desk.views import cars_lit, luggage_lit, parcels_lit
from models.front_office.fixed_charges import fixed_lit
from models.front_office.keys import keys_lamp
from models.front_office.queue import queued
from models.front_office.reservations import Stay
from models.front_office.routing import rules_lit
from models.front_office.service_tickets import tickets_lit
from models.front_office.switchboard.messages import waiting_messages
from models.front_office.traces import traces_lit
from models.front_office.wake_up.views import wake_ups_said

WISHES = {
    "dnd": Message("Do not disturb"),
    "mur": Message("Make up room"),
    "declined": Message("Service declined"),
}


@dataclass(frozen=True)
class Lamp:
    """``said`` answers, for those of the stays where it is lit, with words that need no other.

    ``command`` and the stay's number lead to where it is seen to.
    """

    letter: str
    name: Message
    said: Callable[[Collection[int], datetime.date], dict[int, Message]]
    command: str = "stay"


@dataclass(frozen=True)
class Lit:
    letter: str
    name: Message
    words: Message
    jump: str


def _no_information(stay_ids: Collection[int], _date: datetime.date) -> dict[int, Message]:
    rows = Stay.select(Stay.id).where((Stay.id << list(stay_ids)) & Stay.no_information)
    return {stay.id: Message("Nobody outside is told that the guest is here") for stay in rows}


def _service_wish(stay_ids: Collection[int], _date: datetime.date) -> dict[int, Message]:
    rows = Stay.select(Stay.id, Stay.service_wish).where(
        (Stay.id << list(stay_ids)) & (Stay.service_wish != "")
    )
    return {stay.id: WISHES[stay.service_wish] for stay in rows}


def _messages(stay_ids: Collection[int], _date: datetime.date) -> dict[int, Message]:
    return {stay: Message("{n} not handed over", {"n": n}) for stay, n in waiting_messages(stay_ids).items()}


LAMPS = (
    Lamp("!", Message("Alert"), alerts_lit, "alerts of"),
    Lamp("M", Message("Messages"), _messages, "messages stay"),
    Lamp("W", Message("Wake-up call"), wake_ups_said, "wake-up stay"),
    Lamp("N", Message("No information"), _no_information),
    Lamp("T", Message("Trace"), traces_lit, "traces of"),
    Lamp("T", Message("Service ticket"), tickets_lit, "tickets of"),
    Lamp("L", Message("Luggage"), luggage_lit, "luggage of"),
    Lamp("P", Message("Parcel"), parcels_lit, "parcels of"),
    Lamp("C", Message("Car"), cars_lit, "cars of"),
    Lamp("K", Message("Room keys"), keys_lamp, "keys stay"),
    Lamp("S", Message("Service wish"), _service_wish, "wish"),
    Lamp("R", Message("Routing"), rules_lit, "routing stay"),
    Lamp("F", Message("Fixed charges"), fixed_lit, "fixed charges stay"),
    Lamp("Q", Message("Queue room"), queued, "queue"),
)


def lamps_of(stay_ids: Collection[int], date: datetime.date) -> dict[int, list[Lit]]:
    """What is lit on each of the stays on the business date, in the order of ``LAMPS``."""
    lit: dict[int, list[Lit]] = {}
    if stay_ids:
        for lamp in LAMPS:
            for stay_id, words in lamp.said(stay_ids, date).items():
                lit.setdefault(stay_id, []).append(
                    Lit(lamp.letter, lamp.name, words, f"{lamp.command} {stay_id}")
                )
    return lit
