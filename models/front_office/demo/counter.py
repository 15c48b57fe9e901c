"""The demo's last days at the counter: companies that pay later, every way to pay, tax papers, and what goes wrong.

From the day on which the demo's cashiers work in shifts. Whom it happens to is chosen by the order in which guests came.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from models.back_office.receivables import hold_account
from models.front_office.adjustments import adjust
from models.front_office.city_ledger import name_account
from models.front_office.codes import TransactionCode
from models.front_office.currencies import NOTES, buy_rate
from models.front_office.demo.money import ON_HOLD, WHY, account_of_company, set_up_money
from models.front_office.demo.people import THAI
from models.front_office.demo.planned import PlannedStay, plus
from models.front_office.exchange import BUY, Customer, exchange
from models.front_office.fixed_charges import add_fixed_charge
from models.front_office.folios import (
    FolioWindow,
    Posting,
    post_article,
    save_window,
    window_balance,
    window_of,
)
from models.front_office.house_accounts import open_house_account
from models.front_office.invoice_notes import credit_invoice, owed_on_account
from models.front_office.invoicing import COMBINED, FULL, issue_invoice, open_lines, reissue
from models.front_office.invoicing.views import company_buyer
from models.front_office.late_charges import close_open_folio, open_folio_window
from models.front_office.passers_by import Sold, sell
from models.front_office.payment_legs import Leg, change_of, notes_leg, notes_needed
from models.front_office.payments import take_payment, take_payments
from models.front_office.receipts import Receipt
from models.front_office.reservations import Stay
from models.front_office.routing import BLOCK, MASTER, STAY, save_rule
from models.front_office.till import cash_in, open_shift
from models.front_office.till.drops import Bag, drop
from models.front_office.till.paid_outs import pay_out_for_guest, pay_out_for_house
from models.house.acts import Desk
from models.house.refusals import Answer

if TYPE_CHECKING:
    from models.front_office.demo.days import Life

Events = list[tuple[int, Callable[[], object]]]
ON_ACCOUNT = (
    "AYPARTS",
    "CPLOGIS",
    "METRO",
    "SIAMRIVER",
)  # who has credit; the first two pay rooms by a template
BY_TEMPLATE = ("AYPARTS", "CPLOGIS")
CHEQUES = ("KRUNGKAO", "CDCENTRAL")
VOUCHERS = ("HERITAGE",)
MOST_IN_DRAWER, DROPPED = Decimal(18_000), Decimal(10_000)
# of an evening at the bar: what, and how it is paid
SALES = (
    ((Sold("PADTHAI", 2), Sold("THAITEA", 2)), "CASH"),
    ((Sold("SOMTAM"), Sold("TOMYUM"), Sold("FRIEDR", 2)), "QR"),
    ((Sold("LATTE", 2), Sold("ROTI")), "CASH"),
    ((Sold("PRAWN", 2), Sold("GREENC")), "CARD"),
)


class Counter:
    def __init__(self, life: Life, first_day: datetime.date) -> None:
        self.life = life
        self.today = life.plan.today
        self.first_day = first_day
        self.malee, self.somsak = life.desks["malee"], life.desks["somsak"]
        self.turn = self.numbers = self.sales = 0

    @property
    def is_open(self) -> bool:
        return self.life.today() >= self.first_day

    def on(self, day: datetime.date) -> Iterator[tuple[int, Callable[[], object]]]:
        """Minute of the day and what is done then."""
        if day == self.first_day:
            yield 5 * 60 + 32, lambda: set_up_money(self.life.desks["pavinee"])
        if not self.first_day <= day < self.today:
            return
        for number, (lines, method) in enumerate(SALES):
            yield 19 * 60 + 11 * number, lambda lines=lines, method=method: self._sell(lines, method)  # type: ignore[misc]
        yield 17 * 60 + 20, self._exchange
        yield 20 * 60 + 40, self._drop
        yield from self._stories((self.today - day).days)

    def _stories(self, ago: int) -> Events:
        days: dict[int, Events] = {
            5: [(11 * 60, self._house_account), (12 * 60, self._lunch_on_account)],
            4: [(11 * 60 + 5, self._group_pays_by_master), (15 * 60, self._bought_for_the_house)],
            3: [(16 * 60, self._lower_a_charge), (16 * 60 + 5, self._sold_with_invoice)],
            2: [(10 * 60, self._hold), (14 * 60, self._other_name), (17 * 60, self._flowers),
                (17 * 60 + 5, self._every_night)],
            1: [(9 * 60 + 30, self._late_minibar), (13 * 60, self._credit), (16 * 60 + 20, self._goodwill),
                (18 * 60, self._coffee_of_sales)],
        }  # fmt: skip
        return days.get(ago, [])

    # Companies that pay later

    def came(self, stay: PlannedStay, desk: Desk) -> None:
        """The room is the company's, what the guest has besides is the guest's own."""
        if (
            not self.is_open
            or stay.account not in ON_ACCOUNT
            or stay.deposit
            or stay.is_day_use
            or stay.monthly
        ):
            return
        stay_id = self.life.stays[stay]
        if stay.account not in BY_TEMPLATE:
            save_rule(desk, STAY, stay_id, codes="room", number=2)
        company = self.life.accounts[stay.account]
        window = save_window(desk, stay_id, 2, company_id=company.id)
        name_account(desk, window, account_of_company(stay.account))

    def leaves(self, stay: PlannedStay, desk: Desk) -> None:
        """A tax invoice for whoever gets the bill."""
        if not self.is_open:
            return
        its = (FolioWindow.stay == self.life.stays[stay]) & FolioWindow.city_account.is_null(False)
        for window in FolioWindow.select().where(its).order_by(FolioWindow.number):
            if open_lines(window.id):
                issue_invoice(desk, window.id, FULL, language="th")

    # Paying

    def pays(self, desk: Desk, stay: PlannedStay, window_id: int, due: Decimal) -> bool:
        """Whether ``due`` baht were paid in a way that only the last days know."""
        if not self.is_open:
            return False
        self.turn += 1
        leg = self._leg(desk, stay, due)
        if leg is None:
            return False
        self.life.cashiers.has(desk.staff.login, change_of(leg, desk.clock()))
        take_payments(desk, window_id, [leg])
        return True

    def _leg(self, desk: Desk, stay: PlannedStay, due: Decimal) -> Leg | None:
        company = self.life.accounts.get(stay.account)
        self.numbers += 1
        if company is not None and company.code in CHEQUES:
            return Leg("CHEQ", due, bank="014", branch="พระนครศรีอยุธยา", number=f"{10_240_000 + self.numbers}",
                       cheque_date=self.life.today(), payer=company.name("th"))  # fmt: skip
        if company is not None and company.code in VOUCHERS:
            return Leg("VOUC", due, number=f"HH-{6_400 + self.numbers}", company_id=company.id,
                       issuer=company.name_en, value=due)  # fmt: skip
        if self.turn % 3 == 0:
            return Leg("QR", due, reference=f"{stay.room}-{self.numbers:04d}")
        if self.turn % 3 == 1 and stay.persons[0].country != THAI:
            code = "EUR" if stay.persons[0].country in ("DEU", "FRA", "ITA", "ESP", "NLD") else "USD"
            now = desk.clock()
            return notes_leg("FORX", code, notes_needed(due, buy_rate(code, NOTES, now)), due, now)
        return None

    def _sell(self, lines: tuple[Sold, ...], method: str) -> None:
        reference = "KBANK" if method == "QR" else "VISA / 204418" if method == "CARD" else ""
        sell(self.malee, lines, method=method, reference=reference)

    def _lunch_on_account(self) -> None:
        sell(self.malee, (Sold("CLUB", 12), Sold("LATTE", 12)), account_id=account_of_company(ON_HOLD),
             reference="ประชุมฝ่ายจัดซื้อ")  # fmt: skip
        sell(self.malee, (Sold("BOAT", 18),), account_id=account_of_company("SIAMRIVER"), reference="กรุ๊ปปารีส")
        sell(self.malee, (Sold("MANGO", 30), Sold("LATTE", 30)), account_id=account_of_company("AYPARTS"),
             reference="อบรมความปลอดภัย")  # fmt: skip

    def _sold_with_invoice(self) -> None:
        buyer = company_buyer(self.life.accounts["METRO"].id)
        sell(self.malee, (Sold("BOAT", 4),), method="TRAN", reference="16:02", buyer=buyer.name, address=buyer.address,
             tax_id=buyer.tax_id, branch=buyer.branch)  # fmt: skip

    def _hold(self) -> None:
        hold_account(self.life.desks["anong"], account_of_company(ON_HOLD), WHY)

    def _group_pays_by_master(self) -> None:
        save_rule(self.life.desks["pavinee"], BLOCK, self.life.ahead.group, codes="room", target=MASTER)

    def _exchange(self) -> None:
        """Somebody in house changes notes; a traveller from the boat pier does so yesterday."""
        foreign = [s for s in self._inside() if s.persons[0].country != THAI]
        notes = Decimal(100 + 50 * ((self.today - self.life.today()).days % 3))
        for stay in foreign[:1]:
            self.life.cashiers.has("malee", notes * 40)
            guest = Stay.get_by_id(self.life.stays[stay]).guest_id
            exchange(self.malee, BUY, "USD", notes, Customer(self.life.stays[stay], guest))
        if plus(self.life.today(), 1) == self.today:
            self.life.cashiers.has("malee", Decimal(5000))
            exchange(self.malee, BUY, "EUR", Decimal(100), Customer(name="Moreau Camille", nationality="FRA",
                                                                    document_number="21CF87453"))  # fmt: skip

    # The drawer

    def _drop(self) -> None:
        """What is more than a drawer should hold goes to the safe before the night."""
        for login in ("malee", "nok", "lek"):
            desk = self.life.desks[login]
            shift = open_shift(desk.staff)
            if shift is not None and cash_in(shift) > MOST_IN_DRAWER:
                self.numbers += 1
                bag = Bag(f"D-{self.life.today():%m%d}-{self.numbers}", "ตู้นิรภัยห้องบัญชี", self.somsak.staff.id)
                drop(desk, "CASH", "THB", DROPPED, bag)

    def _bought_for_the_house(self) -> None:
        pay_out_for_house(self.malee, "51120", Decimal(245), "ร้านน้ำแข็งเจริญ", "0418", "น้ำแข็งสำหรับงานเลี้ยง")

    def _flowers(self) -> None:
        guest = self._inside()[0]
        self.life.cashiers.has("malee", Decimal(650))
        pay_out_for_guest(
            self.malee, self.life.windows[guest], Decimal(650), "ร้านดอกไม้ริมน้ำ", "0712", "ช่อดอกไม้วันเกิด"
        )

    def _every_night(self) -> None:
        """An extra bed, a car in the courtyard, a dog: agreed on once, posted by every audit."""
        bed, car, dog = (self.life.stays[stay] for stay in self._inside()[1:4])
        add_fixed_charge(self.malee, bed, "EXBED", Decimal(700), inclusive=True)
        add_fixed_charge(self.malee, car, "MISC", Decimal(100), inclusive=True, text="ที่จอดรถ · Parking")
        add_fixed_charge(self.malee, dog, "MISC", Decimal(300), inclusive=True, text="สัตว์เลี้ยง · Pet")

    # What was wrong

    def _inside(self) -> list[PlannedStay]:
        return [
            s for s in self.life.windows if not s.is_day_use and not s.monthly and s.departure > self.today
        ]

    def _charges(self, code: str) -> list[Posting]:
        """Of guests who stay on, posted on a day that is closed and on no tax paper yet."""
        windows = [self.life.windows[stay] for stay in self._inside()]
        waiting = {line.posting_id for window in windows for line in open_lines(window)}
        return list(
            Posting.select()
            .join(TransactionCode)
            .where((TransactionCode.code == code) & (Posting.kind == "charge") & (Posting.id << waiting))
            .where((Posting.date < self.life.today()) & (Posting.amount > 500))
            .order_by(Posting.id)
        )

    def _lower_a_charge(self) -> None:
        for posting in self._charges("FOOD")[:1]:
            adjust(
                self.somsak, posting.id, "QUALITY", percent=Decimal(50), words_of_reason="อาหารมาช้าเกือบชั่วโมง"
            )

    def _goodwill(self) -> None:
        for posting in self._charges("ROOM")[1:2]:
            adjust(
                self.life.desks["kanya"],
                posting.id,
                "FAULT",
                amount=Decimal(300),
                words_of_reason="น้ำอุ่นไม่ร้อน",
            )

    def _other_name(self) -> None:
        """A guest who paid this morning wants the company on the paper."""
        paper = (
            Receipt.select().where((Receipt.form == COMBINED) & (Receipt.date == self.life.today()))
            .where(Receipt.cancelled_on.is_null() & (Receipt.buyer_tax_id == "")).order_by(Receipt.id).first()
        )  # fmt: skip
        if paper is not None:
            buyer = company_buyer(self.life.accounts["KRUNGKAO"].id)
            reissue(self.malee, paper.id, "แขกขอใบกำกับภาษีในนามบริษัท", buyer=buyer)

    def _credit(self) -> None:
        """The company was charged for a night without hot water."""
        reason = "คุณสมศักดิ์ตรวจแล้ว"
        desk = replace(self.malee, answers={"CREDIT_NOTE": Answer(reason, self.somsak.staff.id)})
        for paper in (
            Receipt.select()
            .where((Receipt.form == FULL) & Receipt.cancelled_on.is_null())
            .order_by(Receipt.id)
        ):
            if owed_on_account(paper.window_id) > 1000:
                credit_invoice(desk, paper.id, "NOT-AS-AGREED", amount=Decimal(1000),
                               words_of_reason="น้ำอุ่นไม่ร้อนหนึ่งคืน", method="CITY")  # fmt: skip
                return

    # Besides

    def _house_account(self) -> None:
        self.sales = open_house_account(self.life.desks["pavinee"], "ฝ่ายขาย · Sales office")

    def _coffee_of_sales(self) -> None:
        post_article(self.malee, window_of(self.sales).id, "LATTE", 3)

    def _late_minibar(self) -> None:
        """Found in the rooms of those who left yesterday: one has paid by transfer, one has not answered."""
        yesterday = plus(self.life.today(), -1)
        gone = [s for s in self.life.leaving.get(yesterday, []) if not s.is_day_use and not s.account]
        for number, stay in enumerate(gone[:2]):
            stay_id = self.life.stays[stay]
            window = open_folio_window(self.malee, stay_id)
            post_article(self.malee, window, "CHANG", 2)
            if number == 0:
                take_payment(self.malee, window, "TRAN", window_balance(window), reference="10:05")
                close_open_folio(self.malee, stay_id)
