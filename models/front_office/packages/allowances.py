"""Allowances: what a package lets the guest consume, charged against it and settled in the audit.

An allowance is worth what its element costs on the folio, service charge and tax included. Charges of its code or
of the same group use it on its dates by themselves; on another date, or beyond what is left at the house's
expense, somebody has to ask. The entries stand in the docstring of the package.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from peewee import BooleanField, ForeignKeyField, fn

from models.front_office.codes import Parts, TransactionCode, from_gross, parts_of, rules_on, transaction_code
from models.front_office.deposit_vat import used_up
from models.front_office.folios import (
    FolioWindow,
    Posting,
    charge_lines,
    check_may_post,
    post,
    take_back,
)
from models.front_office.packages.setup import LOSS, PROFIT
from models.front_office.packages.tables import NightElement, Package, PackageElement
from models.front_office.reservations.tables import CHECKED_OUT, Night, Stay
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField
from models.house.inputs import said
from models.house.property import setting
from models.house.refusals import Refused
from models.ledger.balances import money
from models.ledger.entries import NewLine, write_entry

ZERO = Decimal("0.00")


class AllowanceUse(Base):
    """``amount`` baht of a charge (service and tax included) that went on an allowance: ``credit`` on the folio.

    ``loss``: it went beyond the allowance and the house bears it. Sealed; taken back where the credit is.
    """

    night_element = ForeignKeyField(NightElement)
    charge = ForeignKeyField(Posting)
    credit = ForeignKeyField(Posting, backref="uses")
    amount = MoneyField()
    loss = BooleanField(default=False)

    class Meta:
        table_name = "allowance_use"


def _standing() -> object:
    """Uses that were not taken back."""
    correction = Posting.alias()
    return AllowanceUse.credit.not_in(
        correction.select(correction.corrects).where(correction.corrects.is_null(False))
    )


def _whole(element: NightElement) -> Parts:
    """The element as it stands on the folio, or will."""
    return parts_of(element.code, element.total, inclusive=element.inclusive, date=element.night.date)


def worth_of(element: NightElement) -> Decimal:
    """Baht, service charge and tax included."""
    return _whole(element).gross


def used_of(night_element_id: int) -> Decimal:
    """Baht of an allowance used, service charge and tax included."""
    uses = (AllowanceUse.night_element == night_element_id) & ~AllowanceUse.loss & _standing()
    return money(AllowanceUse.select(fn.SUM(AllowanceUse.amount)).where(uses).scalar())


def left_of(element: NightElement) -> Decimal:
    if element.settled_on is not None:
        return ZERO
    return worth_of(element) - used_of(element.id)


def _parts_until(element: NightElement, gross: Decimal) -> Parts:
    """The parts of the first ``gross`` baht used: together the uses of an allowance are exactly its own parts."""
    whole = _whole(element)
    if gross == whole.gross:
        return whole
    return from_gross(gross, rules_on(element.code, element.night.date))


def _between(element: NightElement, before: Decimal, after: Decimal) -> Parts:
    low, high = _parts_until(element, before), _parts_until(element, after)
    children = tuple(
        (code, more - less)
        for (code, more), (_code, less) in zip(high.children, low.children, strict=True)
    )  # fmt: skip
    return Parts(high.net - low.net, children, after - before)


def _negative(parts: Parts) -> Parts:
    return Parts(-parts.net, tuple((code, -amount) for code, amount in parts.children), -parts.gross)


# Using


def open_allowances(stay_id: int, date: datetime.date | None = None) -> list[NightElement]:
    """The allowances of a stay that are not settled, with something left; those valid on ``date`` where it is given."""
    query = (
        NightElement.select(NightElement, Night, PackageElement, Package, TransactionCode)
        .join(Night)
        .switch(NightElement)
        .join(PackageElement)
        .join(Package)
        .switch(NightElement)
        .join(TransactionCode)
        .where(
            (Night.stay == stay_id)
            & NightElement.allowance
            & (NightElement.quantity > 0)
            & NightElement.settled_on.is_null()
        )
    )
    if date is not None:
        until = NightElement.valid_until.is_null() | (NightElement.valid_until >= date)
        query = query.where((NightElement.valid_from <= date) & until)
    # What is valid for the shortest time is used first.
    rows = sorted(query, key=lambda e: (e.valid_until or datetime.date.max, e.id))
    return [row for row in rows if not _taken_back(row) and left_of(row) > 0]


def _taken_back(element: NightElement) -> bool:
    """A day use that was corrected has no allowance left."""
    if element.posting_id is None:
        return False
    return Posting.get_or_none(Posting.corrects == element.posting_id) is not None


def covers(element: NightElement, code: TransactionCode) -> bool:
    return code.id == element.code_id or bool(code.group and code.group == element.code.group)


def offset(act: Act, posting_id: int) -> None:
    """Put a charge of now on the allowances valid today, as far as they go; the rest stays on the guest.

    With the setting ``package_overuse`` = loss the house bears the rest. ASK: ALLOWANCE_BEYOND (right discount,
    baht beyond). NOTE: ALLOWANCE_USED.
    """
    charge = Posting.get_by_id(posting_id)
    rest, last = charge.amount, None
    for element in open_allowances(charge.window.stay_id, act.business_date):
        if rest and covers(element, charge.code):
            rest -= _use(act, charge, element, min(rest, left_of(element)))
            last = element
    if last is not None and rest and setting("package_overuse") == "loss":
        _lose(act, charge, last, rest)


def _use(act: Act, charge: Posting, element: NightElement, gross: Decimal) -> Decimal:
    used = used_of(element.id)
    parts = _between(element, used, used + gross)
    _credit(act, charge, element, element.code, parts, loss=False)
    act.note(
        "ALLOWANCE_USED",
        "{amount} goes on package {package}; {left} is left.",
        amount=gross,
        package=element.element.package.code,
        left=left_of(element),
    )
    return gross


def _lose(act: Act, charge: Posting, element: NightElement, gross: Decimal) -> None:
    act.ask(
        "ALLOWANCE_BEYOND",
        "This goes {amount} beyond the allowance; the house would bear it.",
        right="discount",
        amount=gross,
        field="amount",
    )
    parts = from_gross(gross, rules_on(charge.code, charge.date))
    _credit(act, charge, element, transaction_code(LOSS), parts, loss=True)


def _credit(
    act: Act, charge: Posting, element: NightElement, code: TransactionCode, parts: Parts, *, loss: bool
) -> None:
    window: FolioWindow = charge.window
    package: Package = element.element.package
    back = _negative(parts)
    entry_id = write_entry(
        act,
        [*charge_lines(window.subaccount_id, code, back), *used_up(window, back)],
        kind="allowance",
        memo=f"{code.name_en} {package.code}",
    )
    credit = post(
        act,
        entry_id,
        "allowance",
        code,
        description=package.code,
        typed=back.gross,
        inclusive=True,
        net=back.net,
        amount=back.gross,
        window=window,
        package_id=package.id,
    )
    act.create(
        AllowanceUse, night_element=element, charge=charge, credit=credit, amount=parts.gross, loss=loss
    )


@operation("post")
def use_allowance(act: Act, posting_id: int, night_element_id: int, beyond: bool = False) -> None:
    """Put a charge of today on an allowance of the same stay; ``beyond``: the house bears what goes beyond it.

    Refused: NOT_IN_HOUSE, CLOSED_DATE, NO_CHARGE (no charge, or taken back), OTHER_STAY, ALLOWANCE_OTHER (another
    kind of thing), ALLOWANCE_USED_UP; ASK: NO_POST, ALLOWANCE_DATES, ALLOWANCE_BEYOND (right discount, baht).
    """
    charge = Posting.get_by_id(posting_id)
    _check_charge(act, charge)
    check_may_post(act, charge.window.stay)
    element = NightElement.get_by_id(night_element_id)
    if element.night.stay_id != charge.window.stay_id:
        raise Refused("OTHER_STAY", "This allowance is another guest's.", field="charge")
    if not (element.allowance and covers(element, charge.code)):
        raise Refused(
            "ALLOWANCE_OTHER",
            "This is no allowance for {code}.",
            field="charge",
            code=charge.code.code,
        )
    on_it = (AllowanceUse.charge == charge) & _standing()
    rest = charge.amount - money(AllowanceUse.select(fn.SUM(AllowanceUse.amount)).where(on_it).scalar())
    left = ZERO if _taken_back(element) else left_of(element)
    if not rest or (not left and not beyond):
        raise Refused("ALLOWANCE_USED_UP", "Nothing is left of it.", field="charge")
    until = element.valid_until or charge.window.stay.departure
    if not element.valid_from <= act.business_date <= until:
        act.ask(
            "ALLOWANCE_DATES",
            "The allowance is for {first} to {last}, not for today.",
            right="discount",
            amount=min(rest, left),
            field="charge",
            first=element.valid_from,
            last=until,
        )
    if left:
        rest -= _use(act, charge, element, min(rest, left))
    if rest and beyond:
        _lose(act, charge, element, rest)


def _check_charge(act: Act, charge: Posting) -> None:
    from models.front_office.packages.posting import is_night_part

    if charge.kind != "charge" or charge.night_id or is_night_part(charge):
        raise Refused("NO_CHARGE", "Choose a charge of today.", field="charge")
    if charge.date != act.business_date:
        raise Refused(
            "CLOSED_DATE", "{date} is closed; only postings of today can be corrected.", date=charge.date
        )
    if Posting.get_or_none(Posting.corrects == charge):
        raise Refused("NO_CHARGE", "Choose a charge of today.", field="charge")


def give_back(act: Act, charge: Posting, reason: str) -> None:
    """Take back what an allowance paid of a charge, for the charge itself is taken back."""
    for use in AllowanceUse.select().where((AllowanceUse.charge == charge) & _standing()):
        take_back(act, use.credit, reason)


@operation("correct")
def take_back_use(act: Act, posting_id: int, reason: str) -> None:
    """The guest pays a charge of today after all: what allowances paid of it comes back on the folio.

    Refused: NO_REASON, CLOSED_DATE, WINDOW_CLOSED, NO_CHARGE (no allowance paid of it).
    """
    charge = Posting.get_by_id(posting_id)
    reason = said(reason)
    _check_charge(act, charge)
    if charge.window.stay.state == CHECKED_OUT:
        raise Refused("WINDOW_CLOSED", "The guest has checked out; the folio is closed.")
    if not AllowanceUse.select().where((AllowanceUse.charge == charge) & _standing()).exists():
        raise Refused("NO_CHARGE", "No allowance paid anything of this.", field="charge")
    act.because(reason)
    give_back(act, charge, reason)


def credits_of_charge(posting_id: int) -> list[Posting]:
    """What allowances paid of a charge, as far as it stands."""
    return [
        use.credit for use in AllowanceUse.select().where((AllowanceUse.charge == posting_id) & _standing())
    ]


def check_parts_unused(night_id: int) -> None:
    """Before a day use is taken back. Refused: ALLOWANCE_USED."""
    from models.front_office.packages.nights import check_unused

    check_unused([Night.get_by_id(night_id)])


# Settling


def settle_allowances(act: Act, date: datetime.date) -> int:
    """In the audit of ``date``: what is left of the allowances that end with it becomes package profit; how many."""
    ended = (NightElement.valid_until <= date) | (
        NightElement.valid_until.is_null() & (Stay.departure <= date)
    )
    query = (
        NightElement.select(NightElement, Night, Stay, TransactionCode)
        .join(Night)
        .join(Stay)
        .switch(NightElement)
        .join(TransactionCode)
        .where(
            NightElement.allowance
            & NightElement.settled_on.is_null()
            & NightElement.posting_id.is_null(False)
            & ended
        )
        .order_by(NightElement.id)
    )
    rows = list(query)
    for element in rows:
        if not _taken_back(element):
            _settle(act, element, date)
        NightElement.update(settled_on=date).where(NightElement.id == element.id).execute()
        act.changed(element, {"settled_on": None}, {"settled_on": date})
    return len(rows)


def _settle(act: Act, element: NightElement, date: datetime.date) -> None:
    """Dr the element's revenue, Cr package profit; nothing moves on the folio, which may be closed by now."""
    posted = Posting.get_by_id(element.posting_id)
    left = posted.net - _parts_until(element, used_of(element.id)).net
    if left <= 0:
        return
    profit = transaction_code(PROFIT)
    entry_id = write_entry(
        act,
        [
            NewLine(element.code.account_id, left, item=element.code.code),
            NewLine(profit.account_id, -left, item=profit.code),
        ],
        kind="package settled",
        memo=f"{element.code.name_en} {posted.description}",
    )
    for code, net in ((element.code, -left), (profit, left)):
        post(
            act,
            entry_id,
            "package settled",
            code,
            description=posted.description,
            typed=left,
            net=net,
            amount=ZERO,
            window=posted.window,
            revenue_date=date,
            source=f"settled:{element.id}:{code.code}",
            package_id=posted.package_id,
        )


