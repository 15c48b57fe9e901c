"""What is kept of the exchange desk, for at least five years: each exchange with its slip, what was taken back, what went
to the bank."""

from __future__ import annotations

from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from models.front_office.currencies import Currency, RateField
from models.front_office.reservations import Stay
from models.front_office.till import CashierShift
from models.house.database import Base, MoneyField, StampField
from models.house.staff import Staff
from models.ledger.accounts import Account
from models.ledger.entries import Entry

BUY, SELL = "buy", "sell"
"""As the house sees it: it buys the guest's notes, or sells him some."""


class Exchange(Base):
    """``amount`` in notes of the currency; ``worth`` = amount × rate, ``baht`` what went over the counter, ``cost`` what
    the books have the notes at; ``number`` that of the slip. The customer as on the document shown. Only ``prints``
    changes; the database holds it."""

    number = TextField(unique=True)
    way = TextField()
    currency = ForeignKeyField(Currency)
    amount = MoneyField()
    rate = RateField()
    worth = MoneyField()
    commission = MoneyField(default=Decimal(0))
    baht = MoneyField()
    cost = MoneyField()
    stay = ForeignKeyField(Stay, null=True)
    name = TextField()
    nationality = TextField()
    document_number = TextField()
    room = TextField(default="")
    shift = ForeignKeyField(CashierShift, null=True)
    entry = ForeignKeyField(Entry, unique=True)
    date = DateField()
    at = StampField()
    staff = ForeignKeyField(Staff)
    language = TextField()
    paper = TextField()
    prints = IntegerField(default=0)


class ExchangeBack(Base):
    """An exchange taken back on its own day: both currencies went back. Sealed."""

    exchange = ForeignKeyField(Exchange, unique=True, backref="backs")
    entry = ForeignKeyField(Entry, unique=True)
    date = DateField()
    reason = TextField()
    at = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "exchange_back"


class NotesToBank(Base):
    """Notes of the safe that a bank bought: ``baht`` at its ``rate``, ``cost`` what the books had them at;
    ``reference`` the number of the bank's slip. Sealed."""

    currency = ForeignKeyField(Currency)
    amount = MoneyField()
    rate = RateField()
    baht = MoneyField()
    cost = MoneyField()
    account = ForeignKeyField(Account)
    reference = TextField()
    entry = ForeignKeyField(Entry, unique=True)
    date = DateField()
    at = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "notes_to_bank"
