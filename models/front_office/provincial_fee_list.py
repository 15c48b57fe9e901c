"""อบจ.รร.๖, the monthly list of guests and of the provincial hotel fee collected from them.

Columns of the form: number, name, arrival with its time, days stayed, price of the room, room charge together, fee
together, remarks. Read from the postings of the month by the date they were posted, corrections taken off.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from locales import _, in_language, p_
from locales.dates import format_date
from locales.money import format_money
from models.front_office.codes.provincial_fee import PAO
from models.front_office.folios import FolioWindow, Posting
from models.front_office.guests import Guest
from models.front_office.papers import seller
from models.front_office.reservations import Stay
from models.house.papers import Column, Field, Paper, Row, Table
from models.house.property import Property
from models.house.tables import harmless
from models.ledger.entries import Line

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class FeeLine:
    """One stay in the month; baht. ``price`` is that of a night where all cost the same, else None."""

    stay_id: int
    guest_th: str
    guest_en: str
    arrived: datetime.datetime | None
    nights: int
    price: Decimal | None
    room_total: Decimal
    fee: Decimal

    @property
    def key(self) -> tuple[int]:
        return (self.stay_id,)


def month_of(date: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Its first and last day."""
    first = date.replace(day=1)
    return first, (first + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)


def fee_list(first: datetime.date, last: datetime.date) -> list[FeeLine]:
    """The stays that bore the fee in postings of these dates, both inclusive, by arrival."""
    rows = (
        Posting.select(Posting.net, Posting.quantity, Posting.kind, FolioWindow.stay, Line.amount)
        .join(FolioWindow)
        .switch(Posting)
        .join(Line, on=(Line.entry == Posting.entry))
        .where((Line.item == PAO) & Line.subaccount.is_null() & Posting.date.between(first, last))
        .order_by(Posting.id)
        .tuples()
    )
    found: dict[int, list[tuple[Decimal, int, Decimal]]] = {}
    for net, quantity, kind, stay_id, amount in rows:
        sign = -1 if kind == "correction" else 1
        found.setdefault(stay_id, []).append((net, sign * max(quantity, 1), -amount))
    stays = Stay.select(Stay, Guest).join(Guest).where(Stay.id << list(found)).order_by(Stay.arrival, Stay.id)
    return [_line(stay, found[stay.id]) for stay in stays if sum(fee for _net, _n, fee in found[stay.id])]


def _line(stay: Stay, charges: list[tuple[Decimal, int, Decimal]]) -> FeeLine:
    times: Counter[Decimal] = Counter()
    for net, n, _fee in charges:
        times[abs(net / n)] += n
    prices = {price for price, n in times.items() if n}  # what was taken back does not count
    return FeeLine(
        stay.id, stay.guest.name("th"), stay.guest.name("en"), stay.checked_in_at, sum(n for _net, n, _fee in charges),
        prices.pop() if len(prices) == 1 else None, sum((net for net, _n, _fee in charges), ZERO),
        sum((fee for _net, _n, fee in charges), ZERO),
    )  # fmt: skip


def fee_paper(hotel: Property, date: datetime.date, language: str = "th") -> Paper:
    """The list of the month of ``date``, to be signed by the manager and filed with the province."""
    first, last = month_of(date)
    lines = fee_list(first, last)
    total, fee = sum((x.room_total for x in lines), ZERO), sum((x.fee for x in lines), ZERO)
    with in_language(language):
        columns = (
            Column(p_("row", "No."), "right", 4), Column(_("Name"), share=3), Column(_("Arrived"), width=17),
            Column(_("Days"), "right", 5), Column(_("Room price"), "right", 11), Column(_("Room charge"), "right", 12),
            Column(_("Fee"), "right", 10), Column(_("Remarks"), width=9),
        )  # fmt: skip
        rows = [Row(_cells(hotel, n, x, language)) for n, x in enumerate(lines, 1)]
        rows.append(Row(("", _("Total"), "", "", "", format_money(total), format_money(fee), ""), "total"))
        return Paper(
            kind="provincial-fee", title=_("List of guests and of the provincial hotel fee (อบจ.รร.๖)"), number="",
            date_text=format_date(hotel.business_date), language=language, seller=seller(hotel, language),
            fields=(Field(_("For the month"), format_date(first, "month")), Field(_("Filed with"), "." * 40)),
            tables=(Table(columns, tuple(rows)),),
            notes=(_("Certified to be true in every respect."),), signatures=(_("Manager"),), sheet="a4 landscape",
        )  # fmt: skip


def _cells(hotel: Property, n: int, line: FeeLine, language: str) -> tuple[str, ...]:
    name = line.guest_th if language == "th" else line.guest_en
    price = format_money(line.price) if line.price is not None else "–"
    return (
        str(n), name, _arrived(hotel, line), str(line.nights), price, format_money(line.room_total),
        format_money(line.fee), "",
    )  # fmt: skip


def _arrived(hotel: Property, line: FeeLine) -> str:
    if line.arrived is None:
        return ""
    there = line.arrived.astimezone(hotel.timezone)
    return f"{format_date(there.date(), 'short')} {there:%H:%M}"


def fee_csv(hotel: Property, date: datetime.date) -> str:
    """The same as a file for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["ที่", "ชื่อ-สกุล", "วันเวลาที่เข้ามาพัก", "รวมจำนวนวันที่เข้าพัก", "ห้องพักราคา (บาท)",
         "รวมเป็นเงินค่าเช่าห้องพัก (บาท)", "รวมเป็นเงินค่าธรรมเนียม", "หมายเหตุ"]
    )  # fmt: skip
    with in_language("th"):
        for n, line in enumerate(fee_list(*month_of(date)), 1):
            price = "" if line.price is None else str(line.price)
            writer.writerow(
                [
                    n,
                    harmless(line.guest_th),
                    _arrived(hotel, line),
                    line.nights,
                    price,
                    line.room_total,
                    line.fee,
                    "",
                ]
            )
    return "\ufeff" + out.getvalue()  # else Excel reads Thai as something else
