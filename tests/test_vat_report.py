"""The VAT of a month: reports that tie, the return line by line, its closing, what may be claimed and when."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from models.back_office.input_vat import (
    InputVat,
    VatReturn,
    cancel_input_vat,
    claim,
    claimed_in,
    make_due,
    name_invoice,
    record_input_vat,
    undue_left,
    without_invoice,
)
from models.back_office.posting_accounts import account_for
from models.back_office.pp36 import assess_service, pay_pp36, unpaid_of
from models.front_office.folios import post_charge
from models.front_office.invoicing import issue_invoice
from models.front_office.payments import take_deposit
from models.front_office.proof import faults
from models.front_office.receipts import Buyer
from models.front_office.reservations import Stay
from models.front_office.vat_report import (
    VatFigures,
    close_vat_month,
    figures_of_month,
    input_vat_paper,
    output_vat_of,
    output_vat_paper,
    pay_vat,
    return_paper,
    waiting_windows,
)
from models.front_office.vat_report.output import last_of
from models.house.acts import Act, operation
from models.house.database import close_database, database, open_database
from models.house.property import Property
from models.ledger.balances import account_balance
from models.ledger.entries import NewLine, write_entry, write_journal_voucher
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import refused
from tests.test_three_ledgers import touch

BAHT = Decimal
NOVEMBER, DECEMBER = datetime.date(2026, 11, 1), datetime.date(2026, 12, 1)
TAX_ID = "0105561000003"
BUYER = Buyer("Tour One", "Bangkok")


def lived(hotel: Hotel) -> int:
    """November: a guest charged and invoiced, another waiting for the paper, a deposit; the window that waits."""
    first = hotel.window(hotel.in_house("201", nights=20))
    post_charge(hotel.desk("nok"), first, "LAUN", BAHT("1000"))
    issue_invoice(hotel.desk("nok"), first, "full", BUYER)
    waits = hotel.window(hotel.in_house("202", nights=20))
    post_charge(hotel.desk("nok"), waits, "LAUN", BAHT("500"))
    coming = hotel.booked(2, "DLX", arrival=hotel.after(20), departure=hotel.after(22))
    take_deposit(hotel.desk("nok"), Stay.get_by_id(coming).reservation_id, "TRAN", BAHT("1070"))
    return waits


@operation("journal")
def bill(
    act: Act, date: datetime.date, base: Decimal, vat: Decimal, number: str, treatment: str = "claimable"
) -> int:
    """A supplier's invoice booked with its VAT; the id of the line of input VAT."""
    purpose = "undue_input_vat" if treatment == "undue" else "input_vat"
    lines = [NewLine(account_for("bank_fees").id, base), NewLine(account_for(purpose).id, vat)]
    lines.append(NewLine(account_for("bank").id, -base - vat))
    entry_id = write_entry(act, lines, kind="bill", memo="bill", journal="purchases", date=date)
    return record_input_vat(
        act, entry_id=entry_id, supplier_name="Ice Ltd", tax_id=TAX_ID, branch="00000", number=number, date=date, base=base,
        vat=vat, treatment=treatment,
    )  # fmt: skip


def into_december(hotel: Hotel) -> None:
    while hotel.day < DECEMBER:
        hotel.audit()


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (("9500", "665", "2000", "140", "0"), {1: "9500", 4: "9500", 5: "665", 6: "2000", 7: "140", 8: "525", 11: "525", 15: "525"}),
        (("9500", "665", "2000", "140", "1000"), {8: "525", 10: "1000", 11: "0", 12: "475", 16: "475"}),
        (("9500", "665", "0", "900", "0"), {8: "0", 9: "235", 12: "235", 16: "235"}),
        (("9500", "665", "0", "900", "100"), {9: "235", 12: "335"}),
    ],
)  # fmt: skip
def test_the_lines_of_the_return_are_those_of_the_form(
    figures: tuple[str, ...], expected: dict[int, str]
) -> None:
    sales, output, purchases, claimed, brought = map(BAHT, figures)
    lines = VatFigures(sales, BAHT(0), BAHT(0), output, purchases, claimed, brought).lines
    assert {n: lines[n] for n in expected} == {n: BAHT(amount) for n, amount in expected.items()}


