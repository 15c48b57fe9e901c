"""Money in and out: payments with receipts, refunds, deposits before arrival."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
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
from models.front_office.open_folios import is_closed
from models.front_office.payment_legs import Checked, Leg, check_leg, write_leg
from models.front_office.payment_methods import VOUCHER, behaviour, payment_method, payment_methods
from models.front_office.receipts import checked_buyer, issue_receipt
from models.front_office.refund_legs import check_refund, legs_of_deposit, legs_of_window, post_refund
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
from models.house.inputs import above_zero, said
from models.house.refusals import Refused
from models.ledger.accounts import Account, close_subaccount, open_subaccount, reopen_subaccount
from models.ledger.balances import money
from models.ledger.entries import NewLine, write_entry

__all__ = [
    "keep_deposit", "payment_method", "payment_methods", "refund", "refund_deposit", "take_deposit", "take_deposits",
    "take_payment", "take_payments",
]  # fmt: skip

ZERO = Decimal("0.00")
LAST_SATANGS = Decimal("0.05")


def check_in_house(stay: Stay) -> None:
    if is_closed(stay):
        raise Refused("WINDOW_CLOSED", "The guest has checked out; the folio is closed.")
    if stay.state not in (IN_HOUSE, CHECKED_OUT):
        raise Refused(
            "NOT_IN_HOUSE", "This stay is {state}.", state=STATES[stay.state], jump=f"stay {stay.id}"
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
    """Take ``amount`` baht on a window by a way that asks for no more than a reference; the receipt's id.
    ``tendered``: cash handed over, the rest is change. Refused as ``take_payments``."""
    leg = Leg(method, amount, tendered, reference)
    return take_payments(act, window_id, [leg], language=language)[0]


@operation("pay")
def take_payments(act: Act, window_id: int, legs: Sequence[Leg], *, language: str | None = None) -> list[int]:
    """Take money on a window by one way or several at once, all or nothing; the receipts' ids, one for each leg of
    money (what goes to the city ledger has none).

    Refused: NO_LEGS, WINDOW_CLOSED, NOT_IN_HOUSE, VOUCHER_EXCESS, and as ``check_leg`` and ``settle``.
    """
    window = FolioWindow.get_by_id(window_id)
    receipts = []
    for leg in _some(legs):
        if leg.account_id is not None:
            _settle(act, window_id, leg)
            continue
        checked = check_leg(act.now, leg)
        check_in_house(window.stay)
        due = max(window_balance(window_id), ZERO)
        if behaviour(checked.code).way == VOUCHER and checked.amount > due:
            raise Refused(
                "VOUCHER_EXCESS", "Only {due} is due; what a voucher is worth beyond it is not paid out.",
                field="amount", due=due,
            )  # fmt: skip
        credit = NewLine(guest_ledger().id, -checked.amount, window.subaccount_id, item=checked.code.code)
        posting_id = write_leg(act, checked, "payment", [credit], window=window)
        receipts.append(
            issue_receipt(act, posting_id, language or window.stay.guest.papers_language, checked.tendered)
        )
    return receipts


def _settle(act: Act, window_id: int, leg: Leg) -> None:
    """The leg that nobody pays today: it goes to an account of the city ledger, without a receipt."""
    from models.front_office.city_ledger import settle

    assert leg.account_id is not None
    settle(act, window_id, leg.account_id, above_zero(leg.amount), leg.reference)


def _some(legs: Sequence[Leg]) -> Sequence[Leg]:
    if not legs:
        raise Refused("NO_LEGS", "Nothing has been paid yet.")
    return legs


@operation("pay")
def refund(
    act: Act,
    window_id: int,
    method: str,
    amount: Decimal,
    reason: str,
    reference: str = "",
    *,
    of: int | None = None,
    notes: Decimal | None = None,
) -> int:
    """Give back ``amount`` baht of a window's credit, ``of`` a payment where one is named; the posting's id. What comes
    out of a taxed deposit gets a credit note. ``notes``: how much of a payment in foreign notes.

    Refused: MORE_THAN_IS_LEFT, NO_REASON, and as ``check_refund``.
    """
    reason = said(reason)
    window = FolioWindow.get_by_id(window_id)
    check_in_house(window.stay)
    back = check_refund(act, method, amount, of, notes, legs_of_window(window_id) if of else ())
    amount = back.amount
    credit = max(-window_balance(window_id), ZERO)
    if amount > credit:
        field = "amount" if notes is None else "notes"
        raise Refused("MORE_THAN_IS_LEFT", "Only {left} is left.", field=field, left=credit)
    credits, vat = _taxed_part(window, credit, amount)
    entry_id = write_entry(
        act,
        [
            NewLine(guest_ledger().id, amount, window.subaccount_id, item=back.code.code),
            *back.credits,
            *deposit_vat.declared(window.deposit_vat_id, -vat),
        ],
        kind="refund",
        memo=f"{back.code.name_en} {reason}".strip(),
    )
    posting_id = post_refund(act, back, entry_id, "refund", reference or reason, window=window)
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
    ahead = max(_deposits_less_charges(window) - credited_on(window), ZERO)
    unspent = min(credit, ahead)
    taxed = unspent - min(credit - amount, unspent)
    invoices = invoices_on(window)
    credits, vat = credits_for(invoices, taxed, declared)
    if (
        taxed == ahead and ZERO < declared - vat <= LAST_SATANGS
    ):  # what rounding has left goes with the last of it
        return credits_for(invoices, taxed, declared, whole=True)
    return credits, vat


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
    """Take a deposit of ``amount`` baht before arrival by one way; the receipt's id. Refused as ``take_deposits``."""
    leg = Leg(method, amount, tendered, reference)
    return take_deposits(
        act,
        reservation_id,
        [leg],
        language=language,
        payee=payee,
        address=address,
        tax_id=tax_id,
        branch=branch,
    )[0]


