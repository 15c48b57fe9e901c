"""The hotel's bank accounts: each with the account of the chart it stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from locales import Message, _, current_language
from models.back_office.bank_accounts import bank_accounts, keep_bank_account
from models.front_office.payment_methods import settlement_accounts
from models.house.banks import bank_options, short_name
from screens.front_office.set_up_list import CHANGE, NEW, Call, SetUpList, Specs
from screens.front_office.words import amount
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column


class BankAccountsScreen(SetUpList):
    TITLE_LINE = Message("Bank accounts")
    ONE = Message("Bank account")
    ACTIONS = (NEW, CHANGE)
    COLUMNS = (
        Column(Message("Account"), 7, lambda e: e.row.account.code),
        Column(Message("Bank"), 6, lambda e: short_name(e.row.bank)),
        Column(Message("Number"), 16, lambda e: e.row.number),
        Column(Message("Name"), None, lambda e: e.row.name(current_language())),
        Column(Message("Balance"), 15, lambda e: amount(e.row.balance), "right"),
        Column(Message("State"), 8, lambda e: _("closed") if e.row.closed else ""),
    )

    def rows(self) -> Sequence[Any]:
        return bank_accounts(closed_too=True)

    def specs(self, row: Any) -> Specs:
        language = current_language()
        codes = [(a.code, f"{a.code} {a.name(language)}") for a in settlement_accounts()]
        fields = (
            FieldSpec("account", Message("Account"), "pick", required=True, options=codes, width=40),
            FieldSpec(
                "bank", Message("Bank"), "pick", required=True, options=bank_options(language), width=36
            ),
            FieldSpec("branch", Message("Branch of the bank"), max_length=40),
            FieldSpec("number", Message("Account number"), required=True, max_length=20),
            FieldSpec("name_th", Message("Name in Thai"), max_length=80),
            FieldSpec("name_en", Message("Name in English"), max_length=80),
            FieldSpec(
                "tax_id",
                Message("Tax number"),
                max_length=17,
                help=Message("The bank's, for its tax invoices of fees."),
            ),
        )
        return fields if row is None else (*fields, FieldSpec("closed", Message("Closed"), "check"))

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {}
        names = ("bank", "branch", "number", "name_th", "name_en", "closed", "tax_id")
        return {"account": row.account.code, **{name: getattr(row, name) for name in names}}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        texts = [values[name] or "" for name in ("account", "bank", "number", "name_th", "name_en", "branch")]
        row_id = row.id if row is not None else None
        return keep_bank_account, (*texts, bool(values.get("closed")), row_id, values["tax_id"] or "")
