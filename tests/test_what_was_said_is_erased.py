"""Erasing a guest takes along what was said to and of him in the house; who shared the room keeps what is his."""

from __future__ import annotations

from models.front_office.alerts import Alert, add_alert
from models.front_office.privacy import erase_guest
from models.front_office.registration import write_journey
from models.front_office.stays import add_person, remove_person
from models.front_office.switchboard.calls import call_guest
from models.front_office.switchboard.locator import place_guest
from models.front_office.switchboard.messages import GuestMessage, take_message
from models.front_office.wake_up import WakeUpCall, Wish, order_wake_up
from models.house.acts import ChangeLog
from tests.hotel import Hotel
from tests.test_privacy import everything_said, later, register_closed

WORD = "Zaphod"


def talked_about(hotel: Hotel, guest: int, stay: int) -> None:
    desk = hotel.desk()
    take_message(desk, stay, WORD, f"call {WORD}", guest_id=guest, phone="0999")
    call_guest(desk, stay, "answered", guest_id=guest, caller=WORD, note=WORD)
    place_guest(desk, stay, f"{WORD} bar", "23:00", guest_id=guest)
    journey = {"from_home": False, "came_from": f"{WORD}ville", "to_home": False, "going_to": f"{WORD}town"}
    write_journey(desk, stay, guest, journey)


def test_an_erased_guest_takes_along_what_was_said(hotel: Hotel) -> None:
    guest, friend = hotel.registered_guest("Vanishing", given="Zoltan"), hotel.registered_guest("Staying")
    gone = hotel.registered_guest("Gone")
    stay = hotel.in_house("201", nights=1, guest=guest)
    for person in (friend, gone):
        add_person(hotel.desk(), stay, person)
    talked_about(hotel, guest, stay)
    add_alert(hotel.desk(), "guest", guest, f"{WORD} alert", ["check-in"])
    add_alert(hotel.desk(), "stay", stay, f"{WORD} alert", ["check-in"])
    order_wake_up(hotel.desk(), stay, Wish(hotel.after(1), "23:00", asked_by=WORD, note=WORD))
    take_message(hotel.desk(), stay, "Bank", "for the friend", guest_id=friend)
    write_journey(hotel.desk(), stay, gone, {"from_home": False, "came_from": f"{WORD}heim"})
    remove_person(hotel.desk(), stay, gone)
    hotel.audit()
    hotel.leaves(stay)
    register_closed(hotel)
    later(hotel, 100)
    erase_guest(hotel.desk(), guest, "asked for by letter")
    left = ChangeLog.select().where(ChangeLog.after.contains(WORD) & (ChangeLog.subject != "register_line"))
    assert {(row.subject, f"{WORD}heim" in row.after) for row in left} == {("stay_person", True)}, (
        "of somebody else"
    )
    assert {"alert", "call_transfer", "guest_message", "guest_place", "wake_up_call"} & set(
        everything_said(WORD)
    ) == set()
    assert [message.words for message in GuestMessage.select()] == ["for the friend"]
    assert (Alert.select().count(), WakeUpCall.select().count()) == (2, 1)
    assert (
        not ChangeLog.select()
        .where((ChangeLog.subject == "note") & ChangeLog.after.contains("VANISHING"))
        .exists()
    )
    erase_guest(hotel.desk(), gone, "asked for as well")
    left = ChangeLog.select().where(ChangeLog.after.contains(WORD) & (ChangeLog.subject != "register_line"))
    assert list(left) == []
