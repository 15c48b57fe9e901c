"""Freezing the reports of a day as it is closed, and reading one again."""

from __future__ import annotations

import datetime
import json

from locales import in_language
from models.front_office.day_reports.frame import Report, frame_again, frame_of
from models.front_office.day_reports.registry import REPORTS
from models.front_office.day_reports.tables import DayReport
from models.house.acts import Act
from models.house.papers import Paper
from models.house.refusals import Refused


def freeze_reports(act: Act, date: datetime.date) -> None:
    """Keep every report of ``date``, which the audit is closing: its ledgers and statistics stand already."""
    frame = frame_of(act, date).frozen()
    for report in REPORTS:
        content = json.dumps(
            {"frame": frame, "figures": report.gather(date)}, ensure_ascii=False, separators=(",", ":")
        )
        DayReport.create(date=date, name=report.name, content=content)


def reports_of(date: datetime.date) -> list[Report]:
    """The reports kept of a closed day, in their order; none of a day that was closed before reports were kept."""
    kept = {name for (name,) in DayReport.select(DayReport.name).where(DayReport.date == date).tuples()}
    return [report for report in REPORTS if report.name in kept]


def report_paper(date: datetime.date, name: str, language: str) -> Paper:
    """The report as it was when the day was closed, whatever changed since.

    Refused: NO_DAY_REPORT (that day is not closed, or no such report was kept of it).
    """
    row = DayReport.get_or_none((DayReport.date == date) & (DayReport.name == name))
    report = next((report for report in REPORTS if report.name == name), None)
    if row is None or report is None:
        raise Refused(
            "NO_DAY_REPORT", "No report {name} is kept of {date}.", field="name", name=name, date=date
        )
    content = json.loads(row.content)
    with in_language(language):
        return report.paper(frame_again(content["frame"]), content["figures"], language)
