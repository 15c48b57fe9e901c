"""Lists read by the page: the next rows after a key, never the rows after a number.

A page asked for by OFFSET reads and throws away everything before it; asked for by key it costs the same at
the millionth row as at the first, given an index over the order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, Generic, Protocol, TypeVar

import peewee

Key = tuple[Any, ...]


class Keyed(Protocol):
    """A row of a list: ``key`` holds its values of the list's order, unlike any other row's."""

    @property
    def key(self) -> Key: ...


RowT = TypeVar("RowT", bound=Keyed)


class Pages(Protocol[RowT]):
    """What a list on the screen reads from. Rows always come in the order of the list."""

    def first(self, limit: int) -> list[RowT]: ...

    def last(self, limit: int) -> list[RowT]: ...

    def after(self, key: Key, limit: int) -> list[RowT]:
        """The rows behind ``key``, which itself is left out."""

    def before(self, key: Key, limit: int) -> list[RowT]:
        """The rows in front of ``key``, which itself is left out; the nearest to it."""

    def at(self, key: Key, limit: int) -> list[RowT]:
        """The row of ``key`` and those behind it; where it is gone, those behind its place."""

    def around(self, key: Key, limit: int) -> list[RowT]:
        """``limit`` rows with ``key`` or its place in the middle, or nearer an end of the list."""

    def count(self, at_most: int | None = None) -> int:
        """How many rows; counting stops at ``at_most``."""


class _Around(Generic[RowT]):
    def around(self: Pages[RowT], key: Key, limit: int) -> list[RowT]:
        front = self.before(key, limit)
        back = self.at(key, limit)
        wanted_front = max(limit // 2, limit - len(back))
        front = front[max(0, len(front) - wanted_front) :]
        return front + back[: limit - len(front)]


class Listing(_Around[RowT]):
    """The pages of a query.

    ``order`` names fields or expressions, each with whether it descends; the last one must be unique, and
    none may be NULL, which no comparison reaches (wrap it: ``fn.COALESCE(field, "")``). ``shape`` makes the
    row that is shown out of what the query gives. The values of ``key`` are those the fields read in Python.
    """

    def __init__(
        self,
        query: peewee.ModelSelect,
        order: Sequence[tuple[Any, bool]],
        shape: Callable[[Any], RowT],
    ) -> None:
        if not order:
            raise ValueError("a list needs an order")
        self._query = query
        self._order = tuple(order)
        self._shape = shape

    def first(self, limit: int) -> list[RowT]:
        return self._read(self._query, limit, backwards=False)

    def last(self, limit: int) -> list[RowT]:
        return self._read(self._query, limit, backwards=True)

    def after(self, key: Key, limit: int) -> list[RowT]:
        return self._read(self._query.where(self._beyond(key)), limit, backwards=False)

    def before(self, key: Key, limit: int) -> list[RowT]:
        return self._read(self._query.where(self._beyond(key, backwards=True)), limit, backwards=True)

    def at(self, key: Key, limit: int) -> list[RowT]:
        return self._read(self._query.where(self._beyond(key, inclusive=True)), limit, backwards=False)

    def count(self, at_most: int | None = None) -> int:
        query = self._query.order_by()
        return int(query.count() if at_most is None else query.limit(at_most).count())

    def _read(self, query: peewee.ModelSelect, limit: int, *, backwards: bool) -> list[RowT]:
        order = [term.desc() if descending != backwards else term.asc() for term, descending in self._order]
        rows = [self._shape(row) for row in query.order_by(*order).limit(limit)]
        if backwards:
            rows.reverse()
        return rows

    def _beyond(self, key: Key, *, backwards: bool = False, inclusive: bool = False) -> peewee.Expression:
        """What lies on the far side of ``key`` in the order of the list, or in front of it."""
        if len(key) != len(self._order):
            raise ValueError(f"the key has {len(key)} values, the order {len(self._order)}")
        if any(value is None for value in key):
            raise ValueError("no value of a key may be empty: wrap the field in COALESCE")
        terms = [
            (term, descending != backwards, value)
            for (term, descending), value in zip(self._order, key, strict=True)
        ]
        if len(terms) > 1 and len({falls for _term, falls, _value in terms}) == 1:
            # Both databases walk an index for a comparison of whole rows, but not for the same said with OR.
            columns = peewee.Tuple(*(term for term, _falls, _value in terms))
            values = peewee.Tuple(*(_stored(term, value) for term, _falls, value in terms))
            return _past(columns, values, terms[0][1], inclusive)
        return self._beyond_mixed(terms, inclusive)

    @staticmethod
    def _beyond_mixed(terms: list[tuple[Any, bool, Any]], inclusive: bool) -> peewee.Expression:
        cases = []
        for place, (term, falls, value) in enumerate(terms):
            equal = [t == v for t, _falls, v in terms[:place]]
            last = place == len(terms) - 1
            cases.append(reduce(and_, [*equal, _past(term, value, falls, inclusive and last)]))
        # Says nothing new, but lets the database start at the right place of an index.
        first_term, first_falls, first_value = terms[0]
        return _past(first_term, first_value, first_falls, True) & reduce(or_, cases)


class MergedListing(_Around[RowT]):
    """Several lists of one order as one: each is read by its own index, and no row is in two of them.

    ``descending`` says that ``key`` falls from row to row.
    """

    def __init__(self, parts: Sequence[Pages[RowT]], *, descending: bool = False) -> None:
        self._parts = tuple(parts)
        self._descending = descending

    def first(self, limit: int) -> list[RowT]:
        return self._merged(part.first(limit) for part in self._parts)[:limit]

    def last(self, limit: int) -> list[RowT]:
        return self._merged(part.last(limit) for part in self._parts)[-limit:]

    def after(self, key: Key, limit: int) -> list[RowT]:
        return self._merged(part.after(key, limit) for part in self._parts)[:limit]

    def before(self, key: Key, limit: int) -> list[RowT]:
        return self._merged(part.before(key, limit) for part in self._parts)[-limit:]

    def at(self, key: Key, limit: int) -> list[RowT]:
        return self._merged(part.at(key, limit) for part in self._parts)[:limit]

    def count(self, at_most: int | None = None) -> int:
        found = 0
        for part in self._parts:
            found += part.count(None if at_most is None else at_most - found)
            if at_most is not None and found >= at_most:
                return at_most
        return found

    def _merged(self, pages: Iterable[list[RowT]]) -> list[RowT]:
        rows = [row for page in pages for row in page]
        return sorted(rows, key=lambda row: row.key, reverse=self._descending)


class MemoryListing(_Around[RowT]):
    """Pages of a short list that is already there, in the order given: rooms of a house, a chart of accounts."""

    def __init__(self, rows: Sequence[RowT]) -> None:
        self._rows = list(rows)
        self._places = {row.key: place for place, row in enumerate(self._rows)}
        if len(self._places) != len(self._rows):
            raise ValueError("two rows of the list have one key")

    def first(self, limit: int) -> list[RowT]:
        return self._rows[:limit]

    def last(self, limit: int) -> list[RowT]:
        return self._rows[max(0, len(self._rows) - limit) :]

    def after(self, key: Key, limit: int) -> list[RowT]:
        place = self._places.get(key)
        return [] if place is None else self._rows[place + 1 : place + 1 + limit]

    def before(self, key: Key, limit: int) -> list[RowT]:
        place = self._places.get(key)
        return [] if place is None else self._rows[max(0, place - limit) : place]

    def at(self, key: Key, limit: int) -> list[RowT]:
        """As in ``Pages``, but a key that is gone has no place any more: nothing."""
        place = self._places.get(key)
        return [] if place is None else self._rows[place : place + limit]

    def count(self, at_most: int | None = None) -> int:
        return len(self._rows) if at_most is None else min(len(self._rows), at_most)


def _past(left: Any, right: Any, falls: bool, inclusive: bool) -> peewee.Expression:
    if falls:
        return left <= right if inclusive else left < right
    return left >= right if inclusive else left > right


def _stored(term: Any, value: Any) -> peewee.Node:
    """The value as the field keeps it; a comparison of rows does not convert by itself."""
    return peewee.Value(term.db_value(value) if isinstance(term, peewee.Field) else value, unpack=False)
