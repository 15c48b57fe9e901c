"""Applying the rules: where a charge goes when it is made, and where lines go that were posted before a rule was."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal

from peewee import fn

from locales.money import round_half_up
from models.front_office.codes import TransactionCode
from models.front_office.folios.known import Known
from models.front_office.folios.moving import (
    Leg,
    Made,
    divided,
    is_corrected,
    made_of,
    move,
    move_together,
    standing_legs,
    stands_on,
)
from models.front_office.folios.tables import FolioWindow, Posting
from models.front_office.folios.windows import open_window
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.routing.rules import ELSEWHERE, STAY, rules_of, taxes_stay
from models.front_office.routing.tables import MASTER, OWN_WINDOW, RoutedLine, RoutingRule
from models.house.acts import Act, operation
from models.house.refusals import Refused
from models.ledger.balances import money

ZERO = Decimal("0.00")
SERVICE = "SVC"
"""A child that is the hotel's own: where taxes go apart, it stays with the charge."""


def rule_for(
    stay: Stay, code: TransactionCode, date: datetime.date, known: Known | None = None
) -> RoutingRule | None:
    """The first by priority that fits."""
    for rule in known.rules(stay) if known else rules_of(STAY, stay.id):
        words = rule.codes.split()
        fits = not words or code.code in words or bool(code.group and code.group in words)
        begun = rule.first_date is None or rule.first_date <= date
        ended = rule.last_date is not None and date > rule.last_date
        if fits and begun and not ended and str(date.isoweekday()) in rule.weekdays:
            return rule
    return None


def target_stay(rule: RoutingRule, known: Known | None = None) -> Stay | None:
    """Whose folio a rule leads to; None where the posting master is not open."""
    if rule.target == OWN_WINDOW:
        return rule.stay
    if rule.target != MASTER:
        return _once(known, (rule.target, rule.to_stay_id), lambda: rule.to_stay)
    from models.front_office.blocks.master import master_of

    block = rule.stay.reservation.block_id
    return _once(known, (MASTER, block), lambda: master_of(rule.stay.reservation.block)) if block else None


def _once(known: Known | None, key: tuple[str, int | None], read: Callable[[], Stay | None]) -> Stay | None:
    if known is None:
        return read()
    if key not in known.targets:
        known.targets[key] = read()
    return known.targets[key]


def target_of(act: Act, rule: RoutingRule, code: TransactionCode, known: Known | None = None) -> FolioWindow:
    """The window a rule leads to, opened where it is not there yet.

    Refused: ROUTE_CLOSED (checked out, or no posting master), ROUTED_ON (a second hop).
    """
    there = target_stay(rule, known)
    room = rule.stay.room.number if rule.stay.room_id else ""
    if there is None or there.state != IN_HOUSE:
        raise Refused(
            "ROUTE_CLOSED",
            "{code} of {room} goes to a folio that is closed. Change the routing.",
            jump=f"routing {room}",
            code=code.code,
            room=room,
        )
    onward = rule_for(there, code, act.business_date, known) if there.id != rule.stay_id else None
    if onward is not None and onward.target in ELSEWHERE:
        raise Refused(
            "ROUTED_ON",
            "{room} is routed on to another folio; a charge goes one way only.",
            jump=f"routing {there.room.number}",
            room=there.room.number,
        )
    return _window(act, there, rule.number, known or Known(act))


def _window(act: Act, stay: Stay, number: int, known: Known) -> FolioWindow:
    found = known.window(stay, number)
    if found is not None:
        return found
    window = open_window(act, stay, number)
    company = stay.reservation.company
    if company is not None:
        act.update(
            window,
            payee=company.name(stay.guest.papers_language),
            address=company.address,
            tax_id=company.tax_id,
            branch=company.branch,
        )
    return window


def placed(
    act: Act, window: FolioWindow, code: TransactionCode, known: Known | None = None
) -> tuple[FolioWindow, RoutingRule | None]:
    """Where a charge to ``window`` is posted, and the rule that is to have it. What is charged to another window than
    the first is meant for it. Refused: ROUTE_CLOSED, ROUTED_ON."""
    if window.number != 1:
        return window, None
    rule = rule_for(window.stay, code, act.business_date, known)
    if rule is None:
        return window, None
    target = target_of(act, rule, code, known)
    return (target if rule.whole and target.stay_id == window.stay_id else window), rule


def send_on_later(act: Act, posting_id: int, rule: RoutingRule | None) -> None:
    """When everything that stands on the charge has been posted too."""
    if rule is not None:
        act.before_the_end(("route", posting_id), lambda: send_on(act, Posting.get_by_id(posting_id), rule))


def takes_all(rule: RoutingRule) -> bool:
    """Whether every charge goes where the rule leads, in one piece."""
    limits: tuple[object, ...] = (rule.limit_amount, rule.limit_percent, rule.tax_number)
    return limits == (None, None, None)


