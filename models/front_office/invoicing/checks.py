"""Proof that tax papers and books agree."""

from __future__ import annotations

from collections.abc import Iterator

from peewee import JOIN, fn

from locales import Message
from models.front_office.folios import Posting
from models.front_office.invoicing.tables import DepositDeduction
from models.front_office.receipts import TAX_INVOICE, Receipt, ReceiptLine
from models.ledger.balances import money
from models.ledger.entries import Line
from models.ledger.proof import Fault


def document_faults() -> Iterator[Fault]:
    """A tax invoice is its lines less the deposits it deducts; what invoices rounded is what the books have for it."""
    deducted = {
        receipt_id: (money(net), money(vat))
        for receipt_id, net, vat in DepositDeduction.select(
            DepositDeduction.receipt, fn.SUM(DepositDeduction.net), fn.SUM(DepositDeduction.vat)
        )
        .group_by(DepositDeduction.receipt)
        .tuples()
    }
    rows = (
        Receipt.select(
            Receipt,
            fn.COALESCE(fn.SUM(ReceiptLine.net), 0).alias("of_net"),
            fn.COALESCE(fn.SUM(ReceiptLine.vat), 0).alias("of_vat"),
            fn.COALESCE(fn.SUM(ReceiptLine.exempt), 0).alias("of_exempt"),
        )
        .join(ReceiptLine, JOIN.LEFT_OUTER, on=(ReceiptLine.receipt == Receipt.id))
        .where((Receipt.kind == TAX_INVOICE) & (Receipt.form != ""))
        .group_by(Receipt)
        .objects()
    )
    for row in rows:
        net, vat = deducted.get(row.id, (money(0), money(0)))
        lines = (money(row.of_net) - net, money(row.of_vat) - vat, money(row.of_exempt))
        if lines != (row.net, row.vat, row.exempt):
            yield Fault("DOCUMENT", Message("{number} is not the sum of its lines", {"number": row.number}))
    rounded = Receipt.select(fn.SUM(Receipt.rounding)).where(Receipt.cancelled_on.is_null()).scalar()
    entries = Posting.select(Posting.entry).where(Posting.kind == "rounding")
    booked = -money(
        Line.select(fn.SUM(Line.amount)).where((Line.entry << entries) & (Line.item == "VAT") & (Line.memo == "")).scalar()
    )  # fmt: skip
    if money(rounded) != booked:
        yield Fault(
            "DOCUMENT_ROUNDING",
            Message(
                "Invoices rounded {papers}, the books say {booked}",
                {"papers": money(rounded), "booked": booked},
            ),
        )
