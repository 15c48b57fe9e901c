"""Errands, parcels and cars: what the porter is asked for, keeps and gives back."""

from __future__ import annotations

from decimal import Decimal

from locales.thai_text import fold
from models.front_office.bell_desk.tables import Car, CarMove, Errand, Parcel, porter_of, whose
from models.front_office.folios import post_charge, window_of
from models.house.acts import Act, operation
from models.house.departments import department as find_department
from models.house.inputs import checked, words
from models.house.property import document_number
from models.house.refusals import Refused

IN, OUT = "in", "out"


# Errands


@operation("bell_desk")
def add_errand(
    act: Act,
    what: str,
    stay_id: int | None = None,
    department: str = "",
    person: str = "",
    cost: Decimal = Decimal(0),
    note: str = "",
) -> int:
    """An errand for a guest, a department or a name; its id. ``cost`` in baht.

    Refused: NO_TEXT, FOR_WHOM, NO_DEPARTMENT, AMOUNT, NOT_POSITIVE.
    """
    unit = find_department(department) if department else None
    person = words(person, "person", 80)
    stay = whose(stay_id, person or (unit.code if unit else ""))
    return int(
        act.create(
            Errand, what=_what(what), stay=stay, department=unit, person=person, asked_at=act.now,
            cost=_cost(cost), note=words(note, "note"), staff=act.staff,
        ).id
    )  # fmt: skip


def _what(text: str) -> str:
    if not text.strip():
        raise Refused("NO_TEXT", "Say what it is.", field="what")
    return words(text, "what", 120)


def _cost(cost: Decimal) -> Decimal:
    if checked(cost, "cost") < 0:
        raise Refused("NOT_POSITIVE", "The amount is above zero.", field="cost")
    return checked(cost, "cost")


@operation("bell_desk")
def errand_done(
    act: Act, errand_id: int, porter: str = "", cost: Decimal | None = None, note: str | None = None
) -> None:
    """Refused: ALREADY_DONE, AMOUNT, NOT_POSITIVE."""
    errand = Errand.get_by_id(errand_id)
    if errand.done_at is not None:
        raise Refused("ALREADY_DONE", "This has been done already.")
    act.update(
        errand, done_at=act.now, done_by=porter_of(act, porter), cost=errand.cost if cost is None else _cost(cost),
        note=errand.note if note is None else words(note, "note"),
    )  # fmt: skip


@operation("bell_desk")
def charge_errand(act: Act, errand_id: int, code: str = "MISC") -> int:
    """What it cost goes to the guest's folio, all included; the posting's id.

    Refused: NO_RIGHT (post), NOT_DONE, NO_COST, ALREADY_POSTED, NOT_IN_HOUSE, NO_CODE, …; ASK: NO_POST.
    """
    act.need("post")
    errand = Errand.get_by_id(errand_id)
    if errand.posting_id is not None:
        raise Refused("ALREADY_POSTED", "This was posted already.")
    if errand.done_at is None:
        raise Refused("NOT_DONE", "This has not been done yet.")
    if not errand.cost or errand.stay_id is None:
        raise Refused("NO_COST", "There is nothing to charge: no cost, or no guest.")
    window = window_of(errand.stay_id)
    posting = post_charge(
        act,
        window.id,
        code,
        errand.cost,
        inclusive=True,
        description=errand.what,
        source=f"errand:{errand.id}",
    )
    act.update(errand, posting=posting)
    return int(posting)


# Parcels


@operation("bell_desk")
def take_parcel(
    act: Act,
    what: str,
    stay_id: int | None = None,
    department: str = "",
    person: str = "",
    arrived_from: str = "",
    carrier: str = "",
    place: str = "",
    note: str = "",
) -> int:
    """A parcel has come for a guest, a department or a name; its id. Refused: NO_TEXT, FOR_WHOM, NO_DEPARTMENT."""
    unit = find_department(department) if department else None
    person = words(person, "person", 80)
    stay = whose(stay_id, person or (unit.code if unit else ""))
    return int(
        act.create(
            Parcel, number=document_number("P", act.business_date), what=_what(what), stay=stay, department=unit,
            person=person, arrived_from=words(arrived_from, "arrived_from", 80), carrier=words(carrier, "carrier", 40),
            place=words(place, "place", 40), arrived_at=act.now, note=words(note, "note"), staff=act.staff,
        ).id
    )  # fmt: skip


