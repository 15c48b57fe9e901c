"""Taking money: one key a method, the amount from the numpad, change shown; several methods until nothing is due.

The same dialog serves the folio, a deposit and a security deposit. Nothing is written before all of it is there: the last
form's Enter writes every leg in one act, so that a key held down pays once.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from locales import Message, _, current_language
from locales.thai_keyboard import from_thai_layout
from locales.thai_text import fit
from models.front_office.folios import FolioWindow, window_balance, windows_of
from models.front_office.payment_legs import Leg, change_of, check_leg
from models.front_office.payment_methods import PROMPTPAY, Method
from models.front_office.payments import take_payments
from models.front_office.promptpay import code_for
from models.front_office.receipts import Receipt
from models.house.refusals import Answer, Refused
from screens.front_office.payment_forms import amount_field, first_values, keyed, leg_of, offered, specs_of
from screens.front_office.qr import QrDialog
from screens.front_office.receipts import show_receipt
from screens.front_office.words import amount
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, Dialog, FormDialog, Says, failed, write_asking
from screens.kit.fields import BOLD, PLAIN

ZERO = Decimal("0.00")
Write = Callable[[Sequence[Leg], str, Mapping[str, Answer]], Awaitable[list[int]]]


@dataclass(frozen=True)
class Bill:
    """What is to be paid: ``due`` baht, or zero where the amount is typed. ``write`` takes the legs with token and answers
    and gives the receipts' ids. ``references`` go with a code to be paid by; ``city``: it may go to the city ledger."""

    title: Message
    due: Decimal
    write: Write
    payer: str = ""
    references: tuple[str, str] = ("", "")
    city: bool = False


@dataclass(frozen=True)
class Paid:
    receipts: tuple[int, ...]
    change: Decimal


async def take_money(screen: DeskScreen, bill: Bill) -> Paid | None:
    """The payment dialog; what was paid, or None where it was left. Change is said on the screen behind."""
    paid: Paid | None = await screen.app.push_screen_wait(PaymentDialog(bill))
    if paid is not None:
        screen.reread()
        if paid.change:
            screen.say(Message("Change: {change}", {"change": paid.change}))
    return paid


async def pay_window(screen: DeskScreen, window: FolioWindow) -> Paid | None:
    """What a folio window owes, taken at the desk."""
    stay, due = window.stay, max(window_balance(window.id), ZERO)
    room = stay.room.number if stay.room_id else ""
    title = Message("Payment, room {room}, due {due}", {"room": room, "due": due})
    if len(windows_of(stay.id)) > 1:
        title = Message(
            "Payment, room {room} · {payee}, due {due}", {"room": room, "payee": window.payee, "due": due}
        )

    async def write(legs: Sequence[Leg], token: str, answers: Mapping[str, Answer]) -> list[int]:
        receipts: list[int] = await screen.services.write(
            take_payments, window.id, legs, token=token, answers=answers
        )
        return receipts

    return await take_money(
        screen,
        Bill(
            title, due, write,
            payer=stay.guest.name(current_language()), references=(stay.reservation.confirmation, room), city=True,
        ),
    )  # fmt: skip


def show_receipts(screen: DeskScreen, paid: Paid) -> None:
    """Each receipt, the first on top."""
    for receipt in reversed(paid.receipts):
        show_receipt(screen, Receipt.get_by_id(receipt))


class MethodLines(Widget):
    """Methods with their keys, then what has been put on the counter so far."""

    DEFAULT_CSS = """
    MethodLines { height: auto; width: 1fr; margin-top: 1; color: $foreground; background: $background; }
    """

    def __init__(self, dialog: PaymentDialog) -> None:
        super().__init__()
        self.dialog = dialog

    def lines(self) -> list[tuple[str, bool]]:
        language = current_language()
        names = [f"[{key}] {method.name(language)}" for key, method in self.dialog.methods.items()]
        lines = [
            (f"{fit(names[n], 34)}{names[n + 1] if n + 1 < len(names) else ''}", False)
            for n in range(0, len(names), 2)
        ]
        if self.dialog.legs:
            lines.append(("", False))
            lines += [
                (f"{fit(self.dialog.name_of(leg), 46)}{amount(leg.amount):>14}", False)
                for leg in self.dialog.legs
            ]
            due = _("Still due")
            lines.append((f"{fit(due, 46)}{amount(self.dialog.left):>14}", True))
        return lines

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        return len(self.lines())

    def render_line(self, y: int) -> Strip:
        lines = self.lines()
        text, bold = lines[y] if y < len(lines) else ("", False)
        width = self.size.width
        return Strip([Segment(fit(text, width), BOLD if bold else PLAIN)], width)


