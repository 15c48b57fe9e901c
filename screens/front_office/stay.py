"""One booking: its nights and persons, and everything one does with it before and during the stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.countries import country_name
from locales.thai_text import fit
from models.front_office.desk_flows import NEW_GUEST, register_person
from models.front_office.guests import missing_identity
from models.front_office.inventory import free_rooms
from models.front_office.payments import Receipt, keep_deposit, refund_deposit, take_deposit
from models.front_office.reservations import (
    GUARANTEES,
    IN_HOUSE,
    RESERVED,
    STATES,
    Stay,
    assign_room,
    cancel,
    change_dates,
    deposit_of,
    mark_no_show,
    stay_nights,
    stay_total,
)
from models.front_office.stays import move_room, persons_of, reinstate, remove_person, undo_check_in
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.booking import GUEST, method_options
from screens.front_office.guest_form import IDENTITY, name_from, tidy
from screens.front_office.receipts import show_receipt
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.choice_fields import Typed
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

REASON = FieldSpec("reason", Message("Reason"), required=True, width=40, max_length=200)
MASK_SHOWN = 4  # of a document number; the whole stands in the profile only


@dataclass(frozen=True)
class Part:
    """A line of the stay: a fact, a person or a night. ``guest_id`` where it is a person."""

    number: int
    label: str
    text: str
    guest_id: int | None = None

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


def masked(number: str) -> str:
    return "•" * max(len(number) - MASK_SHOWN, 0) + number[-MASK_SHOWN:]


def _when(*states: str) -> Any:
    def why_not(screen: StayScreen) -> Message | None:
        if screen.stay.state in states:
            return None
        return Message("This stay is {state}.", {"state": STATES[screen.stay.state]})

    return why_not


class StayScreen(DeskScreen):
    ACTIONS = (
        Action("check_in", Message("Check in"), ("c", "+"), right="check_in", why_not=_when(RESERVED)),
        Action("folio", Message("Folio"), ("b",), right="see_desk", why_not=_when(IN_HOUSE, "checked out")),
        Action("person", Message("Add a person"), ("p",), right="book", why_not=_when(RESERVED, IN_HOUSE)),
        Action("room", Message("Room"), ("r",), right="check_in", why_not=_when(RESERVED, IN_HOUSE)),
        Action("dates", Message("Dates"), ("t",), right="book", why_not=_when(RESERVED, IN_HOUSE)),
        Action("deposit", Message("Deposit"), ("d",), right="pay", why_not=_when(RESERVED)),
        Action("refund_deposit", Message("Refund deposit"), ("e",), right="cancel_penalty", shown=False, why_not=lambda s: s.why_not_deposit()),
        Action("keep_deposit", Message("Keep deposit"), ("k",), right="cancel_penalty", shown=False, why_not=lambda s: s.why_not_deposit()),
        Action("cancel_stay", Message("Cancel"), ("x",), right="book", why_not=_when(RESERVED)),
        Action("no_show", Message("No-show"), ("w",), right="book", danger=True, why_not=_when(RESERVED)),
        Action("undo", Message("Undo check-in"), ("u",), right="check_in", danger=True, shown=False, why_not=_when(IN_HOUSE)),
        Action("reinstate", Message("Undo check-out"), ("z",), right="check_in", danger=True, shown=False, why_not=_when("checked out")),
        Action("remove", Message("Take person off"), ("delete",), right="book", danger=True, shown=False, why_not=lambda s: s.why_not_person()),
        Action("history", Message("Changes"), ("h",), right="see_desk", shown=False),
    )  # fmt: skip

    def __init__(self, stay_id: int) -> None:
        super().__init__()
        self.stay: Stay = Stay.get_by_id(stay_id)

    def heading(self) -> str:
        guest = self.stay.guest.name(current_language())
        room = self.stay.room.number if self.stay.room_id else "–"
        return _(
            "{guest} · room {room} · {state}", guest=guest, room=room, state=STATES[self.stay.state].say()
        )

    def aside(self) -> str:
        return _("booking {number}", number=self.stay.reservation.confirmation)

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self._parts()),
            [
                Column(Message("What"), 16, lambda p: p.label),
                Column(Message("Details"), None, lambda p: p.text),
            ],
            id="parts",
        )

    def reload(self) -> None:
        self.stay = Stay.get_by_id(self.stay.id)
        self._list.renew(MemoryListing(self._parts()))

    @property
    def _list(self) -> WindowedList[Part]:
        return self.query_one("#parts", WindowedList)

    def _parts(self) -> list[Part]:
        rows = [*self._facts(), *self._persons(), *self._nights()]
        return [Part(n, label, text, guest_id) for n, (label, text, guest_id) in enumerate(rows)]

    def _facts(self) -> list[tuple[str, str, int | None]]:
        stay, booked = self.stay, self.stay.reservation
        held = deposit_of(booked)
        facts = [
            (
                _("Dates"),
                f"{day(stay.arrival)} – {day(stay.departure)} · {n_('{n} night', '{n} nights', stay.nights)}",
            ),
            (_("Room type"), f"{stay.room_type.code} · {stay.rate_code.code}"),
            (
                _("Persons"),
                _("{adults} adults, {children} children", adults=stay.adults, children=stay.children),
            ),
            (_("Guarantee"), GUARANTEES[booked.guarantee].say()),
            (_("ETA"), stay.eta),
            (_("Deposit held"), amount(held) if held else ""),
            (_("Cancelled"), f"{stay.cancellation} · {stay.reason}" if stay.cancellation else ""),
            (_("Note"), booked.note),
        ]
        return [(label, text, None) for label, text in facts if text]

    def _persons(self) -> list[tuple[str, str, int | None]]:
        rows: list[tuple[str, str, int | None]] = []
        language = current_language()
        for number, guest in enumerate(persons_of(self.stay.id), 1):
            nationality = country_name(guest.nationality, language) if guest.nationality else ""
            identity = masked(guest.document_number)
            missing = _("identity missing") if missing_identity(guest) else ""
            text = "  ".join(filter(None, [guest.name(language), nationality, identity, missing]))
            rows.append((_("Guest {n}", n=number), text, guest.id))
        return rows

    def _nights(self) -> list[tuple[str, str, int | None]]:
        nights = stay_nights(self.stay.id)
        rows: list[tuple[str, str, int | None]] = []
        for night in nights:
            mark = _("posted") if night.posted else ""
            price = fit(amount(night.amount), 12, "right")
            basis = _("all included") if night.inclusive else "++"
            rows.append((day(night.date), f"{night.rate_code.code:<6}{price} {basis} {mark}", None))
        rows.append((_("Total"), f"{'':6}{fit(amount(stay_total(nights)), 12, 'right')}", None))
        return rows

    # Doing

    def why_not_deposit(self) -> Message | None:
        return None if deposit_of(self.stay.reservation) else Message("No deposit is held.")

    def why_not_person(self) -> Message | None:
        row = self._list.selected
        return None if row and row.guest_id else Message("Choose the person first.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if event.row.guest_id:
            self.app.push_screen(open_screen("guest", event.row.guest_id))

    async def _dialog(
        self, title: Message, specs: tuple[FieldSpec, ...], operation: Any, *args: Any, **first: Any
    ) -> Any:
        """A small form whose values are the operation's keywords; what the operation gave back, None when left."""
        done: list[Any] = []

        async def write(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> object:
            kept = {name: value for name, value in values.items() if value is not None}
            done.append(await self.services.write(operation, *args, token=token, answers=answers, **kept))
            return done

        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=first)) is None:
            return None
        self.reread()
        return done[-1] if done[-1] is not None else True

    def do_check_in(self) -> None:
        self.app.push_screen(open_screen("check-in", self.stay.id))

    def do_folio(self) -> None:
        self.app.push_screen(open_screen("folio", self.stay.id))

    def do_history(self) -> None:
        self.app.push_screen(open_screen("log", self.stay.id))

    async def do_person(self) -> None:
        """A second guest of the room: found, or written down with identity."""

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            chosen = values.pop("guest")
            person = tidy(values)
            if isinstance(chosen, Typed):
                return await self.services.write(
                    register_person,
                    self.stay.id,
                    NEW_GUEST,
                    {**person, **name_from(chosen.text)},
                    token=token,
                    answers=answers,
                )
            known = {name: value for name, value in person.items() if value}
            return await self.services.write(
                register_person, self.stay.id, chosen, known, token=token, answers=answers
            )

        dialog = FormDialog(Message("Another person"), (GUEST, *IDENTITY), write)
        if await self.app.push_screen_wait(dialog):
            self.reread()

    async def do_remove(self) -> None:
        row = self._list.selected
        if row and row.guest_id:
            await self.submit(remove_person, self.stay.id, row.guest_id)

    async def do_room(self) -> None:
        """Assign before arrival; move with a reason afterwards."""

        def search(text: str) -> list[tuple[str, str]]:
            since = max(self.stay.arrival, self.services.today())
            rooms = [
                r for r in free_rooms(None, since, self.stay.departure) if r.number.startswith(text.strip())
            ]
            rooms.sort(key=lambda r: (r.room_type_id != self.stay.room_type_id, r.number))
            return [(r.number, f"{r.number} {r.room_type.code}") for r in rooms[:12]]

        if self.stay.state == RESERVED:
            room = FieldSpec("number", Message("Room"), "lookup", search=search, required=True, letters=0)
            await self._dialog(Message("Assign a room"), (room,), assign_room, self.stay.id)
        else:
            room = FieldSpec("room", Message("Room"), "lookup", search=search, required=True, letters=0)
            await self._dialog(Message("Move to another room"), (room, REASON), move_room, self.stay.id)

    async def do_dates(self) -> None:
        specs = (
            FieldSpec("arrival", Message("Arrival"), "date", required=True),
            FieldSpec("departure", Message("Departure"), "date", required=True, after="arrival"),
        )
        await self._dialog(
            Message("Change the dates"), specs, change_dates, self.stay.id, arrival=self.stay.arrival,
            departure=self.stay.departure,
        )  # fmt: skip

    async def do_deposit(self) -> None:
        specs = (
            FieldSpec("amount", Message("Amount"), "amount", required=True, minimum=Decimal("0.01")),
            FieldSpec(
                "method", Message("Paid by"), "pick", required=True, options=method_options(), default="TRAN"
            ),
            FieldSpec("reference", Message("Reference"), max_length=60),
        )
        receipt = await self._dialog(Message("Deposit"), specs, take_deposit, self.stay.reservation_id)
        if receipt:
            show_receipt(self, Receipt.get_by_id(receipt))

    async def do_refund_deposit(self) -> None:
        specs = (
            FieldSpec("amount", Message("Amount"), "amount", required=True, minimum=Decimal("0.01")),
            FieldSpec(
                "method", Message("Paid by"), "pick", required=True, options=method_options(), default="TRAN"
            ),
            REASON,
        )
        held = deposit_of(self.stay.reservation)
        await self._dialog(
            Message("Refund deposit"), specs, refund_deposit, self.stay.reservation_id, amount=held
        )

    async def do_keep_deposit(self) -> None:
        specs = (
            FieldSpec("amount", Message("Amount"), "amount", required=True, minimum=Decimal("0.01")),
            REASON,
        )
        held = deposit_of(self.stay.reservation)
        await self._dialog(
            Message("Keep deposit"), specs, keep_deposit, self.stay.reservation_id, amount=held
        )

    async def do_cancel_stay(self) -> None:
        number = await self._dialog(Message("Cancel the booking"), (REASON,), cancel, self.stay.id)
        if number:
            self.say(Message("Cancelled: {number}", {"number": number}))

    async def do_no_show(self) -> None:
        await self.submit(mark_no_show, self.stay.id)

    async def do_undo(self) -> None:
        await self.submit(undo_check_in, self.stay.id)

    async def do_reinstate(self) -> None:
        await self.submit(reinstate, self.stay.id)
