"""The switchboard: whom a caller finds, what is written down, and what nobody outside learns."""

from __future__ import annotations

from models.front_office.switchboard.finding import callees, window
from tests.hotel import Hotel


def found(hotel: Hotel, text: str, hidden: bool = True) -> list[str]:
    span = window(hotel.day)
    return [row.guest_en for row in callees(span, hotel.clock(), text, hidden=hidden).first(50)]


def test_three_letters_find(hotel: Hotel) -> None:
    hotel.in_house("201", guest=hotel.guest("Jaidee", given="Somchai", given_th="สมชาย", family_th="ใจดี"))
    assert found(hotel, "สมช") == ["JAIDEE Somchai"]
    assert found(hotel, "201") == ["JAIDEE Somchai"]
    assert found(hotel, "xyz") == []
