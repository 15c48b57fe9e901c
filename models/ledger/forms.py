"""Forms of vouchers: templates with amounts typed at use, and standing ones, posted once each month.

A form is a named set of lines. With a first month it is standing; its lines then carry their amounts and balance.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked, words
from models.house.refusals import Refused
from models.ledger.accounts import Account

STANDING = "standing"


class VoucherForm(Base):
    """``first_month`` and ``last_month``: first days, inclusive."""

    name = TextField(unique=True)
    series = TextField()
    memo = TextField(default="")
    partner = TextField(default="")
    first_month = DateField(null=True)
    last_month = DateField(null=True)
    closed = BooleanField(default=False)

    class Meta:
        table_name = "voucher_form"


class VoucherFormLine(Base):
    """``amount`` in baht, debit plus; zero: typed at use."""

    form = ForeignKeyField(VoucherForm, backref="lines")
    position = IntegerField()
    account = ForeignKeyField(Account, backref="+")
    amount = MoneyField()

    class Meta:
        table_name = "voucher_form_line"


def form_codes(form_id: int) -> list[tuple[str, Decimal]]:
    """The lines as account code and amount in baht, debit plus."""
    rows = (
        VoucherFormLine.select(VoucherFormLine, Account).join(Account).where(VoucherFormLine.form == form_id)
    )
    return [(row.account.code, row.amount) for row in rows.order_by(VoucherFormLine.position)]


def forms() -> list[VoucherForm]:
    """Those in use, by name."""
    return list(VoucherForm.select().where(~VoucherForm.closed).order_by(VoucherForm.name))


@operation("journal")
def save_form(
    act: Act,
    name: str,
    series: str,
    memo: str,
    lines: Sequence[tuple[str, Decimal]],
    partner: str = "",
    first_month: datetime.date | None = None,
    last_month: datetime.date | None = None,
    form_id: int | None = None,
) -> int:
    """A new form, or ``form_id`` changed: its series and what was written by it stay. Its id.

    Dates within a month mean that month. Refused: NO_NAME, FORM_EXISTS, NO_MEMO, NO_LINES, NO_ACCOUNT, CONTROL_ACCOUNT,
    MONTHS (last before first), ENTRY_UNBALANCED (standing lines), FORM_CLOSED.
    """
    name, memo = words(name, "name", 60), words(memo, "memo")
    if not name:
        raise Refused("NO_NAME", "Give it a name.", field="name")
    if VoucherForm.get_or_none((VoucherForm.name == name) & (VoucherForm.id != (form_id or 0))):
        raise Refused("FORM_EXISTS", "There is a form of this name.", field="name")
    if not memo:
        raise Refused("NO_MEMO", "Say what the voucher is for.", field="memo")
    first, last = _month(first_month), _month(last_month)
    if last is not None and (first is None or last < first):
        raise Refused("MONTHS", "The last month does not come before the first.", field="last_month")
    found = _accounts(lines)
    if first is not None and (
        sum(amount for _id, amount in found) != 0 or not all(amount for _id, amount in found)
    ):
        raise Refused("ENTRY_UNBALANCED", "The entry does not balance: debits and credits differ.")
    values = {
        "name": name, "memo": memo, "partner": words(partner, "partner", 120), "first_month": first, "last_month": last,
    }  # fmt: skip
    if form_id is None:
        row = act.create(VoucherForm, series=series, **values)
    else:
        row = VoucherForm.get_by_id(form_id)
        if row.closed:
            raise Refused("FORM_CLOSED", "The form is not used any more.")
        act.update(row, **values)
    _set_lines(act, row, found)
    return int(row.id)


def _set_lines(act: Act, row: VoucherForm, lines: Sequence[tuple[int, Decimal]]) -> None:
    before = _lines_said(row.id)
    VoucherFormLine.delete().where(VoucherFormLine.form == row).execute()
    for position, (account_id, amount) in enumerate(lines, 1):
        VoucherFormLine.create(form=row, position=position, account=account_id, amount=amount)
    after = _lines_said(row.id)
    if before != after:
        act.changed(row, {"lines": before} if before else {}, {"lines": after})


def _lines_said(form_id: int) -> str:
    return ", ".join(f"{code} {amount:,.2f}" for code, amount in form_codes(form_id))


def _month(date: datetime.date | None) -> datetime.date | None:
    return date.replace(day=1) if date else None


def _accounts(lines: Sequence[tuple[str, Decimal]]) -> list[tuple[int, Decimal]]:
    found = []
    for code, amount in lines:
        account = Account.get_or_none(Account.code == code)
        if account is None:
            raise Refused("NO_ACCOUNT", "There is no account {code}.", field="account", code=code)
        if account.subledger is not None:
            raise Refused(
                "CONTROL_ACCOUNT", "Account {code} moves only through the front office.", field="account", code=code
            )  # fmt: skip
        found.append((account.id, checked(amount)))
    if len(found) < 2:
        raise Refused("NO_LINES", "An entry needs at least two lines.")
    return found


@operation("journal")
def close_form(act: Act, form_id: int) -> None:
    """Not used any more; what was posted by it stays."""
    act.update(VoucherForm.get_by_id(form_id), closed=True)
