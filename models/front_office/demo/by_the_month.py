"""The demo's monthly guest: an engineer of a factory nearby, with meters read and billed on the first of the month."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from models.front_office.demo.equipment import MONTHLY_ROOM
from models.front_office.demo.people import People
from models.front_office.demo.planned import PlannedStay, plus
from models.front_office.folios import window_balance
from models.front_office.monthly import Meter, agree_contract, bill_month, read_meter
from models.front_office.payments import take_payment

if TYPE_CHECKING:
    from models.front_office.demo.days import Life
    from models.front_office.demo.plan import Planner

DAYS_LEFT = 45
# what the meters show on the first of a month, and how much is used a month
ELECTRICITY, WATER = (4_182, 268), (317, 7)


def plan_the_month(planner: Planner) -> None:
    """Before all others: the room is let until long after today."""
    last_month = plus(planner.today.replace(day=1), -1).replace(day=1)
    arrival = max(last_month, planner.start)
    departure = plus(planner.today, DAYS_LEFT)
    people = People(random.Random(planner.today.toordinal()), planner.today)
    stay = PlannedStay(
        people.party("JPN", 1, "Ayutthaya Precision Parts Co. Ltd."), 0, arrival, departure, departure, arrival,
        "SUP", MONTHLY_ROOM, "MONTH", "BUSINESS", "E-MAIL", account="AYPARTS", guarantee="guaranteed",
        pays_by="TRAN", note="วิศวกร สัญญาเช่ารายเดือน", monthly=True,
    )  # fmt: skip
    planner.take(stay, ("SUP",), departure)
    planner.stays.append(stay)


class ByTheMonth:
    def __init__(self, life: Life) -> None:
        self.life = life
        self.stay = next(stay for stay in life.plan.stays if stay.monthly)

    def on(self, day: datetime.date) -> Iterator[tuple[int, Callable[[], object]]]:
        """Minute of the day and what is done then."""
        if day == self.stay.arrival:
            yield 13 * 60, lambda: self._read(0)
            yield 21 * 60 + 5, self._agree
        elif day.day == 1 and day < self.life.plan.today:
            yield (
                10 * 60,
                lambda: self._read(
                    (day.year - self.stay.arrival.year) * 12 + day.month - self.stay.arrival.month
                ),
            )
            yield 10 * 60 + 20, lambda: self._bill(day)

    def _read(self, months: int) -> None:
        for meter, (first, used) in zip(Meter.select().order_by(Meter.id), (ELECTRICITY, WATER), strict=True):
            read_meter(self.life.desks["daeng"], meter.id, first + used * months)

    def _agree(self) -> None:
        agree_contract(
            self.life.desks["kanya"], self.life.stays[self.stay], term_until=self.stay.departure,
            note="บริษัทโอนค่าเช่าทุกต้นเดือน ค่าน้ำค่าไฟตามมิเตอร์",
        )  # fmt: skip

    def _bill(self, day: datetime.date) -> None:
        """Rent, water and electricity of the month before, and the company's transfer."""
        stay, window, desk = (
            self.life.stays[self.stay],
            self.life.windows[self.stay],
            self.life.desks["kanya"],
        )
        bill_month(desk, plus(day, -1), [stay])
        take_payment(desk, window, "TRAN", window_balance(window), reference="10:20")
