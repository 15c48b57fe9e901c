"""Moving lines: to another window, another room or a posting master, whole or in parts.

A move is one entry between windows of the guest ledger and no revenue or tax at all: the line leaves its window
(a leg against it) and comes to others (legs that add up to it, children in proportion). Each leg is a posting of kind
``transfer`` whose ``moved_from`` is the line it moves and whose ``origin`` is the charge it came from first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from locales.money import round_half_up
from models.front_office.codes import TransactionCode
from models.front_office.deposit_vat import VAT, weighed_anew
from models.front_office.folios.charging import check_may_post, post
from models.front_office.folios.known import Known
from models.front_office.folios.parts import parts_by_posting
from models.front_office.folios.tables import FolioWindow, Posting, PostingPart
from models.front_office.folios.windows import guest_ledger, spoken_window
from models.house.acts import Act, operation
from models.house.inputs import checked
from models.house.refusals import Refused
from models.ledger.entries import NewLine, write_entry

ZERO = Decimal("0.00")
MOVABLE = ("charge", "adjustment", "allowance", "transfer", "paid-out")
"""What a guest owes for. Money is given back or taken back where it was paid, and taken anew."""
Made = tuple[tuple[str, Decimal], ...]
"""What a leg is made of: codes and baht, the base first."""


@dataclass(frozen=True)
class Leg:
    """Where a part of a line goes and what it is made of."""

    window: FolioWindow
    made: Made

    @property
    def amount(self) -> Decimal:
        return sum((amount for _code, amount in self.made), ZERO)


def origin_of(posting: Posting) -> Posting:
    """The charge a line came from first; itself where it never moved."""
    return posting.origin if posting.origin_id else posting


def leaves(posting: Posting, other: Posting) -> bool:
    """Whether ``posting`` is the leg by which ``other`` left its window."""
    return posting.moved_from_id == other.id and (posting.amount > 0) != (other.amount > 0)


def standing_legs(origin: Posting) -> list[Posting]:
    """Where a charge lies now, in one or more pieces, corrected or not; itself where it never moved."""
    family = list(
        Posting.select().where((Posting.id == origin.id) | (Posting.origin == origin.id)).order_by(Posting.id)
    )
    moved = {row.moved_from_id for row in family}
    return [row for row in family if row.id not in moved and (row.amount > 0) == (origin.amount > 0)]


def is_corrected(posting: Posting) -> bool:
    ids = [posting.id, posting.origin_id] if posting.origin_id else [posting.id]
    return Posting.select().where(Posting.corrects << ids).exists()


def check_not_invoiced(posting_ids: Iterable[int]) -> None:
    """Refused (``INVOICED``): a line on a numbered tax invoice that stands is answered by a credit note alone."""
    from models.front_office.receipts import DEBIT_NOTE, TAX_INVOICE, Receipt, ReceiptLine

    found = (
        Receipt.select()
        .join(ReceiptLine, on=(ReceiptLine.receipt == Receipt.id))
        .where(
            (ReceiptLine.posting << list(posting_ids))
            & (Receipt.kind << (TAX_INVOICE, DEBIT_NOTE))
            & Receipt.cancelled_on.is_null()
        )
        .first()
    )
    if found is not None:
        raise Refused(
            "INVOICED",
            "This line stands on tax invoice {number}: only a credit note takes it back.",
            jump=f"credit note {found.number}",
            number=found.number,
        )


def check_movable(posting: Posting) -> None:
    """Refused: NOT_MOVABLE, MOVED, ALREADY_CORRECTED, INVOICED, WINDOW_CLOSED."""
    leg = posting.kind == "transfer" and leaves(posting, posting.moved_from)
    if posting.kind not in MOVABLE or posting.window_id is None or not posting.amount or leg:
        raise Refused("NOT_MOVABLE", "Only charges move. Take a payment back and take it anew.")
    gone = Posting.select().where((Posting.moved_from == posting) & (Posting.kind == "transfer")).first()
    if gone is not None:
        raise Refused("MOVED", "This line has moved to {folio}.", folio=where_it_went([posting])[posting.id])
    if is_corrected(posting):
        raise Refused("ALREADY_CORRECTED", "This posting has been corrected already.")
    if posting.window.subaccount.closed:
        raise Refused("WINDOW_CLOSED", "The guest has checked out; the folio is closed.")
    check_not_invoiced([posting.id])


def check_target(act: Act, window: FolioWindow) -> None:
    """Refused: NOT_IN_HOUSE; ASK: NO_POST."""
    if window.subaccount.closed:
        raise Refused("WINDOW_CLOSED", "The guest has checked out; the folio is closed.", field="window")
    check_may_post(act, window.stay)


@operation("post")
def transfer(act: Act, posting_ids: Sequence[int], window_id: int) -> int:
    """Move lines whole to another window of any folio that is open; how many moved.

    With a line goes what stands on it in its window: the parts of its package, what an allowance paid, adjustments.
    Refused: NOTHING_CHOSEN, SAME_WINDOW, NOT_MOVABLE, MOVED, ALREADY_CORRECTED, INVOICED, WINDOW_CLOSED, NOT_IN_HOUSE;
    ASK: NO_POST.
    """
    target = FolioWindow.get_by_id(window_id)
    check_target(act, target)
    if not posting_ids:
        raise Refused("NOTHING_CHOSEN", "Mark the lines to move.")
    chosen = list(Posting.select().where(Posting.id << list(posting_ids)).order_by(Posting.id))
    if any(line.window_id == target.id for line in chosen):
        raise Refused("SAME_WINDOW", "The line is in this window already.", field="window")
    move_together(act, chosen, target)
    return len(chosen)


def move_together(act: Act, chosen: Sequence[Posting], target: FolioWindow) -> None:
    """Whole lines with what stands on them."""
    lines = {line.id: line for head in chosen for line in (head, *stands_on(head))}
    heads: dict[int, int] = {}
    for line in (lines[n] for n in sorted(lines)):
        check_movable(line)
        made = made_of([line.id])[line.id]
        (heads[line.id],) = move(act, line, [Leg(target, made)], wrapped_in=heads.get(line.wrapped_in_id))


def stands_on(line: Posting) -> list[Posting]:
    """The parts of a wrapper, what allowances paid, and adjustments, as far as they lie in the same window."""
    from models.front_office.packages.allowances import credits_of_charge

    inside = (Posting.wrapped_in == line) | (Posting.adjusts == line)
    found = [
        *Posting.select().where(inside & (Posting.window == line.window_id) & (Posting.kind != "correction")),
        *(leg for credit in credits_of_charge(origin_of(line).id) for leg in standing_legs(credit)),
    ]
    moved = {p.moved_from_id for p in Posting.select().where(Posting.moved_from << [p.id for p in found])}
    here = [p for p in found if p.window_id == line.window_id and p.id not in moved]
    return [p for p in here if not is_corrected(p)]


@operation("post")
def split(
    act: Act,
    posting_id: int,
    window_id: int,
    *,
    amount: Decimal | None = None,
    percent: Decimal | None = None,
) -> int:
    """Divide a line: ``amount`` baht (or ``percent`` of it), taxes inside, to a window, the rest stays; the id of the
    part that went. In the line's own window both parts stay there.

    Children go in proportion, half up; the base takes the odd satang, so that parts and children add up to the line.
    Refused: SPLIT_AMOUNT (not between zero and the line), PACKAGE_WHOLE (a wrapper), and as ``transfer``.
    """
    line, target = Posting.get_by_id(posting_id), FolioWindow.get_by_id(window_id)
    check_target(act, target)
    check_movable(line)
    if stands_on(line):
        raise Refused(
            "PACKAGE_WHOLE",
            "Other lines stand on this one (package, allowance, adjustment). Move it whole.",
            field="amount",
        )
    if percent is not None:
        if not 0 < checked(percent, "percent") < 100:
            raise Refused(
                "SPLIT_AMOUNT", "A part is more than nothing and less than the line.", field="percent"
            )
        amount = round_half_up(abs(line.amount) * percent / 100)
    return split_off(act, line, target, checked(amount or ZERO))


def split_off(act: Act, line: Posting, target: FolioWindow, amount: Decimal) -> int:
    """``amount`` baht above zero of a line to ``target``, the rest where it was. Refused: SPLIT_AMOUNT."""
    if not 0 < amount < abs(line.amount):
        raise Refused("SPLIT_AMOUNT", "A part is more than nothing and less than the line.", field="amount")
    part, rest = divided(made_of([line.id])[line.id], amount if line.amount > 0 else -amount)
    went, _stayed = move(act, line, [Leg(target, part), Leg(line.window, rest)])
    return went


def made_of(posting_ids: Sequence[int]) -> dict[int, Made]:
    return {
        n: tuple((part.code, part.amount) for part in parts)
        for n, parts in parts_by_posting(posting_ids).items()
    }


def divided(made: Made, amount: Decimal) -> tuple[Made, Made]:
    """A line's parts as ``amount`` baht of it and the rest: children in proportion, the base takes the odd satang."""
    whole = sum((part for _code, part in made), ZERO)
    children = [(code, round_half_up(part * amount / whole)) for code, part in made[1:]]
    base = amount - sum((part for _code, part in children), ZERO)
    one = ((made[0][0], base), *children)
    return one, tuple((code, part - less) for (code, part), (_same, less) in zip(made, one, strict=True))


