"""What every screen does alike: lists, keys, messages, writing, the command line, help."""

from __future__ import annotations

import asyncio
import os
import re
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import peewee
import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.keys import _character_to_key
from textual.pilot import Pilot

from locales import Message, _, current_language, use_language
from locales.thai_text import cell_width
from models.house.acts import Act, ChangeLog, Desk, operation
from models.house.database import database
from models.house.lists import Key, Listing, MemoryListing
from models.house.property import Property
from models.house.refusals import Answer, Refused
from models.house.staff import rights_of
from screens.kit.actions import Action, KeyFault, by_key, check, is_reliable
from screens.kit.command_line import CommandLine
from screens.kit.desk_screen import KIT_ACTIONS, DeskScreen
from screens.kit.dialogs import AskDialog, ConfirmDialog
from screens.kit.form import FieldSpec, Form
from screens.kit.help import HelpScreen
from screens.kit.key_map import KeyMap, load_key_map, read_key_map
from screens.kit.leader import LeaderMenu
from screens.kit.theme import COLOURS, MONOCHROME, terminal_refusal, use_theme
from screens.kit.windowed_list import MARK, Column, WindowedList
from tests.hotel import Hotel


class Visitor(peewee.Model):
    """A long list of the hotel's own, with names that stack marks over and under their letters."""

    name = peewee.TextField()
    room = peewee.TextField()

    class Meta:
        database = database


@dataclass(frozen=True)
class Row:
    key: Key
    name: str
    room: str


NAMES = ("สมชาย น้ำใจดี", "MÜLLER Anna", "ที่รัก กำไร", "LEE Minho", "ปิ่น ผู้ใหญ่")


def invite(count: int) -> None:
    database.create_tables([Visitor])
    with database.atomic():
        for start in range(0, count, 500):
            Visitor.insert_many(
                [
                    {"name": f"{n:06d} {NAMES[n % len(NAMES)]}", "room": str(101 + n % 300)}
                    for n in range(start, min(count, start + 500))
                ]
            ).execute()


def visitors(text: str = "") -> Listing[Row]:
    query = Visitor.select()
    if text:
        query = query.where(Visitor.name.contains(text) | (Visitor.room == text))
    order = [(Visitor.name, False), (Visitor.id, False)]
    return Listing(query, order, lambda v: Row((v.name, v.id), v.name, v.room))


# Operations of a small counter


@operation("post")
def post_drink(act: Act, room: str) -> int:
    if room == "305":
        raise Refused("LEFT", "Room {room} has left.", jump="folio 305", field="room", room=room)
    act.changed(("drink", room), {}, {"room": room})
    return int(room)


@operation("post")
def post_beyond(act: Act, room: str) -> str:
    act.ask("LATE", "It is late for room {room}.", right="post", room=room)
    act.ask("DEAR", "It is dear.", right="post")
    act.changed(("drink", room), {}, {"room": room})
    return room


@operation("post")
def post_noted(act: Act, room: str) -> None:
    act.note("DUE_OUT", "Room {room} leaves today.", room=room)
    act.changed(("drink", room), {}, {"room": room})


@operation("post")
def post_broken(act: Act, room: str) -> None:
    raise ZeroDivisionError(room)


gate = threading.Event()


@operation("post")
def post_slowly(act: Act, room: str) -> None:
    gate.wait(10)
    act.changed(("drink", room), {}, {"room": room})


class House:
    """What a desk asks of the program around it, over the real database."""

    def __init__(self, hotel: Hotel, login: str = "pavinee") -> None:
        self._hotel = hotel
        self._desk = hotel.desk(login)
        self.staff = self._desk.staff
        self.rights = rights_of(self.staff)
        self.ran: list[str] = []
        self.tokens: list[str | None] = []

    def property(self) -> Property:
        return Property.the()

    def house_status(self) -> tuple[tuple[Message, int], ...]:
        return ((Message("arr"), 12), (Message("dep"), 9), (Message("inh"), 48))

    def desk(self, token: str | None = None, answers: Mapping[str, Answer] | None = None) -> Desk:
        return replace(self._desk, token=token, answers=answers or {})

    async def write(
        self,
        write: Callable[..., Any],
        *args: Any,
        token: str | None = None,
        answers: Mapping[str, Answer] | None = None,
        **kwargs: Any,
    ) -> Any:
        self.tokens.append(token)
        return await asyncio.to_thread(write, self.desk(token, answers), *args, **kwargs)

    def second_person(self, login: str, password: str) -> int:
        raise Refused("SIGN_IN_WRONG", "Name or password is wrong.", field="password")

    def run_command(self, line: str) -> bool:
        self.ran.append(line)
        return line.startswith("folio")

    def command_names(self) -> Sequence[tuple[str, str]]:
        return (("folio", "Open a folio"), ("arrivals", "Arrivals of today"), ("ห้อง", "Rooms"))

    def toggle_language(self) -> None:
        use_language("en" if current_language() == "th" else "th")


