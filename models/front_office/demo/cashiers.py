"""Cashiers of the demo hotel: the last days before today in shifts, and today with every shift open."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from models.front_office.demo.planned import plus
from models.front_office.till import CashierShift, cash_in, open_shift
from models.front_office.till.closing import Counted, close_shift, count_shift
from models.front_office.till.drops import Bag
from models.front_office.till.figures import figures
from models.front_office.till.opening import begin_shift, change_float, float_due, keep_drawer
from models.front_office.till.tables import Drawer
from models.house.settings import set_setting

if TYPE_CHECKING:
    from models.front_office.demo.days import Life

DAYS_OF_SHIFTS = 6
FLOAT = Decimal(3000)
SHORT_EVERY = 11
# cashier number, name, shared, and who works there
DRAWERS = (
    (1, "เคาน์เตอร์ต้อนรับ · Front desk", True, ("nok", "lek", "kanya", "mario")),
    (2, "แคชเชียร์ · Cashier", False, ("malee",)),
    (3, "สำรองห้องพัก · Reservations", False, ("ploy",)),
    (4, "ผู้จัดการ · Managers", True, ("somsak", "pavinee")),
)


class Cashiers:
    def __init__(self, life: Life) -> None:
        self.life = life
        self.first_day = max(plus(life.plan.today, -DAYS_OF_SHIFTS), life.plan.start)
        self.closed = 0

    def on(self, day: datetime.date) -> Iterator[tuple[int, Callable[[], object]]]:
        """Minute of the day and what is done then."""
        if day < self.first_day:
            return
        if day == self.first_day:
            yield 5 * 60 + 30, self._begin_with_shifts
        yield 5 * 60 + 40, self._open_all
        if day < self.life.plan.today:
            yield 25 * 60 + 45, lambda: self._close_all(day)

    def has(self, login: str, amount: Decimal) -> None:
        """Before ``amount`` baht are given back in cash: what the drawer lacks is fetched from the safe."""
        shift = open_shift(self.life.desks[login].staff)
        if shift is not None and cash_in(shift) < amount:
            change_float(self.life.desks[login], amount - cash_in(shift), "เบิกเงินทอนเพิ่ม")

    def _begin_with_shifts(self) -> None:
        manager = self.life.desks["pavinee"]
        set_setting(manager, "cashier_shifts", "yes")
        for number, name, shared, _people in DRAWERS:
            keep_drawer(manager, number, name, shared=shared)

    def _open_all(self) -> None:
        for number, _name, _shared, people in DRAWERS:
            drawer = Drawer.get(Drawer.number == number)
            for login in people:
                desk = self.life.desks[login]
                begin_shift(desk, number, float_due(drawer, desk.staff) or FLOAT)

    def _close_all(self, day: datetime.date) -> None:
        for _number, _name, _shared, people in DRAWERS:
            for login in people:
                self._close(login, day)

    def _close(self, login: str, day: datetime.date) -> None:
        """Counted to the baht but for a note now and then; the takings go into a bag before the night auditor."""
        desk = self.life.desks[login]
        shift: CashierShift | None = open_shift(desk.staff)
        assert shift is not None
        self.closed += 1
        missing = Decimal(20) if self.closed % SHORT_EVERY == 0 else Decimal(0)
        counts = [
            Counted(*figure.key, figure.expected - (missing if figure.code == "CASH" else 0), figure.papers)
            for figure in figures(shift)
        ]
        count_shift(desk, shift.id, counts)
        left = min(FLOAT, counts[0].amount)
        bag = Bag(f"B-{day:%m%d}-{self.closed:03d}", "ตู้นิรภัยห้องบัญชี", self.life.desks["chai"].staff.id)
        close_shift(desk, shift.id, left, bag)
