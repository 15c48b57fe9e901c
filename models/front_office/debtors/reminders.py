"""Reminders (หนังสือทวงหนี้) by cycle: who gets which level today, and each letter as it was written.

An item goes through the levels one after the other, each once. Nobody is reminded of what he disputes or has promised to
pay on a day still to come. A billing note asks for what is due; a reminder for what is late.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import LANGUAGES, Message, _, in_language, p_
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.back_office.collections import promised_items
from models.back_office.receivables import CityAccount, OpenItem
from models.front_office.debtors.papers import language_of, party
from models.front_office.papers import paper_as_json, paper_from_json, seller
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import words
from models.house.papers import Column, Field, Paper, Row, Table
from models.house.property import Property, document_number
from models.house.refusals import Refused
from models.house.staff import Staff

ZERO = Decimal("0.00")
SERIES = "RM"
LONGEST_TEXT = 1000
MOST_DAYS = 3650

FIRST = Message(
    "Our books show that the items below are past their due date. They may have escaped your notice; please pay them within seven days. If you have paid already, please take this letter as settled."
)
SECOND = Message(
    "We wrote to you about the items below and have not received your payment yet. Please pay them within seven days, or let us know on which day we may expect it."
)
LAST = Message(
    "In spite of our letters the items below are still unpaid. If they are not paid within seven days we shall have to stop your credit and take further steps."
)


class ReminderLevel(Base):
    """From how many ``days`` after its due date an item gets this letter; the words in it (empty: the house's own);
    ``hold``: it is proposed to stop the credit with it."""

    level = IntegerField(unique=True)
    days = IntegerField()
    text_th = TextField(default="")
    text_en = TextField(default="")
    hold = BooleanField(default=False)

    class Meta:
        table_name = "reminder_level"


class Reminder(Base):
    """One letter as it was written, ``total`` in baht. Sealed, with its items."""

    number = TextField(unique=True)
    account = ForeignKeyField(CityAccount, backref="reminders")
    level = IntegerField()
    date = DateField()
    language = TextField()
    total = MoneyField()
    paper = TextField()
    staff = ForeignKeyField(Staff, backref="+")


class ReminderItem(Base):
    """What was ``unpaid`` of an item, baht, when it got the letter of a level: each level once."""

    reminder = ForeignKeyField(Reminder, backref="items")
    item = ForeignKeyField(OpenItem, backref="reminded")
    level = IntegerField()
    unpaid = MoneyField()

    class Meta:
        table_name = "reminder_item"


def levels() -> list[ReminderLevel]:
    return list(ReminderLevel.select().order_by(ReminderLevel.level))


@operation("set_up")
def set_level(act: Act, level: int, days: int, text_th: str, text_en: str, hold: bool) -> None:
    """Refused: NO_LEVEL, LEVEL_DAYS (each level comes later than the one before), TOO_MUCH_TEXT, NOT_CLEAN."""
    row = ReminderLevel.get_or_none(ReminderLevel.level == level)
    if row is None:
        raise Refused("NO_LEVEL", "There is no level {level} of reminders.", field="level", level=level)
    others = [(other.level, other.days) for other in levels() if other.level != level]
    in_order = all((other < level) == (at < days) and at != days for other, at in others)
    if not 1 <= days <= MOST_DAYS or not in_order:
        raise Refused("LEVEL_DAYS", "Each level comes more days late than the one before.", field="days")
    act.update(
        row, days=days, text_th=words(text_th, "text_th", LONGEST_TEXT), text_en=words(text_en, "text_en", LONGEST_TEXT),
        hold=hold,
    )  # fmt: skip


@dataclass(frozen=True)
class ReminderDue:
    """An account that gets a letter of ``level`` for the ``items``; ``hold``: its credit might be stopped with it."""

    account: CityAccount
    level: int
    items: tuple[OpenItem, ...]
    hold: bool

    @property
    def total(self) -> Decimal:
        return sum((item.unpaid for item in self.items), ZERO)

    @property
    def key(self) -> tuple[int, int]:
        return (int(self.account.id), self.level)


def reminders_due(date: datetime.date, account_id: int | None = None) -> list[ReminderDue]:
    """Who gets a letter on ``date``, the sternest first."""
    cycle = levels()
    found: dict[tuple[int, int], list[OpenItem]] = {}
    owed = OpenItem.select(OpenItem, CityAccount).join(CityAccount)
    owed = owed.where((OpenItem.unpaid > 0) & (OpenItem.due < date) & (OpenItem.dispute == ""))
    if account_id is not None:
        owed = owed.where(OpenItem.account == account_id)
    written = _written()
    promised = promised_items(date)
    for item in owed.order_by(OpenItem.due, OpenItem.id):
        step = _next_level(item, cycle, written.get(item.id), date)
        if step is not None and item.id not in promised:
            found.setdefault((item.account_id, step.level), []).append(item)
    holds = {step.level: step.hold for step in cycle}
    rows = [
        ReminderDue(items[0].account, level, tuple(items), holds[level] and not items[0].account.hold)
        for (_account, level), items in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.level, row.account.sort_name, row.account.id))


def _written() -> dict[int, tuple[int, datetime.date]]:
    """The last level each item got, and when."""
    rows = ReminderItem.select(ReminderItem.item, ReminderItem.level, Reminder.date).join(Reminder)
    return {item: (level, date) for item, level, date in rows.order_by(ReminderItem.level).tuples()}


def _next_level(
    item: OpenItem,
    cycle: Sequence[ReminderLevel],
    last: tuple[int, datetime.date] | None,
    date: datetime.date,
) -> ReminderLevel | None:
    """The level after the last one, once the item is late enough and the letter before has had its time."""
    after = [step for step in cycle if last is None or step.level > last[0]]
    if not after or (date - item.due).days < after[0].days:
        return None
    if last is not None:
        before = next(step for step in cycle if step.level == last[0])
        if (date - last[1]).days < after[0].days - before.days:
            return None
    return after[0]


@operation("credit")
def write_reminder(act: Act, account_id: int, level: int, language: str = "") -> int:
    """The letter of ``level`` for what the account is late with today, in its language if none is told; its id.

    Refused: NOTHING_TO_REMIND, LETTER_LANGUAGE.
    """
    if language not in ("", *LANGUAGES):
        raise Refused("LETTER_LANGUAGE", "A letter is in Thai or in English.", field="language")
    due = next((row for row in reminders_due(act.business_date, account_id) if row.level == level), None)
    if due is None:
        account = CityAccount.get_by_id(account_id)
        raise Refused(
            "NOTHING_TO_REMIND", "{account} gets no letter of level {level} today.", account=account.spoken, level=level
        )  # fmt: skip
    number = document_number(SERIES, act.business_date)
    spoken = language or language_of(due.account)
    paper = reminder_paper(act.property, due, number, act.business_date, spoken)
    reminder = act.create(
        Reminder, number=number, account=due.account, level=level, date=act.business_date, language=spoken,
        total=due.total, paper=paper_as_json(paper), staff=act.staff,
    )  # fmt: skip
    for item in due.items:
        act.create(ReminderItem, reminder=reminder, item=item, level=level, unpaid=item.unpaid)
    return int(reminder.id)


@operation("credit")
def write_reminders(act: Act) -> list[int]:
    """All letters of today, each in the language of its account; their ids."""
    return [write_reminder(act, row.account.id, row.level) for row in reminders_due(act.business_date)]


def reminder_paper(
    hotel: Property, due: ReminderDue, number: str, date: datetime.date, language: str
) -> Paper:
    with in_language(language):
        columns = (
            Column(_("Invoice")),
            Column(_("Date"), width=11),
            Column(_("Due"), width=11),
            Column(_("Days late"), "right", 10),
            Column(_("Unpaid"), "right", 14),
        )
        rows = tuple(
            Row(
                (
                    item.document or item.description,
                    format_date(item.date, "short"),
                    format_date(item.due, "short"),
                    str(item.days_late(date)),
                    format_money(item.unpaid),
                )
            )
            for item in due.items
        )
        return Paper(
            kind="reminder",
            title=_("Reminder no. {n}", n=due.level),
            number=number,
            date_text=format_date(date),
            language=language,
            seller=seller(hotel, language),
            party=party(due.account, language, p_("paper", "To")),
            opening=(_text(due.level, language),),
            fields=(Field(_("Account"), due.account.number),),
            tables=(Table(columns, rows),),
            totals=(Field(_("Total"), format_money(due.total), strong=True),),
            words=amount_in_words(due.total, language, hotel.currency),
            closing=(_("Yours faithfully"),),
            signatures=(p_("paper", "Accounts"),),
        )


def _text(level: int, language: str) -> str:
    row = ReminderLevel.get(ReminderLevel.level == level)
    own = row.text_th if language == "th" else row.text_en
    return str(own) or {1: FIRST, 2: SECOND}.get(level, LAST).say(language)


def reminders_of(account_id: int) -> list[Reminder]:
    """The latest first."""
    return list(Reminder.select().where(Reminder.account == account_id).order_by(Reminder.id.desc()))


def kept_paper(reminder_id: int) -> Paper:
    """The letter as it was written."""
    return paper_from_json(Reminder.get_by_id(reminder_id).paper)
