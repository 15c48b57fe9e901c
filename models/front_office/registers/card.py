"""The registration card ร.ร.3 (บัตรทะเบียนผู้พักโรงแรม): one for each guest, 15 fields, no blank without a reason.

The labels are those of the form, Thai with the English of the form beneath; they are law, not language of the desk.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from locales import in_language
from locales.countries import country_name
from locales.dates import format_date
from models.front_office.papers import seller
from models.front_office.registers.particulars import (
    FieldWords,
    minors_alone,
    missing_of,
    particulars_of,
    persons_on,
)
from models.front_office.registers.tables import STRUCK, RegisterLine
from models.front_office.reservations import (
    CHECKED_OUT,
    IN_HOUSE,
    RESERVED,
    STATES,
    Stay,
    StayPerson,
    sharers_of,
)
from models.house.papers import Field, Paper
from models.house.property import Property
from models.house.refusals import Refused

TITLE = "บัตรทะเบียนผู้พักโรงแรม (ร.ร.๓)"
GLOSS = "Lodger Registration Card (R.R.3)"
PRE_ARRIVAL = "ร่างก่อนเข้าพัก · Pre-arrival card"
THAI_ID = (1, 4, 5, 2, 1)
DOES_NOT_APPLY = "–"
NOT_TOLD = "– (ไม่แจ้ง · not given)"
TICKED, OPEN = "[x]", "[ ]"


def cards_of_stay(hotel: Property, stay_id: int, language: str, guest_id: int | None = None) -> list[Paper]:
    """The cards of everybody on a stay, or of one guest; before check-in they are pre-arrival cards with lines to
    write on.

    Refused: REGISTER_INCOMPLETE naming the fields of a guest in house, NOT_OPEN for a stay that never came.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state not in (RESERVED, IN_HOUSE, CHECKED_OUT):
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    persons = persons_on([stay_id])
    date = hotel.business_date
    alone = minors_alone(persons, date)
    wanted = [person for person in persons if guest_id in (None, person.guest_id)]
    draft = stay.state == RESERVED
    if not draft:
        for person in wanted:
            _check_complete(person, date, alone)
    return [_card(hotel, person, language, draft, alone) for person in wanted]


def cards_of_arrivals(hotel: Property, date: datetime.date, language: str) -> list[Paper]:
    """Pre-arrival cards of everybody who is still expected on ``date``, by name."""
    stays = (
        Stay.select(Stay.id)
        .where((Stay.state == RESERVED) & (Stay.arrival == date))
        .order_by(Stay.room, Stay.id)
    )
    return [card for stay in stays for card in cards_of_stay(hotel, stay.id, language)]


def _check_complete(person: StayPerson, date: datetime.date, alone: bool) -> None:
    missing = missing_of(person, date, alone)
    if missing:
        raise Refused(
            "REGISTER_INCOMPLETE", "{guest}, room {room}: {fields} missing.", jump="registers",
            guest=person.guest.spoken, room=person.stay.room.number, fields=FieldWords(tuple(missing)),
        )  # fmt: skip


def _card(hotel: Property, person: StayPerson, language: str, draft: bool, alone: bool) -> Paper:
    with in_language(language):
        return Paper(
            kind="rr3",
            title=TITLE,
            number=f"{_number(person)}",
            date_text=format_date(hotel.business_date, era="be"),
            language=language,
            seller=seller(hotel, language),
            copy_mark=" · ".join(filter(None, [GLOSS, PRE_ARRIVAL if draft else ""])),
            form=tuple(_lines(hotel, person, language, draft)),
            notes=(_n_persons(person),),
            signatures=_signatures(person, alone),
            sheet="a4",
        )


def _number(person: StayPerson) -> str:
    line = (
        RegisterLine.select()
        .where(
            (RegisterLine.stay == person.stay_id)
            & (RegisterLine.guest == person.guest_id)
            & (RegisterLine.kind != STRUCK)
        )
        .order_by(RegisterLine.id)
        .first()
    )
    return (
        line.said_number if line is not None else f"{person.stay.reservation.confirmation}-{person.position}"
    )


def _n_persons(person: StayPerson) -> str:
    """The law wants the number of guests in the room on the card (s.35)."""
    stay = person.stay
    stays = [stay, *(other for other in sharers_of(stay.id) if other.state == IN_HOUSE)]
    written = StayPerson.select().where(StayPerson.stay << [one.id for one in stays]).count()
    n = max(written, sum(one.adults + one.children for one in stays))
    return f"จำนวนผู้พักในห้อง · Guests in the room: {n}"


