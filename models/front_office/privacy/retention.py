"""How long the house keeps what it knows of people (PDPA B.E. 2562, s.37 (3)): by category, as the house has set it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from locales import Message
from models.house.acts import Act, operation
from models.house.property import setting
from models.house.refusals import Refused
from models.house.settings import described, set_setting


@dataclass(frozen=True)
class Category:
    """``unit`` is days or years; ``least`` is what the law asks for at least, as far as it does (models.house.settings)."""

    name: str
    label: Message
    basis: Message
    unit: str

    @property
    def least(self) -> int:
        return described(self.name).least

    @property
    def most(self) -> int:
        return described(self.name).most


CATEGORIES = (
    Category(
        "retention_document_days", Message("Identity document"), Message("until the registers have it"), "days"
    ),
    Category(
        "retention_profile_years", Message("Guest profile"), Message("contract, legitimate interest"), "years"
    ),
    Category(
        "retention_registers_years", Message("Registers ร.ร.3, ร.ร.4"), Message("Hotel Act, own lines"), "years"
    ),
    Category(
        "switchboard_days", Message("Messages, calls, whereabouts"), Message("legitimate interest"), "days"
    ),
    Category(
        "retention_exchange_years", Message("Exchange records"), Message("money laundering law"), "years"
    ),
    Category("retention_tax_years", Message("Tax papers and books"), Message("Revenue Code"), "years"),
)  # fmt: skip
BY_NAME = {category.name: category for category in CATEGORIES}


def kept_for(name: str) -> int:
    """Days or years of a category, as set."""
    return int(setting(name))


def years_after(date: datetime.date, years: int) -> datetime.date:
    """The same day; of 29 February the first of March."""
    try:
        return date.replace(year=date.year + years)
    except ValueError:
        return datetime.date(date.year + years, 3, 1)


def years_before(date: datetime.date, years: int) -> datetime.date:
    return years_after(date, -years)


@operation("set_up")
def set_retention(act: Act, values: Mapping[str, int | None]) -> None:
    """Set how long each category is kept. Refused: SETTING, RETENTION (below what the law asks for, or too long)."""
    for name, value in values.items():
        if name not in BY_NAME:
            raise Refused("SETTING", "There is no setting {name}.", name=name)
        category = BY_NAME[name]
        if value is None or not category.least <= value <= category.most:
            raise Refused(
                "RETENTION", "From {least} to {most}.", field=name, least=category.least, most=category.most
            )
        set_setting(act, name, str(value))
