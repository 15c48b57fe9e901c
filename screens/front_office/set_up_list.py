"""A list of the house's own choices: new, change (Enter), remove. Each such list is a description of this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult

from locales import Message
from locales.thai_text import fold
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column, WindowedList

Specs = Sequence[FieldSpec | Section]
Call = tuple[Callable[..., Any], tuple[Any, ...]]
"""An operation with its arguments."""


@dataclass(frozen=True)
class Entry:
    row: Any

    @property
    def key(self) -> tuple[int]:
        return (int(self.row.id),)


def _why_not_selected(screen: SetUpList) -> Message | None:
    return None if screen.selected is not None else Message("Nothing here.")


NEW = Action("new", Message("New"), ("n", "insert"), right="set_up")
CHANGE = Action("change", Message("Edit"), ("e",), right="set_up", why_not=_why_not_selected)
REMOVE = Action(
    "remove", Message("Remove"), ("x", "delete"), right="set_up", danger=True, why_not=_why_not_selected
)


class SetUpList(DeskScreen):
    """Subclasses say the rows, the columns, the form, and which operation writes or removes."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (NEW, CHANGE, REMOVE)
    TITLE_LINE: ClassVar[Message]
    ONE: ClassVar[Message]
    """What one of them is called, over its form."""
    COLUMNS: ClassVar[tuple[Column[Entry], ...]]

    def rows(self) -> Sequence[Any]:
        raise NotImplementedError

    def one(self, row: Any) -> Message:  # noqa: ARG002
        """What stands over the form of ``row``."""
        return self.ONE

    def specs(self, row: Any) -> Specs:
        """The fields; ``row`` is None for a new one."""
        raise NotImplementedError

    def values(self, row: Any) -> Mapping[str, object]:
        """What the form shows of ``row``, or of a new one (None)."""
        raise NotImplementedError

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        raise NotImplementedError

    def removing(self, row: Any) -> Call:
        raise NotImplementedError

    def heading(self) -> str:
        return self.TITLE_LINE.say()

    def compose_body(self) -> ComposeResult:
        yield WindowedList(self._listing(), self.COLUMNS, search=self._listing, id="rows")

    def _listing(self, text: str = "") -> MemoryListing[Entry]:
        """Rows whose columns hold every word of ``text``."""
        words = fold(text).split()
        entries = [Entry(row) for row in self.rows()]
        if words:
            entries = [
                entry
                for entry in entries
                if all(w in fold(" ".join(c.cell(entry) for c in self.COLUMNS)) for w in words)
            ]
        return MemoryListing(entries)

    @property
    def _list(self) -> WindowedList[Entry]:
        return self.query_one("#rows", WindowedList)

    @property
    def selected(self) -> Any:
        entry = self._list.selected
        return entry.row if entry else None

    def reload(self) -> None:
        self._list.renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform(CHANGE)

    async def do_new(self) -> None:
        await self._edit(None)

    async def do_change(self) -> None:
        await self._edit(self.selected)

    async def do_remove(self) -> None:
        operation, arguments = self.removing(self.selected)
        await self.submit(operation, *arguments)

    async def _edit(self, row: Any) -> None:
        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            operation, arguments = self.saving(row, values)
            await self.services.write(operation, *arguments, token=token, answers=answers)
            return True

        known = {name: value for name, value in self.values(row).items() if value is not None}
        if await self.app.push_screen_wait(FormDialog(self.one(row), self.specs(row), write, values=known)):
            self.reread()
