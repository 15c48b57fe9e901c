"""Credit notes (ใบลดหนี้, s.86/10) on deposits: one with a tax invoice is given back, and its VAT with it.

What is refunded is taken from the deposit's invoices, the newest first, never more than is left of one and at
the rate of the invoice. A credit note whose refund was taken back the same day is void and takes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import ForeignKeyField, fn

from locales.money import round_half_up
from models.front_office.folios import FolioWindow, Posting
from models.front_office.receipts import CREDIT_NOTE, TAX_INVOICE, Receipt, standing_paper
from models.house.acts import Act
from models.house.database import Base, MoneyField
from models.house.property import document_number
from models.ledger.balances import money

ZERO = Decimal("0.00")
MOST_ROUNDING = Decimal("1.00")
"""Baht by which the VAT of a credit note may differ from its invoice's rate; the database holds it."""


class CreditNoteLine(Base):
    """What a credit note takes from one tax invoice, baht: value, VAT, and what is outside VAT. Sealed."""

    note = ForeignKeyField(Receipt, backref="lines")
    invoice = ForeignKeyField(Receipt, backref="credits")
    net = MoneyField()
    vat = MoneyField()
    exempt = MoneyField(default=ZERO)

    class Meta:
        table_name = "credit_note_line"


_INVOICE = Receipt.alias()


@dataclass(frozen=True)
class Credit:
    """A part of a refund: from which invoice, what was left of it before (value and VAT), what is taken, baht."""

    invoice: Receipt
    open_net: Decimal
    open_vat: Decimal
    net: Decimal
    vat: Decimal
    open_exempt: Decimal = ZERO
    exempt: Decimal = ZERO


def invoices_of(reservation_ids: Sequence[int]) -> list[Receipt]:
    """The deposits' tax invoices that stand, in the order they were issued."""
    corrected = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    issued = (
        Receipt.select(Receipt, Posting)
        .join(Posting)
        .where(
            (Posting.reservation << list(reservation_ids))
            & (Receipt.kind == TAX_INVOICE)
            & Posting.id.not_in(corrected)
        )
        .order_by(Receipt.id)
    )
    return [standing_paper(invoice) for invoice in issued]


def invoices_on(window: FolioWindow) -> list[Receipt]:
    """The tax invoices of the deposits that moved to this window."""
    entries = Posting.select(Posting.entry).where(
        (Posting.window == window) & (Posting.kind == "deposit moved")
    )
    source = (
        Posting.select(Posting.reservation)
        .where((Posting.entry << entries) & Posting.reservation.is_null(False))
        .distinct()
        .tuples()
    )
    return invoices_of([reservation_id for (reservation_id,) in source])


def last_credit_note(reservation_id: int) -> Receipt | None:
    """The latest credit note on a booking's deposit before arrival."""
    query = (
        Receipt.select()
        .join(Posting)
        .where((Posting.reservation == reservation_id) & (Receipt.kind == CREDIT_NOTE))
    )
    return query.order_by(Receipt.id.desc()).first()


def credited_on(window: FolioWindow) -> Decimal:
    """Baht of deposits given back from this window, by credit notes that stand."""
    corrected = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    net, vat = (
        Receipt.select(fn.SUM(Receipt.net), fn.SUM(Receipt.vat))
        .join(Posting)
        .where((Posting.window == window) & (Receipt.kind == CREDIT_NOTE) & Posting.id.not_in(corrected))
        .tuples()
        .get()
    )
    return money(net) + money(vat) + sum(credited_without_refund([window.id]).get(window.id, ()), ZERO)


