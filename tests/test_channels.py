"""Channels: bookings out of a calendar come in once, move and go with it; our sold-out nights go out as one."""

from __future__ import annotations

import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from models.front_office.channels import (
    Event,
    availability_calendar,
    feeds,
    read_calendar,
    save_feed,
    take_calendar,
)
from models.front_office.guests import Guest
from models.front_office.imports import Outcome
from models.front_office.imports.tables import ChannelFeed
from models.front_office.payments import take_deposit
from models.front_office.reservations import Reservation, Stay, cancel, change_dates
from models.front_office.rooms import Room, close_room
from models.front_office.stays import check_in
from models.house import calendar_files
from tests.hotel import Hotel
from tests.importing import figures
from tests.refusing import everything, refused

BANGKOK = ZoneInfo("Asia/Bangkok")
URL = "https://www.airbnb.com/hosting/reservations/details"


def event(uid: str, first: str, until: str, summary: str = "Reserved", *more: str) -> str:
    lines = (
        f"UID:{uid}",
        f"DTSTART;VALUE=DATE:{first}",
        f"DTEND;VALUE=DATE:{until}",
        f"SUMMARY:{summary}",
        *more,
    )
    return "\r\n".join(["BEGIN:VEVENT", "DTSTAMP:20261123T010000Z", *lines, "END:VEVENT"])


def calendar(*events: str) -> str:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Airbnb//EN", *events, "END:VCALENDAR", ""]
    )


class Channel:
    """A feed of the test hotel: superior rooms at BAR."""

    def __init__(self, hotel: Hotel, folder: Path, **more: object) -> None:
        self.hotel = hotel
        self.file = folder / "feed.ics"
        save_feed(hotel.desk(), None, "Airbnb", "SUP", "BAR", **more)  # type: ignore[arg-type]

    def take(self, *events: str, login: str = "pavinee", text: str | None = None, **more: object) -> Outcome:
        self.file.write_bytes((text if text is not None else calendar(*events)).encode())
        answers = {k: str(v) for k, v in more.items() if k.isupper()}
        how = {k: v for k, v in more.items() if not k.isupper()}
        return take_calendar(self.hotel.answering(login, **answers), "airbnb", self.file, **how)  # type: ignore[arg-type]

    def takes(self, *events: str, **more: object) -> Outcome:
        outcome = self.take(*events, **more)  # type: ignore[arg-type]
        assert [str(fault) for fault in outcome.faults] == []
        return outcome


@pytest.fixture
def airbnb(hotel: Hotel, tmp_path: Path) -> Channel:
    return Channel(hotel, tmp_path)


@pytest.fixture
def airbnb_small(small_hotel: Hotel, tmp_path: Path) -> Channel:
    return Channel(small_hotel, tmp_path)


def stay_of(uid: str) -> Stay:
    made = Reservation.get((Reservation.external_source == "airbnb") & (Reservation.external_id == uid))
    return Stay.get(Stay.reservation == made)


ONE = event(
    "a1@airbnb.com",
    "20261201",
    "20261204",
    "Reserved",
    f"DESCRIPTION:Reservation URL: {URL}/HMABCDE123\\nPhone",
)
TWO = event("b2@airbnb.com", "20261210", "20261211", "Reserved - Anna Müller")


def test_bookings_of_a_feed_come_in_and_twice_changes_nothing(airbnb: Channel) -> None:
    assert figures(airbnb.takes(ONE, TWO)) == (2, 0, 0, 0)
    first, second = stay_of("a1@airbnb.com"), stay_of("b2@airbnb.com")
    assert (first.arrival, first.departure) == (datetime.date(2026, 12, 1), datetime.date(2026, 12, 4))
    assert (first.room_type.code, first.rate_code.code, first.reservation.guarantee) == (
        "SUP",
        "BAR",
        "guaranteed",
    )
    assert (first.guest.family, first.guest.given) == ("Airbnb", "HMABCDE123"), "the channel tells no name"
    assert (second.guest.family, second.guest.given) == ("Müller", "Anna")
    before = everything()
    assert figures(airbnb.takes(ONE, TWO)) == (0, 0, 2, 0)
    assert everything() == before


def test_a_dry_run_of_a_feed_writes_nothing(airbnb: Channel) -> None:
    before = everything()
    assert figures(airbnb.takes(ONE, TWO, dry_run=True)) == (2, 0, 0, 0)
    assert everything() == before


