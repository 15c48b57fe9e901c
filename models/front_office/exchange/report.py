"""The exchanges of a day: a list for the desk, the daily report as a paper and as a file."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass
from decimal import Decimal

from locales import Message, _, in_language, p_
from locales.dates import format_date, format_stamp
from locales.money import format_money
from models.front_office.currencies import Currency
from models.front_office.exchange.position import Position, positions
from models.front_office.exchange.slips import licence_holder, rate_text
from models.front_office.exchange.tables import BUY, SELL, Exchange, ExchangeBack, NotesToBank
from models.house.papers import Column, Field, Paper, Row, Table
from models.house.property import Property
from models.house.staff import Staff
from models.house.tables import harmless
from models.ledger.accounts import Account

WAYS = {BUY: Message("Bought"), SELL: Message("Sold")}
CENT = Decimal("0.0001")


@dataclass(frozen=True)
class ExchangeRow:
    """An exchange as a list says it; ``void`` is why it was taken back."""

    exchange_id: int
    number: str
    at: datetime.datetime
    way: str
    code: str
    amount: Decimal
    rate: Decimal
    worth: Decimal
    commission: Decimal
    baht: Decimal
    name: str
    nationality: str
    document_number: str
    room: str
    cashier: str
    void: str

    @property
    def key(self) -> tuple[int]:
        return (self.exchange_id,)


def exchanges_of(date: datetime.date) -> list[ExchangeRow]:
    """The exchanges of a business date, the latest first, those taken back with them."""
    void = {back.exchange_id: back.reason for back in ExchangeBack.select().where(ExchangeBack.date == date)}
    rows = (
        Exchange.select(Exchange, Currency, Staff)
        .join(Currency)
        .switch(Exchange)
        .join(Staff)
        .where(Exchange.date == date)
        .order_by(Exchange.id.desc())
    )
    return [
        ExchangeRow(
            row.id, row.number, row.at, row.way, row.currency.code, row.amount, row.rate, row.worth, row.commission,
            row.baht, row.name, row.nationality, row.document_number, row.room, row.staff.login, void.get(row.id, ""),
        )
        for row in rows
    ]  # fmt: skip


def average_text(line: Position) -> str:
    return rate_text(line.average.quantize(CENT)) if line.average else ""


def daily_paper(hotel: Property, date: datetime.date, language: str) -> Paper:
    """Position of each currency, every exchange, what went to the bank: for the file that is kept at least five years."""
    with in_language(language):
        rows = list(reversed(exchanges_of(date)))
        standing = [row for row in rows if not row.void]
        paid = sum((row.baht for row in standing if row.way == BUY), Decimal(0))
        taken = sum((row.baht for row in standing if row.way == SELL), Decimal(0))
        tables = (_position_table(date), _transactions(hotel, rows), _bank_table(date))
        return Paper(
            kind="exchange-report",
            title=_("Daily report of the exchange desk"),
            number="",
            date_text=format_date(date),
            language=language,
            seller=licence_holder(hotel, language),
            tables=tuple(table for table in tables if table.rows),
            totals=(
                Field(_("Paid out for notes bought"), format_money(paid)),
                *((Field(_("Received for notes sold"), format_money(taken)),) if taken else ()),
                Field(_("Commission"), format_money(sum((row.commission for row in standing), Decimal(0)))),
            ),
            signatures=(_("Cashier"), _("Checked by")),
            sheet="a4 landscape",
        )


def _position_table(date: datetime.date) -> Table:
    heads = (
        p_("position", "Opening"), _("Bought"), _("Sold"), _("Paid by guests"), _("Over or short"), _("To the bank"), p_("position", "Closing"),
        p_("exchange", "Average"), _("Baht"),
    )  # fmt: skip
    rows = [
        Row(
            (
                line.code, *map(_plain, (line.opening, line.bought, line.sold, line.paid, line.difference, line.handed_in,
                line.closing)), average_text(line), format_money(line.closing_baht),
            )
        )
        for line in positions(date)
    ]  # fmt: skip
    widths = (7, 7, 6, 6, 5, 7, 7, 7, 10)
    columns = (
        Column("", width=4),
        *(Column(head, "right", width) for head, width in zip(heads, widths, strict=True)),
    )
    return Table(columns, tuple(rows), title=_("Position by currency"))


def notes_text(amount: Decimal) -> str:
    """``1,200``: notes have no hundredths, what guests pay with may."""
    return format_money(amount).removesuffix(".00")


def _plain(amount: Decimal) -> str:
    return notes_text(amount) if amount else "–"


def _transactions(hotel: Property, rows: list[ExchangeRow]) -> Table:
    """A line for each exchange and one for its customer."""
    columns = (
        Column(_("Number"), width=12), Column(_("Time"), width=5), Column(_("Customer")), Column(_("Banknotes"), "right", 11),
        Column(p_("exchange", "Rate"), "right", 7), Column(_("Baht"), "right", 10), Column(_("Cashier"), width=8),
    )  # fmt: skip
    found = []
    for row in rows:
        what = _("taken back: {why}", why=row.void) if row.void else WAYS[row.way].say()
        document = " · ".join(filter(None, [row.document_number, row.room]))
        found += [
            Row(
                (
                    row.number, format_stamp(row.at, hotel.zone)[-5:], f"{row.name} ({row.nationality})",
                    f"{row.code} {notes_text(row.amount)}", rate_text(row.rate), format_money(row.baht), row.cashier,
                )
            ),
            Row(("", "", f"{document} · {what}", "", "", "", ""), "child"),
        ]  # fmt: skip
    return Table(columns, tuple(found), title=_("Exchanges"))


def _bank_table(date: datetime.date) -> Table:
    rows = (
        NotesToBank.select(NotesToBank, Currency, Account)
        .join(Currency)
        .switch(NotesToBank)
        .join(Account)
        .where(NotesToBank.date == date)
        .order_by(NotesToBank.id)
    )
    columns = (
        Column(_("Bank slip"), width=16), Column(_("Account")), Column(_("Banknotes"), "right", 16),
        Column(p_("exchange", "Rate"), "right", 10), Column(_("Baht"), "right", 14), Column(_("Gained"), "right", 12),
    )  # fmt: skip
    found = [
        Row(
            (
                row.reference, row.account.code, f"{row.currency.code} {format_money(row.amount)}", rate_text(row.rate),
                format_money(row.baht), format_money(row.baht - row.cost),
            )
        )
        for row in rows
    ]  # fmt: skip
    return Table(columns, tuple(found), title=_("Handed in at the bank"))


def daily_csv(hotel: Property, date: datetime.date) -> str:
    """The exchanges of a day for a spreadsheet, one a line; those taken back say so."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["date", "number", "time", "way", "currency", "amount", "rate", "worth", "commission", "baht", "name", "nationality",
         "document", "room", "cashier", "taken back"]
    )  # fmt: skip
    for row in reversed(exchanges_of(date)):
        time = row.at.astimezone(hotel.timezone).strftime("%H:%M")
        writer.writerow(
            [date.isoformat(), row.number, time, row.way, row.code, row.amount, rate_text(row.rate).replace(",", ""),
             row.worth, row.commission, row.baht, *map(harmless, (row.name, row.nationality, row.document_number,
             row.room, row.cashier, row.void))]
        )  # fmt: skip
    return "\ufeff" + out.getvalue()  # else Excel reads Thai as something else
