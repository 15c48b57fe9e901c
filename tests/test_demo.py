"""The demo hotel: what a person sees who opens the program for the first time."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from stdnum.th import pin

from models.back_office.bank_statements import BankLine, BankStatement
from models.back_office.billing_notes import BillingNote
from models.back_office.cheques import Cheque as RegisteredCheque
from models.back_office.collections import follow_ups
from models.back_office.petty_cash import funds, in_fund
from models.back_office.receivables import debtors
from models.back_office.reconciliation import proposals
from models.back_office.vendor_payments import PAID, VendorPayment
from models.back_office.vendors import vendors
from models.back_office.withholding_certificates import Certificate
from models.back_office.withholding_returns import unpaid_tax
from models.front_office.alerts import Alert
from models.front_office.bell_desk.views import cars, luggage, parcels
from models.front_office.call_charges.posting import write_off_call
from models.front_office.call_charges.tables import UNPOSTED, PhoneCall
from models.front_office.city_ledger import due_by_guest
from models.front_office.codes import Article, TransactionCode
from models.front_office.demo import (
    DEMO_LOGIN,
    DEMO_PASSWORD,
    HISTORY_DAYS,
    build_demo,
)
from models.front_office.demo.equipment import RENT
from models.front_office.desk_views import GUESTS
from models.front_office.folios import FolioWindow, Posting, stay_balance, window_of
from models.front_office.guests import Guest, find_guests, missing_identity
from models.front_office.house_accounts import house_accounts
from models.front_office.housekeeping.seeing import PERSON, SLEEP, accept_discrepancy, discrepancies
from models.front_office.housekeeping.tables import RoomSeen
from models.front_office.housekeeping.work import work_of
from models.front_office.invoicing import ABBREVIATED, COMBINED, FULL
from models.front_office.keys import CARD, METAL, StayKey, return_all
from models.front_office.keys.tables import LOST, OUT
from models.front_office.log_book import unread_entries
from models.front_office.lost_and_found import for_disposal, lost_items
from models.front_office.monthly import monthly_bills
from models.front_office.night_audit import ClosedDay, DayStatistics, findings, run_audit
from models.front_office.open_folios import OpenFolio
from models.front_office.opening import ROLES
from models.front_office.passers_by import sales_of
from models.front_office.payment_legs import Cheque, ForeignTender, VoucherTaken
from models.front_office.payments import keep_deposit, take_payment
from models.front_office.promptpay import is_set_up
from models.front_office.proof import faults
from models.front_office.queue import queue
from models.front_office.rates import price, rate_code
from models.front_office.receipts import CREDIT_NOTE, RECEIPT, TAX_INVOICE, Receipt
from models.front_office.registers.days import complete_registration, weeks
from models.front_office.registers.tm30 import to_report
from models.front_office.registers.work import incomplete_lines
from models.front_office.reservations import (
    CANCELLED,
    IN_HOUSE,
    NO_SHOW,
    RESERVED,
    Stay,
    StayPerson,
    deposit_of,
    mark_no_show,
    room_type,
)
from models.front_office.rooms import Room, RoomClosure, RoomType
from models.front_office.service_tickets import ServiceTicket
from models.front_office.stays import check_out, persons_of
from models.front_office.switchboard.calls import CallTransfer
from models.front_office.switchboard.messages import GuestMessage
from models.front_office.till import CashierShift, PaidOut, cash_in, open_shift
from models.front_office.till.closing import Counted, close_shift, count_shift, force_close
from models.front_office.till.figures import figures
from models.front_office.till.views import open_shifts
from models.front_office.traces import Trace
from models.front_office.vat_report import vat_return
from models.front_office.wake_up import WakeUpCall
from models.house.acts import Desk
from models.house.database import CannotOpen, close_database, open_database
from models.house.departments import departments
from models.house.property import Property, setting
from models.house.refusals import Answer, Refused
from models.house.staff import Role, Staff, sign_in
from models.ledger.accounts import account
from models.ledger.balances import account_balance, trial_balance
from models.ledger.entries import Entry
from models.ledger.periods import periods
from models.ledger.voucher_lists import waiting
from tests.test_journal_export import Balances, by_beancount, by_hledger, ours

TODAY = datetime.date(2026, 11, 23)
OCTOBER = datetime.date(2026, 10, 1)
EIGHT_IN_THE_MORNING = datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC)
LAST_DAY_OF_A_MONTH = datetime.date(2026, 8, 31)
NEW_YEAR_AFTER_THE_DECREE_ON_VAT = datetime.date(2028, 1, 2)


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the demo, open."""
    file = tmp_path / "demo.db"
    shutil.copy(demo_file, file)
    open_database(str(file))
    yield file
    close_database()


