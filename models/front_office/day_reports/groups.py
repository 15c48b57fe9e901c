"""Revenue by group, with the service charge and the VAT that came with it: the day and its month to date."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from peewee import JOIN, Case, ModelSelect, fn

from locales import Message, _
from locales.money import format_money
from models.front_office.budgets import budget_lines, group_name
from models.front_office.codes import TransactionCode
from models.front_office.day_reports.frame import JSON, Frame, figures, named, report_on
from models.front_office.opening_balances import OPENING
from models.house.papers import Paper, Row, Table
from models.ledger.accounts import Account, AccountKind
from models.ledger.balances import money
from models.ledger.entries import Entry, Line

ZERO = Decimal("0.00")
TITLE = Message("Revenue by group")
UNGROUPED = Message("Deposits, vouchers")
NET, SERVICE, VAT = "net", "SVC", "VAT"
PARTS = (NET, SERVICE, VAT)
SPANS = ("day", "month")

Sums = dict[tuple[str, str], list[Decimal]]


def gather(date: datetime.date) -> JSON:
    """Baht of each group of codes: net, service charge, VAT and their total, of the day and of its month to date.

    Taxes of another kind have a line each. Each part is what its accounts moved in the trial balance, but for what was
    brought forward from an old program: so what no code earned (the VAT of deposits, vouchers) has a line too.
    """
    taxes = {
        row.account_id: row
        for row in TransactionCode.select()
        .where(TransactionCode.kind == "tax")
        .order_by(TransactionCode.id.desc())
    }
    sums: Sums = defaultdict(lambda: [ZERO, ZERO])
    for own, kind, charged, account_id, *amounts in _moved(date, tuple(taxes)).tuples():
        part = taxes[account_id].code if account_id in taxes else NET
        group = (own or (charged if kind == "tax" else "") or "") if part in PARTS else ""
        of = sums[group, part]
        for place, amount in enumerate(amounts):
            of[place] -= money(amount)
    names = {tax.code: [tax.name_th, tax.name_en] for tax in taxes.values()}
    return {span: list(_lines(sums, names, place)) for place, span in enumerate(SPANS)}


def _moved(date: datetime.date, taxed: Sequence[int]) -> ModelSelect:
    """By the groups that may be meant and account. The charge that an entry holds says of what group its service charge and VAT are;
    the VAT of a deposit, which is taken back in it, is no code's."""
    since = Line.date.between(date.replace(day=1), date)
    earning, own = Line.alias(), TransactionCode.alias()
    charged = (
        earning.select(earning.entry.alias("entry_id"), fn.MIN(own.group).alias("of_group"))
        .join(own, on=(own.code == earning.item))
        .where(earning.date.between(date.replace(day=1), date) & (own.kind == "revenue") & (own.group != ""))
        .group_by(earning.entry)
        .alias("charged")
    )
    code = TransactionCode.alias()
    keys = (code.group, code.kind, charged.c.of_group, Line.account)
    return (
        Line.select(*keys, fn.SUM(Case(None, [(Line.date == date, Line.amount)], 0)), fn.SUM(Line.amount))
        .join(Account)
        .switch(Line)
        .join(Entry)
        .switch(Line)
        .join(code, JOIN.LEFT_OUTER, on=(code.code == Line.item))
        .switch(Line)
        .join(charged, JOIN.LEFT_OUTER, on=(charged.c.entry_id == Line.entry))
        .where(
            since
            & (Entry.kind != OPENING)
            & ((Account.kind == str(AccountKind.REVENUE)) | (Line.account << taxed))
        )
        .group_by(*keys)
    )  # fmt: skip


def _lines(sums: Sums, taxes: dict[str, list[str]], place: int) -> Iterator[list[object]]:
    """The groups in their order, what is of none, the other taxes; nothing of what did not move."""
    order = budget_lines()
    there = {group for group, part in sums if part in PARTS}
    groups = [*(group for group in order if group in there), *sorted(there - {*order, ""}), *({""} & there)]
    for group in groups:
        name = group_name(group) if group else UNGROUPED
        parts = [sums[group, part][place] for part in PARTS]
        if any(parts):
            yield [[name.say("th"), name.say("en")], *map(str, (*parts, sum(parts, ZERO)))]
    for part in sorted({part for _group, part in sums} - {*PARTS}):
        amount = sums["", part][place]
        if amount:
            yield [taxes[part], *map(str, (ZERO, ZERO, ZERO, amount))]


def paper(frame: Frame, content: JSON, language: str) -> Paper:
    tables = [
        _table(content[span], title, language)
        for span, title in zip(SPANS, (_("Day"), _("Month to date")), strict=True)
    ]
    return report_on(frame, "groups", TITLE, language, *tables)


def _table(lines: list[list[str]], title: str, language: str) -> Table:
    amounts = [[Decimal(text) for text in line[1:]] for line in lines]
    rows = [
        Row((named(line[0], language), *map(format_money, figure)))
        for line, figure in zip(lines, amounts, strict=True)
    ]
    sums = [sum(column, ZERO) for column in zip(*amounts, strict=True)] or [ZERO] * 4
    rows.append(Row((_("Total"), *map(format_money, sums)), "total"))
    headings = (_("Revenue"), _("Net"), _("Service charge"), _("VAT"), _("Total"))
    return figures(title, headings, rows, (0, 13, 14, 13, 14))
