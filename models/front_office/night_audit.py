"""The night audit: check, then post, balance and roll in one transaction.

Either the day is closed completely or nothing happened. The checks run again inside the transaction; a
failure rolls everything back and only the failed step is recorded, in a small transaction of its own.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from peewee import DateField, ForeignKeyField, IntegerField, TextField, fn

from locales import Message
from models.front_office.billed_ahead import earn_night
from models.front_office.blocks.cutoff import close_blocks
from models.front_office.blocks.master import masters_due
from models.front_office.call_charges.views import call_findings
from models.front_office.cancellations import no_show_by_audit
from models.front_office.codes import TransactionCode
from models.front_office.codes.rates import running_out
from models.front_office.codes.setup import take_up_accounts
from models.front_office.complimentary import show_complimentary
from models.front_office.desk_views import GUESTS
from models.front_office.folios import FolioWindow, Posting, post_night, stay_balance
from models.front_office.guests import Guest, missing_identity
from models.front_office.housekeeping.night import close_housekeeping_day
from models.front_office.housekeeping.seeing import NAMES, discrepancies
from models.front_office.late_charges import close_late_folios
from models.front_office.open_folios import open_folios
from models.front_office.packages.allowances import settle_allowances
from models.front_office.packages.checks import over_priced
from models.front_office.registers import write_day
from models.front_office.registers.work import incomplete_in_house
from models.front_office.reservations import (
    CANCELLED,
    CHECKED_OUT,
    IN_HOUSE,
    NO_SHOW,
    NOT_YET,
    RESERVED,
    Night,
    Reservation,
    Stay,
    StayPerson,
    deposit_of,
    security_of,
)
from models.front_office.rooms import OUT_OF_ORDER, Room, RoomClosure, RoomType
from models.front_office.routing import closed_targets
from models.front_office.till.views import audit_blockers
from models.front_office.waitlist import NO_ROOM_OFFERED, release_waiting
from models.house.acts import Act, Desk, operation
from models.house.database import Base, MoneyField, StampField, transaction
from models.house.property import setting
from models.house.refusals import Refused
from models.house.staff import Staff
from models.ledger.accounts import Account, SubaccountBalance
from models.ledger.balances import account_balance, control_parts, money, trial_balance
from models.ledger.entries import Entry, Line
from models.ledger.periods import open_periods_until

ZERO = Decimal("0.00")
FAR_AHEAD = datetime.date(9999, 1, 1)
LEDGERS = ("deposit", "guest", "city")
LEDGER_NAMES = {
    "deposit": Message("Deposits"),
    "guest": Message("Guest ledger"),
    "city": Message("City ledger"),
}


def quietly(_step: str, _done: int, _all: int) -> None:
    """Progress nobody watches."""


class ClosedDay(Base):
    """The record of one audit; the trial balance as it stood, so that it prints the same in ten years."""

    date = DateField()
    staff = ForeignKeyField(Staff)
    started_at = StampField()
    finished_at = StampField()
    checks = TextField()
    counts = TextField()
    trial_balance = TextField()
    last_entry_id = IntegerField()
    last_hash = TextField()

    class Meta:
        table_name = "closed_day"


class ClosedLedger(Base):
    """Opening + debits − credits = closing of one ledger on one business date, baht, debit plus."""

    date = DateField()
    ledger = TextField()
    opening = MoneyField()
    debits = MoneyField()
    credits = MoneyField()
    closing = MoneyField()

    class Meta:
        table_name = "closed_ledger"


class DayStatistics(Base):
    """The counts and room revenue (net of service charge and tax, baht) of one business date, frozen."""

    date = DateField()
    rooms = IntegerField()
    out_of_order = IntegerField()
    sold = IntegerField()
    complimentary = IntegerField()
    house_use = IntegerField()
    day_use = IntegerField()
    guests = IntegerField()
    arrivals = IntegerField()
    departures = IntegerField()
    no_shows = IntegerField()
    cancellations = IntegerField()
    walk_ins = IntegerField()
    room_revenue = MoneyField()
    other_revenue = MoneyField()
    base = TextField()

    class Meta:
        table_name = "day_statistics"


class AuditFailure(Base):
    at = StampField()
    date = DateField()
    step = TextField()
    record = TextField()
    message = TextField()

    class Meta:
        table_name = "audit_failure"


@dataclass(frozen=True)
class Blocker:
    """One finding. ``code`` is the check (A1 …), ``jump`` the command that leads to the fix."""

    code: str
    message: Message
    jump: str
    blocks: bool = True


def findings(date: datetime.date) -> list[Blocker]:
    """What stands in the way of closing ``date``; read-only, as often as one likes."""
    return [
        *_without_identity(),
        *_due_in(date),
        *_due_out(date),
        *_masters_due_out(date),
        *_out_with_balance(date),
        *_discrepancies(date),
        *_nights_without_rate(date),
        *_packages_over_price(date),
        *(Blocker("A9", text, jump) for text, jump in closed_targets()),
        *(Blocker("A7", call.message, call.jump, call.blocks) for call in call_findings()),
        *(Blocker("A8", text, jump) for text, jump in audit_blockers()),
        *(Blocker("A9", rate.message, "codes", blocks=False) for rate in running_out(date)),
        *_books(),
        *_register_incomplete(date),
    ]


def _without_identity() -> list[Blocker]:
    rows = (
        StayPerson.select(StayPerson, Stay, Guest, Room)
        .join(Stay)
        .join(Room)
        .switch(StayPerson)
        .join(Guest)
        .where(
            (Stay.state == IN_HOUSE)
            & ((Guest.nationality == "") | (Guest.document_kind == "") | (Guest.document_number == ""))
        )
        .order_by(Room.number)
    )
    return [
        Blocker(
            "A1",
            Message(
                "{room} {guest}: identity data missing",
                {"room": p.stay.room.number, "guest": p.guest.spoken},
            ),
            f"guest {p.guest_id}",
        )
        for p in rows
        if missing_identity(p.guest)
    ]


def _register_incomplete(date: datetime.date) -> list[Blocker]:
    """What else ร.ร.4 asks of guests who came before ``date`` (its 24 hours are over); the registers name each."""
    n = incomplete_in_house(date)
    text = Message("{n} guests in house: the register lacks something", {"n": n})
    return [Blocker("A1", text, "registers", blocks=setting("register_incomplete") == "STOP")] if n else []


def _due_in(date: datetime.date) -> list[Blocker]:
    found = []
    query = (
        Stay.select(Stay, Guest, Reservation)
        .join(Guest)
        .switch(Stay)
        .join(Reservation)
        .where((Stay.state << (*NOT_YET, RESERVED)) & (Stay.arrival <= date))
        .order_by(Guest.sort_name)
    )
    for stay in query:
        held = deposit_of(stay.reservation) + security_of(stay.reservation)
        values: dict[str, object] = {"guest": stay.guest.spoken, "deposit": held}
        if held:
            found.append(
                Blocker(
                    "A3",
                    Message("{guest} has not arrived; a deposit of {deposit} is held", values),
                    f"stay {stay.id}",
                )
            )
        elif stay.state == RESERVED:  # who only hoped for a room is released by the audit
            text = Message("{guest} has not arrived: check in, change, cancel or no-show", values)
            found.append(Blocker("A2", text, f"stay {stay.id}", blocks=setting("due_in_left") == "STOP"))
    return found


def _due_out(date: datetime.date) -> list[Blocker]:
    query = (
        Stay.select(Stay, Guest, Room)
        .join(Guest)
        .switch(Stay)
        .join(Room)
        .where(GUESTS & (Stay.state == IN_HOUSE) & (Stay.departure <= date))
        .order_by(Room.number)
    )
    return [
        Blocker(
            "A4",
            Message(
                "{room} {guest} is due out: check out or extend",
                {"room": s.room.number, "guest": s.guest.spoken},
            ),
            f"folio {s.room.number}",
        )
        for s in query
    ]


def _masters_due_out(date: datetime.date) -> list[Blocker]:
    """A posting master whose group has left blocks while it has a balance; with none the audit closes it."""
    found = []
    for stay in masters_due(date):
        balance = stay_balance(stay.id)
        values: dict[str, object] = {
            "room": stay.room.number,
            "guest": stay.guest.spoken,
            "balance": balance,
        }
        text = (
            Message("{room} {guest}: the group has left, posting master with a balance of {balance}", values)
            if balance
            else Message("{room} {guest}: the group has left, the audit closes the posting master", values)
        )
        found.append(Blocker("A4", text, f"folio {stay.room.number}", blocks=bool(balance)))
    return found


def _out_with_balance(date: datetime.date) -> list[Blocker]:
    """An open folio may have one until the days after its closing day."""
    query = (
        FolioWindow.select(FolioWindow, Stay, Guest, SubaccountBalance)
        .join(Stay)
        .join(Guest)
        .switch(FolioWindow)
        .join(SubaccountBalance, on=(FolioWindow.subaccount == SubaccountBalance.id), attr="money")
        .where((Stay.state << (CHECKED_OUT, CANCELLED, NO_SHOW)) & (SubaccountBalance.balance != 0))
        .where(Stay.id.not_in(open_folios(date)))
    )
    return [
        Blocker(
            "A5",
            Message(
                "{guest} has left with a balance of {balance}",
                {"guest": w.stay.guest.spoken, "balance": w.money.balance},
            ),
            f"stay {w.stay_id}",
        )
        for w in query
    ]


def _discrepancies(date: datetime.date) -> list[Blocker]:
    return [
        Blocker(
            "A6",
            Message(
                "{room} {kind} {definition}",
                {"room": d.room, "kind": NAMES[d.kind], "definition": d.definition},
            ),
            f"discrepancy {d.room}",
            blocks=setting("discrepancy_open") == "STOP",
        )
        for d in discrepancies(date)
        if d.open
    ]


def _nights_without_rate(date: datetime.date) -> list[Blocker]:
    has_night = Night.select(Night.stay).where(Night.date == date)
    query = (
        Stay.select(Stay, Guest)
        .join(Guest)
        .where(
            GUESTS
            & (Stay.state == IN_HOUSE)
            & (Stay.arrival <= date)
            & (Stay.departure > date)
            & Stay.id.not_in(has_night)
        )
    )
    return [
        Blocker("A9", Message("{guest} has no price for tonight", {"guest": s.guest.spoken}), f"stay {s.id}")
        for s in query
    ]


def _packages_over_price(date: datetime.date) -> list[Blocker]:
    return [
        Blocker(
            "A9",
            Message("{guest}: the package costs more than the room tonight", {"guest": stay.guest.spoken}),
            f"stay {stay.id}",
        )
        for stay in over_priced(date)
    ]


def _books() -> list[Blocker]:
    found = []
    for account in Account.select().where(Account.subledger.is_null(False)):
        parts, control = (
            control_parts(account.id),
            account_balance(account.id, FAR_AHEAD),
        )
        if parts != control:
            text = Message(
                "{account}: the parts are {parts}, the books say {control}",
                {"account": account.code, "parts": parts, "control": control},
            )
            found.append(Blocker("A9", text, f"account {account.code}"))
    return found


def run_audit(desk: Desk, date: datetime.date, progress: Callable[[str, int, int], None] = quietly) -> int:
    """Close ``date``, which must be the business date; the id of the closed day.

    ``progress(step, done, all)`` is called along the way. Refused: NO_RIGHT, NOT_THE_BUSINESS_DATE, AUDIT_BLOCKED,
    TOO_EARLY (the date would run more than a day ahead of the calendar), and whatever a posting refuses.
    """
    at: dict[str, str] = {"step": "start", "record": ""}

    def watch(step: str, done: int, total: int, record: str = "") -> None:
        at.update(step=step, record=record)
        progress(step, done, total)

    try:
        return _close_day(desk, date, watch)
    except Refused as refused:
        if refused.code not in ("NO_RIGHT", "AUDIT_BLOCKED", "NOT_THE_BUSINESS_DATE", "TOO_EARLY"):
            _record_failure(desk, date, at, str(refused))
        raise
    except Exception as error:
        _record_failure(desk, date, at, f"{type(error).__name__}: {error}")
        raise


def _record_failure(desk: Desk, date: datetime.date, at: dict[str, str], message: str) -> None:
    with transaction():
        AuditFailure.create(at=desk.now(), date=date, step=at["step"], record=at["record"], message=message)


@operation("audit")
def _close_day(act: Act, date: datetime.date, watch: Callable[..., None]) -> int:
    started = act.now
    if date != act.business_date:
        raise Refused("NOT_THE_BUSINESS_DATE", "The business date is {date}.", date=act.business_date)
    if date >= act.property.calendar_date(act.now) + datetime.timedelta(days=1):
        raise Refused("TOO_EARLY", "{date} lies ahead of the calendar; it cannot be closed yet.", date=date)
    watch("checks", 0, 1)
    found = findings(date)
    if any(f.blocks for f in found):
        raise Refused(
            "AUDIT_BLOCKED", "{n} findings stand in the way.", n=sum(f.blocks for f in found), jump="audit"
        )
    open_periods_until(act, date + datetime.timedelta(days=1))
    no_shows = _release_no_shows(act, date)  # first: who shares with one of them pays the whole room
    posted = _post_nights(act, date, watch)
    act.catch_up()  # what is routed has gone where it goes before the day is counted
    release_waiting(act, date)
    write_day(act, date)
    watch("blocks", 0, 1)
    rooms_given_back = close_blocks(act, date)
    watch("packages", 0, 1)
    settle_allowances(act, date)
    watch("statistics", 0, 1)
    _freeze_statistics(date, no_shows)
    close_housekeeping_day(act, date)
    close_late_folios(act, date)
    watch("ledgers", 0, 1)
    _balance_ledgers(date)
    watch("roll", 0, 1)
    last = Entry.select(Entry.id, Entry.hash).order_by(Entry.id.desc()).first()
    closed = ClosedDay.create(
        date=date,
        staff=act.staff,
        started_at=started,
        finished_at=act.desk.now(),
        checks=json.dumps([f.code for f in found]),
        counts=json.dumps({"nights": posted, "no_shows": no_shows, "rooms_given_back": rooms_given_back}),
        trial_balance=json.dumps(
            [[r.code, str(r.opening), str(r.debit), str(r.credit)] for r in trial_balance(date)],
            separators=(",", ":"),
        ),
        last_entry_id=last.id if last else 0,
        last_hash=last.hash if last else "",
    )
    act.update(act.property, business_date=date + datetime.timedelta(days=1))
    take_up_accounts(act, date + datetime.timedelta(days=1))
    return int(closed.id)


def _post_nights(act: Act, date: datetime.date, watch: Callable[..., None]) -> int:
    from models.front_office.rates import RateCode

    nights = list(
        Night.select(Night, Stay, Room, Guest, RateCode, TransactionCode)
        .join(Stay)
        .join(Room, on=(Stay.room == Room.id))
        .switch(Stay)
        .join(Guest)
        .switch(Night)
        .join(RateCode, on=(Night.rate_code == RateCode.id))
        .join(TransactionCode)
        .where((Stay.state == IN_HOUSE) & (Night.date == date) & ~Night.posted)
        .order_by(Room.number, Night.id)
    )
    windows = {
        w.stay_id: w
        for w in FolioWindow.select().where(
            (FolioWindow.number == 1) & (FolioWindow.stay << [n.stay_id for n in nights])
        )
    }
    for done, night in enumerate(nights):
        watch("nights", done, len(nights), record=f"{night.stay.room.number}")
        window = windows[night.stay_id]
        window.stay = (
            night.stay
        )  # read above with room and guest: asking again for each room doubles the time
        if not earn_night(act, night, window):
            post_night(act, night, window)
        show_complimentary(act, night, window)
    return len(nights)


def _release_no_shows(act: Act, date: datetime.date) -> int:
    """With the setting that lets due-ins pass, each one left becomes a no-show; otherwise none can be left."""
    left = list(Stay.select().where((Stay.state == RESERVED) & (Stay.arrival <= date)))
    for stay in left:
        no_show_by_audit(act, stay.id)
    return Stay.select().where((Stay.state == NO_SHOW) & (Stay.arrival == date)).count()


def _freeze_statistics(date: datetime.date, no_shows: int) -> None:
    from models.front_office.rates import RateCode

    nights = list(
        Night.select(Night, RateCode)
        .join(RateCode)
        .switch(Night)
        .join(Stay)
        .where((Night.date == date) & Night.posted & (Stay.state << (IN_HOUSE, CHECKED_OUT)))
    )
    over_night = [n for n in nights if not n.day_use and n.share_slot == 0]
    paid_rooms = {
        n.room_id for n in nights if n.amount and not n.day_use
    }  # one of those who share may pay all
    revenue = dict(
        Posting.select(TransactionCode.group, fn.SUM(Posting.net))
        .join(TransactionCode)
        .where((Posting.revenue_date == date) & (TransactionCode.kind == "revenue"))
        .group_by(TransactionCode.group)
        .tuples()
    )
    house_use = sum(1 for n in over_night if n.rate_code.house_use)
    DayStatistics.create(
        date=date,
        rooms=Room.select().join(RoomType).where(~RoomType.pseudo).count(),
        out_of_order=RoomClosure.select()
        .where(
            (RoomClosure.kind == OUT_OF_ORDER)
            & (RoomClosure.first_night <= date)
            & (RoomClosure.last_night >= date)
        )
        .count(),
        sold=len(over_night) - house_use,
        complimentary=sum(
            1
            for n in over_night
            if n.rate_code.complimentary or not (n.room_id in paid_rooms or n.rate_code.house_use)
        ),
        house_use=house_use,
        day_use=sum(1 for n in nights if n.day_use),
        guests=sum(n.adults + n.children for n in nights if not n.day_use),
        arrivals=Stay.select()
        .where(GUESTS & (Stay.arrival == date) & (Stay.state << (IN_HOUSE, CHECKED_OUT)))
        .count(),
        departures=Stay.select()
        .where(GUESTS & (Stay.departure == date) & (Stay.state == CHECKED_OUT))
        .count(),
        no_shows=no_shows,
        cancellations=Stay.select()
        .where((Stay.state == CANCELLED) & (Stay.arrival == date) & (Stay.reason != NO_ROOM_OFFERED))
        .count(),
        walk_ins=Stay.select()
        .where((Stay.arrival == date) & Stay.walk_in & (Stay.state << (IN_HOUSE, CHECKED_OUT)))
        .count(),
        room_revenue=money(revenue.pop("room", None)),
        other_revenue=sum((money(x) for x in revenue.values()), ZERO),
        base=setting("occupancy_base"),
    )


def ledger_of_day(ledger: str, date: datetime.date) -> ClosedLedger:
    """One ledger on one date, from its lines: not yet stored."""
    account = Account.get(Account.subledger == ledger)
    debits = money(
        Line.select(fn.SUM(Line.amount))
        .where((Line.account == account) & (Line.date == date) & (Line.amount > 0))
        .scalar()
    )
    credits = -money(
        Line.select(fn.SUM(Line.amount))
        .where((Line.account == account) & (Line.date == date) & (Line.amount < 0))
        .scalar()
    )
    opening = account_balance(account.id, date - datetime.timedelta(days=1))
    return ClosedLedger(
        date=date,
        ledger=ledger,
        opening=opening,
        debits=debits,
        credits=credits,
        closing=opening + debits - credits,
    )


def _balance_ledgers(date: datetime.date) -> None:
    """Store the day of each ledger, and refuse to close when an identity fails."""
    for ledger in LEDGERS:
        row = ledger_of_day(ledger, date)
        before = ClosedLedger.get_or_none(
            (ClosedLedger.ledger == ledger) & (ClosedLedger.date == date - datetime.timedelta(days=1))
        )
        if before is not None and before.closing != row.opening:
            raise Refused(
                "LEDGER_OPENING",
                "{ledger}: opening {opening} is not yesterday's closing {closing}.",
                ledger=LEDGER_NAMES[ledger],
                opening=row.opening,
                closing=before.closing,
                jump="verify",
            )
        account = Account.get(Account.subledger == ledger)
        parts = control_parts(account.id)
        if parts != row.closing:
            raise Refused(
                "LEDGER_PARTS",
                "{ledger}: closing {closing} is not the sum of its parts {parts}.",
                ledger=LEDGER_NAMES[ledger],
                closing=row.closing,
                parts=parts,
                jump="verify",
            )
        row.save(force_insert=True)


@dataclass(frozen=True)
class AuditSummary:
    """What the auditor sees when a day is closed."""

    date: datetime.date
    nights: int
    no_shows: int
    room_revenue: Decimal
    sold: int
    rooms: int
    ledgers: tuple[tuple[str, Decimal, Decimal, Decimal, Decimal], ...]


def summary_of(date: datetime.date) -> AuditSummary:
    day = ClosedDay.get(ClosedDay.date == date)
    counts = json.loads(day.counts)
    statistics = DayStatistics.get(DayStatistics.date == date)
    ledgers = ClosedLedger.select().where(ClosedLedger.date == date).order_by(ClosedLedger.id)
    return AuditSummary(
        date,
        counts["nights"],
        counts["no_shows"],
        statistics.room_revenue,
        statistics.sold,
        statistics.rooms,
        tuple((x.ledger, x.opening, x.debits, x.credits, x.closing) for x in ledgers),
    )
