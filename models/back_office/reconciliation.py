"""Bank reconciliation (กระทบยอดเงินฝากธนาคาร): each line of the bank's statement is money that stands in the books.

What stands in the books and not on the statement is under way: money in is a deposit in transit, money out is a payment
the bank has not made yet. A statement closes once each of its lines is matched and the books less what is under way are
the bank's balance; from then on it is sealed. Lines of the books before an account's first statement that no line of a
bank was matched with count as settled before it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, fn

from models.back_office.bank_statements import BankLine, BankMatch, BankStatement, MatchedLine
from models.back_office.cheques import CLEARED, DEPOSITED, ISSUED, OUT, Cheque, DepositSlip, cheque_cleared
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.property import document_number
from models.house.refusals import Refused
from models.ledger.accounts import account
from models.ledger.balances import account_balance
from models.ledger.entries import GENERAL, Entry, Line, NewLine, journal_lines, write_entry

ZERO = Decimal("0.00")
BANK_LINE = "bank line"
"""Kind of the entries that write what only the bank knew."""
BEFORE, AFTER = datetime.timedelta(days=10), datetime.timedelta(days=5)
"""How far from the bank's day a line of the books is looked for."""


@dataclass(frozen=True)
class Proposal:
    """What a line of a bank probably is: ``line_ids`` of the books, or a cheque issued that it clears."""

    line_ids: tuple[int, ...] = ()
    cheque_id: int | None = None
    said: str = ""


@dataclass(frozen=True)
class Figures:
    """The reconciliation of a statement, baht. ``later``: on the statement, in the books only after its last day."""

    closing: Decimal
    books: Decimal
    in_transit: Decimal
    outstanding: Decimal
    later: Decimal
    unmatched: int

    @property
    def difference(self) -> Decimal:
        return self.closing - (self.books - self.in_transit - self.outstanding + self.later)


def _statement(statement_id: int) -> BankStatement:
    """Refused: STATEMENT_CLOSED."""
    row: BankStatement = BankStatement.get_by_id(statement_id)
    if row.closed_on is not None:
        raise Refused("STATEMENT_CLOSED", "This statement was closed on {date}.", date=row.closed_on)
    return row


def free_lines(account_id: int, since: datetime.date, until: datetime.date) -> list[Line]:
    """Lines of the books on a bank account that no match has used, oldest first."""
    return list(
        Line.select(Line, Entry)
        .join(Entry)
        .switch(Line)
        .join(MatchedLine, JOIN.LEFT_OUTER, on=(MatchedLine.line == Line.id))
        .where((Line.account == account_id) & Line.date.between(since, until) & MatchedLine.id.is_null())
        .order_by(Line.date, Line.id)
    )


def proposals(statement_id: int) -> dict[int, Proposal]:
    """For each open line of the statement what it probably is, each line of the books once.

    By amount and date, the number of a cheque or voucher first; else all that is left of one day (a payout of cards).
    """
    statement = BankStatement.get_by_id(statement_id)
    open_lines = list(statement.lines.where(BankLine.match.is_null()).order_by(BankLine.position))
    free = free_lines(statement.bank_account.account_id, statement.first - BEFORE, statement.last + AFTER)
    cheques = list(
        Cheque.select().where(
            (Cheque.direction == OUT)
            & (Cheque.state == ISSUED)
            & (Cheque.bank_account == statement.bank_account_id)
        )
    )
    found = {}
    for line in open_lines:
        proposal = _one(line, free) or _cheque_of(line, cheques) or _day_sum(line, free)
        if proposal is None:
            continue
        found[int(line.id)] = proposal
        free = [each for each in free if each.id not in proposal.line_ids]
        cheques = [each for each in cheques if each.id != proposal.cheque_id]
    return found


def _near(line: BankLine, date: datetime.date) -> bool:
    return line.date - BEFORE <= date <= line.date + AFTER


