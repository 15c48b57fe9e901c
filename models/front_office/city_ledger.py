"""Settling a folio on the city ledger: what a guest owes becomes an open item of a company, an agent or a skipper.

The entry debits the account's part of the city ledger and credits the window; no money moves, and no tax.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from models.back_office.receivables import (
    CityAccount,
    OpenItem,
    check_credit,
    city_ledger,
    enter_item,
    open_account,
    renew_particulars,
)
from models.front_office.codes import transaction_code
from models.front_office.companies import Company
from models.front_office.folios import FolioWindow, guest_ledger, post, window_balance
from models.front_office.payments import check_in_house
from models.front_office.receipts import Receipt
from models.front_office.reservations import Stay
from models.house.acts import Act, operation
from models.house.inputs import above_zero, words
from models.house.refusals import Refused
from models.ledger.entries import NewLine, write_entry

ZERO = Decimal("0.00")
CITY = "CITY"
KIND = "city ledger"
PARTICULARS = ("name_th", "name_en", "address", "tax_id", "branch", "contact", "email")
"""What an account of a company has from it."""


@operation("pay")
def settle(act: Act, window_id: int, account_id: int, amount: Decimal, reference: str = "") -> int:
    """Move ``amount`` baht of what a window owes to an account of the city ledger; the posting's id.

    Refused: NOT_POSITIVE, MORE_THAN_IS_DUE, WINDOW_CLOSED, NOT_IN_HOUSE, DEBTOR_CLOSED, NO_CREDIT, ON_HOLD, NO_SHIFT;
    ASK: OVER_CREDIT_LIMIT (right credit).
    """
    window = FolioWindow.get_by_id(window_id)
    check_in_house(window.stay)
    account = CityAccount.get_by_id(account_id)
    check_credit(act, account, above_zero(amount))
    return move_to_account(act, window, account, amount, words(reference, "reference"))


def move_to_account(
    act: Act, window: FolioWindow, account: CityAccount, amount: Decimal, reference: str = ""
) -> int:
    """``settle`` without asking for credit; the posting's id. Refused: NOT_POSITIVE, MORE_THAN_IS_DUE."""
    amount = above_zero(amount)
    due = window_balance(window.id)
    if amount > due:
        raise Refused("MORE_THAN_IS_DUE", "Only {due} is due.", field="amount", due=max(due, ZERO))
    code = transaction_code(CITY)
    name = f"{account.number} {account.name('en')}"
    entry_id = write_entry(
        act,
        [
            NewLine(city_ledger().id, amount, account.subaccount_id, item=code.code),
            NewLine(guest_ledger().id, -amount, window.subaccount_id, item=code.code),
        ],
        kind=KIND,
        memo=f"{code.name_en} {name} {reference}".strip(),
    )
    posting_id = post(
        act, entry_id, KIND, code, description=name, typed=amount, net=-amount, amount=-amount, window=window,
        reference=reference,
    )  # fmt: skip
    enter_item(
        act, account, amount, posting_id=posting_id, window_id=window.id, document=_document_of(window) or reference,
        description=_whose(window.stay),
    )  # fmt: skip
    return posting_id


def _document_of(window: FolioWindow) -> str:
    """The tax invoice of the window's charges, where there is one already."""
    found = (
        Receipt.select(Receipt.number)
        .where((Receipt.window == window) & (Receipt.kind == "tax invoice") & Receipt.cancelled_on.is_null())
        .order_by(Receipt.id.desc())
        .first()
    )
    return str(found.number) if found else ""


def _whose(stay: Stay) -> str:
    room = stay.room.number if stay.room_id else ""
    return " ".join(filter(None, [stay.guest.name("en"), room, stay.reservation.confirmation]))


# Which account


@operation("credit")
def open_company_account(
    act: Act, company_id: int, credit_limit: Decimal | None, terms: int = 30, number: str = ""
) -> int:
    """The account of a company or agent, with its names and particulars; its id. Refused as ``open_account``."""
    company = Company.get_by_id(company_id)
    return open_account(
        act, number=number, company_id=company_id, credit_limit=credit_limit, terms=terms,
        **{name: getattr(company, name) for name in PARTICULARS},
    )  # fmt: skip


def follow_company(act: Act, company: Company) -> None:
    """What changed of a company is changed on its account."""
    account = CityAccount.get_or_none(CityAccount.company_id == company.id)
    if account is not None:
        renew_particulars(act, account, {name: getattr(company, name) for name in PARTICULARS})


def proposed_account(stay: Stay, window: FolioWindow | None = None) -> CityAccount | None:
    """Where the bill probably goes: the window's own account, else that of the booking's company, else of its agent."""
    if window is not None and window.city_account_id:
        return CityAccount.get_by_id(window.city_account_id)
    booked = stay.reservation
    for company_id in filter(None, (booked.company_id, booked.agent_id)):
        found: CityAccount | None = CityAccount.get_or_none(
            (CityAccount.company_id == company_id) & ~CityAccount.closed
        )
        if found is not None:
            return found
    return None


@operation("post")
def name_account(act: Act, window_id: int, account_id: int | None) -> None:
    """Say where a window's bill goes at check-out (None: nowhere any more); the window is made out to the account.

    Refused: DEBTOR_CLOSED, NO_CREDIT, ON_HOLD.
    """
    window = FolioWindow.get_by_id(window_id)
    if account_id is None:
        act.update(window, city_account=None, method="")
        return
    account = CityAccount.get_by_id(account_id)
    check_credit(act, account, ZERO)
    act.update(
        window, city_account=account.id, method=CITY, payee=account.name("th"), address=account.address,
        tax_id=account.tax_id, branch=account.branch,
    )  # fmt: skip


def settle_named(act: Act, stay: Stay) -> None:
    """At check-out: windows that name an account are settled there. Refused as ``settle``."""
    for window in FolioWindow.select().where(_named(stay.id)).order_by(FolioWindow.number):
        due = window_balance(window.id)
        if due > 0:
            settle(act, window.id, window.city_account_id, due)


def due_by_guest(stay_id: int) -> Decimal:
    """Baht on the windows of a stay that name no account: what is to be paid before the guest may go."""
    named = FolioWindow.select(FolioWindow.id).where(_named(stay_id))
    own = FolioWindow.select().where((FolioWindow.stay == stay_id) & FolioWindow.id.not_in(named))
    return sum((window_balance(window.id) for window in own), ZERO)


def goes_to_account(window_id: int) -> bool:
    """Whether a window is settled on an account by itself at check-out."""
    window = FolioWindow.get_by_id(window_id)
    return bool(window.city_account_id) and window.method == CITY


def _named(stay_id: int) -> Any:
    """The windows of a stay that go to an account; one that is to be paid otherwise by now does not."""
    return (
        (FolioWindow.stay == stay_id) & FolioWindow.city_account.is_null(False) & (FolioWindow.method == CITY)
    )


def stay_of_item(item: OpenItem) -> tuple[int, int] | None:
    """The stay whose bill an item is, and the number of the window; none of one that was brought forward."""
    if item.window_id is None:
        return None
    window = FolioWindow.get_by_id(item.window_id)
    return int(window.stay_id), int(window.number)
