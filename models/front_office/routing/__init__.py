"""Routing: what is charged to a guest and paid by somebody else.

A rule sends codes or groups to another window of the folio, to another guest's, or to the group's posting master;
on its dates and weekdays, up to a limit. The first rule by priority that fits decides, and there is no second hop.
Rules are a stay's own; a company, a rate or a group keeps templates that are copied to the stay at check-in.
"""

from models.front_office.routing.applying import (
    placed,
    refresh,
    send_on,
    send_on_later,
    takes_all,
    target_of,
    target_stay,
)
from models.front_office.routing.rules import (
    BLOCK,
    COMPANY,
    RATE,
    STAY,
    end_rule,
    lay_rules,
    rules_of,
    save_rule,
)
from models.front_office.routing.tables import MASTER, OTHER_STAY, OWN_WINDOW, RoutedLine, RoutingRule
from models.front_office.routing.views import (
    closed_targets,
    groups_to_route,
    note_who_routes_here,
    owner_words,
    rules_lit,
    where_to,
)

__all__ = [
    "BLOCK", "COMPANY", "MASTER", "OTHER_STAY", "OWN_WINDOW", "RATE", "STAY", "RoutedLine", "RoutingRule",
    "closed_targets", "end_rule", "groups_to_route", "lay_rules", "note_who_routes_here", "owner_words", "placed", "refresh", "rules_lit",
    "rules_of", "save_rule", "send_on", "send_on_later", "takes_all", "target_of", "target_stay", "where_to",
]  # fmt: skip
