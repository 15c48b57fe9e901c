"""Returns of tax withheld (ภ.ง.ด.2, 3, 53): the certificates of a month, against the books, and paying them over.

A certificate cancelled in the month it was given is left out; one cancelled later stands in the later month below zero,
as the books have it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, fn

from locales import _, in_language
from locales.dates import format_date
from locales.money import format_money
from models.back_office.input_vat import month_after
from models.back_office.posting_accounts import account_for, money_account
from models.back_office.withholding import ALWAYS, FORMS, ONCE, PERSON, ZERO
from models.back_office.withholding_certificates import Certificate, branch_words, payer
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.papers import Column, Paper, Row, Table
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.balances import money
from models.ledger.entries import PAYMENTS, Entry, Line, NewLine, ask_for_money_out, write_entry

KIND = "wht payment"


class WithholdingPayment(Base):
    """What was paid to the Revenue Department for a ``month`` (its first day), baht."""

    month = DateField()
    amount = MoneyField()
    entry = ForeignKeyField(Entry, backref="+")

    class Meta:
        table_name = "withholding_payment"


@dataclass(frozen=True)
class Declared:
    """A line of a month; ``sign`` is −1 for a certificate of an earlier month that this one took back."""

    certificate: Certificate
    sign: int

    @property
    def income(self) -> Decimal:
        return Decimal(self.certificate.income) * self.sign

    @property
    def tax(self) -> Decimal:
        return Decimal(self.certificate.tax) * self.sign

    @property
    def key(self) -> tuple[datetime.date, int]:
        return (self.certificate.date, self.certificate.id)


def certificates_of(month: datetime.date) -> list[Certificate]:
    """All given in a month, the cancelled too."""
    until = month_after(month, 1)
    given = (Certificate.date >= month.replace(day=1)) & (Certificate.date < until)
    return list(Certificate.select().where(given).order_by(Certificate.date, Certificate.id))


def declared_in(month: datetime.date, form: str | None = None) -> list[Declared]:
    """The lines of the return ``form``, or of all."""
    first, until = month.replace(day=1), month_after(month, 1)
    cancelled = (
        Certificate.select(Certificate, Entry)
        .join(Entry, on=(Certificate.cancelled_by == Entry.id))
        .where((Entry.date >= first) & (Entry.date < until))
        .order_by(Certificate.date, Certificate.id)
    )
    back = {row.id: row for row in cancelled}
    lines = [Declared(row, 1) for row in certificates_of(month) if row.id not in back]
    lines += [Declared(row, -1) for row in back.values() if row.date < first]
    return [line for line in lines if form is None or line.certificate.form == form]


def withheld_in_books(month: datetime.date) -> Decimal:
    """What the account moved in a month, baht, but for payments to the Revenue Department."""
    paid = WithholdingPayment.select(WithholdingPayment.entry)
    moved = (
        Line.select(fn.SUM(Line.amount))
        .join(Entry)
        .where((Line.account == account_for("withholding_payable").id) & (Entry.date >= month.replace(day=1)))
        .where(Entry.date < month_after(month, 1))
        .where(Entry.id.not_in(paid) & (Entry.reverses.is_null() | Entry.reverses.not_in(paid)))
    )
    return -money(moved.scalar())


def check_month(month: datetime.date) -> None:
    """Refused: WITHHOLDING_DIFFERS (certificates and books of the month are not the same sum)."""
    papers, books = sum((line.tax for line in declared_in(month)), ZERO), withheld_in_books(month)
    if papers != books:
        raise Refused(
            "WITHHOLDING_DIFFERS", "The certificates of {month} withhold {papers}, the books {books}.",
            month=format_date(month, "month"), papers=papers, books=books,
        )  # fmt: skip


def unpaid_tax(month: datetime.date) -> Decimal:
    """Baht of a month still to be paid over."""
    undone = Entry.select(Entry.reverses).where(Entry.reverses.is_null(False))
    paid = WithholdingPayment.select(fn.SUM(WithholdingPayment.amount)).where(
        (WithholdingPayment.month == month.replace(day=1)) & WithholdingPayment.entry.not_in(undone)
    )
    return sum((line.tax for line in declared_in(month)), ZERO) - money(paid.scalar())


@operation("journal")
def pay_withholding(act: Act, month: datetime.date, date: datetime.date, from_account: str) -> int:
    """Pay the tax withheld in a month over, from the account of a bank by its code; the entry's id.

    Refused: WITHHOLDING_DIFFERS, NOTHING_TO_PAY, FUTURE_DATE, NO_ACCOUNT, PAY_FROM, PERIOD_CLOSED. ASK:
    VOUCHER_APPROVAL (someone who may approve that much).
    """
    month = month.replace(day=1)
    if date > act.business_date:
        raise Refused("FUTURE_DATE", "The date lies after the business date.", field="date")
    check_month(month)
    due = unpaid_tax(month)
    if due <= 0:
        raise Refused("NOTHING_TO_PAY", "The return asks nothing.", field="month")
    lines = [
        NewLine(account_for("withholding_payable").id, due),
        NewLine(money_account(from_account, "from_account").id, -due),
    ]
    memo = f"ชำระภาษีหัก ณ ที่จ่าย {month:%m}/{month.year + 543}"
    ask_for_money_out(act, lines)
    entry_id = write_entry(act, lines, kind=KIND, memo=memo, journal=PAYMENTS, date=date)
    act.create(WithholdingPayment, month=month, amount=due, entry=entry_id)
    return entry_id


def attachment_paper(hotel: Property, month: datetime.date, form: str, language: str) -> Paper:
    """The attachment (ใบแนบ) of a return. Refused: WITHHOLDING_DIFFERS, NOTHING_WITHHELD."""
    check_month(month)
    lines = declared_in(month, form)
    if not lines:
        raise Refused("NOTHING_WITHHELD", "Nothing of {form} in {month}.", form=FORMS[form], month=format_date(month, "month"))  # fmt: skip
    with in_language(language):
        columns = (
            Column(_("No."), "right", 4), Column(_("Tax number"), width=14), Column(_("Name, address, branch")),
            Column(_("Date paid"), width=11), Column(_("Type of income"), width=18), Column(_("Rate %"), "right", 6),
            Column(_("Amount paid"), "right", 13), Column(_("Tax withheld"), "right", 12), Column(_("Cond."), "right", 5),
        )  # fmt: skip
        rows = [_row(number, line) for number, line in enumerate(lines, start=1)]
        income, tax = sum((x.income for x in lines), ZERO), sum((x.tax for x in lines), ZERO)
        rows.append(
            Row(("", "", _("Total"), "", "", "", format_money(income), format_money(tax), ""), "total")
        )
        return Paper(
            kind="withholding-return", title=_("Attachment to {form}", form=FORMS[form]), number=f"{month:%m}/{month.year + 543}",
            date_text=format_date(month, "month"), language=language, seller=payer(hotel, language),
            tables=(Table(columns, tuple(rows)),), sheet="a4 landscape", signatures=(_("Payer of the income"),),
            notes=(_("Conditions: 1 withheld, 2 borne by the payer always, 3 borne once."),),
        )  # fmt: skip


def _row(number: int, line: Declared) -> Row:
    paper = line.certificate
    name = " · ".join(filter(None, [paper.payee_name, paper.address, branch_words(paper.branch)]))
    return Row(
        (
            str(number), paper.tax_id, name, format_date(paper.date, "short"), paper.about.name.say(),
            f"{paper.percent:.2f}", format_money(line.income), format_money(line.tax), str(paper.condition),
        )
    )  # fmt: skip


# Files for the Revenue Department's programs. Two layouts circulate that contradict each other on the era; neither is
# confirmed, so both are offered and the printed attachment is the safe way.

BUDDHIST, COMMON = "A", "B"
PROFILES = (BUDDHIST, COMMON)


def text_file(month: datetime.date, form: str, profile: str) -> tuple[str, str]:
    """Name and content of the file of a return: ``A`` with Buddhist years, ``B`` with Common Era and CRLF. What was taken
    back of earlier months is no line of it. Refused: WITHHOLDING_DIFFERS, NOTHING_WITHHELD."""
    check_month(month)
    rows = [line.certificate for line in declared_in(month, form) if line.sign > 0]
    if not rows:
        raise Refused("NOTHING_WITHHELD", "Nothing of {form} in {month}.", form=FORMS[form], month=format_date(month, "month"))  # fmt: skip
    write, end = (_line_a, "\n") if profile == BUDDHIST else (_line_b, "\r\n")
    content = "".join(
        "|".join(_plain(part) for part in write(n, row)) + end for n, row in enumerate(rows, start=1)
    )
    short = form.removeprefix("PND")
    name = (
        f"WHT-P{short}-{month.year + 543}{month:%m}.txt"
        if profile == BUDDHIST
        else f"PND{short}-{month:%Y%m}.txt"
    )
    return name, content


def _plain(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


def _names(row: Certificate) -> tuple[str, str]:
    """First and last name of a person; a company has one."""
    if row.payee_kind != PERSON:
        return row.payee_name, ""
    first, _space, last = row.payee_name.partition(" ")
    return first, last


def _line_a(number: int, row: Certificate) -> tuple[str, ...]:
    # This layout numbers what the payer bears the other way round than the certificate does.
    borne = {ALWAYS: ONCE, ONCE: ALWAYS}.get(row.condition, row.condition)
    day = f"{row.date:%d%m}{row.date.year + 543}"
    return (
        str(number), row.tax_id, row.branch, *_names(row), row.address, "", "", "", "", day, row.about.name.say("th"),
        f"{row.percent:.2f}", f"{row.income:.2f}", f"{row.tax:.2f}", str(borne),
    )  # fmt: skip


def _line_b(number: int, row: Certificate) -> tuple[str, ...]:
    return (
        str(number), row.tax_id, row.branch or "00000", *_names(row), f"{row.date:%d%m%Y}", row.about.name.say("th"),
        f"{row.income:.2f}", f"{row.percent:.2f}", f"{row.tax:.2f}", str(row.condition), "",
    )  # fmt: skip
