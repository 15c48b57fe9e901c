"""A bank's statement as OFX or MT940, told from other files by what stands in it: the lines of one account, in baht.

What stands in a file is data and never trusted: it has a size, entities and other documents inside it are refused, and
lines that do not lead from its opening to its closing balance are not taken.
"""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, unescape
from zoneinfo import ZoneInfo

from locales.thai_text import quote
from models.back_office.bank_accounts import open_bank_account
from models.back_office.bank_statements import MT940, OFX, ZERO, Read
from models.house.inputs import checked
from models.house.property import Property
from models.house.refusals import Refused
from models.house.tables import decoded

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_BYTES = 5_000_000
MOST_LINES = 20_000
LONGEST_TEXT, LONGEST_REFERENCE = 200, 80
BAHT = "THB"
_OFX_BEGINS = re.compile(r"OFXHEADER|<OFX>|<\?OFX", re.I)
_OFX_DATE = re.compile(r"(\d{8})(\d{4}(\d{2})?)?(\.\d+)?\s*(\[([+-]?\d{1,2})(\.\d+)?(:\w*)?\])?", re.ASCII)
_MT940_TAGS = (":20:", ":25", ":60")
_NO_REFERENCE = ("NONREF", "NOREF")


@dataclass(frozen=True)
class BankFile:
    """``kind`` is OFX or MT940; ``lines`` oldest first; ``closing`` in baht at its end."""

    kind: str
    lines: tuple[Read, ...]
    closing: Decimal


def read_bank_file(path: Path, bank_account_id: int) -> BankFile | None:
    """The lines of an account in a file of its bank; None where the file is neither OFX nor MT940.

    Refused: NO_BANK_ACCOUNT, BANK_ACCOUNT_CLOSED, TABLE_TOO_BIG, TABLE_ENCODING, BANK_FILE_BROKEN (cut off, or not
    what it says it is), OTHER_ACCOUNT, OTHER_CURRENCY, STATEMENT_LINE, BANK_FILE_SUM.
    """
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    kind = _kind(content)
    if not kind:
        return None
    if len(content) > MOST_BYTES:
        raise Refused(
            "TABLE_TOO_BIG", "{file} is too big: at most {n} million bytes.", field="file", file=path.name,
            n=MOST_BYTES // 1_000_000,
        )  # fmt: skip
    text = decoded(content, path.name).replace("\r\n", "\n").replace("\r", "\n")
    own = open_bank_account(bank_account_id).number
    found = _ofx(text, path.name, own) if kind == OFX else _mt940(text, path.name, own)
    if len(found.lines) > MOST_LINES:
        raise Refused("TABLE_TOO_BIG", "A file has at most {n} lines.", field="file", n=MOST_LINES)
    return BankFile(kind, tuple(sorted(found.lines, key=lambda line: line.date)), found.closing)


def _kind(content: bytes) -> str:
    begins = content[:4000].replace(b"\0", b"").decode("latin-1")
    if _OFX_BEGINS.search(begins[:1000]):
        return OFX
    return MT940 if all(re.search(rf"(?m)^{tag}", begins) for tag in _MT940_TAGS) else ""


def _broken(name: str, kind: str) -> Refused:
    return Refused(
        "BANK_FILE_BROKEN", "{file} is cut off or damaged; fetch the {kind} file from the bank again.", field="file",
        file=name, kind=kind,
    )  # fmt: skip


def _other_account(number: str, own: str) -> Refused:
    return Refused(
        "OTHER_ACCOUNT", "The file is of account {number}, not of {own}.", field="bank_account",
        number=quote(number, 40), own=own,
    )  # fmt: skip


def _in_baht(currency: str) -> None:
    if currency.upper() != BAHT:
        raise Refused(
            "OTHER_CURRENCY", "The statement is in {currency}; the books are in baht.", field="file",
            currency=quote(currency, 10) or "?",
        )  # fmt: skip


def _is_own(number: str, own: str) -> bool:
    """Banks write their code or the country before the number, the currency behind it."""
    return re.sub(r"\D", "", number, flags=re.ASCII).endswith(own)


def _amount(text: str, place: int) -> Decimal:
    """Refused: STATEMENT_LINE."""
    try:
        return checked(Decimal(text.strip().replace(",", ".")))
    except InvalidOperation:
        said = Refused("AMOUNT", "This is no amount of money.")
    except Refused as refused:
        said = refused
    raise Refused("STATEMENT_LINE", "Line {n}: {why}", n=place, why=said.message)


def _no_date(place: int) -> Refused:
    why = Refused("DATE", "The date cannot be read.").message
    return Refused("STATEMENT_LINE", "Line {n}: {why}", n=place, why=why)


# OFX


