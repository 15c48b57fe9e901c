"""Several stays in one room: each with its own folio, the room counted once, its price shared as agreed.

Every night the stays present have slots 0, 1, 2 …; slot 0 is the one the inventory counts. Who leaves hands the
slot and the price on: on every night the parts add up to the price of the room.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

from locales import Message
from models.front_office.blocks.pickup import cell_of
from models.front_office.inventory import deducting_guarantees, weighed
from models.front_office.reservations.nights import change_nights, open_nights, rate_prices
from models.front_office.reservations.tables import IN_HOUSE, RESERVED, STATES, Night, Stay
from models.house.acts import Act, operation
from models.house.inputs import checked
from models.house.refusals import Refused

ENTIRE, SPLIT, FULL = "entire", "split", "full"
LEFT = "left"  # of a stay that ended while others paid part of its price
SHARE_PRICES = {
    SPLIT: Message("Split equally"),
    ENTIRE: Message("The first pays all"),
    FULL: Message("Each pays in full"),
}
ACTIVE = (RESERVED, IN_HOUSE)
SATANG = Decimal("0.01")
ONE_DAY = datetime.timedelta(days=1)
Pools = dict[datetime.date, Decimal]


def group_of(stay: Stay) -> list[Stay]:
    """The stays that share a room with this one and are still to come or in house, the first among them first."""
    root = stay.share_of_id or stay.id
    members = list(
        Stay.select()
        .where(((Stay.id == root) | (Stay.share_of == root)) & (Stay.state << ACTIVE))
        .order_by(Stay.share_of.is_null(False), Stay.id)
    )
    if stay.id not in [member.id for member in members]:
        return [stay]
    return [stay if member.id == stay.id else member for member in members]


def span_of(stays: Sequence[Stay]) -> tuple[datetime.date, datetime.date]:
    """The first and the last night of them all."""
    return min(s.arrival for s in stays), max(max(s.arrival, s.departure - ONE_DAY) for s in stays)


def sharers_of(stay_id: int) -> list[Stay]:
    """The other stays in the same room."""
    return [member for member in group_of(Stay.get_by_id(stay_id)) if member.id != stay_id]


@operation("book")
def share_room(act: Act, stay_id: int, with_stay_id: int, prices: str = SPLIT) -> None:
    """A reserved stay joins another in its room. ``prices``: a key of SHARE_PRICES.

    On the nights both are there the room's price is that of the stay joined.
    Refused: NOT_RESERVED, NOT_OPEN, SAME_STAY, SHARING_ALREADY, NO_COMMON_NIGHT, SHARE_PRICE, TOO_MANY_PERSONS,
    ROOM_NIGHT_TAKEN; ASK: NO_AVAILABILITY (nights that change their type).
    """
    joining, other = Stay.get_by_id(stay_id), Stay.get_by_id(with_stay_id)
    first = Stay.get_by_id(other.share_of_id or other.id)
    _check_may_share(joining, first, prices)
    group = group_of(first)
    common = {n.date for m in group for n in open_nights(m.id)} & {n.date for n in open_nights(joining.id)}
    if not common:
        raise Refused("NO_COMMON_NIGHT", "The two stays have no night together.", field="stay")
    check_persons_of_room(first, [*group, joining])
    with weighed(act, *span_of([*group, joining])):
        _join(act, joining, first, group, prices)


def _join(act: Act, joining: Stay, first: Stay, group: list[Stay], prices: str) -> None:
    from models.front_office.reservations.assignment import check_room_free

    if prices == FULL and len(group) > 1 and mode_of(first) != FULL:
        _each_in_full(act, group)
    pools = pools_of(first, group) or _price_of_first(group)
    act.update(joining, share_of=first, share_slot=1 + max(member.share_slot for member in group))
    act.update(first, share_price=prices)
    joined = [*group, joining]
    if first.room_id:
        check_room_free(joining, first.room)
    nights = open_nights(joining.id)
    change_nights(act, joining, nights, room=None)
    if first.room_id:
        change_nights(act, joining, nights, room_type=first.room.room_type_id)
    for night in open_nights(first.id):
        mine = [n for n in nights if n.date == night.date]
        change_nights(act, joining, mine, room_type=night.room_type_id)
        if prices != FULL:
            change_nights(act, joining, mine, rate_code=night.rate_code_id, inclusive=night.inclusive)
    settle_share(act, first)
    act.update(joining, room=first.room_id)
    change_nights(act, joining, open_nights(joining.id), room=first.room_id)
    if prices != FULL:
        divide(act, joined, pools)
    _deposits_follow(act, joined)


def _deposits_follow(act: Act, stays: Sequence[Stay]) -> None:
    """What is asked of each in advance follows what each pays now."""
    from models.front_office.deposit_requests import refresh_request

    for reservation_id in {stay.reservation_id for stay in stays}:
        refresh_request(act, reservation_id)


def _check_may_share(joining: Stay, first: Stay, prices: str) -> None:
    if joining.id == first.id:
        raise Refused("SAME_STAY", "A stay cannot share with itself.", field="stay")
    if joining.state != RESERVED:
        raise Refused("NOT_RESERVED", "Only a reserved stay can join another; this one is {state}.", state=STATES[joining.state])  # fmt: skip
    if first.state not in ACTIVE:
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[first.state], field="stay")
    if joining.share_of_id or len(group_of(joining)) > 1:
        raise Refused("SHARING_ALREADY", "This stay shares a room already; end that first.")
    if joining.is_day_use or first.is_day_use:
        raise Refused("NO_COMMON_NIGHT", "The two stays have no night together.", field="stay")
    if prices not in SHARE_PRICES:
        raise Refused("SHARE_PRICE", "There is no way {name} to share a price.", field="prices", name=prices)


def check_persons_of_room(first: Stay, members: Sequence[Stay]) -> None:
    kind = first.room.room_type if first.room_id else first.room_type
    if sum(m.adults + m.children for m in members) > kind.most_persons + 1:
        raise Refused(
            "TOO_MANY_PERSONS", "A {room_type} room holds {most} persons and one extra bed.", field="stay",
            room_type=kind.code, most=kind.most_persons,
        )  # fmt: skip


@operation("book")
def end_share(act: Act, stay_id: int) -> None:
    """A reserved stay leaves the room it shares and needs one of its own, at its rate of today.

    Refused: NOT_SHARING, NOT_RESERVED (move a guest in house instead); ASK: NO_AVAILABILITY.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != RESERVED:
        raise Refused("NOT_RESERVED", "Only a reserved stay can leave a share; move the guest instead.")
    if len(group_of(stay)) < 2:
        raise Refused("NOT_SHARING", "This stay shares no room.")
    with weighed(act, *span_of(group_of(stay))):
        take_out(act, stay)


