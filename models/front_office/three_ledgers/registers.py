"""What ties the registers of the back office to their accounts: cheques, vendors' bills, tax withheld, input VAT.

A register keeps no past state, so these ties are of now. What a person wrote on such an account by hand is no business
of its register and is left out on both sides; where that is to be named, its own screen does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, Expression, ForeignKeyField, ModelSelect, fn

from locales import Message
from models.back_office.bank_accounts import BankAccount
from models.back_office.cheques import DEPOSITED, IN, ON_HAND, OUT, UNPAID_OUT, Cheque, DepositSlip, waiting
from models.back_office.input_vat import CLAIMABLE, NOT_CLAIMABLE, InputVat, VatReturn
from models.back_office.petty_cash import PETTY_CASH, PettyFund
from models.back_office.posting_accounts import PostingAccount
from models.back_office.receipts_on_account import RECEIVED, TAKEN_BACK
from models.back_office.reconciliation import BANK_LINE
from models.back_office.vendor_bills import VendorBill
from models.back_office.vendor_payments import KIND as VENDOR_PAYMENT
from models.back_office.vendor_payments import REVERSAL as VENDOR_PAYMENT_REVERSAL
from models.back_office.withholding_certificates import Certificate
from models.back_office.withholding_returns import WithholdingPayment
from models.front_office.night_audit.tables import INCOME_AUDIT
from models.front_office.opening_balances import CLOSING, OPENING
from models.front_office.three_ledgers.day import MOST_SUSPECTS
from models.front_office.till.opening import OVER_SHORT
from models.front_office.vat_report.additional import VatAddition
from models.ledger.balances import ZERO, account_balance, money
from models.ledger.drafts import REVERSIBLE, REVERSING
from models.ledger.entries import Entry, Line
from models.ledger.proof import Fault

BY_HAND = (
    *REVERSIBLE, REVERSING, INCOME_AUDIT, BANK_LINE, PETTY_CASH, OPENING, CLOSING,
)  # fmt: skip
"""Kinds of entries whose accounts a person chose."""
NO_CHEQUE_NAMED = (*BY_HAND, OVER_SHORT, VENDOR_PAYMENT, VENDOR_PAYMENT_REVERSAL)
"""Entries that may move an account of cheques and stand in no register: of cheques short in a drawer, and of cheques
written on an account that is kept as none of a bank."""
NO_INVOICE_NAMED = (*BY_HAND, RECEIVED, TAKEN_BACK)
"""An agent's commission may be kept back before its tax invoice comes."""


@dataclass(frozen=True)
class RegisterTie:
    """The balance the books have and the one the register has, baht; ``jump`` leads to the register.

    ``suspects``: entries in which the two sides differ, the first of them, where they can be told.
    """

    what: Message
    books: Decimal
    register: Decimal
    jump: str
    suspects: tuple[int, ...] = ()

    @property
    def difference(self) -> Decimal:
        return self.books - self.register

    @property
    def entries(self) -> str:
        return ", ".join(f"K-{entry_id:05d}" for entry_id in self.suspects) or "–"


def register_ties() -> list[RegisterTie]:
    """Every register the hotel has anything in."""
    return [
        *_waiting(Message("Cheques on hand"), IN, (ON_HAND,), 1),
        *_waiting(Message("Cheques issued"), OUT, UNPAID_OUT, -1),
        *_paid_in(), *_vendors(), *_withheld(), *_input_vat(),
    ]  # fmt: skip


def register_faults() -> Iterator[Fault]:
    """Registers that are not what their accounts hold."""
    for tie in register_ties():
        if tie.difference:
            values: dict[str, object] = {"what": tie.what, "books": tie.books, "register": tie.register}
            yield Fault(
                "REGISTER_TIE",
                Message("{what}: the books have {books}, the register {register}", values),
                tie.suspects[0] if tie.suspects else None,
                jump=tie.jump,
            )


def _shared(account_id: int) -> bool:
    """Whether an account holds other money too, so that its balance says nothing of a register."""
    purposes = PostingAccount.select().where(PostingAccount.account == account_id).count()
    at_bank = BankAccount.select().where(BankAccount.account == account_id).count()
    funds = PettyFund.select().where(PettyFund.account == account_id).count()
    return bool(purposes > 1 or at_bank or funds)


def _waiting(what: Message, direction: str, states: Sequence[str], side: int) -> Iterator[RegisterTie]:
    """Cheques that wait are what their account holds, but for what no register knows of."""
    of_direction = Cheque.direction == direction
    held_on = [
        account_id for (account_id,) in Cheque.select(Cheque.held_on).where(of_direction).distinct().tuples()
    ]
    named = (
        Cheque.select(Cheque.entry).where(of_direction & Cheque.entry.is_null(False))
        | Cheque.select(Cheque.ended_entry).where(of_direction & Cheque.ended_entry.is_null(False))
        | DepositSlip.select(DepositSlip.entry)
    )
    for account_id in held_on:
        if _shared(account_id):
            continue
        unnamed = (
            Line.select(fn.SUM(Line.amount))
            .join(Entry)
            .where((Line.account == account_id) & (Entry.kind << NO_CHEQUE_NAMED) & Entry.id.not_in(named))
        )
        books = side * (account_balance(account_id) - money(unnamed.scalar()))
        register = waiting(direction, account_id)
        suspects: tuple[int, ...] = ()
        if books != register:
            its = of_direction & (Cheque.held_on == account_id) & (Cheque.state << states)
            shown = Cheque.select(Cheque.entry, fn.SUM(Cheque.amount)).where(its).group_by(Cheque.entry)
            lines = Line.select(Line.entry, fn.SUM(Line.amount)).where(
                (Line.account == account_id) & (Line.entry << Cheque.select(Cheque.entry).where(its))
            )
            suspects = _differing(_by_entry(lines.group_by(Line.entry), side), _by_entry(shown))
        yield RegisterTie(what, books, register, "cheques", suspects)


