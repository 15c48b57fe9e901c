"""The card encoder: a real program that writes, refuses, hangs, dies or talks nonsense."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from app.encoder import CONTRACT, encode
from app.settings import encoder_command
from models.front_office.keys import (
    CardRequest,
    StayKey,
    card_request,
    order_cancel,
    order_cards,
    order_recode,
)
from models.front_office.keys.encoder import set_encoder
from models.front_office.stays import move_room
from tests.hotel import Hotel
from tests.refusing import refused

PROGRAM = """#!{python}
import json, os, signal, sys, time
asked = json.loads(sys.stdin.readline())
with open({asked!r}, "a") as log:
    log.write(json.dumps(asked) + "\\n")
{body}
"""
WRITES = 'print(json.dumps({"ok": True, "cards": ["04%02d" % n for n in range(asked["copies"])]}))'


class Encoder:
    """A program in a file, and what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "encoder"
        self.log = folder / "asked"

    def does(self, body: str) -> str:
        self.file.write_text(PROGRAM.format(python=sys.executable, asked=str(self.log), body=body))
        self.file.chmod(self.file.stat().st_mode | stat.S_IXUSR)
        return str(self.file)

    @property
    def asked(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@pytest.fixture
def encoder(tmp_path: Path) -> Encoder:
    return Encoder(tmp_path)


def a_request(hotel: Hotel, copies: int = 2) -> CardRequest:
    return card_request(order_cards(hotel.desk("nok"), hotel.in_house("201", nights=2), copies))


def test_the_program_is_told_the_room_and_the_hours_and_nothing_of_the_guest(
    small_hotel: Hotel, encoder: Encoder
) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=2, guest=hotel.guest("Secret"))
    request = card_request(order_cards(hotel.desk("nok"), stay, 2))
    done = encode(encoder.does(WRITES), request, {"RECEPTION_SMTP_PASSWORD": "x"})
    assert (done.kind, done.cards) == ("written", ("0400", "0401"))
    assert encoder.asked == [
        {
            "contract": CONTRACT, "job": request.job, "action": "new", "hotel": "Rim Nam Hotel", "room": "201",
            "copies": 2, "number": 1, "card": "", "valid_from": "2026-11-23T10:00:00+07:00",
            "valid_until": "2026-11-25T12:00:00+07:00", "terminal": "desk of nok", "staff": "nok",
        }
    ]  # fmt: skip


def test_a_card_is_encoded_again_and_cancelled_by_its_name(small_hotel: Hotel, encoder: Encoder) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=2)
    order_cards(hotel.desk("nok"), stay, 1, by_hand=True)
    StayKey.update(card="04A1").execute()
    move_room(hotel.desk(), stay, "202", "noise")
    command = encoder.does(WRITES)
    encode(command, card_request(order_recode(hotel.desk("nok"), StayKey.get().id)), {})
    encode(command, card_request(order_cancel(hotel.desk("nok"), StayKey.get().id)), {})
    assert [(a["action"], a["room"], a["card"], a["number"]) for a in encoder.asked] == [
        ("recode", "202", "04A1", 1), ("cancel", "201", "04A1", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ('print(json.dumps({"ok": False, "message": "no card\\nin the encoder"}))', "failed", "no card in the encoder"),
        ('print(json.dumps({"ok": False}))', "failed", "The program gave no reason."),
        ('print("lock server down", file=sys.stderr); sys.exit(3)', "failed", "lock server down"),
        ("sys.exit(4)", "failed", "The program ended with 4."),
        ('print("\\x1b[31mcard ok?")', "uncertain", "The program's answer cannot be read: [31mcard ok?"),
        ("print(json.dumps([1, 2]))", "uncertain", "The program's answer cannot be read: [1, 2]"),
        ("", "uncertain", "The program's answer cannot be read: "),
        ("os.kill(os.getpid(), signal.SIGKILL)", "uncertain", "The program ended with -9."),
        ('print(json.dumps({"ok": True, "cards": "04A1"}))', "written", ""),
    ],
)  # fmt: skip
def test_what_the_program_answers_is_told_apart(
    small_hotel: Hotel, encoder: Encoder, body: str, kind: str, words: str
) -> None:
    done = encode(encoder.does(body), a_request(small_hotel), {})
    assert (done.kind, done.words) == (kind, words)


def test_a_program_that_hangs_is_ended_with_all_it_started(small_hotel: Hotel, encoder: Encoder) -> None:
    hung = encoder.does("os.system('sleep 60'); time.sleep(60)")
    done = encode(hung, a_request(small_hotel), {}, seconds=1.0)
    assert (done.kind, done.words) == ("uncertain", "The program was ended after 1 seconds.")


@pytest.mark.parametrize("command", ["/nowhere/encoder", "", 'unbalanced "'])
def test_a_program_that_cannot_start_wrote_nothing(small_hotel: Hotel, command: str) -> None:
    assert encode(command, a_request(small_hotel), {}).kind == "failed"


def test_each_desk_may_have_an_encoder_of_its_own(small_hotel: Hotel) -> None:
    hotel = small_hotel
    assert encoder_command({}) == ""
    set_encoder(hotel.desk(), "/usr/local/bin/cards --quiet")
    assert encoder_command({}) == "/usr/local/bin/cards --quiet"
    assert encoder_command({"RECEPTION_ENCODER": "/opt/desk2"}) == "/opt/desk2"
    for wrong in ("cards", 'unbalanced "'):
        with refused("ENCODER_COMMAND"):
            set_encoder(hotel.desk(), wrong)
    with refused("NO_RIGHT"):
        set_encoder(hotel.desk("nok"), "/usr/local/bin/cards")
    set_encoder(hotel.desk(), "")
    assert encoder_command({}) == ""
