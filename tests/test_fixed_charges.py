"""Fixed charges of a stay: agreed once, posted by the audit on their nights, never twice."""

from __future__ import annotations

import datetime
from decimal import Decimal as BAHT

import peewee
import pytest

from models.front_office.adjustments import adjust
from models.front_office.codes import Generate, TransactionCode
from models.front_office.correspondence import NewLetter, letter_on_paper, write_letter
from models.front_office.early_departure import leave_earlier
from models.front_office.fixed_charges import (
    RHYTHMS,
    FixedCharge,
    add_fixed_charge,
    change_fixed_charge,
    dates_due,
    fixed_charges_of,
    fixed_to_come,
    post_fixed_now,
    remove_fixed_charge,
)
from models.front_office.folio_papers import nights_to_come, pro_forma_paper
from models.front_office.folios import Posting, correct
from models.front_office.night_audit import AuditFailure, findings, run_audit, summary_of
from models.front_office.opening import add_rate_code
from models.front_office.proof import faults
from models.front_office.reservations import Stay, cancel, change_dates, change_terms
from models.front_office.routing import OTHER_STAY, save_rule
from models.front_office.stays import charge_day_use, check_in
from models.house.acts import ChangeLog
from models.house.database import database
from models.house.property import Property
from models.house.refusals import Refused
from models.ledger.accounts import Account
from tests.hotel import Hotel
from tests.raw import counted
from tests.refusing import asked, everything, refused

BED = BAHT(500)


def agreed(hotel: Hotel, stay: int, code: str = "EXBED", amount: BAHT = BED, **more: object) -> int:
    return add_fixed_charge(hotel.desk("nok"), stay, code, amount, **more)  # type: ignore[arg-type]


def posted(stay: int, code: str = "EXBED") -> list[tuple[datetime.date, BAHT]]:
    rows = (
        Posting.select()
        .join(TransactionCode)
        .where((TransactionCode.code == code) & (Posting.kind == "charge"))
    )
    return [(p.date, p.amount) for p in rows.order_by(Posting.id) if p.window.stay_id == stay]  # fmt: skip


# The nights


def test_every_rhythm_has_its_nights(small_hotel: Hotel) -> None:
    day = small_hotel.day  # 23 November
    stay = Stay.get_by_id(small_hotel.booked(70, departure=small_hotel.after(70)))  # to 31 January
    add, code = datetime.timedelta, TransactionCode.get(TransactionCode.code == "EXBED")

    def due(rhythm: str, since: int | None = None, until: int | None = None) -> list[int]:
        charge = FixedCharge(
            stay=stay, code=code, amount=BED, rhythm=rhythm,
            since=None if since is None else day + add(since), until=None if until is None else day + add(until),
        )  # fmt: skip
        return [(date - day).days for date in dates_due(charge, day)]

    assert due("every") == list(range(70))
    assert due("every", 3, 5) == [3, 4, 5]
    assert (due("arrival"), due("last")) == ([0], [69])
    assert due("weekly") == [0, 7, 14, 21, 28, 35, 42, 49, 56, 63]
    assert due("weekly", 2, 20) == [2, 9, 16]
    assert due("monthly") == [0, 30, 61]
    assert due("monthly", 7) == [7, 37, 68], "30 November, 30 December, 30 January"
    assert set(RHYTHMS) == {"every", "arrival", "last", "weekly", "monthly"}


def test_the_31st_is_the_last_day_of_a_shorter_month(small_hotel: Hotel) -> None:
    since = datetime.date(2027, 1, 31)
    stay = small_hotel.booked(1, arrival=since, departure=datetime.date(2027, 5, 2))
    charge = FixedCharge.get_by_id(agreed(small_hotel, stay, rhythm="monthly"))
    assert [d.isoformat()[5:] for d in dates_due(charge, since)] == ["01-31", "02-28", "03-31", "04-30"]


# The audit


