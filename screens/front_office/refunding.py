"""Giving money back: the payment it came from first, newest on top; another way is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from locales import Message, _, current_language
from models.front_office.folios import FolioWindow, window_balance
from models.front_office.payment_methods import FOREIGN
from models.front_office.payments import refund, refund_deposit
from models.front_office.receipts import paper_of_posting
from models.front_office.refund_legs import Refundable, legs_of_deposit, legs_of_security, legs_of_window
from models.front_office.reservations import Reservation, deposit_of, security_of
from models.front_office.security import return_security
from models.house.refusals import Answer
from screens.front_office.booking import method_options
from screens.front_office.payment_forms import amount_field
from screens.front_office.receipts import show_receipt
from screens.front_office.stay_changes import REASON
from screens.front_office.words import amount, day
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec


async def refund_window(screen: DeskScreen, window: FolioWindow) -> None:
    """A window's credit, with the credit note of what was taxed."""
    legs, credit = legs_of_window(window.id), -window_balance(window.id)
    await _give_back(screen, Message("Refund"), legs, credit, refund, window.id)


async def refund_deposit_of(screen: DeskScreen, reservation: Reservation) -> None:
    legs, held = legs_of_deposit(reservation.id), deposit_of(reservation)
    await _give_back(screen, Message("Refund deposit"), legs, held, refund_deposit, reservation.id)


async def return_security_of(screen: DeskScreen, reservation: Reservation) -> None:
    legs, held = legs_of_security(reservation.id), security_of(reservation)
    await _give_back(screen, Message("Return the security"), legs, held, return_security, reservation.id)


def _label(leg: Refundable) -> str:
    left = f"{leg.currency} {amount(leg.notes)}" if leg.way == FOREIGN else amount(leg.left)
    return _(
        "{date} {method} {reference}: {left} left", date=day(leg.date), method=leg.name(current_language()),
        reference=leg.reference, left=left,
    )  # fmt: skip


async def _give_back(
    screen: DeskScreen,
    title: Message,
    legs: Sequence[Refundable],
    held: Decimal,
    operation: Any,
    of_what: int,
) -> None:
    leg = legs[0] if legs else None
    if len(legs) > 1:
        options = [(leg.posting_id, _label(leg)) for leg in legs]
        chosen = await screen.app.push_screen_wait(
            ChooseDialog(Message("Which payment is given back?"), options)
        )
        if chosen is None:
            return
        leg = next(leg for leg in legs if leg.posting_id == chosen)
    done: list[int] = []

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        written = await screen.services.write(
            operation, of_what, values["method"], values.get("amount") or Decimal(0), values["reason"],
            of=leg.posting_id if leg else None, notes=values.get("notes"), token=token, answers=answers,
        )  # fmt: skip
        done.append(written)
        return True

    specs, first = _form(leg, held)
    named = Message("{what}: {leg}", {"what": title, "leg": _label(leg)}) if leg else title
    if await screen.app.push_screen_wait(FormDialog(named, specs, write, values=first)):
        screen.reread()
        note = paper_of_posting(done[-1])
        if note is not None:
            show_receipt(screen, note)


def _form(leg: Refundable | None, held: Decimal) -> tuple[tuple[FieldSpec, ...], dict[str, object]]:
    """Amount, way and reason; of foreign notes how many of them, at the rate they came at."""
    options = method_options()
    if leg is not None and leg.code not in [code for code, _name in options]:
        options = [(leg.code, leg.name(current_language())), *options]
    method = FieldSpec(
        "method", Message("Paid back by"), "pick", required=True, options=options,
        default=leg.code if leg else "CASH",
    )  # fmt: skip
    if leg is not None and leg.rate is not None:
        most = min(leg.notes, (held / leg.rate).to_integral_value(ROUND_FLOOR))
        help = Message("At {rate}, as they were taken.", {"rate": f"{leg.rate.normalize():f}"})
        notes = FieldSpec("notes", Message("Notes given back"), "amount", required=True, help=help)
        return (notes, method, REASON), {"notes": most}
    return (amount_field(), method, REASON), {"amount": min(leg.left, held) if leg else held}
