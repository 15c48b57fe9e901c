"""Tentative bookings past their option date: released by the audit, counted and named; money is never orphaned."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pytest

from models.front_office.night_audit import findings, summary_of
from models.front_office.night_audit.tables import ClosedDay
from models.front_office.opening import set_setting
from models.front_office.payments import take_deposit
from models.front_office.proof import faults
from models.front_office.reservations import Stay
from models.house.acts import ChangeLog
from tests.desk import at_the_desk
from tests.hotel import Hotel


def tentative(hotel: Hotel, family: str, option: datetime.date, **more: object) -> int:
    dates = {"arrival": hotel.after(5), "departure": hotel.after(7)}
    guest = hotel.guest(family)
    return hotel.booked(guest=guest, guarantee="tentative", option_until=option, **{**dates, **more})


def test_who_was_released_is_counted_and_named_and_a_reason_is_in_the_log(hotel: Hotel) -> None:
    day = hotel.day
    over, later = tentative(hotel, "Over", day), tentative(hotel, "Later", hotel.after(1))
    hotel.audit()
    (released,) = summary_of(day).options_released
    assert (released.stay_id, released.guest_en) == (over, "OVER Anna")
    assert json.loads(ClosedDay.get().counts)["options_released"] == [over]
    assert (hotel.state(over), hotel.state(later)) == ("cancelled", "reserved")
    said = ChangeLog.select().where((ChangeLog.subject == "stay") & (ChangeLog.subject_id == str(over)))
    assert any("The option ran out on" in (row.after or "") for row in said)
    hotel.audit()
    assert [r.guest_en for r in summary_of(hotel.after(-1)).options_released] == ["LATER Anna"]
    hotel.audit()
    assert summary_of(hotel.after(-1)).options_released == ()
    assert list(faults()) == []


def test_who_was_to_come_today_on_an_option_is_released_and_no_no_show(hotel: Hotel) -> None:
    today = {"arrival": hotel.day, "departure": hotel.after(2)}
    over = tentative(hotel, "Over", hotel.day, **today)
    held = tentative(hotel, "Held", hotel.after(1), **today)
    (found,) = findings(hotel.day)
    assert (found.code, found.jump) == ("A2", f"stay {held}")
    set_setting(hotel.desk(), "due_in_left", "NOTE")
    hotel.audit()
    assert (hotel.state(over), hotel.state(held)) == ("cancelled", "no-show")
    assert [r.stay_id for r in summary_of(hotel.after(-1)).options_released] == [over]
    assert list(faults()) == []


def test_one_with_a_deposit_is_kept_and_named_in_the_checks(hotel: Hotel) -> None:
    paid = tentative(hotel, "Paid", hotel.after(1))
    take_deposit(hotel.desk(), Stay.get_by_id(paid).reservation_id, "TRAN", Decimal(500))
    assert findings(hotel.day) == []
    hotel.audit()
    (found,) = findings(hotel.day)
    assert (found.code, found.blocks, found.jump) == ("A3", False, f"stay {paid}")
    assert "PAID Anna" in found.message.say("en")
    assert "500.00" in found.message.say("en")
    hotel.audit()
    assert hotel.state(paid) == "reserved"
    assert summary_of(hotel.after(-1)).options_released == ()
    assert ChangeLog.get_or_none(ChangeLog.subject_id == "OPTION_WITH_DEPOSIT") is not None


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("is closed.", "6 tentative bookings released:", "…")), ("th", ("แล้ว", "ปล่อยการจองแบบ Tentative 6 รายการ", "…"))],
)  # fmt: skip
async def test_the_auditor_reads_who_was_released(
    small_hotel: Hotel, language: str, words: tuple[str, ...]
) -> None:
    hotel = small_hotel
    dear = tentative(hotel, "Dear", hotel.day)
    take_deposit(hotel.desk(), Stay.get_by_id(dear).reservation_id, "TRAN", Decimal(500))
    for n in range(6):
        tentative(hotel, f"Wait{n}", hotel.day, room_type="DLX")
    async with at_the_desk(hotel, "chai", language=language) as desk:
        await desk.press("g", "e")
        await desk.sees("DEAR Anna", "500.00")
        await desk.press("f9", "y")
        await desk.sees(*words, "WAIT0 Anna", "WAIT4 Anna", not_="WAIT5")
