"""A month of an accountant's work through a real terminal at 80×24, first to last day, Thai to the middle and English then.

What she presses, from the rack and back to it:

- 1 December: two vendors, a service and goods, and the bill of each. 2nd: a payment voucher for electricity.
- 3rd: a billing note for the tour operator whose guest went on account, presented the same day.
- 8th: the run of what is due: prepared, approved, tax withheld from the service and its certificate printed.
- 10th: the note is collected by cheque, less three percent. 11th: this cheque and that of a guest are paid in.
- 15th: the guest's bounced; the tour operator owes it from then on. 21st: a transfer pays it. 28th: depreciation.
- 4 January: the bank's statement is taken in, matched, its fee entered, closed. The tax withheld is paid over, VAT closed
  and paid.
- 5th: November and December are locked; a voucher into December is refused. The trial balance.

The keys of each task are counted as she counts them, and printed; what is typed letter by letter counts too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from models.back_office.bank_accounts import keep_bank_account
from models.back_office.bank_statements import BankStatement
from models.back_office.billing_notes import BillingNote
from models.back_office.cheques import Cheque
from models.back_office.receipts_on_account import AccountReceipt
from models.back_office.receivables import CityAccount, account_of_number, open_account
from models.back_office.reconciliation import figures
from models.back_office.withholding_certificates import Certificate
from models.back_office.withholding_returns import unpaid_tax
from models.front_office.city_ledger import settle
from models.front_office.invoicing import issue_invoice
from models.front_office.opening import set_setting
from models.front_office.payment_legs import Leg
from models.front_office.payments import take_payments
from models.front_office.proof import faults
from models.front_office.receipts import Buyer
from models.front_office.reservations import Stay
from models.front_office.stays import check_out
from models.front_office.vat_report import vat_return
from models.house.database import close_database, open_database
from models.house.property import Property
from models.ledger.accounts import account
from models.ledger.balances import account_balance, trial_balance
from models.ledger.entries import Entry, write_journal_voucher
from models.ledger.periods import periods
from tests.hotel import Hotel
from tests.terminal import Terminal
from tests.test_a_cashiers_day import greeted
from tests.test_a_morning_at_the_desk import Receptionist, Wall

D = Decimal
DECEMBER = datetime.date(2026, 12, 1)
BILL = D("3531.00")
"""Two nights of a guest, with service and VAT."""
STATEMENT = """วันที่,รายการ,อ้างอิง,ถอน,ฝาก,คงเหลือ
02/12/2569,โอนออก,,535.00,,"199,465.00"
03/12/2569,รับโอน,,,"3,531.00","202,996.00"
08/12/2569,โอนออก,,"3,120.00",,"199,876.00"
11/12/2569,ฝากเช็ค,DS2569-00001,,"6,963.00","206,839.00"
15/12/2569,เช็คคืน,7001234,"3,531.00",,"203,308.00"
15/12/2569,ค่าธรรมเนียมเช็คคืน,,200.00,,"203,108.00"
21/12/2569,รับโอน,,,"3,531.00","206,639.00"
31/12/2569,ค่ารักษาบัญชี,,20.00,,"206,619.00"
"""


class Clerk(Receptionist):
    """An accountant whose work takes weeks: between two tasks the nights are closed."""

    def __init__(self, desk: Terminal, wall: Wall, hotel: Hotel) -> None:
        super().__init__(desk, "th")
        self.wall, self.hotel = wall, hotel

    def comes_on(self, day: int, month: int = 12) -> None:
        date = datetime.date(2027 if month == 1 else 2026, month, day)
        while self.hotel.day < date:
            self.hotel.audit()
        self.wall.day = self.hotel.day
        self.wall.shows("10:00")

    def fills(self, *fields: str) -> Clerk:
        """One field after the other, Enter between them; empty ones as they stand."""
        for n, text in enumerate(fields):
            if n:
                self.press("enter")
            self.type(text)
        return self

    def line(self, *fields: str) -> Clerk:
        """A line of a voucher: account, debit, credit; the side that lacks is there already."""
        field = f"{self.say('Account')}*"
        self.press("a").sees(field)
        self.fills(*fields).press("f9").sees(fields[0], gone=field)
        return self

    def home(self, gone: str) -> None:
        self.press("esc").at_the_rack(gone=gone)


def before(url: str, folder: Path) -> tuple[Hotel, Wall]:
    """The first of December: two hundred thousand at the bank, three guests in house."""
    open_database(url)
    hotel = Hotel()
    for name, value in (("tax_paper_at_payment", "combined"), ("abbreviated_at_check_out", "yes")):
        set_setting(hotel.desk(), name, value)
    keep_bank_account(hotel.desk(), "11210", "004", "0123456789", "กระแสรายวัน", "Current")
    open_account(
        hotel.desk(), number="1001", name_th="สยามทัวร์", name_en="Siam Tours", tax_id="0105561000003",
        credit_limit=None,
    )  # fmt: skip
    opening = [("11210", D(200_000)), ("31000", D(-200_000))]
    write_journal_voucher(hotel.desk("anong"), hotel.day, "brought forward", opening)
    while hotel.day < DECEMBER:
        hotel.audit()
    for room in ("201", "202", "203"):
        hotel.in_house(room, guest=hotel.registered_guest())
    (folder / "kbank.csv").write_text(STATEMENT, encoding="utf-8-sig")
    return hotel, Wall(folder, hotel.day)


def the_guests_leave(hotel: Hotel) -> None:
    """One on account, one by cheque, one by transfer."""
    on_account, by_cheque, by_transfer = (stay.id for stay in Stay.select().order_by(Stay.id))
    window = hotel.window(on_account)
    issue_invoice(hotel.desk("nok"), window, "full", Buyer("สยามทัวร์", "กรุงเทพฯ", "0105561000003"))
    settle(hotel.desk(), window, siam().id, BILL)
    leg = Leg("CHEQ", BILL, bank="014", number="7001234", cheque_date=hotel.day, payer="นายสมชาย")
    take_payments(hotel.desk("nok"), hotel.window(by_cheque), [leg])
    hotel.pay_all(by_transfer, "TRAN")
    for stay in (on_account, by_cheque, by_transfer):
        check_out(hotel.desk("nok"), stay)


@contextmanager
def at_her_desk(url: str, hotel: Hotel, wall: Wall) -> Iterator[Clerk]:
    folder = wall.file.parent
    environ = {"RECEPTION_PAPERS": str(folder / "papers"), "RECEPTION_IMPORTS": str(folder)}
    with Terminal("--database", url, environ=environ, python=wall.program) as desk:
        by = Clerk(desk, wall, hotel)
        greeted(by, "anong")
        yield by


# The first of the month, in Thai


def enters_vendors_and_their_bills(by: Clerk) -> None:
    by.press("g", "6").sees("No vendors yet: n adds one.")
    with by.task("a vendor of services"):
        by.press("n").sees("Contact person")
        by.fills("", "บจก. แอร์เย็น", "", "", "7", "52300", "0505551002344", "", "เชียงใหม่", "ค่าบริการ")
        by.press("f9").sees("V0001", gone="Contact person")
    with by.task("a bill of it"):
        by.press("enter").sees("Nothing is open.").press("n").sees("VAT as on the paper")
        by.fills("", "3000").press("f9").sees("3,000.00", "210.00", "not yet due")
        by.press("f9").sees("01/12/2569").type("AS-77").press("f9")
        by.sees(by.say("owed {amount}", amount="3,210.00"))
    by.press("esc").sees("New vendor", gone="AS-77")
    by.press("n").sees("Contact person")
    by.fills("", "บจก. คลีนแคร์", "", "", "", "51120", "0105545010016").press("f9").sees("V0002")
    by.command(f"{by.say('vendor')} v0002").sees("Nothing is open.").press("n").sees("VAT as on the paper")
    by.fills("", "5000").press("f9").sees("5,000.00", "350.00").press("f9").sees("01/12/2569")
    by.type("CC-9").press("f9").sees(by.say("owed {amount}", amount="5,350.00"))
    by.press("esc").sees("New vendor", gone="CC-9").home("V0002")


def writes_a_payment_voucher(by: Clerk) -> None:
    by.command(by.say("vouchers")).sees("No vouchers.")
    with by.task("a payment voucher of two lines"):
        by.press("n").sees("New voucher").press("1").sees("No lines yet: a adds one.")
        by.line("52200", "535").line("11210")
        by.press("f9").sees("Why no receipt").fills("", "กฟภ.", "ค่าไฟฟ้า").press("f9").sees(
            "PV2569-00001", "52200"
        )
    by.press("esc").sees("In books").home("PV2569-00001")


def bills_the_tour_operator(by: Clerk) -> None:
    with by.task("a billing note, presented"):
        by.command(f"{by.say('debtor')} 1001").sees("3,531.00", "TX2569-").press("n").sees(
            "Payment on"
        ).press("f9")
        by.sees("BN2569-00001", "Preview").press("esc").sees("3,531.00", gone="Preview")
        by.command(by.say("billing notes")).sees("to be presented").press("p").sees("Note taken by")
        by.fills("วรรณา", "", "10122569").press("f9").sees("presented", gone="Note taken by")
    by.press("esc").sees("TX2569-").home("TX2569-")


def pays_what_is_due(by: Clerk) -> None:
    with by.task("a run of due bills, approved"):
        by.command(by.say("due bills")).sees("AS-77", "3,210.00").press("f9").sees("11210").press("f9")
        by.sees("to approve").press("a").sees("PV2569-00002", "paid")
    with by.task("the certificate of the tax withheld"):
        by.command(by.say("withholding")).sees("Nothing was withheld in this month.")
        by.press("]").sees("WT2569-00001", "90.00").press("p").sees("Preview", "WT2569-00001")
    by.press("esc").sees("90.00", gone="Preview").press("esc").sees("PV2569-00002").home("PV2569-00002")


def collects(by: Clerk) -> None:
    with by.task("a billing note collected by cheque, less tax withheld"):
        by.command(by.say("collections")).sees("BN2569-00001").press("enter").sees("presented")
        by.press("c").sees("3,531.00", "✓")
        by.press("w").sees("Certificate number").fills("3", "", "12/69", "10122569").press("f9").sees(
            "3,531.00 − 99.00"
        )
        by.press("f9").sees("[h]").press("h").sees("Branch of the bank").fills(
            "", "bbl", "", "0012345"
        ).press("f9")
        by.sees("RC2569-00001", "Preview")
    by.press("esc").sees("collected", gone="Preview").press("esc").sees("Collections").home("Collections")


def pays_the_cheques_in(by: Clerk) -> None:
    by.press("g", "7").sees("7001234", "0012345")
    with by.task("two cheques paid in"):
        by.press("m", "down", "m", "p").sees(by.say("Cheques to pay in: {n}", n=2)).press("f9").sees(
            "paid in"
        )
    by.home("7001234")


# From the middle of the month, in English


def one_bounces(by: Clerk) -> None:
    by.press("f2")
    by.language = "en"
    by.at_the_rack().press("g", "7").sees("7001234", "paid in")
    with by.task("a cheque that bounced"):
        by.press("b").sees("Cheque came back unpaid").fills("", "no funds", "1001", "200").press("f9")
        by.sees("0012345", gone="7001234")
    by.home("0012345")


def it_is_paid_by_transfer(by: Clerk) -> None:
    with by.task("a debtor pays by transfer"):
        by.command("debtor 1001").sees("SCB 7001234").press("y").sees("pays 3,531.00").press("f9")
        by.sees("[t]").press("t").sees("Slip number").press("f9").sees("RC2569-00002", "Preview")
    by.press("esc").sees("balance 0.00", gone="Preview").home("balance 0.00")


def writes_depreciation(by: Clerk) -> None:
    with by.task("a journal voucher of two lines"):
        by.press("g", "j").sees("No lines yet: a adds one.")
        by.line("52600", "1000").line("12900").press("f9").sees("Reversed on").fills(
            "", "Depreciation"
        ).press("f9").sees("JV2569-00003", "12900")
    by.home("JV2569-00003")


# The next month


def reconciles(by: Clerk) -> None:
    by.press("g", "7").sees("Cheques in").press("s").sees("No statement has been taken in.")
    with by.task("a statement taken in, matched and closed"):
        by.press("n").sees("kbank.csv").press("enter").sees("KBANK 0123456789").press("f9")
        by.sees("Which column is what?").press("f9").sees("206,619.00").press("enter").sees("open 8")
        by.press("t").sees("open 1").press("end", "e").sees("Enter what the bank has").press("f9")
        by.sees("open 0 · differs 0.00").press("c").sees("Close this statement?").press("enter").sees(
            gone="Close this statement?"
        )
    by.press("esc").sees("Take a file in").press("esc").sees("Cheques in").home("Cheques in")


def pays_the_taxes(by: Clerk) -> None:
    with by.task("tax withheld paid over"):
        by.command("withholding").sees("WT2569-00001", "to pay 90.00").press("y").sees("11210").press("f9")
        by.sees("to pay 0.00")
    by.home("WT2569-00001")
    by.press("g", "8").sees("ties to the ledger", "133.00")
    with by.task("VAT of the month closed and paid"):
        by.press("f9").sees("Ask an excess back").press("f9").sees("· closed").press("y").sees("11210").press(
            "f9"
        )
        by.sees("Paid.")
    by.home("· closed")


def locks_the_months(by: Clerk) -> None:
    by.command("periods").sees("Months of the books", "Nov 2026")
    with by.task("two months locked"):
        by.press("end", "l").sees("Lock Nov 2026?").press("y").sees("The month is locked.")
        by.press("up", "l").sees("Lock Dec 2026?").press("y").sees(gone="Lock Dec 2026?")
    by.home("Nov 2026")


def december_takes_no_more(by: Clerk) -> None:
    """What was typed stays until she throws it away."""
    by.press("g", "j").sees("No lines yet: a adds one.")
    by.line("52600", "7").line("12900").press("f9").sees("Reversed on").press("ctrl+u").fills(
        "31/12/2026", "too late"
    ).press("f9")
    by.sees("The period of this date is closed or has not been opened.", "too late")
    by.press("esc").sees("Throw away what was typed?").press("y").sees(
        "12900", gone="Throw away what was typed?"
    )
    by.press("esc").sees("Throw away what was typed?").press("y")
    by.at_the_rack(gone="Throw away what was typed?")
    by.press("g", "t").sees("Trial balance", "11210").home("Trial balance")


def her_month(by: Clerk) -> None:
    enters_vendors_and_their_bills(by)
    by.comes_on(2)
    writes_a_payment_voucher(by)
    by.comes_on(3)
    the_guests_leave(by.hotel)
    bills_the_tour_operator(by)
    by.comes_on(8)
    pays_what_is_due(by)
    by.comes_on(10)
    collects(by)
    by.comes_on(11)
    pays_the_cheques_in(by)
    by.comes_on(15)
    one_bounces(by)
    by.comes_on(21)
    it_is_paid_by_transfer(by)
    by.comes_on(28)
    writes_depreciation(by)
    by.comes_on(4, month=1)
    reconciles(by)
    pays_the_taxes(by)
    by.comes_on(5, month=1)
    locks_the_months(by)
    december_takes_no_more(by)


def test_a_month_of_a_clerk(sqlite_url: str, tmp_path: Path) -> None:
    hotel, wall = before(sqlite_url, tmp_path)
    with at_her_desk(sqlite_url, hotel, wall) as by:
        her_month(by)
    assert list(faults()) == []
    assert Property.the().business_date == datetime.date(2027, 1, 5)
    last = datetime.date(2026, 12, 31)
    closed = {row.code: row.closing for row in trial_balance(last) if row.closing}
    assert closed == {
        "11210": D(206_619), "11620": D(99), "12900": D(-1000), "21100": D(-5350), "21320": D(-133), "21400": D(-90),
        "21600": D(-900), "31000": D(-200_000), "41100": D(-9000), "51120": D(5000), "52200": D(535), "52300": D(3000),
        "52410": D(220), "52600": D(1000),
    }  # fmt: skip
    assert sum(row.closing for row in trial_balance(hotel.day)) == 0
    filed = vat_return(DECEMBER)
    assert filed is not None
    assert (filed.output_vat, filed.input_vat) == (D("693.00"), D("560.00"))
    assert standing("21320") == standing("21400") == unpaid_tax(DECEMBER) == 0
    statement = BankStatement.get()
    assert (statement.closing, statement.books, statement.closed_on) == (
        D("206619.00"), D("206619.00"), datetime.date(2027, 1, 4),
    )  # fmt: skip
    assert figures(statement.id).difference == 0
    certificate = Certificate.get()
    assert (certificate.income, certificate.tax, certificate.date) == (
        D(3000),
        D(90),
        datetime.date(2026, 12, 8),
    )
    assert {cheque.number: cheque.state for cheque in Cheque.select()} == {
        "7001234": "bounced", "0012345": "cleared",
    }  # fmt: skip
    assert BillingNote.get().state == "collected"
    assert [(receipt.total, receipt.withheld) for receipt in AccountReceipt.select()] == [
        (BILL, D(99)),
        (BILL, D(0)),
    ]
    assert siam().balance == 0
    assert [period.locked for period in periods()] == [False, True, True]
    assert not Entry.select().where(Entry.memo.contains("too late")).exists()
    assert by.told["a run of due bills, approved"] <= 20
    assert by.told["a statement taken in, matched and closed"] <= 12
    close_database()


def standing(code: str) -> Decimal:
    return account_balance(account(code).id)


def siam() -> CityAccount:
    return account_of_number("1001")
