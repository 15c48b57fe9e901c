"""Vendors (เจ้าหนี้รายตัว): who sells to the house, on which terms, with which tax particulars.

Each vendor is a part of the control account of trade payables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, ModelSelect, TextField

from locales import current_language
from locales.thai_text import fold, to_latin_digits
from models.back_office.posting_accounts import account_for
from models.back_office.withholding import income_type
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import words
from models.house.lists import Listing
from models.house.refusals import Refused
from models.ledger.accounts import (
    Account,
    Subaccount,
    SubaccountBalance,
    account,
    close_subaccount,
    open_subaccount,
    reopen_subaccount,
    subaccount_balance,
)

PERSON, COMPANY = "person", "company"
HEAD_OFFICE = "00000"
MOST_TERMS = 365  # days
FIELDS = (
    "name_th", "name_en", "address", "tax_id", "branch", "kind", "terms", "income_type", "bank", "bank_account",
    "contact", "note",
)  # fmt: skip


class Vendor(Base):
    """``terms``: days until a bill is due. ``income_type``: the code of what tax is withheld for when it is paid, empty
    for goods. ``expense_account`` is proposed for a bill. ``bank`` and ``bank_account``: where transfers go."""

    number = TextField(unique=True)
    name_th = TextField(default="")
    name_en = TextField(default="")
    sort_name = TextField(default="")
    address = TextField(default="")
    tax_id = TextField(default="")
    branch = TextField(default="")
    kind = TextField(default=COMPANY)
    terms = IntegerField(default=30)
    income_type = TextField(default="")
    expense_account = ForeignKeyField(Account, null=True, backref="+")
    subaccount = ForeignKeyField(Subaccount, backref="+")
    bank = TextField(default="")
    bank_account = TextField(default="")
    contact = TextField(default="")
    note = TextField(default="")
    closed = BooleanField(default=False)
    opened_on = DateField()

    def name(self, language: str) -> str:
        first, other = (self.name_th, self.name_en) if language == "th" else (self.name_en, self.name_th)
        return str(first or other)

    @property
    def spoken(self) -> VendorName:
        return VendorName(self)

    @property
    def owed(self) -> Decimal:
        """What the house owes, baht; below zero it has paid ahead."""
        return -subaccount_balance(self.subaccount_id)


class VendorName:
    """For sentences, which choose their language when they are shown."""

    def __init__(self, vendor: Vendor) -> None:
        self._vendor = vendor

    def __str__(self) -> str:
        return f"{self._vendor.number} {self._vendor.name(current_language())}"


def payables_account() -> Account:
    """The control account of the vendors. Refused: NO_POSTING_ACCOUNT, NO_VENDOR_CONTROL."""
    control = account_for("trade_payables")
    if control.subledger != "vendor":
        raise Refused(
            "NO_VENDOR_CONTROL", "Account {code} is not kept by vendor; trade payables need one that is.",
            jump="posting accounts", code=control.code,
        )  # fmt: skip
    return control


def vendor_numbered(number: str) -> Vendor | None:
    found: Vendor | None = Vendor.get_or_none(Vendor.number == number.strip().upper())
    return found


def open_vendor(vendor_id: int) -> Vendor:
    """One that bills may be entered for. Refused: NO_VENDOR, VENDOR_CLOSED."""
    found: Vendor | None = Vendor.get_or_none(Vendor.id == vendor_id)
    if found is None:
        raise Refused("NO_VENDOR", "Which vendor?", field="vendor")
    if found.closed:
        raise Refused("VENDOR_CLOSED", "{vendor} is closed.", field="vendor", vendor=found.spoken)
    return found


def _tidy(values: dict[str, object]) -> dict[str, object]:
    tidy = dict(values)
    for name, value in values.items():
        if name not in (*FIELDS, "expense_account"):
            raise TypeError(f"a vendor has no {name}")
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
    if "expense_account" in tidy:
        code = str(tidy["expense_account"] or "")
        tidy["expense_account"] = account(code).id if code else None
    return tidy


def _check(vendor: Vendor) -> None:
    if not any(letter.isalpha() for letter in vendor.name_th + vendor.name_en):
        raise Refused("NO_NAME", "A vendor needs a name.", field="name_th")
    if vendor.kind not in (PERSON, COMPANY):
        raise Refused("VENDOR_KIND", "A vendor is a person or a company.", field="kind")
    if not 0 <= vendor.terms <= MOST_TERMS:
        raise Refused("TERMS", "The terms are between 0 and {n} days.", field="terms", n=MOST_TERMS)
    if vendor.income_type:
        income_type(vendor.income_type)
    if not vendor.tax_id:
        return
    same = Vendor.get_or_none(
        (Vendor.tax_id == vendor.tax_id) & (Vendor.branch == vendor.branch) & (Vendor.id != (vendor.id or 0))
    )
    if same is not None:
        raise Refused("VENDOR_EXISTS", "{vendor} has this tax number.", field="tax_id", vendor=same.spoken)


@operation("payables")
def add_vendor(act: Act, /, *, number: str = "", **values: object) -> int:
    """A new vendor; its id. Without a ``number`` it gets the next free one. ``terms`` in days; ``expense_account``: a
    code of the chart.

    Refused: VENDOR_NUMBER, VENDOR_EXISTS, NO_NAME, VENDOR_KIND, TAX_ID, BRANCH, TERMS, NO_INCOME_TYPE, NO_ACCOUNT, NOT_CLEAN,
    NO_POSTING_ACCOUNT, NO_VENDOR_CONTROL.
    """
    number = to_latin_digits(number.strip()).upper() or _next_number()
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9\-]{0,15}", number):
        raise Refused("VENDOR_NUMBER", "A number has 1 to 16 letters and digits.", field="number")
    same = vendor_numbered(number)
    if same is not None:
        raise Refused("VENDOR_EXISTS", "{vendor} has this number.", field="number", vendor=same.spoken)
    tidy = _tidy(values)
    vendor = Vendor(number=number, opened_on=act.business_date, **tidy)
    _check(vendor)
    vendor.sort_name = fold(vendor.name_en or vendor.name_th)
    vendor.subaccount = open_subaccount(payables_account(), f"{number} {vendor.name('en')}")
    vendor.save()
    act.changed(vendor, {}, {"number": number, **tidy})
    return int(vendor.id)


def _next_number() -> str:
    number = Vendor.select().count() + 1
    while vendor_numbered(f"V{number:04d}"):
        number += 1
    return f"V{number:04d}"


@operation("payables")
def change_vendor(act: Act, /, vendor_id: int, **values: object) -> None:
    """Refused as ``add_vendor``."""
    vendor = Vendor.get_by_id(vendor_id)
    tidy = _tidy(values)
    _check(Vendor(**{**vendor.__data__, **tidy}))
    act.update(vendor, **tidy)
    vendor.sort_name = fold(vendor.name_en or vendor.name_th)
    vendor.save(only=[Vendor.sort_name])


@operation("payables")
def close_vendor(act: Act, vendor_id: int) -> None:
    """No more bills. Refused: VENDOR_OWED (it still has a balance)."""
    vendor = Vendor.get_by_id(vendor_id)
    if vendor.owed:
        raise Refused(
            "VENDOR_OWED", "{vendor} has a balance of {balance}.", vendor=vendor.spoken, balance=vendor.owed
        )
    close_subaccount(vendor.subaccount_id)
    act.update(vendor, closed=True)


@operation("payables")
def reopen_vendor(act: Act, vendor_id: int) -> None:
    vendor = Vendor.get_by_id(vendor_id)
    reopen_subaccount(vendor.subaccount_id)
    act.update(vendor, closed=False)


@dataclass(frozen=True)
class VendorRow:
    """A vendor in the list; ``owed`` in baht."""

    vendor_id: int
    number: str
    name_th: str
    name_en: str
    tax_id: str
    terms: int
    owed: Decimal
    closed: bool
    key: tuple[object, ...]


def vendors(text: str = "") -> Listing[VendorRow]:
    """Found by number, any part of a name, or tax number."""
    query = _found(Vendor.select(Vendor, SubaccountBalance), text).join(
        SubaccountBalance, on=(SubaccountBalance.id == Vendor.subaccount), attr="money"
    )

    def shape(row: Vendor) -> VendorRow:
        return VendorRow(
            row.id, row.number, row.name("th"), row.name("en"), row.tax_id, row.terms, -row.money.balance, row.closed,
            (row.sort_name, row.id),
        )  # fmt: skip

    return Listing(query, [(Vendor.sort_name, False), (Vendor.id, False)], shape)


def _found(query: ModelSelect, text: str) -> ModelSelect:
    for word in text.split():
        query = query.where(
            Vendor.sort_name.contains(fold(word))
            | Vendor.name_th.contains(word)
            | Vendor.name_en.contains(word)
            | Vendor.number.startswith(word.upper())
            | (Vendor.tax_id == word)
        )
    return query


def vendors_named(text: str, limit: int = 12) -> list[Vendor]:
    """Those bills may be entered for, for a field that looks one up."""
    query = _found(Vendor.select().where(~Vendor.closed), text)
    return list(query.order_by(Vendor.sort_name, Vendor.id).limit(limit))
