"""House accounts: permanent folios of the house's own (owner, staff canteen, a shop), always in house, slept in by nobody.

They are charged, paid and routed to as any folio. They are never due out, in no count, and no room-night stands on one.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.front_office.folios import FolioWindow, open_window, window_balance
from models.front_office.guests import Guest
from models.front_office.payments import close_windows
from models.front_office.pseudo_stays import move_in, new_reservation, next_room, profile_named, pseudo_type
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, Stay
from models.front_office.rooms import Room, RoomType
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.refusals import Refused

PREFIX = "HA"
ALWAYS = datetime.date(2999, 12, 31)
"""The departure of what never leaves."""


@operation("set_up")
def open_house_account(act: Act, name: str) -> int:
    """A new permanent folio called ``name``; the stay's id, with window 1, in a room HA01 …

    Refused: NO_NAME, NOT_CLEAN, NO_RATE_CODE.
    """
    name = words(name, "name", 80)
    if not any(letter.isalpha() for letter in name):
        raise Refused("NO_NAME", "An account needs a name.", field="name")
    kind = pseudo_type(act, PREFIX, "บัญชีภายใน (House account)", "House account")
    taken = Stay.select(Stay.room).where((Stay.state == IN_HOUSE) & Stay.room.is_null(False))
    free = Room.select().where((Room.room_type == kind) & Room.id.not_in(taken)).order_by(Room.id).first()
    stay = move_in(
        act, new_reservation(act, name), profile_named(act, name), free or next_room(act, kind, PREFIX), ALWAYS
    )  # fmt: skip
    open_window(act, stay, 1, payee=name)
    return int(stay.id)


@operation("set_up")
def close_house_account(act: Act, stay_id: int) -> None:
    """It is no longer kept. Refused: NO_HOUSE_ACCOUNT, ACCOUNT_BALANCE."""
    stay = Stay.get_by_id(stay_id)
    if not is_house_account(stay) or stay.state != IN_HOUSE:
        raise Refused("NO_HOUSE_ACCOUNT", "This is no open house account.")
    for window in FolioWindow.select().where(FolioWindow.stay == stay).order_by(FolioWindow.number):
        balance = window_balance(window.id)
        if balance:
            raise Refused(
                "ACCOUNT_BALANCE", "Window {n} of house account {room} has a balance of {balance}. Settle it first.",
                jump=f"folio {stay.room.number}", n=window.number, room=stay.room.number, balance=balance,
            )  # fmt: skip
    close_windows(act, stay)
    act.update(stay, state=CHECKED_OUT, checked_out_at=act.now, departure=act.business_date)


def is_house_account(stay: Stay) -> bool:
    return bool(stay.room_type.pseudo) and stay.room_type.code in (PREFIX, f"{PREFIX}*")


@dataclass(frozen=True)
class HouseAccount:
    stay_id: int
    room: str
    guest_th: str
    guest_en: str
    opened_on: datetime.date
    balance: Decimal

    @property
    def key(self) -> tuple[str]:
        return (self.room,)


def house_accounts() -> Sequence[HouseAccount]:
    """Those that are open, by number."""
    from models.front_office.desk_views import balances_of

    stays = list(
        Stay.select(Stay, Room, RoomType, Guest)
        .join(Room, on=(Stay.room == Room.id))
        .switch(Stay)
        .join(RoomType)
        .switch(Stay)
        .join(Guest)
        .where((Stay.state == IN_HOUSE) & RoomType.pseudo & (RoomType.code << (PREFIX, f"{PREFIX}*")))
        .order_by(Room.number)
    )
    owed = balances_of([stay.id for stay in stays])
    return [
        HouseAccount(
            stay.id,
            stay.room.number,
            stay.guest.name("th"),
            stay.guest.name("en"),
            stay.arrival,
            owed.get(stay.id, Decimal("0.00")),
        )
        for stay in stays
    ]
