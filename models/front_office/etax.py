"""A tax paper as plain data for the Revenue Department's e-Tax (ETDA recommendation 3-2560, ER3-2560).

The published schemas let much pass that is wrong: totals that do not add up, a third decimal, a tax number with a wrong
check digit, a Buddhist year. All of that is asked here, before any program of the Department's sees the document.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from locales import Message
from locales.countries import two_letters
from models.front_office.credit_notes import CreditNoteLine
from models.front_office.deposit_vat import vat_rate
from models.front_office.receipts import CREDIT_NOTE, Receipt, ReceiptLine, is_void
from models.front_office.reservations import Stay
from models.house.acts import Act, ChangeLog, operation
from models.house.inputs import words
from models.house.property import Property, setting
from models.house.refusals import Refused
from models.house.settings import hotel_when, set_setting

ZERO, SATANG = Decimal("0.00"), Decimal("0.01")
TAX_INVOICE, RECEIPT_TAX_INVOICE, ABBREVIATED, DEBIT, CREDIT = "388", "T03", "T05", "80", "81"
NAMES = {
    TAX_INVOICE: "ใบกำกับภาษี",
    RECEIPT_TAX_INVOICE: "ใบเสร็จรับเงิน/ใบกำกับภาษี",
    ABBREVIATED: "ใบกำกับภาษีอย่างย่อ",
    DEBIT: "ใบเพิ่มหนี้",
    CREDIT: "ใบลดหนี้",
}
FIRST_YEAR, LAST_YEAR = 2000, 2200
"""A year of the Buddhist era stands far outside."""
SENT = "เอกสารนี้ได้จัดทำและส่งข้อมูลให้แก่กรมสรรพากรด้วยวิธีการทางอิเล็กทรอนิกส์"
LONGEST_NUMBER, LONGEST_NAME = 35, 256
DEBIT_NOTE = "debit note"


@dataclass(frozen=True)
class Seller:
    """``subdistrict`` is the TIS 1099 code of six digits, whose first four are the district and two the province."""

    name: str
    tax_id: str
    branch: str
    building: str
    street: str
    subdistrict: str
    postcode: str


@dataclass(frozen=True)
class BuyerOfPaper:
    """``country`` is ISO 3166 alpha-2; an address in Thailand ends with its postcode."""

    name: str
    address: str
    tax_id: str = ""
    branch: str = ""
    country: str = "TH"

    @property
    def postcode(self) -> str:
        found = re.search(r"(?<!\d)[1-9]\d{4}(?!\d)\D*$", self.address)
        return found.group()[:5] if found and self.country == "TH" else ""


@dataclass(frozen=True)
class Reference:
    """An earlier document this one takes the place of, or credits or debits."""

    number: str
    date: datetime.date
    code: str


@dataclass(frozen=True)
class TaxLine:
    """``net`` without VAT and ``vat``, baht, of the whole line; ``percent`` 0 outside VAT."""

    name: str
    quantity: int
    net: Decimal
    vat: Decimal
    percent: Decimal


@dataclass(frozen=True)
class Deduction:
    """A deposit whose own invoice has declared it, baht."""

    number: str
    net: Decimal
    vat: Decimal


@dataclass(frozen=True)
class TaxDocument:
    """``net``, ``vat`` and ``exempt`` are what the document declares: its lines less its deductions, baht, positive on a
    credit note too. ``original`` is the value that stood on what it refers to."""

    code: str
    number: str
    issued: datetime.datetime
    seller: Seller
    buyer: BuyerOfPaper | None
    lines: tuple[TaxLine, ...]
    net: Decimal
    vat: Decimal
    exempt: Decimal
    percent: Decimal
    deductions: tuple[Deduction, ...] = ()
    references: tuple[Reference, ...] = ()
    purpose: str = ""
    purpose_code: str = ""
    original: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.net + self.vat + self.exempt


@operation("set_up")
def set_etax(
    act: Act,
    building: str,
    street: str,
    subdistrict_code: str,
    postcode: str,
    since: datetime.date | None = None,
) -> None:
    """The hotel's address in parts, as e-Tax asks for it, and the day ``since`` when its tax papers are sent (None: they
    are not). Refused: ETAX_ADDRESS."""
    building, street = words(building, "building", 16), words(street, "street", 70)
    for field, value, digits in (("subdistrict_code", subdistrict_code, 6), ("postcode", postcode, 5)):
        if value and not re.fullmatch(rf"[1-9]\d{{{digits - 1}}}", value):
            raise Refused("ETAX_ADDRESS", "This code has {n} digits.", field=field, n=digits)
    act.update(
        act.property, building=building, street=street, subdistrict_code=subdistrict_code, postcode=postcode
    )
    set_setting(act, "etax", since.isoformat() if since else "no")


def etax_since() -> datetime.date | None:
    """From which day on tax papers are sent to the Revenue Department; None where they are not."""
    try:
        return datetime.date.fromisoformat(setting("etax"))
    except ValueError:
        return None


def sent_words(receipt: Receipt) -> str:
    """The sentence of the Director-General's notification on a paper that is sent; nothing on others."""
    since = etax_since()
    return SENT if since and receipt.date >= since and _code(receipt) is not None else ""


