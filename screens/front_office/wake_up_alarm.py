"""The alarm over whatever is open: which rooms are to be rung now, and how each call went, by one key."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any, cast

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from locales import Message, _, current_language
from locales.thai_keyboard import from_thai_layout
from locales.thai_text import fit
from models.front_office.wake_up.ringing import Alarm, answer_call, take_call
from models.front_office.wake_up.tables import CALLED_BACK, COMPLETED, NO_ANSWER, SEEN, SENT_SOMEBODY
from models.house.refusals import Refused
from screens.kit.dialogs import Dialog, Says, failed, wrap
from screens.kit.fields import PLAIN
from screens.kit.services import Services

READING_SECONDS = 0.6
"""Keys that come sooner after it opened were meant for what was there before."""
SHOWN = 8
KEYS = {"c": COMPLETED, "n": NO_ANSWER, "b": CALLED_BACK, "s": SENT_SOMEBODY}


class AlarmDialog(Dialog[None]):
    """↑ ↓ choose the call, Enter takes it (it rings no more elsewhere), a letter says how it went; Esc puts it aside."""

    def __init__(self, alarms: Sequence[Alarm], aside: Callable[[], None]) -> None:
        super().__init__()
        self.alarms = tuple(alarms)
        self.busy = False
        self._aside = aside
        self._at = 0
        self._opened = time.monotonic()
        self._said: Message | str = ""

    def parts(self) -> list[Widget]:
        return [
            Says(Message("Wake-up call"), bold=True),
            _Lines(self._calls),
            _Lines(lambda: wrap(str(self._said), 70)),
            _Lines(self._keys),
        ]

    def on_mount(self) -> None:
        self.query_one("#box").styles.width = 76

    @property
    def selected(self) -> Alarm:
        return self.alarms[min(self._at, len(self.alarms) - 1)]

    def show(self, alarms: Sequence[Alarm]) -> None:
        """What rings by now. The mark stays on its call."""
        if tuple(alarms) == self.alarms:
            return
        marked = self.selected.call_id
        self.alarms = tuple(alarms)
        self._at = next((n for n, a in enumerate(self.alarms) if a.call_id == marked), 0)
        self.respeak()

    def _calls(self) -> list[str]:
        first = max(0, min(self._at - SHOWN + 1, len(self.alarms) - SHOWN))
        lines = []
        for number, alarm in list(enumerate(self.alarms))[first : first + SHOWN]:
            guest = alarm.guest_th if current_language() == "th" else alarm.guest_en
            words = [
                f"{alarm.time}  {alarm.room:<5}", guest, alarm.note,
                _("NOBODY RANG") if alarm.missed else "",
                _("try {n}", n=alarm.tries + 1) if alarm.tries else "",
                _("you are ringing") if alarm.answering else "",
            ]  # fmt: skip
            lines.append(("▸ " if number == self._at else "  ") + " · ".join(filter(None, words)))
        more = len(self.alarms) - first - SHOWN
        if more > 0:
            lines.append(_("  and {n} more", n=more))
        return lines

    def _keys(self) -> list[str]:
        seen_to = "   " + _("a seen to") if self.selected.missed else ""
        return [
            _("Enter I ring now   c woken   n no answer"),
            _("b called back   s sent somebody   Esc later") + seen_to,
        ]

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if self.app.screen is not self or time.monotonic() - self._opened < READING_SECONDS or self.busy:
            return
        letter = from_thai_layout(event.character or "").casefold()
        if event.key in ("up", "down"):
            self._at = max(0, min(self._at + (1 if event.key == "down" else -1), len(self.alarms) - 1))
            self.respeak()
        elif event.key == "escape":
            self._aside()
            self.dismiss(None)
        elif event.key == "enter":
            self._write(take_call, self.selected.call_id)
        elif letter in KEYS:
            self._write(answer_call, self.selected.call_id, KEYS[letter])
        elif letter == "a" and self.selected.missed:
            self._write(answer_call, self.selected.call_id, SEEN)

    def _write(self, operation: Callable[..., Any], *args: object) -> None:
        self.busy = True
        self.run_worker(self._written(operation, *args))

    async def _written(self, operation: Callable[..., Any], *args: object) -> None:
        services = cast(Services, cast(Any, self.app).services)
        try:
            await services.write(operation, *args, token=uuid.uuid4().hex)
            self._said = ""
        except Refused as refused:  # another desk was first
            self._said = refused.message
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the desk works on
            self._said = failed(error)
        finally:
            self.busy = False
        self.respeak()
        await asyncio.sleep(0)
        cast(Any, self.app).look_for_alarms()


class _Lines(Widget):
    """Lines put together when they are drawn, each cut where it is too long."""

    DEFAULT_CSS = "_Lines { height: auto; width: 1fr; color: $foreground; background: $background; }"

    def __init__(self, lines: Callable[[], list[str]]) -> None:
        super().__init__()
        self._lines = lines

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        return len(self._lines())

    def render_line(self, y: int) -> Strip:
        lines, width = self._lines(), self.size.width
        return Strip([Segment(fit(lines[y] if y < len(lines) else "", width), PLAIN)], width)