@operation("pay")
def take_deposits(
    act: Act,
    reservation_id: int,
    legs: Sequence[Leg],
    *,
    language: str | None = None,
    payee: str = "",
    address: str = "",
    tax_id: str = "",
    branch: str = "",
) -> list[int]:
    """Take a deposit before arrival, one receipt for each leg; their ids. It is owed to the guest, never revenue.

    Part of the price, it is taxed the day it comes: the receipt is a tax invoice too, made out to ``payee`` (empty:
    the guest). Money against damage is ``take_security``.
    Refused: NO_LEGS, NOT_RESERVED (no stay of it is still to come), NO_TAX_RATE, TAX_ID, BRANCH, NO_BUYER, NO_ADDRESS,
    and as ``check_leg``.
    """
    buyer = checked_buyer(payee, address, tax_id, branch)
    reservation = Reservation.get_by_id(reservation_id)
    stay = Stay.select().where((Stay.reservation == reservation) & (Stay.state == "reserved")).first()
    receipts = []
    for leg in _some(legs):
        checked = check_leg(act.now, leg)
        if stay is None:
            raise Refused(
                "NOT_RESERVED", "A deposit is taken before arrival; post a payment on the folio instead."
            )
        posting_id, vat = _deposit(act, reservation, stay, checked)
        receipts.append(
            issue_receipt(
                act, posting_id, language or stay.guest.papers_language, checked.tendered, vat, buyer
            )
        )
    return receipts


def _deposit(act: Act, reservation: Reservation, stay: Stay, leg: Checked) -> tuple[int, Decimal]:
    """The posting's id and the VAT in it."""
    control = deposit_ledger()
    if reservation.deposit_id is None:
        label = f"{stay.guest.name('en')} {reservation.confirmation}"
        act.update(reservation, deposit=open_subaccount(control, label, ceiling=ZERO))
    vat = deposit_vat.vat_in(act.property, leg.amount, act.business_date)
    credits = [
        NewLine(control.id, -leg.amount, reservation.deposit_id, item=leg.code.code),
        *deposit_vat.declared(deposit_vat.part_of_reservation(act, reservation) if vat else None, vat),
    ]
    return write_leg(act, leg, "deposit", credits, reservation=reservation), vat


def _check_held(reservation: Reservation, amount: Decimal) -> None:
    held = deposit_of(reservation)
    if amount > held:
        raise Refused("MORE_THAN_IS_LEFT", "Only {left} is left.", field="amount", left=held)


@operation("cancel_penalty")
def refund_deposit(
    act: Act,
    reservation_id: int,
    method: str,
    amount: Decimal,
    reason: str,
    *,
    of: int | None = None,
    notes: Decimal | None = None,
) -> int:
    """Give back ``amount`` baht of a deposit, with a credit note on its tax invoice; the posting's id.

    Refused: MORE_THAN_IS_LEFT, NO_REASON, and as ``check_refund``.
    """
    reason = said(reason)
    reservation = Reservation.get_by_id(reservation_id)
    back = check_refund(act, method, amount, of, notes, legs_of_deposit(reservation_id) if of else ())
    amount = back.amount
    _check_held(reservation, amount)
    declared = deposit_vat.left(reservation.deposit_vat_id)
    whole = amount == deposit_of(reservation)
    credits, vat = credits_for(invoices_of([reservation.id]), amount, declared, whole=whole)
    entry_id = write_entry(
        act,
        [
            NewLine(deposit_ledger().id, amount, reservation.deposit_id, item=back.code.code),
            *back.credits,
            *deposit_vat.declared(reservation.deposit_vat_id, -vat),
        ],
        kind="deposit refund",
        memo=f"{back.code.name_en} {reason}".strip(),
    )
    posting_id = post_refund(act, back, entry_id, "deposit refund", reason, reservation=reservation)
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
    from models.front_office.folios import accounts_of

    accounts = accounts_of([child for child, _ in parts.children])
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
    from models.front_office.unused_deposits import credit_unused

    invoices_at_check_out(act, stay)
    for window in FolioWindow.select().where(FolioWindow.stay == stay):
        vat = deposit_vat.left(window.deposit_vat_id)
        if vat:
            credit_unused(act, window, vat)
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
