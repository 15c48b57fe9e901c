"""Rates: codes, seasons, prices, agreements with accounts, restrictions, levels, quotes and the calendar."""

from models.front_office.rates.levels import BarLevel, suggested
from models.front_office.rates.negotiated import NegotiatedRate, check_negotiated
from models.front_office.rates.prices import price, stay_prices
from models.front_office.rates.rate_codes import RateCategory, RateCode, rate_code, rate_codes
from models.front_office.rates.restrictions import Restriction, check_changed_dates, check_restrictions
from models.front_office.rates.seasons import AgeBand, RateChildPrice, RatePrice, ages_of, set_price
from models.front_office.rates.spans import EVERY_DAY

__all__ = [
    "EVERY_DAY",
    "AgeBand",
    "BarLevel",
    "NegotiatedRate",
    "RateCategory",
    "RateChildPrice",
    "RateCode",
    "RatePrice",
    "Restriction",
    "ages_of",
    "check_changed_dates",
    "check_negotiated",
    "check_restrictions",
    "price",
    "rate_code",
    "rate_codes",
    "set_price",
    "stay_prices",
    "suggested",
]
