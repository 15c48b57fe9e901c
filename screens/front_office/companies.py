"""Companies and travel agents: the list, found by anything, and the profile with what their bookings brought."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.companies import (
    COMPANY,
    KINDS,
    Company,
    CompanyRow,
    companies,
    create_company,
    find_companies,
    update_company,
)
from models.front_office.guests.history import company_history
from screens.front_office.guest_card import history_words
from screens.front_office.guest_form import LANGUAGES
from screens.front_office.words import name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.form_screen import FormScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

PER_PERCENT = 100  # commission is kept in hundredths of a percent
FORM = (
    FieldSpec("name_th", Message("Name in Thai"), max_length=120, width=44),
    FieldSpec("name_en", Message("Name in English"), max_length=120, width=44),
    FieldSpec("code", Message("Code"), max_length=16, width=16, help=Message("Empty: the next free number.")),
    FieldSpec("kind", Message("Kind"), "pick", required=True, options=tuple(KINDS.items()), default=COMPANY),
    FieldSpec("active", Message("Traded with"), "check", default=True),
    Section(Message("For papers")),
    FieldSpec("tax_id", Message("Tax number"), max_length=20, width=20),
    FieldSpec("branch", Message("Branch"), max_length=5, width=8, help=Message("00000 is the head office.")),
    FieldSpec("address", Message("Address"), max_length=200, width=44),
    FieldSpec("language", Message("Language of letters"), "pick", options=(("", Message("as the hotel")), *LANGUAGES[1:]), default=""),
    Section(Message("Contact")),
    FieldSpec("contact", Message("Contact person"), max_length=80),
    FieldSpec("phone", Message("Phone"), max_length=40),
    FieldSpec("email", Message("E-mail"), max_length=120),
    FieldSpec("fax", Message("Fax"), max_length=40),
    Section(Message("Money")),
    FieldSpec("commission", Message("Commission, percent"), "amount", minimum=Decimal(0), maximum=Decimal(100)),
    FieldSpec("note", Message("Note"), max_length=300, width=44),
)  # fmt: skip


class CompaniesScreen(DeskScreen):
    ACTIONS = (
        Action("new", Message("New company"), ("n", "insert"), right="book"),
        Action("routing", Message("Routing"), ("u",), right="see_desk", why_not=lambda s: s.why_not_any()),
        Action(
            "alerts",
            Message("Alerts"),
            ("!",),
            right="see_desk",
            shown=False,
            why_not=lambda s: s.why_not_any(),
        ),
    )

    def heading(self) -> str:
        return _("Companies")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            companies(),
            [
                Column(Message("Name"), None, name_of),
                Column(Message("Code"), 10, lambda r: r.code),
                Column(Message("Kind"), 8, lambda r: KINDS[r.kind].say()),
                Column(Message("Contact person"), 16, lambda r: r.contact),
                Column(Message("Phone"), 14, lambda r: r.phone),
                Column(Message("State"), 7, _state),
            ],
            search=find_companies,
            id="companies",
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("company", event.row.company_id))

    def do_new(self) -> None:
        self.app.push_screen(open_screen("company"))

    def why_not_any(self) -> Message | None:
        return None if self.query_one("#companies", WindowedList).selected else Message("Nothing here.")

    def do_routing(self) -> None:
        row = self.query_one("#companies", WindowedList).selected
        assert row is not None
        self.app.push_screen(open_screen("routing", "company", row.company_id))

    def do_alerts(self) -> None:
        row = self.query_one("#companies", WindowedList).selected
        assert row is not None
        self.app.push_screen(open_screen("alerts", row.company_id, "company", name_of(row)))


def _state(row: CompanyRow) -> str:
    return "" if row.active else _("closed")


class CompanyScreen(FormScreen):
    """One company or agent; the title line says what its bookings brought."""

    ACTIONS = (
        Action("save", Message("Save"), ("f9",), right="book"),
        Action(
            "stays",
            Message("Bookings"),
            ("f4",),
            right="see_desk",
            why_not=lambda s: None if s.company else Message("Save the company first."),
        ),
    )

    def __init__(self, company_id: int | None = None) -> None:
        super().__init__()
        self.company: Company | None = Company.get_by_id(company_id) if company_id else None

    def heading(self) -> str:
        return self.company.name(current_language()) if self.company else _("New company")

    def aside(self) -> str:
        return history_words(company_history(self.company.id)) if self.company else ""

    def compose_body(self) -> ComposeResult:
        yield Form(FORM, values=self._values(), id="company")

    def _values(self) -> dict[str, object] | None:
        if self.company is None:
            return None
        values = {spec.name: getattr(self.company, spec.name) for spec in FORM if isinstance(spec, FieldSpec)}
        return {**values, "commission": Decimal(self.company.commission) / PER_PERCENT}

    def do_stays(self) -> None:
        assert self.company
        self.app.push_screen(open_screen("bookings", self.company.code))

    async def write(self, values: Mapping[str, Any]) -> None:
        tidy = {name: "" if value is None else value for name, value in values.items()}
        tidy["commission"] = int((values["commission"] or Decimal(0)) * PER_PERCENT)
        if self.company:
            written = await self.submit(update_company, self.company.id, form=self.form, **tidy)
            company_id = self.company.id
        else:
            written = company_id = await self.submit(create_company, form=self.form, **tidy)
        if written is not None:
            self.company = Company.get_by_id(company_id)
            self._draw_frame()
            self.say(Message("Saved."))
