"""The nationality codes of the TM.30 workbook, which are not ISO 3166: the list of the government's template."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from models.house.refusals import Refused

HERE = Path(__file__).parent
# The list still has these; Timor, Zimbabwe, Congo, France, Yugoslavia, East Germany and another have codes of today.
HISTORIC = frozenset({"TMP", "ZIM", "ZAR", "FXX", "YUG", "E01", "N02"})


@cache
def tm30_nationalities() -> dict[str, tuple[str, str]]:
    """Code → Thai name, English name; spelled as the template spells them."""
    with (HERE / "tm30_nationalities.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["name_th"], row["name_en"]) for row in csv.DictReader(file)}


@cache
def _mapped() -> dict[str, str]:
    with (HERE / "tm30_codes.csv").open(encoding="utf-8", newline="") as file:
        return {row["from_code"]: row["tm30_code"] for row in csv.DictReader(file)}


def tm30_code(nationality: str, field: str = "nationality") -> str:
    """The code the workbook wants for an ISO 3166 alpha-3 or an ICAO code, as it stands in the passport.

    ``GBN`` is British National (Overseas) there and becomes GBR: in the list GBN is Northern Ireland. Refused
    (``TM30_NATIONALITY``) where the list has none: the real nationality must be chosen.
    """
    code = nationality.strip().strip("<").upper()
    mapped = _mapped().get(code, code)
    if not mapped or mapped in HISTORIC or mapped not in tm30_nationalities():
        raise Refused(
            "TM30_NATIONALITY", "TM.30 has no nationality {code}; choose that of the passport.", field=field,
            code=code or "–",
        )  # fmt: skip
    return mapped
