"""The hotel's accounts at banks, each standing on an account of the chart of its own, and the cheque books of each."""

from __future__ import annotations

import re
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales.thai_text import to_latin_digits
from models.house.acts import Act, operation
from models.house.banks import CODES
from models.house.database import Base
from models.house.inputs import words
from models.house.refusals import Refused
from models.ledger.accounts import MONEY, Account, AccountKind, account
from models.ledger.balances import account_balance

LONGEST_BOOK = 1000  # leaves


class BankAccount(Base):
    """``bank`` is the Bank of Thailand's code; ``mapping`` says how the bank's statement file is read, as JSON; ``tax_id``:
    the number on the bank's tax invoices for its fees."""

    account = ForeignKeyField(Account, unique=True, backref="+")
    bank = TextField()
    branch = TextField(default="")
    number = TextField()
    name_th = TextField(default="")
    name_en = TextField(default="")
    mapping = TextField(default="")
    tax_id = TextField(default="")
    closed = BooleanField(default=False)

    class Meta:
        table_name = "bank_account"

    @property
    def balance(self) -> Decimal:
        """In the books, baht."""
        return account_balance(self.account_id)

    def name(self, language: str) -> str:
        first, other = (self.name_th, self.name_en) if language == "th" else (self.name_en, self.name_th)
        return str(first or other)


class ChequeBook(Base):
    """A book of cheques: the numbers ``first`` to ``last``, printed ``width`` figures wide."""

    bank_account = ForeignKeyField(BankAccount, backref="books")
    first = IntegerField()
    last = IntegerField()
    width = IntegerField()
    received_on = DateField()

    class Meta:
        table_name = "cheque_book"


def bank_accounts(*, closed_too: bool = False) -> list[BankAccount]:
    """By the code of the chart; those closed only where asked for."""
    query = BankAccount.select(BankAccount, Account).join(Account).order_by(Account.code)
    return list(query if closed_too else query.where(~BankAccount.closed))


def open_bank_account(bank_account_id: int) -> BankAccount:
    """Refused: NO_BANK_ACCOUNT, BANK_ACCOUNT_CLOSED."""
    found: BankAccount | None = BankAccount.get_or_none(BankAccount.id == bank_account_id)
    if found is None:
        raise Refused("NO_BANK_ACCOUNT", "Which bank account?", field="bank_account", jump="bank accounts")
    if found.closed:
        raise Refused(
            "BANK_ACCOUNT_CLOSED", "Bank account {number} is closed.", field="bank_account", number=found.number
        )  # fmt: skip
    return found


def bank_account_on(account_id: int) -> BankAccount:
    """The bank account that stands on an account of the chart. Refused: NO_BANK_ACCOUNT, BANK_ACCOUNT_CLOSED."""
    found = BankAccount.get_or_none(BankAccount.account == account_id)
    return open_bank_account(found.id if found is not None else 0)


