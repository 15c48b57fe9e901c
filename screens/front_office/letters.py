"""Letters: those of one booking, and all that wait, failed or went out. One list, two descriptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.correspondence import (
    DEBTOR_KINDS,
    FAILED,
    KINDS,
    LETTER,
    METHODS,
    NOT_SENT,
    PHONE,
    QUEUED,
    SENT,
    STATUSES,
    UNCERTAIN,
    Letter,
    LetterRow,
    QueueCounts,
    cancel_letter,
    letter_on_paper,
    letters,
    queue_counts,
    repeat_letter,
    settle_letter,
)
from models.front_office.printing import Counted
from models.front_office.reservations import Reservation, stay_of_reservation
from models.house.lists import Pages
from models.house.refusals import Answer
from screens.front_office.letter_forms import ask_for_call, ask_for_letter, ask_for_set_up
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog, MessageDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

STRONG = {UNCERTAIN, FAILED}


def _status(row: LetterRow) -> str:
    return STATUSES[row.status].say()


def _kind(row: LetterRow) -> str:
    return ("↻ " if row.repeats else "") + (KINDS | DEBTOR_KINDS)[row.kind].say()


def _by(row: LetterRow) -> str:
    return row.by_th if current_language() == "th" else row.by_en


def _marked(row: LetterRow) -> str:
    return "bold" if row.status in STRONG else ""


KIND = Column[LetterRow](Message("Letter"), 17, _kind)
METHOD = Column[LetterRow](Message("How"), 8, lambda r: METHODS[r.method].say())
TO = Column[LetterRow](Message("To"), None, lambda r: r.address or r.recipient)
STATUS = Column[LetterRow](Message("Status"), 9, _status, style=_marked)
BY = Column[LetterRow](Message("Clerk"), 8, lambda r: _by(r).split(" ")[0])
NUMBER = Column[LetterRow](Message("No."), 9, lambda r: r.number)


def _show(screen: DeskScreen, letter_id: int) -> None:
    """The paper as it was sent; a text message or a call is words only."""
    letter = Letter.get_by_id(letter_id)
    paper = letter_on_paper(letter_id)
    if paper is None:
        screen.app.push_screen(MessageDialog(f"{letter.recipient}  {letter.address}\n\n{letter.body}"))
        return
    printed = Counted("letter", letter_id) if letter.method == LETTER else None
    screen.services.show_paper(paper, printed)


class _Letters(DeskScreen):
    """Enter and ``v`` show a letter as it was sent."""

    COMMON: ClassVar[tuple[Action, ...]] = (
        Action("view", Message("View"), ("v",), right="see_desk", why_not=lambda s: s.why_not_chosen()),
        Action("repeat", Message("Send again"), ("r",), right="book", why_not=lambda s: s.why_not_repeat()),
        Action("cancel_letter", Message("Do not send"), ("x",), right="book", danger=True,
               why_not=lambda s: s.why_not_waiting()),
        Action("settle", Message("Was it sent?"), ("u",), right="book", why_not=lambda s: s.why_not_uncertain()),
    )  # fmt: skip
    COLUMNS: ClassVar[tuple[Column[LetterRow], ...]]

    def listing(self, text: str = "") -> Pages[LetterRow]:
        raise NotImplementedError

    def when(self, row: LetterRow) -> str:
        local = row.at.astimezone(self._zone)
        return f"{day(local.date())} {local:%H:%M}"

    def compose_body(self) -> ComposeResult:
        self._zone = self.services.property().timezone
        columns = (Column[LetterRow](Message("When"), 13, self.when), *self.COLUMNS)
        yield WindowedList(
            self.listing(), columns, search=self.listing, empty=Message("No letters."), id="letters"
        )

    @property
    def _list(self) -> WindowedList[LetterRow]:
        return self.query_one("#letters", WindowedList)

    @property
    def selected(self) -> LetterRow | None:
        return self._list.selected

    def reload(self) -> None:
        """What is being sent becomes uncertain by the clock, so the list is asked anew each time."""
        self._list.renew(self.listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        _show(self, event.row.letter_id)

    def on_windowed_list_highlighted(self, event: WindowedList.Highlighted) -> None:
        """Why a letter waits, failed or is uncertain stands in the message line."""
        if event.row.last_error:
            self.say(event.row.last_error, "warning")

    def why_not_chosen(self) -> Message | None:
        return None if self.selected else Message("Nothing here.")

    def why_not_repeat(self) -> Message | None:
        if self.selected is None:
            return Message("Nothing here.")
        if self.selected.status == UNCERTAIN:
            return Message("Say first whether it was sent: u.")
        return Message("A call cannot be sent again. Record a new one.") if self._is_call() else None

    def _is_call(self) -> bool:
        return self.selected is not None and self.selected.method == PHONE

    def why_not_waiting(self) -> Message | None:
        row = self.selected
        waits = row and (row.status == QUEUED or (row.method == LETTER and row.status == "recorded"))
        return None if waits else Message("Only what still waits can be taken back.")

    def why_not_uncertain(self) -> Message | None:
        row = self.selected
        uncertain = row and row.status == UNCERTAIN
        return None if uncertain else Message("Nothing about this letter is uncertain.")

    def do_view(self) -> None:
        assert self.selected
        _show(self, self.selected.letter_id)

    async def do_repeat(self) -> None:
        """The same words once more; the address may be put right."""
        row = self.selected
        assert row

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                repeat_letter, row.letter_id, values["address"], token=token, answers=answers
            )

        spec = FieldSpec("address", Message("To"), max_length=254, width=44)
        title = Message("Send {number} again", {"number": row.number})
        if await self.app.push_screen_wait(
            FormDialog(title, (spec,), write, values={"address": row.address})
        ):
            self.reread()

    async def do_cancel_letter(self) -> None:
        assert self.selected
        await self.submit(cancel_letter, self.selected.letter_id)

    async def do_settle(self) -> None:
        """The line broke before the answer. Whoever asks the guest, or looks at the mail server, knows."""
        row = self.selected
        assert row
        options = ((True, Message("It was sent")), (False, Message("Send it again")))
        question = Message("Did {number} reach {to}?", {"number": row.number, "to": row.address})
        said = await self.app.push_screen_wait(ChooseDialog(question, options))
        if said is not None:
            await self.submit(settle_letter, row.letter_id, bool(said))


class LettersScreen(_Letters):
    """Of one booking."""

    COLUMNS = (KIND, METHOD, TO, STATUS, BY)
    ACTIONS = (
        Action("write", Message("New letter"), ("w", "insert"), right="book"),
        Action("call", Message("Phone call"), ("p",), right="book"),
        *_Letters.COMMON,
    )

    def __init__(self, reservation_id: int) -> None:
        super().__init__()
        self.reservation: Reservation = Reservation.get_by_id(reservation_id)

    def heading(self) -> str:
        guest = stay_of_reservation(self.reservation.id).guest.name(current_language())
        return _("Letters · {number} · {guest}", number=self.reservation.confirmation, guest=guest)

    def listing(self, text: str = "") -> Pages[LetterRow]:
        return letters(self.services.now(), self.reservation.id, text=text)

    async def do_write(self) -> None:
        letter_id = await ask_for_letter(self, self.reservation.id)
        if letter_id is None:
            return
        self.reread()
        letter = Letter.get_by_id(letter_id)
        if letter.method == LETTER:
            _show(self, letter_id)  # it is printed at once, or later from this list
        else:
            self.say(Message("It waits to be sent to {to}.", {"to": letter.address}))

    async def do_call(self) -> None:
        if await ask_for_call(self, self.reservation.id):
            self.reread()


class LetterQueueScreen(_Letters):
    """Of the whole house: what waits, what failed, what is uncertain, what went out."""

    COLUMNS = (NUMBER, KIND, METHOD, TO, STATUS)
    ACTIONS = (
        Action("filter", Message("Show"), ("f",), right="see_desk"),
        Action("booking_letters", Message("Booking"), ("b",), right="see_desk", why_not=lambda s: s.why_not_chosen()),
        *_Letters.COMMON,
        Action("texts", Message("Texts"), ("t",), right="set_up"),
        Action("set_up", Message("Set up"), ("s",), right="set_up"),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._status = ""

    def heading(self) -> str:
        return _("Letters") + (f" · {STATUSES[self._status].say()}" if self._status else "")

    def aside(self) -> str:
        counts: QueueCounts = queue_counts(self.services.now())
        return _(
            "waiting {waiting} · failed {failed} · uncertain {uncertain}",
            waiting=counts.waiting + counts.sending, failed=counts.failed, uncertain=counts.uncertain,
        )  # fmt: skip

    def listing(self, text: str = "") -> Pages[LetterRow]:
        return letters(self.services.now(), status=self._status, text=text)

    async def do_filter(self) -> None:
        options = [
            ("", Message("All")),
            *((s, STATUSES[s]) for s in (QUEUED, UNCERTAIN, FAILED, SENT, NOT_SENT)),
        ]
        chosen = await self.app.push_screen_wait(
            ChooseDialog(Message("Which letters"), options, self._status)
        )
        if chosen is not None:
            self._status = str(chosen)
            self._list.show(self.listing())
            self.reread()

    def do_booking_letters(self) -> None:
        assert self.selected
        if self.selected.account_id is not None:
            self.app.push_screen(open_screen("debtor", self.selected.account_id))
        else:
            self.app.push_screen(open_screen("letters", self.selected.reservation_id))

    def do_texts(self) -> None:
        self.app.push_screen(open_screen("letter texts"))

    async def do_set_up(self) -> None:
        if await ask_for_set_up(self):
            self.reread()
