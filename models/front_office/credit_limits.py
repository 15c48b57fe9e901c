"""What a guest may owe: the house's limit for the way he will pay, or one of his own; who owes more.

A window says how it will be paid; where it does not, the limit of cash holds, for nothing is known to stand behind it. What
goes to the city ledger has the limit of its account there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from peewee import JOIN, ForeignKeyField

from models.front_office.codes import TransactionCode
from models.front_office.folios.tables import FolioWindow
from models.front_office.guests import Guest
from models.front_office.payment_methods import PaymentMethod
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.rooms import Room, RoomType
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked
from models.house.refusals import Refused
from models.ledger.accounts import SubaccountBalance

ZERO = Decimal("0.00")
UNKNOWN = "CASH"


class StayCredit(Base):
    """What one stay may owe, baht, in place of the house's limits."""

    stay = ForeignKeyField(Stay, unique=True)
    amount = MoneyField()

    class Meta:
        table_name = "stay_credit"


@dataclass(frozen=True)
class Exposure:
    """What a stay owes on windows paid by one method, and what it may (None: any sum), baht. ``own``: its own limit."""

    stay: Stay
    room: str
    code: str
    method_th: str
    method_en: str
    limit: Decimal | None
    balance: Decimal
    own: bool

    @property
    def key(self) -> tuple[str, int, str]:
        return (self.room, int(self.stay.id), self.code)

    @property
    def over(self) -> Decimal:
        return max(self.balance - self.limit, ZERO) if self.limit is not None else ZERO

    def method(self, language: str) -> str:
        return self.method_th if language == "th" else self.method_en


def exposures(stay_ids: Collection[int] | None = None) -> list[Exposure]:
    """Of everybody in house (or some stays), by room: what is owed by each method beside the limit."""
    where = (Stay.state == IN_HOUSE) & ~RoomType.pseudo & FolioWindow.city_account.is_null()
    if stay_ids is not None:
        where &= Stay.id << list(stay_ids)
    rows = (
        FolioWindow.select(FolioWindow, Stay, Guest, Room, SubaccountBalance.balance.alias("owed"))
        .join(SubaccountBalance, on=(FolioWindow.subaccount == SubaccountBalance.id), attr="held")
        .switch(FolioWindow)
        .join(Stay)
        .join(Guest)
        .switch(Stay)
        .join(Room, JOIN.LEFT_OUTER)
        .switch(Stay)
        .join(RoomType)
        .where(where)
        .order_by(Stay.id, FolioWindow.number)
    )
    own = {credit.stay_id: credit.amount for credit in StayCredit.select()}
    names, limits = _methods(), _limits()
    owed: dict[tuple[int, str], Decimal] = {}
    stays: dict[int, Stay] = {}
    first: dict[int, str] = {}
    for window in rows:
        stays[window.stay_id] = window.stay
        method = window.method if window.method in names else UNKNOWN
        first.setdefault(window.stay_id, method)
        if window.stay_id in own:  # one limit for all of it
            method = first[window.stay_id]
        key = (window.stay_id, method)
        owed[key] = owed.get(key, ZERO) + window.held.owed
    found = [
        _exposure(stays[stay], names[code], own.get(stay), limits.get(code), balance)
        for (stay, code), balance in owed.items()
    ]
    return sorted(found, key=lambda e: e.key)


def _methods() -> dict[str, TransactionCode]:
    return {code.code: code for code in TransactionCode.select().where(TransactionCode.kind == "payment")}


def _limits() -> dict[str, Decimal | None]:
    rows = PaymentMethod.select(PaymentMethod, TransactionCode).join(TransactionCode)
    return {method.code.code: method.credit_limit for method in rows}


def _exposure(
    stay: Stay, code: Any, own: Decimal | None, limit: Decimal | None, balance: Decimal
) -> Exposure:
    return Exposure(
        stay, stay.room.number if stay.room_id else "", code.code, code.name_th, code.name_en,
        limit if own is None else own, balance, own is not None,
    )  # fmt: skip


def over_limit() -> list[Exposure]:
    return [exposure for exposure in exposures() if exposure.over]


