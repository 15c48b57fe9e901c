"""Paid-outs: cash out of the drawer for a guest, on the folio, or for the house, to an expense account.

Each has the slip that the payee signed, and a voucher (ใบสำคัญจ่าย) of the hotel's own series PO.
"""

from __future__ import annotations

from decimal import Decimal

from locales import _, in_language
from locales.dates import format_date
from locales.money import amount_in_words, format_money
from models.front_office.codes import transaction_code
from models.front_office.folios import FolioWindow, Posting, guest_ledger, post
from models.front_office.papers import paper_as_json, seller
from models.front_office.payments import check_in_house
from models.front_office.till.moving import PAID_OUT, cash_code, record, shift_of
from models.front_office.till.tables import PaidOut, TillMovement
from models.house.acts import Act, operation
from models.house.inputs import above_zero, said, words
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import document_number, setting
from models.house.refusals import Refused
from models.ledger.accounts import Account
from models.ledger.entries import NewLine, mirror, write_entry

KIND = "paid-out"
SERIES = "PO"
TITLE = "ใบสำคัญจ่าย"


def paid_out_accounts() -> list[Account]:
    """The expense accounts the house may pay for out of a drawer (setting ``paid_out_accounts``)."""
    codes = [code.strip() for code in setting("paid_out_accounts").split(",") if code.strip()]
    open_ones = (Account.code << codes) & Account.closed_on.is_null()
    return list(Account.select().where(open_ones).order_by(Account.code))


@operation("pay")
def pay_out_for_guest(
    act: Act, window_id: int, amount: Decimal, payee: str, voucher: str, purpose: str
) -> int:
    """Pay ``amount`` baht to somebody for a guest: the guest owes it. The voucher's id.

    ``voucher`` is the number of the slip signed by ``payee``.
    Refused: NO_SHIFT, NOT_POSITIVE, NO_PAYEE, NO_VOUCHER, NO_REASON, NOT_IN_HOUSE, WINDOW_CLOSED, NOT_ENOUGH_CASH.
    """
    amount, payee, voucher, purpose = _checked(amount, payee, voucher, purpose)
    window = FolioWindow.get_by_id(window_id)
    check_in_house(window.stay)
    code, cash = transaction_code(PAID_OUT), cash_code()
    entry_id = write_entry(
        act,
        [
            NewLine(guest_ledger().id, amount, window.subaccount_id, item=code.code),
            NewLine(cash.account_id, -amount, item=code.code),
        ],
        kind=KIND,
        memo=f"{payee}: {purpose}",
    )
    posting_id = post(
        act, entry_id, KIND, code, description=purpose, typed=amount, net=amount, amount=amount, window=window,
        reference=voucher,
    )  # fmt: skip
    movement = TillMovement.get(TillMovement.posting == posting_id)
    room = window.stay.room.number if window.stay.room_id else ""
    charged_to = " ".join(filter(None, [room, window.stay.guest.name(act.staff.language)]))
    return _voucher(act, movement.id, amount, payee, voucher, purpose, charged_to, posting_id=posting_id)


@operation("pay")
def pay_out_for_house(
    act: Act, account_code: str, amount: Decimal, payee: str, voucher: str, purpose: str
) -> int:
    """Pay ``amount`` baht for the house out of the drawer, to one of the allowed expense accounts. The voucher's id.

    Refused: NO_SHIFT, NOT_POSITIVE, NO_PAYEE, NO_VOUCHER, NO_REASON, NOT_ALLOWED_ACCOUNT, NOT_ENOUGH_CASH.
    """
    amount, payee, voucher, purpose = _checked(amount, payee, voucher, purpose)
    shift = shift_of(act, needed=True)
    expense = next((row for row in paid_out_accounts() if row.code == account_code), None)
    if expense is None:
        raise Refused(
            "NOT_ALLOWED_ACCOUNT", "Nothing is paid out of a drawer for account {code}.", field="account",
            code=account_code,
        )  # fmt: skip
    cash = cash_code()
    entry_id = write_entry(
        act,
        [NewLine(expense.id, amount), NewLine(cash.account_id, -amount, item=cash.code)],
        kind=KIND,
        memo=f"{payee}: {purpose}",
    )
    movement_id = record(act, shift, KIND, cash, -amount, entry_id=entry_id, reference=voucher)
    charged_to = f"{expense.code} {expense.name_th if act.staff.language == 'th' else expense.name_en}"
    return _voucher(act, movement_id, amount, payee, voucher, purpose, charged_to, account=expense)