NOT_BEFORE_NOON = Message("Not before noon.")


class Counter(DeskScreen):
    """A list and what one may do to the visitor selected."""

    ACTIONS = (
        Action("drink", Message("Drink"), ("p",), right="post", commands=(Message("drink"), "เครื่องดื่ม")),
        Action("beyond", Message("Beyond"), ("b",)),
        Action("noted", Message("Noted"), ("n",)),
        Action("broken", Message("Broken"), ("x",)),
        Action("slowly", Message("Slowly"), ("s",)),
        Action("late", Message("Late"), ("l",), why_not=lambda _screen: NOT_BEFORE_NOON),
        Action("audit", Message("Audit"), ("a",), right="audit"),
        Action("wipe", Message("Wipe"), ("w",), danger=True),
        Action("status", Message("House status"), ("g h",)),
        Action("order", Message("Order"), ("f7",)),
    )

    def __init__(self, room: str = "201") -> None:
        super().__init__()
        self.room = room
        self.done: list[object] = []
        self.opened: list[Row] = []
        self.highlighted: list[str] = []

    def heading(self) -> str:
        return _("Guests")

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            visitors(),
            (
                Column(Message("Room"), 5, lambda row: row.room, "right"),
                Column(Message("Guest"), None, lambda row: row.name),
                Column(Message("Due"), 9, lambda row: f"{Decimal(row.key[1]):,.2f}", "right"),
                Column(Message("Nights"), 6, lambda _row: "2", min_screen_width=100),
            ),
            search=visitors,
        )

    @property
    def list(self) -> WindowedList[Row]:
        return self.query_one(WindowedList)

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.opened.append(event.row)

    def on_windowed_list_highlighted(self, event: WindowedList.Highlighted) -> None:
        self.highlighted.append(event.row.name if event.row else "")

    async def do_drink(self) -> None:
        self.done.append(await self.submit(post_drink, self.room))

    async def do_beyond(self) -> None:
        self.done.append(await self.submit(post_beyond, self.room))

    async def do_noted(self) -> None:
        self.done.append(await self.submit(post_noted, self.room))
        self.say(Message("Done."))

    async def do_broken(self) -> None:
        self.done.append(await self.submit(post_broken, self.room))

    async def do_slowly(self) -> None:
        self.done.append(await self.submit(post_slowly, self.room))

    def do_late(self) -> None:
        self.done.append("late")

    def do_wipe(self) -> None:
        self.done.append("wiped")

    def do_status(self) -> None:
        self.done.append("status")

    def do_order(self) -> None:
        self.app.push_screen(Order())


class Order(DeskScreen):
    """A form for a drink."""

    ACTIONS = (Action("hello", Message("Hello"), ("h",)),)

    def __init__(self) -> None:
        super().__init__()
        self.done: list[object] = []

    def heading(self) -> str:
        return "Order"

    def compose_body(self) -> ComposeResult:
        yield Form(
            [FieldSpec("room", Message("Room"), width=6), FieldSpec("note", Message("Note"), width=20)]
        )

    def on_form_saved(self, event: Form.Saved) -> None:
        self.start(self.save(event.form, str(event.values["room"])))

    async def save(self, form: Form, room: str) -> None:
        written = post_broken if room == "666" else post_drink
        self.done.append(await self.submit(written, room, form=form))

    def do_hello(self) -> None:
        self.done.append("hello")


