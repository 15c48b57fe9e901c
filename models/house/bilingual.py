"""One paper in Thai and English: what stands on both in different words is said twice, figures once."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ParamSpec

from locales import Message
from models.house.papers import Column, Field, Paper, Party, Row, Table

P = ParamSpec("P")
BOTH = "both"
LONG_VALUE = 16


def in_both(build: Callable[P, Paper]) -> Callable[P, Paper]:
    """A builder of papers with a ``language`` that can be asked for "both" as well: its Thai and its English paper."""
    signature = inspect.signature(build)

    @functools.wraps(build)
    def run(*args: P.args, **kwargs: P.kwargs) -> Paper:
        asked = signature.bind(*args, **kwargs)
        if asked.arguments.get("language") != BOTH:
            return build(*args, **kwargs)
        papers = []
        for language in ("th", "en"):
            asked.arguments["language"] = language
            papers.append(build(*asked.args, **asked.kwargs))
        return bilingual(*papers)

    return run


def joined(thai: str, english: str, between: str = " / ") -> str:
    """Both, Thai first; once where one says it already: the law's Thai words stand on English papers too."""
    if english in thai:
        return thai
    return english if thai in english else f"{thai}{between}{english}"


def said_in(language: str, message: Message) -> str:
    """A sentence in the language of a paper."""
    return joined(message.say("th"), message.say("en")) if language == BOTH else message.say(language)


def bilingual(thai: Paper, english: Paper) -> Paper:
    """Raises ValueError for papers that do not have the same lines."""
    return replace(
        thai,
        language=BOTH,
        title=joined(thai.title, english.title),
        date_text=joined(thai.date_text, english.date_text),
        seller=_party(thai.seller, english.seller),
        party=_party(thai.party, english.party) if thai.party and english.party else thai.party,
        fields=_fields(thai.fields, english.fields),
        totals=_fields(thai.totals, english.totals),
        form=_fields(thai.form, english.form),
        tables=tuple(_table(*tables) for tables in zip(thai.tables, english.tables, strict=True)),
        words=joined(thai.words, english.words),
        notes=_texts(thai.notes, english.notes),
        opening=_texts(thai.opening, english.opening),
        closing=_texts(thai.closing, english.closing),
        signatures=tuple(map(joined, thai.signatures, english.signatures)),
        copy_mark=joined(thai.copy_mark, english.copy_mark),
        void_mark=joined(thai.void_mark, english.void_mark),
    )


def _under(thai: str, english: str) -> str:
    return joined(thai, english, "\n")


def _texts(thai: Sequence[str], english: Sequence[str]) -> tuple[str, ...]:
    return tuple(_under(*texts) for texts in zip(thai, english, strict=True))


def _party(thai: Party, english: Party) -> Party:
    lines = (*thai.lines, *(line for line in english.lines if line not in thai.lines))
    return Party(
        _under(thai.name, english.name),
        lines,
        thai.tax_id,
        joined(thai.branch, english.branch),
        joined(thai.role, english.role),
    )


def _fields(thai: Sequence[Field], english: Sequence[Field]) -> tuple[Field, ...]:
    return tuple(
        replace(a, label=joined(a.label, b.label), value=joined(a.value, b.value, _between(a.value)))
        for a, b in zip(thai, english, strict=True)
    )


def _between(value: str) -> str:
    """Two long values stand under each other."""
    return "\n" if len(value) > LONG_VALUE else " / "


def _table(thai: Table, english: Table) -> Table:
    columns: list[Column] = [
        replace(a, heading=_under(a.heading, b.heading))
        for a, b in zip(thai.columns, english.columns, strict=True)
    ]
    rows = [
        Row(tuple(map(_under, a.cells, b.cells)), a.style)
        for a, b in zip(thai.rows, english.rows, strict=True)
    ]
    return Table(tuple(columns), tuple(rows), joined(thai.title, english.title))
