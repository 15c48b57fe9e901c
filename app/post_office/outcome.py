"""What became of handing a letter over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SENT: Literal["sent"] = "sent"
WAITS: Literal["waits"] = "waits"  # this one was put off
LINE_DOWN: Literal["line down"] = "line down"  # nothing goes this way just now
FAILED: Literal["failed"] = "failed"
UNCERTAIN: Literal["uncertain"] = "uncertain"


@dataclass(frozen=True)
class Outcome:
    """``words`` are those of the server, the program or the system that said so."""

    kind: Literal["sent", "waits", "line down", "failed", "uncertain"]
    words: str = ""
