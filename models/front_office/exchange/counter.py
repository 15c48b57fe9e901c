"""At the counter: a guest or a passer-by sells notes to the house, or buys some; and on the same day it is taken back.

Both legs go through one drawer: foreign notes (11120) against cash (11110) at the rate on the board. The guest ledger is
not touched, and but for a commission and, when notes are sold, the difference to what they cost, nothing is earned.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from models.front_office.currencies import currency
from models.front_office.exchange.position import KIND, cost_of, in_drawer, notes_code
from models.front_office.exchange.tables import BUY, SELL, Exchange, ExchangeBack
from models.front_office.exchange.terms import Quote, quote, terms
from models.front_office.guests import guest_in_force
from models.front_office.identity.masking import MASK
from models.front_office.payment_methods import payment_method
from models.front_office.refund_legs import DIFFERENCES
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.till import CashierShift, Tender, record, shift_of
from models.house.acts import Act, operation
from models.house.inputs import said, words
from models.house.papers import Paper
from models.house.property import document_number
from models.house.refusals import Refused
from models.ledger.accounts import account
from models.ledger.balances import money
from models.ledger.entries import NewLine, mirror, write_entry

SERIES = "EX"
THAI = "THA"


@dataclass(frozen=True)
class Customer:
    """Who exchanges. Of a guest in house (``stay_id`` and ``guest_id``) the profile says what is left empty here; a
    passer-by has name, nationality (ISO 3166 alpha-3) and the number of the document shown."""

    stay_id: int | None = None
    guest_id: int | None = None
    name: str = ""
    nationality: str = ""
    document_number: str = ""
    room: str = ""


def known_customer(customer: Customer) -> Customer:
    """With what the profile says filled in. Refused: NO_IDENTITY, NOT_IN_HOUSE, NOT_CLEAN, TOO_MUCH_TEXT."""
    name, nationality = words(customer.name, "customer", 80), customer.nationality.strip().upper()
    number, room = words(customer.document_number, "document_number", 40), ""
    if customer.stay_id is not None:
        stay = Stay.get_by_id(customer.stay_id)
        if stay.state != IN_HOUSE:
            raise Refused("NOT_IN_HOUSE", "This guest is not in house.", field="customer")
        room = stay.room.number if stay.room_id else ""
    if customer.guest_id is not None:
        guest = guest_in_force(customer.guest_id)
        name = name or guest.name("en")
        nationality = nationality or guest.nationality
        if not number or MASK in number:
            number = guest.document_number
    if not name:
        raise Refused("NO_IDENTITY", "Nothing is exchanged without a name.", field="customer")
    if not (len(nationality) == 3 and nationality.isascii() and nationality.isalpha()):
        raise Refused("NO_IDENTITY", "Nothing is exchanged without a nationality.", field="nationality")
    if not number or MASK in number:
        raise Refused(
            "NO_IDENTITY", "Nothing is exchanged without passport or identity card.", field="document_number"
        )
    return Customer(customer.stay_id, customer.guest_id, name, nationality, number.upper(), room)


@operation("pay")
def exchange(act: Act, way: str, code: str, amount: Decimal, customer: Customer) -> int:
    """Buy ``amount`` in notes of a currency from somebody (``way`` buy) or sell it (sell) at today's rate; its id.

    Refused: as ``quote`` and ``known_customer``; NO_WAY, NO_SHIFT, NOT_ENOUGH_CASH, NOT_ENOUGH_NOTES, OVER_SELL_LIMIT;
    ASK: OVER_EXCHANGE_LIMIT, OVER_DAY_LIMIT.
    """
    if way not in (BUY, SELL):
        raise Refused("NO_WAY", "Notes are bought or sold.", field="way")
    found = quote(way, code, amount, act.now)
    who = known_customer(customer)
    shift = shift_of(act, needed=True)
    _check_limits(act, found, who)
    cost = found.worth
    if way == SELL:
        if found.amount > in_drawer(shift, found.code):
            raise Refused(
                "NOT_ENOUGH_NOTES",
                "There are not so many {code} in your drawer.",
                field="notes",
                code=found.code,
            )
        cost = cost_of(found.code, found.amount)
    entry_id, number = _enter(act, found, cost, shift)
    return _write_down(act, found, who, cost, shift, entry_id, number)


def _check_limits(act: Act, found: Quote, who: Customer) -> None:
    limits = terms()
    if limits.per_transaction and found.worth > limits.per_transaction:
        act.ask(
            "OVER_EXCHANGE_LIMIT", "{worth} is above the limit of {limit} at a time.", right="close_shifts",
            amount=found.worth, field="notes", worth=found.worth, limit=limits.per_transaction,
        )  # fmt: skip
    in_the_day = worth_today(act, who.document_number) + found.worth
    if limits.per_day and in_the_day > limits.per_day:
        act.ask(
            "OVER_DAY_LIMIT", "With this {name} exchanges {worth} today; the limit is {limit}.", right="close_shifts",
            amount=in_the_day, field="notes", name=who.name, worth=in_the_day, limit=limits.per_day,
        )  # fmt: skip
    sold = worth_today(act, who.document_number, SELL) + found.worth
    if found.way == SELL and limits.sell_per_day and sold > limits.sell_per_day:
        raise Refused(
            "OVER_SELL_LIMIT", "Nobody buys foreign notes for more than {limit} in a day.", field="notes",
            limit=limits.sell_per_day,
        )  # fmt: skip


def worth_today(act: Act, document: str, way: str = "") -> Decimal:
    """Baht that the holder of a document has exchanged on this business date, without what was taken back."""
    where = (Exchange.document_number == document) & (Exchange.date == act.business_date)
    if way:
        where &= Exchange.way == way
    backs = ExchangeBack.select(ExchangeBack.exchange)
    return money(Exchange.select(fn.SUM(Exchange.worth)).where(where & Exchange.id.not_in(backs)).scalar())


def _enter(act: Act, found: Quote, cost: Decimal, shift: CashierShift | None) -> tuple[int, str]:
    """The entry and both legs in the drawer; the entry's id and the number of the slip."""
    cash, notes = payment_method("CASH"), notes_code()
    sign = 1 if found.way == BUY else -1
    number = document_number(SERIES, act.business_date)
    memo = f"{number}: {found.way} {found.code} {found.amount:,.2f} × {found.rate.normalize():f}"
    gained = sign * (cost - found.baht)
    entry_id = write_entry(
        act,
        [
            NewLine(notes.account_id, sign * cost, item=notes.code),
            NewLine(cash.account_id, -sign * found.baht, item=cash.code),
            NewLine(account(DIFFERENCES).id, -gained, memo=memo),
        ],
        kind=KIND,
        memo=memo,
    )
    tender = Tender(found.code, sign * found.amount, worth=sign * cost)
    record(act, shift, KIND, notes, sign * cost, entry_id=entry_id, reference=number, tender=tender)
    record(act, shift, KIND, cash, -sign * found.baht, entry_id=entry_id, reference=number)
    return entry_id, number


