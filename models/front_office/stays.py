"""A guest comes, moves, leaves: check-in, walk-in, room move, check-out, and undoing today's mistakes."""

from __future__ import annotations

import datetime

from models.front_office.bell_desk.checks import note_what_is_held
from models.front_office.billed_ahead import billed_to_come, reverse_nights
from models.front_office.blocks.master import close_master_stay
from models.front_office.blocks.pickup import check_nights
from models.front_office.city_ledger import settle_named
from models.front_office.early_departure import ask_early_fee
from models.front_office.fixed_charges import post_of_day_use
from models.front_office.folios import FolioWindow, Posting, open_window, post_night, window_balance
from models.front_office.guests import Guest, ask_do_not_rent
from models.front_office.house_accounts import close_house_account, is_house_account
from models.front_office.inventory import deducting_guarantees, weighed
from models.front_office.keys import ask_keys_back, cancel_no_more
from models.front_office.monthly import ask_meters_read
from models.front_office.open_folios import end_late_charges
from models.front_office.packages.nights import drop_elements, lay_after
from models.front_office.payments import (
    close_windows,
    move_deposit_back,
    move_deposit_to_folio,
    reopen_windows,
)
from models.front_office.queue import leave_queue
from models.front_office.registers import (
    enter_persons,
    follow_rooms,
    person_goes,
    stay_leaves,
    stay_returns,
    strike_stay,
)
from models.front_office.registration import check_party, countersign_minors
from models.front_office.reservations import (
    CHECKED_OUT,
    IN_HOUSE,
    RESERVED,
    STATES,
    Night,
    Stay,
    StayPerson,
    assign_room,
    change_dates,
    check_authorised,
    check_other_type,
    check_room_free,
    check_somebody_sleeps,
    group_of,
    leave_share,
    open_nights,
    settle_share,
    span_of,
    take_out,
    take_room,
)
from models.front_office.returning import ask_relet, share_again, who_is_in
from models.front_office.rooms import (
    HOUSEKEEPING_WORDS,
    Housekeeping,
    Room,
    closed,
    closure_of,
    ready_statuses,
)
from models.front_office.rooms import room as find_room
from models.front_office.routing import lay_rules, note_who_routes_here
from models.front_office.security import check_security_returned
from models.front_office.switchboard.messages import tell_of_messages
from models.front_office.wake_up import calls_come_back, calls_end
from models.house.acts import Act, operation
from models.house.inputs import said
from models.house.refusals import Refused


@operation("book")
def add_person(act: Act, stay_id: int, guest_id: int) -> int:
    """Another person on the stay; the row's id. Refused: ON_STAY_ALREADY, NOT_OPEN."""
    stay = Stay.get_by_id(stay_id)
    check_somebody_sleeps(stay)
    if stay.state not in (RESERVED, IN_HOUSE):
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    guest = Guest.get_by_id(guest_id)
    if StayPerson.get_or_none((StayPerson.stay == stay) & (StayPerson.guest == guest)):
        raise Refused(
            "ON_STAY_ALREADY", "{guest} is on this stay already.", field="guest", guest=guest.spoken
        )
    ask_do_not_rent(act, guest)
    last = StayPerson.select().where(StayPerson.stay == stay).order_by(StayPerson.position.desc()).first()
    person = act.create(StayPerson, stay=stay, guest=guest, position=last.position + 1 if last else 1)
    if stay.state == IN_HOUSE:
        enter_persons(act, stay.id)
    return int(person.id)


@operation("book")
def remove_person(act: Act, stay_id: int, guest_id: int) -> None:
    """Refused for the main guest (MAIN_GUEST), and once the stay has ended (NOT_OPEN); ASK: MINOR_ALONE."""
    stay = Stay.get_by_id(stay_id)
    if stay.state not in (RESERVED, IN_HOUSE):
        raise Refused("NOT_OPEN", "This stay is {state}.", state=STATES[stay.state])
    if stay.guest_id == guest_id:
        raise Refused("MAIN_GUEST", "The main guest cannot leave the stay.")
    row = StayPerson.get((StayPerson.stay == stay) & (StayPerson.guest == guest_id))
    if stay.state == IN_HOUSE:
        person_goes(act, stay_id, guest_id)
    act.changed(row, {"stay": stay_id, "guest": guest_id}, {})
    row.delete_instance()
    if stay.state == IN_HOUSE:
        countersign_minors(act, stay)


def persons_of(stay_id: int) -> list[Guest]:
    return list(
        Guest.select().join(StayPerson).where(StayPerson.stay == stay_id).order_by(StayPerson.position)
    )


