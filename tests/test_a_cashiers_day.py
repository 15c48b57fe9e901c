"""A cashier's day through a real terminal at 80×24: the shift opened with its float, fifteen payments by every method, a
refund, a paid-out, a drop, a blind count twenty baht short, the drawer handed over, and the day closed behind it.

The keys of each task are counted as a cashier counts them, and printed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from locales.messages import Message
from models.back_office.receivables import open_account
from models.front_office.currencies import keep_licence, set_rate
from models.front_office.exchange import Exchange
from models.front_office.folios import Posting, post_charge
from models.front_office.opening import add_rooms, set_setting
from models.front_office.payment_methods import keep_method
from models.front_office.promptpay import keep_promptpay
from models.front_office.proof import faults
from models.front_office.receipts import Receipt
from models.front_office.refund_legs import RefundLeg
from models.front_office.till import CashDrop, CashierShift, PaidOut
from models.front_office.till.views import report_of
from models.house.database import close_database, open_database
from models.house.property import Property
from models.ledger.accounts import Account
from models.ledger.entries import Line
from tests.hotel import FIRST_DAY, PASSWORD, Hotel
from tests.terminal import Terminal
from tests.test_a_morning_at_the_desk import Receptionist, Wall

# What each room owes, taxes in it.
BILLS = {
    "201": "1284", "202": "450", "203": "2500", "204": "3745.50", "205": "999", "206": "1605", "301": "12840",
    "302": "1000", "303": "8560", "304": "3900", "305": "2000", "306": "5350",
}  # fmt: skip


def the_morning(url: str, folder: Path) -> Wall:
    """Twelve guests with something to pay, a booking for tomorrow without its deposit, a house that takes everything."""
    open_database(url)
    hotel = Hotel()
    desk = hotel.desk()
    for name, value in (
        ("cashier_shifts", "yes"),
        ("tax_paper_at_payment", "combined"),
        ("abbreviated_at_check_out", "yes"),
    ):
        set_setting(desk, name, value)
    keep_promptpay(desk, "0812223333", "")
    keep_method(desk, "JCB", "บัตร JCB", "JCB card", "card", "11310", key="j", needs_reference=True)
    open_account(desk, name_th="สยามทัวร์", name_en="Siam Tours", credit_limit=Decimal(100_000), terms=30)
    keep_licence(desk, True, "MC125680001")
    set_rate(desk, "USD", "33.10", "34.20")
    set_rate(desk, "EUR", "38.40", "39.80")
    for room, bill in BILLS.items():
        stay = hotel.in_house(room, guest=hotel.registered_guest())
        post_charge(hotel.desk("nok"), hotel.window(stay), "FOOD", Decimal(bill), inclusive=True)
    add_rooms(desk, "SUP", [("207", "2")])
    vogel = hotel.registered_guest("Vogel")
    hotel.booked(guest=vogel, arrival=hotel.after(1), departure=hotel.after(2))
    close_database()
    wall = Wall(folder, hotel.day)
    wall.shows("10:30")
    return wall


class Cashier(Receptionist):
    """Somebody at the rack who pays a room's bill and comes back to it."""

    @contextmanager
    def at_folio(self, room: str) -> Iterator[None]:
        self.command(f"folio {room}").sees("Before tax", "K-0")
        yield
        self.press("esc").at_the_rack(gone="Before tax")


@contextmanager
def at_the_till(url: str, wall: Wall, language: str) -> Iterator[Cashier]:
    environ = {"RECEPTION_PAPERS": str(wall.file.parent / "papers")}
    with Terminal("--database", url, environ=environ, python=wall.program) as desk:
        by = Cashier(desk, language)
        greeted(by, "malee")
        yield by


def greeted(by: Cashier, login: str) -> None:
    by.desk.sign_in(login, PASSWORD).wait("201", f"{login} TH")
    if by.language == "en":
        by.press("f2")
    by.at_the_rack()


def sits_down(by: Cashier, login: str) -> None:
    by.press("f8").sees("Password")
    greeted(by, login)


def paper_aside(by: Cashier, *seen: str) -> None:
    by.sees("Preview", *seen).press("esc").sees("Before tax", gone="Preview")


# What a cashier does, each from the rack and back to it


def opens(by: Cashier, amount: str = "3000") -> None:
    with by.task("open the shift"):
        by.press("g", "g").sees("Cashier · no shift open").press("o").sees("Float counted")
        by.press("enter").type(amount).press("f9").sees(f"{int(amount):,}.00", gone="Float counted")
    by.press("esc").at_the_rack(gone="Cashier")


