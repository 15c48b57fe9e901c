"""Back into a room after a check-out of today: alone, beside who stayed in it, or with whom it has been let to since."""

from __future__ import annotations

from models.front_office.reservations import IN_HOUSE, Stay, settle_share
from models.front_office.reservations.shares import LEFT
from models.front_office.rooms import Room
from models.house.acts import Act


def who_is_in(room: Room) -> Stay | None:
    """Of several who share the room the first."""
    query = Stay.select().where((Stay.room == room) & (Stay.state == IN_HOUSE))
    return query.order_by(Stay.share_of.is_null(False), Stay.id).first()


def were_together(stay: Stay, inside: Stay) -> bool:
    """Whether the one inside was in the room before the other left it."""
    return bool(inside.checked_in_at and stay.checked_out_at and inside.checked_in_at < stay.checked_out_at)


def ask_relet(act: Act, stay: Stay, inside: Stay) -> None:
    """ASK (``ROOM_RELET``, right override_room): the room has been let again, and would be shared from now on."""
    if not were_together(stay, inside):
        act.ask(
            "ROOM_RELET",
            "Room {room} has been let to {guest}. Share it, or give another room?",
            right="override_room",
            field="room",
            jump=f"stay {inside.id}",
            room=inside.room.number,
            guest=inside.guest.spoken,
        )


def share_again(act: Act, stay: Stay, inside: Stay) -> None:
    """No night of the stay is open, so slots and prices stay with who has them."""
    first = Stay.get_by_id(inside.share_of_id) if inside.share_of_id else inside
    slots = [first.share_slot, *(s.share_slot for s in Stay.select().where(Stay.share_of == first))]
    act.update(stay, share_of=first, share_slot=1 + max(slots))
    if stay.share_price == LEFT:
        act.update(stay, share_price="")
    settle_share(act, first)
