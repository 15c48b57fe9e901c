"""The journals of the back office: which entries they take, which accounts move from there and on which dates."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest

from models.house.acts import Act
from models.house.database import transaction
from models.house.refusals import Refused
from models.ledger.accounts import Account, open_subaccount
from models.ledger.entries import VAT_CLOSING, Entry, NewLine, write_entry
from tests.hotel import Hotel
from tests.test_income_audit import _days

BANK, TILL, FEES, ROOMS, VAT, OWED = "11210", "11110", "52410", "41100", "21300", "21320"


def write(
    hotel: Hotel, journal: str, kind: str, lines: Sequence[tuple[str, int, int | None]], date: datetime.date | None = None
) -> int:  # fmt: skip
    from decimal import Decimal

    ids = {row.code: row.id for row in Account.select()}
    with transaction():
        act = Act(hotel.desk("anong"), "try")
        new = [NewLine(ids[code], Decimal(amount), part) for code, amount, part in lines]
        return write_entry(act, new, kind=kind, memo="x", journal=journal, date=date)


def refuses(code: str, hotel: Hotel, *rest: object) -> None:
    before = Entry.select().count()
    with pytest.raises(Refused) as caught:
        write(hotel, *rest)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert Entry.select().count() == before


def plain(one: str, other: str) -> list[tuple[str, int, int | None]]:
    return [(one, 80, None), (other, -80, None)]


def test_an_entry_stands_in_one_of_the_five_books_or_at_the_desk(hotel: Hotel) -> None:
    for journal in ("sales", "purchases", "receipts", "payments", "general"):
        assert write(hotel, journal, "bill", plain(FEES, BANK))
    refuses("NO_JOURNAL", hotel, "other", "bill", plain(FEES, BANK))


def test_a_control_account_moves_by_documents_and_never_by_hand(hotel: Hotel) -> None:
    control = Account.get(Account.subledger == "city")
    part = open_subaccount(control, "Siam Tours")
    lines = [("11410", 80, part), (BANK, -80, None)]
    assert write(hotel, "receipts", "receipt on account", lines)
    for kind in (
        "voucher",
        "receipt voucher",
        "payment voucher",
        "standing",
        "reversing",
        "income audit",
        "year end",
    ):
        refuses("CONTROL_ACCOUNT", hotel, "general", kind, lines)
    guests = open_subaccount(Account.get(Account.subledger == "guest"), "201")
    refuses("CONTROL_ACCOUNT", hotel, "receipts", "bill", [("11400", 80, guests), (BANK, -80, None)])


def test_a_bank_moves_on_a_closed_date_a_drawer_and_the_rooms_do_not(hotel: Hotel) -> None:
    yesterday = _days(hotel, 1)
    assert write(hotel, "payments", "payment voucher", plain(FEES, BANK), yesterday)
    for code in (TILL, ROOMS, VAT):
        refuses("INCOME_AUDIT_ONLY", hotel, "payments", "bill", plain(FEES, code), yesterday)
    assert write(hotel, "general", VAT_CLOSING, plain(VAT, OWED), yesterday)
    refuses("INCOME_AUDIT_ONLY", hotel, "general", VAT_CLOSING, plain(ROOMS, OWED), yesterday)
    refuses("INCOME_AUDIT_ONLY", hotel, "general", "year end", plain(TILL, "32000"), yesterday)
    assert write(hotel, "general", "year end", plain(ROOMS, "32000"), yesterday)
