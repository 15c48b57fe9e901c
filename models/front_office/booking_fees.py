"""The fee of a booking that did not come, as far as no deposit covered it, asked of a company or an agent.

It is posted with its tax on a folio of the ended stay and settled on the city ledger in the same act.
"""

from __future__ import annotations

from decimal import Decimal

from peewee import fn

from models.back_office.receivables import CityAccount, check_credit
from models.front_office.cancellations import BookingEnd, last_end
from models.front_office.city_ledger import move_to_account
from models.front_office.codes import TransactionCode, transaction_code
from models.front_office.folios import FolioWindow, Posting, open_window, post_fee
from models.front_office.reservations import NO_SHOW
from models.house.acts import Act, operation
from models.house.refusals import Refused
from models.ledger.balances import money

FEES = {NO_SHOW: "NOSHO", "cancelled": "FORF"}
ZERO = Decimal("0.00")


def left_to_collect(stay_id: int) -> Decimal:
    """Baht of the fee of the last ending that nobody has been asked for yet."""
    end = last_end(stay_id)
    if end is None:
        return ZERO
    asked = (
        Posting.select(fn.SUM(Posting.amount))
        .join(TransactionCode)
        .switch(Posting)
        .join(FolioWindow)
        .where(
            (FolioWindow.stay == stay_id)
            & (TransactionCode.code << tuple(FEES.values()))
            & (Posting.date >= end.date)
        )
        .scalar()
    )
    return max(end.uncollected - money(asked), ZERO)


@operation("post")
def charge_fee(act: Act, stay_id: int, account_id: int) -> int:
    """What is uncollected of the fee goes to an account of the city ledger, taxes in it; the settlement's posting id.

    Refused: NOTHING_TO_COLLECT, DEBTOR_CLOSED, NO_CREDIT, ON_HOLD, NO_SHIFT, NO_TAX_RATE, NO_RIGHT (pay);
    ASK: OVER_CREDIT_LIMIT.
    """
    act.need("pay")
    end, amount = last_end(stay_id), left_to_collect(stay_id)
    if end is None or end.stay.state not in FEES or not amount:
        raise Refused("NOTHING_TO_COLLECT", "Nothing of a fee is left to be asked for.")
    return charge_ended(act, end, account_id, amount)


def charge_ended(act: Act, end: BookingEnd, account_id: int, amount: Decimal) -> int:
    """``amount`` baht of the fee of an ending; the settlement's posting id."""
    account = CityAccount.get_by_id(account_id)
    check_credit(act, account, amount)
    stay = end.stay
    window = FolioWindow.get_or_none((FolioWindow.stay == stay) & (FolioWindow.number == 1))
    window = window or open_window(act, stay, 1)
    act.update(
        window, payee=account.name("th"), address=account.address, tax_id=account.tax_id, branch=account.branch
    )  # fmt: skip
    no_show = end.kind == NO_SHOW
    post_fee(act, window, transaction_code(FEES[end.kind]), amount, stay.arrival if no_show else None)
    return move_to_account(act, window, account, amount, end.number)