def test_books_and_papers_differ_by_what_waits_for_its_paper(hotel: Hotel) -> None:
    lived(hotel)
    found = output_vat_of(NOVEMBER)
    assert (found.unexplained, found.by_hand) == (0, 0)
    assert found.report == BAHT("77.00") + BAHT("70.00"), "the invoice with service charge, and the deposit"
    assert found.account - found.report == BAHT("38.50") == found.between[0].change
    (waiting,) = waiting_windows(last_of(NOVEMBER))
    assert (waiting.room, waiting.vat) == ("202", BAHT("38.50"))
    into_december(hotel)
    found = output_vat_of(NOVEMBER)
    assert found.unexplained == 0
    assert sum(row.vat for row in waiting_windows(last_of(NOVEMBER))) == found.between[0].after
    assert list(faults()) == []


def test_the_demo_ties_in_every_month(demo_file: Path) -> None:
    open_database(str(demo_file))
    today = Property.the().business_date
    months = {row.month for row in VatReturn.select()} | {today.replace(day=1)}
    for month in months:
        found = output_vat_of(month)
        assert found.unexplained == 0
        assert sum(row.vat for row in waiting_windows(last_of(month))) == found.between[0].after
    assert without_invoice(today) == []
    close_database()


def test_a_month_is_closed_paid_and_the_next_carries_on(hotel: Hotel) -> None:
    lived(hotel)
    bill(hotel.desk("anong"), hotel.day, BAHT("1000"), BAHT("70"), "IV-1")
    figures = figures_of_month(NOVEMBER)
    with refused("VAT_MONTH_RUNNING"):
        close_vat_month(hotel.desk("anong"), NOVEMBER)
    into_december(hotel)
    owed = figures.output_vat - 70
    close_vat_month(hotel.desk("anong"), NOVEMBER, penalty=BAHT("10"))
    assert -account_balance(account_for("vat_payable").id) == owed + 10
    assert account_balance(account_for("input_vat").id) == 0
    assert output_vat_of(NOVEMBER).by_hand == -figures.output_vat
    with refused("VAT_MONTH_CLOSED"):
        close_vat_month(hotel.desk("anong"), NOVEMBER)
    with refused("VAT_MONTH_OPEN"):
        pay_vat(hotel.desk("anong"), DECEMBER, hotel.day, "11210")
    pay_vat(hotel.desk("anong"), NOVEMBER, hotel.day, "11210")
    assert account_balance(account_for("vat_payable").id) == 0
    with refused("ALREADY_PAID"):
        pay_vat(hotel.desk("anong"), NOVEMBER, hotel.day, "11210")
    with refused("FUTURE_DATE"):
        pay_vat(hotel.desk("anong"), NOVEMBER, hotel.after(1), "11210")
    assert list(faults()) == []


def test_an_excess_is_carried_forward_and_used(small_hotel: Hotel) -> None:
    hotel = small_hotel
    bill(hotel.desk("anong"), hotel.day, BAHT("1000"), BAHT("70"), "IV-1")
    into_december(hotel)
    close_vat_month(hotel.desk("anong"), NOVEMBER)
    assert figures_of_month(DECEMBER).brought_forward == 70
    assert account_balance(account_for("revenue_department").id) == 70
    with refused("NOTHING_TO_PAY"):
        pay_vat(hotel.desk("anong"), NOVEMBER, hotel.day, "11210")
    while hotel.day < datetime.date(2027, 1, 1):
        hotel.audit()
    with refused("VAT_MONTH_BEFORE"):
        close_vat_month(hotel.desk("anong"), datetime.date(2026, 10, 1))
    with refused("NEGATIVE_PRICE"):
        close_vat_month(hotel.desk("anong"), DECEMBER, penalty=BAHT(-1))
    close_vat_month(hotel.desk("anong"), DECEMBER, refund=True)
    assert VatReturn.get(VatReturn.month == DECEMBER).carried_forward == 0


def test_a_late_invoice_is_claimed_within_six_months_and_says_so(small_hotel: Hotel) -> None:
    hotel = small_hotel
    february = datetime.date(2027, 2, 10)
    line = bill(hotel.desk("anong"), hotel.day, BAHT("100"), BAHT("7"), "IV-1")
    row = InputVat.get_by_id(line)
    assert row.claim_month == NOVEMBER
    with refused("CLAIM_EARLY"):
        claim(hotel.desk("anong"), line, datetime.date(2026, 10, 5))
    with refused("CLAIM_LATE"):
        claim(hotel.desk("anong"), line, datetime.date(2027, 6, 1))
    claim(hotel.desk("anong"), line, datetime.date(2027, 5, 31))
    claim(hotel.desk("anong"), line, february)
    assert claimed_in(NOVEMBER) == []
    paper = input_vat_paper(Property.the(), february.replace(day=1), "th")
    assert "ถือเป็นรายการภาษีซื้อในเดือน" in paper.tables[0].rows[0].cells[3]
    with refused("BILL_TWICE"):
        bill(hotel.desk("anong"), hotel.day, BAHT("100"), BAHT("7"), "IV-1")