class PaymentDialog(Dialog[Paid | None]):
    """A key chooses the method, its form takes the leg. ``a`` changes what is to be taken, F9 takes part of it."""

    def __init__(self, bill: Bill) -> None:
        super().__init__()
        self.bill = bill
        self.due = max(bill.due, ZERO)
        self.legs: list[Leg] = []
        self.change = ZERO
        self.methods: dict[str, Method] = {}
        self.lines = MethodLines(self)
        self.caption = Says(bill.title, bold=True)
        self.hint = Says("")
        self.token = uuid.uuid4().hex
        self._busy = False

    def parts(self) -> list[Widget]:
        from screens.kit.fields import services_of

        self.services = services_of(self)
        self.methods = keyed(offered(self.bill.city, self.services.now()))
        return [self.caption, self.lines, self.hint]

    def on_mount(self) -> None:
        self.query_one("#box").styles.width = 76
        self._say()

    @property
    def left(self) -> Decimal:
        return self.due - sum((leg.amount for leg in self.legs), ZERO)

    def name_of(self, leg: Leg) -> str:
        method = next(m for m in self.methods.values() if m.code == leg.method)
        return f"{method.name(current_language())} {leg.reference or leg.number or leg.last_four}".rstrip()

    def _say(self, refusal: Message | None = None) -> None:
        if refusal is not None:
            self.hint.text = refusal
        elif self.legs:
            self.hint.text = Message("F9 take this much only   Esc back")
        else:
            self.hint.text = Message("a amount to take: {amount}   Esc back", {"amount": amount(self.due)})
        self.hint.refresh(layout=True)
        self.lines.refresh(layout=True)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if self._busy or not self.is_current:
            return
        key = from_thai_layout(event.character or "").casefold()
        if event.key == "escape":
            self._run(self._leave())
        elif event.key == "f9" and self.legs:
            self._run(self._write_part())
        elif key in self.methods:
            self._run(self._take(self.methods[key]))
        elif key == "a" and not self.legs:
            self._run(self._other_amount())

    def _run(self, work: Awaitable[None]) -> None:
        """One thing at a time: a key that is held opens one form."""
        self._busy = True

        async def alone() -> None:
            try:
                await work
            finally:
                self._busy = False

        self.run_worker(alone())

    async def _leave(self) -> None:
        question = Message("Nothing has been written yet. Throw these payments away?")
        if not self.legs or await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
            self.dismiss(None)

    async def _other_amount(self) -> None:
        first = {"amount": self.due} if self.due else None
        values = await self.app.push_screen_wait(
            FormDialog(Message("Amount to take"), (amount_field(),), values=first)
        )
        if values is not None:
            self.due = Decimal(str(values["amount"]))
            self._say()

    async def _take(self, method: Method) -> None:
        if method.way == PROMPTPAY and self.left > 0 and not await self._code_shown():
            return
        now, due = self.services.now(), self.left
        paid: list[Paid] = []

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            leg = leg_of(method, values, due, now)
            change = self.change + change_of(leg, now)
            if leg.account_id is None:
                check_leg(now, leg)
            if due <= 0 or leg.amount >= due:
                receipts = await self.bill.write([*self.legs, leg], token, answers)
                paid.append(Paid(tuple(receipts), change))
            else:
                self.legs.append(leg)
                self.change = change
            return True

        title = Message(
            "{method}, due {due}", {"method": method.name(current_language()), "due": amount(due)}
        )
        if due <= 0:
            title = Message("Payment: {method}", {"method": method.name(current_language())})
        specs = specs_of(method, due, now)
        values = first_values(method, due, self.bill.payer, self.services.today())
        await self.app.push_screen_wait(FormDialog(title, specs, write, values=values))
        if paid:
            self.dismiss(paid[0])
        else:
            self._say()

    async def _code_shown(self) -> bool:
        """The code to scan, where the house has set one up; False where the guest does not pay by it."""
        payload = code_for(self.left, *self.bill.references)
        if not payload:
            return True
        hotel = self.services.property()
        said = zip((_("Booking"), _("Room")), self.bill.references, strict=True)
        lines = [hotel.name(current_language()), *(f"{what} {which}" for what, which in said if which)]
        shown: bool = await self.app.push_screen_wait(QrDialog(payload, self.left, lines))
        return shown

    async def _write_part(self) -> None:
        try:
            written = await write_asking(
                self, lambda answers: self.bill.write(self.legs, self.token, answers)
            )
        except Refused as refused:
            self._say(refused.message)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, what was typed stays
            self._say(failed(error))
        else:
            if written is not None:
                self.dismiss(Paid(tuple(written.value), self.change))
