"""A booking that does not come: cancelled or no-show, what it costs by its own policy, its deposit, and taking it back.

The fee is taken from the deposit as far as that goes, with its tax; what it does not cover is kept on record as not
collected. What is left of the deposit goes back, or stays for other rooms of the booking.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, TextField

from models.front_office.blocks.pickup import cell_of, check_nights
from models.front_office.inventory import deducting_guarantees, weighed
from models.front_office.payments import keep_deposit, refund_deposit
from models.front_office.policies import Penalty, no_show_fee_of, penalty_of, policy_of
from models.front_office.reservations import (
    CANCELLED,
    NO_SHOW,
    NOT_YET,
    RESERVED,
    STATES,
    Night,
    Stay,
    assign_room,
    cancel,
    change_nights,
    check_due_in,
    check_room_free,
    deposit_of,
    mark_no_show,
    open_nights,
    span_of,
)
from models.front_office.reservations.nights import rate_prices
from models.front_office.reservations.shares import LEFT
from models.front_office.rooms import Room
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked, said, words
from models.house.property import setting
from models.house.refusals import Refused

ZERO = Decimal("0.00")
GUARANTEED = "guaranteed"


class BookingEnd(Base):
    """How a stay ended before it began, baht: the fee ``by_policy``, the ``fee`` asked in the end, what was
    ``collected`` from the deposit. ``room``: the one it had. Sealed; a booking taken back may end again."""

    stay = ForeignKeyField(Stay, backref="ends")
    kind = TextField()  # cancelled, no-show
    date = DateField()
    number = TextField(default="")
    reason = TextField(default="")
    room = ForeignKeyField(Room, null=True)
    by_policy = MoneyField()
    fee = MoneyField()
    collected = MoneyField()

    class Meta:
        table_name = "booking_end"

    @property
    def uncollected(self) -> Decimal:
        return self.fee - self.collected


@dataclass(frozen=True)
class Settlement:
    """What ending a stay comes to, baht, before it is done: ``refunded`` of the deposit ``held``, ``stays`` for other
    rooms of the booking, ``uncollected`` of the fee."""

    penalty: Penalty
    fee: Decimal
    held: Decimal
    collected: Decimal
    refunded: Decimal
    stays: Decimal

    @property
    def uncollected(self) -> Decimal:
        return self.fee - self.collected


def settlement(
    stay_id: int,
    on_date: datetime.date,
    at: datetime.datetime | None = None,
    *,
    no_show: bool = False,
    fee: Decimal | None = None,
) -> Settlement:
    """What cancelling (or ``no_show``) comes to; ``fee`` asked instead of the policy's.

    A no-show that was neither guaranteed nor paid for owes nothing.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state in NOT_YET:
        penalty = Penalty(ZERO)  # nothing has been promised to either side
    else:
        penalty = no_show_fee_of(stay_id, on_date) if no_show else penalty_of(stay_id, on_date, at)
    held = deposit_of(stay.reservation)
    if fee is None and no_show and not held and stay.reservation.guarantee != GUARANTEED:
        fee = ZERO
    asked = penalty.amount if fee is None else fee
    collected = min(asked, held)
    rest = held - collected
    needed = _others_to_come(stay)
    return Settlement(penalty, asked, held, collected, ZERO if needed else rest, rest if needed else ZERO)


def _others_to_come(stay: Stay) -> bool:
    others = (Stay.reservation == stay.reservation_id) & (Stay.id != stay.id)
    return Stay.select().where(others & (Stay.state << (*NOT_YET, RESERVED))).exists()


