"""The night audit: what stands in the way, each line leading to its fix; then one key closes the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message as Event

from locales import Message, _, n_
from locales.dates import format_date
from models.front_office.day_reports import print_after_audit
from models.front_office.night_audit import (
    LEDGER_NAMES,
    STEPS,
    Blocker,
    findings,
    last_failure,
    left_without_deposit,
    mark_all_no_shows,
    summary_of,
)
from models.front_office.night_audit.summary import Released
from models.house.lists import MemoryListing
from screens.front_office.words import amount, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import ConfirmDialog, MessageDialog, wrap
from screens.kit.windowed_list import Column, WindowedList

WALK = {
    "backup before": Message("back-up before the audit"),
    **STEPS,
    "backup after": Message("back-up after the audit"),
}
BAR = 20  # cells
MOST_NAMED = 5
FULL = 78  # cells


@dataclass(frozen=True)
class Finding:
    number: int
    blocker: Blocker
    failure: bool = False

    @property
    def key(self) -> tuple[int]:
        return (self.number,)

    @property
    def weight(self) -> Message | str:
        if self.blocker.blocks:
            return Message("stops")
        return Message("optional") if self.blocker.optional else ""


def _released(bookings: Sequence[Released]) -> str:
    """How many tentative bookings were released, and the first of them by name."""
    who = [f"{booking.confirmation} {guest_name(booking)}" for booking in bookings[:MOST_NAMED]]
    more = ["…"] if len(bookings) > MOST_NAMED else []
    return n_(
        "{n} tentative booking released: {who}",
        "{n} tentative bookings released: {who}",
        len(bookings),
        who=", ".join(who + more),
    )


class NightAuditScreen(DeskScreen):
    ACTIONS = (
        Action(
            "close_day", Message("Close the day"), ("f9",), right="audit", why_not=lambda s: s.why_not_close()
        ),
        Action(
            "no_shows", Message("Mark no-shows"), ("m",), right="book", why_not=lambda s: s.why_no_no_shows()
        ),
        Action("check_again", Message("Check again"), ("r",)),
        Action("exceptions", Message("Exceptions"), ("x",)),
    )

    class Progress(Event):
        """How far the audit is."""

        def __init__(self, step: str, done: int, total: int) -> None:
            super().__init__()
            self.step = step
            self.done = done
            self.total = total

    def on_night_audit_screen_progress(self, event: Progress) -> None:
        of_all = (list(WALK).index(event.step) + event.done / event.total) / len(WALK)
        bar = "█" * round(of_all * BAR)
        of_step = f" {event.done + 1}/{event.total}" if event.total > 1 else ""
        self.say(f"{bar:░<{BAR}} {WALK[event.step].say()}{of_step}")

    def heading(self) -> str:
        return _("Night audit of {date}", date=format_date(self.services.today(), "weekday"))

    def aside(self) -> str:
        blocking = self._blocking
        if blocking:
            return _("{n} in the way", n=blocking)
        return "" if self.why_not_close() else _("nothing in the way · F9 closes the day")

    @property
    def _blocking(self) -> int:
        return sum(1 for f in self._findings if f.blocker.blocks)

    def compose_body(self) -> ComposeResult:
        self._findings = self._read()
        yield WindowedList(
            MemoryListing(self._findings),
            [
                Column(Message("Check"), 6, lambda f: f.blocker.code),
                Column(Message("Kind"), 8, lambda f: str(f.weight)),
                Column(Message("Finding"), None, lambda f: f.blocker.message.say()),
                Column(
                    Message("Enter leads to"), 16, lambda f: f":{f.blocker.jump}" if f.blocker.jump else ""
                ),
            ],
            empty=Message("Every check is passed."),
            id="findings",
        )
        yield Detail(self._in_full, 2, id="in-full")

    def _in_full(self) -> list[str]:
        """The finding under the cursor in whole lines: what stands in a column is cut."""
        row = self.query_one("#findings", WindowedList).selected
        return wrap(row.blocker.message.say(), FULL) if row else []

    def on_windowed_list_highlighted(self, _event: WindowedList.Highlighted) -> None:
        self.query_one("#in-full", Detail).look()

    def _read(self) -> list[Finding]:
        today = self.services.today()
        found = [Finding(n, blocker) for n, blocker in enumerate(findings(today), 1)]
        failed = last_failure(today)
        if failed is not None:
            found.insert(0, Finding(0, Blocker("!", failed.message, failed.jump, blocks=False), failure=True))
        return found

    def reload(self) -> None:
        self._findings = self._read()
        self.query_one("#findings", WindowedList).renew(MemoryListing(self._findings))
        self.query_one("#in-full", Detail).look()

    def why_not_close(self) -> Message | None:
        hotel = self.services.property()
        if hotel.business_date > hotel.calendar_date(self.services.now()):
            return Message(
                "{date} lies ahead of the calendar; it cannot be closed yet.", {"date": hotel.business_date}
            )
        blocking = self._blocking
        return Message("{n} findings stand in the way.", {"n": blocking}) if blocking else None

    def why_no_no_shows(self) -> Message | None:
        if left_without_deposit(self.services.today()):
            return None
        return Message("Nobody without a deposit is still due in.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.start(self._open(event.row))

    async def _open(self, finding: Finding) -> None:
        if finding.failure:  # longer than a line
            await self.app.push_screen_wait(MessageDialog(finding.blocker.message))
        if finding.blocker.jump:
            self.run_line(finding.blocker.jump)

    def do_check_again(self) -> None:
        self.reread()

    async def do_no_shows(self) -> None:
        left = left_without_deposit(self.services.today())
        question = Message(
            "Mark all {n} guests still due in without a deposit as no-shows?", {"n": len(left)}
        )
        if await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
            marked = await self.submit(mark_all_no_shows, left)
            if marked:
                self.say(Message("{n} no-shows are marked.", {"n": marked}))

    async def do_close_day(self) -> None:
        date = self.services.today()
        question = Message("Close {date}? Room and tax are posted and the date moves on.", {"date": date})
        if not await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
            return

        def progress(step: str, done: int, total: int) -> None:
            """Called on the writer's thread; a screen that has been left takes no message, and that is all."""
            self.post_message(self.Progress(step, done, total))

        no_backup = await self.submit(self.services.close_day, date, progress)
        if no_backup is None:
            self.reread()  # a failure stands in the list now
            return
        if await self.submit(print_after_audit, date):
            self.services.look_at_printers()
        summary = summary_of(date)
        lines = [
            _("{date} is closed.", date=date),
            _("{n} room-nights posted, {sold} of {rooms} rooms sold.", n=summary.nights, sold=summary.sold, rooms=summary.rooms),
            _("Room revenue {amount}.", amount=amount(summary.room_revenue)),
        ]  # fmt: skip
        if summary.fixed_charges:
            lines.append(n_("{n} fixed charge posted.", "{n} fixed charges posted.", summary.fixed_charges))
        if summary.options_released:
            lines.append(_released(summary.options_released))
        for ledger, opening, debits, credits, closing in summary.ledgers:
            lines.append(
                f"{LEDGER_NAMES[ledger].say()}: {amount(opening)} + {amount(debits)} − {amount(credits)} = {amount(closing)}"
            )
        if isinstance(no_backup, Message):
            lines.append(_("There is no back-up after it: {why}", why=no_backup))
        await self.app.push_screen_wait(MessageDialog("\n".join(lines)))
        self.reread()