def may_be_sent(receipt_id: int) -> bool:
    receipt = Receipt.get_by_id(receipt_id)
    return _code(receipt) is not None and not is_void(receipt)


def tax_document(receipt: Receipt) -> TaxDocument:
    """``receipt`` for e-Tax. Refused: ETAX_NOT_TAX (no tax paper, or one that was cancelled), ETAX_MISSING."""
    code = _code(receipt)
    if code is None or is_void(receipt):
        raise Refused(
            "ETAX_NOT_TAX", "{number} is no tax paper that stands; it is not sent.", number=receipt.number
        )
    hotel = hotel_when("receipt", receipt.id)
    percent = _percent(vat_rate(receipt.date))
    document = TaxDocument(
        code, receipt.number, _moment(receipt, hotel), _seller(hotel), _buyer(receipt, code),
        tuple(_lines(receipt, percent)), abs(receipt.net), abs(receipt.vat), abs(receipt.exempt), percent,
        _deductions(receipt), *_refers(receipt, code),
    )  # fmt: skip
    faults = list(faults_of(document))
    if faults:
        seller = any(fault.of_seller for fault in faults)
        raise Refused(
            "ETAX_MISSING", "e-Tax needs more of {number}: {what}.", number=receipt.number,
            what="; ".join(fault.words.say() for fault in faults), jump="etax address" if seller else None,
        )  # fmt: skip
    return document


def _code(receipt: Receipt) -> str | None:
    if receipt.kind in (CREDIT_NOTE, DEBIT_NOTE):
        return CREDIT if receipt.kind == CREDIT_NOTE else DEBIT
    if receipt.kind != "tax invoice":
        return None
    return {"full": TAX_INVOICE, "abbreviated": ABBREVIATED}.get(receipt.form, RECEIPT_TAX_INVOICE)


def _moment(receipt: Receipt, hotel: Property) -> datetime.datetime:
    """The date the paper bears, at the time it was written where that was the same day."""
    line = (
        ChangeLog.select()
        .where((ChangeLog.subject == "receipt") & (ChangeLog.subject_id == str(receipt.id)))
        .order_by(ChangeLog.id)
        .first()
    )
    time = line.at.astimezone(hotel.timezone).time() if line else datetime.time(12)
    return datetime.datetime.combine(receipt.date, time.replace(microsecond=0), hotel.timezone)


def _percent(rate: Fraction) -> Decimal:
    percent = rate * 100
    return Decimal(percent.numerator) / Decimal(percent.denominator)


def _seller(hotel: Property) -> Seller:
    return Seller(
        hotel.name_th, hotel.tax_id, hotel.branch, hotel.building, hotel.street, hotel.subdistrict_code,
        hotel.postcode,
    )  # fmt: skip