def desk(login: str = DEMO_LOGIN) -> Desk:
    return Desk(Staff.get(Staff.login == login), "test", lambda: EIGHT_IN_THE_MORNING)


def agreeing(code: str) -> Desk:
    somebody = desk()
    return replace(somebody, answers={code: Answer("seen together with the guest", somebody.staff.id)})


def stays(state: str, **dates: datetime.date) -> list[Stay]:
    query = Stay.select().where(GUESTS & (Stay.state == state))
    for name, date in dates.items():
        query = query.where(getattr(Stay, name) == date)
    return list(query)


def last_seal() -> tuple[int, str]:
    last = Entry.select().order_by(Entry.id.desc()).first()
    return last.id, last.hash


def test_the_manager_signs_in_with_the_password_the_sign_in_screen_shows(demo: Path) -> None:
    staff = sign_in("pavinee", setting("demo_password"), EIGHT_IN_THE_MORNING)
    assert (staff.login, staff.role.code, setting("demo_password")) == (DEMO_LOGIN, "manager", DEMO_PASSWORD)


def test_there_is_somebody_of_every_duty_with_a_thai_name(demo: Path) -> None:
    assert {role.code for role in Role.select().join(Staff)} == set(ROLES)
    assert all(any("ก" <= c <= "๛" for c in staff.name_th) for staff in Staff.select())


def test_84_rooms_stand_on_five_floors_in_four_types(demo: Path) -> None:
    rooms = list(Room.select().join(RoomType).where(~RoomType.pseudo))
    assert len(rooms) == 84
    assert len({room.floor for room in rooms}) == 5
    assert Counter(room.room_type.code for room in rooms) == {"SUP": 40, "DLX": 28, "FAM": 8, "SUI": 8}
    assert RoomType.select().where(~RoomType.pseudo).count() == 4


def test_rates_know_seasons_and_weekends(demo: Path) -> None:
    bar, superior = rate_code("BAR"), room_type("SUP")

    def night(month: int, day: int) -> int:
        return int(price(bar, superior, datetime.date(2026, month, day), 2))

    low, low_friday, high, peak = night(9, 2), night(9, 4), night(11, 25), night(12, 30)
    assert low < low_friday
    assert low < high < peak
    assert price(rate_code("COMP"), superior, TODAY, 2) == 0


def test_price_lists_hold_laundry_minibar_and_food_in_both_languages(demo: Path) -> None:
    count = Counter(a.transaction_code.code for a in Article.select())
    assert all(count[code] >= 12 for code in ("LAUN", "MINI", "FOOD"))
    assert all(a.name_th and a.name_en and a.name_th != a.name_en for a in Article.select())


def test_today_is_a_busy_day(demo: Path) -> None:
    assert Property.the().business_date == TODAY
    assert 45 <= len(stays(IN_HOUSE)) <= 55
    arrivals = stays(RESERVED, arrival=TODAY)
    assert len(arrivals) == 12
    assert len(stays(IN_HOUSE, departure=TODAY)) == 9
    assert 5 <= sum(1 for s in arrivals if s.room_id) < 12
    assert sum(1 for s in arrivals if s.guest.vip) >= 2
    assert any(deposit_of(s.reservation) for s in arrivals)
    assert any(missing_identity(s.guest) for s in arrivals)


