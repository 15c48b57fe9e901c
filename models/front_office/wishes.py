"""What a guest wishes of the house while staying: to be known to nobody, to keep the room, to be let alone."""

from __future__ import annotations

from models.front_office.lamps import WISHES
from models.front_office.reservations import IN_HOUSE, RESERVED, STATES, Stay
from models.front_office.reservations.tables import check_somebody_sleeps
from models.house.acts import Act, operation
from models.house.refusals import Refused


@operation("check_in")
def change_wishes(
    act: Act, stay_id: int, no_information: bool = False, do_not_move: bool = False, service_wish: str = ""
) -> None:
    """Whether outsiders learn that the guest is here, whether the room was promised, what housekeeping is to do.

    ``service_wish``: a key of ``lamps.WISHES``, or nothing. Refused: NOT_OPEN, SERVICE_WISH.
    """
    stay = Stay.get_by_id(stay_id)
    check_somebody_sleeps(stay)
    if stay.state not in (RESERVED, IN_HOUSE):
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    if service_wish not in ("", *WISHES):
        raise Refused("SERVICE_WISH", "There is no wish {name}.", field="service_wish", name=service_wish)
    act.update(stay, no_information=no_information, do_not_move=do_not_move, service_wish=service_wish)
