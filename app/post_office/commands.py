"""Faxes and text messages through a program of the hotel's own. What it is given and must answer: docs/letters.md.

It is started without a shell: whatever stands in a number or a text is an argument or input, never a command.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping

from app.post_office.outcome import FAILED, LINE_DOWN, SENT, UNCERTAIN, WAITS, Outcome
from app.settings import SMTP_PASSWORD, SMTP_PASSWORD_FILE
from locales import _
from models.front_office.correspondence import TEXT, Letter
from models.front_office.papers import paper_from_json
from models.house.property import setting

TIME_LIMIT_SECONDS = 60.0
TRY_LATER = 75  # EX_TEMPFAIL of sysexits.h
SECRETS = (SMTP_PASSWORD, SMTP_PASSWORD_FILE)


def run_for(letter: Letter, environ: Mapping[str, str]) -> Outcome:
    """``COMMAND… NUMBER MESSAGE-ID`` with the text message, or the PDF of the fax, on its standard input."""
    command = setting("text_command" if letter.method == TEXT else "fax_command")
    if letter.method == TEXT:
        content = letter.body.encode()
    else:
        from app.documents.pdf import as_pdf

        content = as_pdf(paper_from_json(letter.paper))
    argv = [*shlex.split(command), letter.address, letter.message_id.strip("<>")]
    return run(argv, content, {name: value for name, value in environ.items() if name not in SECRETS})


def run(argv: list[str], content: bytes, environ: Mapping[str, str], seconds: float | None = None) -> Outcome:
    """Once, with ``content`` on its standard input; with all it started it is ended after ``seconds``
    (the limit of a letter)."""
    seconds = TIME_LIMIT_SECONDS if seconds is None else seconds
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stderr:
        stdin.write(content)
        stdin.seek(0)
        try:
            # Files, not pipes: a helper it leaves running in the background must not keep us waiting.
            process = subprocess.Popen(
                argv,
                stdin=stdin,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                env=dict(environ),
                start_new_session=True,
            )
        except OSError as error:
            return Outcome(LINE_DOWN, f"{argv[0]}: {error.strerror or error}")
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            return Outcome(UNCERTAIN, _("The program was ended after {n} seconds.", n=int(seconds)))
        stderr.seek(0)
        said = stderr.read(4000).decode("utf-8", "replace").strip()
    if code == 0:
        return Outcome(SENT)
    words = said or _("The program ended with {code}.", code=code)
    if code < 0:  # ended from outside, and nobody knows how far it had come
        return Outcome(UNCERTAIN, words)
    return Outcome(WAITS if code == TRY_LATER else FAILED, words)


def _end(process: subprocess.Popen[bytes]) -> None:
    """With everything it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
