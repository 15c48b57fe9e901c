"""The demo hotel before its first guest: names, staff, 84 rooms, rates with seasons, price lists."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from models.front_office.demo.tables import rows
from models.front_office.opening import (
    NewHotel,
    add_article,
    add_rate_code,
    add_room_type,
    add_rooms,
    open_hotel,
)
from models.front_office.rates import EVERY_DAY, set_price
from models.house.acts import Act, Desk, operation
from models.house.staffing import NewStaff, hire

MANAGER = "pavinee"
# code, Thai, English, persons, price of a low-season weekday for one and for two, baht before service and tax
ROOM_TYPES = (
    ("SUP", "ซูพีเรียร์", "Superior", 2, 1500, 1700),
    ("DLX", "ดีลักซ์ ริมน้ำ", "Deluxe River View", 3, 2100, 2400),
    ("FAM", "แฟมิลี่", "Family", 4, 2900, 3200),
    ("SUI", "สวีท ริมน้ำ", "River Suite", 3, 4300, 4600),
)
RATE_CODES: tuple[tuple[str, str, str, dict[str, bool]], ...] = (
    ("RACK", "ราคาหน้าป้าย", "Rack rate", {}),
    ("BAR", "ราคาขายประจำวัน", "Best available rate", {}),
    ("CORP", "ราคาบริษัทคู่สัญญา", "Corporate rate", {}),
    ("AGENT", "ราคาเอเย่นต์", "Travel agent net rate", {}),
    ("NET", "ราคารวมบริการและภาษี", "Net rate, service and tax included", {"inclusive": True}),
    ("COMP", "ห้องอภินันทนาการ", "Complimentary", {"complimentary": True}),
    ("HOUSE", "ห้องใช้ภายใน", "House use", {"house_use": True}),
)
# first and last night as (month, day), percent of the low-season price
SEASONS = (
    ((1, 1), (1, 10), 145),
    ((1, 11), (4, 9), 120),
    ((4, 10), (4, 17), 145),  # Songkran
    ((4, 18), (5, 15), 120),
    ((5, 16), (10, 31), 100),
    ((11, 1), (12, 19), 120),
    ((12, 20), (12, 31), 145),
)
WEEKEND, WEEKDAYS = "56", "12347"  # nights of Friday and Saturday
WEEKEND_MORE = 250
EXTRA_ADULT, CHILD = Decimal(600), Decimal(300)
INCLUSIVE = Decimal("1.177")  # service charge 10 % and VAT 7 % on top of it
DECREED_VAT_UNTIL = datetime.date(2027, 9, 30)


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
    _furnish_demo(desk, start.year, today.year + 1, password)
    return desk


@operation("set_up")
def _furnish_demo(act: Act, first_year: int, last_year: int, password: str) -> None:
    for row in rows("staff"):
        hire(act, NewStaff(row["login"], row["name_th"], row["name"], row["role"], password, row["language"]))
    types = {
        code: add_room_type(act, code, name_th, name_en, persons)
        for code, name_th, name_en, persons, _single, _double in ROOM_TYPES
    }
    for code in types:
        add_rooms(act, code, [(number, floor) for number, floor, kind in room_numbers() if kind == code])
    for code, name_th, name_en, flags in RATE_CODES:
        rate = add_rate_code(act, code, name_th, name_en, **flags)
        if not flags or "inclusive" in flags:
            _price_list(act, code, rate, types, first_year, last_year)
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


def _price_list(
    act: Act, code: str, rate: int, types: dict[str, int], first_year: int, last_year: int
) -> None:
    for kind, _th, _en, _persons, single, double in ROOM_TYPES:
        for first, last, weekdays, percent, more in _seasons(code, first_year, last_year):
            one, two = (_price(code, base, percent, more) for base in (single, double))
            set_price(act, rate, types[kind], first, last, weekdays, one, two, EXTRA_ADULT, CHILD)


def _seasons(
    code: str, first_year: int, last_year: int
) -> Iterator[tuple[datetime.date, datetime.date, str, int, int]]:
    """First and last night, weekdays, percent, baht more. Rack rate is one price; contracts know no weekend."""
    if code == "RACK":
        yield datetime.date(first_year, 1, 1), datetime.date(last_year, 12, 31), EVERY_DAY, 180, 0
        return
    for year in range(first_year, last_year + 1):
        for first, last, percent in SEASONS:
            span = datetime.date(year, *first), datetime.date(year, *last)
            if code in ("CORP", "AGENT"):
                yield *span, EVERY_DAY, percent * (85 if code == "CORP" else 75) // 100, 0
            else:
                yield *span, WEEKDAYS, percent, 0
                yield *span, WEEKEND, percent, WEEKEND_MORE


def _price(code: str, base: int, percent: int, more: int) -> Decimal:
    """To the next ten baht, as a price list has it."""
    price = Decimal(base * percent) / 100 + more
    if code == "NET":
        price *= INCLUSIVE
    return Decimal(int(price / 10) * 10)
