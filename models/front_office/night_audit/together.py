"""Nights posted together: the rows of one after another, in a few statements for all of them.

What is asked of each charge is asked as at the desk, in the order of the rooms. Written is then much at once: lines,
headers chained on one another, postings. The change log has its place for each charge where it always had it; keys are
filled in when they are known. Where the database refuses one of them, they are written one by one, so that it is known
whose night it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from peewee import SQL, IntegrityError

from models.front_office.codes import check_ledger
from models.front_office.credit_limits import Watched
from models.front_office.folios import FolioWindow, Known, Posting, WorkedOut, words_of, work_out
from models.front_office.packages.nights import check_price
from models.front_office.packages.posting import NightLine, night_lines, source_of
from models.front_office.packages.tables import NightElement
from models.front_office.reservations import Night, Stay
from models.front_office.routing import RoutedLine, RoutingRule, send_on, stays_where_it_is, target_stay
from models.house.acts import Act
from models.house.database import database, insert_rows, next_keys
from models.ledger.entries import NewEntry, write_entries

MOST_NIGHTS = 500
"""Written at once."""
NOT_OF_A_NIGHT = dict.fromkeys(("reservation", "article", "corrects", "moved_from", "adjusts", "origin"))
SOURCE = SQL("'night:' || night_element.night_id || ':' || night_element.id")
"""``source_of`` as the database says it."""


@dataclass(eq=False)
class Charge:
    """A line of a night with what was worked out of it; ``id`` is its posting's once that is written. ``log``: what the
    change log says of it."""

    line: NightLine
    found: WorkedOut
    log: dict[str, Any]
    id: int = 0

    def __str__(self) -> str:
        return str(self.id)


@dataclass(eq=False)
class Routed:
    """``amount`` baht that a rule took of a charge where it is."""

    charge: Charge
    rule: RoutingRule
    amount: Decimal
    log: dict[str, Any]
    id: int = 0

    def __str__(self) -> str:
        return str(self.id)


@dataclass
class Sheet:
    """A night to be written; ``named`` says in the audit's progress whose it is."""

    night: Night
    named: Callable[[], None]
    charges: list[Charge] = field(default_factory=list)
    routed: list[Routed] = field(default_factory=list)


