"""Tax invoices (ใบกำกับภาษี): what they cover, their figures, issuing, cancelling and writing anew, the list of papers."""

from models.front_office.invoicing.issuing import (
    ABBREVIATED,
    COMBINED,
    FULL,
    buyer_of,
    invoices_at_check_out,
    issue_combined,
    issue_invoice,
    registered,
)
from models.front_office.invoicing.lines import OpenLine, check_not_invoiced, open_lines

__all__ = [
    "ABBREVIATED",
    "COMBINED",
    "FULL",
    "OpenLine",
    "buyer_of",
    "check_not_invoiced",
    "invoices_at_check_out",
    "issue_combined",
    "issue_invoice",
    "open_lines",
    "registered",
]