def take_out(act: Act, stay: Stay) -> None:
    """The stay stands alone from now on, without a room; the others keep theirs. The caller weighs the house."""
    group = group_of(stay)
    pools = pools_of(stay, group)
    shared = mode_of(stay) != FULL
    nights = open_nights(stay.id)
    change_nights(act, stay, nights, room=None)
    _hand_on(act, stay, group)
    act.update(stay, share_of=None, share_slot=0, share_price="")
    if stay.state == RESERVED:  # who is in house is being moved, and always has a room
        act.update(stay, room=None)
    change_nights(act, stay, nights, share_slot=0, room_type=stay.room_type_id)
    for night in nights:  # a room carried over from somebody's block stays with the others
        change_nights(act, stay, [night], block_cell=cell_of(stay, night.date))
    if shared:
        common = [
            n
            for n in nights
            if any(n.date == o.date for m in group if m.id != stay.id for o in open_nights(m.id))
        ]
        change_nights(act, stay, common, rate_code=stay.rate_code_id, inclusive=stay.rate_code.inclusive)
        for night, amount in zip(common, rate_prices(stay, [n.date for n in common]), strict=True):
            change_nights(act, stay, [night], amount=amount, fixed_rate=False)
        divide(act, [m for m in group if m.id != stay.id], pools)
    _deposits_follow(act, group)


