"""Wake-up calls: who is to be woken when, the ringing at the desks, and what became of each call.

``ordering``: a guest, a booking or a group asks, and the calls follow the stay. ``ringing``: a call is due, is taken,
is answered, or is missed. ``views``: lists and the sheet on paper.
"""

from models.front_office.wake_up.ordering import (
    Wish,
    call_off,
    calls_come_back,
    calls_end,
    calls_follow_dates,
    moment_of,
    next_date,
    order_for_booking,
    order_for_group,
    order_wake_up,
    rooms_in,
    wall_time,
)
from models.front_office.wake_up.ringing import Alarm, OpenCalls, answer_call, open_calls, ring, take_call
from models.front_office.wake_up.tables import (
    CALLED_BACK,
    CANCELLED,
    COMPLETED,
    MISSED,
    NO_ANSWER,
    PENDING,
    RINGING,
    SEEN,
    SENT_SOMEBODY,
    WakeUpCall,
)

__all__ = [
    "CALLED_BACK",
    "CANCELLED",
    "COMPLETED",
    "MISSED",
    "NO_ANSWER",
    "PENDING",
    "RINGING",
    "SEEN",
    "SENT_SOMEBODY",
    "Alarm",
    "OpenCalls",
    "WakeUpCall",
    "Wish",
    "answer_call",
    "call_off",
    "calls_come_back",
    "calls_end",
    "calls_follow_dates",
    "moment_of",
    "next_date",
    "open_calls",
    "order_for_booking",
    "order_for_group",
    "order_wake_up",
    "ring",
    "rooms_in",
    "take_call",
    "wall_time",
]
