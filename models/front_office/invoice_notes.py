"""What a tax invoice of charges said is changed by a numbered note: less by a credit note, more by a debit note.

A credit note takes from the lines of one invoice, never more than is left of it and at its rate; the database holds
both. Under it stands a posting of kind ``credit`` for each line: revenue, service charge and VAT go back as the
invoice had them. The guest has the money as a credit on the folio, or it is given back in the same act; a folio that
is closed takes both and is closed again. A debit note adds forgotten charges to an invoice of the same window.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import ForeignKeyField, fn

from locales import Message, in_language
from locales.money import round_half_up
from models.back_office.receivables import CityAccount, OpenItem, city_ledger
from models.front_office.adjustments import left_of, left_parts, lower
from models.front_office.codes import TransactionCode
from models.front_office.credit_notes import Credit, CreditNoteLine
from models.front_office.credit_notes import left_of as left_of_invoice
from models.front_office.folios import FolioWindow, Posting, guest_ledger, origin_of, post
from models.front_office.invoicing.figures import Deposit, deposits_to_deduct, figures_of
from models.front_office.invoicing.issuing import _chosen, _post_rounding, buyer_of, language_of
from models.front_office.invoicing.lines import VAT
from models.front_office.invoicing.tables import DepositDeduction
from models.front_office.note_papers import Note, note_paper
from models.front_office.papers import paper_as_json
from models.front_office.payments import payment_method
from models.front_office.receipts import (
    CREDIT_NOTE,
    DEBIT_NOTE,
    TAX_INVOICE,
    Receipt,
    ReceiptLine,
    is_void,
)
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import above_zero, checked, words
from models.house.papers import Party
from models.house.property import document_number
from models.house.refusals import Refused
from models.ledger.accounts import close_subaccount, reopen_subaccount
from models.ledger.balances import money
from models.ledger.entries import NewLine, write_entry

ZERO = Decimal("0.00")
# Reasons of the law: s.82/10 for a credit note, s.82/9 for a debit note; a note names one of them.
CREDIT_REASONS = {
    "NOT-AS-AGREED": Message("The service was not as agreed"),
    "LESS": Message("Less was given than agreed"),
    "TOO-HIGH": Message("The price was reckoned too high by mistake"),
    "CANCELLED": Message("The service was cancelled or not given"),
    "RETURNED": Message("Goods came back"),
}
DEBIT_REASONS = {
    "MORE": Message("More was given than the invoice said"),
    "TOO-LOW": Message("The price was reckoned too low by mistake"),
}
CITY, ON_ACCOUNT = "CITY", "city ledger"
NOTES = {CREDIT_NOTE: "CN", DEBIT_NOTE: "DN"}


class DebitNote(Base):
    """Which tax invoice a debit ``note`` adds to. Sealed."""

    note = ForeignKeyField(Receipt, unique=True, backref="adds_to")
    invoice = ForeignKeyField(Receipt, backref="added_by")

    class Meta:
        table_name = "debit_note"


@dataclass(frozen=True)
class InvoiceLine:
    """A line of an invoice and what is left of it, baht: ``gross`` with VAT; ``vat`` and ``exempt`` in it."""

    posting: Posting
    gross: Decimal
    vat: Decimal
    exempt: Decimal

    @property
    def key(self) -> tuple[int]:
        return (int(self.posting.id),)


def note_invoice(number: str) -> Receipt:
    """The standing tax invoice or debit note of that number. Refused: NO_INVOICE."""
    found = Receipt.get_or_none(Receipt.number == number.strip().upper())
    if found is None:
        raise Refused("NO_INVOICE", "There is no tax invoice {number}.", field="number", number=number)
    _check_stands(found)
    return found


def _check_stands(invoice: Receipt) -> None:
    if invoice.kind not in (TAX_INVOICE, DEBIT_NOTE) or invoice.window_id is None:
        raise Refused("NO_INVOICE", "{number} is no tax invoice of charges.", number=invoice.number)
    if is_void(invoice):
        raise Refused("NO_INVOICE", "Tax invoice {number} was cancelled.", number=invoice.number)


def open_invoice_lines(invoice: Receipt) -> list[InvoiceLine]:
    """The charges on an invoice with what is left of each: adjustments on the same paper and credits taken off."""
    rows = list(
        ReceiptLine.select(ReceiptLine, Posting, TransactionCode)
        .join(Posting)
        .join(TransactionCode)
        .where(ReceiptLine.receipt == invoice)
        .order_by(ReceiptLine.position)
    )
    lowers: dict[int, list[ReceiptLine]] = {}
    credited = (
        ReceiptLine.select(ReceiptLine, Posting)
        .join(Posting)
        .switch(ReceiptLine)
        .join(Receipt, on=(ReceiptLine.receipt == Receipt.id))
        .where(
            (Posting.adjusts << [row.posting_id for row in rows])
            & (Receipt.kind == CREDIT_NOTE)
            & Receipt.cancelled_on.is_null()
        )
    )
    for row in (*rows, *credited):
        if row.posting.adjusts_id:
            lowers.setdefault(row.posting.adjusts_id, []).append(row)
    _paid_by_packages(rows, lowers)
    found = []
    for row in rows:
        if row.posting.amount <= 0:
            continue
        off = lowers.get(row.posting_id, [])
        gross, vat, exempt = (
            sum((getattr(x, name) for x in (row, *off)), ZERO) for name in ("net", "vat", "exempt")
        )
        gross += vat + exempt
        if gross > 0:
            found.append(InvoiceLine(row.posting, min(gross, left_of(row.posting)), vat, exempt))
    return found


def _paid_by_packages(rows: Sequence[ReceiptLine], lowers: dict[int, list[ReceiptLine]]) -> None:
    """What an allowance paid of a charge on the same paper, the guest has not been asked for."""
    from models.front_office.packages.allowances import credits_of_charge

    allowances = {origin_of(row.posting).id: row for row in rows if row.posting.amount < 0}
    for row in rows if allowances else ():
        if row.posting.amount > 0:
            paid = [allowances.get(credit.id) for credit in credits_of_charge(origin_of(row.posting).id)]
            lowers.setdefault(row.posting_id, []).extend(credit for credit in paid if credit)


def left_on(invoice: Receipt) -> Decimal:
    """Baht that credit notes may still take from an invoice: what it asked for, and the deposits it deducted."""
    net, vat = left_of_invoice(invoice)
    return net + vat + _exempt_left(invoice) + sum((d.gross for d in _deducted_left(invoice)), ZERO)


def _deducted_left(invoice: Receipt) -> list[Deposit]:
    """The deposits an invoice deducted, the latest first, less what credit notes on it took from theirs."""
    here = CreditNoteLine.select(CreditNoteLine.note).where(CreditNoteLine.invoice == invoice)
    found = []
    for deducted in invoice.deductions.order_by(DepositDeduction.id.desc()):
        net, vat = (
            CreditNoteLine.select(fn.SUM(CreditNoteLine.net), fn.SUM(CreditNoteLine.vat))
            .join(Receipt, on=(Receipt.id == CreditNoteLine.note))
            .where(
                (CreditNoteLine.invoice == deducted.invoice) & (CreditNoteLine.note << here)
                & Receipt.cancelled_on.is_null()
            )
            .tuples()
            .get()
        )  # fmt: skip
        found.append(Deposit(deducted.invoice, deducted.net - money(net), deducted.vat - money(vat)))
    return [deposit for deposit in found if deposit.gross > 0]


def _exempt_left(invoice: Receipt) -> Decimal:
    taken = (
        CreditNoteLine.select(fn.SUM(CreditNoteLine.exempt))
        .join(Receipt, on=(Receipt.id == CreditNoteLine.note))
        .where((CreditNoteLine.invoice == invoice) & Receipt.cancelled_on.is_null())
        .scalar()
    )
    return invoice.exempt - money(taken)


@operation("adjust")
def credit_invoice(
    act: Act,
    receipt_id: int,
    reason_code: str,
    *,
    lines: Mapping[int, Decimal] | None = None,
    amount: Decimal | None = None,
    percent: Decimal | None = None,
    words_of_reason: str = "",
    method: str = "",
) -> int:
    """Write a credit note on a tax invoice of charges: on ``lines`` (posting → baht, VAT in it), or on all of them by
    ``amount`` baht or ``percent`` of what is left; the id of the note.

    ``method``: how the money is given back at once, CITY: off the account the bill went to; "": it is a credit on the
    folio.
    Refused: NO_REASON, NO_INVOICE, NO_AMOUNT, PERCENT, NOT_POSITIVE, CREDIT_ABOVE_INVOICE, WINDOW_CLOSED (the guest has
    left: say how the money goes back), MORE_THAN_IS_LEFT (on the account), NO_METHOD, NO_SHIFT. ASK: CREDIT_NOTE (right adjust, baht).
    """
    if reason_code not in CREDIT_REASONS:
        raise Refused("NO_REASON", "Choose one of the reasons of the law.", field="reason_code")
    said = words(words_of_reason, "words")
    invoice = Receipt.get_by_id(receipt_id)
    _check_stands(invoice)
    open_lines = open_invoice_lines(invoice)
    off = _off(open_lines, left_on(invoice), lines, amount, percent)
    total = sum(off.values(), ZERO)
    if total > left_on(invoice):
        raise Refused(
            "CREDIT_ABOVE_INVOICE",
            "Only {left} is left of this invoice.",
            field="amount",
            left=left_on(invoice),
        )
    window = invoice.window
    back = payment_method(method) if method else None
    if window.subaccount.closed and back is None:
        raise Refused("WINDOW_CLOSED", "The guest has left: choose how the money goes back.", field="method")
    if back is not None and back.code == CITY and total > owed_on_account(window.id):
        raise Refused(
            "MORE_THAN_IS_LEFT", "Only {left} is unpaid on the city ledger.", field="method",
            left=owed_on_account(window.id),
        )  # fmt: skip
    act.ask(
        "CREDIT_NOTE",
        "A credit note of {amount} on {number} needs approval.",
        right="adjust",
        amount=total,
        field="amount",
        number=invoice.number,
    )
    return _write_credit(act, invoice, open_lines, off, reason_code, said, back)


def _off(
    lines: Sequence[InvoiceLine],
    left: Decimal,
    chosen: Mapping[int, Decimal] | None,
    amount: Decimal | None,
    percent: Decimal | None,
) -> dict[int, Decimal]:
    """What of each line is credited, baht."""
    if sum(given is not None for given in (chosen, amount, percent)) != 1:
        raise Refused("NO_AMOUNT", "Type an amount or a percentage.", field="amount")
    by_id = {int(line.posting.id): line for line in lines}
    # Of a line that was split after it was lowered, less may be left than stands on the paper.
    whole = sum((line.gross for line in lines), ZERO)
    left = min(whole, left)
    if not left:
        raise Refused("CREDIT_ABOVE_INVOICE", "Nothing is left of this invoice.", field="amount")
    if chosen is not None:
        for posting_id, off in chosen.items():
            if posting_id not in by_id or above_zero(off) > by_id[posting_id].gross:
                raise Refused("CREDIT_ABOVE_INVOICE", "More than is left of this line.", field="amount")
        return dict(chosen)
    if percent is not None:
        if not 0 < checked(percent, "percent") <= 100:
            raise Refused("PERCENT", "A percentage from 1 to 100.", field="percent")
        amount = round_half_up(left * percent / 100)
    assert amount is not None
    if above_zero(amount) > left:
        raise Refused(
            "CREDIT_ABOVE_INVOICE", "Only {left} is left of this invoice.", field="amount", left=left
        )
    shares, before, given = {}, ZERO, ZERO
    for line in lines:  # running totals, so that the shares add up to the satang
        before += line.gross
        share = round_half_up(amount * before / whole) - given
        given += share
        if share:
            shares[int(line.posting.id)] = share
    return shares


def _write_credit(
    act: Act,
    invoice: Receipt,
    lines: Sequence[InvoiceLine],
    off: Mapping[int, Decimal],
    reason_code: str,
    said: str,
    back: TransactionCode | None,
) -> int:
    window = invoice.window
    language = language_of(window)
    number = document_number(NOTES[CREDIT_NOTE], act.business_date)
    chosen = [line for line in lines if int(line.posting.id) in off]
    credits, shares = _figures(invoice, chosen, off)
    with in_language(language):
        reason = f"{CREDIT_REASONS[reason_code].say()} {said}".rstrip()
        described = tuple((line.posting.words(language), off[int(line.posting.id)]) for line in chosen)
    note = Note(
        number,
        act.business_date,
        window.stay,
        credits,
        reason,
        back.name(language) if back else "",
        described,
    )
    paper = note_paper(act.property, note, _party(invoice), language)
    row = act.create(
        Receipt, number=number, window=window, date=act.business_date, language=language,
        paper=paper_as_json(paper), kind=CREDIT_NOTE, net=sum((c.net for c in credits), ZERO),
        vat=sum((c.vat for c in credits), ZERO), exempt=credits[0].exempt,
        buyer_name=invoice.buyer_name, buyer_address=invoice.buyer_address, buyer_tax_id=invoice.buyer_tax_id,
        buyer_branch=invoice.buyer_branch, reason=reason,
    )  # fmt: skip
    # The lines of the note first: what they take of a deposit is not declared ahead when its charge is lowered.
    for credit in credits:
        act.create(
            CreditNoteLine,
            note=row,
            invoice=credit.invoice,
            net=credit.net,
            vat=credit.vat,
            exempt=credit.exempt,
        )
    was_closed = window.subaccount.closed
    if was_closed:
        reopen_subaccount(window.subaccount_id)
    credited = [
        lower(
            act, line.posting, off[int(line.posting.id)], reason_code, number, kind="credit",
            fixed=_fixed(line.posting, vat),
        )
        for line, (vat, _exempt) in zip(chosen, shares, strict=True)
    ]  # fmt: skip
    total = sum(off.values(), ZERO)
    if back is not None:
        _give_back(act, window, back, total, number)
    if was_closed:
        close_subaccount(window.subaccount_id)
    for position, (posting_id, line, (vat, exempt)) in enumerate(
        zip(credited, chosen, shares, strict=True), 1
    ):
        gross = off[int(line.posting.id)]
        act.create(
            ReceiptLine, receipt=row, position=position, posting=posting_id, net=-(gross - vat - exempt), vat=-vat,
            exempt=-exempt,
        )  # fmt: skip
    return int(row.id)


def _figures(
    invoice: Receipt, lines: Sequence[InvoiceLine], off: Mapping[int, Decimal]
) -> tuple[tuple[Credit, ...], list[tuple[Decimal, Decimal]]]:
    """What the note takes from the invoice and, beyond that, from those of the deposits it deducted; and the VAT and
    the untaxed part of each of its lines, baht.

    VAT is that of the invoice in proportion, by running totals: the last credit takes what is left to the satang.
    """
    open_net, open_vat = left_of_invoice(invoice)
    exempts = [
        round_half_up(line.exempt * off[int(line.posting.id)] / line.gross) if line.exempt else ZERO
        for line in lines
    ]
    taxed = [off[int(line.posting.id)] - exempt for line, exempt in zip(lines, exempts, strict=True)]
    whole, before = invoice.net + invoice.vat, invoice.net + invoice.vat - open_net - open_vat
    total = sum(taxed, ZERO)
    own = min(total, open_net + open_vat)
    own_vat = (
        round_half_up(invoice.vat * (before + own) / whole) - (invoice.vat - open_vat) if whole else ZERO
    )
    exempt = sum(exempts, ZERO)
    mine = Credit(invoice, open_net, open_vat, own - own_vat, own_vat, _exempt_left(invoice), exempt)
    credits = (mine, *_off_deposits(invoice, total - own))
    vat = sum((c.vat for c in credits), ZERO)
    shares, seen, given = [], ZERO, ZERO
    for part in taxed:
        seen += part
        share = round_half_up(vat * seen / total) - given if total else ZERO
        given += share
        shares.append(share)
    return credits, list(zip(shares, exempts, strict=True))


def _off_deposits(invoice: Receipt, amount: Decimal) -> list[Credit]:
    """``amount`` baht of charges that deposits had paid: their own invoices declared that, so these are credited."""
    credits, rest = [], amount
    for deposit in _deducted_left(invoice) if amount else ():
        gross = min(rest, deposit.gross)
        if not gross:
            break
        vat = deposit.vat if gross == deposit.gross else round_half_up(deposit.vat * gross / deposit.gross)
        stood = left_of_invoice(deposit.invoice)
        credits.append(Credit(deposit.invoice, *stood, gross - vat, vat))
        rest -= gross
    return credits


def _fixed(posting: Posting, vat: Decimal) -> dict[str, Decimal]:
    """The VAT of the paper instead of the line's own; a line without VAT has none to fix."""
    return {VAT: vat} if VAT in left_parts(posting) else {}


