"""Staff: who may sign in, with which role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from models.house.staff import Staff, all_staff, roles
from models.house.staffing import NewStaff, hire, set_active, set_password, set_role
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

PASSWORD = FieldSpec("password", Message("Password"), "password", required=True)
LANGUAGES = (("th", "ไทย"), ("en", "English"))


class _Row:
    def __init__(self, staff: Staff) -> None:
        self.staff = staff
        self.key = (staff.login,)


def role_options() -> list[tuple[str, str]]:
    return [(r.code, r.name_th if current_language() == "th" else r.name_en) for r in roles()]


def _role_name(row: _Row) -> str:
    role = row.staff.role
    return str(role.name_th if current_language() == "th" else role.name_en)


class StaffScreen(DeskScreen):
    ACTIONS = (
        Action("hire", Message("New"), ("n", "insert"), right="staff"),
        Action("password", Message("Set password"), ("w",), right="staff"),
        Action("role", Message("Role"), ("r",), right="staff"),
        Action("active", Message("Close or reopen"), ("x",), right="staff", danger=True),
    )

    def heading(self) -> str:
        return _("Staff")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self._rows()),
            [
                Column(Message("Sign-in name"), 16, lambda r: r.staff.login),
                Column(Message("Name"), None, lambda r: r.staff.name(current_language())),
                Column(Message("Role"), 24, _role_name),
                Column(Message("Sign-in"), 10, lambda r: "" if r.staff.active else _("closed")),
            ],
            id="staff",
        )

    def _rows(self) -> list[_Row]:
        return [_Row(staff) for staff in all_staff()]

    @property
    def _selected(self) -> Staff:
        row = self.query_one("#staff", WindowedList).selected
        assert row is not None  # whoever looks at this list is on it
        staff: Staff = row.staff
        return staff

    def reload(self) -> None:
        self.query_one("#staff", WindowedList).renew(MemoryListing(self._rows()))

    async def _ask(self, title: Message, specs: tuple[FieldSpec, ...], write: Any) -> None:
        if await self.app.push_screen_wait(FormDialog(title, specs, write)):
            self.reread()

    async def do_hire(self) -> None:
        specs = (
            FieldSpec("login", Message("Sign-in name"), required=True, max_length=30),
            FieldSpec("name_th", Message("Name in Thai"), required=True, max_length=80),
            FieldSpec("name_en", Message("Name in English"), required=True, max_length=80),
            FieldSpec(
                "role", Message("Role"), "pick", required=True, options=role_options(), default="reception"
            ),
            FieldSpec(
                "language", Message("Language"), "pick", required=True, options=LANGUAGES, default="th"
            ),
            PASSWORD,
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(hire, NewStaff(**values), token=token, answers=answers)

        await self._ask(Message("New member of staff"), specs, write)

    async def do_password(self) -> None:
        staff = self._selected

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                set_password, staff.id, values["password"], token=token, answers=answers
            )
            return True

        await self._ask(Message("Set the password of {login}", {"login": staff.login}), (PASSWORD,), write)

    async def do_role(self) -> None:
        staff = self._selected
        spec = FieldSpec(
            "role", Message("Role"), "pick", required=True, options=role_options(), default=staff.role.code
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(set_role, staff.id, values["role"], token=token, answers=answers)
            return True

        await self._ask(Message("Role of {login}", {"login": staff.login}), (spec,), write)

    async def do_active(self) -> None:
        await self.submit(set_active, self._selected.id, not self._selected.active)