def _signatures(person: StayPerson, alone: bool) -> tuple[str, ...]:
    guest = "15. ลายมือชื่อผู้พัก · Signature of the guest"
    if not alone:
        return (guest,)
    by = person.countersigned_by.name_th if person.countersigned_by_id else ""
    beside = "ผู้จัดการหรือผู้ได้รับมอบหมาย ลงชื่อกำกับ · Countersigned by the manager or delegate"
    return (guest, f"{beside} {by}".strip())


def _lines(hotel: Property, person: StayPerson, language: str, draft: bool) -> Sequence[Field]:
    guest, stay = person.guest, person.stay
    written = particulars_of(person, hotel.business_date)
    first, family = _names(person)
    number_of = {guest.document_kind: guest.document_number}
    blank = "" if draft else DOES_NOT_APPLY
    known = bool(guest.document_number)  # then the other two documents do not apply

    def document(*kinds: str) -> str:
        held = next((number_of[kind] for kind in kinds if number_of.get(kind)), "")
        return held or (DOES_NOT_APPLY if known else blank)

    thai = document("thai id")
    arrived = _when(hotel, stay.checked_in_at, language) or (
        format_two_eras(stay.arrival, language) if draft else ""
    )
    left = _when(hotel, stay.checked_out_at, language) or " ".join(
        [format_two_eras(stay.departure, language), hotel.check_out_time]
    )
    country = country_name(guest.nationality, language) if guest.nationality else blank
    phone = guest.phone or ("" if draft else NOT_TOLD)
    return (
        Field("1. ชื่อโรงแรม", hotel.name("th"), gloss="Hotel"),
        Field("2. ชื่อตัว", first or blank, gloss="Name"),
        Field("3. ชื่อสกุล", family or blank, gloss="Surname"),
        Field(
            "4. เลขประจำตัวประชาชน", thai, gloss="Thai identity number",
            boxes=THAI_ID if len(thai) == sum(THAI_ID) or (draft and not known) else (),
        ),
        Field("5. ใบสำคัญประจำตัวคนต่างด้าวเลขที่", document("alien book"), gloss="Alien Registration Book No."),
        Field("6. หนังสือเดินทางเลขที่", document("passport", "diplomatic", "other"), gloss="Passport No."),
        Field("7. อาชีพ", written.occupation, gloss="Occupation"),
        Field("8. สัญชาติ", country, gloss="Nationality"),
        Field("9. ที่อยู่ปัจจุบัน, หมายเลขโทรศัพท์", _both(written.address, phone), gloss="Current Address, Telephone"),
        Field(
            "10. เดินทางมาจากสถานที่ใด", _journey(person.from_home, person.came_from, draft, "จากที่อยู่ปัจจุบันข้างต้น",
            "จากสถานที่พักอื่น"), gloss="Place of Departure",
        ),
        Field(
            "11. ประสงค์จะเดินทางต่อไปยังสถานที่ใด", _journey(person.to_home, person.going_to, draft, "กลับที่อยู่ปัจจุบัน",
            "ไปสถานที่พักอื่น"), gloss="Next Destination",
        ),
        Field("12. วัน เดือน ปี ที่เข้าพัก, เวลา", arrived, gloss="Date of Arrival, Time"),
        Field("13. วัน เดือน ปี ที่ออกไป, เวลา", left, gloss="Expected Departure, Time"),
        Field("14. ห้องพักเลขที่", written.room, gloss="Room No."),
    )  # fmt: skip


def _names(person: StayPerson) -> tuple[str, str]:
    """First and family name as the register has them; a single name is the first."""
    guest = person.guest
    if guest.nationality == "THA" and guest.given_th:
        return guest.given_th, guest.family_th
    first = " ".join(filter(None, [guest.given, guest.middle]))
    return (first, guest.family.upper()) if first or not guest.family else (guest.family.upper(), "")


def _both(address: str, phone: str) -> str:
    return ", ".join(filter(None, [address, f"โทร. {phone}" if phone else ""]))


def _journey(home: bool, place: str, draft: bool, at_home: str, elsewhere: str) -> str:
    if draft and not place:
        return f"{OPEN} {at_home}\n{OPEN} {elsewhere} ........................................"
    marks = (TICKED, OPEN) if home else (OPEN, TICKED)
    return f"{marks[0]} {at_home}\n{marks[1]} {elsewhere}" + ("" if home else f": {place}")


def format_two_eras(date: datetime.date, language: str) -> str:
    """The law's Buddhist year; for a reader of English the common date beside it."""
    text = format_date(date, "numeric", "th", "be")
    return text if language == "th" else f"{text} ({format_date(date, 'medium', 'en', 'ce')})"


def _when(hotel: Property, moment: datetime.datetime | None, language: str) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(hotel.timezone)
    return f"{format_two_eras(local.date(), language)} {local:%H:%M}"