def _buyer(receipt: Receipt, code: str) -> BuyerOfPaper | None:
    from models.front_office.papers import paper_from_json

    if code == ABBREVIATED:
        return None
    if receipt.buyer_name and receipt.buyer_tax_id:
        return BuyerOfPaper(
            receipt.buyer_name, receipt.buyer_address, receipt.buyer_tax_id, receipt.buyer_branch
        )
    party = paper_from_json(receipt.paper).party
    if party is None:
        return BuyerOfPaper("", "")
    branch = "".join(re.findall(r"\d{5}", party.branch)) or "00000"
    if party.tax_id:
        return BuyerOfPaper(party.name, " ".join(party.lines), party.tax_id, branch)
    buyer = BuyerOfPaper(party.name, " ".join(party.lines))
    # A guest's address seldom says its country; without a Thai postcode it is taken for that of his passport.
    return buyer if buyer.postcode else dataclasses.replace(buyer, country=_country(receipt) or "TH")


def _country(receipt: Receipt) -> str:
    posting = receipt.posting
    window = receipt.window or (posting.window if posting is not None else None)
    if window is not None:
        return two_letters(window.stay.guest.nationality)
    stay = Stay.select().where(Stay.reservation == posting.reservation_id).order_by(Stay.id).first()
    return two_letters(stay.guest.nationality) if stay else ""


def _lines(receipt: Receipt, percent: Decimal) -> Iterator[TaxLine]:
    rows = list(ReceiptLine.select().where(ReceiptLine.receipt == receipt).order_by(ReceiptLine.position))
    sign = -1 if receipt.kind == CREDIT_NOTE else 1
    for row in rows:
        for net, vat, rate in ((row.net, row.vat, percent), (row.exempt, ZERO, Decimal(0))):
            if net or vat:
                name = row.posting.words("th")[:LONGEST_NAME]
                yield TaxLine(name, row.posting.quantity, sign * net, sign * vat, rate)
    if not rows:  # the invoice of a deposit, or a note on it
        reason = receipt.reason or Message("Deposit for accommodation").say("th")
        yield TaxLine(reason[:LONGEST_NAME], 1, abs(receipt.net), abs(receipt.vat), percent)


def _deductions(receipt: Receipt) -> tuple[Deduction, ...]:
    from models.front_office.invoicing.tables import DepositDeduction

    return tuple(
        Deduction(row.invoice.number, row.net, row.vat)
        for row in DepositDeduction.select().where(DepositDeduction.receipt == receipt).order_by(DepositDeduction.id)
    )  # fmt: skip


def _refers(receipt: Receipt, code: str) -> tuple[tuple[Reference, ...], str, str, Decimal]:
    """References, purpose, its code, and the value on what is referred to."""
    if code == CREDIT:
        lines = list(
            CreditNoteLine.select().where(CreditNoteLine.note == receipt).order_by(CreditNoteLine.id)
        )
        original = sum((_left_before(line.invoice, receipt) for line in lines), ZERO)
        return (
            _references(line.invoice for line in lines),
            receipt.reason or NAMES[CREDIT],
            "CDNS99",
            original,
        )
    if code == DEBIT:
        invoices = [row.invoice for row in getattr(receipt, "adds_to", ())]
        original = sum((invoice.net for invoice in invoices), ZERO)
        return _references(invoices), receipt.reason or NAMES[DEBIT], "DBNS99", original
    old = receipt.replaces
    # An abbreviated invoice is no document this one may refer to in the scheme; its paper names it.
    if old is None or _code(old) in (None, ABBREVIATED) or code == ABBREVIATED:
        return (), "", "", ZERO
    if old.buyer_name != receipt.buyer_name:
        return _references([old]), "", "TIVC01", ZERO
    if old.buyer_address != receipt.buyer_address:
        return _references([old]), "", "TIVC02", ZERO
    return _references([old]), receipt.reason or old.cancelled_because, "TIVC99", ZERO


