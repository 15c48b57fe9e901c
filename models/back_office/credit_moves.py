"""Credit of a debtor that pays no item of its own: to another account of the house, or back to who paid it.

Credit is money held without a supply, so no output VAT stands on it and none moves with it. What is paid ahead for stays
to come is never credit: it is a deposit of its booking, taxed the day it comes (Revenue Code s.78/1).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, TextField

from models.back_office.bank_accounts import open_bank_account
from models.back_office.cheques_out import cheque_out_taken_back, register_cheque_out
from models.back_office.posting_accounts import account_for
from models.back_office.receipts_on_account import enter_credit, open_account_of
from models.back_office.receivables import OpenItem, city_ledger
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import above_zero, said, words
from models.house.property import document_number
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.drafts import persons
from models.ledger.entries import GENERAL, PAYMENTS, Entry, NewLine, mirror, write_entry

ZERO = Decimal("0.00")
MOVED, REFUNDED, REFUND_TAKEN_BACK = "credit moved", "credit refunded", "credit refund taken back"


class CreditUse(Base):
    """``amount`` baht of a ``credit`` that went to another account, as ``to_item``, or back to the ``payee`` with the
    payment voucher ``number``; ``reversal`` is the entry that undid it."""

    credit = ForeignKeyField(OpenItem, backref="left_as")
    entry = ForeignKeyField(Entry, unique=True, backref="+")
    date = DateField()
    amount = MoneyField()
    to_item = ForeignKeyField(OpenItem, null=True, unique=True, backref="came_as")
    number = TextField(default="")
    payee = TextField(default="")
    reason = TextField()
    staff = ForeignKeyField(Staff, backref="+")
    reversal = ForeignKeyField(Entry, null=True, unique=True, backref="+")

    class Meta:
        table_name = "credit_use"


@dataclass(frozen=True)
class ChequeOut:
    """A leaf of one of the hotel's cheque books."""

    number: str
    date: datetime.date


def _credit(credit_id: int, amount: Decimal) -> OpenItem:
    """Refused: NO_CREDIT_LEFT, DEBTOR_CLOSED, NOT_POSITIVE, MORE_THAN_IS_LEFT."""
    credit: OpenItem = OpenItem.get_by_id(credit_id)
    if credit.unpaid >= 0:
        raise Refused("NO_CREDIT_LEFT", "No credit is left of {item}.", item=credit.document)
    open_account_of(credit.account_id)
    if above_zero(amount) > -credit.unpaid:
        raise Refused(
            "MORE_THAN_IS_LEFT", "Only {left} of {item} is open.", field="amount", left=-credit.unpaid,
            item=credit.document,
        )  # fmt: skip
    return credit


@operation("credit")
def move_credit(act: Act, credit_id: int, account_id: int, amount: Decimal, reason: str) -> int:
    """``amount`` baht of credit becomes credit of another account; the new item's id. Two persons.

    Refused: NO_CREDIT_LEFT, DEBTOR_CLOSED, NOT_POSITIVE, MORE_THAN_IS_LEFT, SAME_ACCOUNT, NO_REASON.
    ASK: CREDIT_MOVED (right credit, a second person, amount: what is moved).
    """
    credit, reason = _credit(credit_id, amount), said(reason)
    target = open_account_of(account_id)
    if target.id == credit.account_id:
        raise Refused("SAME_ACCOUNT", "It is on this account already.", field="account")
    act.ask(
        "CREDIT_MOVED", "Credit of {amount} is moved to {account} by two persons.", right="credit", amount=amount,
        two_persons=True, account=target.spoken,
    )  # fmt: skip
    source = credit.account
    entry_id = write_entry(
        act,
        [
            NewLine(city_ledger().id, amount, source.subaccount_id),
            NewLine(city_ledger().id, -amount, target.subaccount_id),
        ],
        kind=MOVED,
        memo=f"{credit.document} {source.number} → {target.number} {reason}",
        journal=GENERAL,
    )
    item_id = enter_credit(act, target, amount, entry_id, credit.document)
    _use(act, credit, amount, entry_id, to_item=item_id, reason=reason)
    return item_id


