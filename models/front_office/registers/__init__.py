"""The registers of the law: card ร.ร.3 and guest register ร.ร.4 (Hotel Act ss.35–36), notification ตม.30."""

from models.front_office.registers.lines import (
    enter_persons,
    follow_guest,
    follow_person,
    follow_rooms,
    person_goes,
    stay_leaves,
    stay_returns,
    strike_stay,
    write_day,
)
from models.front_office.registers.tables import (
    KINDS,
    METHODS,
    RegisterDay,
    RegisterLine,
    RegisterSending,
    Tm30Report,
)

__all__ = [
    "KINDS",
    "METHODS",
    "RegisterDay",
    "RegisterLine",
    "RegisterSending",
    "Tm30Report",
    "enter_persons",
    "follow_guest",
    "follow_person",
    "follow_rooms",
    "person_goes",
    "stay_leaves",
    "stay_returns",
    "strike_stay",
    "write_day",
]
