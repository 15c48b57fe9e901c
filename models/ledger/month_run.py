"""What comes round each month: standing vouchers are posted, accruals of the month before reversed. One key, never twice."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from models.house.acts import Act, operation
from models.house.refusals import Refused
from models.ledger.drafts import (
    REVERSING,
    Voucher,
    VoucherTerms,
    approve_voucher,
    persons,
    prepare_voucher,
    write_reversal,
)
from models.ledger.entries import Entry
from models.ledger.forms import STANDING, VoucherForm, form_codes


@dataclass(frozen=True)
class Due:
    """What the run would do: a standing form of a month, or a voucher to be reversed."""

    date: datetime.date
    what: str
    form_id: int | None = None
    voucher_id: int | None = None

    @property
    def key(self) -> tuple[datetime.date, str, int]:
        return (self.date, self.what, self.form_id or self.voucher_id or 0)


def standing_due(month: datetime.date) -> list[VoucherForm]:
    """Standing forms in force in ``month`` (its first day) for which there is no voucher yet, by name."""
    made = Voucher.select(Voucher.form).where((Voucher.month == month) & (Voucher.dropped == ""))
    ends = VoucherForm.last_month.is_null() | (VoucherForm.last_month >= month)
    query = VoucherForm.select().where((VoucherForm.first_month <= month) & ends & ~VoucherForm.closed)
    return list(query.where(VoucherForm.id.not_in(made)).order_by(VoucherForm.name))


def reversals_due(until: datetime.date) -> list[Voucher]:
    """Posted vouchers whose day of reversal has come and that are not reversed, oldest first."""
    done = Entry.select(Entry.reverses).where(Entry.kind == REVERSING)
    query = Voucher.select().where(Voucher.entry.is_null(False) & (Voucher.reverse_on <= until))
    return list(query.where(Voucher.entry.not_in(done)).order_by(Voucher.reverse_on, Voucher.id))


def due(month: datetime.date, today: datetime.date) -> list[Due]:
    """What ``run_month`` would write."""
    month = month.replace(day=1)
    return [
        *(Due(v.reverse_on, f"{v.entry.voucher} · {v.memo}", voucher_id=v.id) for v in reversals_due(today)),
        *(Due(_last_day(month, today), f.name, form_id=f.id) for f in standing_due(month)),
    ]


def _last_day(month: datetime.date, today: datetime.date) -> datetime.date:
    return min(month.replace(day=calendar.monthrange(month.year, month.month)[1]), today)


@operation("journal")
def run_month(act: Act, month: datetime.date) -> int:
    """Write what is due in ``month`` (any day of it): standing vouchers dated its last day, or today within it; reversals
    that have come due. How many.

    With one person they are posted, else the standing ones are drafts to be approved. Refused: NOTHING_DUE,
    FUTURE_DATE, and what approving refuses.
    """
    month = month.replace(day=1)
    if month > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="month")
    standing, reversals = standing_due(month), reversals_due(act.business_date)
    if not standing and not reversals:
        raise Refused("NOTHING_DUE", "Everything of this month has been written.", field="month")
    for voucher in reversals:
        write_reversal(act, voucher.entry, voucher.reverse_on, voucher.memo)
    for form in standing:
        terms = VoucherTerms(
            form.series, _last_day(month, act.business_date), form.memo, form_codes(form.id), form.partner
        )
        voucher_id = prepare_voucher(act, terms, kind=STANDING, form_id=form.id, month=month)
        if persons() == 1:
            approve_voucher(act, voucher_id)
    return len(standing) + len(reversals)
