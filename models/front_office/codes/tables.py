"""Codes, generates, outlets and their articles: the tables."""

from __future__ import annotations

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from models.house.database import Base, MoneyField
from models.ledger.accounts import Account


class TransactionCode(Base):
    """``kind``: revenue, non-revenue, tax or payment. ``lowest`` and ``highest`` in baht, per posting.

    ``ledgers`` it may be posted to: deposit, guest, city, with commas. ``next_account`` takes over on
    ``next_account_from``, when the audit opens that date. ``statistics``: where statistics count it; "": as its group.
    """

    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    kind = TextField()
    group = TextField(default="")
    subgroup = TextField(default="")
    account = ForeignKeyField(Account)
    by_hand = BooleanField(default=True)
    active = BooleanField(default=True)
    lowest = MoneyField(null=True)
    highest = MoneyField(null=True)
    ledgers = TextField(default="deposit,guest,city")
    statistics = TextField(default="")
    paid_out = BooleanField(default=False)
    next_account = ForeignKeyField(Account, null=True, backref="+")
    next_account_from = DateField(null=True)

    class Meta:
        table_name = "transaction_code"

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class Generate(Base):
    """One rule of a code, ``valid_from`` to ``valid_until`` inclusive; in the order of ``position``.

    ``method``: percent (``basis_points`` in hundredths of a percent of the ``basis``: 700 is 7 %), flat (``flat`` baht
    a posting) or function (named by ``function``, which is given the rest). ``authority``: by what law or decision.
    ``cut``: a later version ended it before its own end, ``uncut_until``.
    """

    parent = ForeignKeyField(TransactionCode, backref="generates")
    position = IntegerField()
    child = ForeignKeyField(TransactionCode, backref="generated_by")
    method = TextField(default="percent")
    basis = TextField(default="B")
    basis_points = IntegerField()
    flat = MoneyField(default=0)
    function = TextField(default="")
    adds_to = TextField(default="")
    valid_from = DateField()
    valid_until = DateField(null=True)
    authority = TextField(default="")
    cut = BooleanField(default=False)
    uncut_until = DateField(null=True)


class Outlet(Base):
    """Where articles are sold, which is a list of them with prices: minibar, laundry, bar."""

    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    active = BooleanField(default=True)

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class Article(Base):
    """What is sold by the piece. ``price`` in baht a piece until ``ArticlePrice`` says another; ``short_key`` is what
    one types for it in its outlet; ``counted``: stock is kept of it."""

    code = TextField(unique=True)
    transaction_code = ForeignKeyField(TransactionCode)
    outlet = ForeignKeyField(Outlet, null=True, backref="articles")
    short_key = TextField(default="")
    name_th = TextField()
    name_en = TextField()
    price = MoneyField()
    inclusive = BooleanField(default=False)
    counted = BooleanField(default=False)
    active = BooleanField(default=True)

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class ArticlePrice(Base):
    """The price of an article from a date on, baht a piece."""

    article = ForeignKeyField(Article, backref="prices")
    valid_from = DateField()
    price = MoneyField()

    class Meta:
        table_name = "article_price"
