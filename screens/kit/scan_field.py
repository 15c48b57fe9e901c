"""The field for what a scanner types: several lines in a burst, read as one thing when they are all there.

A scanner is a keyboard: its lines end with Enter or Tab. Inside an unfinished text these begin a new line instead of
leaving the field. What has been read is handed over and the field is empty again; a second scan takes its place.
What could not be read stays, with the reason, and with what was perhaps meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from locales import Message
from locales.thai_keyboard import capitals_from_thai_layout
from locales.thai_text import clusters
from models.house.refusals import Refused
from screens.kit.fields import NEEDED, FieldError
from screens.kit.text_field import TextField

LONGEST_SCAN = 400
_LINE_ENDS = re.compile(r"[\r\n\t]+")


class ScanField(TextField):
    """``read`` makes a value of a text or refuses it; ``complete`` says whether nothing more is to come, for a
    text that ends with a line break where Enter was pressed. ``hand_over`` is called at once with what was read.

    ``str()`` of what was read is shown beside the field. A refusal that has a ``suggestion`` is offered: Enter takes
    it. The Enter that ends the scan cannot, for only it shows the refusal.
    """

    replaces = True

    def __init__(
        self,
        read: Callable[[str], object],
        complete: Callable[[str], bool],
        *,
        placeholder: Message | str = "",
        required: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            placeholder=placeholder,
            max_length=LONGEST_SCAN,
            required=required,
            name=name,
            id=id,
            classes=classes,
        )
        self._read = read
        self._complete = complete
        self.hand_over: Callable[[object], None] | None = None
        self.scanned: object = None
        self._suggestion: str | None = None
        self._thai = False

    def set_value(self, value: object) -> None:
        """Forget what was typed; ``value`` is something read before, or nothing."""
        self.scanned = value
        self.value = ""

    def parsed(self) -> object:
        """What was read, None where nothing was."""
        if self.value:
            raise FieldError(self.error or Message("This has not been read: Enter reads it, Esc clears it."))
        if self.required and self.scanned is None:
            raise FieldError(NEEDED)
        return self.scanned

    @property
    def understood(self) -> str:
        if self.value:
            return "+".join(str(len(line)) for line in self.value.split("\n") if line)
        return "" if self.scanned is None else str(self.scanned)

    def leave(self) -> None:
        if self.value and self._complete(self.value + "\n"):
            self._try(aloud=True)
        super().leave()

    # Typing

    def handle(self, key: str, character: str | None) -> bool:
        if key == "escape" and self.value:
            self._put("", "")
            self.edited()
            return True
        if key in ("enter", "tab", "ctrl+j"):
            return self._end_line(key)
        return super().handle(key, character)

    def _end_line(self, key: str) -> bool:
        if key == "ctrl+j" and (not self.value or self.value.endswith("\n") or self.error):
            return True  # the second half of a line end
        if not self.value:
            return False
        if key == "enter" and self._suggestion:
            self._put(self._suggestion, "")
            self._try(aloud=True)
        elif self.value.endswith("\n") or self._complete(self.value + "\n"):
            self._try(aloud=True)
        else:
            self._put(self.value + "\n", "")
            self.edited()
        return True

    def insert(self, text: str) -> None:
        before = "" if self.fresh else self.value[: self.cursor]
        behind = "" if self.fresh else self.value[self.cursor :]
        whole = before + text + behind
        if len(whole) > self.max_length:
            self.error = Message("At most {n} characters.", {"n": self.max_length})
            return
        self.fresh = False
        self._thai = (self._thai and bool(before + behind)) or not text.isascii()
        self._put(before + capitals_from_thai_layout(text, layout_on=self._thai), behind)
        self.edited()
        if self._complete(self.value):
            self._try(aloud=False)

    def paste(self, text: str) -> bool:
        if not self.locked:
            self.insert(_LINE_ENDS.sub("\n", text.strip()))
            if self.value and self._complete(self.value + "\n"):
                self._try(aloud=True)
        return True

    def edited(self) -> None:
        self._suggestion = None
        super().edited()

    def _try(self, aloud: bool) -> None:
        """Read the text; a refusal is said only ``aloud``, for a scanner's Enter may still be to come."""
        try:
            value = self._read(self.value)
        except Refused as refused:
            if aloud:
                self._suggestion = refused.suggestion
                why = refused.message
                self.error = Message("{why} Enter takes it.", {"why": why}) if refused.suggestion else why
                self.fresh = True  # the next scan takes the place of this one
                self.repaint()
            return
        self.scanned = value
        self._put("", "")
        self.edited()
        if self.hand_over:
            self.hand_over(value)

    # Drawing

    def _shown(self) -> list[str]:
        return ["↵" if cluster == "\n" else cluster for cluster in clusters(self.value)]
