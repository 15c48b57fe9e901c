"""Folios: windows of a stay, charges with their children, corrections of the day, lines moved and split.

A posting *is* a balanced entry of the ledger: debit guest ledger under the window, credit revenue, service
charge and tax. A folio is a view of those lines; the two cannot disagree.
"""

from models.front_office.folios.charging import (
    _accounts_of,
    _charge,
    charge_lines,
    check_code,
    check_may_post,
    check_not_house_use,
    post,
    post_article,
    post_charge,
    post_fee,
    post_night,
)
from models.front_office.folios.correcting import correct, take_back
from models.front_office.folios.parts import ChildLine, children_of, parts_by_posting
from models.front_office.folios.tables import (
    KINDS,
    MOST_PIECES,
    MOST_WINDOWS,
    FolioWindow,
    Posting,
    PostingPart,
    words_of,
)
from models.front_office.folios.views import FolioLine, deposit_lines, folio_lines, posting_of_entry
from models.front_office.folios.windows import (
    guest_ledger,
    open_window,
    stay_balance,
    window_balance,
    window_of,
)

__all__ = [
    "KINDS", "MOST_PIECES", "MOST_WINDOWS", "ChildLine", "FolioLine", "FolioWindow", "Posting", "PostingPart",
    "_accounts_of", "_charge", "charge_lines", "check_code", "check_may_post", "check_not_house_use", "children_of",
    "correct", "deposit_lines", "folio_lines", "guest_ledger", "open_window", "parts_by_posting", "post", "post_article",
    "post_charge", "post_fee", "post_night", "posting_of_entry", "stay_balance", "take_back", "window_balance",
    "window_of", "words_of",
]  # fmt: skip
