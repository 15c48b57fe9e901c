"""The text of a query, put together once for each shape.

Peewee walks the tree of a query and writes its SQL anew each time it runs: half of what an operation costs. Queries
of one shape differ in their values alone, so here a query is read as a shape and its values, and the text of a shape
is written once. What is not known here is left to Peewee, and so is a shape whose values Peewee wants in another order.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from types import NoneType
from typing import Any

import peewee
from peewee import Field, FieldAlias, Node

MOST_SHAPES = 5_000
"""Lists of another length are another shape; some day there would be too many."""

Convert = Callable[[Any], Any] | None
Reader = Callable[[Any, Convert, "_Query"], None]


class _Unknown(Exception):
    """Something in the query that only Peewee can say."""


class _Query:
    """What was read so far. ``kept`` holds what the shape names by its id, so that no other object gets that id."""

    __slots__ = ("kept", "numbers", "shape", "values")

    def __init__(self) -> None:
        self.shape: list[Any] = []
        self.values: list[Any] = []
        self.numbers: dict[int, int] = {}
        self.kept: list[Any] = []

    def number(self, source: object) -> int:
        """Sources made for one query alone go by the order in which they are met."""
        return self.numbers.setdefault(id(source), len(self.numbers))

    def thing(self, mark: str, thing: object) -> None:
        self.shape += (mark, id(thing))
        self.kept.append(thing)


class Remembering:
    """Of a database: it remembers the texts of its queries."""

    texts: dict[tuple[Any, ...], tuple[str | None, list[Any]]]

    def execute(self, query: Any, **context_options: Any) -> Any:
        sql, values = self.written(query) if not context_options else (None, [])
        if sql is None:
            return super().execute(query, **context_options)  # type: ignore[misc]
        return self.execute_sql(sql, values)  # type: ignore[attr-defined]

    def written(self, query: Any) -> tuple[str | None, list[Any]]:
        """The query's SQL and its values; None where Peewee has to write it."""
        read = _Query()
        try:
            _read(query, None, read)
        except _Unknown:
            return None, []
        shape = tuple(read.shape)
        known = self.texts.get(shape)
        if known is None:
            sql, values = self.get_sql_context().sql(query).query()  # type: ignore[attr-defined]
            same = len(values) == len(read.values) and all(
                type(one) is type(other) and one == other
                for one, other in zip(values, read.values, strict=True)
            )
            if len(self.texts) >= MOST_SHAPES:
                self.texts.clear()
            self.texts[shape] = known = (sql if same else None, read.kept)
        return known[0], read.values


class SqliteDatabase(Remembering, peewee.SqliteDatabase):
    texts = {}


class PostgresqlDatabase(Remembering, peewee.PostgresqlDatabase):
    texts = {}


class Rows(peewee.ModelSelect):
    """A selection of a table's rows, whole ones read without Peewee's detours."""

    def get(self, database: Any = None) -> Any:
        for row in self.limit(1).execute(database):
            return row
        raise self.model.DoesNotExist(f"no such row of {self.model._meta.table_name}")

    def _get_model_cursor_wrapper(self, cursor: Any) -> Any:
        if self._is_default and not self._joins and len(self._from_list) == 1:
            return _WholeRows(cursor, self.model)
        return super()._get_model_cursor_wrapper(cursor)


class _WholeRows(peewee.CursorWrapper):
    def __init__(self, cursor: Any, model: type[peewee.Model]) -> None:
        super().__init__(cursor)
        self.process_row = reader_of(model)


_row_readers: dict[type[peewee.Model], Callable[[Sequence[Any]], Any]] = {}


def reader_of(model: type[peewee.Model]) -> Callable[[Sequence[Any]], Any]:
    """What makes a row of all columns, in the order of the fields, into an instance."""
    if model not in _row_readers:
        _row_readers[model] = _row_reader(model)
    return _row_readers[model]


def _row_reader(model: type[peewee.Model]) -> Callable[[Sequence[Any]], Any]:
    fields = [(field.name, _converter(field)) for field in model._meta.sorted_fields]

    def read(row: Sequence[Any]) -> Any:
        found = model(__no_default__=1)
        data = found.__data__
        for (name, convert), value in zip(fields, row, strict=True):
            data[name] = value if convert is None or value is None else convert(value)
        return found

    return read


def _converter(field: Field) -> Convert:
    """None where both databases give the value as it is meant."""
    if type(field) in (peewee.TextField, peewee.IntegerField, peewee.AutoField, peewee.ForeignKeyField):
        return None
    return _date if type(field) is peewee.DateField else field.python_value


