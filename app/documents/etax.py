"""The XML of a tax paper (ER3-2560, version 2.0 of its schemas) and the PDF/A-3 that carries it.

Signing (XAdES) and sending need the hotel's certificate and are done by its provider or by e-mail; what comes out of
here is what they take.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from app.documents.pdf import Attachment, as_pdf
from models.front_office.etax import (
    ABBREVIATED,
    CREDIT,
    DEBIT,
    NAMES,
    BuyerOfPaper,
    Reference,
    Seller,
    TaxDocument,
    TaxLine,
)
from models.house.papers import Paper

ATTACHMENT = "ETDA-invoice.xml"
URN = "urn:etda:uncefact:data:standard:"
KIND = {ABBREVIATED: "AbbreviatedTaxInvoice", CREDIT: "DebitCreditNote", DEBIT: "DebitCreditNote"}
ZERO = Decimal(0)


def etax_pdf(paper: Paper, document: TaxDocument) -> bytes:
    """The paper as PDF/A-3b with its XML inside."""
    attached = Attachment(
        ATTACHMENT, etax_xml(document), f"{NAMES[document.code]} {document.number}", document.issued.date()
    )
    return as_pdf(paper, attached=attached)


def etax_xml(document: TaxDocument) -> bytes:
    """In the order of the schema, which is a sequence throughout."""
    kind = KIND.get(document.code, "TaxInvoice")
    rsm = f"{URN}{kind}_CrossIndustryInvoice:2"
    ram = f"{URN}{kind}_ReusableAggregateBusinessInformationEntity:2"
    root = Element(f"rsm:{kind}_CrossIndustryInvoice", {"xmlns:rsm": rsm, "xmlns:ram": ram})
    context = _in(root, "rsm:ExchangedDocumentContext", "GuidelineSpecifiedDocumentContextParameter")
    _put(context, "ID", "ER3-2560", schemeAgencyID="ETDA", schemeVersionID="v2.0")
    _document(SubElement(root, "rsm:ExchangedDocument"), document)
    trade = SubElement(root, "rsm:SupplyChainTradeTransaction")
    _agreement(_in(trade, "ApplicableHeaderTradeAgreement"), document)
    _in(trade, "ApplicableHeaderTradeDelivery")
    _settlement(_in(trade, "ApplicableHeaderTradeSettlement"), document)
    for number, line in enumerate(document.lines, 1):
        _line(_in(trade, "IncludedSupplyChainTradeLineItem"), number, line)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _in(parent: Element, *names: str) -> Element:
    for name in names:
        parent = SubElement(parent, name if ":" in name else f"ram:{name}")
    return parent


def _put(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, f"ram:{name}", attributes).text = text


def _moment(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.0")


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _document(parent: Element, document: TaxDocument) -> None:
    _put(parent, "ID", document.number)
    _put(parent, "Name", NAMES[document.code])
    _put(parent, "TypeCode", document.code)
    _put(parent, "IssueDateTime", _moment(document.issued))
    if document.purpose:
        _put(parent, "Purpose", document.purpose)
    if document.purpose_code:
        _put(parent, "PurposeCode", document.purpose_code)
    _put(parent, "CreationDateTime", _moment(document.issued))


def _agreement(parent: Element, document: TaxDocument) -> None:
    seller = _in(parent, "SellerTradeParty")
    if document.code == ABBREVIATED:  # whose rules ask for a number of the seller's own as well
        _put(seller, "ID", document.seller.tax_id + document.seller.branch)
    _seller(seller, document.seller)
    if document.buyer is not None:
        _buyer(_in(parent, "BuyerTradeParty"), document.buyer)
    for reference in document.references:
        _reference(_in(parent, "AdditionalReferencedDocument"), reference)


def _seller(parent: Element, seller: Seller) -> None:
    _put(parent, "Name", seller.name)
    _put(_in(parent, "SpecifiedTaxRegistration"), "ID", seller.tax_id + seller.branch, schemeID="TXID")
    address = _in(parent, "PostalTradeAddress")
    _put(address, "PostcodeCode", seller.postcode)
    if seller.street:
        _put(address, "StreetName", seller.street)
    _put(address, "CityName", seller.subdistrict[:4])
    _put(address, "CitySubDivisionName", seller.subdistrict)
    _put(address, "CountryID", "TH", schemeID="3166-1 alpha-2")
    _put(address, "CountrySubDivisionID", seller.subdistrict[:2])
    _put(address, "BuildingNumber", seller.building)


def _buyer(parent: Element, buyer: BuyerOfPaper) -> None:
    """By tax number and branch where he has one. A guest without any is "N/A": what stands in his passport stays here."""
    _put(parent, "Name", buyer.name)
    scheme, number = ("TXID", buyer.tax_id + buyer.branch) if buyer.tax_id else ("OTHR", "N/A")
    _put(_in(parent, "SpecifiedTaxRegistration"), "ID", number, schemeID=scheme)
    address = _in(parent, "PostalTradeAddress")
    if buyer.postcode:
        _put(address, "PostcodeCode", buyer.postcode)
    _put(address, "LineOne", " ".join(buyer.address.split())[:256])
    _put(address, "CountryID", buyer.country, schemeID="3166-1 alpha-2")


def _reference(parent: Element, reference: Reference) -> None:
    _put(parent, "IssuerAssignedID", reference.number)
    _put(parent, "IssueDateTime", f"{reference.date.isoformat()}T00:00:00.0")
    _put(parent, "ReferenceTypeCode", reference.code)


def _tax(parent: Element, percent: Decimal, net: Decimal, vat: Decimal) -> None:
    tax = _in(parent, "ApplicableTradeTax")
    _put(tax, "TypeCode", "VAT" if percent else "FRE")
    _put(tax, "CalculatedRate", f"{percent.normalize():f}")
    _put(tax, "BasisAmount", _amount(net))
    _put(tax, "CalculatedAmount", _amount(vat))


def _settlement(parent: Element, document: TaxDocument) -> None:
    _put(parent, "InvoiceCurrencyCode", "THB", listID="ISO 4217 3A")
    _tax(parent, document.percent, document.net, document.vat)
    if document.exempt:
        _tax(parent, ZERO, document.exempt, ZERO)
    for deduction in document.deductions:
        off = _in(parent, "SpecifiedTradeAllowanceCharge")
        _put(off, "ChargeIndicator", "false")
        _put(off, "ActualAmount", _amount(deduction.net))
        _put(off, "Reason", f"หักเงินมัดจำ ใบกำกับเลขที่ {deduction.number}")
    sums = _in(parent, "SpecifiedTradeSettlementHeaderMonetarySummation")
    lines = sum((line.net for line in document.lines), ZERO)
    if document.code in (CREDIT, DEBIT):
        sign = -1 if document.code == CREDIT else 1
        difference = document.net + document.exempt
        _put(sums, "OriginalInformationAmount", _amount(document.original))
        _put(sums, "LineTotalAmount", _amount(document.original + sign * difference))
        _put(sums, "DifferenceInformationAmount", _amount(difference))
    else:
        _put(sums, "LineTotalAmount", _amount(lines))
        if document.deductions:
            _put(sums, "AllowanceTotalAmount", _amount(sum((d.net for d in document.deductions), ZERO)))
    _put(sums, "TaxBasisTotalAmount", _amount(document.net + document.exempt))
    _put(sums, "TaxTotalAmount", _amount(document.vat))
    _put(sums, "GrandTotalAmount", _amount(document.total))


def _line(parent: Element, number: int, line: TaxLine) -> None:
    _put(_in(parent, "AssociatedDocumentLineDocument"), "LineID", str(number))
    _put(_in(parent, "SpecifiedTradeProduct"), "Name", line.name)
    price = _in(parent, "SpecifiedLineTradeAgreement", "GrossPriceProductTradePrice")
    _put(price, "ChargeAmount", _amount(line.net / max(line.quantity, 1)))
    delivery = _in(parent, "SpecifiedLineTradeDelivery")
    _put(delivery, "BilledQuantity", str(max(line.quantity, 1)), unitCode="EA")
    settlement = _in(parent, "SpecifiedLineTradeSettlement")
    _tax(settlement, line.percent, line.net, line.vat)
    sums = _in(settlement, "SpecifiedTradeSettlementLineMonetarySummation")
    _put(sums, "TaxTotalAmount", _amount(line.vat))
    _put(sums, "NetLineTotalAmount", _amount(line.net))
    _put(sums, "NetIncludingTaxesLineTotalAmount", _amount(line.net + line.vat))