@operation("correct")
def take_back_paid_out(act: Act, paid_out_id: int, reason: str) -> int:
    """The money of today's paid-out comes back into one's drawer; the voucher keeps its number. The movement's id.

    Refused: NO_SHIFT, NO_REASON, CLOSED_DATE, ALREADY_CORRECTED, ON_A_FOLIO (taken back there).
    """
    reason = said(reason)
    row = PaidOut.get_by_id(paid_out_id)
    if row.posting_id:
        stay = row.posting.window.stay_id
        raise Refused("ON_A_FOLIO", "This stands on a folio; take it back there.", jump=f"stay {stay}")
    if row.movement.date != act.business_date:
        raise Refused(
            "CLOSED_DATE",
            "{date} is closed; only postings of today can be corrected.",
            date=row.movement.date,
        )
    if is_taken_back(row):
        raise Refused("ALREADY_CORRECTED", "This posting has been corrected already.")
    shift = shift_of(act, needed=True)
    original = row.movement
    entry_id = write_entry(
        act, mirror(original.entry_id), kind="correction", memo=f"{row.number} · {reason}",
        reverses_id=original.entry_id,
    )  # fmt: skip
    act.because(reason)
    act.changed(row, {}, {"taken_back": entry_id, "amount": -original.baht})
    return record(
        act, shift, "correction", cash_code(), -original.baht, entry_id=entry_id, reference=row.number
    )


def is_taken_back(row: PaidOut) -> bool:
    """Whether the money of a voucher came back."""
    from models.ledger.entries import Entry

    if row.posting_id:
        return Posting.get_or_none(Posting.corrects == row.posting_id) is not None
    return Entry.get_or_none(Entry.reverses == row.movement.entry_id) is not None


def _checked(amount: Decimal, payee: str, voucher: str, purpose: str) -> tuple[Decimal, str, str, str]:
    amount = above_zero(amount)
    payee, voucher = words(payee, "payee", 80), words(voucher, "voucher", 40)
    if not payee:
        raise Refused("NO_PAYEE", "Who was paid?", field="payee")
    if not voucher:
        raise Refused("NO_VOUCHER", "Type the number of the signed voucher.", field="voucher")
    return amount, payee, voucher, said(purpose, "purpose")


def _voucher(
    act: Act,
    movement_id: int,
    amount: Decimal,
    payee: str,
    voucher: str,
    purpose: str,
    charged_to: str,
    *,
    account: Account | None = None,
    posting_id: int | None = None,
) -> int:
    number = document_number(SERIES, act.business_date)
    language = act.staff.language
    with in_language(language):
        title = _("Paid-out voucher")
        paper = Paper(
            kind="paid-out",
            title=TITLE if language == "th" else f"{TITLE} · {title}",
            number=number,
            date_text=format_date(act.business_date),
            language=language,
            seller=seller(act.property, language),
            party=Party(payee, role=_("Paid to")),
            fields=(Field(_("Charged to"), charged_to), Field(_("Signed slip"), voucher)),
            tables=(
                Table(
                    (Column(_("What for")), Column(_("Amount"), "right", 16)),
                    (Row((purpose, format_money(amount))),),
                ),
            ),
            totals=(Field(_("Total"), format_money(amount), strong=True),),
            words=amount_in_words(amount, language, act.property.currency),
            signatures=(_("Received by"), _("Paid by cashier"), _("Approved by")),
            sheet="a5",
        )
    row = act.create(
        PaidOut, number=number, movement=movement_id, posting=posting_id, account=account, payee=payee,
        voucher=voucher, purpose=purpose, paper=paper_as_json(paper),
    )  # fmt: skip
    return int(row.id)
