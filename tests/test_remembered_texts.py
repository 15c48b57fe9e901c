"""A query whose shape was met before is not written anew, and reads as Peewee would have written it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from models.front_office.folios import FolioWindow, Posting
from models.front_office.guests import Guest, find_guests
from models.front_office.reservations import Night, Stay
from models.house.acts import ChangeLog
from models.house.database import database
from models.house.staff import Staff
from models.house.statements import Remembering
from tests.hotel import Hotel


class _Compared:
    """Each text that was remembered beside the one Peewee writes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.remembered = self.left_to_peewee = 0
        written = Remembering.written

        def compare(db: Any, query: Any) -> tuple[str | None, list[Any]]:
            sql, values = written(db, query)
            if sql is None:
                self.left_to_peewee += 1
                return sql, values
            peewee_sql, peewee_values = db.get_sql_context().sql(query).query()
            assert (sql, values) == (peewee_sql, list(peewee_values))
            self.remembered += 1
            return sql, values

        monkeypatch.setattr(Remembering, "written", compare)


def test_a_day_at_the_desk_asks_in_the_same_words_as_peewee(
    hotel: Hotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = _Compared(monkeypatch)
    stays = [hotel.in_house(room, nights=1) for room in ("201", "202")]
    list(find_guests("som").first(40))
    hotel.audit()
    for stay in stays:
        hotel.pay_all(stay)
        hotel.leaves(stay)
    assert compared.remembered > 300
    assert compared.left_to_peewee < compared.remembered / 50


def test_queries_of_one_shape_do_not_mix_up_their_values(small_hotel: Hotel) -> None:
    stay, other = small_hotel.in_house("201"), small_hotel.in_house("202", nights=4)
    for one in (stay, other, stay):
        assert Stay.get(Stay.id == one, Stay.state == "in house").id == one
        assert FolioWindow.select().where(FolioWindow.stay == Stay.get_by_id(one)).count() == 1
    assert [Night.select().where(Night.stay << some).count() for some in ([stay], [stay, other], [])] == [
        2,
        6,
        0,
    ]
    assert Stay.get_or_none((Stay.id == stay) & (Stay.departure == None)) is None  # noqa: E711
    assert (
        Stay.get_or_none((Stay.id == stay) & (Stay.departure == Stay.get_by_id(stay).departure)) is not None
    )
    aunt, niece = Guest.alias(), Guest.alias()
    for left, right in ((aunt, niece), (niece, aunt)):
        pairs = left.select(left.id).join(right, on=(left.id < right.id)).tuples()
        assert len(pairs) == Guest.select().count() * (Guest.select().count() - 1) // 2


def test_a_row_is_read_as_it_was_written(hotel: Hotel) -> None:
    stay = hotel.in_house("201")
    night = Night.select().where(Night.stay == stay).order_by(Night.date).get()
    whole = Night.get_by_id(night.id)
    named = Night.select(*Night._meta.sorted_fields).where(Night.id == night.id).get()
    assert night.__data__ == whole.__data__ == named.__data__
    assert type(night.date) is datetime.date
    assert type(night.posted) is bool
    assert not night.is_dirty()
    with pytest.raises(Night.DoesNotExist):
        Night.get(Night.id == 0)


def test_a_new_row_knows_its_number(hotel: Hotel) -> None:
    staff = Staff.get(Staff.login == "nok")
    rows = [
        ChangeLog.create(
            at=hotel.clock(), business_date=hotel.after(0), staff=staff, terminal="t", operation="o",
            subject="s", subject_id=str(n),
        )
        for n in range(2)
    ]  # fmt: skip
    assert rows[1].id == rows[0].id + 1
    assert not rows[1].is_dirty()
    assert ChangeLog.get_by_id(rows[1].id).subject_id == "1"


def test_a_charge_asks_the_database_no_more_often_than_before(
    small_hotel: Hotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.front_office.folios import post_article

    window = small_hotel.window(small_hotel.in_house("201"))
    post_article(small_hotel.desk("nok"), window, "CHANG")
    asked: list[str] = []
    execute = database.obj.execute_sql
    monkeypatch.setattr(
        database.obj, "execute_sql", lambda sql, *more: asked.append(sql) or execute(sql, *more)
    )
    post_article(small_hotel.desk("nok"), window, "CHANG")
    assert Posting.select().count() == 2
    assert len(asked) <= 26, asked
