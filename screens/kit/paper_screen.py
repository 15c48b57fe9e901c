"""The preview of a paper: as it will stand on 80 columns, from where it becomes a PDF."""

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
from screens.kit.windowed_list import Column, WindowedList

PREVIEW_WIDTH = 76  # the selection mark takes the rest of 80


@dataclass(frozen=True)
class PaperLine:
    number: int
    text: str

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


class PaperScreen(DeskScreen):
    ACTIONS = (Action("pdf", Message("Save as PDF"), ("f9", "p"), commands=(Message("pdf"),)),)

    def __init__(
        self, paper: Paper, printed: Callable[[Desk], object] | None = None, more: Sequence[Paper] = ()
    ) -> None:
        super().__init__()
        self.paper = paper
        self.papers = (paper, *more)
        self.printed = printed

    def heading(self) -> str:
        others = len(self.papers) - 1
        more = n_("and {n} more", "and {n} more", others) if others else ""
        return " ".join(filter(None, [self.paper.title, self.paper.number, more]))

    def aside(self) -> str:
        """The last figure of the paper: on a cash receipt the change."""
        last = self.paper.totals[-1] if self.paper.totals else None
        return f"{last.label} {last.value}" if last else ""

    def compose_body(self) -> ComposeResult:
        texts = [self.services.paper_text(paper, PREVIEW_WIDTH) for paper in self.papers]
        lines = "\n".join(texts).split("\n")
        listing = MemoryListing([PaperLine(number, text) for number, text in enumerate(lines)])
        yield WindowedList(listing, [Column(Message("Preview"), None, lambda line: line.text)])

    async def do_pdf(self) -> None:
        """Rendering and writing take a moment and may wait for a disk: never on the screen's own time."""
        try:
            for paper in self.papers:
                path = await asyncio.to_thread(self.services.save_pdf, paper)
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