class Program(App[None]):
    ENABLE_COMMAND_PALETTE = False
    ACTIONS = (Action("rates", Message("Rates"), ("f5",)),)

    def __init__(self, services: House, screen: DeskScreen, **more: Any) -> None:
        super().__init__(ansi_color=True, **more)
        self.services = services
        self.first = screen
        self.key_map = KeyMap()
        self.rates_shown = 0

    def on_mount(self) -> None:
        use_theme(self, {"TERM": "xterm"})
        self.push_screen(self.first)

    def do_rates(self) -> None:
        self.rates_shown += 1

    @property
    def lines(self) -> list[str]:
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def picture(self) -> str:
        return "\n".join(self.lines)


@asynccontextmanager
async def at(program: Program, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    async with program.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


async def settle(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """Keys as a slow line brings them: all in one piece. ``<name>`` is a key, other text is typed."""
    for key in keys:
        if key.startswith("<") and len(key) > 2:
            pilot.app.post_message(events.Key(key[1:-1], None))
            continue
        for character in key:
            pilot.app.post_message(events.Key(_character_to_key(character), character))
    await pilot.pause()
    await pilot.pause()


def marked(program: Program) -> str:
    lines = [line for line in program.lines if line.startswith(MARK)]
    assert len(lines) == 1
    return lines[0]


def drinks() -> int:
    return ChangeLog.select().where(ChangeLog.subject == "drink").count()  # type: ignore[no-any-return]


@pytest.fixture
def counter(small_hotel: Hotel) -> Counter:
    invite(200)
    return Counter()


@pytest.fixture
def program(small_hotel: Hotel, counter: Counter) -> Program:
    return Program(House(small_hotel), counter)


# Lists


async def test_the_selected_guest_is_marked_and_arrows_move_the_mark(program: Program) -> None:
    async with at(program) as pilot:
        assert "000000" in marked(program)
        await pilot.press("down", "down", "up")
        assert "000001" in marked(program)
        await pilot.press("end")
        assert "000199" in marked(program)
        await pilot.press("up", "home", "up")
        assert "000000" in marked(program)


async def test_pages_overlap_by_a_line_and_come_back_to_where_they_began(
    program: Program, counter: Counter
) -> None:
    async with at(program) as pilot:
        shown = counter.list.n
        await pilot.press("pagedown")
        assert f"{shown - 1:06d}" in marked(program)
        await pilot.press("pageup")
        assert "000000" in marked(program)
        assert counter.list.n == shown


async def test_walking_through_a_long_list_meets_every_guest_and_holds_few(small_hotel: Hotel) -> None:
    invite(600)
    counter = Counter()
    program = Program(House(small_hotel), counter)
    async with at(program) as pilot:
        met: list[str] = []
        await burst(pilot, *["<pagedown>"] * 15)
        for _step in range(40):
            await pilot.press("down")
            met.append(marked(program)[6:13].strip())
            assert counter.list.rows_held <= 4 * 24
        await burst(pilot, *["<pagedown>"] * 30)
        assert "000599" in marked(program)
        await burst(pilot, *["<pageup>"] * 20)
        for _step in range(40):
            await pilot.press("up")
            met.append(marked(program)[6:13].strip())
        down, up = [int(number) for number in met[:40]], [int(number) for number in met[40:]]
        assert down == list(range(down[0], down[0] + 40))
        assert up == list(range(up[0], up[0] - 40, -1))


async def test_columns_line_up_under_their_headings_also_with_thai_names(program: Program) -> None:
    async with at(program):
        body = program.lines[2:21]
        header = body[0]
        due = cell_width(header[: header.index("Due")]) + 3
        for number, line in enumerate(body[1:], 1):
            assert cell_width(line) == 80
            assert cell_width(line.rstrip()) == due, line
            assert line.rstrip().endswith(f"{number}.00")


async def test_a_wider_screen_shows_more_columns(program: Program) -> None:
    async with at(program):
        assert "Nights" not in program.picture
    wide = Program(program.services, Counter())
    async with at(wide, (120, 30)):
        assert "Nights" in wide.picture


async def test_the_selection_stays_on_its_guest_and_line_when_another_desk_writes(
    program: Program, counter: Counter
) -> None:
    async with at(program) as pilot:
        await pilot.press("pagedown", "pagedown", "up", "up")
        before = counter.list.selected
        line = program.lines.index(marked(program))
        Visitor.insert_many([{"name": f"000000 new {n}", "room": "1"} for n in range(30)]).execute()
        Visitor.delete().where(Visitor.name.startswith("000003")).execute()
        counter.reread()
        await pilot.pause()
        assert counter.list.selected == before
        assert program.lines.index(marked(program)) == line


async def test_who_stands_at_the_top_sees_what_comes_in_above(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        Visitor.create(name="000000 AAA first", room="1")
        Visitor.create(name="! before all", room="1")
        counter.reread()
        await pilot.pause()
        assert "before all" in program.lines[3]
        assert "สมชาย" in marked(program)


async def test_when_the_selected_guest_is_gone_the_next_one_is_selected(
    program: Program, counter: Counter
) -> None:
    async with at(program) as pilot:
        await pilot.press("down", "down")
        Visitor.delete().where(Visitor.name.startswith("000002")).execute()
        counter.reread()
        await pilot.pause()
        assert "000003" in marked(program)
        await pilot.press("end")
        Visitor.delete().where(Visitor.name.startswith("000199")).execute()
        counter.reread()
        await pilot.pause()
        assert "000198" in marked(program)
        assert counter.highlighted[-1].startswith("000198")
        Visitor.delete().execute()
        counter.reread()
        await pilot.pause()
        assert counter.list.selected is None
        assert "Nothing here." in program.picture


async def test_a_room_gone_from_a_short_list_gives_way_to_its_neighbour(small_hotel: Hotel) -> None:
    rooms = [Row((number,), "", number) for number in ("301", "302", "303")]

    class Rack(Counter):
        def compose_body(self) -> ComposeResult:
            yield WindowedList(MemoryListing(rooms), (Column(Message("Room"), None, lambda row: row.room),))

    rack = Rack()
    program = Program(House(small_hotel), rack)
    async with at(program) as pilot:
        await pilot.press("down")
        rack.list.show(MemoryListing([rooms[0], rooms[2]]))
        await pilot.pause()
        assert "303" in marked(program)
        await pilot.press("/")
        assert "303" in marked(program)


async def test_selection_and_search_survive_the_language_switch(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        assert "Rim Nam Hotel" in program.lines[0]
        assert "Mon 23 Nov 2026" in program.lines[0]
        await pilot.press("/")
        await burst(pilot, "กำไร")
        await pilot.press("down")
        before = counter.list.selected
        await pilot.press("f2")
        await pilot.pause()
        assert current_language() == "th"
        assert "โรงแรมริมน้ำ" in program.lines[0]
        assert "จ. 23 พ.ย. 2569" in program.lines[0]
        assert counter.list.selected == before
        assert counter.list.searched == "กำไร"
        await pilot.press("f2")
        assert counter.list.selected == before


async def test_search_narrows_enter_opens_and_esc_goes_back_to_where_one_was(
    program: Program, counter: Counter
) -> None:
    async with at(program) as pilot:
        await pilot.press("pagedown", "down")
        before, line = counter.list.selected, program.lines.index(marked(program))
        await pilot.press("/")
        await burst(pilot, "น้ำใจ")
        assert all("น้ำใจ" in row for row in program.lines[3:20])
        assert "40 rows" in program.picture
        await pilot.press("enter")
        assert [row.name[:6] for row in counter.opened] == ["000000"]
        assert counter.list.searched == "น้ำใจ"
        await pilot.press("escape")
        assert counter.list.selected == before
        assert program.lines.index(marked(program)) == line
        assert program.screen is counter


async def test_letters_are_text_in_a_search_and_keys_again_after_an_arrow(
    program: Program, counter: Counter
) -> None:
    async with at(program) as pilot:
        await pilot.press("/")
        await burst(pilot, "lee")
        assert counter.list.searched == "lee"
        assert counter.done == []
        await pilot.press("down")
        await pilot.press("p")
        await settle(pilot)
        assert counter.done == [201]
        await pilot.press("/")
        await pilot.press("backspace")
        assert counter.list.searched == "le"


async def test_the_search_opens_with_the_thai_layout_on(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        await burst(pilot, "ฝ", "ปิ่น")
        assert counter.list.searched == "ปิ่น"
        await burst(pilot, "<backspace>")
        assert counter.list.searched == "ปิ่"


async def test_selection_and_scroll_survive_going_to_another_screen_and_back(
    program: Program, counter: Counter
) -> None:
    async with at(program) as pilot:
        await pilot.press("pagedown", "down")
        before, line = counter.list.selected, program.lines.index(marked(program))
        await pilot.press("f7")
        await pilot.pause()
        assert isinstance(program.screen, Order)
        await pilot.press("escape")
        await pilot.pause()
        assert program.screen is counter
        assert (counter.list.selected, program.lines.index(marked(program))) == (before, line)


async def test_a_list_goes_to_a_row_by_its_key(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        wanted = visitors().last(50)[0]
        assert counter.list.select(wanted.key)
        await pilot.pause()
        assert wanted.name[:6] in marked(program)
        assert not counter.list.select(("nobody", 0))
        assert counter.list.selected == wanted


async def test_control_characters_in_a_name_never_reach_the_terminal(small_hotel: Hotel) -> None:
    database.create_tables([Visitor])
    Visitor.create(name="bad\x1b[2Jname [red]x[/]", room="1")
    program = Program(House(small_hotel), Counter())
    async with at(program):
        assert "\x1b" not in program.picture
        assert "bad·[2Jname [red]x[/]" in program.picture


class Wire(HeadlessDriver):
    """A terminal line that counts what goes over it."""

    sent: list[str] = []

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        Wire.sent.append(data)


async def test_a_step_in_a_list_of_80_by_24_sends_fewer_than_400_bytes(
    small_hotel: Hotel, counter: Counter
) -> None:
    program = Program(House(small_hotel), counter, driver_class=Wire)
    costs: list[int] = []

    async def walk(pilot: Pilot[None]) -> None:
        await pilot.pause()
        for _step in range(12):
            Wire.sent.clear()
            await pilot.press("down")
            await pilot.pause()
            costs.append(len("".join(Wire.sent).encode()))
        await pilot.app.action_quit()

    await program.run_async(size=(80, 24), auto_pilot=walk, mouse=False)
    assert len(costs) == 12
    assert 0 < min(costs) <= max(costs) < 400


# Keys


async def test_every_letter_key_acts_on_the_thai_layout_too(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        await burst(pilot, "ย")  # the key of p
        await settle(pilot)
        assert counter.done == [201]
        await burst(pilot, "เ")  # the key of g
        assert program.screen.query(LeaderMenu)
        await burst(pilot, "้")  # the key of h
        assert counter.done == [201, "status"]


async def test_a_key_that_is_refused_says_why(small_hotel: Hotel, counter: Counter) -> None:
    program = Program(House(small_hotel, "nok"), counter)
    async with at(program) as pilot:
        await pilot.press("l")
        assert counter.message == "Not before noon."
        await pilot.press("a")
        assert counter.message == "You do not have the right for this: Run the night audit."
        assert "Not before noon." not in program.picture
        assert counter.done == []
        assert " a Audit" not in program.picture


async def test_the_key_line_shows_help_first_and_the_command_line_last(program: Program) -> None:
    async with at(program):
        foot = " ".join(program.lines[-2:]).split("  ")
        assert foot[0].strip() == "F1 Help"
        assert program.lines[-1].rstrip().endswith(": Command")
        assert "p Drink" in program.picture


async def test_keys_of_the_app_work_on_every_screen(program: Program) -> None:
    async with at(program) as pilot:
        await pilot.press("f5")
        assert program.rates_shown == 1


async def test_the_leader_shows_what_may_follow_and_esc_leaves_it(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        await pilot.press("g")
        await pilot.pause()
        assert "h House status" in program.picture
        await pilot.press("escape")
        await pilot.pause()
        assert not program.screen.query(LeaderMenu)
        assert program.focused is counter.list
        await burst(pilot, "gh")
        assert counter.done == ["status"]
        await burst(pilot, "gq")
        assert counter.done == ["status"]


async def test_letters_are_text_in_a_field_and_ctrl_g_opens_the_command_line_there(program: Program) -> None:
    async with at(program) as pilot:
        await pilot.press("f7")
        await pilot.pause()
        order = program.screen
        assert isinstance(order, Order)
        await burst(pilot, "h:?g")
        assert order.done == []
        assert order.query_one(Form).field("room").raw() == "h:?g"
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert order.query(CommandLine)
        await burst(pilot, "folio 305", "<enter>")
        assert program.services.ran == ["folio 305"]
        assert order.query_one(Form).field("room").raw() == "h:?g"
        assert program.focused is order.query_one(Form).field("room")


async def test_what_is_typed_ahead_of_a_new_screen_goes_into_its_first_field(program: Program) -> None:
    async with at(program) as pilot:
        await burst(pilot, "<f7>", "h12")
        await pilot.pause()
        assert isinstance(program.screen, Order)
        assert program.screen.done == []
        assert program.screen.query_one(Form).field("room").raw() == "h12"


async def test_esc_on_the_first_screen_leads_nowhere_and_says_so(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        await pilot.press("escape")
        assert program.screen is counter
        assert counter.message == "There is nothing to go back to."


async def test_a_dangerous_action_asks_first(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(program.screen, ConfirmDialog)
        await pilot.press("enter")
        await settle(pilot)
        assert counter.done == []
        await pilot.press("w")
        await pilot.pause()
        await pilot.press("y")
        await settle(pilot)
        assert counter.done == ["wiped"]


async def test_the_hotels_own_keys_take_the_place_of_ours(program: Program, counter: Counter) -> None:
    program.key_map = read_key_map({"drink": ["F6", "d"]}, [(*Counter.ACTIONS, *KIT_ACTIONS)])
    async with at(program) as pilot:
        assert "F6 Drink" in program.picture
        await pilot.press("p")
        await burst(pilot, "ก")  # the key of d
        await settle(pilot)
        assert counter.done == [201]


# Writing


async def test_a_refusal_is_shown_with_the_command_that_leads_to_the_fix(
    program: Program, counter: Counter
) -> None:
    counter.room = "305"
    async with at(program) as pilot:
        await pilot.press("p")
        await settle(pilot)
        assert counter.done == [None]
        assert "✗ Room 305 has left. → :folio 305" in program.picture
        await pilot.press(":")
        await pilot.press("enter")
        assert program.services.ran == ["folio 305"]
        assert drinks() == 0


async def test_a_refusal_stands_at_the_field_and_the_form_stays_as_typed(program: Program) -> None:
    async with at(program) as pilot:
        await pilot.press("f7")
        await pilot.pause()
        order = program.screen
        assert isinstance(order, Order)
        form = order.query_one(Form)
        await burst(pilot, "305", "<enter>", "two beers", "<f9>")
        await settle(pilot)
        assert "Room 305 has left." in program.picture
        assert program.focused is form.field("room")
        assert form.field("note").raw() == "two beers"
        token = form.token
        await burst(pilot, "<backspace>", "6", "<f9>")
        await settle(pilot)
        assert order.done == [None, 306]
        assert program.services.tokens == [token, token]
        assert form.token != token


async def test_every_ask_is_asked_and_the_reasons_are_in_the_log(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(program.screen, AskDialog)
        assert "It is late for room 201." in program.picture
        await burst(pilot, "a wedding", "<f9>")
        await pilot.pause()
        assert isinstance(program.screen, AskDialog)
        assert "It is dear." in program.picture
        await burst(pilot, "they pay", "<f9>")
        await settle(pilot)
        assert counter.done == ["201"]
        row = ChangeLog.get(ChangeLog.subject == "drink")
        assert row.reason == "LATE: a wedding; DEAR: they pay"


async def test_an_ask_given_up_writes_nothing(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        await pilot.press("b")
        await pilot.pause()
        await pilot.press("escape")
        await settle(pilot)
        assert counter.done == [None]
        assert counter.message == "Nothing was written."
        assert drinks() == 0


async def test_a_note_is_shown_beside_what_the_screen_says(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        await pilot.press("n")
        await settle(pilot)
        assert counter.done == [True]
        assert "Room 201 leaves today." in program.picture
        assert "Done." in program.picture
        await pilot.press("l")
        assert "leaves today" not in program.picture


async def test_a_failure_of_the_program_is_a_sentence_and_the_form_stays(program: Program) -> None:
    async with at(program) as pilot:
        await pilot.press("f7")
        await pilot.pause()
        order = program.screen
        assert isinstance(order, Order)
        form = order.query_one(Form)
        token = form.token
        await burst(pilot, "666", "<f9>")
        await settle(pilot)
        assert order.done == [None]
        assert "The program failed" in order.message
        assert "Traceback" not in program.picture
        assert form.field("room").raw() == "666"
        assert not form.saving
        assert form.token == token


async def test_a_second_submit_while_one_is_under_way_does_nothing(
    program: Program, counter: Counter
) -> None:
    gate.clear()
    async with at(program) as pilot:
        await pilot.press("s")
        await pilot.press("s", "p", "escape")
        assert counter.under_way
        assert program.screen is counter
        assert counter.message == "This is still being written. One moment."
        await pilot.press("down")
        assert "000001" in marked(program)  # the screen is alive all the while
        gate.set()
        await settle(pilot)
        assert counter.done == [True]
        assert drinks() == 1


async def test_a_write_shows_what_it_changed(program: Program, counter: Counter) -> None:
    async with at(program) as pilot:
        Visitor.create(name="! early bird", room="1")
        assert "early bird" not in program.picture
        await pilot.press("p")
        await settle(pilot)
        assert "early bird" in program.picture


async def test_a_write_awaited_where_it_would_freeze_the_screen_is_refused(
    program: Program, counter: Counter
) -> None:
    caught: list[str] = []

    async def at_once() -> None:
        try:
            await counter.submit(post_drink, "201")
        except RuntimeError as error:
            caught.append(str(error))

    async with at(program) as pilot:
        counter.call_later(at_once)
        await pilot.pause()
        assert caught == ["a write is awaited in a worker, so that the screen stays alive"]
        assert drinks() == 0


# The command line


async def test_the_command_line_shows_what_matches_and_runs_what_is_typed(
    program: Program, counter: Counter
) -> None:
    async with at(program) as pilot:
        await pilot.press(":")
        await burst(pilot, "fo")
        await pilot.pause()
        assert "Open a folio" in program.picture
        assert "Arrivals of today" not in program.picture
        await pilot.press("tab")
        await burst(pilot, "305", "<enter>")
        assert program.services.ran == ["folio 305"]
        assert program.focused is counter.list
        await pilot.pause()
        assert "Open a folio" not in program.picture


async def test_a_command_typed_in_one_burst_arrives_whole_and_the_keys_behind_it_too(
    program: Program, counter: Counter
) -> None:
    async with at(program) as pilot:
        await burst(pilot, ":folio 305", "<enter>", "p")
        await pilot.pause()
        await settle(pilot)
        assert program.services.ran == ["folio 305"]
        assert counter.done == [201]
        assert counter.opened == []


async def test_actions_of_the_screen_are_commands_in_both_languages_and_on_both_layouts(
    program: Program, counter: Counter
) -> None:
    async with at(program) as pilot:
        for typed in ("drink", "เครื่องดื่ม", "กพรืา"):  # the last is "drink" with the Thai layout on
            await burst(pilot, f":{typed}", "<enter>")
            await settle(pilot)
        assert counter.done == [201, 201, 201]


async def test_an_unknown_command_is_said_and_offered_again_to_be_mended(
    program: Program, counter: Counter
) -> None:
    async with at(program) as pilot:
        await burst(pilot, ":falio", "<enter>")
        await pilot.pause()
        assert counter.message == "There is no command falio."
        await pilot.press(":")
        await pilot.pause()
        assert ":falio" in program.picture
        await pilot.press("escape")
        assert program.screen is counter
        assert program.services.ran == ["falio"]


# Help


@pytest.mark.parametrize("key", ["f1", "?"])
async def test_help_lists_every_action_with_its_keys_and_why_it_cannot_be_done_now(
    small_hotel: Hotel, counter: Counter, key: str
) -> None:
    program = Program(House(small_hotel, "nok"), counter)
    async with at(program) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(program.screen, HelpScreen)
        for action in counter.actions:
            assert any(action.label.say() in line for line in program.lines), action.id
        line = next(line for line in program.lines if "Late" in line)
        assert "Not before noon." in line
        assert "You do not have the rig" in next(line for line in program.lines if "Audit" in line)
        assert "g h" in next(line for line in program.lines if "House status" in line)
        await pilot.press("escape")
        await pilot.pause()
        assert program.screen is counter


# The key map


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("drink = ['b']", "The key b stands for two things: Drink and Beyond."),
        ("drink = ['f10']", "Drink (drink) has no key that every terminal sends: F10."),
        ("drink = ['alt+p', '`']", "Drink (drink) has no key that every terminal sends: Alt+P, `."),
        ("drink = ['ctrl+m', 'p']", "The key Ctrl+M of Drink reaches no program: it is another key's twin."),
        ("drink = ['hyperspace']", "There is no key hyperspace (Drink)."),
        ("drink = 'p'", 'The keys of drink are written as a list: ["f3", "a"].'),
        ("drank = ['p']", "The key file names an action that does not exist: drank."),
        ("beyond = []", "Beyond (beyond) can be reached by no key and no command."),
        ("drink = [", "is not written right"),
    ],
)
def test_a_key_file_with_a_fault_is_refused_in_words(tmp_path: Path, written: str, fault: str) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(written)
    with pytest.raises(KeyFault) as refusal:
        load_key_map(file, [(*Counter.ACTIONS, *KIT_ACTIONS)])
    assert fault in str(refusal.value)


def test_a_key_file_may_add_what_is_unreliable_beside_what_is_not(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text("drink = ['Ctrl+F7', 'P']\nstatus = ['g s', 'F4']\n")
    keys = load_key_map(file, [(*Counter.ACTIONS, *KIT_ACTIONS)]).keys
    assert keys == {"drink": ("ctrl+f7", "P"), "status": ("g s", "f4")}
    assert load_key_map(tmp_path / "none.toml", []) == KeyMap()


def test_the_keys_of_the_kit_and_of_these_screens_stand_together() -> None:
    check((*Counter.ACTIONS, *Program.ACTIONS, *KIT_ACTIONS))
    check((*Order.ACTIONS, *Program.ACTIONS, *KIT_ACTIONS))
    with pytest.raises(KeyFault, match="stands for two things"):
        check((*Counter.ACTIONS, Action("other", Message("Other"), ("p",))))
    with pytest.raises(KeyFault, match="no key that every terminal sends"):
        check((Action("only", Message("Only"), ("f1",)),))


def test_the_keys_every_terminal_sends_are_those_of_the_table() -> None:
    reliable = ["a", "Z", "0", "f2", "f9", "enter", "escape", "pageup", "delete", "+", "*", "/", "?", "g h"]
    unreliable = ["f1", "f10", "f12", "shift+f3", "ctrl+f7", "alt+x", "ctrl+g", "ctrl+c", "`", "ctrl+s", "ก"]
    assert [key for key in reliable if not is_reliable(key)] == []
    assert [key for key in unreliable if is_reliable(key)] == []


def test_a_key_of_its_own_beats_the_thai_twin_of_another() -> None:
    actions = (Action("a", Message("A"), ("a",)), Action("thai", Message("Thai"), ("ฟ", "f4")))
    assert by_key(actions, {})["ฟ"].id == "thai"


# The terminal


@pytest.mark.parametrize("term", ["", "dumb"])
def test_a_terminal_that_cannot_show_a_screen_is_told_of_the_commands(term: str) -> None:
    refusal = terminal_refusal({"TERM": term})
    assert refusal is not None
    assert "reception --help" in refusal.say()
    assert terminal_refusal({"TERM": "xterm-256color"}) is None


async def test_without_colour_every_mark_is_still_there(
    small_hotel: Hotel, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    program = Program(House(small_hotel), counter)
    async with at(program) as pilot:
        use_theme(program, os.environ)
        assert program.theme == MONOCHROME.name
        counter.room = "305"
        await pilot.press("p")
        await settle(pilot)
        assert marked(program)
        assert "✗ Room 305 has left." in program.picture
        codes = re.findall(r"\x1b\[([\d;]*)m", "".join(_painted(program)))
        assert codes
        assert all(part in ("0", "1", "4", "7", "39", "49") for code in codes for part in code.split(";"))
    assert COLOURS.name != MONOCHROME.name


def _painted(program: Program) -> list[str]:
    lines = []
    for strip in program.screen._compositor.render_strips():
        segments = list(strip)
        for line_filter in program.get_line_filters():
            segments = line_filter.apply(segments, program.screen.background_colors[1])
        lines.append("".join(s.style.render(s.text) if s.style else s.text for s in segments))
    return lines
