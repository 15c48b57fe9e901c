"""The demo's last days at the bell desk, the switchboard and in the log book: what is done for guests in house."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from models.front_office.alerts import BILLING, CHECK_IN, CHECK_OUT, GUEST, STAY, add_alert
from models.front_office.alerts import IN_HOUSE as WHILE_IN_HOUSE
from models.front_office.bell_desk.errands import add_errand, errand_done, hand_parcel, take_car, take_parcel
from models.front_office.bell_desk.luggage import NewTicket, write_ticket
from models.front_office.bell_desk.tables import STORE
from models.front_office.blocks import Block
from models.front_office.call_charges.posting import type_call
from models.front_office.demo.people import THAI
from models.front_office.demo.planned import PlannedStay, plus
from models.front_office.log_book import mark_read, write_log_entry
from models.front_office.service_tickets import (
    COMPLAINT,
    DONE,
    IN_WORK,
    REQUEST,
    open_ticket,
    set_ticket_status,
)
from models.front_office.switchboard.calls import (
    ANSWERED,
    BUSY,
    NO_ANSWER,
    call_department,
    call_entry,
    call_guest,
    take_message_instead,
)
from models.front_office.switchboard.locator import place_guest
from models.front_office.switchboard.messages import deliver, mark_printed, take_message
from models.front_office.switchboard.phone_book import PhoneEntry
from models.front_office.traces import add_trace, resolve_trace
from models.front_office.wake_up import (
    COMPLETED,
    RINGING,
    WakeUpCall,
    Wish,
    answer_call,
    order_for_group,
    order_wake_up,
    ring,
    take_call,
)
from models.front_office.wake_up import NO_ANSWER as ROOM_SILENT
from models.front_office.wishes import change_wishes
from models.house.departments import department

if TYPE_CHECKING:
    from models.front_office.demo.days import Life

Events = list[tuple[int, Callable[[], object]]]
MORNING_CALLS = ("05:30", "06:00", "06:30", "06:30")
DIALLED = (("081-000-7712", 184, "17:20"), ("02-000-4100", 412, "18:05"), ("0081-3-0000-1180", 95, "20:40"))


class Attending:
    """Whom it happens to is chosen by the order in which guests came."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.today = life.plan.today
        self.ratree, self.sombat = life.desks["ratree"], life.desks["sombat"]
        self.messages: list[int] = []
        self.parcel = self.trace = self.ticket = 0
        self.days = {
            plus(self.today, -2): self._two_days_ago(),
            plus(self.today, -1): self._yesterday(),
            self.today: self._this_morning(),
        }

    def on(self, day: datetime.date) -> Iterator[tuple[int, Callable[[], object]]]:
        """Minute of the day and what is done then."""
        yield from self.days.get(day, [])

    # Who

    def inside(self, thai: bool | None = None, leaving: bool = False) -> list[PlannedStay]:
        """Who is in house and stays on after today, or ``leaving`` today."""
        return [
            s for s in self.life.windows
            if not s.is_day_use and not s.monthly and not s.early_bird
            and (s.departure == self.today if leaving else s.departure > self.today)
            and thai in (None, s.persons[0].country == THAI)
        ]  # fmt: skip

    def guest(self, place: int, thai: bool | None = None, leaving: bool = False) -> int:
        """The stay of one of them."""
        found = self.inside(thai, leaving)
        return self.life.stays[found[place % len(found)]]

    def due_in(self) -> list[PlannedStay]:
        return [
            s for s in self.life.coming.get(self.today, []) if not s.early_bird and s not in self.life.windows
        ]

    # The days

    def _two_days_ago(self) -> Events:
        return [(9 * 60 + 30, self._log_of_the_house), (20 * 60 + 10, self._complaint)]

    def _yesterday(self) -> Events:
        return [
            (8 * 60 + 10, self._complaint_settled),
            (9 * 60 + 15, self._morning_calls),
            (13 * 60 + 5, self._parcels),
            (16 * 60 + 30, self._cars),
            (17 * 60 + 10, self._message_delivered),
            (21 * 60 + 20, self._traces),
            (20 * 60 + 55, self._charged_calls),
            (21 * 60 + 10, self._wake_ups_asked_for),
            (21 * 60 + 30, self._alerts),
            (25 * 60 + 30, self._night_log),
        ]

    def _this_morning(self) -> Events:
        calls: Events = []
        for time in dict.fromkeys(MORNING_CALLS):
            minute = int(time[:2]) * 60 + int(time[3:])
            calls += [(minute, self._ring), (minute + 6, self._ring)]
        return [
            *calls,
            (6 * 60 + 50, self._messages_waiting),
            (7 * 60 + 2, self._early_calls),
            (7 * 60 + 12, self._luggage_of_the_gone),
            (7 * 60 + 18, self._wake_ups_of_tomorrow),
            (7 * 60 + 25, self._requests),
            (7 * 60 + 34, self._discretion),
        ]

    # Log book, tickets, traces, alerts

    def _log_of_the_house(self) -> None:
        write_log_entry(self.life.desks["somsak"], "พรุ่งนี้ 14:00–15:00 ทดสอบเครื่องกำเนิดไฟฟ้า ไฟจะดับไม่เกิน 1 นาที แจ้งแขกล่วงหน้า",
                        important=True)  # fmt: skip
        write_log_entry(
            self.life.desks["mario"], "Longtail boat leaves at 16:00 from our pier until Sunday, not 17:00."
        )

    def _night_log(self) -> None:
        mark_read(self.life.desks["chai"])
        write_log_entry(
            self.life.desks["chai"],
            "ลิฟต์ตัวที่ 2 ค้างชั้น 4 เวลา 01:10 ช่างแก้แล้ว ให้บริษัทลิฟต์มาตรวจเช้านี้",
            important=True,
        )
        mark_read(self.life.desks["nok"])

    def _complaint(self) -> None:
        self.ticket = open_ticket(self.life.desks["lek"], COMPLAINT, "ENG", "น้ำอุ่นไม่ร้อน", stay_id=self.guest(0),
                                  promised_on=plus(self.today, -1), promised_time="10:00")  # fmt: skip

    def _complaint_settled(self) -> None:
        set_ticket_status(self.life.desks["somsak"], self.ticket, IN_WORK)
        set_ticket_status(self.life.desks["somsak"], self.ticket, DONE, "เปลี่ยนฮีตเตอร์ ส่งผลไม้ขอโทษ แขกพอใจ")

    def _traces(self) -> None:
        desk = self.life.desks["nok"]
        done = add_trace(desk, "HK", "เตียงเสริม 1 เตียง", plus(self.today, -1), stay_id=self.guest(3))
        resolve_trace(self.life.desks["noi"], done, "ส่งแล้ว")
        for stay in [s for s in self.due_in() if s.persons[0].values.get("vip")][:1]:
            add_trace(
                desk, "FB", "กระเช้าผลไม้ในห้องก่อนแขกเข้า", self.today, "13:00", stay_id=self.life.stays[stay]
            )
        add_trace(desk, "FO", "Ask whether late check-out is still wanted", self.today, "09:00",
                  stay_id=self.guest(0, thai=False, leaving=True))  # fmt: skip
        add_trace(desk, "ENG", "ตรวจแอร์ห้องก่อนคืนขาย", plus(self.today, 1), room="309")

    def _alerts(self) -> None:
        somsak = self.life.desks["somsak"]
        coming = self.due_in()[0]
        add_alert(somsak, STAY, self.life.stays[coming], "ออกใบกำกับภาษีในนามบริษัท ขอที่อยู่และเลขผู้เสียภาษีตอนเช็กอิน",
                  (CHECK_IN, BILLING), must_acknowledge=True)  # fmt: skip
        known = self.inside(thai=False)[1].persons[0]
        add_alert(somsak, GUEST, self.life.guests[known], "Allergic to peanuts: tell the kitchen",
                  (CHECK_IN, WHILE_IN_HOUSE, CHECK_OUT))  # fmt: skip

    def _requests(self) -> None:
        open_ticket(self.life.desks["kanya"], REQUEST, "HK", "ขอหมอนเพิ่ม 2 ใบ", stay_id=self.guest(5),
                    promised_on=self.today, promised_time="09:30")  # fmt: skip
        noisy = open_ticket(self.life.desks["kanya"], COMPLAINT, "ENG", "แอร์เสียงดังทั้งคืน", stay_id=self.guest(6),
                            owner="daeng", promised_on=self.today, promised_time="11:00")  # fmt: skip
        set_ticket_status(self.life.desks["somsak"], noisy, IN_WORK)

    def _discretion(self) -> None:
        """One wants nobody told, one wants to sleep on."""
        change_wishes(self.life.desks["somsak"], self.guest(7), no_information=True)
        change_wishes(self.life.desks["kanya"], self.guest(8), service_wish="dnd")

    # Bell desk

    def _parcels(self) -> None:
        here = take_parcel(
            self.sombat, "ซองเอกสาร", self.guest(2), carrier="EMS", arrived_from="กรุงเทพฯ", place="ลิ้นชัก 1"
        )
        hand_parcel(self.sombat, here, "แขกห้อง")
        self.parcel = take_parcel(self.sombat, "กล่องพัสดุ", self.guest(4), carrier="Kerry",
                                  arrived_from="Shopee", place="ชั้น B")  # fmt: skip
        asked = add_errand(self.sombat, "ซื้อยาแก้ปวดที่ร้านยาหน้าโรงแรม", self.guest(1), cost=Decimal(85))
        errand_done(self.sombat, asked)

    def _cars(self) -> None:
        for place, (plate, make, colour) in enumerate(
            (("กข 4471 อยุธยา", "Toyota Yaris", "ขาว"), ("8กด 2250 กรุงเทพฯ", "Honda CR-V", "เทา"))
        ):
            take_car(self.sombat, plate, self.guest(place, thai=True), make=make, colour=colour,
                     key_tag=f"V{place + 11}", place=f"A{place + 3}")  # fmt: skip

    def _luggage_of_the_gone(self) -> None:
        """Checked out, on a boat, back for the bags in the afternoon."""
        gone = [s for s in self.life.leaving.get(self.today, []) if s.early_bird][:2]
        for stay, pieces, place in zip(gone, (3, 1), ("ชั้น 2", "ชั้น 1"), strict=False):
            write_ticket(self.sombat, NewTicket(STORE, pieces, self.life.stays[stay], place=place, until=self.today,
                                                note="รับประมาณ 16:00"))  # fmt: skip

    # Switchboard

    def _morning_calls(self) -> None:
        call_guest(self.ratree, self.guest(1), ANSWERED, caller="คุณวิชัย")
        call_guest(self.ratree, self.guest(4), NO_ANSWER, caller="Siam River Travel")
        call_department(self.ratree, department("SALES").id, ANSWERED, caller="บริษัทจัดงานแต่ง")
        taxi = PhoneEntry.get(PhoneEntry.name_en == "Ayutthaya Taxi")
        call_entry(self.ratree, taxi.id, BUSY, caller="แขกล็อบบี้")

    def _message_delivered(self) -> None:
        message = take_message(
            self.ratree, self.guest(2), "คุณสุนีย์", "ประชุมเลื่อนเป็น 10:30 ห้องเดิม", phone="081-000-6614"
        )
        mark_printed(self.ratree, message)
        deliver(self.ratree, message, "สมบัติ")

    def _messages_waiting(self) -> None:
        take_message_instead(
            self.ratree, self.guest(9, thai=True), "คุณแม่", "ถึงบ้านแล้ว ไม่ต้องห่วง", phone="089-000-3357"
        )
        take_message(self.ratree, self.guest(2, thai=False), "Dr. Weber", "Please call before the meeting.",
                     phone="+66 2 000 9911", wish="call", urgent=True)  # fmt: skip
        call_guest(self.ratree, self.guest(3), ANSWERED, caller="คุณธนา")
        call_department(self.ratree, department("FB").id, ANSWERED, caller="ร้านดอกไม้")
        place_guest(self.ratree, self.guest(4), "ห้องอาหาร", "09:00")

    def _type(self, stay: PlannedStay, number: str, seconds: int, day: datetime.date, time: str) -> None:
        zone = self.life.clock.zone
        began = datetime.datetime.combine(day, datetime.time.fromisoformat(time), zone)
        type_call(self.ratree, stay.room, number, began, seconds)

    def _charged_calls(self) -> None:
        here: Sequence[PlannedStay] = [s for s in self.inside() if s.arrival < plus(self.today, -1)]
        for stay, (number, seconds, time) in zip(here[2:], DIALLED, strict=False):
            self._type(stay, number, seconds, plus(self.today, -1), time)

    def _early_calls(self) -> None:
        """One who has left since telephoned at dawn: somebody has to say who pays."""
        self._type(self.inside(thai=False)[0], "+66 2 000 9911", 66, self.today, "06:41")
        for stay in [s for s in self.life.leaving.get(self.today, []) if s.early_bird][:1]:
            self._type(stay, "086-000-1290", 131, self.today, "05:48")

    # Wake-up calls

    def _wake_ups_asked_for(self) -> None:
        for place, time in enumerate(MORNING_CALLS):
            order_wake_up(self.ratree, self.guest(place, leaving=True), Wish(self.today, time))

    def _ring(self) -> None:
        """One room is silent at first."""
        ring(self.ratree)
        for call in WakeUpCall.select().where(WakeUpCall.state == RINGING).order_by(WakeUpCall.id):
            take_call(self.ratree, call.id)
            silent = call.time == "06:00" and not call.tries
            answer_call(self.ratree, call.id, ROOM_SILENT if silent else COMPLETED)

    def _wake_ups_of_tomorrow(self) -> None:
        tomorrow = plus(self.today, 1)
        order_wake_up(self.ratree, self.guest(0, thai=False), Wish(tomorrow, "05:45", note="Tour to Lopburi"))
        order_wake_up(self.ratree, self.guest(1, thai=True), Wish(tomorrow, "06:30", daily=True))
        group = Block.get_or_none(Block.status == "definite")
        if group is not None:
            wish = Wish(plus(group.first_night, 1), "06:30", asked_by="คุณศิริพร", note="สัมมนาเริ่ม 08:30")
            order_for_group(self.ratree, group.id, wish)