def _references(invoices: object) -> tuple[Reference, ...]:
    return tuple(Reference(i.number, i.date, str(_code(i))) for i in invoices)  # type: ignore[attr-defined]


def _left_before(invoice: Receipt, note: Receipt) -> Decimal:
    """The value an invoice had when the note was written: what stood on it less what earlier notes took."""
    earlier = (
        CreditNoteLine.select(CreditNoteLine, Receipt)
        .join(Receipt, on=(CreditNoteLine.note == Receipt.id))
        .where((CreditNoteLine.invoice == invoice) & (CreditNoteLine.note < note.id))
    )
    return Decimal(invoice.net - sum((line.net for line in earlier if not is_void(line.note)), ZERO))


@dataclass(frozen=True)
class Fault:
    words: Message
    of_seller: bool = False


def faults_of(document: TaxDocument) -> Iterator[Fault]:
    """What a document lacks or has wrong; nothing when it may be sent."""
    seller = document.seller
    for wrong, text in (
        (not seller.name.strip(), Message("name of the hotel")),
        (not _is_tax_id(seller.tax_id), Message("tax number of the hotel")),
        (not re.fullmatch(r"\d{5}", seller.branch), Message("branch of the hotel, five digits")),
        (not seller.building.strip(), Message("building number of the hotel")),
        (not re.fullmatch(r"[1-9]\d{5}", seller.subdistrict), Message("sub-district code of the hotel")),
        (not re.fullmatch(r"[1-9]\d{4}", seller.postcode), Message("postcode of the hotel")),
    ):
        if wrong:
            yield Fault(text, of_seller=True)
    yield from _faults_of_buyer(document)
    if not document.number or len(document.number) > LONGEST_NUMBER:
        yield Fault(Message("number of at most {n} signs", {"n": LONGEST_NUMBER}))
    dates = (document.issued.date(), *(reference.date for reference in document.references))
    if not all(FIRST_YEAR <= date.year <= LAST_YEAR for date in dates):
        yield Fault(Message("a date of the common era"))
    if document.code in (CREDIT, DEBIT) and not document.references:
        yield Fault(Message("the invoice it is about"))
    yield from _faults_of_sums(document)


def _faults_of_buyer(document: TaxDocument) -> Iterator[Fault]:
    buyer = document.buyer
    if buyer is None:
        if document.code != ABBREVIATED:
            yield Fault(Message("name of the buyer"))
        return
    for wrong, text in (
        (not buyer.name.strip(), Message("name of the buyer")),
        (not buyer.address.strip(), Message("address of the buyer")),
        (buyer.country == "TH" and not buyer.postcode, Message("postcode at the end of the buyer's address")),
        (bool(buyer.tax_id) and not _is_tax_id(buyer.tax_id), Message("tax number of the buyer")),
        (
            bool(buyer.tax_id) and not re.fullmatch(r"\d{5}", buyer.branch),
            Message("branch of the buyer, five digits"),
        ),
    ):
        if wrong:
            yield Fault(text)


def _faults_of_sums(document: TaxDocument) -> Iterator[Fault]:
    lines, off = document.lines, document.deductions
    figures = [document.net, document.vat, document.exempt, document.original]
    figures += [figure for line in lines for figure in (line.net, line.vat)]
    figures += [figure for deduction in off for figure in (deduction.net, deduction.vat)]
    if any(figure != figure.quantize(SATANG) for figure in figures):
        yield Fault(Message("amounts of at most two decimals"))
    net = sum((line.net for line in lines if line.percent), ZERO) - sum((d.net for d in off), ZERO)
    vat = sum((line.vat for line in lines), ZERO) - sum((d.vat for d in off), ZERO)
    exempt = sum((line.net for line in lines if not line.percent), ZERO)
    if not lines or (net, vat, exempt) != (document.net, document.vat, document.exempt):
        yield Fault(Message("lines that add up to its total"))


def _is_tax_id(number: str) -> bool:
    from stdnum.th import tin

    return bool(re.fullmatch(r"\d{13}", number)) and bool(tin.is_valid(number))
