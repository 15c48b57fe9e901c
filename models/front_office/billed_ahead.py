"""Bill in advance: nights to come are charged now, and earned one by one as they are slept.

Net and service charge wait on *rooms billed in advance* (a liability) and go to revenue in the audit of each night;
the VAT is due at once, because the bill is a tax point of a service (Revenue Code s.78/1). The line bears two dates:
that of the bill and that of the night. A billed night keeps its price; where it is not slept, its bill is taken back
by an adjustment dated today with the revenue date of the night, in the act that drops the night.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField, fn

from models.front_office.codes import TransactionCode, parts_of
from models.front_office.deposit_vat import VAT, used_up
from models.front_office.folios import (
    FolioWindow,
    Posting,
    charge_lines,
    check_may_post,
    check_not_house_use,
    check_not_invoiced,
    origin_of,
    post,
    spoken_window,
    standing_legs,
    window_of,
    words_of,
)
from models.front_office.packages.nights import carved, check_price, night_elements
from models.front_office.packages.posting import night_lines, post_lines, room_wrapper
from models.front_office.packages.tables import NightElement
from models.front_office.reservations.tables import Night, Stay
from models.front_office.routing import placed, send_on_later
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.refusals import Refused
from models.ledger.accounts import account
from models.ledger.balances import money
from models.ledger.entries import Line, NewLine, write_entry

ZERO = Decimal("0.00")
ACCOUNT = "21340"
EARNED = "night earned"
ROOM = 0
"""In place of an element: the room itself."""


class BilledNight(Base):
    """A night, or one ``element`` of its package, that was charged in advance by ``posting``. It stands until it is
    earned, taken back or adjusted away by ``ended_by``. The night's row may be gone by then."""

    stay = ForeignKeyField(Stay)
    night_id = IntegerField()
    date = DateField()
    element_id = IntegerField(default=ROOM)
    posting = ForeignKeyField(Posting)
    ended_by = ForeignKeyField(Posting, null=True)

    class Meta:
        table_name = "billed_night"


def standing(night_ids: Iterable[int]) -> list[BilledNight]:
    """What is billed of these nights and not earned yet, in the order it was billed."""
    return list(
        BilledNight.select(BilledNight, Posting)
        .join(Posting, on=(BilledNight.posting == Posting.id))
        .where((BilledNight.night_id << list(night_ids)) & BilledNight.ended_by.is_null())
        .order_by(BilledNight.id)
    )


def billed_night_ids(stay_id: int) -> set[int]:
    rows = BilledNight.select(BilledNight.night_id).where(
        (BilledNight.stay == stay_id) & BilledNight.ended_by.is_null()
    )
    return {row.night_id for row in rows}


def billed_to_come(stay_id: int, date: datetime.date) -> bool:
    """Whether nights from ``date`` on are billed: dropped, they are a credit on the folio."""
    rows = (BilledNight.stay == stay_id) & (BilledNight.date >= date) & BilledNight.ended_by.is_null()
    return BilledNight.select().where(rows).exists()


@operation("post")
def bill_ahead(act: Act, stay_id: int, until: datetime.date | None = None) -> list[int]:
    """Charge the nights of a guest in house up to ``until`` (the last night, inclusive; None: all of them) on window 1;
    the ids of the lines. Nights billed already are left out.

    Refused: NOT_IN_HOUSE, NOTHING_TO_BILL, HOUSE_USE_FREE, PACKAGE_EXCEEDS_RATE, NO_TAX_RATE; ASK: NO_POST.
    """
    act.catch_up()
    stay = Stay.get_by_id(stay_id)
    check_may_post(act, stay)
    window = window_of(stay.id)
    billed = billed_night_ids(stay.id)
    nights = [
        night
        for night in Night.select().where((Night.stay == stay) & ~Night.posted).order_by(Night.date)
        if night.id not in billed and not night.day_use and (until is None or night.date <= until)
    ]
    lines = [posting_id for night in nights for posting_id in _bill(act, window, night)]
    if not lines:
        raise Refused("NOTHING_TO_BILL", "There is no night to come that is not billed yet.", field="until")
    return lines


def _bill(act: Act, window: FolioWindow, night: Night) -> list[int]:
    """The room of a night and each element of its package, as the audit would have posted them."""
    elements = night_elements(night.id)
    check_price(night, elements)
    code = night.rate_code.transaction_code
    check_not_house_use(window.stay, code)
    room, wrapper = night.amount - carved(elements), room_wrapper(elements)
    number = window.stay.room.number
    lines, heads = [], {}
    if room:
        head = _charge(
            act, window, night, code, room, night.inclusive, f"{number} {night.rate_code.code}",
            package_id=wrapper,
        )  # fmt: skip
        lines.append(head)
        if wrapper:
            heads[wrapper] = head
    for element in elements:
        package = element.element.package
        line = _charge(
            act, window, night, element.code, element.total, element.inclusive, f"{number} {package.code}",
            element=element, package_id=package.id,
            wrapped_in=heads.get(package.id) if package.wrapper else None,
        )  # fmt: skip
        lines.append(line)
        if package.wrapper:
            heads.setdefault(package.id, line)
    return lines


