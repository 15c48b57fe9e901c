"""What a person may ask of the house: consent to advertising and its withdrawal, holds, requests and their answers."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from peewee import DateField, ForeignKeyField, ModelSelect, TextField

from locales import Message
from models.front_office.guests import Guest, guest_in_force, guest_not_erased
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import said, words
from models.house.refusals import Refused
from models.house.staff import Staff

DAYS_TO_ANSWER = 30  # PDPA s.30
LONGEST_ANSWER = 500
KINDS = {
    "access": Message("See the data"),
    "correct": Message("Correct data"),
    "erase": Message("Erase data"),
}
OUTCOMES = {
    "done": Message("Done"),
    "partly": Message("Done in part"),
    "refused": Message("Refused"),
}


class Consent(Base):
    """To be sent offers; ``how`` it was given: form, e-mail, by word of mouth."""

    guest = ForeignKeyField(Guest)
    given_on = DateField()
    how = TextField()
    given_to = ForeignKeyField(Staff)
    withdrawn_on = DateField(null=True)
    withdrawn_how = TextField(default="")


class LegalHold(Base):
    """Nothing of the guest is erased while it stands: a claim, a case, an inspection. ``until`` inclusive, if known."""

    guest = ForeignKeyField(Guest)
    reason = TextField()
    placed_on = DateField()
    placed_by = ForeignKeyField(Staff)
    until = DateField(null=True)
    lifted_on = DateField(null=True)
    lifted_by = ForeignKeyField(Staff, null=True, backref="+")

    class Meta:
        table_name = "legal_hold"


class DataRequest(Base):
    """A person's request. ``due_on`` is the last day for the answer; once answered it stays as it is."""

    guest = ForeignKeyField(Guest)
    kind = TextField()
    words = TextField()
    received_on = DateField()
    due_on = DateField()
    taken_by = ForeignKeyField(Staff)
    answered_on = DateField(null=True)
    outcome = TextField(default="")
    answer = TextField(default="")
    answered_by = ForeignKeyField(Staff, null=True, backref="+")

    class Meta:
        table_name = "data_request"


# Consent


def consent_of(guest_id: int) -> Consent | None:
    """The consent in force, the latest where a merge brought two."""
    return _consents_in_force(guest_id).first()


def _consents_in_force(guest_id: int) -> ModelSelect:
    of_guest = (Consent.guest == guest_in_force(guest_id)) & Consent.withdrawn_on.is_null()
    return Consent.select().where(of_guest).order_by(Consent.id.desc())


@operation("book")
def give_consent(act: Act, guest_id: int, how: str) -> int:
    """The guest agrees to be sent offers. Refused: NO_REASON (how is not said), CONSENT_GIVEN, GUEST_ERASED."""
    guest = guest_not_erased(guest_id)
    how = said(how, "how")
    known = consent_of(guest.id)
    if known is not None:
        raise Refused("CONSENT_GIVEN", "{guest} agreed on {date}.", guest=guest.spoken, date=known.given_on)
    return int(act.create(Consent, guest=guest, given_on=act.business_date, how=how, given_to=act.staff).id)


@operation("book")
def withdraw_consent(act: Act, guest_id: int, how: str) -> None:
    """As easily as it was given (PDPA s.19). Refused: NO_CONSENT, NO_REASON."""
    standing = list(_consents_in_force(guest_id))
    if not standing:
        raise Refused("NO_CONSENT", "No consent is in force.")
    how = said(how, "how")
    for consent in standing:
        act.update(consent, withdrawn_on=act.business_date, withdrawn_how=how)


# Holds


def hold_on(guest_id: int, date: datetime.date) -> LegalHold | None:
    """The hold that stands on ``date``, the longest where there are several."""
    standing = LegalHold.select().where((LegalHold.guest == guest_in_force(guest_id)) & _standing_on(date))
    return max(standing, key=lambda hold: hold.until or datetime.date.max, default=None)


def holds_on(guest_ids: Collection[int], date: datetime.date) -> dict[int, str]:
    """Why those of these profiles that are held on ``date`` are held."""
    rows = LegalHold.select().where((LegalHold.guest << list(guest_ids)) & _standing_on(date))
    return {hold.guest_id: hold.reason for hold in rows.order_by(LegalHold.id)}


def _standing_on(date: datetime.date) -> Any:
    return LegalHold.lifted_on.is_null() & (LegalHold.until.is_null() | (LegalHold.until >= date))


@operation("privacy")
def place_hold(act: Act, guest_id: int, reason: str, until: datetime.date | None = None) -> int:
    """Refused: NO_REASON, HOLD_PAST (until lies before the business date), GUEST_ERASED."""
    guest = guest_not_erased(guest_id)
    reason = said(reason)
    if until is not None and until < act.business_date:
        raise Refused("HOLD_PAST", "{date} is past.", field="until", date=until)
    return int(
        act.create(
            LegalHold, guest=guest, reason=reason, placed_on=act.business_date, placed_by=act.staff, until=until
        ).id
    )  # fmt: skip


@operation("privacy")
def lift_hold(act: Act, hold_id: int, reason: str) -> None:
    """Refused: NO_REASON, HOLD_LIFTED."""
    hold = LegalHold.get_by_id(hold_id)
    if hold.lifted_on is not None:
        raise Refused("HOLD_LIFTED", "This hold was lifted on {date}.", date=hold.lifted_on)
    act.because(said(reason))
    act.update(hold, lifted_on=act.business_date, lifted_by=act.staff.id)


# Requests


@operation("book")
def take_request(act: Act, guest_id: int, kind: str, asked: str) -> int:
    """Write down what a person asks for; it is to be answered within 30 days. Refused: NO_CHOICE, NO_REASON."""
    guest = guest_in_force(guest_id)
    if kind not in KINDS:
        raise Refused("NO_CHOICE", "There is no {value} here.", field="kind", value=kind)
    due = act.business_date + datetime.timedelta(days=DAYS_TO_ANSWER)
    return int(
        act.create(
            DataRequest, guest=guest, kind=kind, words=said(asked, "words"), received_on=act.business_date, due_on=due,
            taken_by=act.staff,
        ).id
    )  # fmt: skip


@operation("privacy")
def answer_request(act: Act, request_id: int, outcome: str, answer: str) -> None:
    """Refused: REQUEST_ANSWERED, NO_CHOICE, NO_REASON (what was answered is not said), TOO_MUCH_TEXT."""
    request = DataRequest.get_by_id(request_id)
    if request.answered_on is not None:
        raise Refused("REQUEST_ANSWERED", "This was answered on {date}.", date=request.answered_on)
    if outcome not in OUTCOMES:
        raise Refused("NO_CHOICE", "There is no {value} here.", field="outcome", value=outcome)
    said(answer, "answer")
    act.update(
        request, answered_on=act.business_date, outcome=outcome, answer=words(answer, "answer", LONGEST_ANSWER),
        answered_by=act.staff.id,
    )  # fmt: skip


def data_requests(guest_id: int | None = None) -> list[DataRequest]:
    """Those still to be answered first, the most pressing on top; then the others, latest first."""
    rows = DataRequest.select(DataRequest, Guest).join(Guest)
    if guest_id is not None:
        rows = rows.where(DataRequest.guest == guest_in_force(guest_id))
    open_ones = list(
        rows.where(DataRequest.answered_on.is_null()).order_by(DataRequest.due_on, DataRequest.id)
    )
    return open_ones + list(
        rows.where(DataRequest.answered_on.is_null(False)).order_by(DataRequest.id.desc()).limit(500)
    )
