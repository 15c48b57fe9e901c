"""Shifts that were: each with its report as it was kept. And the drawers of the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_stamp
from models.front_office.till.opening import all_drawers, keep_drawer
from models.front_office.till.views import ShiftFacts, report_of, shifts
from models.house.lists import Listing
from screens.front_office.set_up_list import CHANGE, NEW, Call, SetUpList, Specs
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


class ShiftsScreen(DeskScreen):
    """One's own; who may close those of others sees all."""

    ACTIONS = (Action("moves", Message("Movements"), ("m",), why_not=lambda s: s.why_not_any()),)

    def heading(self) -> str:
        return _("Cashier shifts") if self._sees_all else _("My cashier shifts")

    @property
    def _sees_all(self) -> bool:
        rights = self.services.rights
        return rights.allow("close_shifts") or rights.allow("see_ledger")

    def _listing(self, text: str = "") -> Listing[ShiftFacts]:
        staff = self.services.staff
        return shifts(text, None if self._sees_all or staff is None else staff.id)

    def compose_body(self) -> ComposeResult:
        zone = self.services.property().zone
        columns: list[Column[ShiftFacts]] = [
            Column(Message("Date"), 8, lambda r: day(r.date)),
            Column(Message("Number"), 8, lambda r: r.number),
            Column(Message("Drawer"), 6, lambda r: str(r.drawer), "right"),
            Column(Message("Cashier"), None, _cashier),
            Column(Message("Opened"), 7, lambda r: format_stamp(r.opened_at, zone)[-5:], "right"),
            Column(Message("Closed at"), 9, lambda r: _closed(r, zone), "right"),
            Column(Message("Float"), 10, lambda r: amount(r.opening), "right"),
            Column(Message("Left"), 10, lambda r: "" if r.closed_at is None else amount(r.left), "right"),
        ]
        yield WindowedList(
            self._listing(), columns, search=self._listing, empty=Message("No shift yet."), id="shifts"
        )

    @property
    def _list(self) -> WindowedList[ShiftFacts]:
        return self.query_one("#shifts", WindowedList)

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("No shift yet.")

    def do_moves(self) -> None:
        assert self._list.selected
        self.app.push_screen(open_screen("cashier", self._list.selected.shift_id))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        """The report as it was kept; of an open shift its movements."""
        paper = report_of(event.row.shift_id)
        if paper is not None:
            self.services.show_paper(paper)
        else:
            self.app.push_screen(open_screen("cashier", event.row.shift_id))


def _cashier(row: ShiftFacts) -> str:
    return row.cashier_th if current_language() == "th" else row.cashier_en


def _closed(row: ShiftFacts, zone: str) -> str:
    if row.closed_at is None:
        return _("open")
    return ("! " if row.forced else "") + format_stamp(row.closed_at, zone)[-5:]


class DrawersScreen(SetUpList):
    ACTIONS = (NEW, CHANGE)
    TITLE_LINE = Message("Drawers")
    ONE = Message("Drawer")
    COLUMNS = (
        Column(Message("Number"), 8, lambda e: str(e.row.number), "right"),
        Column(Message("Name"), None, lambda e: e.row.name),
        Column(Message("Shared"), 12, lambda e: _("yes") if e.row.shared else _("no")),
        Column(Message("In use"), 8, lambda e: _("yes") if e.row.active else _("no")),
    )

    def rows(self) -> Sequence[Any]:
        return all_drawers()

    def specs(self, row: Any) -> Specs:
        number = FieldSpec(
            "number", Message("Cashier number"), "number", required=True, minimum=1, maximum=999
        )
        return (
            *((number,) if row is None else ()),
            FieldSpec("name", Message("Name"), required=True, max_length=60),
            FieldSpec(
                "shared",
                Message("Shared"),
                "check",
                help=Message("Several cashiers have it open at the same time."),
            ),
            FieldSpec("active", Message("In use"), "check"),
        )

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"active": True}
        return {"name": row.name, "shared": row.shared, "active": row.active}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        return _keep, (
            row.number if row is not None else values["number"],
            values["name"],
            values["shared"],
            values["active"],
        )


def _keep(desk: Any, number: int, name: str, shared: bool, active: bool) -> int:
    return keep_drawer(desk, number, name, shared=shared, active=active)