def test_the_audit_posts_it_after_the_room_with_service_and_tax(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    agreed(hotel, stay, quantity=2, text="cot")
    agreed(hotel, stay, "SPA", BAHT("117.70"), inclusive=True, rhythm="arrival")
    first = hotel.day
    hotel.audit()
    room, bed, spa = Posting.select().order_by(Posting.id)
    assert (room.code.code, bed.code.code, spa.code.code) == ("ROOM", "EXBED", "SPA")
    assert (bed.typed, bed.net, bed.amount, bed.quantity) == (1000, 1000, BAHT("1177.00"), 2)
    assert (bed.date, bed.revenue_date, bed.description) == (first, first, "201 cot")
    assert (spa.amount, spa.net) == (BAHT("117.70"), BAHT("100.00"))
    assert summary_of(first).fixed_charges == 2
    hotel.audit()
    assert [amount for _date, amount in posted(stay)] == [BAHT("1177.00")] * 2
    assert len(posted(stay, "SPA")) == 1
    assert summary_of(hotel.after(-1)).fixed_charges == 1
    assert list(faults()) == []


def test_it_goes_where_the_routing_sends_it(small_hotel: Hotel) -> None:
    hotel = small_hotel
    payer, stay = hotel.in_house("202"), hotel.in_house("201")
    save_rule(hotel.desk(), "stay", stay, codes="EXBED", target=OTHER_STAY, to_room="202")
    agreed(hotel, stay)
    hotel.audit()
    assert (hotel.balance(stay), hotel.balance(payer)) == (BAHT("1765.50"), BAHT("1765.50") + BAHT("588.50"))


def test_what_was_posted_early_is_left_out_that_night_and_never_doubled(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    charge = agreed(hotel, stay)
    early = post_fixed_now(hotel.desk("nok"), charge)
    with refused("ALREADY_POSTED"):
        post_fixed_now(hotel.desk("nok"), charge)
    (row,) = fixed_charges_of(stay, hotel.day)
    assert (row.posted_today, row.next_due) == (True, hotel.after(1))
    hotel.audit()
    assert [p for p in Posting.select() if p.code.code == "EXBED"] == [Posting.get_by_id(early)]
    assert summary_of(hotel.after(-1)).fixed_charges == 0
    again = post_fixed_now(hotel.desk("nok"), charge)
    correct(hotel.desk("nok"), again, "no bed tonight after all")
    hotel.audit()
    assert [date for date, _amount in posted(stay)] == [hotel.after(-2), hotel.after(-1)]
    assert hotel.balance(stay) == BAHT("588.50") + 2 * BAHT("1765.50")
    adjust(hotel.desk(), early, "GOODWILL", percent=BAHT(100), words_of_reason="slept without")
    assert list(faults()) == []


def test_the_nights_follow_the_dates_of_the_stay(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=4)
    agreed(hotel, stay, rhythm="last")
    agreed(hotel, stay, "SPA", BAHT(100), since=hotel.after(2))
    row = Stay.get_by_id(stay)
    assert [(date, c.code.code) for date, c in fixed_to_come(row)] == [
        (hotel.after(2), "SPA"), (hotel.after(3), "EXBED"), (hotel.after(3), "SPA"),
    ]  # fmt: skip
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(2))
    assert [(date, c.code.code) for date, c in fixed_to_come(Stay.get_by_id(stay))] == [
        (hotel.after(1), "EXBED")
    ]
    change_dates(hotel.desk(), stay, hotel.day, hotel.after(6))
    assert [c.code.code for _date, c in fixed_to_come(Stay.get_by_id(stay))] == ["SPA"] * 3 + ["EXBED", "SPA"]
    cancelled = hotel.booked(2)
    agreed(hotel, cancelled)
    cancel(hotel.desk(), cancelled, "does not come")
    assert fixed_to_come(Stay.get_by_id(cancelled)) == []


def test_a_last_night_that_was_slept_already_is_charged_when_the_guest_leaves_early(
    small_hotel: Hotel,
) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3)
    agreed(hotel, stay, rhythm="last")
    hotel.audit()
    leave_earlier(hotel.desk("nok"), stay, hotel.day)
    assert posted(stay) == [(hotel.day, BAHT("588.50"))]
    change_dates(hotel.desk(), stay, hotel.after(-1), hotel.after(2))  # who stays on after all owes it once
    hotel.audit()
    hotel.audit()
    assert len(posted(stay)) == 1
    assert list(faults()) == []


