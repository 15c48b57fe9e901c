"""The city ledger: a bill goes to a company that has credit, and stands there as an item until it is paid."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from models.back_office.receivables import (
    CityAccount,
    OpenItem,
    account_of_number,
    change_account,
    close_account,
    debtors,
    hold_account,
    items_of,
    open_account,
    release_account,
    reopen_account,
)
from models.front_office.city_ledger import (
    due_by_guest,
    name_account,
    open_company_account,
    proposed_account,
    settle,
)
from models.front_office.companies import create_company, update_company
from models.front_office.folios import FolioWindow, correct, post_charge
from models.front_office.opening import set_setting
from models.front_office.proof import faults
from models.front_office.reservations import Stay
from models.front_office.stays import check_out, reinstate
from models.house.database import close_database, open_database
from tests.hotel import Hotel
from tests.raw import Raw, raw_postgres, raw_sqlite
from tests.raw import live as live_day
from tests.refusing import asked, refused

D = Decimal


def siam(hotel: Hotel, limit: str | None = "50000", **more: object) -> int:
    credit = None if limit is None else D(limit)
    return open_account(
        hotel.desk("anong"), name_th="สยามทัวร์", name_en="Siam Tour", credit_limit=credit, **more
    )


def owing(hotel: Hotel, amount: str = "1000", room: str = "201", nights: int = 1) -> int:
    """A stay that owes ``amount`` before service charge and tax."""
    stay = hotel.in_house(room, nights=nights)
    post_charge(hotel.desk(), hotel.window(stay), "FOOD", D(amount))
    return stay


def test_a_bill_goes_to_a_company_and_the_guest_may_leave(hotel: Hotel) -> None:
    company = create_company(hotel.desk(), name_en="Siam Tour", tax_id="0105561000003", address="1 Silom")
    account = open_company_account(hotel.desk("anong"), company, D(50_000), terms=15)
    stay = owing(hotel)
    booked = Stay.get_by_id(stay).reservation
    booked.company = company
    booked.save()
    assert proposed_account(Stay.get_by_id(stay)) == CityAccount.get_by_id(account)
    hotel.audit()
    due = hotel.balance(stay)
    settle(hotel.desk("nok"), hotel.window(stay), account, due)
    assert hotel.balance(stay) == 0
    (item,) = items_of(account)
    assert (item.amount, item.unpaid, item.date, item.due) == (due, due, hotel.day, hotel.after(15))
    assert "GUEST1 Anna 201" in item.description
    assert CityAccount.get_by_id(account).balance == due
    hotel.leaves(stay)
    assert hotel.state(stay) == "checked out"
    (row,) = [r for r in debtors(hotel.day).first(9) if r.account_id == account]
    assert (row.name_en, row.balance, row.overdue) == ("Siam Tour", due, 0)
    assert [r.number for r in debtors(hotel.after(30), "siam").first(9)] == [row.number]
    assert debtors(hotel.after(30), "siam").first(9)[0].overdue == due
    hotel.audit()
    assert list(faults()) == []


def test_a_window_that_names_an_account_is_settled_there_at_check_out(small_hotel: Hotel) -> None:
    hotel = small_hotel
    account, stay = siam(hotel, address="1 Silom"), owing(hotel)
    name_account(hotel.desk("nok"), hotel.window(stay), account)
    window = FolioWindow.get_by_id(hotel.window(stay))
    assert (window.payee, window.address) == ("สยามทัวร์", "1 Silom")
    assert proposed_account(window.stay, window) == CityAccount.get_by_id(account)
    assert due_by_guest(stay) == 0
    hotel.audit()
    due = hotel.balance(stay)
    check_out(hotel.desk("nok"), stay)
    assert CityAccount.get_by_id(account).balance == due
    # Of today it can be taken back: the guest comes in again, and the item is nothing's any more.
    reinstate(hotel.desk("nok"), stay)
    (item,) = items_of(account)
    correct(hotel.desk("nok"), item.posting_id, "the guest pays himself")
    assert (items_of(account), CityAccount.get_by_id(account).balance, hotel.balance(stay)) == ([], 0, due)
    assert [i.unpaid for i in items_of(account, paid_too=True)] == [0]
    name_account(hotel.desk("nok"), hotel.window(stay), None)
    assert due_by_guest(stay) == due
    hotel.leaves(stay)
    assert list(faults()) == []


def test_credit_is_given_to_whom_the_house_trusts(hotel: Hotel) -> None:
    stay = owing(hotel)
    window = hotel.window(stay)
    without, small = siam(hotel, "0"), siam(hotel, "1000")
    with refused("NO_CREDIT"):
        settle(hotel.desk("nok"), window, without, D(100))
    with refused("NO_CREDIT"):
        name_account(hotel.desk("nok"), window, without)
    with asked("OVER_CREDIT_LIMIT", "credit", amount="100.00", second_person=True):
        settle(hotel.desk("nok"), window, small, D(1100))
    settle(
        hotel.answering("nok", approver="somsak", OVER_CREDIT_LIMIT="they always pay"), window, small, D(1100)
    )
    hold_account(hotel.desk("anong"), small, "cheque came back")
    with refused("ON_HOLD"):
        settle(hotel.desk(), window, small, D(1))
    release_account(hotel.desk("anong"), small)
    change_account(hotel.desk("anong"), small, credit_limit=None)
    with refused("MORE_THAN_IS_DUE"):
        settle(hotel.desk(), window, small, D(999))
    with refused("NOT_POSITIVE"):
        settle(hotel.desk(), window, small, D(0))
    with refused("DEBTOR_OWES"):
        close_account(hotel.desk("anong"), small)
    close_account(hotel.desk("anong"), without)
    with refused("DEBTOR_CLOSED"):
        settle(hotel.desk(), window, without, D(1))
    reopen_account(hotel.desk("anong"), without)
    with refused("NO_RIGHT"):
        siam_by_reception = {"name_en": "Friends", "credit_limit": None}
        open_account(hotel.desk("nok"), **siam_by_reception)


def test_an_account_is_kept_in_order(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    company = create_company(hotel.desk(), name_en="Andaman Air")
    account = open_company_account(desk, company, D(1000))
    update_company(hotel.desk(), company, name_en="Andaman Airways", address="2 Sathorn")
    row = CityAccount.get_by_id(account)
    assert (row.name("th"), row.address) == ("Andaman Airways", "2 Sathorn")
    for code, values in (
        ("COMPANY_HAS_ACCOUNT", {"company_id": company, "name_en": "Again"}),
        ("NO_NAME", {"name_en": " - "}),
        ("TAX_ID", {"name_en": "A", "tax_id": "0105561000004"}),
        ("BRANCH", {"name_en": "A", "branch": "first"}),
        ("TERMS", {"name_en": "A", "terms": 366}),
        ("CREDIT_LIMIT", {"name_en": "A", "credit_limit": D(-1)}),
        ("DEBTOR_NUMBER", {"name_en": "A", "number": "no. 1"}),
        ("DEBTOR_EXISTS", {"name_en": "A", "number": "skip"}),
    ):
        with refused(code):
            open_account(desk, **values)  # type: ignore[arg-type]
    with refused("NO_DEBTOR"):
        account_of_number("nobody")
    with refused("DEBTOR_NEEDED"):
        close_account(desk, account_of_number("skip").id)
    with refused("NO_REASON"):
        hold_account(desk, account, " ")


def test_money_sent_to_a_company_needs_an_open_shift(small_hotel: Hotel) -> None:
    account, stay = siam(small_hotel), owing(small_hotel)
    set_setting(small_hotel.desk(), "cashier_shifts", "yes")
    with refused("NO_SHIFT"):
        settle(small_hotel.desk("nok"), small_hotel.window(stay), account, D(100))


def test_what_was_paid_on_an_item_stands_in_the_way_of_taking_it_back(small_hotel: Hotel) -> None:
    account, stay = siam(small_hotel), owing(small_hotel)
    posting = settle(small_hotel.desk(), small_hotel.window(stay), account, D(100))
    OpenItem.update(unpaid=D(40)).execute()
    with refused("ITEM_PAID"):
        correct(small_hotel.desk(), posting, "wrong company")
    assert [fault.code for fault in faults()] == ["CITY_ITEMS"]


@pytest.fixture(params=["sqlite", "bare sqlite", "postgres"])
def raw(request: pytest.FixtureRequest) -> Iterator[Raw]:
    kind = request.param
    url = request.getfixturevalue("postgres_url" if kind == "postgres" else "sqlite_url")
    open_database(url)
    hotel = Hotel()
    facts = live_day(hotel)
    stay = facts.resident
    account = siam(hotel)
    settle(hotel.desk(), hotel.window(stay), account, D(100))
    name_account(hotel.desk(), hotel.window(stay), account)
    with raw_postgres(url, facts) if kind == "postgres" else raw_sqlite(url, kind, facts) as hand:
        yield hand
    close_database()


def test_the_database_keeps_the_items(raw: Raw) -> None:
    raw.refuses("UPDATE open_item SET unpaid = -1", saying="MORE_THAN_IS_LEFT")
    raw.refuses("UPDATE open_item SET unpaid = 10001", saying="MORE_THAN_IS_LEFT")
    raw.refuses("UPDATE open_item SET amount = 20000", saying="ITEM_KEPT")
    raw.refuses("UPDATE open_item SET account_id = (SELECT min(id) FROM city_account)", saying="ITEM_KEPT")
    raw.refuses("DELETE FROM open_item", saying="ITEM_KEPT")
    columns = "id, account_id, posting_id, window_id, date, due, document, description, amount, unpaid"
    again = f"INSERT INTO open_item ({columns}) SELECT {columns.replace('id,', 'id + 9,', 1)} FROM open_item"
    raw.refuses(again, saying="ITEM_KEPT")
    if raw.on_sqlite:
        raw.refuses(
            f"INSERT OR REPLACE INTO open_item ({columns}) SELECT {columns} FROM open_item",
            saying="ITEM_KEPT",
        )
    else:
        raw.refuses("TRUNCATE open_item", saying=["ENTRY_SEALED", "cannot truncate"])
    raw.refuses("DELETE FROM city_account", saying="ITEM_KEPT")
    raw.refuses("UPDATE city_account SET number = 'X' WHERE number = 'SKIP'", saying="ITEM_KEPT")
    raw.refuses("UPDATE folio_window SET payee = '' WHERE city_account_id IS NOT NULL", saying="PAYEE_NEEDED")