@operation("check_in")
def check_in(act: Act, stay_id: int, room: str = "") -> int:
    """The guest is here: room taken, folio opened, deposit moved to it; the folio window's id.

    Refused: NOT_RESERVED, NOT_TODAY, NO_ROOM, ROOM_CLOSED, ROOM_OCCUPIED, ROOM_NIGHT_TAKEN, IDENTITY_MISSING,
    NO_AUTHORISER; ASK: ROOM_NOT_READY (right override_room), DO_NOT_RENT, MINOR_ALONE. NOTE: DOCUMENT_EXPIRED,
    PERSONS_MISSING, CARD_INCOMPLETE.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != RESERVED:
        raise Refused("NOT_RESERVED", "This stay is {state}.", state=STATES[stay.state])
    if stay.arrival != act.business_date:
        raise Refused(
            "NOT_TODAY",
            "The arrival is {date}. Change the dates first.",
            field="arrival",
            jump=f"stay {stay.id}",
            date=stay.arrival,
        )
    if room and (stay.room_id is None or stay.room.number != room.strip()):
        assign_room(act, stay.id, room)
        stay = Stay.get_by_id(stay_id)
    if stay.room_id is None:
        raise Refused("NO_ROOM_YET", "Choose a room.", field="room")
    if stay.reservation.guarantee not in deducting_guarantees():  # it deducts from now on
        dates = [n.date for n in open_nights(stay.id) if n.share_slot == 0 and not n.day_use]
        check_nights(act, stay, stay.room.room_type, dates)
    check_authorised(stay)
    check_party(act, stay)
    _check_room(act, stay, stay.room)
    if len(group_of(stay)) > 1:
        with weighed(act, *span_of(group_of(stay))):
            act.update(stay, state=IN_HOUSE, checked_in_at=act.now)
            settle_share(act, stay)
    else:
        act.update(stay, state=IN_HOUSE, checked_in_at=act.now)
    leave_queue(act, stay.id)
    window = FolioWindow.get_or_none((FolioWindow.stay == stay) & (FolioWindow.number == 1))
    window = window or open_window(act, stay, 1)
    lay_rules(act, stay)
    move_deposit_to_folio(act, stay, window)
    if stay.is_day_use:
        for night in Night.select().where((Night.stay == stay) & ~Night.posted):
            post_night(act, night, window)
        post_of_day_use(act, stay)
    enter_persons(act, stay.id)
    cancel_no_more(act, stay)
    tell_of_messages(act, stay)
    return int(window.id)


def _check_not_closed(act: Act, room: Room) -> None:
    closure = closure_of(room.id, act.business_date, act.business_date)
    if closure:
        raise closed(closure)


def _check_room(act: Act, stay: Stay, room: Room) -> None:
    _check_not_closed(act, room)
    inside = (
        Stay.select()
        .where(
            (Stay.room == room) & (Stay.state == IN_HOUSE) & Stay.id.not_in([m.id for m in group_of(stay)])
        )
        .first()
    )
    if inside:
        raise Refused(
            "ROOM_OCCUPIED",
            "Room {room} is occupied by {guest}.",
            field="room",
            jump=f"stay {inside.id}",
            room=room.number,
            guest=inside.guest.spoken,
        )
    here = [m for m in group_of(stay) if m.id != stay.id and m.state == IN_HOUSE and m.room_id == room.id]
    if room.housekeeping not in ready_statuses() and not here:
        act.ask(
            "ROOM_NOT_READY",
            "Room {room} is not ready ({status}).",
            right="override_room",
            field="room",
            room=room.number,
            status=HOUSEKEEPING_WORDS[room.housekeeping],
        )


@operation("check_in")
def undo_check_in(act: Act, stay_id: int) -> None:
    """Back to reserved. Refused: NOT_IN_HOUSE, ANOTHER_DATE, POSTED_ALREADY; ASK: KEYS_OUT."""
    stay = Stay.get_by_id(stay_id)
    check_somebody_sleeps(stay)
    if stay.state != IN_HOUSE:
        raise Refused("NOT_IN_HOUSE", "This stay is {state}.", state=STATES[stay.state])
    if stay.arrival != act.business_date:
        raise Refused("ANOTHER_DATE", "Only a check-in of today can be undone.")
    window = FolioWindow.get((FolioWindow.stay == stay) & (FolioWindow.number == 1))
    windows = FolioWindow.select().where(FolioWindow.stay == stay)
    anything = Posting.select().where((Posting.window << windows) & (Posting.kind != "deposit moved"))
    if anything.exists():
        raise Refused(
            "POSTED_ALREADY",
            "Something has been posted; the check-in stands.",
            jump=f"folio {stay.room.number}",
        )
    ask_keys_back(act, stay)
    move_deposit_back(act, stay, window)
    act.update(stay, state=RESERVED, checked_in_at=None)
    strike_stay(act, stay.id)
    settle_share(act, stay)


@operation("check_in")
def move_room(act: Act, stay_id: int, room: str, reason: str, alone: bool = False) -> None:
    """Another room from tonight on: same stay, same folio, same price; the old room becomes dirty.

    Who shares the room goes along, unless the guest moves ``alone``: then the share ends.
    Refused: NOT_IN_HOUSE, NO_REASON, NO_ROOM, ROOM_CLOSED, ROOM_NIGHT_TAKEN, ROOM_OCCUPIED; ASK: ROOM_NOT_READY,
    DO_NOT_MOVE, NO_AVAILABILITY.
    """
    stay = Stay.get_by_id(stay_id)
    check_somebody_sleeps(stay)
    if stay.state != IN_HOUSE:
        raise Refused("NOT_IN_HOUSE", "This stay is {state}.", state=STATES[stay.state])
    reason = said(reason)
    old, new = stay.room, find_room(room)
    if new.id == old.id:
        raise Refused("SAME_ROOM", "The guest is in room {room} already.", field="room", room=room)
    ask_do_not_move(act, stay)
    with weighed(act, *span_of(group_of(stay))):
        if alone and len(group_of(stay)) > 1:
            take_out(act, stay)
            stay = Stay.get_by_id(stay_id)
        group = group_of(stay)
        for member in group:
            check_room_free(member, new, since=max(act.business_date, member.arrival))
            check_other_type(act, member, new, act.business_date)
        _check_room(act, stay, new)
        act.because(reason)
        act.update(old, housekeeping=str(Housekeeping.DIRTY))
        take_room(act, group, new, act.business_date)
    follow_rooms(act, [member.id for member in group])


def ask_do_not_move(act: Act, stay: Stay) -> None:
    if stay.do_not_move:
        act.ask(
            "DO_NOT_MOVE", "{guest} was promised room {room}.", right="override_room", field="room",
            guest=stay.guest.spoken, room=stay.room.number if stay.room_id else "",
        )  # fmt: skip


@operation("check_in")
def check_out(act: Act, stay_id: int, early: bool = False) -> None:
    """The guest leaves: every window at zero, room dirty, windows closed.

    ``early`` drops the nights to come. Refused: NOT_IN_HOUSE, EARLY_DEPARTURE (without ``early``),
    SAME_DAY, BILLED_AHEAD (nights that come back to the folio), BALANCE_NOT_ZERO, SECURITY_HELD, and as ``settle`` for windows of the city ledger; ASK: KEYS_OUT, METERS_OPEN,
    EARLY_FEE_WAIVED (``leave_earlier`` first charges the fee).
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != IN_HOUSE:
        raise Refused("NOT_IN_HOUSE", "This stay is {state}.", state=STATES[stay.state])
    if is_house_account(stay):
        close_house_account(act, stay.id)
        return
    if stay.room_type.pseudo:
        close_master_stay(act, stay)
        return
    if stay.departure > act.business_date:
        if not early:
            raise Refused(
                "EARLY_DEPARTURE",
                "The guest is booked until {date}. Check out early drops the nights to come.",
                field="departure",
                date=stay.departure,
            )
        _shorten_to_today(act, stay)
    ask_meters_read(act, stay)
    act.catch_up()  # what is routed goes before balances are looked at
    settle_named(act, stay)
    note_who_routes_here(act, stay)
    for window in FolioWindow.select().where(FolioWindow.stay == stay).order_by(FolioWindow.number):
        balance = window_balance(window.id)
        if balance:
            raise Refused(
                "BALANCE_NOT_ZERO",
                "Window {n} has a balance of {balance}. Settle it first.",
                jump=f"folio {stay.room.number}{f'/{window.number}' if window.number > 1 else ''}",
                n=window.number,
                balance=balance,
            )
    check_security_returned(stay)
    note_what_is_held(act, stay)
    ask_keys_back(act, stay)
    close_windows(act, stay)
    leave_share(act, stay)
    act.update(stay, state=CHECKED_OUT, checked_out_at=act.now)
    stay_leaves(act, stay.id)
    tell_of_messages(act, stay)
    calls_end(act, stay)
    if not Stay.select().where((Stay.room == stay.room_id) & (Stay.state == IN_HOUSE)).exists():
        act.update(stay.room, housekeeping=str(Housekeeping.DIRTY))


