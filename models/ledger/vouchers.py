"""Vouchers as papers (ใบสำคัญรับ, ใบสำคัญจ่าย, ใบสำคัญทั่วไป), the certificate in place of a receipt; the trial balance
(งบทดลอง)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from locales import _, in_language
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property
from models.house.staff import Staff
from models.ledger.balances import TrialBalanceRow, voucher_lines
from models.ledger.drafts import RV, Voucher, voucher_of
from models.ledger.entries import PAYMENTS, RECEIPTS, Entry


def _side(amount: Decimal, debit: bool) -> str:
    shown = amount if debit else -amount
    return format_money(shown) if shown > 0 else ""


def voucher_paper(hotel: Property, entry: Entry, language: str) -> Paper:
    """RV, PV or JV by its journal, with partner, method, references, words and who prepared, checked and approved it."""
    voucher = voucher_of(entry.id)
    with in_language(language):
        amounts = [line.amount for line in voucher_lines(entry.id) if line.amount > 0]
        total = sum(amounts, Decimal("0.00"))
        money_moves = entry.journal in (RECEIPTS, PAYMENTS)
        titles = {RECEIPTS: _("Receipt voucher"), PAYMENTS: _("Payment voucher")}
        return Paper(
            kind="voucher", title=titles.get(entry.journal, _("Journal voucher")),
            number=entry.voucher or f"{entry.id:05d}", date_text=format_date(entry.date), language=language,
            seller=Party(hotel.name(language)), fields=_fields(entry, voucher), tables=(_lines(entry, total, language),),
            words=amount_in_words(total, language) if money_moves else "", signatures=_signatures(entry, voucher, language),
        )  # fmt: skip


def _fields(entry: Entry, voucher: Voucher | None) -> tuple[Field, ...]:
    if voucher is None:
        return (Field(_("Explanation"), entry.memo),)
    role = _("Received from") if voucher.series == RV else _("Pay to")
    rows = (
        (role, voucher.partner), (_("Explanation"), voucher.memo), (_("Method"), voucher.method),
        (_("Reference"), voucher.reference), (_("Attachment"), voucher.file),
        (_("Reversed on"), format_date(voucher.reverse_on) if voucher.reverse_on else ""),
    )  # fmt: skip
    return tuple(Field(label, value) for label, value in rows if value)


def _lines(entry: Entry, total: Decimal, language: str) -> Table:
    rows = []
    for line in voucher_lines(entry.id):
        name = " · ".join(filter(None, [line.name_th if language == "th" else line.name_en, line.subaccount]))
        rows.append(Row((line.code, name, _side(line.amount, True), _side(line.amount, False))))
    sums = format_money(total)
    return Table(
        (
            Column(_("Account"), width=7), Column(_("Name")), Column(_("Debit"), "right", 14),
            Column(_("Credit"), "right", 14),
        ),
        (*rows, Row(("", _("Total"), sums, sums), "total")),
    )  # fmt: skip


def _signatures(entry: Entry, voucher: Voucher | None, language: str) -> tuple[str, ...]:
    def signed(role: str, who: Staff | None) -> str:
        return f"{role} {who.name(language)}" if who else role

    prepared = voucher.prepared_by if voucher else None
    roles = [
        signed(_("Prepared by"), prepared), signed(_("Checked by"), voucher.checked_by if voucher else None),
        signed(_("Approved by"), voucher.approved_by if voucher else None),
    ]  # fmt: skip
    last = {RECEIPTS: _("Cashier"), PAYMENTS: _("Received by")}.get(entry.journal)
    return (*roles, last) if last else tuple(roles)


def no_receipt_paper(hotel: Property, voucher: Voucher, language: str) -> Paper:
    """ใบรับรองแทนใบเสร็จรับเงิน of a payment for which no receipt can be had: what for, why, who certifies and approves."""
    with in_language(language):
        spent = [(line.account, line.amount) for line in voucher.lines if line.amount > 0]
        total = sum((amount for _account, amount in spent), Decimal("0.00"))
        rows = [Row((account.name(language), format_money(amount))) for account, amount in spent]
        fields = (
            (_("Pay to"), voucher.partner), (_("Explanation"), voucher.memo), (_("Why no receipt"), voucher.no_receipt),
            (_("Evidence"), " · ".join(filter(None, [voucher.reference, voucher.file]))),
        )  # fmt: skip
        return Paper(
            kind="certificate", title=_("Certificate in place of a receipt"),
            number=voucher.entry.voucher if voucher.entry_id else "", date_text=format_date(voucher.date),
            language=language, seller=Party(hotel.name(language)),
            fields=tuple(Field(label, value) for label, value in fields if value),
            tables=(
                Table(
                    (Column(_("Paid for")), Column(_("Amount"), "right", 14)),
                    (*rows, Row((_("Total"), format_money(total)), "total")),
                ),
            ),
            words=amount_in_words(total, language),
            signatures=(
                f"{_('Prepared by')} {voucher.prepared_by.name(language)}",
                " ".join(filter(None, [_("Approved by"), voucher.approved_by and voucher.approved_by.name(language)])),
            ),
        )  # fmt: skip


def trial_balance_paper(
    hotel: Property,
    rows: Sequence[TrialBalanceRow],
    since: datetime.date,
    until: datetime.date,
    language: str,
) -> Paper:
    """Eight columns: code, name, then debit and credit of brought forward, movement and balance."""
    with in_language(language):
        body = [
            Row(
                (
                    row.code,
                    "  " * row.level + (row.name_th if language == "th" else row.name_en),
                    _side(row.opening, True),
                    _side(row.opening, False),
                    _plain(row.debit),
                    _plain(row.credit),
                    _side(row.closing, True),
                    _side(row.closing, False),
                ),
                "subtotal" if row.heading else "normal",
            )
            for row in rows
        ]
        rows = [row for row in rows if not row.heading]
        sums = [
            sum((max(r.opening, Decimal(0)) for r in rows), Decimal(0)),
            sum((max(-r.opening, Decimal(0)) for r in rows), Decimal(0)),
            sum((r.debit for r in rows), Decimal(0)),
            sum((r.credit for r in rows), Decimal(0)),
            sum((max(r.closing, Decimal(0)) for r in rows), Decimal(0)),
            sum((max(-r.closing, Decimal(0)) for r in rows), Decimal(0)),
        ]
        figures = (
            _("Forward Dr"),
            _("Forward Cr"),
            _("Debit"),
            _("Credit"),
            _("Balance Dr"),
            _("Balance Cr"),
        )
        return Paper(
            kind="trial-balance", title=_("Trial balance"), number="", date_text=format_date(until), language=language,
            seller=Party(hotel.name(language)),
            fields=(Field(_("Period"), f"{format_date(since)} – {format_date(until)}"),),
            tables=(
                Table(
                    (Column(_("Account"), width=7), Column(_("Name")), *(Column(f, "right", 12) for f in figures)),
                    (*body, Row(("", _("Total"), *(_plain(s) for s in sums)), "total")),
                ),
            ),
        )  # fmt: skip


def _plain(amount: Decimal) -> str:
    return format_money(amount) if amount else ""
