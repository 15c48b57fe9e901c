"""Numbered papers of money: receipts, tax invoices of deposits, credit notes. Each keeps number and words for good."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from models.front_office.folios import FolioWindow, Posting
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import words
from models.house.property import document_number
from models.house.refusals import Refused

RECEIPT = "receipt"
TAX_INVOICE = "tax invoice"
CREDIT_NOTE = "credit note"
DEBIT_NOTE = "debit note"
SERIES = {RECEIPT: "R", TAX_INVOICE: "DP"}


class Receipt(Base):
    """A numbered paper of money: of one ``posting`` (a payment, a refund) or of a ``window``'s charges, its lines.

    ``paper`` is the document as it was first printed; a void keeps number and words. ``net``, ``vat`` and what is
    ``exempt`` of it, baht, of a tax invoice, credit or debit note. ``form`` says which tax invoice it is; ``replaces``
    the one that was cancelled for it; ``date`` the business date it bears; ``rounding`` baht of VAT by which it differs
    from its lines' own, as posted.
    """

    number = TextField(unique=True)
    posting = ForeignKeyField(Posting, null=True, backref="receipts")
    window = ForeignKeyField(FolioWindow, null=True)
    date = DateField()
    form = TextField(default="")
    language = TextField()
    tendered = MoneyField(null=True)
    paper = TextField()
    prints = IntegerField(default=0)
    kind = TextField(default=RECEIPT)
    net = MoneyField(default=Decimal(0))
    vat = MoneyField(default=Decimal(0))
    exempt = MoneyField(default=Decimal(0))
    buyer_name = TextField(default="")
    buyer_address = TextField(default="")
    buyer_tax_id = TextField(default="")
    buyer_branch = TextField(default="")
    reason = TextField(default="")
    replaces = ForeignKeyField("self", null=True)
    rounding = MoneyField(default=Decimal(0))
    cancelled_on = DateField(null=True)
    cancelled_because = TextField(default="")


class ReceiptLine(Base):
    """A line of a folio on a tax invoice: value, VAT and what is outside VAT, baht. It stands on one such paper only,
    until that is cancelled; the database holds it. Sealed."""

    receipt = ForeignKeyField(Receipt, backref="lines_of")
    position = IntegerField()
    posting = ForeignKeyField(Posting)
    net = MoneyField()
    vat = MoneyField()
    exempt = MoneyField(default=Decimal(0))

    class Meta:
        table_name = "receipt_line"


@dataclass(frozen=True)
class Buyer:
    """To whom an invoice is made out (s.86/4); empty: the guest. ``tax_id`` and ``branch`` of a registered buyer."""

    name: str = ""
    address: str = ""
    tax_id: str = ""
    branch: str = ""


def checked_buyer(name: str = "", address: str = "", tax_id: str = "", branch: str = "") -> Buyer:
    """Refused: TAX_ID (check digit), BRANCH (five digits), NO_BUYER (a tax number without a name), NO_ADDRESS."""
    name, address = words(name, "payee"), words(address, "address")
    tax_id, branch = tax_id.strip(), branch.strip()
    if tax_id:
        from stdnum.th import tin

        if not tin.is_valid(tax_id):
            raise Refused("TAX_ID", "The check digit of this tax number is wrong.", field="tax_id")
        tax_id = tin.compact(tax_id)
        if not name:
            raise Refused("NO_BUYER", "Whose tax number is this?", field="payee")
        if not address:
            raise Refused("NO_ADDRESS", "A tax invoice for a company needs its address.", field="address")
        branch = branch or "00000"
    if branch and not (branch.isdigit() and len(branch) == 5):
        raise Refused("BRANCH", "A branch has five digits; 00000 is the head office.", field="branch")
    return Buyer(name, address, tax_id, branch if tax_id else "")


def issue_receipt(
    act: Act,
    posting_id: int,
    language: str,
    tendered: Decimal | None = None,
    vat: Decimal = Decimal(0),
    buyer: Buyer | None = None,
) -> int:
    """Draw the next number (gap-free, per Buddhist year) and keep the paper as printed; the receipt's id.

    With ``vat``, baht, it is a tax invoice too and numbered in the series of these. The receipt of a payment that
    settles a window is its tax invoice as well, where the house writes them in one.
    """
    from models.front_office.invoicing.issuing import receipt_of_payment
    from models.front_office.papers import paper_as_json, receipt_paper

    combined = receipt_of_payment(act, posting_id, language, tendered)
    if combined is not None:
        return combined
    posting = Posting.get_by_id(posting_id)
    kind = TAX_INVOICE if vat else RECEIPT
    number = document_number(SERIES[kind], act.business_date)
    paper = receipt_paper(act.property, posting, number, language, tendered, vat=vat, buyer=buyer)
    row = act.create(
        Receipt,
        number=number,
        posting=posting_id,
        date=posting.date,
        language=language,
        tendered=tendered,
        paper=paper_as_json(paper),
        kind=kind,
        net=-posting.amount - vat if vat else Decimal(0),
        vat=vat,
        buyer_name=paper.party.name if paper.party else "",
        buyer_address=buyer.address if buyer else "",
        buyer_tax_id=buyer.tax_id if buyer else "",
        buyer_branch=buyer.branch if buyer else "",
    )
    return int(row.id)


@operation(None)
def count_print(act: Act, receipt_id: int) -> int:
    """A receipt went to paper; how often now. From the second time on it says copy."""
    receipt = Receipt.get_by_id(receipt_id)
    act.update(receipt, prints=receipt.prints + 1)
    return int(receipt.prints)


def receipt_by_number(number: str) -> Receipt:
    return Receipt.get(Receipt.number == number)


def paper_of_posting(posting_id: int) -> Receipt | None:
    """The numbered paper of a posting: receipt, tax invoice or credit note."""
    return Receipt.get_or_none(Receipt.posting == posting_id)


def papers_of_entry(entry_id: int) -> list[str]:
    """Numbers of the papers an entry stands on, of its payment or of lines invoiced; those that stand first, newest first."""
    postings = Posting.select(Posting.id).where(Posting.entry == entry_id)
    invoiced = ReceiptLine.select(ReceiptLine.receipt).where(ReceiptLine.posting << postings)
    rows = Receipt.select(Receipt.number).where((Receipt.posting << postings) | (Receipt.id << invoiced))
    newest = rows.order_by(Receipt.cancelled_on.is_null(False), Receipt.id.desc())
    return [number for (number,) in newest.tuples()]


def standing_paper(receipt: Receipt) -> Receipt:
    """The paper that stands in the place of one that was cancelled for it; else the same."""
    while receipt.cancelled_on is not None:
        after = Receipt.get_or_none(Receipt.replaces == receipt) or Receipt.get_or_none(
            Receipt.number == receipt.cancelled_because
        )
        if after is None:
            break
        receipt = after
    return receipt


def is_void(receipt: Receipt) -> bool:
    """Whether it was cancelled, or its payment taken back; it keeps its number."""
    if receipt.cancelled_on is not None or receipt.posting_id is None:
        return receipt.cancelled_on is not None
    return Posting.get_or_none(Posting.corrects == receipt.posting_id) is not None