# Looking


@dataclass(frozen=True)
class UsableCharge:
    """A charge of today that could go on an allowance, or did. ``paid``: baht that allowances paid of it."""

    posting_id: int
    words_th: str
    words_en: str
    amount: Decimal
    paid: Decimal

    def words(self, language: str) -> str:
        return self.words_th if language == "th" else self.words_en


def charges_of_today(stay_id: int, date: datetime.date) -> list[UsableCharge]:
    """What was charged to a stay today by hand and stands."""
    taken_back = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    charges = (
        Posting.select(Posting, TransactionCode)
        .join(FolioWindow)
        .switch(Posting)
        .join(TransactionCode)
        .where(
            (FolioWindow.stay == stay_id)
            & (Posting.date == date)
            & (Posting.kind == "charge")
            & Posting.night.is_null()
            & (Posting.source.is_null() | ~Posting.source.startswith("night:"))
            & Posting.id.not_in(taken_back)
        )
        .order_by(Posting.id)
    )
    found = []
    for charge in charges:
        paid = AllowanceUse.select(fn.SUM(AllowanceUse.amount)).where(
            (AllowanceUse.charge == charge) & _standing()
        )
        found.append(
            UsableCharge(
                charge.id, charge.words("th"), charge.words("en"), charge.amount, money(paid.scalar())
            )
        )
    return found
