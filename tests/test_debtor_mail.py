"""Statements and reminders go by e-mail, one or all of a cycle; what did not go stays listed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import peewee
import pytest

from models.back_office.receivables import change_account
from models.front_office.correspondence import (
    Letter,
    cancel_letter,
    letters,
    repeat_letter,
)
from models.front_office.debtors.mail import (
    last_cycle,
    mail_all,
    mail_one,
    mail_reminder,
    mail_statement,
    papers_to_mail,
)
from models.front_office.debtors.reminders import write_reminders
from models.house.database import database
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.mail_server import MailServer
from tests.owing import account_with
from tests.refusing import refused
from tests.test_post_office import Post, mailing


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as listening:
        yield listening


def debtor(hotel: Hotel, number: str, email: str = "") -> int:
    account = account_with(hotel, 1000, 500, days=60, number=number)
    change_account(hotel.desk("anong"), account, email=email)
    return account


def listed(hotel: Hotel) -> list[tuple[str, str, str]]:
    until = last_cycle(hotel.day)[1]
    return [
        (row.kind, row.account.number, row.status) for row in papers_to_mail(until, hotel.clock(), hotel.day)
    ]


def today(hotel: Hotel) -> list[tuple[str, str, str]]:
    return [(r.kind, r.account.number, r.status) for r in papers_to_mail(hotel.day, hotel.clock(), hotel.day)]


def test_a_cycle_is_mailed_and_what_did_not_go_stays_listed(hotel: Hotel, server: MailServer) -> None:
    debtor(hotel, "A1", "a1@example.com")
    debtor(hotel, "B2", "b2@example.com")
    debtor(hotel, "C3")
    debtor(hotel, "D4", "nobody")
    desk = hotel.desk("anong")
    with refused("METHOD_NOT_SET_UP"):
        mail_all(desk, hotel.day)
    mailing(hotel, server.port)
    write_reminders(desk)
    notes = []
    mailed = mail_all(hotel.desk("anong", heard=notes.append), hotel.day)
    assert (mailed, [note.code for note in notes]) == (4, ["NOT_MAILED"])
    assert "C3, D4" in notes[0].message.say("en")
    assert mail_all(desk, hotel.day) == 0, "nothing goes twice"
    server.answers["RCPT"] = ["550 no such mailbox"]
    Post(hotel).round()
    states = today(hotel)
    assert sorted(status for _kind, number, status in states if number in ("A1", "B2")) == [
        "failed",
        *["sent"] * 3,
    ]
    assert {status for _kind, number, status in states if number in ("C3", "D4")} == {""}
    assert mail_all(desk, hotel.day) == 1, "the one that failed goes again"
    Post(hotel).round()
    assert {status for _kind, number, status in today(hotel) if number in ("A1", "B2")} == {"sent"}
    assert len(server.received) == 4
    message = server.received[0].message
    text, pdf = message.iter_parts()
    assert "แนบ" in text.get_content()
    assert pdf.get_content().startswith(b"%PDF-")
    assert pdf.get_filename().startswith("statement-")


def test_one_statement_and_one_reminder_are_mailed(hotel: Hotel) -> None:
    mailing(hotel, 2525)
    account, other = debtor(hotel, "A1", "a1@example.com"), debtor(hotel, "C3")
    desk, since = hotel.desk("anong"), hotel.day.replace(day=1)
    reminders = write_reminders(desk)
    for code, act in (
        ("NO_EMAIL", lambda: mail_statement(desk, other, since, hotel.day)),
        ("EMAIL_ADDRESS", lambda: mail_statement(desk, other, since, hotel.day, address="a@b, c@d.th")),
        ("LETTER_LANGUAGE", lambda: mail_statement(desk, account, since, hotel.day, "de")),
        ("NO_RIGHT", lambda: mail_statement(hotel.desk("nok"), account, since, hotel.day)),
    ):
        with refused(code):
            act()
    letter = Letter.get_by_id(mail_statement(desk, account, since, hotel.day, "en"))
    assert (letter.number, letter.document) == ("A1/1", f"A1-{hotel.day}")
    assert (letter.address, letter.status, letter.reservation_id) == ("a1@example.com", "queued", None)
    with refused("MAILED_ALREADY"):
        mail_statement(desk, account, since, hotel.day, "en")
    mail_reminder(desk, reminders[-1], "boss@example.com")
    with refused("MAILED_ALREADY"):
        mail_reminder(desk, reminders[-1], "boss@example.com")
    # What was taken back before it went, may go.
    cancel_letter(hotel.desk(), letter.id)
    again = mail_one(desk, "statement", account, hotel.day, None)
    assert Letter.get_by_id(repeat_letter(hotel.desk(), again, "other@example.com")).number == "A1/3"
    assert [row.account_id for row in letters(hotel.clock(), text="A1").first(9)] == [account] * 3
    assert {
        row.status for row in papers_to_mail(hotel.day, hotel.clock(), hotel.day) if row.account.id == account
    } > {"queued"}
    for sql, code in (
        ("UPDATE letter SET account_id = NULL", "LETTER_KEPT|CHECK"),
        ("UPDATE letter SET document = 'x'", "LETTER_KEPT"),
        ("DELETE FROM letter", "LETTER_KEPT"),
        (
            "INSERT INTO letter (position, kind, method, recipient, address, language, subject, body, paper, status, written_at,"
            " written_by_id, attempts, last_error) SELECT 9, kind, method, recipient, address, language, subject, body, paper,"
            " 'recorded', written_at, written_by_id, 0, '' FROM letter",
            "(?i)check",
        ),
    ):
        with pytest.raises(peewee.DatabaseError, match=code), database.atomic():
            database.execute_sql(sql)


def test_the_cycle_is_the_month_before(small_hotel: Hotel) -> None:
    assert last_cycle(datetime.date(2027, 1, 1)) == (datetime.date(2026, 12, 1), datetime.date(2026, 12, 31))
    debtor(small_hotel, "A1", "a1@example.com")
    assert listed(small_hotel) == [], "what was brought forward today was no balance then"


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_clerk_mails_all_of_a_cycle_by_keys(small_hotel: Hotel, language: str) -> None:
    hotel = small_hotel
    mailing(hotel, 2525)
    account = debtor(hotel, "A1", "a1@example.com")
    debtor(hotel, "C3")
    write_reminders(hotel.desk("anong"))
    async with at_the_desk(hotel, language=language) as desk:
        await desk.open("collections")
        await desk.press("m")
        await desk.sees("A1", "C3", "no address" if language == "en" else "ไม่มีที่อยู่")
        await desk.press("f9")
        await desk.sees("1")
        await desk.press("enter")
        await desk.sees("Waiting" if language == "en" else "รอส่ง")
        await desk.open("debtor", account)
        await desk.press("e")
        await desk.sees("a1@example.com")
        await desk.press("f9")
        for _try in range(100):
            await desk.sees("TX-1")
            if Letter.select().count() == 2:
                break
    assert [letter.kind for letter in Letter.select().order_by(Letter.id)] == ["reminder", "statement"]
