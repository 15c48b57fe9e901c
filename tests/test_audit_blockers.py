"""Everything that stands in the way of closing a day is found, stops the audit, and leads to a screen that fixes it."""

from __future__ import annotations

from decimal import Decimal

from models.front_office.call_charges import CallFeed
from models.front_office.codes import TransactionCode
from models.front_office.housekeeping.morning_round import write_round
from models.front_office.night_audit import findings, mark_all_no_shows, run_audit
from models.front_office.night_audit.no_shows import left_without_deposit
from models.front_office.opening import set_setting
from models.front_office.payments import take_deposit
from models.front_office.reservations import NO_SHOW, Night, Stay
from models.front_office.stays import check_in
from models.front_office.till.opening import begin_shift
from models.house.database import database
from models.ledger.accounts import Account
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import everything, refused
from tests.test_call_charges import came, line


def with_everything_in_the_way(hotel: Hotel) -> None:
    """Each check of A1 to A9 has found something."""
    desk = hotel.desk()
    for name, value in (
        ("identity_missing", "ASK"),
        ("cashier_shifts", "yes"),
        ("register_incomplete", "STOP"),
    ):
        set_setting(desk, name, value)
    hotel.in_house("206", nights=3)  # whose register has gaps tomorrow
    set_setting(desk, "register_incomplete", "NOTE")
    hotel.audit()
    set_setting(desk, "register_incomplete", "STOP")
    nameless = hotel.booked(guest=hotel.guest("Nix", document_number=""))
    check_in(hotel.answering(IDENTITY_MISSING="in the car"), nameless, "201")  # A1
    hotel.booked(guest=hotel.guest("Late"))  # A2
    paid = hotel.booked(guest=hotel.guest("Paid"))  # A3
    begin_shift(hotel.desk("malee"), 1, Decimal(1000))  # A8
    take_deposit(hotel.desk("malee"), Stay.get_by_id(paid).reservation_id, "CASH", Decimal(500))
    hotel.in_house("202", nights=0)  # A4
    gone = hotel.in_house("203", nights=0)  # A5
    Stay.update(state="checked out").where(Stay.id == gone).execute()
    hotel.in_house("204", nights=2)
    write_round(hotel.desk("noi"), "204v")  # A6
    came(hotel, line(ext="777"), "what nobody can read")  # A7
    CallFeed.create(name="pbx", connected=False, since=hotel.clock(), fault="no answer")
    unpriced = hotel.in_house("301", nights=2)  # A9
    Night.delete().where(Night.stay == unpriced).execute()
    room = TransactionCode.get(TransactionCode.code == "ROOM")
    Account.update(closed_on=hotel.day).where(Account.id == room.account_id).execute()
    database.execute_sql("UPDATE subaccount_balance SET balance = balance + 100 WHERE balance > 0")


async def test_every_finding_leads_to_a_screen_that_opens(small_hotel: Hotel) -> None:
    hotel = small_hotel
    with_everything_in_the_way(hotel)
    found = findings(hotel.day)
    assert {f.code for f in found} == {f"A{n}" for n in range(1, 10)}
    with refused("AUDIT_BLOCKED") as refusal:
        run_audit(hotel.answering("chai", OPTIONAL_CHECKS="x"), hotel.day)
    assert refusal.said.message.values["n"] == sum(f.blocks for f in found)
    async with at_the_desk(hotel) as desk:
        for finding in found:
            before = len(desk.console.screen_stack)
            desk.console.screen.run_line(finding.jump)
            await desk.pilot.pause()
            assert len(desk.console.screen_stack) == before + 1, f"{finding.jump} leads nowhere:\n{desk.text}"
            desk.console.pop_screen()
            await desk.pilot.pause()


def test_the_checks_that_may_only_warn_are_those_of_the_house_rules(small_hotel: Hotel) -> None:
    hotel = small_hotel
    with_everything_in_the_way(hotel)
    always = {f.code for f in findings(hotel.day) if f.blocks and f.code not in ("A1", "A2", "A6", "A7")}
    for name in ("register_incomplete", "due_in_left", "discrepancy_open", "calls_left"):
        set_setting(hotel.desk(), name, "NOTE")
    found = findings(hotel.day)
    assert always == {"A3", "A4", "A5", "A8", "A9"} == {f.code for f in found if f.blocks and f.code != "A1"}
    assert {f.code for f in found if f.optional} == {"A1", "A2", "A6", "A7"}


def test_all_the_due_ins_left_become_no_shows_or_none_of_them(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stays = [hotel.booked() for _ in range(3)]
    take_deposit(hotel.desk(), Stay.get_by_id(stays[2]).reservation_id, "CASH", Decimal(500))
    left = left_without_deposit(hotel.day)
    assert left == stays[:2]
    with refused("TOO_EARLY_NO_SHOW"):
        mark_all_no_shows(hotel.desk("chai"), left)
    set_setting(hotel.desk(), "no_show_hour", "09:00")
    with refused("NO_RIGHT"):
        mark_all_no_shows(hotel.desk("noi"), left)
    check_in(hotel.desk("nok"), stays[1], "201")  # one has come while the question stood
    with refused("NOT_RESERVED"):
        mark_all_no_shows(hotel.desk("chai"), left)
    assert mark_all_no_shows(hotel.desk("chai"), left_without_deposit(hotel.day)) == 1
    assert [hotel.state(stay) for stay in stays[:2]] == [NO_SHOW, "in house"]
    before = everything()
    assert mark_all_no_shows(hotel.desk("chai"), left_without_deposit(hotel.day)) == 0
    assert everything() == before


def test_over_stays_are_extended_one_by_one_for_the_audit_offers_no_other_way() -> None:
    from screens.front_office.night_audit import NightAuditScreen

    offered = {action.id for action in NightAuditScreen.ACTIONS}
    assert offered == {"close_day", "no_shows", "check_again", "exceptions"}
