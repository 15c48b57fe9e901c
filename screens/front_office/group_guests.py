"""The guests of a group: its bookings as they stand, and a rooming list on its way in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textual.app import ComposeResult

from locales import Message, _, n_
from models.front_office.blocks import Block
from models.front_office.blocks.pickup import detach
from models.front_office.blocks.rooming_list import RoomingList, import_rooming_list, read_rooming_list
from models.front_office.blocks.views import find_pickups, pickups
from models.front_office.desk_views import StayRow
from models.house.lists import MemoryListing, Pages
from models.house.tables import TableFile, read_table
from screens.front_office import stays
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import MessageDialog
from screens.kit.windowed_list import Column, WindowedList


class GroupBookingsScreen(stays._StayList):
    TITLE_LINE = Message("Bookings of the group")
    COLUMNS = (
        stays.NAME, stays.NUMBER, stays.TYPE, stays.ROOM, stays.ARRIVAL, stays.DEPARTURE, stays.PERSONS, stays.STATE,
    )  # fmt: skip
    ACTIONS = (
        stays.OPEN_STAY,
        stays.OPEN_FOLIO,
        Action("detach", Message("Take out of the group"), ("d",), right="book", danger=True),
    )

    def __init__(self, block_id: int) -> None:
        super().__init__()
        self.block: Block = Block.get_by_id(block_id)

    def aside(self) -> str:
        return f"{self.block.code} {self.block.name}"

    def listing(self) -> Pages[StayRow]:
        return pickups(self.block.id)

    def search(self) -> Callable[[str], Pages[StayRow]]:
        return lambda text: find_pickups(self.block.id, text)

    async def do_detach(self) -> None:
        if self.selected:
            await self.submit(detach, self.selected.stay_id)


@dataclass(frozen=True)
class ListLine:
    """A guest of the list, or a fault of it."""

    line: int
    place: int
    guest: str
    room: int
    text: str
    fault: bool

    @property
    def key(self) -> tuple[int, int]:
        return (self.line, self.place)


class RoomingListScreen(DeskScreen):
    """What the file says, line by line, with its faults first; F9 brings it in."""

    ACTIONS = (
        Action("import", Message("Import"), ("f9",), run="do_import", right="book", why_not=lambda s: s.why_not_import()),
        Action("again", Message("Read again"), ("a",)),
    )  # fmt: skip

    def __init__(self, block_id: int, path: Path) -> None:
        super().__init__()
        self.block: Block = Block.get_by_id(block_id)
        self.path = path
        self._read()

    def _read(self) -> None:
        self.table: TableFile = read_table(self.path)
        self.list: RoomingList = read_rooming_list(self.block.id, self.table)

    def heading(self) -> str:
        return _("Rooming list {file} · {group}", file=self.path.name, group=self.block.name)

    def aside(self) -> str:
        if self.list.faults:
            return n_("{n} fault", "{n} faults", len(self.list.faults))
        new = sum(room.stay_id is None for room in self.list.rooms)
        return _("{new} rooms new, {old} there already", new=new, old=len(self.list.rooms) - new)

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self._lines()),
            [
                Column(Message("Line"), 5, lambda r: str(r.line), "right"),
                Column(Message("Room"), 5, lambda r: str(r.room) if r.room else "", "right"),
                Column(Message("Guest"), 22, lambda r: r.guest),
                Column(Message("Details"), None, lambda r: r.text, style=lambda r: "bold red" if r.fault else ""),
            ],
            empty=Message("The list is empty."),
            id="lines",
        )  # fmt: skip

    def _lines(self) -> list[ListLine]:
        faults = [
            ListLine(fault.line, -1 - place, fault.column, 0, f"! {fault.message.say()}", True)
            for place, fault in enumerate(self.list.faults)
        ]
        guests = []
        for number, room in enumerate(self.list.rooms, 1):
            dates = f"{day(room.arrival)}–{day(room.departure)}"
            state = _("there already") if room.stay_id is not None else ""
            for place, guest in enumerate(room.guests):
                text = f"{room.room_type} {dates} {state}" if place == 0 else _("shares the room")
                guests.append(ListLine(guest.line, place, guest.said, number, text.strip(), False))
        return [*faults, *guests]

    def reload(self) -> None:
        self._read()
        self.query_one("#lines", WindowedList).renew(MemoryListing(self._lines()))

    def why_not_import(self) -> Message | None:
        if self.list.faults:
            return Message("Mend the list first; nothing comes in while a line is wrong.")
        if all(room.stay_id is not None for room in self.list.rooms):
            return Message("Every room of this list is there already.")
        return None

    def do_again(self) -> None:
        self.reread()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(MessageDialog(event.row.text))

    async def do_import(self) -> None:
        done = await self.submit(import_rooming_list, self.block.id, self.table)
        if done:
            self.say(
                Message(
                    "{rooms} rooms came in, {already} were there already.",
                    {"rooms": done["rooms"], "already": done["already"]},
                )
            )
