"""What the night auditor looks at before the day is closed, and the manager after it: nights at another price than
their rate's, discounts, what was taken back or lowered, rooms given away, guests who owe more than they may.

None of it stands in the way of the audit. Each line leads to the stay or the folio.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from locales import Message, _, in_language
from locales.dates import format_date
from locales.money import format_money
from models.front_office.corrections_report import ADJUSTMENTS, CORRECTIONS, taken_back_on
from models.front_office.credit_limits import over_limit
from models.front_office.guests import Guest
from models.front_office.papers import seller
from models.front_office.rates import RateCode
from models.front_office.rates.variance import rate_variance
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, Night, Stay
from models.front_office.rooms import Room
from models.house.acts import ChangeLog
from models.house.papers import Column, Field, Paper, Row, Table
from models.house.property import Property
from models.house.reasons import said_to
from models.house.staff import Staff

VARIANCE, DISCOUNT, VOID, ADJUSTMENT, COMPLIMENTARY, HOUSE_USE, BALANCE = (
    "variance", "discount", "void", "adjustment", "complimentary", "house use", "balance",
)  # fmt: skip
KINDS = {
    VARIANCE: Message("Rate variance"),
    DISCOUNT: Message("Discount"),
    VOID: Message("Void"),
    ADJUSTMENT: Message("Adjustment"),
    COMPLIMENTARY: Message("Complimentary"),
    HOUSE_USE: Message("House use"),
    BALANCE: Message("High balance"),
}
"""In the order in which they are read."""


@dataclass(frozen=True)
class ExceptionLine:
    """``amount`` baht beside ``against``: agreed beside the rate's price (None: it has none), taken off beside the
    original, owed beside the limit. ``user`` did it, ``approved_by`` was the second person or gave the room away."""

    number: int
    kind: str
    stay_id: int
    posting_id: int | None
    room: str
    guest_th: str
    guest_en: str
    what_th: str
    what_en: str
    against: Decimal | None
    amount: Decimal
    reason_th: str
    reason_en: str
    user: str
    approved_by: str

    @property
    def key(self) -> tuple[int]:
        return (self.number,)

    @property
    def difference(self) -> Decimal | None:
        return None if self.against is None else self.amount - self.against

    def what(self, language: str) -> str:
        return self.what_th if language == "th" else self.what_en

    def reason(self, language: str) -> str:
        return self.reason_th if language == "th" else self.reason_en


@dataclass(frozen=True)
class _Said:
    """What was answered to an ASK about a stay: by whom, why, approved by whom."""

    user: str = ""
    reason: str = ""
    approved_by: str = ""


def exceptions_of(date: datetime.date) -> list[ExceptionLine]:
    """Everything out of the ordinary on a date, list by list and by room. What guests owe is known of the business
    date only: of a date before it the high balances are left out."""
    prices, free = _prices(date), _free(date)
    taken = [*_taken_back(VOID, CORRECTIONS, date), *_taken_back(ADJUSTMENT, ADJUSTMENTS, date)]
    owed = _balances() if date == Property.the().business_date else []
    return _in_order([*prices, *free, *taken, *owed])


def price_exceptions(date: datetime.date) -> list[ExceptionLine]:
    """Of a date the rate variance and the discounts alone, list by list and by room: three queries."""
    return _in_order(_prices(date))


def _in_order(lines: list[dict[str, object]]) -> list[ExceptionLine]:
    order = list(KINDS)
    lines = sorted(lines, key=lambda line: order.index(str(line["kind"])))
    return [ExceptionLine(number=number, **line) for number, line in enumerate(lines, 1)]  # type: ignore[arg-type]


def _prices(date: datetime.date) -> list[dict[str, object]]:
    """Typed below the rate's price is a discount; typed above it, or another price in the table since, a variance."""
    found = rate_variance(date)
    said = _said("PRICE_CHANGED", "night", {v.stay_id: f"stay {v.stay_id}" for v in found}, str(date))
    lines = []
    for night in found:
        cheaper = night.typed and night.table is not None and night.agreed < night.table
        by = said.get(night.stay_id, _Said())
        changed = Message("The rate has changed since.")
        lines.append({
            "kind": DISCOUNT if cheaper else VARIANCE, "stay_id": night.stay_id, "posting_id": None, "room": night.room,
            "guest_th": night.guest_th, "guest_en": night.guest_en, "what_th": f"{night.rate_code} {night.room_type}",
            "what_en": f"{night.rate_code} {night.room_type}", "against": night.table, "amount": night.agreed,
            "reason_th": by.reason if night.typed else changed.say("th"),
            "reason_en": by.reason if night.typed else changed.say("en"),
            "user": by.user if night.typed else "", "approved_by": by.approved_by if night.typed else "",
        })  # fmt: skip
    return lines


