"""An agent's payout as a file: each line pays the open item of its booking, less commission, its VAT and tax withheld.

The whole is one receipt on account, as if taken by hand. What a line brings beyond its item stays on the account as credit.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from locales import Message
from locales.dates import NotADate
from locales.money import NotAnAmount
from locales.thai_text import fold
from models.back_office.receipts_on_account import AccountReceipt, Applied, Kept
from models.back_office.receivables import CityAccount, OpenItem
from models.front_office.folios import FolioWindow
from models.front_office.guests import Guest
from models.front_office.payment_legs import Leg
from models.front_office.receiving import receive
from models.front_office.reservations import Reservation, Stay
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import words
from models.house.refusals import Refused
from models.house.tables import Cell, TableFile, amount_of, columns_like, date_of, text_of

ZERO = Decimal("0.00")
LOOKED_BACK = datetime.timedelta(days=400)
"""How old an item that is paid may be to be known again."""
HEADINGS: dict[str, tuple[str, ...]] = {
    "booking": ("หมายเลขการจอง", "เลขที่การจอง", "เลขที่จอง", "booking", "reservation", "confirmation"),
    "guest": ("ชื่อผู้เข้าพัก", "ผู้เข้าพัก", "guest", "customer"),
    "arrival": ("วันเข้าพัก", "เช็คอิน", "arrival", "check-in", "checkin"),
    "departure": ("วันออก", "เช็คเอาท์", "departure", "check-out", "checkout"),
    "commission_vat": ("ภาษีมูลค่าเพิ่ม", "vat"),
    "commission": ("คอมมิชชั่น", "ค่านายหน้า", "commission"),
    "withheld": ("หัก ณ ที่จ่าย", "withh"),
    "net": ("สุทธิ", "net", "payout"),
    "gross": ("ยอดรวม", "ราคา", "gross", "amount"),
}
"""Our field → what its heading holds."""

PAYS, OTHER_AMOUNT, PAID_ALREADY, UNKNOWN = "pays", "other amount", "paid already", "unknown"
OUTCOMES = {
    PAYS: Message("pays"),
    OTHER_AMOUNT: Message("other amount"),
    PAID_ALREADY: Message("paid already"),
    UNKNOWN: Message("unknown"),
}


class AgentPayout(Base):
    """A file of payouts, taken in with its receipt; once, unless that was taken back. Sealed."""

    account = ForeignKeyField(CityAccount, backref="payouts")
    receipt = ForeignKeyField(AccountReceipt, unique=True, backref="payouts")
    name = TextField()
    digest = TextField()

    class Meta:
        table_name = "agent_payout"


class AgentPayoutLine(Base):
    """A line of it, baht; ``paid``: what of the gross paid open items. Sealed."""

    payout = ForeignKeyField(AgentPayout, backref="lines")
    position = IntegerField()
    booking = TextField()
    guest = TextField()
    arrival = DateField(null=True)
    departure = DateField(null=True)
    gross = MoneyField()
    commission = MoneyField()
    commission_vat = MoneyField()
    withheld = MoneyField()
    net = MoneyField()
    paid = MoneyField()

    class Meta:
        table_name = "agent_payout_line"


@dataclass(frozen=True)
class PayoutLine:
    """One booking of a file, baht: ``gross`` is what the guest's bill was, ``net`` what came of it."""

    line: int
    booking: str
    guest: str
    arrival: datetime.date | None
    departure: datetime.date | None
    gross: Decimal
    commission: Decimal
    commission_vat: Decimal
    withheld: Decimal

    @property
    def net(self) -> Decimal:
        return self.gross - self.commission - self.commission_vat - self.withheld


@dataclass(frozen=True)
class Matched:
    """What a line is: the ``shares`` of its gross that pay items, by item; ``open``: baht that were open of them before."""

    line: PayoutLine
    outcome: str
    shares: tuple[tuple[OpenItem, Decimal], ...]
    open: Decimal

    @property
    def paid(self) -> Decimal:
        return sum((amount for _item, amount in self.shares), ZERO)

    @property
    def key(self) -> tuple[int]:
        return (self.line.line,)


def proposed_payout_columns(account_id: int, columns: Sequence[str]) -> dict[str, str]:
    """Our field → heading: as it was kept for the account, else by what the headings say."""
    return columns_like(HEADINGS, CityAccount.get_by_id(account_id).payout_columns, columns)


