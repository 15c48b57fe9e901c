"""Opening balances: what the old program still held on the day of the switch comes into the three ledgers and the books.

Each line is an entry of its own, dated the business date, against one clearing account (39000). It is never revenue
and never VAT again: both were the old program's. When deposits, folios, city ledger and the trial balance have all
come in, the clearing account is at zero and the accountant closes the opening; the database lets nothing in after that.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, fn

from locales.money import round_half_up
from models.back_office.receivables import CityAccount, OpenItem, city_ledger
from models.front_office import deposit_vat
from models.front_office.codes import transaction_code
from models.front_office.folios import FolioWindow, Posting, guest_ledger, post
from models.front_office.open_folios import is_closed
from models.front_office.payments import deposit_ledger, move_deposit_to_folio
from models.front_office.receipts import TAX_INVOICE, Receipt
from models.front_office.reservations import IN_HOUSE, RESERVED, Reservation, Stay, deposit_of
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.inputs import checked, said
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.accounts import Account, AccountKind, account, open_subaccount
from models.ledger.balances import account_balance, money
from models.ledger.entries import GENERAL, Entry, Line, NewLine, write_entry

ZERO = Decimal("0.00")
OPENING = "opening"
"""Kind of the entries and postings that bring a balance forward."""
CLOSING = "opening closed"
CLEARING = "39000"
CODE = "OPEN"


class OpeningClosed(Base):
    """The end of the opening: one row, for good. ``entry`` moved what was left of the clearing account, if anything."""

    date = DateField()
    entry = ForeignKeyField(Entry, null=True)
    staff = ForeignKeyField(Staff)
    at = StampField()

    class Meta:
        table_name = "opening_closed"


def clearing_account() -> Account:
    """Where opening balances stand against each other. Refused: NO_ACCOUNT."""
    return account(CLEARING)


def opening_closed_on() -> datetime.date | None:
    """When the opening was closed; None while balances may be brought forward."""
    row = OpeningClosed.get_or_none()
    return row.date if row else None


def check_open() -> None:
    """Refused: OPENING_CLOSED."""
    date = opening_closed_on()
    if date is not None:
        raise Refused(
            "OPENING_CLOSED", "The opening was closed on {date}: nothing more is brought forward.", date=date
        )


def _amount(amount: Decimal, field: str = "amount") -> Decimal:
    amount = checked(amount, field)
    if not amount:
        raise Refused("NOT_ZERO", "An amount of zero brings nothing forward.", field=field)
    return amount


def _memo(*words: str, date: datetime.date | None = None) -> str:
    return " ".join(filter(None, ["Brought forward", *words, date.isoformat() if date else ""]))


# Deposits


@dataclass(frozen=True)
class OldDeposit:
    """A deposit the old program took, baht. ``vat``: what it has declared of it already; ``document`` and ``date`` of its
    tax invoice or receipt. ``security``: money against damage, no part of the price."""

    amount: Decimal
    vat: Decimal = ZERO
    document: str = ""
    date: datetime.date | None = None
    security: bool = False


def enter_deposit(act: Act, reservation_id: int, old: OldDeposit) -> int:
    """A deposit of a booking is held here from now on; the posting's id. Of a guest in house it goes to the folio at once.

    What the old program declared of VAT stands ready to be used up by the charges to come, and its invoice to be
    deducted from theirs. A minus takes back a part of what was brought forward; where VAT was declared of it, one
    deposit as it came, with its VAT below zero. Refused: OPENING_CLOSED, STAY_ENDED, DEPOSIT_VAT, DEPOSIT_WHOLE,
    NOT_ZERO, DOCUMENT_THERE, MORE_THAN_IS_LEFT (by the database).
    """
    check_open()
    amount = _amount(old.amount)
    reservation = Reservation.get_by_id(reservation_id)
    stay = _stay_to_come(reservation)
    vat = _checked_vat(act, old) if amount > 0 else checked(old.vat, "vat")
    undone = _taken_back(act, reservation, old) if amount < 0 and not old.security else None
    part = _deposit_part(act, reservation, stay, security=old.security)
    declared = deposit_vat.part_of_reservation(act, reservation) if vat else None
    code = transaction_code(CODE)
    entry_id = write_entry(
        act,
        [
            NewLine(deposit_ledger().id, -amount, part, item=code.code),
            *deposit_vat.brought_forward(declared, vat),
            NewLine(clearing_account().id, amount - vat, item=code.code),
        ],
        kind=OPENING,
        memo=_memo(reservation.confirmation, old.document, date=old.date),
    )
    posting_id = post(
        act, entry_id, OPENING, code, description=old.document, typed=abs(amount), net=-amount,
        amount=-amount, reservation=reservation, reference=old.document, corrects=undone,
    )  # fmt: skip
    if vat > 0:
        _keep_invoice(act, posting_id, stay, old)
    if stay.state == IN_HOUSE and not old.security:
        first = FolioWindow.get((FolioWindow.stay == stay) & (FolioWindow.number == 1))
        move_deposit_to_folio(act, Stay.get_by_id(stay.id), first)
    return posting_id


def _checked_vat(act: Act, old: OldDeposit) -> Decimal:
    vat = checked(old.vat, "vat")
    if vat and (old.security or not ZERO < vat <= _most_vat(act, old.amount)):
        raise Refused(
            "DEPOSIT_VAT", "The VAT declared is at most what lies in the deposit; a security deposit has none.",
            field="vat",
        )  # fmt: skip
    return vat


def _taken_back(act: Act, reservation: Reservation, old: OldDeposit) -> Posting | None:
    """The deposit that a minus undoes with its VAT and its invoice; None where what stays is enough for the VAT."""
    if old.vat:
        undone = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
        came = (
            Posting.select()
            .join(Receipt)
            .where(
                (Posting.reservation == reservation) & (Posting.kind == OPENING) & Posting.id.not_in(undone)
            )
            .where((Receipt.vat == -old.vat) & (Posting.amount == old.amount))
            .first()
        )
        if came is not None:
            return came
    elif deposit_vat.left(reservation.deposit_vat_id) <= _most_vat(act, deposit_of(reservation) + old.amount):
        return None
    raise Refused(
        "DEPOSIT_WHOLE", "A deposit with VAT is taken back whole: amount and VAT as they came, with a minus.",
        field="vat",
    )  # fmt: skip


def _most_vat(act: Act, amount: Decimal) -> Decimal:
    """Total × 7/107, and a satang for who rounds it another way: more would let charges to come go untaxed."""
    rate = deposit_vat.vat_rate(act.business_date)
    return round_half_up(amount * rate.numerator / (rate.numerator + rate.denominator)) + Decimal("0.01")


def _stay_to_come(reservation: Reservation) -> Stay:
    found = (
        Stay.select()
        .where((Stay.reservation == reservation) & (Stay.state << (RESERVED, IN_HOUSE)))
        .order_by(Stay.state == IN_HOUSE, Stay.id)
        .first()
    )
    if found is None:
        raise Refused("STAY_ENDED", "This booking has ended.", field="booking")
    return found


def _deposit_part(act: Act, reservation: Reservation, stay: Stay, *, security: bool) -> int:
    if security:
        if reservation.security_id is None:
            label = f"Security {reservation.confirmation}"
            act.update(reservation, security=open_subaccount(deposit_ledger(), label, ceiling=ZERO))
        return int(reservation.security_id)
    if reservation.deposit_id is None:
        label = f"{stay.guest.name('en')} {reservation.confirmation}"
        act.update(reservation, deposit=open_subaccount(deposit_ledger(), label, ceiling=ZERO))
    return int(reservation.deposit_id)


def _keep_invoice(act: Act, posting_id: int, stay: Stay, old: OldDeposit) -> None:
    """The old program's tax invoice, under its own number and date: later papers deduct it or credit it by these."""
    from models.front_office.papers import paper_as_json, receipt_paper

    number = old.document or f"{stay.reservation.confirmation}-{OPENING}"
    if Receipt.get_or_none(Receipt.number == number):
        raise Refused(
            "DOCUMENT_THERE", "There is a document {number} already.", field="document", number=number
        )
    language = stay.guest.papers_language
    paper = receipt_paper(
        act.property, Posting.get_by_id(posting_id), number, language, None, vat=old.vat, buyer=None
    )
    act.create(
        Receipt, number=number, posting=posting_id, date=old.date or act.business_date, language=language,
        paper=paper_as_json(paper), kind=TAX_INVOICE, net=old.amount - old.vat, vat=old.vat, prints=1,
        buyer_name=paper.party.name if paper.party else "",
    )  # fmt: skip


