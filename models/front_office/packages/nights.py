"""The packages of a stay, laid on its nights.

A stay takes a copy of each package when it is booked; from that copy every night gets the elements due on it.
Whenever nights come, go or change, ``lay_packages`` makes the nights that are not posted fit again: the last
night's element wanders with the departure, a third guest has a breakfast too. Posted nights stay as they are.

Decided: a night without a price (complimentary, house use, the one of two sharers who pays nothing) has nothing
to carve in-rate elements out of and carries none; what comes on top is due on a complimentary night, on a
house-use night nothing is. A day use counts as the first and only night; what is used the day after is not due
on it, for the guest is gone.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, ModelSelect

from models.front_office.codes import TransactionCode
from models.front_office.packages.rules import falls_on, pieces
from models.front_office.packages.setup import elements_of, package, packages_of_rate
from models.front_office.packages.tables import (
    ELEMENT_FIELDS,
    NightElement,
    Package,
    PackageElement,
    StayPackage,
)
from models.front_office.rates import RateCode
from models.front_office.reservations.tables import IN_HOUSE, NOT_YET, RESERVED, STATES, Night, Stay
from models.house.acts import Act, operation
from models.house.database import insert_rows
from models.house.refusals import Refused

ZERO = Decimal("0.00")
MOST_PIECES = 999


def lay_after(act: Act, stay: Stay) -> None:
    """Lay the packages of the stay anew before the act is over, once, when all its nights are as they shall be."""
    act.before_the_end(("packages", stay.id), lambda: lay_packages(act, Stay.get_by_id(stay.id)))


@operation("book")
def add_package(act: Act, stay_id: int, code: str) -> int:
    """Take a package for the nights of a stay that are not posted; the id of its row.

    Refused: NOT_OPEN, NO_PACKAGE, PACKAGE_ON_STAY, PACKAGE_EXCEEDS_RATE.
    """
    act.catch_up()
    stay = _open_stay(stay_id)
    found = package(code)
    if StayPackage.get_or_none(
        (StayPackage.stay == stay) & (StayPackage.package == found) & ~StayPackage.removed
    ):
        raise Refused(
            "PACKAGE_ON_STAY", "The stay has package {code} already.", field="package", code=found.code
        )
    row = _take(act, stay, found, None)
    lay_packages(act, stay)
    return int(row.id)


@operation("book")
def remove_package(act: Act, stay_package_id: int) -> None:
    """Take a package off the nights that are not posted. Refused: NOT_OPEN, ALLOWANCE_USED."""
    row = StayPackage.get_by_id(stay_package_id)
    stay = _open_stay(row.stay_id)
    act.update(row, removed=True)
    lay_packages(act, stay)


@operation("book")
def set_quantity(act: Act, night_element_id: int, quantity: int) -> None:
    """How many pieces of an element one night has; 0 takes it off. It stays so, whatever else changes.

    Refused: NIGHT_POSTED (use an adjustment), NIGHT_BILLED, QUANTITY, ALLOWANCE_USED, PACKAGE_EXCEEDS_RATE.
    """
    row = NightElement.get_by_id(night_element_id)
    if row.night.posted:
        raise Refused(
            "NIGHT_POSTED", "The night of {date} is posted. Use an adjustment.", date=row.night.date
        )
    from models.front_office.billed_ahead import billed_night_ids

    if row.night_id in billed_night_ids(row.night.stay_id):
        raise Refused(
            "NIGHT_BILLED", "The night of {date} was billed in advance. Take that back first.",
            jump=f"stay {row.night.stay_id}", date=row.night.date,
        )  # fmt: skip
    if not 0 <= quantity <= MOST_PIECES:
        raise Refused("QUANTITY", "From 0 to {n} pieces.", field="quantity", n=MOST_PIECES)
    stay = _open_stay(row.night.stay_id)
    before = _spoken(row)
    row.quantity, row.by_hand = quantity, True
    _check_not_used([row])
    row.save(only=[NightElement.quantity, NightElement.by_hand])
    _log(act, stay, {_name(row): before}, {_name(row): _spoken(row)})
    check_price(row.night, list(NightElement.select().where(NightElement.night == row.night_id)))


def _open_stay(stay_id: int) -> Stay:
    stay = Stay.get_by_id(stay_id)
    if stay.state not in (*NOT_YET, RESERVED, IN_HOUSE):
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    return stay


# Laying


def lay_packages(act: Act, stay: Stay) -> None:
    """Make the elements of the nights not posted yet what the stay's packages ask for.

    Refused: PACKAGE_EXCEEDS_RATE, ALLOWANCE_USED (an element that would go was used already).
    """
    from models.front_office.billed_ahead import billed_night_ids

    _follow_rate(act, stay)
    billed = billed_night_ids(stay.id)  # as they are until they are slept
    standing = {
        (row.night_id, row.element_id): row
        for row in _with_night_and_code().where((Night.stay == stay) & ~Night.posted)
        if row.night_id not in billed
    }
    elements = _stay_elements(stay.id)
    if not (elements or standing):
        return
    query = Night.select(Night, RateCode).join(RateCode).where((Night.stay == stay) & ~Night.posted)
    nights = [night for night in query.order_by(Night.date) if night.id not in billed]
    new: list[NightElement] = []
    changed: list[tuple[NightElement, NightElement]] = []
    kept: dict[int, list[NightElement]] = {night.id: [] for night in nights}
    for night in nights:
        for element in elements:
            there = standing.get((night.id, element.id))
            due = _due(stay, night, element)
            if there is not None and there.by_hand:
                due = _as_set_by_hand(night, element, there)
            if due is None:
                continue
            standing.pop((night.id, element.id), None)
            kept[night.id].append(due)
            if there is None:
                new.append(due)
            elif _facts(there) != _facts(due):
                changed.append((there, due))
    _write(act, stay, new, changed, list(standing.values()))
    for night in nights:
        check_price(night, kept[night.id])


def _stay_elements(stay_id: int) -> list[PackageElement]:
    return list(
        PackageElement.select(PackageElement, StayPackage, TransactionCode)
        .join(StayPackage)
        .switch(PackageElement)
        .join(TransactionCode)
        .where((StayPackage.stay == stay_id) & ~StayPackage.removed)
        .order_by(PackageElement.id)
    )


def _with_night_and_code() -> ModelSelect:
    return (
        NightElement.select(NightElement, Night, TransactionCode)
        .join(Night)
        .switch(NightElement)
        .join(TransactionCode)
    )


def _due(stay: Stay, night: Night, element: PackageElement) -> NightElement | None:
    if night.rate_code.house_use or (element.in_rate and not night.amount):
        return None
    if night.day_use and element.next_day:
        return None
    number, nights = (night.date - stay.arrival).days + 1, max(stay.nights, 1)
    taken = night.date == max(stay.arrival, element.stay_package.since)
    if not falls_on(element.rhythm, element.schedule, night.date, number, nights, taken):
        return None
    quantity = pieces(
        element.rule, adults=night.adults, children=night.children, first_in_room=night.share_slot == 0
    )
    return _night_element(night, element, quantity) if quantity else None


def _night_element(night: Night, element: PackageElement, quantity: int) -> NightElement:
    floating = element.rhythm == "floating"
    valid = night.date + datetime.timedelta(days=int(element.next_day))
    return NightElement(
        night=night,
        element=element,
        code=element.code,
        quantity=quantity,
        amount=element.amount,
        inclusive=night.inclusive if element.in_rate else element.inclusive,
        in_rate=element.in_rate,
        allowance=element.allowance,
        valid_from=valid,
        valid_until=None if floating else valid,
    )


def _as_set_by_hand(night: Night, element: PackageElement, there: NightElement) -> NightElement:
    row = _night_element(night, element, there.quantity)
    row.by_hand = True
    return row


_FACTS = (
    "code_id", "quantity", "amount", "inclusive", "in_rate", "allowance", "valid_from", "valid_until", "by_hand",
)  # fmt: skip


def _facts(row: NightElement) -> dict[str, object]:
    return {name: getattr(row, name) for name in _FACTS}


def _write(
    act: Act,
    stay: Stay,
    new: Sequence[NightElement],
    changed: Sequence[tuple[NightElement, NightElement]],
    dropped: Sequence[NightElement],
) -> None:
    before = {_name(row): _spoken(row) for row in (*dropped, *(there for there, _due in changed))}
    _check_not_used(dropped, gone=True)
    for there, due in changed:
        due.id = there.id
        _check_not_used([due])
        NightElement.update(**_facts(due)).where(NightElement.id == there.id).execute()
    if dropped:
        NightElement.delete().where(NightElement.id << [row.id for row in dropped]).execute()
    if new:
        fields = [{"night": row.night_id, "element": row.element_id, **_facts(row)} for row in new]
        insert_rows(NightElement, fields)
    after = {_name(row): _spoken(row) for row in (*new, *(due for _there, due in changed))}
    _log(act, stay, before, after)


def _name(row: NightElement) -> str:
    return f"{row.night.date} {row.code.code}/{row.element_id}"


def _spoken(row: NightElement) -> str:
    """All that a change may change, in one line of the log."""
    basis = "in rate" if row.in_rate else "on top"
    until = row.valid_until or "departure"
    return " ".join(
        [
            f"{row.quantity} × {row.amount} {row.code.code} {basis}, {'inclusive' if row.inclusive else 'net'}",
            *([f"allowance {row.valid_from}–{until}"] if row.allowance else []),
            *(["by hand"] if row.by_hand else []),
        ]
    )


def _log(act: Act, stay: Stay, before: dict[str, str], after: dict[str, str]) -> None:
    if before or after:
        act.changed(("night_element", f"stay {stay.id}"), before, after)


def _check_not_used(rows: Iterable[NightElement], gone: bool = False) -> None:
    """An allowance can be neither dropped nor made smaller than what was used of it."""
    from models.front_office.packages.allowances import used_of, worth_of

    for row in rows:
        used = used_of(row.id) if row.allowance else ZERO
        if used and (gone or worth_of(row) < used):
            raise Refused(
                "ALLOWANCE_USED",
                "{amount} of the allowance of {date} is used. Take that back first.",
                jump=f"stay {row.night.stay_id}",
                amount=used,
                date=row.night.date,
            )


def drop_elements(act: Act, stay: Stay, nights: Sequence[Night]) -> None:
    """Those of nights that are about to go. Refused: ALLOWANCE_USED."""
    rows = list(_with_night_and_code().where(Night.id << [n.id for n in nights]))
    _write(act, stay, [], [], rows)


def check_unused(nights: Sequence[Night]) -> None:
    """Refused: ALLOWANCE_USED where something was used of an allowance of these nights."""
    _check_not_used(_with_night_and_code().where(Night.id << [n.id for n in nights]), gone=True)


def check_price(night: Night, elements: Iterable[NightElement]) -> None:
    """Refused: PACKAGE_EXCEEDS_RATE where the in-rate elements come to more than the room price."""
    parts = carved(elements)
    if parts > night.amount:
        raise Refused(
            "PACKAGE_EXCEEDS_RATE",
            "The package parts of {date} come to {parts}; the price is {price}.",
            field="price",
            jump=f"stay {night.stay_id}",
            date=night.date,
            parts=parts,
            price=night.amount,
        )


def carved(elements: Iterable[NightElement]) -> Decimal:
    """Baht of the room price that are elements', net or inclusive as the price is."""
    return sum((row.total for row in elements if row.in_rate), ZERO)


