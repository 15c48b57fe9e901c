"""Vouchers that the demo's accountant writes: opening balances, salaries, bills, banking, the months' closing."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from locales.money import round_half_up
from models.back_office.input_vat import name_invoice
from models.back_office.vendor_bills import CLAIMABLE, NO_VAT, UNDUE, BillLine, enter_bill
from models.back_office.vendor_payments import approve_payment, bills_due, prepare_run
from models.back_office.vendors import MOST_TERMS, add_vendor, vendor_numbered
from models.front_office.demo.office import OWED, SALARY_TAX
from models.front_office.opening_balances import CLEARING
from models.front_office.settlements import Fee, lines_until, settle, usual_bank, vat_on
from models.front_office.vat_report import close_vat_month
from models.house.acts import Desk
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from models.ledger.drafts import JV, VoucherTerms, write_voucher

CASH_FLOAT = Decimal(30_000)
CARD_FEE = Decimal("0.0168")
Lines = list[tuple[str, Decimal]]
Voucher = Callable[[Desk], Any]

OPENING = {
    "11110": 30_000, "11200": 2_400_000, "11210": 1_850_000, "11500": 186_400, "11510": 324_500,
    "12100": 186_000_000, "12200": 24_300_000, "12900": -38_650_000, "31000": -150_000_000,
}  # fmt: skip


@dataclass(frozen=True)
class Supplier:
    """``owed``: what was open when this program came, baht. ``income_type``: what tax is withheld for, empty for goods,
    of which the VAT is due with the bill; that of services once they are paid for."""

    number: str
    name_th: str
    name_en: str
    tax_id: str
    cost: str
    owed: int = 0
    income_type: str = ""
    address: str = ""

    @property
    def treatment(self) -> str:
        return UNDUE if self.income_type else CLAIMABLE


VENDORS = (
    Supplier("BEV", "บจก. ริมน้ำเครื่องดื่ม", "Rim Nam Beverages Co., Ltd.", "0145559000123", "51110", 268_400),
    Supplier("MEA", "การไฟฟ้านครหลวง", "Metropolitan Electricity Authority", "0994000165102", "52200", 374_400),
    Supplier("CLEAN", "บริษัท คลีนแคร์ ซัพพลาย จำกัด", "Clean Care Supply Co., Ltd.", "0105545010016", "51120"),
    Supplier(
        "AIR", "บริษัท แอร์เซอร์วิส เชียงใหม่ จำกัด", "Air Service Chiang Mai Co., Ltd.", "0505551002344", "52300",
        income_type="service", address="88 ถ.ช้างคลาน อ.เมือง จ.เชียงใหม่ 50100",
    ),
    Supplier(
        "MEDIA", "บริษัท สื่อออนไลน์ไทย จำกัด", "Thai Online Media Co., Ltd.", "0105560078904", "52500",
        income_type="advertising", address="55/1 ถ.พระรามเก้า เขตห้วยขวาง กรุงเทพฯ 10310",
    ),
)  # fmt: skip
SUPPLIERS = {vendor.number: vendor for vendor in VENDORS}

# day of the month, memo, account of the cost, baht before VAT, with VAT, paid from (a vendor: a bill, paid later)
BILLS = (
    (5, "วัตถุดิบอาหาร · Food purchases", "51100", 24_300, False, "11210"),
    (8, "น้ำยาซักผ้าและของใช้ในห้อง · Laundry supplies, room amenities", "51120", 28_450, True, "CLEAN"),
    (12, "เครื่องดื่มและมินิบาร์ · Beverages and minibar", "51110", 8_720, True, "BEV"),
    (16, "ล้างแอร์ ซ่อมบำรุง · Air-conditioner service, repairs", "52300", 31_500, True, "AIR"),
    (20, "ค่าไฟฟ้า · Electricity", "52200", 268_900, True, "MEA"),
    (22, "ค่าน้ำ อินเทอร์เน็ต · Water, internet", "52200", 38_650, True, "11210"),
    (25, "โฆษณาออนไลน์ · Online advertising", "52500", 18_000, True, "MEDIA"),
)
WATERWORKS = ("การประปาส่วนภูมิภาค", "0994000165480")


def vouchers(day: datetime.date, start: datetime.date) -> Iterator[tuple[str, Voucher]]:
    """What is written on ``day``, and by whom."""
    if day == start:
        yield "anong", _opening(day)
        yield "anong", _owed_before(day)
    for due, memo, cost, amount, vat, paid_from in BILLS:
        if day.day == due:
            seasoned = Decimal(amount) + 37 * (day.month % 5)
            if paid_from.isdigit():
                yield "anong", _bill(day, memo, _bill_lines(cost, seasoned, vat, paid_from))
            else:
                yield "wipa", _billed(day, memo, cost, seasoned, paid_from)
    if day.isoweekday() == 1 and day > start:
        yield "wipa", _card_payout(day)
        yield "wipa", _banking(day)
    if day.day == 28:
        yield "anong", _voucher(day, "เงินเดือนพนักงาน · Salaries", _salaries())
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        yield (
            "anong",
            _voucher(
                day, "ค่าเสื่อมราคา · Depreciation", [("52600", Decimal(312_500)), ("12900", Decimal(-312_500))]
            ),
        )
    if day.day == 10:
        yield "anong", _pay_vendors(day)
    if day.day == 15:
        memo = "นำส่งภาษีเงินเดือนและประกันสังคม · Tax on salaries and social security remitted"
        yield "anong", _pay_off(day, memo, (SALARY_TAX, "21410"))
    if day.day == 3 and (day.replace(day=1) - datetime.timedelta(days=1)) >= start:
        yield "anong", _vat_of_last_month(day)


def _voucher(day: datetime.date, memo: str, lines: Lines) -> Voucher:
    text = f"{memo} {day:%m}/{day.year + 543}"
    return lambda desk: _write(desk, day, text, lines)


def _write(desk: Desk, day: datetime.date, memo: str, lines: Lines) -> int:
    _voucher_id, entry_id = write_voucher(desk, VoucherTerms(JV, day, memo, lines))
    assert entry_id is not None  # one person is enough here
    return entry_id


def _opening(day: datetime.date) -> Voucher:
    """The balances of the books kept before this program, what debtors owed against what was brought forward of each."""
    lines = [(code, Decimal(amount)) for code, amount in OPENING.items()]
    lines.append((CLEARING, Decimal(sum(owed for _company, _invoice, owed, _age in OWED))))
    lines.append(("32000", -sum((amount for _code, amount in lines), Decimal(0))))
    return _voucher(day, "ยอดยกมา · Balances brought forward", lines)


def _bill(day: datetime.date, memo: str, lines: Lines) -> Voucher:
    """The voucher, and the supplier's tax invoice where it has VAT."""
    write = _voucher(day, memo, lines)

    def both(desk: Desk) -> None:
        entry_id = write(desk)
        vat = next((amount for code, amount in lines if code == "11600"), Decimal(0))
        if vat:
            name, tax_id = WATERWORKS
            name_invoice(
                desk, entry_id, supplier_name=name, tax_id=tax_id, branch="00000", number=f"IV{day:%y%m}046",
                date=day, base=lines[0][1], vat=vat,
            )  # fmt: skip

    return both


