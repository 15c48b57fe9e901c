"""Small opaque dialogs: yes or no, a message, a choice, why something is refused, a short form.

Each is a screen to be pushed: ``await self.app.push_screen_wait(ConfirmDialog(…))`` inside a worker, or
``self.app.push_screen(ConfirmDialog(…), answered)``. The screen behind is neither dimmed nor drawn again.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from locales import Message, _
from locales.thai_text import cell_width, clusters, fit
from models.house.refusals import Answer, Refused, Severity
from screens.kit.choice_fields import ChoiceList, Option
from screens.kit.fields import BOLD, PLAIN, REVERSE, says_yes, services_of
from screens.kit.form import FieldSpec, Form, Section

T = TypeVar("T")
R = TypeVar("R")

WIDTH = 60
LONGEST_REASON = 200
LISTED = 12

_log = logging.getLogger(__name__)


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` cells, broken at spaces, else between clusters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if cell_width(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            line = ""
            for cluster in clusters(word):
                if cell_width(line + cluster) > width:
                    lines.append(line)
                    line = ""
                line += cluster
        lines.append(line)
    return lines


class Says(Widget):
    """Text over as many lines as it needs."""

    DEFAULT_CSS = """
    Says { height: auto; width: 1fr; color: $foreground; background: $background; }
    """

    def __init__(self, text: Message | str, *, bold: bool = False) -> None:
        super().__init__()
        self.text = text
        self.style = BOLD if bold else PLAIN

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        return len(wrap(str(self.text), max(width, 1)))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = wrap(str(self.text), max(width, 1))
        return Strip([Segment(fit(lines[y], width) if y < len(lines) else " " * width, self.style)], width)


class Dialog(ModalScreen[R], Generic[R]):
    """The box in the middle. Keys that mean nothing in it go no further."""

    AUTO_FOCUS = ""
    # Moving the focus would else draw the whole screen: 2,900 bytes a key instead of 130.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    DEFAULT_CSS = """
    Dialog { align: center middle; background: transparent; }
    Dialog > #box {
        width: 64; max-width: 100%; height: auto; max-height: 100%;
        padding: 0 1; border: solid $foreground; color: $foreground; background: $background;
    }
    """

    def parts(self) -> list[Widget]:
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        yield Vertical(*self.parts(), id="box")

    def respeak(self) -> None:
        """The language was switched."""
        for widget in self.query("*"):
            widget.respeak() if isinstance(widget, Form) else widget.refresh(layout=True)


class Buttons(Widget):
    """``▸[y] Yes   [n] No``; the one marked is what Enter says."""

    DEFAULT_CSS = """
    Buttons { height: 1; width: 1fr; margin-top: 1; color: $foreground; background: $background; }
    """

    def __init__(self, yes: bool) -> None:
        super().__init__()
        self.yes = yes

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        segments: list[Segment] = []
        for letter, word, marked in (("y", _("Yes"), self.yes), ("n", _("No"), not self.yes)):
            segments.append(Segment("▸" if marked else " ", BOLD))
            segments.append(Segment(f"[{letter}] {word}", REVERSE if marked else PLAIN))
            segments.append(Segment("   ", PLAIN))
        return Strip(segments).adjust_cell_length(self.size.width)


class ConfirmDialog(Dialog[bool]):
    """A question. ``y`` and ``n`` or their Thai keys answer, Enter takes the one marked, Esc is no.

    With ``danger`` no is marked.
    """

    def __init__(self, question: Message, danger: bool = False) -> None:
        super().__init__()
        self.question = question
        self.buttons = Buttons(yes=not danger)

    def parts(self) -> list[Widget]:
        return [Says(self.question), self.buttons]

    def on_key(self, event: events.Key) -> None:
        said = says_yes(event.character)
        if said is None and event.key == "escape":
            said = False
        if said is None and event.key == "enter":
            said = self.buttons.yes
        if event.key in ("left", "right", "tab", "shift+tab"):
            self.buttons.yes = not self.buttons.yes
            self.buttons.refresh()
        event.stop()
        if said is not None and self.is_current:
            self.dismiss(said)


class MessageDialog(Dialog[None]):
    """Something to read; Enter, Space or Esc closes it."""

    def __init__(self, text: Message | str) -> None:
        super().__init__()
        self.text = text

    def parts(self) -> list[Widget]:
        return [Says(self.text), Says(Message("Enter: go on"))]

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key in ("enter", "space", "escape") and self.is_current:
            self.dismiss(None)


class ChooseDialog(Dialog[object]):
    """One of a list: arrows, Home and End, or the figure before it; Enter takes it, Esc takes none."""

    DEFAULT_CSS = """
    ChooseDialog ChoiceList { border: none; width: 1fr; margin-top: 1; }
    """

    def __init__(self, title: Message, options: Sequence[Option], chosen: object = None) -> None:
        super().__init__()
        self.caption = title
        self.options = list(options)
        self.choices = ChoiceList(rows=LISTED)
        self.at = next((n for n, (key, _label) in enumerate(self.options) if key == chosen), 0)

    def parts(self) -> list[Widget]:
        return [Says(self.caption, bold=True), self.choices]

    def on_mount(self) -> None:
        self.respeak()

    def respeak(self) -> None:
        labels = [f"{n if n < 10 else ' '} {label}" for n, (_key, label) in enumerate(self.options, start=1)]
        self.choices.show(labels, self.at)
        super().respeak()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if not self.is_current:
            return
        last = len(self.options) - 1
        steps = {"up": -1, "down": 1, "pageup": -LISTED, "pagedown": LISTED, "home": -last, "end": last}
        if event.key in steps:
            self.at = max(min(self.at + steps[event.key], last), 0)
            self.choices.show(self.choices.labels, self.at)
        elif event.key == "escape":
            self.dismiss(None)
        elif event.key == "enter" and self.options:
            self.dismiss(self.options[self.at][0])
        elif event.character in set("123456789") and int(event.character) <= len(self.options):
            self.dismiss(self.options[int(event.character) - 1][0])


class AskDialog(Dialog[Answer | None]):
    """Why an ASK was refused, and what it needs to go on: a reason, and maybe a second person. Esc: no."""

    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused
        specs = [
            FieldSpec(
                "reason", Message("Reason"), required=True, width=36, max_length=LONGEST_REASON,
                help=Message("The reason is kept in the log."),
            )
        ]  # fmt: skip
        if refused.needs_second_person:
            specs += [
                FieldSpec(
                    "login", Message("Second person"), required=True, width=20, max_length=60,
                    help=Message("Someone with the right for this signs here."),
                ),
                FieldSpec(
                    "password", Message("Password"), "password", required=True, width=20, max_length=200
                ),
            ]  # fmt: skip
        self.form = Form(specs).in_a_box(LISTED)

    def parts(self) -> list[Widget]:
        return [Says(self.refused.message), self.form]

    def on_mount(self) -> None:
        self.form.focus_first()

    def on_form_saved(self, event: Form.Saved) -> None:
        event.stop()
        approver = None
        if self.refused.needs_second_person:
            try:
                approver = services_of(self.form).second_person(
                    str(event.values["login"]), str(event.values["password"])
                )
            except Refused as refused:
                self.form.show_value("password", "")
                self.form.show_refusal(refused)
                return
        self.dismiss(Answer(str(event.values["reason"]), approver))

    def on_form_cancelled(self, event: Form.Cancelled) -> None:
        event.stop()
        self.dismiss(None)


Write = Callable[[str, Mapping[str, Answer]], Awaitable[T]]
"""A write that takes the form's one-time token and the answers given to ASKs so far."""


