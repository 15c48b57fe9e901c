"""The return of VAT (ภ.พ.30, form of B.E. 2568) line by line, and the closing of a month of VAT.

Closing takes output VAT of the papers and input VAT claimed off their accounts; what is left is owed to the Revenue
Department, or is the hotel's and is carried forward or asked back. A month is closed once, after the one before it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from locales.dates import format_date
from models.back_office.bad_debts import relief_between
from models.back_office.input_vat import (
    InputVat,
    VatReturn,
    claimable_by,
    claimed_in,
    in_the_accounts,
    month_after,
)
from models.back_office.posting_accounts import account_for
from models.front_office.invoicing.issuing import registered
from models.front_office.invoicing.views import vat_lines
from models.front_office.vat_report.output import last_of, output_vat_of
from models.house.acts import Act, operation
from models.house.inputs import checked
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.balances import money
from models.ledger.entries import GENERAL, Entry, Line, NewLine, write_entry

ZERO = Decimal("0.00")
CLOSING = "vat closing"


@dataclass(frozen=True)
class VatFigures:
    """The figures of a return, baht; the lines of the form by number."""

    sales: Decimal
    zero_rated: Decimal
    exempt: Decimal
    output_vat: Decimal
    purchases: Decimal
    input_vat: Decimal
    brought_forward: Decimal
    surcharge: Decimal = ZERO
    penalty: Decimal = ZERO

    @property
    def lines(self) -> dict[int, Decimal]:
        """Lines 1 to 16; those the form leaves empty are zero."""
        payable = max(self.output_vat - self.input_vat, ZERO)
        excess = max(self.input_vat - self.output_vat, ZERO)
        net = max(payable - self.brought_forward, ZERO)
        net_excess = max(self.brought_forward - payable, ZERO) + excess
        extra = self.surcharge + self.penalty
        owed = net + extra
        return {
            1: self.sales, 2: self.zero_rated, 3: self.exempt, 4: self.sales - self.zero_rated - self.exempt,
            5: self.output_vat, 6: self.purchases, 7: self.input_vat, 8: payable, 9: excess, 10: self.brought_forward,
            11: net, 12: net_excess, 13: self.surcharge, 14: self.penalty,
            15: max(owed - net_excess, ZERO), 16: max(net_excess - extra, ZERO) if net_excess else ZERO,
        }  # fmt: skip


def figures_of_month(month: datetime.date) -> VatFigures:
    """Of the month whose first day is given: output VAT by the papers dated in it less that of bad debts (s.82/11), input
    VAT claimed in it, excess brought forward from the month before."""
    papers = vat_lines(month, last_of(month))
    relief = relief_between(month, last_of(month))
    claimed = claimed_in(month)
    before = VatReturn.get_or_none(VatReturn.month == month_after(month, -1))
    net, exempt = sum((line.net for line in papers), ZERO), sum((line.exempt for line in papers), ZERO)
    net += sum((row.base for row in relief), ZERO)
    output_vat = sum((line.vat for line in papers), sum((row.vat for row in relief), ZERO))
    return VatFigures(
        net + exempt, ZERO, exempt, output_vat, sum((row.base for row in claimed), ZERO),
        sum((row.vat for row in claimed), ZERO), before.carried_forward if before else ZERO,
    )  # fmt: skip


def vat_return(month: datetime.date) -> VatFigures | None:
    """The return as it was closed."""
    row = VatReturn.get_or_none(VatReturn.month == month)
    if row is None:
        return None
    return VatFigures(
        row.sales, row.zero_rated, row.exempt, row.output_vat, row.purchases, row.input_vat, row.brought_forward,
        row.surcharge, row.penalty,
    )  # fmt: skip


def input_vat_difference(until: datetime.date) -> Decimal:
    """Baht by which the accounts of input VAT differ from its invoices at the end of ``until``; closings left out. Where
    both together agree and each does not, what was moved by hand from one to the other."""
    moved = {
        purpose: money(
            Line.select(fn.SUM(Line.amount))
            .join(Entry)
            .where((Line.account == account_for(purpose)) & (Line.date <= until) & (Entry.kind != CLOSING))
            .scalar()
        )
        for purpose in ("input_vat", "undue_input_vat")
    }
    kept = in_the_accounts(InputVat.select(fn.SUM(InputVat.vat)), until).scalar()
    claimable = claimable_by(InputVat.select(fn.SUM(InputVat.vat)), until).scalar()
    return sum(moved.values(), -money(kept)) or moved["input_vat"] - money(claimable)


def check_input_vat(until: datetime.date) -> None:
    """Refused: VAT_NOT_TIED."""
    difference = input_vat_difference(until)
    if difference:
        raise Refused(
            "VAT_NOT_TIED",
            "The accounts of input VAT and its invoices differ by {difference}; a voucher on them has no invoice.",
            difference=difference, jump="input vat",
        )  # fmt: skip


def check_registered(hotel: Property) -> None:
    """Refused: NOT_REGISTERED."""
    if not registered(hotel, hotel.business_date):
        raise Refused(
            "NOT_REGISTERED", "The hotel is not registered for VAT; it files no return.", jump="settings"
        )


def checked_fines(surcharge: Decimal, penalty: Decimal) -> tuple[Decimal, Decimal]:
    """Refused: NEGATIVE_PRICE, and as ``checked``."""
    surcharge, penalty = checked(surcharge, "surcharge"), checked(penalty, "penalty")
    if surcharge < 0 or penalty < 0:
        raise Refused("NEGATIVE_PRICE", "A price cannot be below zero.", field="surcharge")
    return surcharge, penalty


@operation("period")
def close_vat_month(
    act: Act,
    month: datetime.date,
    *,
    surcharge: Decimal = ZERO,
    penalty: Decimal = ZERO,
    refund: bool = False,
) -> int:
    """Close the VAT of a month that is over, dated its last day; the id of its return. ``refund``: an excess is asked back
    in cash rather than carried forward.

    Refused: NOT_REGISTERED, VAT_MONTH_RUNNING, VAT_MONTH_CLOSED, VAT_MONTH_BEFORE (an earlier month is open), VAT_NOT_TIED,
    NEGATIVE_PRICE, PERIOD_CLOSED.
    """
    check_registered(act.property)
    month = month.replace(day=1)
    end = last_of(month)
    if end >= act.business_date:
        raise Refused("VAT_MONTH_RUNNING", "The month still has hotel days to close.", field="month")
    if VatReturn.get_or_none(VatReturn.month == month):
        raise Refused(
            "VAT_MONTH_CLOSED",
            "The return of {month} is closed.",
            field="month",
            month=format_date(month, "month"),
        )
    last = VatReturn.select(fn.MAX(VatReturn.month)).scalar()
    if last is not None and month != month_after(last, 1):
        following = month_after(last, 1)
        raise Refused(
            "VAT_MONTH_BEFORE", "Close {month} first.", field="month", month=format_date(following, "month")
        )
    output_vat_of(month).check()
    check_input_vat(end)
    surcharge, penalty = checked_fines(surcharge, penalty)
    found = figures_of_month(month)
    figures = VatFigures(
        found.sales, found.zero_rated, found.exempt, found.output_vat, found.purchases, found.input_vat,
        found.brought_forward, surcharge, penalty,
    )  # fmt: skip
    lines = figures.lines
    excess = lines[12]
    entry_id = _closing_entry(act, figures, end)
    row = act.create(
        VatReturn, month=month, entry=entry_id, sales=figures.sales, zero_rated=figures.zero_rated, exempt=figures.exempt,
        output_vat=figures.output_vat, purchases=figures.purchases, input_vat=figures.input_vat,
        brought_forward=figures.brought_forward, surcharge=surcharge, penalty=penalty,
        carried_forward=ZERO if refund else excess, refund=refund, closed_on=act.business_date,
    )  # fmt: skip
    return int(row.id)


def _closing_entry(act: Act, figures: VatFigures, date: datetime.date) -> int | None:
    """Output and input VAT leave their accounts; the receivable of the Revenue Department moves by the excess used or
    new, the rest is owed."""
    lines = figures.lines
    extra = figures.surcharge + figures.penalty
    entry = [
        NewLine(account_for("output_vat").id, figures.output_vat),
        NewLine(account_for("input_vat").id, -figures.input_vat),
        NewLine(account_for("revenue_department").id, lines[12] - lines[10]),
        NewLine(account_for("fines").id, extra),
        NewLine(account_for("vat_payable").id, -(lines[11] + extra)),
    ]
    if not any(line.amount for line in entry):
        return None
    memo = f"ปิดภาษีมูลค่าเพิ่ม · VAT of the month {date:%m}/{date.year + 543}"
    return write_entry(act, entry, kind=CLOSING, memo=memo, journal=GENERAL, date=date)
