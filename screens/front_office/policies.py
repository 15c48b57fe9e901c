"""Policies of deposit, cancellation and leaving early: the list, one as a form, and the rates and seasons it applies to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.policies import (
    AMOUNTS,
    DEPOSITS,
    DUE,
    EARLY,
    MOST_STEPS,
    UNITS,
    Policy,
    Step,
    Terms,
    apply_policy,
    places_of,
    policies,
    save_policy,
    set_policy_active,
    terms_of,
    withdraw_policy,
)
from models.front_office.policy_words import amount_in_words, written
from screens.front_office.booking import rate_options
from screens.front_office.set_up_list import CHANGE, NEW, REMOVE, Call, Entry, SetUpList, Specs
from screens.front_office.words import day, name_of
from screens.kit.actions import Action
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.form_screen import FormScreen
from screens.kit.windowed_list import Column
from screens.navigation import open_screen

ZERO = Decimal("0.00")


class PoliciesScreen(SetUpList):
    """Enter opens the form; a closed policy goes into no more bookings."""

    ACTIONS = (
        NEW,
        CHANGE,
        Action("places", Message("Rates and seasons"), ("p",), right="see_desk", why_not=lambda s: s.why_not()),
        Action("active", Message("Close or open"), ("x",), right="set_up", danger=True, why_not=lambda s: s.why_not()),
    )  # fmt: skip
    TITLE_LINE = Message("Deposit and cancellation policies")
    ONE = Message("Policy")
    COLUMNS = (
        Column(Message("Code"), 12, lambda e: e.row.code),
        Column(Message("Name"), None, lambda e: name_of(e.row)),
        Column(
            Message("Deposit"),
            18,
            lambda e: (
                amount_in_words(e.row.deposit_rule, e.row.deposit) if e.row.deposit_rule != "none" else "–"
            ),
        ),
        Column(Message("No-show"), 18, lambda e: amount_in_words(e.row.no_show_rule, e.row.no_show)),
        Column(Message("State"), 7, lambda e: "" if e.row.active else _("closed")),
    )

    def rows(self) -> Sequence[Policy]:
        return policies()

    def why_not(self) -> Message | None:
        return None if self.selected else Message("Nothing here.")

    async def do_new(self) -> None:
        self.app.push_screen(open_screen("policy"))

    async def do_change(self) -> None:
        self.app.push_screen(open_screen("policy", self.selected.id))

    def do_places(self) -> None:
        self.app.push_screen(open_screen("policy places", self.selected.id))

    async def do_active(self) -> None:
        await self.submit(set_policy_active, self.selected.id, not self.selected.active)


class PolicyPlacesScreen(SetUpList):
    """The rates and arrivals one policy applies to."""

    ACTIONS = (NEW, CHANGE, REMOVE)
    TITLE_LINE = Message("Where the policy applies")
    ONE = Message("Rates and seasons")
    COLUMNS = (
        Column(Message("Priority"), 8, lambda e: str(e.row.priority), "right"),
        Column(
            Message("Rate"), None, lambda e: e.row.rate_code.code if e.row.rate_code_id else _("all rates")
        ),
        Column(Message("Arrival from"), 14, lambda e: day(e.row.first_night) or "–"),
        Column(Message("to"), 14, lambda e: day(e.row.last_night) or "–"),
    )

    def __init__(self, policy_id: int) -> None:
        super().__init__()
        self.policy = Policy.get_by_id(policy_id)

    def heading(self) -> str:
        return f"{self.TITLE_LINE.say()} · {self.policy.code} {self.policy.name(current_language())}"

    def rows(self) -> Sequence[Any]:
        return places_of(self.policy.id)

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (
            FieldSpec("rate", Message("Rate"), "pick", options=rate_options(), width=30, help=Message("Empty: all rates.")),
            FieldSpec("first_night", Message("Arrival from"), "date", help=Message("Empty: from the beginning on.")),
            FieldSpec("last_night", Message("to"), "date", after="first_night", help=Message("Empty: without an end.")),
            FieldSpec("priority", Message("Priority"), "number", required=True, minimum=1, maximum=9, help=Message("1 comes first.")),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"priority": 5}
        code = row.rate_code.code if row.rate_code_id else None
        return {"rate": code, "first_night": row.first_night, "last_night": row.last_night, "priority": row.priority}  # fmt: skip

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        what = (values["rate"] or "", values["first_night"], values["last_night"], values["priority"])
        return apply_policy, (self.policy.id, *what, row.id if row else None)

    def removing(self, row: Entry) -> Call:
        return withdraw_policy, (row.id,)  # type: ignore[attr-defined]


def _value(name: str) -> FieldSpec:
    return FieldSpec(name, Message("%, nights or baht"), "amount", width=12)


def _step(n: int) -> tuple[FieldSpec, ...]:
    rules = [(key, word) for key, word in AMOUNTS.items()]
    return (
        FieldSpec(f"before{n}", Message("{n}. From", {"n": n}), "number", minimum=0, width=5, help=Message("So long before arrival; empty: no such step.")),
        FieldSpec(f"unit{n}", Message("before arrival"), "pick", required=True, options=list(UNITS.items()), default="days", width=10),
        FieldSpec(f"rule{n}", Message("costs"), "pick", required=True, options=rules, default="nights", width=20),
        _value(f"value{n}"),
    )  # fmt: skip


FORM: tuple[FieldSpec | Section, ...] = (
    FieldSpec("code", Message("Code"), required=True, width=12, max_length=12),
    FieldSpec("name_en", Message("Name in English"), required=True, width=18, max_length=60),
    FieldSpec("name_th", Message("Name in Thai"), required=True, width=18, max_length=60),
    Section(Message("Deposit")),
    FieldSpec("deposit_rule", Message("Asked"), "pick", required=True, options=list(DEPOSITS.items()), default="none", width=20),
    _value("deposit"),
    FieldSpec("due_days", Message("Due, days"), "number", required=True, minimum=0, maximum=400, default=3, width=5),
    FieldSpec("due_rule", Message("counted"), "pick", required=True, options=list(DUE.items()), default="after booking", width=20),
    Section(Message("Cancellation")),
    *(field for n in range(1, MOST_STEPS + 1) for field in _step(n)),
    Section(Message("No-show")),
    FieldSpec("no_show_rule", Message("Asked"), "pick", required=True, options=list(AMOUNTS.items()), default="nights", width=20),
    _value("no_show"),
    FieldSpec("early_rule", Message("Leaving early"), "pick", required=True, options=list(EARLY.items()), default="none", width=20),
    _value("early"),
    FieldSpec("text_th", Message("Text in Thai"), width=56, max_length=600, wide=True, help=Message("Empty: written out of the figures.")),
    FieldSpec("text_en", Message("Text in English"), width=56, max_length=600, wide=True, help=Message("Empty: written out of the figures.")),
)  # fmt: skip


class PolicyScreen(FormScreen):
    ACTIONS = (Action("save", Message("Save"), ("f9",), right="set_up"),)

    def __init__(self, policy_id: int | None = None) -> None:
        super().__init__()
        self.policy_id = policy_id
        self._terms = terms_of(policy_id) if policy_id else None

    def heading(self) -> str:
        if self._terms is None:
            return _("New policy")
        return _("Policy {code}", code=self._terms.code)

    def compose_body(self) -> ComposeResult:
        yield Form(
            FORM,
            columns=2,
            values=_shown(self._terms) if self._terms else {"value1": Decimal(1), "no_show": Decimal(1)},
        )

    async def write(self, values: Mapping[str, Any]) -> None:
        if await self.submit(save_policy, self.policy_id, _terms(values), form=self.form):
            self.dismiss(None)


def _shown(terms: Terms) -> dict[str, object]:
    values: dict[str, object] = {
        name: getattr(terms, name) or None for name in Terms.__dataclass_fields__ if name != "steps"
    }
    values["due_days"] = terms.due_days
    for language in ("th", "en"):  # what was written out of the figures is written anew when they change
        if values[f"text_{language}"] == written(terms, language):
            values[f"text_{language}"] = None
    for n, step in enumerate(terms.steps, 1):
        values |= {f"before{n}": step.before, f"unit{n}": step.unit, f"rule{n}": step.rule, f"value{n}": step.value or None}  # fmt: skip
    return values


def _terms(values: Mapping[str, Any]) -> Terms:
    """A step is one whose time was typed."""
    steps = tuple(
        Step(values[f"before{n}"], values[f"unit{n}"], values[f"rule{n}"], values[f"value{n}"] or ZERO)
        for n in range(1, MOST_STEPS + 1)
        if values[f"before{n}"] is not None
    )
    names = [name for name in Terms.__dataclass_fields__ if name != "steps"]
    plain: dict[str, Any] = {
        name: values[name] if name not in ("deposit", "no_show", "early") else values[name] or ZERO
        for name in names
    }
    return Terms(**plain, steps=steps)