def test_bookings_reach_into_the_next_two_months(demo: Path) -> None:
    ahead = {s.arrival for s in stays(RESERVED)}
    assert len(ahead) > 50
    assert max(ahead) > TODAY + datetime.timedelta(days=55)
    assert stays(CANCELLED)
    assert {"guaranteed", "non-guaranteed", "tentative"} == {s.reservation.guarantee for s in stays(RESERVED)}


def test_rooms_are_in_every_state_of_a_morning(demo: Path) -> None:
    occupied = {s.room_id for s in stays(IN_HOUSE)}
    empty = Counter(r.housekeeping for r in Room.select() if r.id not in occupied)
    slept_in = Counter(r.housekeeping for r in Room.select() if r.id in occupied)
    assert all(empty[status] for status in ("clean", "dirty", "pickup", "inspected"))
    assert slept_in["dirty"] > 40
    closed = [c for c in RoomClosure.select() if c.first_night <= TODAY <= c.last_night]
    assert Counter(c.kind for c in closed) == {"OOO": 2, "OOS": 1}
    assert all(c.reason for c in closed)


def test_everybody_in_house_is_known_and_thai_guests_have_both_spellings(demo: Path) -> None:
    inside = [guest for stay in stays(IN_HOUSE) for guest in persons_of(stay.id)]
    assert not [g.name("en") for g in inside if missing_identity(g)]
    assert len({g.nationality for g in inside}) >= 8
    thai = [g for g in Guest.select() if g.nationality == "THA"]
    assert len(thai) > 50
    assert all(g.given_th and g.family_th and g.given and g.family for g in thai)
    assert all(pin.is_valid(g.document_number) for g in thai if g.document_number)
    someone = thai[0]
    for text in (f"{someone.given_th} {someone.family_th}", f"{someone.family} {someone.given}"):
        assert someone.id in {row.guest_id for row in find_guests(text).first(200)}


def test_one_guest_is_never_let_in_again(demo: Path) -> None:
    (unwelcome,) = Guest.select().where(Guest.do_not_rent != "")
    assert not Stay.select().where((Stay.guest == unwelcome) & (Stay.state << (RESERVED, IN_HOUSE))).exists()


def test_the_law_waits_for_the_work_of_this_morning_only(demo: Path) -> None:
    waiting = [one for one in to_report(TODAY) if one.accepted_at is None]
    assert waiting
    assert {one.date for one in waiting} <= {TODAY, TODAY - datetime.timedelta(days=1)}
    assert all(week.sent_on for week in weeks(TODAY)[2:])


def test_folios_and_books_have_something_of_everything(demo: Path) -> None:
    kinds = {p.kind for p in Posting.select(Posting.kind).distinct()}
    assert {"charge", "correction", "payment", "deposit", "deposit moved"} <= kinds
    used = {p.code.code for p in Posting.select(Posting.code).distinct()}
    assert {"ROOM", "FOOD", "MINI", "LAUN", "CASH", "CARD", "TRAN", "DEP"} <= used
    assert {c.code for c in TransactionCode.select().where(TransactionCode.kind == "payment")} <= used
    assert Entry.select().where(Entry.journal == "general").count() >= 4
    assert Posting.select().where((Posting.date == TODAY) & (Posting.kind == "payment")).exists()
    rows = trial_balance(TODAY)
    assert sum(row.closing for row in rows) == 0
    assert len(rows) > 15


