"""The night audit: what stands in the way, each line leading to its fix; then one key closes the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.message import Message as Event

from locales import Message, _, n_
from locales.dates import format_date
from models.front_office.day_reports import print_after_audit
from models.front_office.night_audit import LEDGER_NAMES, STEPS, Blocker, findings, run_audit, summary_of
from models.front_office.night_audit.summary import Released
from models.house.acts import Desk
from models.house.lists import MemoryListing
from screens.front_office.words import amount, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, MessageDialog
from screens.kit.windowed_list import Column, WindowedList

MOST_NAMED = 5


@dataclass(frozen=True)
class Finding:
    number: int
    blocker: Blocker

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


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
        Action("check_again", Message("Check again"), ("r",)),
    )

    class Progress(Event):
        """How far the audit is."""

        def __init__(self, step: str, done: int, total: int) -> None:
            super().__init__()
            self.step = step
            self.done = done
            self.total = total

    def on_night_audit_screen_progress(self, event: Progress) -> None:
        self.say(STEPS[event.step].say() + (f" {event.done + 1}/{event.total}" if event.total > 1 else ""))

    def heading(self) -> str:
        return _("Night audit of {date}", date=format_date(self.services.today(), "weekday"))

    def aside(self) -> str:
        blocking = sum(1 for f in self._findings if f.blocker.blocks)
        if blocking:
            return _("{n} in the way", n=blocking)
        return "" if self.why_not_close() else _("nothing in the way · F9 closes the day")

    def compose_body(self) -> ComposeResult:
        self._findings = self._read()
        yield WindowedList(
            MemoryListing(self._findings),
            [
                Column(Message("Check"), 6, lambda f: f.blocker.code),
                Column(Message("Finding"), None, lambda f: f.blocker.message.say()),
                Column(Message("Enter leads to"), 16, lambda f: f":{f.blocker.jump}"),
            ],
            empty=Message("Every check is passed."),
            id="findings",
        )

    def _read(self) -> list[Finding]:
        return [Finding(n, blocker) for n, blocker in enumerate(findings(self.services.today()))]

    def reload(self) -> None:
        self._findings = self._read()
        self.query_one("#findings", WindowedList).renew(MemoryListing(self._findings))

    def why_not_close(self) -> Message | None:
        hotel = self.services.property()
        if hotel.business_date > hotel.calendar_date(self.services.now()):
            return Message(
                "{date} lies ahead of the calendar; it cannot be closed yet.", {"date": hotel.business_date}
            )
        blocking = sum(1 for f in self._findings if f.blocker.blocks)
        return Message("{n} findings stand in the way.", {"n": blocking}) if blocking else None

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.run_line(event.row.blocker.jump)

    def do_check_again(self) -> None:
        self.reread()

    async def do_close_day(self) -> None:
        date = self.services.today()
        question = Message("Close {date}? Room and tax are posted and the date moves on.", {"date": date})
        if not await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
            return

        def progress(step: str, done: int, total: int) -> None:
            """Called on the writer's thread; a screen that has been left takes no message, and that is all."""
            self.post_message(self.Progress(step, done, total))

        def audit(desk: Desk) -> Any:
            return run_audit(desk, date, progress)

        if await self.submit(audit) is None:
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
        await self.app.push_screen_wait(MessageDialog("\n".join(lines)))
        self.reread()
