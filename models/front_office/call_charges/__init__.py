"""Telephone calls from the rooms: taken from the exchange's records or typed, priced, and charged once.

``records``: how a line is read. ``taking``: lines are kept and become calls. ``prices``: what a call costs.
``posting``: onto the folio of who was in the room, or into the queue. ``views``: what one sees, and the audit finds.
"""

from models.front_office.call_charges.posting import (
    post_call_to,
    post_calls,
    set_line_aside,
    try_calls_again,
    type_call,
    write_off_call,
)
from models.front_office.call_charges.prices import all_tariffs, drop_tariff, keep_tariff, price_of
from models.front_office.call_charges.records import NotACall, Record, RecordFormat
from models.front_office.call_charges.tables import CallFeed, CallLine, CallTariff, PhoneCall
from models.front_office.call_charges.taking import as_kept, feed_stands, read_lines, take_lines

__all__ = [
    "CallFeed",
    "CallLine",
    "CallTariff",
    "NotACall",
    "PhoneCall",
    "Record",
    "RecordFormat",
    "all_tariffs",
    "as_kept",
    "drop_tariff",
    "feed_stands",
    "keep_tariff",
    "post_call_to",
    "post_calls",
    "price_of",
    "read_lines",
    "set_line_aside",
    "take_lines",
    "try_calls_again",
    "type_call",
    "write_off_call",
]
