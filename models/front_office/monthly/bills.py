"""Monthly guests: the contract, and water and electricity billed once a month.

They live beside daily guests: a stay with a rate by the month has a night for each date, takes its room from the
inventory and counts as sold like any other. The rent is not posted in one sum: each night carries its share of the
calendar month (``night_of_month``) and the audit posts it, so that revenue of a night, ADR and the ledger are true on
every single date, a month adds up to the rent to the satang, and a guest who leaves or moves in the middle owes what
he has had. What is paid in advance stands on his folio as a credit until then. With a net rate the tax of each night
is rounded by itself; a rate with everything included adds up in full.

A meter's units belong to who slept in its room: readings after the day he moved in, up to the day he left.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from locales.dates import format_date
from models.front_office.folios import Posting, check_may_post, post_charge, stay_balance, window_of
from models.front_office.guests import Guest
from models.front_office.monthly.meters import counting
from models.front_office.monthly.tables import (
    CODES,
    KINDS,
    BilledReading,
    Meter,
    MeterCharge,
    MeterReading,
    MonthlyContract,
)
from models.front_office.rates import RateCode
from models.front_office.rates.prices import night_of_month
from models.front_office.reservations import (
    CHECKED_OUT,
    IN_HOUSE,
    Night,
    Stay,
    change_nights,
    open_nights,
)
from models.front_office.reservations.nights import agreed_prices
from models.front_office.rooms import Room
from models.house.acts import Act, operation
from models.house.inputs import checked, words
from models.house.refusals import Refused
from models.ledger.balances import money

ONE_DAY = datetime.timedelta(days=1)
ZERO = Decimal("0.00")


def monthly_rates() -> list[int]:
    """Ids of the codes whose price is a month's rent, their own or that of what they follow."""
    codes = {rate.id: rate for rate in RateCode.select()}

    def root(rate: RateCode) -> RateCode:
        return root(codes[rate.base_id]) if rate.base_id else rate

    return [rate.id for rate in codes.values() if root(rate).monthly]


def is_monthly(stay: Stay) -> bool:
    return stay.rate_code_id in monthly_rates()


# The contract


@operation("book")
def agree_contract(
    act: Act,
    stay_id: int,
    *,
    rent: Decimal | None = None,
    term_until: datetime.date | None = None,
    notice_days: int = 30,
    note: str = "",
) -> None:
    """What is agreed with a monthly guest. A ``rent`` (baht a month) prices every night not posted yet.

    Refused: NOT_MONTHLY, NEGATIVE_PRICE, NOTICE; ASK: PRICE_CHANGED (by how much it differs from the rate).
    """
    stay = Stay.get_by_id(stay_id)
    _check_monthly(stay)
    if not 0 <= notice_days <= 365:
        raise Refused("NOTICE", "From 0 to {n} days.", field="notice_days", n=365)
    if rent is not None and checked(rent, "rent") < 0:
        raise Refused("NEGATIVE_PRICE", "A price cannot be below zero.", field="rent")
    row = MonthlyContract.get_or_none(MonthlyContract.stay == stay)
    if rent is not None and (row is None or row.rent != rent):
        nights = open_nights(stay.id)
        shares = [night_of_month(rent, night.date) for night in nights]
        for night, amount in zip(
            nights, agreed_prices(act, stay, [n.date for n in nights], shares), strict=True
        ):
            change_nights(act, stay, [night], amount=amount, fixed_rate=True)
    values = {
        "rent": rent, "term_until": term_until, "notice_days": notice_days, "note": words(note, "note", 200)
    }  # fmt: skip
    if row is None:
        act.create(MonthlyContract, stay=stay, **values)
    else:
        act.update(row, **values)


def contract_prices(stay_id: int, dates: Sequence[datetime.date]) -> list[Decimal] | None:
    """Shares of the rent agreed for further nights, baht; None where none was agreed beside the rate."""
    row = MonthlyContract.get_or_none(MonthlyContract.stay == stay_id)
    return [night_of_month(row.rent, date) for date in dates] if row and row.rent is not None else None


def _check_monthly(stay: Stay) -> None:
    if not is_monthly(stay):
        raise Refused("NOT_MONTHLY", "The rate {rate} is not by the month.", rate=stay.rate_code.code)


# What a month comes to


@dataclass(frozen=True)
class Usage:
    """Water or electricity of a stay in a month. ``spans``: last and this reading with their dates, a meter each.

    ``amount`` in baht, tax in it; None where there is nothing to bill: no meter, or no reading yet.
    """

    kind: str
    units: int
    rate: Decimal
    amount: Decimal | None
    spans: tuple[tuple[int, datetime.date, int, datetime.date], ...]
    readings: tuple[int, ...]
    billed: bool


