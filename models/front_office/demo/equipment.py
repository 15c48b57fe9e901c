"""What the demo hotel has besides rooms and prices: metal keys, attendants, telephone book and tariffs, meters."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

from models.front_office.call_charges.prices import keep_tariff
from models.front_office.demo.tables import rows
from models.front_office.housekeeping.tables import DEPARTURE, STAY_OVER
from models.front_office.housekeeping.work import save_attendant, set_credits
from models.front_office.keys import keep_house_key
from models.front_office.monthly import ELECTRICITY, WATER, keep_meter
from models.front_office.rates.rate_codes import RateTerms, save_category, save_rate_code
from models.front_office.rates.seasons import Amounts, Season, add_season
from models.front_office.rates.spans import Span
from models.front_office.switchboard.phone_book import (
    add_phone,
    set_dialling_note,
    set_extension,
)
from models.house.acts import Act
from models.house.departments import departments

MONTHLY_ROOM, RENT = "516", Decimal(27_000)
EXTENSIONS = {"FO": "0", "HK": "2100", "ENG": "2200", "FB": "2300", "ACC": "2400", "SALES": "2410", "SEC": "2500",
              "BELL": "2010", "OP": "0", "MGT": "2001"}  # fmt: skip
TERRACES = tuple(f"6{number:02d}" for number in range(1, 13))
# name, floors taken first, who signs in, working today
ATTENDANTS = (
    ("แดง", "2", "daeng", True),
    ("บุญมี", "3", "boonmee", True),
    ("สายใจ", "4", "", True),
    ("มะลิ", "5,6", "", True),
    ("ทองใบ", "", "", False),
)
CREDITS = (("SUI", DEPARTURE, 5), ("SUI", STAY_OVER, 3), ("FAM", DEPARTURE, 4))
# prefix, name, seconds of a block, baht a block, least, free
TARIFFS = (
    ("", "ในประเทศ · Thailand", 60, 6, 0, False),
    ("08", "มือถือ · Mobile", 60, 8, 0, False),
    ("09", "มือถือ · Mobile", 60, 8, 0, False),
    ("00", "ต่างประเทศ · International", 60, 32, 32, False),
    ("1669", "รถพยาบาล · Ambulance", 60, 0, 0, True),
    ("191", "ตำรวจ · Police", 60, 0, 0, True),
)


def equip_house(act: Act, types: Mapping[str, int], start: datetime.date, last_year: int) -> None:
    """Before the first guest."""
    for room in TERRACES:
        keep_house_key(act, room, f"{room}-T", note="ระเบียง · Terrace")
    for kind, task, credits in CREDITS:
        set_credits(act, types[kind], task, credits)
    for name, floors, login, _today in ATTENDANTS:
        save_attendant(act, None, name, floors, login)
    _telephones(act)
    _by_the_month(act, types["SUP"], start, last_year)


def _telephones(act: Act) -> None:
    for unit in departments():
        set_extension(act, unit.id, EXTENSIONS[unit.code])
    for row in rows("phone_book"):
        add_phone(act, row["kind"], row["name_th"], row["name"], row["number"], department=row["department"],
                  note=row["note"])  # fmt: skip
    set_dialling_note(act, "ออกนอกกด 9 · 9 for a line")
    for prefix, name, block, price, least, free in TARIFFS:
        keep_tariff(act, None, prefix, name, block, Decimal(price), Decimal(least), free)


def _by_the_month(act: Act, superior: int, start: datetime.date, last_year: int) -> None:
    save_category(act, "MONTHLY", "รายเดือน", "By the month")
    terms = RateTerms("MONTH", "ราคารายเดือน", "Monthly rent", "MONTHLY", inclusive=True, monthly=True)
    span = Span(datetime.date(start.year, 1, 1), datetime.date(last_year, 12, 31))
    add_season(act, save_rate_code(act, terms), superior, Season(span, Amounts(RENT, RENT), ""))
    keep_meter(act, MONTHLY_ROOM, ELECTRICITY, Decimal(7), number="E-516")
    keep_meter(act, MONTHLY_ROOM, WATER, Decimal(25), minimum=Decimal(100), number="W-516")
