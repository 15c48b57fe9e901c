"""Billing note, statement of account and ageing as papers, in Thai, English or both."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from locales import Message, _, in_language, p_
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.back_office.ageing import Aged, ageing, totals
from models.back_office.billing_notes import CANCELLED, BillingNote
from models.back_office.receivables import HEAD_OFFICE, CityAccount
from models.front_office.companies import Company
from models.front_office.folios import Posting
from models.front_office.papers import seller
from models.house.bilingual import in_both, said_in
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property
from models.ledger.entries import Entry, Line

ZERO = Decimal("0.00")
_MONEY = 12


def party(account: CityAccount, language: str, role: str) -> Party:
    branch = ""
    if account.tax_id:
        branch = (
            _("Head office")
            if account.branch in ("", HEAD_OFFICE)
            else _("Branch no. {branch}", branch=account.branch)
        )
    return Party(
        account.name(language), (account.address,) if account.address else (), account.tax_id, branch, role
    )


def language_of(account: CityAccount) -> str:
    """In which language the account gets its papers: as its company, else Thai."""
    company = Company.get_or_none(Company.id == account.company_id) if account.company_id else None
    return str(company.language) if company is not None and company.language else "th"


# Billing note

COPIES = (Message("Original"), Message("Copy"))


def billing_note_papers(hotel: Property, note: BillingNote, language: str) -> tuple[Paper, ...]:
    """The original for the account, and the copy that comes back signed."""
    return tuple(billing_note_paper(hotel, note, language, said_in(language, copy)) for copy in COPIES)


@in_both
def billing_note_paper(hotel: Property, note: BillingNote, language: str, copy_mark: str = "") -> Paper:
    with in_language(language):
        columns = (
            Column(_("Invoice")),
            Column(_("Date"), width=11),
            Column(_("Due"), width=11),
            Column(_("Amount"), "right", _MONEY),
            Column(_("Paid before"), "right", _MONEY),
            Column(_("Billed"), "right", _MONEY),
        )
        rows = []
        for row in note.items:
            item = row.item
            amounts = (item.amount, row.paid_before, row.billed)
            dates = (format_date(date, "short") for date in (item.date, item.due))
            rows.append(Row((item.document or item.description, *dates, *map(format_money, amounts))))
        return Paper(
            kind="billing-note",
            title=_("Billing note"),
            number=note.number,
            date_text=format_date(note.date),
            language=language,
            seller=seller(hotel, language),
            party=party(note.account, language, _("Billed to")),
            fields=(
                Field(_("Account"), note.account.number),
                Field(_("Terms"), _("{n} days", n=note.account.terms)),
                Field(_("Payment on"), format_date(note.pay_on) if note.pay_on else "____________"),
            ),
            tables=(Table(columns, tuple(rows)),),
            totals=(Field(_("Total"), format_money(note.total), strong=True),),
            words=amount_in_words(note.total, language, hotel.currency),
            notes=(_("Date received: ____________"),),
            signatures=(p_("paper", "Presented by"), p_("paper", "Received by")),
            copy_mark=copy_mark,
            void_mark=_("VOID") if note.state == CANCELLED else "",
        )


# Statement of account


@dataclass(frozen=True)
class StatementLine:
    date: datetime.date
    document: str
    text: str
    amount: Decimal


@dataclass(frozen=True)
class Statement:
    """An account from ``since`` to ``until``, both inclusive, baht: debit plus, credit minus."""

    account: CityAccount
    since: datetime.date
    until: datetime.date
    opening: Decimal
    lines: tuple[StatementLine, ...]

    @property
    def closing(self) -> Decimal:
        return sum((line.amount for line in self.lines), self.opening)


def statement(account_id: int, since: datetime.date, until: datetime.date) -> Statement:
    """As the books have it, so that it closes with the account's part of the city ledger."""
    account = CityAccount.get_by_id(account_id)
    moved = (
        Line.select(Line, Entry)
        .join(Entry)
        .where((Line.subaccount == account.subaccount_id) & (Line.date <= until))
        .order_by(Line.date, Line.id)
    )
    item_of = _items_by_entry(account)
    opening, lines = ZERO, []
    for line in moved:
        if line.date < since:
            opening += line.amount
            continue
        document, text = item_of.get(line.entry_id, (str(line.entry.voucher or ""), str(line.entry.memo)))
        lines.append(StatementLine(line.date, document, text, line.amount))
    return Statement(account, since, until, opening, tuple(lines))