def leave_share(act: Act, stay: Stay) -> None:
    """For a stay that is about to end (cancelled, no-show, checked out): slot, room and price go to who remains."""
    group = group_of(stay)
    if len(group) < 2:
        return
    pools = pools_of(stay, group)
    mode = mode_of(stay)
    cells = {n.date: n.block_cell_id for n in open_nights(stay.id) if n.block_cell_id and n.share_slot == 0}
    change_nights(act, stay, open_nights(stay.id), room=None)
    _hand_on(act, stay, group)
    act.update(stay, share_of=None, share_slot=0, share_price="" if mode == FULL else LEFT)
    rest = [Stay.get_by_id(m.id) for m in group if m.id != stay.id]
    _carry_cells(act, rest, cells)
    if mode != FULL:
        divide(act, rest, pools)
    _deposits_follow(act, rest)


def _hand_on(act: Act, stay: Stay, group: Sequence[Stay]) -> None:
    """Another becomes the first of the share where the first one leaves it."""
    rest = [m for m in group if m.id != stay.id]
    if stay.share_of_id is None:
        rest.sort(key=lambda m: (m.state != IN_HOUSE, m.id))
        first = rest[0]
        act.update(first, share_of=None, share_slot=0, share_price=stay.share_price)
        for other in rest[1:]:
            act.update(other, share_of=first)
    _settle(act, rest)


def settle_share(act: Act, stay: Stay) -> None:
    """Give every night of the stays that share its slot: in house before to come, deducting before not."""
    _settle(act, group_of(stay))


def _settle(act: Act, group: Sequence[Stay]) -> None:
    deducting = deducting_guarantees()
    order = sorted(
        group,
        key=lambda m: (m.state != IN_HOUSE, m.reservation.guarantee not in deducting, m.share_of_id is not None, m.id),
    )  # fmt: skip
    nights = {m.id: {n.date: n for n in open_nights(m.id) if not n.day_use} for m in order}
    wrong: list[tuple[Stay, Night, int]] = []
    for member in order:
        for date, night in nights[member.id].items():
            slot = [m.id for m in order if date in nights[m.id]].index(member.id)
            if night.share_slot != slot:
                wrong.append((member, night, slot))
    # Two nights may change places, and the database lets no two stand in one.
    for _member, night, slot in wrong:
        Night.update(share_slot=slot + 100).where(Night.id == night.id).execute()
    for member, night, slot in wrong:
        change_nights(act, member, [night], share_slot=slot)
    _carry_cells(
        act, order, {n.date: n.block_cell_id for m in order for n in nights[m.id].values() if n.block_cell_id}
    )


def _carry_cells(act: Act, group: Sequence[Stay], cells: Mapping[datetime.date, int]) -> None:
    """A room out of a block is the block's whoever of those in it is counted."""
    for member in group:
        for night in open_nights(member.id):
            if night.share_slot == 0 and night.block_cell_id is None and night.date in cells:
                change_nights(act, member, [night], block_cell=cells[night.date])


# The price of a shared room


def mode_of(stay: Stay) -> str:
    first = Stay.get_by_id(stay.share_of_id) if stay.share_of_id else stay
    return str(first.share_price or FULL)


def pools_of(stay: Stay, group: Sequence[Stay]) -> Pools:
    """The price of the room on each night still open, whoever pays it; nothing where each pays in full."""
    pools: Pools = {}
    if len(group) > 1 and mode_of(stay) == FULL:
        return pools
    for member in group:
        for night in open_nights(member.id):
            pools[night.date] = pools.get(night.date, Decimal("0.00")) + night.amount
    return pools


