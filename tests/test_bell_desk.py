"""The bell desk: luggage with tags, the bell list, groups' pieces, errands, parcels, cars, and what is held at check-out."""

from __future__ import annotations

import datetime
from decimal import Decimal

from models.front_office.bell_desk.bell_list import (
    bell_list,
    close_group,
    count_group,
    group_pieces,
    mark_job,
    pieces_of_group,
    unmark_job,
)
from models.front_office.bell_desk.errands import (
    add_errand,
    charge_errand,
    errand_done,
    fetch_car,
    give_car_back,
    hand_parcel,
    move_parcel,
    park_car,
    take_car,
    take_parcel,
)
from models.front_office.bell_desk.luggage import (
    NewTicket,
    carried,
    collect,
    put_elsewhere,
    tags_of,
    write_ticket,
)
from models.front_office.bell_desk.papers import collection_paper, luggage_paper, parcel_paper
from models.front_office.bell_desk.tables import GroupLuggage, LuggageTicket, Parcel
from models.front_office.bell_desk.views import (
    car_moves,
    cars,
    errands,
    held_for,
    luggage,
    parcels,
    pieces_stored,
    tags_in_store,
)
from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.blocks.pickup import pick_up
from models.front_office.lamps import lamps_of
from models.front_office.reservations import Booking
from models.front_office.stays import check_in, check_out, move_room
from models.house.acts import ChangeLog
from models.house.property import Property
from models.house.refusals import Note
from models.house.staff import Role, Staff
from tests.hotel import Hotel
from tests.refusing import asked, refused


def _stored(hotel: Hotel, stay: int | None, pieces: int = 3, **more: object) -> int:
    return write_ticket(
        hotel.desk("nok"), NewTicket("store", pieces, stay_id=stay, **{"place": "A4", **more})  # type: ignore[arg-type]
    )  # fmt: skip


# Luggage


def test_tags_are_read_as_people_write_them(small_hotel: Hotel) -> None:
    assert tags_of("101-103, A7 ๑๐๙") == ["101", "102", "103", "A7", "109"]
    assert tags_of("a01 – a03") == ["A01", "A02", "A03"]
    for wrong in ("105-101", "101 101", "1-900000", "A1-B3"):
        with refused("TAGS"):
            tags_of(wrong)


