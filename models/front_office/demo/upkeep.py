"""The demo's keys and rooms: cards given and lost, who makes which room today, a round half done, what was found."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from models.front_office.demo.equipment import ATTENDANTS, TERRACES
from models.front_office.demo.house import room_numbers
from models.front_office.demo.planned import PlannedStay, plus
from models.front_office.housekeeping.morning_round import write_round
from models.front_office.housekeeping.service import set_room_note
from models.front_office.housekeeping.tables import Attendant
from models.front_office.housekeeping.work import assign_work, set_duty
from models.front_office.keys import (
    CARD,
    METAL,
    give_metal_key,
    keys_with,
    lose_key,
    order_cards,
    order_recode,
    return_all,
    return_key,
)
from models.front_office.lost_and_found import LostItem, claim_item, return_item, write_found
from models.front_office.queue import enter_queue
from models.front_office.rooms import room as find_room
from models.house.acts import Desk

if TYPE_CHECKING:
    from models.front_office.demo.days import Life

Events = list[tuple[int, Callable[[], object]]]
# days ago, what, where it lies, class
FOUND = (
    (5, "ผลไม้และขนมในตู้เย็น", "ครัวพนักงาน", "perishable"),
    (4, "สายชาร์จโทรศัพท์สีขาว", "ตู้ 1 ช่อง 3", "ordinary"),
    (3, "นาฬิกา Seiko สายหนัง", "ตู้เซฟ FO", "valuable"),
    (2, "เสื้อเชิ้ตสีฟ้า", "ตู้ 1 ช่อง 4", "ordinary"),
)
FLOORS_DONE = ("2", "3")  # of the morning round, before eight


class Upkeep:
    def __init__(self, life: Life) -> None:
        self.life = life
        self.today = life.plan.today
        self.noi = life.desks["noi"]
        self.slept_in: set[str] = set()

    def on(self, day: datetime.date) -> Iterator[tuple[int, Callable[[], object]]]:
        """Minute of the day and what is done then."""
        for ago, what, place, value in FOUND:
            if day == plus(self.today, -ago):
                yield 13 * 60, lambda what=what, place=place, value=value: self._find(what, place, value)  # type: ignore[misc]
        if day == plus(self.today, -1):
            yield 15 * 60, self._returned
            yield 20 * 60 + 15, self._card_lost
        if day == self.today:
            yield 5 * 60 + 10, self._who_sleeps
            yield 7 * 60 + 22, self._too_early
            yield 7 * 60 + 30, self._share_out
            yield 7 * 60 + 46, self._round

    # Keys

    def came(self, stay: PlannedStay, desk: Desk) -> None:
        """Who is still here today has a card each; under the roof the key of the terrace too."""
        if stay.departure < self.today or stay.is_day_use:
            return
        order_cards(desk, self.life.stays[stay], min(stay.adults, 2), by_hand=True)
        if stay.room in TERRACES:
            give_metal_key(desk, self.life.stays[stay], f"{stay.room}-T")

    def moved(self, stay: PlannedStay, desk: Desk) -> None:
        """The card in the guest's hand is written anew; the other one of two was on the river."""
        keys = keys_with(self.life.stays[stay])
        for key in [key for key in keys if key.kind == CARD][:1]:
            order_recode(desk, key.id, by_hand=True)
        for key in [key for key in keys if key.kind == METAL]:
            return_key(desk, key.id)

    def goes(self, stay: PlannedStay, desk: Desk) -> None:
        if stay.departure == self.today:
            return_all(desk, self.life.stays[stay])

    def _card_lost(self) -> None:
        stay = next(
            s for s in self._asleep() if s.adults == 2 and s.departure > self.today and s.market != "HOUSE"
        )
        desk, stay_id = self.life.desks["kanya"], self.life.stays[stay]
        lose_key(desk, keys_with(stay_id)[0].id, charge=True)
        order_cards(desk, stay_id, 1, by_hand=True)

    # Rooms

    def _asleep(self) -> list[PlannedStay]:
        return [s for s in self.life.windows if not s.is_day_use and not s.monthly]

    def _who_sleeps(self) -> None:
        self.slept_in = {s.room for s in self.life.windows}

    def _too_early(self) -> None:
        """From the night train, and the room is not made."""
        coming = self.life.coming.get(self.today, [])
        waiting = [s for s in coming if not s.assigned and not s.early_bird and s not in self.life.windows]
        for stay in waiting[:1]:
            enter_queue(self.life.desks["kanya"], self.life.stays[stay])

    def _share_out(self) -> None:
        today = {name for name, _floors, _login, on_duty in ATTENDANTS if on_duty}
        for attendant in Attendant.select().where(Attendant.name << list(today)).order_by(Attendant.id):
            set_duty(self.noi, attendant.id, True)
        assign_work(self.noi)
        set_room_note(self.noi, find_room("405").id, "หลอดไฟหัวเตียงขาด แจ้งช่างแล้ว")

    def _round(self) -> None:
        """Two floors; in one empty room the bed is warm, and one couple has a friend with them."""
        closed = {c.room for c in self.life.plan.closures if c.first_night <= self.today <= c.last_night}
        here = {s.room: s for s in self.life.windows}
        rooms = [n for n, floor, _kind in room_numbers() if floor in FLOORS_DONE and n not in closed]
        vacant = [n for n in rooms if n not in here]
        couple = next((n for n in rooms if n in here and here[n].adults == 2 and not here[n].children), "")
        said = [f"{n}o{here[n].adults + here[n].children + (n == couple)}" for n in rooms if n in here]
        warm = next((n for n in vacant if n not in self.slept_in), "")
        said += [f"{n}{'o' if n == warm else 'v'}" for n in vacant]
        write_round(self.noi, " ".join(said))

    # Lost and found

    def _find(self, what: str, place: str, value: str) -> None:
        """In the room of the last who left before noon."""
        gone = [s for s in self.life.leaving.get(self.life.today(), []) if not s.is_day_use]
        room = gone[0].room if gone else ""
        write_found(self.noi, what, room=room, place="" if room else "ล็อบบี้", found_by="แดง", kept_at=place,
                    value_class=value)  # fmt: skip

    def _returned(self) -> None:
        """The owner of the shirt came back for it; the one of the watch has written."""
        shirt, watch = (LostItem.get(LostItem.what == FOUND[place][1]) for place in (3, 2))
        desk = self.life.desks["nok"]
        return_item(desk, shirt.id, self._loser(shirt), "4471")
        claim_item(desk, watch.id, self._loser(watch), "ขอให้ส่ง EMS ตามที่อยู่ในประวัติ")

    def _loser(self, item: LostItem) -> str:
        return str(item.stay.guest.name("en")) if item.stay_id else "คุณสุชาติ"
