"""The departments of the house, as the hotel names and calls them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from locales import Message, _
from models.house.departments import all_departments, keep_department
from screens.front_office.set_up_list import CHANGE, NEW, Call, SetUpList, Specs
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column


class DepartmentsScreen(SetUpList):
    ACTIONS = (NEW, CHANGE)
    TITLE_LINE = Message("Departments")
    ONE = Message("Department")
    COLUMNS = (
        Column(Message("Code"), 8, lambda e: e.row.code),
        Column(Message("Name (Thai)"), 26, lambda e: e.row.name_th),
        Column(Message("Name"), None, lambda e: e.row.name_en),
        Column(Message("Ext."), 8, lambda e: e.row.extension),
        Column(Message("In use"), 8, lambda e: _("yes") if e.row.active else _("no")),
    )

    def rows(self) -> Sequence[Any]:
        return all_departments()

    def specs(self, row: Any) -> Specs:
        code = (FieldSpec("code", Message("Code"), required=True, max_length=10),) if row is None else ()
        return (
            *code,
            FieldSpec("name_th", Message("Name (Thai)"), max_length=60),
            FieldSpec("name_en", Message("Name"), max_length=60),
            FieldSpec("extension", Message("Extension"), max_length=20),
            FieldSpec("active", Message("In use"), "check"),
        )

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"active": True}
        return {name: getattr(row, name) for name in ("name_th", "name_en", "extension", "active")}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        code = values["code"] if row is None else row.code
        names = (values["name_th"], values["name_en"], values["extension"], values["active"])
        return keep_department, (code, *names)
