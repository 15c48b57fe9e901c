"""The night audit: all of it or nothing, once, at the prices agreed."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pytest

from locales import use_language
from models.front_office.codes import Generate, TransactionCode
from models.front_office.folios import FolioWindow, Posting, folio_lines, post_charge, post_night
from models.front_office.guests import update_guest
from models.front_office.night_audit import (
    STEPS,
    AuditFailure,
    ClosedDay,
    ClosedLedger,
    DayStatistics,
    findings,
    last_failure,
    run_audit,
    summary_of,
)
from models.front_office.opening import add_rate_code, set_setting
from models.front_office.payments import keep_deposit, take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.rates import RatePrice
from models.front_office.reservations import (
    NO_SHOW,
    Night,
    Stay,
    cancel,
    change_dates,
    stay_nights,
)
from models.front_office.rooms import Room, close_room
from models.front_office.stays import check_in
from models.house.acts import Act, ChangeLog
from models.house.database import transaction
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.balances import trial_balance
from models.ledger.entries import Entry
from models.ledger.periods import Period
from tests.hotel import Hotel
from tests.refusing import asked, everything, refused


def _codes(hotel: Hotel) -> list[str]:
    return [finding.code for finding in findings(hotel.day)]


def _night(window: int) -> Decimal:
    return next(line.net for line in folio_lines(window) if line.code == "ROOM")


# What is posted


def test_a_night_is_posted_at_the_price_it_was_booked_at(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=2, adults=2)
    RatePrice.update(single=Decimal(9000), double=Decimal(9900)).execute()
    hotel.audit()
    (line,) = folio_lines(hotel.window(stay))
    assert (line.net, line.amount) == (Decimal("1700.00"), Decimal("2000.90"))
    assert [(c.code, c.amount) for c in line.children] == [
        ("SVC", Decimal("170.00")),
        ("VAT", Decimal("130.90")),
    ]


def test_each_night_has_its_own_price(hotel: Hotel) -> None:
    prices = (Decimal(1700), Decimal(1900), Decimal(2300))
    stay = hotel.in_house("201", nights=3, prices=prices, guest=hotel.registered_guest())
    for _ in range(3):
        assert "A4" not in _codes(hotel)
        hotel.audit()
    assert [line.net for line in folio_lines(hotel.window(stay))] == [
        p.quantize(Decimal("0.01")) for p in prices
    ]
    assert _codes(hotel) == ["A4"]


def test_an_inclusive_price_is_what_the_guest_pays(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1, rate_code="NET", prices=(Decimal(3200),))
    hotel.audit()
    (line,) = folio_lines(hotel.window(stay))
    assert (line.amount, line.net) == (Decimal("3200.00"), Decimal("2718.77"))
    assert [c.amount for c in line.children] == [Decimal("271.88"), Decimal("209.35")]


def test_a_changed_tax_rate_reaches_the_nights_after_it_and_no_others(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=2)
    room = TransactionCode.get(TransactionCode.code == "ROOM")
    old = Generate.get((Generate.parent == room) & (Generate.position == 2))
    Generate.create(
        parent=room, position=2, child=old.child, basis="S1", basis_points=1000, valid_from=hotel.after(1)
    )
    Generate.update(valid_until=hotel.day).where(Generate.id == old.id).execute()
    hotel.audit()
    hotel.audit()
    first, second = folio_lines(hotel.window(stay))
    assert [line.children[1].amount for line in (first, second)] == [Decimal("115.50"), Decimal("165.00")]


def test_a_complimentary_night_costs_nothing_and_is_counted_by_itself(hotel: Hotel) -> None:
    add_rate_code(hotel.desk(), "HOUSE", "ใช้ภายใน", "House use", house_use=True)
    free = hotel.in_house("201", nights=1, rate_code="COMP")
    own = hotel.in_house("202", nights=1, rate_code="HOUSE")
    hotel.in_house("203", nights=1)
    entries = Entry.select().count()
    hotel.audit()
    assert Entry.select().count() == entries + 1
    assert folio_lines(hotel.window(free)) == folio_lines(hotel.window(own)) == []
    assert all(n.posted for n in stay_nights(free) + stay_nights(own))
    day = DayStatistics.get()
    assert (day.sold, day.complimentary, day.house_use) == (2, 1, 1)
    assert day.room_revenue == 1500


def test_a_day_use_is_posted_when_the_bill_opens_and_has_left_before_the_audit(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=0)
    assert _night(hotel.window(stay)) == 1500
    assert _codes(hotel) == ["A4"]
    with refused("AUDIT_BLOCKED"):
        run_audit(hotel.desk("chai"), hotel.day)
    hotel.leaves(stay)
    hotel.audit()
    assert len([x for x in folio_lines(hotel.window(stay)) if x.kind == "charge"]) == 1
    day = DayStatistics.get()
    assert (day.sold, day.day_use, day.guests, day.room_revenue) == (0, 1, 0, 1500)
    assert list(faults()) == []


def test_a_room_is_free_again_for_the_night_after_its_day_use(hotel: Hotel) -> None:
    day_guest = hotel.in_house("201", nights=0)
    hotel.leaves(day_guest)
    from models.front_office.rooms import set_housekeeping

    set_housekeeping(hotel.desk("noi"), Room.get(Room.number == "201").id, "clean")
    hotel.in_house("201", nights=1)
    hotel.audit()
    assert DayStatistics.get().sold == 1


# What is frozen


def test_the_audit_rolls_the_date_by_one_and_dirties_occupied_rooms(hotel: Hotel) -> None:
    hotel.in_house("201")
    day = hotel.day
    hotel.audit()
    assert hotel.day == Property.the().business_date == day + datetime.timedelta(days=1)
    assert {r.number: r.housekeeping for r in Room.select() if r.housekeeping != "clean"} == {"201": "dirty"}


def test_a_house_may_keep_occupied_rooms_clean(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "dirty_after_audit", "no")
    hotel.in_house("201")
    hotel.audit()
    assert Room.get(Room.number == "201").housekeeping == "clean"


def test_the_month_after_is_opened_on_its_eve(hotel: Hotel) -> None:
    for _ in range(8):  # 23 to 30 November
        hotel.audit()
    assert hotel.day == datetime.date(2026, 12, 1)
    assert [p.starts.month for p in Period.select().order_by(Period.starts)] == [11, 12]
    hotel.in_house("201")
    hotel.audit()


def test_the_three_ledgers_of_a_day_are_kept_as_they_closed(hotel: Hotel) -> None:
    coming = hotel.booked(arrival=hotel.after(2), departure=hotel.after(3))
    take_deposit(hotel.desk("nok"), Stay.get_by_id(coming).reservation_id, "TRAN", Decimal(1200))
    stay = hotel.in_house("201", nights=2)
    take_payment(hotel.desk("nok"), hotel.window(stay), "CASH", Decimal(1000))
    hotel.audit()
    assert summary_of(hotel.after(-1)).ledgers == (
        ("deposit", Decimal(0), Decimal(0), Decimal(1200), Decimal(-1200)),
        ("guest", Decimal(0), Decimal("1765.50"), Decimal(1000), Decimal("765.50")),
        ("city", Decimal(0), Decimal(0), Decimal(0), Decimal(0)),
    )
    hotel.audit()
    opening = {x.ledger: x.opening for x in ClosedLedger.select().where(ClosedLedger.date == hotel.after(-1))}
    assert opening == {"deposit": Decimal(-1200), "guest": Decimal("765.50"), "city": Decimal(0)}
    kept = json.loads(ClosedDay.get(ClosedDay.date == hotel.after(-2)).trial_balance)
    assert sum(Decimal(o) + Decimal(d) - Decimal(c) for _code, o, d, c in kept) == 0
    assert kept == [
        [r.code, str(r.opening), str(r.debit), str(r.credit)] for r in trial_balance(hotel.after(-2))
    ]
    day = ClosedDay.get(ClosedDay.date == hotel.after(-1))
    last = Entry.select().order_by(Entry.id.desc()).first()
    assert (day.last_entry_id, day.last_hash, day.staff.login) == (last.id, last.hash, "chai")


def test_the_figures_of_the_day_are_counted(hotel: Hotel) -> None:
    hotel.in_house("201", nights=2, adults=2, children=1)
    hotel.in_house("301", nights=1, walk_in=True)
    gone = hotel.in_house("202", nights=1)
    hotel.audit()
    hotel.leaves(gone)
    hotel.leaves(Stay.get(Stay.walk_in).id)
    cancel(hotel.desk("nok"), hotel.booked(), "ill")
    post_charge(hotel.desk("nok"), hotel.window(1), "LAUN", Decimal(100))
    close_room(
        hotel.desk("noi"), Room.get(Room.number == "206").id, "OOO", hotel.day, hotel.day, "paint", "dirty"
    )
    close_room(
        hotel.desk("noi"), Room.get(Room.number == "205").id, "OOS", hotel.day, hotel.day, "bulb", "dirty"
    )
    hotel.audit()
    first, second = DayStatistics.select().order_by(DayStatistics.date)
    assert (first.arrivals, first.walk_ins, first.departures, first.guests, first.sold) == (3, 1, 0, 5, 3)
    assert (first.room_revenue, first.other_revenue) == (Decimal("5650.00"), Decimal("0.00"))
    assert (second.arrivals, second.departures, second.cancellations, second.guests) == (0, 2, 1, 3)
    assert (second.rooms, second.out_of_order, second.sold) == (12, 1, 1)
    assert (second.room_revenue, second.other_revenue) == (Decimal("1950.00"), Decimal("100.00"))


# What stands in the way


def test_who_is_due_in_has_arrived_or_been_decided_on(hotel: Hotel) -> None:
    plain, paid = hotel.booked(), hotel.booked()
    take_deposit(hotel.desk("nok"), Stay.get_by_id(paid).reservation_id, "CASH", Decimal(500))
    hotel.booked(arrival=hotel.after(1), departure=hotel.after(2))  # tomorrow's is nobody's business tonight
    found = findings(hotel.day)
    assert {(f.code, f.jump) for f in found} == {("A2", f"stay {plain}"), ("A3", f"stay {paid}")}
    assert all(f.blocks for f in found)
    set_setting(hotel.desk(), "due_in_left", "NOTE")
    assert {(f.code, f.blocks) for f in findings(hotel.day)} == {("A2", False), ("A3", True)}
    with refused("AUDIT_BLOCKED") as refusal:
        run_audit(hotel.desk("chai"), hotel.day)
    assert (refusal.said.message.values["n"], refusal.said.jump) == (1, "audit")


def test_a_house_may_make_no_shows_of_those_who_did_not_come(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "due_in_left", "NOTE")
    stays = [hotel.booked(room="201"), hotel.booked()]
    come = hotel.booked(room="202")
    check_in(hotel.desk("nok"), come)
    hotel.audit()
    assert [hotel.state(s) for s in stays] == [NO_SHOW] * 2
    assert DayStatistics.get().no_shows == summary_of(hotel.after(-1)).no_shows == 2
    assert Night.select().where(Night.room.is_null(False)).count() == 2  # of the one who came
    assert [found["code"] for found in json.loads(ClosedDay.get().checks)] == ["A2", "A2"]


def test_an_optional_check_is_skipped_with_a_reason_that_the_record_of_the_day_names(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "due_in_left", "NOTE")
    stay = hotel.booked(guest=hotel.guest("Adler"))
    with asked("OPTIONAL_CHECKS", "audit") as ask:
        run_audit(hotel.desk("chai"), hotel.day)
    assert ask.said.message.say("en") == "Skipped findings of optional checks (A2): 1."
    with asked("OPTIONAL_CHECKS", "audit"):
        run_audit(hotel.answering("chai", OPTIONAL_CHECKS="  "), hotel.day)
    run_audit(hotel.answering("chai", OPTIONAL_CHECKS="the last train is gone"), hotel.day)
    (found,) = json.loads(ClosedDay.get().checks)
    assert (found["code"], found["reason"]) == ("A2", "the last train is gone")
    assert found["en"].startswith(f"[stay {stay}] not arrived"), (
        "a name that is erased must not be sealed here"
    )
    assert found["th"] != found["en"]
    line = ChangeLog.select().order_by(ChangeLog.id.desc()).first()
    assert line.reason == "OPTIONAL_CHECKS: the last train is gone"


def test_no_reason_passes_what_stands_in_the_way(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "due_in_left", "NOTE")
    hotel.booked()
    hotel.in_house("201", nights=0)
    with refused("AUDIT_BLOCKED"):
        run_audit(hotel.answering("chai", OPTIONAL_CHECKS="x", AUDIT_BLOCKED="by force"), hotel.day)


def test_who_is_due_out_leaves_or_extends(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1, guest=hotel.registered_guest())
    hotel.audit()
    assert [(f.code, f.jump) for f in findings(hotel.day)] == [("A4", "folio 201")]
    change_dates(hotel.desk("nok"), stay, hotel.after(-1), hotel.after(1))
    assert findings(hotel.day) == []
    hotel.audit()
    assert [line.date for line in folio_lines(hotel.window(stay))] == [hotel.after(-2), hotel.after(-1)]


def test_a_missing_identity_is_found_where_the_house_lets_it_pass_at_the_desk(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "identity_missing", "ASK")
    guest = hotel.guest(document_number="")
    stay = hotel.booked(guest=guest)
    check_in(hotel.answering("nok", IDENTITY_MISSING="in the car"), stay, "201")
    assert [(f.code, f.jump) for f in findings(hotel.day)] == [("A1", f"guest {guest}")]
    update_guest(hotel.desk("nok"), guest_id=guest, document_number="C123")
    hotel.audit()


def test_a_night_without_a_price_is_found(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    Night.delete().where(Night.stay == stay).execute()
    assert [(f.code, f.jump) for f in findings(hotel.day)] == [("A9", f"stay {stay}")]


def test_a_guest_who_owes_money_stops_nobody(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", Decimal(90_000))
    assert findings(hotel.day) == []


def test_looking_at_what_stands_in_the_way_changes_nothing(hotel: Hotel) -> None:
    hotel.booked()
    hotel.in_house("201")
    before = everything()
    for _ in range(2):
        findings(hotel.day)
    assert everything() == before


# Refused


def test_the_audit_is_run_by_right_for_the_stored_date(hotel: Hotel) -> None:
    with refused("NO_RIGHT"):
        run_audit(hotel.desk("nok"), hotel.day)
    for days in (-1, 1):
        with refused("NOT_THE_BUSINESS_DATE"):
            run_audit(hotel.desk("chai"), hotel.after(days))


def test_a_day_closed_twice_posts_nothing_twice(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    day = hotel.day
    hotel.audit()
    with refused("NOT_THE_BUSINESS_DATE"):
        run_audit(hotel.desk("chai"), day)
    assert len(folio_lines(hotel.window(stay))) == 1


def test_a_night_posted_earlier_by_hand_is_skipped(hotel: Hotel) -> None:
    by_hand, other = hotel.in_house("201"), hotel.in_house("301")
    with transaction():
        act = Act(hotel.desk(), "by hand")
        night = Night.get((Night.stay == by_hand) & (Night.date == hotel.day))
        post_night(act, night, FolioWindow.get(FolioWindow.stay == by_hand))
        act.catch_up()
    hotel.audit()
    assert [len(folio_lines(hotel.window(stay))) for stay in (by_hand, other)] == [1, 1]
    assert list(faults()) == []


def test_the_date_runs_at_most_one_day_ahead_of_the_calendar(hotel: Hotel) -> None:
    morning = hotel.desk("chai")  # its clock stays on the first day
    run_audit(morning, hotel.day)
    with refused("TOO_EARLY"):
        run_audit(morning, hotel.after(1))
    # Seven hours east of Greenwich the next day begins at 17:00.
    evening = datetime.datetime(2026, 11, 23, 17, 0, tzinfo=datetime.UTC)
    for moment, code in ((evening - datetime.timedelta(seconds=1), "TOO_EARLY"), (evening, None)):
        hotel.day = Property.the().business_date
        desk = hotel.desk("chai")
        desk = type(desk)(desk.staff, desk.terminal, lambda moment=moment: moment)
        if code:
            with refused(code):
                run_audit(desk, hotel.day)
        else:
            run_audit(desk, hotel.day)


# All or nothing


def _house_with_a_trap(hotel: Hotel) -> list[int]:
    """Two rooms; posting the second one's night will be refused, after the first one's has been written."""
    stays = [hotel.in_house("201"), hotel.in_house("301")]
    extra = TransactionCode.get(TransactionCode.code == "EXBED")
    Night.update(rate_code=_rate_on(hotel, extra)).where(Night.stay == stays[1]).execute()
    return stays


def _rate_on(hotel: Hotel, code: TransactionCode) -> int:
    from models.front_office.rates import RateCode

    add_rate_code(hotel.desk(), "TRAP", "กับดัก", "Trap")
    RateCode.update(transaction_code=code).where(RateCode.code == "TRAP").execute()
    return int(RateCode.get(RateCode.code == "TRAP").id)


def test_a_tax_rate_that_ran_out_stops_the_whole_audit_and_says_where(hotel: Hotel) -> None:
    stays = _house_with_a_trap(hotel)
    extra = TransactionCode.get(TransactionCode.code == "EXBED")
    expired = Generate.update(valid_until=hotel.after(-1))
    expired.where((Generate.parent == extra) & (Generate.position == 2)).execute()
    before = everything()
    with pytest.raises(Refused, match="NO_TAX_RATE"):
        run_audit(hotel.desk("chai"), hotel.day)
    after = everything()
    assert {t for t in before if before[t] != after[t]} == {"audit_failure"}
    failure = AuditFailure.get()
    assert (failure.date, failure.step, failure.record, failure.at) == (
        hotel.day,
        "nights",
        f"301 {Stay.get_by_id(stays[1]).guest.spoken}",
        hotel.clock(),
    )
    assert failure.message.startswith("VAT of EXBED has no rate")
    use_language("th")
    shown = last_failure(hotel.day)
    assert shown is not None
    assert (shown.why, shown.jump) == (failure.message_th, failure.jump)
    assert failure.message_th not in ("", failure.message)
    use_language("en")
    Generate.update(valid_until=None).where(Generate.parent == extra).execute()
    hotel.audit()
    assert [len(folio_lines(hotel.window(s))) for s in stays] == [1, 1]
    assert [e.id for e in Entry.select().order_by(Entry.id)] == [1, 2]
    assert list(faults()) == []


def test_a_night_on_a_closed_account_stands_in_the_way(hotel: Hotel) -> None:
    food = Account.get(Account.code == "41110")
    to_food = TransactionCode.update(next_account=food, next_account_from=hotel.after(1))
    to_food.where(TransactionCode.code == "EXBED").execute()
    hotel.audit()  # the map changes with the date
    stays = _house_with_a_trap(hotel)
    Account.update(closed_on=hotel.day).where(Account.code == "41110").execute()
    assert [(f.code, f.jump) for f in findings(hotel.day) if f.blocks] == [("A9", "account 41110")]
    with refused("AUDIT_BLOCKED"):
        run_audit(hotel.desk("chai"), hotel.day)
    Account.update(closed_on=None).execute()
    hotel.audit()
    assert [len(folio_lines(hotel.window(s))) for s in stays] == [1, 1]


@pytest.mark.parametrize("step", [step for step in STEPS if step != "closed"])
def test_a_fall_at_any_step_leaves_the_day_as_it_was(hotel: Hotel, step: str) -> None:
    hotel.in_house("201")
    hotel.in_house("301")

    def trip(at: str, done: int, total: int) -> None:
        if (at, done) == (step, 0):
            raise ConnectionResetError("the line is gone")

    before = everything()
    with pytest.raises(ConnectionResetError):
        run_audit(hotel.desk("chai"), hotel.day, trip)
    after = everything()
    assert {t for t in before if before[t] != after[t]} == {"audit_failure"}
    failure = AuditFailure.get()
    assert failure.step == step
    assert failure.message == "a fault of the program: ConnectionResetError: the line is gone"
    hotel.audit()
    assert Posting.select().where(Posting.night.is_null(False)).count() == 2
    assert list(faults()) == []


def test_a_blocked_audit_is_no_failure(hotel: Hotel) -> None:
    hotel.booked()
    with refused("AUDIT_BLOCKED"):
        run_audit(hotel.desk("chai"), hotel.day)
    assert AuditFailure.select().count() == 0


def test_the_auditor_sees_how_far_it_is(hotel: Hotel) -> None:
    hotel.in_house("201")
    hotel.in_house("202")
    seen: list[tuple[str, int, int]] = []
    run_audit(hotel.desk("chai"), hotel.day, lambda *step: seen.append(step))
    assert list(dict.fromkeys(step for step, _done, _all in seen)) == list(STEPS)
    assert [at for at in seen if at[0] == "nights"] == [("nights", 0, 1), ("nights", 0, 2), ("nights", 1, 2)]


def test_a_deposit_of_one_who_did_not_come_is_decided_on_before_the_day_closes(hotel: Hotel) -> None:
    stay = hotel.booked()
    reservation = Stay.get_by_id(stay).reservation_id
    take_deposit(hotel.desk("nok"), reservation, "CASH", Decimal(1177))
    keep_deposit(hotel.desk("somsak"), reservation, Decimal(1177), "no word from them")
    assert _codes(hotel) == ["A2"]
    cancel(hotel.desk("nok"), stay, "no word from them")
    hotel.audit()
    books = {row.code: row.closing for row in trial_balance(hotel.day)}
    assert (books["21200"], books["41180"], books["21300"]) == (0, Decimal("-1100.00"), Decimal("-77.00"))
    assert books["11110"] == 1177


def test_the_change_log_of_the_audit_names_the_roll(hotel: Hotel) -> None:
    hotel.audit()
    line = ChangeLog.select().order_by(ChangeLog.id.desc()).first()
    assert (line.subject, line.business_date) == ("property", hotel.after(-1))
    assert json.loads(line.after) == {"business_date": str(hotel.day)}