def takes_exact_cash(by: Cashier) -> None:
    with by.at_folio("201"):
        with by.task("exact cash"):
            by.press("y").sees("[c]").press("c").sees("Cash received").press("enter").sees("Preview")
        paper_aside(by, "RT2569-00001")


def takes_cash_with_change(by: Cashier) -> None:
    with by.at_folio("202"):
        with by.task("cash with change"):
            by.press("y").sees("[c]").press("c").sees("Cash received").type("1000").press("enter")
            by.sees("Preview")
        paper_aside(by)
        by.sees(by.say("Change: {change}", change=Decimal("550.00")))


def takes_cards(by: Cashier) -> None:
    """One brand and another; the first a baht more than was due, which stays the guest's."""
    with by.at_folio("203"):
        with by.task("card, five hundred more than is due"):
            by.press("y").sees("[k]").press("a").sees("Amount to take").type("3000").press("enter")
            by.sees("3,000.00", gone="Amount to take").press("k").sees("Last four figures")
            by.press("enter").type("4242").press("enter").type("771023").press("enter").sees("Preview")
        paper_aside(by)
        by.sees("-500.00")
    with by.at_folio("204"):
        with by.task("card of another brand"):
            by.press("y").sees("[j]").press("j").sees("Last four figures")
            by.press("enter").type("0119").press("enter").type("880011").press("enter").sees("Preview")
        paper_aside(by)


def takes_a_transfer(by: Cashier) -> None:
    with by.at_folio("205"):
        with by.task("transfer"):
            by.press("y").sees("[t]").press("t").sees("Slip number").press("enter").type("0191").press(
                "enter"
            )
            by.sees("Preview")
        paper_aside(by)


def takes_promptpay(by: Cashier) -> None:
    with by.at_folio("206"):
        with by.task("PromptPay"):
            by.press("y").sees("[q]").press("q").sees("Scan to pay", "1,605.00").press("enter")
            by.sees("Slip number").type("0172631").press("enter", "enter").sees("Preview")
        paper_aside(by)


def takes_a_cheque(by: Cashier) -> None:
    with by.at_folio("301"):
        with by.task("cheque"):
            by.press("y").sees("[h]").press("h").sees("Cheque number")
            by.press("enter").type("bbl").press("enter", "enter").type("1234567").press("f9").sees("Preview")
        paper_aside(by)


def takes_a_voucher(by: Cashier) -> None:
    with by.at_folio("302"):
        with by.task("voucher"):
            by.press("y").sees("[v]").press("v").sees("Voucher number")
            by.type("Asia Trails").press("enter").type("AT-99").press("enter", "enter").sees("Preview")
        paper_aside(by)


def settles_on_an_account(by: Cashier) -> None:
    """No money came, so there is no receipt."""
    with by.at_folio("303"), by.task("city ledger"):
        by.press("y").sees("[l]").press("l").sees("City-ledger account")
        by.type("siam").press("enter", "enter", "enter").sees("-8,560.00")


def takes_dollars(by: Cashier) -> None:
    with by.at_folio("304"):
        with by.task("US dollars"):
            by.press("y").sees("[x]").press("x").sees("Notes received", "118 = 3,905.80")
            by.press("enter").type("120").press("enter").sees("Preview")
        paper_aside(by)
        by.sees(by.say("Change: {change}", change=Decimal("72.00")))


def takes_cash_and_a_card(by: Cashier) -> None:
    with by.at_folio("305"):
        with by.task("mixed: cash and card"):
            by.press("y").sees("[c]").press("c").sees("Cash received").type("1500").press("enter")
            by.sees("Still due", "500.00").press("k").sees("Last four figures")
            by.press("enter").type("4242").press("enter").type("771024").press("enter").sees("Preview")
        by.press("esc")
        paper_aside(by)


def takes_a_part(by: Cashier) -> None:
    """A part of a bill in cash, the rest in the notes of another country."""
    with by.at_folio("306"):
        with by.task("part of a bill"):
            by.press("y").sees("[c]").press("c").sees("Cash received").type("1000").press("enter")
            by.sees("Still due", "4,350.00").press("f9").sees("Preview")
        paper_aside(by)
        with by.task("the rest in euro"):
            by.press("y").sees("[x]").press("x").sees("Notes received").type("eur").press("enter").type("115")
            by.press("enter").sees("Preview")
        paper_aside(by)


