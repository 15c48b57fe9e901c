"""A command means the same on every screen, whatever the screen calls its own actions."""

from __future__ import annotations

from app.console import Console
from screens.navigation import GLOBAL_ACTIONS
from tests.desk import at_the_desk
from tests.hotel import Hotel


async def test_no_action_of_a_screen_and_no_shorter_command_takes_a_command_s_place(
    small_hotel: Hotel,
) -> None:
    async with at_the_desk(small_hotel) as desk:
        await desk.press("g", "h")
        await desk.sees("Morning round")
        await desk.command("discrepancies")
        await desk.sees("Discrepancies")
        await desk.command("room assignment")  # not the room of that name
        await desk.sees("Room assignment", "No room is to be made")
        await desk.command("rates")
        await desk.sees("BAR")
        await desk.command("ledger")  # rate codes have accounts of their own
        await desk.sees("Chart of accounts")


def test_every_place_one_may_go_to_has_its_way() -> None:
    assert [action.id for action in GLOBAL_ACTIONS if not hasattr(Console, f"do_{action.id}")] == []
