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
from models.front_office.folios.moving import (
    check_movable,
    check_not_invoiced,
    is_corrected,
    origin_of,
    split,
    standing_legs,
    transfer,
)
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
    WindowRow,
    delete_window,
    free_numbers,
    guest_ledger,
    open_window,
    save_window,
    spoken_window,
    stay_balance,
    window_balance,
    window_named,
    window_of,
    windows_of,
)

__all__ = [
    "KINDS",
    "MOST_PIECES",
    "MOST_WINDOWS",
    "ChildLine",
    "FolioLine",
    "FolioWindow",
    "Posting",
    "PostingPart",
    "WindowRow",
    "_accounts_of",
    "_charge",
    "charge_lines",
    "check_code",
    "check_may_post",
    "check_movable",
    "check_not_house_use",
    "check_not_invoiced",
    "children_of",
    "correct",
    "delete_window",
    "deposit_lines",
    "folio_lines",
    "free_numbers",
    "guest_ledger",
    "is_corrected",
    "open_window",
    "origin_of",
    "parts_by_posting",
    "post",
    "post_article",
    "post_charge",
    "post_fee",
    "post_night",
    "posting_of_entry",
    "save_window",
    "split",
    "spoken_window",
    "standing_legs",
    "stay_balance",
    "take_back",
    "transfer",
    "window_balance",
    "window_named",
    "window_of",
    "windows_of",
    "words_of",
]  # fmt: skip
