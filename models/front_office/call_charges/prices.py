"""What a call costs the guest: what the exchange says with the hotel's mark-up, or the hotel's own tariff."""

from __future__ import annotations

import re
from decimal import Decimal

from locales.money import round_half_up
from models.front_office.call_charges.tables import CallTariff
from models.house.acts import Act, operation
from models.house.inputs import checked, words
from models.house.property import setting
from models.house.refusals import Refused

ZERO = Decimal("0.00")


def markup() -> Decimal:
    """Percent on what the exchange says a call costs."""
    return Decimal(setting("call_markup_percent"))


def tariff_for(number: str) -> CallTariff | None:
    """The longest prefix the number begins with; the empty prefix fits every number."""
    beginnings = [number[:length] for length in range(len(number) + 1)]
    fitting = list(CallTariff.select().where(CallTariff.prefix << beginnings))
    return max(fitting, key=lambda tariff: len(tariff.prefix), default=None)


def price_of(number: str, seconds: int, cost: Decimal | None) -> Decimal:
    """Baht, rounded half up to the satang once, after the mark-up. Zero is free of charge.

    A call nobody answered costs nothing. A prefix that is free goes before what the exchange says.
    Refused: NO_TARIFF.
    """
    if seconds == 0:
        return ZERO
    tariff = tariff_for(number)
    if tariff is not None and tariff.free:
        return ZERO
    if cost is not None and setting("call_price_from") == "exchange":
        base = cost
    elif tariff is None:
        raise Refused("NO_TARIFF", "There is no tariff for {number}.", number=number, jump="call tariff")
    else:
        base = max(-(-seconds // tariff.block_seconds) * tariff.per_block, tariff.minimum)
    return round_half_up(base * (100 + markup()) / 100)


def all_tariffs() -> list[CallTariff]:
    return list(CallTariff.select().order_by(CallTariff.prefix))


@operation("set_up")
def keep_tariff(
    act: Act,
    tariff_id: int | None,
    prefix: str,
    name: str,
    block_seconds: int,
    per_block: Decimal,
    minimum: Decimal,
    free: bool = False,
) -> int:
    """Make or change what calls to a prefix cost; its id. Refused: TARIFF_PREFIX, TARIFF_BLOCK, AMOUNT."""
    prefix = re.sub(r"[\s\-]", "", prefix)
    if not re.fullmatch(r"\+?[\d*#]{0,20}", prefix):
        raise Refused("TARIFF_PREFIX", "A prefix has figures only; empty is every number.", field="prefix")
    same = CallTariff.get_or_none(CallTariff.prefix == prefix)
    if same is not None and same.id != tariff_id:
        raise Refused(
            "TARIFF_PREFIX", "There is a tariff for {prefix} already.", field="prefix", prefix=prefix
        )
    if not 1 <= block_seconds <= 3600:
        raise Refused("TARIFF_BLOCK", "A block has 1 to 3,600 seconds.", field="block_seconds")
    for amount, field in ((per_block, "per_block"), (minimum, "minimum")):
        if checked(amount, field) < 0:
            raise Refused("AMOUNT", "This is no amount of money.", field=field)
    values = {
        "prefix": prefix, "name": words(name, "name"), "block_seconds": block_seconds, "per_block": per_block,
        "minimum": minimum, "free": free,
    }  # fmt: skip
    if tariff_id is None:
        return int(act.create(CallTariff, **values).id)
    act.update(CallTariff.get_by_id(tariff_id), **values)
    return tariff_id


@operation("set_up")
def drop_tariff(act: Act, tariff_id: int) -> None:
    row = CallTariff.get_by_id(tariff_id)
    act.changed(row, {"prefix": row.prefix, "per_block": row.per_block, "minimum": row.minimum}, {})
    row.delete_instance()
