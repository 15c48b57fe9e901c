"""Where a letter goes: an e-mail address, a number, a street. Nothing that could be read as a second header."""

from __future__ import annotations

import re

from locales.thai_text import to_latin_digits
from models.front_office.correspondence.tables import EMAIL, FAX, LETTER, PHONE, TEXT
from models.front_office.reservations import Reservation, stay_of_reservation
from models.house.inputs import words
from models.house.refusals import Refused

GUEST, COMPANY, AGENT = "guest", "company", "agent"
LONGEST_EMAIL = 254  # RFC 5321
# One plain address: no name, no list, no quoting; what hotels meet, and nothing a header could hide in.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]{2,}")
_NUMBER = re.compile(r"\+?[0-9]{3,20}")


def email_address(text: str, field: str = "address") -> str:
    """One address, as typed. Refused: EMAIL_ADDRESS, NOT_CLEAN."""
    typed = words(text, field)
    if len(typed) > LONGEST_EMAIL or not _EMAIL.fullmatch(typed) or ".." in typed:
        raise Refused(
            "EMAIL_ADDRESS", "{text} is no e-mail address, such as name@hotel.co.th.", field=field, text=typed
        )
    return typed


def phone_number(text: str, field: str = "address") -> str:
    """Digits, after a plus where one was typed; blanks, hyphens and brackets go. Refused: PHONE_NUMBER."""
    typed = words(text, field)
    number = re.sub(r"[\s\-().]", "", to_latin_digits(typed))
    if not _NUMBER.fullmatch(number):
        raise Refused("PHONE_NUMBER", "{text} is no telephone number.", field=field, text=typed)
    return number


def checked_address(method: str, text: str) -> str:
    if method == EMAIL:
        return email_address(text)
    if method in (FAX, TEXT):
        return phone_number(text)
    return words(text, "address")


def addressees(reservation: Reservation) -> list[str]:
    """To whom letters of a booking may go: the guest, and who sent him."""
    found = [GUEST]
    found += [COMPANY] if reservation.company_id else []
    found += [AGENT] if reservation.agent_id else []
    return found


def language_of(reservation: Reservation, addressee: str) -> str:
    """The language of the guest's papers, or of the company's letters."""
    guest = stay_of_reservation(reservation.id).guest
    if addressee == GUEST:
        return str(guest.papers_language)
    house = reservation.company if addressee == COMPANY else reservation.agent
    return str(house.language) if house.language in ("th", "en") else "th"


def recipient_of(reservation: Reservation, addressee: str, language: str) -> str:
    if addressee == GUEST:
        return str(stay_of_reservation(reservation.id).guest.name(language))
    house = reservation.company if addressee == COMPANY else reservation.agent
    return str(house.name(language))


def address_of(reservation: Reservation, addressee: str, method: str) -> str:
    """What the profile holds for a method; empty where it holds nothing."""
    if addressee == GUEST:
        guest = stay_of_reservation(reservation.id).guest
        return str({EMAIL: guest.email, FAX: "", LETTER: guest.address}.get(method, guest.phone))
    house = reservation.company if addressee == COMPANY else reservation.agent
    kept = {EMAIL: house.email, FAX: house.fax, LETTER: house.address, TEXT: house.phone, PHONE: house.phone}
    return str(kept[method])