def test_undue_vat_becomes_claimable_as_it_is_paid(small_hotel: Hotel) -> None:
    hotel = small_hotel
    line = bill(hotel.desk("anong"), hotel.day, BAHT("1000"), BAHT("70"), "IV-1", "undue")
    with refused("NOT_DUE_YET"):
        claim(hotel.desk("anong"), line, hotel.day)
    due = operation("journal")(make_due)
    with refused("MORE_THAN_IS_LEFT"):
        due(hotel.desk("anong"), line, hotel.day, BAHT("70.01"))
    due(hotel.desk("anong"), line, hotel.day, BAHT("30"))
    assert [(row.base, row.vat) for row in claimed_in(NOVEMBER)] == [(BAHT("428.57"), BAHT("30"))]
    part = due(hotel.desk("anong"), line, hotel.day)
    assert undue_left(InputVat.get_by_id(line)) == 0
    with refused("NOT_UNDUE"):
        due(hotel.desk("anong"), part, hotel.day)
    assert account_balance(account_for("undue_input_vat").id) == 0
    input_vat_paper(Property.the(), NOVEMBER, "en")


def test_a_reversed_bill_leaves_the_report_and_a_closed_month_keeps_it(small_hotel: Hotel) -> None:
    hotel = small_hotel
    line = bill(hotel.desk("anong"), hotel.day, BAHT("1000"), BAHT("70"), "IV-1")

    @operation("journal")
    def reverse(act: Act, input_vat_id: int) -> None:
        from models.ledger.entries import mirror

        entry_id = InputVat.get_by_id(input_vat_id).entry_id
        cancel_input_vat(
            act,
            entry_id,
            write_entry(
                act, mirror(entry_id), kind="bill", memo="wrong", journal="purchases", reverses_id=entry_id
            ),
        )

    reverse(hotel.desk("anong"), line)
    assert claimed_in(NOVEMBER) == []
    again = bill(hotel.desk("anong"), hotel.day, BAHT("1000"), BAHT("70"), "IV-1")
    into_december(hotel)
    close_vat_month(hotel.desk("anong"), NOVEMBER)
    reverse(hotel.desk("anong"), again)
    assert [row.vat for row in claimed_in(NOVEMBER)] == [70]
    assert [row.vat for row in claimed_in(DECEMBER)] == [-70]
    input_vat_paper(Property.the(), DECEMBER, "en")


def test_a_voucher_by_hand_names_its_invoice_before_the_report_is_printed(small_hotel: Hotel) -> None:
    hotel = small_hotel
    desk = hotel.desk("anong")
    entry = write_journal_voucher(
        desk, hotel.day, "ice", [("52200", BAHT("100")), ("11600", BAHT("7")), ("11210", BAHT("-107"))]
    )
    with refused("VAT_NOT_TIED"):
        input_vat_paper(Property.the(), NOVEMBER, "en")
    with refused("VAT_NOT_TIED"):
        return_paper(Property.the(), NOVEMBER, "en")
    assert [(row.entry_id, row.vat) for row in without_invoice(hotel.day)] == [(entry, BAHT("7"))]
    invoice = {
        "supplier_name": "Ice Ltd", "tax_id": TAX_ID, "branch": "", "number": "7", "date": hotel.day, "base": BAHT("100"),
        "vat": BAHT("7"),
    }  # fmt: skip
    for wrong, code in (
        ({"vat": BAHT("8")}, "NO_VAT_LINE"), ({"supplier_name": " "}, "NO_NAME"), ({"tax_id": "0105561000004"}, "TAX_ID"),
    ):  # fmt: skip
        with refused(code):
            name_invoice(desk, entry, **invoice | wrong)
    name_invoice(desk, entry, **invoice)
    with refused("NO_VAT_LINE"):
        name_invoice(desk, entry, **invoice | {"number": "8"})
    assert without_invoice(hotel.day) == []
    assert input_vat_paper(Property.the(), NOVEMBER, "en").tables[0].rows[-1].cells[-1] == "7.00"


