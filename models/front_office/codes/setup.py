"""Setting codes up: new ones, changes, the account map from the next date on, generates in dated versions."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from locales import Message
from models.front_office.codes.rates import FUNCTIONS, LEDGERS, transaction_code, versions_of
from models.front_office.codes.tables import Generate, TransactionCode
from models.house.acts import Act, operation
from models.house.inputs import above_zero, checked, words
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.entries import Line

KINDS = {
    "revenue": Message("Revenue"),
    "non-revenue": Message("Non-revenue"),
    "tax": Message("Tax or added charge"),
    "payment": Message("Payment"),
}
METHODS = {
    "percent": Message("Percent"),
    "flat": Message("Flat amount"),
    "function": Message("Function"),
}
SUBTOTALS = ("S1", "S2", "S3")
BASES: dict[str, Message | str] = {"B": Message("B: the base"), **{name: name for name in SUBTOTALS}}
LARGEST_PERCENT = Decimal(100)
# What the program posts by itself; without them it could not go on.
NEEDED = (
    "ROOM", "RENT", "SVC", "VAT", "PAO", "FORF", "NOSHO", "EARLY", "PKGP", "PKGL", "CASH", "CITY", "FORX", "PAIDO",
    "ROUND", "DEP", "SECUR",
)  # fmt: skip


@dataclass(frozen=True)
class CodeTerms:
    """What one says of a code. ``account``: its number. ``lowest`` and ``highest``: baht a posting, None for no limit."""

    code: str
    name_th: str
    name_en: str
    kind: str
    account: str
    group: str = ""
    subgroup: str = ""
    statistics: str = ""
    ledgers: Sequence[str] = ("guest",)
    lowest: Decimal | None = None
    highest: Decimal | None = None
    by_hand: bool = True
    paid_out: bool = False
    active: bool = True


@dataclass(frozen=True)
class GenerateTerms:
    """What one says of a version. ``percent`` as 7.00, ``flat`` in baht; ``until`` inclusive, None without an end."""

    child: str
    position: int
    valid_from: datetime.date
    method: str = "percent"
    percent: Decimal = Decimal(0)
    flat: Decimal = Decimal(0)
    function: str = ""
    basis: str = "B"
    adds_to: str = ""
    until: datetime.date | None = None
    authority: str = ""


def all_codes() -> list[TransactionCode]:
    """Every code with its account, by kind, group and code."""
    kinds = list(KINDS)
    rows = TransactionCode.select(TransactionCode, Account).join(
        Account, on=(TransactionCode.account == Account.id)
    )
    return sorted(rows, key=lambda c: (kinds.index(c.kind), c.group, c.subgroup, c.code))


@operation("set_up")
def save_code(act: Act, code_id: int | None, terms: CodeTerms) -> int:
    """Make a code or change one; its id. Another account takes over with the next business date.

    Refused: NO_NAME, CODE_EXISTS, NO_ACCOUNT, ACCOUNT_CLOSED, CONTROL_ACCOUNT, LEDGER, LIMITS, CODE_IN_USE (another
    kind, or another code, of what was posted), CODE_NEEDED (put out of use what the program or another code posts).
    """
    row = TransactionCode.get_by_id(code_id) if code_id else None
    account = _account(act, terms)
    values = _checked(terms, row)
    if row is None:
        return int(act.create(TransactionCode, **values, account=account).id)
    _check_needed(row, terms)
    if account.id != row.account_id:
        values |= {
            "next_account": account.id,
            "next_account_from": act.business_date + datetime.timedelta(days=1),
        }
    elif row.next_account_id is not None:
        values |= {"next_account": None, "next_account_from": None}
    act.update(row, **values)
    return int(row.id)


def _account(act: Act, terms: CodeTerms) -> Account:
    number = terms.account.strip()
    found = Account.get_or_none(Account.code == number)
    if not number or found is None:
        raise Refused(
            "NO_ACCOUNT", "A code needs an account of the chart; {code} is none.", field="account", jump="accounts",
            code=number or "–",
        )  # fmt: skip
    if found.closed_on is not None and found.closed_on <= act.business_date + datetime.timedelta(days=1):
        raise Refused(
            "ACCOUNT_CLOSED",
            "Account {account} is closed.",
            field="account",
            jump="accounts",
            account=found.code,
        )
    if found.subledger is not None and terms.kind in ("revenue", "tax"):
        raise Refused(
            "CONTROL_ACCOUNT", "{account} is a control account; revenue and tax do not stand there.", field="account",
            account=found.code,
        )  # fmt: skip
    return found


def _checked(terms: CodeTerms, row: TransactionCode | None) -> dict[str, object]:
    code = words(terms.code, "code", 10).upper()
    if not code or " " in code or not (terms.name_th.strip() or terms.name_en.strip()):
        raise Refused("NO_NAME", "A code needs letters or figures without blanks, and a name.", field="code")
    if TransactionCode.get_or_none(
        (TransactionCode.code == code) & (TransactionCode.id != (row.id if row else 0))
    ):
        raise Refused("CODE_EXISTS", "There is a code {code} already.", field="code", code=code)
    if (
        row is not None
        and (row.code, row.kind) != (code, terms.kind)
        and (was_posted(row) or row.code in NEEDED)
    ):
        raise Refused("CODE_IN_USE", "{code} has been posted; make a new code.", field="code", code=row.code)
    ledgers = [ledger for ledger in LEDGERS if ledger in terms.ledgers]
    if not ledgers or terms.kind not in KINDS:
        raise Refused("LEDGER", "Say which ledgers it may be posted to.", field="guest")
    lowest, highest = (
        None if limit is None else checked(limit, field)
        for limit, field in ((terms.lowest, "lowest"), (terms.highest, "highest"))
    )
    if (lowest or 0) < 0 or (lowest is not None and highest is not None and lowest > highest):
        raise Refused("LIMITS", "The lowest amount is above the highest, or below zero.", field="lowest")
    return {
        "code": code,
        "name_th": words(terms.name_th or terms.name_en, "name_th", 60),
        "name_en": words(terms.name_en or terms.name_th, "name_en", 60),
        "kind": terms.kind,
        "group": words(terms.group, "group", 20).casefold(),
        "subgroup": words(terms.subgroup, "subgroup", 20).casefold(),
        "statistics": words(terms.statistics, "statistics", 20).casefold(),
        "ledgers": ",".join(ledgers),
        "lowest": lowest,
        "highest": highest,
        "by_hand": terms.by_hand and terms.kind != "tax",
        "paid_out": terms.paid_out and terms.kind == "non-revenue",
        "active": terms.active,
    }


def was_posted(code: TransactionCode) -> bool:
    return Line.select().where(Line.item == code.code).exists()


def _check_needed(row: TransactionCode, terms: CodeTerms) -> None:
    if terms.active or not row.active:
        return
    parents = TransactionCode.select().join(Generate, on=(Generate.parent == TransactionCode.id))
    if row.code in NEEDED or parents.where((Generate.child == row) & TransactionCode.active).exists():
        raise Refused(
            "CODE_NEEDED", "{code} is posted by the program; it stays in use.", field="active", code=row.code
        )


def take_up_accounts(act: Act, date: datetime.date) -> None:
    """What the map says from ``date`` on is in force; the audit asks for it when it opens the date."""
    due = TransactionCode.select().where(
        TransactionCode.next_account.is_null(False) & (TransactionCode.next_account_from <= date)
    )
    for code in due:
        act.update(code, account=code.next_account_id)
        act.update(code, next_account=None, next_account_from=None)


@operation("set_up")
def save_generate(act: Act, code: str, terms: GenerateTerms) -> int:
    """A new version of a child of ``code`` from a date on; the version before it ends the day before. Its id.

    Refused: NO_CODE, CHILD_OF_ITSELF, NOT_TAX, PERCENT, FUNCTION, AMOUNT, NOT_POSITIVE, SUBTOTAL_EMPTY (a basis no rule
    before it adds to), RATE_BACKDATED (what is posted stays as it was: from tomorrow on, of a code that was posted),
    RATE_ENDS (an end before the beginning).
    """
    parent, child = transaction_code(code), transaction_code(terms.child)
    if child == parent or child.kind != "tax":
        raise Refused("NOT_TAX", "What is added is of the kind tax or added charge.", field="child")
    if terms.valid_from <= act.business_date and (was_posted(parent) or _in_force(parent, child)):
        raise Refused(
            "RATE_BACKDATED", "What is posted keeps its rate: a new one begins after {date}.", field="valid_from",
            date=act.business_date,
        )  # fmt: skip
    if terms.until is not None and terms.until < terms.valid_from:
        raise Refused("RATE_ENDS", "It ends before it begins.", field="until")
    values = _checked_rate(terms)
    with act.attempt():
        _end_before(act, parent, child, terms.valid_from)
        row = act.create(Generate, parent=parent, child=child, **values)
        _check_subtotals(parent, terms.valid_from)
    return int(row.id)


def _in_force(parent: TransactionCode, child: TransactionCode) -> bool:
    return Generate.select().where((Generate.parent == parent) & (Generate.child == child)).exists()


def _checked_rate(terms: GenerateTerms) -> dict[str, object]:
    points = checked(terms.percent, "percent") * 100
    if terms.method not in METHODS or not 0 <= points <= LARGEST_PERCENT * 100:
        raise Refused("PERCENT", "A percentage from 0 to {most}.", field="percent", most=LARGEST_PERCENT)
    if terms.method == "function" and terms.function not in FUNCTIONS:
        raise Refused("FUNCTION", "There is no such function.", field="function")
    if terms.basis not in BASES or terms.adds_to not in ("", *SUBTOTALS):
        raise Refused(
            "SUBTOTAL_EMPTY", "Nothing is added to {basis} before this.", field="basis", basis=terms.basis
        )
    return {
        "position": terms.position,
        "method": terms.method,
        "basis": terms.basis if terms.method != "flat" else "B",
        "basis_points": int(points) if terms.method != "flat" else 0,
        "flat": above_zero(terms.flat, "flat") if terms.method == "flat" else Decimal(0),
        "function": terms.function if terms.method == "function" else "",
        "adds_to": terms.adds_to,
        "valid_from": terms.valid_from,
        "valid_until": terms.until,
        "authority": words(terms.authority, "authority", 120),
    }


def _end_before(act: Act, parent: TransactionCode, child: TransactionCode, since: datetime.date) -> None:
    """The version in force the day before ends then; those planned from ``since`` on give way."""
    rows = list(Generate.select().where((Generate.parent == parent) & (Generate.child == child)))
    for row in rows:
        if row.valid_from >= since:
            act.changed(row, {"valid_from": row.valid_from, "basis_points": row.basis_points}, {})
            row.delete_instance()
        elif row.valid_until is None or row.valid_until >= since:
            act.update(
                row, cut=True, uncut_until=row.valid_until, valid_until=since - datetime.timedelta(days=1)
            )


def _check_subtotals(parent: TransactionCode, since: datetime.date) -> None:
    """On every date something begins from ``since`` on, each basis has been filled by a rule before."""
    versions = versions_of(parent)
    for date in sorted({since, *(g.valid_from for g in versions if g.valid_from > since)}):
        filled = {"B"}
        standing = [
            g for g in versions if g.valid_from <= date and (g.valid_until is None or g.valid_until >= date)
        ]
        for generate in standing:
            if generate.method != "flat" and generate.basis not in filled:
                raise Refused(
                    "SUBTOTAL_EMPTY",
                    "Nothing is added to {basis} before this.",
                    field="basis",
                    basis=generate.basis,
                )
            filled.add(generate.adds_to or "B")


@operation("set_up")
def withdraw_generate(act: Act, generate_id: int) -> None:
    """Take back a version that has not begun; the one it would have ended goes on as before. Refused: RATE_IN_FORCE."""
    row = Generate.get_by_id(generate_id)
    if row.valid_from <= act.business_date:
        raise Refused("RATE_IN_FORCE", "This rate is in force; enter another from a date to come.")
    before = Generate.get_or_none(
        (Generate.parent == row.parent_id)
        & (Generate.child == row.child_id)
        & (Generate.valid_until == row.valid_from - datetime.timedelta(days=1))
        & Generate.cut
    )
    act.changed(row, {"valid_from": row.valid_from, "basis_points": row.basis_points}, {})
    row.delete_instance()
    with act.attempt():
        if before is not None:
            act.update(before, cut=False, valid_until=before.uncut_until, uncut_until=None)
        _check_subtotals(transaction_code(row.parent.code), row.valid_from)
