"""The financial statements, read from entries and their sums: position, profit and loss, equity, departments, month."""

from models.back_office.statements.departments import DepartmentRow, departmental_statement
from models.back_office.statements.monthly import MonthRow, monthly_summary
from models.back_office.statements.sums import Line, year_named, year_start
from models.back_office.statements.yearly import (
    EquityRow,
    balance_sheet,
    changes_in_equity,
    income_statement,
)

__all__ = [
    "DepartmentRow", "EquityRow", "Line", "MonthRow", "balance_sheet", "changes_in_equity", "departmental_statement",
    "income_statement", "monthly_summary", "year_named", "year_start",
]  # fmt: skip
