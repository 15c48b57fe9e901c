"""Which account of the chart the back office posts to: input VAT, tax withheld, trade payables, bank fees and the like.

Transaction codes name the accounts of the front office; what suppliers, banks and the Revenue Department are owed has
no code. A change holds for what is written after it; entries keep the account they were written on.
"""

from __future__ import annotations

from dataclasses import dataclass

from peewee import ForeignKeyField, TextField

from locales import Message
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.refusals import Refused
from models.ledger.accounts import Account, AccountKind, account


@dataclass(frozen=True)
class Purpose:
    """What an account is used for; ``usual``: its code in the hotel chart of the template."""

    name: Message
    usual: str


PURPOSES: dict[str, Purpose] = {
    "petty_cash": Purpose(Message("Petty cash"), "11100"),
    "bank": Purpose(Message("Bank, current"), "11210"),
    "card_clearing": Purpose(Message("Cards to be paid out"), "11310"),
    "qr_clearing": Purpose(Message("PromptPay to be paid out"), "11330"),
    "cheques_on_hand": Purpose(Message("Cheques on hand"), "11320"),
    "cheques_issued": Purpose(Message("Cheques issued, not yet paid"), "21120"),
    "input_vat": Purpose(Message("Input VAT"), "11600"),
    "undue_input_vat": Purpose(Message("Input VAT not yet due"), "11610"),
    "vat_not_claimable": Purpose(Message("Input VAT not claimable"), "52800"),
    "output_vat": Purpose(Message("Output VAT"), "21300"),
    "undue_output_vat": Purpose(Message("Output VAT not yet due"), "21310"),
    "vat_payable": Purpose(Message("VAT payable (PP30)"), "21320"),
    "pp36_payable": Purpose(Message("VAT on services from abroad (PP36)"), "21325"),
    "revenue_department": Purpose(Message("Receivable from the Revenue Department"), "11630"),
    "withheld_by_payers": Purpose(Message("Tax withheld by payers"), "11620"),
    "withholding_payable": Purpose(Message("Tax withheld, to be paid over"), "21400"),
    "trade_payables": Purpose(Message("Trade payables"), "21100"),
    "accrued_expenses": Purpose(Message("Accrued expenses"), "21700"),
    "commission": Purpose(Message("Agents' commission"), "52400"),
    "bank_fees": Purpose(Message("Card and bank fees"), "52410"),
    "bad_debts": Purpose(Message("Bad debts"), "52430"),
    "fines": Purpose(Message("Fines and surcharges"), "52900"),
    "interest_income": Purpose(Message("Interest received"), "42110"),
    "rounding": Purpose(Message("Rounding differences"), "42190"),
    "over_short": Purpose(Message("Cash over and short"), "52420"),
    "retained_earnings": Purpose(Message("Retained earnings"), "32000"),
    "opening_balances": Purpose(Message("Opening balances"), "39000"),
}


OF_REGISTERS = ("cheques_on_hand", "cheques_issued", "input_vat", "undue_input_vat", "withholding_payable")
"""Purposes whose accounts are explained by a register; a document moves them through it."""


class PostingAccount(Base):
    """One account for one purpose."""

    purpose = TextField(unique=True)
    account = ForeignKeyField(Account, backref="+")

    class Meta:
        table_name = "posting_account"


def account_for(purpose: str) -> Account:
    """Refused: NO_POSTING_ACCOUNT (leads to the posting accounts)."""
    found = PostingAccount.get_or_none(PostingAccount.purpose == purpose)
    if found is None:
        raise Refused(
            "NO_POSTING_ACCOUNT", "No account is named for {purpose}.", jump="posting accounts",
            purpose=PURPOSES[purpose].name,
        )  # fmt: skip
    posted_to: Account = found.account
    return posted_to


def check_no_register(chosen: Account, field: str = "account") -> None:
    """Refused: REGISTER_ACCOUNT (the account is explained by a register, which the line would not be in)."""
    of_register = (PostingAccount.account == chosen) & (PostingAccount.purpose << OF_REGISTERS)
    if (named := PostingAccount.get_or_none(of_register)) is not None:
        raise Refused(
            "REGISTER_ACCOUNT", "Account {code} ({purpose}) moves with its register, not by a line of its own.",
            field=field, code=chosen.code, purpose=PURPOSES[named.purpose].name,
        )  # fmt: skip


def money_account(code: str, field: str = "account") -> Account:
    """Cash or a bank account that a payment comes from. Refused: NO_ACCOUNT, PAY_FROM."""
    source = account(code)
    if source.kind != AccountKind.ASSET or source.subledger is not None or source.heading:
        raise Refused("PAY_FROM", "Payments come from cash or a bank account.", field=field)
    return source


@operation("set_up")
def set_posting_account(act: Act, purpose: str, code: str) -> None:
    """From now on ``purpose`` is posted to the account ``code``. Refused: NO_ACCOUNT, ACCOUNT_CLOSED."""
    chosen = account(code)
    if chosen.closed_on is not None and chosen.closed_on <= act.business_date:
        raise Refused("ACCOUNT_CLOSED", "Account {code} is closed.", field="account", code=code)
    kept = PostingAccount.get_or_none(PostingAccount.purpose == purpose)
    if kept is None:
        act.create(PostingAccount, purpose=purpose, account=chosen.id)
    else:
        act.update(kept, account=chosen.id)


def name_usual_accounts(act: Act) -> None:
    """Each purpose that has no account yet gets its usual one, where the chart has it."""
    named = {row.purpose for row in PostingAccount.select()}
    ids = {row.code: row.id for row in Account.select()}
    for purpose, about in PURPOSES.items():
        if purpose not in named and about.usual in ids:
            act.create(PostingAccount, purpose=purpose, account=ids[about.usual])


def posting_accounts() -> dict[str, Account]:
    """The account of each purpose that has one."""
    return {row.purpose: row.account for row in PostingAccount.select(PostingAccount, Account).join(Account)}
