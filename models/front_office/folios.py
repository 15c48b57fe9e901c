"""Folios: windows of a stay, charges with their children, corrections of the day.

A posting *is* a balanced entry of the ledger: debit guest ledger under the window, credit revenue, service
charge and tax. A folio is a view of those lines; the two cannot disagree.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, BooleanField, DateField, ForeignKeyField, IntegerField, TextField, fn

from locales import Message
from models.back_office.receivables import CityAccount, take_item_back
from models.front_office.codes import Article, Parts, TransactionCode, parts_of, transaction_code
from models.front_office.deposit_vat import in_reverse, used_up
from models.front_office.open_folios import is_closed, takes_late_charges
from models.front_office.packages.tables import Package
from models.front_office.reservations import IN_HOUSE, RESERVED, STATES, Night, Reservation, Stay
from models.front_office.till import CashierShift, Tender, record, shift_of, taken_back
from models.house.acts import Act, operation
from models.house.database import Base, MoneyField, StampField
from models.house.inputs import checked, said, words
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.accounts import Account, Subaccount, SubaccountBalance, open_subaccount
from models.ledger.balances import money
from models.ledger.entries import Entry, Line, NewLine, mirror, write_entry

MOST_WINDOWS = 8
MOST_PIECES = 9_999
KINDS = {
    "charge": Message("Charge"),
    "correction": Message("Correction"),
    "payment": Message("Payment"),
    "refund": Message("Refund"),
    "deposit": Message("Deposit"),
    "deposit moved": Message("Deposit moved to folio"),
    "deposit refund": Message("Deposit refunded"),
    "forfeiture": Message("Deposit kept"),
    "allowance": Message("Package allowance"),
    "package settled": Message("Package allowance settled"),
    "security": Message("Security deposit"),
    "security returned": Message("Security returned"),
    "security used": Message("Security moved to folio"),
    "city ledger": Message("Settled"),
}


class FolioWindow(Base):
    """One of the windows 1–8 of a stay: who pays, and the subaccount of the guest ledger that holds its money.

    ``city_account``: the account of the city ledger it is settled on at check-out.
    ``method`` is how it will be paid, ``language`` that of its papers ("": the guest's), ``style`` lines or summary.
    """

    stay = ForeignKeyField(Stay, backref="windows")
    number = IntegerField()
    payee = TextField(default="")
    address = TextField(default="")
    tax_id = TextField(default="")
    branch = TextField(default="")
    subaccount = ForeignKeyField(Subaccount)
    deposit_vat = ForeignKeyField(Subaccount, null=True, backref="+")
    method = TextField(default="")
    language = TextField(default="")
    style = TextField(default="lines")
    city_account = ForeignKeyField(CityAccount, null=True)

    class Meta:
        table_name = "folio_window"


class Posting(Base):
    """What a line of a folio (or of a deposit) is: never changed, never deleted.

    ``description`` is what somebody added in words of their own; code and article name the rest in any language.
    ``typed`` is what was typed, net or ``inclusive``; ``net`` the base, ``amount`` the sum with children as it
    moves the balance (payments are negative). Baht. ``source`` is the id of an outside record, posted once.
    ``package``: of what package it is a part; ``wrapped_in``: the line the guest reads in its place.
    ``moved_from``: the line that a transfer or split brought here; ``adjusts``: the charge of a closed date that an
    adjustment or credit lowers, for a reason of the list (``reason_code``). ``shift``: the cashier's shift it was made in.
    """

    entry = ForeignKeyField(Entry)
    window = ForeignKeyField(FolioWindow, null=True)
    reservation = ForeignKeyField(Reservation, null=True)
    kind = TextField()
    code = ForeignKeyField(TransactionCode)
    article = ForeignKeyField(Article, null=True)
    quantity = IntegerField(default=1)
    description = TextField()
    typed = MoneyField()
    inclusive = BooleanField(default=False)
    net = MoneyField()
    amount = MoneyField()
    date = DateField()
    revenue_date = DateField()
    corrects = ForeignKeyField("self", null=True)
    night = ForeignKeyField(Night, null=True)
    source = TextField(null=True)
    reference = TextField(default="")
    staff = ForeignKeyField(Staff)
    at = StampField()
    package = ForeignKeyField(Package, null=True)
    wrapped_in = ForeignKeyField("self", null=True)
    shift = ForeignKeyField(CashierShift, null=True)
    moved_from = ForeignKeyField("self", null=True)
    adjusts = ForeignKeyField("self", null=True)
    reason_code = TextField(default="")

    @property
    def number(self) -> str:
        return f"K-{self.entry_id:05d}"

    def words(self, language: str) -> str:
        """As the folio says it: Minibar: Beer Chang ×2."""
        return words_of(self.code, self.article, self.quantity, self.description, language)


class PostingPart(Base):
    """What a moved or split line is made of, baht: its base and children, which its entry does not carry. Sealed."""

    posting = ForeignKeyField(Posting, backref="parts")
    position = IntegerField()
    code = ForeignKeyField(TransactionCode)
    amount = MoneyField()

    class Meta:
        table_name = "posting_part"


def words_of(
    code: TransactionCode, article: Article | None, quantity: int, description: str, language: str
) -> str:
    name = code.name(language)
    if article is not None:
        name = f"{name}: {article.name(language)}"
    if quantity > 1:
        name = f"{name} ×{quantity}"
    return f"{name} {description}".rstrip()


def guest_ledger() -> Account:
    return Account.get(Account.subledger == "guest")


def open_window(act: Act, stay: Stay, number: int, payee: str = "") -> FolioWindow:
    if not 1 <= number <= MOST_WINDOWS:
        raise Refused("NO_WINDOW", "A folio has windows 1 to {n}.", field="window", n=MOST_WINDOWS)
    label = f"{stay.room.number if stay.room_id else ''} {stay.guest.name('en')} #{stay.id}.{number}".strip()
    subaccount = open_subaccount(guest_ledger(), label)
    return act.create(
        FolioWindow, stay=stay, number=number, payee=payee or stay.guest.name("en"), subaccount=subaccount
    )


def window_of(stay_id: int, number: int = 1) -> FolioWindow:
    found = FolioWindow.get_or_none((FolioWindow.stay == stay_id) & (FolioWindow.number == number))
    if found is None:
        raise Refused("NO_WINDOW", "This folio has no window {n}.", field="window", n=number)
    return found


def window_balance(window_id: int) -> Decimal:
    """Baht; plus is owed by the guest, minus is owed to the guest."""
    return (
        SubaccountBalance.select(SubaccountBalance.balance)
        .join(FolioWindow, on=(FolioWindow.subaccount == SubaccountBalance.id))
        .where(FolioWindow.id == window_id)
        .scalar()
    )


def stay_balance(stay_id: int) -> Decimal:
    return sum(
        (window_balance(w.id) for w in FolioWindow.select().where(FolioWindow.stay == stay_id)),
        Decimal("0.00"),
    )


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


def check_code(act: Act, code: TransactionCode, amount: Decimal, kind: str) -> None:
    if not code.active or code.kind != kind:
        raise Refused("NO_CODE", "There is no transaction code {code}.", field="code", code=code.code)
    too_low = code.lowest is not None and amount < code.lowest
    too_high = code.highest is not None and amount > code.highest
    if too_low or too_high:
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

    Refused: NO_CODE, NOT_BY_HAND, NOT_IN_HOUSE, NOT_POSITIVE, NO_TAX_RATE, ALREADY_POSTED (by ``source``),
    HOUSE_USE_FREE; ASK: NO_POST, AMOUNT_UNUSUAL.
    """
    amount = checked(amount)
    if quantity > MOST_PIECES:
        raise Refused("TOO_MANY", "At most {n} pieces at once.", field="quantity", n=MOST_PIECES)
    window = FolioWindow.get_by_id(window_id)
    found = transaction_code(code)
    if not found.by_hand:
        raise Refused(
            "NOT_BY_HAND", "{code} is posted by the program, not by hand.", field="code", code=found.code
        )
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
        article.price * quantity,
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
    from models.front_office.packages.nights import carved, check_price, night_elements
    from models.front_office.packages.posting import post_elements, room_wrapper

    act.catch_up()
    elements = night_elements(night.id)
    check_price(night, elements)
    room = night.amount - carved(elements)
    posting_id = None
    if room:
        description = f"{window.stay.room.number} {night.rate_code.code}"
        posting_id = _charge(
            act, window, night.rate_code.transaction_code, room, inclusive=night.inclusive, description=description,
            night=night, package_id=room_wrapper(elements),
        )  # fmt: skip
    post_elements(act, night, window, elements, posting_id)
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
) -> int:
    if typed <= 0 or quantity < 1:
        raise Refused(
            "NOT_POSITIVE", "A charge is above zero. Use a correction to take one back.", field="amount"
        )
    typed = checked(typed)
    check_code(act, code, typed, "revenue")
    parts = parts_of(code, typed, inclusive=inclusive, date=act.business_date)
    entry_id = write_entry(
        act,
        [*charge_lines(window.subaccount_id, code, parts), *used_up(window, parts)],
        kind="charge",
        memo=words_of(code, article, quantity, description, "en"),
    )
    return post(
        act,
        entry_id,
        "charge",
        code,
        description=description,
        typed=typed,
        net=parts.net,
        amount=parts.gross,
        window=window,
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


def charge_lines(subaccount_id: int, code: TransactionCode, parts: Parts) -> list[NewLine]:
    accounts = _accounts_of([child for child, _amount in parts.children])
    return [
        NewLine(guest_ledger().id, parts.gross, subaccount_id, item=code.code),
        NewLine(code.account_id, -parts.net, item=code.code),
        *(NewLine(accounts[child], -amount, item=child) for child, amount in parts.children),
    ]


def _accounts_of(codes: Sequence[str]) -> dict[str, int]:
    rows = TransactionCode.select(TransactionCode.code, TransactionCode.account).where(
        TransactionCode.code << list(codes)
    )
    return {row.code: row.account_id for row in rows}


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
    tender: Tender | None = None,
) -> int:
    """Write the posting of an entry that has been sealed in this transaction; its id.

    Money it moves goes through the till (``tender`` where it came in another currency). Refused: NO_SHIFT.
    """
    shift = shift_of(act, needed=code.kind == "payment")
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
    )
    if code.kind == "payment":
        record(
            act, shift, kind, code, -amount, entry_id=entry_id, posting_id=row.id, reference=reference,
            tender=tender or (taken_back(corrects.id) if corrects is not None else None),
        )  # fmt: skip
    act.changed(row, {}, {"kind": kind, "code": code.code, "amount": amount, "entry": entry_id})
    return int(row.id)


