"""The exchange desk: foreign notes bought and sold, taken back, counted, handed in at the bank, and told of at the end of the day."""

from __future__ import annotations

import datetime
from decimal import Decimal

import peewee
import pytest

from models.front_office.currencies import keep_currency, keep_licence, set_rate
from models.front_office.exchange import (
    BUY,
    SELL,
    Customer,
    Exchange,
    count_slip_print,
    exchange,
    keep_terms,
    paper_of,
    quote,
    take_back_exchange,
)
from models.front_office.exchange.bank import notes_to_bank
from models.front_office.exchange.position import in_house, in_safe, positions
from models.front_office.exchange.report import daily_csv, daily_paper, exchanges_of
from models.front_office.exchange.slips import board_paper
from models.front_office.folios import window_balance
from models.front_office.guests import Guest
from models.front_office.payment_legs import Leg
from models.front_office.payments import take_payments
from models.front_office.privacy import erase_guest, set_retention
from models.front_office.proof import faults
from models.front_office.reservations import Stay
from models.front_office.till import CashierShift, TillMovement
from models.front_office.till.closing import Counted, close_shift, count_shift, results
from models.front_office.till.drops import drop
from models.house.database import database
from models.house.papers import Paper
from models.house.property import Property
from models.house.settings import set_setting
from models.ledger.entries import Line
from tests.hotel import Hotel
from tests.refusing import asked, refused
from tests.test_cashier_shifts import bag, begin, book, cash, with_shifts
from tests.test_privacy import later, register_closed

D = Decimal
ANNA = Customer(name="Anna Schmidt", nationality="DEU", document_number="c01x00t47")


def licensed(hotel: Hotel) -> Hotel:
    """With a licence, rates for dollars and yen, and cashier shifts."""
    with_shifts(hotel)
    desk = hotel.desk()
    keep_licence(desk, True, "MC-8123/2569")
    set_rate(desk, "USD", "33.10", "34.05")
    set_rate(desk, "JPY", "0.2215")
    return hotel


@pytest.fixture
def house(small_hotel: Hotel) -> Hotel:
    return licensed(small_hotel)


def in_room(stay: int) -> Customer:
    row = Stay.get_by_id(stay)
    return Customer(stay_id=row.id, guest_id=row.guest_id)


def buy(
    hotel: Hotel, amount: int = 100, code: str = "USD", who: Customer = ANNA, login: str = "malee"
) -> int:
    return exchange(hotel.desk(login), BUY, code, D(amount), who)


def words_of(paper: Paper | None) -> str:
    assert paper is not None
    return str(paper)


def test_the_house_buys_dollars_of_a_guest_in_house_and_only_the_drawer_moves(hotel: Hotel) -> None:
    licensed(hotel)
    begin(hotel, amount=10_000)
    stay = hotel.in_house("201", guest=hotel.guest("Müller", document_number="C4567890"))
    before = hotel.balance(stay)
    done = exchange(hotel.desk("malee"), BUY, "USD", D(100), in_room(stay))
    row = Exchange.get_by_id(done)
    assert (row.number, row.worth, row.baht, row.commission) == ("EX2569-00001", 3310, 3310, 0)
    assert (row.name, row.nationality, row.document_number, row.room) == (
        "MÜLLER Anna",
        "DEU",
        "C4567890",
        "201",
    )
    moved = TillMovement.select().where(TillMovement.entry == row.entry).order_by(TillMovement.id)
    assert [(m.kind, m.method.code, m.currency, m.amount, m.baht) for m in moved] == [
        ("exchange", "FORX", "USD", 100, 3310),
        ("exchange", "CASH", "THB", -3310, -3310),
    ]
    assert len({m.shift_id for m in moved} - {None}) == 1
    lines = Line.select().where(Line.entry == row.entry)
    assert sorted((line.account.code, line.amount) for line in lines) == [("11110", -3310), ("11120", 3310)]
    assert hotel.balance(stay) == before
    assert book("42120") == 0
    assert not list(faults())


