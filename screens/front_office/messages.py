"""Messages for guests: those of one stay, or all of the house that nobody has handed over yet."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.dates import format_stamp
from models.front_office.printing import Counted
from models.front_office.reservations import STATES, Stay
from models.front_office.switchboard.messages import (
    CALL_WISHES,
    LONGEST_MESSAGE,
    MESSAGE_STATES,
    MessageRow,
    deliver,
    messages,
    read_back,
    take_message,
    withdraw_message,
)
from models.front_office.switchboard.slips import message_slip
from models.house.refusals import Answer
from screens.front_office.words import day, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.detail import Detail
from screens.kit.dialogs import FormDialog, wrap
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList

MESSAGE_FIELDS = (
    FieldSpec("caller", Message("Caller"), required=True, width=40, max_length=80),
    FieldSpec("phone", Message("Phone"), width=24, max_length=40),
    FieldSpec("text", Message("Message"), width=48, max_length=LONGEST_MESSAGE),
    FieldSpec("wish", Message("Asks for"), "pick", options=tuple(CALL_WISHES.items()), default=""),
    FieldSpec("urgent", Message("Urgent"), "check"),
)
DETAIL_LINES, DETAIL_WIDTH = 6, 78


def _why_ended(screen: MessagesScreen) -> Message | None:
    row = screen.selected
    if row is None:
        return Message("There is no message.")
    if row.ended:
        return Message("This message is {state} already.", {"state": MESSAGE_STATES[row.state]})
    return None


class MessagesScreen(DeskScreen):
    ACTIONS = (
        Action("deliver", Message("Deliver"), ("d",), right="switchboard", why_not=_why_ended),
        Action("read_back", Message("Read out"), ("r",), right="switchboard", why_not=_why_ended),
        Action("slip", Message("Message slip"), ("p", "f9"), right="switchboard", why_not=lambda s: s.why_not_any()),
        Action("new", Message("New message"), ("n", "insert"), right="switchboard", why_not=lambda s: s.why_not_stay()),
        Action("withdraw", Message("Withdraw"), ("w",), right="switchboard", why_not=_why_ended),
        Action("stay", Message("Booking"), ("s",), right="see_desk", shown=False, why_not=lambda s: s.why_not_any()),
    )  # fmt: skip

    def __init__(self, stay_id: int | None = None) -> None:
        super().__init__()
        self.stay: Stay | None = Stay.get_by_id(stay_id) if stay_id is not None else None

    def heading(self) -> str:
        if self.stay is None:
            return _("Messages that were not handed over")
        room = self.stay.room.number if self.stay.room_id else "–"
        guest = self.stay.guest.name(current_language())
        return _("Messages · {guest} · room {room} · {state}", guest=guest, room=room, state=STATES[self.stay.state].say())  # fmt: skip

    def aside(self) -> str:
        return n_("{n} message", "{n} messages", messages(self.stay.id if self.stay else None).count())

    def compose_body(self) -> ComposeResult:
        whose: list[Column[MessageRow]] = [
            Column(Message("For"), 20, guest_name),
            Column(Message("Room"), 5, lambda r: r.room),
        ]
        columns: list[Column[MessageRow]] = [
            Column(Message("Taken"), 13, self._taken),
            *(() if self.stay else whose),
            Column(Message("Caller and message"), None, _from),
            Column(Message("State"), 12, lambda r: MESSAGE_STATES[r.state].say()),
        ]
        yield WindowedList(
            messages(self.stay.id if self.stay else None),
            columns,
            empty=Message("There is no message."),
            id="messages",
        )
        yield Detail(self._lines, DETAIL_LINES)

    @property
    def _list(self) -> WindowedList[MessageRow]:
        return self.query_one("#messages", WindowedList)

    @property
    def selected(self) -> MessageRow | None:
        return self._list.selected

    def reload(self) -> None:
        super().reload()
        self.query_one(Detail).look()

    def on_windowed_list_highlighted(self) -> None:
        self.query_one(Detail).look()

    def on_windowed_list_opened(self) -> None:
        self.perform_by_id("slip")

    def _taken(self, row: MessageRow) -> str:
        """Without the year: it is of these days."""
        at = row.taken_at.astimezone(self.services.property().timezone)
        return f"{day(at.date())} {at:%H:%M}"

    def _lines(self) -> list[str]:
        """Who called and what was said, whole; how it ended."""
        row = self.selected
        if row is None:
            return []
        thai = current_language() == "th"
        wish = CALL_WISHES[row.wish].say() if row.wish else ""
        lines = [" · ".join(filter(None, [row.caller, row.phone, wish]))]
        lines += wrap(row.words, DETAIL_WIDTH) if row.words else []
        if row.ended_at is not None:
            by = row.ended_by_th if thai else row.ended_by_en
            at = format_stamp(row.ended_at, self.services.property().zone)
            ended = " · ".join(filter(None, [MESSAGE_STATES[row.state].say(), at, by, row.ended_note]))
            lines = [*lines[: DETAIL_LINES - 1], ended]
        return lines

    # Why not

    def why_not_any(self) -> Message | None:
        return None if self.selected else Message("There is no message.")

    def why_not_stay(self) -> Message | None:
        return None if self.stay else Message("A message is taken at the guest: find the guest first.")

    # Doing

    async def do_new(self) -> None:
        assert self.stay is not None
        stay_id = self.stay.id

        async def write(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> object:
            said = {name: "" if value is None else value for name, value in values.items()}
            return await self.services.write(take_message, stay_id, token=token, answers=answers, **said)

        title = Message("Message for {guest}", {"guest": self.stay.guest.spoken})
        if await self.app.push_screen_wait(FormDialog(title, MESSAGE_FIELDS, write)):
            self.reread()

    async def do_deliver(self) -> None:
        """By whom, where somebody else carried it up; Enter alone says it was oneself."""
        await self._end(
            Message("Deliver"),
            FieldSpec("by", Message("By"), width=30, max_length=60, help=Message("Empty: by myself.")),
            deliver,
        )

    async def do_withdraw(self) -> None:
        await self._end(
            Message("Withdraw the message"), FieldSpec("reason", Message("Reason"), required=True, width=40),
            withdraw_message,
        )  # fmt: skip

    async def _end(self, title: Message, spec: FieldSpec, operation: object) -> None:
        row = self.selected
        assert row is not None

        async def write(values: dict[str, object], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(operation, row.message_id, token=token, answers=answers, **values)  # type: ignore[arg-type]
            return True

        if await self.app.push_screen_wait(FormDialog(title, (spec,), write)):
            self.reread()

    async def do_read_back(self) -> None:
        row = self.selected
        assert row is not None
        if await self.submit(read_back, row.message_id):
            self.say(Message("The message was read out to the guest."))

    def do_slip(self) -> None:
        row = self.selected
        assert row is not None
        paper = message_slip(self.services.property(), row.message_id)
        self.services.show_paper(paper, None if row.ended else Counted("message", row.message_id))

    def do_stay(self) -> None:
        from screens.navigation import open_screen

        assert self.selected is not None
        self.app.push_screen(open_screen("stay", self.selected.stay_id))


def _from(row: MessageRow) -> str:
    mark = "! " if row.urgent else ""
    return f"{mark}{row.caller}: {row.words}" if row.words else f"{mark}{row.caller}: {CALL_WISHES[row.wish]}"
