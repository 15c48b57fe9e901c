"""Money in and out: payments with receipts, refunds, deposits before arrival."""

from __future__ import annotations

import datetime
from decimal import Decimal

from peewee import fn

from models.front_office import deposit_vat
from models.front_office.codes import TransactionCode, parts_of, transaction_code
from models.front_office.credit_notes import (
    Credit,
    credited_on,
    credits_for,
    invoices_of,
    invoices_on,
    issue_credit_note,
)
from models.front_office.folios import FolioWindow, Posting, guest_ledger, post, window_balance
from models.front_office.receipts import checked_buyer, issue_receipt
from models.front_office.reservations import (
    CHECKED_OUT,
    IN_HOUSE,
    STATES,
    Reservation,
    Stay,
    deposit_of,
    stay_of_reservation,
)
from models.house.acts import Act, operation
from models.house.inputs import above_zero, checked, said, words
from models.house.refusals import Refused
from models.ledger.accounts import Account, close_subaccount, open_subaccount, reopen_subaccount
from models.ledger.balances import money
from models.ledger.entries import NewLine, write_entry

ZERO = Decimal("0.00")


def payment_method(code: str) -> TransactionCode:
    found = transaction_code(code)
    if found.kind != "payment" or not found.active:
        raise Refused("NO_METHOD", "{code} is not a way to pay.", field="method", code=code)
    return found


def payment_methods() -> list[TransactionCode]:
    return list(
        TransactionCode.select()
        .where((TransactionCode.kind == "payment") & TransactionCode.active & TransactionCode.by_hand)
        .order_by(TransactionCode.id)
    )


def check_in_house(stay: Stay) -> None:
    if stay.state == CHECKED_OUT:
        raise Refused("WINDOW_CLOSED", "The guest has checked out; the folio is closed.")
    if stay.state != IN_HOUSE:
        raise Refused(
            "NOT_IN_HOUSE", "This stay is {state}.", state=STATES[stay.state], jump=f"stay {stay.id}"
        )


def check_tendered(amount: Decimal, tendered: Decimal | None) -> None:
    if tendered is not None and checked(tendered, "tendered") < amount:
        raise Refused(
            "TENDERED_TOO_LITTLE",
            "{tendered} is less than {amount}.",
            field="tendered",
            tendered=tendered,
            amount=amount,
        )


@operation("pay")
def take_payment(
    act: Act,
    window_id: int,
    method: str,
    amount: Decimal,
    *,
    tendered: Decimal | None = None,
    reference: str = "",
    language: str | None = None,
) -> int:
    """Take ``amount`` baht on a window; the receipt's id. ``tendered``: cash handed over, the rest is change.

    Refused: NO_METHOD, NOT_POSITIVE, WINDOW_CLOSED, TENDERED_TOO_LITTLE.
    """
    amount = above_zero(amount)
    found = payment_method(method)
    window = FolioWindow.get_by_id(window_id)
    reference = words(reference, "reference")
    check_in_house(window.stay)
    check_tendered(amount, tendered)
    entry_id = write_entry(
        act,
        [
            NewLine(found.account_id, amount, item=found.code),
            NewLine(guest_ledger().id, -amount, window.subaccount_id, item=found.code),
        ],
        kind="payment",
        memo=f"{found.name_en} {reference}".strip(),
    )
    posting_id = post(
        act,
        entry_id,
        "payment",
        found,
        typed=amount,
        net=-amount,
        amount=-amount,
        window=window,
        reference=reference,
    )
    return issue_receipt(act, posting_id, language or window.stay.guest.papers_language, tendered)


@operation("pay")
def refund(act: Act, window_id: int, method: str, amount: Decimal, reason: str, reference: str = "") -> int:
    """Give back ``amount`` baht of a window's credit; the posting's id. What comes out of a taxed deposit gets a
    credit note. Refused: MORE_THAN_IS_LEFT, NO_REASON."""
    amount = above_zero(amount)
    reason = said(reason)
    found = payment_method(method)
    window = FolioWindow.get_by_id(window_id)
    check_in_house(window.stay)
    credit = max(-window_balance(window_id), ZERO)
    if amount > credit:
        raise Refused("MORE_THAN_IS_LEFT", "Only {left} is left.", field="amount", left=credit)
    credits, vat = _taxed_part(window, credit, amount)
    entry_id = write_entry(
        act,
        [
            NewLine(guest_ledger().id, amount, window.subaccount_id, item=found.code),
            NewLine(found.account_id, -amount, item=found.code),
            *deposit_vat.declared(window.deposit_vat_id, -vat),
        ],
        kind="refund",
        memo=f"{found.name_en} {reason}".strip(),
    )
    posting_id = post(
        act,
        entry_id,
        "refund",
        found,
        typed=amount,
        net=amount,
        amount=amount,
        window=window,
        reference=reference or reason,
    )
    if credits:
        issue_credit_note(act, posting_id, credits, reason, window.stay.guest.papers_language)
    return posting_id


