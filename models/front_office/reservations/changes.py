"""Changing a booking, and ending one that will not come."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

from models.front_office.blocks.pickup import change_cells, check_nights
from models.front_office.companies import Company
from models.front_office.guests import Guest, ask_do_not_rent
from models.front_office.inventory import deducting_guarantees, weighed
from models.front_office.rates import ages_of, check_changed_dates, check_negotiated
from models.front_office.rates import rate_code as find_rate
from models.front_office.rates.restrictions import broken, check_restrictions
from models.front_office.reservations.assignment import check_room_free
from models.front_office.reservations.booking import ask_free_of_charge, check_dates, check_persons
from models.front_office.reservations.nights import (
    agreed_prices,
    change_nights,
    drop_nights,
    open_nights,
    write_nights,
)
from models.front_office.reservations.shares import (
    FULL,
    check_persons_of_room,
    divide,
    group_of,
    leave_share,
    mode_of,
    pools_of,
    settle_share,
    span_of,
)
from models.front_office.reservations.tables import (
    CANCELLED,
    GUARANTEES,
    IN_HOUSE,
    NO_SHOW,
    NOT_YET,
    RESERVED,
    STATES,
    Night,
    Reservation,
    Stay,
    StayPerson,
    check_somebody_sleeps,
    nights_between,
)
from models.front_office.reservations.tables import (
    room_type as find_type,
)
from models.house.acts import Act, operation
from models.house.inputs import said, words
from models.house.property import draw_number
from models.house.refusals import Refused
from models.ledger.accounts import subaccount_balance

OPEN = (*NOT_YET, RESERVED, IN_HOUSE)


@operation("book")
def change_dates(
    act: Act,
    stay_id: int,
    arrival: datetime.date,
    departure: datetime.date,
    prices: Sequence[Decimal] | None = None,
) -> None:
    """Move, extend or shorten. New nights get the stay's rate of today (or ``prices``, baht, one for each new night).

    Refused: NOT_OPEN, NIGHT_POSTED (shortening into posted nights), ARRIVAL_FIXED (in house), ROOM_NIGHT_TAKEN,
    NEGOTIATED; ASK: NO_AVAILABILITY, RESTRICTED, EARLY_FEE_WAIVED (in house: ``leave_earlier`` charges it instead).
    """
    stay = Stay.get_by_id(stay_id)
    check_somebody_sleeps(stay)
    back_from_day_use = stay.is_day_use and departure > arrival and _day_use_taken_back(stay)
    _check_new_dates(act, stay, arrival, departure, back_from_day_use)
    check_changed_dates(act, stay, arrival, departure)
    wanted = set(nights_between(arrival, departure) or [arrival])
    day_use = arrival == departure
    standing = {
        n.date: n for n in Night.select().where(Night.stay == stay) if not (back_from_day_use and n.day_use)
    }
    dropped = [n for date, n in standing.items() if date not in wanted or day_use != n.day_use]
    if any(n.posted for n in (standing.values() if day_use != stay.is_day_use else dropped)):
        raise Refused("NIGHT_POSTED", "A posted night can be neither changed nor deleted.", field="departure")
    _ask_early_fee(act, stay, departure)
    new = sorted(wanted - {date for date, n in standing.items() if n not in dropped})
    group = group_of(stay)
    pools = pools_of(stay, group)
    if new and not day_use and (_deducts(stay) or stay.reservation.block_id):
        theirs = {n.date for m in group if m.id != stay.id and _deducts(m) for n in open_nights(m.id)}
        slept_in = stay.room.room_type if stay.room_id else stay.room_type
        check_nights(act, stay, slept_in, [d for d in new if d not in theirs])
    drop_nights(act, stay, dropped)
    act.update(stay, arrival=arrival, departure=departure)
    if stay.room_id and new:
        check_room_free(stay, stay.room, since=new[0])
    if new:
        _write_new(
            act, stay, new, _contract_prices(stay, new) if prices is None else prices, shared=len(group) > 1
        )
    if len(group) > 1:
        settle_share(act, stay)
        if mode_of(stay) != FULL:
            own = {n.date: n.amount for n in open_nights(stay.id)}
            divide(act, group, {**own, **pools})
    _deposit_follows(act, stay)
    _cards_follow(act, stay)
    _wake_ups_follow(act, stay)
    _last_night_missed(act, stay)


def _contract_prices(stay: Stay, dates: Sequence[datetime.date]) -> list[Decimal] | None:
    from models.front_office.monthly import contract_prices

    return contract_prices(stay.id, dates)


def _last_night_missed(act: Act, stay: Stay) -> None:
    from models.front_office.fixed_charges.posting import post_last_night_missed

    post_last_night_missed(act, stay)


def _cards_follow(act: Act, stay: Stay) -> None:
    from models.front_office.keys import cards_follow

    cards_follow(act, stay.id)


def _ask_early_fee(act: Act, stay: Stay, departure: datetime.date) -> None:
    from models.front_office.early_departure import ask_early_fee

    ask_early_fee(act, stay, departure)


def _wake_ups_follow(act: Act, stay: Stay, *, ended: bool = False) -> None:
    from models.front_office.wake_up import calls_end, calls_follow_dates

    if ended:
        calls_end(act, stay)
    else:
        calls_follow_dates(act, stay)


def _deposit_follows(act: Act, stay: Stay) -> None:
    """What is asked in advance follows the nights, by the booking's own copy of its policy."""
    from models.front_office.deposit_requests import refresh_request

    refresh_request(act, stay.reservation_id)


