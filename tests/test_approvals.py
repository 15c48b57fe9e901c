"""Approvals: each thing that was asked stands in a list, with who asked, who approved, why, and what it was about."""

from __future__ import annotations

import dataclasses
import datetime
from contextlib import suppress
from decimal import Decimal

import peewee
import pytest
from syrupy.assertion import SnapshotAssertion

from locales import Message, _
from locales.thai_text import cell_width
from models.front_office.adjustments import adjust
from models.front_office.approvals import ApprovalRow, approvals
from models.front_office.folios import Posting, post_charge
from models.front_office.opening import set_setting
from models.front_office.reservations.changes import change_price
from models.house.acts import Act, Approval, ChangeLog, operation
from models.house.database import database, is_postgres
from models.house.refusals import Answer, Refused
from models.house.roles import give_right
from models.house.staff import Role, Staff
from models.house.staffing import NewStaff, change_own_password, hire, set_password
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.raw import counted
from tests.refusing import asked

BAHT = Decimal


def charged_yesterday(hotel: Hotel) -> tuple[int, int]:
    """A stay in 201 with a charge of 1,177.00 of the day before."""
    stay = hotel.in_house("201", nights=3)
    charge = post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", BAHT(1000))
    hotel.audit()
    return stay, charge


def of(code: str) -> list[ApprovalRow]:
    return [row for row in approvals().first(100) if row.code == code]


def test_above_ones_limit_the_list_says_who_asked_who_approved_how_much_and_why(hotel: Hotel) -> None:
    stay, charge = charged_yesterday(hotel)
    with asked("ADJUST_LIMIT", "adjust", amount="600.00", second_person=True):
        adjust(hotel.desk("nok"), charge, "QUALITY", amount=BAHT(600))
    line = adjust(
        hotel.answering("nok", "somsak", ADJUST_LIMIT="long wait; cold"), charge, "QUALITY", amount=BAHT(600)
    )
    (row,) = of("ADJUST_LIMIT")
    assert (row.asked_by, row.approved_by, row.right, row.amount) == ("nok", "somsak", "adjust", 600)
    assert (row.reason, row.stay_id, row.posting_id, row.room) == ("long wait; cold", stay, line, "201")
    assert row.guest_en
    assert approvals().first(1) == [row]
    logged = ChangeLog.select().where(ChangeLog.id.between(row.first_log, row.last_log))
    assert {each.operation for each in logged} == {"adjust"}
    assert ChangeLog.select().where(ChangeLog.operation == "adjust").count() == logged.count()


@pytest.mark.parametrize("approver", ["nok", "lek"])
def test_nobody_approves_for_oneself_nor_above_the_own_limit(small_hotel: Hotel, approver: str) -> None:
    hotel = small_hotel
    _stay, charge = charged_yesterday(hotel)
    desk = hotel.answering("nok", approver, ADJUST_LIMIT="he asked me to")
    with asked("ADJUST_LIMIT", "adjust", amount="600.00", second_person=True) as refusal:
        adjust(desk, charge, "QUALITY", amount=BAHT(600))
    assert "second person may not approve" in refusal.said.message.say("en")
    assert not of("ADJUST_LIMIT")