def _taxed_part(window: FolioWindow, credit: Decimal, amount: Decimal) -> tuple[list[Credit], Decimal]:
    """What of a refund of ``amount`` comes out of a taxed deposit, and its VAT, baht.

    Charges use up the deposit first; of the credit that remains, other payments are given back first.
    """
    declared = deposit_vat.left(window.deposit_vat_id)
    if not declared:
        return [], ZERO
    unspent = min(credit, max(_deposits_less_charges(window) - credited_on(window), ZERO))
    taxed = unspent - min(credit - amount, unspent)
    return credits_for(invoices_on(window), taxed, declared)


def _deposits_less_charges(window: FolioWindow) -> Decimal:
    moved = Posting.kind == "deposit moved"
    charged = TransactionCode.kind == "revenue"
    total = (
        Posting.select(fn.SUM(Posting.amount))
        .join(TransactionCode)
        .where((Posting.window == window) & (moved | charged))
        .scalar()
    )
    return -money(total)


def deposit_ledger() -> Account:
    return Account.get(Account.subledger == "deposit")


@operation("pay")
def take_deposit(
    act: Act,
    reservation_id: int,
    method: str,
    amount: Decimal,
    *,
    tendered: Decimal | None = None,
    reference: str = "",
    language: str | None = None,
    payee: str = "",
    address: str = "",
    tax_id: str = "",
    branch: str = "",
) -> int:
    """Take a deposit of ``amount`` baht before arrival; the receipt's id. It is owed to the guest, never revenue.

    Part of the price, it is taxed the day it comes: the receipt is a tax invoice too, made out to ``payee`` (empty:
    the guest). Money against damage is ``take_security``.
    Refused: NO_METHOD, NOT_POSITIVE, NOT_RESERVED (no stay of it is still to come), TENDERED_TOO_LITTLE, NO_TAX_RATE,
    TAX_ID, BRANCH, NO_BUYER, NO_ADDRESS.
    """
    amount = above_zero(amount)
    found = payment_method(method)
    reference = words(reference, "reference")
    check_tendered(amount, tendered)
    buyer = checked_buyer(payee, address, tax_id, branch)
    reservation = Reservation.get_by_id(reservation_id)
    stay = Stay.select().where((Stay.reservation == reservation) & (Stay.state == "reserved")).first()
    if stay is None:
        raise Refused(
            "NOT_RESERVED", "A deposit is taken before arrival; post a payment on the folio instead."
        )
    control = deposit_ledger()
    if reservation.deposit_id is None:
        label = f"{stay.guest.name('en')} {reservation.confirmation}"
        act.update(reservation, deposit=open_subaccount(control, label, ceiling=ZERO))
    vat = deposit_vat.vat_in(act.property, amount, act.business_date)
    entry_id = write_entry(
        act,
        [
            NewLine(found.account_id, amount, item=found.code),
            NewLine(control.id, -amount, reservation.deposit_id, item=found.code),
            *deposit_vat.declared(deposit_vat.part_of_reservation(act, reservation) if vat else None, vat),
        ],
        kind="deposit",
        memo=f"{found.name_en} {reference}".strip(),
    )
    language = language or stay.guest.papers_language
    posting_id = post(
        act,
        entry_id,
        "deposit",
        found,
        typed=amount,
        net=-amount,
        amount=-amount,
        reservation=reservation,
        reference=reference,
    )
    return issue_receipt(act, posting_id, language, tendered, vat, buyer)


def _check_held(reservation: Reservation, amount: Decimal) -> None:
    held = deposit_of(reservation)
    if amount > held:
        raise Refused("MORE_THAN_IS_LEFT", "Only {left} is left.", field="amount", left=held)


@operation("cancel_penalty")
def refund_deposit(act: Act, reservation_id: int, method: str, amount: Decimal, reason: str) -> int:
    """Give back ``amount`` baht of a deposit, with a credit note on its tax invoice; the posting's id.

    Refused: MORE_THAN_IS_LEFT, NO_REASON.
    """
    amount = above_zero(amount)
    reason = said(reason)
    found = payment_method(method)
    reservation = Reservation.get_by_id(reservation_id)
    _check_held(reservation, amount)
    declared = deposit_vat.left(reservation.deposit_vat_id)
    whole = amount == deposit_of(reservation)
    credits, vat = credits_for(invoices_of([reservation.id]), amount, declared, whole=whole)
    entry_id = write_entry(
        act,
        [
            NewLine(deposit_ledger().id, amount, reservation.deposit_id, item=found.code),
            NewLine(found.account_id, -amount, item=found.code),
            *deposit_vat.declared(reservation.deposit_vat_id, -vat),
        ],
        kind="deposit refund",
        memo=f"{found.name_en} {reason}".strip(),
    )
    posting_id = post(
        act,
        entry_id,
        "deposit refund",
        found,
        typed=amount,
        net=amount,
        amount=amount,
        reservation=reservation,
        reference=reason,
    )
    if credits:
        guest = stay_of_reservation(reservation.id).guest
        issue_credit_note(act, posting_id, credits, reason, guest.papers_language)
    return posting_id


