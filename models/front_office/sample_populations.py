"""What an auditor draws a sample of: lines and entries of the books, or papers of a kind, of a span of days."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from peewee import JOIN, fn

from locales import Message
from models.back_office.receipts_on_account import AccountReceipt
from models.back_office.vendor_bills import VendorBill
from models.back_office.vendor_payments import VendorPayment
from models.back_office.vendors import Vendor
from models.front_office.folios import Posting
from models.front_office.invoicing.views import total_of_document
from models.front_office.receipts import CREDIT_NOTE, DEBIT_NOTE, RECEIPT, TAX_INVOICE, Receipt
from models.house.refusals import Refused
from models.ledger.accounts import Account, account
from models.ledger.balances import money
from models.ledger.drawing import Item, ordered
from models.ledger.entries import Entry, Line

MOST_ITEMS = 500_000
ENTRY, LINE, DOCUMENT, POSTING = "entry", "line", "receipt", "posting"

Span = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Population:
    name: Message
    items: Callable[[Span, Sequence[int]], Iterator[Item]]
    of_accounts: bool = False
    """Whether it can be narrowed to accounts."""


def _entries(span: Span, _accounts: Sequence[int], *, numbered: bool = False) -> Iterator[Item]:
    query = (
        Entry.select(Entry.id, Entry.date, Entry.voucher, Entry.memo, fn.SUM(Line.amount))
        .join(Line)
        .where(Entry.date.between(*span) & (Line.amount > 0))
        .group_by(Entry.id, Entry.date, Entry.voucher, Entry.memo)
    )
    if numbered:
        query = query.where(Entry.voucher.is_null(False))
    for number, date, voucher, memo, amount in query.tuples():
        said = " · ".join(filter(None, [voucher, memo]))
        yield Item(f"K-{number:05d}", date, money(amount), said, ENTRY, number)


def _vouchers(span: Span, accounts: Sequence[int]) -> Iterator[Item]:
    return _entries(span, accounts, numbered=True)


def _lines(span: Span, accounts: Sequence[int]) -> Iterator[Item]:
    query = (
        Line.select(Line.entry, Line.position, Line.date, Line.amount, Account.code, Line.memo, Entry.memo)
        .join(Account)
        .switch(Line)
        .join(Entry)
        .where(Line.date.between(*span))
    )
    if accounts:
        query = query.where(Line.account << list(accounts))
    for entry, position, date, amount, code, memo, of_entry in query.tuples():
        yield Item(
            f"K-{entry:05d}/{position}", date, amount, f"{code} {memo or of_entry}".strip(), LINE, entry
        )


def _documents(*kinds: str) -> Callable[[Span, Sequence[int]], Iterator[Item]]:
    def items(span: Span, _accounts: Sequence[int]) -> Iterator[Item]:
        return _of_documents((Receipt.kind << kinds) & Receipt.date.between(*span))

    return items


def _of_documents(where: object) -> Iterator[Item]:
    query = Receipt.select(Receipt, Posting.amount.alias("paid")).join(Posting, JOIN.LEFT_OUTER).objects()
    for row in query.where(where):
        yield Item(row.number, row.date, total_of_document(row), row.buyer_name, DOCUMENT, row.id)


def _postings(*kinds: str) -> Callable[[Span, Sequence[int]], Iterator[Item]]:
    def items(span: Span, _accounts: Sequence[int]) -> Iterator[Item]:
        query = (
            Posting.select(
                Posting.id, Posting.entry, Posting.date, Posting.amount, Posting.description, Entry.memo
            )
            .join(Entry)
            .where((Posting.kind << kinds) & Posting.date.between(*span))
        )
        for row_id, entry, date, amount, words, memo in query.tuples():
            yield Item(f"K-{entry:05d}/{row_id}", date, amount, words or memo, POSTING, row_id)

    return items


def _voids(span: Span, accounts: Sequence[int]) -> Iterator[Item]:
    """Charges and payments taken back, and papers cancelled."""
    yield from _postings("correction")(span, accounts)
    yield from _of_documents(Receipt.cancelled_on.between(*span))


def _bills(span: Span, _accounts: Sequence[int]) -> Iterator[Item]:
    query = VendorBill.select(VendorBill, Vendor).join(Vendor).where(VendorBill.posted.between(*span))
    for row in query:
        said = " ".join(filter(None, [row.vendor.number, row.vendor.name("th"), row.memo]))
        yield Item(f"{row.vendor.number} {row.number} {row.id}", row.posted, row.amount, said, "bill", row.id)


def _paid(span: Span, _accounts: Sequence[int]) -> Iterator[Item]:
    query = (
        VendorPayment.select(VendorPayment, Vendor).join(Vendor).where(VendorPayment.paid_on.between(*span))
    )
    for row in query.where(VendorPayment.number.is_null(False)):
        yield Item(row.number, row.paid_on, row.amount, row.vendor.name("th"), "vendor payment", row.id)


def _on_account(span: Span, _accounts: Sequence[int]) -> Iterator[Item]:
    for row in AccountReceipt.select().where(AccountReceipt.date.between(*span)):
        yield Item(row.number, row.date, row.total, row.account.name("th"), "account receipt", row.id)


POPULATIONS = {
    "lines": Population(Message("Lines of accounts"), _lines, of_accounts=True),
    "entries": Population(Message("Entries of the books"), _entries),
    "vouchers": Population(Message("Vouchers"), _vouchers),
    "receipts": Population(Message("Receipts"), _documents(RECEIPT)),
    "tax invoices": Population(Message("Tax invoices"), _documents(TAX_INVOICE)),
    "notes": Population(Message("Credit and debit notes"), _documents(CREDIT_NOTE, DEBIT_NOTE)),
    "account receipts": Population(Message("Receipts on account"), _on_account),
    "bills": Population(Message("Bills of vendors"), _bills),
    "payments": Population(Message("Payments to vendors"), _paid),
    "adjustments": Population(Message("Adjustments"), _postings("adjustment", "credit")),
    "voids": Population(Message("Voids"), _voids),
}


def population(
    name: str, since: datetime.date, until: datetime.date, accounts: Sequence[str] = ()
) -> list[Item]:
    """The items of a span, both days included, in the order they are drawn in; ``accounts`` by code, none: of all.

    Refused: POPULATION, BAD_SPAN, NO_ACCOUNT, ACCOUNTS_OF_LINES, POPULATION_TOO_LARGE.
    """
    if name not in POPULATIONS:
        raise Refused("POPULATION", "There is no such population.", field="population")
    if until < since:
        raise Refused("BAD_SPAN", "The last date lies before the first.", field="until")
    of = POPULATIONS[name]
    if accounts and not of.of_accounts:
        raise Refused("ACCOUNTS_OF_LINES", "Only lines are narrowed to accounts.", field="accounts")
    ids = [account(code).id for code in accounts]
    found = []
    for item in of.items((since, until), ids):
        found.append(item)
        if len(found) > MOST_ITEMS:
            raise Refused(
                "POPULATION_TOO_LARGE",
                "More than {n} items; choose a shorter span.",
                field="since",
                n=MOST_ITEMS,
            )
    return ordered(found)
