"""The audit trail: who changed what, when, of the house, of one stay or of one guest; each change field by field."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_stamp
from models.front_office.change_history import Change, Wanted, changes, fields_of_change
from models.front_office.change_places import jump_of
from models.front_office.change_words import GROUPS, Field, subject_word, thing
from models.front_office.guests import guest_in_force
from models.house.lists import MemoryListing, Pages
from models.house.staff import all_staff
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

ALL = "all"


def _why_not_all(screen: ChangeLogScreen) -> Message | None:
    return None if screen.narrowed else Message("Everything is shown already.")


class ChangeLogScreen(DeskScreen):
    """Enter shows a change in full; / looks for words, f narrows the list, a shows everything again."""

    ACTIONS = (
        Action("narrow", Message("Filter"), ("f",)),
        Action("all", Message("All"), ("a",), why_not=_why_not_all),
    )

    def __init__(
        self,
        stay_id: int | None = None,
        guest_id: int | None = None,
        lines: tuple[int, int] | None = None,
        staff_day: tuple[int, datetime.date] | None = None,
    ) -> None:
        super().__init__()
        staff_id, day = staff_day or (None, None)
        self.whose = Wanted(
            stay_id=stay_id, guest_id=guest_id, lines=lines, staff_id=staff_id, since=day, until=day
        )
        self.wanted = self.whose

    @property
    def narrowed(self) -> bool:
        return self.wanted != self.whose

    def heading(self) -> str:
        if self.wanted.lines:
            title = _("What was changed")
        elif self.wanted.stay_id:
            title = _("Changes of this stay")
        elif self.wanted.guest_id:
            title = f"{_('Changes')} · {guest_in_force(self.wanted.guest_id).name(current_language())}"
        else:
            title = _("Change log")
        return " · ".join(filter(None, [title, *self._narrowed_to()]))

    def _narrowed_to(self) -> list[str]:
        """What the list was narrowed to."""
        wanted = self.wanted
        since, until = wanted.first_day, wanted.until
        return [
            GROUPS[wanted.group].name.say() if wanted.group else "",
            self._logins()[str(wanted.staff_id)] if wanted.staff_id else "",
            f"{day(since) or '…'} – {day(until) or '…'}" if since or until else "",
            f"“{wanted.words}”" if wanted.words else "",
        ]

    @staticmethod
    def _logins() -> dict[str, str]:
        return {str(staff.id): staff.login for staff in all_staff()}

    def compose_body(self) -> ComposeResult:
        zone = self.services.property().zone
        columns: list[Column[Change]] = [
            Column(Message("When"), 16, lambda c: format_stamp(c.at, zone)),
            Column(Message("Who"), 9, lambda c: c.who),
            Column(Message("Of"), 22, lambda c: _of(c)),
            Column(Message("What changed"), None, lambda c: _summary(c, zone)),
        ]
        yield WindowedList(
            changes(self.wanted), columns, search=self._found, empty=Message("Nothing was changed."), id="rows"
        )  # fmt: skip

    def _found(self, words: str) -> Pages[Change]:
        return changes(dataclasses.replace(self.wanted, words=words))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("change", event.row))

    def do_all(self) -> None:
        self._show(self.whose)

    async def do_narrow(self) -> None:
        everything = (ALL, Message("everything"))
        specs = (
            FieldSpec("group", Message("Of"), "pick", width=26,
                      options=[everything, *((name, group.name) for name, group in GROUPS.items())]),
            FieldSpec("staff", Message("Who"), "pick", width=26,
                      options=[(ALL, Message("all staff")), *self._logins().items()]),
            FieldSpec("since", Message("Since"), "date", past=True),
            FieldSpec("until", Message("Until"), "date", past=True),
            FieldSpec("words", Message("Contains"), width=40, max_length=60,
                      help=Message("In a value or a reason. Without a date: of the last 31 days.")),
        )  # fmt: skip
        wanted = self.wanted
        first = {
            "group": wanted.group or ALL, "staff": str(wanted.staff_id or ALL), "since": wanted.since,
            "until": wanted.until, "words": wanted.words,
        }  # fmt: skip
        values = await self.app.push_screen_wait(FormDialog(Message("Changes"), specs, values=first))
        if values is not None:
            self._show(self._wanted_of(values))

    def _wanted_of(self, values: Any) -> Wanted:
        staff, group = values["staff"] or ALL, values["group"] or ALL
        return dataclasses.replace(
            self.whose,
            group="" if group == ALL else group,
            staff_id=None if staff == ALL else int(staff),
            since=values["since"],
            until=values["until"],
            words=values["words"].strip(),
        )

    def _show(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.query_one("#rows", WindowedList).show(changes(wanted))
        self.reread()


def _of(change: Change) -> str:
    return f"{subject_word(change.subject)} {thing(change.subject, change.subject_id)}"


def _summary(change: Change, zone: str) -> str:
    """The fields that differ, as far as they fit; ``+`` something new, ``−`` something taken away."""
    new = not change.before
    sign = "+ " if new else "" if change.after else "− "
    return sign + ", ".join(
        f"{f.name} {f.after}" if new else f"{f.name} {f.before} → {f.after}"
        for f in fields_of_change(change, zone)
    )


class ChangeScreen(DeskScreen):
    """One change, field by field. Enter goes to what was changed, where there is a screen of it."""

    def __init__(self, change: Change) -> None:
        super().__init__()
        self.change = change

    def heading(self) -> str:
        return f"{_('Change')} {self.change.log_id} · {_of(self.change)}"

    def compose_body(self) -> ComposeResult:
        zone = self.services.property().zone
        columns: list[Column[Field]] = [
            Column(Message("Field"), 22, lambda f: f.name),
            Column(Message("Before"), 24, lambda f: f.before),
            Column(Message("After"), None, lambda f: f.after, style=lambda _f: "bold"),
        ]
        yield Detail(lambda: self._about(zone), 3, id="about")
        yield WindowedList(MemoryListing(fields_of_change(self.change, zone)), columns, id="rows")

    def _about(self, zone: str) -> list[str]:
        change = self.change
        approved = _("Approved by {name}", name=change.approved_by) if change.approved_by else ""
        return [
            f"{format_stamp(change.at, zone)} · {change.who} · {change.terminal} · {change.operation}",
            " · ".join(
                filter(None, [_("Reason: {reason}", reason=change.reason) if change.reason else "", approved])
            ),
            "",
        ]

    def on_windowed_list_opened(self) -> None:
        jump = jump_of(self.change.subject, self.change.subject_id)
        if jump:
            self.run_line(jump)
        else:
            self.say(Message("There is no screen of this."))
