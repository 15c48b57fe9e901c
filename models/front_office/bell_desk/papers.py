"""Papers of the bell desk: luggage ticket with its stubs, parcel receipt."""

from __future__ import annotations

from locales import _, in_language, p_
from locales.dates import format_date, format_stamp
from models.front_office.bell_desk.luggage import owner_of
from models.front_office.bell_desk.tables import (
    DIRECTIONS,
    STORE,
    LuggageCollection,
    LuggagePiece,
    LuggageTicket,
    Parcel,
)
from models.front_office.papers import seller
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property


def luggage_paper(hotel: Property, ticket_id: int, language: str) -> Paper:
    """The guest's ticket, with a stub for every piece still here; narrow enough for a slip printer."""
    ticket = LuggageTicket.get_by_id(ticket_id)
    pieces = list(LuggagePiece.select().where(LuggagePiece.ticket == ticket).order_by(LuggagePiece.id))
    waiting = [piece for piece in pieces if piece.collection_id is None]
    room = ticket.room.number if ticket.room_id else ""
    with in_language(language):
        fields = (
            Field(_("Luggage"), DIRECTIONS[ticket.direction].say()),
            Field(_("Room"), room),
            Field(_("Pieces"), str(len(pieces))),
            Field(_("Place"), ticket.place),
            Field(_("Keep until"), format_date(ticket.until) if ticket.until else ""),
            Field(_("May collect"), ticket.may_collect),
            Field(_("Porter"), ticket.handled_by),
            Field(_("Note"), ticket.note),
        )
        stubs = Table(
            (Column(_("Tag"), width=8), Column(_("Ticket"), width=13), Column(_("Guest")), Column(_("Room"), width=5)),
            tuple(Row((piece.tag, ticket.number, owner_of(ticket), room)) for piece in waiting),
            title=_("Stubs, one for each piece"),
        )  # fmt: skip
        notes = (
            (_("Show this ticket to collect. Without it we ask for a signature."),)
            if ticket.direction == STORE
            else ()
        )
        return Paper(
            kind="luggage", title=_("Luggage ticket"), number=ticket.number,
            date_text=format_stamp(ticket.asked_at, hotel.zone), language=language, seller=seller(hotel, language),
            party=Party(_owner(ticket, language), role=_("Guest")),
            fields=tuple(field for field in fields if field.value), tables=(stubs,) if waiting else (), notes=notes,
        )  # fmt: skip


def _owner(ticket: LuggageTicket, language: str) -> str:
    return str(ticket.stay.guest.name(language)) if ticket.stay_id else owner_of(ticket)


def collection_paper(hotel: Property, collection_id: int, language: str) -> Paper:
    """What was handed out of the store, to be signed by who took it."""
    collection = LuggageCollection.get_by_id(collection_id)
    ticket = collection.ticket
    pieces = LuggagePiece.select().where(LuggagePiece.collection == collection).order_by(LuggagePiece.id)
    left = LuggagePiece.select().where((LuggagePiece.ticket == ticket) & LuggagePiece.collection.is_null())
    with in_language(language):
        fields = (
            Field(_("Collected by"), collection.collected_by),
            Field(_("Tags"), ", ".join(piece.tag for piece in pieces)),
            Field(_("Pieces"), str(pieces.count())),
            Field(_("Still in the store"), str(left.count())),
            Field(_("Porter"), collection.handled_by),
        )
        return Paper(
            kind="luggage-collected", title=_("Luggage collected"), number=ticket.number,
            date_text=format_stamp(collection.at, hotel.zone), language=language, seller=seller(hotel, language),
            party=Party(_owner(ticket, language), role=_("Guest")),
            fields=tuple(field for field in fields if field.value),
            signatures=(p_("thing", "Received by"), _("Porter")),
        )  # fmt: skip


def parcel_paper(hotel: Property, parcel_id: int, language: str) -> Paper:
    """The receipt of a parcel: who took it, and a line to sign on."""
    parcel = Parcel.get_by_id(parcel_id)
    with in_language(language):
        whom = [
            parcel.stay.guest.name(language) if parcel.stay_id else "",
            parcel.department.name(language) if parcel.department_id else "",
            parcel.person,
        ]
        room = parcel.stay.room.number if parcel.stay_id and parcel.stay.room_id else ""
        fields = (
            Field(_("Parcel"), parcel.what),
            Field(_("Sender"), parcel.arrived_from),
            Field(_("Carrier"), parcel.carrier),
            Field(_("Room"), room),
            Field(_("Arrived"), format_stamp(parcel.arrived_at, hotel.zone)),
            Field(_("Handed to"), parcel.handed_to),
            Field(_("Handed over"), format_stamp(parcel.handed_at, hotel.zone) if parcel.handed_at else ""),
            Field(_("By"), parcel.handed_by),
            Field(_("Note"), parcel.note),
        )
        return Paper(
            kind="parcel", title=_("Parcel receipt"), number=parcel.number,
            date_text=format_date(hotel.business_date), language=language, seller=seller(hotel, language),
            party=Party(" · ".join(filter(None, whom)), role=_("For")),
            fields=tuple(field for field in fields if field.value), signatures=(p_("thing", "Received by"), _("Porter")),
        )  # fmt: skip
