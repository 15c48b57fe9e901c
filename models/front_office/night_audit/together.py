"""Nights posted together: the rows of one after another, in a few statements for all of them.

What is asked of each charge is asked as at the desk, in the order of the rooms. Written is then much at once: lines,
headers chained on one another, postings. The change log has its place for each of them where it always had it; keys are
filled in when they are known. Where the database refuses one, they are written one by one, so that it is known whose
night it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from peewee import SQL, IntegrityError

from models.front_office.codes import TransactionCode, check_ledger
from models.front_office.credit_limits import Watched
from models.front_office.folios import (
    FolioWindow,
    Known,
    Leg,
    Posting,
    PostingPart,
    WorkedOut,
    declared_anew,
    words_of,
    words_of_move,
    work_out,
)
from models.front_office.packages.nights import check_price
from models.front_office.packages.posting import NightLine, night_lines, source_of
from models.front_office.packages.tables import NightElement
from models.front_office.reservations import Night, Stay
from models.front_office.routing import RoutedLine, RoutingRule, send_on, takes_all, target_of, target_stay
from models.house.acts import Act
from models.house.database import database, insert_rows, next_keys
from models.ledger.entries import NewEntry, NewLine, write_entries

ZERO = Decimal("0.00")
MOST_NIGHTS = 500
"""Written at once."""
SOURCE = SQL("'night:' || night_element.night_id || ':' || night_element.id")
"""``source_of`` as the database says it."""


@dataclass(eq=False)
class New:
    """A row to be written, and what the change log says of it; its key is known once it is written. Values and log may
    name other new rows for their keys."""

    values: dict[str, Any]
    log: dict[str, Any]
    id: int = 0

    def __str__(self) -> str:
        return str(self.id)

    def row(self) -> dict[str, Any]:
        return {"id": self.id, **{k: v.id if isinstance(v, New) else v for k, v in self.values.items()}}


@dataclass(eq=False)
class Charge:
    line: NightLine
    found: WorkedOut
    posting: New

    @property
    def gross(self) -> Decimal:
        return self.found.parts.gross


@dataclass
class Sheet:
    """A night to be written; ``named`` says in the audit's progress whose it is. ``postings`` go with each entry."""

    night: Night
    named: Callable[[], None]
    entries: list[NewEntry] = field(default_factory=list)
    postings: list[tuple[New, ...]] = field(default_factory=list)
    parts: list[tuple[New, Leg]] = field(default_factory=list)
    routed: list[New] = field(default_factory=list)
    elements: list[int] = field(default_factory=list)


