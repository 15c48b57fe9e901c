"""An agent pays for many bookings at once, net of commission, and sends a file: each line finds its open item."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import peewee
import pytest

from models.back_office.input_vat import InputVat
from models.back_office.receipts_on_account import AccountReceipt, ItemPayment, credits_of, reopen_receipt
from models.back_office.receivables import OpenItem
from models.front_office.city_ledger import settle
from models.front_office.debtors.payouts import (
    AgentPayoutLine,
    Matched,
    PayoutLine,
    match_payout,
    proposed_payout_columns,
    read_payout,
    take_payout,
)
from models.front_office.folios import post_charge, window_balance
from models.front_office.payment_legs import Leg
from models.front_office.proof import faults
from models.front_office.reservations import Stay
from models.house.database import database
from models.house.tables import read_table
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import refused
from tests.test_receipts_on_account import balance, left, owing

D = Decimal
HEAD = "Booking number,Guest name,Arrival,Departure,Gross amount,Commission,VAT on commission,Net payout"


def sold_by_the_agent(hotel: Hotel) -> tuple[int, list[Stay]]:
    """Three guests whose bills of 1,177 the agent pays; its account and their stays."""
    agent = owing(hotel, name="Book A Stay")
    stays = []
    for room in ("201", "202", "203"):
        stay = hotel.in_house(room, nights=20)
        window = hotel.window(stay)
        post_charge(hotel.desk("nok"), window, "LAUN", D(1000))
        settle(hotel.desk("nok"), window, agent, window_balance(window))
        stays.append(Stay.get_by_id(stay))
    return agent, stays


def file_of(folder: Path, *lines: str, head: str = HEAD) -> Path:
    file = folder / "payout.csv"
    file.write_text("\n".join([head, *lines]), encoding="utf-8")
    return file


def line_of(stay: Stay, gross: str = "1177.00", by_guest: bool = False) -> str:
    taken = D(gross) * 20 / 100
    net = D(gross) - taken - taken * 7 / 100
    number = "" if by_guest else stay.reservation.confirmation
    guest = f"{stay.guest.given} {stay.guest.family}"
    return f"{number},{guest},{stay.arrival},{stay.departure},{gross},{-taken:.2f},{taken * 7 / 100:.2f},{net:.2f}"


def read(hotel: Hotel, agent: int, file: Path) -> tuple[list[PayoutLine], dict[str, str]]:
    table = read_table(file)
    columns = proposed_payout_columns(agent, table.columns)
    return read_payout(table, columns, hotel.day), columns


def outcomes(matched: Sequence[Matched]) -> list[tuple[str, Decimal]]:
    return [(one.outcome, one.paid) for one in matched]


def test_a_payout_pays_the_items_of_its_bookings_as_if_by_hand(hotel: Hotel, tmp_path: Path) -> None:
    agent, (first, second, _third) = sold_by_the_agent(hotel)
    lines, columns = read(
        hotel, agent, file_of(tmp_path, line_of(first), line_of(second, by_guest=True), ",,,,2354,,,")
    )
    assert columns["commission_vat"] == "VAT on commission"
    assert outcomes(match_payout(agent, lines, hotel.day)) == [("pays", D(1177)), ("pays", D(1177))]
    desk = hotel.desk("anong")
    with refused("PAYOUT_MONEY"):
        take_payout(desk, agent, "payout.csv", lines, columns, [Leg("TRAN", D(2354))])
    with refused("NO_INVOICE_DATE"):
        take_payout(desk, agent, "payout.csv", lines, columns, [Leg("TRAN", D("1850.24"))], invoice="AG-1")
    number = take_payout(
        desk, agent, "payout.csv", lines, columns, [Leg("TRAN", D("1850.24"))], invoice="AG-1", invoice_date=hotel.day
    )  # fmt: skip
    receipt = AccountReceipt.get_by_id(number)
    figures = (receipt.received, receipt.commission, receipt.commission_vat, receipt.total)
    assert figures == (D("1850.24"), D("470.80"), D("32.96"), D(2354))
    assert (left(agent), balance(agent)) == ([D(1177)], D(1177))
    assert [account_balance(account(code).id) for code in ("52400", "11600")] == [D("470.80"), D("32.96")]
    assert (InputVat.get().number, AgentPayoutLine.select().count()) == ("AG-1", 2)
    # The same lines under another name are the same payout, until its receipt is taken back.
    with refused("PAYOUT_TWICE"):
        take_payout(desk, agent, "again.csv", lines[::-1], columns, [Leg("TRAN", D("1850.24"))])
    with pytest.raises(peewee.DatabaseError, match="PAYOUT_TWICE"), database.atomic():
        database.execute_sql(
            "INSERT INTO agent_payout (account_id, receipt_id, name, digest)"
            " SELECT account_id, receipt_id, 'x', digest FROM agent_payout"
        )
    for sql in ("UPDATE agent_payout SET name = 'x'", "DELETE FROM agent_payout_line"):
        with pytest.raises(peewee.DatabaseError, match="PAYOUT_KEPT"), database.atomic():
            database.execute_sql(sql)
    reopen_receipt(desk, number, hotel.day, "the bank sent it back")
    assert balance(agent) == D(3531)
    take_payout(desk, agent, "again.csv", lines, columns, [Leg("TRAN", D("1850.24"))])
    hotel.audit()
    assert list(faults()) == []


def test_lines_that_differ_are_named_and_their_money_is_credit(small_hotel: Hotel, tmp_path: Path) -> None:
    hotel = small_hotel
    agent, (first, second, third) = sold_by_the_agent(hotel)
    lines, columns = read(hotel, agent, file_of(tmp_path, line_of(first)))
    take_payout(hotel.desk("anong"), agent, "one.csv", lines, columns, [Leg("TRAN", lines[0].net)])
    file = file_of(
        tmp_path, line_of(first), line_of(second, "1000.00"), line_of(third, "1200.00"),
        "X-1,Nobody,2026-11-01,2026-11-02,100,20,1.40,78.60",
    )  # fmt: skip
    lines, columns = read(hotel, agent, file)
    assert outcomes(match_payout(agent, lines, hotel.day)) == [
        ("paid already", 0), ("other amount", D(1000)), ("other amount", D(1177)), ("unknown", 0),
    ]  # fmt: skip
    notes = []
    desk = hotel.desk("anong", heard=notes.append)
    net = sum((line.net for line in lines), D(0))
    take_payout(desk, agent, "two.csv", lines, columns, [Leg("TRAN", net)])
    assert [note.code for note in notes] == ["PAYOUT_DIFFERS"]
    assert (left(agent), [credit.unpaid for credit in credits_of(agent)]) == ([D(177)], [D(-1300)])
    assert list(faults()) == []


def test_two_bills_of_a_booking_are_paid_by_one_line_and_tax_goes_with_its_item(
    small_hotel: Hotel, tmp_path: Path
) -> None:
    hotel = small_hotel
    agent, (first, _second, _third) = sold_by_the_agent(hotel)
    window = hotel.window(first.id)
    post_charge(hotel.desk("nok"), window, "LAUN", D(500))
    settle(hotel.desk("nok"), window, agent, window_balance(window))
    head = "เลขที่จอง,ยอดรวม,หัก ณ ที่จ่าย,สุทธิ"
    file = file_of(tmp_path, f"{first.reservation.confirmation},1765.50,49.50,1400", head=head)
    lines, columns = read(hotel, agent, file)
    assert (lines[0].commission, lines[0].withheld) == (D(316), D("49.50")), "what the net is short of"
    (one,) = match_payout(agent, lines, hotel.day)
    assert (one.outcome, [amount for _item, amount in one.shares]) == ("pays", [D(1177), D("588.50")])
    take_payout(hotel.desk("anong"), agent, "thai.csv", lines, columns, [Leg("TRAN", D(1400))])
    assert [each.withheld for each in ItemPayment.select().order_by(ItemPayment.id)] == [D("49.50"), 0]
    table = read_table(file_of(tmp_path, "1,2,3,4", head="a,ยอดรวม,b,เลขที่จอง"))
    assert proposed_payout_columns(agent, table.columns)["gross"] == "ยอดรวม"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("R1,A,2026-11-01,,100,20,1.40,80", "PAYOUT_LINE"),
        ("R1,A,2026-11-01,,-100,20,1.40,", "PAYOUT_LINE"),
        ("R1,A,2026-11-01,,100,120,,", "PAYOUT_LINE"),
        ("R1,A,soon,,100,20,1.40,", "PAYOUT_LINE"),
        ("R1,A,2026-11-01,,much,20,1.40,", "PAYOUT_LINE"),
        (",,,,100,20,1.40,78.60", "PAYOUT_EMPTY"),
    ],
)
def test_a_file_that_cannot_be_is_refused(small_hotel: Hotel, tmp_path: Path, line: str, code: str) -> None:
    agent = owing(small_hotel, name="Book A Stay")
    with refused(code):
        read(small_hotel, agent, file_of(tmp_path, line))
    table = read_table(file_of(tmp_path, line))
    for columns in ({"booking": "Booking number"}, {"gross": "Gross amount", "guest": "Guest name"}):
        with refused("PAYOUT_COLUMNS"):
            read_payout(table, columns, small_hotel.day)
    with refused("PAYOUT_EMPTY"):
        take_payout(small_hotel.desk("anong"), agent, "x", [], {}, [])


def test_guests_of_one_name_are_told_apart_by_their_dates(small_hotel: Hotel) -> None:
    hotel = small_hotel
    agent, (first, _second, _third) = sold_by_the_agent(hotel)
    name = f"{first.guest.family}, {first.guest.given}"

    def line(arrival: datetime.date, departure: datetime.date | None) -> PayoutLine:
        return PayoutLine(1, "", name, arrival, departure, D(1177), D(0), D(0), D(0))

    lines = [line(first.arrival, hotel.after(9)), line(hotel.after(1), None), line(first.arrival, None)]
    assert [one.outcome for one in match_payout(agent, lines, hotel.day)] == ["unknown", "unknown", "pays"]
    assert OpenItem.select().where(OpenItem.unpaid == 0).count() == 0, "looking writes nothing"


@pytest.mark.parametrize("language", ["en", "th"])
async def test_the_clerk_looks_at_the_lines_and_takes_the_payout_in(
    small_hotel: Hotel, language: str, tmp_path: Path
) -> None:
    hotel = small_hotel
    agent, (first, second, _third) = sold_by_the_agent(hotel)
    async with at_the_desk(hotel, language=language) as desk:
        folder = Path(str(desk.console.services.import_folder()))
        folder.mkdir(parents=True, exist_ok=True)
        file_of(folder, line_of(first), line_of(second, "1000.00"))
        await desk.open("debtor", agent)
        await desk.press("f")
        await desk.sees("payout.csv")
        await desk.press("enter")
        await desk.sees("Gross amount")
        await desk.press("f9")
        await desk.sees("payout.csv", first.reservation.confirmation, "1,177.00", "1,000.00")
        await desk.sees("other amount" if language == "en" else "ยอดไม่ตรง")
        await desk.press("d")
        await desk.sees("1,000.00", not_=first.reservation.confirmation)
        await desk.press("f9")
        await desk.sees("435.40", "30.48")
        await desk.press("f9")
        await desk.sees("[t]")
        await desk.press("t")
        await desk.press("f9")
        await desk.sees("RC2569-00001")
    assert left(agent) == [D(177), D(1177)]
