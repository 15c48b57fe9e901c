"""The cashier's report of a closed shift: kept as it was made, printed again unchanged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from locales import _, current_language, in_language
from locales.dates import format_date, format_stamp
from locales.money import format_money
from models.front_office.codes import TransactionCode
from models.front_office.papers import seller
from models.front_office.till.figures import COLUMNS, OTHER
from models.front_office.till.tables import CashCount, CashDrop, CashierShift, PaidOut, TillMovement
from models.house.acts import Act
from models.house.papers import Column, Field, Paper, Row, Table
from models.house.staff import Staff

if TYPE_CHECKING:
    from models.front_office.till.closing import Result

BACK = ("correction", "adjustment", "credit", "refund", "deposit refund", "security returned")
"""Kinds of postings the report names one by one: what was taken back, lowered or given back."""


def shift_paper(
    act: Act, shift: CashierShift, found: Sequence[Result], left: Decimal, *, forced: bool
) -> Paper:
    """``found`` is empty where nothing was counted (forced close)."""
    language = act.staff.language
    zone = act.property.zone
    with in_language(language):
        closer = act.staff.name(language)
        fields = (
            Field(_("Cashier"), shift.staff.name(language)),
            Field(_("Drawer"), f"{shift.drawer.number} {shift.drawer.name}"),
            Field(_("Opened"), format_stamp(shift.opened_at, zone)),
            Field(_("Closed at"), format_stamp(act.now, zone)),
            *((Field(_("Closed by force by"), closer),) if forced else ()),
        )
        tables = (
            *_cash(found, shift, left),
            _methods(found),
            _pieces(shift),
            _receipts(shift, language),
            _back(shift, language),
            _paid_outs(shift),
            _drops(shift, language),
        )
        return Paper(
            kind="shift", title=_("Cashier report"), number=shift.number, date_text=format_date(shift.date),
            language=language, seller=seller(act.property, language), fields=fields,
            tables=tuple(table for table in tables if table.rows),
            notes=() if found else (_("The drawer was not counted; the float is what was expected."),),
            signatures=(_("Cashier"), _("Checked by")),
        )  # fmt: skip


def _cash(found: Sequence[Result], shift: CashierShift, left: Decimal) -> list[Table]:
    """How each currency in the drawer came to what was expected, and what was counted."""
    tables = []
    for result in found:
        figure = result.figure
        if not figure.is_cash:
            continue
        rows = [Row((_("Float at opening"), format_money(shift.opening)))] if figure.code == "CASH" else []
        rows += [
            Row((COLUMNS[name][0].say() if name in COLUMNS else _("Other"), format_money(amount)))
            for name in (*COLUMNS, OTHER)
            if (amount := figure.moved.get(name, Decimal(0)))
        ]
        rows += [
            Row((_("Expected"), format_money(figure.expected)), "subtotal"),
            Row((_("Counted"), format_money(result.counted)), "subtotal"),
            Row((_("Over (+) or short (−)"), format_money(result.variance)), "total"),
        ]
        if figure.code == "CASH":
            rows.append(Row((_("Float left"), format_money(left))))
            rows.append(Row((_("Dropped at closing"), format_money(result.counted - left))))
        elif result.counted:
            rows.append(Row((_("Dropped at closing"), format_money(result.counted))))
        heading = _("Cash {currency}", currency=figure.currency)
        tables.append(Table((Column(heading), Column(_("Amount"), "right", 16)), tuple(rows)))
    return tables


def _methods(found: Sequence[Result]) -> Table:
    rows = tuple(
        Row(
            (
                _name(result.figure), str(result.figure.papers), format_money(result.figure.expected),
                str(result.slips), format_money(result.counted), format_money(result.variance),
            )
        )
        for result in found
        if not result.figure.is_cash
    )  # fmt: skip
    columns = (
        Column(_("Other methods")), Column(_("Slips"), "right", 6), Column(_("Recorded"), "right", 13),
        Column(_("Counted"), "right", 8), Column(_("Amount"), "right", 13), Column(_("Difference"), "right", 12),
    )  # fmt: skip
    return Table(columns, rows)


def _name(row: object) -> str:
    return str(getattr(row, f"name_{current_language()}"))


def _pieces(shift: CashierShift) -> Table:
    """The notes and coins of the last count of each purpose."""
    last = {
        (count.purpose, count.currency): count
        for count in CashCount.select()
        .where((CashCount.shift == shift) & (CashCount.pieces != ""))
        .order_by(CashCount.id)
    }
    rows = tuple(
        Row((format_money(Decimal(value)), str(n), format_money(Decimal(value) * n)))
        for (purpose, _currency), count in last.items()
        if purpose != "open"
        for value, n in json.loads(count.pieces).items()
        if n
    )
    columns = (
        Column(_("Notes and coins"), "right"), Column(_("Pieces"), "right", 8), Column(_("Amount"), "right", 16)
    )  # fmt: skip
    return Table(columns, rows)


def _receipts(shift: CashierShift, language: str) -> Table:
    from models.front_office.folios import Posting
    from models.front_office.receipts import Receipt

    taken = Posting.select(Posting.id).where(Posting.shift == shift)
    corrected = {row.corrects_id for row in Posting.select(Posting.corrects).where(Posting.corrects << taken)}
    rows = (
        Receipt.select(Receipt, Posting, TransactionCode)
        .join(Posting, on=(Receipt.posting == Posting.id))
        .join(TransactionCode)
        .where(Posting.shift == shift)
        .order_by(Receipt.id)
    )
    return Table(
        (
            Column(_("Receipt"), width=14), Column(_("Paid by")), Column(_("State"), width=8),
            Column(_("Amount"), "right", 14),
        ),
        tuple(
            Row(
                (
                    row.number, row.posting.code.name(language),
                    _("VOID") if row.posting_id in corrected else "", format_money(-row.posting.amount),
                )
            )
            for row in rows
        ),
    )  # fmt: skip


def _back(shift: CashierShift, language: str) -> Table:
    from models.front_office.folios import KINDS, Posting

    rows = (
        Posting.select(Posting, TransactionCode)
        .join(TransactionCode)
        .where((Posting.shift == shift) & (Posting.kind << BACK))
        .order_by(Posting.id)
    )
    return Table(
        (
            Column(_("Number"), width=8), Column(_("Refunds and corrections")), Column(_("Reason"), width=22),
            Column(_("Amount"), "right", 13),
        ),
        tuple(
            Row(
                (
                    row.number,
                    f"{KINDS[row.kind].say() if row.kind in KINDS else row.kind}: {row.words(language)}",
                    row.reference, format_money(row.amount),
                )
            )
            for row in rows
        ),
    )  # fmt: skip


def _paid_outs(shift: CashierShift) -> Table:
    rows = PaidOut.select(PaidOut, TillMovement).join(TillMovement).where(TillMovement.shift == shift)
    return Table(
        (
            Column(_("Paid-out"), width=13), Column(_("Paid to")), Column(_("Signed slip"), width=12),
            Column(_("Amount"), "right", 13),
        ),
        tuple(
            Row((row.number, f"{row.payee}: {row.purpose}", row.voucher, format_money(-row.movement.baht)))
            for row in rows.order_by(PaidOut.id)
        ),
    )  # fmt: skip


def _drops(shift: CashierShift, language: str) -> Table:
    rows = (
        CashDrop.select(CashDrop, TillMovement, Staff)
        .join(TillMovement)
        .switch(CashDrop)
        .join(Staff)
        .where(TillMovement.shift == shift)
        .order_by(CashDrop.id)
    )
    return Table(
        (
            Column(_("Bag"), width=12), Column(_("Place")), Column(_("Witness"), width=18),
            Column(_("Amount"), "right", 16),
        ),
        tuple(
            Row(
                (
                    row.bag, row.place, row.witness.name(language),
                    f"{row.movement.currency} {format_money(-row.movement.amount)}",
                )
            )
            for row in rows
        ),
    )  # fmt: skip