def _ofx(text: str, name: str, own: str) -> BankFile:
    start = text.upper().find("<OFX>")
    if "<!DOCTYPE" in text or "<!ENTITY" in text or start < 0 or not text.rstrip().upper().endswith("</OFX>"):
        raise _broken(name, OFX)
    tree = _tree(_without_cdata(text[start:], name), name)
    statements = list(tree.iter("STMTRS"))
    numbers = [_text(statement, "BANKACCTFROM/ACCTID") for statement in statements]
    if not statements:
        raise _broken(name, OFX)
    at = next((n for n, number in enumerate(numbers) if _is_own(number, own)), None)
    if at is None:
        raise _other_account(numbers[0], own)
    statement = statements[at]
    _in_baht(_text(statement, "CURDEF"))
    balance = _text(statement, "LEDGERBAL/BALAMT")
    if not balance:
        raise _broken(name, OFX)
    zone = Property.the().timezone
    rows = statement.findall("BANKTRANLIST/STMTTRN")
    lines = tuple(_ofx_line(place, row, zone) for place, row in enumerate(rows, start=1))
    return BankFile(OFX, tuple(line for line in lines if line.amount), _amount(balance, len(rows) + 1))


def _without_cdata(text: str, name: str) -> str:
    """Sections of plain text as text; read here because the parser would swallow all between the first and the last."""
    parts, at = [], 0
    while (opens := text.find("<![CDATA[", at)) >= 0:
        closes = text.find("]]>", opens)
        if closes < 0:
            raise _broken(name, OFX)
        parts += [text[at:opens], escape(text[opens + 9 : closes])]
        at = closes + 3
    return "".join([*parts, text[at:]])


def _tree(text: str, name: str) -> Element:
    from ofxtools.Parser import TreeBuilder

    builder = TreeBuilder()
    try:
        builder.feed(text)
        root: Element | None = builder.close()
    except (SyntaxError, AssertionError, IndexError, ValueError) as error:
        raise _broken(name, OFX) from error
    if root is None or root.tag != "OFX":
        raise _broken(name, OFX)
    return root


def _text(element: Element, path: str) -> str:
    return unescape(element.findtext(path) or "").strip()


def _ofx_line(place: int, row: Element, zone: ZoneInfo) -> Read:
    said = [_text(row, tag) for tag in ("NAME", "PAYEE/NAME", "MEMO")]
    reference = _text(row, "CHECKNUM") or _text(row, "REFNUM")
    return Read(
        _ofx_day(_text(row, "DTPOSTED"), place, zone), _amount(_text(row, "TRNAMT"), place),
        _one_line(" ".join(dict.fromkeys(filter(None, said)))), reference[:LONGEST_REFERENCE], None,
        _text(row, "FITID")[:255],
    )  # fmt: skip


def _ofx_day(text: str, place: int, zone: ZoneInfo) -> datetime.date:
    """The day at the hotel; a moment that names no zone is one of the bank's own clock."""
    found = _OFX_DATE.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        moment = datetime.datetime.strptime(found[1] + (found[2] or "0000")[:4], "%Y%m%d%H%M")  # noqa: DTZ007
        if found[2] and found[6]:
            offset = datetime.timezone(datetime.timedelta(hours=int(found[6])))
            moment = moment.replace(tzinfo=offset).astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise _no_date(place) from error
    return moment.date()


def _one_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TEXT]


# MT940


def _mt940(text: str, name: str, own: str) -> BankFile:
    from mt940.parser import parse_statements

    logging.getLogger("mt940").setLevel(logging.CRITICAL)  # what it cannot read is said by us
    try:
        pages = parse_statements(text)
        of_own = [page for page in pages if _is_own(str(page.data.get("account_identification", "")), own)]
    except (RuntimeError, ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
        raise _broken(name, MT940) from error
    if pages and not of_own:
        raise _other_account(str(pages[0].data.get("account_identification", "")), own)
    lines: list[Read] = []
    before: Decimal | None = None
    for page in of_own:
        opening, closing = (_balance(page, side, name) for side in ("opening", "closing"))
        of_page = list(_mt940_lines(page, len(lines)))
        total = sum((line.amount for line in of_page), ZERO)
        if opening + total != closing or (before is not None and before != opening):
            raise Refused(
                "BANK_FILE_SUM", "The lines of {file} do not lead from its opening to its closing balance.",
                field="file", file=name,
            )  # fmt: skip
        lines += of_page
        before = closing
    if before is None:
        raise _broken(name, MT940)
    return BankFile(MT940, tuple(line for line in lines if line.amount), before)


def _balance(page: Any, side: str, name: str) -> Decimal:
    """Of the statement, or of the page of one that goes on."""
    found = page.data.get(f"final_{side}_balance") or page.data.get(f"intermediate_{side}_balance")
    if found is None or found.amount is None:
        raise _broken(name, MT940)
    _in_baht(str(found.amount.currency or ""))
    return _amount(str(found.amount.amount), 1)


def _mt940_lines(page: Any, before: int) -> Iterator[Read]:
    for place, row in enumerate(page, start=before + 1):
        data = row.data
        date = data.get("entry_date") or data.get("date")
        if date is None or data.get("amount") is None:
            raise _no_date(place)
        references = [str(data.get(key) or "").strip() for key in ("customer_reference", "bank_reference")]
        said = [str(data.get(key) or "") for key in ("transaction_details", "extra_details")]
        yield Read(
            datetime.date(date.year, date.month, date.day), _amount(str(data["amount"].amount), place),
            _one_line(" ".join(dict.fromkeys(filter(None, map(str.strip, said))))),
            " ".join(r for r in references if r and r.upper() not in _NO_REFERENCE)[:LONGEST_REFERENCE], None,
        )  # fmt: skip
