"""The day of the switch: deposits, folios and city ledger of the old program come in, and the books tie."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from models.back_office.receivables import CityAccount, OpenItem, debtors, items_of, open_account
from models.front_office.city_ledger import open_company_account
from models.front_office.companies import create_company
from models.front_office.folios import correct, folio_lines, post_charge
from models.front_office.folios.tables import Posting
from models.front_office.house_accounts import open_house_account
from models.front_office.imports.tables import ImportRow
from models.front_office.invoicing import issue_invoice
from models.front_office.invoicing.tables import DepositDeduction
from models.front_office.opening_balances import (
    CLEARING,
    CLOSING,
    OPENING,
    close_opening,
    opening_closed_on,
    opening_so_far,
)
from models.front_office.payments import refund_deposit, take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.receipts import Buyer, Receipt
from models.front_office.reservations import Reservation, Stay, deposit_of, security_of, share_room
from models.front_office.stays import check_in
from models.house.acts import ChangeLog
from models.house.database import close_database, open_database
from models.ledger.accounts import Account
from models.ledger.balances import account_balance
from models.ledger.entries import Entry
from tests.hotel import FIRST_DAY, Hotel
from tests.importing import BOOKINGS, Importer, figures
from tests.raw import Raw, live, raw_postgres, raw_sqlite
from tests.refusing import everything, refused

BUYER = Buyer("Anna Müller", "Hauptstr. 7, Berlin")
BOOKED = (
    f"{BOOKINGS}\nC1,Anna Müller,23/11/2026,26/11/2026,SUP,NET\nC2,Yoko Ono,30/11/2026,02/12/2026,DLX,NET\n"
)
DEPOSITS = (
    "Conf No,Deposit Amount,VAT,Receipt No,Date,Type\n"
    'C1,"1,070.00",70.00,DP-2569/0815,10/11/2026,Deposit\n'
    "C2,2140,140,DP-2569/0816,11/11/2026,Deposit\n"
    "C2,1000,,S-11,11/11/2026,Security\n"
)
CITY = (
    "AR No,Invoice No,Date,Due Date,Balance,Description\n"
    "T100,IV-1,01/09/2026,01/10/2026,12500.50,Group Chiang Mai\n"
    "T100,IV-2,15/11/2026,,4000,Mr Ito\n"
    "T100,CR-7,16/11/2026,,-1500,Paid on account\n"
)


@pytest.fixture
def old(hotel: Hotel, tmp_path: Path) -> Importer:
    return Importer(hotel, tmp_path)


@pytest.fixture
def old_small(small_hotel: Hotel, tmp_path: Path) -> Importer:
    return Importer(small_hotel, tmp_path)


def balance(code: str) -> Decimal:
    return account_balance(Account.get(Account.code == code).id)


def debtor(old: Importer) -> CityAccount:
    number = open_account(old.hotel.desk(), number="T100", name_en="Tour One", terms=30)
    return CityAccount.get_by_id(number)


def booking_stay(number: str) -> int:
    return int(ImportRow.get((ImportRow.kind == "bookings") & (ImportRow.external_id == number)).subject_id)


def booking(number: str) -> Reservation:
    return Stay.get_by_id(booking_stay(number)).reservation


def test_the_three_ledgers_of_the_old_program_tie_and_the_first_audit_passes(old: Importer) -> None:
    hotel = old.hotel
    account = debtor(old)
    hotel.registered_guest("Müller", given="Anna")
    stay = hotel.in_house("201")
    old.takes("bookings", BOOKED)
    old.takes("deposits", DEPOSITS)
    old.takes("guest-balances", "Room,Balance,Description\n201,3210.25,Old folio 77\n201,-500,Paid ahead\n")
    old.takes("city-balances", CITY)
    assert (deposit_of(booking("C1")), deposit_of(booking("C2"))) == (1070, 2140)
    assert (security_of(booking("C2")), hotel.balance(stay)) == (1000, Decimal("2710.25"))
    assert account.balance == Decimal("15000.50")
    assert (balance("21200"), balance("11410"), balance("21330")) == (-4210, Decimal("15000.50"), 210)
    assert balance("21300") == 0, "VAT was the old program's"
    total = "Account,Debit,Credit\n11210,50000,\n21200,,4210\n11400,2710.25,\n11410,15000.50,\n21330,210,\n31000,,63710.75\n"
    old.takes("general-balances", total)
    assert balance(CLEARING) == 0
    assert list(faults()) == []
    check_in(hotel.answering(), booking_stay("C1"), "202")
    hotel.audit()
    assert hotel.day == FIRST_DAY + datetime.timedelta(days=1)
    assert list(faults()) == []


def test_the_vat_of_an_old_deposit_is_declared_once_and_its_invoice_deducted(old: Importer) -> None:
    """1,070.00 of which 70.00 was declared there; 2,140.00 is charged here: 70.00 more is due."""
    hotel = old.hotel
    hotel.registered_guest("Müller", given="Anna")
    old.takes("bookings", BOOKED)
    old.takes("deposits", DEPOSITS)
    stay = booking_stay("C1")
    check_in(hotel.desk(), stay, "202")
    window = hotel.window(stay)
    post_charge(hotel.desk(), window, "MISC", Decimal(2140), inclusive=True)
    assert (balance("21300"), balance("21330"), hotel.balance(stay)) == (-70, 140, 1070)
    take_payment(hotel.desk(), window, "CASH", Decimal(1070))
    invoice = Receipt.get_by_id(issue_invoice(hotel.desk(), window, "full", BUYER))
    assert (invoice.net, invoice.vat) == (1000, 70)
    deducted = DepositDeduction.get(DepositDeduction.receipt == invoice)
    assert (deducted.invoice.number, deducted.invoice.date) == ("DP-2569/0815", datetime.date(2026, 11, 10))
    assert list(faults()) == []


def test_an_old_deposit_given_back_is_credited_by_the_number_of_its_invoice(old_small: Importer) -> None:
    old_small.takes("bookings", BOOKED)
    old_small.takes("deposits", DEPOSITS)
    reservation = booking("C2")
    refund_deposit(old_small.hotel.desk(), reservation.id, "TRAN", Decimal(2140), "cancelled")
    note = Receipt.get(Receipt.kind == "credit note")
    assert "DP-2569/0816" in note.paper
    assert (balance("21300"), balance("21330"), deposit_of(reservation)) == (140, 70, 0)
    assert list(faults()) == []


def test_a_deposit_of_a_guest_in_house_goes_to_the_folio_at_once(old_small: Importer) -> None:
    hotel = old_small.hotel
    stay = hotel.in_house("201")
    confirmation = Stay.get_by_id(stay).reservation.confirmation
    old_small.takes("deposits", f"booking,amount,vat percent\n{confirmation},1070,7%\n")
    assert (hotel.balance(stay), balance("21200"), balance("11400"), balance("21330")) == (
        -1070,
        0,
        -1070,
        70,
    )
    post_charge(hotel.desk(), hotel.window(stay), "MISC", Decimal(1070), inclusive=True)
    assert (balance("21300"), balance("21330"), hotel.balance(stay)) == (0, 0, 0)
    assert list(faults()) == []


def test_a_folio_says_brought_forward_and_leaves_with_it_paid(old_small: Importer) -> None:
    hotel = old_small.hotel
    stay = hotel.in_house("201", nights=1)
    old_small.takes("guest-balances", "ห้อง,ยอดค้าง,รายการ\n201,1500,ห้องอาหาร 22/11\n")
    line = next(line for line in folio_lines(hotel.window(stay)) if line.kind == OPENING)
    assert (line.words("th"), line.words("en")) == (
        "ยอดยกมา ห้องอาหาร 22/11",
        "Brought forward ห้องอาหาร 22/11",
    )
    with refused("NOT_CORRECTABLE"):
        correct(hotel.desk(), line.posting_id, "wrong")
    hotel.audit()
    hotel.leaves(stay)
    assert list(faults()) == []
    revenue = Posting.select().where(Posting.kind == "charge")
    assert {posting.code.code for posting in revenue} == {"ROOM"}, "what was brought forward is no revenue"


def test_a_house_account_is_brought_forward_by_its_room(old_small: Importer) -> None:
    account = open_house_account(old_small.hotel.desk(), "Owner")
    old_small.takes("guest-balances", "room,amount\nHA01,750\n")
    assert (old_small.hotel.balance(account), balance("11400")) == (750, 750)


def test_every_balance_is_in_the_change_log_with_its_line(old_small: Importer) -> None:
    debtor(old_small)
    old_small.hotel.in_house("201")
    before = ChangeLog.select().count()
    old_small.takes("city-balances", CITY)
    old_small.takes("guest-balances", "room,amount\n201,100\n")
    old_small.takes("general-balances", "account,debit,credit\n11110,10,\n31000,,10\n")
    log = list(ChangeLog.select().order_by(ChangeLog.id).offset(before))
    assert [(row.subject, row.reason.split(", ")[1]) for row in log] == [
        *(("open_item", f"line {n}") for n in (2, 3, 4)), ("posting", "line 2"), ("entry", "line 2"), ("entry", "line 3"),
    ]  # fmt: skip


def test_an_item_is_as_old_as_it_was_and_a_credit_stands_below_zero(old_small: Importer) -> None:
    account = debtor(old_small)
    old_small.takes("city-balances", CITY)
    first, second, credit = items_of(account.id)
    assert (first.date, first.due, first.days_late(FIRST_DAY)) == (
        datetime.date(2026, 9, 1),
        datetime.date(2026, 10, 1),
        53,
    )
    assert (second.due, second.days_late(FIRST_DAY)) == (datetime.date(2026, 12, 15), 0)
    assert (credit.amount, credit.unpaid, credit.days_late(datetime.date(2027, 5, 1))) == (-1500, -1500, 0)
    row = next(row for row in debtors(FIRST_DAY, "T100").first(5))
    assert (row.balance, row.overdue) == (Decimal("15000.50"), Decimal("12500.50"))


def test_a_company_is_found_by_its_name_and_a_credit_limit_is_not_asked(old_small: Importer) -> None:
    desk = old_small.hotel.desk()
    company = create_company(desk, code="SIAM", name_en="Siam Tours", kind="agent")
    account = CityAccount.get_by_id(open_company_account(desk, company, Decimal(100)))
    old_small.takes("city-balances", "company,date,amount\nsiam tours,1/9/2026,5000\n")
    assert account.balance == 5000
    debtor(old_small)
    old_small.takes("city-balances", "name,date,amount\nTour One,1/9/2026,700\n")
    assert balance("11410") == 5700


def test_the_same_files_twice_change_nothing(old_small: Importer) -> None:
    debtor(old_small)
    old_small.hotel.in_house("201")
    old_small.takes("bookings", BOOKED)
    files = {
        "deposits": DEPOSITS,
        "city-balances": CITY,
        "guest-balances": "room,amount,text\n201,100,a\n201,100,a\n",
        "general-balances": "account,debit,credit\n11110,10,\n31000,,10\n",
    }
    for kind, text in files.items():
        assert old_small.takes(kind, text).new == text.count("\n") - 1
    before = everything()
    for kind, text in files.items():
        assert figures(old_small.takes(kind, text)) == (0, 0, text.count("\n") - 1, 0)
    assert everything() == before
    old_small.source = "another name"
    old_small.takes("bookings", BOOKED.replace("C1", "D1").replace("C2", "D2"), NO_AVAILABILITY="sold before")
    for kind, text in files.items():
        said = old_small.faults(
            kind, text.replace("C1,", "D1,").replace("C2,", "D2,") if kind != "deposits" else text
        )
        assert said, kind


def test_faults_are_listed_by_line_in_both_languages_and_nothing_is_written(old_small: Importer) -> None:
    debtor(old_small)
    stay = old_small.hotel.in_house("201")
    confirmation = Stay.get_by_id(stay).reservation.confirmation
    deposits = (
        "booking,amount,vat,type,document\n"
        "999999,100,,,\n"
        f"{confirmation},0,,,\n"
        f"{confirmation},100,100,,\n"
        f"{confirmation},100,7,security,\n"
        f"{confirmation},,,,\n"
        f"{confirmation},abc,,,\n"
    )
    assert [line for line, _said in old_small.faults("deposits", deposits)] == [2, 3, 4, 5, 6, 7]
    guests = "room,window,amount,name\n207,,100,\n201,4,100,\n201,,0,\n"
    assert [line for line, _said in old_small.faults("guest-balances", guests)] == [2, 3, 4]
    city = "account,date,due,amount\nT999,1/9/2026,,5\nT100,30/11/2026,,5\nT100,1/9/2026,1/8/2026,5\nT100,1/9/2026,,0\n"
    said = old_small.faults("city-balances", city)
    assert [line for line, _said in said] == [2, 3, 4, 5]
    assert "T999" in said[0][1]
    books = "account,debit,credit\n99999,1,\n39000,1,\n11400,500,\n11110,10.005,\n"
    said = old_small.faults("general-balances", books)
    assert [line for line, _said in said] == [2, 3, 4, 5]
    assert "500.00 here, the lists brought 0.00; the difference is 500.00" in said[2][1]


def test_of_two_who_share_a_room_the_one_named_owes_it(old_small: Importer) -> None:
    hotel = old_small.hotel
    first = hotel.booked(2, guest=hotel.guest("Novak"), room="201")
    second = hotel.booked(2, guest=hotel.guest("Berger"))
    share_room(hotel.desk(), second, first)
    for stay in (first, second):
        check_in(hotel.desk("nok"), stay, "201")
    ((line, said),) = old_small.faults("guest-balances", "room,amount\n201,100\n")
    assert (line, "Several guests are in room 201" in said) == (2, True)
    old_small.takes("guest-balances", "room,amount,name\n201,100,Berger\n")
    assert (hotel.balance(first), hotel.balance(second)) == (0, 100)


def test_what_was_taken_in_stands_and_a_difference_comes_as_a_line_of_its_own(old_small: Importer) -> None:
    account = debtor(old_small)
    old_small.takes("city-balances", CITY)
    said = old_small.faults("city-balances", CITY.replace("12500.50", "12600.50"))
    assert [line for line, _said in said] == [2]
    old_small.takes("city-balances", CITY + "T100,IV-1b,01/09/2026,01/10/2026,100,left out\n")
    assert account.balance == Decimal("15100.50")


def test_a_document_that_is_there_is_not_brought_in_again(old_small: Importer) -> None:
    desk = old_small.hotel.desk()
    stay = old_small.hotel.booked(2)
    take_deposit(desk, Stay.get_by_id(stay).reservation_id, "TRAN", Decimal(500))
    old_small.takes("bookings", BOOKED)
    said = old_small.faults("deposits", "booking,amount,vat,document\nC2,1070,70,DP2569-00001\n")
    assert "DP2569-00001" in said[0][1]


def test_the_opening_is_closed_when_the_clearing_account_is_explained(old: Importer) -> None:
    desk, day = old.hotel.desk(), old.hotel.day
    debtor(old)
    old.takes("city-balances", CITY)
    assert [row.code for row in opening_so_far()] == ["11410", CLEARING]
    with refused("OPENING_NOT_EXPLAINED") as refusal:
        close_opening(desk)
    assert "-15,000.50" in refusal.said.message.say("en")
    with refused("NO_EQUITY"):
        close_opening(desk, "11110", "no books there")
    with refused("NO_ACCOUNT"):
        close_opening(desk, "32222", "no books there")
    with refused("NO_REASON"):
        close_opening(desk, "32000", " ")
    with refused("NO_RIGHT"):
        close_opening(old.hotel.desk("nok"))
    close_opening(desk, "32000", "no books there")
    assert (balance(CLEARING), balance("32000"), opening_closed_on()) == (0, Decimal("-15000.50"), day)
    assert Entry.select().where(Entry.kind == CLOSING).count() == 1
    with refused("OPENING_CLOSED"):
        close_opening(desk)
    said = old.faults("city-balances", CITY + "T100,IV-9,01/09/2026,,5,x\n")
    assert [line for line, _said in said] == [5]
    old.hotel.audit()
    assert list(faults()) == []


def test_the_opening_closes_by_itself_where_the_trial_balance_balances(old_small: Importer) -> None:
    old_small.takes("general-balances", "account,debit,credit\n11110,10,\n31000,,10\n")
    close_opening(old_small.hotel.desk())
    assert Entry.select().where(Entry.kind == CLOSING).count() == 0
    assert list(faults()) == []


@pytest.fixture(params=["sqlite", "bare sqlite", "postgres"])
def raw(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Raw]:
    kind = request.param
    url = request.getfixturevalue("postgres_url" if kind == "postgres" else "sqlite_url")
    open_database(url)
    old = Importer(Hotel(), tmp_path)
    facts = live(old.hotel)
    debtor(old)
    old.takes("city-balances", CITY)
    close_opening(old.hotel.desk(), "32000", "no books there")
    with raw_postgres(url, facts) if kind == "postgres" else raw_sqlite(url, kind, facts) as hand:
        yield hand
    close_database()


def test_the_database_keeps_items_and_the_end_of_the_opening(raw: Raw) -> None:
    credit = OpenItem.get(OpenItem.document == "CR-7").id
    for unpaid in ("1", "-150001"):
        raw.refuses(f"UPDATE open_item SET unpaid = {unpaid} WHERE id = {credit}", saying="MORE_THAN_IS_LEFT")
    raw.refuses("UPDATE open_item SET entry_id = NULL", saying="ITEM_KEPT")
    raw.refuses("DELETE FROM open_item", saying="ITEM_KEPT")
    raw.refuses("DELETE FROM opening_closed", saying="OPENING_CLOSED")
    raw.refuses("UPDATE opening_closed SET date = '2027-01-01'", saying="OPENING_CLOSED")
    one = f"(SELECT MIN(id) FROM entry WHERE kind = '{OPENING}')"
    lines = "position, date, account_id, subaccount_id, amount, item, memo"
    columns = "date, journal, kind, memo, staff_id, terminal, at"
    next_id, last_seal = (
        "(SELECT MAX(id) + 1 FROM entry)",
        "(SELECT hash FROM entry ORDER BY id DESC LIMIT 1)",
    )
    again = (
        f"INSERT INTO line (entry_id, {lines}) SELECT {next_id}, {lines} FROM line WHERE entry_id = {one}",
        f"INSERT INTO entry (id, {columns}, previous_hash, hash)"
        f" SELECT {next_id}, {columns}, {last_seal}, 'again' FROM entry WHERE id = {one}",
    )
    raw.refuses(*again, saying="OPENING_CLOSED")


KILLED = """
import os, signal, sys
from pathlib import Path
from models.front_office.imports import KINDS, import_table, propose
from models.house.database import open_database
from models.house.tables import read_table
from tests.hotel import Hotel
open_database(sys.argv[1])
table = read_table(Path(sys.argv[2]))
kind = KINDS["general-balances"]
def die(done, total):
    os.kill(os.getpid(), signal.SIGKILL)
import_table(Hotel().desk(), kind, table, propose(kind.fields, table), "opera", progress=die)
"""


def test_balances_killed_on_the_last_line_leave_nothing(hotel_url: str, tmp_path: Path) -> None:
    open_database(hotel_url)
    before = everything()
    close_database()
    file = tmp_path / "books.csv"
    file.write_text("account,debit,credit\n11110,10,\n31000,,10\n", "utf-8")
    root = Path(__file__).parent.parent
    died = subprocess.run(
        [sys.executable, "-c", KILLED, hotel_url, str(file)], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL
    open_database(hotel_url)
    assert everything() == before
    assert Importer(Hotel(), tmp_path).takes("general-balances", file.read_text("utf-8")).new == 2
    close_database()
