"""VAT on services from abroad (ภ.พ.36): agents' commission, advertising and the like, which the hotel assesses itself.

It is owed with the month the supplier was paid in, and becomes input VAT of the month it is paid over to the Revenue
Department in.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from models.back_office.input_vat import (
    FROM_ABROAD,
    UNDUE,
    InputVat,
    due_lines,
    is_recorded,
    make_due,
    month_after,
)
from models.back_office.posting_accounts import account_for, money_account
from models.house.acts import Act, operation
from models.house.inputs import above_zero, words
from models.house.refusals import Refused
from models.ledger.entries import GENERAL, NewLine, ask_for_money_out, write_entry

ZERO = Decimal("0.00")


@operation("journal")
def assess_service(
    act: Act, supplier: str, number: str, date: datetime.date, base: Decimal, vat: Decimal
) -> int:
    """A service from abroad paid on ``date``: ``base`` baht and the ``vat`` the hotel owes on it; the id of its line.

    Refused: NO_NAME, BILL_TWICE, NOT_POSITIVE, FUTURE_DATE, PERIOD_CLOSED.
    """
    supplier, number = words(supplier, "supplier"), words(number, "number")
    if not supplier:
        raise Refused("NO_NAME", "Who was paid?", field="supplier")
    if date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")
    base, vat = above_zero(base, "base"), above_zero(vat, "vat")
    if number and is_recorded(supplier, number, UNDUE):
        raise Refused(
            "BILL_TWICE", "Invoice {number} of {tax_id} is in the books already.", field="number", number=number, tax_id=supplier
        )  # fmt: skip
    entry_id = write_entry(
        act,
        [NewLine(account_for("undue_input_vat").id, vat), NewLine(account_for("pp36_payable").id, -vat)],
        kind="pp36", memo=f"ภ.พ.36 · PP36 {supplier} {number}".strip(), journal=GENERAL, date=date,
    )  # fmt: skip
    row = act.create(
        InputVat, entry=entry_id, supplier_name=supplier, tax_id=supplier, branch="", number=number, date=date, base=base,
        vat=vat, treatment=UNDUE, kind=FROM_ABROAD,
    )  # fmt: skip
    return int(row.id)


def services_of(month: datetime.date) -> Sequence[InputVat]:
    """What the sheet of a month (its first day) lists, by date; paid or not."""
    return list(
        InputVat.select()
        .where(
            (InputVat.kind == FROM_ABROAD) & InputVat.of.is_null() & InputVat.cancelled_by.is_null()
            & (InputVat.date >= month) & (InputVat.date < month_after(month, 1))
        )
        .order_by(InputVat.date, InputVat.id)
    )  # fmt: skip


def unpaid_of(month: datetime.date) -> list[InputVat]:
    paid = {row.of_id for row in InputVat.select(InputVat.of).where(InputVat.of.is_null(False))}
    return [row for row in services_of(month) if row.id not in paid]


@operation("journal")
def pay_pp36(act: Act, month: datetime.date, date: datetime.date, from_account: str) -> int:
    """Pay a month's sheet from the account of a bank, by its code: its VAT is input VAT of the month of ``date``; the
    entry's id. Refused: NOTHING_TO_PAY, NO_ACCOUNT, PAY_FROM, FUTURE_DATE, PERIOD_CLOSED. ASK: VOUCHER_APPROVAL."""
    month = month.replace(day=1)
    if date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")
    rows = unpaid_of(month)
    total = sum((row.vat for row in rows), ZERO)
    if not total:
        raise Refused("NOTHING_TO_PAY", "The return asks nothing.", field="month")
    source = money_account(from_account, "from_account")
    lines = [NewLine(account_for("pp36_payable").id, total), NewLine(source.id, -total), *due_lines(total)]
    ask_for_money_out(act, lines)
    memo = f"ชำระ ภ.พ.36 · PP36 {month:%m}/{month.year + 543}"
    entry_id = write_entry(act, lines, kind="vat payment", memo=memo, journal="payments", date=date)
    for row in rows:
        make_due(act, row.id, date, entry_id=entry_id)
    act.changed(("entry", entry_id), {}, {"voucher": "PP36", "date": date})
    return entry_id
