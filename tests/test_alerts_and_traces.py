"""What is said at the right moment, done by when, handed on to the next shift, and made good."""

from __future__ import annotations

import datetime
from decimal import Decimal

from models.front_office.alerts import (
    acknowledge_alerts,
    add_alert,
    alerts_for,
    alerts_of_stay,
    change_alert,
    end_alert,
    unread_by,
)
from models.front_office.blocks.grid import NewBlock, create_block
from models.front_office.companies import create_company
from models.front_office.folios import correct, post_charge
from models.front_office.guests import create_guest
from models.front_office.guests.merging import merge_guests
from models.front_office.lamps import lamps_of
from models.front_office.log_book import log_book, mark_read, readers_of, unread_entries, write_log_entry
from models.front_office.service_tickets import (
    change_ticket,
    compensations_of,
    link_compensation,
    open_ticket,
    set_ticket_status,
    tickets,
)
from models.front_office.traces import Trace, add_trace, change_trace, resolve_trace, traces
from models.house.acts import ChangeLog
from models.house.moments import time_of_day
from models.house.property import Property
from models.house.staff import Staff
from tests.hotel import Hotel
from tests.refusing import refused


def _texts(hotel: Hotel, stay: int, moment: str) -> list[str]:
    return [row.text for row in alerts_for(moment, hotel.day, stay_id=stay)]


def _letters(hotel: Hotel, stay: int) -> str:
    return "".join(lamp.letter for lamp in lamps_of([stay], hotel.day).get(stay, []))


# Alerts


def test_an_alert_is_said_at_its_moments_until_its_day(hotel: Hotel) -> None:
    guest = hotel.guest()
    stay = hotel.booked(3, guest=guest)
    desk = hotel.desk("nok")
    company = create_company(hotel.desk(), code="ACME", name_en="Acme")
    block = create_block(hotel.desk(), NewBlock("Tour", hotel.day, hotel.after(1), "BAR", (("SUP", 2),)))
    paid_by = hotel.booked(1, company_id=company)
    alert = add_alert(desk, "guest", guest, "Low door", ["check-in", "in house"])
    add_alert(desk, "stay", stay, "Bill to the office", ["billing", "check-out"], hotel.after(1))
    add_alert(desk, "company", company, "No minibar", ["check-in"])
    add_alert(desk, "block", block, "Late supper", ["check-in"])
    assert _texts(hotel, stay, "check-in") == ["Low door"]
    assert _texts(hotel, stay, "billing") == ["Bill to the office"]
    assert _texts(hotel, stay, "reservation") == []
    assert _texts(hotel, paid_by, "check-in") == ["No minibar"]
    assert [r.text for r in alerts_for("check-in", hotel.day, guest_id=guest)] == ["Low door"]
    assert (_letters(hotel, stay), _letters(hotel, paid_by)) == ("!", "!")
    assert [r.text for r in alerts_of_stay(stay, hotel.after(2))] == ["Low door"]
    change_alert(desk, alert, "Low bathroom door", ["check-out"])
    assert _texts(hotel, stay, "check-in") == []
    end_alert(desk, alert)
    with refused("ALERT_ENDED"):
        end_alert(desk, alert)
    with refused("ALERT_ENDED"):
        change_alert(desk, alert, "x", ["check-in"])
    for code, values in (
        ("NO_TEXT", ("stay", stay, " ", ["check-in"])),
        ("NO_MOMENT", ("stay", stay, "x", ["breakfast"])),
        ("ALERT_ABOUT", ("room", stay, "x", ["check-in"])),
        ("GONE", ("stay", 9999, "x", ["check-in"])),
        ("DATE_PAST", ("stay", stay, "x", ["check-in"], hotel.after(-1))),
    ):
        with refused(code):
            add_alert(desk, *values)  # type: ignore[arg-type]


def test_who_must_acknowledge_is_asked_once_and_it_is_kept(small_hotel: Hotel) -> None:
    hotel, stay = small_hotel, small_hotel.booked()
    alert = add_alert(hotel.desk(), "stay", stay, "Ask for the passport", ["check-in"], must_acknowledge=True)
    nok, lek = (Staff.get(Staff.login == login).id for login in ("nok", "lek"))
    rows = alerts_for("check-in", hotel.day, stay_id=stay)
    assert [r.alert_id for r in unread_by(nok, rows, "check-in", stay)] == [alert]
    acknowledge_alerts(hotel.desk("nok"), [alert], "check-in", stay)
    assert unread_by(nok, rows, "check-in", stay) == []
    assert [r.alert_id for r in unread_by(lek, rows, "check-in", stay)] == [alert]
    assert alerts_of_stay(stay, hotel.day)[0].seen == "nok"


