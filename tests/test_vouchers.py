"""Vouchers by hand: draft, check, approval by one, two or three persons; standing and reversing ones; templates."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import peewee
import pytest

from models.front_office.night_audit import findings
from models.front_office.opening import set_setting
from models.house.acts import Act, ChangeLog, operation
from models.house.database import database
from models.house.property import Property
from models.house.staff import RoleRight, Staff
from models.ledger.drafts import (
    Voucher,
    VoucherTerms,
    approve_voucher,
    change_voucher,
    check_voucher,
    drop_voucher,
    prepare_voucher,
    reverse_entry,
    voucher_codes,
)
from models.ledger.entries import Entry, Line, NewLine, write_entry, write_journal_voucher
from models.ledger.forms import VoucherForm, close_form, form_codes, forms, save_form
from models.ledger.month_run import due, run_month
from models.ledger.vouchers import no_receipt_paper, voucher_paper
from tests.hotel import Hotel
from tests.refusing import asked, refused

BANK, FEES, POWER, ACCRUED, USED_UP, WEAR = "11210", "52410", "52200", "21700", "52600", "12900"


def terms(hotel: Hotel, series: str = "PV", amount: int = 500, **more: object) -> VoucherTerms:
    lines = [(POWER, Decimal(amount)), (BANK, Decimal(-amount))]
    return replace(
        VoucherTerms(series, hotel.day, "electricity", lines, "MEA", "transfer", "bill 77"), **more
    )  # type: ignore[arg-type]


def _limit(login: str, right: str, limit: int | None) -> None:
    role = Staff.get(Staff.login == login).role
    RoleRight.insert(role=role, right=right, limit=limit).on_conflict_ignore().execute()
    RoleRight.update(limit=limit).where((RoleRight.role == role) & (RoleRight.right == right)).execute()


def test_each_kind_of_voucher_has_its_numbers_and_its_journal(small_hotel: Hotel) -> None:
    anong = small_hotel.desk("anong")
    for series, journal in (("RV", "receipts"), ("PV", "payments"), ("JV", "general"), ("PV", "payments")):
        entry = Entry.get_by_id(approve_voucher(anong, prepare_voucher(anong, terms(small_hotel, series))))
        assert entry.journal == journal
    assert [e.voucher for e in Entry.select().order_by(Entry.id)] == [
        "RV2569-00001", "PV2569-00001", "JV2569-00001", "PV2569-00002"]  # fmt: skip
    assert "MEA · electricity · bill 77" in entry.memo


def test_a_draft_is_not_in_the_books_can_be_changed_and_every_change_is_logged(small_hotel: Hotel) -> None:
    anong = small_hotel.desk("anong")
    voucher = prepare_voucher(anong, terms(small_hotel))
    assert not Entry.select().count()
    change_voucher(anong, voucher, terms(small_hotel, amount=650, partner="PEA"))
    log = [row for row in ChangeLog.select().order_by(ChangeLog.id) if row.operation == "change_voucher"]
    assert ('"MEA"' in log[0].before, '"PEA"' in log[0].after) == (True, True)
    assert "52200 500.00, 11210 -500.00" in log[1].before
    assert "52200 650.00, 11210 -650.00" in log[1].after
    approve_voucher(anong, voucher)
    assert voucher_codes(voucher) == [(POWER, Decimal("650.00")), (BANK, Decimal("-650.00"))]
    for change in (
        lambda: change_voucher(anong, voucher, terms(small_hotel)),
        lambda: drop_voucher(anong, voucher, "no"),
        lambda: approve_voucher(anong, voucher),
    ):
        with refused("VOUCHER_KEPT"):
            change()
    other = prepare_voucher_of(small_hotel)
    with refused("NO_REASON"):
        drop_voucher(anong, other, " ")


def prepare_voucher_of(hotel: Hotel) -> int:
    return prepare_voucher(hotel.desk("anong"), terms(hotel))


def test_what_a_voucher_lacks_is_refused(small_hotel: Hotel) -> None:
    hotel = small_hotel
    one = Decimal(1)
    for code, field, wrong in (
        ("NO_SERIES", "series", {"series": "XX"}),
        ("NO_MEMO", "memo", {"memo": " "}),
        ("NO_PARTNER", "partner", {"partner": ""}),
        ("FUTURE_DATE", "date", {"date": hotel.after(1)}),
        ("REVERSE_LATER", "reverse_on", {"reverse_on": hotel.day}),
        ("ONLY_FOR_PV", "no_receipt", {"series": "RV", "no_receipt": "market"}),
        ("NO_ACCOUNT", "account", {"lines": [("99999", one), (BANK, -one)]}),
        ("CONTROL_ACCOUNT", "account", {"lines": [("11400", one), (BANK, -one)]}),
        ("ENTRY_UNBALANCED", None, {"lines": [(FEES, one), (BANK, one)]}),
        ("ENTRY_TOO_SHORT", None, {"lines": [(FEES, Decimal(0)), (BANK, Decimal(0))]}),
    ):  # fmt: skip
        with refused(code) as refusal:
            prepare_voucher(hotel.desk("anong"), terms(hotel, **wrong))  # type: ignore[arg-type]
        assert refusal.said.field == field
    with refused("NO_RIGHT"):
        prepare_voucher(hotel.desk("nok"), terms(hotel))


def test_a_payment_above_the_limit_is_approved_by_someone_who_may(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _limit("anong", "approve_payment", 400)
    voucher = prepare_voucher_of(hotel)
    with asked("VOUCHER_APPROVAL", "approve_payment", amount="500.00", second_person=True):
        approve_voucher(hotel.desk("anong"), voucher)
    approve_voucher(hotel.answering("anong", "pavinee", VOUCHER_APPROVAL="due today"), voucher)
    assert Voucher.get_by_id(voucher).approved_by.login == "pavinee"


def test_two_persons_are_two_persons(hotel: Hotel) -> None:
    set_setting(hotel.desk(), "voucher_persons", "2")
    with refused("VOUCHER_PERSONS"):
        lines = [(FEES, Decimal(1)), (BANK, Decimal(-1))]
        write_journal_voucher(hotel.desk("anong"), hotel.day, "x", lines)
    voucher = prepare_voucher_of(hotel)
    with refused("SAME_PERSON"):
        approve_voucher(hotel.desk("anong"), voucher)
    entry = approve_voucher(hotel.desk("pavinee"), voucher)
    with asked("REVERSAL", "approve_payment", second_person=True):
        reverse_entry(hotel.desk("anong"), entry, hotel.day, "twice")
    other = prepare_voucher_of(hotel)
    with database.atomic() as nothing_is_kept:
        spare = _booked_alone(hotel, other)
        _raw_refuses("SAME_PERSON", f"UPDATE voucher SET entry_id = {spare}, approved_by_id = prepared_by_id WHERE id = {other}")  # fmt: skip
        nothing_is_kept.rollback()


def test_three_persons_prepare_check_and_approve(small_hotel: Hotel) -> None:
    hotel = small_hotel
    set_setting(hotel.desk(), "voucher_persons", "3")
    _limit("chai", "journal", None)
    voucher = prepare_voucher_of(hotel)
    with refused("NOT_CHECKED"):
        approve_voucher(hotel.desk("pavinee"), voucher)
    with refused("SAME_PERSON"):
        check_voucher(hotel.desk("anong"), voucher)
    check_voucher(hotel.desk("pavinee"), voucher)
    with refused("SAME_PERSON"):
        approve_voucher(hotel.desk("pavinee"), voucher)
    change_voucher(hotel.desk("anong"), voucher, terms(hotel, amount=600))
    assert Voucher.get_by_id(voucher).checked_by is None, "what was changed is checked again"
    check_voucher(hotel.desk("chai"), voucher)
    approve_voucher(hotel.desk("pavinee"), voucher)


def _booked_alone(hotel: Hotel, voucher_id: int) -> int:
    """The entry a draft would have, without its approval."""
    row = Voucher.get_by_id(voucher_id)
    lines = [NewLine(line.account_id, line.amount) for line in row.lines]

    @operation("journal")
    def write(act: Act) -> int:
        return write_entry(act, lines, kind=row.kind, memo="x", journal="payments", date=row.date)

    return write(hotel.desk("anong"))


def _raw_refuses(code: str, statement: str) -> None:
    with pytest.raises(peewee.DatabaseError) as caught, database.atomic():
        database.execute_sql(statement)
    assert code in str(caught.value)


def test_a_posted_voucher_is_sealed_in_the_database(hotel: Hotel) -> None:
    anong = hotel.desk("anong")
    voucher = prepare_voucher(anong, terms(hotel))
    approve_voucher(anong, voucher)
    for statement in (
        f"UPDATE voucher SET memo = 'x' WHERE id = {voucher}",
        f"DELETE FROM voucher WHERE id = {voucher}",
        f"UPDATE voucher_line SET amount = 1 WHERE voucher_id = {voucher}",
        f"DELETE FROM voucher_line WHERE voucher_id = {voucher}",
        f"INSERT INTO voucher_line (voucher_id, position, account_id, amount) VALUES ({voucher}, 9, 1, 5)",
    ):
        _raw_refuses("VOUCHER_KEPT", statement)


def test_an_entry_is_reversed_once_by_a_new_one(hotel: Hotel) -> None:
    anong = hotel.desk("anong")
    first = approve_voucher(anong, prepare_voucher(anong, terms(hotel)))
    with refused("NO_REASON"):
        reverse_entry(anong, first, hotel.day, "")
    with refused("FUTURE_DATE"):
        reverse_entry(anong, first, hotel.after(1), "typed twice")
    undone = Entry.get_by_id(reverse_entry(anong, first, hotel.day, "typed twice"))
    assert (undone.reverses_id, undone.kind, undone.journal) == (first, "reversing", "payments")
    lines = [(line.account.code, line.amount) for line in Line.select().where(Line.entry == undone)]
    assert lines == [(POWER, Decimal("-500.00")), (BANK, Decimal("500.00"))]
    with refused("ALREADY_REVERSED"):
        reverse_entry(anong, first, hotel.day, "again")
    with refused("NOT_BY_HAND"):
        reverse_entry(anong, undone.id, hotel.day, "back again")


def test_a_standing_voucher_is_posted_once_a_month_and_an_accrual_turns_back_on_its_day(hotel: Hotel) -> None:
    anong = hotel.desk("anong")
    wear = [(USED_UP, Decimal(1000)), (WEAR, Decimal(-1000))]
    save_form(anong, "Depreciation", "JV", "depreciation", wear, first_month=hotel.day)
    accrual = VoucherTerms(
        "JV", hotel.day, "electricity to come", [(POWER, Decimal(90)), (ACCRUED, Decimal(-90))], reverse_on=hotel.after(1)
    )  # fmt: skip
    accrued = approve_voucher(anong, prepare_voucher(anong, accrual))
    assert [d.what for d in due(hotel.day, hotel.day)] == ["Depreciation"]
    assert run_month(anong, hotel.day) == 1
    with refused("NOTHING_DUE"):
        run_month(anong, hotel.day)
    with refused("FUTURE_DATE"):
        run_month(anong, hotel.day + datetime.timedelta(days=40))
    assert not [f for f in findings(hotel.day) if f.jump == "month run"]
    hotel.audit()
    (told,) = [f for f in findings(hotel.day) if f.jump == "month run"]
    assert not told.blocks
    assert not told.optional
    assert "electricity to come: the accrual is to be reversed" in told.message.say("en")
    assert run_month(hotel.desk("anong"), hotel.day) == 1
    assert not [f for f in findings(hotel.day) if f.jump == "month run"]
    back = Entry.get(Entry.reverses == accrued)
    assert (back.date, back.kind) == (hotel.day, "reversing")
    made = Voucher.get(Voucher.month.is_null(False))
    again = (
        "INSERT INTO voucher (series, kind, date, memo, partner, method, reference, file, no_receipt, form_id, month,"
        " prepared_by_id, prepared_at, dropped) SELECT series, kind, date, memo, partner, method, reference, file,"
        f" no_receipt, form_id, month, prepared_by_id, prepared_at, dropped FROM voucher WHERE id = {made.id}"
    )
    with pytest.raises(peewee.IntegrityError), database.atomic():
        database.execute_sql(again)


def test_with_two_persons_the_standing_vouchers_of_a_month_wait_as_drafts(small_hotel: Hotel) -> None:
    hotel = small_hotel
    set_setting(hotel.desk(), "voucher_persons", "2")
    wear = [(USED_UP, Decimal(1000)), (WEAR, Decimal(-1000))]
    save_form(hotel.desk("anong"), "Depreciation", "JV", "depreciation", wear, first_month=hotel.day)
    run_month(hotel.desk("anong"), hotel.day)
    assert not Entry.select().count()
    drop_voucher(hotel.desk("anong"), Voucher.get().id, "other amount")
    run_month(hotel.desk("anong"), hotel.day)
    approve_voucher(hotel.desk("pavinee"), Voucher.get(Voucher.dropped == "").id)


def test_a_template_keeps_its_lines_and_has_its_amounts_typed(small_hotel: Hotel) -> None:
    hotel, zero = small_hotel, Decimal(0)
    anong = hotel.desk("anong")
    lines = [(POWER, zero), (BANK, zero)]
    form = save_form(anong, "Electricity", "PV", "electricity", lines, partner="MEA")
    assert form_codes(form) == [(POWER, Decimal("0.00")), (BANK, Decimal("0.00"))]
    for code, call in (
        ("FORM_EXISTS", ("Electricity", "PV", "x", lines)),
        ("NO_NAME", (" ", "PV", "x", lines)),
        ("NO_MEMO", ("A", "PV", " ", lines)),
        ("NO_LINES", ("A", "PV", "x", lines[:1])),
        ("NO_ACCOUNT", ("A", "PV", "x", [*lines, ("99999", zero)])),
        ("CONTROL_ACCOUNT", ("A", "PV", "x", [*lines, ("11400", zero)])),
        ("MONTHS", ("A", "PV", "x", lines, "", None, hotel.day)),
        ("ENTRY_UNBALANCED", ("A", "PV", "x", lines, "", hotel.day)),
    ):
        with refused(code):
            save_form(anong, *call)  # type: ignore[arg-type]
    with refused("NO_RIGHT"):
        save_form(hotel.desk("nok"), "Electricity", "PV", "power", lines, form_id=form)
    water = save_form(anong, "Water", "PV", "water", lines)
    with refused("FORM_EXISTS"):
        save_form(anong, "Electricity", "PV", "power", lines, form_id=water)
    kept = [(POWER, zero), (FEES, zero), (BANK, zero)]
    assert save_form(anong, "Electricity", "RV", "power of the house", kept, "PEA", form_id=form) == form
    changed = VoucherForm.get_by_id(form)
    assert (changed.series, changed.memo, changed.partner) == ("PV", "power of the house", "PEA")
    assert [code for code, _amount in form_codes(form)] == [POWER, FEES, BANK]
    said = ChangeLog.select().where((ChangeLog.subject == "voucher_form") & ChangeLog.before.is_null(False))
    assert any(FEES in row.after and FEES not in row.before for row in said)
    close_form(anong, form)
    with refused("FORM_CLOSED"):
        save_form(anong, "Electricity", "PV", "electricity", lines, form_id=form)
    assert forms() == [VoucherForm.get_by_id(water)]


@pytest.mark.parametrize(("language", "title"), [("en", "Payment voucher"), ("th", "ใบสำคัญจ่าย")])
def test_the_papers_name_who_prepared_and_approved_and_say_the_amount_in_words(
    small_hotel: Hotel, language: str, title: str
) -> None:
    set_setting(small_hotel.desk(), "voucher_persons", "2")
    voucher = prepare_voucher(
        small_hotel.desk("anong"), terms(small_hotel, no_receipt="bought at the market")
    )
    entry = Entry.get_by_id(approve_voucher(small_hotel.desk("pavinee"), voucher))
    paper = voucher_paper(Property.the(), entry, language)
    assert (paper.title, paper.number) == (title, "PV2569-00001")
    assert {"MEA", "electricity", "transfer", "bill 77"} <= {field.value for field in paper.fields}
    assert ("Five hundred baht" if language == "en" else "ห้าร้อยบาทถ้วน") in paper.words
    assert paper.signatures[0].endswith("Anong" if language == "en" else "anong")
    assert paper.signatures[2].endswith("Pavinee" if language == "en" else "ภาวิณี")
    assert len(paper.signatures) == 4
    instead = no_receipt_paper(Property.the(), Voucher.get_by_id(voucher), language)
    assert "bought at the market" in {field.value for field in instead.fields}
    assert instead.tables[0].rows[-1].cells[1] == "500.00"
