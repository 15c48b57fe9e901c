"""Writing and changing room-nights, each with its line in the change log."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from models.front_office.blocks.pickup import cell_of
from models.front_office.rates import ages_of, stay_prices
from models.front_office.reservations.tables import Night, Stay
from models.house.acts import Act
from models.house.database import insert_rows
from models.house.inputs import checked
from models.house.refusals import Refused


def write_nights(
    act: Act,
    stay: Stay,
    dates: Sequence[datetime.date],
    prices: Sequence[Decimal] | None = None,
    rooms: int = 1,
) -> None:
    """Resolve and write the price of each date once. Typed prices (baht, one a date) need the right ``discount``
    (limit: baht off the rate, either way, over all ``rooms`` booked together)."""
    if prices is not None and len(prices) != len(dates):
        raise Refused("PRICES_COUNT", "One price a night: {n} are needed.", field="price", n=len(dates))
    amounts = agreed_prices(act, stay, dates, prices, rooms)
    rows = [
        {
            "stay": stay.id,
            "date": date,
            "day_use": stay.is_day_use,
            "booked_type": stay.room_type_id,
            "room_type": stay.room.room_type_id if stay.room_id else stay.room_type_id,
            "room": stay.room_id,
            "share_slot": stay.share_slot,
            "rate_code": stay.rate_code_id,
            "amount": amount,
            "inclusive": stay.rate_code.inclusive,
            "currency": act.property.currency,
            "adults": stay.adults,
            "children": stay.children,
            "child_ages": stay.child_ages,
            "market": stay.reservation.market,
            "source": stay.reservation.source,
            "fixed_rate": prices is not None,
            "block_cell": cell_of(stay, date),
        }
        for date, amount in zip(dates, amounts, strict=True)
    ]
    insert_rows(Night, rows)
    _lay_packages(act, stay)
    log_nights(act, stay, {}, {str(row["date"]): str(row["amount"]) for row in rows})


def agreed_prices(
    act: Act, stay: Stay, dates: Sequence[datetime.date], typed: Sequence[Decimal] | None, rooms: int = 1
) -> list[Decimal]:
    """The rate's price of each date, or what was typed instead: ASK (PRICE_CHANGED) by how much that differs.

    Refused: NEGATIVE_PRICE, HOUSE_USE_FREE."""
    if typed is None:
        return rate_prices(stay, dates)
    for amount in typed:
        if checked(amount, "price") < 0:
            raise Refused("NEGATIVE_PRICE", "A price cannot be below zero.", field="price")
        if amount and stay.rate_code.house_use:
            raise Refused("HOUSE_USE_FREE", "Nothing is charged for a house-use room.", field="price")
    resolved = rate_prices(stay, dates, typed)  # where the table has no price, the typed one is all there is
    off = sum((abs(r - t) for r, t in zip(resolved, typed, strict=True)), Decimal("0.00")) * rooms
    if off:
        act.ask(
            "PRICE_CHANGED", "The price differs by {off} from the rate.", right="discount", amount=off,
            field="price", off=off,
        )  # fmt: skip
    return list(typed)


def rate_prices(
    stay: Stay, dates: Sequence[datetime.date], otherwise: Sequence[Decimal] | None = None
) -> list[Decimal]:
    """What the stay's rate asks for each date. Refused (``NO_RATE``) where it has none and there is no ``otherwise``."""
    return stay_prices(
        stay.rate_code, stay.room_type, dates, stay.adults, stay.children, ages_of(stay.child_ages),
        stay.arrival, otherwise,
    )  # fmt: skip


def change_nights(act: Act, stay: Stay, nights: Sequence[Night], **values: object) -> None:
    """Set the same values on several nights that are not posted, and log each that differs: date, before, after."""
    for name, value in values.items():
        column = getattr(Night._meta.fields[name], "object_id_name", name)
        wanted = getattr(value, "id", value)
        differing = [n for n in nights if getattr(n, column) != wanted]
        if not differing:
            continue
        log_nights(
            act,
            stay,
            {f"{n.date} {name}": getattr(n, column) for n in differing},
            {f"{n.date} {name}": wanted for n in differing},
        )
        Night.update(**{name: wanted}).where(Night.id << [n.id for n in differing]).execute()
        for night in differing:
            setattr(night, column, wanted)
        if name in _PACKAGES_FOLLOW:
            _lay_packages(act, stay)


def drop_nights(act: Act, stay: Stay, nights: Sequence[Night]) -> None:
    """Nights that will not be slept; each is worth what its own row says. The database refuses posted ones."""
    if nights:
        _take_back_bills(act, nights)
        _drop_package_parts(act, stay, nights)
        log_nights(act, stay, {str(n.date): str(n.amount) for n in nights}, {})
        Night.delete().where(Night.id << [n.id for n in nights]).execute()


_PACKAGES_FOLLOW = ("amount", "inclusive", "rate_code", "adults", "children", "share_slot")


def _lay_packages(act: Act, stay: Stay) -> None:
    from models.front_office.packages.nights import lay_after

    lay_after(act, stay)


def _drop_package_parts(act: Act, stay: Stay, nights: Sequence[Night]) -> None:
    from models.front_office.packages.nights import drop_elements, lay_after

    drop_elements(act, stay, nights)
    lay_after(act, stay)


def _take_back_bills(act: Act, nights: Sequence[Night]) -> None:
    from models.front_office.billed_ahead import reverse_nights

    reverse_nights(act, nights)


def log_nights(act: Act, stay: Stay, before: dict[str, object], after: dict[str, object]) -> None:
    act.changed(("night", f"stay {stay.id}"), before, after)


def open_nights(stay_id: int, since: datetime.date | None = None) -> list[Night]:
    """Nights not posted yet, from ``since`` on."""
    query = Night.select().where((Night.stay == stay_id) & ~Night.posted)
    if since is not None:
        query = query.where(Night.date >= since)
    return list(query.order_by(Night.date))
