"""Additional returns (ภ.พ.30 ยื่นเพิ่มเติม), and paying what the returns of a month ask.

Papers dated in a month can still be cancelled or written anew once its return is closed. What the month says now less
what was filed for it is the additional return, numbered from 1; the hotel's excess of one waits on the account of the
Revenue Department to be asked back, and is not carried forward.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField

from locales.dates import format_date
from models.back_office.posting_accounts import account_for, money_account
from models.front_office.vat_report.output import last_of, output_vat_of
from models.front_office.vat_report.returns import (
    CLOSING,
    VatFigures,
    check_input_vat,
    checked_fines,
    figures_of_month,
    vat_return,
)
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.refusals import Refused
from models.ledger.entries import GENERAL, Entry, NewLine, ask_for_money_out, write_entry

ZERO = Decimal("0.00")


class VatAddition(Base):
    """An additional return of a ``month`` (its first day), baht: by how much each figure is above what was filed before
    (a minus: below it). Sealed."""

    month = DateField()
    number = IntegerField()
    entry = ForeignKeyField(Entry, null=True, backref="+")
    sales = MoneyField()
    zero_rated = MoneyField()
    exempt = MoneyField()
    output_vat = MoneyField()
    purchases = MoneyField()
    input_vat = MoneyField()
    surcharge = MoneyField()
    penalty = MoneyField()
    closed_on = DateField()

    class Meta:
        table_name = "vat_addition"

    @property
    def figures(self) -> VatFigures:
        return VatFigures(
            self.sales, self.zero_rated, self.exempt, self.output_vat, self.purchases, self.input_vat, ZERO, self.surcharge,
            self.penalty,
        )  # fmt: skip


def sheets(month: datetime.date) -> list[VatFigures]:
    """What was filed for the month: the normal return, then the additional ones by number; empty while it is open."""
    normal = vat_return(month)
    rows = VatAddition.select().where(VatAddition.month == month).order_by(VatAddition.number)
    return [normal, *(row.figures for row in rows)] if normal else []


def since_filed(month: datetime.date) -> VatFigures | None:
    """By how much the papers and invoices of a closed month say another thing now than was filed; None where they do not."""
    filed = sheets(month)
    if not filed:
        return None
    now = figures_of_month(month)
    names = ("sales", "zero_rated", "exempt", "output_vat", "purchases", "input_vat")
    more = {name: getattr(now, name) - sum((getattr(sheet, name) for sheet in filed), ZERO) for name in names}
    return VatFigures(**more, brought_forward=ZERO) if any(more.values()) else None


def _closed(month: datetime.date) -> list[VatFigures]:
    """Refused: VAT_MONTH_OPEN."""
    filed = sheets(month)
    if not filed:
        raise Refused(
            "VAT_MONTH_OPEN", "Close the VAT of {month} first.", field="month", month=format_date(month, "month")
        )  # fmt: skip
    return filed


@operation("period")
def close_additional(
    act: Act, month: datetime.date, *, surcharge: Decimal = ZERO, penalty: Decimal = ZERO
) -> int:
    """Write the additional return of a closed month, dated today; its number.

    Refused: VAT_MONTH_OPEN, NOTHING_TO_ADD, VAT_NOT_TIED, NEGATIVE_PRICE.
    """
    month = month.replace(day=1)
    number = len(_closed(month))
    more = since_filed(month)
    if more is None:
        raise Refused("NOTHING_TO_ADD", "The month says what was filed for it.", field="month")
    output_vat_of(month).check()
    check_input_vat(last_of(month))
    surcharge, penalty = checked_fines(surcharge, penalty)
    net, extra = more.output_vat - more.input_vat, surcharge + penalty
    lines = [
        NewLine(account_for("output_vat").id, more.output_vat),
        NewLine(account_for("input_vat").id, -more.input_vat),
        NewLine(account_for("revenue_department").id, max(-net, ZERO)),
        NewLine(account_for("fines").id, extra),
        NewLine(account_for("vat_payable").id, -(max(net, ZERO) + extra)),
    ]
    memo = f"ภ.พ.30 ยื่นเพิ่มเติม {number} · PP30 additional {month:%m}/{month.year + 543}"
    moves = any(line.amount for line in lines)
    entry_id = write_entry(act, lines, kind=CLOSING, memo=memo, journal=GENERAL) if moves else None
    act.create(
        VatAddition, month=month, number=number, entry=entry_id, sales=more.sales, zero_rated=more.zero_rated,
        exempt=more.exempt, output_vat=more.output_vat, purchases=more.purchases, input_vat=more.input_vat,
        surcharge=surcharge, penalty=penalty, closed_on=act.business_date,
    )  # fmt: skip
    return number


@operation("journal")
def pay_vat(act: Act, month: datetime.date, date: datetime.date, from_account: str) -> int:
    """Pay what a return of the month asks, the normal one first, then each additional one, from the account of a bank, by
    its code; the entry's id.

    Refused: VAT_MONTH_OPEN, NOTHING_TO_PAY, ALREADY_PAID, NO_ACCOUNT, PAY_FROM, FUTURE_DATE. ASK: VOUCHER_APPROVAL.
    """
    month = month.replace(day=1)
    filed = _closed(month)
    if date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")
    owed = [(number, _owed(sheet)) for number, sheet in enumerate(filed) if _owed(sheet)]
    if not owed:
        raise Refused("NOTHING_TO_PAY", "The return asks nothing.", field="month")
    unpaid = [(_voucher(month, number), baht) for number, baht in owed if not _paid(_voucher(month, number))]
    if not unpaid:
        raise Refused(
            "ALREADY_PAID", "The VAT of {month} was paid.", field="month", month=format_date(month, "month")
        )
    voucher, baht = unpaid[0]
    source = money_account(from_account, "from_account")
    lines = [NewLine(account_for("vat_payable").id, baht), NewLine(source.id, -baht)]
    ask_for_money_out(act, lines)
    memo = f"ชำระ ภ.พ.30 · PP30 {month:%m}/{month.year + 543}"
    entry_id = write_entry(
        act, lines, kind="vat payment", memo=memo, journal="payments", date=date, voucher=voucher
    )
    act.changed(("entry", entry_id), {}, {"voucher": voucher, "date": date})
    return entry_id


def _owed(sheet: VatFigures) -> Decimal:
    return sheet.lines[11] + sheet.surcharge + sheet.penalty


def _voucher(month: datetime.date, number: int) -> str:
    return f"PP30 {month:%Y-%m}" + (f"/{number}" if number else "")


def _paid(voucher: str) -> bool:
    return Entry.get_or_none((Entry.kind == "vat payment") & (Entry.voucher == voucher)) is not None
