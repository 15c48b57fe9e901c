"""Setting up the chart of accounts from a template or the hotel's own file."""

from __future__ import annotations

import csv
from pathlib import Path

from models.back_office.posting_accounts import name_usual_accounts
from models.house.acts import Act, operation
from models.house.refusals import Refused
from models.ledger.accounts import AccountKind, create_account

TEMPLATES = Path(__file__).parent / "templates"
COLUMNS = ["code", "kind", "subledger", "name_th", "name_en"]


@operation("set_up")
def load_chart(act: Act, file: str = str(TEMPLATES / "hotel.csv")) -> int:
    """Create every account of a CSV (code, kind, subledger, name_th, name_en), and name the usual ones for posting; how many.

    Refused (``BAD_CHART``, naming the line) for an unknown kind or a missing column; nothing is written then.
    """
    with open(file, encoding="utf-8-sig", newline="") as text:
        reader = csv.DictReader(text)
        if reader.fieldnames != COLUMNS:
            raise Refused("BAD_CHART", "The columns must be {columns}.", columns=", ".join(COLUMNS))
        rows = list(reader)
    for number, row in enumerate(rows, 2):
        if row["kind"] not in list(AccountKind):
            raise Refused("BAD_CHART", "Line {line}: there is no kind {kind}.", line=number, kind=row["kind"])
        create_account(
            act,
            row["code"],
            row["name_th"],
            row["name_en"],
            AccountKind(row["kind"]),
            subledger=row["subledger"] or None,
        )
    name_usual_accounts(act)
    return len(rows)
