"""The card of an account as a paper (บัญชีแยกประเภท): brought forward, each line with the balance behind it, totals."""

from __future__ import annotations

import datetime

from locales import _, in_language
from locales.dates import format_date
from locales.money import format_money
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.balances import account_card, balance_before, moved_in

MOST_LINES = 20_000


def card_paper(
    hotel: Property, account_id: int, since: datetime.date, until: datetime.date, language: str
) -> Paper:
    """Both days included. Refused: CARD_TOO_LONG (more than ``MOST_LINES``)."""
    account, card = Account.get_by_id(account_id), account_card(account_id, since, until)
    lines = card.first(MOST_LINES + 1)
    if len(lines) > MOST_LINES:
        raise Refused(
            "CARD_TOO_LONG", "More than {n} lines; choose a shorter span.", field="since", n=MOST_LINES
        )  # fmt: skip
    opening = balance_before(account_id, since)
    debit, credit = moved_in(account_id, since, until)
    with in_language(language):
        body = [
            Row(
                (
                    format_date(x.date, "short"), x.voucher or f"K-{x.entry_id:05d}",
                    " · ".join(filter(None, [x.memo, x.subaccount])),
                    format_money(x.amount) if x.amount > 0 else "", format_money(-x.amount) if x.amount < 0 else "",
                    format_money(x.balance),
                )
            )
            for x in lines
        ]  # fmt: skip
        forward = Row(("", "", _("Brought forward"), "", "", format_money(opening)), "subtotal")
        closing = opening + debit - credit
        total = Row(("", "", _("Total"), *map(format_money, (debit, credit, closing))), "total")
        columns = (
            Column(_("Date"), width=10), Column(_("Document no."), width=12), Column(_("Explanation")),
            Column(_("Debit"), "right", 14), Column(_("Credit"), "right", 14), Column(_("Balance"), "right", 14),
        )  # fmt: skip
        return Paper(
            kind="account-card", title=_("General ledger"), number=account.code, language=language,
            date_text=f"{format_date(since)} – {format_date(until)}", seller=Party(hotel.name(language)),
            fields=(Field(_("Account"), f"{account.code} {account.name(language)}"),),
            tables=(Table(columns, (forward, *body, total)),), sheet="a4 landscape",
        )  # fmt: skip