class Together:
    """The nights of ``stays``, which are in house. What else posts in the act does so after ``apart``."""

    def __init__(self, act: Act, stays: Sequence[Stay]) -> None:
        self._act = act
        self._known = Known(act)
        self._known.read(stays)
        self._watched = Watched([stay.id for stay in stays])
        self._sheets: list[Sheet] = []
        self._concerned: set[int] = set()

    # Working out

    def add(self, night: Night, elements: Sequence[NightElement], named: Callable[[], None]) -> None:
        """Refused: PACKAGE_EXCEEDS_RATE, and as a charge and its routing are."""
        if self._act.waits or self._concerned:
            self._catch_up()
        check_price(night, elements)
        window, sheet = self._window(night.stay), Sheet(night, named)
        made: dict[NightLine | None, Charge] = {}
        for line in night_lines(night, night.stay.room.number, elements):
            made[line] = self._charge(sheet, window, line, made.get(line.head))
        self._route(sheet, list(made.values()))
        self._sheets.append(sheet)
        if len(self._sheets) == MOST_NIGHTS:
            self.write()

    def apart(self, stay: Stay) -> FolioWindow:
        """The first window of a stay whose night is posted by itself, after those before it."""
        self.write()
        self._read_again(stay)
        return self._window(stay)

    def _window(self, stay: Stay) -> FolioWindow:
        window = self._known.window(stay, 1)
        assert window is not None, stay.id
        return window

    def _charge(self, sheet: Sheet, window: FolioWindow, line: NightLine, head: Charge | None) -> Charge:
        found = work_out(
            self._act, self._known, window, line.code, line.typed, quantity=line.quantity, inclusive=line.inclusive,
            memo=words_of(line.code, None, line.quantity, line.description, "en"),
            head=head.found.window if head else None,
        )  # fmt: skip
        element = line.element
        posting = self._posting(
            "charge", line.code, found.window, net=found.parts.net, amount=found.parts.gross,
            typed=found.typed, inclusive=line.inclusive, quantity=line.quantity, description=line.description,
            night=None if element else sheet.night.id, source=source_of(sheet.night, element) if element else None,
            package=line.package_id, wrapped_in=head.posting if head else None,
        )  # fmt: skip
        sheet.entries.append(NewEntry(found.lines, "charge", found.memo))
        sheet.postings.append((posting,))
        if element:
            sheet.elements.append(element.id)
        self._watched.charged(self._act, found.window, found.parts.gross, tell=element is not None)
        return Charge(line, found, posting)

    def _posting(self, kind: str, code: TransactionCode, window: FolioWindow, **values: Any) -> New:
        check_ledger(code, "guest")
        act, log = self._act, {"kind": kind, "code": code.code, "amount": values["amount"]}
        new = New(
            {
                "kind": kind, "code": code.id, "window": window.id, "date": act.business_date, "staff": act.staff.id,
                "revenue_date": act.business_date, "at": act.now, "shift": self._known.shift, "reference": "",
                "reason_code": "", "night": None, "source": None, "moved_from": None, "origin": None,
                "reservation": None, "article": None, "corrects": None, "adjusts": None, **values,
            },
            log,
        )  # fmt: skip
        act.changed(("posting", new), {}, log)
        return new

    # Routing

    def _route(self, sheet: Sheet, charges: Sequence[Charge]) -> None:
        """Lines go whole where their rules lead; what goes in part is sent there once it is written."""
        ruled = [(charge, charge.found.rule) for charge in charges if charge.found.rule is not None]
        if not all(takes_all(rule) for _charge, rule in ruled):
            self._read_again(sheet.night.stay)
            for charge, rule in ruled:
                self._act.before_the_end(("route", charge), partial(self._send_on, charge, rule))
            return
        for charge, rule in ruled:
            target = target_of(self._act, rule, charge.line.code, self._known)
            lines = [one for one in charges if one is charge or one.line.head is charge.line]
            heads: dict[NightLine | None, New] = {}
            for one in lines if charge.found.window.id != target.id else ():
                heads[one.line] = self._move(sheet, one, target, heads.get(one.line.head))
            amount = sum((one.gross for one in lines), ZERO)
            values = {
                "rule": rule.id, "posting": charge.posting, "amount": amount, "date": self._act.business_date,
            }  # fmt: skip
            row = New(values, dict(values))
            self._act.changed(("routed_line", row), {}, row.log)
            sheet.routed.append(row)

    def _move(self, sheet: Sheet, charge: Charge, target: FolioWindow, head: New | None) -> New:
        """The line as ``move`` would move it; its leg that arrives."""
        line, found, control = charge.line, charge.found, self._known.guest_ledger_id
        made = tuple(
            (x.item, -x.amount) for x in found.lines if x.subaccount_id is None and x.item and x.amount
        )
        arrives = Leg(target, made)
        leaves = Leg(found.window, tuple((code, -part) for code, part in made))
        both = (arrives, leaves)
        sides = [NewLine(control, x.amount, x.window.subaccount_id, item=line.code.code) for x in both]
        memo = words_of_move(found.memo, found.window, [arrives])
        sheet.entries.append(NewEntry([*sides, *declared_anew(both, self._known)], "transfer", memo))
        legs = []
        for leg, wrapped_in in ((arrives, head), (leaves, None)):
            posting = self._posting(
                "transfer", line.code, leg.window, amount=leg.amount, typed=leg.amount, inclusive=True,
                net=sum((part for code, part in leg.made if code == line.code.code), ZERO), quantity=line.quantity,
                description=line.description, package=line.package_id, wrapped_in=wrapped_in,
                moved_from=charge.posting, origin=charge.posting,
            )  # fmt: skip
            self._watched.charged(self._act, leg.window, leg.amount, tell=False)
            sheet.parts.append((posting, leg))
            legs.append(posting)
        sheet.postings.append(tuple(legs))
        return legs[0]

    def _send_on(self, charge: Charge, rule: RoutingRule) -> None:
        send_on(self._act, Posting.get_by_id(charge.posting.id), rule)

    def _read_again(self, stay: Stay) -> None:
        """Something else posts on the folios of this stay and those it is routed to."""
        there = [target_stay(rule, self._known) for rule in self._known.rules(stay)]
        self._concerned |= {stay.id, *(other.id for other in there if other)}

    def _catch_up(self) -> None:
        """Write, and do what waits for that."""
        self.write()
        self._act.catch_up()
        self._known.forget(self._concerned)
        self._watched.forget(self._concerned)
        self._concerned.clear()

    # Writing

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
        entries = write_entries(self._act, [entry for sheet in sheets for entry in sheet.entries])
        grouped = [postings for sheet in sheets for postings in sheet.postings]
        for entry, postings in zip(entries, grouped, strict=True):
            for posting in postings:
                posting.values["entry"] = posting.log["entry"] = entry
        _insert(Posting, [posting for postings in grouped for posting in postings])
        parts = [part for sheet in sheets for part in sheet.parts]
        insert_rows(
            PostingPart,
            [
                {"posting": posting.id, "position": n, "code": self._known.code_ids[code], "amount": amount}
                for posting, leg in parts
                for n, (code, amount) in enumerate(leg.made, 1)
            ],
        )
        routed = [row for sheet in sheets for row in sheet.routed]
        _insert(RoutedLine, routed)
        for row in routed:
            row.log["posting"] = row.values["posting"].id
        elements = [element for sheet in sheets for element in sheet.elements]
        if elements:
            posted = Posting.select(Posting.id).where(Posting.source == SOURCE)
            NightElement.update(posting_id=posted).where(NightElement.id << elements).execute()
        # The flag goes on after the postings: from then on the rows are frozen by the database.
        Night.update(posted=True).where(Night.id << [sheet.night.id for sheet in sheets]).execute()


def _insert(table: type[Posting] | type[RoutedLine], rows: Sequence[New]) -> None:
    if rows:
        for row, key in zip(rows, next_keys(table, len(rows)), strict=True):
            row.id = key
        insert_rows(table, [row.row() for row in rows])
