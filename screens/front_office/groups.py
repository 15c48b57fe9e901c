"""Groups: the list of blocks, and the form in which one is made or described anew."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.blocks import HOLDING, STATUSES, Block
from models.front_office.blocks.grid import NewBlock, change_block, create_block, rooms_of_words
from models.front_office.blocks.views import BlockRow, blocks_to_come, find_blocks
from models.front_office.companies import companies_named
from models.house.refusals import Refused
from screens.front_office.booking import rate_options
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice, Option
from screens.kit.desk_screen import DeskScreen
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.form_screen import FormScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

COLUMNS = (
    Column[BlockRow](Message("Arrival"), 9, lambda b: day(b.first_night)),
    Column[BlockRow](Message("Departure"), 9, lambda b: day(b.departure)),
    Column[BlockRow](Message("Code"), 8, lambda b: b.code),
    Column[BlockRow](Message("Name"), None, lambda b: f"{b.name} {b.company}".strip()),
    Column[BlockRow](Message("Status"), 10, lambda b: STATUSES[b.status].say()),
    Column[BlockRow](Message("Blocked"), 10, lambda b: str(b.blocked), "right"),
    Column[BlockRow](Message("Picked up"), 9, lambda b: str(b.picked_up), "right"),
)


class GroupsScreen(DeskScreen):
    """Groups that are here or to come; a search reaches the past and the lost ones too."""

    ACTIONS = (Action("new", Message("New group"), ("n", "insert"), right="book"),)

    def heading(self) -> str:
        return _("Groups")

    def aside(self) -> str:
        return _("room-nights over all nights")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            blocks_to_come(self.services.today()),
            COLUMNS,
            search=find_blocks,
            empty=Message("No group is here or to come."),
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("group", event.row.block_id))

    def do_new(self) -> None:
        self.app.push_screen(open_screen("group form"))


def search_companies(text: str) -> list[Option]:
    return [(c.id, f"{c.code} {c.name(current_language())}") for c in companies_named(text)]


class GroupFormScreen(FormScreen):
    """A new block, or what an old one says of itself; its rooms are changed night by night."""

    ACTIONS = (Action("save", Message("Save"), ("f9",), right="book"),)

    def __init__(self, block_id: int | None = None) -> None:
        super().__init__()
        self.block: Block | None = Block.get_by_id(block_id) if block_id else None

    def heading(self) -> str:
        return f"{self.block.code} {self.block.name}" if self.block else _("New group")

    def compose_body(self) -> ComposeResult:
        yield Form(self._specs(), values=self._values(), id="group")

    def _specs(self) -> list[FieldSpec]:
        new = [
            FieldSpec("first_night", Message("Arrival"), "date", required=True),
            FieldSpec("departure", Message("Departure"), "date", required=True, after="first_night", help=Message("A date, or +2 for two nights.")),
            FieldSpec("rooms", Message("Number of rooms"), width=40, max_length=80, help=Message("Of each type on every night, as 10 SUP, 5 DLX.")),
            FieldSpec("status", Message("Status"), "pick", required=True, options=tuple((s, STATUSES[s]) for s in HOLDING[:3]), default="tentative"),
        ]  # fmt: skip
        return [
            FieldSpec("name", Message("Name"), required=True, width=40, max_length=80),
            FieldSpec("company_id", Message("Company"), "lookup", search=search_companies, width=40),
            *([] if self.block else new),
            FieldSpec("rate_code", Message("Rate"), "pick", required=True, options=rate_options(), width=30),
            FieldSpec("cutoff_on", Message("Cutoff date"), "date", help=Message("In the audit of this date rooms not picked up go back to the house.")),
            FieldSpec("cutoff_days", Message("or days before"), "number", minimum=0, maximum=365, help=Message("Before each night, as an allotment has it.")),
            FieldSpec("elastic", Message("Elastic"), "check", help=Message("More rooms may be picked up than are blocked.")),
            FieldSpec("contact", Message("Contact"), width=40, max_length=80),
            FieldSpec("phone", Message("Phone"), max_length=40),
            FieldSpec("email", Message("E-mail"), width=40, max_length=120),
            FieldSpec("market", Message("Market"), max_length=20),
            FieldSpec("source", Message("Source"), max_length=20),
            FieldSpec("note", Message("Note"), width=40, max_length=200),
            *([] if self.block else [FieldSpec("code", Message("Code"), max_length=20, width=12, help=Message("Empty: the next number."))]),
        ]  # fmt: skip

    def _values(self) -> dict[str, object]:
        block = self.block
        if block is None:
            rates = [code for code, _label in rate_options()]
            return {"rate_code": "BAR" if "BAR" in rates else rates[0] if rates else None}
        company = block.company
        return {
            **{n: getattr(block, n) for n in ("name", "cutoff_on", "cutoff_days", "elastic", "contact", "phone", "email", "market", "source", "note")},
            "company_id": Choice(company.id, company.name(current_language())) if company else None,
            "rate_code": block.rate_code.code,
        }  # fmt: skip

    async def write(self, values: Mapping[str, Any]) -> None:
        said: dict[str, Any] = {
            name: "" if value is None and name in _TEXTS else value for name, value in values.items()
        }
        if self.block is not None:
            if await self.submit(change_block, self.block.id, form=self.form, **said) is not None:
                self.dismiss(None)
            return
        try:
            rooms = rooms_of_words(said.pop("rooms"))
        except Refused as refused:
            self.form.show_refusal(refused)
            return
        last = said.pop("departure") - datetime.timedelta(days=1)
        block_id = await self.submit(
            create_block, NewBlock(**said, rooms=rooms, last_night=last), form=self.form
        )
        if block_id is not None:
            self.app.switch_screen(open_screen("group", block_id))


_TEXTS = ("name", "rooms", "contact", "phone", "email", "market", "source", "note", "code")
