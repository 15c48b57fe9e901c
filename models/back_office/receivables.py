"""Receivables: the accounts of the city ledger (companies, agents, card companies, skippers) and their open items.

Each account is a part of the control account of the city ledger. Each settlement of a folio is an item of its own,
open until it is paid; the items left open of an account always add up to its balance.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, ModelSelect, TextField, fn

from locales import current_language
from locales.thai_text import fold, to_latin_digits
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked, said, words
from models.house.lists import Listing
from models.house.refusals import Refused
from models.ledger.accounts import (
    Account,
    Subaccount,
    SubaccountBalance,
    close_subaccount,
    open_subaccount,
    reopen_subaccount,
    subaccount_balance,
)
from models.ledger.balances import money
from models.ledger.entries import Entry

ZERO = Decimal("0.00")
SKIPPERS = "SKIP"
"""The number of the account on which those stand who left without paying."""
HEAD_OFFICE = "00000"
MOST_TERMS = 365  # days


class CityAccount(Base):
    """Who may owe the hotel. ``credit_limit`` in baht: zero gives no credit, None knows no limit; ``terms``: days until an
    item is due; ``hold``: why nothing more goes on it. ``company_id``: whose it is, in the files of the front office."""

    number = TextField(unique=True)
    name_th = TextField(default="")
    name_en = TextField(default="")
    sort_name = TextField(default="")
    address = TextField(default="")
    tax_id = TextField(default="")
    branch = TextField(default="")
    contact = TextField(default="")
    email = TextField(default="")
    note = TextField(default="")
    company_id = IntegerField(null=True)
    subaccount = ForeignKeyField(Subaccount)
    credit_limit = MoneyField(null=True)
    terms = IntegerField(default=30)
    hold = TextField(default="")
    closed = BooleanField(default=False)
    opened_on = DateField()
    billing_day = IntegerField(null=True)  # it takes billing notes on this day of each month, 31: on its last
    billing_weekday = IntegerField(null=True)  # or each week: 1 is Monday
    payout_columns = TextField(default="")  # which column is what in its files of payouts, as JSON

    class Meta:
        table_name = "city_account"

    def name(self, language: str) -> str:
        first, other = (self.name_th, self.name_en) if language == "th" else (self.name_en, self.name_th)
        return str(first or other)

    @property
    def spoken(self) -> AccountName:
        return AccountName(self)

    @property
    def balance(self) -> Decimal:
        """What is owed, baht."""
        return subaccount_balance(self.subaccount_id)


class OpenItem(Base):
    """One settlement of a folio on an account, baht: ``amount`` of it and what is still ``unpaid``, which the database
    keeps between zero and the amount. ``document``: the number it is asked for by; ``description``: guest and room.

    One brought forward has an ``entry`` of its own and no folio; below zero it is what the account paid ahead.
    """

    account = ForeignKeyField(CityAccount, backref="items")
    posting_id = IntegerField(unique=True, null=True)
    window_id = IntegerField(null=True)
    entry = ForeignKeyField(Entry, null=True, unique=True, backref="+")
    date = DateField()
    due = DateField()
    document = TextField(default="")
    description = TextField(default="")
    amount = MoneyField()
    unpaid = MoneyField()
    dispute = TextField(default="")  # why the account will not pay it: it is not reminded of it meanwhile

    class Meta:
        table_name = "open_item"

    def days_late(self, date: datetime.date) -> int:
        return max((date - self.due).days, 0) if self.unpaid > 0 else 0


class AccountName:
    """For sentences, which choose their language when they are shown."""

    def __init__(self, account: CityAccount) -> None:
        self._account = account

    def __str__(self) -> str:
        return f"{self._account.number} {self._account.name(current_language())}"


def city_ledger() -> Account:
    return Account.get(Account.subledger == "city")


def account_numbered(number: str) -> CityAccount | None:
    found: CityAccount | None = CityAccount.get_or_none(CityAccount.number == number.strip().upper())
    return found


def account_of_number(number: str) -> CityAccount:
    """Refused: NO_DEBTOR."""
    found = account_numbered(number)
    if found is None:
        raise Refused(
            "NO_DEBTOR", "There is no city-ledger account {number}.", field="account", number=number
        )
    return found


FIELDS = (
    "name_th",
    "name_en",
    "address",
    "tax_id",
    "branch",
    "contact",
    "email",
    "note",
    "credit_limit",
    "terms",
)


def _tidy(values: dict[str, object]) -> dict[str, object]:
    tidy = dict(values)
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"a city-ledger account has no {name}")
        if isinstance(value, str):
            tidy[name] = words(value, name)
    if tidy.get("tax_id"):
        from stdnum.th import tin

        number = tin.compact(to_latin_digits(str(tidy["tax_id"])))
        if not tin.is_valid(number):
            raise Refused("TAX_ID", "The check digit of this tax number is wrong.", field="tax_id")
        tidy["tax_id"] = number
        tidy["branch"] = tidy.get("branch") or HEAD_OFFICE
    if tidy.get("branch"):
        tidy["branch"] = to_latin_digits(str(tidy["branch"])).zfill(5)
        if not re.fullmatch(r"\d{5}", str(tidy["branch"])):
            raise Refused("BRANCH", "A branch has five digits; 00000 is the head office.", field="branch")
    return tidy


def _check(account: CityAccount) -> None:
    if not any(letter.isalpha() for letter in account.name_th + account.name_en):
        raise Refused("NO_NAME", "An account needs a name.", field="name_th")
    if account.credit_limit is not None and checked(account.credit_limit, "credit_limit") < 0:
        raise Refused("CREDIT_LIMIT", "A credit limit is not below zero.", field="credit_limit")
    if not 0 <= account.terms <= MOST_TERMS:
        raise Refused("TERMS", "The terms are between 0 and {n} days.", field="terms", n=MOST_TERMS)


@operation("credit")
def open_account(act: Act, /, *, number: str = "", company_id: int | None = None, **values: object) -> int:
    """A new account of the city ledger; its id. Without a ``number`` it gets the next free one.

    ``credit_limit`` in baht (None: without limit, 0: no credit), ``terms`` in days.
    Refused: DEBTOR_NUMBER, DEBTOR_EXISTS, COMPANY_HAS_ACCOUNT, NO_NAME, TAX_ID, BRANCH, CREDIT_LIMIT, TERMS, NOT_CLEAN.
    """
    number = to_latin_digits(number.strip()).upper() or _next_number()
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9\-]{0,15}", number):
        raise Refused("DEBTOR_NUMBER", "A number has 1 to 16 letters and digits.", field="number")
    same = CityAccount.get_or_none(CityAccount.number == number)
    if same is not None:
        raise Refused(
            "DEBTOR_EXISTS", "{account} has this number.", field="number", account=same.spoken,
        )  # fmt: skip
    if company_id is not None and CityAccount.get_or_none(CityAccount.company_id == company_id):
        raise Refused("COMPANY_HAS_ACCOUNT", "This company has an account already.", field="company")
    tidy = {"credit_limit": ZERO, **_tidy(values)}
    account = CityAccount(number=number, company_id=company_id, opened_on=act.business_date, **tidy)
    _check(account)
    account.sort_name = fold(account.name_en or account.name_th)
    account.subaccount = open_subaccount(city_ledger(), f"{number} {account.name('en')}")
    account.save()
    act.changed(account, {}, {"number": number, "company": company_id, **tidy})
    return int(account.id)


def _next_number() -> str:
    number = CityAccount.select().count() + 1001
    while CityAccount.get_or_none(CityAccount.number == str(number)):
        number += 1
    return str(number)


@operation("credit")
def change_account(act: Act, /, account_id: int, **values: object) -> None:
    """Refused as ``open_account``."""
    account = CityAccount.get_by_id(account_id)
    tidy = _tidy(values)
    _check(CityAccount(**{**account.__data__, **tidy}))
    renew_particulars(act, account, tidy)


def renew_particulars(act: Act, account: CityAccount, values: dict[str, object]) -> None:
    """How an account is sorted follows from its name, and is nobody's doing."""
    act.update(account, **values)
    account.sort_name = fold(account.name_en or account.name_th)
    account.save(only=[CityAccount.sort_name])