def night_charges(night: Night) -> list[tuple[TransactionCode, Decimal, bool]]:
    """What the audit posts for a night, as code, baht and whether tax is in it: the room without what is carved out of
    its price, then every part of its packages."""
    elements = night_elements(night.id)
    room = night.amount - carved(elements)
    charges = [(night.rate_code.transaction_code, room, bool(night.inclusive))] if room else []
    return charges + [(part.code, part.total, bool(part.inclusive)) for part in elements]


# What the stay takes


def _follow_rate(act: Act, stay: Stay) -> None:
    """With another rate code its packages come, and those of the rate before go; what was chosen stays."""
    if stay.packages_rate_id == stay.rate_code_id:
        return
    gone = (StayPackage.stay == stay) & StayPackage.rate_code.is_null(False) & ~StayPackage.removed
    for row in list(StayPackage.select().where(gone)):
        act.update(row, removed=True)
    chosen = {
        row.package_id
        for row in StayPackage.select().where((StayPackage.stay == stay) & ~StayPackage.removed)
    }
    for found in packages_of_rate(stay.rate_code_id):
        if found.id not in chosen:
            _take(act, stay, found, stay.rate_code_id)
    act.update(stay, packages_rate=stay.rate_code_id)


def _take(act: Act, stay: Stay, found: Package, rate_code_id: int | None) -> StayPackage:
    row = act.create(
        StayPackage, stay=stay, package=found, rate_code=rate_code_id, since=act.business_date, removed=False
    )
    for element in elements_of(found.id):
        copied = {name: getattr(element, name) for name in ELEMENT_FIELDS}
        act.create(PackageElement, package=found, stay_package=row, **copied)
    return row


