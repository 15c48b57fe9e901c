"""Keeping the rules: of a stay, and the templates of companies, rates and groups."""

from __future__ import annotations

import datetime
from decimal import Decimal

from models.front_office.blocks import Block
from models.front_office.codes import TransactionCode
from models.front_office.companies import Company
from models.front_office.folios.tables import MOST_WINDOWS
from models.front_office.rates import RateCode
from models.front_office.reservations import IN_HOUSE, RESERVED, STATES, Stay
from models.front_office.routing.tables import EVERY_DAY, MASTER, OTHER_STAY, OWN_WINDOW, RoutingRule
from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import above_zero
from models.house.refusals import Refused

STAY, COMPANY, RATE, BLOCK = "stay", "company", "rate_code", "block"
OWNERS: dict[str, type[Base]] = {STAY: Stay, COMPANY: Company, RATE: RateCode, BLOCK: Block}
ELSEWHERE = (OTHER_STAY, MASTER)


def rules_of(owner: str, owner_id: int) -> list[RoutingRule]:
    """The rules in force, in the order in which they are asked."""
    return list(
        RoutingRule.select()
        .where((getattr(RoutingRule, owner) == owner_id) & RoutingRule.active)
        .order_by(RoutingRule.priority, RoutingRule.id)
    )


@operation("post")
def save_rule(
    act: Act,
    owner: str,
    owner_id: int,
    rule_id: int | None = None,
    *,
    codes: str = "",
    target: str = OWN_WINDOW,
    number: int = 1,
    to_room: str = "",
    priority: int = 1,
    first_date: datetime.date | None = None,
    last_date: datetime.date | None = None,
    weekdays: str = EVERY_DAY,
    limit_amount: Decimal | None = None,
    limit_percent: int | None = None,
    limit_per: str = "day",
    tax_number: int | None = None,
) -> int:
    """Write a rule of a ``stay``, or a template of a ``company``, ``rate_code`` or ``block``; its id.

    Refused: NO_RIGHT (templates: set_up), NOT_OPEN, NO_CODE (names the one), NO_WINDOW, NO_CHOICE, ROOM_VACANT,
    SAME_STAY, TAX_APART (where the hotel writes tax invoices), NO_BLOCK (a posting master without a group), ROUTED_ON (a second hop), DATES, WEEKDAYS, LIMIT_TWICE,
    PERCENT, NOT_POSITIVE.
    """
    if owner != STAY:
        act.need("set_up")
    its = OWNERS[owner].get_by_id(owner_id)
    if owner == STAY and its.state not in (RESERVED, IN_HOUSE):
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[its.state])
    _check_form(number, tax_number, first_date, last_date, weekdays, limit_per, limit_amount, limit_percent)
    if tax_number is not None and taxes_stay(act):
        raise Refused(
            "TAX_APART",
            "VAT stays with its charge: a tax invoice cannot say one without the other.",
            field="tax_number",
        )
    said = {
        "codes": _codes(codes),
        "target": target,
        "number": number,
        "to_stay": _other_stay(owner, its, target, to_room),
        "priority": priority,
        "first_date": first_date,
        "last_date": last_date,
        "weekdays": "".join(sorted(set(weekdays))),
        "limit_amount": above_zero(limit_amount, "limit_amount") if limit_amount is not None else None,
        "limit_percent": limit_percent,
        "limit_per": limit_per,
        "tax_number": tax_number,
    }
    if rule_id is None:
        return int(act.create(RoutingRule, **{owner: its}, **said).id)
    return int(act.update(RoutingRule.get_by_id(rule_id), **said).id)


def taxes_stay(act: Act) -> bool:
    """Whether the hotel writes tax invoices, so that taxes are not sent to another window than their charge."""
    from models.front_office.invoicing import registered

    return registered(act.property, act.business_date)


def _codes(typed: str) -> str:
    """As the desk types them: ``room food MINI``. In small letters a group goes before a code of its name."""
    known = list(TransactionCode.select().where(TransactionCode.kind << ("revenue", "non-revenue")))
    codes, groups = {c.code for c in known}, {c.group for c in known if c.group}
    found = []
    for word in typed.replace(",", " ").split():
        if word.casefold() in groups and not (word.isupper() and word in codes):
            found.append(word.casefold())
        elif word.upper() in codes:
            found.append(word.upper())
        else:
            raise Refused("NO_CODE", "There is no transaction code {code}.", field="codes", code=word)
    return " ".join(dict.fromkeys(found))


