"""The VAT reports (รายงานภาษีขาย, รายงานภาษีซื้อ; s.87, notifications 89 and 199) and the return sheet on paper.

None is printed over figures that do not tie to the ledger.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from locales import Message, _, in_language
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.back_office.bad_debts import relief_between
from models.back_office.input_vat import InputVat, claimed_in
from models.back_office.pp36 import services_of, unpaid_of
from models.back_office.tax_calendar import due_of
from models.back_office.withholding_certificates import BLANK
from models.front_office.invoicing.views import vat_lines
from models.front_office.papers import seller
from models.front_office.vat_report.additional import sheets
from models.front_office.vat_report.output import last_of, output_vat_of
from models.front_office.vat_report.returns import (
    VatFigures,
    check_input_vat,
    check_registered,
    figures_of_month,
)
from models.house.papers import Column, Field, Paper, Row, Table
from models.house.property import Property
from models.house.refusals import Refused

ZERO = Decimal("0.00")
LINES_A_PAGE = 25
HEAD_OFFICE = "00000"
RETURN_LINES = {
    1: Message("Sales this month"),
    2: Message("less sales at 0 %"),
    3: Message("less exempt sales"),
    4: Message("Taxable sales"),
    5: Message("Output VAT this month"),
    6: Message("Purchases with claimable input VAT"),
    7: Message("Input VAT this month"),
    8: Message("Tax payable"),
    9: Message("Excess tax"),
    10: Message("Excess tax brought forward"),
    11: Message("Net payable"),
    12: Message("Net excess"),
    13: Message("Surcharge"),
    14: Message("Tax penalty"),
    15: Message("Total payable"),
    16: Message("Total excess"),
}


@dataclass(frozen=True)
class _Line:
    date: datetime.date
    number: str
    name: str
    tax_id: str
    branch: str
    value: Decimal
    vat: Decimal
    note: str = ""


def output_vat_paper(hotel: Property, month: datetime.date, language: str) -> Paper:
    """Of the month whose first day is given. Refused: NOT_REGISTERED, VAT_NOT_TIED."""
    check_registered(hotel)
    output_vat_of(month).check()
    with in_language(language):
        lines = []
        for row in vat_lines(month, last_of(month)):
            number = row.number if row.last_number == row.number else f"{row.number} – {row.last_number}"
            name = _("Cancelled") if row.cancelled else row.buyer or _("Abbreviated tax invoices")
            lines.append(_Line(row.date, number, name, row.tax_id, row.branch, row.net, row.vat))
        for debt in relief_between(month, last_of(month)):
            note = _("bad debt") if debt.vat < 0 else _("bad debt recovered")
            lines.append(
                _Line(
                    debt.date,
                    debt.number,
                    debt.debtor_th,
                    debt.tax_id,
                    debt.branch,
                    debt.base,
                    debt.vat,
                    note,
                )
            )
        return _report(
            hotel,
            month,
            language,
            "output-vat",
            _("Output VAT report"),
            _("Buyer of goods or services"),
            lines,
        )


def input_vat_paper(hotel: Property, month: datetime.date, language: str) -> Paper:
    """Of the invoices claimed in the month; a late one says so. Refused: NOT_REGISTERED, VAT_NOT_TIED."""
    check_registered(hotel)
    check_input_vat(last_of(month))
    with in_language(language):
        lines = [_claimed(row) for row in claimed_in(month)]
        return _report(
            hotel,
            month,
            language,
            "input-vat",
            _("Input VAT report"),
            _("Supplier of goods or services"),
            lines,
        )


def _claimed(row: InputVat) -> _Line:
    note = ""
    if row.late and row.of_id is None:
        note = _("treated as input VAT of {month}", month=format_date(row.claim_month, "month"))
    return _Line(row.date, row.number, row.supplier_name, row.tax_id, row.branch, row.base, row.vat, note)


def _report(
    hotel: Property,
    month: datetime.date,
    language: str,
    kind: str,
    title: str,
    partner: str,
    lines: Sequence[_Line],
) -> Paper:
    rows: list[Row] = []
    for start in range(0, len(lines), LINES_A_PAGE):
        page = lines[start : start + LINES_A_PAGE]
        rows += [_row(number, line) for number, line in enumerate(page, start + 1)]
        rows.append(_sum(_("Sum of the page"), page, "subtotal"))
    rows.append(_sum(_("Total"), lines, "total"))
    columns = (
        Column(_("No."), "right", 4), Column(_("Date"), width=10), Column(_("Tax invoice no."), width=14), Column(partner),
        Column(_("Tax number"), width=13), Column(_("Establishment"), width=10), Column(_("Value"), "right", 13),
        Column(_("VAT"), "right", 11),
    )  # fmt: skip
    return Paper(
        kind=kind, title=title, number="", date_text=format_date(month, "month"), language=language,
        seller=seller(hotel, language), sheet="a4 landscape",
        fields=(
            Field(_("Tax month"), format_date(month, "month")), Field(_("Name of the operator"), hotel.name(language)),
            Field(_("Tax number"), hotel.tax_id), Field(_("Establishment"), _branch(hotel.branch)),
        ),
        tables=(Table(columns, tuple(rows)),),
    )  # fmt: skip


def _row(number: int, line: _Line) -> Row:
    name = f"{line.name} ({line.note})" if line.note else line.name
    return Row(
        (
            str(number), format_date(line.date), line.number, name, line.tax_id, _branch(line.branch) if line.tax_id else "",
            format_money(line.value), format_money(line.vat),
        )
    )  # fmt: skip


def _sum(word: str, lines: Sequence[_Line], style: str) -> Row:
    value, vat = sum((line.value for line in lines), ZERO), sum((line.vat for line in lines), ZERO)
    return Row(("", "", "", word, "", "", format_money(value), format_money(vat)), style)  # type: ignore[arg-type]


def _branch(branch: str) -> str:
    return _("Head office") if branch in ("", HEAD_OFFICE) else branch


def return_paper(hotel: Property, month: datetime.date, language: str, number: int = 0) -> Paper:
    """The sheet of ภ.พ.30: as it was closed, or as it stands; with a ``number``, of that additional return.

    Refused: NOT_REGISTERED, VAT_NOT_TIED.
    """
    check_registered(hotel)
    filed = sheets(month)
    if not filed:
        output_vat_of(month).check()
        check_input_vat(last_of(month))
    figures: VatFigures = filed[number] if filed else figures_of_month(month)
    with in_language(language):
        rows = tuple(
            Row(
                (str(n), RETURN_LINES[n].say(), format_money(amount) if amount else ""),
                "total" if n in (15, 16) else "normal",
            )
            for n, amount in figures.lines.items()
        )
        return Paper(
            kind="pp30", title=_("PP30: value added tax return"), number="", date_text=format_date(month, "month"),
            language=language, seller=seller(hotel, language),
            fields=(
                Field(_("Tax month"), format_date(month, "month")),
                Field(_("Filing"), _("additional, no. {n}", n=number) if number else _("normal return")),
                Field(_("State"), _("closed") if filed else _("not yet closed")),
            ),
            tables=(Table((Column(_("Line"), "right", 6), Column(_("Of the form")), Column(_("Baht"), "right", 16)), rows),),
            signatures=(_("Prepared by"), _("Approved by")),
        )  # fmt: skip


def pp36_paper(hotel: Property, month: datetime.date, language: str) -> Paper:
    """The sheet of ภ.พ.36 of a month: each service from abroad (s.83/6), then the lines of the form; what is late is filled
    in by hand. Refused: NOT_REGISTERED, NO_SERVICES."""
    check_registered(hotel)
    services = services_of(month)
    if not services:
        raise Refused("NO_SERVICES", "No service from abroad in {month}.", month=format_date(month, "month"))
    value, vat = sum((row.base for row in services), ZERO), sum((row.vat for row in services), ZERO)
    unpaid, due = sum((row.vat for row in unpaid_of(month)), ZERO), due_of("PP36", month)
    with in_language(language):
        rows = [
            Row(
                (str(n), format_date(row.date, "short"), row.supplier_name, row.number, format_money(row.base), format_money(row.vat))
            )
            for n, row in enumerate(services, 1)
        ]  # fmt: skip
        rows.append(Row(("", "", _("Total"), "", format_money(value), format_money(vat)), "total"))
        form = (
            (_("Value of the services"), format_money(value)), (_("VAT to be remitted"), format_money(vat)),
            (_("Surcharge"), BLANK), (_("Tax penalty"), BLANK), (_("Total payable"), format_money(vat)),
        )  # fmt: skip
        lines = [
            Row((str(n), *line), "total" if n == len(form) else "normal") for n, line in enumerate(form, 1)
        ]
        last_day = format_date(due.paper)
        if due.online:
            last_day = _("{paper}, by e-filing {online}", paper=last_day, online=format_date(due.online))
        return Paper(
            kind="pp36", title=_("PP36: VAT on services from abroad"), number="", date_text=format_date(month, "month"),
            language=language, seller=seller(hotel, language),
            fields=(
                Field(_("Tax month"), format_date(month, "month")),
                Field(_("Last day to file"), last_day),
                Field(_("State"), _("to be paid {amount}", amount=format_money(unpaid)) if unpaid else _("paid")),
            ),
            tables=(
                Table(
                    (
                        Column(_("No."), "right", 4), Column(_("Paid on"), width=10), Column(_("Supplier")),
                        Column(_("Invoice"), width=12), Column(_("Value"), "right", 13), Column(_("VAT"), "right", 12),
                    ),
                    tuple(rows),
                ),
                Table((Column(_("Line"), "right", 6), Column(_("Of the form")), Column(_("Baht"), "right", 16)), tuple(lines)),
            ),
            words=amount_in_words(vat, language), signatures=(_("Prepared by"), _("Approved by")),
        )  # fmt: skip
