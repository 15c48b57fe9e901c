"""The paper of a tax invoice: the particulars of s.86/4 (full) and s.86/6 (abbreviated).

What the law wants in Thai is Thai whatever the paper's language: the word ใบกำกับภาษี, สำนักงานใหญ่ or สาขาที่, that VAT
is in the price, that documents come as a set.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from locales import _, in_language, p_
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.front_office.folios import KINDS, FolioWindow, Posting
from models.front_office.invoicing.figures import DocumentLine, Figures
from models.front_office.packages.tables import Package
from models.front_office.papers import seller
from models.front_office.receipts import Buyer, Receipt
from models.house.bilingual import in_both
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property, setting

ZERO = Decimal("0.00")
TITLES = {
    "full": "ใบกำกับภาษี",
    "abbreviated": "ใบกำกับภาษีอย่างย่อ",
    "combined": "ใบเสร็จรับเงิน/ใบกำกับภาษี",
}
VAT_INCLUDED = "ราคารวมภาษีมูลค่าเพิ่มแล้ว"
AS_A_SET = "เอกสารออกเป็นชุด"


@in_both
def invoice_paper(
    hotel: Property,
    window: FolioWindow,
    figures: Figures,
    *,
    form: str,
    number: str,
    date: datetime.date,
    language: str,
    buyer: Buyer,
    payments: Sequence[Posting] = (),
    tendered: Decimal | None = None,
    notes: Iterable[str] = (),
) -> Paper:
    with in_language(language):
        stay = window.stay
        guest = stay.guest.name(language)
        staying = not stay.room_type.pseudo  # somebody who only drinks a coffee has no stay to speak of
        return Paper(
            kind="tax-invoice" if form != "abbreviated" else "tax-invoice-abbreviated",
            title=title_of(form),
            number=number,
            date_text=format_date(date),
            language=language,
            seller=tax_seller(hotel, language),
            party=None if form == "abbreviated" else buyer_party(buyer),
            fields=tuple(
                field
                for field in (
                    Field(_("Room"), stay.room.number if stay.room_id and staying else ""),
                    Field(_("Stay"), f"{format_date(stay.arrival)} – {format_date(stay.departure)}" if staying else ""),
                    Field(_("Guest"), guest if staying and buyer.name != guest else ""),
                    Field(_("Booking"), stay.reservation.confirmation if staying else ""),
                    *_received(window, payments, tendered, language),
                )
                if field.value
            ),
            tables=(_lines(figures, language, summary=window.style == "summary"),),
            totals=tuple(_totals(figures, form)),
            words=amount_in_words(figures.total, language, hotel.currency) if figures.total > 0 else "",
            notes=tuple(
                note
                for note in (
                    _bilingual(VAT_INCLUDED, _("The price includes VAT.")) if form == "abbreviated" else "",
                    *notes,
                    AS_A_SET if form != "abbreviated" and setting("document_set") == "yes" else "",
                )
                if note
            ),
            signatures=(_("Received by"),) if form == "combined" else (p_("paper", "Issued by"),),
        )  # fmt: skip


def title_of(form: str) -> str:
    """In Thai, and where the paper is in another language in that beneath."""
    words = {
        "full": _("Tax invoice"),
        "abbreviated": _("Abbreviated tax invoice"),
        "combined": _("Receipt / Tax invoice"),
    }
    return _bilingual(TITLES[form], words[form])


def _bilingual(thai: str, word: str) -> str:
    return thai if word == thai else f"{thai} · {word}"


def branch_words(number: str) -> str:
    """สำนักงานใหญ่ or สาขาที่ NNNNN, as the law has it, with the paper's own words."""
    if number == "00000":
        return _bilingual("สำนักงานใหญ่", _("Head office"))
    return _bilingual(f"สาขาที่ {number}", _("Branch no. {branch}", branch=number))


def tax_seller(hotel: Property, language: str) -> Party:
    return dataclasses.replace(seller(hotel, language), branch=branch_words(hotel.branch))


def buyer_party(buyer: Buyer) -> Party:
    branch = branch_words(buyer.branch or "00000") if buyer.tax_id else ""
    return Party(buyer.name, (buyer.address,), buyer.tax_id, branch, _("Buyer"))


