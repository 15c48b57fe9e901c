"""Bills before the end: the interim bill of what was charged so far, the pro-forma with the nights still to come.

Neither has a number and neither is a tax invoice; both say so.
"""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass
from decimal import Decimal

from locales import _, in_language
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.front_office.billed_ahead import billed_night_ids
from models.front_office.codes import TransactionCode, parts_of
from models.front_office.fixed_charges import fixed_to_come
from models.front_office.folios import FolioWindow, folio_lines, window_balance, window_of
from models.front_office.packages.nights import night_charges
from models.front_office.papers import _words, folio_paper, seller
from models.front_office.promptpay import code_for
from models.front_office.reservations import IN_HOUSE, Night, Stay, deposit_of
from models.house.bilingual import in_both
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class ToCome:
    """A line the audit of ``date`` will post as things stand, baht; ``gross`` with service charge and tax."""

    date: datetime.date
    code: TransactionCode
    net: Decimal
    gross: Decimal


def nights_to_come(stay: Stay) -> list[ToCome]:
    """The nights of a stay that are neither posted nor billed, at the prices on their rows, packages in parts; and its
    fixed charges on each date."""
    billed = billed_night_ids(stay.id)
    nights = Night.select().where((Night.stay == stay) & ~Night.posted).order_by(Night.date)
    found = []
    for night in nights:
        for code, typed, inclusive in () if night.id in billed else night_charges(night):
            parts = parts_of(code, typed, inclusive=inclusive, date=night.date)
            found.append(ToCome(night.date, code, parts.net, parts.gross))
    for date, fixed in fixed_to_come(stay):
        parts = parts_of(fixed.code, fixed.total, inclusive=fixed.inclusive, date=date)
        found.append(ToCome(date, fixed.code, parts.net, parts.gross))
    return sorted(found, key=lambda line: line.date)


@in_both
def pro_forma_paper(hotel: Property, stay: Stay, language: str) -> Paper:
    """What the whole stay will cost as things stand: what was charged and paid on window 1, and the nights to come.

    For a booking before arrival the deposit is taken off. Refused: NO_TAX_RATE (a night after the last decreed rate).
    """
    with in_language(language):
        rows: list[Row] = []
        balance = ZERO
        if stay.state == IN_HOUSE:
            for line in folio_lines(window_of(stay.id).id):
                balance += line.amount
                rows.append(_row(line.date, _words(line, language), line.amount, balance))
        elif held := deposit_of(stay.reservation):
            balance -= held
            rows.append(_row(hotel.business_date, _("Deposit received"), -held, balance))
        coming = nights_to_come(stay)
        if coming:
            rows.append(Row(("", _("Nights to come"), "", ""), "heading"))
        for night in coming:
            balance += night.gross
            rows.append(_row(night.date, night.code.name(language), night.gross, balance))
        expected = sum((night.gross for night in coming), ZERO)
        return Paper(
            kind="pro-forma",
            title=_("Pro-forma"),
            number="",
            date_text=format_date(hotel.business_date),
            language=language,
            seller=seller(hotel, language),
            party=Party(stay.guest.name(language), role=_("Guest")),
            fields=_of_stay(stay),
            tables=(Table(_columns(), tuple(rows)),),
            totals=(
                Field(_("Charged and paid so far"), format_money(balance - expected)),
                Field(_("Nights to come"), format_money(expected)),
                Field(_("Expected balance"), format_money(balance), strong=True),
            ),
            notes=(_("For information only. This is not a tax invoice."),),
        )


@in_both
def interim_paper(hotel: Property, window: FolioWindow, language: str, detailed: bool = True) -> Paper:
    """A window as it stands, to be paid now though the guest stays: charged, paid, due."""
    paper = folio_paper(hotel, window, language, detailed)
    with in_language(language):
        lines = folio_lines(window.id)
        paid = sum((line.amount for line in lines if line.kind in _MONEY), ZERO)
        due = window_balance(window.id)
        return dataclasses.replace(
            paper,
            kind="interim",
            title=_("Interim bill"),
            totals=(
                Field(_("Charged so far"), format_money(due - paid)),
                Field(_("Paid so far"), format_money(-paid)),
                Field(_("Please pay"), format_money(max(due, ZERO)), strong=True),
            ),
            words=amount_in_words(due, language, hotel.currency) if due > 0 else "",
            signatures=(_("Guest's signature"),),
            qr=code_for(due, window.stay.reservation.confirmation) if due > 0 else "",
        )


_MONEY = ("payment", "refund", "deposit moved", "security used")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Date"), width=11), Column(_("Description")), Column(_("Amount"), "right", 14),
        Column(_("Balance"), "right", 14),
    )  # fmt: skip


def _row(date: datetime.date, words: str, amount: Decimal, balance: Decimal) -> Row:
    return Row((format_date(date, "short"), words, format_money(amount), format_money(balance)))


def _of_stay(stay: Stay) -> tuple[Field, ...]:
    fields = (
        Field(_("Booking"), stay.reservation.confirmation),
        Field(_("Room"), stay.room.number if stay.room_id else ""),
        Field(_("Arrival"), format_date(stay.arrival)),
        Field(_("Departure"), format_date(stay.departure)),
        Field(_("Persons"), str(stay.adults + stay.children)),
    )
    return tuple(field for field in fields if field.value)
