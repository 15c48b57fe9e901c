"""Several clerks at once at the same bill, voucher, month and year: one does it, the others are told; a crash does nothing."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from multiprocessing.connection import Connection

import pytest

from models.back_office.petty_cash import open_fund, pay_slip, top_up
from models.back_office.vendor_bills import BillLine, enter_bill
from models.back_office.vendor_payments import (
    Part,
    VendorPayment,
    approve_payment,
    prepare_payment,
    prepare_run,
)
from models.back_office.vendors import add_vendor
from models.back_office.withholding_certificates import Certificate
from models.back_office.year_end import close_year
from models.front_office.proof import faults
from models.front_office.vat_report import close_vat_month
from models.house.acts import Desk
from models.house.database import close_database, database, open_database
from models.house.property import Property
from models.house.refusals import Refused
from models.house.settings import set_setting
from models.ledger.drafts import VoucherTerms, approve_voucher, prepare_voucher, reverse_entry
from models.ledger.entries import Entry
from models.ledger.periods import Period, soft_lock_period
from tests.hotel import Hotel
from tests.refusing import everything

D = Decimal
BANK, WEAR = "11210", [("52600", D(100)), ("12900", D(-100))]
CLERKS = ("anong", "pavinee", "anong", "pavinee")
NOVEMBER = datetime.date(2026, 11, 1)


def _clerk(url: str, login: str, jobs: dict[str, Callable[[Desk], object]], orders: Connection) -> None:
    """A clerk in a process of its own, who does on each order the job named."""
    open_database(url)
    hotel = Hotel(Property.the().business_date)
    while (job := orders.recv()) is not None:
        try:
            jobs[job](hotel.desk(login))
            orders.send("done")
        except Refused as refusal:
            orders.send(refusal.code)
    close_database()


def _jobs(hotel: Hotel) -> dict[str, Callable[[Desk], object]]:
    """What everybody wants to do, on the first of December."""
    anong = hotel.desk("anong")
    vendor = add_vendor(
        anong,
        name_th="ซักสะอาด",
        name_en="Clean",
        tax_id="0105561000003",
        address="Bangkok",
        income_type="service",
    )
    bills = [enter_bill(anong, vendor, f"IV-{n}", hotel.day, [BillLine("52300", D(10000))]) for n in (1, 2)]
    (payment,) = prepare_run(anong, bills[:1], BANK)
    voucher, posted = (
        prepare_voucher(anong, VoucherTerms("JV", hotel.day, "wear", WEAR)) for _each in range(2)
    )
    entry = approve_voucher(anong, posted)
    fund = open_fund(anong, "Office", "11100", D(100), anong.staff.id)
    top_up(anong, fund, BANK)
    november = Period.get(Period.starts == NOVEMBER).id
    return {
        "pay": lambda desk: approve_payment(desk, payment),
        "prepare": lambda desk: prepare_payment(desk, vendor, BANK, [Part(bills[1])]),
        "enter": lambda desk: enter_bill(desk, vendor, "IV-9", hotel.day, [BillLine("52300", D(1))]),
        "approve": lambda desk: approve_voucher(desk, voucher),
        "reverse": lambda desk: reverse_entry(desk, entry, hotel.day, "twice"),
        "slip": lambda desk: pay_slip(desk, fund, hotel.day, "ice", "52300", D(100)),
        "file": lambda desk: close_vat_month(desk, NOVEMBER),
        "soft": lambda desk: soft_lock_period(desk, november),
        "year": lambda desk: close_year(desk, NOVEMBER),
    }


TOLD = {
    "pay": "PAYMENT_KEPT", "prepare": "NOT_POSITIVE", "enter": "BILL_TWICE", "approve": "VOUCHER_KEPT",
    "reverse": "ALREADY_REVERSED", "slip": "FUND_EMPTY", "file": "VAT_MONTH_CLOSED", "soft": "PERIOD_LOCKED",
    "year": "YEAR_CLOSED",
}  # fmt: skip


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_of_clerks_who_do_the_same_at_once_one_does_it(kind: str, request: pytest.FixtureRequest) -> None:
    url: str = request.getfixturevalue(f"{kind}_url")
    open_database(url)
    hotel = Hotel()
    set_setting(hotel.desk(), "fiscal_first_month", "12")
    prepare_and_post = VoucherTerms("JV", hotel.day, "wear", WEAR)
    approve_voucher(hotel.desk("anong"), prepare_voucher(hotel.desk("anong"), prepare_and_post))
    while hotel.day.month == 11:
        hotel.audit()
    jobs = _jobs(hotel)
    close_database()  # no connection is carried over a fork
    forks = multiprocessing.get_context("fork")
    lines = []
    for login in CLERKS:
        mine, theirs = forks.Pipe()
        forks.Process(target=_clerk, args=(url, login, jobs, theirs), daemon=True).start()
        lines.append(mine)
    try:
        for job, code in TOLD.items():
            for line in lines:
                line.send(job)
            said = Counter(line.recv() for line in lines)
            assert said == {"done": 1, code: len(CLERKS) - 1}, job
    finally:
        for line in lines:
            line.send(None)
    open_database(url)
    assert Certificate.select().count() == 1
    assert Entry.select().where(Entry.kind == "year end").count() == 1
    assert list(faults()) == []
    close_database()


def _dies_at(url: str, payment: int, statement: str) -> None:
    """A clerk approves; the kernel ends the process at the first statement of that beginning, as a power cut would."""
    open_database(url)
    run = database.obj.execute_sql

    def until(sql: str, *rest: object, **more: object) -> object:
        if sql.startswith(statement):
            os.kill(os.getpid(), signal.SIGKILL)
        return run(sql, *rest, **more)

    database.obj.execute_sql = until
    approve_payment(Hotel().desk("anong"), payment)
    os._exit(0)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_payment_cut_off_half_way_has_not_begun(kind: str, request: pytest.FixtureRequest) -> None:
    url: str = request.getfixturevalue(f"{kind}_url")
    open_database(url)
    hotel = Hotel()
    payment = _prepared(hotel)
    before = everything()
    close_database()
    forks = multiprocessing.get_context("fork")
    for beginning in (
        'INSERT INTO "line"', 'INSERT INTO "entry"', 'INSERT INTO "withholding_certificate"', 'UPDATE "vendor_bill"',
        'UPDATE "vendor_payment"', 'INSERT INTO "change_log"',
    ):  # fmt: skip
        clerk = forks.Process(target=_dies_at, args=(url, payment, beginning))
        clerk.start()
        clerk.join(60)
        assert clerk.exitcode == -signal.SIGKILL, beginning
    open_database(url)
    assert everything() == before
    approve_payment(hotel.desk("anong"), payment)
    row = VendorPayment.get_by_id(payment)
    assert (row.number, Certificate.get().number) == ("PV2569-00001", "WT2569-00001")
    assert list(faults()) == []
    close_database()


def _prepared(hotel: Hotel) -> int:
    anong = hotel.desk("anong")
    vendor = add_vendor(
        anong,
        name_th="ซักสะอาด",
        name_en="Clean",
        tax_id="0105561000003",
        address="Bangkok",
        income_type="service",
    )
    bill = enter_bill(anong, vendor, "IV-1", hotel.day, [BillLine("52300", D(10000), "undue")])
    return prepare_run(anong, [bill], BANK)[0]
