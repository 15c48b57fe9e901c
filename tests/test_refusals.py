"""What the hotel's rules refuse, tried through the operations: refused by its code, and nothing is written."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

from models.front_office.desk_flows import book_with_guest, register_walk_in
from models.front_office.folios import (
    post_article,
    post_charge,
)
from models.front_office.guests import create_guest, update_guest
from models.front_office.opening import set_setting
from models.front_office.payments import (
    keep_deposit,
    refund,
    refund_deposit,
    take_deposit,
    take_payment,
)
from models.front_office.reservations import (
    CANCELLED,
    CHECKED_OUT,
    IN_HOUSE,
    NO_SHOW,
    RESERVED,
    Booking,
    Night,
    Reservation,
    Stay,
    assign_room,
    book,
    cancel,
    change_dates,
    deposit_of,
    mark_no_show,
    stay_nights,
)
from models.front_office.rooms import Room, RoomClosure, close_room, end_closure, set_housekeeping
from models.front_office.stays import (
    add_person,
    charge_day_use,
    check_in,
    check_out,
    move_room,
    reinstate,
    remove_person,
    undo_check_in,
)
from models.house.acts import ChangeLog
from models.house.staff import RoleRight, Staff
from tests.hotel import Hotel
from tests.refusing import asked, refused

NO_SUCH_ROOM = "999"


def _room(number: str) -> int:
    return int(Room.get(Room.number == number).id)


def _reservation(stay: int) -> int:
    return int(Stay.get_by_id(stay).reservation_id)


def _last_log() -> ChangeLog:
    return ChangeLog.select().order_by(ChangeLog.id.desc()).first()


# Booking


def test_a_booking_has_dates_that_can_be(hotel: Hotel) -> None:
    guest = hotel.guest()
    with refused("DEPARTURE_BEFORE_ARRIVAL"):
        hotel.booked(guest=guest, departure=hotel.after(-1))
    with refused("ARRIVAL_PAST"):
        hotel.booked(guest=guest, arrival=hotel.after(-1))
    with refused("TOO_LONG"):
        hotel.booked(guest=guest, nights=401)


def test_a_booking_has_persons_that_fit_the_room(hotel: Hotel) -> None:
    guest = hotel.guest()
    with refused("NO_ADULT"):
        hotel.booked(guest=guest, adults=0, children=1)
    with refused("CHILDREN"):
        hotel.booked(guest=guest, children=-1)
    with refused("TOO_MANY_PERSONS"):
        hotel.booked(guest=guest, adults=3, children=1)
    hotel.booked(guest=guest, adults=2, children=1)  # the extra bed


def test_a_booking_names_things_that_are_there(hotel: Hotel) -> None:
    guest = hotel.guest()
    for code, wrong in (
        ("NO_ROOM_TYPE", {"room_type": "PENT"}),
        ("NO_RATE_CODE", {"rate_code": "GRATIS"}),
        ("GUARANTEE", {"guarantee": "perhaps"}),
        ("NO_ROOM", {"room": NO_SUCH_ROOM}),
        ("NO_RATE", {"arrival": datetime.date(2028, 1, 5), "departure": datetime.date(2028, 1, 6)}),
    ):
        with refused(code):
            hotel.booked(**{"guest": guest, **wrong})
    with refused("NO_GUEST"):
        hotel.booked(guest=9999)


def test_a_night_without_a_price_in_the_table_is_never_free(hotel: Hotel) -> None:
    guest = hotel.guest()
    with refused("NO_RATE") as refusal:
        hotel.booked(guest=guest, arrival=datetime.date(2027, 12, 31), departure=datetime.date(2028, 1, 2))
    assert refusal.said.message.values["night"] == datetime.date(2028, 1, 1)


def test_a_sold_out_type_is_booked_by_nobody_without_the_right(hotel: Hotel) -> None:
    for _ in range(6):
        hotel.booked(nights=1)
    guest = hotel.guest()
    with asked("NO_AVAILABILITY", "overbook") as refusal:
        hotel.booked(nights=3, guest=guest)
    assert refusal.said.message.values["dates"] == "23/11"  # the other two nights have rooms
    hotel.booked(arrival=hotel.after(1), departure=hotel.after(3))  # the night after the last is free again


def test_a_room_is_assigned_once_and_the_one_who_has_it_is_named(hotel: Hotel) -> None:
    anna = hotel.booked(nights=2, guest=hotel.guest("Müller"), room="201")
    other = hotel.booked(nights=2)
    guest = hotel.guest()
    with refused("ROOM_NIGHT_TAKEN") as refusal:
        hotel.booked(nights=1, arrival=hotel.after(1), departure=hotel.after(2), guest=guest, room="201")
    assert refusal.said.message.say("en").startswith("Room 201 is let to MÜLLER Anna on")
    assert refusal.said.jump == f"stay {anna}"
    with refused("ROOM_NIGHT_TAKEN"):
        assign_room(hotel.desk("nok"), other, "201")
    hotel.booked(nights=1, arrival=hotel.after(2), departure=hotel.after(3), room="201")  # the day she leaves


def test_a_room_out_of_order_is_assigned_to_nobody(hotel: Hotel) -> None:
    close_room(hotel.desk("noi"), _room("201"), "OOO", hotel.after(1), hotel.after(1), "aircon", "dirty")
    stay = hotel.booked(nights=2)
    with refused("ROOM_CLOSED"):
        assign_room(hotel.desk("nok"), stay, "201")
    hotel.booked(nights=1, room="201")


def test_a_price_below_the_rate_needs_the_right_and_its_limit(hotel: Hotel) -> None:
    def cheaper(prices: tuple[str, ...], who: str, reason: str = "", by: str | None = None) -> int:
        desk = hotel.answering(who, by, PRICE_CHANGED=reason) if reason else hotel.desk(who)
        typed = tuple(map(Decimal, prices))
        return book(desk, Booking(guest, hotel.day, hotel.after(2), "SUP", "BAR", prices=typed))

    guest = hotel.guest()
    with refused("NEGATIVE_PRICE"):
        cheaper(("1500", "-1"), "pavinee", "why not")
    with asked("PRICE_CHANGED", "discount", amount="300"):
        cheaper(("1350", "1350"), "nok")
    with asked("PRICE_CHANGED", "discount", amount="300.01", second_person=True):
        cheaper(("1350", "1349.99"), "nok", "a friend")
    with asked("PRICE_CHANGED", "discount", amount="300.01", second_person=True):
        cheaper(("1350", "1349.99"), "nok", "a friend", by="nok")  # oneself is not a second person
    with asked("PRICE_CHANGED", "discount", amount="300.01", second_person=True):
        cheaper(("1350", "1349.99"), "nok", "a friend", by="lek")  # who may do no more than she
    with asked("PRICE_CHANGED", "discount", amount="1.00"):
        cheaper(("1500", "1499"), "nok", "   ")  # a reason is words
    stay = cheaper(("1350", "1349.99"), "nok", "a friend", by="somsak")
    assert [(n.amount, n.fixed_rate) for n in stay_nights(stay)] == [
        (Decimal("1350.00"), True),
        (Decimal("1349.99"), True),
    ]
    log = _last_log()
    assert (log.staff.login, log.approved_by.login, log.reason) == (
        "nok",
        "somsak",
        "PRICE_CHANGED: a friend",
    )


def test_a_guest_on_the_do_not_rent_list_needs_a_manager(hotel: Hotel) -> None:
    guest = hotel.guest("Trouble")
    update_guest(hotel.desk(), guest_id=guest, do_not_rent="broke the lamp")
    with asked("DO_NOT_RENT", "do_not_rent"):
        hotel.booked(guest=guest)
    booking = Booking(guest, hotel.day, hotel.after(1), "SUP", "BAR")
    with asked("DO_NOT_RENT", "do_not_rent", second_person=True):
        book(hotel.answering("nok", DO_NOT_RENT="paid for it"), booking)
    stay = book(hotel.answering("nok", "somsak", DO_NOT_RENT="paid for it"), booking)
    assert _last_log().approved_by.login == "somsak"
    with asked("DO_NOT_RENT", "do_not_rent"):
        check_in(hotel.desk(), stay, "201")
    other = hotel.booked()
    with asked("DO_NOT_RENT", "do_not_rent"):
        add_person(hotel.desk(), other, guest)


def test_a_person_is_on_a_stay_once_and_the_main_guest_stays_on_it(hotel: Hotel) -> None:
    stay = hotel.booked()
    other = hotel.guest()
    add_person(hotel.desk("nok"), stay, other)
    with refused("ON_STAY_ALREADY"):
        add_person(hotel.desk("nok"), stay, other)
    with refused("MAIN_GUEST"):
        remove_person(hotel.desk("nok"), stay, Stay.get_by_id(stay).guest_id)
    cancel(hotel.desk("nok"), stay, "ill")
    with refused("NOT_OPEN"):
        add_person(hotel.desk("nok"), stay, Stay.get_by_id(stay).guest_id)


def test_a_guest_has_a_name_a_past_birthday_and_clean_words(hotel: Hotel) -> None:
    for code, person in (
        ("NO_NAME", {"given": " ", "family": ""}),
        ("BIRTH_DATE", {"birth_date": hotel.after(1)}),
        ("NOT_CLEAN", {"note": "bell\x07"}),
        ("THAI_ID", {"document_kind": "thai id", "document_number": "1101700230706"}),
    ):
        with refused(code):
            create_guest(hotel.desk("nok"), **{"given": "Anna", "family": "X", **person})


# Changing and cancelling


def test_dates_are_changed_only_while_the_stay_is_open(hotel: Hotel) -> None:
    stay = hotel.booked()
    with refused("DEPARTURE_BEFORE_ARRIVAL"):
        change_dates(hotel.desk("nok"), stay, hotel.after(2), hotel.after(1))
    with refused("ARRIVAL_PAST"):
        change_dates(hotel.desk("nok"), stay, hotel.after(-1), hotel.after(1))
    cancel(hotel.desk("nok"), stay, "ill")
    with refused("NOT_OPEN"):
        change_dates(hotel.desk("nok"), stay, hotel.day, hotel.after(1))


def test_a_stay_is_not_shortened_into_posted_nights(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    with refused("ARRIVAL_FIXED"):
        change_dates(hotel.desk("nok"), stay, hotel.day, hotel.after(2))
    with refused("DAY_USE_IN_HOUSE"):
        change_dates(hotel.desk("nok"), stay, hotel.after(-1), hotel.after(-1))
    change_dates(hotel.desk("nok"), stay, hotel.after(-1), hotel.day)
    assert [n.posted for n in stay_nights(stay)] == [True]


def test_a_dropped_night_is_gone_from_its_own_end(hotel: Hotel) -> None:
    prices = (Decimal(1700), Decimal(1700), Decimal(2300))
    stay = hotel.booked(3, prices=prices)
    change_dates(hotel.desk("nok"), stay, hotel.day, hotel.after(2))
    assert [n.amount for n in stay_nights(stay)] == [Decimal("1700.00"), Decimal("1700.00")]
    dropped = ChangeLog.select().where(ChangeLog.operation == "change_dates").order_by(ChangeLog.id).first()
    assert dropped.before == f'{{"{hotel.after(2)}": "2300.00"}}'


def test_an_extension_needs_a_room_that_is_free_and_a_type_that_is_not_sold_out(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1)
    hotel.booked(room="201", arrival=hotel.after(1), departure=hotel.after(2), guest=hotel.guest("Next"))
    with refused("ROOM_NIGHT_TAKEN") as refusal:
        change_dates(hotel.desk("nok"), stay, hotel.day, hotel.after(2))
    assert str(refusal.said.message.values["guest"]) == "NEXT Anna"
    for _ in range(5):
        hotel.booked(arrival=hotel.after(1), departure=hotel.after(2))
    with asked("NO_AVAILABILITY", "overbook"):
        change_dates(hotel.desk(), stay, hotel.day, hotel.after(2))
    with refused("ROOM_NIGHT_TAKEN"):  # the overbooking right does not put two guests in one bed
        change_dates(hotel.answering(NO_AVAILABILITY="regular"), stay, hotel.day, hotel.after(2))


def test_a_booking_is_cancelled_with_a_reason_and_without_a_deposit(hotel: Hotel) -> None:
    stay = hotel.booked()
    take_deposit(hotel.desk("nok"), _reservation(stay), "CASH", Decimal(500))
    with refused("NO_REASON"):
        cancel(hotel.desk("nok"), stay, "  ")
    with refused("DEPOSIT_LEFT") as refusal:
        cancel(hotel.desk("nok"), stay, "ill")
    assert refusal.said.message.values["amount"] == 500
    with refused("NO_RIGHT"):
        refund_deposit(hotel.desk("nok"), _reservation(stay), "CASH", Decimal(500), "ill")
    refund_deposit(hotel.desk("somsak"), _reservation(stay), "CASH", Decimal(200), "ill")
    keep_deposit(hotel.desk("somsak"), _reservation(stay), Decimal(300), "late")
    assert cancel(hotel.desk("nok"), stay, "ill") == "X000001"
    assert hotel.state(stay) == CANCELLED
    for operation in (
        lambda: cancel(hotel.desk("nok"), stay, "again"),
        lambda: check_in(hotel.desk("nok"), stay, "201"),
        lambda: mark_no_show(hotel.desk("nok"), stay),
        lambda: assign_room(hotel.desk("nok"), stay, "201"),
        lambda: take_deposit(hotel.desk("nok"), _reservation(stay), "CASH", Decimal(1)),
    ):
        with refused("NOT_RESERVED"):
            operation()


def test_a_no_show_is_due_and_holds_no_deposit(hotel: Hotel) -> None:
    later = hotel.booked(arrival=hotel.after(1), departure=hotel.after(2))
    with refused("NOT_DUE_IN"):
        mark_no_show(hotel.desk("nok"), later)
    due = hotel.booked()
    take_deposit(hotel.desk("nok"), _reservation(due), "CASH", Decimal(500))
    with refused("DEPOSIT_LEFT"):
        mark_no_show(hotel.desk("nok"), due)
    keep_deposit(hotel.desk("somsak"), _reservation(due), Decimal(500), "no word")
    mark_no_show(hotel.desk("nok"), due)
    assert hotel.state(due) == NO_SHOW


# Arrival


def test_nobody_checks_in_on_another_day(hotel: Hotel) -> None:
    stay = hotel.booked(arrival=hotel.after(1), departure=hotel.after(2))
    with refused("NOT_TODAY"):
        check_in(hotel.desk("nok"), stay, "201")


def test_nobody_checks_in_without_a_room_of_the_house(hotel: Hotel) -> None:
    stay = hotel.booked()
    with refused("NO_ROOM_YET"):
        check_in(hotel.desk("nok"), stay)
    with refused("NO_ROOM"):
        check_in(hotel.desk("nok"), stay, NO_SUCH_ROOM)


def test_nobody_checks_in_twice(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    with refused("NOT_RESERVED"):
        check_in(hotel.desk("nok"), stay, "201")


def test_nobody_is_put_into_a_room_that_is_occupied_until_its_guest_leaves(hotel: Hotel) -> None:
    old = hotel.in_house("201", nights=1, guest=hotel.guest("Late"))
    hotel.audit()
    new = hotel.booked(room="201")
    with refused("ROOM_OCCUPIED") as refusal:
        check_in(hotel.desk("nok"), new)
    assert str(refusal.said.message.values["guest"]) == "LATE Anna"
    hotel.leaves(old)
    with asked("ROOM_NOT_READY", "override_room", second_person=True):
        check_in(hotel.desk("nok"), new)
    with asked("ROOM_NOT_READY", "override_room"):
        check_in(hotel.desk("somsak"), new)
    check_in(hotel.answering("nok", "somsak", ROOM_NOT_READY="she waits in the lobby"), new)
    log = _last_log()
    assert (log.approved_by.login, log.reason) == ("somsak", "ROOM_NOT_READY: she waits in the lobby")


def test_nobody_checks_in_to_a_room_out_of_order_or_out_of_service(hotel: Hotel) -> None:
    for room, kind in (("201", "OOO"), ("202", "OOS")):
        close_room(hotel.desk("noi"), _room(room), kind, hotel.day, hotel.day, "aircon", "dirty")
        stay = hotel.booked()
        with refused("ROOM_CLOSED"):
            check_in(hotel.desk(), stay, room)


def test_nobody_checks_in_without_identity(hotel: Hotel) -> None:
    stay = hotel.booked(guest=hotel.guest(document_number=""))
    with refused("IDENTITY_MISSING") as refusal:
        check_in(hotel.desk(), stay, "201")
    assert (refusal.said.field, refusal.said.jump) == (
        "document_number",
        f"guest {Stay.get_by_id(stay).guest_id}",
    )
    other = hotel.booked()
    add_person(hotel.desk(), other, hotel.guest(nationality=""))
    with refused("IDENTITY_MISSING"):  # of anybody in the party
        check_in(hotel.desk(), other, "201")


def test_a_house_may_let_the_desk_answer_for_a_missing_identity(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "identity_missing", "ASK")
    stay = hotel.booked(guest=hotel.guest(document_number=""))
    with asked("IDENTITY_MISSING", "check_in"):
        check_in(hotel.desk("nok"), stay, "201")
    check_in(hotel.answering("nok", IDENTITY_MISSING="passport is in the car"), stay, "201")
    assert hotel.state(stay) == IN_HOUSE


def test_a_check_in_is_undone_only_today_and_before_anything_is_posted(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    post_article(hotel.desk("nok"), hotel.window(stay), "CHANG")
    with refused("POSTED_ALREADY"):
        undo_check_in(hotel.desk("nok"), stay)
    other = hotel.in_house("202", nights=3)
    undo_check_in(hotel.desk("nok"), other)
    assert hotel.state(other) == RESERVED
    with refused("NOT_IN_HOUSE"):
        undo_check_in(hotel.desk("nok"), other)
    check_in(hotel.desk("nok"), other, "202")
    hotel.audit()
    with refused("ANOTHER_DATE"):
        undo_check_in(hotel.desk("nok"), other)


def test_an_undone_check_in_gives_the_deposit_back_to_the_booking(hotel: Hotel) -> None:
    stay = hotel.booked()
    take_deposit(hotel.desk("nok"), _reservation(stay), "CASH", Decimal(500))
    check_in(hotel.desk("nok"), stay, "201")
    assert hotel.balance(stay) == -500
    undo_check_in(hotel.desk("nok"), stay)
    assert hotel.balance(stay) == 0
    assert deposit_of(Reservation.get_by_id(_reservation(stay))) == 500


def test_a_guest_moves_to_a_room_that_is_there_free_and_ready(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=2)
    hotel.in_house("202", nights=2)
    hotel.booked(2, room="203")
    hotel.booked(2, room="206", arrival=hotel.after(1), departure=hotel.after(2))
    close_room(hotel.desk("noi"), _room("204"), "OOO", hotel.after(1), hotel.after(1), "paint", "dirty")
    set_housekeeping(hotel.desk("noi"), _room("205"), "dirty")
    for code, room, reason in (
        ("NO_REASON", "205", " "),
        ("NO_ROOM", NO_SUCH_ROOM, "noise"),
        ("SAME_ROOM", "201", "noise"),
        ("ROOM_NIGHT_TAKEN", "202", "noise"),
        ("ROOM_NIGHT_TAKEN", "203", "noise"),
        ("ROOM_CLOSED", "204", "noise"),
        ("ROOM_NIGHT_TAKEN", "206", "noise"),
    ):
        with refused(code):
            move_room(hotel.desk("nok"), stay, room, reason)
    with asked("ROOM_NOT_READY", "override_room", second_person=True):
        move_room(hotel.desk("nok"), stay, "205", "noise")
    with refused("NOT_IN_HOUSE"):
        move_room(hotel.desk("nok"), Stay.get(Stay.state == RESERVED).id, "205", "noise")


# Rooms


def test_a_room_is_closed_with_reason_and_dates_and_only_when_nobody_has_it(hotel: Hotel) -> None:
    stay = hotel.booked(room="201", arrival=hotel.after(2), departure=hotel.after(3))
    noi = hotel.desk("noi")
    with refused("NO_REASON"):
        close_room(noi, _room("202"), "OOO", hotel.day, hotel.day, "", "dirty")
    with refused("DATES"):
        close_room(noi, _room("202"), "OOO", hotel.after(1), hotel.day, "paint", "dirty")
    with refused("ROOM_TAKEN") as refusal:
        close_room(noi, _room("201"), "OOS", hotel.day, hotel.after(2), "paint", "dirty")
    assert refusal.said.jump == f"stay {stay}"
    close_room(noi, _room("201"), "OOO", hotel.day, hotel.after(1), "paint", "dirty")
    with refused("ROOM_CLOSED_ALREADY"):
        close_room(noi, _room("201"), "OOS", hotel.after(1), hotel.after(1), "paint", "dirty")
    with refused("ROOM_CLOSED"):
        set_housekeeping(noi, _room("201"), "clean")
    end_closure(noi, RoomClosure.get().id)
    assert Room.get_by_id(_room("201")).housekeeping == "dirty"  # its return status
    set_housekeeping(noi, _room("201"), "clean")


# Departure


def test_nobody_leaves_with_a_balance_or_before_his_day_unasked(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=2)
    with refused("EARLY_DEPARTURE"):
        check_out(hotel.desk("nok"), stay)
    with refused("SAME_DAY"):
        check_out(hotel.desk("nok"), stay, early=True)
    hotel.audit()
    with refused("BALANCE_NOT_ZERO") as refusal:
        check_out(hotel.desk("nok"), stay, early=True)
    assert refusal.said.jump == "folio 201"
    take_payment(hotel.desk("nok"), hotel.window(stay), "CASH", hotel.balance(stay) + 1)
    with refused("BALANCE_NOT_ZERO"):  # a credit is a balance too
        check_out(hotel.desk("nok"), stay, early=True)
    refund(hotel.desk("nok"), hotel.window(stay), "CASH", Decimal(1), "change")
    check_out(hotel.desk("nok"), stay, early=True)
    assert (hotel.state(stay), Stay.get_by_id(stay).departure) == (CHECKED_OUT, hotel.day)
    assert Night.select().where(Night.stay == stay).count() == 1  # the room of tonight is free again
    with refused("NOT_IN_HOUSE"):
        check_out(hotel.desk("nok"), stay)


def test_a_check_out_is_undone_only_today_and_a_room_let_again_is_asked_for(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1)
    with refused("NOT_CHECKED_OUT"):
        reinstate(hotel.desk("nok"), stay)
    hotel.audit()
    hotel.leaves(stay)
    reinstate(hotel.desk("nok"), stay)
    assert hotel.state(stay) == IN_HOUSE
    check_out(hotel.desk("nok"), stay)
    set_housekeeping(hotel.desk("noi"), _room("201"), "clean")
    hotel.in_house("201", nights=2, guest=hotel.guest("New"))
    with asked("ROOM_RELET", "override_room", second_person=True) as refusal:
        reinstate(hotel.desk("nok"), stay)
    assert str(refusal.said.message.values["guest"]) == "NEW Anna"
    hotel.audit()
    with refused("ANOTHER_DATE"):
        reinstate(hotel.desk("nok"), stay)


def test_a_person_who_has_left_the_house_approves_nothing(hotel: Hotel) -> None:
    stay = hotel.booked()
    set_housekeeping(hotel.desk("noi"), _room("201"), "dirty")
    Staff.update(active=False).where(Staff.login == "somsak").execute()
    with asked("ROOM_NOT_READY", "override_room", second_person=True):
        check_in(hotel.answering("nok", "somsak", ROOM_NOT_READY="she waits"), stay, "201")


def test_a_guest_who_leaves_on_the_day_of_arrival_pays_the_day(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    with refused("SAME_DAY"):
        check_out(hotel.desk("nok"), stay, early=True)
    charge_day_use(hotel.desk("nok"), stay)
    assert hotel.balance(stay) == Decimal("1765.50")
    hotel.leaves(stay)
    hotel.audit()
    assert hotel.state(stay) == "checked out"


def test_a_room_of_another_type_takes_from_that_type(hotel: Hotel) -> None:
    for number in range(1, 7):
        hotel.booked(room_type="DLX", room=f"30{number}" if number < 6 else "")
    stay = hotel.booked()
    with asked("NO_AVAILABILITY", "overbook"):
        assign_room(hotel.desk(), stay, "306")
    inside = hotel.in_house("201")
    with asked("NO_AVAILABILITY", "overbook"):
        move_room(hotel.desk(), inside, "306", "noise")


def test_a_room_is_not_closed_under_a_guest_who_is_still_in_it(hotel: Hotel) -> None:
    hotel.in_house("201", nights=1)
    hotel.audit()
    with refused("ROOM_OCCUPIED"):
        close_room(hotel.desk("noi"), _room("201"), "OOO", hotel.day, hotel.after(3), "paint", "dirty")


def test_a_used_form_answers_only_the_one_who_sent_it(hotel: Hotel) -> None:
    create_guest(hotel.desk("nok", token="one"), family="Meier")
    with refused("TOKEN_USED"):
        create_guest(hotel.desk("lek", token="one"), family="Meier")
    with refused("TOKEN_USED"):
        update_guest(hotel.desk("nok", token="one"), 1, family="Maier")


def test_what_is_no_amount_of_money_is_refused_at_its_field(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    for amount in ("0.005", "NaN", "Infinity", "1e20"):
        with refused("AMOUNT"):
            post_charge(hotel.desk(), window, "LAUN", Decimal(amount))
        with refused("AMOUNT"):
            take_payment(hotel.desk(), window, "CASH", Decimal(amount))
    with refused("GONE"):
        take_payment(hotel.desk(), 999_999, "CASH", Decimal(1))


def test_a_room_free_of_charge_needs_the_one_who_authorised_it(hotel: Hotel) -> None:
    free = Booking(hotel.guest(), hotel.day, hotel.after(1), "SUP", "COMP")
    with asked("COMPLIMENTARY", "complimentary", second_person=True):
        book(hotel.desk("nok"), free)
    stay = book(hotel.answering("nok", "somsak", COMPLIMENTARY="travel writer"), free)
    assert hotel.state(stay) == "reserved"


def test_who_may_not_take_money_takes_none_by_way_of_a_booking(hotel: Hotel) -> None:
    booking = Booking(hotel.guest(), hotel.day, hotel.after(1), "SUP", "BAR")
    RoleRight.delete().where(
        (RoleRight.right == "pay") & (RoleRight.role == hotel.desk("nok").staff.role_id)
    ).execute()
    with refused("NO_RIGHT"):
        book_with_guest(hotel.desk("nok"), booking, {}, deposit=Decimal(500))
    with refused("NO_RIGHT"):
        register_walk_in(hotel.desk("nok"), replace(booking, room="201"), {}, payment=Decimal(500))


def test_the_do_not_rent_list_is_not_cleared_by_the_desk(hotel: Hotel) -> None:
    guest = hotel.guest(do_not_rent="damaged the room")
    with refused("NO_RIGHT"):
        update_guest(hotel.desk("nok"), guest, do_not_rent="")
