"""Letters on their way, through a real mail server and real programs: nothing is lost, nothing goes out twice."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.post_office import Round, commands, send_letters
from app.post_office.mail import Mail, MailSettings, message_of
from app.post_office.smtp import hand_over
from app.settings import smtp_password
from models.front_office.correspondence import (
    Letter,
    NewLetter,
    PostSetup,
    claim_letter,
    letter_failed,
    letter_sent,
    letter_uncertain,
    letter_waits,
    queue_counts,
    repeat_letter,
    set_command,
    set_up_post,
    settle_letter,
    write_letter,
)
from models.house.acts import Desk
from models.house.database import close_database, open_database
from tests.hotel import PASSWORD, Hotel
from tests.mail_server import MailServer, free_port
from tests.refusing import refused
from tests.test_letters import ANNA, anna, somchai

ROOT = Path(__file__).parent.parent


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as listening:
        yield listening


def mailing(hotel: Hotel, port: int, **more: object) -> None:
    set_up_post(hotel.desk(), replace(PostSetup("127.0.0.1", port, "none", "", "stay@rimnam.test"), **more))  # type: ignore[arg-type]


class Post:
    """A hotel's post office whose clock can be moved on."""

    def __init__(self, hotel: Hotel) -> None:
        self.hotel = hotel
        self.ahead = datetime.timedelta()

    def now(self) -> datetime.datetime:
        return self.hotel.clock() + self.ahead

    @property
    def desk(self) -> Desk:
        return replace(self.hotel.desk("nok"), clock=self.now)

    def later(self, **span: float) -> Post:
        self.ahead += datetime.timedelta(**span)
        return self

    def round(self) -> Round:
        return send_letters(lambda operation, *args, **more: operation(self.desk, *args, **more), {})


def status(letter_id: int) -> tuple[str, int]:
    letter = Letter.get_by_id(letter_id)
    return letter.status, letter.attempts


# The way it should go


def test_a_confirmation_arrives_in_the_guests_language_with_the_letter_as_pdf(
    hotel: Hotel, server: MailServer
) -> None:
    mailing(hotel, server.port)
    to = NewLetter("confirmation", "e-mail", "คุณสมชาย ใจดี", "somchai@example.com", "th")
    letter = write_letter(hotel.desk("nok"), somchai(hotel), to)
    assert Post(hotel).round().all_well
    assert status(letter) == ("sent", 1)
    (got,) = server.received
    assert (got.sender, got.to) == ("stay@rimnam.test", ["somchai@example.com"])
    message = got.message
    assert message["subject"] == "ใบยืนยันการสำรองห้องพัก 000001 – โรงแรมริมน้ำ"
    assert got.header("From") == "โรงแรมริมน้ำ <stay@rimnam.test>"
    assert got.header("To") == "คุณสมชาย ใจดี <somchai@example.com>"
    assert message["message-id"] == Letter.get_by_id(letter).message_id
    assert message["date"].datetime == hotel.clock()
    assert message["content-language"] == "th"
    assert not message.defects
    text, pdf = message.iter_parts()
    assert "เรียน คุณสมชาย ใจดี" in text.get_content()
    assert (pdf.get_content_type(), pdf.get_filename()) == ("application/pdf", "confirmation-000001-1.pdf")
    assert pdf.get_content().startswith(b"%PDF-")
    assert got.content.isascii()
    assert max(map(len, got.content.split(b"\r\n"))) <= 998
    assert b"\n" not in got.content.replace(b"\r\n", b"")


