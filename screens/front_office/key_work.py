"""What the desk does with keys wherever it stands: give cards, have them written, ask for them at the door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from locales import Message
from models.front_office.keys import (
    CARD,
    cards_wanted,
    due_jobs,
    fee_of,
    keys_with,
    lose_key,
    order_cards,
    return_all,
    start_job,
)
from models.front_office.monthly import open_meters
from models.front_office.reservations import Stay
from models.house.refusals import Answer
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.navigation import open_screen

BY_HAND = Message("Written down. Encode it at the lock's own machine.")


def folio_with_keys(screen: DeskScreen, stay_id: int) -> DeskScreen:
    """Where a check-in leads: the folio, and with an encoder at this desk the cards are offered on it at once."""
    return open_screen("folio", stay_id, "keys" if screen.services.encoder() else "")


async def give_cards(screen: DeskScreen, stay: Stay, one_shot: bool = False) -> bool:
    """How many, Enter, done; whether any were given."""
    screen_services, done = screen.services, list[int]()
    by_hand = not screen_services.encoder()
    copies = FieldSpec("copies", Message("Cards"), "number", required=True, minimum=1, maximum=20, width=4)

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        done.append(
            await screen_services.write(
                order_cards, stay.id, values["copies"], one_shot=one_shot, by_hand=by_hand, token=token, answers=answers,
            )
        )  # fmt: skip
        return True

    title = Message("Key cards, room {room}", {"room": stay.room.number})
    if one_shot:
        title = Message("Card for one opening, room {room}", {"room": stay.room.number})
    first = {"copies": 1 if one_shot else cards_wanted(stay)}
    if await screen.app.push_screen_wait(FormDialog(title, (copies,), write, values=first)) is None:
        return False
    screen.reread()
    await finish(screen, done[-1], by_hand)
    return True


async def finish(screen: DeskScreen, job_id: int, by_hand: bool) -> None:
    """Have the encoder do what was written down, and say how it went."""
    if by_hand:
        screen.say(BY_HAND)
        return
    screen.say(Message("The encoder is writing …"))
    said = await screen.services.encode(job_id)
    screen.reread()
    screen.say(said)


async def order(screen: DeskScreen, operation: Callable[..., Any], key_id: int) -> None:
    """Encode again or cancel a card."""
    by_hand = not screen.services.encoder()
    job_id = await screen.submit(operation, key_id, by_hand=by_hand)
    if job_id is not None:
        await finish(screen, job_id, by_hand)


async def may_leave(screen: DeskScreen, stay: Stay) -> bool:
    """Before the bill is paid: meters read and billed, keys back. False where the desk thinks better of it."""
    if open_meters(stay, screen.services.today()):
        question = Message("The meters were not read or not billed for the last days. Leave all the same?")
        if not await screen.app.push_screen_wait(ConfirmDialog(question, danger=True)):
            screen.run_line("monthly guests")
            return False
    return await _keys_back(screen, stay)


async def _keys_back(screen: DeskScreen, stay: Stay) -> bool:
    """What became of the keys."""
    keys = keys_with(stay.id)
    if not keys:
        return True
    cards = sum(1 for key in keys if key.kind == CARD)
    metal = ", ".join(key.house_key.tag for key in keys if key.house_key_id)
    fees = [fee_of(key.kind) for key in keys]
    fee = sum((article.price for article in fees if article is not None), 0)
    title = Message("Keys with the guest: {n} cards {tags}", {"n": cards, "tags": metal})
    ways: list[tuple[object, object]] = [("back", Message("All are back"))]
    if all(fees) and screen.services.rights.allow("post"):
        ways.append(("lost", Message("All are lost: charge {fee}", {"fee": fee})))
    ways += [("keys", Message("Some are back: one by one")), ("kept", Message("The guest keeps them"))]
    way = await screen.app.push_screen_wait(ChooseDialog(title, ways))
    if way == "back":
        return await screen.submit(return_all, stay.id) is not None
    if way == "lost":
        return all([await screen.submit(lose_key, key.id, True) is not None for key in keys])
    if way == "keys":
        screen.run_line(f"keys stay {stay.id}")
    return way == "kept"  # the check-out itself asks why


async def cancel_kept(screen: DeskScreen, stay_id: int) -> None:
    """Cards of one who left early are cancelled by the encoder, where there is one."""
    if not screen.services.encoder():
        return
    for job_id in due_jobs(stay_id):
        if await screen.submit(start_job, job_id) is not None:
            await finish(screen, job_id, False)
