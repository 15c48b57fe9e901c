"""The key-card encoder: a program of the hotel's own writes the cards. What it is given and answers: docs/keys.md.

The job is on record before the program starts and closed after it ends. What can be known is kept apart: it was
written, it certainly was not, or nobody knows; the last is for a person at the door to find out.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from app.settings import SMTP_PASSWORD, SMTP_PASSWORD_FILE
from locales import _
from models.front_office.keys import ENCODER_SECONDS, CardRequest

CONTRACT = 1
MOST_ANSWER = 64_000  # bytes that are read of what the program says
_SECRETS = (SMTP_PASSWORD, SMTP_PASSWORD_FILE)


@dataclass(frozen=True)
class Encoded:
    """``words`` are the program's own, or ours where it said nothing; ``cards`` what it calls the cards."""

    kind: Literal["written", "failed", "uncertain"]
    words: str = ""
    cards: tuple[str, ...] = ()


def encode(
    command: str, request: CardRequest, environ: Mapping[str, str], seconds: float = ENCODER_SECONDS
) -> Encoded:
    """Run the program once; it never raises for what the program does."""
    try:
        argv = shlex.split(command)
    except ValueError as error:
        return Encoded("failed", str(error))
    with (
        tempfile.TemporaryFile() as asked,
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryFile() as errors,
    ):
        asked.write(request_text(request).encode())
        asked.seek(0)
        try:
            # Files, not pipes: a helper it leaves running in the background must not keep the desk waiting.
            process = subprocess.Popen(
                argv, stdin=asked, stdout=said, stderr=errors, start_new_session=True,
                env={name: value for name, value in environ.items() if name not in _SECRETS},
            )  # fmt: skip
        except (OSError, IndexError) as error:
            return Encoded("failed", f"{command}: {getattr(error, 'strerror', None) or error}")
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            return Encoded("uncertain", _("The program was ended after {n} seconds.", n=int(seconds)))
        return _answer(code, _read(said), _read(errors))


def request_text(request: CardRequest) -> str:
    """One line of JSON."""
    told = asdict(request)
    for name in ("valid_from", "valid_until"):
        told[name] = told[name].isoformat(timespec="seconds")
    return json.dumps({"contract": CONTRACT, **told}, ensure_ascii=False) + "\n"


def _read(file: Any) -> str:
    file.seek(0)
    return str(file.read(MOST_ANSWER).decode("utf-8", "replace")).strip()


def _answer(code: int, said: str, errors: str) -> Encoded:
    answer = _json(said)
    words = _words(answer, errors) or _("The program ended with {code}.", code=code)
    if code < 0:  # ended from outside, and nobody knows how far it had come
        return Encoded("uncertain", words)
    if code > 0:
        return Encoded("failed", words)
    if answer is None or not isinstance(answer.get("ok"), bool):
        return Encoded(
            "uncertain", _("The program's answer cannot be read: {text}", text=_printable(said)[:80])
        )
    if not answer["ok"]:
        return Encoded("failed", _words(answer, errors) or _("The program gave no reason."))
    cards = answer.get("cards", [])
    named = cards if isinstance(cards, list) else []
    return Encoded("written", "", tuple(_printable(str(card))[:60] for card in named))


def _json(said: str) -> dict[str, Any] | None:
    try:
        answer = json.loads(said)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _words(answer: dict[str, Any] | None, errors: str) -> str:
    message = answer.get("message") if answer else None
    return _printable(message if isinstance(message, str) and message.strip() else errors)[:200]


def _printable(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _end(process: subprocess.Popen[bytes]) -> None:
    """With everything it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
