"""Style sheets, read once by the server for all its desks; else a third of what a desk does until its first picture.

Private in Textual, which keeps what it has read for one app only. Where this fails a desk reads them itself.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.css.stylesheet import Stylesheet

if TYPE_CHECKING:
    from textual.css.model import RuleSet
    from textual.pilot import Pilot

TERMINALS = ("xterm-256color", "vt100")  # with colours, and without
Sheet = tuple[tuple[tuple[str, str], ...], tuple[Any, ...]]
"""The variables in force, and what Textual reads by them: the text, its place, its rank."""

_read = Stylesheet._parse_rules
_known: dict[Sheet, list[RuleSet]] = {}


def _parse_rules(
    self: Stylesheet,
    css: str,
    read_from: Any,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    sheet = (tuple(sorted(self._variables.items())), (css, read_from, is_default_rules, tie_breaker, scope))
    if sheet not in _known:
        _known[sheet] = _read(self, *sheet[1])
    return _known[sheet]


def read_once(sheets: list[Sheet]) -> None:
    """In the server: what is forked from here on has read these."""
    Stylesheet._parse_rules = _parse_rules  # type: ignore[method-assign]
    for variables, rest in sheets:
        Stylesheet(variables=dict(variables))._parse_rules(*rest)


def sheets_of_a_sign_in() -> list[Sheet]:
    """What a desk reads until its sign-in stands. In a process that ends: the hotel is open, a loop runs."""
    from app.console import Console

    async def go(pilot: Pilot[None]) -> None:
        await pilot.pause()
        pilot.app.exit()

    read_once([])
    for terminal in TERMINALS:
        with _at(terminal):
            Console().run(headless=True, size=(80, 24), auto_pilot=go)  # type: ignore[arg-type]
    return list(_known)


@contextlib.contextmanager
def _at(terminal: str) -> Iterator[None]:
    before = os.environ.get("TERM", "")
    os.environ["TERM"] = terminal
    try:
        yield
    finally:
        os.environ["TERM"] = before
