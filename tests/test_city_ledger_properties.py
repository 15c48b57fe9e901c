"""Whatever is settled, taken back, sold and charged late: the accounts are their items, and the books agree."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.back_office.receivables import CityAccount, open_account
from models.front_office.city_ledger import settle
from models.front_office.folios import Posting, correct, post_charge, window_balance
from models.front_office.late_charges import open_folio_window
from models.front_office.passers_by import Sold, sell
from models.front_office.proof import faults
from models.house.database import database
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.balances import account_balance
from tests.hotel import Hotel

D = Decimal
STEPS = st.lists(
    st.tuples(st.sampled_from(("charge", "settle", "take back", "sell", "late")), st.integers(0, 3), st.integers(1, 90_000)),
    min_size=3, max_size=10,
)  # fmt: skip


class Undone(Exception):
    pass


def test_accounts_are_their_items_after_any_sequence(small_hotel: Hotel) -> None:
    hotel = small_hotel
    gone = hotel.in_house("203", nights=1)
    hotel.audit()
    hotel.leaves(gone)
    stays = [hotel.in_house("201"), hotel.in_house("202"), gone]
    accounts = [
        open_account(hotel.desk(), name_en=f"Agent {n}", credit_limit=limit) for n, limit in ((1, None), (2, D(500)))
    ]  # fmt: skip
    done: set[str] = set()
    desk = hotel.answering("pavinee", OVER_CREDIT_LIMIT="they pay")

    @settings(max_examples=7, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    @example(
        [("charge", 0, 5000), ("settle", 0, 4000), ("take back", 0, 1), ("late", 0, 1), ("sell", 0, 900)]
    )
    def holds(steps: list[tuple[str, int, int]]) -> None:
        try:
            with database.atomic():
                for step, n, satang in steps:
                    if _do(desk, step, n, D(satang) / 100, stays, accounts):
                        done.add(step)
                assert list(faults()) == []
                control = account_balance(Account.get(Account.subledger == "city").id, hotel.day)
                assert control == sum(row.balance for row in CityAccount.select())
                raise Undone
        except Undone:
            pass

    holds()
    assert done == {"charge", "settle", "take back", "sell", "late"}


def _do(desk: object, step: str, n: int, amount: Decimal, stays: list[int], accounts: list[int]) -> bool:
    from models.front_office.folios import window_of

    window, account = window_of(stays[n % 3]).id, accounts[n % 2]
    try:
        if step == "charge":
            post_charge(desk, window, "FOOD", amount)  # type: ignore[arg-type]
        elif step == "settle":
            settle(desk, window, account, min(amount, window_balance(window)))  # type: ignore[arg-type]
        elif step == "sell":
            sell(desk, [Sold("FOOD", 1, amount)], account_id=account)  # type: ignore[arg-type]
        elif step == "late":
            open_folio_window(desk, stays[2])  # type: ignore[arg-type]
        else:
            last = (
                Posting.select()
                .where(Posting.kind << ("city ledger", "charge"))
                .order_by(Posting.id.desc())
                .limit(n + 1)
            )
            correct(desk, list(last)[-1].id, "wrong")  # type: ignore[arg-type]
    except (Refused, IndexError):
        return False  # what is refused has written nothing
    return True
