"""Package parts of a posted night stay as they were posted: the database itself holds it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import peewee
import pytest

from models.front_office.folios import post_charge
from models.front_office.proof import faults
from models.house.database import close_database, database, open_database
from tests.hotel import Hotel
from tests.packages import breakfast, element, package
from tests.refusing import everything

# What nobody may do with the parts of a posted night, and what the database answers.
SPOILERS = [
    ("UPDATE night_element SET quantity = 1 WHERE night_id = {posted}", "NIGHT_POSTED"),
    ("UPDATE night_element SET amount = 1 WHERE night_id = {posted}", "NIGHT_POSTED"),
    ("UPDATE night_element SET posting_id = NULL WHERE night_id = {posted}", "NIGHT_POSTED"),
    ("UPDATE night_element SET night_id = {open} WHERE night_id = {posted}", "NIGHT_POSTED"),
    ("UPDATE night_element SET settled_on = '2026-11-24', quantity = 1 WHERE night_id = {posted}", "NIGHT_POSTED"),
    ("DELETE FROM night_element WHERE night_id = {posted}", "NIGHT_POSTED"),
    ("DELETE FROM night WHERE id = {posted}", "NIGHT_POSTED"),
    (
        "INSERT INTO night_element (night_id, element_id, code_id, quantity, amount, inclusive, in_rate, allowance,"
        " valid_from, by_hand) SELECT night_id, element_id + 100, code_id, 1, 1, inclusive, in_rate, allowance,"
        " valid_from, by_hand FROM night_element WHERE night_id = {posted}",
        "NIGHT_POSTED",
    ),
    ("DELETE FROM night_element WHERE night_id = {used}", "ALLOWANCE_USED"),
    ("DELETE FROM night WHERE id = {used}", "ALLOWANCE_USED"),
    ("UPDATE allowance_use SET amount = 1", "ENTRY_SEALED"),
    ("DELETE FROM allowance_use", "ENTRY_SEALED"),
    ("UPDATE posting SET wrapped_in_id = NULL", "ENTRY_SEALED"),
    ("UPDATE posting SET package_id = NULL", "ENTRY_SEALED"),
    (
        "INSERT INTO posting (entry_id, window_id, kind, code_id, quantity, description, typed, inclusive, net, amount,"
        " date, revenue_date, source, reference, staff_id, at) SELECT entry_id, window_id, kind, code_id, quantity,"
        " description, typed, inclusive, net, amount, date, revenue_date, source, reference, staff_id, at"
        " FROM posting WHERE substr(source, 1, 6) = 'night:'",
        ("ALREADY_POSTED", "posting_source"),
    ),
]  # fmt: skip


def _lived(hotel: Hotel) -> dict[str, int]:
    """One night posted with its parts; an allowance of tonight used already."""
    package(hotel, "ABF", breakfast(allowance=True), rate="BAR", wrapper=True)
    package(hotel, "HB", element(code="LAUN", amount=Decimal(500), allowance=True), rate="BAR")
    stay = hotel.in_house("201", nights=3)
    hotel.audit()
    post_charge(hotel.desk(), hotel.window(stay), "LAUN", Decimal(200))
    nights = [row[0] for row in database.execute_sql("SELECT id FROM night ORDER BY date").fetchall()]
    return {"posted": nights[0], "used": nights[1], "open": nights[2]}


def _said(codes: str | tuple[str, ...], error: Exception) -> bool:
    return any(code in str(error) for code in ([codes] if isinstance(codes, str) else codes))


@pytest.mark.parametrize(("statement", "code"), SPOILERS)
def test_nobody_reaches_past_the_program(hotel: Hotel, statement: str, code: str | tuple[str, ...]) -> None:
    ids = _lived(hotel)
    before = everything()
    with pytest.raises(peewee.DatabaseError) as caught, database.atomic():
        database.execute_sql(statement.format(**ids))
    assert _said(code, caught.value), caught.value
    assert everything() == before
    assert list(faults()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO night_element SELECT id, {open}, element_id, code_id, 9, amount, inclusive, in_rate,"
        " allowance, valid_from, valid_until, by_hand, posting_id, settled_on FROM night_element WHERE night_id = {posted}",
        "INSERT OR REPLACE INTO night_element SELECT NULL, night_id, element_id, code_id, 9, amount, inclusive, in_rate,"
        " allowance, valid_from, valid_until, by_hand, posting_id, settled_on FROM night_element WHERE night_id = {posted}",
        "UPDATE OR REPLACE night_element SET quantity = 9 WHERE night_id = {posted}",
        "DELETE FROM night_element WHERE night_id = {posted}",
    ],
)  # fmt: skip
def test_nor_does_a_bare_sqlite(small_hotel: Hotel, statement: str, sqlite_url: str) -> None:
    """Without foreign keys and recursive triggers, the triggers alone hold it."""
    ids = _lived(small_hotel)
    close_database()
    with closing(sqlite3.connect(sqlite_url)) as bare, pytest.raises(sqlite3.IntegrityError) as caught:
        bare.execute(statement.format(**ids))
    assert _said("NIGHT_POSTED", caught.value)
    open_database(sqlite_url)


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        ("PART_UNPOSTED", "UPDATE night_element SET posting_id = NULL WHERE night_id = {posted}"),
        ("PART_PRICE", "UPDATE night_element SET quantity = quantity + 1 WHERE night_id = {posted} AND in_rate = 0"),
        ("PART_PRICE", "UPDATE night_element SET code_id = code_id + 1 WHERE night_id = {posted} AND in_rate = 0"),
        ("NIGHT_PRICE", "UPDATE night_element SET amount = amount + 1 WHERE night_id = {posted} AND in_rate = 1"),
        ("ALLOWANCE_OPEN", "UPDATE night_element SET settled_on = NULL WHERE night_id = {posted}"),
    ],
)  # fmt: skip
def test_the_proof_sees_what_was_done_past_the_guards(small_hotel: Hotel, code: str, statement: str) -> None:
    ids = _lived(small_hotel)
    for _day in range(2):
        small_hotel.audit()
    assert list(faults()) == []
    database.execute_sql("DROP TRIGGER night_element_posted_stays")
    database.execute_sql(statement.format(**ids))
    assert code in {fault.code for fault in faults()}


def test_truncating_the_parts_is_refused_on_postgresql(postgres_url: str) -> None:
    open_database(postgres_url)
    _lived(Hotel())
    with pytest.raises(peewee.DatabaseError), database.atomic():
        database.execute_sql("TRUNCATE night_element CASCADE")
    close_database()


def test_a_hotel_that_was_there_before_has_its_codes_and_accounts(
    sqlite_template: Path, tmp_path: Path
) -> None:
    """The migration gives an existing hotel what a new one is opened with."""
    from importlib import import_module

    from playhouse.migrations import Runner

    from models.front_office.codes import transaction_code

    file = tmp_path / "old.db"
    migrations = tmp_path / "migrations"
    migrations.mkdir()
    ours = Path(import_module("models.house.database").MIGRATIONS)
    for each in sorted(ours.glob("0*.py")):
        if each.stem < "0011":
            (migrations / each.name).write_text(each.read_text())
    old = peewee.SqliteDatabase(str(file))
    Runner(old, str(migrations)).up()
    old.execute_sql(
        "INSERT INTO property VALUES (1, 'ริมน้ำ', 'Rim Nam', '', '', '', '', '00000', 'THB', 'Asia/Bangkok', '2026-11-23',"
        " '14:00', '12:00')"
    )
    old.execute_sql(
        "INSERT INTO account (code, name_th, name_en, kind) VALUES ('41170', 'ของโรงแรม', 'The hotel''s own', 'revenue')"
    )
    import_module("models.migrations.0011_packages").up(None, old)
    rows = dict(old.execute_sql("SELECT code, name_en FROM account").fetchall())
    assert rows == {"41170": "The hotel's own", "41195": "Package loss"}
    codes = old.execute_sql(
        'SELECT code, "group", by_hand, active FROM transaction_code ORDER BY code'
    ).fetchall()
    assert codes == [("PKGL", "package", 0, 1), ("PKGP", "package", 0, 1)]
    old.close()
    open_database(str(_copy(sqlite_template, tmp_path)))
    assert [transaction_code(code).account.code for code in ("PKGP", "PKGL")] == ["41170", "41195"]
    close_database()


def _copy(file: Path, folder: Path) -> Path:
    (folder / "new.db").write_bytes(file.read_bytes())
    return folder / "new.db"