def _check_form(
    number: int,
    tax_number: int | None,
    first: datetime.date | None,
    last: datetime.date | None,
    weekdays: str,
    limit_per: str,
    limit_amount: Decimal | None,
    limit_percent: int | None,
) -> None:
    for field, value in (("number", number), ("tax_number", tax_number)):
        if value is not None and not 1 <= value <= MOST_WINDOWS:
            raise Refused("NO_WINDOW", "A folio has windows 1 to {n}.", field=field, n=MOST_WINDOWS)
    if first and last and first > last:
        raise Refused("DATES", "The last date is before the first.", field="last_date")
    if not weekdays or set(weekdays) - set(EVERY_DAY):
        raise Refused("WEEKDAYS", "Weekdays are 1 (Monday) to 7 (Sunday).", field="weekdays")
    if limit_per not in ("day", "stay"):
        raise Refused("NO_CHOICE", "{value} is not one of the choices.", field="limit_per", value=limit_per)
    if limit_amount is not None and limit_percent is not None:
        raise Refused("LIMIT_TWICE", "A limit is an amount or a percentage.", field="limit_percent")
    if limit_percent is not None and not 1 <= limit_percent <= 99:
        raise Refused("PERCENT", "A percentage is between 1 and 99.", field="limit_percent")


def _other_stay(owner: str, its: Base, target: str, to_room: str) -> Stay | None:
    if target == MASTER:
        if owner == STAY and its.reservation.block_id is None:
            raise Refused("NO_BLOCK", "The guest belongs to no group.", field="target")
        _check_one_hop(owner, its, None)
        return None
    if target == OWN_WINDOW:
        return None
    if target != OTHER_STAY or owner != STAY:
        raise Refused("NO_CHOICE", "{value} is not one of the choices.", field="target", value=target)
    from models.front_office.desk_views import stay_in_room

    there = stay_in_room(to_room.strip().upper())
    if there is None:
        raise Refused("ROOM_VACANT", "Nobody is in room {room}.", field="to_room", room=to_room)
    if there.id == its.id:
        raise Refused("SAME_STAY", "This is the guest's own folio; choose a window.", field="to_room")
    _check_one_hop(owner, its, there)
    return there


def _check_one_hop(owner: str, its: Base, there: Stay | None) -> None:
    """Neither is the other folio routed on, nor do others route here."""
    if owner != STAY:
        return
    away = RoutingRule.active & (RoutingRule.target << ELSEWHERE)
    if there is not None and RoutingRule.select().where(away & (RoutingRule.stay == there)).exists():
        raise Refused(
            "ROUTED_ON",
            "{room} is routed on to another folio; a charge goes one way only.",
            field="to_room",
            jump=f"routing {there.room.number}",
            room=there.room.number,
        )
    here = RoutingRule.select().where(RoutingRule.active & (RoutingRule.to_stay == its.id)).first()
    if here is not None:
        raise Refused(
            "ROUTED_ON",
            "{room} is routed here; a charge goes one way only.",
            field="target",
            jump=f"routing {here.stay.room.number}",
            room=here.stay.room.number if here.stay.room_id else here.stay.guest.spoken,
        )


@operation("post")
def end_rule(act: Act, rule_id: int) -> None:
    """The rule takes nothing more; what it took stays where it is. Refused: NO_RIGHT (templates: set_up)."""
    rule = RoutingRule.get_by_id(rule_id)
    if rule.stay_id is None:
        act.need("set_up")
    act.update(rule, active=False)


def lay_rules(act: Act, stay: Stay) -> None:
    """At check-in: the templates of the group, the company and the rate become rules of the stay, each once."""
    there = {
        row.template_id
        for row in RoutingRule.select().where(
            (RoutingRule.stay == stay) & RoutingRule.template_id.is_null(False)
        )
    }
    booking = stay.reservation
    owners = ((BLOCK, booking.block_id), (COMPANY, booking.company_id), (RATE, stay.rate_code_id))
    for owner, owner_id in owners:
        for template in rules_of(owner, owner_id) if owner_id else []:
            if template.id in there or (template.target == MASTER and booking.block_id is None):
                continue
            act.create(
                RoutingRule, stay=stay, template_id=template.id, priority=template.priority, codes=template.codes,
                target=template.target, number=template.number, first_date=template.first_date,
                last_date=template.last_date, weekdays=template.weekdays, limit_amount=template.limit_amount,
                limit_percent=template.limit_percent, limit_per=template.limit_per, tax_number=template.tax_number,
            )  # fmt: skip
