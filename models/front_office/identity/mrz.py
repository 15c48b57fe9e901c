"""Reading a machine-readable zone: the two or three lines of letters, figures and ``<`` of a passport or card.

ICAO Doc 9303: passports (TD3), cards (TD1, TD2), visas (MRV-A, MRV-B). Pasted, typed or scanned, in capitals or
not, run together or in lines, also with the Thai layout on. Nothing is taken from lines whose check digits are wrong.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from locales import Message
from locales.thai_keyboard import capitals_from_thai_layout
from models.front_office.identity.mrz_layouts import (
    FIELDS,
    FILLER,
    TD1,
    TD2,
    TD3,
    Layout,
    check_digit,
    layout_for,
)
from models.front_office.identity.thai_number import thai_number_kind
from models.house.refusals import Refused

EXPIRED = "expired"
NAME_CUT = "name cut"
NO_GIVEN_NAME = "no given name"
WARNINGS = {
    EXPIRED: Message("This document has expired."),
    NAME_CUT: Message("The name may be cut: compare it with the document."),
    NO_GIVEN_NAME: Message("There is one name only."),
}
# What is misread for what: first the pairs everybody knows, then the rarer ones.
_MISREAD = (
    ("0O", "1I", "8B", "5S"),
    ("0D", "0Q", "1L", "2Z", "6G", "7T", "4A", "UV", "CG", "EF", "MN", "K<", "C<"),
)
_FIGURES = "0123456789"


@dataclass(frozen=True)
class TravelDocument:
    """What the lines say. ``kind`` is one of ``DOCUMENT_KINDS`` or ``visa``; countries are ISO 3166 alpha-3 or one of
    ICAO's own (``GBN``, ``XXA`` …). ``given`` holds all given names, ``first`` and ``middle`` are its parts.

    ``birth_date`` stands on the first where day or month are unknown and ``birth_precision`` is then ``month`` or
    ``year``. ``optional`` is the optional field of the line with the number, with its fillers. ``warnings`` are
    keys of ``WARNINGS``.
    """

    format: str
    kind: str
    issuing_country: str
    surname: str
    given: str
    number: str
    nationality: str
    birth_date: datetime.date | None
    birth_precision: str
    sex: str
    expiry: datetime.date | None
    optional: str
    warnings: tuple[str, ...]

    def __str__(self) -> str:
        """For the eye beside a field: who, of which country. The number is not shown."""
        return f"{self.surname} {self.given} {self.nationality}".replace("  ", " ")

    @property
    def first(self) -> str:
        return self.given.partition(" ")[0]

    @property
    def middle(self) -> str:
        return self.given.partition(" ")[2]


@dataclass(frozen=True)
class _Listed:
    """Several things in one sentence."""

    things: tuple[Message, ...]

    def __str__(self) -> str:
        return ", ".join(thing.say() for thing in self.things)


# Lines


def read_mrz(text: str, today: datetime.date) -> TravelDocument:
    """What the machine-readable lines in ``text`` say; ``today`` tells the century and what has expired.

    Refused: MRZ_LENGTH (a line too short or too long), MRZ_LETTERS (a character that cannot stand there),
    MRZ_CHECK (check digits, every failing field named), MRZ_DATE. MRZ_LETTERS and MRZ_CHECK carry the whole text in
    ``suggestion`` where one likely misread character explains everything.
    """
    lines = _lines(text)
    joined = "".join(lines)
    layout = _layout(lines)
    _check_letters(joined, layout)
    problem = _problem(joined, layout)
    if problem is not None:
        raise _refusal(joined, layout, problem)
    return _document(joined, layout, today)


def mrz_complete(text: str) -> bool:
    """Whether nothing more is to come: a scanner that sends Enter between the lines has sent the last one.

    A text that ends with a line break has been ended with Enter. Seventy-two characters in one line are complete
    only then, for a longer document begins in the same way.
    """
    lines = _lines(text)
    if not lines:
        return False
    ended = text.endswith(("\n", "\r", "\t"))
    joined = "".join(lines)
    widths = [len(line) for line in lines]
    if widths in ([30, 30, 30], [36, 36], [44, 44]) or len(joined) >= TD1.length:
        return True
    if len(lines) > 1 or widths[0] <= TD3.width:
        expected = 3 if widths[0] <= (TD1.width + TD2.width) // 2 else 2
        return ended and len(lines) >= expected
    whole = len(joined) == TD3.length and joined[0] in "PV"
    return whole or (ended and len(joined) in (TD2.length, TD3.length))


def _lines(text: str) -> list[str]:
    latin = capitals_from_thai_layout(text)
    found = [re.sub(r"\s+", "", line) for line in re.split(r"[\r\n\t]+", latin)]
    return ["".join(c.upper() if c.isascii() else c for c in line) for line in found if line]


def _layout(lines: list[str]) -> Layout:
    joined = "".join(lines)
    layout = layout_for(joined[:1], len(joined))
    broken = layout and len(lines) == layout.lines and any(len(line) != layout.width for line in lines)
    if layout and not broken:
        return layout
    if not lines:
        raise Refused("MRZ_LENGTH", "Here stand the machine-readable lines of the document.", field="mrz")
    count, width = len(lines), _likely_width(lines)
    if count == 1:
        raise Refused(
            "MRZ_LENGTH", "Here are {n} characters; a passport has 88, a card 90 or 72, a visa 88 or 72.",
            field="mrz", n=len(joined),
        )  # fmt: skip
    wanted = 3 if width == TD1.width else 2
    if count != wanted:
        raise Refused(
            "MRZ_LENGTH", "Here are {n} lines, not {wanted} of {width} characters.", field="mrz",
            n=count, wanted=wanted, width=width,
        )  # fmt: skip
    line = next(n for n, text in enumerate(lines, 1) if len(text) != width)
    raise Refused(
        "MRZ_LENGTH", "Line {line} has {n} characters, not {width}.", field="mrz", line=line,
        n=len(lines[line - 1]), width=width,
    )  # fmt: skip


def _likely_width(lines: list[str]) -> int:
    widths = [len(line) for line in lines]
    known = (TD1.width, TD2.width, TD3.width)
    exact = [width for width in widths if width in known]
    if len(lines) >= 3:
        return TD1.width
    return exact[0] if exact else min(known[1:], key=lambda width: sum(abs(width - w) for w in widths))


# Letters and checks


@dataclass(frozen=True)
class _Problem:
    code: str
    fields: tuple[str, ...]
    at: int = 0


def _check_letters(joined: str, layout: Layout) -> None:
    for at, letter in enumerate(joined):
        if not (letter.isascii() and (letter.isalnum() or letter == FILLER)):
            line, place = layout.place(at)
            raise Refused(
                "MRZ_LETTERS", "Line {line}, place {place}: {letter} does not stand in these lines.", field="mrz",
                line=line, place=place, letter=letter,
            )  # fmt: skip


def _problem(joined: str, layout: Layout) -> _Problem | None:
    """What is wrong first: a figure among letters, failing checks."""
    for name, part in (
        ("kind", slice(0, 1)), ("issuer", layout.issuer), ("names", layout.names), ("nationality", layout.nationality),
        ("sex", slice(layout.sex, layout.sex + 1)),
    ):  # fmt: skip
        for at in range(part.start, part.stop):
            if not _may_stand(name, joined[at]):
                return _Problem("MRZ_LETTERS", (name,), at)
    wrong = tuple(_failing(joined, layout))
    # A wrong field spoils the check of the whole as well; that one is named where it alone is wrong.
    return (
        _Problem("MRZ_CHECK", wrong[:-1] if len(wrong) > 1 and wrong[-1] == "composite" else wrong)
        if wrong
        else None
    )


def _may_stand(name: str, letter: str) -> bool:
    if name == "kind":
        return letter.isalpha()
    if name == "sex":
        return letter in "MFX<"
    return not letter.isdigit()


def _failing(joined: str, layout: Layout) -> Iterator[str]:
    number, check, _rest = _number(joined, layout)
    if not number.strip(FILLER) or check_digit(number) != check:
        yield "number"
    for name, part in (("birth", layout.birth), ("expiry", layout.expiry)):
        text, check = joined[part], joined[part.stop]
        if not set(text) <= set(_FIGURES + FILLER) or not _checks(text, check):
            yield name
    if layout.optional_checked and not _checks(joined[layout.optional], joined[layout.optional.stop]):
        yield "optional"
    if layout.composite is not None:
        covered = "".join(joined[part] for part in layout.covers)
        if joined[layout.composite] != check_digit(covered):
            yield "composite"


def _checks(text: str, check: str) -> bool:
    """A field left empty may have ``<`` or 0 for its check digit."""
    return check == check_digit(text) or (check == FILLER and not text.strip(FILLER))


def _number(joined: str, layout: Layout) -> tuple[str, str, str]:
    """The number, its check digit, and what is left of the optional field.

    A number longer than nine characters has ``<`` for its check digit; it goes on in the optional field, and the
    last character before the next ``<`` is the check digit (Doc 9303-5, 4.2.2.1; 9303-6 the same).
    """
    head, check, optional = joined[layout.number], joined[layout.number.stop], joined[layout.optional]
    if layout.long_numbers and check == FILLER and not optional.startswith(FILLER):
        tail, _filler, rest = optional.partition(FILLER)
        return head + tail[:-1], tail[-1], rest
    return head, check, optional


def _refusal(joined: str, layout: Layout, problem: _Problem) -> Refused:
    what = _Listed(tuple(FIELDS[name] for name in problem.fields))
    meant = _meant(joined, layout)
    if meant is not None:
        at, letter = meant
        line, place = layout.place(at)
        perhaps = Message(
            "{what}: {meant} for {read} in line {line}, place {place}?",
            {"what": what, "meant": letter, "read": joined[at], "line": line, "place": place},
        )
        refused = Refused.because(problem.code, perhaps, field="mrz")
        refused.suggestion = joined[:at] + letter + joined[at + 1 :]
        return refused
    if problem.code == "MRZ_CHECK":
        return Refused(
            "MRZ_CHECK",
            "The check digit is wrong: {what}. Compare it with the document.",
            field="mrz",
            what=what,
        )
    line, place = layout.place(problem.at)
    return Refused(
        "MRZ_LETTERS", "{what}: line {line}, place {place} cannot be {letter}.", field="mrz", what=what,
        line=line, place=place, letter=joined[problem.at],
    )  # fmt: skip


def _meant(joined: str, layout: Layout) -> tuple[int, str] | None:
    """The one likely misread character that makes everything right: its place and what it should be."""
    for pairs in _MISREAD:
        twins = {twin for pair in pairs for twin in (pair, pair[::-1])}
        found = [
            (at, twin[1])
            for at, read in enumerate(joined)
            for twin in twins
            if twin[0] == read and _problem(joined[:at] + twin[1] + joined[at + 1 :], layout) is None
        ]
        if found:
            return found[0] if len(found) == 1 else None
    return None


# What they say


def _document(joined: str, layout: Layout, today: datetime.date) -> TravelDocument:
    surname, given = _names(joined[layout.names])
    number = _number(joined, layout)[0].replace(FILLER, "")
    birth, precision = _birth_date(joined[layout.birth], today)
    expiry = _expiry(joined[layout.expiry])
    issuer = _country(joined[layout.issuer])
    optional = joined[layout.optional]
    further = joined[layout.further] if layout.further else ""
    thai = _thai_number(number, optional, further) if issuer == "THA" and layout is TD1 else ""
    kind = "thai id" if thai else _kind(joined, layout)
    warnings = [
        name
        for name, holds in (
            (EXPIRED, expiry is not None and expiry < today),
            (NAME_CUT, not joined[layout.names].endswith(FILLER)),
            (NO_GIVEN_NAME, not given),
        )
        if holds
    ]
    return TravelDocument(
        layout.format, kind, issuer, surname, given, thai or number, _country(joined[layout.nationality]), birth,
        precision, joined[layout.sex].replace(FILLER, "X"), expiry, optional, tuple(warnings),
    )  # fmt: skip


def _thai_number(*fields: str) -> str:
    found = [text.replace(FILLER, "") for text in fields]
    return next((text for text in found if thai_number_kind(text) == "pin"), "")


def _kind(joined: str, layout: Layout) -> str:
    if layout.format.startswith("MRV"):
        return "visa"
    if joined[0] != "P":
        return "other"
    return "diplomatic" if joined[1] == "D" else "passport"


def _country(text: str) -> str:
    code = text.strip(FILLER)
    return "DEU" if code == "D" else code


def _names(text: str) -> tuple[str, str]:
    """Surname, then ``<<``, then given names; ``<`` stands for a blank or hyphen."""
    surname, _fillers, given = text.partition(FILLER * 2)
    words = [" ".join(part.replace(FILLER, " ").split()) for part in (surname, given)]
    if not any(words):
        raise Refused("MRZ_LETTERS", "There is no name in these lines.", field="mrz")
    return words[0] or words[1], words[1] if words[0] else ""


def _birth_date(text: str, today: datetime.date) -> tuple[datetime.date | None, str]:
    """With ``<<`` or 00 where day or month are not known. A year later than now is of the last century."""
    year, month, day = (text[n : n + 2].replace(FILLER, "0") for n in (0, 2, 4))
    if text[:2] == FILLER * 2:
        return None, ""
    precision = "year" if month == "00" else "month" if day == "00" else ""
    whole = (int(month) or 1, int(day) or 1) if precision != "year" else (1, 1)
    this_century = today.year // 100 * 100 + int(year)
    if this_century > today.year or (this_century == today.year and whole > (today.month, today.day)):
        this_century -= 100
    return _date(this_century, *whole, "birth", text), precision


def _expiry(text: str) -> datetime.date | None:
    """Always of this century; a card may have none."""
    if not text.strip(FILLER):
        return None
    year, month, day = (int(text[n : n + 2].replace(FILLER, "0")) for n in (0, 2, 4))
    return _date(2000 + year, month, day, "expiry", text)


def _date(year: int, month: int, day: int, field: str, text: str) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise Refused(
            "MRZ_DATE", "{what}: {text} is no date.", field="mrz", what=FIELDS[field], text=text
        ) from None
