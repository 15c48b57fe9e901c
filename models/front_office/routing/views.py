"""Routing as it is read: the lamp, what stands in the way of the audit, who still routes to a folio."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from locales import Message
from models.front_office.blocks import Block
from models.front_office.codes import TransactionCode
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.routing.applying import target_stay
from models.front_office.routing.rules import OWNERS
from models.front_office.routing.tables import OTHER_STAY, OWN_WINDOW, RoutingRule
from models.house.acts import Act


def where_to(rule: RoutingRule) -> Message:
    if rule.target == OWN_WINDOW:
        return Message("window {n}", {"n": rule.number})
    if rule.target == OTHER_STAY:
        room = rule.to_stay.room.number if rule.to_stay.room_id else f"#{rule.to_stay_id}"
        return Message("folio {room}/{n}", {"room": room, "n": rule.number})
    return Message("posting master/{n}", {"n": rule.number})


def rules_lit(stay_ids: Collection[int], date: datetime.date) -> dict[int, Message]:
    """Of the stays that have rules, where their charges go."""
    rows = (
        RoutingRule.select()
        .where((RoutingRule.stay << list(stay_ids)) & RoutingRule.active)
        .order_by(RoutingRule.priority, RoutingRule.id)
    )
    first: dict[int, RoutingRule] = {}
    for rule in rows:
        if rule.last_date is None or rule.last_date >= date:
            first.setdefault(rule.stay_id, rule)
    return {
        stay_id: Message(
            "{codes} to {target}", {"codes": rule.codes or Message("everything"), "target": where_to(rule)}
        )
        for stay_id, rule in first.items()
    }


def closed_targets() -> list[tuple[Message, str]]:
    """Rules of guests in house that lead to a folio that is closed: what the audit would charge there is refused."""
    rules = (
        RoutingRule.select(RoutingRule, Stay)
        .join(Stay, on=(RoutingRule.stay == Stay.id))
        .where(RoutingRule.active & (RoutingRule.target != OWN_WINDOW) & (Stay.state == IN_HOUSE))
    )
    found = []
    for rule in rules:
        there = target_stay(rule)
        if there is None or there.state != IN_HOUSE:
            room = rule.stay.room.number
            text = Message("{room}: charges are routed to a folio that is closed", {"room": room})
            found.append((text, f"routing {room}"))
    return found


def note_who_routes_here(act: Act, stay: Stay) -> None:
    """At check-out. NOTE: ROUTED_HERE."""
    rules = (
        RoutingRule.select(RoutingRule, Stay)
        .join(Stay, on=(RoutingRule.stay == Stay.id))
        .where(RoutingRule.active & (RoutingRule.to_stay == stay) & (Stay.state == IN_HOUSE))
    )
    rooms = sorted({rule.stay.room.number for rule in rules})
    if rooms:
        act.note("ROUTED_HERE", "Charges of {rooms} were routed to this folio.", rooms=", ".join(rooms))


def groups_to_route() -> list[str]:
    """What a rule may name in small letters."""
    rows = TransactionCode.select().where((TransactionCode.kind == "revenue") & (TransactionCode.group != ""))
    return list(dict.fromkeys(row.group for row in rows.order_by(TransactionCode.id)))


def owner_words(owner: str, owner_id: int, language: str) -> str:
    """Whose rules they are, as a screen's title says it."""
    its = OWNERS[owner].get_by_id(owner_id)
    if isinstance(its, Stay):
        room = its.room.number if its.room_id else its.reservation.confirmation
        return f"{room} {its.guest.name(language)}"
    name = its.name if isinstance(its, Block) else its.name(language)
    return f"{its.code} {name}"