def _date(value: Any) -> Any:
    """Peewee tries formats one after the other, ten times as long."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


# Reading a query


def _read(node: Any, convert: Convert, to: _Query) -> None:
    reader = _readers.get(type(node))
    if reader is None:
        reader = _find_reader(node)
    reader(node, convert, to)


def _find_reader(node: Any) -> Reader:
    kind = type(node)
    if isinstance(node, FieldAlias):
        return _field_of_alias  # each has a class of its own: none is remembered
    if isinstance(node, Field):
        _readers[kind] = _field
        return _field
    if isinstance(node, type) and issubclass(node, peewee.Model):
        return _table
    if isinstance(node, peewee.Model):
        return _row
    if isinstance(node, str):  # of an enumeration
        return _value
    raise _Unknown


def _value(value: Any, convert: Convert, to: _Query) -> None:
    to.shape.append("?")
    to.values.append(convert(value) if convert else value)


def _many(values: Sequence[Any], convert: Convert, to: _Query) -> None:
    to.shape += ("(", len(values))
    for value in values:
        _read(value, convert, to)


def _each(mark: str, nodes: Sequence[Any], convert: Convert, to: _Query) -> None:
    to.shape += (mark, len(nodes))
    for node in nodes:
        _read(node, convert, to)


def _field(field: Any, _convert: Convert, to: _Query) -> None:
    to.shape += ("f", id(field))
    to.kept.append(field)


def _field_of_alias(field: Any, _convert: Convert, to: _Query) -> None:
    _source(field.source, to)
    to.thing("a", field.field)


def _table(model: Any, _convert: Convert, to: _Query) -> None:
    to.thing("t", model)


def _alias_of_table(alias: Any, _convert: Convert, to: _Query) -> None:
    _source(alias, to)


def _source(source: Any, to: _Query) -> None:
    kind = type(source)
    if kind is peewee.ModelAlias:
        to.shape += ("A", to.number(source), source.alias)
        to.thing("t", source.model)
    elif kind in (
        Rows,
        peewee.ModelSelect,
        peewee.Select,
        peewee.CompoundSelectQuery,
        peewee.ModelCompoundSelectQuery,
    ):
        to.shape += ("#", to.number(source), source._alias)
    elif kind is peewee.Table:
        to.thing("T", source)
    else:
        raise _Unknown


def _row(row: Any, convert: Convert, to: _Query) -> None:
    """A row stands for its key."""
    if convert is None:
        raise _Unknown
    _value(row, convert, to)


def _constant(node: Any, _convert: Convert, to: _Query) -> None:
    if node.params:
        raise _Unknown
    to.shape += ("sql", node.sql)


def _expression(node: Any, _convert: Convert, to: _Query) -> None:
    left = node.lhs
    field = left.unwrap() if isinstance(left, peewee.WrappedNode) else left
    convert = field.db_value if isinstance(field, Field) and left._coerce else None
    to.shape += ("e", type(node), node.op, node.flat)
    _read(left, convert, to)
    if node.rhs is None and node.op in (peewee.OP.IS, peewee.OP.IS_NOT):
        to.shape.append(None)
    else:
        _read(node.rhs, convert, to)


def _given(node: Any, convert: Convert, to: _Query) -> None:
    """A value that may have a converter of its own, or none by intention."""
    if node.multi:
        _many(node.values, convert, to)
    elif node.converter is None:
        _value(node.value, convert, to)
    else:
        _value(node.value, node.converter or None, to)


def _list(node: Any, convert: Convert, to: _Query) -> None:
    to.shape += (node.glue, node.parens)
    _each("l", node.nodes, convert, to)


def _function(node: Any, convert: Convert, to: _Query) -> None:
    if node._order_by:
        raise _Unknown
    to.shape += ("fn", node.name, len(node.arguments))
    for argument in node.arguments:
        _read(argument, convert if isinstance(argument, Node) else None, to)
    if node._filter is not None:
        to.shape.append("filter")
        _read(node._filter, convert, to)


def _case(node: Any, convert: Convert, to: _Query) -> None:
    to.shape += ("case", len(node.expression_tuples), node.predicate is None, node.default is None)
    if node.predicate is not None:
        _read(node.predicate, convert, to)
    for condition, value in node.expression_tuples:
        _read(condition, convert, to)
        _read(value, convert, to)
    if node.default is not None:
        _read(node.default, convert, to)


def _negated(node: Any, convert: Convert, to: _Query) -> None:
    to.shape.append("not")
    _read(node.node, convert, to)


def _named(node: Any, convert: Convert, to: _Query) -> None:
    to.shape += ("as", node._alias)
    _read(node.node, convert, to)


def _ordering(node: Any, convert: Convert, to: _Query) -> None:
    if node.nulls:
        raise _Unknown
    to.shape += ("o", node.direction, node.collation)
    _read(node.node, convert, to)


def _cast(node: Any, convert: Convert, to: _Query) -> None:
    to.shape += ("cast", node._cast)
    _read(node.node, convert, to)


def _join(node: Any, convert: Convert, to: _Query) -> None:
    to.shape += ("j", node.join_type)
    _read(node.lhs, convert, to)
    _read(node.rhs, convert, to)
    if node._on is not None:
        to.shape.append("on")
        _read(node._on, convert, to)


def _column(node: Any, _convert: Convert, to: _Query) -> None:
    to.shape += ("c", node.name)
    _source(node.source, to)


def _entity(node: Any, _convert: Convert, to: _Query) -> None:
    to.shape += ("n", *node._path)


def _select(query: Any, _convert: Convert, to: _Query) -> None:
    if query._cte_list or query._windows or query._for_update or query._lateral or query._distinct:
        raise _Unknown
    to.shape += ("s", type(query), to.number(query), query._alias, query._simple_distinct)
    if getattr(query, "_is_default", False):
        to.thing("all", query.model)
    else:
        _each("of", query._returning, None, to)
    _each("from", query._from_list, None, to)
    if query._where is not None:
        to.shape.append("where")
        _read(query._where, None, to)
    if query._group_by:
        _each("by", query._group_by, None, to)
    if query._having is not None:
        to.shape.append("having")
        _read(query._having, None, to)
    _order(query, to)


def _compound(query: Any, _convert: Convert, to: _Query) -> None:
    if query._cte_list:
        raise _Unknown
    to.shape += ("compound", query.op, to.number(query), query._alias)
    _read(query.lhs, None, to)
    _read(query.rhs, None, to)
    _order(query, to)


def _order(query: Any, to: _Query) -> None:
    if query._order_by:
        _each("order", query._order_by, None, to)
    if query._limit is not None:
        to.shape.append("limit")
        _value(query._limit, None, to)
    if query._offset is not None:
        if query._limit is None:
            raise _Unknown
        to.shape.append("offset")
        _value(query._offset, None, to)
    to.shape.append(";")


def _update(query: Any, _convert: Convert, to: _Query) -> None:
    if query._cte_list or query._from or query._returning:
        raise _Unknown
    to.thing("u", query.model)
    if not all(isinstance(field, Field) for field in query._update):
        raise _Unknown
    for field, value in sorted(query._update.items(), key=lambda item: item[0]._sort_key):
        to.thing("=", field)
        if isinstance(value, Node) and not isinstance(value, peewee.Model):
            _read(value, None, to)
        else:
            _value(value, field.db_value, to)
    if query._where is not None:
        to.shape.append("where")
        _read(query._where, None, to)
    _order(query, to)


def _delete(query: Any, _convert: Convert, to: _Query) -> None:
    if query._cte_list or query._returning:
        raise _Unknown
    to.thing("d", query.model)
    if query._where is not None:
        to.shape.append("where")
        _read(query._where, None, to)
    _order(query, to)


_PLAIN = (str, int, bool, float, bytes, Decimal, datetime.date, datetime.datetime, datetime.time, NoneType)
_readers: dict[type, Reader] = {
    **dict.fromkeys(_PLAIN, _value),
    **dict.fromkeys((list, tuple, set, frozenset), _many),
    peewee.Expression: _expression,
    peewee.StringExpression: _expression,
    peewee.Value: _given,
    peewee.NodeList: _list,
    peewee.Function: _function,
    peewee.Negated: _negated,
    peewee.Alias: _named,
    peewee.Ordering: _ordering,
    peewee.Cast: _cast,
    peewee.SQL: _constant,
    peewee.Join: _join,
    peewee.Column: _column,
    peewee.Entity: _entity,
    peewee.ModelAlias: _alias_of_table,
    peewee.ModelSelect: _select,
    Rows: _select,
    peewee.Select: _select,
    peewee.Case: _case,
    peewee.CompoundSelectQuery: _compound,
    peewee.ModelCompoundSelectQuery: _compound,
    peewee.ModelUpdate: _update,
    peewee.ModelDelete: _delete,
}