def _bill_lines(cost: str, amount: Decimal, vat: bool, paid_from: str) -> Lines:
    tax = (amount * 7 / 100).quantize(Decimal("0.01")) if vat else Decimal(0)
    lines = [(cost, amount), ("11600", tax), (paid_from, -amount - tax)]
    return [line for line in lines if line[1]]


def _owed_before(day: datetime.date) -> Voucher:
    """The vendors, each with the bill that was open in the books before."""

    def write(desk: Desk) -> None:
        for one in VENDORS:
            vendor = add_vendor(
                desk, number=one.number, name_th=one.name_th, name_en=one.name_en, tax_id=one.tax_id,
                expense_account=one.cost, income_type=one.income_type, address=one.address,
            )  # fmt: skip
            if one.owed:
                line = BillLine("32000", Decimal(one.owed), NO_VAT)
                enter_bill(desk, vendor, f"{one.number}-0", day, [line], memo="ยอดยกมา · Brought forward")

    return write


def _billed(day: datetime.date, memo: str, cost: str, amount: Decimal, number: str) -> Voucher:
    def write(desk: Desk) -> None:
        vendor = vendor_numbered(number)
        assert vendor is not None
        line = BillLine(cost, amount, SUPPLIERS[number].treatment)
        enter_bill(desk, vendor.id, f"{number}-{day:%y%m}", day, [line], memo=memo)

    return write