def _paid_in() -> Iterator[RegisterTie]:
    """What a slip paid in at a bank is the cheques on it, as long as one of them is under way."""
    under_way = Cheque.select(Cheque.slip).where(Cheque.state == DEPOSITED)
    shown = _by_entry(
        Cheque.select(DepositSlip.entry, fn.SUM(Cheque.amount))
        .join(DepositSlip, on=(Cheque.slip == DepositSlip.id))
        .where(DepositSlip.id << under_way)
        .group_by(DepositSlip.entry)
    )
    booked = _by_entry(
        Line.select(Line.entry, fn.SUM(Line.amount))
        .join(DepositSlip, on=(DepositSlip.entry == Line.entry))
        .join(BankAccount, on=(BankAccount.id == DepositSlip.bank_account))
        .where((DepositSlip.id << under_way) & (Line.account == BankAccount.account))
        .group_by(Line.entry)
    )
    if shown or booked:
        yield _sides(Message("Cheques paid in, on their way"), booked, shown, "cheques")


def _vendors() -> Iterator[RegisterTie]:
    named = PostingAccount.get_or_none(PostingAccount.purpose == "trade_payables")
    if named is not None and named.account.subledger == "vendor":
        unpaid = money(VendorBill.select(fn.SUM(VendorBill.unpaid)).scalar())
        yield RegisterTie(
            Message("Trade payables"), -account_balance(named.account_id), unpaid, "payables ageing"
        )


def _withheld() -> Iterator[RegisterTie]:
    """Tax withheld is owed as the certificates say, less what was paid over."""
    paid = WithholdingPayment.select(WithholdingPayment.entry, WithholdingPayment.amount)
    taken_back = Entry.select(Entry.id, WithholdingPayment.amount).join(
        WithholdingPayment, on=(WithholdingPayment.entry == Entry.reverses)
    )
    given = Certificate.select(Certificate.entry, Certificate.tax)
    void = Certificate.select(Certificate.cancelled_by, Certificate.tax).where(
        Certificate.cancelled_by.is_null(False)
    )
    sides = ((given, 1), (void, -1), (paid, -1), (taken_back, 1))
    yield from _tied(
        Message("Tax withheld, to be paid over"), ("withholding_payable",), sides, -1, BY_HAND, "withholding"
    )


def _input_vat() -> Iterator[RegisterTie]:
    """Input VAT stands on its accounts invoice by invoice until the return of a month takes it off."""
    root = InputVat.alias()

    def papers(entry: ForeignKeyField) -> ModelSelect:
        """Not the parts a payment makes due, which pass from one account to the other."""
        own = root.id.is_null() | (root.treatment == CLAIMABLE)
        return (
            InputVat.select(entry, InputVat.vat)
            .join(root, JOIN.LEFT_OUTER, on=(InputVat.of == root.id))
            .where((InputVat.treatment != NOT_CLAIMABLE) & entry.is_null(False) & own)
        )

    filed = [table.select(table.entry, table.input_vat) for table in (VatReturn, VatAddition)]
    sides = ((papers(InputVat.entry), 1), (papers(InputVat.cancelled_by), -1), *((q, -1) for q in filed))
    purposes = ("input_vat", "undue_input_vat")
    yield from _tied(Message("Input VAT"), purposes, sides, 1, NO_INVOICE_NAMED, "input vat")


def _tied(
    what: Message,
    purposes: Sequence[str],
    sides: Sequence[tuple[ModelSelect, int]],
    side: int,
    left_out: Sequence[str],
    jump: str,
) -> Iterator[RegisterTie]:
    """``sides``: queries of entries and baht, each with its sign. Entries that move none of the accounts were written
    while others were named for the purpose."""
    accounts = PostingAccount.select(PostingAccount.account).where(PostingAccount.purpose << purposes)
    if any(_shared(account_id) for (account_id,) in accounts.tuples()):
        return
    chosen: Expression = (Line.account << accounts) & Entry.kind.not_in(left_out)
    booked = _by_entry(
        Line.select(Line.entry, fn.SUM(Line.amount)).join(Entry).where(chosen).group_by(Line.entry), side
    )
    shown: dict[int, Decimal] = {}
    for query, sign in sides:
        for entry_id, amount in query.tuples():
            if entry_id in booked:
                shown[entry_id] = shown.get(entry_id, ZERO) + sign * money(amount)
    yield _sides(what, booked, shown, jump)


def _by_entry(query: ModelSelect, side: int = 1) -> dict[int, Decimal]:
    return {entry_id: side * money(total) for entry_id, total in query.tuples()}


def _differing(booked: dict[int, Decimal], shown: dict[int, Decimal]) -> tuple[int, ...]:
    entries = sorted(booked.keys() | shown.keys())
    return tuple(e for e in entries if booked.get(e, ZERO) != shown.get(e, ZERO))[:MOST_SUSPECTS]


def _sides(what: Message, booked: dict[int, Decimal], shown: dict[int, Decimal], jump: str) -> RegisterTie:
    return RegisterTie(
        what, sum(booked.values(), ZERO), sum(shown.values(), ZERO), jump, _differing(booked, shown)
    )
