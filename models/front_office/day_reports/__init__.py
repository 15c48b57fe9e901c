"""The reports of a closed day: made in the audit's transaction, kept sealed, printed again from that alone."""

from models.front_office.day_reports.closed_days import ClosedDayRow, closed_days
from models.front_office.day_reports.frame import KIND, Frame, Report
from models.front_office.day_reports.freezing import freeze_reports, report_paper, reports_of, reports_to_read
from models.front_office.day_reports.registry import REPORTS
from models.front_office.day_reports.sending import print_after_audit, print_reports
from models.front_office.day_reports.tables import DayReport

__all__ = [
    "KIND", "REPORTS", "ClosedDayRow", "DayReport", "Frame", "Report", "closed_days", "freeze_reports",
    "print_after_audit", "print_reports", "report_paper", "reports_of", "reports_to_read",
]  # fmt: skip
