"""Undoing a check-out of today: back into the room, to whom has been let it meanwhile, or into another one."""

from __future__ import annotations

from models.front_office.payments import reopen_windows
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, STATES, Stay, settle_share
from models.front_office.reservations.shares import LEFT
from models.front_office.rooms import Room
from models.front_office.rooms import room as find_room
from models.front_office.stays import check_not_closed, check_room
from models.house.acts import Act, operation
from models.house.refusals import Refused


@operation("check_in")
def reinstate(act: Act, stay_id: int, room: str = "") -> None:
    """Undo a check-out of today, into its room or another ``room``. Who was in the room beside the guest all along
    shares it with him again.

    Refused: NOT_CHECKED_OUT, ANOTHER_DATE, ROOM_CLOSED, and of another room: NO_ROOM, PSEUDO_ROOM, ROOM_OCCUPIED.
    ASK: ROOM_RELET (right override_room): the room has been let again, and is shared from now on; ROOM_NOT_READY.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != CHECKED_OUT:
        raise Refused("NOT_CHECKED_OUT", "This stay is {state}.", state=STATES[stay.state])
    if stay.departure != act.business_date:
        raise Refused("ANOTHER_DATE", "Only a check-out of today can be undone.")
    new = find_room(room) if room and room.strip() != stay.room.number else stay.room
    if new.id != stay.room_id:
        _check_other_room(act, stay, new)
    check_not_closed(act, new)
    inside = _inside(new) if new.id == stay.room_id and not stay.room_type.pseudo else None
    if inside is not None and not were_together(stay, inside):
        act.ask(
            "ROOM_RELET",
            "Room {room} has been let to {guest}. Share it, or give another room?",
            right="override_room",
            field="room",
            jump=f"stay {inside.id}",
            room=new.number,
            guest=inside.guest.spoken,
        )
    act.update(stay, state=IN_HOUSE, checked_out_at=None, room=new)
    if stay.share_price == LEFT:
        act.update(stay, share_price="")
    reopen_windows(act, stay)
    if inside is not None:
        _share_again(act, stay, inside)


def _check_other_room(act: Act, stay: Stay, new: Room) -> None:
    if new.room_type.pseudo:
        raise Refused("PSEUDO_ROOM", "Nobody sleeps in {room}.", field="room", room=new.number)
    check_room(act, stay, new)


def _inside(room: Room) -> Stay | None:
    """Who is in the room; of several who share it the first."""
    query = Stay.select().where((Stay.room == room) & (Stay.state == IN_HOUSE))
    return query.order_by(Stay.share_of.is_null(False), Stay.id).first()


def were_together(stay: Stay, inside: Stay) -> bool:
    return bool(inside.checked_in_at and stay.checked_out_at and inside.checked_in_at < stay.checked_out_at)


def _share_again(act: Act, stay: Stay, inside: Stay) -> None:
    """No night of the stay is open, so slots and prices stay with who has them."""
    first = Stay.get_by_id(inside.share_of_id) if inside.share_of_id else inside
    slots = [first.share_slot, *(s.share_slot for s in Stay.select().where(Stay.share_of == first))]
    act.update(stay, share_of=first, share_slot=1 + max(slots))
    settle_share(act, first)
