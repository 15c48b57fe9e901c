"""Future bookings from elsewhere, at the price that was agreed there, each under the number it had there.

A booking that has arrived, left or been cancelled here is never touched again by a file.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from locales import Message
from locales.thai_text import quote
from models.front_office.guests import guest_in_force
from models.front_office.imports.fields import BOOKINGS, Value, plain
from models.front_office.imports.house import find_company, text
from models.front_office.imports.people import find_person, make_person, settled
from models.front_office.imports.tables import ImportRow
from models.front_office.imports.taking import Kind, Run, Values, merged
from models.front_office.reservations import (
    RESERVED,
    STATES,
    Booking,
    Stay,
    assign_room,
    book,
    cancel,
    change_dates,
    change_details,
    change_terms,
    nights_between,
    stay_nights,
    stays_of_reservation,
)
from models.house.inputs import checked, words
from models.house.refusals import Refused

SATANG = Decimal("0.01")


@dataclass(frozen=True)
class Agreed:
    """What a row says of a booking, settled: departure from nights, one price for each night."""

    arrival: datetime.date
    departure: datetime.date
    prices: tuple[Decimal, ...] | None


def _missing(name: str) -> Refused:
    return Refused("VALUE_MISSING", "It is empty.", field=name)


def agreed(values: Values) -> Agreed:
    """Refused: VALUE_MISSING, DEPARTURE_BEFORE_ARRIVAL, NIGHTS (none, or not those of the dates), PRICES_COUNT, AMOUNT."""
    arrival, departure, nights = values.get("arrival"), values.get("departure"), values.get("nights")
    if not isinstance(arrival, datetime.date):
        raise _missing("arrival")
    if not isinstance(departure, datetime.date):
        if not isinstance(nights, int):
            raise _missing("departure")
        if nights < 0:
            raise Refused("NIGHTS", "The number of nights cannot be below zero.", field="nights")
        departure = arrival + datetime.timedelta(days=min(nights, 10_000))
    elif isinstance(nights, int) and departure >= arrival and nights != (departure - arrival).days:
        raise Refused("NIGHTS", "The dates have {n} nights.", field="nights", n=(departure - arrival).days)
    if departure < arrival:
        raise Refused("DEPARTURE_BEFORE_ARRIVAL", "The departure lies before the arrival.", field="departure")
    count = max((departure - arrival).days, 1)
    return Agreed(arrival, departure, _prices(values, count))


def _prices(values: Values, count: int) -> tuple[Decimal, ...] | None:
    each, one, whole = values.get("prices"), values.get("price"), values.get("total")
    rooms = values.get("rooms")
    if isinstance(each, tuple) and each:
        if len(each) != count:
            raise Refused("PRICES_COUNT", "One price a night: {n} are needed.", field="prices", n=count)
        return tuple(_not_below_zero(amount, "prices") for amount in each)
    if isinstance(one, Decimal):
        return (_not_below_zero(one, "price"),) * count
    if isinstance(whole, Decimal):
        return shared_out(_not_below_zero(whole, "total"), count, rooms if isinstance(rooms, int) else 1)
    return None


def _not_below_zero(amount: Decimal, name: str) -> Decimal:
    if checked(amount, name) < 0:
        raise Refused("NEGATIVE_PRICE", "A price cannot be below zero.", field=name)
    return amount


def shared_out(total: Decimal, nights: int, rooms: int = 1) -> tuple[Decimal, ...]:
    """``total`` baht over the nights of a room, the odd satang on the first, so that they add to it.

    Refused: TOTAL_ROOMS when it cannot be shared among the rooms to the satang.
    """
    rooms = max(rooms, 1)
    if total % (SATANG * rooms):
        raise Refused("TOTAL_ROOMS", "The price does not divide by {n} rooms.", field="total", n=rooms)
    total = total / rooms
    each = (total / nights).quantize(SATANG, ROUND_DOWN)
    return (total - each * (nights - 1), *(each,) * (nights - 1))


# New


def _make(run: Run, values: Values) -> int | None:
    state = text(values, "state", "reserved")
    if state != "reserved":
        run.remark(Message("It is {state} and is passed over.", {"state": STATES.get(state, state)}), "state")
        return None
    booking = _booking(run, values)
    return book(run.act, booking)


def _booking(run: Run, values: Values) -> Booking:
    said = agreed(values)
    if values.get("room_type") is None:
        raise _missing("room_type")
    if values.get("rate_code") is None:
        raise _missing("rate_code")
    external_id = str(run.memory.get("external_id") or "")
    return Booking(
        guest_of(run, values), said.arrival, said.departure, text(values, "room_type"), text(values, "rate_code"),
        adults=count_of(values, "adults", 1), children=count_of(values, "children", 0), room=text(values, "room"),
        rooms=count_of(values, "rooms", 1), guarantee=text(values, "guarantee", "non-guaranteed"),
        market=text(values, "market"), source=text(values, "source"), booker=text(values, "booker"),
        eta=text(values, "eta"), note=text(values, "note"), prices=said.prices,
        company_id=company_of(run, values, "company"), agent_id=company_of(run, values, "agent"),
        external_source=run.source if external_id else "", external_id=external_id or None,
    )  # fmt: skip


def count_of(values: Values, name: str, default: int) -> int:
    value = values.get(name)
    return value if isinstance(value, int) else default


def company_of(run: Run, values: Values, name: str) -> int | None:
    """The company or agent a row names; none where it names none. Refused: NO_COMPANY."""
    said = text(values, name)
    if not said:
        return None
    found = find_company(run, said)
    if found is None:
        raise Refused("NO_COMPANY", "There is no company {name}.", field=name, name=quote(said))
    return int(found.id)


def guest_of(run: Run, values: Values) -> int:
    """The profile by its number there, or by name, phone and the rest; a new one where there is none."""
    number = text(values, "guest_id")
    if number:
        row = ImportRow.get_or_none(
            (ImportRow.kind == "profiles")
            & (ImportRow.source == run.source)
            & (ImportRow.external_id == number)
        )
        if row is not None:
            return int(guest_in_force(row.subject_id).id)
    names = ("name", "family", "given", "family_th", "given_th", "phone", "email", "nationality")
    person = settled({n: values[n] for n in names if values.get(n) is not None})
    if not any(person.get(n) for n in ("family", "given", "family_th", "given_th")):
        if number:
            raise Refused(
                "NO_GUEST_THERE", "No profile {number} came in from there.", field="guest_id", number=number
            )
        raise Refused("NO_NAME", "A guest needs a name.", field="name")
    return find_person(run, person, by_name_alone=True) or make_person(run, person)


# Changed


def _renew(run: Run, stay_id: int, taken: Mapping[str, str], values: Values) -> bool:
    stay = Stay.get_by_id(stay_id)
    state = text(values, "state", "reserved")
    if stay.state != RESERVED:
        if stay.state != state:
            run.remark(
                Message("The booking is {state} here and stays as it is.", {"state": STATES[stay.state]})
            )
        return False
    if state in ("cancelled", "no-show"):
        for each in stays_of_reservation(stay.reservation_id):
            if each.state == RESERVED:
                cancel(run.act, each.id, f"{STATES[state].say('en')}: {run.source}")
        run.counts["cancelled"] += 1
        return True
    if state != "reserved":
        run.remark(Message("It is {state} there; at the desk it is checked in by hand.", {"state": STATES.get(state, state)}), "state")  # fmt: skip
        return False
    changed = _renew_whole(run, stay, taken, values)
    return _renew_details(run, stay, taken, values) or changed


def standing(stay: Stay) -> Values:
    """The booking as it is here, in the words of a row."""
    return {
        "arrival": stay.arrival,
        "departure": stay.departure,
        "room_type": stay.room_type.code,
        "rate_code": stay.rate_code.code,
        "adults": stay.adults,
        "children": stay.children,
    }


def _renew_whole(run: Run, stay: Stay, taken: Mapping[str, str], values: Values) -> bool:
    wanted = agreed(values)
    now = standing(stay)
    before = _settled(taken)
    theirs = {
        **now,
        **{n: values[n] for n in now if values.get(n) is not None},
        "departure": wanted.departure,
    }
    amounts = tuple(night.amount for night in stay_nights(stay.id))
    same_prices = wanted.prices is None or wanted.prices == amounts
    if theirs == now and same_prices:
        return False
    if len(stays_of_reservation(stay.reservation_id)) > 1:
        run.remark(Message("It has several rooms here; change it by hand."))
        return False
    by_hand = [n for n in now if n in before and plain(now[n]) != before[n]]
    priced_by_hand = "prices" in before and plain(amounts) != before["prices"]
    if by_hand or priced_by_hand:
        run.remark(Message("The booking was changed here by hand; what the file says now is not taken."), (by_hand or ["price"])[0])  # fmt: skip
        return False
    _write_whole(run, stay, theirs, wanted)
    return True


def _settled(taken: Mapping[str, str]) -> dict[str, str]:
    """What was taken before, with departure and prices as they were written."""
    if "arrival" not in taken:
        return dict(taken)
    numbers: Values = {n: int(taken[n]) for n in ("nights", "rooms") if taken.get(n)}
    dates: Values = {
        n: datetime.date.fromisoformat(taken[n]) for n in ("arrival", "departure") if taken.get(n)
    }
    amounts: Values = {n: Decimal(taken[n]) for n in ("price", "total") if taken.get(n)}
    if taken.get("prices"):
        amounts["prices"] = tuple(map(Decimal, taken["prices"].split(";")))
    was = agreed({**numbers, **dates, **amounts})
    settled_: dict[str, str] = {**taken, "departure": plain(was.departure)}
    settled_.pop("prices", None)
    return {**settled_, **({"prices": plain(was.prices)} if was.prices else {})}


def _write_whole(run: Run, stay: Stay, theirs: Values, wanted: Agreed) -> None:
    act, stay_id = run.act, stay.id
    dates = nights_between(wanted.arrival, wanted.departure) or [wanted.arrival]
    if (wanted.arrival, wanted.departure) != (stay.arrival, stay.departure):
        day_use = wanted.arrival == wanted.departure
        there = {night.date for night in stay_nights(stay_id) if night.day_use == day_use}
        priced = dict(zip(dates, wanted.prices, strict=True)) if wanted.prices else None
        prices = [priced[date] for date in dates if date not in there] if priced else None
        move_booking(run, stay_id, wanted, prices)
    now = Stay.get_by_id(stay_id)
    terms = {n: theirs[n] for n in ("room_type", "rate_code", "adults", "children")}
    differs = any(terms[n] != standing(now)[n] for n in terms)
    if differs or (wanted.prices and wanted.prices != tuple(night.amount for night in stay_nights(stay_id))):
        change_terms(
            act, stay_id, room_type=text(terms, "room_type"), rate_code=text(terms, "rate_code"),
            adults=count_of(terms, "adults", 1), children=count_of(terms, "children", 0), prices=wanted.prices,
        )  # fmt: skip


def move_booking(run: Run, stay_id: int, wanted: Agreed, prices: list[Decimal] | None) -> None:
    """To other dates; its room is given up where it is not free then."""
    try:
        with run.act.attempt():
            change_dates(run.act, stay_id, wanted.arrival, wanted.departure, prices)
    except Refused as refused:
        if refused.code not in ("ROOM_NIGHT_TAKEN", "ROOM_CLOSED"):
            raise
        # What was sold is the nights; which room it is, the house says.
        run.remark(refused.message, "room")
        assign_room(run.act, stay_id, "")
        change_dates(run.act, stay_id, wanted.arrival, wanted.departure, prices)


def _renew_details(run: Run, stay: Stay, taken: Mapping[str, str], values: Values) -> bool:
    made = stay.reservation
    current: dict[str, Value] = {
        "guarantee": made.guarantee, "market": made.market, "source": made.source, "booker": made.booker,
        "eta": stay.eta, "note": made.note,
    }  # fmt: skip
    before = {"guarantee": "non-guaranteed", **taken}
    theirs: Values = {"guarantee": "non-guaranteed", **values}
    change = merged(run, current, before, theirs)
    details: dict[str, object] = {n: plain(v) for n, v in change.items()}
    for name in ("company", "agent"):
        if text(values, name) == taken.get(name, ""):
            continue
        was = find_company(run, taken[name]) if taken.get(name) else None
        if getattr(made, f"{name}_id") == (was.id if was else None):
            details[name] = company_of(run, values, name)
        else:
            run.remark(Message("Changed here by hand; it stays as it is."), name)
    if "note" in details:
        run.act.update(made, note=words(str(details.pop("note")), "note"))
    if details:
        change_details(run.act, stay.id, **details)
    return bool(change or details)


BOOKINGS_KIND = Kind(
    "bookings", Message("Future bookings"), BOOKINGS, "book", _make, _renew,
    needs=(
        ("guest_id", "name", "family", "given"), ("arrival",), ("departure", "nights"), ("room_type",), ("rate_code",),
    ),
    check=agreed,
)  # fmt: skip