def _charge(
    act: Act,
    window: FolioWindow,
    night: Night,
    code: TransactionCode,
    typed: Decimal,
    inclusive: bool,
    description: str,
    *,
    element: NightElement | None = None,
    package_id: int | None = None,
    wrapped_in: int | None = None,
) -> int:
    head = Posting.get_by_id(wrapped_in) if wrapped_in else None
    window, rule = (head.window, None) if head else placed(act, window, code)
    parts = parts_of(code, typed, inclusive=inclusive, date=act.business_date)
    quantity = element.quantity if element else 1
    entry_id = write_entry(
        act,
        [*deferred(charge_lines(window.subaccount_id, code, parts)), *used_up(window, parts)],
        kind="charge",
        memo=f"{words_of(code, None, quantity, description, 'en')} {night.date}",
    )
    posting_id = post(
        act, entry_id, "charge", code, description=description, typed=typed, net=parts.net, amount=parts.gross,
        window=window, quantity=quantity, inclusive=inclusive, revenue_date=night.date, package_id=package_id,
        wrapped_in=wrapped_in,
    )  # fmt: skip
    act.create(
        BilledNight, stay=window.stay_id, night_id=night.id, date=night.date,
        element_id=element.id if element else ROOM, posting=posting_id,
    )  # fmt: skip
    send_on_later(act, posting_id, rule)
    return posting_id


def deferred(lines: Sequence[NewLine]) -> list[NewLine]:
    """The lines of a charge with everything but the guest's debt and the VAT on *billed in advance*."""
    waiting = account(ACCOUNT).id
    return [
        line if line.subaccount_id is not None or line.item == VAT else replace(line, account_id=waiting)
        for line in lines
    ]


def billed_of(posting: Posting) -> BilledNight | None:
    """What a line, or the one it was moved from, bills in advance and has not been earned yet."""
    return BilledNight.get_or_none(
        (BilledNight.posting == origin_of(posting)) & BilledNight.ended_by.is_null()
    )


def bill_taken_back(act: Act, posting_id: int, by: int) -> None:
    """After a line was taken back: the night it billed is a night to come again."""
    row = BilledNight.get_or_none((BilledNight.posting == posting_id) & BilledNight.ended_by.is_null())
    if row is not None:
        act.update(row, ended_by=by)


def reverse_nights(act: Act, nights: Sequence[Night]) -> list[int]:
    """Nights that will not be slept: what was billed of them goes back to who was billed; the adjustments' ids.

    Dated today with the revenue date of the night; whatever was lowered before stays lowered. Refused: INVOICED, WINDOW_CLOSED.
    """
    from models.front_office.adjustment_reasons import EARLY
    from models.front_office.adjustments import left_of, lower

    lines = []
    for row in standing([night.id for night in nights]):
        last = row.posting_id
        for line in standing_legs(row.posting):
            left = left_of(line)
            if left:
                check_not_invoiced([line.id])
                _check_open(line)
                last = lower(act, line, left, EARLY, revenue_date=row.date)
                lines.append(last)
        act.update(row, ended_by=last)
    return lines


def _check_open(line: Posting) -> None:
    """Refused (WINDOW_CLOSED): who was billed for the night has left."""
    if line.window.subaccount.closed:
        raise Refused(
            "WINDOW_CLOSED",
            "The night was billed on {folio}, which is closed. Open that folio first.",
            field="departure",
            folio=spoken_window(line.window),
            jump=f"stay {line.window.stay_id}",
        )


def earn_night(act: Act, night: Night, window: FolioWindow) -> bool:
    """In the audit: a night billed in advance goes to revenue and is marked posted; False where none was billed.

    What its package had added since is posted as on any night.
    """
    rows = standing([night.id])
    if not rows:
        return False
    lines: list[NewLine] = []
    for row in rows:
        lines += _earned(row)
    room = next((row for row in rows if row.element_id == ROOM), None)
    code = night.rate_code.transaction_code
    earned = rows[0].posting_id
    if lines:
        entry_id = write_entry(act, lines, kind=EARNED, memo=f"{window.stay.room.number} {night.date}")
        earned = post(
            act, entry_id, EARNED, code, description=window.stay.room.number,
            typed=room.posting.typed if room else ZERO, net=ZERO, amount=ZERO, window=window,
            night=night if room else None, source=None if room else f"earned:{night.id}",
        )  # fmt: skip
    for row in rows:
        act.update(row, ended_by=earned)
        if row.element_id != ROOM:
            element = NightElement.id == row.element_id
            NightElement.update(posting_id=row.posting_id).where(element).execute()
    billed = {row.element_id for row in rows}
    rest = [element for element in night_elements(night.id) if element.id not in billed]
    post_lines(act, night, window, night_lines(night, window.stay.room.number, rest, with_room=False))
    Night.update(posted=True).where(Night.id == night.id).execute()
    return True


def _earned(row: BilledNight) -> list[NewLine]:
    """What waits of one line, by code, less what adjustments took of it: Dr billed in advance, Cr revenue."""
    chain = Posting.select(Posting.id).where(
        (Posting.id == row.posting_id) | (Posting.origin == row.posting_id)
    )
    entries = Posting.select(Posting.entry).where(
        (Posting.id == row.posting_id) | (Posting.adjusts << chain) | (Posting.corrects << chain)
    )
    waiting = account(ACCOUNT).id
    sums = (
        Line.select(Line.item, fn.SUM(Line.amount))
        .where((Line.entry << entries) & (Line.account == waiting))
        .group_by(Line.item)
        .tuples()
    )
    lines = []
    for item, total in sums:
        amount = money(total)
        earns = TransactionCode.get(TransactionCode.code == item).account_id
        if amount:
            lines += [NewLine(waiting, -amount), NewLine(earns, amount, item=item)]
    return lines
