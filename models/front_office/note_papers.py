"""Papers that change what a tax invoice said: credit notes (ใบลดหนี้, s.86/10) and debit notes (ใบเพิ่มหนี้, s.86/9)."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass
from decimal import Decimal

from locales import _, in_language, p_
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.front_office.credit_notes import Credit
from models.front_office.papers import seller
from models.front_office.reservations import Stay
from models.house.bilingual import in_both
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property

ZERO = Decimal("0.00")
# It says what it is in Thai whatever its language.
CREDIT_TITLE, DEBIT_TITLE = "ใบลดหนี้", "ใบเพิ่มหนี้"


@dataclass(frozen=True)
class Note:
    """What a note says: of each invoice the value that stood on it and by how much it changes; why; how the money went
    back, or ``lines`` (words, baht) of what was lowered or added. ``debit``: the value goes up."""

    number: str
    date: datetime.date
    stay: Stay
    credits: tuple[Credit, ...]
    reason: str
    paid_back: str = ""
    lines: tuple[tuple[str, Decimal], ...] = ()
    debit: bool = False


@in_both
def note_paper(hotel: Property, note: Note, party: Party | None, language: str) -> Paper:
    """Each invoice with the value that stood on it, the right one, the difference and its VAT; ``party``: the buyer."""
    with in_language(language):
        word, thai = (_("Debit note"), DEBIT_TITLE) if note.debit else (_("Credit note"), CREDIT_TITLE)
        value = sum((c.net + c.exempt for c in note.credits), ZERO)
        vat = sum((c.vat for c in note.credits), ZERO)
        fields = (
            Field(_("Booking"), note.stay.reservation.confirmation),
            Field(_("Reason"), note.reason),
            Field(_("Paid back by"), note.paid_back),
        )
        described = Table(
            (Column(_("Description")), Column(_("Amount"), "right", 16)),
            tuple(Row((words, format_money(amount))) for words, amount in note.lines),
        )
        role = _("Charged to") if note.debit else _("Credited to")
        return Paper(
            kind="debit-note" if note.debit else "credit-note",
            title=thai if word == thai else f"{thai} · {word}",
            number=note.number,
            date_text=format_date(note.date),
            language=language,
            seller=seller(hotel, language),
            party=dataclasses.replace(party, role=role) if party else None,
            fields=tuple(field for field in fields if field.value),
            tables=(_invoices(note), *((described,) if note.lines else ())),
            totals=(
                Field(_("Difference in value"), format_money(value)),
                Field(_("VAT on the difference"), format_money(vat)),
                Field(_("Total"), format_money(value + vat), strong=True),
            ),
            words=amount_in_words(value + vat, language, hotel.currency),
            signatures=(p_("paper", "Issued by"), _("Received by")),
        )


def _invoices(note: Note) -> Table:
    columns = (
        Column(_("Tax invoice")),
        Column(_("Value"), "right", 12),
        Column(_("Right value"), "right", 12),
        Column(_("Difference"), "right", 12),
        Column(_("VAT"), "right", 10),
    )
    rows = []
    for c in note.credits:
        stood, differs = c.open_net + c.open_exempt, c.net + c.exempt
        right = stood + differs if note.debit else stood - differs
        bears = f"{c.invoice.number} {format_date(c.invoice.date, 'short')}"
        rows.append(Row((bears, *(format_money(amount) for amount in (stood, right, differs, c.vat)))))
    return Table(columns, tuple(rows))
