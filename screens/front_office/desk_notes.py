"""What hangs on a stay beside its bill: alerts, traces, tickets, luggage, parcels, cars, keys, calls, messages; each by one key from it."""

from __future__ import annotations

from locales import Message
from models.front_office.reservations import IN_HOUSE, Stay
from screens.front_office.alerts import show_alerts
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog
from screens.navigation import open_screen

LISTS = {
    "traces": Message("Traces"),
    "tickets": Message("Service tickets"),
    "luggage": Message("Luggage"),
    "parcels": Message("Parcels"),
    "cars": Message("Cars"),
    "alerts": Message("Alerts"),
    "keys": Message("Room keys"),
    "wake-ups": Message("Wake-up calls"),
    "messages": Message("Messages"),
}
DESK_NOTES = (
    Action("alerts", Message("Alerts"), ("!",), right="see_desk", shown=False),
    Action("desk", Message("Desk"), (".", "insert"), right="see_desk"),
)


class StayDeskNotes(DeskScreen):
    stay: Stay

    def say_alerts(self) -> None:
        """What is to be said when this booking is opened, before the guest comes and while in house."""
        moment = "in house" if self.stay.state == IN_HOUSE else "reservation"
        self.start(show_alerts(self, moment, stay_id=self.stay.id))

    def do_alerts(self) -> None:
        self.app.push_screen(open_screen("alerts", self.stay.id))

    async def do_desk(self) -> None:
        """The lists of the desk, each for this stay only."""
        told = self.services.rights.allow("switchboard")
        lists = [(name, label) for name, label in LISTS.items() if told or name != "messages"]
        chosen = await self.app.push_screen_wait(ChooseDialog(Message("Of this stay"), lists))
        if chosen is not None:
            self.app.push_screen(open_screen(str(chosen), self.stay.id))
