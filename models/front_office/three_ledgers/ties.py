"""What ties the front office to the general ledger on one business date; house rules, section 11.

Each tie has the same money from two sides: as the books have it, and as ledgers, folios and drawers have it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import ModelSelect, fn

from locales import Message
from models.front_office.codes import TransactionCode
from models.front_office.deposit_vat import MEMO, VAT
from models.front_office.folios import Posting, parts_by_posting
from models.front_office.invoicing.tables import DepositDeduction
from models.front_office.receipts import DEBIT_NOTE, TAX_INVOICE, Receipt, ReceiptLine
from models.front_office.three_ledgers.day import LEDGER_NAMES, LEDGERS, MOST_SUSPECTS, control_account
from models.front_office.three_ledgers.registers import register_ties
from models.front_office.till import TillMovement
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.accounts import Account, AccountKind
from models.ledger.balances import ZERO, AccountDay, account_balance, control_parts, money
from models.ledger.entries import FRONT_OFFICE, Entry, Line

EARNS = ("charge", "correction", "forfeiture", "allowance", "package settled", "adjustment", "credit")
"""Kinds of postings whose base is a line of revenue in their own entry."""


@dataclass(frozen=True)
class Tie:
    """``books`` and ``desk`` are the two sides, baht; nothing is wrong where ``difference`` is zero.

    ``suspects``: entries in which the two sides differ, the first of them, where they can be told.
    """

    what: Message
    books: Decimal
    desk: Decimal
    suspects: tuple[int, ...] = ()

    @property
    def entries(self) -> str:
        return ", ".join(f"K-{entry_id:05d}" for entry_id in self.suspects) or "–"

    @property
    def difference(self) -> Decimal:
        return self.books - self.desk

    @property
    def key(self) -> tuple[str]:
        return (self.what.text,)


def ties(date: datetime.date) -> list[Tie]:
    """Every tie of ``date``: debits and credits, each control account, revenue, output VAT and the papers that say it,
    money. A few sums, no query a room."""
    return [
        _journal(date), *(_control(name, date) for name in LEDGERS), _revenue_accounts(date), _output_vat(date),
        _tax_papers(date), _revenue(date), _money(date),
    ]  # fmt: skip


def prove_ties(date: datetime.date) -> None:
    """Refused: LEDGER_TIE, with the first tie that fails, by how much and in what entries; REGISTER_TIE likewise, for
    the registers as they stand now."""
    for tie in ties(date):
        if tie.difference:
            raise Refused(
                "LEDGER_TIE",
                "{what}: the books have {books}, the front office {desk}; difference {difference}, entries {entries}.",
                what=tie.what,
                books=tie.books,
                desk=tie.desk,
                difference=tie.difference,
                entries=tie.entries,
                jump="three ledgers",
            )
    for register in register_ties():
        if register.difference:
            raise Refused(
                "REGISTER_TIE",
                "{what}: the books have {books}, the register {register}; difference {difference}, entries {entries}.",
                what=register.what,
                books=register.books,
                register=register.register,
                difference=register.difference,
                entries=register.entries,
                jump=register.jump,
            )


def _journal(date: datetime.date) -> Tie:
    query = AccountDay.select(fn.SUM(AccountDay.debit), fn.SUM(AccountDay.credit))
    debit, credit = query.where(AccountDay.date == date).tuples().get()
    return Tie(Message("Debits and credits"), money(debit), money(credit))


def _control(ledger: str, date: datetime.date) -> Tie:
    """The balance is the sum of the parts; of a past date, which keeps no parts, its movement is that of its lines."""
    account = control_account(ledger)
    if date == Property.the().business_date:
        return Tie(LEDGER_NAMES[ledger], account_balance(account.id), control_parts(account.id))
    query = AccountDay.select(fn.SUM(AccountDay.debit), fn.SUM(AccountDay.credit))
    debit, credit = query.where((AccountDay.account == account) & (AccountDay.date == date)).tuples().get()
    lines = Line.select(fn.SUM(Line.amount)).where((Line.account == account) & (Line.date == date))
    return Tie(LEDGER_NAMES[ledger], money(debit) - money(credit), money(lines.scalar()))


def _revenue(date: datetime.date) -> Tie:
    """What postings show as their base is what their codes have in the books."""
    earns = (Posting.date == date) & (Posting.kind << EARNS) & (TransactionCode.kind == "revenue")
    shown = Posting.select(Posting.entry, fn.SUM(Posting.net)).join(TransactionCode).where(earns)
    booked = (
        Line.select(Line.entry, fn.SUM(Line.amount))
        .join(Posting, on=(Posting.entry == Line.entry))
        .join(TransactionCode)
        .where(earns & (Line.item == TransactionCode.code) & Line.subaccount.is_null())
    )
    return _by_entry(
        Message("Revenue by code"), booked.group_by(Line.entry), shown.group_by(Posting.entry), sign=-1
    )


def _of_the_front_office(accounts: object, date: datetime.date) -> ModelSelect:
    """The lines the front office wrote on accounts that day, by entry; vouchers by hand are no business of a desk's."""
    return (
        Line.select(Line.entry, fn.SUM(Line.amount))
        .join(Entry)
        .where((Line.account << accounts) & (Line.date == date) & (Entry.journal == FRONT_OFFICE))
        .group_by(Line.entry)
    )