def read_payout(table: TableFile, columns: Mapping[str, str], today: datetime.date) -> list[PayoutLine]:
    """The lines with money, in their order; deductions may be written with a minus. Without a column of the commission it is
    what the net is short of the gross.

    Refused: PAYOUT_COLUMNS (no gross, or nothing that says which booking), PAYOUT_LINE (a line that cannot be read, or whose
    figures do not give its net), PAYOUT_EMPTY.
    """
    if "gross" not in columns or not ("booking" in columns or columns.keys() >= {"guest", "arrival"}):
        raise Refused(
            "PAYOUT_COLUMNS", "Which column is the gross amount, which the booking (or guest and arrival)?", field="gross"
        )  # fmt: skip
    for fault in table.faults:
        raise Refused("PAYOUT_LINE", "Line {n}: {why}", n=fault.line, why=fault.message)
    lines = []
    for row in table.rows:
        cells = {name: row.cells[column] for name, column in columns.items()}
        if not any(text_of(cells.get(name, "")).strip() for name in ("booking", "guest")):
            continue  # a line of totals
        try:
            line = _line(row.line, cells, today)
        except (NotADate, NotAnAmount) as error:
            raise Refused("PAYOUT_LINE", "Line {n}: {why}", n=row.line, why=error.message) from error
        if line is not None:
            lines.append(line)
    if not lines:
        raise Refused("PAYOUT_EMPTY", "There is no line with money in this file.", field="gross")
    return lines


def _line(number: int, cells: Mapping[str, Cell], today: datetime.date) -> PayoutLine | None:
    def amount(name: str) -> Decimal:
        cell = cells.get(name, "")
        return amount_of(cell) if text_of(cell).strip(" -") else ZERO

    def date(name: str) -> datetime.date | None:
        cell = cells.get(name, "")
        return date_of(cell, today) if text_of(cell).strip() else None

    gross, vat, withheld = amount("gross"), abs(amount("commission_vat")), abs(amount("withheld"))
    if not gross:
        return None
    said_net = amount("net") if text_of(cells.get("net", "")).strip() else None
    commission = abs(amount("commission"))
    if "commission" not in cells and said_net is not None:
        commission = gross - vat - withheld - said_net
    line = PayoutLine(
        number, text_of(cells.get("booking", "")).strip(), text_of(cells.get("guest", "")).strip(), date("arrival"),
        date("departure"), gross, commission, vat, withheld,
    )  # fmt: skip
    if gross < 0 or commission < 0 or line.net < 0:
        why = Message("An amount is not below zero.")
        raise Refused("PAYOUT_LINE", "Line {n}: {why}", n=number, why=why)
    if said_net is not None and said_net != line.net:
        why = Message(
            "its net is {net}, its figures give {reckoned}", {"net": said_net, "reckoned": line.net}
        )
        raise Refused("PAYOUT_LINE", "Line {n}: {why}", n=number, why=why)
    return line


class _Items:
    """The items of an account by the numbers and the guests they may be known by, and what is left of each meanwhile."""

    def __init__(self, account_id: int, today: datetime.date) -> None:
        recent = (OpenItem.unpaid > 0) | (OpenItem.date >= today - LOOKED_BACK)
        items = OpenItem.select().where((OpenItem.account == account_id) & (OpenItem.amount > 0) & recent)
        self.left: dict[int, Decimal] = {}
        self._numbers: dict[str, list[OpenItem]] = {}
        self._guests: dict[tuple[frozenset[str], datetime.date], list[tuple[OpenItem, datetime.date]]] = {}
        for item, stay in _with_stays(list(items.order_by(OpenItem.id))):
            self.left[item.id] = item.unpaid
            booking = stay.reservation if stay is not None else None
            numbers = {item.document, *((booking.confirmation, booking.external_id) if booking else ())}
            for number in filter(None, numbers):
                self._numbers.setdefault(fold(str(number)), []).append(item)
            if stay is not None:
                for name in {_words(stay.guest.name(language)) for language in ("th", "en")}:
                    self._guests.setdefault((name, stay.arrival), []).append((item, stay.departure))

    def of(self, line: PayoutLine) -> list[OpenItem]:
        """Those of a line, by its number, else by guest and dates."""
        found = self._numbers.get(fold(line.booking), []) if line.booking else []
        if found or not line.guest or line.arrival is None:
            return found
        guests = self._guests.get((_words(line.guest), line.arrival), [])
        return [item for item, departure in guests if line.departure in (None, departure)]

    def share(self, found: Sequence[OpenItem], gross: Decimal) -> list[tuple[OpenItem, Decimal]]:
        """``gross`` goes to the item it is equal to, else over all, the oldest first."""
        exact = [item for item in found if self.left[item.id] == gross][:1]
        shares = []
        for item in exact or found:
            amount = min(gross, self.left[item.id])
            if amount > 0:
                shares.append((item, amount))
                self.left[item.id] -= amount
                gross -= amount
        return shares


def _with_stays(items: Sequence[OpenItem]) -> Iterator[tuple[OpenItem, Stay | None]]:
    windows = [item.window_id for item in items if item.window_id]
    stays = {
        window.id: window.stay
        for window in FolioWindow.select(FolioWindow, Stay, Reservation, Guest)
        .join(Stay)
        .join(Reservation)
        .switch(Stay)
        .join(Guest)
        .where(FolioWindow.id << windows)
    }
    for item in items:
        yield item, stays.get(item.window_id)


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).replace(",", " ").split())


