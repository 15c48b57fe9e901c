"""The minibar round, or the laundry's: one line a room, ``301 2w 1b``, all of them in one form.

F9 posts the lines that are right and takes them out of the form; those with a fault stay as they were typed, with the
fault beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, n_
from models.front_office.codes.articles import articles_of, outlet
from models.front_office.guests.person import SpokenName
from models.front_office.outlet_sales import LONGEST_LINE, post_round, read_line, understood
from models.house.refusals import Refused
from screens.front_office.outlet_sale import choose_article
from screens.front_office.words import name_of
from screens.kit.actions import Action
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.form_screen import FormScreen
from screens.kit.frame import TitleLine

ROWS = 17


class OutletRoundScreen(FormScreen):
    ACTIONS = (
        Action("save", Message("Post"), ("f9",), right="post"),
        Action("list", Message("Price list"), ("f4",)),
    )

    def __init__(self, code: str = "MINI", line: str = "") -> None:
        super().__init__()
        self.outlet = outlet(code)
        self._articles = articles_of(self.outlet.id)
        self._first = line

    def heading(self) -> str:
        return _("{outlet} · round", outlet=name_of(self.outlet))

    def aside(self) -> str:
        """The line with the cursor read back."""
        field = self.form.current if self.is_mounted else None
        typed = self.form.draft()[str(field.name)].strip() if field is not None else ""
        if not typed:
            keys = (f"{a.short_key} {name_of(a)}" for a in self._articles if a.short_key)
            return " · ".join(keys)[:56]
        try:
            return understood(read_line(typed, self._articles), self.services.today()).say()
        except Refused:
            return ""

    def compose_body(self) -> ComposeResult:
        specs = [
            FieldSpec(
                f"line{n}", Message("{n}. Room", {"n": n}), width=34, max_length=LONGEST_LINE, opens=True,
                help=Message("301 2w b: two of w, one of b. Right lines are posted, wrong ones stay."),
            )
            for n in range(1, ROWS + 1)
        ]  # fmt: skip
        yield Form(specs, values={"line1": self._first}, id="round")

    def on_form_changed(self, event: Form.Changed) -> None:
        event.stop()
        event.field.error = None
        self._say_line()

    def on_descendant_focus(self) -> None:
        self._say_line()

    def on_form_opened(self, event: Form.Opened) -> None:
        event.stop()
        self.start(self.do_list())

    async def do_list(self) -> None:
        """What is taken from the list goes behind what is typed in the line with the cursor."""
        field = self.form.current
        name = str(field.name) if field is not None else "line1"
        chosen = await choose_article(self, self._articles)
        if chosen is not None:
            typed = self.form.draft()[name].strip()
            self.form.take_draft({name: f"{typed} {chosen}".strip()})
        self.form.focus_field(name)

    def _say_line(self) -> None:
        self.query_one(TitleLine).tell(self.heading(), self.aside())

    async def write(self, values: Mapping[str, Any]) -> None:
        lines = [str(values[f"line{n}"] or "").strip() for n in range(1, ROWS + 1)]
        typed = [line for line in lines if line]
        if not typed:
            self.form.show_message(Message("Nothing was typed."))
            return
        answer = await self.submit(post_round, self.outlet.id, typed, self.services.today(), form=self.form)
        if answer is None:
            return
        wrong = [(line, said["fault"]) for line, said in zip(typed, answer, strict=True) if said["fault"]]
        left: dict[str, object] = {f"line{n}": "" for n in range(1, ROWS + 1)}
        self.form.set_values(left)
        for n, (line, fault) in enumerate(wrong, 1):
            self.form.take_draft({f"line{n}": line})
            self.form.field(f"line{n}").error = _why(fault)
        posted = sum(said["posted"] for said in answer)
        self.say(_summary(len(typed) - len(wrong), posted, len(wrong)), "warning" if wrong else "info")
        if wrong:
            self.form.focus_field("line1")
        else:
            self.form.focus_first()
        self._say_line()


def _why(fault: Mapping[str, str]) -> Message:
    why = SpokenName(fault["th"], fault["en"])
    if fault["jump"]:
        return Message("{why} To mend it: {command}", {"why": why, "command": f":{fault['jump']}"})
    return Message("{why}", {"why": why})


def _summary(rooms: int, posted: int, wrong: int) -> str:
    done = n_("{n} line posted", "{n} lines posted", rooms) + f" ({posted})"
    return f"{done} · " + n_("{n} stays in the form", "{n} stay in the form", wrong) if wrong else done