def _shorten_to_today(act: Act, stay: Stay) -> None:
    if stay.arrival == act.business_date:
        raise Refused(
            "SAME_DAY",
            "The guest arrived today: charge the day first, or undo the check-in.",
            jump=f"stay {stay.id}",
        )
    if billed_to_come(stay.id, act.business_date):
        raise Refused(
            "BILLED_AHEAD",
            "Nights to come were billed in advance. Shorten the stay first, then give back what is left.",
            field="departure",
            jump=f"stay {stay.id}",
        )
    change_dates(act, stay.id, stay.arrival, act.business_date)
    stay.departure = act.business_date


@operation("check_in")
def charge_day_use(act: Act, stay_id: int) -> None:
    """A guest who arrived today leaves today: the first night's price is charged as day use, the rest is dropped.

    Nights billed in advance go back to the folio. Refused: NOT_IN_HOUSE, ANOTHER_DATE, SHARING_ALREADY, INVOICED (a billed
    night on a tax invoice); ASK: EARLY_FEE_WAIVED (``leave_earlier`` tomorrow first charges the fee for the rest).
    """
    stay = Stay.get_by_id(stay_id)
    check_somebody_sleeps(stay)
    if stay.state != IN_HOUSE:
        raise Refused("NOT_IN_HOUSE", "This stay is {state}.", state=STATES[stay.state])
    if stay.arrival != act.business_date or stay.is_day_use:
        raise Refused("ANOTHER_DATE", "Only a guest who arrived today leaves as day use.")
    if len(group_of(stay)) > 1:
        raise Refused("SHARING_ALREADY", "This stay shares a room already; end that first.")
    ask_early_fee(act, stay, stay.arrival + datetime.timedelta(days=1))
    nights = list(Night.select().where(Night.stay == stay).order_by(Night.date))
    reverse_nights(act, nights)
    act.changed(("night", f"stay {stay.id}"), {str(n.date): str(n.amount) for n in nights}, {})
    drop_elements(act, stay, nights)
    Night.delete().where(Night.stay == stay).execute()
    act.update(stay, departure=stay.arrival)
    first = nights[0]
    day = act.create(
        Night, stay=stay, date=stay.arrival, day_use=True, booked_type=first.booked_type, room_type=first.room_type,
        room=first.room, share_slot=first.share_slot, rate_code=first.rate_code, amount=first.amount,
        inclusive=first.inclusive, currency=first.currency, adults=first.adults, children=first.children,
        fixed_rate=first.fixed_rate, child_ages=first.child_ages, market=first.market, source=first.source,
    )  # fmt: skip
    lay_after(act, stay)
    post_night(act, day, FolioWindow.get((FolioWindow.stay == stay) & (FolioWindow.number == 1)))
    post_of_day_use(act, stay)