# Folios


def enter_guest_balance(
    act: Act,
    window: FolioWindow,
    amount: Decimal,
    *,
    text: str = "",
    document: str = "",
    date: datetime.date | None = None,
) -> int:
    """What a guest in house (or a house account) owes from before stands on the folio as brought forward; the posting's id.

    ``amount`` in baht, with a minus what the guest has paid ahead; taxes in it are the old program's.
    Refused: OPENING_CLOSED, NOT_ZERO, NOT_IN_HOUSE, WINDOW_CLOSED.
    """
    check_open()
    amount = _amount(amount)
    if is_closed(window.stay):
        raise Refused("WINDOW_CLOSED", "The guest has checked out; the folio is closed.", field="room")
    code = transaction_code(CODE)
    entry_id = write_entry(
        act,
        [
            NewLine(guest_ledger().id, amount, window.subaccount_id, item=code.code),
            NewLine(clearing_account().id, -amount, item=code.code),
        ],
        kind=OPENING,
        memo=_memo(window.stay.reservation.confirmation, document, text, date=date),
    )
    return post(
        act, entry_id, OPENING, code, description=f"{document} {text}".strip(), typed=abs(amount), net=amount,
        amount=amount, window=window, reference=document,
    )  # fmt: skip


# City ledger


@dataclass(frozen=True)
class OldItem:
    """An open item of the old city ledger, baht; below zero a credit not used yet. ``due`` None: after the account's terms."""

    amount: Decimal
    date: datetime.date
    due: datetime.date | None = None
    document: str = ""
    text: str = ""


