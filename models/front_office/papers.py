"""The front office's papers as plain data: receipt, folio. Whoever prints them adds nothing."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from locales import Message, _, current_language, in_language, p_
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.front_office.deposit_vat import vat_rate
from models.front_office.folios import KINDS, FolioLine, FolioWindow, Posting, window_balance
from models.front_office.folios.printed import SUMMARY, printed_lines
from models.front_office.pseudo_stays import is_sale
from models.front_office.reservations import Stay
from models.house.bilingual import in_both, said_in
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property

if TYPE_CHECKING:
    from models.front_office.credit_notes import Credit
    from models.front_office.receipts import Buyer

# A tax paper says what it is in Thai whatever its language (s.86/4, s.86/10).
TAX_INVOICE_TITLE = "ใบเสร็จรับเงิน/ใบกำกับภาษี"


def _branch(number: str) -> str:
    return _("Head office") if number == "00000" else _("Branch no. {branch}", branch=number)


def _title(thai: str, word: str) -> str:
    return thai if word == thai else f"{thai} · {word}"


def seller(hotel: Property, language: str) -> Party:
    branch = _branch(hotel.branch)
    lines = tuple(line for line in (hotel.address(language), hotel.phone) if line)
    return Party(hotel.name(language), lines, hotel.tax_id, branch if hotel.tax_id else "")


@in_both
def receipt_paper(
    hotel: Property,
    posting: Posting,
    number: str,
    language: str,
    tendered: Decimal | None,
    *,
    vat: Decimal = Decimal(0),
    buyer: Buyer | None = None,
    date: datetime.date | None = None,
) -> Paper:
    """The receipt (ใบเสร็จรับเงิน) of one payment or deposit, in the guest's language.

    With ``vat``, baht, it is the tax invoice of a deposit as well, with the particulars of s.86/4. The receipt of
    what is paid on the folio names the deposit taken off and its invoice.
    """
    with in_language(language):
        stay = _stay_of(posting)
        paid = -posting.amount
        span = f"{format_date(stay.arrival)} – {format_date(stay.departure)}"
        sale = is_sale(stay)
        totals = [Field(_("Total"), format_money(paid), strong=True)]
        if vat:
            rate = vat_rate(posting.date) * 100
            percent = f"{(Decimal(rate.numerator) / rate.denominator).normalize():f}"
            totals = [
                Field(_("Value before VAT"), format_money(paid - vat)),
                Field(_("VAT {percent} %", percent=percent), format_money(vat)),
                *totals,
            ]
        if tendered is not None and tendered != paid:
            totals += [
                Field(_("Cash received"), format_money(tendered)),
                Field(_("Change"), format_money(tendered - paid)),
            ]
        return Paper(
            kind="receipt",
            title=_title(TAX_INVOICE_TITLE, _("Receipt / Tax invoice")) if vat else _("Receipt"),
            number=number,
            date_text=format_date(date or posting.date),
            language=language,
            seller=seller(hotel, language),
            party=_payer(posting, stay, buyer, language),
            fields=tuple(
                field
                for field in (
                    Field(_("Stay"), "" if sale else span),
                    Field(_("Booking"), "" if sale else stay.reservation.confirmation),
                    Field(_("Paid by"), posting.code.name(language)),
                    Field(_("Reference"), posting.reference),
                    *_deposits_deducted(posting),
                )
                if field.value
            ),
            tables=(
                Table(
                    (Column(_("Description")), Column(_("Amount"), "right", 16)),
                    (Row((_what_for(posting, stay), format_money(paid))),),
                ),
            ),
            totals=tuple(totals),
            words=amount_in_words(paid, language, hotel.currency),
            signatures=(_("Received by"),),
        )


def _payer(posting: Posting, stay: Stay, buyer: Buyer | None, language: str) -> Party:
    role, name = _("Received from"), stay.guest.name(language)
    if buyer is not None and buyer.name:
        branch = _branch(buyer.branch) if buyer.tax_id else ""
        return Party(buyer.name, (buyer.address,) if buyer.address else (), buyer.tax_id, branch, role)
    if posting.window_id is None:
        address = buyer.address if buyer and buyer.address else stay.guest.address
        return Party(name, (address,) if address else (), role=role)
    window = posting.window
    payer = name if window.payee == stay.guest.name("en") else window.payee
    return Party(payer, (window.address,) if window.address else (), window.tax_id, role=role)


def _what_for(posting: Posting, stay: Stay) -> str:
    from models.front_office.passers_by import goods_of

    confirmation = stay.reservation.confirmation
    if posting.kind in ("deposit", "opening"):
        return _("Deposit for booking {confirmation}", confirmation=confirmation)
    if posting.kind == "security":
        return _("Security deposit for booking {confirmation}, refundable", confirmation=confirmation)
    if is_sale(stay):
        return goods_of(posting.window_id, current_language())
    return _("Room {room}, accommodation and services", room=stay.room.number)


def _deposits_deducted(posting: Posting) -> list[Field]:
    """On the receipt of a folio: each deposit that was taken off, with number and date of its invoice."""
    from models.front_office.credit_notes import invoices_on

    if posting.window_id is None:
        return []
    return [
        Field(
            _("Deposit deducted"),
            _("{amount}, invoice {number} of {date}", amount=format_money(invoice.net + invoice.vat),
              number=invoice.number, date=format_date(invoice.date)),
        )
        for invoice in invoices_on(posting.window)
    ]  # fmt: skip


@in_both
def credit_note_paper(
    hotel: Property, posting: Posting, credits: Sequence[Credit], number: str, reason: str, language: str
) -> Paper:
    """The credit note (ใบลดหนี้, s.86/10) of a deposit given back: each invoice with the value that stood on it, the
    right one, the difference and its VAT."""
    from models.front_office.note_papers import Note, note_paper

    invoiced = paper_from_json(credits[0].invoice.paper).party
    note = Note(number, posting.date, _stay_of(posting), tuple(credits), reason, posting.code.name(language))
    return note_paper(hotel, note, invoiced, language)


def _stay_of(posting: Posting) -> Stay:
    if posting.window_id:
        return posting.window.stay
    return Stay.select().where(Stay.reservation == posting.reservation_id).order_by(Stay.id).first()


def marked(paper: Paper, *, prints: int, void: bool) -> Paper:
    """A kept receipt as it goes out now: the first is the original, later ones are copies, a void says so."""
    return dataclasses.replace(
        paper,
        copy_mark=said_in(paper.language, Message("Original") if prints == 0 else Message("Copy")),
        void_mark=said_in(paper.language, Message("VOID")) if void else "",
    )


def _words(line: FolioLine, language: str) -> str:
    """Whether the house gains or loses by an allowance is not the guest's business."""
    if line.kind in ("adjustment", "credit"):
        return f"{KINDS[line.kind].say()}: {line.words(language)}"
    return KINDS[line.kind].say() if line.kind == "allowance" else line.words(language)


