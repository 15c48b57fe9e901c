"""What is remembered of imports: which row became what, how the columns were read, the feeds of channels."""

from __future__ import annotations

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from models.front_office.rates import RateCode
from models.front_office.rooms import RoomType
from models.house.database import Base, StampField


class ImportMapping(Base):
    """How the columns of a kind of list from one source are read; ``mapping`` is JSON, see ``mapping.py``."""

    kind = TextField()
    source = TextField()
    mapping = TextField()

    class Meta:
        table_name = "import_mapping"
        indexes = ((("kind", "source"), True),)


class ImportRow(Base):
    """A row that came in: its id at ``source``, what it became here, and its values as they were last taken.

    Bookkeeping of the import, not a subject of the hotel: it stands in no change log.
    """

    kind = TextField()
    source = TextField()
    external_id = TextField()
    subject_id = IntegerField()
    fingerprint = TextField()
    taken = TextField()
    taken_on = DateField()

    class Meta:
        table_name = "import_row"
        indexes = ((("kind", "source", "external_id"), True),)


class ChannelFeed(Base):
    """A calendar a channel gives out: its bookings are of one type at one rate.

    ``closed_are_bookings``: the channel calls its bookings "not available" and tells no closed dates apart.
    """

    name = TextField(unique=True)
    room_type = ForeignKeyField(RoomType)
    rate_code = ForeignKeyField(RateCode)
    guarantee = TextField(default="guaranteed")
    closed_are_bookings = BooleanField(default=False)
    active = BooleanField(default=True)
    read_at = StampField(null=True)
    read_file = TextField(default="")

    class Meta:
        table_name = "channel_feed"
