"""Seeing to debtors: disputes, calls, promises, and what is on the list of the day."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.back_office.billing_notes import items_to_bill, present_note, set_billing_day, write_note
from models.back_office.collections import (
    AWAITED,
    BROKEN,
    KEPT,
    WITHDRAWN,
    CollectionCall,
    PaymentPromise,
    calls,
    dispute_item,
    follow_ups,
    promise_payment,
    promised_items,
    promises,
    record_call,
    settle_dispute,
    withdraw_promise,
)
from models.back_office.receivables import OpenItem, hold_account
from models.front_office.city_ledger import settle
from models.front_office.folios import post_charge
from models.house.database import database
from tests.hotel import Hotel
from tests.owing import account_with
from tests.refusing import asked, refused

D = Decimal


def test_a_promise_is_kept_when_its_items_are_paid_and_broken_when_its_day_has_gone(hotel: Hotel) -> None:
    account = account_with(hotel, 1000, 2000)
    desk = hotel.desk("anong")
    promise = PaymentPromise.get_by_id(
        promise_payment(desk, account, D(1500), hotel.after(2), "คุณมานี ฝ่ายบัญชี")
    )
    assert [row.unpaid for row in promise.items] == [1000, 2000]
    assert promise.state(hotel.after(2)) == AWAITED
    assert promised_items(hotel.after(2)) == {row.item_id for row in promise.items}
    assert promise.state(hotel.after(3)) == BROKEN
    (task,) = follow_ups(hotel.after(3))
    assert (task.kind, task.amount, task.since) == ("promise", D(1500), hotel.after(2))
    first, second = OpenItem.select().order_by(OpenItem.id)
    OpenItem.update(unpaid=0).where(OpenItem.id == first.id).execute()
    assert (promise.state(hotel.after(3)), promise.paid) == (BROKEN, 1000)
    OpenItem.update(unpaid=D(1500)).where(OpenItem.id == second.id).execute()
    assert PaymentPromise.get_by_id(promise.id).state(hotel.after(3)) == KEPT
    assert follow_ups(hotel.after(3)) == []
    other = promise_payment(desk, account, D(100), hotel.day, "Manee", [second.id])
    withdraw_promise(desk, other, "said by the wrong person")
    assert [p.state(hotel.day) for p in promises(account)] == [WITHDRAWN, KEPT]
    for statement, word in (
        ("UPDATE payment_promise SET amount = 1", "PROMISE_KEPT"),
        ("DELETE FROM payment_promise", "PROMISE_KEPT"),
        ("DELETE FROM promised_item", "PROMISE_KEPT"),
    ):
        with pytest.raises(Exception, match=word), database.atomic():
            database.execute_sql(statement)


def test_calls_are_kept_and_the_next_one_comes_up_on_its_day(hotel: Hotel) -> None:
    account = account_with(hotel, 1000)
    desk = hotel.desk("anong")
    record_call(desk, account, "Manee", "cheque is being signed", hotel.after(3), "ask again")
    assert follow_ups(hotel.after(2)) == []
    (task,) = follow_ups(hotel.after(3))
    assert (task.kind, task.text, task.amount) == ("call", "ask again", D("1000.00"))
    record_call(desk, account, "Manee", "it is in the post")
    assert follow_ups(hotel.after(3)) == []
    assert [call.text for call in calls(account)] == ["it is in the post", "cheque is being signed"]
    for statement in ("UPDATE collection_call SET text = 'x'", "DELETE FROM collection_call"):
        with pytest.raises(Exception, match="CALL_KEPT"), database.atomic():
            database.execute_sql(statement)
    assert CollectionCall.select().count() == 2


def test_credit_stops_when_an_item_is_late_for_long_unless_it_is_disputed(small_hotel: Hotel) -> None:
    hotel = small_hotel
    account = account_with(hotel, 1000, days=121)  # 91 days late
    stay = hotel.in_house("201")
    window = hotel.window(stay)
    post_charge(hotel.desk(), window, "FOOD", D(500))
    with asked("OVERDUE", "credit", second_person=True):
        settle(hotel.desk("nok"), window, account, D(100))
    (task,) = follow_ups(hotel.day)
    assert (task.kind, task.amount) == ("hold", D("1000.00"))
    item = items_to_bill(account)[0]
    dispute_item(hotel.desk("anong"), item.id, "the guest was not theirs")
    assert (items_to_bill(account), follow_ups(hotel.day)) == ([], [])
    settle(hotel.desk("nok"), window, account, D(100))
    settle_dispute(hotel.desk("anong"), item.id)
    settle(hotel.answering("pavinee", OVERDUE="the director called"), window, account, D(100))
    hold_account(hotel.desk("anong"), account, "late payer")
    assert follow_ups(hotel.day) == []


def test_the_list_of_the_day_begins_with_the_money(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    paying, new, owing = (account_with(hotel, 1000, number=number) for number in ("T1", "T2", "T3"))
    present_note(desk, write_note(desk, paying), "Manee", hotel.day, hotel.day)
    write_note(desk, new)
    set_billing_day(desk, owing, weekday=1)
    record_call(desk, owing, "", "no answer", hotel.day)
    found = [(task.kind, task.number) for task in follow_ups(hotel.day)]
    assert found == [("collect", "T1"), ("call", "T3"), ("bill", "T3"), ("present", "T2")]


def test_what_is_said_of_debtors_is_whole(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    account, other = account_with(hotel, 1000), account_with(hotel, 500, number="T2")
    item = items_to_bill(account)[0]
    for code, act in (
        ("NO_TEXT", lambda: record_call(desk, account, "Manee", " ")),
        ("DATE_PAST", lambda: record_call(desk, account, "Manee", "x", hotel.after(-1))),
        ("NOT_POSITIVE", lambda: promise_payment(desk, account, D(0), hotel.day, "Manee")),
        ("DATE_PAST", lambda: promise_payment(desk, account, D(1), hotel.after(-1), "Manee")),
        ("NOBODY_PROMISED", lambda: promise_payment(desk, account, D(1), hotel.day, " ")),
        ("MORE_THAN_IS_DUE", lambda: promise_payment(desk, account, D(1001), hotel.day, "Manee")),
        ("NOT_OF_ACCOUNT", lambda: promise_payment(desk, other, D(1), hotel.day, "Manee", [item.id])),
        ("NO_REASON", lambda: dispute_item(desk, item.id, "")),
        ("NO_RIGHT", lambda: record_call(hotel.desk("nok"), account, "Manee", "x")),
    ):
        with refused(code):
            act()
    promise = promise_payment(desk, account, D(1), hotel.day, "Manee")
    with refused("NO_REASON"):
        withdraw_promise(desk, promise, "")
    OpenItem.update(unpaid=0).where(OpenItem.id == item.id).execute()
    with refused("ITEM_SETTLED"):
        dispute_item(desk, item.id, "x")
