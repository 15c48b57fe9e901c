"""What the desk asks when somebody leaves before the day booked, or comes back on the day of leaving."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from locales import Message
from models.front_office.early_departure import early_fee_of, extend_stay, leave_earlier
from models.front_office.inventory import free_rooms
from models.front_office.reservations import Stay, change_dates
from models.front_office.returning import were_together, who_is_in
from models.front_office.stays import reinstate
from models.house.refusals import Answer
from screens.front_office.booking import rate_options
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec

FREE = Decimal("0.00")


async def fee_decided(screen: DeskScreen, stay: Stay) -> bool:
    """Before an early check-out: the policy's fee goes on the bill, or is waived by who may. False: nobody leaves."""
    today = screen.services.today()
    fee = early_fee_of(stay.id, today, today)
    if not fee.amount:
        return True
    title = Message("The policy asks {fee} for leaving early.", {"fee": fee.amount})
    ways = (("charge", Message("Charge the fee")), ("waive", Message("Waive the fee")))
    way = await screen.app.push_screen_wait(ChooseDialog(title, ways))
    if way is None:
        return False
    return await screen.submit(leave_earlier, stay.id, today, None if way == "charge" else FREE) is not None


async def change_dates_in_house(screen: DeskScreen, stay: Stay) -> None:
    """Another departure: later at a rate or price chosen, earlier with the policy's fee."""
    today = screen.services.today()
    fee = () if not early_fee_of(stay.id, today, today).amount else (
        FieldSpec("fee", Message("Fee, leaving early"), "amount", minimum=FREE, help=Message("Empty: what the policy asks.")),
    )  # fmt: skip
    specs = (
        FieldSpec("departure", Message("Departure"), "date", required=True, help=Message("A date, or +2 for two nights.")),
        FieldSpec("rate_code", Message("Rate of new nights"), "pick", options=rate_options(), width=28),
        FieldSpec("price", Message("Price of new nights"), "amount", minimum=FREE, help=Message("A room a night. Empty: the price of the rate.")),
        *fee,
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        departure = values["departure"]
        sure: dict[str, Any] = {"token": token, "answers": answers}
        if departure < stay.departure:
            await screen.services.write(leave_earlier, stay.id, departure, values.get("fee"), **sure)
        elif departure > stay.departure and not stay.is_day_use:
            rate = values["rate_code"] or ""
            await screen.services.write(extend_stay, stay.id, departure, rate, values["price"], **sure)
        else:
            await screen.services.write(change_dates, stay.id, stay.arrival, departure, **sure)
        return True

    first = {"departure": stay.departure, "rate_code": stay.rate_code.code}
    if await screen.app.push_screen_wait(FormDialog(Message("Change the dates"), specs, write, values=first)):
        screen.reread()


async def bring_back(screen: DeskScreen, stay: Stay) -> None:
    """A check-out of today did not happen; where the room has been let meanwhile: share it, or another room."""
    inside = who_is_in(stay.room)
    if inside is None or were_together(stay, inside):
        await screen.submit(reinstate, stay.id)
        return
    title = Message(
        "Room {room} is occupied by {guest}.", {"room": stay.room.number, "guest": inside.guest.spoken}
    )
    ways = (("share", Message("Share the room")), ("other", Message("Another room")))
    way = await screen.app.push_screen_wait(ChooseDialog(title, ways))
    if way == "share":
        await screen.submit(reinstate, stay.id)
    elif way == "other":
        await _into_another(screen, stay)


async def _into_another(screen: DeskScreen, stay: Stay) -> None:
    today = screen.services.today()

    def search(text: str) -> list[tuple[str, str]]:
        rooms = [r for r in free_rooms(None, today, today) if r.number.startswith(text.strip())]
        rooms.sort(key=lambda r: (r.room_type_id != stay.room_type_id, r.number))
        return [(r.number, f"{r.number} {r.room_type.code}") for r in rooms[:12]]

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        await screen.services.write(reinstate, stay.id, values["room"], token=token, answers=answers)
        return True

    room = FieldSpec("room", Message("Room"), "lookup", search=search, required=True, letters=0)
    if await screen.app.push_screen_wait(FormDialog(Message("Another room"), (room,), write)):
        screen.reread()
