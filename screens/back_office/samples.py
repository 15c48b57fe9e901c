"""The auditor's samples: drawn anew, kept, and one of them as a list to work off."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.sample_populations import POPULATIONS
from models.front_office.samples import (
    EXCEPTION,
    MARKS,
    SEEN,
    AuditSample,
    Plan,
    SampleItem,
    draw,
    drawn_again,
    items_of,
    keep_sample,
    left_of,
    mark_item,
    sample_csv,
    sample_paper,
    samples,
)
from models.front_office.ways import Way
from models.house.lists import MemoryListing
from models.house.refusals import Answer, Refused
from models.ledger.drawing import LONGEST_SEED, METHODS, RANDOM
from screens.back_office.words import day
from screens.front_office.to_entry import go
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

LINES, SIZE = "lines", 25


class SamplesScreen(DeskScreen):
    """The latest first; Enter opens one."""

    ACTIONS = (Action("new", Message("New sample"), ("n", "insert"), right="see_ledger"),)

    def heading(self) -> str:
        return _("Audit samples")

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[AuditSample](Message("Number"), 13, lambda r: r.number),
            Column[AuditSample](Message("Date"), 10, lambda r: day(r.date)),
            Column[AuditSample](Message("Population"), None, _of),
            Column[AuditSample](Message("Items"), 6, lambda r: str(r.drawn), "right"),
            Column[AuditSample](Message("To be seen"), 10, lambda r: str(left_of(r.id)), "right"),
            Column[AuditSample](Message("Sampled by"), 10, lambda r: r.staff.login),
        )
        yield WindowedList(
            self._listing(), columns, empty=Message("No samples yet: n draws one."), id="samples"
        )

    @staticmethod
    def _listing() -> MemoryListing[AuditSample]:
        return MemoryListing(samples())

    def reload(self) -> None:
        self.query_one("#samples", WindowedList).renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("sample", event.row.id))

    async def do_new(self) -> None:
        """What would be drawn is said before it is kept."""
        today = self.services.today()
        specs = (
            FieldSpec("population", Message("Population"), "pick", width=26,
                      options=[(name, of.name) for name, of in POPULATIONS.items()]),
            FieldSpec("accounts", Message("Of accounts"), width=40, max_length=120,
                      help=Message("Codes with a blank between them, for lines. Empty: all.")),
            FieldSpec("since", Message("From"), "date", required=True, past=True),
            FieldSpec("until", Message("Until"), "date", required=True, past=True),
            FieldSpec("method", Message("Way to draw"), "pick", width=30, options=list(METHODS.items())),
            FieldSpec("figure", Message("So many, or baht"), "amount", required=True),
            FieldSpec("seed", Message("Seed"), required=True, max_length=LONGEST_SEED,
                      help=Message("Who types it again draws the same items.")),
        )  # fmt: skip
        first = {
            "population": LINES, "since": today.replace(day=1), "until": today, "method": RANDOM, "figure": SIZE,
            "seed": secrets.token_hex(4),
        }  # fmt: skip
        plans: list[Plan] = []

        async def look(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:  # noqa: ARG001
            plan = Plan(
                values["population"], values["since"], values["until"], values["method"], values["figure"],
                values["seed"], tuple((values["accounts"] or "").replace(",", " ").split()),
            )  # fmt: skip
            draw(plan)
            plans.append(plan)
            return True

        if not await self.app.push_screen_wait(FormDialog(Message("New sample"), specs, look, values=first)):
            return
        found = draw(plans[-1])
        question = Message(
            "{n} of {count} items are drawn, {total} in all. Keep the sample?",
            {"n": len(found.taken), "count": found.count, "total": found.total},
        )
        if await self.app.push_screen_wait(ConfirmDialog(question)):
            sample_id = await self.submit(keep_sample, plans[-1])
            if sample_id:
                self.app.push_screen(open_screen("sample", sample_id))


def _of(row: AuditSample) -> str:
    name = " ".join(filter(None, [POPULATIONS[row.population].name.say(), row.accounts]))
    return f"{name} · {day(row.since)} – {day(row.until)}"


def _why_not(screen: SampleScreen) -> Message | None:
    return None if screen.selected else Message("Nothing here.")


class SampleScreen(DeskScreen):
    """The list to work off. Enter goes to the item; what was found is marked."""

    ACTIONS = (
        Action("seen", Message("Seen"), ("space",), right="see_ledger", why_not=_why_not),
        Action("exception", Message("Exception"), ("x",), right="see_ledger", why_not=_why_not),
        Action("note", Message("Note"), ("n",), right="see_ledger", why_not=_why_not),
        Action("again", Message("Draw again"), ("r",)),
        Action("csv", Message("CSV file"), ("v",), shown=False),
        Action("print", Message("Print"), ("i",)),
    )

    def __init__(self, sample_id: int) -> None:
        super().__init__()
        self.sample: AuditSample = AuditSample.get_by_id(sample_id)

    def heading(self) -> str:
        return f"{_('Audit sample')} {self.sample.number} · {_of(self.sample)}"

    def aside(self) -> str:
        return _("{n} to do", n=left_of(self.sample.id))

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[SampleItem](Message("State"), 10, lambda r: MARKS[r.mark].say() if r.mark else ""),
            Column[SampleItem](Message("Date"), 10, lambda r: day(r.date)),
            Column[SampleItem](Message("Item"), 14, lambda r: r.item),
            Column[SampleItem](Message("What"), None, lambda r: " · ".join(filter(None, [r.note, r.said]))),
            Column[SampleItem](Message("Amount"), 14, lambda r: amount(r.amount), "right"),
        )
        yield WindowedList(self._listing(), columns, id="items")

    def _listing(self) -> MemoryListing[SampleItem]:
        return MemoryListing(items_of(self.sample.id))

    def reload(self) -> None:
        self.query_one("#items", WindowedList).renew(self._listing())

    @property
    def selected(self) -> SampleItem | None:
        row: SampleItem | None = self.query_one("#items", WindowedList).selected
        return row

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        item: SampleItem = event.row
        place = item.place
        if place is None:
            self.say(Message("There is no screen of this."), "warning")
        else:
            go(self, Way(item.source, Message("Item"), item.row_id, place, "see_ledger"))

    async def do_seen(self) -> None:
        """Once more takes the mark away."""
        row = self.selected
        assert row is not None
        await self.submit(mark_item, row.id, "" if row.mark == SEEN else SEEN, row.note)

    async def do_exception(self) -> None:
        await self._noted(EXCEPTION, Message("What is wrong with it?"))

    async def do_note(self) -> None:
        assert self.selected is not None
        await self._noted(self.selected.mark, Message("Note"))

    async def _noted(self, mark: str, title: Message) -> None:
        row = self.selected
        assert row is not None

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                mark_item, row.id, mark, values["note"] or "", token=token, answers=answers
            )
            return True

        spec = FieldSpec("note", Message("Note"), width=44, max_length=300, required=mark == EXCEPTION)
        if await self.app.push_screen_wait(FormDialog(title, (spec,), write, values={"note": row.note})):
            self.reread()

    def do_again(self) -> None:
        try:
            self.say(drawn_again(self.sample.id))
        except Refused as refused:
            self.say(refused.message, "warning")

    def do_csv(self) -> None:
        path = self.services.save_text(f"{self.sample.number}.csv", sample_csv(self.sample.id))
        self.say(Message("Saved: {path}", {"path": path}))

    def do_print(self) -> None:
        self.services.show_paper(sample_paper(self.services.property(), self.sample.id, current_language()))
