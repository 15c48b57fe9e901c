"""The letters of a booking, by whatever way they went, and the hotel's own words in them."""

from __future__ import annotations

import datetime

from peewee import ForeignKeyField, IntegerField, TextField

from locales import Message
from models.back_office.receivables import CityAccount
from models.front_office.reservations import Reservation
from models.house.database import Base, StampField
from models.house.staff import Staff

CONFIRMATION = "confirmation"
AMENDED = "amended"
DEPOSIT_REQUEST = "deposit request"
PRE_ARRIVAL = "pre-arrival"
CANCELLATION = "cancellation"
REGRET = "regret"
KINDS = {
    CONFIRMATION: Message("Confirmation"),
    AMENDED: Message("Amended"),
    DEPOSIT_REQUEST: Message("Deposit request"),
    PRE_ARRIVAL: Message("Before arrival"),
    CANCELLATION: Message("Cancellation"),
    REGRET: Message("No room"),
}
STATEMENT = "statement"
REMINDER = "reminder"
DEBTOR_KINDS = {STATEMENT: Message("Statement of account"), REMINDER: Message("Reminder")}
"""Of an account of the city ledger, not of a booking."""

LETTER = "letter"
EMAIL = "e-mail"
FAX = "fax"
PHONE = "phone"
TEXT = "text"
METHODS = {
    LETTER: Message("Letter"),
    EMAIL: Message("E-mail"),
    FAX: Message("Fax"),
    PHONE: Message("Phone"),
    TEXT: Message("SMS"),
}
SENT_FROM_HERE = (EMAIL, FAX, TEXT)
"""They wait in the queue for the post office; a letter is printed and a call is only written down."""

RECORDED = "recorded"
QUEUED = "queued"
SENDING = "sending"
UNCERTAIN = "uncertain"
SENT = "sent"
FAILED = "failed"
NOT_SENT = "cancelled"
STATUSES = {
    RECORDED: Message("Recorded"),
    QUEUED: Message("Waiting"),
    SENDING: Message("Being sent"),
    UNCERTAIN: Message("Uncertain"),
    SENT: Message("Sent"),
    FAILED: Message("Failed"),
    NOT_SENT: Message("Not sent"),
}

LONGEST_SENDING = datetime.timedelta(minutes=15)
"""No sending takes that long; one that is still under way then was broken off, and nobody knows how far it got."""


class Letter(Base):
    """One sending, of a booking or to a debtor's ``account``. ``position`` counts the letters of it from 1; ``paper`` is as
    it was sent, for good; ``document``: the number of a debtor's paper.

    ``repeats`` is the first letter of which this is another sending, ``replaces`` the confirmation that an amended
    one takes the place of. ``attempts`` numbers the claims of the post office. ``body`` is what stands in the
    e-mail or text message, or what was said on the phone.
    """

    reservation = ForeignKeyField(Reservation, null=True, backref="letters")
    account = ForeignKeyField(CityAccount, null=True, backref="letters")
    document = TextField(default="")
    position = IntegerField()
    kind = TextField()
    method = TextField()
    recipient = TextField()
    address = TextField(default="")
    language = TextField()
    subject = TextField(default="")
    body = TextField(default="")
    paper = TextField(default="")
    status = TextField()
    written_at = StampField()
    written_by = ForeignKeyField(Staff)
    repeats = ForeignKeyField("self", null=True, backref="repetitions")
    replaces = ForeignKeyField("self", null=True, backref="replaced_by")
    message_id = TextField(null=True, unique=True)
    attempts = IntegerField(default=0)
    last_error = TextField(default="")
    next_attempt_at = StampField(null=True)
    claimed_at = StampField(null=True)
    sent_at = StampField(null=True)

    @property
    def number(self) -> str:
        """As it stands on the paper: the booking's number and which letter of it; of a debtor the account's."""
        of = self.reservation.confirmation if self.reservation_id else self.account.number
        return f"{of}/{self.position}"


class LetterText(Base):
    """What the hotel says instead of the house's own opening and closing; empty means the house's own."""

    kind = TextField()
    language = TextField()
    opening = TextField(default="")
    closing = TextField(default="")

    class Meta:
        table_name = "letter_text"


def letters_of(reservation_id: int) -> list[Letter]:
    """In the order they were written."""
    return list(Letter.select().where(Letter.reservation == reservation_id).order_by(Letter.position))


def standing(letter: Letter, now: datetime.datetime) -> str:
    """Its status; a sending that was broken off counts as uncertain."""
    if letter.status == SENDING and letter.claimed_at < now - LONGEST_SENDING:
        return UNCERTAIN
    return str(letter.status)
