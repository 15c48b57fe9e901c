"""Opening balances from elsewhere: deposits held, folios of guests in house, open items of the city ledger, trial balance.

Each row is one balance brought forward. A row that comes again changed is refused: what was taken in stands in the
books, and the difference comes as a line of its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

from locales import Message
from locales.money import round_half_up
from locales.thai_text import fold, quote, to_latin_digits
from models.back_office.receivables import CityAccount, account_numbered
from models.front_office.folios import FolioWindow
from models.front_office.imports.fields import NAME, ImportField, plain
from models.front_office.imports.house import find_company, need, text
from models.front_office.imports.tables import ImportRow
from models.front_office.imports.taking import Kind, Run, Values, fingerprint
from models.front_office.opening_balances import (
    OldDeposit,
    OldItem,
    enter_city_item,
    enter_deposit,
    enter_general_balance,
    enter_guest_balance,
)
from models.front_office.reservations import IN_HOUSE, Reservation, Stay
from models.front_office.rooms import Room
from models.house.refusals import Refused

ZERO = Decimal("0.00")
BALANCES = ("deposits", "guest-balances", "city-balances", "general-balances")
KIND_WORDS = {
    "advance": "advance|deposit|adv|prepayment|มัดจำ|เงินมัดจำ|รับล่วงหน้า",
    "security": "security|damage|damage deposit|security deposit|ประกัน|เงินประกัน|ประกันความเสียหาย",
}
_DOCUMENT = ImportField("document", Message("Document"), called="document no|document number|invoice|invoice no|invoice number|receipt|receipt no|folio no|doc no|เลขที่เอกสาร|เลขที่ใบกำกับ|เลขที่ใบกำกับภาษี|เลขที่ใบเสร็จ|เลขที่")  # fmt: skip
_AMOUNT = ImportField("amount", Message("Amount"), "amount", "balance|open balance|outstanding|open amount|deposit amount|total|จำนวนเงิน|ยอดเงิน|ยอดคงเหลือ|คงเหลือ|ยอดค้าง")  # fmt: skip
_DATE = ImportField("date", Message("Date"), "past", "document date|invoice date|receipt date|posting date|transaction date|วันที่|วันที่เอกสาร|ลงวันที่")  # fmt: skip
_TEXT = ImportField("text", Message("Text"), called="description|details|remark|remarks|note|for|particulars|รายการ|รายละเอียด|หมายเหตุ")  # fmt: skip

DEPOSITS = (
    ImportField("booking", Message("Booking"), called="booking no|booking number|confirmation|confirmation no|confirmation number|conf no|reservation|reservation no|reservation id|booking id|เลขที่จอง|เลขที่การจอง|หมายเลขการจอง|รหัสการจอง"),
    _AMOUNT, _DATE, _DOCUMENT,
    ImportField("vat", Message("VAT declared"), "amount", "vat declared|vat amount|tax|tax amount|declared vat|ภาษี|ภาษีมูลค่าเพิ่ม|ภาษีขาย"),
    ImportField("vat_percent", Message("VAT declared, percent"), "percent", "vat percent|vat %|vat declared percent|tax percent|vat rate|อัตราภาษี"),
    ImportField("kind", Message("Kind"), "choice", "type|deposit type|ประเภท", KIND_WORDS),
)  # fmt: skip
GUEST_BALANCES = (
    ImportField("room", Message("Room"), called="room no|room number|account|house account|หมายเลขห้อง|เลขห้อง|ห้อง|ห้องเลขที่|บัญชี"),
    NAME,
    ImportField("window", Message("Window"), "whole", "folio|folio window|window no|หน้าต่าง|โฟลิโอ"),
    _AMOUNT, _TEXT, _DATE, _DOCUMENT,
)  # fmt: skip
CITY_BALANCES = (
    ImportField("account", Message("Account"), called="account no|account number|ar no|ar number|ar account|debtor|debtor no|account code|company|company name|account name|name|เลขที่บัญชี|รหัสลูกหนี้|ลูกหนี้|ชื่อลูกหนี้|บริษัท"),
    _DOCUMENT, _DATE,
    ImportField("due", Message("Due"), "date", "due date|payable|วันครบกำหนด|ครบกำหนด"),
    _AMOUNT, _TEXT,
)  # fmt: skip
GENERAL_BALANCES = (
    ImportField("account", Message("Account"), called="account no|account code|code|gl|gl account|รหัสบัญชี|เลขที่บัญชี|บัญชี"),
    ImportField("name", Message("Name"), called="account name|description|ชื่อบัญชี"),
    ImportField("debit", Message("Debit"), "amount", "dr|debits|debit balance|เดบิต|เดบิท"),
    ImportField("credit", Message("Credit"), "amount", "cr|credits|credit balance|เครดิต"),
)  # fmt: skip


def _date(values: Values, name: str = "date") -> datetime.date | None:
    value = values.get(name)
    return value if isinstance(value, datetime.date) else None


def _money(values: Values, name: str) -> Decimal:
    value = values.get(name)
    return value if isinstance(value, Decimal) else ZERO


def _stands(_run: Run, _subject_id: int, _taken: Mapping[str, str], values: Values) -> bool:
    """Refused (``BALANCE_TAKEN``): the row was taken in saying something else."""
    raise Refused(
        "BALANCE_TAKEN",
        "It was taken in already with other figures. Bring the difference in as a line of its own.",
        field="amount" if "amount" in values else "account",
    )


def _once(run: Run, values: Values) -> None:
    """Refused (``BROUGHT_ALREADY``): the row came in under the name of another source."""
    found = ImportRow.get_or_none(
        (ImportRow.kind == run.kind.name)
        & (ImportRow.external_id << [run.kind.key(values) or fingerprint(values), fingerprint(values)])
        & (ImportRow.source != run.source)
    )
    if found is not None:
        raise Refused(
            "BROUGHT_ALREADY",
            "It was brought in already from {source}.",
            field="document",
            source=found.source,
        )


# Deposits


def _deposit(run: Run, values: Values) -> int:
    _once(run, values)
    need(values, "booking", "amount")
    reservation = _reservation(run, text(values, "booking"))
    security = text(values, "kind") == "security"
    old = OldDeposit(
        _money(values, "amount"), _vat(values), text(values, "document"), _date(values), security=security
    )
    if not old.vat and not security and run.act.property.tax_id:
        run.remark(Message("No VAT of it counts as declared; its charges will declare it."), "vat")
    return enter_deposit(run.act, reservation, old)


def _vat(values: Values) -> Decimal:
    if values.get("vat") is not None:
        return _money(values, "vat")
    percent = _money(values, "vat_percent")
    return round_half_up(_money(values, "amount") * percent / (100 + percent)) if percent else ZERO


def _reservation(run: Run, number: str) -> int:
    """The booking by its number there, else by its confirmation number here, else the one in house in that room."""
    row = ImportRow.get_or_none(
        (ImportRow.kind << ("bookings", "in-house"))
        & (ImportRow.source == run.source)
        & (ImportRow.external_id == number)
    )
    if row is not None:
        return int(Stay.get_by_id(row.subject_id).reservation_id)
    found = Reservation.get_or_none(Reservation.confirmation == to_latin_digits(number))
    if found is None:
        raise Refused("NO_BOOKING", "There is no booking {number}.", field="booking", number=quote(number))
    return int(found.id)


DEPOSITS_KIND = Kind(
    "deposits", Message("Deposits held"), DEPOSITS, "set_up", _deposit, _stands,
    needs=(("booking",), ("amount",)),
    key=lambda values: _key(values, "booking"),
    check=lambda values: need(values, "booking", "amount"),
)  # fmt: skip


def _key(values: Values, of: str) -> str:
    """A document is one line of its booking, room or account; lines without one are told apart by what they say."""
    return f"{text(values, of)} {text(values, 'document')}" if values.get("document") else ""


# Folios


def _guest_balance(run: Run, values: Values) -> int:
    _once(run, values)
    need(values, "room", "amount")
    stay = _in_room(text(values, "room"), text(values, "name"))
    number = values.get("window")
    number = number if isinstance(number, int) else 1
    window = FolioWindow.get_or_none((FolioWindow.stay == stay) & (FolioWindow.number == number))
    if window is None:
        raise Refused("NO_WINDOW", "There is no window {n} on this folio.", field="window", n=number)
    return enter_guest_balance(
        run.act, window, _money(values, "amount"), text=text(values, "text"), document=text(values, "document"),
        date=_date(values),
    )  # fmt: skip


def _in_room(number: str, name: str) -> Stay:
    """Who is in house in a room (or a house account or posting master); of several the one so named."""
    found = list(
        Stay.select(Stay, Room)
        .join(Room)
        .where((Stay.state == IN_HOUSE) & (Room.number == to_latin_digits(number)))
    )
    if not found:
        raise Refused(
            "NOBODY_IN_ROOM", "Nobody is in house in room {room}.", field="room", room=quote(number)
        )
    if len(found) > 1 and name:
        found = [stay for stay in found if _is_called(stay, name)]
    if len(found) != 1:
        raise Refused(
            "WHICH_GUEST", "Several guests are in room {room}; name the one.", field="name", room=number
        )
    return found[0]


def _is_called(stay: Stay, name: str) -> bool:
    names = fold(" ".join((stay.guest.name("en"), stay.guest.name("th"))))
    return all(word in names for word in fold(name).replace(",", " ").split())


GUEST_BALANCES_KIND = Kind(
    "guest-balances", Message("Balances of folios"), GUEST_BALANCES, "set_up", _guest_balance, _stands,
    needs=(("room",), ("amount",)),
    key=lambda values: _key(values, "room"),
    check=lambda values: need(values, "room", "amount"),
)  # fmt: skip


# City ledger


def _city_item(run: Run, values: Values) -> int:
    _once(run, values)
    need(values, "account", "date", "amount")
    date = _date(values)
    assert date is not None
    return enter_city_item(
        run.act,
        _account(run, text(values, "account")),
        OldItem(
            _money(values, "amount"),
            date,
            _date(values, "due"),
            text(values, "document"),
            text(values, "text"),
        ),
    )


def _account(run: Run, said: str) -> int:
    """The account by its number, by its name, or that of a company known by code, number there or name."""
    found = account_numbered(to_latin_digits(said))
    if found is None:
        company = find_company(run, said)
        found = CityAccount.get_or_none(CityAccount.company_id == company.id) if company else None
    if found is not None:
        return int(found.id)
    named = _accounts_by_name(run).get(fold(said), [])
    if len(named) != 1:
        raise Refused(
            "NO_DEBTOR", "There is no city-ledger account {number}.", field="account", number=quote(said)
        )
    return named[0]


def _accounts_by_name(run: Run) -> dict[str, list[int]]:
    known = run.memory.get("accounts")
    if not isinstance(known, dict):
        known = dict[str, list[int]]()
        run.memory["accounts"] = known
        for account in CityAccount.select():
            for name in {fold(account.name_th), fold(account.name_en)} - {""}:
                known.setdefault(name, []).append(int(account.id))
    return known


CITY_BALANCES_KIND = Kind(
    "city-balances", Message("Open items of the city ledger"), CITY_BALANCES, "set_up", _city_item, _stands,
    needs=(("account",), ("date",), ("amount",)),
    key=lambda values: _key(values, "account"),
    check=lambda values: need(values, "account", "date", "amount"),
)  # fmt: skip


# The books


def _general(run: Run, values: Values) -> int | None:
    _once(run, values)
    need(values, "account")
    amount = _money(values, "debit") - _money(values, "credit")
    if not amount and not (values.get("debit") or values.get("credit")):
        run.remark(Message("Its balance is zero; nothing is brought forward."))
        return None
    return enter_general_balance(run.act, to_latin_digits(text(values, "account")), amount)


GENERAL_BALANCES_KIND = Kind(
    "general-balances", Message("Balances of the books"), GENERAL_BALANCES, "set_up", _general, _stands,
    needs=(("account",), ("debit", "credit")),
    key=lambda values: plain(values.get("account")),
    check=lambda values: need(values, "account"),
)  # fmt: skip
