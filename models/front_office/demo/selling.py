"""How the demo hotel sells its rooms: accounts, rate codes with their seasons, breakfast, policies, limits."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal

from models.front_office.companies import create_company
from models.front_office.demo.tables import rows
from models.front_office.overbooking import set_limit
from models.front_office.packages.setup import Element, link_rate, save_element, save_package
from models.front_office.policies import Step, Terms, apply_policy, save_policy
from models.front_office.rates import EVERY_DAY
from models.front_office.rates.levels import save_level
from models.front_office.rates.negotiated import attach
from models.front_office.rates.rate_codes import RateTerms, rate_code, save_category, save_rate_code
from models.front_office.rates.restrictions import Rules, add_restriction
from models.front_office.rates.seasons import Amounts, Season, add_season, save_age_band
from models.front_office.rates.spans import Span
from models.house.acts import Act, operation

# code, Thai, English, persons, price of a low-season weekday for one and for two, baht before service and tax
ROOM_TYPES = (
    ("SUP", "ซูพีเรียร์", "Superior", 2, 1500, 1700),
    ("DLX", "ดีลักซ์ ริมน้ำ", "Deluxe River View", 3, 2100, 2400),
    ("FAM", "แฟมิลี่", "Family", 4, 2900, 3200),
    ("SUI", "สวีท ริมน้ำ", "River Suite", 3, 4300, 4600),
)
CATEGORIES = (
    ("PUBLIC", "ราคาทั่วไป", "Public rates"),
    ("PROMO", "โปรโมชั่น", "Promotions"),
    ("CONTRACT", "คู่สัญญา", "Contracts"),
    ("FREE", "ไม่คิดเงิน", "Free of charge"),
)
LISTED = (
    RateTerms("RACK", "ราคาหน้าป้าย", "Rack rate", "PUBLIC"),
    RateTerms("BAR", "ราคาขายประจำวัน", "Best available rate", "PUBLIC", market="LEISURE"),
    RateTerms("CORP", "ราคาบริษัทคู่สัญญา", "Corporate rate", "CONTRACT", market="BUSINESS", negotiated=True),
    RateTerms(
        "AGENT", "ราคาเอเย่นต์", "Travel agent net rate", "CONTRACT", market="AGENT", source="AGENT", negotiated=True
    ),
    RateTerms(
        "NET", "ราคา OTA รวมบริการและภาษี", "OTA rate, service and tax included", "CONTRACT", market="OTA",
        source="OTA", inclusive=True,
    ),
)  # fmt: skip
TEN = Decimal(10)
OTHERS = (
    RateTerms("BAR2", "ราคาขายประจำวัน ระดับ 2", "Best available rate, level 2", "PUBLIC", market="LEISURE",
              base="BAR", percent=Decimal(12), round_to=TEN),
    RateTerms("BAR3", "ราคาขายประจำวัน ระดับ 3", "Best available rate, level 3", "PUBLIC", market="LEISURE",
              base="BAR", percent=Decimal(25), round_to=TEN),
    RateTerms("ADV", "จองล่วงหน้า 14 วัน", "Advance purchase, 14 days", "PROMO", market="LEISURE",
              base="BAR", percent=Decimal(-15), round_to=TEN, min_advance=14),
    RateTerms("BB", "รวมอาหารเช้า", "Bed and breakfast", "PUBLIC", market="LEISURE",
              base="BAR", difference=Decimal(500)),
    RateTerms("GOV", "ราคาราชการ", "Government rate", "CONTRACT", market="GOVERNMENT",
              base="BAR", percent=Decimal(-15), round_to=TEN),
    RateTerms("GROUP", "ราคาหมู่คณะ", "Group rate", "CONTRACT", market="GROUP",
              base="BAR", percent=Decimal(-20), round_to=TEN),
    RateTerms("COMP", "ห้องอภินันทนาการ", "Complimentary", "FREE", market="COMP", complimentary=True),
    RateTerms("HOUSE", "ห้องใช้ภายใน", "House use", "FREE", market="HOUSE", house_use=True),
)  # fmt: skip
LEVELS = ((0, "BAR"), (55, "BAR2"), (80, "BAR3"))  # from which percent of the house sold
AGE_BANDS = (("INF", "เด็กเล็ก 0–5 ปี", "Infant 0–5", 0, 5, 0), ("CHD", "เด็ก 6–11 ปี", "Child 6–11", 6, 11, 300))
# first and last night as (month, day), percent of the low-season price, name
SEASONS = (
    ((1, 1), (1, 10), 145, "Peak"),
    ((1, 11), (4, 9), 120, "High"),
    ((4, 10), (4, 17), 145, "Peak · Songkran"),
    ((4, 18), (5, 15), 120, "High"),
    ((5, 16), (10, 31), 100, "Low"),
    ((11, 1), (12, 19), 120, "High"),
    ((12, 20), (12, 31), 145, "Peak"),
)
WEEKEND, WEEKDAYS = "56", "12347"  # nights of Friday and Saturday
WEEKEND_MORE = 250
EXTRA_ADULT, CHILD = Decimal(600), Decimal(300)
INCLUSIVE = Decimal("1.177")  # service charge 10 % and VAT 7 % on top of it
BREAKFAST = Decimal(320)  # as on the price list, so that the allowance pays for all of it
ADVANCE_DAYS = 14
FREE_UNTIL = 3  # days before arrival
DAYS_TO_PREPAY = 3
OVERBOOKED = 2


def set_up_selling(
    act: Act, types: Mapping[str, int], start: datetime.date, today: datetime.date, last_year: int
) -> None:
    """Everything a price needs, from the first of January of the first year to the last day of ``last_year``."""
    for category in CATEGORIES:
        save_category(act, *category)
    for code, name_th, name_en, youngest, oldest, _price in AGE_BANDS:
        save_age_band(act, code, name_th, name_en, youngest, oldest)
    for terms in LISTED:
        rate = save_rate_code(act, terms)
        _price_list(act, terms.code, rate, types, start.year, last_year)
    for terms in OTHERS:
        save_rate_code(act, terms)
    for percent, code in LEVELS:
        save_level(act, percent, rate_code(code).id)
    _accounts(act, datetime.date(start.year, 1, 1), datetime.date(last_year, 12, 31))
    _breakfast(act)
    _policies(act)
    set_limit(act, today, today + datetime.timedelta(days=120), OVERBOOKED, types["SUP"])


def _accounts(act: Act, first: datetime.date, last: datetime.date) -> None:
    for row in rows("companies"):
        account = create_company(
            act,
            code=row["code"],
            kind="agent" if row["kind"] == "agent" else "company",
            name_th=row["name_th"] if row["name_th"] != row["name"] else "",
            name_en=row["name"],
            address=row["address_th"],
            tax_id=row["tax_id"],
            phone=row["phone"],
            email=row["email"],
            contact=row["contact"],
            commission=int(row["commission"]),
            language="" if row["tax_id"] else "en",
        )
        if row["rate"]:
            attach(act, rate_code(row["rate"]).id, account, first, last)


def _breakfast(act: Act) -> None:
    package = save_package(
        act, None, "BB", "อาหารเช้า", "Breakfast", wrapper=True,
        print_th="ค่าห้องพักรวมอาหารเช้า", print_en="Room with breakfast",
    )  # fmt: skip
    element = Element("FOOD", BREAKFAST, "person", "every", in_rate=True, allowance=True, next_day=True)
    save_element(act, package, None, element)
    link_rate(act, package, "BB")


def _policies(act: Act) -> None:
    one_night = Decimal(1)
    flexible = Terms(
        "FLEX", "ยกเลิกได้", "Flexible", steps=(Step(FREE_UNTIL, "days", "nights", one_night),),
        no_show_rule="nights", no_show=one_night,
    )  # fmt: skip
    prepaid = Terms(
        "NONREF", "ไม่คืนเงิน", "Non-refundable", deposit_rule="percent", deposit=Decimal(100),
        due_rule="after booking", due_days=DAYS_TO_PREPAY, steps=(Step(400, "days", "stay"),), no_show_rule="stay",
    )  # fmt: skip
    for terms, codes in ((flexible, ("BAR", "BAR2", "BAR3", "BB")), (prepaid, ("ADV",))):
        policy = save_policy(act, None, terms)
        for code in codes:
            apply_policy(act, policy, code)


@operation("set_up")
def restrict_new_year(act: Act, eve: datetime.date) -> None:
    """Two nights at least over New Year; on its Eve no promotion, and nobody comes by an online agent."""
    day = datetime.timedelta(days=1)
    add_restriction(act, Span(eve - day, eve + day, EVERY_DAY), Rules(min_stay=2))
    on_the_eve = Span(eve, eve, EVERY_DAY)
    add_restriction(act, on_the_eve, Rules(stop_sell=True), rate_code("ADV").id)
    add_restriction(act, on_the_eve, Rules(closed_to_arrival=True), rate_code("NET").id)


def _price_list(
    act: Act, code: str, rate: int, types: Mapping[str, int], first_year: int, last_year: int
) -> None:
    by_age = (
        {band: Decimal(price) for band, _th, _en, _from, _to, price in AGE_BANDS} if code == "BAR" else {}
    )
    for kind, _th, _en, _persons, single, double in ROOM_TYPES:
        for span, name, percent, more in _seasons(code, first_year, last_year):
            one, two = (_price(code, base, percent, more) for base in (single, double))
            amounts = Amounts(one, two, EXTRA_ADULT, CHILD, by_age=by_age)
            add_season(act, rate, types[kind], Season(span, amounts, name))


def _seasons(code: str, first_year: int, last_year: int) -> Iterator[tuple[Span, str, int, int]]:
    """Nights, name, percent, baht more. Rack rate is one price; contracts know no weekend."""
    if code == "RACK":
        yield Span(datetime.date(first_year, 1, 1), datetime.date(last_year, 12, 31), EVERY_DAY), "", 180, 0
        return
    for year in range(first_year, last_year + 1):
        for first, last, percent, name in SEASONS:
            nights = datetime.date(year, *first), datetime.date(year, *last)
            if code in ("CORP", "AGENT"):
                yield Span(*nights, EVERY_DAY), name, percent * (85 if code == "CORP" else 75) // 100, 0
            else:
                yield Span(*nights, WEEKDAYS), name, percent, 0
                yield Span(*nights, WEEKEND), f"{name}, Fri–Sat", percent, WEEKEND_MORE


def _price(code: str, base: int, percent: int, more: int) -> Decimal:
    """To the next ten baht, as a price list has it."""
    price = Decimal(base * percent) / 100 + more
    if code == "NET":
        price *= INCLUSIVE
    return Decimal(int(price / 10) * 10)
