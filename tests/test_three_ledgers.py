"""The three ledgers of a day: identities, ties to the books, and the way from a figure to its entry."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.folios import FolioWindow, post_charge
from models.front_office.invoicing import issue_invoice
from models.front_office.night_audit import ClosedLedger, run_audit
from models.front_office.night_audit.ledgers import balance_ledgers
from models.front_office.payments import take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.receipts import Buyer
from models.front_office.reservations import Stay
from models.front_office.three_ledgers import (
    LedgerDay,
    control_account,
    ledger_days,
    lines_behind,
    movements,
    ties,
)
from models.house.acts import Act, operation
from models.house.database import database
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.accounts import Account, open_subaccount
from models.ledger.entries import Entry, NewLine, write_entry
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.raw import CASH, OTHER_INCOME

DEPOSIT, GUEST, CITY = "deposit", "guest", "city"


def _lived(hotel: Hotel) -> int:
    """A guest with laundry and a payment, and a deposit for a stay to come; the folio window."""
    window = hotel.window(hotel.in_house("201", nights=2))
    post_charge(hotel.desk("nok"), window, "LAUN", Decimal("112.15"))
    issue_invoice(hotel.desk("nok"), window, "full", Buyer("Tour One", "Bangkok"))
    take_payment(hotel.desk("nok"), window, "CASH", Decimal("1000.00"))
    coming = hotel.booked(2, "DLX", arrival=hotel.after(3), departure=hotel.after(5))
    take_deposit(hotel.desk("nok"), Stay.get_by_id(coming).reservation_id, "TRAN", Decimal("500.00"))
    return window


def touch(table: str, statement: str) -> None:
    """Somebody has the file in hand: the guards of the table go, then its rows change."""
    triggers = database.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
    )
    for (name,) in triggers.fetchall():
        database.execute_sql(f"DROP TRIGGER {name}")
    assert database.execute_sql(statement).rowcount, "nothing was touched"


@operation("post")
def _entries(act: Act, entries: list[tuple[str, str, str, str]], parts: dict[str, int]) -> None:
    """(kind, debit, credit, baht); a side is a ledger or the code of an account."""
    for kind, debit, credit, baht in entries:
        lines = []
        for side, amount in ((debit, Decimal(baht)), (credit, -Decimal(baht))):
            if side in parts:
                lines.append(NewLine(control_account(side).id, amount, parts[side]))
            else:
                item = "MISC" if side == OTHER_INCOME else ""
                lines.append(NewLine(Account.get(Account.code == side).id, amount, item=item))
        write_entry(act, lines, kind=kind, memo=kind)


@operation("post")
def _parts(act: Act) -> dict[str, int]:
    return {
        ledger: int(open_subaccount(control_account(ledger), ledger)) for ledger in (DEPOSIT, GUEST, CITY)
    }


def test_the_day_of_the_house_rules_comes_out_to_the_satang(hotel: Hotel) -> None:
    parts = _parts(hotel.desk())
    before = [
        ("deposit", CASH, DEPOSIT, "36000.00"),
        ("charge", GUEST, OTHER_INCOME, "48250.00"),
        ("charge", CITY, OTHER_INCOME, "120300.00"),
    ]
    _entries(hotel.desk(), before, parts)
    hotel.audit()
    day = [
        ("deposit", CASH, DEPOSIT, "12500.00"),
        ("deposit moved", DEPOSIT, GUEST, "8600.00"),
        ("charge", GUEST, OTHER_INCOME, "91400.00"),
        ("payment", CASH, GUEST, "61905.50"),
        ("city ledger", CITY, GUEST, "7000.00"),
        ("payment", CASH, CITY, "25000.00"),
    ]
    _entries(hotel.desk(), day, parts)
    figures = [(d.ledger, d.opening, d.debits, d.credits, d.closing) for d in ledger_days(hotel.day)]
    assert figures == [
        (ledger, *map(Decimal, numbers.split()))
        for ledger, numbers in (
            (DEPOSIT, "-36000.00 8600.00 12500.00 -39900.00"),
            (GUEST, "48250.00 91400.00 77505.50 62144.50"),
            (CITY, "120300.00 7000.00 25000.00 102300.00"),
            ("hotel", "132550.00 107000.00 115005.50 124544.50"),
        )
    ]
    split = {m.kind: (m.debits, m.credits) for m in movements(GUEST, hotel.day)}
    assert split == {
        "charge": (Decimal("91400.00"), Decimal("0.00")),
        "payment": (Decimal("0.00"), Decimal("61905.50")),
        "deposit moved": (Decimal("0.00"), Decimal("8600.00")),
        "city ledger": (Decimal("0.00"), Decimal("7000.00")),
    }
    (line,) = lines_behind(GUEST, hotel.day, "payment").first(10)
    assert (line.amount, line.part, line.login) == (Decimal("-61905.50"), GUEST, "pavinee")


def test_what_the_audit_keeps_is_what_the_day_showed_and_opens_the_next(hotel: Hotel) -> None:
    _lived(hotel)
    date = hotel.day
    hotel.audit()
    kept = {x.ledger: x for x in ClosedLedger.select().where(ClosedLedger.date == date)}
    shown: dict[str, LedgerDay] = {d.ledger: d for d in ledger_days(date)[:3]}
    assert {k: (x.opening, x.debits, x.credits, x.closing) for k, x in kept.items()} == {
        k: (d.opening, d.debits, d.credits, d.closing) for k, d in shown.items()
    }
    assert [d.opening for d in ledger_days(hotel.day)[:3]] == [d.closing for d in shown.values()]
    assert [tie for tie in ties(date) if tie.difference] == []
    assert ties(date)[-1].books == Decimal("1500.00"), "cash and transfer"
    assert ties(date)[-2].books > Decimal("1500.00"), "laundry and the night"


@pytest.mark.parametrize(
    ("table", "statement", "what", "difference"),
    [
        ("till_movement", "UPDATE till_movement SET baht = baht - 300 WHERE baht = 100000", "Money", "3.00"),
        ("posting", "UPDATE posting SET net = net + 200 WHERE net = 11215", "Revenue", "-2.00"),
        ("line", "UPDATE line SET item = '' WHERE item = 'LAUN'", "Revenue accounts", "112.15"),
        ("line", "UPDATE line SET item = '' WHERE item = 'VAT' AND amount = -864", "Output VAT", "8.64"),
        (
            "receipt",
            "UPDATE receipt SET vat = vat + 700 WHERE form = 'full'",
            "VAT of the tax papers",
            "-7.00",
        ),
        ("account_day", "UPDATE account_day SET debit = debit + 100 WHERE debit > 0", "Debits", None),
    ],
)
def test_a_side_that_was_touched_keeps_the_day_open(
    small_hotel: Hotel, table: str, statement: str, what: str, difference: str | None
) -> None:
    _lived(small_hotel)
    touch(table, statement)
    before = small_hotel.day
    with pytest.raises(Refused) as caught:  # the failure is kept, so more than nothing is written
        run_audit(small_hotel.desk("chai"), before)
    said = caught.value
    if difference is None:  # sums that differ are met by the opening and the parts before the ties
        assert said.code in ("LEDGER_PARTS", "LEDGER_TIE")
    else:
        assert said.code == "LEDGER_TIE"
        values = said.message.values
        assert str(values["what"]).startswith(what)
        assert values["difference"] == Decimal(difference)
        assert str(values["entries"]).startswith("K-0"), "the entry at fault is named"
    assert (Property.the().business_date, ClosedLedger.select().count()) == (before, 0)


def test_verify_finds_a_tie_of_a_closed_day_that_no_longer_holds(small_hotel: Hotel) -> None:
    _lived(small_hotel)
    small_hotel.audit()
    assert list(faults()) == []
    touch("till_movement", "UPDATE till_movement SET baht = baht - 300 WHERE baht = 100000")
    assert "LEDGER_TIE" in {fault.code for fault in faults()}


def test_the_audit_names_the_difference_of_parts_and_leads_to_the_ledgers(small_hotel: Hotel) -> None:
    _lived(small_hotel)
    touch("subaccount_balance", "UPDATE subaccount_balance SET balance = balance + 700 WHERE balance <> 0")
    with database.atomic(), pytest.raises(Refused) as caught:
        balance_ledgers(small_hotel.day)
    assert caught.value.code == "LEDGER_PARTS"
    assert caught.value.message.values["difference"] != 0
    assert caught.value.jump == "three ledgers"


def test_money_slipped_into_a_closed_day_is_met_at_the_opening_with_its_entry(small_hotel: Hotel) -> None:
    window = _lived(small_hotel)
    small_hotel.audit()
    post_charge(small_hotel.desk("nok"), window, "LAUN", Decimal("100.00"))
    entry = Entry.select().order_by(Entry.id.desc()).first()
    guest, closed = control_account(GUEST).id, small_hotel.after(-1)
    touch("line", f"UPDATE line SET date = '{closed}' WHERE entry_id = {entry.id}")
    touch(
        "account_day",
        f"UPDATE account_day SET debit = debit + 11770 WHERE account_id = {guest} AND date = '{closed}'",
    )
    with pytest.raises(Refused) as caught:
        small_hotel.audit()
    said = caught.value
    assert (said.code, said.jump) == ("LEDGER_OPENING", "three ledgers")
    assert said.message.values["difference"] == Decimal("117.70")
    assert said.message.values["entries"] == f"K-{entry.id:05d}"
    assert Property.the().business_date == small_hotel.day


@pytest.mark.parametrize(
    ("language", "command", "title", "payment", "last"),
    [
        ("en", "three ledgers", "Three ledgers", "Payment", "Folio"),
        ("th", "บัญชีสามเล่ม", "บัญชีสามเล่ม", "รับชำระ", ""),
    ],
)
async def test_from_a_figure_to_its_lines_and_the_entry(
    small_hotel: Hotel, language: str, command: str, title: str, payment: str, last: str
) -> None:
    _lived(small_hotel)
    small_hotel.audit()
    async with at_the_desk(small_hotel, "pavinee", language) as desk:
        await desk.command(command)
        await desk.sees(title)
        await desk.press("left")
        await desk.sees("1,000.00", "500.00")
        await desk.press("down", "enter")
        await desk.sees("1,000.00")
        await desk.press("end", "enter")
        await desk.sees("K-0")
        await desk.press("enter")
        await desk.sees("11110", last)


def test_a_part_that_was_touched_is_named(small_hotel: Hotel) -> None:
    window = _lived(small_hotel)
    part = FolioWindow.get_by_id(window).subaccount
    touch("subaccount_balance", f"UPDATE subaccount_balance SET balance = balance + 100 WHERE id = {part.id}")
    with pytest.raises(Refused) as caught:  # the checks stop the audit before; should they not, this does
        balance_ledgers(small_hotel.day)
    assert caught.value.code == "LEDGER_PARTS", str(caught.value)
    assert caught.value.message.values["suspects"] == part.label
