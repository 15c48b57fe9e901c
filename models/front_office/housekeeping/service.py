"""Wishes and the evening: do not disturb, make up room, service declined; turn-down; the note on a room."""

from __future__ import annotations

from locales import Message
from models.front_office.housekeeping.tables import TurnDown
from models.front_office.reservations import IN_HOUSE, RESERVED, STATES, Stay, check_somebody_sleeps
from models.front_office.rooms import Room, set_housekeeping
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.refusals import Refused

WISHES = ("", "dnd", "mur", "declined")
OF_THE_DAY = ("mur", "declined")
"""Wishes that end with the day; the sign "do not disturb" hangs until somebody takes it off."""
DONE, DECLINED = "done", "declined"
TURNED_DOWN = {DONE: Message("done"), DECLINED: Message("declined")}


@operation("housekeeping")
def set_service_wish(act: Act, stay_id: int, wish: str) -> None:
    """What the guest wants of housekeeping today ("": nothing). Refused: WISH, NOT_OPEN, POSTING_MASTER."""
    stay = Stay.get_by_id(stay_id)
    if wish not in WISHES:
        raise Refused("WISH", "There is no such wish.", field="wish")
    check_somebody_sleeps(stay)
    if stay.state not in (RESERVED, IN_HOUSE):
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    act.update(stay, service_wish=wish)


def end_wishes_of_the_day(act: Act) -> None:
    """In the audit: tomorrow the guest is asked anew."""
    for stay in Stay.select().where(Stay.service_wish << OF_THE_DAY).order_by(Stay.id):
        act.update(stay, service_wish="")


@operation("housekeeping")
def set_turn_down(act: Act, room_id: int, state: str) -> None:
    """This evening's turn-down: ``done``, ``declined``, or "" where it was written by mistake. Refused: TURN_DOWN."""
    if state not in ("", DONE, DECLINED):
        raise Refused("TURN_DOWN", "A turn-down is done or declined.", field="state")
    row = TurnDown.get_or_none((TurnDown.room == room_id) & (TurnDown.date == act.business_date))
    if row is None:
        if state:
            room = Room.get_by_id(room_id)
            act.create(
                TurnDown, room=room, date=act.business_date, state=state, staff=act.staff.id, at=act.now
            )
    elif state:
        act.update(row, state=state, staff=act.staff.id, at=act.now)
    else:
        act.changed(row, {"room": room_id, "state": row.state}, {})
        row.delete_instance()


@operation("housekeeping")
def set_room_note(act: Act, room_id: int, note: str) -> None:
    """What the next one should know of the room. Refused: NOT_CLEAN, TOO_MUCH_TEXT."""
    act.update(Room.get_by_id(room_id), note=words(note, "note", 120))


@operation("housekeeping")
def set_status_of(act: Act, room_ids: list[int], status: str) -> int:
    """The same status for several rooms, all or none; how many. Refused as ``set_housekeeping``."""
    for room_id in room_ids:
        set_housekeeping(act, room_id, status)
    return len(room_ids)