def test_nothing_is_wrong_in_the_demo_and_its_day_can_be_closed(demo: Path) -> None:
    assert list(faults()) == []
    with pytest.raises(Refused) as blocked:
        run_audit(desk(), TODAY)
    assert blocked.value.code == "AUDIT_BLOCKED"
    for stay in stays(RESERVED, arrival=TODAY):
        held = deposit_of(stay.reservation)
        if held:
            keep_deposit(desk(), stay.reservation_id, held, "did not come")
        mark_no_show(desk(), stay.id)
    for stay in stays(IN_HOUSE, departure=TODAY):
        due = due_by_guest(stay.id)
        if due > 0:
            take_payment(desk(), window_of(stay.id).id, "CARD", due)
        return_all(desk(), stay.id)
        check_out(desk(), stay.id)
    assert {finding.code for finding in findings(TODAY)} == {"A1", "A6", "A7", "A8"}
    for shift in open_shifts():
        if shift.cashier != desk().staff.login:
            force_close(agreeing("OTHERS_SHIFT"), shift.shift_id)
            continue
        found = figures(CashierShift.get_by_id(shift.shift_id))
        count_shift(desk(), shift.shift_id, [Counted(*f.key, f.expected, f.papers) for f in found])
        close_shift(desk(), shift.shift_id, found[0].expected)
    for card in incomplete_lines():
        complete_registration(
            desk(), card.stay_id, card.guest_id, {}, {"occupation": "Student", "address": "Seoul"}
        )
    for room in discrepancies(TODAY):
        accept_discrepancy(agreeing("DISCREPANCY_STANDS"), room.room_id)
    (call,) = PhoneCall.select().where(PhoneCall.state == UNPOSTED)
    write_off_call(desk(), call.id, "left before the call came in")
    assert findings(TODAY) == []
    run_audit(desk(), TODAY)
    assert Property.the().business_date == TODAY + datetime.timedelta(days=1)
    assert list(faults()) == []


def test_the_last_week_was_paid_in_every_way_and_written_on_every_paper(demo: Path) -> None:
    papers = Counter(
        (paper.kind, paper.form, paper.cancelled_on is not None)
        for paper in Receipt.select().where(Receipt.date > TODAY - datetime.timedelta(days=7))
    )
    standing = {(kind, form) for kind, form, void in papers if not void}
    assert {
        (TAX_INVOICE, COMBINED),
        (TAX_INVOICE, FULL),
        (TAX_INVOICE, ABBREVIATED),
        (RECEIPT, ""),
    } <= standing
    assert papers[TAX_INVOICE, COMBINED, True] == 1
    assert Receipt.select().where((Receipt.kind == CREDIT_NOTE) & (Receipt.reason != "")).exists()
    assert {"USD", "EUR"} <= {t.currency.code for t in ForeignTender.select()}
    assert Cheque.select().exists()
    assert VoucherTaken.select().exists()
    kinds = {posting.kind for posting in Posting.select(Posting.kind).distinct()}
    assert {"adjustment", "credit", "city ledger", "paid-out"} <= kinds
    assert PaidOut.select().count() == 2
    assert len(sales_of(TODAY - datetime.timedelta(days=1))) == 4


def test_companies_pay_later_and_one_is_on_hold(demo: Path) -> None:
    accounts = {row.number: row for row in debtors(TODAY).first(20)}
    assert [row.name_en for row in accounts.values() if row.hold] == ["Siam Central Packaging Co. Ltd."]
    assert sum(row.balance > 0 for row in accounts.values()) >= 3
    assert any(
        window.method == "CITY"
        and window.tax_id
        and Posting.select().where(Posting.window == window).exists()
        for window in FolioWindow.select().where(FolioWindow.number == 2)
    )
    (account,) = house_accounts()
    assert account.balance > 0
    assert [open_folio.closed_on is None for open_folio in OpenFolio.select().order_by(OpenFolio.id)] == [
        False,
        True,
    ]


def test_the_cashier_finds_the_shift_open_and_takes_money_at_once(demo: Path) -> None:
    malee = desk("malee")
    shift = open_shift(malee.staff)
    assert shift is not None
    stay = next(stay for stay in stays(IN_HOUSE) if stay_balance(stay.id) > 100)
    take_payment(malee, window_of(stay.id).id, "CASH", Decimal(100))
    assert cash_in(shift) == shift.opening + 100
    assert is_set_up()


def test_registers_are_closed_and_sent_but_for_the_last_days(demo: Path) -> None:
    last_week, *before = [week for week in weeks(TODAY) if week.over]
    assert (last_week.closed, last_week.sent_on) == (6, None)
    assert all(week.closed == 7 and week.sent_on for week in before)
    assert 1 <= last_week.missing == len(incomplete_lines()) <= 3
    due = [one for one in to_report(TODAY) if one.accepted_at is None]
    assert {one.date for one in due} <= {TODAY, TODAY - datetime.timedelta(days=1)}
    assert 3 <= sum(1 for one in due if not one.file) <= 5 < len(to_report(TODAY))
    travelled = StayPerson.select().where((StayPerson.came_from != "") | (StayPerson.going_to != ""))
    assert travelled.exists()


