"""Entries: balanced, sealed, chained. A double-entry engine that has never heard of a hotel.

Lines are written first, the header last; the header seals them (see ``docs/design.md``). The database checks
balance, dates, period, accounts and the chain at that moment and refuses any change afterwards.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from models.house.acts import Act, operation
from models.house.database import LARGEST_SATANG, Base, MoneyField, StampField, insert_rows
from models.house.inputs import checked, words
from models.house.property import document_number, setting
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.accounts import MONEY, Account, Subaccount
from models.ledger.periods import is_soft, record_late_entry

FRONT_OFFICE = "front"
SALES, PURCHASES, RECEIPTS, PAYMENTS, GENERAL = "sales", "purchases", "receipts", "payments", "general"
VOUCHER = "voucher"
YEAR_END = "year end"
VAT_CLOSING = "vat closing"
"""The kind of the entry that moves a month's VAT to what is owed; it may move output VAT on a closed date."""
MOST_LINES = 500
LARGEST = Decimal(LARGEST_SATANG) / 100


class Entry(Base):
    date = DateField()
    journal = TextField()
    kind = TextField()
    memo = TextField()
    voucher = TextField(null=True)
    token = TextField(null=True)
    reverses = ForeignKeyField("self", null=True)
    staff = ForeignKeyField(Staff)
    terminal = TextField()
    at = StampField()
    previous_hash = TextField()
    hash = TextField()


class Line(Base):
    """``amount`` in baht: debit plus, credit minus. ``item`` says which transaction code the line stands for."""

    entry = ForeignKeyField(Entry, backref="lines")
    position = IntegerField()
    date = DateField()
    account = ForeignKeyField(Account)
    subaccount = ForeignKeyField(Subaccount, null=True)
    amount = MoneyField()
    item = TextField(default="")
    memo = TextField(default="")


@dataclass(frozen=True)
class NewLine:
    account_id: int
    amount: Decimal  # baht, debit plus
    subaccount_id: int | None = None
    item: str = ""
    memo: str = ""


@dataclass(frozen=True)
class NewEntry:
    """An entry to be written. ``date``: the business date where none is said."""

    lines: Sequence[NewLine]
    kind: str
    memo: str
    journal: str = FRONT_OFFICE
    date: datetime.date | None = None
    voucher: str | None = None
    reverses_id: int | None = None


def write_entry(
    act: Act,
    lines: Sequence[NewLine],
    *,
    kind: str,
    memo: str,
    journal: str = FRONT_OFFICE,
    date: datetime.date | None = None,
    voucher: str | None = None,
    reverses_id: int | None = None,
) -> int:
    """Write and seal one entry dated ``date`` (default: the business date); its id.

    Lines of zero are left out. Refused: ENTRY_UNBALANCED, ENTRY_TOO_SHORT, ENTRY_TOO_LONG, AMOUNT (more than the books
    can hold), and what the database refuses
    (PERIOD_CLOSED, ACCOUNT_CLOSED, CONTROL_ACCOUNT, NOT_THE_BUSINESS_DATE, SUBACCOUNT_CLOSED, …).
    """
    (entry_id,) = write_entries(
        act, [NewEntry(lines, kind, memo, journal, date, voucher, reverses_id)]
    )  # fmt: skip
    return entry_id


def write_entries(act: Act, new: Sequence[NewEntry]) -> list[int]:
    """Write and seal entries in their order, each on the seal of the one before; their ids. Refused as one is.

    The rows and seals are those of one entry after another; all lines go before all headers.
    """
    if not new:
        return []
    last = Entry.select(Entry.id, Entry.hash).order_by(Entry.id.desc()).first()
    entry_id, previous = (last.id, last.hash) if last else (0, "")
    entries, all_lines = [], []
    for one in new:
        entry_id += 1
        lines = _checked_lines(one.lines)
        entry = {
            "id": entry_id,
            "date": one.date or act.business_date,
            "journal": one.journal,
            "kind": one.kind,
            "memo": one.memo,
            "voucher": one.voucher,
            "token": f"{act.desk.token}/{entry_id}" if act.desk.token else None,
            "reverses": one.reverses_id,
            "staff": act.staff.id,
            "terminal": act.desk.terminal,
            "at": act.now,
            "previous_hash": previous,
        }
        rows = [
            {
                "entry": entry_id,
                "position": position,
                "date": entry["date"],
                "account": line.account_id,
                "subaccount": line.subaccount_id,
                "amount": line.amount,
                "item": line.item,
                "memo": line.memo,
            }
            for position, line in enumerate(lines, 1)
        ]
        if one.journal != FRONT_OFFICE and is_soft(one.date or act.business_date):
            record_late_entry(act, entry_id, one.date or act.business_date, asking=one.kind != YEAR_END)
        previous = seal(entry, rows)
        entries.append({**entry, "hash": previous})
        all_lines += rows
    insert_rows(Line, all_lines)
    insert_rows(Entry, entries)
    return [entry["id"] for entry in entries]


