"""The small hotel the tests live in: 12 rooms, two types, one rate, a bar and a laundry."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import dataclass, field, replace
from decimal import Decimal

from models.front_office.folios import window_balance, window_of
from models.front_office.guests import create_guest
from models.front_office.night_audit import run_audit
from models.front_office.opening import (
    NewHotel,
    add_article,
    add_rate_code,
    add_room_type,
    add_rooms,
    open_hotel,
    set_setting,
)
from models.front_office.payments import take_payment
from models.front_office.rates import RateCode, set_price
from models.front_office.reservations import Booking, Stay, book
from models.front_office.rooms import RoomType
from models.front_office.stays import check_in, check_out
from models.house.acts import Desk
from models.house.property import Property
from models.house.refusals import Answer
from models.house.staff import Staff
from models.house.staffing import NewStaff, hire

FIRST_DAY = datetime.date(2026, 11, 23)
PASSWORD = "rimnam-2569"
STAFF = {
    "pavinee": "manager",
    "somsak": "front office manager",
    "nok": "reception",
    "lek": "reception",
    "malee": "cashier",
    "anong": "accountant",
    "chai": "night auditor",
    "noi": "housekeeping",
}


def make_hotel() -> None:
    """Fill an empty, migrated database."""
    morning = datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC)
    desk = open_hotel(
        NewHotel("โรงแรมริมน้ำ", "Rim Nam Hotel", FIRST_DAY, tax_id="0105561000003"),
        NewStaff("pavinee", "ภาวิณี", "Pavinee", "manager", PASSWORD),
        morning,
    )
    # One hash for all: argon2 is slow by design and these tests are about other things.
    for login, role in STAFF.items():
        if login != "pavinee":
            Staff.create(
                login=login,
                name_th=login,
                name_en=login.title(),
                role=_role(role),
                password_hash=desk.staff.password_hash,
            )
    # Most tests are about other things than cashiers; those that are not open shifts.
    set_setting(desk, "cashier_shifts", "no")
    # Nor about tax invoices: payments get plain receipts, and guests leave with these.
    set_setting(desk, "tax_paper_at_payment", "receipt")
    set_setting(desk, "abbreviated_at_check_out", "no")
    add_room_type(desk, "SUP", "ซูพีเรียร์", "Superior", 2)
    add_room_type(desk, "DLX", "ดีลักซ์", "Deluxe", 3)
    add_rooms(desk, "SUP", [(f"20{n}", "2") for n in range(1, 7)])
    add_rooms(desk, "DLX", [(f"30{n}", "3") for n in range(1, 7)])
    add_rate_code(desk, "BAR", "ราคามาตรฐาน", "Best available rate")
    add_rate_code(desk, "NET", "ราคารวมภาษี", "Inclusive rate", inclusive=True)
    add_rate_code(desk, "COMP", "ห้องอภินันทนาการ", "Complimentary", complimentary=True)
    year = (datetime.date(2026, 1, 1), datetime.date(2027, 12, 31), "1234567")
    for code, amounts in (("SUP", (1500, 1700)), ("DLX", (2200, 2500))):
        kind = RoomType.get(RoomType.code == code)
        single, double = map(Decimal, amounts)
        for rate in ("BAR", "NET"):
            set_price(
                desk,
                RateCode.get(RateCode.code == rate).id,
                kind.id,
                *year,
                single,
                double,
                Decimal(500),
                Decimal(250),
            )
    add_article(desk, "CHANG", "MINI", "เบียร์ช้าง", "Beer Chang", Decimal(120))
    add_article(desk, "WATER", "MINI", "น้ำดื่ม", "Water", Decimal(30), inclusive=True)
    add_article(desk, "SHIRT", "LAUN", "เสื้อเชิ้ต", "Shirt", Decimal(60))
    add_article(desk, "PADTHAI", "FOOD", "ผัดไทย", "Pad Thai", Decimal(180))


def _role(code: str) -> int:
    from models.house.staff import Role

    return Role.get(Role.code == code).id


@dataclass
class Hotel:
    """The hotel as a test speaks of it: whose desk, which day, who is in which room."""

    day: datetime.date = FIRST_DAY
    _names: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def clock(self) -> datetime.datetime:
        return datetime.datetime.combine(self.day, datetime.time(3, 0), datetime.UTC)

    def desk(self, login: str = "pavinee", **more: object) -> Desk:
        return Desk(Staff.get(Staff.login == login), f"desk of {login}", self.clock, **more)  # type: ignore[arg-type]

    def answering(self, login: str = "pavinee", approver: str | None = None, **reasons: str) -> Desk:
        """A desk where somebody has answered the ASKs named, in the words given."""
        by = Staff.get(Staff.login == approver).id if approver else None
        return replace(
            self.desk(login), answers={code: Answer(reason, by) for code, reason in reasons.items()}
        )

    def after(self, nights: int) -> datetime.date:
        return self.day + datetime.timedelta(days=nights)

    def guest(self, family: str = "", **more: object) -> int:
        n = next(self._names)
        person: dict[str, object] = {
            "given": "Anna",
            "family": family or f"Guest{n}",
            "nationality": "DEU",
            "document_kind": "passport",
            "document_number": f"C{n:08d}",
            **more,
        }
        return create_guest(self.desk(), **person)

    def registered_guest(self, family: str = "", **more: object) -> int:
        """A guest of whom the registers of the law lack nothing."""
        told = {"address": "Hauptstr. 7, Berlin, Germany", "occupation": "Engineer", "sex": "F", **more}
        return self.guest(family, **told)

    def booked(
        self, nights: int = 2, room_type: str = "SUP", guest: int | None = None, **more: object
    ) -> int:
        booking = Booking(guest or self.guest(), self.day, self.after(nights), room_type, "BAR")
        # A price of one's own is agreed by somebody; the tests of that ask have desks of their own.
        desk = self.answering(PRICE_CHANGED="agreed with the guest", COMPLIMENTARY="the owner's friend")
        return book(desk, replace(booking, **more))  # type: ignore[arg-type]

    def in_house(self, room: str = "201", nights: int = 2, **more: object) -> int:
        kind = "SUP" if room.startswith("2") else "DLX"
        stay = self.booked(nights, kind, **more)
        check_in(self.desk(), stay, room)
        return stay

    def window(self, stay: int) -> int:
        return window_of(stay).id

    def balance(self, stay: int) -> Decimal:
        return window_balance(self.window(stay))

    def pay_all(self, stay: int, method: str = "CASH") -> None:
        if self.balance(stay) > 0:
            take_payment(self.desk(), self.window(stay), method, self.balance(stay))

    def leaves(self, stay: int, early: bool = False) -> None:
        self.pay_all(stay)
        check_out(self.desk(), stay, early=early)

    def audit(self) -> None:
        run_audit(self.answering("chai", OPTIONAL_CHECKS="seen to tomorrow"), self.day)
        self.day = Property.the().business_date

    def state(self, stay: int) -> str:
        return str(Stay.get_by_id(stay).state)


__all__ = ["FIRST_DAY", "PASSWORD", "STAFF", "Hotel", "hire", "make_hotel"]
