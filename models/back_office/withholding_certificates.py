"""Certificates of tax withheld (หนังสือรับรองการหักภาษี ณ ที่จ่าย, 50 ทวิ): given with a payment, kept as given.

One that was wrong is cancelled with its payment and keeps its number.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from locales import _, in_language
from locales.dates import format_date
from locales.money import amount_in_words, format_money, round_half_up
from models.back_office.withholding import (
    CONDITIONS,
    FORMS,
    FROM_EACH,
    INCOME_TYPES,
    IncomeType,
    form_of,
    statutory,
    withheld,
)
from models.house.acts import Act
from models.house.database import Base, MoneyField
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property, document_number
from models.house.refusals import Refused
from models.ledger.entries import Entry

HEAD_OFFICE = "00000"
BLANK = "............"


class Certificate(Base):
    """Baht: the ``income`` before VAT and the ``tax``; ``percent`` of tax. ``entry`` withheld it on ``date``, the entry
    ``cancelled_by`` gave it back."""

    number = TextField(unique=True)
    entry = ForeignKeyField(Entry, backref="+")
    date = DateField()
    payee_name = TextField()
    address = TextField()
    tax_id = TextField()
    branch = TextField()
    payee_kind = TextField()
    income_type = TextField()
    percent = MoneyField()
    income = MoneyField()
    tax = MoneyField()
    condition = IntegerField(default=FROM_EACH)
    cancelled_by = ForeignKeyField(Entry, null=True, backref="+")

    class Meta:
        table_name = "withholding_certificate"

    @property
    def about(self) -> IncomeType:
        return INCOME_TYPES[self.income_type]

    @property
    def form(self) -> str:
        """The return it is declared in."""
        return form_of(self.income_type, self.payee_kind)


@dataclass(frozen=True)
class Payee:
    """``kind``: person or company; ``branch`` has five digits, none for a person."""

    name: str
    address: str
    tax_id: str
    branch: str
    kind: str


def certificate_number(date: datetime.date) -> str:
    """The next number of the year: WT2569-00001."""
    return document_number("WT", date)


def issue_certificate(
    act: Act,
    *,
    entry_id: int,
    payee: Payee,
    income_type: str,
    date: datetime.date,
    income: Decimal,
    tax: Decimal,
    condition: int = FROM_EACH,
    number: str = "",
) -> int:
    """Certify the tax an entry withholds, baht; its id. ``number``: one drawn already.

    Refused: NO_INCOME_TYPE, PAYEE_TAX_ID.
    """
    check_payee(payee)
    row = act.create(
        Certificate, number=number or certificate_number(date), entry=entry_id, date=date, payee_name=payee.name,
        address=payee.address, tax_id=payee.tax_id, branch=payee.branch, payee_kind=payee.kind, income_type=income_type,
        percent=_percent(income_type, payee.kind, date, income, tax), income=income, tax=tax, condition=condition,
    )  # fmt: skip
    return int(row.id)


def check_payee(payee: Payee) -> None:
    if not payee.tax_id:
        raise Refused(
            "PAYEE_TAX_ID", "A certificate needs the tax number of {payee}.", field="withheld", jump="payables", payee=payee.name
        )  # fmt: skip


def _percent(code: str, kind: str, date: datetime.date, income: Decimal, tax: Decimal) -> Decimal:
    """That of the order where it gives this tax, else the one that was used."""
    percent = statutory(code, kind, date)
    if percent is not None and withheld(income, percent).tax == tax:
        return percent
    return round_half_up(tax * 100 / income)


def cancel_certificates(act: Act, entry_id: int, by_entry_id: int) -> None:
    """``by_entry_id`` reversed the payment: its certificate is void and keeps its number."""
    for row in Certificate.select().where((Certificate.entry == entry_id) & Certificate.cancelled_by.is_null()):
        act.update(row, cancelled_by=by_entry_id)


def certificate_of(entry_id: int) -> Certificate | None:
    found: Certificate | None = Certificate.get_or_none(Certificate.entry == entry_id)
    return found


def certificate_papers(hotel: Property, certificate_id: int, language: str) -> list[Paper]:
    """The two copies for the payee; the law asks for Thai."""
    row = Certificate.get_by_id(certificate_id)
    with in_language(language):
        marks = (
            _("Copy 1 (for the payee, to attach to the tax return)"),
            _("Copy 2 (for the payee, to keep as evidence)"),
        )
        return [_paper(hotel, row, language, mark) for mark in marks]


def _paper(hotel: Property, row: Certificate, language: str, mark: str) -> Paper:
    conditions = "  ".join(
        f"{'[X]' if number == row.condition else '[ ]'} ({number}) {name.say()}" for number, name in CONDITIONS.items()
    )  # fmt: skip
    return Paper(
        kind="withholding-certificate", title=_("Certificate of tax withheld (50 bis)"), number=row.number,
        date_text=format_date(row.date), language=language, seller=payer(hotel, language),
        party=Party(row.payee_name, tuple(filter(None, [row.address])), row.tax_id, branch_words(row.branch), _("Payee")),
        fields=(Field(_("No. in the return"), f"{BLANK} {FORMS[row.form]}"),), tables=(_table(row),),
        totals=(
            Field(_("Total paid"), format_money(row.income)), Field(_("Total tax withheld"), format_money(row.tax), strong=True),
        ),
        words=amount_in_words(row.tax, language), notes=(f"{_('Payer’s condition')}: {conditions}",),
        signatures=(_("Payer"),), copy_mark=mark, void_mark=_("Cancelled") if row.cancelled_by_id else "",
    )  # fmt: skip


def payer(hotel: Property, language: str) -> Party:
    address = hotel.address(language)
    return Party(
        hotel.name(language), tuple(filter(None, [address])), hotel.tax_id, branch_words(hotel.branch), _("Payer")
    )  # fmt: skip


def branch_words(branch: str) -> str:
    if not branch:
        return ""
    return _("Head office") if branch == HEAD_OFFICE else _("Branch {number}", number=branch)


def _table(row: Certificate) -> Table:
    """Every row of the form, the amounts in the one of this income."""
    kinds = (
        ("1", _("1. Salary, wages 40(1)")), ("2", _("2. Fees, commission 40(2)")), ("3", _("3. Royalty 40(3)")),
        ("4(ก)", _("4. (a) Interest 40(4)(a)")), ("4(ข)", _("4. (b) Dividend 40(4)(b)")),
        ("5", _("5. Income withheld by order under s.3 tredecim")), ("6", _("6. Other")),
    )  # fmt: skip
    rows = []
    for key, name in kinds:
        if key == row.about.row:
            told = f"{name}: {row.about.name.say()} {row.percent:.2f}%" if key == "5" else f"{name} {row.percent:.2f}%"
            rows.append(
                Row((told, format_date(row.date, "short"), format_money(row.income), format_money(row.tax)))
            )
        else:
            rows.append(Row((name, "", "", "")))
    return Table(
        (
            Column(_("Type of income paid")), Column(_("Date paid"), width=11),
            Column(_("Amount paid"), "right", 14), Column(_("Tax withheld and remitted"), "right", 14),
        ),
        tuple(rows),
    )  # fmt: skip
