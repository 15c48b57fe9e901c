"""What is handed over at the counter, leg by leg: cash, a card slip, a cheque, a voucher, notes of another country.

A bill is often paid in several ways at once; each way is a leg, each leg a posting with its own receipt. Here a leg is
checked and what it is made of is kept with its posting: never a card number, the cheque as it is, the voucher once,
foreign notes with the rate they were taken at.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Any

from peewee import DateField, ForeignKeyField, TextField

from locales.money import format_money
from locales.thai_text import fold, to_latin_digits
from models.back_office.cheques import register_cheque_in
from models.front_office.codes import TransactionCode
from models.front_office.companies import Company
from models.front_office.currencies import (
    NOTES,
    Currency,
    RateField,
    buy_rate,
    check_notes_taken,
    currency,
    in_baht,
)
from models.front_office.folios import FolioWindow, Posting, post
from models.front_office.payment_methods import (
    CARD,
    CASH,
    CHEQUE,
    CITY,
    FOREIGN,
    VOUCHER,
    PaymentMethod,
    behaviour,
    payment_method,
)
from models.front_office.reservations import Reservation
from models.front_office.till import Tender
from models.house.acts import Act
from models.house.banks import CODES, short_name
from models.house.database import Base, MoneyField
from models.house.inputs import above_zero, checked, words
from models.house.refusals import Refused
from models.ledger.entries import NewLine, write_entry

ZERO = Decimal("0.00")
ON_HAND = "on hand"


class CardSlip(Base):
    """The slip of a card: its approval and the last four figures of the card, never more. Sealed."""

    posting = ForeignKeyField(Posting, unique=True)
    approval = TextField()
    last_four = TextField()

    class Meta:
        table_name = "card_slip"


class Cheque(Base):
    """A cheque taken, sealed but for its ``state``. ``bank`` is the Bank of Thailand's code; a ``date`` to come makes it
    post-dated. (bank, number) once, unless the payment was taken back."""

    posting = ForeignKeyField(Posting, unique=True)
    bank = TextField()
    branch = TextField()
    number = TextField()
    date = DateField()
    payer = TextField()
    amount = MoneyField()
    state = TextField(default=ON_HAND)


class VoucherTaken(Base):
    """An agent's voucher: its ``value`` and what of it paid the bill, baht; the rest is not paid out. Sealed, and
    (issuer, number) once unless the payment was taken back."""

    posting = ForeignKeyField(Posting, unique=True)
    company = ForeignKeyField(Company, null=True)
    issuer = TextField()
    issuer_key = TextField()
    number = TextField()
    value = MoneyField()
    amount = MoneyField()

    class Meta:
        table_name = "voucher_taken"


class ForeignTender(Base):
    """Notes of another country with the ``rate`` they were taken at; ``worth`` by it and the ``change`` given, baht.
    Minus: given back. Sealed."""

    posting = ForeignKeyField(Posting, unique=True)
    currency = ForeignKeyField(Currency)
    amount = MoneyField()
    rate = RateField()
    worth = MoneyField()
    change = MoneyField()

    class Meta:
        table_name = "foreign_tender"


@dataclass(frozen=True)
class Leg:
    """One way a bill is paid: ``amount`` baht of it, and what is asked of that way.

    ``tendered``: cash handed over. Card: ``last_four``, and its approval as ``reference``. Cheque: ``bank``, ``branch``,
    ``number``, ``cheque_date``, ``payer``. Voucher: ``number``, ``issuer`` or ``company_id``, ``value``. Foreign notes:
    ``currency`` and ``notes``, whose worth above ``amount`` is given back in baht. City ledger: ``account_id``.
    """

    method: str
    amount: Decimal
    tendered: Decimal | None = None
    reference: str = ""
    last_four: str = ""
    bank: str = ""
    branch: str = ""
    number: str = ""
    cheque_date: datetime.date | None = None
    payer: str = ""
    issuer: str = ""
    company_id: int | None = None
    value: Decimal | None = None
    currency: str = ""
    notes: Decimal | None = None
    account_id: int | None = None


@dataclass(frozen=True)
class Checked:
    """A leg that may be written: its entry's debit lines, how it stands on the receipt, what is kept of it."""

    code: TransactionCode
    amount: Decimal
    reference: str
    debits: Sequence[NewLine]
    tendered: Decimal | None = None
    tender: Tender | None = None
    facts: tuple[type[Base], dict[str, object]] | None = field(default=None)


