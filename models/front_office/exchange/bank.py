"""Foreign notes of the safe sold to the bank, at its rate; the difference to what they cost goes to 42120."""

from __future__ import annotations

from decimal import Decimal

from models.front_office.currencies import currency, in_baht, read_rate
from models.front_office.exchange.position import TO_BANK, cost_of, in_safe, notes_code
from models.front_office.exchange.tables import NotesToBank
from models.front_office.refund_legs import DIFFERENCES
from models.front_office.till import Tender, record
from models.house.acts import Act, operation
from models.house.inputs import above_zero, words
from models.house.refusals import Refused
from models.ledger.accounts import Account, account
from models.ledger.entries import NewLine, write_entry

BANKS_BEGIN = "112"


def bank_accounts() -> list[Account]:
    """The house's accounts with banks that are open, the current account first."""
    found = Account.select().where(Account.code.startswith(BANKS_BEGIN) & Account.closed_on.is_null())
    return sorted(found, key=lambda a: (a.code != "11210", a.code))


@operation("journal")
def notes_to_bank(act: Act, code: str, amount: Decimal, rate: str, account_code: str, reference: str) -> int:
    """The bank buys ``amount`` in notes at its ``rate`` (as typed) and pays into an account; the record's id.

    Only what lies in the safe, dropped by shifts, goes to the bank. Refused: NO_CURRENCY, NOT_POSITIVE, RATE,
    NO_ACCOUNT, NO_REFERENCE, NOT_IN_SAFE.
    """
    of, amount, bank_rate = currency(code), above_zero(amount, "notes"), read_rate(rate, "rate")
    reference = words(reference, "reference", 40)
    into = next((row for row in bank_accounts() if row.code == account_code), None)
    if into is None:
        raise Refused("NO_ACCOUNT", "There is no account {code}.", field="account", code=account_code)
    if not reference:
        raise Refused("NO_REFERENCE", "Type the number of the bank's slip.", field="reference")
    there = in_safe(of.code)
    if amount > there:
        raise Refused(
            "NOT_IN_SAFE", "{code} {amount} are in the safe; what is in a drawer is dropped first.", field="notes",
            code=of.code, amount=there,
        )  # fmt: skip
    baht, cost, notes = in_baht(amount, bank_rate), cost_of(of.code, amount), notes_code()
    memo = f"{of.code} {amount:,.2f} × {bank_rate.normalize():f} · {reference}"
    entry_id = write_entry(
        act,
        [
            NewLine(into.id, baht),
            NewLine(notes.account_id, -cost, item=notes.code),
            NewLine(account(DIFFERENCES).id, cost - baht, memo=memo),
        ],
        kind=TO_BANK,
        memo=memo,
    )
    tender = Tender(of.code, -amount, worth=-cost)
    record(act, None, TO_BANK, notes, -cost, entry_id=entry_id, reference=reference, tender=tender)
    row = act.create(
        NotesToBank, currency=of, amount=amount, rate=bank_rate, baht=baht, cost=cost, account=into, reference=reference,
        entry=entry_id, date=act.business_date, at=act.now, staff=act.staff,
    )  # fmt: skip
    return int(row.id)
