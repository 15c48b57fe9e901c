"""Writing a debt off (ตัดหนี้สูญ): what of it is output VAT follows from the tax invoice that stands behind it."""

from __future__ import annotations

from decimal import Decimal

from locales.money import round_half_up
from models.back_office.bad_debts import check_ground, write_off
from models.back_office.receivables import OpenItem
from models.front_office.receipts import TAX_INVOICE, Receipt
from models.house.acts import Act, operation
from models.house.refusals import Refused

ZERO = Decimal("0.00")


@operation("credit")
def write_off_debt(act: Act, item_id: int, amount: Decimal, reason: str, ground: str = "") -> int:
    """``amount`` baht of an item are lost; the id of the bad debt. With a ``ground`` of the law the VAT in it is deducted
    from output VAT, without one it is lost too.

    Refused: NO_GROUND, GROUND_TOO_SMALL, NO_TAX_INVOICE (no invoice of the hotel declared VAT on it), and as ``write_off``;
    ASK: BAD_DEBT.
    """
    vat = ZERO
    if ground:
        item = OpenItem.get_by_id(item_id)
        check_ground(ground, item.account_id, amount)
        vat = vat_of_debt(item, amount)
        if not vat:
            raise Refused(
                "NO_TAX_INVOICE", "No tax invoice of the hotel stands behind {item}: its VAT is not deducted.",
                field="ground", item=item.document or item.description,
            )  # fmt: skip
    return write_off(act, item_id, amount, reason, vat=vat, ground=ground)


def vat_of_debt(item: OpenItem, amount: Decimal) -> Decimal:
    """Baht of VAT in ``amount`` of an item, as its tax invoice has it; zero without one."""
    invoice = Receipt.get_or_none(
        (Receipt.number == item.document) & (Receipt.kind == TAX_INVOICE) & Receipt.cancelled_on.is_null()
    )
    if invoice is None:
        return ZERO
    total = Decimal(invoice.net) + invoice.vat + invoice.exempt
    return round_half_up(Decimal(invoice.vat) * min(amount / total, Decimal(1)))
