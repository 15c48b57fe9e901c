"""What the registers of the law still wait for: who is not complete, who is not reported, and the hours left of 24."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.registers.card import cards_of_arrivals, cards_of_stay
from models.front_office.registers.days import complete_registration
from models.front_office.registers.particulars import FIELDS as NEEDED
from models.front_office.registers.particulars import minors_alone, missing_of, persons_on
from models.front_office.registers.work import COMPLETE, Task, tasks
from models.front_office.reservations import StayPerson
from models.house.lists import MemoryListing
from models.house.papers import Paper
from models.house.refusals import Answer, Refused
from screens.front_office.guest_form import CONTACT, IDENTITY
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

PERSON = tuple(spec for spec in (*IDENTITY, *CONTACT) if spec.name in NEEDED)
JOURNEY = (
    FieldSpec("came_from", Message("Coming from"), max_length=120, width=40,
              help=Message("Leave empty: from the address above.")),
    FieldSpec("going_to", Message("Going to"), max_length=120, width=40,
              help=Message("Leave empty: back to the address above.")),
)  # fmt: skip
COUNTERSIGN = FieldSpec(
    "countersign", Message("I countersign"), "check", help=Message("For a guest under 18 who stays alone.")
)


def hours_left(minutes: int) -> str:
    """``19 h``, ``late 3 h``; the last hour in minutes, what is late for long in days."""
    if minutes < -72 * 60:
        return _("late {n} d", n=-minutes // (24 * 60))
    if minutes < 0:
        return _("late {n} h", n=max(1, -minutes // 60))
    return _("{n} h", n=minutes // 60) if minutes >= 60 else _("{n} min", n=minutes)


def show_cards(screen: DeskScreen, stay_id: int, guest_id: int | None = None) -> None:
    """The cards ร.ร.3 of a stay, or why they cannot be printed yet."""
    hotel = screen.services.property()
    try:
        cards = cards_of_stay(hotel, stay_id, current_language(), guest_id)
    except Refused as refused:
        screen.refuse(refused)
        return
    _show(screen, cards)


def _show(screen: DeskScreen, cards: list[Paper]) -> None:
    if cards:
        screen.services.show_papers(cards)
    else:
        screen.say(Message("Nothing here."))


async def complete(screen: DeskScreen, stay_id: int, guest_id: int) -> bool:
    """Ask for what the registers lack of a guest, all in one form; whether it was written."""
    person = next(p for p in persons_on([stay_id]) if p.guest_id == guest_id)
    alone = minors_alone(persons_on([stay_id]), screen.services.today())
    missing = missing_of(person, screen.services.today(), alone)
    specs = [spec for spec in PERSON if spec.name in missing] + [*JOURNEY]
    if "countersigned_by" in missing:
        specs.append(COUNTERSIGN)
    first = {
        "came_from": "" if person.from_home else person.came_from,
        "going_to": "" if person.to_home else person.going_to,
    }

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        given = {name: value for name, value in values.items() if value not in (None, "")}
        journey = _journey(person, values)
        guest = {name: given[name] for name in given if name not in (*first, "countersign")}
        await screen.services.write(
            complete_registration, stay_id, guest_id, journey, guest, bool(values.get("countersign")),
            token=token, answers=answers,
        )  # fmt: skip
        return True

    title = Message("Complete the register of {guest}", {"guest": person.guest.spoken})
    done = await screen.app.push_screen_wait(FormDialog(title, specs, write, values=first))
    return done is not None


def _journey(person: StayPerson, values: Mapping[str, Any]) -> dict[str, object]:
    came, going = values.get("came_from") or "", values.get("going_to") or ""
    told = {"from_home": not came, "came_from": came, "to_home": not going, "going_to": going}
    return {name: value for name, value in told.items() if getattr(person, name) != value}


class RegistersScreen(DeskScreen):
    """Oldest first; Enter asks for what is missing, or opens the list for Immigration."""

    ACTIONS = (
        Action("tm30", Message("TM.30"), ("t",), right="see_desk"),
        Action("day", Message("Register (R.R.4)"), ("r",), right="see_desk"),
        Action("weeks", Message("Weeks"), ("w",), right="see_desk"),
        Action("card", Message("Card (R.R.3)"), ("c",), right="see_desk", why_not=lambda s: s.why_not_any()),
        Action("pre_arrival", Message("Pre-arrival cards"), ("p",), right="see_desk"),
        Action("stay", Message("Booking"), ("s",), right="see_desk", shown=False, why_not=lambda s: s.why_not_any()),
    )  # fmt: skip

    def heading(self) -> str:
        return _("Registers of the law")

    def aside(self) -> str:
        now = self.services.now()
        late = sum(task.minutes_left(now) < 0 for task in self._rows)
        return _("{n} to do, {late} late", n=len(self._rows), late=late) if self._rows else ""

    def _read(self) -> list[Task]:
        hotel = self.services.property()
        return tasks(hotel.calendar_date(self.services.now()))

    def compose_body(self) -> ComposeResult:
        self._rows = self._read()
        columns: list[Column[Task]] = [
            Column(
                Message("Left"), 10, lambda task: hours_left(task.minutes_left(self.services.now())), "right"
            ),
            Column(Message("Room"), 5, lambda task: task.room),
            Column(Message("Guest"), 21, lambda task: task.name),
            Column(Message("To do"), None, lambda task: task.what.say()),
        ]
        yield WindowedList(
            MemoryListing(self._rows),
            columns,
            search=self._search,
            empty=Message("Every guest is registered and reported."),
            id="tasks",
        )

    def _search(self, text: str) -> MemoryListing[Task]:
        word = text.casefold()
        return MemoryListing([row for row in self._rows if word in f"{row.room} {row.name}".casefold()])

    @property
    def _list(self) -> WindowedList[Task]:
        return self.query_one("#tasks", WindowedList)

    def reload(self) -> None:
        self._rows = self._read()
        self._list.renew(MemoryListing(self._rows))

    def why_not_any(self) -> Message | None:
        return None if self._list.selected else Message("Every guest is registered and reported.")

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        task: Task = event.row
        if task.kind == COMPLETE:
            self.start(self._complete(task))
        else:
            self.do_tm30()

    async def _complete(self, task: Task) -> None:
        if await complete(self, task.stay_id, task.guest_id):
            self.reread()

    def do_tm30(self) -> None:
        self.app.push_screen(open_screen("tm30"))

    def do_day(self) -> None:
        self.app.push_screen(open_screen("register"))

    def do_weeks(self) -> None:
        self.app.push_screen(open_screen("register weeks"))

    def do_card(self) -> None:
        assert self._list.selected
        show_cards(self, self._list.selected.stay_id, self._list.selected.guest_id)

    def do_pre_arrival(self) -> None:
        """For everybody expected today, to be filled in by hand at the desk."""
        hotel = self.services.property()
        _show(self, cards_of_arrivals(hotel, hotel.business_date, current_language()))

    def do_stay(self) -> None:
        assert self._list.selected
        self.app.push_screen(open_screen("stay", self._list.selected.stay_id))
