"""What the demo's next days are about, planned after everything else: who comes together, who is met at the airport."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from models.front_office.demo.people import THAI
from models.front_office.demo.planned import SHARING, STAYS, TOGETHER, PlannedStay, full_saturday, plus

if TYPE_CHECKING:
    from models.front_office.demo.plan import Planner

FLIGHTS = (("TG 643", "15:30"), ("KE 651", "17:00"), ("QR 832", "20:00"))  # and when they are at the hotel


def add_stories(planner: Planner) -> None:
    """Friends in one room, families together, cars to the airport, deposits that have not come, a full night."""
    tomorrow = plus(planner.today, 1)
    for story, kind, country in ((SHARING, "SUP", "KOR"), (TOGETHER, "DLX", THAI)):
        for _booking in range(2):
            stay = _by_phone(planner, tomorrow, 2, kind, country)
            if stay is not None:
                stay.story = story
                if story == SHARING:
                    stay.persons = planner.people.party(country, 1)
    arrivals = [s for s in planner.stays if s.arrival == tomorrow and s.fate == STAYS]
    foreign_first = sorted(arrivals, key=lambda s: s.persons[0].country == THAI)
    for stay, (flight, eta) in zip(_of_other_names(foreign_first), FLIGHTS, strict=False):
        stay.flight, stay.eta = flight, eta
    for ahead, made in ((20, 5), (24, 2), (31, 1)):  # the first is overdue, the others have days left
        stay = _by_phone(planner, plus(planner.today, ahead), 2, "DLX", planner.people.some_country())
        if stay is not None:
            stay.made_on = plus(planner.today, -made)
            stay.rate, stay.prepaid, stay.guarantee = "ADV", True, "guaranteed"
            stay.deposit, stay.unpaid = "TRAN", True
    saturday = full_saturday(planner.today)
    while planner.sold["FAM", saturday] < planner.count["FAM"] - 1:
        if _by_phone(planner, saturday, 1, "FAM", THAI) is None:
            break


def _by_phone(
    planner: Planner, arrival: datetime.date, nights: int, kind: str, country: str
) -> PlannedStay | None:
    """A booking of the last days, without surprises."""
    stay = planner.add_stay(arrival, plus(arrival, nights), kind, "LEISURE", None, country)
    if stay is not None:
        stay.made_on = max(planner.start, plus(planner.today, -3))
        stay.rate, stay.source, stay.price_cut = "BAR", "PHONE", 0
        stay.deposit, stay.prepaid, stay.guarantee = "", False, "guaranteed"
    return stay


def _of_other_names(stays: list[PlannedStay]) -> list[PlannedStay]:
    """The first of each family name: nobody is met twice at the airport."""
    first: dict[object, PlannedStay] = {}
    for stay in stays:
        first.setdefault(stay.persons[0].values["family"], stay)
    return list(first.values())
