"""Billing notes: what is asked for on one paper, the day the cheque is collected, and what came of it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from models.back_office.billing_notes import (
    CANCELLED,
    COLLECTED,
    PRESENTED,
    REFUSED,
    BillingNote,
    BillingNoteItem,
    accounts_to_bill,
    cancel_note,
    items_to_bill,
    last_billing_day,
    move_appointment,
    note_numbered,
    note_refused,
    notes,
    notes_to_collect,
    notes_to_present,
    open_items_of_note,
    present_note,
    set_billing_day,
    write_note,
)
from models.back_office.receipts_on_account import share_out
from models.back_office.receivables import CityAccount, OpenItem
from models.front_office.payment_legs import Leg
from models.front_office.receiving import receive
from models.house.database import database
from models.ledger.entries import Entry
from tests.hotel import Hotel
from tests.owing import account_with
from tests.refusing import refused

D = Decimal


def test_a_billing_note_lists_what_is_owed_and_changes_no_balance(hotel: Hotel) -> None:
    account = account_with(hotel, 1000, 2500)
    entries = Entry.select().count()
    note = BillingNote.get_by_id(write_note(hotel.desk("anong"), account, pay_on=hotel.after(7)))
    assert (note.number, note.total, note.state) == ("BN2569-00001", D("3500.00"), "written")
    assert [(i.item.document, i.paid_before, i.billed) for i in note.items] == [
        ("TX-1", 0, 1000),
        ("TX-2", 0, 2500),
    ]
    assert Entry.select().count() == entries
    assert CityAccount.get_by_id(account).balance == D("3500.00")
    assert [row.number for row in notes_to_present()] == [note.number]
    assert (
        [row.number for row in notes("siam").first(9)]
        == [row.number for row in notes().first(9)]
        == [note.number]
    )
    assert notes_to_collect(hotel.after(6)) == []
    assert [row.number for row in notes_to_collect(hotel.after(7))] == [note.number]
    assert note_numbered("bn2569-00001") == note


def test_an_item_is_on_one_standing_note_and_free_again_when_that_ends(hotel: Hotel) -> None:
    account = account_with(hotel, 1000, 2500)
    first, second = (item.id for item in items_to_bill(account))
    desk = hotel.desk("anong")
    note = write_note(desk, account, [first])
    with refused("ITEM_BILLED") as refusal:
        write_note(desk, account, [first])
    assert refusal.said.jump == "billing note BN2569-00001"
    assert [item.id for item in items_to_bill(account)] == [second]
    with pytest.raises(Exception, match="ITEM_BILLED"), database.atomic():
        BillingNoteItem.create(note=write_note(desk, account, [second]), item=first, paid_before=0, billed=1)
    cancel_note(desk, note, "wrong address")
    assert BillingNote.get_by_id(note).state == CANCELLED
    again = write_note(desk, account, [first])
    assert BillingNote.get_by_id(again).number > BillingNote.get_by_id(note).number


def test_what_stands_on_a_note_is_kept_by_the_database(hotel: Hotel) -> None:
    account = account_with(hotel, 1000)
    other = account_with(hotel, 70, number="T2")
    note = write_note(hotel.desk("anong"), account)
    note_refused(hotel.desk("anong"), note, "the order was never placed")
    strange = items_to_bill(other)[0].id
    for statement, word in (
        ("UPDATE billing_note SET state = 'presented', ended_on = NULL", "NOTE_KEPT"),
        ("DELETE FROM billing_note_item", "NOTE_KEPT"),
        ("DELETE FROM billing_note", "NOTE_KEPT"),
        ("UPDATE billing_note_item SET billed = 1", "NOTE_KEPT"),
        ("UPDATE billing_note_item SET standing = TRUE", "NOTE_KEPT"),
        (
            "INSERT INTO billing_note_item (note_id, item_id, paid_before, billed, standing)"
            f" VALUES ({note}, {strange}, 0, 1, FALSE)",
            "NOTE_KEPT",
        ),
    ):
        with pytest.raises(Exception, match=word), database.atomic():
            database.execute_sql(statement)


def test_a_note_is_presented_moved_and_collected(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    account = account_with(hotel, 1000)
    note = write_note(desk, account)
    present_note(desk, note, "คุณมานี", hotel.day, hotel.after(5))
    row = BillingNote.get_by_id(note)
    assert (row.state, row.receiver, row.pay_on) == (PRESENTED, "คุณมานี", hotel.after(5))
    assert notes_to_present() == []
    move_appointment(desk, note, hotel.after(9), "their director is away")
    assert BillingNote.get_by_id(note).pay_on == hotel.after(9)
    cheque = Leg("CHEQ", D(900), bank="004", number="123456", cheque_date=hotel.day, payer="Siam Tour")
    other = account_with(hotel, 1, number="T9")
    with refused("NOT_OF_ACCOUNT"):
        receive(desk, other, [cheque], [], billing_note_id=note)
    receive(desk, account, [cheque], share_out(account, D(900)), billing_note_id=note)
    row = BillingNote.get_by_id(note)
    assert (row.state, row.outcome, row.ended_on) == (COLLECTED, "RC2569-00001", hotel.day)
    assert [item.unpaid for item in items_to_bill(account)] == [D(100)], "what was not paid is billed again"
    with refused("NOTE_ENDED"):
        receive(desk, account, [Leg("TRAN", D(100))], [], billing_note_id=note)
    for again in (note_refused, cancel_note):
        with refused("NOTE_ENDED"):
            again(desk, note, "late")


def test_a_note_is_collected_by_the_receipt_that_leaves_nothing_open_on_it(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    account = account_with(hotel, 1000, 500, 300)
    items = items_to_bill(account)
    first, second = (
        write_note(desk, account, [items[0].id]),
        write_note(desk, account, [items[1].id, items[2].id]),
    )
    receive(desk, account, [Leg("TRAN", D(1500))], share_out(account, D(1500)))
    assert [BillingNote.get_by_id(note).state for note in (first, second)] == [COLLECTED, "written"]
    assert open_items_of_note(second) == [items[2].id]
    receive(desk, account, [Leg("TRAN", D(300))], share_out(account, D(300)))
    assert BillingNote.get_by_id(second).outcome == "RC2569-00002"
    assert items_to_bill(account) == []


def test_what_a_note_cannot_be(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    account, other = account_with(hotel, 1000), account_with(hotel, 500, number="T2")
    item = items_to_bill(account)[0]
    with refused("NOT_OF_ACCOUNT"):
        write_note(desk, other, [item.id])
    with refused("PAY_ON_PAST"):
        write_note(desk, account, pay_on=hotel.after(-1))
    note = write_note(desk, account)
    with refused("NOTHING_TO_BILL"):
        write_note(desk, account)
    for code, act in (
        ("NO_RECEIVER", lambda: present_note(desk, note, " ", hotel.day)),
        ("DATE_AHEAD", lambda: present_note(desk, note, "Manee", hotel.after(1))),
        ("DATE_BEFORE_NOTE", lambda: present_note(desk, note, "Manee", hotel.after(-1))),
        ("PAY_ON_PAST", lambda: move_appointment(desk, note, hotel.after(-1), "x")),
        ("NO_REASON", lambda: move_appointment(desk, note, hotel.after(1), "")),
        ("NO_REASON", lambda: note_refused(desk, note, "")),
        ("NO_REASON", lambda: cancel_note(desk, note, "")),
        ("NO_NOTE", lambda: note_numbered("BN9")),
        ("NO_RIGHT", lambda: write_note(hotel.desk("nok"), other)),
        ("BILLING_DAY", lambda: set_billing_day(desk, account, 32)),
        ("BILLING_DAY", lambda: set_billing_day(desk, account, 3, 1)),
    ):
        with refused(code):
            act()
    note_refused(desk, note, "they know of no stay")
    assert BillingNote.get_by_id(note).state == REFUSED
    OpenItem.update(unpaid=0).where(OpenItem.id == item.id).execute()
    with refused("ITEM_SETTLED"):
        write_note(desk, account, [item.id])


def test_accounts_are_billed_on_their_day_and_not_forgotten_after_it(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    monthly, weekly = account_with(hotel, 1000), account_with(hotel, 500, days=3, number="T2")
    account_with(hotel, 700, number="T3")
    set_billing_day(desk, monthly, 25)
    set_billing_day(desk, weekly, weekday=1)
    assert hotel.day.isoweekday() == 1
    found = {row.account.number: (row.day, row.items, row.amount) for row in accounts_to_bill(hotel.day)}
    assert found == {
        "T1": (datetime.date(2026, 10, 25), 1, D("1000.00")),
        "T2": (hotel.day, 1, D("500.00")),
    }
    write_note(desk, weekly)
    assert [row.account.number for row in accounts_to_bill(hotel.after(7))] == ["T1"]
    set_billing_day(desk, monthly, 31)
    account = CityAccount.get_by_id(monthly)
    assert last_billing_day(account, datetime.date(2027, 2, 28)) == datetime.date(2027, 2, 28)
    assert last_billing_day(account, datetime.date(2027, 2, 27)) == datetime.date(2027, 1, 31)
    set_billing_day(desk, monthly)
    assert last_billing_day(CityAccount.get_by_id(monthly), hotel.day) is None
