"""Lost and found: written down, claimed, returned against a signature, sent, disposed of when its time has passed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from models.front_office.desk_views import find_stays
from models.front_office.lost_and_found import (
    KEPT,
    LOST_STATES,
    VALUE_CLASSES,
    LostItem,
    LostRow,
    change_item,
    claim_item,
    dispose_of,
    for_disposal,
    handing_over_paper,
    lost_items,
    return_item,
    send_item,
    still_kept,
    write_found,
)
from models.house.lists import Pages
from models.house.refusals import Answer
from screens.front_office.words import day, guest_name
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

KEPT_NOW, DUE, ALL = "kept", "due", "all"
VIEWS = {
    KEPT_NOW: Message("Still kept"),
    DUE: Message("To be disposed of"),
    ALL: Message("Everything"),
}
WHAT = FieldSpec("what", Message("What"), required=True, width=40, max_length=120)
KEPT_AT = FieldSpec("kept_at", Message("Kept at"), width=30, max_length=60)
VALUE = FieldSpec(
    "value_class", Message("Value"), "pick", required=True, options=tuple(VALUE_CLASSES.items()), default="ordinary",
    help=Message("How long it is kept hangs on it."),
)  # fmt: skip
NOTE = FieldSpec("note", Message("Note"), width=40, max_length=200)
CLAIMANT = FieldSpec("claimant", Message("Name"), required=True, width=36, max_length=80)
CONTACT = FieldSpec("contact", Message("Phone, address"), width=40, max_length=120)
HOW = FieldSpec("how", Message("How"), required=True, width=40, max_length=200)


def _stay_field() -> FieldSpec:
    def search(text: str) -> list[tuple[int, str]]:
        return [
            (r.stay_id, f"{guest_name(r)} {r.room or '–'} {day(r.arrival)}–{day(r.departure)}")
            for r in find_stays(text).first(12)
        ]

    return FieldSpec(
        "stay_id", Message("Guest"), "lookup", search=search, width=42,
        help=Message("Who probably lost it. Empty: the last guest of the room."),
    )  # fmt: skip


class LostAndFoundScreen(DeskScreen):
    ACTIONS = (
        Action("new", Message("Found"), ("n", "insert"), right="housekeeping"),
        Action("edit", Message("Edit"), ("e",), right="housekeeping", why_not=lambda s: s.why_not_kept()),
        Action("claim", Message("Claimed"), ("c",), right="housekeeping", why_not=lambda s: s.why_not_kept()),
        Action("give_back", Message("Return"), ("r",), right="housekeeping", why_not=lambda s: s.why_not_kept()),
        Action("send", Message("Send on"), ("s",), right="housekeeping", why_not=lambda s: s.why_not_kept()),
        Action("dispose", Message("Dispose"), ("x",), right="housekeeping", why_not=lambda s: s.why_not_kept()),
        Action("paper", Message("Print"), ("p", "f9"), right="see_desk", why_not=lambda s: s.why_not_any()),
        Action("view", Message("View"), ("f",)),
    )  # fmt: skip

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self._view = ALL if text else KEPT_NOW

    def heading(self) -> str:
        return " · ".join(filter(None, [_("Lost and found"), VIEWS[self._view].say(), self._text]))

    def aside(self) -> str:
        due = lost_items(where=for_disposal(self.services.today())).count(1000)
        return _("{n} to be disposed of", n=due) if due else ""

    def compose_body(self) -> ComposeResult:
        columns: list[Column[LostRow]] = [
            Column(Message("Number"), 12, lambda r: r.number),
            Column(Message("Found"), 7, lambda r: day(r.found_on)),
            Column(Message("Found at"), 8, lambda r: r.where),
            Column(Message("What"), None, lambda r: r.what),
            Column(Message("Guest"), 11, guest_name),
            Column(Message("State"), 8, lambda r: LOST_STATES[r.state].say()),
            Column(Message("Keep until"), 11, _until, style=lambda r: "bold" if r.due else ""),
            Column(Message("Kept at"), 16, lambda r: r.kept_at, min_screen_width=110),
        ]
        yield WindowedList(
            self._listing(), columns, search=lambda text: lost_items(text, date=self.services.today()),
            empty=Message("Nothing here."), id="lost",
        )  # fmt: skip

    def _listing(self) -> Pages[LostRow]:
        today = self.services.today()
        where = {KEPT_NOW: still_kept(), DUE: for_disposal(today), ALL: None}[self._view]
        return lost_items(self._text, where, today)

    @property
    def _list(self) -> WindowedList[LostRow]:
        return self.query_one("#lost", WindowedList)

    @property
    def row(self) -> LostRow:
        assert self._list.selected
        return self._list.selected

    def reload(self) -> None:
        self._list.renew(self._listing())

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("Nothing here.")

    def why_not_kept(self) -> Message | None:
        row = self._list.selected
        if row is not None and row.state not in KEPT:
            values: dict[str, object] = {"number": row.number, "state": LOST_STATES[row.state]}
            return Message("{number} is here no longer: {state}.", values)
        return self.why_not_any()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.perform_by_id("edit" if event.row.state in KEPT else "paper")

    async def _ask(
        self, title: Message, specs: tuple[FieldSpec, ...], operation: Any, *args: Any, **first: Any
    ) -> Any:
        """A form whose values are the operation's keywords; what it gave back."""
        done: list[Any] = []

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            done.append(await self.services.write(operation, *args, token=token, answers=answers, **values))
            return done

        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=first)) is None:
            return None
        self.reread()
        return done[-1] if done[-1] is not None else True

    async def do_new(self) -> None:
        specs = (
            WHAT,
            FieldSpec("room", Message("Room"), width=8, max_length=10),
            FieldSpec("place", Message("Place"), width=30, max_length=60, help=Message("Under the bed; lobby; pool.")),
            FieldSpec("found_by", Message("Found by"), width=30, max_length=60),
            KEPT_AT,
            VALUE,
            FieldSpec("found_on", Message("Found on"), "date", required=True, past=True),
            _stay_field(),
            NOTE,
        )  # fmt: skip
        number = await self._ask(
            Message("Something was found"), specs, write_found, found_on=self.services.today()
        )
        if number is not None:
            self.say(Message("Tie the number to it: {number}", {"number": number}))

    async def do_edit(self) -> None:
        row = self.row
        item = LostItem.get_by_id(row.id)
        keep = FieldSpec("keep_until", Message("Keep until"), "date", required=True)
        guest = Choice(row.stay_id, guest_name(row)) if row.stay_id else None
        await self._ask(
            Message("{number}, found {where}", {"number": row.number, "where": row.where}),
            (WHAT, KEPT_AT, VALUE, keep, _stay_field(), NOTE), change_item, row.id, what=row.what, kept_at=row.kept_at,
            value_class=row.value_class, keep_until=row.keep_until, stay_id=guest, note=item.note,
        )  # fmt: skip

    async def do_claim(self) -> None:
        title = Message("Who says it is theirs?")
        await self._ask(title, (CLAIMANT, CONTACT), claim_item, self.row.id, claimant=guest_name(self.row))

    async def do_give_back(self) -> None:
        """By name and the end of the document; the paper to be signed opens by itself."""
        row = self.row
        end = FieldSpec(
            "document_end", Message("Document, its end"), required=True, width=6, max_length=8,
            help=Message("The last 3 or 4 characters of the document shown."),
        )  # fmt: skip
        item = LostItem.get_by_id(row.id)
        name = item.claimant or guest_name(row)
        title = Message("Return {number}", {"number": row.number})
        if await self._ask(
            title, (CLAIMANT, end, CONTACT), return_item, row.id, claimant=name, contact=item.contact
        ):
            self._show_paper(row.id)

    async def do_send(self) -> None:
        item = LostItem.get_by_id(self.row.id)
        name = item.claimant or guest_name(self.row)
        title = Message("Send {number} on", {"number": self.row.number})
        await self._ask(
            title, (CLAIMANT, CONTACT, HOW), send_item, self.row.id, claimant=name, contact=item.contact
        )

    async def do_dispose(self) -> None:
        title = Message("Dispose of {number}", {"number": self.row.number})
        await self._ask(title, (HOW,), dispose_of, self.row.id)

    def do_paper(self) -> None:
        self._show_paper(self.row.id)

    def _show_paper(self, item_id: int) -> None:
        paper = handing_over_paper(self.services.property(), item_id, current_language())
        self.services.show_paper(paper)

    async def do_view(self) -> None:
        chosen = await self.app.push_screen_wait(
            ChooseDialog(Message("What is to be seen?"), tuple(VIEWS.items()), self._view)
        )
        if chosen is not None:
            self._view, self._text = str(chosen), ""
            self._list.show(self._listing())
            self.reread()


def _until(row: LostRow) -> str:
    if row.state not in KEPT:
        return ""
    return format_date(row.keep_until, "short") + (" !" if row.due else "")
