"""On what terms the house exchanges: who holds the licence, whether it sells, commission and limits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from locales import Message
from models.front_office.exchange import keep_terms, terms
from models.house.refusals import Answer
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.services import Services

ZERO = Decimal(0)


def terms_dialog(services: Services) -> FormDialog:
    now = terms()
    none = Message("Baht; 0 for no limit.")
    specs = (
        FieldSpec("holder", Message("Licence holder"), max_length=80, width=36, help=Message("As on the licence; empty: the hotel.")),
        FieldSpec("sells", Message("Foreign notes sold too"), "check", help=Message("Only where the licence lets the house sell.")),
        FieldSpec("percent", Message("Commission, percent"), max_length=6, width=8, help=Message("Of the worth: 0, 1.5")),
        FieldSpec("flat", Message("Commission, baht"), "amount", minimum=ZERO, help=Message("For each exchange, beside the percentage.")),
        FieldSpec("per_transaction", Message("Limit at a time"), "amount", minimum=ZERO, help=none),
        FieldSpec("per_day", Message("Limit a person and day"), "amount", minimum=ZERO, help=none),
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        await services.write(
            keep_terms, holder=values["holder"] or "", sells=bool(values["sells"]), percent=values["percent"] or "0",
            flat=values["flat"] or ZERO, per_transaction=values["per_transaction"] or ZERO,
            per_day=values["per_day"] or ZERO, token=token, answers=answers,
        )  # fmt: skip
        return True

    first = {
        "holder": now.holder, "sells": now.sells, "percent": f"{now.percent:f}", "flat": now.flat,
        "per_transaction": now.per_transaction, "per_day": now.per_day,
    }  # fmt: skip
    return FormDialog(Message("Exchange terms"), specs, write, values=first)
