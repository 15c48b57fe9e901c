"""The till: cashier shifts on drawers, and every movement of money in them.

A cashier opens a shift on a drawer with a float; whatever money is taken or given until it is closed moves that shift,
per method and currency. A movement is written with the posting or entry it belongs to, in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from peewee import BooleanField, DateField, DeferredForeignKey, ForeignKeyField, IntegerField, TextField

from models.front_office.codes import TransactionCode
from models.house.acts import Act
from models.house.database import Base, MoneyField, StampField
from models.house.property import Property, setting
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.entries import Entry

NOT_IN_ANY = "no"  # the setting of a house that keeps no shifts


class Drawer(Base):
    """A cash drawer with its cashier number; ``shared`` where several people work on it at the same time."""

    number = IntegerField(unique=True)
    name = TextField()
    shared = BooleanField(default=False)
    active = BooleanField(default=True)


class CashierShift(Base):
    """One person's time at a drawer. ``opening`` is the float in baht; ``report`` is fixed when it is closed."""

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

    class Meta:
        table_name = "cashier_shift"


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


@dataclass(frozen=True)
class Tender:
    """What was handed over in another currency: ``amount`` of ``currency``, plus into the drawer.

    ``worth`` is what the books have it at, baht, where that is not what it paid; ``change`` was given back in baht cash.
    """

    currency: str
    amount: Decimal
    worth: Decimal | None = None
    change: Decimal = Decimal(0)


def open_shift(staff: Staff) -> CashierShift | None:
    """The shift this person has open."""
    return (
        CashierShift.select()
        .where((CashierShift.staff == staff) & CashierShift.closed_at.is_null())
        .order_by(CashierShift.id.desc())
        .first()
    )


def shift_of(act: Act, *, needed: bool) -> CashierShift | None:
    """The shift an act of money belongs to. Refused (``NO_SHIFT``) where one is ``needed`` and none is open."""
    found = open_shift(act.staff)
    if found is None and needed and setting("cashier_shifts") != NOT_IN_ANY:
        raise Refused("NO_SHIFT", "Open your cashier shift first.", jump="open shift")
    return found


def record(
    act: Act,
    shift: CashierShift | None,
    kind: str,
    method: TransactionCode,
    baht: Decimal,
    *,
    entry_id: int | None,
    posting_id: int | None = None,
    reference: str = "",
    tender: Tender | None = None,
) -> int:
    """Write what moved a shift; the movement's id. ``baht`` plus is money in."""
    row = TillMovement.create(
        shift=shift, entry=entry_id, posting=posting_id, kind=kind, method=method,
        currency=tender.currency if tender else Property.the().currency,
        amount=tender.amount if tender else baht,
        baht=tender.worth if tender and tender.worth is not None else baht, reference=reference,
        date=act.business_date, at=act.now, staff=act.staff,
    )  # fmt: skip
    if tender is not None and tender.change:
        cash = TransactionCode.get(TransactionCode.code == "CASH")
        record(
            act,
            shift,
            kind,
            cash,
            -tender.change,
            entry_id=entry_id,
            posting_id=posting_id,
            reference=reference,
        )
    return int(row.id)


def taken_back(posting_id: int) -> Tender | None:
    """What goes back over the counter when a payment is taken back, where it came in another currency."""
    rows = list(TillMovement.select().where(TillMovement.posting == posting_id))
    home = Property.the().currency
    notes = next((row for row in rows if row.currency != home), None)
    if notes is None:
        return None
    change = sum((row.baht for row in rows if row.currency == home), Decimal(0))
    return Tender(notes.currency, -notes.amount, worth=-notes.baht, change=change)
