"""Money goes back the way it came: which payments of a folio, deposit or security still have something to give back.

A refund names the payment it is of and takes its way: to the card of the slip, in the notes that were taken and at the
rate of that day. Another way is for somebody to allow, with a reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import ForeignKeyField, fn

from locales.money import format_money
from models.front_office.codes import TransactionCode
from models.front_office.currencies import NOTES, in_baht, rate_in_force
from models.front_office.folios import FolioWindow, Posting, post
from models.front_office.payment_legs import ForeignTender
from models.front_office.payment_methods import CITY, FOREIGN, behaviour, payment_method
from models.front_office.till import Tender
from models.house.acts import Act
from models.house.database import Base, MoneyField
from models.house.inputs import above_zero
from models.house.refusals import Refused
from models.ledger.accounts import account
from models.ledger.balances import money
from models.ledger.entries import NewLine

ZERO = Decimal("0.00")
DIFFERENCES = "42120"


class RefundLeg(Base):
    """Of which payment a refund is, ``amount`` baht; never more than is left of it (the database holds it). Sealed."""

    posting = ForeignKeyField(Posting, unique=True)
    of = ForeignKeyField(Posting, backref="refunds")
    amount = MoneyField()

    class Meta:
        table_name = "refund_leg"


@dataclass(frozen=True)
class Refundable:
    """A payment with what is left of it, baht; of foreign notes also ``notes`` left and the ``rate`` they came at."""

    posting_id: int
    date: datetime.date
    code: str
    name_th: str
    name_en: str
    way: str
    reference: str
    taken: Decimal
    left: Decimal
    currency: str = ""
    notes: Decimal = ZERO
    rate: Decimal | None = None

    @property
    def key(self) -> tuple[int]:
        return (self.posting_id,)

    def name(self, language: str) -> str:
        return self.name_th if language == "th" else self.name_en


@dataclass(frozen=True)
class GivenBack:
    """A refund that may be written: what leaves which account, and how it leaves the drawer."""

    code: TransactionCode
    amount: Decimal
    credits: Sequence[NewLine]
    reference: str = ""
    tender: Tender | None = None
    of: Posting | None = None
    rate: Decimal | None = None


def legs_of_window(window_id: int) -> list[Refundable]:
    """Payments on the folio of a window and deposits that were moved onto it, newest first, with something left."""
    stay = FolioWindow.get_by_id(window_id).stay_id
    windows = FolioWindow.select(FolioWindow.id).where(FolioWindow.stay == stay)
    moved = Posting.select(Posting.entry).where(
        (Posting.window << windows) & (Posting.kind == "deposit moved") & (Posting.amount < 0)
    )
    booked = Posting.select(Posting.reservation).where(
        (Posting.entry << moved) & Posting.reservation.is_null(False)
    )
    here = (Posting.window << windows) & (Posting.kind == "payment")
    return _legs(here | ((Posting.reservation << booked) & (Posting.kind == "deposit")))


def legs_of_deposit(reservation_id: int) -> list[Refundable]:
    return _legs((Posting.reservation == reservation_id) & (Posting.kind == "deposit"))


def legs_of_security(reservation_id: int) -> list[Refundable]:
    return _legs((Posting.reservation == reservation_id) & (Posting.kind == "security"))


def _legs(where: Any) -> list[Refundable]:
    rows = (
        Posting.select(Posting, TransactionCode)
        .join(TransactionCode)
        .where(where)
        .order_by(Posting.id.desc())
    )
    legs = [_leg(row) for row in rows if Posting.get_or_none(Posting.corrects == row.id) is None]
    return [leg for leg in legs if leg.left > 0]


def _standing(posting_id: int) -> list[RefundLeg]:
    correction = Posting.alias()
    taken_back = correction.select().where(correction.corrects == RefundLeg.posting)
    return list(RefundLeg.select().where((RefundLeg.of == posting_id) & ~fn.EXISTS(taken_back)))


def _leg(row: Posting) -> Refundable:
    back = _standing(row.id)
    left = -row.amount - sum((leg.amount for leg in back), ZERO)
    foreign = ForeignTender.get_or_none(ForeignTender.posting == row)
    currency, notes, rate = "", ZERO, None
    if foreign is not None:
        gone = ForeignTender.select(fn.SUM(ForeignTender.amount)).where(
            ForeignTender.posting << [leg.posting_id for leg in back]
        )
        currency, rate = foreign.currency.code, foreign.rate
        notes = foreign.amount + money(gone.scalar())
    return Refundable(
        row.id, row.date, row.code.code, row.code.name_th, row.code.name_en, behaviour(row.code).way, row.reference,
        -row.amount, left, currency, notes, rate,
    )  # fmt: skip


def check_refund(
    act: Act, method: str, amount: Decimal, of: int | None, notes: Decimal | None, legs: Sequence[Refundable]
) -> GivenBack:
    """Whether ``amount`` baht may go back by ``method``, to the payment ``of`` of the ``legs`` there are.

    With ``notes`` of a foreign leg the amount is theirs at the rate they came at, whatever it is today.
    Refused: NO_METHOD, NO_LEG, MORE_THAN_IS_LEFT, NOT_POSITIVE; ASK: REFUND_OTHER_WAY (right pay).
    """
    code = payment_method(method)
    way = behaviour(code).way
    if way == CITY:
        raise Refused("NO_METHOD", "{code} is not a way to pay.", field="method", code=code.code)
    if of is None:
        if way == FOREIGN:
            raise Refused("NO_LEG", "Choose the payment in foreign notes that is given back.", field="method")
        amount = above_zero(amount)
        return GivenBack(code, amount, [NewLine(code.account_id, -amount, item=code.code)])
    leg = next((leg for leg in legs if leg.posting_id == of), None)
    if leg is None:
        raise Refused("NO_LEG", "Nothing is left of this payment to give back.")
    in_notes = leg.way == FOREIGN and code.code == leg.code
    if leg.rate is not None and (in_notes or notes is not None):
        amount = in_baht(above_zero(notes if notes is not None else ZERO, "notes"), leg.rate)
    amount = above_zero(amount)
    if amount > leg.left or (in_notes and notes is not None and notes > leg.notes):
        field = "amount" if notes is None else "notes"
        raise Refused("MORE_THAN_IS_LEFT", "Only {left} is left.", field=field, left=leg.left)
    if code.code != leg.code:
        act.ask(
            "REFUND_OTHER_WAY", "This money came by {came} and goes back by {goes}.", right="pay", amount=amount,
            field="method", came=leg.code, goes=code.code,
        )  # fmt: skip
    original = Posting.get_by_id(of)
    if in_notes and notes is not None:
        return _in_notes(act, code, amount, notes, leg, original)
    reference = leg.reference if code.code == leg.code else ""
    return GivenBack(
        code, amount, [NewLine(code.account_id, -amount, item=code.code)], reference, of=original
    )


def _in_notes(
    act: Act, code: TransactionCode, amount: Decimal, notes: Decimal, leg: Refundable, original: Posting
) -> GivenBack:
    """Notes leave at what they are worth today; the difference to what the guest is given is the house's."""
    foreign = ForeignTender.get(ForeignTender.posting == original)
    today = rate_in_force(foreign.currency_id, NOTES, act.now)
    worth = in_baht(notes, today.buy if today is not None else foreign.rate)
    credits = [NewLine(code.account_id, -worth, item=code.code)]
    if worth != amount:
        credits.append(NewLine(account(DIFFERENCES).id, worth - amount))
    reference = f"{leg.currency} {format_money(notes)} × {foreign.rate.normalize():f}"
    return GivenBack(
        code, amount, credits, reference, Tender(leg.currency, -notes, worth=-worth), original, foreign.rate
    )


def post_refund(act: Act, back: GivenBack, entry_id: int, kind: str, reason: str, **where: Any) -> int:
    """The posting of a refund whose entry is written, with the payment it is of; its id."""
    posting_id = post(
        act, entry_id, kind, back.code, typed=back.amount, net=back.amount, amount=back.amount, tender=back.tender,
        reference=f"{back.reference} {reason}".strip(), **where,
    )  # fmt: skip
    if back.of is not None:
        act.create(RefundLeg, posting=posting_id, of=back.of, amount=back.amount)
    if back.tender is not None:
        foreign = ForeignTender.get(ForeignTender.posting == back.of)
        act.create(
            ForeignTender, posting=posting_id, currency=foreign.currency_id, amount=back.tender.amount,
            rate=back.rate, worth=-back.amount, change=ZERO,
        )  # fmt: skip
    return posting_id


def check_not_refunded(payment: Posting) -> None:
    """A payment of which something was given back is not taken back. Refused: MORE_THAN_IS_LEFT."""
    if _standing(payment.id):
        raise Refused("MORE_THAN_IS_LEFT", "This money has been given back; correct the refund first.")