@operation("bell_desk")
def move_parcel(act: Act, parcel_id: int, place: str, note: str = "") -> None:
    """Refused: PARCEL_HANDED."""
    parcel = _waiting(parcel_id)
    act.update(parcel, place=words(place, "place", 40), note=words(note, "note"))


@operation("bell_desk")
def hand_parcel(act: Act, parcel_id: int, handed_to: str, porter: str = "") -> None:
    """Handed over, to be signed for. Refused: PARCEL_HANDED, WHO_COLLECTS."""
    parcel = _waiting(parcel_id)
    name = words(handed_to, "handed_to", 80)
    if not name:
        raise Refused("WHO_COLLECTS", "Write who takes it.", field="handed_to")
    act.update(parcel, handed_to=name, handed_at=act.now, handed_by=porter_of(act, porter))


def _waiting(parcel_id: int) -> Parcel:
    parcel = Parcel.get_by_id(parcel_id)
    if parcel.handed_at is not None:
        raise Refused("PARCEL_HANDED", "This parcel was handed to {name} already.", name=parcel.handed_to)
    return parcel


# Cars


def plate_key(plate: str) -> str:
    """The plate as it is searched: no blanks, no signs, Latin digits, small letters."""
    return "".join(sign for sign in fold(plate) if sign.isalnum())


@operation("bell_desk")
def take_car(
    act: Act,
    plate: str,
    stay_id: int | None = None,
    person: str = "",
    make: str = "",
    colour: str = "",
    key_tag: str = "",
    place: str = "",
    porter: str = "",
    note: str = "",
) -> int:
    """A car is parked and its key kept; its id. Refused: NO_PLATE, FOR_WHOM, CAR_HERE, KEY_TAG_TAKEN."""
    person = words(person, "person", 80)
    stay = whose(stay_id, person)
    plate = words(plate, "plate", 30)
    key = plate_key(plate)
    if not key:
        raise Refused("NO_PLATE", "Write the number plate.", field="plate")
    if Car.get_or_none((Car.plate_key == key) & Car.left_at.is_null()):
        raise Refused("CAR_HERE", "{plate} is with us already.", field="plate", plate=plate)
    tag = words(key_tag, "key_tag", 20).upper()
    other = Car.get_or_none((Car.key_tag == tag) & Car.left_at.is_null()) if tag else None
    if other is not None:
        raise Refused(
            "KEY_TAG_TAKEN", "Key tag {tag} hangs on {plate}.", field="key_tag", tag=tag, plate=other.plate
        )  # fmt: skip
    car = act.create(
        Car, stay=stay, person=person, plate=plate, plate_key=key, make=words(make, "make", 40),
        colour=words(colour, "colour", 30), key_tag=tag, place=words(place, "place", 40), parked=True,
        note=words(note, "note"), came_at=act.now, staff=act.staff,
    )  # fmt: skip
    _drive(act, car, IN, car.place, porter)
    return int(car.id)


def _drive(act: Act, car: Car, direction: str, place: str, porter: str) -> None:
    act.create(
        CarMove, car=car, direction=direction, place=place, porter=porter_of(act, porter), at=act.now,
        staff=act.staff,
    )  # fmt: skip


@operation("bell_desk")
def fetch_car(act: Act, car_id: int, porter: str = "") -> None:
    """Brought to the door; the guest comes back with it. Refused: CAR_LEFT, CAR_OUT."""
    car = _ours(car_id)
    if not car.parked:
        raise Refused("CAR_OUT", "{plate} is out already.", plate=car.plate)
    _drive(act, car, OUT, "", porter)
    act.update(car, parked=False, place="")


@operation("bell_desk")
def park_car(act: Act, car_id: int, place: str, porter: str = "") -> None:
    """Back from a drive, or parked elsewhere. Refused: CAR_LEFT, NO_PLACE."""
    car = _ours(car_id)
    where = words(place, "place", 40)
    if not where:
        raise Refused("NO_PLACE", "Say where it is put.", field="place")
    _drive(act, car, IN, where, porter)
    act.update(car, parked=True, place=where)


@operation("bell_desk")
def give_car_back(act: Act, car_id: int, porter: str = "") -> None:
    """The key is handed back and the car leaves for good. Refused: CAR_LEFT."""
    car = _ours(car_id)
    if car.parked:
        _drive(act, car, OUT, "", porter)
    act.update(car, parked=False, place="", left_at=act.now)


def _ours(car_id: int) -> Car:
    car = Car.get_by_id(car_id)
    if car.left_at is not None:
        raise Refused("CAR_LEFT", "{plate} has left.", plate=car.plate)
    return car
