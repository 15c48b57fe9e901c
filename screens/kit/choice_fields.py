"""Fields with a list of choices: one of a few, one of 250 countries, a guest or a room found as one types."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from locales import Message, _, current_language
from locales.countries import country_name, find_countries
from locales.thai_keyboard import from_thai_layout, to_thai_layout
from locales.thai_text import cell_width, fit, fold
from screens.kit.fields import NEEDED, PLAIN, REVERSE, FieldError
from screens.kit.text_field import TextField

Label = object
"""A Message, a str, or anything whose ``str()`` is its name in the current language."""
Option = tuple[object, Label]
Search = Callable[[str], Sequence[Option]]

ROWS_SHOWN = 6
CHOOSE = Message("Choose one from the list.")


@dataclass(frozen=True)
class Choice:
    """A value for a field whose options are searched: the key together with what to show for it."""

    key: object
    label: Label


@dataclass(frozen=True)
class Typed:
    """Free text from a lookup that allows new ones: nothing of the list was chosen."""

    text: str


class ChoiceList(Widget):
    """A small opaque list of labels with one marked; None marked is -1."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ChoiceList {
        width: auto; height: auto; max-width: 76;
        border: solid $foreground; color: $foreground; background: $background;
    }
    ChoiceList.-under { overlay: screen; constrain: inside inflect; margin: 1 0; offset: 0 1; }
    """

    def __init__(self, rows: int = ROWS_SHOWN, *, under: bool = False) -> None:
        super().__init__(classes="-under" if under else None)
        self.rows = rows
        self.labels: list[str] = []
        self.marked = -1
        self.first = 0
        self.least_width = 0

    def show(self, labels: Sequence[str], marked: int) -> None:
        grown = (self.get_content_width(self.size, self.size), len(labels)) != self.content_size
        self.labels, self.marked = list(labels), marked
        top = max(marked, 0)
        self.first = max(min(self.first, top, max(len(labels) - self.rows, 0)), top - self.rows + 1)
        self.refresh(layout=grown)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        return max([self.least_width, *(cell_width(label) + 2 for label in self.labels)])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return max(min(len(self.labels), self.rows), 1)

    def render_line(self, y: int) -> Strip:
        width, number = self.size.width, self.first + y
        if number >= len(self.labels):
            return Strip([Segment(" " * width, PLAIN)], width)
        here = number == self.marked
        more = (y == 0 and self.first > 0) or (y == self.rows - 1 and number < len(self.labels) - 1)
        text = ("▸" if here else " ") + fit(self.labels[number], width - 2) + ("…" if more else " ")
        return Strip([Segment(text, REVERSE if here else PLAIN)], width)


def matching(options: Sequence[Option], query: str) -> list[Option]:
    """The options that hold ``query``, those that begin with it first; typed on either keyboard layout."""
    wanted = {fold(query), fold(from_thai_layout(query)), fold(to_thai_layout(query))} - {""}
    if not wanted:
        return list(options)
    ranked: list[tuple[int, Option]] = []
    for key, label in options:
        names = {fold(str(label)), fold(label.text if isinstance(label, Message) else "")} - {""}
        code = fold(str(key))
        if any(name.startswith(w) for name in names for w in wanted) or code in wanted:
            ranked.append((0, (key, label)))
        elif any(f" {w}" in name for name in names for w in wanted):
            ranked.append((1, (key, label)))
        elif any(w in name for name in names for w in wanted):
            ranked.append((2, (key, label)))
    return [option for _rank, option in sorted(ranked, key=lambda found: found[0])]


class ChoiceField(TextField):
    """What picking and looking up share: text, the key chosen, a list under (or over) the field."""

    def __init__(
        self,
        *,
        placeholder: Message | str = "",
        max_length: int | None = None,
        required: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            placeholder=placeholder,
            max_length=max_length,
            required=required,
            name=name,
            id=id,
            classes=classes,
        )
        self.chosen: Choice | None = None
        self.matches: list[Option] = []
        self.marked = -1
        self.opened = False
        self._list: ChoiceList | None = None

    def find(self, query: str) -> Sequence[Option]:
        raise NotImplementedError

    @property
    def typing(self) -> bool:
        """Text stands in the field that is not (or no more) the name of the choice."""
        return self.chosen is None and bool(self.value.strip())

    # The list

    def open(self, query: str, marked: int) -> None:
        self.matches = list(self.find(query))
        self.marked = min(marked, len(self.matches) - 1)
        self.opened = bool(self.matches)
        self._show_list()

    def close(self) -> None:
        self.opened = False
        self._show_list()

    def _show_list(self) -> None:
        if not self.is_attached:
            return
        if self._list is None:
            if not self.opened:
                return
            self._list = ChoiceList(under=True)
            self.mount(self._list)
        self._list.display = self.opened
        if self.opened:
            self._list.least_width = max(self.size.width - 2, 1)
            self._list.show([str(label) for _key, label in self.matches], self.marked)

    def _move_mark(self, key: str) -> None:
        last = len(self.matches) - 1
        steps = {"down": 1, "up": -1, "pagedown": ROWS_SHOWN, "pageup": -ROWS_SHOWN}
        self.marked = max(min(self.marked + steps[key], last), 0)
        self._show_list()

    def choose(self, option: Option | None) -> None:
        """Take an option (None: nothing) as the user's choice."""
        self.chosen = Choice(*option) if option else None
        self._value = str(option[1]) if option else ""
        self.cursor = len(self._value)
        self.close()
        self.edited()

    def take_marked(self) -> bool:
        if self.opened and 0 <= self.marked < len(self.matches):
            self.choose(self.matches[self.marked])
            return True
        return False

    def handle(self, key: str, character: str | None) -> bool:
        if self.opened:
            if key in ("up", "down", "pageup", "pagedown"):
                self._move_mark(key)
                return True
            if key == "escape":
                self.give_up()
                return True
            if key in ("enter", "tab", "shift+tab", "f9"):
                self.take_marked()
                self.close()
                return False
        return super().handle(key, character)

    def give_up(self) -> None:
        self.close()

    def leave(self) -> None:
        self.close()
        super().leave()

    # The value

    def set_value(self, value: object) -> None:
        if isinstance(value, Choice):
            self.chosen = value
            self.value = str(value.label)
        else:
            self.chosen = None
            self.value = value.text if isinstance(value, Typed) else "" if value is None else str(value)

    def respeak(self) -> None:
        if self.chosen:
            self._value = str(self.chosen.label)
            self.cursor = len(self._value)
        self.close()
        super().respeak()

    def raw(self) -> str:
        key = self.chosen.key if self.chosen else None
        return json.dumps([key if isinstance(key, str | int) else str(key), self.value, bool(self.chosen)])

    def set_raw(self, raw: str) -> None:
        key, text, chosen = json.loads(raw)
        self.set_value(Choice(key, text) if chosen else Typed(text))


