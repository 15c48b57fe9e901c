"""What the one-line fields of every form share, and the field for yes or no.

A field is one row high and draws itself as ``[value   ]``; ``<`` or ``>`` instead of a bracket says that
text goes on there.
Text is in ``text_field``; dates, amounts and numbers in ``value_fields``; lists of choices in ``choice_fields``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from locales import Message, _
from locales.thai_keyboard import twin
from locales.thai_text import cell_width, clusters

if TYPE_CHECKING:
    from screens.kit.services import Services

PLAIN = Style()
REVERSE = Style(reverse=True)
DIM = Style(dim=True)
BOLD = Style(bold=True)

Cell = tuple[str, int, Style]
"""A cluster, its width in cells, how it is drawn."""

_MODIFIED = ("alt+", "ctrl+", "super+", "meta+", "hyper+")


class _Served(Protocol):
    services: Services


def services_of(widget: Widget) -> Services:
    """The services of the program around ``widget``."""
    return cast(_Served, widget.app).services


class FieldError(ValueError):
    """What stands in a field cannot be taken; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


NEEDED = Message("This is needed.")


class Field(Widget, can_focus=True):
    """What all fields share. ``parsed()`` is the value, or raises FieldError.

    Keys are handled at once and in order, not through bindings: those run later than the letters typed
    behind them, and on a slow line keys come in bursts. ``keeper`` (the form) gets the keys that the field
    has no use for and may move the focus; keys that were sent here but typed behind that go on to the field
    that has the focus now.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Field { width: 1fr; height: 1; color: $foreground; background: $background; }
    """

    @dataclass
    class Changed(Event):
        """Somebody typed."""

        field: Field

        @property
        def control(self) -> Field:
            return self.field

    @dataclass
    class Submitted(Event):
        """Enter was pressed."""

        field: Field

        @property
        def control(self) -> Field:
            return self.field

    @dataclass
    class Opened(Event):
        """F4 was pressed in a field that has something behind it."""

        field: Field

        @property
        def control(self) -> Field:
            return self.field

    def __init__(
        self,
        *,
        required: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.required = required
        self.opens = False
        self.touched = False
        self.locked = False
        self.keeper: Callable[[Field, str], bool] | None = None
        self.told: Callable[[], None] | None = None
        self._error: Message | None = None
        self._begun = False
        self._painted: list[tuple[str, Style]] = []

    # What a kind of field says of itself

    def set_value(self, value: object) -> None:
        raise NotImplementedError

    def parsed(self) -> object:
        raise NotImplementedError

    def raw(self) -> str:
        """All that was typed, to compare with later or to keep as a draft."""
        raise NotImplementedError

    def set_raw(self, raw: str) -> None:
        raise NotImplementedError

    def cells(self) -> list[Cell]:
        """The picture of the field, exactly as wide as it is."""
        raise NotImplementedError

    def handle(self, key: str, character: str | None) -> bool:
        """Act on a key; False when it means nothing here."""
        raise NotImplementedError

    @property
    def understood(self) -> str:
        """What is shown beside the field: how its text was read."""
        return ""

    @property
    def understood_briefly(self) -> str:
        """The same where there is little room."""
        return self.understood

    def begin(self) -> None:
        """The cursor enters."""
        self._begun = True
        self.repaint()

    def leave(self) -> None:
        """The cursor goes: read what was typed."""
        self._begun = False
        self.repaint()

    def respeak(self) -> None:
        """The language was switched."""
        self.refresh()
        self.tell()

    # Errors and changes

    @property
    def error(self) -> Message | None:
        return self._error

    @error.setter
    def error(self, message: Message | None) -> None:
        self._error = message
        self.tell()

    def tell(self) -> None:
        """Let whoever shows the error and the understood value look again."""
        if self.told:
            self.told()

    def edited(self) -> None:
        self.touched = True
        self._error = None
        self.repaint()
        self.tell()
        if self.is_attached:
            self.post_message(self.Changed(self))

    # Keys

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        if self._taken(lambda field: field.take(event.key, event.character)) or self._pass_on(event):
            event.stop()
            event.prevent_default()

    def _pass_on(self, event: events.Key) -> bool:
        """Let the screen act on the key now; bubbling, it would come after those typed behind it."""
        take_key: Callable[[events.Key], bool] | None = getattr(self.screen, "take_key", None)
        return self.screen is self.app.screen and take_key is not None and take_key(event)

    def on_paste(self, event: events.Paste) -> None:
        self._taken(lambda field: field.paste(event.text))
        event.stop()

    def _taken(self, give: Callable[[Field], bool]) -> bool:
        here = self.app.screen
        if self.screen is not here:
            # Typed before a dialog was there to be read: it answers nothing, and it is no text. Another
            # screen may have it.
            return here.is_modal
        focused = self.screen.focused
        return give(focused) if isinstance(focused, Field) else False

    def take(self, key: str, character: str | None) -> bool:
        """Handle a key; True when it has been used up."""
        if not self._begun:
            self.begin()
        printable = character is not None and character.isprintable() and not key.startswith(_MODIFIED)
        if self.locked:
            return printable or (self.keeper is not None and self.keeper(self, key))
        if self.opens and key == "f4":
            self.post_message(self.Opened(self))
            return True
        if self.handle(key, character if printable else None):
            return True
        if key == "enter":
            self.post_message(self.Submitted(self))
        if self.keeper is not None and self.keeper(self, key):
            return True
        return printable

    def paste(self, text: str) -> bool:
        """Take pasted text; True when it has been used up."""
        return not text

    def on_focus(self, event: events.Focus) -> None:
        if event.from_app_focus:
            self._begun = True
        elif not self._begun:
            self.begin()

    def on_blur(self) -> None:
        # With the focus back already, this is news from the past.
        if self._begun and self.screen.focused is not self:
            self.leave()

    # Drawing

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width)
        cells = self.cells()
        self._painted = _columns(cells)
        segments = [Segment(text, style) for text, _width, style in cells]
        return Strip(Segment.simplify(segments), sum(width for _text, width, _style in cells))

    def repaint(self) -> None:
        """Draw again only the columns that differ: the line to the terminal may be slow."""
        if not self.is_attached or not self._painted:
            self.refresh()
            return
        after = _columns(self.cells())
        differing = [x for x, (old, new) in enumerate(zip(self._painted, after, strict=False)) if old != new]
        if len(after) != len(self._painted):
            self.refresh()
        elif differing:
            first, last = max(differing[0] - 1, 0), min(differing[-1] + 1, len(after) - 1)
            self.refresh(Region(first, 0, last - first + 1, 1))

    def frame(self, inside: list[Cell], before: bool = False, behind: bool = False) -> list[Cell]:
        """``inside`` in brackets; reversed ones say that the cursor is here."""
        edge = REVERSE if self.has_focus else PLAIN
        return [("<" if before else "[", 1, edge), *inside, (">" if behind else "]", 1, edge)]


