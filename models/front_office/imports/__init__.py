"""Switching on a Monday: the lists of the old program come in, and bookings of channels after that.

``read_table`` reads a file, ``propose`` says which column is which of our fields, ``import_table`` takes it in:
all of it or nothing, with every fault by its line.
"""

from pathlib import Path

from models.front_office.imports.balances import (
    CITY_BALANCES_KIND,
    DEPOSITS_KIND,
    GENERAL_BALANCES_KIND,
    GUEST_BALANCES_KIND,
)
from models.front_office.imports.bookings import BOOKINGS_KIND
from models.front_office.imports.fields import ImportField
from models.front_office.imports.house import ARTICLES_KIND, COMPANIES_KIND, RATES_KIND, ROOMS_KIND
from models.front_office.imports.in_house import IN_HOUSE_KIND
from models.front_office.imports.mapping import (
    Mapping,
    ValueRow,
    check_mapping,
    choices_of,
    keep_mapping,
    kept_mapping,
    mapping_from_file,
    propose,
    sample_of,
    sources,
    value_rows,
    values_of,
)
from models.front_office.imports.people import PROFILES_KIND
from models.front_office.imports.phones import PHONES_KIND
from models.front_office.imports.taking import Fault, Kind, Leaving, Outcome, import_table

SAMPLES = Path(__file__).parent / "samples"
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        PROFILES_KIND,
        COMPANIES_KIND,
        RATES_KIND,
        BOOKINGS_KIND,
        ROOMS_KIND,
        ARTICLES_KIND,
        PHONES_KIND,
        IN_HOUSE_KIND,
        DEPOSITS_KIND,
        GUEST_BALANCES_KIND,
        CITY_BALANCES_KIND,
        GENERAL_BALANCES_KIND,
    )
}


def sample_list(kind: str) -> str:
    """A list of the day of the switch as an old program might give it out, CSV."""
    return (SAMPLES / f"{kind}.csv").read_text("utf-8")


__all__ = [
    "KINDS",
    "PHONES_KIND",
    "Fault",
    "ImportField",
    "Kind",
    "Leaving",
    "Mapping",
    "Outcome",
    "ValueRow",
    "check_mapping",
    "choices_of",
    "import_table",
    "keep_mapping",
    "kept_mapping",
    "mapping_from_file",
    "propose",
    "sample_list",
    "sample_of",
    "sources",
    "value_rows",
    "values_of",
]
