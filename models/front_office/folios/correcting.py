"""Taking back a charge or payment of today by its mirror; both stay visible."""

from __future__ import annotations

from decimal import Decimal

from peewee import fn

from models.back_office.cheques import cheque_taken_back
from models.back_office.receivables import take_item_back
from models.front_office.codes import Parts, TransactionCode
from models.front_office.deposit_vat import in_reverse, used_up
from models.front_office.folios.charging import charge_lines, post
from models.front_office.folios.moving import check_not_invoiced, made_of, origin_of, standing_legs
from models.front_office.folios.tables import UNDOES, Posting
from models.front_office.open_folios import is_closed
from models.front_office.reservations import RESERVED, Stay
from models.house.acts import Act, operation
from models.house.inputs import said
from models.house.refusals import Refused
from models.ledger.balances import money
from models.ledger.entries import mirror, write_entry

ZERO = Decimal("0.00")


@operation("correct")
def correct(act: Act, posting_id: int, reason: str, reason_code: str = "") -> int:
    """Take back a posting of today by its mirror; both stay visible. The correction's id.

    A charge that moved is taken back where it lies, all of its pieces.

    Refused: NO_REASON, CLOSED_DATE (use an adjustment), UNDO_OF_UNDO, ALREADY_CORRECTED, NOT_CORRECTABLE
    (deposits moved at check-in), WINDOW_CLOSED, INVOICED, LOWERED (a night billed and dropped the same day),
    MORE_THAN_IS_LEFT (deposits), CHEQUE_AWAY (a cheque no longer on hand).
    """
    from models.front_office.invoicing import posting_taken_back

    original = origin_of(Posting.get_by_id(posting_id))
    reason = said(reason)
    if original.kind in UNDOES:
        raise Refused("UNDO_OF_UNDO", "A correction is not undone; post the charge anew.")
    if original.date != act.business_date:
        raise Refused(
            "CLOSED_DATE", "{date} is closed; only postings of today can be corrected.", date=original.date,
            jump=f"adjust {original.entry_id}",
        )  # fmt: skip
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
    legs = standing_legs(original)
    check_not_invoiced([leg.id for leg in legs])
    if Posting.select().where(Posting.adjusts << [original, *legs]).exists():
        raise Refused("LOWERED", "This charge was lowered already: nothing, or less, is left to take back.")
    if any(leg.window_id and is_closed(leg.window.stay) for leg in legs):
        raise Refused("WINDOW_CLOSED", "The guest has checked out; the folio is closed.")
    if original.kind == "payment":
        _check_not_given_back(original)
    if original.kind in ("payment", "deposit", "security"):
        from models.front_office.refund_legs import check_not_refunded

        check_not_refunded(original)
    act.because(reason)
    posting_taken_back(act, original, reason)
    _take_back_with(act, original, reason)
    return take_back(act, original, reason, reason_code)


def _by_the_program(posting: Posting) -> bool:
    """Deposits moved, nights with their package parts, what goes against an allowance: not corrected by hand.

    A day use is, and its package parts go with it.
    """
    from models.front_office.packages.posting import is_night_part

    if posting.kind in (
        "deposit moved",
        "security used",
        "allowance",
        "package settled",
        "night earned",
        "opening",
    ):
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
    cheque_taken_back(act, original.entry_id)


def take_back(act: Act, original: Posting, reason: str, reason_code: str = "") -> int:
    """Write the mirror of a posting, or of the pieces it lies in by now; the correction's id."""
    from models.front_office.billed_ahead import bill_taken_back

    legs = standing_legs(original)
    if [leg.id for leg in legs] == [original.id]:
        entry_id = write_entry(
            act,
            in_reverse(original.window, original.entry_id, mirror(original.entry_id)),
            kind="correction",
            memo=f"{original.words('en')} · {reason}",
            reverses_id=original.entry_id,
        )
        correction_id = _write_correction(act, original, original, entry_id, reason, reason_code)
        bill_taken_back(act, original.id, correction_id)
        return correction_id
    # Whoever asks whether the charge was taken back asks the charge: the first of its pieces answers.
    found: list[int] = []
    for leg in legs:
        entry_id = _reversed_where_it_lies(act, leg, original, reason)
        corrects = leg if found else original
        found.append(_write_correction(act, leg, corrects, entry_id, reason, reason_code))
    bill_taken_back(act, original.id, found[0])
    return found[0]


def _reversed_where_it_lies(act: Act, leg: Posting, original: Posting, reason: str) -> int:
    from models.front_office.billed_ahead import billed_of, deferred

    made = dict(made_of([leg.id])[leg.id])
    net = made.pop(original.code.code, ZERO)
    back = Parts(-net, tuple((code, -part) for code, part in made.items()), -leg.amount)
    lines = [line for line in charge_lines(leg.window.subaccount_id, original.code, back) if line.amount]
    if billed_of(original) is not None:
        lines = deferred(lines)
    return write_entry(
        act,
        [*lines, *used_up(leg.window, back)],
        kind="correction",
        memo=f"{leg.words('en')} · {reason}",
    )


def _write_correction(
    act: Act, leg: Posting, corrects: Posting, entry_id: int, reason: str, reason_code: str
) -> int:
    return post(
        act,
        entry_id,
        "correction",
        leg.code,
        description=leg.description,
        typed=-leg.typed,
        net=-leg.net,
        amount=-leg.amount,
        window=leg.window,
        reservation=leg.reservation,
        quantity=leg.quantity,
        inclusive=leg.inclusive,
        article=leg.article,
        corrects=corrects,
        reference=reason,
        revenue_date=leg.revenue_date,
        package_id=leg.package_id,
        reason_code=reason_code,
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