def test_the_slip_says_who_what_at_which_rate_and_in_words(house: Hotel) -> None:
    keep_terms(house.desk(), holder="Rim Nam Money Exchange Co., Ltd.", percent="1", flat=D(10))
    begin(house, amount=10_000)
    done = buy(house)
    paper = paper_of(done)
    said = words_of(paper)
    for words in (
        "Rim Nam Money Exchange", "MC-8123/2569", "สำนักงานใหญ่", "EX2569-00001", "Anna Schmidt", "Germany", "C01X00T47",
        "USD", "100.00", "33.10", "3,310.00", "-43.10", "3,266.90", "สามพันสองร้อยหกสิบหกบาทเก้าสิบสตางค์",
        "Three thousand two hundred sixty-six baht", "Foreign notes bought", "10:00", "ต้นฉบับ / Original",
    ):  # fmt: skip
        assert words in said, words
    assert "VAT" not in said
    assert (paper.kind, paper.sheet) == ("exchange", "a5")
    assert count_slip_print(house.desk("malee"), done) == 1
    assert "สำเนา / Copy" in words_of(paper_of(done))
    assert book("42120") == D("-43.10")  # the commission
    assert not list(faults())


def test_notes_are_sold_at_what_they_cost_and_the_difference_is_gained(house: Hotel) -> None:
    keep_terms(house.desk(), sells=True)
    begin(house, amount=10_000)
    buy(house, 200)
    set_rate(house.desk(), "USD", "33.30", "34.40")
    buy(house, 100)
    desk = house.desk("malee")
    done = exchange(desk, SELL, "USD", D(150), ANNA)
    row = Exchange.get_by_id(done)
    assert (row.worth, row.baht, row.cost) == (5160, 5160, 4975)  # of 300 for 9,950
    assert (in_house("USD"), book("11120"), book("42120")) == ((150, 4975), 4975, -185)
    assert "Foreign notes sold" in words_of(paper_of(done))
    with refused("NOT_ENOUGH_NOTES"):
        exchange(desk, SELL, "USD", D(151), ANNA)
    take_back_exchange(desk, done, "wanted euros")
    assert (in_house("USD"), book("11120"), book("42120")) == ((300, 9950), 9950, 0)
    assert not list(faults())


def test_an_exchange_of_today_is_taken_back_with_both_currencies_and_keeps_its_number(house: Hotel) -> None:
    shift = begin(house, amount=10_000)
    desk = house.desk("malee")
    first = buy(house)
    with refused("NO_REASON"):
        take_back_exchange(desk, first, " ")
    with refused("NO_SHIFT"):
        take_back_exchange(house.desk("nok"), first, "wrong notes")
    take_back_exchange(desk, first, "wrong notes")
    assert (book("11120"), book("11110"), in_house("USD")) == (0, 10_000, (0, 0))
    assert "VOID" in words_of(paper_of(first))
    with refused("ALREADY_CORRECTED"):
        take_back_exchange(desk, first, "again")
    second = buy(house)
    assert Exchange.get_by_id(second).number == "EX2569-00002"
    drop(desk, "FORX", "USD", D(100), bag())
    with refused("NOT_ENOUGH_NOTES"):
        take_back_exchange(desk, second, "wrong notes")
    count_shift(desk, shift, [cash(6690)])
    close_shift(desk, shift, D(6690))
    house.audit()
    begin(house, amount=6690)
    with refused("CLOSED_DATE"):
        take_back_exchange(house.desk("malee"), second, "yesterday")
    assert not list(faults())


