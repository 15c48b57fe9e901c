"""What is kept of the till: drawers, shifts, every movement of money, counts, drops and paid-out vouchers.

A movement is written with the posting or entry it belongs to, in the same transaction. Counts, drops and vouchers are
never changed: a recount is another record.
"""

from __future__ import annotations

from decimal import Decimal

from peewee import BooleanField, DateField, DeferredForeignKey, ForeignKeyField, IntegerField, TextField

from models.front_office.codes import TransactionCode
from models.house.database import Base, MoneyField, StampField
from models.house.staff import Staff
from models.ledger.accounts import Account
from models.ledger.entries import Entry


class Drawer(Base):
    """A cash drawer with its cashier number; ``shared`` where several people work on it at the same time."""

    number = IntegerField(unique=True)
    name = TextField()
    shared = BooleanField(default=False)
    active = BooleanField(default=True)


class CashierShift(Base):
    """One person's time at a drawer, baht. ``opening`` is the float, ``received`` what of it the shift before left there;
    ``left_float`` stays in the drawer for the next one. ``report`` is fixed when it is closed."""

    drawer = ForeignKeyField(Drawer)
    staff = ForeignKeyField(Staff)
    date = DateField()
    terminal = TextField()
    opened_at = StampField()
    opening = MoneyField()
    closed_at = StampField(null=True)
    closed_by = ForeignKeyField(Staff, null=True, backref="+")
    forced = BooleanField(default=False)
    report = TextField(default="")
    received = MoneyField(default=Decimal(0))
    left_float = MoneyField(default=Decimal(0))

    class Meta:
        table_name = "cashier_shift"

    @property
    def number(self) -> str:
        return f"S-{self.id:05d}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class TillMovement(Base):
    """Money that came into a shift (plus) or left it (minus): ``amount`` in its ``currency``, ``baht`` as the books
    have it. ``kind`` is that of the posting, or of what else moves a drawer (paid-out, drop, exchange …). Sealed."""

    shift = ForeignKeyField(CashierShift, null=True, backref="movements")
    entry = ForeignKeyField(Entry, null=True)
    posting = DeferredForeignKey("Posting", null=True)
    kind = TextField()
    method = ForeignKeyField(TransactionCode)
    currency = TextField()
    amount = MoneyField()
    baht = MoneyField()
    reference = TextField(default="")
    date = DateField()
    at = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "till_movement"


class CashCount(Base):
    """What somebody counted of one method and currency before seeing what was expected: ``counted`` in the currency.

    ``pieces`` is JSON, denomination → pieces, of notes and coins; ``slips`` how many papers of other methods.
    ``until_movement`` is the last movement of the shift before the count, 0 for none. A recount is a new record. Sealed.
    """

    shift = ForeignKeyField(CashierShift, backref="counts")
    purpose = TextField()  # open, close, handover, forced
    method = ForeignKeyField(TransactionCode)
    currency = TextField()
    counted = MoneyField()
    slips = IntegerField(default=0)
    pieces = TextField(default="")
    until_movement = IntegerField()
    at = StampField()
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "cash_count"


class CashDrop(Base):
    """Where the money of a drop went: sealed bag, place, and who saw it. Sealed."""

    movement = ForeignKeyField(TillMovement, unique=True)
    bag = TextField()
    place = TextField()
    witness = ForeignKeyField(Staff)

    class Meta:
        table_name = "cash_drop"


class PaidOut(Base):
    """The voucher (ใบสำคัญจ่าย) of money paid out of the drawer: for a guest, on a ``posting``, or for the house, to an
    expense ``account``. ``voucher`` is the number of the slip the payee signed. Sealed."""

    number = TextField(unique=True)
    movement = ForeignKeyField(TillMovement, unique=True)
    posting = DeferredForeignKey("Posting", null=True)
    account = ForeignKeyField(Account, null=True)
    payee = TextField()
    voucher = TextField()
    purpose = TextField()
    paper = TextField()

    class Meta:
        table_name = "paid_out"
