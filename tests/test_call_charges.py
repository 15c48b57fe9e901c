"""Telephone calls: read, priced, charged once to who was in the room then; what cannot be posted waits."""

from __future__ import annotations

import contextlib
import datetime
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.front_office.call_charges import (
    CallLine,
    CallTariff,
    NotACall,
    PhoneCall,
    Record,
    RecordFormat,
    as_kept,
    drop_tariff,
    feed_stands,
    keep_tariff,
    post_call_to,
    post_calls,
    price_of,
    read_lines,
    set_line_aside,
    take_lines,
    try_calls_again,
    type_call,
    write_off_call,
)
from models.front_office.call_charges.views import call_findings
from models.front_office.codes import TransactionCode
from models.front_office.folios import Posting
from models.front_office.night_audit import findings
from models.front_office.opening import set_setting
from models.front_office.reservations import Stay
from models.front_office.rooms import Room
from models.front_office.stays import move_room
from models.house.acts import ChangeLog, Desk
from models.house.database import database
from tests.hotel import Hotel
from tests.refusing import asked, refused

ICT = datetime.timezone(datetime.timedelta(hours=7))
PATTERN = re.compile(
    r"^(?P<date>\S+) (?P<time>\S+) (?P<extension>\S+) (?P<number>\S+) (?P<duration>\S+)( (?P<cost>[\d.]+))?( #(?P<id>\d+))?$"
)
FORM = RecordFormat(PATTERN, ignore=re.compile(r"^(Date|---)"))
LATER = datetime.datetime(2026, 11, 23, 18, 0, tzinfo=ICT)


def later(desk: Desk) -> Desk:
    """In the evening of the first day, when calls have been made."""
    return replace(desk, clock=lambda: LATER.astimezone(datetime.UTC))


def line(
    number: str = "0812345678", ext: str = "201", at: str = "14:05:00", cost: str = "12.50", more: str = ""
) -> str:
    return " ".join(filter(None, [f"23/11/26 {at} {ext} {number} 0:03:20", cost, more]))


def came(hotel: Hotel, *lines: str) -> dict[str, int]:
    desk = later(hotel.desk("nok"))
    take_lines(desk, "pbx", lines)
    read_lines(desk, FORM)
    return post_calls(desk)