# Traces


def test_a_trace_stays_on_its_departments_list_until_it_is_resolved(hotel: Hotel) -> None:
    stay, desk = hotel.in_house("201", nights=3), hotel.desk("nok")
    late = add_trace(desk, "hk", "Baby cot", hotel.day, "14.30", stay_id=stay)
    add_trace(desk, "ENG", "Look at the lift", hotel.after(1))
    soon = add_trace(desk, "HK", "Extra towels", hotel.day, "9", room="202")
    assert [r.trace_id for r in traces(department="HK").first(9)] == [soon, late]
    row = traces(stay_id=stay).first(9)[0]
    assert (row.due_time, row.room, row.guest_en, row.by) == ("14:30", "201", "GUEST1 Anna", "nok")
    assert _letters(hotel, stay) == "T"
    house = Property.the()
    nine = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=house.timezone)
    assert not row.overdue(house, nine)
    assert row.overdue(house, nine + datetime.timedelta(hours=6))
    hotel.audit()
    assert late in [r.trace_id for r in traces(department="HK").first(9)]  # midnight leaves it alone
    change_trace(hotel.desk("nok"), late, "FO", "Baby cot, again", hotel.day)
    with refused("NO_TEXT"):
        resolve_trace(hotel.desk("noi"), late, "")
    resolve_trace(hotel.desk("noi"), late, "brought at 15:00")
    for again in (
        lambda: resolve_trace(hotel.desk("noi"), late, "again"),
        lambda: change_trace(hotel.desk("noi"), late, "HK", "x", hotel.day),
    ):
        with refused("TRACE_RESOLVED"):
            again()
    done = traces(resolved=True).first(9)
    assert [(r.resolved_by, r.done) for r in done] == [("noi", "brought at 15:00")]
    assert _letters(hotel, stay) == ""
    for code, values in (
        ("NO_DEPARTMENT", ("ZOO", "x", hotel.day)),
        ("NO_TEXT", ("HK", " ", hotel.day)),
        ("NO_TIME", ("HK", "x", hotel.day, "25:00")),
        ("DATE_PAST", ("HK", "x", hotel.after(-1))),
    ):
        with refused(code):
            add_trace(hotel.desk("nok"), *values)
    with refused("NO_ROOM"):
        add_trace(hotel.desk("nok"), "HK", "x", hotel.day, room="999")
    with refused("DATE_PAST"):
        change_trace(hotel.desk("nok"), soon, "HK", "x", hotel.after(-2))


def test_times_are_read_as_they_are_typed() -> None:
    assert [time_of_day(t) for t in ("7", "07.5".replace(".5", ""), "1430", "๑๔.๓๐", "")] == [
        "07:00", "07:00", "14:30", "14:30", "",
    ]  # fmt: skip


def test_a_resolved_trace_goes_along_when_two_profiles_become_one(hotel: Hotel) -> None:
    keep = hotel.guest("Kept")
    drop = create_guest(hotel.desk(), given="Anna", family="Dropped", nationality="DEU")
    trace = add_trace(hotel.desk("nok"), "FO", "Call back", hotel.day, guest_id=drop)
    add_alert(hotel.desk("nok"), "guest", drop, "Vegetarian", ["check-in"])
    resolve_trace(hotel.desk("nok"), trace, "called")
    merge_guests(hotel.desk(), keep, drop)
    assert Trace.get_by_id(trace).guest_id == keep
    assert [r.text for r in alerts_for("check-in", hotel.day, guest_id=keep)] == ["Vegetarian"]


# Log book


