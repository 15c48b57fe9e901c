"""What a screen may ask of the program around it. The console gives it as ``self.app.services``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from locales import Message
from models.house.acts import Desk
from models.house.papers import Paper
from models.house.property import Property
from models.house.refusals import Answer
from models.house.staff import Rights, Staff


class Services(Protocol):
    staff: Staff | None
    rights: Rights

    def property(self) -> Property:
        """The hotel with its business date, read afresh."""

    def today(self) -> datetime.date:
        """The business date."""

    def now(self) -> datetime.datetime: ...

    def desk(self, token: str | None = None, answers: Mapping[str, Answer] | None = None) -> Desk: ...

    async def write(
        self,
        operation: Callable[..., Any],
        *args: Any,
        token: str | None = None,
        answers: Mapping[str, Answer] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Run an operation on the one writer thread; raises what it raises (``Refused``)."""

    def close_day(
        self, desk: Desk, date: datetime.date, progress: Callable[[str, int, int], None]
    ) -> Message | None:
        """Close the business date with a back-up before and after; what is wrong with the second one. An operation."""

    def house_status(self) -> tuple[tuple[Message, int], ...]:
        """The five figures of the top line, each with its short label."""

    def second_person(self, login: str, password: str) -> int:
        """The id of the one who approves; raises ``Refused``."""

    def show_paper(self, paper: Paper, printed: Callable[[Desk], object] | None = None) -> None:
        """Open the preview of a paper; ``printed`` is the operation that counts a print, where one is counted."""

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Open the preview of several papers that belong together, one after the other."""

    def paper_text(self, paper: Paper, width: int = 80) -> str:
        """The paper as text, ``width`` cells wide."""

    def save_pdf(self, paper: Paper, printed: Callable[[Desk], object] | None = None) -> Path:
        """Write the paper as PDF; where it is. Refused while the same paper is at a printer."""

    def save_xlsx(self, papers: Sequence[Paper]) -> Path:
        """Write papers as one XLSX, a sheet each; where it is."""

    def why_no_etax(self, printed: Callable[[Desk], object] | None) -> Message | None:
        """Why a paper is not for e-Tax; None where it is."""

    def save_etax(self, paper: Paper, printed: Callable[[Desk], object]) -> Path:
        """Write a tax paper as PDF/A-3 with its XML; refused with what it lacks."""

    def printers(self) -> Sequence[tuple[int, str]]:
        """The house's printers, each with its name."""

    def printer_of(self, paper: Paper) -> tuple[int, int] | None:
        """Where such a paper goes from this desk, and with how many copies; None where it becomes a file."""

    async def print_paper(
        self, paper: Paper, printer_id: int, copies: int, printed: Callable[[Desk], object] | None = None
    ) -> None:
        """Put the paper into the printer's queue; what becomes of it is said later, on whatever screen is open."""

    def look_at_printers(self) -> None:
        """Print what waits at once rather than in a few seconds."""

    def encoder(self) -> str:
        """The program that writes key cards at this desk; empty where they are made by hand."""

    async def encode(self, job_id: int) -> Message:
        """Have a card job done and its outcome written down; how it went."""

    def import_folder(self) -> Path:
        """Where files to be taken in are put; no screen reaches any other folder."""

    def import_files(self) -> list[Path]:
        """The lists and calendars in it, the latest first."""

    def save_text(self, name: str, content: str) -> Path:
        """Write a file for another program, whole or not at all; where it is."""

    def save_bytes(self, name: str, content: bytes) -> Path:
        """As ``save_text``, for what is no text."""

    def run_command(self, line: str) -> bool:
        """Do what was typed on the command line; False when it is not known."""

    def toggle_language(self) -> None: ...
