"""Luggage tickets: pieces with tags go up, down or into the store, and each comes out of it once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from locales.thai_text import to_latin_digits
from models.front_office.bell_desk.tables import (
    DIRECTIONS,
    STORE,
    LuggageCollection,
    LuggagePiece,
    LuggageTicket,
    porter_of,
    whose,
)
from models.front_office.blocks.tables import Block
from models.front_office.reservations.tables import Stay
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.property import document_number, draw_number
from models.house.refusals import Refused

MOST_PIECES = 500
_RANGE = re.compile(r"(\D*)(\d+)-(\D*)(\d+)")


@dataclass(frozen=True)
class NewTicket:
    """Luggage of a stay, a group or a name. ``tags``: "101-104", "101 103 A7"; empty draws the next numbers."""

    direction: str
    pieces: int
    stay_id: int | None = None
    block_id: int | None = None
    person: str = ""
    tags: str = ""
    place: str = ""
    until: datetime.date | None = None
    may_collect: str = ""
    porter: str = ""
    note: str = ""
    done: bool = True


def tags_of(text: str) -> list[str]:
    """The tags named by ``text``, in order. Refused: TAGS (a range that runs backwards or too far, one twice)."""
    found: list[str] = []
    closed_up = re.sub(r"\s*[-–]\s*", "-", to_latin_digits(text).upper())
    for word in re.split(r"[\s,;]+", closed_up.strip()):
        if not word:
            continue
        many = _RANGE.fullmatch(word)
        if many is None:
            found.append(word)
            continue
        before, first, again, last = many.groups()
        if again not in ("", before) or not 0 <= int(last) - int(first) < MOST_PIECES:
            raise Refused("TAGS", "{tags} is no row of tags.", field="tags", tags=word)
        found += [f"{before}{n:0{len(first)}d}" for n in range(int(first), int(last) + 1)]
    if len(set(found)) != len(found):
        raise Refused("TAGS", "The tag {tags} stands twice.", field="tags", tags=_twice(found))
    return [words(tag, "tags", 20) for tag in found]


def _twice(tags: Sequence[str]) -> str:
    return next(tag for tag in tags if tags.count(tag) > 1)


@operation("bell_desk")
def write_ticket(act: Act, new: NewTicket) -> int:
    """A luggage ticket with its number and tags; its id.

    Refused: DIRECTION, FOR_WHOM, PIECES, TAGS, TAG_IN_USE (a piece in the store has it), NO_PLACE, DATE_PAST.
    """
    if new.direction not in DIRECTIONS:
        raise Refused("DIRECTION", "Luggage goes up, down or into the store.", field="direction")
    if not 1 <= new.pieces <= MOST_PIECES:
        raise Refused("PIECES", "From 1 to {n} pieces.", field="pieces", n=MOST_PIECES)
    person = words(new.person, "person", 80)
    block = Block.get_by_id(new.block_id) if new.block_id is not None else None
    stay = whose(new.stay_id, person or (block.code if block else ""))
    stored = new.direction == STORE
    if stored and not new.place.strip():
        raise Refused("NO_PLACE", "Say where it is put.", field="place")
    if new.until is not None and new.until < act.business_date:
        raise Refused("DATE_PAST", "This date is past.", field="until")
    tags = tags_of(new.tags) or [str(draw_number("luggage tag")) for _n in range(new.pieces)]
    if len(tags) != new.pieces:
        raise Refused(
            "TAGS", "Pieces: {pieces}, but tags: {n}.", field="tags", pieces=new.pieces, n=len(tags)
        )  # fmt: skip
    if stored:
        _check_tags_free(tags)
    ticket = act.create(
        LuggageTicket, number=document_number("L", act.business_date), direction=new.direction, stay=stay,
        block=block, person=person, room=stay.room_id if stay else None, place=words(new.place, "place", 40),
        until=new.until, may_collect=words(new.may_collect, "may_collect", 120),
        handled_by=porter_of(act, new.porter) if new.done else words(new.porter, "porter", 40),
        note=words(new.note, "note"), asked_at=act.now, done_at=act.now if new.done else None, staff=act.staff,
    )  # fmt: skip
    for tag in tags:
        act.create(LuggagePiece, ticket=ticket, tag=tag, stored=stored, collection=None)
    return int(ticket.id)


def _check_tags_free(tags: Sequence[str]) -> None:
    taken = (
        LuggagePiece.select(LuggagePiece, LuggageTicket)
        .join(LuggageTicket)
        .where((LuggagePiece.tag << list(tags)) & LuggagePiece.stored & LuggagePiece.collection.is_null())
        .first()
    )
    if taken is not None:
        raise Refused(
            "TAG_IN_USE", "Tag {tag} is on a piece in the store ({number}).", field="tags",
            jump=f"luggage of {taken.ticket.number}", tag=taken.tag, number=taken.ticket.number,
        )  # fmt: skip


@operation("bell_desk")
def carried(act: Act, ticket_id: int, porter: str = "") -> None:
    """It was brought where it goes. Refused: ALREADY_DONE."""
    ticket = LuggageTicket.get_by_id(ticket_id)
    if ticket.done_at is not None:
        raise Refused("ALREADY_DONE", "This has been done already.")
    act.update(ticket, done_at=act.now, handled_by=porter_of(act, porter))


@operation("bell_desk")
def put_elsewhere(
    act: Act,
    ticket_id: int,
    place: str,
    until: datetime.date | None = None,
    may_collect: str = "",
    note: str = "",
) -> None:
    """Another place in the store, another day, another person. Refused: NOT_STORED, NO_PLACE, DATE_PAST."""
    ticket = LuggageTicket.get_by_id(ticket_id)
    if not in_store(ticket_id):
        raise Refused("NOT_STORED", "Nothing of {number} is in the store.", number=ticket.number)
    if not place.strip():
        raise Refused("NO_PLACE", "Say where it is put.", field="place")
    if until is not None and until != ticket.until and until < act.business_date:
        raise Refused("DATE_PAST", "This date is past.", field="until")
    act.update(
        ticket, place=words(place, "place", 40), until=until, may_collect=words(may_collect, "may_collect", 120),
        note=words(note, "note"),
    )  # fmt: skip


def in_store(ticket_id: int) -> list[LuggagePiece]:
    """The pieces of a ticket that are in the store now."""
    return list(
        LuggagePiece.select()
        .where((LuggagePiece.ticket == ticket_id) & LuggagePiece.stored & LuggagePiece.collection.is_null())
        .order_by(LuggagePiece.id)
    )


@operation("bell_desk")
def collect(
    act: Act, ticket_id: int, collected_by: str, number: str = "", tags: str = "", porter: str = ""
) -> int:
    """Hand out what is stored: all of it, or the pieces with ``tags``; the collection's id.

    Who shows the ticket has its ``number`` typed; who does not signs for it, and the name must be there.
    Refused: NOT_STORED, LUGGAGE_COLLECTED, NO_SUCH_TAG, WRONG_TICKET, WHO_COLLECTS.
    """
    ticket = LuggageTicket.get_by_id(ticket_id)
    there = in_store(ticket_id)
    if ticket.direction != STORE:
        raise Refused("NOT_STORED", "Nothing of {number} is in the store.", number=ticket.number)
    shown = _number(number)
    if shown and shown != _number(ticket.number):
        raise Refused("WRONG_TICKET", "This is ticket {number}.", field="number", number=ticket.number)
    name = words(collected_by, "collected_by", 80)
    if not name and not shown:
        raise Refused(
            "WHO_COLLECTS", "Without the ticket a name is needed, and a signature.", field="collected_by"
        )
    pieces = _pieces(ticket, there, tags)
    collection = act.create(
        LuggageCollection, ticket=ticket, collected_by=name or owner_of(ticket),
        proof="ticket" if shown else "signature", handled_by=porter_of(act, porter), at=act.now, staff=act.staff,
    )  # fmt: skip
    for piece in pieces:
        act.update(piece, collection=collection)
    return int(collection.id)


def _number(text: str) -> str:
    """A ticket's number by its last figures, as one reads it off the stub: L2569-00012, 00012, 12."""
    return to_latin_digits(text.strip()).upper().split("-")[-1].lstrip("0")


def _pieces(ticket: LuggageTicket, there: list[LuggagePiece], tags: str) -> list[LuggagePiece]:
    if not there:
        raise Refused("LUGGAGE_COLLECTED", "Everything of {number} has been collected.", number=ticket.number)
    wanted = tags_of(tags)
    if not wanted:
        return there
    by_tag = {piece.tag: piece for piece in there}
    for tag in wanted:
        if tag in by_tag:
            continue
        if LuggagePiece.get_or_none((LuggagePiece.ticket == ticket) & (LuggagePiece.tag == tag)):
            raise Refused(
                "LUGGAGE_COLLECTED",
                "The piece with tag {tag} has been collected already.",
                field="tags",
                tag=tag,
            )
        raise Refused(
            "NO_SUCH_TAG", "{number} has no tag {tag}.", field="tags", number=ticket.number, tag=tag
        )
    return [by_tag[tag] for tag in wanted]


def owner_of(ticket: LuggageTicket) -> str:
    """Whose it is, for papers: in Latin letters where there are any."""
    if ticket.person:
        return str(ticket.person)
    if ticket.stay_id:
        return str(Stay.get_by_id(ticket.stay_id).guest.name("en"))
    return str(ticket.block.name)
