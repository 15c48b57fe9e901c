"""Personal data: what has passed its date, how long things are kept, requests of persons, who saw numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.dates import format_date, format_stamp
from locales.thai_text import fold
from models.front_office.guests import guest_in_force
from models.front_office.privacy import (
    CATEGORIES,
    KINDS,
    OUTCOMES,
    PLACES,
    PROFILE,
    PURPOSES,
    WHAT,
    Access,
    DataRequest,
    Due,
    accesses,
    answer_request,
    data_requests,
    due_for_erasing,
    erase_documents,
    erase_guest,
    kept_for,
    personal_data_paper,
    release_report,
    set_retention,
    take_request,
)
from models.front_office.switchboard.retention import erase_switchboard, switchboard_to_erase
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.guest_form import search_guests
from screens.front_office.guest_privacy import ask_hold
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog, FormDialog, MessageDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

UNITS = {"days": Message("days after departure"), "years": Message("years")}


def _name(spoken: Any) -> str:
    return str(spoken.thai if current_language() == "th" else spoken.latin)


def _why_not_due(screen: PrivacyScreen) -> Message | None:
    return None if screen.selected else Message("Nothing here.")


def _why_not_switchboard(screen: PrivacyScreen) -> Message | None:
    left = switchboard_to_erase(screen.services.today())
    return None if left else Message("No message and no call has passed its date.")


class PrivacyScreen(DeskScreen):
    """What has been kept long enough. Enter opens the guest's card; a held one says why it stays."""

    ACTIONS = (
        Action("erase", Message("Erase"), ("e", "delete"), right="privacy", why_not=_why_not_due),
        Action("erase_all", Message("Erase all due"), ("x",), right="privacy", why_not=_why_not_due),
        Action("hold", Message("Legal hold"), ("h",), right="privacy", why_not=_why_not_due),
        Action("switchboard", Message("Messages, calls"), ("m",), right="privacy", why_not=_why_not_switchboard),
        Action("requests", Message("Data requests"), ("r",), right="see_desk"),
        Action("who_saw", Message("Access log"), ("w",), right="privacy"),
        Action("times", Message("How long"), ("t",), right="set_up"),
    )  # fmt: skip

    def heading(self) -> str:
        return _("Personal data past its date")

    def aside(self) -> str:
        return _(
            "documents {days} days, profiles {years} years", days=kept_for("retention_document_days"),
            years=kept_for("retention_profile_years"),
        )  # fmt: skip

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._listing(),
            [
                Column(Message("Guest"), None, lambda d: _name(d.name)),
                Column(Message("What"), 20, lambda d: WHAT[d.what].say()),
                Column(Message("Last stay"), 14, lambda d: format_date(d.last)),
                Column(Message("Held because"), 22, lambda d: d.held),
            ],
            search=self._listing,
            empty=Message("Nothing has passed its date."),
            id="due",
        )

    def _listing(self, text: str = "") -> MemoryListing[Due]:
        words = fold(text).split()
        due = due_for_erasing(self.services.today())
        return MemoryListing(
            [d for d in due if all(w in fold(f"{d.name.thai} {d.name.latin}") for w in words)]
        )

    @property
    def _list(self) -> WindowedList[Due]:
        return self.query_one("#due", WindowedList)

    @property
    def selected(self) -> Due | None:
        return self._list.selected

    def reload(self) -> None:
        self._list.renew(self._listing())
        self._draw_frame()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("guest card", event.row.guest_id))

    async def do_erase(self) -> None:
        due = self.selected
        assert due
        question = Message(
            "{what} of {guest} is erased for good. Go on?", {"what": WHAT[due.what], "guest": due.name}
        )
        if await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
            await self._erase(due)

    async def do_erase_all(self) -> None:
        """One write each: what one guest is refused for does not keep the others."""
        due = [d for d in due_for_erasing(self.services.today()) if not d.held]
        question = Message("{n} are erased for good. Go on?", {"n": len(due)})
        if not due or not await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
            return
        done = [d for d in due if await self._erase(d)]
        self.say(Message("{n} of {all} erased.", {"n": len(done), "all": len(due)}))

    async def do_switchboard(self) -> None:
        n = switchboard_to_erase(self.services.today())
        question = Message("{n} messages, calls and whereabouts are erased for good. Go on?", {"n": n})
        if await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
            erased = await self.submit(erase_switchboard)
            if erased is not None:
                self.say(Message("{n} of {all} erased.", {"n": erased, "all": n}))

    async def _erase(self, due: Due) -> bool:
        operation = erase_guest if due.what == PROFILE else erase_documents
        return await self.submit(operation, due.guest_id, _("time of keeping has passed")) is not None

    async def do_hold(self) -> None:
        assert self.selected
        await ask_hold(self, self.selected.guest_id)

    def do_requests(self) -> None:
        self.app.push_screen(open_screen("data requests"))

    def do_who_saw(self) -> None:
        self.app.push_screen(open_screen("access log"))

    async def do_times(self) -> None:
        specs = [
            FieldSpec(
                c.name, c.label, "number", required=True, minimum=c.least, maximum=c.most,
                help=Message("{unit}; at least {least}. Ground: {basis}", {"unit": UNITS[c.unit], "least": c.least, "basis": c.basis}),
            )
            for c in CATEGORIES
        ]  # fmt: skip
        now = {c.name: kept_for(c.name) for c in CATEGORIES}

        async def write(values: Mapping[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(set_retention, values, token=token, answers=answers)
            return True

        if await self.app.push_screen_wait(
            FormDialog(Message("How long data are kept"), specs, write, values=now)
        ):
            self.reread()


# Requests


@dataclass(frozen=True)
class Row:
    request: DataRequest

    @property
    def key(self) -> tuple[int]:
        return (int(self.request.id),)


def _state(row: Row) -> str:
    request = row.request
    if request.outcome:
        return f"{OUTCOMES[request.outcome].say()} {day(request.answered_on)}"
    return _("by {date}", date=day(request.due_on))


def _why_not_request(screen: DataRequestsScreen) -> Message | None:
    return None if screen.selected else Message("Nothing here.")


class DataRequestsScreen(DeskScreen):
    """Those to be answered first. Enter answers one; p is the report of all the house holds on the person."""

    ACTIONS = (
        Action("new", Message("New request"), ("n", "insert"), right="book"),
        Action("answer", Message("Answer"), ("a",), right="privacy", why_not=_why_not_request),
        Action("report", Message("Report"), ("p",), right="privacy", why_not=_why_not_request),
        Action("card", Message("Card"), ("c",), right="see_desk", why_not=_why_not_request),
        Action(
            "erase", Message("Erase"), ("e", "delete"), right="privacy", danger=True, why_not=_why_not_request
        ),
    )

    def __init__(self, guest_id: int | None = None) -> None:
        super().__init__()
        self.guest = guest_in_force(guest_id) if guest_id else None

    def heading(self) -> str:
        return _("Data requests") + (f" · {self.guest.name(current_language())}" if self.guest else "")

    def aside(self) -> str:
        late = sum(
            r.answered_on is None and r.due_on < self.services.today()
            for r in data_requests(self.guest.id if self.guest else None)
        )
        return n_("{n} overdue", "{n} overdue", late) if late else ""

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            self._listing(),
            [
                Column(Message("Received"), 9, lambda r: day(r.request.received_on)),
                Column(Message("Guest"), 17, lambda r: r.request.guest.name(current_language())),
                Column(Message("Request"), 14, lambda r: KINDS[r.request.kind].say()),
                Column(Message("Details"), None, lambda r: r.request.words),
                Column(Message("State"), 19, _state),
            ],
            search=self._listing,
            id="requests",
        )

    def _listing(self, text: str = "") -> MemoryListing[Row]:
        words = fold(text).split()
        found = data_requests(self.guest.id if self.guest else None)
        said = [(r, fold(f"{r.guest.name('th')} {r.guest.name('en')} {r.words}")) for r in found]
        return MemoryListing([Row(r) for r, told in said if all(word in told for word in words)])

    @property
    def _list(self) -> WindowedList[Row]:
        return self.query_one("#requests", WindowedList)

    @property
    def selected(self) -> DataRequest | None:
        row = self._list.selected
        return row.request if row else None

    def reload(self) -> None:
        self._list.renew(self._listing())
        self._draw_frame()

    async def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        request: DataRequest = event.row.request
        if request.answered_on is None:
            self.perform_by_id("answer")
        else:
            lines = [
                request.words,
                f"{OUTCOMES[request.outcome].say()} · {day(request.answered_on)}",
                request.answer,
            ]
            self.app.push_screen(MessageDialog("\n".join(lines)))

    async def do_new(self) -> None:
        who = FieldSpec(
            "guest", Message("Guest"), "lookup", search=search_guests, letters=2, required=True, width=40
        )
        kind = FieldSpec(
            "kind", Message("Request"), "pick", required=True, options=tuple(KINDS.items()), default="access"
        )
        words = FieldSpec("words", Message("In the guest's words"), required=True, max_length=300, width=40)

        async def write(values: Mapping[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                take_request, values["guest"], values["kind"], values["words"], token=token, answers=answers
            )

        known = {"guest": Choice(self.guest.id, self.guest.name(current_language()))} if self.guest else None
        await self._ask(Message("Data request"), (who, kind, words), write, known)

    async def do_answer(self) -> None:
        request = self.selected
        assert request
        outcome = FieldSpec(
            "outcome",
            Message("Outcome"),
            "pick",
            required=True,
            options=tuple(OUTCOMES.items()),
            default="done",
        )
        answer = FieldSpec("answer", Message("Answer"), required=True, max_length=500, width=40,
                           help=Message("What was handed over, changed or erased; or why not."))  # fmt: skip

        async def write(values: Mapping[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                answer_request, request.id, values["outcome"], values["answer"], token=token, answers=answers
            )
            return True

        title = Message("Answer to: {words}", {"words": request.words})
        await self._ask(title, (outcome, answer), write)

    async def _ask(self, title: Message, specs: Sequence[FieldSpec], write: Any, known: Any = None) -> None:
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=known)):
            self.reread()

    def do_card(self) -> None:
        assert self.selected
        self.app.push_screen(open_screen("guest card", self.selected.guest_id))

    async def do_report(self) -> None:
        """Whole numbers go to the person, who is the one to have them; that they were shown is written down."""
        assert self.selected
        guest = guest_in_force(self.selected.guest_id)
        await self.submit(release_report, guest.id)
        whole = self.services.rights.allow("see_identity")
        self.services.show_paper(
            personal_data_paper(self.services.property(), guest.id, guest.papers_language, whole=whole)
        )

    async def do_erase(self) -> None:
        assert self.selected
        if await self.submit(erase_guest, self.selected.guest_id, self.selected.words):
            self.say(Message("Erased. Say so in the answer."))


# Who saw


class AccessLogScreen(DeskScreen):
    """Who saw whole document numbers: of one guest, or of the house."""

    def __init__(self, guest_id: int | None = None) -> None:
        super().__init__()
        self.guest = guest_in_force(guest_id) if guest_id else None

    def heading(self) -> str:
        return _("Who saw document numbers") + (
            f" · {self.guest.name(current_language())}" if self.guest else ""
        )

    def compose_body(self) -> ComposeResult:
        zone = self.services.property().zone
        guest: list[Column[Access]] = (
            [] if self.guest else [Column(Message("Guest"), 17, lambda a: _name(a.guest))]
        )
        yield WindowedList(
            accesses(self.guest.id if self.guest else None),
            [
                Column(Message("When"), 16, lambda a: format_stamp(a.at, zone)),
                Column(Message("Who"), 8, lambda a: a.who),
                *guest,
                Column(Message("Purpose"), None, lambda a: PURPOSES[a.purpose].say()),
                Column(Message("Screen"), 13, lambda a: PLACES[a.place].say()),
            ],
            empty=Message("Nobody has."),
            id="accesses",
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("guest card", event.row.guest_id))
