"""Fixed charges: an extra bed, parking, a pet, a baby cot. Agreed once for a stay, posted by the audit of every date due.

Which dates are due is reckoned when the audit posts, from the dates the stay has then: a stay that grows shorter loses
what lay beyond it, one that is extended goes on. A date is charged once. What was posted early by hand is left out
that night; so is what was posted early and taken back.

Decided: nights billed in advance, by the month or not, are billed without fixed charges; the audit posts these date by
date. A limit of the code was asked when the charge was agreed and does not stop an audit. What the house uses itself
has no room revenue, so nothing of that group is due there.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, ModelSelect, TextField

from locales import Message
from models.front_office.codes import TransactionCode, check_ledger, code_by_hand
from models.front_office.folios import FolioWindow, Posting, check_may_post, check_not_house_use, window_of
from models.front_office.folios.charging import _charge, check_code
from models.front_office.folios.tables import MOST_PIECES
from models.front_office.guests import Guest
from models.front_office.rates import RateCode
from models.front_office.reservations.tables import IN_HOUSE, NOT_YET, RESERVED, STATES, Stay
from models.front_office.rooms import Room
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import above_zero, words
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.accounts import Account

OPEN = (*NOT_YET, RESERVED, IN_HOUSE)
ONE_DAY = datetime.timedelta(days=1)
LONGEST_TEXT = 40
RHYTHMS = {
    "every": Message("Every night"),
    "arrival": Message("Arrival night"),
    "last": Message("Last night"),
    "weekly": Message("Every 7 nights"),
    "monthly": Message("Once a month"),
}


class FixedCharge(Base):
    """``quantity`` pieces at ``amount`` baht (tax in it where ``inclusive``) on the nights of ``rhythm``.

    ``since`` to ``until``, inclusive; none: from the arrival, to the last night, whatever these become. Weeks and
    months are counted from ``since``, or else from the arrival. ``removed``: it ended; what was posted stays.
    """

    stay = ForeignKeyField(Stay, backref="fixed_charges")
    code = ForeignKeyField(TransactionCode)
    amount = MoneyField()
    inclusive = BooleanField(default=False)
    quantity = IntegerField(default=1)
    rhythm = TextField()
    since = DateField(null=True)
    until = DateField(null=True)
    text = TextField(default="")
    removed = BooleanField(default=False)

    class Meta:
        table_name = "fixed_charge"

    @property
    def total(self) -> Decimal:
        """Baht of one posting, net or inclusive as ``inclusive`` says."""
        return self.amount * self.quantity


def source_of(charge: FixedCharge, date: datetime.date) -> str:
    """What makes a second posting of the same date impossible."""
    return f"fixed:{charge.id}:{date}"


# Which dates


def nights_span(stay: Stay) -> tuple[datetime.date, datetime.date]:
    """First and last night of a stay, inclusive; of a day use its day."""
    return stay.arrival, stay.arrival if stay.is_day_use else stay.departure - ONE_DAY


def is_due(charge: FixedCharge, date: datetime.date) -> bool:
    """Whether the charge falls on ``date``, as the dates of its stay stand."""
    first, last = nights_span(charge.stay)
    if not max(first, charge.since or first) <= date <= min(last, charge.until or last):
        return False
    if charge.code.group == "room" and charge.stay.rate_code.house_use:
        return False
    counted_from = charge.since or first
    if charge.rhythm == "arrival":
        return date == first
    if charge.rhythm == "last":
        return date == last
    if charge.rhythm == "weekly":
        return (date - counted_from).days % 7 == 0
    if charge.rhythm == "monthly":  # the 31st is the last day of a shorter month
        return date.day == min(counted_from.day, calendar.monthrange(date.year, date.month)[1])
    return True


def dates_due(charge: FixedCharge, since: datetime.date) -> Iterator[datetime.date]:
    """The dates from ``since`` on that the charge falls on."""
    first, last = nights_span(charge.stay)
    start = max(first, since)
    days = (start + datetime.timedelta(days=n) for n in range((last - start).days + 1))
    return (date for date in days if is_due(charge, date))


def next_due(charge: FixedCharge, since: datetime.date) -> datetime.date | None:
    return next(dates_due(charge, since), None)


def _posted(sources: Iterable[str]) -> set[str]:
    rows = Posting.select(Posting.source).where(Posting.source << list(sources))
    return {row.source for row in rows}


# Agreeing


@operation("post")
def add_fixed_charge(
    act: Act,
    stay_id: int,
    code: str,
    amount: Decimal,
    *,
    quantity: int = 1,
    inclusive: bool = False,
    rhythm: str = "every",
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    text: str = "",
) -> int:
    """Agree on a charge of ``amount`` baht a piece for the nights of a stay, from ``since`` to ``until`` inclusive; its id.

    Refused: NOT_OPEN, NO_CODE, TAX_ALONE, NOT_BY_HAND, ACCOUNT_CLOSED, WRONG_LEDGER, HOUSE_USE_FREE, NOT_POSITIVE,
    TOO_MANY, NO_RHYTHM, OUTSIDE_THE_STAY, DATES, NEVER_DUE (no night to come has it), FIXED_TWICE; ASK: NO_POST,
    AMOUNT_UNUSUAL.
    """
    stay = _open_stay(stay_id)
    charge = FixedCharge(
        stay=stay, code=_code(stay, code), amount=amount, quantity=quantity, inclusive=inclusive, rhythm=rhythm,
        since=since, until=until, text=words(text, "text", LONGEST_TEXT),
    )  # fmt: skip
    _check(act, charge)
    return int(act.create(FixedCharge, **_values(charge), stay=stay, removed=False).id)


@operation("post")
def change_fixed_charge(
    act: Act,
    fixed_charge_id: int,
    *,
    code: str,
    amount: Decimal,
    quantity: int,
    inclusive: bool,
    rhythm: str,
    since: datetime.date | None,
    until: datetime.date | None,
    text: str,
) -> None:
    """Agree anew for the nights that are not posted. Refused as ``add_fixed_charge``, and GONE (it was removed)."""
    row = _standing(fixed_charge_id)
    stay = _open_stay(row.stay_id)
    wanted = FixedCharge(
        id=row.id, stay=stay, code=_code(stay, code), amount=amount, quantity=quantity, inclusive=inclusive,
        rhythm=rhythm, since=since, until=until, text=words(text, "text", LONGEST_TEXT),
    )  # fmt: skip
    _check(act, wanted)
    act.update(row, **_values(wanted))


@operation("post")
def remove_fixed_charge(act: Act, fixed_charge_id: int) -> None:
    """No night to come has it any more; what was posted stays. Refused: GONE, NOT_OPEN."""
    row = _standing(fixed_charge_id)
    _open_stay(row.stay_id)
    act.update(row, removed=True)


def _standing(fixed_charge_id: int) -> FixedCharge:
    row: FixedCharge = FixedCharge.get((FixedCharge.id == fixed_charge_id) & ~FixedCharge.removed)
    return row


def _open_stay(stay_id: int) -> Stay:
    stay: Stay = Stay.get_by_id(stay_id)
    if stay.state not in OPEN:
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    return stay


def _code(stay: Stay, code: str) -> TransactionCode:
    found = code_by_hand(code)
    check_not_house_use(stay, found)
    return found


def _values(charge: FixedCharge) -> dict[str, object]:
    names = ("code", "amount", "quantity", "inclusive", "rhythm", "since", "until", "text")
    return {name: getattr(charge, name) for name in names}


def _check(act: Act, charge: FixedCharge) -> None:
    above_zero(charge.amount)
    if charge.quantity < 1:
        raise Refused("NOT_POSITIVE", "At least one piece.", field="quantity")
    if charge.quantity > MOST_PIECES:
        raise Refused("TOO_MANY", "At most {n} pieces at once.", field="quantity", n=MOST_PIECES)
    if charge.rhythm not in RHYTHMS:
        raise Refused("NO_RHYTHM", "Choose on which nights.", field="rhythm")
    _check_dates(act, charge)
    _check_not_twice(charge)
    check_ledger(charge.code, "guest")
    check_code(act, charge.code, charge.total, "revenue")
    if charge.stay.no_post:
        act.ask("NO_POST", "This stay takes no charges.", right="post")


def _check_dates(act: Act, charge: FixedCharge) -> None:
    first, last = nights_span(charge.stay)
    for name, date in (("since", charge.since), ("until", charge.until)):
        if date is not None and not first <= date <= last:
            raise Refused(
                "OUTSIDE_THE_STAY", "The nights of the stay are {first} to {last}.", field=name, first=first, last=last
            )  # fmt: skip
    if charge.since and charge.until and charge.until < charge.since:
        raise Refused("DATES", "The last night lies before the first.", field="until")
    if next_due(charge, act.business_date) is None:
        raise Refused("NEVER_DUE", "It falls on no night that is still to come.", field="rhythm")


def _check_not_twice(charge: FixedCharge) -> None:
    """Two clerks who each write down the same bed would have the guest pay for two."""
    first, last = nights_span(charge.stay)
    for other in _of_stays([charge.stay.id]):
        same = (other.code, other.text, other.rhythm) == (charge.code, charge.text, charge.rhythm)
        apart = (other.until or last) < (charge.since or first) or (charge.until or last) < (
            other.since or first
        )
        if same and not apart and other.id != charge.id:
            raise Refused(
                "FIXED_TWICE", "The stay has {code} on these nights already. Change its quantity.", field="code",
                code=charge.code.code,
            )  # fmt: skip


# Posting


def post_fixed_charges(act: Act, date: datetime.date, watch: Callable[..., None]) -> int:
    """In the audit of ``date``: what is due and not posted yet, of every guest in house; how many."""
    act.catch_up()
    charges = _due_in_house(date)
    posted = _posted(source_of(charge, date) for charge in charges)
    due = [charge for charge in charges if source_of(charge, date) not in posted]
    windows = {
        window.stay_id: window
        for window in FolioWindow.select().where(
            (FolioWindow.number == 1) & (FolioWindow.stay << [charge.stay_id for charge in due])
        )
    }
    for done, charge in enumerate(due):
        watch("fixed", done, len(due), record=charge.stay.room.number)
        window = windows[charge.stay_id]
        window.stay = charge.stay  # read with room and guest: not asked for again
        _post(act, charge, window, date)
    return len(due)


def post_of_day_use(act: Act, stay: Stay) -> None:
    """A day use meets no audit: what is due on its day is posted with it."""
    for charge in _of_stays([stay.id]):
        if is_due(charge, act.business_date) and not _posted([source_of(charge, act.business_date)]):
            _post(act, charge, window_of(stay.id), act.business_date)


@operation("post")
def post_fixed_now(act: Act, fixed_charge_id: int) -> int:
    """Post what is due today before the audit does, which then leaves it out; the posting's id.

    Refused: GONE, NOT_IN_HOUSE, NOT_DUE_TODAY, ALREADY_POSTED; ASK: NO_POST.
    """
    act.catch_up()
    charge = _standing(fixed_charge_id)
    check_may_post(act, charge.stay)
    if not is_due(charge, act.business_date):
        raise Refused("NOT_DUE_TODAY", "It is not due on {date}.", date=act.business_date)
    if _posted([source_of(charge, act.business_date)]):
        raise Refused("ALREADY_POSTED", "This was posted already.")
    return _post(act, charge, window_of(charge.stay_id), act.business_date)


def _post(act: Act, charge: FixedCharge, window: FolioWindow, date: datetime.date) -> int:
    return _charge(
        act, window, charge.code, charge.total, quantity=charge.quantity, inclusive=charge.inclusive,
        description=f"{window.stay.room.number} {charge.text}".rstrip(), source=source_of(charge, date), agreed=True,
    )  # fmt: skip


def _due_in_house(date: datetime.date) -> list[FixedCharge]:
    here = (Stay.state == IN_HOUSE) & (Stay.arrival <= date) & (Stay.departure >= date)
    return [charge for charge in _standing_charges().where(here) if is_due(charge, date)]


def _of_stays(stay_ids: Collection[int]) -> list[FixedCharge]:
    return list(_standing_charges().where(FixedCharge.stay << list(stay_ids)))


def _standing_charges() -> ModelSelect:
    return (
        FixedCharge.select(FixedCharge, TransactionCode, Account, Stay, Room, Guest, RateCode)
        .join(TransactionCode)
        .join(Account)
        .switch(FixedCharge)
        .join(Stay)
        .join(Room, "LEFT OUTER JOIN")
        .switch(Stay)
        .join(Guest)
        .switch(Stay)
        .join(RateCode, on=(Stay.rate_code == RateCode.id))
        .where(~FixedCharge.removed)
        .order_by(Room.number, FixedCharge.id)
    )


# Looking


def closed_codes(date: datetime.date) -> list[tuple[Message, str]]:
    """What is due tonight on a code or an account that is closed, which the audit could not post; and the way to it."""
    return [
        (
            Message(
                "{room} {guest}: the fixed charge {code} is closed to postings",
                {
                    "room": charge.stay.room.number,
                    "guest": charge.stay.guest.spoken,
                    "code": charge.code.code,
                },
            ),
            f"fixed charges stay {charge.stay_id}",
        )
        for charge in _due_in_house(date)
        if not charge.code.active or (charge.code.account.closed_on or datetime.date.max) <= date
    ]


def fixed_of_stay(stay: Stay) -> list[tuple[datetime.date, FixedCharge, bool]]:
    """What stands on a stay by date: what was posted (True), and what the audits to come will post as its dates are."""
    today = Property.the().business_date
    found = [(date, charge) for charge in _of_stays([stay.id]) for date in dates_due(charge, stay.arrival)]
    posted = _posted(source_of(charge, date) for date, charge in found)
    found.sort(key=lambda each: (each[0], each[1].id))
    known = [(date, charge, source_of(charge, date) in posted) for date, charge in found]
    return [
        (date, charge, done) for date, charge, done in known if done or (date >= today and stay.state in OPEN)
    ]


def fixed_to_come(stay: Stay) -> list[tuple[datetime.date, FixedCharge]]:
    """What the audits to come will post of a stay as its dates stand, by date."""
    return [(date, charge) for date, charge, done in fixed_of_stay(stay) if not done]


def fixed_lit(stay_ids: Collection[int], date: datetime.date) -> dict[int, Message]:
    """Of the stays to come or in house with a fixed charge still to post on ``date`` or later, which codes."""
    codes: dict[int, list[str]] = {}
    for charge in _of_stays(stay_ids):
        if charge.stay.state in OPEN and next_due(charge, date):
            pieces = f" ×{charge.quantity}" if charge.quantity > 1 else ""
            codes.setdefault(charge.stay_id, []).append(charge.code.code + pieces)
    return {
        stay_id: Message("{codes}, posted by the audit", {"codes": ", ".join(each)})
        for stay_id, each in codes.items()
    }


@dataclass(frozen=True)
class FixedRow:
    """A fixed charge as the desk reads it; ``next_due``: the next date the audit posts it, none when there is no more."""

    id: int
    code: str
    name_th: str
    name_en: str
    amount: Decimal
    inclusive: bool
    quantity: int
    rhythm: str
    since: datetime.date | None
    until: datetime.date | None
    text: str
    next_due: datetime.date | None
    due_today: bool
    posted_today: bool

    @property
    def key(self) -> tuple[int]:
        return (self.id,)


def fixed_charges_of(stay_id: int, date: datetime.date) -> list[FixedRow]:
    """The fixed charges that stand on a stay, as of the business date."""
    charges = sorted(_of_stays([stay_id]), key=lambda charge: int(charge.id))
    posted = _posted(source_of(charge, date) for charge in charges)
    rows = []
    for charge in charges:
        done = source_of(charge, date) in posted
        to_come = next_due(charge, date + ONE_DAY if done else date)
        rows.append(
            FixedRow(
                charge.id, charge.code.code, charge.code.name_th, charge.code.name_en, charge.amount, charge.inclusive,
                charge.quantity, charge.rhythm, charge.since, charge.until, charge.text,
                to_come, is_due(charge, date), done,
            )
        )  # fmt: skip
    return rows