class FormDialog(Dialog[dict[str, object] | None]):
    """A small form. Gives the values once ``submit`` has written them (at once without one), None on Esc.

    ``submit(values, token, answers)`` is a coroutine; what it refuses is shown in the form, which stays
    open, and an ASK is asked.
    """

    def __init__(
        self,
        title: Message,
        specs: Sequence[FieldSpec | Section],
        submit: Callable[[dict[str, object], str, Mapping[str, Answer]], Awaitable[object]] | None = None,
        *,
        values: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__()
        self.caption = title
        self.submit = submit
        self.form = Form(specs, values=values).in_a_box(18)

    def parts(self) -> list[Widget]:
        return [Says(self.caption, bold=True), self.form]

    def on_mount(self) -> None:
        self.query_one("#box").styles.width = 76
        self.form.focus_first()

    def on_form_saved(self, event: Form.Saved) -> None:
        event.stop()
        self.run_worker(self._write(event.values), exclusive=True)

    async def _write(self, values: dict[str, object]) -> None:
        submit = self.submit
        if submit and not await save_form(self.form, lambda token, said: submit(values, token, said)):
            return
        self.dismiss(values)

    def on_form_cancelled(self, event: Form.Cancelled) -> None:
        event.stop()
        self.dismiss(None)


@dataclass(frozen=True)
class Written(Generic[T]):
    """A write that succeeded, with what the operation gave back."""

    value: T


def failed(error: Exception) -> Message:
    """What is said of a fault of ours."""
    return Message(
        "The program failed; nothing is known to be written. What was typed is still here. ({kind})",
        {"kind": type(error).__name__},
    )


async def save_form(form: Form, write: Write[T]) -> Written[T] | None:
    """Write what a form holds: ask what must be asked, show what is refused. None when nothing was written.

    To be awaited in a worker, after ``Form.Saved``. The token stays the same until the write succeeds, so
    a write whose answer was lost is not done twice.
    """
    try:
        written = await write_asking(form, lambda answers: write(form.token, answers))
    except Refused as refused:
        form.show_refusal(refused)
        return None
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the form stays and the desk works on
        _log.exception("a write failed")
        form.show_message(failed(error))
        return None
    if written is None:
        form.resume()
    else:
        form.renew_token()
    return written


async def write_asking(
    widget: Widget, write: Callable[[Mapping[str, Answer]], Awaitable[T]]
) -> Written[T] | None:
    """Do a write; every ASK it meets is put to the person and the write done again with the answer.

    Where the app has a dialog that takes away what a STOP is about (``way_out``), it is opened, and once it has done so
    the write is done again: what was typed stays. None when the person gave up. Raises ``Refused`` (STOP). To be awaited
    in a worker.
    """
    answers: dict[str, Answer] = {}
    while True:
        try:
            return Written(await write(answers))
        except Refused as refused:
            if refused.severity is not Severity.ASK:
                dialog = _way_out(widget, refused)
                if dialog is None or await widget.app.push_screen_wait(dialog) is None:
                    raise
                continue
            answer = await widget.app.push_screen_wait(AskDialog(refused))
            if answer is None:
                return None
            answers = {**answers, refused.code: answer}


def _way_out(widget: Widget, refused: Refused) -> Dialog[Any] | None:
    offered = getattr(widget.app, "way_out", None)
    return offered(refused) if offered is not None else None
