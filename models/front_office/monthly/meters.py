"""Meters of the rooms and the round that reads them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from locales.thai_text import fold
from models.front_office.monthly.tables import KINDS, BilledReading, Meter, MeterReading
from models.front_office.rooms import Room
from models.front_office.rooms import room as find_room
from models.house.acts import Act, operation
from models.house.inputs import checked, words
from models.house.refusals import Refused

FEWEST_DIGITS, MOST_DIGITS = 3, 9
HIGH = 3  # times the units of the time before: worth a second look


@operation("set_up")
def keep_meter(
    act: Act,
    room: str,
    kind: str,
    rate: Decimal,
    minimum: Decimal = Decimal("0.00"),
    number: str = "",
    digits: int = 5,
    active: bool = True,
    meter_id: int | None = None,
) -> int:
    """A meter, new or changed; its id. Refused: NO_ROOM, METER_KIND, METER_DIGITS, NEGATIVE_PRICE, METER_EXISTS."""
    if kind not in KINDS:
        raise Refused("METER_KIND", "A meter counts water or electricity.", field="kind")
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        raise Refused(
            "METER_DIGITS",
            "From {few} to {many} digits.",
            field="digits",
            few=FEWEST_DIGITS,
            many=MOST_DIGITS,
        )
    for amount, field in ((rate, "rate"), (minimum, "minimum")):
        if checked(amount, field) < 0:
            raise Refused("NEGATIVE_PRICE", "A price cannot be below zero.", field=field)
    place = find_room(room)
    other = Meter.get_or_none((Meter.room == place) & (Meter.kind == kind) & Meter.active)
    if active and other is not None and other.id != meter_id:
        raise Refused(
            "METER_EXISTS", "Room {room} has this meter already. Replace it.", field="room", room=place.number
        )
    values = {
        "room": place, "kind": kind, "number": words(number, "number", 20), "digits": digits, "rate": rate,
        "minimum": minimum, "active": active,
    }  # fmt: skip
    if meter_id is None:
        return act.create(Meter, **values).id
    last = last_reading(meter_id)
    if last is not None and last.value >= 10**digits:
        raise Refused("METER_DIGITS", "The counter has shown {value}.", field="digits", value=last.value)
    return act.update(Meter.get_by_id(meter_id), **values).id


@operation("set_up")
def replace_meter(act: Act, meter_id: int, last: int, number: str = "", first: int = 0) -> int:
    """Another meter hangs in the room from today: what the old one showed ``last``, what the new one shows ``first``;
    the new meter's id. Refused as ``read_meter``, and METER_GONE."""
    old = Meter.get_by_id(meter_id)
    if not old.active:
        raise Refused("METER_GONE", "This meter is out of use.")
    read_meter(act, meter_id, last)
    act.update(old, active=False)
    new = keep_meter(
        act, old.room.number, old.kind, old.rate, minimum=old.minimum, number=number, digits=old.digits
    )
    read_meter(act, new, first)
    return new


@operation("housekeeping")
def read_meter(act: Act, meter_id: int, value: int, date: datetime.date | None = None) -> int:
    """Write down what the meter shows; the reading's id. The first one of a meter has no units.

    Refused: METER_GONE, METER_VALUE (more digits than the counter has), READING_DATE (in the future, or before the
    last one); ASK: METER_ROLLED (below the last: has the counter begun anew?). NOTE: METER_HIGH.
    """
    date = date or act.business_date
    meter = Meter.get_by_id(meter_id)
    if not meter.active:
        raise Refused("METER_GONE", "This meter is out of use.")
    return _write(act, meter, last_reading(meter_id), value, date, None)


@operation("housekeeping")
def correct_reading(act: Act, meter_id: int, value: int) -> int:
    """The last reading of a meter was a slip; the new one's id. Both stay on record.

    Refused: NO_READING, READING_BILLED, METER_VALUE; ASK: METER_ROLLED.
    """
    meter = Meter.get_by_id(meter_id)
    wrong = last_reading(meter_id)
    if wrong is None:
        raise Refused("NO_READING", "This meter has not been read yet.")
    if BilledReading.get_or_none(BilledReading.reading == wrong):
        raise Refused("READING_BILLED", "This reading was billed. Take the charge back first.")
    return _write(act, meter, last_reading(meter_id, before=wrong), value, wrong.date, wrong)