def check_leg(now: datetime.datetime, leg: Leg) -> Checked:
    """Refused: NO_METHOD, NOT_POSITIVE, TENDERED_TOO_LITTLE, TENDERED_NOT_CASH, REFERENCE_NEEDED; card: CARD_NUMBER,
    LAST_FOUR; cheque: NO_BANK, CHEQUE_NUMBER, CHEQUE_TWICE, NO_DATE; voucher: VOUCHER_NUMBER, NO_ISSUER,
    VOUCHER_VALUE, VOUCHER_TWICE; notes: EXCHANGE_OFF, NO_CURRENCY, NO_RATE, TENDERED_TOO_LITTLE."""
    code = payment_method(leg.method)
    method = behaviour(code)
    amount = above_zero(leg.amount)
    reference = words(leg.reference, "reference")
    if method.way == CITY:
        raise Refused("NO_METHOD", "{code} is not a way to pay.", field="method", code=code.code)
    if method.needs_reference and not reference:
        raise Refused("REFERENCE_NEEDED", "The number of the slip or transfer is needed.", field="reference")
    _check_tendered(method, amount, leg.tendered)
    if method.way == FOREIGN:
        return _foreign(now, code, amount, leg)
    facts: tuple[type[Base], dict[str, object]] | None = None
    if method.way == CARD:
        reference, facts = _card(reference, leg)
    elif method.way == CHEQUE:
        reference, facts = _cheque(leg, amount)
    elif method.way == VOUCHER:
        reference, facts = _voucher(leg, amount)
    return Checked(
        code, amount, reference, [NewLine(code.account_id, amount, item=code.code)], leg.tendered, facts=facts
    )


def _check_tendered(method: PaymentMethod, amount: Decimal, tendered: Decimal | None) -> None:
    if tendered is None:
        return
    if method.way != CASH:
        raise Refused("TENDERED_NOT_CASH", "Only cash gives change.", field="tendered")
    if checked(tendered, "tendered") < amount:
        raise Refused(
            "TENDERED_TOO_LITTLE",
            "{tendered} is less than {amount}.",
            field="tendered",
            tendered=tendered,
            amount=amount,
        )


def is_card_number(text: str) -> bool:
    """Thirteen to nineteen figures in a row, blanks and dashes between them, whose check digit (Luhn) is right."""
    from stdnum import luhn

    return any(
        luhn.is_valid(re.sub(r"\D", "", run))
        for run in re.findall(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)", to_latin_digits(text), re.ASCII)
    )


def check_no_card_number(text: str, field_name: str) -> None:
    """A whole card number is written nowhere (PCI DSS 3). Refused: CARD_NUMBER."""
    if is_card_number(text):
        raise Refused(
            "CARD_NUMBER",
            "A card number is not written down; the last four figures are enough.",
            field=field_name,
        )


def _card(approval: str, leg: Leg) -> tuple[str, tuple[type[Base], dict[str, object]] | None]:
    check_no_card_number(approval, "reference")
    check_no_card_number(leg.last_four, "last_four")
    four = to_latin_digits(leg.last_four.strip())
    if four and not re.fullmatch(r"\d{4}", four, re.ASCII):
        raise Refused("LAST_FOUR", "The last four figures of the card.", field="last_four")
    if not four:
        return approval, None
    return f"**{four} {approval}".rstrip(), (CardSlip, {"approval": approval, "last_four": four})


def _number(text: str) -> str:
    """A number as it stands on paper, without blanks and dashes, so that it is known again."""
    return re.sub(r"[\s-]", "", to_latin_digits(words(text, "number", 40))).upper()


def _cheque(leg: Leg, amount: Decimal) -> tuple[str, tuple[type[Base], dict[str, object]]]:
    if leg.bank not in CODES:
        raise Refused("NO_BANK", "Of which bank is the cheque?", field="bank")
    number = _number(leg.number)
    if not (number.isascii() and number.isdecimal()):
        raise Refused("CHEQUE_NUMBER", "The number of the cheque, as printed on it.", field="number")
    if leg.cheque_date is None:
        raise Refused("NO_DATE", "The date on the cheque.", field="cheque_date")
    same = Cheque.select().where((Cheque.bank == leg.bank) & (Cheque.number == number))
    if any(not _taken_back(cheque.posting_id) for cheque in same):
        raise Refused("CHEQUE_TWICE", "This cheque has been taken already.", field="number")
    facts = {
        "bank": leg.bank,
        "branch": words(leg.branch, "branch", 40),
        "number": number,
        "date": leg.cheque_date,
        "payer": words(leg.payer, "payer", 80),
        "amount": amount,
    }
    return f"{short_name(leg.bank)} {number} {leg.cheque_date:%d/%m/%Y}", (Cheque, facts)


def _voucher(leg: Leg, amount: Decimal) -> tuple[str, tuple[type[Base], dict[str, object]]]:
    number = _number(leg.number)
    if not number:
        raise Refused("VOUCHER_NUMBER", "The number of the voucher.", field="number")
    company = Company.get_by_id(leg.company_id) if leg.company_id is not None else None
    issuer = company.name("en") if company is not None else words(leg.issuer, "issuer", 80)
    if not issuer:
        raise Refused("NO_ISSUER", "Who gave the voucher?", field="issuer")
    value = above_zero(leg.value if leg.value is not None else amount, "value")
    if value < amount:
        raise Refused("VOUCHER_VALUE", "The voucher is worth {value} only.", field="amount", value=value)
    key = f"company {company.id}" if company is not None else fold(issuer)
    same = VoucherTaken.select().where((VoucherTaken.issuer_key == key) & (VoucherTaken.number == number))
    if any(not _taken_back(voucher.posting_id) for voucher in same):
        raise Refused("VOUCHER_TWICE", "This voucher has been taken already.", field="number")
    facts = {
        "company": company,
        "issuer": issuer,
        "issuer_key": key,
        "number": number,
        "value": value,
        "amount": amount,
    }
    return f"{issuer} {number}", (VoucherTaken, facts)


