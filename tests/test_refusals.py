"""What the hotel's rules refuse, tried through the operations: refused by its code, and nothing is written."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from models.front_office.codes import Generate, TransactionCode
from models.front_office.folios import (
    FolioWindow,
    Posting,
    correct,
    post_article,
    post_charge,
    window_of,
)
from models.front_office.guests import Guest, update_guest
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
    Night,
    Stay,
    assign_room,
    cancel,
    change_dates,
    mark_no_show,
    stay_nights,
)
from models.front_office.rooms import Room, RoomClosure, close_room, end_closure, set_housekeeping
from models.front_office.stays import (
    add_person,
    check_in,
    check_out,
    move_room,
    reinstate,
    remove_person,
    undo_check_in,
)
from models.house.acts import ChangeLog
from models.house.staff import Staff
from models.ledger.accounts import Account
from models.ledger.entries import write_journal_voucher
from models.ledger.periods import Period, lock_period, unlock_period
from tests.hotel import Hotel
from tests.refusing import asked, refused

NO_SUCH_ROOM = "999"


def _room(number: str) -> int:
    return int(Room.get(Room.number == number).id)


def _reservation(stay: int) -> int:
    return int(Stay.get_by_id(stay).reservation_id)


def _posting(window: int, kind: str = "charge") -> int:
    rows = Posting.select().where((Posting.window == window) & (Posting.kind == kind))
    return int(rows.order_by(Posting.id.desc()).get().id)


def _last_log() -> ChangeLog:
    return ChangeLog.select().order_by(ChangeLog.id.desc()).first()


# Booking


def test_a_booking_has_dates_that_can_be(hotel: Hotel) -> None:
    with refused("DEPARTURE_BEFORE_ARRIVAL"):
        hotel.booked(departure=hotel.after(-1))
    with refused("ARRIVAL_PAST"):
        hotel.booked(arrival=hotel.after(-1))
    with refused("TOO_LONG"):
        hotel.booked(nights=401)


def test_a_booking_has_persons_that_fit_the_room(hotel: Hotel) -> None:
    with refused("NO_ADULT"):
        hotel.booked(adults=0, children=1)
    with refused("CHILDREN"):
        hotel.booked(children=-1)
    with refused("TOO_MANY_PERSONS"):
        hotel.booked(adults=3, children=1)
    hotel.booked(adults=2, children=1)  # the extra bed


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
    with refused("NO_RATE") as refusal:
        hotel.booked(arrival=datetime.date(2027, 12, 31), departure=datetime.date(2028, 1, 2))
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
    close_room(hotel.desk("noi"), _room("201"), "OOO", hotel.after(1), hotel.after(1), "aircon")
    stay = hotel.booked(nights=2)
    with refused("ROOM_CLOSED"):
        assign_room(hotel.desk("nok"), stay, "201")
    hotel.booked(nights=1, room="201")


def test_a_price_below_the_rate_needs_the_right_and_its_limit(hotel: Hotel) -> None:
    from models.front_office.reservations import Booking, book

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
    assert (log.staff.login, log.approved_by.login, log.reason) == ("nok", "somsak", "PRICE_CHANGED: a friend")


def test_a_guest_on_the_do_not_rent_list_needs_a_manager(hotel: Hotel) -> None:
    guest = hotel.guest("Trouble")
    update_guest(hotel.desk(), guest_id=guest, do_not_rent="broke the lamp")
    with asked("DO_NOT_RENT", "do_not_rent"):
        hotel.booked(guest=guest)
    from models.front_office.reservations import Booking, book

    booking = Booking(guest, hotel.day, hotel.after(1), "SUP", "BAR")
    with asked("DO_NOT_RENT", "do_not_rent", second_person=True):
        book(hotel.answering("nok", DO_NOT_RENT="paid for it"), booking)
    stay = book(hotel.answering("nok", "somsak", DO_NOT_RENT="paid for it"), booking)
    assert _last_log().approved_by.login == "somsak"
    with asked("DO_NOT_RENT", "do_not_rent"):
        check_in(hotel.desk(), stay, "201")
    with asked("DO_NOT_RENT", "do_not_rent"):
        add_person(hotel.desk(), hotel.booked(), guest)


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
        add_person(hotel.desk("nok"), stay, hotel.guest() if False else Stay.get_by_id(stay).guest_id)


def test_a_guest_has_a_name_a_past_birthday_and_clean_words(hotel: Hotel) -> None:
    for code, person in (
        ("NO_NAME", {"given": " ", "family": ""}),
        ("BIRTH_DATE", {"birth_date": hotel.after(1)}),
        ("NOT_CLEAN", {"note": "bell\x07"}),
        ("THAI_ID", {"document_kind": "thai id", "document_number": "1101700230706"}),
    ):
        with refused(code):
            from models.front_office.guests import create_guest

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
    with refused("DEPARTURE_BEFORE_ARRIVAL"):
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
    assert refusal.said.message.values["guest"] == "NEXT Anna"
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


def test_deposits_are_given_back_as_far_as_they_go(hotel: Hotel) -> None:
    stay = hotel.booked()
    reservation = _reservation(stay)
    take_deposit(hotel.desk("nok"), reservation, "CASH", Decimal(500))
    for operation in (
        lambda: refund_deposit(hotel.desk(), reservation, "CASH", Decimal("500.01"), "ill"),
        lambda: keep_deposit(hotel.desk(), reservation, Decimal("500.01"), "late"),
    ):
        with refused("MORE_THAN_IS_LEFT"):
            operation()
    for operation in (
        lambda: refund_deposit(hotel.desk(), reservation, "CASH", Decimal(1), ""),
        lambda: keep_deposit(hotel.desk(), reservation, Decimal(1), " "),
    ):
        with refused("NO_REASON"):
            operation()
    for operation in (
        lambda: take_deposit(hotel.desk("nok"), reservation, "CASH", Decimal(0)),
        lambda: refund_deposit(hotel.desk(), reservation, "CASH", Decimal(-1), "ill"),
        lambda: keep_deposit(hotel.desk(), reservation, Decimal(0), "late"),
    ):
        with refused("NOT_POSITIVE"):
            operation()
    with refused("NO_METHOD"):
        take_deposit(hotel.desk("nok"), reservation, "MINI", Decimal(1))
    with refused("TENDERED_TOO_LITTLE"):
        take_deposit(hotel.desk("nok"), reservation, "CASH", Decimal(100), tendered=Decimal(99))


def test_a_deposit_that_moved_to_the_folio_cannot_be_taken_back_from_the_booking(hotel: Hotel) -> None:
    stay = hotel.booked()
    take_deposit(hotel.desk("nok"), _reservation(stay), "CASH", Decimal(500))
    paid = Posting.get(Posting.kind == "deposit").id
    check_in(hotel.desk("nok"), stay, "201")
    with refused("MORE_THAN_IS_LEFT"):
        correct(hotel.desk("nok"), paid, "wrong booking")
    with refused("NOT_CORRECTABLE"):
        correct(hotel.desk("nok"), Posting.get(Posting.kind == "deposit moved").id, "wrong")
    with refused("NOT_RESERVED"):
        take_deposit(hotel.desk("nok"), _reservation(stay), "CASH", Decimal(1))


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
    assert refusal.said.message.values["guest"] == "LATE Anna"
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
        close_room(hotel.desk("noi"), _room(room), kind, hotel.day, hotel.day, "aircon")
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
    from models.front_office.reservations import Reservation, deposit_of

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
    close_room(hotel.desk("noi"), _room("204"), "OOO", hotel.after(1), hotel.after(1), "paint")
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
        move_room(hotel.desk("nok"), hotel.booked(), "205", "noise") if False else move_room(
            hotel.desk("nok"), Stay.get(Stay.state == RESERVED).id, "205", "noise"
        )


# Rooms


def test_a_room_is_closed_with_reason_and_dates_and_only_when_nobody_has_it(hotel: Hotel) -> None:
    stay = hotel.booked(room="201", arrival=hotel.after(2), departure=hotel.after(3))
    noi = hotel.desk("noi")
    with refused("NO_REASON"):
        close_room(noi, _room("202"), "OOO", hotel.day, hotel.day, "")
    with refused("DATES"):
        close_room(noi, _room("202"), "OOO", hotel.after(1), hotel.day, "paint")
    with refused("ROOM_TAKEN") as refusal:
        close_room(noi, _room("201"), "OOS", hotel.day, hotel.after(2), "paint")
    assert refusal.said.jump == f"stay {stay}"
    close_room(noi, _room("201"), "OOO", hotel.day, hotel.after(1), "paint")
    with refused("ROOM_CLOSED_ALREADY"):
        close_room(noi, _room("201"), "OOS", hotel.after(1), hotel.after(1), "paint")
    with refused("ROOM_CLOSED"):
        set_housekeeping(noi, _room("201"), "clean")
    end_closure(noi, RoomClosure.get().id)
    assert Room.get_by_id(_room("201")).housekeeping == "dirty"  # its return status
    set_housekeeping(noi, _room("201"), "clean")


# Postings


def test_a_charge_has_a_code_that_the_desk_may_post(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    TransactionCode.update(active=False).where(TransactionCode.code == "SPA").execute()
    for code, refusal in (
        ("NOPE", "NO_CODE"),
        ("SPA", "NO_CODE"),
        ("CASH", "NO_CODE"),  # a way to pay
        ("ROOM", "NOT_BY_HAND"),
        ("VAT", "NOT_BY_HAND"),  # a tax on its own
        ("SVC", "NOT_BY_HAND"),
        ("FORF", "NOT_BY_HAND"),
    ):
        with refused(refusal):
            post_charge(hotel.desk("nok"), window, code, Decimal(100))
    with refused("NO_ARTICLE"):
        post_article(hotel.desk("nok"), window, "CAVIAR")


def test_a_charge_is_above_zero(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    for amount, quantity in ((0, 1), (-5, 1), (5, 0), (-5, -1), (5, -1)):
        with refused("NOT_POSITIVE"):
            post_charge(hotel.desk("nok"), window, "MINI", Decimal(amount), quantity=quantity)
    for quantity in (0, -2):
        with refused("NOT_POSITIVE"):
            post_article(hotel.desk("nok"), window, "CHANG", quantity)


def test_only_a_guest_in_house_is_charged(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1)
    window = hotel.window(stay)
    undo_check_in(hotel.desk("nok"), stay)
    with refused("NOT_IN_HOUSE"):
        post_charge(hotel.desk("nok"), window, "MINI", Decimal(10))
    with refused("NO_WINDOW"):
        window_of(stay, 2)
    check_in(hotel.desk("nok"), stay, "201")
    hotel.audit()
    hotel.leaves(stay)
    for refusal, operation in (
        ("NOT_IN_HOUSE", lambda: post_article(hotel.desk("nok"), window, "CHANG")),
        ("WINDOW_CLOSED", lambda: take_payment(hotel.desk("nok"), window, "CASH", Decimal(1))),
        ("MORE_THAN_IS_LEFT", lambda: refund(hotel.desk("nok"), window, "CASH", Decimal(1), "x")),
        ("WINDOW_CLOSED", lambda: correct(hotel.desk("nok"), _posting(window, "payment"), "x")),
    ):
        with refused(refusal):
            operation()


def test_a_stay_that_takes_no_charges_takes_one_for_a_reason(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    Stay.update(no_post=True).where(Stay.id == stay).execute()
    with asked("NO_POST", "post"):
        post_article(hotel.desk("nok"), hotel.window(stay), "CHANG")
    post_article(hotel.answering("nok", NO_POST="the boss said so"), hotel.window(stay), "CHANG")
    assert _last_log().reason == "NO_POST: the boss said so"


def test_an_unusual_amount_is_asked_about(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    TransactionCode.update(lowest=Decimal(10), highest=Decimal(1000)).where(TransactionCode.code == "MINI").execute()
    for amount in ("9.99", "1000.01"):
        with asked("AMOUNT_UNUSUAL", "post", amount=amount):
            post_charge(hotel.desk("nok"), window, "MINI", Decimal(amount))
    for amount in ("10", "1000"):
        post_charge(hotel.desk("nok"), window, "MINI", Decimal(amount))


def test_the_same_outside_record_is_posted_once(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    post_charge(hotel.desk("nok"), window, "MISC", Decimal(20), source="call 4711")
    with refused("ALREADY_POSTED"):
        post_charge(hotel.desk("nok"), window, "MISC", Decimal(20), source="call 4711")
    with refused("ALREADY_POSTED"):
        post_article(hotel.desk("lek"), window, "WATER", source="call 4711")


def test_nothing_is_posted_without_a_tax_rate_or_on_a_closed_account(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    laundry = TransactionCode.get(TransactionCode.code == "LAUN")
    Generate.update(valid_until=hotel.after(-1)).where((Generate.parent == laundry) & (Generate.position == 2)).execute()
    with refused("NO_TAX_RATE") as refusal:
        post_charge(hotel.desk("nok"), window, "LAUN", Decimal(100))
    assert refusal.said.message.values["child"] == "VAT"
    food = TransactionCode.get(TransactionCode.code == "FOOD")
    Account.update(closed_on=hotel.day).where(Account.id == food.account_id).execute()
    with refused("ACCOUNT_CLOSED"):
        post_charge(hotel.desk("nok"), window, "FOOD", Decimal(100))
    with refused("ACCOUNT_CLOSED"):
        write_journal_voucher(
            hotel.desk("anong"), hotel.day, "soup", [("41110", Decimal(-1)), ("11110", Decimal(1))]
        )


# Money


def test_a_payment_is_above_zero_by_a_known_method_and_tendered_in_full(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    with refused("NOT_POSITIVE"):
        take_payment(hotel.desk("nok"), window, "CASH", Decimal(0))
    for method, code in (("SHELLS", "NO_CODE"), ("MINI", "NO_METHOD"), ("DEP", "NO_METHOD")):
        with refused(code):
            take_payment(hotel.desk("nok"), window, method, Decimal(10))
    with refused("TENDERED_TOO_LITTLE"):
        take_payment(hotel.desk("nok"), window, "CASH", Decimal(10), tendered=Decimal("9.99"))


def test_no_more_is_refunded_than_the_guest_has_to_his_credit(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201"))
    take_payment(hotel.desk("nok"), window, "CASH", Decimal(100))
    with refused("MORE_THAN_IS_LEFT") as refusal:
        refund(hotel.desk("nok"), window, "CASH", Decimal("100.01"), "too much")
    assert refusal.said.message.values["left"] == 100
    with refused("NO_REASON"):
        refund(hotel.desk("nok"), window, "CASH", Decimal(1), "")
    post_charge(hotel.desk("nok"), window, "MISC", Decimal(50), inclusive=True)
    with refused("MORE_THAN_IS_LEFT"):
        refund(hotel.desk("nok"), window, "CASH", Decimal("50.01"), "too much")
    refund(hotel.desk("nok"), window, "CASH", Decimal(50), "too much")


# Corrections


def test_a_posting_is_corrected_once_today_and_with_a_reason(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=2)
    window = hotel.window(stay)
    wrong = post_article(hotel.desk("nok"), window, "CHANG")
    old = post_article(hotel.desk("nok"), window, "WATER")
    with refused("NO_REASON"):
        correct(hotel.desk("nok"), wrong, "\t")
    undone = correct(hotel.desk("nok"), wrong, "wrong room")
    with refused("ALREADY_CORRECTED"):
        correct(hotel.desk("nok"), wrong, "again")
    with refused("UNDO_OF_UNDO"):
        correct(hotel.desk("nok"), undone, "it was right")
    hotel.audit()
    with refused("CLOSED_DATE"):
        correct(hotel.desk("nok"), old, "wrong room")
    night = Posting.get(Posting.night.is_null(False))
    with refused("CLOSED_DATE"):
        correct(hotel.desk("nok"), night.id, "wrong price")


def test_what_the_program_posted_for_a_day_use_is_not_corrected_by_hand(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=0)
    with refused("NOT_CORRECTABLE"):
        correct(hotel.desk("nok"), _posting(hotel.window(stay)), "too dear")


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


def test_a_check_out_is_undone_only_today_and_into_an_empty_room(hotel: Hotel) -> None:
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
    with refused("ROOM_OCCUPIED") as refusal:
        reinstate(hotel.desk("nok"), stay)
    assert refusal.said.message.values["guest"] == "NEW Anna"
    hotel.audit()
    with refused("ANOTHER_DATE"):
        reinstate(hotel.desk("nok"), stay)


# The books


def test_a_voucher_by_hand_is_refused_where_it_does_not_belong(hotel: Hotel) -> None:
    cash, paper = "11110", "51120"
    one, minus = Decimal(1), Decimal(-1)
    anong = hotel.desk("anong")
    for code, date, memo, lines in (
        ("NO_MEMO", hotel.day, " ", [(cash, minus), (paper, one)]),
        ("FUTURE_DATE", hotel.after(1), "x", [(cash, minus), (paper, one)]),
        ("PERIOD_CLOSED", datetime.date(2026, 10, 31), "x", [(cash, minus), (paper, one)]),
        ("NO_ACCOUNT", hotel.day, "x", [("99999", minus), (paper, one)]),
        ("CONTROL_ACCOUNT", hotel.day, "x", [("11400", minus), (paper, one)]),
        ("CONTROL_ACCOUNT", hotel.day, "x", [("21200", minus), (paper, one)]),
        ("CONTROL_ACCOUNT", hotel.day, "x", [("11410", minus), (paper, one)]),
        ("ENTRY_UNBALANCED", hotel.day, "x", [(cash, minus), (paper, Decimal(2))]),
        ("ENTRY_TOO_SHORT", hotel.day, "x", [(cash, Decimal(0)), (paper, Decimal(0))]),
    ):
        with refused(code):
            write_journal_voucher(anong, date, memo, lines)
    with refused("NO_RIGHT"):
        write_journal_voucher(hotel.desk("nok"), hotel.day, "x", [(cash, minus), (paper, one)])


def test_a_period_is_locked_after_its_last_hotel_day(hotel: Hotel) -> None:
    period = Period.get()
    with refused("PERIOD_RUNNING"):
        lock_period(hotel.desk("anong"), period.id)
    with refused("PERIOD_OPEN"):
        unlock_period(hotel.desk("anong"), period.id)
    while hotel.day <= period.ends:
        hotel.audit()
    lock_period(hotel.desk("anong"), period.id)
    with refused("PERIOD_CLOSED"):
        write_journal_voucher(
            hotel.desk("anong"), period.ends, "late", [("11110", Decimal(-1)), ("51120", Decimal(1))]
        )


def test_unlocking_a_period_takes_a_second_person_with_the_right(hotel: Hotel) -> None:
    period = Period.get()
    Period.update(locked=True).execute()
    anong, pavinee = "anong", "pavinee"
    with asked("PERIOD_UNLOCK", "period", second_person=True):
        unlock_period(hotel.desk(anong), period.id)
    with asked("PERIOD_UNLOCK", "period", second_person=True):
        unlock_period(hotel.answering(anong, PERIOD_UNLOCK="late bill"), period.id)
    unlock_period(hotel.answering(anong, pavinee, PERIOD_UNLOCK="late bill"), period.id)
    log = _last_log()
    assert (log.staff.login, log.approved_by.login, log.reason) == (anong, pavinee, "PERIOD_UNLOCK: late bill")
    assert not Period.get().locked


@pytest.mark.parametrize("second", ["anong", "noi"])
def test_a_period_is_not_unlocked_by_oneself_or_by_whoever_stands_near(hotel: Hotel, second: str) -> None:
    Period.update(locked=True).execute()
    with asked("PERIOD_UNLOCK", "period", second_person=True):
        unlock_period(hotel.answering("anong", second, PERIOD_UNLOCK="late bill"), Period.get().id)


def test_a_person_who_has_left_the_house_approves_nothing(hotel: Hotel) -> None:
    stay = hotel.booked()
    set_housekeeping(hotel.desk("noi"), _room("201"), "dirty")
    Staff.update(active=False).where(Staff.login == "somsak").execute()
    with asked("ROOM_NOT_READY", "override_room", second_person=True):
        check_in(hotel.answering("nok", "somsak", ROOM_NOT_READY="she waits"), stay, "201")


__all__ = ["FolioWindow", "Guest"]