def test_a_day_use_has_it_with_its_day(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.booked(0, departure=hotel.day)
    agreed(hotel, stay, rhythm="last")
    check_in(hotel.desk(), stay, "201")
    assert posted(stay) == [(hotel.day, BAHT("588.50"))]
    sleeper = hotel.in_house("202", nights=2)
    early = agreed(hotel, sleeper)
    agreed(hotel, sleeper, "SPA", BAHT(100))
    post_fixed_now(hotel.desk("nok"), early)
    charge_day_use(hotel.desk(), sleeper)
    assert (len(posted(sleeper)), len(posted(sleeper, "SPA"))) == (1, 1)


def test_the_pro_forma_counts_what_is_still_to_come(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3)
    agreed(hotel, stay)
    hotel.audit()
    row = Stay.get_by_id(stay)
    assert [line.code.code for line in nights_to_come(row)] == ["ROOM", "EXBED", "ROOM", "EXBED"]
    paper = pro_forma_paper(Property.the(), row, "en")
    assert paper.totals[-1].value == "7,062.00", "3 × (1,500++ and 500++)"


def test_a_letter_promises_what_the_guest_pays_with_the_extra_bed(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=3)
    agreed(hotel, stay, amount=BAHT("333.33"), quantity=2, text="for twins")
    agreed(hotel, stay, "SPA", BAHT(300), rhythm="last")
    hotel.audit()  # in the middle of the stay: what was posted and what is to come
    booking = Stay.get_by_id(stay).reservation_id
    letter = letter_on_paper(
        write_letter(hotel.desk(), booking, NewLetter("confirmation", "letter", "Anna", "Berlin", "en"))
    )
    assert letter is not None
    assert [row.cells for row in letter.tables[0].rows][1:] == [
        ("Extra bed ×2 for twins", "3", "666.66++", "1,999.98"),
        ("Spa, tour, transfer", "1", "300.00++", "300.00"),
    ]
    totals = {field.label: field.value for field in letter.totals}
    assert totals["Room and fixed charges"] == "6,799.98"
    for _night in range(2):
        hotel.audit()
    assert totals["Total with service charge and VAT"] == f"{hotel.balance(stay):,.2f}"


def test_the_house_uses_its_own_room_free_of_charge(small_hotel: Hotel) -> None:
    hotel = small_hotel
    add_rate_code(hotel.desk(), "HOUSE", "ใช้ภายใน", "House use", house_use=True)
    stay = hotel.in_house("201", rate_code="HOUSE")
    with refused("HOUSE_USE_FREE"):
        agreed(hotel, stay)
    paying = hotel.in_house("202")
    agreed(hotel, paying)
    change_terms(hotel.answering(COMPLIMENTARY="staff"), paying, rate_code="HOUSE")
    hotel.audit()
    assert posted(paying) == []


def test_all_rooms_are_read_in_one_query(small_hotel: Hotel) -> None:
    hotel = small_hotel
    for number in ("201", "202", "203"):
        agreed(hotel, hotel.in_house(number, nights=4))

    def asked_of_fixed_charges() -> int:
        with counted() as seen:
            hotel.audit()
        return sum('FROM "fixed_charge"' in statement for statement in seen)

    three = asked_of_fixed_charges()
    for number in ("204", "205", "206"):
        agreed(hotel, hotel.in_house(number, nights=3))
    assert asked_of_fixed_charges() == three <= 3


def test_one_that_cannot_be_posted_stops_the_whole_audit_and_says_where(small_hotel: Hotel) -> None:
    hotel = small_hotel
    for number in ("201", "202"):
        agreed(hotel, hotel.in_house(number))
    bed = TransactionCode.get(TransactionCode.code == "EXBED")
    Generate.update(valid_until=hotel.after(-1)).where(
        (Generate.parent == bed) & (Generate.position == 2)
    ).execute()
    before = everything()
    with pytest.raises(Refused, match="NO_TAX_RATE"):
        run_audit(hotel.desk("chai"), hotel.day)
    after = everything()
    assert {table for table in before if before[table] != after[table]} == {"audit_failure"}
    assert (AuditFailure.get().step, AuditFailure.get().record) == ("fixed", "201")


# Agreeing, and what is refused


def test_every_change_is_in_the_log(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.booked(5)
    charge = agreed(hotel, stay)
    change_fixed_charge(
        hotel.desk("nok"), charge, code="SPA", amount=BAHT(300), quantity=2, inclusive=True, rhythm="weekly",
        since=hotel.after(1), until=hotel.after(2), text="massage",
    )  # fmt: skip
    remove_fixed_charge(hotel.desk("nok"), charge)
    rows = ChangeLog.select().where(ChangeLog.subject == "fixed_charge").order_by(ChangeLog.id)
    added, changed, removed = ((row.before or "", row.after) for row in rows)
    assert '"amount": "500' in added[1]
    for before, after in (
        ('"amount": "500', '"amount": "300'), ('"quantity": 1', '"quantity": 2'), ('"inclusive": false', '"inclusive": true'),
        ('"rhythm": "every"', '"rhythm": "weekly"'), ('"since": null', '"since": "2026-11-24"'),
        ('"until": null', '"until": "2026-11-25"'), ('"text": ""', '"text": "massage"'), ('"code": ', '"code": '),
    ):  # fmt: skip
        assert (before in changed[0], after in changed[1]) == (True, True), after
    assert removed == ('{"removed": false}', '{"removed": true}')
    assert fixed_charges_of(stay, hotel.day) == []
    with refused("GONE"):
        remove_fixed_charge(hotel.desk("nok"), charge)


def test_what_cannot_be_agreed(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, first = hotel.booked(3), hotel.day
    TransactionCode.update(active=False).where(TransactionCode.code == "TEL").execute()
    for code, more in (
        ("NO_CODE", {"code": "NOPE"}), ("NO_CODE", {"code": "TEL"}), ("NO_CODE", {"code": "CASH"}),
        ("TAX_ALONE", {"code": "VAT"}), ("NOT_BY_HAND", {"code": "PKGP"}),
        ("NOT_POSITIVE", {"amount": BAHT(0)}), ("NOT_POSITIVE", {"amount": BAHT(-1)}), ("AMOUNT", {"amount": BAHT("0.001")}),
        ("NOT_POSITIVE", {"quantity": 0}), ("TOO_MANY", {"quantity": 10_000}), ("NO_RHYTHM", {"rhythm": "hourly"}),
        ("OUTSIDE_THE_STAY", {"since": first - datetime.timedelta(1)}), ("OUTSIDE_THE_STAY", {"until": hotel.after(3)}),
        ("DATES", {"since": hotel.after(2), "until": hotel.after(1)}),
        ("NEVER_DUE", {"rhythm": "arrival", "since": hotel.after(1)}), ("TOO_MUCH_TEXT", {"text": "x" * 41}),
    ):  # fmt: skip
        with refused(code):
            agreed(hotel, stay, **more)  # type: ignore[arg-type]
    Account.update(closed_on=first).where(Account.code == "41110").execute()
    with refused("ACCOUNT_CLOSED"):
        agreed(hotel, stay, "FOOD")
    TransactionCode.update(ledgers="deposit").where(TransactionCode.code == "SPA").execute()
    with refused("WRONG_LEDGER"):
        agreed(hotel, stay, "SPA")
    with refused("NO_RIGHT"):
        add_fixed_charge(hotel.desk("noi"), stay, "EXBED", BED)
    cancel(hotel.desk(), stay, "does not come")
    with refused("NOT_OPEN"):
        agreed(hotel, stay)


def test_the_same_bed_is_not_agreed_twice_for_one_night(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.booked(5)
    bed = agreed(hotel, stay, until=hotel.after(1))
    for since in (None, hotel.after(1)):
        with refused("FIXED_TWICE"):
            agreed(hotel, stay, since=since)
    agreed(hotel, stay, since=hotel.after(2))
    agreed(hotel, stay, text="for the grandmother")
    remove_fixed_charge(hotel.desk("nok"), bed)
    agreed(hotel, stay, until=hotel.after(1))


def test_a_charge_of_who_has_left_is_neither_changed_nor_removed(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201", nights=1)
    charge = agreed(hotel, stay)
    hotel.audit()
    with refused("NOT_DUE_TODAY"):
        post_fixed_now(hotel.desk("nok"), charge)
    hotel.leaves(stay)
    with refused("NOT_OPEN"):
        remove_fixed_charge(hotel.desk("nok"), charge)
    with refused("NOT_IN_HOUSE"):
        post_fixed_now(hotel.desk("nok"), charge)


def test_a_stay_without_charges_and_an_unusual_amount_are_asked_when_agreed_not_by_the_audit(
    small_hotel: Hotel,
) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201")
    TransactionCode.update(highest=BAHT(400)).where(TransactionCode.code == "EXBED").execute()
    with asked("AMOUNT_UNUSUAL", "post", amount="500.00"):
        agreed(hotel, stay)
    desk = hotel.answering("nok", AMOUNT_UNUSUAL="a very large bed", NO_POST="agreed with the company")
    add_fixed_charge(desk, stay, "EXBED", BED)
    Stay.update(no_post=True).where(Stay.id == stay).execute()
    with asked("NO_POST", "post"):
        agreed(hotel, stay, "SPA")
    add_fixed_charge(desk, stay, "SPA", BED)
    hotel.audit()
    assert (len(posted(stay)), len(posted(stay, "SPA"))) == (1, 1)


def test_a_code_that_was_closed_stands_in_the_way_by_name(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.in_house("201")
    agreed(hotel, stay)
    TransactionCode.update(active=False).where(TransactionCode.code == "EXBED").execute()
    (found,) = findings(hotel.day)
    assert (found.code, found.blocks, found.jump) == ("A9", True, f"fixed charges stay {stay}")
    assert "EXBED" in found.message.say("en")
    with refused("AUDIT_BLOCKED"):
        run_audit(hotel.desk("chai"), hotel.day)


# The database itself


SPOILERS = [
    ("DELETE FROM fixed_charge", "FIXED_CHARGE_KEPT"),
    ("UPDATE fixed_charge SET stay_id = stay_id + 1", "FIXED_CHARGE_KEPT"),
    ("UPDATE fixed_charge SET id = id + 100", "FIXED_CHARGE_KEPT"),
    ("UPDATE fixed_charge SET amount = 1 WHERE removed", "FIXED_CHARGE_KEPT"),
    ("UPDATE fixed_charge SET amount = 0 WHERE NOT removed", "CHECK|check"),
    ("UPDATE fixed_charge SET quantity = -1 WHERE NOT removed", "CHECK|check"),
    ("UPDATE fixed_charge SET rhythm = 'hourly' WHERE NOT removed", "CHECK|check"),
    ("UPDATE fixed_charge SET since = '2026-11-25', until = '2026-11-24' WHERE NOT removed", "CHECK|check"),
    (
        "INSERT INTO posting (entry_id, window_id, kind, code_id, quantity, description, typed, inclusive, net, amount,"
        " date, revenue_date, source, reference, staff_id, at) SELECT entry_id, window_id, kind, code_id, quantity,"
        " description, typed, inclusive, net, amount, date, revenue_date, source, reference, staff_id, at"
        " FROM posting WHERE substr(source, 1, 6) = 'fixed:'",
        "ALREADY_POSTED|posting_source",
    ),
]  # fmt: skip


def test_nobody_reaches_past_the_program(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=3)
    agreed(hotel, stay)
    remove_fixed_charge(hotel.desk("nok"), agreed(hotel, stay, "SPA"))
    hotel.audit()
    before = everything()
    for statement, codes in SPOILERS:
        with pytest.raises(peewee.DatabaseError) as caught, database.atomic():
            database.execute_sql(statement)
        assert any(code in str(caught.value) for code in codes.split("|")), (statement, caught.value)
        assert everything() == before
    assert list(faults()) == []
