"""The letter itself as a paper: whom it is for, what is booked, what it comes to, on what terms."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from locales import Message, _, in_language, n_, p_
from locales.dates import format_date
from locales.money import format_money
from models.front_office.codes import transaction_code
from models.front_office.correspondence.prices import Bill, bill_of, fixed_of, spans_of
from models.front_office.correspondence.tables import (
    CANCELLATION,
    DEPOSIT_REQUEST,
    LETTER,
    REGRET,
    Letter,
)
from models.front_office.correspondence.texts import TITLES, words_of
from models.front_office.deposit_requests import DepositRequest
from models.front_office.packages.nights import stay_packages
from models.front_office.papers import seller
from models.front_office.policies import policy_of
from models.front_office.reservations import (
    Reservation,
    Stay,
    deposit_of,
    stay_of_reservation,
    stays_of_reservation,
)
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Terms:
    """What was agreed at booking: the policy in words, and a deposit in baht asked for until a date, inclusive."""

    policy: str = ""
    deposit: Decimal | None = None
    deposit_due: datetime.date | None = None


@dataclass(frozen=True)
class Draft:
    """A letter before it is a paper: which stays it tells of, to whom, and who signs it."""

    kind: str
    number: str
    reservation: Reservation
    stays: Sequence[Stay]
    recipient: str
    address: str
    method: str
    language: str
    clerk: str
    terms: Terms
    replaces: Letter | None = None


def agreed_terms(reservation: Reservation, language: str) -> Terms:
    """The terms copied onto the booking when it was taken. The one place where letters look for them."""
    policies = [policy_of(stay.id) for stay in stays_of_reservation(reservation.id)]
    words = [p.text_th if language == "th" else p.text_en for p in policies if p is not None]
    request = DepositRequest.get_or_none(DepositRequest.reservation == reservation)
    return Terms(
        "\n".join(dict.fromkeys(filter(None, words))),
        request.asked if request else None,
        request.due_on if request else None,
    )


def salutation_name(reservation: Reservation, language: str) -> str:
    """How a letter calls the guest: คุณสมชาย ใจดี, Ms Anna Müller. Lists say MÜLLER Anna; no letter does."""
    guest = stay_of_reservation(reservation.id).guest
    if language == "th":
        name = f"{guest.given_th} {guest.family_th}".strip() or f"{guest.given} {guest.family}".strip()
        return f"คุณ{name}" if "ก" <= name[:1] <= "๛" else f"คุณ {name}"
    latin = f"{guest.given} {guest.family}".strip()
    title = guest.title if guest.title.isascii() else ""
    return f"{title} {latin}".strip() or str(guest.name("en"))


def letter_paper(hotel: Property, draft: Draft) -> Paper:
    """The letter in the language of whom it is for, dates in that language's era."""
    with in_language(draft.language):
        words = words_of(draft.kind, draft.language, _blanks(hotel, draft))
        opening = [_("Dear {name},", name=draft.recipient), words.opening]
        if draft.replaces is not None:
            written = hotel.calendar_date(draft.replaces.written_at)
            opening.append(
                _("This takes the place of our letter {number} of {date}.", number=draft.replaces.number, date=written)
            )  # fmt: skip
        priced = draft.kind not in (CANCELLATION, REGRET)
        bill = bill_of(draft.stays, hotel.business_date) if priced else None
        signed = f"{draft.clerk} · {hotel.name(draft.language)}"
        on_paper = draft.method == LETTER
        return Paper(
            kind=draft.kind.replace(" ", "-"),
            title=TITLES[draft.kind].say(draft.language),
            number=draft.number,
            date_text=format_date(hotel.business_date, "long"),
            language=draft.language,
            seller=seller(hotel, draft.language),
            party=Party(draft.recipient, (draft.address,) if draft.address else ()),
            fields=tuple(field for field in _fields(hotel, draft) if field.value),
            tables=(_nights(draft),) if priced else (_ended(draft),) if draft.kind == CANCELLATION else (),
            totals=tuple(_totals(draft, bill)) if bill else (),
            notes=tuple(_notes(draft, bill)),
            signatures=(signed,) if on_paper else (),
            opening=tuple(opening),
            closing=(words.closing, _("Yours sincerely,"), *(() if on_paper else (signed,))),
        )


