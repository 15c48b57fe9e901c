"""Everybody changes their own password, and nobody needs a right for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from locales import Message
from models.house.refusals import Answer, Refused
from models.house.staffing import change_own_password
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.services import Services


def own_password_dialog(services: Services) -> FormDialog:
    specs = (
        FieldSpec("old", Message("Old password"), "password", required=True),
        FieldSpec("password", Message("New password"), "password", required=True),
        FieldSpec("again", Message("New password again"), "password", required=True),
    )

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        if values["password"] != values["again"]:
            raise Refused("NOT_THE_SAME", "The two new passwords differ.", field="again")
        await services.write(
            change_own_password, values["old"], values["password"], token=token, answers=answers
        )
        return True

    return FormDialog(Message("My password"), specs, write)