def _items_by_entry(account: CityAccount) -> dict[int, tuple[str, str]]:
    """Number and words of each item, by the entry that brought it."""
    items = list(account.items)
    posted = [item.posting_id for item in items if item.posting_id]
    of_posting = dict(Posting.select(Posting.id, Posting.entry).where(Posting.id << posted).tuples())
    return {
        item.entry_id or of_posting[item.posting_id]: (item.document, item.description)
        for item in items
        if item.entry_id or item.posting_id in of_posting
    }


def statement_number(account: CityAccount, until: datetime.date) -> str:
    """By which a statement at the end of ``until`` is known."""
    return f"{account.number}-{until.isoformat()}"


@in_both
def statement_paper(hotel: Property, told: Statement, language: str) -> Paper:
    """Opening, every movement with the balance after it, closing, and how old what is open is."""
    with in_language(language):
        columns = (
            Column(_("Date"), width=11),
            Column(_("Number"), width=14),
            Column(_("Description")),
            Column(_("Amount"), "right", _MONEY),
            Column(_("Balance"), "right", _MONEY),
        )
        balance = told.opening
        rows = [Row(("", "", _("Brought forward"), "", format_money(balance)))]
        for line in told.lines:
            balance += line.amount
            amounts = map(format_money, (line.amount, balance))
            rows.append(Row((format_date(line.date, "short"), line.document, line.text, *amounts)))
        span = f"{format_date(told.since)} – {format_date(told.until)}"
        return Paper(
            kind="statement",
            title=_("Statement of account"),
            number=statement_number(told.account, told.until),
            date_text=format_date(told.until),
            language=language,
            seller=seller(hotel, language),
            party=party(told.account, language, _("Account")),
            fields=(Field(_("Span"), span),),
            tables=(Table(columns, tuple(rows)), _footer(told)),
            totals=(Field(_("Balance"), format_money(told.closing), strong=True),),
            words=amount_in_words(told.closing, language, hotel.currency) if told.closing > 0 else "",
        )


def _footer(told: Statement) -> Table:
    aged = next(iter(ageing(told.until, told.account.id)), None)
    amounts = (*aged.parts, aged.unapplied) if aged is not None else (ZERO,) * 6
    columns = tuple(Column(heading, "right", 12) for heading in headings()[:-1])
    return Table(columns, (Row(tuple(map(format_money, amounts))),), _("By days late"))


def headings() -> tuple[str, ...]:
    """Of the columns of an ageing."""
    return (
        _("Not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("over 90 days"), _("Unapplied"), _("Balance"),
    )  # fmt: skip


def statements(since: datetime.date, until: datetime.date) -> list[Statement]:
    """Those of all accounts with a balance at the end of ``until``."""
    return [statement(row.account_id, since, until) for row in ageing(until) if row.balance]


# Ageing


@in_both
def ageing_paper(hotel: Property, date: datetime.date, rows: Sequence[Aged], language: str) -> Paper:
    """The ageing of the receivables; its total is the city ledger at the end of ``date``."""
    with in_language(language):
        columns = (
            Column(_("Account"), width=8),
            Column(_("Name")),
            *(Column(heading, "right", _MONEY) for heading in headings()),
        )
        lines = [
            Row((row.number, row.name_th if language == "th" else row.name_en, *_amounts(row)))
            for row in rows
        ]
        lines.append(Row(("", _("Total"), *_amounts(totals(list(rows)))), "total"))
        return Paper(
            kind="ageing",
            title=_("Ageing of receivables"),
            number=date.isoformat(),
            date_text=format_date(date),
            language=language,
            seller=seller(hotel, language),
            tables=(Table(columns, tuple(lines)),),
            notes=(_("Days after the items were due"),),
            sheet="a4 landscape",
        )


def _amounts(row: Aged) -> tuple[str, ...]:
    return tuple(map(format_money, (*row.parts, row.unapplied, row.balance)))
