"""What the house holds on a person, as a paper to be handed over (PDPA s.30)."""

from __future__ import annotations

from collections.abc import Sequence

from locales import Message, _, in_language, p_
from locales.countries import country_name
from locales.dates import format_date, format_stamp
from locales.money import format_money
from models.front_office.correspondence.tables import Letter
from models.front_office.guests import (
    DOCUMENT_KINDS,
    FIELDS,
    SEXES,
    SPOKEN,
    Guest,
    documents_of,
    guest_in_force,
    pointing_at_guests,
    preferences_of,
)
from models.front_office.guests.history import history_of, stays_of
from models.front_office.identity.masking import masked
from models.front_office.papers import seller
from models.front_office.privacy.access import PURPOSES, accesses, profiles_of
from models.front_office.privacy.retention import CATEGORIES, kept_for
from models.front_office.privacy.rights import KINDS, OUTCOMES, Consent, DataRequest, LegalHold
from models.front_office.reservations import STATES, Stay
from models.house.acts import Act, ChangeLog, operation
from models.house.database import database
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property

LABELS = {
    "given_th": Message("Given name (Thai)"),
    "family_th": Message("Family name (Thai)"),
    "given": Message("Given name"),
    "middle": Message("Middle name"),
    "family": Message("Family name"),
    "title": Message("Title"),
    "sex": Message("Sex"),
    "birth_date": Message("Birth date"),
    "nationality": Message("Nationality"),
    "language": Message("Language"),
    "languages": Message("Speaks"),
    "phone": Message("Phone"),
    "email": Message("E-mail"),
    "address": Message("Address"),
    "occupation": Message("Occupation"),
    "company": Message("Company"),
    "vip": Message("VIP"),
    "do_not_rent": Message("Do not rent, because"),
    "note": Message("Note"),
}
MOST_ROWS = 1_000
# Printed in tables of their own.
_PRINTED = {
    "stay",
    "stay_person",
    "guest_document",
    "guest_preference",
    "consent",
    "legal_hold",
    "data_request",
}


@operation("privacy")
def release_report(act: Act, guest_id: int) -> None:
    """Whole numbers go to the person on paper: written down as any other look at them, where there are any."""
    from models.front_office.privacy.access import see_documents

    if documents_of(guest_in_force(guest_id).id):
        act.need("see_identity")
        see_documents(act, guest_id, "data report", "report")


def personal_data_paper(hotel: Property, guest_id: int, language: str, *, whole: bool) -> Paper:
    """Profile, documents (``whole`` numbers or masked), stays, consent, requests, who saw, and what else there is."""
    guest = guest_in_force(guest_id)
    with in_language(language):
        history = history_of(guest.id)
        tables = (
            _documents(guest, whole), _preferences(guest), _stays(guest), _consents(guest), _holds(guest),
            _requests(guest), _accesses(guest, hotel), _kept(), _rest(guest),
        )  # fmt: skip
        return Paper(
            kind="personal-data",
            title=_("Personal data held"),
            number=str(guest.id),
            date_text=format_date(hotel.business_date),
            language=language,
            seller=seller(hotel, language),
            party=Party(guest.name(language), role=_("Data subject")),
            fields=tuple(_profile(guest, language)),
            tables=tuple(table for table in tables if table.rows),
            totals=(
                Field(_("Stays"), str(history.stays)),
                Field(_("Spent, net"), format_money(history.spend)),
            ),
            notes=(
                _(
                    "You may ask to see, correct or erase these data, withdraw consent, and complain to the Personal Data"
                    " Protection Committee. What law obliges the hotel to keep is kept for its time."
                ),
            ),
            signatures=(_("Handed over by"), p_("thing", "Received by")),
        )


def _profile(guest: Guest, language: str) -> list[Field]:
    fields = []
    for name in FIELDS:
        value = getattr(guest, name)
        if name not in LABELS or not value:
            continue
        if name == "birth_date":
            value = format_date(value)
        elif name == "nationality":
            value = country_name(value, language)
        elif name == "sex":
            value = SEXES[value].say()
        elif name == "languages":
            value = ", ".join(SPOKEN[code].say() if code in SPOKEN else code for code in value.split())
        fields.append(Field(LABELS[name].say(), str(value)))
    if guest.employer_id:
        fields.append(Field(_("Company"), guest.works_for(language)))
    return fields


def _table(title: str, headings: tuple[tuple[str, int], ...], rows: Sequence[tuple[str, ...]]) -> Table:
    return Table(
        tuple(Column(text, width=width) for text, width in headings), tuple(map(Row, rows)), title=title
    )


