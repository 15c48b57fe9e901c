"""Lines of the exchange come in: kept first as they are, then read; each call once, however often it is told."""

from __future__ import annotations

from collections.abc import Sequence

from models.front_office.call_charges.posting import TYPED, same_call
from models.front_office.call_charges.records import NotACall, Record, RecordFormat
from models.front_office.call_charges.tables import (
    CUT,
    IGNORED,
    NEW,
    READ,
    REPEATED,
    UNREAD,
    CallFeed,
    CallLine,
    PhoneCall,
)
from models.house.acts import Act, operation

LONGEST_LINE = 500
AT_ONCE = 200


def as_kept(data: bytes, encoding: str = "ascii") -> str:
    """A line as text: whatever an exchange sends, it can be kept and shown."""
    text = data.decode(encoding, "replace")[:LONGEST_LINE]
    return "".join(letter if letter.isprintable() else "·" for letter in text).rstrip()


@operation("switchboard")
def take_lines(act: Act, feed: str, lines: Sequence[str], cut: str = "") -> int:
    """Keep what came; how many lines. ``cut`` is a piece whose end never came: half a cost is no cost."""
    rows = [(line, NEW) for line in lines if line.strip()] + ([(cut, CUT)] if cut.strip() else [])
    for text, state in rows:
        act.create(CallLine, feed=feed, at=act.now, text=text[:LONGEST_LINE], state=state)
    return len(rows)


@operation("switchboard")
def read_lines(act: Act, form: RecordFormat, again: bool = False) -> dict[str, int]:
    """Make calls of the lines not read yet, ``AT_ONCE`` at most; how many ended as what, and how many are ``left``.

    ``again``: those that could not be read too, after the settings file was mended.
    """
    wanted = (NEW, UNREAD) if again else (NEW,)
    counts: dict[str, int] = {}
    lines = CallLine.select().where(CallLine.state << wanted).order_by(CallLine.id)
    for line in list(lines if again else lines.limit(AT_ONCE)):
        state = _read(act, form, line)
        counts[state] = counts.get(state, 0) + 1
    return {**counts, "left": CallLine.select().where(CallLine.state == NEW).count()}


def _read(act: Act, form: RecordFormat, line: CallLine) -> str:
    try:
        record = form.read(line.text, line.at)
    except NotACall as error:
        act.update(line, state=UNREAD, fault=error.message.say("en"))
        return UNREAD
    if record is None:
        act.update(line, state=IGNORED)
        return IGNORED
    key = record.key(line.feed)
    known = PhoneCall.get_or_none(PhoneCall.call_key == key) or _typed_before(record, line.text)
    if known is not None:
        act.update(line, state=REPEATED, call=known, fault="")
        return REPEATED
    call = act.create(
        PhoneCall, call_key=key, extension=record.extension, number=record.number, started_at=record.started_at,
        seconds=record.seconds, trunk=record.trunk, cost=record.cost, entered_by=act.staff, entered_at=act.now,
    )  # fmt: skip
    act.update(line, state=READ, call=call, fault="")
    return READ


def _typed_before(record: Record, text: str) -> PhoneCall | None:
    """The call somebody typed while the line was down, which the exchange tells now; one record for each typed."""
    typed = PhoneCall.select().where(
        PhoneCall.call_key.startswith(TYPED) & same_call(record.extension, record.number, record.started_at)
    )
    for call in typed:
        told_otherwise = CallLine.select().where((CallLine.call == call) & (CallLine.text != text))
        if not told_otherwise.exists():
            return call
    return None


@operation("switchboard")
def feed_stands(act: Act, name: str, connected: bool, fault: str = "") -> None:
    """The line to the exchange stands, or is down; written only when that changes."""
    feed = CallFeed.get_or_none(CallFeed.name == name)
    fault = " ".join(fault.split())[:200]
    if feed is None:
        act.create(CallFeed, name=name, connected=connected, since=act.now, fault=fault)
    elif feed.connected != connected:
        act.update(feed, connected=connected, since=act.now, fault=fault)