def owed_on_account(window_id: int) -> Decimal:
    """Baht that is still unpaid of what a window sent to the city ledger."""
    return sum((item.unpaid for item in _items(window_id)), ZERO)


def _items(window_id: int) -> list[OpenItem]:
    unpaid = (OpenItem.window_id == window_id) & (OpenItem.unpaid > 0)
    return list(OpenItem.select(OpenItem, CityAccount).join(CityAccount).where(unpaid).order_by(OpenItem.id))


def _off_the_account(
    act: Act, window: FolioWindow, city: TransactionCode, amount: Decimal, number: str
) -> None:
    """What went to the city ledger is owed there no more, the oldest item first."""
    rest = amount
    for item in _items(window.id):
        off = min(rest, money(item.unpaid))
        if not off:
            break
        name = f"{item.account.number} {item.account.name('en')}"
        entry_id = write_entry(
            act,
            [
                NewLine(guest_ledger().id, off, window.subaccount_id, item=city.code),
                NewLine(city_ledger().id, -off, item.account.subaccount_id, item=city.code),
            ],
            kind=ON_ACCOUNT,
            memo=f"{city.name_en} {name} {number}",
        )
        post(
            act, entry_id, ON_ACCOUNT, city, description=name, typed=off, net=off, amount=off, window=window,
            reference=number,
        )  # fmt: skip
        act.update(item, unpaid=item.unpaid - off)
        rest -= off


