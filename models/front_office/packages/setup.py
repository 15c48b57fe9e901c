"""Setting packages up: what a package is made of, and which rates have it in them.

A change here is for bookings to come; a stay keeps the package it took.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from models.front_office.codes import TransactionCode, transaction_code
from models.front_office.packages.rules import checked_schedule
from models.front_office.packages.tables import RHYTHMS, RULES, Package, PackageElement, RatePackage
from models.front_office.rates import RateCode, rate_code
from models.house.acts import Act, operation
from models.house.inputs import above_zero, words
from models.house.refusals import Refused

PROFIT, LOSS = "PKGP", "PKGL"
LONGEST_CODE = 10
LONGEST_NAME = 60


def package(code: str) -> Package:
    """One that can be sold. Refused: NO_PACKAGE."""
    found = Package.get_or_none((Package.code == code.strip().upper()) & Package.active)
    if found is None:
        raise Refused("NO_PACKAGE", "There is no package {code}.", field="package", code=code)
    return found


@operation("set_up")
def save_package(
    act: Act,
    package_id: int | None,
    code: str,
    name_th: str,
    name_en: str,
    *,
    wrapper: bool = False,
    print_th: str = "",
    print_en: str = "",
) -> int:
    """A new package (``package_id`` None) or other words for one; its id.

    ``wrapper``: the folio shows one line, by the print names (the names where these are empty).
    Refused: NO_NAME, PACKAGE_EXISTS, NOT_CLEAN, TOO_MUCH_TEXT.
    """
    code = words(code, "code", LONGEST_CODE).upper()
    names = {
        "name_th": words(name_th, "name_th", LONGEST_NAME),
        "name_en": words(name_en, "name_en", LONGEST_NAME),
        "print_th": words(print_th, "print_th", LONGEST_NAME),
        "print_en": words(print_en, "print_en", LONGEST_NAME),
    }
    for field, value in (("code", code), ("name_th", names["name_th"]), ("name_en", names["name_en"])):
        if not value:
            raise Refused("NO_NAME", "A package has a code and a name in Thai and in English.", field=field)
    if Package.get_or_none((Package.code == code) & (Package.id != (package_id or 0))):
        raise Refused("PACKAGE_EXISTS", "There is a package {code} already.", field="code", code=code)
    if package_id is None:
        return int(act.create(Package, code=code, wrapper=wrapper, **names).id)
    act.update(Package.get_by_id(package_id), code=code, wrapper=wrapper, **names)
    return package_id


@operation("set_up")
def set_package_active(act: Act, package_id: int, active: bool) -> None:
    """One that is not active is taken by no new booking, whatever its rates."""
    act.update(Package.get_by_id(package_id), active=active)


@dataclass(frozen=True)
class Element:
    """What is typed of an element; the meaning of each value stands with ``PackageElement``."""

    code: str
    amount: Decimal
    rule: str
    rhythm: str
    schedule: str = ""
    inclusive: bool = False
    in_rate: bool = True
    allowance: bool = False
    next_day: bool = False


@operation("set_up")
def save_element(act: Act, package_id: int, element_id: int | None, element: Element) -> int:
    """A new element of a package (``element_id`` None), or another word on one; its id.

    Refused: NO_CODE (none, unknown, or no revenue), NO_RULE, NO_RHYTHM, SCHEDULE, NOT_POSITIVE, FLOATING (it is
    an allowance, else nothing would float).
    """
    if element.rule not in RULES:
        raise Refused(
            "NO_RULE", "Say how many there are: once, per person, adult, child or room.", field="rule"
        )
    if element.rhythm not in RHYTHMS:
        raise Refused("NO_RHYTHM", "Say on which nights it is due.", field="rhythm")
    if element.rhythm == "floating" and not element.allowance:
        raise Refused(
            "FLOATING", "What may be used at any time of the stay is an allowance.", field="allowance"
        )
    values = {
        "code": _revenue(element.code),
        "amount": above_zero(element.amount),
        "inclusive": element.inclusive and not element.in_rate,
        "in_rate": element.in_rate,
        "rule": element.rule,
        "rhythm": element.rhythm,
        "schedule": checked_schedule(element.rhythm, element.schedule),
        "allowance": element.allowance,
        "next_day": element.next_day and element.rhythm != "floating",
    }
    if element_id is None:
        return int(act.create(PackageElement, package=Package.get_by_id(package_id), **values).id)
    act.update(_of_set_up(element_id), **values)
    return element_id


def _revenue(code: str) -> TransactionCode:
    if not code.strip():
        raise Refused("NO_CODE", "An element needs a transaction code.", field="code")
    found = transaction_code(code)
    if found.kind != "revenue" or not found.active or found.code in (PROFIT, LOSS):
        raise Refused("NO_CODE", "{code} is no revenue code of a package.", field="code", code=found.code)
    return found


def _of_set_up(element_id: int) -> PackageElement:
    """An element of the package itself, never a stay's copy."""
    return PackageElement.get((PackageElement.id == element_id) & PackageElement.stay_package.is_null())


@operation("set_up")
def remove_element(act: Act, element_id: int) -> None:
    """Bookings to come have it no more."""
    element = _of_set_up(element_id)
    act.changed(element, {name: value for name, value in element.__data__.items() if name != "id"}, {})
    element.delete_instance()


@operation("set_up")
def link_rate(act: Act, package_id: int, rate: str) -> int:
    """Bookings of the rate have the package from now on; the link's id. Refused: NO_RATE_CODE, RATE_HAS_PACKAGE."""
    found = rate_code(rate)
    linked = (RatePackage.rate_code == found) & (RatePackage.package == package_id)
    if RatePackage.get_or_none(linked):
        raise Refused(
            "RATE_HAS_PACKAGE", "Rate {rate} has this package already.", field="rate", rate=found.code
        )
    return int(act.create(RatePackage, rate_code=found, package=Package.get_by_id(package_id)).id)


@operation("set_up")
def unlink_rate(act: Act, package_id: int, rate: str) -> None:
    """Bookings to come of the rate are without it. Refused: GONE where it has it not."""
    found = RateCode.get(RateCode.code == rate.strip().upper())
    row = RatePackage.get((RatePackage.rate_code == found) & (RatePackage.package == package_id))
    act.changed(row, {"rate_code": found.id, "package": package_id}, {})
    row.delete_instance()


# Looking


def all_packages() -> list[Package]:
    return list(Package.select().order_by(Package.code))


def elements_of(package_id: int) -> list[PackageElement]:
    """Those of the package as it is sold now, with their codes."""
    return list(
        PackageElement.select(PackageElement, TransactionCode)
        .join(TransactionCode)
        .where((PackageElement.package == package_id) & PackageElement.stay_package.is_null())
        .order_by(PackageElement.id)
    )


def rates_with(package_id: int) -> list[RateCode]:
    linked = RatePackage.select(RatePackage.rate_code).where(RatePackage.package == package_id)
    return list(RateCode.select().where(RateCode.id << linked).order_by(RateCode.code))


def packages_of_rate(rate_code_id: int) -> list[Package]:
    """What a booking of the rate has with it."""
    return list(
        Package.select()
        .join(RatePackage)
        .where((RatePackage.rate_code == rate_code_id) & Package.active)
        .order_by(RatePackage.id)
    )


def revenue_codes() -> list[TransactionCode]:
    """The codes an element may have."""
    return list(
        TransactionCode.select()
        .where(
            (TransactionCode.kind == "revenue") & TransactionCode.active
            & TransactionCode.code.not_in([PROFIT, LOSS])
        )
        .order_by(TransactionCode.id)
    )  # fmt: skip
