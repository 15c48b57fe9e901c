"""Ending a booking that does not come: what its policy says, what it costs, what becomes of the deposit. Then F9."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.thai_text import fit
from models.front_office.cancellations import Settlement, cancel_with_penalty, no_show_with_fee, settlement
from models.front_office.policies import policy_of
from models.front_office.reservations import GUARANTEES, Stay
from screens.front_office.booking import method_options
from screens.front_office.city_settlement import search_accounts
from screens.front_office.stay_changes import REASON
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.dialogs import Says
from screens.kit.fields import FieldError
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.form_screen import FormScreen

LABEL = 28


@dataclass(frozen=True)
class Ended:
    """How it went, for the screen one came from."""

    said: Message
    refunded: Decimal


class CancelScreen(FormScreen):
    ACTIONS: ClassVar[tuple[Action, ...]] = (Action("save", Message("Cancel the booking"), ("f9",)),)
    NO_SHOW: ClassVar[bool] = False
    TITLE_LINE: ClassVar[Message] = Message("Cancel the booking")
    FEE: ClassVar[Message] = Message("Penalty")
    FIRST: ClassVar[FieldSpec] = REASON

    def __init__(self, stay_id: int) -> None:
        super().__init__()
        self.stay = Stay.get_by_id(stay_id)

    def heading(self) -> str:
        stay = self.stay
        dates = f"{day(stay.arrival)} – {day(stay.departure)}"
        return f"{self.TITLE_LINE.say()} · {stay.guest.name(current_language())} · {dates}"

    def aside(self) -> str:
        return _("booking {number}", number=self.stay.reservation.confirmation)

    def _due(self, fee: Decimal | None = None) -> Settlement:
        today, now = self.services.today(), self.services.now()
        return settlement(self.stay.id, today, now, no_show=self.NO_SHOW, fee=fee)

    def compose_body(self) -> ComposeResult:
        due = self._due()
        self._facts = Says(self._told(due))
        self._facts.styles.margin = (0, 1)
        yield self._facts
        yield Form(self._specs(due), values={"fee": due.fee} if due.penalty.amount else {})

    def _specs(self, due: Settlement) -> list[FieldSpec]:
        specs = [self.FIRST]
        if due.penalty.amount:
            specs.append(
                FieldSpec(
                    "fee", self.FEE, "amount", required=True, minimum=Decimal(0), maximum=due.penalty.amount,
                    help=Message("Less than the policy asks needs a reason and the right for it."),
                )
            )  # fmt: skip
        if due.held and not due.stays:
            methods = method_options()
            specs.append(
                FieldSpec("refund_method", Message("Paid back by"), "pick", options=methods, default="TRAN")
            )
        if due.penalty.amount > due.held:
            specs.append(
                FieldSpec(
                    "account", Message("Uncovered: charge to"), "lookup", search=search_accounts, width=40,
                    help=Message("An account of the city ledger; empty: it stays uncollected."),
                )
            )  # fmt: skip
        return specs

    def _told(self, due: Settlement) -> str:
        """Policy, fee and deposit, a line each; only what there is."""
        policy, language = policy_of(self.stay.id), current_language()
        text = policy.text(language) if policy else _("The booking was made without a policy.")
        guarantee = GUARANTEES[self.stay.reservation.guarantee].say()
        figures = [
            (_("The policy asks"), due.penalty.amount, due.penalty.why(language)),
            (_("Deposit held"), due.held, ""),
            (_("of it kept"), due.collected, ""),
            (_("of it paid back"), due.refunded, ""),
            (_("of it for the other rooms"), due.stays, ""),
            (_("Not covered, uncollected"), due.uncollected, ""),
        ]
        lines = [f"{fit(_('Guarantee'), LABEL)}{guarantee}"]
        lines += [
            f"{fit(label, LABEL)}{fit(amount(baht), 13, 'right')}  {why}".rstrip()
            for n, (label, baht, why) in enumerate(figures)
            if baht or n < 2
        ]
        return "\n".join([text, "", *lines, ""])

    def on_form_changed(self, event: Form.Changed) -> None:
        event.stop()
        self._show()

    def reload(self) -> None:
        super().reload()
        self._show()

    def _show(self) -> None:
        self._facts.text = self._told(self._due(self._typed()))
        self._facts.refresh(layout=True)

    def _typed(self) -> Decimal | None:
        """The fee as it stands in the form; None while it is none."""
        if "fee" not in self.form.rows:
            return None
        try:
            fee = self.form.field("fee").parsed()
        except FieldError:
            return None
        return fee if isinstance(fee, Decimal) else None

    async def write(self, values: Mapping[str, Any]) -> None:
        due = self._due(values.get("fee"))
        said = await self._submit(values)
        if said is not None:
            self.dismiss(Ended(said, due.refunded))

    async def _submit(self, values: Mapping[str, Any]) -> Message | None:
        number = await self.submit(
            cancel_with_penalty, self.stay.id, values["reason"], values.get("refund_method"),
            values.get("fee"), values.get("account"), form=self.form,
        )  # fmt: skip
        return Message("Cancelled: {number}", {"number": number}) if number else None


class NoShowScreen(CancelScreen):
    ACTIONS = (Action("save", Message("No-show"), ("f9",)),)
    NO_SHOW = True
    TITLE_LINE = Message("No-show")
    FEE = Message("Fee")
    FIRST = FieldSpec("note", Message("Note"), width=40, max_length=200)

    async def _submit(self, values: Mapping[str, Any]) -> Message | None:
        done = await self.submit(
            no_show_with_fee, self.stay.id, values.get("refund_method"), values.get("fee"), values["note"],
            values.get("account"), form=self.form,
        )  # fmt: skip
        return Message("The guest is a no-show.") if done else None