def takes_a_deposit(by: Cashier, stay: int) -> None:
    by.command(f"stay {stay}").sees("VOGEL")
    with by.task("deposit of a booking"):
        by.press("d").sees("Amount").type("1500").press("f9").sees("[t]").press("t").sees("Slip number")
        by.press("enter").type("0192").press("enter").sees("Preview", "DP2569-00001")
    by.press("esc").sees("Deposit held", gone="Preview").press("esc").at_the_rack(gone="VOGEL")


def takes_a_security(by: Cashier, stay: int) -> None:
    by.command(f"stay {stay}").sees("Details")
    with by.task("security of a guest in house"):
        by.press("d").sees("Amount").type("2000").press("enter").sees("[c]").press("c").sees("Cash received")
        by.press("enter").sees("Preview")
    by.press("esc").sees("Security held", gone="Preview").press("esc").at_the_rack(gone="Details")


def exchanges(by: Cashier) -> None:
    """Dollars of a guest in house, euro of a passer-by with a passport."""
    by.press("g", "g").sees("S-00001")
    with by.task("USD 100 bought from a guest"):
        by.press("x").sees("Amount in notes").type("201").press("enter", "enter").type("100").press("f9")
        by.sees("Preview", "EX2569-00001", "3,310.00")
    by.press("esc").sees("Amount in notes", gone="Preview")
    with by.task("EUR 50 bought from a passer-by"):
        by.type("Kim Minjun").press("enter").type("eur").press("enter").type("50").press("enter")
        by.type("KOR").press("enter").type("M12345678").press("f9").sees(
            "Preview", "EX2569-00002", "1,920.00"
        )
    by.press("esc").sees("Amount in notes", gone="Preview").press("esc").sees("S-00001", "EUR 50.00")
    by.press("esc").at_the_rack(gone="S-00001")


def gives_back(by: Cashier) -> None:
    with by.at_folio("203"), by.task("refund to its card"):
        by.press("f").sees("500.00", "771023").press("enter", "enter").type("too much").press("enter")
        by.sees(by.say("balance {balance}", balance="0.00"), gone="Reason")


def pays_out(by: Cashier) -> None:
    by.press("g", "g").sees("S-00001")
    with by.task("paid-out for the house"):
        by.press("p").sees("Signed slip no.").type("250").press("enter").type("Somchai").press("enter")
        by.type("S-044").press("enter").type("bulbs").press("enter", "enter").type("523").press("f9")
        by.sees("Preview", "PO2569-00001")
    # Every method's sum stands whole under the list.
    by.press("esc").sees("-250.00", "3,745.50", "EUR, USD", gone="Preview")


def drops(by: Cashier, amount: str) -> None:
    with by.task("drop with bag and witness"):
        by.press("d").sees("Bag number").press("enter").type(amount).press("enter").type("B17").press("enter")
        by.type("safe").press("enter").type("somsak").press("enter").type(PASSWORD).press("f9")
        by.sees(f"-{int(amount):,}.00")


# Twenty baht less than there should be: notes and coins from 1,000 down, then foreign notes, slips and their sums.
OF_A_LONG_DAY = (
    *("3", "", "", "1", "2", "", "1", "", "1", "", ""),
    *("165", "220", "3", "3000", "2", "2499", "1", "1605", "1", "12840", "1", "1000", "1", "8560", "1", "3745.50"),
)  # fmt: skip
OF_A_SHORT_DAY = ("3", "", "2", "1", "", "1", "", "2", "", "", "")


def types_the_count(by: Cashier, counted: Sequence[str]) -> None:
    by.sees("Notes and coins, pieces")
    for n, value in enumerate(counted):
        by.press(*(["enter"] if n else [])).type(value)


def counts_for_herself(by: Cashier, counted: Sequence[str], expected: str) -> None:
    """Before the next one does; what should be there is on no screen until she has."""
    with by.task("blind count of her own drawer"):
        by.press("l")
        types_the_count(by, counted)
        assert expected not in by.desk.text
        by.press("f9").sees(by.say("short by {amount}", amount="20.00"), expected)
    by.press("esc").sees("S-00001", gone=expected)


def hands_over(by: Cashier, to: str, counted: Sequence[str]) -> None:
    """What lacks is named to her who leaves; the next one begins with the float."""
    with by.task("hand the drawer over, counted by the next cashier"):
        by.press("h")
        types_the_count(by, counted)
        by.press("enter").type(to).press("enter").type(PASSWORD).press("enter", "enter").type("B18").press(
            "f9"
        )
        by.sees("Preview", "S-00001")
    by.press("esc").sees(by.say("{cashier} has drawer {n} with {float}.", cashier=to, n=1, float="3,000.00"))
    by.press("esc").at_the_rack(gone="Cashier · no shift open")


