"""A taxed deposit that paid for what bears no VAT (a paid-out, a charge outside VAT): its invoice said too much.

When the guest leaves, the VAT that no charge used up is no longer due, and a credit note (ใบลดหนี้, s.86/10) on the
deposit's invoice says so: otherwise the tax papers of the month would declare more than the books owe.
"""

from __future__ import annotations

from decimal import Decimal

from locales import _, in_language
from locales.money import round_half_up
from models.front_office.credit_notes import Credit, CreditNoteLine
from models.front_office.folios import FolioWindow
from models.front_office.invoicing.figures import deposits_to_deduct
from models.front_office.invoicing.issuing import language_of
from models.front_office.note_papers import Note, note_paper
from models.front_office.papers import paper_as_json, paper_from_json
from models.front_office.receipts import CREDIT_NOTE, Receipt
from models.house.acts import Act
from models.house.property import document_number

ZERO = Decimal("0.00")
SATANGS = Decimal("1.00")
"""Up to so many baht of VAT are what rounding left of a deposit whose charges have no tax paper of their own."""


def credit_unused(act: Act, window: FolioWindow, vat: Decimal) -> int | None:
    """The credit note of ``vat`` baht that was declared on the window's deposits and is not due; its id, if any."""
    credits = _unused(window, vat)
    if not credits:
        return None
    language = language_of(window)
    number = document_number("CN", act.business_date)
    with in_language(language):
        reason = _("The deposit paid for charges without VAT")
    note = Note(number, act.business_date, window.stay, tuple(credits), reason)
    invoice = credits[0].invoice
    row = act.create(
        Receipt, number=number, window=window, date=act.business_date, language=language, kind=CREDIT_NOTE,
        paper=paper_as_json(note_paper(act.property, note, paper_from_json(invoice.paper).party, language)),
        net=sum((c.net for c in credits), ZERO), vat=sum((c.vat for c in credits), ZERO), reason=reason,
        buyer_name=invoice.buyer_name, buyer_address=invoice.buyer_address, buyer_tax_id=invoice.buyer_tax_id,
        buyer_branch=invoice.buyer_branch,
    )  # fmt: skip
    for credit in credits:
        act.create(CreditNoteLine, note=row, invoice=credit.invoice, net=credit.net, vat=credit.vat)
    return int(row.id)


def _unused(window: FolioWindow, vat: Decimal) -> list[Credit]:
    """What of the deposits no invoice deducted, the latest first, as far as ``vat`` baht of theirs was not used up."""
    unused = deposits_to_deduct(window)
    if vat <= SATANGS < sum((deposit.vat for deposit in unused), ZERO):
        return []
    credits, rest = [], vat
    for deposit in reversed(unused):
        off = min(rest, deposit.vat)
        if off <= 0:
            break
        net = deposit.net if off == deposit.vat else round_half_up(deposit.net * off / deposit.vat)
        credits.append(Credit(deposit.invoice, deposit.net, deposit.vat, net, off))
        rest -= off
    return credits
