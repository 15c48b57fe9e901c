"""Translation. English is the source; the Thai stands in ``locales/th/LC_MESSAGES/reception.po``.

The language belongs to the context (one desk), so two desks in one process never mix.
A ``Message`` is a sentence not yet spoken: models raise and store it, whoever shows it picks the language.
"""

from __future__ import annotations

import datetime
import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "th")
CATALOGUES = Path(__file__).parent
DOMAIN = "reception"

_process_language = "en"
_language: ContextVar[str | None] = ContextVar("language", default=None)


def use_language(language: str) -> None:
    """Speak ``language`` ("en" or "th") from now on in this process, threads included."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    global _process_language
    _process_language = language


def current_language() -> str:
    return _language.get() or _process_language


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Speak another language for a while, for instance a guest's on a paper. On a paper in "both" Thai leads."""
    token = _language.set("th" if language == "both" else language)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, CATALOGUES, [language], fallback=language == "en")


def _say(text: str, values: dict[str, object]) -> str:
    # Values are people's data and may hold braces; only the sentence itself is a template.
    return text.format(**{k: _spoken(v) for k, v in values.items()}) if values else text


def _spoken(value: object) -> str:
    """Dates and money inside a sentence are written as its language writes them."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        from locales.dates import format_date

        return format_date(value)
    if isinstance(value, Decimal):
        from locales.money import format_money

        return format_money(value)
    return str(value)


def _(message: str, **values: object) -> str:
    """The sentence in the current language. ``values`` fill its named fields."""
    return _say(catalogue(current_language()).gettext(message), values)


def p_(context: str, message: str, **values: object) -> str:
    """As ``_`` for a word with several senses: the context tells which."""
    return _say(catalogue(current_language()).pgettext(context, message), values)


def n_(singular: str, plural: str, n: int, **values: object) -> str:
    """As ``_`` for counted things; ``{n}`` is the count."""
    return _say(catalogue(current_language()).ngettext(singular, plural, n), {"n": n, **values})


@dataclass(frozen=True)
class Message:
    """A sentence with its values, translated when spoken. ``Message("Room {room} is taken.", {"room": "305"})``.

    Values that are Messages or dates are spoken in the same language as the sentence.
    """

    text: str
    values: dict[str, object] = field(default_factory=dict)

    def say(self, language: str | None = None) -> str:
        with in_language(language or current_language()):
            return _(self.text, **self.values) if self.values else _(self.text)

    def __str__(self) -> str:
        return self.say()

    def __hash__(self) -> int:
        return hash(self.text)