@operation("correct")
def correct(act: Act, posting_id: int, reason: str) -> int:
    """Take back a posting of today by its mirror; both stay visible. The correction's id.

    Refused: NO_REASON, CLOSED_DATE (use an adjustment), UNDO_OF_UNDO, ALREADY_CORRECTED, NOT_CORRECTABLE
    (deposits moved at check-in), WINDOW_CLOSED, MORE_THAN_IS_LEFT (deposits).
    """
    original = Posting.get_by_id(posting_id)
    reason = said(reason)
    if original.date != act.business_date:
        raise Refused(
            "CLOSED_DATE", "{date} is closed; only postings of today can be corrected.", date=original.date
        )
    if original.kind == "correction":
        raise Refused("UNDO_OF_UNDO", "A correction is not undone; post the charge anew.")
    if original.kind in ("deposit refund", "forfeiture"):
        act.need("cancel_penalty")
        to_come = Stay.select().where(
            (Stay.reservation == original.reservation_id) & (Stay.state == RESERVED)
        )
        if not to_come.exists():
            raise Refused(
                "NOT_CORRECTABLE", "The booking has ended; its deposit cannot come back.", jump="bookings"
            )
    if original.code.code == "EARLY":
        act.need("cancel_penalty")  # what the policy asks is waived by who may waive it
    if _by_the_program(original):
        raise Refused("NOT_CORRECTABLE", "This was posted by the program and cannot be corrected by hand.")
    if Posting.get_or_none(Posting.corrects == original):
        raise Refused("ALREADY_CORRECTED", "This posting has been corrected already.")
    if original.window_id and is_closed(original.window.stay):
        raise Refused("WINDOW_CLOSED", "The guest has checked out; the folio is closed.")
    if original.kind == "payment":
        _check_not_given_back(original)
    act.because(reason)
    _take_back_with(act, original, reason)
    return take_back(act, original, reason)


