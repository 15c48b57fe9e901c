"""Who somebody is: documents read by machine, numbers that check, codes of nationality, and who saw them."""

from models.front_office.identity.masking import masked
from models.front_office.identity.mrz import WARNINGS, TravelDocument, mrz_complete, read_mrz
from models.front_office.identity.thai_number import (
    compact_thai_number,
    format_thai_number,
    thai_number_kind,
)
from models.front_office.identity.tm30 import tm30_code, tm30_nationalities

__all__ = [
    "WARNINGS",
    "TravelDocument",
    "compact_thai_number",
    "format_thai_number",
    "masked",
    "mrz_complete",
    "read_mrz",
    "thai_number_kind",
    "tm30_code",
    "tm30_nationalities",
]
