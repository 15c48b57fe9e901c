"""The fee of the province on hotel rooms (อบจ.): collected from the guest, paid on to the provincial administration.

PAO Act B.E. 2540 s.65 and Ministerial Regulation No. 4 B.E. 2541: at most 3 % of the room charge, by the ordinance of the
province; not every province has one. Whether it is reckoned before or after service charge, and whether VAT is reckoned
on it, is for the house to ask its province; both stand with each rate. Only room charges bear it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from locales import Message
from models.front_office.codes.rates import transaction_code
from models.front_office.codes.setup import GenerateTerms, save_generate
from models.front_office.codes.tables import Generate, TransactionCode
from models.house.acts import Act, operation
from models.house.refusals import Refused

PAO = "PAO"
FUNCTION = "provincial fee"
MOST_PERCENT = Decimal(3)
BASES = {"before": Message("Room charge"), "after": Message("Room with service")}
INSIDE, OUTSIDE = 1, 3  # its place before VAT, which is 2, or behind it


@dataclass(frozen=True)
class FeeRate:
    """A rate of the fee; ``until`` inclusive. ``base``: before or after service charge."""

    id: int
    valid_from: datetime.date
    until: datetime.date | None
    percent: Decimal
    base: str
    in_vat: bool
    authority: str


def fee_rates() -> list[FeeRate]:
    """As they stand on the room code, the latest first; none when the province has no fee."""
    rows = (
        Generate.select()
        .where((Generate.parent == transaction_code("ROOM")) & (Generate.child == transaction_code(PAO)))
        .order_by(Generate.valid_from.desc())
    )
    return [
        FeeRate(
            g.id, g.valid_from, g.valid_until, Decimal(g.basis_points) / 100, "after" if g.basis == "S1" else "before",
            bool(g.adds_to), g.authority,
        )
        for g in rows
    ]  # fmt: skip


@operation("set_up")
def set_provincial_fee(
    act: Act, percent: Decimal, valid_from: datetime.date, base: str, in_vat: bool, authority: str
) -> int:
    """The fee on every room code from a date on; 0 ends it. How many codes bear it.

    Refused: FEE_CEILING (above 3 %), NO_AUTHORITY (no ordinance named), and as ``save_generate``.
    """
    if not 0 <= percent <= MOST_PERCENT:
        raise Refused(
            "FEE_CEILING",
            "The law allows at most {most} % of the room charge.",
            field="percent",
            most=MOST_PERCENT,
        )
    if percent and not authority.strip():
        raise Refused("NO_AUTHORITY", "Name the ordinance of the province.", field="authority")
    codes = list(
        TransactionCode.select().where(
            (TransactionCode.kind == "revenue") & (TransactionCode.group == "room") & TransactionCode.active
        )
    )
    for code in codes:
        vat, with_service = _vat_on(code, valid_from), _has_service(code, valid_from)
        wanted = "S1" if in_vat or with_service else "B"
        if wanted == "B":
            _vat_stands_on(act, code, vat, wanted, valid_from)
        save_generate(
            act, code.code,
            GenerateTerms(
                PAO, INSIDE if in_vat else OUTSIDE, valid_from, "function", percent, function=FUNCTION,
                basis="S1" if base == "after" and with_service else "B", adds_to="S1" if in_vat else "",
                authority=authority,
            ),
        )  # fmt: skip
        if wanted == "S1":
            _vat_stands_on(act, code, vat, wanted, valid_from)
    return len(codes)


def _vat_stands_on(
    act: Act, code: TransactionCode, vat: Generate | None, basis: str, since: datetime.date
) -> None:
    """VAT as it is, on another basis: where there is no service charge, S1 is filled by the fee alone."""
    if vat is None or vat.basis == basis:
        return
    terms = GenerateTerms(
        "VAT", vat.position, since, percent=Decimal(vat.basis_points) / 100, basis=basis, until=vat.valid_until,
        authority=vat.authority,
    )  # fmt: skip
    save_generate(act, code.code, terms)


def _standing(code: TransactionCode, date: datetime.date) -> list[Generate]:
    return [
        g
        for g in Generate.select().where(Generate.parent == code)
        if g.valid_from <= date and (g.valid_until is None or date <= g.valid_until)
    ]


def _vat_on(code: TransactionCode, date: datetime.date) -> Generate | None:
    return next((g for g in _standing(code, date) if g.child.code == "VAT"), None)


def _has_service(code: TransactionCode, date: datetime.date) -> bool:
    return any(g.child.code == "SVC" and g.adds_to == "S1" for g in _standing(code, date))
