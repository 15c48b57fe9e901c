"""A hotel whose wall clock a test sets, and how it speaks of wake-up calls."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace

from models.front_office.wake_up import WakeUpCall, Wish, order_wake_up, ring
from models.house.acts import Desk
from models.house.property import Property
from tests.hotel import FIRST_DAY, Hotel

BANGKOK = datetime.timezone(datetime.timedelta(hours=7))


@dataclass
class WallClock:
    """What the clock on the wall shows, ``"06:30"`` on a day of the hotel; a test turns it."""

    moment: datetime.datetime = field(
        default_factory=lambda: datetime.datetime.combine(FIRST_DAY, datetime.time(22, 0), BANGKOK)
    )

    def __call__(self) -> datetime.datetime:
        return self.moment.astimezone(datetime.UTC)

    def shows(self, time: str, days: int = 1) -> None:
        """``days`` after the first day; a guest is usually woken on the next."""
        date = FIRST_DAY + datetime.timedelta(days=days)
        self.moment = datetime.datetime.combine(date, datetime.time.fromisoformat(time), BANGKOK)

    def turned(self, **by: int) -> None:
        self.moment += datetime.timedelta(**by)


class Operator:
    """The operator's place in the hotel."""

    def __init__(self, hotel: Hotel, clock: WallClock | None = None) -> None:
        self.hotel = hotel
        self.clock = clock or WallClock()

    def desk(self, login: str = "nok") -> Desk:
        return replace(self.hotel.desk(login), clock=self.clock)

    def wakes(self, stay: int, time: str = "06:30", days: int = 1, **more: object) -> int:
        wish = Wish(FIRST_DAY + datetime.timedelta(days=days), time, **more)  # type: ignore[arg-type]
        return order_wake_up(self.desk(), stay, wish)[0]

    def rings(self) -> list[str]:
        """The moments of a desk that looks every second; what rings after it, as ``room time``."""
        ring(self.desk())
        return self.ringing()

    def ringing(self) -> list[str]:
        calls = (
            WakeUpCall.select()
            .where(WakeUpCall.state == "ringing")
            .order_by(WakeUpCall.due_at, WakeUpCall.id)
        )
        return [f"{call.stay.room.number} {call.time}" for call in calls]


def state(call: int) -> tuple[str, str]:
    row = WakeUpCall.get_by_id(call)
    return row.state, row.result


def in_zone(name: str) -> None:
    Property.update(zone=name).execute()
