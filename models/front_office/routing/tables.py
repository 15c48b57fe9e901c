"""The tables of routing: the rules, and what each took."""

from __future__ import annotations

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from models.front_office.blocks import Block
from models.front_office.companies import Company
from models.front_office.folios.tables import Posting
from models.front_office.rates import RateCode
from models.front_office.reservations import Stay
from models.house.database import Base, MoneyField

OWN_WINDOW = "window"
OTHER_STAY = "stay"
MASTER = "master"
EVERY_DAY = "1234567"


class RoutingRule(Base):
    """A stay's own rule, or a template of a company, rate code or block; exactly one of the four owns it.

    ``codes``: codes and groups with blanks between, "" is everything. ``target``: window ``number`` of the own folio
    (``window``), of the stay ``to_stay`` (``stay``) or of the group's posting master (``master``). ``first_date`` to
    ``last_date`` inclusive; ``weekdays`` as ISO digits, Monday is 1. ``limit_amount``: baht with service and tax,
    a day or for the whole stay (``limit_per``); ``limit_percent`` of every charge. ``tax_number``: the own window that
    takes the taxes. ``template_id``: the rule it was copied from at check-in.
    """

    stay = ForeignKeyField(Stay, null=True)
    company = ForeignKeyField(Company, null=True)
    rate_code = ForeignKeyField(RateCode, null=True)
    block = ForeignKeyField(Block, null=True)
    template_id = IntegerField(null=True)
    priority = IntegerField()
    codes = TextField()
    target = TextField()
    number = IntegerField()
    to_stay = ForeignKeyField(Stay, null=True, backref="+")
    first_date = DateField(null=True)
    last_date = DateField(null=True)
    weekdays = TextField(default=EVERY_DAY)
    limit_amount = MoneyField(null=True)
    limit_percent = IntegerField(null=True)
    limit_per = TextField(default="day")
    tax_number = IntegerField(null=True)
    active = BooleanField(default=True)

    class Meta:
        table_name = "routing_rule"

    @property
    def whole(self) -> bool:
        """Without a limit, taxes and all."""
        return not (self.limit_amount or self.limit_percent or self.tax_number)


class RoutedLine(Base):
    """What a rule took of a charge, baht with service and tax; below zero where a refresh gave it back. Sealed."""

    rule = ForeignKeyField(RoutingRule, backref="lines")
    posting = ForeignKeyField(Posting)
    amount = MoneyField()
    date = DateField()

    class Meta:
        table_name = "routed_line"
