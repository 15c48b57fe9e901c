"""The reports of a closed day on their way to a printer: after the audit by themselves, later when somebody asks.

They are queued in a transaction of their own. What does not come out is printed again; the day stays closed.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from models.front_office.day_reports.frame import KIND
from models.front_office.day_reports.freezing import report_paper, reports_of
from models.front_office.papers import paper_as_json
from models.front_office.printing import PrintRoute, queue_print, route_of
from models.house.acts import Act, operation
from models.house.property import setting
from models.house.refusals import Refused


@operation("see_ledger")
def print_reports(act: Act, date: datetime.date, names: Sequence[str], language: str) -> int:
    """Queue the named reports of a closed day; how many. Refused: NO_REPORT_PRINTER (none is set up for such papers),
    NO_DAY_REPORT."""
    route = route_of(KIND, act.desk.terminal)
    if route is None:
        raise Refused("NO_REPORT_PRINTER", "No printer is set up for reports. See :printers", jump="printers")
    return _queued(act, date, names, language, route)


@operation("audit")
def print_after_audit(act: Act, date: datetime.date) -> int:
    """Queue what the house prints of a day it has just closed, in the language of who closed it; how many.

    By itself nothing goes to the printer of all other papers: only to one that is set up for reports of closed days.
    """
    route = route_of(KIND, act.desk.terminal)
    wanted = setting("audit_pack_prints")
    if route is None or route.kind != KIND or wanted == "none":
        return 0
    kept = [report.name for report in reports_of(date)]
    names = [name for name in kept if wanted in ("all", name)]
    return _queued(act, date, names, act.staff.language, route)


def _queued(act: Act, date: datetime.date, names: Sequence[str], language: str, route: PrintRoute) -> int:
    for name in names:
        queue_print(act, paper_as_json(report_paper(date, name, language)), route.printer_id, route.copies)
    return len(names)