def test_a_long_thai_name_of_a_hotel_survives_the_header(hotel: Hotel, server: MailServer) -> None:
    from models.house.property import Property

    name = "โรงแรมริมน้ำ รีสอร์ท แอนด์ สปา สาขาพระนครศรีอยุธยา (ที่ปิ่นเกล้า น้ำใส กำแพงแก้ว)"
    Property.update(name_th=name).execute()
    mailing(hotel, server.port)
    write_letter(hotel.desk("nok"), somchai(hotel), replace(ANNA, language="th"))
    assert Post(hotel).round().sent == 1
    (got,) = server.received
    assert got.header("Subject") == f"ใบยืนยันการสำรองห้องพัก 000001 – {name}"
    assert got.header("From") == f"{name} <stay@rimnam.test>"
    head = got.content.split(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 78


def test_an_english_letter_is_sent_to_an_english_reader(hotel: Hotel, server: MailServer) -> None:
    mailing(hotel, server.port)
    write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    Post(hotel).round()
    text, _pdf = server.received[0].message.iter_parts()
    assert text.get_content().startswith("Dear Ms Anna Müller,")


def test_a_line_that_begins_with_a_dot_arrives_as_it_was_written(server: MailServer) -> None:
    settings = MailSettings(PostSetup("127.0.0.1", server.port, "none", "", "stay@rimnam.test"), "")
    told = b"Subject: dots\r\n\r\n.\r\n..two\r\n.one\r\nlast"
    assert hand_over(settings, Mail("stay@rimnam.test", "anna@example.com", told)).kind == "sent"
    assert server.received[0].content == told + b"\r\n"


def test_a_fax_goes_to_the_gateways_address_for_the_number(hotel: Hotel, server: MailServer) -> None:
    mailing(hotel, server.port, fax="{number}@fax.test")
    letter = write_letter(
        hotel.desk("nok"), anna(hotel), replace(ANNA, method="fax", address="+66 2-123-4567")
    )
    assert Post(hotel).round().sent == 1
    assert server.received[0].to == ["6621234567@fax.test"]
    assert server.received[0].message["message-id"] == Letter.get_by_id(letter).message_id


def test_what_is_sent_is_never_sent_again(hotel: Hotel, server: MailServer) -> None:
    mailing(hotel, server.port)
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    post = Post(hotel)
    post.round()
    for _day in range(3):
        assert post.later(days=1).round() == Round()
    assert len(server.received) == 1
    again = repeat_letter(hotel.desk("nok"), letter)
    assert post.round().sent == 1
    assert server.received[1].message["message-id"] == Letter.get_by_id(again).message_id


# The server says no


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "CONTENT"])
def test_not_now_is_tried_again_until_it_is_taken(hotel: Hotel, server: MailServer, stage: str) -> None:
    server.answers[stage] = ["451 greylisted, come again", "452 still full"]
    mailing(hotel, server.port)
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    post = Post(hotel)
    assert (post.round().waiting, status(letter)) == (1, ("queued", 1))
    assert Letter.get_by_id(letter).last_error == "451 greylisted, come again"
    assert post.round() == Round()  # not before its time
    assert post.later(minutes=1).round().waiting == 1
    assert post.later(minutes=1).round() == Round()
    assert post.later(minutes=1).round().sent == 1
    assert (status(letter), len(server.received)) == (("sent", 3), 1)
    assert Letter.get_by_id(letter).last_error == ""


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "CONTENT"])
def test_no_for_good_is_kept_in_the_servers_words(hotel: Hotel, server: MailServer, stage: str) -> None:
    server.answers[stage] = ["550 5.1.1 No such user here"]
    mailing(hotel, server.port)
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    post = Post(hotel)
    assert post.round().failed == 1
    assert Letter.get_by_id(letter).last_error == "550 5.1.1 No such user here"
    assert queue_counts(post.now()).failed == 1
    assert post.later(days=1).round() == Round()
    repeat_letter(hotel.desk("nok"), letter, "other@example.com")
    assert queue_counts(post.now()).failed == 0  # somebody has seen to it
    assert post.round().sent == 1


def test_a_server_that_says_not_now_for_five_days_is_given_up(hotel: Hotel, server: MailServer) -> None:
    server.answers["RCPT"] = ["451 busy"] * 99
    mailing(hotel, server.port)
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    post = Post(hotel)
    post.round()
    assert post.later(days=5, minutes=1).round().failed == 1
    assert Letter.get_by_id(letter).last_error == "451 busy"
    assert status(letter)[0] == "failed"


def test_one_refused_address_holds_up_nobody_else(hotel: Hotel, server: MailServer) -> None:
    server.answers["RCPT"] = ["550 no"]
    mailing(hotel, server.port)
    wrong = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    right = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    assert (Post(hotel).round().sent, status(wrong)[0], status(right)[0]) == (1, "failed", "sent")


