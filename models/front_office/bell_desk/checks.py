"""What the bell desk says at check-out. It never stands in the way."""

from __future__ import annotations

from models.front_office.bell_desk.views import held_for
from models.front_office.reservations.tables import Stay
from models.house.acts import Act


def note_what_is_held(act: Act, stay: Stay) -> None:
    """NOTE (STILL_HELD): luggage in the store, a parcel or a car of the guest who leaves."""
    for held in held_for(stay.id, act.business_date):
        act.note("STILL_HELD", "Still held: {what}.", what=held)
