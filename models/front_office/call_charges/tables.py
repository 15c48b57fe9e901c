"""The tables of telephone calls: the exchange's lines as they came, the calls in them, what a call costs."""

from __future__ import annotations

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.folios import Posting
from models.front_office.reservations import Stay
from models.house.database import Base, MoneyField, StampField
from models.house.staff import Staff

TO_POST = "to post"
POSTED = "posted"
UNPOSTED = "unposted"
FREE = "free"
WRITTEN_OFF = "written off"
STATES = {
    TO_POST: Message("To be posted"),
    POSTED: Message("Posted"),
    UNPOSTED: Message("Not posted"),
    FREE: Message("Free of charge"),
    WRITTEN_OFF: Message("Written off"),
}
REASONS = {
    "NO_EXTENSION": Message("No room has this extension"),
    "VACANT": Message("Nobody was in the room"),
    "CHECKED_OUT": Message("The guest has left"),
    "NO_POST": Message("Takes no charges"),
    "NO_TARIFF": Message("No tariff for this number"),
    "AMOUNT_UNUSUAL": Message("An unusual amount"),
    "NO_CODE": Message("No transaction code TEL"),
    "NO_TAX_RATE": Message("No tax rate for today"),
}
NEW = "new"
READ = "read"
REPEATED = "repeated"
IGNORED = "ignored"
UNREAD = "unread"
CUT = "cut"
SET_ASIDE = "set aside"
LINE_STATES = {
    NEW: Message("Not read yet"),
    READ: Message("Read"),
    REPEATED: Message("Came again"),
    IGNORED: Message("No call"),
    UNREAD: Message("Cannot be read"),
    CUT: Message("Cut off"),
    SET_ASIDE: Message("Set aside"),
}


class PhoneCall(Base):
    """One call from an extension. ``call_key`` is what makes it one: the exchange's own number of it, or its facts.

    ``cost`` is what the exchange says, ``price`` what the guest is charged, baht before what the code TEL adds.
    ``why``: the code of the reason why it reached no folio; ``reason``: what somebody wrote who dealt with it.
    """

    call_key = TextField(unique=True)
    extension = TextField()
    number = TextField()
    started_at = StampField()
    seconds = IntegerField()
    trunk = TextField(default="")
    cost = MoneyField(null=True)
    price = MoneyField(null=True)
    state = TextField(default=TO_POST)
    why = TextField(default="")
    stay = ForeignKeyField(Stay, null=True, backref="+")
    posting = ForeignKeyField(Posting, null=True, backref="+")
    entered_by = ForeignKeyField(Staff, backref="+")
    entered_at = StampField()
    reason = TextField(default="")

    class Meta:
        table_name = "phone_call"


class CallLine(Base):
    """A line as the exchange sent it, kept before anything is made of it. ``call``: the call it told of."""

    feed = TextField()
    at = StampField()
    text = TextField()
    state = TextField(default=NEW)
    fault = TextField(default="")
    call = ForeignKeyField(PhoneCall, null=True, backref="+")

    class Meta:
        table_name = "call_line"


class CallTariff(Base):
    """What a call to a number beginning with ``prefix`` costs: baht for each begun ``block_seconds``, at least
    ``minimum``; nothing where it is ``free``. The longest prefix that fits counts."""

    prefix = TextField(unique=True)
    name = TextField(default="")
    block_seconds = IntegerField(default=60)
    per_block = MoneyField()
    minimum = MoneyField()
    free = BooleanField(default=False)

    class Meta:
        table_name = "call_tariff"


class CallFeed(Base):
    """A line to the exchange by its name in the settings file: whether it stands, since when, and why not."""

    name = TextField(unique=True)
    connected = BooleanField()
    since = StampField()
    fault = TextField(default="")

    class Meta:
        table_name = "call_feed"
