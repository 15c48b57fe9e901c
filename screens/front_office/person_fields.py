"""The fields of one person as the desk writes them down: scan, identity, what the registration card (ร.ร.3) asks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from locales import Message, current_language
from models.front_office.guests import DOCUMENT_KINDS, SEXES, Guest, missing_identity
from models.front_office.identity import TravelDocument, mrz_complete, read_mrz
from models.front_office.identity.masking import masked
from models.front_office.registration import Person, card_gaps, guest_shown
from models.front_office.reservations import StayPerson
from screens.front_office.guest_form import name_from
from screens.front_office.scanning import values_from
from screens.kit.choice_fields import Choice, Typed
from screens.kit.fields import Field
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.scan_field import ScanField

NARROW = 16  # cells between the brackets where two fields stand side by side
ON_CARD = Message("for the card")
"""In an empty field that the registration card asks for."""


def scan_field(today: datetime.date) -> FieldSpec:
    return FieldSpec(
        "mrz",
        Message("Scan passport"),
        "scan",
        wide=True,
        width=40,
        read=lambda text: read_mrz(text, today),
        complete=mrz_complete,
        fills=values_from,
        help=Message("The lines at the foot of passport or card, scanned, pasted or typed."),
    )


def _options(labels: Mapping[str, Message]) -> tuple[tuple[str, Message], ...]:
    return (("", Message("not known")), *labels.items())


NAMES = (
    FieldSpec("family", Message("Family name"), max_length=80, width=NARROW),
    FieldSpec("given", Message("Given name"), max_length=80, width=NARROW),
    FieldSpec("middle", Message("Middle name"), max_length=80, width=NARROW),
    FieldSpec("sex", Message("Sex"), "pick", options=_options(SEXES), default="", width=NARROW),
    FieldSpec("family_th", Message("Thai family name"), max_length=80, width=NARROW),
    FieldSpec("given_th", Message("Thai given name"), max_length=80, width=NARROW),
)
DOCUMENT = (
    FieldSpec("nationality", Message("Nationality"), "country", width=NARROW),
    FieldSpec("document_kind", Message("Document"), "pick", options=_options(DOCUMENT_KINDS), default="", width=NARROW),
    FieldSpec("document_number", Message("Document number"), max_length=40, width=NARROW, opens=True, help=Message("F4 shows a masked number; typing replaces it.")),
    FieldSpec("document_country", Message("Issued by"), "country", width=NARROW),
    FieldSpec("document_expiry", Message("Valid until"), "date", width=NARROW),
    FieldSpec("birth_date", Message("Birth date"), "date", past=True, width=NARROW, placeholder=ON_CARD),
)  # fmt: skip
CARD = (
    FieldSpec("occupation", Message("Occupation"), max_length=60, width=NARROW, placeholder=ON_CARD),
    FieldSpec("phone", Message("Phone"), max_length=40, width=NARROW, placeholder=ON_CARD),
    FieldSpec("address", Message("Address"), max_length=200, width=56, wide=True, placeholder=ON_CARD),
)
HOME = Message("the address")
WAY = (
    FieldSpec("came_from", Message("Came from"), max_length=200, width=NARROW, placeholder=HOME, help=Message("House, sub-district, district, province, country; empty: from the address above.")),
    FieldSpec("going_to", Message("Going to"), max_length=200, width=NARROW, placeholder=HOME, help=Message("House, sub-district, district, province, country; empty: back to the address above.")),
)  # fmt: skip
SEX = next(spec for spec in NAMES if spec.name == "sex")
PERSON = (*NAMES, *DOCUMENT, *CARD, *WAY)
PERSON_NAMES = tuple(spec.name for spec in PERSON)
_DATES = ("birth_date", "document_expiry")
_WAY_NAMES = tuple(spec.name for spec in WAY)
_BY_FIELD = (
    "nationality",
    "document_kind",
    "document_number",
    "birth_date",
    "occupation",
    "address",
    "phone",
)


def scanned_name(document: TravelDocument) -> str:
    return f"{document.surname} {document.given}".strip()


def guest_filled(document: TravelDocument) -> dict[str, object]:
    """As ``values_from``, for a form with a guest to look up: the one the document belongs to, else a new one."""
    values = values_from(document)
    known = guest_shown(values)
    name = scanned_name(document)
    return values | {"guest": Choice(known.id, known.name(current_language())) if known else Typed(name)}


def names_of(typed: str, document: TravelDocument | None) -> dict[str, object]:
    """Of a new guest: as the document writes them, else as typed."""
    if document is not None and typed == scanned_name(document):
        return {name: values_from(document)[name] for name in ("family", "given", "middle")}
    return name_from(typed)


def values_of_person(guest: Guest, row: StayPerson | None = None) -> dict[str, object]:
    """What stands in the fields of a person the house knows, the number of the document masked."""
    values = {name: getattr(guest, name) for name in PERSON_NAMES if name not in _WAY_NAMES}
    values["document_number"] = masked(guest.document_number)
    return values | {name: getattr(row, name) if row is not None else "" for name in _WAY_NAMES}


def person_of(guest_id: int, values: Mapping[str, Any]) -> Person:
    """A person as the operations take one: text fields never None, dates None when empty."""
    told = {
        name: _told(name, values[name]) for name in PERSON_NAMES if name in values and name not in _WAY_NAMES
    }
    way: dict[str, object] = {name: values[name] or "" for name in _WAY_NAMES if name in values}
    way |= {
        home: not way[name]
        for home, name in (("from_home", "came_from"), ("to_home", "going_to"))
        if name in way
    }
    document = values.get("mrz")
    if isinstance(document, TravelDocument):
        scanned = (document.number, document.birth_date)
        if (told.get("document_number"), told.get("birth_date")) == scanned:
            told["birth_precision"] = document.birth_precision
    return Person(guest_id, told, way)


def _told(name: str, value: object) -> object:
    return value if value is not None or name in _DATES else ""


def first_missing(values: Mapping[str, Any], main: bool) -> str | None:
    """The field of the person where something is missing, the scan where all of the identity is."""
    known = {name: _told(name, values.get(name)) for name in PERSON_NAMES if name not in _WAY_NAMES}
    guest = Guest(**known)
    missing = missing_identity(guest)
    if not guest.document_number and len(missing) > 1:
        return "mrz"
    wanted = {*missing, *card_gaps(StayPerson(guest=guest, position=1 if main else 2))}
    return next((name for name in _BY_FIELD if name in wanted), None)


def then_to(form: Form, where: Callable[[], str]) -> None:
    """Enter behind a scan, the scanner's own or the clerk's, goes where something is missing."""
    scan = form.field("mrz")
    keep = scan.keeper

    def keeper(field: Field, key: str) -> bool:
        if key in ("enter", "tab") and isinstance(scan, ScanField) and scan.scanned is not None:
            form.focus_field(where())
            return True
        return keep(field, key) if keep is not None else False

    scan.keeper = keeper
