"""What a night costs: by season, weekday, persons and age, by derivation, by agreement, and who may change it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.front_office.companies import Company, companies_named
from models.front_office.opening import add_rate_code
from models.front_office.rates import (
    RateCode,
    RatePrice,
    Restriction,
    price,
    rate_code,
    set_price,
    stay_prices,
    suggested,
)
from models.front_office.rates.calendar import rate_calendar
from models.front_office.rates.levels import remove_level, save_level
from models.front_office.rates.negotiated import (
    accounts_of,
    attach,
    change_agreement,
    detach,
    rates_of,
)
from models.front_office.rates.quotes import quote
from models.front_office.rates.rate_codes import (
    RateTerms,
    remove_category,
    save_category,
    save_rate_code,
    terms_of,
)
from models.front_office.rates.seasons import (
    Amounts,
    Season,
    add_season,
    change_season,
    remove_age_band,
    remove_season,
    save_age_band,
    season_of,
    set_span_price,
)
from models.front_office.rates.spans import EVERY_DAY, Span
from models.front_office.rates.variance import rate_variance
from models.front_office.reservations import change_dates, stay_nights
from models.front_office.rooms import RoomType
from models.house.acts import ChangeLog
from models.house.database import database
from models.house.refusals import Refused
from tests.hotel import Hotel
from tests.raw import counted
from tests.refusing import refused

YEAR_END = Span(datetime.date(2026, 12, 30), datetime.date(2027, 1, 1))


def kind(code: str = "SUP") -> RoomType:
    return RoomType.get(RoomType.code == code)


def season(
    first: str, last: str, double: int, weekdays: str = EVERY_DAY, priority: int = 0, **more: object
) -> Season:
    span = Span(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), weekdays)
    amounts = Amounts(Decimal(double) - 200, Decimal(double), Decimal(500), Decimal(250), **more)  # type: ignore[arg-type]
    return Season(span, amounts, priority=priority)


def new_code(hotel: Hotel, code: str, base: str = "", **more: object) -> RateCode:
    terms = replace(RateTerms(code, f"ราคา {code}", f"Rate {code}", base=base), **more)  # type: ignore[arg-type]
    return RateCode.get_by_id(save_rate_code(hotel.desk(), terms))


def changed(hotel: Hotel, code: str, **more: object) -> None:
    rate = RateCode.get(RateCode.code == code)
    save_rate_code(hotel.desk(), replace(terms_of(rate), **more), rate.id)  # type: ignore[arg-type]


def on(date: str, rate: str = "BAR", adults: int = 2, **more: object) -> Decimal:
    return price(rate_code(rate), kind(), datetime.date.fromisoformat(date), adults, **more)  # type: ignore[arg-type]


def company(code: str = "SIAM", name: str = "Siam Tour") -> int:
    return Company.create(code=code, name_th="บจก. สยามทัวร์", name_en=name, sort_name=name.lower()).id


# Seasons


def test_the_season_of_the_higher_priority_counts(hotel: Hotel) -> None:
    add_season(
        hotel.desk(), rate_code("BAR").id, kind().id, season("2026-12-30", "2027-01-01", 4000, priority=1)
    )
    assert [on(d) for d in ("2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02")] == [
        1700, 4000, 4000, 4000, 1700,
    ]  # fmt: skip


def test_a_season_holds_on_its_weekdays_only(hotel: Hotel) -> None:
    add_season(
        hotel.desk(),
        rate_code("BAR").id,
        kind().id,
        season("2026-12-01", "2026-12-31", 2100, "56", priority=1),
    )
    assert on("2026-12-03") == 1700  # a Thursday
    assert on("2026-12-04") == on("2026-12-05") == 2100
    assert on("2026-12-06") == 1700


def test_the_29th_of_february_has_a_price_like_any_night(hotel: Hotel) -> None:
    add_season(hotel.desk(), rate_code("BAR").id, kind().id, season("2028-02-28", "2028-03-01", 1900))
    dates = [datetime.date(2028, 2, 28), datetime.date(2028, 2, 29), datetime.date(2028, 3, 1)]
    assert stay_prices(rate_code("BAR"), kind(), dates, 2) == [1900, 1900, 1900]


def test_two_seasons_of_one_priority_never_share_a_night(hotel: Hotel) -> None:
    bar, sup = rate_code("BAR").id, kind().id
    desk = hotel.desk()
    with refused("SEASONS_OVERLAP"):
        add_season(desk, bar, sup, season("2027-12-31", "2028-01-31", 2000))
    weekend = add_season(desk, bar, sup, season("2028-01-01", "2028-12-31", 2000, "56"))
    add_season(desk, bar, sup, season("2028-01-01", "2028-12-31", 1800, "12347"))
    with refused("SEASONS_OVERLAP"):
        change_season(desk, weekend, season("2028-01-01", "2028-12-31", 2000, "567"))
    # Between these dates lies no Sunday, so nothing is shared.
    add_season(desk, bar, sup, season("2029-01-01", "2029-01-06", 1800, "17"))
    add_season(desk, bar, sup, season("2029-01-02", "2029-01-06", 1800, "7623"))


def test_a_season_can_be(hotel: Hotel) -> None:
    bar, sup = rate_code("BAR").id, kind().id
    for code, wrong in (
        ("DATES", season("2028-02-02", "2028-02-01", 2000)),
        ("WEEKDAYS", season("2028-02-01", "2028-02-09", 2000, "89")),
        ("NO_NIGHT", season("2028-02-01", "2028-02-01", 2000, "1")),  # a Tuesday
        ("NEGATIVE_PRICE", season("2028-02-01", "2028-02-09", 100)),
        ("AMOUNT", season("2028-02-01", "2028-02-09", 2000, triple=Decimal("0.001"))),
        ("PRIORITY", season("2028-02-01", "2028-02-09", 2000, priority=100)),
        ("NO_AGE_BAND", season("2028-02-01", "2028-02-09", 2000, by_age={"BABY": Decimal(0)})),
    ):
        with refused(code):
            add_season(hotel.desk(), bar, sup, wrong)


def test_a_season_that_is_taken_out_stands_in_the_log(hotel: Hotel) -> None:
    row = RatePrice.get(RatePrice.rate_code == rate_code("BAR"), RatePrice.room_type == kind())
    remove_season(hotel.desk(), row.id)
    with pytest.raises(Refused, match="NO_RATE"):
        on("2026-12-01")
    log = ChangeLog.select().order_by(ChangeLog.id.desc()).first()
    assert '"double": "1700' in log.before
    assert log.after is None


def test_a_night_without_a_season_says_which(hotel: Hotel) -> None:
    with refused("NO_RATE") as refusal:
        on("2028-01-01")
    assert refusal.said.message.say() == "Rate BAR has no price for SUP on 1 Jan 2028."


# Persons and ages


def test_three_adults_have_a_price_of_their_own_where_the_hotel_gives_one(hotel: Hotel) -> None:
    assert on("2026-12-01", adults=3) == 2200
    row = RatePrice.get(RatePrice.rate_code == rate_code("BAR"), RatePrice.room_type == kind())
    change_season(
        hotel.desk(),
        row.id,
        replace(season_of(row), amounts=replace(season_of(row).amounts, triple=Decimal(2050))),
    )
    assert [on("2026-12-01", adults=n) for n in (1, 2, 3, 4)] == [1500, 1700, 2050, 2550]


def test_a_child_pays_by_its_age_and_one_of_unknown_age_the_price_of_a_child(hotel: Hotel) -> None:
    save_age_band(hotel.desk(), "BABY", "เด็กเล็ก", "Baby", 0, 3)
    save_age_band(hotel.desk(), "KID", "เด็ก", "Child", 4, 11)
    row = RatePrice.get(RatePrice.rate_code == rate_code("BAR"), RatePrice.room_type == kind())
    by_age = {"BABY": Decimal(0), "KID": Decimal(300)}
    change_season(
        hotel.desk(), row.id, replace(season_of(row), amounts=replace(season_of(row).amounts, by_age=by_age))
    )
    assert on("2026-12-01", children=1, child_ages=(3,)) == 1700
    assert on("2026-12-01", children=1, child_ages=(4,)) == 2000
    assert on("2026-12-01", children=1, child_ages=(12,)) == 1950  # in no band
    assert on("2026-12-01", children=2, child_ages=(11,)) == 1700 + 300 + 250
    stay = hotel.booked(1, "SUP", children=1, child_ages="11")
    assert [(n.amount, n.child_ages) for n in stay_nights(stay)] == [(1800, "11")]


def test_age_bands_never_overlap(hotel: Hotel) -> None:
    desk = hotel.desk()
    baby = save_age_band(desk, "BABY", "เด็กเล็ก", "Baby", 0, 3)
    for code, wrong in (
        ("AGE_BANDS_OVERLAP", ("KID", 3, 11)),
        ("AGE_BAND", ("KID", 11, 4)),
        ("AGE_BAND", ("KID", 4, 18)),
        ("RATE_EXISTS", ("BABY", 4, 11)),
        ("RATE_CODE", ("", 4, 11)),
    ):
        with refused(code):
            save_age_band(desk, wrong[0], "เด็ก", "Child", *wrong[1:])
    with refused("RATE_NAME"):
        save_age_band(desk, "KID", "", "Child", 4, 11)
    save_age_band(desk, "BABY", "เด็กเล็ก", "Baby", 0, 4, baby)
    row = RatePrice.get(RatePrice.rate_code == rate_code("BAR"))
    change_season(
        desk,
        row.id,
        replace(season_of(row), amounts=replace(season_of(row).amounts, by_age={"BABY": Decimal(9)})),
    )
    with refused("AGE_BAND_USED"):
        remove_age_band(desk, baby)
    change_season(desk, row.id, replace(season_of(row), amounts=replace(season_of(row).amounts, by_age={})))
    remove_age_band(desk, baby)


def test_ages_of_children_can_be(hotel: Hotel) -> None:
    guest = hotel.guest()
    for ages in ("18", "four", "4,5"):
        with refused("CHILD_AGE"):
            hotel.booked(guest=guest, children=1, child_ages=ages)


# Derived codes


def test_a_derived_code_follows_its_base_rounded_to_the_step_of_the_hotel(hotel: Hotel) -> None:
    new_code(hotel, "CORP", "BAR", percent=Decimal("-12.5"), round_to=Decimal(10))
    assert on("2026-12-01", "CORP") == 1490  # 1,487.50
    new_code(hotel, "CORPABF", "CORP", difference=Decimal(350))
    assert on("2026-12-01", "CORPABF") == 1840
    row = RatePrice.get(RatePrice.rate_code == rate_code("BAR"), RatePrice.room_type == kind())
    change_season(
        hotel.desk(),
        row.id,
        replace(season_of(row), amounts=replace(season_of(row).amounts, double=Decimal(2000))),
    )
    assert on("2026-12-01", "CORPABF") == 2100


def test_a_derived_price_below_nothing_is_no_price(hotel: Hotel) -> None:
    new_code(hotel, "LOSS", "BAR", difference=Decimal(-1701))
    with pytest.raises(Refused, match="NO_RATE"):
        on("2026-12-01", "LOSS")


def test_a_derived_code_has_no_seasons_of_its_own(hotel: Hotel) -> None:
    corp = new_code(hotel, "CORP", "BAR", percent=Decimal(-10))
    with refused("RATE_DERIVED"):
        set_price(hotel.desk(), corp.id, kind().id, *_days(1), EVERY_DAY, *map(Decimal, (1, 2, 3, 4)))
    with refused("RATE_DERIVED"):
        set_span_price(hotel.desk(), corp.id, kind().id, YEAR_END, Amounts(Decimal(1), Decimal(2)))


def test_codes_never_follow_each_other_in_a_circle_or_too_deep(hotel: Hotel) -> None:
    for code, base in (("A", "BAR"), ("B", "A"), ("C", "B")):
        new_code(hotel, code, base)
    with refused("RATE_TOO_DEEP"):
        new_code(hotel, "D", "C")
    with refused("RATE_CIRCLE"):
        changed(hotel, "BAR", base="C")
    with refused("RATE_CIRCLE"):
        changed(hotel, "BAR", base="BAR")
    with refused("RATE_CIRCLE"):
        changed(hotel, "A", base="B")
    with refused("RATE_TOO_DEEP"):
        changed(hotel, "BAR", base="NET")


def test_a_rate_code_can_be(hotel: Hotel) -> None:
    with refused("RATE_EXISTS"):
        new_code(hotel, "BAR")
    for code, wrong in (
        ("RATE_CODE", {"code": "ราคา"}),
        ("RATE_NAME", {"name_th": " "}),
        ("NO_CATEGORY", {"category": "NONE"}),
        ("NO_BASE", {"base": "NONE"}),
        ("NO_CODE", {"transaction_code": "NONE"}),
        ("PERCENT", {"base": "BAR", "percent": Decimal(-100)}),
        ("PERCENT", {"base": "BAR", "percent": Decimal("0.001")}),
        ("AMOUNT", {"base": "BAR", "round_to": Decimal(-1)}),
        ("STAY_PAY", {"stay_nights": 3, "pay_nights": 3}),
        ("STAY_PAY", {"stay_nights": 3}),
        ("DATES", {"sell_from": hotel.after(1), "sell_until": hotel.day}),
        ("ADVANCE", {"min_advance": 9, "max_advance": 8}),
        ("ADVANCE", {"min_advance": -1}),
    ):
        with refused(code):
            save_rate_code(hotel.desk(), replace(RateTerms("NEW", "ใหม่", "New"), **wrong))  # type: ignore[arg-type]


def test_categories_are_kept_while_codes_belong_to_them(hotel: Hotel) -> None:
    desk = hotel.desk()
    public = save_category(desk, "PUB", "ทั่วไป", "Public")
    save_category(desk, "PUB", "ราคาทั่วไป", "Public rates", public)
    with refused("RATE_EXISTS"):
        save_category(desk, "PUB", "ทั่วไป", "Public")
    changed(hotel, "BAR", category="PUB")
    with refused("CATEGORY_USED"):
        remove_category(desk, public)
    changed(hotel, "BAR", category="")
    remove_category(desk, public)


# Stay x, pay y


def test_of_four_nights_three_are_paid_counted_from_the_arrival(hotel: Hotel) -> None:
    changed(hotel, "BAR", stay_nights=4, pay_nights=3)
    stay = hotel.booked(3)
    assert [n.amount for n in stay_nights(stay)] == [1500, 1500, 1500]
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(9))
    assert [n.amount for n in stay_nights(stay)] == [1500, 1500, 1500, 0, 1500, 1500, 1500, 0, 1500]


# Negotiated codes


def test_a_negotiated_code_is_for_its_account_in_its_dates(hotel: Hotel) -> None:
    siam, other = company(), company("OTHER", "Other")
    corp = new_code(hotel, "SIAM", "BAR", percent=Decimal(-10), negotiated=True)
    agreement = attach(hotel.desk(), corp.id, siam, hotel.day, hotel.after(1))
    attach(hotel.desk(), corp.id, siam, hotel.after(2), hotel.after(9))
    guest = hotel.guest()
    for account in (None, other):
        with refused("NEGOTIATED"):
            hotel.booked(2, guest=guest, rate_code="SIAM", company_id=account)
    with refused("NEGOTIATED"):
        hotel.booked(11, guest=guest, rate_code="SIAM", company_id=siam)
    stay = hotel.booked(4, guest=guest, rate_code="SIAM", company_id=siam)
    assert [n.amount for n in stay_nights(stay)] == [1350] * 4
    with refused("NEGOTIATED"):
        change_dates(hotel.desk(), stay, hotel.day, hotel.after(12))
    assert [a.company.code for a in accounts_of(corp.id)] == ["SIAM", "SIAM"]
    assert [a.rate_code.code for a in rates_of(siam)] == ["SIAM", "SIAM"]
    detach(hotel.desk(), agreement)
    with refused("NEGOTIATED"):
        hotel.booked(2, guest=guest, rate_code="SIAM", company_id=siam)
    assert [n.amount for n in stay_nights(stay)] == [1350] * 4


def test_an_agreement_can_be(hotel: Hotel) -> None:
    siam, bar = company(), rate_code("BAR").id
    dates = (hotel.day, hotel.after(9))
    with refused("NOT_NEGOTIATED"):
        attach(hotel.desk(), bar, siam, *dates)
    changed(hotel, "BAR", negotiated=True)
    with refused("NO_COMPANY"):
        attach(hotel.desk(), bar, 999, *dates)
    with refused("DATES"):
        attach(hotel.desk(), bar, siam, *reversed(dates))
    agreement = attach(hotel.desk(), bar, siam, *dates)
    with refused("DATES"):
        change_agreement(hotel.desk(), agreement, *reversed(dates))
    change_agreement(hotel.desk(), agreement, hotel.day, hotel.after(10))
    with refused("AGREED_ALREADY"):
        attach(hotel.desk(), bar, siam, hotel.after(9), hotel.after(20))
    assert [c.id for c in companies_named("สยาม")] == [c.id for c in companies_named("sia")] == [siam]


# What is booked stays


def test_changing_the_rate_table_never_changes_a_booked_night(hotel: Hotel) -> None:
    stay = hotel.booked(3)
    bar = rate_code("BAR")
    row = RatePrice.get(RatePrice.rate_code == bar, RatePrice.room_type == kind())
    change_season(
        hotel.desk(), row.id, replace(season_of(row), amounts=Amounts(Decimal(9000), Decimal(9000)))
    )
    set_span_price(
        hotel.desk(), bar.id, kind().id, Span(hotel.day, hotel.after(1)), Amounts(Decimal(8), Decimal(8))
    )
    changed(hotel, "BAR", inclusive=True, base="NET")
    assert [(n.amount, n.inclusive) for n in stay_nights(stay)] == [(1500, False)] * 3


# The calendar


@given(
    spans=st.lists(
        st.tuples(
            st.integers(0, 40),
            st.integers(0, 20),
            st.sampled_from([EVERY_DAY, "56", "7", "1234"]),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_price_for_a_span_leaves_every_other_night_as_it_was(
    small_hotel: Hotel, spans: list[tuple[int, int, str, bool]]
) -> None:
    hotel, bar, sup = small_hotel, rate_code("BAR"), kind()
    with database.atomic() as trial:
        for number, (start, length, weekdays, high) in enumerate(spans):
            span = Span(hotel.after(start), hotel.after(start + length), weekdays)
            if span.is_empty():
                continue
            dates = [hotel.after(n) for n in range(-5, 70)]
            before = stay_prices(bar, sup, dates, 2)
            amount = Decimal(3000 + number)
            if high:
                try:
                    add_season(
                        hotel.desk(), bar.id, sup.id, Season(span, Amounts(amount, amount), priority=3)
                    )
                except Refused:
                    continue
            else:
                set_span_price(hotel.desk(), bar.id, sup.id, span, Amounts(amount, amount))
            after = stay_prices(bar, sup, dates, 2)
            assert after == [amount if span.has(d) else was for d, was in zip(dates, before, strict=True)]
        trial.rollback()


def test_a_cut_season_keeps_its_prices_by_age_and_its_name(hotel: Hotel) -> None:
    save_age_band(hotel.desk(), "KID", "เด็ก", "Child", 4, 11)
    bar, sup = rate_code("BAR"), kind()
    row = RatePrice.get(RatePrice.rate_code == bar, RatePrice.room_type == sup)
    named = replace(
        season_of(row), name="Low", amounts=replace(season_of(row).amounts, by_age={"KID": Decimal(77)})
    )
    change_season(hotel.desk(), row.id, named)
    set_span_price(hotel.desk(), bar.id, sup.id, YEAR_END, Amounts(Decimal(5000), Decimal(6000)), "New Year")
    rows = (
        RatePrice.select()
        .where((RatePrice.rate_code == bar) & (RatePrice.room_type == sup))
        .order_by(RatePrice.first_night)
    )
    assert [(r.season, r.first_night.isoformat(), season_of(r).amounts.by_age) for r in rows] == [
        ("Low", "2026-01-01", {"KID": Decimal(77)}),
        ("New Year", "2026-12-30", {}),
        ("Low", "2027-01-02", {"KID": Decimal(77)}),
    ]


def test_the_calendar_shows_price_restriction_occupancy_and_the_level_it_asks_for(hotel: Hotel) -> None:
    new_code(hotel, "BAR2", "BAR", percent=Decimal(10))
    save_level(hotel.desk(), 0, rate_code("BAR").id)
    save_level(hotel.desk(), 25, rate_code("BAR2").id)
    for _ in range(3):
        hotel.booked(1)
    Restriction.create(
        first_night=hotel.day,
        last_night=hotel.after(1),
        weekdays=EVERY_DAY,
        min_stay=2,
        closed_to_arrival=True,
    )
    shown = rate_calendar(rate_code("BAR2"), hotel.day, hotel.after(1))
    assert [(d.percent, d.suggested) for d in shown.days] == [(25, "BAR2"), (0, "BAR")]
    sup = shown.cells[0]
    assert (sup[0].price, sup[0].restrictions, sup[0].percent, sup[0].left) == (1870, "A m2", 50, 3)
    assert suggested(hotel.day).code == "BAR2"  # type: ignore[union-attr]
    assert suggested(hotel.day, "DLX").code == "BAR"  # type: ignore[union-attr]


def test_levels_can_be(hotel: Hotel) -> None:
    assert suggested(hotel.day) is None
    level = save_level(hotel.desk(), 50, rate_code("BAR").id)
    with refused("LEVEL_EXISTS"):
        save_level(hotel.desk(), 50, rate_code("NET").id)
    with refused("LEVEL_PERCENT"):
        save_level(hotel.desk(), 201, rate_code("NET").id)
    save_level(hotel.desk(), 50, rate_code("NET").id, level)
    remove_level(hotel.desk(), level)


# What a code brings along


def test_a_code_gives_its_market_and_source_where_the_booking_names_none(hotel: Hotel) -> None:
    changed(hotel, "BAR", market="FIT", source="WEB")
    own, given = hotel.booked(1), hotel.booked(1, market="GROUP")
    assert [(n.market, n.source) for stay in (own, given) for n in stay_nights(stay)] == [
        ("FIT", "WEB"), ("GROUP", "WEB"),
    ]  # fmt: skip


# Quotes


def test_a_quote_says_what_the_booking_will_cost(hotel: Hotel) -> None:
    changed(hotel, "NET", stay_nights=3, pay_nights=2)
    asked = quote(hotel.day, hotel.after(3), 2, 1, today=hotel.day)
    assert [line.rate_code for line in asked.lines] == ["BAR", "NET"]
    bar = asked.lines[0].offers[0]
    assert (bar.total, bar.average, bar.gross, bar.left) == (5850, 1950, Decimal("6885.45"), 6)
    net = asked.lines[1].offers[0]
    assert (net.prices, net.gross) == ((1950, 1950, 0), 3900)
    assert asked.lines[1].offers[0].average == 1300
    stay = hotel.booked(3, rate_code="NET", adults=2, children=1)
    assert [n.amount for n in stay_nights(stay)] == list(net.prices)


def test_a_quote_says_why_there_is_no_price(hotel: Hotel) -> None:
    asked = quote(datetime.date(2027, 12, 31), datetime.date(2028, 1, 2), 2, 2, today=hotel.day)
    sup, dlx = asked.lines[0].offers
    assert str(sup.why_not) == "A SUP room holds 2 persons and one extra bed."
    assert str(dlx.why_not) == "Rate BAR has no price for DLX on 1 Jan 2028."
    assert (dlx.prices, dlx.gross) == ((), None)


def test_a_quote_beyond_the_tax_table_gives_the_price_and_no_total_with_tax(hotel: Hotel) -> None:
    asked = quote(datetime.date(2027, 9, 30), datetime.date(2027, 10, 2), 2, today=hotel.day)
    assert (asked.lines[0].offers[0].total, asked.lines[0].offers[0].gross) == (3400, None)


def test_a_quote_is_for_the_account_named(hotel: Hotel) -> None:
    siam = company()
    corp = new_code(hotel, "SIAM", "BAR", percent=Decimal(-10), negotiated=True)
    attach(hotel.desk(), corp.id, siam, hotel.day, hotel.after(30))
    new_code(hotel, "LATE", "BAR", sell_from=hotel.after(1))
    codes = [
        [
            line.rate_code
            for line in quote(hotel.day, hotel.after(2), 2, company_id=account, today=hotel.day).lines
        ]
        for account in (None, siam)
    ]
    assert codes == [["BAR", "NET"], ["SIAM", "BAR", "NET"]]


def test_a_quote_refuses_what_a_booking_refuses(hotel: Hotel) -> None:
    for code, asked in (
        ("DEPARTURE_BEFORE_ARRIVAL", (hotel.after(1), hotel.day, 1)),
        ("TOO_LONG", (hotel.day, hotel.after(401), 1)),
        ("NO_ADULT", (hotel.day, hotel.after(1), 0)),
    ):
        with refused(code):
            quote(*asked, today=hotel.day)


def test_a_quote_of_many_nights_takes_as_few_queries_as_of_one(hotel: Hotel) -> None:
    for n in range(8):
        new_code(hotel, f"R{n}", "BAR", percent=Decimal(-n))
    with counted() as one:
        quote(hotel.day, hotel.after(1), 2, 1, (4,), today=hotel.day)
    with counted() as many:
        quote(hotel.day, hotel.after(30), 2, 1, (4,), today=hotel.day)
    assert len(many) == len(one) <= 16, many
    derived, sup = rate_code("R1"), kind()
    with counted() as year:
        stay_prices(derived, sup, [hotel.after(n) for n in range(400)], 2, 1, (4,))
    assert len(year) == 3


# Variance


def test_the_variance_list_names_nights_at_another_price_than_their_code(hotel: Hotel) -> None:
    hotel.in_house("201")
    typed = hotel.in_house("202", prices=(Decimal(1200), Decimal(1500)))
    assert [
        (v.stay_id, v.room, v.table, v.agreed, v.difference, v.typed) for v in rate_variance(hotel.day)
    ] == [(typed, "202", 1500, 1200, -300, True)]
    assert rate_variance(hotel.after(1)) == []


# Who may


def test_only_who_sets_up_the_hotel_changes_rates(hotel: Hotel) -> None:
    with refused("NO_RIGHT"):
        add_rate_code(hotel.desk("nok"), "X", "x", "x")
    with refused("NO_RIGHT"):
        save_rate_code(hotel.desk("nok"), RateTerms("X", "x", "x"))
    with refused("NO_RIGHT"):
        set_span_price(
            hotel.desk("somsak"), rate_code("BAR").id, kind().id, YEAR_END, Amounts(Decimal(1), Decimal(1))
        )


def _days(nights: int) -> tuple[datetime.date, datetime.date]:
    return datetime.date(2030, 1, 1), datetime.date(2030, 1, nights)