# The line breaks


@pytest.mark.parametrize("stage", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_line_cut_before_the_letter_is_told_leaves_it_waiting(
    hotel: Hotel, server: MailServer, stage: str
) -> None:
    server.drops = {stage}
    mailing(hotel, server.port)
    letters = [write_letter(hotel.desk("nok"), anna(hotel), ANNA) for _n in range(3)]
    post = Post(hotel)
    done = post.round()
    assert (done.sent, done.waiting, list(done.line)) == (0, 1, ["e-mail"])  # the rest is not even tried
    assert [status(letter)[1] for letter in letters] == [1, 0, 0]
    server.drops = set()
    assert post.later(minutes=1).round().sent == 3
    assert len(server.received) == 3


def test_a_line_cut_between_the_last_word_and_the_answer_is_left_to_a_person(
    hotel: Hotel, server: MailServer
) -> None:
    server.drops = {"CONTENT"}
    mailing(hotel, server.port)
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    post = Post(hotel)
    assert post.round().uncertain == 1
    server.drops = set()
    assert post.later(days=2).round() == Round()
    assert (status(letter), queue_counts(post.now()).uncertain) == (("uncertain", 1), 1)
    settle_letter(hotel.desk("lek"), letter, False)
    first = Letter.get_by_id(letter).message_id
    assert post.round().sent == 1
    assert server.received[-1].message["message-id"] == first  # whoever has it already knows it


def test_an_uncertain_letter_may_have_gone_out(hotel: Hotel, server: MailServer) -> None:
    server.drops = {"CONTENT"}
    mailing(hotel, server.port)
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    post = Post(hotel)
    post.round()
    settle_letter(hotel.desk("lek"), letter, True)
    assert status(letter) == ("sent", 1)
    assert post.later(days=1).round() == Round()
    with refused("LETTER_CERTAIN"):
        settle_letter(hotel.desk("lek"), letter, False)


def test_a_line_cut_after_the_answer_changes_nothing(hotel: Hotel, server: MailServer) -> None:
    server.drops = {"QUIT"}
    mailing(hotel, server.port)
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    assert Post(hotel).round().sent == 1
    assert (status(letter), len(server.received)) == (("sent", 1), 1)


def test_letters_wait_while_the_server_is_down_however_long_and_go_when_it_is_up(hotel: Hotel) -> None:
    port = free_port()
    mailing(hotel, port)
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    post = Post(hotel)
    for minutes in (1, 2, 5, 10, 20, 30, 60, 60):
        assert list(post.round().line) == ["e-mail"]
        assert post.later(minutes=minutes, seconds=-1).round() == Round()
        post.later(seconds=1)
    assert post.later(days=9).round().waiting == 1
    with MailServer(port=port) as up:
        assert post.later(hours=1).round().sent == 1
        assert len(up.received) == 1
    assert status(letter) == ("sent", 10)


def test_a_server_that_leaves_is_a_line_that_is_down(hotel: Hotel, server: MailServer) -> None:
    server.answers["RCPT"] = ["421 closing"]
    mailing(hotel, server.port)
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    assert Post(hotel).round().line == {"e-mail": "421 closing"}
    assert status(letter) == ("queued", 1)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_without_the_encryption_agreed_nothing_goes_out(
    hotel: Hotel, server: MailServer, security: str
) -> None:
    mailing(hotel, server.port, security=security, user="rimnam")
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    done = Post(hotel).round()
    assert (list(done.line), status(letter), server.received) == (["e-mail"], ("queued", 1), [])


# Claims


def test_a_letter_is_claimed_once(hotel: Hotel) -> None:
    mailing(hotel, free_port())
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    claim = claim_letter(hotel.desk("nok"), ["e-mail"])
    assert claim == {"letter_id": letter, "attempt": 1}
    assert claim_letter(hotel.desk("lek"), ["e-mail"]) is None
    letter_sent(hotel.desk("nok"), **claim)
    for mark, more in (
        (letter_sent, ()), (letter_waits, ("why",)), (letter_failed, ("why",)), (letter_uncertain, ("why",)),
    ):  # fmt: skip
        with refused("LETTER_TAKEN"):
            mark(hotel.desk("nok"), letter, 1, *more)


def test_a_claim_nobody_came_back_for_is_uncertain_after_a_quarter_of_an_hour(hotel: Hotel) -> None:
    mailing(hotel, free_port())
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    post = Post(hotel)
    claim_letter(post.desk, ["e-mail"])
    assert queue_counts(post.later(minutes=15).now()).sending == 1
    with refused("LETTER_CERTAIN"):
        settle_letter(post.desk, letter, True)
    post.later(seconds=1)
    assert queue_counts(post.now()).uncertain == 1
    assert claim_letter(post.desk, ["e-mail"]) is None
    assert status(letter) == ("uncertain", 1)
    letter_sent(post.desk, letter, 1)  # it was only slow
    assert status(letter) == ("sent", 1)


def test_a_servers_words_are_kept_as_one_clean_line(hotel: Hotel) -> None:
    mailing(hotel, free_port())
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    claim_letter(hotel.desk("nok"), ["e-mail"])
    letter_failed(hotel.desk("nok"), letter, 1, "550\x1b[2J no\r\nsuch\tuser" + "x" * 500)
    kept = Letter.get_by_id(letter).last_error
    assert kept.startswith("550 [2J no such user")
    assert len(kept) == 300


# Other processes


def write_now(count: int) -> list[int]:
    """Letters that are due by the clock on the wall, which the program's own commands go by."""
    hotel = Hotel()
    desk = replace(hotel.desk("nok"), clock=lambda: datetime.datetime.now(datetime.UTC))
    booked = anna(hotel)
    return [write_letter(desk, booked, ANNA) for _n in range(count)]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text(PASSWORD, encoding="utf-8")
    return file


def sender(url: str, secret: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "app.cli", "send", "--database", url, "--user", "nok", "--password-file", str(secret)]  # fmt: skip
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_three_senders_at_once_send_each_letter_once(
    hotel: Hotel, hotel_url: str, server: MailServer, secret: Path
) -> None:
    mailing(hotel, server.port)
    letters = write_now(12)
    senders = [sender(hotel_url, secret) for _n in range(3)]
    said = [one.communicate(timeout=120)[0] for one in senders]
    assert [one.returncode for one in senders] == [0, 0, 0], said
    counted = Counter(got.message["message-id"] for got in server.received)
    assert counted == {Letter.get_by_id(letter).message_id: 1 for letter in letters}
    assert {status(letter) for letter in letters} == {("sent", 1)}


def test_a_sender_killed_before_the_answer_leaves_the_letter_to_a_person(
    hotel: Hotel, hotel_url: str, server: MailServer, secret: Path
) -> None:
    server.holds = True
    mailing(hotel, server.port)
    (letter,) = write_now(1)
    doomed = sender(hotel_url, secret)
    assert server.heard.wait(60)
    os.kill(doomed.pid, signal.SIGKILL)
    doomed.communicate()
    server.holds = False
    assert status(letter) == ("sending", 1)
    again = sender(hotel_url, secret)
    assert "0 sent" in again.communicate(timeout=60)[0]
    assert (again.returncode, len(server.received), status(letter)) == (0, 1, ("sending", 1))
    written = Letter.get_by_id(letter).written_at
    later = replace(hotel.desk("nok"), clock=lambda: written + datetime.timedelta(hours=1))
    assert claim_letter(later, ["e-mail"]) is None
    assert status(letter) == ("uncertain", 1)


def test_the_command_line_says_what_waits_and_why(hotel: Hotel, hotel_url: str, secret: Path) -> None:
    mailing(hotel, free_port())
    write_now(1)
    done = sender(hotel_url, secret)
    said = done.communicate(timeout=60)[0]
    assert (done.returncode, "E-mail: [Errno" in said, "0 sent, 1 wait" in said) == (1, True, True), said


def test_the_program_for_text_messages_is_set_from_the_shell(sqlite_url: str, secret: Path) -> None:
    from click.testing import CliRunner

    from app.cli import main
    from models.house.property import setting

    command = ["letter-command", "text", "/opt/sms --as hotel", "--database", sqlite_url]
    done = CliRunner().invoke(main, [*command, "--user", "pavinee", "--password-file", str(secret)])
    assert done.exit_code == 0, done.output
    open_database(sqlite_url)
    assert setting("text_command") == "/opt/sms --as hotel"
    close_database()


def test_a_letter_that_waited_in_a_back_up_is_not_sent_again_after_a_restore(
    sqlite_url: str, server: MailServer, secret: Path, tmp_path: Path
) -> None:
    from click.testing import CliRunner

    from app.cli import main
    from models.house.backup import back_up

    open_database(sqlite_url)
    mailing(Hotel(), server.port)
    (letter,) = write_now(1)
    copy = tmp_path / "copy.db"
    back_up(copy)
    close_database()
    assert sender(sqlite_url, secret).wait(60) == 0
    done = CliRunner().invoke(main, ["restore", "--database", sqlite_url, str(copy)])
    assert "1 letters that waited may have gone out since" in done.output
    assert sender(sqlite_url, secret).wait(60) == 0
    assert len(server.received) == 1
    open_database(sqlite_url)
    assert status(letter) == ("uncertain", 0)
    close_database()


# Programs


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], str]:
    """A small script that notes its arguments and input, and ends as it is told."""

    def write(end: str) -> str:
        file = tmp_path / "send it"
        file.write_text(
            f'#!/bin/sh\necho "$@" >> "{tmp_path}/arguments"\ncat > "{tmp_path}/input"\n{end}\n', encoding="utf-8"
        )  # fmt: skip
        file.chmod(0o755)
        return f"'{file}' --from hotel"

    return write