@operation("credit")
def hold_account(act: Act, account_id: int, reason: str) -> None:
    """Nothing more goes on the account until it is released. Refused: NO_REASON."""
    act.update(CityAccount.get_by_id(account_id), hold=said(reason))


@operation("credit")
def release_account(act: Act, account_id: int) -> None:
    act.update(CityAccount.get_by_id(account_id), hold="")


@operation("credit")
def close_account(act: Act, account_id: int) -> None:
    """Refused: DEBTOR_OWES (it still has a balance), DEBTOR_NEEDED (the skippers' own)."""
    account = CityAccount.get_by_id(account_id)
    if account.number == SKIPPERS:
        raise Refused("DEBTOR_NEEDED", "The account of skippers stays open.")
    if account.balance:
        raise Refused(
            "DEBTOR_OWES", "{account} has a balance of {balance}.", account=account.spoken, balance=account.balance
        )  # fmt: skip
    close_subaccount(account.subaccount_id)
    act.update(account, closed=True)


@operation("credit")
def reopen_account(act: Act, account_id: int) -> None:
    account = CityAccount.get_by_id(account_id)
    reopen_subaccount(account.subaccount_id)
    act.update(account, closed=False)


def skippers_account(act: Act) -> CityAccount:
    """The account of those who left without paying; opened where a hotel has none yet."""
    found: CityAccount | None = CityAccount.get_or_none(CityAccount.number == SKIPPERS)
    if found is not None:
        return found
    account_id = open_account(
        act, number=SKIPPERS, name_th="แขกหนีหนี้ (Skipper)", name_en="Skippers", credit_limit=None, terms=0
    )
    return CityAccount.get_by_id(account_id)


