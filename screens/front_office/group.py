"""One group: its head, its rooms night by night, and everything one does with a block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.blocks import STATUSES, Block
from models.front_office.blocks.cutoff import block_again, release, set_wash
from models.front_office.blocks.grid import set_rooms, set_status
from models.front_office.blocks.master import close_posting_master, master_of, open_posting_master
from models.front_office.blocks.papers import group_paper
from models.front_office.blocks.pickup import pick_up
from models.front_office.blocks.tables import HOLDING, NEXT, OVER
from models.front_office.blocks.views import Grid, GridCell, GridNight, grid_of, washes_of
from models.front_office.desk_flows import NEW_GUEST
from models.front_office.folios import stay_balance
from models.front_office.reservations import GUARANTEES, Booking, Stay
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.booking import GUEST, type_options
from screens.front_office.guest_form import name_from
from screens.front_office.stay_changes import REASON
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.choice_fields import Typed
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, ConfirmDialog, FormDialog, Says
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

TYPES_AT_80 = 3
MOST_TYPES = 9


class TypeHeading(Message):
    """The code of a room type over its column, whichever type stands there just now."""

    def __init__(self, screen: GroupScreen, place: int) -> None:
        super().__init__("")
        object.__setattr__(self, "_of", (screen, place))

    def say(self, language: str | None = None) -> str:  # noqa: ARG002
        screen, place = self._of  # type: ignore[attr-defined]
        return str(screen.type_at(place))


def _open(screen: GroupScreen) -> Message | None:
    if screen.block.status in HOLDING:
        return None
    return Message("This group is {status}.", {"status": STATUSES[screen.block.status]})


class GroupScreen(DeskScreen):
    """Arrows choose night and type; Enter types how many rooms."""

    ACTIONS = (
        Action("left", Message("Type to the left"), ("left",), shown=False),
        Action("right", Message("Type to the right"), ("right",), shown=False),
        Action("set_rooms", Message("Rooms"), ("b", "space"), right="book", why_not=_open, shown=False),
        Action("pick_up", Message("Pick up"), ("p",), right="book", why_not=_open),
        Action("group_bookings", Message("Bookings"), ("r",), right="see_desk"),
        Action("rooming_list", Message("Rooming list"), ("l",), right="book", why_not=_open),
        Action("status", Message("Status"), ("s",), right="book"),
        Action("cutoff", Message("Cutoff"), ("c",), right="book", why_not=_open),
        Action("again", Message("Block again"), ("a",), right="book", why_not=_open, shown=False),
        Action("wash", Message("Wash"), ("w",), right="book", why_not=_open),
        Action("master", Message("Master"), ("m",), right="check_in"),
        Action("close_master", Message("Close posting master"), ("k",), right="check_in", danger=True, shown=False),
        Action("edit", Message("Edit"), ("e",), right="book", why_not=_open, shown=False),
        Action("alerts", Message("Alerts"), ("!",), right="see_desk", shown=False),
        Action("end", Message("Cancel or lost"), ("x",), right="book", why_not=_open, shown=False),
        Action("routing", Message("Routing"), ("u",), right="see_desk", shown=False),
        Action("print", Message("Group resume"), ("i",), right="see_desk", shown=False),
    )  # fmt: skip

    def __init__(self, block_id: int) -> None:
        super().__init__()
        self.block: Block = Block.get_by_id(block_id)
        self.grid: Grid = grid_of(block_id)
        self.place = 0  # of the chosen type
        self.first = 0  # of the type in the first column

    def heading(self) -> str:
        return f"{self.block.code} {self.block.name}"

    def aside(self) -> str:
        total = self.grid.total
        return _(
            "blocked {blocked} · picked up {picked} · left {left}", blocked=total.blocked,
            picked=total.picked_up, left=total.left,
        )  # fmt: skip

    def compose_body(self) -> ComposeResult:
        yield Says(self._head(), bold=False)
        yield WindowedList(MemoryListing(self.grid.nights), self._columns(), id="nights")

    def on_mount(self) -> None:
        self._list.focus()

    def do_routing(self) -> None:
        self.app.push_screen(open_screen("routing", "block", self.block.id))

    def _columns(self) -> list[Column[GridNight]]:
        types = [
            Column[GridNight](
                TypeHeading(self, n), 13, self._cell(n), "right",
                min_screen_width=80 + 14 * max(n + 1 - TYPES_AT_80, 0),
            )
            for n in range(MOST_TYPES)
        ]  # fmt: skip
        return [
            Column(Message("Night"), None, lambda n: f"{day(n.date)} {_remark(n)}"),
            Column(Message("Cutoff"), 9, lambda n: day(n.cutoff)),
            *types,
            Column(Message("Total"), 13, lambda n: f" {_figures(n.total)} ", "right"),
        ]

    def _cell(self, column: int) -> Any:
        def shown(night: GridNight) -> str:
            place = self.first + column
            if place >= len(night.cells):
                return ""
            cell = night.cells[place]
            chosen = place == self.place and self._list.selected == night
            return f"[{_figures(cell)}]" if chosen else f" {_figures(cell)} "

        return shown

    def type_at(self, column: int) -> str:
        place = self.first + column
        return self.grid.types[place] if place < len(self.grid.types) else ""

    def _head(self) -> str:
        block = self.block
        company = block.company.name(current_language()) if block.company_id else ""
        cutoff = (
            _("cutoff {date}", date=day(block.cutoff_on)) if block.cutoff_on
            else _("cutoff {n} days before", n=block.cutoff_days) if block.cutoff_days is not None
            else _("no cutoff")
        )  # fmt: skip
        washes = " ".join(f"{day(w.on_date)} {w.percent} %" for w in washes_of(block.id) if not w.done)
        master = master_of(block)
        first = [
            STATUSES[block.status].say(), f"{day(block.first_night)} – {day(block.departure)}", cutoff,
            block.rate_code.code, _("elastic") if block.elastic else "", f"{block.market} {block.source}".strip(),
        ]  # fmt: skip
        second = [
            company, f"{block.contact} {block.phone}".strip(), _("wash {dates}", dates=washes) if washes else "",
            f"{master.room.number} {amount(stay_balance(master.id))}" if master else "", block.reason, block.note,
        ]  # fmt: skip
        legend = _("each night: blocked, picked up, left")
        lines = [" · ".join(filter(None, line)) for line in (first, second)]
        return "\n".join(f" {line}" for line in (*lines, legend))

    @property
    def _list(self) -> WindowedList[GridNight]:
        return self.query_one("#nights", WindowedList)

    def reload(self) -> None:
        self.block = Block.get_by_id(self.block.id)
        self.grid = grid_of(self.block.id)
        head = self.query_one(Says)
        head.text = self._head()
        head.refresh(layout=True)
        self._list.renew(MemoryListing(self.grid.nights))
        self._list.refresh()

    # Doing

    def _move(self, by: int) -> None:
        self.place = min(max(self.place + by, 0), len(self.grid.types) - 1)
        columns = max(TYPES_AT_80 + (self.app.size.width - 80) // 14, 1)
        self.first = min(max(self.first, self.place - columns + 1), self.place)
        self._list.refresh()

    def do_left(self) -> None:
        self._move(-1)

    def do_right(self) -> None:
        self._move(1)

    async def _dialog(self, title: Message, specs: tuple[FieldSpec, ...], operation: Any, *args: Any) -> Any:
        """A small form whose values are the operation's keywords; what it gave back, None when left."""
        done: list[Any] = []

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            done.append(await self.services.write(operation, *args, token=token, answers=answers, **values))
            return done

        if await self.app.push_screen_wait(FormDialog(title, specs, write)) is None:
            return None
        self.reread()
        return done[-1] if done[-1] is not None else True

    def on_windowed_list_opened(self) -> None:
        self.perform(next(action for action in self.ACTIONS if action.id == "set_rooms"))

    def do_alerts(self) -> None:
        self.app.push_screen(open_screen("alerts", self.block.id, "block", self.block.name))

    async def do_set_rooms(self) -> None:
        """So many rooms: of this type on this night, or whatever span and type the form is changed to."""
        night = self._list.selected
        if night is None:
            return
        cell = night.cells[self.place]
        types = [("", Message("all types of the group")), *type_options()]
        specs = (
            FieldSpec("rooms", Message("Rooms blocked"), "number", required=True, minimum=0, default=cell.blocked if cell else 0),
            FieldSpec("first_night", Message("First night"), "date", required=True, default=night.date),
            FieldSpec("last_night", Message("Last night"), "date", required=True, after="first_night", default=night.date),
            FieldSpec("kind", Message("Room type"), "pick", options=types, default=self.grid.types[self.place], width=30),
            FieldSpec("contracted", Message("Contracted"), "number", minimum=0, help=Message("Empty: as it stands.")),
            FieldSpec("cutoff_on", Message("Cutoff date"), "date", help=Message("Of these nights only. Empty: as it stands.")),
        )  # fmt: skip
        await self._dialog(Message("Rooms of the group"), specs, _set_rooms, self.block.id)

    async def do_pick_up(self) -> None:
        types = [(code, label) for code, label in type_options() if code in self.grid.types]
        specs = (
            GUEST,
            FieldSpec("arrival", Message("Arrival"), "date", required=True, default=max(self.block.first_night, self.services.today())),
            FieldSpec("departure", Message("Departure"), "date", required=True, after="arrival", default=self.block.departure),
            FieldSpec("room_type", Message("Room type"), "pick", required=True, options=types, default=self.grid.types[self.place], width=30),
            FieldSpec("rooms", Message("Number of rooms"), "number", required=True, minimum=1, default=1),
            FieldSpec("adults", Message("Adults"), "number", required=True, minimum=1, maximum=20, default=2),
            FieldSpec("guarantee", Message("Guarantee"), "pick", required=True, options=tuple(GUARANTEES.items()), default="guaranteed"),
            FieldSpec("note", Message("Note"), width=40, max_length=200),
        )  # fmt: skip
        stay_id = await self._dialog(Message("Pick up from the block"), specs, _pick_up, self.block.id)
        if stay_id is not None:
            number = Stay.get_by_id(stay_id).reservation.confirmation
            self.say(Message("Picked up: booking {number}", {"number": number}))

    def do_group_bookings(self) -> None:
        self.app.push_screen(open_screen("group bookings", self.block.id))

    async def do_rooming_list(self) -> None:
        """A file out of the folder for imports."""
        files = [file for file in self.services.import_files() if file.suffix.lower() in (".csv", ".xlsx")]
        if not files:
            folder = self.services.import_folder()
            self.say(Message("Put the list as CSV or XLSX into {folder}", {"folder": folder}), "warning")
            return
        title = Message("Which rooming list?")
        chosen = await self.app.push_screen_wait(ChooseDialog(title, [(f, f.name) for f in files]))
        if chosen is not None:
            self.app.push_screen(open_screen("rooming list", self.block.id, chosen))

    async def do_status(self) -> None:
        options = [(s, STATUSES[s]) for s in NEXT[self.block.status] if s not in OVER]
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("The group becomes"), options))
        if chosen is not None:
            await self.submit(set_status, self.block.id, chosen)

    async def do_end(self) -> None:
        options = [(s, STATUSES[s]) for s in NEXT[self.block.status] if s in OVER]
        if not options:
            self.say(Message("A group that is here is no longer cancelled."), "warning")
            return
        specs = (
            FieldSpec(
                "status", Message("Status"), "pick", required=True, options=options, default=options[0][0]
            ),
            REASON,
        )
        await self._dialog(Message("Cancel or lost"), specs, set_status, self.block.id)

    async def do_cutoff(self) -> None:
        last = self.grid.nights[-1].date
        specs = (FieldSpec("upto", Message("Nights up to"), "date", required=True, default=last),)
        title = Message("Give rooms not picked up back to the house now")
        rooms = await self._dialog(title, specs, release, self.block.id)
        if rooms is not None:
            self.say(Message("{n} room-nights went back to the house.", {"n": rooms}))

    async def do_again(self) -> None:
        first, last = self.grid.nights[0].date, self.grid.nights[-1].date
        today = self.services.today()
        specs = (
            FieldSpec("first_night", Message("First night"), "date", required=True, default=max(first, today)),
            FieldSpec("last_night", Message("Last night"), "date", required=True, after="first_night", default=last),
            FieldSpec("cutoff_on", Message("New cutoff"), "date", required=True),
        )  # fmt: skip
        await self._dialog(Message("Block again what was given back"), specs, block_again, self.block.id)

    async def do_wash(self) -> None:
        specs = (
            FieldSpec("on_date", Message("Date"), "date", required=True, help=Message("It is done in the audit of this date.")),
            FieldSpec("percent", Message("Percent"), "number", required=True, minimum=0, maximum=100, help=Message("Of the rooms not picked up. 0 takes the date off.")),
        )  # fmt: skip
        await self._dialog(Message("Wash schedule"), specs, set_wash, self.block.id)

    async def do_master(self) -> None:
        """The group's folio; opened first where there is none."""
        master = master_of(self.block)
        stay_id = master.id if master else None
        if stay_id is None:
            question = Message("Open a posting master for this group?")
            if await self.app.push_screen_wait(ConfirmDialog(question)):
                stay_id = await self.submit(open_posting_master, self.block.id)
        if stay_id is not None:
            self.app.push_screen(open_screen("folio", stay_id))

    async def do_close_master(self) -> None:
        await self.submit(close_posting_master, self.block.id)

    def do_edit(self) -> None:
        self.app.push_screen(open_screen("group form", self.block.id))

    def do_print(self) -> None:
        paper = group_paper(self.services.property(), self.block.id, current_language())
        self.services.show_paper(paper)


def _figures(cell: GridCell | None) -> str:
    return f"{cell.blocked:>3} {cell.picked_up:>3} {cell.left:>3}" if cell else f"{'·':>3}{'':8}"


def _remark(night: GridNight) -> str:
    """*: a shoulder night. R: given back."""
    return ("*" if night.shoulder else "") + ("R" if night.total.released else "")


def _set_rooms(act: Any, block_id: int, **values: Any) -> int:
    first, last = values.pop("first_night"), values.pop("last_night")
    return set_rooms(act, block_id, values.pop("kind"), first, last, values.pop("rooms"), **values)


def _pick_up(act: Any, block_id: int, **values: Any) -> int:
    chosen = values.pop("guest")
    guest = name_from(chosen.text) if isinstance(chosen, Typed) else {}
    guest_id = NEW_GUEST if isinstance(chosen, Typed) else int(chosen)
    return pick_up(act, block_id, Booking(guest_id, rate_code="", **values), guest)
