"""Keys: those of a stay, those out in the house, and the metal keys that hang on the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.front_office.keys import (
    KeyLine,
    fee_of,
    free_house_keys,
    give_metal_key,
    house_keys,
    keep_house_key,
    keys_of,
    keys_out,
    lose_key,
    order_cancel,
    order_recode,
    remove_house_key,
    return_all,
    return_key,
    settle_job,
    start_job,
)
from models.front_office.reservations import IN_HOUSE, STATES, Stay
from models.house.lists import Pages
from screens.front_office.key_work import finish, give_cards, order
from screens.front_office.set_up_list import CHANGE, NEW, REMOVE, Call, Entry, SetUpList, Specs
from screens.front_office.words import amount, day, guest_name
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

WHAT = Column[KeyLine](Message("Key"), 26, lambda r: r.what.say())
ROOM = Column[KeyLine](Message("Room"), 5, lambda r: r.room)
UNTIL = Column[KeyLine](Message("Until"), 9, lambda r: day(r.until))
STATE = Column[KeyLine](Message("State"), 18, lambda r: r.state.say())

RETURNED = Action(
    "returned", Message("Is back"), ("r",), right="check_in", why_not=lambda s: s.why_not_back()
)
LOST = Action("lost", Message("Is lost"), ("x",), right="check_in", why_not=lambda s: s.why_not_out())
RECODE = Action(
    "recode", Message("Encode again"), ("e",), right="check_in", why_not=lambda s: s.why_not_card()
)
CANCEL = Action("cancel_card", Message("Cancel card"), ("d",), right="check_in", danger=True, shown=False, why_not=lambda s: s.why_not_card())  # fmt: skip


class _KeyList(DeskScreen):
    """What one does with the key that is marked. Enter: what it waits for."""

    @property
    def _list(self) -> WindowedList[KeyLine]:
        return self.query_one("#keys", WindowedList)

    @property
    def selected(self) -> KeyLine | None:
        return self._list.selected

    def why_not_out(self) -> Message | None:
        row = self.selected
        if row is None or row.key_id is None:
            return Message("Choose a key first.")
        return None if row.out else Message("This key is no longer with the guest.")

    def why_not_back(self) -> Message | None:
        return None if self.selected and self.selected.lost else self.why_not_out()

    def why_not_card(self) -> Message | None:
        if self.selected and not self.selected.is_card:
            return Message("This is a metal key, no card.")
        return self.why_not_out()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        row: KeyLine = event.row
        if row.job_id is not None:
            self.start(self._settle(row.job_id, row.due))
        else:
            self.perform(RECODE if row.to_recode else RETURNED)

    async def _settle(self, job_id: int, due: bool) -> None:
        ways: list[tuple[object, object]] = [
            ("yes", Message("Done: it is as it should be")),
            ("no", Message("Nothing was written")),
        ]
        if due and self.services.encoder():
            ways.insert(0, ("run", Message("Have the encoder do it")))
        way = await self.app.push_screen_wait(ChooseDialog(Message("What became of it?"), ways))
        if way == "run":
            if await self.submit(start_job, job_id) is not None:
                await finish(self, job_id, False)
        elif way is not None:
            await self.submit(settle_job, job_id, way == "yes")

    async def do_returned(self) -> None:
        assert self.selected
        assert self.selected.key_id
        await self.submit(return_key, self.selected.key_id)

    async def do_recode(self) -> None:
        assert self.selected
        assert self.selected.key_id
        await order(self, order_recode, self.selected.key_id)

    async def do_cancel_card(self) -> None:
        assert self.selected
        assert self.selected.key_id
        await order(self, order_cancel, self.selected.key_id)

    async def do_lost(self) -> None:
        """With its fee, or without."""
        row = self.selected
        assert row
        assert row.key_id
        fee = fee_of("card" if row.is_card else "metal")
        ways: list[tuple[object, object]] = [("no", Message("Lost, without a fee"))]
        if fee is not None and Stay.get_by_id(row.stay_id).state == IN_HOUSE:
            ways.insert(0, ("yes", Message("Lost, charge {fee}", {"fee": amount(fee.price)})))
        way = await self.app.push_screen_wait(ChooseDialog(row.what, ways))
        if way is None or await self.submit(lose_key, row.key_id, way == "yes") is None:
            return
        if way == "yes" and fee is not None:
            self.say(
                Message("Lost: {fee} is on the folio. k gives another card.", {"fee": amount(fee.price)})
            )


class StayKeysScreen(_KeyList):
    ACTIONS = (
        Action("cards", Message("Cards"), ("k", "insert"), right="check_in", why_not=lambda s: s.why_not_here()),
        Action("metal", Message("Metal key"), ("m",), right="check_in", why_not=lambda s: s.why_not_metal()),
        RETURNED,
        Action("all_back", Message("All back"), ("a",), right="check_in"),
        LOST,
        RECODE,
        Action("one_shot", Message("One opening"), ("o",), right="check_in", why_not=lambda s: s.why_not_here()),
        CANCEL,
    )  # fmt: skip

    def __init__(self, stay_id: int) -> None:
        super().__init__()
        self.stay: Stay = Stay.get_by_id(stay_id)

    def heading(self) -> str:
        room = self.stay.room.number if self.stay.room_id else "–"
        return _("Keys · {room} · {guest}", room=room, guest=self.stay.guest.name(current_language()))

    def aside(self) -> str:
        return f"{day(self.stay.arrival)}–{day(self.stay.departure)}"

    def compose_body(self) -> ComposeResult:
        given = Column[KeyLine](
            Message("Given"), None, lambda r: f"{r.given_at.astimezone(self.services.property().timezone):%d/%m %H:%M}"
        )  # fmt: skip
        columns = [WHAT, ROOM, UNTIL, STATE, given]
        yield WindowedList(keys_of(self.stay.id), columns, empty=Message("No key was given yet."), id="keys")

    def reload(self) -> None:
        self.stay = Stay.get_by_id(self.stay.id)
        self._list.renew(keys_of(self.stay.id))

    def why_not_here(self) -> Message | None:
        if self.stay.state == IN_HOUSE:
            return None
        return Message("This stay is {state}.", {"state": STATES[self.stay.state]})

    def why_not_metal(self) -> Message | None:
        if self.why_not_here() or free_house_keys(self.stay.room_id):
            return self.why_not_here()
        return Message("No metal key of this room hangs on the board.")

    async def do_cards(self) -> None:
        await give_cards(self, self.stay)

    async def do_one_shot(self) -> None:
        await give_cards(self, self.stay, one_shot=True)

    async def do_metal(self) -> None:
        tags = free_house_keys(self.stay.room_id)
        tag: object = tags[0]
        if len(tags) > 1:
            options = [(tag, tag) for tag in tags]
            tag = await self.app.push_screen_wait(ChooseDialog(Message("Metal key"), options))
        if tag is not None:
            await self.submit(give_metal_key, self.stay.id, str(tag))

    async def do_all_back(self) -> None:
        await self.submit(return_all, self.stay.id)


class KeysOutScreen(_KeyList):
    """Every key that is not in the house, and every card nobody has finished with."""

    ACTIONS = (
        RETURNED,
        LOST,
        RECODE,
        CANCEL,
        Action("stay_keys", Message("Keys of the stay"), ("k",), why_not=lambda s: s.why_not_row()),
        Action("metal_keys", Message("Metal keys"), ("m",), shown=False),
    )

    def heading(self) -> str:
        return _("Keys that are out")

    def listing(self, text: str = "") -> Pages[KeyLine]:
        return keys_out(text)

    def compose_body(self) -> ComposeResult:
        guest = Column[KeyLine](Message("Guest"), None, guest_name)
        columns = [ROOM, WHAT, guest, UNTIL, STATE]
        yield WindowedList(
            keys_out(), columns, search=self.listing, empty=Message("All keys are in the house."), id="keys"
        )

    def reload(self) -> None:
        self._list.renew(keys_out())

    def why_not_row(self) -> Message | None:
        return None if self.selected else Message("Choose a key first.")

    def do_stay_keys(self) -> None:
        assert self.selected
        self.app.push_screen(open_screen("keys", self.selected.stay_id))

    def do_metal_keys(self) -> None:
        self.app.push_screen(open_screen("metal keys"))


class HouseKeysScreen(SetUpList):
    """The board: which keys open which room."""

    ACTIONS = (NEW, CHANGE, REMOVE)
    TITLE_LINE = Message("Metal keys")
    ONE = Message("Metal key")
    COLUMNS = (
        Column[Entry](Message("Room"), 6, lambda e: e.row.room.number),
        Column[Entry](Message("Tag"), 16, lambda e: e.row.tag),
        Column[Entry](Message("In use"), 8, lambda e: _("yes") if e.row.active else _("no")),
        Column[Entry](Message("Note"), None, lambda e: e.row.note),
    )

    def rows(self) -> Sequence[Any]:
        return house_keys()

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (
            FieldSpec("room", Message("Room"), required=True, width=8, max_length=10),
            FieldSpec("tag", Message("Tag"), required=True, width=20, max_length=20, help=Message("What stands on the key.")),
            FieldSpec("note", Message("Note"), max_length=60),
            FieldSpec("active", Message("In use"), "check"),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"active": True}
        return {"room": row.room.number, "tag": row.tag, "note": row.note, "active": row.active}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        told = (values["room"], values["tag"], values["note"] or "", bool(values["active"]))
        return keep_house_key, (*told, row.id if row is not None else None)

    def removing(self, row: Any) -> Call:
        return remove_house_key, (row.id,)