def _one(line: BankLine, free: Sequence[Line]) -> Proposal | None:
    said = f"{line.text} {line.reference}"
    same = [each for each in free if each.amount == line.amount and _near(line, each.date)]
    if not same:
        return None

    def likely(each: Line) -> tuple[bool, int]:
        numbered = bool(each.memo and each.memo.split()[-1] in said)
        return not numbered, abs((each.date - line.date).days)

    best = min(same, key=likely)
    return Proposal((int(best.id),), None, best.entry.memo)


def _cheque_of(line: BankLine, cheques: Sequence[Cheque]) -> Proposal | None:
    """A cheque issued whose number the bank names; its leading zeros may be left out."""
    said = f"{line.text} {line.reference}".split()
    for cheque in cheques:
        named = any(word.lstrip("0") == cheque.number.lstrip("0") for word in said)
        if named and cheque.amount == -line.amount and cheque.date <= line.date:
            return Proposal((), int(cheque.id), f"{cheque.spoken} {cheque.party}")
    return None


def _day_sum(line: BankLine, free: Sequence[Line]) -> Proposal | None:
    days: defaultdict[datetime.date, list[Line]] = defaultdict(list)
    for each in free:
        if _near(line, each.date) and (each.amount > 0) == (line.amount > 0):
            days[each.date].append(each)
    for date in sorted(days, key=lambda day: abs((day - line.date).days)):
        if len(days[date]) > 1 and sum((each.amount for each in days[date]), ZERO) == line.amount:
            return Proposal(tuple(int(each.id) for each in days[date]), None, days[date][0].entry.memo)
    return None


@operation("journal")
def accept(act: Act, bank_line_id: int) -> None:
    """Take the proposal for a line: match it, or let the cheque clear and match that. Refused: NO_PROPOSAL, and as
    ``match`` and ``cheque_cleared``."""
    line = BankLine.get_by_id(bank_line_id)
    proposal = proposals(line.statement_id).get(line.id)
    if proposal is None:
        raise Refused("NO_PROPOSAL", "Nothing in the books is like this line.")
    _take(act, line, proposal)


def _take(act: Act, line: BankLine, proposal: Proposal) -> None:
    if proposal.cheque_id is None:
        match(act, [line.id], proposal.line_ids)
        return
    cheque_cleared(act, proposal.cheque_id, line.date)
    match(act, [line.id], [_line_of(Cheque.get_by_id(proposal.cheque_id).ended_entry_id, line)])


@operation("journal")
def accept_all(act: Act, statement_id: int) -> int:
    """Every proposal of a statement; how many lines were matched. Refused as ``accept``."""
    _statement(statement_id)
    chosen = proposals(statement_id)
    for bank_line_id, proposal in chosen.items():
        _take(act, BankLine.get_by_id(bank_line_id), proposal)
    return len(chosen)


def _line_of(entry_id: int, line: BankLine) -> int:
    """The line of an entry on the bank account."""
    found = Line.get((Line.entry == entry_id) & (Line.account == line.bank_account.account_id))
    return int(found.id)


def lines_to_match(statement_id: int) -> tuple[list[BankLine], list[Line]]:
    """What is open on either side: of the statement, and of the books since the account's first statement."""
    statement = BankStatement.get_by_id(statement_id)
    at_bank = list(statement.lines.where(BankLine.match.is_null()).order_by(BankLine.position))
    since = _first_day(statement.bank_account_id) - BEFORE
    return at_bank, free_lines(statement.bank_account.account_id, since, statement.last + AFTER)


def _first_day(bank_account_id: int) -> datetime.date:
    """Of the first statement of an account."""
    first: datetime.date = (
        BankStatement.select(fn.MIN(BankStatement.first))
        .where(BankStatement.bank_account == bank_account_id)
        .scalar()
    )
    return first


