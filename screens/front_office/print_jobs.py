"""What was sent to the printers: what waits, what failed and why, and what somebody has to look for in a tray."""

from __future__ import annotations

from textual.app import ComposeResult

from locales import Message
from models.front_office.printing import (
    FAILED,
    STATES,
    UNCERTAIN,
    JobRow,
    cancel_print,
    job_paper,
    print_jobs,
    retry_print,
    settle_print,
)
from models.house.lists import Pages
from screens.kit.actions import Action
from screens.kit.choice_fields import Option
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, ConfirmDialog
from screens.kit.windowed_list import Column, WindowedList

STRONG = {FAILED, UNCERTAIN}


class PrintJobsScreen(DeskScreen):
    """Enter shows the paper as it goes out. A paper that failed is printed again as the same paper."""

    ACTIONS = (
        Action("again", Message("Print again"), ("a",), why_not=lambda s: s.why_not()),
        Action("elsewhere", Message("Other printer"), ("l",), why_not=lambda s: s.why_not()),
        Action("came_out", Message("Did it come out?"), ("o",), why_not=lambda s: s.why_not()),
        Action("give_up", Message("Cancel"), ("x", "delete"), why_not=lambda s: s.why_not()),
    )

    def heading(self) -> str:
        return Message("Print jobs").say()

    def compose_body(self) -> ComposeResult:
        columns = [
            Column[JobRow](Message("Time"), 11, lambda r: self._at(r)),
            Column[JobRow](Message("Paper"), 21, lambda r: f"{r.number} {r.title}".strip()),
            Column[JobRow](Message("Printer"), 10, lambda r: r.printer),
            Column[JobRow](Message("Status"), 9, lambda r: STATES[r.state].say(), style=_marked),
            Column[JobRow](Message("What went wrong"), None, lambda r: r.error),
        ]
        yield WindowedList(
            self._listing(),
            columns,
            search=self._listing,
            empty=Message("Nothing was printed yet."),
            id="jobs",
        )

    def _at(self, row: JobRow) -> str:
        return f"{row.at.astimezone(self.hotel.timezone):%d/%m %H:%M}"

    def _listing(self, text: str = "") -> Pages[JobRow]:
        return print_jobs(self.services.now(), text)

    def reload(self) -> None:
        self.hotel = self.services.property()
        super().reload()

    def on_mount(self) -> None:
        self.hotel = self.services.property()

    @property
    def selected(self) -> JobRow | None:
        return self.query_one("#jobs", WindowedList).selected

    def why_not(self) -> Message | None:
        return None if self.selected else Message("Nothing here.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        # Looking only: printed from here it would count as another paper.
        from screens.kit.paper_screen import PaperLook

        self.app.push_screen(PaperLook(job_paper(event.row.job_id)))

    async def do_again(self) -> None:
        await self._again(None)

    async def do_elsewhere(self) -> None:
        row = self.selected
        assert row is not None
        known: list[Option] = list(self.services.printers())
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("Printer"), known, row.printer_id))
        if chosen is not None:
            await self._again(int(str(chosen)))

    async def _again(self, printer_id: int | None) -> None:
        row = self.selected
        assert row is not None
        if await self.submit(retry_print, row.job_id, printer_id):
            self.services.look_at_printers()

    async def do_came_out(self) -> None:
        row = self.selected
        assert row is not None
        question = Message("Did {number} come out?", {"number": f"{row.title} {row.number}".strip()})
        out = await self.app.push_screen_wait(ConfirmDialog(question, danger=True))
        await self.submit(settle_print, row.job_id, out)

    async def do_give_up(self) -> None:
        row = self.selected
        assert row is not None
        await self.submit(cancel_print, row.job_id)


def _marked(row: JobRow) -> str:
    return "bold" if row.state in STRONG else ""
