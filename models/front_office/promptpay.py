"""PromptPay (พร้อมเพย์): the text of a code to be paid by, and of the bill-payment barcode.

The layout is EMVCo's for codes that the merchant shows: two figures of tag, two of length, the value. Tag 29 is a transfer
to a telephone number, a tax or identity number or an e-wallet; tag 30 pays a bill of a biller with references. The
order of currency, amount and country differs between programs and the CRC with it: the setting ``promptpay_order`` says
it, 53,54,58 (ascending) unless changed. Encoding does not check numbers; ``keep_promptpay``, the set-up form, does.
"""

from __future__ import annotations

import re
from decimal import Decimal

from locales.money import satang
from locales.thai_text import to_latin_digits
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.property import setting
from models.house.refusals import Refused
from models.house.settings import set_setting

ORDERS = ("53,54,58", "58,53,54", "53,58,54")
AID_TRANSFER, AID_BILL = "A000000677010111", "A000000677010112"
MOBILE, TAX_ID, WALLET = "01", "02", "03"
LONGEST_REFERENCE, LONGEST_TERMINAL = 20, 25


def crc16(text: str) -> int:
    """CRC-16/CCITT-FALSE: polynomial 0x1021, initial 0xFFFF, nothing reflected; of ``123456789`` it is 0x29B1."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _bit in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
            crc &= 0xFFFF
    return crc


def tlv(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}" if value else ""


def digits_of(target: str) -> str:
    """A number without blanks and dashes; +66, 66 and 0066 before a telephone number become its 0.

    Else the thirteen figures of 0066… would be taken for a tax number, as every public encoder does.
    """
    figures = re.sub(r"[\s()-]", "", to_latin_digits(target))
    for prefix, length in (("+66", 12), ("0066", 13), ("66", 11)):
        if figures.startswith(prefix) and len(figures) == length:
            return f"0{figures[len(prefix) :]}"
    # Some type the 0 of the number behind the country code as well.
    for prefix, length in (("+660", 13), ("00660", 14), ("660", 12)):
        if figures.startswith(prefix) and len(figures) == length:
            return figures[len(prefix) - 1 :]
    return figures


def proxy_of(target: str) -> tuple[str, str]:
    """What kind of number it is and how it stands in the code. Refused (``PROMPTPAY_ID``)."""
    figures = digits_of(target)
    if not (figures.isascii() and figures.isdecimal()):
        figures = ""
    if len(figures) == 10:
        return MOBILE, f"0066{figures[1:]}"
    if len(figures) == 13:
        return TAX_ID, figures
    if len(figures) == 15:
        return WALLET, figures
    raise Refused(
        "PROMPTPAY_ID", "A PromptPay number is a mobile number, 13 figures of a tax number, or 15 of an e-wallet.",
        field="promptpay_id",
    )  # fmt: skip


def _payload(merchant: str, amount: Decimal | None, order: str, more: str = "") -> str:
    # Whole satang: a float writes 19.99 as 1998.99…; zero makes a code without an amount.
    due = satang(amount) if amount else 0
    parts = {
        "53": tlv("53", "764"),
        "54": tlv("54", f"{due // 100}.{due % 100:02d}") if due else "",
        "58": tlv("58", "TH"),
    }
    text = tlv("00", "01") + tlv("01", "12" if due else "11") + merchant
    text += "".join(parts[tag] for tag in order.split(",")) + more + "6304"
    return f"{text}{crc16(text):04X}"


def transfer_payload(target: str, amount: Decimal | None = None, order: str = ORDERS[0]) -> str:
    """Tag 29: a transfer of ``amount`` baht to a telephone, tax, identity or e-wallet number."""
    kind, number = proxy_of(target)
    return _payload(tlv("29", tlv("00", AID_TRANSFER) + tlv(kind, number)), amount, order)


def bill_payload(
    biller: str,
    reference_1: str,
    reference_2: str = "",
    amount: Decimal | None = None,
    order: str = ORDERS[0],
    terminal: str = "",
) -> str:
    """Tag 30: a bill of ``amount`` baht; ``terminal`` is the third reference (tag 62, 07)."""
    merchant = tlv("00", AID_BILL) + tlv("01", biller) + tlv("02", reference_1) + tlv("03", reference_2)
    return _payload(
        tlv("30", merchant),
        amount,
        order,
        tlv("62", tlv("07", terminal[:LONGEST_TERMINAL])) if terminal else "",
    )


def barcode_text(biller: str, reference_1: str, reference_2: str = "", amount: Decimal | None = None) -> str:
    """The Bank of Thailand's bill-payment barcode: fields parted by CR, the amount in satang, 0 without one."""
    return f"|{biller}\r{reference_1}\r{reference_2}\r{satang(amount) if amount else 0}"


def reference(text: str) -> str:
    """As a bank takes it: figures and capitals, at most twenty."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())[:LONGEST_REFERENCE]


def is_set_up() -> bool:
    return bool(setting("promptpay_biller") or setting("promptpay_id"))


def code_for(amount: Decimal | None, reference_1: str, reference_2: str = "") -> str:
    """The house's own code for ``amount`` baht; "" where PromptPay is not set up. With a biller number the references
    come back with the money, so that goes first."""
    biller, order = setting("promptpay_biller"), setting("promptpay_order")
    if biller:
        first, second = reference(reference_1) or "0", reference(reference_2)
        return bill_payload(biller, first, second, amount, order, terminal=first)
    target = setting("promptpay_id")
    return transfer_payload(target, amount, order) if target else ""


@operation("set_up")
def keep_promptpay(
    act: Act, promptpay_id: str, promptpay_biller: str, promptpay_order: str = ORDERS[0]
) -> None:
    """Where money paid by code goes; both empty: no codes are shown.

    Refused: PROMPTPAY_ID (no mobile number, check digit), BILLER (15 figures, a tax number and a suffix), TAG_ORDER.
    """
    kept = _checked_id(promptpay_id) if promptpay_id.strip() else ""
    biller = _checked_biller(promptpay_biller) if promptpay_biller.strip() else ""
    if promptpay_order not in ORDERS:
        raise Refused("TAG_ORDER", "The order is one of the three.", field="promptpay_order")
    set_setting(act, "promptpay_id", kept)
    set_setting(act, "promptpay_biller", biller)
    set_setting(act, "promptpay_order", promptpay_order)


def _checked_id(typed: str) -> str:
    from stdnum.th import pin, tin

    kind, _number = proxy_of(words(typed, "promptpay_id", 30))
    figures = digits_of(typed)
    if kind == MOBILE and not re.fullmatch(rf"0[{setting('promptpay_mobile')}]\d{{8}}", figures):
        raise Refused("PROMPTPAY_ID", "This is no mobile number.", field="promptpay_id")
    if kind == TAX_ID and not (tin.is_valid(figures) or pin.is_valid(figures)):
        raise Refused("PROMPTPAY_ID", "The check digit of this number is wrong.", field="promptpay_id")
    return figures


def _checked_biller(typed: str) -> str:
    from stdnum.th import tin

    figures = re.sub(r"[\s-]", "", to_latin_digits(words(typed, "promptpay_biller", 30)))
    if not (re.fullmatch(r"\d{15}", figures, re.ASCII) and tin.is_valid(figures[:13])):
        raise Refused(
            "BILLER",
            "A biller number is the 13 figures of a tax number and a suffix of two.",
            field="promptpay_biller",
        )
    return figures