def _write(
    act: Act,
    meter: Meter,
    last: MeterReading | None,
    value: int,
    date: datetime.date,
    corrects: MeterReading | None,
) -> int:
    if not 0 <= value < 10**meter.digits:
        raise Refused("METER_VALUE", "The counter has {n} digits.", field="value", n=meter.digits)
    if date > act.business_date:
        raise Refused("READING_DATE", "{date} lies ahead.", field="date", date=date)
    if last is not None and date < last.date:
        raise Refused("READING_DATE", "The meter was read on {date} already.", field="date", date=last.date)
    rolled = last is not None and value < last.value
    if last is not None and rolled:
        act.ask(
            "METER_ROLLED", "{value} is below the last reading, {last}. Has the counter begun anew?",
            right="housekeeping", field="value", value=value, last=last.value,
        )  # fmt: skip
    units = value - last.value + (10**meter.digits if rolled else 0) if last is not None else 0
    if last is not None and last.units and units > HIGH * last.units:
        act.note(
            "METER_HIGH", "Room {room}: {units} units, the last time {before}.", room=meter.room.number,
            units=units, before=last.units,
        )  # fmt: skip
    return act.create(
        MeterReading, meter=meter, date=date, value=value, units=units, rolled=rolled, corrects=corrects,
        staff=act.staff, at=act.now,
    ).id  # fmt: skip


def counting() -> object:
    """Readings that no other corrects, for a query's ``where``."""
    wrong = MeterReading.alias()
    return MeterReading.id.not_in(wrong.select(wrong.corrects).where(wrong.corrects.is_null(False)))


def last_reading(meter_id: int, before: MeterReading | None = None) -> MeterReading | None:
    """The last that counts; ``before``: as it was before that one."""
    query = MeterReading.select().where((MeterReading.meter == meter_id) & counting())
    if before is not None:
        query = query.where(MeterReading.id != before.id)
    return query.order_by(MeterReading.date.desc(), MeterReading.id.desc()).first()


@dataclass(frozen=True)
class MeterRow:
    """A meter on the round: what it showed last, and what it used then."""

    meter_id: int
    room: str
    kind: str
    number: str
    digits: int
    rate: Decimal
    minimum: Decimal
    active: bool
    last_value: int | None
    last_date: datetime.date | None
    last_units: int

    @property
    def id(self) -> int:
        return self.meter_id

    @property
    def key(self) -> tuple[str, str, int]:
        return (self.room, self.kind, self.meter_id)


def meter_round(kind: str = "", text: str = "", in_use: bool = True) -> list[MeterRow]:
    """The meters by room with their last readings; of one kind, or whose room or number begins with ``text``."""
    query = Meter.select(Meter, Room).join(Room)
    if in_use:
        query = query.where(Meter.active)
    if kind:
        query = query.where(Meter.kind == kind)
    meters = [m for m in query if fold(m.room.number).startswith(fold(text)) or m.number.startswith(text)]
    last: dict[int, MeterReading] = {}
    readings = MeterReading.select().where((MeterReading.meter << [m.id for m in meters]) & counting())
    for reading in readings.order_by(MeterReading.date, MeterReading.id):
        last[reading.meter_id] = reading
    rows = [_row(meter, last.get(meter.id)) for meter in meters]
    return sorted(rows, key=lambda row: row.key)


def _row(meter: Meter, last: MeterReading | None) -> MeterRow:
    return MeterRow(
        meter.id, meter.room.number, meter.kind, meter.number, meter.digits, meter.rate, meter.minimum, meter.active,
        last.value if last else None, last.date if last else None, last.units if last else 0,
    )  # fmt: skip
