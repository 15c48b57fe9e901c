"""The check of a list before it is taken in: every fault by its line; F9 writes once there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.imports import Outcome
from models.house.lists import MemoryListing
from models.house.refusals import Answer, Refused
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import AskDialog, ConfirmDialog, wrap
from screens.kit.windowed_list import Column, WindowedList

Call = tuple[Callable[..., Any], Sequence[Any]]
DETAIL_LINES = 2


@dataclass(frozen=True)
class _Line:
    number: int
    line: int
    kind: Message
    field: str
    said: str

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


def _why_not_write(screen: CheckScreen) -> Message | None:
    outcome = screen.outcome
    if outcome is None:
        return Message("The check is still under way.")
    if outcome.written:
        return Message("It is taken in already.")
    if outcome.faults and not outcome.asks:
        return Message("{n} faults stand in the way.", {"n": len(outcome.faults)})
    return None


def _why_not_cancel(screen: CheckScreen) -> Message | None:
    if screen.outcome and screen.outcome.written:
        return Message("It is taken in already.")
    return None if screen.outcome and screen.outcome.leaving else Message("No booking is gone from it.")


class CheckScreen(DeskScreen):
    """``take`` is called with ``arguments`` (and ``dry_run``) and gives an ``Outcome``; ``afterwards`` is written
    once it was taken in."""

    ACTIONS = (
        Action("write", Message("Take in"), ("f9",), right="book", why_not=_why_not_write),
        Action("cancel_gone", Message("Cancel what is gone"), ("x",), right="book", why_not=_why_not_cancel),
    )

    def __init__(
        self, title: Message, take: Callable[..., Outcome], arguments: Sequence[Any], afterwards: Call | None = None
    ) -> None:  # fmt: skip
        super().__init__()
        self.caption, self.take, self.arguments, self.afterwards = title, take, tuple(arguments), afterwards
        self.outcome: Outcome | None = None

    def heading(self) -> str:
        return str(self.caption)

    def aside(self) -> str:
        outcome = self.outcome
        if outcome is None:
            return _("checking …")
        if outcome.faults:
            return _("{n} faults", n=len(outcome.faults))
        figures = {"new": outcome.new, "changed": outcome.changed, "same": outcome.unchanged}
        said = _("{new} new, {changed} changed, {same} same", **figures)
        return said + (_(", {n} cancelled", n=outcome.cancelled) if outcome.cancelled else "")

    def compose_body(self) -> ComposeResult:
        columns: list[Column[_Line]] = [
            Column(Message("Line"), 6, lambda r: str(r.line) if r.line else "", "right"),
            Column(Message("Kind"), 7, lambda r: r.kind.say()),
            Column(Message("Field"), 20, lambda r: r.field),
            Column(Message("What"), None, lambda r: r.said),
        ]
        yield WindowedList(
            MemoryListing(self._lines()), columns, id="lines", search=self._found,
            empty=Message("No fault. F9 takes it in."),
        )  # fmt: skip
        yield Detail(self._detail, DETAIL_LINES, id="detail")

    def on_mount(self) -> None:
        self.start(self._check())

    async def _check(self) -> None:
        self.outcome = await self.services.write(self.take, *self.arguments, dry_run=True)
        self.reread()

    def _lines(self) -> list[_Line]:
        outcome = self.outcome
        if outcome is None:
            return []
        told: list[tuple[int, Message, str, str]] = []
        for fault in outcome.faults:
            kind = Message("ask") if fault.ask else Message("fault")
            told.append((fault.line, kind, str(fault.field or ""), str(fault.message)))
        for gone in outcome.leaving:
            said = _("Gone: {guest}", guest=gone.guest)
            told.append((0, Message("gone"), f"{day(gone.arrival)} – {day(gone.departure)}", said))
        told += [(n.line, Message("note"), str(n.field or ""), str(n.message)) for n in outcome.notes]
        return [_Line(number, *line) for number, line in enumerate(told)]

    def _found(self, text: str) -> MemoryListing[_Line]:
        word = text.casefold()
        return MemoryListing([r for r in self._lines() if word in f"{r.line} {r.field} {r.said}".casefold()])

    def _detail(self) -> list[str]:
        row = self.query_one("#lines", WindowedList).selected
        return wrap(row.said, max(self.size.width - 2, 20))[:DETAIL_LINES] if row else []

    def reload(self) -> None:
        self.query_one("#lines", WindowedList).renew(MemoryListing(self._lines()))
        self.query_one("#detail", Detail).look()

    def on_windowed_list_highlighted(self) -> None:
        self.query_one("#detail", Detail).look()

    async def do_write(self) -> None:
        await self._take_in()

    async def do_cancel_gone(self) -> None:
        assert self.outcome is not None
        question = Message("Cancel what is gone ({n}) and take the rest in?", {"n": len(self.outcome.leaving)})  # fmt: skip
        if await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
            await self._take_in(cancel_missing=True)

    async def _take_in(self, **more: Any) -> None:
        """Take it in; each kind of question is put once, for all its lines."""
        answers: dict[str, Answer] = {}
        while True:
            outcome: Outcome = await self.services.write(self.take, *self.arguments, answers=answers, **more)
            unanswered = [refused for refused in outcome.asks if refused.code not in answers]
            if not unanswered:
                break
            for refused in unanswered:
                answer = await self.app.push_screen_wait(AskDialog(_for_all(refused, outcome)))
                if answer is None:
                    return
                answers[refused.code] = answer
        self.outcome = outcome
        if outcome.written and self.afterwards:
            operation, arguments = self.afterwards
            await self.services.write(operation, *arguments)
        self.reread()
        if outcome.written:
            self.say(Message("Taken in."))


def _for_all(refused: Refused, outcome: Outcome) -> Refused:
    """The question of one line, asked for all the lines it stands for."""
    lines = [fault.line for fault in outcome.faults if fault.ask == refused.code]
    if len(lines) > 1:
        refused.message = Message("{why} And {n} more.", {"why": refused.message, "n": len(lines) - 1})
    return refused
