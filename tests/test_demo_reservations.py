"""The demo hotel's reservations: what a person finds who looks at how it sells its rooms."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.front_office.blocks import Block, BlockCell
from models.front_office.cancellations import BookingEnd
from models.front_office.companies import Company, company_of
from models.front_office.correspondence import LETTER, PHONE, RECORDED, SENT, Letter
from models.front_office.demo.planned import full_saturday
from models.front_office.deposit_requests import deposits_due
from models.front_office.folios import Posting
from models.front_office.guests import GuestPreference
from models.front_office.inventory import HOUSE, OverbookingLimit, availability
from models.front_office.packages.tables import NightElement
from models.front_office.policies import BookingPolicy
from models.front_office.proof import faults
from models.front_office.rates import price, rate_code, suggested
from models.front_office.rates.calendar import rate_calendar
from models.front_office.rates.negotiated import accounts_of
from models.front_office.rates.seasons import age_bands
from models.front_office.reservations import (
    IN_HOUSE,
    RESERVED,
    WAITLISTED,
    Reservation,
    Stay,
    companions_of,
    group_of,
    room_type,
)
from models.front_office.turn_aways import TurnAway
from models.front_office.waitlist import waiting
from models.house.database import close_database, open_database

TODAY = datetime.date(2026, 11, 23)
TOMORROW = TODAY + datetime.timedelta(days=1)
NEW_YEARS_EVE = datetime.date(2026, 12, 31)


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[None]:
    file = tmp_path / "demo.db"
    shutil.copy(demo_file, file)
    open_database(str(file))
    yield
    close_database()


def test_bookings_of_companies_and_agents_belong_to_their_accounts(demo: None) -> None:
    of_company = Reservation.select().where(Reservation.market << ["BUSINESS", "GOVERNMENT"])
    assert of_company.count()
    assert all(r.company_id and not r.agent_id for r in of_company)
    of_agent = Reservation.select().where(Reservation.market == "AGENT")
    assert of_agent.count()
    assert all(r.agent.kind == "agent" for r in of_agent)
    assert all(c.name_en and c.phone and c.contact for c in Company.select())
    agreed = {agreement.company.code for agreement in accounts_of(rate_code("CORP").id)}
    assert agreed == {"AYPARTS", "CPLOGIS"}
    corporate = Stay.select().where(Stay.rate_code == rate_code("CORP"))
    assert {stay.reservation.company.code for stay in corporate} <= agreed


def test_promotion_and_levels_follow_the_daily_rate(demo: None) -> None:
    superior = room_type("SUP")
    bar, advance, bed_and_breakfast = (
        price(rate_code(code), superior, TOMORROW, 2) for code in ("BAR", "ADV", "BB")
    )
    assert (bar, advance, bed_and_breakfast) == (2040, 1730, 2540)
    early = list(Stay.select().where(Stay.rate_code == rate_code("ADV")))
    assert early
    assert all((s.arrival - s.reservation.made_on).days >= 14 for s in early)
    busy, quiet = suggested(TODAY), suggested(TODAY + datetime.timedelta(days=20))
    assert busy is not None
    assert quiet is not None
    assert (busy.code, quiet.code) == ("BAR2", "BAR")
    assert [(band.from_age, band.to_age) for band in age_bands()] == [(0, 5), (6, 11)]
    family = room_type("FAM")
    assert price(rate_code("BAR"), family, TOMORROW, 2, 1, (4,)) < price(
        rate_code("BAR"), family, TOMORROW, 2, 1, (8,)
    )


def test_new_year_is_restricted(demo: None) -> None:
    def letters(code: str) -> str:
        return rate_calendar(rate_code(code), NEW_YEARS_EVE, NEW_YEARS_EVE).cells[0][0].restrictions

    assert {code: letters(code) for code in ("BAR", "ADV", "NET")} == {
        "BAR": "m2", "ADV": "S m2", "NET": "A m2"
    }  # fmt: skip
    limit = OverbookingLimit.get()
    assert (limit.room_type.code, limit.rooms) == ("SUP", 2)


def test_breakfast_is_in_the_rate_and_eaten_against_the_allowance(demo: None) -> None:
    assert Stay.select().where((Stay.rate_code == rate_code("BB")) & (Stay.state == IN_HOUSE)).exists()
    assert NightElement.select().exists()
    assert Posting.select().where(Posting.kind == "allowance").exists()


def test_policies_are_in_the_bookings_and_deposits_are_due(demo: None) -> None:
    copied = Counter(
        (copy.stay.rate_code.code, copy.code) for copy in BookingPolicy.select(BookingPolicy, Stay).join(Stay)
    )
    assert {code for code in copied if code[0] in ("BAR", "ADV", "BB")} == {
        ("BAR", "FLEX"), ("BB", "FLEX"), ("ADV", "NONREF")
    }  # fmt: skip
    due = deposits_due().first(20)
    assert len([d for d in due if d.days_over(TODAY)]) == 1
    assert len([d for d in due if d.received]) == 1
    assert 4 <= len(due) <= 6
    ends = list(BookingEnd.select())
    assert any(end.collected for end in ends)
    assert any(end.uncollected for end in ends)


def test_one_group_is_half_picked_up_and_one_is_not_sure(demo: None) -> None:
    definite, tentative = (Block.get(Block.status == status) for status in ("definite", "tentative"))
    assert definite.first_night == TODAY + datetime.timedelta(days=10)
    assert definite.cutoff_on == TODAY + datetime.timedelta(days=5)
    assert definite.company == company_of("METRO")
    nightly = sum(c.blocked for c in BlockCell.select().where(BlockCell.block == definite)) / 2
    picked = Stay.select().join(Reservation).where(Reservation.block == definite).count()
    assert picked * 2 == nightly
    assert tentative.first_night.month == 12


def test_three_wait_for_a_family_room_two_ask_and_six_were_turned_away(demo: None) -> None:
    hopeful = waiting(TODAY)
    waitlisted = [w for w in hopeful if w.state == WAITLISTED]
    assert sorted(w.priority for w in waitlisted) == [1, 3, 5]
    saturday = full_saturday(TODAY)
    assert {(w.room_type, w.arrival) for w in waitlisted} == {("FAM", saturday)}
    rooms = availability(saturday, saturday)
    assert rooms[saturday, "FAM"].maximum == 1 < rooms[saturday, HOUSE].maximum
    assert len(hopeful) - len(waitlisted) == 2
    calls = list(TurnAway.select())
    assert len(calls) == len({call.reason for call in calls}) == 6
    assert all(call.date.month == TODAY.month for call in calls)


def test_friends_share_and_families_travel_together_tomorrow(demo: None) -> None:
    (second,) = Stay.select().where(Stay.share_of.is_null(False))
    assert second.arrival == TOMORROW
    one, two = group_of(second)
    assert one.room_id == two.room_id is not None
    together = list(Reservation.select().where(Reservation.party_id.is_null(False)))
    assert len(together) == 2
    assert [stay.arrival for stay in companions_of(together[0].id)] == [TOMORROW]


def test_three_are_met_at_the_airport_and_five_regulars_have_their_wishes(demo: None) -> None:
    met = list(Stay.select().where(Stay.pick_up))
    assert {(s.arrival, s.state) for s in met} == {(TOMORROW, RESERVED)}
    assert len({s.guest.family for s in met}) == len({s.flight_in for s in met}) == 3
    assert len({wish.guest_id for wish in GuestPreference.select()}) == 5


def test_one_confirmation_went_by_post_and_one_by_phone(demo: None) -> None:
    assert {(letter.method, letter.status) for letter in Letter.select()} == {
        (LETTER, SENT), (PHONE, RECORDED)
    }  # fmt: skip


def test_nothing_is_wrong(demo: None) -> None:
    assert list(faults()) == []