@operation("credit")
def refund_credit(
    act: Act,
    credit_id: int,
    amount: Decimal,
    bank_account_id: int,
    payee: str,
    reason: str,
    cheque: ChequeOut | None = None,
) -> int:
    """``amount`` baht of credit goes back to who paid it, out of a bank account, by transfer or ``cheque``, with a payment
    voucher; the id of the use.

    Refused: NO_CREDIT_LEFT, DEBTOR_CLOSED, NOT_POSITIVE, MORE_THAN_IS_LEFT, NO_PAYEE, NO_REASON, NO_BANK_ACCOUNT,
    BANK_ACCOUNT_CLOSED, NO_POSTING_ACCOUNT, and of a cheque as ``register_cheque_out``. ASK: CREDIT_REFUNDED (right
    approve_payment, amount: what goes back; a second person where the house wants two for a voucher).
    """
    credit, reason = _credit(credit_id, amount), said(reason)
    bank = open_bank_account(bank_account_id)
    payee = words(payee, "payee", 80)
    if not payee:
        raise Refused("NO_PAYEE", "To whom is it paid?", field="payee")
    act.ask(
        "CREDIT_REFUNDED", "{amount} is given back to {payee}.", right="approve_payment", amount=amount,
        two_persons=persons() > 1, payee=payee,
    )  # fmt: skip
    number = document_number("PV", act.business_date)
    paid_from = account_for("cheques_issued").id if cheque else bank.account_id
    entry_id = write_entry(
        act,
        [
            NewLine(city_ledger().id, amount, credit.account.subaccount_id, memo=credit.document),
            NewLine(paid_from, -amount, memo=cheque.number if cheque else ""),
        ],
        kind=REFUNDED,
        memo=f"{payee} {credit.document} {reason}",
        journal=PAYMENTS,
        voucher=number,
    )
    if cheque:
        register_cheque_out(
            act, entry_id=entry_id, bank_account_id=bank_account_id, number=cheque.number, date=cheque.date,
            payee=payee, amount=amount,
        )  # fmt: skip
    return _use(act, credit, amount, entry_id, number=number, payee=payee, reason=reason)


def _use(act: Act, credit: OpenItem, amount: Decimal, entry_id: int, **more: object) -> int:
    row = act.create(
        CreditUse, credit=credit.id, entry=entry_id, date=act.business_date, amount=amount, staff=act.staff.id, **more
    )  # fmt: skip
    act.update(credit, unpaid=credit.unpaid + amount)
    return int(row.id)


@operation("credit")
def take_refund_back(act: Act, use_id: int, reason: str) -> int:
    """A refund that never reached its payee is credit again; a cheque that was not paid is void. The reversing entry's id.

    Refused: NO_REASON, NO_REFUND (it was moved, not paid), CANCELLED_ALREADY, DEBTOR_CLOSED, CHEQUE_AWAY (paid by the bank).
    """
    reason = said(reason)
    use: CreditUse = CreditUse.get_by_id(use_id)
    if not use.number:
        raise Refused("NO_REFUND", "This credit was moved; move it back.")
    if use.reversal_id is not None:
        raise Refused("CANCELLED_ALREADY", "{number} was taken back already.", number=use.number)
    open_account_of(use.credit.account_id)
    entry_id = write_entry(
        act, mirror(use.entry_id), kind=REFUND_TAKEN_BACK, memo=f"{use.number} {reason}", journal=PAYMENTS,
        reverses_id=use.entry_id,
    )  # fmt: skip
    cheque_out_taken_back(act, use.entry_id, entry_id, reason)
    act.update(use.credit, unpaid=use.credit.unpaid - use.amount)
    act.update(use, reversal=entry_id)
    act.because(reason)
    return entry_id


def refunds_of(account_id: int) -> list[CreditUse]:
    """Refunds of an account that stand, the latest first."""
    return list(
        CreditUse.select(CreditUse, OpenItem)
        .join(OpenItem, on=CreditUse.credit)
        .where((OpenItem.account == account_id) & (CreditUse.number != "") & CreditUse.reversal.is_null())
        .order_by(CreditUse.id.desc())
    )
