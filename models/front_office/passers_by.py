"""Sales to passers-by: somebody who does not stay buys, pays at once and gets a receipt.

A sale is a folio of its own in a pseudo room that nothing counts: charged, paid and closed in one act, or not made at
all. The database closes no folio that has a balance, so no sale leaves one.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.front_office.codes import Article, TransactionCode, parts_of, price_on
from models.front_office.folios import (
    FolioWindow,
    Posting,
    correct,
    open_window,
    post_article,
    post_charge,
    window_balance,
    words_of,
)
from models.front_office.guests import Guest
from models.front_office.payments import close_windows, reopen_windows, take_payment
from models.front_office.pseudo_stays import (
    SALES,
    is_sale,
    move_in,
    new_reservation,
    next_room,
    profile_named,
    pseudo_type,
    sale_types,
)
from models.front_office.receipts import TAX_INVOICE, Receipt, checked_buyer
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, Stay
from models.front_office.rooms import Room
from models.house.acts import Act, operation
from models.house.inputs import above_zero, said, words
from models.house.refusals import Refused

NAME_TH, NAME_EN = "ลูกค้าจร (Passer-by)", "Passer-by"
ZERO = Decimal("0.00")
MOST_LINES = 40


@dataclass(frozen=True)
class Sold:
    """A line of a sale: an article at its price, or a ``code`` at ``price`` baht a piece, taxes in it."""

    code: str
    quantity: int = 1
    price: Decimal | None = None


def gross_of(line: Sold, date: datetime.date) -> Decimal:
    """What a line comes to on ``date``, baht, taxes in it. Refused: NO_ARTICLE, NO_CODE, NO_TAX_RATE."""
    if line.price is not None:
        return line.price * line.quantity
    article = Article.get_or_none((Article.code == line.code) & Article.active)
    if article is None:
        raise Refused("NO_ARTICLE", "There is no article {code}.", field="code", code=line.code)
    price = price_on(article, date) * line.quantity
    return parts_of(article.transaction_code, price, inclusive=article.inclusive, date=date).gross


@operation("post")
def sell(
    act: Act,
    lines: Sequence[Sold],
    *,
    method: str = "CASH",
    legs: Sequence[tuple[str, Decimal]] = (),
    tendered: Decimal | None = None,
    account_id: int | None = None,
    reference: str = "",
    buyer: str = "",
    address: str = "",
    tax_id: str = "",
    branch: str = "",
    language: str = "th",
) -> int:
    """Sell to somebody who does not stay; the sale's id. Paid by ``method``, by several ``legs`` of (method, baht), or put
    on an account of the city ledger. ``tendered``: cash handed over.

    Refused: NOTHING_SOLD, NO_AMOUNT, SALE_NOT_PAID (the legs are not the total), NO_ARTICLE, NO_CODE, NOT_BY_HAND,
    NOT_POSITIVE, NO_METHOD, TENDERED_TOO_LITTLE, NO_SHIFT, NO_RIGHT (pay), NO_CREDIT, ON_HOLD, DEBTOR_CLOSED, TAX_ID,
    BRANCH, NO_BUYER, NO_ADDRESS; ASK: AMOUNT_UNUSUAL, OVER_CREDIT_LIMIT.
    """
    from models.front_office.city_ledger import name_account, settle

    act.need("pay")
    if not 1 <= len(lines) <= MOST_LINES:
        raise Refused("NOTHING_SOLD", "What is sold? 1 to {n} lines.", field="line1", n=MOST_LINES)
    invoiced = checked_buyer(buyer, address, tax_id, branch)
    stay, window = _counter(act, invoiced.name)
    act.update(window, language=language)
    if invoiced.name:
        act.update(window, address=invoiced.address, tax_id=invoiced.tax_id, branch=invoiced.branch)
    for line in lines:
        if line.price is None:
            post_article(act, window.id, line.code, line.quantity)
        else:
            post_charge(
                act, window.id, line.code, above_zero(line.price), quantity=line.quantity, inclusive=True
            )
    total = window_balance(window.id)
    if account_id is not None:
        if not invoiced.name:
            name_account(act, window.id, account_id)
        settle(act, window.id, account_id, total, reference)
    else:
        paid = list(legs) or [(method, total)]
        if sum((baht for _method, baht in paid), ZERO) != total:
            raise Refused("SALE_NOT_PAID", "The sale is {total}, paid at once.", field="paid", total=total)
        for name, baht in paid:
            take_payment(
                act, window.id, name, baht, tendered=tendered if name == "CASH" else None,
                reference=words(reference, "reference"), language=language,
            )  # fmt: skip
    _leave(act, stay)
    return int(stay.id)


def _counter(act: Act, buyer: str) -> tuple[Stay, FolioWindow]:
    """A folio for one sale. Its sales of a day stand under one booking, which has one number."""
    kind = pseudo_type(act, SALES, "ขายหน้าร้าน (Passer-by)", "Sales to passers-by")
    room = Room.get_or_none(Room.room_type == kind) or next_room(act, kind, SALES)
    last = Stay.select().where(Stay.room_type == kind).order_by(Stay.id.desc()).first()
    if last is not None and last.reservation.made_on == act.business_date:
        reservation = last.reservation
    else:
        reservation = new_reservation(act, NAME_EN)
    guest = last.guest if last is not None and _is_ours(last.guest) else _profile(act)
    stay = move_in(act, reservation, guest, room, act.business_date)
    return stay, open_window(act, stay, 1, payee=buyer)


def _is_ours(guest: Guest) -> bool:
    """Not merged into another, nor erased."""
    return bool(guest.given == NAME_EN)


def _profile(act: Act) -> Guest:
    guest = profile_named(act, NAME_EN)
    act.update(guest, given_th=NAME_TH)
    return guest


def _leave(act: Act, stay: Stay) -> None:
    close_windows(act, stay)
    act.update(stay, state=CHECKED_OUT, checked_out_at=act.now)


@operation("correct")
def take_sale_back(act: Act, sale_id: int, reason: str) -> None:
    """A sale of today was none: goods and money are taken back, the receipt is void and keeps its number.

    Refused: NO_SALE, NO_REASON, ANOTHER_DATE, ALREADY_CORRECTED, and as ``correct``.
    """
    from models.front_office.invoicing import cancel_invoice

    stay = Stay.get_by_id(sale_id)
    reason = said(reason)
    if not is_sale(stay):
        raise Refused("NO_SALE", "This is no sale to a passer-by.")
    if stay.arrival != act.business_date:
        raise Refused("ANOTHER_DATE", "Only a sale of today is taken back.")
    if stay.reason:
        raise Refused("ALREADY_CORRECTED", "This sale has been taken back already.")
    reopen_windows(act, stay)
    act.update(stay, state=IN_HOUSE, checked_out_at=None, reason=reason)
    for paper in receipts_of_sale(stay.id):
        if paper.kind == TAX_INVOICE and paper.form and paper.cancelled_on is None:
            cancel_invoice(act, paper.id, reason)
    for posting in reversed(postings_of_sale(stay.id)):
        correct(act, posting.id, reason)
    _leave(act, stay)


def postings_of_sale(sale_id: int) -> list[Posting]:
    """Goods and payments as they were made, without what took them back."""
    return list(
        Posting.select()
        .join(FolioWindow)
        .where((FolioWindow.stay == sale_id) & (Posting.kind != "correction"))
        .order_by(Posting.id)
    )


def goods_of(window_id: int, language: str) -> str:
    """What was sold, in words: Beer Chang ×2, Pad Thai."""
    rows = (
        Posting.select(Posting, TransactionCode)
        .join(TransactionCode)
        .where((Posting.window == window_id) & (Posting.kind == "charge"))
        .order_by(Posting.id)
    )
    return ", ".join(_goods(row, language) for row in rows)


def _goods(row: Posting, language: str) -> str:
    if row.article_id is None:
        return words_of(row.code, None, row.quantity, row.description, language)
    more = f" ×{row.quantity}" if row.quantity > 1 else ""
    return f"{row.article.name(language)}{more}"


@dataclass(frozen=True)
class Sale:
    """A sale in the list; ``paid_by`` the codes of its payments, ``void`` why it was taken back."""

    stay_id: int
    at: datetime.datetime
    goods_th: str
    goods_en: str
    buyer: str
    total: Decimal
    paid_by: str
    receipt: str
    void: str

    @property
    def key(self) -> tuple[int]:
        return (self.stay_id,)

    def goods(self, language: str) -> str:
        return self.goods_th if language == "th" else self.goods_en


def sales_of(date: datetime.date) -> list[Sale]:
    """The sales of a business date, the newest first."""
    windows = list(
        FolioWindow.select(FolioWindow, Stay)
        .join(Stay)
        .where((Stay.room_type << sale_types()) & (Stay.arrival == date))
        .order_by(FolioWindow.id.desc())
    )
    lines: dict[int, list[Posting]] = {}
    query = Posting.select(Posting, TransactionCode).join(TransactionCode)
    for row in query.where(Posting.window << [w.id for w in windows]).order_by(Posting.id):
        if row.kind != "correction":
            lines.setdefault(row.window_id, []).append(row)
    numbers = {
        r.posting_id: r.number
        for r in Receipt.select(Receipt.posting, Receipt.number).where(
            Receipt.posting << [p.id for rows in lines.values() for p in rows if p.kind == "payment"]
        )
    }
    return [_sale(window, lines.get(window.id, []), numbers) for window in windows]


def _sale(window: FolioWindow, lines: list[Posting], numbers: dict[int, str]) -> Sale:
    goods = [line for line in lines if line.kind == "charge"]
    paid = [line for line in lines if line.amount < 0]
    buyer = "" if window.payee == window.stay.guest.name("en") else window.payee
    return Sale(
        window.stay_id, window.stay.checked_in_at, ", ".join(_goods(g, "th") for g in goods),
        ", ".join(_goods(g, "en") for g in goods), buyer, sum((g.amount for g in goods), ZERO),
        "+".join(dict.fromkeys(p.code.code for p in paid)),
        next((numbers[p.id] for p in paid if p.id in numbers), ""), window.stay.reason,
    )  # fmt: skip


def receipts_of_sale(sale_id: int) -> list[Receipt]:
    """The papers of a sale: of its payments, and the tax invoice of its goods where that is one of its own."""
    windows = FolioWindow.select(FolioWindow.id).where(FolioWindow.stay == sale_id)
    paid = Posting.select(Posting.id).where(Posting.window << windows)
    return list(
        Receipt.select().where((Receipt.posting << paid) | (Receipt.window << windows)).order_by(Receipt.id)
    )
