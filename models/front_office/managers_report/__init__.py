"""The manager's report: the lines a house wants to see of a closed day, beside its month, year, last year and budget."""

from models.front_office.managers_report.figures import COLUMNS, Report, ReportRow, managers_report
from models.front_office.managers_report.layout import (
    Choice,
    ReportLine,
    add_line,
    choices,
    keep_labels,
    layout,
    move_line,
    remove_line,
    standard_layout,
)
from models.front_office.managers_report.paper import managers_paper

__all__ = [
    "COLUMNS",
    "Choice",
    "Report",
    "ReportLine",
    "ReportRow",
    "add_line",
    "choices",
    "keep_labels",
    "layout",
    "managers_paper",
    "managers_report",
    "move_line",
    "remove_line",
    "standard_layout",
]