def test_nothing_is_exchanged_without_licence_rate_notes_shift_or_cash(small_hotel: Hotel) -> None:
    hotel = with_shifts(small_hotel)
    with refused("EXCHANGE_OFF"):
        buy(hotel)
    with refused("NO_LICENCE"):
        keep_terms(hotel.desk(), sells=True)
    licensed(hotel)
    with refused("NO_SHIFT") as refusal:
        buy(hotel)
    assert refusal.said.jump == "open shift"
    begin(hotel, amount=3000)
    desk = hotel.desk("malee")
    with refused("NOT_ENOUGH_CASH"):
        buy(hotel)  # 3,310 out of 3,000
    with refused("NO_WAY"):
        exchange(desk, "swap", "USD", D(10), ANNA)
    with refused("SELL_OFF"):
        exchange(desk, SELL, "USD", D(10), ANNA)
    with refused("NO_CURRENCY"):
        buy(hotel, 10, "KPW")
    with refused("NO_RATE"):
        buy(hotel, 10, "EUR")
    keep_terms(hotel.desk(), sells=True)
    with refused("NO_RATE"):
        exchange(desk, SELL, "JPY", D(1000), ANNA)  # only bought here
    with refused("NOT_POSITIVE"):
        buy(hotel, 0)
    with refused("NOT_NOTES"):
        exchange(desk, BUY, "USD", D("10.50"), ANNA)
    keep_terms(hotel.desk(), flat=D(50))
    with refused("COMMISSION_EATS_ALL"):
        buy(hotel, 1)
    with refused("NO_RIGHT"):
        buy(hotel, 10, login="anong")


def test_nothing_is_exchanged_without_identity(house: Hotel) -> None:
    begin(house, amount=10_000)
    bare = house.guest("Nobody", document_number="", document_kind="")
    stay = house.in_house("201")
    for customer, field in (
        (Customer(nationality="DEU", document_number="C1"), "customer"),
        (Customer(name="Anna", document_number="C1"), "nationality"),
        (Customer(name="Anna", nationality="DEU"), "document_number"),
        (Customer(guest_id=bare), "document_number"),
        (Customer(guest_id=bare, document_number="••••1234"), "document_number"),
    ):
        with refused("NO_IDENTITY") as refusal:
            buy(house, who=customer)
        assert refusal.said.field == field
    with refused("NOT_CLEAN"):
        buy(house, who=Customer(name="Anna\x1b[2J", nationality="DEU", document_number="C1"))
    with refused("TOO_MUCH_TEXT"):
        buy(house, who=Customer(name="A" * 81, nationality="DEU", document_number="C1"))
    coming = in_room(house.booked())
    with refused("NOT_IN_HOUSE"):
        buy(house, who=coming)
    shown = Guest.get_by_id(Stay.get_by_id(stay).guest_id)
    done = buy(house, who=Customer(stay, shown.id, nationality="CHE", document_number="X9"))
    row = Exchange.get_by_id(done)
    assert (row.nationality, row.document_number) == ("CHE", "X9")  # another passport than the one on file


def test_above_the_limits_somebody_answers_and_nobody_buys_more_than_the_law_lets(house: Hotel) -> None:
    keep_terms(house.desk(), sells=True, per_transaction=D(5000), per_day=D(8000))
    begin(house, amount=50_000)
    with asked("OVER_EXCHANGE_LIMIT", "close_shifts", amount="6620", second_person=True):
        buy(house, 200)
    buy(house, 150)  # 4,965
    with asked("OVER_DAY_LIMIT", "close_shifts", amount="8275", second_person=True):
        buy(house, 100)
    someone_else = Customer(name="Anna Schmidt", nationality="DEU", document_number="OTHER1")
    buy(house, 100, who=someone_else)
    told = house.answering("malee", "somsak", OVER_EXCHANGE_LIMIT="a wedding", OVER_DAY_LIMIT="the same")
    over = exchange(told, BUY, "USD", D(200), ANNA)
    take_back_exchange(house.desk("malee"), over, "came too late")
    set_setting(house.desk(), "exchange_limit_sell_day", "3000")
    with refused("OVER_SELL_LIMIT"):
        exchange(house.desk("malee"), SELL, "USD", D(90), someone_else)


def test_terms_are_set_up_by_who_may_and_make_sense(house: Hotel) -> None:
    desk = house.desk()
    for typed in ("x", "-1", "21", "1.2345"):
        with refused("PERCENT"):
            keep_terms(desk, percent=typed)
    with refused("NEGATIVE"):
        keep_terms(desk, flat=D(-1))
    with refused("AMOUNT"):
        keep_terms(desk, per_day=D("0.001"))
    with refused("NO_RIGHT"):
        keep_terms(house.desk("malee"))
    keep_terms(desk, percent="๑.๕")
    found = quote(BUY, "JPY", D(10_000), house.clock())
    assert (found.worth, found.commission, found.baht) == (2215, D("33.23"), D("2181.77"))