def _blanks(hotel: Property, draft: Draft) -> dict[str, str]:
    first = draft.stays[0]
    return {
        "guest": first.guest.name(draft.language),
        "hotel": hotel.name(draft.language),
        "confirmation": draft.reservation.confirmation,
        "arrival": format_date(first.arrival),
        "departure": format_date(first.departure),
    }


def _fields(hotel: Property, draft: Draft) -> list[Field]:
    stays = draft.stays
    arrival = min(stay.arrival for stay in stays)
    departure = max(stay.departure for stay in stays)
    first = stays[0]
    guest = first.guest.name(draft.language)
    came = [
        _("{date}, from {time}", date=format_date(arrival, "weekday"), time=hotel.check_in_time),
        _("{date}, until {time}", date=format_date(departure, "weekday"), time=hotel.check_out_time),
    ]
    coming = draft.kind not in (CANCELLATION, REGRET)
    fields = [
        Field(_("Booking"), draft.reservation.confirmation, strong=True),
        Field(_("Guest"), guest),
        Field(_("Arrival"), came[0] if coming else format_date(arrival, "weekday")),
        Field(_("Departure"), came[1] if coming else format_date(departure, "weekday")),
        Field(p_("letter", "Rooms"), _rooms(stays, draft.language)),
        Field(_("Persons"), _persons(stays)),
    ]
    if coming:
        fields += [
            Field(_("Rate"), ", ".join(dict.fromkeys(stay.rate_code.name(draft.language) for stay in stays))),
            Field(_("Included"), ", ".join(dict.fromkeys(i for s in stays for i in included_in(s, draft.language)))),
            Field(_("Expected at"), first.eta),
            Field(_("Pick-up"), first.flight_in or (_("Yes") if first.pick_up else "") if first.pick_up else ""),
        ]  # fmt: skip
    return fields


def included_in(stay: Stay, language: str) -> tuple[str, ...]:
    """The packages of the stay by name."""
    return tuple(taken.package.name(language) for taken in stay_packages(stay.id))


def _rooms(stays: Sequence[Stay], language: str) -> str:
    kinds: dict[str, int] = {}
    for stay in stays:
        if stay.share_of_id is None:
            name = stay.room_type.name(language)
            kinds[name] = kinds.get(name, 0) + 1
    return ", ".join(f"{n} × {name}" for name, n in kinds.items())


def _persons(stays: Sequence[Stay]) -> str:
    adults, children = sum(s.adults for s in stays), sum(s.children for s in stays)
    grown = n_("{n} adult", "{n} adults", adults)
    if not children:
        return grown
    small = n_("{n} child", "{n} children", children)
    return f"{grown}, {small}"


def _nights(draft: Draft) -> Table:
    rows = []
    for number, stay in enumerate(draft.stays, 1):
        if len(draft.stays) > 1:
            name = stay.guest.name(draft.language)
            kind = stay.room_type.name(draft.language)
            words = p_("letter", "Room {n}: {room_type}, {guest}", n=number, room_type=kind, guest=name)
            rows.append(Row((words, "", "", ""), "heading"))
        for span in spans_of(stay, draft.language):
            dates = format_date(span.first)
            dates = dates if span.nights == 1 else f"{dates} – {format_date(span.last)}"
            price = format_money(span.price) + ("" if span.inclusive else "++")
            rows.append(Row((dates, str(span.nights), price, format_money(span.amount))))
        for fixed in fixed_of(stay, draft.language):
            price = format_money(fixed.price) + ("" if fixed.inclusive else "++")
            rows.append(Row((fixed.name, str(fixed.times), price, format_money(fixed.amount))))
    return Table(
        (
            Column(p_("letter", "Nights of")),
            Column(p_("letter", "Nights"), "right", 7),
            Column(_("Price a night"), "right", 16),
            Column(_("Amount (baht)"), "right", 16),
        ),
        tuple(rows),
    )


