"""What of a folio window can stand on a tax invoice: charges, adjustments and lines moved in that no paper covers yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from peewee import JOIN

from locales.money import round_half_up
from models.front_office.codes import Article, TransactionCode, rules_on
from models.front_office.folios import ChildLine, Posting, parts_by_posting
from models.front_office.receipts import Receipt, ReceiptLine
from models.ledger.balances import money

ZERO = Decimal("0.00")
VAT = "VAT"
OWN_ROUNDING = Decimal("0.02")
"""Baht by which a line's own VAT may differ from its rate: it was split, or a part of a night."""
NOT_ON_PAPER = ("correction", "credit", "rounding", "package settled")
"""Kinds that no invoice covers: what takes a line back, what a credit note says, what moves nothing."""


@dataclass(frozen=True)
class OpenLine:
    """A line that may be invoiced, baht: ``amount`` as it moves the window; ``taxed`` the part with VAT in it at
    ``rate`` (7/100), ``vat`` what the ledger has for it, ``outside`` what is no part of the VAT's base."""

    posting_id: int
    date: datetime.date
    revenue_date: datetime.date
    kind: str
    code: str
    code_th: str
    code_en: str
    words_th: str
    words_en: str
    description: str
    quantity: int
    amount: Decimal
    taxed: Decimal
    vat: Decimal
    outside: Decimal
    rate: Fraction
    wrapped_in: int | None = None
    package_id: int | None = None

    @property
    def key(self) -> tuple[int]:
        return (self.posting_id,)

    def words(self, language: str) -> str:
        return self.words_th if language == "th" else self.words_en

    def code_name(self, language: str) -> str:
        return self.code_th if language == "th" else self.code_en


def open_lines(window_id: int) -> list[OpenLine]:
    """The lines of a window that stand and are on no standing tax paper, in the order they were posted."""
    postings = _postings((Posting.window == window_id) & (TransactionCode.kind == "revenue"))
    covered = invoiced(p.id for p in postings)
    return _as_lines([p for p in _standing(postings) if p.id not in covered])


def lines_of(posting_ids: Sequence[int]) -> dict[int, OpenLine]:
    """These lines as they would stand on an invoice, whatever covers them now."""
    return {line.posting_id: line for line in _as_lines(_postings(Posting.id << list(posting_ids)))}


def _postings(where: object) -> list[Posting]:
    return list(
        Posting.select(Posting, TransactionCode, Article)
        .join(TransactionCode)
        .switch(Posting)
        .join(Article, JOIN.LEFT_OUTER, on=(Posting.article == Article.id))
        .where(where)
        .order_by(Posting.id)
    )


def _as_lines(postings: Sequence[Posting]) -> list[OpenLine]:
    parts = parts_by_posting([p.id for p in postings])
    bases: dict[tuple[int, datetime.date], tuple[Fraction, frozenset[str]]] = {}
    return [_open_line(p, parts.get(p.id, ()), bases) for p in postings]


def invoiced(posting_ids: Iterable[int]) -> set[int]:
    """Which of these postings stand on a tax paper that was not cancelled."""
    rows = (
        ReceiptLine.select(ReceiptLine.posting)
        .join(Receipt)
        .where((ReceiptLine.posting << list(posting_ids)) & Receipt.cancelled_on.is_null())
        .tuples()
    )
    return {posting_id for (posting_id,) in rows}


def _standing(postings: Sequence[Posting]) -> list[Posting]:
    """Without corrected pairs, and without lines that were moved out whole together with the legs that moved them."""
    corrected = {p.corrects_id for p in postings if p.corrects_id}
    there = [p for p in postings if p.kind not in NOT_ON_PAPER and not {p.id, p.origin_id} & corrected]
    by_id = {p.id: p for p in there}
    legs: dict[int, list[Posting]] = {}
    for p in there:
        source = by_id.get(p.moved_from_id)
        if source is not None and p.amount * source.amount < 0:
            legs.setdefault(source.id, []).append(p)
    gone: set[int] = set()
    for source_id, out in legs.items():
        if by_id[source_id].amount + sum((p.amount for p in out), ZERO) == 0:
            gone |= {source_id, *(p.id for p in out)}
    return [p for p in there if p.id not in gone]


def _open_line(
    posting: Posting,
    parts: Sequence[ChildLine],
    bases: dict[tuple[int, datetime.date], tuple[Fraction, frozenset[str]]],
) -> OpenLine:
    vat = sum((part.amount for part in parts if part.code == VAT), ZERO)
    key = (posting.code_id, _first(posting).date)
    if key not in bases:
        bases[key] = _base_of(posting.code, key[1])
    rate, inside = bases[key]
    within = {VAT, posting.code.code, *inside}
    outside = sum((part.amount for part in parts if part.code not in within), ZERO)
    # What bears no VAT though its code does was exempted, and a tax routed apart is no price with VAT in it.
    if abs(vat_within(money(posting.amount) - outside, rate) - vat) > OWN_ROUNDING:
        rate, outside = Fraction(0), money(posting.amount) - vat
    elif not rate:
        outside = money(posting.amount)
    return OpenLine(
        posting.id, posting.date, posting.revenue_date, posting.kind, posting.code.code, posting.code.name_th,
        posting.code.name_en, posting.words("th"), posting.words("en"), posting.description, posting.quantity,
        posting.amount, posting.amount - outside if rate else ZERO, vat, outside, rate, posting.wrapped_in_id, posting.package_id,
    )  # fmt: skip


def vat_within(total: Decimal, rate: Fraction) -> Decimal:
    """total × 7/107, half up."""
    share = rate / (1 + rate)
    return round_half_up(total * share.numerator / share.denominator)


def _first(posting: Posting) -> Posting:
    """The charge a moved line or an adjustment goes back to; its date has the rate."""
    while posting.moved_from_id or posting.adjusts_id:
        posting = Posting.get_by_id(posting.moved_from_id or posting.adjusts_id)
    return posting


def _base_of(code: TransactionCode, date: datetime.date) -> tuple[Fraction, frozenset[str]]:
    """The rate of VAT on a code and the children (service charge) it is reckoned on as well; a provincial fee is not."""
    rules = rules_on(code, date)
    for rule in rules:
        if rule.child == VAT:
            return rule.rate, frozenset(r.child for r in rules if r.adds_to == rule.basis)
    return Fraction(0), frozenset()
