"""Feeds of channels: each is a calendar of one room type, sold at one rate; its bookings come in by their ids.

The same file twice changes nothing. An event that moved moves its booking, or says why not. One that is gone, or
cancelled, is proposed to be cancelled and cancelled when somebody says so. What the channel only holds closed is
no booking: it is counted and left.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from locales import Message
from models.front_office.channels.calendar_file import (
    BOOKED,
    CANCELLED,
    CLOSED,
    OWN_UID,
    CalendarFile,
    Event,
    read_calendar,
)
from models.front_office.guests import Guest
from models.front_office.imports.bookings import Agreed, guest_of, move_booking
from models.front_office.imports.fields import ImportField, plain
from models.front_office.imports.mapping import source_name
from models.front_office.imports.tables import ChannelFeed, ImportRow
from models.front_office.imports.taking import (
    Fault,
    Item,
    Kind,
    Leaving,
    Outcome,
    Run,
    Values,
    carry_out,
    take_items,
)
from models.front_office.rates import rate_code
from models.front_office.reservations import (
    GUARANTEES,
    RESERVED,
    STATES,
    Booking,
    Stay,
    book,
    cancel,
    room_type,
)
from models.house.acts import Act, Desk, operation
from models.house.property import Property
from models.house.refusals import Refused

KIND = "calendar"


def feed(name: str) -> ChannelFeed:
    """Refused: NO_FEED."""
    found = ChannelFeed.get_or_none(ChannelFeed.name == name.strip().casefold())
    if found is None:
        raise Refused("NO_FEED", "There is no feed {name}.", field="feed", name=name)
    return found


@operation("set_up")
def save_feed(
    act: Act,
    feed_id: int | None,
    name: str,
    room_type_code: str,
    rate: str,
    guarantee: str = "guaranteed",
    closed_are_bookings: bool = False,
    active: bool = True,
) -> int:
    """A new feed (``feed_id`` None) or another description of one. A feed that has been read keeps its name.

    Refused: NO_SOURCE, FEED_EXISTS, FEED_NAME, NO_ROOM_TYPE, NO_RATE_CODE, GUARANTEE.
    """
    said = source_name(name)
    kind, code = room_type(room_type_code), rate_code(rate)
    if guarantee not in GUARANTEES:
        raise Refused("GUARANTEE", "There is no guarantee {name}.", field="guarantee", name=guarantee)
    same = ChannelFeed.get_or_none(ChannelFeed.name == said)
    if same is not None and same.id != feed_id:
        raise Refused("FEED_EXISTS", "There is a feed {name} already.", field="name", name=said)
    values = {
        "name": said, "room_type": kind, "rate_code": code, "guarantee": guarantee,
        "closed_are_bookings": closed_are_bookings, "active": active,
    }  # fmt: skip
    if feed_id is None:
        return int(act.create(ChannelFeed, **values).id)
    row = ChannelFeed.get_by_id(feed_id)
    if row.name != said and row.read_at is not None:
        raise Refused(
            "FEED_NAME", "Its bookings came in under this name; it stays.", field="name"
        )  # fmt: skip
    act.update(row, **values)
    return int(row.id)


@dataclass(frozen=True)
class FeedRow:
    id: int
    name: str
    room_type: str
    rate_code: str
    read_at: datetime.datetime | None
    read_file: str
    bookings: int  # that came in through it
    active: bool
    guarantee: str
    closed_are_bookings: bool


def feeds() -> list[FeedRow]:
    """All, by name."""
    rows = ImportRow.select(ImportRow.source).where(ImportRow.kind == KIND).tuples()
    counts: dict[str, int] = {}
    for (source,) in rows:
        counts[source] = counts.get(source, 0) + 1
    return [
        FeedRow(
            f.id, f.name, f.room_type.code, f.rate_code.code, f.read_at, f.read_file, counts.get(f.name, 0), f.active,
            f.guarantee, f.closed_are_bookings,
        )
        for f in ChannelFeed.select().order_by(ChannelFeed.name)
    ]  # fmt: skip


def take_calendar(
    desk: Desk, name: str, path: Path, *, dry_run: bool = False, cancel_missing: bool = False
) -> Outcome:
    """Take in the calendar of a feed, all of it or nothing. Proposed cancellations are in ``leaving``; they are
    carried out with ``cancel_missing`` only.

    Refused: NO_FEED, FEED_CLOSED, CALENDAR_KIND, TABLE_TOO_BIG, FEED_EMPTY (an empty file would cancel everything).
    """
    of = feed(name)
    if not of.active:
        raise Refused("FEED_CLOSED", "The feed {name} is closed.", field="feed", name=of.name)
    calendar = read_calendar(path, Property.the().timezone)

    def work(run: Run) -> None:
        run.memory["feed"] = of
        run.faults += [Fault(f.line, f.message) for f in calendar.faults]
        take_items(run, _items(run, of, calendar))
        if not calendar.faults:  # an event that cannot be read is no event that is gone
            _leave(run, of, calendar, cancel_missing)
        if not run.faults:
            run.act.reason = f"feed {of.name}"
            run.act.update(ChannelFeed.get_by_id(of.id), read_at=run.act.now, read_file=path.name)

    return carry_out(desk, FEED_KIND, of.name, work, dry_run=dry_run)


def _items(run: Run, of: ChannelFeed, calendar: CalendarFile) -> list[Item]:
    closed = 0
    items = []
    for event in calendar.events:
        run.line = event.number
        if event.kind == CANCELLED:
            continue
        if event.kind == CLOSED and (not of.closed_are_bookings or event.uid.endswith(OWN_UID)):
            closed += 1
        elif event.uid not in run.known and event.until <= run.act.business_date:
            continue  # history
        elif event.uid not in run.known and event.first < run.act.business_date:
            run.remark(Message("It began on {date} and is not known here; check the guest in by hand.", {"date": event.first}))  # fmt: skip
        else:
            items.append(_item(event))
    if closed:
        run.line = 1
        run.remark(Message("Only closed there, and no bookings: {n}", {"n": closed}))
    return items


def _item(event: Event) -> Item:
    values: Values = {"arrival": event.first, "departure": event.until}
    if event.name:
        values["name"] = event.name
    if event.code:
        values["code"] = event.code
    return Item(event.number, event.uid, values)


def _make(run: Run, values: Values) -> int:
    of: ChannelFeed = run.memory["feed"]  # type: ignore[assignment]
    code = plain(values.get("code"))
    uid = str(run.memory["external_id"])
    if plain(values.get("name")):
        guest_id = guest_of(run, {"name": values["name"]})
    else:  # the channel keeps the name to itself until the guest writes
        guest_id = guest_of(run, {"family": of.name.title(), "given": code or uid.partition("@")[0][:20]})
    arrival, departure = values["arrival"], values["departure"]
    assert isinstance(arrival, datetime.date)
    assert isinstance(departure, datetime.date)
    booking = Booking(
        guest_id, arrival, departure, of.room_type.code, of.rate_code.code, guarantee=of.guarantee, source=of.name,
        booker=f"{of.name} {code}".strip(), external_source=of.name, external_id=uid,
    )  # fmt: skip
    return book(run.act, booking)


def _renew(run: Run, stay_id: int, taken: Mapping[str, str], values: Values) -> bool:
    stay = Stay.get_by_id(stay_id)
    arrival, departure = values["arrival"], values["departure"]
    assert isinstance(arrival, datetime.date)
    assert isinstance(departure, datetime.date)
    if (stay.arrival, stay.departure) == (arrival, departure):
        return False
    if stay.state != RESERVED:
        run.remark(Message("The booking is {state} here and stays as it is.", {"state": STATES[stay.state]}))
        return False
    if (plain(stay.arrival), plain(stay.departure)) != (taken.get("arrival"), taken.get("departure")):
        run.remark(
            Message("The booking was changed here by hand; what the file says now is not taken."), "arrival"
        )
        return False
    if (taken.get("arrival"), taken.get("departure")) == (plain(arrival), plain(departure)):
        return False
    move_booking(run, stay_id, Agreed(arrival, departure, None), None)
    return True


def _leave(run: Run, of: ChannelFeed, calendar: CalendarFile, cancel_missing: bool) -> None:
    there = {
        e.uid for e in calendar.events if e.kind == BOOKED or (e.kind == CLOSED and of.closed_are_bookings)
    }
    gone = {known.subject_id for uid, known in run.known.items() if uid not in there}
    stays = (
        Stay.select(Stay, Guest)
        .join(Guest)
        .where((Stay.id << sorted(gone)) & (Stay.state == RESERVED) & (Stay.arrival >= run.act.business_date))
        .order_by(Stay.arrival, Stay.id)
    )
    for stay in stays:
        run.leaving.append(Leaving(stay.id, stay.guest.spoken, stay.arrival, stay.departure))
    if not (cancel_missing and run.leaving):
        return
    if not calendar.events:
        raise Refused("FEED_EMPTY", "The calendar is empty; nothing is cancelled by it.", field="file")
    for leaving in run.leaving:
        run.line = 1
        try:
            cancel(run.act, leaving.stay_id, f"no longer in the feed {of.name}")
            run.counts["cancelled"] += 1
        except Refused as refused:
            who = {"guest": leaving.guest, "why": refused.message}
            run.faults.append(Fault(1, Message("{guest} is not cancelled: {why}", who), refused=refused))
    run.act.reason = f"feed {of.name}"
    run.act.write_log()


FEED_KIND = Kind(
    KIND, Message("Calendar of a channel"),
    (ImportField("arrival", Message("Arrival"), "date"), ImportField("departure", Message("Departure"), "date"),
     ImportField("room_type", Message("Room type"), "code"), ImportField("rate_code", Message("Rate code"), "code"),
     ImportField("external_id", Message("Number there"))),
    "book", _make, _renew, needs=(),
)  # fmt: skip