def test_who_may_oneself_stands_there_without_an_approver(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.booked(2)
    change_price(hotel.answering(PRICE_CHANGED="long known"), stay, [hotel.day], BAHT(900))
    (row,) = of("PRICE_CHANGED")
    assert (row.asked_by, row.approved_by, row.amount, row.reason) == ("pavinee", "", 600, "long known")
    assert (row.stay_id, row.posting_id) == (stay, None)
    # Said by the manager himself, in his own name: still his own right, and no second person.
    own = dataclasses.replace(
        hotel.desk(), answers={"PRICE_CHANGED": Answer("less", Staff.get(Staff.login == "pavinee").id)}
    )
    change_price(own, stay, [hotel.day], BAHT(800))
    assert [row.approved_by for row in of("PRICE_CHANGED")] == ["", ""]


def test_one_answer_of_an_act_is_one_line_with_the_largest_amount(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.booked(2, prices=(BAHT(1200), BAHT(1000)))
    (row,) = of("PRICE_CHANGED")
    assert (row.amount, row.stay_id) == (800, stay)


@operation("see_desk")
def undecided(act: Act, changing: bool) -> None:
    """Asks in a part that is taken back, and in one that stands."""
    with suppress(Refused), act.attempt():
        act.ask("NOT_GUARANTEED", "Asked for nothing.", right="see_desk")
        raise Refused("GONE", "It is gone.")
    act.ask("LATE_CHARGE", "Asked.", right="see_desk", amount=BAHT(-5))
    act.ask("LATE_CHARGE", "Asked.", right="see_desk", amount=BAHT(3))
    if changing:
        act.changed(("room", "x"), {}, {"a": 1})


def test_what_was_taken_back_or_changed_nothing_is_no_approval(small_hotel: Hotel) -> None:
    desk = small_hotel.answering("nok", NOT_GUARANTEED="a", LATE_CHARGE="b")
    before = Approval.select().count()
    undecided(desk, False)
    assert Approval.select().count() == before
    undecided(desk, True)
    (row,) = approvals().first(Approval.select().count() - before)
    assert (row.code, row.amount, row.reason, row.stay_id) == ("LATE_CHARGE", -5, "b", None)
    assert row.first_log == row.last_log


def test_what_concerns_the_house_names_no_stay(small_hotel: Hotel) -> None:
    hotel = small_hotel
    set_setting(hotel.desk(), "due_in_left", "NOTE")
    hotel.in_house("201")
    hotel.booked(1)  # does not come: an optional check has something to say
    hotel.audit()
    give_right(hotel.desk(), Role.get(Role.code == "front office manager").id, "staff", None)
    give_right(hotel.answering("somsak", "pavinee", OWN_ROLE="new duty"), Staff.get(Staff.login == "somsak").role_id, "period", None)  # fmt: skip
    (row,) = of("OWN_ROLE")
    assert (row.asked_by, row.approved_by, row.stay_id, row.reason) == ("somsak", "pavinee", None, "new duty")
    (skipped,) = of("OPTIONAL_CHECKS")
    assert (skipped.stay_id, skipped.asked_by, skipped.reason) == (None, "chai", "seen to tomorrow")


def test_the_list_is_narrowed_by_date_by_person_and_by_words(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _stay, charge = charged_yesterday(hotel)
    adjust(hotel.answering("nok", "somsak", ADJUST_LIMIT="wait"), charge, "QUALITY", amount=BAHT(600))
    cheap = hotel.booked(1)
    change_price(hotel.answering(PRICE_CHANGED="known"), cheap, [hotel.day], BAHT(900))

    def codes(**narrow: object) -> list[str]:
        return [row.code for row in approvals(**narrow).first(50)]  # type: ignore[arg-type]

    assert codes(date=hotel.day) == ["PRICE_CHANGED", "ADJUST_LIMIT"]
    assert "ADJUST_LIMIT" not in codes(date=hotel.day - datetime.timedelta(days=1))
    for login in ("nok", "somsak"):
        assert codes(staff_id=Staff.get(Staff.login == login).id) == ["ADJUST_LIMIT"]
    assert codes(text="adjustment limit") == codes(text="somsak") == ["ADJUST_LIMIT"]
    assert codes(text="nobody") == []
    listing = approvals()
    every = listing.first(50)
    assert listing.after(every[0].key, 50) == every[1:]
    assert listing.before(every[1].key, 50) == every[:1]


def test_the_list_is_read_by_its_index(small_hotel: Hotel) -> None:
    for narrow in ({}, {"date": small_hotel.day}):
        with counted() as seen:
            approvals(**narrow).after((1000,), 20)  # type: ignore[arg-type]
        plan = database.execute_sql(f"EXPLAIN QUERY PLAN {seen[0]}".replace("?", "1"))
        said = " ".join(str(row[-1]) for row in plan.fetchall())
        assert "SCAN" not in said, said
        assert "TEMP B-TREE" not in said, said


# The database


def test_an_approval_can_be_neither_changed_nor_deleted_nor_given_by_who_asked(hotel: Hotel) -> None:
    stay = hotel.booked(2)
    change_price(hotel.answering("nok", "somsak", PRICE_CHANGED="known"), stay, [hotel.day], BAHT(900))
    columns = 'at, business_date, code, "right", amount, asked_by_id'
    copy = (
        f"INSERT INTO approval ({columns}, approved_by_id, first_log_id, last_log_id) SELECT {columns}, %s"
        " FROM approval WHERE approved_by_id IS NOT NULL"
    )
    emptied = "TRUNCATE approval" if is_postgres() else "REPLACE INTO approval SELECT * FROM approval"
    before = list(Approval.select().dicts())
    assert before
    for statement, said in (
        ("UPDATE approval SET amount = 1", "LOG_SEALED"),
        ("UPDATE approval SET approved_by_id = NULL", "LOG_SEALED"),
        ("DELETE FROM approval", "LOG_SEALED"),
        (emptied, "LOG_SEALED"),
        (copy % "asked_by_id, first_log_id, last_log_id", "(?i)check constraint"),
        (copy % "approved_by_id, last_log_id, first_log_id - 1", "(?i)check constraint"),
    ):
        with pytest.raises(peewee.DatabaseError, match=said), database.atomic():
            database.execute_sql(statement)
        assert list(Approval.select().dicts()) == before


# The words


def test_everything_that_is_asked_has_words_in_the_list() -> None:
    import ast
    from pathlib import Path

    from models.front_office.approvals import CODES

    asked_for = set()
    for file in Path("models").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr == "ask"
            ):
                asked_for.add(ast.literal_eval(call.args[0]))
    assert asked_for == set(CODES)
    for language in ("en", "th"):
        said = [words.say(language) for words in CODES.values()]
        assert len(set(said)) == len(said)
        assert [words for words in said if cell_width(words) > 24] == []


# The screen


@pytest.mark.parametrize(("language", "command"), [("en", "approvals"), ("th", "การอนุมัติ")])
async def test_the_manager_reads_who_approved_what_and_goes_to_the_line(
    small_hotel: Hotel, language: str, command: str, snapshot: SnapshotAssertion
) -> None:
    hotel = small_hotel
    _stay, charge = charged_yesterday(hotel)
    cheap = hotel.booked(1)
    change_price(hotel.answering(PRICE_CHANGED="known"), cheap, [hotel.day], BAHT(900))
    line = adjust(
        hotel.answering("nok", "somsak", ADJUST_LIMIT="long wait"), charge, "QUALITY", amount=BAHT(600)
    )
    async with at_the_desk(hotel, "somsak", language) as desk:
        await desk.command(command)
        await desk.sees("somsak", "600.00", "long wait", Message("Lower charges of closed days").say())
        assert len(desk.text.split("\n")) == 24
        assert desk.text == snapshot
        await desk.press("enter")
        await desk.sees(Posting.get_by_id(line).number, not_="long wait")
        await desk.press("escape")
        await desk.sees("long wait")
        await desk.press("c")
        await desk.sees(_("What was changed"), "-600.00")
        await desk.press("escape")
        await desk.sees("long wait")
        await desk.press("down")
        await desk.sees("known")
        await desk.press("enter")
        await desk.sees("900.00", not_="known")
        await desk.press("escape")
        await desk.sees("known")
        await desk.press("t", "enter")
        await desk.type("s")
        await desk.sees("somsak Somsak" if language == "en" else "somsak somsak")
        await desk.press("f9")
        await desk.sees("long wait", not_="known")


def test_whoever_keeps_staff_approves_nothing_by_a_sign_in_of_the_own_making(small_hotel: Hotel) -> None:
    """Its password is known to the maker until the other has chosen another one."""
    hotel = small_hotel
    _stay, charge = charged_yesterday(hotel)
    give_right(hotel.desk(), Role.get(Role.code == "reception").id, "staff", None)
    nok = hotel.desk("nok")
    for made in (
        lambda: hire(nok, NewStaff("second", "สอง", "Second", "front office manager", "long enough")),
        lambda: set_password(nok, Staff.get(Staff.login == "somsak").id, "long enough"),
    ):
        made()
    for login in ("second", "somsak"):
        with asked("ADJUST_LIMIT", "adjust", amount="600.00", second_person=True) as refusal:
            adjust(
                hotel.answering("nok", login, ADJUST_LIMIT="he asked"), charge, "QUALITY", amount=BAHT(600)
            )
        assert "a password given by you" in refusal.said.message.say("en")
    change_own_password(hotel.desk("second"), "long enough", "only mine now")
    adjust(hotel.answering("nok", "second", ADJUST_LIMIT="he asked"), charge, "QUALITY", amount=BAHT(600))
    assert [row.approved_by for row in of("ADJUST_LIMIT")] == ["second"]
