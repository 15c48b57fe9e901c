"""A debtor pays at the desk or to the bank: ways to pay become legs of a receipt on account, cash goes into the drawer.

Who has a shift open takes everything into it; without one, money that comes by bank, card or cheque needs no drawer.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from locales import Message, _, in_language
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.back_office.billing_notes import note_collected, notes_paid
from models.back_office.cheques import cheque_taken_back
from models.back_office.receipts_on_account import (
    AccountReceipt,
    AccountReceiptLeg,
    Applied,
    ItemPayment,
    Kept,
    MoneyIn,
    proposed_withholding,
    reopen_receipt,
    take_receipt,
)
from models.front_office.codes import transaction_code
from models.front_office.deposit_vat import vat_rate
from models.front_office.papers import paper_as_json, paper_from_json, seller
from models.front_office.payment_legs import Cheque, Leg, check_leg, enter_cheque
from models.front_office.payment_methods import CASH, FOREIGN, VOUCHER, behaviour
from models.front_office.till.moving import record, shift_of, shifts_kept
from models.house.acts import Act, operation
from models.house.bilingual import in_both, said_in
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.refusals import Refused


@operation("credit")
def receive(
    act: Act,
    account_id: int,
    legs: Sequence[Leg],
    applied: Sequence[Applied],
    kept: Kept = Kept(),  # noqa: B008 - frozen
    note: str = "",
    language: str = "th",
    billing_note_id: int | None = None,
    *,
    ahead: bool = False,
) -> int:
    """Take what a debtor pays; the receipt's id. The billing note it is collected by ends with it, and each note that
    nothing is open on any more. ``ahead``: what pays no item is for stays to come.

    Refused as ``take_receipt``, ``check_leg`` and ``note_collected``; NO_METHOD (vouchers and foreign notes), NO_SHIFT (cash without a
    shift), AHEAD_IS_DEPOSIT (money ahead for stays to come is taxed the day it comes, Revenue Code s.78/1: it is taken
    as a deposit on its booking, with its tax invoice; credit of an account is paid too much, and bears no VAT).
    """
    if ahead:
        raise Refused(
            "AHEAD_IS_DEPOSIT", "What is paid ahead for a stay is a deposit: its VAT is due today. Take it on the booking.",
            field="ahead", jump="bookings",
        )  # fmt: skip
    checked = []
    for leg in legs:
        way = behaviour(transaction_code(leg.method)).way
        if way in (FOREIGN, VOUCHER):
            raise Refused("NO_METHOD", "{code} is not a way to pay.", field="method", code=leg.method)
        checked.append((way, check_leg(act.now, leg)))
    shift = shift_of(act, needed=any(way == CASH for way, _leg in checked))
    drawer = shift is not None or not shifts_kept()
    money = [
        MoneyIn(
            leg.code.account_id, leg.amount, leg.code.code, leg.code.name_th, leg.code.name_en, leg.reference,
            drawer and way == CASH,
        )
        for way, leg in checked
    ]  # fmt: skip
    receipt = AccountReceipt.get_by_id(take_receipt(act, account_id, money, applied, kept, note))
    for _way, one in checked:
        if one.facts is not None and one.facts[0] is Cheque:
            enter_cheque(act, receipt.entry_id, one, account_id, int(receipt.id))
    for _way, one in checked if drawer else ():
        record(
            act, shift, "payment", one.code, one.amount, entry_id=receipt.entry_id,
            reference=f"{receipt.number} {one.reference}".strip(),
        )  # fmt: skip
    for note_id in {billing_note_id, *(paid.id for paid in notes_paid(receipt))} - {None}:
        note_collected(act, int(note_id), receipt)
    paper = receipt_on_account_paper(act.property, receipt, language)
    act.update(receipt, language=language, paper=paper_as_json(paper))
    return int(receipt.id)


def withheld_on(amount: Decimal, percent: Decimal, date: datetime.date) -> Decimal:
    """Tax a payer withholds, baht, of ``amount`` with the VAT of ``date`` in it."""
    rate = vat_rate(date) * 100
    return proposed_withholding(amount, percent, Decimal(rate.numerator) / rate.denominator)


@operation("credit")
def take_receipt_back(act: Act, receipt_id: int, date: datetime.date, reason: str) -> int:
    """A receipt is taken back; what went through a shift goes back through the one open now. Refused as
    ``reopen_receipt``; NO_SHIFT, NOT_ENOUGH_CASH, CHEQUE_AWAY (paid in already: it bounces or it is good)."""
    receipt: AccountReceipt = AccountReceipt.get_by_id(receipt_id)
    legs = list(receipt.legs.order_by(AccountReceiptLeg.position))
    shift = shift_of(act, needed=any(leg.drawer for leg in legs))
    cheque_taken_back(act, receipt.entry_id)
    entry_id = reopen_receipt(act, receipt_id, date, reason, from_drawer=True)
    for leg in legs if shift is not None or not shifts_kept() else ():
        record(
            act, shift, "correction", transaction_code(leg.method), -leg.amount, entry_id=entry_id,
            reference=receipt.number,
        )  # fmt: skip
    return entry_id


@operation(None)
def count_receipt_print(act: Act, receipt_id: int) -> int:
    """It went to paper; how often now. From the second time on it says copy."""
    receipt = AccountReceipt.get_by_id(receipt_id)
    act.update(receipt, prints=receipt.prints + 1)
    return int(receipt.prints)


def paper_of_receipt(receipt: AccountReceipt) -> Paper:
    """As it goes out now: original or copy; void where it was taken back or its cheque came back, and why."""
    import dataclasses

    paper = paper_from_json(receipt.paper)
    values: dict[str, object] = {"date": receipt.cancelled_on, "reason": receipt.cancelled_because}
    why = said_in(paper.language, Message("Void since {date}. {reason}", values))
    return dataclasses.replace(
        paper,
        notes=(*paper.notes, why) if receipt.cancelled_on else paper.notes,
        copy_mark=said_in(paper.language, Message("Original") if not receipt.prints else Message("Copy")),
        void_mark=said_in(paper.language, Message("VOID")) if receipt.cancelled_on else "",
    )


@in_both
def receipt_on_account_paper(hotel: object, receipt: AccountReceipt, language: str) -> Paper:
    """The receipt (ใบเสร็จรับเงิน): items with what was paid of each, tax withheld and commission, how it was paid. The
    tax invoices of the items were issued with them; this is none."""
    from models.house.property import Property

    assert isinstance(hotel, Property)
    with in_language(language):
        account = receipt.account
        paid = receipt.payments.order_by(ItemPayment.id)
        by_item = any(one.withheld for one in paid)
        taxes = (Column(_("Tax withheld"), "right", 14),) if by_item else ()
        cells = [
            Row(
                (
                    " ".join(filter(None, [one.item.document, one.item.description])),
                    format_date(one.item.date, "short"),
                    *((format_money(one.withheld) if one.withheld else "",) if by_item else ()),
                    format_money(one.amount),
                )
            )
            for one in paid
        ]
        rest = receipt.total - sum((one.amount for one in paid), Decimal(0))
        if rest:
            cells.append(
                Row((_("Credit on the account"), "", *(("",) if by_item else ()), format_money(rest)))
            )
        branch = _("Head office") if account.branch == "00000" else account.branch
        return Paper(
            kind="receipt",
            title=_("Receipt"),
            number=receipt.number,
            date_text=format_date(receipt.date),
            language=language,
            seller=seller(hotel, language),
            party=Party(
                account.name(language), (account.address,) if account.address else (), account.tax_id,
                branch if account.tax_id else "", _("Received from"),
            ),
            fields=(Field(_("Account"), account.number), Field(_("Paid by"), _paid_by(receipt, language))),
            tables=(
                Table(
                    (Column(_("Description")), Column(_("Date"), width=10), *taxes, Column(_("Amount"), "right", 16)),
                    tuple(cells),
                ),
            ),
            totals=tuple(_totals(receipt)),
            words=amount_in_words(receipt.total, language, hotel.currency),
            notes=(receipt.note,) if receipt.note else (),
            signatures=(_("Received by"),),
        )  # fmt: skip


def _paid_by(receipt: AccountReceipt, language: str) -> str:
    legs = receipt.legs.order_by(AccountReceiptLeg.position)
    return ", ".join(
        f"{leg.name_th if language == 'th' else leg.name_en} {leg.reference}".strip() for leg in legs
    )


def _totals(receipt: AccountReceipt) -> list[Field]:
    less = (
        (_("Tax withheld"), receipt.withheld),
        (_("Commission with VAT"), receipt.commission + receipt.commission_vat),
    )
    kept = [Field(label, format_money(amount)) for label, amount in less if amount]
    money = [Field(_("Received in money"), format_money(receipt.received))] if kept else []
    return [Field(_("Total"), format_money(receipt.total), strong=True), *kept, *money]
