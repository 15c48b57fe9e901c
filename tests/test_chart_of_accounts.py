"""The chart of accounts: headings, captions, departments; taken in from a file, opened and closed by hand."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from models.back_office.captions import CAPTIONS, caption_of
from models.back_office.chart import (
    ChartRow,
    change_account,
    chart_faults,
    chart_rows,
    close_account,
    import_chart,
    open_account,
    reopen_account,
)
from models.front_office.folios import post_charge
from models.house.acts import ChangeLog
from models.house.refusals import Refused
from models.house.tables import read_table
from models.ledger.accounts import Account, account, chart, whole_chart
from models.ledger.entries import write_journal_voucher
from tests.hotel import Hotel
from tests.refusing import refused

SPA = ChartRow("41155", "revenue", "รายได้สปา", "Spa revenue", caption="sales", department="FO")


def _file(
    folder: Path, *lines: str, head: str = "code,kind,name_th,name_en,heading,parent,caption,department"
):  # type: ignore[no-untyped-def]
    path = folder / "chart.csv"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return read_table(path)


def test_the_usual_chart_has_levels_captions_and_departments(small_hotel: Hotel) -> None:
    rooms = account("41100")
    assert [rooms.parent.code, rooms.parent.parent.code] == ["41000", "4"]
    assert (rooms.caption, rooms.department.code) == ("sales", "FO")
    assert not any(row.heading for row in chart())
    for row in whole_chart():
        assert row.kind in CAPTIONS[caption_of(row)].kinds
        assert row.parent_id or len(row.code) == 1


def test_an_account_is_opened_changed_closed_and_reopened(hotel: Hotel) -> None:
    desk = hotel.desk()
    open_account(desk, SPA)
    assert account("41155").parent.code == "41000"
    change_account(desk, replace(SPA, name_en="Spa and wellness", parent="42000", caption="other_income"))
    kept = account("41155")
    assert (kept.name_en, kept.parent.code, kept.caption) == ("Spa and wellness", "42000", "other_income")
    logged = ChangeLog.select().where(ChangeLog.operation == "change_account").get()
    assert "Spa revenue" in logged.before
    assert "Spa and wellness" in logged.after
    close_account(desk, "41155", hotel.day)
    with refused("ACCOUNT_CLOSED"):
        close_account(desk, "41155", hotel.day)
    with refused("ACCOUNT_CLOSED"):
        write_journal_voucher(
            hotel.desk("anong"), hotel.day, "spa", [("41155", Decimal(-10)), ("52300", Decimal(10))]
        )
    reopen_account(desk, "41155")
    with refused("ACCOUNT_OPEN"):
        reopen_account(desk, "41155")


def test_what_an_account_may_not_be(small_hotel: Hotel) -> None:
    desk = small_hotel.desk()
    for code, row in (
        ("ACCOUNT_CODE", replace(SPA, code="41-1")),
        ("ACCOUNT_EXISTS", replace(SPA, code="41100")),
        ("ACCOUNT_KIND", replace(SPA, kind="income")),
        ("NO_NAME", replace(SPA, name_th="", name_en=" ")),
        ("NO_HEADING", replace(SPA, parent="41100")),
        ("NO_CAPTION", replace(SPA, caption="cash")),
        ("NO_DEPARTMENT", replace(SPA, department="MOON")),
        ("NO_ACCOUNT", replace(SPA, parent="9")),
    ):
        with refused(code):
            open_account(desk, row)
    with refused("ACCOUNT_KIND"):
        change_account(desk, ChartRow("41100", "expense", "x", "x"))
    with refused("NO_HEADING"):  # under itself
        change_account(desk, ChartRow("4", "revenue", "รายได้", "Revenue", heading=True, parent="41000"))
    with refused("NO_RIGHT"):
        open_account(small_hotel.desk("nok"), SPA)


def test_an_account_closes_only_when_nothing_stands_on_it(hotel: Hotel) -> None:
    desk, day = hotel.desk(), hotel.day
    write_journal_voucher(
        hotel.desk("anong"), day, "paint", [("11100", Decimal(-80)), ("52300", Decimal(80))]
    )
    with refused("BALANCE_NOT_ZERO"):
        close_account(desk, "52300", day)
    with refused("CLOSED_BEFORE"):
        close_account(desk, "12100", day - datetime.timedelta(days=1))
    with refused("ACCOUNT_IN_USE") as refusal:
        close_account(desk, "41130", day)  # laundry
    assert refusal.said.jump == "codes"
    with refused("ACCOUNT_IN_USE") as refusal:
        close_account(desk, "11600", day)
    assert refusal.said.jump == "posting accounts"
    with refused("ACCOUNT_IN_USE"):
        close_account(desk, "12000", day)  # a heading with open accounts


def test_a_code_whose_account_was_closed_is_not_posted(small_hotel: Hotel) -> None:
    window = small_hotel.window(small_hotel.in_house("201"))
    Account.update(closed_on=small_hotel.day).where(Account.code == "41130").execute()
    with refused("ACCOUNT_CLOSED") as refusal:
        post_charge(small_hotel.desk("nok"), window, "LAUN", Decimal(100))
    assert refusal.said.jump


def test_no_line_stands_on_a_heading(hotel: Hotel) -> None:
    with refused("HEADING_ACCOUNT"):
        write_journal_voucher(
            hotel.desk("anong"), hotel.day, "wrong", [("41000", Decimal(-10)), ("52300", Decimal(10))]
        )
    hotel.in_house("201")
    hotel.audit()
    with pytest.raises(Exception, match="HEADING_ACCOUNT"):
        Account.update(heading=True).where(Account.code == "41100").execute()


def test_a_chart_of_ones_own_is_taken_in_whole_or_not_at_all(small_hotel: Hotel, tmp_path: Path) -> None:
    good = _file(
        tmp_path,
        "61100,expense,ค่าเรือ,Boat,,61000,administration,FB",
        "61000,expense,เรือ,Boats,yes,5,,",
    )
    assert chart_faults(good) == []
    assert import_chart(small_hotel.desk(), good) == 2
    assert account("61100").parent.code == "61000"
    assert account("61100").department.code == "FB"
    bad = _file(
        tmp_path,
        "62100,expense,ก,A,,,,",
        "62200,cost,ก,A,,,,",
        "62-1,expense,ก,A,,,,",
        "62100,expense,ก,A,,,,",
        "62300,expense,,A,,61100,cash,MOON",
    )
    faults = chart_faults(bad)
    assert [fault.line for fault in faults] == [3, 4, 5, 6, 6, 6, 6]
    with refused("BAD_CHART") as refusal:
        import_chart(small_hotel.desk(), bad)
    assert "Line 3" in refusal.said.message.say("en")
    with refused("BAD_CHART"):
        import_chart(small_hotel.desk(), _file(tmp_path, "a,b", head="code,colour"))


def test_the_chart_goes_out_as_it_came_in(small_hotel: Hotel) -> None:
    head, *rows = chart_rows()
    assert head[0] == "code"
    by_code = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_code["11400"]["subledger"] == "guest"
    assert by_code["11000"]["heading"] == "yes"
    assert by_code["11400"]["parent"] == "11000"
    assert len(rows) == Account.select().count()
    with pytest.raises(Refused):
        account("nothing")
