"""The front office's papers as plain data: receipt, folio. Whoever prints them adds nothing."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal

from locales import _, in_language, p_
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.front_office.folios import KINDS, FolioLine, FolioWindow, Posting, folio_lines, window_balance
from models.front_office.reservations import Stay
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property


def seller(hotel: Property, language: str) -> Party:
    branch = _("Head office") if hotel.branch == "00000" else _("Branch no. {branch}", branch=hotel.branch)
    lines = tuple(line for line in (hotel.address(language), hotel.phone) if line)
    return Party(hotel.name(language), lines, hotel.tax_id, branch if hotel.tax_id else "")


def receipt_paper(
    hotel: Property, posting: Posting, number: str, language: str, tendered: Decimal | None
) -> Paper:
    """The receipt (ใบเสร็จรับเงิน) of one payment or deposit, in the guest's language."""
    with in_language(language):
        stay = _stay_of(posting)
        paid = -posting.amount
        payer = posting.window.payee if posting.window_id else stay.guest.name(language)
        if posting.window_id and payer == stay.guest.name("en"):
            payer = stay.guest.name(language)
        address = posting.window.address if posting.window_id else stay.guest.address
        tax_id = posting.window.tax_id if posting.window_id else ""
        what = (
            _("Deposit for booking {confirmation}", confirmation=stay.reservation.confirmation)
            if posting.kind == "deposit"
            else _("Room {room}, accommodation and services", room=stay.room.number)
        )
        span = f"{format_date(stay.arrival)} – {format_date(stay.departure)}"
        totals = [Field(_("Total"), format_money(paid), strong=True)]
        if tendered is not None and tendered != paid:
            totals += [
                Field(_("Cash received"), format_money(tendered)),
                Field(_("Change"), format_money(tendered - paid)),
            ]
        return Paper(
            kind="receipt",
            title=_("Receipt"),
            number=number,
            date_text=format_date(posting.date),
            language=language,
            seller=seller(hotel, language),
            party=Party(payer, (address,) if address else (), tax_id, role=_("Received from")),
            fields=tuple(
                field
                for field in (
                    Field(_("Stay"), span),
                    Field(_("Booking"), stay.reservation.confirmation),
                    Field(_("Paid by"), posting.code.name(language)),
                    Field(_("Reference"), posting.reference),
                )
                if field.value
            ),
            tables=(
                Table(
                    (Column(_("Description")), Column(_("Amount"), "right", 16)),
                    (Row((what, format_money(paid))),),
                ),
            ),
            totals=tuple(totals),
            words=amount_in_words(paid, language, hotel.currency),
            signatures=(_("Received by"),),
        )


def _stay_of(posting: Posting) -> Stay:
    if posting.window_id:
        return posting.window.stay
    return Stay.select().where(Stay.reservation == posting.reservation_id).order_by(Stay.id).first()


def marked(paper: Paper, *, prints: int, void: bool) -> Paper:
    """A kept receipt as it goes out now: the first is the original, later ones are copies, a void says so."""
    with in_language(paper.language):
        return dataclasses.replace(
            paper,
            copy_mark=_("Original") if prints == 0 else _("Copy"),
            void_mark=_("VOID") if void else "",
        )


def _words(line: FolioLine, language: str) -> str:
    """Whether the house gains or loses by an allowance is not the guest's business."""
    return KINDS[line.kind].say() if line.kind == "allowance" else line.words(language)


def folio_paper(hotel: Property, window: FolioWindow, language: str, detailed: bool = True) -> Paper:
    """A window as it stands: information for the guest, no tax document. ``detailed`` shows the children."""
    with in_language(language):
        stay = window.stay
        rows = []
        balance = Decimal("0.00")
        for line in folio_lines(window.id):
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
            if detailed and line.kind in ("charge", "correction", "allowance"):
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
                payee, (window.address,) if window.address else (), window.tax_id, role=p_("paper", "Guest")
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
    return json.dumps(dataclasses.asdict(paper), ensure_ascii=False, sort_keys=True)


def paper_from_json(text: str) -> Paper:
    plain = json.loads(text)

    def party(x: dict[str, object] | None) -> Party | None:
        return Party(**{**x, "lines": tuple(x["lines"])}) if x else None  # type: ignore[arg-type]

    return Paper(
        **{
            **plain,
            "seller": party(plain["seller"]),
            "party": party(plain["party"]),
            "fields": tuple(Field(**x) for x in plain["fields"]),
            "totals": tuple(Field(**x) for x in plain["totals"]),
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