def test_a_moved_event_moves_its_booking(airbnb: Channel) -> None:
    airbnb.takes(ONE)
    stay = stay_of("a1@airbnb.com")
    moved = ONE.replace("20261201", "20261202").replace("20261204", "20261206")
    assert figures(airbnb.takes(moved)) == (0, 1, 0, 0)
    after = stay_of("a1@airbnb.com")
    assert (after.id, after.arrival, after.nights) == (stay.id, datetime.date(2026, 12, 2), 4)
    assert Guest.select().count() == 1


def test_a_moved_event_gives_up_a_room_that_is_let_then(airbnb: Channel) -> None:
    from models.front_office.reservations import assign_room

    airbnb.takes(ONE)
    assign_room(airbnb.hotel.desk(), stay_of("a1@airbnb.com").id, "201")
    other = airbnb.hotel.booked(arrival=datetime.date(2026, 12, 5), departure=datetime.date(2026, 12, 6))
    assign_room(airbnb.hotel.desk(), other, "201")
    outcome = airbnb.takes(ONE.replace("20261204", "20261206"))
    assert (stay_of("a1@airbnb.com").nights, stay_of("a1@airbnb.com").room) == (5, None)
    assert "Room 201 is let to" in str(outcome.notes[0])


def test_a_moved_event_says_why_its_booking_stays(airbnb: Channel) -> None:
    airbnb.takes(ONE)
    stay = stay_of("a1@airbnb.com")
    change_dates(airbnb.hotel.desk(), stay.id, stay.arrival, datetime.date(2026, 12, 7))
    outcome = airbnb.takes(ONE.replace("20261204", "20261206"))
    assert stay_of("a1@airbnb.com").departure == datetime.date(2026, 12, 7)
    assert "changed here by hand" in str(outcome.notes[0])
    cancel(airbnb.hotel.desk(), stay.id, "called")
    outcome = airbnb.takes(ONE.replace("20261204", "20261205"))
    assert "is Cancelled here" in str(outcome.notes[0])


def test_a_guest_in_house_is_not_moved_by_a_feed(airbnb: Channel) -> None:
    today = event("t@airbnb.com", "20261123", "20261125", "Reserved - Anna Person")
    airbnb.hotel.guest("Person")
    airbnb.takes(today)
    check_in(airbnb.hotel.desk(), stay_of("t@airbnb.com").id, "201")
    outcome = airbnb.takes(today.replace("20261125", "20261126"))
    assert (stay_of("t@airbnb.com").nights, "is In house here" in str(outcome.notes[0])) == (2, True)
    airbnb.hotel.audit()
    assert airbnb.takes().leaving == (), "who is in house is not proposed to be cancelled"


