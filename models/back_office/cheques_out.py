"""Cheques the hotel writes: numbers out of its books, each used once, spoiled leaves kept, stopped ones replaced."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from models.back_office.bank_accounts import (
    BankAccount,
    ChequeBook,
    book_of,
    cheque_number,
    open_bank_account,
)
from models.back_office.cheques import (
    BOUNCED,
    CANCELLED,
    ISSUED,
    OUT,
    REPLACED,
    SPOILED,
    STOPPED,
    UNPAID_OUT,
    Cheque,
    cheque_in_state,
    must_be_in,
)
from models.back_office.posting_accounts import account_for
from models.house.acts import Act, operation
from models.house.inputs import above_zero, said, words
from models.house.refusals import Refused

ZERO = Decimal("0.00")


def register_cheque_out(
    act: Act,
    *,
    entry_id: int,
    bank_account_id: int,
    number: str,
    date: datetime.date,
    payee: str,
    amount: Decimal,
    ac_payee: bool = False,
) -> int:
    """A cheque issued, ``amount`` baht, which the entry credited to cheques issued; its id. ``ac_payee``: it is crossed.

    Refused: NO_BANK_ACCOUNT, BANK_ACCOUNT_CLOSED, CHEQUE_NUMBER, CHEQUE_NOT_IN_BOOK (the account has books, none with
    this number), CHEQUE_USED, NO_PAYEE, NOT_POSITIVE.
    """
    bank = open_bank_account(bank_account_id)
    payee = words(payee, "payee")
    if not payee:
        raise Refused("NO_PAYEE", "To whom is the cheque payable?", field="payee")
    values = {
        "party": payee, "amount": above_zero(amount), "state": ISSUED, "entry": entry_id, "ac_payee": ac_payee,
    }  # fmt: skip
    return _enter(act, bank, number, date, values)


def _enter(act: Act, bank: BankAccount, number: str, date: datetime.date, values: dict[str, object]) -> int:
    number = free_number(bank, number)
    row = act.create(
        Cheque, direction=OUT, bank_account=bank.id, bank=bank.bank, number=number, date=date, since=act.business_date,
        taken_on=act.business_date, held_on=account_for("cheques_issued").id, **values,
    )  # fmt: skip
    return int(row.id)


def free_number(bank: BankAccount, number: str, field: str = "number") -> str:
    """The number of a leaf that is still in the book. Refused: CHEQUE_NUMBER, CHEQUE_USED, CHEQUE_NOT_IN_BOOK."""
    number = cheque_number(number, field)
    used = (Cheque.direction == OUT) & (Cheque.bank_account == bank) & (Cheque.number == number)
    if Cheque.get_or_none(used):
        raise Refused("CHEQUE_USED", "Cheque {number} has been used already.", field=field, number=number)
    has_books = ChequeBook.get_or_none(ChequeBook.bank_account == bank) is not None
    if has_books and book_of(bank.id, number) is None:
        raise Refused(
            "CHEQUE_NOT_IN_BOOK", "No cheque book has the number {number}.", field=field, number=number
        )
    return number


def next_number(bank_account_id: int) -> str:
    """The number after the highest used of the oldest book with leaves left; empty without one."""
    for book in ChequeBook.select().where(ChequeBook.bank_account == bank_account_id).order_by(ChequeBook.id):
        used = [int(number) for number in _used(book)]
        following = max(used, default=book.first - 1) + 1
        if following <= book.last:
            return f"{following:0{book.width}d}"
    return ""


def _used(book: ChequeBook) -> list[str]:
    rows = Cheque.select(Cheque.number).where(
        (Cheque.direction == OUT)
        & (Cheque.bank_account == book.bank_account_id)
        & Cheque.number.between(f"{book.first:0{book.width}d}", f"{book.last:0{book.width}d}")
    )
    return [number for (number,) in rows.tuples() if len(number) == book.width]


@dataclass(frozen=True)
class Gap:
    """Leaves of a book that were passed over: neither issued nor spoiled, though a later one was."""

    bank_account_id: int
    first: str
    last: str
    key: tuple[int, str]


def gaps() -> list[Gap]:
    """By bank account and number. A leaf that is missing is either spoiled, which is entered, or gone astray."""
    return [gap for book in ChequeBook.select().order_by(ChequeBook.id) for gap in _gaps_of(book)]


def _gaps_of(book: ChequeBook) -> Iterator[Gap]:
    before = book.first - 1
    for used in sorted(int(number) for number in _used(book)):
        if used > before + 1:
            first, last = (f"{n:0{book.width}d}" for n in (before + 1, used - 1))
            yield Gap(book.bank_account_id, first, last, (book.bank_account_id, first))
        before = used


@operation("journal")
def spoil_cheque(act: Act, bank_account_id: int, number: str, reason: str) -> int:
    """A leaf that was spoiled before it was issued keeps its number; the id of its row.

    Refused: NO_REASON, NO_BANK_ACCOUNT, BANK_ACCOUNT_CLOSED, CHEQUE_NUMBER, CHEQUE_USED, CHEQUE_NOT_IN_BOOK.
    """
    bank = open_bank_account(bank_account_id)
    values = {"party": "", "amount": ZERO, "state": SPOILED, "note": said(reason)}
    return _enter(act, bank, number, act.business_date, values)


@operation("journal")
def stop_cheque(act: Act, cheque_id: int, reason: str) -> None:
    """The bank was told not to pay it. The payee is still owed: replace it, or take the payment back.

    Refused: CHEQUE_AWAY, NO_REASON.
    """
    act.update(
        cheque_in_state(cheque_id, OUT, ISSUED), state=STOPPED, since=act.business_date, note=said(reason)
    )


@operation("journal")
def cancel_cheque(act: Act, cheque_id: int, reason: str) -> None:
    """The cheque came back and is void. Refused: CHEQUE_AWAY, NO_REASON."""
    row = cheque_in_state(cheque_id, OUT, *UNPAID_OUT)
    act.update(row, state=CANCELLED, since=act.business_date, note=said(reason))


def cheque_out_taken_back(act: Act, entry_id: int, reversal_entry_id: int, reason: str) -> None:
    """The payment of an entry was taken back: its cheque, or the one that replaced it, is void.

    Refused: CHEQUE_AWAY (the bank has paid it).
    """
    of_payment = (Cheque.direction == OUT) & (Cheque.entry == entry_id) & (Cheque.state != REPLACED)
    for row in Cheque.select().where(of_payment).order_by(Cheque.id):
        must_be_in(row, *UNPAID_OUT)
        act.update(row, state=CANCELLED, since=act.business_date, note=reason, ended_entry=reversal_entry_id)


@operation("journal")
def replace_cheque_out(act: Act, cheque_id: int, number: str, date: datetime.date) -> int:
    """Another cheque of the same amount for the same payee, out of the same account; its id. No money moves.

    Refused: CHEQUE_AWAY, PAYMENT_TAKEN_BACK, and as ``register_cheque_out``.
    """
    old = cheque_in_state(cheque_id, OUT, ISSUED, BOUNCED, STOPPED, CANCELLED)
    if old.ended_entry_id is not None:
        raise Refused(
            "PAYMENT_TAKEN_BACK", "The payment of cheque {cheque} was taken back.", field="cheque", cheque=old.spoken
        )  # fmt: skip
    act.update(old, state=REPLACED, since=act.business_date)
    values = {
        "party": old.party, "amount": old.amount, "state": ISSUED, "entry": old.entry_id, "replaces": old.id,
        "ac_payee": old.ac_payee,
    }  # fmt: skip
    return _enter(act, open_bank_account(old.bank_account_id), number, date, values)
