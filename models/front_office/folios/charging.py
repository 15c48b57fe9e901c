"""Charging: what a guest consumes, sleeps or owes, with service charge and tax in the same entry."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from models.front_office.codes import (
    Article,
    Parts,
    TransactionCode,
    check_ledger,
    code_by_hand,
    price_on,
    take_stock,
)
from models.front_office.deposit_vat import used_up
from models.front_office.folios.known import Known, accounts_of
from models.front_office.folios.tables import MOST_PIECES, FolioWindow, Posting, words_of
from models.front_office.folios.windows import guest_ledger
from models.front_office.open_folios import takes_late_charges
from models.front_office.reservations import IN_HOUSE, STATES, Night, Reservation, Stay
from models.front_office.till import Tender, moves_money, record, shift_of, taken_back
from models.house.acts import Act, operation
from models.house.inputs import checked, words
from models.house.refusals import Refused
from models.ledger.entries import NewLine, write_entry

if TYPE_CHECKING:
    from models.front_office.routing.tables import RoutingRule


def check_may_post(act: Act, stay: Stay) -> None:
    if stay.state != IN_HOUSE and not takes_late_charges(stay, act.business_date):
        raise Refused(
            "NOT_IN_HOUSE",
            "{guest} is not in house ({state}); nothing can be posted.",
            field="room",
            guest=stay.guest.spoken,
            state=STATES[stay.state],
        )
    if stay.no_post:
        act.ask("NO_POST", "This stay takes no charges.", right="post")


def check_not_house_use(stay: Stay, code: TransactionCode) -> None:
    """Refused (``HOUSE_USE_FREE``): room revenue on a room the house uses itself."""
    if code.group == "room" and stay.rate_code.house_use:
        raise Refused("HOUSE_USE_FREE", "Nothing is charged for a house-use room.", field="code")


def check_code(act: Act, code: TransactionCode, amount: Decimal, kind: str, *, agreed: bool = False) -> None:
    """Refused: NO_CODE; ASK: AMOUNT_UNUSUAL, unless the amount was ``agreed`` before, when that was asked."""
    if not code.active or code.kind != kind:
        raise Refused("NO_CODE", "There is no transaction code {code}.", field="code", code=code.code)
    too_low = code.lowest is not None and amount < code.lowest
    too_high = code.highest is not None and amount > code.highest
    if (too_low or too_high) and not agreed:
        act.ask(
            "AMOUNT_UNUSUAL",
            "{code} is usually between {lowest} and {highest}.",
            right="post",
            amount=amount,
            field="amount",
            code=code.code,
            lowest=code.lowest or Decimal(0),
            highest=code.highest or Decimal(0),
        )


@operation("post")
def post_charge(
    act: Act,
    window_id: int,
    code: str,
    amount: Decimal,
    *,
    quantity: int = 1,
    inclusive: bool = False,
    description: str = "",
    source: str | None = None,
    reference: str = "",
) -> int:
    """Charge ``amount`` baht a piece to a window; the posting's id.

    Refused: NO_CODE, TAX_ALONE, NOT_BY_HAND, NOT_IN_HOUSE, NOT_POSITIVE, NO_TAX_RATE, ALREADY_POSTED (by ``source``),
    HOUSE_USE_FREE; ASK: NO_POST, AMOUNT_UNUSUAL.
    """
    amount = checked(amount)
    if quantity > MOST_PIECES:
        raise Refused("TOO_MANY", "At most {n} pieces at once.", field="quantity", n=MOST_PIECES)
    window = FolioWindow.get_by_id(window_id)
    found = code_by_hand(code)
    check_may_post(act, window.stay)
    check_not_house_use(window.stay, found)
    posting_id = _charge(
        act,
        window,
        found,
        amount * quantity,
        quantity=quantity,
        inclusive=inclusive,
        description=words(description, "description"),
        source=source,
        reference=words(reference, "reference"),
    )
    return _on_the_package(act, posting_id)


@operation("post")
def post_article(
    act: Act, window_id: int, article_code: str, quantity: int = 1, source: str | None = None
) -> int:
    """Charge an article at its price; the posting's id. Refused as ``post_charge``, and NO_ARTICLE."""
    article = Article.get_or_none((Article.code == article_code.strip().upper()) & Article.active)
    if article is None:
        raise Refused("NO_ARTICLE", "There is no article {code}.", field="code", code=article_code)
    window = FolioWindow.get_by_id(window_id)
    check_may_post(act, window.stay)
    check_not_house_use(window.stay, article.transaction_code)
    if quantity > MOST_PIECES:
        raise Refused("TOO_MANY", "At most {n} pieces at once.", field="quantity", n=MOST_PIECES)
    if quantity < 1:
        raise Refused(
            "NOT_POSITIVE", "A charge is above zero. Use a correction to take one back.", field="quantity"
        )
    posting_id = _charge(
        act,
        window,
        article.transaction_code,
        price_on(article, act.business_date) * quantity,
        quantity=quantity,
        inclusive=article.inclusive,
        article=article,
        source=source,
    )
    return _on_the_package(act, posting_id)


