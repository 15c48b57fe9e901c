"""How letters begin and end: the house's words, or the hotel's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.correspondence import KINDS, TextRow, letter_texts, set_letter_text
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.letter_forms import LANGUAGE_NAMES
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

LONGEST = 600
HELP = Message("Filled in: {blanks}", {"blanks": "{guest} {hotel} {confirmation} {arrival} {departure}"})


class LetterTextsScreen(DeskScreen):
    ACTIONS = (Action("edit", Message("Edit"), ("e",), right="set_up"),)

    def heading(self) -> str:
        return _("Texts of letters")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(letter_texts()),
            [
                Column[TextRow](Message("Letter"), 20, lambda r: KINDS[r.kind].say()),
                Column[TextRow](Message("Language"), 8, lambda r: LANGUAGE_NAMES[r.language]),
                Column[TextRow](Message("Own"), 5, lambda r: _("yes") if r.own else ""),
                Column[TextRow](Message("Opening"), None, lambda r: r.opening),
            ],
            id="texts",
        )

    @property
    def _list(self) -> WindowedList[TextRow]:
        return self.query_one("#texts", WindowedList)

    def reload(self) -> None:
        self._list.renew(MemoryListing(letter_texts()))

    def on_windowed_list_opened(self) -> None:
        self.perform(self.ACTIONS[0])

    async def do_edit(self) -> None:
        row = self._list.selected
        assert row is not None  # there is one row for each letter and language
        specs = (
            FieldSpec("opening", Message("Opening"), max_length=LONGEST, width=56, help=HELP),
            FieldSpec("closing", Message("Closing"), max_length=LONGEST, width=56, help=HELP),
        )

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                set_letter_text, row.kind, row.language, token=token, answers=answers, **values
            )
            return True

        title = Message(
            "{letter}, {language}", {"letter": KINDS[row.kind], "language": LANGUAGE_NAMES[row.language]}
        )
        first = {"opening": row.opening, "closing": row.closing}
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=first)):
            self.reread()