# Looking


def night_elements(night_id: int) -> list[NightElement]:
    """The elements due on a night, with quantity, amount and what package they are of."""
    return elements_of_nights([night_id]).get(night_id, [])


def elements_of_nights(night_ids: Collection[int]) -> dict[int, list[NightElement]]:
    """The same of many nights, by night; none of those without any."""
    found: dict[int, list[NightElement]] = {}
    rows = (
        NightElement.select(NightElement, PackageElement, Package, TransactionCode)
        .join(PackageElement)
        .join(Package)
        .switch(NightElement)
        .join(TransactionCode)
        .where((NightElement.night << list(night_ids)) & (NightElement.quantity > 0))
        .order_by(NightElement.id)
    )
    for row in rows:
        found.setdefault(row.night_id, []).append(row)
    return found


@dataclass(frozen=True)
class StayElement:
    """An element on a night, as the desk reads it. ``left``: baht left of an allowance, service and tax included."""

    night_element_id: int
    stay_package_id: int
    date: datetime.date
    package: str
    code: str
    name_th: str
    name_en: str
    quantity: int
    amount: Decimal
    in_rate: bool
    inclusive: bool
    posted: bool
    by_hand: bool
    left: Decimal | None
    valid_from: datetime.date
    valid_until: datetime.date | None
    settled: bool

    @property
    def key(self) -> tuple[int]:
        return (self.night_element_id,)


