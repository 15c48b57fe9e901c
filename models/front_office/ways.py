"""The audit trail both ways: from an entry to every paper it stands on, and from a paper to its entries.

``SOURCES`` is the one table of it: a kind of paper, by which columns its rows and their entries know each other, and the
screen that shows one. What can move money and is not in it leaves its entries without a way.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from peewee import Field, fn

from locales import Message
from models.back_office.bad_debts import BadDebt, BadDebtRecovery
from models.back_office.bank_statements import BankLine, BankStatement, MatchedLine
from models.back_office.billing_notes import BillingNote, BillingNoteItem
from models.back_office.cheques import OUT, Cheque, DepositSlip
from models.back_office.credit_moves import CreditUse
from models.back_office.input_vat import FROM_ABROAD, InputVat, VatReturn
from models.back_office.petty_cash import PettyMove
from models.back_office.receipts_on_account import AccountReceipt, ItemPayment
from models.back_office.receivables import CityAccount, OpenItem
from models.back_office.vendor_bills import VendorBill
from models.back_office.vendor_payments import VendorPayment
from models.back_office.vendors import Vendor
from models.back_office.withholding_certificates import Certificate
from models.back_office.withholding_returns import WithholdingPayment
from models.front_office.exchange.tables import Exchange, ExchangeBack, NotesToBank
from models.front_office.folios import FolioWindow, Posting
from models.front_office.night_audit.tables import INCOME_AUDIT
from models.front_office.opening_balances import CLOSING as OPENING_CLOSED
from models.front_office.opening_balances import OPENING
from models.front_office.receipts import CREDIT_NOTE, DEBIT_NOTE, Receipt, ReceiptLine
from models.front_office.reservations import stay_of_reservation
from models.front_office.settlements import Settlement
from models.front_office.till.tables import CashierShift, TillMovement
from models.front_office.vat_report.additional import VatAddition
from models.house.acts import ChangeLog
from models.house.database import Base
from models.ledger.drafts import REVERSIBLE, REVERSING, Voucher
from models.ledger.entries import YEAR_END, Entry, Line

NATURES = {
    OPENING: Message("Brought forward from the old books"),
    OPENING_CLOSED: Message("End of the opening balances"),
    YEAR_END: Message("Closing of a year"),
}
"""Kinds of entries that no paper stands behind."""
BY_HAND = (*REVERSIBLE, REVERSING, INCOME_AUDIT)
"""Kinds of entries that are their own paper: a numbered voucher."""
BACK, FORTH = datetime.timedelta(days=7), datetime.timedelta(days=1)
"""How far the business date of a write may lie behind the calendar, and ahead of it."""


@dataclass(frozen=True)
class Place:
    """Where a paper is seen: ``said`` is its number, ``screen`` a name of the desk with what it takes, ``key`` the row of
    its list."""

    said: str
    screen: str
    args: tuple[object, ...] = ()
    key: tuple[object, ...] | None = None


@dataclass(frozen=True)
class Way:
    """From an entry to a paper: row ``row_id`` of ``kind``. ``right``: what it takes to look at it."""

    kind: str
    name: Message
    row_id: int
    place: Place
    right: str

    @property
    def label(self) -> str:
        return f"{self.name.say()} {self.place.said}"


@dataclass(frozen=True)
class Link:
    """How rows and entries find each other, by id. ``all``: every entry it leads from."""

    rows: Callable[[int], list[int]]
    entries: Callable[[int], list[int]]
    all: Callable[[], set[int]]


@dataclass(frozen=True)
class Source:
    kind: str
    name: Message
    table: type[Base]
    links: tuple[Link, ...]
    place: Callable[[Any], Place | None]
    right: str = "see_ledger"


def _by(row: Field, entry: Field, *joins: tuple[type[Base], Any]) -> Link:
    """One query read from either end."""

    def ids(wanted: Field, where: Any) -> list[int]:
        query = row.model.select(wanted).distinct()
        for table, on in joins:
            query = query.join(table, on=on)
        return [found for (found,) in query.where(where & wanted.is_null(False)).order_by(wanted).tuples()]

    return Link(
        lambda entry_id: ids(row, entry == entry_id),
        lambda row_id: ids(entry, row == row_id),
        lambda: set(ids(entry, entry.is_null(False))),
    )


def _own(*entries: Field) -> tuple[Link, ...]:
    """Columns of the paper itself that hold its entries."""
    return tuple(_by(entry.model.id, entry) for entry in entries)


def _vat_paid() -> Link:
    """A payment of VAT names its return: PP30 2026-11, with /1 the first additional one."""

    def rows(entry_id: int) -> list[int]:
        entry: Entry = Entry.get_by_id(entry_id)
        if entry.kind != "vat payment" or not (entry.voucher or "").startswith("PP30 "):
            return []
        month = datetime.date.fromisoformat(f"{str(entry.voucher)[5:12]}-01")
        return [row.id for row in VatReturn.select(VatReturn.id).where(VatReturn.month == month)]

    def entries(row_id: int) -> list[int]:
        named = f"PP30 {VatReturn.get_by_id(row_id).month:%Y-%m}"
        query = Entry.select(Entry.id).where((Entry.kind == "vat payment") & Entry.voucher.startswith(named))
        return [row.id for row in query.order_by(Entry.id)]

    return Link(rows, entries, lambda: {e for row in VatReturn.select() for e in entries(row.id)})


def _on_folio(row: Posting) -> Place | None:
    if row.window_id:
        return Place(row.number, "folio", (row.window.stay_id, "", row.id))
    return Place(row.number, "stay", (stay_of_reservation(row.reservation_id).id,))


def _in_shift(row: TillMovement) -> Place | None:
    """What was over or short at the opening belongs to the shift that was opened with it."""
    shift = row.shift or CashierShift.get_or_none(
        (CashierShift.opened_at == row.at) & (CashierShift.staff == row.staff_id)
    )
    return Place(shift.number, "cashier", (shift.id,), (row.id,)) if shift else None


def _cheque(row: Cheque) -> Place:
    register = "cheques out" if row.direction == OUT else "cheques in"
    return Place(row.spoken, register, (), (row.date, row.id))


def _input_vat(row: InputVat) -> Place:
    root = row.of if row.of_id else row
    month = (row.claim_month or row.date).replace(day=1)
    if root.kind == FROM_ABROAD:
        return Place(root.number or root.supplier_name, "pp36", (root.date.replace(day=1),))
    return Place(row.number, "input vat", (month,))


_OF_NOTE = (Posting.reference == Receipt.number) & (Posting.window == Receipt.window)

SOURCES: tuple[Source, ...] = (
    Source("posting", Message("Folio"), Posting, _own(Posting.entry), _on_folio, "see_desk"),
    Source(
        "receipt", Message("Receipt or tax paper"), Receipt,
        (
            _by(Receipt.id, Posting.entry, (Posting, Receipt.posting == Posting.id)),
            _by(Receipt.id, Posting.entry, (ReceiptLine, ReceiptLine.receipt == Receipt.id),
                (Posting, ReceiptLine.posting == Posting.id)),
            _by(Receipt.id, Posting.entry, (Posting, _OF_NOTE & (Receipt.kind << (CREDIT_NOTE, DEBIT_NOTE)))),
        ),
        lambda r: Place(r.number, "documents", (r.number,)), "see_desk",
    ),
    Source("till", Message("Cashier shift"), TillMovement,
           (_by(TillMovement.id, TillMovement.entry),
            _by(TillMovement.id, Posting.entry, (Posting, TillMovement.posting == Posting.id))),
           _in_shift, "see_desk"),
    Source("exchange", Message("Exchange slip"), Exchange,
           (*_own(Exchange.entry), _by(Exchange.id, ExchangeBack.entry, (ExchangeBack, ExchangeBack.exchange == Exchange.id))),
           lambda r: Place(r.number, "exchanges", (r.date,), (r.id,)), "see_desk"),
    Source("notes", Message("Notes to the bank"), NotesToBank, _own(NotesToBank.entry),
           lambda r: Place(r.reference, "exchanges", (r.date,)), "see_desk"),
    Source("account receipt", Message("Receipt on account"), AccountReceipt, _own(AccountReceipt.entry, AccountReceipt.reversal),
           lambda r: Place(r.number, "account receipts", (), (r.id,)), "see_desk"),
    Source("open item", Message("Open item"), OpenItem,
           (*_own(OpenItem.entry),
            _by(OpenItem.id, Posting.entry, (Posting, OpenItem.posting_id == Posting.id)),
            _by(OpenItem.id, ItemPayment.entry, (ItemPayment, ItemPayment.item == OpenItem.id))),
           lambda r: Place(r.document or r.description or r.account.number, "debtor", (r.account_id,), (r.id,)), "see_desk"),
    Source("billing note", Message("Billing note"), BillingNote,
           (_by(BillingNote.id, Posting.entry, (BillingNoteItem, BillingNoteItem.note == BillingNote.id),
                (OpenItem, BillingNoteItem.item == OpenItem.id), (Posting, OpenItem.posting_id == Posting.id)),
            _by(BillingNote.id, OpenItem.entry, (BillingNoteItem, BillingNoteItem.note == BillingNote.id),
                (OpenItem, BillingNoteItem.item == OpenItem.id))),
           lambda r: Place(r.number, "billing notes", (r.number,)), "credit"),
    Source("bill", Message("Bill of a vendor"), VendorBill, _own(VendorBill.entry, VendorBill.reversal),
           lambda r: Place(r.number, "vendor", (r.vendor_id,), (r.due, r.id))),
    Source("vendor payment", Message("Payment to a vendor"), VendorPayment, _own(VendorPayment.entry, VendorPayment.reversal),
           lambda r: Place(r.number, "vendor payments", (), (-r.id,))),
    Source("certificate", Message("Certificate of tax withheld"), Certificate, _own(Certificate.entry, Certificate.cancelled_by),
           lambda r: Place(r.number, "withholding", (r.date.replace(day=1),), (r.date, r.id))),
    Source("withholding", Message("Payment of tax withheld"), WithholdingPayment, _own(WithholdingPayment.entry),
           lambda r: Place(f"{r.month:%Y-%m}", "withholding", (r.month,))),
    Source("input vat", Message("Input VAT"), InputVat, _own(InputVat.entry, InputVat.cancelled_by), _input_vat),
    Source("vat return", Message("Return of VAT"), VatReturn,
           (*_own(VatReturn.entry), _by(VatReturn.id, VatAddition.entry, (VatAddition, VatAddition.month == VatReturn.month)),
            _vat_paid()),
           lambda r: Place(f"{r.month:%Y-%m}", "taxes", (r.month,))),
    Source("cheque", Message("Cheque"), Cheque,
           (*_own(Cheque.entry, Cheque.ended_entry),
            _by(Cheque.id, DepositSlip.entry, (DepositSlip, Cheque.slip == DepositSlip.id))), _cheque),
    Source("bank line", Message("Line of the bank"), BankLine,
           (_by(BankLine.id, Line.entry, (MatchedLine, MatchedLine.match == BankLine.match),
                (Line, MatchedLine.line == Line.id)),),
           lambda r: Place(BankStatement.get_by_id(r.statement_id).name, "bank statement", (r.statement_id,), (r.position,))),
    Source("settlement", Message("Card payout"), Settlement, _own(Settlement.entry, Settlement.reversal),
           lambda r: Place(r.number, "card settlements", (), (r.id,))),
    Source("credit used", Message("Credit moved or refunded"), CreditUse, _own(CreditUse.entry, CreditUse.reversal),
           lambda r: Place(r.number or r.credit.document, "debtor", (r.credit.account_id,)), "see_desk"),
    Source("bad debt", Message("Bad debt"), BadDebt,
           (*_own(BadDebt.entry),
            _by(BadDebt.id, BadDebtRecovery.entry, (BadDebtRecovery, BadDebtRecovery.bad_debt == BadDebt.id))),
           lambda r: Place(r.number, "debtor", (r.item.account_id,), (r.item_id,)), "see_desk"),
    Source("petty cash", Message("Petty cash"), PettyMove, _own(PettyMove.entry),
           lambda r: Place(r.number, "petty cash", (r.fund_id,), (r.id,))),
    Source("voucher", Message("Voucher"), Voucher, _own(Voucher.entry),
           lambda r: Place(r.entry.voucher, "vouchers", (), (r.id,))),
    Source("reversed", Message("Entry that it reverses"), Entry, (_by(Entry.reverses, Entry.id),),
           lambda r: Place(r.voucher or f"K-{r.id:05d}", "entry", (r.id,))),
    Source("reversal", Message("Entry that reverses it"), Entry, _own(Entry.reverses),
           lambda r: Place(r.voucher or f"K-{r.id:05d}", "entry", (r.id,))),
)  # fmt: skip
"""Papers an entry stands on, what one asks for first at the top."""

HOLDERS: tuple[Source, ...] = (
    Source("debtor", Message("Account"), CityAccount,
           (_by(CityAccount.id, Line.entry, (Line, Line.subaccount == CityAccount.subaccount)),),
           lambda r: Place(r.number, "debtor", (r.id,)), "see_desk"),
    Source("vendor", Message("Vendor"), Vendor, (_by(Vendor.id, Line.entry, (Line, Line.subaccount == Vendor.subaccount)),),
           lambda r: Place(r.number, "vendor", (r.id,))),
    Source("window", Message("Folio"), FolioWindow,
           (_by(FolioWindow.id, Line.entry, (Line, Line.subaccount == FolioWindow.subaccount)),
            _by(FolioWindow.id, Line.entry, (Line, Line.subaccount == FolioWindow.deposit_vat))),
           lambda r: Place(str(r.number), "folio", (r.stay_id, r.number)), "see_desk"),
)  # fmt: skip
"""Whose account an entry moved, where no paper says it."""


def ways_of(entry_id: int) -> list[Way]:
    """Every paper an entry stands on; without one, whose account it moved. Each place once."""
    found = list(_ways(SOURCES, entry_id))
    return found if any(way.place.screen != "entry" for way in found) else [*_ways(HOLDERS, entry_id), *found]


def _ways(sources: tuple[Source, ...], entry_id: int) -> Iterator[Way]:
    for source in sources:
        seen: set[Place] = set()
        for row_id in dict.fromkeys(row for link in source.links for row in link.rows(entry_id)):
            place = source.place(source.table.get_by_id(row_id))
            if place is not None and place not in seen:
                seen.add(place)
                yield Way(source.kind, source.name, row_id, place, source.right)


def entries_of(kind: str, row_id: int) -> list[int]:
    """The entries of a paper, oldest first."""
    source = next(each for each in (*SOURCES, *HOLDERS) if each.kind == kind)
    return sorted({entry for link in source.links for entry in link.entries(row_id)})


def by_nature(entry: Entry) -> Message | None:
    """Why no paper stands behind an entry that needs none; None for one that should have its way."""
    if entry.kind in NATURES:
        return NATURES[entry.kind]
    if entry.voucher and entry.kind in BY_HAND:
        return Message("Written by hand: the voucher is its paper")
    return None


def log_of_entry(entry: Entry) -> tuple[int, int] | None:
    """The first and the last line of the change log that were written with an entry; None where nothing else changed."""
    first, last = (
        _written_with(entry).select(fn.MIN(ChangeLog.id), fn.MAX(ChangeLog.id)).order_by().tuples().get()
    )
    return (first, last) if first is not None else None


def written_on(entry: Entry) -> datetime.date:
    """The business date an entry was written on, which a voucher may date before."""
    found = _written_with(entry).first()
    return found.business_date if found else entry.date


def _written_with(entry: Entry) -> Any:
    day = entry.at.date()
    return ChangeLog.select().where(
        ChangeLog.business_date.between(day - BACK, day + FORTH)
        & (ChangeLog.at == entry.at)
        & (ChangeLog.staff == entry.staff_id)
        & (ChangeLog.terminal == entry.terminal)
    )