def _write_new(
    act: Act, stay: Stay, new: Sequence[datetime.date], prices: Sequence[Decimal] | None, shared: bool
) -> None:
    """In a shared room the new nights stand aside until every night has its slot."""
    slot = stay.share_slot
    if shared:
        stay.share_slot = 100 + stay.id
    write_nights(act, stay, new, prices)
    stay.share_slot = slot


def _deducts(stay: Stay) -> bool:
    return stay.state == IN_HOUSE or (
        stay.state == RESERVED and stay.reservation.guarantee in deducting_guarantees()
    )


def _check_new_dates(
    act: Act, stay: Stay, arrival: datetime.date, departure: datetime.date, back_from_day_use: bool
) -> None:
    if stay.state not in OPEN:
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    if stay.state == IN_HOUSE and arrival != stay.arrival:
        raise Refused(
            "ARRIVAL_FIXED", "The guest has arrived; only the departure can change.", field="arrival"
        )
    if stay.state != IN_HOUSE:
        check_dates(act, arrival, departure)
    if stay.state == IN_HOUSE and (arrival == departure) != stay.is_day_use and not back_from_day_use:
        raise Refused(
            "DAY_USE_IN_HOUSE", "A guest in house becomes day use by checking out today.", field="departure"
        )
    if stay.state == IN_HOUSE and departure < act.business_date:
        raise Refused(
            "DEPARTURE_PAST", "The departure lies before the business date {date}.", field="departure",
            date=act.business_date,
        )  # fmt: skip
    if departure < arrival:
        raise Refused("DEPARTURE_BEFORE_ARRIVAL", "The departure lies before the arrival.", field="departure")
    if arrival == departure and len(group_of(stay)) > 1:
        raise Refused(
            "SHARING_ALREADY", "This stay shares a room already; end that first.", field="departure"
        )


def _day_use_taken_back(stay: Stay) -> bool:
    """Whether the day-use charge of the stay was corrected: a slip at the desk, the guest stays after all."""
    from models.front_office.folios import Posting

    charge = Posting.select().join(Night).where((Night.stay == stay) & Night.day_use).first()
    return charge is not None and Posting.get_or_none(Posting.corrects == charge) is not None


