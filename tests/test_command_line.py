"""What one does from a shell: a new hotel, back-ups, imports, the audit with exit codes that scripts can use."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from models.front_office.folios import post_article
from models.front_office.guests import Guest
from models.front_office.proof import faults
from models.front_office.reservations import cancel, share_room
from models.house.backup import back_up, restore
from models.house.database import CannotOpen, close_database, open_database
from models.ledger.balances import trial_balance
from tests.hotel import FIRST_DAY, PASSWORD, Hotel
from tests.refusing import everything

PLAN = Path(__file__).parent.parent / "docs" / "new-hotel.md"


def run(*arguments: str | Path, typed: str = "") -> Result:
    done = CliRunner().invoke(main, [str(a) for a in arguments], input=typed)
    close_database()
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def balances() -> dict[str, object]:
    return {row.code: row.closing for row in trial_balance(FIRST_DAY)}


def test_a_hotel_made_from_the_file_of_the_manual_proves_itself(tmp_path: Path) -> None:
    plan = tmp_path / "hotel.toml"
    plan.write_text(PLAN.read_text(encoding="utf-8").split("```toml")[1].split("```")[0], encoding="utf-8")
    hotel = tmp_path / "hotel.db"
    assert run("init", "--database", hotel, plan).exit_code == 0
    assert run("verify", "--database", hotel).exit_code == 0
    again = run("init", "--database", hotel, plan)
    assert (again.exit_code, "HOTEL_EXISTS" in again.output) == (1, True)


def test_init_asks_for_the_hotel_and_asks_again_for_what_is_wrong(tmp_path: Path) -> None:
    answers = [
        "โรงแรม", "Hotel", "tomorrow", "2026-11-23", "", "", "", "", "10", "7",
        "SUP", "ซูพีเรียร์", "Superior", "2", "1500", "101-103", "",
        "boss", "นาย", "Boss", "long enough", "long enough",
    ]  # fmt: skip
    done = run("init", "--database", tmp_path / "hotel.db", typed="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    assert run("audit", "--check", "--database", tmp_path / "hotel.db").exit_code == 0


def test_a_sample_is_drawn_to_a_file_and_the_same_again(
    small_hotel: Hotel, sqlite_url: str, tmp_path: Path
) -> None:
    window = small_hotel.window(small_hotel.in_house("201", nights=1))
    for _n in range(4):
        post_article(small_hotel.desk("nok"), window, "CHANG", 1)
    close_database()
    days = ("--since", "2026-11-01", "--until", "2026-11-30", "--database", sqlite_url)
    files = [tmp_path / f"{n}.csv" for n in range(2)]
    for file in files:
        done = run("sample", "entries", *days, "--figure", "3", "--seed", "2569", file)
        assert (done.exit_code, "3 drawn from 4 items of 564.96" in done.output) == (0, True), done.output
    texts = [file.read_text(encoding="utf-8-sig") for file in files]
    assert texts[0] == texts[1]
    assert len(texts[0].splitlines()) == 4
    wrong = run("sample", "rooms", *days, "--seed", "2569")
    assert (wrong.exit_code, "POPULATION" in wrong.output) == (1, True), wrong.output
    open_database(sqlite_url)


def test_a_file_with_a_fault_is_named_and_makes_no_hotel(tmp_path: Path) -> None:
    plan = tmp_path / "hotel.toml"
    plan.write_text('[hotel]\nname_en = "x"\n', encoding="utf-8")
    done = run("init", "--database", tmp_path / "hotel.db", plan)
    assert done.exit_code == 1
    assert not (tmp_path / "hotel.db").exists()


def test_opening_where_there_is_no_hotel_says_how_to_make_one(tmp_path: Path) -> None:
    done = run("verify", "--database", tmp_path / "none.db")
    assert done.exit_code == 4
    assert "reception init" in done.output


def test_the_unattended_audit_refuses_with_3_while_a_guest_is_due_and_closes_the_day_after(
    sqlite_url: str, tmp_path: Path
) -> None:
    open_database(sqlite_url)
    hotel = Hotel()
    stay = hotel.booked()
    close_database()
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    person = ("--user", "chai", "--password-file", secret)
    blocked = run("audit", "--database", sqlite_url, *person)
    assert (blocked.exit_code, "A2" in blocked.output) == (3, True)
    open_database(sqlite_url)
    from models.front_office.reservations import mark_no_show

    mark_no_show(hotel.desk(), stay)
    close_database()
    assert run("audit", "--database", sqlite_url, *person).exit_code == 0


def test_the_audit_needs_the_right_password(sqlite_url: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("guessed-wrong", encoding="utf-8")
    done = run("audit", "--database", sqlite_url, "--user", "chai", "--password-file", secret)
    assert (done.exit_code, "SIGN_IN_WRONG" in done.output) == (1, True)


def test_every_faulty_line_of_an_import_is_listed_and_nothing_of_it_is_taken(
    sqlite_url: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD, encoding="utf-8")
    file = tmp_path / "guests.csv"
    file.write_text(
        "family,given,birth_date\nGood,One,1980-01-31\n,,1990-02-28\nBad,Date,31.1.80\n", encoding="utf-8"
    )
    person = ("--user", "pavinee", "--password-file", secret)
    done = run("import", "guests", file, "--database", sqlite_url, *person)
    assert done.exit_code == 1
    assert f"{file}:3:" in done.output
    assert f"{file}:4:" in done.output
    open_database(sqlite_url)
    assert Guest.select().count() == 0
    close_database()
    file.write_text("family,given,birth_date\nGood,One,1980-01-31\nสุขใจ,สมศรี,\n", encoding="utf-8")
    assert run("import", "guests", file, "--dry-run", "--database", sqlite_url, *person).exit_code == 0
    open_database(sqlite_url)
    assert Guest.select().count() == 0
    close_database()
    assert run("import", "guests", file, "--database", sqlite_url, *person).exit_code == 0
    open_database(sqlite_url)
    assert Guest.select().count() == 2
    close_database()


def test_a_back_up_of_either_database_holds_the_whole_hotel(hotel: Hotel, tmp_path: Path) -> None:
    post_article(hotel.desk(), hotel.window(hotel.in_house()), "CHANG", 2)
    hotel.audit()
    books = balances()
    copy = tmp_path / "copy.db"
    back_up(copy)
    close_database()
    open_database(str(copy))
    assert balances() == books
    assert list(faults()) == []


def test_a_back_up_from_the_shell_holds_every_row(hotel: Hotel, hotel_url: str, tmp_path: Path) -> None:
    """A process that only backs up has loaded few of the program's tables by itself."""
    first, second = hotel.booked(), hotel.booked()
    share_room(hotel.desk("nok"), second, first)
    cancel(hotel.desk("nok"), first, "ill")  # the one who stays came later, and is the first of the room now
    before = everything()
    copy = tmp_path / "copy.db"
    close_database()
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "backup", str(copy), "--database", hotel_url],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    open_database(str(copy))
    assert {name: len(rows) for name, rows in everything().items()} == {n: len(r) for n, r in before.items()}
    close_database()
    open_database(hotel_url)


