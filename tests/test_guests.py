"""Guests: found by anything, with documents, preferences and a history; merged without a loss, and taken apart."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pytest

from models.front_office.companies import create_company, update_company
from models.front_office.desk_flows import book_with_guest
from models.front_office.desk_views import find_stays
from models.front_office.folios import post_charge
from models.front_office.guests import (
    Guest,
    GuestDocument,
    GuestKey,
    GuestMerge,
    GuestPreference,
    add_document,
    add_preference,
    create_guest,
    documents_of,
    find_guests,
    guest_in_force,
    guests,
    likely_twins,
    merge_guests,
    merges_into,
    pointing_at_guests,
    preferences_of,
    put_in_force,
    remove_document,
    remove_preference,
    renew_keys,
    undo_merge,
    update_guest,
)
from models.front_office.guests.history import history_of, past_stays, stays_of, unwanted, usual_of
from models.front_office.reservations import Booking, Reservation, Stay, StayPerson, cancel
from models.front_office.rooms import set_housekeeping
from models.front_office.stays import add_person, persons_of
from models.house.acts import ChangeLog
from models.house.database import all_tables, database
from tests.hotel import Hotel
from tests.refusing import everything, refused


def somchai(hotel: Hotel, **more: object) -> int:
    return hotel.guest(
        "Jaidee", **{"given": "Somchai", "given_th": "สมชาย", "family_th": "ใจดี", "nationality": "THA", **more}
    )  # fmt: skip


def found(text: str) -> list[int]:
    return [row.guest_id for row in find_guests(text).first(20)]


# Finding


@pytest.mark.parametrize(
    "typed",
    ["สมชาย", "สมช", "somchai", "Somch", "somchay", "jaidee som", "ใจดี", "chaidi", "สมชาย ใจ", "ใจ สมชาย", "081 234 5678",
     "+66812345678", "5678@", "AA12", "siam", "สยาม"],
)  # fmt: skip
def test_a_guest_is_found_by_anything(hotel: Hotel, typed: str) -> None:
    company = create_company(hotel.desk(), name_th="สยามทัวร์", name_en="Siam Tour")
    guest = hotel.guest(
        "Jaidee", given="Somchai", phone="081-234-5678", email="5678@example.test", document_number="AA1234567",
        employer=company,
    )  # fmt: skip
    hotel.guest("Müller")
    hotel.guest("Manop", given="Malee")
    assert found(typed) == [guest]


def test_a_guest_written_in_thai_only_is_found_in_latin_letters_and_the_reverse(hotel: Hotel) -> None:
    thai = hotel.guest("", given="", given_th="กิตติศักดิ์", family_th="วงศ์สวัสดิ์")
    latin = hotel.guest("Vongsawad", given="Kittisak")
    assert set(found("kittis")) == set(found("กิตติศักดิ์")) == set(found("Wongsawat")) == {thai, latin}


def test_guests_of_many_pages_come_in_order_and_are_counted(small_hotel: Hotel) -> None:
    for n in range(45):
        small_hotel.guest(f"Jai{n:02d}", given="Somchai" if n % 2 else "Sombat")
    listing = find_guests("สมชาย")
    first = listing.first(10)
    rest = listing.after(first[-1].key, 40)
    assert [row.name_en[:5] for row in first + rest] == [f"JAI{n:02d}" for n in range(1, 45, 2)]
    assert listing.count() == 22
    assert listing.count(7) == 7
    assert find_guests("สมชาย jai3").count() == 5
    assert find_guests("สมชาย jai3").last(1)[0].name_en == "JAI39 Somchai"


@pytest.mark.parametrize("limits", [(0, 10**6), (0, 0)])
def test_common_words_find_the_same_whichever_way_they_are_read(
    small_hotel: Hotel, monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int]
) -> None:
    for n in range(12):
        small_hotel.guest(f"Jai{n:02d}", given=("Somchai", "สมชาย", "Anna")[n % 3])
    words = ("somchai", "สม", "som jai", "สมชาย jai0", "0", "x")
    usual = {text: (found(text), find_guests(text).count()) for text in words}
    for name, limit in zip(("MANY", "MOST", "FEW"), (*limits, 0), strict=True):
        monkeypatch.setattr(f"models.front_office.guests.search.{name}", limit)
    assert {text: (found(text), find_guests(text).count()) for text in words} == usual
    assert usual["somchai"][1] == 8


def test_an_older_hotel_gets_its_keys_when_it_is_opened(hotel: Hotel) -> None:
    guest = hotel.guest("", given="", given_th="สมชาย", family_th="ใจดี")
    GuestKey.delete().where(GuestKey.key.startswith("\x01")).execute()
    Guest.update(key_version=0).execute()
    assert found("Somchai") == []
    assert renew_keys(at_once=1) == 1
    assert found("Somchai") == [guest]
    assert renew_keys() == 0


def test_a_company_that_is_renamed_takes_its_people_along(hotel: Hotel) -> None:
    company = create_company(hotel.desk(), name_en="Siam Tour")
    guest = hotel.guest("Meier", employer=company)
    update_company(hotel.desk(), company, name_en="Lanna Travel")
    assert found("lanna") == [guest]
    assert found("siam") == []


def test_stays_are_found_by_the_company_that_booked(hotel: Hotel) -> None:
    company = create_company(hotel.desk(), name_th="สยามทัวร์", name_en="Siam Tour")
    stay = hotel.booked()
    Reservation.update(company=company).where(Reservation.id == Stay.get_by_id(stay).reservation_id).execute()
    hotel.booked()
    assert [row.stay_id for row in find_stays("สยาม").first(5)] == [stay]


# The profile


def test_languages_are_typed_as_codes_or_names(hotel: Hotel) -> None:
    guest = hotel.guest(languages="Thai, de german EN")
    assert Guest.get_by_id(guest).languages == "th de en"
    with refused("NO_CHOICE") as refusal:
        update_guest(hotel.desk(), guest, languages="klingon")
    assert refusal.said.field == "languages"


def test_an_employer_must_have_a_profile(hotel: Hotel) -> None:
    with refused("NO_COMPANY"):
        create_guest(hotel.desk(), family="Meier", employer=77)


def test_a_company_typed_by_name_takes_the_place_of_the_one_with_a_profile(hotel: Hotel) -> None:
    company = create_company(hotel.desk(), name_en="Siam Tour")
    guest = hotel.guest("Meier", employer=company)
    update_guest(hotel.desk(), guest, company="Own shop")
    assert (Guest.get_by_id(guest).employer_id, Guest.get_by_id(guest).works_for("en")) == (None, "Own shop")
    last = ChangeLog.select().where(ChangeLog.subject == "guest").order_by(ChangeLog.id.desc()).first()
    assert json.loads(last.before) == {"company": "", "employer": company}
    assert json.loads(last.after) == {"company": "Own shop", "employer": None}


def test_a_new_document_keeps_the_former_one(hotel: Hotel) -> None:
    guest = hotel.guest(document_number="OLD1", document_country="DEU", document_expiry=hotel.day)
    update_guest(hotel.desk(), guest, document_number="NEW2", document_expiry=hotel.after(3000))
    assert [(d.number, d.document_id is None, d.expired(hotel.after(1))) for d in documents_of(guest)] == [
        ("NEW2", True, False), ("OLD1", False, True),
    ]  # fmt: skip
    assert found("old1") == [guest]


def test_a_document_is_put_in_force_and_the_other_is_kept(hotel: Hotel) -> None:
    guest = hotel.guest(document_number="AA1")
    second = add_document(hotel.desk(), guest, "passport", "BB2", "DEU", hotel.after(900))
    put_in_force(hotel.desk(), second)
    person = Guest.get_by_id(guest)
    assert (person.document_number, person.document_country, person.document_expiry) == (
        "BB2",
        "DEU",
        hotel.after(900),
    )
    assert [d.number for d in documents_of(guest)] == ["BB2", "AA1"]
    kept = documents_of(guest)[1].document_id
    assert kept is not None
    remove_document(hotel.desk(), kept)
    assert [d.number for d in documents_of(guest)] == ["BB2"]
    assert found("aa1") == []


def test_documents_are_checked(hotel: Hotel) -> None:
    guest = hotel.guest(document_number="AA1")
    for code, document in (
        ("DOCUMENT_KNOWN", ("passport", "AA1", "")), ("NO_NUMBER", ("passport", " ", "")), ("NO_CHOICE", ("visa", "A1", "")),
        ("NO_COUNTRY", ("passport", "A1", "XXQ")), ("THAI_ID", ("thai id", "1101700230700", "")), ("NOT_CLEAN", ("other", "a\x07", "")),
    ):  # fmt: skip
        with refused(code):
            add_document(hotel.desk(), guest, *document)


def test_preferences_are_kept_once_and_told_in_order(hotel: Hotel) -> None:
    guest = hotel.guest()
    pillow = add_preference(hotel.desk(), guest, "pillow", "feather")
    add_preference(hotel.desk(), guest, "floor", "high")
    assert [str(p) for p in preferences_of(guest)] == ["Floor: high", "Pillow: feather"]
    for code, kind, words in (
        ("PREFERENCE_KNOWN", "floor", "high"), ("NO_WORDS", "floor", ""), ("NO_CHOICE", "sauna", "hot"),
        ("NOT_CLEAN", "floor", "a\x1b"), ("TOO_MUCH_TEXT", "floor", "x" * 101),
    ):  # fmt: skip
        with refused(code):
            add_preference(hotel.desk(), guest, kind, words)
    remove_preference(hotel.desk(), pillow)
    assert [str(p) for p in preferences_of(guest)] == ["Floor: high"]


# History


def test_history_counts_stays_nights_and_what_was_spent(hotel: Hotel) -> None:
    guest = hotel.guest()
    assert history_of(guest).stays == 0
    assert usual_of(guest) is None
    for _time in range(2):
        stay = hotel.in_house("203", nights=1, guest=guest, adults=2)
        post_charge(hotel.desk(), hotel.window(stay), "LAUN", Decimal(100))
        hotel.audit()
        hotel.leaves(stay)
        set_housekeeping(hotel.desk(), Stay.get_by_id(stay).room_id, "clean")
    gone = hotel.booked(guest=guest)
    cancel(hotel.desk(), gone, "changed plans")
    history = history_of(guest)
    assert (history.stays, history.nights, history.cancellations, history.no_shows) == (2, 2, 1, 0)
    assert history.spend == Decimal("3600.00")
    assert (history.last_departure, history.last_room) == (hotel.day, "203")
    usual = usual_of(guest)
    assert usual is not None
    assert (usual.room_type, usual.rate_code, usual.adults, usual.room) == ("SUP", "BAR", 2, "203")
    add_preference(hotel.desk(), guest, "room", "206")
    assert usual_of(guest).room == "206"  # type: ignore[union-attr]
    assert [s.stay_id for s in stays_of(guest, 2)] == [row.stay_id for row in past_stays(guest).first(2)]


def test_who_travels_along_has_stays_and_pays_nothing(hotel: Hotel) -> None:
    companion = hotel.guest()
    stay = hotel.in_house("201", nights=1, adults=2)
    add_person(hotel.desk(), stay, companion)
    hotel.audit()
    assert (history_of(companion).stays, history_of(companion).nights) == (1, 1)
    assert history_of(companion).spend == Decimal("0.00")


def test_the_log_says_who_put_a_guest_on_the_list(hotel: Hotel) -> None:
    guest = hotel.guest()
    assert unwanted(guest) is None
    update_guest(hotel.desk("somsak"), guest, do_not_rent="broke the door")
    update_guest(hotel.desk("pavinee"), guest, note="tall")
    entry = unwanted(guest)
    assert entry is not None
    assert (entry.reason, entry.who, entry.at) == ("broke the door", "somsak", hotel.clock())


# Merging


def twins(hotel: Hotel) -> tuple[int, int]:
    kept = somchai(hotel, phone="081-234-5678", document_number="AA1", note="tall")
    dropped = hotel.guest(
        "Chaidee", given="Somchay", phone="+66 81 234 5678", document_number="BB2", email="som@example.test",
        note="quiet", vip="VIP 1", languages="th en", birth_date=datetime.date(1980, 2, 29),
    )  # fmt: skip
    return kept, dropped


def test_profiles_of_one_person_are_noticed(hotel: Hotel) -> None:
    kept, dropped = twins(hotel)
    born = datetime.date(1975, 5, 6)
    thai = hotel.guest("", given="", given_th="วิชัย", family_th="ศรีสุข", birth_date=born)
    latin = hotel.guest("Srisuk", given="Vichai", birth_date=born)
    hotel.guest("Srisuk", given="Vichai", birth_date=datetime.date(1976, 5, 6))
    seen = {(pair.first_id, pair.second_id): pair.why for pair in likely_twins()}
    assert seen == {(kept, dropped): "phone", (thai, latin): "name"}
    assert [pair.why for pair in likely_twins(latin)] == ["name"]


def test_a_merge_moves_everything_and_fills_what_was_empty(hotel: Hotel) -> None:
    kept, dropped = twins(hotel)
    stay = hotel.in_house("201", guest=dropped)
    other = hotel.booked(adults=2)
    add_person(hotel.desk(), other, dropped)
    add_preference(hotel.desk(), dropped, "floor", "high")
    add_document(hotel.desk(), dropped, "passport", "CC3")
    merge_guests(hotel.desk(), kept, dropped)
    person = Guest.get_by_id(kept)
    assert (person.email, person.vip, person.note, person.languages) == (
        "som@example.test",
        "VIP 1",
        "tall · quiet",
        "th en",
    )
    assert (person.family, person.document_number, person.birth_date) == (
        "Jaidee",
        "AA1",
        datetime.date(1980, 2, 29),
    )
    assert {d.number for d in documents_of(kept)} == {"AA1", "BB2", "CC3"}
    assert [str(p) for p in preferences_of(kept)] == ["Floor: high"]
    assert Stay.get_by_id(stay).guest_id == kept
    assert kept in [p.id for p in persons_of(other)]
    assert found("chaidee") == found("bb2") == [kept]
    assert dropped not in [row.guest_id for row in guests().first(50)]
    assert guest_in_force(dropped).id == kept


def test_no_row_of_any_table_points_at_the_profile_given_up(hotel: Hotel) -> None:
    kept, dropped = twins(hotel)
    add_person(hotel.desk(), hotel.in_house("202", guest=dropped), hotel.guest())
    merge_guests(hotel.desk(), kept, dropped)
    for table in all_tables():
        for field in table._meta.refs:
            if field.rel_model is Guest and table not in (GuestMerge,):
                left = table.select().where(field == dropped).count()
                assert left == 0, f"{table._meta.table_name}.{field.column_name}"


def test_every_table_that_points_at_guests_goes_along(hotel: Hotel) -> None:
    """Asked of the database; the tables of the program must know no other."""
    known = {
        (table._meta.table_name, field.column_name)
        for table in all_tables()
        for field in table._meta.refs
        if field.rel_model is Guest
    }
    own = {("guest_key", "guest_id"), ("guest_merge", "kept_id"), ("guest_merge", "dropped_id")}
    own |= {("identity_access", "guest_id"), ("erasure", "guest_id")}  # what happened to that profile
    assert set(pointing_at_guests()) == known - own


def rows() -> dict[str, object]:
    """All rows but those that tell what happened, and keys without their numbers."""
    everywhere = everything()
    keys = sorted((key, guest) for _id, key, guest in everywhere.pop("guest_key"))
    for table in ("change_log", "guest_merge", "submission"):
        everywhere.pop(table)
    return {**everywhere, "guest_key": keys}


def test_a_merge_undone_leaves_every_row_as_it_was(hotel: Hotel) -> None:
    kept, dropped = twins(hotel)
    earlier = hotel.guest("Chaidi")
    merge_guests(hotel.desk(), dropped, earlier)
    hotel.in_house("201", guest=dropped)
    add_person(
        hotel.desk(),
        hotel.booked(adults=2, guest=kept, arrival=hotel.after(9), departure=hotel.after(11)),
        hotel.guest(),
    )
    both = hotel.booked(adults=2, guest=dropped)
    cancel(hotel.desk(), both, "double booking")
    add_past_person(both, kept)
    add_preference(hotel.desk(), dropped, "floor", "high")
    before = rows()
    merge = merge_guests(hotel.desk(), kept, dropped)
    assert rows() != before
    undo_merge(hotel.desk(), merge)
    after = rows()
    persons = [sorted(row[1:] for row in state.pop("stay_person")) for state in (before, after)]  # type: ignore[attr-defined]
    assert persons[0] == persons[1]
    assert after == before


def add_past_person(stay: int, guest: int) -> None:
    StayPerson.create(stay=stay, guest=guest, position=2)


def test_on_a_past_stay_of_both_one_person_is_left(hotel: Hotel) -> None:
    kept, dropped = twins(hotel)
    stay = hotel.booked(adults=2, guest=dropped)
    cancel(hotel.desk(), stay, "changed plans")
    add_past_person(stay, kept)
    merge_guests(hotel.desk(), kept, dropped)
    assert [(p.guest_id, p.position) for p in StayPerson.select().where(StayPerson.stay == stay)] == [
        (kept, 1)
    ]
    assert Stay.get_by_id(stay).guest_id == kept


def test_what_came_after_the_merge_stays_with_the_one_kept(hotel: Hotel) -> None:
    kept, dropped = twins(hotel)
    merge = merge_guests(hotel.desk(), kept, dropped)
    update_guest(hotel.desk(), kept, email="new@example.test")
    stay = hotel.booked(guest=kept)
    undo_merge(hotel.desk(), merge)
    assert Guest.get_by_id(kept).email == "new@example.test"
    assert Guest.get_by_id(kept).vip == ""
    assert Guest.get_by_id(dropped).email == "som@example.test"
    assert Stay.get_by_id(stay).guest_id == kept


def test_the_row_given_up_is_kept_whole_and_every_move_is_in_the_log(hotel: Hotel) -> None:
    kept, dropped = twins(hotel)
    stay = hotel.booked(guest=dropped)
    merge = GuestMerge.get_by_id(merge_guests(hotel.desk("nok"), kept, dropped))
    assert json.loads(merge.dropped)["email"] == "som@example.test"
    assert (merge.date, merge.staff.login) == (hotel.day, "nok")
    log = {
        (c.subject, c.subject_id): (c.before, c.after)
        for c in ChangeLog.select().where(ChangeLog.operation == "merge_guests")
    }
    assert json.loads(log["stay", str(stay)][0]) == {"guest": dropped}
    assert json.loads(log["stay", str(stay)][1]) == {"guest": kept}
    assert json.loads(log["guest", str(dropped)][1]) == {"merged_into": kept}


def test_merges_that_cannot_be(hotel: Hotel) -> None:
    kept, dropped = twins(hotel)
    third = hotel.guest()
    with refused("SAME_PROFILE"):
        merge_guests(hotel.desk(), kept, kept)
    with refused("GONE"):
        merge_guests(hotel.desk(), kept, 999)
    stay = hotel.booked(adults=2, guest=kept)
    add_person(hotel.desk(), stay, dropped)
    with refused("TOGETHER_ON_STAY") as refusal:
        merge_guests(hotel.desk(), kept, dropped)
    assert refusal.said.jump == f"stay {stay}"
    merge_guests(hotel.desk(), kept, third)
    with refused("MERGED_ALREADY"):
        merge_guests(hotel.desk(), dropped, third)
    with refused("NO_RIGHT"):
        merge_guests(hotel.desk("noi"), kept, dropped)


def test_undoing_that_cannot_be(hotel: Hotel) -> None:
    kept, dropped = twins(hotel)
    third = hotel.guest()
    first = merge_guests(hotel.desk(), kept, dropped)
    second = merge_guests(hotel.desk(), third, kept)
    with refused("MERGED_ALREADY"):
        undo_merge(hotel.desk(), first)
    undo_merge(hotel.desk(), second)
    with refused("MERGE_UNDONE"):
        undo_merge(hotel.desk(), second)
    assert [(m.dropped_id, m.open) for m in merges_into(kept, hotel.day)] == [(dropped, True)]
    hotel.audit()
    with refused("MERGE_CLOSED"):
        undo_merge(hotel.desk(), first)
    assert [(m.dropped_id, m.open) for m in merges_into(kept, hotel.day)] == [(dropped, False)]


def test_a_desk_that_still_holds_the_profile_given_up_books_for_the_one_kept(hotel: Hotel) -> None:
    kept, dropped = twins(hotel)
    merge_guests(hotel.desk(), kept, dropped)
    booking = Booking(dropped, hotel.day, hotel.after(1), "SUP", "BAR")
    stay = book_with_guest(hotel.desk("nok"), booking, {"phone": "02 111 2222"})
    assert Stay.get_by_id(stay).guest_id == kept
    assert Guest.get_by_id(kept).phone == "02 111 2222"


def test_the_database_takes_nothing_for_a_profile_given_up(hotel: Hotel) -> None:
    kept, dropped = twins(hotel)
    stay = hotel.booked(guest=kept)
    merge = merge_guests(hotel.desk(), kept, dropped)
    for statement, code in (
        (f"UPDATE stay SET guest_id = {dropped} WHERE id = {stay}", "GUEST_MERGED"),
        (
            f"INSERT INTO stay_person (stay_id, guest_id, position) VALUES ({stay}, {dropped}, 7)",
            "GUEST_MERGED",
        ),
        (
            f"INSERT INTO guest_preference (guest_id, kind, words) VALUES ({dropped}, 'floor', 'high')",
            "GUEST_MERGED",
        ),
        (f"UPDATE guest_document SET guest_id = {dropped}", "GUEST_MERGED"),
        (f"UPDATE guest_merge SET dropped = '{{}}' WHERE id = {merge}", "MERGE_KEPT"),
        (f"DELETE FROM guest_merge WHERE id = {merge}", "MERGE_KEPT"),
        (f"UPDATE guest SET merged_into_id = {kept} WHERE id = {kept}", "constraint"),
    ):
        with pytest.raises(Exception, match=rf"(?i){code}"), database.atomic():
            database.execute_sql(statement)
    assert GuestDocument.select().where(GuestDocument.guest == dropped).count() == 0
    assert GuestPreference.select().count() == 0
