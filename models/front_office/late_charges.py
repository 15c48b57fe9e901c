"""After departure: what is found out late (minibar, laundry) goes on the folio of the guest who has left.

It opens again for a set number of days from the departure (setting ``open_folio_days``). What is charged is paid, or
goes to the city ledger; then it closes for good. After the closing day nothing more is charged on it.
"""

from __future__ import annotations

import datetime
from typing import Any

from models.front_office.folios import FolioWindow, stay_balance, window_balance, window_of
from models.front_office.open_folios import (
    OpenFolio,
    end_late_charges,
    open_folio_of,
    open_folios,
    takes_late_charges,
)
from models.front_office.payments import close_windows, reopen_windows
from models.front_office.reservations import CHECKED_OUT, STATES, Stay
from models.front_office.rooms import Room
from models.house.acts import Act, operation
from models.house.property import Property, setting
from models.house.refusals import Refused


def closing_day(stay: Stay) -> datetime.date:
    """The last day on which a stay that has left may be charged."""
    return stay.departure + datetime.timedelta(days=int(setting("open_folio_days")))


@operation("post")
def open_folio_window(act: Act, stay_id: int) -> int:
    """Open the folio of a guest who has left for late charges; window 1. One that is open already stays so.

    Refused: NOT_CHECKED_OUT, NO_LATE_CHARGES, TOO_LATE_TO_CHARGE (after the closing day: sell it to a passer-by, or on an
    account).
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != CHECKED_OUT:
        raise Refused("NOT_CHECKED_OUT", "This stay is {state}.", state=STATES[stay.state])
    if takes_late_charges(stay, act.business_date):
        return window_of(stay.id).id
    last = closing_day(stay)
    if stay.room_type.pseudo:
        raise Refused("NO_LATE_CHARGES", "{room} takes no late charges.", room=stay.room.number)
    if act.business_date > last:
        raise Refused(
            "TOO_LATE_TO_CHARGE",
            "{guest} left on {date}; the folio took charges until {last}. Make a sale, paid or on an account.",
            jump="sale", guest=stay.guest.spoken, date=stay.departure, last=last,
        )  # fmt: skip
    act.create(OpenFolio, stay=stay, opened_on=act.business_date, closes_on=last)
    reopen_windows(act, stay)
    return window_of(stay.id).id


@operation("post")
def late_charge_window(act: Act, room: str) -> int:
    """For a charge that comes in by room: the folio window of the guest who has left it, opened after a question.

    Refused: NOBODY_LEFT (nobody left this room within the days), and as ``open_folio_window``; ASK: LATE_CHARGE (right
    post).
    """
    stay = left_room(room, act.business_date)
    if stay is None:
        raise Refused(
            "NOBODY_LEFT", "Nobody is in room {room}, and nobody has left it lately.", field="room", room=room
        )  # fmt: skip
    if not takes_late_charges(stay, act.business_date):
        act.ask(
            "LATE_CHARGE", "{guest} left room {room} on {date}; this is a late charge.", right="post", field="room",
            jump=f"late {room}",
            guest=stay.guest.spoken, room=room, date=stay.departure,
        )  # fmt: skip
    return open_folio_window(act, stay.id)


def left_room(room: str, date: datetime.date) -> Stay | None:
    """Who left the room last, within the days in which there may be late charges."""
    since = date - datetime.timedelta(days=int(setting("open_folio_days")))
    found: Stay | None = (
        Stay.select()
        .join(Room, on=(Stay.room == Room.id))
        .where(
            (Room.number == room.strip().upper()) & (Stay.state == CHECKED_OUT) & (Stay.departure >= since)
        )
        .order_by(Stay.departure.desc(), Stay.checked_out_at.desc())
        .first()
    )
    return found


def left_lately(date: datetime.date) -> Any:
    """For a query over ``Stay``: who has left and may be charged on ``date``, or has a folio that stands open."""
    since = date - datetime.timedelta(days=int(setting("open_folio_days")))
    return (Stay.state == CHECKED_OUT) & ((Stay.departure >= since) | (Stay.id << open_folios()))


@operation("post")
def close_open_folio(act: Act, stay_id: int) -> None:
    """The late charges are paid: closed again. Refused: NO_OPEN_FOLIO, BALANCE_NOT_ZERO."""
    stay = Stay.get_by_id(stay_id)
    if open_folio_of(stay.id) is None:
        raise Refused("NO_OPEN_FOLIO", "This folio is not open.")
    for window in FolioWindow.select().where(FolioWindow.stay == stay).order_by(FolioWindow.number):
        balance = window_balance(window.id)
        if balance:
            raise Refused(
                "BALANCE_NOT_ZERO", "Window {n} has a balance of {balance}. Settle it first.", n=window.number,
                balance=balance,
            )  # fmt: skip
    close_windows(act, stay)
    end_late_charges(act, stay)


def close_late_folios(act: Act, date: datetime.date) -> None:
    """In the audit of ``date``: open folios at zero whose closing day is over close by themselves."""
    due = OpenFolio.select().where(OpenFolio.closed_on.is_null() & (OpenFolio.closes_on <= date))
    for folio in list(due):
        if not stay_balance(folio.stay_id):
            close_open_folio(act, folio.stay_id)


def may_be_charged_late(stay: Stay) -> bool:
    """Whether the folio of one who has left is open for charges, or may be opened."""
    today = Property.the().business_date
    return bool(stay.state == CHECKED_OUT) and not stay.room_type.pseudo and today <= closing_day(stay)
