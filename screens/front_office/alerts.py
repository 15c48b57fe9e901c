"""Alerts: shown when their moment comes, and written on the stay, its guest, its company or its group."""

from __future__ import annotations

from typing import Any

from locales import Message, _
from models.front_office.alerts import (
    ABOUT,
    CHECK_IN,
    MOMENTS,
    STAY,
    AlertRow,
    acknowledge_alerts,
    add_alert,
    alerts_about,
    alerts_for,
    alerts_of_stay,
    change_alert,
    end_alert,
    unread_by,
)
from models.front_office.reservations import Stay
from models.house.lists import MemoryListing
from screens.front_office.desk_list import DeskList, nothing_selected
from screens.front_office.words import day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column, WindowedList


async def show_alerts(
    screen: DeskScreen, moment: str, *, stay_id: int | None = None, guest_id: int | None = None
) -> None:
    """Say what is to be said at this moment: in the message line, and what must be acknowledged in a dialog.

    To be awaited in a worker: ``self.start(show_alerts(self, "check-in", stay_id=…))``.
    """
    services = screen.services
    rows = alerts_for(moment, services.today(), stay_id=stay_id, guest_id=guest_id)
    if not rows:
        return
    # The line may say something of the guest already; it stays beside.
    screen.say(" · ".join([" ! ".join(row.text for row in rows), *filter(None, [screen.message])]), "warning")
    unread = unread_by(services.staff.id if services.staff else 0, rows, moment, stay_id)
    if not unread:
        return
    words = "".join(f"\n! {row.text}" for row in unread)
    question = Message("Read and understood? {words}", {"words": words})
    if await screen.app.push_screen_wait(ConfirmDialog(question)):
        await services.write(acknowledge_alerts, [row.alert_id for row in unread], moment, stay_id)


def _moment_fields() -> tuple[FieldSpec, ...]:
    return tuple(FieldSpec(moment, label, "check") for moment, label in MOMENTS.items())


class AlertsScreen(DeskList):
    """The alerts of a guest, a company, a group; or all that concern a stay: its own, of its persons, of who pays,
    of its group. Enter changes one."""

    TITLE_LINE = Message("Alerts")
    EMPTY = Message("No alert stands.")
    ACTIONS = (
        Action("new", Message("New"), ("n", "insert"), right="service"),
        Action("change", Message("Edit"), ("e",), right="service", why_not=nothing_selected),
        Action(
            "end", Message("End"), ("x", "delete"), right="service", danger=True, why_not=nothing_selected
        ),
    )

    def __init__(self, subject_id: int, about: str = STAY, name: str = "") -> None:
        super().__init__(subject_id if about == STAY else None, name)
        self.subject_id, self.about = subject_id, about

    def listing(self, text: str) -> MemoryListing[AlertRow]:
        today = self.services.today()
        if self.about == STAY:
            rows = alerts_of_stay(self.subject_id, today)
        else:
            rows = alerts_about(self.about, self.subject_id, today)
            text = text if text != self._text else ""  # the name over the list is no search
        return MemoryListing([row for row in rows if text.casefold() in row.text.casefold()])

    def columns(self) -> list[Column[AlertRow]]:
        return [
            Column(Message("!"), 1, lambda r: "!" if r.must_acknowledge else ""),
            Column(Message("Alert"), None, lambda r: r.text),
            Column(Message("About"), 13, lambda r: ABOUT[r.about].say()),
            Column(Message("When"), 14, _when),
            Column(Message("Until"), 9, lambda r: day(r.until)),
            Column(Message("Read by"), 9, lambda r: r.seen),
        ]

    def _abouts(self) -> dict[str, int]:
        """Whom an alert written here may be about, with the id."""
        if self.about != STAY:
            return {self.about: self.subject_id}
        stay = Stay.get_by_id(self.subject_id)
        booked = stay.reservation
        found = {
            STAY: stay.id, "guest": stay.guest_id, "company": booked.company_id or booked.agent_id,
            "block": booked.block_id,
        }  # fmt: skip
        return {about: number for about, number in found.items() if number}

    def _specs(self) -> tuple[FieldSpec | Section, ...]:
        return (
            FieldSpec("text", Message("Alert"), required=True, width=50, max_length=300),
            *_moment_fields(),
            FieldSpec("until", Message("Until"), "date", help=Message("The last day on which it is said; empty: always.")),
            FieldSpec("must_acknowledge", Message("Must be acknowledged"), "check"),
        )  # fmt: skip

    async def do_new(self) -> None:
        abouts = self._abouts()
        about = FieldSpec(
            "about", Message("About"), "pick", required=True, options=[(a, ABOUT[a]) for a in abouts], default=self.about,
            width=26,
        )  # fmt: skip

        def write(values: dict[str, Any]) -> Any:
            chosen = values.pop("about")
            return add_alert, (chosen, abouts[chosen]), _told(values)

        await self.dialog(Message("Alert"), (about, *self._specs()), write, **{CHECK_IN: True})

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:  # noqa: ARG002
        self.perform_by_id("change")

    async def do_change(self) -> None:
        row: AlertRow = self.selected
        moments = {moment: moment in row.moments for moment in MOMENTS}
        await self.dialog(
            Message("Alert"), self._specs(), lambda v: (change_alert, (row.alert_id,), _told(v)), text=row.text,
            until=row.until, must_acknowledge=row.must_acknowledge, **moments,
        )  # fmt: skip

    async def do_end(self) -> None:
        if await self.submit(end_alert, self.selected.alert_id):
            self.say(Message("The alert has been ended."))


def _told(values: dict[str, Any]) -> dict[str, Any]:
    moments = [moment for moment in MOMENTS if values.pop(moment, False)]
    return {**values, "moments": moments}


def _when(row: AlertRow) -> str:
    if len(row.moments) == len(MOMENTS):
        return _("always")
    return ", ".join(MOMENTS[moment].say() for moment in row.moments)
