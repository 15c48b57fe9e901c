"""What a tax invoice of charges refers to beside its lines: deposits deducted, replacements of a lost paper."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from models.front_office.receipts import Receipt
from models.house.database import Base, MoneyField
from models.house.staff import Staff


class DepositDeduction(Base):
    """What a tax invoice takes off because the deposit's own ``invoice`` declared it, baht: value and VAT. Sealed; of a
    cancelled paper it counts no more."""

    receipt = ForeignKeyField(Receipt, backref="deductions")
    invoice = ForeignKeyField(Receipt, backref="deducted_by")
    net = MoneyField()
    vat = MoneyField()

    class Meta:
        table_name = "deposit_deduction"


class ReceiptReplacement(Base):
    """A replacement (ใบแทน, s.86/12) of a paper the buyer lost: number and date of the paper stay.

    ``prints``: how often it had been printed; the next time it goes out it is the replacement. Sealed.
    """

    receipt = ForeignKeyField(Receipt, backref="replacements")
    serial = IntegerField()
    date = DateField()
    reason = TextField()
    staff = ForeignKeyField(Staff)
    prints = IntegerField()

    class Meta:
        table_name = "receipt_replacement"
