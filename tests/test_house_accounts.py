"""House accounts and sales to passers-by: folios of nobody who sleeps here, counted by nothing."""

from __future__ import annotations

import datetime
from decimal import Decimal

from models.back_office.receivables import CityAccount, open_account
from models.front_office import desk_views
from models.front_office.folios import Posting, post_charge, window_of
from models.front_office.house_accounts import close_house_account, house_accounts, open_house_account
from models.front_office.night_audit import DayStatistics, findings
from models.front_office.opening import set_setting
from models.front_office.passers_by import (
    Sold,
    goods_of,
    postings_of_sale,
    receipts_of_sale,
    sales_of,
    sell,
    take_sale_back,
)
from models.front_office.payments import take_payment
from models.front_office.proof import faults
from models.front_office.receipts import Receipt, is_void
from models.front_office.reservations import Stay
from models.front_office.stays import check_out, move_room
from tests.hotel import Hotel
from tests.refusing import asked, refused

D = Decimal


def test_a_house_account_is_always_in_house_and_the_audit_leaves_it_alone(hotel: Hotel) -> None:
    hotel.in_house("201", nights=5, guest=hotel.registered_guest())
    counted = desk_views.house_status(hotel.day), desk_views.in_house().count()
    stay = open_house_account(hotel.desk(), "โรงอาหารพนักงาน")
    second = open_house_account(hotel.desk(), "Owner")
    assert [a.room for a in house_accounts()] == ["HA01", "HA02"]
    assert (desk_views.house_status(hotel.day), desk_views.in_house().count()) == counted
    window = window_of(stay).id
    post_charge(hotel.desk("nok"), window, "FOOD", D(1000))
    for _night in range(3):
        assert findings(hotel.day) == []
        hotel.audit()
    day = DayStatistics.select().order_by(DayStatistics.id.desc()).first()
    assert (day.sold, day.guests, day.arrivals, day.departures, day.rooms) == (1, 1, 0, 0, 12)
    (account, _other) = house_accounts()
    assert (account.balance, account.guest_th) == (D("1177.00"), "โรงอาหารพนักงาน")
    for close in (lambda: close_house_account(hotel.desk(), stay), lambda: check_out(hotel.desk(), stay)):
        with refused("ACCOUNT_BALANCE") as refusal:
            close()
        assert refusal.said.jump == "folio HA01"
    with refused("POSTING_MASTER"):
        move_room(hotel.desk(), stay, "205", "a bed for the canteen")
    take_payment(hotel.desk("nok"), window, "TRAN", D("1177.00"))
    close_house_account(hotel.desk(), stay)
    with refused("NO_HOUSE_ACCOUNT"):
        close_house_account(hotel.desk(), stay)
    check_out(hotel.desk(), second)
    assert house_accounts() == []
    third = open_house_account(hotel.desk(), "Shop")
    assert Stay.get_by_id(third).room.number == "HA01"
    with refused("NO_NAME"):
        open_house_account(hotel.desk(), "—")
    with refused("NO_RIGHT"):
        open_house_account(hotel.desk("nok"), "Friends of mine")
    hotel.audit()
    assert list(faults()) == []


def test_a_sale_is_paid_at_once_and_leaves_nothing(hotel: Hotel) -> None:
    counted = desk_views.house_status(hotel.day)
    sale = sell(
        hotel.desk("malee"), [Sold("CHANG", 2), Sold("FOOD", 1, D(250))], tendered=D(1000), language="en"
    )
    assert [p.kind for p in postings_of_sale(sale)] == ["charge", "charge", "payment"]
    assert (hotel.state(sale), hotel.balance(sale)) == ("checked out", 0)
    (receipt,) = receipts_of_sale(sale)
    assert receipt.tendered == D(1000)
    assert "Beer Chang ×2, Food and beverage" in receipt.paper
    assert Stay.get_by_id(sale).reservation.confirmation not in receipt.paper
    (row,) = sales_of(hotel.day)
    assert (row.total, row.paid_by, row.receipt, row.void) == (D("532.48"), "CASH", receipt.number, "")
    assert row.goods("th") == "เบียร์ช้าง ×2, อาหารและเครื่องดื่ม"
    assert goods_of(hotel.window(sale), "en") == row.goods("en")
    assert desk_views.house_status(hotel.day) == counted
    # Another one of the day stands under the same booking and the same profile.
    again = sell(hotel.desk("malee"), [Sold("WATER")], legs=(("CASH", D(10)), ("CARD", D(20))))
    one, two = Stay.get_by_id(sale), Stay.get_by_id(again)
    assert (one.reservation_id, one.guest_id, one.room_id) == (two.reservation_id, two.guest_id, two.room_id)
    assert sales_of(hotel.day)[0].paid_by == "CASH+CARD"
    hotel.audit()
    assert list(faults()) == []
    third = Stay.get_by_id(sell(hotel.desk("malee"), [Sold("WATER")]))
    assert third.reservation_id != one.reservation_id
    assert third.guest_id == one.guest_id
    assert DayStatistics.get().sold == 0
    assert sales_of(hotel.day - datetime.timedelta(days=9)) == []


