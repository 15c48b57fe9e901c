"""What is out of the ordinary on a day: each list with its reason, and the way to the stay or the folio."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from locales import _
from models.front_office.adjustments import adjust, correct_for
from models.front_office.exceptions import KINDS, exceptions_of, exceptions_paper
from models.front_office.folios import Posting, post_charge
from models.front_office.payment_methods import PaymentMethod
from models.front_office.rates.seasons import RatePrice
from models.front_office.reservations.changes import change_price
from models.front_office.stays import check_in
from models.house.property import Property
from models.house.reasons import in_words, said_to
from tests.desk import at_the_desk
from tests.hotel import Hotel

BAHT = Decimal


def a_strange_day(hotel: Hotel) -> dict[str, int]:
    """A discount, a dearer price, a void, an adjustment, a room given away and a guest who owes too much."""
    owing = hotel.in_house("201", nights=4)
    dinner = post_charge(hotel.desk("nok"), hotel.window(owing), "FOOD", BAHT(1000))
    hotel.audit()
    cheap = hotel.booked(2)
    change_price(
        hotel.answering("nok", "somsak", PRICE_CHANGED="long known; PAX: two"), cheap, [hotel.day], BAHT(900)
    )
    check_in(hotel.desk("nok"), cheap, "202")
    dear = hotel.in_house("203", prices=(BAHT(1800), BAHT(1500)))
    free = hotel.in_house("301", rate_code="COMP", authorised_by="The owner")
    adjust(hotel.desk("nok"), dinner, "QUALITY", amount=BAHT(100), words_of_reason="cold")
    laundry = post_charge(hotel.desk("nok"), hotel.window(cheap), "LAUN", BAHT(100))
    correct_for(hotel.desk("nok"), laundry, "WRONG", "of 203")
    PaymentMethod.update(credit_limit=BAHT(500)).execute()
    return {"owing": owing, "cheap": cheap, "dear": dear, "free": free, "dinner": dinner, "laundry": laundry}


def test_a_day_lists_prices_voids_gifts_and_high_balances_with_who_and_why(hotel: Hotel) -> None:
    of = a_strange_day(hotel)
    lines = exceptions_of(hotel.day)
    said = [(x.kind, x.stay_id, x.against, x.amount, x.reason_en, x.user, x.approved_by) for x in lines]
    assert said[:3] == [
        ("variance", of["dear"], BAHT(1500), BAHT(1800), "agreed with the guest", "pavinee", ""),
        ("discount", of["cheap"], BAHT(1500), BAHT(900), "long known; PAX: two", "nok", "somsak"),
        ("void", of["cheap"], BAHT("117.70"), BAHT("-117.70"), "Posted wrongly of 203", "nok", ""),
    ]
    assert [x[:4] for x in said[3:]] == [
        ("adjustment", of["owing"], BAHT(1177), BAHT(-100)),
        ("complimentary", of["free"], None, BAHT(0)),
        ("balance", of["owing"], BAHT(500), hotel.balance(of["owing"])),
    ]
    assert said[4][4:] == ("the owner's friend", "pavinee", "The owner")
    assert lines[1].difference == -600
    assert [line.key for line in lines] == [(n,) for n in range(1, 7)]
    for language in ("en", "th"):
        paper = exceptions_paper(Property.the(), hotel.day, language, lines)
        assert sum(row.style == "heading" for row in paper.tables[0].rows) == 6
    before = hotel.day - datetime.timedelta(days=1)
    assert exceptions_of(before) == []


def test_a_price_of_the_table_that_changed_since_is_a_variance_of_nobody(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("201")

    RatePrice.update(single=BAHT(1400)).execute()
    (line,) = exceptions_of(hotel.day)
    assert (line.kind, line.against, line.amount, line.user) == ("variance", BAHT(1400), BAHT(1500), "")
    assert line.reason("th")
    assert line.reason("en") == "The rate has changed since."


def test_the_words_of_a_reason_are_read_without_what_was_asked() -> None:
    reason = "WRONG guest; PRICE_CHANGED: 10% off; he asked; COMPLIMENTARY: owner"
    assert said_to("PRICE_CHANGED", reason) == "10% off; he asked"
    assert said_to("COMPLIMENTARY", reason) == "owner"
    assert said_to("NO_POST", reason) == ""
    assert in_words(reason) == "WRONG guest; 10% off; he asked; owner"


@pytest.mark.parametrize(("language", "command"), [("en", "exceptions"), ("th", "รายการผิดปกติ")])
async def test_the_auditor_reads_the_exceptions_from_the_audit_and_goes_to_the_line(
    small_hotel: Hotel, language: str, command: str
) -> None:
    hotel = small_hotel
    of = a_strange_day(hotel)
    async with at_the_desk(hotel, "somsak", language) as desk:
        await desk.press("g", "e")
        await desk.sees(_("Night audit of {date}", date="").strip())
        await desk.press("x")
        await desk.sees(KINDS["variance"].say(), "1,800.00", _("Difference {amount}", amount="300.00"))
        await desk.press("down")
        await desk.sees("long known; PAX: two", _("Approved by {user}", user="somsak"))
        await desk.press("down", "down", "enter")
        await desk.sees(Posting.get(Posting.adjusts == of["dinner"]).number, not_=KINDS["variance"].say())
        await desk.press("escape")
        await desk.press("i")
        await desk.sees(_("Exceptions"), "1,177.00")
        await desk.press("escape", "[")
        await desk.sees(_("High balances are known of today only."), _("Nothing out of the ordinary."))
        await desk.press("escape", "escape")
        await desk.command(command)
        await desk.sees(KINDS["balance"].say())
