"""Keys of a stay: cards and metal keys given, encoded again, lost, given back, and asked for at the door."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import peewee
import pytest

from models.front_office.folios import Posting
from models.front_office.keys import (
    CardJob,
    HouseKey,
    StayKey,
    card_failed,
    card_request,
    card_uncertain,
    card_written,
    due_jobs,
    give_metal_key,
    keep_house_key,
    keys_of,
    keys_out,
    lose_key,
    order_cancel,
    order_cards,
    order_recode,
    remove_house_key,
    return_all,
    return_key,
    settle_job,
    start_job,
)
from models.front_office.lamps import lamps_of
from models.front_office.opening import add_article
from models.front_office.reservations import change_dates
from models.front_office.stays import check_in, check_out, move_room, reinstate, undo_check_in
from models.house.acts import ChangeLog, Desk
from models.house.database import database
from tests.hotel import Hotel
from tests.refusing import asked, refused

LATER = datetime.timedelta(minutes=5)


def cards(hotel: Hotel, stay: int, n: int = 2) -> list[StayKey]:
    order_cards(hotel.desk("nok"), stay, n, by_hand=True)
    return list(StayKey.select().where(StayKey.stay == stay).order_by(StayKey.number))


def later(hotel: Hotel) -> Desk:
    return replace(hotel.desk("nok"), clock=lambda: hotel.clock() + LATER)


def lamp(hotel: Hotel, stay: int) -> str:
    lit = lamps_of([stay], hotel.day).get(stay, [])
    return next((x.words.say() for x in lit if x.letter == "K"), "")


def test_cards_are_given_written_down_and_open_until_check_out_time(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=2)
    first, second = cards(hotel, stay)
    assert (first.number, second.number, first.state, first.until_date) == (1, 2, "out", hotel.after(2))
    job = CardJob.get()
    assert (job.action, job.copies, job.state, job.staff.login) == ("new", 2, "done", "nok")
    assert job.valid_until == (
        datetime.datetime.combine(hotel.after(2), datetime.time(5), datetime.UTC)  # noon in Bangkok
    )
    assert ChangeLog.select().where(ChangeLog.subject == "stay_key").count() == 2
    assert lamp(hotel, stay) == ""  # cards of a guest who stays on are no news
    order_cards(hotel.desk("nok"), stay, 1, by_hand=True)
    assert [j.action for j in CardJob.select().order_by(CardJob.id)] == ["new", "duplicate"]


def test_first_cards_of_the_next_guest_end_the_old_ones_but_a_sharers_do_not(small_hotel: Hotel) -> None:
    from models.front_office.reservations import share_room

    hotel = small_hotel
    one, other = hotel.booked(2), hotel.booked(2)
    share_room(hotel.desk(), other, one)
    check_in(hotel.desk(), one, "201")
    check_in(hotel.desk(), other)
    cards(hotel, one, 1)
    order_cards(hotel.desk("nok"), other, 1, by_hand=True)
    assert [j.action for j in CardJob.select().order_by(CardJob.id)] == ["new", "duplicate"]


def test_who_has_no_room_gets_no_card(small_hotel: Hotel) -> None:
    hotel = small_hotel
    coming, here = hotel.booked(), hotel.in_house("201")
    with refused("NOT_IN_HOUSE"):
        order_cards(hotel.desk("nok"), coming, 1)
    for n in (0, 21):
        with refused("CARDS_COUNT"):
            order_cards(hotel.desk("nok"), here, n)
    with refused("NO_RIGHT"):
        order_cards(hotel.desk("noi"), here, 1)


def test_a_card_is_not_written_for_a_stay_that_is_over(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=1)
    two_days_on = replace(hotel.desk("nok"), clock=lambda: hotel.clock() + datetime.timedelta(days=2))
    with refused("STAY_OVER"):
        order_cards(two_days_on, stay, 1)
    afternoon = replace(hotel.desk("nok"), clock=lambda: hotel.clock() + datetime.timedelta(days=1, hours=5))
    order_cards(afternoon, stay, 1, by_hand=True)  # past noon of the last day: until midnight
    assert CardJob.get().valid_until == datetime.datetime.combine(
        hotel.after(1), datetime.time(16, 59), datetime.UTC
    )


def test_a_one_shot_card_opens_within_the_hour_and_is_never_encoded_again(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3)
    order_cards(hotel.desk("nok"), stay, 1, one_shot=True, by_hand=True)
    job = CardJob.get()
    assert (job.action, job.valid_until - job.valid_from) == ("one-shot", datetime.timedelta(hours=1))
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(1))
    assert lamp(hotel, stay) == ""
    hotel.audit()
    hotel.pay_all(stay)
    check_out(hotel.desk("nok"), stay)
    assert StayKey.get().state == "cancelled"


def test_cards_follow_an_extension_and_a_move_and_the_mark_goes_back_with_them(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=2)
    first, second = cards(hotel, stay)
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(3))
    assert lamp(hotel, stay) == "2 × key card to be encoded again"
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(2))
    assert lamp(hotel, stay) == ""
    heard: list[str] = []
    move_room(replace(hotel.desk(), heard=lambda note: heard.append(note.code)), stay, "202", "noise")
    assert heard == ["CARDS_RECODE"]
    assert [line.to_recode for line in keys_of(stay).first(9)] == [True, True]
    order_recode(hotel.desk("nok"), first.id, by_hand=True)
    assert lamp(hotel, stay) == "1 × key card to be encoded again"
    assert StayKey.get_by_id(first.id).room.number == "202"
    job = order_recode(hotel.desk("nok"), second.id)
    card_written(hotel.desk("nok"), job, ["04A1B2"])
    assert StayKey.get_by_id(second.id).card == "04A1B2"
    assert lamp(hotel, stay) == ""


def test_an_encoder_that_failed_wrote_nothing_and_one_nobody_knows_of_is_settled_by_a_person(
    hotel: Hotel,
) -> None:
    stay = hotel.in_house("201", nights=2)
    desk = hotel.desk("nok")
    job = order_cards(desk, stay, 1)
    assert (card_request(job).action, card_request(job).room, card_request(job).number) == ("new", "201", 1)
    card_failed(desk, job, "no card in the encoder")
    assert (CardJob.get_by_id(job).state, StayKey.select().count()) == ("failed", 0)
    with refused("JOB_ENDED"):
        card_written(desk, job)
    job = order_cards(desk, stay, 2)
    with refused("JOB_RUNNING"):
        settle_job(desk, job, True)
    card_uncertain(desk, job, "the line broke")
    assert lamp(hotel, stay) == "new cards: uncertain"
    settle_job(desk, job, True)
    assert (CardJob.get_by_id(job).state, StayKey.select().count()) == ("done", 2)
    with refused("JOB_ENDED"):
        settle_job(desk, job, False)


def test_a_desk_that_died_while_the_encoder_ran_leaves_a_job_to_settle(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=2)
    job = order_cards(hotel.desk("nok"), stay, 1)
    assert [line.job_id for line in keys_out().first(9)] == [job]
    settle_job(later(hotel), job, False)
    assert (CardJob.get_by_id(job).state, StayKey.select().count()) == ("failed", 0)


# Metal keys


def test_a_metal_key_is_out_once(hotel: Hotel) -> None:
    keep_house_key(hotel.desk(), "201", "201-a")
    keep_house_key(hotel.desk(), "202", "202-A")
    stay, other = hotel.in_house("201"), hotel.in_house("202")
    key = give_metal_key(hotel.desk("nok"), stay, "201-A")
    assert lamp(hotel, stay) == "key 201-A is out"
    with refused("KEY_OUT") as refusal:
        give_metal_key(hotel.desk("nok"), stay, "201-A")
    assert refusal.said.jump == f"keys stay {stay}"
    with refused("KEY_OTHER_ROOM"):
        give_metal_key(hotel.desk("nok"), other, "201-A")
    with refused("NO_KEY"):
        give_metal_key(hotel.desk("nok"), stay, "nothing")
    held = StayKey.get_by_id(key)
    with pytest.raises(peewee.IntegrityError), database.atomic():
        StayKey.create(
            stay=other,
            number=9,
            kind="metal",
            room=held.room,
            house_key=held.house_key,
            given_at=hotel.clock(),
        )
    return_key(hotel.desk("nok"), key)
    with refused("KEY_ENDED"):
        return_key(hotel.desk("nok"), key)
    give_metal_key(hotel.desk("nok"), stay, "201-A")


def test_what_keys_were_given_is_kept_by_the_database(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    (key,) = cards(hotel, stay, 1)
    return_key(hotel.desk("nok"), key.id)
    for statement in (
        "DELETE FROM stay_key",
        "UPDATE stay_key SET state = 'out', ended_at = NULL",
        "UPDATE stay_key SET number = 7",
        "DELETE FROM card_job",
        "UPDATE card_job SET words = 'touched'",
    ):
        with pytest.raises(peewee.DatabaseError, match="KEY_KEPT"), database.atomic():
            database.execute_sql(statement)


def test_metal_keys_are_set_up_by_room_and_tag(small_hotel: Hotel) -> None:
    hotel = small_hotel
    key = keep_house_key(hotel.desk(), "201", "201-A", "safe at the desk")
    with refused("TAG_TAKEN"):
        keep_house_key(hotel.desk(), "202", "201-a")
    with refused("NO_TAG"):
        keep_house_key(hotel.desk(), "202", " ")
    with refused("NO_ROOM"):
        keep_house_key(hotel.desk(), "999", "X")
    with refused("NO_RIGHT"):
        keep_house_key(hotel.desk("nok"), "202", "202-A")
    stay = hotel.in_house("201")
    given = give_metal_key(hotel.desk("nok"), stay, "201-A")
    with refused("KEY_OUT"):
        keep_house_key(hotel.desk(), "202", "201-A", key_id=key)
    return_key(hotel.desk("nok"), given)
    with refused("KEY_USED"):
        remove_house_key(hotel.desk(), key)
    keep_house_key(hotel.desk(), "201", "201-A", active=False, key_id=key)
    with refused("KEY_NOT_IN_USE"):
        give_metal_key(hotel.desk("nok"), stay, "201-A")
    spare = keep_house_key(hotel.desk(), "201", "201-B")
    remove_house_key(hotel.desk(), spare)


# Lost


def test_a_lost_key_is_charged_by_its_article_and_goes_out_of_use_until_found(hotel: Hotel) -> None:
    keep_house_key(hotel.desk(), "201", "201-A")
    stay = hotel.in_house("201", nights=2)
    key = give_metal_key(hotel.desk("nok"), stay, "201-A")
    lose_key(hotel.desk("nok"), key, charge=True)
    assert (hotel.balance(stay), Posting.get().article.code) == (Decimal("500.00"), "KEYLOST")
    assert not HouseKey.get().active
    with refused("KEY_ENDED"):
        lose_key(hotel.desk("nok"), key, charge=False)
    heard: list[str] = []
    return_key(replace(hotel.desk("nok"), heard=lambda note: heard.append(note.code)), key)
    assert (StayKey.get_by_id(key).state, HouseKey.get().active, heard) == ("returned", True, ["KEY_FOUND"])


def test_a_fee_needs_its_article_and_the_right_to_post(small_hotel: Hotel) -> None:
    from models.front_office.codes import Article

    hotel = small_hotel
    stay = hotel.in_house("201", nights=2)
    (card,) = cards(hotel, stay, 1)
    Article.update(active=False).where(Article.code == "KEYCARD").execute()
    with refused("NO_KEY_FEE"):
        lose_key(hotel.desk("nok"), card.id, charge=True)
    lose_key(hotel.desk("nok"), card.id, charge=False)
    assert hotel.balance(stay) == 0
    metal = keep_house_key(hotel.desk(), "201", "201-A")
    assert metal
    add_article(hotel.desk(), "UMBRELLA", "MISC", "ร่ม", "Umbrella", Decimal(100))
    given = give_metal_key(hotel.desk("nok"), stay, "201-A")
    with refused("NOT_A_CARD"):
        order_cancel(hotel.desk("nok"), given)


# Leaving


def test_check_out_asks_for_what_is_out(hotel: Hotel) -> None:
    keep_house_key(hotel.desk(), "201", "201-A")
    stay = hotel.in_house("201", nights=1)
    cards(hotel, stay, 2)
    give_metal_key(hotel.desk("nok"), stay, "201-A")
    hotel.audit()
    assert "2 × key card to come back" in lamp(hotel, stay)
    hotel.pay_all(stay)
    with asked("KEYS_OUT", "check_in") as refusal:
        check_out(hotel.desk("nok"), stay)
    assert refusal.said.message.say("en") == "Not given back: 2 × key card, key 201-A."
    assert refusal.said.jump == f"keys stay {stay}"
    check_out(hotel.answering("nok", KEYS_OUT="will post it from the airport"), stay)
    assert [(k.kind, k.state) for k in StayKey.select().order_by(StayKey.number)] == [
        ("card", "cancelled"), ("card", "cancelled"), ("metal", "out"),
    ]  # fmt: skip
    assert due_jobs(stay) == []  # they end by themselves at noon
    assert [line.what.say() for line in keys_out().first(9)] == ["Key 201-A"]
    (metal,) = StayKey.select().where(StayKey.kind == "metal")
    return_key(hotel.desk("nok"), metal.id)
    assert keys_out().first(9) == []


def test_who_gives_everything_back_is_asked_nothing(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=1)
    cards(hotel, stay, 2)
    hotel.audit()
    hotel.pay_all(stay)
    assert return_all(hotel.desk("nok"), stay) == 2
    check_out(hotel.desk("nok"), stay)


def test_a_card_kept_at_an_early_departure_is_to_be_cancelled_at_the_lock(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    (card,) = cards(hotel, stay, 1)
    hotel.audit()
    hotel.pay_all(stay)
    check_out(hotel.answering("nok", KEYS_OUT="in a hurry"), stay, early=True)
    (job,) = due_jobs(stay)
    assert [line.state.say() for line in keys_out().first(9)] == ["with the guest", "to be done"]
    start_job(hotel.desk("nok"), job)
    with refused("JOB_ENDED"):
        start_job(hotel.desk("nok"), job)
    card_written(hotel.desk("nok"), job)
    assert StayKey.get_by_id(card.id).state == "cancelled"
    assert keys_out().first(9) == []


def test_a_guest_who_comes_back_is_not_locked_out(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    (card,) = cards(hotel, stay, 1)
    hotel.audit()
    hotel.pay_all(stay)
    check_out(hotel.answering("nok", KEYS_OUT="in a hurry"), stay, early=True)
    reinstate(hotel.desk("nok"), stay)
    assert due_jobs(stay) == []
    assert (StayKey.get_by_id(card.id).state, lamp(hotel, stay)) == (
        "out",
        "1 × key card to be encoded again",
    )
    check_out(hotel.answering("nok", KEYS_OUT="in a hurry"), stay)
    assert len(due_jobs(stay)) == 1


def test_undoing_a_check_in_asks_for_the_keys_too(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201")
    cards(hotel, stay, 1)
    with asked("KEYS_OUT", "check_in"):
        undo_check_in(hotel.desk("nok"), stay)
    return_all(hotel.desk("nok"), stay)
    undo_check_in(hotel.desk("nok"), stay)
