"""After a paper was issued: cancelled, written anew for another buyer or in full, replaced when the buyer lost it.

A cancelled paper keeps number and words and is marked ยกเลิก; its lines are free again. A paper written anew has a new
number, the figures and (by setting ``reissue_date``) the date of the one it stands for, and says so (ป.86/2542, 25).
What a credit note refers to is not cancelled. A paper of a payment stands as long as its payment does: it is written
anew, or goes when the payment is taken back.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from peewee import fn

from locales import _, in_language
from models.front_office.credit_notes import CreditNoteLine
from models.front_office.folios import Posting
from models.front_office.invoicing.figures import Deposit, DocumentLine, Figures
from models.front_office.invoicing.issuing import (
    ABBREVIATED,
    COMBINED,
    FULL,
    SERIES,
    full_buyer,
    take_back_rounding,
    write_lines,
)
from models.front_office.invoicing.lines import lines_of
from models.front_office.invoicing.papers import invoice_paper
from models.front_office.invoicing.tables import DepositDeduction, ReceiptReplacement
from models.front_office.papers import paper_as_json, paper_from_json, receipt_paper
from models.front_office.receipts import (
    RECEIPT,
    TAX_INVOICE,
    Buyer,
    Receipt,
    ReceiptLine,
    checked_buyer,
    is_void,
    paper_of_posting,
    standing_paper,
)
from models.front_office.receipts import SERIES as RECEIPT_SERIES
from models.house.acts import Act, operation
from models.house.inputs import said
from models.house.papers import Paper
from models.house.property import document_number, setting
from models.house.refusals import Refused

INSTEAD_OF_ABBREVIATED = "ออกแทนใบกำกับภาษีอย่างย่อเลขที่ {number}"


@operation("correct")
def cancel_invoice(act: Act, receipt_id: int, reason: str) -> None:
    """Cancel a tax invoice of charges; its lines may be invoiced anew. The payments of a combined one get receipts.

    Refused: NO_REASON, CANCELLED_ALREADY, HAS_CREDIT_NOTE, NOT_AN_INVOICE (the paper of a deposit or payment).
    """
    receipt, reason = Receipt.get_by_id(receipt_id), said(reason)
    if receipt.kind != TAX_INVOICE or not receipt.form:
        raise Refused(
            "NOT_AN_INVOICE", "The paper of a payment goes when the payment is taken back; write it anew."
        )
    _check_stands(receipt)
    payments = payments_of(receipt)
    _cancel(act, receipt, reason)
    _receipts_again(act, receipt, payments)


@operation("correct")
def reissue(
    act: Act,
    receipt_id: int,
    reason: str,
    buyer: Buyer | None = None,
    form: str | None = None,
    language: str | None = None,
) -> int:
    """Cancel a paper and write it anew with the same figures, for another ``buyer``, in another ``language``, or an
    abbreviated invoice in ``full``; the new receipt's id.

    Refused: NO_REASON, CANCELLED_ALREADY, HAS_CREDIT_NOTE, DEDUCTED, NO_FORM, NO_BUYER, NO_ADDRESS, TAX_ID, BRANCH,
    NOT_AN_INVOICE (credit and debit notes).
    """
    old, reason = Receipt.get_by_id(receipt_id), said(reason)
    if old.kind not in (RECEIPT, TAX_INVOICE):
        raise Refused("NOT_AN_INVOICE", "Only receipts and tax invoices are written anew.")
    _check_stands(old)
    form = form or old.form
    if form != old.form and (old.form, form) != (ABBREVIATED, FULL):
        raise Refused("NO_FORM", "Only an abbreviated invoice is written anew in another form.", field="form")
    buyer = _buyer_of_new(old, form, buyer)
    language = language or old.language
    payments = payments_of(old)
    figures = _kept_figures(old) if old.window_id and form else None
    _cancel(act, old, reason, keep_rounding=True)
    series = SERIES[form] if form else RECEIPT_SERIES[old.kind]
    date = old.date if setting("reissue_date") == "original" else act.business_date
    number = document_number(series, act.business_date)
    sentence = INSTEAD_OF_ABBREVIATED if form != old.form else setting("reissue_sentence")
    note = sentence.replace("{number}", old.number)
    if figures is not None:
        paper = invoice_paper(
            act.property, old.window, figures, form=form, number=number, date=date, language=language,
            buyer=buyer, payments=payments, tendered=old.tendered, notes=(note,),
        )  # fmt: skip
    else:
        paper = receipt_paper(
            act.property, payments[0], number, language, old.tendered, vat=old.vat, buyer=buyer, date=date
        )
        paper = dataclasses.replace(paper, notes=(*paper.notes, note))
    row = _new_row(act, old, number, date, form, language, buyer, paper)
    if figures is not None:
        write_lines(act, row, figures)
    return int(row.id)


@operation("correct")
def issue_replacement(act: Act, receipt_id: int, reason: str) -> int:
    """A replacement (ใบแทน) for a paper the buyer lost, same number and date; which it is, from 1.

    Refused: NO_REASON, CANCELLED_ALREADY, NOT_PRINTED (the original never went out).
    """
    receipt, reason = Receipt.get_by_id(receipt_id), said(reason)
    if is_void(receipt):
        raise Refused("CANCELLED_ALREADY", "This document was cancelled already.")
    if not receipt.prints:
        raise Refused("NOT_PRINTED", "The original has not been printed yet; print it.")
    last = ReceiptReplacement.select(fn.MAX(ReceiptReplacement.serial)).where(
        ReceiptReplacement.receipt == receipt
    )
    serial = (last.scalar() or 0) + 1
    act.create(
        ReceiptReplacement, receipt=receipt, serial=serial, date=act.business_date, reason=reason,
        staff=act.staff, prints=receipt.prints,
    )  # fmt: skip
    return int(serial)


def posting_taken_back(act: Act, posting: Posting, reason: str) -> None:
    """With a payment or deposit that is taken back go the tax invoice in one with its receipt, and a paper written anew
    for it. Refused: HAS_CREDIT_NOTE, DEDUCTED."""
    own = paper_of_posting(posting.id)
    if own is None:
        return
    receipt = standing_paper(own)
    if receipt.cancelled_on is not None or (receipt.id == own.id and not receipt.form):
        return
    _check_stands(receipt)
    others = [payment for payment in payments_of(receipt) if payment.id != posting.id]
    _cancel(act, receipt, reason)
    _receipts_again(act, receipt, others)


def payments_of(receipt: Receipt) -> list[Posting]:
    """The payments or deposits a paper is the receipt of, also where it was written anew."""
    corrected = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    root, numbers = receipt, [receipt.number]
    while root.replaces_id is not None:
        root = root.replaces
        numbers.append(root.number)
    written = Receipt.number == root.number
    if receipt.form == COMBINED:  # with those whose receipts it took the place of
        written = (Receipt.number << numbers) | (Receipt.cancelled_because << numbers)
    found = Posting.select().join(Receipt, on=(Receipt.posting == Posting.id)).where(written)
    return list(found.where(Posting.id.not_in(corrected)).order_by(Posting.id))


def paper_now(receipt: Receipt) -> Paper:
    """A kept paper as it goes out now: original, replacement, copy; marked where it is void."""
    from models.front_office.papers import marked

    paper = marked(paper_from_json(receipt.paper), prints=receipt.prints, void=is_void(receipt))
    last = receipt.replacements.order_by(ReceiptReplacement.serial.desc()).first()
    if last is None:
        return paper
    with in_language(receipt.language):
        note = _("Replacement no. {n} of {date}: {reason}", n=last.serial, date=last.date, reason=last.reason)
        words = _("Replacement")
    mark = "ใบแทน" if words == "ใบแทน" else f"ใบแทน · {words}"
    return dataclasses.replace(
        paper,
        copy_mark=mark if last.prints == receipt.prints else paper.copy_mark,
        notes=(*paper.notes, note),
    )


def _check_stands(receipt: Receipt) -> None:
    if is_void(receipt):
        raise Refused("CANCELLED_ALREADY", "This document was cancelled already.")
    note = CreditNoteLine.select(CreditNoteLine.note).where(CreditNoteLine.invoice == receipt)
    for credit in Receipt.select().where(Receipt.id << note):
        if not is_void(credit):
            raise Refused("HAS_CREDIT_NOTE", "{number} refers to this document; it stays.", number=credit.number)  # fmt: skip
    deducted = (
        DepositDeduction.select()
        .join(Receipt, on=(Receipt.id == DepositDeduction.receipt))
        .where((DepositDeduction.invoice == receipt) & Receipt.cancelled_on.is_null())
        .first()
    )
    if deducted is not None:
        raise Refused(
            "DEDUCTED", "{number} deducts this deposit; cancel that one first.",
            jump=f"document {deducted.receipt.number}", number=deducted.receipt.number,
        )  # fmt: skip


def _cancel(act: Act, receipt: Receipt, reason: str, *, keep_rounding: bool = False) -> None:
    act.because(reason)
    act.update(receipt, cancelled_on=act.business_date, cancelled_because=reason)
    if not keep_rounding:
        take_back_rounding(act, receipt)


def _receipts_again(act: Act, cancelled: Receipt, payments: Sequence[Posting]) -> None:
    """Payments whose combined paper is gone get plain receipts in its place."""
    for payment in payments:
        own = paper_of_posting(payment.id)
        taken = own is None or Receipt.get_or_none(Receipt.replaces == own) is not None
        number = document_number(RECEIPT_SERIES[RECEIPT], act.business_date)
        paper = receipt_paper(act.property, payment, number, cancelled.language, None)
        act.create(
            Receipt, number=number, window=payment.window_id, date=payment.date, language=cancelled.language,
            paper=paper_as_json(paper), buyer_name=paper.party.name if paper.party else "",
            replaces=cancelled if taken else own,
        )  # fmt: skip


def _new_row(
    act: Act,
    old: Receipt,
    number: str,
    date: datetime.date,
    form: str,
    language: str,
    buyer: Buyer,
    paper: Paper,
) -> Receipt:
    return act.create(
        Receipt, number=number, window=old.window_id, date=date, form=form, language=language,
        tendered=old.tendered, paper=paper_as_json(paper), kind=old.kind, net=old.net, vat=old.vat,
        exempt=old.exempt, rounding=old.rounding, buyer_name=buyer.name, buyer_address=buyer.address,
        buyer_tax_id=buyer.tax_id, buyer_branch=buyer.branch, reason=act.reason, replaces=old,
    )  # fmt: skip


def _buyer_of_new(old: Receipt, form: str, buyer: Buyer | None) -> Buyer:
    found = buyer or Buyer(old.buyer_name, old.buyer_address, old.buyer_tax_id, old.buyer_branch)
    if form == ABBREVIATED:
        return Buyer()
    if form in (FULL, COMBINED):
        if buyer is None and old.form == ABBREVIATED:
            return full_buyer(old.window, None)
        return full_buyer(old.window, found)
    return checked_buyer(found.name, found.address, found.tax_id, found.branch)


def _kept_figures(receipt: Receipt) -> Figures:
    """The figures of a paper as they stand on it."""
    rows = list(ReceiptLine.select().where(ReceiptLine.receipt == receipt).order_by(ReceiptLine.position))
    lines = lines_of([row.posting_id for row in rows])
    return Figures(
        tuple(DocumentLine(lines[row.posting_id], row.net, row.vat, row.exempt) for row in rows),
        tuple(Deposit(d.invoice, d.net, d.vat) for d in receipt.deductions.order_by(DepositDeduction.id)),
        receipt.net,
        receipt.vat,
        receipt.exempt,
        receipt.rounding,
    )
