"""Living a file of real bookings day by day, through the same operations as the desks.

The file has the columns of Antonio, Almeida, Nunes, "Hotel booking demand datasets", Data in Brief 22, 2019.
"""

from models.front_office.replay.bookings_file import (
    BookingRow,
    FileSums,
    RefusedRow,
    file_sums,
    read_bookings,
)
from models.front_office.replay.life import replay
from models.front_office.replay.summary import MonthFigures, Summary

__all__ = [
    "BookingRow",
    "FileSums",
    "MonthFigures",
    "RefusedRow",
    "Summary",
    "file_sums",
    "read_bookings",
    "replay",
]