def text_to_anna(hotel: Hotel) -> int:
    return write_letter(
        hotel.desk("nok"), anna(hotel), replace(ANNA, method="text", address="+66 81-234-5678")
    )


def test_a_text_message_goes_through_the_hotels_program(
    hotel: Hotel, program: Callable[[str], str], tmp_path: Path
) -> None:
    set_command(hotel.desk(), "text", program("exit 0"))
    letter = text_to_anna(hotel)
    assert Post(hotel).round().sent == 1
    row = Letter.get_by_id(letter)
    arguments = f"--from hotel +66812345678 {row.message_id.strip('<>')}\n"
    assert (tmp_path / "arguments").read_text(encoding="utf-8") == arguments
    assert (tmp_path / "input").read_text(encoding="utf-8") == row.body


def test_a_fax_goes_through_the_hotels_program_as_pdf(
    hotel: Hotel, program: Callable[[str], str], tmp_path: Path
) -> None:
    set_command(hotel.desk(), "fax", program("exit 0"))
    write_letter(hotel.desk("nok"), anna(hotel), replace(ANNA, method="fax", address="02-123-4567"))
    assert Post(hotel).round().sent == 1
    assert (tmp_path / "input").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "arguments").read_text(encoding="utf-8").startswith("--from hotel 021234567 ")


