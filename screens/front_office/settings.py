"""What the house chooses: the hotel's particulars and every setting, in words. Enter changes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from locales import Message, _
from models.house.settings import (
    CHOICE,
    GROUPS,
    MACHINE,
    NUMBER,
    PERCENT,
    Chosen,
    chosen_settings,
    set_particular,
    set_setting,
)
from screens.front_office.set_up_list import CHANGE, Call, Entry, SetUpList, Specs
from screens.kit.actions import Action
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column
from screens.navigation import open_screen

_ON_THE_MACHINE = Message("This is set from the shell of the hotel's machine alone.")


def _why_not_back(screen: SettingsScreen) -> Message | None:
    chosen = screen.selected
    if chosen is None or not chosen.changed:
        return Message("It is as it was when the hotel opened.")
    return _set_elsewhere(chosen)


def _set_elsewhere(chosen: Chosen) -> Message | None:
    if chosen.described.home == MACHINE:
        return _ON_THE_MACHINE
    if chosen.described.home:
        return Message("This is set on its own screen: Enter.")
    return None


class SettingsScreen(SetUpList):
    """A setting that another screen sets with checks of its own leads there."""

    ACTIONS = (
        CHANGE,
        Action("back_to_default", Message("As delivered"), ("d",), right="set_up", danger=True, why_not=_why_not_back),
    )  # fmt: skip
    TITLE_LINE = Message("Settings of the house")
    COLUMNS = (
        Column[Entry](Message("About"), 16, lambda e: GROUPS[e.row.described.group].say()),
        Column[Entry](Message("Setting"), None, lambda e: e.row.described.label.say()),
        Column[Entry](Message("Chosen"), 26, lambda e: f"{'*' if e.row.changed else ' '} {e.row.words()}"),
    )

    def aside(self) -> str:
        return _("* differs from the default")

    def rows(self) -> Sequence[Chosen]:
        return chosen_settings()

    async def do_change(self) -> None:
        chosen: Chosen = self.selected
        home = chosen.described.home
        if home and home != MACHINE:
            self.app.push_screen(open_screen(home))
        elif home:
            self.say(_ON_THE_MACHINE)
        else:
            await self._edit(chosen)

    async def do_back_to_default(self) -> None:
        chosen: Chosen = self.selected
        await self.submit(set_setting, chosen.described.name, chosen.default or "")

    def one(self, row: Chosen) -> Message:
        return row.described.label

    def specs(self, row: Chosen) -> Specs:
        about = row.described
        if about.kind == CHOICE:
            return (
                FieldSpec(
                    about.name, Message("Chosen"), "pick", required=True, options=about.choices, width=34, help=about.help
                ),
            )  # fmt: skip
        kind = {NUMBER: "number", PERCENT: "amount"}.get(about.kind, "text")
        bounds: dict[str, Any] = (
            {"minimum": about.least, "maximum": about.most}
            if kind != "text"
            else {"max_length": about.longest}
        )
        width = 10 if kind != "text" else min(about.longest, 44)
        return (
            FieldSpec(
                about.name, Message("Chosen"), kind, required=not about.empty, width=width, help=about.help, **bounds
            ),
        )  # fmt: skip

    def values(self, row: Chosen) -> Mapping[str, object]:
        value: object = row.value
        if row.described.kind == NUMBER:
            value = int(row.value)
        elif row.described.kind == PERCENT:
            value = Decimal(row.value)
        return {row.described.name: value}

    def saving(self, row: Chosen, values: Mapping[str, Any]) -> Call:
        name = row.described.name
        value = values[name]
        if isinstance(value, Decimal):
            value = f"{value.normalize():f}"
        operation = set_particular if row.default is None else set_setting
        return operation, (name, "" if value is None else str(value))
