"""Seeing to it that debtors pay: what is disputed, who was called and said what, who promised, whom to see to today."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, TextField, fn

from locales import Message
from models.back_office.billing_notes import NoteRow, accounts_to_bill, notes_to_collect, notes_to_present
from models.back_office.receivables import CityAccount, OpenItem
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField, StampField
from models.house.inputs import above_zero, said, words
from models.house.property import setting
from models.house.refusals import Refused
from models.house.staff import Staff

ZERO = Decimal("0.00")


class PaymentPromise(Base):
    """``who`` promised on ``made_on`` to pay ``amount`` baht by ``pay_on``; ``withdrawn``: why it counts no more."""

    account = ForeignKeyField(CityAccount, backref="promises")
    made_on = DateField()
    pay_on = DateField()
    amount = MoneyField()
    who = TextField()
    withdrawn = TextField(default="")
    staff = ForeignKeyField(Staff, backref="+")

    class Meta:
        table_name = "payment_promise"

    @property
    def paid(self) -> Decimal:
        """Baht paid since on the items it is about."""
        return sum((row.unpaid - min(row.item.unpaid, row.unpaid) for row in self.items), ZERO)

    def state(self, date: datetime.date) -> str:
        """Whatever its day: kept once it is paid."""
        if self.withdrawn:
            return WITHDRAWN
        if self.paid >= self.amount:
            return KEPT
        return BROKEN if self.pay_on < date else AWAITED


KEPT, BROKEN, AWAITED, WITHDRAWN = "kept", "broken", "awaited", "withdrawn"
PROMISE_STATES = {
    KEPT: Message("kept"),
    BROKEN: Message("broken"),
    AWAITED: Message("awaited"),
    WITHDRAWN: Message("withdrawn"),
}


class PromisedItem(Base):
    """What was ``unpaid`` (baht) of an item when its payment was promised. Sealed."""

    promise = ForeignKeyField(PaymentPromise, backref="items")
    item = ForeignKeyField(OpenItem, backref="+")
    unpaid = MoneyField()

    class Meta:
        table_name = "promised_item"


class CollectionCall(Base):
    """A word with a debtor: with ``who`` of theirs, what was said, and what comes next on which day. Sealed."""

    account = ForeignKeyField(CityAccount, backref="calls")
    at = StampField()
    date = DateField()
    who = TextField()
    text = TextField()
    next_on = DateField(null=True)
    next_step = TextField(default="")
    staff = ForeignKeyField(Staff)

    class Meta:
        table_name = "collection_call"


@operation("credit")
def dispute_item(act: Act, item_id: int, reason: str) -> None:
    """They say they do not owe it: it is neither reminded of nor billed by itself. Refused: NO_REASON, ITEM_SETTLED."""
    item = OpenItem.get_by_id(item_id)
    if item.unpaid <= 0:
        raise Refused("ITEM_SETTLED", "Nothing is open on {number}.", number=item.document)
    act.update(item, dispute=said(reason))


@operation("credit")
def settle_dispute(act: Act, item_id: int) -> None:
    act.update(OpenItem.get_by_id(item_id), dispute="")


@operation("credit")
def record_call(
    act: Act, account_id: int, who: str, text: str, next_on: datetime.date | None = None, next_step: str = ""
) -> int:
    """A call to a debtor or from one; its id. Any later call answers ``next_on``. Refused: NO_TEXT, DATE_PAST."""
    if not text.strip():
        raise Refused("NO_TEXT", "Say what it is.", field="text")
    if next_on is not None and next_on < act.business_date:
        raise Refused("DATE_PAST", "This date is past.", field="next_on")
    row = act.create(
        CollectionCall, account=CityAccount.get_by_id(account_id), at=act.now, date=act.business_date,
        who=words(who, "who"), text=words(text, "text"), next_on=next_on, next_step=words(next_step, "next_step"),
        staff=act.staff,
    )  # fmt: skip
    return int(row.id)


@operation("credit")
def promise_payment(
    act: Act,
    account_id: int,
    amount: Decimal,
    pay_on: datetime.date,
    who: str,
    item_ids: Sequence[int] | None = None,
) -> int:
    """``amount`` baht will be paid by ``pay_on``, inclusive, on the items named, else on the oldest; the promise's id.

    It is kept once that much has been paid on them. Refused: NOT_POSITIVE, DATE_PAST, NOBODY_PROMISED,
    MORE_THAN_IS_DUE, NOT_OF_ACCOUNT.
    """
    amount = above_zero(amount)
    if pay_on < act.business_date:
        raise Refused("DATE_PAST", "This date is past.", field="pay_on")
    if not who.strip():
        raise Refused("NOBODY_PROMISED", "Say who promised it.", field="who")
    account = CityAccount.get_by_id(account_id)
    items = _promised(account, amount, item_ids)
    due = sum((item.unpaid for item in items), ZERO)
    if amount > due:
        raise Refused("MORE_THAN_IS_DUE", "Only {due} is due.", field="amount", due=due)
    promise = act.create(
        PaymentPromise, account=account, made_on=act.business_date, pay_on=pay_on, amount=amount,
        who=words(who, "who"), withdrawn="", staff=act.staff,
    )  # fmt: skip
    for item in items:
        act.create(PromisedItem, promise=promise, item=item, unpaid=item.unpaid)
    return int(promise.id)


def _promised(account: CityAccount, amount: Decimal, item_ids: Sequence[int] | None) -> list[OpenItem]:
    owed = list(account.items.where(OpenItem.unpaid > 0).order_by(OpenItem.due, OpenItem.id))
    if item_ids is not None:
        chosen = [item for item in owed if item.id in item_ids]
        if len(chosen) != len(set(item_ids)):
            raise Refused("NOT_OF_ACCOUNT", "This item is of another account.", field="items")
        return chosen
    items: list[OpenItem] = []
    while owed and sum((item.unpaid for item in items), ZERO) < amount:
        items.append(owed.pop(0))
    return items


@operation("credit")
def withdraw_promise(act: Act, promise_id: int, reason: str) -> None:
    """It was misunderstood, or another takes its place. Refused: NO_REASON."""
    act.update(PaymentPromise.get_by_id(promise_id), withdrawn=said(reason))


def promises(account_id: int | None = None) -> list[PaymentPromise]:
    """The latest first; of one account where asked for."""
    query = PaymentPromise.select(PaymentPromise, CityAccount).join(CityAccount)
    if account_id is not None:
        query = query.where(PaymentPromise.account == account_id)
    return list(query.order_by(PaymentPromise.id.desc()))


def calls(account_id: int) -> list[CollectionCall]:
    """The latest first."""
    return list(
        CollectionCall.select().where(CollectionCall.account == account_id).order_by(CollectionCall.id.desc())
    )


def promised_items(date: datetime.date) -> set[int]:
    """The items whose payment is promised and still awaited on ``date``."""
    awaited = [promise for promise in _standing_promises() if promise.state(date) == AWAITED]
    return {row.item_id for promise in awaited for row in promise.items}


def _standing_promises() -> list[PaymentPromise]:
    return [promise for promise in promises() if not promise.withdrawn]


# Stop credit


def days_to_stop() -> int:
    """From how many days after it was due an item stops the credit of its account; 0: never."""
    return int(setting("overdue_stop_days"))


def oldest_late(account: CityAccount, date: datetime.date) -> int:
    """For how many days the account's oldest item that nobody disputes has been due."""
    due = (
        OpenItem.select(fn.MIN(OpenItem.due))
        .where((OpenItem.account == account) & (OpenItem.unpaid > 0) & (OpenItem.dispute == ""))
        .scalar()
    )
    if due is None:
        return 0
    return max((date - (due if isinstance(due, datetime.date) else datetime.date.fromisoformat(due))).days, 0)


