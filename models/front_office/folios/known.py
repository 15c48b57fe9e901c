"""What the charges of one act ask alike, read once: rates and accounts of codes, rules of routing, windows, tax ahead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from peewee import JOIN

from models.front_office.codes import Parts, Rule, TransactionCode, from_gross, from_net, rules_on
from models.front_office.deposit_vat import Ahead, ahead_on
from models.front_office.folios.tables import FolioWindow
from models.front_office.folios.windows import guest_ledger
from models.front_office.reservations import Reservation, Stay
from models.front_office.till import CashierShift, shift_of
from models.house.acts import Act

if TYPE_CHECKING:
    from models.front_office.routing.tables import RoutingRule


class Known:
    """Read on first use, or for many stays at once by ``read``. It does not outlive its act; what changes otherwise
    than by its charges is forgotten by ``forget``."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._tax: dict[int, list[Rule]] = {}
        self._parts: dict[tuple[int, Decimal, bool], Parts] = {}
        self._accounts: dict[str, int] = {}
        self._rules: dict[int, list[RoutingRule]] = {}
        self._windows: dict[tuple[int, int], FolioWindow] = {}
        self._ahead: dict[int, Ahead] = {}
        self.targets: dict[tuple[str, int | None], Stay | None] = {}
        """Whose folio rules lead to: kept by the routing."""

    def read(self, stays: Sequence[Stay]) -> None:
        """Windows, rules and tax ahead of all of them, and the bookings of those that have rules."""
        from models.front_office.companies import Company
        from models.front_office.routing.tables import RoutingRule

        by_id = {stay.id: stay for stay in stays}
        for window in FolioWindow.select().where(FolioWindow.stay << list(by_id)):
            window.stay = by_id[window.stay_id]
            self._windows[window.stay_id, window.number] = window
        self._rules = {stay: [] for stay in by_id}
        in_force = RoutingRule.active & (RoutingRule.stay << list(by_id))
        for rule in RoutingRule.select().where(in_force).order_by(RoutingRule.priority, RoutingRule.id):
            rule.stay = by_id[rule.stay_id]
            self._rules[rule.stay_id].append(rule)
        ruled = {stay.reservation_id for stay in stays if self._rules[stay.id]}
        bookings = Reservation.select(Reservation, Company).join(
            Company, JOIN.LEFT_OUTER, on=Reservation.company
        )
        by_number = {booking.id: booking for booking in bookings.where(Reservation.id << list(ruled))}
        for stay in stays:
            if stay.reservation_id in by_number:
                stay.reservation = by_number[stay.reservation_id]
        self._ahead = ahead_on(list(self._windows.values()))

    @cached_property
    def guest_ledger_id(self) -> int:
        return int(guest_ledger().id)

    @cached_property
    def code_ids(self) -> dict[str, int]:
        return dict(TransactionCode.select(TransactionCode.code, TransactionCode.id).tuples())

    @cached_property
    def shift(self) -> CashierShift | None:
        """Of whoever charges; a charge moves no money."""
        return shift_of(self._act, needed=False)

    def parts(self, code: TransactionCode, typed: Decimal, inclusive: bool) -> Parts:
        """As ``parts_of`` on the business date. Refused: NO_TAX_RATE."""
        if code.id not in self._tax:
            self._tax[code.id] = rules_on(code, self._act.business_date)
        key = (code.id, typed, inclusive)
        if key not in self._parts:
            self._parts[key] = (from_gross if inclusive else from_net)(typed, self._tax[code.id])
        return self._parts[key]

    def accounts(self, codes: Sequence[str]) -> dict[str, int]:
        if any(code not in self._accounts for code in codes):
            self._accounts |= accounts_of(codes)
        return self._accounts

    def rules(self, stay: Stay) -> list[RoutingRule]:
        from models.front_office.routing.rules import STAY, rules_of

        if stay.id not in self._rules:
            self._rules[stay.id] = rules_of(STAY, stay.id)
        return self._rules[stay.id]

    def window(self, stay: Stay, number: int) -> FolioWindow | None:
        if (stay.id, number) not in self._windows:
            found = FolioWindow.get_or_none((FolioWindow.stay == stay) & (FolioWindow.number == number))
            if found is None:
                return None
            self._windows[stay.id, number] = found
        return self._windows[stay.id, number]

    def ahead(self, window: FolioWindow) -> Ahead | None:
        if window.deposit_vat_id is None:
            return None
        if window.id not in self._ahead:
            self._ahead |= ahead_on([window])
        return self._ahead[window.id]

    def forget(self, stay_ids: Iterable[int]) -> None:
        """Lines were moved from or to these stays."""
        for (stay, _number), window in self._windows.items():
            if stay in stay_ids:
                self._ahead.pop(window.id, None)


def accounts_of(codes: Sequence[str]) -> dict[str, int]:
    rows = TransactionCode.select(TransactionCode.code, TransactionCode.account).where(
        TransactionCode.code << list(codes)
    )
    return {row.code: row.account_id for row in rows}
