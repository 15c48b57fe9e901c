"""Guests who are in house in the old program on the day of the switch."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

from locales import Message
from models.front_office.imports.bookings import company_of, count_of, guest_of
from models.front_office.imports.fields import BOOKINGS, Value
from models.front_office.imports.house import need, text
from models.front_office.imports.taking import Kind, Run, Values
from models.front_office.opening_stays import OldStay, enter_in_house
from models.front_office.reservations import Stay, nights_between
from models.house.refusals import Refused

_TAKEN = (
    "external_id", "guest_id", "name", "family", "given", "phone", "email", "nationality", "room", "arrival",
    "departure", "room_type", "rate_code", "price", "prices", "adults", "children", "company", "agent", "market",
    "source", "booker", "note",
)  # fmt: skip
FIELDS = tuple(of for of in BOOKINGS if of.name in _TAKEN)


def _make(run: Run, values: Values) -> int:
    need(values, "room", "arrival", "departure", "rate_code")
    arrival, departure = values["arrival"], values["departure"]
    assert isinstance(arrival, datetime.date)
    assert isinstance(departure, datetime.date)
    external_id = str(run.memory.get("external_id") or "")
    return enter_in_house(
        run.act,
        OldStay(
            guest_of(run, values), text(values, "room"), arrival, departure, text(values, "rate_code"),
            prices=_prices(values, len(nights_between(run.act.business_date, departure))),
            booked_type=text(values, "room_type"), adults=count_of(values, "adults", 1),
            children=count_of(values, "children", 0), company_id=company_of(run, values, "company"),
            agent_id=company_of(run, values, "agent"), market=text(values, "market"), source=text(values, "source"),
            booker=text(values, "booker"), note=text(values, "note"),
            external_source=run.source if external_id else "", external_id=external_id or None,
        ),
    )  # fmt: skip


def _prices(values: Values, nights: int) -> tuple[Decimal, ...] | None:
    """One price for each night still to come. Refused: PRICES_COUNT."""
    each, one = values.get("prices"), values.get("price")
    if isinstance(each, tuple) and each:
        if len(each) != nights:
            raise Refused("PRICES_COUNT", "One price a night: {n} are needed.", field="prices", n=nights)
        return each
    return (one,) * nights if isinstance(one, Decimal) else None


def _renew(run: Run, stay_id: int, taken: Mapping[str, str], values: Mapping[str, Value]) -> bool:  # noqa: ARG001
    guest = Stay.get_by_id(stay_id).guest
    run.remark(
        Message("{guest} is in house here; what has changed is changed at the desk.", {"guest": guest.spoken})
    )
    return False


IN_HOUSE_KIND = Kind(
    "in-house", Message("Guests in house"), FIELDS, "set_up", _make, _renew,
    needs=(("guest_id", "name", "family", "given"), ("room",), ("arrival",), ("departure",), ("rate_code",)),
    key=lambda values: f"{text(values, 'room')} {text(values, 'arrival')} {text(values, 'name')}",
    check=lambda values: need(values, "room", "arrival", "departure", "rate_code"),
)  # fmt: skip