def watch_overdue(act: Act, account: CityAccount) -> None:
    """ASK (OVERDUE, right credit) before more goes on an account that has not paid for long."""
    most, late = days_to_stop(), oldest_late(account, act.business_date)
    if most and late > most:
        act.ask(
            "OVERDUE", "{account} has not paid for {late} days; the house gives credit for {most}.", right="credit",
            field="account", account=account.spoken, late=late, most=most,
        )  # fmt: skip


# The list of the day

BILL, PRESENT, COLLECT, BROKEN_PROMISE, CALL, HOLD = "bill", "present", "collect", "promise", "call", "hold"
TASKS = {
    COLLECT: Message("Collect the payment"),
    BROKEN_PROMISE: Message("Promise broken"),
    CALL: Message("Call"),
    BILL: Message("Write a billing note"),
    PRESENT: Message("Present the note"),
    HOLD: Message("Stop the credit?"),
}


@dataclass(frozen=True)
class Task:
    """Something to do about an account: since which day, for how much (baht), and the words that go with it."""

    kind: str
    account_id: int
    number: str
    name_th: str
    name_en: str
    since: datetime.date
    amount: Decimal
    text: str
    key: tuple[object, ...]
    note_id: int | None = None


def follow_ups(date: datetime.date) -> list[Task]:
    """What there is to do on ``date``: payments to collect, broken promises, calls due, notes to write and present,
    accounts whose credit might be stopped (beyond their limit, or too long overdue, and not on hold)."""
    tasks = [
        _note_task(kind, row)
        for kind, rows in ((COLLECT, notes_to_collect(date)), (PRESENT, notes_to_present()))
        for row in rows
    ]
    for promise in _standing_promises():
        if promise.state(date) == BROKEN:
            tasks.append(
                _task(
                    BROKEN_PROMISE, promise.account, promise.pay_on, promise.amount - promise.paid, promise.who,
                    promise.id,
                )
            )  # fmt: skip
    last = CollectionCall.select(fn.MAX(CollectionCall.id)).group_by(CollectionCall.account)
    due = CollectionCall.select().where((CollectionCall.id << last) & (CollectionCall.next_on <= date))
    tasks += [
        _task(CALL, call.account, call.next_on, call.account.balance, call.next_step or call.text, call.id)
        for call in due
    ]
    tasks += [
        _task(BILL, row.account, row.day, row.amount, "", row.account.id) for row in accounts_to_bill(date)
    ]
    tasks += _to_stop(date)
    order = list(TASKS)
    return sorted(tasks, key=lambda task: (order.index(task.kind), task.since, task.key))


def _to_stop(date: datetime.date) -> list[Task]:
    most = days_to_stop()
    found = []
    for account in CityAccount.select().where((CityAccount.hold == "") & ~CityAccount.closed):
        balance, late = account.balance, oldest_late(account, date)
        over = bool(account.credit_limit) and balance > account.credit_limit
        if over or (most and late > most and account.credit_limit != 0):
            since = date - datetime.timedelta(days=late)
            found.append(_task(HOLD, account, since, balance, "", account.id))
    return found


def _task(
    kind: str, account: CityAccount, since: datetime.date, amount: Decimal, text: str, row: int
) -> Task:
    return Task(
        kind, account.id, account.number, account.name("th"), account.name("en"), since, amount, text, (kind, row)
    )  # fmt: skip


def _note_task(kind: str, row: NoteRow) -> Task:
    since = row.pay_on if kind == COLLECT and row.pay_on is not None else row.date
    return Task(
        kind, row.account_id, row.account, row.name_th, row.name_en, since, row.total, row.number, (kind, row.note_id),
        row.note_id,
    )  # fmt: skip
