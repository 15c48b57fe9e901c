"""The tables of folios: windows, postings, what moved lines are made of."""

from __future__ import annotations

from peewee import BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from locales import Message, in_language
from locales.dates import format_date
from models.back_office.receivables import CityAccount
from models.front_office.codes import Article, TransactionCode
from models.front_office.packages.tables import Package
from models.front_office.reservations import Night, Reservation, Stay
from models.front_office.till import CashierShift
from models.house.database import Base, MoneyField, StampField
from models.house.staff import Staff
from models.ledger.accounts import Subaccount
from models.ledger.entries import Entry

MOST_WINDOWS = 8
MOST_PIECES = 9_999
KINDS = {
    "charge": Message("Charge"),
    "correction": Message("Correction"),
    "payment": Message("Payment"),
    "refund": Message("Refund"),
    "deposit": Message("Deposit"),
    "deposit moved": Message("Deposit moved to folio"),
    "deposit refund": Message("Deposit refunded"),
    "forfeiture": Message("Deposit kept"),
    "allowance": Message("Package allowance"),
    "package settled": Message("Package allowance settled"),
    "security": Message("Security deposit"),
    "security returned": Message("Security returned"),
    "security used": Message("Security moved to folio"),
    "adjustment": Message("Adjustment"),
    "credit": Message("Credit"),
    "night earned": Message("Billed night slept"),
    "rounding": Message("Rounding of VAT on an invoice"),
    "transfer": Message("Moved"),
    "city ledger": Message("City ledger"),
    "paid-out": Message("Paid out for the guest"),
    "opening": Message("Brought forward"),
    "receipt on account": Message("Receipt on account"),
    "receipt taken back": Message("Receipt taken back"),
    "credit moved": Message("Credit moved"),
    "credit refunded": Message("Credit refunded"),
    "credit refund taken back": Message("Refund of credit taken back"),
    "bad debt": Message("Bad debt"),
    "bad debt recovered": Message("Bad debt recovered"),
}
UNDOES = ("correction", "adjustment", "credit")
"""Kinds that take back what was charged; none of them is taken back itself."""
UNSEEN = ("package settled", "night earned", "rounding")
"""Kinds that move revenue or tax and nothing on the folio."""


BEARS_ITS_NIGHT = ("charge", "correction", "adjustment", "transfer")
"""Kinds that say which night they are for, where that is to come."""


class FolioWindow(Base):
    """One of the windows 1–8 of a stay: who pays, and the subaccount of the guest ledger that holds its money.

    ``city_account``: the account of the city ledger it is settled on at check-out.
    ``method`` is how it will be paid, ``language`` that of its papers ("": the guest's), ``style`` lines or summary.
    """

    stay = ForeignKeyField(Stay, backref="windows")
    number = IntegerField()
    payee = TextField(default="")
    address = TextField(default="")
    tax_id = TextField(default="")
    branch = TextField(default="")
    subaccount = ForeignKeyField(Subaccount)
    deposit_vat = ForeignKeyField(Subaccount, null=True, backref="+")
    method = TextField(default="")
    language = TextField(default="")
    style = TextField(default="lines")
    city_account = ForeignKeyField(CityAccount, null=True)

    class Meta:
        table_name = "folio_window"


class Posting(Base):
    """What a line of a folio (or of a deposit) is: never changed, never deleted.

    ``description`` is what somebody added in words of their own; code and article name the rest in any language.
    ``typed`` is what was typed, net or ``inclusive``; ``net`` the base, ``amount`` the sum with children as it
    moves the balance (payments are negative). Baht. ``source`` is the id of an outside record, posted once.
    ``package``: of what package it is a part; ``wrapped_in``: the line the guest reads in its place.
    ``moved_from``: the line that a transfer or split brought here, or takes away; ``origin``: the charge that came from
    first; ``adjusts``: the charge of a closed date that an
    adjustment or credit lowers, for a reason of the list (``reason_code``). ``shift``: the cashier's shift it was made in.
    """

    entry = ForeignKeyField(Entry)
    window = ForeignKeyField(FolioWindow, null=True)
    reservation = ForeignKeyField(Reservation, null=True)
    kind = TextField()
    code = ForeignKeyField(TransactionCode)
    article = ForeignKeyField(Article, null=True)
    quantity = IntegerField(default=1)
    description = TextField()
    typed = MoneyField()
    inclusive = BooleanField(default=False)
    net = MoneyField()
    amount = MoneyField()
    date = DateField()
    revenue_date = DateField()
    corrects = ForeignKeyField("self", null=True)
    night = ForeignKeyField(Night, null=True)
    source = TextField(null=True)
    reference = TextField(default="")
    staff = ForeignKeyField(Staff)
    at = StampField()
    package = ForeignKeyField(Package, null=True)
    wrapped_in = ForeignKeyField("self", null=True)
    shift = ForeignKeyField(CashierShift, null=True)
    moved_from = ForeignKeyField("self", null=True)
    adjusts = ForeignKeyField("self", null=True)
    origin = ForeignKeyField("self", null=True)
    reason_code = TextField(default="")

    @property
    def number(self) -> str:
        return f"K-{self.entry_id:05d}"

    def words(self, language: str) -> str:
        """As the folio says it: Minibar: Beer Chang ×2."""
        said = words_of(self.code, self.article, self.quantity, self.description, language)
        if self.revenue_date <= self.date or self.kind not in BEARS_ITS_NIGHT:
            return said
        with in_language(language):  # billed in advance
            return f"{said} · {format_date(self.revenue_date, 'day_month')}"


class PostingPart(Base):
    """What a moved or split line is made of, baht: its base and children, which its entry does not carry. Sealed."""

    posting = ForeignKeyField(Posting, backref="parts")
    position = IntegerField()
    code = ForeignKeyField(TransactionCode)
    amount = MoneyField()

    class Meta:
        table_name = "posting_part"


def words_of(
    code: TransactionCode, article: Article | None, quantity: int, description: str, language: str
) -> str:
    name = code.name(language)
    if article is not None:
        name = f"{name}: {article.name(language)}"
    if quantity > 1:
        name = f"{name} ×{quantity}"
    return f"{name} {description}".rstrip()