@operation("cancel_penalty")
def keep_deposit(
    act: Act,
    reservation_id: int,
    amount: Decimal,
    reason: str,
    code: str = "FORF",
    revenue_date: datetime.date | None = None,
) -> int:
    """Forfeit ``amount`` baht of a deposit to cancellation revenue (not rooms revenue), taxes inside; the posting's id.

    The VAT declared when the deposit came is used up first. Refused: MORE_THAN_IS_LEFT, NO_REASON, NO_CODE.
    """
    amount = above_zero(amount)
    reason = said(reason)
    found = transaction_code(code)
    if found.kind != "revenue":
        raise Refused("NO_CODE", "There is no transaction code {code}.", field="code", code=code)
    reservation = Reservation.get_by_id(reservation_id)
    _check_held(reservation, amount)
    parts = parts_of(found, amount, inclusive=True, date=act.business_date)
    from models.front_office.folios import _accounts_of

    accounts = _accounts_of([child for child, _ in parts.children])
    declared = deposit_vat.left(reservation.deposit_vat_id)
    # The last of the deposit takes with it what rounding has left of its tax.
    used = declared if amount == deposit_of(reservation) else min(deposit_vat.vat_child(parts), declared)
    entry_id = write_entry(
        act,
        [
            NewLine(deposit_ledger().id, amount, reservation.deposit_id, item=found.code),
            NewLine(found.account_id, -parts.net, item=found.code),
            *(NewLine(accounts[child], -part, item=child) for child, part in parts.children),
            *deposit_vat.declared(reservation.deposit_vat_id, -used),
        ],
        kind="forfeiture",
        memo=f"{found.name_en} {reason}".strip(),
    )
    return post(
        act,
        entry_id,
        "forfeiture",
        found,
        typed=amount,
        net=parts.net,
        amount=amount,
        inclusive=True,
        reservation=reservation,
        reference=reason,
        revenue_date=revenue_date,
    )


def move_deposit_to_folio(act: Act, stay: Stay, window: FolioWindow) -> None:
    """At check-in the whole deposit of the reservation becomes a credit of the folio."""
    reservation = stay.reservation
    held = deposit_of(reservation)
    if not held:
        return
    code = transaction_code("DEP")
    entry_id = write_entry(
        act,
        [
            NewLine(deposit_ledger().id, held, reservation.deposit_id, item=code.code),
            NewLine(guest_ledger().id, -held, window.subaccount_id, item=code.code),
            *_declared_goes_along(act, reservation, window),
        ],
        kind="deposit moved",
        memo=f"{reservation.confirmation} {stay.guest.name('en')}",
    )
    post(
        act,
        entry_id,
        "deposit moved",
        code,
        typed=held,
        net=held,
        amount=held,
        reservation=reservation,
    )
    post(act, entry_id, "deposit moved", code, typed=held, net=-held, amount=-held, window=window)


def _declared_goes_along(act: Act, reservation: Reservation, window: FolioWindow) -> list[NewLine]:
    vat = deposit_vat.left(reservation.deposit_vat_id)
    if not vat:
        return []
    return deposit_vat.moved(reservation.deposit_vat_id, deposit_vat.part_of_window(act, window), vat)


def move_deposit_back(act: Act, stay: Stay, window: FolioWindow) -> Decimal:
    """Undo of ``move_deposit_to_folio`` when a check-in of today is undone; the amount moved, baht."""
    held = max(-window_balance(window.id), ZERO)
    if not held or stay.reservation.deposit_id is None:
        return ZERO
    code = transaction_code("DEP")
    vat = deposit_vat.left(window.deposit_vat_id)
    entry_id = write_entry(
        act,
        [
            NewLine(guest_ledger().id, held, window.subaccount_id, item=code.code),
            NewLine(deposit_ledger().id, -held, stay.reservation.deposit_id, item=code.code),
            *deposit_vat.moved(window.deposit_vat_id, stay.reservation.deposit_vat_id, vat),
        ],
        kind="deposit moved",
        memo=f"{stay.reservation.confirmation} {stay.guest.name('en')}",
    )
    post(
        act,
        entry_id,
        "deposit moved",
        code,
        typed=held,
        net=-held,
        amount=-held,
        reservation=stay.reservation,
    )
    post(act, entry_id, "deposit moved", code, typed=held, net=held, amount=held, window=window)
    return held


def close_windows(act: Act, stay: Stay) -> None:
    """What was declared on a deposit and is left, by rounding or by charges without VAT, is no longer ahead of use."""
    from models.front_office.invoicing import invoices_at_check_out

    invoices_at_check_out(act, stay)
    for window in FolioWindow.select().where(FolioWindow.stay == stay):
        vat = deposit_vat.left(window.deposit_vat_id)
        if vat:
            lines = deposit_vat.declared(window.deposit_vat_id, -vat)
            write_entry(
                act, lines, kind=deposit_vat.RELEASE, memo=f"{stay.reservation.confirmation} check-out"
            )
        close_subaccount(window.subaccount_id)
        act.changed(window, {"closed": False}, {"closed": True})


def reopen_windows(act: Act, stay: Stay) -> None:
    for window in FolioWindow.select().where(FolioWindow.stay == stay):
        reopen_subaccount(window.subaccount_id)
        act.changed(window, {"closed": True}, {"closed": False})
