"""The reports of a closed day: gathered in the audit's transaction, kept sealed, printed again from that alone."""

from models.front_office.day_reports.frame import Frame, Report
from models.front_office.day_reports.freezing import freeze_reports, report_paper, reports_of
from models.front_office.day_reports.registry import REPORTS
from models.front_office.day_reports.tables import DayReport

__all__ = ["REPORTS", "DayReport", "Frame", "Report", "freeze_reports", "report_paper", "reports_of"]
