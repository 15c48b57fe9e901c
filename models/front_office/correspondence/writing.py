"""Writing to whom a booking concerns: a letter, an e-mail, a fax, a text message, or a word on the phone.

What leaves from here waits in the queue from the same transaction on; each sending is a record of its own.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from locales import LANGUAGES, Message
from models.back_office.receivables import CityAccount
from models.front_office.correspondence.addresses import checked_address
from models.front_office.correspondence.papers import (
    Draft,
    Terms,
    agreed_terms,
    letter_paper,
    mail_body,
    short_text,
)
from models.front_office.correspondence.setup import is_set_up
from models.front_office.correspondence.tables import (
    AMENDED,
    CANCELLATION,
    CONFIRMATION,
    DEPOSIT_REQUEST,
    EMAIL,
    FAILED,
    KINDS,
    LETTER,
    METHODS,
    NOT_SENT,
    PHONE,
    QUEUED,
    RECORDED,
    REGRET,
    SENT,
    SENT_FROM_HERE,
    TEXT,
    UNCERTAIN,
    Letter,
    standing,
)
from models.front_office.papers import paper_as_json
from models.front_office.reservations import (
    CANCELLED,
    IN_HOUSE,
    NOT_YET,
    RESERVED,
    STATES,
    Reservation,
    Stay,
    stays_of_reservation,
)
from models.house.acts import Act, operation
from models.house.inputs import above_zero, words
from models.house.papers import Paper
from models.house.property import setting
from models.house.refusals import Refused

LONGEST_NAME = 120
CALLERS = {"guest": Message("They called us"), "hotel": Message("We called")}

_TELLS_OF = {CANCELLATION: (CANCELLED,), REGRET: (*NOT_YET, CANCELLED)}
_CONFIRMED = (RESERVED, IN_HOUSE)


@dataclass(frozen=True)
class NewLetter:
    """``address`` is an e-mail address, a number, or the street; ``deposit`` in baht, ``deposit_due`` inclusive."""

    kind: str
    method: str
    recipient: str
    address: str
    language: str
    deposit: Decimal | None = None
    deposit_due: datetime.date | None = None


@operation("book")
def write_letter(act: Act, reservation_id: int, new: NewLetter) -> int:
    """Write a letter and, where it leaves from here, queue it; its id.

    Refused: LETTER_KIND, LETTER_METHOD, LETTER_LANGUAGE, LETTER_TO, EMAIL_ADDRESS, PHONE_NUMBER, NOT_CLEAN,
    METHOD_NOT_SET_UP, LETTER_STATE (the booking is in no state for it), NOTHING_TO_AMEND, NOT_POSITIVE and
    DEPOSIT_DUE of a deposit request.
    """
    if new.method == PHONE or new.method not in METHODS:
        raise Refused("LETTER_METHOD", "Choose how it goes out.", field="method")
    if new.language not in LANGUAGES:
        raise Refused("LETTER_LANGUAGE", "A letter is in Thai or in English.", field="language")
    reservation = Reservation.get_by_id(reservation_id)
    stays = stays_told_of(reservation, new.kind)
    _check_set_up(new.method)
    draft = Draft(
        kind=new.kind,
        number=f"{reservation.confirmation}/{_next_position(reservation)}",
        reservation=reservation,
        stays=stays,
        recipient=_recipient(new.recipient),
        address=checked_address(new.method, new.address),
        method=new.method,
        language=new.language,
        clerk=act.staff.name(new.language),
        terms=_terms(act, reservation, new),
        replaces=_replaced(reservation) if new.kind == AMENDED else None,
    )
    return _record(act, draft)


def stays_told_of(reservation: Reservation, kind: str) -> list[Stay]:
    """The stays a kind of letter tells of. Refused: LETTER_KIND, LETTER_STATE."""
    if kind not in KINDS:
        raise Refused("LETTER_KIND", "There is no such letter.", field="kind")
    stays = stays_of_reservation(reservation.id)
    told = [stay for stay in stays if stay.state in _TELLS_OF.get(kind, _CONFIRMED)]
    if not told:
        raise Refused(
            "LETTER_STATE", "This booking is {state}; “{kind}” does not fit it.", field="kind",
            state=STATES[stays[0].state], kind=KINDS[kind],
        )  # fmt: skip
    return told


def _recipient(name: str) -> str:
    typed = words(name, "recipient", LONGEST_NAME)
    if not typed:
        raise Refused("LETTER_TO", "Say whom it is for.", field="recipient")
    return typed


def _check_set_up(method: str) -> None:
    if not is_set_up(method):
        raise Refused(
            "METHOD_NOT_SET_UP", "{method} has not been set up in this hotel.", field="method", jump="letters",
            method=METHODS[method],
        )  # fmt: skip


def _terms(act: Act, reservation: Reservation, new: NewLetter) -> Terms:
    agreed = agreed_terms(reservation, new.language)
    if new.kind != DEPOSIT_REQUEST:
        return agreed
    deposit = new.deposit if new.deposit is not None else agreed.deposit
    due = new.deposit_due or agreed.deposit_due
    if deposit is None:
        raise Refused("NOT_POSITIVE", "The amount is above zero.", field="deposit")
    if due is None or due < act.business_date:
        raise Refused("DEPOSIT_DUE", "Say until when the deposit is to be paid.", field="deposit_due")
    return replace(agreed, deposit=above_zero(deposit, "deposit"), deposit_due=due)


def confirmation_of(reservation: Reservation) -> Letter | None:
    """The last confirmation the guest may hold: one that went out, is about to, or was given on the phone."""
    return (
        Letter.select()
        .where(
            (Letter.reservation == reservation)
            & (Letter.kind << (CONFIRMATION, AMENDED))
            & Letter.status.not_in((FAILED, NOT_SENT))
        )
        .order_by(Letter.position.desc())
        .first()
    )


def _replaced(reservation: Reservation) -> Letter:
    earlier = confirmation_of(reservation)
    if earlier is None:
        raise Refused("NOTHING_TO_AMEND", "No confirmation has gone out that this one amends.", field="kind")
    return earlier


def _next_position(of: Reservation | CityAccount) -> int:
    mine = Letter.account == of if isinstance(of, CityAccount) else Letter.reservation == of
    return int(Letter.select().where(mine).count()) + 1


def _record(act: Act, draft: Draft) -> int:
    paper = letter_paper(act.property, draft)
    plain = draft.method == TEXT
    row = act.create(
        Letter,
        **_basics(act, draft.reservation, draft.method),
        kind=draft.kind,
        recipient=draft.recipient,
        address=draft.address,
        language=draft.language,
        subject=f"{paper.title} {draft.reservation.confirmation} – {act.property.name(draft.language)}",
        body=short_text(act.property, draft) if plain else mail_body(paper),
        paper="" if plain else paper_as_json(paper),
        replaces=draft.replaces.id if draft.replaces else None,
    )
    return int(row.id)


def _basics(act: Act, of: Reservation | CityAccount, method: str) -> dict[str, Any]:
    """What every new record has: its place among the letters of the booking or debtor, who and when, and whether it
    waits."""
    position = _next_position(of)
    queued = method in SENT_FROM_HERE
    return {
        "account" if isinstance(of, CityAccount) else "reservation": of.id,
        "position": position,
        "method": method,
        "status": QUEUED if queued else RECORDED,
        "written_at": act.now,
        "written_by": act.staff.id,
        "message_id": _message_id(act, of, position) if queued else None,
        "next_attempt_at": act.now if queued else None,
    }


def _message_id(act: Act, of: Reservation | CityAccount, position: int) -> str:
    """One for all attempts of a record: a receiver who meets it twice knows that it is the same message."""
    number = f"{of.number if isinstance(of, CityAccount) else of.confirmation}.{position}"
    mark = hashlib.sha256(f"{number} {act.now.isoformat()} {act.property.name_en}".encode()).hexdigest()[:16]
    domain = setting("smtp_from").rpartition("@")[2] or "reception.invalid"
    return f"<{number}.{mark}@{domain}>"


def mail_to_debtor(
    act: Act, account: CityAccount, kind: str, paper: Paper, told: Paper, language: str, address: str
) -> int:
    """Queue a debtor's ``paper`` as an e-mail whose text is that of ``told``; the letter's id. Refused: LETTER_TO,
    EMAIL_ADDRESS, METHOD_NOT_SET_UP, NOT_CLEAN."""
    _check_set_up(EMAIL)
    row = act.create(
        Letter,
        **_basics(act, account, EMAIL),
        kind=kind,
        document=paper.number,
        recipient=_recipient(account.name(language)),
        address=checked_address(EMAIL, address),
        language=language,
        subject=f"{paper.title} {paper.number} – {act.property.name(language)}",
        body=mail_body(told),
        paper=paper_as_json(paper),
    )
    return int(row.id)


@operation("book")
def record_phone(
    act: Act,
    reservation_id: int,
    kind: str,
    spoken_with: str,
    number: str,
    what: str,
    called_by: str = "guest",
) -> int:
    """A word on the phone: with whom, from or at which number, what was said; the record's id. Nothing is sent.

    ``called_by``: guest or hotel. Refused: LETTER_TO, LETTER_KIND, LETTER_STATE, LETTER_SAID, NOT_CLEAN.
    """
    reservation = Reservation.get_by_id(reservation_id)
    stays_told_of(reservation, kind)
    if called_by not in CALLERS:
        raise Refused("LETTER_METHOD", "Say who called.", field="called_by")
    told = words(what, "what")
    if not told:
        raise Refused("LETTER_SAID", "Write down what was said.", field="what")
    row = act.create(
        Letter,
        **_basics(act, reservation, PHONE),
        kind=kind,
        recipient=_recipient(spoken_with),
        address=words(number, "number", 40),
        language="th",
        subject=called_by,
        body=told,
    )
    return int(row.id)


@operation("book")
def repeat_letter(act: Act, letter_id: int, address: str | None = None) -> int:
    """Send the same again, word for word, as a new record that points at the first; its id.

    ``address``: another one than before. Refused: LETTER_METHOD for a call, METHOD_NOT_SET_UP, and as
    ``write_letter`` for the address.
    """
    letter = Letter.get_by_id(letter_id)
    if letter.method == PHONE:
        raise Refused("LETTER_METHOD", "A call cannot be sent again. Record a new one.")
    _check_set_up(letter.method)
    row = act.create(
        Letter,
        **_basics(act, letter.reservation or letter.account, letter.method),
        kind=letter.kind,
        document=letter.document,
        recipient=letter.recipient,
        address=checked_address(letter.method, letter.address if address is None else address),
        language=letter.language,
        subject=letter.subject,
        body=letter.body,
        paper=letter.paper,
        repeats=letter.repeats_id or letter.id,
        replaces=letter.replaces_id,
    )
    return int(row.id)


@operation(None)
def count_letter_print(act: Act, letter_id: int) -> int:
    """A letter went to paper: with the first print it is out. How often it has been tried to send it."""
    letter = Letter.get_by_id(letter_id)
    if letter.method == LETTER and letter.status == RECORDED:
        act.update(letter, status=SENT, sent_at=act.now, attempts=1)
    return int(letter.attempts)


@operation("book")
def cancel_letter(act: Act, letter_id: int) -> None:
    """Take a letter back that has not gone out. Refused: LETTER_NOT_WAITING."""
    letter = Letter.get_by_id(letter_id)
    if letter.status != QUEUED and (letter.method, letter.status) != (LETTER, RECORDED):
        raise Refused("LETTER_NOT_WAITING", "Only what still waits can be taken back.")
    act.update(letter, status=NOT_SENT)


@operation("book")
def settle_letter(act: Act, letter_id: int, was_sent: bool) -> None:
    """Say of an uncertain letter that it went out, or have it sent again under the same Message-ID.

    Refused: LETTER_CERTAIN.
    """
    letter = Letter.get_by_id(letter_id)
    if standing(letter, act.now) != UNCERTAIN:
        raise Refused("LETTER_CERTAIN", "Nothing about this letter is uncertain.")
    if was_sent:
        act.update(letter, status=SENT, sent_at=letter.claimed_at)
    else:
        act.update(letter, status=QUEUED, next_attempt_at=act.now)
