"""F5: what every rate costs for every type, before any guest is named; Enter takes it into a booking."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from models.front_office.companies import Company, companies_named
from models.front_office.packages.setup import packages_of_rate
from models.front_office.rates import ages_of, rate_code
from models.front_office.rates.quotes import Offer, Quote, QuoteLine, quote
from models.house.refusals import Answer, Refused
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.cell_grid import CellGrid, GridPage, GridRow
from screens.kit.choice_fields import Choice
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import FormDialog
from screens.kit.fields import FieldError
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.navigation import open_screen

ONE_DAY = datetime.timedelta(days=1)


class QueryForm(Form):
    """Nothing is written, so nothing can be lost by leaving."""

    @property
    def changed(self) -> bool:
        return False


def search_companies(text: str) -> list[tuple[int, str]]:
    return [
        (row.id, f"{row.code} {name_of(row) or row.name_en or row.name_th}") for row in companies_named(text)
    ]


def book_from_quote(offer: Offer, asked: Mapping[str, Any]) -> DeskScreen:
    """The booking screen with what was quoted: dates, type, rate, persons, ages and account."""
    company = Company.get_by_id(asked["company"]) if asked["company"] else None
    payer = {company.kind: Choice(company.id, company.name(current_language()))} if company else {}
    return open_screen(
        "booking", "", asked["arrival"], asked["departure"], room_type=offer.room_type, rate_code=offer.rate_code,
        **{name: asked[name] for name in ("adults", "children", "child_ages")}, **payer,
    )  # fmt: skip


class QuoteScreen(DeskScreen):
    ACTIONS = (
        Action("ask", Message("Dates, persons"), ("space", "/")),
        Action("book_offer", Message("Book"), ("*", "b"), right="book", why_not=lambda s: s.why_not_book()),
        Action("turn_away", Message("Turn away"), ("t",), right="book", why_not=lambda s: s.why_not_asked()),
    )

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, Any] = {}
        self.quote: Quote | None = None

    def heading(self) -> str:
        if self.quote is None:
            return _("Rate query")
        nights = (self.quote.departure - self.quote.arrival).days
        return (
            _("Rate query · {nights}", nights=n_("{n} night", "{n} nights", nights))
            if nights
            else _("Rate query · day use")
        )

    def aside(self) -> str:
        if self.quote is None:
            return ""
        busy = _("occupancy {n} %", n=self.quote.percent)
        return f"{busy} → {self.quote.suggested}" if self.quote.suggested else busy

    def compose_body(self) -> ComposeResult:
        today = self.services.today()
        specs = (
            FieldSpec("arrival", Message("Arrival"), "date", required=True),
            FieldSpec("departure", Message("Departure"), "date", required=True, after="arrival"),
            FieldSpec("adults", Message("Adults"), "number", required=True, minimum=1, maximum=20, default=2),
            FieldSpec("children", Message("Children"), "number", minimum=0, maximum=20, default=0),
            FieldSpec("child_ages", Message("Their ages"), width=12, max_length=30, help=Message("As 4, 11; may stay empty.")),
            FieldSpec("company", Message("Company"), "lookup", search=search_companies, width=20, help=Message("A company or agent with rates of its own; may stay empty.")),
        )  # fmt: skip
        form = QueryForm(
            specs, columns=2, values={"arrival": today, "departure": today + ONE_DAY}, id="query"
        )
        form.stand(form.lines)
        yield form
        yield CellGrid(
            self._page,
            label_width=26,
            cell_width=13,
            head_lines=2,
            columns=0,
            empty=Message("No rate is sold for these dates."),
            id="offers",
        )
        yield Detail(self._detail, 4, id="detail")

    @property
    def form(self) -> Form:
        return self.query_one("#query", Form)

    @property
    def grid(self) -> CellGrid:
        return self.query_one("#offers", CellGrid)

    def on_mount(self) -> None:
        self.reload()
        self.form.focus_first()

    def reload(self) -> None:
        self._ask()
        columns = len(self.quote.types) if self.quote else 0
        self.grid.show(self._page, columns)
        self.query_one(Detail).look()

    def _ask(self) -> None:
        """Quote what the form says; while it says nothing yet, what stands stays."""
        try:
            said: dict[str, Any] = self.form.values()
            ages = ages_of(said["child_ages"], said["children"] or 0)
            self.quote = quote(
                said["arrival"], said["departure"], said["adults"], said["children"] or 0, ages,
                said["company"], today=self.services.today(),
            )  # fmt: skip
            self.asked = {**said, "children": said["children"] or 0}
        except FieldError:
            return
        except Refused as refused:
            self.quote = None
            self.say(refused.message, "warning")

    def on_form_changed(self, event: Form.Changed) -> None:
        event.stop()
        self._hush()
        self.reload()
        self._draw_frame()

    def on_form_saved(self, event: Form.Saved) -> None:
        event.stop()
        self.form.renew_token()
        if self.quote is not None:
            self.set_focus(self.grid)

    def do_ask(self) -> None:
        self.form.focus_first()

    # The grid

    def _page(self, first: int, count: int) -> GridPage:
        if self.quote is None:
            return GridPage(((), ()), ())
        types = self.quote.types[first : first + count]
        offers = self.quote.lines[0].offers[first : first + count] if self.quote.lines else ()
        heads = tuple(f"{kind.code}  " for kind in types), tuple(f"{_left(o)}  " for o in offers)
        return GridPage(heads, tuple(_row(line, first, count) for line in self.quote.lines))

    @property
    def offer(self) -> Offer | None:
        if self.quote is None or not self.quote.lines or not self.quote.types:
            return None
        return self.quote.lines[self.grid.row].offers[self.grid.column]

    def _detail(self) -> Sequence[str]:
        offer = self.offer
        if offer is None or self.quote is None:
            return ()
        line = self.quote.lines[self.grid.row]
        kind = self.quote.types[self.grid.column]
        first = f"{line.rate_code} {name_of(line)} · {kind.code} {name_of(kind)} · {_left(offer)}"
        if offer.why_not is not None:
            return first, offer.why_not.say()
        included = ", ".join(
            package.name(current_language()) for package in packages_of_rate(rate_code(line.rate_code).id)
        )
        with_it = (_("Included: {what}", what=included),) if included else ()
        return first, *_sums(offer), *with_it, *_restricted(offer)

    def on_cell_grid_moved(self, event: CellGrid.Moved) -> None:
        event.stop()
        self.query_one(Detail).look()

    def on_cell_grid_opened(self, event: CellGrid.Opened) -> None:
        event.stop()
        self.perform(self.ACTIONS[1])

    def why_not_book(self) -> Message | None:
        if self.offer is None:
            return Message("No rate is sold for these dates.")
        return self.offer.why_not

    def why_not_asked(self) -> Message | None:
        return None if self.quote else Message("No rate is sold for these dates.")

    async def do_turn_away(self) -> None:
        """Who asks and books nothing is written down, with why."""
        from models.front_office.turn_aways import REASONS, turn_away

        asked, offer = self.asked, self.offer
        reasons = FieldSpec(
            "reason",
            Message("Reason"),
            "pick",
            required=True,
            options=tuple(REASONS.items()),
            default="price",
        )
        texts = (
            FieldSpec("name", Message("Name"), max_length=80),
            FieldSpec("phone", Message("Phone"), max_length=40),
            FieldSpec("note", Message("Note"), width=50, max_length=200),
        )  # fmt: skip

        async def write(given: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                turn_away, asked["arrival"], asked["departure"], given["reason"],
                room_type=offer.room_type if offer else "", persons=asked["adults"] + asked["children"],
                **{spec.name: given[spec.name] or "" for spec in texts}, token=token, answers=answers,
            )  # fmt: skip

        if await self.app.push_screen_wait(FormDialog(Message("Turned away"), (reasons, *texts), write)):
            self.dismiss(None)

    def do_book_offer(self) -> None:
        assert self.offer
        self.app.push_screen(book_from_quote(self.offer, self.asked))


def _row(line: QuoteLine, first: int, count: int) -> GridRow:
    basis = "" if line.inclusive else " ++"
    cells = tuple((_cell(offer),) for offer in line.offers[first : first + count])
    return GridRow((f"{line.rate_code}{basis} {name_of(line)}",), cells)


def _cell(offer: Offer) -> str:
    """The average of a night; ! restricted, × sold out."""
    if not offer.prices:
        return "–  "
    sign = "×" if not offer.left else "!" if offer.broken else " "
    return f"{amount(offer.average)} {sign}"


def _left(offer: Offer) -> str:
    return n_("{n} left", "{n} left", offer.left) if offer.left else _("sold out")


def _sums(offer: Offer) -> Sequence[str]:
    runs = [(price, len(list(run))) for price, run in groupby(offer.prices)]
    nights = " + ".join(amount(price) if n == 1 else f"{n} × {amount(price)}" for price, n in runs)
    basis = _("all included") if offer.inclusive else "++"
    each = f"{nights} = {amount(offer.total)} {basis}" if len(offer.prices) > 1 else f"{nights} {basis}"
    if offer.inclusive:
        return (each,)
    if offer.gross is None:
        return each, _("With service and tax: the tax rate of these dates is not known yet.")
    return each, _("With service and tax: {gross}", gross=offer.gross)


def _restricted(offer: Offer) -> Sequence[str]:
    return (_("Restricted: {what}", what="; ".join(m.say() for m in offer.broken)),) if offer.broken else ()