def _by_the_program(posting: Posting) -> bool:
    """Deposits moved, nights with their package parts, what goes against an allowance: not corrected by hand.

    A day use is, and its package parts go with it.
    """
    from models.front_office.packages.posting import is_night_part

    if posting.kind in ("deposit moved", "security used", "allowance", "package settled"):
        return True
    return is_night_part(posting) or bool(posting.night_id and not posting.night.day_use)


def _take_back_with(act: Act, original: Posting, reason: str) -> None:
    """What stands on a charge goes back with it: a day use's package parts, the allowance that paid for it."""
    from models.front_office.packages.allowances import check_parts_unused, give_back
    from models.front_office.packages.posting import parts_of_night

    if original.night_id:
        check_parts_unused(original.night_id)
        for part in parts_of_night(original.night_id):
            take_back(act, part, reason)
    if original.kind == "charge":
        give_back(act, original, reason)
    if original.kind == "city ledger":
        take_item_back(act, original.id)


def take_back(act: Act, original: Posting, reason: str) -> int:
    """Write the mirror of a posting; the correction's id."""
    entry_id = write_entry(
        act,
        in_reverse(original.window, original.entry_id, mirror(original.entry_id)),
        kind="correction",
        memo=f"{original.words('en')} · {reason}",
        reverses_id=original.entry_id,
    )
    return post(
        act,
        entry_id,
        "correction",
        original.code,
        description=original.description,
        typed=-original.typed,
        net=-original.net,
        amount=-original.amount,
        window=original.window,
        reservation=original.reservation,
        quantity=original.quantity,
        inclusive=original.inclusive,
        article=original.article,
        corrects=original,
        reference=reason,
        package_id=original.package_id,
    )


