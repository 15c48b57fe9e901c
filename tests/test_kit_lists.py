"""Lists by the page: what a page shows is what a plain sorted query shows there, however long the list."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import peewee
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.house.database import MoneyField, StampField
from models.house.database import database as house
from models.house.lists import Key, Listing, MemoryListing
from tests.hotel import Hotel

MANY = 100_000
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


class Guest(peewee.Model):
    name = peewee.TextField()
    balance = MoneyField()
    stamp = StampField()

    class Meta:
        table_name = "listed_guest"


@dataclass(frozen=True)
class Row:
    key: Key


@dataclass(frozen=True)
class Order:
    """An order of the guest list, and the same order as Python sorts it."""

    terms: tuple[tuple[peewee.Field, bool], ...]

    def listing(self, query: peewee.ModelSelect | None = None) -> Listing[Row]:
        return Listing(query or Guest.select(), self.terms, lambda guest: Row(self.key(guest)))

    def key(self, guest: Guest) -> Key:
        return tuple(getattr(guest, field.name) for field, _falls in self.terms)

    def plain(self) -> list[Row]:
        rows = [Row(key) for key in Guest.select(*(field for field, _falls in self.terms)).tuples()]
        for place, (_field, falls) in reversed(list(enumerate(self.terms))):
            rows.sort(key=lambda row, place=place: row.key[place], reverse=falls)  # type: ignore[misc]
        return rows


BY_NAME = Order(((Guest.name, False), (Guest.id, False)))
BY_NAME_FALLING = Order(((Guest.name, True), (Guest.id, True)))
BY_BALANCE_THEN_ID = Order(((Guest.balance, True), (Guest.id, False)))
BY_THREE = Order(((Guest.name, False), (Guest.stamp, True), (Guest.id, False)))
BY_ID = Order(((Guest.id, False),))
ORDERS = [BY_NAME, BY_NAME_FALLING, BY_BALANCE_THEN_ID, BY_THREE, BY_ID]


@pytest.fixture(scope="module")
def guest_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[peewee.SqliteDatabase]:
    database = peewee.SqliteDatabase(str(tmp_path_factory.mktemp("lists") / "guests.db"))
    with database.bind_ctx([Guest]):
        database.create_tables([Guest])
        yield database
    database.close()


def fill(database: peewee.Database, guests: list[tuple[str, Decimal, datetime.datetime]]) -> None:
    with database.atomic():
        Guest.delete().execute()
        for start in range(0, len(guests), 10_000):
            Guest.insert_many(
                guests[start : start + 10_000], fields=[Guest.name, Guest.balance, Guest.stamp]
            ).execute()


@pytest.fixture(scope="module")
def many_guests(guest_book: peewee.SqliteDatabase) -> peewee.SqliteDatabase:
    fill(
        guest_book,
        [
            (
                f"สมชาย {n * 7919 % 5000:05d}",
                Decimal(n * 31 % 977),
                NOON + datetime.timedelta(minutes=n % 300),
            )
            for n in range(MANY)
        ],
    )
    return guest_book


@pytest.mark.parametrize("order", ORDERS)
def test_pages_of_a_hundred_thousand_guests_are_those_of_the_sorted_list(
    many_guests: peewee.SqliteDatabase, order: Order
) -> None:
    plain = order.plain()
    listing = order.listing()
    assert listing.count() == MANY
    assert listing.count(at_most=1000) == 1000
    assert listing.first(60) == plain[:60]
    assert listing.last(60) == plain[-60:]
    for place in (0, 1, 19, 4_711, 50_000, MANY - 20, MANY - 1):
        key = plain[place].key
        assert listing.after(key, 20) == plain[place + 1 : place + 21]
        assert listing.before(key, 20) == plain[max(0, place - 20) : place]
        assert listing.at(key, 20) == plain[place : place + 20]
        assert plain[place] in listing.around(key, 20)


def test_paging_forward_meets_every_guest_once_and_backward_the_same(
    many_guests: peewee.SqliteDatabase,
) -> None:
    listing = BY_BALANCE_THEN_ID.listing()
    plain = BY_BALANCE_THEN_ID.plain()
    forward = listing.first(7_000)
    while page := listing.after(forward[-1].key, 7_000):
        forward += page
    assert forward == plain
    backward = listing.last(7_000)
    while page := listing.before(backward[0].key, 7_000):
        backward = page + backward
    assert backward == plain


def test_a_page_in_the_middle_is_reached_through_the_index_and_not_by_reading_what_is_before_it(
    many_guests: peewee.SqliteDatabase,
) -> None:
    many_guests.execute_sql("CREATE INDEX IF NOT EXISTS guest_by_name ON listed_guest (name, id)")
    many_guests.execute_sql("CREATE INDEX IF NOT EXISTS guest_by_balance ON listed_guest (balance DESC, id)")
    for order, at in (
        (BY_NAME, ("สมชาย 02500", 1)),
        (BY_BALANCE_THEN_ID, (Decimal(400), 1)),
    ):
        asked: list[str] = []
        connection = many_guests.connection()
        connection.set_trace_callback(asked.append)
        order.listing().after(at, 20)
        connection.set_trace_callback(None)
        plan = many_guests.execute_sql(f"EXPLAIN QUERY PLAN {asked[-1]}").fetchall()
        said = " ".join(str(step[-1]) for step in plan)
        assert "SEARCH" in said
        assert "TEMP B-TREE" not in said


names = st.sampled_from(["ก", "ข", "น้ำ", "น้า", "A", "a", "", "ที่"])
guests = st.lists(
    st.tuples(
        names,
        st.integers(-3, 3).map(Decimal),
        st.integers(0, 2).map(lambda hours: NOON + datetime.timedelta(hours=hours)),
    ),
    max_size=12,
)


@given(guests=guests, order=st.sampled_from(ORDERS), limit=st.integers(1, 5), data=st.data())
def test_pages_agree_with_the_sorted_list_also_where_guests_share_names_and_balances(
    guest_book: peewee.SqliteDatabase,
    guests: list[tuple[str, Decimal, datetime.datetime]],
    order: Order,
    limit: int,
    data: st.DataObject,
) -> None:
    fill(guest_book, guests)
    plain, listing = order.plain(), order.listing()
    assert listing.first(limit) == plain[:limit]
    assert listing.last(limit) == plain[-limit:]
    assert listing.count() == len(plain)
    if not plain:
        return
    place = data.draw(st.integers(0, len(plain) - 1))
    row = plain[place]
    if data.draw(st.booleans(), label="the guest is gone"):
        Guest.delete().where(Guest.id == row.key[-1]).execute()
        plain.remove(row)
        assert listing.after(row.key, limit) == plain[place : place + limit]
        assert listing.at(row.key, limit) == plain[place : place + limit]
    else:
        assert listing.after(row.key, limit) == plain[place + 1 : place + 1 + limit]
        assert listing.at(row.key, limit) == plain[place : place + limit]
    assert listing.before(row.key, limit) == plain[max(0, place - limit) : place]
    around = listing.around(row.key, limit)
    assert len(around) == min(limit, len(plain))
    assert around == plain[plain.index(around[0]) :][: len(around)] if around else not plain


@given(count=st.integers(0, 9), limit=st.integers(1, 5), data=st.data())
def test_a_short_list_in_memory_pages_as_one_in_the_database(
    guest_book: peewee.SqliteDatabase, count: int, limit: int, data: st.DataObject
) -> None:
    fill(guest_book, [(f"{n}", Decimal(0), NOON) for n in range(count)])
    stored = BY_NAME.listing()
    rows = BY_NAME.plain()
    memory = MemoryListing(rows)
    assert memory.first(limit) == stored.first(limit)
    assert memory.last(limit) == stored.last(limit)
    assert memory.count() == stored.count() == count
    if rows:
        key = data.draw(st.sampled_from(rows)).key
        for ask in ("after", "before", "at", "around"):
            assert getattr(memory, ask)(key, limit) == getattr(stored, ask)(key, limit)


def test_a_list_keeps_the_conditions_of_its_query(guest_book: peewee.SqliteDatabase) -> None:
    fill(guest_book, [(name, Decimal(0), NOON) for name in ("ก", "ข", "ค", "ก")])
    listing = BY_NAME.listing(Guest.select().where(Guest.name != "ข"))
    assert [row.key[0] for row in listing.first(9)] == ["ก", "ก", "ค"]
    assert [row.key[0] for row in listing.after(listing.first(1)[0].key, 9)] == ["ก", "ค"]


@pytest.mark.parametrize("order", ORDERS)
def test_pages_agree_with_the_sorted_query_on_sqlite_and_on_postgresql(hotel: Hotel, order: Order) -> None:
    with house.obj.bind_ctx([Guest]):
        house.create_tables([Guest])
        fill(
            house.obj,
            [
                (
                    ("ก", "ข", "น้ำ", "A", "a")[n % 5],
                    Decimal(n % 7 - 3),
                    NOON + datetime.timedelta(hours=n % 3),
                )
                for n in range(120)
            ],
        )
        by = [field.desc() if falls else field.asc() for field, falls in order.terms]
        plain = [Row(order.key(guest)) for guest in Guest.select().order_by(*by)]
        listing = order.listing()
        for place in range(0, 120, 7):
            key = plain[place].key
            assert listing.after(key, 9) == plain[place + 1 : place + 10]
            assert listing.before(key, 9) == plain[max(0, place - 9) : place]
            assert listing.at(key, 9) == plain[place : place + 9]
        assert listing.last(9) == plain[-9:]
        assert listing.count(at_most=50) == 50


def test_an_empty_order_value_is_refused_because_no_comparison_reaches_it(
    guest_book: peewee.SqliteDatabase,
) -> None:
    with pytest.raises(ValueError, match="COALESCE"):
        BY_NAME.listing().after((None, 1), 5)
    with pytest.raises(ValueError, match="2"):
        BY_NAME.listing().after(("ก",), 5)


def test_two_rows_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="one key"):
        MemoryListing([Row((1,)), Row((1,))])
