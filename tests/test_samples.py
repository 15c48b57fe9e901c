"""The auditor's samples: known answers, nothing large is missed, drawn again they are the same, kept they stay."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import replace
from decimal import Decimal

import peewee
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales import use_language
from models.front_office.folios import correct, post_charge
from models.front_office.payments import take_payment
from models.front_office.receipts import Receipt
from models.front_office.sample_populations import POPULATIONS, population
from models.front_office.samples import (
    AuditSample,
    Plan,
    SampleItem,
    draw,
    drawn_again,
    items_of,
    keep_sample,
    left_of,
    mark_item,
    sample_csv,
    sample_paper,
)
from models.house.acts import ChangeLog
from models.house.database import database
from models.house.property import Property
from models.ledger.drawing import Item, digest_of, drawn, ordered
from models.ledger.entries import Entry, Line, write_journal_voucher
from tests.desk import at_the_desk
from tests.hotel import Hotel
from tests.refusing import refused

D = Decimal
FIRST = datetime.date(2026, 11, 1)
EXPENSES, BANK = "52200", "11210"
# Reckoned by the rules of docs/audit.md without the program.
VECTORS = {
    "random": ["K-00004×1", "K-00015×1", "K-00019×1"],
    "by amount": ["K-00005×1", "K-00011×1", "K-00015×1", "K-00018×1"],
    "every": ["K-00003×1", "K-00009×1", "K-00015×1"],
    "digest": "6d3235c04cac11217db31d34e1cb9511e3bff46d90d3271462822d010ebde5c9",
}
KEPT = (2, 4, 6)
"""Which of 100.00 … 600.00 are hit each 700.00 with the seed 2569."""


def _items(*satang: int) -> list[Item]:
    return [
        Item(f"K-{n:05d}", FIRST + datetime.timedelta(days=n // 10), D(amount) / 100, "", "entry", n)
        for n, amount in enumerate(satang, 1)
    ]


def _keys(items: list[Item], method: str, seed: str, figure: object) -> list[str]:
    return [f"{t.item.key}×{t.hits}" for t in drawn(items, method, seed, D(str(figure)))]


def test_known_answers_that_any_other_program_must_give(small_hotel: Hotel) -> None:
    items = _items(*(n * 10_000 for n in range(1, 21)))  # 100.00 … 2,000.00
    assert _keys(items, "random", "2569", 3) == VECTORS["random"]
    assert _keys(items, "by amount", "2569", 5000) == VECTORS["by amount"]
    assert _keys(items, "every", "2569", 6) == VECTORS["every"]
    assert _keys(items, "over", "2569", 1900) == ["K-00019×1", "K-00020×1"]
    assert digest_of(items) == VECTORS["digest"]
    for method, figure in (("random", 0), ("random", "2.5"), ("by amount", -1), ("every", "0.5")):
        with refused("FIGURE"):
            drawn(items, method, "2569", D(str(figure)))
    with refused("METHOD"):
        drawn(items, "by hand", "2569", D(1))


AMOUNTS = st.lists(st.integers(-1_000_000, 1_000_000), min_size=1, max_size=60)


@settings(deadline=None)
@given(AMOUNTS, st.text(min_size=1, max_size=8), st.integers(1, 400_000))
def test_by_amount_nothing_as_large_as_the_interval_is_missed_and_hits_are_as_many_as_the_money_says(
    amounts: list[int], seed: str, interval: int
) -> None:
    items = ordered(_items(*amounts))
    hits = {t.item.key: t.hits for t in drawn(items, "by amount", seed, D(interval) / 100)}
    for item in items:
        satang = int(abs(item.amount) * 100)
        assert hits.get(item.key, 0) in (satang // interval, -(-satang // interval))
    total = sum(map(abs, amounts))
    assert sum(hits.values()) in (total // interval, total // interval + 1)


@settings(deadline=None)
@given(AMOUNTS, st.text(min_size=1, max_size=8), st.integers(1, 80))
def test_drawn_again_the_sample_is_the_same_whatever_order_the_items_came_in(
    amounts: list[int], seed: str, n: int
) -> None:
    items = _items(*amounts)
    for method in ("random", "every", "by amount", "over"):
        once = drawn(ordered(items), method, seed, D(n))
        assert once == drawn(ordered(reversed(items)), method, seed, D(n))
    assert len(drawn(ordered(items), "random", seed, D(n))) == min(n, len(items))


def test_at_random_every_item_is_as_likely_as_another_and_by_amount_the_money_weighs() -> None:
    items = _items(*[10_000] * 10, *[50_000] * 10)
    small = {item.key for item in items[:10]}
    rounds = 2000
    picked = sum(t.item.key in small for n in range(rounds) for t in drawn(items, "random", str(n), D(4)))
    assert abs(picked / (4 * rounds) - 0.5) < 0.03
    hit = sum(t.item.key in small for n in range(rounds) for t in drawn(items, "by amount", str(n), D(1500)))
    assert abs(hit / rounds - 10 * 100 / 1500) < 0.05


def _lived(hotel: Hotel) -> None:
    anong = hotel.desk("anong")
    window = hotel.window(hotel.in_house("201", nights=2))
    for amount in (100, 200, 300):
        post_charge(hotel.desk("nok"), window, "LAUN", D(amount))
    wrong = post_charge(hotel.desk("nok"), window, "FOOD", D(500))
    correct(hotel.desk("nok"), wrong, "wrong room")
    take_payment(hotel.desk("nok"), window, "CASH", D("120.00"))
    for n in range(1, 7):
        lines = [(EXPENSES, D(n * 100)), (BANK, D(n * -100))]
        write_journal_voucher(anong, hotel.day, f"bill {n}", lines)


def test_a_sample_is_kept_worked_off_and_drawn_again_on_both_databases(hotel: Hotel) -> None:
    _lived(hotel)
    anong = hotel.desk("anong")
    plan = Plan("lines", FIRST, hotel.day, "by amount", D(700), "2569", (EXPENSES,))
    sample = keep_sample(anong, plan)
    row: AuditSample = AuditSample.get_by_id(sample)
    assert (row.number, row.count, row.total, row.drawn) == ("AS2569-00001", 6, D("2100.00"), 3)
    items = items_of(sample)
    voucher = Entry.get(Entry.voucher == "JV2569-00001").id
    assert [i.item for i in items] == [f"K-{voucher + n - 1:05d}/1" for n in KEPT]
    assert drawn_again(sample).say("en") == "Drawn again: the same 3 items of 6."
    mark_item(anong, items[0].id, "seen")
    with refused("NO_NOTE"):
        mark_item(anong, items[1].id, "exception", " ")
    with refused("MARK"):
        mark_item(anong, items[1].id, "lost")
    with refused("NO_RIGHT"):
        mark_item(hotel.desk("noi"), items[1].id, "seen")
    mark_item(anong, items[1].id, "exception", "=no bill")
    assert left_of(sample) == 1
    said = [x for x in ChangeLog.select() if x.subject.startswith("audit_sample")]
    assert [x.operation for x in said] == ["keep_sample", "mark_item", "mark_item"]
    rows = list(csv.reader(io.StringIO(sample_csv(sample).removeprefix("\ufeff"))))
    assert [(r[7], r[8], r[9]) for r in rows[1:]] == [
        ("seen", "", "anong"),
        ("exception", "'=no bill", "anong"),
        ("", "", ""),
    ]
    write_journal_voucher(anong, hotel.day, "late", [(EXPENSES, D(5)), (BANK, D(-5))])
    assert "7 items of 2,105.00, then 6 of 2,100.00" in drawn_again(sample).say("en")
    for statement in (
        "UPDATE audit_sample SET seed = 'another'",
        "DELETE FROM audit_sample_item WHERE position = 1",
        "UPDATE audit_sample_item SET amount = 1",
        "UPDATE audit_sample_item SET item = 'K-1'",
        "INSERT INTO audit_sample_item (sample_id, position, item, date, amount, said, source, row_id, hits, mark, note)"
        " SELECT sample_id, 9, item, date, amount, said, source, row_id, hits, mark, note FROM audit_sample_item"
        " WHERE position = 1",
        "UPDATE audit_sample_item SET mark = 'exception', note = ''",
    ):
        with pytest.raises(peewee.IntegrityError), database.atomic():
            database.execute_sql(statement)


def test_every_population_is_drawn_of_and_each_item_leads_to_what_it_is(small_hotel: Hotel) -> None:
    hotel = small_hotel
    _lived(hotel)
    found = {name: population(name, FIRST, hotel.day) for name in POPULATIONS}
    assert {name: len(items) for name, items in found.items() if items} == {
        "lines": Line.select().count(), "entries": Entry.select().count(), "vouchers": 6,
        "receipts": 1, "voids": 1,
    }  # fmt: skip
    assert found["receipts"][0].key == Receipt.get().number
    assert found["receipts"][0].amount == D("120.00")
    for items in found.values():
        assert len({item.key for item in items}) == len(items)
        for item in items:
            values = {"item": item.key, "source": item.source, "row_id": item.row_id}
            assert SampleItem(**values).place is not None
    plan = Plan("entries", FIRST, hotel.day, "random", D(2), "x")
    for code, wrong in (
        ("NO_SEED", {"seed": " "}),
        ("BAD_SPAN", {"until": FIRST - datetime.timedelta(days=1)}),
        ("NOTHING_TO_DRAW", {"population": "bills"}),
        ("POPULATION", {"population": "rooms"}),
        ("ACCOUNTS_OF_LINES", {"accounts": (BANK,)}),
        ("NO_ACCOUNT", {"population": "lines", "accounts": ("99999",)}),
    ):
        with refused(code):
            draw(replace(plan, **wrong))  # type: ignore[arg-type]
    with refused("SAMPLE_EMPTY"):
        keep_sample(hotel.desk("anong"), replace(plan, method="over", figure=D(900_000)))
    sample = keep_sample(hotel.desk("anong"), plan)
    for language, title in (("en", "Audit sample"), ("th", "ตัวอย่างตรวจสอบ")):
        use_language(language)
        paper = sample_paper(Property.the(), sample, language)
        assert (paper.title, len(paper.tables[0].rows)) == (title, 2)
        assert any(
            field.value == {"en": "At random, 2 items", "th": "สุ่ม 2 รายการ"}[language]
            for field in paper.fields
        )
        assert any(field.value == AuditSample.get_by_id(sample).digest for field in paper.fields)


@pytest.mark.parametrize(
    ("language", "command", "words"),
    [
        ("en", "sample", ("No samples yet", "Keep the sample?", "Draw again", "Seen", "the same 6 items")),
        ("th", "สุ่มตรวจ", ("ยังไม่มีตัวอย่าง", "เก็บตัวอย่างนี้", "สุ่มซ้ำ", "ตรวจแล้ว", "ได้ 6 รายการเดิม")),
    ],
)
async def test_the_auditor_draws_and_works_off_a_sample_by_keys(
    small_hotel: Hotel, language: str, command: str, words: tuple[str, ...]
) -> None:
    hotel = small_hotel
    _lived(hotel)
    none, keep, again, seen, same = words
    async with at_the_desk(hotel, "anong", language) as desk:
        await desk.command(command)
        await desk.sees(none)
        await desk.press("n", "enter")
        await desk.type(EXPENSES)
        await desk.press("f9")
        await desk.sees(keep)
        await desk.press("enter")
        await desk.sees("AS2569-00001", again)
        await desk.press("space")
        await desk.sees(f"{seen}  ")
        await desk.press("r")
        await desk.sees(same)
        await desk.press("enter")
        await desk.sees("JV2569-00001", EXPENSES)
        await desk.press("escape")
        await desk.sees("AS2569-00001")
    assert left_of(1) == 5
