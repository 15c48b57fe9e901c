"""Whatever comes of a deposit, in whatever order: its VAT is due once, and never less than nothing is ahead."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from locales.money import round_half_up
from models.front_office.credit_notes import CreditNoteLine
from models.front_office.folios import FolioWindow, Posting, correct, post_charge, window_balance
from models.front_office.payments import keep_deposit, refund, refund_deposit, take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.receipts import TAX_INVOICE, Receipt, is_void, paper_of_posting
from models.front_office.reservations import CHECKED_OUT, Reservation, Stay, deposit_of
from models.front_office.stays import check_in, check_out, undo_check_in
from models.house.database import close_database, open_database
from models.house.refusals import Refused
from models.ledger.accounts import Account, SubaccountBalance, subaccount_balance
from models.ledger.balances import account_balance, money
from models.ledger.entries import Line
from tests.hotel import Hotel
from tests.refusing import everything

FAR = datetime.date(2030, 1, 1)
ROUNDING = Decimal(
    "0.01"
)  # each posting rounds its own VAT, by half a satang at most; a pair of them a satang
baht = st.sampled_from(["0.99", "107", "333.33", "1070", "1765.50", "2500.05", "4000"]).map(Decimal)
which = st.integers(min_value=0, max_value=9)


def vat(gross: Decimal) -> Decimal:
    return round_half_up(gross * 7 / 107)


class Deposits(RuleBasedStateMachine):
    """Two bookings, one of them paid ahead already, and everything that moves a deposit."""

    template: Path
    folder: Path
    done: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        file = self.folder / "hotel.db"
        for old in self.folder.iterdir():
            old.unlink()
        shutil.copy(self.template, file)
        open_database(str(file))
        self.hotel = Hotel()
        self.stays = [self.hotel.booked(2, room="201"), self.hotel.booked(1, room="202")]
        self.attempt(take_deposit, self.reservation(0), "CASH", Decimal("3000.50"))

    def teardown(self) -> None:
        assert list(faults()) == []
        close_database()

    def reservation(self, n: int) -> int:
        return int(Stay.get_by_id(self.stays[n % 2]).reservation_id)

    def window(self, n: int) -> int:
        found = FolioWindow.get_or_none(FolioWindow.stay == self.stays[n % 2])
        return found.id if found else 0

    def attempt(self, deed: Callable[..., object], *args: object) -> None:
        before = everything()
        try:
            deed(self.hotel.desk(), *args)
        except Refused:
            assert everything() == before
        else:
            self.done[deed.__name__] += 1

    @rule(n=which, amount=baht)
    def a_deposit_comes(self, n: int, amount: Decimal) -> None:
        self.attempt(take_deposit, self.reservation(n), "CASH", amount)

    @rule(n=which, amount=baht, whole=st.booleans())
    def a_deposit_goes_back(self, n: int, amount: Decimal, whole: bool) -> None:
        held = deposit_of(Reservation.get_by_id(self.reservation(n)))
        self.attempt(refund_deposit, self.reservation(n), "CASH", held if whole else amount, "shorter")

    @rule(n=which, amount=baht, whole=st.booleans())
    def a_deposit_is_kept(self, n: int, amount: Decimal, whole: bool) -> None:
        held = deposit_of(Reservation.get_by_id(self.reservation(n)))
        self.attempt(keep_deposit, self.reservation(n), held if whole else amount, "late")

    @rule(n=which)
    def they_come(self, n: int) -> None:
        self.attempt(check_in, self.stays[n % 2])

    @rule(n=which)
    def they_never_came(self, n: int) -> None:
        self.attempt(undo_check_in, self.stays[n % 2])

    @rule(n=which, code=st.sampled_from(["FOOD", "MINI", "MISC"]), amount=baht)
    def they_are_charged(self, n: int, code: str, amount: Decimal) -> None:
        if self.window(n):
            self.attempt(post_charge, self.window(n), code, amount)

    @rule(n=which)
    def something_was_wrong(self, n: int) -> None:
        latest = list(Posting.select().order_by(Posting.id.desc()).limit(10))
        if latest:
            self.attempt(correct, latest[n % len(latest)].id, "wrong")

    @rule(n=which, amount=baht)
    def they_pay(self, n: int, amount: Decimal) -> None:
        if self.window(n):
            self.attempt(take_payment, self.window(n), "CASH", amount)

    @rule(n=which, amount=baht, whole=st.booleans())
    def credit_goes_back(self, n: int, amount: Decimal, whole: bool) -> None:
        if self.window(n):
            credit = max(-window_balance(self.window(n)), Decimal(0))
            self.attempt(refund, self.window(n), "CASH", credit if whole else amount, "too much")

    @rule(n=which)
    def they_leave(self, n: int) -> None:
        if self.window(n):
            owed = window_balance(self.window(n))
            if owed > 0:
                self.attempt(take_payment, self.window(n), "CASH", owed)
            self.attempt(check_out, self.stays[n % 2], True)

    @rule()
    def the_day_closes(self) -> None:
        for n in (0, 1):
            held = deposit_of(Reservation.get_by_id(self.reservation(n)))
            if held:
                self.attempt(refund_deposit, self.reservation(n), "CASH", held, "not coming")
        if self.hotel.day < self.hotel.after(3):
            try:
                self.hotel.audit()
                self.done["audit"] += 1
            except Refused:
                pass

    # What must hold

    @invariant()
    def no_part_of_it_is_below_nothing(self) -> None:
        for row in SubaccountBalance.select().where(SubaccountBalance.floor.is_null(False)):
            assert row.balance >= 0

    @invariant()
    def vat_is_due_on_what_was_used_and_on_what_came_ahead_once(self) -> None:
        charged = -money(Line.select(_sum()).where(Line.item == "VAT").scalar())
        ahead = account_balance(Account.get(Account.subledger == "deposit vat").id, FAR)
        due = -account_balance(Account.get(Account.code == "21300").id, FAR)
        assert due == charged + ahead

    @invariant()
    def what_is_ahead_is_the_vat_of_the_deposits_not_used_up(self) -> None:
        leeway = ROUNDING * Posting.select().count()
        for n in (0, 1):
            reservation = Reservation.get_by_id(self.reservation(n))
            part = reservation.deposit_vat_id
            held = deposit_of(reservation)
            assert abs((subaccount_balance(part) if part else Decimal(0)) - vat(held)) <= leeway
            if not held and part:
                assert subaccount_balance(part) == 0
            window = FolioWindow.get_or_none(FolioWindow.stay == self.stays[n])
            if window is None or window.deposit_vat_id is None:
                continue
            ahead = subaccount_balance(window.deposit_vat_id)
            assert abs(ahead - vat(self._unspent(window))) <= leeway
            if window.stay.state == CHECKED_OUT:
                assert ahead == 0

    def _unspent(self, window: FolioWindow) -> Decimal:
        """Deposits moved here and not given back, less charges, as far as the guest still has it to his credit."""
        moved = charged = Decimal(0)
        for posting in Posting.select().where(Posting.window == window):
            if posting.kind == "deposit moved":
                moved -= posting.amount
            elif posting.code.kind == "revenue":
                charged += posting.amount
            elif posting.kind == "refund":
                note = paper_of_posting(posting.id)
                moved -= note.net + note.vat if note and not is_void(note) else 0
        return max(min(moved - charged, -window_balance(window.id)), Decimal(0))

    @invariant()
    def no_invoice_is_credited_beyond_itself(self) -> None:
        taken: Counter[int] = Counter()
        for line in CreditNoteLine.select():
            if not is_void(line.note):
                taken[line.invoice_id] += int((line.net + line.vat) * 100)
        for invoice in Receipt.select().where(Receipt.kind == TAX_INVOICE):
            assert taken[invoice.id] <= int((invoice.net + invoice.vat) * 100)


def _sum() -> object:
    from peewee import fn

    return fn.SUM(Line.amount)


def test_vat_of_deposits_is_due_once_whatever_happens_to_them(sqlite_template: Path, tmp_path: Path) -> None:
    Deposits.template, Deposits.folder = sqlite_template, tmp_path / "machine"
    Deposits.folder.mkdir()
    Deposits.done = Counter()
    few = settings(
        max_examples=8,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),  # a story of thirty deeds tells more than an hour of shrinking it
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Deposits, settings=few)
    assert len(Deposits.done) >= 11, "every deed is done now and then"
