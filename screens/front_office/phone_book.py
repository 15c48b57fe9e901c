"""The telephone book: emergency numbers first, then the house, then everybody outside; found while one types."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.switchboard.calls import OUTCOMES, call_department, call_entry
from models.front_office.switchboard.phone_book import (
    DIALLING_NOTE,
    KIND_WORDS,
    PHONE_KINDS,
    PhoneEntry,
    PhoneRow,
    add_phone,
    change_phone,
    drop_phone,
    phone_book,
    set_dialling_note,
    set_extension,
)
from models.house.departments import departments
from models.house.property import setting
from models.house.refusals import Answer
from screens.front_office.calls import outcome_fields
from screens.front_office.words import name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

NUMBER = FieldSpec("number", Message("Phone number"), required=True, width=24, max_length=40)
SOURCE = "telephone list"


def _entry_fields() -> tuple[FieldSpec, ...]:
    known = [("", Message("none")), *((d.code, d.name(current_language())) for d in departments())]
    return (
        FieldSpec("kind", Message("Kind"), "pick", required=True, options=tuple(PHONE_KINDS.items()), default="outside"),
        FieldSpec("name_th", Message("Name in Thai"), width=40, max_length=80),
        FieldSpec("name_en", Message("Name in English"), width=40, max_length=80),
        NUMBER,
        FieldSpec("second_number", Message("Second number"), width=24, max_length=40),
        FieldSpec("department", Message("Department"), "pick", options=known, default="", width=28),
        FieldSpec("emergency", Message("Emergency"), "check"),
        FieldSpec("note", Message("Note"), width=40, max_length=120),
    )  # fmt: skip


class PhoneBookScreen(DeskScreen):
    """The search is open at once. Enter writes a call to it down; from the first arrow on letters are keys."""

    ACTIONS = (
        Action("call", Message("Put through"), ("f9", "c"), right="switchboard", why_not=lambda s: s.why_not_any()),
        Action("new", Message("New"), ("n", "insert"), right="switchboard"),
        Action("edit", Message("Edit"), ("e", "f4"), right="switchboard", why_not=lambda s: s.why_not_any()),
        Action("drop", Message("Drop from the book"), ("delete", "x"), right="switchboard", danger=True, shown=False, why_not=lambda s: s.why_not_entry()),
        Action("note", Message("How to dial out"), ("o",), right="switchboard", shown=False),
        Action("take_in", Message("Take a list in"), ("i",), right="switchboard", shown=False),
    )  # fmt: skip

    def heading(self) -> str:
        return _("Telephone book")

    def aside(self) -> str:
        return setting(DIALLING_NOTE)

    def compose_body(self) -> ComposeResult:
        columns: list[Column[PhoneRow]] = [
            Column(Message("Name"), None, _name, style=lambda r: "bold" if r.emergency else ""),
            Column(Message("Phone number"), 16, lambda r: r.number),
            Column(Message("Second number"), 13, lambda r: r.second_number),
            Column(Message("Belongs to"), 18, _belongs),
            Column(Message("Note"), 30, lambda r: r.note, min_screen_width=110),
        ]
        yield WindowedList(
            phone_book(), columns, search=phone_book, empty=Message("Nobody of that name stands in the book."),
            id="phones",
        )  # fmt: skip

    def on_mount(self) -> None:
        self._list.focus()

    def on_screen_resume(self) -> None:
        self._list.offer_search()

    @property
    def _list(self) -> WindowedList[PhoneRow]:
        return self.query_one("#phones", WindowedList)

    @property
    def selected(self) -> PhoneRow | None:
        return self._list.selected

    def reload(self) -> None:
        self._list.renew(phone_book())

    def on_windowed_list_opened(self) -> None:
        self.perform_by_id("call")

    def why_not_any(self) -> Message | None:
        return None if self.selected else Message("Nobody of that name stands in the book.")

    def why_not_entry(self) -> Message | None:
        row = self.selected
        return None if row and row.entry_id else Message("A department is taken out in the set-up.")

    # Doing

    async def do_call(self) -> None:
        row = self.selected
        assert row is not None
        operation, target = (
            (call_entry, row.entry_id) if row.entry_id else (call_department, row.department_id)
        )
        title = Message("Call to {name} {number}", {"number": row.number, "name": name_of(row)})
        if await self._form(title, outcome_fields(tuple(OUTCOMES)), operation, target):
            self.say(Message("The call is written down."))

    async def do_new(self) -> None:
        await self._form(Message("New in the telephone book"), _entry_fields(), add_phone)

    async def do_edit(self) -> None:
        row = self.selected
        assert row is not None
        title = Message("Edit {name}", {"name": name_of(row)})
        if row.entry_id is None:
            number = FieldSpec("extension", Message("Extension"), width=20, max_length=20)
            await self._form(title, (number,), set_extension, row.department_id, extension=row.number)
            return
        entry = PhoneEntry.get_by_id(row.entry_id)
        first = {spec.name: getattr(entry, spec.name) for spec in _entry_fields()}
        first["department"] = entry.department.code if entry.department_id else ""
        await self._form(title, _entry_fields(), change_phone, row.entry_id, **first)

    async def do_drop(self) -> None:
        assert self.selected is not None
        await self.submit(drop_phone, self.selected.entry_id)

    async def do_note(self) -> None:
        spec = FieldSpec("note", Message("How to dial out"), width=44, max_length=60)
        await self._form(
            Message("How one dials outside"), (spec,), set_dialling_note, note=setting(DIALLING_NOTE)
        )

    async def _form(
        self, title: Message, specs: tuple[FieldSpec, ...], operation: Any, *args: Any, **first: object
    ) -> bool:
        async def write(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> object:
            said = {name: "" if value is None else value for name, value in values.items()}
            await self.services.write(operation, *args, token=token, answers=answers, **said)
            return True

        done = await self.app.push_screen_wait(FormDialog(title, specs, write, values=first))
        if done is not None:
            self.reread()
        return done is not None

    async def do_take_in(self) -> None:
        """A list of names and numbers from the import folder: all of it, or the first line at fault."""
        from models.front_office.imports import PHONES_KIND, Outcome, import_table, kept_mapping, propose
        from models.house.tables import read_table

        files = [(path, path.name) for path in self.services.import_files() if path.suffix.lower() != ".ics"]
        if not files:
            self.say(Message("Put files into {folder}", {"folder": self.services.import_folder()}), "warning")
            return
        path: Any = await self.app.push_screen_wait(ChooseDialog(Message("Which list?"), files))
        if path is None:
            return
        table = await asyncio.to_thread(read_table, path, None)
        mapping = propose(PHONES_KIND.fields, table, kept_mapping(PHONES_KIND.name, SOURCE))
        outcome: Outcome = await self.services.write(import_table, PHONES_KIND, table, mapping, SOURCE)
        self.reread()
        if outcome.faults:
            fault = outcome.faults[0]
            self.say(
                Message("Line {line}: {why}. Nothing was taken in.", {"line": fault.line, "why": fault}),
                "error",
            )
            return
        figures: dict[str, object] = {
            "new": outcome.new,
            "changed": outcome.changed,
            "same": outcome.unchanged,
        }
        self.say(Message("Taken in: {new} new, {changed} changed, {same} as before.", figures))


def _name(row: PhoneRow) -> str:
    return f"! {name_of(row)}" if row.emergency else name_of(row)


def _belongs(row: PhoneRow) -> str:
    if row.emergency:
        return _("Emergency")
    of = row.of_th if current_language() == "th" else row.of_en
    return of or KIND_WORDS[row.kind].say()