@operation("journal")
def match(act: Act, bank_line_ids: Sequence[int], line_ids: Sequence[int]) -> int:
    """Lines of a statement are lines of the books; the match's id. Cheques paid in with them have cleared.

    Refused: STATEMENT_CLOSED, MATCHED_ALREADY, NOT_THIS_ACCOUNT, MATCH_SUM.
    """
    bank_lines = [BankLine.get_by_id(number) for number in sorted(set(bank_line_ids))]
    lines = [Line.get_by_id(number) for number in sorted(set(line_ids))]
    for statement_id in {line.statement_id for line in bank_lines}:
        _statement(statement_id)
    if MatchedLine.get_or_none(MatchedLine.line << lines) or any(b.match_id is not None for b in bank_lines):
        raise Refused("MATCHED_ALREADY", "One of these lines is matched already.")
    banks = {line.bank_account for line in bank_lines}
    if len(banks) != 1 or any(line.account_id != next(iter(banks)).account_id for line in lines):
        raise Refused("NOT_THIS_ACCOUNT", "These lines stand on different accounts.")
    at_bank, in_books = (sum((each.amount for each in side), ZERO) for side in (bank_lines, lines))
    if not lines or at_bank != in_books:
        raise Refused(
            "MATCH_SUM", "The bank says {bank}, the books say {books}.", bank=at_bank, books=in_books
        )  # fmt: skip
    made = act.create(BankMatch, bank_account=bank_lines[0].bank_account_id, made_on=act.business_date)
    for line in lines:
        MatchedLine.create(match=made.id, line=line.id)
    for bank_line in bank_lines:
        act.update(bank_line, match=made.id)
    act.changed(made, {}, {"lines": [line.id for line in lines]})
    _clear_slips(act, [line.entry_id for line in lines], max(each.date for each in bank_lines))
    return int(made.id)


def _clear_slips(act: Act, entry_ids: Sequence[int], date: datetime.date) -> None:
    for slip in DepositSlip.select().where(DepositSlip.entry << list(entry_ids)):
        for cheque in slip.cheques.where(Cheque.state == DEPOSITED):
            act.update(cheque, state=CLEARED, since=max(date, cheque.since))


@operation("journal")
def unmatch(act: Act, bank_line_id: int) -> None:
    """Take a match apart, with all its lines; cheques paid in that it cleared are on their way again.

    Refused: NOT_MATCHED, STATEMENT_CLOSED.
    """
    line = BankLine.get_by_id(bank_line_id)
    if line.match_id is None:
        raise Refused("NOT_MATCHED", "This line is matched with nothing.")
    made = line.match
    together = list(made.bank_lines)
    for statement_id in {each.statement_id for each in together}:
        _statement(statement_id)
    numbers = [each.line_id for each in made.lines]
    MatchedLine.delete().where(MatchedLine.match == made).execute()
    for each in together:
        act.update(each, match=None)
    act.changed(made, {"lines": numbers}, {})
    for slip in (
        DepositSlip.select().join(Line, on=(Line.entry == DepositSlip.entry)).where(Line.id << numbers)
    ):
        for cheque in slip.cheques.where(Cheque.state == CLEARED):
            act.update(cheque, state=DEPOSITED, since=slip.date)


@operation("journal")
def enter_line(act: Act, bank_line_id: int, account_code: str, memo: str) -> int:
    """Write what only the bank knew (a fee, interest, a transfer nobody told of) against an account; the entry's id.

    Dated as the bank says. Refused: STATEMENT_CLOSED, MATCHED_ALREADY, NO_MEMO, NO_ACCOUNT, CONTROL_ACCOUNT,
    PERIOD_CLOSED, INCOME_AUDIT_ONLY.
    """
    line = BankLine.get_by_id(bank_line_id)
    _statement(line.statement_id)
    if line.match_id is not None:
        raise Refused("MATCHED_ALREADY", "One of these lines is matched already.")
    memo = words(memo, "memo")
    if not memo:
        raise Refused("NO_MEMO", "Say what the voucher is for.", field="memo")
    against = account(account_code)
    bank = NewLine(line.bank_account.account_id, line.amount)
    other = journal_lines([(against.code, -line.amount), (line.bank_account.account.code, line.amount)])[0]
    number = document_number("JV", line.date)
    entry_id = write_entry(
        act, [bank, other], kind=BANK_LINE, memo=memo, journal=GENERAL, date=line.date, voucher=number
    )  # fmt: skip
    match(act, [line.id], [_line_of(entry_id, line)])
    return entry_id


