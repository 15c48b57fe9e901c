"""What debtors are sent: statements, billing notes, reminders; and the ageing of what they owe at any date."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from app.documents.text import as_text
from locales.thai_text import cell_width
from models.back_office.ageing import ageing, totals
from models.back_office.billing_notes import BillingNote, write_note
from models.back_office.collections import dispute_item, promise_payment
from models.back_office.receivables import CityAccount, OpenItem, city_ledger
from models.front_office.city_ledger import settle
from models.front_office.debtors.papers import (
    ageing_paper,
    billing_note_papers,
    statement,
    statement_paper,
    statements,
)
from models.front_office.debtors.reminders import (
    Reminder,
    ReminderItem,
    kept_paper,
    reminders_due,
    reminders_of,
    set_level,
    write_reminder,
    write_reminders,
)
from models.front_office.folios import post_charge
from models.house.database import database
from models.house.property import Property
from models.ledger.balances import account_balance
from tests.hotel import Hotel
from tests.owing import account_with
from tests.refusing import refused

D = Decimal


def test_the_ageing_of_any_date_is_the_city_ledger_of_that_date(hotel: Hotel) -> None:
    account = account_with(hotel, 1000, 2000, -300, days=61)  # due 31, 30 and 29 days ago
    stay = hotel.in_house("201", nights=3)
    post_charge(hotel.desk(), hotel.window(stay), "FOOD", D(500))
    settle(hotel.desk("nok"), hotel.window(stay), account, D(400))
    first = hotel.day
    (row,) = ageing(first)
    assert row.parts == (D(400), D(2000), D(1000), 0, 0)
    assert (row.unapplied, row.balance) == (D(-300), CityAccount.get_by_id(account).balance)
    hotel.audit()
    assert totals(ageing(first)).balance == account_balance(city_ledger().id)
    assert ageing(first - datetime.timedelta(days=1)) == []


def test_what_was_unpaid_on_a_date_is_read_back_when_it_is_paid_later(small_hotel: Hotel) -> None:
    from models.house.acts import Act

    hotel = small_hotel
    account = account_with(hotel, 1000)
    before = hotel.day
    hotel.audit()
    item = OpenItem.get()
    act = Act(hotel.desk(), "pay")
    act.update(item, unpaid=D(250))
    act.write_log()
    assert ageing(before)[0].parts[1] == 1000
    later = ageing(hotel.day)[0]
    assert (later.parts[1], later.unapplied, later.balance) == (250, 750, 1000)
    assert ageing(hotel.day, account) == [later]


def test_a_statement_closes_with_the_account_and_says_how_old_it_is(small_hotel: Hotel) -> None:
    hotel = small_hotel
    account = account_with(hotel, 1000, 2000)
    other = account_with(hotel, number="T2")
    told = statement(account, hotel.day, hotel.day)
    assert (told.opening, told.closing, [line.document for line in told.lines]) == (0, 3000, ["TX-1", "TX-2"])
    assert statement(account, hotel.after(1), hotel.after(1)).opening == 3000
    for language in ("th", "en", "both"):
        text = as_text(statement_paper(Property.the(), told, language))
        assert "3,000.00" in text
        assert language == "both" or max(map(cell_width, text.split("\n"))) <= 80
    assert [each.account.id for each in statements(hotel.day, hotel.day)] == [account]
    assert statement(other, hotel.day, hotel.day).closing == 0
    for language in ("th", "en", "both"):
        assert "3,000.00" in as_text(
            ageing_paper(Property.the(), hotel.day, ageing(hotel.day), language), 132
        )


def test_a_billing_note_is_printed_twice_with_both_signatures(small_hotel: Hotel) -> None:
    hotel = small_hotel
    note = BillingNote.get_by_id(write_note(hotel.desk("anong"), account_with(hotel, 1000, 2500)))
    for language, mark, words in (("th", "สำเนา", "สามพันห้าร้อยบาทถ้วน"), ("en", "Copy", "baht")):
        original, copy = billing_note_papers(Property.the(), note, language)
        assert copy.copy_mark == mark
        text = as_text(original)
        assert all(part in text.lower() for part in ("tx-2", "3,500.00", words))
        assert max(map(cell_width, text.split("\n"))) <= 80
        assert len(original.signatures) == 2


def test_reminders_go_up_level_by_level_and_never_the_same_twice(hotel: Hotel) -> None:
    account = account_with(hotel, 1000, 2000, days=80)  # 50 and 49 days late
    desk = hotel.desk("anong")
    (due,) = reminders_due(hotel.day)
    assert (due.level, due.total, due.hold) == (1, D(3000), False), "the first letter comes first"
    (reminder,) = map(Reminder.get_by_id, write_reminders(desk))
    assert (reminder.number, reminder.language, reminder.total) == ("RM2569-00001", "th", D("3000.00"))
    with refused("NOTHING_TO_REMIND"):
        write_reminder(desk, account, 1)
    assert reminders_due(hotel.after(13)) == []
    assert [row.level for row in reminders_due(hotel.after(14))] == [2]
    assert "3,000.00" in as_text(kept_paper(reminder.id))
    assert reminders_of(account) == [reminder]
    for statement_, word in (
        ("UPDATE reminder SET level = 2", "REMINDER_KEPT"),
        ("DELETE FROM reminder_item", "REMINDER_KEPT"),
    ):
        with pytest.raises(Exception, match=word), database.atomic():
            database.execute_sql(statement_)
    item = reminder.items[0].item
    with pytest.raises(Exception, match=r"(?i)unique"), database.atomic():
        ReminderItem.create(reminder=reminder, item=item, level=1, unpaid=1)


def test_nobody_is_reminded_of_what_he_disputes_or_has_promised(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    account = account_with(hotel, 1000, 2000, 4000, days=80)
    first, second, third = OpenItem.select().order_by(OpenItem.id)
    dispute_item(desk, first.id, "not their guest")
    promise_payment(desk, account, D(2000), hotel.after(3), "Manee", [second.id])
    (due,) = reminders_due(hotel.day)
    assert due.items == (third,)
    assert len(reminders_due(hotel.after(4))[0].items) == 2, "the promise was broken"


def test_the_levels_are_the_houses_own(small_hotel: Hotel) -> None:
    hotel = small_hotel
    account = account_with(hotel, 1000, days=34)  # 4 days late
    assert reminders_due(hotel.day) == []
    set_level(hotel.desk(), 1, 3, "กรุณาชำระ", "Please pay.", True)
    (due,) = reminders_due(hotel.day)
    assert due.hold
    reminder = write_reminder(hotel.desk("anong"), account, 1, "en")
    assert "Please pay." in as_text(kept_paper(reminder))
    for code, act in (
        ("NO_LEVEL", lambda: set_level(hotel.desk(), 7, 3, "", "", False)),
        ("LEVEL_DAYS", lambda: set_level(hotel.desk(), 1, 21, "", "", False)),
        ("LEVEL_DAYS", lambda: set_level(hotel.desk(), 2, 2, "", "", False)),
        ("LETTER_LANGUAGE", lambda: write_reminder(hotel.desk("anong"), account, 1, "fr")),
        ("NO_RIGHT", lambda: set_level(hotel.desk("nok"), 1, 3, "", "", False)),
    ):
        with refused(code):
            act()
