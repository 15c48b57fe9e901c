"""Articles with keys and prices, their stock, and selling them by one line: the bar, the minibar round, the laundry."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from peewee import DatabaseError

from models.front_office.codes import Article
from models.front_office.codes.articles import (
    ArticleTerms,
    articles_of,
    keep_outlet,
    outlet,
    outlets,
    save_article,
)
from models.front_office.codes.lists import price_list_paper
from models.front_office.codes.stock import (
    ArticleStock,
    count_stock,
    movements,
    on_hand,
    receive_stock,
    stock,
)
from models.front_office.folios import Posting, correct, folio_lines, post_article, post_charge
from models.front_office.outlet_sales import last_sales, post_line, post_round, read_line
from models.front_office.reservations import Stay
from models.house.database import database
from models.house.property import Property
from models.house.refusals import Note, Refused
from tests.hotel import Hotel
from tests.refusing import asked, refused

MOJITO = ArticleTerms("MOJITO", "FOOD", "โมฮิโต้", "Mojito", Decimal(220), "BAR", "mo")


def _article(code: str) -> Article:
    return Article.get(Article.code == code)


def _counted(code: str = "CHANG") -> int:
    Article.update(counted=True).where(Article.code == code).execute()
    return int(_article(code).id)


# Articles


def test_every_article_has_the_shortest_key_free_in_its_outlet(small_hotel: Hotel) -> None:
    keys = {a.code: a.short_key for a in articles_of()}
    assert keys["CHANG"] == "c"
    assert keys["PADTHAI"] == "p"
    assert keys["KEYCARD"] == ""
    assert [o.code for o in outlets()] == ["MINI", "LAUN", "BAR"]
    keep_outlet(small_hotel.desk(), "POOL", "", "Pool bar")
    assert outlet("pool bar").name_th == "Pool bar"
    with refused("NO_NAME"):
        keep_outlet(small_hotel.desk(), "", "", "Nameless")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": "PADTHAI"}, "ARTICLE_EXISTS"), ({"short_key": "p"}, "KEY_TAKEN"), ({"short_key": "2p"}, "KEY_SHAPE"),
        ({"outlet": ""}, "NO_OUTLET"), ({"outlet": "MOON"}, "NO_OUTLET"), ({"transaction_code": "CASH"}, "NOT_REVENUE"),
        ({"price": Decimal(0)}, "NOT_POSITIVE"), ({"code": " "}, "NO_NAME"),
    ],
)  # fmt: skip
def test_an_article_that_could_not_be_sold_is_not_saved(
    changed: dict[str, object], code: str, small_hotel: Hotel
) -> None:
    with refused(code):
        save_article(small_hotel.desk(), None, replace(MOJITO, **changed))  # type: ignore[arg-type]


def test_a_new_price_counts_from_its_date_on(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201", nights=4))
    mojito = save_article(hotel.desk(), None, MOJITO)
    save_article(hotel.desk(), mojito, replace(MOJITO, price=Decimal(250), price_from=hotel.after(1)))
    today = post_article(hotel.desk(), window, "MOJITO", 2)
    hotel.audit()
    tomorrow = post_article(hotel.desk(), window, "MOJITO", 2)
    assert [Posting.get_by_id(p).typed for p in (today, tomorrow)] == [Decimal(440), Decimal(500)]
    with refused("PRICE_BACKDATED"):
        save_article(hotel.desk(), mojito, replace(MOJITO, price_from=hotel.after(-1)))
    save_article(hotel.desk(), mojito, replace(MOJITO, price=Decimal(199)))
    assert Posting.get_by_id(post_article(hotel.desk(), window, "MOJITO")).typed == Decimal(199)
    paper = price_list_paper(Property.the(), outlet("BAR"), hotel.day)
    assert [row.cells[2] for row in paper.tables[0].rows] == ["199.00++", "180.00++"]


# Stock


def test_stock_is_what_was_received_less_what_was_posted(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    beer = _counted()
    assert receive_stock(hotel.desk("nok"), beer, 24, "crate") == 24
    posting = post_article(hotel.desk(), window, "CHANG", 3)
    post_charge(hotel.desk(), window, "MINI", Decimal(120))
    assert on_hand(beer) == 21
    correct(hotel.desk(), posting, "not drunk")
    assert on_hand(beer) == 24
    assert count_stock(hotel.desk(), beer, 20, "night count") == -4
    assert [(m.kind, m.quantity) for m in movements(beer)] == [
        ("counted", -4), ("corrected", 3), ("posted", -3), ("received", 24),
    ]  # fmt: skip
    assert [(line.article.code, line.on_hand) for line in stock()] == [("CHANG", 20)]
    for statement in ("UPDATE article_stock SET quantity = 99", "DELETE FROM article_stock"):
        with pytest.raises(DatabaseError, match="STOCK_SEALED"), database.atomic():
            database.execute_sql(statement)


def test_below_zero_the_desk_is_told_and_goes_on(small_hotel: Hotel) -> None:
    hotel = small_hotel
    beer = _counted()
    heard: list[Note] = []
    post_article(hotel.desk("nok", heard=heard.append), hotel.window(hotel.in_house("201")), "CHANG", 2)
    assert [note.code for note in heard] == ["STOCK_BELOW_ZERO"]
    assert on_hand(beer) == -2


def test_what_is_counted_only_later_gives_nothing_back(small_hotel: Hotel) -> None:
    hotel = small_hotel
    posting = post_article(hotel.desk(), hotel.window(hotel.in_house("201")), "CHANG", 2)
    _counted()
    correct(hotel.desk(), posting, "wrong room")
    assert not ArticleStock.select().exists()


def test_stock_is_moved_by_pieces_that_can_be(small_hotel: Hotel) -> None:
    hotel = small_hotel
    beer, water = _counted(), int(_article("WATER").id)
    for code, operation, article, pieces in (
        ("NOT_POSITIVE", receive_stock, beer, 0), ("NOT_COUNTED", receive_stock, water, 1),
        ("NEGATIVE_COUNT", count_stock, beer, -1), ("TOO_MANY", count_stock, beer, 100_000),
    ):  # fmt: skip
        with refused(code):
            operation(hotel.desk(), article, pieces)
    with refused("NO_RIGHT"):
        count_stock(hotel.desk("noi"), beer, 3)


# Selling by one line


@pytest.mark.parametrize(
    ("text", "room", "pieces"),
    [
        ("301 2w 1c", "301", {"WATER": 2, "CHANG": 1}), ("301 w, c", "301", {"WATER": 1, "CHANG": 1}),
        ("301 2xchang", "301", {"CHANG": 2}), ("301 ๒wat", "301", {"WATER": 2}), ("jaid 3w", "201", {"WATER": 3}),
        ("anna mül w", "301", {"WATER": 1}), ("ใจดี w", "201", {"WATER": 1}),
        ("301 2เบียร์ น้ำดื่ม", "301", {"CHANG": 2, "WATER": 1}),  # by a word of its name
        ("-จๅ /ไ แ", "301", {"WATER": 2, "CHANG": 1}),  # 301 2w c with the Thai layout on
    ],
)  # fmt: skip
def test_a_line_says_who_and_what(text: str, room: str, pieces: dict[str, int], small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("201", guest=hotel.guest("Jaidee", given="Somchai", given_th="สมชาย", family_th="ใจดี"))
    hotel.in_house("301", guest=hotel.guest("Müller"))
    line = read_line(text, articles_of(outlet("MINI").id))
    assert line.stay.room.number == room
    assert {p.article.code: p.quantity for p in line.pieces} == pieces


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "NOTHING_TYPED"), ("301 2zz", "NO_ARTICLE"), ("305 w", "ROOM_VACANT"), ("999 w", "NO_ROOM"),
        ("301", "NO_PIECES"), ("301 0w", "NOT_POSITIVE"), ("301 p", "NO_ARTICLE"), ("anna w", "SEVERAL_GUESTS"),
        ("301 zz w", "NO_ARTICLE"), ("301 w" + " w" * 80, "TOO_MUCH_TEXT"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_says_why(text: str, code: str, small_hotel: Hotel) -> None:
    small_hotel.in_house("301")
    small_hotel.in_house("302")
    with refused(code) as refusal:
        post_line(small_hotel.desk("nok"), outlet("MINI").id, text, small_hotel.day)
    assert refusal.said.field == "line"


def test_an_unknown_thai_word_is_named_as_it_was_typed(small_hotel: Hotel) -> None:
    small_hotel.in_house("301")
    with refused("NO_ARTICLE") as refusal:
        post_line(small_hotel.desk("nok"), outlet("MINI").id, "301 กุ้งเผา", small_hotel.day)
    assert "กุ้งเผา" in str(refusal.said)


def test_a_line_is_posted_whole_and_stands_on_the_list_of_its_outlet(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("301")
    ids = post_line(hotel.desk("nok"), outlet("MINI").id, "301 2w c", hotel.day)
    assert [line.posting_id for line in folio_lines(hotel.window(stay))] == ids
    sales = last_sales(outlet("MINI").id, hotel.day)
    assert [(s.words_en, s.room, s.user) for s in sales] == [
        ("Beer Chang", "301", "nok"), ("Water ×2", "301", "nok"),
    ]  # fmt: skip
    correct(hotel.desk("nok"), ids[1], "wrong room")
    assert [s.corrected for s in last_sales(outlet("MINI").id, hotel.day)] == [True, False]
    assert last_sales(outlet("BAR").id, hotel.day) == []


def test_what_was_typed_before_the_audit_is_looked_at_again(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("301", nights=3)
    typed = hotel.day
    hotel.audit()
    with refused("DATE_MOVED"):
        post_line(hotel.desk(), outlet("MINI").id, "301 w", typed)
    with refused("DATE_MOVED"):
        post_round(hotel.desk(), outlet("MINI").id, ["301 w"], typed)


def test_a_guest_who_takes_no_charges_and_one_who_has_left_are_not_charged(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("301")
    Stay.update(no_post=True).where(Stay.id == stay).execute()
    with asked("NO_POST", "post"):
        post_line(hotel.desk("nok"), outlet("MINI").id, "301 w", hotel.day)
    post_line(hotel.answering("nok", NO_POST="the guest signed"), outlet("MINI").id, "301 w", hotel.day)
    gone = hotel.in_house("302", nights=1)
    hotel.audit()
    hotel.leaves(gone)
    with asked("LATE_CHARGE", "post"):
        post_line(hotel.desk("nok"), outlet("MINI").id, "302 w", hotel.day)


def test_a_round_posts_what_is_right_and_leaves_what_is_not(hotel: Hotel) -> None:
    first, second = hotel.in_house("301"), hotel.in_house("302")
    Stay.update(no_post=True).where(Stay.id == second).execute()
    beer = _counted()
    desk = hotel.desk("nok", token="round 1")
    lines = ["301 2w 1c", "305 w", "301 c zz", "302 w"]
    answer = post_round(desk, outlet("MINI").id, lines, hotel.day)
    assert [said["posted"] for said in answer] == [2, 0, 0, 0]
    assert [said["fault"] and said["fault"]["code"] for said in answer] == [
        None, "ROOM_VACANT", "NO_ARTICLE", "NO_POST",
    ]  # fmt: skip
    assert answer[3]["fault"]["jump"] == "folio 302"
    assert answer[1]["fault"]["th"] != answer[1]["fault"]["en"]
    assert post_round(desk, outlet("MINI").id, lines, hotel.day) == answer
    assert len(folio_lines(hotel.window(first))) == 2
    assert on_hand(beer) == -1
    with pytest.raises(Refused):
        post_round(hotel.desk("nok"), outlet("MINI").id, ["301 w"] * 61, hotel.day)


def test_a_minibar_found_empty_after_the_guest_left_is_a_late_charge_after_a_question(
    small_hotel: Hotel,
) -> None:
    hotel = small_hotel
    stay = hotel.in_house("301")
    hotel.pay_all(stay)
    hotel.audit()
    hotel.leaves(stay, early=True)
    round_ = post_round(hotel.desk("nok"), outlet("MINI").id, ["301 2w"], hotel.day)
    assert round_[0]["fault"]["code"] == "LATE_CHARGE"
    assert round_[0]["fault"]["jump"] == "late 301"
    with asked("LATE_CHARGE", "post"):
        post_line(hotel.desk("nok"), outlet("MINI").id, "301 2w", hotel.day)
    post_line(hotel.answering("nok", LATE_CHARGE="found by the maid"), outlet("MINI").id, "301 2w", hotel.day)
    assert hotel.balance(stay) == 60
