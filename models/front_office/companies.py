"""Companies and travel agents: who sends guests, who has agreed rates, who pays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peewee import BooleanField, ForeignKeyField, IntegerField, ModelSelect, TextField

from locales import LANGUAGES, Message, current_language
from locales.thai_text import fold, to_latin_digits
from models.front_office.search_keys import matches, name_keys, number_keys, phone_keys, search_words
from models.house.acts import Act, operation
from models.house.database import Base, insert_rows, transaction
from models.house.inputs import words
from models.house.lists import Listing
from models.house.refusals import Refused

COMPANY = "company"
AGENT = "agent"
KINDS = {COMPANY: Message("Company"), AGENT: Message("Agent")}


class Company(Base):
    """``commission`` in hundredths of a percent of the room price; ``language`` of its letters ("" as the hotel's)."""

    code = TextField(unique=True)
    kind = TextField(default=COMPANY)
    name_th = TextField(default="")
    name_en = TextField(default="")
    tax_id = TextField(default="")
    branch = TextField(default="")
    address = TextField(default="")
    phone = TextField(default="")
    email = TextField(default="")
    fax = TextField(default="")
    contact = TextField(default="")
    language = TextField(default="")
    commission = IntegerField(default=0)
    note = TextField(default="")
    active = BooleanField(default=True)
    sort_name = TextField(default="")

    def name(self, language: str) -> str:
        first, other = (self.name_th, self.name_en) if language == "th" else (self.name_en, self.name_th)
        return str(first or other)


class CompanyKey(Base):
    """A word by which a company is found; searching is by its beginning."""

    key = TextField()
    company = ForeignKeyField(Company)

    class Meta:
        table_name = "company_key"


FIELDS = tuple(name for name in Company._meta.fields if name not in ("id", "sort_name"))
HEAD_OFFICE = "00000"
MOST_COMMISSION = 10_000  # hundredths of a percent


def company_of(code: str) -> Company:
    """By its code. Refused: NO_COMPANY."""
    found = Company.get_or_none(Company.code == code.strip().upper())
    if found is None:
        raise Refused("NO_COMPANY", "There is no company {code}.", field="company", code=code)
    return found


def _tidy(values: dict[str, object]) -> dict[str, object]:
    tidy = dict(values)
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"a company has no {name}")
        if isinstance(value, str):
            tidy[name] = words(value, name)
    if "code" in tidy:
        tidy["code"] = str(tidy["code"]).upper()
    if tidy.get("tax_id"):
        tidy["tax_id"] = _tax_id(str(tidy["tax_id"]))
    if tidy.get("branch"):
        tidy["branch"] = to_latin_digits(str(tidy["branch"])).zfill(5)
    return tidy


def _tax_id(typed: str) -> str:
    from stdnum.th import tin

    number = tin.compact(to_latin_digits(typed))
    if not tin.is_valid(number):
        raise Refused("TAX_ID", "The check digit of this tax number is wrong.", field="tax_id")
    return str(number)


def _check(company: Company) -> None:
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9\-]{0,15}", company.code):
        raise Refused("COMPANY_CODE", "A code has 1 to 16 letters and digits.", field="code")
    same = Company.get_or_none((Company.code == company.code) & (Company.id != company.id))
    if same is not None:
        raise Refused(
            "CODE_TAKEN", "{company} has the code {code}.", field="code", jump=f"company {same.code}",
            company=CompanyName(same), code=same.code,
        )  # fmt: skip
    if not any(letter.isalpha() for letter in company.name_th + company.name_en):
        raise Refused("NO_NAME", "A company needs a name.", field="name_th")
    for field, known in (("kind", tuple(KINDS)), ("language", ("", *LANGUAGES))):
        if getattr(company, field) not in known:
            raise Refused(
                "NO_CHOICE", "There is no {value} here.", field=field, value=getattr(company, field)
            )
    if company.branch and not re.fullmatch(r"\d{5}", company.branch):
        raise Refused("BRANCH", "A branch has five digits; 00000 is the head office.", field="branch")
    if not 0 <= company.commission <= MOST_COMMISSION:
        raise Refused("COMMISSION", "The commission is between 0 and 100 percent.", field="commission")
    _check_tax_id_once(company)


def _check_tax_id_once(company: Company) -> None:
    """One profile for each branch that gets tax invoices."""
    if not company.tax_id:
        return
    same = Company.get_or_none(
        (Company.tax_id == company.tax_id) & (Company.branch == company.branch) & (Company.id != company.id)
    )
    if same is not None:
        raise Refused(
            "SAME_COMPANY", "{company} has this tax number and branch.", field="tax_id", jump=f"company {same.code}",
            company=CompanyName(same),
        )  # fmt: skip