def test_a_restored_hotel_goes_on_where_it_was(hotel: Hotel, hotel_url: str, tmp_path: Path) -> None:
    stay = hotel.in_house()
    hotel.audit()
    books = balances()
    copy = tmp_path / "copy.db"
    back_up(copy)
    restored = str(tmp_path / "restored.db")
    restore(copy, restored)
    assert balances() == books
    hotel.leaves(stay, early=True)
    hotel.audit()
    assert list(faults()) == []


def test_a_back_up_moves_to_postgres_and_goes_on_there(
    sqlite_url: str, postgres_server: str, tmp_path: Path
) -> None:
    from tests.conftest import admin

    open_database(sqlite_url)
    hotel = Hotel()
    stay = hotel.in_house()
    hotel.audit()
    books = balances()
    back_up(tmp_path / "copy.db")
    admin(postgres_server, "CREATE DATABASE moved")
    restore(tmp_path / "copy.db", postgres_server.format(name="moved"))
    assert balances() == books
    hotel.leaves(stay, early=True)
    hotel.audit()
    assert list(faults()) == []
    with pytest.raises(CannotOpen):
        restore(tmp_path / "copy.db", postgres_server.format(name="moved"))
    close_database()


def test_restoring_keeps_the_hotel_that_was_there(sqlite_url: str, tmp_path: Path) -> None:
    open_database(sqlite_url)
    back_up(tmp_path / "copy.db")
    Hotel().guest("Later")
    close_database()
    done = run("restore", tmp_path / "copy.db", "--database", sqlite_url)
    assert done.exit_code == 0
    kept = Path(f"{sqlite_url}.before-restore-1")
    with sqlite3.connect(kept) as look:
        assert look.execute("SELECT count(*) FROM guest").fetchone() == (1,)
    with sqlite3.connect(sqlite_url) as look:
        assert look.execute("SELECT count(*) FROM guest").fetchone() == (0,)


def test_a_file_that_is_no_back_up_is_refused_and_the_hotel_stays(sqlite_url: str, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.txt"
    wrong.write_text("Dear hotel, …", encoding="utf-8")
    before = Path(sqlite_url).read_bytes()
    assert run("restore", wrong, "--database", sqlite_url).exit_code == 4
    assert Path(sqlite_url).read_bytes() == before


def test_verify_names_the_entry_that_was_touched(sqlite_url: str) -> None:
    open_database(sqlite_url)
    hotel = Hotel()
    post_article(hotel.desk(), hotel.window(hotel.in_house()), "CHANG")
    close_database()
    with sqlite3.connect(sqlite_url) as vandal:
        vandal.execute("DROP TRIGGER entry_no_update")
        vandal.execute("UPDATE entry SET memo = 'Water' WHERE id = 1")
    vandal.close()
    done = run("verify", "--database", sqlite_url)
    assert done.exit_code == 1
    assert "Entry 1 is not as it was sealed" in done.output


def test_help_stands_everywhere() -> None:
    for command in [[], *([name] for name in main.commands), ["export", "journal"], ["export", "lines"]]:
        done = run(*command, "--help")
        assert done.exit_code == 0
        assert "--help" in done.output


def test_a_terminal_that_cannot_show_a_screen_is_told_the_way(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    done = run("--database", sqlite_url)
    assert done.exit_code == 1
    assert "reception --help" in done.output


def test_the_lines_of_the_books_are_written_to_a_file_and_never_over_a_hotel(
    sqlite_url: str, tmp_path: Path
) -> None:
    open_database(sqlite_url)
    hotel = Hotel()
    post_article(hotel.desk(), hotel.window(hotel.in_house()), "CHANG")
    close_database()
    file = tmp_path / "books.csv"
    assert run("export", "lines", "--database", sqlite_url, file).exit_code == 0
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) > 2
    assert run("export", "lines", "--database", sqlite_url, sqlite_url).exit_code != 0
    assert Path(sqlite_url).read_bytes().startswith(b"SQLite format 3")
