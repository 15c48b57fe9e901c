"""The fields of a guest, the same wherever a guest is written down: profile, booking, check-in, walk-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from locales import Message, current_language
from models.front_office.companies import companies_named
from models.front_office.guests import DOCUMENT_KINDS, SEXES, SPOKEN, Guest, find_guests
from models.front_office.identity.masking import masked
from screens.kit.choice_fields import Choice, Option, Typed
from screens.kit.form_rows import FieldSpec, Section

LANGUAGES = (("", Message("as nationality")), ("th", "ไทย"), ("en", "English"))


def _options(labels: Mapping[str, Message]) -> tuple[tuple[str, Message | str], ...]:
    return (("", Message("not known")), *labels.items())


def search_employers(text: str) -> list[Option]:
    return [(company.id, company.name(current_language())) for company in companies_named(text)]


PRECISIONS = (
    ("", Message("exact")), ("month", Message("month and year only")), ("year", Message("the year only")),
)  # fmt: skip
NAMES = (
    FieldSpec("family", Message("Family name"), max_length=80),
    FieldSpec("given", Message("Given name"), max_length=80),
    FieldSpec("family_th", Message("Family name (Thai)"), max_length=80),
    FieldSpec("given_th", Message("Given name (Thai)"), max_length=80),
)
IDENTITY = (
    FieldSpec("nationality", Message("Nationality"), "country"),
    FieldSpec("document_kind", Message("Document"), "pick", options=_options(DOCUMENT_KINDS), default=""),
    FieldSpec(
        "document_number",
        Message("Document number"),
        max_length=40,
        opens=True,
        help=Message("F4 shows a masked number; typing replaces it."),
    ),
    FieldSpec("birth_date", Message("Birth date"), "date", past=True),
    FieldSpec("sex", Message("Sex"), "pick", options=_options(SEXES), default=""),
)
PHONE = FieldSpec("phone", Message("Phone"), max_length=40)
CONTACT = (
    PHONE,
    FieldSpec("email", Message("E-mail"), max_length=120),
    FieldSpec("address", Message("Address"), max_length=200, width=40),
    FieldSpec("occupation", Message("Occupation"), max_length=60),
    FieldSpec(
        "company",
        Message("Company"),
        "lookup",
        search=search_employers,
        allow_new=True,
        letters=2,
        max_length=100,
        help=Message("↓ chooses a company with a profile; any other name is kept as typed."),
    ),
)
DESK = (
    FieldSpec("language", Message("Language"), "pick", options=LANGUAGES, default=""),
    FieldSpec(
        "languages",
        Message("Speaks"),
        max_length=60,
        help=Message("Codes or names: {codes}", {"codes": " ".join(SPOKEN)}),
    ),
    FieldSpec("vip", Message("VIP"), max_length=20),
    FieldSpec("do_not_rent", Message("Do not rent, because"), max_length=100, width=40),
    FieldSpec("note", Message("Note"), max_length=300, width=40),
)
PROFILE: Sequence[FieldSpec | Section] = (
    *NAMES, Section(Message("Identity")), *IDENTITY,
    FieldSpec("document_country", Message("Issued by"), "country"),
    FieldSpec("document_expiry", Message("Valid until"), "date"),
    FieldSpec("middle", Message("Middle name"), max_length=80),
    FieldSpec("birth_precision", Message("Birth date is"), "pick", options=PRECISIONS, default=""),
    Section(Message("Contact")), *CONTACT, Section(Message("At the desk")), *DESK,
)  # fmt: skip

FIELDS = tuple(spec.name for spec in PROFILE if isinstance(spec, FieldSpec))


def values_of(guest: Guest, specs: Sequence[FieldSpec | Section] = PROFILE) -> dict[str, object]:
    """What a form shows of a profile: the number of the document masked."""
    values = {spec.name: getattr(guest, spec.name) for spec in specs if isinstance(spec, FieldSpec)}
    if values.get("document_number"):
        values["document_number"] = masked(guest.document_number)
    if "company" in values and guest.employer_id:
        values["company"] = Choice(guest.employer_id, guest.works_for(current_language()))
    return values


def tidy(values: Mapping[str, object]) -> dict[str, object]:
    """What a form gives, as a profile wants it: text fields never None, dates None when empty."""
    dates = ("birth_date", "document_expiry")
    tidy_values = {
        name: (value if value is not None or name in dates else "")
        for name, value in values.items()
        if name in FIELDS
    }
    company = tidy_values.get("company")
    if company is not None:
        tidy_values["employer"] = company if isinstance(company, int) else None
        tidy_values["company"] = company.text if isinstance(company, Typed) else ""
    return tidy_values


def search_guests(text: str) -> list[Option]:
    """For a lookup field: the profile's id and how the desk tells it from others."""
    language = current_language()
    return [
        (
            row.guest_id,
            " ".join(
                filter(None, [row.name_th if language == "th" else row.name_en, row.nationality, row.phone])
            ),
        )
        for row in find_guests(text).first(6)
    ]


def name_from(typed: str) -> dict[str, object]:
    """A name typed where no profile was found: Thai is given name first, Latin as FAMILY Given."""
    words = typed.split()
    if not words:
        return {}
    if any("ก" <= letter <= "๛" for letter in typed):
        return {"given_th": words[0], "family_th": " ".join(words[1:])}
    return {"family": words[0], "given": " ".join(words[1:])}
