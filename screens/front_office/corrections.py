"""What was taken back and lowered on a day, as lists and on paper; the reasons one may give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.thai_text import fold
from models.front_office.adjustment_reasons import all_reasons, keep_reason
from models.front_office.corrections_report import (
    ADJUSTMENTS,
    CORRECTIONS,
    TakenBack,
    taken_back_on,
    taken_back_paper,
)
from models.house.lists import MemoryListing
from screens.front_office.one_day import DATES, DAY_AFTER, DAY_BEFORE, OneDay
from screens.front_office.set_up_list import CHANGE, NEW, Call, SetUpList, Specs
from screens.front_office.words import amount, day, guest_name
from screens.kit.actions import Action
from screens.kit.dialogs import MessageDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def _why_not_selected(screen: TakenBackScreen) -> Message | None:
    return None if screen.selected else Message("Nothing here.")


class TakenBackScreen(OneDay):
    """Enter says all about a line; o opens the folio it stands on; i prints the report of the day."""

    PAST_ONLY = True
    REPORT: ClassVar[str]
    TITLE_LINE: ClassVar[Message]
    ACTIONS = (
        Action("folio", Message("Folio"), ("o",), why_not=_why_not_selected),
        Action("print", Message("Print"), ("i",)),
        DATES,
        DAY_BEFORE,
        DAY_AFTER,
    )

    def heading(self) -> str:
        return f"{self.TITLE_LINE.say()} · {day(self.date)}"

    def aside(self) -> str:
        rows = taken_back_on(self.REPORT, self.date)
        return amount(sum((row.amount for row in rows), Decimal(0)))

    def compose_body(self) -> ComposeResult:
        columns: list[Column[TakenBack]] = [
            Column(Message("Number"), 8, lambda r: r.number),
            Column(Message("Room"), 5, lambda r: r.room),
            Column(Message("Description"), None, lambda r: r.words(current_language())),
            Column(Message("Reason"), 20, lambda r: r.reason(current_language())),
            Column(Message("Taken off"), 11, lambda r: amount(r.amount), "right"),
            Column(Message("User"), 8, lambda r: r.user),
            Column(Message("Approved"), 10, lambda r: r.approved_by, min_screen_width=100),
        ]
        yield WindowedList(
            self._listing(), columns, search=self._listing, empty=Message("Nothing on this day."), id="rows"
        )

    def _listing(self, text: str = "") -> MemoryListing[TakenBack]:
        words = fold(text).split()
        rows = taken_back_on(self.REPORT, self.date)
        return MemoryListing([row for row in rows if all(word in fold(_all_words(row)) for word in words)])

    @property
    def selected(self) -> TakenBack | None:
        return self.query_one("#rows", WindowedList).selected

    def reload(self) -> None:
        self.query_one("#rows", WindowedList).renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: TakenBack = event.row
        lines = (
            f"{row.number} {row.room} {guest_name(row)}",
            row.words(current_language()),
            _("{number} of {date} by {user}: {amount}", number=row.original_number, date=day(row.original_date), user=row.original_user, amount=amount(row.original)),
            _("Taken off by {user}: {amount}", user=row.user, amount=amount(row.amount)),
            row.document,
            row.reason(current_language()),
            _("Approved by {user}", user=row.approved_by) if row.approved_by else "",
        )  # fmt: skip
        self.app.push_screen(MessageDialog("\n".join(filter(None, lines))))

    def do_folio(self) -> None:
        row = self.selected
        assert row is not None
        self.app.push_screen(open_screen("folio", row.stay_id, "", row.posting_id))

    def do_print(self) -> None:
        hotel = self.services.property()
        self.services.show_paper(taken_back_paper(hotel, self.REPORT, self.date, current_language()))


def _all_words(row: TakenBack) -> str:
    return " ".join((row.number, row.room, row.guest_th, row.guest_en, row.words_th, row.words_en, row.reason_th,
                     row.reason_en, row.user, row.document))  # fmt: skip


class CorrectionsScreen(TakenBackScreen):
    REPORT = CORRECTIONS
    TITLE_LINE = Message("Corrections")


class AdjustmentsScreen(TakenBackScreen):
    REPORT = ADJUSTMENTS
    TITLE_LINE = Message("Adjustments")


class ReasonsScreen(SetUpList):
    """Reasons of corrections and adjustments. Those the program gives can be renamed and stay in use."""

    ACTIONS = (NEW, CHANGE)
    TITLE_LINE = Message("Reasons of adjustments")
    ONE = Message("Reason")
    COLUMNS = (
        Column(Message("Code"), 10, lambda e: e.row.code),
        Column(Message("Name (Thai)"), 22, lambda e: e.row.name_th),
        Column(Message("Name"), None, lambda e: e.row.name_en),
        Column(Message("By"), 11, lambda e: _("people") if e.row.by_hand else _("the program")),
        Column(Message("In use"), 8, lambda e: _("yes") if e.row.active else _("no")),
    )

    def rows(self) -> Sequence[Any]:
        return all_reasons()

    def specs(self, row: Any) -> Specs:
        code = (FieldSpec("code", Message("Code"), required=True, max_length=10),) if row is None else ()
        return (
            *code,
            FieldSpec("name_th", Message("Name (Thai)"), max_length=60),
            FieldSpec("name_en", Message("Name"), max_length=60),
            FieldSpec("active", Message("In use"), "check"),
        )

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"active": True}
        return {name: getattr(row, name) for name in ("name_th", "name_en", "active")}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        code = values["code"] if row is None else row.code
        names = (values["name_th"] or "", values["name_en"] or "", bool(values["active"]))
        return keep_reason, (code, *names)
