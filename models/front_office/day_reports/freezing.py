"""Freezing the reports of a day as it is closed, and reading one again.

The paper itself is kept, in both languages, not the figures it was made of: no later heading, translation or way of
writing a number reaches into a day that is closed.
"""

from __future__ import annotations

import base64
import datetime
import json
import zlib
from collections.abc import Sequence

from locales import LANGUAGES, in_language
from models.front_office.day_reports.frame import Report, frame_of
from models.front_office.day_reports.registry import REPORTS
from models.front_office.day_reports.tables import DayReport
from models.front_office.papers import paper_as_json, paper_from_json
from models.house.acts import Act
from models.house.papers import Paper
from models.house.refusals import Refused


def freeze_reports(act: Act, date: datetime.date) -> None:
    """Keep every report of ``date``, which the audit is closing: its ledgers and statistics stand already."""
    frame = frame_of(act, date)
    for report in REPORTS:
        found = report.gather(date)
        papers = {}
        for language in LANGUAGES:
            with in_language(language):
                papers[language] = paper_as_json(report.paper(frame, found, language))
        DayReport.create(date=date, name=report.name, content=_packed(papers))


def reports_of(date: datetime.date) -> list[Report]:
    """The reports kept of a closed day, in their order; none of a day that was closed before reports were kept."""
    kept = {name for (name,) in DayReport.select(DayReport.name).where(DayReport.date == date).tuples()}
    return [report for report in REPORTS if report.name in kept]


def report_paper(date: datetime.date, name: str, language: str) -> Paper:
    """The report as it was when the day was closed, whatever changed since.

    Refused: NO_DAY_REPORT (that day is not closed, or no such report was kept of it).
    """
    row = DayReport.get_or_none((DayReport.date == date) & (DayReport.name == name))
    if row is None:
        raise Refused(
            "NO_DAY_REPORT", "No report {name} is kept of {date}.", field="name", name=name, date=date
        )
    return paper_from_json(_unpacked(row.content)[language])


def reports_to_read(date: datetime.date, names: Sequence[str], language: str) -> list[Paper]:
    """The named reports of a closed day, all of them where none is named.

    Refused: NO_DAY_REPORT (as ``report_paper``, or nothing was kept of that day).
    """
    wanted = names or [report.name for report in reports_of(date)]
    if not wanted:
        raise Refused("NO_DAY_REPORT", "No reports are kept of {date}.", date=date)
    return [report_paper(date, name, language) for name in wanted]


def _packed(papers: dict[str, str]) -> str:
    return base64.b85encode(zlib.compress(json.dumps(papers, ensure_ascii=False).encode())).decode()


def _unpacked(content: str) -> dict[str, str]:
    papers: dict[str, str] = json.loads(zlib.decompress(base64.b85decode(content)))
    return papers
