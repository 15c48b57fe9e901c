"""What a letter says at its beginning and its end: the house's own words, or the hotel's where it has some."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from locales import LANGUAGES, Message
from models.front_office.correspondence.tables import (
    AMENDED,
    CANCELLATION,
    CONFIRMATION,
    DEPOSIT_REQUEST,
    KINDS,
    PRE_ARRIVAL,
    REGRET,
    LetterText,
)
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.refusals import Refused

LONGEST_PARAGRAPH = 600
BLANKS = ("guest", "hotel", "confirmation", "arrival", "departure")
"""What may stand in braces in a hotel's own words."""
_OPEN = {name: f"{{{name}}}" for name in BLANKS}

TITLES = {
    CONFIRMATION: Message("Booking confirmation"),
    AMENDED: Message("Amended confirmation"),
    DEPOSIT_REQUEST: Message("Deposit request"),
    PRE_ARRIVAL: Message("Your arrival"),
    CANCELLATION: Message("Confirmation of cancellation"),
    REGRET: Message("Your room request"),
}
_OPENINGS = {
    CONFIRMATION: Message(
        "Thank you for choosing {hotel}. We are pleased to confirm your booking as follows."
    ),
    AMENDED: Message("We are pleased to confirm your booking as it now stands."),
    DEPOSIT_REQUEST: Message(
        "Thank you for choosing {hotel}. To hold your booking we ask for a deposit as follows."
    ),
    PRE_ARRIVAL: Message("We look forward to your stay at {hotel} and have noted the following."),
    CANCELLATION: Message("We confirm that the following booking has been cancelled."),
    REGRET: Message(
        "Thank you for your request. To our regret the hotel has no room for you on the following dates."
    ),
}
_CLOSINGS = {
    CONFIRMATION: Message(
        "Please let us know if anything is not as you wish. We look forward to welcoming you."
    ),
    AMENDED: Message("Please let us know if anything is not as you wish. We look forward to welcoming you."),
    DEPOSIT_REQUEST: Message("Please let us know when you have paid, with the number of your booking."),
    PRE_ARRIVAL: Message(
        "Please tell us the time of your arrival if it has changed. We wish you a good journey."
    ),
    CANCELLATION: Message("We hope to welcome you another time."),
    REGRET: Message("We hope to welcome you another time."),
}


@dataclass(frozen=True)
class Words:
    opening: str
    closing: str


@dataclass(frozen=True)
class TextRow:
    """Opening and closing of a kind of letter in a language; ``own`` says that the hotel worded them itself."""

    kind: str
    language: str
    opening: str
    closing: str
    own: bool

    @property
    def key(self) -> tuple[str, str]:
        return (self.kind, self.language)


def words_of(kind: str, language: str, values: dict[str, str]) -> Words:
    """The paragraphs of a letter, filled with ``values`` (see ``BLANKS``)."""
    row = LetterText.get_or_none((LetterText.kind == kind) & (LetterText.language == language))
    own = row or LetterText(kind=kind, language=language)
    house = house_words(kind, language, values)
    return Words(_filled(own.opening, values) or house.opening, _filled(own.closing, values) or house.closing)


def house_words(kind: str, language: str, values: dict[str, str]) -> Words:
    return Words(
        replace(_OPENINGS[kind], values=dict(values)).say(language),
        replace(_CLOSINGS[kind], values=dict(values)).say(language),
    )


def _filled(text: str, values: dict[str, str]) -> str:
    """One pass: a guest's name with braces in it stays a name."""
    return re.sub(r"\{(\w+)\}", lambda blank: values[blank.group(1)], text)


def letter_texts() -> list[TextRow]:
    """All kinds in both languages, as they stand; what the hotel has not worded is the house's."""
    own = {(row.kind, row.language): row for row in LetterText.select()}
    rows = []
    for kind in KINDS:
        for language in LANGUAGES:
            stands = words_of(kind, language, _OPEN)
            row = own.get((kind, language))
            worded = bool(row and (row.opening or row.closing))
            rows.append(TextRow(kind, language, stands.opening, stands.closing, worded))
    return rows


@operation("set_up")
def set_letter_text(act: Act, kind: str, language: str, opening: str, closing: str) -> None:
    """The hotel's own words; empty goes back to the house's. Refused: LETTER_KIND, LETTER_BLANK, TOO_MUCH_TEXT."""
    if kind not in KINDS or language not in LANGUAGES:
        raise Refused("LETTER_KIND", "There is no such letter.", field="kind")
    house = house_words(kind, language, _OPEN)
    values = {
        name: "" if tidy == said else tidy
        for name, tidy, said in (
            ("opening", _checked(opening, "opening"), house.opening),
            ("closing", _checked(closing, "closing"), house.closing),
        )
    }
    row = LetterText.get_or_none((LetterText.kind == kind) & (LetterText.language == language))
    if row is None:
        act.create(LetterText, kind=kind, language=language, **values)
    else:
        act.update(row, **values)


def _checked(text: str, field: str) -> str:
    tidy = words(text, field, LONGEST_PARAGRAPH)
    rest = tidy
    for name in BLANKS:
        rest = rest.replace(f"{{{name}}}", "")
    if "{" in rest or "}" in rest:
        raise Refused(
            "LETTER_BLANK", "In braces may stand only: {names}.", field=field, names=", ".join(BLANKS)
        )
    return tidy
