"""The books as a plain-text journal: hledger and beancount read them and come to the same balances."""

from __future__ import annotations

import csv
import datetime
import io
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from models.front_office.folios import correct, post_article, post_charge
from models.front_office.payments import keep_deposit, take_deposit, take_payment
from models.front_office.reservations import Stay, cancel
from models.front_office.stays import check_in
from models.house.database import transaction
from models.house.property import Property
from models.ledger.accounts import Account
from models.ledger.balances import trial_balance
from models.ledger.entries import write_journal_voucher
from models.ledger.journal_export import Dialect, account_name, export_journal
from tests.hotel import Hotel

Balances = dict[str, Decimal]
ONE_DAY = datetime.timedelta(days=1)
NASTY = 'a "quoted" ; name, with: colon 2026-01-01 open Assets:Cash \\ | *(x) นาง ก end'


def exported(dialect: Dialect, folder: Path) -> Path:
    file = folder / f"books.{dialect}"
    with file.open("w", encoding="utf-8", newline="") as text:
        export_journal(text.write, dialect)
    return file


def by_hledger(folder: Path, until: datetime.date | None = None) -> Balances:
    program = shutil.which("hledger")
    if program is None:
        pytest.skip("hledger is not on this machine")
    command = [program, "-f", str(exported("hledger", folder))]
    subprocess.run([*command, "check", "--strict"], check=True, capture_output=True)
    said = subprocess.run(
        [*command, "balance", "-N", "--flat", "-O", "csv", *(["-e", str(until + ONE_DAY)] if until else [])],
        check=True, capture_output=True, encoding="utf-8",
        env={"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO(said.stdout)))[1:]
    return {name: Decimal(amount.split(" ")[0]) for name, amount in rows}


def by_beancount(folder: Path, until: datetime.date | None = None) -> Balances:
    loader = pytest.importorskip("beancount.loader", reason="beancount is not installed")
    from beancount.core.data import Transaction

    entries, errors, _options = loader.load_file(str(exported("beancount", folder)))
    assert errors == []
    balances: Balances = defaultdict(lambda: Decimal("0.00"))
    for entry in entries:
        if isinstance(entry, Transaction) and (until is None or entry.date <= until):
            for posting in entry.postings:
                assert posting.units.currency == Property.the().currency
                balances[posting.account] += posting.units.number
    return without_zeros(balances)


def ours(until: datetime.date | None = None) -> Balances:
    """Our trial balance at the end of ``until`` (None: the business date), by the names of the journal."""
    names = {account.code: account_name(account) for account in Account.select()}
    assert len(set(names.values())) == len(names)
    return without_zeros(
        {names[row.code]: row.closing for row in trial_balance(until or Property.the().business_date)}
    )


def without_zeros(balances: Balances) -> Balances:
    """hledger does not list an account at zero."""
    return {name: amount for name, amount in balances.items() if amount}


def some_days(hotel: Hotel) -> None:
    """Charges, a correction, deposits moved and kept, payments of every kind, vouchers with wild words, four nights."""
    desk = hotel.desk()
    arriving = hotel.booked(nights=2, adults=2)
    take_deposit(desk, Stay.get_by_id(arriving).reservation_id, "TRAN", Decimal("1000.55"), reference=NASTY)
    broken = hotel.booked(nights=1)
    take_deposit(desk, Stay.get_by_id(broken).reservation_id, "CARD", Decimal(500))
    keep_deposit(desk, Stay.get_by_id(broken).reservation_id, Decimal(500), NASTY)
    cancel(desk, broken, "flight")
    stay = hotel.in_house("202", guest=hotel.guest('O"Neil; "Bob"'), nights=3)
    window = hotel.window(stay)
    correct(desk, post_article(desk, window, "CHANG", 3), NASTY)
    post_charge(desk, window, "LAUN", Decimal("112.15"), description=NASTY)
    take_payment(desk, window, "CASH", Decimal("249.50"), tendered=Decimal(500), reference='"')
    lines = [("52300", Decimal("99.99")), ("11210", Decimal("-99.99"))]
    write_journal_voucher(desk, hotel.day, NASTY, lines)
    write_journal_voucher(desk, hotel.day, "\\", [("52100", Decimal("0.01")), ("11100", Decimal("-0.01"))])
    check_in(desk, arriving, "201")
    for _night in range(2):
        hotel.audit()
    hotel.leaves(arriving)
    hotel.audit()
    hotel.leaves(stay)
    hotel.audit()
    with transaction():
        Account.update(closed_on=hotel.day).where(Account.code << ["52300", "52500"]).execute()


@pytest.mark.parametrize("read", [by_hledger, by_beancount])
def test_the_journal_read_by_another_program_has_the_balances_of_our_books(
    hotel: Hotel, tmp_path: Path, read: Callable[[Path], Balances]
) -> None:
    some_days(hotel)
    assert len(ours()) > 10
    assert read(tmp_path) == ours()


def test_every_transaction_of_the_journal_names_its_entry_and_its_voucher(
    small_hotel: Hotel, tmp_path: Path
) -> None:
    lines = [("52300", Decimal(10)), ("11210", Decimal(-10))]
    for _voucher in range(3):
        entry = write_journal_voucher(small_hotel.desk(), small_hotel.day, "repair", lines)
    text = exported("hledger", tmp_path).read_text()
    assert [f"entry:{n}, kind:voucher, staff:pavinee, voucher:JV2569-0000{n}" in text for n in (1, 2, 3)] == [
        True
    ] * 3
    assert f'entry: "{entry}"' in exported("beancount", tmp_path).read_text()


def test_a_ledger_without_an_entry_is_a_journal_both_can_read(small_hotel: Hotel, tmp_path: Path) -> None:
    assert by_beancount(tmp_path) == {}
    assert by_hledger(tmp_path) == {}


def test_only_the_two_dialects_are_written(small_hotel: Hotel) -> None:
    with pytest.raises(ValueError, match="ledger-cli"):
        export_journal(print, "ledger-cli")  # type: ignore[arg-type]
