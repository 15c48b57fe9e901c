"""The list of numbered papers, the buyers known from it, and output VAT document by document (s.87)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, fn

from locales import Message
from models.front_office.companies import Company, find_companies
from models.front_office.folios import Posting
from models.front_office.invoicing.issuing import ABBREVIATED, COMBINED, FULL
from models.front_office.receipts import CREDIT_NOTE, DEBIT_NOTE, RECEIPT, TAX_INVOICE, Buyer, Receipt
from models.house.lists import Listing
from models.house.refusals import Refused

ZERO = Decimal("0.00")
LETTERS = 3
"""From so many on a buyer is looked for."""
MOST_BUYERS = 8
NAMES = {
    (RECEIPT, ""): Message("Receipt"),
    (TAX_INVOICE, ""): Message("Deposit inv."),
    (TAX_INVOICE, FULL): Message("Tax invoice"),
    (TAX_INVOICE, ABBREVIATED): Message("Abbreviated"),
    (TAX_INVOICE, COMBINED): Message("Receipt/tax"),
    (CREDIT_NOTE, ""): Message("Credit note"),
    (DEBIT_NOTE, ""): Message("Debit note"),
}
KINDS_OF_PAPER = {
    RECEIPT: Message("Receipts"),
    TAX_INVOICE: Message("Tax invoices"),
    CREDIT_NOTE: Message("Credit notes"),
    DEBIT_NOTE: Message("Debit notes"),
}


@dataclass(frozen=True)
class DocumentRow:
    """A numbered paper in the list, baht. ``state``: "", void or replaced."""

    receipt_id: int
    number: str
    date: datetime.date
    kind: str
    form: str
    buyer: str
    total: Decimal
    vat: Decimal
    void: bool
    prints: int

    @property
    def key(self) -> tuple[datetime.date, int]:
        return (self.date, self.receipt_id)

    def name(self) -> str:
        known = NAMES.get((self.kind, self.form)) or NAMES.get((self.kind, ""))
        return known.say() if known else self.kind


def documents(text: str = "", *, kind: str = "", date: datetime.date | None = None) -> Listing[DocumentRow]:
    """Numbered papers, the latest first; by number, buyer or tax number, of one ``kind``, of one ``date``."""
    taken_back = Posting.alias()
    query = (
        Receipt.select(Receipt, Posting.amount.alias("paid"), taken_back.id.alias("taken_back"))
        .join(Posting, JOIN.LEFT_OUTER)
        .join(taken_back, JOIN.LEFT_OUTER, on=(taken_back.corrects == Posting.id))
        .objects()
    )
    wanted = text.strip()
    if wanted:
        query = query.where(
            Receipt.number.contains(wanted)
            | Receipt.buyer_name.contains(wanted)
            | Receipt.buyer_tax_id.startswith(wanted)
        )
    if kind:
        query = query.where(Receipt.kind == kind)
    if date is not None:
        query = query.where(Receipt.date == date)
    return Listing(query, [(Receipt.date, True), (Receipt.id, True)], _row)


def _row(receipt: Receipt) -> DocumentRow:
    void = receipt.cancelled_on is not None or receipt.taken_back is not None
    return DocumentRow(
        receipt.id, receipt.number, receipt.date, receipt.kind, receipt.form, receipt.buyer_name, total_of_document(receipt),
        receipt.vat, void, receipt.prints,
    )  # fmt: skip


def total_of_document(receipt: Receipt) -> Decimal:
    """Baht. ``receipt.paid``, read with it: the amount of its payment."""
    if receipt.kind != RECEIPT:
        return receipt.net + receipt.vat + receipt.exempt
    return -receipt.paid if receipt.paid is not None else _paid_anew(receipt)


def _paid_anew(receipt: Receipt) -> Decimal:
    from models.front_office.invoicing.reissuing import payments_of

    return -sum((payment.amount for payment in payments_of(receipt)), ZERO)


def document(number: str) -> Receipt:
    """A numbered paper by its number. Refused: NO_DOCUMENT."""
    found = Receipt.get_or_none(fn.UPPER(Receipt.number) == number.strip().upper())
    if found is None:
        raise Refused("NO_DOCUMENT", "There is no document {number}.", number=number)
    return found


@dataclass(frozen=True)
class BuyerFound:
    """A buyer known from the list of companies or from an earlier paper; ``key`` names it in a form."""

    key: str
    buyer: Buyer


def find_buyers(text: str) -> list[BuyerFound]:
    """Buyers by name or tax number, from three letters on: companies first, then those of earlier tax papers."""
    wanted = text.strip()
    if len(wanted) < LETTERS:
        return []
    found = [
        BuyerFound(f"company {row.company_id}", company_buyer(row.company_id))
        for row in find_companies(wanted).first(MOST_BUYERS)
    ]
    earlier = (
        Receipt.select(fn.MAX(Receipt.id))
        .where(
            (Receipt.buyer_address != "")
            & (Receipt.buyer_name.contains(wanted) | Receipt.buyer_tax_id.startswith(wanted))
        )
        .group_by(Receipt.buyer_name, Receipt.buyer_tax_id, Receipt.buyer_branch)
        .order_by(fn.MAX(Receipt.id).desc())
        .limit(MOST_BUYERS)
        .tuples()
    )
    found += [BuyerFound(f"paper {row_id}", paper_buyer(row_id)) for (row_id,) in earlier]
    unlike: dict[Buyer, BuyerFound] = {}
    for one in found:
        unlike.setdefault(one.buyer, one)
    return list(unlike.values())[:MOST_BUYERS]


def buyer_called(key: str) -> Buyer:
    """The buyer of a key ``find_buyers`` gave."""
    kind, _space, number = key.partition(" ")
    return company_buyer(int(number)) if kind == "company" else paper_buyer(int(number))


def company_buyer(company_id: int) -> Buyer:
    company = Company.get_by_id(company_id)
    branch = (company.branch or "00000") if company.tax_id else ""
    return Buyer(company.name("th"), company.address, company.tax_id, branch)


def paper_buyer(receipt_id: int) -> Buyer:
    row = Receipt.get_by_id(receipt_id)
    return Buyer(row.buyer_name, row.buyer_address, row.buyer_tax_id, row.buyer_branch)


@dataclass(frozen=True)
class VatLine:
    """A line of output VAT, baht: a document, or the abbreviated invoices of a day with their first and last number.
    A cancelled number stands with zero; a credit note is negative."""

    date: datetime.date
    number: str
    last_number: str
    buyer: str
    tax_id: str
    branch: str
    net: Decimal
    vat: Decimal
    exempt: Decimal
    cancelled: bool
    receipt_id: int


def vat_lines(first: datetime.date, last: datetime.date) -> list[VatLine]:
    """Output VAT of the papers dated ``first`` to ``last`` (inclusive) in the order of date and number: one line a
    document, one a day for abbreviated invoices (notification 89); what was cancelled has its own. Invoices of deposits
    brought forward were declared by the old program."""
    taken_back = Posting.alias()
    brought = Posting.select(Posting.id).where(Posting.kind == "opening")
    rows = (
        Receipt.select(Receipt, taken_back.id.alias("taken_back"))
        .join(taken_back, JOIN.LEFT_OUTER, on=(taken_back.corrects == Receipt.posting))
        .where((Receipt.kind != RECEIPT) & Receipt.date.between(first, last))
        .where(Receipt.posting.is_null() | Receipt.posting.not_in(brought))
        .order_by(Receipt.date, Receipt.id)
        .objects()
    )
    lines: list[VatLine] = []
    days: dict[datetime.date, int] = {}
    for row in rows:
        line = _vat_line(row)
        if row.form != ABBREVIATED or line.cancelled:
            lines.append(line)
        elif row.date not in days:
            days[row.date] = len(lines)
            lines.append(line)
        else:
            of_day = lines[days[row.date]]
            lines[days[row.date]] = VatLine(
                of_day.date, of_day.number, line.number, "", "", "", of_day.net + line.net,
                of_day.vat + line.vat, of_day.exempt + line.exempt, False, of_day.receipt_id,
            )  # fmt: skip
    return lines


def _vat_line(row: Receipt) -> VatLine:
    cancelled = row.cancelled_on is not None or row.taken_back is not None
    sign = Decimal(0 if cancelled else -1 if row.kind == CREDIT_NOTE else 1)
    return VatLine(
        row.date, row.number, row.number, row.buyer_name, row.buyer_tax_id, row.buyer_branch, sign * row.net,
        sign * row.vat, sign * row.exempt, cancelled, row.id,
    )  # fmt: skip
