"""Money of a booking before it comes and beside its folio: deposit asked, taken, refunded, kept; security; its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from locales import Message, _, current_language
from models.front_office.booking_fees import left_to_collect
from models.front_office.cancellations import last_end
from models.front_office.credit_notes import last_credit_note
from models.front_office.deposit_requests import received, request_deposit, request_of
from models.front_office.folios import window_of
from models.front_office.payment_legs import Leg
from models.front_office.payments import keep_deposit, take_deposits
from models.front_office.policies import policy_of
from models.front_office.receipts import checked_buyer
from models.front_office.reservations import (
    CANCELLED,
    CHECKED_OUT,
    IN_HOUSE,
    NO_SHOW,
    NOT_YET,
    RESERVED,
    deposit_of,
    security_of,
)
from models.front_office.security import take_securities, use_security
from models.house.refusals import Answer
from screens.front_office.cancel import Ended
from screens.front_office.payment import Bill, show_receipts, take_money
from screens.front_office.receipts import show_receipt
from screens.front_office.refunding import refund_deposit_of, return_security_of
from screens.front_office.stay_changes import REASON, StayChanges, when
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.navigation import open_screen

ENDED = (CANCELLED, NO_SHOW)
AMOUNT = FieldSpec("amount", Message("Amount"), "amount", required=True, minimum=Decimal("0.01"))
PRICE, SECURITY = "price", "security"

MONEY = (
    Action("deposit", Message("Deposit"), ("d",), right="pay", why_not=when(RESERVED, IN_HOUSE)),
    Action("give_back", Message("Refund deposit"), ("e",), right="pay", shown=False, why_not=lambda s: s.why_not_held()),
    Action("keep_deposit", Message("Keep deposit"), ("k",), right="cancel_penalty", shown=False, why_not=lambda s: s.why_not_deposit()),
    Action("ask_deposit", Message("Ask for a deposit"), ("j",), right="book", shown=False, why_not=when(*NOT_YET, RESERVED)),
    Action("cancel_stay", Message("Cancel"), ("x",), right="book", why_not=when(*NOT_YET, RESERVED)),
    Action("no_show", Message("No-show"), ("w",), right="book", why_not=when(RESERVED)),
)  # fmt: skip


INVOICE = (
    FieldSpec("payee", Message("Invoice to"), width=36, max_length=120, help=Message("Empty: the guest. A company needs its tax number and address.")),
    FieldSpec("tax_id", Message("Tax number"), width=17, max_length=17),
    FieldSpec("branch", Message("Branch"), width=6, max_length=5, help=Message("Five digits; 00000 is the head office.")),
    FieldSpec("address", Message("Address"), width=44, max_length=200),
)  # fmt: skip


async def ask_deposit(screen: DeskScreen, reservation_id: int) -> None:
    """How much is asked of a booking, and by when."""
    request = request_of(reservation_id)
    specs = (
        FieldSpec("amount", Message("Amount"), "amount", required=True, minimum=Decimal(0), help=Message("Zero: no deposit is asked.")),
        FieldSpec("due_on", Message("Due"), "date", required=True),
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        await screen.services.write(
            request_deposit, reservation_id, values["amount"], values["due_on"], token=token, answers=answers
        )
        return True

    first = (
        {"amount": request.asked, "due_on": request.due_on}
        if request
        else {"due_on": screen.services.today()}
    )
    dialog = FormDialog(Message("Ask for a deposit"), specs, write, values=first)
    if await screen.app.push_screen_wait(dialog):
        screen.reread()


class StayMoney(StayChanges):
    def money_facts(self) -> list[tuple[str, str]]:
        booked, end = self.stay.reservation, last_end(self.stay.id)
        request, policy = request_of(booked.id), policy_of(self.stay.id)
        held, security = deposit_of(booked), security_of(booked)
        asked = ""
        if request is not None and request.asked and self.stay.state in (*NOT_YET, RESERVED):
            asked = _("{amount} by {date}, {received} received", amount=amount(request.asked),
                      date=day(request.due_on), received=amount(received(booked.id)))  # fmt: skip
        fee = ""
        if end is not None and end.fee and self.stay.state in ENDED:
            left = left_to_collect(self.stay.id)
            fee = _("{fee}, {collected} collected, {open} not collected", fee=amount(end.fee),
                    collected=amount(end.fee - left), open=amount(left))  # fmt: skip
        return [
            (_("Policy"), f"{policy.code} · {policy.text(current_language())}" if policy else ""),
            (_("Deposit asked"), asked),
            (_("Deposit held"), amount(held) if held else ""),
            (_("Security held"), amount(security) if security else ""),
            (_("Fee"), fee),
        ]

    def why_not_folio(self) -> Message | None:
        """Before and without a folio the lines of deposit and security, for their papers."""
        booked = self.stay.reservation
        if booked.deposit_id or booked.security_id:
            return None
        return when(IN_HOUSE, CHECKED_OUT)(self)  # type: ignore[no-any-return]

    def why_not_deposit(self) -> Message | None:
        return None if deposit_of(self.stay.reservation) else Message("No deposit is held.")

    def why_not_held(self) -> Message | None:
        return None if security_of(self.stay.reservation) else self.why_not_deposit()

    async def do_ask_deposit(self) -> None:
        await ask_deposit(self, self.stay.reservation_id)

    async def do_deposit(self) -> None:
        """Part of the price, with its tax invoice; or security, which a guest in house may leave as well."""
        reservation = self.stay.reservation
        request = request_of(reservation.id)
        due = max(request.asked - received(reservation.id), Decimal(0)) if request else Decimal(0)
        before = self.stay.state == RESERVED
        kinds = ((PRICE, Message("Part of the price")), (SECURITY, Message("Security")))
        specs = (
            AMOUNT,
            *([FieldSpec("kind", Message("Kind"), "pick", required=True, options=kinds, default=PRICE)] if before else []),
            *(INVOICE if before else ()),
        )  # fmt: skip
        first: dict[str, object] = {"amount": due} if due else {}
        if reservation.company is not None:
            company = reservation.company
            first |= {"payee": company.name("th"), "tax_id": company.tax_id, "branch": company.branch, "address": company.address}  # fmt: skip
        title = Message("Deposit") if before else Message("Security deposit")

        async def check(values: dict[str, Any], _token: str, _answers: Mapping[str, Answer]) -> object:
            checked_buyer(*(values.get(name) or "" for name in ("payee", "address", "tax_id", "branch")))
            return True

        told = await self.app.push_screen_wait(
            FormDialog(title, specs, check, values=first if before else {})
        )
        if told is None:
            return
        operation = take_deposits if told.pop("kind", SECURITY) == PRICE else take_securities
        asked = Decimal(str(told.pop("amount")))
        buyer = {name: value or "" for name, value in told.items()} if operation is take_deposits else {}

        async def write(legs: Sequence[Leg], token: str, answers: Mapping[str, Answer]) -> list[int]:
            receipts: list[int] = await self.services.write(
                operation, reservation.id, legs, token=token, answers=answers, **buyer
            )
            return receipts

        bill = Bill(
            Message("{what}, due {due}", {"what": title, "due": asked}), asked, write,
            payer=self.stay.guest.name(current_language()), references=(reservation.confirmation, ""),
        )  # fmt: skip
        paid = await take_money(self, bill)
        if paid is not None:
            show_receipts(self, paid)

    async def do_give_back(self) -> None:
        """The deposit with its credit note, or security: back to the guest, or to the folio for what was lost."""
        ways = []
        if security_of(self.stay.reservation):
            ways.append(("return", Message("Return the security")))
            if self.stay.state == IN_HOUSE:
                ways.append(("use", Message("Move security to the folio")))
        if deposit_of(self.stay.reservation):
            ways.append(("refund", Message("Refund deposit")))
        way = ways[0][0]
        if len(ways) > 1:
            way = str(await self.app.push_screen_wait(ChooseDialog(Message("Refund deposit"), ways)))
        if way == "refund":
            await refund_deposit_of(self, self.stay.reservation)
        elif way == "return":
            await return_security_of(self, self.stay.reservation)
        elif way == "use":
            await self.dialog(
                Message("Move security to the folio"), (AMOUNT, REASON), use_security,
                window_of(self.stay.id).id, amount=security_of(self.stay.reservation),
            )  # fmt: skip

    async def do_keep_deposit(self) -> None:
        held = deposit_of(self.stay.reservation)
        await self.dialog(
            Message("Keep deposit"), (AMOUNT, REASON), keep_deposit, self.stay.reservation_id, amount=held
        )

    def do_cancel_stay(self) -> None:
        self.app.push_screen(open_screen("cancel", self.stay.id), self._ended)

    def do_no_show(self) -> None:
        self.app.push_screen(open_screen("no-show", self.stay.id), self._ended)

    def _ended(self, done: Ended | None) -> None:
        if done is None:
            return
        self.reread()
        self.say(done.said)
        note = last_credit_note(self.stay.reservation_id) if done.refunded else None
        if note is not None:
            show_receipt(self, note)
