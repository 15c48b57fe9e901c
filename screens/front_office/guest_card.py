"""A guest's card: what came before, what is usually taken, documents, preferences, merged profiles, stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from locales.countries import country_name
from locales.dates import format_date
from models.front_office.guests import (
    DOCUMENT_KINDS,
    PREFERENCES,
    add_document,
    add_preference,
    documents_of,
    guest_in_force,
    merges_into,
    preferences_of,
    put_in_force,
    remove_document,
    remove_preference,
    undo_merge,
)
from models.front_office.guests.history import (
    History,
    PastStay,
    history_of,
    past_stays,
    stays_of,
    unwanted,
    usual_of,
)
from models.front_office.identity.masking import masked
from models.front_office.reservations import STATES
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.guest_privacy import ask_consent, ask_hold, privacy_facts, show_numbers
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

DOCUMENT, PREFERENCE, MERGE, STAY = "document", "preference", "merge", "stay"
LAST_STAYS = 20


@dataclass(frozen=True)
class Part:
    """A line of the card: ``kind`` and ``row_id`` say what stands behind it, where anything does."""

    number: int
    label: str
    text: str
    kind: str = ""
    row_id: int | None = None

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


def history_words(history: History) -> str:
    """Stays, nights and money of a guest or a company, in one line."""
    parts = [
        n_("{n} stay", "{n} stays", history.stays),
        n_("{n} night", "{n} nights", history.nights),
        _("{amount} net", amount=amount(history.spend)),
    ]
    if history.no_shows:
        parts.append(n_("{n} no-show", "{n} no-shows", history.no_shows))
    if history.cancellations:
        parts.append(n_("{n} cancelled", "{n} cancelled", history.cancellations))
    return " · ".join(parts)


def _is(kind: str, text: Message) -> Any:
    def why_not(screen: GuestCardScreen) -> Message | None:
        part = screen.selected
        return None if part and part.kind == kind and part.row_id else text

    return why_not


def _why_not_remove(screen: GuestCardScreen) -> Message | None:
    part = screen.selected
    can = part and part.kind in (DOCUMENT, PREFERENCE) and part.row_id
    return None if can else Message("Choose a preference, or a document that is not in force.")


class GuestCardScreen(DeskScreen):
    ACTIONS = (
        Action("profile", Message("Profile"), ("e",), right="see_desk"),
        Action("preference", Message("Add preference"), ("p",), right="book"),
        Action("document", Message("Add document"), ("d",), right="book"),
        Action("in_force", Message("Put in force"), ("f",), right="book", shown=False, why_not=_is(DOCUMENT, Message("Choose a document that is not in force."))),
        Action("remove", Message("Remove"), ("delete",), right="book", danger=True, why_not=_why_not_remove),
        Action("undo", Message("Undo merge"), ("u",), right="book", danger=True, why_not=_is(MERGE, Message("Choose a merged profile."))),
        Action("stays", Message("All stays"), ("s",), right="see_desk"),
        Action("alerts", Message("Alerts"), ("!",), right="see_desk", shown=False),
        Action("numbers", Message("Show numbers"), ("v",), right="see_identity"),
        Action("who_saw", Message("Who saw"), ("w",), right="see_desk"),
        Action("consent", Message("Consent to advertising"), ("a",), right="book", shown=False),
        Action("hold", Message("Legal hold"), ("h",), right="privacy", shown=False),
        Action("requests", Message("Data requests"), ("r",), right="see_desk", shown=False),
        Action("history", Message("Changes"), ("c",), right="see_desk", shown=False),
    )  # fmt: skip

    def __init__(self, guest_id: int) -> None:
        super().__init__()
        self.guest = guest_in_force(guest_id)

    def heading(self) -> str:
        return _("Card of {guest}", guest=self.guest.name(current_language()))

    def aside(self) -> str:
        return " · ".join(filter(None, [self.guest.vip, self.guest.works_for(current_language())]))

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
        self.guest = guest_in_force(self.guest.id)
        self.query_one("#parts", WindowedList).renew(MemoryListing(self._parts()))

    @property
    def selected(self) -> Part | None:
        return self.query_one("#parts", WindowedList).selected

    # What is on the card

    def _parts(self) -> list[Part]:
        return [Part(number, *part) for number, part in enumerate(self._lines())]

    def _lines(self) -> Iterator[tuple[Any, ...]]:
        yield from self._facts()
        for document in documents_of(self.guest.id):
            yield self._document(document)
        for preference in preferences_of(self.guest.id):
            label = PREFERENCES[preference.kind].say()
            yield label, preference.words, PREFERENCE, preference.preference_id
        for merge in merges_into(self.guest.id, self.services.today()):
            name = merge.dropped.thai if current_language() == "th" else merge.dropped.latin
            text = _("{guest} · number {number} · {date} by {who}", guest=name, number=merge.dropped_id,
                     date=day(merge.date), who=merge.who)  # fmt: skip
            yield _("Merged profile"), text, MERGE, merge.merge_id
        for stay in stays_of(self.guest.id, LAST_STAYS):
            text = f"{stay.room or '–':<5} {stay.room_type} {stay.rate_code} · {n_('{n} night', '{n} nights', stay.nights)}"
            yield day(stay.arrival), f"{text} · {STATES[stay.state].say()}", STAY, stay.stay_id

    def _facts(self) -> Iterator[tuple[Any, ...]]:
        refused = unwanted(self.guest.id)
        if refused:
            who = _("{date} by {who}", date=day(refused.at.date()), who=refused.who) if refused.at else ""
            yield _("Do not rent"), " · ".join(filter(None, [refused.reason, who]))
        yield from privacy_facts(self.guest, self.services.today())
        history = history_of(self.guest.id)
        yield _("So far"), history_words(history)
        usual = usual_of(self.guest.id)
        if usual:
            persons = n_("{n} adult", "{n} adults", usual.adults)
            room = _("room {room}", room=usual.room) if usual.room else ""
            yield _("Usually"), " · ".join(filter(None, [usual.room_type, usual.rate_code, persons, room]))

    def _document(self, document: Any) -> tuple[Any, ...]:
        words = [masked(document.number)]
        if document.country:
            words.append(country_name(document.country, current_language()))
        if document.expiry:
            words.append(_("until {date}", date=format_date(document.expiry)))
        if document.document_id is None:
            words.append(_("in force"))
        if document.expired(self.services.today()):
            words.append(_("expired"))
        label = DOCUMENT_KINDS[document.kind].say() if document.kind in DOCUMENT_KINDS else _("Document")
        return label, " · ".join(words), DOCUMENT, document.document_id

    # What one can do

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        part: Part = event.row
        if part.kind == STAY:
            self.app.push_screen(open_screen("stay", part.row_id))
        elif part.kind == MERGE:
            self.say(Message("u undoes the merge, until the night audit."))
        else:
            self.do_profile()

    def do_profile(self) -> None:
        self.app.push_screen(open_screen("guest", self.guest.id))

    def do_stays(self) -> None:
        self.app.push_screen(open_screen("guest stays", self.guest.id))

    def do_alerts(self) -> None:
        name = self.guest.name(current_language())
        self.app.push_screen(open_screen("alerts", self.guest.id, "guest", name))

    def do_who_saw(self) -> None:
        self.app.push_screen(open_screen("access log", self.guest.id))

    def do_history(self) -> None:
        self.app.push_screen(open_screen("log", None, self.guest.id))

    def do_requests(self) -> None:
        self.app.push_screen(open_screen("data requests", self.guest.id))

    async def do_numbers(self) -> None:
        await show_numbers(self, self.guest.id, "guest card")

    async def do_consent(self) -> None:
        await ask_consent(self, self.guest.id)

    async def do_hold(self) -> None:
        await ask_hold(self, self.guest.id)

    async def do_preference(self) -> None:
        specs = (
            FieldSpec("kind", Message("Kind"), "pick", required=True, options=tuple(PREFERENCES.items()), default="other"),
            FieldSpec("words", Message("What the guest likes"), required=True, width=40, max_length=100,
                      help=Message("For a room its number.")),
        )  # fmt: skip

        async def write(values: Mapping[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                add_preference, self.guest.id, values["kind"], values["words"], token=token, answers=answers
            )

        await self._ask(Message("Add preference"), specs, write)

    async def do_document(self) -> None:
        specs = (
            FieldSpec("kind", Message("Document"), "pick", required=True, options=tuple(DOCUMENT_KINDS.items()), default="passport"),
            FieldSpec("number", Message("Document number"), required=True, max_length=40),
            FieldSpec("country", Message("Issued by"), "country"),
            FieldSpec("expiry", Message("Valid until"), "date"),
        )  # fmt: skip

        async def write(values: Mapping[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            return await self.services.write(
                add_document, self.guest.id, values["kind"], values["number"], values["country"] or "", values["expiry"],
                token=token, answers=answers,
            )  # fmt: skip

        await self._ask(Message("Add document"), specs, write)

    async def _ask(self, title: Message, specs: tuple[FieldSpec, ...], write: Any) -> None:
        if await self.app.push_screen_wait(FormDialog(title, specs, write)):
            self.reread()

    async def do_in_force(self) -> None:
        assert self.selected
        await self.submit(put_in_force, self.selected.row_id)

    async def do_remove(self) -> None:
        part = self.selected
        assert part
        await self.submit(remove_document if part.kind == DOCUMENT else remove_preference, part.row_id)

    async def do_undo(self) -> None:
        assert self.selected
        if await self.submit(undo_merge, self.selected.row_id):
            self.say(Message("Two profiles again."))


def _state(row: PastStay) -> str:
    return STATES[row.state].say()


class GuestStaysScreen(DeskScreen):
    """Every stay of a guest, however many years back."""

    def __init__(self, guest_id: int) -> None:
        super().__init__()
        self.guest = guest_in_force(guest_id)

    def heading(self) -> str:
        return _("Stays of {guest}", guest=self.guest.name(current_language()))

    def aside(self) -> str:
        return history_words(history_of(self.guest.id))

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            past_stays(self.guest.id),
            [
                Column(Message("Arrival"), 12, lambda r: format_date(r.arrival)),
                Column(Message("Departure"), 12, lambda r: format_date(r.departure)),
                Column(Message("Nts"), 3, lambda r: str(r.nights), "right"),
                Column(Message("Room"), 5, lambda r: r.room),
                Column(Message("Type"), 5, lambda r: r.room_type),
                Column(Message("Rate"), 10, lambda r: r.rate_code),
                Column(Message("State"), None, _state),
            ],
            id="stays",
        )

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.app.push_screen(open_screen("stay", event.row.stay_id))
