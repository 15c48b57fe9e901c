"""``reception init``: a hotel's data asked for one by one, or read from a TOML file, then made."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from app.services import wall_clock
from locales import _
from models.front_office.opening import (
    NewHotel,
    add_rate_code,
    add_room_type,
    add_rooms,
    open_hotel,
)
from models.front_office.rates import EVERY_DAY, RateCode, set_price
from models.front_office.rooms import RoomType
from models.house.acts import Act, operation
from models.house.refusals import Refused
from models.house.staffing import NewStaff, hire

NO_END = datetime.date(2099, 12, 31)


@dataclass(frozen=True)
class NewRoomType:
    """``price`` in baht a night for two, before service charge and tax; ``rooms`` as (number, floor)."""

    code: str
    name_th: str
    name_en: str
    persons: int
    price: Decimal
    rooms: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HotelPlan:
    hotel: NewHotel
    administrator: NewStaff
    room_types: tuple[NewRoomType, ...] = ()
    staff: tuple[NewStaff, ...] = ()


def make_hotel(plan: HotelPlan) -> None:
    """In the open, empty database. Refused: HOTEL_EXISTS, TAX_ID, PASSWORD_TOO_SHORT, …"""
    desk = open_hotel(plan.hotel, plan.administrator, wall_clock())
    _furnish(desk, plan)
    for person in plan.staff:
        hire(desk, person)


@operation("set_up")
def _furnish(act: Act, plan: HotelPlan) -> None:
    add_rate_code(act, "BAR", "ราคามาตรฐาน", "Best available rate")
    add_rate_code(act, "COMP", "ห้องอภินันทนาการ", "Complimentary", complimentary=True)
    add_rate_code(act, "HOUSE", "ห้องใช้ภายใน", "House use", house_use=True)
    rate = RateCode.get(RateCode.code == "BAR")
    for kind in plan.room_types:
        add_room_type(act, kind.code, kind.name_th, kind.name_en, kind.persons)
        add_rooms(act, kind.code.upper(), kind.rooms)
        row = RoomType.get(RoomType.code == kind.code.upper())
        first = plan.hotel.business_date
        set_price(
            act, rate.id, row.id, first, NO_END, EVERY_DAY, kind.price, kind.price, Decimal(0), Decimal(0)
        )


def room_numbers(text: str) -> tuple[tuple[str, str], ...]:
    """``101-110, 201-205`` as (number, floor); the floor is the number without its last two digits."""
    found: list[tuple[str, str]] = []
    for part in text.replace(" ", "").split(","):
        first, _dash, last = part.partition("-")
        if not first.isdigit() or (last and not last.isdigit()):
            raise Refused("ROOM_NUMBERS", "Room numbers are written as 101-110, 201, 202.", field="rooms")
        for number in range(int(first), int(last or first) + 1):
            name = str(number).zfill(len(first))
            found.append((name, name[:-2] or "0"))
    return tuple(found)


def _asked(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Reads an answer; one that cannot be read is asked again."""

    def value(typed: str) -> Any:
        try:
            return read(typed)
        except (ValueError, ArithmeticError) as error:
            raise click.BadParameter(_("{text} cannot be read.", text=typed)) from error
        except Refused as refused:
            raise click.BadParameter(refused.message.say()) from refused

    return value


def ask_for_hotel() -> HotelPlan:
    """One question a line; what is wrong is asked again."""
    today = datetime.datetime.now(datetime.UTC).astimezone().date().isoformat()
    hotel = NewHotel(
        name_th=click.prompt(_("Name of the hotel in Thai")),
        name_en=click.prompt(_("Name of the hotel in English")),
        business_date=click.prompt(
            _("Business date to begin with"), default=today, value_proc=_asked(datetime.date.fromisoformat)
        ),
        address_th=click.prompt(_("Address in Thai"), default="", show_default=False),
        address_en=click.prompt(_("Address in English"), default="", show_default=False),
        phone=click.prompt(_("Phone"), default="", show_default=False),
        tax_id=click.prompt(_("Tax ID (13 digits, empty if none)"), default="", show_default=False),
        service_charge=click.prompt(_("Service charge, percent"), default="10", value_proc=_asked(Decimal)),
        vat=click.prompt(_("VAT, percent (0 when not registered)"), default="7", value_proc=_asked(Decimal)),
    )
    kinds: list[NewRoomType] = []
    while code := click.prompt(
        _("Room type code, e.g. SUP (empty: no more)"), default="", show_default=False
    ):
        kinds.append(
            NewRoomType(
                code,
                click.prompt("  " + _("Name in Thai")),
                click.prompt("  " + _("Name in English")),
                click.prompt("  " + _("Persons"), default=2, type=click.IntRange(1, 20)),
                click.prompt(
                    "  " + _("Price a night for two, before service charge and tax"),
                    value_proc=_asked(Decimal),
                ),
                click.prompt("  " + _("Rooms, e.g. 101-110, 201"), value_proc=_asked(room_numbers)),
            )
        )
    administrator = NewStaff(
        login=click.prompt(_("Sign-in name of the manager")),
        name_th=click.prompt(_("Name in Thai")),
        name_en=click.prompt(_("Name in English")),
        role="manager",
        password=click.prompt(
            _("Password (at least 8 characters)"), hide_input=True, confirmation_prompt=True
        ),
    )
    return HotelPlan(hotel, administrator, tuple(kinds))


def hotel_from_file(path: Path) -> HotelPlan:
    """A TOML file with [hotel], [manager], [[room_types]] and [[staff]]. Refused: BAD_FILE, naming what is wrong."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        hotel = _filled(NewHotel, told["hotel"])
        manager = _filled(NewStaff, {"role": "manager", **told["manager"]})
        kinds = tuple(
            _filled(NewRoomType, {**kind, "rooms": room_numbers(str(kind["rooms"]))})
            for kind in told.get("room_types", [])
        )
        staff = tuple(_filled(NewStaff, person) for person in told.get("staff", []))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Refused("BAD_FILE", "{path} cannot be used: {why}", path=path, why=error) from error
    return HotelPlan(hotel, manager, kinds, staff)


def _filled(kind: type[Any], values: dict[str, Any]) -> Any:
    """A dataclass from a table; figures become Decimal, an unknown name is an error."""
    decimals = {f.name for f in fields(kind) if f.type == "Decimal"}
    return kind(**{name: Decimal(str(v)) if name in decimals else v for name, v in values.items()})
