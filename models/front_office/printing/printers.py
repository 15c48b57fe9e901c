"""The house's printers, and which paper goes to which of them from which desk."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import words
from models.house.papers import Sheet
from models.house.refusals import Refused

COMMAND, QUEUE, TRANSPARENT, FILE = "command", "queue", "transparent", "file"
KINDS: dict[str, Message] = {
    QUEUE: Message("Print queue of this machine"),
    TRANSPARENT: Message("Printer at the terminal"),
    COMMAND: Message("Program of the hotel's own"),
    FILE: Message("Files in a folder"),
}
FORMS: dict[str, Message] = {"pdf": Message("PDF"), "text": Message("Text")}
SHEETS: dict[str, Message] = {
    "": Message("As the paper is made"),
    "a4": Message("A4"),
    "a5": Message("A5"),
    "80mm": Message("Roll of 80 mm"),
}
ENCODINGS = {"cp874": Message("Thai (CP874, TIS-620)"), "utf-8": Message("Unicode (UTF-8)")}
PAPERS: dict[str, Message] = {
    "": Message("Every other paper"),
    "receipt": Message("Receipt"),
    "tax-invoice": Message("Tax invoice"),
    "tax-invoice-abbreviated": Message("Abbreviated tax invoice"),
    "credit-note": Message("Credit note"),
    "debit-note": Message("Debit note"),
    "folio": Message("Folio"),
    "pro-forma": Message("Pro-forma"),
    "interim": Message("Interim bill"),
    "paid-out": Message("Paid-out voucher"),
    "shift": Message("Shift report"),
    "day-report": Message("Reports of closed days"),
    "exchange": Message("Exchange slip"),
    "rr3": Message("Registration card"),
    "message": Message("Message"),
    "luggage": Message("Luggage ticket"),
    "billing-note": Message("Billing note"),
    "statement": Message("Statement of account"),
    "reminder": Message("Reminder"),
}
"""Kinds of paper that may have a printer of their own."""
NAME = r"[A-Za-z0-9][A-Za-z0-9_.@+-]*"
NARROWEST, WIDEST, FEWEST_LINES, MOST_LINES, MOST_COPIES = 32, 160, 12, 200, 9


class Printer(Base):
    """``target``: the queue, the folder under that of the papers, or the program with its arguments.

    A printer of ``form`` "pdf" takes ``sheet`` ("": the paper's own); one of "text" ``columns`` in ``encoding``, in
    sheets of ``page_lines`` ended by a form feed (0: an endless roll). ``escpos``: it draws QR codes and cuts.
    """

    name = TextField(unique=True)
    kind = TextField()
    target = TextField(default="")
    form = TextField(default="pdf")
    sheet = TextField(default="")
    columns = IntegerField(default=80)
    page_lines = IntegerField(default=66)
    encoding = TextField(default="cp874")
    escpos = BooleanField(default=False)
    active = BooleanField(default=True)


class PrintRoute(Base):
    """Papers of ``kind`` ("": all others) from ``terminal`` ("": every desk), with so many copies to the original."""

    kind = TextField(default="")
    terminal = TextField(default="")
    printer = ForeignKeyField(Printer)
    copies = IntegerField(default=0)

    class Meta:
        table_name = "print_route"


@dataclass(frozen=True)
class PrinterSetUp:
    """What is said of a printer at its form; units as at ``Printer``."""

    name: str
    kind: str = QUEUE
    target: str = ""
    form: str = "pdf"
    sheet: Sheet | str = ""
    columns: int = 80
    page_lines: int = 66
    encoding: str = "cp874"
    escpos: bool = False
    active: bool = True


@operation("set_up")
def keep_printer(act: Act, name: str, told: Mapping[str, object], printer_id: int | None = None) -> int:
    """Set a printer up, or change it; ``told`` as ``PrinterSetUp`` without the name.

    A queue or folder has a plain name: what stands there goes to a program of the machine. What program that is, is
    said from the machine's own shell (``set_printer_command``). Refused: PRINTER_NAME, PRINTER_KIND, PRINTER_TARGET,
    PRINTER_COMMAND, PRINTER_SIZE.
    """
    row = Printer.get_by_id(printer_id) if printer_id else None
    setup = PrinterSetUp(words(name, "name", 40), **told)  # type: ignore[arg-type]
    if not setup.name or _taken(setup.name, printer_id):
        raise Refused("PRINTER_NAME", "A printer needs a name of its own.", field="name")
    _check(setup, row)
    target = row.target if row is not None and setup.kind == COMMAND else setup.target.strip()
    values = {**setup.__dict__, "target": "" if setup.kind == TRANSPARENT else target}
    if row is None:
        return int(act.create(Printer, **values).id)
    return int(act.update(row, **values).id)


def _taken(name: str, printer_id: int | None) -> bool:
    other = Printer.get_or_none(Printer.name == name)
    return other is not None and other.id != printer_id


def _check(setup: PrinterSetUp, row: Printer | None) -> None:
    choices = ((setup.kind, KINDS), (setup.form, FORMS), (setup.sheet, SHEETS), (setup.encoding, ENCODINGS))
    if any(value not in known for value, known in choices):
        raise Refused("PRINTER_KIND", "A printer cannot be like this.", field="kind")
    if setup.kind == COMMAND and (row is None or row.kind != COMMAND):
        raise Refused(
            "PRINTER_COMMAND",
            "Its program is named from the shell of the hotel's machine: reception printer-command.",
            field="kind",
        )
    if setup.kind == TRANSPARENT and setup.form != "text":
        raise Refused("PRINTER_KIND", "The printer at a terminal takes text only.", field="form")
    if setup.kind in (QUEUE, FILE) and not re.fullmatch(NAME, setup.target.strip()):
        raise Refused(
            "PRINTER_TARGET", "Name its queue or folder: letters, figures, - _ . only.", field="target"
        )
    if not NARROWEST <= setup.columns <= WIDEST:
        raise Refused("PRINTER_SIZE", "From {a} to {b}.", field="columns", a=NARROWEST, b=WIDEST)
    if setup.page_lines and not FEWEST_LINES <= setup.page_lines <= MOST_LINES:
        raise Refused("PRINTER_SIZE", "From {a} to {b}.", field="page_lines", a=FEWEST_LINES, b=MOST_LINES)


@operation("set_up")
def set_printer_command(act: Act, name: str, command: str) -> int:
    """Have what goes to printer ``name`` printed by a program with its first arguments. Refused: PRINTER_NAME,
    PRINTER_COMMAND.

    Set from the shell of the hotel's machine alone, for whoever sets it says what that machine runs.
    """
    name = words(name, "name", 40)
    if not name:
        raise Refused("PRINTER_NAME", "A printer needs a name of its own.", field="name")
    try:
        argv = shlex.split(words(command, "command"))
    except ValueError as error:
        raise Refused("PRINTER_COMMAND", "The command cannot be read: {why}", why=error) from error
    if not argv or not argv[0].startswith("/"):
        raise Refused("PRINTER_COMMAND", "Name the program by its whole path, such as /usr/bin/lp.")
    row = Printer.get_or_none(Printer.name == name)
    if row is None:
        return int(act.create(Printer, name=name, kind=COMMAND, target=shlex.join(argv)).id)
    return int(act.update(row, kind=COMMAND, target=shlex.join(argv)).id)


@operation("set_up")
def keep_route(
    act: Act, kind: str, terminal: str, printer_id: int, copies: int = 0, route_id: int | None = None
) -> int:
    """Send papers of ``kind`` from ``terminal`` to a printer. Refused: ROUTE_TWICE, PRINT_COPIES, PRINTER_OFF."""
    terminal = words(terminal, "terminal", 80)
    printer = Printer.get_by_id(printer_id)
    if not printer.active:
        raise Refused("PRINTER_OFF", "This printer is not in use.", field="printer", jump="printers")
    if not 0 <= copies <= MOST_COPIES:
        raise Refused("PRINT_COPIES", "At most {n} copies.", field="copies", n=MOST_COPIES)
    same = PrintRoute.get_or_none((PrintRoute.kind == kind) & (PrintRoute.terminal == terminal))
    if same is not None and same.id != route_id:
        raise Refused("ROUTE_TWICE", "These papers have a printer at this desk already.", field="kind")
    values = {"kind": kind, "terminal": terminal, "printer": printer, "copies": copies}
    if route_id is None:
        return int(act.create(PrintRoute, **values).id)
    return int(act.update(PrintRoute.get_by_id(route_id), **values).id)


@operation("set_up")
def remove_route(act: Act, route_id: int) -> None:
    row = PrintRoute.get_by_id(route_id)
    act.changed(row, row.__data__, {})
    row.delete_instance()


def printers(active: bool = True) -> list[Printer]:
    query = Printer.select().order_by(Printer.name)
    return list(query.where(Printer.active) if active else query)


def routes() -> list[PrintRoute]:
    return list(
        PrintRoute.select(PrintRoute, Printer).join(Printer).order_by(PrintRoute.kind, PrintRoute.terminal)
    )


def route_of(kind: str, terminal: str) -> PrintRoute | None:
    """Where papers of ``kind`` go from this desk: the desk's own printer before the house's, the kind's before that of
    all other papers. A desk is named by its terminal or by the machine one comes from, its first word."""
    at = (terminal, terminal.split(" ")[0], "")
    found = {(r.kind, r.terminal): r for r in routes() if r.printer.active}
    ways = ((kind, where) for where in at), (("", where) for where in at)
    return next((found[way] for group in ways for way in group if way in found), None)
