"""The captions of the financial statements (TFRS for NPAEs, short form of the Department of Business Development).

An account names its caption; one that names none stands under the usual one of its kind, so that no account is ever
missing from a statement. Payroll is a caption of its own for the departmental statement and is part of administration.
"""

from __future__ import annotations

from dataclasses import dataclass

from locales import Message
from models.ledger.accounts import Account, AccountKind


@dataclass(frozen=True)
class Caption:
    """``kinds``: accounts that may stand under it."""

    name: Message
    kinds: tuple[AccountKind, ...]


_A, _L, _E = AccountKind.ASSET, AccountKind.LIABILITY, AccountKind.EQUITY
_R, _X = AccountKind.REVENUE, AccountKind.EXPENSE

CURRENT_ASSETS = {
    "cash": Caption(Message("Cash and cash equivalents"), (_A,)),
    "temporary_investments": Caption(Message("Temporary investments"), (_A,)),
    "receivables": Caption(Message("Trade and other current receivables"), (_A,)),
    "loans_given": Caption(Message("Short-term loans given"), (_A,)),
    "inventories": Caption(Message("Inventories"), (_A,)),
    "other_current_assets": Caption(Message("Other current assets"), (_A,)),
}
OTHER_ASSETS = {
    "investments": Caption(Message("Long-term investments"), (_A,)),
    "property": Caption(Message("Property, plant and equipment"), (_A,)),
    "intangibles": Caption(Message("Intangible assets"), (_A,)),
    "other_assets": Caption(Message("Other non-current assets"), (_A,)),
}
CURRENT_LIABILITIES = {
    "overdrafts": Caption(Message("Overdrafts and short-term loans"), (_L,)),
    "payables": Caption(Message("Trade and other current payables"), (_L,)),
    "current_portion": Caption(Message("Current portion of long-term debt"), (_L,)),
    "tax_payable": Caption(Message("Income tax payable"), (_L,)),
    "other_current_liabilities": Caption(Message("Other current liabilities"), (_L,)),
}
OTHER_LIABILITIES = {
    "loans": Caption(Message("Long-term loans"), (_L,)),
    "leases": Caption(Message("Finance lease liabilities"), (_L,)),
    "other_liabilities": Caption(Message("Other non-current liabilities"), (_L,)),
}
EQUITY = {
    "capital": Caption(Message("Issued and paid-up capital"), (_E,)),
    "appropriated": Caption(Message("Retained earnings, appropriated"), (_E,)),
    "retained": Caption(Message("Retained earnings, unappropriated"), (_E,)),
}
REVENUE = {
    "sales": Caption(Message("Revenue from sales or services"), (_R,)),
    "other_income": Caption(Message("Other income"), (_R,)),
}
EXPENSES = {
    "cost": Caption(Message("Cost of sales or services"), (_X,)),
    "selling": Caption(Message("Selling expenses"), (_X,)),
    "payroll": Caption(Message("Payroll (administration)"), (_X,)),
    "administration": Caption(Message("Administrative expenses"), (_X,)),
    "finance": Caption(Message("Finance cost"), (_X,)),
    "income_tax": Caption(Message("Income tax expense"), (_X,)),
}
CAPTIONS: dict[str, Caption] = {
    **CURRENT_ASSETS, **OTHER_ASSETS, **CURRENT_LIABILITIES, **OTHER_LIABILITIES, **EQUITY, **REVENUE, **EXPENSES,
}  # fmt: skip

_BY_KIND = {
    _A: "other_current_assets",
    _L: "other_current_liabilities",
    _E: "retained",
    _R: "sales",
    _X: "administration",
}

# Of the usual hotel chart: first and last code.
USUAL: tuple[tuple[str, str, str], ...] = (
    ("11100", "11299", "cash"), ("11300", "11499", "receivables"), ("11500", "11599", "inventories"),
    ("11600", "11999", "other_current_assets"), ("12000", "12999", "property"), ("21100", "21199", "payables"),
    ("21200", "21999", "other_current_liabilities"), ("31000", "31999", "capital"), ("32000", "39999", "retained"),
    ("41000", "41999", "sales"), ("42000", "42999", "other_income"), ("51000", "51999", "cost"),
    ("52100", "52199", "payroll"), ("52400", "52409", "selling"), ("52500", "52599", "selling"),
    ("52200", "52999", "administration"), ("53000", "53999", "finance"), ("54000", "54999", "income_tax"),
)  # fmt: skip
USUAL_DEPARTMENTS = {
    "41100": "FO", "41180": "FO", "41110": "FB", "41140": "FB", "51100": "FB", "51110": "FB", "41130": "HK",
    "51120": "HK",
}  # fmt: skip


def caption_of(account: Account) -> str:
    """The key of the caption an account stands under."""
    return str(account.caption) or _BY_KIND[AccountKind(account.kind)]


def usual_caption(code: str, kind: AccountKind) -> str:
    """What the usual hotel chart has for a code of five digits; "" where it has nothing for that kind."""
    for first, last, caption in USUAL:
        if len(code) == len(first) and first <= code <= last and kind in CAPTIONS[caption].kinds:
            return caption
    return ""
