"""Vouchers by hand (ใบสำคัญรับ RV, ใบสำคัญจ่าย PV, ใบสำคัญทั่วไป JV): prepared, checked, approved; then an entry.

How many persons it takes is the house's choice (``voucher_persons``): 1, 2 (preparer, approver) or 3 (a checker between
them). What is posted is never edited: it is reversed by a new entry.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from models.house.acts import Act, check_two_persons, operation
from models.house.database import Base, MoneyField, StampField
from models.house.inputs import said, words
from models.house.property import document_number, setting
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.accounts import Account
from models.ledger.entries import (
    GENERAL,
    PAYMENTS,
    RECEIPTS,
    VOUCHER,
    Entry,
    NewLine,
    ask_for_money_out,
    journal_lines,
    mirror,
    money_out,
    write_entry,
)
from models.ledger.forms import STANDING, VoucherForm

RV, PV, JV = "RV", "PV", "JV"
JOURNALS = {RV: RECEIPTS, PV: PAYMENTS, JV: GENERAL}
KINDS = {RV: "receipt voucher", PV: "payment voucher", JV: VOUCHER}
REVERSING = "reversing"
REVERSIBLE = (*KINDS.values(), STANDING)


class Voucher(Base):
    """``no_receipt``: why there is no receipt, where a certificate stands in place of one (ใบรับรองแทนใบเสร็จรับเงิน).

    ``month``: the first day of the month a standing voucher is for. Sealed by the database once it has its entry.
    """

    series = TextField()
    kind = TextField()
    date = DateField()
    memo = TextField()
    partner = TextField(default="")
    method = TextField(default="")
    reference = TextField(default="")
    file = TextField(default="")
    no_receipt = TextField(default="")
    reverse_on = DateField(null=True)
    form = ForeignKeyField(VoucherForm, null=True, backref="+")
    month = DateField(null=True)
    prepared_by = ForeignKeyField(Staff, backref="+")
    prepared_at = StampField()
    checked_by = ForeignKeyField(Staff, null=True, backref="+")
    approved_by = ForeignKeyField(Staff, null=True, backref="+")
    entry = ForeignKeyField(Entry, null=True, backref="+")
    dropped = TextField(default="")


class VoucherLine(Base):
    """``amount`` in baht, debit plus."""

    voucher = ForeignKeyField(Voucher, backref="lines")
    position = IntegerField()
    account = ForeignKeyField(Account, backref="+")
    amount = MoneyField()

    class Meta:
        table_name = "voucher_line"


@dataclass(frozen=True)
class VoucherTerms:
    """``lines``: account code and amount in baht, debit plus. ``partner``: received from, or paid to."""

    series: str
    date: datetime.date
    memo: str
    lines: Sequence[tuple[str, Decimal]]
    partner: str = ""
    method: str = ""
    reference: str = ""
    file: str = ""
    no_receipt: str = ""
    reverse_on: datetime.date | None = None


def persons() -> int:
    return int(setting("voucher_persons"))


def _checked(act: Act, terms: VoucherTerms) -> tuple[dict[str, object], list[NewLine]]:
    memo, partner = words(terms.memo, "memo"), words(terms.partner, "partner", 120)
    if not memo:
        raise Refused("NO_MEMO", "Say what the voucher is for.", field="memo")
    if terms.series not in JOURNALS:
        raise Refused("NO_SERIES", "A voucher is an RV, a PV or a JV.", field="series")
    if terms.series != JV and not partner:
        raise Refused("NO_PARTNER", "Say who pays or is paid.", field="partner")
    if terms.date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")
    if terms.reverse_on is not None and terms.reverse_on <= terms.date:
        raise Refused("REVERSE_LATER", "It is reversed on a later date than its own.", field="reverse_on")
    if terms.no_receipt and terms.series != PV:
        raise Refused("ONLY_FOR_PV", "Only a payment has a certificate in place of a receipt.", field="no_receipt")  # fmt: skip
    new = [line for line in journal_lines(terms.lines) if line.amount]
    if len(new) < 2:
        raise Refused("ENTRY_TOO_SHORT", "An entry needs at least two lines.")
    values: dict[str, object] = {
        "series": terms.series, "date": terms.date, "memo": memo, "partner": partner,
        "method": words(terms.method, "method", 80), "reference": words(terms.reference, "reference", 200),
        "file": words(terms.file, "file", 200), "no_receipt": words(terms.no_receipt, "no_receipt", 200),
        "reverse_on": terms.reverse_on,
    }  # fmt: skip
    return values, new


@operation("journal")
def prepare_voucher(
    act: Act,
    terms: VoucherTerms,
    kind: str | None = None,
    form_id: int | None = None,
    month: datetime.date | None = None,
) -> int:
    """A draft, not yet in the books; its id.

    Refused: NO_SERIES, NO_MEMO, NO_PARTNER (RV and PV), FUTURE_DATE, REVERSE_LATER, ONLY_FOR_PV, NO_ACCOUNT,
    CONTROL_ACCOUNT, ENTRY_UNBALANCED, ENTRY_TOO_SHORT.
    """
    values, lines = _checked(act, terms)
    row = act.create(
        Voucher, **values, kind=kind or KINDS[terms.series], form=form_id, month=month, prepared_by=act.staff.id,
        prepared_at=act.now,
    )  # fmt: skip
    _set_lines(act, row, lines)
    return int(row.id)


@operation("journal")
def change_voucher(act: Act, voucher_id: int, terms: VoucherTerms) -> None:
    """A changed draft must be checked again, and counts as prepared by who changed it. Refused as prepared."""
    row = _draft(voucher_id)
    values, lines = _checked(act, terms)
    act.update(row, **values, prepared_by=act.staff.id, checked_by=None)
    _set_lines(act, row, lines)


def _set_lines(act: Act, row: Voucher, lines: Sequence[NewLine]) -> None:
    before = lines_said(row.id)
    VoucherLine.delete().where(VoucherLine.voucher == row).execute()
    for position, line in enumerate(lines, 1):
        VoucherLine.create(voucher=row, position=position, account=line.account_id, amount=line.amount)
    after = lines_said(row.id)
    if before != after:
        act.changed(row, {"lines": before}, {"lines": after})


def lines_said(voucher_id: int) -> str:
    return ", ".join(f"{code} {amount:,.2f}" for code, amount in voucher_codes(voucher_id))


def voucher_codes(voucher_id: int) -> list[tuple[str, Decimal]]:
    """The lines as account code and amount in baht, debit plus."""
    rows = VoucherLine.select(VoucherLine, Account).join(Account).where(VoucherLine.voucher == voucher_id)
    return [(row.account.code, row.amount) for row in rows.order_by(VoucherLine.position)]


def _draft(voucher_id: int) -> Voucher:
    row: Voucher = Voucher.get_by_id(voucher_id)
    if row.entry_id is not None or row.dropped:
        raise Refused("VOUCHER_KEPT", "A voucher that is posted or dropped stays as it is.")
    return row


@operation("journal")
def check_voucher(act: Act, voucher_id: int) -> None:
    """Checked by another person than the preparer. Refused: VOUCHER_KEPT, SAME_PERSON."""
    row = _draft(voucher_id)
    check_two_persons(row.prepared_by_id, act.staff.id)
    act.update(row, checked_by=act.staff.id)


@operation("journal")
def drop_voucher(act: Act, voucher_id: int, reason: str) -> None:
    """A draft that will not be posted stays on the list with its reason. Refused: NO_REASON, VOUCHER_KEPT."""
    act.update(_draft(voucher_id), dropped=said(reason))


@operation("journal")
def approve_voucher(act: Act, voucher_id: int) -> int:
    """Approve and post a draft: it gets its number and its entry; the entry's id.

    Where the house wants two persons or three the approver holds "approve_payment". A PV needs that right within its
    limit in any case, and so does an RV or JV by which money leaves cash or a bank. ASK: VOUCHER_APPROVAL. Refused: VOUCHER_KEPT, NOT_CHECKED, SAME_PERSON, and what ``write_entry``
    refuses.
    """
    row = _draft(voucher_id)
    wanted = persons()
    lines = [
        NewLine(line.account_id, line.amount) for line in row.lines.order_by(VoucherLine.position)
    ]  # fmt: skip
    total = sum((line.amount for line in lines if line.amount > 0), Decimal("0.00"))
    if wanted == 3 and row.checked_by_id is None:
        raise Refused("NOT_CHECKED", "It has not been checked yet.")
    approver = act.staff.id
    if wanted > 1:
        check_two_persons(row.prepared_by_id, approver)
    weighed = total if wanted > 1 or row.series == PV else money_out(lines)
    if weighed > 0 and not act.rights.allow("approve_payment", weighed):
        act.ask(
            "VOUCHER_APPROVAL", "The voucher of {amount} is approved by someone who may.", right="approve_payment",
            amount=weighed,
        )  # fmt: skip
        approver = act.approver_id or approver
    if wanted > 1:
        check_two_persons(row.prepared_by_id, approver)
    if wanted == 3:
        check_two_persons(row.checked_by_id, approver)
    number = document_number(row.series, row.date)
    entry_id = write_entry(
        act,
        lines,
        kind=row.kind,
        memo=_memo(row),
        journal=JOURNALS[row.series],
        date=row.date,
        voucher=number,
    )
    act.changed(("entry", entry_id), {}, {"voucher": number, "date": row.date, "memo": row.memo})
    act.update(row, entry=entry_id, approved_by=approver)
    return entry_id


@operation("journal")
def write_voucher(act: Act, terms: VoucherTerms, voucher_id: int | None = None) -> list[int | None]:
    """Prepare a voucher, or change the draft ``voucher_id``; where one person is enough it is posted at once.

    The ids of the voucher and of its entry, None while it is a draft. Refused as preparing and approving are.
    """
    if voucher_id is None:
        voucher_id = prepare_voucher(act, terms)
    else:
        change_voucher(act, voucher_id, terms)
    return [voucher_id, approve_voucher(act, voucher_id) if persons() == 1 else None]


def terms_of(voucher_id: int) -> VoucherTerms:
    row: Voucher = Voucher.get_by_id(voucher_id)
    return VoucherTerms(
        row.series, row.date, row.memo, voucher_codes(voucher_id), row.partner, row.method, row.reference, row.file,
        row.no_receipt, row.reverse_on,
    )  # fmt: skip


def voucher_of(entry_id: int) -> Voucher | None:
    found: Voucher | None = Voucher.get_or_none(Voucher.entry == entry_id)
    return found


def _memo(row: Voucher) -> str:
    return " · ".join(filter(None, [row.partner, row.memo, row.reference]))[:300]


@operation("journal")
def reverse_entry(act: Act, entry_id: int, date: datetime.date, reason: str) -> int:
    """Undo an entry by hand with a new one (series JV) in the same journal; the new entry's id.

    Where the house wants two persons, another one approves: ASK REVERSAL; where money leaves the house, one who may: ASK
    VOUCHER_APPROVAL. Refused: NO_REASON, NOT_BY_HAND (documents are
    taken back where they are kept), ALREADY_REVERSED (+DB), FUTURE_DATE, REVERSED_BEFORE (+DB), and what ``write_entry`` refuses.
    """
    reason = said(reason)
    original: Entry = Entry.get_by_id(entry_id)
    if original.kind not in REVERSIBLE:
        raise Refused("NOT_BY_HAND", "Only a voucher by hand is reversed here; a document where it is kept.")
    if date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")
    if date < original.date:
        raise Refused("REVERSED_BEFORE", "A reversal is not dated before what it undoes.", field="date")
    if persons() > 1:
        act.ask(
            "REVERSAL", "A second person approves the reversal.", right="approve_payment", two_persons=True
        )
    else:
        ask_for_money_out(act, mirror(original.id))
    act.because(reason)
    return write_reversal(act, original, date, reason)


def reversal_of(entry_id: int) -> Entry | None:
    found: Entry | None = Entry.get_or_none((Entry.reverses == entry_id) & (Entry.kind == REVERSING))
    return found


def write_reversal(act: Act, original: Entry, date: datetime.date, reason: str) -> int:
    """Refused: ALREADY_REVERSED."""
    if reversal_of(original.id) is not None:
        raise Refused("ALREADY_REVERSED", "The entry has been reversed already.")
    number = document_number(JV, date)
    entry_id = write_entry(
        act, mirror(original.id), kind=REVERSING, memo=f"{original.voucher or original.id} · {reason}"[:300],
        journal=original.journal, date=date, voucher=number, reverses_id=original.id,
    )  # fmt: skip
    act.changed(("entry", entry_id), {}, {"voucher": number, "date": date, "memo": reason})
    return entry_id