def test_a_program_that_fails_says_why(hotel: Hotel, program: Callable[[str], str]) -> None:
    set_command(hotel.desk(), "text", program("echo 'number is barred' >&2; exit 3"))
    letter = text_to_anna(hotel)
    assert Post(hotel).round().failed == 1
    assert Letter.get_by_id(letter).last_error == "number is barred"


def test_a_program_may_ask_to_be_tried_later(hotel: Hotel, program: Callable[[str], str]) -> None:
    set_command(hotel.desk(), "text", program("exit 75"))
    letter = text_to_anna(hotel)
    post = Post(hotel)
    assert post.round().waiting == 1
    set_command(hotel.desk(), "text", program("exit 0"))
    assert post.later(minutes=1).round().sent == 1
    assert status(letter) == ("sent", 2)


def test_a_program_that_hangs_is_ended_with_all_it_started_and_leaves_doubt(
    hotel: Hotel, program: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "TIME_LIMIT_SECONDS", 1.0)
    set_command(hotel.desk(), "text", program(f'sleep 600 & echo $! > "{tmp_path}/child"; wait'))
    letter = text_to_anna(hotel)
    post = Post(hotel)
    assert post.round().uncertain == 1
    assert Letter.get_by_id(letter).last_error == "The program was ended after 1 seconds."
    child = Path("/proc") / (tmp_path / "child").read_text(encoding="utf-8").strip() / "stat"
    assert not child.exists() or child.read_text(encoding="utf-8").split(")")[1].split()[0] == "Z"
    assert post.later(days=1).round() == Round()


