"""Whatever is charged, moved, paid, invoiced, credited and given back: papers and books agree when the guests have left."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from models.back_office.receivables import open_account
from models.front_office.adjustments import adjust
from models.front_office.city_ledger import settle
from models.front_office.folios import (
    FolioWindow,
    Posting,
    correct,
    post_charge,
    save_window,
    split,
    transfer,
)
from models.front_office.folios import window_balance as owes
from models.front_office.invoice_notes import credit_invoice
from models.front_office.invoicing import cancel_invoice, issue_combined, issue_invoice, open_lines, reissue
from models.front_office.invoicing.issuing import payments_to_combine
from models.front_office.opening import set_setting
from models.front_office.payments import refund, take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.receipts import TAX_INVOICE, Receipt, ReceiptLine, is_void
from models.front_office.refund_legs import legs_of_window
from models.front_office.reservations import Stay
from models.front_office.stays import check_in, check_out
from models.front_office.till.paid_outs import pay_out_for_guest
from models.house.acts import Desk
from models.house.database import close_database, open_database
from models.house.refusals import Refused
from tests.hotel import Hotel
from tests.test_tax_invoices import COMPANY, documents_vat, output_vat

BAHT = Decimal
AMOUNTS = [BAHT(text) for text in ("0.07", "10.07", "33.33", "333.34", "1000.01", "2500.05")]
SEEDS = (1, 2, 3)
STEPS = 28


class Walk:
    """Two rooms with two windows each, a taxed deposit on one of them; chance decides what is done next."""

    def __init__(self, seed: int, done: Counter[str]) -> None:
        self.chance, self.done, self.hotel = random.Random(seed), done, Hotel()
        set_setting(self.hotel.desk(), "abbreviated_at_check_out", "yes")
        booked = self.hotel.booked(1)
        take_deposit(self.hotel.desk(), Stay.get_by_id(booked).reservation_id, "CASH", BAHT("3000.50"))
        check_in(self.hotel.desk(), booked, "201")
        self.stays = [booked, self.hotel.in_house("202", nights=1)]
        for stay in self.stays:
            save_window(self.hotel.desk(), stay, 2, payee="Siam Tour", address="1 Silom")
        self.account = open_account(self.hotel.desk("anong"), name_th="ส", name_en="S", credit_limit=None)
        self.hotel.audit()

    def desk(self) -> Desk:
        return self.hotel.answering(CREDIT_NOTE="x", REFUND_OTHER_WAY="x", ADJUST_LIMIT="x")

    def one(self, rows: object) -> int:
        """The id of one of the latest, 0 without any."""
        ids = [row.id for row in rows][-8:]  # type: ignore[attr-defined]
        return int(self.chance.choice(ids)) if ids else 0

    def line(self, *kinds: str) -> int:
        return self.one(Posting.select().where(Posting.kind << kinds).order_by(Posting.id))

    def step(self) -> None:
        desk, amount = self.desk(), self.chance.choice(AMOUNTS)
        window, percent = self.one(FolioWindow.select()), BAHT(self.chance.choice((10, 33, 50)))
        papers = [r for r in Receipt.select().where(Receipt.kind == TAX_INVOICE) if not is_void(r)]
        code, form = self.chance.choice(("FOOD", "MINI", "MISC")), self.chance.choice(("full", "abbreviated"))
        deeds: dict[str, Callable[[], object]] = {
            "charge": lambda: post_charge(desk, window, code, amount, inclusive=amount > 99),
            "move": lambda: transfer(desk, [self.line("charge", "transfer", "adjustment")], window),
            "split": lambda: split(desk, self.line("charge", "transfer"), window, percent=percent),
            "pay": lambda: take_payment(desk, window, "CASH", amount),
            "taxi": lambda: pay_out_for_guest(desk, window, amount, "taxi", "1", "taxi"),
            "on account": lambda: settle(desk, window, self.account, min(amount, owes(window))),
            "refund": lambda: refund(desk, window, "CASH", amount, "back"),
            "to the leg": lambda: self.to_the_leg(desk, window, amount),
            "invoice": lambda: issue_invoice(desk, window, form, COMPANY),
            "some": lambda: issue_invoice(desk, window, form, COMPANY, [open_lines(window)[0].posting_id]),
            "combine": lambda: issue_combined(desk, window, payments_to_combine(window)[:2], COMPANY),
            "cancel": lambda: cancel_invoice(desk, self.one(papers), "wrong"),
            "anew": lambda: reissue(desk, self.one(papers), "name", COMPANY),
            "credit": lambda: credit_invoice(desk, self.one(papers), "LESS", percent=percent),
            "adjust": lambda: adjust(desk, self.line("charge", "transfer"), "PRICE", percent=percent),
            "correct": lambda: correct(
                desk, self.line("charge", "payment", "refund", "city ledger"), "wrong"
            ),
        }
        name = self.chance.choice(list(deeds))
        try:
            deeds[name]()
            self.done[name] += 1
        except (Refused, IndexError, Posting.DoesNotExist, Receipt.DoesNotExist):
            self.done["refused"] += 1

    def to_the_leg(self, desk: Desk, window: int, amount: Decimal) -> None:
        leg = legs_of_window(window)[0]
        refund(desk, window, leg.code, min(amount, leg.left), "back", of=leg.posting_id)

    def leave(self) -> None:
        for stay in self.stays:
            for window in FolioWindow.select().where(FolioWindow.stay == stay):
                balance = owes(window.id)
                if balance > 0:
                    take_payment(self.desk(), window.id, "CASH", balance)
                elif balance < 0:
                    refund(self.desk(), window.id, "CASH", -balance, "leaves")
            check_out(self.desk(), stay)


def _agrees() -> None:
    """No line stands on two papers, and the tax papers say what the books owe."""
    assert list(faults()) == []
    standing = [r.id for r in Receipt.select() if not is_void(r)]
    lines = [row.posting_id for row in ReceiptLine.select().where(ReceiptLine.receipt << standing)]
    assert len(lines) == len(set(lines))
    waiting = [line for window in FolioWindow.select() for line in open_lines(window.id)]
    assert sum(line.amount for line in waiting) <= 0
    assert documents_vat() + sum(line.vat for line in waiting) == output_vat()


def test_papers_and_books_agree_whatever_is_done(sqlite_template: Path, tmp_path: Path) -> None:
    done: Counter[str] = Counter()
    for seed in SEEDS:
        file = tmp_path / f"{seed}.db"
        shutil.copy(sqlite_template, file)
        open_database(str(file))
        try:
            walk = Walk(seed, done)
            for _step in range(STEPS):
                walk.step()
            walk.leave()
            _agrees()
        finally:
            close_database()
    assert len(done) >= 12, done
