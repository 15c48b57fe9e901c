"""The alarm of one desk: it looks twice a second whether a room is to be rung, and shows it whatever is open.

The moment of the next call is kept in memory; the database is read when somebody wrote, or when the moment comes.
Nothing hangs on a timer having been set: a clock that jumps, a desk that slept or is opened anew finds by the stored
state what is due. Dialogs wait until nobody is typing; the bell, the message line and the lock screen do not.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import peewee
from textual.screen import Screen

from locales import Message, current_language
from models.front_office.wake_up.ringing import Alarm, OpenCalls, open_calls, ring
from models.house.database import close_database
from models.house.refusals import Refused
from screens.kit.desk_screen import DeskScreen

if TYPE_CHECKING:
    from app.console import Console

PAUSE_SECONDS = 1.5  # without a key, before a dialog opens over what somebody types
BELL_SECONDS = 5.0
OFTEN_SECONDS = 0.5
LONGEST_SECONDS = 30.0  # a clock may be put right meanwhile
ASIDE_SECONDS = 60.0  # how long a person may put the alarm aside


class WakeUpAlarm:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._calls = OpenCalls()
        self._stale = True
        self._ringing_now = False
        self._told: frozenset[int] = frozenset()
        self._line = ""
        self._next_bell = 0.0
        self._aside_until = 0.0

    def stale(self) -> None:
        """Something was written: what is in memory may no longer be true."""
        self._stale = True

    def put_aside(self) -> None:
        self._aside_until = time.monotonic() + ASIDE_SECONDS

    def seconds_to_next_look(self) -> float | None:
        """Until something may be due by the clock; None when only a write can change anything."""
        if self._console.services.staff is None:
            return None
        if self._stale or self._ringing_now or self._calls.alarms or self._told:
            return OFTEN_SECONDS
        due = [moment for moment in (self._calls.next_at, self._calls.left_at) if moment is not None]
        now = self._console.services.now()
        return min(LONGEST_SECONDS, *((moment - now).total_seconds() for moment in due)) if due else None

    def look(self, changed: bool) -> None:
        """Twice a second; where a session server tells of every write, when something may be due."""
        services = self._console.services
        if services.staff is None:
            self._calls, self._stale, self._told = OpenCalls(), True, frozenset()
            return
        rights = services.rights
        if not (rights.allow("switchboard") or rights.allow("check_in")):
            return
        if changed or self._stale:
            try:
                self._calls = open_calls()
            except peewee.DatabaseError:  # a database that is gone for a while is no reason to leave the desk
                close_database()
                return
            self._stale = False
        if self._calls.to_ring(services.now()) and not self._ringing_now:
            self._ringing_now = True
            self._console.run_worker(self._ring(), group="wake-up", exit_on_error=False)
        self._show(self._calls.for_desk(rights))

    async def _ring(self) -> None:
        try:
            await self._console.services.write(ring)
            reread = getattr(self._console.screen, "reread", None)
            if reread is not None:
                reread()
        except Refused:  # for instance another desk writes for long: tried again at the next look
            pass
        finally:
            self._ringing_now = False
            self._stale = True

    def _mine(self, alarm: Alarm) -> bool:
        """Not what a colleague has taken: there it is being seen to."""
        staff = self._console.services.staff
        return alarm.answering is None or (staff is not None and alarm.answering == staff.id)

    def _show(self, alarms: tuple[Alarm, ...]) -> None:
        from screens.front_office.wake_up_alarm import AlarmDialog
        from screens.sign_in import LockScreen

        wanted = tuple(alarm for alarm in alarms if self._mine(alarm))
        screen = self._console.screen
        self._ring_the_bell(wanted)
        if isinstance(screen, AlarmDialog):
            if wanted:
                screen.show(wanted)
            elif not screen.busy:
                screen.dismiss(None)
        elif isinstance(screen, LockScreen):
            screen.tell(said(wanted, rooms_only=True) if wanted else "")
        elif any(isinstance(below, LockScreen) for below in self._console.screen_stack):
            return  # somebody asks to take a locked desk over: no name of a guest before that
        elif wanted and time.monotonic() >= self._aside_until and self._may_open(screen):
            self._console.push_screen(AlarmDialog(wanted, self.put_aside))

    def _ring_the_bell(self, wanted: tuple[Alarm, ...]) -> None:
        ids = frozenset(alarm.call_id for alarm in wanted)
        new, self._told = ids - self._told, ids
        now = time.monotonic()
        if new:
            self._aside_until = 0.0  # what comes now is another call than the one put aside
            say = getattr(self._console.screen, "say", None)
            if say is not None:
                self._line = said(wanted)
                say(self._line, "warning")
        if not wanted and self._line:
            self._take_back()
        if wanted and (new or now >= self._next_bell):
            self._console.bell()
            self._next_bell = now + BELL_SECONDS

    def _take_back(self) -> None:
        """The message line calls to nothing that has been seen to."""
        for screen in self._console.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.unsay(self._line)
        self._line = ""

    def _may_open(self, screen: Screen[object]) -> bool:
        """Nobody types just now, and nothing on top is about to close itself."""
        quiet = self._console.seconds_without_key() >= PAUSE_SECONDS
        busy = any(
            not worker.is_finished and worker.node is not None and worker.node.screen is screen
            for worker in self._console.workers
            if worker.node is not self._console
        )
        return quiet and not busy


def said(alarms: tuple[Alarm, ...], *, rooms_only: bool = False) -> str:
    """The first few of them in a line; on a locked desk without a word of the guest."""
    language = current_language()
    parts = []
    for alarm in alarms[:6]:
        guest = alarm.guest_th if language == "th" else alarm.guest_en
        parts.append(" ".join(filter(None, [alarm.time, alarm.room, "" if rooms_only else guest])))
    more = f" +{len(alarms) - 6}" if len(alarms) > 6 else ""
    return Message("Wake-up call: {calls}", {"calls": " · ".join(parts) + more}).say()