@pytest.mark.parametrize("left", [[TWO], [TWO, ONE.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY")]])
def test_what_is_gone_from_the_feed_is_proposed_and_cancelled_when_somebody_says_so(
    airbnb: Channel, left: list[str]
) -> None:
    airbnb.takes(ONE, TWO)
    outcome = airbnb.takes(*left)
    assert [(gone.stay_id, gone.arrival) for gone in outcome.leaving] == [(stay_of("a1@airbnb.com").id, datetime.date(2026, 12, 1))]  # fmt: skip
    assert stay_of("a1@airbnb.com").state == "reserved"
    assert figures(airbnb.takes(*left, cancel_missing=True)) == (0, 0, 1, 1)
    assert (stay_of("a1@airbnb.com").state, stay_of("a1@airbnb.com").reason) == ("cancelled", "no longer in the feed airbnb")  # fmt: skip
    assert airbnb.takes(*left).leaving == ()


def test_an_empty_feed_cancels_nothing(airbnb: Channel) -> None:
    airbnb.takes(ONE)
    assert len(airbnb.takes().leaving) == 1
    with refused("FEED_EMPTY"):
        airbnb.take(cancel_missing=True)


def test_a_booking_with_a_deposit_is_not_cancelled_by_a_feed(airbnb: Channel) -> None:
    from decimal import Decimal

    airbnb.takes(ONE, TWO)
    take_deposit(airbnb.hotel.desk(), stay_of("a1@airbnb.com").reservation_id, "CASH", Decimal(500))
    before = everything()
    outcome = airbnb.take(TWO, cancel_missing=True)
    assert "A deposit of 500.00 is held" in str(outcome.faults[0])
    assert everything() == before


def test_dates_that_are_only_closed_are_no_bookings(airbnb: Channel) -> None:
    closed = event("c3@airbnb.com", "20261220", "20261225", "Airbnb (Not available)")
    own = event("sup-20261220.rim-nam-hotel@reception", "20261220", "20261221", "Reserved")
    outcome = airbnb.takes(ONE, closed, own)
    assert (outcome.new, str(outcome.notes[0])) == (1, "Only closed there, and no bookings: 2")


def test_a_channel_that_calls_its_bookings_closed_is_told_so(hotel: Hotel, tmp_path: Path) -> None:
    channel = Channel(hotel, tmp_path, closed_are_bookings=True)
    assert channel.takes(event("x@booking.com", "20261220", "20261225", "CLOSED - Not available")).new == 1


def test_what_is_past_or_began_without_us_is_left(airbnb: Channel) -> None:
    past = event("p@airbnb.com", "20261101", "20261105")
    begun = event("q@airbnb.com", "20261120", "20261126")
    outcome = airbnb.takes(past, begun)
    assert (outcome.new, [note.line for note in outcome.notes]) == (0, [2])


def test_bookings_of_a_feed_deduct_and_a_sold_out_night_is_never_silent(airbnb: Channel) -> None:
    events = [event(f"{n}@airbnb.com", "20261201", "20261202") for n in range(7)]
    before = everything()
    outcome = airbnb.take(*events)
    assert [(fault.line, fault.ask) for fault in outcome.faults] == [(7, "NO_AVAILABILITY")]
    assert everything() == before
    assert airbnb.take(*events, login="nok", NO_AVAILABILITY="sold there").faults, "no right to overbook"
    assert figures(airbnb.takes(*events, NO_AVAILABILITY="sold there")) == (7, 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (event("", "20261201", "20261203"), "no id"),
        (event("x", "20261205", "20261203"), "departure lies before"),
        (event("x", "20261201", "20261203", "Reserved", "RRULE:FREQ=WEEKLY"), "repeats"),
        (event("x", "soon", "20261203"), "cannot be read"),
        (event("x", "20261201", "20261203").replace("DTSTART;VALUE=DATE:20261201\r\n", ""), "no beginning"),
        (event("x", "20261201", "20261203", "Reserved - Evil\u202e"), "control character"),
        (event("x", "20261201", "20281203"), "at most 400 nights"),
        (ONE, "stands in the file twice"),
    ],
)
def test_each_fault_of_an_event_is_told_and_nothing_is_taken(
    airbnb_small: Channel, text: str, said: str
) -> None:
    before = everything()
    outcome = airbnb_small.take(ONE, text)
    assert [fault.line for fault in outcome.faults] == [2]
    assert said in str(outcome.faults[0])
    assert outcome.faults[0].message.say("th")
    assert everything() == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name,arrival\nA,1/1/2027\n",
        calendar(ONE)[:-20],
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR",
    ],
)
def test_what_is_no_whole_calendar_is_refused(airbnb_small: Channel, text: str) -> None:
    with refused("CALENDAR_KIND"):
        airbnb_small.take(text=text)


def test_a_calendar_without_end_is_refused(airbnb_small: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_files, "MOST_BYTES", 100)
    with refused("TABLE_TOO_BIG"):
        airbnb_small.take(ONE, TWO)
    monkeypatch.undo()
    monkeypatch.setattr(calendar_files, "MOST_EVENTS", 1)
    with refused("TABLE_TOO_BIG"):
        airbnb_small.take(ONE, TWO)


def read(folder: Path, *events: str) -> tuple[Event, ...]:
    file = folder / "x.ics"
    file.write_bytes(calendar(*events).encode())
    return read_calendar(file, BANGKOK).events


def test_times_are_dates_on_the_hotels_clock(tmp_path: Path) -> None:
    begins = "DTSTART:20261130T200000Z\r\nDTEND:20261203T040000Z"  # 3 in the morning of 1 December in Bangkok
    text = event("x", "20261201", "20261203").replace(
        "DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261203", begins
    )
    (one,) = read(tmp_path, text)
    assert (one.first, one.until) == (datetime.date(2026, 12, 1), datetime.date(2026, 12, 3))


def test_an_event_without_end_is_one_night(tmp_path: Path) -> None:
    (one,) = read(tmp_path, event("x", "20261201", "20261203").replace("DTEND;VALUE=DATE:20261203\r\n", ""))
    assert one.nights == 1


@pytest.mark.parametrize(
    ("summary", "name", "kind"),
    [
        ("Reserved", "", "booked"),
        ("Airbnb (Not available)", "", "closed"),
        ("CLOSED - Not available", "", "closed"),
        ("Blocked", "", "closed"),
        ("Reserved - Anna Müller", "Anna Müller", "booked"),
        ("Booking: สมชาย ใจดี", "สมชาย ใจดี", "booked"),
        ("John Smith (HM12345678)", "John Smith", "booked"),
    ],
)
def test_the_words_of_channels_are_understood(tmp_path: Path, summary: str, name: str, kind: str) -> None:
    (one,) = read(tmp_path, event("x", "20261201", "20261203", summary))
    assert (one.name, one.kind) == (name, kind)