def test_a_sale_that_would_leave_a_balance_is_not_made(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("malee")
    with refused("SALE_NOT_PAID"):
        sell(desk, [Sold("WATER")], legs=(("CASH", D(29)),))
    with refused("TENDERED_TOO_LITTLE"):
        sell(desk, [Sold("WATER")], tendered=D(20))
    with refused("NOTHING_SOLD"):
        sell(desk, [])
    with refused("NO_ARTICLE"):
        sell(desk, [Sold("GOLD")])
    with refused("NOT_BY_HAND"):
        sell(desk, [Sold("ROOM", 1, D(900))])
    with refused("NOT_POSITIVE"):
        sell(desk, [Sold("FOOD", 1, D(0))])
    with refused("NO_METHOD"):
        sell(desk, [Sold("WATER")], method="DEP")
    with refused("NO_ADDRESS"):
        sell(desk, [Sold("WATER")], buyer="Siam Tour", tax_id="0105561000003")
    with refused("NO_RIGHT"):
        sell(hotel.desk("noi"), [Sold("WATER")])
    set_setting(hotel.desk(), "cashier_shifts", "yes")
    with refused("NO_SHIFT"):
        sell(desk, [Sold("WATER")])


def test_a_sale_may_go_on_an_account_and_be_made_out_to_a_buyer(small_hotel: Hotel) -> None:
    hotel = small_hotel
    account = open_account(hotel.desk("anong"), name_en="Siam Tour", address="1 Silom", credit_limit=D(50))
    on_account = sell(hotel.desk("malee"), [Sold("WATER")], account_id=account)
    assert CityAccount.get_by_id(account).balance == D(30)
    assert window_of(on_account).payee == "Siam Tour"
    assert receipts_of_sale(on_account) == []
    with asked("OVER_CREDIT_LIMIT", "credit", amount="10.00", second_person=True):
        sell(hotel.desk("malee"), [Sold("WATER")], account_id=account)
    sale = sell(
        hotel.desk("malee"), [Sold("WATER")], buyer="บจก. ดี", address="9 ถ.สุขุมวิท", tax_id="0105561000003"
    )  # fmt: skip
    assert (window_of(sale).tax_id, window_of(sale).branch) == ("0105561000003", "00000")
    assert "บจก. ดี" in receipts_of_sale(sale)[0].paper
    assert [s.buyer for s in sales_of(hotel.day)] == ["บจก. ดี", "Siam Tour"]
    assert list(faults()) == []


def test_a_sale_of_today_is_taken_back_whole(hotel: Hotel) -> None:
    sale = sell(hotel.desk("nok"), [Sold("CHANG"), Sold("WATER")])
    with refused("NO_REASON"):
        take_sale_back(hotel.desk("nok"), sale, "")
    take_sale_back(hotel.desk("nok"), sale, "wrong table")
    assert (hotel.state(sale), hotel.balance(sale)) == ("checked out", 0)
    assert [s.void for s in sales_of(hotel.day)] == ["wrong table"]
    assert is_void(Receipt.get())
    assert sum(p.amount for p in Posting.select()) == 0
    with refused("ALREADY_CORRECTED"):
        take_sale_back(hotel.desk("nok"), sale, "wrong table")
    guest = hotel.in_house("201")
    with refused("NO_SALE"):
        take_sale_back(hotel.desk("nok"), guest, "why not")
    other = sell(hotel.desk("nok"), [Sold("WATER")])
    hotel.audit()
    with refused("ANOTHER_DATE"):
        take_sale_back(hotel.desk("nok"), other, "too late")
    assert list(faults()) == []


def test_a_registered_house_writes_a_tax_paper_of_each_sale(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "tax_paper_at_payment", "combined")
    set_setting(hotel.desk(), "abbreviated_at_check_out", "yes")
    plain = sell(hotel.desk("nok"), [Sold("CHANG")])
    assert [(r.kind, r.form) for r in receipts_of_sale(plain)] == [
        ("receipt", ""), ("tax invoice", "abbreviated"),
    ]  # fmt: skip
    named = sell(hotel.desk("nok"), [Sold("CHANG")], buyer="บจก. ดี", address="1 สีลม", tax_id="0105561000003")
    (combined,) = receipts_of_sale(named)
    assert (combined.kind, combined.form, combined.buyer_name) == ("tax invoice", "combined", "บจก. ดี")
    for sale in (plain, named):
        take_sale_back(hotel.desk("nok"), sale, "wrong table")
        assert hotel.balance(sale) == 0
    hotel.audit()
    assert list(faults()) == []
