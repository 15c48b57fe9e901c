"""A night at the bar: ``301 2ch`` and Enter, and the cursor is there for the next. What was posted stands below.

A line is handed to the writer when Enter is pressed, so that nobody waits with the next one; what is refused comes back
into the field or, when something is typed there already, stands at the top of the list until Enter takes it up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.codes import Article
from models.front_office.codes.articles import articles_of, outlet, prices_on
from models.front_office.folios import correct
from models.front_office.outlet_sales import (
    LONGEST_LINE,
    Sale,
    count_sales,
    last_sales,
    post_line,
    read_line,
    understood,
)
from models.house.lists import MemoryListing
from models.house.refusals import Answer, Refused
from screens.front_office.stay_changes import REASON
from screens.front_office.words import amount, guest_name, name_of
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.fields import Field
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.form_screen import FormScreen
from screens.kit.frame import TitleLine
from screens.kit.windowed_list import Column, WindowedList

LINE = FieldSpec(
    "line", Message("Room and what"), required=True, width=46, max_length=LONGEST_LINE, opens=True,
    help=Message("301 2b w: two of b, one of w · or a name · F4 list · ↓ last ones"),
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A row of the list: what was posted, or a line that was refused."""

    place: int
    sale: Sale | None
    text: str = ""

    @property
    def key(self) -> tuple[int, int]:
        return (0, self.place) if self.sale is None else (1, -self.sale.posting_id)