def _on_the_package(act: Act, posting_id: int) -> int:
    """What is consumed goes against the guest's allowances of today, where there are any."""
    from models.front_office.packages.allowances import offset

    offset(act, posting_id)
    return posting_id


def post_night(act: Act, night: Night, window: FolioWindow) -> int | None:
    """Post a room-night at the price on its row, less the package elements in it, and each element to its code.

    The id of the room's line; None without one (complimentary, house use, nothing left for the room).
    Refused: PACKAGE_EXCEEDS_RATE.
    """
    from models.front_office.packages.nights import check_price, night_elements
    from models.front_office.packages.posting import night_lines, post_lines

    act.catch_up()
    elements = night_elements(night.id)
    check_price(night, elements)
    posting_id = post_lines(act, night, window, night_lines(night, window.stay.room.number, elements))
    # The flag goes on after the posting: from then on the row is frozen by the database.
    Night.update(posted=True).where(Night.id == night.id).execute()
    return posting_id


def post_fee(
    act: Act,
    window: FolioWindow,
    code: TransactionCode,
    amount: Decimal,
    earned_on: datetime.date | None = None,
) -> int:
    """A fee the program reckons, ``amount`` baht with service charge and tax in it; the posting's id."""
    return _charge(act, window, code, amount, inclusive=True, revenue_date=earned_on)


def _charge(
    act: Act,
    window: FolioWindow,
    code: TransactionCode,
    typed: Decimal,
    *,
    description: str = "",
    quantity: int = 1,
    inclusive: bool = False,
    article: Article | None = None,
    night: Night | None = None,
    source: str | None = None,
    reference: str = "",
    revenue_date: datetime.date | None = None,
    package_id: int | None = None,
    wrapped_in: int | None = None,
    agreed: bool = False,
) -> int:
    from models.front_office.routing import send_on_later

    # The parts of a wrapper go where its first line goes.
    head = Posting.get_by_id(wrapped_in).window if wrapped_in else None
    found = work_out(
        act, Known(act), window, code, typed, quantity=quantity, inclusive=inclusive, head=head, agreed=agreed,
        memo=words_of(code, article, quantity, description, "en"),
    )  # fmt: skip
    entry_id = write_entry(act, found.lines, kind="charge", memo=found.memo)
    posting_id = post(
        act,
        entry_id,
        "charge",
        code,
        description=description,
        typed=found.typed,
        net=found.parts.net,
        amount=found.parts.gross,
        window=found.window,
        quantity=quantity,
        inclusive=inclusive,
        article=article,
        night=night,
        source=source,
        reference=reference,
        revenue_date=revenue_date,
        package_id=package_id,
        wrapped_in=wrapped_in,
    )
    send_on_later(act, posting_id, found.rule)
    return posting_id


@dataclass(frozen=True)
class WorkedOut:
    """A charge before it is written, baht: the window it goes to, the routing ``rule`` that is to have it, its lines."""

    window: FolioWindow
    rule: RoutingRule | None
    typed: Decimal
    parts: Parts
    lines: list[NewLine]
    memo: str


