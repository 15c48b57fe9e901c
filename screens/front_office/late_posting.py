"""Charging a guest who has left: the folio is opened first, after a question."""

from __future__ import annotations

from locales import Message
from models.front_office.late_charges import may_be_charged_late, open_folio_window
from models.front_office.open_folios import open_folio_of
from models.front_office.reservations import CHECKED_OUT, Stay
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ConfirmDialog


def why_not_charged(stay: Stay) -> Message | None:
    """Of a stay that is not in house."""
    if open_folio_of(stay.id) is not None or may_be_charged_late(stay):
        return None
    if stay.state == CHECKED_OUT:
        return Message("The days for late charges are over: make a sale, paid or on an account.")
    return Message("This guest is not in house.")


async def opened_for_late_charge(screen: DeskScreen, stay: Stay) -> bool:
    """Whether something may be posted now."""
    if stay.state != CHECKED_OUT or open_folio_of(stay.id) is not None:
        return True
    question = Message(
        "{guest} left on {date}. Open the folio for a late charge?",
        {"guest": stay.guest.spoken, "date": stay.departure},
    )
    if not await screen.app.push_screen_wait(ConfirmDialog(question)):
        return False
    return await screen.submit(open_folio_window, stay.id) is not None