@operation("book")
def change_terms(
    act: Act,
    stay_id: int,
    *,
    room_type: str | None = None,
    rate_code: str | None = None,
    adults: int | None = None,
    children: int | None = None,
    child_ages: str | None = None,
    since: datetime.date | None = None,
    prices: Sequence[Decimal] | None = None,
) -> None:
    """Another type, rate or number of persons, from ``since`` (the business date) on; those nights are priced anew,
    or at ``prices``, baht, one for each of them. Posted nights stay as they are.

    Refused: NOT_OPEN, NO_ROOM_TYPE, NO_RATE_CODE, NO_ADULT, TOO_MANY_PERSONS, CHILD_AGE, NO_RATE,
    NEGOTIATED; a reserved stay
    whose room is of another type than the new one loses the room (NOTE ROOM_TAKEN_AWAY).
    ASK: NO_AVAILABILITY, RESTRICTED, PRICE_CHANGED, COMPLIMENTARY.
    """
    stay = Stay.get_by_id(stay_id)
    check_somebody_sleeps(stay)
    if stay.state not in OPEN:
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    kind = find_type(room_type) if room_type else stay.room_type
    rate = find_rate(rate_code) if rate_code else stay.rate_code
    ages = stay.child_ages if child_ages is None else ",".join(map(str, ages_of(child_ages)))
    grown, young = adults or stay.adults, stay.children if children is None else children
    if child_ages is None and children is not None and children != stay.children:
        ages = ""
    check_persons(kind, grown, young, ages)
    if rate.id != stay.rate_code_id:
        act.update(stay, authorised_by=ask_free_of_charge(act, rate))
    nights = open_nights(stay.id, since)
    if (kind.id, rate.id) != (stay.room_type_id, stay.rate_code_id):
        booked = stay.reservation
        check_negotiated(rate, [n.date for n in nights], booked.company_id, booked.agent_id)
        before = broken(stay.rate_code, stay.room_type, stay.arrival, stay.departure, booked.made_on)
        check_restrictions(act, rate, kind, stay.arrival, stay.departure, booked.made_on, before)
    group = group_of(stay)
    if len(group) > 1:
        _check_room_holds(stay, group, grown, young)
    if kind.id != stay.room_type_id:
        if stay.state != IN_HOUSE and nights and nights[0].date > stay.arrival:
            raise Refused(
                "TYPE_FROM_ARRIVAL", "Before arrival the room type changes for the whole stay.", field="since"
            )
        with weighed(act, *span_of(group)):
            _change_type(act, stay, kind.id, [n for n in nights if n.share_slot == 0 and not n.day_use])
    act.update(stay, room_type=kind, rate_code=rate, adults=grown, children=young, child_ages=ages)
    amounts = agreed_prices(act, stay, [n.date for n in nights], prices)
    change_nights(act, stay, nights, booked_type=kind, rate_code=rate, inclusive=rate.inclusive, adults=grown, children=young, child_ages=ages, fixed_rate=prices is not None)  # fmt: skip
    for night, amount in zip(nights, amounts, strict=True):
        if night.amount != amount:
            change_nights(act, stay, [night], amount=amount)
    _divide_anew(act, stay, {n.date: a for n, a in zip(nights, amounts, strict=True)})
    _deposit_follows(act, stay)


def _check_room_holds(stay: Stay, group: Sequence[Stay], adults: int, children: int) -> None:
    """As ``check_persons_of_room``, with the persons the stay is to have."""
    before = stay.adults, stay.children
    stay.adults, stay.children = adults, children
    try:
        check_persons_of_room(group[0], group)
    finally:
        stay.adults, stay.children = before


def _change_type(act: Act, stay: Stay, kind_id: int, nights: Sequence[Night]) -> None:
    from models.front_office.rooms import RoomType

    kind = RoomType.get_by_id(kind_id)
    group = group_of(stay)
    if any(member.state == IN_HOUSE for member in group):
        return  # who is in the room keeps it; only what is booked and charged changes
    if stay.room_id and stay.room.room_type_id == kind_id:
        return
    if _deducts(stay) or stay.reservation.block_id:
        check_nights(act, stay, kind, [n.date for n in nights], booked_as=kind)
    if stay.room_id or len(group) > 1:
        from models.front_office.reservations.assignment import take_room

        if stay.room_id:
            act.note(
                "ROOM_TAKEN_AWAY", "Room {room} is of another type and is free again.", room=stay.room.number
            )
        take_room(act, group, None)
    for member in group:
        if member.id != stay.id:
            act.update(member, room_type=kind)
        change_nights(act, member, open_nights(member.id), room_type=kind)
    change_cells(act, stay, kind)


