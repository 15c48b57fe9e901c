"""Guest profiles from elsewhere: names in whichever way they were written, and one profile for each person.

A person is found again by document, by name with phone or e-mail, or by the name alone where exactly one
profile has it and nothing speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from locales import Message
from locales.thai_text import fold
from models.front_office.guests import Guest, GuestDocument, create_guest, guest_in_force, update_guest
from models.front_office.imports.fields import PROFILES, Value, digits, plain
from models.front_office.imports.tables import ImportRow
from models.front_office.imports.taking import Kind, Run, Values, merged

_THAI = re.compile("[\u0e01-\u0e4e]")
_TITLES = (
    "mr.", "mr", "mrs.", "mrs", "ms.", "ms", "miss", "dr.", "dr", "prof.", "khun", "คุณ", "นาย", "นางสาว", "น.ส.",
    "นาง", "ด.ช.", "ด.ญ.", "เด็กชาย", "เด็กหญิง", "ดร.",
)  # fmt: skip
_SPEAKING = ("document_number", "birth_date", "phone", "email", "nationality")
"""Fields in which two people of one name differ."""


@dataclass
class Person:
    """A profile as far as it is recognised by."""

    guest_id: int
    document_number: str
    birth_date: str
    phone: str
    email: str
    nationality: str


@dataclass
class People:
    """Everybody there is, found by document and by name. Read once for an import of thousands."""

    by_document: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, list[Person]] = field(default_factory=dict)
    of_source: set[int] = field(default_factory=set)

    def add(self, guest_id: int, names: Values, person: Values) -> None:
        number = fold(plain(person.get("document_number")))
        if number:
            self.by_document.setdefault(number, guest_id)
        known = Person(
            guest_id, number, plain(person.get("birth_date")), digits(plain(person.get("phone"))),
            fold(plain(person.get("email"))), plain(person.get("nationality")),
        )  # fmt: skip
        for name in _names(names):
            self.by_name.setdefault(name, []).append(known)


def _names(values: Mapping[str, Value]) -> set[str]:
    latin = fold(f"{plain(values.get('family'))} {plain(values.get('given'))}")
    thai = fold(f"{plain(values.get('family_th'))} {plain(values.get('given_th'))}")
    return {latin, thai} - {""}


def people(run: Run) -> People:
    found = run.memory.get("people")
    if isinstance(found, People):
        return found
    everybody = run.memory["people"] = People()
    columns = ("id", "family", "given", "family_th", "given_th", *_SPEAKING)
    known = Guest.select(*(getattr(Guest, name) for name in columns)).where(Guest.merged_into.is_null())
    for row in known.tuples().iterator():
        values = dict(zip(columns, row, strict=True))
        everybody.add(values["id"], values, values)
    for number, guest_id in GuestDocument.select(GuestDocument.number, GuestDocument.guest).tuples():
        everybody.by_document.setdefault(fold(number), guest_in_force(guest_id).id)
    rows = ImportRow.select(ImportRow.subject_id).where(
        (ImportRow.kind == "profiles") & (ImportRow.source == run.source)
    )
    everybody.of_source = {subject for (subject,) in rows.tuples()}
    return everybody


def find_person(run: Run, values: Values, *, by_name_alone: bool) -> int | None:
    """The profile of whom ``values`` speak, if there is one beyond doubt."""
    everybody = people(run)
    number = fold(plain(values.get("document_number")))
    if number and number in everybody.by_document:
        return everybody.by_document[number]
    said = {
        "document_number": number,
        "birth_date": plain(values.get("birth_date")),
        "phone": digits(plain(values.get("phone"))),
        "email": fold(plain(values.get("email"))),
        "nationality": plain(values.get("nationality")),
    }
    same_name = {p.guest_id: p for name in _names(values) for p in everybody.by_name.get(name, ())}.values()
    close = [p for p in same_name if not _against(p, said)]
    for name in ("phone", "email", "birth_date"):
        sure = [p for p in close if said[name] and getattr(p, name) == said[name]]
        if sure:
            return sure[0].guest_id
    if by_name_alone:
        close = [p for p in close if p.guest_id not in everybody.of_source or run.kind.name != "profiles"]
        if len(close) == 1:
            return close[0].guest_id
    return None


def _against(person: Person, said: Mapping[str, str]) -> bool:
    return any(said[n] and getattr(person, n) and getattr(person, n) != said[n] for n in _SPEAKING)


def settled(values: Values) -> Values:
    """Full names taken apart, titles out of them, Thai names in the Thai fields, the document given its kind."""
    tidy = dict(values)
    whole = plain(tidy.pop("name", None))
    if whole and not tidy.get("family") and not tidy.get("given"):
        title, family, given = _apart(whole)
        tidy.update({"family": family, "given": given})
        if title and not tidy.get("title"):
            tidy["title"] = title
    for name in ("family", "given"):
        text = plain(tidy.get(name))
        if _THAI.search(text):
            tidy.setdefault(f"{name}_th", text)
            del tidy[name]
    number = plain(tidy.get("document_number"))
    if number and not tidy.get("document_kind"):
        tidy["document_kind"] = _kind_of_document(number, plain(tidy.get("nationality")))
    return {name: value for name, value in tidy.items() if value not in (None, "")}


def _apart(whole: str) -> tuple[str, str, str]:
    """Title, family and given name out of one text: ``MÜLLER, Anna``, ``Anna Müller``, ``นายสมชาย ใจดี``."""
    title, rest = "", whole.strip()
    for known in _TITLES:
        follows = rest[len(known) :]
        if (
            rest.casefold().startswith(known)
            and (follows[:1] == " " or _THAI.search(known))
            and follows.strip()
        ):
            title, rest = rest[: len(known)], follows.strip()
            break
    if "," in rest:
        family, _comma, given = rest.partition(",")
        # An agent's list: MULLER, ANNA MS.
        last = given.strip().rpartition(" ")
        if last[2].casefold() in _TITLES and last[0]:
            title, given = title or last[2], last[0]
        return title, family.strip(), given.strip()
    first, _space, others = rest.partition(" ")
    if not others:
        return title, rest, ""
    if _THAI.search(rest):
        return title, others, first
    if first.isupper() and len(first) > 1 and not others.isupper():
        return title, first, others
    given, _space, family = rest.rpartition(" ")
    return title, family, given


def _kind_of_document(number: str, nationality: str) -> str:
    from stdnum.th import pin

    if pin.is_valid(pin.compact(number)):
        return "thai id"
    return "other" if nationality == "THA" and number.isdecimal() else "passport"


def _texts(values: Values) -> dict[str, object]:
    """As a profile takes them: no date is None, no text is ""."""
    dates = ("birth_date", "document_expiry")
    return {n: v if v is not None or n in dates else "" for n, v in values.items()}


def make_person(run: Run, values: Values) -> int:
    guest_id = create_guest(run.act, **_texts(values))
    people(run).add(guest_id, values, values)
    return guest_id


def _make(run: Run, values: Values) -> int:
    tidy = settled(values)
    found = find_person(run, tidy, by_name_alone=True)
    if found is None:
        guest_id = make_person(run, tidy)
    else:
        guest_id = found
        guest = Guest.get_by_id(found)
        empty = {n: v for n, v in tidy.items() if getattr(guest, n) in ("", None)}
        if empty:
            update_guest(run.act, guest_id, **_texts(empty))
        run.remark(
            Message(
                "{guest} has a profile already; what was empty there is filled in.", {"guest": guest.spoken}
            )
        )
    people(run).of_source.add(guest_id)
    return guest_id


def _renew(run: Run, guest_id: int, taken: Mapping[str, str], values: Values) -> bool:
    guest = guest_in_force(guest_id)
    tidy, before = settled(values), {n: plain(v) for n, v in settled(dict(taken)).items()}
    current = {of.name: getattr(guest, of.name) for of in PROFILES if of.name not in ("external_id", "name")}
    change = merged(run, current, before, tidy)
    if change:
        update_guest(run.act, guest.id, **_texts(change))
    return bool(change)


PROFILES_KIND = Kind(
    "profiles", Message("Guest profiles"), PROFILES, "set_up", _make, _renew,
    needs=(("name", "family", "given", "family_th", "given_th"),),
)  # fmt: skip
