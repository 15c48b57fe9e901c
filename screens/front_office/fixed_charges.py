"""The fixed charges of one stay: agree on one, change it, take it off, post today's before the audit does."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.codes.articles import chargeable
from models.front_office.fixed_charges import (
    LONGEST_TEXT,
    OPEN,
    RHYTHMS,
    FixedRow,
    add_fixed_charge,
    change_fixed_charge,
    fixed_charges_of,
    post_fixed_now,
    remove_fixed_charge,
)
from models.front_office.reservations import IN_HOUSE, STATES, Stay
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.words import amount, day, name_of
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList


def _search_codes(text: str) -> list[tuple[str, str]]:
    wanted = text.strip().casefold()
    codes, _articles = chargeable()
    return [
        (c.code, f"{c.code} {name_of(c)}")
        for c in codes
        if wanted in f"{c.code} {c.name_th} {c.name_en}".casefold()
    ][:12]


FIELDS = (
    FieldSpec("code", Message("Code"), "lookup", required=True, search=_search_codes, letters=0, width=34, help=Message("Extra bed, parking, pet, baby cot …")),
    FieldSpec("amount", Message("Price a piece"), "amount", required=True, minimum=Decimal("0.01")),
    FieldSpec("inclusive", Message("Service, tax included"), "check"),
    FieldSpec("quantity", Message("Quantity"), "number", required=True, minimum=1, maximum=999, default=1),
    FieldSpec("rhythm", Message("Nights"), "pick", required=True, options=list(RHYTHMS.items()), default="every", width=20),
    FieldSpec("since", Message("From the night of"), "date", past=True, help=Message("Empty: from the arrival. Weeks and months are counted from here.")),
    FieldSpec("until", Message("Until the night of"), "date", help=Message("Empty: to the departure, when that changes too.")),
    FieldSpec("text", Message("Description"), width=34, max_length=LONGEST_TEXT),
)  # fmt: skip


def _name(row: FixedRow) -> str:
    return " · ".join(filter(None, [name_of(row), row.text]))


def _dates(row: FixedRow) -> str:
    return f"{day(row.since)}–{day(row.until)}" if row.since or row.until else _("whole stay")


def _next(row: FixedRow) -> str:
    return day(row.next_due) or _("no more")


class FixedChargesScreen(DeskScreen):
    ACTIONS = (
        Action("add", Message("Add"), ("a", "insert"), right="post", why_not=lambda s: s.why_not_open()),
        Action("change", Message("Edit"), ("e",), right="post", why_not=lambda s: s.why_not_change()),
        Action("remove", Message("Take off"), ("x", "delete"), right="post", danger=True, why_not=lambda s: s.why_not_change()),
        Action("post_now", Message("Post today's now"), ("p",), right="post", why_not=lambda s: s.why_not_post()),
    )  # fmt: skip

    def __init__(self, stay_id: int) -> None:
        super().__init__()
        self.stay: Stay = Stay.get_by_id(stay_id)

    def heading(self) -> str:
        return _("Fixed charges of {guest}", guest=self.stay.guest.name(current_language()))

    def aside(self) -> str:
        return f"{day(self.stay.arrival)} – {day(self.stay.departure)}"

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._listing(),
            [
                Column(Message("Code"), 7, lambda r: r.code),
                Column(Message("Name"), None, _name),
                Column(Message("Qty"), 4, lambda r: str(r.quantity), "right"),
                Column(
                    Message("Price"),
                    11,
                    lambda r: amount(r.amount) + ("  " if r.inclusive else "++"),
                    "right",
                ),
                Column(Message("Nights"), 14, lambda r: RHYTHMS[r.rhythm].say()),
                Column(Message("From–until"), 13, _dates),
                Column(Message("Next"), 8, _next),
            ],
            empty=Message("No fixed charge on this stay."),
            id="charges",
        )

    def _listing(self) -> MemoryListing[FixedRow]:
        return MemoryListing(fixed_charges_of(self.stay.id, self.services.today()))

    def reload(self) -> None:
        self.stay = Stay.get_by_id(self.stay.id)
        self.query_one("#charges", WindowedList).renew(self._listing())

    @property
    def selected(self) -> FixedRow | None:
        row: FixedRow | None = self.query_one("#charges", WindowedList).selected
        return row

    # Why not now

    def why_not_open(self) -> Message | None:
        if self.stay.state in OPEN:
            return None
        return Message("This stay is {state}.", {"state": STATES[self.stay.state]})

    def why_not_change(self) -> Message | None:
        return self.why_not_open() if self.selected else Message("No fixed charge on this stay.")

    def why_not_post(self) -> Message | None:
        row = self.selected
        if row is None:
            return Message("No fixed charge on this stay.")
        if self.stay.state != IN_HOUSE:
            return Message("This stay is {state}.", {"state": STATES[self.stay.state]})
        if row.posted_today:
            return Message("This was posted already.")
        if not row.due_today:
            return Message("It is not due on {date}.", {"date": self.services.today()})
        return None

    # Doing

    def on_windowed_list_opened(self, _event: WindowedList.Opened) -> None:
        self.perform_by_id("change")

    async def do_add(self) -> None:
        await self._agree(Message("New fixed charge"), None)

    async def do_change(self) -> None:
        row = self.selected
        assert row is not None
        await self._agree(Message("Fixed charge, for the nights to come"), row)

    async def _agree(self, title: Message, row: FixedRow | None) -> None:
        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            said = {**values, "inclusive": bool(values["inclusive"]), "text": values["text"] or ""}
            services = self.services
            if row is not None:
                await services.write(change_fixed_charge, row.id, token=token, answers=answers, **said)
            else:
                await services.write(add_fixed_charge, self.stay.id, token=token, answers=answers, **said)
            return True

        first: dict[str, Any] | None = None
        if row is not None:
            first = {spec.name: getattr(row, spec.name) for spec in FIELDS}
            first["code"] = Choice(row.code, f"{row.code} {name_of(row)}")
        if await self.app.push_screen_wait(FormDialog(title, FIELDS, write, values=first)):
            self.reread()

    async def do_remove(self) -> None:
        row = self.selected
        assert row is not None
        await self.submit(remove_fixed_charge, row.id)

    async def do_post_now(self) -> None:
        row = self.selected
        assert row is not None
        if await self.submit(post_fixed_now, row.id):
            self.say(Message("Posted; the audit leaves it out tonight."))