def move(act: Act, line: Posting, legs: Sequence[Leg], wrapped_in: int | None = None) -> list[int]:
    """Write the move of a whole line; the ids of the legs that arrive. Legs are the line, to the satang."""
    whole = made_of([line.id])[line.id]
    assert sum((leg.amount for leg in legs), ZERO) == line.amount, (line.id, legs)
    assert sum((part for _code, part in whole), ZERO) == line.amount, (line.id, whole)
    away = Leg(line.window, tuple((code, -part) for code, part in whole))
    control = guest_ledger().id
    # Each leg a line of its own: a folio is a view of them.
    lines = [
        NewLine(control, leg.amount, leg.window.subaccount_id, item=line.code.code) for leg in (*legs, away)
    ]
    entry_id = write_entry(
        act,
        [*lines, *declared_anew([*legs, away])],
        kind="transfer",
        memo=words_of_move(line.words("en"), line.window, legs),
    )
    codes = {
        code.code: code
        for code in TransactionCode.select().where(TransactionCode.code << [c for c, _ in whole])
    }
    arrived = [_write_leg(act, entry_id, line, leg, codes, wrapped_in) for leg in legs]
    _write_leg(act, entry_id, line, away, codes, None)
    return arrived


def words_of_move(said: str, window: FolioWindow, legs: Sequence[Leg]) -> str:
    return f"{said} · {spoken_window(window)} → {', '.join(spoken_window(leg.window) for leg in legs)}"


