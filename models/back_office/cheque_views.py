"""The registers of cheques as lists and as papers: what waits, what is post-dated, and all there ever were."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from locales import _, in_language
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.back_office.bank_accounts import BankAccount
from models.back_office.cheques import (
    CLEARED,
    DEPOSITED,
    IN,
    ISSUED,
    ON_HAND,
    OUT,
    STATES,
    UNPAID_OUT,
    Cheque,
    waiting,
)
from models.back_office.posting_accounts import account_for
from models.house.banks import name_of_bank, short_name
from models.house.lists import Listing
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property
from models.ledger.balances import account_balance

ZERO = Decimal("0.00")
MOST_ON_PAPER = 500
OPEN = {IN: (ON_HAND, DEPOSITED), OUT: UNPAID_OUT}
"""States in which something is still to come."""


@dataclass(frozen=True)
class ChequeRow:
    """``amount`` in baht; ``date`` stands on it, ``since`` is the day of its state; ``slip``: it was paid in with;
    ``of_receipt``: a receipt on account says whose it is."""

    cheque_id: int
    bank: str
    number: str
    date: datetime.date
    party: str
    amount: Decimal
    state: str
    since: datetime.date
    slip: str
    city_account_id: int | None
    of_receipt: bool
    key: tuple[object, ...]

    def post_dated(self, today: datetime.date) -> bool:
        return self.date > today


def cheques(direction: str, text: str = "", *, closed_too: bool = False) -> Listing[ChequeRow]:
    """By the date on the cheque; found by the beginning of the number or any part of a name."""
    query = Cheque.select().where(Cheque.direction == direction)
    if not closed_too:
        query = query.where(Cheque.state << OPEN[direction], Cheque.ended_entry.is_null())
    for word in text.split():
        query = query.where(Cheque.number.startswith(word) | fn.LOWER(Cheque.party).contains(word.lower()))

    def shape(row: Cheque) -> ChequeRow:
        return ChequeRow(
            row.id, short_name(row.bank), row.number, row.date, row.party, row.amount, row.state, row.since,
            row.slip.number if row.slip_id else "", row.city_account_id, row.receipt_id is not None, (row.date, row.id),
        )  # fmt: skip

    return Listing(query, [(Cheque.date, False), (Cheque.id, False)], shape)


def totals(direction: str) -> tuple[Decimal, Decimal]:
    """What waits by the register and what the books say of its account, baht; they differ where somebody wrote to the
    account by hand."""
    held_on = account_for("cheques_on_hand" if direction == IN else "cheques_issued").id
    books = account_balance(held_on)
    return waiting(direction, held_on), books if direction == IN else -books


def account_options(language: str) -> list[tuple[object, str]]:
    """Bank accounts still open, for a field that picks one."""
    rows = BankAccount.select().where(~BankAccount.closed).order_by(BankAccount.id)
    return [(row.id, f"{short_name(row.bank)} {row.number} {row.name(language)}") for row in rows]


def register_paper(hotel: Property, direction: str, language: str) -> Paper:
    """Cheques something is still to come of, with their sum and what the books say (ทะเบียนเช็ครับ, ทะเบียนเช็คจ่าย)."""
    with in_language(language):
        rows = cheques(direction).first(MOST_ON_PAPER)
        waits, books = totals(direction)
        party = _("Payer") if direction == IN else _("Paid to")
        return Paper(
            kind="cheque register", title=_("Register of cheques in") if direction == IN else _("Register of cheques out"),
            number="", date_text=format_date(hotel.business_date), language=language, seller=Party(hotel.name(language)),
            fields=(
                Field(_("Waiting by the register"), format_money(waits)), Field(_("In the books"), format_money(books)),
            ),
            tables=(
                Table(
                    (
                        Column(_("Date"), width=9), Column(_("Cheque"), width=16), Column(party),
                        Column(_("State"), width=14), Column(_("Amount"), "right", 14),
                    ),
                    (
                        *(
                            Row((
                                format_date(row.date, "short"), f"{row.bank} {row.number}", row.party,
                                STATES[row.state].say(), format_money(row.amount),
                            ))
                            for row in rows
                        ),
                        Row(("", "", "", _("Total"), format_money(sum((r.amount for r in rows), ZERO))), "total"),
                    ),
                ),
            ),
            signatures=(_("Prepared by"), _("Checked by")),
        )  # fmt: skip


def cheque_paper(hotel: Property, cheque_id: int, language: str) -> Paper:
    """What is written on a cheque issued: payee, date, the amount in figures and in Thai words. One that is not to be paid
    any more is void."""
    row = Cheque.get((Cheque.id == cheque_id) & (Cheque.direction == OUT))
    with in_language(language):
        bank = row.bank_account
        fields = (
            Field(_("Bank"), name_of_bank(row.bank, language)), Field(_("Branch"), bank.branch),
            Field(_("Bank account"), bank.number), Field(_("Crossed"), "A/C PAYEE ONLY" if row.ac_payee else ""),
        )  # fmt: skip
        return Paper(
            kind="cheque", title=_("Cheque"), number=row.number, date_text=format_date(row.date), language=language,
            seller=Party(hotel.name(language)), party=Party(row.party, role=_("Pay to")),
            fields=tuple(field for field in fields if field.value),
            totals=(Field(_("Amount"), format_money(row.amount), strong=True),),
            words=amount_in_words(row.amount, "th", hotel.currency), signatures=(_("Signature of the payer"),),
            void_mark="" if row.state in (ISSUED, CLEARED) else _("VOID"),
        )  # fmt: skip


def cheque_of_entry(entry_id: int) -> int | None:
    """The cheque a payment went out by: the last, where others replaced it."""
    found = Cheque.select().where((Cheque.direction == OUT) & (Cheque.entry == entry_id))
    last = found.order_by(Cheque.id.desc()).first()
    return int(last.id) if last is not None else None


def entry_of(cheque_id: int) -> int | None:
    """The last entry a cheque stands on: its end, its slip, or the receipt or payment it belongs to."""
    row = Cheque.get_by_id(cheque_id)
    last = row.ended_entry_id or (row.slip.entry_id if row.slip_id else None) or row.entry_id
    return int(last) if last else None


def bank_account_of(cheque_id: int) -> int:
    return int(Cheque.get_by_id(cheque_id).bank_account_id)
