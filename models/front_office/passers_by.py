"""Sales to passers-by: somebody who does not stay buys and pays at once, and gets a receipt."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, TextField

from models.front_office.folios import FolioWindow, Posting
from models.house.database import Base, MoneyField, StampField
from models.house.staff import Staff


class PasserBySale(Base):
    """One sale: its charges and payments are the postings of the window from ``first_posting`` to ``last_posting``.
    ``total`` in baht, taxes in it; ``void_because``: why it was taken back."""

    window = ForeignKeyField(FolioWindow)
    date = DateField()
    at = StampField()
    staff = ForeignKeyField(Staff)
    buyer = TextField(default="")
    total = MoneyField()
    first_posting = ForeignKeyField(Posting, backref="+")
    last_posting = ForeignKeyField(Posting, backref="+")
    void_because = TextField(default="")

    class Meta:
        table_name = "passer_by_sale"
