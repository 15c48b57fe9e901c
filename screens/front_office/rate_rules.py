"""Restrictions, age bands, categories, levels of the best available rate, and overbooking limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from locales import Message, _
from models.front_office import overbooking
from models.front_office.rates.levels import levels, remove_level, save_level
from models.front_office.rates.rate_codes import categories, remove_category, save_category
from models.front_office.rates.restrictions import (
    add_restriction,
    change_restriction,
    letters,
    remove_restriction,
    restrictions,
    rules_of,
)
from models.front_office.rates.seasons import age_bands, remove_age_band, save_age_band
from models.front_office.rates.spans import Span, span_of
from screens.front_office.rate_forms import (
    ALL,
    RULES,
    SPAN,
    chosen,
    dates,
    rate_choices,
    rules_from,
    rules_values,
    span_from,
    span_values,
    type_choices,
    weekday_names,
)
from screens.front_office.set_up_list import Call, Entry, SetUpList, Specs
from screens.front_office.words import name_of
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column

CODE = FieldSpec("code", Message("Code"), required=True, width=12, max_length=12)
NAMES = (
    FieldSpec("name_th", Message("Name in Thai"), required=True, width=36, max_length=60),
    FieldSpec("name_en", Message("Name in English"), required=True, width=36, max_length=60),
)


def _id(row: Any) -> int | None:
    return None if row is None else int(row.id)


def _code(row: Any) -> str:
    return str(row.code) if row is not None else _("all")


class RestrictionsScreen(SetUpList):
    """Those that hold today or later."""

    TITLE_LINE = Message("Restrictions")
    ONE = Message("Restriction")
    COLUMNS = (
        Column(Message("Nights"), 24, lambda e: dates(span_of(e.row))),
        Column(Message("Weekdays"), 16, lambda e: weekday_names(e.row.weekdays)),
        Column(Message("Rate"), 12, lambda e: _code(e.row.rate_code)),
        Column(Message("Type"), 6, lambda e: _code(e.row.room_type)),
        Column(Message("Restricted"), None, lambda e: letters([e.row])),
    )

    def rows(self) -> Sequence[Any]:
        return restrictions(self.services.today())

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (
            *SPAN,
            FieldSpec("rate", Message("Rate"), "pick", options=rate_choices(with_all=True), width=30),
            FieldSpec(
                "room_type", Message("Room type"), "pick", options=type_choices(with_all=True), width=30
            ),
            *RULES,
        )

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"rate": ALL, "room_type": ALL}
        scope = {"rate": row.rate_code_id or ALL, "room_type": row.room_type_id or ALL}
        return {**span_values(span_of(row)), **rules_values(rules_of(row)), **scope}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        what = (span_from(values), rules_from(values), chosen(values["rate"]), chosen(values["room_type"]))
        return (add_restriction, what) if row is None else (change_restriction, (row.id, *what))

    def removing(self, row: Any) -> Call:
        return remove_restriction, (row.id,)


class AgeBandsScreen(SetUpList):
    TITLE_LINE = Message("Age bands of children")
    ONE = Message("Age band")
    COLUMNS = (
        Column(Message("Code"), 12, lambda e: e.row.code),
        Column(Message("Name"), None, lambda e: name_of(e.row)),
        Column(Message("Years"), 10, lambda e: f"{e.row.from_age}–{e.row.to_age}", "right"),
    )

    def rows(self) -> Sequence[Any]:
        return age_bands()

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (
            CODE,
            *NAMES,
            FieldSpec("from_age", Message("From, years"), "number", required=True, minimum=0),
            FieldSpec("to_age", Message("To, years"), "number", required=True, minimum=0),
        )

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {}
        return {name: getattr(row, name) for name in ("code", "name_th", "name_en", "from_age", "to_age")}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        return save_age_band, (*values.values(), _id(row))

    def removing(self, row: Any) -> Call:
        return remove_age_band, (row.id,)


class RateCategoriesScreen(SetUpList):
    TITLE_LINE = Message("Rate categories")
    ONE = Message("Rate category")
    COLUMNS = (
        Column(Message("Code"), 12, lambda e: e.row.code),
        Column(Message("Name"), None, lambda e: name_of(e.row)),
    )

    def rows(self) -> Sequence[Any]:
        return categories()

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (CODE, *NAMES)

    def values(self, row: Any) -> Mapping[str, object]:
        return {} if row is None else {name: getattr(row, name) for name in ("code", "name_th", "name_en")}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        return save_category, (*values.values(), _id(row))

    def removing(self, row: Any) -> Call:
        return remove_category, (row.id,)


class BarLevelsScreen(SetUpList):
    """Which code the expected occupancy asks for. Quote and calendar show it; nothing is changed by it."""

    TITLE_LINE = Message("Rate by occupancy")
    ONE = Message("Rate by occupancy")
    COLUMNS = (
        Column(Message("From"), 8, lambda e: f"{e.row.from_percent} %", "right"),
        Column(Message("Rate to sell"), None, lambda e: f"{e.row.rate_code.code} {name_of(e.row.rate_code)}"),
    )

    def rows(self) -> Sequence[Any]:
        return levels()

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (
            FieldSpec(
                "from_percent", Message("From occupancy, %"), "number", required=True, minimum=0, maximum=200
            ),
            FieldSpec(
                "rate", Message("Rate to sell"), "pick", required=True, options=rate_choices(), width=30
            ),
        )

    def values(self, row: Any) -> Mapping[str, object]:
        return {} if row is None else {"from_percent": row.from_percent, "rate": row.rate_code_id}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        return save_level, (values["from_percent"], chosen(values["rate"]), _id(row))

    def removing(self, row: Any) -> Call:
        return remove_level, (row.id,)


class OverbookingScreen(SetUpList):
    """Of several limits on one night the one made last counts: the lower one in this list."""

    TITLE_LINE = Message("Overbooking limits")
    ONE = Message("Overbooking limit")
    COLUMNS = (
        Column(Message("Nights"), 26, lambda e: dates(Span(e.row.first_night, e.row.last_night))),
        Column(
            Message("Type"), None, lambda e: e.row.room_type.code if e.row.room_type_id else _("the house")
        ),
        Column(Message("Rooms more"), 12, lambda e: str(e.row.rooms), "right"),
    )

    def rows(self) -> Sequence[Any]:
        return overbooking.limits(self.services.today())

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        house = [(ALL, Message("The whole house")), *type_choices()]
        return (
            *SPAN[:2],
            FieldSpec("room_type", Message("Room type"), "pick", options=house, width=30),
            FieldSpec("rooms", Message("Rooms more"), "number", required=True, minimum=0),
        )

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"room_type": ALL}
        known = {name: getattr(row, name) for name in ("first_night", "last_night", "rooms")}
        return {**known, "room_type": row.room_type_id or ALL}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        scope = chosen(values["room_type"])
        limit = (values["first_night"], values["last_night"], values["rooms"], scope, _id(row))
        return overbooking.set_limit, limit

    def removing(self, row: Any) -> Call:
        return overbooking.remove_limit, (row.id,)


__all__ = [
    "AgeBandsScreen",
    "BarLevelsScreen",
    "Entry",
    "OverbookingScreen",
    "RateCategoriesScreen",
    "RestrictionsScreen",
]
