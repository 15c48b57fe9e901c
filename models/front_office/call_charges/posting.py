"""A call comes onto the folio of who was in the room when it was made; what cannot be posted waits for a person."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import Any

from models.front_office.call_charges.prices import price_of
from models.front_office.call_charges.records import dialled
from models.front_office.call_charges.tables import (
    CUT,
    FREE,
    NEW,
    POSTED,
    SET_ASIDE,
    TO_POST,
    UNPOSTED,
    UNREAD,
    WRITTEN_OFF,
    CallLine,
    PhoneCall,
)
from models.front_office.call_charges.tables import STATES as CALL_STATES
from models.front_office.folios import post_charge, window_of
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, Stay
from models.front_office.rooms import Room
from models.house.acts import Act, ChangeLog, operation
from models.house.inputs import checked, said, words
from models.house.property import setting
from models.house.refusals import Refused

CODE = "TEL"
AT_ONCE = 50
"""Calls in one transaction: few enough that no desk waits for it."""
SAME_CALL = datetime.timedelta(minutes=1)
TYPED = "typed:"
"""How the key of a call begins that no exchange has told of."""


def room_of(extension: str) -> Room | None:
    """The room with this extension, else the room of this number."""
    room = Room.get_or_none(Room.extension == extension) if extension else None
    if room is None:
        room = Room.get_or_none((Room.number == extension) & (Room.extension == ""))
    return room


def stay_at(room: Room, moment: datetime.datetime) -> Stay | None:
    """Who was in the room at that moment; of several who share it, whose room it is.

    Where somebody has moved since, the change log knows from where.
    """
    there = (Stay.checked_in_at <= moment) & (Stay.checked_out_at.is_null() | (Stay.checked_out_at > moment))
    present = there & (Stay.state << (IN_HOUSE, CHECKED_OUT))
    here = [s for s in Stay.select().where(present & (Stay.room == room)) if _room_then(s, moment) == room.id]
    if not here:
        # No guest is overdue by more than a day, so the index over departures spares the stays of other years.
        recent = Stay.departure >= moment.date() - datetime.timedelta(days=2)
        elsewhere = Stay.select().where(present & recent & (Stay.room != room))
        here = [stay for stay in elsewhere if _room_then(stay, moment) == room.id]
    return min(here, key=lambda stay: (stay.share_of_id is not None, stay.id), default=None)


def _room_then(stay: Stay, moment: datetime.datetime) -> int | None:
    """The room before the first change after ``moment``; without one, the room it has."""
    changes = (
        ChangeLog.select(ChangeLog.before)
        .where(
            (ChangeLog.subject == "stay")
            & (ChangeLog.subject_id == str(stay.id))
            & (ChangeLog.at > moment)
            & ChangeLog.before.contains('"room"')
        )
        .order_by(ChangeLog.id)
    )
    for change in changes:
        before = json.loads(change.before)
        if "room" in before:
            return int(before["room"]) if before["room"] is not None else None
    return int(stay.room_id) if stay.room_id is not None else None


@operation("switchboard")
def post_calls(act: Act) -> dict[str, int]:
    """Post what waits, the oldest first, ``AT_ONCE`` at most; how many were ``posted``, ``free``, ``unposted``, ``left``."""
    counts = {"posted": 0, "free": 0, "unposted": 0}
    waiting = PhoneCall.select().where(PhoneCall.state == TO_POST).order_by(PhoneCall.id)
    for call in list(waiting.limit(AT_ONCE)):
        counts[_try(act, call)] += 1
    return {**counts, "left": waiting.count()}


def _try(act: Act, call: PhoneCall) -> str:
    try:
        with act.attempt():
            price = call.price if call.price is not None else price_of(call.number, call.seconds, call.cost)
            if price == 0:
                act.update(call, state=FREE, price=price, why="")
                return "free"
            stay = _who_pays(call)
            _charge(act, call, stay, price)
            return "posted"
    except Refused as refused:
        row = PhoneCall.get_by_id(call.id)
        act.update(row, state=UNPOSTED, why=refused.code)
        return "unposted"


def _who_pays(call: PhoneCall) -> Stay:
    room = room_of(call.extension)
    if room is None:
        raise Refused("NO_EXTENSION", "No room has the extension {extension}.", extension=call.extension)
    stay = stay_at(room, call.started_at)
    if stay is None:
        raise Refused("VACANT", "Nobody was in room {room}.", room=room.number)
    if stay.state != IN_HOUSE:
        raise Refused("CHECKED_OUT", "{guest} has left.", guest=stay.guest.spoken)
    return stay


def _charge(act: Act, call: PhoneCall, stay: Stay, price: Decimal) -> None:
    """Refused as ``post_charge``."""
    minutes, seconds = divmod(call.seconds, 60)
    posting = post_charge(
        act, window_of(stay.id).id, CODE, price, inclusive=setting("call_inclusive") == "yes",
        description=f"{call.number} {minutes}:{seconds:02d}", source=f"call:{call.call_key}",
    )  # fmt: skip
    act.update(call, state=POSTED, price=price, stay=stay, posting=posting, why="")


# What a person does


@operation("switchboard")
def type_call(
    act: Act,
    extension: str,
    number: str,
    started_at: datetime.datetime,
    seconds: int,
    cost: Decimal | None = None,
) -> dict[str, object]:
    """A call written down by hand; it is priced and posted at once. Its ``call`` id, ``state`` and ``why`` not.

    Refused: CALL_NUMBER, CALL_AHEAD, CALL_LENGTH, CALL_TWICE (the same call has come in already), AMOUNT.
    """
    extension, number = words(extension, "extension", 20), dialled(words(number, "number", 40))
    if not extension or not number:
        raise Refused("CALL_NUMBER", "A call has an extension and a number.", field="number")
    if started_at > act.now:
        raise Refused("CALL_AHEAD", "The call has not begun yet.", field="time")
    if not 0 <= seconds <= 7 * 24 * 3600:
        raise Refused("CALL_LENGTH", "This is no length of a call.", field="duration")
    if cost is not None and checked(cost, "cost") < 0:
        raise Refused("AMOUNT", "This is no amount of money.", field="cost")
    if PhoneCall.select().where(same_call(extension, number, started_at)).exists():
        raise Refused(
            "CALL_TWICE", "This telephone call has come in already.", field="number", jump="call charges"
        )
    key = f"{TYPED}{extension}|{number}|{started_at.astimezone(datetime.UTC).isoformat()}"
    call = act.create(
        PhoneCall, call_key=key, extension=extension, number=number, started_at=started_at, seconds=seconds, cost=cost,
        entered_by=act.staff, entered_at=act.now,
    )  # fmt: skip
    _try(act, call)
    call = PhoneCall.get_by_id(call.id)
    return {"call": call.id, "state": call.state, "why": call.why}


def same_call(extension: str, number: str, started_at: datetime.datetime) -> Any:
    """For a query: as good as certainly this call, typed by one clock and told by another."""
    near = PhoneCall.started_at.between(started_at - SAME_CALL, started_at + SAME_CALL)
    return near & (PhoneCall.extension == extension) & (PhoneCall.number == number)


def _undealt(call_id: int) -> PhoneCall:
    call = PhoneCall.get_by_id(call_id)
    if call.state not in (UNPOSTED, TO_POST):
        raise Refused("CALL_DEALT_WITH", "This call is dealt with: {state}.", state=CALL_STATES[call.state])
    return call


@operation("post")
def post_call_to(act: Act, call_id: int, stay_id: int, price: Decimal | None = None) -> int:
    """Charge a call to the guest a person names; the posting's id. ``price`` in baht where no tariff gives one.

    Refused: CALL_DEALT_WITH, NO_TARIFF, NOT_POSITIVE, and as ``post_charge``.
    """
    call = _undealt(call_id)
    stay = Stay.get_by_id(stay_id)
    _charge(
        act, call, stay, price_of(call.number, call.seconds, call.cost) if price is None else checked(price)
    )
    return int(call.posting_id)


@operation("post")
def write_off_call(act: Act, call_id: int, reason: str) -> None:
    """Nobody is charged for it. Refused: NO_REASON, CALL_DEALT_WITH."""
    call = _undealt(call_id)
    reason = said(reason)
    act.because(reason)
    act.update(call, state=WRITTEN_OFF, reason=reason)


@operation("switchboard")
def try_calls_again(act: Act) -> dict[str, int]:
    """What reached no folio is tried anew: a tariff, an extension or a guest may be there by now."""
    counts = {"posted": 0, "free": 0, "unposted": 0}
    for call in list(PhoneCall.select().where(PhoneCall.state << (UNPOSTED, TO_POST)).order_by(PhoneCall.id)):
        counts[_try(act, call)] += 1
    return counts


@operation("switchboard")
def set_line_aside(act: Act, line_id: int, reason: str) -> None:
    """A line that cannot be read tells of no call, or its call was typed. Refused: NO_REASON, CALL_DEALT_WITH."""
    line = CallLine.get_by_id(line_id)
    if line.state not in (NEW, UNREAD, CUT):
        raise Refused("LINE_DEALT_WITH", "This line is dealt with.")
    act.because(said(reason))
    act.update(line, state=SET_ASIDE)
