"""The house's printers, and which papers go where: two lists of set-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from locales import Message, _
from models.front_office.printing import (
    COMMAND,
    ENCODINGS,
    FORMS,
    KINDS,
    PAPERS,
    SHEETS,
    keep_printer,
    keep_route,
    printers,
    remove_route,
    routes,
)
from screens.front_office.set_up_list import CHANGE, NEW, REMOVE, Call, Entry, SetUpList, Specs
from screens.kit.actions import Action
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column
from screens.navigation import open_screen


def _takes(row: Any) -> str:
    if row.form == "pdf":
        return _("PDF {sheet}", sheet=SHEETS[row.sheet].say() if row.sheet else "").strip()
    lines = _("roll") if not row.page_lines else str(row.page_lines)
    return f"{row.columns}×{lines} {row.encoding}"


class PrintersScreen(SetUpList):
    """A printer of a program of the hotel's own is named from the shell of its machine: docs/printing.md."""

    ACTIONS = (NEW, CHANGE, Action("print_routes", Message("Papers"), ("r",)))
    TITLE_LINE = Message("Printers")
    ONE = Message("Printer")
    COLUMNS = (
        Column[Entry](Message("Printer"), 16, lambda e: e.row.name),
        Column[Entry](Message("Kind"), 24, lambda e: KINDS[e.row.kind].say()),
        Column[Entry](Message("Queue, folder"), None, lambda e: e.row.target),
        Column[Entry](Message("Takes"), 16, lambda e: _takes(e.row)),
        Column[Entry](Message("In use"), 7, lambda e: _("yes") if e.row.active else _("no")),
    )

    def rows(self) -> Sequence[Any]:
        return printers(active=False)

    def specs(self, row: Any) -> Specs:
        kinds = tuple(
            k for k in KINDS.items() if k[0] != COMMAND or (row is not None and row.kind == COMMAND)
        )
        return (
            FieldSpec("name", Message("Name"), required=True, width=20, max_length=40),
            FieldSpec("kind", Message("Kind"), "pick", required=True, options=kinds, width=32),
            FieldSpec("target", Message("Queue, folder"), width=30, max_length=60, help=Message("The name of its queue, or of a folder beside the papers.")),
            FieldSpec("form", Message("Takes"), "pick", required=True, options=tuple(FORMS.items()), width=10),
            FieldSpec("sheet", Message("Sheet of a PDF"), "pick", options=tuple(SHEETS.items()), width=22),
            FieldSpec("columns", Message("Columns of text"), "number", minimum=32, maximum=160, width=5, help=Message("80 for a dot matrix, 42 or 48 for a slip printer.")),
            FieldSpec("page_lines", Message("Lines of a form"), "number", minimum=0, maximum=200, width=5, help=Message("66 for 11 inches; 0 for a roll.")),
            FieldSpec("encoding", Message("Code page"), "pick", options=tuple(ENCODINGS.items()), width=26),
            FieldSpec("escpos", Message("ESC/POS slip printer"), "check", help=Message("It draws QR codes and cuts its roll.")),
            FieldSpec("active", Message("In use"), "check"),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"kind": "queue", "form": "pdf", "sheet": "", "columns": 80, "page_lines": 66,
                    "encoding": "cp874", "active": True}  # fmt: skip
        names = (
            "name",
            "kind",
            "target",
            "form",
            "sheet",
            "columns",
            "page_lines",
            "encoding",
            "escpos",
            "active",
        )
        return {name: getattr(row, name) for name in names}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        told = {
            "kind": values["kind"],
            "target": values["target"] or "",
            "form": values["form"],
            "sheet": values["sheet"] or "",
            "columns": values["columns"] or 80,
            "page_lines": values["page_lines"] or 0,
            "encoding": values["encoding"] or "cp874",
            "escpos": bool(values["escpos"]),
            "active": bool(values["active"]),
        }
        return keep_printer, (values["name"], told, row.id if row is not None else None)

    def do_print_routes(self) -> None:
        self.app.push_screen(open_screen("print routes"))


class PrintRoutesScreen(SetUpList):
    """Which kind of paper goes to which printer, for the house or for one desk, and with how many copies."""

    ACTIONS = (NEW, CHANGE, REMOVE)
    TITLE_LINE = Message("Which paper goes where")
    ONE = Message("Paper and printer")
    COLUMNS = (
        Column[Entry](Message("Paper"), 26, lambda e: PAPERS[e.row.kind].say() if e.row.kind in PAPERS else e.row.kind),
        Column[Entry](Message("At desk"), None, lambda e: e.row.terminal or _("every desk")),
        Column[Entry](Message("Printer"), 18, lambda e: e.row.printer.name),
        Column[Entry](Message("Copies"), 8, lambda e: str(e.row.copies), "right"),
    )  # fmt: skip

    def rows(self) -> Sequence[Any]:
        return routes()

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        known = tuple((printer.id, printer.name) for printer in printers())
        here = Message("This one is {desk}. Empty: every desk.", {"desk": self.services.desk().terminal})
        return (
            FieldSpec("kind", Message("Paper"), "pick", options=tuple(PAPERS.items()), width=28),
            FieldSpec("printer", Message("Printer"), "pick", required=True, options=known, width=28),
            FieldSpec("copies", Message("Copies beside it"), "number", minimum=0, maximum=9, width=4),
            FieldSpec("terminal", Message("At desk"), width=40, max_length=80, help=here),
        )

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"kind": "", "copies": 0}
        return {
            "kind": row.kind,
            "printer": row.printer_id,
            "copies": row.copies,
            "terminal": row.terminal,
        }

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        told = (values["kind"] or "", values["terminal"] or "", values["printer"], values["copies"] or 0)
        return keep_route, (*told, row.id if row is not None else None)

    def removing(self, row: Any) -> Call:
        return remove_route, (row.id,)
