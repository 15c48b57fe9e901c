"""The field for one line of text, right for Thai.

The cursor steps over clusters and Delete removes one; Backspace takes one character, as Thai typists expect:
in ``น้ำ`` it takes back the vowel just typed and leaves the rest.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from locales import Message
from locales.thai_text import NotCleanText, clean, clusters
from screens.kit.fields import DIM, NEEDED, PLAIN, REVERSE, Cell, Field, FieldError, spaces, visible

LONGEST_TEXT = 500
"""What a text field takes where nobody says how much."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class TextField(Field):
    """One line of text. ``max_length`` counts characters; ``password`` shows dots."""

    replaces = False
    """Typing into a field just entered puts the new text in place of the old."""
    align_right = False

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: Message | str = "",
        password: bool = False,
        max_length: int | None = None,
        required: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(required=required, name=name, id=id, classes=classes)
        self.placeholder = placeholder
        self.password = password
        self.max_length = max_length or LONGEST_TEXT
        self._value = value
        self.cursor = len(value)
        self.fresh = False
        self._first = 0

    # The value

    @property
    def value(self) -> str:
        return self._value

    @value.setter
    def value(self, text: str) -> None:
        self._value = text
        self.cursor = len(text)
        self._first = 0
        self._error = None
        self.repaint()
        self.tell()

    def set_value(self, value: object) -> None:
        self.value = "" if value is None else str(value)

    def raw(self) -> str:
        return self.value

    def set_raw(self, raw: str) -> None:
        self.value = raw

    def parsed(self) -> object:
        """The text cleaned; "" where nothing was typed."""
        if self.password:
            text = self.value
        else:
            try:
                text = clean(self.value)
            except NotCleanText as error:
                raise FieldError(error.message) from None
        if self.required and not text:
            raise FieldError(NEEDED)
        return text

    def begin(self) -> None:
        self.cursor = len(self.value)
        self.fresh = self.replaces and bool(self.value)
        super().begin()

    def leave(self) -> None:
        self.fresh = False
        self._first = 0
        super().leave()

    # Typing

    def handle(self, key: str, character: str | None) -> bool:
        edit = _EDITS.get(key)
        if edit is not None:
            self.fresh = False
            before = self.value
            edit(self)
            if self.value != before:
                self.edited()
            else:
                self.repaint()
            return True
        if character is not None:
            self.insert(character)
            return True
        return False

    def paste(self, text: str) -> bool:
        if not self.locked:
            self.insert(text.strip("\r\n\t"))
        return True

    def insert(self, text: str) -> None:
        """Put ``text`` at the cursor, or say at the field why not."""
        try:
            if len(text) > 1:
                inner = clean(text) if text.strip() else ""
                text = " " * (text[:1] == " ") + inner + " " * (text[-1:] == " ")
            elif any(unicodedata.category(c) in _HIDDEN for c in text):
                return
        except NotCleanText as error:
            self.error = error.message
            return
        before = "" if self.fresh else self.value[: self.cursor]
        behind = "" if self.fresh else self.value[self.cursor :]
        try:
            before, behind = self.accept(before, text, behind)
        except FieldError as error:
            self.error = error.message
            return
        if len(before + behind) > self.max_length:
            self.error = Message("At most {n} characters.", {"n": self.max_length})
            return
        self.fresh = False
        self._put(before, behind)
        self.edited()

    def accept(self, before: str, text: str, behind: str) -> tuple[str, str]:
        """The text before and behind the cursor once ``text`` is typed. Raises FieldError to refuse it."""
        return before + text, behind

    def _put(self, before: str, behind: str) -> None:
        self._value = before + behind
        # A letter typed in front of a lone mark joins it: the cursor may not stand between the two.
        self.cursor = next((end for end in self._ends() if end >= len(before)), len(self._value))

    # Moving and removing

    def _ends(self) -> list[int]:
        """Where the cursor may stand: the start, and behind each cluster."""
        ends = [0]
        for cluster in self._shown():
            ends.append(ends[-1] + len(cluster))
        return ends

    def _shown(self) -> list[str]:
        return list(self.value) if self.password else clusters(self.value)

    def left(self) -> None:
        self.cursor = max((end for end in self._ends() if end < self.cursor), default=0)

    def right(self) -> None:
        self.cursor = min((end for end in self._ends() if end > self.cursor), default=len(self.value))

    def home(self) -> None:
        self.cursor = 0

    def end(self) -> None:
        self.cursor = len(self.value)

    def backspace(self) -> None:
        if self.cursor:
            self._put(self.value[: self.cursor - 1], self.value[self.cursor :])

    def delete(self) -> None:
        start = self.cursor
        self.right()
        self._put(self.value[:start], self.value[self.cursor :])

    def cut_start(self) -> None:
        self._put("", self.value[self.cursor :])

    def cut_end(self) -> None:
        self._put(self.value[: self.cursor], "")

    def cut_word(self) -> None:
        before = self.value[: self.cursor].rstrip(" ")
        self._put(before[: before.rfind(" ") + 1], self.value[self.cursor :])

    # Drawing

    def cells(self) -> list[Cell]:
        room = max(self.size.width - 2, 1)
        if not self.value and self.placeholder:
            return self.frame(self._placeholder_cells(room))
        shown = [visible("•" if self.password else cluster) for cluster in self._shown()]
        ends = self._ends()
        at = ends.index(self.cursor) if self.cursor in ends else len(shown)
        if not self.has_focus and not self.align_right:
            at = 0  # what does not fit is read from its beginning
        first, last = self._window([width for _text, width in shown], at, room)
        value_style = REVERSE if self.fresh and self.has_focus else PLAIN
        inside = [(text, width, value_style) for text, width in shown[first:last]]
        cursor = at - first
        if self.has_focus:
            if cursor < len(inside):
                text, width, _style = inside[cursor]
                inside[cursor] = (text, width, PLAIN if self.fresh else REVERSE)
            else:
                inside.append((" ", 1, REVERSE))
        elif self.align_right:
            inside.append((" ", 1, PLAIN))
        gap = spaces(room - sum(width for _text, width, _style in inside))
        inside = gap + inside if self.align_right else inside + gap
        return self.frame(inside, before=first > 0, behind=last < len(shown))

    def _window(self, widths: list[int], at: int, room: int) -> tuple[int, int]:
        """The first and the end of the clusters that are seen, the one under the cursor among them."""
        here = widths[at] if at < len(widths) else 1
        first = min(self._first, at)
        while first < at and sum(widths[first:at]) + here > room:
            first += 1
        while first > 0 and sum(widths[first - 1 :]) + 1 <= room:
            first -= 1
        self._first = first
        last, used = first, 0
        while last < len(widths) and used + widths[last] <= room:
            used += widths[last]
            last += 1
        return first, last

    def _placeholder_cells(self, room: int) -> list[Cell]:
        inside: list[Cell] = []
        # In brackets of its own: where a terminal knows no dim letters it must not read as if it were typed.
        for cluster in clusters(f"({self.placeholder})"):
            text, width = visible(cluster)
            if sum(cell[1] for cell in inside) + width > room:
                break
            inside.append((text, width, DIM))
        if self.has_focus and inside:
            inside[0] = (inside[0][0], inside[0][1], REVERSE)
        return inside + spaces(room - sum(cell[1] for cell in inside))


_EDITS: dict[str, Callable[[TextField], None]] = {
    "left": TextField.left,
    "right": TextField.right,
    "ctrl+f": TextField.right,
    "home": TextField.home,
    "ctrl+a": TextField.home,
    "end": TextField.end,
    "ctrl+e": TextField.end,
    "backspace": TextField.backspace,
    "delete": TextField.delete,
    "ctrl+d": TextField.delete,
    "ctrl+u": TextField.cut_start,
    "ctrl+k": TextField.cut_end,
    "ctrl+w": TextField.cut_word,
}