def test_the_log_book_passes_to_the_next_shift_which_reads_it(hotel: Hotel) -> None:
    nok, lek = (Staff.get(Staff.login == login).id for login in ("nok", "lek"))
    entry = write_log_entry(hotel.desk("nok"), "The lift stops at floor 2.", important=True)
    wrong = write_log_entry(hotel.desk("nok"), "Pool closed until noon.")
    write_log_entry(hotel.desk("nok"), "Until one o'clock, I mean.", corrects_id=wrong)
    assert (unread_entries(nok, hotel.day), unread_entries(lek, hotel.day)) == (0, 3)
    rows = log_book(lek, hotel.day).first(9)
    assert [(r.text[:4], r.unread, r.corrects_id) for r in rows] == [
        ("Unti", True, wrong),
        ("Pool", True, None),
        ("The ", True, None),
    ]
    assert mark_read(hotel.desk("lek"), entry) == 1
    assert mark_read(hotel.desk("lek"), entry) == 0
    assert [(who, at) for who, at in readers_of(entry)] == [("lek", hotel.clock())]
    assert mark_read(hotel.desk("lek")) == 2
    assert unread_entries(lek, hotel.day) == 0
    assert [r.entry_id for r in log_book(lek, hotel.day, "lift floor").first(9)] == [entry]
    later = hotel.day + datetime.timedelta(days=30)
    assert unread_entries(Staff.get(Staff.login == "malee").id, later) == 0
    with refused("NO_TEXT"):
        write_log_entry(hotel.desk("nok"), "")
    with refused("GONE"):
        write_log_entry(hotel.desk("nok"), "x", corrects_id=99)
    with refused("TOO_MUCH_TEXT"):
        write_log_entry(hotel.desk("nok"), "x" * 1001)


# Tickets


def test_a_complaint_is_taken_worked_on_made_good_and_closed(hotel: Hotel) -> None:
    stay, desk = hotel.in_house("201", nights=2), hotel.desk("nok")
    ticket = open_ticket(
        desk, "complaint", "ENG", "Air conditioning drips", stay_id=stay, promised_time="11:00"
    )
    assert _letters(hotel, stay) == "T"
    row = tickets().first(9)[0]
    assert (row.number, row.room, row.owner, row.status) == ("S2569-00001", "201", "", "open")
    assert not row.overdue(hotel.clock())
    assert row.overdue(hotel.clock() + datetime.timedelta(hours=2))
    set_ticket_status(hotel.desk("lek"), ticket, "in work")
    assert tickets(department="ENG").first(9)[0].owner == "lek"
    with refused("NO_SOLUTION"):
        set_ticket_status(desk, ticket, "done")
    change_ticket(desk, ticket, "ENG", "Air conditioning drips on the bed", "somsak", hotel.day, "12")
    set_ticket_status(desk, ticket, "done", "pipe cleaned")
    set_ticket_status(desk, ticket, "in work")
    assert tickets().first(9)[0].done_at is None
    charge = post_charge(desk, hotel.window(stay), "FOOD", Decimal(100))
    with refused("NO_COMPENSATION"):
        link_compensation(desk, ticket, charge)
    taken_off = correct(desk, charge, "for the drips")
    assert [p.id for p in compensations_of(stay)] == [taken_off]
    link_compensation(desk, ticket, taken_off)
    assert compensations_of(stay) == []
    with refused("COMPENSATED"):
        link_compensation(desk, ticket, taken_off)
    set_ticket_status(desk, ticket, "closed", "pipe cleaned, dinner free")
    closed = tickets(closed=True, stay_id=stay).first(9)[0]
    assert (closed.solution, closed.compensated) == ("pipe cleaned, dinner free", Decimal("-117.70"))
    assert closed.took(hotel.clock()) == datetime.timedelta(0)
    assert tickets().first(9) == []
    for again in (
        lambda: set_ticket_status(desk, ticket, "open"),
        lambda: change_ticket(desk, ticket, "ENG", "x"),
    ):
        with refused("TICKET_CLOSED"):
            again()
    changes = ChangeLog.select().where(ChangeLog.subject == "service_ticket").count()
    assert changes == 7


def test_a_ticket_needs_its_words_and_its_people(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("nok")
    for code, values in (
        ("TICKET_KIND", ("praise", "FO", "x")),
        ("NO_DEPARTMENT", ("request", "ZOO", "x")),
        ("NO_TEXT", ("request", "FO", "")),
    ):
        with refused(code):
            open_ticket(desk, *values)
    with refused("NO_STAFF"):
        open_ticket(desk, "request", "FO", "x", owner="nobody")
    with refused("PROMISE_PAST"):
        open_ticket(desk, "request", "FO", "x", promised_time="08:00")
    ticket = open_ticket(desk, "request", "HK", "Iron", room="203")
    assert tickets(text="203").first(9)[0].number == "S2569-00001"
    with refused("TICKET_STEP"):
        set_ticket_status(desk, ticket, "open")
    with refused("NO_STAY"):
        link_compensation(desk, ticket, 1)
    assert hotel.day
