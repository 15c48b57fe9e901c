"""Price lists on paper: a blank form the guest or the room maid fills in, in Thai and English side by side."""

from __future__ import annotations

import datetime

from locales import _, in_language
from locales.dates import format_date
from locales.money import format_money
from models.front_office.codes.articles import articles_of, prices_on
from models.front_office.codes.tables import Outlet
from models.house.papers import Column, Field, Paper, Row, Table
from models.house.property import Property


def price_list_paper(hotel: Property, place: Outlet, date: datetime.date, language: str = "th") -> Paper:
    """The articles of an outlet with their prices of ``date`` and room to write how many; baht a piece."""
    from models.front_office.papers import seller

    articles = articles_of(place.id)
    prices = prices_on([a.id for a in articles], date)
    with in_language(language):
        rows = tuple(
            Row((
                a.short_key, f"{a.name_th} / {a.name_en}",
                format_money(prices.get(a.id, a.price)) + ("" if a.inclusive else "++"), "", "",
            ))
            for a in articles
        )  # fmt: skip
        columns = (
            Column(_("Short key"), width=9), Column(_("Article")), Column(_("Price"), "right", width=12),
            Column(_("Pieces"), width=8), Column(_("Amount"), width=12),
        )  # fmt: skip
        blank = "." * 30
        return Paper(
            kind="price-list", title=f"{place.name_th} / {place.name_en}", number="", date_text=format_date(date),
            language=language, seller=seller(hotel, language),
            fields=(Field(_("Room"), blank), Field(_("Guest"), blank), Field(_("Date"), blank)),
            tables=(Table(columns, rows),) if rows else (),
            notes=(_("++: service charge and VAT are added."),),
            signatures=(_("Guest"), _("Noted by")),
        )  # fmt: skip