def test_a_program_that_leaves_a_helper_behind_keeps_nobody_waiting(
    hotel: Hotel, program: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "TIME_LIMIT_SECONDS", 20.0)
    set_command(hotel.desk(), "text", program("sleep 30 & exit 0"))
    text_to_anna(hotel)
    assert Post(hotel).round().sent == 1


def test_a_program_ended_from_outside_leaves_doubt(hotel: Hotel, program: Callable[[str], str]) -> None:
    set_command(hotel.desk(), "text", program("kill -9 $$"))
    text_to_anna(hotel)
    assert Post(hotel).round().uncertain == 1


def test_a_program_that_is_not_there_is_a_line_that_is_down(hotel: Hotel, tmp_path: Path) -> None:
    set_command(hotel.desk(), "text", str(tmp_path / "nowhere"))
    letter = text_to_anna(hotel)
    assert list(Post(hotel).round().line) == ["text"]
    assert status(letter) == ("queued", 1)


def test_one_way_that_is_down_does_not_stop_the_other(
    hotel: Hotel, server: MailServer, tmp_path: Path
) -> None:
    set_command(hotel.desk(), "text", str(tmp_path / "nowhere"))
    mailing(hotel, server.port)
    text_to_anna(hotel)
    letter = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    done = Post(hotel).round()
    assert (done.sent, list(done.line), status(letter)[0]) == (1, ["text"], "sent")


def test_a_program_never_sees_the_password_of_the_mail_server(
    hotel: Hotel, program: Callable[[str], str], tmp_path: Path
) -> None:
    set_command(hotel.desk(), "text", program(f'env > "{tmp_path}/env"'))
    text_to_anna(hotel)
    desk = Post(hotel).desk
    environ = {**os.environ, "RECEPTION_SMTP_PASSWORD": "very secret"}
    assert send_letters(lambda operation, *args, **more: operation(desk, *args, **more), environ).sent == 1
    assert "very secret" not in (tmp_path / "env").read_text(encoding="utf-8")


# The password


def test_the_password_comes_from_a_file_or_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from file\n", encoding="utf-8")
    named = {"RECEPTION_SMTP_PASSWORD_FILE": str(file), "RECEPTION_SMTP_PASSWORD": "from variable"}
    assert smtp_password(named) == "from file"
    assert smtp_password({"RECEPTION_SMTP_PASSWORD": "from variable"}) == "from variable"
    assert smtp_password({"RECEPTION_SMTP_PASSWORD_FILE": str(tmp_path / "none")}) == ""
    assert smtp_password({}) == ""


def test_two_attempts_of_a_letter_are_one_message(hotel: Hotel) -> None:
    mailing(hotel, free_port())
    letter = Letter.get_by_id(write_letter(hotel.desk("nok"), anna(hotel), ANNA))
    first, second = message_of(letter), message_of(letter)

    def heads(content: bytes) -> list[bytes]:
        return [
            line
            for line in content.split(b"\r\n")
            if line.startswith((b"Message-ID", b"Date", b"Subject", b"To", b"From"))
        ]

    assert heads(first.content) == heads(second.content)
    assert len(heads(first.content)) == 5


def test_a_newline_that_reached_the_books_all_the_same_reaches_no_header(
    hotel: Hotel, server: MailServer
) -> None:
    from models.house.property import Property

    mailing(hotel, server.port)
    wrong = write_letter(hotel.desk("nok"), anna(hotel), ANNA)
    Property.update(name_en="Rim Nam\r\nBcc: everybody@example.com").execute()
    assert Post(hotel).round().failed == 1
    assert (status(wrong)[0], server.received) == ("failed", [])
