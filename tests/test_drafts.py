"""What is half typed when a desk ends is offered to its person at the next sign-in, once, and to nobody else."""

from __future__ import annotations

import datetime
from decimal import Decimal

from models.back_office.vendor_bills import BillLine
from models.back_office.vendors import add_vendor
from models.house.drafts import Draft, drafts_of, drop_draft, keep_draft
from models.house.staff import Staff
from screens.back_office import bill, voucher
from screens.drafts import open_draft
from screens.front_office.check_in import CheckInScreen
from tests.desk import at_the_desk
from tests.hotel import Hotel


def test_drafts_are_their_persons_alone_and_go_when_answered_or_after_two_days(hotel: Hotel) -> None:
    nok, lek = (Staff.get(Staff.login == login) for login in ("nok", "lek"))
    first = keep_draft(hotel.desk("nok"), "screens.x:X", "Check in 201", "{}")
    assert [draft.id for draft in drafts_of(nok)] == [first]
    assert drafts_of(lek) == []
    drop_draft(hotel.desk("lek"), first)
    assert Draft.select().count() == 1
    drop_draft(hotel.desk("nok"), first)
    assert drafts_of(nok) == []
    keep_draft(hotel.desk("nok"), "screens.x:X", "old", "{}")
    hotel.day += datetime.timedelta(days=3)
    assert drafts_of(nok, hotel.clock()) == []
    keep_draft(hotel.desk("lek"), "screens.x:X", "new", "{}")
    assert [draft.title for draft in Draft.select()] == ["new"]


async def test_a_party_of_two_half_registered_comes_back_person_by_person(small_hotel: Hotel) -> None:
    stay = small_hotel.booked(guest=small_hotel.registered_guest("Adler"), adults=2)
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.open("check-in", stay)
        screen = desk.console.screen
        assert isinstance(screen, CheckInScreen)
        screen.form.field("occupation").set_raw("Potter")
        screen.do_next_person()
        screen.form.field("family").set_raw("Beier")
        await desk.pilot.pause()
        await desk.console._keep_and_exit(False)
    async with at_the_desk(small_hotel, "nok", first="half typed: Check in") as desk:
        await desk.press("y")
        await desk.sees("Person 2 of 2", "Beier")
        again = desk.console.screen
        assert isinstance(again, CheckInScreen)
        assert again.party[0].values["occupation"] == "Potter"
        assert again.unsaved
        again.do_next_person()
        await desk.sees("Person 3 of 3")
    assert Draft.select().count() == 0


async def test_lines_of_a_voucher_and_of_a_bill_come_back(small_hotel: Hotel) -> None:
    vendor = add_vendor(small_hotel.desk("anong"), name_th="ร้านผัก", kind="person")
    async with at_the_desk(small_hotel, "anong") as desk:
        await desk.open("voucher")
        desk.console.screen._typed = [  # type: ignore[attr-defined]
            voucher.Typed(1, "52200", "Repairs", Decimal("120.50")), voucher.Typed(2, "11110", "Cash", Decimal("-20.50"))
        ]  # fmt: skip
        screen = bill.BillScreen(vendor)
        desk.console.push_screen(screen)
        await desk.pilot.pause()
        screen._typed = [
            bill.Typed(1, "Repairs", BillLine("52200", Decimal(100), vat=Decimal("6.99"), memo="tap"))
        ]
        await desk.console._keep_and_exit(False)
    async with at_the_desk(small_hotel, "anong", first="half typed") as desk:
        await desk.press("y")
        await desk.sees("Line")  # the next one
        await desk.press("escape")
        await desk.sees("tap", "106.99")
    async with at_the_desk(small_hotel, "anong", first="half typed") as desk:  # one at a time
        await desk.press("y")
        await desk.sees("120.50", "20.50", "difference")


async def test_what_cannot_be_opened_again_is_said_so(small_hotel: Hotel) -> None:
    async with at_the_desk(small_hotel) as desk:
        for name, typed in (
            ("os:system", '{"args": ["true"], "values": {}, "draft": {}}'),
            ("screens.front_office.check_in:Gone", "{}"),
            ("screens.front_office.check_in:CheckInScreen", '{"args": [99999], "values": {}, "draft": {}}'),
        ):
            said = open_draft(desk.console, name, typed)
            assert said is not None
            assert "cannot be opened again" in said.say("en")
