"""Closing a shift: count, see what was expected, book the difference, drop, leave a float, keep the report.

variance = counted − expected. The cash that is over or short is booked (52420) under the cashier's name; other methods
are counted by their slips, and a difference of these stands in the report alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from models.front_office.codes import TransactionCode
from models.front_office.till.drops import Bag, checked_bag, in_baht, put_away
from models.front_office.till.figures import Figure, figures, last_movement, standing_counts
from models.front_office.till.moving import CASH, Tender, record
from models.front_office.till.opening import OVER_AND_SHORT, OVER_SHORT, start, total_of
from models.front_office.till.tables import CashCount, CashierShift
from models.house.acts import Act, operation
from models.house.inputs import checked
from models.house.refusals import Refused
from models.house.staff import Staff, rights_of
from models.ledger.accounts import account
from models.ledger.entries import NewLine, write_entry

ZERO = Decimal("0.00")
CLOSE, HANDOVER, FORCED = "close", "handover", "forced"


@dataclass(frozen=True)
class Counted:
    """What was counted of one method in one currency: notes and coins as ``pieces`` (denomination → how many) or as a
    sum in ``amount``; of other methods the number of ``slips`` and their sum."""

    method: str
    currency: str
    amount: Decimal = ZERO
    slips: int = 0
    pieces: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return (
            total_of(self.pieces) if self.pieces else checked(self.amount, f"{self.method} {self.currency}")
        )


def open_one(shift_id: int) -> CashierShift:
    """Refused (``SHIFT_CLOSED``) when it has been closed."""
    shift: CashierShift = CashierShift.get_by_id(shift_id)
    if not shift.is_open:
        raise Refused("SHIFT_CLOSED", "This shift is closed. What comes late goes into the next one.")
    return shift


def own(act: Act, shift_id: int) -> CashierShift:
    """Refused: SHIFT_CLOSED, NOT_OWN_SHIFT."""
    shift = open_one(shift_id)
    if shift.staff_id != act.staff.id:
        raise Refused(
            "NOT_OWN_SHIFT", "This is the shift of {cashier}; only a forced close ends it.",
            jump=f"shift {shift_id}", cashier=shift.staff.login,
        )  # fmt: skip
    return shift


@operation("pay")
def count_shift(act: Act, shift_id: int, counts: Sequence[Counted]) -> int:
    """Confirm the count of one's own shift, before anything expected is shown; how many records. Each is kept for good.

    What the shift has and is not named counts as none. Refused: SHIFT_CLOSED, NOT_OWN_SHIFT, NOT_TAKEN (a method or
    currency this shift has not), NEGATIVE, NO_DENOMINATION, AMOUNT.
    """
    return _write_counts(act, own(act, shift_id), counts, CLOSE, act.staff)


def _write_counts(act: Act, shift: CashierShift, counts: Sequence[Counted], purpose: str, by: Staff) -> int:
    named = {(one.method, one.currency): one for one in counts}
    taken = figures(shift)
    for method, currency in set(named) - {figure.key for figure in taken}:
        raise Refused(
            "NOT_TAKEN", "This shift has no {method} in {currency}.", method=method, currency=currency
        )
    until = last_movement(shift)
    for figure in taken:
        one = named.get(figure.key, Counted(*figure.key))
        total = one.total
        # Slips of refunds may come to more than those of payments; notes never do.
        if one.slips < 0 or (figure.is_cash and total < 0):
            raise Refused("NEGATIVE", "There is never less than nothing in a drawer.")
        act.create(
            CashCount, shift=shift, purpose=purpose, method=figure.method_id, currency=figure.currency,
            counted=total, slips=one.slips, pieces=json.dumps(dict(one.pieces)) if one.pieces else "",
            until_movement=until, at=act.now, staff=by,
        )  # fmt: skip
    return len(taken)


@dataclass(frozen=True)
class Result:
    """A figure of the shift with what was counted of it."""

    figure: Figure
    counted: Decimal
    slips: int

    @property
    def variance(self) -> Decimal:
        return self.counted - self.figure.expected

    @property
    def key(self) -> tuple[str, str]:
        return self.figure.key


def results(shift: CashierShift) -> list[Result]:
    """Expected against counted, by method and currency. Refused: NOT_COUNTED (or money has moved since)."""
    counts = standing_counts(shift)
    found = []
    for figure in figures(shift):
        count = counts.get((figure.method_id, figure.currency))
        if count is None:
            raise Refused(
                "NOT_COUNTED",
                "Count the drawer first; money has moved since the last count.",
                jump="close shift",
            )
        found.append(Result(figure, count.counted, count.slips))
    return found


@operation("pay")
def close_shift(act: Act, shift_id: int, left: Decimal, bag: Bag | None = None) -> int:
    """Close one's own counted shift; ``left`` baht stay as float, the rest of cash, foreign notes and cheques is dropped.

    The shift's id. Refused: SHIFT_CLOSED, NOT_OWN_SHIFT, NOT_COUNTED, LEFT_TOO_MUCH, and where there is something
    to drop as ``drops.checked_bag``.
    """
    shift = own(act, shift_id)
    return _close(act, shift, results(shift), left, bag)


@operation("pay")
def hand_over(
    act: Act, shift_id: int, next_id: int, counts: Sequence[Counted], left: Decimal, bag: Bag | None = None
) -> dict[str, int]:
    """The next cashier (``next_id``, signed in beside) counts the drawer and takes it over with ``left`` baht.

    A difference is named to the shift that closes, before the next one opens; ``{"closed": id, "opened": id}``.
    Refused: as ``count_shift`` and ``close_shift``; SAME_PERSON, NEXT_MAY_NOT, SHIFT_OPEN; ASK: TOO_MANY_OPENINGS.
    """
    shift = own(act, shift_id)
    following = Staff.get_by_id(next_id)
    if following.id == act.staff.id:
        raise Refused("SAME_PERSON", "The second person must be someone else.", field="login")
    if not (following.active and rights_of(following).allow("pay")):
        raise Refused("NEXT_MAY_NOT", "{cashier} may not take money.", field="login", cashier=following.login)
    _write_counts(act, shift, counts, HANDOVER, following)
    found = results(shift)
    left = checked(left, "left")
    _close(act, shift, found, left, bag)
    opened = start(act, following, shift.drawer, left, left)
    return {"closed": int(shift.id), "opened": int(opened.id)}


@operation("pay")
def force_close(act: Act, shift_id: int, counted: Decimal | None = None, bag: Bag | None = None) -> int:
    """Close the shift of somebody who has left; ``counted`` baht are in the drawer and stay there (None: not counted).

    Not counted, the float is taken as what was expected; the next one to open finds the difference. Its cheques and
    foreign notes go into ``bag``, as many as are expected; no other shift can put them away. The shift's id.
    Refused: SHIFT_CLOSED, OWN_SHIFT, NEGATIVE, and of the bag as ``drops.checked_bag``; ASK: OTHERS_SHIFT. NOTE:
    LEFT_IN_DRAWER (what no bag was given for).
    """
    shift = open_one(shift_id)
    if shift.staff_id == act.staff.id:
        raise Refused("OWN_SHIFT", "One's own shift is closed by counting it.", jump="close shift")
    act.ask(
        "OTHERS_SHIFT", "Close the shift of {cashier} on drawer {n}?", right="close_shifts",
        cashier=shift.staff.login, n=shift.drawer.number,
    )  # fmt: skip
    cash, *others = figures(shift)
    found = max(cash.expected, ZERO)
    if counted is not None:
        found = checked(counted)
        _write_counts(act, shift, [Counted(CASH, cash.currency, found)], FORCED, act.staff)
    kept = [Result(f, f.expected, f.papers) for f in others if f.is_bagged and f.expected > 0]
    if bag is None and kept:
        act.note(
            "LEFT_IN_DRAWER", "In the drawer stay, in no bag: {what}.",
            what=", ".join(f"{r.figure.code} {r.figure.currency} {r.counted:,.2f}" for r in kept),
        )  # fmt: skip
    drawer = [Result(cash, found, 0), *(kept if bag is not None else ())]
    return _close(act, shift, drawer, found, bag, forced=True, counted=counted is not None)


def _close(
    act: Act,
    shift: CashierShift,
    found: Sequence[Result],
    left: Decimal,
    bag: Bag | None,
    *,
    forced: bool = False,
    counted: bool = True,
) -> int:
    from models.front_office.papers import paper_as_json
    from models.front_office.till.report import shift_paper

    left = checked(left, "left")
    cash = found[0]
    if not 0 <= left <= cash.counted:
        raise Refused(
            "LEFT_TOO_MUCH", "The float left is at most what was counted: {counted}.", field="left",
            counted=cash.counted,
        )  # fmt: skip
    dropping = _to_drop(found, left)
    if dropping:
        bag = checked_bag(act, bag or Bag("", "", None))
    for result in found:
        if result.figure.is_cash and result.variance:
            _book_variance(act, shift, result)
    for result, amount in dropping:
        assert bag is not None
        put_away(act, shift, _code(result), result.figure.currency, amount, bag)
    act.update(
        shift, closed_at=act.now, closed_by=act.staff, forced=forced, left_float=left,
        report=paper_as_json(shift_paper(act, shift, found if counted else [], left, forced=forced)),
    )  # fmt: skip
    return int(shift.id)


def _to_drop(found: Sequence[Result], left: Decimal) -> list[tuple[Result, Decimal]]:
    """All cash but the float, all foreign notes, all cheques."""
    amounts = [
        (r, r.counted - left if r.figure.code == CASH else r.counted) for r in found if r.figure.is_bagged
    ]
    return [(result, amount) for result, amount in amounts if amount > 0]


def _code(result: Result) -> TransactionCode:
    return TransactionCode.get_by_id(result.figure.method_id)


def _book_variance(act: Act, shift: CashierShift, result: Result) -> None:
    code, currency = _code(result), result.figure.currency
    baht = in_baht(act, shift, code, currency, result.variance)
    memo = f"{shift.staff.name('en')} {shift.number} {result.variance:,.2f} {currency}"
    entry_id = None
    if baht:
        entry_id = write_entry(
            act,
            [
                NewLine(code.account_id, baht, item=code.code),
                NewLine(account(OVER_AND_SHORT).id, -baht, memo=memo),
            ],
            kind=OVER_SHORT,
            memo=memo,
        )
    tender = None if currency == act.property.currency else Tender(currency, result.variance)
    record(act, shift, OVER_SHORT, code, baht, entry_id=entry_id, reference=shift.number, tender=tender)