def divide(act: Act, group: Sequence[Stay], pools: Mapping[datetime.date, Decimal]) -> None:
    """Share the price of each night among who is there: equal parts, odd satang to the first; or all to the first."""
    if not group:
        return
    group = sorted(group, key=lambda m: (m.share_of_id is not None, m.id))
    mode = mode_of(group[0])
    nights = {m.id: {n.date: n for n in open_nights(m.id)} for m in group}
    for date, pool in sorted(pools.items()):
        present = [m for m in group if date in nights[m.id]]
        for member, part in zip(present, parts_of_pool(pool, len(present), mode), strict=True):
            night = nights[member.id][date]
            if night.amount != part:
                change_nights(act, member, [night], amount=part, fixed_rate=True)


def parts_of_pool(pool: Decimal, sharers: int, mode: str) -> list[Decimal]:
    """Baht of each sharer; they add up to the pool to the satang."""
    if sharers == 0:
        return []
    if mode != SPLIT:
        return [pool] + [Decimal("0.00")] * (sharers - 1)
    each = (pool / sharers).quantize(SATANG, rounding="ROUND_DOWN")
    return [pool - each * (sharers - 1)] + [each] * (sharers - 1)


@operation("book")
def share_price(act: Act, stay_id: int, prices: str, parts: Mapping[int, Decimal] | None = None) -> None:
    """Share the price of the room another way from now on; or by ``parts``, stay → baht a night.

    Refused: NOT_SHARING, SHARE_PRICE, SHARE_PARTS (they do not add up to the price of a night they share).
    """
    stay = Stay.get_by_id(stay_id)
    group = group_of(stay)
    if len(group) < 2:
        raise Refused("NOT_SHARING", "This stay shares no room.")
    if prices not in SHARE_PRICES:
        raise Refused("SHARE_PRICE", "There is no way {name} to share a price.", field="prices", name=prices)
    first = next(m for m in group if m.share_of_id is None)
    pools = pools_of(stay, group)
    if parts is not None:
        _set_parts(act, group, pools, parts)
        _deposits_follow(act, group)
        return
    if prices == FULL:
        _each_in_full(act, group)
    elif mode_of(stay) == FULL:
        pools = _price_of_first(group)
    act.update(first, share_price=prices)
    if prices != FULL:
        divide(act, group, pools)
    _deposits_follow(act, group)


def _price_of_first(group: Sequence[Stay]) -> Pools:
    """What the room costs where each paid in full so far: on every night the price of the first who is there."""
    pools: Pools = {}
    for member in sorted(group, key=lambda m: (m.share_of_id is not None, m.id)):
        for night in open_nights(member.id):
            pools.setdefault(night.date, night.amount)
    return pools


def _each_in_full(act: Act, group: Sequence[Stay]) -> None:
    for member in group:
        nights = open_nights(member.id)
        for night, amount in zip(nights, rate_prices(member, [n.date for n in nights]), strict=True):
            change_nights(act, member, [night], amount=amount, fixed_rate=False)


def _set_parts(act: Act, group: Sequence[Stay], pools: Pools, parts: Mapping[int, Decimal]) -> None:
    nights = {m.id: {n.date: n for n in open_nights(m.id)} for m in group}
    for date, pool in pools.items():
        present = [m for m in group if date in nights[m.id]]
        if len(present) < 2:
            continue
        total = sum((checked(parts.get(m.id, Decimal("0.00")), "parts") for m in present), Decimal("0.00"))
        if total != pool or any(parts.get(m.id, Decimal(0)) < 0 for m in present):
            raise Refused(
                "SHARE_PARTS", "The parts are {total} on {date}; the room costs {pool}.", field="parts",
                total=total, pool=pool, date=date,
            )  # fmt: skip
        for member in present:
            change_nights(act, member, [nights[member.id][date]], amount=parts.get(member.id, Decimal("0.00")), fixed_rate=True)  # fmt: skip
