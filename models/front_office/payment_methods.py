"""Ways to pay: how each payment code behaves at the desk.

A method is a payment code with its ``way`` (cash, card, transfer …), the key it has in the payment form, the account its
money waits on (the code's), and the credit the house gives to guests who will pay by it. Several codes may go the same
way: one for each brand of card, each with a settlement account of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from peewee import BooleanField, ForeignKeyField, TextField

from locales import Message
from models.front_office.codes import TransactionCode, transaction_code
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked, words
from models.house.refusals import Refused
from models.ledger.accounts import Account, account

CASH, CARD, TRANSFER, PROMPTPAY = "cash", "card", "transfer", "promptpay"
CHEQUE, VOUCHER, FOREIGN, CITY, OTHER = "cheque", "voucher", "foreign", "city", "other"
WAYS = {
    CASH: Message("Cash"),
    CARD: Message("Bank card"),
    TRANSFER: Message("Transfer"),
    PROMPTPAY: Message("PromptPay"),
    CHEQUE: Message("Cheque"),
    VOUCHER: Message("Voucher"),
    FOREIGN: Message("Foreign notes"),
    CITY: Message("City ledger"),
    OTHER: Message("Other"),
}
PLAIN = (CASH, CARD, TRANSFER, PROMPTPAY, OTHER)
"""Ways of which no more than a reference is asked."""
FIRST = (
    ("CASH", CASH, "c", False),
    ("CARD", CARD, "k", False),
    ("TRAN", TRANSFER, "t", False),
    ("QR", PROMPTPAY, "q", True),
    ("CHEQ", CHEQUE, "h", False),
    ("VOUC", VOUCHER, "v", False),
    ("FORX", FOREIGN, "x", False),
    ("CITY", CITY, "l", False),
)
"""What a new hotel begins with: code, way, key, whether a reference is asked for."""
OTHER_KEYS = "a"
"""Keys of the payment form that mean something else."""


class PaymentMethod(Base):
    """``credit_limit`` in baht: what a guest who pays by it may owe; empty is without limit."""

    code = ForeignKeyField(TransactionCode, unique=True, backref="method_of")
    way = TextField()
    key = TextField(default="")
    needs_reference = BooleanField(default=False)
    credit_limit = MoneyField(null=True)

    class Meta:
        table_name = "payment_method"


@dataclass(frozen=True)
class Method:
    """A way to pay as the desk reads it; ``account`` is where its money waits."""

    id: int
    code: str
    name_th: str
    name_en: str
    way: str
    key: str
    account: str
    needs_reference: bool
    credit_limit: Decimal | None
    active: bool

    def name(self, language: str) -> str:
        return self.name_th if language == "th" else self.name_en


def furnish_methods(act: Act) -> None:
    """A new hotel's methods, of the payment codes it has."""
    for code, way, key, reference in FIRST:
        found = TransactionCode.get_or_none(TransactionCode.code == code)
        if found is not None:
            act.create(PaymentMethod, code=found, way=way, key=key, needs_reference=reference)


def behaviour(code: TransactionCode) -> PaymentMethod:
    """How a payment code behaves; one that nobody described asks for nothing."""
    return PaymentMethod.get_or_none(PaymentMethod.code == code) or PaymentMethod(code=code, way=OTHER)


def payment_method(code: str) -> TransactionCode:
    """Refused: NO_CODE, NO_METHOD (it is no way to pay, or no longer in use)."""
    found = transaction_code(code)
    if found.kind != "payment" or not found.active:
        raise Refused("NO_METHOD", "{code} is not a way to pay.", field="method", code=code)
    return found


