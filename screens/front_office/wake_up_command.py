"""``wake-up 305 6:30`` on the command line: the form with room and time in it; without a time, that guest's calls, alone the day's."""

from __future__ import annotations

from models.front_office.desk_views import arrival_for_room, stay_in_room
from models.front_office.reservations import Stay
from models.front_office.wake_up import wall_time
from models.house.refusals import Refused
from screens.navigation import Console, open_screen


def wake_up(console: Console, rest: str) -> None:
    """Refused: ROOM_VACANT, NO_STAY, WAKE_UP_TIME."""
    if not rest:
        console.push_screen(open_screen("wake-ups"))
        return
    number, *words = rest.split()
    if number == "stay" and words:
        stay = (
            Stay.get_or_none(Stay.id == int(words[0]))
            if words[0].isdecimal() and len(words[0]) <= 15
            else None
        )
        if stay is None:
            raise Refused("NO_STAY", "There is no booking {number}.", number=words[0])
        console.push_screen(open_screen("wake-ups", stay.id))
        return
    stay = stay_in_room(number.upper()) or arrival_for_room(number.upper(), console.services.today())
    if stay is None:
        raise Refused("ROOM_VACANT", "Nobody is in room {room}.", room=number)
    if not words:
        console.push_screen(open_screen("wake-ups", stay.id))
    else:
        time = wall_time(" ".join(words))
        console.push_screen(open_screen("wake-ups", None, (stay.id, time)))
