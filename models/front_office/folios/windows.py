"""The windows of a folio: who pays what, and what each owes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from locales import LANGUAGES
from models.front_office.codes import TransactionCode
from models.front_office.folios.tables import MOST_WINDOWS, FolioWindow, Posting
from models.front_office.reservations import IN_HOUSE, RESERVED, STATES, Stay
from models.front_office.rooms import Room
from models.house.acts import Act, operation
from models.house.bilingual import BOTH
from models.house.refusals import Refused
from models.ledger.accounts import Account, SubaccountBalance, close_subaccount, open_subaccount

CITY = "CITY"
"""The method of a window that goes to the city ledger."""
STYLES = ("lines", "summary")


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


@operation("post")
def save_window(
    act: Act,
    stay_id: int,
    number: int,
    *,
    company_id: int | None = None,
    payee: str = "",
    address: str = "",
    tax_id: str = "",
    branch: str = "",
    method: str = "",
    language: str = "",
    style: str = "lines",
) -> int:
    """Open window ``number`` (1 to 8) or say anew who pays it; its id.

    A company of the house fills what is left empty: payee, address, tax number, branch. ``method``: how it will be
    paid; ``language`` of its papers ("": the guest's); ``style``: lines or summary.
    Refused: NO_WINDOW, NOT_OPEN, NO_PAYEE (a window but the first, and one for the city ledger, is somebody's), TAX_ID,
    BRANCH, NO_BUYER, NO_ADDRESS, NO_CHOICE, NOT_CLEAN.
    """
    from models.front_office.companies import Company
    from models.front_office.receipts import checked_buyer

    stay = Stay.get_by_id(stay_id)
    if stay.state not in (RESERVED, IN_HOUSE):
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    for field, value, values in (
        ("method", method, ("", *_methods())),
        ("language", language, ("", *LANGUAGES, BOTH)),
        ("style", style, STYLES),
    ):
        if value not in values:
            raise Refused("NO_CHOICE", "{value} is not one of the choices.", field=field, value=value)
    if company_id is not None:
        company = Company.get_by_id(company_id)
        # Whoever has a tax number is invoiced under the name it is registered with.
        registered = company.name("th" if company.tax_id else stay.guest.papers_language)
        payee, address = payee or registered, address or company.address
        tax_id, branch = tax_id or company.tax_id, branch or company.branch
    buyer = checked_buyer(payee, address, tax_id, branch)
    if not buyer.name and (number > 1 or method == CITY):
        raise Refused("NO_PAYEE", "Who pays this window?", field="payee")
    window = FolioWindow.get_or_none((FolioWindow.stay == stay) & (FolioWindow.number == number))
    window = window or open_window(act, stay, number)
    act.update(
        window,
        payee=buyer.name or stay.guest.name("en"),
        address=buyer.address,
        tax_id=buyer.tax_id,
        branch=buyer.branch,
        method=method,
        language=language,
        style=style,
    )
    return int(window.id)


def _methods() -> list[str]:
    return [
        code.code
        for code in TransactionCode.select().where(
            (TransactionCode.kind == "payment") & TransactionCode.active
        )
    ]


@operation("post")
def delete_window(act: Act, window_id: int) -> None:
    """Take away a window nothing was ever posted on. Refused: FIRST_WINDOW, WINDOW_HAS_LINES."""
    window = FolioWindow.get_by_id(window_id)
    if window.number == 1:
        raise Refused("FIRST_WINDOW", "The first window is the guest's own.")
    if Posting.select().where(Posting.window == window).exists():
        raise Refused(
            "WINDOW_HAS_LINES", "Window {n} has lines; they stay where they stand.", n=window.number
        )
    close_subaccount(window.subaccount_id)
    act.changed(window, {"stay": window.stay_id, "number": window.number, "payee": window.payee}, {})
    window.delete_instance()


@dataclass(frozen=True)
class WindowRow:
    """A window in the list of a folio; ``balance`` in baht. ``to_account``: check-out settles it on the city ledger."""

    window_id: int
    number: int
    payee: str
    method: str
    balance: Decimal
    lines: int
    to_account: bool

    @property
    def id(self) -> int:
        return self.number

    @property
    def key(self) -> tuple[int]:
        return (self.number,)


def free_numbers(stay_id: int) -> list[int]:
    """Windows of 1 to 8 that are not open yet."""
    taken = {w.number for w in FolioWindow.select().where(FolioWindow.stay == stay_id)}
    return [n for n in range(1, MOST_WINDOWS + 1) if n not in taken]


def windows_of(stay_id: int) -> list[WindowRow]:
    counts = dict(
        Posting.select(Posting.window, fn.COUNT(Posting.id))
        .join(FolioWindow)
        .where(FolioWindow.stay == stay_id)
        .group_by(Posting.window)
        .tuples()
    )
    return [
        WindowRow(
            w.id,
            w.number,
            w.payee,
            w.method,
            window_balance(w.id),
            counts.get(w.id, 0),
            w.city_account_id is not None and w.method == CITY,
        )
        for w in FolioWindow.select().where(FolioWindow.stay == stay_id).order_by(FolioWindow.number)
    ]


def window_named(text: str, here: Stay) -> FolioWindow:
    """``2`` is a window of this folio, ``305`` the first of another room's, ``305/2`` its second; ``PM01`` a posting
    master. Refused: NO_WINDOW, ROOM_VACANT."""
    room, slash, number = (part.strip() for part in text.strip().upper().partition("/"))
    if not slash and room.isdigit() and len(room) == 1:
        return window_of(here.id, int(room))
    if slash and not number.isdigit():
        raise Refused("NO_WINDOW", "A folio has windows 1 to {n}.", field="window", n=MOST_WINDOWS)
    if not room:
        return window_of(here.id, int(number))
    stays = list(
        Stay.select()
        .join(Room, on=(Stay.room == Room.id))
        .where((Room.number == room) & (Stay.state == IN_HOUSE))
    )
    if not stays:
        raise Refused("ROOM_VACANT", "Nobody is in room {room}.", field="window", room=room)
    stay = here if here in stays else stays[0]
    return window_of(stay.id, int(number or 1))


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


def spoken_window(window: FolioWindow) -> str:
    """As a line on a folio says it: 305/2."""
    stay = window.stay
    return f"{stay.room.number if stay.room_id else f'#{stay.id}'}/{window.number}"