def check_credit(act: Act, account: CityAccount, amount: Decimal) -> None:
    """Whether ``amount`` baht more may go on an account.

    Refused: DEBTOR_CLOSED, ON_HOLD, NO_CREDIT; ASK: OVERDUE (it has not paid for long, right credit), OVER_CREDIT_LIMIT
    (right credit, amount: what is above the limit).
    """
    from models.back_office.collections import watch_overdue

    named = account.spoken
    limit: Decimal | None = account.credit_limit
    if account.closed:
        raise Refused("DEBTOR_CLOSED", "{account} is closed.", field="account", account=named)
    if account.hold:
        raise Refused(
            "ON_HOLD", "{account} is on hold: {reason}", field="account", account=named, reason=account.hold
        )
    watch_overdue(act, account)
    if limit is None:
        return
    if not limit:
        raise Refused("NO_CREDIT", "{account} has no credit.", field="account", account=named)
    over = account.balance + amount - limit
    if over > 0:
        act.ask(
            "OVER_CREDIT_LIMIT", "{account} would be {over} over its credit limit of {credit_limit}.", right="credit",
            amount=over, field="amount", account=named, over=over, credit_limit=limit,
        )  # fmt: skip


def enter_item(
    act: Act,
    account: CityAccount,
    amount: Decimal,
    *,
    posting_id: int,
    window_id: int,
    document: str,
    description: str,
) -> int:
    """An item of ``amount`` baht, due after the account's terms; its id."""
    row = act.create(
        OpenItem, account=account, posting_id=posting_id, window_id=window_id, date=act.business_date,
        due=act.business_date + datetime.timedelta(days=account.terms), document=document, description=description,
        amount=amount, unpaid=amount,
    )  # fmt: skip
    return int(row.id)


def take_item_back(act: Act, posting_id: int) -> None:
    """The settlement was taken back: nothing of its item is owed any more. Refused: ITEM_PAID (something was paid on it)."""
    item = OpenItem.get_or_none(OpenItem.posting_id == posting_id)
    if item is None:
        return
    if item.unpaid != item.amount:
        raise Refused("ITEM_PAID", "Something has been paid on this item; it cannot be taken back.")
    act.update(item, unpaid=ZERO)


@dataclass(frozen=True)
class DebtorRow:
    """An account in the list, baht. ``credit_limit`` None: without limit."""

    account_id: int
    number: str
    name_th: str
    name_en: str
    balance: Decimal
    overdue: Decimal
    credit_limit: Decimal | None
    hold: str
    closed: bool
    key: tuple[object, ...]


def debtors(date: datetime.date, text: str = "") -> Listing[DebtorRow]:
    """The accounts found by number, any part of a name, or tax number; what is overdue is so on ``date``."""
    late = OpenItem.select(fn.COALESCE(fn.SUM(OpenItem.unpaid), 0)).where(
        (OpenItem.account == CityAccount.id) & (OpenItem.due < date) & (OpenItem.unpaid > 0)
    )
    query = CityAccount.select(CityAccount, SubaccountBalance, late.alias("late")).join(
        SubaccountBalance, on=(SubaccountBalance.id == CityAccount.subaccount), attr="money"
    )

    def shape(row: CityAccount) -> DebtorRow:
        return DebtorRow(
            row.id, row.number, row.name("th"), row.name("en"), row.money.balance, money(row.late), row.credit_limit,
            row.hold, row.closed, (row.sort_name, row.id),
        )  # fmt: skip

    return Listing(_found(query, text), [(CityAccount.sort_name, False), (CityAccount.id, False)], shape)


def _found(query: ModelSelect, text: str) -> ModelSelect:
    for word in text.split():
        query = query.where(
            CityAccount.sort_name.contains(fold(word))
            | CityAccount.name_th.contains(word)
            | CityAccount.name_en.contains(word)
            | CityAccount.number.startswith(word.upper())
            | (CityAccount.tax_id == word)
        )
    return query


def accounts_named(text: str, limit: int = 12) -> list[CityAccount]:
    """Those something may go on, for a field that looks one up."""
    query = _found(CityAccount.select().where(~CityAccount.closed), text)
    return list(query.order_by(CityAccount.sort_name, CityAccount.id).limit(limit))


def items_of(account_id: int, *, paid_too: bool = False) -> list[OpenItem]:
    """The items of an account, oldest first; those paid (or taken back) too where asked for."""
    where = OpenItem.account == account_id
    if not paid_too:
        where &= OpenItem.unpaid != 0
    return list(OpenItem.select().where(where).order_by(OpenItem.id))