def _write_down(
    act: Act,
    found: Quote,
    who: Customer,
    cost: Decimal,
    shift: CashierShift | None,
    entry_id: int,
    number: str,
) -> int:
    from models.front_office.exchange.slips import slip_paper
    from models.front_office.papers import paper_as_json

    language = "th" if who.nationality == THAI else "both"
    paper = slip_paper(act.property, found, who, number, act.now, act.staff, language)
    row = act.create(
        Exchange, number=number, way=found.way, currency=currency(found.code), amount=found.amount, rate=found.rate,
        worth=found.worth, commission=found.commission, baht=found.baht, cost=cost, stay=who.stay_id, name=who.name,
        nationality=who.nationality, document_number=who.document_number, room=who.room, shift=shift, entry=entry_id,
        date=act.business_date, at=act.now, staff=act.staff, language=language, paper=paper_as_json(paper),
    )  # fmt: skip
    return int(row.id)


@operation("correct")
def take_back_exchange(act: Act, exchange_id: int, reason: str) -> int:
    """Both currencies of an exchange of today go back, through one's own drawer; the slip keeps its number. The entry's id.

    Refused: NO_REASON, NO_SHIFT, CLOSED_DATE, ALREADY_CORRECTED, NOT_ENOUGH_NOTES, NOT_ENOUGH_CASH.
    """
    reason = said(reason)
    row = Exchange.get_by_id(exchange_id)
    if row.date != act.business_date:
        raise Refused(
            "CLOSED_DATE", "{date} is closed; only postings of today can be corrected.", date=row.date
        )
    if is_taken_back(row):
        raise Refused("ALREADY_CORRECTED", "This posting has been corrected already.")
    shift = shift_of(act, needed=True)
    code = row.currency.code
    if row.way == BUY and row.amount > in_drawer(shift, code):
        raise Refused(
            "NOT_ENOUGH_NOTES", "There are not so many {code} in your drawer.", field="notes", code=code
        )
    sign = -1 if row.way == BUY else 1
    entry_id = write_entry(
        act, mirror(row.entry_id), kind=KIND, memo=f"{row.number} · {reason}", reverses_id=row.entry_id
    )
    tender = Tender(code, sign * row.amount, worth=sign * row.cost)
    notes, cash = notes_code(), payment_method("CASH")
    record(act, shift, KIND, notes, sign * row.cost, entry_id=entry_id, reference=row.number, tender=tender)
    record(act, shift, KIND, cash, -sign * row.baht, entry_id=entry_id, reference=row.number)
    act.because(reason)
    act.create(
        ExchangeBack,
        exchange=row,
        entry=entry_id,
        date=act.business_date,
        reason=reason,
        at=act.now,
        staff=act.staff,
    )
    return entry_id


def is_taken_back(row: Exchange) -> bool:
    return ExchangeBack.get_or_none(ExchangeBack.exchange == row) is not None


def slip_now(row: Exchange) -> Paper:
    """The slip as it goes out now: original or copy, void when taken back."""
    from models.front_office.papers import marked, paper_from_json

    return marked(paper_from_json(row.paper), prints=row.prints, void=is_taken_back(row))


@operation(None)
def count_slip_print(act: Act, exchange_id: int) -> int:
    """A slip went to paper; how often now."""
    row = Exchange.get_by_id(exchange_id)
    act.update(row, prints=row.prints + 1)
    return int(row.prints)


def paper_of(exchange_id: int) -> Paper:
    return slip_now(Exchange.get_by_id(exchange_id))
