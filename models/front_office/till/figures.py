"""What a shift should hold, by method and currency: float + cash in − refunds − paid-outs − drops ± exchange."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from peewee import fn

from locales import Message
from models.front_office.codes import TransactionCode
from models.front_office.till.moving import CASH, cash_code
from models.front_office.till.tables import CashCount, CashierShift, TillMovement
from models.house.property import Property
from models.ledger.balances import money

ZERO = Decimal("0.00")
# How kinds of movements are added up, in the order they are read.
COLUMNS: dict[str, tuple[Message, tuple[str, ...]]] = {
    "in": (Message("Money taken"), ("payment", "deposit", "security")),
    "taken back": (Message("Taken back"), ("correction",)),
    "refunds": (Message("Refunds"), ("refund", "deposit refund", "security returned")),
    "paid-outs": (Message("Paid-outs"), ("paid-out",)),
    "exchange": (Message("Exchange"), ("exchange",)),
    "float": (Message("Float changed"), ("float",)),
    "drops": (Message("Drops"), ("drop",)),
    "over/short": (Message("Over/short"), ("over/short",)),
}
OTHER = "other"
_COLUMN_OF = {kind: column for column, (_label, kinds) in COLUMNS.items() for kind in kinds}


@dataclass(frozen=True)
class Figure:
    """One method in one currency: its ``opening`` float and what moved it, by column of ``COLUMNS``."""

    method_id: int
    code: str
    name_th: str
    name_en: str
    currency: str
    opening: Decimal = ZERO
    moved: Mapping[str, Decimal] = field(default_factory=dict)
    papers: int = 0  # movements that a slip or a note stands for
    baht: Decimal = ZERO

    @property
    def expected(self) -> Decimal:
        return sum(self.moved.values(), self.opening)

    @property
    def is_cash(self) -> bool:
        """What is counted in notes; the rest is counted by slips."""
        return self.code in (CASH, "FORX")

    @property
    def is_bagged(self) -> bool:
        """What leaves a shift in a sealed bag: notes, and cheques."""
        return self.is_cash or self.code == "CHEQ"

    @property
    def key(self) -> tuple[str, str]:
        return (self.code, self.currency)


def figures(shift: CashierShift) -> list[Figure]:
    """Each method and currency that a shift has, the baht of the drawer first."""
    home = str(Property.the().currency)
    cash = cash_code()
    rows = (
        TillMovement.select(
            TillMovement.method,
            TillMovement.currency,
            TillMovement.kind,
            fn.SUM(TillMovement.amount),
            fn.SUM(TillMovement.baht),
            fn.COUNT(TillMovement.id),
        )
        .where(TillMovement.shift == shift)
        .group_by(TillMovement.method, TillMovement.currency, TillMovement.kind)
        .tuples()
    )
    moved: dict[tuple[int, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    papers: dict[tuple[int, str], int] = defaultdict(int)
    worth: dict[tuple[int, str], Decimal] = defaultdict(lambda: ZERO)
    moved[(cash.id, home)].clear()
    for method, currency, kind, amount, baht, n in rows:
        place = (method, currency)
        column = _COLUMN_OF.get(kind, OTHER)
        moved[place][column] += money(amount)
        worth[place] += money(baht)
        papers[place] += n if column in ("in", "refunds", OTHER) else -n if column == "taken back" else 0
    codes = {
        code.id: code for code in TransactionCode.select().where(TransactionCode.id << [m for m, _c in moved])
    }
    found = [
        Figure(
            method, codes[method].code, codes[method].name_th, codes[method].name_en, currency,
            shift.opening if (method, currency) == (cash.id, home) else ZERO,
            dict(moved[method, currency]), max(papers[method, currency], 0), worth[method, currency],
        )
        for method, currency in moved
    ]  # fmt: skip
    return sorted(found, key=lambda f: (not f.is_cash, f.currency != home, f.method_id, f.currency))


def last_movement(shift: CashierShift) -> int:
    """The number of the shift's last movement, 0 for none."""
    last = TillMovement.select(fn.MAX(TillMovement.id)).where(TillMovement.shift == shift).scalar()
    return int(last or 0)


def standing_counts(shift: CashierShift) -> dict[tuple[int, str], CashCount]:
    """The last count of each method and currency, where no money has moved since."""
    until = last_movement(shift)
    rows = (
        CashCount.select()
        .where(
            (CashCount.shift == shift) & (CashCount.purpose != "open") & (CashCount.until_movement == until)
        )
        .order_by(CashCount.id)
    )
    return {(row.method_id, row.currency): row for row in rows}
