"""Channels: the calendars bookings come in by, and our sold-out nights as a calendar for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from locales import Message, _
from locales.dates import format_stamp
from models.front_office.channels import availability_calendar, feeds, save_feed, take_calendar
from models.front_office.imports import choices_of
from models.front_office.imports.fields import BOOKINGS
from models.front_office.reservations import GUARANTEES
from screens.front_office.import_check import CheckScreen
from screens.front_office.set_up_list import CHANGE, NEW, Call, SetUpList, Specs
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column

CALENDAR = ".ics"
DAYS_OUT = 365


def codes(name: str) -> list[tuple[str, str]]:
    """Our room types or rates, to choose from."""
    return [(code, code) for of in BOOKINGS if of.name == name for code in choices_of(of)]


async def check_calendar(screen: DeskScreen, path: Path, feed: str | None = None) -> None:
    """Check a calendar file as one of ``feed``, or of the one that is chosen."""
    if feed is None:
        options = [(row.name, row.name) for row in feeds() if row.active]
        if not options:
            screen.say(Message("There is no feed yet. Make one under: channels"), "warning")
            return
        chosen = await screen.app.push_screen_wait(ChooseDialog(Message("Of which channel is it?"), options))
        feed = str(chosen) if chosen else None
    if feed is not None:
        title = Message("Check of {file}", {"file": f"{path.name} · {feed}"})
        screen.app.push_screen(CheckScreen(title, take_calendar, (feed, path)))


def _why_no_feed(screen: ChannelsScreen) -> Message | None:
    return None if screen.selected is not None else Message("Nothing here.")


class ChannelsScreen(SetUpList):
    ACTIONS = (
        Action("read", Message("Read a calendar"), ("r",), right="book", why_not=_why_no_feed),
        Action("give_out", Message("Sold-out nights out"), ("o",), right="see_desk"),
        NEW,
        CHANGE,
    )
    TITLE_LINE = Message("Channels")
    ONE = Message("Calendar of a channel")
    COLUMNS = (
        Column(
            Message("Channel"), None, lambda e: e.row.name + ("" if e.row.active else f" ({_('closed')})")
        ),
        Column(Message("Type"), 6, lambda e: e.row.room_type),
        Column(Message("Rate code"), 10, lambda e: e.row.rate_code),
        Column(Message("Taken in"), 8, lambda e: str(e.row.bookings), "right"),
        Column(Message("Read"), 16, lambda e: e.row.read),
        Column(Message("File"), 18, lambda e: e.row.read_file),
    )

    def rows(self) -> Sequence[Any]:
        return [_Feed(row, self.services.property().zone) for row in feeds()]

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return [
            FieldSpec("name", Message("Channel"), required=True, max_length=40),
            FieldSpec("room_type", Message("Room type"), "pick", required=True, options=codes("room_type")),
            FieldSpec("rate_code", Message("Rate code"), "pick", required=True, options=codes("rate_code")),
            FieldSpec("guarantee", Message("Guarantee"), "pick", required=True, options=tuple(GUARANTEES.items())),
            FieldSpec(
                "closed_are_bookings", Message("Closed are bookings"), "check",
                help=Message("The channel calls its bookings “not available”, as Booking.com does."),
            ),
            FieldSpec("active", Message("In use"), "check"),
        ]  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"guarantee": "guaranteed", "active": True}
        return {spec.name: getattr(row, spec.name) for spec in self.specs(row) if isinstance(spec, FieldSpec)}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        return save_feed, (
            row.id if row else None, values["name"], values["room_type"], values["rate_code"], values["guarantee"],
            bool(values["closed_are_bookings"]), bool(values["active"]),
        )  # fmt: skip

    async def do_read(self) -> None:
        files = [path for path in self.services.import_files() if path.suffix.lower() == CALENDAR]
        if not files:
            self.say(
                Message("No ICS file lies in {folder}", {"folder": self.services.import_folder()}), "warning"
            )
            return
        options = [(path, path.name) for path in files]
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("Which file?"), options))
        if isinstance(chosen, Path):
            await check_calendar(self, chosen, self.selected.name)

    async def do_give_out(self) -> None:
        title = Message("Sold-out nights of which type?")
        chosen = await self.app.push_screen_wait(ChooseDialog(title, codes("room_type")))
        if chosen is not None:
            code = str(chosen)
            text = availability_calendar(code, self.services.today(), DAYS_OUT, self.services.now())
            file = self.services.save_text(f"{code.lower()}{CALENDAR}", text)
            self.say(Message("Written to {file}", {"file": file}))


class _Feed:
    """A feed as the list shows it."""

    def __init__(self, row: Any, zone: str) -> None:
        self._row = row
        self.read = format_stamp(row.read_at, zone) if row.read_at else ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)