def _free(date: datetime.date) -> list[dict[str, object]]:
    """Rooms of a date free of charge, guests in house or gone, with who gave them."""
    nights = list(
        Night.select(Night, Stay, Guest, Room, RateCode)
        .join(Stay)
        .join(Guest)
        .switch(Night)
        .join(Room)
        .switch(Night)
        .join(RateCode)
        .where(
            (Night.date == date)
            & (Stay.state << (IN_HOUSE, CHECKED_OUT))
            & (RateCode.complimentary | RateCode.house_use)
        )
        .order_by(Room.number, Night.id)
    )
    said = _said("COMPLIMENTARY", "stay", {n.stay_id: str(n.stay_id) for n in nights})
    lines = []
    for night in nights:
        rate, by = night.rate_code, said.get(night.stay_id, _Said())
        lines.append({
            "kind": HOUSE_USE if rate.house_use else COMPLIMENTARY, "stay_id": night.stay_id, "posting_id": None,
            "room": night.room.number, "guest_th": night.stay.guest.name("th"), "guest_en": night.stay.guest.name("en"),
            "what_th": rate.name_th, "what_en": rate.name_en, "against": None, "amount": night.amount,
            "reason_th": by.reason, "reason_en": by.reason, "user": by.user, "approved_by": night.stay.authorised_by,
        })  # fmt: skip
    return lines


def _taken_back(kind: str, report: str, date: datetime.date) -> list[dict[str, object]]:
    return [
        {
            "kind": kind,
            "stay_id": row.stay_id,
            "posting_id": row.posting_id,
            "room": row.room,
            "guest_th": row.guest_th,
            "guest_en": row.guest_en,
            "what_th": row.words_th,
            "what_en": row.words_en,
            "against": row.original,
            "amount": row.amount,
            "reason_th": row.reason_th,
            "reason_en": row.reason_en,
            "user": row.user,
            "approved_by": row.approved_by,
        }
        for row in taken_back_on(report, date)
    ]


def _balances() -> list[dict[str, object]]:
    return [
        {
            "kind": BALANCE,
            "stay_id": owed.stay.id,
            "posting_id": None,
            "room": owed.room,
            "guest_th": owed.stay.guest.name("th"),
            "guest_en": owed.stay.guest.name("en"),
            "what_th": owed.method_th,
            "what_en": owed.method_en,
            "against": owed.limit,
            "amount": owed.balance,
            "reason_th": "",
            "reason_en": "",
            "user": "",
            "approved_by": "",
        }
        for owed in over_limit()
    ]


def _said(code: str, subject: str, subjects: dict[int, str], names: str = "") -> dict[int, _Said]:
    """By stay, what was last answered to an ASK that changed its ``subject``; with ``names`` in a change that names it."""
    approver = Staff.alias()
    rows = (
        ChangeLog.select(ChangeLog.subject_id, ChangeLog.reason, Staff.login, approver.login)
        .join(Staff, on=(ChangeLog.staff == Staff.id))
        .switch(ChangeLog)
        .join(approver, "LEFT OUTER JOIN", on=(ChangeLog.approved_by == approver.id))
        .where(
            (ChangeLog.subject == subject)
            & (ChangeLog.subject_id << list(subjects.values()))
            & ChangeLog.reason.contains(f"{code}: ")
            & ChangeLog.after.contains(names)
        )
        .order_by(ChangeLog.id)
        .tuples()
    )
    last = {of: _Said(login, said_to(code, reason), by or "") for of, reason, login, by in rows}
    return {stay: last[of] for stay, of in subjects.items() if of in last}


def exceptions_paper(
    hotel: Property, date: datetime.date, language: str, lines: Sequence[ExceptionLine]
) -> Paper:
    """The lists of a date, one after the other, each with its number of lines."""
    with in_language(language):
        columns = (
            Column(_("Room"), width=5), Column(_("Description")), Column(_("Against"), "right", 11),
            Column(_("Amount"), "right", 11), Column(_("User"), width=14),
        )  # fmt: skip
        rows: list[Row] = []
        for kind, name in KINDS.items():
            of_kind = [line for line in lines if line.kind == kind]
            if of_kind:
                rows.append(Row(("", f"{name.say(language)} ({len(of_kind)})", "", "", ""), "heading"))
                rows += _paper_rows(of_kind, language)
        return Paper(
            kind="exceptions",
            title=_("Exceptions"),
            number="",
            date_text=format_date(date),
            language=language,
            seller=seller(hotel, language),
            tables=(Table(columns, tuple(rows)),) if rows else (),
            totals=(Field(_("Lines"), str(len(lines)), strong=True),),
        )


def _paper_rows(lines: Iterable[ExceptionLine], language: str) -> list[Row]:
    rows = []
    for line in lines:
        guest = line.guest_th if language == "th" else line.guest_en
        by = " / ".join(filter(None, [line.user, line.approved_by]))
        against = "" if line.against is None else format_money(line.against)
        rows.append(
            Row((line.room, f"{guest} · {line.what(language)}", against, format_money(line.amount), by))
        )
        if line.reason(language):
            rows.append(Row(("", line.reason(language), "", "", ""), "child"))
    return rows
