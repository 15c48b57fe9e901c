"""The operator's screen: whom a caller asks for is found while one types, and what one may say stands below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_date
from models.front_office.guests import SPOKEN, SpokenName
from models.front_office.lamps import lamps_of
from models.front_office.reservations import IN_HOUSE
from models.front_office.switchboard.calls import MESSAGE, RANG, REFUSED, call_guest, take_message_instead
from models.front_office.switchboard.finding import (
    NOT_TO_BE_DISTURBED,
    NOT_TOLD,
    Callee,
    callees,
    standing,
    window,
)
from models.front_office.switchboard.locator import end_place, place_guest
from models.front_office.switchboard.phone_book import set_room_extension
from models.house.lists import Pages
from models.house.refusals import Answer
from screens.front_office.calls import outcome_fields
from screens.front_office.messages import MESSAGE_FIELDS
from screens.front_office.words import guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

NOT_SHOWN = "–"
RING, NOTED = "ring", "noted"
PLACE = (
    FieldSpec("place", Message("Where to find"), required=True, width=36, max_length=60, help=Message("As it is said: at the pool, in the lobby.")),
    FieldSpec("until", Message("Until"), required=True, width=6, max_length=5, help=Message("A time: 15, 15:30.")),
    FieldSpec("since", Message("From"), width=6, max_length=5, help=Message("Empty: from now on.")),
)  # fmt: skip


def spoken(callee: Callee) -> SpokenName:
    return SpokenName(callee.guest_th, callee.guest_en)


def _room(callee: Callee) -> str:
    """Not for a guest whom nobody is told of: what does not stand there is not read out."""
    return NOT_SHOWN if callee.no_information else callee.room


class OperatorScreen(DeskScreen):
    """The search is open at once. Enter puts a call through; from the first arrow on letters are keys."""

    ACTIONS = (
        Action("call", Message("Put through"), ("f9", "c"), right="switchboard", why_not=lambda s: s.why_not_any()),
        Action("message", Message("Message"), ("f4", "m"), right="switchboard", why_not=lambda s: s.why_not_any()),
        Action("place", Message("Whereabouts"), ("w",), right="switchboard", why_not=lambda s: s.why_not_in_house()),
        Action("back_in", Message("Is back"), ("k",), right="switchboard", shown=False, why_not=lambda s: s.why_not_placed()),
        Action("messages", Message("Messages of the guest"), ("v",), right="switchboard", shown=False, why_not=lambda s: s.why_not_any()),
        Action("wake_up", Message("Wake-up calls"), ("u",), right="see_desk", shown=False, why_not=lambda s: s.why_not_in_house()),
        Action("extension", Message("Extension of the room"), ("e",), right="switchboard", shown=False, why_not=lambda s: s.why_not_room()),
        Action("stay", Message("Booking"), ("s",), right="see_desk", shown=False, why_not=lambda s: s.why_not_any()),
        Action("phone_book", Message("Phone book"), ("p",), right="see_desk"),
        Action("calls", Message("Calls"), ("l",), right="switchboard"),
        Action("operator", Message("Next caller"), ("n", "g o"), run="do_next_caller", right="see_desk"),
    )  # fmt: skip

    def heading(self) -> str:
        return _("Operator")

    def aside(self) -> str:
        span = window(self.services.today())
        return f"{format_date(span.since, 'day_month')} – {format_date(span.until, 'day_month')}"

    def compose_body(self) -> ComposeResult:
        columns: list[Column[Callee]] = [
            Column(Message("Guest"), None, guest_name),
            Column(Message("Room"), 5, _room),
            Column(Message("Ext."), 6, lambda c: NOT_SHOWN if c.no_information else c.extension),
            Column(Message("State"), 24, self._standing),
            Column(Message("Flags"), 5, lambda c: c.lamps),
            Column(Message("Lang"), 4, lambda c: c.language.upper()),
        ]
        yield WindowedList(
            self._found(""),
            columns,
            search=self._found,
            empty=Message("No guest of that name can be found."),
            id="callees",
        )
        yield Detail(self._lines, 4)

    def on_mount(self) -> None:
        self._list.focus()

    def on_screen_resume(self) -> None:
        """Whatever was done for one caller, the next letters look for the next."""
        self._list.offer_search()

    def _found(self, text: str) -> Pages[Callee]:
        services = self.services
        hidden = services.rights.allow("switchboard")
        return callees(window(services.today()), services.now(), text, hidden=hidden)

    @property
    def _list(self) -> WindowedList[Callee]:
        return self.query_one("#callees", WindowedList)

    @property
    def selected(self) -> Callee | None:
        return self._list.selected

    def reload(self) -> None:
        self._list.renew(self._found(""))
        self.query_one(Detail).look()

    def respeak(self) -> None:
        super().respeak()
        self.query_one(Detail).look()

    def on_windowed_list_highlighted(self) -> None:
        self.query_one(Detail).look()

    def on_windowed_list_opened(self) -> None:
        self.perform_by_id("call")

    # What is said of the selected guest

    def _standing(self, callee: Callee) -> str:
        if callee.no_information:
            return _("Nobody is told")
        return standing(callee, self.services.today()).say()

    def _lines(self) -> list[str]:
        callee = self.selected
        if callee is None:
            return []
        if callee.no_information:
            number = callee.extension if callee.state == IN_HOUSE else ""
            ask = [_("Ask the guest first: extension {number}.", number=number)] if number else []
            return [*_say(NOT_TOLD), *ask]
        lines = [self._known(callee), *self._place(callee)]
        if callee.do_not_disturb:
            return [*lines, *_say(NOT_TO_BE_DISTURBED)]
        return [*lines, *self._lamps(callee)]

    def _known(self, callee: Callee) -> str:
        company = callee.company_th if current_language() == "th" else callee.company_en
        group = _("group {name}", name=callee.group) if callee.group else ""
        languages = ", ".join(SPOKEN[code].say() for code in callee.languages.split() if code in SPOKEN)
        speaks = _("speaks {languages}", languages=languages) if languages else ""
        return " · ".join(filter(None, [guest_name(callee), company, group, speaks]))

    def _place(self, callee: Callee) -> list[str]:
        place, now = callee.place, self.services.now()
        if place is None or place.until <= now:
            return []
        zone = self.services.property().timezone
        until = f"{place.until.astimezone(zone):%H:%M}"
        if place.since > now:
            since = f"{place.since.astimezone(zone):%H:%M}"
            return [_("From {since} to {until}: {place}", since=since, until=until, place=place.place)]
        return [_("Until {until}: {place}", until=until, place=place.place)]

    def _lamps(self, callee: Callee) -> list[str]:
        lit = lamps_of([callee.stay_id], self.services.today()).get(callee.stay_id, [])
        words = " · ".join(f"{lamp.letter} {lamp.name.say()}: {lamp.words.say()}" for lamp in lit)
        return [words] if words else []

    # Why not

    def why_not_any(self) -> Message | None:
        return None if self.selected else Message("No guest of that name can be found.")

    def why_not_in_house(self) -> Message | None:
        callee = self.selected
        return None if callee and callee.state == IN_HOUSE else Message("This guest is not in house.")

    def why_not_room(self) -> Message | None:
        callee = self.selected
        return None if callee and callee.room else Message("This stay has no room yet.")

    def why_not_placed(self) -> Message | None:
        callee = self.selected
        return None if callee and callee.place else Message("Nothing is noted of where the guest is.")

    # Doing

    async def do_call(self) -> None:
        """A guest who must not be rung is asked about first; the outcome is written down behind the call."""
        callee = self.selected
        assert callee is not None
        done = await self._instead(callee)
        if done == RING:
            await self._put_through(callee)
        elif done == MESSAGE:
            await self._take_message(callee)
        elif done == NOTED and await self.submit(
            call_guest, callee.stay_id, REFUSED, guest_id=callee.guest_id
        ):
            self.say(Message("Written down: not put through."))

    async def _instead(self, callee: Callee) -> object:
        """What is done with the call: ``RING``, ``MESSAGE``, ``NOTED``, or None."""
        leave = [(MESSAGE, Message("Take a message")), (NOTED, Message("Note that it was not put through"))]
        if callee.no_information:
            agreed = (RING, Message("The guest agrees: put through"))
            return await self.app.push_screen_wait(ChooseDialog(NOT_TOLD, [*leave, agreed]))
        if callee.do_not_disturb:
            anyway = (RING, Message("Ring all the same"))
            return await self.app.push_screen_wait(ChooseDialog(NOT_TO_BE_DISTURBED, [*leave, anyway]))
        if callee.state == IN_HOUSE:
            return RING
        said = Message(
            "{guest} is not in house. {state}",
            {"guest": spoken(callee), "state": standing(callee, self.services.today())},
        )
        return await self.app.push_screen_wait(ChooseDialog(said, leave))

    async def _put_through(self, callee: Callee) -> None:
        title = Message("Extension {number}: {guest}", {"number": callee.extension, "guest": spoken(callee)})
        values = await self._form(title, outcome_fields((*RANG, REFUSED)), call_guest, callee)
        if values is not None and values["outcome"] in (RANG[1], RANG[2]):
            self.say(Message("Written down. F4 takes a message."))
        elif values is not None:
            self.say(Message("The call is written down."))

    async def do_message(self) -> None:
        assert self.selected is not None
        await self._take_message(self.selected)

    async def _take_message(self, callee: Callee) -> None:
        title = Message("Message for {guest}", {"guest": spoken(callee)})
        if await self._form(title, MESSAGE_FIELDS, take_message_instead, callee) is not None:
            self.say(Message("The message is taken; its lamp is lit."))

    async def do_place(self) -> None:
        assert self.selected is not None
        title = Message("Where is {guest}?", {"guest": spoken(self.selected)})
        await self._form(title, PLACE, place_guest, self.selected)

    async def do_extension(self) -> None:
        """For telephones that do not have the number of the room."""
        assert self.selected is not None
        room, dialled = self.selected.room, self.selected.extension

        async def write(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(set_room_extension, room, token=token, answers=answers, **values)
            return True

        spec = FieldSpec(
            "extension", Message("Extension"), width=20, max_length=20, help=Message("Empty: the number of the room."),
            default="" if dialled == room else dialled,
        )  # fmt: skip
        title = Message("Extension of room {room}", {"room": room})
        if await self.app.push_screen_wait(FormDialog(title, (spec,), write)):
            self.reread()

    async def do_back_in(self) -> None:
        assert self.selected is not None
        await self.submit(end_place, self.selected.stay_id, guest_id=self.selected.guest_id)

    async def _form(
        self, title: Message, specs: tuple[FieldSpec, ...], operation: Any, callee: Callee
    ) -> dict[str, object] | None:
        """A form whose values are the operation's keywords; None when it was left."""

        async def write(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> object:
            said = {name: "" if value is None else value for name, value in values.items()}
            return await self.services.write(
                operation, callee.stay_id, guest_id=callee.guest_id, token=token, answers=answers, **said
            )

        values: dict[str, object] | None = await self.app.push_screen_wait(FormDialog(title, specs, write))
        if values is not None:
            self.reread()
        return values

    def do_messages(self) -> None:
        assert self.selected is not None
        self.app.push_screen(open_screen("messages", self.selected.stay_id))

    def do_wake_up(self) -> None:
        assert self.selected is not None
        self.app.push_screen(open_screen("wake-ups", self.selected.stay_id))

    def do_stay(self) -> None:
        assert self.selected is not None
        self.app.push_screen(open_screen("stay", self.selected.stay_id))

    def do_calls(self) -> None:
        self.app.push_screen(open_screen("calls"))

    def do_phone_book(self) -> None:
        self.app.push_screen(open_screen("phone book"))

    def do_next_caller(self) -> None:
        """An empty search, ready to be typed in."""
        self._list.show(self._found(""))
        self._list.open_search()


def _say(sentence: Message) -> list[str]:
    """In both languages: the operator answers in the caller's."""
    return [f"→ {sentence.say('th')}", f"→ {sentence.say('en')}"]
