"""Housekeeping's papers: the sheet of each attendant, and the turn-down list of the evening.

No names of guests: a sheet lies on the trolley in the corridor.
"""

from __future__ import annotations

import datetime

from locales import _, in_language, n_
from locales.dates import format_date
from models.front_office.housekeeping.board import FILTERS, BoardRow, board, reservation_word
from models.front_office.housekeeping.service import TURNED_DOWN
from models.front_office.housekeeping.tables import TASKS
from models.front_office.housekeeping.work import Work, work_of
from models.front_office.lamps import WISHES
from models.front_office.papers import seller
from models.house.papers import Column, Paper, Row, Table
from models.house.property import Property


def reservation_words(row: BoardRow) -> str:
    """``Due out / Arrival``."""
    return " / ".join(reservation_word(value) for value in row.reservation)


def remarks(row: BoardRow) -> str:
    """What the attendant must know besides: wish, VIP, arrival time, note."""
    return " · ".join(
        filter(
            None,
            [
                WISHES[row.wish].say() if row.wish else "",
                "VIP" if row.vip else "",
                _("arrives {time}", time=row.eta) if row.eta else "",
                _("guest waits") if row.place else "",
                row.note,
            ],
        )
    )


def attendant_sheet(
    hotel: Property, date: datetime.date, now: datetime.datetime, attendant_id: int, language: str
) -> Paper:
    """The rooms of one attendant on a date, with room to write what she finds."""
    with in_language(language):
        rows = [work for work in work_of(date, now) if work.attendant_id == attendant_id]
        columns = (
            Column(_("Room"), width=5),
            Column(_("State"), width=5),
            Column(_("Reservation"), width=17),
            Column(_("Pax"), "right", 3),
            Column(_("Task"), width=15),
            Column(_("Cr."), "right", 3),
            Column(_("Remarks")),
            Column(_("Done"), width=5),
        )
        total = sum(work.credits for work in rows)
        return Paper(
            kind="room-sheet", title=_("Room sheet"), number="", date_text=format_date(date, "weekday"),
            language=language, seller=seller(hotel, language),
            tables=(Table(columns, tuple(_sheet_row(work) for work in rows), title=_name(rows)),),
            notes=(
                n_("{n} room", "{n} rooms", len(rows)) + " · " + n_("{n} credit", "{n} credits", total),
            ),
            signatures=(_("Attendant"), _("Supervisor")),
        )  # fmt: skip


def _name(rows: list[Work]) -> str:
    return rows[0].attendant if rows else ""


def _sheet_row(work: Work) -> Row:
    row = work.row
    return Row(
        (
            work.number, row.code, reservation_words(row), str(row.persons or ""),
            TASKS[work.task].say(), str(work.credits), remarks(row), "",
        )
    )  # fmt: skip


def turn_down_list(hotel: Property, date: datetime.date, now: datetime.datetime, language: str) -> Paper:
    """The rooms to be turned down on the evening of a date: where somebody sleeps or is still to come."""
    with in_language(language):
        rows = [row for row in board(date, now) if FILTERS["turn-down"][1](row)]
        rows.sort(key=lambda row: (row.floor, len(row.number), row.number))
        columns = (
            Column(_("Room"), width=5),
            Column(_("Type"), width=4),
            Column(_("Reservation"), width=18),
            Column(_("Pax"), "right", 3),
            Column(_("Remarks")),
            Column(_("Turn-down"), width=12),
        )
        return Paper(
            kind="turn-down", title=_("Turn-down list"), number="", date_text=format_date(date, "weekday"),
            language=language, seller=seller(hotel, language),
            tables=(
                Table(
                    columns,
                    tuple(
                        Row(
                            (row.number, row.room_type, reservation_words(row), str(row.persons or ""), remarks(row),
                             TURNED_DOWN[row.turn_down].say() if row.turn_down else "")
                        )
                        for row in rows
                    ),
                ),
            ),
            notes=(n_("{n} room", "{n} rooms", len(rows)),), signatures=(_("Attendant"),),
        )  # fmt: skip
