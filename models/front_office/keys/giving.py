"""Keys given out, given back, lost, and asked for when the guest leaves."""

from __future__ import annotations

from functools import reduce

from peewee import JOIN

from locales import Message
from models.front_office.codes import Article
from models.front_office.folios import post_article, window_of
from models.front_office.keys.cards import cancel_later, check_may_hold, next_number
from models.front_office.keys.tables import (
    CANCELLED,
    CARD,
    LOST,
    METAL,
    OPEN_JOBS,
    OUT,
    RETURNED,
    CardJob,
    HouseKey,
    StayKey,
)
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.rooms import Room
from models.front_office.rooms import room as find_room
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.refusals import Refused

FEES = {CARD: "KEYCARD", METAL: "KEYLOST"}
"""The articles whose price is what a lost key costs."""


@operation("set_up")
def keep_house_key(
    act: Act, room: str, tag: str, note: str = "", active: bool = True, key_id: int | None = None
) -> int:
    """A metal key of a room, new or changed; its id. Refused: NO_ROOM, NO_TAG, TAG_TAKEN, KEY_OUT (it is with a guest)."""
    tag = words(tag, "tag", 20).upper()
    if not tag:
        raise Refused("NO_TAG", "Say what stands on the key.", field="tag")
    other = HouseKey.get_or_none(HouseKey.tag == tag)
    if other is not None and other.id != key_id:
        raise Refused(
            "TAG_TAKEN", "{tag} is a key of room {room}.", field="tag", tag=tag, room=other.room.number
        )
    place = find_room(room)
    values = {"room": place, "tag": tag, "note": words(note, "note", 60), "active": active}
    if key_id is None:
        return act.create(HouseKey, **values).id
    row = HouseKey.get_by_id(key_id)
    if (place.id, active) != (row.room_id, row.active):
        _check_in_the_house(row)
    return act.update(row, **values).id


@operation("set_up")
def remove_house_key(act: Act, key_id: int) -> None:
    """Refused (``KEY_USED``) once it was given to a guest: take it out of use instead."""
    row = HouseKey.get_by_id(key_id)
    if StayKey.get_or_none(StayKey.house_key == row):
        raise Refused("KEY_USED", "{tag} was given to guests; take it out of use instead.", tag=row.tag)
    act.changed(row, {"room": row.room_id, "tag": row.tag, "note": row.note, "active": row.active}, {})
    row.delete_instance()


def _check_in_the_house(key: HouseKey) -> None:
    held = StayKey.get_or_none((StayKey.house_key == key) & (StayKey.state == OUT))
    if held is not None:
        raise Refused(
            "KEY_OUT", "{tag} is with {guest}, room {room}.", field="tag", jump=f"keys stay {held.stay_id}", tag=key.tag,
            guest=held.stay.guest.spoken, room=held.room.number,
        )  # fmt: skip


@operation("check_in")
def give_metal_key(act: Act, stay_id: int, tag: str) -> int:
    """Hand out a metal key of the guest's room; the row's id.

    Refused: NOT_IN_HOUSE, POSTING_MASTER, NO_KEY, KEY_OTHER_ROOM, KEY_NOT_IN_USE, KEY_OUT.
    """
    stay = Stay.get_by_id(stay_id)
    check_may_hold(stay)
    key = HouseKey.get_or_none(HouseKey.tag == tag.strip().upper())
    if key is None:
        raise Refused("NO_KEY", "There is no key {tag}.", field="tag", tag=tag)
    if key.room_id != stay.room_id:
        raise Refused(
            "KEY_OTHER_ROOM", "{tag} opens room {room}.", field="tag", tag=key.tag, room=key.room.number
        )
    if not key.active:
        raise Refused("KEY_NOT_IN_USE", "{tag} is out of use.", field="tag", jump="metal keys", tag=key.tag)
    _check_in_the_house(key)
    return act.create(
        StayKey, stay=stay, number=next_number(stay.id), kind=METAL, room=key.room, house_key=key, given_at=act.now
    ).id  # fmt: skip


@operation("check_in")
def return_key(act: Act, key_id: int) -> None:
    """The key is back, be it one that was thought lost. Refused: KEY_ENDED."""
    key = StayKey.get_by_id(key_id)
    if key.state not in (OUT, LOST):
        raise Refused("KEY_ENDED", "This key is no longer with the guest.")
    if key.state == LOST:
        if key.house_key_id:
            act.update(key.house_key, active=True)
        act.note("KEY_FOUND", "It was lost; see whether the fee is to be given back.")
    act.update(key, state=RETURNED, ended_at=act.now)