def _received(
    window: FolioWindow, payments: Sequence[Posting], tendered: Decimal | None, language: str
) -> list[Field]:
    """On a combined paper: the payments it is the receipt of, then what was received before, with its receipts."""
    if not payments:
        return []
    fields = []
    for payment in payments:
        how = f"{payment.code.name(language)} {payment.reference}".strip()
        fields.append(Field(_("Paid by"), f"{how} {format_money(-payment.amount)}"))
    paid = -sum((payment.amount for payment in payments), ZERO)
    if tendered is not None and tendered != paid:
        fields += [
            Field(_("Cash received"), format_money(tendered)),
            Field(_("Change"), format_money(tendered - paid)),
        ]
    corrected = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    earlier = (
        Receipt.select(Receipt, Posting)
        .join(Posting)
        .where(
            (Posting.window == window) & (Posting.kind == "payment") & Receipt.cancelled_on.is_null()
            & Posting.id.not_in(corrected) & Posting.id.not_in([payment.id for payment in payments])
        )
        .order_by(Receipt.id)
    )  # fmt: skip
    for receipt in earlier:
        text = _("{amount}, receipt {number}", amount=format_money(-receipt.posting.amount), number=receipt.number)  # fmt: skip
        fields.append(Field(_("Received before"), text))
    return fields


def _lines(figures: Figures, language: str, summary: bool) -> Table:
    columns = (
        Column(_("Date"), width=11),
        Column(_("Description")),
        Column(_("Quantity"), "right", 8),
        Column(_("Amount"), "right", 14),
    )
    rows = _by_code(figures.lines, language) if summary else _by_line(figures.lines, language)
    return Table(columns, tuple(rows))


def _by_line(lines: Sequence[DocumentLine], language: str) -> list[Row]:
    """Each line; the parts of a package that is one line for the guest stand as one."""
    heads: dict[int, list[DocumentLine]] = {}
    there = {line.line.posting_id for line in lines}
    for line in lines:
        head = line.line.wrapped_in if line.line.wrapped_in in there else line.line.posting_id
        heads.setdefault(head or line.line.posting_id, []).append(line)
    rows = []
    for parts in heads.values():
        first = parts[0].line
        words = first.words(language)
        if len(parts) > 1 and first.package_id:
            words = f"{Package.get_by_id(first.package_id).print_name(language)} {first.description}"
        if first.kind in ("allowance", "adjustment"):
            words = (
                f"{KINDS[first.kind].say()}: {first.code_name(language)}" if first.kind in KINDS else words
            )
        amount = sum((part.line.amount for part in parts), ZERO)
        rows.append(
            Row((format_date(first.revenue_date, "short"), words, str(first.quantity), format_money(amount)))
        )
    return rows


def _by_code(lines: Sequence[DocumentLine], language: str) -> list[Row]:
    """One row a code, with its days and how often."""
    codes: dict[str, list[DocumentLine]] = {}
    for line in lines:
        codes.setdefault(line.line.code, []).append(line)
    rows = []
    for of_code in codes.values():
        days = sorted(line.line.revenue_date for line in of_code)
        span = format_date(days[0], "short")
        words = of_code[0].line.code_name(language)
        if days[-1] != days[0]:
            words = f"{words} – {format_date(days[-1], 'short')}"
        pieces = sum(line.line.quantity for line in of_code if line.line.amount > 0)
        amount = sum((line.line.amount for line in of_code), ZERO)
        rows.append(Row((span, words, str(pieces), format_money(amount))))
    return rows


def _totals(figures: Figures, form: str) -> list[Field]:
    rates = sorted({line.line.rate for line in figures.lines if line.line.rate}, reverse=True)
    percent = ", ".join(percent_of(rate) for rate in rates)
    totals = []
    if figures.deposits:
        totals.append(Field(_("Charges, VAT included"), format_money(figures.charges)))
        for deposit in figures.deposits:
            label = _bilingual(
                f"หักเงินมัดจำ ใบกำกับเลขที่ {deposit.invoice.number}",
                _("Less deposit, invoice {number}", number=deposit.invoice.number),
            )
            totals.append(Field(label, format_money(-deposit.gross)))
            if form != "abbreviated":
                split = _("{net} + VAT {vat}", net=format_money(deposit.net), vat=format_money(deposit.vat))
                totals.append(Field(p_("paper", "of which"), split))
    if form != "abbreviated":
        if figures.exempt:
            totals.append(Field(_("Not subject to VAT"), format_money(figures.exempt)))
        totals += [
            Field(_("Value before VAT"), format_money(figures.net)),
            Field(_("VAT {percent} %", percent=percent), format_money(figures.vat)),
        ]
    return [*totals, Field(_("Total"), format_money(figures.total), strong=True)]


def percent_of(rate: Fraction) -> str:
    percent = rate * 100
    return f"{(Decimal(percent.numerator) / percent.denominator).normalize():f}"
