"""A list taken in from a file of the import folder: choose it, see what is wrong with each line, or that nothing is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from locales import Message
from models.house.refusals import Refused
from models.house.tables import LineFault, TableFile, read_table
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, ConfirmDialog

MOST_SHOWN = 8
FileT = TypeVar("FileT")


def _lines(table: TableFile) -> Message:
    return Message("{n} lines without fault. Take them in?", {"n": len(table.rows)})


async def take_file(screen: DeskScreen, faults_of: Callable[[TableFile], list[LineFault]]) -> Path | None:
    """A table; else as ``take``."""
    lack = Message("Put the list as CSV or XLSX into {folder}", {"folder": screen.services.import_folder()})
    return await take(screen, (".csv", ".xlsx"), lack, read_table, faults_of, _lines)


async def take(
    screen: DeskScreen,
    suffixes: Sequence[str],
    lack: Message,
    read: Callable[[Path], FileT],
    faults_of: Callable[[FileT], Sequence[LineFault]],
    question: Callable[[FileT], Message],
) -> Path | None:
    """The file chosen once it is without fault and the question is answered with yes; None else. ``lack`` is said where
    there is none."""
    files = [f for f in screen.services.import_files() if f.suffix.lower() in suffixes]
    if not files:
        screen.say(lack, "warning")
        return None
    title = Message("Which file?")
    chosen = await screen.app.push_screen_wait(ChooseDialog(title, [(f, f.name) for f in files]))
    if not isinstance(chosen, Path):
        return None
    try:
        file = read(chosen)
    except Refused as refused:
        screen.say(refused.message, "warning")
        return None
    faults = faults_of(file)
    if faults:
        shown = [
            (n, Message("Line {line}: {why}", {"line": f.line, "why": f.message}).say())
            for n, f in enumerate(faults[:MOST_SHOWN])
        ]
        head = Message("{n} faults; nothing was taken in.", {"n": len(faults)})
        await screen.app.push_screen_wait(ChooseDialog(head, shown))
        return None
    return chosen if await screen.app.push_screen_wait(ConfirmDialog(question(file))) else None
