"""Two profiles of one person become one; nothing is lost, and until the night audit it can be undone.

Every row of any table that points at the profile given up then points at the one kept; which tables these are the
database itself is asked, so that none can be forgotten. The profile given up stays as it was, no longer listed:
its number, and the names it had, lead to the one kept. Papers that were printed keep the name they were printed
with.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import DateField, ForeignKeyField, TextField, fn

from locales import Message
from models.front_office.guests.person import (
    DOCUMENT_FIELDS,
    FIELDS,
    Guest,
    GuestDocument,
    SpokenName,
    guest_not_erased,
    sort_name_of,
)
from models.front_office.guests.search import TWIN, GuestKey, write_keys
from models.front_office.identity.masking import masked
from models.front_office.search_keys import LAST
from models.house.acts import Act, as_json, operation
from models.house.database import Base, StampField, database
from models.house.refusals import Refused
from models.house.staff import Staff

OWN_TABLES = ("guest_key", "guest_merge", "identity_access", "erasure")
"""Point at profiles, but are made anew (keys) or tell what happened to this one (merges, who saw it, erasing)."""
JOINED = " · "
TWINS = {
    "phone": Message("same phone"),
    "email": Message("same e-mail"),
    "document": Message("same document"),
    "name": Message("same name and birth date"),
}
MOST_TWINS = 500


class GuestMerge(Base):
    """``dropped``: the whole row of the profile given up. ``moved``: all that was changed, to be changed back.

    ``date`` is the business date; the merge can be undone while it lasts.
    """

    kept = ForeignKeyField(Guest)
    dropped_profile = ForeignKeyField(Guest, column_name="dropped_id")
    date = DateField()
    at = StampField()
    staff = ForeignKeyField(Staff)
    dropped = TextField()
    moved = TextField()
    undone_at = StampField(null=True)
    undone_by = ForeignKeyField(Staff, null=True)

    class Meta:
        table_name = "guest_merge"


# Finding them


@dataclass(frozen=True)
class Twins:
    """Two profiles that are likely one person. ``why``: a key of ``TWINS``; ``mark``: what they have in common."""

    first_id: int
    second_id: int
    first: SpokenName
    second: SpokenName
    why: str
    mark: str
    key: tuple[object, ...]


def likely_twins(guest_id: int | None = None) -> list[Twins]:
    """Pairs with a mark only one person should have; of the whole house (at most 500), or with one guest."""
    in_range = (GuestKey.key >= TWIN) & (GuestKey.key < TWIN + LAST)
    other = GuestKey.alias()
    pairs = (
        GuestKey.select(fn.MIN(GuestKey.key), GuestKey.guest, other.guest)
        .join(other, on=((other.key == GuestKey.key) & (other.guest > GuestKey.guest)))
        .where(in_range)
        .group_by(GuestKey.guest, other.guest)
        .order_by(fn.MIN(GuestKey.key), GuestKey.guest, other.guest)
        .limit(MOST_TWINS)
    )
    if guest_id is not None:
        pairs = pairs.where((GuestKey.guest == guest_id) | (other.guest == guest_id))
    found = list(pairs.tuples())
    ids = {i for _key, first, second in found for i in (first, second)}
    known = {guest.id: guest for guest in Guest.select().where(Guest.id << ids)}
    return [_twins(known[first], known[second], key) for key, first, second in found]


def _twins(first: Guest, second: Guest, key: str) -> Twins:
    why, _space, mark = key.removeprefix(TWIN).partition(" ")
    shown = {
        "phone": first.phone,
        "email": first.email,
        "document": masked(mark.upper()),
        "name": str(first.birth_date),
    }
    return Twins(
        first.id, second.id, first.spoken, second.spoken, why, shown[why], (key, first.id, second.id)
    )


# Merging


def pointing_at_guests() -> list[tuple[str, str]]:
    """Every (table, column) of the database that points at a profile and goes along with it."""
    return [
        (table, foreign_key.column)
        for table in sorted(database.obj.get_tables())
        if table not in OWN_TABLES
        for foreign_key in database.obj.get_foreign_keys(table)
        if foreign_key.dest_table == "guest"
    ]


@operation("book")
def merge_guests(act: Act, keep_id: int, drop_id: int) -> int:
    """Make one profile of two; the merge's id. What the kept one lacks is filled in from the other.

    Refused: SAME_PROFILE, MERGED_ALREADY, GUEST_ERASED, TOGETHER_ON_STAY (both are persons of a stay that has not ended).
    """
    keep, drop = Guest.get_by_id(keep_id), Guest.get_by_id(drop_id)
    if keep.id == drop.id:
        raise Refused("SAME_PROFILE", "This is one profile already.", field="drop")
    for guest in (keep, drop):
        guest_not_erased(guest.id)
        if guest.merged_into_id:
            raise Refused(
                "MERGED_ALREADY", "{guest} was merged into another profile.", jump=f"guest {guest.merged_into_id}",
                guest=guest.spoken,
            )  # fmt: skip
    folded = _fold_persons(act, keep, drop)
    moved = {
        f"{table}.{column}": _move(act, table, column, drop.id, keep.id)
        for table, column in pointing_at_guests()
    }
    row = as_json(drop.__data__) or "{}"
    documents = _keep_document(act, keep, drop)
    filled = _fill(act, keep, drop)
    act.update(drop, merged_into=keep.id)
    GuestKey.delete().where(GuestKey.guest == drop.id).execute()
    write_keys(keep.id)
    changes = {"rows": moved, "filled": filled, "persons": folded, "documents": documents}
    merge = act.create(
        GuestMerge, kept=keep, dropped_profile=drop, date=act.business_date, at=act.now, staff=act.staff, dropped=row,
        moved=as_json(changes) or "{}",
    )  # fmt: skip
    return int(merge.id)


def _move(
    act: Act, table: str, column: str, old: int, new: int, only: Sequence[int] | None = None
) -> list[int]:
    """Point the rows at the other profile; their ids. ``only`` these, where they still point at ``old``."""
    ids = [row_id for (row_id,) in _sql(f'SELECT id FROM "{table}" WHERE "{column}" = ? ORDER BY id', old)]
    ids = [row_id for row_id in ids if only is None or row_id in only]
    for row_id in ids:
        _sql(f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?', new, row_id)
        name = column.removesuffix("_id")
        act.changed((table, row_id), {name: old}, {name: new})
    return ids


def _sql(statement: str, *values: object) -> Any:
    return database.execute_sql(statement.replace("?", database.obj.param), values)


def _fold_persons(act: Act, keep: Guest, drop: Guest) -> list[dict[str, int]]:
    """On a past stay where both were written down, one is left, on the better place."""
    from models.front_office.reservations import CANCELLED, CHECKED_OUT, NO_SHOW, Stay, StayPerson

    mine = StayPerson.select(StayPerson.stay).where(StayPerson.guest == keep.id)
    folded = []
    for row in StayPerson.select().where((StayPerson.guest == drop.id) & (StayPerson.stay << mine)):
        stay = Stay.get_by_id(row.stay_id)
        if stay.state not in (CHECKED_OUT, NO_SHOW, CANCELLED):
            raise Refused(
                "TOGETHER_ON_STAY", "Both are persons of stay {stay}. Take one off it first.", jump=f"stay {stay.id}",
                stay=stay.id,
            )  # fmt: skip
        own = StayPerson.get((StayPerson.stay == stay) & (StayPerson.guest == keep.id))
        folded.append(
            {"stay": stay.id, "position": row.position, "own": own.id, "own_position": own.position}
        )
        act.changed(row, {"stay": stay.id, "guest": drop.id, "position": row.position}, {})
        row.delete_instance()
        act.update(own, position=min(own.position, row.position))
    return folded


def _keep_document(act: Act, keep: Guest, drop: Guest) -> list[int]:
    """The document of the one given up is kept with the others, unless it becomes the one in force or is known."""
    known = {keep.document_number} | {
        d.number for d in GuestDocument.select().where(GuestDocument.guest == keep.id)
    }
    if not keep.document_number or not drop.document_number or drop.document_number in known:
        return []
    row = act.create(
        GuestDocument, guest=keep.id, kind=drop.document_kind, number=drop.document_number,
        country=drop.document_country, expiry=drop.document_expiry, added_on=act.business_date,
    )  # fmt: skip
    return [row.id]


def _fill(act: Act, keep: Guest, drop: Guest) -> dict[str, list[Any]]:
    """Field → what stood there and what stands there now."""
    values = merged_values(keep, drop)
    before = {name: keep.__data__[name] for name in values}
    act.update(keep, **values)
    if "family" in values or "given" in values:
        act.update(keep, sort_name=sort_name_of(keep))
    return {name: [_plain(before[name]), _plain(value)] for name, value in values.items()}


def merged_values(keep: Guest, drop: Guest) -> dict[str, Any]:
    """What a merge changes in the profile kept: the empty fields; notes and reasons are joined.

    Name, document and employer go along as a whole, never half of one and half of the other.
    """
    whole = (DOCUMENT_FIELDS, ("company", "employer"), ("given_th", "family_th"), ("given", "family"))
    values: dict[str, Any] = {}
    for group in [*whole, *([name] for name in FIELDS if not any(name in fields for fields in whole))]:
        lead = "document_number" if group is DOCUMENT_FIELDS else None
        empty = not keep.__data__[lead] if lead else not any(keep.__data__[name] for name in group)
        if empty:
            values |= {
                name: drop.__data__[name] for name in group if drop.__data__[name] != keep.__data__[name]
            }
    for name in ("note", "do_not_rent"):
        own, other = keep.__data__[name], drop.__data__[name]
        if own and other and other not in own:
            values[name] = f"{own}{JOINED}{other}"
    spoken = [
        *keep.languages.split(),
        *(c for c in drop.languages.split() if c not in keep.languages.split()),
    ]
    if spoken != keep.languages.split():
        values["languages"] = " ".join(spoken)
    return values


def _plain(value: object) -> object:
    return str(value) if isinstance(value, datetime.date) else value


# Undoing


@dataclass(frozen=True)
class Merge:
    """``open``: it can still be undone."""

    merge_id: int
    kept_id: int
    dropped_id: int
    dropped: SpokenName
    date: datetime.date
    who: str
    open: bool


def merges_into(guest_id: int, business_date: datetime.date) -> list[Merge]:
    """Profiles merged into this one and not taken out again, latest first."""
    rows = (
        GuestMerge.select(GuestMerge, Guest, Staff)
        .join(Guest, on=(GuestMerge.dropped_profile == Guest.id))
        .switch(GuestMerge)
        .join(Staff, on=(GuestMerge.staff == Staff.id))
        .where((GuestMerge.kept == guest_id) & GuestMerge.undone_at.is_null())
        .order_by(GuestMerge.id.desc())
    )
    return [
        Merge(
            m.id, m.kept_id, m.dropped_id, m.dropped_profile.spoken, m.date, m.staff.login,
            m.date == business_date,
        )
        for m in rows
    ]  # fmt: skip


@operation("book")
def undo_merge(act: Act, merge_id: int) -> None:
    """Two profiles again, each with what was its own; what came since stays with the one kept.

    Refused: MERGE_CLOSED (after the night audit), MERGE_UNDONE, MERGED_ALREADY (the one kept was merged in turn).
    """
    merge = GuestMerge.get_by_id(merge_id)
    if merge.undone_at is not None:
        raise Refused("MERGE_UNDONE", "This merge was undone already.")
    if merge.date != act.business_date:
        raise Refused(
            "MERGE_CLOSED", "The profiles were merged on {date}; that day is closed.", date=merge.date
        )
    keep, drop = merge.kept, merge.dropped_profile
    if keep.merged_into_id:
        raise Refused(
            "MERGED_ALREADY", "{guest} was merged into another profile.", jump=f"guest {keep.merged_into_id}",
            guest=keep.spoken,
        )  # fmt: skip
    changes = json.loads(merge.moved)
    act.update(drop, merged_into=None)
    _unfill(act, keep, changes["filled"])
    for place, ids in changes["rows"].items():
        table, column = place.split(".")
        _move(act, table, column, keep.id, drop.id, only=ids)
    for row in GuestDocument.select().where(GuestDocument.id << changes["documents"]):
        act.changed(row, {"guest": row.guest_id, "number": row.number}, {})
        row.delete_instance()
    _unfold_persons(act, drop, changes["persons"])
    write_keys(keep.id)
    write_keys(drop.id)
    act.update(merge, undone_at=act.now, undone_by=act.staff.id)


def _unfill(act: Act, keep: Guest, filled: dict[str, list[Any]]) -> None:
    """Only what still stands as the merge wrote it; what somebody changed since is theirs."""
    back = {
        name: _typed(name, before)
        for name, (before, after) in filled.items()
        if _plain(keep.__data__[name]) == after
    }
    act.update(keep, **back)
    if "family" in back or "given" in back:
        act.update(keep, sort_name=sort_name_of(keep))


def _typed(name: str, value: Any) -> Any:
    is_date = isinstance(Guest._meta.fields[name], DateField)
    return datetime.date.fromisoformat(value) if is_date and value else value


def _unfold_persons(act: Act, drop: Guest, folded: Iterable[dict[str, int]]) -> None:
    from models.front_office.reservations import StayPerson

    for person in folded:
        own = StayPerson.get_or_none(StayPerson.id == person["own"])
        if own is not None:
            act.update(own, position=person["own_position"])
        act.create(StayPerson, stay=person["stay"], guest=drop, position=person["position"])