def _checked_lines(lines: Sequence[NewLine]) -> list[NewLine]:
    """Those that move something. Refused: ENTRY_UNBALANCED, ENTRY_TOO_SHORT, ENTRY_TOO_LONG, AMOUNT."""
    lines = [line for line in lines if line.amount]
    if sum(line.amount for line in lines) != 0:
        raise Refused("ENTRY_UNBALANCED", "The entry does not balance: debits and credits differ.")
    if len(lines) < 2:
        raise Refused("ENTRY_TOO_SHORT", "An entry needs at least two lines.")
    if len(lines) > MOST_LINES:
        raise Refused("ENTRY_TOO_LONG", "An entry has at most {n} lines.", n=MOST_LINES)
    if any(abs(line.amount) > LARGEST for line in lines):
        raise Refused("AMOUNT", "This is more than the books can hold.", field="amount")
    return lines


def seal(entry: dict[str, object], lines: Iterable[dict[str, object]]) -> str:
    """SHA-256 over everything a reader of the books sees, and over the seal of the entry before."""
    at = entry["at"]
    text = json.dumps(
        [
            entry["id"],
            str(entry["date"]),
            entry["journal"],
            entry["kind"],
            entry["memo"],
            entry["voucher"],
            entry["token"],
            entry["reverses"],
            entry["staff"],
            entry["terminal"],
            StampField().db_value(at),
            entry["previous_hash"],
            [
                [
                    line["position"],
                    str(line["date"]),
                    line["account"],
                    line["subaccount"],
                    str(line["amount"].quantize(Decimal("0.01"))),  # type: ignore[attr-defined]
                    line["item"],
                    line["memo"],
                ]
                for line in lines
            ],
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def mirror(entry_id: int) -> list[NewLine]:
    """The lines that undo an entry."""
    return [
        NewLine(line.account_id, -line.amount, line.subaccount_id, line.item, line.memo)
        for line in Line.select().where(Line.entry == entry_id).order_by(Line.position)
    ]


def journal_lines(lines: Sequence[tuple[str, Decimal]]) -> list[NewLine]:
    """Account code and amount (debit plus) as lines by hand.

    Refused: NO_ACCOUNT, CONTROL_ACCOUNT, ENTRY_UNBALANCED with both sums.
    """
    new_lines = []
    for code, amount in lines:
        found = Account.get_or_none(Account.code == code)
        if found is None:
            raise Refused("NO_ACCOUNT", "There is no account {code}.", field="account", code=code)
        if found.subledger is not None:
            raise Refused(
                "CONTROL_ACCOUNT",
                "Account {code} moves only through the front office.",
                field="account",
                code=code,
            )
        new_lines.append(NewLine(found.id, checked(amount)))
    if sum(line.amount for line in new_lines) != 0:
        raise Refused(
            "ENTRY_UNBALANCED",
            "Debits {debit} and credits {credit} differ.",
            debit=f"{sum(x.amount for x in new_lines if x.amount > 0):,.2f}",
            credit=f"{-sum(x.amount for x in new_lines if x.amount < 0):,.2f}",
        )
    return new_lines


def money_out(lines: Sequence[NewLine]) -> Decimal:
    """Baht that leave cash and bank accounts by an entry; below zero where more comes in."""
    money = {row.id for row in Account.select(Account.id).where(Account.caption == MONEY)}
    return -sum((line.amount for line in lines if line.account_id in money), Decimal("0.00"))


def ask_for_money_out(act: Act, lines: Sequence[NewLine]) -> None:
    """Money leaves the house by whatever voucher only when somebody who may approve it does. ASK: VOUCHER_APPROVAL."""
    paid = money_out(lines)
    if paid > 0 and not act.rights.allow("approve_payment", paid):
        act.ask(
            "VOUCHER_APPROVAL", "The voucher of {amount} is approved by someone who may.", right="approve_payment",
            amount=paid,
        )  # fmt: skip


@operation("journal")
def write_journal_voucher(
    act: Act, date: datetime.date, memo: str, lines: Sequence[tuple[str, Decimal]]
) -> int:
    """A journal voucher (ใบสำคัญทั่วไป, JV) by hand: account code and amount (debit plus) a line; the entry's id.

    ``date`` may lie in an open period of the past, as a late bill's does; on a date the night audit closed the database
    lets only accounts move that no transaction code stands on (INCOME_AUDIT_ONLY). Refused also: VOUCHER_PERSONS (where
    the house wants more than one), NO_MEMO, FUTURE_DATE, PERIOD_CLOSED, and what ``journal_lines`` refuses. ASK:
    VOUCHER_APPROVAL, where money leaves the house.
    """
    if setting("voucher_persons") != "1":
        raise Refused("VOUCHER_PERSONS", "Vouchers take more than one person here.", jump="vouchers")
    memo = words(memo, "memo")
    if not memo:
        raise Refused("NO_MEMO", "Say what the voucher is for.", field="memo")
    if date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")
    new_lines = journal_lines(lines)
    ask_for_money_out(act, new_lines)
    number = document_number("JV", date)
    entry_id = write_entry(
        act, new_lines, kind=VOUCHER, memo=memo, journal=GENERAL, date=date, voucher=number
    )
    act.changed(("entry", entry_id), {}, {"voucher": number, "date": date, "memo": memo})
    return entry_id
