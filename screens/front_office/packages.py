"""Packages as the hotel sells them: what they are made of, and the rates they come with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.packages.setup import (
    Element,
    all_packages,
    elements_of,
    link_rate,
    rates_with,
    remove_element,
    revenue_codes,
    save_element,
    save_package,
    set_package_active,
    unlink_rate,
)
from models.front_office.packages.tables import RHYTHMS, RULES, Package, PackageElement
from models.front_office.rates import rate_codes
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

NAMES = (
    FieldSpec("code", Message("Code"), required=True, max_length=10, width=10),
    FieldSpec("name_th", Message("Name in Thai"), required=True, max_length=60),
    FieldSpec("name_en", Message("Name in English"), required=True, max_length=60),
    FieldSpec("wrapper", Message("One line on the folio"), "check"),
    FieldSpec("print_th", Message("That line in Thai"), max_length=60, help=Message("Empty: the name.")),
    FieldSpec("print_en", Message("That line in English"), max_length=60, help=Message("Empty: the name.")),
)


@dataclass(frozen=True)
class _PackageRow:
    package: Package
    rates: str

    @property
    def key(self) -> tuple[str]:
        return (self.package.code,)


def _packages(text: str = "") -> MemoryListing[_PackageRow]:
    wanted = text.strip().casefold()
    return MemoryListing(
        [
            _PackageRow(p, " ".join(rate.code for rate in rates_with(p.id)))
            for p in all_packages()
            if wanted in f"{p.code} {p.name_th} {p.name_en}".casefold()
        ]
    )


class PackagesScreen(DeskScreen):
    ACTIONS = (
        Action("new", Message("New"), ("n", "insert"), right="set_up"),
        Action(
            "edit", Message("Edit"), ("e",), right="set_up", why_not=lambda s: _why_not_row(s, "#packages")
        ),
        Action(
            "active", Message("Stop or sell again"), ("x",), right="set_up", danger=True,
            why_not=lambda s: _why_not_row(s, "#packages"),
        ),
    )  # fmt: skip

    def heading(self) -> str:
        return _("Packages")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            _packages(),
            [
                Column(Message("Code"), 10, lambda r: r.package.code),
                Column(Message("Name"), None, name_of_package),
                Column(Message("Folio"), 9, lambda r: _("one line") if r.package.wrapper else ""),
                Column(Message("Rates"), 20, lambda r: r.rates),
                Column(Message("State"), 8, lambda r: "" if r.package.active else _("not sold")),
            ],
            search=_packages,
            empty=Message("No package yet. n makes one."),
            id="packages",
        )

    def reload(self) -> None:
        self.query_one("#packages", WindowedList).renew(_packages())

    @property
    def selected(self) -> Package:
        row = self.query_one("#packages", WindowedList).selected
        assert row is not None
        package: Package = row.package
        return package

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(PackageScreen(event.row.package.id))

    async def do_new(self) -> None:
        made: list[int] = []

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            made.append(
                await self.services.write(save_package, None, **_tidy(values), token=token, answers=answers)
            )
            return made

        if await self.app.push_screen_wait(FormDialog(Message("New package"), NAMES, write)):
            self.app.push_screen(PackageScreen(made[-1]))

    async def do_edit(self) -> None:
        package = self.selected
        first = {spec.name: getattr(package, spec.name) for spec in NAMES}

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                save_package, package.id, **_tidy(values), token=token, answers=answers
            )

        title = Message("Package {code}", {"code": package.code})
        if await self.app.push_screen_wait(FormDialog(title, NAMES, write, values=first)):
            self.reread()

    async def do_active(self) -> None:
        package = self.selected
        await self.submit(set_package_active, package.id, not package.active)


def name_of_package(row: _PackageRow) -> str:
    return row.package.name(current_language())


def _why_not_row(screen: DeskScreen, listed: str) -> Message | None:
    return None if screen.query_one(listed, WindowedList).selected else Message("Nothing here.")


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in values.items()}


class _ElementRow:
    def __init__(self, element: PackageElement) -> None:
        self.element = element
        self.key = (element.id,)


def _nights(row: _ElementRow) -> str:
    schedule = row.element.schedule
    match row.element.rhythm:
        case "every x":
            step, _slash, first = schedule.partition("/")
            return _("Every {x} nights from {y}", x=step, y=first)
        case "weekdays":
            return _("Weekdays {list}", list=schedule)
        case "nights":
            return _("Nights {list}", list=schedule)
        case "dates":
            return _("Dates {list}", list=schedule)
        case rhythm:
            return RHYTHMS[rhythm].say()


def _where(row: _ElementRow) -> str:
    return _("in rate") if row.element.in_rate else _("on top")


def _marks(row: _ElementRow) -> str:
    return f"{'A' if row.element.allowance else ''}{'+1' if row.element.next_day else ''}"


class PackageScreen(DeskScreen):
    """The elements of one package. A means allowance, +1 used the day after."""

    ACTIONS = (
        Action("new", Message("New element"), ("n", "insert"), right="set_up"),
        Action(
            "edit", Message("Edit"), ("e",), right="set_up", why_not=lambda s: _why_not_row(s, "#elements")
        ),
        Action(
            "remove", Message("Remove"), ("x", "delete"), right="set_up", danger=True,
            why_not=lambda s: _why_not_row(s, "#elements"),
        ),
        Action("link", Message("Add to a rate"), ("r",), right="set_up"),
        Action("unlink", Message("Take off a rate"), ("t",), right="set_up", why_not=lambda s: s.why_not_unlink()),
    )  # fmt: skip

    def __init__(self, package_id: int) -> None:
        super().__init__()
        self.package: Package = Package.get_by_id(package_id)

    def heading(self) -> str:
        return f"{self.package.code} · {self.package.name(current_language())}"

    def aside(self) -> str:
        rates = " ".join(rate.code for rate in rates_with(self.package.id))
        return _("in rates: {rates}", rates=rates) if rates else _("in no rate")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._listing(),
            [
                Column(Message("Name"), None, lambda r: name_of(r.element.code)),
                Column(Message("Amount"), 10, lambda r: amount(r.element.amount), "right"),
                Column(Message("How many"), 10, lambda r: RULES[r.element.rule].say()),
                Column(Message("Nights"), 25, _nights),
                Column(Message("Where"), 8, _where),
                Column(Message("Sign"), 4, _marks),
            ],
            empty=Message("No element yet. n makes one."),
            id="elements",
        )

    def _listing(self) -> MemoryListing[_ElementRow]:
        return MemoryListing([_ElementRow(element) for element in elements_of(self.package.id)])

    def reload(self) -> None:
        self.package = Package.get_by_id(self.package.id)
        self.query_one("#elements", WindowedList).renew(self._listing())

    @property
    def selected(self) -> PackageElement:
        row = self.query_one("#elements", WindowedList).selected
        assert row is not None
        element: PackageElement = row.element
        return element

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if self.services.rights.allow("set_up"):
            self.start(self._element(event.row.element))

    async def do_new(self) -> None:
        await self._element(None)

    async def do_edit(self) -> None:
        await self._element(self.selected)

    async def _element(self, element: PackageElement | None) -> None:
        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            typed = Element(**_tidy(values))
            return await self.services.write(
                save_element,
                self.package.id,
                element.id if element else None,
                typed,
                token=token,
                answers=answers,
            )

        first = None
        if element is not None:
            names = (spec.name for spec in ELEMENT if spec.name != "code")
            first = {name: getattr(element, name) for name in names}
            first["code"] = Choice(element.code.code, f"{element.code.code} {name_of(element.code)}")
        title = Message("Element of {code}", {"code": self.package.code})
        if await self.app.push_screen_wait(FormDialog(title, ELEMENT, write, values=first)):
            self.reread()

    async def do_remove(self) -> None:
        await self.submit(remove_element, self.selected.id)

    async def do_link(self) -> None:
        there = {rate.id for rate in rates_with(self.package.id)}
        options = [(r.code, f"{r.code} {name_of(r)}") for r in rate_codes() if r.id not in there]
        rate = await self.app.push_screen_wait(ChooseDialog(Message("Add to which rate?"), options))
        if rate:
            await self.submit(link_rate, self.package.id, rate)

    def why_not_unlink(self) -> Message | None:
        return None if rates_with(self.package.id) else Message("No rate has this package.")

    async def do_unlink(self) -> None:
        options = [(r.code, f"{r.code} {name_of(r)}") for r in rates_with(self.package.id)]
        rate = await self.app.push_screen_wait(ChooseDialog(Message("Take off which rate?"), options))
        if rate:
            await self.submit(unlink_rate, self.package.id, rate)


def _search_codes(text: str) -> list[tuple[str, str]]:
    wanted = text.strip().casefold()
    return [
        (c.code, f"{c.code} {name_of(c)}")
        for c in revenue_codes()
        if wanted in f"{c.code} {c.name_th} {c.name_en}".casefold()
    ][:12]


ELEMENT = (
    FieldSpec("code", Message("Code"), "lookup", required=True, search=_search_codes, letters=0, help=Message("The revenue it is posted to.")),
    FieldSpec("amount", Message("Price a piece"), "amount", required=True, minimum=Decimal("0.01"), help=Message("In the rate: before or after tax, as the room price is.")),
    FieldSpec("in_rate", Message("In the room price"), "check", default=True, help=Message("No: it comes on top of the room price.")),
    FieldSpec("inclusive", Message("All included"), "check", help=Message("Of what comes on top: service and tax are in it.")),
    FieldSpec("rule", Message("How many"), "pick", required=True, options=list(RULES.items()), default="person"),
    FieldSpec("rhythm", Message("Nights"), "pick", required=True, options=list(RHYTHMS.items()), default="every", width=28),
    FieldSpec("schedule", Message("Which ones"), max_length=400, width=34, help=Message("3/2 · weekdays 67 · nights 1,3 · dates 31/12/2026")),
    FieldSpec("next_day", Message("Used the day after"), "check", help=Message("As breakfast is.")),
    FieldSpec("allowance", Message("Allowance"), "check", help=Message("Consumption is charged against it; the rest is profit.")),
)  # fmt: skip
