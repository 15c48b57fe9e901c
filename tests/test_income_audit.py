"""Income audit: what still moves on a date the night audit closed, what does not, and that the closed figures stand."""

from __future__ import annotations

import datetime
from decimal import Decimal

import peewee
import pytest

from models.front_office.folios import post_charge
from models.front_office.income_audit import post_income_audit
from models.front_office.night_audit import ClosedDay, ClosedLedger
from models.front_office.opening import set_setting
from models.front_office.proof import faults
from models.house.acts import ChangeLog
from models.house.database import database
from models.ledger.accounts import Account
from models.ledger.entries import Entry, write_journal_voucher
from models.ledger.periods import Period
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.raw import CASH, GUESTS
from tests.refusing import everything, refused

ROOMS, FOOD, RENT, DEPRECIATION, USED_UP, OUTPUT_VAT = "41100", "41110", "52700", "52600", "12900", "21300"
MOVED = [(ROOMS, Decimal("100.00")), (FOOD, Decimal("-100.00"))]


def _days(hotel: Hotel, closed: int) -> datetime.date:
    """A guest with laundry, then audits; the first closed date."""
    window = hotel.window(hotel.in_house("201", nights=8))
    post_charge(hotel.desk("nok"), window, "LAUN", Decimal("112.15"))
    first = hotel.day
    for _each in range(closed):
        hotel.audit()
    return first


def test_income_audit_moves_a_closed_date_marked_and_with_its_reason(hotel: Hotel) -> None:
    first = _days(hotel, 2)
    closed = everything()
    kept = {name: closed[name] for name in ("closed_day", "closed_ledger", "day_statistics")}
    entry = Entry.get_by_id(post_income_audit(hotel.desk("anong"), first, MOVED, " breakfast in the room "))
    assert (entry.date, entry.kind, entry.journal, entry.memo) == (
        first,
        "income audit",
        "general",
        "breakfast in the room",
    )
    assert entry.voucher == f"IA{first.year + 543}-00001"
    log = ChangeLog.select().order_by(ChangeLog.id.desc()).get()
    assert (log.operation, log.reason, log.subject) == (
        "post_income_audit",
        "breakfast in the room",
        "entry",
    )
    now = everything()
    assert {name: now[name] for name in kept} == kept, "what was closed stands"
    assert list(faults()) == []
    hotel.audit()
    assert list(faults()) == []
    assert ClosedDay.select().count() * 3 == ClosedLedger.select().count() == 9


def test_income_audit_takes_at_most_five_closed_dates_and_never_today(small_hotel: Hotel) -> None:
    hotel = small_hotel
    anong = hotel.desk("anong")
    with refused("INCOME_AUDIT_WINDOW"):
        post_income_audit(anong, hotel.day, MOVED, "nothing is closed yet")
    first = _days(hotel, 6)
    for date in (first, hotel.day, hotel.after(1), hotel.after(-60)):
        with refused("INCOME_AUDIT_WINDOW") as refusal:
            post_income_audit(anong, date, MOVED, "too far")
        assert refusal.said.field == "date"
    post_income_audit(anong, hotel.after(-5), MOVED, "the fifth day")
    set_setting(hotel.desk(), "income_audit_days", "1")
    with refused("INCOME_AUDIT_WINDOW"):
        post_income_audit(anong, hotel.after(-2), MOVED, "the house allows one")
    post_income_audit(anong, hotel.after(-1), MOVED, "yesterday")
    set_setting(hotel.desk(), "income_audit_days", "0")
    with refused("INCOME_AUDIT_WINDOW"):
        post_income_audit(anong, hotel.after(-1), MOVED, "the house allows none")
    with refused("SETTING"):
        set_setting(hotel.desk(), "income_audit_days", "6")


def test_income_audit_leaves_control_accounts_and_output_vat_alone(small_hotel: Hotel) -> None:
    hotel = small_hotel
    yesterday = _days(hotel, 1)
    one = Decimal("1.00")
    for code, lines, reason in (
        ("CONTROL_ACCOUNT", [(GUESTS, one), (ROOMS, -one)], "x"),
        ("INCOME_AUDIT_VAT", [(OUTPUT_VAT, one), (ROOMS, -one)], "x"),
        ("NO_ACCOUNT", [("99999", one), (ROOMS, -one)], "x"),
        ("ENTRY_UNBALANCED", [(ROOMS, one), (FOOD, Decimal("-2.00"))], "x"),
        ("ENTRY_TOO_SHORT", [(ROOMS, Decimal(0)), (FOOD, Decimal(0))], "x"),
        ("NO_REASON", MOVED, "  "),
    ):
        with refused(code):
            post_income_audit(hotel.desk("anong"), yesterday, lines, reason)
    with refused("NO_RIGHT"):
        post_income_audit(hotel.desk("nok"), yesterday, MOVED, "x")
    Account.update(closed_on=yesterday).where(Account.code == FOOD).execute()
    with refused("ACCOUNT_CLOSED"):
        post_income_audit(hotel.desk("anong"), yesterday, MOVED, "x")
    Period.update(locked=True).execute()
    with refused("PERIOD_CLOSED"):
        post_income_audit(hotel.desk("anong"), yesterday, MOVED, "x")


