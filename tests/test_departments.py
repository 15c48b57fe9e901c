"""The departments of the house: named, called, no longer used."""

from __future__ import annotations

import pytest

from models.house.acts import ChangeLog
from models.house.departments import Department, all_departments, department, departments, keep_department
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import refused


def test_a_hotel_opens_with_its_departments_and_names_them_as_it_likes(hotel: Hotel) -> None:
    assert department("hk").name("th") == "แม่บ้าน"
    keep_department(hotel.desk(), "hk", "แผนกแม่บ้าน", "Housekeeping", "1201")
    assert department("HK").name("th") == "แผนกแม่บ้าน"
    assert ChangeLog.select().where(ChangeLog.subject == "department").get().after is not None
    keep_department(hotel.desk(), "POOL", "สระว่ายน้ำ", "", active=False)
    assert "POOL" not in [d.code for d in departments()]
    assert all_departments()[-1].name("en") == "สระว่ายน้ำ"
    with refused("NO_DEPARTMENT"):
        department("POOL")
    with refused("NO_NAME"):
        keep_department(hotel.desk(), "X", " ", "")
    with refused("NO_RIGHT"):
        keep_department(hotel.desk("nok"), "X", "ก", "X")


@pytest.mark.parametrize(("language", "title"), [("en", "Departments"), ("th", "แผนก")])
async def test_the_manager_gives_a_department_its_extension(
    small_hotel: Hotel, language: str, title: str
) -> None:
    async with at_the_desk(small_hotel, language=language) as desk:
        await desk.command("departments")
        await desk.sees(title, "HK")
        await desk.press("enter", "tab", "tab")
        await desk.type("100")
        await desk.press("f9")
        await desk.sees("100")
    assert Department.get(Department.code == "FO").extension == "100"
