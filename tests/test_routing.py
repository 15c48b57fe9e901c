"""Rules send charges to whoever pays for them, when they are made and afterwards."""

from __future__ import annotations

from decimal import Decimal

import pytest
from peewee import DatabaseError

from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.blocks.master import close_posting_master, open_posting_master
from models.front_office.blocks.pickup import pick_up
from models.front_office.companies import create_company
from models.front_office.folios import (
    FolioWindow,
    Posting,
    correct,
    folio_lines,
    post_article,
    post_charge,
    save_window,
    split,
    stay_balance,
    transfer,
    window_balance,
    window_of,
)
from models.front_office.lamps import lamps_of
from models.front_office.night_audit import findings
from models.front_office.proof import faults
from models.front_office.reservations import Booking, Stay
from models.front_office.routing import (
    MASTER,
    OTHER_STAY,
    RoutingRule,
    end_rule,
    refresh,
    rules_of,
    save_rule,
)
from models.front_office.stays import check_in, check_out
from models.house.database import database, transaction
from models.house.property import Property
from models.house.refusals import Refused
from tests.hotel import Hotel
from tests.packages import breakfast, package
from tests.refusing import refused

BAHT = Decimal
ZERO = BAHT("0.00")


def balances(*stays: int) -> list[Decimal]:
    return [stay_balance(stay) for stay in stays]


def group_of_two(hotel: Hotel, nights: int = 1) -> tuple[int, list[int]]:
    """A block of two rooms, both guests still to come; the block and the stays."""
    last = hotel.after(nights - 1)
    block = create_block(
        hotel.desk(), NewBlock("Siam", hotel.day, last, "BAR", (("SUP", 2),), status="definite")
    )
    stays = [
        pick_up(hotel.desk(), block, Booking(hotel.guest(), hotel.day, hotel.after(nights), "SUP", ""))
        for _n in range(2)
    ]
    return block, stays


def test_the_company_pays_the_room_and_the_guest_the_extras(hotel: Hotel) -> None:
    company = create_company(
        hotel.desk(), name_en="Siam Tour", tax_id="0105561000003", address="1 Silom Road, Bangkok"
    )
    save_rule(hotel.desk(), "company", company, codes="room", number=2)
    stay = hotel.in_house("201", nights=1, company_id=company)
    (rule,) = rules_of("stay", stay)
    assert (rule.codes, rule.number, rule.template_id is not None) == ("room", 2, True)
    post_article(hotel.desk(), hotel.window(stay), "CHANG")
    assert lamps_of([stay], hotel.day)[stay][0].letter == "R"
    hotel.audit()
    second = window_of(stay, 2)
    assert (second.payee, second.tax_id) == ("Siam Tour", "0105561000003")
    assert window_balance(second.id) == BAHT("1765.50")  # 1,500 ++
    assert hotel.balance(stay) == BAHT("141.24")
    assert [line.kind for line in folio_lines(second.id)] == ["charge"]
    assert not list(faults())


def test_a_groups_rooms_collect_on_its_master_and_extras_stay(hotel: Hotel) -> None:
    block, stays = group_of_two(hotel)
    save_rule(hotel.desk(), "block", block, codes="room", target=MASTER)
    master = open_posting_master(hotel.desk(), block)
    for room, stay in zip(("201", "202"), stays, strict=True):
        check_in(hotel.desk(), stay, room)
        post_article(hotel.desk(), hotel.window(stay), "WATER")
    hotel.audit()
    assert balances(master, *stays) == [BAHT("3531.00"), BAHT("30.00"), BAHT("30.00")]
    assert [(line.came_from, line.words_en) for line in folio_lines(hotel.window(master))] == [
        ("201", "Room 201 BAR"), ("202", "Room 202 BAR"),
    ]  # fmt: skip
    assert [line.moved_to for line in folio_lines(hotel.window(stays[0]))] == ["", "PM01/1"]
    assert not list(faults())


