"""Whoever is signed in reaches the program and nothing else of the machine, whatever they type and whoever is named."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from app.documents.files import save_as
from app.import_folder import files_to_import
from app.server.commands import unit
from app.server.people import PeopleFault, Person, people
from app.services import inside
from models.house.database import close_database, database, open_database
from models.house.refusals import Refused
from models.house.staff import Staff, sign_in_known
from tests.desk import at_the_desk
from tests.hotel import PASSWORD, Hotel
from tests.terminal import Terminal

HOSTILE = "Ad\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[31m\x9b2J\x1bc\nler"
SHELL_KEYS = "\x1a\x03\x1c\x11\x13\x1b\x1a\x10\x0f\x18"  # Ctrl-Z C \ Q S, Alt-Ctrl-Z, Ctrl-P O X


class Recorded(Terminal):
    """Every byte the program sends, for what it must never send."""

    sent = b""

    def _answer(self, data: bytes) -> None:
        self.sent += data
        super()._answer(data)


@pytest.fixture
def a_hostile_house(sqlite_template: Path, tmp_path: Path) -> str:
    """Somebody wrote into the database itself: a guest's name steers terminals."""
    file = tmp_path / "hotel.db"
    shutil.copy(sqlite_template, file)
    open_database(str(file))
    hotel = Hotel()
    hotel.in_house("201")
    database.execute_sql("UPDATE guest SET family = ?, given = ?", (HOSTILE, "[@click=app.screenshot()]x[/]"))
    close_database()
    return str(file)


def test_a_name_that_steers_terminals_is_letters_on_every_screen_and_no_key_leads_to_a_shell(
    a_hostile_house: str, tmp_path: Path
) -> None:
    environ = {
        "RECEPTION_SOCKET": "", "EDITOR": "touch owned", "VISUAL": "touch owned", "PAGER": "touch owned",
        "BROWSER": "touch owned", "SHELL": "/bin/sh", "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state"),
    }  # fmt: skip
    before = set(os.listdir())
    with Recorded("--database", a_hostile_house, python=["-m", "app.start"], environ=environ) as desk:
        desk.wait("F2").type(SHELL_KEYS)
        desk.press("\x15").sign_in("pavinee", PASSWORD).wait("201")
        desk.press("f2").wait("Rooms")
        for way, words in (("g", "u"), "Guests"), (("g", "i"), "In house"):
            desk.press(*way).wait(words).settle(0.2).press("enter").settle(0.2)
            assert "]0;OWNED" in desk.text.upper()
            desk.type(SHELL_KEYS).settle(0.2)
            desk.press("esc", "esc").settle(0.2)
        pid = desk.pid
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        assert state in "SR"  # neither stopped nor gone
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        assert children == ""
        assert os.path.samefile(os.readlink(f"/proc/{pid}/exe"), sys.executable)
    for never in (b"\x1b]0;", b"\x1b]2;", b"\x1b]52;", b"\x1bc", "\x9b".encode(), b"owned=\x07"):
        assert never not in desk.sent, never
    assert set(os.listdir()) == before
    assert not list(tmp_path.rglob("*.svg"))


async def test_a_command_of_the_shell_is_no_command_of_reception(small_hotel: Hotel) -> None:
    lines = [
        "!ls",
        "!/bin/sh",
        "shell",
        "sh",
        "e /etc/passwd",
        "w /tmp/owned",
        "r !id",
        "$(id)",
        "`id`",
        "../../etc/passwd",
    ]
    async with at_the_desk(small_hotel) as desk:
        for line in lines:
            await desk.command(line)
            await desk.sees("201")
            assert "root:" not in desk.text
            assert "uid=" not in desk.text
            await desk.press("escape", "escape")
        for action in ("screenshot", "suspend_process", "command_palette", "help_quit", "quit"):
            await desk.console.run_action(action)
        await desk.press("ctrl+c", "ctrl+p", "ctrl+q", "ctrl+z")
        await desk.sees("201")
        assert "quit the app" not in desk.text
        desk.console.copy_to_clipboard("a guest")
        desk.console.open_url("file:///etc/passwd")
        assert desk.console.screen.is_current


def test_what_is_written_stays_in_its_folder_and_what_is_read_comes_from_its_folder(tmp_path: Path) -> None:
    papers, imports = tmp_path / "papers", tmp_path / "imports"
    for name in ("../../x.csv", "/etc/x.csv", ".bashrc", "..", "a/../../b", "x\0y", "~root/.ssh/keys", "-rf"):
        file = papers / inside(name)
        assert file.parent == papers
        assert file.resolve().parent == papers.resolve()
        assert not inside(name).startswith((".", "-"))
    assert inside("rr4-2026-11-23.csv") == "rr4-2026-11-23.csv"
    assert inside("ภ.ง.ด.3 2569.csv") == "ภ.ง.ด.3 2569.csv"
    (tmp_path / "other.txt").write_text("not yours")
    papers.mkdir()
    (papers / "invoice-1.pdf").symlink_to(tmp_path / "other.txt")
    assert save_as(b"%PDF", papers, "invoice-1") == papers / "invoice-1-2.pdf"
    assert (tmp_path / "other.txt").read_text() == "not yours"
    imports.mkdir()
    (imports / "list.csv").symlink_to("/etc/passwd")
    (imports / "sub").mkdir()
    (imports / "sub" / "deep.csv").write_text("x")
    (imports / "good.csv").write_text("x")
    assert files_to_import(imports) == [imports / "good.csv"]


def test_the_file_that_lets_people_in_is_read_strictly(tmp_path: Path) -> None:
    file = tmp_path / "people.toml"
    file.write_text('nok = "nok"\nsom = { login = "somsak", password = false }\n')
    assert people(str(file)) == {"nok": Person("nok"), "som": Person("somsak", asks_password=False)}
    for said in (
        "nok = 1", "nok = ''", "nok = { password = false }", "nok = { login = 'nok', password = 'no' }",
        "nok = { login = 'nok', rights = 'all' }", "nok", "nok = true",
    ):  # fmt: skip
        file.write_text(said)
        with pytest.raises(PeopleFault):
            people(str(file))
    file.write_text('nok = "nok"')
    for mode in (0o666, 0o664, 0o646):
        file.chmod(mode)
        with pytest.raises(PeopleFault, match="only root or who runs the server"):
            people(str(file))
    with pytest.raises(PeopleFault, match="cannot be read"):
        people(str(tmp_path / "none.toml"))


def test_a_key_lets_in_who_works_here_and_nobody_else(small_hotel: Hotel) -> None:
    assert sign_in_known(" NOK ").login == "nok"
    Staff.update(active=False).where(Staff.login == "nok").execute()
    for login in ("nok", "nobody", ""):
        with pytest.raises(Refused) as refused:
            sign_in_known(login)
        assert refused.value.code == "NOT_KNOWN"


def test_the_unit_of_the_server_leaves_no_core_and_names_the_people() -> None:
    said = unit("/srv/hotel.db", "desk", 60, "/etc/reception/people.toml")
    assert "LimitCORE=0" in said
    assert "--group desk --grace 60 --people /etc/reception/people.toml\n" in said