class CompanyName:
    """For sentences, which choose their language when they are shown."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def __str__(self) -> str:
        return self._company.name(current_language())


def _write_keys(company: Company) -> None:
    keys = name_keys([company.name_th, company.name_en, company.contact]) | phone_keys(company.phone)
    keys |= number_keys(company.tax_id) | {fold(company.code), fold(company.email)} - {""}
    CompanyKey.delete().where(CompanyKey.company == company.id).execute()
    insert_rows(CompanyKey, [{"key": key, "company": company.id} for key in sorted(keys)])


@operation("book")
def create_company(act: Act, /, **values: object) -> int:
    """A new company or agent; its id. Without a code it gets the next free number.

    Refused: COMPANY_CODE, CODE_TAKEN, NO_NAME, TAX_ID, BRANCH, SAME_COMPANY, COMMISSION, NO_CHOICE, NOT_CLEAN.
    """
    tidy = _tidy(values)
    tidy["code"] = tidy.get("code") or _next_code()
    if tidy.get("tax_id") and not tidy.get("branch"):
        tidy["branch"] = HEAD_OFFICE
    company = Company(**tidy)
    _check(company)
    company.sort_name = _sort_name(company)
    company.save()
    _write_keys(company)
    act.changed(company, {}, tidy)
    return int(company.id)


@operation("book")
def update_company(act: Act, /, company_id: int, **values: object) -> None:
    """Change it; refused as ``create_company``. Those who work there are then found by the new name."""
    from models.front_office.city_ledger import follow_company
    from models.front_office.guests.search import write_keys_of_employees

    company = Company.get_by_id(company_id)
    tidy = _tidy(values)
    before = {name: getattr(company, name) for name in tidy}
    for name, value in tidy.items():
        setattr(company, name, value)
    _check(company)
    changed = {name: value for name, value in tidy.items() if before[name] != value}
    if not changed:
        return
    company.sort_name = _sort_name(company)
    company.save()
    _write_keys(company)
    if {"name_th", "name_en"} & set(changed):
        write_keys_of_employees(company.id)
    act.changed(company, {name: before[name] for name in changed}, changed)
    follow_company(act, company)


def _sort_name(company: Company) -> str:
    return fold(company.name_en or company.name_th)


def _next_code() -> str:
    number = Company.select().count() + 1
    while Company.get_or_none(Company.code == f"C{number:04d}"):
        number += 1
    return f"C{number:04d}"


@dataclass(frozen=True)
class CompanyRow:
    company_id: int
    code: str
    kind: str
    name_th: str
    name_en: str
    phone: str
    contact: str
    active: bool
    key: tuple[object, ...]


def _shape(company: Company) -> CompanyRow:
    return CompanyRow(
        company.id, company.code, company.kind, company.name("th"), company.name("en"), company.phone, company.contact,
        company.active, (company.sort_name, company.id),
    )  # fmt: skip


ORDER = [(Company.sort_name, False), (Company.id, False)]


def companies() -> Listing[CompanyRow]:
    return Listing(Company.select(), ORDER, _shape)


def find_companies(text: str) -> Listing[CompanyRow]:
    """By name in either script, code, tax number, phone, e-mail or the person to speak to."""
    return Listing(_found(text), ORDER, _shape)


def _found(text: str) -> ModelSelect:
    """Thai names are written without blanks, so any part of a company's name will do; there are not many."""
    query = Company.select()
    for word in search_words(text):
        part = Company.name_th.contains(word) | Company.name_en.contains(word)
        query = query.where((Company.id << companies_with(word)) | part)
    return query


def companies_with(word: str) -> ModelSelect:
    """The ids of the companies a word finds."""
    return CompanyKey.select(CompanyKey.company).where(matches(CompanyKey.key, word))


def companies_named(text: str, kind: str | None = None, limit: int = 12) -> list[Company]:
    """Those of the kind that are traded with, found as by ``find_companies``; for a field that looks one up."""
    query = _found(text).where(Company.active)
    if kind is not None:
        query = query.where(Company.kind == kind)
    return list(query.order_by(Company.sort_name, Company.id).limit(limit))


def renew_company_keys() -> None:
    """After an upgrade: companies of a time when they were not found by keys get theirs."""
    without = Company.select().where(Company.id.not_in(CompanyKey.select(CompanyKey.company)))
    if without.exists():
        with transaction():
            for company in without:
                company.sort_name = _sort_name(company)
                company.save()
                _write_keys(company)
