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
from models.front_office.invoicing.lines import OpenLine, open_lines
from models.front_office.invoicing.reissuing import (
    cancel_invoice,
    issue_replacement,
    paper_now,
    posting_taken_back,
    reissue,
)
from models.front_office.invoicing.views import vat_lines

__all__ = [
    "ABBREVIATED",
    "COMBINED",
    "FULL",
    "OpenLine",
    "buyer_of",
    "cancel_invoice",
    "invoices_at_check_out",
    "issue_combined",
    "issue_invoice",
    "issue_replacement",
    "open_lines",
    "paper_now",
    "posting_taken_back",
    "registered",
    "reissue",
    "vat_lines",
]
