"""What is sent to the printers: each paper on record before its printer hears of it, tried again as the same paper.

As with letters: a job is claimed in a transaction of its own, printed, and its end written in another. What may or
may not have come out, because a printer hung or a desk died, is for a person to say: an original is never printed
twice by itself.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from peewee import ForeignKeyField, IntegerField, TextField

from locales import Message
from models.front_office.papers import paper_as_json, paper_from_json
from models.front_office.printing.counted import Counted, print_set
from models.front_office.printing.printers import MOST_COPIES, TRANSPARENT, Printer
from models.house.acts import Act, operation
from models.house.database import Base, StampField
from models.house.lists import Listing
from models.house.papers import Paper
from models.house.refusals import Refused
from models.house.staff import Staff

QUEUED, PRINTING, PRINTED, FAILED, UNCERTAIN, CANCELLED = (
    "queued", "printing", "printed", "failed", "uncertain", "cancelled",
)  # fmt: skip
STATES: dict[str, Message] = {
    QUEUED: Message("waits"),
    PRINTING: Message("printing"),
    PRINTED: Message("printed"),
    FAILED: Message("failed"),
    UNCERTAIN: Message("uncertain"),
    CANCELLED: Message("cancelled"),
}
PRINT_SECONDS = 60
"""How long a program may take; then it is ended with all it started."""
LONGEST_PRINTING = datetime.timedelta(seconds=PRINT_SECONDS * 2)
OWN_DESK_FIRST = datetime.timedelta(seconds=30)
LONGEST_ERROR = 300


class PrintJob(Base):
    """``paper`` as JSON, as it goes out; ``counts`` and ``counts_id`` the record it is of, where that is counted."""

    kind = TextField()
    title = TextField()
    number = TextField()
    paper = TextField()
    copies = IntegerField(default=0)
    counts = TextField(default="")
    counts_id = IntegerField(default=0)
    printer = ForeignKeyField(Printer)
    terminal = TextField()
    staff = ForeignKeyField(Staff)
    created_at = StampField()
    state = TextField(default=QUEUED)
    attempts = IntegerField(default=0)
    claimed_at = StampField(null=True)
    ended_at = StampField(null=True)
    error = TextField(default="")

    class Meta:
        table_name = "print_job"


def _open(counted: Counted) -> PrintJob | None:
    return PrintJob.get_or_none(
        (PrintJob.counts == counted.what) & (PrintJob.counts_id == counted.id)
        & (PrintJob.state << (QUEUED, PRINTING, FAILED, UNCERTAIN))
    )  # fmt: skip


def must_not_wait(counted: Counted) -> None:
    """Refused (STILL_PRINTING) while the same paper is at a printer or nobody knows whether it came out."""
    if (job := _open(counted)) is not None and job.state != FAILED:
        raise Refused(
            "STILL_PRINTING",
            "This paper is at printer {printer}.",
            printer=job.printer.name,
            jump="print jobs",
        )


@operation(None)
def queue_print(
    act: Act, paper: str, printer_id: int, copies: int = 0, what: str = "", what_id: int = 0
) -> int:
    """Have ``paper`` (JSON) printed, ``copies`` beside it; the job's id. A counted paper goes out as it is marked now;
    one that failed goes out as the same paper. Refused: STILL_PRINTING, PRINTER_OFF, PRINT_COPIES."""
    printer = Printer.get_by_id(printer_id)
    if not printer.active:
        raise Refused("PRINTER_OFF", "This printer is not in use.", field="printer", jump="printers")
    if not 0 <= copies <= MOST_COPIES:
        raise Refused("PRINT_COPIES", "At most {n} copies.", field="copies", n=MOST_COPIES)
    document = paper_from_json(paper)
    if what:
        counted = Counted(what, what_id)  # type: ignore[arg-type]
        must_not_wait(counted)
        if (failed := _open(counted)) is not None:
            act.update(
                failed, state=QUEUED, printer=printer, copies=copies, error="", claimed_at=None, ended_at=None
            )
            return int(failed.id)
        document = counted.paper() or document
    row = act.create(
        PrintJob, kind=document.kind, title=document.title, number=document.number,
        paper=paper_as_json(document), copies=copies, counts=what, counts_id=what_id, printer=printer,
        terminal=act.desk.terminal, staff=act.staff, created_at=act.now,
    )  # fmt: skip
    return int(row.id)


def _due(terminal: str, now: datetime.datetime) -> Any:
    """A desk prints its own; what another leaves lying is anybody's, but for the printer at that desk's terminal."""
    left = (Printer.kind != TRANSPARENT) & (PrintJob.created_at < now - OWN_DESK_FIRST)
    return (PrintJob.state == QUEUED) & ((PrintJob.terminal == terminal) | left)


def jobs_due(terminal: str, now: datetime.datetime) -> int:
    return int(PrintJob.select().join(Printer).where(_due(terminal, now)).count())


@operation(None)
def claim_print(act: Act, terminal: str) -> dict[str, int] | None:
    """Take the job that has waited longest: ``job_id`` and ``attempt``. What a desk that died left is uncertain."""
    for broken in PrintJob.select().where(PrintJob.state == PRINTING):
        if broken.claimed_at < act.now - LONGEST_PRINTING:
            act.update(broken, state=UNCERTAIN, error="")
    job = (
        PrintJob.select().join(Printer).where(_due(terminal, act.now)).order_by(PrintJob.id).limit(1).first()
    )
    if job is None:
        return None
    act.update(job, state=PRINTING, claimed_at=act.now, attempts=job.attempts + 1)
    return {"job_id": job.id, "attempt": job.attempts}


@dataclass(frozen=True)
class Order:
    """What a printer is given: the papers of one job, one after the other."""

    printer: Printer
    papers: tuple[Paper, ...]


def order_of(job_id: int) -> Order:
    job = PrintJob.get_by_id(job_id)
    return Order(job.printer, tuple(print_set(paper_from_json(job.paper), job.copies)))


def _claimed(job_id: int, attempt: int) -> PrintJob:
    job = PrintJob.get_by_id(job_id)
    if job.attempts != attempt or job.state not in (PRINTING, UNCERTAIN):
        raise Refused("PRINT_TAKEN", "This paper is no longer being printed from here.")
    return job


@operation(None)
def print_done(act: Act, job_id: int, attempt: int) -> None:
    """The printer took it, and it counts as printed from now on. Refused: PRINT_TAKEN."""
    _came_out(act, _claimed(job_id, attempt))


def _came_out(act: Act, job: PrintJob) -> None:
    act.update(job, state=PRINTED, ended_at=act.now, error="")
    if job.counts:
        try:
            with act.attempt():
                Counted(job.counts, job.counts_id)(act)
        except Refused as refused:  # it is on paper all the same: a message, say, that was read out meanwhile
            act.note("PRINT_NOT_COUNTED", "Printed, but: {why}", why=refused.message)


@operation(None)
def print_failed(act: Act, job_id: int, attempt: int, why: str) -> None:
    """It certainly did not come out, in the words of who says so. Refused: PRINT_TAKEN."""
    act.update(_claimed(job_id, attempt), state=FAILED, ended_at=act.now, error=_fit(why))


@operation(None)
def print_uncertain(act: Act, job_id: int, attempt: int, why: str) -> None:
    """The printer hung or died at it: a person looks into its tray. Refused: PRINT_TAKEN."""
    act.update(_claimed(job_id, attempt), state=UNCERTAIN, error=_fit(why))


def _fit(why: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in why).split())[:LONGEST_ERROR]


@operation("see_desk")
def settle_print(act: Act, job_id: int, came_out: bool) -> None:
    """Say whether an uncertain paper lay in the tray: it counts, or has failed. Refused: PRINT_SURE."""
    job = PrintJob.get_by_id(job_id)
    if not _is_uncertain(job, act.now):
        raise Refused("PRINT_SURE", "It is known what became of this paper.")
    if job.state == PRINTING:
        act.update(job, state=UNCERTAIN)
    if came_out:
        _came_out(act, job)
    else:
        act.update(job, state=FAILED, ended_at=act.now)


@operation("see_desk")
def retry_print(act: Act, job_id: int, printer_id: int | None = None) -> None:
    """Print the same paper again, elsewhere if need be. Refused: PRINT_UNKNOWN (say first whether it came out),
    PRINT_GOING, PRINT_OVER, PRINTER_OFF."""
    job = PrintJob.get_by_id(job_id)
    if _is_uncertain(job, act.now):
        raise Refused("PRINT_UNKNOWN", "Say first whether it came out.")
    if job.state in (QUEUED, PRINTING):
        raise Refused("PRINT_GOING", "It is being printed.")
    if job.state != FAILED:
        raise Refused("PRINT_OVER", "This paper is done with; print it where it belongs.")
    printer = Printer.get_by_id(printer_id or job.printer_id)
    if not printer.active:
        raise Refused("PRINTER_OFF", "This printer is not in use.", field="printer", jump="printers")
    act.update(job, state=QUEUED, printer=printer, error="", claimed_at=None, ended_at=None)


@operation("see_desk")
def cancel_print(act: Act, job_id: int) -> None:
    """Give a waiting or failed paper up; it does not count as printed. Refused: PRINT_UNKNOWN, PRINT_GOING,
    PRINT_OVER."""
    job = PrintJob.get_by_id(job_id)
    if _is_uncertain(job, act.now):
        raise Refused("PRINT_UNKNOWN", "Say first whether it came out.")
    if job.state == PRINTING:
        raise Refused("PRINT_GOING", "It is being printed.")
    if job.state not in (QUEUED, FAILED):
        raise Refused("PRINT_OVER", "This paper is done with; print it where it belongs.")
    act.update(job, state=CANCELLED, ended_at=act.now)


def _is_uncertain(job: PrintJob, now: datetime.datetime) -> bool:
    """Also while it still says that it is printing, long after anything could be."""
    return job.state == UNCERTAIN or (job.state == PRINTING and job.claimed_at < now - LONGEST_PRINTING)


@dataclass(frozen=True)
class JobRow:
    job_id: int
    at: datetime.datetime
    title: str
    number: str
    printer: str
    printer_id: int
    state: str
    error: str
    attempts: int
    terminal: str
    key: tuple[int]


def print_jobs(now: datetime.datetime, text: str = "") -> Listing[JobRow]:
    """Latest first; ``text`` looks in title, number and the printer's name."""
    query = PrintJob.select(PrintJob, Printer).join(Printer)
    if text:
        query = query.where(
            PrintJob.number.contains(text) | PrintJob.title.contains(text) | Printer.name.contains(text)
        )

    def shape(job: PrintJob) -> JobRow:
        state = UNCERTAIN if _is_uncertain(job, now) else job.state
        return JobRow(
            job.id, job.created_at, job.title, job.number, job.printer.name, job.printer_id, state, job.error,
            job.attempts, job.terminal, (job.id,),
        )  # fmt: skip

    return Listing(query, [(PrintJob.id, True)], shape)


def job_paper(job_id: int) -> Paper:
    return paper_from_json(PrintJob.get_by_id(job_id).paper)


def failed_prints(terminal: str) -> int:
    """How many papers of this desk did not come out and wait for somebody."""
    return int(
        PrintJob.select()
        .where((PrintJob.terminal == terminal) & (PrintJob.state << (FAILED, UNCERTAIN)))
        .count()
    )
