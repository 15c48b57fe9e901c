"""Fixed charges: an extra bed, parking, a pet, a baby cot. Agreed once for a stay, posted by the audit of every date due.

Which dates are due is reckoned when the audit posts, from the dates the stay has then: a stay that grows shorter loses
what lay beyond it, one that is extended goes on. A date is charged once. What was posted early by hand is left out
that night; so is what was posted early and taken back.

Decided: nights billed in advance, by the month or not, are billed without fixed charges; the audit posts these date by
date. A limit of the code was asked when the charge was agreed and does not stop an audit. What the house uses itself
has no room revenue, so nothing of that group is due there.
"""

from models.front_office.fixed_charges.agreeing import (
    add_fixed_charge,
    change_fixed_charge,
    remove_fixed_charge,
)
from models.front_office.fixed_charges.posting import post_fixed_charges, post_fixed_now, post_of_day_use
from models.front_office.fixed_charges.tables import LONGEST_TEXT, OPEN, RHYTHMS, FixedCharge, dates_due
from models.front_office.fixed_charges.views import (
    FixedRow,
    closed_codes,
    fixed_charges_of,
    fixed_lit,
    fixed_of_stay,
    fixed_to_come,
)

__all__ = [
    "LONGEST_TEXT", "OPEN", "RHYTHMS", "FixedCharge", "FixedRow", "add_fixed_charge", "change_fixed_charge", "closed_codes",
    "dates_due", "fixed_charges_of", "fixed_lit", "fixed_of_stay", "fixed_to_come", "post_fixed_charges", "post_fixed_now",
    "post_of_day_use", "remove_fixed_charge",
]  # fmt: skip
