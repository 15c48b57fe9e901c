"""The demo hotel before its first guest: names, staff, 84 rooms, what they cost, price lists."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from models.front_office.budgets import ROOMS_SOLD, keep_budget
from models.front_office.demo.equipment import equip_house
from models.front_office.demo.selling import ROOM_TYPES, set_up_selling
from models.front_office.demo.tables import rows
from models.front_office.opening import (
    NewHotel,
    add_article,
    add_room_type,
    add_rooms,
    open_hotel,
)
from models.house.acts import Act, Desk, operation
from models.house.staffing import NewStaff, hire

MANAGER = "pavinee"
DECREED_VAT_UNTIL = datetime.date(2027, 9, 30)
# rooms sold in each month of the budget, January first, and baht a room sold in each group of revenue
ROOMS_BUDGETED = (1_480, 1_390, 1_300, 1_240, 980, 900, 1_020, 1_010, 860, 1_180, 1_260, 1_520)
BUDGET_A_ROOM = {"room": 2_050, "food": 95, "minibar": 22, "laundry": 18, "other": 40}


def room_numbers() -> Iterator[tuple[str, str, str]]:
    """Number, floor and type of all 84 rooms. Below 7 lies the river; families at the end of the corridor."""
    for floor in "2345":
        for n in range(1, 19):
            yield f"{floor}{n:02d}", floor, "DLX" if n <= 6 else "SUP" if n <= 16 else "FAM"
    for n in range(1, 13):
        yield f"6{n:02d}", "6", "DLX" if n <= 4 else "SUI"


def open_the_house(
    start: datetime.date, today: datetime.date, password: str, moment: datetime.datetime
) -> Desk:
    """The hotel on its first day with this program, complete but for guests; the manager's desk."""
    # The VAT rate is decreed for two years at a time. A demo shown later supposes that it was again.
    later = datetime.date(today.year + 2, 9, 30)
    decreed = today + datetime.timedelta(days=120) <= DECREED_VAT_UNTIL
    hotel = NewHotel(
        "โรงแรมริมน้ำ",
        "Rim Nam Hotel",
        start,
        address_th="99/9 ถ.อู่ทอง ต.หอรัตนไชย อ.พระนครศรีอยุธยา จ.พระนครศรีอยุธยา 13000",
        address_en="99/9 U-Thong Road, Ho Rattanachai, Phra Nakhon Si Ayutthaya 13000, Thailand",
        phone="035-000-999",
        tax_id="0145561000003",
        vat_until=DECREED_VAT_UNTIL if decreed else later,
    )
    manager = NewStaff(MANAGER, "ภาวิณี ศรีสุวรรณ", "Pavinee Srisuwan", "manager", password)
    desk = open_hotel(hotel, manager, moment)
    _furnish_demo(desk, start, today, password)
    return desk


@operation("set_up")
def _furnish_demo(act: Act, start: datetime.date, today: datetime.date, password: str) -> None:
    for row in rows("staff"):
        hire(act, NewStaff(row["login"], row["name_th"], row["name"], row["role"], password, row["language"]))
    types = {
        code: add_room_type(act, code, name_th, name_en, persons)
        for code, name_th, name_en, persons, _single, _double in ROOM_TYPES
    }
    for code in types:
        add_rooms(act, code, [(number, floor) for number, floor, kind in room_numbers() if kind == code])
    set_up_selling(act, types, start, today, today.year + 1)
    equip_house(act, types, start, today.year + 1)
    for year in range(start.year, today.year + 1):
        keep_budget(act, ROOMS_SOLD, year, [Decimal(sold) for sold in ROOMS_BUDGETED])
        for group, baht in BUDGET_A_ROOM.items():
            keep_budget(act, group, year, [Decimal(sold * baht) for sold in ROOMS_BUDGETED])
    for row in rows("articles"):
        add_article(
            act,
            row["code"],
            row["transaction_code"],
            row["name_th"],
            row["name"],
            Decimal(row["price"]),
            row["inclusive"] == "yes",
        )
