"""Companies and agents: kept once, found by any word, refused where a paper would be wrong."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from models.front_office.companies import (
    AGENT,
    COMPANY,
    Company,
    CompanyKey,
    companies,
    companies_named,
    company_of,
    create_company,
    find_companies,
    renew_company_keys,
    update_company,
)
from models.front_office.guests.history import company_history
from models.front_office.reservations import Reservation, Stay
from models.house.acts import ChangeLog
from tests.hotel import Hotel
from tests.refusing import refused

TAX_ID = "0105561000003"


def siam(hotel: Hotel, **more: object) -> int:
    values: dict[str, object] = {
        "code": "siam", "name_th": "บริษัทสยามทัวร์จำกัด", "name_en": "Siam Tour Co., Ltd.", "tax_id": "0-1055-61000-00-3",
        "contact": "คุณสมศรี", "phone": "02-123-4567", "email": "desk@siam.test",
    }  # fmt: skip
    return create_company(hotel.desk(), **{**values, **more})


@pytest.mark.parametrize(
    "typed",
    ["siam", "สยาม", "ทัวร์", "SIAM to", TAX_ID, "0105561", "021234567", "desk@", "Somsri", "สมศรี"],
)
def test_a_company_is_found_by_anything(hotel: Hotel, typed: str) -> None:
    company = siam(hotel)
    create_company(hotel.desk(), name_en="Agoda", kind=AGENT)
    assert [row.company_id for row in find_companies(typed).first(5)] == [company]
    assert [c.id for c in companies_named(typed)] == [company]


def test_a_lookup_offers_those_traded_with_of_the_kind_asked_for(hotel: Hotel) -> None:
    company = siam(hotel)
    agent = create_company(hotel.desk(), name_en="Siam Agents", kind=AGENT)
    assert [c.id for c in companies_named("siam", COMPANY)] == [company]
    assert [c.id for c in companies_named("siam", AGENT)] == [agent]
    update_company(hotel.desk(), company, active=False)
    assert companies_named("siam", COMPANY) == []
    assert len(companies().first(5)) == 2


def test_a_company_without_a_code_gets_the_next_number(hotel: Hotel) -> None:
    assert Company.get_by_id(create_company(hotel.desk(), name_en="One")).code == "C0001"
    assert Company.get_by_id(create_company(hotel.desk(), name_en="Two")).code == "C0002"
    assert company_of("c0002").name_en == "Two"
    with refused("NO_COMPANY"):
        company_of("C0009")


def test_numbers_are_kept_as_papers_want_them(hotel: Hotel) -> None:
    company = Company.get_by_id(siam(hotel))
    assert (company.code, company.tax_id, company.branch) == ("SIAM", TAX_ID, "00000")
    update_company(hotel.desk(), company.id, branch="๓")
    assert Company.get_by_id(company.id).branch == "00003"


@pytest.mark.parametrize(
    ("code", "field", "values"),
    [
        ("NO_NAME", "name_th", {"name_th": "", "name_en": "…"}),
        ("COMPANY_CODE", "code", {"code": "a b"}),
        ("TAX_ID", "tax_id", {"tax_id": "0105561000004"}),
        ("TAX_ID", "tax_id", {"tax_id": "abc"}),
        ("BRANCH", "branch", {"branch": "123456"}),
        ("BRANCH", "branch", {"branch": "head"}),
        ("COMMISSION", "commission", {"commission": 10_001}),
        ("COMMISSION", "commission", {"commission": -1}),
        ("NO_CHOICE", "kind", {"kind": "friend"}),
        ("NO_CHOICE", "language", {"language": "xx"}),
        ("NOT_CLEAN", "note", {"note": "\x1b[2J"}),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(
    hotel: Hotel, code: str, field: str, values: dict[str, object]
) -> None:
    with refused(code) as refusal:
        siam(hotel, **values)
    assert refusal.said.field == field
    company = create_company(hotel.desk(), name_en="Other")
    with refused(code):
        update_company(hotel.desk(), company, **({"name_th": ""} | values))


def test_one_profile_for_a_code_and_for_a_branch_with_a_tax_number(hotel: Hotel) -> None:
    siam(hotel)
    with refused("CODE_TAKEN") as refusal:
        create_company(hotel.desk(), code="SIAM", name_en="Another")
    assert refusal.said.jump == "company SIAM"
    with refused("SAME_COMPANY"):
        create_company(hotel.desk(), name_en="Another", tax_id=TAX_ID)
    create_company(hotel.desk(), name_en="Their branch", tax_id=TAX_ID, branch="00001")
    with refused("NO_RIGHT"):
        create_company(hotel.desk("noi"), name_en="Another")


def test_a_change_is_logged_with_before_and_after(hotel: Hotel) -> None:
    company = siam(hotel)
    update_company(hotel.desk("nok"), company, commission=1000, phone="02-123-4567")
    change = ChangeLog.select().where(ChangeLog.subject == "company").order_by(ChangeLog.id.desc()).first()
    assert (json.loads(change.before), json.loads(change.after)) == ({"commission": 0}, {"commission": 1000})


def test_companies_of_an_older_hotel_are_found_once_it_is_opened(hotel: Hotel) -> None:
    company = siam(hotel)
    CompanyKey.delete().execute()
    assert find_companies("somsri").count() == 0
    renew_company_keys()
    assert [row.company_id for row in find_companies("somsri").first(5)] == [company]


def test_stays_and_spend_of_a_company(hotel: Hotel) -> None:
    company = siam(hotel)
    assert company_history(company).spend == Decimal("0.00")
    for room in ("201", "202"):
        stay = hotel.in_house(room, nights=1)
        Reservation.update(company=company).where(
            Reservation.id == Stay.get_by_id(stay).reservation_id
        ).execute()
    hotel.audit()
    history = company_history(company)
    assert (history.stays, history.nights, history.spend) == (2, 2, Decimal("3000.00"))
