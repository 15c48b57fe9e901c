"""The slip that is carried up to the room: one message, in the guest's own language."""

from __future__ import annotations

from locales import _, in_language, p_
from locales.dates import format_date, format_stamp
from models.front_office.papers import seller
from models.front_office.switchboard.messages import CALL_WISHES, GuestMessage
from models.house.papers import Field, Paper
from models.house.property import Property

KIND = "message"


def message_slip(hotel: Property, message_id: int) -> Paper:
    """For one guest's eyes: it names guest and room, caller and words, who took it and when."""
    message = GuestMessage.get_by_id(message_id)
    language = message.guest.papers_language
    stay = message.stay
    with in_language(language):
        fields = (
            Field(_("For"), message.guest.name(language)),
            Field(_("Room"), stay.room.number if stay.room_id else ""),
            Field(_("Caller"), message.caller),
            Field(_("Phone"), message.phone),
            Field(_("Taken"), format_stamp(message.taken_at, hotel.zone, language)),
            Field(_("Taken by"), message.taken_by.name(language)),
        )
        wish = [CALL_WISHES[message.wish].say()] if message.wish else []
        return Paper(
            kind=KIND,
            title=p_("paper", "Urgent message") if message.urgent else p_("paper", "Message"),
            number=str(message.id),
            date_text=format_date(message.date),
            language=language,
            seller=seller(hotel, language),
            fields=tuple(field for field in fields if field.value),
            notes=tuple(note for note in (message.words, *wish) if note),
        )