class Together:
    """The nights of ``stays``, which are in house. What else posts in the act does so after ``apart``."""

    def __init__(self, act: Act, stays: Sequence[Stay]) -> None:
        self._act = act
        self._known = Known(act)
        self._known.read(stays)
        self._watched = Watched([stay.id for stay in stays])
        self._sheets: list[Sheet] = []
        self._moving: set[int] = set()

    def _window(self, stay: Stay) -> FolioWindow:
        window = self._known.window(stay, 1)
        assert window is not None, stay.id
        return window

    def add(self, night: Night, elements: Sequence[NightElement], named: Callable[[], None]) -> None:
        """Refused: PACKAGE_EXCEEDS_RATE, and as a charge is."""
        if self._act.waits or self._moving:
            self._catch_up()
        check_price(night, elements)
        window = self._window(night.stay)
        sheet = Sheet(night, named)
        made: dict[NightLine | None, Charge] = {}
        for line in night_lines(night, night.stay.room.number, elements):
            made[line] = self._charge(window, line, made.get(line.head))
            sheet.charges.append(made[line])
        self._route(sheet)
        self._sheets.append(sheet)
        if len(self._sheets) == MOST_NIGHTS:
            self.write()

    def _charge(self, window: FolioWindow, line: NightLine, head: Charge | None) -> Charge:
        act = self._act
        found = work_out(
            act, self._known, window, line.code, line.typed, quantity=line.quantity, inclusive=line.inclusive,
            memo=words_of(line.code, None, line.quantity, line.description, "en"),
            head=head.found.window if head else None,
        )  # fmt: skip
        check_ledger(line.code, "guest")
        charge = Charge(line, found, {"kind": "charge", "code": line.code.code, "amount": found.parts.gross})
        act.changed(("posting", charge), {}, charge.log)
        self._watched.charged(act, found.window, found.parts.gross, tell=line.element is not None)
        return charge

    def _route(self, sheet: Sheet) -> None:
        """What is where its rule leads is noted down; the rest goes there once it is written, before the next night."""
        ruled = [(charge, charge.found.rule) for charge in sheet.charges if charge.found.rule is not None]
        if all(stays_where_it_is(rule) for _charge, rule in ruled):
            for charge, rule in ruled:
                parts = [part for part in sheet.charges if part is charge or part.line.head is charge.line]
                amount = sum((part.found.parts.gross for part in parts), Decimal("0.00"))
                row = Routed(
                    charge, rule, amount, {"rule": rule, "amount": amount, "date": self._act.business_date}
                )
                self._act.changed(("routed_line", row), {}, row.log)
                sheet.routed.append(row)
            return
        self._concerns(sheet.night.stay)
        for charge, rule in ruled:
            self._act.before_the_end(("route", charge), partial(self._send_on, charge, rule))

    def _concerns(self, stay: Stay) -> None:
        """What stands on the folios of this stay and on those it is routed to is read again."""
        there = [target_stay(rule) for rule in self._known.rules(stay)]
        self._moving |= {stay.id, *(other.id for other in there if other)}

    def _send_on(self, charge: Charge, rule: RoutingRule) -> None:
        send_on(self._act, Posting.get_by_id(charge.id), rule)

    def _catch_up(self) -> None:
        """Write, and do what waits for that."""
        self.write()
        self._act.catch_up()
        self._known.forget(self._moving)
        self._watched.forget(self._moving)
        self._moving.clear()

    def apart(self, stay: Stay) -> FolioWindow:
        """The first window of a stay whose night is posted by itself, after those before it."""
        self.write()
        self._concerns(stay)
        return self._window(stay)

    def write(self) -> None:
        sheets, self._sheets = self._sheets, []
        if not sheets:
            return
        try:
            with database.atomic():
                self._write(sheets)
        except IntegrityError:
            for sheet in sheets:
                sheet.named()
                self._write([sheet])

    def _write(self, sheets: Sequence[Sheet]) -> None:
        charges = [(sheet, charge) for sheet in sheets for charge in sheet.charges]
        if charges:
            self._write_charges(charges)
        routed = [row for sheet in sheets for row in sheet.routed]
        for row, key in zip(routed, next_keys(RoutedLine, len(routed)) if routed else (), strict=True):
            row.id, row.log["posting"] = key, row.charge.id
        insert_rows(RoutedLine, [{"id": row.id, **row.log} for row in routed])
        # The flag goes on after the postings: from then on the rows are frozen by the database.
        Night.update(posted=True).where(Night.id << [sheet.night.id for sheet in sheets]).execute()

    def _write_charges(self, charges: Sequence[tuple[Sheet, Charge]]) -> None:
        entries = [NewEntry(charge.found.lines, "charge", charge.found.memo) for _sheet, charge in charges]
        keys = next_keys(Posting, len(charges))
        for (_sheet, charge), key, entry in zip(
            charges, keys, write_entries(self._act, entries), strict=True
        ):
            charge.id, charge.log["entry"] = key, entry
        ids: dict[NightLine | None, int] = {charge.line: charge.id for _sheet, charge in charges}
        insert_rows(Posting, [self._row(sheet.night, charge, ids) for sheet, charge in charges])
        parts = [charge.line.element.id for _sheet, charge in charges if charge.line.element is not None]
        if parts:
            posted = Posting.select(Posting.id).where(Posting.source == SOURCE)
            NightElement.update(posting_id=posted).where(NightElement.id << parts).execute()

    def _row(self, night: Night, charge: Charge, ids: dict[NightLine | None, int]) -> dict[str, Any]:
        line, found, act = charge.line, charge.found, self._act
        return {
            "id": charge.id,
            "entry": charge.log["entry"],
            "window": found.window.id,
            "kind": "charge",
            "code": line.code.id,
            "quantity": line.quantity,
            "description": line.description,
            "typed": found.typed,
            "inclusive": line.inclusive,
            "net": found.parts.net,
            "amount": found.parts.gross,
            "date": act.business_date,
            "revenue_date": night.date,
            "night": None if line.element else night.id,
            "source": source_of(night, line.element) if line.element else None,
            "reference": "",
            "staff": act.staff.id,
            "at": act.now,
            "package": line.package_id,
            "wrapped_in": ids.get(line.head),
            "shift": self._known.shift,
            "reason_code": "",
            **NOT_OF_A_NIGHT,
        }