def _give_back(act: Act, window: FolioWindow, method: TransactionCode, amount: Decimal, number: str) -> None:
    if method.code == CITY:
        _off_the_account(act, window, method, amount, number)
        return
    entry_id = write_entry(
        act,
        [
            NewLine(guest_ledger().id, amount, window.subaccount_id, item=method.code),
            NewLine(method.account_id, -amount, item=method.code),
        ],
        kind="refund",
        memo=f"{method.name_en} {number}",
    )
    post(
        act,
        entry_id,
        "refund",
        method,
        typed=amount,
        net=amount,
        amount=amount,
        window=window,
        reference=number,
    )


def _party(invoice: Receipt) -> Party:
    """The buyer on the invoice; of an abbreviated one, who pays the window (s.86/10 wants a name)."""
    from models.front_office.invoicing.papers import buyer_party
    from models.front_office.receipts import Buyer

    buyer = Buyer(invoice.buyer_name, invoice.buyer_address, invoice.buyer_tax_id, invoice.buyer_branch)
    return buyer_party(buyer if buyer.name else buyer_of(invoice.window))


@operation("adjust")
def debit_invoice(
    act: Act, receipt_id: int, posting_ids: Sequence[int], reason_code: str, words_of_reason: str = ""
) -> int:
    """Write a debit note for charges that a tax invoice of the same window forgot; the id of the note.

    Refused: NO_REASON, NO_INVOICE, NO_BUYER (an abbreviated one: write a full invoice of the rest), NOTHING_TO_INVOICE,
    INVOICED, DEPOSIT_LEFT (only an invoice deducts it).
    """
    if reason_code not in DEBIT_REASONS:
        raise Refused("NO_REASON", "Choose one of the reasons of the law.", field="reason_code")
    said = words(words_of_reason, "words")
    invoice = Receipt.get_by_id(receipt_id)
    _check_stands(invoice)
    if invoice.kind != TAX_INVOICE or not invoice.buyer_name:
        raise Refused("NO_BUYER", "{number} names no buyer; invoice the rest anew.", number=invoice.number)
    window = invoice.window
    lines = _chosen(window, posting_ids)
    figures = figures_of(lines)
    if figures.charges <= 0:
        raise Refused("NOTHING_TO_INVOICE", "Nothing here waits for a tax invoice.", field="lines")
    if figures_of(lines, deposits_to_deduct(window)).deposits:
        raise Refused(
            "DEPOSIT_LEFT",
            "A deposit is still to be deducted; write a tax invoice of the rest.",
            field="lines",
        )
    _post_rounding(act, window, figures.rounding)
    language = language_of(window)
    number = document_number(NOTES[DEBIT_NOTE], act.business_date)
    net, vat = left_of_invoice(invoice)
    added = Credit(invoice, net, vat, figures.net, figures.vat, _exempt_left(invoice), figures.exempt)
    with in_language(language):
        reason = f"{DEBIT_REASONS[reason_code].say()} {said}".rstrip()
    described = tuple((line.line.words(language), line.line.amount) for line in figures.lines)
    note = Note(number, act.business_date, window.stay, (added,), reason, lines=described, debit=True)
    row = act.create(
        Receipt, number=number, window=window, date=act.business_date, language=language,
        paper=paper_as_json(note_paper(act.property, note, _party(invoice), language)), kind=DEBIT_NOTE,
        net=figures.net, vat=figures.vat, exempt=figures.exempt, rounding=figures.rounding,
        buyer_name=invoice.buyer_name, buyer_address=invoice.buyer_address, buyer_tax_id=invoice.buyer_tax_id,
        buyer_branch=invoice.buyer_branch, reason=reason,
    )  # fmt: skip
    act.create(DebitNote, note=row, invoice=invoice)
    for position, line in enumerate(figures.lines, 1):
        act.create(
            ReceiptLine, receipt=row, position=position, posting=line.line.posting_id, net=line.net, vat=line.vat,
            exempt=line.exempt,
        )  # fmt: skip
    return int(row.id)


def notes_of(invoice: Receipt) -> list[Receipt]:
    """The credit and debit notes on an invoice, in the order they were issued."""
    credited = CreditNoteLine.select(CreditNoteLine.note).where(CreditNoteLine.invoice == invoice)
    added = DebitNote.select(DebitNote.note).where(DebitNote.invoice == invoice)
    return list(Receipt.select().where((Receipt.id << credited) | (Receipt.id << added)).order_by(Receipt.id))
