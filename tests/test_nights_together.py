"""The nights the audit posts together are the nights one would have posted one by one: row for row, seal for seal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

import pytest

from models.front_office.billed_ahead import bill_ahead, earn_night
from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.blocks.master import open_posting_master
from models.front_office.blocks.pickup import pick_up
from models.front_office.codes import transaction_code
from models.front_office.companies import create_company
from models.front_office.complimentary import show_complimentary
from models.front_office.credit_limits import set_stay_credit
from models.front_office.folios import post_charge, post_night, window_of
from models.front_office.night_audit import AuditFailure, run_audit
from models.front_office.night_audit.nights import post_nights
from models.front_office.opening import add_rate_code, set_setting
from models.front_office.packages.nights import add_package
from models.front_office.payment_methods import PaymentMethod
from models.front_office.payments import take_deposit
from models.front_office.proof import faults
from models.front_office.rates import RateCode, set_price
from models.front_office.reservations import IN_HOUSE, Booking, Night, Stay, share_room
from models.front_office.rooms import Room, RoomType
from models.front_office.routing import MASTER, OTHER_STAY, save_rule
from models.front_office.stays import check_in
from models.house.acts import Act
from models.house.database import all_tables, database, is_postgres, transaction
from models.house.refusals import Refused
from models.ledger.accounts import Account, close_subaccount
from models.ledger.entries import Entry, NewEntry, NewLine, write_entries, write_entry
from tests.hotel import FIRST_DAY, Hotel
from tests.packages import breakfast, element, package
from tests.raw import counted
from tests.refusing import everything

BAHT = Decimal


class Undone(Exception):
    """What was written is to be seen and not to stay."""


def written(hotel: Hotel, how: Callable[[Act], object]) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table after ``how``; nothing of it stays."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with suppress(Undone), transaction():
        act = Act(hotel.desk("chai"), "audit")
        how(act)
        act.catch_up()
        act.write_log()
        found = everything()
        raise Undone
    if is_postgres():  # keys that were drawn are drawn again
        for table in all_tables():
            name = table._meta.table_name
            if "id" in table._meta.fields and name != "schema_migration":
                sequence = f"pg_get_serial_sequence('{name}', 'id')"
                last = f'(SELECT coalesce(max(id), 0) + 1 FROM "{name}")'
                database.execute_sql(f"SELECT setval({sequence}, {last}, false) WHERE {sequence} IS NOT NULL")
    return found


def one_by_one(act: Act) -> None:
    nights = (
        Night.select(Night)
        .join(Stay)
        .join(Room, on=(Stay.room == Room.id))
        .where((Stay.state == IN_HOUSE) & (Night.date == act.business_date) & ~Night.posted)
        .order_by(Room.number, Night.id)
    )
    for night in list(nights):
        window = window_of(night.stay_id)
        if not earn_night(act, night, window):
            post_night(act, night, window)
        show_complimentary(act, night, window)


def rate_with(hotel: Hotel, code: str, *parts: object, wrapper: bool = False) -> None:
    """A rate of its own with a package in it."""
    add_rate_code(hotel.desk(), code, code, code, inclusive=wrapper)
    year = (FIRST_DAY, FIRST_DAY.replace(year=2027), "1234567")
    for kind in ("SUP", "DLX"):
        room_type = RoomType.get(RoomType.code == kind).id
        prices = [BAHT(n) for n in ("3333.33", "3900", "500", "250")]
        set_price(hotel.desk(), RateCode.get(RateCode.code == code).id, room_type, *year, *prices)
    package(hotel, code, *parts, wrapper=wrapper, rate=code)  # type: ignore[arg-type]


def with_deposit(hotel: Hotel, room: str, amount: str, **more: object) -> int:
    stay = hotel.booked(2, "SUP" if room.startswith("2") else "DLX", **more)
    take_deposit(hotel.desk(), Stay.get_by_id(stay).reservation_id, "CASH", BAHT(amount))
    check_in(hotel.desk(), stay, room)
    return stay


def house_of_every_kind(hotel: Hotel) -> None:
    """Whatever changes how a night is posted is there, next to what does not."""
    desk = hotel.desk()
    set_setting(desk, "complimentary", "allowance")
    rate_with(hotel, "BB", breakfast(allowance=True), element(code="SPA"))
    rate_with(hotel, "WRAP", breakfast(), element("person", code="SPA", in_rate=True), wrapper=True)
    package(hotel, "TOP", element(code="SPA", amount=BAHT("333.33")))
    company = create_company(
        desk, name_en="Siam Tour", tax_id="0105561000003", address="1 Silom Road, Bangkok"
    )
    save_rule(desk, "company", company, codes="room", number=2)
    block = create_block(
        desk, NewBlock("Siam", hotel.day, hotel.after(1), "WRAP", (("SUP", 2),), status="definite")
    )
    save_rule(desk, "block", block, codes="room", target=MASTER)

    sent_on = hotel.in_house("201")
    PaymentMethod.update(credit_limit=BAHT("4400")).where(
        PaymentMethod.code == transaction_code("CASH")
    ).execute()
    limited = hotel.in_house("202", rate_code="BB", adults=2)
    set_stay_credit(hotel.answering(CREDIT_RAISED="he asked"), limited, BAHT("4300"))
    hotel.in_house("203", rate_code="WRAP", company_id=company)
    open_posting_master(desk, block)
    for room in ("204", "205"):
        member = pick_up(desk, block, Booking(hotel.guest(), hotel.day, hotel.after(2), "SUP", ""))
        check_in(desk, member, room)
    hotel.in_house("206", rate_code="COMP")
    paid = with_deposit(hotel, "301", "1000")
    post_charge(desk, hotel.window(paid), "LAUN", BAHT("100"))
    payer = with_deposit(hotel, "302", "9630", rate_code="WRAP")
    add_package(desk, payer, "TOP")
    save_rule(desk, "stay", sent_on, target=OTHER_STAY, to_room="302")
    guest = hotel.in_house("303", rate_code="BB")
    save_rule(desk, "stay", guest, target=OTHER_STAY, to_room="302", limit_amount=BAHT("2000"))
    half = hotel.in_house("304", rate_code="NET")
    save_rule(desk, "stay", half, codes="room", number=3, limit_percent=50)
    other = hotel.booked(2, "DLX")
    share_room(desk, other, half)
    check_in(desk, other)
    ahead = hotel.in_house("305", rate_code="BB")
    bill_ahead(desk, ahead)
    add_package(desk, ahead, "TOP")
    last = with_deposit(hotel, "306", "2000", rate_code="WRAP", company_id=company)
    save_rule(desk, "stay", last, codes="food", target=OTHER_STAY, to_room="301", priority=9)


def test_nights_posted_together_are_those_posted_one_by_one(hotel: Hotel) -> None:
    house_of_every_kind(hotel)
    alone = written(hotel, one_by_one)
    together = written(hotel, lambda act: post_nights(act, act.business_date, lambda *_told, **_more: None))
    differing = [name for name in alone if alone[name] != together[name]]
    assert not differing, [(name, set(alone[name]) ^ set(together[name])) for name in differing]
    noted = {row[7] for row in alone["change_log"] if row[6] == "note"}
    assert noted >= {"CREDIT_LIMIT", "ROUTE_LIMIT"}, (
        "somebody goes over his limit, and a routing over its own"
    )
    assert len(alone["posting"]) > 30
    hotel.audit()
    assert not list(faults())


def test_entries_written_together_have_the_seals_of_one_after_another(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    part, control = window_of(stay).subaccount_id, window_of(stay).subaccount.account_id
    earns = Account.get(Account.code == "41100").id
    new = [
        NewEntry(
            [NewLine(control, BAHT(n), part), NewLine(earns, BAHT(-n), item="ROOM")], "charge", f"ห้อง {n}"
        )
        for n in range(1, 1200)
    ]
    together = written(hotel, lambda act: write_entries(act, new))
    alone = written(hotel, lambda act: [write_entry(act, e.lines, kind=e.kind, memo=e.memo) for e in new])
    assert together == alone
    assert len(together["entry"]) == 1199


def test_whose_night_the_database_refuses_is_known_and_nothing_is_posted(hotel: Hotel) -> None:
    _first, second, _third = (hotel.in_house(room) for room in ("201", "202", "203"))
    close_subaccount(window_of(second).subaccount_id)
    with pytest.raises(Refused) as caught:
        run_audit(hotel.desk("chai"), hotel.day)
    assert caught.value.code == "SUBACCOUNT_CLOSED"
    assert AuditFailure.get().record.startswith("202 ")
    assert not Entry.select().exists()


def test_nights_with_packages_and_deposits_take_as_many_statements_for_nine_rooms_as_for_three(
    small_hotel: Hotel,
) -> None:
    hotel = small_hotel
    rate_with(hotel, "BB", breakfast())

    def asked() -> int:
        with counted() as statements:
            written(hotel, lambda act: post_nights(act, act.business_date, lambda *_told, **_more: None))
        return len([sql for sql in statements if not sql.startswith('SELECT * FROM "')])

    for room in ("201", "301"):
        hotel.in_house(room, rate_code="BB")
    with_deposit(hotel, "202", "500")
    few = asked()
    for room in ("203", "204", "302", "303"):
        hotel.in_house(room, rate_code="BB")
    with_deposit(hotel, "205", "500")
    with_deposit(hotel, "206", "5000")
    many = asked()
    assert many == few, (few, many)
