"""Desks that post while the audit holds the date wait for it, lose nothing, and land on the date it opens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from models.front_office.folios import Posting, post_charge
from models.front_office.night_audit import ClosedDay, DayStatistics, run_audit
from models.front_office.payments import take_payment
from models.front_office.proof import faults
from models.front_office.receipts import Receipt
from models.house.acts import Desk
from models.house.database import database
from tests.hotel import Hotel


def test_what_is_sent_while_the_date_is_being_closed_is_posted_on_the_new_date(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201", nights=3))
    old, new = hotel.day, hotel.after(1)
    auditor = hotel.answering("chai", OPTIONAL_CHECKS="seen to")
    forms = hotel.desk("nok", token="minibar"), hotel.desk("lek", token="cash")
    held, sent = threading.Event(), threading.Barrier(3)

    def hold(step: str, _done: int, _all: int) -> None:
        if step == "ledgers":
            held.set()
            sent.wait(timeout=30)  # both forms are on their way, and the date is still the old one

    def audit() -> int:
        try:
            return int(run_audit(auditor, old, hold))
        finally:
            database.close()

    def send(desk: Desk, post: Callable[[Desk], int]) -> int:
        held.wait(timeout=30)
        sent.wait(timeout=30)
        try:
            return post(desk)
        finally:
            database.close()

    def minibar(desk: Desk) -> int:
        return int(post_charge(desk, window, "MINI", Decimal(100)))

    def cash(desk: Desk) -> int:
        return int(take_payment(desk, window, "CASH", Decimal(500)))

    with ThreadPoolExecutor(3) as pool:
        closed = pool.submit(audit)
        charge, receipt = pool.submit(send, forms[0], minibar), pool.submit(send, forms[1], cash)
        assert ClosedDay.get_by_id(closed.result(timeout=60)).date == old
        posted = Posting.get_by_id(charge.result(timeout=60))
        paid = Receipt.get_by_id(receipt.result(timeout=60)).posting
    assert {posted.date, posted.revenue_date, paid.date} == {new}
    assert DayStatistics.get().other_revenue == 0
    # The same form sent again, because nobody saw an answer, is answered and not posted twice.
    assert minibar(forms[0]) == posted.id
    assert Posting.select().where(Posting.date == new).count() == 2
    assert list(faults()) == []
