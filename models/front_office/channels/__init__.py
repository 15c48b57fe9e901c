"""Channels: bookings out of the calendar a channel gives out, and our sold-out nights as a calendar for it.

Nothing here goes to the network: the hotel fetches a feed by its own means and hands over the file.
"""

from models.front_office.channels.calendar_file import CalendarFile, Event, read_calendar
from models.front_office.channels.export import availability_calendar
from models.front_office.channels.feeds import (
    FEED_KIND,
    FeedRow,
    feed,
    feeds,
    save_feed,
    take_calendar,
)

__all__ = [
    "FEED_KIND",
    "CalendarFile",
    "Event",
    "FeedRow",
    "availability_calendar",
    "feed",
    "feeds",
    "read_calendar",
    "save_feed",
    "take_calendar",
]