class PickField(ChoiceField):
    """One of ``options``, or of what ``search`` gives for the letters typed (for "" it gives the first ones).

    ← → step through, Space or F4 opens the list, letters filter it, Backspace or Delete takes the choice back.
    """

    replaces = True

    def __init__(
        self,
        options: Sequence[Option] = (),
        *,
        search: Search | None = None,
        placeholder: Message | str = "",
        required: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(placeholder=placeholder, required=required, name=name, id=id, classes=classes)
        self.options = tuple(options)
        self.search = search
        self._kept: Choice | None = None

    def find(self, query: str) -> Sequence[Option]:
        return self.search(query) if self.search else matching(self.options, query)

    def set_value(self, value: object) -> None:
        """Choose by key; a key that is not among the options shows as itself."""
        if value is not None and not isinstance(value, Choice | Typed):
            label = next((label for key, label in self.find("") if key == value), None)
            if label is None:
                label = next((label for key, label in self.find(str(value)) if key == value), str(value))
            value = Choice(value, label)
        super().set_value(value)

    def set_raw(self, raw: str) -> None:
        key, text, chosen = json.loads(raw)
        self.set_value(key if chosen else Typed(text))

    def begin(self) -> None:
        self._kept = self.chosen
        super().begin()

    def handle(self, key: str, character: str | None) -> bool:
        if key == "f4":
            self.close() if self.opened else self._open_all()
            return True
        if not self.typing:
            if key in ("left", "right") and not self.opened:
                self._step(1 if key == "right" else -1)
                return True
            if character == " ":
                self._open_all()
                return True
            if key in ("backspace", "delete", "ctrl+u"):
                self.choose(None)
                return True
            # Letters begin a search, wherever the cursor is in the old name.
            self.fresh = bool(self.value)
        return super().handle(key, character)

    def _open_all(self) -> None:
        options = self.find("")
        here = [n for n, (key, _label) in enumerate(options) if self.chosen and key == self.chosen.key]
        self.open("", here[0] if here else 0)

    def _step(self, by: int) -> None:
        options = self.find("")
        if not options:
            return
        here = [n for n, (key, _label) in enumerate(options) if self.chosen and key == self.chosen.key]
        to = max(min(here[0] + by, len(options) - 1), 0) if here else 0
        self.choose(options[to])
        self.fresh = True
        self.repaint()

    def edited(self) -> None:
        if self.chosen and self.value != str(self.chosen.label):
            self.chosen = None
        if self.typing:
            self.open(self.value, 0)
        elif self.opened and not self.chosen:
            self.close()
        super().edited()

    def give_up(self) -> None:
        self.close()
        if self.typing:
            self.set_value(self._kept)
            self.fresh = bool(self.value)
            self.repaint()

    def leave(self) -> None:
        if self.typing and not self.take_marked():
            self.matches = list(self.find(self.value))
            if len(self.matches) == 1:
                self.choose(self.matches[0])
            else:
                self.error = CHOOSE
        super().leave()

    def parsed(self) -> object:
        """The key chosen, None where nothing is."""
        if self.typing:
            raise FieldError(CHOOSE)
        if self.chosen is None and self.required:
            raise FieldError(NEEDED)
        return self.chosen.key if self.chosen else None


class LookupField(ChoiceField):
    """Something among thousands: ``search`` is asked with each letter, from ``letters`` on.

    ↓ marks a match, Enter takes it. With ``allow_new`` the text itself may stay, as ``Typed``; without, the
    first match is marked from the beginning.
    """

    def __init__(
        self,
        search: Search,
        *,
        allow_new: bool = False,
        typed_over: bool = False,
        letters: int = 1,
        placeholder: Message | str = "",
        max_length: int | None = None,
        required: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            placeholder=placeholder,
            max_length=max_length,
            required=required,
            name=name,
            id=id,
            classes=classes,
        )
        self.search = search
        self.replaces = typed_over or not allow_new  # a chosen one is typed over; a name may be mended
        self.allow_new = allow_new
        self.letters = letters

    def find(self, query: str) -> Sequence[Option]:
        text = query.strip()
        return list(self.search(text))[:ROWS_SHOWN] if len(fold(text)) >= self.letters else []

    def edited(self) -> None:
        if self.chosen and self.value != str(self.chosen.label):
            self.chosen = None
        if self.chosen is None:
            self.open(self.value, -1 if self.allow_new else 0)
        super().edited()

    def leave(self) -> None:
        if self.typing and not self.allow_new and not self.error:
            self._take_only_match()
        elif (
            self.typing and self.value.strip().isdecimal()
        ):  # the number of a room or a telephone is no new name
            found = list(self.find(self.value))
            if len(found) == 1:
                self.choose(found[0])
            elif found:
                self.error = CHOOSE
        super().leave()

    def _take_only_match(self) -> None:
        found = list(self.find(self.value))
        text = fold(self.value)
        same = [option for option in found if text in (fold(str(option[0])), fold(str(option[1])))]
        if len(same) == 1 or len(found) == 1:
            self.choose(same[0] if same else found[0])
        else:
            self.error = CHOOSE

    @property
    def understood(self) -> str:
        return _("new") if self.allow_new and self.typing else ""

    def parsed(self) -> object:
        """The key chosen, ``Typed`` for free text, None where nothing stands in the field."""
        if self.chosen:
            return self.chosen.key
        text = super().parsed()
        if not text:
            return None
        if not self.allow_new:
            raise FieldError(CHOOSE)
        return Typed(str(text))


@dataclass(frozen=True)
class CountryName:
    """A country, named in the language it is spoken in."""

    code: str

    def __str__(self) -> str:
        return country_name(self.code, current_language())


def search_countries(query: str) -> list[Option]:
    """Countries by code or name, in Thai or English, typed on either keyboard layout; all for ""."""
    found = find_countries(query, current_language()) or find_countries(
        from_thai_layout(query), current_language()
    )
    return [(code, CountryName(code)) for code, _name in found]
