"""Negotiated codes: for the companies and agents they are agreed with, for the nights they are agreed for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from peewee import DateField, ForeignKeyField

from models.front_office.companies import Company
from models.front_office.rates.rate_codes import RateCode
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.refusals import Refused


class NegotiatedRate(Base):
    """A code agreed with an account, for nights from ``valid_from`` to ``valid_until`` inclusive."""

    rate_code = ForeignKeyField(RateCode, backref="accounts")
    company = ForeignKeyField(Company, backref="rates")
    valid_from = DateField()
    valid_until = DateField()

    class Meta:
        table_name = "negotiated_rate"


@operation("set_up")
def attach(
    act: Act, rate_code_id: int, company_id: int, valid_from: datetime.date, valid_until: datetime.date
) -> int:
    """Agree a code with an account; the agreement's id.

    Refused: NO_COMPANY, NOT_NEGOTIATED (anybody may have the code), DATES, AGREED_ALREADY.
    """
    rate = RateCode.get_by_id(rate_code_id)
    company = Company.get_or_none(Company.id == company_id)
    if company is None:
        raise Refused("NO_COMPANY", "Choose the account from the list.", field="company")
    if not rate.negotiated:
        raise Refused(
            "NOT_NEGOTIATED",
            "{rate} is sold to anybody. Mark it as negotiated first.",
            jump="rates",
            rate=rate.code,
        )
    _check_dates(rate, company, valid_from, valid_until)
    return act.create(
        NegotiatedRate, rate_code=rate, company=company, valid_from=valid_from, valid_until=valid_until
    ).id


@operation("set_up")
def change_agreement(
    act: Act, agreement_id: int, valid_from: datetime.date, valid_until: datetime.date
) -> None:
    """Other dates. Nights already booked keep their price. Refused: DATES, AGREED_ALREADY."""
    row = NegotiatedRate.get_by_id(agreement_id)
    _check_dates(row.rate_code, row.company, valid_from, valid_until, except_id=agreement_id)
    act.update(row, valid_from=valid_from, valid_until=valid_until)


def _check_dates(
    rate: RateCode,
    company: Company,
    valid_from: datetime.date,
    valid_until: datetime.date,
    except_id: int = 0,
) -> None:
    if valid_until < valid_from:
        raise Refused("DATES", "The last night lies before the first.", field="valid_until")
    other = NegotiatedRate.get_or_none(
        (NegotiatedRate.rate_code == rate)
        & (NegotiatedRate.company == company)
        & (NegotiatedRate.valid_from <= valid_until)
        & (NegotiatedRate.valid_until >= valid_from)
        & (NegotiatedRate.id != except_id)
    )
    if other is not None:
        raise Refused(
            "AGREED_ALREADY", "{rate} is agreed with this account from {first} to {last} already.",
            field="valid_from", rate=rate.code, first=other.valid_from, last=other.valid_until,
        )  # fmt: skip


@operation("set_up")
def detach(act: Act, agreement_id: int) -> None:
    """End an agreement. Nights already booked keep their price."""
    row = NegotiatedRate.get_by_id(agreement_id)
    before = {"rate_code": row.rate_code_id, "company": row.company_id}
    act.changed(row, {**before, "valid_from": row.valid_from, "valid_until": row.valid_until}, {})
    row.delete_instance()


def accounts_of(rate_code_id: int) -> list[NegotiatedRate]:
    """With whom a code is agreed."""
    return _agreements(NegotiatedRate.rate_code == rate_code_id)


def rates_of(company_id: int) -> list[NegotiatedRate]:
    """What is agreed with an account."""
    return _agreements(NegotiatedRate.company == company_id)


def _agreements(where: object) -> list[NegotiatedRate]:
    return list(
        NegotiatedRate.select(NegotiatedRate, RateCode, Company)
        .join(RateCode)
        .switch(NegotiatedRate)
        .join(Company)
        .where(where)
        .order_by(Company.sort_name, RateCode.code, NegotiatedRate.valid_from)
    )


def agreed_with(company_id: int | None, nights: Iterable[datetime.date]) -> set[int]:
    """The codes (ids) that an account may have on every one of ``nights``."""
    if company_id is None:
        return set()
    spans: dict[int, list[tuple[datetime.date, datetime.date]]] = {}
    rows = NegotiatedRate.select().where(NegotiatedRate.company == company_id)
    for row in rows:
        spans.setdefault(row.rate_code_id, []).append((row.valid_from, row.valid_until))
    wanted = list(nights)
    return {
        rate
        for rate, dates in spans.items()
        if all(any(first <= night <= last for first, last in dates) for night in wanted)
    }


def check_negotiated(rate: RateCode, nights: Iterable[datetime.date], *accounts: int | None) -> None:
    """Refused (``NEGOTIATED``): a negotiated code without an account (company or agent), for another, or outside
    its dates."""
    if not rate.negotiated:
        return
    wanted, named = list(nights), [account for account in accounts if account is not None]
    if any(rate.id in agreed_with(account, wanted) for account in named):
        return
    if not named:
        raise Refused(
            "NEGOTIATED", "{rate} is a negotiated rate: name the company or agent.", field="rate_code",
            rate=rate.code,
        )  # fmt: skip
    raise Refused(
        "NEGOTIATED", "{rate} is not agreed with {company} for these nights.", field="rate_code",
        rate=rate.code, company=_name(named[0]),
    )  # fmt: skip


def _name(company_id: int) -> str:
    company = Company.get_or_none(Company.id == company_id)
    return str(company.name_th or company.name_en) if company else "?"
