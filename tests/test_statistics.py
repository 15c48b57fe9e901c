"""The figures of §16: sums divided once, by the definition each day was closed under."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from models.front_office.night_audit import DayStatistics, run_audit
from models.front_office.opening import set_setting
from models.front_office.statistics import Definition, Figures, figures_between, last_closed
from models.house.acts import ChangeLog
from models.house.refusals import Refused
from tests.hotel import Hotel
from tests.refusing import refused

DAY = Figures(
    Definition(), days=1, rooms=84, out_of_order=4, sold=51, complimentary=2, house_use=1, day_use=3, guests=80,
    arrivals=10, departures=9, no_shows=1, cancellations=2, walk_ins=1, room_revenue=Decimal("93100.00"),
    other_revenue=Decimal("20900.00"), multiple=27, departed_stays=8, departed_nights=20,
)  # fmt: skip


def _defined(**how: object) -> Figures:
    return replace(DAY, definition=replace(Definition(), **how))


def test_the_example_of_the_domain_on_both_bases() -> None:
    assert (DAY.occupancy, DAY.revpar) == (Decimal("60.71"), Decimal("1108.33"))
    sellable = _defined(base="sellable")
    assert (sellable.occupancy, sellable.revpar) == (Decimal("63.75"), Decimal("1163.75"))


def test_the_example_of_the_domain_with_complimentary_rooms_in_and_out_of_the_average_rate() -> None:
    assert DAY.adr == Decimal("1825.49")
    without = _defined(adr_complimentary=False)
    assert (without.adr, without.rooms_sold) == (Decimal("1900.00"), 51)


def test_complimentary_nights_and_day_use_are_rooms_sold_as_the_house_chose() -> None:
    assert _defined(sold_complimentary=False).rooms_sold == 49
    assert _defined(sold_day_use=True).rooms_sold == 54
    assert _defined(sold_complimentary=False, sold_day_use=True).occupancy == Decimal("61.90")


def test_the_other_rates() -> None:
    assert (DAY.trevpar, DAY.average_guests) == (Decimal("1357.14"), Decimal("1.57"))
    assert (DAY.double_occupancy, DAY.multiple_occupancy) == (Decimal("56.86"), Decimal("52.94"))
    assert DAY.length_of_stay == Decimal("2.50")


def test_there_is_no_rate_where_nothing_can_be_divided_by() -> None:
    empty = replace(
        DAY, rooms=4, sold=2, complimentary=2, definition=Definition("sellable", False), departed_stays=0
    )
    assert (empty.base, empty.rooms_sold) == (0, 0)
    rates = (empty.occupancy, empty.revpar, empty.trevpar, empty.average_guests, empty.double_occupancy)
    assert rates == (None,) * 5
    assert (empty.multiple_occupancy, empty.length_of_stay) == (None, None)
    assert replace(empty, definition=Definition(adr_complimentary=False)).adr is None


def test_a_span_is_divided_once_and_not_averaged(hotel: Hotel) -> None:
    hotel.in_house("201", nights=1, adults=2)  # 1,700
    hotel.in_house("202", nights=2)  # 1,500
    first = hotel.day
    hotel.audit()
    hotel.leaves(1)
    hotel.audit()
    days = [figures_between(day, day) for day in (first, hotel.after(-1))]
    span = figures_between(first, hotel.after(-1))
    assert span
    assert all(days)
    assert (span.days, span.rooms, span.sold, span.room_revenue) == (2, 24, 3, Decimal("4700.00"))
    assert [day.adr for day in days if day] == [Decimal("1600.00"), Decimal("1500.00")]
    assert (span.adr, span.occupancy) == (Decimal("1566.67"), Decimal("12.50"))  # the mean would be 1,550.00
    assert (span.multiple, span.departed_stays, span.departed_nights) == (1, 1, 1)
    assert span.length_of_stay == Decimal("1.00")
    assert last_closed() == hotel.after(-1)


def test_a_day_that_is_not_closed_has_no_figures(small_hotel: Hotel) -> None:
    assert figures_between(small_hotel.day, small_hotel.day) is last_closed() is None


def test_a_span_of_days_counted_differently_is_refused(hotel: Hotel) -> None:
    first = hotel.day
    hotel.audit()
    hotel.audit()
    set_setting(hotel.desk(), "adr_complimentary", "no")
    hotel.audit()
    with refused("STATISTICS_BASES_MIXED"):
        figures_between(first, hotel.after(-1))
    before, after = figures_between(first, hotel.after(-2)), figures_between(hotel.after(-1), hotel.day)
    assert before
    assert after
    assert (before.days, before.definition) == (2, Definition())
    assert (after.days, after.definition) == (1, Definition(adr_complimentary=False))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("occupancy_base", "sellable"),
        ("sold_complimentary", "no"),
        ("sold_day_use", "yes"),
        ("adr_complimentary", "no"),
    ],
)
def test_a_definition_holds_from_the_next_date_and_is_logged(
    small_hotel: Hotel, name: str, value: str
) -> None:
    small_hotel.audit()
    kept = figures_between(small_hotel.after(-1), small_hotel.after(-1))
    set_setting(small_hotel.desk(), name, value)
    assert value in ChangeLog.select().order_by(ChangeLog.id.desc()).get().after
    assert figures_between(small_hotel.after(-1), small_hotel.after(-1)) == kept
    small_hotel.audit()
    with pytest.raises(Refused, match="STATISTICS_BASES_MIXED"):
        figures_between(small_hotel.after(-2), small_hotel.after(-1))


def test_a_frozen_day_is_not_counted_again(small_hotel: Hotel) -> None:
    day = small_hotel.day
    small_hotel.audit()
    with refused("NOT_THE_BUSINESS_DATE"):
        run_audit(small_hotel.answering("chai", OPTIONAL_CHECKS="seen to"), day)


def test_what_was_not_counted_when_a_day_was_closed_is_unknown_and_not_nothing(small_hotel: Hotel) -> None:
    """A day closed before multiple occupancy was kept stands among days that have it."""
    small_hotel.in_house("201", nights=3, adults=2)
    small_hotel.audit()
    small_hotel.audit()
    row = DayStatistics.get()
    row.id, row.date = None, row.date - datetime.timedelta(days=1)
    row.multiple = row.departed_stays = row.departed_nights = None
    row.save(force_insert=True)
    span = figures_between(row.date, small_hotel.day)
    assert span
    assert (span.days, span.sold) == (3, 3)
    assert (span.multiple_occupancy, span.length_of_stay) == (None, None)
