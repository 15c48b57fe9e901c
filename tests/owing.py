"""Accounts of the city ledger that owe something, for the tests of what is done about it."""

from __future__ import annotations

from decimal import Decimal

from models.back_office.receivables import open_account
from models.front_office.opening_balances import OldItem, enter_city_item
from models.house.acts import Act, operation
from tests.hotel import Hotel


@operation("set_up")
def _bring(act: Act, account: int, old: OldItem) -> int:
    return enter_city_item(act, account, old)


def account_with(hotel: Hotel, *amounts: int, days: int = 40, number: str = "T1") -> int:
    """A tour operator with terms of 30 days that owes an item of each amount, the first ``days`` days old."""
    account = open_account(
        hotel.desk("anong"), number=number, name_en=f"Siam Tour {number}", name_th=f"สยามทัวร์ {number}", terms=30,
        credit_limit=Decimal(100_000),
    )  # fmt: skip
    for n, amount in enumerate(amounts):
        _bring(hotel.desk(), account, OldItem(Decimal(amount), hotel.after(n - days), document=f"TX-{n + 1}"))
    return account