def _divide_anew(act: Act, stay: Stay, prices: dict[datetime.date, Decimal]) -> None:
    """The new price of a shared room is shared as before."""
    group = group_of(stay)
    if len(group) > 1 and mode_of(stay) != FULL:
        divide(act, group, prices)


@operation("book")
def change_price(act: Act, stay_id: int, dates: Sequence[datetime.date], amount: Decimal) -> None:
    """Another price, baht, for single nights; in a shared room it is the price of the room.

    Refused: NOT_OPEN, NIGHT_POSTED, NO_NIGHT, NEGATIVE_PRICE; ASK: PRICE_CHANGED.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state not in OPEN:
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    nights = {n.date: n for n in Night.select().where(Night.stay == stay)}
    for date in dates:
        if date not in nights:
            raise Refused("NO_NIGHT", "The stay has no night on {date}.", field="date", date=date)
        if nights[date].posted:
            raise Refused("NIGHT_POSTED", "A posted night can be neither changed nor deleted.", field="date")
    amounts = agreed_prices(act, stay, list(dates), [amount] * len(dates))
    for date, price in zip(dates, amounts, strict=True):
        change_nights(act, stay, [nights[date]], amount=price, fixed_rate=True)
    _divide_anew(act, stay, dict(zip(dates, amounts, strict=True)))
    _deposit_follows(act, stay)


_OF_STAY = ("eta", "etd", "flight_in", "flight_out", "pick_up", "drop_off", "note", "do_not_move", "no_post")
_OF_RESERVATION = ("booker", "market", "source", "guarantee", "company", "agent", "option_until")


@operation("book")
def change_details(act: Act, /, stay_id: int, **values: object) -> None:
    """What does not touch dates, room or price: ETA, flights, notes of the stay; booker, market, source, guarantee,
    company and agent (ids), option date of its booking.

    Refused: NOT_OPEN, GUARANTEE, NO_COMPANY, NOT_CLEAN; ASK: NO_AVAILABILITY (a guarantee that deducts from now on).
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state not in OPEN:
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    tidy = {name: words(value, name) if isinstance(value, str) else value for name, value in values.items()}
    for name in ("company", "agent"):
        if tidy.get(name) is not None and Company.get_or_none(Company.id == tidy[name]) is None:
            raise Refused("NO_COMPANY", "There is no such company.", field=name)
    if "guarantee" in tidy and tidy["guarantee"] not in GUARANTEES:
        raise Refused("GUARANTEE", "There is no guarantee {name}.", field="guarantee", name=tidy["guarantee"])
    unknown = set(tidy) - {*_OF_STAY, *_OF_RESERVATION}
    assert not unknown, unknown
    act.update(stay, **{name: tidy[name] for name in _OF_STAY if name in tidy})
    stays = list(Stay.select().where((Stay.reservation == stay.reservation_id) & (Stay.state << OPEN)))
    with weighed(act, *span_of([m for each in stays for m in group_of(each)])):
        act.update(stay.reservation, **{name: tidy[name] for name in _OF_RESERVATION if name in tidy})
        for each in stays:
            _follow_reservation(act, each, tidy)


def _follow_reservation(act: Act, stay: Stay, changed: Mapping[str, object]) -> None:
    """What a change of the booking means for one of its stays. Refused: NEGOTIATED."""
    nights = open_nights(stay.id)
    change_nights(
        act, stay, nights, **{name: changed[name] for name in ("market", "source") if name in changed}
    )
    booked = Reservation.get_by_id(stay.reservation_id)
    if nights and ("company" in changed or "agent" in changed):
        check_negotiated(stay.rate_code, [n.date for n in nights], booked.company_id, booked.agent_id)
    if "guarantee" in changed:
        settle_share(act, Stay.get_by_id(stay.id))


