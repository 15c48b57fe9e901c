"""The exchange desk: notes bought from a guest or a passer-by, the exchanges of a day, and the board for the counter."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.countries import country_name
from locales.money import amount_in_words
from models.front_office.currencies import NOTES, rates_now
from models.front_office.exchange import BUY, SELL, Customer, Exchange, Quote, exchange, quote, terms
from models.front_office.exchange.customers import InHouse, in_house_named, person_in_house
from models.front_office.exchange.slips import rate_text
from models.front_office.identity import WARNINGS, TravelDocument
from models.front_office.printing import Counted
from models.house.refusals import Refused
from screens.front_office.person_fields import scanned_name
from screens.front_office.scanning import scan_document
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.choice_fields import Typed
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.fields import FieldError
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.form_screen import FormScreen
from screens.navigation import open_screen

CENT = Decimal("0.01")
WAYS = {BUY: Message("Buy from the customer"), SELL: Message("Sell to the customer")}
"""What is done, on the form."""


def show_slip(screen: DeskScreen, exchange_id: int) -> None:
    """The slip as original the first time, as copy afterwards."""
    counted = Counted("exchange", exchange_id)
    paper = counted.paper()
    assert paper is not None
    screen.services.show_paper(paper, counted)


class ExchangeScreen(FormScreen):
    """Who, which notes, how many: F9 exchanges, the slip is shown, and the form is there for the next one."""

    ACTIONS = (
        Action("save", Message("Exchange"), ("f9",), right="pay"),
        Action("scan", Message("Scan passport"), ("insert",), right="pay"),
        Action("exchanges", Message("Exchanges of today"), ("f4",), right="see_desk"),
    )

    def heading(self) -> str:
        return _("Exchange of foreign notes")

    def aside(self) -> str:
        found = self._quote()
        if found is None:
            licence = terms().licence
            return _("Licence {number}", number=licence) if licence else _("Foreign notes are not taken")
        if found.way == SELL:
            return _("receive {amount}", amount=amount(found.baht))
        return _("give {amount}", amount=amount(found.baht))

    def compose_body(self) -> ComposeResult:
        options = self._currencies()
        specs = [
            FieldSpec("customer", Message("Room, guest or name"), "lookup", required=True, search=self._search, allow_new=True, width=44, max_length=80, help=Message("A room or guest in house; any other name is a passer-by.")),
            FieldSpec("currency", Message("Currency and rate"), "pick", required=True, options=options, default=options[0][0] if options else None, width=34),
            FieldSpec("notes", Message("Amount in notes"), "amount", required=True, minimum=CENT, help=Message("Notes only, no coins.")),
            FieldSpec("nationality", Message("Nationality"), "country", width=34, help=Message("Of a guest in house as in the profile, if left empty.")),
            FieldSpec("document_number", Message("Passport or ID number"), max_length=40, width=24, help=Message("Of a guest in house as in the profile, if left empty.")),
        ]  # fmt: skip
        if terms().sells:
            specs.insert(
                1, FieldSpec("way", Message("Buy or sell"), "pick", required=True, options=tuple(WAYS.items()), default=BUY, width=34)
            )  # fmt: skip
        yield Form(specs, id="exchange")
        yield Detail(self._told, 4, id="told")

    def _currencies(self) -> list[tuple[str, str]]:
        sells = terms().sells
        return [
            (
                rate.code,
                f"{rate.code} {rate_text(rate.buy)}"
                + (f" / {rate_text(rate.sell)}" if sells and rate.sell else "")
                + f" {rate.name(current_language())}",
            )
            for rate in rates_now(self.services.now(), (NOTES,))
            if rate.active and rate.buy is not None
        ]

    def _search(self, text: str) -> list[tuple[object, str]]:
        language = current_language()
        return [
            (f"{p.stay_id}/{p.guest_id}", " ".join(filter(None, [p.room, p.name(language), p.nationality])))
            for p in in_house_named(text)
        ]

    # What is said under the form

    def _value(self, name: str) -> Any:
        if name not in self.form.rows:
            return None
        try:
            return self.form.field(name).parsed()
        except FieldError:
            return None

    def _quote(self) -> Quote | None:
        if not self.is_mounted or not (self._value("currency") and self._value("notes")):
            return None
        try:
            return quote(
                self._value("way") or BUY, self._value("currency"), self._value("notes"), self.services.now()
            )
        except Refused:
            return None

    def _person(self, who: object) -> InHouse | None:
        """Who was chosen, or is alone in the room whose number was typed."""
        if isinstance(who, str):
            stay_id, guest_id = map(int, who.split("/"))
            return person_in_house(stay_id, guest_id)
        if isinstance(who, Typed):
            there = [person for person in in_house_named(who.text) if person.room == who.text.strip().upper()]
            return there[0] if len(there) == 1 else None
        return None

    def _told(self) -> list[str]:
        """Who it is, what it comes to, and the baht in words."""
        person, found = self._person(self._value("customer")), self._quote()
        language = current_language()
        who = ""
        if person is not None:
            nation = (
                country_name(person.nationality, language)
                if person.nationality
                else _("nationality not known")
            )
            document = person.document or _("no document known")
            who = " · ".join([person.room, person.name(language), nation, document])
        if found is None:
            return [who]
        sum_ = f"{found.code} {amount(found.amount)} × {rate_text(found.rate)} = {amount(found.worth)}"
        if found.commission:
            sum_ += " · " + _("commission {amount}", amount=amount(found.commission))
        return [
            who, sum_, _hand_over(found.way, found.baht).say(), f"({amount_in_words(found.baht, language, 'THB')})",
        ]  # fmt: skip

    def on_form_changed(self, event: Form.Changed) -> None:
        event.stop()
        self._look()

    def _look(self) -> None:
        self.query_one("#told", Detail).look()
        self._draw_frame()

    # Doing

    async def do_scan(self) -> None:
        """A passer-by's passport; a guest in house is found by room sooner."""
        document = await scan_document(self)
        if document is None:
            return
        values: dict[str, object] = {"nationality": document.nationality, "document_number": document.number}
        if self._person(self._value("customer")) is None:
            values["customer"] = Typed(scanned_name(document))
        for name, value in values.items():
            self.form.field(name).set_value(value)
        if isinstance(document, TravelDocument) and document.warnings:
            self.say(" · ".join(WARNINGS[warning].say() for warning in document.warnings), "warning")
        self.form.focus_field("currency")
        self._look()

    async def write(self, values: Mapping[str, Any]) -> None:
        typed, person = values["customer"], self._person(values["customer"])
        customer = Customer(
            person.stay_id if person else None, person.guest_id if person else None,
            typed.text if isinstance(typed, Typed) and person is None else "", values["nationality"] or "",
            values["document_number"] or "",
        )  # fmt: skip
        way = values.get("way") or BUY
        done = await self.submit(exchange, way, values["currency"], values["notes"], customer, form=self.form)
        if done is None:
            return
        row = Exchange.get_by_id(done)
        self.form.set_values({spec.name: spec.default for spec in self.form.specs})
        self.form.focus_first()
        self._look()
        self.say(_hand_over(way, row.baht))
        show_slip(self, done)

    def do_exchanges(self) -> None:
        self.app.push_screen(open_screen("exchanges"))


def _hand_over(way: str, baht: Decimal) -> Message:
    if way == SELL:
        return Message("Receive {amount} baht", {"amount": baht})
    return Message("Give {amount} baht", {"amount": baht})