def test_a_voucher_on_a_closed_date_leaves_the_accounts_of_the_front_office_alone(hotel: Hotel) -> None:
    first = _days(hotel, 6)
    write_journal_voucher(
        hotel.desk("anong"),
        first,
        "depreciation",
        [(DEPRECIATION, Decimal(500)), (USED_UP, Decimal(-500))],
    )
    for account in (CASH, ROOMS, OUTPUT_VAT):
        lines = [(account, Decimal(-80)), (RENT, Decimal(80))]
        with refused("INCOME_AUDIT_ONLY"):
            write_journal_voucher(hotel.desk("anong"), hotel.after(-1), "paper", lines)
        write_journal_voucher(hotel.desk("anong"), hotel.day, "paper", lines)
    assert list(faults()) == []


def test_the_database_itself_keeps_hands_off_closed_dates(hotel: Hotel) -> None:
    first = _days(hotel, 6)
    for code, date, kind, journal, accounts in (
        ("INCOME_AUDIT_ONLY", hotel.after(-1), "voucher", "general", (ROOMS, RENT)),
        ("INCOME_AUDIT_ONLY", hotel.after(-1), "anything", "payments", (CASH, RENT)),
        ("INCOME_AUDIT_WINDOW", first, "income audit", "general", (ROOMS, FOOD)),
        ("INCOME_AUDIT_WINDOW", hotel.day, "income audit", "general", (ROOMS, FOOD)),
        ("INCOME_AUDIT_WINDOW", hotel.after(-1), "income audit", "front", (ROOMS, FOOD)),
        ("INCOME_AUDIT_VAT", hotel.after(-1), "income audit", "general", (OUTPUT_VAT, FOOD)),
    ):
        with pytest.raises(peewee.DatabaseError) as caught, database.atomic():
            _raw_entry(date, kind, journal, accounts)
        assert code in str(caught.value) or (journal == "front" and "NOT_THE_BUSINESS" in str(caught.value))
    with database.atomic() as inside:
        _raw_entry(hotel.after(-5), "income audit", "general", (ROOMS, FOOD))
        inside.rollback()


def _raw_entry(date: datetime.date, kind: str, journal: str, accounts: tuple[str, str]) -> None:
    run = database.execute_sql
    ((number, before),) = run("SELECT id + 1, hash FROM entry ORDER BY id DESC LIMIT 1").fetchall()
    for place, (code, amount) in enumerate(zip(accounts, (100, -100), strict=True), 1):
        run(
            "INSERT INTO line (entry_id, position, date, account_id, amount, item, memo)"
            f" SELECT {number}, {place}, '{date}', id, {amount}, '', '' FROM account WHERE code = '{code}'"
        )
    run(
        "INSERT INTO entry (id, date, journal, kind, memo, staff_id, terminal, at, previous_hash, hash) VALUES"
        f" ({number}, '{date}', '{journal}', '{kind}', 'x', 1, 'x', '2026-11-24T03:00:00.000000+00:00',"
        f" '{before}', '{'0' * 64}')"
    )


@pytest.mark.parametrize(
    ("language", "command", "title", "answer"),
    [
        ("en", "income audit", "Income audit", "IA2569-00001"),
        ("th", "ตรวจสอบรายได้", "Income Audit", "IA2569-00001"),
    ],
)
async def test_an_accountant_moves_revenue_of_yesterday(
    small_hotel: Hotel, language: str, command: str, title: str, answer: str
) -> None:
    yesterday = _days(small_hotel, 1)
    async with at_the_desk(small_hotel, "anong", language, first="") as desk:
        await desk.command(command)
        await desk.sees(title)
        for code in (ROOMS, FOOD):
            await desk.press("a")
            await desk.sees("────")
            await desk.type(code)
            await desk.press("enter")
            if code == ROOMS:
                await desk.type("100")
            await desk.press("f9")
            await desk.sees(code)
        await desk.press("f9")
        await desk.press("enter")
        await desk.type("menu")
        await desk.press("f9")
        await desk.sees(answer)
    entry = Entry.select().order_by(Entry.id.desc()).get()
    assert (entry.date, entry.kind, entry.memo) == (yesterday, "income audit", "menu")
    sides = [line.amount for line in entry.lines]
    assert sides == [Decimal("100.00"), Decimal("-100.00")]