def test_no_report_is_printed_over_books_that_do_not_tie(small_hotel: Hotel) -> None:
    lived(small_hotel)
    output_vat_paper(Property.the(), NOVEMBER, "th")
    touch("line", "UPDATE line SET item = '' WHERE item = 'VAT' AND amount = -3850")
    with refused("VAT_NOT_TIED"):
        output_vat_paper(Property.the(), NOVEMBER, "th")


def test_services_from_abroad_are_assessed_and_claimed_when_paid(small_hotel: Hotel) -> None:
    hotel, desk = small_hotel, small_hotel.desk("anong")
    assess_service(desk, "Booking.com B.V.", "B-1", hotel.day, BAHT("10000"), BAHT("700"))
    with refused("BILL_TWICE"):
        assess_service(desk, "Booking.com B.V.", "B-1", hotel.day, BAHT("10000"), BAHT("700"))
    with refused("NO_NAME"):
        assess_service(desk, " ", "", hotel.day, BAHT("1"), BAHT("1"))
    with refused("NOT_POSITIVE"):
        assess_service(desk, "Agoda", "", hotel.day, BAHT("1"), BAHT("0"))
    with refused("FUTURE_DATE"):
        assess_service(desk, "Agoda", "", hotel.after(1), BAHT("1"), BAHT("1"))
    into_december(hotel)
    with refused("FUTURE_DATE"):
        pay_pp36(desk, NOVEMBER, hotel.after(1), "11210")
    pay_pp36(hotel.desk("anong"), NOVEMBER, hotel.day, "11210")
    assert unpaid_of(NOVEMBER) == []
    assert [(row.base, row.vat) for row in claimed_in(DECEMBER)] == [(BAHT("10000"), BAHT("700"))]
    assert (
        account_balance(account_for("pp36_payable").id)
        == account_balance(account_for("undue_input_vat").id)
        == 0
    )
    with refused("NOTHING_TO_PAY"):
        pay_pp36(hotel.desk("anong"), NOVEMBER, hotel.day, "11210")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE input_vat SET vat = vat + 1",
        "UPDATE input_vat SET claim_month = '2026-12-01'",
        "DELETE FROM input_vat",
        "UPDATE vat_return SET output_vat = 0",
        "DELETE FROM vat_return",
        "INSERT INTO input_vat (supplier_name, tax_id, branch, number, date, base, vat, treatment, claim_month, kind)"
        " SELECT supplier_name, 'x', branch, 'x', date, base, vat, treatment, claim_month, kind FROM input_vat",
        "INSERT INTO input_vat (supplier_name, tax_id, branch, number, date, base, vat, treatment, claim_month, kind)"
        " SELECT supplier_name, tax_id, branch, number, date, base, vat, treatment, NULL, kind FROM input_vat",
    ],
)
def test_the_database_keeps_a_closed_month(hotel: Hotel, statement: str) -> None:
    import peewee

    bill(hotel.desk("anong"), hotel.day, BAHT("100"), BAHT("7"), "IV-1")
    into_december(hotel)
    close_vat_month(hotel.desk("anong"), NOVEMBER)
    with pytest.raises(peewee.DatabaseError), database.atomic():
        database.execute_sql(statement)


@pytest.mark.parametrize(("language", "command"), [("en", "taxes"), ("th", "ภาษี")])
async def test_the_clerk_closes_and_pays_a_month_by_keys(
    small_hotel: Hotel, language: str, command: str
) -> None:
    hotel = small_hotel
    lived(hotel)
    bill(hotel.desk("anong"), hotel.day, BAHT("100"), BAHT("7"), "IV-1")
    into_december(hotel)
    async with at_the_desk(hotel, login="anong", language=language) as desk:
        await desk.command(command)
        await desk.sees("147.00", "7.00", "140.00")
        await desk.press("n")
        await desk.sees("IV-1", "Ice Ltd")
        await desk.press("escape", "w")
        await desk.sees("202")
        await desk.press("escape", "d")
        await desk.sees("PP30" if language == "en" else "ภ.พ.30")
        await desk.press("escape", "o")
        await desk.sees("Tour One")
        await desk.press("escape", "f9")
        await desk.sees("Surcharge" if language == "en" else "เงินเพิ่ม")
        await desk.press("f9")
        await desk.sees("closed" if language == "en" else "ปิดแล้ว")
        await desk.press("y", "enter")
        await desk.type("11210")
        await desk.press("enter")
        await desk.sees("Paid." if language == "en" else "จ่ายแล้ว")
    assert account_balance(account_for("vat_payable").id) == 0