def credited_without_refund(window_ids: Sequence[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """Value and VAT, baht, by window: what its notes took from invoices of deposits while the money stayed on it."""
    sums = (
        CreditNoteLine.select(Receipt.window, fn.SUM(CreditNoteLine.net), fn.SUM(CreditNoteLine.vat))
        .join(Receipt, on=(Receipt.id == CreditNoteLine.note))
        .join(_INVOICE, on=(_INVOICE.id == CreditNoteLine.invoice))
        .where(
            (Receipt.window << list(window_ids)) & Receipt.posting.is_null() & Receipt.cancelled_on.is_null()
            & (_INVOICE.kind == TAX_INVOICE) & (_INVOICE.form == "")
        )
        .group_by(Receipt.window)
        .tuples()
    )  # fmt: skip
    return {window: (money(net), money(vat)) for window, net, vat in sums}


def credits_of(invoices: Sequence[Receipt], amount: Decimal) -> list[Credit]:
    """How ``amount`` baht, tax inside, comes off the invoices; less than ``amount`` where less was invoiced."""
    found, rest = [], amount
    for invoice in reversed(invoices):
        net, vat = left_of(invoice)
        gross = min(rest, net + vat)
        if gross <= 0:
            continue
        whole = invoice.net + invoice.vat
        taken_after = whole - (net + vat) + gross
        off = round_half_up(invoice.vat * taken_after / whole) - (invoice.vat - vat)
        found.append(Credit(invoice, net, vat, gross - off, off))
        rest -= gross
    return found


def left_of(invoice: Receipt) -> tuple[Decimal, Decimal]:
    """Value and VAT of an invoice less what credit notes that stand took, baht."""
    corrected = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    stands = Receipt.cancelled_on.is_null() & (Receipt.posting.is_null() | Receipt.posting.not_in(corrected))
    net, vat = (
        CreditNoteLine.select(fn.SUM(CreditNoteLine.net), fn.SUM(CreditNoteLine.vat))
        .join(Receipt, on=(Receipt.id == CreditNoteLine.note))
        .where((CreditNoteLine.invoice == invoice) & stands)
        .tuples()
        .get()
    )
    return invoice.net - money(net), invoice.vat - money(vat)


def credits_for(
    invoices: Sequence[Receipt], amount: Decimal, declared: Decimal, whole: bool = False
) -> tuple[list[Credit], Decimal]:
    """The credits of a refund of ``amount`` and the VAT to take back, baht: at most what is left ``declared``, and all
    of that when the ``whole`` deposit goes back."""
    credits = credits_of(invoices, amount)
    vat = sum((c.vat for c in credits), ZERO)
    if vat - declared > MOST_ROUNDING:  # used up at a higher rate meanwhile: that part stays with the hotel
        gross = sum((c.net + c.vat for c in credits), ZERO)
        credits = credits_of(invoices, round_half_up(gross * declared / vat))
    taken = declared if whole else min(vat, declared)
    return _with_vat(credits, taken), taken


def _with_vat(credits: Sequence[Credit], vat: Decimal) -> list[Credit]:
    """The same with ``vat`` baht of VAT in all: charges have used up satangs more or less by their own rounding."""
    differs = vat - sum((c.vat for c in credits), ZERO)
    found = []
    for credit in credits:
        room = min(credit.open_vat, credit.vat + MOST_ROUNDING)
        off = max(min(credit.vat + differs, room), ZERO)
        differs -= off - credit.vat
        net = credit.net + credit.vat - off
        found.append(Credit(credit.invoice, credit.open_net, credit.open_vat, net, off))
    return [credit for credit in found if credit.net or credit.vat]


def issue_credit_note(
    act: Act, posting_id: int, credits: Sequence[Credit], reason: str, language: str
) -> int:
    """Number and keep the paper of a refund; the id of the receipt row that holds it."""
    from models.front_office.papers import credit_note_paper, paper_as_json

    number = document_number("CN", act.business_date)
    posting = Posting.get_by_id(posting_id)
    paper = credit_note_paper(act.property, posting, credits, number, reason, language)
    of = credits[0].invoice if credits else None
    row = act.create(
        Receipt,
        number=number,
        posting=posting,
        buyer_name=of.buyer_name if of else "",
        buyer_address=of.buyer_address if of else "",
        buyer_tax_id=of.buyer_tax_id if of else "",
        buyer_branch=of.buyer_branch if of else "",
        date=posting.date,
        language=language,
        paper=paper_as_json(paper),
        kind=CREDIT_NOTE,
        net=sum((c.net for c in credits), ZERO),
        vat=sum((c.vat for c in credits), ZERO),
    )
    for credit in credits:
        act.create(CreditNoteLine, note=row, invoice=credit.invoice, net=credit.net, vat=credit.vat)
    return int(row.id)