def test_a_day_of_the_exchange_desk_adds_up_until_the_notes_are_at_the_bank(hotel: Hotel) -> None:
    """Bought, taken back, paid by a guest, one dollar short at closing, dropped, handed in the next day."""
    licensed(hotel)
    shift = begin(hotel, amount=30_000)
    desk = hotel.desk("malee")
    buy(hotel, 300)
    take_back_exchange(desk, buy(hotel, 50), "torn notes")
    buy(hotel, 10_000, "JPY")
    window = hotel.window(hotel.in_house("201"))
    take_payments(desk, window, [Leg("FORX", D(662), currency="USD", notes=D(20))])
    assert window_balance(window) == -662
    with refused("NOT_IN_SAFE"):
        notes_to_bank(hotel.desk("anong"), "USD", D(1), "33.40", "11210", "FX-1")
    count_shift(
        desk,
        shift,
        [cash(30_000 - 9930 - 2215), Counted("FORX", "USD", D(319)), Counted("FORX", "JPY", D(10_000))],
    )
    found = {r.figure.currency: r for r in results(CashierShift.get_by_id(shift))}
    assert (found["USD"].figure.expected, found["USD"].variance, found["JPY"].variance) == (320, -1, 0)
    assert found["USD"].figure.moved["exchange"] == 300
    close_shift(desk, shift, D(17_855), bag(number="B-9"))
    assert book("52420") == D("33.10")  # the dollar that is missing
    day = hotel.day
    dollars, yen = positions(day)
    assert (dollars.opening, dollars.bought, dollars.bought_baht, dollars.paid, dollars.difference) == (
        0,
        300,
        9930,
        20,
        -1,
    )
    assert (dollars.closing, dollars.closing_baht, dollars.average) == (319, D("10558.90"), D("33.10"))
    assert (yen.closing, yen.closing_baht) == (10_000, 2215)
    assert (in_safe("USD"), in_safe("JPY")) == (319, 10_000)
    hotel.audit()
    books = hotel.desk("anong")
    for code, amount, rate, account_code, reference, refusal in (
        ("USD", D(0), "33.40", "11210", "FX-1", "NOT_POSITIVE"),
        ("USD", D(300), "much", "11210", "FX-1", "RATE"),
        ("USD", D(300), "33.40", "41100", "FX-1", "NO_ACCOUNT"),
        ("USD", D(300), "33.40", "11210", " ", "NO_REFERENCE"),
        ("USD", D(320), "33.40", "11210", "FX-1", "NOT_IN_SAFE"),
        ("KPW", D(1), "33.40", "11210", "FX-1", "NO_CURRENCY"),
    ):
        with refused(refusal):
            notes_to_bank(books, code, amount, rate, account_code, reference)
    with refused("NO_RIGHT"):
        notes_to_bank(desk, "USD", D(300), "33.40", "11210", "FX-1")
    notes_to_bank(books, "USD", D(300), "33.40", "11210", "FX-1")
    assert (book("11210"), book("42120"), in_house("USD")) == (10_020, -90, (19, D("628.90")))
    dollars, yen = positions(hotel.day)
    assert (dollars.opening, dollars.handed_in, dollars.closing, yen.opening, yen.closing) == (
        319,
        300,
        19,
        10_000,
        10_000,
    )
    assert book("11120") == D("628.90") + 2215
    assert not list(faults())
    # Printed again, the day that is closed says the same.
    assert positions(day)[0].closing == 319
    for language in ("en", "th"):
        said = words_of(daily_paper(Property.the(), day, language))
        for text in (
            "EX2569-00003",
            "Anna Schmidt (DEU)",
            "C01X00T47",
            "319",
            "10,558.90",
            "33.10",
            "12,145.00",
        ):
            assert text in said, text
    assert "FX-1" in words_of(daily_paper(Property.the(), hotel.day, "en"))
    assert [row.void for row in exchanges_of(day)] == ["", "torn notes", ""]
    lines = daily_csv(Property.the(), day).splitlines()
    assert len(lines) == 4
    assert lines[1].endswith("buy,USD,300.00,33.10,9930.00,0.00,9930.00,Anna Schmidt,DEU,C01X00T47,,malee,")


