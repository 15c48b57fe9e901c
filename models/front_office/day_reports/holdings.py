"""What guests owe and what is held of theirs when the day closes: every open folio, every
deposit, every account that pays later."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

from peewee import JOIN, Case, fn

from locales import Message, _
from models.back_office.receivables import CityAccount, OpenItem
from models.front_office.day_reports.frame import JSON, Frame, baht, figures, named, report_on
from models.front_office.folios import FolioWindow
from models.front_office.guests import Guest
from models.front_office.reservations import Reservation, Stay
from models.front_office.rooms import Room
from models.house.papers import Column, Paper, Row, Table
from models.ledger.accounts import Account, Subaccount, SubaccountBalance
from models.ledger.balances import money

GUESTS = Message("Guest ledger of the day")
DEPOSITS = Message("Deposits held")
AGEING = Message("Ageing of receivables")
AGES = (0, 30, 60, 90)
"""Days after an item was due, to which each column but the last reaches; the first is not due yet."""
_WIDTH = 12  # cells: 9,999,999.99, six abreast


def gather_guests(_date: datetime.date) -> JSON:
    """Every folio window with a balance as the audit finds it, baht; the audit proves that they add to the ledger."""
    query = (
        SubaccountBalance.select(
            Room.number, FolioWindow.number, Subaccount.label, SubaccountBalance.balance, Guest.given_th,
            Guest.family_th, Guest.given, Guest.family,
        )
        .join(Subaccount, on=(Subaccount.id == SubaccountBalance.id))
        .join(Account)
        .switch(Subaccount)
        .join(FolioWindow, JOIN.LEFT_OUTER, on=(FolioWindow.subaccount == Subaccount.id))
        .join(Stay, JOIN.LEFT_OUTER)
        .join(Guest, JOIN.LEFT_OUTER)
        .switch(Stay)
        .join(Room, JOIN.LEFT_OUTER)
        .where((Account.subledger == "guest") & (SubaccountBalance.balance != 0))
        .order_by(Room.number, Subaccount.id)
    )  # fmt: skip
    return {"folios": [_folio(*row) for row in query.tuples()]}


def _folio(room: str | None, window: int | None, label: str, balance: Decimal, *name: str) -> list[object]:
    if window is None:
        return ["", "", [label, label], str(balance)]
    guest = Guest(**dict(zip(("given_th", "family_th", "given", "family"), name, strict=True)))
    return [room or "", str(window), [guest.name("th"), guest.name("en")], str(balance)]


def guests_paper(frame: Frame, content: JSON, language: str) -> Paper:
    rows = [
        Row((room, window, named(names, language), baht(balance)))
        for room, window, names, balance in content["folios"]
    ]
    total = sum((Decimal(row[3]) for row in content["folios"]), Decimal("0.00"))
    rows.append(Row(("", "", _("Total"), baht(str(total))), "total"))
    headings = (_("Room"), _("Window"), _("Guest"), _("Balance"))
    return report_on(frame, "guest-ledger", GUESTS, language, figures("", headings, rows, (8, 8, 0, 16)))


def gather_deposits(_date: datetime.date) -> JSON:
    """What is held of each booking, baht, above zero."""
    query = (
        SubaccountBalance.select(SubaccountBalance.balance, Subaccount.label, Reservation.confirmation)
        .join(Subaccount, on=(Subaccount.id == SubaccountBalance.id))
        .join(Account)
        .switch(Subaccount)
        .join(Reservation, JOIN.LEFT_OUTER, on=(Reservation.deposit == Subaccount.id))
        .where((Account.subledger == "deposit") & (SubaccountBalance.balance != 0))
        .order_by(Subaccount.id)
    )
    return {"deposits": [[number or "", label, str(-balance)] for balance, label, number in query.tuples()]}


def deposits_paper(frame: Frame, content: JSON, language: str) -> Paper:
    rows = [Row((number, label, baht(held))) for number, label, held in content["deposits"]]
    total = sum((Decimal(row[2]) for row in content["deposits"]), Decimal("0.00"))
    rows.append(Row(("", _("Total"), baht(str(total))), "total"))
    headings = (_("Booking"), _("Description"), _("Held"))
    return report_on(frame, "deposits", DEPOSITS, language, figures("", headings, rows, (12, 0, 16)))


def gather_ageing(date: datetime.date) -> JSON:
    """What each account of the city ledger owes, baht, by the days its items are late; what it paid ahead is not due."""
    found: dict[str, list[object]] = {}
    ages: dict[str, list[Decimal]] = {}
    owed = Case(None, [(OpenItem.unpaid > 0, OpenItem.unpaid)], 0)
    query = (
        OpenItem.select(CityAccount, OpenItem.due, fn.SUM(owed).alias("unpaid"), fn.SUM(OpenItem.unpaid).alias("all"))
        .join(CityAccount)
        .where(OpenItem.unpaid != 0)
        .group_by(CityAccount, OpenItem.due)
        .order_by(CityAccount.number)
    )  # fmt: skip
    for row in query:
        account = row.account
        found[account.number] = [account.number, [account.name("th"), account.name("en")]]
        parts = ages.setdefault(account.number, [Decimal("0.00")] * (len(AGES) + 1))
        late = row.days_late(date)
        parts[sum(late > most for most in AGES)] += money(row.unpaid)
        parts[0] += money(row.all) - money(row.unpaid)
    return {
        "accounts": [[*found[number], *map(str, parts), str(sum(parts))] for number, parts in ages.items()]
    }


def ageing_paper(frame: Frame, content: JSON, language: str) -> Paper:
    rows = [
        Row((number, named(names, language), *map(baht, amounts)))
        for number, names, *amounts in content["accounts"]
    ]
    places = range(2, len(AGES) + 4)
    sums = [sum((Decimal(row[place]) for row in content["accounts"]), Decimal("0.00")) for place in places]
    rows.append(Row(("", _("Total"), *(baht(str(one)) for one in sums)), "total"))
    ages = (_("Not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("over 90 days"), _("Balance"))
    columns = (
        Column(_("Account"), width=10),
        Column(_("Name")),
        *(Column(age, "right", _WIDTH) for age in ages),
    )
    aged = report_on(frame, "ageing", AGEING, language, Table(columns, tuple(rows)))
    return dataclasses.replace(aged, notes=(_("Days after the items were due"),))
