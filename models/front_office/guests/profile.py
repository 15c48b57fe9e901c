"""Writing a profile: one for each person. Who is it, what must be right about it, whom the house does not want."""

from __future__ import annotations

import datetime

from locales import LANGUAGES
from locales.countries import valid_nationality
from locales.thai_text import NotCleanText, clean, fold
from models.front_office.companies import Company
from models.front_office.guests.person import (
    DOCUMENT_KINDS,
    FIELDS,
    NEEDED_AT_CHECK_IN,
    SEXES,
    SPOKEN,
    Guest,
    guest_not_erased,
    sort_name_of,
    thai_id,
)
from models.front_office.guests.records import keep_former_document
from models.front_office.guests.search import write_keys
from models.front_office.identity.masking import MASK, masked
from models.house.acts import Act, operation
from models.house.refusals import Refused


def _tidy(values: dict[str, object]) -> dict[str, object]:
    tidy = dict(values)
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"a guest has no {name}")
        if isinstance(value, str):
            try:
                tidy[name] = clean(value)
            except NotCleanText as error:
                raise Refused.because("NOT_CLEAN", error.message, field=name) from error
    if tidy.get("document_kind") == "thai id" and tidy.get("document_number"):
        tidy["document_number"] = thai_id(str(tidy["document_number"]))
    if tidy.get("languages"):
        tidy["languages"] = _languages(str(tidy["languages"]))
    if tidy.get("employer"):
        if Company.get_or_none(Company.id == tidy["employer"]) is None:
            raise Refused("NO_COMPANY", "There is no company {code}.", field="company", code=tidy["employer"])
        tidy["company"] = ""  # its name is in its own profile
    return tidy


def _unmasked(guest: Guest | None, values: dict[str, object]) -> dict[str, object]:
    """The number in force where a form gives back what it showed of it; a masked number is none."""
    typed = str(values.get("document_number") or "")
    if MASK not in typed:
        return values
    if guest is None or typed != masked(guest.document_number):
        raise Refused(
            "MASKED_NUMBER",
            "Type the whole number, or leave the masked one as it is.",
            field="document_number",
        )
    return {**values, "document_number": guest.document_number}


def note_thai_id(act: Act, values: dict[str, object], number: str = "document_number") -> None:
    """NOTE (``THAI_ID_0``) for a number like that of a company or of form ทร.38."""
    if values.get("document_kind") == "thai id" and str(values.get(number) or "").startswith("0"):
        act.note("THAI_ID_0", "This Thai number begins with 0: compare it with the document (ทร.38).")


def _languages(typed: str) -> str:
    """Codes or names, in any order and language, as codes: ``Thai, german`` is ``th de``."""
    codes: list[str] = []
    for word in fold(typed).replace(",", " ").split():
        known = [c for c, name in SPOKEN.items() if word in (c, fold(name.say("en")), fold(name.say("th")))]
        if not known:
            raise Refused("NO_CHOICE", "There is no {value} here.", field="languages", value=word)
        codes += [code for code in known if code not in codes]
    return " ".join(codes)


def _check_choices(guest: Guest) -> None:
    for field, known in (
        ("language", ("", *LANGUAGES)), ("sex", ("", *SEXES)), ("document_kind", ("", *DOCUMENT_KINDS)),
    ):  # fmt: skip
        if getattr(guest, field) not in known:
            raise Refused("NO_CHOICE", "There is no {value} here.", field=field, value=getattr(guest, field))
    for field in ("nationality", "document_country"):
        if getattr(guest, field) and not valid_nationality(getattr(guest, field)):
            raise Refused(
                "NO_COUNTRY", "There is no country {code}.", field=field, code=getattr(guest, field)
            )


def _check(guest: Guest, business_date: datetime.date) -> None:
    _check_choices(guest)
    if not any(letter.isalpha() for letter in guest.name("en")):
        raise Refused("NO_NAME", "A guest needs a name.", field="family")
    if guest.birth_date and guest.birth_date > business_date:
        raise Refused("BIRTH_DATE", "The birth date lies in the future.", field="birth_date")


def _check_not_known(guest: Guest) -> None:
    """One profile for each person: the same name with the same phone is the same person."""
    if not guest.phone:
        return
    same = Guest.get_or_none(
        (Guest.sort_name == sort_name_of(guest)) & (Guest.phone == guest.phone) & Guest.merged_into.is_null()
    )
    if same:
        raise Refused(
            "SAME_GUEST", "{guest} with this phone has a profile; choose it from the list.", field="guest",
            jump=f"guest {same.id}", guest=same.spoken,
        )  # fmt: skip


@operation("book")
def create_guest(act: Act, /, **values: object) -> int:
    """A new profile. Refused: NO_NAME, SAME_GUEST, BIRTH_DATE, THAI_ID, NO_CHOICE, NO_COUNTRY, NO_COMPANY,
    MASKED_NUMBER, NOT_CLEAN (control characters), each at its field."""
    tidy = _tidy(_unmasked(None, values))
    note_thai_id(act, tidy)
    guest = Guest(**tidy)
    _check(guest, act.business_date)
    _check_not_known(guest)
    guest.sort_name = sort_name_of(guest)
    guest.save()
    write_keys(guest.id)
    act.changed(guest, {}, tidy)
    return int(guest.id)


@operation("book")
def update_guest(act: Act, /, guest_id: int, **values: object) -> None:
    """Change a profile, or the one it was merged into; refused as ``create_guest``.

    Another document number puts the former document with the guest's other ones; a masked one is the one in force.
    Refused as well: GUEST_ERASED.
    """
    guest = guest_not_erased(guest_id)
    tidy = _tidy(_unmasked(guest, values))
    if tidy.get("birth_date", guest.birth_date) != guest.birth_date:
        tidy.setdefault("birth_precision", "")
    if "company" in tidy and tidy["company"] and "employer" not in tidy:
        tidy["employer"] = None  # another company than the one with a profile
    before = {name: guest.__data__[name] for name in tidy}
    if tidy.get("do_not_rent", guest.do_not_rent) != guest.do_not_rent:
        act.need("do_not_rent")
    former = Guest(**guest.__data__)
    for name, value in tidy.items():
        setattr(guest, name, value)
    _check(guest, act.business_date)
    changed = {name: value for name, value in tidy.items() if before[name] != value}
    if not changed:
        return
    if "document_number" in changed:
        note_thai_id(act, {**guest.__data__, **tidy})
    guest.sort_name = sort_name_of(guest)
    guest.save()
    keep_former_document(act, former, guest)
    write_keys(guest.id)
    act.changed(guest, {name: before[name] for name in changed}, changed)
    _follow_in_register(act, guest.id)


def _follow_in_register(act: Act, guest_id: int) -> None:
    from models.front_office.registers.lines import follow_guest

    follow_guest(act, guest_id)


def ask_do_not_rent(act: Act, guest: Guest) -> None:
    """ASK (``DO_NOT_RENT``) for a guest the house does not want back."""
    if guest.do_not_rent:
        act.ask(
            "DO_NOT_RENT", "{guest} is on the do-not-rent list: {why}", right="do_not_rent", field="guest",
            guest=guest.spoken, why=guest.do_not_rent,
        )  # fmt: skip


def missing_identity(guest: Guest) -> list[str]:
    """The fields the registers need and this profile does not have."""
    return [name for name in NEEDED_AT_CHECK_IN if not getattr(guest, name)]
