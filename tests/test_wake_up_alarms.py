"""The alarm at the desks: whatever is open, typed, locked or signed in anew, on every desk, and only once."""

from __future__ import annotations

import pytest

from locales.messages import Message
from models.front_office.wake_up import answer_call, take_call
from models.house.database import close_database, open_database
from tests.desk import Desk, at_the_desk
from tests.hotel import PASSWORD, Hotel
from tests.terminal import Terminal
from tests.wake_up import Operator, state


def operator_of(hotel: Hotel) -> Operator:
    operator = Operator(hotel)
    hotel.clock = operator.clock  # type: ignore[method-assign]
    return operator


def typed(desk: Desk) -> str:
    from screens.kit.form import Form

    form = next(f for screen in desk.console.screen_stack for f in screen.query(Form))
    return str(form.draft())


@pytest.mark.parametrize("language", ["en", "th"])
async def test_a_call_rings_over_a_form_and_leaves_what_was_typed(language: str, small_hotel: Hotel) -> None:
    def say(text: str, **values: object) -> str:
        return Message(text, dict(values)).say(language)

    operator = operator_of(small_hotel)
    stay = small_hotel.in_house("201", guest=small_hotel.guest("Müller"))
    call = operator.wakes(stay, "06:30", note="flight")
    async with at_the_desk(small_hotel, "nok", language) as desk:
        bells: list[bool] = []
        desk.console.bell = lambda: bells.append(True)  # type: ignore[method-assign]
        await desk.press("f7")
        await desk.sees(say("New booking"))
        await desk.type("Jaid")
        operator.clock.shows("06:30")
        # Somebody who types on is not torn out of it: the message line and the bell tell of the call.
        name = "Jaid"
        while "06:30 201 MÜLLER" not in desk.text and len(name) < 200:
            await desk.type("e")
            name += "e"
        await desk.type("s")
        assert bells
        assert f"{name}s" in typed(desk)
        await desk.sees("▸ 06:30  201", "flight")
        await ready(desk)
        await desk.press("c")
        for _try in range(400):
            await desk.pilot.pause(0.01)
            if state(call)[0] != "ringing":
                break
        assert state(call) == ("completed", "completed")
        await desk.sees(say("New booking"), not_="▸ 06:30")
        assert f"{name}s" in typed(desk)


