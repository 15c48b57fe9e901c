"""Half-typed screens, as plain text that can be kept and opened again."""

from __future__ import annotations

import datetime
import importlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from locales import Message
from models.house.refusals import Refused
from screens.kit.desk_screen import DeskScreen

if TYPE_CHECKING:
    from textual.screen import Screen


class Console(Protocol):
    def push_screen(self, screen: DeskScreen) -> object: ...
    def call_after_refresh(self, callback: Any) -> object: ...


def kept_of(screens: Iterable[Screen[Any]]) -> list[tuple[str, str, str]]:
    """Of every screen with something typed: which it is, what it was opened with, what stands in its forms.

    A screen that was opened with more than numbers, words and dates cannot be opened again by them and is left out.
    """
    found = []
    for screen in screens:
        if not isinstance(screen, DeskScreen) or not screen.unsaved:
            continue
        args, values = screen.opened_with
        try:
            opened = json.dumps({"args": args, "values": values, "draft": screen.draft()}, default=_as_text)
        except TypeError:
            continue
        name = f"{type(screen).__module__}:{type(screen).__qualname__}"
        found.append((name, screen.heading(), opened))
    return found


def open_draft(console: Console, name: str, typed: str) -> Message | None:
    """Open the screen as it was; what to say where that cannot be done any more."""
    gone = Message("It cannot be opened again: what it was about has changed.")
    module, _colon, kind = name.partition(":")
    if not module.startswith("screens."):
        return gone
    try:
        found = getattr(importlib.import_module(module), kind)
        kept = json.loads(typed, object_hook=_as_date)
        screen: DeskScreen = found(*kept["args"], **kept["values"])
    except Refused as refused:
        return refused.message
    except Exception:  # noqa: BLE001 - of another version, or about what is no longer there
        return gone
    console.push_screen(screen)
    screen.call_after_refresh(screen.take_draft, kept["draft"])
    return None


def _as_text(value: object) -> dict[str, str]:
    if type(value) is datetime.date:
        return {"date": value.isoformat()}
    raise TypeError


def _as_date(kept: dict[str, Any]) -> Any:
    return datetime.date.fromisoformat(kept["date"]) if set(kept) == {"date"} else kept
