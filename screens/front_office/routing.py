"""The rules by which charges go to somebody else: of a stay, or the templates of a company, a rate or a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from locales import Message, _, current_language, n_
from models.front_office.folios import MOST_WINDOWS
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.routing import (
    BLOCK,
    MASTER,
    OTHER_STAY,
    OWN_WINDOW,
    STAY,
    RoutingRule,
    end_rule,
    groups_to_route,
    owner_words,
    refresh,
    rules_of,
    save_rule,
    where_to,
)
from screens.front_office.set_up_list import CHANGE, NEW, REMOVE, Call, SetUpList, Specs
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column

TARGETS = {
    OWN_WINDOW: Message("a window of this folio"),
    OTHER_STAY: Message("another room's folio"),
    MASTER: Message("the posting master"),
}
PER = (("day", Message("a day")), ("stay", Message("a stay")))


class RoutingScreen(SetUpList):
    ACTIONS = (
        *(
            Action(a.id, a.label, a.keys, right="post", danger=a.danger, why_not=a.why_not)
            for a in (NEW, CHANGE)
        ),
        Action("remove", Message("End"), REMOVE.keys, right="post", danger=True, why_not=REMOVE.why_not),
        Action(
            "apply", Message("Apply to the folio"), ("a",), right="post", why_not=lambda s: s.why_not_apply()
        ),
    )
    ONE = Message("Routing rule")
    COLUMNS = (
        Column(Message("Order"), 5, lambda e: str(e.row.priority), "right"),
        Column(Message("Charges"), None, lambda e: e.row.codes or _("everything")),
        Column(Message("Go to"), 20, lambda e: where_to(e.row).say()),
        Column(Message("When"), 16, lambda e: _when(e.row)),
        Column(Message("Limit"), 18, lambda e: _limit(e.row), "right"),
    )

    def __init__(self, owner: str, owner_id: int) -> None:
        super().__init__()
        self.owner, self.owner_id = owner, owner_id

    def heading(self) -> str:
        return _("Routing: {owner}", owner=owner_words(self.owner, self.owner_id, current_language()))

    def aside(self) -> str:
        return "" if self.owner == STAY else _("copied at check-in")

    def rows(self) -> Sequence[RoutingRule]:
        return rules_of(self.owner, self.owner_id)

    def specs(self, row: Any) -> Specs:  # noqa: ARG002 - a new rule asks the same
        targets = dict(TARGETS)
        if self.owner != STAY:
            del targets[OTHER_STAY]
        elif Stay.get_by_id(self.owner_id).reservation.block_id is None:
            del targets[MASTER]
        if self.owner not in (STAY, BLOCK):
            targets.pop(MASTER, None)
        room = (FieldSpec("to_room", Message("Room"), max_length=8, width=10),) if self.owner == STAY else ()
        return (
            FieldSpec("codes", Message("Charges"), max_length=80, width=36, help=Message("Empty: everything. Or {codes}", {"codes": " ".join(groups_to_route())})),
            FieldSpec("target", Message("Go to"), "pick", required=True, options=tuple(targets.items()), default=OWN_WINDOW, width=28),
            FieldSpec("number", Message("Window"), "number", required=True, minimum=1, maximum=MOST_WINDOWS, default=2),
            *room,
            FieldSpec("priority", Message("Order"), "number", required=True, minimum=1, maximum=99, default=1, help=Message("1 is asked first; the first rule that fits decides.")),
            Section(Message("When")),
            FieldSpec("first_date", Message("From"), "date"),
            FieldSpec("last_date", Message("Until"), "date", after="first_date"),
            FieldSpec("weekdays", Message("Weekdays"), max_length=7, width=9, default="1234567", help=Message("1 is Monday, 7 is Sunday.")),
            Section(Message("How much")),
            FieldSpec("limit_amount", Message("At most, baht"), "amount", help=Message("With service and tax; what goes beyond stays with the guest.")),
            FieldSpec("limit_per", Message("Limit counts"), "pick", options=PER, default="day"),
            FieldSpec("limit_percent", Message("Or percent of each"), "number", minimum=1, maximum=99),
            FieldSpec("tax_number", Message("Taxes to window"), "number", minimum=1, maximum=MOST_WINDOWS, help=Message("Empty: with the charge.")),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"priority": len(self.rows()) + 1}
        names = (
            "codes", "target", "number", "priority", "first_date", "last_date", "weekdays", "limit_amount", "limit_per",
            "limit_percent", "tax_number",
        )  # fmt: skip
        known = {name: getattr(row, name) for name in names}
        return known | ({"to_room": row.to_stay.room.number} if row.to_stay_id else {})

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        told: dict[str, Any] = {
            n: "" if value is None and n in ("codes", "to_room") else value for n, value in values.items()
        }
        return partial(save_rule, **told), (self.owner, self.owner_id, row.id if row else None)

    def removing(self, row: Any) -> Call:
        return end_rule, (row.id,)

    def why_not_apply(self) -> Message | None:
        if self.owner != STAY:
            return Message("A template works from check-in on.")
        if Stay.get_by_id(self.owner_id).state != IN_HOUSE:
            return Message("Nobody is in house yet.")
        return None

    async def do_apply(self) -> None:
        """Lines posted before a rule was made go where it says now."""
        found = await self.submit(refresh, self.owner_id)
        if found is None:
            return
        moved = n_("{n} line moved", "{n} lines moved", found["moved"])
        left = n_("{n} stays (split or invoiced)", "{n} stay (split or invoiced)", found["left"])
        self.say(f"{moved} · {left}" if found["left"] else moved)


def _when(rule: RoutingRule) -> str:
    dates = f"{day(rule.first_date)}–{day(rule.last_date)}" if rule.first_date or rule.last_date else ""
    days = "" if rule.weekdays == "1234567" else rule.weekdays
    return " ".join(filter(None, (dates, days)))


def _limit(rule: RoutingRule) -> str:
    if rule.limit_percent:
        return f"{rule.limit_percent} %"
    if not rule.limit_amount:
        return ""
    return f"{amount(rule.limit_amount)} {dict(PER)[rule.limit_per].say()}"
