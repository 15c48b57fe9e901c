"""Forms of vouchers, templates and standing ones, and the month's run that writes what is due."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from locales.dates import format_date
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from models.ledger.drafts import JV, PV, RV
from models.ledger.forms import VoucherForm, close_form, forms, save_form
from models.ledger.month_run import Due, due, run_month
from screens.back_office.voucher import CAPTIONS, VoucherScreen
from screens.back_office.words import day
from screens.front_office.set_up_list import Entry
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

STANDING, TURNS_BACK = Message("Standing"), Message("Reversal")


def _months(form: VoucherForm) -> str:
    if form.first_month is None:
        return ""
    until = format_date(form.last_month, "month") if form.last_month else ""
    return f"{format_date(form.first_month, 'month')} – {until}"


def _why_not(screen: VoucherFormsScreen) -> Message | None:
    return None if screen.selected is not None else Message("No forms yet: n makes one.")


class VoucherFormsScreen(DeskScreen):
    """Enter writes a voucher by the form, e changes the form."""

    ACTIONS = (
        Action("new", Message("New"), ("n", "insert"), right="journal"),
        Action("edit", Message("Edit"), ("e",), right="journal", why_not=_why_not),
        Action("close", Message("Remove"), ("x", "delete"), right="journal", danger=True, why_not=_why_not),
        Action("run", Message("Month run"), ("m",)),
    )

    def heading(self) -> str:
        return _("Forms of vouchers")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._rows(),
            [
                Column(Message("Kind"), 7, lambda r: r.row.series),
                Column(Message("Name"), 26, lambda r: r.row.name),
                Column(Message("What for"), None, lambda r: r.row.memo),
                Column(Message("Each month"), 22, lambda r: _months(r.row)),
            ],
            empty=Message("No forms yet: n makes one."),
            id="forms",
        )

    @staticmethod
    def _rows() -> MemoryListing[Entry]:
        return MemoryListing([Entry(form) for form in forms()])

    @property
    def selected(self) -> VoucherForm | None:
        found = self.query_one("#forms", WindowedList).selected
        return found.row if found else None

    def reload(self) -> None:
        self.query_one("#forms", WindowedList).renew(self._rows())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("voucher", JV, None, event.row.row.id))

    async def do_new(self) -> None:
        options = [(series, CAPTIONS[series]) for series in (PV, RV, JV)]
        series = await self.app.push_screen_wait(ChooseDialog(Message("New form of a voucher"), options))
        if series:
            self.app.push_screen(FormScreen(str(series)))

    def do_edit(self) -> None:
        assert self.selected is not None
        self.app.push_screen(FormScreen(form_id=self.selected.id))

    async def do_close(self) -> None:
        assert self.selected is not None
        await self.submit(close_form, self.selected.id)

    def do_run(self) -> None:
        self.app.push_screen(open_screen("month run"))


class FormScreen(VoucherScreen):
    """A form new or changed: lines as of a voucher; with a first month they are posted each month."""

    AMOUNTS_LATER = True

    def heading(self) -> str:
        title = self._form.name if self._form else _("New form of a voucher")
        return f"{title} · {self.caption.say()}"

    def terms(self) -> tuple[FieldSpec, ...]:
        return (
            FieldSpec("name", Message("Name"), required=True, width=40, max_length=60),
            FieldSpec("memo", Message("What for"), required=True, width=44, max_length=200),
            FieldSpec("partner", Message("Received from, paid to"), width=40, max_length=120),
            FieldSpec("first_month", Message("First month"), "date",
                      help=Message("Any day of it. Empty: a template, not posted by itself.")),
            FieldSpec("last_month", Message("Until the month"), "date"),
        )  # fmt: skip

    def first_values(self) -> dict[str, object] | None:
        form = self._form
        return {spec.name: getattr(form, spec.name) for spec in self.terms()} if form else None

    async def save(
        self,
        values: dict[str, Any],
        lines: list[tuple[str, Any]],
        token: str,
        answers: Mapping[str, Answer],
    ) -> int | None:
        await self.services.write(
            save_form, values["name"], self.series, values["memo"], lines, values["partner"], values["first_month"],
            values["last_month"], self._form.id if self._form else None, token=token, answers=answers,
        )  # fmt: skip
        return None

    def leave_for(self, entry_id: int | None) -> None:  # noqa: ARG002
        """Back to the list it was opened from."""
        self.dismiss(None)


class MonthRunScreen(DeskScreen):
    """Standing vouchers without an entry in this month, and accruals whose day of reversal has come."""

    ACTIONS = (
        Action("write", Message("Write all"), ("f9",), right="journal", why_not=lambda s: s.why_not()),
        Action("month_before", Message("Month before"), ("left",)),
        Action("month_after", Message("Month after"), ("right",)),
    )

    def __init__(self) -> None:
        super().__init__()
        self._back = 0

    @property
    def month(self) -> datetime.date:
        today = self.services.today()
        months = today.year * 12 + today.month - 1 - self._back
        return datetime.date(months // 12, months % 12 + 1, 1)

    def heading(self) -> str:
        return _("Month run") + " · " + format_date(self.month, "month")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._rows(),
            [
                Column(Message("Date"), 10, lambda r: day(r.date)),
                Column(Message("Kind"), 14, lambda r: (STANDING if r.form_id else TURNS_BACK).say()),
                Column(Message("What for"), None, lambda r: r.what),
            ],
            empty=Message("Everything of this month has been written."),
            id="due",
        )

    def _rows(self) -> MemoryListing[Due]:
        return MemoryListing(due(self.month, self.services.today()))

    def reload(self) -> None:
        self.query_one("#due", WindowedList).renew(self._rows())

    def why_not(self) -> Message | None:
        n = self.query_one("#due", WindowedList).n
        return None if n else Message("Everything of this month has been written.")

    async def do_write(self) -> None:
        n = await self.submit(run_month, self.month)
        if n:
            self.say(Message("{n} written.", {"n": n}))

    def do_month_before(self) -> None:
        self._back += 1
        self.reread()

    def do_month_after(self) -> None:
        self._back = max(0, self._back - 1)
        self.reread()