def send_on(act: Act, line: Posting, rule: RoutingRule) -> None:
    if is_corrected(line) or Posting.select().where(Posting.moved_from == line).exists():
        return
    target = target_of(act, rule, line.code)
    lines = [line, *stands_on(line)]
    whole = sum((each.amount for each in lines), ZERO)
    allowed = _allowed(act, rule, whole)
    if line.window_id != target.id and allowed > 0:
        if allowed == whole and rule.tax_number is None:
            move_together(act, [line], target)
        else:
            _move_up_to(act, rule, lines, target, allowed)
    if allowed > 0:
        origin = line.origin_id or line.id
        act.create(RoutedLine, rule=rule, posting=origin, amount=allowed, date=act.business_date)
    if allowed < whole and rule.limit_amount is not None:
        act.note(
            "ROUTE_LIMIT",
            "{amount} goes beyond the limit of the routing and stays with the guest.",
            amount=whole - max(allowed, ZERO),
        )


def _allowed(act: Act, rule: RoutingRule, amount: Decimal) -> Decimal:
    if rule.limit_percent is not None:
        return round_half_up(amount * rule.limit_percent / 100)
    limit: Decimal | None = rule.limit_amount
    if limit is None:
        return amount
    corrected = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    used = (RoutedLine.rule == rule) & RoutedLine.posting.not_in(corrected)
    if rule.limit_per == "day":
        used &= RoutedLine.date == act.business_date
    taken = money(RoutedLine.select(fn.SUM(RoutedLine.amount)).where(used).scalar())
    return max(min(amount, limit - taken), ZERO)


def _move_up_to(
    act: Act, rule: RoutingRule, lines: Sequence[Posting], target: FolioWindow, allowed: Decimal
) -> None:
    """Lines one after another, the last in part. What an allowance paid stays, and so does as much of the charge."""
    left = allowed
    for line in (each for each in lines if each.amount > 0):
        part: Decimal = left if left < line.amount else line.amount
        if part <= 0:
            continue
        made = made_of([line.id])[line.id]
        goes, stays = divided(made, part) if part < line.amount else (made, ())
        legs = _taxes_apart(act, rule, Leg(target, goes))
        move(act, line, [*legs, Leg(line.window, stays)] if stays else legs)
        left -= part


def _taxes_apart(act: Act, rule: RoutingRule, leg: Leg) -> list[Leg]:
    if rule.tax_number is None or taxes_stay(act):
        return [leg]
    taxes = {
        code.code
        for code in TransactionCode.select().where(
            (TransactionCode.kind == "tax") & (TransactionCode.code != SERVICE)
        )
    }
    apart: Made = tuple((code, part) for code, part in leg.made if code in taxes)
    rest: Made = tuple((code, part) for code, part in leg.made if code not in taxes)
    if not apart or not sum(part for _code, part in apart):
        return [leg]
    return [Leg(leg.window, rest), Leg(_window(act, rule.stay, rule.tax_number, Known(act)), apart)]


@operation("post")
def refresh(act: Act, stay_id: int) -> dict[str, int]:
    """The rules as they are now are applied to what was posted before: how many charges ``moved``, and how many stay
    though a rule says otherwise (``left``: in pieces, on an invoice, on a closed folio).

    What somebody put on another window by hand stays there. Refused: NOT_OPEN, ROUTE_CLOSED, ROUTED_ON.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != IN_HOUSE:
        raise Refused("NOT_IN_HOUSE", "The folio of {guest} is not open.", guest=stay.guest.spoken)
    home = FolioWindow.get((FolioWindow.stay == stay) & (FolioWindow.number == 1))
    charges = (
        Posting.select()
        .join(FolioWindow)
        .where((FolioWindow.stay == stay) & (Posting.kind == "charge") & Posting.wrapped_in.is_null())
        .order_by(Posting.id)
    )
    moved = left = 0
    for charge in list(charges):
        outcome = _place_anew(act, stay, home, charge)
        moved += outcome == "moved"
        left += outcome == "left"
    return {"moved": moved, "left": left}


def _place_anew(act: Act, stay: Stay, home: FolioWindow, charge: Posting) -> str:
    """``moved``, ``left`` or ``right`` where it is."""
    if is_corrected(charge):
        return "right"
    taken = _taken_by(charge)
    rule = rule_for(stay, charge.code, charge.date)
    legs = standing_legs(charge)
    target = target_of(act, rule, charge.code) if rule is not None else home
    if (rule is None and not taken) or (rule is not None and rule.id in taken and not rule.whole):
        return "right"  # what a limit divided is not divided again
    at = legs[0].window
    if len(legs) == 1 and (at.id == target.id or (at.id != home.id and not taken)):
        return "right"
    if len(legs) > 1 or at.subaccount.closed or _on_an_invoice(legs[0]):
        return "left"
    for rule_id, amount in taken.items():
        act.create(RoutedLine, rule=rule_id, posting=charge, amount=-amount, date=act.business_date)
    if rule is None:
        move_together(act, legs, home)
    else:
        send_on(act, legs[0], rule)
    return "moved"


def _on_an_invoice(line: Posting) -> bool:
    from models.front_office.folios.moving import check_not_invoiced

    try:
        check_not_invoiced([line.id])
    except Refused:
        return True
    return False


def _taken_by(charge: Posting) -> dict[int, Decimal]:
    rows = (
        RoutedLine.select(RoutedLine.rule, fn.SUM(RoutedLine.amount))
        .where(RoutedLine.posting == charge)
        .group_by(RoutedLine.rule)
        .tuples()
    )
    return {rule: money(total) for rule, total in rows if money(total)}
