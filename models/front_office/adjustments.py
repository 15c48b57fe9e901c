"""Adjustments (allowances): a charge of a closed date is lowered by a new line of today.

The line has the charge's code, is negative and points at it; service charge and VAT go down with it, in the
proportion of the charge itself, so at the rate of its own date. Of a charge no more can be taken than is left of
it; the database holds that. What stands on a tax invoice is lowered by a credit note, what is of today is taken back.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

from peewee import fn

from locales.money import round_half_up
from models.front_office.adjustment_reasons import reason_called
from models.front_office.codes import Parts
from models.front_office.deposit_vat import used_up
from models.front_office.folios import (
    UNDOES,
    Posting,
    charge_lines,
    check_not_invoiced,
    correct,
    is_corrected,
    origin_of,
    parts_by_posting,
    post,
)
from models.front_office.reservations import CHECKED_OUT
from models.house.acts import Act, operation
from models.house.inputs import above_zero, checked, words
from models.house.refusals import Refused
from models.ledger.balances import money
from models.ledger.entries import write_entry

ZERO = Decimal("0.00")
LOWERED = ("charge", "transfer")
"""Kinds of lines that can be lowered."""


def left_parts(posting: Posting) -> dict[str, Decimal]:
    """What is left of a charge by code, baht, its base first: less what was taken back or lowered."""
    takers = Posting.select(Posting.id).where(
        ((Posting.adjusts == posting) | (Posting.corrects == posting)) & (Posting.amount < 0)
    )
    taken = [row.id for row in takers]
    left: dict[str, Decimal] = {posting.code.code: ZERO}
    for of_one in parts_by_posting([posting.id, *taken]).values():
        for part in of_one:
            left[part.code] = left.get(part.code, ZERO) + part.amount
    return left


def left_of(posting: Posting) -> Decimal:
    """Baht, with service charge and tax."""
    origin = origin_of(posting)
    family = Posting.select(Posting.id).where((Posting.id == origin) | (Posting.origin == origin))
    lowered = Posting.select(fn.SUM(Posting.amount)).where(Posting.adjusts << family).scalar()
    # What was lowered before a line moved lies beside it, not under it.
    return min(sum(left_parts(posting).values(), ZERO), origin.amount + money(lowered))


def share_of(
    left: Mapping[str, Decimal], base: str, gross: Decimal, fixed: Mapping[str, Decimal] | None = None
) -> Parts:
    """``gross`` baht out of what is left, each child in its proportion or as ``fixed``; the base takes the odd satang."""
    whole = sum(left.values(), ZERO)
    fixed = fixed or {}
    children = tuple(
        (code, -fixed.get(code, round_half_up(amount * gross / whole)))
        for code, amount in left.items()
        if code != base
    )
    return Parts(-gross - sum((amount for _code, amount in children), ZERO), children, -gross)


@operation("adjust")
def adjust(
    act: Act,
    posting_id: int,
    reason_code: str,
    *,
    amount: Decimal | None = None,
    percent: Decimal | None = None,
    words_of_reason: str = "",
    ticket_id: int | None = None,
) -> int:
    """Lower a charge of a closed date by ``amount`` baht, service charge and tax in it, or by ``percent`` of it; the
    adjustment's id. Of a package that is one line to the guest, each part is lowered by its share, and the id is that
    of the first. ``ticket_id``: the service ticket it makes good.

    Refused: NO_REASON, NO_AMOUNT, PERCENT, NOT_POSITIVE, MORE_THAN_IS_LEFT, USE_CORRECTION (posted today),
    UNDO_OF_UNDO, NOT_ADJUSTABLE, MOVED, ALREADY_CORRECTED, INVOICED, WINDOW_CLOSED, and as ``link_compensation``.
    ASK: ADJUST_LIMIT above one's limit (right adjust, baht).
    """
    original = Posting.get_by_id(posting_id)
    reason = reason_called(reason_code)
    said = words(words_of_reason, "words")
    _check_adjustable(act, original)
    lines = _as_the_guest_reads_it(original)
    check_not_invoiced([line.id for line in lines])
    left = left_in_all(original)
    if not left:
        raise Refused("MORE_THAN_IS_LEFT", "Nothing is left of this charge.", field="amount")
    off = _off(sum((line.amount for line in lines), ZERO), amount, percent)
    if off > left:
        raise Refused("MORE_THAN_IS_LEFT", "Only {left} is left.", field="amount", left=left)
    act.because(f"{reason.name('en')} {said}".strip())
    if not act.rights.allow("adjust", off):
        act.ask(
            "ADJUST_LIMIT",
            "{amount} is above your limit for adjustments.",
            right="adjust",
            amount=off,
            field="amount",
        )
    shares = _shares(lines, off)
    adjustment_id, *_rest = (lower(act, line, share, reason.code, said) for line, share in shares)
    if ticket_id is not None:
        from models.front_office.service_tickets import link_compensation

        link_compensation(act, ticket_id, adjustment_id)
    return adjustment_id


def _check_adjustable(act: Act, original: Posting) -> None:
    if original.kind in UNDOES:
        raise Refused("UNDO_OF_UNDO", "What was taken back is posted anew, not adjusted.")
    if original.kind not in LOWERED or original.amount <= 0 or original.code.kind != "revenue":
        raise Refused("NOT_ADJUSTABLE", "Only a charge is adjusted.")
    check_not_invoiced([original.id])
    if Posting.select().where((Posting.moved_from == original) & (Posting.amount < 0)).exists():
        raise Refused("MOVED", "This line has moved to another window.")
    if is_corrected(original):
        raise Refused("ALREADY_CORRECTED", "This posting has been corrected already.")
    if origin_of(original).date == act.business_date:
        raise Refused("USE_CORRECTION", "This was posted today: take it back and post it anew.")
    if original.window.stay.state == CHECKED_OUT:
        raise Refused("WINDOW_CLOSED", "The guest has checked out; the folio is closed.")


def _as_the_guest_reads_it(original: Posting) -> list[Posting]:
    """A charge with the parts of the package that are read under its line."""
    inside = (Posting.wrapped_in == original) & (Posting.window == original.window_id) & (Posting.amount > 0)
    found = [*Posting.select().where(inside & (Posting.kind << LOWERED)).order_by(Posting.id)]
    moved = {p.moved_from_id for p in Posting.select().where(Posting.moved_from << [p.id for p in found])}
    return [original, *(p for p in found if p.id not in moved and not is_corrected(p))]


def left_in_all(original: Posting) -> Decimal:
    """Baht left of a charge, with the parts of its package where it is one line to the guest."""
    return sum((left_of(line) for line in _as_the_guest_reads_it(original)), ZERO)


def _shares(lines: Sequence[Posting], off: Decimal) -> list[tuple[Posting, Decimal]]:
    """``off`` baht on the lines in proportion to what is left of each, by running totals."""
    lefts = [left_of(line) for line in lines]
    whole, before, given = sum(lefts, ZERO), ZERO, ZERO
    shares = []
    for line, left in zip(lines, lefts, strict=True):
        before += left
        share = round_half_up(off * before / whole) - given
        given += share
        if share:
            shares.append((line, share))
    return shares


def _off(whole: Decimal, amount: Decimal | None, percent: Decimal | None) -> Decimal:
    if (amount is None) == (percent is None):
        raise Refused("NO_AMOUNT", "Type an amount or a percentage.", field="amount")
    if amount is not None:
        return above_zero(amount)
    assert percent is not None
    if not 0 < checked(percent, "percent") <= 100:
        raise Refused("PERCENT", "A percentage from 1 to 100.", field="percent")
    return round_half_up(whole * percent / 100)


def lower(
    act: Act,
    original: Posting,
    gross: Decimal,
    reason_code: str,
    reference: str = "",
    *,
    kind: str = "adjustment",
    fixed: Mapping[str, Decimal] | None = None,
    revenue_date: datetime.date | None = None,
) -> int:
    """Write the line that lowers ``original`` by ``gross`` baht; its id. What it may be lowered by was checked."""
    from models.front_office.billed_ahead import billed_of, deferred

    billed = billed_of(original)
    parts = share_of(left_parts(original), original.code.code, gross, fixed)
    lines = charge_lines(original.window.subaccount_id, original.code, parts)
    if billed is not None:
        revenue_date = revenue_date or billed.date
        lines = deferred(lines)
    entry_id = write_entry(
        act,
        [*lines, *used_up(original.window, parts)],
        kind=kind,
        memo=f"{original.words('en')} · {reason_code} {reference}".rstrip(),
    )
    return post(
        act,
        entry_id,
        kind,
        original.code,
        description=original.description,
        typed=-gross,
        inclusive=True,
        net=parts.net,
        amount=-gross,
        window=original.window,
        article=original.article,
        quantity=original.quantity,
        adjusts=original.id,
        reason_code=reason_code,
        reference=reference,
        revenue_date=revenue_date,
        package_id=original.package_id,
    )


@operation("correct")
def correct_for(act: Act, posting_id: int, reason_code: str, words_of_reason: str = "") -> int:
    """Take back a posting of today for a reason of the list; the correction's id. Refused as ``correct``."""
    reason = reason_called(reason_code)
    said = " ".join(filter(None, [reason.name("en"), words(words_of_reason, "words")]))
    return correct(act, posting_id, said, reason.code)
