"""Catalogues: read every sentence out of the code, bring both languages up to date, compile them, check them.

``python -m locales.build extract|compile|check``. English is written by the code itself; its catalogue holds
every sentence too, so that a hotel may word its English differently.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from locales.messages import CATALOGUES, DOMAIN, LANGUAGES

ROOT = CATALOGUES.parent
KEYWORDS = {
    "_": (1,),
    "n_": (1, 2),
    "p_": ((1, "c"), 2),
    "Message": (1,),
    # Refusals and notes carry their sentence second, after the code.
    "Refused": (2,),
    "CannotOpen": (2,),
    "ask": (2,),
    "note": (2,),
}
FIELDS = re.compile(r"\{(\w*)\}")


def po_path(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def extracted() -> Catalog:
    """Every sentence of the program."""
    catalogue = Catalog(project="Reception", charset="utf-8")
    for package in ("app", "screens", "models", "locales"):
        for file, _line, message, _comments, context in extract_from_dir(
            ROOT / package, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            if message and message != ("", ""):
                catalogue.add(message, locations=[(f"{package}/{file}", None)], context=context)  # type: ignore[list-item]
    return catalogue


def catalogue_of(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Reception", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract() -> None:
    """Bring the .po files up to date; what is new in Thai waits there with an empty translation."""
    for language in LANGUAGES:
        catalogue = catalogue_of(language)
        catalogue.update(extracted(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if language == "en":
            for message in catalogue:
                if message.id:
                    message.string = message.id
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=False)


def compile_all() -> None:
    for language in LANGUAGES:
        with po_path(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue_of(language))


def faults() -> Iterator[str]:
    """What is missing, fuzzy, left over, or fills other fields than its English."""
    wanted = {(message.context, message.id): message for message in extracted() if message.id}
    for language in LANGUAGES:
        there = {(message.context, message.id): message for message in catalogue_of(language) if message.id}
        for key in wanted.keys() - there.keys():
            yield f"{language}: not in the catalogue (run: make catalogues): {key[1]!r}"
        for key in there.keys() - wanted.keys():
            yield f"{language}: no longer said (run: make catalogues): {key[1]!r}"
        for key in wanted.keys() & there.keys():
            message = there[key]
            strings = [str(s) for s in _both(message.string)]
            ids = [str(s) for s in _both(message.id)]
            if message.fuzzy:
                yield f"{language}: fuzzy: {key[1]!r}"
            elif not all(strings):
                yield f"{language}: not translated: {key[1]!r}"
            elif any(set(FIELDS.findall(s)) != set(FIELDS.findall(ids[-1])) for s in strings):
                yield f"{language}: other fields than the English: {key[1]!r}"


def _both(words: object) -> Sequence[object]:
    """Singular and plural, or the one there is."""
    return words if isinstance(words, list | tuple) else [words or ""]


def main(task: str) -> int:
    if task == "extract":
        extract()
    elif task == "compile":
        compile_all()
    else:
        found = list(faults())
        print("\n".join(found))  # noqa: T201
        return 1 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
