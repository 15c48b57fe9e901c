"""Which room a reserved stay will have."""

from __future__ import annotations

import datetime

from models.front_office.guests import Guest
from models.front_office.inventory import check_availability, weighed
from models.front_office.reservations.nights import change_nights, open_nights
from models.front_office.reservations.shares import group_of, settle_share, span_of
from models.front_office.reservations.tables import IN_HOUSE, RESERVED, Night, Stay
from models.front_office.rooms import Room, closed, closure_of
from models.front_office.rooms import room as find_room
from models.house.acts import Act, operation
from models.house.refusals import Refused


@operation("book")
def assign_room(act: Act, stay_id: int, number: str) -> None:
    """Give a reserved stay its room ("" takes it away); who shares the room with it goes along.

    Refused: NOT_RESERVED, NO_ROOM, ROOM_CLOSED, ROOM_NIGHT_TAKEN (says who has it), PSEUDO_ROOM.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != RESERVED:
        raise Refused("NOT_RESERVED", "Only a reserved stay gets a room; move the guest instead.")
    group = group_of(stay)
    if any(member.state == IN_HOUSE for member in group):
        raise Refused("NOT_RESERVED", "Only a reserved stay gets a room; move the guest instead.")
    found = find_room(number) if number else None
    if found is not None:
        for member in group:
            check_room_free(member, found)
            check_other_type(act, member, found, member.arrival)
    with weighed(act, *span_of(group)):
        take_room(act, group, found)


def take_room(act: Act, group: list[Stay], room: Room | None, since: datetime.date | None = None) -> None:
    """All stays of a share into one room, their nights from ``since`` on that are not posted with them."""
    from models.front_office.keys import cards_follow

    if len(group) > 1:  # the nights of a share may change places before they are in the room
        for member in group:
            change_nights(act, member, open_nights(member.id, since), room=None)
        settle_share(act, group[0])
    for member in group:
        act.update(member, room=room)
        kind = room.room_type_id if room is not None else member.room_type_id
        change_nights(act, member, open_nights(member.id, since), room_type=kind, room=room)
        cards_follow(act, member.id)


def check_other_type(act: Act, stay: Stay, room: Room, since: datetime.date) -> None:
    """A room of another type takes from that type: ASK (NO_AVAILABILITY) where it is sold out from ``since`` on."""
    dates = [
        night.date
        for night in open_nights(stay.id, since)
        if not night.day_use and night.share_slot == 0 and night.room_type_id != room.room_type_id
    ]
    check_availability(act, room.room_type, dates, except_stays=[stay.id])


def check_room_free(stay: Stay, room: Room, since: datetime.date | None = None) -> None:
    """Refused: ROOM_CLOSED (out of order), ROOM_NIGHT_TAKEN with the one who has it; a declared share may be in it.
    PSEUDO_ROOM of a posting master's."""
    if room.room_type.pseudo:
        raise Refused("PSEUDO_ROOM", "Nobody sleeps in {room}.", field="room", room=room.number)
    first = since or stay.arrival
    last = max(first, stay.departure - datetime.timedelta(days=1))
    closure = closure_of(room.id, first, last)
    if closure and closure.kind == "OOO":
        raise closed(closure)
    group = [member.id for member in group_of(stay)]
    taken = (
        Night.select(Night, Stay, Guest)
        .join(Stay)
        .join(Guest)
        .where(
            (Night.room == room)
            & Night.date.between(first, last)
            & Night.stay.not_in(group)
            & ((Night.day_use == stay.is_day_use) | (~Night.day_use & (Stay.arrival < first)))
        )
        .order_by(Night.date)
        .first()
    )
    if taken:
        raise Refused(
            "ROOM_NIGHT_TAKEN",
            "Room {room} is let to {guest} on {date}.",
            field="room",
            jump=f"stay {taken.stay_id}",
            room=room.number,
            guest=taken.stay.guest.spoken,
            date=taken.date,
        )