def test_a_wrapper_goes_to_the_master_whole(small_hotel: Hotel) -> None:
    hotel = small_hotel
    package(hotel, "ABF", breakfast(), wrapper=True, rate="BAR", print_en="Room with breakfast", print_th="ก")
    block, (stay, _other) = group_of_two(hotel)
    save_rule(hotel.desk(), "block", block, codes="room", target=MASTER)
    master = open_posting_master(hotel.desk(), block)
    check_in(hotel.desk(), stay, "201")
    check_in(hotel.desk(), _other, "202")
    hotel.audit()
    assert balances(stay) == [ZERO]
    (line, _line) = folio_lines(hotel.window(master))
    assert (line.words_en, len(line.parts)) == ("Room with breakfast 201 BAR", 2)
    (here,) = folio_lines(hotel.window(stay))
    assert (here.moved_to, here.amount) == ("PM01/1", ZERO)
    assert not list(faults())


def test_beyond_the_limit_of_a_day_the_guest_pays(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, host = hotel.in_house("201"), hotel.in_house("202")
    save_rule(hotel.desk(), "stay", stay, target=OTHER_STAY, to_room="202", limit_amount=BAHT("200"))
    notes: list[str] = []
    desk = hotel.desk(heard=lambda note: notes.append(note.message.say("en")))
    post_article(desk, hotel.window(stay), "CHANG")  # 141.24
    assert (balances(stay, host), notes) == ([ZERO, BAHT("141.24")], [])
    dinner = post_charge(desk, hotel.window(stay), "FOOD", BAHT("100"))  # 117.70
    assert balances(stay, host) == [BAHT("58.94"), BAHT("200.00")]
    assert notes == ["58.94 goes beyond the limit of the routing and stays with the guest."]
    post_article(desk, hotel.window(stay), "WATER")
    assert balances(stay, host) == [BAHT("88.94"), BAHT("200.00")]
    correct(hotel.desk(), dinner, "not ours")
    assert balances(stay, host) == [BAHT("30.00"), BAHT("141.24")]
    post_article(desk, hotel.window(stay), "WATER")
    assert balances(stay, host) == [BAHT("30.00"), BAHT("171.24")]
    assert not list(faults())


def test_half_of_everything_and_taxes_apart(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201")
    save_rule(hotel.desk(), "stay", stay, codes="minibar", number=2, limit_percent=50)
    apart = {"codes": "FOOD", "number": 3, "tax_number": 4}
    with refused("TAX_APART"):
        save_rule(hotel.desk(), "stay", stay, **apart)
    Property.update(tax_id="").execute()  # registered for nothing: it writes no tax invoice
    save_rule(hotel.desk(), "stay", stay, **apart)
    post_article(hotel.desk(), hotel.window(stay), "CHANG")
    assert (hotel.balance(stay), window_balance(window_of(stay, 2).id)) == (BAHT("70.62"), BAHT("70.62"))
    post_charge(hotel.desk(), hotel.window(stay), "FOOD", BAHT("1000"))
    assert window_balance(window_of(stay, 3).id) == BAHT("1100.00")
    assert window_balance(window_of(stay, 4).id) == BAHT("77.00")
    (tax,) = folio_lines(window_of(stay, 4).id)
    assert (tax.words_en, tax.net, tax.amount) == ("VAT", ZERO, BAHT("77.00"))
    assert not list(faults())


def test_rules_are_asked_by_priority_on_their_dates_and_weekdays(small_hotel: Hotel) -> None:
    hotel = small_hotel  # it is Monday
    stay = hotel.in_house("201")
    desk = hotel.desk()
    save_rule(desk, "stay", stay, codes="", number=2, priority=5)
    save_rule(desk, "stay", stay, codes="minibar", number=1, priority=1)
    save_rule(desk, "stay", stay, codes="LAUN", number=3, priority=1, weekdays="67")
    save_rule(desk, "stay", stay, codes="SPA", number=4, priority=1, first_date=hotel.after(1))
    for code, number in (("MINI", 1), ("LAUN", 2), ("SPA", 2)):
        charge = Posting.get_by_id(post_charge(desk, hotel.window(stay), code, BAHT(100)))
        assert charge.window.number == number, code
    by_hand = Posting.get_by_id(post_charge(desk, window_of(stay, 2).id, "MINI", BAHT(100)))
    assert by_hand.window.number == 2  # meant for it


def test_a_changed_rule_is_applied_to_what_was_posted_before(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, host = hotel.in_house("201"), hotel.in_house("202")
    desk = hotel.desk()
    beer = post_article(desk, hotel.window(stay), "CHANG")
    water = post_article(desk, hotel.window(stay), "WATER")
    aside = save_window(desk, stay, 3, payee="Uncle")
    shirt = post_article(desk, hotel.window(stay), "SHIRT")
    transfer(desk, [shirt], aside)
    dinner = post_charge(desk, hotel.window(stay), "FOOD", BAHT(100))
    split(desk, dinner, aside, percent=BAHT(50))
    rule = save_rule(desk, "stay", stay, target=OTHER_STAY, to_room="202")
    assert refresh(desk, stay) == {"moved": 2, "left": 1}  # by hand aside, in pieces left
    assert refresh(desk, stay) == {"moved": 0, "left": 1}
    assert balances(host) == [BAHT("171.24")]
    save_rule(desk, "stay", stay, rule, codes="MINI", number=2)
    assert refresh(desk, stay) == {"moved": 2, "left": 0}
    assert (balances(host), window_balance(window_of(stay, 2).id)) == ([ZERO], BAHT("171.24"))
    end_rule(desk, rule)
    assert refresh(desk, stay) == {"moved": 2, "left": 0}
    assert window_balance(window_of(stay, 2).id) == ZERO
    family = Posting.select().where(Posting.kind == "transfer", Posting.origin << [beer, water])
    assert family.count() == 12
    assert not list(faults())


def test_a_rule_that_leads_nowhere_stops_the_charge_and_the_audit(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, host = hotel.in_house("201", nights=2), hotel.in_house("202", nights=1)
    save_rule(hotel.desk(), "stay", stay, codes="FOOD", target=OTHER_STAY, to_room="202")
    hotel.audit()
    notes: list[str] = []
    hotel.pay_all(host)
    check_out(hotel.desk(heard=lambda note: notes.append(note.code)), host)
    assert "ROUTED_HERE" in notes
    with refused("ROUTE_CLOSED") as stopped:
        post_charge(hotel.desk(), hotel.window(stay), "FOOD", BAHT(100))
    assert stopped.said.jump == "routing 201"
    assert ("A9", "routing 201", True) in [(f.code, f.jump, f.blocks) for f in findings(hotel.day)]
    post_article(hotel.desk(), hotel.window(stay), "WATER")


def test_a_closed_master_takes_nothing(small_hotel: Hotel) -> None:
    hotel = small_hotel
    block, (stay, _other) = group_of_two(hotel)
    save_rule(hotel.desk(), "block", block, target=MASTER)
    open_posting_master(hotel.desk(), block)
    check_in(hotel.desk(), stay, "201")
    close_posting_master(hotel.desk(), block)
    with refused("ROUTE_CLOSED"):
        post_article(hotel.desk(), hotel.window(stay), "WATER")


def test_a_charge_goes_one_way_only(small_hotel: Hotel) -> None:
    hotel = small_hotel
    first, second, third = (hotel.in_house(room) for room in ("201", "202", "203"))
    desk = hotel.desk()
    save_rule(desk, "stay", first, codes="FOOD", target=OTHER_STAY, to_room="202")
    with refused("ROUTED_ON"):  # a circle
        save_rule(desk, "stay", second, target=OTHER_STAY, to_room="201")
    with refused("ROUTED_ON"):  # a second hop
        save_rule(desk, "stay", second, target=OTHER_STAY, to_room="203")
    with refused("ROUTED_ON"):
        save_rule(desk, "stay", third, target=OTHER_STAY, to_room="201")
    save_rule(desk, "stay", second, codes="FOOD", number=2)  # within its own folio
    post_charge(desk, hotel.window(first), "FOOD", BAHT(100))
    assert hotel.balance(second) == BAHT("117.70")
    # Made while nobody looked: the charge itself asks again.
    RoutingRule.create(stay=second, priority=1, codes="FOOD", target="stay", number=1, to_stay=third)
    RoutingRule.update(active=False).where((RoutingRule.stay == second) & (RoutingRule.number == 2)).execute()
    with refused("ROUTED_ON"):
        post_charge(desk, hotel.window(first), "FOOD", BAHT(100))


def test_what_a_rule_must_say(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201")
    desk = hotel.desk()
    for code, said in (
        ("NO_CODE", {"codes": "room rhum"}),
        ("NO_WINDOW", {"number": 9}),
        ("NO_WINDOW", {"tax_number": 0}),
        ("DATES", {"first_date": hotel.after(2), "last_date": hotel.after(1)}),
        ("WEEKDAYS", {"weekdays": "8"}),
        ("NO_CHOICE", {"limit_per": "week"}),
        ("NO_CHOICE", {"target": "moon"}),
        ("LIMIT_TWICE", {"limit_amount": BAHT(1), "limit_percent": 5}),
        ("PERCENT", {"limit_percent": 100}),
        ("NOT_POSITIVE", {"limit_amount": BAHT(0)}),
        ("ROOM_VACANT", {"target": OTHER_STAY, "to_room": "305"}),
        ("SAME_STAY", {"target": OTHER_STAY, "to_room": "201"}),
        ("NO_BLOCK", {"target": MASTER}),
    ):
        with refused(code):
            save_rule(desk, "stay", stay, **said)
    with refused("NO_RIGHT"):
        save_rule(hotel.desk("nok"), "rate_code", Stay.get_by_id(stay).rate_code_id, number=2)
    template = save_rule(desk, "rate_code", Stay.get_by_id(stay).rate_code_id, number=2)
    with refused("NO_RIGHT"):
        end_rule(hotel.desk("nok"), template)
    hotel.pay_all(stay)
    coming = hotel.booked()
    with refused("NOT_IN_HOUSE"):
        refresh(desk, coming)
    hotel_leaves(hotel, stay)
    with refused("NOT_OPEN"):
        save_rule(desk, "stay", stay, number=2)


def hotel_leaves(hotel: Hotel, stay: int) -> None:
    from models.front_office.stays import charge_day_use

    charge_day_use(hotel.desk(), stay)
    hotel.leaves(stay)


def test_the_database_keeps_rules_and_what_they_took(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    save_rule(hotel.desk(), "stay", stay, codes="MINI", number=2)
    post_article(hotel.desk(), hotel.window(stay), "CHANG")
    assert FolioWindow.select().where(FolioWindow.stay == stay).count() == 2
    for sql, words in (
        ("DELETE FROM routing_rule", "ROUTING_KEPT"),
        ("UPDATE routed_line SET amount = 1", "ENTRY_SEALED"),
        ("DELETE FROM routed_line", "ENTRY_SEALED"),
        ("UPDATE routing_rule SET number = 9", "CHECK|constraint"),
        ("UPDATE routing_rule SET stay_id = NULL", "CHECK|constraint"),
        ("UPDATE routing_rule SET target = 'stay', to_stay_id = stay_id", "CHECK|constraint"),
    ):
        with pytest.raises((Refused, DatabaseError)) as caught, transaction():
            database.execute_sql(sql)
        said = caught.value.code if isinstance(caught.value, Refused) else str(caught.value)
        assert any(word.casefold() in said.casefold() for word in words.split("|")), (sql, said)
