"""Output VAT of a month from two sides: what its account moved, and what the papers of the month say (s.87).

They differ by what is charged and waits for its paper, and by deposits that charges have used up and no invoice has
deducted yet. Both are told to the satang; anything else is a fault, and no report is printed over it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import Case, ModelSelect, fn

from locales import Message
from models.back_office.bad_debts import OWED_AGAIN, WRITTEN_OFF
from models.back_office.input_vat import VatReturn
from models.front_office.codes import TransactionCode
from models.front_office.credit_notes import CreditNoteLine
from models.front_office.deposit_vat import MEMO, VAT
from models.front_office.folios import FolioWindow, Posting, PostingPart
from models.front_office.invoicing.tables import DepositDeduction
from models.front_office.opening_balances import OPENING
from models.front_office.receipts import CREDIT_NOTE, RECEIPT, TAX_INVOICE, Receipt, ReceiptLine
from models.front_office.reservations import Stay
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.balances import money
from models.ledger.entries import FRONT_OFFICE, VAT_CLOSING, Entry, Line

ZERO = Decimal("0.00")
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class _Side:
    """Sums of everything up to a date, baht of VAT."""

    charged: Decimal
    rounded: Decimal
    declared: Decimal
    other: Decimal
    on_papers: Decimal
    papers_rounded: Decimal
    deposits_on_papers: Decimal
    report: Decimal


@dataclass(frozen=True)
class Between:
    """What stands between account and papers, baht: ``before`` the month and at its end."""

    what: Message
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before

    @property
    def key(self) -> tuple[str]:
        return (self.what.text,)


@dataclass(frozen=True)
class OutputVat:
    """``account``: what the front office moved output VAT by in the month (credit plus); ``report``: what the papers dated
    in it say; ``between``: why they differ; ``unexplained``: what nobody can say, zero in a sound house. ``by_hand``:
    entries of the back office on the account, closings of months and opening balances among them; ``vouchers``: without. Baht."""

    month: datetime.date
    account: Decimal
    report: Decimal
    between: tuple[Between, ...]
    unexplained: Decimal
    by_hand: Decimal
    vouchers: Decimal = ZERO

    def check(self) -> None:
        """Refused: VAT_NOT_TIED, also where vouchers moved the account in a month that is not filed yet."""
        if self.unexplained:
            raise Refused(
                "VAT_NOT_TIED",
                "Output VAT of the books and of the papers differ by {difference} that nothing explains.",
                difference=self.unexplained, jump="three ledgers",
            )  # fmt: skip
        if self.vouchers and VatReturn.get_or_none(VatReturn.month == self.month) is None:
            raise Refused(
                "VAT_NOT_TIED",
                "Vouchers moved output VAT by {difference}; tax invoices and credit notes do that. Reverse them.",
                difference=self.vouchers, jump="vouchers",
            )  # fmt: skip


def last_of(month: datetime.date) -> datetime.date:
    return (month + datetime.timedelta(days=31)).replace(day=1) - ONE_DAY


def output_vat_of(month: datetime.date) -> OutputVat:
    """Of the month whose first day is given, as papers and books stand now."""
    before, after = _up_to(month - ONE_DAY), _up_to(last_of(month))
    account = _account(after) - _account(before)
    report = after.report - before.report
    between = (
        Between(
            Message("Charged, waits for its tax paper"), before.charged - before.on_papers, after.charged - after.on_papers
        ),
        Between(
            Message("Deposits used up, not yet deducted"), before.declared - before.deposits_on_papers,
            after.declared - after.deposits_on_papers,
        ),
        Between(
            Message("Rounding of papers cancelled later"), before.rounded - before.papers_rounded,
            after.rounded - after.papers_rounded,
        ),
    )  # fmt: skip
    unexplained = account - report - sum((one.change for one in between), ZERO)
    return OutputVat(
        month,
        account,
        report,
        between,
        unexplained,
        _by_hand(month),
        _by_hand(month, but=(VAT_CLOSING, OPENING, WRITTEN_OFF, OWED_AGAIN)),
    )


def _account(side: _Side) -> Decimal:
    return side.charged + side.rounded + side.declared + side.other


def _vat_lines(until: datetime.date) -> ModelSelect:
    accounts = TransactionCode.select(TransactionCode.account).where(TransactionCode.code == VAT)
    return Line.select(fn.SUM(Line.amount)).join(Entry).where(
        (Line.account << accounts) & (Line.date <= until) & (Entry.journal == FRONT_OFFICE)
    )  # fmt: skip


def _up_to(until: datetime.date) -> _Side:
    lines = _vat_lines(until)
    rounding = Entry.kind == "rounding"
    kept = Entry.kind == "forfeiture"  # its VAT was declared, and stands on the invoice, of the deposit
    charged = -money(lines.where((Line.item == VAT) & ~rounding & ~kept).scalar())
    forfeited = -money(lines.where((Line.item == VAT) & kept).scalar())
    rounded = -money(lines.where((Line.item == VAT) & rounding).scalar())
    declared_books = -money(lines.where(Line.memo == MEMO).scalar())
    other = -money(lines.where((Line.item != VAT) & (Line.memo != MEMO)).scalar())
    part = Account.select(Account.id).where(Account.subledger == "deposit vat")
    declared = money(
        Line.select(fn.SUM(Line.amount)).where((Line.account << part) & (Line.date <= until) & (Line.memo == MEMO)).scalar()
    )  # fmt: skip
    on_papers = money(_standing(ReceiptLine.select(fn.SUM(ReceiptLine.vat)).join(Receipt), until).scalar())
    papers_rounded = money(_standing(Receipt.select(fn.SUM(Receipt.rounding)), until).scalar())
    signed = fn.SUM(_sign() * Receipt.vat)
    return _Side(
        charged, rounded, declared + forfeited, other + declared_books - declared, on_papers - papers_rounded, papers_rounded,
        _deposits(until), money(_standing(Receipt.select(signed), until).scalar()),
    )  # fmt: skip


def _sign() -> object:
    return Case(Receipt.kind, ((CREDIT_NOTE, -1),), 1)


def _standing(query: ModelSelect, until: datetime.date) -> ModelSelect:
    """Papers of the VAT report, as ``invoicing.vat_lines`` counts them."""
    taken_back = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    brought = Posting.select(Posting.id).where(Posting.kind == "opening")
    return query.where(
        (Receipt.kind != RECEIPT) & (Receipt.date <= until) & Receipt.cancelled_on.is_null()
        & (Receipt.posting.is_null() | (Receipt.posting.not_in(taken_back) & Receipt.posting.not_in(brought)))
    )  # fmt: skip


def _deposits(until: datetime.date) -> Decimal:
    """Invoices of deposits, less what invoices deducted and credit notes took from them."""
    invoices = _standing(
        Receipt.select(fn.SUM(Receipt.vat)).where((Receipt.kind == TAX_INVOICE) & (Receipt.form == "")), until
    )
    deducted = _standing(
        DepositDeduction.select(fn.SUM(DepositDeduction.vat)).join(Receipt, on=DepositDeduction.receipt),
        until,
    )
    invoice = Receipt.alias()
    credited = _standing(
        CreditNoteLine.select(fn.SUM(CreditNoteLine.vat))
        .join(Receipt, on=(Receipt.id == CreditNoteLine.note))
        .switch(CreditNoteLine)
        .join(invoice, on=(invoice.id == CreditNoteLine.invoice))
        .where((invoice.kind == TAX_INVOICE) & (invoice.form == "")),
        until,
    )
    return money(invoices.scalar()) - money(deducted.scalar()) - money(credited.scalar())


def _by_hand(month: datetime.date, but: Sequence[str] = ()) -> Decimal:
    """Of the entries of the back office, ``but`` those of these kinds; credit plus."""
    accounts = TransactionCode.select(TransactionCode.account).where(TransactionCode.code == VAT)
    moved = Line.select(fn.SUM(Line.amount)).join(Entry).where(
        (Line.account << accounts) & Line.date.between(month, last_of(month)) & (Entry.journal != FRONT_OFFICE)
    )  # fmt: skip
    if but:
        moved = moved.where(Entry.kind.not_in(but))
    return -money(moved.scalar())


@dataclass(frozen=True)
class Waiting:
    """A folio window with VAT charged until a date on no paper of that time, baht."""

    stay_id: int
    room: str
    guest_th: str
    guest_en: str
    vat: Decimal

    @property
    def key(self) -> tuple[int]:
        return (self.stay_id,)


def waiting_windows(until: datetime.date) -> list[Waiting]:
    """What was charged until ``until`` (inclusive) and waits for its paper, folio by folio."""
    sums: dict[int, Decimal] = {}
    owner = Posting.select(Posting.entry, fn.MIN(Posting.window).alias("window_id")).where(
        (Posting.date <= until) & Posting.window.is_null(False)
    ).group_by(Posting.entry).alias("owner")  # fmt: skip
    charged = (
        Line.select(owner.c.window_id, fn.SUM(Line.amount))
        .join(Entry)
        .join(owner, on=(owner.c.entry_id == Entry.id))
        .where((Line.item == VAT) & (Line.date <= until) & (Entry.kind != "rounding"))
        .group_by(owner.c.window_id)
    )
    moved = (
        PostingPart.select(Posting.window, fn.SUM(PostingPart.amount))
        .join(Posting)
        .switch(PostingPart)
        .join(TransactionCode)
        .where((TransactionCode.code == VAT) & (Posting.date <= until))
        .group_by(Posting.window)
    )
    papers = _standing(
        ReceiptLine.select(Posting.window, fn.SUM(ReceiptLine.vat))
        .join(Receipt)
        .switch(ReceiptLine)
        .join(Posting),
        until,
    ).group_by(Posting.window)
    rounded = _standing(Receipt.select(Receipt.window, fn.SUM(Receipt.rounding)), until).group_by(
        Receipt.window
    )
    for query, sign in ((charged, -1), (moved, 1), (papers, -1), (rounded, 1)):
        for window_id, amount in query.tuples():
            sums[window_id] = sums.get(window_id, ZERO) + sign * money(amount)
    waiting = {window_id: vat for window_id, vat in sums.items() if vat and window_id is not None}
    found = []
    for window in FolioWindow.select(FolioWindow, Stay).join(Stay).where(FolioWindow.id << list(waiting)):
        stay = window.stay
        room = stay.room.number if stay.room_id else ""
        found.append(Waiting(stay.id, room, stay.guest.name("th"), stay.guest.name("en"), waiting[window.id]))
    return sorted(found, key=lambda row: (row.room, row.stay_id))