@dataclass(frozen=True)
class MonthlyBill:
    """What a monthly guest owes for a calendar month (its first day). ``rent``: its nights as posted, tax in it."""

    stay_id: int
    month: datetime.date
    room: str
    guest_th: str
    guest_en: str
    confirmation: str
    arrival: datetime.date
    departure: datetime.date
    nights: int
    rent: Decimal
    usage: tuple[Usage, ...]
    balance: Decimal
    in_house: bool
    term_until: datetime.date | None

    @property
    def key(self) -> tuple[str, int]:
        return (self.room, self.stay_id)

    @property
    def total(self) -> Decimal:
        return self.rent + sum((use.amount or ZERO for use in self.usage), ZERO)

    @property
    def open(self) -> bool:
        """Whether something is left to post."""
        return any(use.amount and not use.billed for use in self.usage)


def first_of(date: datetime.date) -> datetime.date:
    return date.replace(day=1)


def last_of(month: datetime.date) -> datetime.date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def monthly_bills(month: datetime.date, stay_ids: Sequence[int] | None = None) -> list[MonthlyBill]:
    """Of each monthly stay that slept here in the month, by room: read-only, to be looked at before posting."""
    month = first_of(month)
    slept = Night.select(Night.stay).where(Night.date.between(month, last_of(month)))
    query = (
        Stay.select(Stay, Guest, Room)
        .join(Guest)
        .switch(Stay)
        .join(Room)
        .where(
            (Stay.rate_code << monthly_rates()) & (Stay.state << (IN_HOUSE, CHECKED_OUT)) & (Stay.id << slept)
        )
    )
    if stay_ids is not None:
        query = query.where(Stay.id << list(stay_ids))
    return sorted((_bill(stay, month) for stay in query), key=lambda bill: bill.key)


def _bill(stay: Stay, month: datetime.date, final: bool = False) -> MonthlyBill:
    nights = Night.select().where((Night.stay == stay) & Night.date.between(month, last_of(month)))
    rent = (
        Posting.select(fn.SUM(Posting.amount))
        .join(Night, on=(Posting.night == Night.id))
        .where((Night.stay == stay) & Night.date.between(month, last_of(month)))
        .scalar()
    )
    contract = MonthlyContract.get_or_none(MonthlyContract.stay == stay)
    return MonthlyBill(
        stay.id, month, stay.room.number, stay.guest.name("th"), stay.guest.name("en"),
        stay.reservation.confirmation, stay.arrival, stay.departure, nights.where(Night.posted).count(),
        money(rent), tuple(use for kind in KINDS if (use := _usage(stay, month, kind, final)) is not None),
        stay_balance(stay.id), stay.state == IN_HOUSE, contract.term_until if contract else None,
    )  # fmt: skip


def _usage(stay: Stay, month: datetime.date, kind: str, final: bool) -> Usage | None:
    """None where no room of the stay has such a meter."""
    charges = list(
        MeterCharge.select().where(
            (MeterCharge.stay == stay) & (MeterCharge.month == month) & (MeterCharge.kind == kind)
        )
    )
    standing = [c for c in charges if not _taken_back(c)]
    if standing and not final:
        readings = list(
            MeterReading.select().join(BilledReading).where(BilledReading.charge << [c.id for c in standing])
        )
        amount = sum((c.posting.amount for c in standing), ZERO)
        return Usage(
            kind, sum(c.units for c in standing), _rate_of(readings), amount, _spans(readings),
            tuple(r.id for r in readings), True,
        )  # fmt: skip
    meters = _meters_of(stay, kind)
    if not meters:
        return None
    until = min(last_of(month) + ONE_DAY, stay.departure)
    readings = [r for meter, since, last in meters for r in _to_bill(meter, since, min(last, until))]
    if not readings:
        return Usage(kind, 0, meters[-1][0].rate, None, (), (), False)
    units = sum(r.units for r in readings)
    used = sum((r.units * r.meter.rate for r in readings), ZERO)
    least = ZERO if standing else max(meter.minimum for meter, _since, _last in meters)
    return Usage(
        kind, units, _rate_of(readings), max(used, least), _spans(readings), tuple(r.id for r in readings), False
    )  # fmt: skip


def _taken_back(charge: MeterCharge) -> bool:
    return Posting.get_or_none(Posting.corrects == charge.posting_id) is not None


def _meters_of(stay: Stay, kind: str) -> list[tuple[Meter, datetime.date, datetime.date]]:
    """The meters of the rooms the stay slept in, each with the day it moved in and the day it left."""
    rooms = (
        Night.select(Night.room, fn.MIN(Night.date), fn.MAX(Night.date))
        .where((Night.stay == stay) & Night.room.is_null(False))
        .group_by(Night.room)
        .tuples()
    )
    spans = {room: (_date(first), _date(last) + ONE_DAY) for room, first, last in rooms}
    meters = Meter.select().where((Meter.room << list(spans)) & (Meter.kind == kind)).order_by(Meter.id)
    return [(meter, *spans[meter.room_id]) for meter in meters]