@in_both
def folio_paper(hotel: Property, window: FolioWindow, language: str, detailed: bool = True) -> Paper:
    """A window as it stands: information for the guest, no tax document. ``detailed`` shows the children; a window that
    is summed up shows a line for each day and code."""
    with in_language(language):
        stay = window.stay
        rows = []
        balance = Decimal("0.00")
        for line in printed_lines(window):
            balance += line.amount
            rows.append(
                Row(
                    (
                        format_date(line.date, "short"),
                        _words(line, language),
                        format_money(line.amount),
                        format_money(balance),
                    )
                )
            )
            shown = detailed and window.style != SUMMARY
            if shown and line.kind in (
                "charge",
                "correction",
                "allowance",
                "transfer",
                "adjustment",
                "credit",
            ):
                whole = ((_("before service charge and tax"), line.net),)
                parts = [(part.words(language), part.net) for part in line.parts]
                rows += [Row(("", words, format_money(net), ""), "child") for words, net in parts or whole]
                rows += [
                    Row(
                        (
                            "",
                            child.name_th if language == "th" else child.name_en,
                            format_money(child.amount),
                            "",
                        ),
                        "child",
                    )
                    for child in line.children
                ]
        name = stay.guest.name(language)
        payee = name if window.payee == stay.guest.name("en") else window.payee
        return Paper(
            kind="folio",
            title=p_("paper", "Folio"),
            number=f"{stay.reservation.confirmation}/{window.number}",
            date_text=format_date(hotel.business_date),
            language=language,
            seller=seller(hotel, language),
            party=Party(
                payee,
                (window.address,) if window.address else (),
                window.tax_id,
                _branch(window.branch) if window.tax_id else "",
                role=p_("paper", "Guest"),
            ),
            fields=(
                Field(_("Room"), stay.room.number if stay.room_id else ""),
                Field(_("Arrival"), format_date(stay.arrival)),
                Field(_("Departure"), format_date(stay.departure)),
                Field(_("Persons"), str(stay.adults + stay.children)),
            ),
            tables=(
                Table(
                    (
                        Column(_("Date"), width=11),
                        Column(_("Description")),
                        Column(_("Amount"), "right", 14),
                        Column(_("Balance"), "right", 14),
                    ),
                    tuple(rows),
                ),
            ),
            totals=(Field(_("Balance"), format_money(window_balance(window.id)), strong=True),),
            notes=(_("This is not a tax invoice."),),
        )


def paper_as_json(paper: Paper) -> str:
    return json.dumps(paper, default=vars, ensure_ascii=False, sort_keys=True)


def paper_from_json(text: str) -> Paper:
    plain = json.loads(text)

    def party(x: dict[str, object] | None) -> Party | None:
        return Party(**{**x, "lines": tuple(x["lines"])}) if x else None  # type: ignore[arg-type]

    def fields(name: str) -> tuple[Field, ...]:
        return tuple(Field(**{**x, "boxes": tuple(x.get("boxes", ()))}) for x in plain.get(name, ()))

    return Paper(
        **{
            **plain,
            "seller": party(plain["seller"]),
            "party": party(plain["party"]),
            "fields": fields("fields"),
            "totals": fields("totals"),
            "form": fields("form"),
            "tables": tuple(
                Table(
                    tuple(Column(**c) for c in t["columns"]),
                    tuple(Row(tuple(r["cells"]), r["style"]) for r in t["rows"]),
                    t["title"],
                )
                for t in plain["tables"]
            ),
            "notes": tuple(plain["notes"]),
            "signatures": tuple(plain["signatures"]),
            # Papers kept from before there were letters have neither.
            "opening": tuple(plain.get("opening", ())),
            "closing": tuple(plain.get("closing", ())),
        }
    )
