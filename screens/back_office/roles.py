"""Roles: what each kind of staff may do, up to how many baht."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from locales import Message, current_language
from models.house.roles import (
    WEIGHED,
    add_role,
    give_right,
    people_by_role,
    rename_role,
    rights_of_role,
    take_right,
)
from models.house.staff import RIGHTS, Role, roles
from screens.front_office.set_up_list import Call, Entry, SetUpList, Specs
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


@dataclass(frozen=True)
class _RoleLine:
    id: int
    role: Role
    rights: int
    people: int


class RolesScreen(SetUpList):
    """Enter opens the rights of a role."""

    TITLE_LINE = Message("Roles")
    ONE = Message("Role")
    COLUMNS = (
        Column(Message("Role"), None, lambda e: name_of(e.row.role)),
        Column(Message("Code"), 24, lambda e: e.row.role.code),
        Column(Message("Rights"), 8, lambda e: str(e.row.rights), "right"),
        Column(Message("Staff"), 8, lambda e: str(e.row.people), "right"),
    )
    ACTIONS = (
        Action("new", Message("New"), ("n", "insert"), right="staff"),
        Action("change", Message("Rename"), ("e",), right="staff"),
    )

    def rows(self) -> Sequence[_RoleLine]:
        people = people_by_role()
        return [_RoleLine(r.id, r, len(rights_of_role(r.id)), people.get(r.id, 0)) for r in roles()]

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        event.prevent_default()  # Enter edits in other lists of this kind
        self.app.push_screen(open_screen("rights", event.row.row.id, name_of(event.row.row.role)))

    def specs(self, row: Any) -> Specs:
        names = (
            FieldSpec("name_th", Message("Name in Thai"), required=True, max_length=80),
            FieldSpec("name_en", Message("Name in English"), required=True, max_length=80),
        )
        if row is not None:
            return names
        like = [(role.code, name_of(role)) for role in roles()]
        return (
            FieldSpec("code", Message("Code"), required=True, max_length=30),
            *names,
            FieldSpec("copy_of", Message("Rights as of"), "pick", options=[("", ""), *like]),
        )

    def values(self, row: Any) -> Mapping[str, object]:
        return {"name_th": row.role.name_th, "name_en": row.role.name_en} if row else {}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        if row is not None:
            return rename_role, (row.id, values["name_th"], values["name_en"])
        return add_role, (values["code"], values["name_th"], values["name_en"], values["copy_of"] or None)


@dataclass(frozen=True)
class _RightLine:
    id: int
    right: str
    held: bool
    limit: Decimal | None


def _limit(entry: Entry) -> str:
    line: _RightLine = entry.row
    if not line.held or line.right not in WEIGHED:
        return ""
    return Message("without limit").say() if line.limit is None else amount(line.limit)


def _why_no_limit(screen: RightsScreen) -> Message | None:
    line = screen.selected
    if line is None:
        return Message("Nothing here.")
    return None if line.right in WEIGHED else Message("This right has no limit in baht.")


class RightsScreen(SetUpList):
    """Every right of the house: Enter gives it to the role or takes it, e sets its limit."""

    ONE = Message("Limit")
    COLUMNS = (
        Column(Message("Has"), 5, lambda e: Message("yes").say() if e.row.held else ""),
        Column(Message("Right"), None, lambda e: RIGHTS[e.row.right].say(current_language())),
        Column(Message("Up to baht"), 16, _limit, "right"),
    )
    ACTIONS = (
        Action("turn", Message("Give or take"), ("t",), right="staff"),
        Action("change", Message("Limit"), ("e",), right="staff", why_not=_why_no_limit),
    )

    def __init__(self, role_id: int, name: str) -> None:
        super().__init__()
        self.role_id, self.role_name = role_id, name

    def heading(self) -> str:
        return Message("Rights of {role}", {"role": self.role_name}).say()

    def rows(self) -> Sequence[_RightLine]:
        held = rights_of_role(self.role_id)
        return [_RightLine(n, right, right in held, held.get(right)) for n, right in enumerate(RIGHTS)]

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        event.prevent_default()  # Enter edits in other lists of this kind
        self.start(self.do_turn())

    async def do_turn(self) -> None:
        line = self.selected
        if line is not None:
            await self.submit(take_right if line.held else give_right, self.role_id, line.right)

    def one(self, row: Any) -> Message:
        return RIGHTS[row.right]

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        help_line = Message("Empty: without limit.")
        return (FieldSpec("limit", Message("Up to baht"), "amount", minimum=Decimal(0), help=help_line),)

    def values(self, row: Any) -> Mapping[str, object]:
        return {"limit": row.limit}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        return give_right, (self.role_id, row.right, values["limit"])
