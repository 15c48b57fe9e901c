"""The reasons in the change log: each ASK that was answered stands there as ``CODE: what was said``."""

from __future__ import annotations

import re

# No code of an ASK is shorter; an abbreviation somebody typed is.
_ANSWER = re.compile(r"(?:^|; )([A-Z][A-Z0-9_]{5,}): ")


def said_to(code: str, reason: str) -> str:
    """What was answered to one ASK, out of the reason of a whole act; "" where it was not asked."""
    pieces = _ANSWER.split(reason)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True)).get(code, "")


def in_words(reason: str) -> str:
    """The reason as people said it, without the codes of what they were asked."""
    pieces = _ANSWER.split(reason)
    return "; ".join(filter(None, [pieces[0], *pieces[2::2]]))
