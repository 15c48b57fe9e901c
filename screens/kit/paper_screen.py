"""The preview of a paper: as it will stand on 80 columns, from where it goes to a printer or becomes a PDF."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult

from locales import Message, n_
from models.house.acts import Desk
from models.house.lists import MemoryListing
from models.house.papers import Paper
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

PREVIEW_WIDTH = 76  # the selection mark takes the rest of 80
SLIP_WIDTH = 42
MOST_COPIES = 9


@dataclass(frozen=True)
class PaperLine:
    number: int
    text: str

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


class PaperLook(DeskScreen):
    """The paper to be looked at, without a way to print it."""

    def __init__(self, *papers: Paper) -> None:
        super().__init__()
        self.papers = papers

    @property
    def paper(self) -> Paper:
        return self.papers[0]

    def heading(self) -> str:
        others = len(self.papers) - 1
        more = n_("and {n} more", "and {n} more", others) if others else ""
        return " ".join(filter(None, [self.paper.title, self.paper.number, more]))

    def aside(self) -> str:
        """The last figure of the paper: on a cash receipt the change."""
        last = self.paper.totals[-1] if self.paper.totals else None
        return f"{last.label} {last.value}" if last else ""

    def compose_body(self) -> ComposeResult:
        yield WindowedList(self._listing(), [Column(Message("Preview"), None, lambda line: line.text)])

    def _listing(self) -> MemoryListing[PaperLine]:
        texts = [
            self.services.paper_text(paper, SLIP_WIDTH if paper.sheet == "80mm" else PREVIEW_WIDTH)
            for paper in self.papers
        ]
        lines = "\n".join(texts).split("\n")
        return MemoryListing([PaperLine(number, text) for number, text in enumerate(lines)])


class PaperScreen(PaperLook):
    ACTIONS = (
        Action("print_out", Message("Print"), ("f9", "p"), commands=(Message("print"),)),
        Action("other_printer", Message("Other printer"), ("l",), why_not=lambda s: s.why_no_printer()),
        Action("pdf", Message("Save as PDF"), ("f",), commands=(Message("pdf"),)),
        Action("xlsx", Message("Save as XLSX"), ("s",), shown=False, commands=(Message("xlsx"),)),
        Action(
            "etax",
            Message("e-Tax file"),
            ("x",),
            why_not=lambda s: s.services.why_no_etax(s.printed),
            shown=False,
        ),
    )

    def __init__(
        self, paper: Paper, printed: Callable[[Desk], object] | None = None, more: Sequence[Paper] = ()
    ) -> None:
        super().__init__(paper, *more)
        self.printed = printed

    def reload(self) -> None:
        """What was the original is a copy once it has come out."""
        now = getattr(self.printed, "paper", None)
        changed = now() if now is not None else None
        if changed is not None and changed != self.paper:
            self.papers = (changed, *self.papers[1:])
            self.query_one(WindowedList).renew(self._listing())
        super().reload()

    def why_no_printer(self) -> Message | None:
        return None if self.services.printers() else Message("No printer is set up. See :printers")

    async def do_print_out(self) -> None:
        """To the printer of this kind of paper; into the folder of papers where none is set up."""
        way = self.services.printer_of(self.paper)
        if way is None:
            await self.do_pdf()
        else:
            await self._print(*way)

    async def do_other_printer(self) -> None:
        way = self.services.printer_of(self.paper)
        known = self.services.printers()
        specs = (
            FieldSpec("printer", Message("Printer"), "pick", required=True, options=tuple(known), width=30),
            FieldSpec(
                "copies", Message("Copies beside it"), "number", minimum=0, maximum=MOST_COPIES, width=4
            ),
        )
        first = {"printer": way[0] if way else known[0][0], "copies": way[1] if way else 0}
        chosen = await self.app.push_screen_wait(FormDialog(Message("Print"), specs, values=first))
        if chosen is not None:
            await self._print(int(str(chosen["printer"])), int(str(chosen["copies"] or 0)))

    async def _print(self, printer_id: int, copies: int) -> None:
        for paper in self.papers:
            await self.services.print_paper(paper, printer_id, copies, self.printed)
        name = dict(self.services.printers())[printer_id]
        self.say(Message("At printer {printer}.", {"printer": name}))

    async def do_etax(self) -> None:
        assert self.printed is not None
        try:
            path = await asyncio.to_thread(self.services.save_etax, self.paper, self.printed)
        except OSError as error:
            self.say(Message("The PDF could not be saved: {why}", {"why": error.strerror or error}), "error")
            return
        self.say(Message("Saved as {path}", {"path": path}))

    async def do_xlsx(self) -> None:
        """For a spreadsheet to work on: no print of the paper, so it is not counted as one."""
        try:
            path = await asyncio.to_thread(self.services.save_xlsx, self.papers)
        except OSError as error:
            self.say(Message("The file could not be saved: {why}", {"why": error.strerror or error}), "error")
            return
        self.say(Message("Saved as {path}", {"path": path}))

    async def do_pdf(self) -> None:
        """Rendering and writing take a moment and may wait for a disk: never on the screen's own time."""
        try:
            for paper in self.papers:
                path = await asyncio.to_thread(self.services.save_pdf, paper, self.printed)
        except OSError as error:
            self.say(Message("The PDF could not be saved: {why}", {"why": error.strerror or error}), "error")
            return
        if self.printed is not None:
            await self.submit(self.printed)
        if len(self.papers) > 1:
            self.say(
                Message("{n} PDF files saved in {folder}", {"n": len(self.papers), "folder": path.parent})
            )
        else:
            self.say(Message("Saved as {path}", {"path": path}))
