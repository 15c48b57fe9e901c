"""Billing notes (ใบวางบิล): the open items of an account on one paper, presented on its billing day, with the day on
which the cheque is collected and what came of it. A note changes no balance: it asks for what the books hold.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, ModelSelect, TextField

from locales import Message
from models.back_office.receipts_on_account import AccountReceipt, ItemPayment
from models.back_office.receivables import CityAccount, OpenItem
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import said, words
from models.house.lists import Listing
from models.house.property import document_number
from models.house.refusals import Refused
from models.house.staff import Staff

ZERO = Decimal("0.00")
SERIES = "BN"
WRITTEN, PRESENTED, COLLECTED, REFUSED, CANCELLED = (
    "written",
    "presented",
    "collected",
    "refused",
    "cancelled",
)
STATES = {
    WRITTEN: Message("to be presented"),
    PRESENTED: Message("presented"),
    COLLECTED: Message("collected"),
    REFUSED: Message("refused"),
    CANCELLED: Message("cancelled"),
}
STANDING = (WRITTEN, PRESENTED)


class BillingNote(Base):
    """``total`` in baht of all it bills. ``pay_on``: the day the payment is collected (วันนัดรับเงิน); ``receiver``: who
    signed for it. ``outcome``: the receipt of what was collected, or why it was refused or cancelled, and when
    (``ended_on``)."""

    number = TextField(unique=True)
    account = ForeignKeyField(CityAccount, backref="billing_notes")
    date = DateField()
    total = MoneyField()
    state = TextField(default=WRITTEN)
    pay_on = DateField(null=True)
    presented_on = DateField(null=True)
    receiver = TextField(default="")
    ended_on = DateField(null=True)
    outcome = TextField(default="")
    staff = ForeignKeyField(Staff, backref="+")

    class Meta:
        table_name = "billing_note"


class BillingNoteItem(Base):
    """Baht of an item paid before the note and billed by it. While ``standing`` no other note may bill the item."""

    note = ForeignKeyField(BillingNote, backref="items")
    item = ForeignKeyField(OpenItem, backref="billed")
    paid_before = MoneyField()
    billed = MoneyField()
    standing = BooleanField(default=True)

    class Meta:
        table_name = "billing_note_item"


# When an account takes them


@operation("credit")
def set_billing_day(act: Act, account_id: int, day: int | None = None, weekday: int | None = None) -> None:
    """The account takes billing notes on ``day`` of each month (31: its last), or each ``weekday`` (1: Monday).

    Refused: BILLING_DAY (no such day, or both).
    """
    if (day is not None and not 1 <= day <= 31) or (weekday is not None and not 1 <= weekday <= 7):
        raise Refused("BILLING_DAY", "A day of the month is 1 to 31, of the week 1 to 7.", field="day")
    if day is not None and weekday is not None:
        raise Refused("BILLING_DAY", "Either a day of the month or one of the week.", field="weekday")
    act.update(CityAccount.get_by_id(account_id), billing_day=day, billing_weekday=weekday)


def last_billing_day(account: CityAccount, date: datetime.date) -> datetime.date | None:
    """The latest day up to ``date`` on which the account takes notes; None where it has no such days."""
    if account.billing_weekday is not None:
        return date - datetime.timedelta(days=(date.isoweekday() - account.billing_weekday) % 7)
    if account.billing_day is None:
        return None
    found = _in_month(date, account.billing_day)
    if found > date:
        found = _in_month(date.replace(day=1) - datetime.timedelta(days=1), account.billing_day)
    return found


def _in_month(date: datetime.date, day: int) -> datetime.date:
    return date.replace(day=min(day, calendar.monthrange(date.year, date.month)[1]))


# Writing one


def _free(account_id: int) -> ModelSelect:
    """What is owed on an account and on no standing note."""
    billed = BillingNoteItem.select(BillingNoteItem.item).where(BillingNoteItem.standing)
    return OpenItem.select().where(
        (OpenItem.account == account_id) & (OpenItem.unpaid > 0) & OpenItem.id.not_in(billed)
    )


def items_to_bill(account_id: int) -> list[OpenItem]:
    """The open items of an account that are on no standing note and not disputed, oldest first."""
    return list(_free(account_id).where(OpenItem.dispute == "").order_by(OpenItem.date, OpenItem.id))


@operation("credit")
def write_note(
    act: Act, account_id: int, item_ids: Sequence[int] | None = None, pay_on: datetime.date | None = None
) -> int:
    """A billing note over the items named, or over all there are to bill; its id. Nothing is posted.

    Refused: NOTHING_TO_BILL, ITEM_BILLED (it is on another note that stands), ITEM_SETTLED, NOT_OF_ACCOUNT,
    PAY_ON_PAST.
    """
    account = CityAccount.get_by_id(account_id)
    _check_pay_on(act, pay_on)
    if item_ids is None:
        items = items_to_bill(account_id)
    else:
        items = [_checked(account, item_id) for item_id in dict.fromkeys(item_ids)]
    if not items:
        raise Refused("NOTHING_TO_BILL", "{account} has nothing to bill.", account=account.spoken)
    note = act.create(
        BillingNote, number=document_number(SERIES, act.business_date), account=account, date=act.business_date,
        total=sum((item.unpaid for item in items), ZERO), state=WRITTEN, pay_on=pay_on, receiver="", outcome="",
        staff=act.staff,
    )  # fmt: skip
    for item in items:
        act.create(
            BillingNoteItem, note=note, item=item, paid_before=item.amount - item.unpaid, billed=item.unpaid,
            standing=True,
        )  # fmt: skip
    return int(note.id)


def _checked(account: CityAccount, item_id: int) -> OpenItem:
    item = OpenItem.get_by_id(item_id)
    if item.account_id != account.id:
        raise Refused("NOT_OF_ACCOUNT", "This item is of another account.", field="items")
    if item.unpaid <= 0:
        raise Refused("ITEM_SETTLED", "Nothing is open on {number}.", field="items", number=item.document)
    other = standing_note_of(item.id)
    if other is not None:
        raise Refused(
            "ITEM_BILLED", "{number} is on billing note {note} already.", field="items",
            jump=f"billing note {other.number}", number=item.document or item.description, note=other.number,
        )  # fmt: skip
    return item


def standing_note_of(item_id: int) -> BillingNote | None:
    found: BillingNote | None = (
        BillingNote.select()
        .join(BillingNoteItem)
        .where((BillingNoteItem.item == item_id) & BillingNoteItem.standing)
        .first()
    )
    return found


def _check_pay_on(act: Act, pay_on: datetime.date | None) -> None:
    if pay_on is not None and pay_on < act.business_date:
        raise Refused("PAY_ON_PAST", "The day to collect is past.", field="pay_on")


# What comes of it


def _standing(note_id: int) -> BillingNote:
    note = BillingNote.get_by_id(note_id)
    if note.state not in STANDING:
        raise Refused(
            "NOTE_ENDED", "Billing note {number} is {state}.", number=note.number, state=STATES[note.state]
        )
    return note


@operation("credit")
def present_note(
    act: Act, note_id: int, receiver: str, date: datetime.date, pay_on: datetime.date | None = None
) -> None:
    """Somebody there took the note on ``date`` and said when to come for the payment.

    Refused: NOTE_ENDED, NO_RECEIVER, DATE_AHEAD, DATE_BEFORE_NOTE, PAY_ON_PAST.
    """
    note = _standing(note_id)
    if not receiver.strip():
        raise Refused("NO_RECEIVER", "Say who took it.", field="receiver")
    _check_date(act, note, date)
    _check_pay_on(act, pay_on)
    act.update(
        note, state=PRESENTED, receiver=words(receiver, "receiver"), presented_on=date, pay_on=pay_on or note.pay_on
    )  # fmt: skip


def _check_date(act: Act, note: BillingNote, date: datetime.date) -> None:
    if date > act.business_date:
        raise Refused("DATE_AHEAD", "This day has not come yet.", field="date")
    if date < note.date:
        raise Refused("DATE_BEFORE_NOTE", "The note was not written yet on this day.", field="date")


@operation("credit")
def move_appointment(act: Act, note_id: int, pay_on: datetime.date, reason: str) -> None:
    """They will pay on another day. Refused: NOTE_ENDED, PAY_ON_PAST, NO_REASON."""
    note = _standing(note_id)
    _check_pay_on(act, pay_on)
    act.because(said(reason))
    act.update(note, pay_on=pay_on)


def note_collected(act: Act, note_id: int, receipt: AccountReceipt) -> None:
    """The payment was collected with a receipt. What it leaves open of the items may be billed again.

    Refused: NOTE_ENDED, NOT_OF_ACCOUNT.
    """
    note = _standing(note_id)
    if receipt.account_id != note.account_id:
        raise Refused(
            "NOT_OF_ACCOUNT", "Billing note {number} is of another account.", field="note", number=note.number
        )  # fmt: skip
    _end(act, note, COLLECTED, receipt.date, receipt.number)


def notes_paid(receipt: AccountReceipt) -> list[BillingNote]:
    """The standing notes a receipt paid something of and left nothing open on, by number."""
    open_on = (
        BillingNoteItem.select(BillingNoteItem.note)
        .join(OpenItem)
        .where(BillingNoteItem.standing & (OpenItem.unpaid > 0))
    )
    paid = (
        BillingNote.select()
        .join(BillingNoteItem)
        .join(ItemPayment, on=(ItemPayment.item == BillingNoteItem.item))
        .where((ItemPayment.receipt == receipt) & BillingNoteItem.standing & BillingNote.id.not_in(open_on))
        .order_by(BillingNote.number)
        .distinct()
    )
    return list(paid)


def open_items_of_note(note_id: int) -> list[int]:
    """The ids of the items of a note that something is open on, in its order."""
    rows = (
        BillingNoteItem.select(BillingNoteItem.item)
        .join(OpenItem)
        .where((BillingNoteItem.note == note_id) & (OpenItem.unpaid > 0))
        .order_by(BillingNoteItem.id)
    )
    return [int(item_id) for (item_id,) in rows.tuples()]


@operation("credit")
def note_refused(act: Act, note_id: int, reason: str) -> None:
    """They will not pay by it. Its items may be billed again. Refused: NOTE_ENDED, NO_REASON."""
    _end(act, _standing(note_id), REFUSED, act.business_date, said(reason))


@operation("credit")
def cancel_note(act: Act, note_id: int, reason: str) -> None:
    """It was written by mistake; its number stays used. Refused: NOTE_ENDED, NO_REASON."""
    _end(act, _standing(note_id), CANCELLED, act.business_date, said(reason))


def _end(act: Act, note: BillingNote, state: str, date: datetime.date, outcome: str) -> None:
    act.update(note, state=state, ended_on=date, outcome=outcome)
    for item in note.items:
        act.update(item, standing=False)


# Reading


@dataclass(frozen=True)
class NoteRow:
    """A billing note in a list; ``total`` in baht."""

    note_id: int
    account_id: int
    number: str
    account: str
    name_th: str
    name_en: str
    date: datetime.date
    pay_on: datetime.date | None
    total: Decimal
    state: str
    receiver: str
    outcome: str
    key: tuple[object, ...]


def _row(note: BillingNote) -> NoteRow:
    account = note.account
    return NoteRow(
        note.id, account.id, note.number, account.number, account.name("th"), account.name("en"), note.date, note.pay_on,
        note.total, note.state, note.receiver, note.outcome, (note.id,),
    )  # fmt: skip


def _notes() -> ModelSelect:
    return BillingNote.select(BillingNote, CityAccount).join(CityAccount)


def notes(text: str = "", *, account_id: int | None = None) -> Listing[NoteRow]:
    """The billing notes, the latest first, by number or name of the account; of one account where asked for."""
    query = _notes()
    if account_id is not None:
        query = query.where(BillingNote.account == account_id)
    for word in text.split():
        query = query.where(
            BillingNote.number.contains(word.upper())
            | (CityAccount.number == word.upper())
            | CityAccount.name_th.contains(word)
            | CityAccount.name_en.contains(word)
        )
    return Listing(query, [(BillingNote.id, True)], _row)


def note_numbered(number: str) -> BillingNote:
    """Refused: NO_NOTE."""
    found: BillingNote | None = BillingNote.get_or_none(BillingNote.number == number.strip().upper())
    if found is None:
        raise Refused("NO_NOTE", "There is no billing note {number}.", number=number)
    return found


def notes_to_present() -> list[NoteRow]:
    """Those written and not yet taken to the account."""
    return [_row(note) for note in _notes().where(BillingNote.state == WRITTEN).order_by(BillingNote.id)]


def notes_to_collect(date: datetime.date) -> list[NoteRow]:
    """Those whose payment is to be collected by ``date``, the longest awaited first."""
    due = _notes().where((BillingNote.state << STANDING) & (BillingNote.pay_on <= date))
    return [_row(note) for note in due.order_by(BillingNote.pay_on, BillingNote.id)]


@dataclass(frozen=True)
class ToBill:
    """An account that takes billing notes on ``day`` and has ``amount`` baht of ``items`` items not billed yet."""

    account: CityAccount
    day: datetime.date
    items: int
    amount: Decimal


def accounts_to_bill(date: datetime.date) -> list[ToBill]:
    """The accounts of which a billing day has come by ``date`` and something of then is on no note yet."""
    ruled = CityAccount.billing_day.is_null(False) | CityAccount.billing_weekday.is_null(False)
    found = []
    for account in CityAccount.select().where(ruled & ~CityAccount.closed).order_by(CityAccount.sort_name):
        day = last_billing_day(account, date)
        items = [item for item in items_to_bill(account.id) if day is not None and item.date <= day]
        if items and day is not None:
            found.append(ToBill(account, day, len(items), sum((item.unpaid for item in items), ZERO)))
    return found