def test_the_record_of_an_exchange_outlives_the_profile_of_the_guest(house: Hotel) -> None:
    set_setting(house.desk(), "cashier_shifts", "no")
    guest = house.registered_guest("Müller", document_number="C4567890")
    stay = house.in_house("201", nights=1, guest=guest)
    done = buy(house, who=in_room(stay))
    house.audit()
    house.leaves(stay)
    register_closed(house)
    later(house, 100)
    erase_guest(house.desk(), guest, "asked for it")
    row = Exchange.get_by_id(done)
    assert (row.name, row.document_number) == ("MÜLLER Anna", "C4567890")
    assert "C4567890" in words_of(paper_of(done))
    with refused("RETENTION"):
        set_retention(house.desk(), {"retention_exchange_years": 4})


def test_a_name_is_never_a_formula_in_a_spreadsheet(house: Hotel) -> None:
    begin(house, amount=10_000)
    buy(house, 1, who=Customer(name="=1+1", nationality="DEU", document_number="C1"))
    assert ",'=1+1," in daily_csv(Property.the(), house.day)


def test_the_rate_board_says_what_the_house_buys_and_sells_at_in_both_languages(house: Hotel) -> None:
    set_rate(house.desk(), "USD", "32.80", kind="cheque")
    keep_currency(house.desk(), "JPY", "เยน", "Japanese yen", active=False)
    said = words_of(board_paper(Property.the(), house.clock(), "both"))
    assert "34.05" not in said  # it does not sell
    keep_terms(house.desk(), sells=True, percent="1.5", flat=D(20))
    said = words_of(board_paper(Property.the(), house.clock(), "both"))
    for text in ("33.10", "34.05", "32.80", "US dollar", "ดอลลาร์สหรัฐ", "1.5 % + 20.00", "MC-8123/2569"):
        assert text in said, text
    assert "Japanese yen" not in said


def test_the_database_keeps_what_was_exchanged(hotel: Hotel) -> None:
    licensed(hotel)
    begin(hotel, amount=20_000)
    first, second = buy(hotel), buy(hotel)
    take_back_exchange(hotel.desk("malee"), first, "torn")
    copied = "INSERT INTO exchange_back (exchange_id, entry_id, date, reason, at, staff_id) SELECT {}, entry_id + {}, {}, reason, at, staff_id FROM exchange_back"
    kept = (
        ("UPDATE exchange SET document_number = 'X'", "NUMBER_KEPT"),
        ("UPDATE exchange SET stay_id = 1", "NUMBER_KEPT|FOREIGN|foreign"),
        ("UPDATE exchange SET rate = rate + 1", "NUMBER_KEPT"),
        ("UPDATE exchange SET prints = -1", "NUMBER_KEPT|CHECK|check"),
        (f"DELETE FROM exchange WHERE id = {second}", "NUMBER_KEPT"),
        ("UPDATE exchange_back SET reason = 'x'", "ENTRY_SEALED"),
        ("DELETE FROM exchange_back", "ENTRY_SEALED"),
        (copied.format(first, 1, "date"), "ALREADY_CORRECTED|UNIQUE|unique"),
        (copied.format(second, 1, "'2026-11-22'"), "NOT_THE_BUSINESS_DATE"),
    )
    for statement, saying in kept:
        with pytest.raises(peewee.DatabaseError, match=saying), database.atomic():
            database.execute_sql(statement)
    database.execute_sql(f"UPDATE exchange SET prints = prints + 1 WHERE id = {second}")
    assert datetime.date(2026, 11, 23) == Exchange.get_by_id(second).date