def test_a_call_is_charged_to_who_is_in_the_room_once(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    assert came(hotel, line(), line()) == {"posted": 1, "free": 0, "unposted": 0, "left": 0}
    assert came(hotel, line())["posted"] == 0, "a replay"
    assert [row.state for row in CallLine.select().order_by(CallLine.id)] == ["read", "repeated", "repeated"]
    call = PhoneCall.get()
    assert (call.state, call.stay_id, call.price) == ("posted", stay, Decimal("12.50"))
    posting = Posting.get_by_id(call.posting_id)
    assert posting.words("en") == "Telephone 0812345678 3:20"
    assert posting.words("th") == "ค่าโทรศัพท์ 0812345678 3:20"
    assert (posting.net, posting.amount) == (Decimal("12.50"), Decimal("14.71")), "12.50 + 10 % + 7 %"
    assert hotel.balance(stay) == Decimal("14.71")
    logged = (
        ChangeLog.select()
        .where((ChangeLog.subject == "phone_call") & (ChangeLog.operation == "post_calls"))
        .get()
    )
    assert '"posted"' in logged.after


def test_the_database_itself_takes_a_call_and_its_posting_once(hotel: Hotel) -> None:
    hotel.in_house("201")
    came(hotel, line(), line("0999", at="14:10:00", ext="306"))
    columns = ", ".join(f.column_name for f in PhoneCall._meta.sorted_fields if f.name != "id")
    insert = f"INSERT INTO phone_call ({columns}) SELECT {columns} FROM phone_call WHERE state = 'posted'"
    tries = {
        insert: r"CALL_TWICE|phone_call",
        insert.replace("SELECT call_key", "SELECT 'other'"): r"CALL_TWICE|posting",
        "UPDATE phone_call SET state = 'written off', reason = 'x', posting_id = NULL WHERE state = 'posted'": "PHONE_CALL_KEPT",
        "UPDATE phone_call SET price = 1 WHERE state = 'posted'": "PHONE_CALL_KEPT",
        "UPDATE phone_call SET number = '1'": "PHONE_CALL_KEPT",
        "DELETE FROM phone_call": "PHONE_CALL_KEPT",
        "UPDATE call_line SET text = 'x'": "PHONE_CALL_KEPT",
        "DELETE FROM call_line": "PHONE_CALL_KEPT",
    }
    for statement, saying in tries.items():
        with pytest.raises(Exception, match=saying), database.atomic():
            database.execute_sql(statement)


def test_what_cannot_be_posted_waits_with_its_reason(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("201")
    closed = hotel.in_house("202")
    Stay.update(no_post=True).where(Stay.id == closed).execute()
    counts = came(
        hotel,
        line(ext="777"),
        line(ext="203"),
        line(ext="202"),
        line(cost=""),
        line(at="02:00:00"),
        line("1"),
    )
    assert counts == {"posted": 1, "free": 0, "unposted": 5, "left": 0}
    waiting = PhoneCall.select().where(PhoneCall.state == "unposted").order_by(PhoneCall.id)
    assert [call.why for call in waiting] == ["NO_EXTENSION", "VACANT", "NO_POST", "NO_TARIFF", "VACANT"]
    (finding,) = call_findings()
    assert finding.message.say("en") == "5 telephone calls have reached no folio"
    assert [f.blocks for f in findings(hotel.day) if f.code == "A7"] == [True]
    set_setting(hotel.desk(), "calls_left", "NOTE")
    assert [f.blocks for f in findings(hotel.day) if f.code == "A7"] == [False]


def test_a_person_deals_with_what_waits(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201")
    came(hotel, line(ext="777"), line(ext="203"), line(cost="", ext="201"))
    ids = [call.id for call in PhoneCall.select().order_by(PhoneCall.id)]
    with refused("NO_REASON"):
        write_off_call(hotel.desk("nok"), ids[0], " ")
    write_off_call(hotel.desk("nok"), ids[0], "the chef's telephone")
    with refused("NO_TARIFF"):
        post_call_to(hotel.desk("nok"), ids[2], stay)
    with refused("NOT_POSITIVE"):
        post_call_to(hotel.desk("nok"), ids[2], stay, Decimal(0))
    post_call_to(hotel.desk("nok"), ids[1], stay)
    post_call_to(hotel.desk("nok"), ids[2], stay, Decimal(20))
    for call in ids:
        with refused("CALL_DEALT_WITH"):
            write_off_call(hotel.desk("nok"), call, "again")
        with refused("CALL_DEALT_WITH"):
            post_call_to(hotel.desk("nok"), call, stay)
    assert [call.state for call in PhoneCall.select().order_by(PhoneCall.id)] == [
        "written off",
        "posted",
        "posted",
    ]
    assert call_findings() == []
    with refused("NO_RIGHT"):
        write_off_call(hotel.desk("noi"), ids[0], "x")


def test_a_guest_who_takes_no_charges_is_charged_with_somebodys_word(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("202")
    Stay.update(no_post=True).where(Stay.id == stay).execute()
    came(hotel, line(ext="202"))
    call = PhoneCall.get().id
    with asked("NO_POST", "post"):
        post_call_to(hotel.desk("nok"), call, stay)
    post_call_to(hotel.answering("nok", NO_POST="he agreed"), call, stay)
    assert PhoneCall.get().state == "posted"


def test_a_call_belongs_to_who_was_in_the_room_when_it_was_made(hotel: Hotel) -> None:
    first = hotel.in_house("201")
    move_room(
        replace(hotel.desk(), clock=lambda: datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)),
        first,
        "202",
        "noise",
    )
    Room.update(housekeeping="clean").execute()
    second = hotel.in_house("201")
    Stay.update(checked_in_at=datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)).where(
        Stay.id == second
    ).execute()
    came(hotel, line("11", at="15:00:00"), line("22", at="16:30:00", ext="202"), line("33", at="17:30:00"))
    owners = {call.number: call.stay_id for call in PhoneCall.select()}
    assert owners == {"11": first, "22": first, "33": second}


def test_a_call_of_a_guest_who_has_left_waits(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=1)
    hotel.audit()
    hotel.leaves(stay)
    left = datetime.datetime(2026, 11, 24, 5, tzinfo=datetime.UTC)
    Stay.update(checked_out_at=left).where(Stay.id == stay).execute()
    came(hotel, line())
    assert PhoneCall.get().why == "CHECKED_OUT"


def test_extensions_of_rooms_and_rooms_without(small_hotel: Hotel) -> None:
    hotel = small_hotel
    Room.update(extension="8201").where(Room.number == "201").execute()
    stay = hotel.in_house("201")
    came(hotel, line("1", ext="8201"), line("2", ext="201"))
    assert [(c.number, c.stay_id, c.why) for c in PhoneCall.select()] == [
        ("1", stay, ""),
        ("2", None, "NO_EXTENSION"),
    ]


def test_calls_that_waited_are_tried_again(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("201")
    came(hotel, line(cost=""))
    keep_tariff(hotel.desk(), None, "08", "Mobile", 60, Decimal(5), Decimal(0))
    assert try_calls_again(hotel.desk("nok")) == {"posted": 1, "free": 0, "unposted": 0}
    assert PhoneCall.get().price == Decimal("20.00"), "3:20 are four begun minutes"


# Prices


def test_what_a_call_costs(small_hotel: Hotel) -> None:
    desk = small_hotel.desk()
    keep_tariff(desk, None, "", "Others", 60, Decimal("3.00"), Decimal("5.00"))
    keep_tariff(desk, None, "00", "Abroad", 6, Decimal("1.25"), Decimal("10.00"))
    keep_tariff(desk, None, "0066", "Home by the long way", 60, Decimal(2), Decimal(0))
    keep_tariff(desk, None, "1155", "Tourist police", 60, Decimal(0), Decimal(0), free=True)
    prices = {
        ("024567890", 61): "6.00", ("024567890", 5): "5.00", ("0049301234", 61): "13.75", ("0049301234", 1): "10.00",
        ("0066212345", 60): "2.00", ("1155", 300): "0.00", ("024567890", 0): "0.00",
    }  # fmt: skip
    assert {key: str(price_of(*key, None)) for key in prices} == prices
    assert price_of("024567890", 61, Decimal("7.77")) == Decimal("7.77"), (
        "the exchange goes before the tariff"
    )
    assert price_of("1155", 61, Decimal("7.77")) == 0, "free stays free"
    set_setting(desk, "call_markup_percent", "12.5")
    assert price_of("024567890", 61, Decimal("7.77")) == Decimal("8.74")  # 8.74125
    set_setting(desk, "call_price_from", "tariff")
    assert price_of("024567890", 61, Decimal("7.77")) == Decimal("6.75")
    with refused("SETTING"):
        set_setting(desk, "call_markup_percent", "much")


def test_tax_inside_the_price_of_the_exchange(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201")
    set_setting(hotel.desk(), "call_inclusive", "yes")
    came(hotel, line(cost="100"))
    assert hotel.balance(stay) == Decimal("100.00")


def test_what_no_tariff_can_be(small_hotel: Hotel) -> None:
    desk = small_hotel.desk()
    good = keep_tariff(desk, None, "02", "Bangkok", 60, Decimal(3), Decimal(0))
    with refused("TARIFF_PREFIX"):
        keep_tariff(desk, None, "0 2", "again", 60, Decimal(3), Decimal(0))
    with refused("TARIFF_PREFIX"):
        keep_tariff(desk, None, "x", "", 60, Decimal(3), Decimal(0))
    with refused("TARIFF_BLOCK"):
        keep_tariff(desk, None, "03", "", 0, Decimal(3), Decimal(0))
    with refused("AMOUNT"):
        keep_tariff(desk, None, "03", "", 60, Decimal(-3), Decimal(0))
    keep_tariff(desk, good, "02", "Bangkok", 30, Decimal(3), Decimal(0))
    assert CallTariff.get().block_seconds == 30
    drop_tariff(desk, good)
    with refused("NO_RIGHT"):
        keep_tariff(small_hotel.desk("nok"), None, "03", "", 60, Decimal(3), Decimal(0))


def test_free_calls_reach_no_folio_and_stop_no_audit(small_hotel: Hotel) -> None:
    stay = small_hotel.in_house("201")
    assert (
        came(small_hotel, line(cost="0.00"), line(more="", cost="").replace("0:03:20", "0:00:00"))["free"]
        == 2
    )
    assert small_hotel.balance(stay) == 0
    assert call_findings() == []


# Typed by hand


def test_a_call_is_typed_and_charged(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201")
    desk = later(hotel.desk("nok"))
    began = datetime.datetime(2026, 11, 23, 14, 5, tzinfo=ICT)
    assert type_call(desk, "201", "021112222", began, 200, Decimal(9))["state"] == "posted"
    assert hotel.balance(stay) == Decimal("10.59")
    with refused("CALL_TWICE"):
        type_call(desk, "201", "021112222", began, 200, Decimal(9))
    with refused("CALL_NUMBER"):
        type_call(desk, "201", " ", began, 200)
    with refused("CALL_AHEAD"):
        type_call(desk, "201", "02", LATER + datetime.timedelta(hours=1), 200)
    with refused("CALL_LENGTH"):
        type_call(desk, "201", "02", began, -1)
    with refused("AMOUNT"):
        type_call(desk, "201", "02", began, 1, Decimal(-1))
    told = type_call(desk, "204", "02", began, 60, Decimal(3))
    assert (told["state"], told["why"]) == ("unposted", "VACANT")


def test_a_call_that_was_typed_and_comes_in_later_is_charged_once(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    desk = later(hotel.desk("nok"))
    began = datetime.datetime(2026, 11, 23, 14, 5, tzinfo=ICT)
    type_call(desk, "201", "081-234 5678", began, 200, Decimal("12.50"))
    assert came(hotel, line(at="14:05:40"))["posted"] == 0
    assert CallLine.get().state == "repeated"
    assert PhoneCall.select().count() == 1
    assert came(hotel, line(at="14:05:59"))["posted"] == 1, "the guest dialled a second time"
    assert came(hotel, line(at="14:05:40"))["posted"] == 0, "a replay"
    assert hotel.balance(stay) == 2 * Decimal("14.71")


# Lines


def test_lines_that_cannot_be_read_are_kept_and_dealt_with(hotel: Hotel) -> None:
    hotel.in_house("201")
    desk = later(hotel.desk("nok"))
    take_lines(
        desk,
        "pbx",
        ["Date  Time", "", "@@@", line(), line().replace("0:03:20", "0:99:20")],
        cut="23/11/26 14:0",
    )
    counts = read_lines(desk, FORM)
    assert counts == {"ignored": 1, "unread": 2, "read": 1, "left": 0}
    assert [f.message.say("en") for f in call_findings()][1] == "3 lines of the exchange could not be read"
    for row in CallLine.select().where(CallLine.state << ("unread", "cut")):
        with refused("NO_REASON"):
            set_line_aside(desk, row.id, "")
        set_line_aside(desk, row.id, "noise on the line")
        with refused("LINE_DEALT_WITH"):
            set_line_aside(desk, row.id, "again")
    assert len(call_findings()) == 1


def test_lines_are_read_again_when_the_settings_were_wrong(small_hotel: Hotel) -> None:
    hotel = small_hotel
    hotel.in_house("201")
    desk = later(hotel.desk("nok"))
    take_lines(desk, "pbx", [line()])
    assert read_lines(desk, RecordFormat(re.compile("^never$")))["unread"] == 1
    assert read_lines(desk, FORM, again=True)["read"] == 1
    assert post_calls(desk)["posted"] == 1


def test_a_line_to_the_exchange_that_is_down_is_told_and_stops_nothing(small_hotel: Hotel) -> None:
    desk = small_hotel.desk("nok")
    feed_stands(desk, "pbx", True)
    assert call_findings() == []
    feed_stands(desk, "pbx", False, "Connection refused")
    feed_stands(desk, "pbx", False, "Connection refused")
    (finding,) = call_findings()
    assert (finding.message.say("en"), finding.blocks) == (
        "The exchange pbx does not answer: Connection refused",
        False,
    )


def test_the_exchanges_own_number_makes_a_call_one(small_hotel: Hotel) -> None:
    small_hotel.in_house("201")
    same = line(more="#17")
    counts = came(small_hotel, same, same, line(more="#18"), line(at="14:06:00", more="#17"))
    assert counts["posted"] == 2, "17 came three times, once told a minute later"


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ({}, "23/11/26 14:05:09 201 0812345678 0:03:20 12.50", ("2026-11-23T14:05:09", 200, "12.50")),
        (
            {"date_form": "DD-MON-YYYY"},
            "23-Nov-2026 14:05 201 02 1:00:00",
            ("2026-11-23T14:05:00", 3600, None),
        ),
        (
            {"date_form": "DD/MM/YY", "era": "be"},
            "23/11/69 14:05 201 02 0:00:05",
            ("2026-11-23T14:05:00", 5, None),
        ),
        (
            {"date_form": "DD/MM/YYYY", "era": "be"},
            "29/02/2567 2:05PM 201 02 0:00:05",
            ("2024-02-29T14:05:00", 5, None),
        ),
        ({"date_form": "MM/DD"}, "11/23 14:05 201 02 0:00:05", ("2026-11-23T14:05:00", 5, None)),
        ({"date_form": "DD/MM"}, "31/12 23:05 201 02 0:00:05", ("2026-12-31T23:05:00", 5, None)),
        ({"duration_form": "mm:ss"}, "23/11/26 14:05 201 02 61:05", ("2026-11-23T14:05:00", 3665, None)),
        ({"duration_form": "mm:ss"}, "23/11/26 14:05 201 02 01'05", ("2026-11-23T14:05:00", 65, None)),
        (
            {"duration_form": "seconds"},
            "23/11/26 12:05AM 201 02 00065 1,234.5",
            ("2026-11-23T00:05:00", 65, None),
        ),
    ],
)
def test_exchanges_write_dates_and_lengths_in_many_ways(
    form: dict[str, str], text: str, expected: tuple[str, int, str | None]
) -> None:
    loose = re.compile(PATTERN.pattern.replace(r"[\d.]+", r"[\d.,]+"))
    record = RecordFormat(loose, **form).read(text, LATER)  # type: ignore[arg-type]
    assert record is not None
    assert record.started_at.astimezone(ICT).isoformat()[:19] == expected[0]
    assert record.seconds == expected[1]
    if expected[2]:
        assert str(record.cost) == expected[2]


def test_columns_instead_of_a_pattern() -> None:
    columns = {
        "extension": (1, 4),
        "number": (6, 20),
        "date": (22, 29),
        "time": (31, 35),
        "duration": (37, 43),
    }
    text = " 201 0812345678      23/11/26 14:05 0:03:20"
    record = RecordFormat(columns=columns).read(text, LATER)
    assert record == Record(
        "201", "0812345678", datetime.datetime(2026, 11, 23, 7, 5, tzinfo=datetime.UTC), 200
    )
    with pytest.raises(NotACall):
        RecordFormat(columns=columns).read(text[:36], LATER)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=120))
def test_no_bytes_whatever_break_the_reading(data: bytes) -> None:
    text = as_kept(data)
    assert "\0" not in text
    for form in (
        FORM,
        RecordFormat(columns=dict.fromkeys(("extension", "number", "date", "time", "duration"), (1, 9))),
    ):
        with contextlib.suppress(NotACall):
            form.read(text, LATER)


def test_an_older_hotel_gets_its_code_for_telephone(hotel: Hotel) -> None:
    code = TransactionCode.get(TransactionCode.code == "TEL")
    assert [g.child.code for g in code.generates.order_by("position")] == ["SVC", "VAT"]
