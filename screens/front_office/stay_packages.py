"""The packages of one stay, night by night: add one, take one off, see what is left of an allowance and use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.packages.allowances import charges_of_today, take_back_use, use_allowance
from models.front_office.packages.nights import (
    MOST_PIECES,
    StayElement,
    add_package,
    remove_package,
    set_quantity,
    stay_elements,
    stay_packages,
)
from models.front_office.packages.setup import all_packages
from models.front_office.reservations import IN_HOUSE, NOT_YET, RESERVED, STATES, Stay
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.stay_changes import REASON
from screens.front_office.words import amount, day, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList


def _state(row: StayElement) -> str:
    if row.settled:
        return _("settled")
    if row.posted:
        return _("posted")
    if not row.quantity:
        return _("off")
    return _("by hand") if row.by_hand else ""


def _basis(row: StayElement) -> str:
    return _("in rate") if row.in_rate else _("on top")


def _valid(row: StayElement) -> str:
    if row.left is None:
        return ""
    return f"→{day(row.valid_until)}" if row.valid_until else _("→leaves")


class StayPackagesScreen(DeskScreen):
    ACTIONS = (
        Action("add", Message("Add"), ("a", "insert"), right="book", why_not=lambda s: s.why_not_open()),
        Action("remove", Message("Take off"), ("x", "delete"), right="book", why_not=lambda s: s.why_not_remove()),
        Action("quantity", Message("Quantity"), ("q",), right="book", why_not=lambda s: s.why_not_quantity()),
        Action("use", Message("Use allowance"), ("u",), right="post", why_not=lambda s: s.why_not_use()),
        Action("take_back", Message("Guest pays"), ("c",), right="correct", why_not=lambda s: s.why_not_back()),
    )  # fmt: skip

    def __init__(self, stay_id: int) -> None:
        super().__init__()
        self.stay: Stay = Stay.get_by_id(stay_id)

    def heading(self) -> str:
        return _("Packages of {guest}", guest=self.stay.guest.name(current_language()))

    def aside(self) -> str:
        return " ".join(row.package.code for row in stay_packages(self.stay.id))

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._listing(),
            [
                Column(Message("Night"), 7, lambda r: day(r.date)),
                Column(Message("Package"), 7, lambda r: r.package),
                Column(Message("Name"), None, name_of),
                Column(Message("Qty"), 4, lambda r: str(r.quantity), "right"),
                Column(Message("Price"), 9, lambda r: amount(r.amount), "right"),
                Column(Message("Where"), 8, _basis),
                Column(Message("Left"), 9, lambda r: "" if r.left is None else amount(r.left), "right"),
                Column(Message("Until"), 8, _valid),
                Column(Message("State"), 8, _state),
            ],
            empty=Message("No package on this stay."),
            id="elements",
        )

    def _listing(self) -> MemoryListing[StayElement]:
        return MemoryListing(stay_elements(self.stay.id))

    def reload(self) -> None:
        self.stay = Stay.get_by_id(self.stay.id)
        self.query_one("#elements", WindowedList).renew(self._listing())

    @property
    def selected(self) -> StayElement | None:
        row: StayElement | None = self.query_one("#elements", WindowedList).selected
        return row

    # Why not now

    def why_not_open(self) -> Message | None:
        if self.stay.state in (*NOT_YET, RESERVED, IN_HOUSE):
            return None
        return Message("This stay is {state}.", {"state": STATES[self.stay.state]})

    def why_not_remove(self) -> Message | None:
        return self.why_not_open() if stay_packages(self.stay.id) else Message("No package on this stay.")

    def why_not_quantity(self) -> Message | None:
        row = self.selected
        if row is None:
            return Message("No package on this stay.")
        if row.posted:
            return Message("The night of {date} is posted. Use an adjustment.", {"date": row.date})
        return self.why_not_open()

    def why_not_use(self) -> Message | None:
        row = self.selected
        if row is None or row.left is None:
            return Message("Choose an allowance.")
        return None if self._charges() else Message("Nothing was charged today.")

    def why_not_back(self) -> Message | None:
        paid = any(charge.paid for charge in charges_of_today(self.stay.id, self.services.today()))
        return None if paid else Message("No allowance was used today.")

    # Doing

    def on_windowed_list_opened(self, _event: WindowedList.Opened) -> None:
        action = next(a for a in self.ACTIONS if a.id == "quantity")
        self.perform(action)

    async def do_add(self) -> None:
        there = {row.package_id for row in stay_packages(self.stay.id)}
        language = current_language()
        options = [
            (p.code, f"{p.code} {p.name(language)}") for p in all_packages() if p.active and p.id not in there
        ]
        if not options:
            self.say(Message("There is no other package."), "warning")
            return
        code = await self.app.push_screen_wait(ChooseDialog(Message("Add which package?"), options))
        if code:
            await self.submit(add_package, self.stay.id, code)

    async def do_remove(self) -> None:
        language = current_language()
        options = [
            (row.id, f"{row.package.code} {row.package.name(language)}")
            for row in stay_packages(self.stay.id)
        ]
        title = Message("Take which package off the nights to come?")
        chosen = await self.app.push_screen_wait(ChooseDialog(title, options))
        if chosen:
            await self.submit(remove_package, chosen)

    async def do_quantity(self) -> None:
        row = self.selected
        assert row is not None
        spec = FieldSpec(
            "quantity", Message("Quantity"), "number", required=True, minimum=0, maximum=MOST_PIECES,
            help=Message("0 takes it off this night."),
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                set_quantity, row.night_element_id, values["quantity"], token=token, answers=answers
            )
            return True

        title = Message("{what}, night of {date}", {"what": name_of(row), "date": row.date})
        first = {"quantity": row.quantity}
        if await self.app.push_screen_wait(FormDialog(title, (spec,), write, values=first)):
            self.reread()

    def _charges(self, paid: bool = False) -> list[tuple[int, str]]:
        language = current_language()
        found = charges_of_today(self.stay.id, self.services.today())
        return [
            (c.posting_id, f"{c.words(language)} {amount(c.paid if paid else c.amount - c.paid)}")
            for c in found
            if (c.paid if paid else c.amount - c.paid)
        ]

    async def do_use(self) -> None:
        """A charge of today on the allowance chosen: on another day, or more than is left of it."""
        row = self.selected
        assert row is not None
        charges = self._charges()
        specs = (
            FieldSpec("charge", Message("Charge"), "pick", required=True, options=charges, default=charges[-1][0], width=40),
            FieldSpec("beyond", Message("House pays the rest"), "check", help=Message("What goes beyond the allowance.")),
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                use_allowance, values["charge"], row.night_element_id, bool(values["beyond"]), token=token,
                answers=answers,
            )  # fmt: skip
            return True

        title = Message("Use the allowance of {date}, {left} left", {"date": row.date, "left": row.left})
        if await self.app.push_screen_wait(FormDialog(title, specs, write)):
            self.reread()

    async def do_take_back(self) -> None:
        charges = self._charges(paid=True)
        specs = (
            FieldSpec("charge", Message("Charge"), "pick", required=True, options=charges, default=charges[-1][0], width=40),
            REASON,
        )  # fmt: skip

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                take_back_use, values["charge"], values["reason"], token=token, answers=answers
            )
            return True

        title = Message("The guest pays it after all")
        if await self.app.push_screen_wait(FormDialog(title, specs, write)):
            self.reread()
