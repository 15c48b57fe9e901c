"""Issuing tax invoices (ใบกำกับภาษี) of what was charged: full, abbreviated, or in one with the receipt.

A charge owes its VAT when it is posted; the invoice covers it and posts no VAT again, but for the satang by which the
VAT of the whole document differs from that of its lines. One sale has one paper: the payment that brings a window to
zero gets, where the buyer's name and address are known, a receipt that is the tax invoice as well (one number, one
row); what left the hotel without one gets an abbreviated invoice at check-out. A payment has one standing receipt
only: when a combined paper is asked for afterwards, it takes the place of the receipts of these payments, which are
cancelled and keep their numbers.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from models.front_office.codes import Parts, transaction_code
from models.front_office.deposit_vat import used_up, vat_rate
from models.front_office.folios import FolioWindow, Posting, post, window_balance
from models.front_office.invoicing.figures import Deposit, Figures, deposits_to_deduct, figures_of
from models.front_office.invoicing.lines import VAT, OpenLine, invoiced, open_lines
from models.front_office.invoicing.tables import DepositDeduction
from models.front_office.receipts import RECEIPT, TAX_INVOICE, Buyer, Receipt, ReceiptLine, checked_buyer
from models.front_office.reservations import IN_HOUSE, Stay
from models.house.acts import Act, operation
from models.house.property import Property, document_number, setting
from models.house.refusals import Refused
from models.ledger.entries import NewLine, write_entry

ZERO = Decimal("0.00")
FULL, ABBREVIATED, COMBINED = "full", "abbreviated", "combined"
SERIES = {FULL: "TX", ABBREVIATED: "AB", COMBINED: "RT"}
ROUNDING = "rounding"


def registered(hotel: Property, date: datetime.date) -> bool:
    """Whether the hotel may use the word ใบกำกับภาษี: it has a tax number and its rooms bear VAT."""
    return bool(hotel.tax_id) and vat_rate(date) > 0


def buyer_of(window: FolioWindow) -> Buyer:
    """Who a paper of this window is made out to unless somebody else is named: its payee, the guest."""
    guest = window.stay.guest
    if window.payee == guest.name("en"):
        name = guest.name(guest.papers_language)
    else:
        name = window.payee
    own = window.payee == guest.name("en")
    return Buyer(name, window.address or (guest.address if own else ""), window.tax_id, window.branch)


def language_of(window: FolioWindow) -> str:
    return str(window.language or window.stay.guest.papers_language)


@operation("pay")
def issue_invoice(
    act: Act,
    window_id: int,
    form: str = FULL,
    buyer: Buyer | None = None,
    posting_ids: Sequence[int] | None = None,
    language: str | None = None,
) -> int:
    """Issue a tax invoice of what a window was charged, all of it or the lines chosen; the receipt's id.

    ``form`` is full (s.86/4, with the buyer: else the window's payee) or abbreviated (s.86/6, without).
    Refused: NOT_REGISTERED, NOTHING_TO_INVOICE, INVOICED, NO_BUYER, NO_ADDRESS, TAX_ID, BRANCH.
    """
    if form not in (FULL, ABBREVIATED):
        raise Refused("NO_FORM", "A tax invoice is full or abbreviated.", field="form")
    window = FolioWindow.get_by_id(window_id)
    return _issue(act, window, form, buyer, posting_ids, language)


@operation("pay")
def issue_combined(
    act: Act,
    window_id: int,
    payment_ids: Sequence[int],
    buyer: Buyer | None = None,
    posting_ids: Sequence[int] | None = None,
    language: str | None = None,
) -> int:
    """One paper (ใบเสร็จรับเงิน/ใบกำกับภาษี) for payments of a window and what they paid for; the receipt's id.

    It takes the place of the payments' receipts. Refused as ``issue_invoice``, and NO_PAYMENT.
    """
    window = FolioWindow.get_by_id(window_id)
    payments = list(Posting.select().where(Posting.id << list(payment_ids)).order_by(Posting.id))
    if not payments or any(p.window_id != window.id or p.kind != "payment" for p in payments):
        raise Refused("NO_PAYMENT", "Choose the payments the paper is a receipt for.", field="payments")
    standing = list(
        Receipt.select()
        .where((Receipt.posting << payments) & (Receipt.kind == RECEIPT) & Receipt.cancelled_on.is_null())
        .order_by(Receipt.posting)
    )
    if len(standing) != len(payments):
        raise Refused(
            "NO_PAYMENT", "One of these payments has no receipt that could be replaced.", field="payments"
        )
    return _issue(act, window, COMBINED, buyer, posting_ids, language, payments=payments, instead_of=standing)


def payments_to_combine(window_id: int) -> list[int]:
    """The payments of a window whose plain receipts stand, by posting: what a combined paper may take in."""
    corrected = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    rows = (
        Receipt.select(Receipt.posting)
        .join(Posting)
        .where(
            (Posting.window == window_id) & (Posting.kind == "payment") & (Receipt.kind == RECEIPT)
            & Receipt.cancelled_on.is_null() & Posting.id.not_in(corrected)
        )
        .order_by(Posting.id)
        .tuples()
    )  # fmt: skip
    return [posting_id for (posting_id,) in rows]


def receipt_of_payment(act: Act, posting_id: int, language: str, tendered: Decimal | None) -> int | None:
    """The paper of a payment that settles a window, where it may be receipt and tax invoice in one; else None."""
    posting = Posting.get_by_id(posting_id)
    if setting("tax_paper_at_payment") != COMBINED or posting.kind != "payment" or not posting.window_id:
        return None
    window = posting.window
    if window_balance(window.id) != 0 or not registered(act.property, act.business_date):
        return None
    lines, buyer = open_lines(window.id), buyer_of(window)
    if not (buyer.name and buyer.address) or figures_of(lines, deposits_to_deduct(window)).total <= 0:
        return None
    return _issue(
        act, window, COMBINED, buyer, None, language, payments=[posting], own=posting, tendered=tendered
    )


def invoices_at_check_out(act: Act, stay: Stay) -> None:
    """What was charged and has no tax paper when the guest leaves gets an abbreviated invoice, window by window."""
    if setting("abbreviated_at_check_out") != "yes" or not registered(act.property, act.business_date):
        return
    for window in FolioWindow.select().where(FolioWindow.stay == stay).order_by(FolioWindow.number):
        lines = open_lines(window.id)
        if lines and figures_of(lines, deposits_to_deduct(window)).charges > 0:
            _issue(act, window, ABBREVIATED, None, None, None)


def abbreviated_of(stay_id: int) -> list[Receipt]:
    """The abbreviated invoices of a stay that stand and have not been printed."""
    windows = FolioWindow.select().where(FolioWindow.stay == stay_id)
    return list(
        Receipt.select()
        .where(
            (Receipt.window << windows) & (Receipt.form == ABBREVIATED) & Receipt.cancelled_on.is_null()
            & (Receipt.prints == 0)
        )
        .order_by(Receipt.id)
    )  # fmt: skip


def _issue(
    act: Act,
    window: FolioWindow,
    form: str,
    buyer: Buyer | None,
    posting_ids: Sequence[int] | None,
    language: str | None,
    *,
    payments: Sequence[Posting] = (),
    instead_of: Sequence[Receipt] = (),
    own: Posting | None = None,
    tendered: Decimal | None = None,
) -> int:
    from models.front_office.invoicing.papers import invoice_paper
    from models.front_office.papers import paper_as_json

    if not registered(act.property, act.business_date):
        raise Refused("NOT_REGISTERED", "The hotel is not registered for VAT; it writes receipts only.")
    lines = _chosen(window, posting_ids)
    figures = figures_of(lines, deposits_to_deduct(window))
    if not lines or figures.charges <= 0:
        raise Refused("NOTHING_TO_INVOICE", "Nothing here waits for a tax invoice.", field="lines")
    buyer = Buyer() if form == ABBREVIATED else full_buyer(window, buyer)
    language = language or language_of(window)
    _post_rounding(act, window, figures.rounding)
    number = document_number(SERIES[form], act.business_date)
    for receipt in instead_of:
        act.update(receipt, cancelled_on=act.business_date, cancelled_because=number)
    paper = invoice_paper(
        act.property, window, figures, form=form, number=number, date=act.business_date, language=language,
        buyer=buyer, payments=payments, tendered=tendered,
    )  # fmt: skip
    row = act.create(
        Receipt, number=number, posting=own, window=window, date=act.business_date, form=form, language=language,
        tendered=tendered, paper=paper_as_json(paper), kind=TAX_INVOICE, net=figures.net, vat=figures.vat,
        exempt=figures.exempt, rounding=figures.rounding, buyer_name=buyer.name, buyer_address=buyer.address,
        buyer_tax_id=buyer.tax_id, buyer_branch=buyer.branch,
        replaces=instead_of[-1] if instead_of else None,
    )  # fmt: skip
    write_lines(act, row, figures)
    return int(row.id)


def write_lines(act: Act, row: Receipt, figures: Figures) -> None:
    for position, line in enumerate(figures.lines, 1):
        act.create(
            ReceiptLine, receipt=row, position=position, posting=line.line.posting_id, net=line.net,
            vat=line.vat, exempt=line.exempt,
        )  # fmt: skip
    for deposit in figures.deposits:
        write_deduction(act, row, deposit)


def write_deduction(act: Act, row: Receipt, deposit: Deposit) -> None:
    act.create(DepositDeduction, receipt=row, invoice=deposit.invoice, net=deposit.net, vat=deposit.vat)


def _chosen(window: FolioWindow, posting_ids: Sequence[int] | None) -> list[OpenLine]:
    lines = open_lines(window.id)
    if posting_ids is None:
        return lines
    wanted = set(posting_ids)
    chosen = [line for line in lines if line.posting_id in wanted]
    if len(chosen) != len(wanted):
        if invoiced(wanted):
            raise Refused("INVOICED", "One of these lines stands on a tax invoice already.", field="lines")
        raise Refused("NOTHING_TO_INVOICE", "One of these lines cannot stand on an invoice.", field="lines")
    return chosen


def full_buyer(window: FolioWindow, buyer: Buyer | None) -> Buyer:
    """Refused: NO_BUYER, NO_ADDRESS, TAX_ID, BRANCH."""
    found = buyer or buyer_of(window)
    if not found.name.strip():
        raise Refused("NO_BUYER", "Whose invoice is this?", field="payee")
    if not found.address.strip():
        raise Refused("NO_ADDRESS", "A full tax invoice needs the buyer's address.", field="address")
    return checked_buyer(found.name, found.address, found.tax_id, found.branch)


def _post_rounding(act: Act, window: FolioWindow, vat: Decimal) -> None:
    """The satang by which the VAT of a document is more than that of its lines, so that books and paper agree.

    It moves nothing that the guest owes.
    """
    if not vat:
        return
    code = transaction_code("ROUND")
    entry_id = write_entry(
        act,
        [
            NewLine(transaction_code(VAT).account_id, -vat, item=VAT),
            NewLine(code.account_id, vat, item=code.code),
            *(used_up(window, Parts(-vat, ((VAT, vat),), ZERO)) if window.stay.state == IN_HOUSE else ()),
        ],
        kind=ROUNDING,
        memo=f"{code.name_en} {window.stay.reservation.confirmation}",
    )
    post(act, entry_id, ROUNDING, code, typed=ZERO, net=ZERO, amount=ZERO, window=window)


def take_back_rounding(act: Act, receipt: Receipt) -> None:
    """With a cancelled invoice goes what it rounded."""
    if receipt.rounding:
        _post_rounding(act, receipt.window, -receipt.rounding)
