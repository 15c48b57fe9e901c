"""The bell desk: the day's jobs with their pieces, and the luggage of groups counted in and out."""

from __future__ import annotations

from textual.app import ComposeResult

from locales import Message, _
from locales.thai_text import fold
from models.front_office.bell_desk.bell_list import (
    KINDS,
    BellJob,
    GroupPieces,
    bell_list,
    close_group,
    count_group,
    group_pieces,
    mark_job,
    unmark_job,
)
from models.front_office.bell_desk.views import pieces_stored
from models.house.lists import MemoryListing
from screens.front_office.desk_list import EVERY, PORTER, DeskList, nothing_selected
from screens.front_office.words import day, guest_name
from screens.kit.actions import Action
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen


def _pieces(name: str, label: Message) -> FieldSpec:
    return FieldSpec(name, label, "number", required=True, minimum=0, maximum=9999)


class BellDeskScreen(DeskList):
    """Enter writes pieces and porter, d marks a job done or takes the mark back."""

    TITLE_LINE = Message("Bell desk")
    EMPTY = Message("No arrival, departure or move today.")
    ACTIONS = (
        Action("done", Message("Done"), ("d",), right="bell_desk", why_not=nothing_selected),
        Action("luggage", Message("Luggage"), ("l",), right="see_desk"),
        Action("groups", Message("Group luggage"), ("u",), right="see_desk"),
        Action("parcels", Message("Parcels"), ("p",), right="see_desk"),
        Action("errands", Message("Errands"), ("e",), right="see_desk"),
        Action("cars", Message("Cars"), ("c",), right="see_desk"),
        Action("stay", Message("Booking"), ("s",), right="see_desk", shown=False, why_not=nothing_selected),
        EVERY,
    )

    def __init__(self) -> None:
        super().__init__()
        self.every = True

    def narrowed(self) -> str:
        return "" if self.every else _("still to do")

    def aside(self) -> str:
        left = sum(job.done_at is None for job in self._jobs)
        return _("{n} of {all} to do · {stored} stored", n=left, all=len(self._jobs), stored=pieces_stored())

    def compose_body(self) -> ComposeResult:
        self._jobs = bell_list(self.services.today())
        return super().compose_body()

    def listing(self, text: str) -> MemoryListing[BellJob]:
        words = fold(text).split()
        rows = [job for job in self._jobs if self.every or job.done_at is None]
        if words:
            rows = [job for job in rows if all(w in _hay(job) for w in words)]
        return MemoryListing(rows)

    def columns(self) -> list[Column[BellJob]]:
        return [
            Column(Message("✓"), 2, lambda j: "✓" if j.done_at else ""),
            Column(Message("Job"), 10, lambda j: KINDS[j.kind].say()),
            Column(Message("Room"), 9, lambda j: f"{j.from_room}→{j.room}" if j.from_room else j.room),
            Column(Message("Guest"), None, guest_name),
            Column(Message("Group"), 6, lambda j: j.group),
            Column(Message("At"), 5, lambda j: j.at),
            Column(Message("Pcs"), 3, lambda j: str(j.pieces or ""), "right"),
            Column(Message("By"), 10, lambda j: j.porter if j.done_at or j.here else _("not here")),
        ]

    def reload(self) -> None:
        self._jobs = bell_list(self.services.today())
        super().reload()

    async def do_done(self) -> None:
        job: BellJob = self.selected
        await self.submit(unmark_job if job.done_at else mark_job, *job.key)

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if self.services.rights.allow("bell_desk"):
            self.start(self._count(event.row))

    async def _count(self, job: BellJob) -> None:
        specs = (_pieces("pieces", Message("Pieces")), PORTER)
        title = Message("{words}", {"words": f"{KINDS[job.kind].say()} · {job.room or guest_name(job)}"})
        await self.dialog(
            title, specs, lambda v: (mark_job, job.key, v), pieces=job.pieces or None, porter=job.porter
        )

    def do_stay(self) -> None:
        self.app.push_screen(open_screen("stay", self.selected.stay_id))

    def do_luggage(self) -> None:
        self.app.push_screen(open_screen("luggage"))

    def do_groups(self) -> None:
        self.app.push_screen(open_screen("group luggage"))

    def do_parcels(self) -> None:
        self.app.push_screen(open_screen("parcels"))

    def do_errands(self) -> None:
        self.app.push_screen(open_screen("errands"))

    def do_cars(self) -> None:
        self.app.push_screen(open_screen("cars"))


def _hay(job: BellJob) -> str:
    return fold(
        f"{job.room} {job.from_room} {job.guest_th} {job.guest_en} {job.group} {KINDS[job.kind].say()}"
    )


class GroupLuggageScreen(DeskList):
    """What came off the bus, went to the rooms, came down and went onto the bus; Enter counts, z closes."""

    TITLE_LINE = Message("Group luggage")
    EMPTY = Message("No group comes, stays or goes today.")
    ACTIONS = (
        Action("close", Message("Bus leaves"), ("z",), right="bell_desk", why_not=nothing_selected),
        Action("group", Message("Group"), ("s",), right="see_desk", why_not=nothing_selected),
    )

    def listing(self, text: str) -> MemoryListing[GroupPieces]:
        words = fold(text).split()
        rows = group_pieces(self.services.today())
        return MemoryListing([r for r in rows if all(w in fold(f"{r.code} {r.name}") for w in words)])

    def columns(self) -> list[Column[GroupPieces]]:
        return [
            Column(Message("Code"), 6, lambda g: g.code),
            Column(Message("Name"), None, lambda g: g.name),
            Column(Message("Leaves"), 9, lambda g: day(g.departure)),
            Column(Message("In"), 4, lambda g: str(g.counted_in), "right"),
            Column(Message("To rooms"), 8, lambda g: str(g.delivered), "right"),
            Column(Message("Down"), 4, lambda g: str(g.brought_down), "right"),
            Column(Message("Loaded"), 6, lambda g: str(g.loaded), "right"),
            Column(Message("Store"), 5, lambda g: str(g.stored), "right"),
            Column(Message("State"), 10, _state),
        ]

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if self.services.rights.allow("bell_desk"):
            self.start(self._count(event.row))

    async def _count(self, group: GroupPieces) -> None:
        specs = (
            _pieces("counted_in", Message("Counted in")),
            _pieces("loaded", Message("Loaded")),
        )
        await self.dialog(
            Message("Luggage of {group}", {"group": group.name}), specs,
            lambda v: (count_group, (group.block_id, v["counted_in"], v["loaded"]), {}),
            counted_in=group.counted_in, loaded=group.loaded,
        )  # fmt: skip

    async def do_close(self) -> None:
        group: GroupPieces = self.selected
        if await self.submit(close_group, group.block_id):
            self.say(Message("The luggage of {group} is closed.", {"group": group.name}))

    def do_group(self) -> None:
        self.app.push_screen(open_screen("group", self.selected.block_id))


def _state(group: GroupPieces) -> str:
    if group.closed_at:
        return _("closed, differs") if group.reason else _("closed")
    return _("differs") if group.differs else _("matches")
