"""The monthly bill as a paper: rent, water, electricity, each meter's last and this reading."""

from __future__ import annotations

from decimal import Decimal

from locales import _, in_language, n_, p_
from locales.dates import format_date
from locales.money import format_money
from models.front_office.monthly.bills import MonthlyBill, Usage, month_words
from models.front_office.monthly.tables import KINDS
from models.front_office.papers import seller
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property


def monthly_bill_paper(hotel: Property, bill: MonthlyBill, language: str) -> Paper:
    """What a month came to. It is no tax invoice; that is given for what is paid."""
    with in_language(language):
        rows = [Row((_("Rent"), n_("{n} night", "{n} nights", bill.nights), "", "", format_money(bill.rent)))]
        rows += [row for use in bill.usage if use.amount is not None for row in _rows(use)]
        return Paper(
            kind="monthly-bill",
            title=p_("paper", "Monthly bill"),
            number=f"{bill.confirmation}/{bill.month:%Y-%m}",
            date_text=format_date(hotel.business_date),
            language=language,
            seller=seller(hotel, language),
            party=Party(bill.guest_th if language == "th" else bill.guest_en, role=p_("paper", "Guest")),
            fields=(
                Field(_("Room"), bill.room),
                Field(_("Month"), month_words(bill.month)),
                Field(_("Arrival"), format_date(bill.arrival)),
                Field(_("Departure"), format_date(bill.departure)),
            ),
            tables=(
                Table(
                    (
                        Column(_("Description")),
                        Column(_("Reading"), width=16),
                        Column(_("Units"), "right", 7),
                        Column(_("A unit"), "right", 9),
                        Column(_("Amount"), "right", 13),
                    ),
                    tuple(rows),
                ),
            ),
            totals=(
                Field(_("Total of the month"), format_money(bill.total)),
                Field(_("Balance"), format_money(bill.balance), strong=True),
            ),
            notes=(_("Service and tax are in the amounts. This is not a tax invoice."),),
        )


def _rows(use: Usage) -> list[Row]:
    """The charge, and under it each further meter where it was replaced in the month."""
    rows = []
    for place, (last, since, this, on) in enumerate(use.spans):
        reading = f"{last} → {this}"
        dates = f"{format_date(since, 'day_month')} – {format_date(on, 'day_month')}"
        if place == 0:
            amounts = (str(use.units), format_money(use.rate), format_money(use.amount or Decimal(0)))
            rows.append(Row((f"{KINDS[use.kind].say()} {dates}", reading, *amounts)))
        else:
            rows.append(Row((dates, reading, "", "", ""), "child"))
    return rows
