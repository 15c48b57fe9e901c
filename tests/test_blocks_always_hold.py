"""Whatever is done with blocks: what is deducted is what the definition says, and nothing is oversold unasked."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from models.front_office.blocks import Block, BlockCell
from models.front_office.blocks.cutoff import block_again, release, set_wash
from models.front_office.blocks.grid import NewBlock, change_block, create_block, set_rooms, set_status
from models.front_office.blocks.pickup import detach, pick_up
from models.front_office.inventory import HOUSE, availability
from models.front_office.reservations import (
    Booking,
    Night,
    Reservation,
    Stay,
    book,
    cancel,
    change_dates,
    change_terms,
)
from models.house.database import close_database, database, open_database
from models.house.refusals import Refused
from tests.hotel import Hotel
from tests.refusing import everything

NIGHTS = 5
kinds = st.sampled_from(["SUP", "DLX"])
which = st.integers(min_value=0, max_value=7)
offset = st.integers(min_value=0, max_value=NIGHTS - 1)
length = st.integers(min_value=1, max_value=3)
guarantees = st.sampled_from(["guaranteed", "non-guaranteed", "tentative"])


class Blocks(RuleBasedStateMachine):
    """Two blocks in a hotel of six and six rooms; nobody answers an ASK."""

    template: Path
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        file = self.folder / "hotel.db"
        for old in self.folder.iterdir():
            old.unlink()
        shutil.copy(self.template, file)
        open_database(str(file))
        self.hotel = Hotel()
        self.guest = self.hotel.guest()
        first, last = self.hotel.day, self.hotel.after(NIGHTS - 1)
        self.blocks = [
            create_block(
                self.hotel.desk(),
                NewBlock(name, first, last, "BAR", (("SUP", 2), ("DLX", 2)), status=status, elastic=elastic),
            )
            for name, status, elastic in (("One", "definite", False), ("Other", "definite", True))
        ]

        for n in range(4):
            self.pick_up(n, n % 2, 2, "SUP", "guaranteed", 1)

    def teardown(self) -> None:
        close_database()

    def attempt(self, deed: Callable[..., object], *args: object, **more: object) -> None:
        before = everything()
        try:
            deed(self.hotel.desk(), *args, **more)
        except Refused:
            assert everything() == before

    def stay(self, n: int) -> int:
        ids = [
            s.id
            for s in Stay.select(Stay.id).where(Stay.state == "reserved").order_by(Stay.id.desc()).limit(8)
        ]
        return ids[n % len(ids)] if ids else 0

    def span(self, start: int, nights: int) -> tuple[datetime.date, datetime.date]:
        return self.hotel.after(start), self.hotel.after(start + nights)

    @rule(n=which, start=offset, nights=length, kind=kinds, guarantee=guarantees, rooms=st.integers(1, 2))
    def pick_up(self, n: int, start: int, nights: int, kind: str, guarantee: str, rooms: int) -> None:
        booking = Booking(self.guest, *self.span(start, nights), kind, "", guarantee=guarantee, rooms=rooms)
        self.attempt(pick_up, self.blocks[n % 2], booking)

    @rule(start=offset, nights=length, kind=kinds, guarantee=guarantees)
    def book(self, start: int, nights: int, kind: str, guarantee: str) -> None:
        self.attempt(book, Booking(self.guest, *self.span(start, nights), kind, "BAR", guarantee=guarantee))

    @rule(n=which)
    def cancel(self, n: int) -> None:
        self.attempt(cancel, self.stay(n), "changed their mind")

    @rule(n=which)
    def detach(self, n: int) -> None:
        self.attempt(detach, self.stay(n))

    @rule(n=which, start=offset, nights=length)
    def change_dates(self, n: int, start: int, nights: int) -> None:
        self.attempt(change_dates, self.stay(n), *self.span(start, nights))

    @rule(n=which, kind=kinds)
    def change_type(self, n: int, kind: str) -> None:
        self.attempt(change_terms, self.stay(n), room_type=kind)

    @rule(n=which, start=offset, nights=length, kind=kinds, rooms=st.integers(0, 5))
    def set_rooms(self, n: int, start: int, nights: int, kind: str, rooms: int) -> None:
        first, after = self.span(start, nights)
        self.attempt(set_rooms, self.blocks[n % 2], kind, first, after - datetime.timedelta(days=1), rooms)

    @rule(n=which, status=st.sampled_from(["tentative", "definite", "actual", "cancelled", "lost"]))
    def set_status(self, n: int, status: str) -> None:
        self.attempt(set_status, self.blocks[n % 2], status, "so it is")

    @rule(n=which, upto=offset)
    def release(self, n: int, upto: int) -> None:
        if n < 3:  # else nothing is left to pick up
            self.attempt(release, self.blocks[n % 2], self.hotel.after(upto))

    @rule(n=which, start=offset)
    def block_again(self, n: int, start: int) -> None:
        first, last = self.hotel.after(start), self.hotel.after(NIGHTS)
        self.attempt(block_again, self.blocks[n % 2], first, last, last)

    @rule(n=which, percent=st.integers(1, 100))
    def wash(self, n: int, percent: int) -> None:
        if n < 3:
            self.attempt(set_wash, self.blocks[n % 2], self.hotel.day, percent)

    @rule(n=which, days=st.integers(0, 4))
    def cutoff(self, n: int, days: int) -> None:
        if n < 3:
            self.attempt(change_block, self.blocks[n % 2], cutoff_days=days)

    @rule()
    def night_audit(self) -> None:
        for stay in Stay.select().where((Stay.state == "reserved") & (Stay.arrival <= self.hotel.day)):
            cancel(self.hotel.desk(), stay.id, "did not come")
        self.hotel.audit()

    @invariant()
    def deducted_is_what_the_definition_says(self) -> None:
        first, last = self.hotel.day, self.hotel.after(NIGHTS + 3)
        expected = _deducted()
        for (date, kind), row in availability(first, last).items():
            if kind != HOUSE:
                assert row.deducted == expected[date, kind], (date, kind)

    @invariant()
    def nothing_is_oversold_without_somebody_asked(self) -> None:
        for cell, row in availability(self.hotel.day, self.hotel.after(NIGHTS + 3)).items():
            assert row.maximum >= 0, cell

    @invariant()
    def a_night_belongs_to_a_cell_of_its_own_date_and_block(self) -> None:
        for night in (
            Night.select(Night, Stay, Reservation).join(Stay).join(Reservation).where(Night.block_cell > 0)
        ):
            assert night.block_cell.date == night.date
            assert night.block_cell.block_id == night.stay.reservation.block_id


def _deducted() -> Counter[tuple[datetime.date, str]]:
    """By hand, from the rows: guests and deducting bookings, and rooms of deducting blocks, picked up or not."""
    count: Counter[tuple[datetime.date, str]] = Counter()
    taken: Counter[int] = Counter()
    for night in Night.select():
        stay = night.stay
        if stay.state not in ("reserved", "in house") or night.share_slot:
            continue
        if night.block_cell_id is not None:
            taken[night.block_cell_id] += 1
            count[night.date, night.room_type.code] += 1
        elif stay.state == "in house" or stay.reservation.guarantee != "tentative":
            count[night.date, night.room_type.code] += 1
    for cell in BlockCell.select(BlockCell, Block).join(Block):
        if cell.block.status in ("definite", "actual") and not cell.released:
            count[cell.date, cell.room_type.code] += max(cell.blocked - taken[cell.id], 0)
    return count


@pytest.mark.parametrize("kind", [Blocks])
def test_any_sequence_of_acts_keeps_what_is_deducted_true(
    kind: type[Blocks], sqlite_template: Path, tmp_path: Path
) -> None:
    kind.template, kind.folder = sqlite_template, tmp_path
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=5, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert database.obj is None or database.is_closed()