def test_everybody_in_house_has_a_card_and_one_was_lost(demo: Path) -> None:
    out = list(StayKey.select().where(StayKey.state == OUT))
    assert {key.stay_id for key in out} == {stay.id for stay in stays(IN_HOUSE)}
    assert StayKey.select().where(StayKey.state == LOST).count() == 1
    assert {key.kind for key in out} == {CARD, METAL}
    assert Posting.select().where(Posting.article == Article.get(Article.code == "KEYCARD")).exists()


def test_the_round_is_half_done_and_two_rooms_differ(demo: Path) -> None:
    now = EIGHT_IN_THE_MORNING
    work = work_of(TODAY, now)
    assert work
    assert all(room.attendant for room in work)
    assert len({room.attendant for room in work}) == 4
    assert {seen.room.number[0] for seen in RoomSeen.select()} == {"2", "3"}
    assert {room.kind for room in discrepancies(TODAY)} == {SLEEP, PERSON}
    (waits,) = queue(now, TODAY)
    assert not waits.ready
    assert len(lost_items(where=for_disposal(TODAY)).first(9)) == 1
    assert {item.state for item in lost_items().first(9)} == {"found", "claimed", "returned"}


def test_bells_messages_and_wake_up_calls_are_where_a_morning_leaves_them(demo: Path) -> None:
    assert [len(kept.first(9)) for kept in (luggage(), parcels(), cars())] == [2, 1, 2]
    assert Counter(m.ended_at is None for m in GuestMessage.select()) == {True: 2, False: 1}
    calls = list(WakeUpCall.select())
    assert {call.state for call in calls if call.date == TODAY} == {"completed"}
    assert max(call.tries for call in calls) == 1
    ahead = [call for call in calls if call.date > TODAY]
    assert {call.state for call in ahead} == {"pending"}
    assert any(call.stay.reservation.block_id for call in ahead)
    assert Counter(call.state for call in PhoneCall.select()) == {"posted": 4, "unposted": 1}
    assert len(list(CallTransfer.select())) >= 5
    assert all(unit.extension for unit in departments())


def test_alerts_traces_tickets_and_the_log_book_wait_for_the_desk(demo: Path) -> None:
    assert Alert.select().count() == 2
    assert Counter(trace.resolved_at is None for trace in Trace.select())[True] >= 2
    assert Counter(ticket.status for ticket in ServiceTicket.select()) == {"done": 1, "open": 1, "in work": 1}
    assert unread_entries(Staff.get(Staff.login == DEMO_LOGIN).id, TODAY) == 3


def test_the_monthly_guest_was_billed_for_last_month(demo: Path) -> None:
    (bill,) = monthly_bills(TODAY.replace(day=1) - datetime.timedelta(days=1))
    assert bill.nights == 31
    assert bill.rent == RENT
    assert {use.kind: (use.units, use.billed) for use in bill.usage} == {
        "electricity": (268, True), "water": (7, True)
    }  # fmt: skip


