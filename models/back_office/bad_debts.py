"""Debts written off (หนี้สูญ), the output VAT deducted with them, and what comes in after all.

VAT of a bad debt may be deducted only where the debt is bad by the law (Revenue Code s.82/11; Ministerial Regulation 186
as amended by 374, B.E. 2564) and the hotel's own tax invoice stands behind it; else it is lost with the debt. What is paid
later is output VAT again in the month it comes.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, TextField, fn

from locales import Message
from locales.money import round_half_up
from models.back_office.posting_accounts import account_for
from models.back_office.receipts_on_account import ItemPayment, check_left, open_account_of
from models.back_office.receivables import OpenItem, city_ledger
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import above_zero, said
from models.house.property import document_number
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.balances import money
from models.ledger.drafts import persons
from models.ledger.entries import GENERAL, Entry, NewLine, write_entry

ZERO = Decimal("0.00")
WRITTEN_OFF, OWED_AGAIN = "bad debt", "bad debt recovered"


@dataclass(frozen=True)
class Ground:
    """Why a debt is bad by the law; ``most``: baht of one debtor it goes for, None for any sum."""

    name: Message
    most: Decimal | None


GROUNDS = {
    "asked": Ground(Message("Asked for in vain; a suit costs more"), Decimal(200_000)),
    "sued": Ground(Message("The court has taken the suit"), Decimal(2_000_000)),
    "judged": Ground(Message("Judged; nothing to take"), None),
    "bankrupt": Ground(Message("Bankrupt"), None),
}


class BadDebt(Base):
    """``amount`` baht of an item, ``vat`` of it deducted from output VAT on a ``ground`` of the law. Sealed."""

    number = TextField(unique=True)
    item = ForeignKeyField(OpenItem, backref="written_off")
    entry = ForeignKeyField(Entry, unique=True, backref="+")
    date = DateField()
    amount = MoneyField()
    vat = MoneyField(default=ZERO)
    ground = TextField(default="")
    reason = TextField()
    staff = ForeignKeyField(Staff, backref="+")

    class Meta:
        table_name = "bad_debt"

    @property
    def lost(self) -> Decimal:
        """Baht that have not come in after all."""
        return Decimal(self.amount) - self._came(BadDebtRecovery.amount)

    @property
    def vat_out(self) -> Decimal:
        """Baht of VAT that are deducted still."""
        return Decimal(self.vat) - self._came(BadDebtRecovery.vat)

    def _came(self, column: MoneyField) -> Decimal:
        return money(BadDebtRecovery.select(fn.SUM(column)).where(BadDebtRecovery.bad_debt == self).scalar())


class BadDebtRecovery(Base):
    """``amount`` baht of a bad debt that came in after all, ``vat`` of it output VAT again. Sealed."""

    bad_debt = ForeignKeyField(BadDebt, backref="recoveries")
    entry = ForeignKeyField(Entry, unique=True, backref="+")
    date = DateField()
    amount = MoneyField()
    vat = MoneyField(default=ZERO)
    staff = ForeignKeyField(Staff, backref="+")

    class Meta:
        table_name = "bad_debt_recovery"


def check_ground(ground: str, account_id: int, amount: Decimal) -> None:
    """Refused: NO_GROUND, GROUND_TOO_SMALL (the law asks for more at such a sum of one debtor)."""
    if ground not in GROUNDS:
        raise Refused("NO_GROUND", "Say by what the debt is bad by law.", field="ground")
    most = GROUNDS[ground].most
    before = BadDebt.select().join(OpenItem).where((OpenItem.account == account_id) & (BadDebt.vat > 0))
    total = sum((debt.lost for debt in before), amount)
    if most is not None and total > most:
        raise Refused(
            "GROUND_TOO_SMALL", "This goes for up to {most} of one debtor; this would be {total}.", field="ground",
            most=most, total=total,
        )  # fmt: skip


def write_off(act: Act, item_id: int, amount: Decimal, reason: str, *, vat: Decimal, ground: str) -> int:
    """``amount`` baht of an item are lost, ``vat`` of them deducted from output VAT; the id of the bad debt.

    Refused: NO_REASON, NOTHING_OPEN, NOT_POSITIVE, MORE_THAN_IS_LEFT, DEBTOR_CLOSED, NO_POSTING_ACCOUNT. ASK: BAD_DEBT (right
    approve_payment, amount: what is lost; a second person where the house wants two for a voucher).
    """
    item: OpenItem = OpenItem.get_by_id(item_id)
    reason = said(reason)
    account = open_account_of(item.account_id)
    check_left(item, amount)
    act.ask(
        "BAD_DEBT", "{amount} of {account} is written off.", right="approve_payment", amount=amount,
        two_persons=persons() > 1, account=account.spoken,
    )  # fmt: skip
    number = document_number("JV", act.business_date)
    entry_id = write_entry(
        act, _lines(amount, vat, account.subaccount_id, item.document), kind=WRITTEN_OFF,
        memo=" ".join(filter(None, [account.number, item.document, item.description, reason])), journal=GENERAL,
        voucher=number,
    )  # fmt: skip
    row = act.create(
        BadDebt, number=number, item=item.id, entry=entry_id, date=act.business_date, amount=amount, vat=vat,
        ground=ground, reason=reason, staff=act.staff.id,
    )  # fmt: skip
    act.create(ItemPayment, item=item.id, entry=entry_id, date=act.business_date, amount=amount)
    act.update(item, unpaid=item.unpaid - amount)
    return int(row.id)


def _lines(amount: Decimal, vat: Decimal, part: int, document: str) -> list[NewLine]:
    return [
        NewLine(account_for("bad_debts").id, amount - vat, memo=document),
        NewLine(account_for("output_vat").id, vat, memo=document),
        NewLine(city_ledger().id, -amount, part, memo=document),
    ]


@operation("credit")
def owe_again(act: Act, bad_debt_id: int, amount: Decimal, reason: str) -> int:
    """``amount`` baht that were written off are to come in after all: the item is owed again, to be paid by a receipt, and
    the VAT that was deducted is output VAT again; the id of the recovery.

    Refused: NO_REASON, NOT_POSITIVE, MORE_THAN_IS_LEFT, DEBTOR_CLOSED.
    """
    debt: BadDebt = BadDebt.get_by_id(bad_debt_id)
    reason, lost = said(reason), debt.lost
    item, account = debt.item, open_account_of(debt.item.account_id)
    if above_zero(amount) > lost:
        raise Refused(
            "MORE_THAN_IS_LEFT", "Only {left} of {item} is open.", field="amount", left=lost, item=debt.number
        )
    vat = debt.vat_out if amount == lost else round_half_up(Decimal(debt.vat) * amount / debt.amount)
    lines = _lines(-amount, -vat, account.subaccount_id, item.document)
    entry_id = write_entry(
        act, lines, kind=OWED_AGAIN, memo=f"{debt.number} {account.number} {reason}", journal=GENERAL,
        voucher=document_number("JV", act.business_date),
    )  # fmt: skip
    row = act.create(
        BadDebtRecovery, bad_debt=debt.id, entry=entry_id, date=act.business_date, amount=amount, vat=vat,
        staff=act.staff.id,
    )  # fmt: skip
    payment = ItemPayment.get((ItemPayment.entry == debt.entry_id) & ItemPayment.taken_back_on.is_null())
    act.update(payment, taken_back_on=act.business_date)
    if amount < lost:
        act.create(
            ItemPayment, item=item.id, entry=debt.entry_id, date=act.business_date, amount=lost - amount
        )
    act.update(item, unpaid=item.unpaid + amount)
    act.because(reason)
    return int(row.id)


def bad_debts_of(account_id: int) -> list[BadDebt]:
    """What was written off of an account, the latest first."""
    return list(
        BadDebt.select(BadDebt, OpenItem)
        .join(OpenItem)
        .where(OpenItem.account == account_id)
        .order_by(BadDebt.id.desc())
    )


@dataclass(frozen=True)
class Relief:
    """What a bad debt did to the output VAT of a day, baht: ``base`` and ``vat`` below zero, above it once it came in."""

    date: datetime.date
    number: str
    debtor_th: str
    tax_id: str
    branch: str
    base: Decimal
    vat: Decimal


def relief_between(first: datetime.date, last: datetime.date) -> list[Relief]:
    """Of the days ``first`` to ``last`` (inclusive), in their order."""
    debts = BadDebt.select().where((BadDebt.vat > 0) & BadDebt.date.between(first, last))
    again = BadDebtRecovery.select().where(
        (BadDebtRecovery.vat > 0) & BadDebtRecovery.date.between(first, last)
    )
    rows = [
        *(_relief(debt, debt, -1) for debt in debts),
        *(_relief(one.bad_debt, one, 1) for one in again),
    ]
    return sorted(rows, key=lambda row: (row.date, row.number))


def _relief(debt: BadDebt, moved: BadDebt | BadDebtRecovery, sign: int) -> Relief:
    account = debt.item.account
    base = Decimal(moved.vat) * (Decimal(debt.amount) - debt.vat) / debt.vat
    return Relief(
        moved.date, debt.number, account.name("th"), account.tax_id, account.branch, sign * round_half_up(base),
        sign * Decimal(moved.vat),
    )  # fmt: skip
