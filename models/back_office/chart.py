"""Setting up the chart of accounts: from a template or the hotel's own file, and one account at a time.

An account is opened, named, put under a heading and closed; its code and kind stay, for the books quote them.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from locales import Message
from models.back_office.captions import CAPTIONS, USUAL_DEPARTMENTS, usual_caption
from models.back_office.posting_accounts import name_usual_accounts
from models.house.acts import Act, operation
from models.house.database import all_tables
from models.house.departments import Department
from models.house.inputs import words
from models.house.refusals import Refused
from models.house.tables import LineFault, TableFile, TableRow, harmless, read_table, text_of
from models.ledger.accounts import Account, AccountKind, account, create_account, whole_chart
from models.ledger.balances import account_balance

TEMPLATES = Path(__file__).parent / "templates"
COLUMNS = ("code", "kind", "subledger", "name_th", "name_en", "heading", "parent", "caption", "department")
_NEEDED = ("code", "kind", "name_th", "name_en")
LONGEST_NAME = 80


@dataclass(frozen=True)
class ChartRow:
    """An account as a file or a form says it; ``parent`` is the code of its heading, ``department`` that of its own."""

    code: str
    kind: str
    name_th: str
    name_en: str
    subledger: str = ""
    heading: bool = False
    parent: str = ""
    caption: str = ""
    department: str = ""


@operation("set_up")
def load_chart(act: Act, file: str = "") -> int:
    """Create every account of a file, or of the usual hotel chart, and name the usual ones for posting; how many.

    Refused (``BAD_CHART``, naming the line of the first fault) as a whole, and as ``read_table`` is.
    """
    files = [Path(file)] if file else [TEMPLATES / "headings.csv", TEMPLATES / "hotel.csv"]
    count = 0
    for path in files:
        count += import_chart(act, read_table(path))
    name_usual_accounts(act)
    return count


def chart_faults(table: TableFile) -> list[LineFault]:
    """A dry run: what is wrong with each line of a chart; nothing is written."""
    return _read(table)[1]


@operation("set_up")
def import_chart(act: Act, table: TableFile) -> int:
    """Open the accounts of a file, all of them or none; how many. Refused: BAD_CHART (the first line at fault)."""
    rows, faults = _read(table)
    if faults:
        first = faults[0]
        raise Refused(
            "BAD_CHART", "Line {line}: {why}", field="file", line=first.line, why=first.message
        )  # fmt: skip
    made: dict[str, int] = {}
    for row in sorted(
        rows, key=lambda r: not r.heading
    ):  # an account may stand above its heading in the file
        made[row.code] = create_account(
            act, row.code, row.name_th, row.name_en, AccountKind(row.kind), subledger=row.subledger or None,
            heading=row.heading, caption=row.caption, department=_department(row.department),
        )  # fmt: skip
    for row in rows:
        parent = _heading_of(row.code, row.parent)
        if parent is not None:
            act.update(Account.get_by_id(made[row.code]), parent=parent.id)
    return len(rows)


def _department(code: str) -> int | None:
    found = Department.get_or_none(Department.code == code.upper()) if code else None
    return None if found is None else int(found.id)


def _heading_of(code: str, said: str) -> Account | None:
    """The heading named, else the one whose figures, but for its zeros, the code begins with; the longest of them."""
    if said:
        return account(said)
    stems = {
        h.code.rstrip("0") or h.code: h for h in Account.select().where(Account.heading) if h.code != code
    }
    fitting = [stem for stem in stems if code.startswith(stem)]
    return stems[max(fitting, key=len)] if fitting else None


def _read(table: TableFile) -> tuple[list[ChartRow], list[LineFault]]:
    missing = [name for name in _NEEDED if name not in table.columns]
    unknown = [name for name in table.columns if name not in COLUMNS]
    if missing or unknown:
        what = Message("The columns must be {columns}.", {"columns": ", ".join(COLUMNS)})
        return [], [LineFault(1, what)]
    faults = list(table.faults)
    known = {row.code: bool(row.heading) for row in whole_chart()}
    rows = [(row.line, _row(row)) for row in table.rows]
    headings = {code for code, heading in known.items() if heading} | {r.code for _l, r in rows if r.heading}
    departments = {str(row.code) for row in Department.select()}
    seen = set(known)
    for line, row in rows:
        for wrong, message in _faults_of(row, seen, headings, departments):
            if wrong:
                faults.append(LineFault(line, message))
        seen.add(row.code)
    return [row for _line, row in rows], sorted(faults, key=lambda fault: fault.line)


def _row(row: TableRow) -> ChartRow:
    said = {name: text_of(row.cells.get(name, "")).strip() for name in COLUMNS}
    for name in ("name_th", "name_en"):  # as ``chart_rows`` wrote it
        plain = said[name].removeprefix("'")
        said[name] = plain if harmless(plain) == said[name] else said[name]
    code, kind = said["code"], said["kind"].lower()
    heading = said.pop("heading").lower() in ("yes", "y", "1", "true", "ใช่")
    if not heading and kind in list(AccountKind):
        said["caption"] = said["caption"] or usual_caption(code, AccountKind(kind))
        said["department"] = said["department"] or USUAL_DEPARTMENTS.get(code, "")
    return ChartRow(**{**said, "kind": kind}, heading=heading)


def _faults_of(
    row: ChartRow, seen: set[str], headings: set[str], departments: set[str]
) -> list[tuple[bool, Message]]:
    caption = CAPTIONS.get(row.caption)
    return [
        (row.kind not in list(AccountKind), Message("there is no kind {kind}.", {"kind": row.kind})),
        (
            not (row.code.isascii() and row.code.isdigit()),
            Message("{code} is no account code: digits alone.", {"code": row.code}),
        ),
        (row.code in seen, Message("account {code} is there already.", {"code": row.code})),
        (not (row.name_th and row.name_en), Message("both names are needed.")),
        (
            bool(row.parent) and row.parent not in headings,
            Message("there is no heading {code}.", {"code": row.parent}),
        ),
        (
            bool(row.caption) and (caption is None or row.kind not in caption.kinds),
            Message("there is no caption {caption} for that kind.", {"caption": row.caption}),
        ),
        (
            bool(row.department) and row.department.upper() not in departments,
            Message("there is no department {code}.", {"code": row.department}),
        ),
    ]


def chart_rows() -> list[list[str]]:
    """The whole chart with its headings, as a file that ``load_chart`` of another hotel takes; column names first. No name
    is read as a formula."""
    rows = [
        [
            row.code, row.kind, row.subledger or "", harmless(row.name_th), harmless(row.name_en), "yes" if row.heading else "",
            row.parent.code if row.parent_id else "", row.caption, row.department.code if row.department_id else "",
        ]
        for row in whole_chart()
    ]  # fmt: skip
    return [list(COLUMNS), *rows]


# One account at a time


def _terms(row: ChartRow, itself: Account | None) -> dict[str, Any]:
    """Refused: NO_NAME, NO_HEADING, NO_CAPTION, NO_DEPARTMENT."""
    names = {
        "name_th": words(row.name_th or row.name_en, "name_th", LONGEST_NAME),
        "name_en": words(row.name_en or row.name_th, "name_en", LONGEST_NAME),
    }
    if not names["name_en"]:
        raise Refused("NO_NAME", "An account needs a name.", field="name_en")
    parent = account(row.parent) if row.parent else None
    if parent is not None and (not parent.heading or _is_under(parent, itself)):
        raise Refused(
            "NO_HEADING", "{code} is no heading it can stand under.", field="parent", code=row.parent
        )
    if row.caption and (row.caption not in CAPTIONS or row.kind not in CAPTIONS[row.caption].kinds):
        raise Refused("NO_CAPTION", "That caption is not for accounts of this kind.", field="caption")
    department = _department(row.department)
    if row.department and department is None:
        raise Refused(
            "NO_DEPARTMENT", "There is no department {code}.", field="department", code=row.department
        )
    return {
        **names,
        "parent": parent.id if parent else None,
        "caption": row.caption,
        "department": department,
    }


def _is_under(heading: Account, itself: Account | None) -> bool:
    above: Account | None = heading
    while above is not None and itself is not None:
        if above.id == itself.id:
            return True
        above = above.parent if above.parent_id else None
    return False


@operation("set_up")
def open_account(act: Act, row: ChartRow) -> int:
    """Add an account or a heading; its id. Control accounts come by file alone.

    Refused: ACCOUNT_CODE, ACCOUNT_EXISTS, ACCOUNT_KIND, NO_NAME, NO_HEADING, NO_CAPTION, NO_DEPARTMENT, NO_ACCOUNT.
    """
    if row.kind not in list(AccountKind):
        raise Refused("ACCOUNT_KIND", "Say which kind of account it is.", field="kind")
    terms = _terms(row, None)
    if not terms["parent"]:
        heading = _heading_of(row.code, "")
        terms["parent"] = heading.id if heading else None
    name_th, name_en = str(terms.pop("name_th")), str(terms.pop("name_en"))
    return create_account(
        act, row.code.strip(), name_th, name_en, AccountKind(row.kind), heading=row.heading, **terms
    )


@operation("set_up")
def change_account(act: Act, row: ChartRow) -> None:
    """Its names, heading above it, caption and department, of the account of ``row.code``.

    Refused: NO_ACCOUNT, ACCOUNT_KIND (a kind or being a heading does not change), NO_NAME, NO_HEADING, NO_CAPTION,
    NO_DEPARTMENT.
    """
    kept = account(row.code)
    if row.kind != kept.kind or row.heading != kept.heading:
        raise Refused(
            "ACCOUNT_KIND", "The kind of an account stays; open another and close this one.", field="kind"
        )
    act.update(kept, **_terms(row, kept))


# What an account is made of does not hold it open; whatever else names it does.
_OWN = {"line", "subaccount", "account_day", "account_month", "account_budget"}


@operation("set_up")
def close_account(act: Act, code: str, since: datetime.date) -> None:
    """No more lines dated ``since`` or later.

    Refused: NO_ACCOUNT, ACCOUNT_CLOSED (already), CLOSED_BEFORE (``since`` lies in the past), BALANCE_NOT_ZERO,
    ACCOUNT_IN_USE (a transaction code or a purpose of the posting accounts stands on it, or a heading has open ones).
    """
    kept = account(code)
    if kept.closed_on is not None:
        raise Refused("ACCOUNT_CLOSED", "Account {code} is closed.", field="account", code=code)
    if since < act.business_date:
        raise Refused("CLOSED_BEFORE", "An account closes today or later.", field="since")
    balance = account_balance(kept.id)
    if balance:
        raise Refused(
            "BALANCE_NOT_ZERO", "Account {code} still holds {balance}.", field="since", code=code,
            balance=f"{balance:,.2f}",
        )  # fmt: skip
    _stands_nothing_on(kept)
    act.update(kept, closed_on=since)


def _stands_nothing_on(kept: Account) -> None:
    """Every table that names accounts is asked: codes, purposes, banks, vendors and what comes later."""
    all_tables()
    for field, table in Account._meta.backrefs.items():
        if table._meta.table_name in _OWN:
            continue
        query = table.select().where(field == kept.id)
        if table is Account:
            query = query.where(Account.closed_on.is_null())
        elif "active" in table._meta.fields:
            query = query.where(table._meta.fields["active"])
        user = query.first()
        if user is not None:
            raise Refused(
                "ACCOUNT_IN_USE", "{user} stands on account {code}.", field="since", code=kept.code,
                user=getattr(user, "code", None) or getattr(user, "purpose", None) or table._meta.table_name,
                jump=_LISTS.get(table._meta.table_name, "accounts"),
            )  # fmt: skip


_LISTS = {"transaction_code": "codes", "posting_account": "posting accounts"}


@operation("set_up")
def reopen_account(act: Act, code: str) -> None:
    """Refused: NO_ACCOUNT, ACCOUNT_OPEN."""
    kept = account(code)
    if kept.closed_on is None:
        raise Refused("ACCOUNT_OPEN", "Account {code} is open.", field="account", code=code)
    act.update(kept, closed_on=None)