def work_out(
    act: Act,
    known: Known,
    window: FolioWindow,
    code: TransactionCode,
    typed: Decimal,
    *,
    quantity: int,
    inclusive: bool,
    memo: str,
    head: FolioWindow | None,
    agreed: bool = False,
) -> WorkedOut:
    """All that is asked of a charge before it is written; ``head``: the window of the line it is read under.

    Refused: NOT_POSITIVE, NO_CODE, NO_TAX_RATE, ROUTE_CLOSED, ROUTED_ON; ASK: AMOUNT_UNUSUAL.
    """
    from models.front_office.routing import placed

    if typed <= 0 or quantity < 1:
        raise Refused(
            "NOT_POSITIVE", "A charge is above zero. Use a correction to take one back.", field="amount"
        )
    typed = checked(typed)
    check_code(act, code, typed, "revenue", agreed=agreed)
    window, rule = (head, None) if head else placed(act, window, code, known)
    parts = known.parts(code, typed, inclusive)
    lines = [
        *charge_lines(window.subaccount_id, code, parts, known),
        *used_up(window, parts, known.ahead(window)),
    ]
    return WorkedOut(window, rule, typed, parts, lines, memo)


def charge_lines(
    subaccount_id: int, code: TransactionCode, parts: Parts, known: Known | None = None
) -> list[NewLine]:
    children = [child for child, _amount in parts.children]
    accounts = known.accounts(children) if known else accounts_of(children)
    control = known.guest_ledger_id if known else guest_ledger().id
    return [
        NewLine(control, parts.gross, subaccount_id, item=code.code),
        NewLine(code.account_id, -parts.net, item=code.code),
        *(NewLine(accounts[child], -amount, item=child) for child, amount in parts.children),
    ]


def post(
    act: Act,
    entry_id: int,
    kind: str,
    code: TransactionCode,
    *,
    description: str = "",
    typed: Decimal,
    net: Decimal,
    amount: Decimal,
    window: FolioWindow | None = None,
    reservation: Reservation | None = None,
    quantity: int = 1,
    inclusive: bool = False,
    article: Article | None = None,
    night: Night | None = None,
    corrects: Posting | None = None,
    source: str | None = None,
    reference: str = "",
    revenue_date: datetime.date | None = None,
    package_id: int | None = None,
    wrapped_in: int | None = None,
    moved_from: int | None = None,
    adjusts: int | None = None,
    reason_code: str = "",
    origin: int | None = None,
    tender: Tender | None = None,
) -> int:
    """Write the posting of an entry that has been sealed in this transaction; its id.

    Money it moves goes through the till (``tender`` where it came in another currency). Refused: NO_SHIFT.
    """
    check_ledger(code, "guest" if window is not None else "deposit")
    shift = shift_of(act, needed=moves_money(code))
    row = Posting.create(
        entry=entry_id,
        window=window,
        reservation=reservation,
        kind=kind,
        code=code,
        article=article,
        quantity=quantity,
        description=description,
        typed=typed,
        inclusive=inclusive,
        net=net,
        amount=amount,
        date=act.business_date,
        revenue_date=revenue_date or (night.date if night else act.business_date),
        corrects=corrects,
        night=night,
        source=source,
        reference=reference,
        staff=act.staff,
        at=act.now,
        package=package_id,
        wrapped_in=wrapped_in,
        shift=shift,
        moved_from=moved_from,
        adjusts=adjusts,
        reason_code=reason_code,
        origin=origin,
    )
    if moves_money(code):
        record(
            act, shift, kind, code, -amount, entry_id=entry_id, posting_id=row.id, reference=reference,
            tender=tender or (taken_back(corrects.id) if corrects is not None else None),
        )  # fmt: skip
    act.changed(row, {}, {"kind": kind, "code": code.code, "amount": amount, "entry": entry_id})
    if window is not None and kind == "charge" and night is None:
        from models.front_office.credit_limits import watch

        watch(act, window, amount)
    take_stock(act, row)
    return int(row.id)