def closes(by: Cashier, login: str) -> None:
    """The next one sits down, finds her shift open, and closes it with what she was given."""
    sits_down(by, login)
    by.press("g", "g").sees("S-00002")
    with by.task("close a shift that is right"):
        by.press("l").sees("Notes and coins, pieces").type("3").press("f9").sees("the cash is right")
        by.press("l").sees("Float left").press("f9").sees("Preview", "S-00002")
    by.press("esc").sees("Cashier · no shift open", gone="Preview").press("esc").at_the_rack(
        gone="Cashier · no shift open"
    )


def the_day_is_closed(by: Cashier, wall: Wall) -> None:
    wall.shows("23:30")
    sits_down(by, "chai")
    by.press("g", "e").sees("Every check is passed.").press("f9").sees("[y]").press("y")
    by.sees("Enter: go on").press("enter").sees(gone="Enter: go on")


def her_day(by: Cashier) -> None:
    opens(by)
    takes_exact_cash(by)
    takes_cash_with_change(by)
    takes_cards(by)
    takes_a_transfer(by)
    takes_promptpay(by)
    takes_a_cheque(by)
    takes_a_voucher(by)
    settles_on_an_account(by)
    takes_dollars(by)
    takes_cash_and_a_card(by)
    takes_a_part(by)
    takes_a_deposit(by, len(BILLS) + 1)
    takes_a_security(by, 2)
    gives_back(by)
    exchanges(by)
    pays_out(by)
    drops(by, "500")
    counts_for_herself(by, OF_A_LONG_DAY, "3,116.00")
    hands_over(by, "lek", OF_A_LONG_DAY)
    closes(by, "lek")


def what_the_books_say(url: str) -> None:
    open_database(url)
    assert list(faults()) == []
    malee, lek = CashierShift.select().order_by(CashierShift.id)
    assert [(s.staff.login, s.left_float, s.is_open) for s in (malee, lek)] == [
        ("malee", 3000, False), ("lek", 3000, False),
    ]  # fmt: skip
    assert "-20.00" in str(report_of(malee.id))
    (short,) = Line.select().join(Account).where(Account.code == "52420")
    assert (short.amount, short.memo) == (20, "Malee S-00001 -20.00 THB")
    numbers = [r.number for r in Receipt.select()] + [r.number for r in PaidOut.select()]
    numbers += [r.number for r in Exchange.select()]
    for series in {number.rpartition("-")[0] for number in numbers}:
        given = sorted(int(n.rpartition("-")[2]) for n in numbers if n.rpartition("-")[0] == series)
        assert given == list(range(1, len(given) + 1)), series
    assert Property.the().business_date == FIRST_DAY + datetime.timedelta(days=1)


def test_a_cashiers_day(sqlite_url: str, tmp_path: Path) -> None:
    wall = the_morning(sqlite_url, tmp_path)
    with at_the_till(sqlite_url, wall, "th") as by:
        her_day(by)
        the_day_is_closed(by, wall)
    assert by.told["exact cash"] == 3
    assert by.told["drop with bag and witness"] <= 36
    what_the_books_say(sqlite_url)
    paid = Posting.select().where(Posting.kind << ("payment", "city ledger", "deposit", "security"))
    assert len({posting.code.code for posting in paid}) == 9
    assert paid.count() >= 15
    assert RefundLeg.get().amount == 500
    assert str(report_of(1)).count(Message("Dropped at closing").say("th")) == 3  # baht, euro and dollars
    assert sorted(d.bag for d in CashDrop.select()) == ["B17", *["B18"] * 4]
    close_database()


def test_a_short_day_in_english(sqlite_url: str, tmp_path: Path) -> None:
    wall = the_morning(sqlite_url, tmp_path)
    with at_the_till(sqlite_url, wall, "en") as by:
        opens(by)
        takes_exact_cash(by)
        by.press("g", "g").sees("S-00001")
        drops(by, "1000")
        counts_for_herself(by, OF_A_SHORT_DAY, "3,284.00")
        hands_over(by, "lek", OF_A_SHORT_DAY)
        closes(by, "lek")
        the_day_is_closed(by, wall)
    what_the_books_say(sqlite_url)
    close_database()
