"""Moving lines of a folio: to another window, another room, a posting master; whole or in parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from locales import Message, current_language
from models.front_office.folios import FolioLine, split, transfer, window_named, windows_of
from models.front_office.reservations import Stay
from models.house.refusals import Answer, Refused
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec


def _where(stay: Stay, here: int, required: bool = True) -> FieldSpec:
    """Where to: another window by its number, a room, a room with its window; left empty, here."""
    others = ", ".join(str(w.number) for w in windows_of(stay.id) if w.number != here)
    known = Message("Windows here: {windows}. Or a room: 305, 305/2, PM01.", {"windows": others or "–"})
    return FieldSpec("window", Message("To"), required=required, width=12, max_length=12, help=known)


async def move_lines(screen: DeskScreen, stay: Stay, here: int, lines: Sequence[FolioLine]) -> bool:
    """Ask where to and move the lines whole; whether it was done."""

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        target = window_named(str(values["window"]), stay)
        ids = [line.posting_id for line in lines]
        return await screen.services.write(transfer, ids, target.id, token=token, answers=answers)

    total = sum((line.amount for line in lines), Decimal(0))
    one = lines[0].words(current_language()) if len(lines) == 1 else ""
    title = (
        Message("Move {what}: {amount}", {"what": one, "amount": total})
        if one
        else Message("Move {n} lines: {amount}", {"n": len(lines), "amount": total})
    )
    dialog = FormDialog(title, (_where(stay, here),), write)
    return await screen.app.push_screen_wait(dialog) is not None


async def split_line(screen: DeskScreen, stay: Stay, here: int, line: FolioLine) -> bool:
    """Ask how much of a line goes where; whether it was done."""
    specs = (
        FieldSpec("amount", Message("Amount"), "amount", help=Message("Service and tax inside; they are divided in proportion.")),
        FieldSpec("percent", Message("Or percent"), "amount"),
        _where(stay, here, required=False),
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        if (values["amount"] is None) == (values["percent"] is None):
            raise Refused("SPLIT_HOW", "Type an amount or a percentage.", field="amount")
        target = window_named(str(values["window"] or here), stay)
        return await screen.services.write(
            split, line.posting_id, target.id, amount=values["amount"], percent=values["percent"],
            token=token, answers=answers,
        )  # fmt: skip

    title = Message("Split {what}: {amount}", {"what": line.words(current_language()), "amount": line.amount})
    dialog = FormDialog(title, specs, write)
    return await screen.app.push_screen_wait(dialog) is not None
