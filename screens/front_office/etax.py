"""e-Tax: the hotel's address in parts, and from which day on its tax papers are sent and say so."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult

from locales import Message, _
from models.front_office.etax import etax_since, set_etax
from screens.kit.actions import Action
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.form_screen import FormScreen

FORM = (
    FieldSpec("building", Message("Building number"), width=16, max_length=16, required=True),
    FieldSpec("street", Message("Street"), width=40, max_length=70),
    FieldSpec("subdistrict_code", Message("Sub-district code"), width=8, max_length=6, required=True, help=Message("Six digits of TIS 1099; the first two are the province.")),
    FieldSpec("postcode", Message("Postcode"), width=6, max_length=5, required=True),
    FieldSpec("since", Message("Sent since"), "date", past=True, help=Message("From then on papers say that they are sent. Empty: none is.")),
)  # fmt: skip


class EtaxScreen(FormScreen):
    ACTIONS = (Action("save", Message("Save"), ("f9",), right="set_up"),)

    def heading(self) -> str:
        return _("e-Tax: address of the hotel")

    def compose_body(self) -> ComposeResult:
        hotel = self.services.property()
        values: dict[str, object] = {
            name: getattr(hotel, name) for name in ("building", "street", "subdistrict_code", "postcode")
        }
        since: datetime.date | None = etax_since()
        if since is not None:
            values["since"] = since
        yield Form(FORM, values=values, id="etax")

    async def write(self, values: Mapping[str, Any]) -> None:
        told = [values[name] or "" for name in ("building", "street", "subdistrict_code", "postcode")]
        if await self.submit(set_etax, *told, values["since"], form=self.form):
            self.dismiss(None)