@operation("check_in")
def return_all(act: Act, stay_id: int) -> int:
    """Every key of the stay is back; how many."""
    keys = keys_with(stay_id)
    for key in keys:
        return_key(act, key.id)
    return len(keys)


@operation("check_in")
def lose_key(act: Act, key_id: int, charge: bool) -> None:
    """The key is lost; ``charge`` puts the fee on the folio. A lost metal key goes out of use.

    Refused: KEY_ENDED, NO_RIGHT (post), NO_KEY_FEE (the article is gone), and as ``post_article``.
    """
    key = StayKey.get_by_id(key_id)
    if key.state != OUT:
        raise Refused("KEY_ENDED", "This key is no longer with the guest.")
    act.update(key, state=LOST, ended_at=act.now)
    if key.house_key_id:
        act.update(key.house_key, active=False)
    if charge:
        act.need("post")
        fee = fee_of(key.kind)
        if fee is None:
            raise Refused("NO_KEY_FEE", "There is no article {code} with the fee.", code=FEES[key.kind])
        post_article(act, window_of(key.stay_id).id, fee.code)


def fee_of(kind: str) -> Article | None:
    found: Article | None = Article.get_or_none((Article.code == FEES[kind]) & Article.active)
    return found


def keys_with(stay_id: int) -> list[StayKey]:
    """What the guests of a stay hold and have to give back; a card for one opening is worth nothing afterwards."""
    query = StayKey.select(StayKey, HouseKey, Room).join(HouseKey, JOIN.LEFT_OUTER).switch(StayKey).join(Room)
    return list(
        query.where((StayKey.stay == stay_id) & (StayKey.state == OUT) & ~StayKey.one_shot).order_by(
            StayKey.number
        )
    )


def needs_recoding(key: StayKey, stay: Stay) -> bool:
    """Derived and never kept, so that a move taken back takes the mark back too."""
    written_for = (key.room_id, key.until_date)
    return bool(
        key.state == OUT
        and key.kind == CARD
        and not key.one_shot
        and stay.state == IN_HOUSE
        and written_for != (stay.room_id, stay.departure)
    )


def ask_keys_back(act: Act, stay: Stay) -> None:
    """Ask (KEYS_OUT) for what has not come back when the guest leaves. With a reason he leaves all the same: his cards
    end, and those that would open the door beyond today are to be cancelled at the lock; metal keys stay missed."""
    for used in StayKey.select().where((StayKey.stay == stay) & (StayKey.state == OUT) & StayKey.one_shot):
        act.update(used, state=CANCELLED, ended_at=act.now)
    keys = keys_with(stay.id)
    making = CardJob.select().where(
        (CardJob.stay == stay) & (CardJob.state << OPEN_JOBS) & CardJob.key.is_null()
    )
    if not keys and not making.exists():
        return
    act.ask(
        "KEYS_OUT",
        "Not given back: {keys}.",
        right="check_in",
        jump=f"keys stay {stay.id}",
        keys=_named(keys, making.count()),
    )
    for key in keys:
        if key.kind == CARD and key.until_date > act.business_date:
            cancel_later(act, key)
        elif key.kind == CARD:
            act.update(key, state=CANCELLED, ended_at=act.now)


def _named(keys: list[StayKey], uncertain: int) -> Message:
    """``2 × key card, key 305-A``"""
    cards = sum(1 for key in keys if key.kind == CARD)
    parts = [Message("{n} × key card", {"n": cards})] if cards else []
    parts += [Message("key {tag}", {"tag": key.house_key.tag}) for key in keys if key.house_key_id]
    parts += [Message("a card nobody knows of whether it opens")] if uncertain else []
    return listed(parts)


def listed(parts: list[Message]) -> Message:
    """One after the other with commas."""
    return reduce(lambda before, one: Message("{before}, {one}", {"before": before, "one": one}), parts)


def cards_follow(act: Act, stay_id: int) -> None:
    """Once what the act does to the stay is done: NOTE (CARDS_RECODE) where cards no longer fit it."""

    def follow() -> None:
        stay = Stay.get_by_id(stay_id)
        n = sum(needs_recoding(key, stay) for key in keys_with(stay_id))
        if n:
            act.note("CARDS_RECODE", "{n} × key card to be encoded again", n=n)

    act.before_the_end(("key cards", stay_id), follow)
