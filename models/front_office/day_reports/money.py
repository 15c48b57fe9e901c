"""What the day earned, what it took in, and the trial balance with the three ledgers: all from the books' lines."""

from __future__ import annotations

import datetime
from decimal import Decimal

from peewee import JOIN, Case, fn

from locales import Message, _
from models.front_office.codes import TransactionCode
from models.front_office.day_reports.frame import JSON, Frame, baht, figures, named, report_on
from models.front_office.folios import Posting
from models.front_office.night_audit.tables import ClosedLedger
from models.front_office.opening_balances import OPENING
from models.front_office.three_ledgers import LEDGER_NAMES
from models.house.papers import Paper, Row
from models.house.staff import Staff
from models.ledger.accounts import Account, AccountKind
from models.ledger.balances import money, trial_balance
from models.ledger.entries import Entry, Line

ZERO = Decimal("0.00")
REVENUE = Message("Revenue of the day")
PAYMENTS = Message("Payments of the day")
TRIAL_BALANCE = Message("Trial balance of the day")


def gather_revenue(date: datetime.date) -> JSON:
    """By code, day and month to date, net; service charge (which is held apart) and tax stand below the revenue.

    Every line of these accounts counts, vouchers and the tax of deposits too, so that it ties to the trial balance; but
    not what was brought forward from an old program, which no day here has earned.
    """
    code = TransactionCode.alias()
    taxed = TransactionCode.select(TransactionCode.account).where(TransactionCode.kind == "tax")
    today = Case(None, [(Line.date == date, Line.amount)], 0)
    query = (
        Line.select(
            Account.kind, Account.code, Account.name_th, Account.name_en, code.code, code.name_th, code.name_en,
            fn.SUM(today), fn.SUM(Line.amount),
        )
        .join(Account)
        .switch(Line)
        .join(Entry)
        .switch(Line)
        .join(code, JOIN.LEFT_OUTER, on=(code.code == Line.item))
        .where(
            Line.date.between(date.replace(day=1), date)
            & (Entry.kind != OPENING)
            & ((Account.kind == str(AccountKind.REVENUE)) | (Line.account << taxed))
        )
        .group_by(
            Account.kind, Account.code, Account.name_th, Account.name_en, code.code, code.name_th, code.name_en
        )
        .order_by(Account.code, code.code)
    )  # fmt: skip
    found: JSON = {"revenue": [], "tax": []}
    for kind, account, account_th, account_en, item, thai, english, day, month in query.tuples():
        names = [thai, english] if item else [account_th, account_en]
        part = "revenue" if kind == str(AccountKind.REVENUE) else "tax"
        found[part].append([account, item or "", names, str(-money(day)), str(-money(month))])
    return found


def revenue_paper(frame: Frame, content: JSON, language: str) -> Paper:
    headings = (_("Account"), _("Code"), _("Description"), _("Day"), _("Month to date"))
    tables = []
    for part, title in (("revenue", _("Revenue")), ("tax", _("Service charge and tax"))):
        rows = [
            Row((account, code, named(names, language), baht(day), baht(month)))
            for account, code, names, day, month in content[part]
        ]
        sums = [sum((Decimal(row[place]) for row in content[part]), ZERO) for place in (3, 4)]
        rows.append(Row(("", "", _("Total"), *(baht(str(one)) for one in sums)), "total"))
        tables.append(figures(title, headings, rows, (7, 7, 0, 15, 16)))
    return report_on(frame, "revenue", REVENUE, language, *tables)


def gather_payments(date: datetime.date) -> JSON:
    """Baht taken (refunds less) by method and cashier, deposits among them."""
    query = (
        Posting.select(
            TransactionCode.code, TransactionCode.name_th, TransactionCode.name_en, Staff.login,
            fn.SUM(Posting.amount),
        )
        .join(TransactionCode)
        .switch(Posting)
        .join(Staff)
        .where((Posting.date == date) & (TransactionCode.kind == "payment"))
        .group_by(TransactionCode.code, TransactionCode.name_th, TransactionCode.name_en, Staff.login)
        .order_by(TransactionCode.code, Staff.login)
    )  # fmt: skip
    return {
        "payments": [
            [code, [thai, english], login, str(-money(total))]
            for code, thai, english, login, total in query.tuples()
        ]
    }


def payments_paper(frame: Frame, content: JSON, language: str) -> Paper:
    rows = [
        Row((code, named(names, language), login, baht(total)))
        for code, names, login, total in content["payments"]
    ]
    total = sum((Decimal(row[3]) for row in content["payments"]), ZERO)
    rows.append(Row(("", _("Total"), "", baht(str(total))), "total"))
    headings = (_("Code"), _("Method"), _("Cashier"), _("Amount"))
    return report_on(frame, "payments", PAYMENTS, language, figures("", headings, rows, (8, 0, 12, 16)))


def gather_balance(date: datetime.date) -> JSON:
    """Opening, movement of the day and closing of every account, and of the three ledgers."""
    ledgers = ClosedLedger.select().where(ClosedLedger.date == date).order_by(ClosedLedger.id)
    return {
        "accounts": [
            [
                row.code,
                [row.name_th, row.name_en],
                *map(str, (row.opening, row.debit, row.credit, row.closing)),
            ]
            for row in trial_balance(date, date)
        ],
        "ledgers": [
            [row.ledger, *map(str, (row.opening, row.debits, row.credits, row.closing))] for row in ledgers
        ],
    }


def balance_paper(frame: Frame, content: JSON, language: str) -> Paper:
    money_columns = (_("Brought fwd"), _("Debit"), _("Credit"), _("Balance"))
    rows = [
        Row((code, named(names, language), *map(baht, amounts)))
        for code, names, *amounts in content["accounts"]
    ]
    sums = [sum((Decimal(row[place]) for row in content["accounts"]), ZERO) for place in (2, 3, 4, 5)]
    rows.append(Row(("", _("Total"), *(baht(str(one)) for one in sums)), "total"))
    ledgers = [
        Row((LEDGER_NAMES[ledger].say(language), *map(baht, amounts)))
        for ledger, *amounts in content["ledgers"]
    ]
    return report_on(
        frame,
        "trial-balance",
        TRIAL_BALANCE,
        language,
        figures("", (_("Account"), _("Name"), *money_columns), rows, (7, 0, 13, 13, 13, 13)),
        figures(_("Three ledgers"), (_("Ledger"), *money_columns), ledgers, (0, 13, 13, 13, 13)),
    )