def stay_elements(stay_id: int) -> list[StayElement]:
    """Every element on the nights of a stay, by date."""
    from models.front_office.packages.allowances import left_of

    rows = (
        NightElement.select(NightElement, Night, PackageElement, Package, TransactionCode)
        .join(Night)
        .switch(NightElement)
        .join(PackageElement)
        .join(Package)
        .switch(NightElement)
        .join(TransactionCode)
        .where(Night.stay == stay_id)
        .order_by(Night.date, NightElement.id)
    )
    return [
        StayElement(
            row.id, row.element.stay_package_id, row.night.date, row.element.package.code, row.code.code,
            row.code.name_th, row.code.name_en, row.quantity, row.amount, row.in_rate, row.inclusive,
            row.night.posted, row.by_hand, left_of(row) if row.allowance and row.quantity else None, row.valid_from,
            row.valid_until, row.settled_on is not None,
        )
        for row in rows
    ]  # fmt: skip


def stay_packages(stay_id: int) -> list[StayPackage]:
    """The packages a stay has now, with their names."""
    return list(
        StayPackage.select(StayPackage, Package, RateCode)
        .join(Package)
        .switch(StayPackage)
        .join(RateCode, JOIN.LEFT_OUTER)
        .where((StayPackage.stay == stay_id) & ~StayPackage.removed)
        .order_by(StayPackage.id)
    )
