"""Rate codes and prices. A price is resolved once, when the night is written, and stored on the night."""

from __future__ import annotations

import datetime
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, TextField

from models.front_office.codes import TransactionCode
from models.front_office.rooms import RoomType
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.refusals import Refused

EVERY_DAY = "1234567"


class RateCode(Base):
    """``inclusive``: the prices have service charge and tax in them."""

    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    transaction_code = ForeignKeyField(TransactionCode)
    inclusive = BooleanField(default=False)
    complimentary = BooleanField(default=False)
    house_use = BooleanField(default=False)
    active = BooleanField(default=True)

    class Meta:
        table_name = "rate_code"

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class RatePrice(Base):
    """A season of a code for a type, nights inclusive; ``weekdays`` as digits, 1 is Monday; baht a night."""

    rate_code = ForeignKeyField(RateCode, backref="prices")
    room_type = ForeignKeyField(RoomType)
    first_night = DateField()
    last_night = DateField()
    weekdays = TextField(default=EVERY_DAY)
    single = MoneyField()
    double = MoneyField()
    extra_adult = MoneyField()
    child = MoneyField()

    class Meta:
        table_name = "rate_price"


def rate_code(code: str) -> RateCode:
    found = RateCode.get_or_none((RateCode.code == code.strip().upper()) & RateCode.active)
    if found is None:
        raise Refused("NO_RATE_CODE", "There is no rate code {code}.", field="rate_code", code=code)
    return found


def price(
    rate: RateCode, room_type: RoomType, night: datetime.date, adults: int, children: int = 0
) -> Decimal:
    """Baht for one night. Refused (``NO_RATE``) where there is none: never zero, never another code."""
    if rate.complimentary or rate.house_use:
        return Decimal("0.00")
    for row in RatePrice.select().where(
        (RatePrice.rate_code == rate)
        & (RatePrice.room_type == room_type)
        & (RatePrice.first_night <= night)
        & (RatePrice.last_night >= night)
    ):
        if str(night.isoweekday()) in row.weekdays:
            amount = row.single if adults == 1 else row.double
            return amount + row.extra_adult * max(adults - 2, 0) + row.child * children
    raise Refused(
        "NO_RATE",
        "Rate {rate} has no price for {room_type} on {night}.",
        field="rate_code",
        rate=rate.code,
        room_type=room_type.code,
        night=night,
    )


@operation("set_up")
def set_price(
    act: Act,
    rate_code_id: int,
    room_type_id: int,
    first_night: datetime.date,
    last_night: datetime.date,
    weekdays: str,
    single: Decimal,
    double: Decimal,
    extra_adult: Decimal,
    child: Decimal,
) -> int:
    """Add a season. Refused (``SEASONS_OVERLAP``) when another covers one of its nights."""
    for other in RatePrice.select().where(
        (RatePrice.rate_code == rate_code_id)
        & (RatePrice.room_type == room_type_id)
        & (RatePrice.first_night <= last_night)
        & (RatePrice.last_night >= first_night)
    ):
        if set(other.weekdays) & set(weekdays):
            raise Refused(
                "SEASONS_OVERLAP",
                "There is a price from {first} to {last} already.",
                field="first_night",
                first=other.first_night,
                last=other.last_night,
            )
    return act.create(
        RatePrice,
        rate_code=rate_code_id,
        room_type=room_type_id,
        first_night=first_night,
        last_night=last_night,
        weekdays=weekdays,
        single=single,
        double=double,
        extra_adult=extra_adult,
        child=child,
    ).id


def rate_codes() -> list[RateCode]:
    """Those that can be sold."""
    return list(RateCode.select().where(RateCode.active).order_by(RateCode.id))
