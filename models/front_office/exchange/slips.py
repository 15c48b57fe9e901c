"""The slip of an exchange, and the rate board as a paper.

What a money changer's receipt has to say was not found as a text of the law; this is the safe set: licence holder and
number, branch, receipt number, date and time, customer with nationality and document, notes, rate, baht in figures and
words, bought or sold, signatures. No VAT line: an exchange of money is no supply of goods.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from locales import _, in_language, p_
from locales.countries import country_name
from locales.dates import format_stamp
from locales.money import amount_in_words, format_money
from models.front_office.currencies import RATE_KINDS, rates_now
from models.front_office.exchange.tables import BUY
from models.front_office.exchange.terms import Quote, terms
from models.front_office.papers import _branch, seller
from models.house.bilingual import in_both
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property
from models.house.staff import Staff

if TYPE_CHECKING:
    from models.front_office.exchange.counter import Customer


def rate_text(rate: Decimal | None) -> str:
    """``33.10``, ``0.2215``: at least two places; empty without a rate."""
    if rate is None:
        return ""
    plain = rate.normalize()
    exponent = plain.as_tuple().exponent
    return f"{plain:,.2f}" if isinstance(exponent, int) and exponent > -2 else f"{plain:,f}"


def licence_holder(hotel: Property, language: str) -> Party:
    """Who exchanges: the hotel, or who else holds the licence, with its number and the branch."""
    house, of = seller(hotel, language), terms()
    lines = (*house.lines, _("Exchange licence no. {number}", number=of.licence))
    return replace(house, name=of.holder or house.name, lines=lines, branch=_branch(hotel.branch))


@in_both
def slip_paper(
    hotel: Property,
    found: Quote,
    who: Customer,
    number: str,
    at: datetime.datetime,
    staff: Staff,
    language: str,
) -> Paper:
    """The slip of one exchange, for the customer; A5 or a roll of 80 mm."""
    with in_language(language):
        bought = found.way == BUY
        title = _("Foreign notes bought") if bought else _("Foreign notes sold")
        totals = [Field(_("Worth"), format_money(found.worth))] if found.commission else []
        if found.commission:
            totals.append(
                Field(_("Commission"), format_money(-found.commission if bought else found.commission))
            )
        totals.append(
            Field(
                _("Paid to customer") if bought else _("Received from customer"),
                format_money(found.baht),
                strong=True,
            )
        )
        return Paper(
            kind="exchange",
            title=title,
            number=number,
            date_text=format_stamp(at, hotel.zone),
            language=language,
            seller=licence_holder(hotel, language),
            party=Party(who.name, role=_("Customer")),
            fields=tuple(
                field
                for field in (
                    Field(_("Nationality"), country_name(who.nationality, language)),
                    Field(_("Passport/ID"), who.document_number),
                    Field(_("Room"), who.room),
                    Field(_("Cashier"), staff.name(language)),
                )
                if field.value
            ),
            tables=(
                Table(
                    (
                        Column(_("Currency")), Column(_("Banknotes"), "right", 12), Column(p_("exchange", "Rate"), "right", 9),
                        Column(_("Baht"), "right", 13),
                    ),
                    (
                        Row(
                            (
                                found.code, format_money(found.amount), rate_text(found.rate),
                                format_money(found.worth),
                            )
                        ),
                    ),
                ),
            ),
            totals=tuple(totals),
            words=amount_in_words(found.baht, language, hotel.currency),
            signatures=(_("Customer"), _("Cashier")),
            sheet="a5",
        )  # fmt: skip


@in_both
def board_paper(hotel: Property, at: datetime.datetime, language: str) -> Paper:
    """Today's rates to be hung up at the counter."""
    with in_language(language):
        now = terms()
        rows = [
            Row(
                (
                    rate.code, rate.name(language), RATE_KINDS[rate.kind].say(), rate_text(rate.buy),
                    rate_text(rate.sell) if now.sells else "",
                )
            )
            for rate in rates_now(at, tuple(RATE_KINDS))
            if rate.active and rate.buy is not None
        ]  # fmt: skip
        commission = [f"{now.percent.normalize():f} %"] if now.percent else []
        commission += [format_money(now.flat)] if now.flat else []
        return Paper(
            kind="rate-board",
            title=_("Rates of exchange"),
            number="",
            date_text=format_stamp(at, hotel.zone),
            language=language,
            seller=licence_holder(hotel, language),
            fields=(Field(_("Commission"), " + ".join(commission)),) if commission else (),
            tables=(
                Table(
                    (
                        Column(_("Code"), width=5), Column(_("Currency")), Column(_("Kind"), width=12),
                        Column(_("We buy at"), "right", 11), Column(_("We sell at"), "right", 11),
                    ),
                    tuple(rows),
                ),
            ),
            notes=(_("Baht for one unit. The rate of the moment counts."),),
        )  # fmt: skip
