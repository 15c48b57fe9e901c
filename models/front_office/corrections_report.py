"""What was taken back and lowered on a date: the corrections report with its pairs, the adjustments report."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, ModelSelect, fn

from locales import _, in_language, p_
from locales.dates import format_date
from locales.money import format_money
from models.front_office.adjustment_reasons import AdjustmentReason
from models.front_office.codes import Article, TransactionCode
from models.front_office.folios import FolioWindow, Posting
from models.front_office.guests import Guest
from models.front_office.invoice_notes import CREDIT_REASONS
from models.front_office.papers import seller
from models.front_office.reservations import Stay
from models.front_office.rooms import Room
from models.house.acts import ChangeLog
from models.house.papers import Column, Field, Paper, Row, Table
from models.house.property import Property
from models.house.staff import Staff

ZERO = Decimal("0.00")
CORRECTIONS, ADJUSTMENTS = "corrections", "adjustments"
KINDS = {CORRECTIONS: ("correction",), ADJUSTMENTS: ("adjustment", "credit")}


@dataclass(frozen=True)
class TakenBack:
    """A line that takes another back or lowers it, with that other: ``amount`` baht against ``original`` baht.

    ``document``: the credit note it stands under; ``approved_by``: the second person, where there was one.
    """

    posting_id: int
    number: str
    kind: str
    original_number: str
    original_date: datetime.date
    original_user: str
    stay_id: int
    room: str
    guest_th: str
    guest_en: str
    words_th: str
    words_en: str
    original: Decimal
    amount: Decimal
    reason_th: str
    reason_en: str
    document: str
    user: str
    approved_by: str

    @property
    def key(self) -> tuple[int]:
        return (self.posting_id,)

    def words(self, language: str) -> str:
        return self.words_th if language == "th" else self.words_en

    def reason(self, language: str) -> str:
        return self.reason_th if language == "th" else self.reason_en


def taken_back_on(report: str, date: datetime.date) -> list[TakenBack]:
    """The lines of ``corrections`` or ``adjustments`` (with credits under credit notes) of a date, as they were made."""
    lines = list(_lines(report, date))
    names = {row.code: (row.name_th, row.name_en) for row in AdjustmentReason.select()}
    approved = _approvers([line.id for line in lines])
    return [_row(line, names, approved.get(line.id, "")) for line in lines]


def _lines(report: str, date: datetime.date) -> ModelSelect:
    """Each with what it takes back or lowers (``first``) and the stay it is of: that of a deposit is the booking's first."""
    first, by, booked = Posting.alias(), Staff.alias(), Stay.alias()
    first_stay = booked.select(fn.MIN(booked.id)).where(booked.reservation == Posting.reservation)
    return (
        Posting.select(Posting, Staff, first, TransactionCode, Article, by, Stay, Guest, Room)
        .join(Staff)
        .switch(Posting)
        .join(first, on=(first.id == fn.COALESCE(Posting.corrects, Posting.adjusts)), attr="first")
        .join(TransactionCode, on=(first.code == TransactionCode.id), attr="code")
        .switch(first)
        .join(Article, JOIN.LEFT_OUTER, on=(first.article == Article.id), attr="article")
        .switch(first)
        .join(by, on=(first.staff == by.id), attr="staff")
        .switch(Posting)
        .join(FolioWindow, JOIN.LEFT_OUTER, on=(Posting.window == FolioWindow.id))
        .switch(Posting)
        .join(Stay, on=(Stay.id == fn.COALESCE(FolioWindow.stay, first_stay)), attr="stay")
        .join(Guest)
        .switch(Stay)
        .join(Room, JOIN.LEFT_OUTER)
        .where((Posting.date == date) & (Posting.kind << KINDS[report]))
        .order_by(Posting.id)
    )


def _approvers(posting_ids: Sequence[int]) -> dict[int, str]:
    rows = (
        ChangeLog.select(ChangeLog.subject_id, Staff.login)
        .join(Staff, on=(ChangeLog.approved_by == Staff.id))
        .where((ChangeLog.subject == "posting") & (ChangeLog.subject_id << [str(n) for n in posting_ids]))
        .tuples()
    )
    return {int(posting_id): login for posting_id, login in rows}


def _row(line: Posting, names: dict[str, tuple[str, str]], approved_by: str) -> TakenBack:
    first, stay = line.first, line.stay
    thai, english = names.get(line.reason_code, ("", ""))
    if line.kind == "credit" and line.reason_code in CREDIT_REASONS:
        legal = CREDIT_REASONS[line.reason_code]
        thai, english = legal.say("th"), legal.say("en")
    own = "" if line.kind == "credit" else line.reference
    if line.kind == "correction":  # the reason in English stands before the words already
        own = own.removeprefix(english).strip()
    return TakenBack(
        line.id, line.number, line.kind, first.number, first.date, first.staff.login, stay.id,
        stay.room.number if stay.room_id else "", stay.guest.name("th"), stay.guest.name("en"), first.words("th"),
        first.words("en"), first.amount, line.amount, f"{thai} {own}".strip(), f"{english} {own}".strip(),
        line.reference if line.kind == "credit" else "", line.staff.login, approved_by,
    )  # fmt: skip


def taken_back_paper(hotel: Property, report: str, date: datetime.date, language: str) -> Paper:
    """The report of a date: each pair, the reason, who did it and who approved; with its sum."""
    rows = taken_back_on(report, date)
    with in_language(language):
        total = sum((row.amount for row in rows), ZERO)
        return Paper(
            kind=report,
            title=_("Corrections") if report == CORRECTIONS else _("Adjustments"),
            number="",
            date_text=format_date(date),
            language=language,
            seller=seller(hotel, language),
            tables=taken_back_tables(rows, language),
            totals=(Field(_("Total"), format_money(total), strong=True),),
        )


def taken_back_tables(rows: Sequence[TakenBack], language: str) -> tuple[Table, ...]:
    """Each line with the one it takes back or lowers, in the language that is spoken; nothing of no lines."""
    columns = (
        Column(_("Number"), width=8), Column(_("Room"), width=5), Column(_("Description")),
        Column(p_("amount", "Original"), "right", 11), Column(_("Taken off"), "right", 11), Column(_("User"), width=10),
    )  # fmt: skip
    lines: list[Row] = []
    for row in rows:
        first = f"{row.words(language)} {format_date(row.original_date, 'day_month')}"
        why = " · ".join(filter(None, [row.document, row.reason(language)]))
        by = f"{row.user}/{row.approved_by}" if row.approved_by else row.user
        lines += [
            Row((row.original_number, row.room, first, format_money(row.original), "", row.original_user)),
            Row((row.number, "", why, "", format_money(row.amount), by), "child"),
        ]
    return (Table(columns, tuple(lines)),) if rows else ()