@operation("check_in")
def reinstate(act: Act, stay_id: int, room: str = "") -> None:
    """Undo a check-out of today, into its room or another ``room``. Who was in the room beside the guest all along
    shares it with him again.

    Refused: NOT_CHECKED_OUT, ANOTHER_DATE, ROOM_CLOSED, and of another room: NO_ROOM, PSEUDO_ROOM, ROOM_OCCUPIED.
    ASK: ROOM_RELET (right override_room): the room has been let again, and is shared from now on; ROOM_NOT_READY.
    """
    stay = Stay.get_by_id(stay_id)
    if stay.state != CHECKED_OUT:
        raise Refused("NOT_CHECKED_OUT", "This stay is {state}.", state=STATES[stay.state])
    if stay.departure != act.business_date:
        raise Refused("ANOTHER_DATE", "Only a check-out of today can be undone.")
    inside = None
    if room and room.strip() != stay.room.number:
        new = find_room(room)
        if new.room_type.pseudo:
            raise Refused("PSEUDO_ROOM", "Nobody sleeps in {room}.", field="room", room=new.number)
        _check_room(act, stay, new)
        act.update(stay, room=new)
    elif not stay.room_type.pseudo:
        inside = who_is_in(stay.room)
    _check_not_closed(act, stay.room)
    if inside is not None:
        ask_relet(act, stay, inside)
        share_again(act, stay, inside)
    act.update(stay, state=IN_HOUSE, checked_out_at=None)
    stay_returns(act, stay.id)
    follow_rooms(act, [stay.id])
    cancel_no_more(act, stay)
    calls_come_back(act, stay)
    end_late_charges(act, stay)
    reopen_windows(act, stay)
