"""What stands in the way of closing a day, each with the command that leads to its fix. Read-only."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from locales import Message
from models.front_office.blocks.cutoff import option_over, options_with_deposit
from models.front_office.blocks.master import masters_due
from models.front_office.call_charges.views import call_findings
from models.front_office.codes import Generate, TransactionCode
from models.front_office.codes.rates import running_out
from models.front_office.desk_views import GUESTS
from models.front_office.fixed_charges import closed_codes
from models.front_office.folios import FolioWindow, stay_balance
from models.front_office.guests import Guest, missing_identity
from models.front_office.housekeeping.seeing import NAMES, discrepancies
from models.front_office.open_folios import open_folios
from models.front_office.packages.checks import over_priced
from models.front_office.registers.work import incomplete_in_house
from models.front_office.reservations import (
    CANCELLED,
    CHECKED_OUT,
    IN_HOUSE,
    NO_SHOW,
    NOT_YET,
    RESERVED,
    Night,
    Reservation,
    Stay,
    StayPerson,
    deposit_of,
    security_of,
)
from models.front_office.rooms import Room
from models.front_office.routing import closed_targets
from models.front_office.till.views import audit_blockers
from models.house.property import setting
from models.ledger.accounts import Account, SubaccountBalance
from models.ledger.balances import account_balance, control_parts
from models.ledger.month_run import reversals_due

OPTIONAL = ("A1", "A2", "A6", "A7")
"""Checks that a house may set to a warning. What they find then is skipped only with a reason."""


@dataclass(frozen=True)
class Blocker:
    """One finding. ``code`` is the check (A1 …), ``jump`` the command that leads to the fix."""

    code: str
    message: Message
    jump: str
    blocks: bool = True

    @property
    def optional(self) -> bool:
        """Whether it is skipped with a reason; what neither blocks nor is optional is only told."""
        return not self.blocks and self.code in OPTIONAL


def findings(date: datetime.date) -> list[Blocker]:
    """What stands in the way of closing ``date``; read-only, as often as one likes."""
    return [
        *_without_identity(),
        *_due_in(date),
        *(Blocker("A3", text, jump, blocks=False) for text, jump in options_with_deposit(date)),
        *_due_out(date),
        *_masters_due_out(date),
        *_out_with_balance(date),
        *_discrepancies(date),
        *_nights_without_rate(date),
        *_nights_on_closed_account(date),
        *_packages_over_price(date),
        *(Blocker("A9", text, jump) for text, jump in closed_targets()),
        *(Blocker("A9", text, jump) for text, jump in closed_codes(date)),
        *(Blocker("A7", call.message, call.jump, call.blocks) for call in call_findings()),
        *(Blocker("A8", text, jump) for text, jump in audit_blockers()),
        *(Blocker("A9", rate.message, "codes", blocks=False) for rate in running_out(date)),
        *_books(),
        *_accruals_due(date),
        *_register_incomplete(date),
    ]


def _without_identity() -> list[Blocker]:
    rows = (
        StayPerson.select(StayPerson, Stay, Guest, Room)
        .join(Stay)
        .join(Room)
        .switch(StayPerson)
        .join(Guest)
        .where(
            (Stay.state == IN_HOUSE)
            & ((Guest.nationality == "") | (Guest.document_kind == "") | (Guest.document_number == ""))
        )
        .order_by(Room.number)
    )
    return [
        Blocker(
            "A1",
            Message(
                "{room} {guest}: identity data missing",
                {"room": p.stay.room.number, "guest": p.guest.spoken},
            ),
            f"guest {p.guest_id}",
        )
        for p in rows
        if missing_identity(p.guest)
    ]


def _register_incomplete(date: datetime.date) -> list[Blocker]:
    """What else ร.ร.4 asks of guests who came before ``date`` (its 24 hours are over); the registers name each."""
    n = incomplete_in_house(date)
    text = Message("Register incomplete for {n} in house", {"n": n})
    return [Blocker("A1", text, "registers", blocks=setting("register_incomplete") == "STOP")] if n else []


def due_in(date: datetime.date) -> Iterator[tuple[Stay, Decimal]]:
    """Who should have come by ``date`` and has not, with the deposit held, in baht."""
    query = (
        Stay.select(Stay, Guest, Reservation)
        .join(Guest)
        .switch(Stay)
        .join(Reservation)
        .where((Stay.state << (*NOT_YET, RESERVED)) & (Stay.arrival <= date))
        .order_by(Guest.sort_name)
    )
    for stay in query:
        yield stay, deposit_of(stay.reservation) + security_of(stay.reservation)


def _due_in(date: datetime.date) -> list[Blocker]:
    found = []
    for stay, held in due_in(date):
        values: dict[str, object] = {"guest": stay.guest.spoken, "deposit": held}
        if held:
            found.append(
                Blocker(
                    "A3",
                    Message("{guest} not arrived; deposit {deposit} held", values),
                    f"stay {stay.id}",
                )
            )
        elif stay.state == RESERVED and not option_over(stay, date):  # who only hoped for a room is released
            text = Message("{guest} not arrived: check in, change, no-show", values)
            found.append(Blocker("A2", text, f"stay {stay.id}", blocks=setting("due_in_left") == "STOP"))
    return found


def _due_out(date: datetime.date) -> list[Blocker]:
    query = (
        Stay.select(Stay, Guest, Room)
        .join(Guest)
        .switch(Stay)
        .join(Room)
        .where(GUESTS & (Stay.state == IN_HOUSE) & (Stay.departure <= date))
        .order_by(Room.number)
    )
    return [
        Blocker(
            "A4",
            Message(
                "{room} {guest} is due out: check out or extend",
                {"room": s.room.number, "guest": s.guest.spoken},
            ),
            f"folio {s.room.number}",
        )
        for s in query
    ]


def _masters_due_out(date: datetime.date) -> list[Blocker]:
    """A posting master whose group has left blocks while it has a balance; with none the audit closes it."""
    found = []
    for stay in masters_due(date):
        balance = stay_balance(stay.id)
        values: dict[str, object] = {
            "room": stay.room.number,
            "guest": stay.guest.spoken,
            "balance": balance,
        }
        text = (
            Message("{room} {guest}: the group has left, posting master with a balance of {balance}", values)
            if balance
            else Message("{room} {guest}: the group has left, the audit closes the posting master", values)
        )
        found.append(Blocker("A4", text, f"folio {stay.room.number}", blocks=bool(balance)))
    return found


def _out_with_balance(date: datetime.date) -> list[Blocker]:
    """An open folio may have one until the days after its closing day."""
    query = (
        FolioWindow.select(FolioWindow, Stay, Guest, SubaccountBalance)
        .join(Stay)
        .join(Guest)
        .switch(FolioWindow)
        .join(SubaccountBalance, on=(FolioWindow.subaccount == SubaccountBalance.id), attr="money")
        .where((Stay.state << (CHECKED_OUT, CANCELLED, NO_SHOW)) & (SubaccountBalance.balance != 0))
        .where(Stay.id.not_in(open_folios(date)))
    )
    return [
        Blocker(
            "A5",
            Message(
                "{guest} has left with a balance of {balance}",
                {"guest": w.stay.guest.spoken, "balance": w.money.balance},
            ),
            f"stay {w.stay_id}",
        )
        for w in query
    ]


def _discrepancies(date: datetime.date) -> list[Blocker]:
    return [
        Blocker(
            "A6",
            Message(
                "{room} {kind} {definition}",
                {"room": d.room, "kind": NAMES[d.kind], "definition": d.definition},
            ),
            f"discrepancy {d.room}",
            blocks=setting("discrepancy_open") == "STOP",
        )
        for d in discrepancies(date)
        if d.open
    ]


def _nights_without_rate(date: datetime.date) -> list[Blocker]:
    has_night = Night.select(Night.stay).where(Night.date == date)
    query = (
        Stay.select(Stay, Guest)
        .join(Guest)
        .where(
            GUESTS
            & (Stay.state == IN_HOUSE)
            & (Stay.arrival <= date)
            & (Stay.departure > date)
            & Stay.id.not_in(has_night)
        )
    )
    return [
        Blocker("A9", Message("{guest} has no price for tonight", {"guest": s.guest.spoken}), f"stay {s.id}")
        for s in query
    ]


def _nights_on_closed_account(date: datetime.date) -> list[Blocker]:
    """What tonight is posted to: the accounts of the room codes and of what they generate."""
    from models.front_office.rates import RateCode

    tonight = (
        Night.select(RateCode.transaction_code)
        .join(Stay)
        .switch(Night)
        .join(RateCode)
        .where((Stay.state == IN_HOUSE) & (Night.date == date) & ~Night.posted & (Night.amount > 0))
    )
    generated = Generate.select(Generate.child).where(
        Generate.parent.in_(tonight)
        & (Generate.valid_from <= date)
        & (Generate.valid_until.is_null() | (Generate.valid_until >= date))
    )
    query = (
        TransactionCode.select(TransactionCode, Account)
        .join(Account, on=(TransactionCode.account == Account.id))
        .where(TransactionCode.id.in_(tonight) | TransactionCode.id.in_(generated))
        .where(Account.closed_on <= date)
        .order_by(TransactionCode.code)
    )
    return [
        Blocker(
            "A9",
            Message(
                "{code} is posted tonight and account {account} is closed",
                {"code": code.code, "account": code.account.code},
            ),
            f"account {code.account.code}",
        )
        for code in query
    ]


def _packages_over_price(date: datetime.date) -> list[Blocker]:
    return [
        Blocker(
            "A9",
            Message("{guest}: the package costs more than the room tonight", {"guest": stay.guest.spoken}),
            f"stay {stay.id}",
        )
        for stay in over_priced(date)
    ]


def _accruals_due(date: datetime.date) -> list[Blocker]:
    """What a month run would turn back by ``date``: told, for the accountant may still come."""
    return [
        Blocker(
            "A9",
            Message(
                "{voucher} {memo}: the accrual is to be reversed on {date}",
                {"voucher": row.entry.voucher, "memo": row.memo, "date": row.reverse_on},
            ),
            "month run",
            blocks=False,
        )
        for row in reversals_due(date)
    ]


def _books() -> list[Blocker]:
    found = []
    for account in Account.select().where(Account.subledger.is_null(False)):
        parts, control = (
            control_parts(account.id),
            account_balance(account.id),
        )
        if parts != control:
            text = Message(
                "{account}: the parts are {parts}, the books say {control}",
                {"account": account.code, "parts": parts, "control": control},
            )
            found.append(Blocker("A9", text, f"account {account.code}"))
    return found
