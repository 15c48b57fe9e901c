"""The forms letters are asked for with: which letter and how, to whom; a word on the phone; how mail leaves."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from locales import LANGUAGES, Message
from models.front_office.correspondence import (
    AGENT,
    CALLERS,
    COMPANY,
    DEPOSIT_REQUEST,
    EMAIL,
    FAX,
    GUEST,
    KINDS,
    LETTER,
    METHODS,
    TEXT,
    NewLetter,
    PostSetup,
    addressed,
    deposit_agreed,
    kinds_for,
    post_setup,
    proposal_for,
    record_phone,
    set_up_post,
    write_letter,
)
from models.house.refusals import Answer, Refused
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec

ADDRESSEES = {GUEST: Message("Guest"), COMPANY: Message("Company"), AGENT: Message("Agent")}
LANGUAGE_NAMES = {"th": "ไทย", "en": "English"}
WAYS = (EMAIL, LETTER, FAX, TEXT)
ADDRESS_LABELS = {
    EMAIL: Message("E-mail address"),
    FAX: Message("Fax number"),
    TEXT: Message("Mobile number"),
    LETTER: Message("Address"),
}


def _first(reservation_id: int) -> tuple[FieldSpec, ...]:
    """Which letter, how, to whom: all of it proposed, so that F9 is enough most of the time."""
    proposal = proposal_for(reservation_id)
    specs = [
        FieldSpec(
            "kind", Message("Letter"), "pick", required=True, default=proposal.kind, width=24,
            options=[(kind, KINDS[kind]) for kind in kinds_for(reservation_id)],
        ),
        FieldSpec(
            "method", Message("How"), "pick", required=True, default=proposal.method,
            options=[(way, METHODS[way]) for way in WAYS],
        ),
    ]  # fmt: skip
    if len(proposal.addressees) > 1:
        specs.append(
            FieldSpec(
                "addressee", Message("To whom"), "pick", required=True, default=proposal.addressee,
                options=[(to, ADDRESSEES[to]) for to in proposal.addressees],
            )
        )  # fmt: skip
    return tuple(specs)


def _second(reservation_id: int, method: str, kind: str) -> tuple[FieldSpec, ...]:
    specs = [
        FieldSpec("recipient", Message("To"), required=True, max_length=120, width=44),
        FieldSpec("address", ADDRESS_LABELS[method], required=method != LETTER, max_length=254, width=44),
        FieldSpec(
            "language", Message("Language"), "pick", required=True,
            options=[(language, LANGUAGE_NAMES[language]) for language in LANGUAGES],
        ),
    ]  # fmt: skip
    if kind == DEPOSIT_REQUEST:
        deposit, due = deposit_agreed(reservation_id)
        specs += [
            FieldSpec(
                "deposit",
                Message("Deposit"),
                "amount",
                required=True,
                default=deposit,
                minimum=Decimal("0.01"),
            ),
            FieldSpec("deposit_due", Message("To be paid by"), "date", required=True, default=due),
        ]
    return tuple(specs)


async def ask_for_letter(screen: DeskScreen, reservation_id: int) -> int | None:
    """The letter's id once it is written; None when left."""
    if not kinds_for(reservation_id):
        raise Refused("LETTER_STATE", "There is nothing to write about this booking.")
    first = await screen.app.push_screen_wait(FormDialog(Message("New letter"), _first(reservation_id)))
    if first is None:
        return None
    kind, method = str(first["kind"]), str(first["method"])
    to = addressed(reservation_id, str(first.get("addressee", GUEST)), method)
    written: list[int] = []

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        new = NewLetter(kind, method, **values)
        letter_id = await screen.services.write(
            write_letter, reservation_id, new, token=token, answers=answers
        )
        written.append(letter_id)
        return letter_id

    title = Message("{letter} by {method}", {"letter": KINDS[kind], "method": METHODS[method]})
    values = {"recipient": to.recipient, "address": to.address, "language": to.language}
    dialog = FormDialog(title, _second(reservation_id, method, kind), write, values=values)
    return written[-1] if await screen.app.push_screen_wait(dialog) else None


async def ask_for_call(screen: DeskScreen, reservation_id: int) -> bool:
    """Confirmed by phone: with whom, at which number, what was said."""
    kinds = kinds_for(reservation_id) or list(KINDS)
    to = addressed(reservation_id, proposal_for(reservation_id).addressee, TEXT)
    specs = (
        FieldSpec(
            "kind", Message("About"), "pick", required=True, default=kinds[0], width=24,
            options=[(kind, KINDS[kind]) for kind in kinds],
        ),
        FieldSpec(
            "called_by", Message("Who called"), "pick", required=True, default="guest",
            options=list(CALLERS.items()),
        ),
        FieldSpec("spoken_with", Message("Spoke with"), required=True, max_length=120, width=40),
        FieldSpec("number", Message("Phone"), max_length=40),
        FieldSpec("what", Message("What was said"), required=True, max_length=300, width=44),
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        return await screen.services.write(
            record_phone, reservation_id, token=token, answers=answers, **values
        )

    first = {"spoken_with": to.recipient, "number": to.address}
    dialog = FormDialog(Message("Phone call"), specs, write, values=first)
    return await screen.app.push_screen_wait(dialog) is not None


async def ask_for_set_up(screen: DeskScreen) -> bool:
    now = post_setup()
    security = (("starttls", "STARTTLS"), ("tls", "TLS"), ("none", Message("None")))
    specs = (
        FieldSpec("host", Message("Mail server"), max_length=120, width=40,
                  help=Message("Empty: this hotel sends no e-mail.")),
        FieldSpec("port", Message("Port"), "number", required=True, minimum=1, maximum=65535),
        FieldSpec("security", Message("Encryption"), "pick", required=True, options=security),
        FieldSpec("user", Message("User name there"), max_length=120, width=40,
                  help=Message("The password comes from the machine, see docs/letters.md.")),
        FieldSpec("address", Message("Sender's address"), max_length=254, width=40),
        FieldSpec("fax", Message("Fax gateway"), max_length=120, width=40,
                  help=Message("The address with {number} in it, as the gateway wants it.", {"number": "{number}"})),
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        await screen.services.write(set_up_post, PostSetup(**values), token=token, answers=answers)
        return True

    dialog = FormDialog(Message("How letters leave"), specs, write, values=vars(now))
    return await screen.app.push_screen_wait(dialog) is not None
