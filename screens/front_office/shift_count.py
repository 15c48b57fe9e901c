"""Counting a drawer, before anything expected is shown: for closing one's shift, or for the next one to take it over."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.till import CashierShift
from models.front_office.till.closing import Counted, count_shift, hand_over
from models.front_office.till.drops import Bag, last_place
from models.front_office.till.figures import Figure, figures
from models.front_office.till.moving import CASH
from models.front_office.till.opening import COINS, NOTES
from models.front_office.till.views import facts_of, report_of
from models.house.refusals import Refused
from screens.front_office.shift_forms import BAG, LEFT, PASSWORD, PLACE, piece_fields, pieces_of
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.form_screen import FormScreen
from screens.kit.frame import TitleLine
from screens.navigation import open_screen

NEXT = FieldSpec(
    "login", Message("Next cashier"), required=True, width=20, max_length=60,
    help=Message("Who counts here and takes the drawer over signs in."),
)  # fmt: skip


class CountScreen(FormScreen):
    """Notes and coins by pieces, foreign notes by their sum, other methods by slips and sum."""

    ACTIONS = (Action("save", Message("Save"), ("f9",), right="pay"),)

    def __init__(self, shift_id: int) -> None:
        super().__init__()
        self.shift: CashierShift = CashierShift.get_by_id(shift_id)
        self._figures = figures(self.shift)

    def heading(self) -> str:
        return _("Count drawer {n} · {number}", n=self.shift.drawer.number, number=self.shift.number)

    def compose_body(self) -> ComposeResult:
        yield Form([*self.count_fields(), *self.more_fields()], columns=2, values=self.first_values())

    def aside(self) -> str:
        return _("counted {amount}", amount=amount(self._so_far()))

    def _so_far(self) -> Decimal:
        """Baht of the pieces typed so far; what cannot be read yet counts as none."""
        if not self.query(Form):
            return Decimal("0.00")
        typed = {value: self.form.field(f"x {value}").raw().strip() for value in (*NOTES, *COINS)}
        return sum((value * int(n) for value, n in typed.items() if n.isdecimal()), Decimal("0.00"))

    def on_form_changed(self) -> None:
        self.query_one(TitleLine).tell(self.heading(), self.aside())

    def first_values(self) -> Mapping[str, object]:
        return {}

    def count_fields(self) -> list[FieldSpec | Section]:
        specs: list[FieldSpec | Section] = [Section(Message("Notes and coins, pieces")), *piece_fields()]
        foreign = [f for f in self._figures if f.is_cash and f.code != CASH]
        if foreign:
            specs.append(Section(Message("Foreign notes, sums")))
            specs += [_sum_field(f, Message("{words}", {"words": f.currency})) for f in foreign]
        slips = [f for f in self._figures if not f.is_cash]
        if slips:
            specs.append(Section(Message("Slips: how many, and their sum")))
            for figure in slips:
                label = Message("{words}", {"words": name_of(figure)})
                specs.append(
                    FieldSpec(f"n {figure.code}", label, "number", minimum=0, maximum=9_999, width=6)
                )
                specs.append(_sum_field(figure, Message("Their sum")))
        return specs

    def more_fields(self) -> list[FieldSpec | Section]:
        return []

    def counts(self, values: Mapping[str, Any]) -> list[Counted]:
        found = []
        for figure in self._figures:
            if figure.code == CASH:
                found.append(Counted(*figure.key, pieces=pieces_of(values)))
                continue
            total = values[f"sum {figure.code} {figure.currency}"] or Decimal(0)
            found.append(Counted(*figure.key, total, values.get(f"n {figure.code}") or 0))
        return found

    async def write(self, values: Mapping[str, Any]) -> None:
        if await self.submit(count_shift, self.shift.id, self.counts(values), form=self.form):
            self.app.switch_screen(open_screen("shift result", self.shift.id))


class HandOverScreen(CountScreen):
    """The next cashier counts and signs in; what is too much or too little is named to the one who leaves."""

    def heading(self) -> str:
        return _("Hand over drawer {n} · {number}", n=self.shift.drawer.number, number=self.shift.number)

    def first_values(self) -> Mapping[str, object]:
        return {"left": self.shift.opening, "place": last_place()}

    def more_fields(self) -> list[FieldSpec | Section]:
        return [
            Section(Message("Counted and taken over by")),
            NEXT,
            PASSWORD,
            Section(Message("Float and drop")),
            LEFT,
            BAG,
            PLACE,
        ]

    async def write(self, values: Mapping[str, Any]) -> None:
        try:
            following = self.services.second_person(str(values["login"]), str(values["password"] or ""))
        except Refused as refused:
            self.form.show_refusal(refused)
            return
        bag = Bag(values["bag"] or "", values["place"] or "", following)
        done = await self.submit(
            hand_over, self.shift.id, following, self.counts(values), values["left"], bag, form=self.form
        )
        if done is None:
            return
        facts = facts_of(done["opened"])
        came_from = self.came_from
        self.dismiss(None)
        if hasattr(came_from, "say"):
            said = Message(
                "{cashier} has drawer {n} with {float}.",
                {"cashier": facts.cashier, "n": facts.drawer, "float": amount(facts.opening)},
            )
            came_from.say(said)  # type: ignore[union-attr]
        paper = report_of(done["closed"])
        if paper is not None:
            self.services.show_paper(paper)


def _sum_field(figure: Figure, label: Message) -> FieldSpec:
    return FieldSpec(
        f"sum {figure.code} {figure.currency}",
        label,
        "amount",
        minimum=Decimal(0) if figure.is_cash else None,
    )