@dataclass(frozen=True)
class UnderWay:
    """A line of the books that the bank shows later than the statement's end, or not yet."""

    date: datetime.date
    amount: Decimal
    memo: str


def lines_under_way(statement_id: int) -> list[UnderWay]:
    """Oldest first: deposits in transit (plus) and payments outstanding (minus), baht."""
    statement = BankStatement.get_by_id(statement_id)
    return [
        UnderWay(date, amount, memo)
        for date, amount, memo, paid_on in _lines_and_bank_days(statement)
        if date <= statement.last and not (paid_on is not None and paid_on <= statement.last)
    ]


def _lines_and_bank_days(
    statement: BankStatement,
) -> Iterator[tuple[datetime.date, Decimal, str, datetime.date | None]]:
    """The lines of the account's books that a statement may show, each with the day it did."""
    bank = statement.bank_account
    start = _first_day(bank.id)
    on_bank = (
        MatchedLine.select(MatchedLine.line, fn.MAX(BankLine.date).alias("paid_on"))
        .join(BankLine, on=(BankLine.match == MatchedLine.match))
        .group_by(MatchedLine.line)
        .alias("on_bank")
    )
    rows = (
        Line.select(Line.date, Line.amount, Entry.memo, on_bank.c.paid_on)
        .join(Entry)
        .join(on_bank, JOIN.LEFT_OUTER, on=(on_bank.c.line_id == Line.id))
        .where(Line.account == bank.account_id)
        .where((Line.date >= start) | on_bank.c.paid_on.is_null(False))
        .order_by(Line.date, Line.id)
        .tuples()
    )
    for date, amount, memo, paid_on in rows:
        yield (
            date,
            amount,
            memo,
            datetime.date.fromisoformat(paid_on) if isinstance(paid_on, str) else paid_on,
        )


def figures(statement_id: int) -> Figures:
    """How the books and the bank stand at the statement's last day."""
    statement = BankStatement.get_by_id(statement_id)
    last = statement.last
    in_transit = outstanding = later = ZERO
    for date, amount, _memo, paid_on in _lines_and_bank_days(statement):
        seen = paid_on is not None and paid_on <= last
        if date <= last and not seen:
            in_transit += max(amount, ZERO)
            outstanding += min(amount, ZERO)
        elif date > last and seen:
            later += amount
    unmatched = statement.lines.where(BankLine.match.is_null()).count()
    books = account_balance(statement.bank_account.account_id, last)
    return Figures(statement.closing, books, in_transit, outstanding, later, unmatched)


@operation("journal")
def close_statement(act: Act, statement_id: int) -> None:
    """The statement is reconciled and sealed.

    Refused: STATEMENT_CLOSED, EARLIER_STATEMENT_OPEN, STATEMENT_LINES_OPEN, NOT_RECONCILED.
    """
    statement = _statement(statement_id)
    earlier = (
        (BankStatement.bank_account == statement.bank_account_id)
        & (BankStatement.last < statement.last)
        & BankStatement.closed_on.is_null()
    )
    if BankStatement.get_or_none(earlier):
        raise Refused("EARLIER_STATEMENT_OPEN", "An earlier statement of this account is still open.")
    found = figures(statement_id)
    if found.unmatched:
        raise Refused(
            "STATEMENT_LINES_OPEN", "{n} lines of the statement are not in the books yet.", n=found.unmatched
        )  # fmt: skip
    if found.difference:
        raise Refused(
            "NOT_RECONCILED", "Books and bank differ by {difference}.", difference=found.difference
        )  # fmt: skip
    act.update(
        statement, closed_on=act.business_date, books=found.books, in_transit=found.in_transit,
        outstanding=found.outstanding,
    )  # fmt: skip