def _date(value: datetime.date | str) -> datetime.date:
    """SQLite gives the least and largest date as text."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def _to_bill(meter: Meter, since: datetime.date, until: datetime.date) -> list[MeterReading]:
    """Readings after the day the guest moved in, that nobody was billed for. A first reading has no units."""
    undone = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    billed = (
        BilledReading.select(BilledReading.reading)
        .join(MeterCharge)
        .where(MeterCharge.posting.not_in(undone))
    )
    query = MeterReading.select(MeterReading, Meter).join(Meter)
    return list(
        query.where(
            (MeterReading.meter == meter) & (MeterReading.date > since) & (MeterReading.date <= until)
            & MeterReading.id.not_in(billed) & counting()
        ).order_by(MeterReading.date, MeterReading.id)
    )  # fmt: skip


def _rate_of(readings: Sequence[MeterReading]) -> Decimal:
    return readings[-1].meter.rate if readings else ZERO


def _spans(readings: Sequence[MeterReading]) -> tuple[tuple[int, datetime.date, int, datetime.date], ...]:
    spans = []
    for meter_id in sorted({r.meter_id for r in readings}):
        own = [r for r in readings if r.meter_id == meter_id]
        before = (
            MeterReading.select()
            .where((MeterReading.meter == meter_id) & (MeterReading.id < own[0].id) & counting())
            .order_by(MeterReading.date.desc(), MeterReading.id.desc())
            .first()
        ) or own[0]
        spans.append((before.value, before.date, own[-1].value, own[-1].date))
    return tuple(spans)


# Posting it


@operation("post")
def bill_month(act: Act, month: datetime.date, stay_ids: Sequence[int] | None = None) -> int:
    """Post water and electricity of a month to every monthly guest in house (or to ``stay_ids``); how many charges.
    What is billed for the month already, and what has not been read, is left.

    Refused: MONTH_AHEAD, and as ``post_charge``.
    """
    month = first_of(month)
    if month > act.business_date:
        raise Refused("MONTH_AHEAD", "This month has not begun.", field="month")
    posted = 0
    for bill in monthly_bills(month, stay_ids):
        if bill.in_house and bill.open:
            posted += _post_usage(act, bill, final=False)
    return posted


@operation("post")
def bill_departure(act: Act, stay_id: int) -> int:
    """What the meters counted since the last bill, for a guest who leaves; how many charges.

    Refused: NOT_IN_HOUSE, NOT_MONTHLY, NOTHING_TO_BILL.
    """
    stay = Stay.get_by_id(stay_id)
    check_may_post(act, stay)
    _check_monthly(stay)
    bill = _bill(stay, first_of(act.business_date), final=True)
    if not bill.open:
        raise Refused("NOTHING_TO_BILL", "There is no reading since the last bill.", jump="meter readings")
    return _post_usage(act, bill, final=True)


def _post_usage(act: Act, bill: MonthlyBill, final: bool) -> int:
    window = window_of(bill.stay_id)
    posted = 0
    for use in bill.usage:
        if not use.amount or use.billed:
            continue
        _forget_taken_back(act, bill.stay_id, use.kind)
        told = ", ".join(f"{last}–{this}" for last, _since, this, _on in use.spans)
        posting = post_charge(
            act, window.id, CODES[use.kind], use.amount, inclusive=True, description=f"{bill.month:%m/%Y} {told}"
        )  # fmt: skip
        charge = act.create(
            MeterCharge, stay=bill.stay_id, month=bill.month, kind=use.kind, final=final, posting=posting,
            units=use.units,
        )  # fmt: skip
        for reading in use.readings:
            act.create(BilledReading, charge=charge, reading=reading)
        posted += 1
    return posted


def _forget_taken_back(act: Act, stay_id: int, kind: str) -> None:
    """A charge that was corrected on the folio, of whatever month, is as if it had not been billed; the log keeps that
    it was."""
    charges = MeterCharge.select().where((MeterCharge.stay == stay_id) & (MeterCharge.kind == kind))
    for charge in [c for c in charges if _taken_back(c)]:
        for row in BilledReading.select().where(BilledReading.charge == charge):
            act.changed(row, {"charge": charge.id, "reading": row.reading_id}, {})
            row.delete_instance()
        act.changed(
            charge, {"stay": stay_id, "month": charge.month, "kind": kind, "posting": charge.posting_id}, {}
        )
        charge.delete_instance()


def open_meters(stay: Stay, date: datetime.date) -> list[Meter]:
    """The meters of a monthly guest's room that nobody read on ``date``, or whose units nobody billed."""
    if not is_monthly(stay):
        return []
    found = []
    for kind in KINDS:
        for meter, since, last in _meters_of(stay, kind):
            if meter.room_id != stay.room_id or not meter.active:
                continue
            read = MeterReading.select().where((MeterReading.meter == meter) & (MeterReading.date >= date))
            unbilled = any(r.units for r in _to_bill(meter, since, max(last, date)))
            if unbilled or not read.exists():
                found.append(meter)
    return found


def ask_meters_read(act: Act, stay: Stay) -> None:
    """Ask (METERS_OPEN) when a monthly guest leaves with meters not read today, or not billed."""
    for meter in open_meters(stay, act.business_date):
        act.ask(
            "METERS_OPEN", "Room {room}, {kind}: not read or not billed for the last days.",
            right="check_in", jump="monthly guests", room=meter.room.number, kind=KINDS[meter.kind],
        )  # fmt: skip


def month_words(month: datetime.date) -> str:
    return format_date(month, "month")