def test_a_line_folded_in_the_middle_of_a_thai_letter_is_read_whole(tmp_path: Path) -> None:
    name = "สมชาย ใจดีมากๆ"
    line = f"SUMMARY:Reserved - {name}".encode()
    at = line.index("ช".encode()) + 1
    text = calendar(event("x", "20261201", "20261203", "Reserved - X")).encode()
    (tmp_path / "x.ics").write_bytes(text.replace(b"SUMMARY:Reserved - X", line[:at] + b"\r\n " + line[at:]))
    (one,) = read_calendar(tmp_path / "x.ics", BANGKOK).events
    assert one.name == name


# Feeds


def test_a_feed_is_kept_and_shown_with_what_came_through_it(airbnb: Channel) -> None:
    airbnb.takes(ONE, TWO)
    (row,) = feeds()
    assert (row.name, row.room_type, row.rate_code, row.bookings, row.read_file) == ("airbnb", "SUP", "BAR", 2, "feed.ics")  # fmt: skip
    assert row.read_at == airbnb.hotel.clock()


def test_feeds_refuse_what_cannot_be(airbnb: Channel) -> None:
    desk = airbnb.hotel.desk()
    of = ChannelFeed.get()
    for code, arguments in (
        ("NO_SOURCE", (None, " ", "SUP", "BAR")),
        ("FEED_EXISTS", (None, "AIRBNB", "SUP", "BAR")),
        ("NO_ROOM_TYPE", (None, "agoda", "XXX", "BAR")),
        ("NO_RATE_CODE", (None, "agoda", "SUP", "XXX")),
        ("GUARANTEE", (None, "agoda", "SUP", "BAR", "maybe")),
    ):
        with refused(code):
            save_feed(desk, *arguments)  # type: ignore[arg-type]
    airbnb.takes(ONE)
    with refused("FEED_NAME"):
        save_feed(desk, of.id, "vrbo", "SUP", "BAR")
    with refused("NO_RIGHT"):
        save_feed(airbnb.hotel.desk("nok"), None, "agoda", "SUP", "BAR")
    with refused("NO_FEED"):
        take_calendar(desk, "agoda", airbnb.file)
    save_feed(desk, of.id, "airbnb", "SUP", "BAR", active=False)
    with refused("FEED_CLOSED"):
        airbnb.take(ONE)


# Going out

NOW = datetime.datetime(2026, 11, 23, 3, 0, 0, tzinfo=datetime.UTC)


def sold_out(text: str) -> dict[str, datetime.date]:
    return {str(e["UID"]): e["DTSTART"].dt for e in Calendar.from_ical(text).walk("VEVENT")}


def test_sold_out_nights_go_out_under_names_that_stay(hotel: Hotel) -> None:
    for _n in range(6):
        hotel.booked(2)
    text = availability_calendar("SUP", hotel.day, 30, NOW)
    assert sold_out(text) == {
        "sup-20261123.rim-nam-hotel@reception": hotel.day,
        "sup-20261124.rim-nam-hotel@reception": hotel.after(1),
    }
    assert all(e["DTSTAMP"].dt == NOW for e in Calendar.from_ical(text).walk("VEVENT"))
    assert sold_out(availability_calendar("DLX", hotel.day, 30, NOW)) == {}
    for _n in range(6):
        hotel.booked(1, arrival=hotel.after(2), departure=hotel.after(3))
    assert set(sold_out(text)) < set(sold_out(availability_calendar("SUP", hotel.day, 30, NOW)))


def test_a_closed_room_makes_its_type_busy_sooner(hotel: Hotel) -> None:
    for _n in range(5):
        hotel.booked(1)
    assert sold_out(availability_calendar("SUP", hotel.day, 5, NOW)) == {}
    close_room(
        hotel.desk(), Room.get(Room.number == "206").id, "OOO", hotel.day, hotel.after(1), "leak", "dirty"
    )
    assert len(sold_out(availability_calendar("SUP", hotel.day, 5, NOW))) == 1


def test_what_we_give_out_is_no_booking_when_it_comes_back(airbnb: Channel) -> None:
    for _n in range(6):
        airbnb.hotel.booked(2)
    text = availability_calendar("SUP", airbnb.hotel.day, 30, NOW)
    assert figures(airbnb.takes(text=text)) == (0, 0, 0, 0)


def test_the_calendar_refuses_days_and_types_that_are_none(hotel: Hotel) -> None:
    with refused("NO_ROOM_TYPE"):
        availability_calendar("XXX", hotel.day, 5, NOW)
    for days in (0, 801):
        with refused("DAYS"):
            availability_calendar("SUP", hotel.day, days, NOW)
