"""How a test says that something is refused and that nothing was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest

from models.house.database import all_tables, database
from models.house.refusals import Refused, Severity


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as it stands."""
    return {
        table._meta.table_name: sorted(
            database.execute_sql(f'SELECT * FROM "{table._meta.table_name}"').fetchall(), key=repr
        )
        for table in all_tables()
    }


class Refusal:
    """What was refused; filled when the block is left."""

    said: Refused


@contextmanager
def refused(code: str) -> Iterator[Refusal]:
    """STOP with ``code``, and not one row of any table is other than before."""
    refusal = Refusal()
    before = everything()
    with pytest.raises(Refused) as caught:
        yield refusal
    refusal.said = caught.value
    assert refusal.said.code == code, str(refusal.said)
    assert refusal.said.severity == Severity.STOP, "this can be allowed by somebody"
    assert refusal.said.message.say("en")
    assert everything() == before


@contextmanager
def asked(
    code: str, right: str, *, amount: str | None = None, second_person: bool = False
) -> Iterator[Refusal]:
    """ASK with ``code`` for ``right``; nothing is written before it is answered."""
    refusal = Refusal()
    before = everything()
    with pytest.raises(Refused) as caught:
        yield refusal
    said = refusal.said = caught.value
    assert (said.code, said.severity, said.right) == (code, Severity.ASK, right), str(said)
    assert said.amount == (Decimal(amount) if amount else None)
    assert said.needs_second_person is second_person
    assert everything() == before
