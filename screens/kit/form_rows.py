"""The rows of a form: how a field is declared, and what stands beside it on its line."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from locales import Message
from locales.thai_text import cell_width, cut, fit
from screens.kit.choice_fields import LookupField, Option, PickField, Search, search_countries
from screens.kit.fields import BOLD, DIM, PLAIN, CheckField, Field
from screens.kit.scan_field import ScanField
from screens.kit.text_field import TextField
from screens.kit.value_fields import AmountField, DateField, NumberField

WRONG = Style(bold=True, color="red")
WIDTHS = {
    "text": 30,
    "password": 20,
    "date": 12,
    "amount": 15,
    "number": 8,
    "pick": 20,
    "check": 8,
    "lookup": 30,
    "country": 26,
    "scan": 30,
}
"""Cells between the brackets, by kind, where the spec does not say."""


@dataclass(frozen=True)
class FieldSpec:
    """One field of a form.

    ``width`` is in cells between the brackets. ``after`` names the date field from which this one counts
    (departure after arrival). ``options`` are (key, label); ``search`` gives them for letters typed.
    ``typed_over``: a name that is proposed gives way to the first letter typed. ``wide`` takes the whole line where
    the form has two columns. ``opens``: F4 shows what is behind the field. A scan is read by ``read`` once
    ``complete`` says that it is all there; ``fills`` gives what other fields of the form get of it, by their names.
    """

    name: str
    label: Message
    kind: str = "text"  # text, password, date, amount, number, pick, check, lookup, country, scan
    required: bool = False
    options: Sequence[Option] = ()
    search: Search | None = None
    width: int | None = None
    help: Message | None = None
    default: object = None
    max_length: int | None = None
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    after: str | None = None
    past: bool = False
    era: str | None = None
    allow_new: bool = False
    typed_over: bool = False
    letters: int = 1
    placeholder: Message | str = ""
    wide: bool = False
    opens: bool = False
    read: Callable[[str], object] | None = None
    complete: Callable[[str], bool] | None = None
    fills: Callable[[Any], Mapping[str, object]] | None = None

    def __post_init__(self) -> None:
        if self.kind not in WIDTHS:
            raise ValueError(f"no such kind of field: {self.kind}")
        if self.kind == "lookup" and self.search is None:
            raise ValueError(f"{self.name}: a lookup needs a search")
        if self.kind == "scan" and (self.read is None or self.complete is None):
            raise ValueError(f"{self.name}: a scan needs to be read")


@dataclass(frozen=True)
class Section:
    """A heading between fields."""

    label: Message


class FieldRow(Widget):
    """``Label ........ [field] understood``: draws the label and what is said beside the field."""

    DEFAULT_CSS = """
    FieldRow { height: 1; width: 1fr; layout: horizontal; color: $foreground; background: $background; }
    """

    def __init__(self, spec: FieldSpec, field: Field, noted: Callable[[], object]) -> None:
        super().__init__()
        self.spec = spec
        self.field = field
        self.field.told = self._told
        self.label_width = 10
        self.field_width = 4
        self.noted = noted
        self._noted = ""
        self._marked = False

    def compose(self) -> ComposeResult:
        yield self.field

    def lay_out(self, label_width: int) -> None:
        self.label_width = label_width
        self._size_field(self.size.width)
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        self._size_field(event.size.width)

    def _size_field(self, row: int) -> None:
        wanted = (self.spec.width or WIDTHS[self.spec.kind]) + 2
        room = row - self.label_width if row else wanted
        self.field_width = max(min(wanted, room), 4)
        self.field.styles.margin = (0, 0, 0, self.label_width)
        self.field.styles.width = self.field_width

    @property
    def note(self) -> str:
        """Whole or not at all: a few letters of an error say nothing, and the form's last line has it too."""
        room = self.size.width - self.label_width - self.field_width - 1
        if self.field.error:
            error = f"! {self.field.error.say()}"
            return error if cell_width(error) <= room else "!"
        whole, brief = self.field.understood, self.field.understood_briefly
        return next((said for said in (whole, brief) if cell_width(said) <= room), "")

    def _told(self) -> None:
        if self.is_attached and self.note != self._noted:
            x = self.label_width + self.field_width
            self.refresh(Region(x, 0, max(self.size.width - x, 1), 1))
            self.noted()

    def refresh_mark(self) -> None:
        """Draw the mark of the row with the cursor, or take it away, if it is not so yet."""
        if self._marked is not (self.screen.focused is self.field):
            self.refresh(Region(0, 0, 1, 1))

    def label(self) -> str:
        return self.spec.label.say() + ("*" if self.spec.required else "")

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y:
            return Strip.blank(width)
        here = self._marked = self.screen.focused is self.field
        label = cut(self.label(), self.label_width - 3)
        dots = self.label_width - 3 - cell_width(label)
        self._noted = self.note
        room = width - self.label_width - self.field_width
        return Strip(
            [
                Segment("▸" if here else " ", BOLD),
                Segment(label, PLAIN),
                Segment(" " + "." * dots + " ", DIM),
                Segment(" " * self.field_width, PLAIN),
                Segment(
                    fit(f" {self._noted}", room) if room > 0 else "", WRONG if self.field.error else PLAIN
                ),
            ],
            max(width, self.label_width + self.field_width),
        ).crop(0, width)