def _columns(cells: list[Cell]) -> list[tuple[str, Style]]:
    return [
        (text if column == 0 else "", style)
        for text, width, style in cells
        for column in range(max(width, 1))
    ]


def spaces(count: int, style: Style = PLAIN) -> list[Cell]:
    return [(" ", 1, style)] * max(count, 0)


def visible(cluster: str) -> tuple[str, int]:
    """A cluster as it may be drawn: a mark without a letter gets the circle that Thai print gives it."""
    if not cluster.isprintable() and any(unicodedata.category(c) == "Cc" for c in cluster):
        return "�", 1
    width = cell_width(cluster)
    return (cluster, width) if width else ("◌" + cluster, 1)


class CheckField(Field):
    """Yes or no: Space turns it, ``y`` and ``n`` (or their Thai keys) say it."""

    def __init__(
        self,
        value: bool = False,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.value = value

    def set_value(self, value: object) -> None:
        self.value = bool(value)
        self.repaint()

    def parsed(self) -> object:
        return self.value

    def raw(self) -> str:
        return "x" if self.value else ""

    def set_raw(self, raw: str) -> None:
        self.set_value(raw)

    def handle(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        said = says_yes(character)
        if character != " " and said is None:
            return False
        self.value = not self.value if said is None else said
        self.edited()
        return True

    def cells(self) -> list[Cell]:
        word = _("Yes") if self.value else _("No")
        drawn = [("x" if self.value else " ", 1, REVERSE if self.has_focus else PLAIN)]
        cells = [*self.frame(drawn), (" ", 1, PLAIN), *((*visible(c), PLAIN) for c in clusters(word))]
        return cells + spaces(self.size.width - sum(width for _text, width, _style in cells))


def says_yes(character: str | None) -> bool | None:
    """Whether a key says yes or no, on either keyboard layout; None when neither."""
    if character is None:
        return None
    letter = character.lower()
    if letter in ("y", twin("y")):
        return True
    if letter in ("n", twin("n")):
        return False
    return None
