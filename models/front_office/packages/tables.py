"""The tables of packages: as the hotel sells them, as a stay has taken them, and what each night carries."""

from __future__ import annotations

from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.codes import TransactionCode
from models.front_office.rates import RateCode
from models.front_office.reservations.tables import Night, Stay
from models.house.database import Base, MoneyField

RULES = {
    "flat": Message("Once"),
    "person": Message("Per person"),
    "adult": Message("Per adult"),
    "child": Message("Per child"),
    "room": Message("Per room"),
}
RHYTHMS = {
    "every": Message("Every night"),
    "arrival": Message("Arrival night"),
    "last": Message("Last night"),
    "not arrival": Message("All but the arrival night"),
    "not last": Message("All but the last night"),
    "inner": Message("All but first and last"),
    "every x": Message("Every X nights from Y"),
    "weekdays": Message("Chosen weekdays"),
    "nights": Message("Chosen nights of the stay"),
    "dates": Message("Chosen dates"),
    "floating": Message("Once, any time of the stay"),
}
SCHEDULED = ("every x", "weekdays", "nights", "dates")


class Package(Base):
    """``wrapper``: the guest reads one line on the folio, by the print name; the parts stand underneath."""

    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    wrapper = BooleanField(default=False)
    print_th = TextField(default="")
    print_en = TextField(default="")
    active = BooleanField(default=True)

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)

    def print_name(self, language: str) -> str:
        return str(self.print_th if language == "th" else self.print_en) or self.name(language)


class RatePackage(Base):
    """Who books the rate has the package."""

    rate_code = ForeignKeyField(RateCode)
    package = ForeignKeyField(Package, backref="rates")

    class Meta:
        table_name = "rate_package"


class StayPackage(Base):
    """A package of a stay: with its rate (``rate_code``), or chosen for it. ``since``: the date it was taken."""

    stay = ForeignKeyField(Stay, backref="packages")
    package = ForeignKeyField(Package)
    rate_code = ForeignKeyField(RateCode, null=True)
    since = DateField()
    removed = BooleanField(default=False)

    class Meta:
        table_name = "stay_package"


class PackageElement(Base):
    """One part of a package. ``amount``: baht a piece, for each of what ``rule`` counts, on the nights of ``rhythm``.

    With ``stay_package`` it is the copy that a stay took with it: changing the package changes no stay.

    An ``in_rate`` element is carved out of the room price and is net or inclusive as that price is; one on top
    has its own ``inclusive``. ``schedule`` belongs to the rhythm: "3/2" (every 3 nights from the 2nd), "67"
    (weekdays, 1 is Monday), "1,3" (nights of the stay), "2026-12-31" (dates). ``next_day``: used the day after
    the night, as breakfast is. ``allowance``: consumption is charged against it.
    """

    package = ForeignKeyField(Package, backref="elements")
    stay_package = ForeignKeyField(StayPackage, null=True, backref="elements")
    code = ForeignKeyField(TransactionCode)
    amount = MoneyField()
    inclusive = BooleanField(default=False)
    in_rate = BooleanField(default=True)
    rule = TextField()
    rhythm = TextField()
    schedule = TextField(default="")
    allowance = BooleanField(default=False)
    next_day = BooleanField(default=False)

    class Meta:
        table_name = "package_element"


ELEMENT_FIELDS = (
    "code", "amount", "inclusive", "in_rate", "rule", "rhythm", "schedule", "allowance", "next_day",
)  # fmt: skip


class NightElement(Base):
    """An element due on a night: ``quantity`` pieces at ``amount`` baht. Frozen with its night once that is posted.

    ``valid_from`` to ``valid_until`` (inclusive; none: until the stay departs) is when an allowance is used.
    ``by_hand``: the quantity was set for this night, none to take it off. ``posting_id``: the line on the folio.
    """

    night = ForeignKeyField(Night, backref="elements")
    element = ForeignKeyField(PackageElement)
    code = ForeignKeyField(TransactionCode)
    quantity = IntegerField()
    amount = MoneyField()
    inclusive = BooleanField(default=False)
    in_rate = BooleanField()
    allowance = BooleanField(default=False)
    valid_from = DateField()
    valid_until = DateField(null=True)
    by_hand = BooleanField(default=False)
    posting_id = IntegerField(null=True)
    settled_on = DateField(null=True)

    class Meta:
        table_name = "night_element"

    @property
    def total(self) -> Decimal:
        """Baht, net or inclusive as ``inclusive`` says."""
        return self.amount * self.quantity
