"""What one does for the service of a stay: put the guest in the queue for the room, write the service wish."""

from __future__ import annotations

from locales import Message
from models.front_office.housekeeping.service import set_service_wish
from models.front_office.lamps import WISHES
from models.front_office.queue import enter_queue
from models.front_office.reservations import IN_HOUSE, RESERVED
from screens.front_office.stay_changes import StayChanges, when
from screens.kit.actions import Action
from screens.kit.dialogs import ChooseDialog

NO_WISH = ("", Message("No wish"))
# The letters of the lamps, as on the rack.
SERVICE = (
    Action("queue_stay", Message("Put in the queue"), ("Q",), right="check_in", shown=False, why_not=when(RESERVED)),
    Action("service_wish", Message("Service wish"), ("S",), right="housekeeping", shown=False, why_not=when(RESERVED, IN_HOUSE)),
)  # fmt: skip


class StayService(StayChanges):
    async def do_queue_stay(self) -> None:
        if await self.submit(enter_queue, self.stay.id):
            self.say(Message("The guest waits; housekeeping sees it."))

    async def do_service_wish(self) -> None:
        title = Message("Service wish")
        dialog = ChooseDialog(title, (NO_WISH, *WISHES.items()), self.stay.service_wish)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is not None:
            await self.submit(set_service_wish, self.stay.id, chosen)
