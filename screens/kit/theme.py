"""Colours: the terminal's own sixteen, or none. Nothing is said by colour alone, so none is no loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.theme import BUILTIN_THEMES

from locales import Message

if TYPE_CHECKING:
    from textual.app import App

_NO_SCREEN = {"dumb", "unknown", ""}
_PLAIN = "ansi_default"

_ANSI = BUILTIN_THEMES["ansi-dark"]

COLOURS = replace(_ANSI, name="reception")
MONOCHROME = replace(
    _ANSI,
    name="reception-mono",
    primary=_PLAIN,
    secondary=_PLAIN,
    warning=_PLAIN,
    error=_PLAIN,
    success=_PLAIN,
    accent=_PLAIN,
    variables=dict.fromkeys(_ANSI.variables, _PLAIN),
)


def without_colour(environ: Mapping[str, str]) -> bool:
    """Whether the person asked for no colour (no-color.org: set and not empty) or the terminal has none."""
    return bool(environ.get("NO_COLOR")) or environ.get("TERM", "") in {"vt100", "vt102", "vt220"}


def use_theme(app: App[Any], environ: Mapping[str, str]) -> None:
    """Give the app the terminal's own colours, or none, and stop all movement on the screen.

    The app must be made with ``ansi_color=True``; otherwise ``NO_COLOR`` means shades of grey to Textual.
    """
    app.register_theme(COLOURS)
    app.register_theme(MONOCHROME)
    app.theme = (MONOCHROME if without_colour(environ) else COLOURS).name
    app.animation_level = "none"


def terminal_refusal(environ: Mapping[str, str]) -> Message | None:
    """Why the desk cannot be shown on this terminal, or None when it can."""
    terminal = environ.get("TERM", "")
    if terminal.lower() in _NO_SCREEN:
        return Message(
            "This terminal ({term}) cannot show a full screen. Use another one, or the commands: reception --help",
            {"term": f"TERM={terminal}"},
        )
    return None
