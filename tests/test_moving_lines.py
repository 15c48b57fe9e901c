"""Lines of a folio go to another window, room or posting master, whole or in parts; nothing is lost or left behind."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.billed_ahead import bill_ahead
from models.front_office.credit_notes import Receipt
from models.front_office.deposit_vat import left
from models.front_office.folios import (
    FolioWindow,
    Posting,
    correct,
    delete_window,
    folio_lines,
    parts_by_posting,
    post_article,
    post_charge,
    save_window,
    split,
    stay_balance,
    transfer,
    window_balance,
    window_named,
    windows_of,
)
from models.front_office.guests.history import history_of
from models.front_office.invoicing.lines import open_lines
from models.front_office.payments import take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.receipts import TAX_INVOICE, ReceiptLine
from models.front_office.reservations import Stay
from models.front_office.routing import save_rule
from models.front_office.stays import check_in
from models.house.database import database, transaction
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.balances import account_balance
from tests.hotel import Hotel
from tests.refusing import asked, refused

BAHT = Decimal


def company_window(hotel: Hotel, stay: int, number: int = 2) -> int:
    return save_window(
        hotel.desk(),
        stay,
        number,
        payee="Siam Tour Co., Ltd.",
        address="1 Silom, Bangkok",
        tax_id="0105561000003",
    )


def parts(posting: int) -> list[tuple[str, Decimal]]:
    return [(part.code, part.amount) for part in parts_by_posting([posting])[posting]]


def last_leg(window: int) -> Posting:
    return Posting.select().where(Posting.window == window).order_by(Posting.id.desc()).first()


def test_a_charge_moves_to_the_company_with_its_tax(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    company = company_window(hotel, stay)
    beer = post_article(hotel.desk(), hotel.window(stay), "CHANG", 2)
    water = post_article(hotel.desk(), hotel.window(stay), "WATER")
    due = stay_balance(stay)
    assert transfer(hotel.desk("nok"), [beer, water], company) == 2
    assert (window_balance(hotel.window(stay)), window_balance(company)) == (BAHT("0.00"), due)
    here, there = folio_lines(hotel.window(stay)), folio_lines(company)
    assert [(line.moved_to, line.amount, line.children) for line in here] == [("2", BAHT(0), ())] * 2
    leg = there[0]
    assert (leg.kind, leg.words_en, leg.net, leg.came_from) == (
        "transfer",
        "Minibar: Beer Chang ×2",
        BAHT("240.00"),
        "",
    )
    assert [(child.code, child.amount) for child in leg.children] == [
        ("SVC", BAHT("24.00")),
        ("VAT", BAHT("18.48")),
    ]
    assert parts(leg.posting_id) == parts(beer)
    assert not list(faults())


def test_a_line_moves_on_and_comes_back_and_every_leg_knows_its_charge(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, friend = hotel.in_house("201"), hotel.in_house("202")
    beer = post_article(hotel.desk(), hotel.window(stay), "CHANG")
    due = stay_balance(stay)
    assert window_named("202", Stay.get_by_id(stay)).id == hotel.window(friend)
    transfer(hotel.desk(), [beer], window_named("202/1", Stay.get_by_id(stay)).id)
    assert (stay_balance(stay), stay_balance(friend)) == (BAHT(0), due)
    leg = last_leg(hotel.window(friend))
    assert folio_lines(hotel.window(friend))[-1].came_from == "201"
    assert folio_lines(hotel.window(stay))[-1].moved_to == "202/1"
    transfer(hotel.desk(), [leg.id], hotel.window(stay))
    assert (stay_balance(stay), stay_balance(friend)) == (due, BAHT(0))
    family = Posting.select().where(Posting.kind == "transfer")
    assert {row.origin_id for row in family} == {beer}
    assert {row.moved_from_id for row in family} == {beer, leg.id}
    assert not list(faults())


def test_a_line_is_split_and_its_children_with_it(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    company = company_window(hotel, stay)
    dinner = post_charge(hotel.desk(), hotel.window(stay), "FOOD", BAHT("1000"))  # 1,177.00
    went = split(hotel.desk(), dinner, company, amount=BAHT("333.33"))
    stayed = last_stays(hotel, stay)
    assert parts(went) == [("FOOD", BAHT("283.20")), ("SVC", BAHT("28.32")), ("VAT", BAHT("21.81"))]
    assert parts(stayed) == [("FOOD", BAHT("716.80")), ("SVC", BAHT("71.68")), ("VAT", BAHT("55.19"))]
    assert (window_balance(company), hotel.balance(stay)) == (BAHT("333.33"), BAHT("843.67"))
    half = split(hotel.desk(), stayed, hotel.window(stay), percent=BAHT("50"))
    assert Posting.get_by_id(half).amount == BAHT("421.84")
    assert hotel.balance(stay) == BAHT("843.67")
    assert not list(faults())


def last_stays(hotel: Hotel, stay: int) -> int:
    here = [line for line in folio_lines(hotel.window(stay)) if not line.moved_to]
    return here[-1].posting_id


def test_a_charge_that_moved_is_taken_back_where_it_lies(hotel: Hotel) -> None:
    stay, friend = hotel.in_house("201"), hotel.in_house("202")
    beer = post_article(hotel.desk(), hotel.window(stay), "CHANG")
    transfer(hotel.desk(), [beer], hotel.window(friend))
    leg = last_leg(hotel.window(friend))
    correction = Posting.get_by_id(correct(hotel.desk(), leg.id, "not ours"))
    assert (correction.window_id, correction.corrects_id) == (hotel.window(friend), beer)
    assert (stay_balance(stay), stay_balance(friend)) == (BAHT(0), BAHT(0))
    assert [line.corrected for line in folio_lines(hotel.window(friend))] == [True, False]
    with refused("ALREADY_CORRECTED"):
        correct(hotel.desk(), beer, "again")
    with refused("ALREADY_CORRECTED"):
        transfer(hotel.desk(), [leg.id], hotel.window(stay))
    assert not list(faults())


def test_a_charge_in_pieces_is_taken_back_whole(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, friend = hotel.in_house("201"), hotel.in_house("202")
    dinner = post_charge(hotel.desk(), hotel.window(stay), "FOOD", BAHT("999.99"))
    split(hotel.desk(), dinner, hotel.window(friend), percent=BAHT("33"))
    correct(hotel.desk(), dinner, "the other table")
    assert (stay_balance(stay), stay_balance(friend)) == (BAHT(0), BAHT(0))
    assert all(
        line.corrected or line.moved_to or line.kind == "correction"
        for line in folio_lines(hotel.window(stay))
    )
    assert not list(faults())


def test_a_bill_in_advance_goes_to_the_company_and_comes_back_from_there(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=2)
    company = company_window(hotel, stay)
    save_rule(hotel.desk(), "stay", stay, codes="room", number=2)
    first, second = bill_ahead(hotel.desk(), stay)
    assert (hotel.balance(stay), window_balance(company)) == (BAHT(0), BAHT("3531.00"))
    transfer(hotel.desk(), [second], hotel.window(stay))
    correct(hotel.desk(), second, "pays as he goes")
    waiting = Account.get(Account.code == "21340").id
    assert account_balance(waiting, hotel.after(30)) == BAHT("-1650.00")
    hotel.audit()
    assert account_balance(waiting, hotel.after(30)) == BAHT(0)
    assert (hotel.balance(stay), window_balance(company)) == (BAHT(0), BAHT("1765.50"))
    assert Posting.get_by_id(first).window_id == company
    assert not list(faults())


def test_a_moved_line_that_was_taken_back_is_not_invoiced(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, friend = hotel.in_house("201"), hotel.in_house("202")
    beer = post_article(hotel.desk(), hotel.window(stay), "CHANG")
    water = post_article(hotel.desk(), hotel.window(stay), "WATER")
    transfer(hotel.desk(), [beer, water], hotel.window(friend))
    correct(hotel.desk(), beer, "not theirs")
    assert [line.code for line in open_lines(hotel.window(friend))] == ["MINI"]
    assert open_lines(hotel.window(stay)) == []


def test_who_was_charged_has_spent_it_whoever_pays(hotel: Hotel) -> None:
    stay, friend = hotel.in_house("201"), hotel.in_house("202")
    guest, other = (Stay.get_by_id(n).guest_id for n in (stay, friend))
    beer, water = (post_article(hotel.desk(), hotel.window(stay), a) for a in ("CHANG", "WATER"))
    transfer(hotel.desk(), [beer, water], hotel.window(friend))
    split(hotel.desk(), last_leg(hotel.window(friend)).id, hotel.window(stay), percent=BAHT(40))
    assert (history_of(guest).spend, history_of(other).spend) == (BAHT("145.49"), BAHT(0))
    correct(hotel.desk(), water, "not ours")
    assert (history_of(guest).spend, history_of(other).spend) == (BAHT("120.00"), BAHT(0))


def test_what_does_not_move(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, friend, gone = hotel.in_house("201"), hotel.in_house("202"), hotel.in_house("203", nights=1)
    guest, there = hotel.window(stay), hotel.window(friend)
    beer = post_article(hotel.desk(), guest, "CHANG")
    take_payment(hotel.desk(), guest, "CASH", BAHT("10"))
    paid = last_leg(guest).id
    with refused("NOT_MOVABLE"):
        transfer(hotel.desk(), [paid], there)
    with refused("NOTHING_CHOSEN"):
        transfer(hotel.desk(), [], there)
    with refused("SAME_WINDOW"):
        transfer(hotel.desk(), [beer], guest)
    with refused("SPLIT_AMOUNT"):
        split(hotel.desk(), beer, there, amount=BAHT("141.24"))
    with refused("SPLIT_AMOUNT"):
        split(hotel.desk(), beer, there, percent=BAHT(100))
    transfer(hotel.desk(), [beer], there)
    with refused("MOVED") as twice:
        transfer(hotel.desk(), [beer], there)
    assert "202/1" in twice.said.message.say("en")
    away = Posting.get((Posting.window == guest) & (Posting.kind == "transfer"))
    with refused("NOT_MOVABLE"):
        transfer(hotel.desk(), [away.id], there)
    with refused("ROOM_VACANT"):
        window_named("305", Stay.get_by_id(stay))
    with refused("NO_WINDOW"):
        window_named("3", Stay.get_by_id(stay))
    Stay.update(no_post=True).where(Stay.id == stay).execute()
    with asked("NO_POST", "post"):
        transfer(hotel.desk(), [last_leg(there).id], guest)
    with refused("NO_RIGHT"):
        transfer(hotel.desk("noi"), [last_leg(there).id], guest)
    hotel.audit()
    hotel.leaves(gone)
    with refused("WINDOW_CLOSED"):
        transfer(hotel.desk(), [last_leg(there).id], hotel.window(gone))


def test_what_stands_on_a_tax_invoice_stays_there(hotel: Hotel) -> None:
    stay, friend = hotel.in_house("201"), hotel.in_house("202")
    beer = post_article(hotel.desk(), hotel.window(stay), "CHANG")
    transfer(hotel.desk(), [beer], hotel.window(friend))
    leg = last_leg(hotel.window(friend)).id
    invoice = Receipt.create(
        number="TX-1",
        window=hotel.window(friend),
        date=hotel.day,
        language="en",
        paper="{}",
        kind=TAX_INVOICE,
    )
    ReceiptLine.create(receipt=invoice, position=1, posting=leg, net=BAHT("132"), vat=BAHT("9.24"))
    with refused("INVOICED"):
        transfer(hotel.desk(), [leg], hotel.window(stay))
    with refused("INVOICED"):
        split(hotel.desk(), leg, hotel.window(stay), percent=BAHT(50))
    with refused("INVOICED"):
        correct(hotel.desk(), beer, "not ours")


def test_the_database_lets_no_line_move_twice_or_in_part(hotel: Hotel) -> None:
    stay, friend = hotel.in_house("201"), hotel.in_house("202")
    beer = post_article(hotel.desk(), hotel.window(stay), "CHANG")
    water = post_article(hotel.desk(), hotel.window(stay), "WATER")
    shirt = post_article(hotel.desk(), hotel.window(stay), "SHIRT")
    correct(hotel.desk(), shirt, "other guest")
    transfer(hotel.desk(), [beer], hotel.window(friend))

    def copy(posting: int, factor: str, **more: object) -> None:
        fields = [f for f in Posting._meta.columns if f not in ("id", "source", "night_id", "corrects_id")]
        said = {
            "kind": "'transfer'", "amount": f"amount * {factor}", "moved_from_id": str(posting), **more
        }  # fmt: skip
        chosen = ", ".join(str(said.get(f, f'"{f}"')) for f in fields)
        names = ", ".join(f'"{f}"' for f in fields)
        with transaction():
            database.execute_sql(
                f"INSERT INTO posting ({names}) SELECT {chosen} FROM posting WHERE id = {posting}"
            )

    for posting, factor, more, code in (
        (beer, "-1", {}, "MOVED"),
        (beer, "1", {}, "MOVED"),
        (shirt, "1", {}, "ALREADY_CORRECTED"),
        (water, "-1", {}, "PARTS_LEFT"),
        (
            beer,
            "-1",
            {
                "kind": "'adjustment'",
                "moved_from_id": "NULL",
                "adjusts_id": str(beer),
                "reason_code": "'PRICE'",
            },
            "MOVED",
        ),
    ):
        with pytest.raises(Refused) as caught:
            copy(posting, factor, **more)
        assert caught.value.code in code.split("|"), (posting, factor, more)


def test_a_charge_that_moves_takes_its_claim_on_the_deposit_along(hotel: Hotel) -> None:
    booked = hotel.booked()
    take_deposit(hotel.desk(), Stay.get_by_id(booked).reservation_id, "CASH", BAHT("1070"))
    check_in(hotel.desk(), booked, "201")
    window = FolioWindow.get_by_id(hotel.window(booked))
    company = company_window(hotel, booked)
    dinner = post_charge(hotel.desk(), window.id, "FOOD", BAHT("535"), inclusive=True)
    used = Posting.get_by_id(dinner)
    vat = dict(parts(dinner))["VAT"]
    window = FolioWindow.get_by_id(window.id)
    assert (left(window.deposit_vat_id), used.amount) == (BAHT("70.00") - vat, BAHT("535.00"))
    transfer(hotel.desk(), [dinner], company)
    assert left(window.deposit_vat_id) == BAHT("70.00")
    transfer(hotel.desk(), [last_leg(company).id], window.id)
    assert left(window.deposit_vat_id) == BAHT("70.00") - vat
    split(hotel.desk(), last_leg_here(window.id), company, percent=BAHT(50))
    correct(hotel.desk(), dinner, "not ours")
    assert left(window.deposit_vat_id) == BAHT("70.00")
    assert not list(faults())


def last_leg_here(window: int) -> int:
    return [line for line in folio_lines(window) if not line.moved_to][-1].posting_id


def test_windows_are_opened_and_kept(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    desk = hotel.desk()
    company = company_window(hotel, stay)
    assert [(w.number, w.payee, w.lines) for w in windows_of(stay)][1] == (2, "Siam Tour Co., Ltd.", 0)
    assert FolioWindow.get_by_id(company).branch == "00000"
    with refused("NO_PAYEE"):
        save_window(desk, stay, 2)
    with refused("NO_PAYEE"):
        save_window(desk, stay, 1, method="CITY")
    with refused("TAX_ID"):
        save_window(desk, stay, 3, payee="X", address="Y", tax_id="0105561000004")
    with refused("NO_WINDOW"):
        save_window(desk, stay, 9, payee="X")
    with refused("NO_CHOICE"):
        save_window(desk, stay, 3, payee="X", style="poem")
    with refused("FIRST_WINDOW"):
        delete_window(desk, hotel.window(stay))
    third = save_window(desk, stay, 3, payee="Uncle")
    delete_window(desk, third)
    post_charge(desk, company, "FOOD", BAHT("100"))
    with refused("WINDOW_HAS_LINES"):
        delete_window(desk, company)
    with pytest.raises(Exception, match=r"(?i)foreign key|WINDOW"), transaction():
        database.execute_sql(f"DELETE FROM folio_window WHERE id = {company}")
