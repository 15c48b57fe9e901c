"""The five day-books: sales (สมุดรายวันขาย), purchases (ซื้อ), receipts (รับเงิน), payments (จ่ายเงิน), general (ทั่วไป).

An entry of the back office stands in the book of its journal. One of the front office stands in sales, unless money came in
by it (receipts) or went out (payments).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, ModelSelect

from locales import Message, _, in_language
from locales.dates import format_date
from locales.money import format_money
from models.house.lists import Listing
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property
from models.ledger.accounts import Account, Subaccount
from models.ledger.entries import FRONT_OFFICE, GENERAL, PAYMENTS, PURCHASES, RECEIPTS, SALES, Entry, Line

BOOKS = {
    SALES: Message("Sales journal"),
    PURCHASES: Message("Purchases journal"),
    RECEIPTS: Message("Cash receipts journal"),
    PAYMENTS: Message("Cash payments journal"),
    GENERAL: Message("General journal"),
}
FRONT_RECEIPTS = (
    "payment",
    "deposit",
    "security",
    "exchange",
    "to bank",
    "over/short",
    "drop",
    "float",
)
FRONT_PAYMENTS = ("refund", "deposit refund", "security returned", "paid-out")


@dataclass(frozen=True)
class DayBookLine:
    """One line of an entry; ``amount`` in baht, debit plus."""

    line_id: int
    entry_id: int
    date: datetime.date
    number: str
    text: str
    code: str
    amount: Decimal
    reference: str

    @property
    def key(self) -> tuple[datetime.date, int, int]:
        return (self.date, self.entry_id, self.line_id)


def day_book(book: str, since: datetime.date, until: datetime.date) -> Listing[DayBookLine]:
    """The lines of a book from ``since`` to ``until`` inclusive, in order of date and entry."""
    return Listing(
        _lines(book, since, until), [(Line.date, False), (Line.entry, False), (Line.id, False)], _line
    )


def _lines(book: str, since: datetime.date, until: datetime.date) -> ModelSelect:
    return (
        Line.select(Line, Entry, Account, Subaccount)
        .join(Entry)
        .switch(Line)
        .join(Account)
        .switch(Line)
        .join(Subaccount, JOIN.LEFT_OUTER, on=(Line.subaccount == Subaccount.id))
        .where(Line.date.between(since, until) & _of(book))
    )


def _of(book: str) -> object:
    front = Entry.journal == FRONT_OFFICE
    kinds = {
        SALES: front & Entry.kind.not_in([*FRONT_RECEIPTS, *FRONT_PAYMENTS]),
        RECEIPTS: front & (Entry.kind << FRONT_RECEIPTS),
        PAYMENTS: front & (Entry.kind << FRONT_PAYMENTS),
    }
    return (Entry.journal == book) | kinds[book] if book in kinds else Entry.journal == book


def _line(line: Line) -> DayBookLine:
    entry = line.entry
    part = line.subaccount.label if line.subaccount_id else ""
    return DayBookLine(
        line.id, line.entry_id, line.date, entry.voucher or f"K-{line.entry_id:05d}",
        " · ".join(filter(None, [line.memo or entry.memo, part])), line.account.code, line.amount,
        f"K-{entry.reverses_id:05d}" if entry.reverses_id else "",
    )  # fmt: skip


def day_book_paper(
    hotel: Property, book: str, since: datetime.date, until: datetime.date, language: str
) -> Paper:
    """Date, number, description or partner, account, debit, credit, reference; with the sums of both sides."""
    with in_language(language):
        rows, debit, credit = [], Decimal("0.00"), Decimal("0.00")
        for line in map(_line, _lines(book, since, until).order_by(Line.date, Line.entry, Line.id)):
            debit, credit = debit + max(line.amount, Decimal(0)), credit - min(line.amount, Decimal(0))
            rows.append(
                Row(
                    (
                        format_date(line.date, "short"), line.number, line.text, line.code,
                        format_money(line.amount) if line.amount > 0 else "",
                        format_money(-line.amount) if line.amount < 0 else "", line.reference,
                    )
                )
            )  # fmt: skip
        total = Row(("", "", _("Total"), "", format_money(debit), format_money(credit), ""), "total")
        return Paper(
            kind="journal", title=BOOKS[book].say(language), number="", date_text=format_date(until), language=language,
            seller=Party(hotel.name(language)),
            fields=(Field(_("Period"), f"{format_date(since)} – {format_date(until)}"),),
            tables=(
                Table(
                    (
                        Column(_("Date"), width=9), Column(_("Number"), width=12), Column(_("Description")),
                        Column(_("Account"), width=6), Column(_("Debit"), "right", 12),
                        Column(_("Credit"), "right", 12), Column(_("Reference"), width=8),
                    ),
                    (*rows, total),
                ),
            ),
            sheet="a4 landscape",
        )  # fmt: skip
