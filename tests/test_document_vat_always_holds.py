"""Whatever is charged, paid ahead, invoiced, cancelled and given back: tax papers together say what the books owe."""

from __future__ import annotations

import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.front_office.folios import Posting, correct, post_charge
from models.front_office.invoicing import cancel_invoice, issue_invoice, open_lines, reissue, vat_lines
from models.front_office.opening import set_setting
from models.front_office.payments import refund, take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.receipts import TAX_INVOICE, Buyer, Receipt, is_void
from models.front_office.reservations import Stay
from models.front_office.stays import charge_day_use, check_in, check_out
from models.house.database import close_database, open_database
from models.house.refusals import Refused
from tests.hotel import Hotel
from tests.test_tax_invoices import documents_vat, output_vat

COMPANY = Buyer("บริษัท สยามทัวร์ จำกัด", "1 ถนนสุขุมวิท กรุงเทพฯ 10110", "0105561000003", "00000")
baht = st.sampled_from(["0.07", "0.99", "10.07", "33.33", "107", "333.34", "1000.01", "2500.05"]).map(Decimal)
deed = st.tuples(
    st.sampled_from(["charge", "charge", "inclusive", "correct", "full", "some", "cancel", "anew", "pay"]),
    baht,
    st.integers(0, 9),
)
done: Counter[str] = Counter()


def does(hotel: Hotel, window: int, what: str, amount: Decimal, n: int) -> object:
    desk = hotel.desk()
    if what in ("charge", "inclusive"):
        code = ("FOOD", "MINI", "MISC", "LAUN")[n % 4]
        return post_charge(desk, window, code, amount, inclusive=what == "inclusive")
    if what == "pay":
        return take_payment(desk, window, "CASH", amount)
    if what == "correct":
        charges = list(Posting.select().where((Posting.window == window) & (Posting.kind == "charge")))
        return correct(desk, charges[n % len(charges)].id, "wrong") if charges else None
    if what in ("full", "some"):
        waiting = [line.posting_id for line in open_lines(window)]
        chosen = waiting[: n % 3 + 1] if what == "some" else None
        return issue_invoice(desk, window, "abbreviated" if n % 2 else "full", COMPANY, chosen)
    papers = [r for r in Receipt.select().where(Receipt.kind == TAX_INVOICE) if r.form and not is_void(r)]
    if papers and what == "cancel":
        return cancel_invoice(desk, papers[n % len(papers)].id, "wrong")
    return reissue(desk, papers[n % len(papers)].id, "name", COMPANY) if papers else None


def test_documents_say_what_the_books_owe(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "hotel.db"

    @given(
        deposits=st.lists(baht, max_size=2), deeds=st.lists(deed, min_size=3, max_size=14), late=st.booleans()
    )
    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    def lives(deposits: list[Decimal], deeds: list[tuple[str, Decimal, int]], late: bool) -> None:
        for old in tmp_path.iterdir():
            old.unlink()
        shutil.copy(sqlite_template, file)
        open_database(str(file))
        try:
            hotel = Hotel()
            set_setting(hotel.desk(), "abbreviated_at_check_out", "yes")
            if late:
                set_setting(hotel.desk(), "tax_paper_at_payment", "combined")
            stay = hotel.booked(2, room="201", guest=hotel.guest(address="Berlin"))
            for amount in deposits:
                take_deposit(hotel.desk(), Stay.get_by_id(stay).reservation_id, "CASH", amount)
            check_in(hotel.desk(), stay, "201")
            window = hotel.window(stay)
            for what, amount, n in deeds:
                try:
                    does(hotel, window, what, amount, n)
                    done[what] += 1
                except Refused as refusal:
                    done[refusal.code] += 1
            charge_day_use(hotel.desk(), stay)
            if hotel.balance(stay) < 0:
                refund(hotel.desk(), window, "CASH", -hotel.balance(stay), "leaves")
            hotel.pay_all(stay)
            check_out(hotel.desk(), stay)
            assert open_lines(window) == []
            assert documents_vat() == output_vat()
            assert sum(line.vat for line in vat_lines(hotel.day, hotel.day)) == output_vat()
            assert list(faults()) == []
        finally:
            close_database()

    lives()
    assert {"full", "some", "cancel", "anew"} <= set(done)