class SectionLine(Widget):
    DEFAULT_CSS = """
    SectionLine { height: 1; width: 1fr; color: $foreground; background: $background; }
    """

    def __init__(self, section: Section | None) -> None:
        super().__init__()
        self.section = section

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self.section is None or y:
            return Strip.blank(width)
        text = cut(f"─ {self.section.label.say()} ", width)
        return Strip([Segment(text + "─" * (width - cell_width(text)), BOLD)], width)


def make_field(spec: FieldSpec, day_of: Callable[[str], datetime.date | None]) -> Field:
    """The field a spec describes; ``day_of`` tells the day that stands in another field now."""
    after = spec.after
    match spec.kind:
        case "date":
            return DateField(
                after=(lambda: day_of(after)) if after else None,
                past=spec.past,
                era=spec.era,
                placeholder=spec.placeholder,
                required=spec.required,
                name=spec.name,
            )
        case "amount":
            return AmountField(
                minimum=None if spec.minimum is None else Decimal(spec.minimum),
                maximum=None if spec.maximum is None else Decimal(spec.maximum),
                placeholder=spec.placeholder,
                required=spec.required,
                name=spec.name,
            )
        case "number":
            return NumberField(
                minimum=None if spec.minimum is None else int(spec.minimum),
                maximum=None if spec.maximum is None else int(spec.maximum),
                placeholder=spec.placeholder,
                required=spec.required,
                name=spec.name,
            )
        case "check":
            return CheckField(name=spec.name)
        case _:
            return _make_text(spec)


def _make_text(spec: FieldSpec) -> Field:
    if spec.kind in ("pick", "country"):
        search = spec.search
        if spec.kind == "country" and not spec.options:
            search = search or search_countries
        return PickField(
            spec.options,
            search=search,
            placeholder=spec.placeholder,
            required=spec.required,
            name=spec.name,
        )
    if spec.kind == "lookup" and spec.search:
        return LookupField(
            spec.search,
            allow_new=spec.allow_new,
            typed_over=spec.typed_over,
            letters=spec.letters,
            placeholder=spec.placeholder,
            max_length=spec.max_length,
            required=spec.required,
            name=spec.name,
        )
    if spec.kind == "scan" and spec.read and spec.complete:
        return ScanField(
            spec.read,
            spec.complete,
            placeholder=spec.placeholder,
            required=spec.required,
            name=spec.name,
        )
    return TextField(
        placeholder=spec.placeholder,
        password=spec.kind == "password",
        max_length=spec.max_length,
        required=spec.required,
        name=spec.name,
    )