def watch(act: Act, window: FolioWindow, amount: Decimal) -> None:
    """A NOTE (CREDIT_LIMIT) when the ``amount`` just charged takes its guest over the limit."""
    if _limited() or StayCredit.get_or_none(StayCredit.stay == window.stay_id) is not None:
        _note(act, exposures([window.stay_id]), amount)


def _limited() -> bool:
    return bool(PaymentMethod.select().where(PaymentMethod.credit_limit.is_null(False)).exists())


def _note(act: Act, of_stay: Iterable[Exposure], amount: Decimal) -> None:
    for exposure in of_stay:
        if exposure.over and exposure.balance - amount <= (exposure.limit or ZERO):
            act.note(
                "CREDIT_LIMIT", "Room {room} owes {balance}, more than its limit of {limit}.",
                room=exposure.room, balance=exposure.balance, limit=exposure.limit,
            )  # fmt: skip


class Watched:
    """``watch`` for charges of many stays that are written together: what each owes is read once and added up."""

    def __init__(self, stay_ids: Collection[int]) -> None:
        self._own = {row.stay_id: row.amount for row in StayCredit.select()}
        self._all = _limited()
        self._owed: dict[int, dict[str, Exposure]] = {}
        concerned = [stay for stay in stay_ids if self._all or stay in self._own]
        self._names, self._limits = (_methods(), _limits()) if concerned else ({}, {})
        if concerned:
            self._owed = {stay: {} for stay in concerned}
            for exposure in exposures(concerned):
                self._owed[exposure.stay.id][exposure.code] = exposure

    def charged(self, act: Act, window: FolioWindow, amount: Decimal, *, tell: bool) -> None:
        """``amount`` baht more on a window; with ``tell`` a NOTE (CREDIT_LIMIT) where it goes over the limit by it."""
        if not self._all and window.stay_id not in self._own:
            return
        owed = self._of(window.stay_id)
        if window.city_account_id is None and (owed or not window.stay.room_type.pseudo):
            own = self._own.get(window.stay_id)
            # One limit of one's own is for all of it, under the method of the first window.
            code = next(iter(owed)) if own is not None and owed else self._code(window)
            there = owed.get(code) or _exposure(
                window.stay, self._names[code], own, self._limits.get(code), ZERO
            )
            owed[code] = replace(there, balance=there.balance + amount)
        if tell:
            _note(act, sorted(owed.values(), key=lambda exposure: exposure.key), amount)

    def _code(self, window: FolioWindow) -> str:
        return window.method if window.method in self._names else UNKNOWN

    def _of(self, stay_id: int) -> dict[str, Exposure]:
        if stay_id not in self._owed:
            self._owed[stay_id] = {exposure.code: exposure for exposure in exposures([stay_id])}
        return self._owed[stay_id]

    def forget(self, stay_ids: Iterable[int]) -> None:
        """What they owe has changed by something else than a charge told here."""
        for stay in stay_ids:
            self._owed.pop(stay, None)


@operation("pay")
def set_stay_credit(act: Act, stay_id: int, amount: Decimal | None) -> None:
    """What this stay may owe, baht; None: the house's limits again. Refused: NOT_POSITIVE, NOT_IN_HOUSE; ASK:
    CREDIT_RAISED (right credit)."""
    stay = Stay.get_by_id(stay_id)
    if stay.state != IN_HOUSE:
        raise Refused("NOT_IN_HOUSE", "This guest is not in house.", jump=f"stay {stay.id}")
    row = StayCredit.get_or_none(StayCredit.stay == stay)
    if amount is None:
        if row is not None:
            act.changed(row, {"amount": row.amount}, {"amount": None})
            row.delete_instance()
        return
    if checked(amount) < 0:
        raise Refused("NOT_POSITIVE", "A limit is not below zero.", field="amount")
    house = [e.limit for e in exposures([stay_id]) if not e.own] if row is None else []
    if any(limit is not None and amount > limit for limit in house) or (
        row is not None and amount > row.amount
    ):
        act.ask(
            "CREDIT_RAISED",
            "This is more than the limit so far.",
            right="credit",
            amount=amount,
            field="amount",
        )
    if row is None:
        act.create(StayCredit, stay=stay, amount=amount)
    else:
        act.update(row, amount=amount)