def enter_city_item(act: Act, account_id: int, old: OldItem) -> int:
    """An item still unpaid stands on its account, as old as it is; its id. No credit is asked for: it is owed already.

    Refused: OPENING_CLOSED, NOT_ZERO, DEBTOR_CLOSED, DATE_AHEAD, DUE_BEFORE_DATE.
    """
    check_open()
    amount = _amount(old.amount)
    of = CityAccount.get_by_id(account_id)
    if of.closed:
        raise Refused("DEBTOR_CLOSED", "{account} is closed.", field="account", account=of.spoken)
    if old.date > act.business_date:
        raise Refused("DATE_AHEAD", "The date lies after the business date.", field="date")
    due = old.due or old.date + datetime.timedelta(days=of.terms)
    if due < old.date:
        raise Refused("DUE_BEFORE_DATE", "It would be due before its date.", field="due")
    code = transaction_code(CODE)
    entry_id = write_entry(
        act,
        [
            NewLine(city_ledger().id, amount, of.subaccount_id, item=code.code),
            NewLine(clearing_account().id, -amount, item=code.code),
        ],
        kind=OPENING,
        memo=_memo(of.number, old.document, old.text, date=old.date),
    )
    row = act.create(
        OpenItem, account=of, entry=entry_id, date=old.date, due=due, document=old.document, description=old.text,
        amount=amount, unpaid=amount,
    )  # fmt: skip
    return int(row.id)


# The trial balance