class OutletSaleScreen(FormScreen):
    ACTIONS = (
        Action("take_back", Message("Take back"), ("c",), right="correct", why_not=lambda s: s.why_not_take_back()),
        Action("folio", Message("Folio"), ("f",), right="see_desk", why_not=lambda s: s.why_not_selected()),
        Action("list", Message("Price list"), ("f4",)),
    )  # fmt: skip

    def __init__(self, code: str = "BAR", line: str = "") -> None:
        super().__init__()
        self.outlet = outlet(code)
        self._first = line
        self._waiting: list[str] = []
        self._left: list[str] = []
        self._posting = False
        self._articles = articles_of(self.outlet.id)

    def heading(self) -> str:
        return _("{outlet} · post", outlet=name_of(self.outlet))

    def aside(self) -> str:
        """What Enter would post; before that, how much there is today."""
        typed = self._typed()
        if typed:
            try:
                return understood(read_line(typed, self._articles), self.services.today()).say()
            except Refused:
                return ""
        return _("{n} today", n=count_sales(self.outlet.id, self.services.today()))

    def compose_body(self) -> ComposeResult:
        form = Form((LINE,), values={"line": self._first}, id="sale")
        form.stand(form.lines)
        yield form
        columns: list[Column[Shown]] = [
            Column(Message("Number"), 8, lambda r: r.sale.number if r.sale else "✗"),
            Column(Message("Room"), 6, lambda r: r.sale.room if r.sale else ""),
            Column(Message("Guest"), 22, lambda r: guest_name(r.sale) if r.sale else ""),
            Column(Message("What"), None, _what, style=_style),
            Column(Message("Amount"), 11, lambda r: amount(r.sale.amount) if r.sale else "", "right"),
            Column(Message("User"), 10, lambda r: r.sale.user if r.sale else "", min_screen_width=100),
        ]
        yield WindowedList(self._listing(), columns, id="sales", empty=Message("Nothing posted today."))

    def _listing(self) -> MemoryListing[Shown]:
        self._sales = last_sales(self.outlet.id, self.services.today())
        left = [Shown(n, None, text) for n, text in enumerate(self._left)]
        return MemoryListing([*left, *(Shown(0, sale) for sale in self._sales)])

    @property
    def _list(self) -> WindowedList[Shown]:
        return self.query_one("#sales", WindowedList)

    def reload(self) -> None:
        self._articles = articles_of(self.outlet.id)
        self._list.renew(self._listing())
        if not self._list.has_focus and self._sales:  # ↓ leads to the latest, which is taken back most
            self._list.select((1, -self._sales[0].posting_id))

    def on_mount(self) -> None:
        field = self.form.field("line")
        keeper = field.keeper

        def keep(one: Field, key: str) -> bool:
            """Enter takes the line at once: a form that is locked while it is saved loses what is typed next.

            ↓ leads to what was posted; the form has nothing below its line.
            """
            if key in ("enter", "f9"):
                self._hand_in()
                return True
            if key == "down":
                self._list.focus()
                return True
            return keeper is not None and keeper(one, key)

        field.keeper = keep

    def do_back(self) -> None:
        if self._list.has_focus:
            self.form.focus_first()
        else:
            self.form.cancel()

    def _typed(self) -> str:
        return self.form.draft()["line"].strip() if self.is_mounted else ""

    def on_form_changed(self, event: Form.Changed) -> None:
        event.stop()
        self.query_one(TitleLine).tell(self.heading(), self.aside())

    # Posting

    def _hand_in(self) -> None:
        line = self._typed()
        if not line:
            self.form.show_message(Message("Nothing was typed."))
            return
        self._waiting.append(line)
        self.form.set_values({"line": ""})
        if not self._posting:
            self._posting = True
            self.start(self._post_all())

    async def _post_all(self) -> None:
        try:
            while self._waiting:
                await self._post(self._waiting.pop(0))
        finally:
            self._posting = False

    async def _post(self, line: str) -> None:
        if await self.submit(post_line, self.outlet.id, line, self.services.today()) is None:
            self._take_up(line)

    def _take_up(self, line: str) -> None:
        if self._typed():
            self._left.append(line)
            self.reload()
        else:
            self.form.take_draft({"line": line})
            self.form.focus_first()

    # The list below

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        if event.row.sale is None and not self._typed():
            self._left.remove(event.row.text)
            self._take_up(event.row.text)
            self.reload()
        elif event.row.sale is not None:
            self.do_folio()

    def why_not_selected(self) -> Message | None:
        row = self._list.selected
        return None if row is not None and row.sale is not None else Message("Nothing posted today.")

    def why_not_take_back(self) -> Message | None:
        row = self._list.selected
        if row is not None and row.sale is not None and row.sale.corrected:
            return Message("This posting has been corrected already.")
        return self.why_not_selected()

    async def do_take_back(self) -> None:
        row = self._list.selected
        assert row is not None
        assert row.sale is not None
        sale = row.sale

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                correct, sale.posting_id, values["reason"], token=token, answers=answers
            )

        title = Message(
            "Take back {what}: {amount}", {"what": f"{sale.room} {_what(row)}", "amount": sale.amount}
        )
        if await self.app.push_screen_wait(FormDialog(title, (REASON,), write)):
            self.reread()

    def do_folio(self) -> None:
        row = self._list.selected
        assert row is not None
        assert row.sale is not None
        self.services.run_command(f"folio {row.sale.room}")

    def on_form_opened(self, event: Form.Opened) -> None:
        event.stop()
        self.start(self.do_list())

    async def do_list(self) -> None:
        """What is taken from the list goes behind what is typed."""
        chosen = await choose_article(self, self._articles)
        if chosen is not None:
            self.form.take_draft({"line": f"{self._typed()} {chosen}".strip()})
        self.form.focus_first()


async def choose_article(screen: DeskScreen, articles: Sequence[Article]) -> str | None:
    """The price list of an outlet; the key of what is taken from it."""
    prices = prices_on([a.id for a in articles], screen.services.today())
    rows = [
        (
            a.short_key or a.code.casefold(),
            f"{a.short_key:<4} {name_of(a)} {amount(prices.get(a.id, a.price))}",
        )
        for a in articles
    ]
    chosen = await screen.app.push_screen_wait(ChooseDialog(Message("Price list"), rows))
    return None if chosen is None else str(chosen)


def _what(row: Shown) -> str:
    if row.sale is None:
        return row.text
    words = row.sale.words_th if current_language() == "th" else row.sale.words_en
    return _("{words} (corrected)", words=words) if row.sale.corrected else words


def _style(row: Shown) -> str:
    if row.sale is None:
        return "bold"
    return "dim" if row.sale.corrected else ""