@operation("set_up")
def keep_bank_account(
    act: Act,
    account_code: str,
    bank: str,
    number: str,
    name_th: str,
    name_en: str,
    branch: str = "",
    closed: bool = False,
    bank_account_id: int | None = None,
    tax_id: str = "",
) -> int:
    """A bank account, new or changed; its id.

    Refused: NO_ACCOUNT, NOT_A_BANK_ACCOUNT (no asset, or part of a ledger), ACCOUNT_HAS_BANK, NO_BANK,
    BANK_ACCOUNT_NUMBER, BANK_ACCOUNT_EXISTS, TAX_ID.
    """
    chosen = account(account_code)
    if chosen.kind != AccountKind.ASSET or chosen.subledger is not None:
        raise Refused(
            "NOT_A_BANK_ACCOUNT", "Money at a bank stands on an asset account of its own.", field="account"
        )  # fmt: skip
    kept: BankAccount | None = BankAccount.get_by_id(bank_account_id) if bank_account_id is not None else None
    own_id = kept.id if kept is not None else 0
    if BankAccount.get_or_none((BankAccount.account == chosen) & (BankAccount.id != own_id)):
        raise Refused(
            "ACCOUNT_HAS_BANK", "Another bank account stands on {code}.", field="account", code=account_code
        )  # fmt: skip
    if bank not in CODES:
        raise Refused("NO_BANK", "At which bank is the account?", field="bank")
    number = re.sub(r"[\s-]", "", to_latin_digits(words(number, "number", 20)))
    if not re.fullmatch(r"\d{6,18}", number, re.ASCII):
        raise Refused("BANK_ACCOUNT_NUMBER", "The number of the account, 6 to 18 figures.", field="number")
    same = (BankAccount.bank == bank) & (BankAccount.number == number) & (BankAccount.id != own_id)
    if BankAccount.get_or_none(same):
        raise Refused("BANK_ACCOUNT_EXISTS", "This bank account is kept already.", field="number")
    if not chosen.caption:
        act.update(chosen, caption=MONEY)  # what leaves it is money that leaves the house
    values = {
        "account": chosen.id, "bank": bank, "branch": words(branch, "branch", 40), "number": number,
        "name_th": words(name_th, "name_th", 80), "name_en": words(name_en, "name_en", 80), "closed": closed,
        "tax_id": _tax_number(tax_id),
    }  # fmt: skip
    row = act.update(kept, **values) if kept is not None else act.create(BankAccount, **values)
    return int(row.id)


def _tax_number(text: str) -> str:
    """Refused: TAX_ID."""
    from stdnum.th import tin

    number: str = tin.compact(to_latin_digits(words(text, "tax_id", 20)))
    if number and not tin.is_valid(number):
        raise Refused("TAX_ID", "The check digit of this tax number is wrong.", field="tax_id")
    return number


@operation("journal")
def receive_cheque_book(act: Act, bank_account_id: int, first: str, last: str) -> int:
    """A new book from the bank, its first and last number as printed; its id.

    Refused: CHEQUE_NUMBER, CHEQUE_BOOK (the last before the first, or more than 1,000 leaves), CHEQUE_BOOK_TWICE.
    """
    held = open_bank_account(bank_account_id)
    begins, ends = cheque_number(first, "first"), cheque_number(last, "last")
    if not 0 <= int(ends) - int(begins) < LONGEST_BOOK or int(begins) == 0:
        raise Refused(
            "CHEQUE_BOOK", "A book runs from its first number to its last, {n} leaves at most.", field="last",
            n=LONGEST_BOOK,
        )  # fmt: skip
    inside = (ChequeBook.first <= int(ends)) & (ChequeBook.last >= int(begins))
    if ChequeBook.get_or_none((ChequeBook.bank_account == held) & inside):
        raise Refused("CHEQUE_BOOK_TWICE", "Some of these numbers are in a book already.", field="first")
    row = act.create(
        ChequeBook, bank_account=held.id, first=int(begins), last=int(ends), width=len(begins),
        received_on=act.business_date,
    )  # fmt: skip
    return int(row.id)


def cheque_number(text: str, field: str = "number") -> str:
    """As printed, without blanks and dashes. Refused: CHEQUE_NUMBER."""
    number = re.sub(r"[\s-]", "", to_latin_digits(words(text, field, 20)))
    if not (number.isascii() and number.isdecimal()):
        raise Refused("CHEQUE_NUMBER", "The number of the cheque, as printed on it.", field=field)
    return number


def book_of(bank_account_id: int, number: str) -> ChequeBook | None:
    """The book a cheque number is in."""
    inside = (ChequeBook.first <= int(number)) & (ChequeBook.last >= int(number))
    found: ChequeBook | None = ChequeBook.get_or_none(
        (ChequeBook.bank_account == bank_account_id) & inside & (ChequeBook.width == len(number))
    )
    return found