def _documents(guest: Guest, whole: bool) -> Table:
    rows = [
        (
            DOCUMENT_KINDS[d.kind].say() if d.kind in DOCUMENT_KINDS else d.kind,
            d.number if whole else masked(d.number), d.country, format_date(d.expiry) if d.expiry else "",
        )
        for d in documents_of(guest.id)
    ]  # fmt: skip
    heads = ((_("Document"), 26), (_("Document number"), 0), (_("Issued by"), 10), (_("Valid until"), 14))
    return _table(_("Documents"), heads, rows)


def _preferences(guest: Guest) -> Table:
    return _table(
        _("Preferences"), ((_("What the guest likes"), 0),), [(str(p),) for p in preferences_of(guest.id)]
    )


def _stays(guest: Guest) -> Table:
    rows = [
        (format_date(s.arrival), format_date(s.departure), s.room or "–", STATES[s.state].say())
        for s in stays_of(guest.id, MOST_ROWS)
    ]
    heads = ((_("Arrival"), 16), (_("Departure"), 16), (_("Room"), 6), (_("State"), 0))
    return _table(_("Stays"), heads, rows)


def _consents(guest: Guest) -> Table:
    found = Consent.select().where(Consent.guest == guest).order_by(Consent.id)
    rows = [
        (format_date(c.given_on), c.how, format_date(c.withdrawn_on) if c.withdrawn_on else "") for c in found
    ]
    return _table(
        _("Consent to advertising"), ((_("Given on"), 16), (_("How"), 0), (_("Withdrawn on"), 16)), rows
    )


def _holds(guest: Guest) -> Table:
    found = LegalHold.select().where(LegalHold.guest == guest).order_by(LegalHold.id)
    rows = [
        (format_date(h.placed_on), h.reason, format_date(h.lifted_on) if h.lifted_on else "") for h in found
    ]
    return _table(_("Legal holds"), ((_("Placed on"), 16), (_("Reason"), 0), (_("Lifted on"), 16)), rows)


def _requests(guest: Guest) -> Table:
    found = DataRequest.select().where(DataRequest.guest == guest).order_by(DataRequest.id)
    rows = [
        (
            format_date(r.received_on), KINDS[r.kind].say(),
            " · ".join(filter(None, [OUTCOMES[r.outcome].say() if r.outcome else "", r.answer])),
        )
        for r in found
    ]  # fmt: skip
    return _table(_("Requests"), ((_("Received on"), 16), (_("Request"), 20), (_("Answer"), 0)), rows)


def _accesses(guest: Guest, hotel: Property) -> Table:
    rows = [
        (format_stamp(a.at, hotel.zone), a.who, PURPOSES[a.purpose].say())
        for a in accesses(guest.id).first(MOST_ROWS)
    ]
    return _table(_("Who saw document numbers"), ((_("When"), 18), (_("Who"), 14), (_("Purpose"), 0)), rows)


def _kept() -> Table:
    units = {"days": _("days after departure"), "years": _("years")}
    rows = [(c.label.say(), f"{kept_for(c.name)} {units[c.unit]}", c.basis.say()) for c in CATEGORIES]
    return _table(
        _("How long data are kept"), ((_("What"), 26), (_("How long"), 24), (_("On what ground"), 0)), rows
    )


def _rest(guest: Guest) -> Table:
    """Rows of any other table that point at the person, counted; letters of the bookings; lines of the change log."""
    profiles = profiles_of(guest.id)
    counts: dict[str, int] = {}
    marks = ", ".join(database.obj.param for _id in profiles)
    for table, column in pointing_at_guests():
        if table not in _PRINTED and table != "guest":
            found = database.execute_sql(
                f'SELECT COUNT(*) FROM "{table}" WHERE "{column}" IN ({marks})', profiles
            )
            counts[table] = counts.get(table, 0) + int(found.fetchone()[0])
    bookings = Stay.select(Stay.reservation).where(Stay.guest << profiles)
    counts["letter"] = Letter.select().where(Letter.reservation << bookings).count()
    log = (ChangeLog.subject == "guest") & (ChangeLog.subject_id << [str(i) for i in profiles])
    counts["change_log"] = ChangeLog.select().where(log).count()
    names = {"letter": _("Letters"), "change_log": _("Lines of the change log")}
    rows = [(names.get(t, t.replace("_", " ")), str(n)) for t, n in sorted(counts.items()) if n]
    return _table(_("Also held"), ((_("What"), 0), (_("Number"), 10)), rows)
