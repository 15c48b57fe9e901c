"""The budget: what each month should bring, in rooms sold and in revenue by group."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from decimal import Decimal

from peewee import DateField, TextField, fn

from locales import Message
from locales.money import round_half_up
from models.front_office.codes import TransactionCode
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import checked
from models.house.refusals import Refused
from models.ledger.balances import money

MONTHS = 12
ROOMS_SOLD, ROOM = "rooms_sold", "room"
FIRST_YEAR, LAST_YEAR = 2000, 2200


class Budget(Base):
    """One line of one month (its first day): room-nights for ``rooms_sold``, else baht net of service charge and VAT."""

    line = TextField()
    month = DateField()
    figure = MoneyField()


def budget_lines() -> list[str]:
    """Rooms sold, then each group of revenue that the house has codes of, room revenue first."""
    groups = [
        str(group)
        for (group,) in TransactionCode.select(TransactionCode.group)
        .where((TransactionCode.kind == "revenue") & (TransactionCode.group != ""))
        .group_by(TransactionCode.group)
        .order_by(fn.MIN(TransactionCode.id))
        .tuples()
    ]
    return [ROOMS_SOLD, *sorted(groups, key=lambda group: group != ROOM)]


def group_name(group: str) -> Message:
    """What a group of revenue is called; one of the house's own stands for itself."""
    return _GROUPS.get(group) or Message("{words}", {"words": group})


_GROUPS = {
    "room": Message("Room revenue"),
    "food": Message("Food and beverage"),
    "minibar": Message("Minibar"),
    "laundry": Message("Laundry"),
    "telephone": Message("Telephone"),
    "cancellation": Message("Cancellation and no-show"),
    "package": Message("Packages, profit and loss"),
    "other": Message("Other revenue"),
}


def budget_of_year(line: str, year: int) -> list[Decimal | None]:
    """January to December; None where nothing was entered."""
    kept = {
        row.month.month: row.figure
        for row in Budget.select().where(
            (Budget.line == line)
            & Budget.month.between(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        )
    }
    return [kept.get(month) for month in range(1, MONTHS + 1)]


def _checked_line(line: str, year: int) -> None:
    if line not in budget_lines():
        raise Refused("BUDGET_LINE", "The budget has no line {line}.", field="line", line=line)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("BUDGET_YEAR", "{year} is no year of a budget.", field="year", year=year)


@operation("set_up")
def keep_budget(act: Act, line: str, year: int, figures: Sequence[Decimal | None]) -> int:
    """Keep the twelve months of a line, January first; how many months changed. None takes a month's budget away.

    Refused: BUDGET_LINE, BUDGET_YEAR, BUDGET_MONTHS (not twelve), BUDGET_NEGATIVE, BUDGET_ROOMS (parts of a room), AMOUNT.
    """
    _checked_line(line, year)
    if len(figures) != MONTHS:
        raise Refused("BUDGET_MONTHS", "A year has twelve months, not {n}.", field="figures", n=len(figures))
    changed = 0
    for month, figure in enumerate(figures, 1):
        field = f"month{month}"
        if figure is not None:
            figure = checked(figure, field)
            if figure < 0:
                raise Refused("BUDGET_NEGATIVE", "A budget is not below zero.", field=field)
            if line == ROOMS_SOLD and figure != figure.to_integral_value():
                raise Refused("BUDGET_ROOMS", "Rooms are budgeted whole.", field=field)
        changed += _keep(act, line, datetime.date(year, month, 1), figure)
    return changed


def _keep(act: Act, line: str, month: datetime.date, figure: Decimal | None) -> int:
    row = Budget.get_or_none((Budget.line == line) & (Budget.month == month))
    if row is None:
        if figure is not None:
            act.create(Budget, line=line, month=month, figure=figure)
        return int(figure is not None)
    if figure is None:
        act.changed(row, {"line": line, "month": month, "figure": row.figure}, {})
        row.delete_instance()
        return 1
    before = row.figure
    act.update(row, figure=figure)
    return int(before != figure)


@operation("set_up")
def copy_budget(act: Act, year: int, percent: Decimal = Decimal(0)) -> int:
    """Make the budget of ``year`` that of the year before with ``percent`` more (less, below zero); months written.

    Every line is taken; what ``year`` had is replaced. Refused: BUDGET_YEAR, BUDGET_PERCENT (−100 to 1,000), BUDGET_NONE
    (the year before has none).
    """
    _checked_line(ROOMS_SOLD, year)
    if not Decimal(-100) <= percent <= Decimal(1000):
        raise Refused("BUDGET_PERCENT", "From −100 to 1,000 per cent.", field="percent")
    before = {line: budget_of_year(line, year - 1) for line in budget_lines()}
    if not any(figure is not None for figures in before.values() for figure in figures):
        raise Refused("BUDGET_NONE", "{year} has no budget to copy.", field="year", year=year - 1)
    written = 0
    for line, figures in before.items():
        for month, figure in enumerate(figures, 1):
            if figure is not None:
                more = figure * (100 + percent) / 100
                whole = to_whole(more) if line == ROOMS_SOLD else round_half_up(more)
                written += _keep(act, line, datetime.date(year, month, 1), checked(whole, "percent"))
    return written


def to_whole(rooms: Decimal) -> Decimal:
    """Half-up to whole rooms."""
    return round_half_up(rooms / 100) * 100


def budget_to_date(lines: Sequence[str], date: datetime.date) -> Decimal | None:
    """The month's budget of ``lines`` × days passed ÷ days of the month, half-up; None where none was entered."""
    month = date.replace(day=1)
    whole, entered = (
        Budget.select(fn.SUM(Budget.figure), fn.COUNT(Budget.id))
        .where((Budget.line << list(lines)) & (Budget.month == month))
        .scalar(as_tuple=True)
    )
    if not entered:
        return None
    days = calendar.monthrange(date.year, date.month)[1]
    return round_half_up(money(whole) * date.day / days)
