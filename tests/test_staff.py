"""Who may come in, who may do what, and that the change log tells who did it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import Decimal

import pytest

from models.front_office.folios import correct, post_article, post_charge
from models.front_office.guests import create_guest, update_guest
from models.front_office.opening import add_article, set_setting
from models.front_office.payments import (
    keep_deposit,
    refund,
    refund_deposit,
    take_deposit,
    take_payment,
)
from models.front_office.receipts import Receipt, count_print
from models.front_office.reservations import (
    Booking,
    Stay,
    assign_room,
    book,
    cancel,
    change_dates,
    mark_no_show,
)
from models.front_office.rooms import Room, close_room, end_closure, set_housekeeping
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
from models.house.acts import ChangeLog, Desk
from models.house.refusals import Refused
from models.house.staff import Rights, Role, RoleRight, SignInFailure, Staff, second_person, sign_in
from models.house.staffing import NewStaff, change_own_password, hire, set_active, set_password, set_role
from models.ledger.entries import write_journal_voucher
from models.ledger.periods import Period, lock_period, unlock_period
from tests.hotel import PASSWORD, STAFF, Hotel
from tests.refusing import refused

NOON = datetime.datetime(2026, 11, 23, 5, 0, tzinfo=datetime.UTC)


def later(seconds: float) -> datetime.datetime:
    return NOON + datetime.timedelta(seconds=seconds)


def turned_away(login: str, password: str, now: datetime.datetime = NOON) -> Refused:
    with pytest.raises(Refused) as caught:
        sign_in(login, password, now)
    return caught.value


# Signing in


def test_everybody_signs_in_by_name_and_password(hotel: Hotel) -> None:
    assert sign_in("nok", PASSWORD, NOON).login == "nok"
    assert sign_in("  NOK ", PASSWORD, NOON).login == "nok"


def test_an_unknown_name_is_answered_as_a_wrong_password_is(hotel: Hotel) -> None:
    wrong, unknown = turned_away("nok", "rimnam-2570"), turned_away("nobody", PASSWORD)
    assert (wrong.code, wrong.message.say("en")) == (unknown.code, unknown.message.say("en"))
    assert wrong.code == "SIGN_IN_WRONG"
    for nearly in ("", PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1]):
        assert turned_away("lek", nearly).code == "SIGN_IN_WRONG"
        SignInFailure.delete().execute()


def test_who_has_left_the_house_does_not_come_in(hotel: Hotel) -> None:
    Staff.update(active=False).where(Staff.login == "lek").execute()
    assert turned_away("lek", PASSWORD).code == "SIGN_IN_WRONG"


def test_each_failure_from_the_third_on_makes_the_next_try_wait_longer(hotel: Hotel) -> None:
    at, waits = 0.0, []
    for _ in range(13):
        assert turned_away("nok", "wrong password", later(at)).code == "SIGN_IN_WRONG"
        until = _failed("nok").wait_until
        waits.append(int((until - later(at)).total_seconds()) if until else 0)
        at += waits[-1]
    assert waits == [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_while_one_waits_even_the_right_password_does_not_open(hotel: Hotel) -> None:
    for _ in range(3):
        turned_away("nok", "wrong password")
    early = turned_away("nok", PASSWORD, later(0.5))
    assert (early.code, early.message.values) == ("SIGN_IN_WAIT", {"seconds": 1})
    assert _failed("nok").failures == 3  # waiting is no failure
    sign_in("lek", PASSWORD, NOON)  # nobody else waits
    sign_in("nok", PASSWORD, later(1))
    assert SignInFailure.get_or_none(SignInFailure.login == "nok") is None


def test_a_name_nobody_has_waits_like_any_other(hotel: Hotel) -> None:
    for _ in range(3):
        turned_away("nobody", PASSWORD)
    assert turned_away("nobody", PASSWORD, later(0.5)).code == "SIGN_IN_WAIT"


def _failed(login: str) -> SignInFailure:
    return SignInFailure.get(SignInFailure.login == login)


def test_the_second_person_is_someone_else_with_a_password_of_his_own(hotel: Hotel) -> None:
    nok = Staff.get(Staff.login == "nok")
    with pytest.raises(Refused, match="SAME_PERSON"):
        second_person("nok", PASSWORD, nok, NOON)
    with pytest.raises(Refused, match="SIGN_IN_WRONG"):
        second_person("somsak", "wrong password", nok, NOON)
    assert _failed("somsak").failures == 1
    assert second_person("somsak", PASSWORD, nok, NOON) == Staff.get(Staff.login == "somsak").id


# Hiring


def test_a_new_receptionist_can_sign_in(hotel: Hotel) -> None:
    new = NewStaff("Ploy", "พลอย", "Ploy", "reception", "ploy-is-new")
    number = hire(hotel.desk(), new)
    assert sign_in("ploy", "ploy-is-new", NOON).id == number
    stored = json.dumps([list(r) for r in Staff.select(Staff.password_hash).tuples()])
    logged = json.dumps([list(r) for r in ChangeLog.select(ChangeLog.before, ChangeLog.after).tuples()])
    assert "ploy-is-new" not in stored + logged


def test_nobody_is_hired_with_a_taken_name_a_bad_one_or_a_short_password(hotel: Hotel) -> None:
    for code, login, role, password in (
        ("LOGIN_TAKEN", "NOK", "reception", "long enough"),
        ("LOGIN", "two words", "reception", "long enough"),
        ("LOGIN", " ", "reception", "long enough"),
        ("NO_ROLE", "ploy", "king", "long enough"),
        ("PASSWORD_TOO_SHORT", "ploy", "reception", "1234567"),
    ):
        with refused(code):
            hire(hotel.desk(), NewStaff(login, "พลอย", "Ploy", role, password))


# Rights

DESK = {"pavinee", "somsak", "nok", "lek", "chai"}
MONEY = DESK | {"malee"}
MAY: dict[str, tuple[str, set[str]]] = {
    # what is tried → how it is refused to one who may, and who may
    "book": ("NO_GUEST", DESK),
    "cancel": ("NO_REASON", DESK),
    "check in": ("NOT_RESERVED", DESK),
    "check out": ("EARLY_DEPARTURE", DESK),
    "post": ("NO_CODE", MONEY),
    "pay": ("NOT_POSITIVE", MONEY),
    "correct": ("NO_REASON", MONEY),
    "keep a deposit": ("NOT_POSITIVE", {"pavinee", "somsak", "chai"}),
    "close a room": ("NO_REASON", DESK | {"noi"}),
    "write a voucher": ("NO_MEMO", {"pavinee", "anong"}),
    "lock a period": ("PERIOD_RUNNING", {"pavinee", "anong"}),
    "audit": ("NOT_THE_BUSINESS_DATE", {"pavinee", "somsak", "chai", "anong"}),
    "hire": ("LOGIN_TAKEN", {"pavinee"}),
    "set up": ("BAD_CHART", {"pavinee"}),
}


@pytest.mark.parametrize("deed", MAY)
def test_everybody_may_do_what_the_role_says_and_no_more(small_hotel: Hotel, deed: str) -> None:
    refusal, who_may = MAY[deed]
    attempt = _attempts(small_hotel)[deed]
    for login in STAFF:
        with refused(refusal if login in who_may else "NO_RIGHT"):
            attempt(small_hotel.desk(login))


def _attempts(hotel: Hotel) -> dict[str, Callable[[Desk], object]]:
    """Each deed done wrongly, so that it is refused also to one who may."""
    from models.back_office.chart import load_chart
    from models.front_office.night_audit import run_audit

    inside, coming = hotel.in_house("201"), hotel.booked()
    window = hotel.window(inside)
    posted = post_article(hotel.desk(), window, "CHANG")
    reservation = Stay.get_by_id(coming).reservation_id
    booking = Booking(9999, hotel.day, hotel.after(1), "SUP", "BAR")
    return {
        "book": lambda desk: book(desk, booking),
        "cancel": lambda desk: cancel(desk, coming, ""),
        "check in": lambda desk: check_in(desk, inside, "201"),
        "check out": lambda desk: check_out(desk, inside),
        "post": lambda desk: post_charge(desk, window, "NOPE", Decimal(1)),
        "pay": lambda desk: take_payment(desk, window, "CASH", Decimal(0)),
        "correct": lambda desk: correct(desk, posted, ""),
        "keep a deposit": lambda desk: keep_deposit(desk, reservation, Decimal(0), "late"),
        "close a room": lambda desk: close_room(desk, 1, "OOO", hotel.day, hotel.day, "", "dirty"),
        "write a voucher": lambda desk: write_journal_voucher(desk, hotel.day, "", []),
        "lock a period": lambda desk: lock_period(desk, Period.get().id),
        "audit": lambda desk: run_audit(desk, hotel.after(5)),
        "hire": lambda desk: hire(desk, NewStaff("nok", "x", "x", "reception", "long enough")),
        "set up": lambda desk: load_chart(desk, __file__),
    }


def test_a_right_reaches_as_far_as_its_limit() -> None:
    rights = Rights({"discount": Decimal(300), "book": None})
    assert rights.allow("discount", Decimal(300))
    assert not rights.allow("discount", Decimal("300.01"))
    assert not rights.allow("discount", Decimal("-300.01"))
    assert rights.allow("book", Decimal(1_000_000))
    assert not rights.allow("overbook")


def test_a_right_taken_away_is_gone_at_the_next_key(hotel: Hotel) -> None:
    desk = hotel.desk("nok")
    window = hotel.window(hotel.in_house("201"))
    post_article(desk, window, "CHANG")
    role = Role.get(Role.code == "reception")
    RoleRight.delete().where((RoleRight.role == role) & (RoleRight.right == "post")).execute()
    with refused("NO_RIGHT"):
        post_article(desk, window, "CHANG")


# The change log


def _logged_since(last: int) -> list[ChangeLog]:
    return list(ChangeLog.select().where(ChangeLog.id > last).order_by(ChangeLog.id))


def _last_log() -> int:
    return ChangeLog.select().order_by(ChangeLog.id.desc()).first().id


def test_the_log_says_who_when_where_and_what_it_was_before(hotel: Hotel) -> None:
    guest = hotel.guest("Müller", phone="081 234 5678", vip="")
    last = _last_log()
    update_guest(hotel.desk("nok"), guest_id=guest, phone="081 999 9999", vip="gold", family="Müller")
    (line,) = _logged_since(last)
    assert (line.staff.login, line.terminal) == ("nok", "desk of nok")
    assert (line.at, line.business_date) == (hotel.clock(), hotel.day)
    assert (line.operation, line.subject, line.subject_id) == ("update_guest", "guest", str(guest))
    assert json.loads(line.before) == {"phone": "081 234 5678", "vip": ""}
    assert json.loads(line.after) == {"phone": "081 999 9999", "vip": "gold"}
    assert (line.reason, line.approved_by) == ("", None)


def test_what_changes_nothing_is_not_logged(hotel: Hotel) -> None:
    guest = hotel.guest(phone="081 234 5678")
    last = _last_log()
    update_guest(hotel.desk("nok"), guest_id=guest, phone="081 234 5678")
    assert _logged_since(last) == []


def test_the_log_tells_in_thai_what_was_written_in_thai(hotel: Hotel) -> None:
    last = _last_log()
    create_guest(hotel.desk("nok"), given_th="สมชาย", family_th="ใจดี")
    (line,) = _logged_since(last)
    assert "สมชาย" in line.after


def test_every_deed_that_writes_is_logged_under_its_name(hotel: Hotel) -> None:
    for name, login, deed in _deeds(hotel):
        last = _last_log()
        deed()
        lines = _logged_since(last)
        assert lines, f"{name} left no trace"
        assert {(x.operation, x.staff.login) for x in lines} == {(name, login)}
        assert all(x.before or x.after for x in lines), name


def _deeds(hotel: Hotel) -> list[tuple[str, str, Callable[[], object]]]:
    """Operations in an order in which none is refused."""
    nok, noi, somsak, pavinee, anong = map(hotel.desk, ("nok", "noi", "somsak", "pavinee", "anong"))
    guests = [hotel.guest() for _ in range(4)]
    stays = [hotel.booked(2, guest=guest) for guest in guests[:3]]
    reservation = Stay.get_by_id(stays[0]).reservation_id
    room = Room.get(Room.number == "206").id
    after = hotel.after
    window = lambda: hotel.window(stays[1])  # noqa: E731
    return [
        ("book", "nok", lambda: book(nok, Booking(guests[3], hotel.day, after(1), "SUP", "BAR"))),
        ("create_guest", "nok", lambda: create_guest(nok, family="New")),
        ("update_guest", "nok", lambda: update_guest(nok, guest_id=guests[0], phone="1")),
        ("add_person", "nok", lambda: add_person(nok, stays[0], guests[3])),
        ("remove_person", "nok", lambda: remove_person(nok, stays[0], guests[3])),
        ("assign_room", "nok", lambda: assign_room(nok, stays[0], "201")),
        ("change_dates", "nok", lambda: change_dates(nok, stays[0], hotel.day, after(3))),
        ("take_deposit", "nok", lambda: take_deposit(nok, reservation, "CASH", Decimal(100))),
        ("refund_deposit", "somsak", lambda: refund_deposit(somsak, reservation, "CASH", Decimal(40), "x")),
        ("keep_deposit", "somsak", lambda: keep_deposit(somsak, reservation, Decimal(60), "x")),
        ("cancel", "nok", lambda: cancel(nok, stays[0], "ill")),
        ("mark_no_show", "nok", lambda: mark_no_show(nok, stays[2])),
        ("check_in", "nok", lambda: check_in(nok, stays[1], "202")),
        ("undo_check_in", "nok", lambda: undo_check_in(nok, stays[1])),
        ("check_in", "nok", lambda: check_in(nok, stays[1], "202")),
        ("move_room", "nok", lambda: move_room(nok, stays[1], "203", "noise")),
        ("charge_day_use", "nok", lambda: charge_day_use(nok, stays[1])),
        ("post_charge", "nok", lambda: post_charge(nok, window(), "MISC", Decimal(10))),
        ("correct", "nok", lambda: correct(nok, _newest_charge(), "wrong")),
        ("post_article", "nok", lambda: post_article(nok, window(), "CHANG")),
        ("correct", "nok", lambda: correct(nok, _newest_charge(), "wrong")),
        ("take_payment", "nok", lambda: take_payment(nok, window(), "CASH", Decimal(2000))),
        ("count_print", "nok", lambda: count_print(nok, Receipt.get().id)),
        ("refund", "nok", lambda: refund(nok, window(), "CASH", Decimal("234.50"), "x")),
        ("check_out", "nok", lambda: (hotel.pay_all(stays[1]), check_out(nok, stays[1]))[1]),
        ("reinstate", "nok", lambda: reinstate(nok, stays[1])),
        ("set_housekeeping", "noi", lambda: set_housekeeping(noi, room, "dirty")),
        ("close_room", "noi", lambda: close_room(noi, room, "OOO", hotel.day, hotel.day, "paint", "dirty")),
        ("end_closure", "noi", lambda: end_closure(noi, 1)),
        ("write_journal_voucher", "anong", lambda: _voucher(hotel, anong)),
        ("unlock_period", "anong", lambda: _lock_and_unlock(hotel)),
        ("set_setting", "pavinee", lambda: set_setting(pavinee, "dirty_after_audit", "no")),
        ("add_article", "pavinee", lambda: add_article(pavinee, "SOAP", "MINI", "สบู่", "Soap", Decimal(5))),
        ("hire", "pavinee", lambda: hire(pavinee, NewStaff("ploy", "พ", "P", "reception", "long enough"))),
    ]


def _newest_charge() -> int:
    from models.front_office.folios import Posting

    return int(Posting.select().where(Posting.kind == "charge").order_by(Posting.id.desc()).first().id)


def _voucher(hotel: Hotel, desk: Desk) -> int:
    return write_journal_voucher(desk, hotel.day, "x", [("11110", Decimal(-1)), ("51120", Decimal(1))])


def _lock_and_unlock(hotel: Hotel) -> None:
    Period.update(locked=True).execute()
    unlock_period(hotel.answering("anong", "pavinee", PERIOD_UNLOCK="late"), Period.get().id)


def test_the_night_audit_is_logged(hotel: Hotel) -> None:
    hotel.in_house("201")
    last = _last_log()
    hotel.audit()
    lines = _logged_since(last)
    assert {(x.operation, x.staff.login) for x in lines} == {("_close_day", "chai")}
    assert [x.subject for x in lines][-1] == "property"
    assert json.loads(lines[-1].before)["business_date"] == str(hotel.after(-1))


def test_a_new_password_opens_and_the_old_one_no_longer(hotel: Hotel) -> None:
    set_password(hotel.desk(), hotel.desk("nok").staff.id, "another-word")
    with pytest.raises(Refused, match="SIGN_IN_WRONG"):
        sign_in("nok", PASSWORD, hotel.clock())
    assert sign_in("nok", "another-word", hotel.clock()).login == "nok"


def test_everybody_changes_their_own_password_with_the_old_one(hotel: Hotel) -> None:
    with refused("SIGN_IN_WRONG"):
        change_own_password(hotel.desk("noi"), "guessed", "brand-new-word")
    change_own_password(hotel.desk("noi"), PASSWORD, "brand-new-word")
    assert sign_in("noi", "brand-new-word", hotel.clock()).login == "noi"


def test_a_closed_sign_in_works_no_longer_even_at_a_desk_that_stands_open(hotel: Hotel) -> None:
    desk = hotel.desk("nok")
    set_active(hotel.desk(), desk.staff.id, False)
    with refused("SIGN_IN_CLOSED"):
        create_guest(desk, family="Meier")
    with pytest.raises(Refused, match="SIGN_IN_WRONG"):
        sign_in("nok", PASSWORD, hotel.clock())


def test_nobody_changes_the_rights_of_their_own_sign_in(hotel: Hotel) -> None:
    me = hotel.desk().staff.id
    with refused("OWN_SIGN_IN"):
        set_role(hotel.desk(), me, "reception")
    with refused("OWN_SIGN_IN"):
        set_active(hotel.desk(), me, False)


def test_a_role_taken_away_counts_at_once(hotel: Hotel) -> None:
    desk = hotel.desk("nok")
    set_role(hotel.desk(), desk.staff.id, "porter")
    with refused("NO_RIGHT"):
        create_guest(desk, family="Meier")
