"""What the console does for its screens: who is signed in, the one writer thread, papers, commands."""

from __future__ import annotations

import asyncio
import datetime
import os
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import encoder_command
from locales import Message, current_language, use_language
from models.house.property import Property
from models.house.refusals import Refused
from models.house.staff import Rights, Staff, rights_of, second_person

if TYPE_CHECKING:
    from app.console import Console
    from app.post_office.background import BackgroundPost
    from app.printing.background import BackgroundPrinter
    from models.house.acts import Desk
    from models.house.papers import Paper
    from models.house.refusals import Answer

SMALL_PAPERS = ("message",)
"""Kinds of paper that are printed on A5."""
LABELS = (Message("arr"), Message("dep"), Message("inh"), Message("vac"), Message("ooo"))


def wall_clock() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def terminal_name() -> str:
    """Where this desk is: the host one comes from over SSH, else this machine's name, with the terminal."""
    source = os.environ.get("SSH_CONNECTION", "").split(" ")[0] or socket.gethostname()
    try:
        return f"{source} {os.ttyname(0)}"
    except OSError:
        return source


class ConsoleServices:
    """``screens.kit.services.Services`` for one person at one terminal."""

    def __init__(
        self,
        console: Console,
        clock: Callable[[], datetime.datetime] = wall_clock,
        place: str | None = None,
    ) -> None:
        self._console = console
        self._clock = clock
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self.staff: Staff | None = None
        self.rights = Rights({})
        self.terminal = place or terminal_name()
        self.post: BackgroundPost | None = None
        self.printer: BackgroundPrinter | None = None

    def move_to(self, place: str) -> None:
        """The desk went on at another terminal: what is written from now on is written there."""
        self.terminal = place or terminal_name()
        if self.printer is not None:
            self.printer.move_to(self.terminal)

    def sign_in(self, staff: Staff) -> None:
        self.staff = staff
        self.rights = rights_of(staff)

    def sign_out(self) -> None:
        self.staff = None
        self.rights = Rights({})

    def property(self) -> Property:
        return Property.the()

    def today(self) -> datetime.date:
        date: datetime.date = Property.the().business_date
        return date

    def now(self) -> datetime.datetime:
        return self._clock()

    def desk(self, token: str | None = None, answers: Mapping[str, Answer] | None = None) -> Desk:
        if self.staff is None:
            raise Refused("NOT_SIGNED_IN", "Nobody is signed in.")
        from models.house.acts import Desk

        return Desk(self.staff, self.terminal, self._clock, token, answers or {})

    async def write(
        self,
        operation: Callable[..., Any],
        *args: Any,
        token: str | None = None,
        answers: Mapping[str, Answer] | None = None,
        **kwargs: Any,
    ) -> Any:
        desk = self.desk(token, answers)
        loop = asyncio.get_running_loop()
        written = await loop.run_in_executor(self._writer, lambda: operation(desk, *args, **kwargs))
        self._console.seen()
        return written

    def house_status(self) -> tuple[tuple[Message, int], ...]:
        from models.front_office.desk_views import house_status

        status = house_status(self.today())
        figures = (status.arrivals, status.departures, status.in_house, status.vacant, status.out_of_order)
        return tuple(zip(LABELS, figures, strict=True))

    def second_person(self, login: str, password: str) -> int:
        assert self.staff is not None
        return second_person(login, password, self.staff, self.now())

    def toggle_language(self) -> None:
        use_language("en" if current_language() == "th" else "th")

    def run_command(self, line: str) -> bool:
        from screens.navigation import run_command

        return run_command(self._console, line)

    def command_names(self) -> Sequence[tuple[str, str]]:
        from screens.navigation import command_names

        return command_names()

    def close_day(
        self, desk: Desk, date: datetime.date, progress: Callable[[str, int, int], None]
    ) -> Message | None:
        from app.audit import close_day

        return close_day(desk, date, progress)

    # Papers

    def show_paper(self, paper: Paper, printed: Callable[[Desk], object] | None = None) -> None:
        from screens.kit.paper_screen import PaperScreen

        self._console.push_screen(PaperScreen(paper, printed))

    def show_papers(self, papers: Sequence[Paper]) -> None:
        from screens.kit.paper_screen import PaperScreen

        self._console.push_screen(PaperScreen(papers[0], more=papers[1:]))

    def paper_text(self, paper: Paper, width: int = 80) -> str:
        from app.documents import as_text

        return as_text(paper, width)

    def save_pdf(self, paper: Paper, printed: Callable[[Desk], object] | None = None) -> Path:
        from app.documents import save_pdf
        from models.front_office.printing import Counted, must_not_wait

        if isinstance(printed, Counted):
            must_not_wait(printed)
        return save_pdf(paper, papers_folder(), "a5" if paper.kind in SMALL_PAPERS else None)

    def save_xlsx(self, papers: Sequence[Paper]) -> Path:
        from app.documents.files import file_stem, save_as
        from app.documents.xlsx import as_xlsx

        return save_as(as_xlsx(papers), papers_folder(), file_stem(papers[0]), ".xlsx")

    def why_no_etax(self, printed: Callable[[Desk], object] | None) -> Message | None:
        from models.front_office.etax import may_be_sent
        from models.front_office.printing import Counted

        if isinstance(printed, Counted) and printed.what == "receipt" and may_be_sent(printed.id):
            return None
        return Message("This is no tax paper.")

    def save_etax(self, paper: Paper, printed: Callable[[Desk], object]) -> Path:
        from app.documents.etax import etax_pdf
        from app.documents.files import file_stem, save_as
        from models.front_office.etax import tax_document
        from models.front_office.printing import Counted
        from models.front_office.receipts import Receipt

        assert isinstance(printed, Counted)
        document = tax_document(Receipt.get_by_id(printed.id))
        return save_as(etax_pdf(paper, document), papers_folder() / "e-tax", file_stem(paper))

    def printers(self) -> Sequence[tuple[int, str]]:
        from models.front_office.printing import printers

        return [(printer.id, printer.name) for printer in printers()]

    def printer_of(self, paper: Paper) -> tuple[int, int] | None:
        from models.front_office.printing import route_of

        route = route_of(paper.kind, self.terminal)
        return (route.printer_id, route.copies) if route else None

    async def print_paper(
        self, paper: Paper, printer_id: int, copies: int, printed: Callable[[Desk], object] | None = None
    ) -> None:
        from models.front_office.papers import paper_as_json
        from models.front_office.printing import Counted, queue_print

        record = (printed.what, printed.id) if isinstance(printed, Counted) else ("", 0)
        await self.write(queue_print, paper_as_json(paper), printer_id, copies, *record)
        self.look_at_printers()

    def look_at_printers(self) -> None:
        self.printing().look()

    def printing(self) -> BackgroundPrinter:
        if self.printer is None:
            from app.printing import Places
            from app.printing.background import BackgroundPrinter

            places = Places(self.terminal, papers_folder, self._console.print_at_terminal)
            self.printer = BackgroundPrinter(
                self._desk_of_printing, self._write_for_post, places, self._console.say_of_printing
            )
        return self.printer

    def _desk_of_printing(self) -> Desk | None:
        return self.desk() if self.staff else None

    # Key cards

    def encoder(self) -> str:
        return encoder_command(os.environ)

    async def encode(self, job_id: int) -> Message:
        from app.encoder import encode
        from models.front_office import keys

        command, request = self.encoder(), keys.card_request(job_id)
        # A thread of its own: the encoder waits for a card, and the desk writes on meanwhile.
        outcome = await asyncio.to_thread(encode, command, request, os.environ)
        if outcome.kind == "written":
            await self.write(keys.card_written, job_id, outcome.cards)
        elif outcome.kind == "failed":
            await self.write(keys.card_failed, job_id, outcome.words)
        else:
            await self.write(keys.card_uncertain, job_id, outcome.words)
        return keys.outcome_words(job_id)

    # Files that come in and go out

    def import_folder(self) -> Path:
        from app.import_folder import import_folder

        return import_folder()

    def import_files(self) -> list[Path]:
        from app.import_folder import files_to_import, import_folder

        return files_to_import(import_folder())

    def save_text(self, name: str, content: str) -> Path:
        return self.save_bytes(name, content.encode("utf-8"))

    def save_bytes(self, name: str, content: bytes) -> Path:
        file = papers_folder() / inside(name)
        part = file.with_name(file.name + ".part")
        part.write_bytes(content)
        part.replace(file)
        return file

    # Letters

    def post_office(self) -> BackgroundPost:
        if self.post is None:
            from app.post_office.background import BackgroundPost

            self.post = BackgroundPost(self._desk_of_post, self._write_for_post)
        return self.post

    def _desk_of_post(self) -> Desk | None:
        return replace(self.desk(), terminal=f"post of {self.terminal}") if self.staff else None

    def _write_for_post(self, operation: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return self._writer.submit(operation, *args, **kwargs).result()

    def rest(self) -> None:
        """Let go of the connections; the next one who reads or writes opens one."""
        from models.house.database import close_database

        close_database()
        self._writer.submit(close_database)

    def close(self) -> None:
        if self.post is not None:
            self.post.close()
        if self.printer is not None:
            self.printer.close()
        self._writer.shutdown(wait=True)


def inside(name: str) -> str:
    """A file's name as it may stand in a folder: never hidden, never a way out of it."""
    return re.sub(r"[^\w.+ -]", "-", name).lstrip(".- ") or "paper"


def papers_folder() -> Path:
    """Where PDFs go: ``RECEPTION_PAPERS``, else a folder of the person's own."""
    import platformdirs

    chosen = os.environ.get("RECEPTION_PAPERS")
    folder = Path(chosen) if chosen else Path(platformdirs.user_documents_dir()) / "Reception"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
