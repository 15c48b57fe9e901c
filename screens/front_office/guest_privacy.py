"""What a guest's card says and does about personal data: whole numbers, consent, legal hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from locales import Message, _
from models.front_office.guests import DOCUMENT_KINDS, Guest
from models.front_office.privacy import (
    consent_of,
    data_requests,
    give_consent,
    hold_on,
    lift_hold,
    place_hold,
    withdraw_consent,
)
from models.house.refusals import Answer
from screens.front_office.scanning import see_with_purpose
from screens.front_office.words import day
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog, MessageDialog
from screens.kit.form_rows import FieldSpec


def privacy_facts(guest: Guest, today: datetime.date) -> Iterator[tuple[str, str]]:
    """Lines of the card: erased, held, agreed to advertising, requests to be answered."""
    if guest.erased_on:
        yield _("Erased"), day(guest.erased_on)
    hold = hold_on(guest.id, today)
    if hold:
        until = _("until {date}", date=day(hold.until)) if hold.until else ""
        yield _("Legal hold"), " · ".join(filter(None, [hold.reason, until]))
    consent = consent_of(guest.id)
    if consent:
        yield _("Advertising"), _("agreed on {date}: {how}", date=day(consent.given_on), how=consent.how)
    for request in data_requests(guest.id):
        if request.answered_on is None:
            yield (
                _("Data request"),
                _("to be answered by {date}: {words}", date=day(request.due_on), words=request.words),
            )


async def show_numbers(screen: DeskScreen, guest_id: int, place: str) -> None:
    documents = await see_with_purpose(screen, guest_id, place)
    if documents:
        lines = [
            f"{DOCUMENT_KINDS[kind].say() if kind in DOCUMENT_KINDS else kind}: {number}"
            for kind, number in documents
        ]
        screen.app.push_screen(MessageDialog("\n".join(lines)))


async def ask_consent(screen: DeskScreen, guest_id: int) -> None:
    """Give consent where there is none, withdraw it where there is."""
    known = consent_of(guest_id)
    title = Message("Withdraw consent to advertising") if known else Message("Consent to advertising")
    how = FieldSpec(
        "how",
        Message("How"),
        required=True,
        max_length=100,
        width=40,
        help=Message("Form, e-mail, by word of mouth …"),
    )
    await _ask(screen, title, (how,), withdraw_consent if known else give_consent, guest_id)


async def ask_hold(screen: DeskScreen, guest_id: int) -> None:
    """Place a hold where none stands, lift it where one does."""
    known = hold_on(guest_id, screen.services.today())
    reason = FieldSpec("reason", Message("Reason"), required=True, max_length=200, width=40)
    if known:
        await _ask(screen, Message("Lift the legal hold"), (reason,), lift_hold, known.id)
        return
    until = FieldSpec("until", Message("Until"), "date", help=Message("Empty: until it is lifted."))
    await _ask(screen, Message("Nothing of this guest is erased"), (reason, until), place_hold, guest_id)


async def _ask(
    screen: DeskScreen, title: Message, specs: tuple[FieldSpec, ...], operation: Any, subject: int
) -> None:
    async def write(values: Mapping[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        await screen.services.write(operation, subject, **values, token=token, answers=answers)
        return True

    if await screen.app.push_screen_wait(FormDialog(title, specs, write)):
        screen.reread()
