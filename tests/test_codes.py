"""Setting codes up: accounts from the next date on, rates in dated versions, the provincial fee."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from peewee import DatabaseError

from models.front_office.codes import (
    Generate,
    TransactionCode,
    parts_of,
    rules_on,
    transaction_code,
    versions_of,
)
from models.front_office.codes.provincial_fee import fee_rates, set_provincial_fee
from models.front_office.codes.rates import outside_vat, running_out
from models.front_office.codes.setup import (
    CodeTerms,
    GenerateTerms,
    save_code,
    save_generate,
    withdraw_generate,
)
from models.front_office.folios import Posting, children_of, correct, post_charge
from models.front_office.night_audit import findings
from models.front_office.payments import take_deposit
from models.front_office.proof import faults
from models.front_office.provincial_fee_list import fee_csv, fee_list, fee_paper, month_of
from models.front_office.reservations import Stay
from models.house.database import database
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.entries import Line
from tests.hotel import Hotel
from tests.refusing import asked, refused

SPA2 = CodeTerms("MASS", "นวดแผนไทย", "Thai massage", "revenue", "41150", group="other", subgroup="spa")


def _terms(code: str, /, **changed: object) -> CodeTerms:
    row = transaction_code(code)
    terms = CodeTerms(
        row.code, row.name_th, row.name_en, row.kind, row.account.code, row.group, ledgers=tuple(row.ledgers.split(",")),
        by_hand=row.by_hand,
    )  # fmt: skip
    return replace(terms, **changed)  # type: ignore[arg-type]


def _parts(posting_id: int) -> dict[str, Decimal]:
    entry = Posting.get_by_id(posting_id).entry_id
    return {child.code: child.amount for child in children_of([entry])[entry]}


def test_a_new_code_is_posted_with_what_it_adds(hotel: Hotel) -> None:
    save_code(hotel.desk(), None, replace(SPA2, lowest=Decimal(100), highest=Decimal(5000)))
    save_generate(hotel.desk(), "MASS", GenerateTerms("SVC", 1, hotel.day, percent=Decimal(10), adds_to="S1"))
    save_generate(hotel.desk(), "MASS", GenerateTerms("VAT", 2, hotel.day, percent=Decimal(7), basis="S1"))
    window = hotel.window(hotel.in_house("201"))
    posting = post_charge(hotel.desk(), window, "mass", Decimal(1000))
    assert _parts(posting) == {"MASS": Decimal(1000), "SVC": Decimal(100), "VAT": Decimal(77)}
    with asked("AMOUNT_UNUSUAL", "post", amount="50.00"):
        post_charge(hotel.desk("nok"), window, "MASS", Decimal(50))
    assert not list(faults())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": ""}, "NO_NAME"), ({"name_th": "", "name_en": ""}, "NO_NAME"), ({"code": "SPA"}, "CODE_EXISTS"),
        ({"account": ""}, "NO_ACCOUNT"), ({"account": "99999"}, "NO_ACCOUNT"), ({"account": "11400"}, "CONTROL_ACCOUNT"),
        ({"ledgers": ()}, "LEDGER"), ({"lowest": Decimal(9), "highest": Decimal(5)}, "LIMITS"),
    ],
)  # fmt: skip
def test_a_code_without_what_it_needs_is_not_saved(
    changed: dict[str, object], code: str, small_hotel: Hotel
) -> None:
    with refused(code):
        save_code(small_hotel.desk(), None, replace(SPA2, **changed))  # type: ignore[arg-type]


def test_a_closed_account_leads_to_the_map(small_hotel: Hotel) -> None:
    hotel = small_hotel
    Account.update(closed_on=hotel.day).where(Account.code == "41150").execute()
    with refused("ACCOUNT_CLOSED") as refusal:
        save_code(hotel.desk(), None, SPA2)
    assert refusal.said.jump == "accounts"
    window = hotel.window(hotel.in_house("201"))
    with refused("ACCOUNT_CLOSED") as refusal:
        post_charge(hotel.desk(), window, "SPA", Decimal(100))
    assert refusal.said.jump == "codes"


def test_another_account_counts_from_the_next_date_on(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201", nights=3))
    spa = transaction_code("SPA")
    save_code(hotel.desk(), spa.id, _terms("SPA", account="42100"))
    today = post_charge(hotel.desk(), window, "SPA", Decimal(100))
    hotel.audit()
    tomorrow = post_charge(hotel.desk(), window, "SPA", Decimal(100))
    booked = [
        Line.get(
            (Line.entry == Posting.get_by_id(p).entry_id) & (Line.item == "SPA") & Line.subaccount.is_null()
        )
        for p in (today, tomorrow)
    ]
    assert [line.account.code for line in booked] == ["41150", "42100"]
    assert transaction_code("SPA").next_account_id is None
    for change in ("account_id = 1", f"next_account_id = 1, next_account_from = '{hotel.day}'"):
        with pytest.raises(DatabaseError, match="ACCOUNT_BACKDATED"), database.atomic():
            database.execute_sql(f"UPDATE transaction_code SET {change} WHERE code = 'SPA'")


def test_what_was_posted_or_is_needed_stays_what_it_is(small_hotel: Hotel) -> None:
    hotel = small_hotel
    post_charge(hotel.desk(), hotel.window(hotel.in_house("201")), "SPA", Decimal(100))
    for code, changed, refusal in (
        ("SPA", {"code": "WELL"}, "CODE_IN_USE"),
        ("SPA", {"kind": "payment"}, "CODE_IN_USE"),
        ("ROOM", {"active": False}, "CODE_NEEDED"),
    ):
        with refused(refusal):
            save_code(hotel.desk(), transaction_code(code).id, _terms(code, **changed))
    save_code(hotel.desk(), transaction_code("SPA").id, _terms("SPA", active=False))
    with refused("NO_CODE"):
        post_charge(hotel.desk(), hotel.window(1), "SPA", Decimal(100))


def test_a_code_goes_only_into_the_ledgers_it_is_let_into(small_hotel: Hotel) -> None:
    hotel = small_hotel
    card = transaction_code("CARD")
    save_code(hotel.desk(), card.id, _terms("CARD", ledgers=("guest",)))
    stay = hotel.booked()
    with refused("WRONG_LEDGER"):
        take_deposit(hotel.desk(), Stay.get_by_id(stay).reservation_id, "CARD", Decimal(500))
    take_deposit(hotel.desk(), Stay.get_by_id(stay).reservation_id, "CASH", Decimal(500))


def test_a_new_rate_begins_on_its_date_and_touches_nothing_before(hotel: Hotel) -> None:
    window = hotel.window(hotel.in_house("201", nights=3))
    before = post_charge(hotel.desk(), window, "SPA", Decimal(1000))
    ten = GenerateTerms(
        "VAT", 2, hotel.after(1), percent=Decimal(10), basis="S1", until=hotel.after(400), authority="พ.ร.ฎ."
    )
    with refused("RATE_BACKDATED"):
        save_generate(hotel.desk(), "SPA", replace(ten, valid_from=hotel.day))
    save_generate(hotel.desk(), "SPA", ten)
    hotel.audit()
    after = post_charge(hotel.desk(), window, "SPA", Decimal(1000))
    assert [_parts(p)["VAT"] for p in (before, after)] == [Decimal("77.00"), Decimal("110.00")]
    with pytest.raises(DatabaseError, match="RATE_IN_FORCE"), database.atomic():
        Generate.update(basis_points=900).where(Generate.valid_from == hotel.day).execute()
    row = Generate.get(Generate.basis_points == 1000, Generate.valid_from == hotel.day)
    with refused("RATE_IN_FORCE"):
        withdraw_generate(hotel.desk(), row.id)


def test_a_rate_to_come_is_withdrawn_and_the_old_one_goes_on_to_its_own_end(small_hotel: Hotel) -> None:
    hotel = small_hotel
    until = versions_of(transaction_code("SPA"))[1].valid_until
    planned = save_generate(
        hotel.desk(), "SPA", GenerateTerms("VAT", 2, hotel.after(30), percent=Decimal(9), basis="S1")
    )
    assert versions_of(transaction_code("SPA"))[1].valid_until == hotel.after(29)
    withdraw_generate(hotel.desk(), planned)
    assert [g.valid_until for g in versions_of(transaction_code("SPA"))] == [None, until]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"basis": "S2"}, "SUBTOTAL_EMPTY"), ({"position": 1, "child": "PAO", "basis": "S3"}, "SUBTOTAL_EMPTY"),
        ({"child": "FOOD"}, "NOT_TAX"), ({"percent": Decimal(101)}, "PERCENT"), ({"method": "flat"}, "NOT_POSITIVE"),
        ({"method": "function", "function": "moon"}, "FUNCTION"), ({"until": datetime.date(2026, 1, 1)}, "RATE_ENDS"),
    ],
)  # fmt: skip
def test_a_rate_that_cannot_be_reckoned_is_not_saved(
    changed: dict[str, object], code: str, small_hotel: Hotel
) -> None:
    good = GenerateTerms("VAT", 2, small_hotel.after(1), percent=Decimal(7), basis="S1")
    with refused(code):
        save_generate(small_hotel.desk(), "SPA", replace(good, **changed))  # type: ignore[arg-type]


def test_the_last_tax_rate_is_warned_of_before_it_ends_and_nothing_is_posted_after(
    small_hotel: Hotel,
) -> None:
    hotel = small_hotel
    assert not running_out(hotel.day)
    last = datetime.date(2027, 9, 30)
    soon = running_out(last - datetime.timedelta(days=60))
    assert [(rate.child, rate.until) for rate in soon] == [("VAT", last)]
    Generate.update(valid_until=hotel.after(20)).where(Generate.valid_until == last).execute()
    found = [f for f in findings(hotel.day) if f.jump == "codes"]
    assert len(found) == 1
    assert not found[0].blocks
    with pytest.raises(Refused) as caught:
        rules_on(transaction_code("FOOD"), hotel.after(21))
    assert (caught.value.code, caught.value.jump) == ("NO_TAX_RATE", "generates food")


def test_a_flat_amount_is_added_to_each_posting(small_hotel: Hotel) -> None:
    hotel = small_hotel
    save_code(hotel.desk(), None, CodeTerms("ENV", "ค่าสิ่งแวดล้อม", "Environment", "tax", "21500"))
    save_generate(
        hotel.desk(), "SPA", GenerateTerms("ENV", 3, hotel.after(1), "flat", flat=Decimal(20), adds_to="")
    )
    hotel.audit()
    window = hotel.window(hotel.in_house("201"))
    net = post_charge(hotel.desk(), window, "SPA", Decimal(1000))
    whole = post_charge(hotel.desk(), window, "SPA", Decimal(1197), inclusive=True)
    assert _parts(net) == _parts(whole)
    assert _parts(net)["ENV"] == Decimal(20)
    with refused("LESS_THAN_PARTS"):
        post_charge(hotel.desk(), window, "SPA", Decimal(15), inclusive=True)


@pytest.mark.parametrize(
    ("base", "in_vat", "children"),
    [
        ("before", False, {"SVC": "150.00", "VAT": "115.50", "PAO": "15.00"}),
        ("after", False, {"SVC": "150.00", "VAT": "115.50", "PAO": "16.50"}),
        ("before", True, {"SVC": "150.00", "VAT": "116.55", "PAO": "15.00"}),
        ("after", True, {"SVC": "150.00", "VAT": "116.66", "PAO": "16.50"}),
    ],
)
def test_the_provincial_fee_is_reckoned_as_the_house_was_told(
    base: str, in_vat: bool, children: dict[str, str], small_hotel: Hotel
) -> None:
    hotel = small_hotel
    set_provincial_fee(hotel.desk(), Decimal(1), hotel.after(1), base, in_vat, "ข้อบัญญัติ")
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    hotel.audit()
    first, second = Posting.select().where(Posting.night.is_null(False)).order_by(Posting.id)
    assert "PAO" not in _parts(first.id)
    assert {k: v for k, v in _parts(second.id).items() if k != "ROOM"} == {
        k: Decimal(v) for k, v in children.items()
    }
    assert outside_vat(rules_on(transaction_code("ROOM"), hotel.day)) == (() if in_vat else ("PAO",))
    assert "PAO" not in _parts(post_charge(hotel.desk(), hotel.window(stay), "FOOD", Decimal(100)))
    rent = parts_of(transaction_code("RENT"), Decimal(10000), inclusive=False, date=hotel.day)
    assert dict(rent.children) == {
        "PAO": Decimal(100),
        "VAT": Decimal("707.00") if in_vat else Decimal("700.00"),
    }
    assert not list(faults())


def test_the_fee_ends_with_a_rate_of_nothing(small_hotel: Hotel) -> None:
    hotel = small_hotel
    set_provincial_fee(hotel.desk(), Decimal(2), hotel.after(1), "before", True, "ข้อบัญญัติ")
    set_provincial_fee(hotel.desk(), Decimal(0), hotel.after(5), "before", False, "")
    room = transaction_code("ROOM")
    for days, fee in ((0, None), (1, "20.00"), (4, "20.00"), (5, None)):
        children = dict(parts_of(room, Decimal(1000), inclusive=False, date=hotel.after(days)).children)
        assert children.get("PAO") == (Decimal(fee) if fee else None)
    assert [(r.percent, r.until) for r in fee_rates()] == [(Decimal(0), None), (Decimal(2), hotel.after(4))]
    for percent, authority, code in (
        (Decimal("3.01"), "x", "FEE_CEILING"),
        (Decimal(1), " ", "NO_AUTHORITY"),
    ):
        with refused(code):
            set_provincial_fee(hotel.desk(), percent, hotel.after(9), "before", False, authority)


def test_after_service_charge_the_fee_is_still_at_most_three_percent_of_the_room(small_hotel: Hotel) -> None:
    hotel = small_hotel
    set_provincial_fee(hotel.desk(), Decimal(3), hotel.after(1), "after", False, "ข้อบัญญัติ")
    parts = parts_of(transaction_code("ROOM"), Decimal(1000), inclusive=False, date=hotel.after(1))
    assert dict(parts.children)["PAO"] == Decimal("30.00")


def test_the_list_of_the_month_says_what_each_guest_paid_for_the_province(hotel: Hotel) -> None:
    set_provincial_fee(hotel.desk(), Decimal(1), hotel.after(1), "before", False, "ข้อบัญญัติ")
    hotel.in_house("201", nights=4, guest=hotel.guest("=Müller"))
    hotel.in_house("301", nights=4)
    for _night in range(3):
        hotel.audit()
    window = hotel.window(1)
    bed = post_charge(hotel.desk(), window, "EXBED", Decimal(500))
    correct(hotel.desk(), bed, "wrong room")
    lines = fee_list(*month_of(hotel.day))
    assert [(x.nights, x.price, x.room_total, x.fee) for x in lines] == [
        (2, Decimal("1500.00"), Decimal("3000.00"), Decimal("30.00")),
        (2, Decimal("2200.00"), Decimal("4400.00"), Decimal("44.00")),
    ]
    owed = Line.select().join(Account).where(Account.code == "21500")
    assert -sum(line.amount for line in owed) == Decimal("74.00")
    assert fee_paper(Property.the(), hotel.day).tables[0].rows[-1].cells[6] == "74.00"
    rows = fee_csv(Property.the(), hotel.day).split("\r\n")
    assert rows[1].startswith("1,'=")
    assert TransactionCode.get(TransactionCode.code == "PAO").kind == "tax"