@operation("book")
def change_guest(act: Act, stay_id: int, guest_id: int) -> None:
    """Another guest takes the booking's place, for instance once a group names its people. Refused: NOT_RESERVED, NO_GUEST."""
    stay = Stay.get_by_id(stay_id)
    if stay.state not in (*NOT_YET, RESERVED):
        raise Refused("NOT_RESERVED", "Only a reserved stay changes its guest; this one is {state}.", state=STATES[stay.state])  # fmt: skip
    guest = Guest.get_or_none(Guest.id == guest_id)
    if guest is None:
        raise Refused("NO_GUEST", "Choose the guest or make a new one.", field="guest")
    ask_do_not_rent(act, guest)
    beside = StayPerson.get_or_none((StayPerson.stay == stay) & (StayPerson.guest == guest))
    main = StayPerson.get((StayPerson.stay == stay) & (StayPerson.guest == stay.guest_id))
    if beside is not None and beside.id != main.id:
        act.changed(beside, {"stay": stay.id, "guest": guest_id}, {})
        beside.delete_instance()
    act.update(main, guest=guest)
    act.update(stay, guest=guest)


@operation("book")
def cancel(act: Act, stay_id: int, reason: str) -> str:
    """Cancel a stay that has not come; the cancellation number.

    Refused: NO_REASON, NOT_RESERVED, DEPOSIT_LEFT (refund or keep the deposit first).
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state not in (*NOT_YET, RESERVED):
        raise Refused(
            "NOT_RESERVED",
            "Only a reserved stay can be cancelled; this one is {state}.",
            state=STATES[stay.state],
        )
    reason = said(reason)
    check_deposit_settled(stay)
    number = f"X{draw_number('cancellation'):06d}"
    _release(act, stay)
    act.update(stay, state=CANCELLED, cancellation=number, reason=reason)
    _deposit_follows(act, stay)
    return number


def _release(act: Act, stay: Stay) -> None:
    """Room and share go back to who can use them."""
    leave_share(act, stay)
    change_nights(act, stay, open_nights(stay.id), room=None)
    act.update(stay, room=None, waitlist_priority=None)
    _wake_ups_follow(act, stay, ended=True)


def deposit_of(reservation: Reservation) -> Decimal:
    """Baht held for a reservation, as a positive amount."""
    return -subaccount_balance(reservation.deposit_id) if reservation.deposit_id else Decimal("0.00")


def security_of(reservation: Reservation) -> Decimal:
    """Baht held against loss or damage, as a positive amount."""
    return -subaccount_balance(reservation.security_id) if reservation.security_id else Decimal("0.00")


def check_deposit_settled(stay: Stay) -> None:
    """A deposit may stay only while another stay of the reservation can still use it."""
    others = Stay.select().where(
        (Stay.reservation == stay.reservation_id)
        & (Stay.id != stay.id)
        & (Stay.state << (*NOT_YET, RESERVED))
    )
    held = deposit_of(stay.reservation) + security_of(stay.reservation)
    if held and not others.exists():
        raise Refused(
            "DEPOSIT_LEFT",
            "A deposit of {amount} is held. Refund it or keep it first.",
            jump=f"stay {stay.id}",
            amount=held,
        )


@operation("book")
def mark_no_show(act: Act, stay_id: int) -> None:
    """Refused: NOT_RESERVED, NOT_DUE_IN (before the arrival date), DEPOSIT_LEFT."""
    stay = Stay.get_by_id(stay_id)
    check_due_in(act, stay)
    check_deposit_settled(stay)
    _release(act, stay)
    act.update(stay, state=NO_SHOW)
    _deposit_follows(act, stay)


def check_due_in(act: Act, stay: Stay) -> None:
    if stay.state != RESERVED:
        raise Refused(
            "NOT_RESERVED",
            "Only a reserved stay can become a no-show; this one is {state}.",
            state=STATES[stay.state],
        )
    if stay.arrival > act.business_date:
        raise Refused("NOT_DUE_IN", "The guest is not due before {date}.", date=stay.arrival)
