"""Forms: declared as a list of fields, one row each, walked with Enter and saved with F9.

A form holds no rule: it reads what was typed, posts ``Saved`` with the values and its one-time token, and
shows at the field what an operation refused. What was typed stays until the write has succeeded.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from locales import Message
from locales.thai_text import cell_width, fit
from models.house.refusals import Refused
from screens.kit.fields import DIM, PLAIN, Field, FieldError
from screens.kit.form_rows import WRONG, FieldRow, FieldSpec, Section, SectionLine, make_field
from screens.kit.frame import wrap
from screens.kit.scan_field import ScanField
from screens.kit.value_fields import DateField

__all__ = ["FieldSpec", "Form", "Section"]

WIDEST_LABEL = 26
LONGEST_SAID = 2  # lines


class FormLine(Widget):
    """The last line of a form: what was refused, the error or the help of the field with the cursor."""

    DEFAULT_CSS = """
    FormLine { height: 1; width: 1fr; color: $foreground; background: $background; }
    FormLine.-long { height: 2; }
    """

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self._shown: object = None

    def look(self) -> None:
        """Draw again if there is something else to say; what is long takes a second line while it is said."""
        if self._shown != (self.form.said(), self.form.place()):
            long = self.size.width > 0 and len(self._lines()) > 1
            self.set_class(long, "-long")
            self.form.grow(1 if long else 0)
            self.refresh()

    def _lines(self) -> list[str]:
        (text, wrong), place = self.form.said(), self.form.place()
        room = max(self.size.width - cell_width(place) - 3, 1)
        lines = wrap(text, room, LONGEST_SAID)
        return [
            ("! " if wrong and not n else " " if not wrong else "  ") + line for n, line in enumerate(lines)
        ]

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        (_text, wrong), place = said = self.form.said(), self.form.place()
        self._shown = said
        lines = self._lines()
        place = place if y == 0 else ""
        room = width - cell_width(place) - 1
        text = fit(lines[y] if y < len(lines) else "", max(room, 1))
        return Strip(
            [Segment(text, WRONG if wrong else PLAIN), Segment(f" {place}", DIM)]
        ).adjust_cell_length(width)


class Form(Widget):
    """A form from a list of FieldSpecs and Sections, in one column or two.

    Enter goes to the next field and saves on the last; F9 saves from any field. After ``Saved`` the form is
    locked until it is told how the write ended: ``show_refusal``, ``show_message`` or ``resume`` give it
    back as typed with the same token, ``renew_token`` (the write succeeded) with a new one.
    """

    DEFAULT_CSS = """
    Form { height: 1fr; width: 1fr; layout: vertical; color: $foreground; background: $background; }
    Form > #fields {
        height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: auto;
        scrollbar-size: 0 0; background: $background;
    }
    Form.-two-columns > #fields { layout: grid; grid-size: 2; grid-rows: 1; grid-gutter: 0 1; }
    Form.-two-columns SectionLine.-heading, Form.-two-columns FieldRow.-wide { column-span: 2; }
    """

    @dataclass
    class Saved(Event):
        """All fields could be read. Write with ``token``, then tell the form how it went."""

        form: Form
        values: dict[str, object]
        token: str

        @property
        def control(self) -> Form:
            return self.form

    @dataclass
    class Cancelled(Event):
        """Esc, and nothing typed or typed text given up."""

        form: Form

        @property
        def control(self) -> Form:
            return self.form

    @dataclass
    class Changed(Event):
        """Somebody typed in a field."""

        form: Form
        field: Field

        @property
        def control(self) -> Form:
            return self.form

    @dataclass
    class Opened(Event):
        """F4 was pressed in a field that ``opens``."""

        form: Form
        name: str

        @property
        def control(self) -> Form:
            return self.form

    @dataclass
    class Scanned(Event):
        """A scan was read; what ``fills`` gave of it stands in the other fields."""

        form: Form
        name: str
        value: object

        @property
        def control(self) -> Form:
            return self.form

    def __init__(
        self,
        specs: Sequence[FieldSpec | Section],
        *,
        columns: int = 1,
        values: Mapping[str, object] | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.columns = columns
        self.set_class(columns == 2, "-two-columns")
        self.token = uuid.uuid4().hex
        self.saving = False
        self.rows: dict[str, FieldRow] = {}
        self.line = FormLine(self)
        self._message: Message | None = None
        self._asking = False
        self._height = 0  # of a form in a box
        self.hint: Message | None = None  # said where a field has no help
        self._lines: list[Widget] = []
        self._places: dict[str, tuple[int, int]] = {}
        self._build(specs)
        self.set_values({**{spec.name: spec.default for spec in self.specs}, **(values or {})})

    def _build(self, specs: Sequence[FieldSpec | Section]) -> None:
        row = column = 0
        for spec in specs:
            if isinstance(spec, Section):
                if column:
                    self._lines.append(SectionLine(None))
                    row, column = row + 1, 0
                heading = SectionLine(spec)
                heading.add_class("-heading")
                self._lines.append(heading)
                row += 1
                continue
            wide = spec.wide and self.columns > 1
            if wide and column:
                self._lines.append(SectionLine(None))
                row, column = row + 1, 0
            if spec.name in self.rows:
                raise ValueError(f"two fields are named {spec.name}")
            field = make_field(spec, self._day_of)
            field.keeper = self._keep
            field.opens = spec.opens
            if isinstance(field, ScanField):
                field.hand_over = partial(self._scanned, spec)
            self.rows[spec.name] = FieldRow(spec, field, self.line.look)
            self._lines.append(self.rows[spec.name])
            self._places[spec.name] = (row, column)
            if wide:
                self.rows[spec.name].add_class("-wide")
                row += 1
                continue
            column = (column + 1) % self.columns
            row += column == 0

    def _day_of(self, name: str) -> datetime.date | None:
        field = self.field(name)
        return field.value_date if isinstance(field, DateField) else None

    def _scanned(self, spec: FieldSpec, value: object) -> None:
        for name, known in (spec.fills(value) if spec.fills else {}).items():
            if name in self.rows:
                self.field(name).set_value(known)
        self.line.look()
        self.post_message(self.Scanned(self, spec.name, value))

    # Structure

    def compose(self) -> ComposeResult:
        yield ScrollableContainer(*self._lines, id="fields", can_focus=False)
        yield self.line

    def on_mount(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.size.width or self.app.size.width  # before the first resize: what it will come near to
        room = max(width // self.columns, 20)
        for column in range(self.columns):
            rows = [self.rows[n] for n, (_row, at) in self._places.items() if at == column]
            widest = max((cell_width(row.label()) for row in rows), default=0)
            for row in rows:
                row.lay_out(min(widest + 4, WIDEST_LABEL, room // 2))

    @property
    def specs(self) -> list[FieldSpec]:
        return [row.spec for row in self.rows.values()]

    @property
    def fields(self) -> list[Field]:
        return [row.field for row in self.rows.values()]

    def in_a_box(self, most: int) -> Form:
        """Up to ``most`` rows; a box has no key line, so the form says its keys itself."""
        self.stand(min(self.lines, most))
        self.hint = Message("Enter next · F9 save · Esc back")
        return self

    def stand(self, rows: int) -> None:
        """Be so many rows high, and one more while a long sentence is said."""
        self._height = rows
        self.styles.height = rows

    def grow(self, by: int) -> None:
        """Room for a longer last line, so that no field scrolls away for it."""
        if self._height:
            self.styles.height = self._height + by

    @property
    def lines(self) -> int:
        """How many rows the form takes when nothing has to scroll, its message line included."""
        last = max((row for row, _column in self._places.values()), default=-1)
        return last + 2

    def field(self, name: str) -> Field:
        return self.rows[name].field

    # Values

    def values(self) -> dict[str, object]:
        """Name → value. Raises FieldError at the first field that cannot be read."""
        return {name: row.field.parsed() for name, row in self.rows.items()}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show these values; fields not named keep theirs. What is shown now counts as not changed."""
        for name, value in values.items():
            self.field(name).set_value(value)
        self._unchanged = self._raw()

    def show_value(self, name: str, value: object) -> None:
        """Show another value in one field; it does not count as typed."""
        self.field(name).set_value(value)
        self._unchanged[name] = self.field(name).raw()

    def _raw(self) -> dict[str, str]:
        return {name: row.field.raw() for name, row in self.rows.items()}

    @property
    def changed(self) -> bool:
        return self._raw() != self._unchanged

    def draft(self) -> dict[str, str]:
        """What was typed, as plain text to keep; never a password or an unread scan."""
        secret = {spec.name for spec in self.specs if spec.kind in ("password", "scan")}
        return {name: raw for name, raw in self._raw().items() if name not in secret}

    def take_draft(self, draft: Mapping[str, str]) -> None:
        """Put a draft back; it counts as typed. Fields that are no more are left out."""
        for name, raw in draft.items():
            if name in self.rows:
                self.field(name).set_raw(raw)

    # Moving

    def focus_first(self) -> None:
        if self.fields:
            self.focus_field(self.fields[0])

    def focus_field(self, field: Field | str) -> None:
        """Move the cursor now, not when the message loop comes to it: keys may be waiting already."""
        to = self.field(field) if isinstance(field, str) else field
        here = self.current
        if to is here or not self.is_attached:
            return
        if here:
            here.leave()
        self._message = None
        to.begin()
        self.screen.set_focus(to, scroll_visible=False)
        self._show_row(to)
        for moved in (here, to):
            if moved:
                self.rows[str(moved.name)].refresh_mark()
        self.line.look()

    def _show_row(self, field: Field) -> None:
        """Scroll only where it must be: scrolling draws the whole form."""
        row = self.rows[str(field.name)]
        body = self.query_one("#fields", ScrollableContainer)
        line = row.virtual_region.y
        top = body.scroll_offset.y
        if row is next(iter(self.rows.values())):
            line = 0  # together with the heading above it
        if line < top or line >= top + body.size.height > 0:
            body.scroll_to(y=line if line < top else line - body.size.height + 1, animate=False, force=True)

    def on_descendant_focus(self) -> None:
        for row in self.rows.values():
            row.refresh_mark()
        self.line.look()

    @property
    def current(self) -> Field | None:
        focused = self.screen.focused if self.is_attached else None
        return focused if isinstance(focused, Field) and focused in self.fields else None

    def _keep(self, field: Field, key: str) -> bool:
        """The keys a field leaves to the form."""
        if key == "f9":
            self.save()
        elif key == "escape":
            self.cancel()
        elif key == "enter":
            if field is self.fields[-1]:
                self.save()
            else:
                self._move(field, 1)
        elif key in ("tab", "shift+tab"):
            return self._move(field, 1 if key == "tab" else -1)
        elif key in ("up", "down"):
            self._move_line(field, 1 if key == "down" else -1)
        elif key in ("pageup", "pagedown"):
            page = max(self.size.height - 2, 1)
            self._move_line(field, page if key == "pagedown" else -page)
        else:
            return False
        return True

    def _move(self, field: Field, by: int) -> bool:
        to = self.fields.index(field) + by
        if not 0 <= to < len(self.fields):
            return False
        self.focus_field(self.fields[to])
        return True

    def _move_line(self, field: Field, by: int) -> None:
        row, column = self._places[str(field.name)]
        ahead = [
            (abs(r - row), abs(c - column), n) for n, (r, c) in self._places.items() if (r - row) * by > 0
        ]
        if ahead:
            within = [place for place in ahead if place[0] <= abs(by)]
            furthest = max(within)[0] if within else min(ahead)[0]
            self.focus_field(min(place for place in ahead if place[0] == furthest)[2])

    # Saving

    def save(self) -> None:
        """Read all fields. Wrong ones say so and the first gets the cursor; otherwise ``Saved`` is posted, once."""
        if self.saving:
            return
        if self.current:
            self.current.leave()
        values: dict[str, object] = {}
        wrong: list[Field] = []
        for name, row in self.rows.items():
            try:
                values[name] = row.field.parsed()
                row.field.error = None
            except FieldError as error:
                row.field.error = error.message
                wrong.append(row.field)
        if wrong:
            self._point_at(wrong[0])
            return
        self._lock(True)
        self._say(Message("Saving …"))
        self.post_message(self.Saved(self, values, self.token))

    def _point_at(self, field: Field) -> None:
        if field is self.current:
            field.begin()
        else:
            self.focus_field(field)
        self._say(None)

    def _lock(self, locked: bool) -> None:
        self.saving = locked
        for field in self.fields:
            field.locked = locked

    def resume(self) -> None:
        """The write did not happen: the form is as it was."""
        self._lock(False)
        if self.current:
            self.current.begin()
        self._say(None)

    def renew_token(self) -> None:
        """The write succeeded: the next one is another, and what stands in the fields counts as saved."""
        self.token = uuid.uuid4().hex
        self._unchanged = self._raw()
        self.resume()

    def show_refusal(self, refused: Refused) -> None:
        """Say why not, at the field at fault where there is one; what was typed stays."""
        self.resume()
        message = refused.message
        if refused.jump:
            message = Message("{why} To mend it: {command}", {"why": message, "command": f":{refused.jump}"})
        if refused.field in self.rows:
            self.field(refused.field).error = message
            self._point_at(self.field(refused.field))
        else:
            self.show_message(message)

    def show_message(self, message: Message) -> None:
        """Say ``message`` in the form's last line and give the form back."""
        self.resume()
        self._say(message)

    def _say(self, message: Message | None) -> None:
        self._message = message
        self.line.look()

    def said(self) -> tuple[str, bool]:
        """What the last line says, and whether it is something wrong."""
        if self._message:
            return self._message.say(), not self.saving
        field = self.current
        if field and field.error:
            return field.error.say(), True
        help = (self.rows[str(field.name)].spec.help or self.hint) if field else None
        return (help.say() if help else ""), False

    def place(self) -> str:
        """Which field of how many, where not all can be seen at once."""
        field = self.current
        if field is None or not self.size.height or self.size.height >= self.lines:
            return ""
        return f"{self.fields.index(field) + 1}/{len(self.fields)}"

    def cancel(self) -> None:
        """Leave; asks first where something was typed."""
        if self.saving or self._asking:
            return
        if not self.changed:
            self.post_message(self.Cancelled(self))
            return
        from screens.kit.dialogs import ConfirmDialog

        self._asking = True
        self.app.push_screen(
            ConfirmDialog(Message("Throw away what was typed?"), danger=True), self._thrown_away
        )

    def _thrown_away(self, yes: bool | None) -> None:
        self._asking = False
        if yes:
            self.post_message(self.Cancelled(self))

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        if self._message and not self.saving:
            self._say(None)
        self.post_message(self.Changed(self, event.field))

    def on_field_opened(self, event: Field.Opened) -> None:
        event.stop()
        self.post_message(self.Opened(self, str(event.field.name)))

    def respeak(self) -> None:
        """The language was switched: labels and messages are said again, values stay."""
        for row in self.rows.values():
            row.field.respeak()
        self._lay_out()
        for line in self._lines:
            line.refresh()
        self.line.look()
