"""Key cards: given, given again, encoded anew after a move or an extension, cancelled.

Each is a job. It is written down first, then the encoder runs outside any transaction, then what became of it is
written down. By hand means that the card was made at the lock's own machine: the job is done at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from locales import Message
from models.front_office.keys.tables import (
    CANCEL,
    CANCELLED,
    CARD,
    DONE,
    DUE,
    DUPLICATE,
    FAILED,
    NEW,
    ONE_SHOT,
    OUT,
    PENDING,
    RECODE,
    UNCERTAIN,
    CardJob,
    StayKey,
)
from models.front_office.reservations import IN_HOUSE, STATES, Stay, check_somebody_sleeps
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.property import Property
from models.house.refusals import Refused

MOST_CARDS = 20
ONE_SHOT_MINUTES = 60
ENCODER_SECONDS = 60  # how long the encoder may take; after twice that nobody waits for it any more


def check_may_hold(stay: Stay) -> None:
    check_somebody_sleeps(stay)
    if stay.state != IN_HOUSE:
        raise Refused("NOT_IN_HOUSE", "This stay is {state}.", state=STATES[stay.state])


def valid_until(hotel: Property, stay: Stay, now: datetime.datetime) -> datetime.datetime:
    """The hour of check-out on the day of departure; who stays on past it that day has until midnight.

    Refused: STAY_OVER.
    """

    def at(time: str) -> datetime.datetime:
        hour, minute = map(int, time.split(":"))
        return datetime.datetime.combine(stay.departure, datetime.time(hour, minute), hotel.timezone)

    for moment in (at(hotel.check_out_time), at("23:59")):
        if moment > now:
            return moment
    raise Refused(
        "STAY_OVER", "The stay ended on {date}; extend it first.", jump=f"stay {stay.id}", date=stay.departure
    )


@operation("check_in")
def order_cards(act: Act, stay_id: int, copies: int, one_shot: bool = False, by_hand: bool = False) -> int:
    """``copies`` cards for the guest's room; the job's id. The first cards of a room end those of the guest before;
    further ones leave the others good. ``one_shot``: opens once, within the hour.

    Refused: NOT_IN_HOUSE, POSTING_MASTER, CARDS_COUNT, STAY_OVER.
    """
    stay = Stay.get_by_id(stay_id)
    check_may_hold(stay)
    if not 1 <= copies <= MOST_CARDS:
        raise Refused("CARDS_COUNT", "From 1 to {n} cards at once.", field="copies", n=MOST_CARDS)
    until = valid_until(act.property, stay, act.now)
    if one_shot:
        until = min(until, act.now + datetime.timedelta(minutes=ONE_SHOT_MINUTES))
    action = ONE_SHOT if one_shot else DUPLICATE if _room_has_cards(stay) else NEW
    return _begin(act, stay, action, by_hand, copies=copies, valid_until=until)


def _room_has_cards(stay: Stay) -> bool:
    """Whether somebody now in the room, the guest or a sharer, holds a card for it."""
    return bool(
        StayKey.select()
        .join(Stay)
        .where(
            (StayKey.state == OUT) & (StayKey.kind == CARD) & ~StayKey.one_shot
            & (StayKey.room == stay.room_id) & (Stay.room == stay.room_id) & (Stay.state == IN_HOUSE)
        )
        .exists()
    )  # fmt: skip


@operation("check_in")
def order_recode(act: Act, key_id: int, by_hand: bool = False) -> int:
    """The same card for the room and departure the stay has now; the job's id.

    Refused: KEY_ENDED, NOT_A_CARD, NOT_IN_HOUSE, STAY_OVER.
    """
    key = card_out(key_id)
    check_may_hold(key.stay)
    until = valid_until(act.property, key.stay, act.now)
    return _begin(act, key.stay, RECODE, by_hand, key=key, valid_until=until)


@operation("check_in")
def order_cancel(act: Act, key_id: int, by_hand: bool = False) -> int:
    """The card opens nothing any more; the job's id. Refused: KEY_ENDED, NOT_A_CARD."""
    key = card_out(key_id)
    return _begin(act, key.stay, CANCEL, by_hand, key=key, room=key.room, valid_until=act.now)


def cancel_later(act: Act, key: StayKey) -> None:
    """The guest has gone early and the card has not come back: somebody sees to it that it opens nothing."""
    _begin(act, key.stay, CANCEL, False, key=key, room=key.room, valid_until=act.now, state=DUE)


def cancel_no_more(act: Act, stay: Stay) -> None:
    """The guest is back with the cards in hand: what was to be cancelled at the lock opens the door again."""
    due = (CardJob.stay == stay) & (CardJob.action == CANCEL) & (CardJob.state == DUE)
    for job in CardJob.select().where(due).order_by(CardJob.id):
        act.update(job, state=FAILED)


def card_out(key_id: int) -> StayKey:
    key = StayKey.get_by_id(key_id)
    if key.kind != CARD:
        raise Refused("NOT_A_CARD", "This is a metal key, no card.")
    if key.state != OUT:
        raise Refused("KEY_ENDED", "This key is no longer with the guest.")
    return key


