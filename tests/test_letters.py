"""Letters of a booking: what stands in them, whom they go to, what is refused, and that they are kept as sent."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from models.front_office.companies import Company
from models.front_office.correspondence import (
    KINDS,
    Letter,
    LetterText,
    NewLetter,
    PostSetup,
    addressed,
    cancel_letter,
    count_letter_print,
    kinds_for,
    letter_on_paper,
    letter_texts,
    letters,
    letters_of,
    proposal_for,
    record_phone,
    repeat_letter,
    set_command,
    set_letter_text,
    set_up_post,
    settle_letter,
    write_letter,
)
from models.front_office.guests import Guest
from models.front_office.payments import take_deposit
from models.front_office.reservations import Reservation, Stay, cancel
from models.house.acts import ChangeLog
from models.house.papers import Paper
from models.house.property import Property, setting
from models.house.refusals import Refused
from tests.hotel import Hotel
from tests.raw import live, raw_postgres, raw_sqlite
from tests.refusing import refused

MAIL = PostSetup("127.0.0.1", 25, "none", "", "stay@rimnam.test", "{number}@fax.test")
ANNA = NewLetter("confirmation", "e-mail", "Ms Anna Müller", "anna@example.com", "en")


def with_mail(hotel: Hotel) -> Hotel:
    set_up_post(hotel.desk(), MAIL)
    set_command(hotel.desk(), "text", "/bin/true")
    return hotel


def booking(hotel: Hotel, **more: object) -> int:
    return int(Stay.get_by_id(hotel.booked(**more)).reservation_id)  # type: ignore[arg-type]


def anna(hotel: Hotel, **more: object) -> int:
    """A booking of hers; she books more than once."""
    known = Guest.get_or_none(Guest.email == "anna@example.com")
    if known is not None:
        return booking(hotel, guest=known.id, **more)
    guest = hotel.guest(
        "Müller", title="Ms", email="anna@example.com", phone="+66 81-234-5678", address="Berlin"
    )
    return booking(hotel, guest=guest, **more)


def somchai(hotel: Hotel, **more: object) -> int:
    guest = hotel.guest(
        "Jaidee", given="Somchai", given_th="สมชาย", family_th="ใจดี", nationality="THA",
        email="somchai@example.com",
    )  # fmt: skip
    return booking(hotel, guest=guest, **more)


def paper(letter_id: int) -> Paper:
    found = letter_on_paper(letter_id)
    assert found is not None
    return found


def totals(found: Paper) -> dict[str, str]:
    return {field.label: field.value for field in found.totals}


def fields(found: Paper) -> dict[str, str]:
    return {field.label: field.value for field in found.fields}


# What stands in it


def test_a_confirmation_says_what_is_booked_and_what_it_comes_to(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = anna(
        hotel, nights=3, adults=2, prices=(Decimal(1700), Decimal(1700), Decimal(2300)), eta="18:30"
    )
    take_deposit(hotel.desk(), booked, "TRAN", Decimal(2000))
    found = paper(write_letter(hotel.desk("nok"), booked, ANNA))
    assert found.language == "en"
    assert found.opening[0] == "Dear Ms Anna Müller,"
    assert fields(found) == {
        "Booking": "000001", "Guest": "MÜLLER Anna", "Arrival": "Mon 23 Nov 2026, from 14:00",
        "Departure": "Thu 26 Nov 2026, until 12:00", "Rooms": "1 × Superior", "Persons": "2 adults",
        "Rate": "Best available rate", "Expected at": "18:30",
    }  # fmt: skip
    assert [row.cells for row in found.tables[0].rows] == [
        ("23 Nov 2026 – 24 Nov 2026", "2", "1,700.00++", "3,400.00"),
        ("25 Nov 2026", "1", "2,300.00++", "2,300.00"),
    ]
    assert totals(found) == {
        "Room charge": "5,700.00", "Service charge": "570.00", "VAT": "438.90",
        "Total with service charge and VAT": "6,708.90", "Deposit received": "2,000.00",
        "To be paid at the hotel": "4,708.90",
    }  # fmt: skip


def test_what_the_letter_promised_is_what_the_nights_cost(hotel: Hotel) -> None:
    """Satang that fall out of rounding each night fall out of the letter the same way."""
    with_mail(hotel)
    stay = hotel.in_house("201", nights=3, prices=(Decimal("1333.33"),) * 3)
    letter = write_letter(hotel.desk(), Stay.get_by_id(stay).reservation_id, ANNA)
    for _night in range(3):
        hotel.audit()
    promised = totals(paper(letter))["Total with service charge and VAT"]
    assert promised == f"{hotel.balance(stay):,.2f}"


def test_an_inclusive_price_is_not_added_to(hotel: Hotel) -> None:
    with_mail(hotel)
    found = paper(write_letter(hotel.desk(), anna(hotel, nights=1, rate_code="NET"), ANNA))
    assert totals(found) == {"Total with service charge and VAT": "1,500.00"}
    assert "In the prices: Service charge 127.44, VAT 98.13." in found.notes


def test_a_thai_guest_reads_thai_and_the_buddhist_year(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = somchai(hotel)
    to = addressed(booked, "guest", "e-mail")
    assert (to.recipient, to.language) == ("คุณสมชาย ใจดี", "th")
    letter = write_letter(
        hotel.desk(), booked, NewLetter("confirmation", "e-mail", to.recipient, to.address, to.language)
    )
    found = paper(letter)
    assert found.title == "ใบยืนยันการสำรองห้องพัก"
    assert found.date_text == "23 พฤศจิกายน 2569"
    assert found.opening[0] == "เรียน คุณสมชาย ใจดี"
    assert fields(found)["วันเข้าพัก"] == "จ. 23 พ.ย. 2569 ตั้งแต่ 14:00 นาฬิกา"
    body = Letter.get_by_id(letter).body
    assert "Dear" not in body
    assert "รวมค่าบริการและภาษีมูลค่าเพิ่ม: 3,531.00" in body


def test_several_rooms_stand_in_one_letter_each_with_its_guest(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = anna(hotel, rooms=2, nights=1)
    found = paper(write_letter(hotel.desk(), booked, ANNA))
    assert fields(found)["Rooms"] == "2 × Superior"
    assert [row.style for row in found.tables[0].rows] == ["heading", "normal", "heading", "normal"]
    assert totals(found)["Room charge"] == "3,000.00"


def test_a_night_beyond_the_decreed_vat_is_reckoned_with_todays_and_says_so(hotel: Hotel) -> None:
    with_mail(hotel)
    far = datetime.date(2027, 10, 1)
    booked = anna(hotel, arrival=far, departure=far + datetime.timedelta(days=1))
    found = paper(write_letter(hotel.desk(), booked, ANNA))
    assert totals(found)["VAT"] == "115.50"
    assert any("not decreed yet" in note for note in found.notes)


def test_an_amended_confirmation_names_the_one_it_replaces(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = anna(hotel)
    assert proposal_for(booked).kind == "confirmation"
    first = write_letter(hotel.desk(), booked, ANNA)
    assert proposal_for(booked).kind == "amended"
    second = write_letter(hotel.desk(), booked, replace(ANNA, kind="amended"))
    assert "This takes the place of our letter 000001/1 of 23 Nov 2026." in paper(second).opening
    assert Letter.get_by_id(second).replaces_id == first


def test_a_deposit_request_has_an_amount_and_a_due_date(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = anna(hotel, arrival=hotel.after(10), departure=hotel.after(12))
    asked = replace(ANNA, kind="deposit request", deposit=Decimal(3000), deposit_due=hotel.after(5))
    found = paper(write_letter(hotel.desk(), booked, asked))
    assert totals(found)["Deposit, to be paid by 28 Nov 2026"] == "3,000.00"


def test_a_cancellation_tells_its_number(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = anna(hotel)
    number = cancel(hotel.desk(), Stay.get(Stay.reservation == booked).id, "illness")
    assert proposal_for(booked).kind == "cancellation"
    found = paper(write_letter(hotel.desk(), booked, replace(ANNA, kind="cancellation")))
    assert found.tables[0].rows[0].cells[-1] == number
    assert "illness" not in json.dumps(found, default=vars)


def test_who_waited_in_vain_gets_a_word_too(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = anna(hotel, state="waitlisted")
    assert kinds_for(booked) == ["regret"]
    found = paper(write_letter(hotel.desk(), booked, replace(ANNA, kind="regret")))
    assert "no room" in found.opening[1]
    assert found.tables == ()


def test_a_letter_to_a_company_is_in_the_companys_language(hotel: Hotel) -> None:
    with_mail(hotel)
    company = Company.create(
        code="SIAM", name_th="บจก. สยามทัวร์", name_en="Siam Tour", email="desk@siam.test", fax="02-123-4567",
        language="th",
    )  # fmt: skip
    booked = anna(hotel)
    Reservation.update(company=company).where(Reservation.id == booked).execute()
    assert proposal_for(booked).addressees == ("guest", "company")
    to = addressed(booked, "company", "fax")
    assert (to.recipient, to.address, to.language) == ("บจก. สยามทัวร์", "02-123-4567", "th")
    letter = write_letter(
        hotel.desk(), booked, NewLetter("confirmation", "fax", to.recipient, to.address, "th")
    )
    assert Letter.get_by_id(letter).address == "021234567"


def test_a_text_message_is_short_and_says_what_counts(hotel: Hotel) -> None:
    with_mail(hotel)
    Property.update(phone="035-241-978").execute()
    letter = write_letter(hotel.desk(), anna(hotel), replace(ANNA, method="text", address="+66 81-234-5678"))
    row = Letter.get_by_id(letter)
    assert row.address == "+66812345678"
    assert row.body == (
        "Rim Nam Hotel: booking 000001 confirmed, 23 Nov 2026 – 25 Nov 2026, 1 × Superior, total 3,531.00 baht."
        " Tel. 035-241-978"
    )
    assert letter_on_paper(letter) is None


# The hotel's own words


def test_a_hotel_words_its_letters_itself_and_goes_back_to_the_houses(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = anna(hotel)
    set_letter_text(
        hotel.desk(), "confirmation", "en", "Booking {confirmation}: see you on {arrival}!", "Your {hotel}"
    )
    found = paper(write_letter(hotel.desk(), booked, ANNA))
    assert found.opening[1] == "Booking 000001: see you on 23 Nov 2026!"
    assert found.closing[0] == "Your Rim Nam Hotel"
    assert [row.kind for row in letter_texts() if row.own] == ["confirmation"]
    set_letter_text(hotel.desk(), "confirmation", "en", "", "")
    assert not any(row.own for row in letter_texts())
    assert len(letter_texts()) == 2 * len(KINDS)


def test_saving_the_houses_words_unchanged_keeps_them_the_houses(hotel: Hotel) -> None:
    row = letter_texts()[0]
    set_letter_text(hotel.desk(), row.kind, row.language, row.opening, row.closing)
    assert (LetterText.get().opening, LetterText.get().closing) == ("", "")


def test_only_known_blanks_may_stand_in_the_words(hotel: Hotel) -> None:
    for wrong in ("Dear {name}", "{", "{guest.email}", "}"):
        with refused("LETTER_BLANK"):
            set_letter_text(hotel.desk(), "confirmation", "en", wrong, "")
    with refused("LETTER_KIND"):
        set_letter_text(hotel.desk(), "love", "en", "", "")
    with refused("NO_RIGHT"):
        set_letter_text(hotel.desk("nok"), "confirmation", "en", "Hello", "")
    with refused("TOO_MUCH_TEXT"):
        set_letter_text(hotel.desk(), "confirmation", "en", "x" * 601, "")


def test_braces_in_a_guests_name_stay_a_name(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = booking(hotel, guest=hotel.guest("{hotel}"))
    set_letter_text(hotel.desk(), "confirmation", "en", "For {guest}", "")
    assert paper(write_letter(hotel.desk(), booked, ANNA)).opening[1] == "For {HOTEL} Anna"


# Writing, repeating, taking back


def test_a_letter_waits_from_the_moment_it_is_written(hotel: Hotel) -> None:
    with_mail(hotel)
    letter = Letter.get_by_id(write_letter(hotel.desk("nok"), anna(hotel), ANNA))
    assert (letter.status, letter.attempts, letter.next_attempt_at) == ("queued", 0, hotel.clock())
    assert letter.written_by.login == "nok"
    assert letter.message_id.startswith("<000001.1.")
    assert letter.message_id.endswith("@rimnam.test>")
    log = ChangeLog.select().where(ChangeLog.subject == "letter").get()
    assert json.loads(log.after)["address"] == "anna@example.com"


def test_the_same_form_sent_twice_writes_one_letter(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = anna(hotel)
    first = write_letter(hotel.desk("nok", token="form-1"), booked, ANNA)
    assert write_letter(hotel.desk("nok", token="form-1"), booked, ANNA) == first
    assert len(letters_of(booked)) == 1


def test_a_repeat_is_a_new_record_of_the_same_words_that_points_at_the_first(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = anna(hotel)
    first = Letter.get_by_id(write_letter(hotel.desk("nok"), booked, ANNA))
    again = Letter.get_by_id(repeat_letter(hotel.desk("lek"), first.id, "anna.m@example.com"))
    third = Letter.get_by_id(repeat_letter(hotel.desk("lek"), again.id))
    assert (again.paper, again.body, again.subject) == (first.paper, first.body, first.subject)
    assert (again.repeats_id, third.repeats_id) == (first.id, first.id)
    assert third.address == "anna.m@example.com"
    assert len({first.message_id, again.message_id, third.message_id}) == 3
    assert (again.position, again.written_by.login) == (2, "lek")


def test_a_call_is_written_down_and_nothing_is_sent(hotel: Hotel) -> None:
    booked = anna(hotel)
    call = record_phone(
        hotel.desk("lek"), booked, "confirmation", "Mr Müller", "081", "Confirmed, arrives late", "hotel"
    )
    row = letters(hotel.clock(), booked).first(5)[0]
    assert (row.letter_id, row.method, row.status, row.by_en) == (call, "phone", "recorded", "Lek")
    letter = Letter.get_by_id(call)
    assert (letter.body, letter.subject, letter.message_id) == ("Confirmed, arrives late", "hotel", None)
    with refused("LETTER_METHOD"):
        repeat_letter(hotel.desk(), call)
    with refused("LETTER_NOT_WAITING"):
        cancel_letter(hotel.desk(), call)
    for code, wrong in (
        ("LETTER_TO", {"spoken_with": " "}), ("LETTER_SAID", {"what": ""}), ("LETTER_KIND", {"kind": "chat"}),
        ("LETTER_METHOD", {"called_by": "nobody"}), ("LETTER_STATE", {"kind": "cancellation"}),
    ):  # fmt: skip
        told = {"kind": "confirmation", "spoken_with": "Anna", "number": "1", "what": "yes", **wrong}
        with refused(code):
            record_phone(hotel.desk(), booked, **told)


def test_a_printed_letter_is_out_with_its_first_print(hotel: Hotel) -> None:
    letter = write_letter(hotel.desk(), anna(hotel), replace(ANNA, method="letter", address="Berlin"))
    assert Letter.get_by_id(letter).status == "recorded"
    count_letter_print(hotel.desk("nok"), letter)
    count_letter_print(hotel.desk("nok"), letter)
    row = Letter.get_by_id(letter)
    assert (row.status, row.attempts, row.sent_at) == ("sent", 1, hotel.clock())


def test_only_what_still_waits_is_taken_back(hotel: Hotel) -> None:
    with_mail(hotel)
    letter = write_letter(hotel.desk(), anna(hotel), ANNA)
    cancel_letter(hotel.desk("nok"), letter)
    assert Letter.get_by_id(letter).status == "cancelled"
    with refused("LETTER_NOT_WAITING"):
        cancel_letter(hotel.desk("nok"), letter)
    with refused("LETTER_CERTAIN"):
        settle_letter(hotel.desk("nok"), letter, True)


# Refusals


def test_what_a_letter_cannot_be(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = anna(hotel)
    for code, wrong in (
        ("LETTER_KIND", {"kind": "love"}),
        ("LETTER_METHOD", {"method": "phone"}),
        ("LETTER_METHOD", {"method": "pigeon"}),
        ("LETTER_LANGUAGE", {"language": "de"}),
        ("LETTER_TO", {"recipient": "  "}),
        ("TOO_MUCH_TEXT", {"recipient": "x" * 121}),
        ("LETTER_STATE", {"kind": "cancellation"}),
        ("LETTER_STATE", {"kind": "regret"}),
        ("NOTHING_TO_AMEND", {"kind": "amended"}),
        ("NOT_POSITIVE", {"kind": "deposit request"}),
        ("DEPOSIT_DUE", {"kind": "deposit request", "deposit": Decimal(1)}),
        ("DEPOSIT_DUE", {"kind": "deposit request", "deposit": Decimal(1), "deposit_due": hotel.after(-1)}),
        ("NOT_POSITIVE", {"kind": "deposit request", "deposit": Decimal(0), "deposit_due": hotel.after(1)}),
        ("PHONE_NUMBER", {"method": "fax"}),
        ("PHONE_NUMBER", {"method": "text", "address": "081; rm -rf"}),
        ("PHONE_NUMBER", {"method": "text", "address": "-oProxy"}),
    ):
        with refused(code):
            write_letter(hotel.desk(), booked, replace(ANNA, **wrong))
    with refused("GONE"):
        write_letter(hotel.desk(), 999, ANNA)
    with refused("NO_RIGHT"):
        write_letter(hotel.desk("noi"), booked, ANNA)


@pytest.mark.parametrize(
    "address",
    [
        "", "anna", "anna@", "@example.com", "a@b@c.com", "anna@example.com, bob@example.com",
        "Anna <anna@example.com>", "anna@exa mple.com", "anna@example..com", "ann\u00e4@example.com",
        "a@" + "x" * 260 + ".com",
    ],
)  # fmt: skip
def test_what_is_no_e_mail_address(small_hotel: Hotel, address: str) -> None:
    with_mail(small_hotel)
    booked = anna(small_hotel)
    with refused("EMAIL_ADDRESS"):
        write_letter(small_hotel.desk(), booked, replace(ANNA, address=address))


def test_nothing_can_hide_a_second_header(hotel: Hotel) -> None:
    with_mail(hotel)
    booked = anna(hotel)
    for field in ("recipient", "address"):
        for newline in ("\r\n", "\n", "\r", "\u2028", "\x0b"):
            with pytest.raises(Refused) as caught:
                write_letter(
                    hotel.desk(),
                    booked,
                    replace(ANNA, **{field: f"anna@example.com{newline}Bcc: all@x.test"}),
                )
            assert caught.value.code in ("NOT_CLEAN", "EMAIL_ADDRESS")
    assert Letter.select().count() == 0


def test_a_way_that_was_not_set_up_takes_no_letter(hotel: Hotel) -> None:
    booked = anna(hotel)
    for method, address in (("e-mail", "a@example.com"), ("fax", "021234567"), ("text", "0812345678")):
        with refused("METHOD_NOT_SET_UP"):
            write_letter(hotel.desk(), booked, replace(ANNA, method=method, address=address))
    assert proposal_for(booked).method == "letter"
    with_mail(hotel)
    assert proposal_for(booked).method == "e-mail"


def test_how_mail_leaves_is_checked_when_it_is_set_up(hotel: Hotel) -> None:
    for code, wrong in (
        ("MAIL_HOST", {"host": "two words"}), ("MAIL_PORT", {"port": 0}), ("MAIL_SECURITY", {"security": "rot13"}),
        ("CLEAR_PASSWORD", {"user": "rimnam"}), ("EMAIL_ADDRESS", {"address": "rimnam"}),
        ("EMAIL_ADDRESS", {"address": ""}), ("FAX_ADDRESS", {"fax": "fax@test.com"}),
        ("FAX_ADDRESS", {"fax": "{number}"}), ("FAX_ADDRESS", {"fax": "{number}{number}@fax.test"}),
        ("NOT_CLEAN", {"host": "mail\x00test"}),
    ):  # fmt: skip
        with refused(code):
            set_up_post(hotel.desk(), replace(MAIL, **wrong))
    with refused("NO_RIGHT"):
        set_up_post(hotel.desk("nok"), MAIL)
    set_up_post(hotel.desk(), MAIL)
    assert (setting("smtp_port"), setting("fax_address")) == ("25", "{number}@fax.test")


def test_a_program_is_named_by_its_whole_path(hotel: Hotel) -> None:
    for code, method, command in (
        ("LETTER_COMMAND", "text", "send-text"), ("LETTER_COMMAND", "text", "/bin/send 'text"),
        ("LETTER_METHOD", "phone", "/bin/true"),
    ):  # fmt: skip
        with refused(code):
            set_command(hotel.desk(), method, command)
    with refused("NO_RIGHT"):
        set_command(hotel.desk("nok"), "text", "/bin/true")
    set_command(hotel.desk(), "fax", "/opt/fax --to")
    assert setting("fax_command") == "/opt/fax --to"
    set_command(hotel.desk(), "fax", "")
    assert setting("fax_command") == ""


# Kept by the database itself


@pytest.fixture(params=["sqlite", "bare sqlite", "postgres"])
def reached_past(request: pytest.FixtureRequest) -> Iterator[object]:
    """A hotel with a letter sent and one that waits, and a hand that knows nothing of the program."""
    from models.house.database import close_database, open_database

    kind = str(request.param)
    url = request.getfixturevalue("postgres_url" if kind == "postgres" else "sqlite_url")
    open_database(url)
    hotel = Hotel()
    facts = live(hotel)
    with_mail(hotel)
    booked = anna(hotel)
    sent = write_letter(hotel.desk(), booked, replace(ANNA, method="letter"))
    count_letter_print(hotel.desk(), sent)
    write_letter(hotel.desk(), booked, ANNA)
    close_database()
    opened = raw_postgres(url, facts) if kind == "postgres" else raw_sqlite(url, kind, facts)
    with opened as raw:
        yield raw


def test_a_letter_stays_as_it_was_written(reached_past: object) -> None:
    raw = reached_past
    for change in (
        "body = 'other'", "paper = ''", "address = 'x@example.com'", "recipient = 'x'", "kind = 'regret'",
        "message_id = '<other@x>'", "repeats_id = 1", "replaces_id = 1", "written_by_id = 2", "position = 7",
        "written_at = '2020-01-01'", "subject = 'other'", "language = 'th'", "attempts = -1", "status = 'recorded'",
    ):  # fmt: skip
        raw.refuses(f"UPDATE letter SET {change} WHERE id = 2", saying=["LETTER_KEPT", "CHECK", "check"])
    for change in ("status = 'queued', next_attempt_at = '2026-01-01'", "status = 'failed'", "attempts = 9"):
        raw.refuses(f"UPDATE letter SET {change} WHERE id = 1", saying=["LETTER_ENDED", "LETTER_KEPT"])
    raw.refuses("DELETE FROM letter WHERE id = 2", saying="LETTER_KEPT")
    if not raw.on_sqlite:
        raw.refuses("TRUNCATE letter CASCADE", saying="ENTRY_SEALED")


def test_a_letter_is_not_replaced_by_another(reached_past: object) -> None:
    raw = reached_past
    columns = (
        "id, reservation_id, position, kind, method, recipient, address, language, subject, body, paper, status,"
        " written_at, written_by_id, message_id, attempts, last_error, sent_at"
    )
    copied = columns.replace("body", "'other'", 1)
    verb = "INSERT OR REPLACE" if raw.on_sqlite else "INSERT"
    raw.refuses(
        f"{verb} INTO letter ({columns}) SELECT {copied} FROM letter WHERE id = 1",
        saying=["LETTER_KEPT", "duplicate"],
    )
    raw.refuses(
        f"INSERT INTO letter ({columns}) SELECT {copied} FROM letter WHERE id = 1"
        " ON CONFLICT (id) DO UPDATE SET body = 'other'",
        saying="LETTER_KEPT",
    )


def sheets(found: Paper) -> int:
    from app.documents import as_pdf

    return max(int(count) for count in re.findall(rb"/Count (\d+)", as_pdf(found)))


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_confirmation_of_ten_nights_with_its_policy_stands_on_one_sheet(
    small_hotel: Hotel, language: str
) -> None:
    prices = tuple(Decimal(1500 + 10 * n) for n in range(10))  # no two nights at one price
    booked = anna(small_hotel, nights=10, prices=prices, eta="18:30")
    take_deposit(small_hotel.desk(), booked, "TRAN", Decimal(2000))
    set_letter_text(small_hotel.desk(), "confirmation", language, "x " * 150, "y " * 150)
    new = replace(ANNA, method="letter", address="Berlin", language=language)
    letter = paper(write_letter(small_hotel.desk(), booked, new))
    with_policy = replace(letter, notes=(*letter.notes, "Cancelled within three days: one night. " * 8))
    assert sheets(with_policy) == 1
    assert sheets(replace(with_policy, notes=("long " * 9000,))) > 1
