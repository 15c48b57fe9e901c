"""The switchboard as the tests speak of it."""

from __future__ import annotations

from models.front_office.reservations import Stay
from models.front_office.switchboard.finding import Callee, callees, window
from models.house.staff import Role, Staff
from tests.hotel import Hotel


def found(hotel: Hotel, text: str = "", *, hidden: bool = True) -> list[Callee]:
    return callees(window(hotel.day), hotel.clock(), text, hidden=hidden).first(50)


def names(hotel: Hotel, text: str = "", *, hidden: bool = True) -> list[str]:
    return [row.guest_en for row in found(hotel, text, hidden=hidden)]


def hires(hotel: Hotel, login: str, role: str) -> str:
    """Somebody of that role, with the password of all others; the sign-in name."""
    someone = hotel.desk().staff
    Staff.create(
        login=login, name_th=login, name_en=login.title(), role=Role.get(Role.code == role),
        password_hash=someone.password_hash,
    )  # fmt: skip
    return login


def told_to_nobody(stay: int) -> int:
    Stay.update(no_information=True).where(Stay.id == stay).execute()
    return stay


def not_disturbed(stay: int) -> int:
    Stay.update(service_wish="dnd").where(Stay.id == stay).execute()
    return stay
