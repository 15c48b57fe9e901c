"""Statements and reminders by e-mail: the paper as PDF, in the queue of all letters, one debtor or a whole cycle.

What a debtor was sent is known by the number of the paper: the same goes once, and again only where it failed or was
stopped.
"""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass
from decimal import Decimal

from locales import LANGUAGES, Message
from models.back_office.ageing import ageing
from models.back_office.receivables import CityAccount
from models.front_office.correspondence import (
    DEBTOR_KINDS,
    FAILED,
    NOT_SENT,
    REMINDER,
    STATEMENT,
    Letter,
    mail_to_debtor,
)
from models.front_office.correspondence.tables import standing
from models.front_office.debtors.papers import language_of, statement, statement_number, statement_paper
from models.front_office.debtors.reminders import Reminder, kept_paper
from models.front_office.papers import paper_as_json
from models.house.acts import Act, operation
from models.house.bilingual import said_in
from models.house.papers import Paper
from models.house.refusals import Refused

REMINDED_WITHIN = datetime.timedelta(days=7)
"""How long ago a reminder was written that still waits to be mailed."""
ATTACHED = {
    STATEMENT: Message(
        "Please find your statement of account attached. Kindly tell us if it differs from your books."
    ),
    REMINDER: Message("Please find our letter attached."),
}


@dataclass(frozen=True)
class ToMail:
    """A paper of a debtor that goes by e-mail: over ``total`` baht; ``status``: of its last sending, empty before the first;
    ``why`` it failed. ``reminder_id`` of a reminder."""

    kind: str
    account: CityAccount
    document: str
    total: Decimal
    status: str
    why: str
    reminder_id: int | None = None

    @property
    def waits(self) -> bool:
        """Whether it is still to be mailed, and there is an address."""
        return bool(self.account.email) and self.status in ("", FAILED, NOT_SENT)

    @property
    def key(self) -> tuple[str]:
        return (self.document,)


def last_cycle(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of the month before."""
    until = today.replace(day=1) - datetime.timedelta(days=1)
    return until.replace(day=1), until


def papers_to_mail(until: datetime.date, now: datetime.datetime, today: datetime.date) -> list[ToMail]:
    """Statements at the end of ``until`` of all accounts with a balance then, and the reminders of the last days."""
    accounts = {row.id: row for row in CityAccount.select()}
    found: list[tuple[str, CityAccount, str, Decimal, int | None]] = [
        (
            STATEMENT,
            accounts[row.account_id],
            statement_number(accounts[row.account_id], until),
            row.balance,
            None,
        )
        for row in ageing(until)
        if row.balance
    ]
    recent = Reminder.select().where(Reminder.date > today - REMINDED_WITHIN).order_by(Reminder.id)
    found += [(REMINDER, accounts[row.account_id], row.number, row.total, int(row.id)) for row in recent]
    last = {
        (letter.account_id, letter.document): letter
        for letter in Letter.select()
        .where(Letter.document << [document for _kind, _account, document, _total, _reminder in found])
        .order_by(Letter.id)
    }
    rows = []
    for kind, account, document, total, reminder_id in found:
        letter = last.get((account.id, document))
        status = standing(letter, now) if letter else ""
        rows.append(
            ToMail(kind, account, document, total, status, letter.last_error if letter else "", reminder_id)
        )
    return rows


@operation("credit")
def mail_statement(
    act: Act,
    account_id: int,
    since: datetime.date,
    until: datetime.date,
    language: str = "",
    address: str = "",
) -> int:
    """The statement of an account from ``since`` to ``until``, both inclusive, by e-mail to ``address``, by default the
    account's; the letter's id.

    Refused: LETTER_LANGUAGE, NO_EMAIL, EMAIL_ADDRESS, METHOD_NOT_SET_UP, MAILED_ALREADY.
    """
    account = CityAccount.get_by_id(account_id)
    spoken = _language(account, language)
    paper = statement_paper(act.property, statement(account_id, since, until), spoken)
    return _mail(act, account, STATEMENT, paper, spoken, address)


@operation("credit")
def mail_reminder(act: Act, reminder_id: int, address: str = "") -> int:
    """A reminder as it was written; the letter's id. Refused as ``mail_statement``."""
    reminder = Reminder.get_by_id(reminder_id)
    return _mail(act, reminder.account, REMINDER, kept_paper(reminder_id), reminder.language, address)


@operation("credit")
def mail_one(act: Act, kind: str, account_id: int, until: datetime.date, reminder_id: int | None) -> int:
    """One paper of ``papers_to_mail``; the letter's id. Refused as ``mail_statement``."""
    if kind == REMINDER and reminder_id is not None:
        return mail_reminder(act, reminder_id)
    return mail_statement(act, account_id, until.replace(day=1), until)


@operation("credit")
def mail_all(act: Act, until: datetime.date) -> int:
    """All that is still to be mailed and has an address; how many. One that cannot go holds up no other and stays listed.

    Refused: METHOD_NOT_SET_UP. NOTE: NOT_MAILED.
    """
    mailed, left = 0, []
    for row in papers_to_mail(until, act.now, act.business_date):
        if row.status not in ("", FAILED, NOT_SENT):
            continue
        try:
            with act.attempt():
                mail_one(act, row.kind, int(row.account.id), until, row.reminder_id)
                mailed += 1
        except Refused as refused:
            if refused.code == "METHOD_NOT_SET_UP":
                raise
            left.append(row.account.number)
    if left:
        numbers = ", ".join(dict.fromkeys(left))
        act.note("NOT_MAILED", "{n} papers have no good address: {accounts}", n=len(left), accounts=numbers)
    return mailed


def _language(account: CityAccount, language: str) -> str:
    if language not in ("", *LANGUAGES):
        raise Refused("LETTER_LANGUAGE", "A letter is in Thai or in English.", field="language")
    return language or language_of(account)


def _mail(act: Act, account: CityAccount, kind: str, paper: Paper, language: str, address: str) -> int:
    to = address.strip() or account.email
    if not to:
        raise Refused(
            "NO_EMAIL",
            "{account} has no e-mail address.",
            field="address",
            jump="debtors",
            account=account.spoken,
        )
    before = (
        Letter.select()
        .where((Letter.account == account) & (Letter.document == paper.number))
        .order_by(Letter.id.desc())
        .first()
    )
    if (
        before is not None
        and before.status not in (FAILED, NOT_SENT)
        and before.paper == paper_as_json(paper)
    ):
        raise Refused(
            "MAILED_ALREADY", "{number} was mailed to {to} already; send it again from the letters.", field="address",
            jump="letters", number=paper.number, to=before.address,
        )  # fmt: skip
    told = dataclasses.replace(paper, opening=paper.opening or (said_in(language, ATTACHED[kind]),))
    return mail_to_debtor(act, account, kind, paper, told, language, to)


def kind_words(kind: str) -> str:
    return DEBTOR_KINDS[kind].say()
