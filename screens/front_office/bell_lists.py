"""Errands, parcels and cars of the bell desk: three lists of one kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from locales import Message, _, current_language
from models.front_office.bell_desk.errands import (
    add_errand,
    charge_errand,
    errand_done,
    fetch_car,
    give_car_back,
    hand_parcel,
    move_parcel,
    park_car,
    take_car,
    take_parcel,
)
from models.front_office.bell_desk.papers import parcel_paper
from models.front_office.bell_desk.views import (
    CarRow,
    ErrandRow,
    ForWhom,
    ParcelRow,
    car_moves,
    cars,
    errands,
    parcels,
)
from models.house.lists import Pages
from screens.front_office.desk_list import (
    EVERY,
    NOTE,
    PORTER,
    DeskList,
    department_field,
    nothing_selected,
    whose_choice,
    whose_field,
    whose_of,
)
from screens.front_office.words import amount
from screens.kit.actions import Action
from screens.kit.dialogs import MessageDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

PLACE = FieldSpec("place", Message("Place"), max_length=40)
COST = FieldSpec("cost", Message("Cost"), "amount", minimum=Decimal(0), help=Message("Baht, all included."))


def _name(whose: ForWhom) -> str:
    return whose.name(current_language())


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """What the form says, with the guest or the name; nothing for what was left empty."""
    whose = whose_of(values.pop("whose", None))
    return {**{name: value for name, value in values.items() if value is not None}, **whose}


NEW = Action("new", Message("New"), ("n", "insert"), right="bell_desk")
ROOM: Column[Any] = Column(Message("Room"), 5, lambda r: r.whose.room)
FOR: Column[Any] = Column(Message("For"), 15, lambda r: _name(r.whose))


class ErrandsScreen(DeskList):
    """Enter says that it was done and what it cost; b puts the cost on the folio."""

    TITLE_LINE = Message("Errands")
    EMPTY = Message("Nothing to fetch or to bring.")
    ACTIONS = (
        NEW,
        Action("done", Message("Done"), ("d",), right="bell_desk", why_not=lambda s: s.why_not_open()),
        Action("charge", Message("To the folio"), ("b",), right="post", why_not=nothing_selected),
        EVERY,
    )

    def listing(self, text: str) -> Pages[ErrandRow]:
        return errands(text=text, every=self.every)

    def columns(self) -> list[Column[ErrandRow]]:
        return [
            Column(Message("Asked at"), 12, lambda r: self.clock(r.asked_at)),
            Column(Message("Errand"), None, lambda r: " · ".join(filter(None, [r.what, r.note]))),
            ROOM,
            FOR,
            Column(Message("Done"), 6, lambda r: self.clock(r.done_at)[-5:]),
            Column(Message("By"), 8, lambda r: r.done_by),
            Column(Message("Cost"), 9, lambda r: amount(r.cost) if r.cost else "", "right"),
            Column(Message("Bill"), 4, lambda r: "✓" if r.charged else ""),
        ]

    def why_not_open(self) -> Message | None:
        row = self.selected
        return None if row and row.done_at is None else Message("This has been done already.")

    async def do_new(self) -> None:
        specs = (
            FieldSpec("what", Message("Errand"), required=True, width=44, max_length=120),
            whose_field(),
            department_field(required=False),
            COST,
            NOTE,
        )
        await self.dialog(
            Message("Errand"), specs, lambda v: (add_errand, (), _given(v)), **whose_choice(self.stay_id)
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.perform_by_id("charge" if event.row.done_at else "done")

    async def do_done(self) -> None:
        row: ErrandRow = self.selected
        await self.dialog(
            Message("Done: {what}", {"what": row.what}), (PORTER, COST, NOTE),
            lambda v: (errand_done, (row.errand_id,), v), cost=row.cost, note=row.note,
        )  # fmt: skip

    async def do_charge(self) -> None:
        row: ErrandRow = self.selected
        if await self.submit(charge_errand, row.errand_id):
            self.say(
                Message(
                    "{amount} is on the folio of {guest}.", {"amount": row.cost, "guest": _name(row.whose)}
                )
            )


class ParcelsScreen(DeskList):
    """Enter hands the parcel over and shows the receipt to sign."""

    TITLE_LINE = Message("Parcels")
    EMPTY = Message("No parcel waits.")
    ACTIONS = (
        NEW,
        Action(
            "hand", Message("Hand over"), ("h",), right="bell_desk", why_not=lambda s: s.why_not_waiting()
        ),
        Action("place", Message("Place"), ("e",), right="bell_desk", why_not=lambda s: s.why_not_waiting()),
        Action("print", Message("Print"), ("p",), right="see_desk", why_not=nothing_selected),
        EVERY,
    )

    def listing(self, text: str) -> Pages[ParcelRow]:
        return parcels(text=text, stay_id=self.stay_id, every=self.every)

    def columns(self) -> list[Column[ParcelRow]]:
        return [
            Column(Message("Parcel"), 11, lambda r: r.number),
            Column(Message("Came"), 12, lambda r: self.clock(r.arrived_at)),
            ROOM,
            FOR,
            Column(Message("What"), None, lambda r: " · ".join(filter(None, [r.what, r.arrived_from, r.carrier]))),
            Column(Message("Place"), 9, lambda r: r.place),
            Column(Message("Handed to"), 10, lambda r: r.handed_to),
        ]  # fmt: skip

    def why_not_waiting(self) -> Message | None:
        row = self.selected
        return None if row and row.handed_at is None else Message("This parcel has been handed over.")

    async def do_new(self) -> None:
        specs = (
            FieldSpec("what", Message("What"), required=True, max_length=120, help=Message("Box, letter, flowers.")),
            whose_field(),
            department_field(required=False),
            FieldSpec("arrived_from", Message("Sender"), max_length=80),
            FieldSpec("carrier", Message("Carrier"), max_length=40),
            PLACE,
            NOTE,
        )  # fmt: skip
        await self.dialog(
            Message("Parcel"), specs, lambda v: (take_parcel, (), _given(v)), **whose_choice(self.stay_id)
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.perform_by_id("print" if event.row.handed_at else "hand")

    async def do_hand(self) -> None:
        row: ParcelRow = self.selected
        to = FieldSpec("handed_to", Message("Handed to"), required=True, max_length=80)
        done = await self.dialog(
            Message("Hand over {number} · {what}", {"number": row.number, "what": row.what}), (to, PORTER),
            lambda v: (hand_parcel, (row.parcel_id,), v), handed_to=_name(row.whose) if row.stay_id else "",
        )  # fmt: skip
        if done is not None:
            self.services.show_paper(parcel_paper(self.hotel, row.parcel_id, current_language()))

    async def do_place(self) -> None:
        row: ParcelRow = self.selected
        await self.dialog(
            Message("Place of {number}", {"number": row.number}), (PLACE, NOTE),
            lambda v: (move_parcel, (row.parcel_id,), v), place=row.place, note=row.note,
        )  # fmt: skip

    def do_print(self) -> None:
        self.services.show_paper(parcel_paper(self.hotel, self.selected.parcel_id, current_language()))


class CarsScreen(DeskList):
    """Found by any part of the plate; f fetches, r parks again, z gives the key back. Enter shows its drives."""

    TITLE_LINE = Message("Cars")
    EMPTY = Message("No car is with us.")
    ACTIONS = (
        NEW,
        Action("fetch", Message("Fetch"), ("f",), right="bell_desk", why_not=nothing_selected),
        Action("park", Message("Park"), ("r",), right="bell_desk", why_not=nothing_selected),
        Action("give_back", Message("Key back"), ("z",), right="bell_desk", danger=True, why_not=nothing_selected),
        EVERY,
    )  # fmt: skip

    def listing(self, text: str) -> Pages[CarRow]:
        return cars(text=text, stay_id=self.stay_id, every=self.every)

    def columns(self) -> list[Column[CarRow]]:
        return [
            Column(Message("Plate"), 14, lambda r: r.plate),
            Column(Message("Car"), 15, lambda r: " ".join(filter(None, [r.make, r.colour]))),
            ROOM,
            Column(Message("Guest"), None, lambda r: _name(r.whose)),
            Column(Message("Key"), 6, lambda r: r.key_tag),
            Column(Message("Place"), 10, lambda r: _("gone") if r.left_at else r.place or _("out")),
            Column(Message("Came"), 12, lambda r: self.clock(r.came_at)),
        ]

    async def do_new(self) -> None:
        specs = (
            FieldSpec("plate", Message("Plate"), required=True, max_length=30),
            whose_field(required=True),
            FieldSpec("make", Message("Make"), max_length=40),
            FieldSpec("colour", Message("Colour"), max_length=30),
            FieldSpec("key_tag", Message("Key tag"), max_length=20),
            PLACE,
            PORTER,
            NOTE,
        )
        await self.dialog(
            Message("Car"), specs, lambda v: (take_car, (), _given(v)), **whose_choice(self.stay_id)
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: CarRow = event.row
        ways = {"in": Message("parked"), "out": Message("fetched")}
        lines = [
            "  ".join(filter(None, [self.clock(at), ways[way].say(), place, porter]))
            for way, at, place, porter in car_moves(row.car_id)
        ]
        title = " ".join(filter(None, [row.plate, row.make, row.colour, row.key_tag]))
        self.app.push_screen(MessageDialog("\n".join([title, *filter(None, [row.note]), *lines[:12]])))

    async def do_fetch(self) -> None:
        await self.submit(fetch_car, self.selected.car_id)

    async def do_park(self) -> None:
        row: CarRow = self.selected
        place = FieldSpec("place", Message("Place"), required=True, max_length=40)
        await self.dialog(
            Message("Park {plate}", {"plate": row.plate}),
            (place, PORTER),
            lambda v: (park_car, (row.car_id,), v),
        )

    async def do_give_back(self) -> None:
        await self.submit(give_car_back, self.selected.car_id)