def test_luggage_is_stored_collected_in_parts_and_never_twice(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    ticket = _stored(hotel, stay, tags="101-103", until=hotel.after(1), may_collect="Mrs Lee")
    row = luggage().first(9)[0]
    assert (row.number, row.there, row.whose.room, row.handled_by) == ("L2569-00001", 3, "201", "nok")
    first = collect(hotel.desk("lek"), ticket, "", number="L2569-00001", tags="102")
    assert (tags_in_store(ticket), pieces_stored()) == (["101", "103"], 2)
    with refused("LUGGAGE_COLLECTED"):
        collect(hotel.desk("lek"), ticket, "Mrs Lee", tags="102")
    with refused("NO_SUCH_TAG"):
        collect(hotel.desk("lek"), ticket, "Mrs Lee", tags="109")
    with refused("WHO_COLLECTS"):
        collect(hotel.desk("lek"), ticket, " ")
    with refused("WRONG_TICKET"):
        collect(hotel.desk("lek"), ticket, "Mrs Lee", number="12")
    collect(hotel.desk("lek"), ticket, "Mrs Lee")
    with refused("LUGGAGE_COLLECTED"):
        collect(hotel.desk("lek"), ticket, "Mrs Lee")
    assert luggage().first(9) == []
    assert luggage(every=True).first(9)[0].pieces == 3
    hotel_row = Property.the()
    assert "102" in str(collection_paper(hotel_row, first, "en").fields)
    logged = (
        ChangeLog.select().where(ChangeLog.subject == "luggage_piece").order_by(ChangeLog.id.desc()).first()
    )
    assert '"collection": null' in logged.before


def test_a_ticket_says_whose_luggage_it_is_and_where(small_hotel: Hotel) -> None:
    desk = small_hotel.desk("nok")
    with refused("FOR_WHOM"):
        _stored(small_hotel, None)
    with refused("NO_PLACE"):
        _stored(small_hotel, None, person="Mr Kim", place=" ")
    with refused("PIECES"):
        _stored(small_hotel, None, 0, person="Mr Kim")
    with refused("TAGS"):
        _stored(small_hotel, None, 3, person="Mr Kim", tags="1-2")
    with refused("DIRECTION"):
        write_ticket(desk, NewTicket("sideways", 1, person="Mr Kim"))
    with refused("DATE_PAST"):
        _stored(small_hotel, None, person="Mr Kim", until=small_hotel.after(-1))
    with refused("NO_RIGHT"):
        write_ticket(small_hotel.desk("anong"), NewTicket("store", 1, person="Mr Kim", place="A"))
    ticket = _stored(small_hotel, None, 2, person="Mr Kim", tags="7-8")
    with refused("TAG_IN_USE"):
        _stored(small_hotel, None, 1, person="Mr Park", tags="8")
    write_ticket(
        desk, NewTicket("up", 1, person="Mr Park", tags="8")
    )  # only the store must tell pieces apart
    put_elsewhere(desk, ticket, "B1", note="fragile")
    assert luggage(text="kim").first(9)[0].place == "B1"
    assert luggage(text="7").first(9)[0].ticket_id == ticket
    with refused("NO_PLACE"):
        put_elsewhere(desk, ticket, "")
    with refused("DATE_PAST"):
        put_elsewhere(desk, ticket, "B1", small_hotel.after(-1))
    with refused("NOT_STORED"):
        put_elsewhere(desk, ticket + 1, "B1")
    with refused("NOT_STORED"):
        collect(desk, ticket + 1, "Mr Park")


def test_what_is_stored_too_long_is_listed_and_what_is_to_be_carried_waits(small_hotel: Hotel) -> None:
    desk = small_hotel.desk("nok")
    old = _stored(small_hotel, None, person="Mr Kim", until=small_hotel.day)
    up = write_ticket(desk, NewTicket("up", 1, person="Mr Park", done=False))
    assert luggage(overdue_on=small_hotel.day).first(9) == []
    assert [r.ticket_id for r in luggage(overdue_on=small_hotel.after(1)).first(9)] == [old]
    assert [r.ticket_id for r in luggage().first(9)] == [up, old]
    carried(desk, up, "Somchai")
    assert LuggageTicket.get_by_id(up).handled_by == "Somchai"
    with refused("ALREADY_DONE"):
        carried(desk, up)
    paper = luggage_paper(Property.the(), old, "th")
    assert [row.cells[0] for row in paper.tables[0].rows] == ["1", "2", "3"]


# The bell list


def test_the_bell_list_is_made_of_arrivals_moves_and_departures(hotel: Hotel) -> None:
    leaving = hotel.in_house("201", nights=1)
    moving = hotel.in_house("202", nights=3)
    hotel.audit()
    coming = hotel.booked(1, room="203", eta="18:30")
    hotel.booked(1, arrival=hotel.after(1), departure=hotel.after(2))
    move_room(hotel.desk("nok"), moving, "204", "noise")
    jobs = bell_list(hotel.day)
    assert [(j.kind, j.stay_id, j.room, j.from_room, j.at) for j in jobs] == [
        ("up", coming, "203", "", "18:30"),
        ("move", moving, "204", "202", ""),
        ("down", leaving, "201", "", ""),
    ]
    with refused("NOT_HERE_YET"):
        mark_job(hotel.desk("nok"), "up", coming)
    with refused("NO_JOB"):
        mark_job(hotel.desk("nok"), "down", coming)
    move = jobs[1]
    mark_job(hotel.desk("nok"), *move.key, pieces=2)
    mark_job(hotel.desk("lek"), *move.key, pieces=3, porter="Somchai")
    done = bell_list(hotel.day)[1]
    assert (done.pieces, done.porter, done.done_at is not None) == (3, "Somchai", True)
    with refused("PIECES"):
        mark_job(hotel.desk("nok"), *move.key, pieces=-1)
    unmark_job(hotel.desk("nok"), *move.key)
    with refused("NOT_DONE"):
        unmark_job(hotel.desk("nok"), *move.key)
    check_in(hotel.desk("nok"), coming)
    mark_job(hotel.desk("nok"), "up", coming, pieces=1)
    hotel.leaves(leaving)
    assert [j.kind for j in bell_list(hotel.day)] == ["up", "move", "down"]


def _group(hotel: Hotel, nights: int = 1) -> tuple[int, list[int]]:
    """A bus: a block with two rooms picked up, in house."""
    block = create_block(
        hotel.desk(), NewBlock("Siam Tour", hotel.day, hotel.after(nights - 1), "BAR", (("SUP", 2),), status="definite")
    )  # fmt: skip
    stays = []
    for room in ("205", "206"):
        booking = Booking(hotel.guest(), hotel.day, hotel.after(nights), "SUP", "BAR")
        stays.append(pick_up(hotel.desk(), block, booking))
        check_in(hotel.desk(), stays[-1], room)
    return block, stays


def test_a_groups_pieces_in_and_out_must_match(hotel: Hotel) -> None:
    block, (one, other) = _group(hotel)
    desk = hotel.desk("nok")
    with refused("NOT_COUNTED"):
        close_group(desk, block)
    count_group(desk, block, 7, 0)
    mark_job(desk, "up", one, pieces=4)
    mark_job(desk, "up", other, pieces=3)
    hotel.audit()
    mark_job(hotel.desk("nok"), "down", one, pieces=4)
    mark_job(hotel.desk("nok"), "down", other, pieces=2)
    count_group(hotel.desk("nok"), block, 7, 6)
    pieces = pieces_of_group(block)
    assert (pieces.counted_in, pieces.delivered, pieces.brought_down, pieces.loaded) == (7, 7, 6, 6)
    with asked("LUGGAGE_DIFFERS", "check_in"):
        close_group(hotel.desk("nok"), block)
    mark_job(hotel.desk("nok"), "down", other, pieces=3)
    count_group(hotel.desk("nok"), block, 7, 7)
    assert not pieces_of_group(block).differs
    stored = write_ticket(hotel.desk("nok"), NewTicket("store", 1, block_id=block, place="A1"))
    assert pieces_of_group(block).differs  # one of them is in the store still
    collect(hotel.desk("nok"), stored, "the guide")
    close_group(hotel.desk("nok"), block)
    for again in (
        lambda: count_group(hotel.desk("nok"), block, 8, 8),
        lambda: mark_job(hotel.desk("nok"), "down", one, pieces=9),
        lambda: unmark_job(hotel.desk("nok"), "down", one),
        lambda: close_group(hotel.desk("nok"), block),
    ):
        with refused("GROUP_CLOSED"):
            again()
    assert [g.closed_at is not None for g in group_pieces(hotel.day)] == [True]


def test_a_difference_is_closed_with_a_reason_of_the_desk_not_of_the_porter_alone(small_hotel: Hotel) -> None:
    block, _stays = _group(small_hotel)
    with refused("PIECES"):
        count_group(small_hotel.desk("nok"), block, -1, 0)
    count_group(small_hotel.desk("nok"), block, 7, 6)
    close_group(small_hotel.answering("nok", LUGGAGE_DIFFERS="one bag goes by taxi"), block)
    row = GroupLuggage.get()
    assert "taxi" in row.reason
    assert ChangeLog.select().order_by(ChangeLog.id.desc()).first().reason.endswith("one bag goes by taxi")


# Errands, parcels, cars


def test_an_errand_is_done_and_what_it_cost_goes_to_the_folio_once(hotel: Hotel) -> None:
    desk, stay = hotel.desk("nok"), hotel.in_house("201")
    errand = add_errand(desk, "Medicine from the pharmacy", stay, note="fever")
    with refused("NOT_DONE"):
        charge_errand(desk, errand)
    errand_done(desk, errand, "Somchai", Decimal("214.00"))
    with refused("ALREADY_DONE"):
        errand_done(desk, errand)
    porter = Staff.get(Staff.login == "noi")
    porter.role = Role.get(Role.code == "porter")
    porter.save()
    with refused("NO_RIGHT"):  # keeps luggage, but posts nothing
        charge_errand(hotel.desk("noi"), errand)
    charge_errand(desk, errand)
    assert hotel.balance(stay) == Decimal("214.00")
    with refused("ALREADY_POSTED"):
        charge_errand(desk, errand)
    free = add_errand(desk, "Flowers", department="hk")
    errand_done(desk, free)
    with refused("NO_COST"):
        charge_errand(desk, free)
    assert errands().first(9) == []
    assert [r.whose.en for r in errands(every=True).first(9)] == ["Housekeeping", "GUEST1 Anna"]
    for code, values in (
        ("NO_TEXT", {"what": " ", "stay_id": stay}),
        ("FOR_WHOM", {"what": "x"}),
        ("NO_DEPARTMENT", {"what": "x", "department": "zoo"}),
        ("NOT_POSITIVE", {"what": "x", "stay_id": stay, "cost": Decimal(-1)}),
    ):
        with refused(code):
            add_errand(desk, **values)  # type: ignore[arg-type]


def test_a_parcel_waits_is_handed_over_and_signed_for(small_hotel: Hotel) -> None:
    desk, stay = small_hotel.desk("nok"), small_hotel.in_house("201")
    parcel = take_parcel(desk, "Box", stay, arrived_from="Lazada", carrier="Kerry", place="shelf 2")
    move_parcel(desk, parcel, "safe")
    assert [(r.place, r.number) for r in parcels(text="lazada").first(9)] == [("safe", "P2569-00001")]
    with refused("WHO_COLLECTS"):
        hand_parcel(desk, parcel, "")
    hand_parcel(desk, parcel, "Anna", "Somchai")
    for again in (lambda: hand_parcel(desk, parcel, "Bert"), lambda: move_parcel(desk, parcel, "safe")):
        with refused("PARCEL_HANDED"):
            again()
    assert parcels().first(9) == []
    assert "Anna" in str(parcel_paper(Property.the(), parcel, "th").fields)
    for code, values in (("FOR_WHOM", {"what": "Box"}), ("NO_TEXT", {"what": "", "stay_id": stay})):
        with refused(code):
            take_parcel(desk, **values)  # type: ignore[arg-type]


def test_a_car_is_found_by_part_of_its_plate_and_driven_in_and_out(small_hotel: Hotel) -> None:
    desk, stay = small_hotel.desk("nok"), small_hotel.in_house("201")
    car = take_car(desk, "7กข 1234", stay, make="Toyota", colour="white", key_tag="k5", place="P2")
    assert [r.plate for r in cars(text="ข12").first(9)] == ["7กข 1234"]
    assert [r.plate for r in cars(text="๑๒๓๔").first(9)] == ["7กข 1234"]
    assert cars(text="9999").first(9) == []
    with refused("CAR_HERE"):
        take_car(desk, "7กข-1234", stay)
    with refused("KEY_TAG_TAKEN"):
        take_car(desk, "1AB 99", stay, key_tag="K5")
    with refused("NO_PLATE"):
        take_car(desk, " - ", stay)
    with refused("FOR_WHOM"):
        take_car(desk, "1AB 99")
    fetch_car(desk, car, "Somchai")
    with refused("CAR_OUT"):
        fetch_car(desk, car)
    with refused("NO_PLACE"):
        park_car(desk, car, "")
    park_car(desk, car, "P9")
    assert [(way, place) for way, _at, place, _by in car_moves(car)] == [
        ("in", "P9"),
        ("out", ""),
        ("in", "P2"),
    ]
    give_car_back(desk, car)
    with refused("CAR_LEFT"):
        park_car(desk, car, "P9")
    assert cars(stay_id=stay).first(9) == []
    assert cars(stay_id=stay, every=True).first(9)[0].left_at is not None


def test_the_lamps_are_lit_and_check_out_says_what_is_still_held(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1)
    _stored(hotel, stay, 2)
    take_parcel(hotel.desk("nok"), "Box", stay)
    take_parcel(hotel.desk("nok"), "Letter", stay)
    take_car(hotel.desk("nok"), "7กข 1234", stay, key_tag="K5", place="P2")
    lit = lamps_of([stay], hotel.day)[stay]
    assert [(lamp.letter, lamp.words.say("en"), lamp.jump) for lamp in lit] == [
        ("L", "2 pieces in the store, A4", f"luggage of {stay}"),
        ("P", "Box and 1 more", f"parcels of {stay}"),
        ("C", "7กข 1234 · K5 · P2", f"cars of {stay}"),
    ]
    hotel.audit()
    hotel.pay_all(stay)
    heard: list[Note] = []
    check_out(hotel.desk("nok", heard=heard.append), stay)
    assert [note.code for note in heard] == ["STILL_HELD"] * 3
    assert "Box" in heard[1].message.say("en")
    assert len(held_for(stay, hotel.day)) == 3
    assert hotel.state(stay) == "checked out"
    assert Parcel.select().where(Parcel.handed_at.is_null()).count() == 2
    assert isinstance(hotel.day, datetime.date)
