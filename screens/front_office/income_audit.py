"""Income audit: a marked entry on a date that is closed already, lines until both sides are equal, then F9."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from locales import Message
from models.front_office.income_audit import post_income_audit
from models.house.refusals import Answer
from screens.back_office.voucher import VoucherScreen
from screens.kit.form_rows import FieldSpec


class IncomeAuditScreen(VoucherScreen):
    """As a journal voucher, for yesterday unless another closed date is typed."""

    CAPTION = Message("Income audit")

    def __init__(self, date: datetime.date | None = None) -> None:
        super().__init__()
        self._date = date

    def terms(self) -> tuple[FieldSpec, ...]:
        yesterday = self.services.today() - datetime.timedelta(days=1)
        return (
            FieldSpec(
                "date",
                Message("Closed date"),
                "date",
                required=True,
                past=True,
                default=self._date or yesterday,
            ),
            FieldSpec("memo", Message("Why"), required=True, width=44, max_length=200),
        )

    async def save(
        self,
        values: dict[str, Any],
        lines: list[tuple[str, Decimal]],
        token: str,
        answers: Mapping[str, Answer],
    ) -> int:
        written: int = await self.services.write(
            post_income_audit, values["date"], lines, values["memo"], token=token, answers=answers
        )
        return written