def declared_anew(legs: Sequence[Leg], known: Known | None = None) -> list[NewLine]:
    """A charge that leaves a window no longer uses up what a deposit declared there; where it comes, it does."""
    windows = {leg.window.id: leg.window for leg in legs}
    found: list[NewLine] = []
    for number, window in sorted(windows.items()):
        mine = [leg for leg in legs if leg.window.id == number]
        vat = sum((part for leg in mine for code, part in leg.made if code == VAT), ZERO)
        if vat:
            found += weighed_anew(window, vat, known.ahead(window) if known else None)
    return found


def _write_leg(
    act: Act,
    entry_id: int,
    line: Posting,
    leg: Leg,
    codes: dict[str, TransactionCode],
    wrapped_in: int | None,
) -> int:
    base = sum((part for code, part in leg.made if code == line.code.code), ZERO)
    tax = leg.made[0][0] if not base and len(leg.made) == 1 and leg.made[0][0] != line.code.code else ""
    posting_id = post(
        act,
        entry_id,
        "transfer",
        codes[tax] if tax else line.code,
        description=line.description,
        typed=leg.amount,
        inclusive=True,
        net=base,
        amount=leg.amount,
        window=leg.window,
        quantity=line.quantity,
        article=None if tax else line.article,
        reference=line.reference,
        revenue_date=line.revenue_date,
        package_id=line.package_id,
        wrapped_in=wrapped_in,
        moved_from=line.id,
        origin=origin_of(line).id,
    )
    PostingPart.insert_many(
        [
            {"posting": posting_id, "position": n, "code": codes[code].id, "amount": part}
            for n, (code, part) in enumerate(leg.made, 1)
        ]
    ).execute()
    return posting_id


def where_it_went(lines: Sequence[Posting]) -> dict[int, str]:
    """Of lines that have moved, the windows their legs came to: ``→ 305/2`` of another folio, ``→ 2`` of the same."""
    legs = (
        Posting.select(Posting, FolioWindow)
        .join(FolioWindow, on=(Posting.window == FolioWindow.id))
        .where((Posting.moved_from << [line.id for line in lines]) & (Posting.kind == "transfer"))
        .order_by(Posting.id)
    )
    by_id = {line.id: line for line in lines}
    names: dict[int, list[str]] = {}
    for leg in legs:
        line = by_id[leg.moved_from_id]
        if not leaves(leg, line):
            own = leg.window.stay_id == line.window.stay_id
            names.setdefault(line.id, []).append(str(leg.window.number) if own else spoken_window(leg.window))
    return {n: ", ".join(dict.fromkeys(there)) for n, there in names.items()}


def sent_elsewhere(posting_id: int, window_id: int) -> str:
    """Where a charge just posted to a window stands now, where routing sent it or a part of it; "" when it did not."""
    line = Posting.get_by_id(posting_id)
    if moved := where_it_went([line]).get(line.id):
        return moved
    if line.window_id == window_id:
        return ""
    own = line.window.stay_id == FolioWindow.get_by_id(window_id).stay_id
    return str(line.window.number) if own else spoken_window(line.window)
