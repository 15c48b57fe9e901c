"""The driver's list: who is fetched and who is brought away on a date; on paper for the driver."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.dates import format_date
from models.front_office.desk_views import find_stays
from models.front_office.reservations import IN_HOUSE, RESERVED, Stay, change_details
from models.front_office.transfers import KINDS, Transfer, driver_paper, transfers
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.one_day import DATES, DAY_AFTER, DAY_BEFORE, OneDay
from screens.front_office.words import day, guest_name
from screens.kit.actions import Action
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

DRIVES = (
    FieldSpec("pick_up", Message("Pick-up"), "check"),
    FieldSpec("eta", Message("ETA"), width=6, max_length=5),
    FieldSpec("flight_in", Message("Flight in"), width=10, max_length=10),
    FieldSpec("drop_off", Message("Drop-off"), "check"),
    FieldSpec("etd", Message("ETD"), width=6, max_length=5),
    FieldSpec("flight_out", Message("Flight out"), width=10, max_length=10),
)


class DriversScreen(OneDay):
    ACTIONS = (
        Action("edit", Message("Edit"), ("e",), right="book", why_not=lambda s: s.why_not_any()),
        Action("add", Message("Add a guest"), ("a",), right="book"),
        DATES,
        DAY_BEFORE,
        DAY_AFTER,
        Action("paper", Message("Print"), ("p", "f9")),
    )

    def heading(self) -> str:
        return _("Driver list, {day}", day=format_date(self.date, "weekday"))

    def aside(self) -> str:
        return n_("{n} drive", "{n} drives", len(transfers(self.date)))

    def compose_body(self) -> ComposeResult:
        columns: list[Column[Transfer]] = [
            Column(Message("Time"), 5, lambda r: r.time or "–"),
            Column(Message("Drive"), 9, lambda r: KINDS[r.kind].say()),
            Column(Message("Flight"), 8, lambda r: r.flight),
            Column(Message("Guest"), None, guest_name),
            Column(Message("Pax"), 3, lambda r: str(r.persons), "right"),
            Column(Message("Room"), 5, lambda r: r.room),
            Column(Message("Phone"), 13, lambda r: r.phone),
        ]
        yield WindowedList(
            MemoryListing(transfers(self.date)),
            columns,
            search=self._search,
            empty=Message("Nobody is to be driven on this day."),
            id="drives",
        )

    @property
    def _list(self) -> WindowedList[Transfer]:
        return self.query_one("#drives", WindowedList)

    def reload(self) -> None:
        self._list.renew(MemoryListing(transfers(self.date)))

    def _search(self, text: str) -> MemoryListing[Transfer]:
        word = text.casefold()
        rows = transfers(self.date)
        return MemoryListing(
            [r for r in rows if word in f"{r.guest_th} {r.guest_en} {r.room} {r.flight}".casefold()]
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("stay", event.row.stay_id))

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("Nobody is to be driven on this day.")

    async def do_edit(self) -> None:
        assert self._list.selected
        await self._arrange(self._list.selected.stay_id)

    async def do_add(self) -> None:
        """A guest who arrives or leaves on this date, found by name, room or booking number."""
        moves = (Stay.arrival == self.date) | (Stay.departure == self.date)

        def search(text: str) -> list[tuple[int, str]]:
            rows = find_stays(text, Stay.state.in_((RESERVED, IN_HOUSE)) & moves).first(12)
            return [(r.stay_id, f"{guest_name(r)} {r.room or '–'} {day(r.arrival)}–{day(r.departure)}") for r in rows]  # fmt: skip

        spec = FieldSpec(
            "stay", Message("Guest"), "lookup", search=search, required=True, letters=1, width=44
        )
        values = await self.app.push_screen_wait(FormDialog(Message("Who is to be driven?"), (spec,)))
        if values is not None:
            await self._arrange(int(values["stay"]))  # type: ignore[call-overload]

    async def _arrange(self, stay_id: int) -> None:
        stay = Stay.get_by_id(stay_id)

        async def write(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> object:
            typed = {name: "" if value is None else value for name, value in values.items()}
            await self.services.write(change_details, stay_id, token=token, answers=answers, **typed)
            return True

        first = {spec.name: getattr(stay, spec.name) for spec in DRIVES}
        title = Message("Drives of {guest}", {"guest": stay.guest.spoken})
        if await self.app.push_screen_wait(FormDialog(title, DRIVES, write, values=first)):
            self.reread()

    def do_paper(self) -> None:
        self.services.show_paper(driver_paper(self.services.property(), self.date, current_language()))