def _check_not_given_back(payment: Posting) -> None:
    """What has been refunded cannot be taken back a second time."""
    paid = (
        Posting.select(fn.SUM(Posting.amount))
        .join(TransactionCode)
        .where((Posting.window == payment.window_id) & (TransactionCode.kind == "payment"))
        .scalar()
    )
    if money(paid) - payment.amount > 0:
        raise Refused("MORE_THAN_IS_LEFT", "This money has been given back; correct the refund first.")


@dataclass(frozen=True)
class ChildLine:
    code: str
    name_th: str
    name_en: str
    amount: Decimal  # baht, as it moves what the guest owes


@dataclass(frozen=True)
class FolioLine:
    """A posting as the folio shows it."""

    posting_id: int
    entry_id: int
    number: str
    date: datetime.date
    kind: str
    code: str
    words_th: str
    words_en: str
    net: Decimal
    amount: Decimal
    children: tuple[ChildLine, ...]
    corrected: bool
    reference: str
    receipt: str
    user: str
    parts: tuple[FolioLine, ...] = ()  # of a wrapper

    @property
    def key(self) -> tuple[int]:
        return (self.posting_id,)

    def words(self, language: str) -> str:
        return self.words_th if language == "th" else self.words_en


def folio_lines(window_id: int) -> list[FolioLine]:
    """The lines of a window in the order they were posted."""
    return _lines((Posting.window == window_id) & (Posting.kind != "package settled"))


def deposit_lines(reservation_id: int) -> list[FolioLine]:
    return _lines(Posting.reservation == reservation_id)


def _lines(where: object) -> list[FolioLine]:
    from models.front_office.receipts import Receipt

    postings = list(
        Posting.select(Posting, TransactionCode, Article, Staff)
        .join(TransactionCode)
        .switch(Posting)
        .join(Article, JOIN.LEFT_OUTER, on=(Posting.article == Article.id))
        .switch(Posting)
        .join(Staff)
        .where(where)
        .order_by(Posting.id)
    )
    corrected = {p.corrects_id for p in postings if p.corrects_id}
    receipts = {
        r.posting_id: r.number
        for r in Receipt.select(Receipt.posting, Receipt.number).where(
            Receipt.posting << [p.id for p in postings]
        )
    }
    children = children_of([p.entry_id for p in postings])
    lines = [
        FolioLine(
            p.id,
            p.entry_id,
            p.number,
            p.date,
            p.kind,
            p.code.code,
            p.words("th"),
            p.words("en"),
            p.net,
            p.amount,
            tuple(c for c in children.get(p.entry_id, ()) if c.code != p.code.code),
            p.id in corrected,
            p.reference,
            receipts.get(p.id, ""),
            p.staff.login,
        )
        for p in postings
    ]
    from models.front_office.packages.posting import wrapped

    return wrapped(postings, lines)


def children_of(entry_ids: Sequence[int]) -> dict[int, list[ChildLine]]:
    """The lines of charges that are not the control account's: base, service charge, tax."""
    rows = (
        Line.select(Line.entry, Line.item, Line.amount, TransactionCode.name_th, TransactionCode.name_en)
        .join(TransactionCode, JOIN.LEFT_OUTER, on=(TransactionCode.code == Line.item))
        .where((Line.entry << list(entry_ids)) & Line.subaccount.is_null() & (Line.item != ""))
        .order_by(Line.entry, Line.position)
        .tuples()
    )
    found: dict[int, list[ChildLine]] = {}
    for entry_id, item, amount, name_th, name_en in rows:
        found.setdefault(entry_id, []).append(ChildLine(item, name_th or item, name_en or item, -amount))
    return found


def posting_of_entry(entry_id: int) -> Posting | None:
    """The posting an entry stands for; of a transfer, the one on the folio."""
    return Posting.select().where(Posting.entry == entry_id).order_by(Posting.window.is_null()).first()