def _begin(act: Act, stay: Stay, action: str, by_hand: bool, **values: Any) -> int:
    job = act.create(
        CardJob,
        **{
            "stay": stay, "action": action, "room": stay.room, "valid_from": act.now, "until_date": stay.departure,
            "by_hand": by_hand, "staff": act.staff, "terminal": act.desk.terminal, "at": act.now, "state": PENDING,
            **values,
        },
    )  # fmt: skip
    if by_hand:
        _written(act, job, ())
    return int(job.id)


@operation("check_in")
def start_job(act: Act, job_id: int) -> int:
    """Take a job that is due to the encoder; its id. Refused: JOB_ENDED."""
    job = CardJob.get_by_id(job_id)
    if job.state != DUE:
        raise Refused("JOB_ENDED", "This has been seen to already.")
    act.update(job, state=PENDING, at=act.now, terminal=act.desk.terminal)
    return job_id


@operation("check_in")
def card_written(act: Act, job_id: int, cards: Sequence[str] = ()) -> None:
    """The encoder did it; ``cards`` are what it calls the cards, where it says so. Refused: JOB_ENDED."""
    _written(act, _running(job_id), cards)


@operation("check_in")
def card_failed(act: Act, job_id: int, why: str) -> None:
    """The encoder says that nothing was written. Refused: JOB_ENDED."""
    act.update(_running(job_id), state=FAILED, words=words(why, "words"))


@operation("check_in")
def card_uncertain(act: Act, job_id: int, why: str) -> None:
    """Nobody knows whether the card opens: it has to be tried at a door. Refused: JOB_ENDED."""
    act.update(_running(job_id), state=UNCERTAIN, words=words(why, "words"))


@operation("check_in")
def settle_job(act: Act, job_id: int, worked: bool) -> None:
    """A person says whether it was done. Refused: JOB_ENDED, JOB_RUNNING (the encoder may still be at it)."""
    job = CardJob.get_by_id(job_id)
    waited = (act.now - job.at).total_seconds()
    if job.state == PENDING and waited < 2 * ENCODER_SECONDS:
        raise Refused("JOB_RUNNING", "The encoder is still at it.")
    if job.state not in (DUE, PENDING, UNCERTAIN):
        raise Refused("JOB_ENDED", "This has been seen to already.")
    if worked:
        _written(act, job, ())
    else:
        act.update(job, state=FAILED)


def _running(job_id: int) -> CardJob:
    job = CardJob.get_by_id(job_id)
    if job.state != PENDING:
        raise Refused("JOB_ENDED", "This has been seen to already.")
    return job


def _written(act: Act, job: CardJob, cards: Sequence[str]) -> None:
    """What the job was for holds from now on: cards are with the guest, or changed, or end."""
    if job.action in (NEW, DUPLICATE, ONE_SHOT):
        first = next_number(job.stay_id)
        for place in range(job.copies):
            act.create(
                StayKey, stay=job.stay_id, number=first + place, kind=CARD, room=job.room_id,
                card=words(cards[place], "card", 60) if place < len(cards) else "",
                one_shot=job.action == ONE_SHOT, until_date=job.until_date, given_at=act.now,
            )  # fmt: skip
    elif job.action == RECODE and job.key.state == OUT:
        card = words(cards[0], "card", 60) if cards else job.key.card
        act.update(job.key, room=job.room, until_date=job.until_date, card=card)
    elif job.action == CANCEL and job.key.state == OUT:
        act.update(job.key, state=CANCELLED, ended_at=act.now)
    act.update(job, state=DONE)


def next_number(stay_id: int) -> int:
    last = StayKey.select().where(StayKey.stay == stay_id).order_by(StayKey.number.desc()).first()
    return last.number + 1 if last else 1


@dataclass(frozen=True)
class CardRequest:
    """What the encoder has to know of a job, and nothing of the guest. Moments carry the hotel's zone."""

    job: int
    action: str
    hotel: str
    room: str
    copies: int
    number: int
    card: str
    valid_from: datetime.datetime
    valid_until: datetime.datetime
    terminal: str
    staff: str


def card_request(job_id: int) -> CardRequest:
    job = CardJob.get_by_id(job_id)
    hotel = Property.the()
    return CardRequest(
        job.id,
        job.action,
        hotel.name_en,
        job.room.number,
        job.copies,
        job.key.number if job.key_id else next_number(job.stay_id),
        job.key.card if job.key_id else "",
        job.valid_from.astimezone(hotel.timezone),
        job.valid_until.astimezone(hotel.timezone),
        job.terminal,
        job.staff.login,
    )


def due_jobs(stay_id: int) -> list[int]:
    """Jobs of a stay that wait for an encoder."""
    rows = CardJob.select(CardJob.id).where((CardJob.stay == stay_id) & (CardJob.state == DUE))
    return [row.id for row in rows.order_by(CardJob.id)]


def outcome_words(job_id: int) -> Message:
    """How a job ended, to be said at the desk."""
    job = CardJob.get_by_id(job_id)
    values = {"room": job.room.number, "n": job.copies, "why": job.words}
    if job.state == DONE:
        return Message("Room {room}: the card is written.", values)
    if job.state == FAILED:
        return Message("The encoder wrote nothing: {why}", values)
    return Message("Nobody knows whether the card was written; try it at the door. {why}", values)
