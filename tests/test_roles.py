"""What each role may do, up to how many baht, and who may change it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from models.house.acts import ChangeLog
from models.house.roles import add_role, give_right, rename_role, rights_of_role, take_right
from models.house.staff import RIGHTS, Role, RoleRight, Staff
from models.house.staffing import NewStaff, change_own_password, hire
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import asked, refused


def role(code: str) -> int:
    return int(Role.get(Role.code == code).id)


def newest() -> ChangeLog:
    return ChangeLog.select().order_by(ChangeLog.id.desc()).first()


def test_a_limit_given_and_a_right_taken_are_logged_with_what_stood_before(hotel: Hotel) -> None:
    keeper, reception = hotel.desk("pavinee"), role("reception")
    give_right(keeper, reception, "discount", Decimal(1000))
    assert rights_of_role(reception)["discount"] == Decimal(1000)
    line = newest()
    assert (line.subject, line.subject_id, line.operation) == ("role", str(reception), "give_right")
    assert Decimal(json.loads(line.before)["discount"]) == 300
    assert Decimal(json.loads(line.after)["discount"]) == 1000
    give_right(keeper, reception, "overbook")
    assert rights_of_role(reception)["overbook"] is None
    take_right(keeper, reception, "overbook")
    assert "overbook" not in rights_of_role(reception)
    assert (json.loads(newest().before), newest().after) == ({"overbook": "without limit"}, None)


def test_a_role_made_after_another_has_its_rights_and_limits(small_hotel: Hotel) -> None:
    keeper = small_hotel.desk("pavinee")
    made = add_role(keeper, " Trainee ", "พนักงานฝึกหัด", "Trainee", copy_of="reception")
    assert Role.get_by_id(made).code == "trainee"
    assert rights_of_role(made) == rights_of_role(role("reception"))
    rename_role(keeper, made, "ฝึกงาน", "Intern")
    assert Role.get_by_id(made).name_en == "Intern"
    assert rights_of_role(add_role(keeper, "bare", "ว่าง", "Bare")) == {}


@pytest.mark.parametrize(
    ("code", "right", "limit"),
    [
        ("UNKNOWN_RIGHT", "fly", None),
        ("LIMIT_BELOW_ZERO", "discount", Decimal(-1)),
        ("AMOUNT", "discount", Decimal("0.001")),
        ("NO_LIMIT_HERE", "overbook", Decimal(100)),
    ],
)
def test_a_right_nobody_knows_and_a_limit_that_holds_nothing_are_refused(
    small_hotel: Hotel, code: str, right: str, limit: Decimal | None
) -> None:
    with refused(code):
        give_right(small_hotel.desk("pavinee"), role("reception"), right, limit)


def test_a_role_without_a_code_a_name_or_its_like_is_refused(small_hotel: Hotel) -> None:
    keeper = small_hotel.desk("pavinee")
    for refusal, code, name, like in (
        ("NO_CODE", " ", "X", None),
        ("CODE_TAKEN", "Reception", "X", None),
        ("NO_NAME", "new", " ", None),
        ("NO_ROLE", "new", "X", "king"),
    ):
        with refused(refusal):
            add_role(keeper, code, "ก", name, copy_of=like)
    with refused("NO_NAME"):
        rename_role(keeper, role("reception"), "", "X")
    with refused("UNKNOWN_RIGHT"):
        take_right(keeper, role("reception"), "fly")
    with refused("NO_RIGHT"):
        give_right(small_hotel.desk("somsak"), role("reception"), "overbook")


def test_the_last_who_keeps_staff_keeps_it(small_hotel: Hotel) -> None:
    keeper = small_hotel.desk("pavinee")
    with refused("LAST_KEEPER"):
        take_right(keeper, role("manager"), "staff")
    give_right(keeper, role("front office manager"), "staff")
    Staff.update(active=False).where(Staff.login == "somsak").execute()
    with refused("LAST_KEEPER"):  # whose sign-in is closed keeps nothing
        take_right(keeper, role("manager"), "staff")
    Staff.update(active=True).where(Staff.login == "somsak").execute()
    take_right(keeper, role("manager"), "staff")
    with refused("NO_RIGHT"):
        take_right(keeper, role("manager"), "book")


def test_nobody_widens_his_own_role_alone(small_hotel: Hotel) -> None:
    keeper, manager = small_hotel.desk("pavinee"), role("manager")
    give_right(keeper, manager, "discount", Decimal(500))  # narrower is free
    give_right(keeper, manager, "discount", Decimal(400))
    for limit in (Decimal(401), None):
        with asked("OWN_ROLE", "staff", second_person=True):
            give_right(keeper, manager, "discount", limit)
    with asked("OWN_ROLE", "staff", second_person=True):  # somebody without the right to keep staff
        give_right(small_hotel.answering("pavinee", "somsak", OWN_ROLE="needed"), manager, "discount")
    with asked("OWN_ROLE", "staff", second_person=True):  # oneself
        give_right(small_hotel.answering("pavinee", "pavinee", OWN_ROLE="needed"), manager, "discount")
    hire(keeper, NewStaff("owner", "เจ้าของ", "Owner", "manager", "long enough"))
    with asked("OWN_ROLE", "staff", second_person=True):  # whose password the keeper gave
        give_right(small_hotel.answering("pavinee", "owner", OWN_ROLE="needed"), manager, "discount")
    change_own_password(small_hotel.desk("owner"), "long enough", "only mine now")
    give_right(small_hotel.answering("pavinee", "owner", OWN_ROLE="needed"), manager, "discount")
    assert rights_of_role(manager)["discount"] is None
    assert (newest().approved_by.login, newest().reason) == ("owner", "OWN_ROLE: needed")
    RoleRight.delete().where((RoleRight.role == manager) & (RoleRight.right == "credit")).execute()
    with asked("OWN_ROLE", "staff", second_person=True):
        give_right(keeper, manager, "credit")


@pytest.mark.parametrize(
    ("language", "command", "words"),
    [
        (
            "en",
            "roles",
            ("Receptionist", "Rights of Receptionist", "Take, change and cancel", "Change a room price"),
        ),
        ("th", "สิทธิ์การใช้งาน", ("พนักงานต้อนรับ", "สิทธิ์ของพนักงานต้อนรับ", "ครั้งละไม่เกิน", "เปลี่ยนราคาห้อง")),
    ],
)
async def test_the_manager_sets_a_limit_and_takes_a_right_by_keys(
    small_hotel: Hotel, language: str, command: str, words: tuple[str, ...]
) -> None:
    reception = role("reception")
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command(command)
        await desk.sees(words[0])
        await desk.press("down", "down", "enter")
        await desk.sees(words[1], words[2])
        await desk.press(*["down"] * list(RIGHTS).index("discount"))
        await desk.press("e")
        await desk.sees("300")
        await desk.press("ctrl+a", *["delete"] * 8)
        await desk.type("750")
        await desk.press("f9")
        await desk.sees("750.00")
        assert rights_of_role(reception)["discount"] == Decimal(750)
        await desk.press("enter")
        await desk.sees(words[3], not_="750.00")
        assert "discount" not in rights_of_role(reception)
