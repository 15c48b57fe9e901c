"""Opening a hotel: the property, its first administrator, roles, chart of accounts and transaction codes.

Everything a hotel needs on its first Monday stands here as data it may change afterwards.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.back_office.chart import load_chart
from models.back_office.receivables import skippers_account
from models.front_office.adjustment_reasons import furnish_reasons
from models.front_office.codes import Article, Generate, Outlet, TransactionCode
from models.front_office.codes.articles import free_key
from models.front_office.currencies import furnish_currencies
from models.front_office.payment_methods import furnish_methods
from models.front_office.rates import RateCode
from models.front_office.rooms import Room, RoomType
from models.front_office.till import Drawer
from models.house.acts import Act, Desk, operation
from models.house.database import transaction
from models.house.property import Property
from models.house.refusals import Refused
from models.house.settings import checked_particular
from models.house.settings import set_setting as set_setting  # beside the rest of what a new hotel chooses
from models.house.staff import RIGHTS, Role, RoleRight
from models.house.staffing import NewStaff, new_staff
from models.ledger.accounts import account
from models.ledger.periods import open_periods_until

DESK = (
    "see_desk", "book", "check_in", "post", "pay", "correct", "housekeeping", "see_identity", "bell_desk",
    "switchboard", "service",
)  # fmt: skip

# Role → names, rights, and limits in baht where a right has one.
ROLES: dict[str, tuple[str, str, tuple[str, ...], dict[str, int]]] = {
    "manager": ("ผู้จัดการ", "Manager", tuple(RIGHTS), {}),
    "front office manager": (
        "ผู้จัดการส่วนหน้า",
        "Front-office manager",
        (
            *DESK,
            "adjust",
            "discount",
            "complimentary",
            "overbook",
            "restriction",
            "override_room",
            "do_not_rent",
            "cancel_penalty",
            "credit",
            "audit",
            "see_ledger",
            "close_shifts",
        ),
        {"discount": 20_000, "adjust": 20_000, "credit": 20_000},
    ),
    "reception": (
        "พนักงานต้อนรับ",
        "Receptionist",
        (*DESK, "adjust", "discount"),
        {"discount": 300, "adjust": 500},
    ),
    "reservations": ("พนักงานสำรองห้องพัก", "Reservations clerk", ("see_desk", "book", "pay", "service"), {}),
    "cashier": (
        "แคชเชียร์",
        "Cashier",
        ("see_desk", "post", "pay", "correct", "adjust", "service"),
        {"adjust": 500},
    ),
    "night auditor": (
        "ผู้ตรวจสอบกลางคืน",
        "Night auditor",
        (*DESK, "adjust", "override_room", "cancel_penalty", "audit", "see_ledger", "close_shifts"),
        {"adjust": 5_000},
    ),
    "accountant": (
        "สมุห์บัญชี",
        "Accountant",
        (
            "see_desk",
            "adjust",
            "see_ledger",
            "journal",
            "payables",
            "approve_payment",
            "period",
            "credit",
            "audit",
            "service",
        ),
        {},
    ),
    "accounting clerk": (
        "เจ้าหน้าที่บัญชี",
        "Accounting clerk",
        ("see_desk", "see_ledger", "journal", "payables", "service"),
        {},
    ),
    "housekeeping": ("แม่บ้าน", "Housekeeping", ("see_desk", "housekeeping", "service"), {}),
    "porter": ("พนักงานยกกระเป๋า", "Porter", ("see_desk", "bell_desk", "service"), {}),
    "operator": ("พนักงานรับโทรศัพท์", "Telephone operator", ("see_desk", "switchboard", "service"), {}),
}

# code, Thai, English, kind, group, account, posted by hand
CODES = (
    ("ROOM", "ค่าห้องพัก", "Room", "revenue", "room", "41100", False),
    ("EXBED", "เตียงเสริม", "Extra bed", "revenue", "room", "41100", True),
    ("FOOD", "อาหารและเครื่องดื่ม", "Food and beverage", "revenue", "food", "41110", True),
    ("MINI", "มินิบาร์", "Minibar", "revenue", "minibar", "41120", True),
    ("LAUN", "ซักรีด", "Laundry", "revenue", "laundry", "41130", True),
    ("SPA", "สปา ทัวร์ รถรับส่ง", "Spa, tour, transfer", "revenue", "other", "41150", True),
    ("RENT", "ค่าเช่าห้องรายเดือน", "Monthly rent", "revenue", "room", "41100", False),
    ("WATR", "ค่าน้ำประปา", "Water", "revenue", "other", "42100", True),
    ("ELEC", "ค่าไฟฟ้า", "Electricity", "revenue", "other", "42100", True),
    ("TEL", "ค่าโทรศัพท์", "Telephone", "revenue", "telephone", "42100", True),
    ("MISC", "รายได้อื่น", "Other", "revenue", "other", "42100", True),
    ("FORF", "ค่ายกเลิกการจอง", "Cancellation fee", "revenue", "cancellation", "41180", False),
    ("PKGP", "กำไรจากแพ็กเกจ", "Package profit", "revenue", "package", "41170", False),
    ("PKGL", "ขาดทุนจากแพ็กเกจ", "Package loss", "revenue", "package", "41195", False),
    ("NOSHO", "ค่าธรรมเนียม No-show", "No-show fee", "revenue", "cancellation", "41180", False),
    ("EARLY", "ค่าธรรมเนียมออกก่อนกำหนด", "Early departure fee", "revenue", "cancellation", "41180", False),
    ("SVC", "ค่าบริการ", "Service charge", "tax", "", "21600", False),
    ("VAT", "ภาษีมูลค่าเพิ่ม", "VAT", "tax", "", "21300", False),
    ("PAO", "ค่าธรรมเนียม อบจ.", "Provincial hotel fee", "tax", "", "21500", False),
    ("CASH", "เงินสด", "Cash", "payment", "", "11110", True),
    ("CARD", "บัตรเครดิต", "Card", "payment", "", "11310", True),
    ("TRAN", "เงินโอน", "Bank transfer", "payment", "", "11210", True),
    ("QR", "พร้อมเพย์ QR", "PromptPay QR", "payment", "", "11330", True),
    ("CHEQ", "เช็ค", "Cheque", "payment", "", "11320", True),
    ("VOUC", "วอเชอร์", "Voucher", "payment", "", "11340", True),
    ("FORX", "เงินตราต่างประเทศ", "Foreign notes", "payment", "", "11120", False),
    ("CITY", "โอนเข้าลูกหนี้", "City ledger", "payment", "", "11410", False),
    ("PAIDO", "จ่ายเงินแทนแขก", "Paid-out", "non-revenue", "", "11110", True),
    ("ROUND", "ปัดเศษ", "Rounding", "non-revenue", "", "42190", False),
    ("DEP", "โอนเงินมัดจำ", "Deposit transferred", "non-revenue", "", "21200", False),
    ("SECUR", "เงินประกัน", "Security deposit", "non-revenue", "", "21200", False),
    ("OPEN", "ยอดยกมา", "Brought forward", "non-revenue", "", "39000", False),
)
WITH_SERVICE = ("ROOM", "EXBED", "FOOD", "MINI", "LAUN", "SPA", "TEL")
VAT_ONLY = ("MISC", "FORF", "NOSHO", "EARLY", "RENT", "WATR", "ELEC")
OUTLET_OF = {"MINI": "MINI", "LAUN": "LAUN", "FOOD": "BAR"}
# code, charge, Thai, English, baht with everything in it
ARTICLES = (
    ("KEYCARD", "MISC", "คีย์การ์ดหาย", "Lost key card", Decimal(200)),
    ("KEYLOST", "MISC", "กุญแจห้องหาย", "Lost room key", Decimal(500)),
)


@dataclass(frozen=True)
class NewHotel:
    """What is asked of a hotel before it opens. ``vat_until``: the last day of the decreed VAT rate, inclusive."""

    name_th: str
    name_en: str
    business_date: datetime.date
    address_th: str = ""
    address_en: str = ""
    phone: str = ""
    tax_id: str = ""
    branch: str = "00000"
    currency: str = "THB"
    zone: str = "Asia/Bangkok"
    service_charge: Decimal = Decimal(10)  # percent
    vat: Decimal = Decimal(7)  # percent; 0 when not registered
    vat_from: datetime.date = datetime.date(1999, 4, 1)
    vat_until: datetime.date | None = datetime.date(2027, 9, 30)


def open_hotel(hotel: NewHotel, administrator: NewStaff, desk_clock: datetime.datetime) -> Desk:
    """Make the hotel in an empty, migrated database, or nothing; the administrator's desk.

    Refused: HOTEL_EXISTS, TAX_ID, …
    """
    if Property.get_or_none():
        raise Refused("HOTEL_EXISTS", "There is a hotel in this database already.")
    _check(hotel)
    with transaction():
        Property.create(
            id=1,
            name_th=hotel.name_th,
            name_en=hotel.name_en,
            address_th=hotel.address_th,
            address_en=hotel.address_en,
            phone=hotel.phone,
            tax_id=hotel.tax_id,
            branch=hotel.branch,
            currency=hotel.currency,
            zone=hotel.zone,
            business_date=hotel.business_date,
        )
        for code, (name_th, name_en, rights, limits) in ROLES.items():
            role = Role.create(code=code, name_th=name_th, name_en=name_en)
            for right in rights:
                RoleRight.create(role=role, right=right, limit=limits.get(right))
        desk = Desk(new_staff(administrator), "set-up", lambda: desk_clock)
        act = Act(
            desk, "open_hotel"
        )  # one transaction: a hotel without its chart could never be opened again
        _furnish(act, hotel)
        act.write_log()
    return desk


def _check(hotel: NewHotel) -> None:
    if not (hotel.name_th.strip() and hotel.name_en.strip()):
        raise Refused("NO_NAME", "A hotel needs its name in Thai and in English.", field="name_en")
    for name in ("tax_id", "branch"):
        checked_particular(name, getattr(hotel, name))
    for percent, field in ((hotel.service_charge, "service_charge"), (hotel.vat, "vat")):
        if not 0 <= percent <= 30:
            raise Refused("PERCENT", "A percentage from 0 to 30.", field=field)


def _furnish(act: Act, hotel: NewHotel) -> None:
    # First its own month: on the last day of one, tomorrow's is already the next.
    open_periods_until(act, hotel.business_date)
    open_periods_until(act, hotel.business_date + datetime.timedelta(days=1))
    load_chart(act)
    codes = {}
    for code, name_th, name_en, kind, group, account_code, by_hand in CODES:
        codes[code] = act.create(
            TransactionCode,
            code=code,
            name_th=name_th,
            name_en=name_en,
            kind=kind,
            group=group,
            account=account(account_code),
            by_hand=by_hand,
            paid_out=code == "PAIDO",
        )
    furnish_methods(act)
    furnish_currencies(act)
    for code in (*WITH_SERVICE, *VAT_ONLY):
        if code in WITH_SERVICE and hotel.service_charge:
            act.create(
                Generate,
                parent=codes[code],
                position=1,
                child=codes["SVC"],
                basis="B",
                basis_points=int(hotel.service_charge * 100),
                adds_to="S1",
                valid_from=hotel.vat_from,
                valid_until=None,
                authority="",
            )
        if hotel.vat:
            act.create(
                Generate,
                parent=codes[code],
                position=2,
                child=codes["VAT"],
                basis="S1" if code in WITH_SERVICE and hotel.service_charge else "B",
                basis_points=int(hotel.vat * 100),
                adds_to="",
                valid_from=hotel.vat_from,
                valid_until=hotel.vat_until,
                authority="",
            )
    act.create(Drawer, number=1, name="Front desk")
    furnish_reasons(act)
    skippers_account(act)
    for article in ARTICLES:
        add_article(act, *article, inclusive=True)


@operation("set_up")
def add_room_type(act: Act, code: str, name_th: str, name_en: str, most_persons: int) -> int:
    return act.create(
        RoomType, code=code.upper(), name_th=name_th, name_en=name_en, most_persons=most_persons
    ).id


@operation("set_up")
def add_rooms(act: Act, room_type_code: str, numbers: Sequence[tuple[str, str]]) -> int:
    """Rooms as (number, floor); how many."""
    kind = RoomType.get(RoomType.code == room_type_code)
    for number, floor in numbers:
        if Room.get_or_none(Room.number == number):
            raise Refused("ROOM_EXISTS", "Room {room} exists already.", room=number)
        act.create(Room, number=number, floor=floor, room_type=kind)
    return len(numbers)


@operation("set_up")
def add_rate_code(
    act: Act,
    code: str,
    name_th: str,
    name_en: str,
    *,
    inclusive: bool = False,
    complimentary: bool = False,
    house_use: bool = False,
) -> int:
    room_code = TransactionCode.get(TransactionCode.code == "ROOM")
    return act.create(
        RateCode,
        code=code.upper(),
        name_th=name_th,
        name_en=name_en,
        transaction_code=room_code,
        inclusive=inclusive,
        complimentary=complimentary,
        house_use=house_use,
    ).id


@operation("set_up")
def add_article(
    act: Act,
    code: str,
    transaction_code: str,
    name_th: str,
    name_en: str,
    price: Decimal,
    inclusive: bool = False,
) -> int:
    """An article of the list its charge belongs to (minibar, laundry, bar; others of none), with a key of its own."""
    parent = TransactionCode.get(TransactionCode.code == transaction_code)
    outlet = Outlet.get_or_none(Outlet.code == OUTLET_OF.get(transaction_code, ""))
    return act.create(
        Article,
        code=code.upper(),
        transaction_code=parent,
        outlet=outlet,
        short_key=free_key(outlet, code),
        name_th=name_th,
        name_en=name_en,
        price=price,
        inclusive=inclusive,
    ).id