def match_payout(account_id: int, lines: Sequence[PayoutLine], today: datetime.date) -> list[Matched]:
    """What taking the lines in would pay, line by line; nothing is written."""
    items = _Items(account_id, today)
    matched = []
    for line in lines:
        found = items.of(line)
        before = sum((items.left[item.id] for item in found), ZERO)
        shares = tuple(items.share(found, line.gross))
        outcome = PAYS
        if not found:
            outcome = UNKNOWN
        elif not before:
            outcome = PAID_ALREADY
        elif len(shares) != 1 or shares[0][1] != line.gross or items.left[shares[0][0].id]:
            outcome = PAYS if before == line.gross else OTHER_AMOUNT
        matched.append(Matched(line, outcome, shares, before))
    return matched


def totals_of(lines: Sequence[PayoutLine]) -> PayoutLine:
    """All lines in one."""
    return PayoutLine(
        0, "", "", None, None, *(sum((getattr(line, name) for line in lines), ZERO) for name in _FIGURES)
    )  # fmt: skip


_FIGURES = ("gross", "commission", "commission_vat", "withheld")


@operation("credit")
def take_payout(
    act: Act,
    account_id: int,
    name: str,
    lines: Sequence[PayoutLine],
    columns: Mapping[str, str],
    legs: Sequence[Leg],
    *,
    invoice: str = "",
    invoice_date: datetime.date | None = None,
    language: str = "th",
) -> int:
    """Take a payout in: one receipt on account over all its lines; the receipt's id. ``invoice``: the agent's tax invoice of
    the commission. The columns are kept for the account.

    Refused: PAYOUT_EMPTY, PAYOUT_TWICE (the same lines stand taken in), PAYOUT_MONEY (the legs are not its net), and as
    ``receive``. NOTE: PAYOUT_DIFFERS.
    """
    if not lines:
        raise Refused("PAYOUT_EMPTY", "There is no line with money in this file.", field="gross")
    account = CityAccount.get_by_id(account_id)
    digest = _digest(lines)
    taken = AgentPayout.select().join(AccountReceipt).where(
        (AgentPayout.account == account_id) & (AgentPayout.digest == digest) & AccountReceipt.cancelled_on.is_null()
    )  # fmt: skip
    before = taken.first()
    if before is not None:
        raise Refused(
            "PAYOUT_TWICE",
            "These lines were taken in with {number}.",
            field="file",
            number=before.receipt.number,
        )
    total = totals_of(lines)
    money = sum((leg.amount for leg in legs), ZERO)
    if money != total.net:
        raise Refused(
            "PAYOUT_MONEY",
            "The file says {net}, what came is {money}.",
            field="amount",
            net=total.net,
            money=money,
        )
    matched = match_payout(account_id, lines, act.business_date)
    kept = Kept(
        withheld=total.withheld, commission=total.commission, commission_vat=total.commission_vat,
        invoice=invoice, invoice_date=invoice_date,
    )  # fmt: skip
    receipt_id = receive(act, account_id, legs, _applied(matched), kept, words(name, "file", 80), language)
    differ = [one for one in matched if one.outcome != PAYS]
    if differ:
        rest = sum((one.line.gross - one.paid for one in differ), ZERO)
        act.note("PAYOUT_DIFFERS", "{n} lines differ; {rest} stands as credit.", n=len(differ), rest=rest)
    payout = act.create(
        AgentPayout, account=account_id, receipt=receipt_id, name=words(name, "file", 80), digest=digest
    )
    for position, one in enumerate(matched, 1):
        line = one.line
        AgentPayoutLine.create(
            payout=payout.id, position=position, booking=words(line.booking, "booking", 80),
            guest=words(line.guest, "guest", 120), arrival=line.arrival, departure=line.departure, net=line.net,
            paid=one.paid, **{figure: getattr(line, figure) for figure in _FIGURES},
        )  # fmt: skip
    act.changed(payout, {}, {"lines": len(matched)})
    act.update(account, payout_columns=json.dumps(dict(columns), ensure_ascii=False, sort_keys=True))
    return receipt_id


def _applied(matched: Sequence[Matched]) -> list[Applied]:
    """What pays each item; the tax withheld goes with it where every line that has some pays one item."""
    paid: dict[int, Decimal] = {}
    taxes: dict[int, Decimal] = {}
    for one in matched:
        for item, amount in one.shares:
            paid[item.id] = paid.get(item.id, ZERO) + amount
        if one.line.withheld and one.shares:
            first = one.shares[0][0].id
            taxes[first] = taxes.get(first, ZERO) + one.line.withheld
    whole = sum((one.line.withheld for one in matched), ZERO)
    if sum(taxes.values(), ZERO) != whole or any(tax >= paid[item] for item, tax in taxes.items()):
        taxes = {}
    return [Applied(item, amount, taxes.get(item, ZERO)) for item, amount in paid.items()]


def _digest(lines: Sequence[PayoutLine]) -> str:
    """Of what the lines say; another name of the file or other columns in it do not make another payout."""
    said = sorted(
        f"{one.booking}|{one.guest}|{one.arrival}|{one.departure}|{one.gross:.2f}|{one.net:.2f}"
        for one in lines
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
