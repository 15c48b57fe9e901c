"""A working list of the desk: new, change, mark; of the whole house or of one stay; open things or everything."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from locales.thai_text import to_latin_digits
from models.front_office.blocks.views import find_blocks
from models.front_office.desk_views import GUESTS, find_stays, stay_in_room
from models.front_office.reservations import IN_HOUSE, RESERVED, Stay
from models.house.departments import departments
from models.house.lists import Pages
from models.house.property import Property
from models.house.refusals import Answer
from screens.front_office.words import guest_name, name_of
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice, Typed
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column, WindowedList

STAY, BLOCK = "stay", "block"
PORTER = FieldSpec("porter", Message("Porter"), max_length=40, help=Message("Empty: you."))
NOTE = FieldSpec("note", Message("Note"), width=44, max_length=300)
EVERY = Action("every", Message("Open / all"), ("v",), right="see_desk")


def nothing_selected(screen: DeskList) -> Message | None:
    return None if screen.selected is not None else Message("Nothing here.")


def clock(at: datetime.datetime | None, hotel: Property) -> str:
    """The time of day; on another day than today the day before it."""
    if at is None:
        return ""
    there = at.astimezone(hotel.timezone)
    time = f"{there:%H:%M}"
    return time if there.date() == hotel.business_date else f"{format_date(there.date(), 'day_month')} {time}"


# For whom


def search_whose(groups: bool = False) -> Callable[[str], list[tuple[str, str]]]:
    """Guests in house and to come by room or name, and groups: the keys of a field ``whose``."""

    def search(text: str) -> list[tuple[str, str]]:
        here = find_stays(text, GUESTS & (Stay.state << [IN_HOUSE, RESERVED]), "room").first(9)
        found = [(f"{STAY} {row.stay_id}", f"{row.room} {guest_name(row)}".strip()) for row in here]
        if groups:
            found += [
                (f"{BLOCK} {row.block_id}", f"{row.code} {row.name}") for row in find_blocks(text).first(4)
            ]
        return found

    return search


def whose_field(groups: bool = False, required: bool = False) -> FieldSpec:
    return FieldSpec(
        "whose", Message("For"), "lookup", search=search_whose(groups), allow_new=True, required=required,
        help=Message("Room or name of a guest; any other name as it is."),
    )  # fmt: skip


def whose_of(value: object) -> dict[str, Any]:
    """What the field says, as an operation takes it. The number of a room is its guest."""
    if isinstance(value, Typed):
        guest = stay_in_room(to_latin_digits(value.text.strip()).upper())
        return {"person": value.text} if guest is None else {"stay_id": guest.id}
    if value is None:
        return {}
    kind, number = str(value).split(" ")
    return {f"{kind}_id": int(number)}


def whose_choice(stay_id: int | None) -> dict[str, object]:
    """First value of the field where the list is that of one stay."""
    if stay_id is None:
        return {}
    stay = Stay.get_by_id(stay_id)
    room = stay.room.number if stay.room_id else ""
    return {"whose": Choice(f"{STAY} {stay_id}", f"{room} {stay.guest.name(current_language())}".strip())}


def department_field(required: bool = True) -> FieldSpec:
    options: list[tuple[str, Any]] = [(unit.code, name_of(unit)) for unit in departments()]
    if not required:
        options.insert(0, ("", Message("none")))
    return FieldSpec(
        "department", Message("Department"), "pick", required=required, options=options,
        default=options[0][0] if options else None, width=26,
    )  # fmt: skip


class DeskList(DeskScreen):
    """Subclasses say the rows and the columns; ``stay_id`` shows those of one stay, ``text`` those found by it."""

    TITLE_LINE: ClassVar[Message]
    EMPTY: ClassVar[Message] = Message("Nothing here.")

    def __init__(self, stay_id: int | None = None, text: str = "") -> None:
        super().__init__()
        self.stay_id = stay_id
        self._text = text
        self.every = False

    def listing(self, text: str) -> Pages[Any]:
        raise NotImplementedError

    def columns(self) -> list[Column[Any]]:
        raise NotImplementedError

    def heading(self) -> str:
        title = self.TITLE_LINE.say()
        if self.stay_id is not None:
            stay = Stay.get_by_id(self.stay_id)
            room = stay.room.number if stay.room_id else "–"
            title = f"{title} · {room} {stay.guest.name(current_language())}"
        return " · ".join(filter(None, [title, self._text, self.narrowed()]))

    def narrowed(self) -> str:
        """Which rows these are, where they are not the usual ones."""
        return _("all") if self.every else ""

    def compose_body(self) -> ComposeResult:
        self.hotel = self.services.property()
        yield WindowedList(
            self.listing(self._text), self.columns(), search=self.listing, empty=self.EMPTY, id="rows"
        )  # fmt: skip

    @property
    def list(self) -> WindowedList[Any]:
        return self.query_one("#rows", WindowedList)

    @property
    def selected(self) -> Any:
        return self.list.selected

    def reload(self) -> None:
        self.hotel = self.services.property()
        self.list.renew(self.listing(self._text))

    def do_every(self) -> None:
        self.every = not self.every
        self.reread()

    def clock(self, at: datetime.datetime | None) -> str:
        return clock(at, self.hotel)

    async def dialog(
        self,
        title: Message,
        specs: tuple[FieldSpec | Section, ...],
        write: Callable[[dict[str, Any]], tuple[Callable[..., Any], tuple[Any, ...], Mapping[str, Any]]],
        **first: Any,
    ) -> Any:
        """A form; ``write`` makes an operation with its arguments of the values. What it gave back, None when left."""
        done: list[Any] = []

        async def submit(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            operation, arguments, named = write(dict(values))
            done.append(
                await self.services.write(operation, *arguments, token=token, answers=answers, **named)
            )
            return done

        if await self.app.push_screen_wait(FormDialog(title, specs, submit, values=first)) is None:
            return None
        self.reread()
        return True if done[-1] is None else done[-1]