def _revenue_accounts(date: datetime.date) -> Tie:
    """Nothing stands on an account of revenue but under a code."""
    accounts = Account.select(Account.id).where(Account.kind == AccountKind.REVENUE)
    books = _of_the_front_office(accounts, date)
    coded = books.where(Line.item << TransactionCode.select(TransactionCode.code))
    return _by_entry(Message("Revenue accounts"), books, coded, sign=-1, desk_sign=-1)


def _output_vat(date: datetime.date) -> Tie:
    """Output VAT moves with what is posted, and with the deposits it is declared on: there it has its other side."""
    posted = Posting.select(Posting.entry).where(Posting.date == date)
    named = Line.select(Line.account).where(  # the account of that day, whatever the code names since
        (Line.entry << posted) & ((Line.item == VAT) | ((Line.memo == MEMO) & Line.subaccount.is_null()))
    )
    today = TransactionCode.select(TransactionCode.account).where(TransactionCode.code == VAT)
    books = _of_the_front_office(named | today, date)
    desk = {
        entry_id: -money(total)
        for entry_id, total in books.where((Line.item == VAT) & (Line.entry << posted)).tuples()
    }
    declared = _of_the_front_office(
        Account.select(Account.id).where(Account.subledger == "deposit vat"), date
    )
    for entry_id, total in declared.where(Line.memo == MEMO).tuples():
        desk[entry_id] = desk.get(entry_id, ZERO) + money(total)
    return _sides(Message("Output VAT"), {e: -money(total) for e, total in books.tuples()}, desk)


def _tax_papers(date: datetime.date) -> Tie:
    """The VAT a tax invoice or debit note of the date says is what the books have for its lines, less the deposits it
    deducts. So the account is the VAT report of its month and what waits for its paper."""
    papers = {
        row.id: row
        for row in Receipt.select(Receipt.id, Receipt.vat, Receipt.rounding).where(
            (Receipt.date == date)
            & (((Receipt.kind == TAX_INVOICE) & (Receipt.form != "")) | (Receipt.kind == DEBIT_NOTE))
        )
    }
    lines = list(
        ReceiptLine.select(ReceiptLine.receipt, ReceiptLine.posting, Posting.entry)
        .join(Posting)
        .where(ReceiptLine.receipt << list(papers))
        .tuples()
    )
    parts = parts_by_posting([posting_id for _paper, posting_id, _entry in lines])
    booked = {paper_id: row.rounding for paper_id, row in papers.items()}
    for paper_id, posting_id, _entry in lines:
        booked[paper_id] += sum((part.amount for part in parts.get(posting_id, ()) if part.code == VAT), ZERO)
    deducted = (
        DepositDeduction.select(DepositDeduction.receipt, fn.SUM(DepositDeduction.vat))
        .where(DepositDeduction.receipt << list(papers))
        .group_by(DepositDeduction.receipt)
    )
    for paper_id, vat in deducted.tuples():
        booked[paper_id] -= money(vat)
    wrong = {paper_id for paper_id, row in papers.items() if row.vat != booked[paper_id]}
    suspects = sorted({entry_id for paper_id, _posting, entry_id in lines if paper_id in wrong})
    said = sum((row.vat for row in papers.values()), ZERO)
    return Tie(
        Message("VAT of the tax papers"), sum(booked.values(), ZERO), said, tuple(suspects[:MOST_SUSPECTS])
    )


def _money(date: datetime.date) -> Tie:
    """What moved drawers, over and short with it, is what moved the accounts of cash, banks and cards."""
    of_date = (TillMovement.date == date) & TillMovement.entry.is_null(False)
    moved = TillMovement.select(TillMovement.entry, fn.SUM(TillMovement.baht)).where(of_date)
    of_the_till = (
        TillMovement.select(TillMovement.entry, TransactionCode.account)
        .join(TransactionCode)
        .where(of_date)
        .distinct()
        .alias("of_the_till")
    )
    booked = Line.select(Line.entry, fn.SUM(Line.amount)).join(
        of_the_till,
        on=((Line.entry == of_the_till.c.entry_id) & (Line.account == of_the_till.c.account_id)),
    )
    return _by_entry(
        Message("Money of the drawers"), booked.group_by(Line.entry), moved.group_by(TillMovement.entry)
    )


def _by_entry(what: Message, books: ModelSelect, desk: ModelSelect, sign: int = 1, desk_sign: int = 1) -> Tie:
    """Both sides entry by entry, added up here: so what makes the difference can be named."""
    return _sides(
        what,
        {entry_id: sign * money(total) for entry_id, total in books.tuples()},
        {entry_id: desk_sign * money(total) for entry_id, total in desk.tuples()},
    )


def _sides(what: Message, in_books: dict[int, Decimal], at_desk: dict[int, Decimal]) -> Tie:
    entries = sorted(in_books.keys() | at_desk.keys())
    suspects = [e for e in entries if in_books.get(e, ZERO) != at_desk.get(e, ZERO)]
    return Tie(
        what, sum(in_books.values(), ZERO), sum(at_desk.values(), ZERO), tuple(suspects[:MOST_SUSPECTS])
    )
