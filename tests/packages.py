"""How the tests of packages speak of them."""

from __future__ import annotations

import datetime
from decimal import Decimal

from models.front_office.folios import Posting
from models.front_office.packages.nights import stay_elements
from models.front_office.packages.setup import Element, link_rate, save_element, save_package
from models.front_office.reservations import Night
from tests.hotel import Hotel


def breakfast(**more: object) -> Element:
    """420 net a person every night, in the rate, eaten the next morning."""
    values: dict[str, object] = {
        "code": "FOOD", "amount": Decimal(420), "rule": "person", "rhythm": "every", "next_day": True, **more,
    }  # fmt: skip
    return Element(**values)  # type: ignore[arg-type]


def element(rule: str = "flat", rhythm: str = "every", schedule: str = "", **more: object) -> Element:
    """100 baht on top, before service charge and tax."""
    values: dict[str, object] = {"code": "SPA", "amount": Decimal(100), "in_rate": False, **more}
    return Element(rule=rule, rhythm=rhythm, schedule=schedule, **values)  # type: ignore[arg-type]


def package(
    hotel: Hotel, code: str, *elements: Element, wrapper: bool = False, rate: str = "", **names: str
) -> int:
    """A package of the elements, sold with ``rate`` where it is given; its id."""
    made = save_package(
        hotel.desk(), None, code, f"แพ็กเกจ {code}", f"Package {code}", wrapper=wrapper, **names
    )
    for one in elements:
        save_element(hotel.desk(), made, None, one)
    if rate:
        link_rate(hotel.desk(), made, rate)
    return made


def on_nights(stay: int) -> list[tuple[datetime.date, str, int, Decimal]]:
    return [(e.date, e.code, e.quantity, e.amount) for e in stay_elements(stay)]


def posted(stay: int) -> list[tuple[str, str, Decimal, Decimal]]:
    """Kind, code, net, amount of what stands on the first window, in the order it was posted."""
    from models.front_office.folios import window_of

    rows = Posting.select().where(Posting.window == window_of(stay).id).order_by(Posting.id)
    return [(p.kind, p.code.code, p.net, p.amount) for p in rows]


def night(stay: int, date: datetime.date) -> Night:
    return Night.get((Night.stay == stay) & (Night.date == date))