def _pay_vendors(day: datetime.date) -> Voucher:
    def write(desk: Desk) -> None:
        """What was billed until the end of last month."""
        due = bills_due(day + datetime.timedelta(days=MOST_TERMS))
        chosen = [one.bill.id for one in due if one.bill.date < day.replace(day=1)]
        for payment in prepare_run(desk, chosen, "11210") if chosen else ():
            approve_payment(desk, payment)

    return write


def _salaries() -> Lines:
    """Gross pay; social security of both sides; tax withheld; the rest to the staff's accounts."""
    gross, security, withheld = Decimal(1_148_600), Decimal(48_750), Decimal(21_340)
    paid = gross - security - withheld
    return [
        ("52100", gross),
        ("52110", security),
        ("21410", -2 * security),
        (SALARY_TAX, -withheld),
        ("11210", -paid),
    ]


def _card_payout(day: datetime.date) -> Voucher:
    def write(desk: Desk) -> None:
        """The bank pays out what came in by card until yesterday, less its fee and the VAT on it, with its tax invoice."""
        bank, came = usual_bank(), lines_until(day - datetime.timedelta(days=1), account("11310").id)
        gross = sum(came.values(), Decimal(0))
        if bank is None or gross <= 0:
            return
        fee = round_half_up(gross * CARD_FEE)
        settle(
            desk, bank, list(came), gross, day, Fee(fee, vat_on(fee, day), f"CF{day:%y%m%d}", day), f"BATCH {day:%d%m}"
        )  # fmt: skip

    return write


def _banking(day: datetime.date) -> Voucher:
    def write(desk: Desk) -> None:
        """Whole thousands above the float go to the bank."""
        cash = account_balance(account("11110").id, day - datetime.timedelta(days=1)) - CASH_FLOAT
        banked = cash // 1000 * 1000
        if banked > 0:
            lines = [("11210", banked), ("11110", -banked)]
            _write(desk, day, "นำเงินสดฝากธนาคาร · Cash to the bank", lines)

    return write


def _pay_off(day: datetime.date, memo: str, codes: tuple[str, ...]) -> Voucher:
    last = day.replace(day=1) - datetime.timedelta(days=1)

    def write(desk: Desk) -> None:
        """What was owed at the end of last month leaves the bank."""
        owed = [(code, -account_balance(account(code).id, last)) for code in codes]
        lines = [(code, amount) for code, amount in owed if amount > 0]
        if lines:
            total = sum((amount for _code, amount in lines), Decimal(0))
            text = f"{memo} {last:%m}/{last.year + 543}"
            _write(desk, day, text, [*lines, ("11210", -total)])

    return write


def _vat_of_last_month(day: datetime.date) -> Voucher:
    last = day.replace(day=1) - datetime.timedelta(days=1)

    def write(desk: Desk) -> None:
        """Output less input VAT becomes what is owed on the return (ภ.พ.30); the service charge goes to the staff."""
        pool = -account_balance(account("21600").id, last)
        period = f"{last:%m}/{last.year + 543}"
        close_vat_month(desk, last)
        if pool:
            lines = [("21600", pool), ("11210", -pool)]
            _write(desk, day, f"จ่ายค่าบริการพนักงาน · Service charge to staff {period}", lines)

    return write