def all_methods() -> list[Method]:
    """Every payment code, those no longer in use with them, in the order the hotel made them."""
    rows = TransactionCode.select().where(TransactionCode.kind == "payment").order_by(TransactionCode.id)
    described = {m.code_id: m for m in PaymentMethod.select()}
    found = []
    for code in rows:
        method = described.get(code.id) or PaymentMethod(code=code, way=OTHER)
        found.append(
            Method(
                code.id, code.code, code.name_th, code.name_en, method.way, method.key, code.account.code,
                bool(method.needs_reference), method.credit_limit, code.active,
            )
        )  # fmt: skip
    return found


def methods_in_use() -> list[Method]:
    """What the payment form offers."""
    return [method for method in all_methods() if method.active]


def payment_methods() -> list[TransactionCode]:
    """What a form offers that asks for nothing but the method."""
    plain = [m.code for m in methods_in_use() if m.way in PLAIN and not m.needs_reference]
    return list(
        TransactionCode.select()
        .where((TransactionCode.code << plain) & TransactionCode.by_hand)
        .order_by(TransactionCode.id)
    )


def settlement_accounts() -> list[Account]:
    """Where the money of a method may wait: assets that are not parts of a ledger of guests or companies."""
    return list(
        Account.select().where((Account.kind == "asset") & Account.subledger.is_null()).order_by(Account.code)
    )


@operation("set_up")
def keep_method(
    act: Act,
    code: str,
    name_th: str,
    name_en: str,
    way: str,
    account_code: str,
    *,
    key: str = "",
    needs_reference: bool = False,
    credit_limit: Decimal | None = None,
    active: bool = True,
) -> int:
    """Make a way to pay, or change the one of that code; the code's id. ``account_code``: where its money waits.

    Refused: NO_NAME, WAY, KEY_TAKEN, CODE_TAKEN (it is a charge), NO_ACCOUNT, NOT_POSITIVE.
    """
    code = words(code, "code", 8).upper()
    name_th, name_en = words(name_th or name_en, "name_th", 60), words(name_en or name_th, "name_en", 60)
    if not code or not name_en:
        raise Refused("NO_NAME", "A way to pay needs a code and a name.", field="code")
    if way not in WAYS:
        raise Refused("WAY", "There is no such way to pay.", field="way")
    if credit_limit is not None and checked(credit_limit, "credit_limit") < 0:
        raise Refused("NOT_POSITIVE", "A limit is not below zero.", field="credit_limit")
    row = TransactionCode.get_or_none(TransactionCode.code == code)
    if row is not None and row.kind != "payment":
        raise Refused("CODE_TAKEN", "{code} is the code of something else.", field="code", code=code)
    key = _free_key(key, row, active)
    waits_on = account(account_code.strip())
    if waits_on.subledger and way != CITY:
        raise Refused(
            "NO_ACCOUNT", "{code} holds what each guest owes, not money.", field="account", code=account_code
        )
    kept = {"name_th": name_th, "name_en": name_en, "account": waits_on, "active": active}
    if row is None:
        row = act.create(
            TransactionCode, code=code, kind="payment", group="", by_hand=way not in (FOREIGN, CITY), **kept
        )
    else:
        act.update(row, **kept)
    told = {"way": way, "key": key, "needs_reference": needs_reference, "credit_limit": credit_limit}
    method = PaymentMethod.get_or_none(PaymentMethod.code == row)
    if method is None:
        act.create(PaymentMethod, code=row, **told)
    else:
        act.update(method, **told)
    return int(row.id)


def _free_key(key: str, row: TransactionCode | None, active: bool) -> str:
    """One letter of a Latin key, which no other method in use has."""
    key = key.strip().casefold()
    if not key:
        return ""
    if not (len(key) == 1 and key.isascii() and key.isalpha()) or key in OTHER_KEYS:
        raise Refused("KEY_TAKEN", "A key is a letter that nothing else has.", field="key")
    for other in methods_in_use():
        if active and other.key == key and (row is None or other.id != row.id):
            raise Refused(
                "KEY_TAKEN", "The key {key} is that of {other}.", field="key", key=key, other=other.code
            )
    return key