def _ended(draft: Draft) -> Table:
    return Table(
        (Column(_("Room")), Column(p_("letter", "Dates"), width=28), Column(_("Cancellation no."), width=18)),
        tuple(
            Row(
                (
                    stay.room_type.name(draft.language),
                    f"{format_date(stay.arrival)} – {format_date(stay.departure)}",
                    stay.cancellation or "",
                )
            )
            for stay in draft.stays
        ),
    )


def _totals(draft: Draft, bill: Bill) -> list[Field]:
    held = deposit_of(draft.reservation)
    asked = draft.terms.deposit
    asking = draft.kind == DEPOSIT_REQUEST
    totals = []
    if bill.parts and not bill.inclusive:
        label = _("Room and fixed charges") if bill.fixed else _("Room charge")
        totals.append(Field(label, format_money(bill.net)))
        totals += [
            Field(transaction_code(code).name(draft.language), format_money(amount))
            for code, amount in bill.parts
        ]
    totals.append(Field(_("Total with service charge and VAT"), format_money(bill.total), strong=not asking))
    if asked and (asking or held < asked):
        due = draft.terms.deposit_due
        label = _("Deposit, to be paid by {date}", date=due) if due else _("Deposit asked for")
        totals.append(Field(label, format_money(asked), strong=asking))
    if held:
        totals.append(Field(_("Deposit received"), format_money(held)))
    if held and not asking:
        totals.append(Field(_("To be paid at the hotel"), format_money(max(bill.total - held, ZERO))))
    return totals


def _notes(draft: Draft, bill: Bill | None) -> list[str]:
    notes = []
    if bill and bill.parts and bill.inclusive:
        inside = ", ".join(
            f"{transaction_code(code).name(draft.language)} {format_money(amount)}"
            for code, amount in bill.parts
        )
        notes.append(_("In the prices: {what}.", what=inside))
    if bill and bill.parts and not bill.inclusive:
        notes.append(_("++: service charge and VAT are added to this price."))
    if bill and bill.estimated:
        notes.append(
            _("For nights whose VAT is not decreed yet the total is reckoned with the rates of today.")
        )
    if draft.terms.policy and draft.kind != REGRET:
        notes.append(_("Cancellation: {policy}", policy=draft.terms.policy))
    return notes


# The same in an e-mail and on a telephone


def mail_body(paper: Paper) -> str:
    """The text part of an e-mail: what the letter says, without its table of nights."""
    lines = "\n".join(f"{field.label}: {field.value}" for field in paper.fields)
    sums = "\n".join(f"{field.label}: {field.value}" for field in paper.totals)
    parts = [
        *paper.opening,
        lines,
        sums,
        "\n".join(paper.notes),
        *paper.closing,
        "\n".join(paper.seller.lines),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def short_text(hotel: Property, draft: Draft) -> str:
    """A text message: one or two sentences, few enough letters for a telephone."""
    with in_language(draft.language):
        stay = draft.stays[0]
        values: dict[str, object] = {
            "hotel": hotel.name(draft.language),
            "number": draft.reservation.confirmation,
            "arrival": min(s.arrival for s in draft.stays),
            "departure": max(s.departure for s in draft.stays),
            "rooms": _rooms(draft.stays, draft.language),
        }
        if draft.kind == CANCELLATION:
            values["cancellation"] = stay.cancellation or ""
            text = Message("{hotel}: booking {number} ({arrival} – {departure}) is cancelled, no. {cancellation}.", values)  # fmt: skip
        elif draft.kind == REGRET:
            text = Message("{hotel}: to our regret we have no room for you {arrival} – {departure}.", values)
        elif draft.kind == DEPOSIT_REQUEST:
            values["deposit"] = draft.terms.deposit or ZERO
            values["due"] = draft.terms.deposit_due or stay.arrival
            text = Message("{hotel}: please pay the deposit of {deposit} baht for booking {number} by {due}.", values)  # fmt: skip
        else:
            values["total"] = bill_of(draft.stays, hotel.business_date).total
            text = Message(
                "{hotel}: booking {number} confirmed, {arrival} – {departure}, {rooms}, total {total} baht.", values
            )  # fmt: skip
        phone = _("Tel. {phone}", phone=hotel.phone) if hotel.phone else ""
        return f"{text.say()} {phone}".strip()