@operation("book")
def cancel_with_penalty(
    act: Act,
    stay_id: int,
    reason: str,
    refund_method: str | None = None,
    penalty: Decimal | None = None,
    account_id: int | None = None,
) -> str:
    """Cancel a stay by its policy; the cancellation number. ``penalty``: less than the policy's, baht. ``account_id``: the
    account of the city ledger that is charged what no deposit covers.

    The deposit pays the penalty (code FORF); the rest goes back by ``refund_method``.
    Refused: NO_REASON, NOT_RESERVED, PENALTY_TOO_HIGH, DEPOSIT_LEFT (no way to refund named), NO_METHOD, NO_RIGHT (pay, for
    a refund; cancel_penalty, for a deposit without a policy); ASK: PENALTY_LOWERED (right cancel_penalty, amount: what
    is waived). NOTE: PENALTY_UNCOLLECTED.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state not in (*NOT_YET, RESERVED):
        raise Refused(
            "NOT_RESERVED",
            "Only a reserved stay can be cancelled; this one is {state}.",
            state=STATES[stay.state],
        )
    reason = said(reason)
    due = settlement(stay_id, act.business_date, act.now, fee=_asked(penalty, "penalty"))
    _ask_lowered(act, due, "penalty")
    room = stay.room_id
    _settle(act, stay, due, reason, refund_method, "FORF", account_id)
    number = cancel(act, stay_id, reason)
    _record(act, stay, CANCELLED, due, reason, room, number, account_id=account_id)
    return number


@operation("book")
def no_show_with_fee(
    act: Act,
    stay_id: int,
    refund_method: str | None = None,
    fee: Decimal | None = None,
    note: str = "",
    account_id: int | None = None,
) -> None:
    """The guest did not come: room freed, the policy's fee taken from the deposit (code NOSHO, earned on the arrival date).

    A booking that is not guaranteed owes nothing unless its deposit is kept: ASK NOT_GUARANTEED (right
    cancel_penalty). Refused: NOT_RESERVED, NOT_DUE_IN, TOO_EARLY_NO_SHOW (before the house's hour), PENALTY_TOO_HIGH,
    DEPOSIT_LEFT, NO_METHOD; ASK: PENALTY_LOWERED. NOTE: PENALTY_UNCOLLECTED.
    """
    stay = Stay.get_by_id(stay_id)
    check_due_in(act, stay)
    if stay.arrival == act.business_date:
        _check_hour(act)
    guaranteed = stay.reservation.guarantee == GUARANTEED
    due = settlement(stay_id, act.business_date, no_show=True, fee=_asked(fee, "fee"))
    _check_not_above(due, "fee")
    if due.fee and not guaranteed:
        act.ask(
            "NOT_GUARANTEED",
            "The booking is not guaranteed; {fee} would be charged all the same.",
            right="cancel_penalty",
            amount=due.fee,
            field="fee",
            fee=due.fee,
        )
    elif guaranteed:
        _ask_lowered(act, due, "fee")
    _end_no_show(act, stay, due, refund_method, words(note, "note"), account_id)


def no_show_by_audit(act: Act, stay_id: int) -> None:
    """In the audit: nobody is there to decide. A guaranteed booking owes the fee; there is no deposit, or the audit
    would not have come so far."""
    stay = Stay.get_by_id(stay_id)
    _end_no_show(act, stay, settlement(stay_id, act.business_date, no_show=True), None)


def _end_no_show(
    act: Act,
    stay: Stay,
    due: Settlement,
    refund_method: str | None,
    note: str = "",
    account_id: int | None = None,
) -> None:
    room = stay.room_id
    act.because(note)
    _settle(act, stay, due, note or "No-show", refund_method, "NOSHO", account_id)
    mark_no_show(act, stay.id)
    _record(act, stay, NO_SHOW, due, note, room, account_id=account_id)


def _check_hour(act: Act) -> None:
    hour = setting("no_show_hour")
    here = act.now.astimezone(act.property.timezone)
    if here.date() == act.business_date and here.strftime("%H:%M") < hour:
        raise Refused(
            "TOO_EARLY_NO_SHOW", "The guest may still come; a no-show is from {hour} on.", hour=hour
        )


def _asked(fee: Decimal | None, field: str) -> Decimal | None:
    if fee is None:
        return None
    if checked(fee, field) < 0:
        raise Refused("NEGATIVE_PRICE", "A price cannot be below zero.", field=field)
    return checked(fee, field)


def _check_not_above(due: Settlement, field: str) -> None:
    if due.fee > due.penalty.amount:
        raise Refused(
            "PENALTY_TOO_HIGH",
            "The policy of this booking asks {amount}, not more.",
            field=field,
            amount=due.penalty.amount,
        )


def _ask_lowered(act: Act, due: Settlement, field: str) -> None:
    _check_not_above(due, field)
    waived = due.penalty.amount - due.fee
    if waived:
        act.ask(
            "PENALTY_LOWERED",
            "The policy asks {amount_due}; {waived} of it would be waived.",
            right="cancel_penalty",
            amount=waived,
            field=field,
            amount_due=due.penalty.amount,
            waived=waived,
        )


def _settle(
    act: Act,
    stay: Stay,
    due: Settlement,
    reason: str,
    method: str | None,
    code: str,
    account_id: int | None,
) -> None:
    if due.held and not due.stays and policy_of(stay.id) is None:
        act.need("cancel_penalty")  # no policy says what becomes of it: that is somebody's decision
    if due.collected:
        keep_deposit(
            act, stay.reservation_id, due.collected, reason, code, revenue_date=_earned_on(act, stay, code)
        )
    if due.refunded:
        if not method:
            raise Refused(
                "DEPOSIT_LEFT",
                "A deposit of {amount} is held. Refund it or keep it first.",
                field="refund_method",
                jump=f"stay {stay.id}",
                amount=due.refunded,
            )
        act.need("pay")
        refund_deposit(act, stay.reservation_id, method, due.refunded, reason)
    if due.uncollected and account_id is None:
        act.note(
            "PENALTY_UNCOLLECTED",
            "{amount} of the fee is not covered by a deposit and stays uncollected.",
            amount=due.uncollected,
        )


def _earned_on(act: Act, stay: Stay, code: str) -> datetime.date:
    return stay.arrival if code == "NOSHO" else act.business_date


def _record(
    act: Act,
    stay: Stay,
    kind: str,
    due: Settlement,
    reason: str,
    room: int | None,
    number: str = "",
    account_id: int | None = None,
) -> None:
    from models.front_office.booking_fees import charge_ended

    end = act.create(
        BookingEnd, stay=stay, kind=kind, date=act.business_date, number=number, reason=reason, room=room,
        by_policy=due.penalty.amount, fee=due.fee, collected=due.collected,
    )  # fmt: skip
    if account_id and due.uncollected:
        charge_ended(act, end, account_id, due.uncollected)


@operation("book")
def reinstate_booking(act: Act, stay_id: int) -> None:
    """A cancelled or no-show booking stands again, in its room where that is still free. What was kept of its deposit
    stays kept.

    Refused: NOT_ENDED, NIGHTS_PAST (change nothing: book anew); ASK: NO_AVAILABILITY (right overbook).
    NOTE: ROOM_LET_MEANWHILE.
    """
    from models.front_office.deposit_requests import refresh_request

    stay = Stay.get_by_id(stay_id)
    if stay.state not in (CANCELLED, NO_SHOW):
        raise Refused("NOT_ENDED", "This stay is {state}.", state=STATES[stay.state])
    if stay.arrival < act.business_date:
        raise Refused(
            "NIGHTS_PAST",
            "Its nights from {date} on are over. Make a new booking.",
            jump="book",
            date=stay.arrival,
        )
    nights = open_nights(stay.id)
    _stand_alone(act, stay, nights)
    if stay.reservation.guarantee in deducting_guarantees() or stay.reservation.block_id:
        check_nights(act, stay, stay.room_type, [n.date for n in nights if not n.day_use])
    with weighed(act, *span_of([stay])):
        act.update(stay, state=RESERVED, cancellation=None, reason="")
        for night in nights:
            change_nights(act, stay, [night], room_type=stay.room_type, block_cell=cell_of(stay, night.date))
        refresh_request(act, stay.reservation_id)
        _give_back_room(act, stay)


def _stand_alone(act: Act, stay: Stay, nights: Sequence[Night]) -> None:
    """One that shared a room comes back without the share, at its rate of today; out of a block that is over, as the
    house's guest."""
    change_nights(act, stay, nights, share_slot=0)
    if stay.share_price == LEFT:
        act.update(stay, share_price="")
        change_nights(act, stay, nights, rate_code=stay.rate_code_id, inclusive=stay.rate_code.inclusive)
        for night, amount in zip(nights, rate_prices(stay, [n.date for n in nights]), strict=True):
            change_nights(act, stay, [night], amount=amount, fixed_rate=False)
    block = stay.reservation.block
    if block is not None and not block.deducting:
        act.update(stay.reservation, block=None)


def _give_back_room(act: Act, stay: Stay) -> None:
    last = last_end(stay.id)
    if last is None or last.room_id is None:
        return
    try:
        check_room_free(stay, last.room)
    except Refused:
        act.note("ROOM_LET_MEANWHILE", "Room {room} is let to others now.", room=last.room.number)
        return
    assign_room(act, stay.id, last.room.number)


def last_end(stay_id: int) -> BookingEnd | None:
    """How the stay ended last; also of one that stands again."""
    return BookingEnd.select().where(BookingEnd.stay == stay_id).order_by(BookingEnd.id.desc()).first()
