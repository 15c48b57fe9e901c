"""The hotel a file is lived in: opened once, and found again by a run that goes on where another was cut off."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

from models.front_office.opening import (
    NewHotel,
    add_article,
    add_rate_code,
    add_room_type,
    add_rooms,
    open_hotel,
)
from models.front_office.replay.plan import Plan
from models.front_office.rooms import RoomType
from models.house.acts import Desk
from models.house.property import Property, Setting
from models.house.refusals import Refused
from models.house.settings import set_setting
from models.house.staff import Staff
from models.house.staffing import NewStaff

NAME_TH, NAME_EN = "รีสอร์ต (จำลองจากแฟ้ม)", "Resort (replay)"
ZONE = ZoneInfo("Europe/Lisbon")
LOGIN = "pavinee"  # the one whom the sign-in screen of a made-up hotel names
PASSWORD = "replay-2015"  # everybody in this hotel is made up; it stands on the sign-in screen
FINGERPRINT = "replay_file"
WAY_OF_LIFE = "1"  # counts up when the same file would be lived differently

# Market segment of the file → rate code. None has a price table: every price is the one typed with the booking.
RATES = {
    "Online TA": ("OTA", "ตัวแทนออนไลน์", "Online travel agents"),
    "Offline TA/TO": ("TOUR", "บริษัทนำเที่ยว", "Tour operators"),
    "Groups": ("GROUP", "กรุ๊ป", "Groups"),
    "Direct": ("DIRECT", "จองตรง", "Direct"),
    "Corporate": ("CORP", "บริษัท", "Corporate"),
    "": ("OTHER", "อื่น ๆ", "Other"),
}
COMPLIMENTARY = "COMP"
# code, transaction code, Thai, English, price in euros
ARTICLES = (
    ("WATER", "MINI", "น้ำดื่ม", "Water", "2.00"),
    ("BEER", "MINI", "เบียร์", "Beer", "4.50"),
    ("SHIRT", "LAUN", "เสื้อเชิ้ต", "Shirt", "5.00"),
    ("DINNER", "FOOD", "อาหารเย็น", "Dinner", "18.00"),
    ("LUNCH", "FOOD", "อาหารกลางวัน", "Lunch", "14.00"),
)


def at(date: datetime.date, hour: int) -> datetime.datetime:
    return datetime.datetime.combine(date, datetime.time(hour), ZONE)


def rate_for(segment: str, price: Decimal) -> str:
    return RATES.get(segment, RATES[""])[0] if price else COMPLIMENTARY


def open_replay_hotel(plan: Plan, fingerprint: str) -> Staff:
    """The hotel of this file, opened or found again; the one who does everything in it.

    Whatever was set up already is answered by its one-time token. Refused: NOT_A_REPLAY (another hotel stands
    in this database), ANOTHER_FILE.
    """
    mark = f"{WAY_OF_LIFE}:{fingerprint}"
    hotel = Property.get_or_none(Property.id == 1)
    found = Setting.get_or_none(Setting.name == FINGERPRINT)
    if hotel is None:
        _open(plan)
    elif found is None and not _just_opened(hotel):
        raise Refused("NOT_A_REPLAY", "Another hotel stands in this database. Replay into a new one.")
    elif found is not None and found.value != mark:
        raise Refused("ANOTHER_FILE", "This hotel lives another file of bookings. Replay into a new one.")
    staff = Staff.get(Staff.login == LOGIN)
    moment = at(plan.first_day, 6)

    def desk(token: str) -> Desk:
        return Desk(staff, "replay", lambda: moment, token=f"replay:setup:{token}")

    if Property.the().business_date == plan.first_day:
        set_setting(desk("shifts"), "cashier_shifts", "no")  # the old program kept none
        set_setting(desk("shifts"), "tax_paper_at_payment", "receipt")
        set_setting(desk("shifts"), "abbreviated_at_check_out", "no")
        set_setting(desk("file"), FINGERPRINT, mark)
        set_setting(desk("password"), "demo_password", PASSWORD)
        _furnish(desk, plan)
    return staff


def _open(plan: Plan) -> None:
    hotel = NewHotel(NAME_TH, NAME_EN, plan.first_day, address_en="Algarve", currency="EUR", zone=ZONE.key)
    open_hotel(
        hotel,
        NewStaff(LOGIN, "ภาวิณี", "Pavinee", "manager", PASSWORD, language="en"),
        at(plan.first_day, 6),
    )


def _just_opened(hotel: Property) -> bool:
    """Cut off between the opening and the mark of the file: ours, and still empty."""
    return hotel.name_en == NAME_EN and not RoomType.select().exists()


def _furnish(desk: Callable[[str], Desk], plan: Plan) -> None:
    for kind in plan.room_types:
        name = kind.code
        add_room_type(desk(f"type:{name}"), name, f"แบบ {name}", f"Type {name}", kind.most_persons)
        add_rooms(desk(f"rooms:{name}"), name, [(number, str(kind.floor)) for number in kind.rooms])
    for code, name_th, name_en in RATES.values():
        add_rate_code(desk(f"rate:{code}"), code, name_th, name_en)
    add_rate_code(
        desk(f"rate:{COMPLIMENTARY}"), COMPLIMENTARY, "อภินันทนาการ", "Complimentary", complimentary=True
    )
    for code, transaction_code, name_th, name_en, price in ARTICLES:
        add_article(desk(f"article:{code}"), code, transaction_code, name_th, name_en, Decimal(price))
