"""Money in and out: payments with receipts, refunds, deposits before arrival."""

from __future__ import annotations

from decimal import Decimal

from peewee import ForeignKeyField, IntegerField, TextField

from models.front_office.codes import TransactionCode, parts_of, transaction_code
from models.front_office.folios import FolioWindow, Posting, guest_ledger, post, window_balance
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, STATES, Reservation, Stay, deposit_of
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import above_zero, checked, said, words
from models.house.property import document_number
from models.house.refusals import Refused
from models.ledger.accounts import Account, close_subaccount, open_subaccount, reopen_subaccount
from models.ledger.entries import NewLine, write_entry

ZERO = Decimal("0.00")


class Receipt(Base):
    """A numbered receipt. ``paper`` is the document as it was first printed; a void keeps number and words."""

    number = TextField(unique=True)
    posting = ForeignKeyField(Posting, backref="receipts")
    language = TextField()
    tendered = MoneyField(null=True)
    paper = TextField()
    prints = IntegerField(default=0)


def _method(code: str) -> TransactionCode:
    found = transaction_code(code)
    if found.kind != "payment" or not found.active:
        raise Refused("NO_METHOD", "{code} is not a way to pay.", field="method", code=code)
    return found


def payment_methods() -> list[TransactionCode]:
    return list(
        TransactionCode.select()
        .where((TransactionCode.kind == "payment") & TransactionCode.active)
        .order_by(TransactionCode.id)
    )


def _check_in_house(stay: Stay) -> None:
    if stay.state == CHECKED_OUT:
        raise Refused("WINDOW_CLOSED", "The guest has checked out; the folio is closed.")
    if stay.state != IN_HOUSE:
        raise Refused(
            "NOT_IN_HOUSE", "This stay is {state}.", state=STATES[stay.state], jump=f"stay {stay.id}"
        )


def _check_tendered(amount: Decimal, tendered: Decimal | None) -> None:
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
    found = _method(method)
    window = FolioWindow.get_by_id(window_id)
    reference = words(reference, "reference")
    _check_in_house(window.stay)
    _check_tendered(amount, tendered)
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
    """Give back ``amount`` baht of a window's credit; the posting's id. Refused: MORE_THAN_IS_LEFT, NO_REASON."""
    amount = above_zero(amount)
    reason = said(reason)
    found = _method(method)
    window = FolioWindow.get_by_id(window_id)
    _check_in_house(window.stay)
    credit = max(-window_balance(window_id), ZERO)
    if amount > credit:
        raise Refused("MORE_THAN_IS_LEFT", "Only {left} is left.", field="amount", left=credit)
    entry_id = write_entry(
        act,
        [
            NewLine(guest_ledger().id, amount, window.subaccount_id, item=found.code),
            NewLine(found.account_id, -amount, item=found.code),
        ],
        kind="refund",
        memo=f"{found.name_en} {reason}".strip(),
    )
    return post(
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
) -> int:
    """Take a deposit of ``amount`` baht before arrival; the receipt's id. It is owed to the guest, never revenue.

    Refused: NO_METHOD, NOT_POSITIVE, NOT_RESERVED (no stay of it is still to come), TENDERED_TOO_LITTLE.
    """
    amount = above_zero(amount)
    found = _method(method)
    reference = words(reference, "reference")
    _check_tendered(amount, tendered)
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
    entry_id = write_entry(
        act,
        [
            NewLine(found.account_id, amount, item=found.code),
            NewLine(control.id, -amount, reservation.deposit_id, item=found.code),
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
    return issue_receipt(act, posting_id, language, tendered)


def _check_held(reservation: Reservation, amount: Decimal) -> None:
    held = deposit_of(reservation)
    if amount > held:
        raise Refused("MORE_THAN_IS_LEFT", "Only {left} is left.", field="amount", left=held)


@operation("cancel_penalty")
def refund_deposit(act: Act, reservation_id: int, method: str, amount: Decimal, reason: str) -> int:
    """Give back ``amount`` baht of a deposit; the posting's id. Refused: MORE_THAN_IS_LEFT, NO_REASON."""
    amount = above_zero(amount)
    reason = said(reason)
    found = _method(method)
    reservation = Reservation.get_by_id(reservation_id)
    _check_held(reservation, amount)
    entry_id = write_entry(
        act,
        [
            NewLine(deposit_ledger().id, amount, reservation.deposit_id, item=found.code),
            NewLine(found.account_id, -amount, item=found.code),
        ],
        kind="deposit refund",
        memo=f"{found.name_en} {reason}".strip(),
    )
    return post(
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


@operation("cancel_penalty")
def keep_deposit(act: Act, reservation_id: int, amount: Decimal, reason: str, code: str = "FORF") -> int:
    """Forfeit ``amount`` baht of a deposit to cancellation revenue (not rooms revenue), taxes inside; the posting's id."""
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
    entry_id = write_entry(
        act,
        [
            NewLine(deposit_ledger().id, amount, reservation.deposit_id, item=found.code),
            NewLine(found.account_id, -parts.net, item=found.code),
            *(NewLine(accounts[child], -part, item=child) for child, part in parts.children),
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


def move_deposit_back(act: Act, stay: Stay, window: FolioWindow) -> Decimal:
    """Undo of ``move_deposit_to_folio`` when a check-in of today is undone; the amount moved, baht."""
    held = max(-window_balance(window.id), ZERO)
    if not held or stay.reservation.deposit_id is None:
        return ZERO
    code = transaction_code("DEP")
    entry_id = write_entry(
        act,
        [
            NewLine(guest_ledger().id, held, window.subaccount_id, item=code.code),
            NewLine(deposit_ledger().id, -held, stay.reservation.deposit_id, item=code.code),
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


def issue_receipt(act: Act, posting_id: int, language: str, tendered: Decimal | None = None) -> int:
    """Draw the next receipt number (gap-free, per Buddhist year) and keep the paper as printed; the receipt's id."""
    from models.front_office.papers import paper_as_json, receipt_paper

    number = document_number("R", act.business_date)
    paper = receipt_paper(act.property, Posting.get_by_id(posting_id), number, language, tendered)
    row = act.create(
        Receipt,
        number=number,
        posting=posting_id,
        language=language,
        tendered=tendered,
        paper=paper_as_json(paper),
    )
    return int(row.id)


@operation(None)
def count_print(act: Act, receipt_id: int) -> int:
    """A receipt went to paper; how often now. From the second time on it says copy."""
    receipt = Receipt.get_by_id(receipt_id)
    act.update(receipt, prints=receipt.prints + 1)
    return int(receipt.prints)


def close_windows(act: Act, stay: Stay) -> None:
    for window in FolioWindow.select().where(FolioWindow.stay == stay):
        close_subaccount(window.subaccount_id)
        act.changed(window, {"closed": False}, {"closed": True})


def reopen_windows(act: Act, stay: Stay) -> None:
    for window in FolioWindow.select().where(FolioWindow.stay == stay):
        reopen_subaccount(window.subaccount_id)
        act.changed(window, {"closed": True}, {"closed": False})


def receipt_by_number(number: str) -> Receipt:
    return Receipt.get(Receipt.number == number)


def is_void(receipt: Receipt) -> bool:
    """Whether the payment of the receipt was taken back; the receipt keeps its number."""
    return Posting.get_or_none(Posting.corrects == receipt.posting_id) is not None