def _taken_back(posting_id: int) -> bool:
    return Posting.get_or_none(Posting.corrects == posting_id) is not None


def _foreign(now: datetime.datetime, code: TransactionCode, amount: Decimal, leg: Leg) -> Checked:
    check_notes_taken()
    notes = above_zero(leg.notes if leg.notes is not None else ZERO, "notes")
    taken = currency(leg.currency)
    rate = buy_rate(taken.code, NOTES, now)
    worth = in_baht(notes, rate)
    if worth < amount:
        raise Refused(
            "TENDERED_TOO_LITTLE",
            "{tendered} is less than {amount}.",
            field="notes",
            tendered=worth,
            amount=amount,
        )
    change = worth - amount
    debits = [NewLine(code.account_id, worth, item=code.code)]
    if change:
        cash = payment_method("CASH")
        debits.append(NewLine(cash.account_id, -change))
    facts = {"currency": taken, "amount": notes, "rate": rate, "worth": worth, "change": change}
    return Checked(
        code, amount, f"{taken.code} {format_money(notes)} × {rate.normalize():f}", debits,
        worth if change else None, Tender(taken.code, notes, worth=worth, change=change), (ForeignTender, facts),
    )  # fmt: skip


def write_leg(
    act: Act,
    leg: Checked,
    kind: str,
    credits: Sequence[NewLine],
    *,
    window: FolioWindow | None = None,
    reservation: Reservation | None = None,
) -> int:
    """Write a leg against ``credits``, the lines of what it pays; the posting's id."""
    entry_id = write_entry(
        act, [*leg.debits, *credits], kind=kind, memo=f"{leg.code.name_en} {leg.reference}".strip()
    )
    posting_id = post(
        act, entry_id, kind, leg.code, typed=leg.amount, net=-leg.amount, amount=-leg.amount, window=window,
        reservation=reservation, reference=leg.reference, tender=leg.tender,
    )  # fmt: skip
    if leg.facts is not None:
        table, facts = leg.facts
        act.create(table, posting=posting_id, **facts)
        if table is Cheque:
            enter_cheque(act, entry_id, leg)
    return posting_id


def enter_cheque(
    act: Act, entry_id: int, leg: Checked, city_account_id: int | None = None, receipt_id: int | None = None
) -> None:
    """The cheque goes into the register, whence it is paid in at a bank; of a receipt on account with whose it is."""
    assert leg.facts is not None
    facts: dict[str, Any] = leg.facts[1]
    register_cheque_in(
        act, entry_id=entry_id, bank=facts["bank"], bank_branch=facts["branch"], number=facts["number"],
        date=facts["date"], payer=facts["payer"], amount=leg.amount, held_on_id=leg.code.account_id,
        city_account_id=city_account_id, receipt_id=receipt_id,
    )  # fmt: skip


# What was put on the counter, as a leg of what is due


def cash_leg(method: str, handed: Decimal, due: Decimal) -> Leg:
    """Cash: what is above ``due`` baht is change; with nothing due all of it is taken."""
    return Leg(method, min(handed, due) if due > 0 else handed, handed if 0 < due < handed else None)


def voucher_leg(
    method: str, number: str, issuer: str, company_id: int | None, value: Decimal, due: Decimal
) -> Leg:
    """A voucher pays what is due, up to its value."""
    amount = min(value, due) if due > 0 else value
    return Leg(method, amount, number=number, issuer=issuer, company_id=company_id, value=value)


def notes_leg(method: str, code: str, notes: Decimal, due: Decimal, now: datetime.datetime) -> Leg:
    """Foreign notes at the rate of now; what they are worth above ``due`` is change in baht. Refused as ``buy_rate``."""
    worth = in_baht(notes, buy_rate(code, NOTES, now))
    return Leg(method, min(worth, due) if due > 0 else worth, currency=code, notes=notes)


def change_of(leg: Leg, now: datetime.datetime) -> Decimal:
    """What is given back of it in cash, baht."""
    if leg.notes is not None:
        return max(in_baht(leg.notes, buy_rate(leg.currency, NOTES, now)) - leg.amount, ZERO)
    return leg.tendered - leg.amount if leg.tendered is not None else ZERO


def notes_needed(due: Decimal, rate: Decimal) -> Decimal:
    """Whole units of a currency that cover ``due`` baht."""
    return (due / rate).to_integral_value(ROUND_CEILING)
