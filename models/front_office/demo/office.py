"""The demo's accounting office: debtors of before, cheques in and out, petty cash, the bank's statements, the months' taxes.

A story of so many days after the first, or of a day of the month; a hotel that is some days old only has got only as far.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from models.back_office.bank_accounts import BankAccount, keep_bank_account, receive_cheque_book
from models.back_office.bank_statements import BankLine, BankStatement, Read, import_statement
from models.back_office.billing_notes import present_note, write_note
from models.back_office.chart import ChartRow, open_account
from models.back_office.cheques import IN, ISSUED, ON_HAND, OUT, Cheque, cheque_bounced, pay_in
from models.back_office.cheques_out import next_number, spoil_cheque
from models.back_office.collections import promise_payment, record_call
from models.back_office.input_vat import month_after
from models.back_office.petty_cash import count_fund, funds, in_fund, open_fund, pay_slip, top_up
from models.back_office.receipts_on_account import Kept, share_out
from models.back_office.receivables import CityAccount
from models.back_office.reconciliation import accept_all, close_statement, enter_line
from models.back_office.vendor_bills import VendorBill
from models.back_office.vendor_payments import (
    CHEQUE,
    ByCheque,
    Part,
    approve_payment,
    bills_due,
    prepare_payment,
)
from models.back_office.vendor_withholding import proposed_tax
from models.back_office.vendors import MOST_TERMS
from models.back_office.withholding_returns import pay_withholding, unpaid_tax
from models.front_office.city_ledger import open_company_account
from models.front_office.companies import company_of
from models.front_office.demo.money import ACCOUNTS, ON_HOLD, account_of_company
from models.front_office.demo.planned import plus
from models.front_office.opening_balances import OldItem, enter_city_item
from models.front_office.payment_legs import Leg
from models.front_office.receiving import receive, withheld_on
from models.front_office.vat_report import pay_vat
from models.house.acts import Act, operation
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from models.ledger.drafts import JV, VoucherTerms, prepare_voucher
from models.ledger.entries import Entry, Line
from models.ledger.periods import lock_period, period_of, soft_lock_period

if TYPE_CHECKING:
    from models.front_office.demo.days import Life

CURRENT, SAVINGS, PETTY, BANK_FEES = "11210", "11200", "11100", "52410"
SALARY_TAX = "21405"
"""Apart from what is withheld of vendors, which the returns ภ.ง.ด.3 and 53 are held against."""
OWED = (
    ("METRO", "TX2569-00871", 84_530, 34), ("SIAMRIVER", "TX2569-00902", 62_060, 21),
    ("AYPARTS", "TX2569-00915", 41_730, 16), ("CPLOGIS", "TX2569-00922", 22_470, 12),
    (ON_HOLD, "TX2569-00844", 8_560, 47),
)  # fmt: skip
"""Company, its invoice of the program before, baht, and how many days old it was on the first day."""
PETTY_FLOAT = Decimal(20_000)
SLIPS = (
    ("น้ำแข็ง · Ice", "51110", 360), ("ค่าแท็กซี่ส่งเอกสาร · Taxi with papers", "52300", 240),
    ("ดอกไม้หน้าเคาน์เตอร์ · Flowers for the desk", "51120", 850), ("หลอดไฟ ก๊อกน้ำ · Bulbs, a tap", "52300", 615),
    ("กระดาษ หมึกพิมพ์ · Paper and ink", "52300", 1_290),
)  # fmt: skip
COLUMNS = {
    "date": "วันที่", "text": "รายการ", "reference": "เลขที่อ้างอิง", "out": "ถอน", "into": "ฝาก", "balance": "คงเหลือ",
}  # fmt: skip
MONTHLY_FEE = Decimal(-35)
CHEQUE_DAYS = 5
"""How long a cheque issued is under way."""
Events = Iterator[tuple[int, Callable[[], object]]]


@operation("set_up")
def _open_accounts(act: Act) -> None:
    """Companies that pay later, with what they owed the hotel before this program."""
    for code, limit, terms, _pays_room in ACCOUNTS:
        open_company_account(act, company_of(code).id, Decimal(limit), terms)
    for code, document, owed, age in OWED:
        date = plus(act.business_date, -age)
        enter_city_item(act, account_of_company(code), OldItem(Decimal(owed), date, document=document))


def _bank() -> BankAccount:
    found: BankAccount = BankAccount.get(BankAccount.account == account(CURRENT))
    return found


def _ends_month(day: datetime.date) -> bool:
    return plus(day, 1).day == 1


class Office:
    def __init__(self, life: Life) -> None:
        self.start, self.today = life.plan.start, life.plan.today
        self.pavinee, self.anong, self.wipa = (life.desks[name] for name in ("pavinee", "anong", "wipa"))
        self.life = life

    @property
    def day(self) -> datetime.date:
        return self.life.today()

    @property
    def last_month(self) -> datetime.date:
        return month_after(self.day, -1)

    def on(self, day: datetime.date) -> Events:
        """Minute of the day and what is done then."""
        if day == self.start:
            yield 5 * 60 + 10, self._begins
        if day >= self.today:
            return
        for number, act in enumerate(self._stories((day - self.start).days)):
            yield 9 * 60 + 40 + number, act
        if day > self.start and day.isoweekday() in (2, 5):
            yield 11 * 60 + 15, self._petty_slip
        yield from self._by_the_month(day)
        if day == plus(self.today, -1):
            yield 15 * 60 + 5, self._a_draft
            yield 15 * 60 + 30, self._this_month_s_statement

    def _stories(self, age: int) -> Sequence[Callable[[], object]]:
        days: dict[int, Sequence[Callable[[], object]]] = {
            1: [lambda: self._bills("METRO", "คุณวรรณา", 14)],
            2: [lambda: self._pays_by_cheque(ON_HOLD, "025", "0047781", self.day)],
            3: [self._pays_in],
            6: [self._bounces],
            8: [self._calls],
            9: [self._is_promised],
            15: [self._collects],
            16: [self._pays_in],
            30: [lambda: self._pays_by_transfer("SIAMRIVER")],
            44: [lambda: self._bills("AYPARTS", "คุณสมพร", 17)],
            52: [lambda: self._pays_by_cheque("CPLOGIS", "014", "1180254", plus(self.today, 10))],
        }
        return days.get(age, ())

    def _by_the_month(self, day: datetime.date) -> Events:
        full = month_after(day, -1) >= self.start
        if day.day == 1:
            yield 9 * 60 + 5, self._tops_up
        if day.day == 4 and full:
            yield 10 * 60, self._last_month_s_statement
        if day.day == 7:
            yield 10 * 60 + 30, self._pays_withholding
        if day.day == 15:
            yield 16 * 60 + 20, self._pays_vat
        if day.day == 16:
            yield 16 * 60 + 30, self._locks
        if day.day == 21:
            yield 14 * 60, lambda: self._pays_vendor_by_cheque("AIR")
            yield 14 * 60 + 5, self._spoils
        if day.day == 28:
            yield 14 * 60, lambda: self._pays_vendor_by_cheque("CLEAN")
        if _ends_month(day):
            yield 17 * 60, self._counts_petty_cash

    # The first day

    def _begins(self) -> None:
        _open_accounts(self.pavinee)
        row = ChartRow(
            SALARY_TAX, "liability", "ภาษีเงินเดือนค้างจ่าย (ภ.ง.ด.1)", "Tax on salaries payable (PND 1)"
        )
        open_account(self.pavinee, row)
        bank = keep_bank_account(
            self.pavinee,
            CURRENT,
            "004",
            "123-4-56789-0",
            "กระแสรายวัน",
            "Current",
            branch="อยุธยา",
            tax_id="0107536000315",
        )
        keep_bank_account(self.pavinee, SAVINGS, "014", "456-7-89012-3", "ออมทรัพย์", "Savings", branch="อยุธยา")
        receive_cheque_book(self.anong, bank, "0016401", "0016450")
        fund = open_fund(self.pavinee, "เงินสดย่อยบัญชี · Accounts", PETTY, PETTY_FLOAT, self.wipa.staff.id)
        top_up(self.pavinee, fund, CURRENT)

    # Debtors

    def _bills(self, code: str, receiver: str, days: int) -> None:
        pay_on = plus(self.day, days)
        note = write_note(self.anong, account_of_company(code), pay_on=pay_on)
        present_note(self.anong, note, receiver, self.day)

    def _pays_by_cheque(self, code: str, bank: str, number: str, date: datetime.date) -> None:
        owes = CityAccount.get_by_id(account_of_company(code))
        leg = Leg(
            "CHEQ", owes.balance, bank=bank, number=number, cheque_date=date, payer=owes.name("th"),
        )  # fmt: skip
        receive(self.anong, owes.id, [leg], share_out(owes.id, owes.balance))

    def _pays_by_transfer(self, code: str) -> None:
        owes = CityAccount.get_by_id(account_of_company(code))
        leg = Leg("TRAN", owes.balance, reference="10:42")
        receive(self.anong, owes.id, [leg], share_out(owes.id, owes.balance))

    def _collects(self) -> None:
        """The payment of a billing note: a cheque, less three percent, with the certificate for it."""
        owes = CityAccount.get_by_id(account_of_company("METRO"))
        kept = Kept(withheld_on(owes.balance, Decimal(3), self.day), "69/1042", self.day)
        leg = Leg(
            "CHEQ", owes.balance - kept.total, bank="006", number="2290117", cheque_date=self.day, payer=owes.name("th"),
        )  # fmt: skip
        (note,) = owes.billing_notes
        receive(self.anong, owes.id, [leg], share_out(owes.id, owes.balance), kept, billing_note_id=note.id)

    def _pays_in(self) -> None:
        ready = (Cheque.direction == IN) & (Cheque.state == ON_HAND) & (Cheque.date <= self.day)
        pay_in(self.anong, [row.id for row in Cheque.select().where(ready)], _bank().id, self.day)

    def _bounces(self) -> None:
        cheque = Cheque.get(Cheque.number == "0047781")
        debtor = account_of_company(ON_HOLD)
        reason = "เงินในบัญชีไม่พอจ่าย"
        cheque_bounced(
            self.anong, cheque.id, self.day, reason, city_account_id=debtor, fee=Decimal(200)
        )  # fmt: skip

    def _calls(self) -> None:
        record_call(
            self.anong, account_of_company(ON_HOLD), "คุณประภา", "เช็คคืน ขอโอนแทน", plus(self.day, 1), "โทรถามวันโอน"
        )  # fmt: skip

    def _is_promised(self) -> None:
        """And nothing came."""
        owes = CityAccount.get_by_id(account_of_company(ON_HOLD))
        promise_payment(self.anong, owes.id, owes.balance, plus(self.day, 14), "คุณประภา")

    # Vendors

    def _pays_vendor_by_cheque(self, number: str) -> None:
        due = [one.bill for one in bills_due(plus(self.day, MOST_TERMS)) if one.bill.vendor.number == number]
        if not due:
            return
        parts = [self._part(bill) for bill in due]
        payment = prepare_payment(
            self.wipa, due[0].vendor_id, CURRENT, parts, way=CHEQUE, cheque=ByCheque(next_number(_bank().id))
        )
        approve_payment(self.anong, payment)

    def _part(self, bill: VendorBill) -> Part:
        return Part(bill.id, withheld=proposed_tax(bill, bill.unpaid, self.day))

    def _spoils(self) -> None:
        spoil_cheque(self.wipa, _bank().id, next_number(_bank().id), "เขียนจำนวนเงินผิด")

    # Petty cash

    def _petty_slip(self) -> None:
        (fund,) = funds()
        what, code, amount = SLIPS[self.day.toordinal() % len(SLIPS)]
        pay_slip(self.wipa, fund.id, self.day, what, code, Decimal(amount))

    def _tops_up(self) -> None:
        (fund,) = funds()
        if in_fund(fund.id) < fund.amount:
            top_up(self.anong, fund.id, CURRENT)

    def _counts_petty_cash(self) -> None:
        (fund,) = funds()
        count_fund(self.wipa, fund.id, in_fund(fund.id), "")

    # The bank

    def _last_month_s_statement(self) -> None:
        """Taken in, matched, its fee entered, closed."""
        last = plus(self.day.replace(day=1), -1)
        statement = self._takes_in(last.replace(day=1), last, with_fee=True)
        accept_all(self.anong, statement)
        (fee,) = BankLine.select().where((BankLine.statement == statement) & BankLine.match.is_null())
        enter_line(self.anong, fee.id, BANK_FEES, fee.text)
        close_statement(self.anong, statement)

    def _this_month_s_statement(self) -> None:
        """Taken in, and waiting for who works on it."""
        first, last = self.day.replace(day=1), plus(self.day, -2)
        if first < self.start or not BankStatement.select().exists():
            return
        self._takes_in(first, last, with_fee=False)

    def _takes_in(self, first: datetime.date, last: datetime.date, *, with_fee: bool) -> int:
        bank, lines = _bank(), _bank_lines(first, last)
        if with_fee:
            lines.append((last, MONTHLY_FEE, "ค่าธรรมเนียมรักษาบัญชี · Account fee", ""))
        before = BankStatement.get_or_none(BankStatement.bank_account == bank)
        balance = before.closing if before else _balance_at_bank(plus(first, -1))
        read = []
        for date, amount, text, reference in sorted(lines, key=lambda line: line[0]):
            balance += amount
            read.append(Read(date, amount, text, reference, balance))
        return import_statement(self.anong, bank.id, f"KBANK-{first:%Y-%m}.csv", read, COLUMNS)

    # The end of a month

    def _pays_withholding(self) -> None:
        if unpaid_tax(self.last_month) > 0:
            pay_withholding(self.anong, self.last_month, self.day, CURRENT)

    def _pays_vat(self) -> None:
        if account_balance(account("21320").id, plus(self.day.replace(day=1), -1)) < 0:
            pay_vat(self.anong, self.last_month, self.day, CURRENT)

    def _locks(self) -> None:
        """Last month but for what is asked about, the one before for good."""
        before = month_after(self.day, -2)
        if plus(self.last_month, -1) >= self.start:
            lock_period(self.anong, period_of(before).id)
        if plus(self.day.replace(day=1), -1) >= self.start:
            soft_lock_period(self.anong, period_of(self.last_month).id)

    def _a_draft(self) -> None:
        lines = [("52200", Decimal(8_900)), ("21700", Decimal(-8_900))]
        memo = "ค่าอินเทอร์เน็ตค้างจ่าย รอใบแจ้งหนี้ · Internet, its bill to come"
        prepare_voucher(self.wipa, VoucherTerms(JV, self.day, memo, lines))


def _bank_lines(first: datetime.date, last: datetime.date) -> list[tuple[datetime.date, Decimal, str, str]]:
    """What the bank has from ``first`` to ``last``, inclusive: money in of the last day of a month comes a day late."""
    rows = (
        Line.select(Line, Entry)
        .join(Entry)
        .where((Line.account == account(CURRENT)) & Line.date.between(plus(first, -1), last))
        .order_by(Line.date, Line.id)
    )
    lines = []
    for row in rows:
        late = row.amount > 0 and _ends_month(row.date)
        date = plus(row.date, 1) if late else row.date
        if first <= date <= last:
            lines.append((date, row.amount, _said(row), ""))
    for cheque in Cheque.select().where((Cheque.direction == OUT) & (Cheque.state == ISSUED)):
        date = plus(cheque.date, CHEQUE_DAYS)
        if date <= last:
            lines.append((date, -cheque.amount, "เช็คหักบัญชี · Cheque", cheque.number))
    return lines


def _balance_at_bank(date: datetime.date) -> Decimal:
    late = (
        Line.select().where((Line.account == account(CURRENT)) & (Line.date == date) & (Line.amount > 0))
        if _ends_month(date)
        else ()
    )
    return account_balance(account(CURRENT).id, date) - sum((row.amount for row in late), Decimal(0))


def _said(row: Line) -> str:
    """As a bank says it, of which one knows only what kind of business it was."""
    if row.amount < 0:
        return "โอนเงินออก · Transfer out"
    if row.entry.voucher:
        return f"ฝากเช็ค/เงินสด · Deposit {row.entry.voucher}"
    return "รับโอนเงิน · Transfer in"