async def test_keys_typed_before_it_could_be_read_are_no_answer(
    small_hotel: Hotel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.front_office.wake_up_alarm.READING_SECONDS", 60.0)
    operator = operator_of(small_hotel)
    call = operator.wakes(small_hotel.in_house("201"))
    async with at_the_desk(small_hotel, "nok") as desk:
        operator.clock.shows("06:30")
        from screens.front_office.wake_up_alarm import AlarmDialog

        for _try in range(400):
            await desk.pilot.pause(0.01)
            if isinstance(desk.console.screen, AlarmDialog):
                break
        await desk.press("c", "n", "enter", "escape")
        assert state(call) == ("ringing", "")
        assert isinstance(desk.console.screen, AlarmDialog)


async def test_the_alarm_is_put_aside_taken_and_answered_by_keys(small_hotel: Hotel) -> None:
    operator = operator_of(small_hotel)
    one = operator.wakes(small_hotel.in_house("201"), "06:30")
    two = operator.wakes(small_hotel.in_house("202"), "06:30")
    async with at_the_desk(small_hotel, "nok") as desk:
        operator.clock.shows("06:31")
        await desk.sees("▸ 06:30  201", "  06:30  202")
        await ready(desk)
        await desk.press("escape")
        await desk.sees("Wake-up call: 06:30 201", not_="▸ 06:30")
        desk.console._alarm._aside_until = 0.0  # a minute later
        await desk.sees("▸ 06:30  201")
        await ready(desk)
        await desk.press("enter")
        await desk.sees("you are ringing")
        await desk.press("n")
        await desk.sees("▸ 06:30  202", not_="201")
        await desk.press("s")
        await desk.sees("Rooms", not_="▸ 06:30")
        assert state(one) == ("pending", "")
        assert state(two) == ("completed", "sent somebody")


async def ready(desk: Desk) -> None:
    """Until keys are taken for answers."""
    from screens.front_office.wake_up_alarm import READING_SECONDS

    await desk.pilot.pause(READING_SECONDS)


async def test_who_is_first_answers_and_the_other_desk_closes(small_hotel: Hotel) -> None:
    """The other desk is another program's write; this one sees it by the watch."""
    operator = operator_of(small_hotel)
    call = operator.wakes(small_hotel.in_house("201"))
    async with at_the_desk(small_hotel, "nok") as desk:
        operator.clock.shows("06:30")
        await desk.sees("▸ 06:30  201")
        take_call(operator.desk("lek"), call)
        close_database()  # our own connection: the write came from elsewhere
        await desk.sees("Rooms", not_="▸ 06:30")
        answer_call(operator.desk("lek"), call, "completed")
        for _try in range(150):
            await desk.pilot.pause(0.01)
        assert "▸ 06:30" not in desk.text


async def test_on_a_locked_desk_the_room_is_told_and_not_the_guest(small_hotel: Hotel) -> None:
    operator = operator_of(small_hotel)
    call = operator.wakes(small_hotel.in_house("201", guest=small_hotel.guest("Müller")), note="flight")
    async with at_the_desk(small_hotel, "nok") as desk:
        await desk.press("g", "k")
        await desk.sees("Locked")
        operator.clock.shows("06:30")
        await desk.sees("Locked", "Wake-up call: 06:30 201", not_="MÜLLER")
        assert state(call) == ("ringing", "")
        await desk.press("f8")
        await desk.sees("Sign")
        for _try in range(250):
            await desk.pilot.pause(0.01)
        assert "MÜLLER" not in desk.text
        await desk.press("n")
        await desk.sees("Locked", "06:30 201")
        await desk.type(PASSWORD)
        await desk.press("enter")
        await desk.sees("▸ 06:30  201", "MÜLLER")


async def test_the_desk_hears_only_what_nobody_rang(small_hotel: Hotel) -> None:
    """A role with check-in and without the switchboard."""
    from models.house.staff import Role, RoleRight

    operator = operator_of(small_hotel)
    role = Role.get(Role.code == "reception").id
    RoleRight.delete().where((RoleRight.role == role) & (RoleRight.right == "switchboard")).execute()
    stay = small_hotel.in_house("201")
    from models.front_office.wake_up import Wish, order_wake_up, ring

    (call,) = order_wake_up(operator.desk("somsak"), stay, Wish(small_hotel.after(1), "06:30"))
    async with at_the_desk(small_hotel, "lek") as desk:
        operator.clock.shows("06:30")
        for _try in range(150):
            await desk.pilot.pause(0.01)
        assert "06:30" not in desk.text
        assert state(call) == ("ringing", ""), "whichever desk is open lets it ring"
        operator.clock.shows("06:35")
        await desk.sees("▸ 06:30  201", "NOBODY RANG")
        await ready(desk)
        await desk.press("a")
        await desk.sees("Rooms", not_="▸ 06:30")
        assert state(call) == ("missed", "seen")
        ring(operator.desk("somsak"))


async def test_a_clock_that_jumps_loses_none_and_rings_none_twice(small_hotel: Hotel) -> None:
    operator = operator_of(small_hotel)
    first = operator.wakes(small_hotel.in_house("201"), "06:00")
    second = operator.wakes(small_hotel.in_house("202"), "06:30")
    third = operator.wakes(small_hotel.in_house("203"), "07:30")
    operator.clock.shows("05:50")
    async with at_the_desk(small_hotel, "nok") as desk:
        operator.clock.turned(hours=1)
        await desk.sees("▸ 06:00  201", "06:30  202", not_="203")
        await ready(desk)
        await desk.press("c")
        await desk.sees("▸ 06:30  202", not_="201")
        await desk.press("c")
        await desk.sees("Rooms", not_="▸ 06:30")
        operator.clock.turned(hours=-1)
        for _try in range(150):
            await desk.pilot.pause(0.01)
        assert "▸" not in "".join(line for line in desk.text.split("\n") if "06:" in line)
        assert [state(call)[0] for call in (first, second, third)] == ["completed", "completed", "pending"]
        operator.clock.shows("07:30")
        await desk.sees("▸ 07:30  203")


def _clock_program(moment: str) -> list[str]:
    """The program itself, its wall clock standing still at ``moment``."""
    source = (
        "import datetime, app.services as s; "
        f"s.wall_clock = lambda: datetime.datetime.fromisoformat('{moment}'); "
        "from app.cli import main; main()"
    )
    return ["-c", source]


def test_a_desk_that_was_killed_rings_when_it_is_opened_anew(sqlite_url: str) -> None:
    open_database(sqlite_url)
    hotel = Hotel()
    operator = Operator(hotel)
    call = operator.wakes(hotel.in_house("201", guest=hotel.guest("Müller")))
    close_database()
    due = ["2026-11-23T23:30:05+00:00", "2026-11-23T23:30:40+00:00"]  # 06:30 in Bangkok
    for moment in due:
        with Terminal("--database", sqlite_url, python=_clock_program(moment)) as desk:
            desk.sign_in("nok", PASSWORD)
            desk.wait("201", "306")
            desk.wait("06:30  201", "MÜLLER")
        # the line was cut, with the alarm on the screen
    open_database(sqlite_url)
    assert state(call) == ("ringing", "")
    close_database()
    with Terminal("--database", sqlite_url, python=_clock_program(due[1])) as desk:
        desk.sign_in("nok", PASSWORD)
        desk.wait("06:30  201")
        desk.settle(0.8).press("c")
        desk.wait("F3", gone="06:30  201")
    open_database(sqlite_url)
    assert state(call) == ("completed", "completed")
    close_database()
