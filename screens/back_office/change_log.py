"""Who changed what, when: the whole house, one stay or one act. Enter shows a change in full."""

from __future__ import annotations

from textual.app import ComposeResult

from locales import Message, _
from locales.dates import format_stamp
from models.front_office.change_history import Change, changes, changes_between
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import MessageDialog
from screens.kit.windowed_list import Column, WindowedList


class ChangeLogScreen(DeskScreen):
    """``lines``: the first and the last line of one act."""

    def __init__(self, stay_id: int | None = None, lines: tuple[int, int] | None = None) -> None:
        super().__init__()
        self.stay_id = stay_id
        self.lines = lines

    def heading(self) -> str:
        if self.lines:
            return _("What was changed")
        return _("Changes of this stay") if self.stay_id else _("Change log")

    def compose_body(self) -> ComposeResult:
        zone = self.services.property().zone
        yield WindowedList(
            changes_between(*self.lines) if self.lines else changes(self.stay_id),
            [
                Column(Message("When"), 16, lambda c: format_stamp(c.at, zone)),
                Column(Message("Who"), 9, lambda c: c.who),
                Column(Message("What"), 16, lambda c: c.operation.replace("_", " ").strip()),
                Column(Message("Of"), 12, lambda c: f"{c.subject} {c.subject_id}"),
                Column(Message("What changed"), None, _change),
            ],
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        change: Change = event.row
        lines = [
            f"{change.who} · {change.terminal}",
            f"{change.operation} · {change.subject} {change.subject_id}",
            _("Before: {values}", values=change.before or "–"),
            _("After: {values}", values=change.after or "–"),
        ]
        if change.reason:
            lines.append(_("Reason: {reason}", reason=change.reason))
        if change.approved_by:
            lines.append(_("Approved by {name}", name=change.approved_by))
        self.app.push_screen(MessageDialog("\n".join(lines)))


def _change(change: Change) -> str:
    return f"{change.before} → {change.after}" if change.before else change.after