def test_the_accounting_office_has_two_months_behind_it(demo: Path) -> None:
    cheques = Counter((cheque.direction, cheque.state) for cheque in RegisteredCheque.select())
    assert (cheques["in", "bounced"], cheques["in", "cleared"]) == (1, 1)
    assert (cheques["out", "cleared"], cheques["out", "issued"], cheques["out", "spoiled"]) == (1, 2, 2)
    assert Counter(payment.state for payment in VendorPayment.select()) == {PAID: 9}
    assert sum(row.owed > 0 for row in vendors().first(9)) == 3
    assert [note.state for note in BillingNote.select().order_by(BillingNote.id)] == [
        "collected",
        "presented",
    ]
    assert [task.kind for task in follow_ups(TODAY)] == ["collect", "promise", "call"]
    statements = list(BankStatement.select().order_by(BankStatement.id))
    assert [statement.closed_on is None for statement in statements] == [False, True]
    waits = statements[1].id
    assert len(proposals(waits)) == BankLine.select().where(BankLine.statement == waits).count() > 60
    assert Certificate.select().count() == 4
    assert unpaid_tax(OCTOBER) == 0 < unpaid_tax(TODAY.replace(day=1))
    assert vat_return(OCTOBER) is not None
    assert account_balance(account("21320").id) == 0
    assert [(period.locked, period.soft) for period in periods()] == [
        (False, False), (False, True), (True, True),
    ]  # fmt: skip
    (fund,) = funds()
    assert 0 < in_fund(fund.id) < fund.amount
    assert (fund.moves.count(), account_balance(fund.account_id)) == (22, in_fund(fund.id))
    assert waiting() == 1


def test_a_build_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "hotels" / "demo.db"

    def pull_the_plug(done: int, _all: int, _day: datetime.date) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_demo(str(file), TODAY, pull_the_plug, days=5)
    assert [f.name for f in file.parent.iterdir() if not f.name.endswith(".lock")] == []


def test_a_hotel_that_stands_is_not_built_over(demo_file: Path) -> None:
    before = demo_file.read_bytes()
    with pytest.raises(CannotOpen) as refused:
        build_demo(str(demo_file), TODAY, days=5)
    assert refused.value.code == "HOTEL_EXISTS"
    assert demo_file.read_bytes() == before


def test_two_months_lie_behind_it(demo: Path) -> None:
    assert ClosedDay.select().count() == HISTORY_DAYS
    settled = list(DayStatistics.select().order_by(DayStatistics.date))[5:]
    assert all(28 <= day.sold <= 60 for day in settled)
    assert sum(day.walk_ins for day in settled)
    assert sum(day.no_shows for day in settled)
    assert sum(day.complimentary for day in settled)
    assert stays(NO_SHOW)
    kinds = {p.kind for p in Posting.select(Posting.kind).distinct()}
    assert {"deposit refund", "forfeiture", "refund"} <= kinds
    vouchers = Entry.select(Entry.date).where(Entry.journal == "general")
    assert {date.month for (date,) in vouchers.tuples()} >= {9, 10, 11}


def test_it_opens_on_the_last_day_of_a_month_and_says_how_far_it_is(tmp_path: Path) -> None:
    said = []
    file = str(tmp_path / "demo.db")
    today = LAST_DAY_OF_A_MONTH + datetime.timedelta(days=5)
    build_demo(file, today, lambda done, total, day: said.append((done, total, day)), days=5)
    assert said[0] == (0, 6, LAST_DAY_OF_A_MONTH)
    assert [done for done, _total, _day in said] == list(range(7))
    open_database(file)
    assert Property.the().business_date == today
    assert list(faults()) == []
    close_database()


def test_the_same_day_gives_the_same_hotel_on_every_database(tmp_path: Path, postgres_server: str) -> None:
    from tests.conftest import admin

    today = NEW_YEAR_AFTER_THE_DECREE_ON_VAT
    admin(postgres_server, "CREATE DATABASE demo")
    seals = []
    for url in (str(tmp_path / "demo.db"), postgres_server.format(name="demo")):
        build_demo(url, today, days=5)
        open_database(url)
        assert (len(stays(RESERVED, arrival=today)), len(stays(IN_HOUSE, departure=today))) == (12, 9)
        assert list(faults()) == []
        seals.append((last_seal(), [(g.name("th"), g.phone) for g in Guest.select().order_by(Guest.id)]))
        close_database()
    assert seals[0] == seals[1]
    admin(postgres_server, "DROP DATABASE demo WITH (FORCE)")


@pytest.mark.parametrize("read", [by_hledger, by_beancount])
def test_other_programs_read_the_demo_s_books_and_agree(
    demo: Path, tmp_path: Path, read: Callable[[Path], Balances]
) -> None:
    assert len(ours()) > 20
    assert read(tmp_path) == ours()
