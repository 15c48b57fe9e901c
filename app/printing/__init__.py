"""Printing: takes papers out of the queue one by one and hands each to its printer.

What can be known is kept apart, as with letters: it was printed, it certainly was not, or nobody knows.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from app.post_office.commands import SECRETS, run
from app.post_office.outcome import FAILED, SENT, UNCERTAIN, Outcome
from locales import _
from models.front_office.printing import (
    COMMAND,
    FILE,
    PRINT_SECONDS,
    QUEUE,
    Order,
    Printer,
    claim_print,
    order_of,
    print_done,
    print_failed,
    print_uncertain,
)
from models.house.papers import Paper, Sheet
from models.house.refusals import Refused

Write = Callable[..., Any]
MOST_IN_A_ROUND = 200


@dataclass(frozen=True)
class Places:
    """What of this desk printers need: where files go, and how bytes reach the printer at its terminal."""

    terminal: str
    folder: Callable[[], Path]
    at_terminal: Callable[[bytes], None] | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    seconds: float = PRINT_SECONDS


@dataclass(frozen=True)
class Printed:
    """What became of one paper."""

    title: str
    printer: str
    outcome: Outcome


def print_queue(write: Write, places: Places, stop: Callable[[], bool] = lambda: False) -> list[Printed]:
    """Print what is due at this desk."""
    done: list[Printed] = []
    while len(done) < MOST_IN_A_ROUND and not stop():
        claim = write(claim_print, places.terminal)
        if claim is None:
            break
        order = order_of(claim["job_id"])
        outcome = _printed(order, places)
        try:
            _mark(write, claim["job_id"], claim["attempt"], outcome)
        except Refused as refused:
            if refused.code != "PRINT_TAKEN":
                raise
        paper = order.papers[0]
        done.append(Printed(" ".join(filter(None, (paper.title, paper.number))), order.printer.name, outcome))
    return done


def _printed(order: Order, places: Places) -> Outcome:
    """The whole set. Once its first paper is out, a copy that fails leaves a matter for a person."""
    for n, paper in enumerate(order.papers):
        try:
            outcome = _print(order.printer, paper, places)
        except Exception as error:  # noqa: BLE001 - one paper that cannot be set must not hold up the others
            outcome = Outcome(FAILED, getattr(error, "strerror", None) or f"{type(error).__name__}: {error}")
        if outcome.kind != SENT:
            if n and outcome.kind != UNCERTAIN:
                return Outcome(UNCERTAIN, _("{n} printed, then: {why}", n=n, why=outcome.words))
            return outcome
    return Outcome(SENT)


def _print(printer: Printer, paper: Paper, places: Places) -> Outcome:
    content = content_for(printer, paper)
    if printer.kind == FILE:
        from app.documents.files import file_stem, save_as

        suffix = ".pdf" if printer.form == "pdf" else ".txt"
        save_as(content, places.folder() / printer.target, file_stem(paper), suffix)
        return Outcome(SENT)
    if printer.kind in (COMMAND, QUEUE):
        environ = {name: value for name, value in places.environ.items() if name not in SECRETS}
        return run(_command(printer, paper), content, environ, places.seconds)
    if places.at_terminal is None:
        return Outcome(FAILED, _("This desk is at no terminal."))
    places.at_terminal(content)
    return Outcome(SENT)


def content_for(printer: Printer, paper: Paper) -> bytes:
    if printer.form == "pdf":
        from app.documents.pdf import as_pdf

        return as_pdf(paper, cast("Sheet | None", printer.sheet or None))
    from app.printing.raw import raw_text

    return raw_text(paper, printer)


def _command(printer: Printer, paper: Paper) -> list[str]:
    """Without a shell: what stands in a title or number is an argument, never a command."""
    if printer.kind == COMMAND:
        return shlex.split(printer.target)
    if shutil.which("lp") is None and shutil.which("lpr") is not None:
        return ["lpr", "-P", printer.target, *(["-l"] if printer.form == "text" else [])]
    from app.documents.files import file_stem

    raw = ["-o", "raw"] if printer.form == "text" else []
    return ["lp", "-d", printer.target, "-t", file_stem(paper), *raw]


def _mark(write: Write, job_id: int, attempt: int, outcome: Outcome) -> None:
    if outcome.kind == SENT:
        write(print_done, job_id, attempt)
    elif outcome.kind == UNCERTAIN:
        write(print_uncertain, job_id, attempt, outcome.words)
    else:
        write(print_failed, job_id, attempt, outcome.words)
