"""``reception import`` and ``reception export-calendar``: lists and calendars of other programs, from a shell."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from locales import _
from models.house.acts import Desk
from models.house.refusals import Answer, Refused

if TYPE_CHECKING:
    from models.front_office.imports import Outcome

ALSO_CALLED = {"guests": "profiles", "prices": "rates"}
NO_SOURCE_NAMED = "file"


@dataclass(frozen=True)
class ImportOrder:
    kind: str
    file: Path
    dry_run: bool = False
    map_file: Path | None = None
    source: str | None = None
    sheet: str | None = None
    feed: str | None = None
    cancel_missing: bool = False


def take_in(
    desk: Desk, order: ImportOrder, reasons: Mapping[str, str], progress: Callable[[int, int], None]
) -> bool:
    """Take a file in and say what came of it; False when a line is at fault and nothing was written."""
    desk = replace(desk, answers={code: Answer(reason) for code, reason in reasons.items()})
    outcome = _calendar(desk, order) if order.kind == "calendar" else _table(desk, order, progress)
    _say(order, outcome)
    return not outcome.faults


def _table(desk: Desk, order: ImportOrder, progress: Callable[[int, int], None]) -> Outcome:
    from models.front_office.imports import (
        KINDS,
        import_table,
        keep_mapping,
        kept_mapping,
        mapping_from_file,
        propose,
    )
    from models.house.tables import read_table

    kind = KINDS[ALSO_CALLED.get(order.kind, order.kind)]
    table = read_table(order.file, order.sheet)
    said, mapping = mapping_from_file(order.map_file) if order.map_file else ("", None)
    source = order.source or said or NO_SOURCE_NAMED
    if mapping is None:
        mapping = propose(kind.fields, table, kept_mapping(kind.name, source.casefold()))
    outcome = import_table(desk, kind, table, mapping, source, dry_run=order.dry_run, progress=progress)
    if outcome.written:
        keep_mapping(desk, kind.name, source, mapping)
    return outcome


def _calendar(desk: Desk, order: ImportOrder) -> Outcome:
    from models.front_office.channels import take_calendar

    if order.feed is None:
        raise Refused("NO_FEED_NAMED", "Name the feed the calendar is of: --feed NAME.", field="feed")
    return take_calendar(
        desk, order.feed, order.file, dry_run=order.dry_run, cancel_missing=order.cancel_missing
    )


def _say(order: ImportOrder, outcome: Outcome) -> None:
    if outcome.left_out:
        click.echo(_("Not taken: {columns}", columns=", ".join(outcome.left_out)), err=True)
    for note in outcome.notes:
        click.echo(f"{order.file}:{note.line}: {note}")
    for fault in outcome.faults:
        click.echo(f"{order.file}:{fault.line}: {fault}", err=True)
    for gone in outcome.leaving if not order.cancel_missing else ():
        click.echo(
            _("No longer in the feed: {guest}, {arrival} to {departure}, booking :stay {stay}",
              guest=gone.guest, arrival=gone.arrival, departure=gone.departure, stay=gone.stay_id)
        )  # fmt: skip
    if outcome.faults:
        click.echo(_("{n} faults. Nothing was taken in.", n=len(outcome.faults)), err=True)
        return
    figures = {
        "new": outcome.new, "changed": outcome.changed, "same": outcome.unchanged, "cancelled": outcome.cancelled
    }  # fmt: skip
    if order.dry_run:
        click.echo(_("Would be taken in: {new} new, {changed} changed, {same} as before, {cancelled} cancelled.", **figures))  # fmt: skip
    else:
        click.echo(_("Taken in: {new} new, {changed} changed, {same} as before, {cancelled} cancelled.", **figures))  # fmt: skip


def write_calendar(room_type: str, days: int, now: datetime.datetime, file: Path) -> None:
    """Whole or not at all: a channel may fetch the file at any moment. Never over anything but a calendar."""
    from models.front_office.channels import availability_calendar
    from models.house.property import Property

    if file.exists() and not file.read_bytes()[:15].upper() == b"BEGIN:VCALENDAR":
        raise Refused("NOT_A_CALENDAR", "{path} is no calendar; it is left alone.", path=file)
    text = availability_calendar(room_type, Property.the().business_date, days, now)
    part = file.with_name(file.name + ".part")
    part.write_bytes(text.encode("utf-8"))
    part.replace(file)
