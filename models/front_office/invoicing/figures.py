"""The figures of a tax invoice: VAT once per rate for the whole document, allocated to its lines to the satang.

VAT = total × 7/107, half up (hotel rules, section 1). What a deposit's invoice declared already is deducted: the VAT
of the document is then reckoned on what remains of the total, so that it and the deposit's invoices together are
exactly what is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from peewee import fn

from locales.money import SMALLEST
from models.front_office.credit_notes import CreditNoteLine, invoices_on, left_of
from models.front_office.folios import FolioWindow
from models.front_office.invoicing.lines import OpenLine, vat_within
from models.front_office.invoicing.tables import DepositDeduction
from models.front_office.receipts import Receipt
from models.ledger.balances import money

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Deposit:
    """A deposit's tax invoice and what of it, baht, is not used by credit notes and other invoices; or what is taken."""

    invoice: Receipt
    net: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


@dataclass(frozen=True)
class DocumentLine:
    """A line with its share of the document's VAT, baht: ``net`` + ``vat`` + ``exempt`` = amount."""

    line: OpenLine
    net: Decimal
    vat: Decimal
    exempt: Decimal

    def __post_init__(self) -> None:
        assert self.net + self.vat + self.exempt == self.line.amount, self


@dataclass(frozen=True)
class Figures:
    """A document, baht. ``net`` and ``vat`` are what it declares: its lines less the ``deposits``; ``exempt`` is outside
    VAT; ``rounding`` is what its lines' VAT is more than the ledger has for them."""

    lines: tuple[DocumentLine, ...]
    deposits: tuple[Deposit, ...]
    net: Decimal
    vat: Decimal
    exempt: Decimal
    rounding: Decimal

    @property
    def total(self) -> Decimal:
        return self.net + self.vat + self.exempt

    @property
    def charges(self) -> Decimal:
        return sum((line.line.amount for line in self.lines), ZERO)


def figures_of(lines: Sequence[OpenLine], deposits: Sequence[Deposit] = ()) -> Figures:
    """Reckon a document of ``lines``, from which ``deposits`` are deducted as far as their charges are taxed."""
    left = list(deposits)
    taken: dict[int, Deposit] = {}
    vat_of = {line.posting_id: line.vat for line in lines if not line.rate}
    declared = sum(vat_of.values(), ZERO)
    for rate in sorted({line.rate for line in lines if line.rate}, reverse=True):
        group = [line for line in lines if line.rate == rate]
        taxed = sum((line.taxed for line in group), ZERO)
        left, used = _deduct(left, taxed, rate)
        for deposit in used:
            before = taken.get(deposit.invoice.id, Deposit(deposit.invoice, ZERO, ZERO))
            taken[deposit.invoice.id] = Deposit(
                deposit.invoice, before.net + deposit.net, before.vat + deposit.vat
            )
        rest = taxed - sum((deposit.gross for deposit in used), ZERO)
        vat = vat_within(rest, rate)
        declared += vat
        shares = allocated(
            vat + sum((deposit.vat for deposit in used), ZERO), [line.taxed for line in group], rate
        )
        vat_of.update({line.posting_id: share for line, share in zip(group, shares, strict=True)})
    document = tuple(
        DocumentLine(
            line,
            line.amount - line.outside - vat_of[line.posting_id],
            vat_of[line.posting_id],
            line.outside,
        )
        for line in lines
    )
    exempt = sum((line.exempt for line in document), ZERO)
    deducted = sum((deposit.gross for deposit in taken.values()), ZERO)
    total = sum((line.line.amount for line in document), ZERO)
    return Figures(
        document,
        tuple(taken.values()),
        total - exempt - deducted - declared,
        declared,
        exempt,
        sum(vat_of.values(), ZERO) - sum((line.vat for line in lines), ZERO),
    )


def allocated(vat: Decimal, totals: Sequence[Decimal], rate: Fraction) -> list[Decimal]:
    """``vat`` baht on the lines of a document by largest remainder."""
    share = rate / (1 + rate)
    exact = [Fraction(total) * share * 100 for total in totals]
    floors = [part.numerator // part.denominator for part in exact]
    missing = int(vat * 100) - sum(floors)
    order = sorted(range(len(totals)), key=lambda n: (floors[n] - exact[n], n))
    while missing:
        step = 1 if missing > 0 else -1
        for n in order if step > 0 else reversed(order):
            if not missing:
                break
            floors[n] += step
            missing -= step
    return [floor * SMALLEST for floor in floors]


def _deduct(
    deposits: Sequence[Deposit], taxed: Decimal, rate: Fraction
) -> tuple[list[Deposit], list[Deposit]]:
    """What is left of the deposits, and what of each goes off ``taxed`` baht."""
    left, used, rest = [], [], taxed
    for deposit in deposits:
        gross = min(max(rest, ZERO), deposit.gross)
        vat = deposit.vat if gross == deposit.gross else min(vat_within(gross, rate), deposit.vat)
        if gross:
            used.append(Deposit(deposit.invoice, gross - vat, vat))
            rest -= gross
        left.append(Deposit(deposit.invoice, deposit.net - (gross - vat), deposit.vat - vat))
    return [deposit for deposit in left if deposit.gross > 0], used


def deposits_to_deduct(window: FolioWindow) -> list[Deposit]:
    """The deposits that came to the window, less what was credited and what other invoices deducted."""
    found = []
    for invoice in invoices_on(window):
        net, vat = left_of(invoice)
        again_net, again_vat = _credited_where_deducted(invoice)
        taken_net, taken_vat = (
            DepositDeduction.select(fn.SUM(DepositDeduction.net), fn.SUM(DepositDeduction.vat))
            .join(Receipt, on=(Receipt.id == DepositDeduction.receipt))
            .where((DepositDeduction.invoice == invoice) & Receipt.cancelled_on.is_null())
            .tuples()
            .get()
        )
        deposit = Deposit(invoice, net + again_net - money(taken_net), vat + again_vat - money(taken_vat))
        if deposit.gross > 0:
            found.append(deposit)
    return found


def _credited_where_deducted(invoice: Receipt) -> tuple[Decimal, Decimal]:
    """Value and VAT that notes took from a deposit through the invoice that had deducted it: gone from both."""
    through = CreditNoteLine.alias()
    same = (
        through.select()
        .join(DepositDeduction, on=(DepositDeduction.receipt == through.invoice))
        .where((through.note == CreditNoteLine.note) & (DepositDeduction.invoice == invoice))
    )
    net, vat = (
        CreditNoteLine.select(fn.SUM(CreditNoteLine.net), fn.SUM(CreditNoteLine.vat))
        .join(Receipt, on=(Receipt.id == CreditNoteLine.note))
        .where((CreditNoteLine.invoice == invoice) & Receipt.cancelled_on.is_null() & fn.EXISTS(same))
        .tuples()
        .get()
    )
    return money(net), money(vat)
