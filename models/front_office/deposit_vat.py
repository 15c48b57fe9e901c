"""VAT of money received ahead: a deposit that is part of the price is taxed when it is received.

Tax point of a service: payment, invoice or use, whichever is first (Revenue Code s.78/1; ป.73/2541). So a deposit
declares its VAT the day it comes: credit output VAT, debit *output VAT declared on deposits*, a control account
with one part for each reservation (while the deposit is held) and one for each folio window it moved to. What is
charged afterwards uses up what was declared, in the same entry, so that tax is due once. No part falls below zero;
the database holds it. The pairs stand on no transaction code: folios and their parts show the charge as it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from peewee import fn

from models.front_office.codes import Parts, TransactionCode, parts_of, rules_on, transaction_code
from models.house.acts import Act
from models.house.property import Property
from models.ledger.accounts import Account, SubaccountBalance, open_subaccount, subaccount_balance
from models.ledger.balances import money
from models.ledger.entries import Entry, Line, NewLine

if TYPE_CHECKING:
    from models.front_office.folios import FolioWindow
    from models.front_office.reservations import Reservation

ZERO = Decimal("0.00")
VAT = "VAT"
MEMO = "VAT of deposit"
"""Marks the pair in an entry that is about something else."""
MOVED_BY = ("deposit moved", "refund")
RELEASE = "deposit vat"
"""The kind of the entry that lets go what is left at check-out; it has no posting."""
ROOM = "ROOM"
"""A deposit is part of the price of the room: taxed as the room is."""


def vat_in(hotel: Property, amount: Decimal, date: datetime.date) -> Decimal:
    """Baht of VAT in a deposit of ``amount``, at the rate of ``date`` (total × 7/107, half up); zero where the hotel
    is not registered, or has no tax number to write an invoice with. Refused: NO_TAX_RATE."""
    if not hotel.tax_id:
        return ZERO
    return vat_child(parts_of(transaction_code(ROOM), amount, inclusive=True, date=date))


def vat_rate(date: datetime.date) -> Fraction:
    """7/100 where VAT is seven percent; zero where the hotel is not registered."""
    return next(
        (rule.rate for rule in rules_on(transaction_code(ROOM), date) if rule.child == VAT), Fraction(0)
    )


def vat_child(parts: Parts) -> Decimal:
    return sum((amount for child, amount in parts.children if child == VAT), ZERO)


def left(subaccount_id: int | None) -> Decimal:
    """Baht declared ahead on a part and not used up yet."""
    return subaccount_balance(subaccount_id) if subaccount_id else ZERO


def part_of_reservation(act: Act, reservation: Reservation) -> int:
    if reservation.deposit_vat_id is None:
        part = open_subaccount(_declared_ledger(), f"VAT {reservation.confirmation}", floor=ZERO)
        act.update(reservation, deposit_vat=part)
    return int(reservation.deposit_vat_id)


def part_of_window(act: Act, window: FolioWindow) -> int:
    if window.deposit_vat_id is None:
        label = f"VAT {window.stay.reservation.confirmation} #{window.stay_id}.{window.number}"
        act.update(window, deposit_vat=open_subaccount(_declared_ledger(), label, floor=ZERO))
    return int(window.deposit_vat_id)


def declared(part: int | None, vat: Decimal, accounts: tuple[int, int] | None = None) -> list[NewLine]:
    """VAT is due now on money received ahead; with a minus, what was declared is used up or taken back."""
    if not vat or part is None:
        return []
    ledger, output = accounts or _accounts()
    return [NewLine(ledger, vat, part, memo=MEMO), NewLine(output, -vat, memo=MEMO)]


def brought_forward(part: int | None, vat: Decimal) -> list[NewLine]:
    """What another program has declared already: ready to be used up, and not due again."""
    return [NewLine(_declared_ledger().id, vat, part)] if vat else []


@dataclass
class Ahead:
    """VAT on a window with a part, baht: ``declared`` with its deposits, ``charged`` on it since, ``left`` on the part;
    ``accounts``: what was declared, and the output VAT."""

    declared: Decimal
    charged: Decimal
    left: Decimal
    accounts: tuple[int, int]


def used_up(window: FolioWindow, parts: Parts, ahead: Ahead | None = None) -> list[NewLine]:
    """With a charge: as much of its VAT as was declared when the deposit came is not due again."""
    return weighed_anew(window, vat_child(parts), ahead)


def weighed_anew(window: FolioWindow, more: Decimal, ahead: Ahead | None = None) -> list[NewLine]:
    """With ``more`` baht of charged VAT coming to the window (a minus leaves it): what is ahead of use from now on.

    ``ahead``: as it was read for many windows; it says afterwards what holds once the lines are written.
    """
    part = window.deposit_vat_id
    if part is None:
        return []
    ahead = ahead or ahead_on([window])[window.id]
    due = max(ahead.declared - ahead.charged - more, ZERO)
    lines = declared(part, due - ahead.left, ahead.accounts)
    ahead.charged += more
    ahead.left = due
    return lines


def ahead_on(windows: Sequence[FolioWindow]) -> dict[int, Ahead]:
    """Of those of the windows that have a part, by id."""
    having = [window for window in windows if window.deposit_vat_id is not None]
    if not having:
        return {}
    came, charged = _declared_on(having), _charged_on([window.id for window in having])
    parts = SubaccountBalance.select().where(SubaccountBalance.id << [w.deposit_vat_id for w in having])
    left = {part.id: part.balance for part in parts}
    accounts = _accounts()
    return {
        w.id: Ahead(came[w.id], charged.get(w.id, ZERO), left[w.deposit_vat_id], accounts) for w in having
    }


def in_reverse(window: FolioWindow | None, entry_id: int, lines: Sequence[NewLine]) -> list[NewLine]:
    """The mirror of an entry on a window with what is ahead weighed anew: VAT that a charge had used up is ahead again
    only as far as no other charge needs it."""
    part = window.deposit_vat_id if window else None
    if window is None or part is None:
        return list(lines)
    kept = [line for line in lines if line.memo != MEMO]
    taken_back = sum((line.amount for line in kept if line.item == VAT), ZERO)
    declared_then = _declared_on([window])[window.id] - _declared_by(part, entry_id)
    ahead = max(declared_then - _charged_on([window.id]).get(window.id, ZERO) + taken_back, ZERO)
    return [*kept, *declared(part, ahead - left(part))]


def _declared_on(windows: Sequence[FolioWindow]) -> dict[int, Decimal]:
    """What came to the windows with deposits, less what refunds that stand and credit notes without one took back."""
    from models.front_office.credit_notes import credited_without_refund

    taken_back = Entry.select(Entry.reverses).where(Entry.reverses.is_null(False))
    came = dict(
        Line.select(Line.subaccount, fn.SUM(Line.amount))
        .join(Entry)
        .where(
            (Line.subaccount << [window.deposit_vat_id for window in windows])
            & (Entry.kind << MOVED_BY)
            & Entry.id.not_in(taken_back)
        )
        .group_by(Line.subaccount)
        .tuples()
    )
    credited = credited_without_refund([window.id for window in windows])
    return {w.id: money(came.get(w.deposit_vat_id)) - credited.get(w.id, (ZERO, ZERO))[1] for w in windows}


def _declared_by(part: int, entry_id: int) -> Decimal:
    entry = Entry.get_by_id(entry_id)
    if entry.kind not in MOVED_BY:
        return ZERO
    on_it = (Line.entry == entry_id) & (Line.subaccount == part)
    return money(Line.select(fn.SUM(Line.amount)).where(on_it).scalar())


def _charged_on(window_ids: Sequence[int]) -> dict[int, Decimal]:
    """VAT of everything charged on the windows and moved to them, less corrections and what was moved away."""
    from models.front_office.folios import Posting, PostingPart

    mine = Posting.select(Posting.window, Posting.entry).where(Posting.window << list(window_ids)).distinct()
    charged = (
        Line.select(mine.c.window_id, fn.SUM(Line.amount))
        .join(mine, on=(Line.entry == mine.c.entry_id))
        .where(Line.item == VAT)
        .group_by(mine.c.window_id)
        .tuples()
    )
    moved_here = (
        PostingPart.select(Posting.window, fn.SUM(PostingPart.amount))
        .join(Posting)
        .switch(PostingPart)
        .join(TransactionCode)
        .where((Posting.window << list(window_ids)) & (TransactionCode.code == VAT))
        .group_by(Posting.window)
        .tuples()
    )
    sums = {window: money(total) for window, total in moved_here}
    for window, total in charged:
        sums[window] = sums.get(window, ZERO) - money(total)
    return sums


def moved(source: int | None, target: int | None, vat: Decimal) -> list[NewLine]:
    """The declared VAT goes where its deposit goes."""
    if not vat:
        return []
    ledger = _declared_ledger().id
    return [NewLine(ledger, vat, target), NewLine(ledger, -vat, source)]


def _declared_ledger() -> Account:
    return Account.get(Account.subledger == "deposit vat")


def _accounts() -> tuple[int, int]:
    return int(_declared_ledger().id), _output_vat()


def _output_vat() -> int:
    return int(TransactionCode.get(TransactionCode.code == VAT).account_id)