def enter_general_balance(act: Act, code: str, amount: Decimal) -> int | None:
    """The balance of an account in the old trial balance, baht (debit plus); the entry's id.

    A control account takes nothing: what the three ledgers brought in must be that already, and nothing is written.
    Refused: OPENING_CLOSED, NO_ACCOUNT, CLEARING_ACCOUNT, NOT_ZERO, CONTROL_DIFFERS (with the difference).
    """
    check_open()
    found = account(code)
    if found.code == CLEARING:
        raise Refused("CLEARING_ACCOUNT", "Account {code} is what opening balances stand against.", field="account", code=code)  # fmt: skip
    if found.subledger is not None:
        brought = brought_forward(found.id)
        if checked(amount) != brought:
            raise Refused(
                "CONTROL_DIFFERS", "{account}: {amount} here, the lists brought {brought}; the difference is {difference}.",
                field="account", account=found.code, amount=amount, brought=brought, difference=amount - brought,
            )  # fmt: skip
        return None
    amount = _amount(amount)
    entry_id = write_entry(
        act,
        [NewLine(found.id, amount), NewLine(clearing_account().id, -amount)],
        kind=OPENING,
        memo=_memo(found.code, found.name_en),
        journal=GENERAL,
    )
    act.changed(("entry", entry_id), {}, {"kind": OPENING, "account": found.code, "amount": amount})
    return entry_id


def brought_forward(account_id: int) -> Decimal:
    """What opening balances put on an account, baht; of the guest ledger with the deposits that went on to folios."""
    lines = (
        Line.select(fn.SUM(Line.amount))
        .join(Entry)
        .where((Line.account == account_id) & (Entry.kind == OPENING))
        .scalar()
    )
    return money(lines)


@operation("set_up")
def close_opening(act: Act, equity: str = "", reason: str = "") -> None:
    """End the opening: nothing more is brought forward. What is left on the clearing account must be explained: with
    an ``equity`` account and a reason it goes there.

    Refused: OPENING_CLOSED, OPENING_NOT_EXPLAINED (with what is left), NO_ACCOUNT, NO_EQUITY, NO_REASON.
    """
    check_open()
    clearing = clearing_account()
    rest, entry_id = account_balance(clearing.id), None
    if rest:
        if not equity.strip():
            raise Refused(
                "OPENING_NOT_EXPLAINED",
                "Account {account} still has {rest}. Bring in the trial balance, or name the equity account it goes to.",
                field="equity", account=CLEARING, rest=rest,
            )  # fmt: skip
        target = account(equity.strip())
        if target.kind != AccountKind.EQUITY or target.code == CLEARING or target.subledger is not None:
            raise Refused("NO_EQUITY", "{account} is no equity account.", field="equity", account=target.code)
        reason = said(reason)
        entry_id = write_entry(
            act,
            [NewLine(target.id, rest), NewLine(clearing.id, -rest)],
            kind=CLOSING,
            memo=reason,
            journal=GENERAL,
        )
        act.because(reason)
    row = OpeningClosed.create(id=1, date=act.business_date, entry=entry_id, staff=act.staff.id, at=act.now)
    act.changed(row, {}, {"date": act.business_date, "entry": entry_id, "rest": rest})


@dataclass(frozen=True)
class Brought:
    """What has come in by an account, baht, debit plus."""

    account_id: int
    code: str
    name_th: str
    name_en: str
    amount: Decimal

    @property
    def key(self) -> tuple[str]:
        return (self.code,)


def opening_so_far() -> list[Brought]:
    """Every account opening balances stand on, by code; the clearing account too, at what is left to explain."""
    rows = (
        Line.select(Account.id, Account.code, Account.name_th, Account.name_en, fn.SUM(Line.amount))
        .join(Entry)
        .switch(Line)
        .join(Account)
        .where(Entry.kind << (OPENING, CLOSING))
        .group_by(Account.id, Account.code, Account.name_th, Account.name_en)
        .order_by(Account.code)
        .tuples()
    )
    return [Brought(number, code, th, en, money(total)) for number, code, th, en, total in rows]
