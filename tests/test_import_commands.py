"""Lists and calendars from a shell, with exit codes and lines that scripts can read."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from icalendar import Calendar

from models.front_office.channels import save_feed
from models.front_office.guests import Guest
from models.front_office.imports import kept_mapping
from models.front_office.reservations import Reservation, Stay
from models.house.database import close_database, open_database
from tests.hotel import PASSWORD, Hotel
from tests.test_channels import ONE, TWO, calendar
from tests.test_command_line import run
from tests.test_imports import BOOKINGS, PEOPLE


class Shell:
    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        (folder / "secret").write_text(PASSWORD, "utf-8")

    def file(self, name: str, text: str) -> Path:
        (self.folder / name).write_bytes(text.encode())
        return self.folder / name

    def __call__(self, *arguments: str | Path, user: str = "pavinee") -> Result:
        person = ("--user", user, "--password-file", self.folder / "secret")
        return run("import", *arguments, "--database", self.url, *person)

    def opened(self) -> Hotel:
        open_database(self.url)
        return Hotel()


@pytest.fixture
def shell(sqlite_url: str, tmp_path: Path) -> Shell:
    return Shell(sqlite_url, tmp_path)


def test_a_list_is_checked_taken_in_and_taken_in_again(shell: Shell) -> None:
    file = shell.file("people.csv", PEOPLE)
    dry = shell("profiles", file, "--source", "Opera", "--dry-run")
    assert (dry.exit_code, "Would be taken in: 2 new" in dry.output) == (0, True)
    shell.opened()
    assert Guest.select().count() == 0
    assert kept_mapping("profiles", "opera") is None
    close_database()
    assert "Taken in: 2 new" in shell("profiles", file, "--source", "Opera").output
    again = shell("profiles", file, "--source", "Opera")
    assert (again.exit_code, "0 new, 0 changed, 2 as before" in again.output) == (0, True)
    shell.opened()
    assert Guest.select().count() == 2
    assert kept_mapping("profiles", "opera") is not None
    close_database()


def test_every_fault_is_a_line_with_file_and_number_and_the_exit_code_is_1(shell: Shell) -> None:
    file = shell.file("people.csv", PEOPLE + "P3,,,Atlantis,,,,\n")
    done = shell("profiles", file)
    assert done.exit_code == 1
    assert f"{file}:4: Nationality: There is no country Atlantis." in done.output
    assert "1 faults. Nothing was taken in." in done.output
    shell.opened()
    assert Guest.select().count() == 0
    close_database()


def test_faults_are_told_in_thai_to_a_thai_shell(shell: Shell) -> None:
    file = shell.file("people.csv", PEOPLE + "P3,,,,,,,\n")
    person = ("--user", "pavinee", "--password-file", shell.folder / "secret")
    done = run("--language", "th", "import", "profiles", file, "--database", shell.url, *person)
    assert f"{file}:4: " in done.output
    assert "ไม่ได้นำเข้าข้อมูลใด" in done.output


def test_a_mapping_file_reads_a_list_nobody_could_guess(shell: Shell) -> None:
    file = shell.file("liste.csv", "Nr;Wer;Von;Bis;Zi\n7;Anna Müller;1.12.2026;3.12.2026;EZ\n")
    mapping = shell.file(
        "map.toml",
        'source = "Fidelio"\n[columns]\nexternal_id = "Nr"\nname = "Wer"\narrival = "Von"\ndeparture = "Bis"\n'
        'room_type = "Zi"\n[values.room_type]\nEZ = "SUP"\n[always]\nrate_code = "BAR"\n',
    )
    done = shell("bookings", file, "--map", mapping)
    assert done.exit_code == 0, done.output
    shell.opened()
    made = Reservation.get()
    assert (made.external_source, made.external_id, Stay.get().room_type.code) == ("fidelio", "7", "SUP")
    close_database()
    again = shell("bookings", file, "--source", "fidelio")  # the mapping was kept
    assert "1 as before" in again.output, again.output


def test_the_sheet_of_a_workbook_is_named(shell: Shell) -> None:
    book = openpyxl.Workbook()
    book.active.append(["nothing", "here"])
    sheet = book.create_sheet("Guests")
    sheet.append(["last name", "phone"])
    sheet.append(["Meier", "0811111111"])
    book.save(shell.folder / "book.xlsx")
    done = shell("guests", shell.folder / "book.xlsx", "--sheet", "Guests")
    assert "Taken in: 1 new" in done.output, done.output
    assert shell("guests", shell.folder / "book.xlsx", "--sheet", "Rooms").exit_code == 1


def test_overbooking_is_allowed_with_a_reason_by_who_may(shell: Shell) -> None:
    rows = "\n".join(f"{n},Guest {n},2026-12-01,2026-12-02,SUP,BAR" for n in range(7))
    file = shell.file("bookings.csv", f"{BOOKINGS}\n{rows}\n")
    refused = shell("bookings", file)
    assert (refused.exit_code, f"{file}:8: Room type: SUP is sold out" in refused.output) == (1, True)
    assert "(NO_AVAILABILITY)" in refused.output
    assert shell("bookings", file, "--allow-overbooking", "sold before", user="nok").exit_code == 1
    assert shell("bookings", file, "--allow-overbooking", "sold before").exit_code == 0


def test_other_questions_are_answered_by_their_code(shell: Shell) -> None:
    hotel = shell.opened()
    hotel.guest("Müller", do_not_rent="broke the bed", document_number="")
    close_database()
    file = shell.file("bookings.csv", f"{BOOKINGS}\n1,Anna Müller,2026-12-01,2026-12-02,SUP,BAR\n")
    assert "(DO_NOT_RENT)" in shell("bookings", file).output
    assert shell("bookings", file, "--allow", "DO_NOT_RENT", "paid for it").exit_code == 0


def test_a_channel_comes_in_and_its_gone_bookings_are_cancelled_on_demand(shell: Shell) -> None:
    hotel = shell.opened()
    save_feed(hotel.desk(), None, "airbnb", "SUP", "BAR")
    close_database()
    file = shell.file("airbnb.ics", calendar(ONE, TWO))
    assert "Taken in: 2 new" in shell("calendar", file, "--feed", "airbnb", user="nok").output
    shell.file("airbnb.ics", calendar(TWO))
    proposed = shell("calendar", file, "--feed", "airbnb")
    assert (proposed.exit_code, "No longer in the feed: AIRBNB HMABCDE123" in proposed.output) == (0, True)
    assert "1 cancelled" in shell("calendar", file, "--feed", "airbnb", "--cancel-missing").output
    nameless = shell("calendar", file)
    assert (nameless.exit_code, "NO_FEED_NAMED" in nameless.output) == (1, True)


def test_the_calendar_goes_out_and_over_no_other_file(shell: Shell) -> None:
    hotel = shell.opened()
    for _n in range(6):
        hotel.booked(2)
    close_database()
    file = shell.folder / "sup.ics"
    for _time in range(2):
        done = run("export-calendar", "SUP", file, "--database", shell.url)
        assert done.exit_code == 0, done.output
    assert len(Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 2
    letter = shell.file("letter.txt", "Dear guest")
    done = run("export-calendar", "SUP", letter, "--database", shell.url)
    assert (done.exit_code, letter.read_text("utf-8")) == (1, "Dear guest")
    assert run("export-calendar", "XXX", file, "--database", shell.url).exit_code == 1
