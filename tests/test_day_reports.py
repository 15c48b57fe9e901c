"""The reports of a closed day: kept as they were, the same for ever, tied to the books."""

from __future__ import annotations

from decimal import Decimal

import peewee
import pytest

from app.documents.pdf import as_pdf
from app.documents.text import as_text
from locales.messages import catalogue
from models.front_office.codes import TransactionCode
from models.front_office.day_reports import REPORTS, DayReport, report_paper, reports_of
from models.front_office.folios import post_charge
from models.front_office.night_audit import ClosedLedger
from models.front_office.opening import set_setting
from models.front_office.payments import take_deposit, take_payment
from models.front_office.reservations import Stay
from models.house.database import database
from models.house.property import Property
from models.ledger.accounts import Account
from tests.hotel import Hotel
from tests.refusing import refused

NAMES = [
    "flash", "revenue", "groups", "payments", "shifts", "prices", "taken-back", "not-come", "guest-ledger", "deposits",
    "ageing", "trial-balance",
]  # fmt: skip


def _lived(hotel: Hotel) -> int:
    stay = hotel.in_house("201", nights=3, adults=2)
    post_charge(hotel.desk("nok"), hotel.window(stay), "LAUN", Decimal(200))
    take_payment(hotel.desk("nok"), hotel.window(stay), "CASH", Decimal(1000))
    coming = hotel.booked(2, "DLX", arrival=hotel.after(3), departure=hotel.after(5))
    take_deposit(hotel.desk("nok"), Stay.get_by_id(coming).reservation_id, "TRAN", Decimal(500))
    hotel.audit()
    return stay


def _rows(hotel: Hotel, name: str, table: int = 0) -> list[tuple[str, ...]]:
    """The rows of a report of the day before but its sums."""
    paper = report_paper(hotel.after(-1), name, "en")
    return [row.cells for row in paper.tables[table].rows if row.style == "normal"]


def _baht(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))


def _sum(rows: list[tuple[str, ...]], place: int) -> Decimal:
    return sum((_baht(row[place]) for row in rows), Decimal(0))


def test_a_closed_day_prints_the_same_whatever_changes_after_it(
    small_hotel: Hotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotel = small_hotel
    day = hotel.day
    _lived(hotel)
    assert [report.name for report in reports_of(day)] == NAMES

    def printed() -> list[tuple[str, bytes]]:
        papers = [report_paper(day, report.name, each) for report in REPORTS for each in ("th", "en")]
        return [(as_text(paper), as_pdf(paper)) for paper in papers]

    before = printed()
    Property.update(name_th="อื่น", name_en="Another", address_en="Elsewhere", tax_id="").execute()
    TransactionCode.update(name_th="อื่น", name_en="Other").execute()
    Account.update(name_th="อื่น", name_en="Other").execute()
    set_setting(hotel.desk(), "occupancy_base", "sellable")
    for word in ("Total", "Balance", "Closed by", "Manager's flash", "Room revenue"):
        monkeypatch.setitem(catalogue("th")._catalog, word, "คำใหม่")  # type: ignore[attr-defined]
    hotel.audit()
    assert printed() == before


def test_the_reports_of_a_day_tie_to_each_other(hotel: Hotel) -> None:
    stay = _lived(hotel)
    balances = _rows(hotel, "trial-balance")
    assert _sum(balances, 5) == 0
    moved = {row[0]: _baht(row[4]) - _baht(row[3]) for row in balances}
    revenue, tax = _rows(hotel, "revenue"), _rows(hotel, "revenue", 1)
    for part in (revenue, tax):
        for account in {row[0] for row in part}:
            assert _sum([row for row in part if row[0] == account], 3) == moved[account]
    assert {row[1] for row in revenue} == {"ROOM", "LAUN"}
    assert {row[1] for row in tax} >= {"SVC", "VAT"}
    closing = {row.ledger: row.closing for row in ClosedLedger.select()}
    (folio,) = _rows(hotel, "guest-ledger")
    assert (folio[0], _baht(folio[3])) == ("201", hotel.balance(stay))
    assert _baht(folio[3]) == closing["guest"]
    assert _sum(_rows(hotel, "deposits"), 2) == Decimal(500) == -closing["deposit"]
    assert [(row[0], row[2], row[3]) for row in _rows(hotel, "payments")] == [
        ("CASH", "nok", "1,000.00"),
        ("TRAN", "nok", "500.00"),
    ]


def test_every_report_fits_eighty_columns_in_both_languages(small_hotel: Hotel) -> None:
    from locales.thai_text import cell_width

    day = small_hotel.day
    _lived(small_hotel)
    for report in REPORTS:
        for language in ("th", "en"):
            text = as_text(report_paper(day, report.name, language))
            assert max(map(cell_width, text.split("\n"))) <= 80


def test_each_language_says_its_head_office_whoever_closes_the_day(small_hotel: Hotel) -> None:
    day = small_hotel.day
    small_hotel.audit()
    said = [report_paper(day, "flash", language).seller.branch for language in ("th", "en")]
    assert said == ["สำนักงานใหญ่", "Head office"]


def test_an_open_day_has_no_report(small_hotel: Hotel) -> None:
    with refused("NO_DAY_REPORT"):
        report_paper(small_hotel.day, "flash", "en")
    assert reports_of(small_hotel.day) == []


@pytest.mark.parametrize(
    "spoiler",
    [
        "UPDATE day_report SET content = '{}'",
        "UPDATE day_report SET name = name || '2'",
        "DELETE FROM day_report",
    ],
)
def test_the_database_keeps_a_frozen_report_as_it_is(hotel: Hotel, spoiler: str) -> None:
    hotel.audit()
    kept = list(DayReport.select().order_by(DayReport.id).tuples())
    assert kept
    with pytest.raises(peewee.DatabaseError, match="ENTRY_SEALED"), database.atomic():
        database.execute_sql(spoiler)
    assert list(DayReport.select().order_by(DayReport.id).tuples()) == kept
